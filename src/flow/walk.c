// flow/walk: one function walked block by block until nothing changes: edges by constant
// conditions, phis, loops over short known sequences turn by turn, returns joined.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

// TURNS_APART: what later turns make is one object of many, so that a value can still name them all.
enum { PASSES_MAX = 5, TURNS_MAX = 12, TURNS_APART = 6 };

Frame *frame_new(World *w, Frame *up, uint32_t mod, uint32_t func, uint64_t id)
{
    Frame *fr = new(&w->a, Frame, 1);
    Mod *m = w->mods[mod];
    fr->w = w;
    fr->m = m;
    fr->mod = mod;
    fr->func = func;
    fr->f = &m->m->funcs.v[func];
    fr->up = up;
    fr->depth = up ? up->depth + 1 : 0;
    fr->id = id * 0xbf58476d1ce4e5b9u + mod * 77u + func + 1;
    fr->rests_on = fr->depth;
    fr->born = w->next_obj + 1;
    fr->serial = ++w->serial;
    fr->ret = fr->yield = fr->assumed = &av_bottom;
    fr->ret_state.dead = true;
    return fr;
}

uint32_t frame_env(Frame *fr)
{
    World *w = fr->w;
    if (fr->f->kind == FUNC_MODULE) return 0;
    if (fr->env) return fr->env;
    fr->env = obj_id_in(w, fr->id, fr->depth, 0xe2f00d);
    if (!heap_at(fr->w, fr->st.heap, fr->env)) {
        Obj *o = new(&w->a, Obj, 1);
        *o = (Obj){.kind = OB_ENV, .up = fr->env_up, .mod = fr->mod, .cls = fr->func};
        obj_put(fr, fr->env, o);
    }
    return fr->env;
}

// ---- edges

State *edge_state(Frame *fr, Block from, Block to, bool *live)
{
    BlockOut *o = &fr->out[from];
    const BasicBlock *b = &fr->f->blocks.v[from];
    *live = false;
    if (!o->seen) return NULL;
    if (b->how != END_RETURN && b->how != END_RAISE && b->how != END_NONE) {
        if (b->yes == to && o->yes_live) return *live = true, &o->yes;
        if (b->how == END_BRANCH && b->no == to && o->no_live) return *live = true, &o->no;
    }
    if (b->handler == to && b->handler && o->caught_live) return *live = true, &o->caught;
    return NULL;
}

static const Av *phi_value(Frame *fr, Block b, const Instr *in, Block low, Block high)
{
    const BasicBlock *bb = &fr->f->blocks.v[b];
    const Av *r = &av_bottom;
    for (uint32_t i = 0; i < bb->npred && i < in->nargs; i++) {
        bool live;
        Block p = fr->f->preds.v[bb->pred + i];
        if (p < low || p > high) continue;
        State *st = edge_state(fr, p, b, &live);
        if (!live) continue;
        const Av *v = use_in(fr, st, fr->f->args.v[in->args + i]);
        r = av_join(fr->w, r, v);
    }
    return r;
}

// What the predecessors low..high that lead to b leave, joined with st.
static State join_edges(Frame *fr, Block b, Block low, Block high, State st)
{
    const BasicBlock *bb = &fr->f->blocks.v[b];
    for (uint32_t i = 0; i < bb->npred; i++) {
        bool live;
        Block p = fr->f->preds.v[bb->pred + i];
        if (p < low || p > high) continue;
        const State *e = edge_state(fr, p, b, &live);
        if (live) st = state_join(fr->w, st, *e);
    }
    return st;
}

// fr->st: as b's predecessors leave it. False: none of them leads there.
static bool enter_block(Frame *fr, Block b, Block low, Block high)
{
    if (b == 0) return true;
    State st = join_edges(fr, b, low, high, (State){.dead = true});
    if (!st.dead) fr->st = st;
    else if (!low && high == UINT32_MAX) fr->out[b].seen = false;
    return !st.dead;
}

// ---- one block

static void leave_return(Frame *fr, const BasicBlock *bb)
{
    const Av *v = bb->value ? use(fr, bb->value) : av_none(fr->w);
    fr->ret = av_join(fr->w, fr->ret, v);
    check_reply(fr, v, bb);
    learn_return(fr, bb->value);
    fr->ret_state = fr->returned ? state_join(fr->w, fr->ret_state, fr->st) : fr->st;
    fr->returned = true;
}

static Block latch_of(const Func *f, Block b);

// The last way back to a loop's head: what each turn has tested is known where the loop ends.
static void end_turn(Frame *fr, Block head, Block latch)
{
    const BasicBlock *h = &fr->f->blocks.v[head];
    if (!fr->out[head].no_live || h->how != END_BRANCH || latch_of(fr->f, head) != latch) return;
    const Instr *test = &fr->f->code.v[h->value];
    if (test->op == IR_TEST && test->aux == TEST_MORE)
        each_guard(fr, &fr->out[head].no, h->value);
}

