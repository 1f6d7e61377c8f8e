// rule/login: whether only somebody who logged in reaches a function, where no decorator says so.
// SPDX-License-Identifier: MIT
#include "rule/login.h"

static const Str roles[] = {L("admin"),      L("role"),      L("staff"),
                            L("permission"), L("superuser"), {0}};

static Str name_of(const Tree *t, NodeId n)
{
    int k = py_kind(t, n);
    return k == PY_FunctionDef        ? py_name(t, py_sym(t, n, FunctionDef_name))
           : k == PY_AsyncFunctionDef ? py_name(t, py_sym(t, n, AsyncFunctionDef_name))
                                      : S("");
}

static bool finds_user(const Tree *t, NodeId n)
{
    static const Str names[] = {L("current_user"), L("get_user"),      L("currentuser"),
                                L("active_user"),  L("require_user"),  L("authenticated"),
                                L("logged_in"),    L("require_login"), {0}};
    return query_named(name_of(t, n), names);
}

static bool asks_role(const Tree *t, NodeId n) { return query_named(name_of(t, n), roles); }

// @router.get("/x/{id}", dependencies=[Depends(may_read)]): what else is asked may be about the object.
static bool asks_more(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    NodeList by = py_list(t, def, FunctionDef_decorator_list);
    for (uint32_t i = 0; i < by.n; i++)
        if (py_kind(t, by.v[i]) == PY_Call && query_arg(q, by.v[i], -1, S("dependencies")))
            return true;
    return false;
}

Str login_parameter(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    NodeId args = query_args(q, def), value = 0, p;
    uint32_t i = args ? py_list(t, args, arguments_posonlyargs).n : 0;
    if (args && asks_more(q, def)) return S("");
    for (; args && (p = py_param(t, args, i, &value)) != 0; i++) {
        NodeId said = py_kind(t, p) == PY_arg ? py_node(t, p, arg_annotation) : 0;
        int k = said ? py_kind(t, said) : PY_Constant;
        if ((k == PY_Name || k == PY_Attribute) && flow_depends(q->file, p, finds_user) &&
            !flow_depends(q->file, p, asks_role))
            return py_name(t, py_sym(t, p, arg_arg));
    }
    return S("");
}

// ---- by hand

// session, g.user, current_user: the visitor as the framework knows them
static bool is_of_visitor(const Query *q, NodeId test)
{
    static const Str who[] = {L("user"), L("uid"), L("login"), L("logged"), L("account"), {0}};
    static const Str places[] = {L("session"), {0}};
    if (query_mentions(q, test, roles) || query_mentions_text(q, test, roles)) return false;
    if (query_mentions(q, test, places))
        return query_mentions(q, test, who) || query_mentions_text(q, test, who);
    bool context = query_uses(q, test, S("context")) &&            // GraphQL's: info.context["user"] is None
                   (query_mentions_text(q, test, who) || query_mentions(q, test, who));
    return context || (query_uses(q, test, S("g")) && query_mentions(q, test, who));
}

// "user_id" not in session, not session.get("user_id"), g.user is None
static bool is_nobody(const Query *q, NodeId test)
{
    const Tree *t = q->tree;
    int k = py_kind(t, test);
    if (k == PY_BoolOp) {
        NodeList parts = py_list(t, test, BoolOp_values);
        for (uint32_t i = 0; i < parts.n; i++)
            if (is_nobody(q, parts.v[i])) return true;
        return false;
    }
    bool none = k == PY_Compare && login_is_test(q, test);
    bool untrue = k == PY_UnaryOp && py_at(t, test)->op == OP_NOT;
    NodeId of = none     ? py_node(t, test, Compare_left)
                : untrue ? py_node(t, test, UnaryOp_operand)
                         : 0;
    if (!none && !untrue) return false;
    if (is_of_visitor(q, test)) return true;
    NodeId made = of && py_kind(t, of) == PY_Name ? query_assigned(q, of) : 0;      // uid = session.get("uid")
    return made && is_of_visitor(q, made);
}

bool login_is_test(const Query *q, NodeId compare)
{
    const Tree *t = q->tree;
    if (py_kind(t, compare) != PY_Compare) return false;
    int op = (int)py_syms(t, compare, Compare_ops).v[0];
    NodeList right = py_list(t, compare, Compare_comparators);
    if (op == OP_IS || op == OP_EQ) return right.n == 1 && query_is_none(q, right.v[0]);
    return op == OP_NOTIN && right.n == 1 &&
           py_kind(t, py_node(t, compare, Compare_left)) == PY_Constant;
}

bool login_by_hand(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    int k = py_kind(t, def);
    if (k != PY_FunctionDef && k != PY_AsyncFunctionDef) return false;
    NodeList body = py_body(t, def);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) != PY_If) continue;
        NodeList then = py_list(t, body.v[i], If_body);
        if (then.n && query_leaves(q, py_last(then)) &&
            is_nobody(q, py_node(t, body.v[i], If_test)))
            return true;
    }
    return false;
}

bool login_by_hook(const Query *q, NodeId def)
{
    static const Str hook[] = {L("before_request"), L("before_app_request"), {0}};
    static const Str routes[] = {L("route"),  L("get"),   L("post"), L("put"),
                                 L("delete"), L("patch"), {0}};
    static const Str login[] = {L("login_required"), L("jwt_required"), {0}};
    static const int kinds[] = {PY_FunctionDef, PY_AsyncFunctionDef};
    enum { FUNCTIONS_MOST = 400 };
    int looked = 0;
    if (!query_decorated(q, def, routes)) return false;
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; looked++ < FUNCTIONS_MOST && (n = query_next(q, kinds[i], n));)
            if (n != def && query_decorated(q, n, hook) && !query_mentions(q, n, roles) &&
                !query_mentions_text(q, n, roles) &&
                (login_by_hand(q, n) || query_decorated(q, n, login)))
                return true;
    return false;
}
