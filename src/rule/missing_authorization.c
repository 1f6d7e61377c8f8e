// rule missing-authorization: an administrator's action asks only for a login.
// SPDX-License-Identifier: MIT
#include "rule/caller.h"
#include "rule/login.h"
#include "rule/views.h"
#include "fact/secret.h"

static const Str role_words[] = {L("role"),      L("admin"),    L("permission"), L("staff"),
                                 L("superuser"), L("has_perm"), L("scope"),      {0}};
static const Str login_words[] = {L("login_required"), L("current_user"),  L("get_user"),
                                  L("jwt_required"),   L("authenticated"), {0}};
static const Str changing[] = {L("post"), L("put"), L("patch"), L("delete"), L("route"), {0}};

static bool is_route(const Query *q, NodeId d)
{
    const Tree *t = q->tree;
    return py_kind(t, d) == PY_Call && py_kind(t, py_node(t, d, Call_func)) == PY_Attribute &&
           py_list(t, d, Call_args).n;
}

typedef struct { bool route, changes, role, login; } Asked;

// user=Depends(require_admin), user: User = Security(current_user)
static void asked_by_parameters(const Query *q, NodeId args, Asked *a)
{
    for (NodeId n = 0; args && (n = query_next_in(q, PY_Call, args, n));) {
        Str m = query_method(q, n);
        if (!str_eq(m, S("Depends")) && !str_eq(m, S("Security"))) continue;
        NodeId target = query_arg(q, n, 0, S("dependency"));
        a->role |= target && query_mentions(q, target, role_words);
        a->login |= target && query_mentions(q, target, login_words);
    }
}

static Asked asked_by(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    Asked a = {0};
    NodeId def = query_def(q, func);
    if (def && f->decorators.n) asked_by_parameters(q, query_args(q, def), &a);
    for (Size i = 0; i < f->decorators.n; i++) {
        NodeId d = f->decorators.v[i];
        Str m = py_kind(q->tree, d) == PY_Call ? query_method(q, d) : S("");
        if (is_route(q, d) &&
            (str_eq(m, S("get")) || query_mentions(q, py_node(q->tree, d, Call_func), changing))) {
            a.route = true;
            a.changes |= !str_eq(m, S("get")) &&
                         (!str_eq(m, S("route")) || query_arg(q, d, -1, S("methods")));
            NodeId deps = query_arg(q, d, -1, S("dependencies"));
            a.role |= deps && query_mentions(q, deps, role_words);
            a.login |= deps && query_mentions(q, deps, login_words);
            continue;
        }
        a.role |= query_mentions(q, d, role_words);
        a.login |= query_mentions(q, d, login_words);
    }
    return a;
}

// Does the function itself look at the caller's role before it acts?
static bool tests_role(const Query *q, NodeId def)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_If, def, n));)
        if (query_mentions(q, py_node(q->tree, n, If_test), role_words))
            return true;
    return false;
}

// if not current_user.is_admin: abort(403), as the first thing that a route does
static bool is_refused(const Query *q, uint32_t func)
{
    const Tree *t = q->tree;
    NodeId def = query_def(q, func);
    int k = def ? py_kind(t, def) : PY_NONE;
    if (k != PY_FunctionDef && k != PY_AsyncFunctionDef) return false;
    NodeList body = py_body(t, def);
    NodeId first = body.n ? body.v[0] : 0;
    if (first && py_kind(t, first) == PY_Expr && body.n > 1) first = body.v[1];
    return first && py_kind(t, first) == PY_If &&
           query_mentions(q, py_node(t, first, If_test), role_words) &&
           query_mentions(q, py_node(t, first, If_test), (const Str[]){L("user"), {0}});
}

// has_role(user, "admin"), can_edit(user, page) as a statement: by their names they only answer.
static bool only_answers(const Query *q, NodeId call)
{
    static const Str about[] = {L("role"),  L("perm"),  L("access"), L("scope"), L("right"),
                                L("owner"), L("admin"), L("member"), L("privilege"), {0}};
    Str name = query_method(q, call);
    if (!py_list(q->tree, call, Call_args).n) return false;
    if (str_starts(name, S("can_")) || str_starts(name, S("may_"))) return true;
    return (str_starts(name, S("has_")) || str_starts(name, S("is_")) ||
            str_starts(name, S("user_has"))) && query_named(name, about);
}

// A function of this module by that name, which gives nothing back, checks nothing either.
static bool gives_nothing(const Query *q, Str name)
{
    bool here = false;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        here |= str_eq(py_name(q->tree, q->module->funcs.v[i].name), name);
    for (NodeId n = 0; here && (n = query_next(q, PY_Return, n));)
        if (py_node(q->tree, n, Return_value) &&
            str_eq(py_name(q->tree, q->module->funcs.v[q->inside[n]].name), name))
            return false;
    for (NodeId n = 0; here && (n = query_next(q, PY_Raise, n));)
        if (str_eq(py_name(q->tree, q->module->funcs.v[q->inside[n]].name), name)) return true;
    return here;
}

static bool ignores_answer(const Query *q, NodeId def)      // said there, where it stands
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Expr, def, n));) {
        NodeId call = py_node(q->tree, n, Expr_value);
        if (py_kind(q->tree, call) == PY_Call && only_answers(q, call)) return true;
    }
    return false;
}

static void look_at_ignored(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(q->tree, n, Expr_value);
        if (py_kind(q->tree, call) == PY_Await) call = py_node(q->tree, call, Await_value);
        if (py_kind(q->tree, call) == PY_Call && q->inside[n] && only_answers(q, call) &&
            !gives_nothing(q, query_method(q, call)))
            rule_report(run, q->inside[n], call, rule_hint(run),
                        "nobody looks at what %.*s answers", STR_ARG(query_method(q, call)));
    }
}

