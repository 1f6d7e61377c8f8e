// rule missing-authentication: a route that changes things can be called without a login.
// SPDX-License-Identifier: MIT
#include "rule/caller.h"
#include "rule/login.h"
#include "rule/views.h"

static const Str open_words[] = {
    L("login"),  L("logout"),  L("register"), L("signup"),  L("sign_up"),   L("signin"), L("reset"),
    L("forgot"), L("webhook"), L("callback"), L("health"),  L("token"),     L("public"), L("index"),
    L("static"), L("ping"),    L("metrics"),  L("contact"), L("subscribe"), L("hook"),   {0}};
static const Str require_words[] = {L("require_"), {0}};
static const Str required[] = {L("_required"), {0}};
static const Str changing[] = {L("post"), L("put"), L("patch"), L("delete"), {0}};

// @router.post("/x", …), @app.route("/x", methods=[…])
static bool is_route(const Query *q, NodeId d)
{
    const Tree *t = q->tree;
    if (py_kind(t, d) != PY_Call || py_kind(t, py_node(t, d, Call_func)) != PY_Attribute)
        return false;
    Str m = query_method(q, d), path;
    NodeId first = query_arg(q, d, 0, S("path"));
    if (!first) first = query_arg(q, d, 0, S("rule"));
    if (!first || !query_str(q, first, &path) || (path.len && path.s[0] != '/')) return false;
    return str_eq(m, S("route")) || str_eq(m, S("get")) || str_eq(m, S("websocket")) ||
           str_in(m, changing);
}

static bool is_changing(const Query *q, NodeId route)
{
    static const Str verbs[] = {L("POST"), L("PUT"), L("PATCH"), L("DELETE"), {0}};
    if (str_in(query_method(q, route), changing)) return true;
    NodeId methods = query_arg(q, route, -1, S("methods"));
    return methods &&
           query_mentions_text(q, methods,
                               (const Str[]){L("post"), L("put"), L("patch"), L("delete"), {0}}) &&
           verbs[0].len;
}

// The check stands above the route, so that the route registers the function without it.
static void look_at_order(RuleRun *run, uint32_t func)
{
    const Query *q = run->query;
    const Func *f = &q->module->funcs.v[func];
    for (Size i = 0; i + 1 < f->decorators.n; i++) {
        if (is_route(q, f->decorators.v[i]) ||
            !query_mentions(q, f->decorators.v[i], caller_checks))
            continue;
        for (Size k = i + 1; k < f->decorators.n; k++)
            if (is_route(q, f->decorators.v[k]))
                rule_report(run, func, f->decorators.v[k], CONF_HIGH,
                            "the route is registered below the check, so requests go round it");
    }
}

// before: what stands before all routes of its owner asks, as far as that was looked for.
typedef enum { UNSEEN, ASKS_NOBODY, ASKS } Before;
typedef struct {
    NodeId route;
    Str owner;
    bool changes, guarded, asks;
    uint32_t func;
    Before before;
} Route;
typedef struct { Route *v; Size n, cap; } Routes;

// async def post(self): raise HTTPError(404, …): nobody gets anything
static bool only_refuses(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    NodeList body = py_body(t, def);
    return py_kind(t, py_last(body)) == PY_Raise && body.n <= 2;
}

// return await bot.handle(request): another program's handler gets the request as it came, with the
// headers by which it knows its callers.
static bool hands_on(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    NodeList body = py_body(t, def);
    if (body.n != 1 || py_kind(t, body.v[0]) != PY_Return) return false;
    NodeId call = py_node(t, body.v[0], Return_value);
    if (call && py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
    if (!call || py_kind(t, call) != PY_Call ||
        py_kind(t, py_node(t, call, Call_func)) != PY_Attribute)
        return false;
    NodeList args = py_list(t, call, Call_args);
    return args.n == 1 && py_kind(t, args.v[0]) == PY_Name && query_is_parameter(q, args.v[0]) &&
           str_starts(query_called(q, args.v[0]), S("req"));
}

// user=Depends(get_verified_user), Annotated[User, Security(…)]: the framework asks first who calls.
static bool depends_on_user(const Query *q, NodeId args)
{
    static const Str who[] = {L("user"), L("admin"), L("verif"), L("auth"), L("owner"), L("member"),
                              L("account"), L("identity"), L("principal"), L("caller"),
                              L("credential"), L("login"), L("require"), {0}};
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, args, n));) {
        Str m = query_method(q, n);
        if (!str_eq(m, S("Depends")) && !str_eq(m, S("Security")))
            continue;
        NodeId target = query_arg(q, n, 0, S("dependency"));
        if (target && query_named(query_called(q, target), who)) return true;
    }
    return false;
}

// abort(…), but for what is said to a request that is malformed, too large or in conflict
static bool refuses(const Query *q, NodeId def)
{
    static const int64_t malformed[] = {400, 405, 406, 409, 411, 412, 413, 415, 422, 501};
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        int64_t code;
        NodeId first = query_arg(q, n, 0, S("code"));
        if (str_find(query_method(q, n), S("abort")) < 0) continue;
        bool other = !first || !query_int(q, first, &code);
        for (Size i = 0; !other && i < (Size)countof(malformed); i++)
            if (code == malformed[i]) break;
            else other = i + 1 == (Size)countof(malformed);
        if (other) return true;
    }
    return false;
}

