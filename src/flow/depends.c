// flow/depends: what a framework asks before a function is called: FastAPI's dependencies and those
// that they have in turn; the hooks, middleware and dependencies of the app, blueprint or router
// that it hangs on, wherever these are set; the bases of its class.
// SPDX-License-Identifier: MIT
#include "flow/elsewhere.h"
#include "flow/engine.h"

enum { DEPENDS_DEEP = 6, NODES_MOST = 100000 };

// left: nodes that may yet be looked at; dependencies that share dependencies are met on many ways.
typedef struct { const FlowFile *file; FlowSays *says; int depth; int *left; } Asking;

static bool asks_below(Asking a, NodeId n);

static bool holds_such(Asking a, NodeId n)
{
    NodeId child;
    if (--*a.left < 0) return false;
    if (a.says(a.file->module->tree, n)) return true;
    for (uint32_t it = 0; (child = py_next_child(a.file->module->tree, n, &it));)
        if (holds_such(a, child)) return true;
    return false;
}

// The statement of a module's top level that binds the name.
static NodeId bound_by(const Tree *t, Str name)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId s = body.v[i];
        int k = py_kind(t, s);
        Str is = k == PY_FunctionDef        ? py_name(t, py_sym(t, s, FunctionDef_name))
                 : k == PY_AsyncFunctionDef ? py_name(t, py_sym(t, s, AsyncFunctionDef_name))
                 : k == PY_ClassDef         ? py_name(t, py_sym(t, s, ClassDef_name))
                 : k == PY_Assign           ? py_last_name(t, py_list(t, s, Assign_targets).v[0])
                                            : S("");
        if (is.len && str_eq(is, name)) return s;
    }
    return 0;
}

// What the name means asks, here or in the module that defines it, itself or by what it depends on.
// alias: only where it is another name for an annotation.
static bool meaning_asks(Asking a, NodeId expr, bool alias)
{
    const Tree *t = a.file->module->tree;
    FlowFile other;
    Size module = -1;
    Str name = {0};
    if (expr && py_kind(t, expr) == PY_Call) expr = py_node(t, expr, Call_func);
    if (!expr || a.depth >= DEPENDS_DEEP || !py_last_name(t, expr).len) return false;
    if (!flow_definition(a.file, py_text(t, expr), &module, &name) || !name.len ||
        !flow_other(a.file, module, &other))
        return false;
    NodeId stmt = bound_by(other.module->tree, name);
    Asking in = {&other, a.says, a.depth + 1, a.left};
    if (!stmt || (alias && py_kind(other.module->tree, stmt) != PY_Assign)) return false;
    return (!alias && holds_such(in, stmt)) || asks_below(in, stmt);
}

// Depends(get_owner), Security(…), an annotation that stands for one, whatever is made of a class of the project
static bool asks_below(Asking a, NodeId n)
{
    const Tree *t = a.file->module->tree;
    int k = py_kind(t, n);
    NodeId child;
    if (--*a.left < 0) return false;
    if (k == PY_Call) {
        Str called = py_last_name(t, py_node(t, n, Call_func));
        NodeList args = py_list(t, n, Call_args);
        if (args.n && (str_eq(called, S("Depends")) || str_eq(called, S("Security"))) &&
            meaning_asks(a, args.v[0], false))
            return true;
    }
    if (k == PY_Assign && py_kind(t, py_node(t, n, Assign_value)) == PY_Call &&
        meaning_asks(a, py_node(t, n, Assign_value), false))
        return true;
    if (k == PY_arg && py_node(t, n, arg_annotation) &&
        meaning_asks(a, py_node(t, n, arg_annotation), true))
        return true;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (asks_below(a, child)) return true;
    return false;
}

bool flow_depends(const FlowFile *f, NodeId in, FlowSays *says)
{
    int left = NODES_MOST;
    return asks_below((Asking){f, says, 0, &left}, in);
}

// ---- what stands before all routes of an app, blueprint or router

