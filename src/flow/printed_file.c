// flow/printed_file: templates in files that constants name: which file is meant, what escapes in
// it, and what it prints.
// SPDX-License-Identifier: MIT
#include "flow/printed.h"

enum { NAMES_MOST = 8, KEPT_DEPTH = 3 };

// Mako: nothing is escaped that does not say so; Flask: only what a name ends in says so.
typedef enum { ESCAPES_ALL, ESCAPES_BY_NAME, ESCAPES_NONE } Escapes;
typedef struct {
    World *w;
    Size mod;
    Str folder;
    Escapes escapes;
    TemplateKind kind;
    Map known; // by name, TemplateFile
    Str why;
    Size bytes; // what could not be had; what was read
} Files;

// "html" of "page.html", "page.html.j2"
static Str ending(Str name, bool own)
{
    static const Str engines[] = {L("j2"),   L("jinja"), L("jinja2"),   L("tpl"),    L("tmpl"),
                                  L("mako"), L("mak"),   L("template"), L("djhtml"), {0}};
    Size dot = str_rfind(name, '.');
    Str end = str_sub(name, dot + 1, -1);
    if (dot < 0) return (Str){0};
    return !own && str_in(end, engines) ? ending(str_sub(name, 0, dot), false) : end;
}

static bool may_be_page(Str name)
{
    static const Str pages[] = {L("html"),  L("htm"),  L("xhtml"), L("svg"),
                                L("thtml"), L("stpl"), {0}};
    Str end = ending(name, false);
    return !end.len || str_in(end, pages);
}