// Something of the visitor's session; a session of the database is none.
static bool reads_session(const Query *q, NodeId def)
{
    static const Str word[] = {L("session"), {0}};
    static const Str of[] = {L("db"), L("database"), L("orm"), L("sqlalchemy"), {0}};
    const Tree *t = q->tree;
    NodeId args = query_args(q, def);
    for (NodeId n = 0; (n = query_next_in(q, PY_Attribute, def, n));) {
        Str name = query_called(q, n), base = query_called(q, py_node(t, n, Attribute_value));
        if (!query_within(q, n, args) && query_named(name, word) &&
            !(str_eq(name, S("session")) && str_in(base, of)))
            return true;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, def, n));)
        if (!query_within(q, n, args) && !query_is_parameter(q, n) &&
            query_named(py_name(t, py_sym(t, n, Name_id)), word) &&
            !query_named(query_dotted(q, n), of))
            return true;
    return false;
}

// strict: it certainly asks who is calling. Otherwise: it refuses somebody, for whatever reason.
static bool is_guarded(const Query *q, uint32_t func, bool strict)
{
    static const Str sure[] = {L("current_user"),
                               L("authenticat"),
                               L("authoriz"),
                               L("compare_digest"),
                               L("checkpw"),
                               L("check_password"),
                               {0}};
    static const Str maybe[] = {L("verify"), {0}};
    static const Str headers[] = {L("Authorization"), L("authorization"), L("Signature"), {0}};
    const Func *f = &q->module->funcs.v[func];
    NodeId def = query_def(q, func), args = def ? query_args(q, def) : 0;
    if (args && (query_mentions(q, args, caller_words) || depends_on_user(q, args))) return true;
    if (def &&
        (query_mentions(q, def, sure) ||
         (!strict && (query_mentions(q, def, maybe) || reads_session(q, def) || refuses(q, def)))))
        return true;
    if (def && (query_mentions_text(q, def, headers) || (!strict && hands_on(q, def)))) return true;
    for (Size i = 0; i < f->decorators.n; i++) {
        NodeId d = f->decorators.v[i];
        if (!is_route(q, d) &&
            (query_mentions(q, d, caller_checks) || (!strict && query_mentions(q, d, required))))
            return true;
        NodeId deps = py_kind(q->tree, d) == PY_Call ? query_arg(q, d, -1, S("dependencies")) : 0;
        if (deps) return true;
    }
    return args && query_imports(q, S("fastapi")) && flow_depends(q->file, args, caller_shown);
}

static void collect(const Query *q, Routes *all, Arena *scratch)
{
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        for (Size d = 0; d < f->decorators.n; d++) {
            NodeId r = f->decorators.v[d];
            if (!is_route(q, r)) continue;
            Str owner =
                query_dotted(q, py_node(q->tree, py_node(q->tree, r, Call_func), Attribute_value));
            *push(scratch, all) = (Route){
                r, owner, is_changing(q, r), is_guarded(q, i, false), is_guarded(q, i, true),
                i, UNSEEN};
        }
    }
}

// The app, blueprint or router of the route asks, or what it hangs on in turn, in this file or
// another. Looked for only where a finding hangs on it, once for each of them.
static bool asked_before(const RuleRun *run, Routes *all, Size route)
{
    Route *r = &all->v[route];
    for (Size i = 0; i < all->n && !r->before; i++)
        if (all->v[i].before && str_eq(all->v[i].owner, r->owner)) r->before = all->v[i].before;
    NodeId owner = py_node(run->tree, py_node(run->tree, r->route, Call_func), Attribute_value);
    if (!r->before) r->before = caller_asked(run, py_text(run->tree, owner)) ? ASKS : ASKS_NOBODY;
    return r->before == ASKS;
}

static bool is_part(const Query *q, Str owner)             // of an app, with routes of its own
{
    static const Str parts[] = {L("APIRouter"), L("Blueprint"), {0}};
    NodeId call = caller_maker(q, owner);
    return call && str_in(query_method(q, call), parts);
}

static const Str hooks[] = {L("before_request"), L("middleware"), L("before_app_request"), {0}};

// @x.before_request, x.before_request(f), app.include_router(x, dependencies=…), APIRouter(dependencies=…)
static bool guards_all(const Query *q, Str owner)
{
    const Tree *t = q->tree;
    NodeId made = caller_maker(q, owner);
    if (made && query_arg(q, made, -1, S("dependencies"))) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));)
        if (str_in(query_called(q, n), hooks) &&
            str_eq(query_dotted(q, py_node(t, n, Attribute_value)), owner))
            return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId first =
            str_eq(query_method(q, n), S("include_router")) ? query_arg(q, n, 0, S("router")) : 0;
        if (first && str_eq(query_dotted(q, first), owner) &&
            query_arg(q, n, -1, S("dependencies")))
            return true;
    }
    return false;
}

