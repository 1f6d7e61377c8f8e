// mend/fix_allow: fixes that let only listed words pass: hosts, commands, members, fields. The
// module's own list goes before a new one, whose contents are then the decision.
// SPDX-License-Identifier: MIT
#include "flow/query.h"
#include "mend/mend_int.h"

static const Str host_words[] = {L("host"), L("domain"), L("netloc"), L("origin"),
                                 L("site"), L("url"),    {0}};
static const Str command_words[] = {L("command"), L("cmd"),        L("program"), L("binar"),
                                    L("tool"),    L("executable"), L("action"),  {0}};
static const Str member_words[] = {
    L("module"),  L("plugin"), L("package"), L("method"),  L("operation"), L("attr"), L("action"),
    L("handler"), L("driver"), L("class"),   L("backend"), L("function"),  {0}};
static const Str field_words[] = {
    L("field"),    L("attr"),      L("column"),  L("editable"),   L("updatable"),
    L("writable"), L("writeable"), L("mutable"), L("assignable"), {0}};

static bool is_method(const Mend *m, NodeId func, const char *name)
{
    return py_kind(m->tree, func) == PY_Attribute &&
           str_eq(py_name(m->tree, py_sym(m->tree, func, Attribute_attr)), str_of(name));
}

// ---- redirects

Str mend_off_site(const Mend *m, Str t)
{
    char q = edit_quote(m->tree);
    return str_fmt(
        m->keep,
        "not %.*s.startswith(%c/%c) or %.*s[1:2] in (%c/%c, %c\\\\%c, %c\\t%c, %c\\r%c, %c\\n%c)",
        STR_ARG(t), q, q, STR_ARG(t), q, q, q, q, q, q, q, q, q, q);
}

// URL_SCHEMES = ("http", "https"), SITE_NAMES = ("Main",): named by a word of hosts, and a list of none.
static bool hosts_near(const Mend *m, Change *c, NodeId node, MendList *out)
{
    MendList found;
    *out = (MendList){0};
    if (!mend_list_near(m, c, node, host_words, &found)) return false;
    bool host = !found.first.len || str_find(found.first, S(".")) >= 0 ||
                str_find(found.first, S(":")) >= 0 || str_eq(found.first, S("localhost"));
    if (host && str_find(found.first, S(" ")) < 0) *out = found;
    return out->name.len > 0;
}

// The host empty, or on the list.
static Str off_site(const Mend *m, Change *c, NodeId node, Str t, const MendList *hosts)
{
    char q = edit_quote(m->tree);
    if (!hosts->name.len) return mend_off_site(m, t);
    Str split = mend_name(m, c, node, S("urllib.parse"), S("urlsplit"));
    if (!split.len) return split;
    if (str_find(hosts->first, S("://")) >= 0)
        return str_fmt(m->keep,
                       "%c://%c.join(%.*s(%.*s)[:2]) not in {%c://%c.join(%.*s(u)[:2]) for u in "
                       "%.*s}",
                       q, q, STR_ARG(split), STR_ARG(t), q, q, STR_ARG(split),
                       STR_ARG(hosts->name));
    return str_fmt(m->keep, "%.*s(%.*s).hostname not in %.*s and (%.*s)", STR_ARG(split),
                   STR_ARG(t), STR_ARG(hosts->name), STR_ARG(mend_off_site(m, t)));
}

// "next": where the visitor was on this site, by convention. An address that may be any is not.
static bool asks_for_next(const Mend *m, NodeId value)
{
    static const char *const words[] = {"next",
                                        "next_url",
                                        "next_page",
                                        "return_to",
                                        "return_url",
                                        "came_from",
                                        "redirect_after_login",
                                        NULL};
    NodeId key = 0;
    if (py_kind(m->tree, value) == PY_Call) key = mend_arg(m, value, 0, S("key"));
    if (py_kind(m->tree, value) == PY_Subscript) key = py_node(m->tree, value, Subscript_slice);
    return mend_is_one(mend_string(m, key), words);
}

// url_for("home"), reverse("home"), "/": of the program's own
static bool is_own_address(const Mend *m, NodeId value)
{
    Str name = mend_called(m, value);
    return str_eq(name, S("url_for")) || str_eq(name, S("reverse")) ||
           str_starts(mend_string(m, value), S("/"));
}