static const Str refusals[] = {L("HttpResponseForbidden"), L("HttpResponseBadRequest"), L("PermissionDenied"),
                               L("PermissionError"), L("HTTPException"), L("HTTPForbidden"), L("Forbidden"),
                               L("HTTPUnauthorized"), L("Unauthorized"), L("NotAuthenticated"), L("HTTPError"),
                               L("HttpResponseNotFound"), L("Http404"), L("HTTPNotFound"), L("HttpResponseRedirect"), {0}};

// if not theirs: HttpResponseForbidden() — a refusal that is made, and neither returned nor raised.
static void look_at_thrown_away(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(q->tree, n, Expr_value);
        if (py_kind(q->tree, call) != PY_Call || py_kind(q->tree, q->parent[n]) != PY_If) continue;
        for (const Str *r = refusals; r->len; r++)
            if (str_eq(query_method(q, call), *r))
                rule_report(run, q->inside[n], call, CONF_MEDIUM,
                            "the refusal is made and thrown away: nobody returns or raises %.*s",
                            STR_ARG(*r));
    }
}

// What everybody does for themselves asks for no role.
static const Str mine[] = {L("me"), L("my"), L("mine"), L("own"), {0}};

static bool is_for_oneself(Str name)
{
    static const Str parts[] = {L("profile"), L("password"),   L("logout"),   L("login"),
                                L("avatar"),  L("preference"), L("settings"), L("account"), {0}};
    return name_has_word(name, mine) || query_named(name, parts);
}

// How a framework is told, at the decorator of a route, who may call it.
static const struct Told { Str module, keyword; const Str *changing;
} told_by[] = {
    {L("litestar."), L("guards"), (const Str[]){L("post"), L("put"), L("patch"), L("delete"), {0}}},
    {L("starlite."), L("guards"), (const Str[]){L("post"), L("put"), L("patch"), L("delete"), {0}}},
    {L("pyramid.view."), L("permission"), NULL},
    {L("cornice."), L("permission"),
     (const Str[]){L("post"), L("put"), L("patch"), L("delete"), {0}}},
};

static const struct Told *telling(const Query *q, NodeId decorator)
{
    if (py_kind(q->tree, decorator) != PY_Call) return NULL;
    Str callee = query_callee(q, decorator);
    for (Size i = 0; i < countof(told_by); i++)
        if (str_starts(callee, told_by[i].module)) return &told_by[i];
    return NULL;
}

static bool is_change(const Query *q, NodeId decorator, const struct Told *told)
{
    NodeId method = query_arg(q, decorator, -1, S("request_method"));
    Str text;
    if (!told->changing)
        return method && (!query_str(q, method, &text) || !str_eq(text, S("GET")));
    for (const Str *c = told->changing; c->len; c++)
        if (str_eq(query_method(q, decorator), *c)) return true;
    return false;
}

// The class, or the module, says it for all of its routes with more than a login: view_defaults(permission=…)
static bool told_for_all(const Query *q, const Func *f, const struct Told *told)
{
    const ClassInfo *c = f->owner ? &q->module->classes.v[f->owner - 1] : NULL;
    for (Size i = 0; c && i < c->decorators.n; i++)
        if (py_kind(q->tree, c->decorators.v[i]) == PY_Call &&
            query_arg(q, c->decorators.v[i], -1, told->keyword))
            return true;
    for (Size i = 0; c && i < c->nattrs; i++)
        if (str_eq(py_name(q->tree, c->attrs[i].name), told->keyword) && c->attrs[i].value)
            return query_mentions(q, c->attrs[i].value, role_words);
    return false;
}

// Does a neighbour, in its class or module, name a guard of its own?
static bool has_guarded_neighbour(const Query *q, uint32_t owner, const struct Told *told)
{
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        for (Size k = 0; f->owner == owner && k < f->decorators.n; k++)
            if (telling(q, f->decorators.v[k]) == told &&
                query_arg(q, f->decorators.v[k], -1, told->keyword))
                return true;
    }
    return false;
}

// A route that changes something names no guard, and its neighbours do.
static void look_at_guards(RuleRun *run)
{
    const Query *q = run->query;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        Str name = py_name(q->tree, f->name);
        NodeId def = query_def(q, i);
        for (Size k = 0; def && k < f->decorators.n; k++) {
            NodeId d = f->decorators.v[k];
            const struct Told *told = telling(q, d);
            if (!told || query_arg(q, d, -1, told->keyword) || !is_change(q, d, told) ||
                is_for_oneself(name) || told_for_all(q, f, told) || tests_role(q, def) ||
                !has_guarded_neighbour(q, f->owner, told))
                continue;
            rule_report(run, i, d, rule_hint(run),
                        "`%.*s` has no guard of its own, its neighbours have", STR_ARG(name));
        }
    }
}

static bool is_verb(Str name)
{
    static const Str verbs[] = {L("post"), L("put"), L("patch"), L("delete"), {0}};
    if (str_starts(name, S("on_"))) name = str_sub(name, 3, -1);        // falcon's
    if (str_in(name, verbs)) return true;
    return false;
}

