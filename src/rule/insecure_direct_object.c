// rule insecure-direct-object: an object is found by its id alone.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str login_words[] = {L("login_required"),
                                  L("jwt_required"),
                                  L("is_authenticated"),
                                  L("current_user"),
                                  L("LoginRequired"),
                                  L("loginrequired"),
                                  {0}};
static const Str role_words[] = {L("admin"),      L("role"),      L("staff"),
                                 L("permission"), L("superuser"), {0}};
static const Str owner_words[] = {
    L("owner"),        L("author"),     L("user_id"), L("user="),     L("customer_id"),
    L("created_by"),   L("account_id"), L("tenant"),  L("organiser"), L("member_id"),
    L("check_object"), L("authorize"),  L("can_"),    L("may_"),      L("permission"),
    L("belongs"),      L("has_access"), {0}};
static const Str who_words[] = {L("current_user"),  L("user"),     L("owner"),
                                L("flask_session"), L("identity"), {0}};
// Objects that belong to nobody in particular.
static const Str shared_words[] = {L("product"), L("category"), L("article"), L("page"), L("post"),
                                   L("tag"),     L("event"),    L("country"), {0}};

// The argument of a look-up by primary key: get(id), get_or_404(id), get(Model, id),
// filter(pk=id).delete()
static NodeId key_of(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    Str m = query_method(q, call);
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    bool lookup =
        str_eq(m, S("get")) || str_eq(m, S("get_or_404")) || str_eq(m, S("get_object_or_404"));
    bool filter = str_eq(m, S("filter")) || str_eq(m, S("filter_by")) || lookup;
    for (uint32_t i = 0; filter && i < keys.n; i++) {
        Str name = py_name(t, py_sym(t, keys.v[i], keyword_arg));
        if (keys.n == 1 &&
            (str_eq(name, S("pk")) || str_eq(name, S("id")) || str_eq(name, S("slug"))))
            return py_node(t, keys.v[i], keyword_value);
    }
    if (!lookup || !args.n || keys.n) return 0;
    NodeId func = py_node(t, call, Call_func);
    Str base = py_kind(t, func) == PY_Attribute ? query_called(q, py_node(t, func, Attribute_value))
                                                : S("");
    bool store = str_eq(base, S("query")) || str_eq(base, S("session")) || str_eq(base, S("db")) ||
                 str_eq(base, S("objects"));
    if (!store && py_kind(t, func) == PY_Attribute) return 0;
    return args.v[args.n - 1];
}

static bool is_parameter(const Query *q, uint32_t func, NodeId key)
{
    const Func *f = &q->module->funcs.v[func];
    const Tree *t = q->tree;
    if (py_kind(t, key) == PY_Subscript)
        return str_eq(query_called(q, py_node(t, key, Subscript_value)), S("kwargs"));
    if (py_kind(t, key) != PY_Name) return false;
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].name == py_sym(t, key, Name_id)) return true;
    return false;
}

// Is anything about the caller part of the look-up, or compared later?
static bool asks_owner(const Query *q, NodeId def, NodeId call)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));)
        if (query_within(q, n, def) && query_mentions(q, n, who_words)) return true;
    if (query_mentions(q, query_statement(q, call), who_words)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!query_within(q, n, def) || n == call) continue;
        for (const Str *w = owner_words; w->len; w++)
            if (str_find(m, *w) >= 0) return true;
    }
    (void)t;
    return false;
}

// user: User = Depends(current_user)
static bool depends_on_user(const Query *q, NodeId def)
{
    static const Str who[] = {L("current_user"), L("get_user"), L("require_user"), L("auth_user"),
                              L("logged_in_user"), {0}};
    int k = py_kind(q->tree, def);
    NodeId args = k == PY_FunctionDef        ? py_node(q->tree, def, FunctionDef_args)
                  : k == PY_AsyncFunctionDef ? py_node(q->tree, def, AsyncFunctionDef_args)
                                             : 0;
    return args && query_mentions(q, args, (const Str[]){L("depends"), L("security"), {0}}) &&
           query_mentions(q, args, who);
}

// class Page(LoginRequiredMixin, View)
static bool in_login_class(const Query *q, NodeId def)
{
    NodeId cls = q->parent[def];
    if (!cls || py_kind(q->tree, cls) != PY_ClassDef) return false;
    NodeList bases = py_list(q->tree, cls, ClassDef_bases);
    for (uint32_t i = 0; i < bases.n; i++)
        if (str_eq(query_called(q, bases.v[i]), S("LoginRequiredMixin"))) return true;
    return false;
}

// self.get_queryset(), which another method of the class limits to the caller
static bool by_own_queryset(const Query *q, NodeId def, NodeId call)
{
    static const Str caller[] = {L("user"), L("request"), L("owner"), L("tenant"), L("super"), {0}};
    const Tree *t = q->tree;
    if (!query_mentions(q, call, (const Str[]){L("get_queryset"), {0}})) return false;
    for (NodeId m = 0; (m = query_next(q, PY_FunctionDef, m));)
        if (q->parent[m] == q->parent[def] &&
            str_eq(py_name(t, py_sym(t, m, FunctionDef_name)), S("get_queryset")))
            return query_mentions(q, m, caller);
    return true;
}