// request.path.startswith("/admin"): its text; "" of anything else
static Str asked_path(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    Str text;
    NodeId f = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0,
           first = f ? query_arg(q, n, 0, S("")) : 0;
    if (!first || py_kind(t, f) != PY_Attribute || !str_eq(query_method(q, n), S("startswith")))
        return S("");
    Str of = query_dotted(q, py_node(t, f, Attribute_value));
    bool path = str_ends(of, S("request.path")) || str_ends(of, S("url.path"));
    return path && query_str(q, first, &text) && str_starts(text, S("/")) && text.len > 1 ? text
                                                                                          : S("");
}

// A hook that asks only under one path: all it does is `if path.startswith("/admin") and …: abort(401)`, or it
// begins with `if not path.startswith("/admin"): return`. That path; "": it asks everywhere.
static Str only_under(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, def, FunctionDef_body);
    NodeId first = body.n ? body.v[0] : 0;
    if (!first || py_kind(t, first) != PY_If || py_list(t, first, If_orelse).n) return S("");
    NodeId test = py_node(t, first, If_test);
    NodeList then = py_list(t, first, If_body);
    bool all = body.n == 1 || (body.n == 2 && py_kind(t, body.v[1]) == PY_Return);
    if (py_kind(t, test) == PY_UnaryOp && py_at(t, test)->op == OP_NOT && then.n == 1 &&
        py_kind(t, then.v[0]) == PY_Return &&
        (!py_node(t, then.v[0], Return_value) ||
         query_is_none(q, py_node(t, then.v[0], Return_value))))
        return asked_path(q, py_node(t, test, UnaryOp_operand));
    if (all && py_kind(t, test) == PY_BoolOp && py_at(t, test)->op == OP_AND) {
        NodeList parts = py_list(t, test, BoolOp_values);
        for (uint32_t i = 0; i < parts.n; i++)
            if (asked_path(q, parts.v[i]).len) return asked_path(q, parts.v[i]);
    }
    return all ? asked_path(q, test) : S("");
}

// The one hook of this file, if it stands before an app that is made here and asks only under a path.
static Str hooked_path(const Query *q)
{
    const Tree *t = q->tree;
    Str under = {0};
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));) {
        if (!str_in(query_called(q, n), hooks)) continue;
        NodeId def = q->parent[n],
               app = caller_maker(q, query_dotted(q, py_node(t, n, Attribute_value)));
        if (under.len || py_kind(t, def) != PY_FunctionDef || !app ||
            !str_eq(query_method(q, app), S("Flask")))
            return S("");
        under = only_under(q, def);
        if (!under.len || !query_mentions_text(q, def, (const Str[]){L("user"), L("uid"), L("login"), L("token"),
                                                                      L("authorization"), {0}}))
            return S("");
    }
    return under;
}

static bool guarded_once(const Query *q)                   // for the whole app
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (str_eq(query_method(q, n), S("FastAPI")) && query_arg(q, n, -1, S("dependencies")))
            return true;
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));)
        if (str_in(query_called(q, n), hooks) &&
            (str_eq(query_called(q, n), S("before_app_request")) ||
             !is_part(q, query_dotted(q, py_node(t, n, Attribute_value)))))
            return true;
    return false;
}

// The name and the password come in, and somebody looks whether they are right: this is the login.
static bool signs_in(const Query *q, uint32_t func)
{
    static const Str password[] = {L("password"), L("passwd"), L("pwd"), {0}};
    static const Str name[] = {L("user"), L("email"), L("name"), L("login"), L("account"), {0}};
    static const Str proofs[] = {
        L("check"), L("verif"), L("authenticat"), L("compare_digest"), L("hash"), L("match"), {0}};
    NodeId def = query_def(q, func);
    if (!def || !(query_mentions(q, def, password) || query_mentions_text(q, def, password)))
        return false;
    if (!query_mentions(q, def, name) && !query_mentions_text(q, def, name)) return false;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        if (!query_named(query_method(q, n), proofs)) continue;
        NodeList args = py_list(q->tree, n, Call_args), keys = py_list(q->tree, n, Call_keywords);
        for (uint32_t i = 0; i < args.n + keys.n; i++) {
            NodeId given = i < args.n ? args.v[i] : keys.v[i - args.n];
            if (query_mentions(q, given, password) || query_mentions_text(q, given, password))
                return true;
        }
    }
    return false;
}

static Str path_of(const Query *q, const Route *r)
{
    Str path = {0};
    NodeId first = query_arg(q, r->route, 0, S("path"));
    return first && query_str(q, first, &path) ? path : S("");
}

static bool is_open(const Query *q, const Route *r)
{
    return str_has(py_name(q->tree, q->module->funcs.v[r->func].name), open_words) ||
           str_has(path_of(q, r), open_words) || signs_in(q, r->func);
}