// require_role(…), self.ensure_admin(): by its name it raises unless the caller has the right.
static bool names_check(Str name)
{
    static const Str asks[] = {L("require"),  L("ensure"),   L("check"),  L("assert_"),
                               L("must_"),    L("enforce"),  L("demand"), L("authoriz"),
                               L("authoris"), L("restrict"), {0}};
    static const Str about[] = {L("role"),      L("perm"),    L("admin"),    L("staff"),
                                L("moderator"), L("access"),  L("scope"),    L("privilege"),
                                L("superuser"), L("manager"), L("operator"), {0}};
    return query_named(name, asks) && query_named(name, about);
}

typedef struct { Str by; bool of_self; } Asks;

// Of each function the first such call that it makes as a statement of its own. NULL: none makes one.
static const Asks *all_asks(const Query *q)
{
    const Tree *t = q->tree;
    Asks *asks = NULL;
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(t, n, Expr_value);
        if (py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
        if (py_kind(t, call) != PY_Call || !names_check(query_method(q, call))) continue;
        NodeId f = py_node(t, call, Call_func);
        bool of_self = py_kind(t, f) == PY_Attribute;
        if (of_self && !str_eq(query_called(q, py_node(t, f, Attribute_value)), S("self")))
            continue;
        if (!asks) asks = new(q->keep, Asks, q->module->funcs.n);
        Asks *own = &asks[q->inside[n]];
        if (!own->by.len) *own = (Asks){query_method(q, call), of_self};
    }
    return asks;
}

// @require_POST, @require_http_methods(["DELETE"]), @api_view(["POST"]) and the routes of frameworks
static bool changes_things(const Query *q, uint32_t func)
{
    static const Str by[] = {
        L("require_post"), L("require_http_methods"), L("api_view"), L("action"), {0}};
    static const Str verbs[] = {L("post"), L("put"), L("patch"), L("delete"), {0}};
    const Func *f = &q->module->funcs.v[func];
    if (f->owner && is_verb(py_name(q->tree, f->name))) return true;
    for (Size i = 0; i < f->decorators.n; i++)
        if (query_mentions(q, f->decorators.v[i], by) &&
            (query_mentions(q, f->decorators.v[i], verbs) ||
             query_mentions_text(q, f->decorators.v[i], verbs)))
            return true;
    for (Size i = 0; i < f->decorators.n; i++) {                        // @delete("/items/<name>"), of bottle
        NodeId d = f->decorators.v[i];
        Str path;
        if (py_kind(q->tree, d) == PY_Call && is_verb(query_method(q, d)) &&
            query_arg(q, d, 0, S("path")) && query_str(q, query_arg(q, d, 0, S("path")), &path) &&
            str_starts(path, S("/")))
            return true;
    }
    Asked a = asked_by(q, func);
    return a.route && a.changes;
}

static Str first_base(const Query *q, const Func *f)
{
    const ClassInfo *c = f->owner ? &q->module->classes.v[f->owner - 1] : NULL;
    return c && c->bases.n ? query_called(q, c->bases.v[0]) : S("");
}

// Asked before every method of the class: prepare(), dispatch(), a mixin, a list of permissions.
static bool asked_for_all(const Query *q, const Func *f)
{
    static const Str before[] = {L("prepare"), L("dispatch"),        L("initial"),
                                 L("setup"),   L("get_permissions"), {0}};
    static const Str rights[] = {L("permission"), L("role"),           L("admin"),
                                 L("staff"),      L("userpassestest"), {0}};
    const ClassInfo *c = f->owner ? &q->module->classes.v[f->owner - 1] : NULL;
    for (Size i = 0; c && i < c->methods.n; i++)
        if (str_in(py_name(q->tree, c->methods.name[i]), before)) return true;
    for (Size i = 0; c && i < c->bases.n; i++)
        if (query_mentions(q, c->bases.v[i], rights)) return true;
    for (Size i = 0; c && i < c->nattrs; i++)
        if (query_named(py_name(q->tree, c->attrs[i].name), rights)) return true;
    for (Size i = 0; i < f->decorators.n; i++)
        if (query_mentions(q, f->decorators.v[i], role_words)) return true;
    return false;
}

