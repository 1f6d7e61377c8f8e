// flow/ways: what a test says of a value that is another one on each way to it: a flag, an error's
// text, a list of errors. What holds on all ways on which it may be so, holds.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

enum { WAYS_MOST = 8, CLIMB_MOST = 64 }; // blocks that are looked at for one empty list

static bool is_known(IrOp op) { return op == IR_CONST || op == IR_FSTRING || op == IR_LIST; }

// ip.is_private asks, as a call would.
static bool is_test(Frame *fr, const Instr *in)
{
    IrOp op = (IrOp)in->op;
    if (op == IR_ATTR) return str_starts(py_name(fr->m->m->tree, in->sym), S("is_"));
    return op == IR_COMPARE || op == IR_CALL || op == IR_NOT || op == IR_PHI || op == IR_UNARY ||
           op == IR_AWAIT || op == IR_BINARY;
}

// Is the phi the value of an `and`, `or` or conditional expression over tests, or a flag that is set on
// one way? Flags set one after the other are a chain, tests a tree: that is not followed as far.
static bool of_tests(Frame *fr, const Instr *phi)
{
    const BasicBlock *bb = &fr->f->blocks.v[phi->block];
    bool test = false;
    uint32_t forks = 0;
    if (phi->nargs > WAYS_MOST) return false;
    for (uint32_t i = 0; i < phi->nargs && i < bb->npred; i++) {
        if (fr->f->preds.v[bb->pred + i] >= phi->block) return false;       // a loop's
        const Instr *in = def(fr, fr->f->args.v[phi->args + i]);
        bool known = is_known((IrOp)in->op);
        test |= known || is_test(fr, in);
        forks += !known;
    }
    return test && (forks < 2 || fr->refining <= REFINE_FORKS);
}

static bool asks_none(WayAsked what) { return what >= WAY_NONE; }

