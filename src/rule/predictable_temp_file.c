// rule predictable-temp-file: a file under a guessable name in a folder that all users share.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str shared[] = {L("/tmp/"), L("/var/tmp/"), L("/dev/shm/"), L("C:\\\\Temp\\\\"), {0}};

static bool is_folder(Str folder)
{
    folder = str_ends(folder, S("/")) ? str_sub(folder, 0, folder.len - 1) : folder;
    for (const Str *s = shared; s->len; s++)
        if (str_eq(folder, str_sub(*s, 0, s->len - 1))) return true;
    return false;
}

// os.path.join("/tmp", "report.txt"), Path("/tmp", "report.txt"), Path("/tmp") / "report.txt":
// every part is written there.
static bool is_joined(const Query *q, NodeId n)
{
    static const Str joins[] = {L("os.path.join"), L("pathlib.Path"), {0}};
    const Tree *t = q->tree;
    Str folder, part = {0};
    if (py_kind(t, n) == PY_BinOp && py_at(t, n)->op == OP_DIV) {
        NodeId left = query_peel(q, py_node(t, n, BinOp_left));
        NodeId in = py_kind(t, left) == PY_Call && query_calls(q, left, &joins[1])
            ? query_arg(q, left, 0, S("")) : 0;
        return in && py_list(t, left, Call_args).n == 1 && query_str(q, in, &folder) &&
               is_folder(folder) &&
               query_str(q, py_node(t, n, BinOp_right), &part) && part.len;
    }
    if (py_kind(t, n) != PY_Call || !query_calls(q, n, joins)) return false;
    NodeList args = py_list(t, n, Call_args);
    if (args.n < 2 || !query_str(q, args.v[0], &folder)) return false;
    for (uint32_t i = 1; i < args.n; i++)
        if (!query_str(q, args.v[i], &part) || !part.len) return false;
    return is_folder(folder);
}

static bool in_shared(const Query *q, NodeId path)
{
    static const Str tempdir[] = {L("gettempdir"), {0}};
    static const Str random_parts[] = {L("uuid"),   L("token"),   L("mkdtemp"), L("mkstemp"),
                                       L("random"), L("urandom"), L("secrets"), {0}};
    Str prefix = query_prefix(q, path);
    NodeId value = query_peel(q, path);
    if (query_mentions(q, value, random_parts)) return false;
    static const Str guessed[] = {L("getpid"), L("getuid"), L("getlogin"), L("getuser"),
                                  L("strftime"), {0}};
    for (const Str *s = shared; s->len; s++)
        if (str_starts(prefix, *s) && (prefix.len > s->len || query_mentions(q, value, guessed)))
            return true;
    if (is_joined(q, value)) return true;
    return py_kind(q->tree, value) != PY_Name && query_mentions(q, value, tempdir);
}

// path = Path("/tmp/app") in one branch of several
static bool may_be_in_shared(const Query *q, NodeId path)
{
    const Tree *t = q->tree;
    if (in_shared(q, path)) return true;
    if (py_kind(t, path) != PY_Name) return false;
    NodeId def = query_def(q, q->inside[path]), in = def ? def : t->root;
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, in, n));)
        if (q->inside[n] == q->inside[path] &&
            str_eq(py_text(t, py_list(t, n, Assign_targets).v[0]), py_text(t, path)) &&
            in_shared(q, py_node(t, n, Assign_value)))
            return true;
    return false;
}

// os.makedirs("/tmp/app", exist_ok=True), Path("/tmp/app").mkdir(exist_ok=True): one that is there is used
static void look_at_folder(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str method = query_method(q, n);
    NodeId func = py_node(t, n, Call_func), there = query_arg(q, n, -1, S("exist_ok")), path = 0;
    if (!there || !query_is_true(q, there)) return;
    if (str_eq(method, S("makedirs"))) path = query_arg(q, n, 0, S("name"));
    if (str_eq(method, S("mkdir")) && py_kind(t, func) == PY_Attribute)
        path = py_node(t, func, Attribute_value);
    if (path && may_be_in_shared(q, path))
        rule_report(run, q->inside[n], n, CONF_LOW,
                    "a folder under a guessable name, in one that all users share, may be "
                    "somebody else's");
}

static bool writes(const Query *q, NodeId call)
{
    Str mode = {0};
    NodeId arg = query_arg(q, call, 1, S("mode"));
    if (!arg || !query_str(q, arg, &mode)) return false;
    // "x" refuses what is there
    return str_find(mode, S("w")) >= 0 || str_find(mode, S("a")) >= 0;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str method = query_method(q, n);
        if (CONF_LOW >= run->least) look_at_folder(run, n);
        NodeId path = 0, func = py_node(t, n, Call_func);
        if (str_eq(method, S("open")) && writes(q, n)) path = query_arg(q, n, 0, S("file"));
        if ((str_eq(method, S("write_text")) || str_eq(method, S("write_bytes"))) &&
            py_kind(t, func) == PY_Attribute)
            path = py_node(t, func, Attribute_value);
        if (!path || !in_shared(q, path)) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "a guessable name in a shared folder is opened for writing");
    }
}

const Rule rule_predictable_temp_file = {
    .id       = L("predictable-temp-file"),
    .cwe      = 379, .also = {377}, .severity = SEV_MEDIUM,
    .title    = L("a file under a guessable name in a folder that all users share"),
    .why      = L("Another user makes that file, or a link of that name, first: the program "
                  "then writes where they want, or they read what it wrote."),
    .instead  = L("tempfile.NamedTemporaryFile, mkstemp or TemporaryDirectory, which choose the "
                  "name and open it in one step with mode 0600."),
    .bad      = L("import os\n"
                  "def dump(rows):\n"
                  "    with open(f\"/tmp/dump-{os.getpid()}.csv\", \"w\") as f:\n"
                  "        f.writelines(rows)\n"),
    .good     = L("import tempfile\n"
                  "def dump(rows):\n"
                  "    with tempfile.NamedTemporaryFile(\"w\", suffix=\".csv\") as f:\n"
                  "        f.writelines(rows)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/379.html"),
                     L("https://docs.python.org/3/library/tempfile.html")),
    .peers    = LIST(L("bandit:B108"), L("ruff:S108")),
    .at_file  = look,
    .words    = LIST(L("open"), L("write_text"), L("write_bytes"), L("mkdir"), L("makedirs"),
                     L("copy"), L("save"), L("FileHandler")),
};
