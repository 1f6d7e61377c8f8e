// flow/memo: a walk is not done twice: with arguments and a heap that are alike where it looked, a
// call's effects are those of the earlier call. Results that rest on an unfinished recursion are
// not kept.
// SPDX-License-Identifier: MIT
#include "flow/memo.h"
#include "flow/filed.h"
#include <ctype.h>

enum { EFFECTS_MOST = 400, KEPT_MOST = 32, MADE_MOST = 4000 };

// was: before it was written; NULL: it is new.
typedef struct { uint32_t id; const Obj *o, *was; } Effect;
typedef struct { Effect *v; Size n, cap; } Effects;
typedef struct Memo Memo;
struct Memo { Frame *callee; const Av **arg; Effects reads, writes; const Memo *next; int n; };

typedef struct { World *w; const Trie *before; Effects *out; bool all; } Note;

static void note_write(void *self, uint64_t key, const void *value)
{
    Note *n = self;
    uint32_t id = (uint32_t)key;
    if (n->out->n > EFFECTS_MOST) { n->all = false; return; }
    *push(&n->w->a, n->out) = (Effect){id, value, held_at(n->w, n->before, id)};
}

static uint64_t memo_key(uint32_t mod, uint32_t func) { return (uint64_t)mod << 32 | func; }

void memo_add(Frame *fr, Frame *callee, const Trie *before)
{
    World *w = fr->w;
    uint64_t key = memo_key(callee->mod, callee->func);
    const Memo *next = trie_get(w->memo, key);
    if (callee->rests_on < callee->depth || (next && next->n >= KEPT_MOST)) return;
    Memo *m = new(&w->a, Memo, 1);
    if (callee->reads.n > EFFECTS_MOST) return;
    Note writes = {w, before, &m->writes, true};
    for (Size i = 0; i < callee->reads.n; i++) {
        uint32_t id = callee->reads.v[i];
        *push(&w->a, &m->reads) = (Effect){id, held_at(w, before, id), NULL};
    }
    if (callee->returned) trie_diff(before, callee->ret_state.heap, note_write, &writes);
    if (!writes.all) return;
    m->callee = callee;
    m->arg = callee->arg;
    m->next = next;
    m->n = next ? next->n + 1 : 1;
    w->memo = trie_set(&w->a, w->memo, key, m);
}

static bool same_arguments(Rename *r, const Memo *m, const Frame *callee)
{
    if (!rename_pair(r, m->callee->fobj, callee->fobj) ||
        !rename_pair(r, m->callee->env_up, callee->env_up))
        return false;
    for (Size i = 0; i < callee->f->params.n; i++)
        if (!alike(r, m->arg[i], callee->arg[i])) return false;
    return true;
}

// Is all that the earlier call looked at as it was then? Objects are met in the order in which they
// were looked at: each was named before by an argument, by one that was met, or by all.
static bool same_reads(Rename *r, Frame *fr, const Memo *m)
{
    for (Size i = 0; i < m->reads.n; i++) {
        const Effect *e = &m->reads.v[i];
        uint32_t id = renamed_id(r, e->id);
        if (r->clash || !alike_obj(r, e->o, held_at(fr->w, fr->st.heap, id))) return false;
    }
    return true;
}

// What it made may be there already: made twice, an object stands for several.
static const Obj *made_again(World *w, const Obj *old, const Obj *o)
{
    if (!old || old->kind != o->kind) return o;
    Obj *m = new(&w->a, Obj, 1);
    *m = *obj_join(w, old, o);
    m->many = true;
    return obj_equal(m, old) ? old : m;
}

static void rename_facts(Rename *r, Frame *x)
{
    World *w = r->w;
    Size n = x->f->params.n;
    for (int k = 0; k < LEARNT; k++) {
        if (!x->has_learnt[k]) continue;
        Fact *f = new(&w->a, Fact, n);
        const Obj **o = new(&w->a, const Obj *, n);
        for (Size i = 0; i < n; i++) {
            f[i] = x->learnt[k][i];
            f[i].is = renamed(r, f[i].is);
            o[i] = x->learnt_obj[k][i] ? renamed_obj(r, x->learnt_obj[k][i]) : NULL;
        }
        x->learnt[k] = f;
        x->learnt_obj[k] = o;
    }
}

// What the earlier call wrote into an object, in this call's; of one that is only alike nothing
// else.
static const Obj *written(Rename *r, Frame *fr, const Effect *e)
{
    const Obj *now = e->was ? held_at(fr->w, fr->st.heap, renamed_id(r, e->id)) : NULL;
    bool by_cells = now && now->kind == e->o->kind && e->o->rest == e->was->rest &&
                    e->o->keys == e->was->keys;
    if (!by_cells) return renamed_obj(r, e->o);
    for (uint32_t i = 0; i < e->o->n; i++) {
        const Cell *c = &e->o->cell[i];
        if (obj_cell(e->was, c->key) != c->v)
            now = obj_set(r->w, now, c->key, renamed(r, c->v), false);
    }
    return now;
}