// How many of the values that it may have are asked for as "next"; -1: one is neither that nor own.
static int asked_for_next(const Mend *m, NodeId e, int depth)
{
    const Tree *t = m->tree;
    int kind = e ? py_kind(t, e) : 0, n = 0, one;
    if (!e || depth > 3) return -1;
    if (is_own_address(m, e)) return 0;
    if (kind == PY_BoolOp) {
        NodeList parts = py_list(t, e, BoolOp_values);
        for (uint32_t i = 0; i < parts.n; i++, n += one)
            if ((one = asked_for_next(m, parts.v[i], depth + 1)) < 0) return -1;
        return n;
    }
    if (kind != PY_Name) return asks_for_next(m, e) ? 1 : -1;
    NodeId def = mend_function(m, e);
    if (!def || mend_parameter(m, def, py_text(t, e))) return -1;
    for (NodeId k = 0; (k = mend_next(m, PY_Name, def, k));) {
        if (py_sym(t, k, Name_id) != py_sym(t, e, Name_id) || py_at(t, k)->op == CTX_LOAD) continue;
        NodeId up = mend_parent(m, k);
        if (py_kind(t, up) != PY_Assign) return -1;
        if ((one = asked_for_next(m, py_node(t, up, Assign_value), depth + 1)) < 0) return -1;
        n += one;
    }
    return n;
}

static bool goes_back(const Mend *m, NodeId arg) { return asked_for_next(m, arg, 0) > 0; }

// Flask: an address below this site's own, or a path of it.
static Str off_this_site(const Mend *m, Change *c, NodeId node, Str t, Str path)
{
    Str request = mend_name(m, c, node, S("flask"), S("request"));
    if (!request.len) return path;
    return str_fmt(m->keep, "not %.*s.startswith(%.*s.host_url) and (%.*s)", STR_ARG(t),
                   STR_ARG(request), STR_ARG(path));
}

static const char far_list[] =
    "Only what a list of the project holds passes. Decide that this list is the one that is meant.";

bool mend_fix_redirect(const Mend *m, const MendSite *at, Fix *out)
{
    if (mend_fix_unheeded(m, at, out)) return true;
    *out = (Fix){0};
    Buf lines = {.keep = m->keep};
    MendList hosts;
    Str t = at->arg ? mend_hoist(m, &out->change, at->arg, S("target"), &lines) : (Str){0}, test;
    bool own = hosts_near(m, &out->change, at->node, &hosts),
         back = at->arg && goes_back(m, at->arg);
    if (!t.len) return false;
    bool flask = str_find(m->tree->src, S("from flask")) >= 0;
    if (!own && str_find(m->tree->src, S("django")) >= 0 &&
        str_find(m->tree->src, S("request")) >= 0) {
        Str name = mend_name(m, &out->change, at->node, S("django.utils.http"),
                             S("url_has_allowed_host_and_scheme"));
        if (!name.len) return false;
        test = str_fmt(m->keep, "not %.*s(%.*s, allowed_hosts={request.get_host()})", STR_ARG(name),
                       STR_ARG(t));
    } else test = off_site(m, &out->change, at->node, t, &hosts);
    if (!own && flask && test.len) test = off_this_site(m, &out->change, at->node, t, test);
    if (!test.len) return false;
    buf_add(&lines, mend_guard(m, &out->change, at->node, test, S("redirect outside this site")));
    if (!mend_before(m, &out->change, at->node, buf_str(&lines))) return false;
    if (!own && back && (flask || str_find(test, S("url_has_allowed")) >= 0))
        return mend_done(out, TRUST_SAFE,
                         "The address that brings visitors back is followed where it is one of "
                         "this site.");
    if (own && !hosts.sure) return mend_done(out, TRUST_REVIEW, far_list);
    return own ? mend_done(out, TRUST_SAFE,
                           "Only this site and the hosts of the module's own list "
                           "are redirected to.")
               : mend_done(out, TRUST_REVIEW,
                           "Only addresses within this site are followed. Decide whether other "
                           "hosts are meant to be reached.");
}

// ---- requests to other hosts

