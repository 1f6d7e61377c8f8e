// rule loose-permissions: a file or folder that everybody may write.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// In a large package: a mode that a caller or an object's field brings; makedirs(…, mode=0o777), the
// usual mode, from which the umask takes away.
static bool is_open_question(const Query *q, const FlowMark *mark)
{
    static const Str makes[] = {L("os.makedirs"), L("os.mkdir"), L("pathlib.Path.mkdir"), {0}};
    static const Str umask[] = {L("umask"), {0}};
    const Tree *t = q->tree;
    NodeId def = query_def(q, mark->func);
    if (py_kind(t, mark->node) != PY_Call) return false;
    if (query_calls(q, mark->node, makes)) return !def || !query_mentions(q, def, umask);
    NodeList args = py_list(t, mark->node, Call_args);
    NodeId mode = args.n ? py_last(args) : query_arg(q, mark->node, -1, S("mode"));
    mode = query_peel(q, mode);
    return mode && (py_kind(t, mode) == PY_Name || py_kind(t, mode) == PY_Attribute) &&
           str_find(query_dotted(q, mode), S("stat")) < 0;
}

// mask = os.umask(0); os.umask(mask): the only way to ask for the mask, put back at once
// path.chmod(0o777), func(path): what is deleted in the next line is opened for that. func: of the
// caller's, as rmtree hands it to onexc.
static bool is_removed_next(const Query *q, NodeId node)
{
    enum { NEAR = 80 };
    static const Str removes[] = {L("remove"), L("unlink"), L("rmdir"), L("rmtree"), {0}};
    const Tree *t = q->tree;
    NodeId stmt = query_statement(q, node);
    for (NodeId n = 0; stmt && (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(t, n, Expr_value);
        if (q->parent[n] != q->parent[stmt] || py_at(t, n)->beg < py_at(t, stmt)->end ||
            py_at(t, n)->beg - py_at(t, stmt)->end > NEAR || py_kind(t, call) != PY_Call)
            continue;
        NodeId func = py_node(t, call, Call_func);
        bool given = py_kind(t, func) == PY_Name && query_is_parameter(q, func);
        for (const Str *r = removes; !given && r->len; r++)
            given = str_eq(query_method(q, call), *r);
        if (given) return true;
    }
    return false;
}

// Where "win32" or "nt" is asked for, chmod only says whether a file may be written at all.
static bool is_for_windows(const Query *q, NodeId node)
{
    static const Str names[] = {L("win32"),   L("\"nt\""),  L("'nt'"),
                                L("Windows"), L("windows"), {0}};
    for (NodeId n = node, up = q->parent[n]; up; n = up, up = q->parent[up])
        if (py_kind(q->tree, up) == PY_If && n != py_node(q->tree, up, If_test)) {
            NodeId test = py_node(q->tree, up, If_test);
            bool not_so =
                query_holds(q, test, PY_UnaryOp) || str_find(py_text(q->tree, test), S("!=")) >= 0;
            NodeList body = py_list(q->tree, up, If_body);
            for (uint32_t i = 0; i < body.n; i++)
                if (body.v[i] == n && !not_so && str_has(py_text(q->tree, test), names))
                    return true;
        }
    return false;
}

// os.chmod(made, …), made = make_script(…): where the file lies, and who gets there, another function knows.
static bool is_anothers_file(const Query *q, NodeId call)
{
    static const Str known[] = {
        L("os."), L("tempfile."), L("pathlib."), L("shutil."), L("str"), L("open"), {0}};
    NodeId path = py_kind(q->tree, call) == PY_Call ? query_arg(q, call, 0, S("path")) : 0;
    NodeId made = 0;
    if (!path || py_kind(q->tree, path) != PY_Name) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {          // what it was last given before
        NodeId to = py_list(q->tree, n, Assign_targets).v[0];
        if (q->inside[n] == q->inside[call] && py_at(q->tree, n)->beg < py_at(q->tree, call)->beg &&
            py_kind(q->tree, to) == PY_Name && str_eq(query_called(q, to), query_called(q, path)))
            made = py_node(q->tree, n, Assign_value);
    }
    if (!made || py_kind(q->tree, made) != PY_Call) return false;
    Str callee = query_callee(q, made);
    for (const Str *k = known; k->len; k++)
        if (str_starts(callee, *k)) return false;
    return !str_eq(query_method(q, made), S("join")) &&
           py_kind(q->tree, py_node(q->tree, made, Call_func)) == PY_Name;
}

// mask = os.umask(0); …; os.umask(mask), and nothing between them names a mode for everybody: what is made there
// has a mode of its own.
static bool is_put_back(const Query *q, const FlowMark *mark)
{
    static const Str umask[] = {L("os.umask"), {0}};
    const Tree *t = q->tree;
    NodeId stmt = query_statement(q, mark->node), def = query_def(q, mark->func);
    if (!def || py_kind(t, mark->node) != PY_Call || !query_calls(q, mark->node, umask) ||
        py_kind(t, stmt) != PY_Assign)
        return false;
    Str kept = query_called(q, py_list(t, stmt, Assign_targets).v[0]);
    int64_t mode;
    bool back = false;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        NodeId given = query_arg(q, n, 0, S("mask")), asked = query_arg(q, n, 1, S("mode"));
        if (query_calls(q, n, umask))
            back |= given && n != mark->node && query_uses(q, given, kept);
        else if (asked && query_int(q, asked, &mode) && mode & 0002) return false;
    }
    return back;
}