// One handler begins with self.require_role("editor"), another that changes things does not.
static void look_at_helpers(RuleRun *run)
{
    static const Str open[] = {L("login"),   L("logout"),  L("register"),  L("signup"),
                               L("sign_up"), L("webhook"), L("callback"),  L("health"),
                               L("token"),   L("reset"),   L("subscribe"), L("contact"),
                               {0}};
    const Query *q = run->query;
    const Asks *asks = all_asks(q);
    for (uint32_t i = 1; asks && (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = query_def(q, i);
        if (!def || f->kind != FUNC_DEF || asks[i].by.len || !changes_things(q, i) ||
            query_named(f->qualname, open) || is_for_oneself(f->qualname) || tests_role(q, def) ||
            asked_for_all(q, f) || query_mentions(q, query_args(q, def), role_words))
            continue;
        Str asked = {0};
        for (uint32_t k = 1; !asked.len && (Size)k < q->module->funcs.n; k++) {
            const Func *g = &q->module->funcs.v[k];
            if (k == i || !asks[k].by.len || !g->owner != !f->owner || g->kind != FUNC_DEF)
                continue;
            bool reachable = !asks[k].of_self || g->owner == f->owner ||
                             (first_base(q, f).len && str_eq(first_base(q, f), first_base(q, g)));
            bool handler = flow_entry(run->file, k, NULL) & KIND(REMOTE) || changes_things(q, k) ||
                           asked_by(q, k).route || str_eq(py_name(q->tree, g->name), S("get"));
            if (reachable && handler) asked = asks[k].by;
        }
        if (asked.len && !query_mentions(q, def, (const Str[]){asked, {0}}))
            rule_report(run, i, def, rule_hint(run),
                        "`%.*s` does not ask %.*s(), as the handlers beside it do",
                        STR_ARG(f->qualname), STR_ARG(asked));
    }
}

// What a framework's class calls by name, and goes on without where there is none.
static const struct Hook { Str base, name; } called_by_name[] = {
    {L("BasePermission"), L("has_permission")},     {L("BasePermission"), L("has_object_permission")},
    {L("ModelAdmin"), L("has_delete_permission")},  {L("ModelAdmin"), L("has_change_permission")},
    {L("ModelAdmin"), L("has_add_permission")},     {L("ModelAdmin"), L("has_view_permission")},
    {L("ModelView"), L("is_accessible")},           {L("View"), L("check_object_permissions")},
    {L("ViewSet"), L("get_permissions")},           {L("View"), L("get_permissions")},
    {L("ViewSet"), L("check_object_permissions")},  {L("AdminIndexView"), L("is_accessible")},
    {L("RequestHandler"), L("check_xsrf_cookie")},  {L("RequestHandler"), L("prepare")},
    {L("SessionAuthentication"), L("enforce_csrf")}};

static Size shared(Str a, Str b, bool from_end)
{
    Size n = 0;
    while (n < a.len && n < b.len &&
           (from_end ? a.s[a.len - 1 - n] == b.s[b.len - 1 - n] : a.s[n] == b.s[n]))
        n++;
    return n;
}

// has_obj_permission, has_objects_permission: begins and ends as the other does, and little differs.
static bool is_near(Str name, Str meant)
{
    Size same = shared(name, meant, false) + shared(name, meant, true);
    Size longer = name.len > meant.len ? name.len : meant.len;
    return !str_eq(name, meant) && same * 5 >= longer * 4 && longer - same <= 4;
}

static void look_at_names(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        const ClassInfo *c = f->owner ? &q->module->classes.v[f->owner - 1] : NULL;
        Str name = py_name(t, f->name);
        if (!c || f->kind != FUNC_DEF || f->decorators.n) continue;
        const struct Hook *meant = NULL;
        bool known = false;
        for (Size h = 0; h < countof(called_by_name); h++) {
            const struct Hook *hook = &called_by_name[h];
            known |= str_eq(name, hook->name);
            if (!is_near(name, hook->name)) continue;
            bool has = false;
            for (Size k = 0; k < c->methods.n; k++)
                has |= str_eq(py_name(t, c->methods.name[k]), hook->name);
            for (Size b = 0; !has && b < c->bases.n; b++)
                if (str_ends(query_called(q, c->bases.v[b]), hook->base)) meant = hook;
        }
        if (meant && views_have_own_base(run, c)) meant = NULL;
        bool called = false;
        for (NodeId n = 0; meant && !called && (n = query_next(q, PY_Attribute, n));)
            called = str_eq(query_called(q, n), name);
        if (meant && !known && !called && !flow_used_outside(run->file, name))
            rule_report(
                run, i, query_def(q, i), CONF_MEDIUM,
                "`%.*s` is a name that nobody calls; %.*s is meant, and without it everybody may",
                STR_ARG(name), STR_ARG(meant->name));
    }
}

// ---- a check that nobody awaits

// require("admin", space), where require is an async def of the project that refuses: it does not run.
static void look_at_unawaited(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(t, n, Expr_value);
        if (py_kind(t, call) != PY_Call || !q->module->funcs.v[q->inside[n]].is_async) continue;
        Size module = -1;
        Str name = {0};
        FlowFile other = {0};
        NodeId func = py_node(t, call, Call_func);
        bool plain = py_kind(t, func) == PY_Name || py_kind(t, func) == PY_Attribute;
        Str dotted = plain ? py_text(t, func) : (Str){0};
        if (!dotted.len || !flow_definition(run->file, dotted, &module, &name) || !name.len ||
            !flow_other(run->file, module, &other))
            continue;
        const Module *m = other.module;
        for (Size k = 1; k < m->funcs.n; k++) {
            const Func *f = &m->funcs.v[k];
            if (f->kind == FUNC_DEF && f->is_async && !f->is_generator && !f->owner && !f->parent &&
                str_eq(py_name(m->tree, f->name), name) &&
                caller_is_refused(m->tree, f->node))
                rule_report(run, q->inside[n], call, CONF_HIGH,
                            "%.*s() is a coroutine that nobody awaits: it refuses nobody",
                            STR_ARG(name));
        }
    }
}

// {"role": request.data["role"]}, member.role = …: the function gives somebody a role that the request names.
static NodeId gives_role(const Query *q, NodeId def)
{
    static const Str from[] = {L("request"), L("data"), L("payload"), L("body"), L("form"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeId value = query_within(q, n, def) ? query_item(q, n, S("role")) : 0;
        if (value && query_mentions(q, value, from)) return n;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (query_within(q, n, def) && py_kind(t, to) == PY_Attribute &&
            str_eq(query_called(q, to), S("role")) &&
            query_mentions(q, py_node(t, n, Assign_value), from))
            return n;
    }
    return 0;
}

// own.role not in ("owner", "admin"): asked in this function
static bool compares_role(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left);
        if (query_within(q, n, def) && py_kind(t, left) == PY_Attribute &&
            str_eq(query_called(q, left), S("role")))
            return true;
    }
    return false;
}

