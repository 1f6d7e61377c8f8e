// rule/views: of the views of a module that change what is stored, one asks for no login and those beside it do.
// A view is known by its framework's way: def delete(request, pk), class Remove(DeleteView), class Purge(APIView).
// SPDX-License-Identifier: MIT
#include "rule/views.h"
#include "rule/caller.h"
#include "fact/secret.h"

static const Str open_views[] = {
    L("login"),  L("logout"),  L("register"), L("signup"), L("sign_up"), L("signin"),  L("reset"),
    L("forgot"), L("webhook"), L("callback"), L("token"),  L("public"),  L("contact"), L("subscri"),
    L("hook"),   L("cart"),    L("basket"),   L("vote"),   {0}};
// what a view without a login asks instead: an own field of the request, a signed link, who it is
static const Str asked_instead[] = {
    L("token"),        L("secret"),        L("sign"),       L("session"),
    L("verify"),       L("authenticat"),   L("authoriz"),   L("compare_digest"), L("has_perm"),
    L("require_auth"), L("require_login"), L("permission"), L("api_key"),        {0}};
static const Str verbs[] = {L("post"), L("put"), L("patch"), L("delete"), {0}};

// Post.objects.get(pk=pk).delete(), post.delete(): what is stored is gone.
static bool removes(const Query *q, NodeId in)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, in, n));) {
        NodeId f = py_node(t, n, Call_func),
               of = py_kind(t, f) == PY_Attribute ? py_node(t, f, Attribute_value) : 0;
        if (!of || !str_in(query_method(q, n), (const Str[]){L("delete"), L("adelete"), {0}}))
            continue;
        if (query_mentions(q, query_peel(q, of), (const Str[]){L("objects"), L("get_object"), {0}}))
            return true;
    }
    return false;
}

// post = get_object_or_404(Post, pk=pk); …; post.save(): what was found is changed.
static bool saves_found(const Query *q, NodeId in)
{
    static const Str finds[] = {L("get"), L("get_object_or_404"), L("get_object"), L("first"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, in, n));) {
        NodeId f = py_node(t, n, Call_func),
               of = py_kind(t, f) == PY_Attribute ? py_node(t, f, Attribute_value) : 0;
        NodeId found = of && str_eq(query_method(q, n), S("save")) ? query_peel(q, of) : 0;
        if (found && py_kind(t, found) == PY_Call && str_in(query_method(q, found), finds))
            return true;
        if (of && str_eq(query_method(q, n), S("update")) && py_kind(t, of) == PY_Call &&
            str_eq(query_method(q, of), S("filter")))
            return true;
    }
    return false;
}

typedef struct { NodeId node; Str name; bool asks, removes, changes; uint32_t owner; } View;
typedef struct { View *v; Size n, cap, asking, silent; } Views;

static void add(const Query *q, Views *all, View v)
{
    all->asking += v.asks;
    all->silent += !v.asks && (v.removes || v.changes);
    *push(q->keep, all) = v;
}

// Who removes what it finds is the odd one where another asks; who changes it only where most do.
static bool is_odd(const Views *all, const View *v)
{
    return !v->asks && all->asking > 0 &&
           (v->removes || (v->changes && all->asking >= 2 * all->silent)) &&
           !query_named(v->name, open_views);
}

// request.user, get_user(request), user_id; User and UserProfile are what is looked for, and ask nothing.
static bool names_user(const Query *q, NodeId in)
{
    static const Str user[] = {L("user"), {0}};
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, in, n));) {
        Str name = query_called(q, n);
        bool of_class = name.len && name.s[0] >= 'A' && name.s[0] <= 'Z';
        if (query_named(name, user) && !of_class) return true;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_Attribute, in, n));)
        if (query_named(query_called(q, n), user)) return true;
    return false;
}

static bool asks_instead(const Query *q, NodeId in)
{
    return query_mentions(q, in, asked_instead) || names_user(q, in);
}

// ---- functions

static Str first_parameter(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    NodeId args = query_args(q, def), value = 0, p = args ? py_param(t, args, 0, &value) : 0;
    return p && py_kind(t, p) == PY_arg ? py_name(t, py_sym(t, p, arg_arg)) : (Str){0};
}

static void report_odd(RuleRun *run, const Views *all, const char *them)
{
    for (Size i = 0; i < all->n; i++) {
        const View *v = &all->v[i];
        if (!is_odd(all, v) || (v->owner ? caller_asked_of_class(run, v->owner)
                                         : caller_asked_of_view(run, v->name)))
            continue;
        rule_report(run, run->query->inside[v->node], v->node, rule_hint(run),
                    "`%.*s` asks for no login, unlike the %s beside it", STR_ARG(v->name), them);
    }
}

// In its body: what it is called (delete_user) is nothing that it asks.
static bool asks_otherwise(const Query *q, NodeId def)
{
    NodeList body = py_kind(q->tree, def) == PY_AsyncFunctionDef
                        ? py_list(q->tree, def, AsyncFunctionDef_body)
                        : py_list(q->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (asks_instead(q, body.v[i])) return true;
    return false;
}

static void look_at_functions(RuleRun *run)
{
    static const Str post[] = {L("require_post"), L("require_http_methods"), {0}};
    static const Str own_way[] = {
        L("csrf_exempt"), L("api_view"), L("permission_classes"), L("receiver"), {0}};
    const Query *q = run->query;
    Views all = {0};
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = f->kind == FUNC_DEF && !f->owner && !f->parent ? query_def(q, i) : 0;
        Str name = py_name(q->tree, f->name);
        if (!def || str_starts(name, S("_")) || !str_eq(first_parameter(q, def), S("request")))
            continue;
        View v = {.node = def, .name = name, .asks = query_decorated(q, def, caller_checks)};
        bool other = asks_otherwise(q, def) || query_decorated(q, def, own_way);
        if (!v.asks && !other) {
            v.removes = removes(q, def);
            v.changes = query_decorated(q, def, post) && saves_found(q, def);
        }
        add(q, &all, v);
    }
    report_odd(run, &all, "views");
}

