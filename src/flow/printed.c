// flow/printed: what a template prints of the values that it is handed: each is at a sink only if
// the text prints it as it is.
// SPDX-License-Identifier: MIT
#include "flow/printed.h"

enum { LINE_MOST = 240 };

const Obj *made_thing(Frame *fr, const Av *v)
{
    const Atom *a = v ? av_find(v, AT_INST) : NULL;
    return a && a->obj ? obj_at(fr->w, &fr->st, a->obj) : NULL;
}

// The text of a template, or of the object that one was made of. s NULL: it is not known.
static Str template_text(Frame *fr, const Av *v)
{
    Str s = {0};
    if (v && av_only_str(v, &s)) return s;
    const Obj *o = made_thing(fr, v);
    const Av *made_of = o ? obj_cell(o, KEPT_FIRST) : NULL;
    return made_of && av_only_str(made_of, &s) ? s : (Str){0};
}

// ---- the value of a variable

// What a dictionary of values has under the name, also one that a Context was made of.
static const Av *under_name(Frame *fr, const Av *v, Str name)
{
    World *w = fr->w;
    const Av *rest = NULL;
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].obj ? obj_at(w, &fr->st, v->atom[i].obj) : NULL;
        const Av *made_of = o && o->kind == OB_EXT ? obj_cell(o, KEPT_FIRST) : NULL;
        if (made_of && made_of != v) return under_name(fr, made_of, name);
        if (!o || o->kind != OB_DICT) continue;
        for (uint32_t k = 0; k < o->n; k++)
            if (str_eq(key_text(w, o->cell[k].key), name)) return o->cell[k].v;
        if (o->rest) rest = o->rest;
    }
    return rest;
}

static const Av *handed(Frame *fr, const Args *args, Str name)
{
    uint32_t sym = name_find(&fr->w->names, name);
    for (Size i = 0; i < args->nnamed; i++)
        if (sym && args->names[i] == sym) return args->named[i];
    for (Size i = 0; i < args->npos + args->nnamed; i++) {
        const Av *v =
            under_name(fr, i < args->npos ? args->pos[i] : args->named[i - args->npos], name);
        if (v) return v;
    }
    const Av *v = args->dstar ? under_name(fr, args->dstar, name) : NULL;
    return v ? v : args->dstar;
}

// Each item of what iterating or an unknown index gives; of a dictionary, its values.
static const Av *each_of(Frame *fr, const Av *v, Val at)
{
    const Obj *o =
        v->n == 1 && v->atom[0].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[0].obj) : NULL;
    return o && o->kind == OB_DICT ? obj_all(fr->w, o) : elements(fr, v, at);
}

// v.part, as templates mean it: an item of a dictionary too.
static const Av *part_of(Frame *fr, const Av *v, Str part, Val at)
{
    static const Str whole[] = {L("items"), L("values"), {0}};
    World *w = fr->w;
    if (str_eq(part, S("*"))) return each_of(fr, v, at);
    const Obj *o =
        v->n == 1 && v->atom[0].kind == AT_OBJ ? obj_at(w, &fr->st, v->atom[0].obj) : NULL;
    if (str_eq(part, S("@")))
        return o && o->kind == OB_DICT ? (o->keys ? o->keys : &av_bottom) : elements(fr, v, at);
    if (!o || o->kind != OB_DICT) return read_attr(fr, v, name_add(&w->names, part), at);
    const Av *item = under_name(fr, v, part);
    return item ? item : str_in(part, whole) ? v : &av_bottom;
}

// "user.name": what is handed under the first name, and what is taken of it.
static const Av *value_at(Frame *fr, const Args *args, Str path)
{
    Str part;
    if (!str_cut(&path, S("."), &part)) return NULL;
    const Av *v = handed(fr, args, part);
    while (v && str_cut(&path, S("."), &part)) v = part_of(fr, v, part, args->call);
    return v;
}

// ---- what is printed