// One method of a view asks for the role of who calls before it takes a member away; another hands out
// roles to whoever calls.
static void look_at_given_roles(RuleRun *run)
{
    static const Str asks[] = {
        L("permission"), L("can_"),    L("may_"),   L("allowed"), L("has_perm"),
        L("authorize"),  L("require"), L("ensure"), L("check"),   {0}};
    static const int defs[] = {PY_FunctionDef, PY_AsyncFunctionDef};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (!name_find(&t->names, S("role"))) return;               // nobody asks for one
    for (Size k = 0; k < countof(defs); k++)
        for (NodeId n = 0; (n = query_next(q, defs[k], n));) {
            NodeId cls = q->parent[n], at = gives_role(q, n), neighbour = 0;
            bool class = py_kind(t, cls) == PY_ClassDef;
            if (!at || (!class && py_kind(t, cls) != PY_Module) || compares_role(q, n) ||
                query_mentions(q, n, asks))
                continue;
            NodeList body = py_list(t, cls, class ? ClassDef_body : Module_body);
            for (uint32_t i = 0; i < body.n && !neighbour; i++)
                if (body.v[i] != n && query_args(q, body.v[i]) && compares_role(q, body.v[i]))
                    neighbour = body.v[i];
            if (neighbour)
                rule_report(
                    run, q->inside[at], query_statement(q, at), rule_hint(run),
                    "it gives a role to somebody, and `%.*s` beside it asks for the caller's first",
                    STR_ARG(py_name(t, py_sym(t, neighbour, FunctionDef_name))));
        }
}

// session["lang"] = …, and a reply: what the visitor's own session holds is theirs to choose.
static bool only_sets_session(const Query *q, NodeId def)
{
    static const int stores[] = {PY_Assign, PY_AugAssign, PY_AnnAssign};
    const Tree *t = q->tree;
    bool sets = false;
    for (Size k = 0; k < countof(stores); k++)
        for (NodeId n = 0; (n = query_next_in(q, stores[k], def, n));) {
            NodeId to = stores[k] == PY_Assign ? py_list(t, n, Assign_targets).v[0] : 0;
            bool own = to && py_kind(t, to) == PY_Subscript &&
                       str_eq(query_called(q, py_node(t, to, Subscript_value)), S("session"));
            sets |= own;
            if (!own && (!to || py_kind(t, to) != PY_Name)) return false;
        }
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(t, n, Expr_value);
        if (query_within(q, n, def) &&
            (py_kind(t, call) == PY_Await || py_kind(t, call) == PY_Call) &&
            !str_eq(query_method(q, call), S("flash")))
            return false;
    }
    return sets;
}

// PATCH /me, which sets fields of the caller and of nobody else: "/users/<uid>" names another.
static bool is_for_caller(const Query *q, uint32_t func, NodeId def)
{
    static const Str caller[] = {
        L("current_user"), L("g.user"), L("request.user"), L("current_user.profile"), {0}};
    const Tree *t = q->tree;
    const Func *f = &q->module->funcs.v[func];
    int own = 0;
    for (Size i = 0; i < f->decorators.n; i++) {
        Str path;
        NodeId first =
            is_route(q, f->decorators.v[i]) ? py_list(t, f->decorators.v[i], Call_args).v[0] : 0;
        if (first && query_str(q, first, &path) &&
            (str_find(path, S("<")) >= 0 || str_find(path, S("{")) >= 0))
            return false;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, def, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) != PY_Attribute) continue;
        if (!str_closes(query_dotted(q, py_node(t, to, Attribute_value)), caller)) return false;
        own++;
    }
    return own > 0 && !query_holds(q, def, PY_Delete);
}

// filter_by(id=pid, author_id=current_user.id), if post.author_id != current_user.id: abort(403): of all things the
// function takes only the caller's own, for which no role is needed.
static bool says_whose(const Query *q, Str name, NodeId value)
{
    static const Str owner[] = {L("owner"), L("author"), L("user"), L("creator"), L("created_by"),
                                L("customer"), L("member"), L("account"), {0}};
    static const Str caller[] = {L("current_user"), L("g.user"), L("request.user"),
                                 L("user"),         L("me"),     {0}};
    static const Str keys[] = {L("id"), L("pk"), L("uid"), L("userid"), L("uuid"), {0}};
    const Tree *t = q->tree;
    if (!query_named(name, owner)) return false;
    if (py_kind(t, value) == PY_Attribute && name_has_word(query_called(q, value), keys))
        value = py_node(t, value, Attribute_value);
    Str who = query_dotted(q, value);
    for (const Str *c = caller; c->len; c++)
        if (str_eq(who, *c) || (str_ends(who, *c) && who.s[who.len - c->len - 1] == '.'))
            return true;
    return false;
}

static bool compares_owner(const Query *q, NodeId compare)
{
    const Tree *t = q->tree;
    NodeList right = py_list(t, compare, Compare_comparators);
    NodeId left = py_node(t, compare, Compare_left);
    return right.n == 1 && ((py_kind(t, left) == PY_Attribute &&
                             says_whose(q, query_called(q, left), right.v[0])) ||
                            (py_kind(t, right.v[0]) == PY_Attribute &&
                             says_whose(q, query_called(q, right.v[0]), left)));
}

static bool differs_owner(const Query *q, NodeId test)
{
    return py_kind(q->tree, test) == PY_Compare &&
           (int)py_syms(q->tree, test, Compare_ops).v[0] == OP_NOTEQ && compares_owner(q, test);
}

