// flow/refuse: what returns only for what the program itself holds: a dictionary's or an enumeration's
// lookup, a list's index, a helper that is told whether all is well.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

static void held(Frame *fr, Val v)
{
    fact_clear(fr, &fr->st, v, KINDS_TEXT, NULL, 0, S("it is one of a fixed set, or this fails"));
}

void enum_looked_up(Frame *fr, const Args *args)
{
    if (args->npos == 1 && args->pos_val && args->pos_val[0] && args->pos[0]->taint)
        held(fr, args->pos_val[0]);
}

void list_looked_up(Frame *fr, const Av *list, const Args *args)
{
    bool ok;
    if (args->npos != 1 || !args->pos_val || !args->pos_val[0] || !args->pos[0]->taint) return;
    own_elements(fr, &fr->st, list, &ok);
    if (ok) held(fr, args->pos_val[0]);
}

void key_looked_up(Frame *fr, const Av *box, Val key)
{
    World *w = fr->w;
    const Av *k = fr->val[key];
    const Atom *a = box->n == 1 && !(box->flags & AV_OTHER) ? &box->atom[0] : NULL;
    if (!a || !k || !k->taint) return;
    if (a->kind == AT_CLASS) {                                  // Colour[name]
        if (class_is(w, &fr->st, a->obj, S("enum.Enum"), 0)) held(fr, key);
        return;
    }
    const Obj *o = a->kind == AT_OBJ ? obj_at(w, &fr->st, a->obj) : NULL;
    bool ok;
    if (!o || o->kind != OB_DICT || obj_cell(o, KEY_HASH(7))) return;       // a defaultdict fails for nothing
    own_elements(fr, &fr->st, box, &ok);
    if (ok) held(fr, key);
}

// require(name in NAMES): it returned, so what it was given is true.
void told(Frame *fr, Val arg, uint32_t bits)
{
    if (bits & FACT_TRUTHY) refine(fr, &fr->st, arg, true);
    else if (bits & FACT_FALSY) refine(fr, &fr->st, arg, false);
}