static Str list_test(const Mend *m, Str split, Str url, const MendList *hosts)
{
    if (str_find(hosts->first, S("://")) >= 0)
        return str_fmt(m->keep, "%.*s(%.*s)[:2] not in [%.*s(allowed)[:2] for allowed in %.*s]",
                       STR_ARG(split), STR_ARG(url), STR_ARG(split), STR_ARG(hosts->name));
    return str_fmt(m->keep,
                   "%.*s(%.*s).scheme not in (\"http\", \"https\") or %.*s(%.*s).hostname not in "
                   "%.*s",
                   STR_ARG(split), STR_ARG(url), STR_ARG(split), STR_ARG(url),
                   STR_ARG(hosts->name));
}

// The module's own list of hosts, when it has one, is the decision already made.
bool mend_fix_ssrf(const Mend *m, const MendSite *at, Fix *out)
{
    Buf lines = {.keep = m->keep};
    MendList hosts;
    if (!at->arg || mend_is_stream(m, at->arg)) return false;
    if (mend_fix_unheeded(m, at, out)) return true;
    *out = (Fix){0};
    if (str_find(m->tree->src, S(".is_global")) >= 0 ||
        str_find(m->tree->src, S(".is_private")) >= 0)
        return false; // somebody looks at addresses here: a list of hosts is another decision
    Str t = mend_hoist(m, &out->change, at->arg, S("url"), &lines);
    Str split = mend_name(m, &out->change, at->node, S("urllib.parse"), S("urlsplit"));
    if (!t.len || !split.len) return false;
    bool own = hosts_near(m, &out->change, at->node, &hosts), sure = own && hosts.sure;
    // the caller of a function names the host as it may; a made-up list would refuse them all
    if (!own && (!at->hit || !(at->hit->reach & KIND(REMOTE)) || mend_is_task(m, at->node))) return false;
    if (!own) hosts = (MendList){.name = S("ALLOWED_HOSTS")};
    if (!own && !mend_declare(m, &out->change, hosts.name,
                              "{\"example.com\"}  # decide: the hosts that this program may call"))
        return false;
    buf_add(&lines, mend_guard(m, &out->change, at->node, list_test(m, split, t, &hosts),
                               S("this host may not be called")));
    return mend_before(m, &out->change, at->node, buf_str(&lines)) &&
           mend_done(out, sure ? TRUST_SAFE : TRUST_REVIEW,
                     own && !sure ? far_list
                     : own        ? "Only the hosts of the module's own list are asked for."
                           : "Only listed hosts are asked for, over HTTP or HTTPS. Decide which "
                             "hosts those "
                             "are, and whether redirects of theirs may lead elsewhere.");
}

// ---- a whole command, name or word from outside

// The value must be one of a named set: which ones is the decision.
static bool one_of(const Mend *m, const MendSite *at, Str list, const char *value, Str sentence,
                   Fix *out)
{
    Buf lines = {.keep = m->keep};
    // none of those would be on a list that is made up
    if (mend_hands_own(m, at->arg, at->hit)) return false;
    Str t = at->arg ? mend_hoist(m, &out->change, at->arg, S("wanted"), &lines) : (Str){0};
    if (!t.len || !mend_function(m, at->node) || !mend_declare(m, &out->change, list, value))
        return false;
    buf_add(&lines,
            mend_guard(m, &out->change, at->node,
                       str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(t), STR_ARG(list)), sentence));
    return mend_before(m, &out->change, at->node, buf_str(&lines)) &&
           mend_done(out, TRUST_REVIEW,
                     "Only the words of a fixed list pass. Decide which ones those are.");
}

// A guard by the module's own list on a value that stands as a name at `arg`.
static bool by_own_list(const Mend *m, NodeId node, NodeId arg, const Str *words, Str sentence,
                        Fix *out)
{
    Buf lines = {.keep = m->keep};
    MendList list;
    if (!arg || !mend_list_near(m, &out->change, node, words, &list)) return false;
    Str t = mend_hoist(m, &out->change, arg, S("wanted"), &lines);
    if (!t.len) return false;
    buf_add(&lines, mend_guard(m, &out->change, node,
                               str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(t), STR_ARG(list.name)),
                               sentence));
    return mend_before(m, &out->change, node, buf_str(&lines)) &&
           mend_done(out, list.sure ? TRUST_SAFE : TRUST_REVIEW,
                     !list.sure ? far_list : "Only the words of the module's own list pass.");
}

