// mend/wrap: put a cleaning call round each dangerous hole of a built text.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool is_text(const Mend *m, NodeId expr)
{
    const PyConst *c = py_kind(m->tree, expr) == PY_Constant ? py_const(m->tree, expr) : NULL;
    return (c && c->kind == CONST_STR) || py_kind(m->tree, expr) == PY_JoinedStr;
}

static bool wrapped_by(const Mend *m, NodeId expr, Str name)
{
    if (py_kind(m->tree, expr) != PY_Call) return false;
    Str callee = py_text(m->tree, py_node(m->tree, expr, Call_func));
    return str_ends(callee, name);
}

// An expression that binds looser than a call's argument may need no parentheses: arguments never
// do, but a bare generator or a walrus would change meaning, so they are left alone.
static bool can_be_argument(const Mend *m, NodeId expr)
{
    int kind = py_kind(m->tree, expr);
    return kind != PY_NamedExpr && kind != PY_GeneratorExp && kind != PY_Yield &&
           kind != PY_YieldFrom && kind != PY_Starred;
}

static bool wrap_one(const Mend *m, Change *c, NodeId expr, bool str, Str before, Str after)
{
    if (!can_be_argument(m, expr)) return false;
    Str text = py_text(m->tree, expr);
    if (str && !is_text(m, expr)) text = str_fmt(m->keep, "str(%.*s)", STR_ARG(text));
    mend_replace(m, c, expr,
                 str_fmt(m->keep, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(text), STR_ARG(after)));
    return true;
}

typedef struct {
    const Mend *m;
    Change *c;
    Kinds kind;
    Str before, after, name;
    MendText str;
} Wrap;

static bool wrap_holes(const Wrap *w, NodeId expr);

// The one item that is no constant; 0: none, or several.
static NodeId only_one(const Mend *m, NodeList items)
{
    NodeId found = 0;
    for (uint32_t i = 0; i < items.n; i++) {
        if (py_kind(m->tree, items.v[i]) == PY_Constant) continue;
        if (found) return 0;
        found = items.v[i];
    }
    return found;
}

// A container's own dangerous items, one by one; the container itself is no text.
static bool wrap_items(const Wrap *w, NodeId box)
{
    const Tree *t = w->m->tree;
    int kind = py_kind(t, box);
    NodeList items = py_list(t, box, kind == PY_Dict ? (int)Dict_values : 0);
    bool any = false;
    for (uint32_t i = 0; i < items.n; i++)
        if (mend_taint(w->m, items.v[i]) & w->kind) {
            if (!wrap_holes(w, items.v[i])) return false;
            any = true;
        }
    return any || (only_one(w->m, items) && wrap_holes(w, only_one(w->m, items)));
}

static bool is_container(int kind)
{
    return kind == PY_Dict || kind == PY_List || kind == PY_Tuple || kind == PY_Set ||
           kind == PY_ListComp || kind == PY_DictComp || kind == PY_SetComp || kind == PY_Lambda;
}

// What a leaf may carry; a bare name in no operation is asked by what it was given.
static Kinds leaf_taint(const Mend *m, NodeId n)
{
    NodeId stmt, value = 0;
    Kinds k = mend_taint(m, n);
    if (!k && py_kind(m->tree, n) == PY_Name) value = mend_assigned(m, n, &stmt);
    return value ? mend_taint(m, value) : k;
}

// sep.join(items) -> sep.join(map(quote, items)); " ".join(items) -> shlex.join(items)
static bool wrap_each(const Wrap *w, NodeId items)
{
    const Mend *m = w->m;
    Str items_text = py_text(m->tree, items), oldest = flow_python(m->file);
    NodeId call = mend_parent(m, items);
    if (!str_ends(w->before, S("(")) || !str_eq(w->after, S(")")) || !can_be_argument(m, items))
        return false;
    Str sep = mend_object(m, call), quote = S("shlex.quote(");
    bool old = oldest.len && models_earlier(oldest, S("3.8"));
    if (str_eq(w->before, quote) && sep.len == 3 && sep.s[1] == ' ' && !old) {
        mend_replace(m, w->c, call, str_fmt(m->keep, "shlex.join(%.*s)", STR_ARG(items_text)));
        return true;
    }
    mend_replace(m, w->c, items,
                 str_fmt(m->keep, "map(%.*s, %.*s)", (int)w->before.len - 1, w->before.s,
                         STR_ARG(items_text)));
    return true;
}

