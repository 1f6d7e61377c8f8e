// rule readable-secret-file: a file that more users may read or run than need to.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str secret_parts[] = {L("private_key"),
                                   L("privatekey"),
                                   L("private_bytes"),
                                   L("secret"),
                                   L("password"),
                                   L("passwd"),
                                   L("credential"),
                                   L("token"),
                                   L("id_rsa"),
                                   L("ssh_key"),
                                   L("write_key"),
                                   L("save_key"),
                                   L("store_key"),
                                   L("keyfile"),
                                   L("key_file"),
                                   L("key_path"),
                                   L("api_key"),
                                   {0}};
static const Str secret_files[] = {L(".pem"),       L(".key"),   L("id_rsa"),
                                   L("id_ed25519"), L("shadow"), L("secret"),
                                   L("credential"), L(".env"),   {0}};

// write_private(path, key.private_bytes(…)): what the function around is called, and is given.
static bool is_given_secret(const Query *q, uint32_t func)
{
    static const Str names[] = {L("private"), L("secret"), L("credential"), L("password"), {0}};
    const Tree *t = q->tree;
    const Func *f = &q->module->funcs.v[func];
    if (f->kind != FUNC_DEF) return false;
    Str own = py_name(t, f->name);
    if (query_named(own, names) || str_ends(own, S("_key")) || str_find(own, S("keyfile")) >= 0 ||
        str_find(own, S("key_file")) >= 0)
        return true;
    for (Size i = 0; i < f->params.n; i++)
        if (str_find(py_name(t, f->params.v[i].name), S("pem")) == 0) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!str_eq(query_method(q, n), py_name(t, f->name))) continue;
        NodeList args = py_list(t, n, Call_args);
        for (uint32_t i = 0; i < args.n; i++) {
            NodeId value = query_peel(q, args.v[i]);
            if (query_mentions(q, value, secret_parts) ||
                query_mentions_text(q, value, secret_files))
                return true;
        }
    }
    return false;
}

// In a package: the path itself is a secret's by its name, or the function is given the secret. A public key is none.
static bool is_evident(const Query *q, const FlowMark *mark)
{
    static const Str public[] = {L("pub"), L("cert"), {0}};
    static const Str given[] = {L("password"), L("passwd"),     L("secret"),
                                L("private"),  L("credential"), {0}};
    const Func *f = &q->module->funcs.v[mark->func];
    NodeId stmt = query_statement(q, mark->node);
    NodeList args = py_list(q->tree, mark->node, Call_args);
    NodeId path = args.n > 1 ? args.v[0] : 0;
    if (path && query_mentions(q, path, public)) return false;
    if (query_mentions(q, stmt, secret_parts) || query_mentions_text(q, stmt, secret_files))
        return true;
    NodeId value = path ? query_peel(q, path) : 0;
    if (value &&
        (query_mentions(q, value, secret_parts) || query_mentions_text(q, value, secret_files)))
        return true;
    for (Size i = 0; i < f->params.n; i++)
        if (query_named(py_name(q->tree, f->params.v[i].name), given)) return true;
    return query_def(q, mark->func) && is_given_secret(q, mark->func);
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    int64_t mode;
    bool opens = str_ends(query_callee(q, mark->node), S("open"));
    bool path = py_kind(q->tree, py_node(q->tree, mark->node, Call_func)) == PY_Attribute &&
                !str_starts(query_callee(q, mark->node), S("os."));
    NodeId arg = query_arg(q, mark->node, opens ? 2 : path ? 0 : 1, S("mode"));
    // os.open(path, …, 0o666): what the umask takes away of it is mostly the writing alone
    if (!arg || !query_int(q, arg, &mode) || !(mode & 0005) || (mode & 0002 && !opens)) return CONF_NONE;
    NodeId def = query_def(q, mark->func);
    NodeId in = def ? def : query_statement(q, mark->node);
    bool secret = (mode & 0004) && (query_mentions(q, in, secret_parts) ||
                                    query_mentions_text(q, in, secret_files) ||
                                    (def && is_given_secret(q, mark->func)));
    *message = secret ? S("a file with a secret is made readable for every user") :
                        S("every user may read or run this file");
    if (secret) return rule_in_package(run) && !is_evident(q, mark) ? CONF_LOW : c;
    return opens ? CONF_NONE : CONF_LOW;
}