static bool is_run(Str callee) { return str_in(callee, query_subprocess); }

static NodeId first_value(const Mend *m, const MendList *list)
{
    if (!list->mapping || !list->value || py_kind(m->tree, list->value) != PY_Dict) return 0;
    return py_list(m->tree, list->value, Dict_values).v[0];
}

// {"list": ["ls", "-1"]}: the word chooses a command of the table, and no longer is one.
static bool from_table(const Mend *m, const MendSite *at, Str t, const MendList *list, Fix *out)
{
    NodeId value = first_value(m, list);
    int kind = value ? py_kind(m->tree, value) : 0;
    bool words = kind == PY_List || kind == PY_Tuple;
    const PyConst *c = kind == PY_Constant ? py_const(m->tree, value) : NULL;
    if (!words && (!c || c->kind != CONST_STR)) return false;
    if (words && !is_run(at->callee)) return false;
    mend_replace(m, &out->change, at->arg,
                 str_fmt(m->keep, "%.*s[%.*s]", STR_ARG(list->name), STR_ARG(t)));
    if (words) mend_drop(m, &out->change, at->node, S("shell"));
    return true;
}

// A list of programs: the first word must be one of them, and no shell reads the others.
static bool by_program(const Mend *m, const MendSite *at, Str t, const MendList *list, Fix *out)
{
    Str split = mend_name(m, &out->change, at->node, S("shlex"), S("split"));
    if (!split.len || name_find(&m->tree->names, S("words"))) return false;
    Str lines = str_fmt(m->keep, "words = %.*s(%.*s)\n%.*s", STR_ARG(split), STR_ARG(t),
                        STR_ARG(mend_guard(m, &out->change, at->node,
                                           str_fmt(m->keep, "not words or words[0] not in %.*s",
                                                   STR_ARG(list->name)),
                                           S("this command is not allowed"))));
    mend_drop(m, &out->change, at->node, S("shell"));
    mend_replace(m, &out->change, at->arg, S("words"));
    return mend_before(m, &out->change, at->node, lines) &&
           mend_done(out, TRUST_SAFE,
                     "Only programs of the module's own list are run, and no shell reads their "
                     "arguments.");
}

// template.format(target=target), of a table of commands: each value is one word to the shell.
static bool by_template(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId call = at->arg;
    if (!call || py_kind(m->tree, call) != PY_Call) return false;
    NodeId f = py_node(m->tree, call, Call_func);
    if (py_kind(m->tree, f) != PY_Attribute ||
        !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("format")) ||
        py_kind(m->tree, py_node(m->tree, f, Attribute_value)) == PY_Constant)
        return false;
    Str src = m->tree->src;
    static const char *const quoted[] = {"'{", "\\\"{", NULL};
    for (const char *const *w = quoted; *w; w++) // a place between quotes, or of a text of Python
        if (str_find(src, str_of(*w)) >= 0) return false;
    Str quote = mend_name(m, &out->change, at->node, S("shlex"), S("quote"));
    NodeList args = py_list(m->tree, call, Call_args), kw = py_list(m->tree, call, Call_keywords);
    for (uint32_t i = 0; i < args.n; i++)
        mend_replace(m, &out->change, args.v[i],
                     str_fmt(m->keep, "%.*s(str(%.*s))", STR_ARG(quote),
                             STR_ARG(py_text(m->tree, args.v[i]))));
    for (uint32_t i = 0; i < kw.n; i++) {
        NodeId v = py_node(m->tree, kw.v[i], keyword_value);
        mend_replace(
            m, &out->change, v,
            str_fmt(m->keep, "%.*s(str(%.*s))", STR_ARG(quote), STR_ARG(py_text(m->tree, v))));
    }
    return quote.len && args.n + kw.n && str_find(py_text(m->tree, call), S("shlex")) < 0 &&
           mend_done(out, TRUST_SAFE,
                     "Each value is quoted, so that the shell reads one word and nothing in it.");
}