// A name that says nothing may be that of any text: a page has tags.
static bool is_page(Str name, Str text)
{
    if (ending(name, false).len) return true;
    for (Size at; (at = str_find(text, S("<"))) >= 0; text = str_sub(text, at + 1, -1)) {
        char c = at + 1 < text.len ? text.s[at + 1] : 0;
        if (c == '/' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    }
    return false;
}

static bool escapes(Escapes how, Str name)
{
    static const Str those[] = {L("html"), L("htm"), L("xml"), L("xhtml"), L("svg"), {0}};
    return how == ESCAPES_ALL || (how == ESCAPES_BY_NAME && str_in(ending(name, true), those));
}

// bottle.template("page"), lookup.get_template("/page.html")
static FlowTemplate template_named(Files *f, Str name)
{
    static const Str ends[] = {L(""), L(".tpl"), L(".html"), L(".thtml"), L(".stpl"), {0}};
    World *w = f->w;
    name = str_sub(name, str_find(name, S(":")) + 1, -1);       // Pyramid's "package:templates/page"
    while (str_starts(name, S("/"))) name = str_sub(name, 1, -1);
    FlowTemplate t = w->run->template(w->run->self, f->mod, name, f->folder);
    for (int i = 1;
         ends[i].len && f->kind == TEMPLATE_BOTTLE && !t.path.len && str_rfind(name, '.') < 0; i++)
        t = w->run->template(w->run->self, f->mod, str_join(&w->a, name, S(""), ends[i]),
                             f->folder);
    return t;
}

static const TemplateFile *file_named(void *self, Str name)
{
    Files *f = self;
    World *w = f->w;
    TemplateFile **known = (TemplateFile **)map_at(&w->a, &f->known, name);
    if (*known) return (*known)->text.len ? *known : NULL;
    FlowTemplate t = template_named(f, name);
    *known = new(&w->a, TemplateFile, 1);
    **known = (TemplateFile){t.path, t.text, escapes(f->escapes, name)};
    if (t.why.len && !f->why.len)
        f->why = str_fmt(&w->a, "the template %.*s %.*s", STR_ARG(t.path), STR_ARG(t.why));
    f->bytes += t.text.len;
    return t.text.len ? *known : NULL;
}

// What the file prints, read once a unit; NULL: there is no such file, or it can't be read, which
// is noted.
static const TemplatePrints *prints_of(const Printing *c, Files *f, Str name)
{
    World *w = f->w;
    Str key = str_fmt(&w->a, "%td %d %d %.*s %.*s", f->mod, (int)f->kind, (int)f->escapes,
                      STR_ARG(f->folder), STR_ARG(name));
    static const TemplatePrints none;
    const TemplatePrints **known = (const TemplatePrints **)map_at(&w->a, &w->pages[0], key);
    if (*known) return *known == &none ? NULL : *known;
    *known = &none;
    const TemplateFile *file = w->templates < TEMPLATES_MOST ? file_named(f, name) : NULL;
    const TemplateWorld world = {f->kind, file_named, f};
    if (file) {
        TemplatePrints *made = new(&w->a, TemplatePrints, 1);
        if (is_page(name, file->text)) *made = template_prints(file, &world, &w->a);
        *known = made;
    }
    w->templates += f->bytes;
    if ((*known)->cut && !f->why.len)
        f->why = str_fmt(&w->a, "the template %.*s takes too much; not all of it was followed",
                         STR_ARG(file->path));
    if (w->templates >= TEMPLATES_MOST && !f->why.len)
        f->why = S("too many templates; not followed");
    const PyNode *at = py_at(c->fr->m->m->tree, c->args->node);
    if (f->why.len && f->mod == w->unit)
        *push(&w->a, &w->box->notes) = (FlowNote){{at->beg, at->end}, f->why};
    f->why = (Str){0}, f->bytes = 0;
    return file ? *known : NULL;
}

// Where templates are said to be: FileSystemLoader("site/pages"), path.join(HERE, "pages").
static Str folder_in(Frame *fr, const Obj *o, int depth)
{
    for (uint32_t i = 0; o && i < o->n && depth < KEPT_DEPTH; i++) {
        const Av *v = o->cell[i].v;
        const Obj *inner =
            v->n == 1 && v->atom[0].obj ? obj_at(fr->w, &fr->st, v->atom[0].obj) : NULL;
        Str s = {0};
        if (inner) s = folder_in(fr, inner, depth + 1);
        else if (!av_only_str(v, &s)) s = av_shape(fr->w, v).suffix;
        while (str_starts(s, S("/"))) s = str_sub(s, 1, -1);
        if (s.len) return s;
    }
    return (Str){0};
}

// The texts of an expression as one path: "pages", os.path.join(HERE, "..", "pages"), HERE / "pages"
static Str path_in(const Tree *t, NodeId in, Arena *keep)
{
    Str path = {0};
    for (NodeId n = 0; (n = py_next_of(t, NULL, PY_Constant, n));) {
        const PyConst *c = py_const(t, n);
        bool inside =
            py_at(t, n)->beg >= py_at(t, in)->beg && py_at(t, n)->end <= py_at(t, in)->end;
        if (inside && c->kind == CONST_STR)
            path = path.len ? str_join(keep, path, S("/"), c->text) : c->text;
    }
    return path;
}

// Flask(__name__, template_folder="../pages"): of the application or blueprint that this file makes. Templates
// are looked for upward, so that what leads up is no part of it.
static Str folder_said(const Tree *t, Arena *keep)
{
    Sym word = name_find(&t->names, S("template_folder"));
    for (NodeId n = 0; word && (n = py_next_of(t, NULL, PY_keyword, n));) {
        if (py_sym(t, n, keyword_arg) != word) continue;
        Str s = path_in(t, py_node(t, n, keyword_value), keep);
        while (str_starts(s, S("../")) || str_starts(s, S("./")) || str_starts(s, S("/")))
            s = str_sub(s, str_find(s, S("/")) + 1, -1);
        while (str_ends(s, S("/"))) s.len--;
        if (s.len) return s;
    }
    return (Str){0};
}

// What a constant names, or each of several that it may be; of a list the first that is there
// counts.
typedef struct {
    Str v[NAMES_MOST];
    Size n;
    bool list;
} FileNames;

static FileNames names_in(Frame *fr, const Av *v)
{
    FileNames r = {0};
    uint32_t id;
    for (int i = 0; v && i < v->n && r.n < NAMES_MOST; i++)
        if (av_only_str(av_atom(fr->w, v->atom[i]), &r.v[r.n])) r.n++;
    const Obj *o = v && !r.n ? only_obj(fr, v, &id) : NULL;
    r.list = o && o->kind <= OB_TUPLE;
    for (uint32_t i = 0; r.list && i < o->n && r.n < NAMES_MOST; i++)
        if (av_only_str(o->cell[i].v, &r.v[r.n])) r.n++;
    return r;
}

static bool is_handed_outside(Frame *fr, const Args *args, Kinds kinds)
{
    Kinds k = args->dstar ? taint_kinds(deep_taint(fr, args->dstar)) : 0;
    for (Size i = 0; i < args->npos; i++) k |= taint_kinds(deep_taint(fr, args->pos[i]));
    for (Size i = 0; i < args->nnamed; i++) k |= taint_kinds(deep_taint(fr, args->named[i]));
    return (k & kinds) != 0;
}

void check_files(const Printing *c, const Av *template)
{
    Frame *fr = c->fr;
    const Obj *made = made_thing(fr, template);
    FileNames names = names_in(fr, made ? obj_cell(made, KEPT_FIRST) : template);
    if (!fr->w->run->template || !names.n || !is_handed_outside(fr, c->args, c->line->kinds))
        return;
    // whose loader or folder it is: of the environment that made the template, or that renders
    const Av *env = made ? obj_cell(made, KEPT_SELF) : c->self;
    const Obj *from = env ? made_thing(fr, env) : NULL;
    const ModelLine *l = c->line;
    Files f = {.w = fr->w, .mod = (Size)fr->mod, .folder = folder_in(fr, from, 0)};
    f.kind = models_has_tag(l, S("tornado"))  ? TEMPLATE_TORNADO
             : models_has_tag(l, S("bottle")) ? TEMPLATE_BOTTLE
             : models_has_tag(l, S("mako"))   ? TEMPLATE_MAKO
                                              : TEMPLATE_ANY;
    f.escapes = models_has_tag(c->line, S("plain"))     ? ESCAPES_NONE
                : models_has_tag(c->line, S("by-name")) ? ESCAPES_BY_NAME
                                                        : ESCAPES_ALL;
    if (!f.folder.len && f.escapes == ESCAPES_BY_NAME)
        f.folder = folder_said(fr->m->m->tree, &fr->w->a);
    for (Size i = 0; i < names.n; i++) {
        const TemplatePrints *all = may_be_page(names.v[i]) ? prints_of(c, &f, names.v[i]) : NULL;
        if (all) check_prints(c, all);
        if (all && names.list) return;
    }
}

// ---- decorators

typedef struct Rendered Rendered;
struct Rendered { const ModelLine *lines; Args args; Str callee; };

void note_rendered(Frame *fr, uint32_t func, const ModelLine *lines, const Args *args, Str callee)
{
    FuncInfo *info = fr->m->info ? &fr->m->info[func] : NULL;
    while (lines && !(lines->kind == M_SINK && models_has_tag(lines, S("returned"))))
        lines = lines->next;
    if (!lines || !info) return;
    Rendered *r = new(&fr->w->a, Rendered, 1);
    *r = (Rendered){lines, *args, callee};
    info->rendered = r;
}

void check_rendered(Frame *fr, const Av *v, Val value, NodeId node)
{
    const Rendered *r = fr->m->info[fr->func].rendered;
    const Args given = {.pos = &v, .npos = 1, .call = value, .node = node};
    for (const ModelLine *l = r->lines; l; l = l->next) {
        if (l->kind != M_SINK || !models_has_tag(l, S("returned"))) continue;
        const Av *template = arg_at(&r->args, l->arg, fr->w, l->keyword);
        if (template) check_printed(fr, &given, l, template, NULL, r->callee, false);
    }
}