// Is what this call opens, to write it, the file of that path?
static bool opens_to_write(const Query *q, NodeId call, Str path)
{
    Str mode = {0};
    NodeId at = query_arg(q, call, 0, S("file")), how = query_arg(q, call, 1, S("mode"));
    return at && how && str_eq(query_callee(q, call), S("open")) && query_str(q, how, &mode) &&
           str_find(mode, S("w")) >= 0 && !query_arg(q, call, -1, S("opener")) &&
           str_eq(py_text(q->tree, at), path);
}

// 0o600, or a name of an import that says so: o600, MODE_600
static bool is_owners_mode(const Query *q, NodeId how)
{
    int64_t mode;
    if (query_int(q, how, &mode)) return !(mode & 0077) && mode & 0600;
    return py_kind(q->tree, how) == PY_Name && str_ends(query_called(q, how), S("600"));
}

// with open(path, "w") as f: os.chmod(path, 0o600); …: for its owner alone, once others could have opened it
static void look_at_late_mode(RuleRun *run, NodeId chmod)
{
    static const Str masks[] = {L("umask"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId path = query_arg(q, chmod, 0, S("path")), how = query_arg(q, chmod, 1, S("mode"));
    NodeId def = query_def(q, q->inside[chmod]);
    if (!def || !path || !how || !str_eq(query_callee(q, chmod), S("os.chmod")) ||
        !is_owners_mode(q, how) || query_mentions(q, def, masks))
        return;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));)
        if (q->inside[n] == q->inside[chmod] && py_at(t, n)->beg < py_at(t, chmod)->beg &&
            opens_to_write(q, n, py_text(t, path)) &&
            query_within(q, chmod, query_statement(q, n))) {
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "others may open the file before it is made its owner's alone");
            return;
        }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    bool late = !run->file->is_test && run->least <= CONF_LOW && query_names(q, S("chmod"));
    for (NodeId n = 0; late && (n = query_next(q, PY_Call, n));)
        if (str_eq(query_method(q, n), S("chmod"))) look_at_late_mode(run, n);
    if (!rule_in_package(run))
        rule_by_call(run, LIST(L("open")), mend_fix_key_file, CONF_LOW,
                      "a new key is written into a file that the umask alone keeps from others");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_key_file, mend_fix_mode, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_readable_secret_file = {
    .id       = L("readable-secret-file"),
    .cwe      = 732, .also = {276}, .severity = SEV_MEDIUM,
    .title    = L("a file that more users may read or run than need to"),
    .why      = L("The mode lets every user of the machine open the file. A web process that was "
                  "broken into, or any other account, then reads the key or password in it; "
                  "nothing is logged."),
    .instead  = L("Create the file with mode 0o600: os.open(path, flags, 0o600), or "
                  "os.umask(0o077) before."),
    .bad      = L("import os\n"
                  "def store(private_key):\n"
                  "    fd = os.open(\"id_rsa\", os.O_WRONLY | os.O_CREAT, 0o644)\n"
                  "    os.write(fd, private_key)\n"),
    .good     = L("import os\n"
                  "def store(private_key):\n"
                  "    fd = os.open(\"id_rsa\", os.O_WRONLY | os.O_CREAT, 0o600)\n"
                  "    os.write(fd, private_key)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/732.html"),
                     L("https://docs.python.org/3/library/os.html#os.open")),
    .mark     = L("readable-permissions"), .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .at_file = look,
    .surest = {.most = CONF_LOW},
    .fix = fix,
};