// command = COMMANDS.get(name, name): the call by which the value of the table was chosen; 0: none was.
static NodeId chose(const Mend *m, NodeId e, const MendList *list)
{
    NodeId stmt;
    if (e && py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    bool get = e && py_kind(m->tree, e) == PY_Call && str_eq(mend_called(m, e), S("get")) &&
               str_eq(mend_object(m, e), list->name);
    return get ? e : 0;
}

// " ".join(["wc", name]), LINES[kind].format(…): a line of several words, which is on no list of commands
static bool is_joined(const Mend *m, NodeId e)
{
    static const char *const makers[] = {"join", "format", NULL};
    NodeId stmt;
    if (e && py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    return e && py_kind(m->tree, e) == PY_Call && mend_is_one(mend_called(m, e), makers);
}

// command = COMMANDS.get(name) or name, COMMANDS[name] if …: it may be of the table, whose words it is
// not among.
static bool may_be_of_table(const Mend *m, NodeId e, const MendList *list)
{
    NodeId def = e && py_kind(m->tree, e) == PY_Name ? mend_function(m, e) : 0;
    if (!def) return e && mend_says_word(py_text(m->tree, e), list->name);
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));)
        if (str_eq(py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]), py_text(m->tree, e)) &&
            mend_says_word(py_text(m->tree, py_node(m->tree, n, Assign_value)), list->name))
            return true;
    return false;
}

// The value is of the table already, so what chose it must be one of its words: no other is chosen then.
static bool by_key(const Mend *m, NodeId get, const MendList *list, Fix *out)
{
    NodeId key = mend_arg(m, get, 0, S("key"));
    if (!key || py_kind(m->tree, key) != PY_Name) return false;
    Str text = py_text(m->tree, key);
    Str test = str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(text), STR_ARG(list->name));
    mend_replace(m, &out->change, get,
                 str_fmt(m->keep, "%.*s[%.*s]", STR_ARG(list->name), STR_ARG(text)));
    return mend_before(m, &out->change, get,
                       mend_guard(m, &out->change, get, test, S("this command is not allowed"))) &&
           mend_done(out, list->sure ? TRUST_SAFE : TRUST_REVIEW,
                     !list->sure ? far_list : "Only the commands of the module's own table are run.");
}

bool mend_allow_command(const Mend *m, const MendSite *at, Fix *out)
{
    MendList list;
    if (by_template(m, at, out)) return true;
    *out = (Fix){0};
    bool near = mend_list(m, at->node, command_words, &list);
    NodeId get = near && list.mapping ? chose(m, at->arg, &list) : 0;
    if (get) return by_key(m, get, &list, out);
    if (near && list.mapping && may_be_of_table(m, at->arg, &list)) return false;
    if (near && is_joined(m, at->arg)) return false;
    if (!near)
        return one_of(m, at, S("ALLOWED_COMMANDS"),
                      "{\"date\", \"uptime\"}  # decide: the commands that may be asked for",
                      S("this command is not allowed"), out);
    Buf lines = {.keep = m->keep};
    bool name = at->arg && py_kind(m->tree, at->arg) == PY_Name;
    Str t = name ? py_text(m->tree, at->arg) : (Str){0};
    bool table = t.len && list.mapping && from_table(m, at, t, &list, out);
    if (!table && t.len && is_run(at->callee) && str_find(list.first, S(" ")) < 0)
        return by_program(m, at, t, &list, out);
    if (!table)
        return by_own_list(m, at->node, at->arg, command_words, S("this command is not allowed"),
                           out);
    buf_add(&lines, mend_guard(m, &out->change, at->node,
                               str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(t), STR_ARG(list.name)),
                               S("this command is not allowed")));
    return mend_before(m, &out->change, at->node, buf_str(&lines)) &&
           mend_done(out, TRUST_SAFE, "The word chooses a command of the module's own table.");
}

// ---- modules, attributes, classes by name

bool mend_fix_member(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const ways[] = {mend_fix_dynamic_branch, mend_fix_reader_asked, NULL};
    if (by_own_list(m, at->node, at->arg, member_words, S("this name is not allowed"), out))
        return true;
    return mend_any(m, at, out, ways);
}

// ---- fields of an object

static NodeId loop_around(const Mend *m, NodeId node)
{
    NodeId best = 0;
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        const PyNode *p = &m->tree->nodes.v[i], *q = py_at(m->tree, node);
        if (p->kind == PY_For && p->beg <= q->beg && q->end <= p->end) best = (NodeId)i;
    }
    return best;
}

