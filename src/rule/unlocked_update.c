// rule unlocked-update: a value is checked and then changed, with nothing to stop a second
// request in between.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str loads[] = {
    L("objects"), L("get_object_or_404"), L("query"), L("session"), L("scalar"), {0}};

// The names that this attribute is read under in a condition before `at`.
// coupon.redeemed_by and coupon.redeemed_by_id are one column.
static bool same_field(Str a, Str b)
{
    if (str_ends(a, S("_id"))) a = str_sub(a, 0, a.len - 3);
    if (str_ends(b, S("_id"))) b = str_sub(b, 0, b.len - 3);
    return str_eq(a, b);
}

static bool tested_before(const Query *q, NodeId def, Sym object, Str attr, uint32_t at)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeId test = py_node(t, n, If_test);
        if (!query_within(q, n, def) || py_at(t, n)->beg > at) continue;
        for (NodeId a = 0; (a = query_next_in(q, PY_Attribute, test, a));) {
            if (!same_field(query_called(q, a), attr)) continue;
            NodeId base = py_node(t, a, Attribute_value);
            if (py_kind(t, base) == PY_Name && py_sym(t, base, Name_id) == object) return true;
        }
    }
    return false;
}

static bool is_stored(const Query *q, NodeId def, Sym object)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!query_within(q, n, def)) continue;
        NodeId func = py_node(t, n, Call_func);
        NodeId base = py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value) : 0;
        if (str_eq(m, S("save")) && base && py_kind(t, base) == PY_Name &&
            py_sym(t, base, Name_id) == object)
            return true;
        if (str_eq(m, S("commit"))) return true;
    }
    return false;
}

// The name that a chain of calls and attributes begins with: Voucher.objects.get(…) gives Voucher.
static Str root_of(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    for (int i = 0; i < 30 && n; i++) {
        int k = py_kind(t, n);
        if (k == PY_Await) n = py_node(t, n, Await_value);
        else if (k == PY_Call) n = py_node(t, n, Call_func);
        else if (k == PY_Attribute) n = py_node(t, n, Attribute_value);
        else return k == PY_Name ? py_name(t, py_sym(t, n, Name_id)) : S("");
    }
    return S("");
}

// Wallet.objects.filter(…).update(balance=F("balance") + 1) says nothing of a Voucher.
static bool is_of_other_model(const Query *q, NodeId call, NodeId loaded)
{
    NodeId st = query_statement(q, call);
    NodeId chain = st && py_kind(q->tree, st) == PY_Expr ? py_node(q->tree, st, Expr_value) : call;
    Str a = root_of(q, chain), b = root_of(q, loaded);
    bool classes = a.len && b.len && *a.s >= 'A' && *a.s <= 'Z' && *b.s >= 'A' && *b.s <= 'Z';
    return classes && !str_eq(a, b);
}

// A lock counts from where it is taken: one on another row after this one was read is too late.
static bool locks_something(const Query *q, NodeId def, NodeId loaded)
{
    static const Str rows[] = {L("select_for_update"), L("with_for_update"), {0}};
    static const Str others[] = {L("lock"), L("advisory"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!query_within(q, n, def)) continue;
        bool other = is_of_other_model(q, n, loaded);
        if ((str_eq(m, S("F")) || str_eq(m, S("update"))) && !other) return true;
        bool before = query_within(q, n, loaded) || py_at(t, n)->beg < py_at(t, loaded)->beg;
        for (const Str *r = rows; r->len; r++)
            if (before && str_eq(m, *r)) return true;
    }
    return query_mentions(q, def, others) || query_mentions(q, loaded, rows);
}

static void judge(RuleRun *run, NodeId n, NodeId target)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[n]),
           base = py_kind(t, target) == PY_Attribute ? py_node(t, target, Attribute_value) : 0;
    if (!def || !base || py_kind(t, base) != PY_Name ||
        str_eq(py_name(t, py_sym(t, base, Name_id)), S("self")))
        return;
    NodeId loaded = query_assigned(q, base);
    if (!loaded || !query_mentions(q, loaded, loads) || locks_something(q, def, loaded)) return;
    Sym object = py_sym(t, base, Name_id);
    if (!tested_before(q, def, object, query_called(q, target), py_at(t, n)->beg) ||
        !is_stored(q, def, object))
        return;
    rule_report(run, q->inside[n], loaded, CONF_MEDIUM,
                "`%.*s` is tested and then changed without a lock", STR_ARG(py_text(t, target)));
}

