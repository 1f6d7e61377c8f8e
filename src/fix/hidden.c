// fix/hidden: a finding that a repair brings to light. It was there before, and a worse one hid it:
// nobody could follow what eval gave back, and now that is markup of a page. Decided on the trees;
// where it can't be told, the finding is new.
// SPDX-License-Identifier: MIT
#include "fix/hidden.h"

enum { MOST_HOLES = 64 };

static bool within(Span a, Span b) { return a.beg >= b.beg && a.end <= b.end; }

static Span span_of(const Tree *t, NodeId n) { return (Span){py_at(t, n)->beg, py_at(t, n)->end}; }

// The outermost expression of exactly these bytes; 0: there is none.
static NodeId node_at(const Tree *t, Span at)
{
    NodeId best = 0;
    for (NodeId n = 1; (Size)n < t->nodes.n; n++) {
        const PyNode *p = py_at(t, n);
        if (p->beg == at.beg && p->end == at.end && p->kind > PY_Error &&
            p->kind < PY_comprehension)
            best = n;
    }
    return best;
}

static Str callee_of(const Tree *t, NodeId n)
{
    return py_kind(t, n) == PY_Call ? py_text(t, py_node(t, n, Call_func)) : (Str){0};
}

// ---- holes: the weak expressions of the old text

// Template(text).render(): what is done with its value by its own methods belongs to it.
static NodeId chain(const Tree *t, const NodeId *up, NodeId n)
{
    for (NodeId p; (p = up[n]); n = p) {
        int kind = py_kind(t, p);
        bool goes = kind == PY_Await || kind == PY_Attribute ||
                    (kind == PY_Call && py_node(t, p, Call_func) == n);
        if (!goes) break;
    }
    return n;
}

static int by_place(const void *a, const void *b)
{
    const Hole *x = a, *y = b;
    if (x->was.beg != y->was.beg) return x->was.beg < y->was.beg ? -1 : 1;
    return (x->was.end < y->was.end) - (x->was.end > y->was.end);
}

static bool find_holes(Hidden *h)
{
    const GateCase *c = h->j.c;
    h->hole = new (h->j.keep, Hole, c->ntargets);
    if (!c->ntargets || c->ntargets > MOST_HOLES) return false;
    for (Size i = 0; i < c->ntargets; i++) {
        const Finding *f = c->targets[i];
        NodeId n = str_eq(f->path, c->path) ? node_at(h->j.was, f->at) : 0;
        if (!n) return false;
        NodeId all = chain(h->j.was, h->up, n);
        h->hole[h->n++] = (Hole){.of = f, .callee = callee_of(h->j.was, n), .node = all,
                                 .was = span_of(h->j.was, all)};
    }
    sort_items(h->hole, h->n, (Size)sizeof *h->hole, by_place, h->j.scratch);
    return true;
}

static Str bytes(const Tree *t, uint32_t beg, uint32_t end) { return str_sub(t->src, beg, end); }

// The new bytes are the old ones but for the holes, whose new places are noted.
static bool same_but_holes(Hidden *h, Span was, Span is)
{
    const Tree *a = h->j.was, *b = h->j.is;
    uint32_t at = was.beg, in = is.beg;
    Hole *open = NULL;
    for (Size i = 0; i < h->n; i++) {
        Hole *o = &h->hole[i];
        if (!within(o->was, was) || o->was.beg < at) continue;  // elsewhere, or in another hole
        Str between = bytes(a, at, o->was.beg);
        Size found = str_find(bytes(b, in, is.end), between);
        if (found < 0 || (open ? !between.len : found != 0)) return false;
        if (open) open->is.end = in + (uint32_t)found;
        in += (uint32_t)(found + between.len);
        o->is.beg = in;
        open = o;
        at = o->was.end;
    }
    Str rest = bytes(a, at, was.end), tail = bytes(b, in, is.end);
    if (!open) return str_eq(rest, tail);
    if (!str_ends(tail, rest)) return false;
    open->is.end = is.end - (uint32_t)rest.len;
    for (Size i = 0; i < h->n; i++) {
        Hole *o = &h->hole[i];
        if (within(o->was, was) && within(o->is, is)) o->now = node_at(b, o->is);
    }
    return open->now != 0;
}

// ---- a model's answer: nothing but the holes may have changed

static bool same_node(Hidden *h, NodeId was, NodeId is)
{
    return same_but_holes(h, span_of(h->j.was, was), span_of(h->j.is, is));
}

