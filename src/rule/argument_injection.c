// rule argument-injection: outside text chooses the program or an option of it.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Programs with an option that runs or writes something
// (https://sonarsource.github.io/argument-injection-vectors/).
static const Str risky[] = {
    L("ssh"),      L("scp"),         L("sftp"),     L("rsync"), L("git"),    L("hg"),
    L("svn"),      L("tar"),         L("zip"),      L("curl"),  L("wget"),   L("find"),
    L("sendmail"), L("mail"),        L("tcpdump"),  L("man"),   L("psql"),   L("mysql"),
    L("docker"),   L("kubectl"),     L("openssl"),  L("awk"),   L("sed"),    L("env"),
    L("xargs"),    L("sudo"),        L("nice"),     L("vim"),   L("less"),   L("chrome"),
    L("chromium"), L("nmap"),        L("pip"),      L("npm"),   L("ffmpeg"), L("convert"),
    L("pandoc"),   L("wkhtmltopdf"), L("exiftool"), {0}};
static const Str shells[] = {L("sh"),   L("bash"),       L("zsh"),    L("dash"),    L("ksh"),
                             L("cmd"),  L("powershell"), L("python"), L("python3"), L("perl"),
                             L("ruby"), L("node"),       {0}};

static bool in_list(Str program, const Str *list)
{
    Str last = path_last(program);
    for (; list->len; list++)
        if (str_eq(last, *list)) return true;
    return false;
}

static Str first_word(Str text)
{
    Size blank = str_find(text, S(" "));
    return blank < 0 ? text : str_sub(text, 0, blank);
}

// -o: the next word is its value. Not so --depth=1, nor what is only on or off.
static bool takes_next(Str option)
{
    static const Str flags[] = {
        L("--heads"),   L("--tags"),     L("--symref"),    L("--refs"),   L("--bare"),  L("--mirror"),
        L("--quiet"),   L("--verbose"),  L("--recursive"), L("--force"),  L("--all"),   L("--progress"),
        L("--prune"),   L("--hard"),     L("--soft"),      L("--cached"), L("--short"), L("--oneline"),
        L("--archive"), L("--compress"), L("--porcelain"), L("-q"),       {0}};
    return str_starts(option, S("-")) && str_find(option, S("=")) < 0 &&
           !str_starts(option, S("--no-")) && !str_in(option, flags);
}

// One item of the vector: is it outside data that can be an option? any: the data comes from
// another file, and this one does not know which item it is.
static bool can_be_option(const Query *q, NodeId item, bool any)
{
    // *names: what the engine saw in it has no beginning of its own, and no "--" before it
    if (py_kind(q->tree, item) == PY_Starred) return true;
    Str prefix = query_prefix(q, item), text;
    if (prefix.len || query_str(q, item, &text) || str_eq(query_type(q, item), S("int")))
        return false;
    return any || (query_taint(q, item) & KIND(ARGV));
}

static Confidence judge_items(const Query *q, const NodeId *items, uint32_t n, Confidence c,
                              bool any)
{
    Str program = {0}, before;
    bool closed = false, tainted = false;
    for (uint32_t i = 0; i < n; i++) {
        NodeId item = items[i];
        if (!i && query_str(q, item, &program)) continue;
        // the program itself
        if (!i && !query_prefix(q, item).len && (query_taint(q, item) || any)) return c;
        if (query_str(q, item, &before)) {
            closed |= str_eq(before, S("--"));
            continue;
        }
        bool after = i && query_str(q, items[i - 1], &before) && takes_next(before);
        // sh -c 'constant' name word: a shell gives the words on as they are
        if (i > 2 && in_list(program, shells) && query_str(q, items[1], &before) &&
            str_starts(before, S("-")) && str_ends(before, S("c")) &&
            query_str(q, items[2], &before))
            return CONF_NONE;
        if (after && in_list(program, shells) && str_find(before, S("c")) > 0) return c;
        if (closed || after || !can_be_option(q, item, any)) continue;
        tainted = true;
    }
    if (!tainted) return CONF_NONE;
    return in_list(program, risky) ? c : CONF_LOW;
}

