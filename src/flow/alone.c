// flow/alone: a name of another file without walking that file's body: a function, a class, an
// import or a plain value that the body binds once is made by itself, from the few instructions
// that it rests on. Anything else is left to the walk.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"
#include "flow/names.h"

enum { DEEP = 24, MANY = UINT32_MAX };

static const Av busy;                                           // its own value is asked for on the way
static const Av refused;                                        // it is not to be had alone
static const Av absent;                                         // the module has no such name
static const Av shared;                                         // its functions bind it, too: it lies in the base

static void count_use(Uses *u, Val v)
{
    if (u->uses[v] < 255) u->uses[v]++;
}

static Uses *uses_new(const Func *f, Arena *keep)
{
    Uses *u = new(keep, Uses, 1);
    u->uses = new(keep, uint8_t, f->code.n + 1);
    u->patched = new(keep, bool, f->code.n + 1);
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (in->op == IR_SET_ATTR) u->patched[in->a] = true;
        if (ir_uses[in->op] & 1) count_use(u, in->a);
        if (ir_uses[in->op] & 2) count_use(u, in->b);
        if (ir_uses[in->op] & 4) count_use(u, in->c);
        for (uint32_t k = 0; k < in->nargs; k++) count_use(u, f->args.v[in->args + k]);
    }
    return u;
}

static Slices *sliced(World *w, Frame *body, Uses *of)
{
    Slices *s = new(&w->a, Slices, 1);
    *s = (Slices){.of = of, .frame = body};
    body->val = new(&w->a, const Av *, body->f->code.n + 1);
    body->out = new(&w->a, BlockOut, body->f->blocks.n + 1);
    return s;
}

Slices *slices_new(World *w, Frame *body) { return sliced(w, body, uses_new(body->f, &w->a)); }

static bool same_import(const Instr *a, const Instr *b)
{
    return a->op == IR_IMPORT_FROM && b->op == IR_IMPORT_FROM && a->sym == b->sym && a->b == b->b &&
           a->aux == b->aux;
}

// One after the other in one block (@overload), the last one holds; so does an import that is said again.
static void bind_again(const Func *f, Uses *u, const Instr *in)
{
    Val was = u->bound[in->sym];
    bool after = was != MANY && (f->code.v[was].block == in->block ||
                                 same_import(&f->code.v[was], &f->code.v[in->a]));
    u->bound[in->sym] = !u->times[in->sym] || after ? in->a : MANY;
    u->times[in->sym]++;
}

static Uses *module_uses(const Module *m, Arena *keep, Arena scratch)
{
    const Func *f = &m->funcs.v[0];
    Size names = m->tree->names.n + 1;
    Uses *u = uses_new(f, keep);
    u->bound = new(keep, Val, names);
    u->times = new(keep, uint32_t, names);
    u->said = new(keep, uint32_t, names);
    bool *again = new(&scratch, bool, names);
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (in->op == IR_SET_GLOBAL) bind_again(f, u, in);
        if (in->op == IR_GLOBAL) again[in->sym] = true;
    }
    for (Size i = 1; i < m->tree->names.n; i++)
        if (again[i] && u->bound[i] && u->bound[i] != MANY) u->uses[u->bound[i]] = 255;
    return u;
}

// A module that is judged early goes when it was judged.
static Arena *beside_code(World *w)
{
    return w->early ? &w->a : &w->engine->worker[w->thread].code.arena;
}

// One list for all files that this worker walks with the module, kept where its code is.
static Uses *uses_of(World *w, const Mod *m)
{
    if (w->early) return module_uses(m->m, &w->a, *w->keep);
    Uses **of = &w->engine->worker[w->thread].uses[m->index];
    if (!*of) *of = module_uses(m->m, beside_code(w), w->a);
    return *of;
}

static Slices *slices_of(World *w, Mod *m)
{
    if (!m->slices)
        m->slices =
            sliced(w, frame_new(w, NULL, (uint32_t)m->index, 0, 0x30d), uses_of(w, m));
    return m->slices;
}

Frame *body_frame(World *w, Mod *m) { return slices_of(w, m)->frame; }

static bool ready(Frame *fr, const Slices *s, Val v, int depth);

static bool operands_ready(Frame *fr, const Slices *s, const Instr *in, int depth)
{
    const Val part[] = {in->a, in->b, in->c};
    for (int i = 0; i < 3; i++)
        if (ir_uses[in->op] >> i & 1 && part[i] && !ready(fr, s, part[i], depth)) return false;
    for (uint32_t i = 0; i < in->nargs; i++) {
        Val a = fr->f->args.v[in->args + i];
        if (a && !ready(fr, s, a, depth)) return false;
    }
    return true;
}