static bool is_apart(int kind)
{
    return kind_is_function(kind) || kind == PY_ClassDef || kind == PY_Import ||
           kind == PY_ImportFrom;
}

static bool same_body(Hidden *h, NodeList was, NodeList is)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < was.n; i++) {
        if (is_apart(py_kind(h->j.was, was.v[i]))) continue;
        while (k < is.n && is_apart(py_kind(h->j.is, is.v[k]))) k++;
        if (k == is.n || !same_node(h, was.v[i], is.v[k])) return false;
        k++;
    }
    while (k < is.n && is_apart(py_kind(h->j.is, is.v[k]))) k++;
    return k == is.n;
}

static bool says_name(const Tree *t, Span where, Str name)
{
    for (NodeId n = 1; (Size)n < t->nodes.n; n++)
        if (py_kind(t, n) == PY_Name && within(span_of(t, n), where) &&
            str_eq(py_name(t, py_sym(t, n, Name_id)), name))
            return true;
    return false;
}

static Span piece(const Tree *t, const NodeId *up, NodeId n);

// Is it a name of the old expression, or of the way by which its data came?
static bool was_of_it(const Hidden *h, const Hole *o, Str name)
{
    if (says_name(h->j.was, o->was, name)) return true;
    for (Size p = 0; p < o->of->npaths; p++)
        for (Size s = 0; s < o->of->paths[p].n; s++) {
            const FlowStep *step = &o->of->paths[p].v[s];
            NodeId n = str_eq(step->path, h->j.c->path) ? node_at(h->j.was, step->at) : 0;
            if (n && says_name(h->j.was, piece(h->j.was, h->up, n), name)) return true;
        }
    return false;
}

static bool is_bound_outside(const Tree *t, Str name, Span hole)
{
    for (NodeId n = 1; (Size)n < t->nodes.n; n++) {
        int kind = py_kind(t, n);
        bool binds = kind == PY_arg || (kind == PY_Name && py_at(t, n)->op == CTX_STORE);
        if (!binds || within(span_of(t, n), hole)) continue;
        if (str_eq(py_name(t, py_sym(t, n, kind == PY_arg ? (int)arg_arg : (int)Name_id)), name))
            return true;
    }
    return false;
}

// The new expression takes no value that the old one did not, keeps the calls that made what it was
// given (one of them may be a check), and binds nothing.
static bool takes_the_same(const Hidden *h, const Hole *o)
{
    const Tree *was = h->j.was, *is = h->j.is;
    for (NodeId n = 1; (Size)n < is->nodes.n; n++) {
        if (!within(span_of(is, n), o->is)) continue;
        if (py_kind(is, n) == PY_NamedExpr) return false;
        Str name = py_kind(is, n) == PY_Name ? py_name(is, py_sym(is, n, Name_id)) : (Str){0};
        if (name.len && !was_of_it(h, o, name) && is_bound_outside(is, name, o->is)) return false;
    }
    for (NodeId n = 1; (Size)n < was->nodes.n; n++) {
        bool made = py_kind(was, n) == PY_Call && within(span_of(was, n), o->was) &&
                    !within(o->of->at, span_of(was, n));
        if (made && str_find(py_text(is, o->now), py_text(was, n)) < 0) return false;
    }
    return true;
}

static bool nothing_else_changed(Hidden *h)
{
    for (Size i = 0; i < h->j.old.n; i++) {
        const Def *was = &h->j.old.v[i], *is = i ? counterpart(&h->j, was) : &h->j.new.v[0];
        if (was->nested) continue;
        if (!is) return false;
        bool body = !i || was->is_class;
        if (body ? !same_body(h, def_body(h->j.was, was), def_body(h->j.is, is))
                 : !same_node(h, was->node, is->node))
            return false;
    }
    for (Size i = 0; i < h->n; i++)
        if (h->hole[i].now && !takes_the_same(h, &h->hole[i])) return false;
    return true;
}

// ---- places

// A statement; of one that holds others, what stands before them.
static Span piece(const Tree *t, const NodeId *up, NodeId n)
{
    while (n && !py_is_statement(py_kind(t, n))) n = up[n];
    if (!n) return (Span){0};
    Span at = span_of(t, n);
    uint32_t it = 0;
    for (NodeId child; (child = py_next_child(t, n, &it));) {
        int kind = py_kind(t, child);
        bool holds = py_is_statement(kind) || kind == PY_ExceptHandler || kind == PY_match_case;
        if (holds && py_at(t, child)->beg > at.beg && py_at(t, child)->beg < at.end)
            at.end = py_at(t, child)->beg;
    }
    at.end = at.beg + (uint32_t)str_trim(bytes(t, at.beg, at.end)).len;
    return at;
}

