// flow/alike: may an earlier call stand for one that is handed other data? What the data may do is
// compared, part by part of what is handed and of all that was looked at, and whatever decides a
// branch or which code is called; not where the data came from. So a helper that twenty handlers
// call is walked once, and each gets back what is left of its own.
// SPDX-License-Identifier: MIT
#include "flow/memo.h"
#include <ctype.h>

// ---- outside data

// May x do what t may, at least as surely?
static bool does_as_much(const Taint *x, const Taint *t)
{
    return !(t->kinds & ~x->kinds) && t->quoted == x->quoted && t->lower >= x->lower &&
           !(x->lacks & ~t->lacks) && !(t->held & ~x->held);
}

// The one of the list that x stands for, from the same source if there is one.
static const Taint *stood_for(const Taint *list, const Taint *x)
{
    const Taint *found = NULL;
    for (; list; list = list->next) {
        if (!does_as_much(x, list)) continue;
        if (list->step->site == x->step->site) return list;
        if (!found) found = list;
    }
    return found;
}

// Each of b has one that stands for it, and for no other.
static bool alike_taint(Rename *r, const Taint *a, const Taint *b)
{
    const Taint *by[TAINTS_MAX];
    int n = 0;
    for (const Taint *x = a; x; x = x->next) {
        if (n == countof(by)) return false;
        by[n++] = stood_for(b, x);
    }
    for (const Taint *t = b; t; t = t->next) {
        int i = 0;
        while (i < n && by[i] != t) i++;
        if (i == n) return false;
    }
    for (int i = 0; i < n; i++, a = a->next)
        if (!rename_source(r, a, by[i])) return false;
    return true;
}

// ---- values

// "No such user": a capital, small letters and spaces. Not what a shell, a page or a database may
// read.
static bool is_sentence(const PyConst *c)
{
    if (c->kind != CONST_STR || c->text.len < 2 || !isupper((unsigned char)c->text.s[0]))
        return false;
    bool spaced = false, small = false;
    for (Size i = 1; i < c->text.len; i++) {
        int ch = (unsigned char)c->text.s[i];
        if (!islower(ch) && !isdigit(ch) && !memchr(" .,:!?", ch, 6)) return false;
        spaced |= ch == ' ', small |= islower(ch) != 0;
    }
    return spaced && small;
}

// What is written for people decides nothing.
static bool alike_const(const PyConst *a, const PyConst *b)
{
    return const_equal(a, b) || (is_sentence(a) && is_sentence(b));
}

static bool alike_ends(const Av *a, const Av *b)
{
    if (!(a->flags & AV_TEXT)) return true;
    return str_eq(a->prefix, b->prefix) && str_eq(a->suffix, b->suffix);
}

static bool alike_partial(Rename *r, const Partial *a, const Partial *b)
{
    if (a->npos != b->npos || a->nnamed != b->nnamed || !str_eq(a->role, b->role)) return false;
    for (Size i = 0; i < a->npos; i++)
        if (!alike(r, a->pos[i], b->pos[i])) return false;
    for (Size i = 0; i < a->nnamed; i++)
        if (a->names[i] != b->names[i] || !alike(r, a->named[i], b->named[i])) return false;
    return alike(r, a->fn, b->fn);
}

// A method's receiver by what it is and carries, as av_equal has it; not by what it was got from, so
// that a chain of calls is compared in one step.
static bool alike_receiver(Rename *r, const Av *a, const Av *b)
{
    if (a->n != b->n || a->flags != b->flags) return false;
    for (int i = 0; i < a->n; i++) {
        const Atom *x = &a->atom[i], *y = &b->atom[i];
        if (x->kind != y->kind || x->mod != y->mod || x->idx != y->idx) return false;
        if (x->kind == AT_CONST ? !const_equal(x->p, y->p) : !rename_pair(r, x->obj, y->obj))
            return false;
    }
    return alike_taint(r, a->taint, b->taint);
}

static bool alike_atom(Rename *r, const Atom *a, const Atom *b)
{
    if (a->kind != b->kind) return false;
    if (a->kind == AT_CONST) return alike_const(a->p, b->p);
    if (a->mod != b->mod || a->idx != b->idx || !rename_pair(r, a->obj, b->obj)) return false;
    if (!a->p || !b->p) return a->p == b->p;
    switch ((AtomKind)a->kind) {
    case AT_METHOD: return alike_receiver(r, a->p, b->p);
    case AT_BOUND: case AT_SUPER: return alike(r, a->p, b->p);
    case AT_PARTIAL: return alike_partial(r, a->p, b->p);
    default: return a->p == b->p;
    }
}

bool alike(Rename *r, const Av *a, const Av *b)
{
    if (!a || !b) return a == b;
    if (a->n != b->n || a->flags != b->flags || !alike_ends(a, b)) return false;
    if (r->nested == NESTED_MOST) return false;
    bool same = true;
    r->nested++;
    for (int i = 0; i < a->n && same; i++) same = alike_atom(r, &a->atom[i], &b->atom[i]);
    r->nested--;
    return same && ((!a->taint && !b->taint) || alike_taint(r, a->taint, b->taint));
}

// Nothing in it goes by the name of an object, or comes from outside.
static bool is_plain(const Av *v)
{
    const Atom *a = v->atom;
    return !v->taint && (!v->n || (v->n == 1 && (a->kind == AT_CONST || (!a->obj && !a->p))));
}

// Whatever their objects stand for: seen at a glance.
static bool is_other(const Av *a, const Av *b)
{
    if (a->n != b->n || a->flags != b->flags) return true;
    for (int i = 0; i < a->n; i++) {
        const Atom *x = &a->atom[i], *y = &b->atom[i];
        if (x->kind != y->kind) return true;
        if (x->kind == AT_CONST ? !alike_const(x->p, y->p) : x->mod != y->mod || x->idx != y->idx)
            return true;
    }
    return false;
}

// Most objects that are unlike are so in a cell or two of many.
static bool has_other_cell(const Obj *a, const Obj *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const Cell *x = &a->cell[i], *y = &b->cell[i];
        if (x->key != y->key || (x->v != y->v && is_other(x->v, y->v))) return true;
    }
    return false;
}

// Modules and classes name what all share: what a call looks at there is compared when it does.
static bool is_shared(const Obj *o) { return o->kind == OB_MODULE || o->kind == OB_CLASS; }

bool alike_obj(Rename *r, const Obj *a, const Obj *b)
{
    if (!a || !b || (a == b && is_shared(a))) return a == b;
    if (a->kind != b->kind || a->n != b->n || a->exact != b->exact || a->many != b->many ||
        a->partial != b->partial || a->hollow != b->hollow || a->mod != b->mod ||
        a->cls != b->cls || !rename_pair(r, a->up, b->up))
        return false;
    if (!alike(r, a->rest, b->rest) || !alike(r, a->keys, b->keys) || has_other_cell(a, b))
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const Av *x = a->cell[i].v, *y = b->cell[i].v;
        if (!(x == y && is_plain(x)) && !alike(r, x, y)) return false;
    }
    return true;
}