// Is v surely what is asked for, or surely not?
static Truth answers(Frame *fr, const Av *v, WayAsked what)
{
    Truth t = TRUTH_MAYBE;
    if (!asks_none(what)) t = av_truth(fr, v);
    else if (v->n && !v->flags) {
        int none = 0;
        for (int i = 0; i < v->n; i++) {
            const PyConst *c = v->atom[i].kind == AT_CONST ? v->atom[i].p : NULL;
            none += c && c->kind == CONST_NONE;
        }
        t = !none ? TRUTH_NO : none == v->n ? TRUTH_YES : TRUTH_MAYBE;
    } else if (!v->n && v->flags == AV_TEXT) t = TRUTH_NO;
    if (t == TRUTH_MAYBE || what == WAY_TRUE || what == WAY_NONE) return t;
    return t == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

// What a test on the one way to here said of objects, where these are as they were.
typedef struct { Frame *fr; State *st; const Trie *was; } Retold;

static void retell(void *self, uint64_t key, const void *now)
{
    Retold *r = self;
    uint32_t id = (uint32_t)key;
    const Obj *was = trie_get(r->was, id), *here = heap_at(r->fr->w, r->st->heap, id);
    if (now && (!was || was == here)) heap_set(r->fr->w, r->st, id, now);
}

// `a and b`: where a is false the value is a itself.
static bool is_other_edge(Frame *fr, Block p, Block to, Val v, WayAsked what)
{
    const BasicBlock *pb = &fr->f->blocks.v[p];
    if (pb->how != END_BRANCH || pb->value != v || asks_none(what)) return false;
    return pb->yes == to ? what == WAY_FALSE && pb->no != to : pb->no == to && what == WAY_TRUE;
}

// The state that block p leaves where v is asked for; false: it is not so there.
static bool along(Frame *fr, Block p, State *st, Val v, WayAsked what)
{
    State here = fr->st;
    Block block = fr->block;
    const Av *x = use_in(fr, st, v);
    fr->st = *st;
    fr->block = p;
    bool so = answers(fr, x, what) != TRUTH_NO;
    fr->refining++;
    if (so && asks_none(what)) none_guard(fr, st, v, what == WAY_NONE);
    else if (so) refine(fr, st, v, what == WAY_TRUE);
    fr->refining--;
    fr->block = block;
    fr->st = here;
    return so;
}

// ---- a flag that a loop sets: found = False; for a in known: if a == x: found = True

enum { WEB_MOST = 12, BEFORE_MOST = 2000 };    // phis of one flag; instructions before the loop that are asked

typedef struct {
    Frame *fr; WayAsked what;
    const Instr *head, *seen[WEB_MOST];
    int n;
    bool lost;                                  // it may be so on a way that nobody knows
    State met;                                  // what holds on all ways on which it becomes so
    bool within;                                // one of them lies in the loop
    Val item;                                   // what the loop goes over, in one turn
    Kinds kept; int turns;                      // what it is clean of wherever the flag stays as it was
} Web;

static bool is_seen(const Web *w, const Instr *phi)
{
    for (int i = 0; i < w->n; i++)
        if (w->seen[i] == phi) return true;
    return false;
}

static void follow_web(Web *w, const Instr *phi)
{
    Frame *fr = w->fr;
    const BasicBlock *bb = &fr->f->blocks.v[phi->block];
    if (w->n == WEB_MOST) w->lost = true;
    else w->seen[w->n++] = phi;
    for (uint32_t i = 0; i < bb->npred && i < phi->nargs && !w->lost; i++) {
        bool live;
        Block p = fr->f->preds.v[bb->pred + i];
        Val v = fr->f->args.v[phi->args + i];
        const Instr *in = def(fr, v);
        const State *e = edge_state(fr, p, phi->block, &live);
        if (in == w->head && live && w->item) {
            State turn = *e;
            const Fact *fact = fact_of(fr, &turn, w->item);
            w->kept = (w->turns++ ? w->kept : KINDS_TEXT) & (fact ? fact->clear : 0);
        }
        if (in->op == IR_PHI && in->block >= w->head->block) {
            if (!is_seen(w, in)) follow_web(w, in);
            continue;
        }
        if (is_other_edge(fr, p, phi->block, v, w->what)) continue;
        const Av *x = fr->val[v];
        if (!live || !x) {                      // a turn of an unrolled loop may have gone there
            w->lost = !x || answers(fr, x, w->what) != TRUTH_NO;
            continue;
        }
        State s = *e;
        if (!along(fr, p, &s, v, w->what)) continue;
        w->met = state_join(fr->w, w->met, s);
        w->within |= p >= w->head->block;
    }
}

static Val item_of(const Func *f, Val more)
{
    for (Val v = 1; more && v < (Val)f->code.n; v++)
        if (f->code.v[v].op == IR_NEXT && f->code.v[v].c == more) return v;
    return 0;
}

// Where the flag became so in one turn, what was known there of what the loop leaves alone still holds.
static void loop_flag(Frame *fr, State *st, const Instr *phi, WayAsked what)
{
    const BasicBlock *bb = &fr->f->blocks.v[phi->block];
    bool loops = false;
    if (bb->beg > BEFORE_MOST) return;
    for (uint32_t i = 0; i < bb->npred && i < phi->nargs; i++) {
        bool back = fr->f->preds.v[bb->pred + i] >= phi->block;
        loops |= back;
        if (!back && def(fr, fr->f->args.v[phi->args + i])->op != IR_CONST) return;     // no flag
    }
    if (!loops) return;
    Val more = loop_test(fr->f, phi->block);
    Web w = {.fr = fr, .what = what, .head = phi, .met = {.dead = true}, .item = item_of(fr->f, more)};
    follow_web(&w, phi);
    if (w.lost || w.met.dead) return;
    const Instr *iter = w.item ? def(fr, def(fr, more)->a) : NULL;
    // ok = True; for c in x: if bad(c): ok = False
    if (iter && iter->op == IR_ITER && !w.within && w.turns && w.kept)
        items_clear(fr, st, iter->a, w.kept, S("each of its items is tested"));
    if (!w.met.facts) return;
    for (Val v = 1; v < bb->beg; v++) {
        const Fact *f = fr->val[v] && fr->val[v]->taint ? fact_of(fr, &w.met, v) : NULL;
        if (f && f->clear) set_fact(fr, st, v, f->clear, NULL, 0, f->why);
    }
}

void phi_guard(Frame *fr, State *st, const Instr *phi, WayAsked what)
{
    World *w = fr->w;
    if (!of_tests(fr, phi)) {
        loop_flag(fr, st, phi, what);
        return;
    }
    const BasicBlock *bb = &fr->f->blocks.v[phi->block];
    State met = {.dead = true};
    Retold one = {fr, st, NULL};
    int ways = 0;
    for (uint32_t i = 0; i < bb->npred && i < phi->nargs; i++) {
        bool live;
        Block p = fr->f->preds.v[bb->pred + i];
        const State *e = edge_state(fr, p, phi->block, &live);
        Val v = fr->f->args.v[phi->args + i];
        if (!live || is_other_edge(fr, p, phi->block, v, what)) continue;
        State s = *e;
        if (!along(fr, p, &s, v, what)) continue;
        one.was = e->heap;
        ways++;
        met = state_join(w, met, s);
    }
    if (!met.dead && ways == 1) trie_diff(one.was, met.heap, retell, &one);
    if (!met.dead) merge_facts(fr, st, met);
}

// ---- errors = []; if …: errors.append(…); if not errors: …

// Does this function take anything out of the object again?
static bool shrinks(Frame *fr, uint32_t obj)
{
    static const char *const out[] = {"clear",  "pop",     "popitem",
                                      "remove", "discard", "difference_update"};
    for (Val v = 1; v < (Val)fr->f->code.n; v++) {
        const Instr *in = def(fr, v);
        bool call =
            in->op == IR_CALL && is_one_of(last_part(callee_name(fr, in)), out, countof(out));
        Val of = call ? receiver(fr, in) : in->op == IR_DEL_INDEX ? in->a : 0;
        const Av *x = of ? fr->val[of] : NULL;
        for (int i = 0; x && i < x->n; i++)
            if (x->atom[i].kind == AT_OBJ && x->atom[i].obj == obj) return true;
    }
    return false;
}

typedef struct { Frame *fr; uint32_t obj; int left; } Climb;

// It is empty here, in block b: so it was before, on the way that led here. A loop's head is come to from
// before the loop.
static void climb(Climb *c, Block b, State *st)
{
    Frame *fr = c->fr;
    const BasicBlock *bb = &fr->f->blocks.v[b];
    State met = {.dead = true};
    for (; b && bb->npred == 1; b = fr->f->preds.v[bb->pred], bb = &fr->f->blocks.v[b])
        if (c->left-- <= 0) return;
    for (uint32_t i = 0; b && i < bb->npred; i++) {
        bool live;
        Block p = fr->f->preds.v[bb->pred + i];
        const State *e = p < b ? edge_state(fr, p, b, &live) : NULL;
        if (!e || !live) continue;
        const Obj *o = heap_at(fr->w, e->heap, c->obj);
        if (!o || c->left-- <= 0) return;                       // not made yet
        if (obj_holds(o)) continue;
        State s = *e;
        climb(c, p, &s);
        met = state_join(fr->w, met, s);
    }
    if (!met.dead) merge_facts(fr, st, met);
}

void empty_guard(Frame *fr, State *st, const Av *v)
{
    if (v->n != 1 || v->flags || v->atom[0].kind != AT_OBJ) return;
    const Obj *o = heap_at(fr->w, st->heap, v->atom[0].obj);
    if (!o || o->kind > OB_DICT || o->kind == OB_TUPLE || o->many || shrinks(fr, v->atom[0].obj))
        return;
    Climb c = {fr, v->atom[0].obj, CLIMB_MOST};
    climb(&c, fr->block, st);
}
