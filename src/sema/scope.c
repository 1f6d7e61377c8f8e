// scope: one pass over the tree that lists functions and classes, and says what each name means
// where it stands.
// Walks with a stack of its own: no depth of nesting overflows it. Functions come in order of
// depth: those of the module and its classes first, so that a skeleton numbers them like the whole.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

typedef struct { NodeId node; uint32_t scope; } Visit;
typedef struct { VarId var; uint32_t at; } Bind;
typedef struct { uint32_t method, attr; } Placed;       // 1 + a variable's place among its class's
typedef struct {
    Module *m; Tree *t; Scopes *sc;
    Arena *keep, *tmp;
    struct { Visit *v; Size n, cap; } stack;
    struct { Bind *v; Size n, cap; } binds;
    struct { Func *v; Size n, cap; } funcs;
    struct { ClassInfo *v; Size n, cap; } classes;
    struct { uint32_t *v; Size n, cap; } class_of;      // by Func: 1 + the class whose body it is
    struct { Placed *v; Size n, cap; } placed;          // by variable
    VarId *slot; Size nslot;
} Walk;

static VarId *var_slot(const Walk *w, uint32_t scope, Sym name)
{
    uint64_t h = (((uint64_t)scope << 32 | name) ^ scope << 3) * 0x9E3779B97F4A7C15u;
    Size at = (Size)(h >> 32) & (w->nslot - 1);
    for (; w->slot[at]; at = (at + 1) & (w->nslot - 1)) {
        const Var *x = &w->sc->vars.v[w->slot[at]];
        if (x->name == name && x->scope == scope) break;
    }
    return &w->slot[at];
}

static void slots_grow(Walk *w)
{
    w->nslot = w->nslot ? w->nslot * 2 : 512;
    w->slot = new(w->tmp, VarId, w->nslot);
    for (Size v = 1; v < w->sc->vars.n; v++)
        *var_slot(w, w->sc->vars.v[v].scope, w->sc->vars.v[v].name) = (VarId)v;
}

static VarId var_at(Walk *w, uint32_t scope, Sym name)
{
    if (w->sc->vars.n * 2 >= w->nslot) slots_grow(w);
    VarId *slot = var_slot(w, scope, name);
    if (*slot) return *slot;
    *push(w->tmp, &w->sc->vars) = (Var){.name = name, .scope = scope};
    *push(w->tmp, &w->placed) = (Placed){0};
    return *slot = (VarId)(w->sc->vars.n - 1);
}

static VarId bind(Walk *w, uint32_t scope, Sym name, NodeId node)
{
    if (!name) return 0;
    VarId v = var_at(w, scope, name);
    w->sc->vars.v[v].bound = true;
    *push(w->tmp, &w->binds) = (Bind){v, py_at(w->t, node)->beg};
    if (node) w->sc->of_node[node] = v;
    return v;
}

static uint32_t scope_new(Walk *w, ScopeKind kind, uint32_t parent, uint32_t func)
{
    *push(w->tmp, &w->sc->scopes) = (Scope){kind, parent, func};
    return (uint32_t)(w->sc->scopes.n - 1);
}

// A constant says nothing of names.
static void visit(Walk *w, NodeId n, uint32_t scope)
{
    if (n && py_kind(w->t, n) != PY_Constant) *push(w->tmp, &w->stack) = (Visit){n, scope};
}

static void visit_list(Walk *w, NodeList l, uint32_t scope)
{
    for (uint32_t i = 0; i < l.n; i++) visit(w, l.v[i], scope);
}

// What was pushed since `from` is to be taken in the order it was pushed.
static void visit_in_order(Walk *w, Size from)
{
    for (Size i = from, j = w->stack.n - 1; i < j; i++, j--) {
        Visit swap = w->stack.v[i];
        w->stack.v[i] = w->stack.v[j];
        w->stack.v[j] = swap;
    }
}

