// flow/taught: what a call teaches of a part of what it was handed: validate(form) that returns
// only where form["host"] is harmless says so of the caller's request.form["host"], and validate()
// of its own request.form the same. A part is told by the number that equal expressions have; what
// a function tests of parts is noted there.
// SPDX-License-Identifier: MIT
#include "flow/taught.h"

static const uint32_t UNTOLD = FACT_TRUTHY | FACT_FALSY;   // of a test, not of a text

static int param_of(const Frame *fr, Val v)
{
    const Instr *in = &fr->f->code.v[v];
    return in->op == IR_PARAM ? (int)in->aux : -1;
}

// The way to v from a parameter or a library's name; false: there is none, or it is long.
static bool way_to(Frame *fr, Val v, TaughtPart *p)
{
    *p = (TaughtPart){.number = value_number(fr, v), .param = -1};
    Val of;
    for (uint64_t step; part_step(fr, v, &of, &step); v = of) {
        if (p->n == PART_STEPS) return false;
        p->step[p->n++] = step;
    }
    p->param = param_of(fr, v);
    return p->param >= 0 || is_library_name(fr, v);
}

static TaughtPart *part_numbered(const Frame *fr, uint64_t number)
{
    for (Size i = 0; i < fr->parts.n; i++)
        if (fr->parts.v[i]->number == number) return fr->parts.v[i];
    return NULL;
}

static void add_part(Frame *fr, const TaughtPart *p)
{
    World *w = fr->w;
    if (fr->parts.n >= PARTS_MOST || part_numbered(fr, p->number)) return;
    TaughtPart *own = new(&w->a, TaughtPart, 1);
    *own = *p;
    *push(&w->a, &fr->parts) = own;
}

void note_part(Frame *fr, Val v)
{
    Val of;
    uint64_t step;
    TaughtPart p;
    if (fr->up && part_step(fr, v, &of, &step) && way_to(fr, v, &p)) add_part(fr, &p);
}

// A constant is the same in the caller; an object is not.
static const Av *told_everywhere(const Av *is)
{
    for (int i = 0; is && i < is->n; i++)
        if (is->atom[i].kind != AT_CONST) return NULL;
    return is;
}

void learn_parts(Frame *fr, State *st, int which)
{
    static const Fact nothing;
    for (Size i = 0; i < fr->parts.n; i++) {
        TaughtPart *p = fr->parts.v[i];
        const Fact *f = st->facts ? trie_get(st->facts, p->number) : NULL;
        Fact told = f ? *f : nothing;
        told.is = told_everywhere(told.is);
        told.bits &= ~UNTOLD;
        fact_meet(fr->w, &p->learnt[which], &told, !fr->has_learnt[which]);
    }
}

const ParamFact *parts_taught(Frame *fr, const Frame *callee, const Val *from, int which,
                              const ParamFact *list)
{
    for (Size i = 0; i < callee->parts.n; i++) {
        const TaughtPart *p = callee->parts.v[i];
        const Fact *f = &p->learnt[which];
        Val base = p->param >= 0 ? from[p->param] : 0;
        if ((p->param >= 0 && !base) || !(f->clear || f->bits || f->is)) continue;
        ParamFact *told = new(&fr->w->a, ParamFact, 1);
        *told = (ParamFact){.param = base, .fact = *f, .part = p, .next = list};
        list = told;
    }
    return list;
}

void take_part(Frame *fr, State *st, const ParamFact *t)
{
    TaughtPart p = *t->part;
    bool known = true;
    if (p.param >= 0) {
        TaughtPart whole;
        known = way_to(fr, t->param, &whole) && whole.n + p.n <= PART_STEPS;
        p.number = value_number(fr, t->param);
        for (uint32_t i = p.n; i-- > 0;) p.number = number_stepped(p.number, p.step[i]);
        for (uint32_t i = 0; known && i < whole.n; i++) p.step[p.n++] = whole.step[i];
        p.param = known ? whole.param : -1;
    }
    memset(p.learnt, 0, sizeof p.learnt);
    fact_grows(fr->w, st, p.number, &t->fact);
    if (known && fr->up) add_part(fr, &p);
}