static bool takes_own(const Query *q, NodeId def)
{
    static const Str lookups[] = {L("filter_by"), L("filter"), L("where"), L("get"), L("get_or_404"), L("find_one"),
                                  L("get_object_or_404"), L("first_or_404"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        if (!str_in(query_method(q, n), lookups)) continue;
        NodeList keys = py_list(t, n, Call_keywords);
        for (uint32_t i = 0; i < keys.n; i++)
            if (says_whose(q, py_name(t, py_sym(t, keys.v[i], keyword_arg)),
                           py_node(t, keys.v[i], keyword_value)))
                return true;
        for (NodeId c = 0; (c = query_next_in(q, PY_Compare, n, c));)
            if ((int)py_syms(t, c, Compare_ops).v[0] == OP_EQ && compares_owner(q, c)) return true;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_If, def, n));) {
        NodeId test = py_node(t, n, If_test);
        NodeList then = py_list(t, n, If_body), parts = {0};         // if row is None or row.owner_id != user.id
        if (!then.n) continue;                                  // half typed
        if (py_kind(t, test) == PY_BoolOp && py_at(t, test)->op == OP_OR)
            parts = py_list(t, test, BoolOp_values);
        for (uint32_t i = 0; i < parts.n; i++)
            if (differs_owner(q, parts.v[i]) && query_leaves(q, py_last(then))) return true;
        if (py_kind(t, test) != PY_Compare || !compares_owner(q, test)) continue;
        if (!differs_owner(q, test) || query_leaves(q, py_last(then))) return true;
    }
    return false;
}

// ---- a login where a role is wanted

// A route of this file, as far as it says what its callers must be.
typedef struct {
    Asked asked;
    Str path, owner;                     // "/<int:uid>/delete" of users = Blueprint(…)
    uint32_t func;
    bool by_role;
} Door;
typedef struct { Door *v; Size n, cap, by_role, by_login; } Doors;

static const Str of_admins[] = {L("admin"), L("superuser"), L("backoffice"), L("back-office"), {0}};

static bool removes(const Query *q, const Door *d)
{
    static const Str words[] = {L("delete"), L("remove"), L("purge"), L("destroy"), L("wipe"),
                                L("erase"),  L("drop"),   L("ban"),   L("unban"),   {0}};
    const Func *f = &q->module->funcs.v[d->func];
    for (Size i = 0; i < f->decorators.n; i++)
        if (is_route(q, f->decorators.v[i]) &&
            str_eq(query_method(q, f->decorators.v[i]), S("delete")))
            return true;
    return name_has_word(py_name(q->tree, f->name), words);
}

// /users/{uid}/role, promote(uid): what it changes is somebody's rights.
static bool is_of_rights(const Query *q, const Door *d)
{
    static const Str words[] = {L("role"),        L("roles"),  L("permission"), L("permissions"),
                                L("promote"),     L("demote"), L("grant"),      L("revoke"),
                                L("impersonate"), {0}};
    return name_has_word(py_name(q->tree, q->module->funcs.v[d->func].name), words);
}

static Str owner_of(const Tree *t, NodeId route)           // the text of what it is a route of
{
    return py_text(t, py_node(t, py_node(t, route, Call_func), Attribute_value));
}

static void collect_doors(const Query *q, Doors *all)
{
    const Tree *t = q->tree;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        Door d = {.func = i, .asked = f->decorators.n ? asked_by(q, i) : (Asked){0}};
        if (!d.asked.route) continue;
        for (Size k = 0; k < f->decorators.n; k++) {
            if (!is_route(q, f->decorators.v[k])) continue;
            query_str(q, py_list(t, f->decorators.v[k], Call_args).v[0], &d.path);
            d.owner = owner_of(t, f->decorators.v[k]);
        }
        d.by_role = d.asked.role || (d.asked.login && is_refused(q, i));
        all->by_role += d.by_role && d.asked.changes;
        all->by_login +=
            !d.by_role && d.asked.changes && d.asked.login && !is_for_oneself(py_name(t, f->name));
        *push(q->keep, all) = d;
    }
}

// A hook, a dependency of the router, what a view is registered with: does it ask for a role?
static bool asks_role(const FlowFile *f, NodeId n)
{
    return str_has(py_text(f->module->tree, n), role_words);
}

static bool tests_a_role(const Tree *t, NodeId n)          // in a dependency's own code
{
    return py_kind(t, n) == PY_If && str_has(py_text(t, py_node(t, n, If_test)), role_words);
}

static bool role_before(const RuleRun *run, NodeId def, Str owner)
{
    NodeId args = query_args(run->query, def);
    return rule_hint(run) < run->least || flow_asked_before(run->file, owner, asks_role) ||
           (args && flow_depends(run->file, args, tests_a_role));
}

