// flow/frame: functions as values, calls of the project's own functions: arguments bound, bodies
// walked, what the call taught about its arguments handed back. Recursion is iterated to a
// fixpoint.
// SPDX-License-Identifier: MIT
#include "flow/memo.h"
#include "flow/entry.h"
#include "flow/filed.h"
#include "flow/taught.h"
#include "flow/annotated.h"

enum { ROUNDS_MAX = 3 };
static const uint32_t TOLD = FACT_TRUTHY | FACT_FALSY;     // what is said of a test, not of a text

static Val param_val(Frame *fr, uint32_t index)
{
    const BasicBlock *bb = &fr->f->blocks.v[0];
    for (Val v = bb->beg; v < bb->end; v++) {
        const Instr *in = &fr->f->code.v[v];
        if (in->op == IR_PARAM && in->aux == index) return v;
    }
    return 0;
}

// ---- what a return teaches

void fact_meet(World *w, Fact *into, const Fact *f, bool first)
{
    if (first) { *into = f ? *f : (Fact){0}; return; }
    if (!f) { *into = (Fact){0}; return; }
    into->clear &= f->clear;
    into->bits &= f->bits;
    into->is = into->is && f->is ? av_join(w, into->is, f->is) : NULL;
}

// The one object that parameter i is; 0: it is none, or not one only.
static uint32_t handed_obj(const Frame *fr, uint32_t i)
{
    const Av *v = fr->arg[i];
    return v && v->n == 1 && v->atom[0].kind == AT_OBJ && !(v->flags & AV_OTHER) ? v->atom[0].obj
                                                                                 : 0;
}

static void learn(Frame *fr, State *st, int which)
{
    for (uint32_t i = 0; i < fr->f->params.n; i++) {
        Val p = fr->param_val[i];
        uint32_t id = which ? handed_obj(fr, i) : 0;
        const Obj *o = id ? heap_at(fr->w, st->heap, id) : NULL, **l = &fr->learnt_obj[which][i];
        fact_meet(fr->w, &fr->learnt[which][i], p ? fact_of(fr, st, p) : NULL,
                  !fr->has_learnt[which]);
        *l = !fr->has_learnt[which] ? o : *l && o ? obj_join(fr->w, *l, o) : NULL;
    }
    learn_parts(fr, st, which);
    fr->has_learnt[which] = true;
}

// return path.startswith(ROOT), path: what the first item says of the second.
static void learn_second(Frame *fr, State *st, Val v, bool yes)
{
    const Instr *in = &fr->f->code.v[v];
    Val second = in->nargs > 1 ? fr->f->args.v[in->args + 1] : 0;
    const Fact *f = second ? fact_of(fr, st, second) : NULL;
    Kinds clear = f ? f->clear : 0;
    const Av *x = second ? use_in(fr, st, second) : NULL;
    if (x && !is_deep_tainted(fr, x)) clear = KINDS_TEXT;
    fr->rest[!yes] = fr->has_rest[!yes] ? fr->rest[!yes] & clear : clear;
    fr->has_rest[!yes] = true;
}

// return False, "too long": what the first item says.
static void learn_first(Frame *fr, Val v)
{
    const Instr *in = v ? &fr->f->code.v[v] : NULL;
    State nothing = {.heap = fr->st.heap};
    if (!in || in->op != IR_TUPLE || !in->nargs) {
        fr->untupled = fr->has_rest[0] = fr->has_rest[1] = true;
        fr->rest[0] = fr->rest[1] = 0;
        for (int which = LEARNT_FIRST_YES; which < LEARNT; which++)
            if (fr->has_learnt[which]) learn(fr, &nothing, which);
        return;
    }
    Val first = fr->f->args.v[in->args];
    Truth t = av_truth(fr, use(fr, first));
    for (int which = LEARNT_FIRST_YES; which < LEARNT; which++) {
        bool yes = which == LEARNT_FIRST_YES;
        if (t == (yes ? TRUTH_NO : TRUTH_YES)) continue;
        State st = fr->st;
        refine(fr, &st, first, yes);
        if (st.dead) continue;
        learn(fr, fr->untupled ? &nothing : &st, which);
        learn_second(fr, &st, v, yes);
    }
}