// ---- functions and classes
static Str qualname(Walk *w, uint32_t parent, Sym name)
{
    enum { MOST = 2048 };
    const Func *up = &w->funcs.v[parent];
    Str own = name ? py_name(w->t, name) : S("<lambda>");
    if (up->kind == FUNC_MODULE || up->qualname.len + own.len > MOST) return own;
    Str link = up->kind == FUNC_CLASS ? S(".") : S(".<locals>.");
    return str_join(w->keep, up->qualname, link, own);
}

static uint32_t func_new(Walk *w, FuncKind kind, Sym name, NodeId node, uint32_t scope)
{
    uint32_t parent = w->sc->scopes.v[scope].func, id = (uint32_t)w->funcs.n;
    Str qual = qualname(w, parent, name);
    Func *f = push(w->tmp, &w->funcs);
    *f = (Func){.kind = kind, .name = name, .qualname = qual, .node = node, .parent = parent};
    *push(w->tmp, &w->class_of) = 0;
    *push(w->tmp, &w->sc->func_var) = 0;
    uint32_t inner = scope_new(w, kind == FUNC_CLASS ? SCOPE_CLASS : SCOPE_FUNC, scope, id);
    *push(w->tmp, &w->sc->func_scope) = inner;
    return id;
}

static void param(Walk *w, Func *f, NodeId arg, ParamKind kind, NodeId fallback)
{
    if (!arg || py_kind(w->t, arg) != PY_arg) return;
    *push(w->keep, &f->params) = (Param){py_sym(w->t, arg, arg_arg), kind,
                                         py_node(w->t, arg, arg_annotation), fallback, arg};
}

static void params_of(Walk *w, Func *f, NodeId args)
{
    const Tree *t = w->t;
    NodeList pos = py_list(t, args, arguments_posonlyargs), norm = py_list(t, args, arguments_args);
    NodeList def = py_list(t, args, arguments_defaults),
             kwo = py_list(t, args, arguments_kwonlyargs);
    NodeList kwd = py_list(t, args, arguments_kw_defaults);
    uint32_t all = pos.n + norm.n, first = all > def.n ? all - def.n : 0;
    for (uint32_t i = 0; i < all; i++) {
        NodeId arg = i < pos.n ? pos.v[i] : norm.v[i - pos.n];
        NodeId fallback = i >= first && i - first < def.n ? def.v[i - first] : 0;
        param(w, f, arg, i < pos.n ? PARAM_POS_ONLY : PARAM_NORMAL, fallback);
    }
    param(w, f, py_node(t, args, arguments_vararg), PARAM_VARARG, 0);
    for (uint32_t i = 0; i < kwo.n; i++)
        param(w, f, kwo.v[i], PARAM_KWONLY, i < kwd.n ? kwd.v[i] : 0);
    param(w, f, py_node(t, args, arguments_kwarg), PARAM_KWARG, 0);
}

// `@x.setter def x` adds to the property x, and does not replace it.
static bool adds_to_property(const Tree *t, Sym name, NodeList decorators)
{
    for (uint32_t i = 0; i < decorators.n; i++) {
        NodeId d = decorators.v[i];
        if (!d || py_kind(t, d) != PY_Attribute) continue;
        Str attr = py_name(t, py_sym(t, d, Attribute_attr));
        NodeId of = py_node(t, d, Attribute_value);
        bool same = of && py_kind(t, of) == PY_Name && py_sym(t, of, Name_id) == name;
        if (same && (str_eq(attr, S("setter")) || str_eq(attr, S("deleter")))) return true;
    }
    return false;
}