// The earlier walk as this call's: its result and its effects, with this call's objects.
static Frame *replayed(Rename *r, Frame *fr, const Memo *m, const Frame *callee)
{
    World *w = fr->w;
    Frame *x = new(&w->a, Frame, 1);
    Effect *e = new(&w->a, Effect, m->writes.n + 1);
    *x = *m->callee;
    for (Size i = 0; i < m->writes.n; i++)
        e[i] = (Effect){renamed_id(r, m->writes.v[i].id), written(r, fr, &m->writes.v[i]),
                        m->writes.v[i].was};
    x->ret = renamed(r, x->ret);
    x->yield = renamed(r, x->yield);
    for (uint32_t i = 0; i < x->nfirst; i++) x->first[i].v = renamed(r, x->first[i].v);
    x->arg = callee->arg;
    x->env_up = callee->env_up, x->fobj = callee->fobj;
    rename_facts(r, x);
    x->filed.v = NULL, x->filed.n = x->filed.cap = 0;
    for (Size i = 0; i < m->callee->filed.n; i++) {
        const Filed *f = &m->callee->filed.v[i];
        Filed *copy = push(&w->a, &x->filed);
        *copy = *f;
        copy->t = renamed_taint(r, f->t), copy->before = renamed_taint(r, f->before);
    }
    if (r->clash) return NULL;
    for (Size i = 0; i < m->reads.n; i++)
        obj_looked_at(w, &fr->st, renamed_id(r, m->reads.v[i].id));
    const char *own = w->a.beg;
    for (Size i = 0; i < m->writes.n; i++) {
        const Obj *old = !e[i].was ? heap_at(fr->w, fr->st.heap, e[i].id) : NULL;
        obj_put_own(fr, e[i].id, made_again(w, old, e[i].o), own);
    }
    x->ret_state.heap = fr->st.heap;
    raised_again(r, fr, m->callee);
    return x;
}

// What a module makes is made exactly, whoever asks for it.
static bool is_plain(const World *w) { return w->plain && !w->making; }

// What was guessed in an earlier walk may be taken over.
static bool goes_roughly(const World *w) { return is_plain(w) || w->steps >= w->careful_steps; }

// The frame of an earlier walk whose outcome is this call's too; its effects are done. NULL: none.
Frame *memo_find(Frame *fr, Frame *callee)
{
    World *w = fr->w;
    const Memo *m = trie_get(w->memo, memo_key(callee->mod, callee->func));
    for (; m; m = m->next) {
        if (m->callee->guessed && !goes_roughly(w)) continue;
        Rename r = rename_open(w, m->callee, callee);
        if (!same_arguments(&r, m, callee) || !same_reads(&r, fr, m))
            continue;
        Frame *x = replayed(&r, fr, m, callee);
        if (x) return x;
    }
    return NULL;
}

bool carries_taint(Frame *fr, const Frame *callee)
{
    for (Size i = 0; i < callee->f->params.n; i++)
        if (is_deep_tainted(fr, callee->arg[i])) return true;
    return false;
}

// A switch, a count, or the name of a choice (md5, ECB, fully_trusted): what a mark's condition asks for.
static bool is_choice(const PyConst *c)
{
    enum { NAME_MOST = 16 };
    if (c->kind <= CONST_TRUE || c->kind == CONST_INT) return true;
    if (c->kind != CONST_STR || c->text.len > NAME_MOST) return false;
    for (Size i = 0; i < c->text.len; i++)
        if (!isalnum((unsigned char)c->text.s[i]) && !memchr("-_", c->text.s[i], 2)) return false;
    return true;
}

static bool other_choice(const Av *was, const Av *now)
{
    const PyConst *a = was ? av_only_const(was) : NULL, *b = now ? av_only_const(now) : NULL;
    const Atom *x = was ? av_find(was, AT_NAME) : NULL, *y = now ? av_find(now, AT_NAME) : NULL;
    if (a && b) return (is_choice(a) || is_choice(b)) && !const_equal(a, b);
    return (x && y && x->idx != y->idx) || (a && y) || (b && x);
}

