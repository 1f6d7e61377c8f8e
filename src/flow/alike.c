// flow/alike: may an earlier call stand for one that is handed other data? What the data may do is
// compared, part by part of what is handed, and whatever decides a branch or which code is called;
// not where the data came from. So a helper that twenty handlers call is walked once, and each gets
// back what is left of its own.
// SPDX-License-Identifier: MIT
#include "flow/memo.h"

// ---- outside data

// May x do what t may, at least as surely?
static bool does_as_much(const Taint *x, const Taint *t)
{
    return !(t->kinds & ~x->kinds) && t->quoted == x->quoted && t->lower >= x->lower &&
           !(x->lacks & ~t->lacks);
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

static bool alike_taint(Rename *r, const Taint *a, const Taint *b)
{
    for (const Taint *t = b; t; t = t->next) {
        const Taint *x = a;
        while (x && !does_as_much(x, t)) x = x->next;
        if (!x) return false;
    }
    for (; a; a = a->next)
        if (!rename_source(r, a, stood_for(b, a))) return false;
    return true;
}

// ---- values

static bool is_sentence(const PyConst *c)
{
    return c->kind == CONST_STR && str_find(c->text, S(" ")) >= 0;
}

// What is written for people decides nothing.
static bool alike_const(const PyConst *a, const PyConst *b)
{
    return const_equal(a, b) || (is_sentence(a) && is_sentence(b));
}

// What each part carries; what lies deeper is told by all that it carries.
static bool alike_parts(Rename *r, const Obj *a, const Obj *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const Taint *was = a->cell[i].v->taint;
        const Av *v = obj_cell(b, a->cell[i].key);
        if (!was != !(v && v->taint) || (was && !alike_taint(r, was, v->taint))) return false;
    }
    for (uint32_t i = 0; i < b->n; i++)
        if (b->cell[i].v->taint && !obj_cell(a, b->cell[i].key)) return false;
    return true;
}

static bool alike_objects(Rename *r, const Obj *a, const Obj *b)
{
    if (a == b || !a || !b) return a == b;
    return a->kind == b->kind && a->mod == b->mod && a->cls == b->cls && a->up == b->up &&
           alike_parts(r, a, b);
}

static bool alike_atom(Rename *r, const Atom *a, const Obj *of_a, const Atom *b, const Obj *of_b)
{
    if (a->kind != b->kind) return false;
    if (a->kind == AT_CONST) return alike_const(a->p, b->p);
    if (a->mod != b->mod || a->idx != b->idx) return false;
    rename_pair(r, a->obj, b->obj);
    return alike_objects(r, of_a, of_b);
}

static bool alike_ends(const Av *a, const Av *b)
{
    if (!(a->flags & AV_TEXT) || !a->taint) return true;
    return str_eq(a->prefix, b->prefix) && str_eq(a->suffix, b->suffix);
}

bool handed_alike(Rename *r, const Handed *a, const Handed *b)
{
    if (a->v->n != b->v->n || a->v->flags != b->v->flags || !alike_ends(a->v, b->v)) return false;
    for (int i = 0; i < a->v->n; i++)
        if (!alike_atom(r, &a->v->atom[i], a->obj[i], &b->v->atom[i], b->obj[i])) return false;
    return alike_taint(r, a->deep, b->deep);
}

void pair_parts(Rename *r, const Obj *a, const Obj *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const Av *v = a->cell[i].v, *u = obj_cell(b, a->cell[i].key);
        for (int k = 0; u && k < v->n && k < u->n; k++)
            if (v->atom[k].kind == AT_OBJ && u->atom[k].kind == AT_OBJ)
                rename_pair(r, v->atom[k].obj, u->atom[k].obj);
    }
}