enum {
    HANDED_DEEP = 6,
    BASES_MOST = 100,
    HOLDERS_MOST = 12,
    MODULES_MOST = 40,
    MAKERS_MOST = 20,
    NAMES_DEEP = 4,
    BEFORE_NODES = 200000
};

// An app, blueprint or router: the module that makes it, and its name there.
typedef struct { Size module; Str name; } Holder;

// holders: what the routes hang on, also by way of others; any: an app counts in a module that
// shows none of them; left: nodes that may yet be looked at; handed: functions that were handed the
// app, in one another.
typedef struct {
    const FlowFile *unit;
    FlowAsks *asks;
    Arena *keep;
    struct { Holder *v; Size n, cap; } holders;
    struct { Size *v; Size n, cap; } modules;
    int left, handed;
    bool any;
} Before;

static const Str hooks[] = {
    L("before_request"), L("before_app_request"),  L("middleware"), L("on_request"),
    L("add_middleware"), L("register_middleware"), L("hook"),       {0}};
static const Str including[] = {L("include_router"), L("register_blueprint"), {0}};
static const Str parts[] = {
    L("APIRouter"), L("Blueprint"), L("Router"), L("NestableBlueprint"), {0}};
static const Str asking_keys[] = {
    L("dependencies"), L("middleware"), L("middlewares"), L("guards"), {0}};

static NodeId first_given(const Tree *t, NodeId call)
{
    NodeList args = py_list(t, call, Call_args);
    return args.n ? args.v[0] : 0;
}

