// flow/follow: how far the walk of one file goes into others, in profiles that do not show everything.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"
#include "flow/follow.h"

// FAR: calls into other files in turn that hand over nothing from outside, while roots are walked
// roughly. SHORT: instructions of a function that is followed at FlowWorth.far all the same: helpers
// that refuse or make a token. MAKING_MOST: instructions of functions for one body or value of another
// file, a large function's counted beforehand; MAKING_FAR: in a package, where it is seldom what a way
// of few steps goes through. BODY_MOST: instructions of another file's body that is walked for names
// which cannot be made alone; BODY_FAR: in a package, where what a longer one makes is made roughly.
// ROUGH_MOST: in a package, instructions of one root walked roughly, past which a call is followed only
// for what it hands over, or where it is no longer than SMALL: what refuses or asks.
enum {
    FAR = 1, SHORT = 80, MAKING_MOST = 1000, MAKING_FAR = 300, BODY_MOST = 5000, BODY_FAR = 1000,
    ROUGH_MOST = 1000, SMALL = 40
};

// Where comments are judged by what they hide, that counts which would not be shown, too.
const FlowWorth *worth_in(const World *w, Size mod)
{
    Mod *at = w->mods[mod];
    const Module *m = at->m;
    const FlowRun *run = w->run;
    if (!run->worth) return NULL;
    if (!at->asked_hides) at->hides = unit_hides(w->engine, (Size)mod, m->tree), at->asked_hides = true;
    if (at->hides || (run->whole && run->whole[mod])) return NULL;
    return &run->worth[m->of_many * WORTH_PACKAGE | m->is_test * WORTH_TEST];
}

const Kinds *worth_here(const FlowWorth *worth) { return worth ? worth->of : NULL; }
const Kinds *worth_apart(const FlowWorth *worth) { return worth ? worth->apart : NULL; }

bool frame_harms(const Frame *fr) { return is_worth(worth_here(fr->w->worth), fr->made, fr->met); }

bool is_worth(const Kinds *worth, Kinds made, Kinds met)
{
    if (!worth) return met != 0;
    for (int k = KIND_BIT_REMOTE; k < KIND_COUNT; k++)
        if (made >> k & 1 && met & worth[k]) return true;
    return false;
}

bool parameters_matter(const World *w) { return !w->worth || w->worth->of[KIND_BIT_PARAMETER]; }

bool taint_is_worth(const World *w, const Taint *t)
{
    for (; t; t = t->next)
        if (is_worth(worth_apart(w->worth), t->kinds, t->kinds)) return true;
    return false;
}

bool is_aside(const World *w, Size mod)
{
    const Mod *m = w->mods[mod];
    return w->worth && w->mods[w->unit]->m->is_test && !(m && m->m && m->m->is_test);
}

bool is_by_names(const World *w, Size mod) { return mod != w->unit && w->worth && w->worth->far; }

bool follow_body(const World *w, const Mod *m)
{
    return !w->worth || (!is_aside(w, m->index) && m->m->funcs.v[0].code.n <= BODY_MOST);
}

bool is_made_roughly(const World *w, const Func *body)
{
    return w->worth && w->worth->far && body->code.n > BODY_FAR;
}

bool follow_names(const World *w, const Mod *m)
{
    return follow_body(w, m) && (m->index == w->unit || !is_made_roughly(w, &m->m->funcs.v[0]));
}

// raise Refused("…"): what the exception keeps of harmless arguments is nothing that its handler could leak.
static bool is_raised(const Frame *fr, Val at)
{
    const BasicBlock *b = &fr->f->blocks.v[fr->f->code.v[at].block];
    return b->how == END_RAISE && b->value == at;
}

// Steps from file to file, from the root to a function of this module.
static int steps_to(const Frame *fr, Size mod)
{
    int steps = (Size)mod != fr->mod;
    for (const Frame *at = fr; at->up; at = at->up) steps += at->mod != at->up->mod;
    return steps;
}

// Would no sink in this function of another file, reached from the root by these calls, be reported?
// Nor is it soon done.
static bool is_too_far(const Frame *fr, Size mod, uint32_t func)
{
    const World *w = fr->w;
    int steps = steps_to(fr, mod), far = w->worth->far;
    return far && (steps > far || (steps == far && w->mods[mod]->m->funcs.v[func].code.n > SHORT));
}

// Nor would what comes back from there; what is handed outside data may still refuse it.
static bool is_beyond(const Frame *fr, Size mod, uint32_t func)
{
    const World *w = fr->w;
    return w->worth->far && !w->making && w->mods[mod]->m->funcs.v[func].code.n > SMALL &&
           steps_to(fr, mod) > w->worth->far;
}

// So many instructions were walked for this root that what helpers give for nothing is no longer asked for.
static bool is_long(const World *w, Size mod, uint32_t func)
{
    return w->rough && w->worth->far && !w->making && w->root_steps > ROUGH_MOST &&
           w->mods[mod]->m->funcs.v[func].code.n > SMALL;
}

Follow follow_call(const Frame *fr, Size mod, uint32_t func, Val at)
{
    const World *w = fr->w;
    if (!w->worth) return FOLLOW_ALL;
    if (is_aside(w, mod)) return FOLLOW_NONE;
    if (is_long(w, mod, func) || is_beyond(fr, mod, func)) return FOLLOW_TAINTED;
    if (mod == w->unit) return FOLLOW_ALL;
    if (w->making) {
        bool own = !w->top || (Size)w->top->mod == w->unit;
        Size more = w->mods[mod]->m->funcs.v[func].code.n;
        int64_t most = w->worth->far ? MAKING_FAR : MAKING_MOST;
        return !own && w->root_steps + more > most ? FOLLOW_NONE : FOLLOW_ALL;
    }
    if (w->plain && !w->rough) return FOLLOW_ALL;               // it is to say which sinks a parameter could get to
    if (is_raised(fr, at)) return FOLLOW_TAINTED;
    if (!w->rough) return is_too_far(fr, mod, func) ? FOLLOW_TAINTED : FOLLOW_ALL;
    int most = w->mods[w->unit]->m->is_test ? 0 : FAR, n = 0;
    for (const Frame *up = fr; up && n < most; up = up->up) n += (Size)up->mod != w->unit;
    return n >= most ? FOLLOW_TAINTED : FOLLOW_ALL;
}