static void method_add(Walk *w, uint32_t owner, VarId var, uint32_t func)
{
    ClassInfo *c = &w->classes.v[owner];
    if (w->placed.v[var].method) {
        c->methods.func[w->placed.v[var].method - 1] = func;
        return;
    }
    Size cap = c->methods.cap;
    c->methods.name = vec_room(w->keep, c->methods.name, c->methods.n, &cap, (Size)sizeof(Sym));
    c->methods.func = vec_room(w->keep, c->methods.func, c->methods.n, &c->methods.cap,
                               (Size)sizeof(uint32_t));
    c->methods.name[c->methods.n] = w->sc->vars.v[var].name;
    c->methods.func[c->methods.n++] = func;
    w->placed.v[var].method = (uint32_t)c->methods.n;
}

static void attr_add(Walk *w, uint32_t scope, NodeId target, NodeId value, NodeId annotation)
{
    if (w->sc->scopes.v[scope].kind != SCOPE_CLASS || py_kind(w->t, target) != PY_Name) return;
    Sym name = py_sym(w->t, target, Name_id);
    VarId var = var_at(w, scope, name);
    ClassInfo *c = &w->classes.v[w->class_of.v[w->sc->scopes.v[scope].func] - 1];
    if (!w->placed.v[var].attr) {
        if ((c->nattrs & (c->nattrs - 1)) == 0) {            // full at each power of two
            Size cap = c->nattrs;
            c->attrs = vec_room(w->keep, c->attrs, c->nattrs, &cap, (Size)sizeof *c->attrs);
        }
        memset(&c->attrs[c->nattrs], 0, sizeof *c->attrs);
        c->attrs[c->nattrs].name = name;
        w->placed.v[var].attr = (uint32_t)++c->nattrs;
    }
    Size at = w->placed.v[var].attr - 1;
    if (value) c->attrs[at].value = value;
    if (annotation) c->attrs[at].annotation = annotation;
}

static void def_visit(Walk *w, NodeId n, uint32_t scope, bool is_async)
{
    Sym name = py_sym(w->t, n, FunctionDef_name);
    NodeId args = py_node(w->t, n, FunctionDef_args);
    NodeList decorators = py_list(w->t, n, FunctionDef_decorator_list);
    uint32_t id = func_new(w, FUNC_DEF, name, n, scope);
    VarId var = bind(w, scope, name, n);
    Func *f = &w->funcs.v[id];
    f->is_async = is_async;
    w->sc->func_var.v[id] = var;
    w->sc->of_node[n] = id + 1;
    for (uint32_t i = 0; i < decorators.n; i++) *push(w->keep, &f->decorators) = decorators.v[i];
    if (args) params_of(w, f, args);
    uint32_t owner = w->class_of.v[f->parent];
    if (owner && w->sc->scopes.v[scope].kind == SCOPE_CLASS) {
        f->owner = owner;
        if (var && !adds_to_property(w->t, name, decorators)) method_add(w, owner - 1, var, id);
    }
    visit_list(w, decorators, scope);
    if (!args) return;
    visit_list(w, py_list(w->t, args, arguments_defaults), scope);
    visit_list(w, py_list(w->t, args, arguments_kw_defaults), scope);
}

static void lambda_visit(Walk *w, NodeId n, uint32_t scope)
{
    NodeId args = py_node(w->t, n, Lambda_args);
    uint32_t id = func_new(w, FUNC_LAMBDA, 0, n, scope);
    w->sc->of_node[n] = id + 1;
    if (!args) return;
    params_of(w, &w->funcs.v[id], args);
    visit_list(w, py_list(w->t, args, arguments_defaults), scope);
    visit_list(w, py_list(w->t, args, arguments_kw_defaults), scope);
}

