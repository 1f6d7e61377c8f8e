// rule plaintext-password: a password is compared with a stored one in clear.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str hashes[] = {L("hash"),   L("bcrypt"), L("scrypt"),  L("pbkdf2"),
                             L("argon"),  L("digest"), L("checkpw"), L("check_password"),
                             L("verify"), L("crypt"),  {0}};
static const Str stores[] = {L("fetchone"), L("fetchall"), L("execute"), L("objects"),
                             L("query"),    L("find_one"), L("scalar"),  {0}};

// User.objects.filter(name=name, password=password): the database compares it, so it is in clear.
static void look_at_queries(RuleRun *run)
{
    static const Str finders[] = {L("filter"), L("filter_by"), L("get"), L("find_one"),
                                  L("exclude"), L("get_or_none"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        NodeId call = q->parent[n], value = py_node(t, n, keyword_value);
        NodeId def = query_def(q, q->inside[n]);
        if (!def || py_kind(t, call) != PY_Call || py_kind(t, value) == PY_Constant ||
            secret_name(py_name(t, py_sym(t, n, keyword_arg))) != NAME_PASSWORD ||
            secret_name(query_called(q, value)) != NAME_PASSWORD)
            continue;
        const Str *f = finders;
        while (f->len && !str_eq(query_method(q, call), *f)) f++;
        bool orm = query_mentions(q, py_node(t, call, Call_func),
                                  (const Str[]){L("objects"), L("query"), {0}});
        if (f->len && orm && !query_mentions(q, def, hashes))
            rule_report(run, q->inside[n], call, CONF_MEDIUM,
                        "the database looks for the password itself, which must be there in clear");
    }
}

static bool asks_a_store(const Query *q, NodeId def)
{
    for (const Str *s = stores; s->len; s++)
        if (query_uses(q, def, *s)) return true;
    return false;
}

// PASSWORD_MASK, Restriction.PASSWORD: a constant that stands for something.
static bool stands_for(const Query *q, NodeId n)
{
    Str name = query_called(q, n);
    if (query_named(name, rule_stand_ins)) return true;
    if (py_kind(q->tree, n) != PY_Attribute) return false;
    Str owner = query_called(q, py_node(q->tree, n, Attribute_value));
    for (Size i = 0; i < name.len; i++)
        if (name.s[i] >= 'a' && name.s[i] <= 'z') return false;
    return owner.len && owner.s[0] >= 'A' && owner.s[0] <= 'Z';
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_queries(run);
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Name, mend_fix_plain_store, CONF_LOW,
                      "the password is kept as it is, and compared as it is");
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left), def = query_def(q, q->inside[n]);
        NodeList right = py_list(t, n, Compare_comparators);
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        if (!def || right.n != 1 || (op != OP_EQ && op != OP_NOTEQ)) continue;
        bool a = secret_name(query_called(q, left)) == NAME_PASSWORD,
             b = secret_name(query_called(q, right.v[0])) == NAME_PASSWORD;
        NodeId other = a ? right.v[0] : left;
        if ((!a && !b) || py_kind(t, other) == PY_Constant ||
            py_kind(t, query_peel(q, other)) == PY_Constant)
            continue;
        if (stands_for(q, left) || stands_for(q, right.v[0]) ||
            str_starts(py_name(t, q->module->funcs.v[q->inside[n]].name), S("__")))
            continue;
        if (query_mentions(q, def, hashes) || !asks_a_store(q, def)) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "the password is compared with a stored one, which must be there in clear");
    }
}

const Rule rule_plaintext_password = {
    .id = L("plaintext-password"),
    .cwe = 256,
    .also = {522, 312},
    .severity = SEV_HIGH,
    .title = L("a password is compared with a stored one in clear"),
    .why = L("Comparing the password itself needs the password itself in the table. Whoever "
             "reads the table, a backup or a query log has all of them, and most people use "
             "theirs elsewhere too."),
    .instead = L("Store a slow hash (argon2, scrypt, bcrypt) and let its library compare."),
    .bad = L("def login(cur, name, password):\n"
             "    cur.execute(\"SELECT password FROM users WHERE name = ?\", (name,))\n"
             "    stored = cur.fetchone()[0]\n"
             "    return stored == password\n"),
    .good = L("import bcrypt\n"
              "def login(cur, name, password):\n"
              "    cur.execute(\"SELECT password FROM users WHERE name = ?\", (name,))\n"
              "    stored = cur.fetchone()[0]\n"
              "    return bcrypt.checkpw(password.encode(), stored)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/256.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html")),
    .at_file = look,
    .fix = mend_fix_plain_store,
    .weak_in_package = true,
};
