// flow/raised: outside data that travels in an exception of the program's own: what is raised is kept by
// class, for whoever catches that class, an error handler of a framework too.
// SPDX-License-Identifier: MIT
#include "flow/memo.h"

// NESTED: tuples in one another; Python takes no deeper ones, and one that a loop puts into itself has no end.
enum { CARRIED = 1, NESTED = 2 };

// What exceptions of one library class carry that a function or those that it calls raised, and
// where they go: to a handler of its own (0: none), to its callers (leaves) where that catches
// something else.
struct Raised { uint32_t cls; Block handler; bool leaves; const Taint *t; struct Raised *next; };

// Where goes what the walked block raises? The last one of a `try` body has no edge of its own to
// the handler: it begins where the one before has it.
static Block handler_of(const Frame *fr)
{
    const BasicBlock *v = fr->f->blocks.v, *own = fr->f->blocks.n ? &v[fr->block] : NULL;
    if (!own || own->handler || !own->try_depth) return own ? own->handler : 0;
    for (Block b = fr->block; v[b].idom != b; b = v[b].idom)
        if (v[b].handler && v[b].try_depth == own->try_depth) return v[b].handler;
    return 0;
}

// ---- who catches what

static const char *const bases[] = {
    "Exception",   "BaseException", "ArithmeticError",  "LookupError",
    "OSError",     "IOError",       "RuntimeError",     "ImportError",
    "SyntaxError", "UnicodeError",  "EnvironmentError", "ConnectionError",
};

// except KeyError, except NotFound, where a built-in class that is none of those is raised.
static bool is_surely_other(const Tree *t, NodeId type, Str cls)
{
    if (py_kind(t, type) == PY_Tuple) {
        NodeList list = py_list(t, type, Tuple_elts);
        for (uint32_t i = 0; i < list.n; i++)
            if (!is_surely_other(t, list.v[i], cls)) return false;
        return true;
    }
    Str name = py_last_name(t, type);
    bool small = false;
    for (Size i = 0; i < name.len; i++) small |= name.s[i] >= 'a' && name.s[i] <= 'z';
    for (Size i = 0; i < countof(bases); i++)
        if (str_eq(name, str_of(bases[i]))) return false;
    return small && !str_eq(name, cls) && str_find(cls, S(".")) < 0 &&
           str_find(cls, S("Unicode")) < 0;
}

// May what goes to this handler, or to one around it, end there?
static bool may_end_at(const Frame *f, Block handler, Str cls)
{
    const BasicBlock *v = f->f->blocks.v;
    const Tree *t = f->m->m->tree;
    for (Block b = handler; b;) {
        const Instr *first = &f->f->code.v[v[b].beg];
        bool finally = v[b].beg < v[b].end && first->op == IR_EXCEPTION &&
                       py_kind(t, first->node) != PY_ExceptHandler;
        const Instr *test = v[b].how == END_BRANCH ? &f->f->code.v[v[b].value] : NULL;
        bool asks = test && test->op == IR_TEST && test->aux == TEST_CLASS;
        if (test && (!asks || !is_surely_other(t, test->node, cls))) return true;
        if (!test && !finally && v[b].how != END_RAISE) return true;
        b = test ? v[b].no : (handler = v[handler].handler);
    }
    return false;
}

static void carry(Frame *fr, uint32_t cls, const Taint *t, bool leaves)
{
    struct Raised *r = fr->raised;
    Block handler = handler_of(fr);
    while (r && (r->cls != cls || r->handler != handler)) r = r->next;
    if (!r) {
        r = new(&fr->w->a, struct Raised, 1);
        *r = (struct Raised){cls, handler, leaves, NULL, fr->raised};
        fr->raised = r;
    }
    r->t = taint_join(fr->w, r->t, t);
}

// Who may catch it is told, up to the nearest try that does.
static void carry_up(Frame *fr, uint32_t cls, const Taint *t)
{
    bool leaves = true;
    for (Frame *f = t ? fr : NULL; f && leaves; f = f->up) {
        leaves = !may_end_at(f, handler_of(f), unit_str(f->w, cls));
        carry(f, cls, t, leaves);
    }
}

void raised_again(Rename *r, Frame *fr, const Frame *callee)
{
    for (const struct Raised *x = callee->raised; x; x = x->next)
        if (x->leaves) carry_up(fr, x->cls, renamed_taint(r, x->t));
}

static uint32_t carrier(World *w, uint32_t cls)
{
    return shared_obj(w, name_add(&w->names, str_fmt(&w->a, "raised:%u", cls)));
}

// raise ValueError(x), of a library's class.
static void raise_library(Frame *fr, Val v)
{
    World *w = fr->w;
    const Instr *made = v ? &fr->f->code.v[v] : NULL;
    const Av *cls = made && made->op == IR_CALL ? use(fr, made->a) : NULL;
    const Atom *a = cls ? av_find(cls, AT_NAME) : NULL;
    const Taint *t = NULL;
    for (uint32_t i = 0; a && i < made->nargs; i++)
        t = taint_join(w, t, deep_taint(fr, use(fr, fr->f->args.v[made->args + i])));
    if (!t || !(taint_kinds(t) & KIND(REMOTE))) return;
    // the client's own words are no inside of the program
    t = taint_mask(w, taint_step(fr, t, made->node, S("carried by the exception")), KIND(REPLY),
                   false);
    carry_up(fr, a->idx, t);
}

// Is what went to this handler caught here: in it, or in one around it, whither what it does not
// take goes on? Not in that of another `try` of the function.
static bool is_caught_here(const Frame *fr, Block handler, Block here)
{
    if (!handler || !here) return true;
    while (handler && handler != here) handler = fr->f->blocks.v[handler].handler;
    return handler == here;
}