// ---- classes

static bool defines_verb(const Query *q, NodeId cls, bool (*does)(const Query *q, NodeId in))
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, cls, ClassDef_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (query_args(q, body.v[i]) &&
            str_in(py_name(t, py_sym(t, body.v[i], FunctionDef_name)), verbs) && does(q, body.v[i]))
            return true;
    return false;
}

static bool sets(const Query *q, NodeId cls, Str name)     // permission_classes = …
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, cls, ClassDef_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(t, body.v[i]) == PY_Assign &&
            str_eq(query_called(q, py_list(t, body.v[i], Assign_targets).v[0]), name))
            return true;
    return false;
}

static const Str removing_bases[] = {L("DeleteView"), L("DestroyAPIView"), L("RetrieveDestroyAPIView"),
                                     L("RetrieveUpdateDestroyAPIView"), {0}};
static const Str changing_bases[] = {
    L("UpdateView"), L("UpdateAPIView"), L("RetrieveUpdateAPIView"), {0}};

// Of one framework at a time: a page's class says nothing of an API's.
static void look_at_classes(RuleRun *run, bool rest)
{
    static const Str api[] = {L("apiview"), L("viewset"), {0}}, page[] = {L("view"), {0}};
    static const Str mixins[] = {L("LoginRequired"), L("PermissionRequired"), L("UserPassesTest"),
                                 L("StaffRequired"), {0}};
    static const Str signed_in[] = {L("IsAuthenticated"), L("IsAdmin"), L("Permission"),
                                    L("IsOwner"), L("IsStaff"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    Views all = {0};
    for (Size c = 0; c < q->module->classes.n; c++) {
        const ClassInfo *info = &q->module->classes.v[c];
        NodeId cls = info->node;
        bool is = false, asks = false;
        View v = {.node = cls, .name = py_name(t, info->name), .owner = (uint32_t)c + 1};
        for (Size b = 0; b < info->bases.n; b++) {
            Str base = query_called(q, info->bases.v[b]);
            is |= query_named(base, api) == rest && query_named(base, page);
            asks |= query_mentions(q, info->bases.v[b], mixins);
            v.removes |= str_in(base, removing_bases), v.changes |= str_in(base, changing_bases);
        }
        if (!is) continue;
        bool set = sets(q, cls, S("permission_classes"));
        v.asks = asks || (set && query_mentions(q, cls, signed_in)) ||
                 query_decorated(q, cls, caller_checks);
        v.removes = (v.removes || defines_verb(q, cls, removes)) && !v.asks;
        v.changes = (v.changes || defines_verb(q, cls, saves_found)) && !v.asks;
        if (!v.asks && (set || asks_instead(q, cls)))
            v.removes = v.changes = false;
        add(q, &all, v);
    }
    report_odd(run, &all, "views");
}

// ---- tornado's handlers, whose methods are decorated

static bool calls_removal(const Query *q, NodeId in)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, in, n));)
        if (name_has_word(query_method(q, n),
                          (const Str[]){L("delete"), L("remove"), L("purge"), {0}}))
            return true;
    return false;
}

static void look_at_handlers(RuleRun *run)
{
    static const Str base[] = {L("RequestHandler"), L("BaseHandler"), {0}},
                     first[] = {L("prepare"), {0}};
    static const Str check[] = {L("authenticated"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    Views all = {0};
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        const ClassInfo *c = f->owner ? &q->module->classes.v[f->owner - 1] : NULL;
        NodeId def =
            c && f->kind == FUNC_DEF && str_in(py_name(t, f->name), verbs) ? query_def(q, i) : 0;
        if (!def || !c->bases.n || !str_in(query_called(q, c->bases.v[0]), base)) continue;
        View v = {.node = def, .name = f->qualname, .owner = f->owner, .asks = query_decorated(q, def, check)};
        bool before = false;
        for (Size k = 0; k < c->methods.n; k++)
            before |= str_in(py_name(t, c->methods.name[k]), first);
        if (!v.asks && !before && !f->decorators.n && !asks_instead(q, def)) {
            v.removes = str_eq(py_name(t, f->name), S("delete")) || calls_removal(q, def);
            v.changes = true;
        }
        add(q, &all, v);
    }
    report_odd(run, &all, "handlers");
}

void views_beside(RuleRun *run)
{
    const Query *q = run->query;
    bool django = query_imports(q, S("django")), rest = query_imports(q, S("rest_framework"));
    if (django) look_at_functions(run);
    if (django) look_at_classes(run, false);
    if (rest) look_at_classes(run, true);
    if (query_names(q, S("authenticated"))) look_at_handlers(run);
}

bool views_have_own_base(const RuleRun *run, const ClassInfo *c)
{
    static const Str frameworks[] = {L("rest_framework"), L("django"), L("flask_admin"), L("tornado"), {0}};
    for (Size b = 0; b < c->bases.n; b++) {
        Size module = -1;
        Str name = {0}, says = py_text(run->tree, c->bases.v[b]);
        FlowFile other = {0};
        if (!says.len || !flow_definition(run->file, says, &module, &name) || !name.len ||
            !flow_other(run->file, module, &other) || !other.module)
            continue;
        const Str *f = frameworks;
        while (f->len && !name_find(&other.module->tree->names, *f)) f++;
        if (!f->len) return true;
    }
    return false;
}
