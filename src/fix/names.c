// fix/names: names that a change uses where nothing binds them: a line moved out of the comprehension,
// lambda or function that gave it its names parses, and fails when it runs.
// SPDX-License-Identifier: MIT
#include "fix/fix_int.h"
#include "sema/sema.h"

typedef struct { uint64_t *v; Size n, cap; } Keys;                 // scope and name
typedef struct { NodeId scope, name; } Use;
typedef struct {
    const Tree *t;
    Arena *keep;
    NodeId *outer;                       // of each scope, the one around it
    Keys bound;
    struct { Use *v; Size n, cap; } uses;
    bool star;                           // from m import *: anything may be bound
} Bound;

static bool is_comprehension(int kind)
{
    return kind == PY_ListComp || kind == PY_SetComp || kind == PY_DictComp ||
           kind == PY_GeneratorExp;
}

static void bind(Bound *k, NodeId scope, Sym name)
{
    if (name) *push(k->keep, &k->bound) = (uint64_t)scope << 32 | (uint64_t)name;
}

static void bind_imports(Bound *k, NodeId scope, NodeId stmt)
{
    bool from = py_kind(k->t, stmt) == PY_ImportFrom;
    NodeList names = py_list(k->t, stmt, from ? (int)ImportFrom_names : (int)Import_names);
    for (uint32_t i = 0; i < names.n; i++) {
        Sym as = py_sym(k->t, names.v[i], alias_asname), n = py_sym(k->t, names.v[i], alias_name);
        Str text = py_name(k->t, n);
        if (from && str_eq(text, S("*"))) k->star = true;
        if (as || from || str_find(text, S(".")) < 0) bind(k, scope, as ? as : n);
        else bind(k, scope, name_find(&k->t->names, str_first(text, S(".")))); // a.b: a
    }
}

// A walrus in a comprehension binds in the function around it.
static void bind_outside(Bound *k, NodeId scope, Sym name)
{
    for (NodeId s = scope; s && is_comprehension(py_kind(k->t, s));) bind(k, s = k->outer[s], name);
}

static void walk(Bound *k, NodeId n, NodeId scope);

static void walk_list(Bound *k, NodeList list, NodeId scope)
{
    for (uint32_t i = 0; i < list.n; i++) walk(k, list.v[i], scope);
}

static void walk_children(Bound *k, NodeId n, NodeId scope)
{
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(k->t, n, &it));) walk(k, c, scope);
}

// Decorators and defaults are outside of the function; that annotations may see its type parameters
// matters to nobody here.
static void walk_function(Bound *k, NodeId def, NodeId scope)
{
    const Tree *t = k->t;
    bool lambda = py_kind(t, def) == PY_Lambda;
    NodeId args = py_node(t, def, lambda ? (int)Lambda_args : (int)FunctionDef_args);
    k->outer[def] = scope;
    if (!lambda) {
        bind(k, scope, py_sym(t, def, FunctionDef_name));
        walk_list(k, py_list(t, def, FunctionDef_decorator_list), scope);
        walk_list(k, py_list(t, def, FunctionDef_type_params), def);
        NodeId returns = py_node(t, def, FunctionDef_returns);
        if (returns) walk(k, returns, def);
    }
    walk_list(k, py_list(t, args, arguments_defaults), scope);
    walk_list(k, py_list(t, args, arguments_kw_defaults), scope);
    walk(k, args, def);
    if (lambda) walk(k, py_node(t, def, Lambda_body), def);
    else walk_list(k, py_list(t, def, FunctionDef_body), def);
}