// spawn("ls", ["-l", name]): the list holds the words behind the program, that stands before it.
static Confidence judge_apart(const Query *q, NodeId program, NodeList words, Confidence c,
                              bool any)
{
    NodeId all[24] = {program};
    uint32_t n = 1;
    if (words.n >= countof(all)) return c;
    for (uint32_t i = 0; i < words.n; i++) all[n++] = words.v[i];
    return judge_items(q, all, n, c, any);
}

// A line split into words: what stands before the outside text decides.
static Confidence judge_line(Str prefix, Confidence c)
{
    if (!prefix.len) return c;
    if (str_find(prefix, S(" -- ")) >= 0) return CONF_NONE;
    return in_list(first_word(prefix), risky) ? c : CONF_LOW;
}

// argv = ["git", "log"]; argv.append(rev): what is put at the end of a list that is made above.
static Confidence judge_added(const Query *q, NodeId name, NodeId list, Confidence c, bool any)
{
    static const Str adds[] = {L("append"), L("extend"), L("insert"), {0}};
    const Tree *t = q->tree;
    NodeList items = py_list(t, list, 0);
    Str program = {0}, text;
    if (items.n) query_str(q, items.v[0], &program);
    for (uint32_t i = 0; i < items.n; i++)
        if (query_str(q, items.v[i], &text) && str_eq(text, S("--"))) return CONF_NONE;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (q->inside[n] != q->inside[name] || py_kind(t, func) != PY_Attribute ||
            !in_list(query_method(q, n), adds) ||
            !str_eq(query_called(q, py_node(t, func, Attribute_value)), query_called(q, name)))
            continue;
        NodeList args = py_list(t, n, Call_args);
        NodeId item = py_last(args);
        int k = item ? py_kind(t, item) : PY_NONE;
        NodeList many = k == PY_List || k == PY_Tuple ? py_list(t, item, 0) : (NodeList){&item, 1};
        for (uint32_t i = 0; item && i < many.n; i++) {
            if (query_str(q, many.v[i], &text) && str_eq(text, S("--"))) return CONF_NONE;
            bool after = i && query_str(q, many.v[i - 1], &text) && takes_next(text);
            if (!after && can_be_option(q, many.v[i], any))
                return in_list(program, risky) ? c : CONF_LOW;
        }
    }
    return CONF_NONE;
}

// [*words], or a list that somebody else made: flow knows the program, and what stands before "--".
static Confidence judge_made(const FlowHit *hit, Confidence c)
{
    if (!hit->shape.whole || !hit->shape.prefix.len) return c;
    return in_list(hit->shape.prefix, risky) ? c : CONF_LOW;
}

// *ORDERS[order]: words of a table of this module, whose name says that it is constant.
static bool is_of_table(const Tree *t, NodeId starred)
{
    NodeId of = py_node(t, starred, Starred_value);
    if (py_kind(t, of) == PY_Subscript) of = py_node(t, of, Subscript_value);
    Str name =
        py_kind(t, of) == PY_Name || py_kind(t, of) == PY_Attribute ? py_text(t, of) : (Str){0};
    if (str_starts(name, S("self."))) name = str_sub(name, 5, -1);
    bool constant = name.len > 1;
    for (Size i = 0; i < name.len; i++)
        constant &= name.s[i] == '_' || (name.s[i] >= 'A' && name.s[i] <= 'Z');
    return constant;
}

// ["sort", *ORDERS[order], "--", name]: nothing that is not constant stands before the "--".
static bool is_closed(const Query *q, NodeId list)
{
    NodeList items = py_list(q->tree, list, List_elts);
    Str word;
    for (uint32_t i = 0; i < items.n; i++) {
        if (query_str(q, items.v[i], &word) && str_eq(word, S("--"))) return true;
        if (py_kind(q->tree, items.v[i]) == PY_Starred ? !is_of_table(q->tree, items.v[i])
                                                       : !query_str(q, items.v[i], &word))
            return false;
    }
    return false;
}