// return urlsplit(url).hostname: a caller that finds the host harmless has looked at url. What is given
// where there is nothing to look at is no such result.
static void learn_tested(Frame *fr, Val v)
{
    const Av *r = use(fr, v);
    if ((!r->taint && !av_find(r, AT_OBJ)) || !carries_taint(fr, fr)) return;
    State st = {.heap = fr->st.heap};
    tested(fr, &st, v);
    learn(fr, &st, LEARNT_TESTED);
}

void learn_return(Frame *fr, Val v)
{
    World *w = fr->w;
    Size n = fr->f->params.n;
    if (!fr->up || (!n && !fr->parts.n) || fr->f->kind == FUNC_MODULE || fr->f->kind == FUNC_CLASS)
        return;
    if (w->rough && !fr->parts.n && !carries_taint(fr, fr)) return;  // it is asked what clears of outside data only
    if (!fr->param_val) {
        fr->param_val = new(&w->a, Val, n + 1);
        for (Size i = 0; i < n; i++) fr->param_val[i] = param_val(fr, (uint32_t)i);
        for (int k = 0; k < LEARNT; k++)
            fr->learnt[k] = new(&w->a, Fact, n), fr->learnt_obj[k] = new(&w->a, const Obj *, n);
    }
    learn(fr, &fr->st, 0);
    const Av *r = v ? use(fr, v) : NULL;
    Truth t = r ? av_truth(fr, r) : TRUTH_NO;
    for (int which = 1; which < 3; which++) {
        if (t == (which == 1 ? TRUTH_NO : TRUTH_YES)) continue;
        State st = fr->st;
        if (v) refine(fr, &st, v, which == 1);
        if (!st.dead) learn(fr, &st, which);
    }
    learn_first(fr, v);
    if (v) learn_tested(fr, v);
}

// ---- functions as values

const Av *make_function(Frame *fr, Val at)
{
    World *w = fr->w;
    const Instr *in = &fr->f->code.v[at];
    const Func *f = &fr->m->m->funcs.v[in->aux2];
    Obj o = {.kind = OB_FUNC, .exact = true, .mod = fr->mod, .cls = in->aux2, .up = frame_env(fr)};
    Cell *c = new(&w->a, Cell, in->nargs + 1);
    uint32_t npositional = 0, ndefault = 0, seen = 0;
    for (Size i = 0; i < f->params.n; i++)
        npositional += f->params.v[i].kind == PARAM_POS_ONLY || f->params.v[i].kind == PARAM_NORMAL;
    for (uint32_t i = 0; i < in->nargs; i++)
        ndefault += fr->f->argk.v[in->args + i].kind == ARG_POS;
    for (uint32_t i = 0; i < in->nargs; i++) {
        IrArgKind k = fr->f->argk.v[in->args + i];
        uint32_t p = npositional - ndefault + seen;
        if (k.kind == ARG_POS) seen++;
        else for (p = 0; p < f->params.n && f->params.v[p].name != k.name; p++) { }
        if (p < f->params.n) c[o.n++] = (Cell){KEY_INT(p), use(fr, fr->f->args.v[in->args + i])};
    }
    o.cell = c;
    uint32_t id = obj_make(fr, at, 0xf0, &o)->atom[0].obj;
    FuncInfo *info = &fr->m->info[in->aux2];
    info->made = true;
    info->obj = id;
    info->heap = w->making ? NULL : fr->st.heap;
    return av_atom(w, (Atom){.kind = AT_FUNC, .mod = fr->mod, .idx = in->aux2, .obj = id});
}

const Av *default_value(World *w, State *st, uint32_t mod, uint32_t func, uint32_t fobj,
                        uint32_t param)
{
    const Obj *o = fobj ? obj_at(w, st, fobj) : NULL;
    if (o) return obj_cell(o, KEY_INT(param));
    const Mod *m = w->mods[mod];
    NodeId d = m->m->funcs.v[func].params.v[param].fallback;
    if (!d) return NULL;
    if (py_kind(m->m->tree, d) == PY_Constant) return av_const(w, py_const(m->m->tree, d));
    return &av_quiet;
}