// admin = APIRouter(dependencies=[…]): a route that changes things hangs on the router beside it, which
// asks nobody.
static void look_at_routers(RuleRun *run, Routes *all)
{
    static const Str removing[] = {L("put"), L("patch"), L("delete"), {0}};
    const Query *q = run->query;
    for (Size i = 0; i < all->n; i++) {
        const Route *r = &all->v[i];
        if (!r->changes || r->guarded || is_open(q, r) || guards_all(q, r->owner)) continue;
        Str path = path_of(q, r);
        for (Size k = 0; k < all->n; k++) {
            Str owner = all->v[k].owner, prefix = caller_prefix(q, owner);
            if (str_eq(owner, r->owner) || !is_part(q, owner) || !guards_all(q, owner)) continue;
            bool under =
                prefix.len > 1 && !caller_prefix(q, r->owner).len && str_starts(path, prefix);
            if (!under && !str_in(query_method(q, r->route), removing)) continue;
            if (asked_before(run, all, i)) break;
            rule_report(run, r->func, r->route, rule_hint(run),
                        "`%.*s` hangs on %.*s, which asks for no login, unlike %.*s beside it",
                        STR_ARG(py_name(q->tree, q->module->funcs.v[r->func].name)),
                        STR_ARG(r->owner), STR_ARG(owner));
            break;
        }
    }
}

// DELETE /devices/<int:number>, POST /devices/<int:number>/reboot: it does something to what is there.
static bool acts_on_one(const Query *q, const Route *r)
{
    Str path = path_of(q, r);
    return str_find(path, S("<")) >= 0 || str_find(path, S("{")) >= 0;
}

static bool asks_by_hand(const Query *q, uint32_t func)
{
    NodeId def = query_def(q, func);
    return def && login_by_hand(q, def);
}

static void look_at_neighbours(RuleRun *run, Routes *all)
{
    const Query *q = run->query;
    for (Size i = 0; i < all->n; i++) {
        const Route *r = &all->v[i];
        Str name = py_name(q->tree, q->module->funcs.v[r->func].name);
        if (!r->changes || r->guarded || is_open(q, r) || guards_all(q, r->owner)) continue;
        bool guarded = false, one = acts_on_one(q, r);
        for (Size k = 0; k < all->n && !guarded; k++)           // a signed webhook is no login
            guarded = str_eq(all->v[k].owner, r->owner) &&
                      (all->v[k].asks || (one && asks_by_hand(q, all->v[k].func))) &&
                      !is_open(q, &all->v[k]);
        if (guarded && !asked_before(run, all, i))
            rule_report(run, r->func, r->route, rule_hint(run),
                        "`%.*s` asks for no login, unlike its neighbours", STR_ARG(name));
    }
}

// Of one class of handlers get() asks who is calling, and post() does not.
static void look_at_verbs(RuleRun *run)
{
    static const Str before_all[] = {L("prepare"), L("dispatch"), L("initial"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    uint32_t seen = 0;                                     // the class that was asked about last
    bool asks = false;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = query_def(q, i);
        Str verb = py_name(t, f->name);
        if (str_starts(verb, S("on_"))) verb = str_sub(verb, 3, -1);    // falcon's
        if (!f->owner || !def || !str_in(verb, changing) || only_refuses(q, def) ||
            is_guarded(q, i, false) ||
            query_decorated(q, def, require_words) ||
            str_has(f->qualname, open_words))
            continue;
        bool asked = false, before = false;
        for (uint32_t k = 1; (Size)k < q->module->funcs.n; k++) {
            const Func *g = &q->module->funcs.v[k];
            NodeId d = query_def(q, k);
            Str name = py_name(t, g->name);
            if (g->owner != f->owner || !d || k == i) continue;
            before |= str_in(name, before_all);
            if (str_starts(name, S("on_"))) name = str_sub(name, 3, -1);
            asked |= (str_eq(name, S("get")) || str_in(name, changing)) &&
                     (query_decorated(q, d, caller_checks) || query_decorated(q, d, require_words));
        }
        if (!asked || before) continue;
        if (seen != f->owner) asks = caller_asked_of_class(run, f->owner), seen = f->owner;
        if (!asks)
            rule_report(run, i, def, rule_hint(run),
                        "`%.*s` asks for no login, unlike the methods beside it",
                        STR_ARG(f->qualname));
    }
}

// class Page(DetailView, LoginRequiredMixin): the view's own dispatch() comes first and asks nobody.
static void look_at_bases(RuleRun *run)
{
    static const Str mixins[] = {L("LoginRequiredMixin"),  L("PermissionRequiredMixin"),
                                 L("UserPassesTestMixin"), L("AccessMixin"),
                                 L("StaffRequiredMixin"),  L("SuperuserRequiredMixin"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_ClassDef, n));) {
        NodeList bases = py_list(t, n, ClassDef_bases);
        bool view = false;
        for (uint32_t i = 0; i < bases.n; i++) {
            Str name = query_called(q, bases.v[i]);
            if (view && str_in(name, mixins))
                rule_report(run, q->inside[n], n, rule_hint(run),
                            "`%.*s` stands behind the view, whose dispatch() comes first",
                            STR_ARG(name));
            view |= str_ends(name, S("View")) || str_ends(name, S("ViewSet"));
        }
    }
}