// self.x, a global, or what a test makes of one: what another function may set.
static bool asks_kept(const Func *f, Val v, int depth)
{
    enum { DEEP = 4 };
    const Instr *in = &f->code.v[v];
    if (depth == DEEP) return false;
    switch ((IrOp)in->op) {
    case IR_ATTR: case IR_GLOBAL: case IR_CELL: return true;
    case IR_NOT: case IR_UNARY: return asks_kept(f, in->a, depth + 1);
    case IR_COMPARE: return asks_kept(f, in->a, depth + 1) || asks_kept(f, in->b, depth + 1);
    default: return false;
    }
}

static void leave_block(Frame *fr, Block b)
{
    const BasicBlock *bb = &fr->f->blocks.v[b];
    BlockOut *o = &fr->out[b];
    o->yes_live = o->no_live = false;
    if (fr->st.dead) {
        o->yes = fr->st;                                        // what the module has by then, others see
        return;
    }
    if (bb->how == END_RETURN || bb->how == END_NONE) {
        o->yes = fr->st;
        leave_return(fr, bb);
        return;
    }
    if (bb->how == END_RAISE) return;
    if (bb->how == END_JUMP) {
        o->yes_live = true;
        o->yes = fr->st;
        if (bb->yes <= b) end_turn(fr, bb->yes, b);
        return;
    }
    Truth t = av_truth(fr, use(fr, bb->value));
    if (t != TRUTH_MAYBE && (Size)fr->mod == fr->w->unit && asks_kept(fr->f, bb->value, 0))
        fr->w->passed_over = true;
    if (t != TRUTH_NO) {
        o->yes = fr->st;
        refine(fr, &o->yes, bb->value, true);
        o->yes_live = !o->yes.dead;
    }
    if (t != TRUTH_YES) {
        o->no = fr->st;
        refine(fr, &o->no, bb->value, false);
        o->no_live = !o->no.dead;
    }
}

static bool set_val(Frame *fr, Val v, const Av *now, bool widen)
{
    const Av *old = fr->val[v];
    if (old && av_equal(old, now)) return false;
    if (old && widen) now = av_widen(fr->w, old, now);
    if (old && av_equal(old, now)) return false;
    fr->val[v] = now;
    return true;
}

// Walks block b, whose state at its beginning is fr->st. low..high: predecessors that count.
static void walk_entered(Frame *fr, Block b, Block low, Block high, int pass)
{
    const BasicBlock *bb = &fr->f->blocks.v[b];
    BlockOut *o = &fr->out[b];
    State before = fr->st;
    bool in_function = fr->f->kind == FUNC_DEF || fr->f->kind == FUNC_LAMBDA;
    fr->block = b;
    o->seen = true;
    for (Val v = bb->beg; v < bb->end && !fr->st.dead; v++) {
        const Instr *in = &fr->f->code.v[v];
        before = fr->st;
        fr->at = v;
        fr->w->steps++;
        fr->w->root_steps += in_function;
        bool phi = in->op == IR_PHI;
        const Av *now = phi ? phi_value(fr, b, in, low, high) : eval(fr, v);
        set_val(fr, v, now, phi && pass > 1);
    }
    if (bb->how == END_RAISE && !fr->st.dead) note_raised(fr, bb->value);
    if (bb->handler) {
        o->caught_live = true;
        o->caught = fr->st.dead ? before : state_join(fr->w, before, fr->st);
    }
    leave_block(fr, b);
}

static void walk_block(Frame *fr, Block b, Block low, Block high, int pass)
{
    if (enter_block(fr, b, low, high)) walk_entered(fr, b, low, high, pass);
}

// ---- loops

// The last block that jumps back to b, or 0.
static Block latch_of(const Func *f, Block b)
{
    const BasicBlock *bb = &f->blocks.v[b];
    Block last = 0;
    for (uint32_t i = 0; i < bb->npred; i++) {
        Block p = f->preds.v[bb->pred + i];
        if (p >= b && p > last) last = p;
    }
    return last;
}

Val loop_test(const Func *f, Block b)
{
    Block latch = latch_of(f, b);
    const BasicBlock *h = &f->blocks.v[b];
    if (h->how != END_BRANCH || f->code.v[h->value].op != IR_TEST ||
        f->code.v[h->value].aux != TEST_MORE)
        return 0;
    for (Block i = b; i <= latch; i++) {
        const BasicBlock *x = &f->blocks.v[i];
        if (x->handler && (x->handler < b || x->handler > latch)) return 0;
        if (x->how == END_JUMP && (x->yes < b || x->yes > latch)) return 0;
        if (x->how != END_BRANCH) continue;
        if (x->yes < b || x->yes > latch || (i != b && (x->no < b || x->no > latch))) return 0;
    }
    return h->value;
}

static void walk_range(Frame *fr, Block from, Block to, int pass);