// ---- binding

typedef struct { const Av **v; Val *from; bool *set; } Bound;

static int param_named(Frame *callee, uint32_t name)
{
    for (Size i = 0; i < callee->f->params.n; i++) {
        const Param *p = &callee->f->params.v[i];
        bool takes = p->kind == PARAM_NORMAL || p->kind == PARAM_KWONLY;
        if (takes && unit_sym(callee, p->name) == name) return (int)i;
    }
    return -1;
}

static const Av *passed(Frame *callee, const Av *v, uint32_t param)
{
    if (!v->taint) return v;
    return av_with(callee->w, v,
                   taint_step(callee, v->taint, callee->f->params.v[param].node, S("passed on")));
}

// placed: parameters that are handed over by place; a name that ** brings is none of them.
static void bind_named(Frame *fr, Frame *callee, const Args *args, Size placed, Bound *b, Obj *rest)
{
    World *w = fr->w;
    Cell *c = new(&w->a, Cell, args->nnamed + 1);
    rest->exact = !args->dstar;
    for (Size i = 0; i < args->nnamed; i++) {
        int p = param_named(callee, args->names[i]);
        if (p < 0) { c[rest->n++] = (Cell){KEY_SYM(args->names[i]), args->named[i]}; continue; }
        if ((Size)p < placed && callee->f->params.v[p].kind == PARAM_NORMAL) continue;
        b->v[p] = args->named[i];
        b->from[p] = args->named_val ? args->named_val[i] : 0;
        b->set[p] = true;
    }
    rest->cell = c;
    rest->rest = args->dstar;
    rest->keys = !args->dstar ? NULL : args->dkeys ? args->dkeys : &av_unknown;
}

static void bind_args(Frame *fr, Frame *callee, const Av *self, const Args *args, Bound *b)
{
    World *w = fr->w;
    const Func *f = callee->f;
    Obj named = {.kind = OB_DICT};
    Size next = 0, shift = self != NULL;
    bind_named(fr, callee, args, args->npos + shift, b, &named);
    for (Size i = 0; i < f->params.n; i++) {
        ParamKind kind = f->params.v[i].kind;
        if (kind == PARAM_VARARG) {
            Size left = args->npos + shift > next ? args->npos + shift - next : 0;
            const Av **v = new(&w->a, const Av *, left + 1);
            for (Size k = 0; k < left; k++, next++)
                v[k] = next < shift ? self : args->pos[next - shift];
            Frame *was = fr;
            b->v[i] = list_of(was, args->call, OB_TUPLE, v, left, args->star);
            b->set[i] = true;
        } else if (kind == PARAM_KWARG) {
            b->v[i] = obj_make(fr, args->call, 0xd1c7 + (uint32_t)i, &named);
            b->set[i] = true;
        } else if (kind != PARAM_KWONLY && !b->set[i] && next < args->npos + shift) {
            b->v[i] = next < shift ? self : args->pos[next - shift];
            b->from[i] = next < shift || !args->pos_val ? 0 : args->pos_val[next - shift];
            b->set[i] = true;
            next++;
        }
    }
    for (Size i = 0; i < f->params.n; i++) {
        if (b->set[i]) continue;
        const Av *d =
            default_value(w, &fr->st, callee->mod, callee->func, callee->fobj, (uint32_t)i);
        const Av *v = d ? d : &av_quiet;
        if (args->star && f->params.v[i].kind != PARAM_KWONLY)
            v = d ? av_join(w, d, args->star) : args->star;
        if (args->dstar) v = av_join(w, v, args->dstar);
        b->v[i] = v;
    }
}

// ---- the call

// A list that a test there gave a name of its own is not known here.
static bool names_own(const Av *is, const Av *arg)
{
    for (int i = 0; is && i < is->n; i++) {
        bool given = is->atom[i].kind != AT_OBJ;
        for (int k = 0; arg && k < arg->n && !given; k++)
            given = arg->atom[k].obj == is->atom[i].obj;
        if (!given) return true;
    }
    return false;
}