// client.verify, options["verify"]: as it was looked at then, and as it is.
static bool other_parts(Frame *fr, const Memo *m, const Av *was, const Av *now)
{
    const Atom *a = av_find(was, AT_OBJ), *b = av_find(now, AT_OBJ);
    const Obj *o = b ? held_at(fr->w, fr->st.heap, b->obj) : NULL, *before = NULL;
    for (Size i = 0; a && i < m->reads.n && !before; i++)
        if (m->reads.v[i].id == a->obj) before = m->reads.v[i].o;
    for (uint32_t i = 0; o && before && i < o->n; i++)
        if (other_choice(obj_cell(before, o->cell[i].key), o->cell[i].v)) return true;
    return false;
}

static bool is_switch(const Av *v)
{
    const PyConst *c = v ? av_only_const(v) : NULL;
    return c && (c->kind == CONST_TRUE || c->kind == CONST_FALSE);
}

// Does it decide otherwise what a mark on the way asks for, or turn what lies behind a branch on or off?
static bool chooses_anew(Frame *fr, const Memo *m, const Frame *callee)
{
    bool all = m->callee->chosen;
    for (Size i = 0; i < callee->f->params.n; i++) {
        if ((all || is_switch(callee->arg[i])) && other_choice(m->arg[i], callee->arg[i]))
            return true;
        if (all && other_parts(fr, m, m->arg[i], callee->arg[i])) return true;
    }
    return false;
}

// A decorator makes another closure of each function.
static bool same_functions(const Memo *m, const Frame *callee)
{
    for (Size i = 0; i < callee->f->params.n; i++) {
        const Atom *was = av_find(m->arg[i], AT_FUNC), *is = av_find(callee->arg[i], AT_FUNC);
        if (is && (!was || was->mod != is->mod || was->idx != is->idx)) return false;
    }
    return true;
}

// In a file that has cost much already, and in other files while parameters are taken to be
// harmless, a call that hands over nothing dangerous is taken for an earlier call of the same
// function: its result, and what it made.
Frame *memo_any(Frame *fr, Frame *callee)
{
    World *w = fr->w;
    bool soon = is_plain(w) && (Size)callee->mod != w->unit;
    if (w->steps < w->careful_steps && !soon) return NULL;
    const Memo *m = trie_get(w->memo, memo_key(callee->mod, callee->func));
    while (m && (m->callee->fobj != callee->fobj || !same_functions(m, callee) ||
                 chooses_anew(fr, m, callee)))
        m = m->next;
    if (!m || m->callee->ret->taint || m->callee->filed.n || carries_taint(fr, callee)) return NULL;
    const char *own = w->a.beg;
    for (Size i = 0; i < m->writes.n; i++)
        if (!m->writes.v[i].was && !heap_at(w, fr->st.heap, m->writes.v[i].id))
            obj_put_own(fr, m->writes.v[i].id, m->writes.v[i].o, own);
    fr->guessed = true;
    return m->callee;
}

// ---- what handlers depend on, where it costs too much to be remembered as it is

static void note_made(void *self, uint64_t key, const void *value)
{
    Note *n = self;
    uint32_t id = (uint32_t)key;
    if (n->out->n < MADE_MOST && !heap_at(n->w, n->before, id) && !base_at(n->w, id))
        *push(&n->w->a, n->out) = (Effect){id, value, NULL};
}

static bool is_remembered(const Frame *callee)
{
    return callee->rests_on >= callee->depth && callee->reads.n <= EFFECTS_MOST;
}

void memo_add_maker(Frame *fr, Frame *callee, const Trie *before)
{
    World *w = fr->w;
    if (!callee->recursed) memo_add(fr, callee, before);        // else it is not all that it gives
    if (!callee->recursed && is_remembered(callee)) return;
    Memo *m = new(&w->a, Memo, 1);
    m->callee = callee;
    Note made = {w, before, &m->writes, true};
    if (callee->returned) trie_diff(before, callee->ret_state.heap, note_made, &made);
    w->makers = trie_set(&w->a, w->makers, memo_key(callee->mod, callee->func), m);
}

Frame *memo_find_maker(Frame *fr, Frame *callee)
{
    World *w = fr->w;
    Frame *known = memo_find(fr, callee);
    const Memo *m = known ? NULL : trie_get(w->makers, memo_key(callee->mod, callee->func));
    if (!m || m->callee->fobj != callee->fobj) return known;
    const char *own = w->a.beg;
    for (Size i = 0; i < m->writes.n; i++)
        obj_put_own(fr, m->writes.v[i].id, m->writes.v[i].o, own);
    return m->callee;
}

// What the callee looked at in the heap that it was given, its caller looked at too.
void memo_leave(Frame *fr, Frame *callee)
{
    for (Size i = 0; i < callee->reads.n; i++) obj_looked_at(fr->w, &fr->st, callee->reads.v[i]);
    if (callee->rests_on < callee->depth && callee->rests_on < fr->rests_on)
        fr->rests_on = callee->rests_on;
}