// for x in (a short sequence that is known whole): turn by turn.
static bool unroll(Frame *fr, Block b, Block latch, Val iter, int pass)
{
    World *w = fr->w;
    uint32_t id;
    bool live = b == 0;
    const BasicBlock *bb = &fr->f->blocks.v[b];
    for (uint32_t i = 0; i < bb->npred && !live; i++) {
        Block p = fr->f->preds.v[bb->pred + i];
        if (p < b) edge_state(fr, p, b, &live);
    }
    if (!live || !fr->val[iter]) return false;
    const Obj *o = only_obj(fr, fr->val[iter], &id);
    if (!o)
        o = fr->val[iter]->n == 1 && fr->val[iter]->atom[0].kind == AT_OBJ
                ? base_at(w, fr->val[iter]->atom[0].obj)
                : NULL;
    if (!o || (o->kind != OB_LIST && o->kind != OB_TUPLE && o->kind != OB_ITER) || !o->exact ||
        o->many || !o->n || o->n > TURNS_MAX)
        return false;
    if (!fr->turn) fr->turn = new(&w->a, const Av *, fr->f->code.n + 1);
    uint32_t salt = fr->salt;
    for (uint32_t turn = 0; turn < o->n; turn++) {
        fr->salt = salt * 31 + (turn < TURNS_APART ? turn : TURNS_APART) * 0x51;
        fr->turn[iter] = av_add_taint(w, o->cell[turn].v, fr->val[iter]->taint);
        Block low = turn ? b : 0, high = turn ? UINT32_MAX : b - 1;
        walk_block(fr, b, low, high, pass > 0 ? 1 : 0);
        fr->out[b].no_live = false;
        if (!fr->out[b].yes_live) break;
        for (Block i = b + 1; i <= latch; i++) fr->out[i].seen = false;
        walk_range(fr, b + 1, latch, 0);
    }
    fr->salt = salt;
    fr->turn[iter] = NULL;
    walk_block(fr, b, b, UINT32_MAX, 0);                        // and out
    fr->out[b].yes_live = false;
    if (fr->out[b].seen && !fr->st.dead) fr->out[b].no_live = true;
    return true;
}

// Where the loop with its head at b ends, and all that lie in it.
static Block loop_end(const Func *f, Block b)
{
    Block last = latch_of(f, b);
    for (Block i = b + 1; i <= last; i++) {
        Block inner = latch_of(f, i);
        if (inner > last) last = inner;
    }
    return last;
}

// What the turn before hands to the next one. False: nothing that this one did not know.
static bool next_turn(Frame *fr, Block b, Block latch, State *in, int pass)
{
    const BasicBlock *bb = &fr->f->blocks.v[b];
    State st = join_edges(fr, b, b, latch, *in);
    bool more = !state_same(st, *in);
    for (Val v = bb->beg; v < bb->end && !more; v++) {
        const Av *old = fr->val[v];
        if (fr->f->code.v[v].op != IR_PHI) continue;
        const Av *now = phi_value(fr, b, &fr->f->code.v[v], 0, UINT32_MAX);
        more =
            !old || !(av_equal(old, now) || (pass > 1 && av_equal(old, av_widen(fr->w, old, now))));
    }
    *in = st;
    return more;
}

// A loop is walked until a turn knows no more than the one before.
static void walk_loop(Frame *fr, Block b, Block latch, int pass)
{
    bool live = enter_block(fr, b, 0, UINT32_MAX);
    State in = fr->st;
    if (live) walk_entered(fr, b, 0, UINT32_MAX, pass);
    walk_range(fr, b + 1, latch, pass);
    while (live && ++pass < PASSES_MAX && next_turn(fr, b, latch, &in, pass)) {
        fr->st = in;
        walk_entered(fr, b, 0, UINT32_MAX, pass);
        walk_range(fr, b + 1, latch, pass);
    }
}

static void walk_range(Frame *fr, Block from, Block to, int pass)
{
    for (Block b = from; b <= to; b++) {
        Block latch = latch_of(fr->f, b);
        Val test = latch ? loop_test(fr->f, b) : 0, iter = test ? fr->f->code.v[test].a : 0;
        if (!latch) walk_block(fr, b, 0, UINT32_MAX, pass);
        else if (iter && unroll(fr, b, latch, iter, pass)) b = latch;
        else {
            latch = loop_end(fr->f, b);
            walk_loop(fr, b, latch, pass);
            b = latch;
        }
    }
}

void walk_body(Frame *fr)
{
    Frame *was = fr->w->top;
    fr->w->top = fr;
    fr->val = new(&fr->w->a, const Av *, fr->f->code.n + 1);
    fr->out = new(&fr->w->a, BlockOut, fr->f->blocks.n + 1);
    if (fr->f->blocks.n) walk_range(fr, 0, (Block)fr->f->blocks.n - 1, 0);
    fr->w->top = was;
    finish_frame(fr);
}