// Results that are facts about the caller's own values.
static const ParamFact *handed_back(Frame *fr, Frame *callee, const Val *from, int which)
{
    World *w = fr->w;
    const ParamFact *list = NULL;
    if (!callee->has_learnt[which]) return NULL;
    for (Size i = 0; i < callee->f->params.n; i++) {
        const Fact *f = &callee->learnt[which][i];
        uint32_t id = which ? handed_obj(callee, (uint32_t)i) : 0;
        const Obj *now = id ? callee->learnt_obj[which][i] : NULL;
        const Obj *was = now ? trie_get(callee->ret_state.heap, id) : NULL;
        if (!was || obj_equal(was, now)) id = 0;
        bool told = from[i] && (f->clear || f->bits || f->is);
        if (!told && !id) continue;
        ParamFact *p = new(&w->a, ParamFact, 1);
        *p = (ParamFact){told ? from[i] : 0, *f, id, was, now, list, NULL};
        if (names_own(f->is, callee->arg[i])) p->fact.is = NULL;
        list = p;
    }
    return which == LEARNT_TESTED ? list : parts_taught(fr, callee, from, which, list);
}

// Which values of a function something uses: looked through once, however many calls ask.
static const bool *values_read(const Frame *fr)
{
    FuncInfo *info = &fr->m->info[fr->func];
    if (info->read) return info->read;
    bool *read = new(&fr->w->a, bool, fr->f->code.n);
    for (Size v = 1; v < fr->f->code.n; v++) {
        const Instr *in = &fr->f->code.v[v];
        const Val part[] = {in->a, in->b, in->c};
        for (int i = 0; i < 3; i++)
            if (ir_uses[in->op] >> i & 1) read[part[i]] = true;
        for (uint32_t i = 0; i < in->nargs; i++) read[fr->f->args.v[in->args + i]] = true;
    }
    for (Size b = 0; b < fr->f->blocks.n; b++) read[fr->f->blocks.v[b].value] = true;
    return info->read = read;
}

// require(x), where require is a coroutine function or a generator: nobody awaits it or asks it for
// anything, so it does not run.
static bool is_dropped_coroutine(const Frame *fr, const Frame *callee, Val call)
{
    return (callee->f->is_async || callee->f->is_generator) && !values_read(fr)[call];
}

static bool is_awaited(const Frame *fr, Val call)
{
    for (Size v = 1; v < fr->f->code.n; v++)
        if (fr->f->code.v[v].op == IR_AWAIT && fr->f->code.v[v].a == call) return true;
    return false;
}

static void hand_back(Frame *fr, Frame *callee, const Args *args, const Val *from)
{
    World *w = fr->w;
    if (is_dropped_coroutine(fr, callee, args->call)) return;
    files_handed_back(fr, callee, from);
    const ParamFact *always = handed_back(fr, callee, from, 0);
    for (const ParamFact *p = always; p; p = p->next)
        if (p->part) take_part(fr, &fr->st, p);
        else if (p->fact.clear || p->fact.is || p->fact.bits & ~TOLD)
            fact_clear(fr, &fr->st, p->param, p->fact.clear, p->fact.is, p->fact.bits & ~TOLD,
                       p->fact.why);
    for (const ParamFact *p = always; p; p = p->next)
        if (!p->part && p->fact.bits & TOLD) told(fr, p->param, p->fact.bits);
    Implied imp = {.known = true,
                   .yes = handed_back(fr, callee, from, 1),
                   .no = handed_back(fr, callee, from, 2),
                   .first_yes = handed_back(fr, callee, from, LEARNT_FIRST_YES),
                   .first_no = handed_back(fr, callee, from, LEARNT_FIRST_NO),
                   .tested = handed_back(fr, callee, from, LEARNT_TESTED),
                   .rest_yes = callee->rest[0], .rest_no = callee->rest[1]};
    for (Size i = 0; i < fr->calls.n; i++)
        if (fr->calls.v[i].call == args->call) {
            fr->calls.v[i].imp = fr->calls.v[i].imp.known ? (Implied){0} : imp;
            return;
        }
    *push(&w->a, &fr->calls) = (CallFacts){args->call, imp};
}