// global mask; mask = os.umask(0) in a setup, os.umask(mask) in the teardown: it puts back what was there
static bool puts_back(const Query *q, NodeId call)
{
    static const Str umask[] = {L("os.umask"), {0}};
    NodeId given = py_kind(q->tree, call) == PY_Call && query_calls(q, call, umask)
                       ? query_arg(q, call, 0, S("mask")) : 0;
    Str name = given ? query_called(q, given) : (Str){0};
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Call, n));) {
        NodeId up = q->parent[n];
        if (n != call && py_kind(q->tree, up) == PY_Assign && query_calls(q, n, umask) &&
            str_eq(query_called(q, py_list(q->tree, up, Assign_targets).v[0]), name))
            return true;
    }
    return false;
}

// 0o666, or 0o666 if mode is None else mode
static bool is_usual(const Query *q, NodeId value, int64_t usual)
{
    int64_t mode;
    if (py_kind(q->tree, value) != PY_IfExp) return query_int(q, value, &mode) && mode == usual;
    NodeId one = py_node(q->tree, value, IfExp_body), other = py_node(q->tree, value, IfExp_orelse);
    bool first = is_usual(q, one, usual), second = is_usual(q, other, usual);
    return (first && (second || !query_int(q, other, &mode))) || (second && !query_int(q, one, &mode));
}

// def makedirs(path, mode=0o777): os.makedirs(path, mode) — the default of os.makedirs itself, less the umask
static bool is_default_of_folders(const Query *q, const FlowMark *mark)
{
    static const Str makes[] = {L("os.makedirs"), L("os.mkdir"), {0}};
    int64_t usual;
    if (py_kind(q->tree, mark->node) != PY_Call || !query_calls(q, mark->node, makes)) return false;
    NodeId mode = query_arg(q, mark->node, 1, S("mode"));
    NodeId fallback = mode ? query_fallback(q, mode) : 0;
    return fallback && query_int(q, fallback, &usual) && usual == 0777;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str opens[] = {L("os.open"), {0}};
    static const Str umask[] = {L("os.umask"), {0}};
    const Query *q = run->query;
    NodeId stmt = query_statement(q, mark->node);
    if (models_has_tag(mark->mark, S("chosen"))) {
        NodeId arg = query_arg(q, mark->node, 1, mark->mark->keyword);
        *message = S("the client chooses who may read and write this file");
        return arg && query_taint(q, arg) & KIND(REMOTE) && !run->file->is_test ? rule_hint(run)
                                                                                : CONF_NONE;
    }
    if (run->file->is_test) return CONF_LOW;                    // what a test lays out for itself
    if (puts_back(q, mark->node)) return CONF_NONE;
    // os.open(…, 0o666): the usual start, from which the umask takes away
    if (py_kind(q->tree, mark->node) == PY_Call && query_calls(q, mark->node, opens) &&
        query_arg(q, mark->node, 2, S("mode")) &&
        is_usual(q, query_arg(q, mark->node, 2, S("mode")), 0666))
        return CONF_LOW;
    if (is_default_of_folders(q, mark)) return CONF_LOW;
    if (rule_in_package(run) &&
        (is_open_question(q, mark) || is_removed_next(q, mark->node) || is_put_back(q, mark) ||
         is_for_windows(q, mark->node) || is_anothers_file(q, mark->node)))
        return CONF_LOW;
    if (py_kind(q->tree, mark->node) != PY_Call || !query_calls(q, mark->node, umask) ||
        !stmt || py_kind(q->tree, stmt) != PY_Assign)
        return c;
    Str kept = query_called(q, py_list(q->tree, stmt, Assign_targets).v[0]);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId arg = query_arg(q, n, 0, S("mask"));
        bool next = q->parent[q->parent[n]] == q->parent[stmt] &&
                    py_at(q->tree, n)->beg - py_at(q->tree, stmt)->end < 80;
        if (next && arg && query_calls(q, n, umask) && query_uses(q, arg, kept))
            return CONF_NONE;
    }
    return c;
}