// Whatever the callee may be.
static bool calls_aside(Frame *fr, const Slices *s, Val v)
{
    const Av *callee = use(fr, fr->f->code.v[v].a);
    bool once = s->of->uses[v] <= 1, ok = callee->n > 0;
    for (int i = 0; i < callee->n && ok; i++) {
        const Atom *a = &callee->atom[i];
        switch ((AtomKind)a->kind) {
        case AT_NAME: break;
        case AT_METHOD: ok = once || !av_find(a->p, AT_OBJ); break;
        case AT_FUNC:
        case AT_BOUND: ok = once && !is_aside(fr->w, fr->mod); break;
        case AT_CLASS: ok = once && fr->f->kind == FUNC_MODULE; break;      // in a class: __set_name__
        default: ok = false;
        }
    }
    return ok;
}

// class M(type): a metaclass.
static bool makes_classes(const Tree *t, NodeId cls)
{
    static const Str makers[] = {L("type"), L("ABCMeta"), L("EnumMeta"), {0}};
    if (py_kind(t, cls) != PY_ClassDef) return false;
    NodeList bases = py_list(t, cls, ClassDef_bases);
    for (uint32_t i = 0; i < bases.n; i++)
        if (str_in(py_last_name(t, bases.v[i]), makers)) return true;
    return false;
}

// A library's own thing (a logger, a type variable); and what the body does nothing more with: an
// instance, a container that is not empty, so that it is hardly a register for others to fill.
static bool is_left_alone(Frame *fr, const Slices *s, Val v)
{
    const Instr *in = &fr->f->code.v[v];
    if (in->op == IR_LIST || in->op == IR_SET || in->op == IR_DICT)
        return s->of->uses[v] <= 1 && (in->nargs > 0 || fr->f->kind == FUNC_CLASS);
    if (in->op == IR_CLASS) {                                   // the body's other classes report to it
        if (s->of->patched[v]) return false;
        const ClassInfo *c = &fr->m->m->classes.v[in->aux2];
        for (Size i = 0; i < c->methods.n; i++) {
            Str method = py_name(fr->m->m->tree, c->methods.name[i]);
            if (str_eq(method, S("__init_subclass__"))) return false;
            if (str_eq(method, S("__new__")) || str_eq(method, S("__init__")))
                if (makes_classes(fr->m->m->tree, in->node)) return false;
        }
    }
    return in->op != IR_CALL || calls_aside(fr, s, v);
}

// try: import a as x; except ImportError: import b as x: either. Not what a loop makes.
static bool phi_ready(Frame *fr, const Slices *s, Val v, int depth)
{
    const Instr *in = &fr->f->code.v[v];
    const BasicBlock *b = &fr->f->blocks.v[in->block];
    const Av *r = &av_bottom;
    for (uint32_t i = 0; i < b->npred; i++)
        if (fr->f->preds.v[b->pred + i] >= in->block) return false;
    for (uint32_t i = 0; i < in->nargs; i++) {
        Val a = fr->f->args.v[in->args + i];
        if (!a || !ready(fr, s, a, depth)) return false;
        r = av_join(fr->w, r, use(fr, a));
    }
    fr->val[v] = r;
    return true;
}

// What the body does more with it was not looked at: whatever it fills in may lie there, too.
static void leave_open(Frame *fr, const Av *made)
{
    for (int i = 0; i < made->n; i++) {
        const Atom *a = &made->atom[i];
        const Obj *o = a->kind == AT_OBJ ? obj_at(fr->w, &fr->st, a->obj) : NULL;
        bool box = o && (o->kind == OB_LIST || o->kind == OB_SET || o->kind == OB_DICT);
        if (box && o->kind == OB_DICT) o = dict_write(fr->w, o, &av_quiet, &av_quiet);
        if (a->kind == AT_CLASS) class_leave_open(fr->w, a->obj);
        if (box) obj_put(fr, a->obj, obj_overlay(fr->w, o, &av_quiet));
        if (!o || o->kind != OB_INST) continue;
        const Obj *r = o;                                       // another field may be its class's
        for (uint32_t k = 0; k < o->n; k++) r = obj_set(fr->w, r, o->cell[k].key, &av_quiet, true);
        obj_put(fr, a->obj, r);
    }
}