static void class_visit(Walk *w, NodeId n, uint32_t scope)
{
    Sym name = py_sym(w->t, n, ClassDef_name);
    uint32_t id = func_new(w, FUNC_CLASS, name, n, scope), k = (uint32_t)w->classes.n;
    NodeList bases = py_list(w->t, n, ClassDef_bases),
             deco = py_list(w->t, n, ClassDef_decorator_list);
    ClassInfo *c = push(w->tmp, &w->classes);
    *c = (ClassInfo){.name = name, .qualname = w->funcs.v[id].qualname, .node = n, .body = id,
                     .parent = w->funcs.v[id].parent};
    for (uint32_t i = 0; i < bases.n; i++) *push(w->keep, &c->bases) = bases.v[i];
    for (uint32_t i = 0; i < deco.n; i++) *push(w->keep, &c->decorators) = deco.v[i];
    w->class_of.v[id] = k + 1;
    *push(w->tmp, &w->sc->class_func) = id;
    *push(w->tmp, &w->sc->class_var) = bind(w, scope, name, n);
    w->sc->of_node[n] = k + 1;
    visit_list(w, deco, scope);
    visit_list(w, bases, scope);
    visit_list(w, py_list(w->t, n, ClassDef_keywords), scope);
    visit_list(w, py_list(w->t, n, ClassDef_body), w->sc->func_scope.v[id]);
}

// ---- the other nodes that bind names or open scopes
static void comp_visit(Walk *w, NodeId n, uint32_t scope, int generators, int results)
{
    uint32_t inner = scope_new(w, SCOPE_COMP, scope, w->sc->scopes.v[scope].func);
    NodeList gens = py_list(w->t, n, generators);
    for (int i = 0; i < results; i++) visit(w, py_node(w->t, n, i), inner);
    for (uint32_t i = 0; i < gens.n; i++) {
        NodeId g = gens.v[i];
        if (!g || py_kind(w->t, g) != PY_comprehension) continue;
        visit(w, py_node(w->t, g, comprehension_iter), i ? inner : scope);
        visit(w, py_node(w->t, g, comprehension_target), inner);
        visit_list(w, py_list(w->t, g, comprehension_ifs), inner);
    }
}

static Sym import_root(Walk *w, Sym dotted)
{
    Str text = py_name(w->t, dotted);
    const char *dot = text.len ? memchr(text.s, '.', (size_t)text.len) : NULL;
    return dot ? name_add(&w->t->names, (Str){text.s, dot - text.s}) : dotted;
}

static void import_visit(Walk *w, NodeList names, uint32_t scope, bool from)
{
    for (uint32_t i = 0; i < names.n; i++) {
        NodeId a = names.v[i];
        if (!a || py_kind(w->t, a) != PY_alias) continue;
        Sym name = py_sym(w->t, a, alias_name), as = py_sym(w->t, a, alias_asname);
        if (from && str_eq(py_name(w->t, name), S("*"))) continue;
        bind(w, scope, as ? as : from ? name : import_root(w, name), a);
    }
}

static void declare(Walk *w, SymList names, uint32_t scope, bool global)
{
    for (uint32_t i = 0; i < names.n; i++) {
        VarId v = var_at(w, scope, names.v[i]);                 // first: it may move all of them
        Var *x = &w->sc->vars.v[v];
        if (global) x->is_global = true;
        else x->is_nonlocal = true;
    }
}

// A walrus inside a comprehension binds in the function around it.
static void walrus_visit(Walk *w, NodeId n, uint32_t scope)
{
    NodeId target = py_node(w->t, n, NamedExpr_target);
    uint32_t home = scope;
    while (w->sc->scopes.v[home].kind == SCOPE_COMP) home = w->sc->scopes.v[home].parent;
    if (target && py_kind(w->t, target) == PY_Name)
        bind(w, home, py_sym(w->t, target, Name_id), target);
    else visit(w, target, scope);
    visit(w, py_node(w->t, n, NamedExpr_value), scope);
}

typedef struct { Walk *w; uint32_t scope; } Within;

static void child_visit(void *self, NodeId child)
{
    const Within *in = self;
    visit(in->w, child, in->scope);
}

static void children_visit(Walk *w, NodeId n, uint32_t scope)
{
    py_each_child(w->t, n, child_visit, &(Within){w, scope});
}