// The call that the name is assigned in this file, at whatever depth; 0: none.
static NodeId made_by(const Tree *t, Str name)
{
    for (NodeId n = 0; (n = py_next_of(t, NULL, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value);
        if (py_kind(t, value) == PY_Call &&
            str_eq(py_text(t, py_list(t, n, Assign_targets).v[0]), name))
            return value;
    }
    return 0;
}

// The function or class of this file that goes by the name, at whatever depth.
static NodeId defined_as(const Module *m, Str name)
{
    for (Size i = 1; i < m->funcs.n; i++)
        if (m->funcs.v[i].kind == FUNC_DEF && str_eq(py_name(m->tree, m->funcs.v[i].name), name))
            return m->funcs.v[i].node;
    for (Size i = 0; i < m->classes.n; i++)
        if (str_eq(py_name(m->tree, m->classes.v[i].name), name)) return m->classes.v[i].node;
    return 0;
}

// What an expression names: the statement that binds it, in which file; 0: none of the project's.
static NodeId named(const FlowFile *f, NodeId expr, FlowFile *home)
{
    const Tree *t = f->module->tree;
    Size module = -1;
    Str name = {0};
    *home = *f;
    if (!py_last_name(t, expr).len) return 0;
    if (flow_definition(f, py_text(t, expr), &module, &name) && name.len &&
        flow_other(f, module, home)) {
        NodeId at = bound_by(home->module->tree, name);
        if (at) return at;
    }
    *home = *f;
    return defined_as(f->module, py_last_name(t, expr));
}

// A hook, a class of middleware, Middleware(…), a list of them, a name for one: is who calls asked
// there?
static bool given_asks(Before *b, const FlowFile *f, NodeId n, int depth)
{
    const Tree *t = f->module->tree;
    int k = py_kind(t, n);
    if (!n || depth > NAMES_DEEP || --b->left < 0) return false;
    if (k == PY_List || k == PY_Tuple) {
        NodeList items = py_list(t, n, List_elts);
        for (uint32_t i = 0; i < items.n; i++)
            if (given_asks(b, f, items.v[i], depth + 1)) return true;
        return false;
    }
    if (k == PY_BinOp)
        return given_asks(b, f, py_node(t, n, BinOp_left), depth + 1) ||
               given_asks(b, f, py_node(t, n, BinOp_right), depth + 1);
    if (k == PY_Call) {
        Str called = py_last_name(t, py_node(t, n, Call_func));
        if (str_eq(called, S("Depends")) || str_eq(called, S("Security"))) return b->asks(f, n);
        n = str_eq(called, S("Middleware")) ? first_given(t, n) : py_node(t, n, Call_func);
        return given_asks(b, f, n, depth + 1);
    }
    FlowFile home;
    NodeId at = named(f, n, &home);
    if (!at) return b->asks(f, n);
    if (py_kind(home.module->tree, at) != PY_Assign) return b->asks(&home, at);
    return given_asks(b, &home, py_node(home.module->tree, at, Assign_value), depth + 1);
}

static bool keywords_ask(Before *b, const FlowFile *f, NodeId call)
{
    for (const Str *key = asking_keys; key->len; key++)
        if (given_asks(b, f, py_keyword(f->module->tree, call, *key), 0)) return true;
    return false;
}

static Holder holder_of(const FlowFile *f, NodeId expr)
{
    const Tree *t = f->module->tree;
    Holder h = {f->index, py_text(t, expr)};
    Size module;
    Str name;
    if (py_last_name(t, expr).len && flow_definition(f, h.name, &module, &name) && name.len)
        h = (Holder){module, name};
    return h;
}

static bool is_holder(const Before *b, Holder h)
{
    for (Size i = 0; i < b->holders.n; i++)
        if (b->holders.v[i].module == h.module && str_eq(b->holders.v[i].name, h.name)) return true;
    return false;
}

// What has hooks is an app of the program's, as far as it is not known for a part of one.
static bool is_app(const FlowFile *f, Holder h)
{
    static const Str names[] = {L("bp"), L("blueprint"), L("router"), {0}};
    FlowFile home = *f;
    if (h.module != f->index && !flow_other(f, h.module, &home)) return false;
    const Tree *t = home.module->tree;
    NodeId made = made_by(t, h.name);
    return made ? !str_in(py_last_name(t, py_node(t, made, Call_func)), parts)
                : !str_has(h.name, names);
}

static bool counts_all(const Before *b, const FlowFile *f)
{
    for (Size i = 0; i < b->holders.n; i++)
        if (b->holders.v[i].module == f->index) return false;
    return b->any;
}

static bool counts(const Before *b, const FlowFile *f, NodeId receiver)
{
    Holder h = holder_of(f, receiver);
    return is_holder(b, h) || (counts_all(b, f) && is_app(f, h));
}

// @app.before_request, @app.middleware("http"), app.before_request(…): the attribute; 0: no hook of
// what counts.
static NodeId hook_of(const Before *b, const FlowFile *f, NodeId n)
{
    const Tree *t = f->module->tree;
    if (py_kind(t, n) == PY_Call) n = py_node(t, n, Call_func);
    if (py_kind(t, n) != PY_Attribute || !str_in(py_last_name(t, n), hooks)) return 0;
    return str_eq(py_last_name(t, n), S("before_app_request")) ||
                   counts(b, f, py_node(t, n, Attribute_value))
               ? n
               : 0;
}

// app.include_router(items.router): an app or router that has one of the holders is one.
static void add_including(Before *b, const FlowFile *f, NodeId call, bool *found)
{
    const Tree *t = f->module->tree;
    NodeId func = py_node(t, call, Call_func), first = first_given(t, call);
    if (py_kind(t, func) != PY_Attribute || !str_in(py_last_name(t, func), including)) return;
    if (!first) first = py_keyword(t, call, S("router"));
    if (!first) first = py_keyword(t, call, S("blueprint"));
    Holder part = first ? holder_of(f, first) : (Holder){0};
    bool has = first && is_holder(b, part);
    // in a loop over many, or by a name that a function imports
    for (Size i = 0; first && part.module == f->index && !made_by(t, part.name) && i < b->holders.n;
         i++)
        has |= py_kind(t, first) == PY_Name || str_eq(py_last_name(t, first), b->holders.v[i].name);
    if (!has) return;
    *found |= keywords_ask(b, f, call);
    Holder in = holder_of(f, py_node(t, func, Attribute_value));
    if (!is_holder(b, in) && b->holders.n < HOLDERS_MOST) *push(b->keep, &b->holders) = in;
}

static bool stands_before(Before *b, const FlowFile *f, NodeId n);

// init_guard(app): a function of another file is given what counts, and sets a hook there.
static bool handed_to(Before *b, const FlowFile *f, NodeId call)
{
    static const Str apps[] = {L("app"), L("application"), L("api"), L("server"), {0}};
    const Tree *t = f->module->tree;
    NodeList args = py_list(t, call, Call_args);
    FlowFile home;
    bool given = false;
    for (uint32_t i = 0; i < args.n; i++) {
        Str arg = py_last_name(t, args.v[i]);
        given |= arg.len &&
                 (is_holder(b, holder_of(f, args.v[i])) || (counts_all(b, f) && str_in(arg, apps)));
    }
    NodeId at = given ? named(f, py_node(t, call, Call_func), &home) : 0;
    int kind = at ? py_kind(home.module->tree, at) : PY_NONE;
    if (!at || home.index == f->index || b->handed >= HANDED_DEEP ||
        (kind != PY_FunctionDef && kind != PY_AsyncFunctionDef))
        return false;
    b->handed++;
    bool asks = stands_before(b, &home, at);
    b->handed--;
    return asks;
}

static bool decorators_ask(Before *b, const FlowFile *f, NodeId def)
{
    NodeList by = py_list(f->module->tree, def, FunctionDef_decorator_list);
    for (uint32_t i = 0; i < by.n; i++)
        if (hook_of(b, f, by.v[i]) && b->asks(f, def)) return true;
    return false;
}

// login_required(Things.as_view())
static bool wraps_view(Before *b, const FlowFile *f, NodeId func, NodeId first)
{
    const Tree *t = f->module->tree;
    NodeId made = first && py_kind(t, first) == PY_Call ? py_node(t, first, Call_func) : 0;
    return made && py_kind(t, made) == PY_Attribute &&
           str_eq(py_last_name(t, made), S("as_view")) &&
           is_holder(b, holder_of(f, py_node(t, made, Attribute_value))) &&
           given_asks(b, f, func, 0);
}

static bool call_asks(Before *b, const FlowFile *f, NodeId call)
{
    const Tree *t = f->module->tree;
    NodeId func = py_node(t, call, Call_func), first = first_given(t, call);
    Str called = py_last_name(t, func);
    bool asks = false;
    if (hook_of(b, f, func) && given_asks(b, f, first, 0)) return true;
    if (wraps_view(b, f, func, first)) return true;
    add_including(b, f, call, &asks);
    if (asks || str_in(called, including)) return asks;
    if (called.len && called.s[0] >= 'A' && called.s[0] <= 'Z')
        return counts_all(b, f) && !str_in(called, parts) && keywords_ask(b, f, call);
    return handed_to(b, f, call);
}

// Below the node: does a hook of what counts ask, or a keyword of its making or including?
static bool stands_before(Before *b, const FlowFile *f, NodeId n)
{
    const Tree *t = f->module->tree;
    int k = py_kind(t, n);
    NodeId child;
    if (--b->left < 0) return false;
    if ((k == PY_FunctionDef || k == PY_AsyncFunctionDef) && decorators_ask(b, f, n)) return true;
    if (k == PY_Call && call_asks(b, f, n)) return true;
    if (k == PY_Assign &&
        str_eq(py_last_name(t, py_list(t, n, Assign_targets).v[0]), S("wsgi_app")) &&
        given_asks(b, f, py_node(t, n, Assign_value), 0))
        return true;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (stands_before(b, f, child)) return true;
    return false;
}

static void add_module(Before *b, Size module)
{
    for (Size i = 0; i < b->modules.n; i++)
        if (b->modules.v[i] == module) return;
    if (b->modules.n < MODULES_MOST) *push(b->keep, &b->modules) = module;
}

// from . import items, import shop.items: in a function, of which no index tells.
static bool brings_unit(const Before *b, const FlowFile *f)
{
    World *w = b->unit->state;
    const Tree *t = f->module->tree;
    static const int kinds[] = {PY_ImportFrom, PY_Import};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = py_next_of(t, NULL, kinds[k], n));) {
            bool from = kinds[k] == PY_ImportFrom;
            NodeList names = py_list(t, n, from ? (int)ImportFrom_names : (int)Import_names);
            int level = from ? (int)py_raw(t, n, ImportFrom_level) : 0;
            Sym of = from ? py_sym(t, n, ImportFrom_module) : 0;
            Str module = of ? py_name(t, of) : S("");
            if (of && find_module(w, f->index, module, level) == b->unit->index) return true;
            for (uint32_t i = 0; i < names.n; i++) {
                Str name = py_name(t, py_sym(t, names.v[i], alias_name));
                Str whole = module.len ? str_join(&w->a, module, S("."), name) : name;
                if (find_module(w, f->index, whole, level) == b->unit->index) return true;
            }
        }
    return false;
}