// What the callee bound anew of the variables that it shares with its caller is not known any more.
static void forget_rebound(Frame *fr, const Trie *before)
{
    const Obj *was = fr->env && fr->st.facts ? heap_at(fr->w, before, fr->env) : NULL;
    const Obj *now = was ? heap_at(fr->w, fr->st.heap, fr->env) : NULL;
    for (uint32_t i = 0; now && now != was && i < now->n; i++)
        if (obj_cell(was, now->cell[i].key) != now->cell[i].v)
            forget_cell(fr, (uint32_t)now->cell[i].key, 0);
}

static Frame *recursion_of(Frame *fr, uint32_t mod, uint32_t func, uint32_t fobj, const Av *self)
{
    int met = 0, most = (Size)mod == fr->w->unit ? 3 : 2;
    for (Frame *up = fr; up; up = up->up) {
        if (up->mod != mod || up->func != func || up->fobj != fobj) continue;
        bool other = self && up->f->params.n && up->arg && !av_equal(self, up->arg[0]);
        if (!other || ++met == most) return up;
    }
    return NULL;
}

// Within a recursion that is itself being iterated, fewer rounds: they multiply.
static int rounds_left(const Frame *fr)
{
    int n = ROUNDS_MAX;
    for (; fr && n > 1; fr = fr->up) n -= fr->recursed;
    return n;
}

// A handler's own parameters are still being asked for when what it depends on calls it.
static const Av *recur(Frame *outer, const Av **arg)
{
    for (Size i = 0; i < outer->f->params.n; i++)
        if (outer->arg[i]) outer->arg[i] = av_widen(outer->w, outer->arg[i], arg[i]);
    outer->recursed = true;
    return outer->assumed;
}

static const Av *generated(Frame *fr, Frame *callee, const Args *args)
{
    Obj o = {.kind = OB_GEN, .rest = callee->yield};
    if (av_is_bottom(callee->yield)) o.rest = NULL;
    if (callee->returned && !callee->f->is_async) o.keys = callee->ret;     // what `yield from` gives
    Cell *c = new(&fr->w->a, Cell, callee->nfirst + 1);
    for (uint32_t i = 0; i < callee->nfirst; i++) c[i] = (Cell){KEY_INT(i), callee->first[i].v};
    o.cell = c;
    o.n = callee->nfirst;
    return obj_make(fr, args->call, 0x9e4, &o);
}

// A call that is not walked: what it was given comes back.
static const Av *passed_on(Frame *fr, const Av *self, const Args *args)
{
    const Taint *t = self ? deep_taint(fr, self) : NULL;
    for (Size i = 0; i < args->npos; i++) t = taint_join(fr->w, t, deep_taint(fr, args->pos[i]));
    for (Size i = 0; i < args->nnamed; i++)
        t = taint_join(fr->w, t, deep_taint(fr, args->named[i]));
    return av_with(fr->w, &av_quiet, t);
}

static const Av *out_of_reach(Frame *fr, const Av *self, const Args *args)
{
    const Av *r = passed_on(fr, self, args);
    return av_with(fr->w, r, taint_lower(fr->w, r->taint));
}

static void bind_into(Frame *fr, Frame *callee, const Av *self, const Args *args, Val *from)
{
    World *w = fr->w;
    Size n = callee->f->params.n;
    Bound b = {new(&w->a, const Av *, n + 1), from, new(&w->a, bool, n + 1)};
    bind_args(fr, callee, self, args, &b);
    for (Size i = 0; i < n; i++) b.v[i] = passed(callee, b.v[i], (uint32_t)i);
    callee->st = fr->st;
    for (Size i = 0; i < n; i++)
        b.v[i] = annotated_as(callee, callee, callee->f->params.v[i].annotation,
                              callee->f->params.v[i].annotation, b.v[i]);
    fr->st = callee->st;
    callee->arg = b.v;
    callee->from = from;
    callee->born = w->next_obj + 1;                             // what *args are is its caller's
}

// Something is followed no further: whose, for the note at the end.
void cut_here(World *w)
{
    if (w->root < 0) w->body_cut = true;
    else w->roots.v[w->root].cut = true;
    w->cut++;
}