// permission_classes = []: everybody may call, whatever the settings ask for.
static void look_at_empty_lists(RuleRun *run)
{
    static const Str changers[] = {L("CreateModelMixin"), L("UpdateModelMixin"),
                                   L("DestroyModelMixin"), L("ModelViewSet"), L("CreateAPIView"),
                                   L("UpdateAPIView"), L("DestroyAPIView"),
                                   L("RetrieveUpdateAPIView"), L("RetrieveUpdateDestroyAPIView"),
                                   L("ListCreateAPIView"), L("RetrieveDestroyAPIView"), {0}};
    static const Str own[] = {L("get_permissions"), L("check_permissions"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        NodeId cls = q->parent[n];
        int k = py_kind(t, value);
        if (py_kind(t, cls) != PY_ClassDef ||
            !str_eq(query_called(q, to), S("permission_classes")) ||
            (k != PY_List && k != PY_Tuple) || py_list(t, value, 0).n ||
            query_mentions(q, cls, own))
            continue;
        Str name = py_name(t, py_sym(t, cls, ClassDef_name));
        bool changes = false;
        NodeList bases = py_list(t, cls, ClassDef_bases), body = py_list(t, cls, ClassDef_body);
        for (uint32_t i = 0; i < bases.n; i++) {
            Str base = query_called(q, bases.v[i]);
            changes |= str_in(base, changers);
            if (str_eq(base, S("ReadOnlyModelViewSet"))) { changes = false; break; }
        }
        for (uint32_t i = 0; i < body.n; i++)
            changes |= py_kind(t, body.v[i]) == PY_FunctionDef &&
                       str_in(py_name(t, py_sym(t, body.v[i], FunctionDef_name)), changing);
        if (changes && !query_named(name, open_words))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "`%.*s` changes things and lets everybody call", STR_ARG(name));
    }
}

// what a function without a login asks instead
static const Str asked_instead[] = {
    L("user"),   L("token"),          L("key"),      L("sign"),        L("secret"),
    L("verify"), L("compare_digest"), L("has_perm"), L("authenticat"), {0}};

static bool deletes_stored(const Query *q, NodeId in)
{
    for (NodeId c = 0; (c = query_next_in(q, PY_Call, in, c));)
        if (str_eq(query_method(q, c), S("delete")) &&
            query_mentions(q, c, (const Str[]){L("objects"), {0}}))
            return true;
    return false;
}

// @permission_classes([AllowAny]) above a function that deletes what it finds: anybody may have it gone.
static void look_at_open_deletions(RuleRun *run)
{
    static const int defs[] = {PY_FunctionDef, PY_AsyncFunctionDef};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = q->parent[n], list = query_arg(q, n, 0, S(""));
        if ((py_kind(t, def) != defs[0] && py_kind(t, def) != defs[1]) || !list ||
            !str_eq(query_method(q, n), S("permission_classes")) ||
            !query_mentions(q, list, (const Str[]){L("AllowAny"), {0}}) ||
            py_list(t, list, 0).n != 1 ||
            !query_decorated(q, def, (const Str[]){L("api_view"), {0}}) ||
            query_mentions(q, def, asked_instead))
            continue;
        Str name = py_name(t, py_sym(t, def, FunctionDef_name));
        if (deletes_stored(q, def) && !query_named(name, open_words))
            rule_report(run, q->inside[def], def, rule_hint(run),
                        "`%.*s` deletes for everybody who calls", STR_ARG(name));
    }
}

// The same of permission_classes = [AllowAny] in a class that says that it deletes. A ModelViewSet does whatever there
// is to do, and AllowAny is written to open it.
static void look_at_open_classes(RuleRun *run)
{
    static const Str destroyers[] = {L("DestroyAPIView"), L("RetrieveDestroyAPIView"),
                                     L("RetrieveUpdateDestroyAPIView"), L("DestroyModelMixin"), {0}};
    static const Str narrows[] = {L("get_permissions"),   L("check_permissions"),
                                  L("http_method_names"), L("initial"),
                                  L("dispatch"),          {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value),
               cls = q->parent[n];
        int k = py_kind(t, value);
        if (py_kind(t, cls) != PY_ClassDef ||
            !str_eq(query_called(q, to), S("permission_classes")) ||
            (k != PY_List && k != PY_Tuple) || py_list(t, value, 0).n != 1 ||
            !str_eq(query_called(q, py_list(t, value, 0).v[0]), S("AllowAny")) ||
            query_mentions(q, cls, narrows) || query_mentions(q, cls, asked_instead))
            continue;
        NodeList bases = py_list(t, cls, ClassDef_bases);
        bool deletes = deletes_stored(q, cls);
        for (uint32_t i = 0; i < bases.n; i++)
            deletes |= str_in(query_called(q, bases.v[i]), destroyers);
        Str name = py_name(t, py_sym(t, cls, ClassDef_name));
        if (deletes && !query_named(name, open_words))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "`%.*s` deletes for everybody who calls", STR_ARG(name));
    }
}

// Does the class say of itself whom it lets in, and is that not everybody?
static bool asks_of_all(const Query *q, NodeId cls)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, cls, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        int k = py_kind(t, value);
        if (q->parent[n] == cls && str_eq(query_called(q, to), S("permission_classes")))
            return (k == PY_List || k == PY_Tuple) && py_list(t, value, 0).n &&
                   !query_mentions(q, value, (const Str[]){L("AllowAny"), {0}});
    }
    return false;
}