// for k, v in data.items(): setattr(o, k, v): keys off the list are passed over.
static bool skip_in_loop(const Mend *m, NodeId call, NodeId key, Str list, Fix *out)
{
    NodeId loop = loop_around(m, call);
    if (!loop || py_kind(m->tree, key) != PY_Name) return false;
    Str lines =
        str_fmt(m->keep, "if %.*s not in %.*s:\n%.*scontinue", STR_ARG(py_text(m->tree, key)),
                STR_ARG(list), STR_ARG(edit_indent_unit(m->tree)));
    return mend_before(m, &out->change, call, lines);
}

// record.update(data), Model(**data): only the listed keys of the mapping.
static bool narrowed(const Mend *m, NodeId mapping, Str list, Fix *out)
{
    if (py_kind(m->tree, mapping) == PY_Call) return false;
    Str text = py_text(m->tree, mapping);
    mend_replace(m, &out->change, mapping,
                 str_fmt(m->keep, "{k: v for k, v in %.*s.items() if k in %.*s}", STR_ARG(text),
                         STR_ARG(list)));
    return true;
}

// update_one(query, {"$set": changes}): what the operator takes, where it is a document from elsewhere;
// 0: none.
static NodeId set_of_document(const Mend *m, NodeId call)
{
    NodeList args = py_list(m->tree, call, Call_args);
    for (uint32_t i = 0; i < args.n; i++) {
        if (py_kind(m->tree, args.v[i]) != PY_Dict) continue;
        NodeList keys = py_list(m->tree, args.v[i], Dict_keys),
                 values = py_list(m->tree, args.v[i], Dict_values);
        for (uint32_t k = 0; k < keys.n; k++) {
            int kind = keys.v[k] ? py_kind(m->tree, values.v[k]) : 0;
            if (kind && str_eq(mend_string(m, keys.v[k]), S("$set")) && kind != PY_Dict &&
                kind != PY_DictComp)
                return values.v[k];
        }
    }
    return 0;
}

// The keys of one document alone: which list they are on is known.
static bool narrowed_once(const Mend *m, NodeId value, Str list, Fix *out)
{
    int kind = py_kind(m->tree, value);
    bool whole = kind == PY_Name || kind == PY_Attribute || kind == PY_Subscript || kind == PY_Call;
    mend_replace(m, &out->change, value,
                 str_fmt(m->keep, "{k: v for k, v in %s%.*s%s.items() if k in %.*s}", whole ? "" : "(",
                         STR_ARG(py_text(m->tree, value)), whole ? "" : ")", STR_ARG(list)));
    return true;
}

bool mend_fix_mass(const Mend *m, const MendSite *at, Fix *out)
{
    static const char review[] = "Only listed fields are set. Decide which fields those are.";
    static const char safe[] = "Only the fields of the module's own list are set.";
    MendList list;
    bool own = mend_list_near(m, &out->change, at->node, field_words, &list), done = false;
    if (py_kind(m->tree, at->node) != PY_Call) return false;
    NodeId set = set_of_document(m, at->node);
    if (set && !own) return false;                        // a made-up list would drop what is meant
    if (!own) {
        list.name = S("ALLOWED_FIELDS");
        if (!mend_declare(m, &out->change, list.name,
                          "{\"name\", \"email\"}  # decide: the fields that may be set"))
            return false;
    }
    NodeId func = py_node(m->tree, at->node, Call_func), first = mend_arg(m, at->node, 0, (Str){0});
    NodeList kw = py_list(m->tree, at->node, Call_keywords);
    if (str_eq(py_text(m->tree, func), S("setattr")) || is_method(m, func, "__setattr__")) {
        NodeId key = mend_arg(m, at->node, 1, (Str){0});
        done = key && skip_in_loop(m, at->node, key, list.name, out);
    } else if (set) done = narrowed_once(m, set, list.name, out);
    else if (is_method(m, func, "update") && first) done = narrowed(m, first, list.name, out);
    for (uint32_t i = 0; !done && i < kw.n; i++)
        if (!py_sym(m->tree, kw.v[i], keyword_arg))
            done = narrowed(m, py_node(m->tree, kw.v[i], keyword_value), list.name, out);
    if (done && own && !list.sure) return mend_done(out, TRUST_REVIEW, far_list);
    return done && mend_done(out, own ? TRUST_SAFE : TRUST_REVIEW, own ? safe : review);
}