// The vector is a parameter, and every call in this file gives a list that closes its options.
static bool callers_close(const Query *q, const FlowHit *hit, NodeId vector)
{
    const Tree *t = q->tree;
    uint32_t func = q->inside[hit->node];
    Str name = py_name(t, q->module->funcs.v[func].name);
    bool any = false;
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Call, n));) {
        if (!str_eq(query_called(q, py_node(t, n, Call_func)), name)) continue;
        NodeList args = py_list(t, n, Call_args);
        bool closed = false;
        for (uint32_t i = 0; i < args.n; i++)
            closed |= py_kind(t, args.v[i]) == PY_List && is_closed(q, args.v[i]);
        if (!closed) return false;
        any = true;
    }
    return any && query_def(q, func) && py_kind(t, vector) == PY_Name;
}

static bool is_spread(const Tree *t, NodeList items)
{
    for (uint32_t i = 0; i < items.n; i++)
        if (py_kind(t, items.v[i]) == PY_Starred) return true;
    return false;
}

static Confidence judge_vector(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    (void)message;
    if (py_kind(t, hit->node) != PY_Call) return c;
    NodeList args = py_list(t, hit->node, Call_args);
    NodeId vector = query_peel(q, query_arg(q, hit->node, 0, S("args")));
    if (models_has_tag(hit->sink, S("options")))               // of a program that options make run others
        return str_find(hit->shape.prefix, S(" -- ")) >= 0 ? CONF_NONE : c;
    if (models_has_tag(hit->sink, S("line"))) return judge_line(hit->shape.prefix, c);
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    bool elsewhere = p && p->n && !str_eq(p->v[0].path, run->module->path);
    if (str_ends(hit->callee, S(".subprocess_exec")) && args.n > 1) // after the maker of a protocol
        return judge_items(q, args.v + 1, args.n - 1, c, elsewhere);
    // os.execv(file, ["find", path]): the words stand in a list of their own
    NodeId words = args.n > 1 ? query_peel(q, args.v[1]) : 0;
    bool listed = words && (py_kind(t, words) == PY_List || py_kind(t, words) == PY_Tuple);
    if (str_starts(hit->callee, S("os.execv")) && listed && !query_taint(q, args.v[0]))
        return judge_items(q, py_list(t, words, 0).v, py_list(t, words, 0).n, c, elsewhere);
    if (str_starts(hit->callee, S("pexpect.")) && listed && !is_spread(t, py_list(t, words, 0)))
        return judge_apart(q, args.v[0], py_list(t, words, 0), c, elsewhere);
    // client.containers.run("alpine", ["echo", word])
    NodeId command = str_starts(hit->callee, S("docker."))
        ? query_arg(q, hit->node, 1, S("command")) : 0;
    NodeId image = command ? query_arg(q, hit->node, 0, S("image")) : 0;
    command = command ? query_peel(q, command) : 0;
    if (command && py_kind(t, command) == PY_List && !is_spread(t, py_list(t, command, 0)) &&
        image && !query_taint(q, image))
        return judge_items(q, py_list(t, command, 0).v, py_list(t, command, 0).n, c, elsewhere);
    if (str_find(hit->callee, S("exec")) >= 0 && args.n > 1)
        return judge_items(q, args.v, args.n, c, elsewhere);
    if (!vector) return c;
    int kind = py_kind(t, vector);
    if (kind == PY_List || kind == PY_Tuple) {
        NodeList items = py_list(t, vector, 0);
        NodeId given = query_arg(q, hit->node, 0, S("args"));
        if (is_spread(t, items)) return judge_made(hit, c);
        Confidence sure = judge_items(q, items.v, items.n, c, elsewhere && vector == given);
        return sure || vector == given ? sure : judge_added(q, given, vector, c, elsewhere);
    }
    if (kind == PY_Call && str_eq(query_method(q, vector), S("split"))) {
        NodeId line = query_arg(q, vector, 0, S("s"));
        if (line) return judge_line(query_prefix(q, line), c);
    }
    if (kind == PY_BinOp && py_kind(t, py_node(t, vector, BinOp_left)) == PY_List) {
        NodeList items = py_list(t, py_node(t, vector, BinOp_left), List_elts);
        Str program;
        if (items.n && query_str(q, items.v[0], &program))
            return in_list(program, risky) ? c : CONF_LOW;
    }
    if (kind == PY_Name && !elsewhere && callers_close(q, hit, vector)) return CONF_NONE;
    return kind == PY_Name ? judge_made(hit, c) : c;
}