// [] or [AllowAny]
static bool lets_everybody(const Query *q, NodeId list)
{
    int k = py_kind(q->tree, list);
    if (k != PY_List && k != PY_Tuple) return false;
    NodeList items = py_list(q->tree, list, 0);
    return !items.n || (items.n == 1 && str_eq(query_called(q, items.v[0]), S("AllowAny")));
}

// @action(methods=["post"], permission_classes=[]) in a class that asks of everybody else who they are, above what
// acts on what is stored.
static void look_at_open_actions(RuleRun *run)
{
    static const Str stored[] = {L("get_object"), L("objects"), L("get_queryset"), {0}};
    static const Str loud[] = {L("POST"), L("PUT"), L("PATCH"), L("DELETE"), {0}};
    static const Str asks[] = {L("token"),  L("key"),    L("sign"),           L("secret"),
                               L("verify"), L("compare_digest"), L("has_perm"), L("authenticat"),
                               L("check_object_permissions"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = q->parent[n], cls = q->parent[def], list = query_arg(q, n, -1, S("permission_classes")),
               methods = query_arg(q, n, 0, S("methods"));
        int k = py_kind(t, def);
        if (!list || !methods || (k != PY_FunctionDef && k != PY_AsyncFunctionDef) ||
            py_kind(t, cls) != PY_ClassDef || !str_eq(query_method(q, n), S("action")) ||
            !lets_everybody(q, list) || !asks_of_all(q, cls))
            continue;
        bool changes = query_mentions_text(q, methods, changing) || query_mentions_text(q, methods, loud);
        Str name = py_name(t, py_sym(t, def, FunctionDef_name));
        bool own = false;
        for (NodeId a = 0; !own && (a = query_next_in(q, PY_Attribute, def, a));)
            own = str_ends(py_text(t, a), S("request.user"));
        if (changes && !own && query_mentions(q, def, stored) && !query_mentions(q, def, asks) &&
            !query_named(name, open_words))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "`%.*s` lets everybody call, though the class asks who calls it", STR_ARG(name));
    }
}

// The login is asked under /admin only, and this acts on what is there under another path.
static void look_at_other_paths(RuleRun *run, Routes *all)
{
    const Query *q = run->query;
    Str under = hooked_path(q);
    for (Size i = 0; under.len && i < all->n; i++) {
        const Route *r = &all->v[i];
        if (r->changes && !r->guarded && !is_open(q, r) && acts_on_one(q, r) &&
            !str_starts(path_of(q, r), under) && !asks_by_hand(q, r->func))
            rule_report(run, r->func, r->route, rule_hint(run),
                        "`%.*s` asks for no login: what stands before it asks only under %.*s",
                        STR_ARG(py_name(q->tree, q->module->funcs.v[r->func].name)),
                        STR_ARG(under));
    }
}

