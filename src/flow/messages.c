// flow/messages: [{"role": "system", …}, {"role": "user", …}]: the first instructs, the second asks.
// SPDX-License-Identifier: MIT
#include "flow/messages.h"

static const Av *cell(Frame *fr, const Obj *o, const char *key)
{
    return obj_cell(o, KEY_SYM(name_add(&fr->w->names, str_of(key))));
}

// A conversation holds what the model answered before: its own words, in its own role.
static const Taint *but_answers(World *w, const Taint *t)
{
    const Taint *r = NULL;
    for (; t; t = t->next)
        if (!(t->kinds & KIND(ANSWER))) r = taint_join(w, r, taint_alone(w, t));
    return r;
}

const Av *messages_said(Frame *fr, const Av *messages, bool unsaid)
{
    World *w = fr->w;
    const Av *all = elements(fr, messages, fr->at), *said = &av_bottom;
    for (int i = 0; i < all->n; i++) {
        const Obj *o = all->atom[i].kind == AT_OBJ ? obj_at(w, &fr->st, all->atom[i].obj) : NULL;
        if (!o || o->kind != OB_DICT) continue;
        const Av *role = cell(fr, o, "role"), *content = cell(fr, o, "content");
        if (!content) content = o->rest;
        Str name = {0};
        bool known = role && av_only_str(role, &name);
        bool instructs = str_eq(name, S("system")) || str_eq(name, S("developer"));
        if (content && (known ? instructs && !unsaid : unsaid)) said = av_join(w, said, content);
    }
    return unsaid && all->taint ? av_add_taint(w, said, but_answers(w, all->taint)) : said;
}