// 777, 0666, a+w, ugo+rwx
static bool opens_to_all(Str mode)
{
    static const Str signs[] = {L("a+w"), L("o+w"), L("a+rw"), L("o+rw"), L("ugo+rw"), L("ugo+w"), L("a=rw"), {0}};
    char last = mode.len ? mode.s[mode.len - 1] : 0;
    bool octal = mode.len == 3 || mode.len == 4;
    for (Size i = 0; i < mode.len; i++) octal &= mode.s[i] >= '0' && mode.s[i] <= '7';
    return octal ? (last - '0') & 2 : str_begins(mode, signs);
}

// The words of a command as it is written: "chmod -R 777 x", ["chmod", "-R", "777", path]
static bool is_open_command(const Query *q, NodeId command)
{
    NodeId value = query_peel(q, command);
    int k = py_kind(q->tree, value);
    NodeList items = k == PY_List || k == PY_Tuple ? py_list(q->tree, value, 0) : (NodeList){0};
    Str text, word;
    bool chmod = false, open = false;
    if (!items.n && !query_str(q, command, &text)) text = query_prefix(q, command);
    for (uint32_t i = 0; i < items.n; i++) {
        if (!query_str(q, items.v[i], &word)) continue;
        if (str_eq(path_last(word), S("chmod"))) chmod = true;
        else if (chmod && opens_to_all(word)) open = true;
    }
    for (bool next = false; !items.n && !open && str_cut(&text, S(" "), &word);) {
        if (next && opens_to_all(word)) open = true;
        if (word.len && word.s[0] != '-') next = str_eq(path_last(word), S("chmod"));
    }
    return open;
}

// subprocess.run(["chmod", "777", path]), os.system("chmod -R 777 /srv")
static void look_at_commands(RuleRun *run)
{
    static const Str starts[] = {L("run"), L("call"), L("check_call"), L("check_output"), L("Popen"), L("system"),
                                 L("popen"), L("getoutput"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId command = str_in(query_method(q, n), starts) ? query_arg(q, n, 0, S("args")) : 0;
        if (command && is_open_command(q, command))
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "everybody may write what this chmod is given");
    }
}

// os.stat(path).st_mode | 0o002: a number among what is added
static bool adds_writing(const Query *q, NodeId mode)
{
    int64_t bits;
    if (py_kind(q->tree, mode) != PY_BinOp || py_at(q->tree, mode)->op != OP_BITOR) return false;
    NodeId side[] = {py_node(q->tree, mode, BinOp_left), py_node(q->tree, mode, BinOp_right)};
    for (int i = 0; i < 2; i++)
        if ((query_int(q, side[i], &bits) && bits & 0002) || adds_writing(q, side[i])) return true;
    return false;
}

// os.chmod(path, stat.S_IRWXU | stat.S_IWOTH)
static void look(RuleRun *run)
{
    static const Str bits[] = {L("s_iwoth"), L("s_irwxo"), {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    look_at_commands(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(q->tree, n, Call_func);
        bool method = py_kind(q->tree, func) == PY_Attribute &&
                      !str_eq(query_called(q, py_node(q->tree, func, Attribute_value)), S("os"));
        NodeId mode = query_arg(q, n, method ? 0 : 1, S("mode"));
        bool takes_away = mode && py_kind(q->tree, mode) == PY_BinOp &&
                          (py_at(q->tree, mode)->op == OP_BITAND || query_mentions(q, mode,
                           (const Str[]){L("umask"), {0}}));
        if (mode && str_eq(query_method(q, n), S("chmod")) && !takes_away &&
            (query_mentions(q, mode, bits) || adds_writing(q, mode)))
            rule_report(run, q->inside[n], n,
                        rule_in_package(run) && (is_removed_next(q, n) || is_for_windows(q, n) ||
                                                 is_anothers_file(q, n))
                            ? CONF_LOW
                            : CONF_HIGH,
                        "everybody may write the file");
    }
}

const Rule rule_loose_permissions = {
    .id       = L("loose-permissions"),
    .cwe      = 732, .also = {276}, .severity = SEV_MEDIUM,
    .title    = L("a file or folder that everybody may write"),
    .why      = L("Any account on the machine, a broken web process among them, can exchange the "
                  "file's contents, or put files into the folder. Whoever runs or reads it next "
                  "acts on what the attacker wrote."),
    .instead  = L("0o600 for a file, 0o700 for a folder, and more only for those who need it."),
    .bad      = L("import os\n"
                  "os.chmod(\"run.sh\", 0o777)\n"),
    .good     = L("import os\n"
                  "os.chmod(\"run.sh\", 0o700)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/732.html"),
                     L("https://docs.python.org/3/library/os.html#os.chmod")),
    .peers    = LIST(L("bandit:B103"), L("ruff:S103"), L("codeql:py/overly-permissive-file")),
    .mark     = L("loose-permissions"), .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .at_file  = look,
    .surest   = {.most = CONF_HIGH},
    .words    = LIST(L("S_IWOTH"), L("S_IRWXO"), L("chmod"), L("subprocess"), L("system"), L("popen")),
    .fix      = mend_fix_mode,
};