static const FlowStep *place_of(World *w, const TemplatePrint *p)
{
    Str text = p->in->text;
    FlowStep *s = new(&w->a, FlowStep, 1);
    *s = (FlowStep){.path = p->in->path, .beside = true, .line = 1};
    s->at = (Span){(uint32_t)p->at, (uint32_t)(p->at + p->as.len)};
    Size line = 0;
    for (Size i = 0; i < p->at; i++)
        if (text.s[i] == '\n') s->line++, line = i + 1;
    s->col = (int)(p->at - line);
    s->text = str_trim(str_sub(str_first(str_sub(text, line, -1), S("\n")), 0, LINE_MOST));
    return s;
}

// Each source's path ends in the template.
static const Taint *ends_there(World *w, const Taint *t, Str what, const FlowStep *beside)
{
    if (!t) return NULL;
    Taint *r = new(&w->a, Taint, 1);
    Step *s = new(&w->a, Step, 1);
    *s = (Step){.prev = t->step,
                .mod = t->step->mod,
                .len = t->step->len + 1,
                .site = t->step->site,
                .what = what,
                .beside = beside};
    *r = *t;
    r->step = s;
    r->next = ends_there(w, t->next, what, beside);
    return r;
}

void check_prints(const Printing *c, const TemplatePrints *all)
{
    Frame *fr = c->fr;
    World *w = fr->w;
    bool script = c->line->kinds & KIND(SCRIPT);
    for (Size i = 0; i < all->n; i++) {
        const TemplatePrint *p = &all->v[i];
        const Av *v =
            (script ? p->script && !p->markup : p->markup) ? value_at(fr, c->args, p->name) : NULL;
        const Taint *t = v ? deep_taint(fr, v) : NULL;
        if (!t || is_number(w, v)) continue;
        const char *how = script ? "is printed into code by %.*s" : "is printed as it is by %.*s";
        Str what = str_fmt(&w->a, how, STR_ARG(p->as));
        t = p->in->path.len ? ends_there(w, t, what, place_of(w, p))
                            : taint_step(fr, t, c->args->node, what);
        check_sink(fr, c->args, c->line, av_with(w, &av_unknown, t), 0, c->callee, c->shy);
    }
}

// How a text is read: as one whose environment escapes, as one that escapes what it says itself, in Mako's syntax.
// World.pages has a map for each; the first is that of files (printed_file.c).
typedef enum { READ_ESCAPING = 1, READ_PLAIN, READ_MAKO } Reading;

// Read once a unit and way; NULL: there were too many.
static const TemplatePrints *prints_of_text(World *w, Str text, Reading as)
{
    TemplateWorld in = {.kind = as == READ_MAKO ? TEMPLATE_MAKO : TEMPLATE_ANY};
    const TemplatePrints *known = map_get(&w->pages[as], text);
    if (known || w->templates > TEMPLATES_MOST) return known;
    TemplateFile *file = new(&w->a, TemplateFile, 1);      // the prints keep it
    TemplatePrints *made = new(&w->a, TemplatePrints, 1);
    *file = (TemplateFile){.text = str_keep(&w->a, text), .escapes = as == READ_ESCAPING};
    *made = template_prints(file, &in, &w->a);
    w->templates += text.len;
    *map_at(&w->a, &w->pages[as], file->text) = made;
    return made;
}

const Taint *escaped_by_text(Frame *fr, const Av *template, const Taint *t, bool mako)
{
    Str text = t ? template_text(fr, template) : (Str){0};
    const TemplatePrints *all = text.len ? prints_of_text(fr->w, text, mako ? READ_MAKO : READ_PLAIN) : NULL;
    if (!all || all->cut || all->unread || !all->escapes) return t;
    for (Size i = 0; i < all->n; i++)
        if (all->v[i].markup || all->v[i].script) return t;
    return taint_mask(fr->w, t, KIND(HTML), true);
}

void check_printed(Frame *fr, const Args *args, const ModelLine *line, const Av *template,
                   const Av *self, Str callee, bool shy)
{
    World *w = fr->w;
    Printing c = {fr, args, line, self, callee, shy};
    if (!args || w->quiet) return;
    if (models_has_tag(line, S("file"))) {
        check_files(&c, template);
        return;
    }
    Str text = template_text(fr, template);
    if (!text.len || str_find(text, S("{")) < 0) return;
    const TemplatePrints *all = prints_of_text(w, text, READ_ESCAPING);
    if (all) check_prints(&c, all);
}