// Where the handler that is walked now begins; 0: none is.
static Block handler_here(const Frame *fr)
{
    const BasicBlock *v = fr->f->blocks.v;
    for (Block b = fr->block; fr->f->blocks.n; b = v[b].idom) {
        for (Size i = 0; i < fr->f->blocks.n; i++)
            if (b && v[i].handler == b) return b;
        if (v[b].idom == b) break;
    }
    return 0;
}

// Does the `except` clause that is walked now, of the handler that begins here, surely take
// something else?
static bool is_other_clause(const Frame *fr, Block here, Str cls)
{
    const BasicBlock *v = fr->f->blocks.v;
    for (Block b = fr->block; b != here && v[b].idom != b; b = v[b].idom) {
        const BasicBlock *up = &v[v[b].idom];
        const Instr *test = up->how == END_BRANCH ? &fr->f->code.v[up->value] : NULL;
        if (test && test->op == IR_TEST && test->aux == TEST_CLASS && up->yes == b)
            return is_surely_other(fr->m->m->tree, test->node, cls);
    }
    return false;
}

// raise, alone: what was caught here goes on.
static void raise_on(Frame *fr)
{
    Block here = fr->raised ? handler_here(fr) : 0;
    for (const struct Raised *r = fr->raised; r && here; r = r->next)
        if (r->handler && is_caught_here(fr, r->handler, here) &&
            !is_other_clause(fr, here, unit_str(fr->w, r->cls)))
            carry_up(fr, r->cls, r->t);
}

// What is carried to one that catches `name`; empty: anything.
static const Taint *carried_here(Frame *fr, Str name)
{
    const Taint *t = NULL;
    Block here = fr->raised ? handler_here(fr) : 0;
    bool any = !name.len || str_eq(name, S("Exception")) || str_eq(name, S("BaseException"));
    for (const struct Raised *r = fr->raised; r; r = r->next)
        if ((any || str_eq(unit_str(fr->w, r->cls), name)) && is_caught_here(fr, r->handler, here))
            t = taint_join(fr->w, t, r->t);
    return t;
}

// What each of its fields holds goes along; others raised something else there.
static const Obj *carrying_fields(World *w, const Obj *box, const Obj *raised)
{
    for (uint32_t i = 0; i < raised->n; i++) {
        Key k = raised->cell[i].key;
        if (k >> 56 == 1) box = obj_set(w, box, k, av_join(w, raised->cell[i].v, &av_quiet), true);
    }
    return box;
}

// raise X(…): for X and each of its bases.
void note_raised(Frame *fr, Val v)
{
    World *w = fr->w;
    if (!v) raise_on(fr);
    raise_library(fr, v);
    const Av *x = v ? use(fr, v) : NULL;
    const Atom *a = x ? av_find(x, AT_OBJ) : NULL;
    const Obj *o = a ? obj_at(w, &fr->st, a->obj) : NULL;
    const Taint *t = o && o->kind == OB_INST && o->up ? deep_taint(fr, x) : NULL;
    const Instr *made = v ? &fr->f->code.v[v] : NULL;           // what it is made of may go to its base
    for (uint32_t i = 0; o && o->up && made->op == IR_CALL && i < made->nargs; i++)
        t = taint_join(w, t, deep_taint(fr, use(fr, fr->f->args.v[made->args + i])));
    Mro m;
    if (!t || !(taint_kinds(t) & KIND(REMOTE))) return;
    t = taint_step(fr, t, fr->f->code.v[v].node, S("carried by the exception"));
    class_mro(w, &fr->st, o->up, &m);
    for (int i = 0; i < m.n; i++) {
        uint32_t id = carrier(w, m.obj[i]);
        const Obj *was = obj_at(w, &fr->st, id);
        if (!was) continue;
        was = obj_set(w, was, KEY_HASH(CARRIED), av_with(w, &av_unknown, t), true);
        obj_put(fr, id, carrying_fields(w, was, o));
    }
}

static const Taint *taint_of(Frame *fr, const Av *classes, int deep)
{
    World *w = fr->w;
    const Taint *t = classes ? NULL : carried_here(fr, (Str){0});
    for (int i = 0; classes && i < classes->n; i++) {
        const Atom *a = &classes->atom[i];
        const Obj *box = a->kind == AT_OBJ && deep < NESTED ? obj_at(w, &fr->st, a->obj) : NULL;
        for (uint32_t k = 0; box && box->kind == OB_TUPLE && k < box->n; k++)
            t = taint_join(w, t, taint_of(fr, box->cell[k].v, deep + 1));
        if (a->kind == AT_NAME) t = taint_join(w, t, carried_here(fr, unit_str(w, a->idx)));
        const Obj *o = a->kind == AT_CLASS ? obj_at(w, &fr->st, carrier(w, a->obj)) : NULL;
        const Av *v = o ? obj_cell(o, KEY_HASH(CARRIED)) : NULL;
        if (v) t = taint_join(w, t, v->taint);
    }
    return t;
}

// What an exception of these classes may carry.
const Taint *raised_taint(Frame *fr, const Av *classes) { return taint_of(fr, classes, 0); }

// Where the fields lie of what one class of the program alone may have raised; 0: they are not
// known apart.
uint32_t raised_fields(Frame *fr, const Av *classes)
{
    const Atom *a = classes && classes->n == 1 && !classes->flags ? &classes->atom[0] : NULL;
    uint32_t id = a && a->kind == AT_CLASS ? carrier(fr->w, a->obj) : 0;
    const Obj *o = id ? obj_at(fr->w, &fr->st, id) : NULL;
    return o && obj_cell(o, KEY_HASH(CARRIED)) ? id : 0;
}