static void assign_visit(Walk *w, NodeId n, uint32_t scope)
{
    NodeList targets = py_list_of(w->t, n, Assign, targets);
    NodeId value = py_of(w->t, n, Assign, value);
    for (uint32_t i = 0; i < targets.n; i++)
        if (targets.v[i]) attr_add(w, scope, targets.v[i], value, 0);
    visit_list(w, targets, scope);
    visit(w, value, scope);
}

static void ann_visit(Walk *w, NodeId n, uint32_t scope)
{
    NodeId target = py_of(w->t, n, AnnAssign, target), value = py_of(w->t, n, AnnAssign, value);
    if (target) attr_add(w, scope, target, value, py_of(w->t, n, AnnAssign, annotation));
    visit(w, target, scope);
    visit(w, value, scope);
}

static void name_visit(Walk *w, NodeId n, uint32_t scope)
{
    Sym id = py_of(w->t, n, Name, id);
    if (py_at(w->t, n)->op != CTX_LOAD) bind(w, scope, id, n);
    else if (id) w->sc->of_node[n] = var_at(w, scope, id);
}

static void node_visit(Walk *w, NodeId n, uint32_t scope)
{
    const Tree *t = w->t;
    switch (py_kind(t, n)) {
    case PY_Name: name_visit(w, n, scope); break;
    // most others are of these kinds: their children, without a look into the table of kinds
    case PY_Attribute: case PY_Expr: case PY_Return: case PY_Starred:
        visit(w, py_of(t, n, Attribute, value), scope);                  // the first field of them all
        break;
    case PY_keyword: visit(w, py_of(t, n, keyword, value), scope); break;
    case PY_Subscript:
        visit(w, py_of(t, n, Subscript, value), scope);
        visit(w, py_of(t, n, Subscript, slice), scope);
        break;
    case PY_Call:
        visit(w, py_of(t, n, Call, func), scope);
        visit_list(w, py_list_of(t, n, Call, args), scope);
        visit_list(w, py_list_of(t, n, Call, keywords), scope);
        break;
    case PY_FunctionDef: def_visit(w, n, scope, false); break;
    case PY_AsyncFunctionDef: def_visit(w, n, scope, true); break;
    case PY_Lambda: lambda_visit(w, n, scope); break;
    case PY_ClassDef: class_visit(w, n, scope); break;
    case PY_ListComp:
    case PY_SetComp:
    case PY_GeneratorExp: comp_visit(w, n, scope, ListComp_generators, 1); break;
    case PY_DictComp: comp_visit(w, n, scope, DictComp_generators, 2); break;
    case PY_Import: import_visit(w, py_list_of(t, n, Import, names), scope, false); break;
    case PY_ImportFrom: import_visit(w, py_list_of(t, n, ImportFrom, names), scope, true); break;
    case PY_Global: declare(w, py_syms(t, n, Global_names), scope, true); break;
    case PY_Nonlocal: declare(w, py_syms(t, n, Nonlocal_names), scope, false); break;
    case PY_NamedExpr: walrus_visit(w, n, scope); break;
    case PY_Assign: assign_visit(w, n, scope); break;
    case PY_AnnAssign: ann_visit(w, n, scope); break;
    case PY_TypeAlias:
        visit(w, py_of(t, n, TypeAlias, name), scope);
        visit(w, py_of(t, n, TypeAlias, value), scope);
        break;
    case PY_ExceptHandler:
        bind(w, scope, py_of(t, n, ExceptHandler, name), n);
        children_visit(w, n, scope);
        break;
    case PY_MatchAs:
        bind(w, scope, py_of(t, n, MatchAs, name), n);
        children_visit(w, n, scope);
        break;
    case PY_MatchStar: bind(w, scope, py_of(t, n, MatchStar, name), n); break;
    case PY_MatchMapping:
        bind(w, scope, py_of(t, n, MatchMapping, rest), n);
        children_visit(w, n, scope);
        break;
    case PY_Yield: case PY_YieldFrom:
        w->funcs.v[w->sc->scopes.v[scope].func].is_generator = true;
        children_visit(w, n, scope);
        break;
    default: children_visit(w, n, scope);
    }
}