static bool ready(Frame *fr, const Slices *s, Val v, int depth)
{
    const Instr *in = &fr->f->code.v[v];
    if (fr->val[v]) return true;
    if (depth > DEEP) return false;
    if (in->op == IR_PHI) return phi_ready(fr, s, v, depth + 1);
    switch ((IrOp)in->op) {
    case IR_CONST: case IR_GLOBAL: case IR_IMPORT: case IR_IMPORT_FROM: case IR_ATTR: case IR_INDEX:
    case IR_TUPLE: case IR_LIST: case IR_SET: case IR_DICT: case IR_BINARY: case IR_UNARY:
    case IR_COMPARE: case IR_FSTRING: case IR_FORMAT: case IR_NOT: case IR_LAMBDA: case IR_CLASS: case IR_DECORATE:
    case IR_CALL: break;
    default: return false;
    }
    if (in->op == IR_IMPORT_FROM && !in->sym) return false;
    if (!operands_ready(fr, s, in, depth + 1)) return false;
    bool alone = is_left_alone(fr, s, v);
    if (!alone && !s->roughly) return false;
    fr->at = v;
    fr->block = in->block;
    fr->w->steps++;
    const Av *made = eval(fr, v);
    // a decorator made an object of it, and the body goes on with that: others may be registered there
    if (!s->roughly && in->op == IR_DECORATE && s->of->uses[v] > 1 &&
        (av_find(made, AT_INST) || av_find(made, AT_OBJ)))
        return false;
    fr->val[v] = made;
    if (!alone) leave_open(fr, made);
    return !fr->st.dead;
}

const Av *made_alone(World *w, const Slices *s, Val v)
{
    Frame *fr = s->frame;
    Making was = making_begin(w, fr);
    fr->st = (State){0};
    bool ok = ready(fr, s, v, 0);
    making_end(w, was);
    // what it rests on is known from now on, and asked for again, roughly
    if (ok || is_by_names(w, fr->mod)) base_take(w, NULL, fr->st.heap);
    if (!ok) return NULL;
    fill_empty(w, fr->val[v]);
    return fr->val[v];
}

// ---- a name that is bound in several places: which of them the body's end may be reached with

enum { BOUND_MOST = 8, WAYS_MOST = 1 << 14 };
typedef struct {
    World *w; const Slices *s; const Func *f;
    Val bound[BOUND_MOST + 1]; uint32_t n;      // from 1; 0: not bound yet
    uint8_t *last;                              // by block: what it leaves bound; 0: it binds nothing
    bool *seen, at_end[BOUND_MOST + 1];         // by block and what was bound before it
    struct { uint32_t *v; Size n, cap; } ahead;
} Ways;

static bool list_bindings(Ways *x, Sym name)
{
    for (Size i = 1; i < x->f->code.n; i++) {
        const Instr *in = &x->f->code.v[i];
        if (in->op != IR_SET_GLOBAL || in->sym != name) continue;
        uint8_t *last = &x->last[in->block];
        if (!*last && x->n == BOUND_MOST) return false;
        if (!*last) *last = (uint8_t)++x->n;
        x->bound[*last] = in->a;                                // in one block the last one holds
    }
    return (x->n + 1) * x->f->blocks.n < WAYS_MOST;
}

static void go_to(Ways *x, Block b, uint32_t bound)
{
    uint32_t at = b * (x->n + 1) + bound;
    if (x->seen[at]) return;
    x->seen[at] = true;
    *push(&x->w->a, &x->ahead) = at;
}

// `if TYPE_CHECKING`, `if sys.version_info >= (3, 9)`: where it is decided, one way only.
static Truth truth_alone(const Ways *x, Val cond)
{
    Frame *fr = x->s->frame;
    return made_alone(x->w, x->s, cond) ? av_truth(fr, use(fr, cond)) : TRUTH_MAYBE;
}

static void leave_to(Ways *x, const BasicBlock *b, uint32_t before, uint32_t after)
{
    if (b->handler) go_to(x, b->handler, before), go_to(x, b->handler, after);
    Truth t = b->how == END_BRANCH ? truth_alone(x, b->value) : TRUTH_YES;
    if (b->how == END_RETURN || b->how == END_NONE) x->at_end[after] = true;
    if ((b->how == END_BRANCH && t != TRUTH_NO) || b->how == END_JUMP) go_to(x, b->yes, after);
    if (b->how == END_BRANCH && t != TRUTH_YES) go_to(x, b->no, after);
}

// NULL: one of them is not to be had without the rest of the body.
static const Av *any_bound(World *w, const Slices *s, Sym name)
{
    const Func *f = s->frame->f;
    const Av *r = NULL;
    Ways x = {.w = w, .s = s, .f = f, .last = new(&w->a, uint8_t, f->blocks.n)};
    if (!list_bindings(&x, name)) return NULL;
    x.seen = new(&w->a, bool, f->blocks.n * (x.n + 1));
    go_to(&x, 0, 0);
    while (x.ahead.n) {
        uint32_t at = x.ahead.v[--x.ahead.n], before = at % (x.n + 1);
        Block b = at / (x.n + 1);
        leave_to(&x, &f->blocks.v[b], before, x.last[b] ? x.last[b] : before);
    }
    for (uint32_t k = 1; k <= x.n; k++) {
        if (!x.at_end[k]) continue;
        const Av *v = made_alone(w, s, x.bound[k]);
        if (!v) return NULL;
        r = r ? av_join(w, r, v) : v;
    }
    return r;
}