// value = redis.get(key) … redis.delete(key): two requests both find what may be used once.
static void look_at_once(RuleRun *run)
{
    static const Str once[] = {L("token"),   L("otp"),    L("code"),   L("nonce"),  L("magic"),
                               L("voucher"), L("coupon"), L("ticket"), L("invite"), L("consume"),
                               L("redeem"),  L("once"),   {0}};
    static const Str reads[] = {L("get"), L("hget"), L("hgetall"), L("exists"), {0}};
    static const Str stores[] = {L("redis"), L("aioredis"), L("valkey"), {0}};
    static const Str atomic[] = {L("pipeline"), L("lock"), L("eval"), L("watch"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    bool store = false;
    for (Size i = 0; i < q->nimports; i++)
        for (const Str *s = stores; s->len; s++) store |= str_starts(q->imports[i].dotted, *s);
    for (NodeId n = 0; store && (n = query_next(q, PY_Call, n));) {
        NodeId def = query_def(q, q->inside[n]), func = py_node(t, n, Call_func);
        if (!def || py_kind(t, func) != PY_Attribute || !str_in(query_method(q, n), reads) ||
            !query_mentions(q, def, once))
            continue;
        Str of = query_called(q, py_node(t, func, Attribute_value));
        NodeId key = query_arg(q, n, 0, S("name"));
        if (!key || !of.len || query_mentions(q, def, atomic)) continue;
        for (NodeId d = 0; (d = query_next(q, PY_Call, d));) {
            NodeId dfunc = py_node(t, d, Call_func), gone = query_arg(q, d, 0, S("names"));
            if (q->inside[d] != q->inside[n] || py_at(t, d)->beg < py_at(t, n)->end || !gone ||
                !str_eq(query_method(q, d), S("delete")) || py_kind(t, dfunc) != PY_Attribute ||
                !str_eq(query_called(q, py_node(t, dfunc, Attribute_value)), of) ||
                !str_eq(py_text(t, gone), py_text(t, key)))
                continue;
            NodeId up = q->parent[d];
            if (py_kind(t, up) == PY_Await) up = q->parent[up];
            if (py_kind(t, up) == PY_Expr)                     // else its answer decides
                rule_report(run, q->inside[n], n, CONF_MEDIUM,
                            "what may be used once is read and deleted in two steps");
            break;
        }
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_once(run);
    for (NodeId n = 0; (n = query_next(q, PY_AugAssign, n));)
        judge(run, n, py_node(t, n, AugAssign_target));
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        judge(run, n, py_list(t, n, Assign_targets).v[0]);
}

const Rule rule_unlocked_update = {
    .id = L("unlocked-update"),
    .cwe = 362,
    .proven_in_project = true,
    .also = {367},
    .severity = SEV_MEDIUM,
    .title = L("a value is checked and then changed, with nothing to stop a second request "
               "in between"),
    .why = L("Two requests at once both pass the check and both act: the voucher is "
             "redeemed twice, the balance spent twice."),
    .instead = L("Lock the row for both (select_for_update, with_for_update), or change it in "
                 "one conditional statement (filter(used=False).update(used=True), F "
                 "expressions)."),
    .bad = L("from django.db import transaction\n"
             "from models import Voucher\n"
             "@transaction.atomic\n"
             "def redeem(code, cents):\n"
             "    voucher = Voucher.objects.get(code=code)\n"
             "    if voucher.balance < cents:\n"
             "        raise ValueError(\"not enough\")\n"
             "    voucher.balance -= cents\n"
             "    voucher.save()\n"),
    .good = L("from django.db import transaction\n"
              "from models import Voucher\n"
              "@transaction.atomic\n"
              "def redeem(code, cents):\n"
              "    voucher = Voucher.objects.select_for_update().get(code=code)\n"
              "    if voucher.balance < cents:\n"
              "        raise ValueError(\"not enough\")\n"
              "    voucher.balance -= cents\n"
              "    voucher.save()\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/362.html"),
             L("https://docs.djangoproject.com/en/stable/ref/models/querysets/#select-for-update")),
    .at_file = look,
    .words = LIST(L("save"), L("commit"), L("flush"), L("delete")),
    .weak_in_package = true,
};