// service.delete(key, user): what acts is told who calls, and may ask them itself.
static bool tells_who(const Query *q, NodeId def)
{
    static const Str who[] = {L("current_user"), L("user"), L("me"), L("actor"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        NodeList args = py_list(t, n, Call_args);
        if (!query_named(query_method(q, n), (const Str[]){L("delete"), L("remove"), {0}}))
            continue;
        for (uint32_t i = 1; i < args.n; i++)
            if (str_in(query_called(q, args.v[i]), who)) return true;
    }
    return false;
}

// The one who calls: request.user, current_user, g.user, a parameter that a dependency gives.
static bool is_caller(const Query *q, NodeId who)
{
    static const Str caller[] = {
        L("current_user"), L("g.user"), L("request.user"), L("self.request.user"), {0}};
    Str name = query_dotted(q, who);
    for (const Str *c = caller; c->len; c++)
        if (str_eq(name, *c) || (str_ends(name, *c) && name.s[name.len - c->len - 1] == '.'))
            return true;
    return py_kind(q->tree, who) == PY_Name && query_is_parameter(q, who);
}

// user = User.objects.get(pk=pk): a record that was looked up, by a key and not for who calls
static bool is_found(const Query *q, NodeId who)
{
    static const Str by[] = {L("get"),         L("get_or_404"),   L("get_object_or_404"),
                             L("first"),       L("one"),          L("one_or_none"),
                             L("find_one"),    L("first_or_404"), L("scalar"),
                             L("get_by_id"),   L("scalar_one"),   L("scalar_one_or_none"),
                             L("get_or_none"), L("aget"),         {0}};
    const Tree *t = q->tree;
    NodeId call = query_peel(q, who);
    if (py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
    if (py_kind(t, call) != PY_Call || !str_in(query_method(q, call), by)) return false;
    return !query_mentions(q, call, (const Str[]){L("current_user"), L("request.user"), {0}});
}

// berth.closed = False: it changes a record that it looked up.
static bool changes_found(const Query *q, NodeId def)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, def, n));) {
        NodeId to = py_list(q->tree, n, Assign_targets).v[0];
        NodeId who =
            py_kind(q->tree, to) == PY_Attribute ? py_node(q->tree, to, Attribute_value) : 0;
        if (who && !is_caller(q, who) && is_found(q, who)) return true;
    }
    return false;
}

static Str object_of(const Door *d)                        // "/berths/<int:number>" of "/berths/<int:number>/open"
{
    bool named =
        d->path.len && (d->path.s[d->path.len - 1] == '>' || d->path.s[d->path.len - 1] == '}');
    Size slash = named ? d->path.len : str_rfind(d->path, '/');
    Str object = slash > 0 ? str_sub(d->path, 0, slash) : (Str){0};
    return str_find(object, S("<")) >= 0 || str_find(object, S("{")) >= 0 ? object : (Str){0};
}

// What of the route or its neighbours makes a login too little; NULL: nothing does.
static const char *wants_role(const Query *q, const Doors *all, const Door *d)
{
    bool admins = str_has(caller_prefix(q, d->owner), of_admins) || str_has(d->path, of_admins) ||
                  name_has_word(py_name(q->tree, q->module->funcs.v[d->func].name), of_admins);
    Str object = object_of(d);
    bool neighbours = false, same = false, there = false;
    for (Size i = 0; i < all->n; i++) {
        const Door *o = &all->v[i];
        bool alike = o->by_role && o->asked.changes && str_eq(o->owner, d->owner) && object.len &&
                     str_eq(object_of(o), object);
        neighbours |= o->by_role;
        same |= alike;
        there |= alike && str_eq(o->path, d->path);
    }
    if (admins && !neighbours) return "is an administrator's action and asks only for a login";
    NodeId def = query_def(q, d->func);
    bool like_them = (all->by_role > 0 &&
                      (removes(q, d) || is_of_rights(q, d) || query_holds(q, def, PY_Global))) ||
                     there || (same && changes_found(q, def));
    if (neighbours && (admins || like_them || all->by_role >= all->by_login))
        return "asks only for a login, its neighbours for a role";
    return NULL;
}

static void look_at_doors(RuleRun *run)
{
    const Query *q = run->query;
    Doors all = {0};
    collect_doors(q, &all);
    for (Size i = 0; i < all.n; i++) {
        const Door *d = &all.v[i];
        Str name = py_name(q->tree, q->module->funcs.v[d->func].name);
        if (name_has_word(name, mine) || (is_for_oneself(name) && str_find(name, S("me")) < 0))
            continue;
        NodeId def = query_def(q, d->func);
        const char *why;
        if (!d->asked.changes || d->asked.role || !d->asked.login || !def || tests_role(q, def) ||
            ignores_answer(q, def) || only_sets_session(q, def) || is_for_caller(q, d->func, def) ||
            takes_own(q, def) || tells_who(q, def) || !(why = wants_role(q, &all, d)) ||
            role_before(run, def, d->owner))
            continue;
        rule_report(run, d->func, q->module->funcs.v[d->func].decorators.v[0], rule_hint(run),
                    "`%.*s` %s", STR_ARG(name), why);
    }
}

// ---- somebody else's rights, by a login

static const Str rights[] = {L("is_staff"), L("is_superuser"), L("is_admin"),    L("is_moderator"), L("superuser"),
                             L("role"),     L("roles"),        L("permissions"), L("user_type"),    L("access_level"),
                             {0}};

// The statement that gives them: user.is_staff = True, User.objects.filter(pk=pk).update(role=role)
static NodeId raises_rights(const Query *q, NodeId def)
{
    static const Str filters[] = {L("filter"), L("filter_by"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, def, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) != PY_Attribute || !str_in(query_called(q, to), rights)) continue;
        NodeId who = py_node(t, to, Attribute_value);
        if (!query_is_false(q, py_node(t, n, Assign_value)) && !is_caller(q, who) &&
            is_found(q, who))
            return n;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        NodeId func = py_node(t, n, Call_func), of = 0;
        NodeList keys = py_list(t, n, Call_keywords);
        if (py_kind(t, func) == PY_Attribute && str_eq(query_method(q, n), S("update")))
            of = py_node(t, func, Attribute_value);
        if (!of || py_kind(t, of) != PY_Call || !str_in(query_method(q, of), filters)) continue;
        for (uint32_t i = 0; i < keys.n; i++)
            if (str_in(py_name(t, py_sym(t, keys.v[i], keyword_arg)), rights) &&
                !query_is_false(q, py_node(t, keys.v[i], keyword_value)))
                return query_statement(q, n);
    }
    return 0;
}