static bool is_protected(const Query *q, NodeId def)
{
    if (depends_on_user(q, def) || in_login_class(q, def)) return true;
    if (query_decorated(q, def, role_words)) return false;
    return query_decorated(q, def, login_words) ||
           query_mentions(q, def, (const Str[]){L("is_authenticated"), {0}});
}

static void look_at_lookups(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        uint32_t func = q->inside[n];
        NodeId def = query_def(q, func), key = key_of(q, n);
        if (!def || !key || !is_parameter(q, func, key) || !is_protected(q, def) ||
            asks_owner(q, def, n) || by_own_queryset(q, def, n))
            continue;
        bool shared = query_mentions(q, n, shared_words);
        rule_report(run, func, n, shared ? CONF_LOW : CONF_MEDIUM,
                    "`%.*s` alone decides which object the caller gets",
                    STR_ARG(py_text(q->tree, key)));
    }
}

// A REST view with its own get_object, which never asks its object permissions.
static void look_at_views(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_FunctionDef, n));) {
        NodeId cls = q->parent[n];
        if (!str_eq(py_name(t, py_sym(t, n, FunctionDef_name)), S("get_object")) ||
            py_kind(t, cls) != PY_ClassDef)
            continue;
        if (!query_mentions(q, cls, (const Str[]){L("permission_classes"), {0}})) continue;
        if (query_mentions(
                q, n, (const Str[]){L("check_object_permissions"), L("super"), L("user"), {0}}))
            continue;
        NodeId at = n;
        for (NodeId c = 0; (c = query_next(q, PY_Call, c));)
            if (query_within(q, c, n)) {
                at = query_statement(q, c);
                break;
            }
        rule_report(run, q->inside[n], at, CONF_MEDIUM,
                    "this get_object never asks the object's permissions");
    }
}

// New ones belong to the caller (perform_create), and the queryset holds everybody's.
static void look_at_querysets(RuleRun *run)
{
    static const Str caller[] = {L("user"), L("request"), L("owner"), L("tenant"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_FunctionDef, n));) {
        NodeId cls = q->parent[n], owned = 0;
        Str name = py_name(t, py_sym(t, n, FunctionDef_name));
        if (!str_eq(name, S("perform_create")) || py_kind(t, cls) != PY_ClassDef ||
            !query_mentions(q, n, (const Str[]){L("user"), {0}}))
            continue;
        for (NodeId m = 0; (m = query_next(q, PY_FunctionDef, m));)
            if (q->parent[m] == cls &&
                str_eq(py_name(t, py_sym(t, m, FunctionDef_name)), S("get_queryset")))
                owned = m;
        if (!owned || query_mentions(q, owned, caller) ||
            query_mentions(q, owned, (const Str[]){L("super"), {0}}))
            continue;
        NodeId at = owned;
        for (NodeId r = 0; (r = query_next(q, PY_Return, r));)
            if (query_within(q, r, owned)) at = r;
        rule_report(run, q->inside[at], at, CONF_MEDIUM,
                    "what is made belongs to the caller, and what is found belongs to anybody");
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    look_at_querysets(run);
    look_at_lookups(run);
    look_at_views(run);
}

const Rule rule_insecure_direct_object = {
    .id = L("insecure-direct-object"),
    .cwe = 639,
    .also = {862},
    .severity = SEV_HIGH,
    .title = L("an object is found by its id alone"),
    .why = L("Any user with an account changes the number in the address and reads or "
             "deletes what belongs to others."),
    .instead = L("Look in what belongs to the caller (filter_by(id=…, owner=current_user)), or "
                 "compare the owner before the object is used."),
    .bad = L("from flask import Flask, jsonify\n"
             "from flask_login import login_required\n"
             "from models import Invoice\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/invoices/<int:invoice_id>\")\n"
             "@login_required\n"
             "def show(invoice_id):\n"
             "    return jsonify(Invoice.query.get_or_404(invoice_id).as_dict())\n"),
    .good = L("from flask import Flask, jsonify\n"
              "from flask_login import current_user, login_required\n"
              "from models import Invoice\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/invoices/<int:invoice_id>\")\n"
              "@login_required\n"
              "def show(invoice_id):\n"
              "    found = Invoice.query.filter_by(id=invoice_id, "
              "owner_id=current_user.id).first_or_404()\n"
              "    return jsonify(found.as_dict())\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/639.html"),
                    L("https://owasp.org/API-Security/editions/2023/en/"
                      "0xa1-broken-object-level-authorization/")),
    .at_file = look,
    .words = LIST(L("login_required"), L("current_user"), L("is_authenticated"),
                  L("permission_classes"), L("Depends"), L("jwt_required"), L("get_object"),
                  L("get_queryset"), L("LoginRequiredMixin")),
};