static bool stood_there(const Hidden *h, const Finding *f, Str text)
{
    const Tree *t = h->j.was;
    const Def *def = f->function.len ? def_find(&h->j.old, f->function, false) : &h->j.old.v[0];
    Span in = def && def->node ? span_of(t, def->node) : (Span){0, (uint32_t)t->src.len};
    for (NodeId n = 1; def && (Size)n < t->nodes.n; n++) {
        if (!py_is_statement(py_kind(t, n)) || !within(span_of(t, n), in)) continue;
        Span at = piece(t, h->up, n);
        if (str_eq(bytes(t, at.beg, at.end), text)) return true;
    }
    return false;
}

// Around the new expression, or the very call that it was: not something in it that came with it.
static bool is_around(const Hidden *h, const Finding *f, const Hole *o)
{
    bool around = within(o->is, f->at), all = around && within(f->at, o->is);
    if (around && !(all && h->by_model)) return true;
    if (!within(f->at, o->is) || !o->callee.len) return false;
    NodeId call = node_at(h->j.is, f->at);
    return call && str_eq(callee_of(h->j.is, call), o->callee);
}

static bool at_hole(Hidden *h, const Finding *f, const Hole *o, NodeId node)
{
    if (!h->by_model &&
        !same_but_holes(h, piece(h->j.was, h->up, o->node), piece(h->j.is, h->up_is, node)))
        return false;
    return o->now && is_around(h, f, o);
}

static bool is_known_place(Hidden *h, const Finding *f)
{
    NodeId node = node_at(h->j.is, f->at);
    bool apart = true;
    if (!node) return false;
    for (Size i = 0; i < h->n; i++) {
        Hole *o = &h->hole[i];
        if (!str_eq(o->of->function, f->function)) continue;
        if (at_hole(h, f, o, node)) return true;
        apart &= !o->now || !within(f->at, o->is);
    }
    Span at = piece(h->j.is, h->up_is, node);
    return apart && f->npaths && stood_there(h, f, bytes(h->j.is, at.beg, at.end));
}

// ---- what hid it

static Size count(const Findings *list, const Finding *like)
{
    Size n = 0;
    for (Size i = 0; i < list->n; i++)
        n += str_eq(list->v[i].rule, like->rule) && str_eq(list->v[i].function, like->function) &&
             str_eq(list->v[i].path, like->path);
    return n;
}

// The worst that went from this function.
static const Finding *worse(const GateCase *c, const Finding *f)
{
    const Finding *best = NULL;
    for (Size i = 0; i < c->ntargets; i++) {
        const Finding *t = c->targets[i];
        bool here = str_eq(t->function, f->function) && str_eq(t->path, c->path) &&
                    str_eq(f->path, c->path);
        if (!here || t->severity <= f->severity || (best && best->severity >= t->severity))
            continue;
        if (count(&c->has, t) < count(&c->had, t)) best = t;
    }
    return best;
}

static const NodeId *parents(const Tree *t, Arena *keep)
{
    NodeId *up = new (keep, NodeId, t->nodes.n), *first = new (keep, NodeId, t->nodes.n);
    py_parents(t, up, first);
    return up;
}

static void look(Hidden *h)
{
    const GateCase *c = h->j.c;
    h->looked = true;
    if (!c->best.len) return;
    h->j.was = py_parse(c->best, (PyOptions){0}, h->j.keep);
    h->j.is = py_parse(c->after, (PyOptions){0}, h->j.keep);
    if (!h->j.was->parses || !h->j.is->parses) return;
    outline(h->j.was, h->j.keep, &h->j.old);
    outline(h->j.is, h->j.keep, &h->j.new);
    h->up = parents(h->j.was, h->j.keep);
    h->up_is = parents(h->j.is, h->j.keep);
    h->by_model = !c->all_must_go;
    h->can = find_holes(h) && (!h->by_model || nothing_else_changed(h));
}

const Finding *hidden_by(Hidden *h, const Finding *f)
{
    const Finding *by = worse(h->j.c, f);
    if (!by) return NULL;
    if (!h->looked) look(h);
    return h->can && is_known_place(h, f) ? by : NULL;
}