// if not request.user.is_superuser, if not may_edit(request.user, team): something of the caller is asked; of a
// name `role` it is the value.
static bool asks_something(const Query *q, NodeId def)
{
    static const Str who[] = {L("current_user"), L("request.user"), L("g.user"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_If, def, n));) {
        NodeId test = py_node(t, n, If_test);
        if (str_has(py_text(t, test), who)) return true;
        for (NodeId a = 0; (a = query_next_in(q, PY_Attribute, test, a));)
            if (query_named(query_called(q, a), role_words)) return true;
        for (NodeId c = 0; (c = query_next_in(q, PY_Call, test, c));)
            if (query_named(query_method(q, c), role_words)) return true;
        for (NodeId a = 0; (a = query_next_in(q, PY_Name, test, a));)
            if (query_named(query_called(q, a),
                            (const Str[]){L("admin"), L("staff"), L("superuser"), {0}}) &&
                !query_is_parameter(q, a))
                return true;
    }
    return false;
}

// The view's class asks for a login and for no more: LoginRequiredMixin, [IsAuthenticated]
static bool class_wants_login(const Query *q, const Func *f)
{
    static const Str login[] = {L("LoginRequired"), L("IsAuthenticated"), L("login_required"), {0}};
    const ClassInfo *c = f->owner ? &q->module->classes.v[f->owner - 1] : NULL;
    return c && query_mentions(q, c->node, login) && !asked_for_all(q, f);
}

static void look_at_rights(RuleRun *run)
{
    const Query *q = run->query;
    bool any = false;
    for (const Str *r = rights; r->len && !any; r++) any = name_find(&q->tree->names, *r) != 0;
    for (uint32_t i = 1; any && (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = f->kind == FUNC_DEF ? query_def(q, i) : 0, at = 0;
        if (!def || !(at = raises_rights(q, def)) || q->inside[at] != i) continue;
        Asked a = asked_by(q, i);
        bool login = a.login || class_wants_login(q, f) || login_parameter(q, def).len ||
                     login_by_hand(q, def) || login_by_hook(q, def);
        if (!login || a.role || asks_something(q, def) || takes_own(q, def) ||
            ignores_answer(q, def))
            continue;
        Str owner = py_name(q->tree, f->name);
        for (Size k = 0; k < f->decorators.n; k++)
            if (is_route(q, f->decorators.v[k]))
                owner = owner_of(q->tree, f->decorators.v[k]);
        if (!role_before(run, def, owner))
            rule_report(run, i, at, rule_hint(run),
                        "`%.*s` gives somebody rights and asks only for a login",
                        STR_ARG(py_name(q->tree, f->name)));
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    if (rule_hint(run) >= run->least) {                         // else what they say would be hidden
        look_at_given_roles(run);
        look_at_ignored(run);
        look_at_guards(run);
        look_at_helpers(run);
        look_at_doors(run);
        look_at_rights(run);
    }
    look_at_names(run);
    look_at_unawaited(run);
    look_at_thrown_away(run);
}

static bool is_hooked(const Tree *t, NodeId base)
{
    Str name = py_last_name(t, base);
    for (Size h = 0; h < countof(called_by_name); h++)
        if (str_ends(name, called_by_name[h].base)) return true;
    return name.len == 0;                                       // View[Model], made by a call
}

// In a package: refusals that are thrown away, checks that nobody awaits, and what classes are asked by name.
static bool speaks(const RuleRun *run)
{
    const Tree *t = run->tree;
    const Module *m = run->module;
    if (run->file->is_test) return false;
    bool any = rule_hint(run) >= run->least || py_next_of(t, run->links, PY_AsyncFunctionDef, 0);
    for (const Str *r = refusals; r->len && !any; r++) any = rule_says(run, *r);
    for (Size i = 0; i < m->classes.n && !any; i++)
        for (Size b = 0; b < m->classes.v[i].bases.n && !any; b++) any = is_hooked(t, m->classes.v[i].bases.v[b]);
    return any;
}

const Rule rule_missing_authorization = {
    .id = L("missing-authorization"),
    .cwe = 862,
    .also = {285},
    .severity = SEV_HIGH,
    .title = L("an administrator's action asks only for a login"),
    .why = L("A login says who somebody is, not what they may do. The neighbours of this "
             "function ask for a role and it does not: every registered user can call it, and "
             "does, once they have seen its address."),
    .instead = L("Ask for the same role or permission as the neighbours."),
    .bad = L("from flask import Flask\n"
             "from flask_login import login_required\n"
             "app = Flask(__name__)\n"
             "def role_required(r): return lambda f: f\n"
             "@app.get(\"/admin/users\")\n"
             "@role_required(\"admin\")\n"
             "def users():\n"
             "    return \"users\"\n"
             "@app.post(\"/admin/promote\")\n"
             "@login_required\n"
             "def promote():\n"
             "    return \"done\"\n"),
    .good = L("from flask import Flask\n"
              "app = Flask(__name__)\n"
              "def role_required(r): return lambda f: f\n"
              "@app.get(\"/admin/users\")\n"
              "@role_required(\"admin\")\n"
              "def users():\n"
              "    return \"users\"\n"
              "@app.post(\"/admin/promote\")\n"
              "@role_required(\"admin\")\n"
              "def promote():\n"
              "    return \"done\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/862.html"),
                    L("https://owasp.org/API-Security/editions/2023/en/"
                      "0xa5-broken-function-level-authorization/")),
    .at_file = look,
    .surest = {.most = CONF_HIGH},
    .speaks = speaks,
    .fix = mend_fix_neighbour,
};
