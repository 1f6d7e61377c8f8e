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
    bool where = (filter && !lookup) || str_eq(m, S("where"));
    if (where && args.n == 1 && !keys.n && py_kind(t, args.v[0]) == PY_Compare) {
        NodeList right = py_list(t, args.v[0], Compare_comparators);   // where(Invoice.id == key)
        Str left = query_called(q, py_node(t, args.v[0], Compare_left));
        bool id = str_eq(left, S("id")) || str_eq(left, S("pk"));
        return id && right.n == 1 ? right.v[0] : 0;
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

static NodeId class_around(const Query *q, NodeId n)
{
    while (n && py_kind(q->tree, n) != PY_ClassDef) n = q->parent[n];
    return n;
}

// permission_classes = [IsAuthenticated]: asked about an object, they say yes to everybody's.
static bool asks_login_only(const Query *q, NodeId cls)
{
    static const Str login[] = {L("IsAuthenticated"), L("AllowAny"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; cls && (n = query_next(q, PY_Assign, n));) {
        NodeId list = py_node(t, n, Assign_value);
        int k = py_kind(t, list);
        if (q->parent[n] != cls || (k != PY_List && k != PY_Tuple) ||
            !str_eq(query_called(q, py_list(t, n, Assign_targets).v[0]), S("permission_classes")))
            continue;
        NodeList items = py_list(t, list, 0);
        for (uint32_t i = 0; i < items.n; i++) {
            Str name = query_called(q, items.v[i]);
            if (!str_eq(name, login[0]) && !str_eq(name, login[1])) return false;
        }
        return true;
    }
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
        if (str_eq(m, S("check_object_permissions")) && asks_login_only(q, class_around(q, def)))
            continue;
        for (const Str *w = owner_words; w->len; w++)
            if (str_find(m, *w) >= 0) return true;
    }
    (void)t;
    return false;
}

static NodeId args_of(const Tree *t, NodeId def)
{
    int k = py_kind(t, def);
    return k == PY_FunctionDef        ? py_node(t, def, FunctionDef_args)
           : k == PY_AsyncFunctionDef ? py_node(t, def, AsyncFunctionDef_args)
                                      : 0;
}

// def show(number: int, user=Depends(current_user)), class Show(LoginRequiredMixin, View)
static bool asks_login(const Query *q, NodeId def)
{
    static const Str user[] = {L("current_user"), L("get_user"),     L("currentuser"),
                               L("require_user"), L("authenticated"), L("logged_in"), {0}};
    static const Str mixin[] = {L("loginrequired"), L("isauthenticated"), {0}};
    const Tree *t = q->tree;
    NodeId args = args_of(t, def), cls = class_around(q, def);
    if (args && query_mentions(q, args, role_words)) return false;
    if (args && query_mentions(q, args, user) &&
        query_mentions(q, args, (const Str[]){L("depends"), L("security"), L("annotated"), {0}}))
        return true;
    if (!cls) return false;
    NodeList bases = py_list(t, cls, ClassDef_bases), body = py_list(t, cls, ClassDef_body);
    for (uint32_t i = 0; i < bases.n; i++) {
        if (query_mentions(q, bases.v[i], role_words)) return false;
        if (query_mentions(q, bases.v[i], mixin)) return true;
    }
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(t, body.v[i]) == PY_Assign && query_mentions(q, body.v[i], mixin)) return true;
    return false;
}

// get_object_or_404(self.get_queryset(), …), where the class's own get_queryset asks who calls
static bool narrowed(const Query *q, NodeId def, NodeId call)
{
    const Tree *t = q->tree;
    NodeId cls = class_around(q, def);
    if (!cls) return false;
    for (NodeId c = 0; (c = query_next(q, PY_Call, c));) {
        if (!query_within(q, c, call) || c == call) continue;
        for (NodeId f = 0; (f = query_next(q, PY_FunctionDef, f));)
            if (q->parent[f] == cls && query_mentions(q, f, who_words) &&
                str_eq(py_name(t, py_sym(t, f, FunctionDef_name)), query_method(q, c)))
                return true;
    }
    for (NodeId f = 0; (f = query_next(q, PY_FunctionDef, f));) {
        Str name = py_name(t, py_sym(t, f, FunctionDef_name));
        if (q->parent[f] == cls && (str_eq(name, S("test_func")) || str_eq(name, S("dispatch"))))
            return true;
    }
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
    if (query_decorated(q, def, role_words)) return false;
    if (asks_login(q, def)) return true;
    return query_decorated(q, def, login_words) ||
           query_mentions(q, def, (const Str[]){L("is_authenticated"), {0}});
}

static void look_at_lookups(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        uint32_t func = q->inside[n];
        NodeId def = query_def(q, func), key = query_peel(q, key_of(q, n));
        if (!def || !key || !is_parameter(q, func, key) || !is_protected(q, def) ||
            asks_owner(q, def, n) || narrowed(q, def, n) || by_own_queryset(q, def, n))
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
                q, n, (const Str[]){L("check_object_permissions"), L("super"), L("user"),
                                    L("get_queryset"), {0}}))
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

// return self.item.variations.all(): what belongs to an object that was looked up elsewhere
static bool from_own_object(const Query *q, NodeId ret)
{
    const Tree *t = q->tree;
    if (py_kind(t, ret) != PY_Return || !py_node(t, ret, Return_value)) return false;
    if (query_mentions(q, ret, (const Str[]){L("objects"), L("query"), L("session"), {0}}))
        return false;
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));) {
        NodeId of = py_node(t, n, Attribute_value);
        if (!query_within(q, n, ret) || py_kind(t, of) != PY_Attribute) continue;
        of = py_node(t, of, Attribute_value);
        if (py_kind(t, of) == PY_Name && str_eq(query_called(q, of), S("self"))) return true;
    }
    return false;
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
        if (from_own_object(q, at)) continue;
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
                  L("LoginRequiredMixin"), L("IsAuthenticated"), L("get_queryset")),
};