static void cut_call(World *w, NodeId node)
{
    cut_here(w);
    if (w->cut_at.end || !w->top || (Size)w->top->mod != w->unit) return;
    const PyNode *n = py_at(w->top->m->m->tree, node);
    w->cut_at = (Span){n->beg, n->end};
}

// What the callee met and read, its caller did: where it stands, if the callee is written there.
void frame_took(Frame *fr, const Frame *callee)
{
    bool made_here = fr->func && callee->f->parent == fr->func && callee->func != fr->func;
    bool inside = callee->mod == fr->mod && (made_here || callee->f->kind == FUNC_LAMBDA);
    *(inside ? &fr->met : &fr->met_below) |= callee->met;
    *(inside ? &fr->made : &fr->made_below) |= callee->made;
    fr->met_below |= callee->met_below;
    fr->made_below |= callee->made_below;
    fr->harms |= callee->harms || ((Size)callee->mod == fr->w->unit && frame_harms(callee));
    fr->guessed |= callee->guessed;
    fr->chosen |= callee->chosen;
}

// raise NotImplementedError("…"), and nothing else that it could end by.
static bool is_unwritten(const Tree *t, const Func *f)
{
    bool any = false;
    for (Size b = 0; b < f->blocks.n; b++) {
        if (f->blocks.v[b].how != END_RAISE) continue;
        const Instr *in = &f->code.v[f->blocks.v[b].value];
        if (in->op == IR_CALL) in = &f->code.v[in->a];
        any = in->op == IR_GLOBAL && str_eq(py_name(t, in->sym), S("NotImplementedError"));
        if (!any) return false;
    }
    return any;
}

// pass; return False; return []: it does nothing but to say so.
static bool is_empty(const Func *f)
{
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (in->op > IR_PARAM && (in->op < IR_TUPLE || in->op > IR_DICT || in->nargs)) return false;
    }
    return true;
}

bool func_is_written(World *w, uint32_t mod, uint32_t func)
{
    const Mod *m = mod_load(w, mod);
    const Func *f = m && func < m->m->funcs.n ? &m->m->funcs.v[func] : NULL;
    return f && !is_empty(f) && !is_unwritten(m->m->tree, f);
}

// self.read(), which the class leaves to those below it: in whoever runs this, one of them has it. An object
// that was made here has what its own class has.
static bool is_left_open(Frame *fr, const Frame *callee, const Av *self, const Args *args)
{
    if (!self && args->npos) self = args->pos[0];               // of a property
    const Atom *a = self ? av_find(self, AT_OBJ) : NULL;
    const Obj *o = a ? obj_at(fr->w, &fr->st, a->obj) : NULL;
    if (!callee->f->owner || !self || (o && (!o->up || a->obj != self_id(fr->w, o->up))))
        return false;
    if (!callee->returned) return is_unwritten(callee->m->m->tree, callee->f);
    const PyConst *c = av_only_const(callee->ret);
    return is_empty(callee->f) && ((c && c->kind <= CONST_TRUE) || says_nothing(fr, callee->ret));
}