static void drain(Walk *w)
{
    visit_in_order(w, 0);
    while (w->stack.n) {
        Visit v = w->stack.v[--w->stack.n];
        Size from = w->stack.n;
        node_visit(w, v.node, v.scope);
        if (w->stack.n > from + 1) visit_in_order(w, from);
    }
}

static void func_visit(Walk *w, uint32_t id)
{
    const Func *f = &w->funcs.v[id];
    uint32_t scope = w->sc->func_scope.v[id];
    if (f->kind == FUNC_CLASS) return;                       // went along with the code that holds
                                                             // it
    for (Size i = 0; i < f->params.n; i++) {
        VarId v = bind(w, scope, f->params.v[i].name, f->params.v[i].node);
        if (v) w->sc->vars.v[v].param = true;
    }
    if (f->kind == FUNC_LAMBDA) visit(w, py_node(w->t, f->node, Lambda_body), scope);
    else visit_list(w, py_list(w->t, f->node, FunctionDef_body), scope);
    drain(w);
}

// ---- what each name means
static VarId var_find(const Walk *w, uint32_t scope, Sym name) { return *var_slot(w, scope, name); }

static uint16_t hops(const Walk *w, uint32_t from, uint32_t to)
{
    uint16_t n = 0;
    for (uint32_t f = from; f != to && f && n < UINT16_MAX; f = w->funcs.v[f].parent) n++;
    return n;
}

// The variable an unbound name of `scope` means, by the scopes around it; 0: a global that nobody
// binds.
static VarId look_outward(const Walk *w, uint32_t scope, Sym name)
{
    while (scope) {
        scope = w->sc->scopes.v[scope].parent;
        if (w->sc->scopes.v[scope].kind == SCOPE_CLASS) continue;
        VarId v = var_find(w, scope, name);
        if (!v) continue;
        const Var *x = &w->sc->vars.v[v];
        if (x->is_global) break;
        if (x->bound && !x->is_nonlocal) return v;
    }
    VarId global = var_find(w, 0, name);
    return global && w->sc->vars.v[global].bound ? global : 0;
}

static void reach(Walk *w, VarId v, VarId target)
{
    Var *x = &w->sc->vars.v[v], *to = &w->sc->vars.v[target];
    uint32_t here = w->sc->scopes.v[x->scope].func, there = w->sc->scopes.v[to->scope].func;
    bool module = !target || w->sc->scopes.v[to->scope].kind == SCOPE_MODULE;
    x->how = HOW_GLOBAL;
    if (module && target && x->is_global && x->bound && x->scope) to->rewritten = true;
    if (module) return;
    x->how = here == there ? HOW_LOCAL : HOW_CELL;
    if (here == there) return;
    x->hops = hops(w, here, there);
    to->captured = true;
    if (x->is_nonlocal && x->bound) to->rewritten = true;
}

static void resolve(Walk *w, VarId v)
{
    Var *x = &w->sc->vars.v[v];
    ScopeKind kind = w->sc->scopes.v[x->scope].kind;
    bool own = x->bound && ((!x->is_global && !x->is_nonlocal) || kind == SCOPE_MODULE);
    VarId outer = 0;
    if (x->is_global) outer = var_find(w, 0, x->name);
    else if (!own || kind == SCOPE_CLASS) outer = look_outward(w, x->scope, x->name);
    if (outer && !w->sc->vars.v[outer].bound) outer = 0;
    x->target = own ? v : outer;
    if (own && kind != SCOPE_CLASS) x->how = kind == SCOPE_MODULE ? HOW_GLOBAL : HOW_LOCAL;
    else reach(w, v, outer);
}

