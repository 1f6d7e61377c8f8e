// touch: what a module does to things that it did not make: what its top level and its functions write to or call by
// a name that was imported, and what they leave on a request. Told by the tree alone, so that it is the same however
// far the module is lowered.
// SPDX-License-Identifier: MIT
#include "sema/touch.h"

enum { UNKNOWN, TOP, INSIDE };                       // where a node runs

typedef struct {
    const Tree *t;
    Names *keys;                                     // the project's
    Arena *tmp;
    struct { Touch *v; Size n, cap; } found;         // names of the file, until they are kept
} Touching;

static Str text_key(Touching *x, NodeId slice)
{
    const PyConst *c = slice && py_kind(x->t, slice) == PY_Constant ? py_const(x->t, slice) : NULL;
    return c && c->kind == CONST_STR ? c->text : (Str){0};
}

static bool is_carrier(Str root)
{
    static const Str carriers[] = {L("request"), L("req"), L("g"), {0}};
    return str_in(root, carriers);
}

// a.b["c"]: by its root, the first and the last step.
static void note(Touching *x, NodeId n, bool set, bool top)
{
    Touch to = {.set = set, .top = top};
    Str key = {0};
    bool steps = false;
    for (int kind; (kind = py_kind(x->t, n)) == PY_Attribute || kind == PY_Subscript;
         steps = true) {
        bool attr = kind == PY_Attribute;
        to.first = attr ? py_sym(x->t, n, Attribute_attr) : 0;
        if (!steps && !attr) key = text_key(x, py_node(x->t, n, Subscript_slice));
        if (!steps) to.last = attr ? to.first : key.len ? name_find(&x->t->names, key) : 0;
        n = py_node(x->t, n, attr ? Attribute_value : Subscript_value);
    }
    if (py_kind(x->t, n) != PY_Name || (set && !steps)) return;
    to.root = py_sym(x->t, n, Name_id);
    if (set && key.len && !to.last &&
        is_carrier(py_name(x->t, to.root))) { // a name nowhere else in the file
        to.last = name_add(x->keys, key);
        to.keyed = true;
    }
    *push(x->tmp, &x->found) = to;
}

static void decorated(Touching *x, NodeId n, uint8_t *where)
{
    int kind = py_kind(x->t, n);
    int field =
        kind == PY_ClassDef ? (int)ClassDef_decorator_list : (int)FunctionDef_decorator_list;
    NodeList by = py_list(x->t, n, field);
    for (uint32_t i = 0; i < by.n; i++) {
        where[by.v[i]] = where[n];
        bool call = py_kind(x->t, by.v[i]) == PY_Call;
        if (!call) note(x, by.v[i], false, where[n] == TOP);
        NodeList args = call ? py_list(x->t, by.v[i], Call_args) : (NodeList){0};
        for (uint32_t k = 0; k < args.n; k++) note(x, args.v[k], false, where[n] == TOP);      // @receiver(saved)
    }
}

static void look(Touching *x, NodeId n, bool top)
{
    NodeList targets = {0};
    int kind = py_kind(x->t, n);
    if (kind == PY_Assign) targets = py_list(x->t, n, Assign_targets);
    for (uint32_t i = 0; i < targets.n; i++) note(x, targets.v[i], true, top);
    if (kind == PY_AugAssign) note(x, py_node(x->t, n, AugAssign_target), true, top);
    if (kind == PY_Call) note(x, py_node(x->t, n, Call_func), false, top);
}

static void look_at_all(Touching *x)
{
    Size n = x->t->nodes.n;
    NodeId *parent = new(x->tmp, NodeId, 2 * n);
    uint8_t *where = new(x->tmp, uint8_t, n);
    py_parents(x->t, parent, parent + n);
    for (NodeId at = (NodeId)n; at-- > 1;) {         // what holds a node comes before it
        NodeId p = parent[at];
        if (!where[at]) where[at] = !p ? TOP : py_is_function(py_kind(x->t, p)) ? INSIDE : where[p];
        int kind = py_kind(x->t, at);
        if (kind == PY_FunctionDef || kind == PY_AsyncFunctionDef || kind == PY_ClassDef)
            decorated(x, at, where);
        look(x, at, where[at] == TOP);
    }
}

static int touch_order(const void *a, const void *b)
{
    const Touch *x = a, *y = b;
    if (x->root != y->root) return x->root < y->root ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last < y->last ? -1 : 1;
    return (x->keyed * 4 + x->set * 2 + x->top) - (y->keyed * 4 + y->set * 2 + y->top);
}

bool touch_on_request(const Names *names, Touch t)
{
    Str root = name_str(names, t.root);
    bool on = str_eq(root, S("self")) && str_eq(name_str(names, t.first), S("request"));
    return (on || is_carrier(root)) && t.set && t.last;
}

Touch *sema_touches(const Tree *t, Names *keys, bool (*imports)(void *self, Sym root), void *self,
                    Size *n, Arena *scratch)
{
    Touching x = {.t = t, .keys = keys, .tmp = scratch};
    look_at_all(&x);
    if (x.found.n) sort_items(x.found.v, x.found.n, (Size)sizeof(Touch), touch_order, *scratch);
    *n = 0;
    for (Size i = 0; i < x.found.n; i++) {
        Touch at = x.found.v[i];
        if (*n && !touch_order(&x.found.v[*n - 1], &at)) continue;
        if (touch_on_request(&t->names, at) || imports(self, at.root)) x.found.v[(*n)++] = at;
    }
    return x.found.v;
}