static const Av *walk_callee(Frame *fr, uint32_t mod, uint32_t func, uint32_t fobj, const Av *self,
                             const Args *args)
{
    World *w = fr->w;
    Mod *m = mod_load(w, mod);
    if (!m || func >= m->m->funcs.n) return out_of_reach(fr, self, args);
    Follow how = follow_call(fr, mod, func, args->call);
    const Av *back = how == FOLLOW_ALL ? NULL : passed_on(fr, self, args);
    if (back && (how == FOLLOW_NONE || !taint_is_worth(w, back->taint))) {
        fr->guessed = true;
        return back;
    }
    m->info[func].used = true;
    bool spent =
        w->root_steps > w->root_most || w->steps > w->most_steps || w->a.beg > w->calls_end;
    if (fr->depth >= DEPTH_MAX || spent) {
        fr->rests_on = -1;
        cut_call(w, args->node);
        return out_of_reach(fr, self, args);
    }
    if (w->a.beg > w->alone_at) go_alone(w);
    const Obj *fo = fobj ? obj_at(w, &fr->st, fobj) : NULL;
    const Av *assumed = &av_bottom, **arg = NULL;
    const Trie *given = fr->st.heap;
    Frame *callee = NULL, *known = NULL;
    Val *from = new(&w->a, Val, m->m->funcs.v[func].params.n + 1);
    int rounds = rounds_left(fr);
    for (int round = 0; round < rounds; round++) {
        callee = frame_new(w, fr, mod, func, fr->id * 31 + args->call + fobj * 7919u + fr->salt);
        callee->fobj = fobj;
        callee->env_up = fo ? fo->up : 0;
        callee->assumed = assumed;
        bind_into(fr, callee, self, args, from);
        if (arg) callee->arg = arg;
        Frame *outer = recursion_of(fr, mod, func, fobj, self);
        if (outer) {
            if (outer->depth < fr->rests_on) fr->rests_on = outer->depth;
            frame_took(fr, outer);
            return recur(outer, callee->arg);
        }
        callee->entry = handed_entry(
            fr, &(Atom){.kind = AT_FUNC, .mod = mod, .idx = func, .obj = fobj}, args->call);
        if (!round && !callee->entry) {
            known = memo_find(fr, callee);
            if (!known) known = memo_any(fr, callee);
        }
        if (known) { callee = known; break; }
        const Trie *before = fr->st.heap;
        callee->st = (State){before, NULL, false};
        walk_body(callee);
        memo_leave(fr, callee);
        if (!callee->recursed) { memo_add(fr, callee, before); break; }
        arg = callee->arg;
        const Av *now = av_join(w, assumed, callee->ret);
        if (av_equal(now, assumed) && round) { memo_add(fr, callee, before); break; }
        assumed = now;
    }
    frame_took(fr, callee);
    note_body_call(fr, callee);
    if (callee->f->is_generator && is_dropped_coroutine(fr, callee, args->call)) return &av_quiet;
    // an earlier walk's effects are in place already: its heap is not this one
    if (!known && callee->returned) fr->st.heap = callee->ret_state.heap;
    if (callee->f->is_generator) {
        hand_back(fr, callee, args, from);
        return generated(fr, callee, args);
    }
    // create_task(worker(queue)): a coroutine that never ends, and that nobody here waits for
    if (!callee->returned && callee->f->is_async && !is_awaited(fr, args->call)) return &av_quiet;
    if (!callee->returned && is_left_open(fr, callee, self, args))
        return annotated_result(fr, callee, args->node, &av_quiet);
    if (!callee->returned) {
        fr->st.dead = !callee->recursed;
        return &av_bottom;
    }
    forget_rebound(fr, given);
    hand_back(fr, callee, args, from);
    const Av *ret = annotated_result(fr, callee, args->node, callee->ret);
    if (is_left_open(fr, callee, self, args))
        ret = av_join(w, ret, annotated_result(fr, callee, args->node, &av_quiet));
    return ret->taint ? av_with(w, ret, taint_step(fr, ret->taint, args->node, S("returned"))) : ret;
}

// What one call of an entry takes leaves something for those after it.
const Av *walk_call(Frame *fr, uint32_t mod, uint32_t func, uint32_t fobj, const Av *self,
                    const Args *args)
{
    World *w = fr->w;
    int64_t most = w->root_most, left = most - w->root_steps;
    if (!fr->depth && !w->making && left > 0) w->root_most -= left / 4;
    const Av *r = walk_callee(fr, mod, func, fobj, self, args);
    w->root_most = most;
    return r;
}

// The end of a walk: what was found out is kept for the rules' questions.
void finish_frame(Frame *fr)
{
    World *w = fr->w;
    FuncInfo *info = &fr->m->info[fr->func];
    if ((Size)fr->mod != w->unit) return;
    info->entered = true;
    Size n = fr->f->code.n;
    if (!info->val) {
        info->val = fr->val;
        info->reached = new(&w->a, bool, fr->f->blocks.n + 1);
    } else for (Size v = 0; v < n; v++) {
        const Av *x = info->val[v], *y = fr->val[v];
        if (y && x != y) info->val[v] = x ? av_join(w, x, y) : y;
    }
    for (Size b = 0; b < fr->f->blocks.n; b++) info->reached[b] |= fr->out[b].seen;
}