// @web.middleware async def require_token(…), class Guard(BaseHTTPMiddleware): it turns others away, and nobody
// hands it to the application that is made here.
static void look_at_unused(RuleRun *run)
{
    static const Str apps[] = {L("aiohttp.web.Application"), L("starlette.applications.Starlette"),
                               L("fastapi.FastAPI"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    static const int kinds[] = {PY_FunctionDef, PY_AsyncFunctionDef, PY_ClassDef};
    NodeId app = 0;
    if (!query_names(q, S("middleware")) && !query_names(q, S("BaseHTTPMiddleware"))) return;
    for (NodeId n = 0; !app && (n = query_next(q, PY_Call, n));)
        if (query_calls(q, n, apps)) app = n;
    for (Size k = 0; app && k < countof(kinds); k++)
        for (NodeId n = 0; (n = query_next(q, kinds[k], n));) {
            bool class = kinds[k] == PY_ClassDef, is = false;
            NodeList by =
                class ? py_list(t, n, ClassDef_bases) : py_list(t, n, FunctionDef_decorator_list);
            for (uint32_t i = 0; i < by.n; i++)
                is |= class ? str_eq(query_called(q, by.v[i]), S("BaseHTTPMiddleware"))
                            : str_eq(query_dotted(q, by.v[i]), S("aiohttp.web.middleware"));
            Str name =
                py_name(t, class ? py_sym(t, n, ClassDef_name) : py_sym(t, n, FunctionDef_name));
            if (!is || !caller_turns_away(run->file, n) || query_uses(q, t->root, name) ||
                flow_used_outside(run->file, name))
                continue;
            rule_report(run, q->inside[app], app, rule_hint(run),
                        "`%.*s` turns callers away, and is not handed to the application",
                        STR_ARG(name));
        }
}

static const Str of_admins[] = {L("/admin"), L("/backoffice"), L("/back-office"), {0}};

// An address of administrators in a program in which nobody asks anybody, and its handler by name.
static void look_at_admin_paths(RuleRun *run, Routes *all)
{
    static const Str told[] = {L("middleware"),   L("middlewares"), L("add_middleware"),
                               L("dependencies"), L("authenticat"), {0}};
    static const Str tables[] = {L("starlette.routing.Route"), L("aiohttp.web.delete"),
                                 L("aiohttp.web.post"),        L("aiohttp.web.put"),
                                 L("aiohttp.web.patch"),       {0}};
    static const Str adds[] = {L("add_delete"), L("add_post"), L("add_put"), L("add_patch"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (Size i = 0; i < all->n; i++) {
        const Route *r = &all->v[i];
        if (!r->changes || r->guarded) continue;
        Str path = path_of(q, r), prefix = caller_prefix(q, r->owner);
        if (!(str_has(path, of_admins) || str_has(prefix, of_admins)) || is_open(q, r) ||
            guards_all(q, r->owner) || asks_by_hand(q, r->func) || asked_before(run, all, i))
            continue;
        rule_report(
            run, r->func, r->route, rule_hint(run), "`%.*s` under %.*s%.*s asks for no login",
            STR_ARG(py_name(t, q->module->funcs.v[r->func].name)), STR_ARG(prefix), STR_ARG(path));
    }
    if (query_mentions(q, t->root, told)) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool table = query_calls(q, n, tables), add = str_in(query_method(q, n), adds);
        Str path;
        NodeId first = table || add ? query_arg(q, n, 0, S("path")) : 0;
        NodeId handler = first ? query_arg(q, n, 1, table ? S("endpoint") : S("handler")) : 0;
        NodeId methods = handler ? query_arg(q, n, -1, S("methods")) : 0;
        if (!handler || !query_str(q, first, &path) || !str_has(path, of_admins)) continue;
        if (str_eq(query_method(q, n), S("Route")) &&
            (!methods || !query_mentions_text(q, methods, changing)))
            continue;
        NodeId def = query_own_function(q, handler);
        for (uint32_t i = 1; def && (Size)i < q->module->funcs.n; i++)
            if (q->module->funcs.v[i].node == def && !is_guarded(q, i, false) &&
                !query_named(path, open_words))
                rule_report(run, q->inside[n], n, rule_hint(run),
                            "`%.*s` under %.*s asks for no login",
                            STR_ARG(py_name(t, q->module->funcs.v[i].name)), STR_ARG(path));
    }
}

static Size differences(Str a, Str b)                      // letters to change, add or take out
{
    Size row[64];
    if (a.len >= (Size)countof(row) || b.len >= (Size)countof(row)) return 99;
    for (Size j = 0; j <= b.len; j++) row[j] = j;
    for (Size i = 0; i < a.len; i++) {
        Size corner = row[0];
        row[0] = i + 1;
        for (Size j = 0; j < b.len; j++) {
            Size best = corner + (a.s[i] != b.s[j]);
            corner = row[j + 1];
            if (corner + 1 < best) best = corner + 1;
            if (row[j] + 1 < best) best = row[j] + 1;
            row[j + 1] = best;
        }
    }
    return row[b.len];
}

// permission_class = […]: the framework reads another name, and lets everybody in.
static void look_at_spelling(RuleRun *run)
{
    static const Str read[] = {L("permission_classes"), L("authentication_classes"),
                               L("permission_required"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, q->parent[n]) != PY_ClassDef || py_kind(t, to) != PY_Name) continue;
        Str name = query_called(q, to);
        bool view = query_mentions(q, q->parent[n], (const Str[]){L("view"), {0}});
        for (const Str *r = read; r->len && view && !str_in(name, read); r++)
            if (differences(name, *r) <= 2)
                rule_report(run, q->inside[n], n, rule_hint(run),
                            "`%.*s` is a name that nobody reads; `%.*s` is meant, and without it "
                            "everybody may call",
                            STR_ARG(name), STR_ARG(*r));
    }
}

// before_request: if "static" in request.path: return — many paths hold that word.
static void look_at_hooks(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        Str text, where;
        NodeId def = query_def(q, q->inside[n]), left = py_node(t, n, Compare_left);
        if (!def || py_syms(t, n, Compare_ops).v[0] != OP_IN || !query_str(q, left, &text))
            continue;
        where = query_dotted(q, py_list(t, n, Compare_comparators).v[0]);
        bool path = str_ends(where, S("request.path")) || str_ends(where, S("request.url")) ||
                    str_ends(where, S("url.path"));
        if (!path || !query_decorated(q, def, hooks) ||
            !query_mentions(q, def,
                            (const Str[]){L("abort"), L("session"), L("user"), L("redirect"),
                                          L("unauthorized"), L("forbidden"), L("login"), {0}}))
            continue;
        rule_report(run, q->inside[n], n, rule_hint(run),
                    "any path that holds \"%.*s\" goes round the login", STR_ARG(text));
    }
}

// router = APIRouter(prefix="/admin/…"): what changes things under it asks nobody, neither here nor
// where it is included.
static void look_at_admin_routers(RuleRun *run, Routes *all)
{
    static const Str admin[] = {L("admin"), L("backoffice"), L("back-office"), L("internal"),
                                L("manage"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId call = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        Str prefix;
        bool router = py_kind(t, call) == PY_Call && str_eq(query_method(q, call), S("APIRouter"));
        NodeId given = router ? query_arg(q, call, -1, S("prefix")) : 0;
        if (!given || !query_str(q, given, &prefix) || !str_has(prefix, admin) ||
            guards_all(q, query_called(q, to)) || query_arg(q, call, -1, S("route_class")))
            continue;
        for (Size i = 0; i < all->n; i++) {
            const Route *r = &all->v[i];
            if (r->changes && !r->guarded && str_eq(r->owner, query_called(q, to)) &&
                !is_open(q, r) && !asked_before(run, all, i))
                rule_report(run, r->func, r->route, rule_hint(run),
                            "`%.*s` under %.*s asks for no login",
                            STR_ARG(py_name(t, q->module->funcs.v[r->func].name)), STR_ARG(prefix));
        }
    }
}

// token = headers.get("X"); if token and not compare_digest(token, …): raise — no token, no question.
static void look_at_absent(RuleRun *run)
{
    static const Str checks[] = {
        L("compare_digest"), L("verify"), L("check_password"), L("is_valid"), L("validate"),
        L("authenticate"),   {0}};
    static const Str sent[] = {L("headers"), L("cookies"), L("args"), L("query"), L("meta"),
                               L("get_header"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeId test = py_node(t, n, If_test);
        if (py_kind(t, test) != PY_BoolOp || py_at(t, test)->op != OP_AND ||
            py_list(t, n, If_orelse).n)
            continue;
        NodeList parts = py_list(t, test, BoolOp_values);
        NodeId name = parts.v[0], no = parts.n == 2 ? parts.v[1] : 0;
        if (!no || py_kind(t, name) != PY_Name || py_kind(t, no) != PY_UnaryOp ||
            py_at(t, no)->op != OP_NOT || !query_uses(q, no, query_called(q, name)))
            continue;
        NodeId value = query_assigned(q, name);
        bool asks = false, leaves = false;
        for (NodeId c = 0; (c = query_next(q, PY_Call, c));)
            asks |= query_within(q, c, no) && query_named(query_method(q, c), checks);
        for (NodeId r = 0; (r = query_next(q, PY_Raise, r));)
            leaves |= query_within(q, r, n);
        if (asks && value && query_mentions(q, value, sent) &&
            (leaves ||
             query_mentions(q, n,
                            (const Str[]){L("abort"), L("forbidden"), L("unauthorized"), {0}})))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "who sends no `%.*s` is not asked for it",
                        STR_ARG(py_text(t, name)));
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    Arena scratch = *run->scratch;
    Routes all = {0};
    if (run->file->is_test) return;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) look_at_order(run, i);
    if (rule_hint(run) < run->least) return;                    // the rest is no surer
    collect(q, &all, &scratch);
    if (!guarded_once(q)) {
        look_at_neighbours(run, &all);
        look_at_routers(run, &all);
    }
    look_at_admin_routers(run, &all);
    look_at_admin_paths(run, &all);
    look_at_other_paths(run, &all);
    look_at_unused(run);
    views_beside(run);
    look_at_absent(run);
    look_at_hooks(run);
    look_at_verbs(run);
    look_at_spelling(run);
    look_at_bases(run);
    look_at_empty_lists(run);
    look_at_open_deletions(run);
    look_at_open_actions(run);
    look_at_open_classes(run);
}

// In a package only the order of a function's decorators is surer than a hint.
static bool speaks(const RuleRun *run)
{
    const Module *m = run->module;
    bool any = rule_hint(run) >= run->least;
    for (Size i = 0; i < m->funcs.n && !any; i++) any = m->funcs.v[i].decorators.n > 1;
    return any && !run->file->is_test;
}

const Rule rule_missing_authentication = {
    .id = L("missing-authentication"),
    .cwe = 306,
    .also = {862, 425},
    .severity = SEV_HIGH,
    .title = L("a route that changes things can be called without a login"),
    .why = L("The routes beside this one ask who is calling; this one changes something and does "
             "not. Anybody on the network who knows or guesses its address can call it, without "
             "an account."),
    .instead = L("Put the same check on it, below the route's decorator, or once on the router "
                 "for all."),
    .bad = L("from flask import Flask\n"
             "from flask_login import login_required\n"
             "app = Flask(__name__)\n"
             "@login_required\n"
             "@app.post(\"/send\")\n"
             "def send():\n"
             "    return \"sent\"\n"),
    .good = L("from flask import Flask\n"
              "from flask_login import login_required\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/send\")\n"
              "@login_required\n"
              "def send():\n"
              "    return \"sent\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/306.html"),
                    L("https://flask-login.readthedocs.io/en/latest/#protecting-views"),
                    L("https://owasp.org/API-Security/editions/2023/en/"
                      "0xa5-broken-function-level-authorization/")),
    .at_file = look,
    .surest = {.most = CONF_HIGH},
    .speaks = speaks,
    .words = LIST(L("route"), L("get"), L("post"), L("put"), L("patch"), L("delete"),
                  L("before_request"), L("login_required"), L("Depends"), L("middleware"),
                  L("before_app_request"), L("compare_digest"), L("permission_class"), L("permission_classes"),
                  L("authenticated"), L("add_delete"), L("add_post"), L("add_put"), L("add_patch"), L("Route"),
                  L("BaseHTTPMiddleware"), L("View"), L("on_post"), L("on_put"), L("on_delete"), L("on_patch"), L("APIView"),
                  L("viewsets"), L("rest_framework"), L("permission_classes"),
                  L("LoginRequiredMixin"), L("PermissionRequiredMixin"),
                  L("UserPassesTestMixin"), L("AccessMixin")),
    .fix = mend_fix_neighbour,
};
