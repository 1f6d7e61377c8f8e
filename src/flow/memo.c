// flow/memo: a walk is not done twice: with equal arguments and an equal heap where it looked, a
// call's effects are those of the earlier call. Results that rest on an unfinished recursion are
// not kept.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

enum { EFFECTS_MOST = 400, KEPT_MOST = 6 };

typedef struct { uint32_t id; const Obj *o; bool fresh; } Effect;
typedef struct { Effect *v; Size n, cap; } Effects;
typedef struct Memo Memo;
struct Memo { Frame *callee; const Av **arg; Effects reads, writes; const Memo *next; int n; };

typedef struct { World *w; const Hamt *before; Effects *out; bool all; } Note;

static void note_write(void *self, uint64_t id, const void *value)
{
    Note *n = self;
    if (n->out->n > EFFECTS_MOST) { n->all = false; return; }
    bool fresh = !hamt_get(n->before, id) && !hamt_get(n->w->base, id);
    *push(&n->w->a, n->out) = (Effect){(uint32_t)id, value, fresh};
}

static uint64_t memo_key(uint32_t mod, uint32_t func, uint32_t fobj)
{
    return ((uint64_t)mod << 32 | func) * 0x9e3779b97f4a7c15u + fobj;
}

void memo_add(Frame *fr, Frame *callee, const Hamt *before)
{
    World *w = fr->w;
    uint64_t key = memo_key(callee->mod, callee->func, callee->fobj);
    const Memo *next = hamt_get(w->memo, key);
    if (callee->rests_on < callee->depth || (next && next->n >= KEPT_MOST)) return;
    Memo *m = new(&w->a, Memo, 1);
    if (callee->reads.n > EFFECTS_MOST) return;
    Note writes = {w, before, &m->writes, true};
    for (Size i = 0; i < callee->reads.n; i++) {
        uint32_t id = callee->reads.v[i];
        const Obj *o = hamt_get(before, id);
        *push(&w->a, &m->reads) = (Effect){id, o ? o : hamt_get(w->base, id), false};
    }
    if (callee->returned) hamt_diff(before, callee->ret_state.heap, note_write, &writes);
    if (!writes.all) return;
    m->callee = callee;
    m->arg = callee->arg;
    m->next = next;
    m->n = next ? next->n + 1 : 1;
    w->memo = hamt_set(&w->a, w->memo, key, m);
}

static bool holds(Frame *fr, const Memo *m, Frame *callee)
{
    World *w = fr->w;
    for (Size i = 0; i < callee->f->params.n; i++)
        if (!av_equal(m->arg[i], callee->arg[i])) return false;
    for (Size i = 0; i < m->reads.n; i++) {
        const Obj *o = hamt_get(fr->st.heap, m->reads.v[i].id);
        if (!o) o = hamt_get(w->base, m->reads.v[i].id);
        if (o != m->reads.v[i].o && (!o || !m->reads.v[i].o || !obj_equal(o, m->reads.v[i].o)))
            return false;
    }
    for (Size i = 0; i < m->writes.n; i++)
        if (m->writes.v[i].fresh && hamt_get(fr->st.heap, m->writes.v[i].id)) return false;
    return true;
}

// The frame of an earlier walk whose outcome is this call's too; its effects are done. NULL: none.
Frame *memo_find(Frame *fr, Frame *callee)
{
    World *w = fr->w;
    const Memo *m = hamt_get(w->memo, memo_key(callee->mod, callee->func, callee->fobj));
    for (; m; m = m->next) {
        if (!holds(fr, m, callee)) continue;
        for (Size i = 0; i < m->reads.n; i++) obj_at(w, &fr->st, m->reads.v[i].id);
        for (Size i = 0; i < m->writes.n; i++) obj_put(fr, m->writes.v[i].id, m->writes.v[i].o);
        return m->callee;
    }
    return NULL;
}

// What the callee looked at in the heap that it was given, its caller looked at too.
static bool carries_taint(Frame *fr, const Frame *callee)
{
    for (Size i = 0; i < callee->f->params.n; i++)
        if (deep_taint(fr, callee->arg[i])) return true;
    return false;
}

// In a file that has cost much already, and in other files while parameters are taken to be
// harmless, a call that hands over nothing dangerous is taken for an earlier call of the same
// function: its result, and what it made.
Frame *memo_any(Frame *fr, Frame *callee)
{
    World *w = fr->w;
    const Memo *m = hamt_get(w->memo, memo_key(callee->mod, callee->func, callee->fobj));
    bool soon = w->plain && (Size)callee->mod != w->unit;
    if ((w->steps < w->careful_steps && !soon) || !m || m->callee->ret->taint || carries_taint(fr, callee))
        return NULL;
    for (Size i = 0; i < m->writes.n; i++)
        if (m->writes.v[i].fresh && !hamt_get(fr->st.heap, m->writes.v[i].id))
            obj_put(fr, m->writes.v[i].id, m->writes.v[i].o);
    return m->callee;
}

void memo_leave(Frame *fr, Frame *callee)
{
    for (Size i = 0; i < callee->reads.n; i++) obj_at(fr->w, &fr->st, callee->reads.v[i]);
    if (callee->rests_on < callee->depth && callee->rests_on < fr->rests_on)
        fr->rests_on = callee->rests_on;
}