// In a package a word is the request's own text, and nobody asked how it begins.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    static const Str asks[] = {L("startswith"), {0}};
    NodeId def = query_def(run->query, hit->func);
    c = judge_vector(run, hit, c, message);
    if (c <= CONF_LOW || !rule_in_package(run)) return c;
    return rule_takes_text(run, hit, false) && !(def && query_mentions(run->query, def, asks))
               ? c
               : CONF_LOW;
}

// git's words that go to an address or take a name of the other side's
static const Str remote_words[] = {
    L("clone"),     L("fetch"),  L("pull"),     L("ls-remote"), L("push"),
    L("submodule"), L("remote"), L("checkout"), L("archive"),   {0}};
// what somebody else names: an address, a branch
static const Str far_names[] = {
    L("url"),        L("uri"),  L("repo_url"),   L("remote"), L("remote_url"),
    L("repository"), L("repo"), L("branch"),     L("ref"),    L("rev"),
    L("revision"),   L("tag"),  L("source_url"), {0}};

// A list that begins with git's word, after the program's name or without it.
static bool asks_repository(const Query *q, NodeId list)
{
    static const Str programs[] = {L("git"), L("hg"), L("svn"), L("bzr"), {0}};
    NodeList items = py_list(q->tree, list, List_elts);
    Str word;
    bool program = false;
    for (uint32_t i = 0; i < items.n && i < 3; i++) {
        if (!query_str(q, items.v[i], &word)) return false;
        if (str_in(word, programs)) program = true;
        else if (str_in(word, remote_words))
            return program || query_mentions(q, q->tree->root, programs) ||
                   query_mentions_text(q, q->tree->root, programs);
        else if (!str_starts(word, S("-"))) return false;
    }
    return false;
}

// check_url(url), url.startswith("-"), quote(url), in the function around
static bool is_looked_at(const Query *q, NodeId name)
{
    static const Str looks[] = {
        L("check"), L("valid"),      L("safe"),  L("ensure"), L("verify"), L("allow"),  L("quote"),
        L("sanit"), L("startswith"), L("match"), L("parse"),  L("split"),  L("normal"), {0}};
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[name]);
    Str own = query_called(q, name);
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));)
        if (query_named(query_method(q, n), looks) && query_uses(q, n, own)) return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_Compare, def, n));)
        if (query_uses(q, n, own) &&
            py_syms(t, n, Compare_ops).v[0] != OP_IS && py_syms(t, n, Compare_ops).v[0] != OP_ISNOT)
            return true;
    return false;
}

// The item of a list that may be an option; *closed: "--" stood before it, here or in what came earlier.
static NodeId open_item(const Query *q, NodeId list, bool *closed)
{
    NodeList items = py_list(q->tree, list, List_elts);
    Str word;
    bool after = false;
    for (uint32_t i = 0; i < items.n; i++) {
        bool text = query_str(q, items.v[i], &word);
        *closed |= text && str_eq(word, S("--"));
        if (*closed) return 0;
        if (!text && !after && query_is_parameter(q, items.v[i]) &&
            str_in(query_called(q, items.v[i]), far_names) && !is_looked_at(q, items.v[i]))
            return items.v[i];
        after = text && str_starts(word, S("-")) && str_find(word, S("=")) < 0;
    }
    return 0;
}