// Who makes the app in a function, and imports there what hangs on it.
static void add_makers(Before *b)
{
    for (const Str *word = including; word->len; word++) {
        Size n = 0, *by = using(b->unit->state, *word, &n);
        FlowFile other;
        for (Size k = 0; k < n && b->modules.n < MODULES_MOST && k < MAKERS_MOST; k++)
            if (flow_other(b->unit, by[k], &other) && brings_unit(b, &other)) add_module(b, by[k]);
    }
}

// The modules that may set something before it: its own, those that import the file and name such
// things.
static void add_modules(Before *b)
{
    static const Str others[] = {L("wsgi_app"), L("as_view"), L("FastAPI"), L("Flask"),
                                 L("Sanic"),    L("Quart"),   {0}};
    static const Str *const lists[] = {hooks, including, asking_keys, others};
    add_module(b, b->unit->index);
    for (Size i = 0; i < countof(lists); i++)
        for (const Str *word = lists[i]; word->len; word++) {
            Size n = 0, *by = importers_saying(b->unit->state, *word, &n);
            for (Size k = 0; k < n; k++) add_module(b, by[k]);
        }
    add_makers(b);
}

// Was it made with something that asks, by a class of the program's that does?
static bool making_asks(Before *b, Holder h)
{
    FlowFile f = *b->unit;
    if (h.module != f.index && !flow_other(b->unit, h.module, &f)) return false;
    const Tree *t = f.module->tree;
    NodeId made = made_by(t, h.name);
    FlowFile home;
    if (!made) return false;
    if (keywords_ask(b, &f, made)) return true;
    NodeId at = named(&f, py_node(t, made, Call_func), &home);
    return at && b->asks(&home, at);
}

