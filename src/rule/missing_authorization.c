// rule missing-authorization: an administrator's action asks only for a login.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

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

static Asked asked_by(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    Asked a = {0};
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
    for (NodeId n = 0; (n = query_next(q, PY_If, n));)
        if (query_within(q, n, def) && query_mentions(q, py_node(q->tree, n, If_test), role_words))
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
    NodeList body = py_list(t, def, k == PY_FunctionDef ? FunctionDef_body : AsyncFunctionDef_body);
    NodeId first = body.n ? body.v[0] : 0;
    if (first && py_kind(t, first) == PY_Expr && body.n > 1) first = body.v[1];
    return first && py_kind(t, first) == PY_If && asked_by(q, func).login &&
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

static void look_at_ignored(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(q->tree, n, Expr_value);
        if (py_kind(q->tree, call) == PY_Await) call = py_node(q->tree, call, Await_value);
        if (py_kind(q->tree, call) == PY_Call && q->inside[n] && only_answers(q, call) &&
            !gives_nothing(q, query_method(q, call)))
            rule_report(run, q->inside[n], call, CONF_MEDIUM, "nobody looks at what %.*s answers",
                        STR_ARG(query_method(q, call)));
    }
}

static const Str mine[] = {L("profile"), L("me"), L("my_"), L("mine"), L("own"), L("password"),
                           L("logout"), L("login"), L("avatar"), L("preference"), L("settings"),
                           L("account"), {0}};

// How a framework is told, at the decorator of a route, who may call it.
static const struct Told { Str module, keyword; const Str *changing; } told_by[] = {
    {L("litestar."), L("guards"), (const Str[]){L("post"), L("put"), L("patch"), L("delete"), {0}}},
    {L("starlite."), L("guards"), (const Str[]){L("post"), L("put"), L("patch"), L("delete"), {0}}},
    {L("pyramid.view."), L("permission"), NULL},
    {L("cornice."), L("permission"), (const Str[]){L("post"), L("put"), L("patch"), L("delete"), {0}}},
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
                query_named(name, mine) || told_for_all(q, f, told) || tests_role(q, def) ||
                !has_guarded_neighbour(q, f->owner, told))
                continue;
            rule_report(run, i, d, CONF_MEDIUM, "`%.*s` has no guard of its own, its neighbours have",
                        STR_ARG(name));
        }
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    bool roles = false;
    if (run->file->is_test) return;
    look_at_ignored(run);
    look_at_guards(run);
    Size asking = 0, silent = 0;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        Asked a = asked_by(q, i);
        bool asks = a.route && (a.role || is_refused(q, i));
        asking += asks;
        silent += a.route && !asks;
        roles |= asks;
    }
    // What everybody does for themselves asks for no role.
    static const Str own[] = {L("profile"), L("me"), L("my_"), L("password"), L("logout"),
                              L("avatar"), L("preference"), L("settings"), L("account"), {0}};
    for (uint32_t i = 1; roles && (Size)i < q->module->funcs.n; i++) {
        Asked a = asked_by(q, i);
        Str name = py_name(q->tree, q->module->funcs.v[i].name);
        if (str_eq(name, S("me")) || (query_named(name, own) && str_find(name, S("me")) < 0))
            continue;
        NodeId def = query_def(q, i);
        if (!a.route || !a.changes || a.role || !a.login || !def || tests_role(q, def)) continue;
        rule_report(run, i, q->module->funcs.v[i].decorators.v[0],
                    rule_odd_one(run, asking, silent),
                    "`%.*s` asks only for a login, its neighbours for a role",
                    STR_ARG(py_name(q->tree, q->module->funcs.v[i].name)));
    }
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
    .fix = mend_fix_neighbour,
};