// Each place in a value made in steps where outside text comes in.
static bool wrap_leaves(const Wrap *w, const MendLeaves *leaves)
{
    Size done = 0;
    for (Size i = 0; i < leaves->n; i++) {
        const MendLeaf *l = &leaves->v[i];
        if (leaves->n > 1 && !(leaf_taint(w->m, l->node) & w->kind)) continue;
        done++;
        if (wrapped_by(w->m, l->node, w->name)) continue;
        bool str = w->str == TEXT_ALWAYS || (w->str == TEXT_FORMATTED && l->formatted);
        if (l->each ? !wrap_each(w, l->node)
                    : !wrap_one(w->m, w->c, l->node, str, w->before, w->after))
            return false;
    }
    return done > 0;
}

bool mend_in_steps(const Mend *m, NodeId expr, Kinds kind)
{
    Pieces p;
    MendLeaves leaves;
    if (!mend_pieces(m, expr, &p)) return !mend_leaves(m, expr, kind, &leaves) || leaves.own;
    for (Size i = 0; i < p.n; i++)
        if (p.v[i].kind == PIECE_HOLE && mend_taint(m, p.v[i].node) & kind &&
            (!mend_leaves(m, p.v[i].node, kind, &leaves) || leaves.own))
            return true;
    return false;
}

static bool wrap_holes(const Wrap *w, NodeId expr)
{
    Pieces p;
    MendLeaves leaves;
    const Mend *m = w->m;
    int kind = py_kind(m->tree, expr);
    if (kind == PY_Dict || kind == PY_List || kind == PY_Tuple) return wrap_items(w, expr);
    if (is_container(kind) || kind <= PY_Error) return false;      // a statement is no value
    if (!mend_pieces(m, expr, &p)) {
        if (!mend_leaves(m, expr, w->kind, &leaves)) return false;
        if (leaves.own) return wrap_leaves(w, &leaves);
        return !wrapped_by(m, expr, w->name) &&
               wrap_one(m, w->c, expr, w->str == TEXT_ALWAYS, w->before, w->after);
    }
    bool known = false;
    for (Size i = 0; i < p.n; i++)
        if (p.v[i].kind == PIECE_HOLE && (mend_taint(m, p.v[i].node) & w->kind)) known = true;
    Size done = 0;
    for (Size i = 0; i < p.n; i++) {
        const Piece *h = &p.v[i];
        if (h->kind != PIECE_HOLE || wrapped_by(m, h->node, w->name)) continue;
        if (known && !(mend_taint(m, h->node) & w->kind)) continue;
        if (h->conversion == 'r' || h->conversion == 'a') return false;
        if (!mend_leaves(m, h->node, w->kind, &leaves)) return false;
        bool str = w->str == TEXT_ALWAYS || (w->str == TEXT_FORMATTED && h->formatted);
        if (leaves.own ? !wrap_leaves(w, &leaves)
                       : !wrap_one(m, w->c, h->node, str, w->before, w->after))
            return false;
        done++;
    }
    return done > 0;
}

bool mend_wrap(const Mend *m, Change *c, NodeId expr, Kinds kind, Str module, Str name,
               MendText str)
{
    Str call = module.len ? mend_name(m, c, expr, module, name) : name;
    if (!call.len) return false;
    Str before = str_fmt(m->keep, "%.*s(", STR_ARG(call));
    return wrap_holes(&(Wrap){m, c, kind, before, S(")"), name, str}, expr);
}

bool mend_around(const Mend *m, Change *c, NodeId expr, Kinds kind, Str before, Str after,
                 MendText str)
{
    return wrap_holes(&(Wrap){m, c, kind, before, after, S(" "), str}, expr);
}