// A skeleton has not seen function bodies: their `global` lines are found by a run over all nodes.
static void find_globals(Walk *w)
{
    for (NodeId n = 1; n < (NodeId)w->t->nodes.n; n++) {
        if (py_kind(w->t, n) != PY_Global) continue;
        SymList names = py_syms(w->t, n, Global_names);
        for (uint32_t i = 0; i < names.n; i++) {
            VarId v = var_find(w, 0, names.v[i]);
            if (v) w->sc->vars.v[v].rewritten = true;
        }
    }
}

static void sort_binds(Walk *w)
{
    Scopes *sc = w->sc;
    sc->binds = arena_raw(w->tmp, 4, 4, w->binds.n + 1);
    for (Size i = 0; i < w->binds.n; i++) sc->vars.v[w->binds.v[i].var].nbind++;
    uint32_t at = 0;
    for (Size v = 0; v < sc->vars.n; v++) {
        sc->vars.v[v].bind = at;
        at += sc->vars.v[v].nbind;
        sc->vars.v[v].nbind = 0;
    }
    for (Size i = 0; i < w->binds.n; i++) {
        Var *x = &sc->vars.v[w->binds.v[i].var];
        uint32_t *row = sc->binds + x->bind, k = x->nbind++;
        for (; k && row[k - 1] > w->binds.v[i].at; k--) row[k] = row[k - 1];
        row[k] = w->binds.v[i].at;
    }
}

bool var_bound_in(const Scopes *sc, VarId v, Span at)
{
    if (v & VAR_TEMP) return true;
    const Var *x = &sc->vars.v[v];
    uint32_t lo = 0, hi = x->nbind;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (sc->binds[x->bind + mid] < at.beg) lo = mid + 1;
        else hi = mid;
    }
    return lo < x->nbind && sc->binds[x->bind + lo] < at.end;
}

static void list_locals(Walk *w)
{
    w->sc->locals_of = new(w->tmp, uint32_t, w->sc->scopes.n);
    w->sc->next_local = new(w->tmp, uint32_t, w->sc->vars.n);
    for (VarId v = (VarId)w->sc->vars.n - 1; v; v--) {
        const Var *x = &w->sc->vars.v[v];
        if (x->target != v) continue;
        w->sc->next_local[v] = w->sc->locals_of[x->scope];
        w->sc->locals_of[x->scope] = v;
    }
}

// ---- an outline: what stands in functions is listed, and no name there is looked for

// A definition or a yield; `body`: where what it holds begins, behind what belongs to what is around it.
typedef struct { uint32_t beg, end, body; NodeId node; } Inner;

// What decorates it is visited with it, so it begins there.
static uint32_t begins_at(const Tree *t, NodeId n)
{
    int kind = py_kind(t, n);
    NodeList by = kind == PY_FunctionDef || kind == PY_AsyncFunctionDef
                      ? py_list(t, n, FunctionDef_decorator_list)
                  : kind == PY_ClassDef ? py_list(t, n, ClassDef_decorator_list)
                                        : (NodeList){0};
    return py_at(t, by.n && by.v[0] ? by.v[0] : n)->beg;
}

static uint32_t beginning(const Tree *t, NodeId n, int list)
{
    NodeId first = py_list(t, n, list).v[0];
    return begins_at(t, first ? first : n);
}

static uint32_t body_of(const Tree *t, NodeId n)
{
    switch (py_kind(t, n)) {
    case PY_FunctionDef: case PY_AsyncFunctionDef: return beginning(t, n, FunctionDef_body);
    case PY_ClassDef: return beginning(t, n, ClassDef_body);
    case PY_Lambda: return py_at(t, py_node(t, n, Lambda_body))->beg;
    default: return 0;
    }
}

static int inner_order(const void *a, const void *b)       // what holds another before it
{
    const Inner *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return x->end != y->end ? (x->end > y->end ? -1 : 1) : (x->node < y->node) - (x->node > y->node);
}