static bool modules_ask(Before *b)
{
    FlowFile other;
    for (Size i = 0; i < b->modules.n; i++)
        if (flow_other(b->unit, b->modules.v[i], &other) &&
            stands_before(b, &other, other.module->tree->root))
            return true;
    return false;
}

// Of one after the other; who includes them becomes one, for whom all are looked at again.
static bool holders_ask(Before *b)
{
    for (Size i = 0; i < b->holders.n; i++) {
        Holder h = b->holders.v[i];
        Size n = 0, *those = touching(b->unit->state, h.module, h.name, &n);
        if (making_asks(b, h)) return true;
        add_module(b, h.module);
        for (Size k = 0; k < n; k++) add_module(b, those[k]);
        if (modules_ask(b)) return true;
    }
    return false;
}

bool flow_asked_before(const FlowFile *f, Str owner, FlowAsks *by)
{
    World *w = f->state;
    Before b = {f, by, &w->a, .left = BEFORE_NODES};
    Size module;
    Str name;
    if (owner.len) {
        bool known = flow_definition(f, owner, &module, &name) && name.len;
        *push(b.keep, &b.holders) = known ? (Holder){module, name} : (Holder){f->index, owner};
    }
    add_modules(&b);
    if (holders_ask(&b)) return true;
    b.any = true;
    return modules_ask(&b);
}