// ["git", "clone", url, path]; args = ["clone"]; args += [url, path]
static void look_at_repositories(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Confidence c = rule_in_package(run) ? CONF_LOW : CONF_MEDIUM;
    for (NodeId n = 0; (n = query_next(q, PY_List, n));) {
        if (!query_def(q, q->inside[n]) || !asks_repository(q, n)) continue;
        bool closed = false;
        NodeId at = open_item(q, n, &closed), up = q->parent[n];
        NodeId to = py_kind(t, up) == PY_Assign ? py_list(t, up, Assign_targets).v[0] : 0;
        for (NodeId a = 0; to && !at && !closed && (a = query_next(q, PY_AugAssign, a));) {
            NodeId more = py_node(t, a, AugAssign_value);
            if (q->inside[a] == q->inside[n] && py_kind(t, more) == PY_List &&
                str_eq(query_called(q, py_node(t, a, AugAssign_target)), query_called(q, to)))
                at = open_item(q, more, &closed);
        }
        for (NodeId a = 0; to && !at && !closed && (a = query_next(q, PY_Call, a));) {
            NodeId func = py_node(t, a, Call_func), more = query_arg(q, a, 0, S(""));
            if (q->inside[a] == q->inside[n] && str_eq(query_method(q, a), S("extend")) && more &&
                py_kind(t, more) == PY_List && py_kind(t, func) == PY_Attribute &&
                str_eq(query_called(q, py_node(t, func, Attribute_value)), query_called(q, to)))
                at = open_item(q, more, &closed);
        }
        if (at)
            rule_report(run, q->inside[at], query_statement(q, at), c,
                        "`%.*s` that begins with a dash is an option of the program",
                        STR_ARG(query_called(q, at)));
    }
}

// ["grep", pattern, path] with parameters
static void look_at_shapes(RuleRun *run)
{
    if (!run->file->is_test) look_at_repositories(run);
    static const Str runs[] = {L("run"),        L("call"),         L("Popen"),
                               L("check_call"), L("check_output"), {0}};
    rule_by_call(run, runs, mend_fix_argument, CONF_LOW,
                  "a parameter that begins with a dash is read as an option");
}

const Rule rule_argument_injection = {
    .id = L("argument-injection"),
    .cwe = 88,
    .severity = SEV_HIGH,
    .title = L("outside text chooses the program or an option of it"),
    .why = L("No shell is involved, but a value that begins with a dash is read as an "
             "option (ssh -oProxyCommand=…, tar --checkpoint-action=…), and a value in the "
             "first place chooses the program itself."),
    .instead = L("Keep the program constant, put \"--\" before values where the program knows "
                 "it, or refuse values that begin with a dash."),
    .bad = L("import subprocess\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/run\")\n"
             "def run():\n"
             "    return subprocess.run([request.args[\"tool\"], \"--version\"], "
             "capture_output=True, text=True).stdout\n"),
    .good = L("import subprocess\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/run\")\n"
              "def run():\n"
              "    return subprocess.run([\"wc\", \"-l\", \"--\", request.args[\"name\"]], "
              "capture_output=True, text=True).stdout\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/88.html"),
                    L("https://sonarsource.github.io/argument-injection-vectors/")),
    .peers = LIST(L("bandit:B603"), L("bandit:B606"), L("ruff:S603"), L("ruff:S606"),
                  L("codeql:py/command-line-injection")),
    .into = KIND(ARGV),
    .class_b = true,
    .judge_hit = judge,
    .at_file = look_at_shapes,
    .surest = {.in_package = CONF_LOW},
    .fix = mend_fix_argument,
};