Size times_bound(const World *w, const Mod *m, Str name)
{
    Sym s = name_find(project_names(w->engine->project), name);
    Size first;
    return s && m->ix ? sema_index_binds(m->ix, s, &first) : 0;
}

// The same, once for all files that this worker walks with the module.
static Size said_to_bind(const World *w, const Mod *m, Uses *u, Sym name)
{
    if (!u->said[name]) u->said[name] = 1 + (uint32_t)times_bound(w, m, py_name(m->m->tree, name));
    return u->said[name] - 1;
}

// May a function of the module bind the name (`global`)? Else who has it in its index only says a type of it.
static bool is_set_inside(World *w, Mod *m, Sym name)
{
    Slices *s = slices_of(w, m);
    if (!s->of->set) {
        s->of->set = new(beside_code(w), bool, m->m->tree->names.n + 1);
        for (Size k = 1; k < m->m->funcs.n; k++) {
            const Func *f = &m->m->funcs.v[k];
            for (Size i = 1; i < f->code.n; i++)
                if (f->code.v[i].op == IR_SET_GLOBAL) s->of->set[f->code.v[i].sym] = true;
        }
    }
    return s->of->set[name];
}

// A name that the module does not bind. False: a star import of what is not known may bring it.
static bool brought_alone(World *w, Mod *m, uint32_t name, const Av **v)
{
    bool open = false;
    *v = star_brought(w, m, name, &open);
    if (open) return *v = NULL, false;
    m->alone = trie_set(&w->a, m->alone, name, *v ? *v : &absent);
    return true;
}

// What the body gives it lies where its functions write, so that who reads it has all of it.
static void share_alone(World *w, Mod *m, uint32_t name, const Av *v)
{
    uint32_t id = module_obj(w, m->index);
    w->base[id] = obj_set(w, base_at(w, id), KEY_SYM(name), v, true);
}

// False: the body has to be walked.
static bool make_member(World *w, Mod *m, uint32_t name, const Av **v)
{
    Slices *s = slices_of(w, m);
    Sym sym = name_find(&m->m->tree->names, unit_str(w, name));
    Val val = sym ? s->of->bound[sym] : 0;
    Size n = sym ? said_to_bind(w, m, s->of, sym) : 0;
    if (n && !val && !is_set_inside(w, m, sym)) n = 0;
    if (!val && !n) return brought_alone(w, m, name, v);
    bool inside = n != s->of->times[sym];                       // by `global`
    if (!val || (inside && !is_set_inside(w, m, sym))) return false;
    *v = val == MANY ? any_bound(w, s, sym) : made_alone(w, s, val);
    if (!*v) return false;
    if (inside) share_alone(w, m, name, *v = av_join(w, *v, &av_quiet));       // by whoever calls those
    m->alone = trie_set(&w->a, m->alone, name, inside ? &shared : *v);
    return true;
}

// True: *v is what the name means, NULL when the module has no such name. False: the body has to
// be walked.
bool member_alone(World *w, Mod *m, uint32_t name, const Av **v)
{
    *v = trie_get(m->alone, name);
    if (*v == &shared) return *v = obj_cell(base_at(w, module_obj(w, m->index)), KEY_SYM(name)), true;
    if (*v == &absent) return *v = NULL, true;
    if (*v == &busy || *v == &refused) return *v = NULL, false;
    if (*v) return true;
    m->alone = trie_set(&w->a, m->alone, name, &busy);          // asked for again and again
    if (make_member(w, m, name, v)) return true;
    m->alone = trie_set(&w->a, m->alone, name, &refused);
    return false;
}

const Av *member_roughly(World *w, Mod *m, uint32_t name)
{
    const Av *v = trie_get(m->alone, name);
    if (v != &refused) return NULL;
    Slices *s = slices_of(w, m);
    bool was = s->roughly;
    m->alone = trie_set(&w->a, m->alone, name, &busy);
    s->roughly = true;
    if (!make_member(w, m, name, &v)) v = NULL;
    s->roughly = was;
    return v;
}

const Av *import_alone(World *w, Mod *m, uint32_t name)
{
    const Slices *s = slices_of(w, m);
    Sym sym = name_find(&m->m->tree->names, unit_str(w, name));
    Val val = sym ? s->of->bound[sym] : 0;
    if (!val || val == MANY) return NULL;
    IrOp op = (IrOp)m->m->funcs.v[0].code.v[val].op;
    return op == IR_IMPORT || op == IR_IMPORT_FROM ? made_alone(w, s, val) : NULL;
}
