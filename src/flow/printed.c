// flow/printed: what a template prints of the values that it is handed, where its text stands in the program: each
// is at a sink only if the text prints it as it is.
// SPDX-License-Identifier: MIT
#include "fact/template.h"
#include "flow/printed.h"

// The text of a template, or of the object that one was made of. s NULL: it is not known.
static Str template_text(Frame *fr, const Av *v)
{
    Str s = {0};
    if (v && av_only_str(v, &s)) return s;
    const Atom *a = v ? av_find(v, AT_INST) : NULL;
    const Obj *o = a && a->obj ? obj_at(fr->w, &fr->st, a->obj) : NULL;
    const Av *made_of = o ? obj_cell(o, KEPT_FIRST) : NULL;
    return made_of && av_only_str(made_of, &s) ? s : (Str){0};
}

// What a dictionary of values has under the name, also one that a Context was made of.
static const Av *under_name(Frame *fr, const Av *v, Str name)
{
    World *w = fr->w;
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].obj ? obj_at(w, &fr->st, v->atom[i].obj) : NULL;
        const Av *made_of = o && o->kind == OB_EXT ? obj_cell(o, KEPT_FIRST) : NULL;
        if (made_of && made_of != v) return under_name(fr, made_of, name);
        for (uint32_t k = 0; o && o->kind == OB_DICT && k < o->n; k++)
            if (str_eq(key_text(w, o->cell[k].key), name)) return o->cell[k].v;
    }
    return NULL;
}

static const Av *handed(Frame *fr, const Args *args, Str name)
{
    uint32_t sym = name_find(&fr->w->names, name);
    for (Size i = 0; i < args->nnamed; i++)
        if (sym && args->names[i] == sym) return args->named[i];
    for (Size i = 0; i < args->npos + args->nnamed; i++) {
        const Av *v = under_name(fr, i < args->npos ? args->pos[i] : args->named[i - args->npos], name);
        if (v) return v;
    }
    return args->dstar;
}

void check_printed(Frame *fr, const Args *args, const ModelLine *line, const Av *template, Str callee, bool shy)
{
    World *w = fr->w;
    Str text = template_text(fr, template);
    bool script = line->kinds & KIND(SCRIPT);
    enum { BYTES_MOST = 1 << 20 };                         // of all templates of a file together
    if (!args || w->quiet || !text.len || w->templates > BYTES_MOST || str_find(text, S("{")) < 0) return;
    w->templates += text.len;
    TemplatePrints all = template_prints(text, true, &w->a);
    for (Size i = 0; i < all.n; i++) {
        const TemplatePrint *p = &all.v[i];
        const Av *v = (script ? p->script && !p->markup : p->markup) ? handed(fr, args, p->name) : NULL;
        const Taint *t = v ? deep_taint(fr, v) : NULL;
        if (!t || is_number(w, v)) continue;
        const char *how = script ? "is printed into code by %.*s" : "is printed as it is by %.*s";
        Str what = str_fmt(&w->a, how, STR_ARG(p->as));
        check_sink(fr, args, line, av_with(w, &av_unknown, taint_step(fr, t, args->node, what)), 0, callee, shy);
    }
}
