// rule/admins: is a function reached by administrators only? What they see and set is theirs.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str admin[] = {L("admin"),        L("superuser"),   L("is_staff"),
                            L("staff_member"), L("staffmember"), {0}};

static NodeId class_around(const Query *q, NodeId def)
{
    NodeId n = def ? q->parent[def] : 0;
    while (n && py_kind(q->tree, n) != PY_ClassDef) n = q->parent[n];
    return n;
}

// class Page(RHAdminBase), class Shelf(admin.ModelAdmin), @method_decorator(staff_member_required) on one, or as
// its `decorators`; a framework of administration has an Admin of its own that anybody may reach.
static bool is_admins_class(const Query *q, NodeId class)
{
    static const Str bases[] = {L("ModelAdmin"), L("AdminRequired"), L("AdminMixin"), L("AdminOnly"), L("RHAdmin"),
                                L("StaffRequired"), L("SuperuserRequired"), L("SuperUserRequired"), L("IsAdmin"),
                                L("AdministratorPermission"), L("AdministratorRequired"), L("StaffMemberRequired"), {0}};
    static const Str kept[] = {
        L("permission_classes"), L("decorators"), L("method_decorators"), {0}};
    const Tree *t = q->tree;
    if (!class) return false;
    NodeList of = py_list(t, class, ClassDef_bases), body = py_list(t, class, ClassDef_body);
    for (uint32_t i = 0; i < of.n; i++)
        if (query_mentions(q, of.v[i], bases)) return true;
    if (query_decorated(q, class, admin)) return true;
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(t, body.v[i]) == PY_Assign &&
            str_in(query_called(q, py_list(t, body.v[i], Assign_targets).v[0]), kept) &&
            query_mentions(q, py_node(t, body.v[i], Assign_value), admin))
            return true;
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(t, body.v[i]) == PY_FunctionDef &&
            str_eq(py_name(t, py_sym(t, body.v[i], FunctionDef_name)), S("dispatch")) &&
            query_decorated(q, body.v[i], admin))
            return true;
    return false;
}

// if not user.is_superuser: return …, if user.role != "admin": raise …
static bool turns_away(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeList body = py_list(t, n, If_body);
        int k = py_kind(t, py_last(body));
        NodeId test = py_node(t, n, If_test);
        if (q->parent[n] != def || (k != PY_Return && k != PY_Raise && k != PY_Expr)) continue;
        bool whole = py_kind(t, test) == PY_UnaryOp || py_kind(t, test) == PY_Compare;
        if (whole && (query_mentions(q, test, admin) || query_mentions_text(q, test, admin)) &&
            py_list(t, n, If_orelse).n == 0)
            return true;
    }
    return false;
}

// router = APIRouter(dependencies=[Depends(admin_user)])
static bool is_admins_router(const Query *q)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId words =
            str_eq(query_method(q, n), S("APIRouter")) ? query_arg(q, n, -1, S("dependencies")) : 0;
        if (words && query_mentions(q, words, admin)) return true;
    }
    return false;
}

bool rule_is_admins(const RuleRun *run, uint32_t func)
{
    // @Permissions.SETTINGS.require(403), @requires("manage")
    static const Str tasks[] = {L("settings"), L("administr"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, func), args = def ? query_args(q, def) : 0;
    if (!def) return false;
    if (query_decorated(q, def, admin) || query_decorated(q, def, tasks)) return true;
    if (args && query_mentions(q, args, admin)) return true;
    return turns_away(q, def) || is_admins_class(q, class_around(q, def)) || is_admins_router(q);
}