static uint32_t func_at(const Walk *w, NodeId n)
{
    uint32_t id = w->sc->of_node[n] - 1;
    return py_kind(w->t, n) == PY_ClassDef ? w->sc->class_func.v[id] : id;
}

static void inner_visit(Walk *w, NodeId n, uint32_t func)
{
    uint32_t scope = w->sc->func_scope.v[func];
    int kind = py_kind(w->t, n);
    if (kind == PY_Yield || kind == PY_YieldFrom) w->funcs.v[func].is_generator = true;
    else if (!w->sc->of_node[n]) visit(w, n, scope), drain(w);
}

static void list_inner(Walk *w)
{
    static const int kinds[] = {PY_FunctionDef, PY_AsyncFunctionDef, PY_ClassDef,
                                PY_Lambda,      PY_Yield,            PY_YieldFrom};
    struct { Inner *v; Size n, cap; } all = {0};
    const Tree *t = w->t;
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = py_next_of(t, t->links, kinds[k], n));)
            *push(w->tmp, &all) = (Inner){begins_at(t, n), py_at(t, n)->end, body_of(t, n), n};
    if (all.n) sort_items(all.v, all.n, (Size)sizeof *all.v, inner_order, *w->tmp);
    uint32_t *around = arena_raw(w->tmp, 4, 4, all.n + 1), top = 0;
    for (Size i = 0; i < all.n; i++) {
        const Inner *at = &all.v[i];
        while (top && all.v[around[top - 1]].end < at->end) top--;
        uint32_t up = top;
        while (up && at->beg < all.v[around[up - 1]].body) up--;
        inner_visit(w, at->node, up ? func_at(w, all.v[around[up - 1]].node) : 0);
        if (at->body && w->sc->of_node[at->node]) around[top++] = (uint32_t)i;
    }
}

static void walk_all(Walk *w, SemaDepth depth)
{
    bool skeleton = depth != SEMA_WHOLE;
    *push(w->tmp, &w->funcs) =
        (Func){.kind = FUNC_MODULE, .qualname = S("<module>"), .node = w->t->root};
    *push(w->tmp, &w->class_of) = 0;
    *push(w->tmp, &w->sc->func_var) = 0;
    *push(w->tmp, &w->sc->func_scope) = scope_new(w, SCOPE_MODULE, 0, 0);
    visit_list(w, py_list(w->t, w->t->root, Module_body), 0);
    drain(w);
    for (uint32_t i = 1; !skeleton && i < (uint32_t)w->funcs.n; i++) func_visit(w, i);
    if (depth == SEMA_OUTLINE) list_inner(w);
    for (VarId v = 1; v < (VarId)w->sc->vars.n; v++) resolve(w, v);
    if (skeleton) find_globals(w);
    sort_binds(w);
    list_locals(w);
}

Scopes *scopes_of(Module *m, SemaDepth depth, Arena *keep, Arena *tmp)
{
    Walk w = {.m = m, .t = m->tree, .keep = keep, .tmp = tmp};
    w.sc = new(tmp, Scopes, 1);
    w.sc->of_node = new(tmp, uint32_t, m->tree->nodes.n);
    *push(tmp, &w.sc->vars) = (Var){0};                         // variable 0: none
    *push(tmp, &w.placed) = (Placed){0};
    slots_grow(&w);
    walk_all(&w, depth);
    m->funcs.n = m->funcs.cap = w.funcs.n;
    m->funcs.v = arena_raw(keep, (Size)sizeof(Func), (Size)_Alignof(Func), w.funcs.n);
    memcpy(m->funcs.v, w.funcs.v, (size_t)w.funcs.n * sizeof(Func));
    m->classes.n = m->classes.cap = w.classes.n;
    m->classes.v = arena_raw(keep, (Size)sizeof(ClassInfo), (Size)_Alignof(ClassInfo), w.classes.n);
    if (w.classes.n) memcpy(m->classes.v, w.classes.v, (size_t)w.classes.n * sizeof(ClassInfo));
    return w.sc;
}