static void walk(Bound *k, NodeId n, NodeId scope)
{
    const Tree *t = k->t;
    int kind = n ? py_kind(t, n) : PY_NONE;
    if (py_is_function(kind)) {
        walk_function(k, n, scope);
        return;
    }
    if (kind == PY_ClassDef) bind(k, scope, py_sym(t, n, ClassDef_name));
    if (kind == PY_ClassDef || is_comprehension(kind)) {
        k->outer[n] = scope;
        scope = n;
    }
    switch (kind) {
    case PY_NONE: return;
    case PY_Name:
        if (py_at(t, n)->op == CTX_LOAD) *push(k->keep, &k->uses) = (Use){scope, n};
        else bind(k, scope, py_sym(t, n, Name_id));
        break;
    case PY_NamedExpr:
        bind_outside(k, scope, py_sym(t, py_node(t, n, NamedExpr_target), Name_id));
        break;
    case PY_arg: bind(k, scope, py_sym(t, n, arg_arg)); break;
    case PY_Import:
    case PY_ImportFrom: bind_imports(k, scope, n); break;
    case PY_ExceptHandler: bind(k, scope, py_sym(t, n, ExceptHandler_name)); break;
    case PY_MatchAs: bind(k, scope, py_sym(t, n, MatchAs_name)); break;
    case PY_MatchStar:
    case PY_TypeVar:
    case PY_ParamSpec:
    case PY_TypeVarTuple: bind(k, scope, py_sym(t, n, 0)); break;
    case PY_MatchMapping: bind(k, scope, py_sym(t, n, MatchMapping_rest)); break;
    case PY_Global: {
        SymList names = py_syms(t, n, Global_names);
        for (uint32_t i = 0; i < names.n; i++) bind(k, t->root, names.v[i]);
        break;
    }
    case PY_arguments:                   // defaults were looked at outside
        walk_list(k, py_list(t, n, arguments_posonlyargs), scope);
        walk_list(k, py_list(t, n, arguments_args), scope);
        walk_list(k, py_list(t, n, arguments_kwonlyargs), scope);
        walk(k, py_node(t, n, arguments_vararg), scope);
        walk(k, py_node(t, n, arguments_kwarg), scope);
        return;
    default: break;
    }
    walk_children(k, n, scope);
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool is_bound(const Bound *k, NodeId scope, Sym name)
{
    uint64_t key = (uint64_t)scope << 32 | (uint64_t)name;
    Size lo = 0, hi = k->bound.n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (k->bound.v[mid] < key) lo = mid + 1;
        else hi = mid;
    }
    return lo < k->bound.n && k->bound.v[lo] == key;
}

// A class's names are seen in its body, and not in its functions.
static bool resolves(const Bound *k, Use use)
{
    Sym name = py_sym(k->t, use.name, Name_id);
    Str text = py_name(k->t, name);
    bool inside = false;
    for (NodeId s = use.scope; s; s = k->outer[s]) {
        int kind = py_kind(k->t, s);
        if ((kind != PY_ClassDef || !inside) && is_bound(k, s, name)) return true;
        inside |= py_is_function(kind);
    }
    return sema_is_builtin(text) || str_starts(text, S("__"));
}

static bool is_bound_somewhere(const Bound *k, Sym name)
{
    for (Size i = 0; i < k->bound.n; i++)
        if ((Sym)k->bound.v[i] == name) return true;
    return false;
}

// The names that nothing binds where they stand, with their counts; moved: those of them that something
// binds elsewhere in the file. False: it cannot be told.
static bool unbound(const Tree *t, Arena *keep, Arena scratch, Bag *out, Bag *moved)
{
    Bound k = {.t = t, .keep = &scratch};
    k.outer = new(&scratch, NodeId, t->nodes.n + 1);
    walk(&k, t->root, t->root);
    if (k.star) return false;
    Arena sorting = scratch;
    if (k.bound.n) sort_items(k.bound.v, k.bound.n, sizeof *k.bound.v, by_key, sorting);
    for (Size i = 0; i < k.uses.n; i++) {
        if (resolves(&k, k.uses.v[i])) continue;
        Str name = py_text(t, k.uses.v[i].name);
        if (!bag_count(out, name) && is_bound_somewhere(&k, py_sym(t, k.uses.v[i].name, Name_id)))
            bag_add(moved, name, 1, keep);
        bag_add(out, name, 1, keep);
    }
    return true;
}

Gate judge_names(Judge *j)
{
    Bag had = {0}, has = {0}, was_moved = {0}, moved = {0};
    if (!unbound(j->was, j->keep, j->scratch, &had, &was_moved) ||
        !unbound(j->is, j->keep, j->scratch, &has, &moved))
        return gate_pass("");
    // a fragment has names of which nobody here knows what they are
    for (Size i = 0; i < has.n; i++)
        if (has.v[i].n > bag_count(&had, has.v[i].text) &&
            (!had.n || bag_count(&moved, has.v[i].text)))
            return gate_fail(j->keep, "uses the name %.*s where nothing binds it",
                             STR_ARG(has.v[i].text));
    return gate_pass("");
}