// ---- what the settings ask for all

// "shop.middleware.LoginRequired": a class of the project's, or the text by itself.
static bool text_asks(const FlowFile *f, NodeId n, FlowAsks *by)
{
    const PyConst *c =
        py_kind(f->module->tree, n) == PY_Constant ? py_const(f->module->tree, n) : NULL;
    Size dot = c && c->kind == CONST_STR ? str_rfind(c->text, '.') : -1;
    FlowFile home;
    if (!c || c->kind != CONST_STR) return false;
    Size module = dot > 0 ? find_module(f->state, f->index, str_sub(c->text, 0, dot), 0) : -1;
    NodeId at = module >= 0 && flow_other(f, module, &home)
                    ? bound_by(home.module->tree, str_sub(c->text, dot + 1, -1)) : 0;
    return at ? by(&home, at) : by(f, n);
}

static bool texts_ask(const FlowFile *f, NodeId n, FlowAsks *by)
{
    NodeId child;
    if (text_asks(f, n, by)) return true;
    for (uint32_t it = 0; (child = py_next_child(f->module->tree, n, &it));)
        if (texts_ask(f, child, by)) return true;
    return false;
}

static NodeId item_of(const Tree *t, NodeId dict, Str key)
{
    NodeList keys = py_kind(t, dict) == PY_Dict ? py_list(t, dict, Dict_keys) : (NodeList){0};
    for (uint32_t i = 0; i < keys.n; i++) {
        const PyConst *c =
            keys.v[i] && py_kind(t, keys.v[i]) == PY_Constant ? py_const(t, keys.v[i]) : NULL;
        if (c && c->kind == CONST_STR && str_eq(c->text, key))
            return py_list(t, dict, Dict_values).v[i];
    }
    return 0;
}

bool flow_setting_asks(const FlowFile *f, Str setting, Str key, FlowAsks *by)
{
    Size n = 0, *in = using(f->state, setting, &n);
    for (Size i = 0; i < n && i < MAKERS_MOST; i++) {
        FlowFile other;
        if (!flow_other(f, in[i], &other)) continue;
        const Tree *t = other.module->tree;
        NodeList body = py_list(t, t->root, Module_body);
        for (uint32_t k = 0; k < body.n; k++) {
            int kind = py_kind(t, body.v[k]);
            if (kind != PY_Assign && kind != PY_AugAssign) continue;
            NodeId to = kind == PY_Assign ? py_list(t, body.v[k], Assign_targets).v[0]
                                          : py_node(t, body.v[k], AugAssign_target);
            NodeId value =
                py_node(t, body.v[k], kind == PY_Assign ? (int)Assign_value : (int)AugAssign_value);
            if (!str_eq(py_last_name(t, to), setting)) continue;
            if (key.len) value = item_of(t, value, key);
            if (value && texts_ask(&other, value, by)) return true;
        }
    }
    return false;
}

// ---- the classes that a class is made of

static bool base_asks(const FlowFile *f, const ClassInfo *cls, FlowAsks *by, int depth, int *left)
{
    for (Size i = 0; depth < DEPENDS_DEEP && i < cls->bases.n && --*left > 0; i++) {
        FlowFile home;
        NodeId at = named(f, cls->bases.v[i], &home);
        if (!at ? by(f, cls->bases.v[i]) : by(&home, at)) return true;
        for (Size k = 0; at && k < home.module->classes.n; k++)
            if (home.module->classes.v[k].node == at &&
                base_asks(&home, &home.module->classes.v[k], by, depth + 1, left))
                return true;
    }
    return false;
}

bool flow_base_asks(const FlowFile *f, const ClassInfo *cls, FlowAsks *by)
{
    int left = BASES_MOST;
    return base_asks(f, cls, by, 0, &left);
}
