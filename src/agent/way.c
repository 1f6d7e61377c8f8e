// agent/way: the functions that a finding's data comes through, beside the one to be rewritten:
// shown to the model to read only, from this file and from others, secrets taken out.
// SPDX-License-Identifier: MIT
#include "agent/request.h"
#include "base/os.h"

enum { MOST_WAY = 6000, MOST_FILE = 1 << 20, SCRATCH = 1 << 28 };

typedef struct {
    const FixJob *job;
    const Tree *tree;
    const Request *request;
    Buf text;
    Arena *keep;
    struct {
        Str *v;
        Size n, cap;
    } shown; // "path:qualname"
} Way;

static bool was_shown(const Way *w, Str name)
{
    for (Size i = 0; i < w->shown.n; i++)
        if (str_eq(w->shown.v[i], name)) return true;
    return false;
}

static void show(Way *w, const Tree *t, const Def *d, Str path, bool own_file)
{
    Unit u = unit_of(t, d);
    const Unit *asked = &w->request->unit;
    bool itself = own_file && u.at.beg < asked->at.end && asked->at.beg < u.at.end;
    Str name = str_fmt(w->keep, "%.*s:%.*s", STR_ARG(path), STR_ARG(d->qual));
    if (itself || was_shown(w, name)) return;
    Str code = unit_code(t, &u, w->keep);
    if (w->text.n + code.len > MOST_WAY) return;
    *push(w->keep, &w->shown) = name;
    if (!own_file) {
        Masks secrets = {0};
        Size hidden = 0;
        secrets_find(t, &(Findings){0}, w->keep, &secrets);
        secrets_blot(&secrets);
        code = secrets_hide(&secrets, code, w->keep, &hidden);
    }
    buf_fmt(&w->text, "\n`%.*s` of %.*s:\n\n```python\n%.*s```\n", STR_ARG(d->qual),
            STR_ARG(prompt_path(path, w->keep)), STR_ARG(code));
}

// The best text so far of a file under repair, else what lies on disk.
static bool text_of(const FixJob *job, Str path, Arena *keep, Str *text)
{
    for (Size i = 0; i < job->n; i++)
        if (str_eq(job->files[i].path, path)) {
            *text = job->files[i].now;
            return true;
        }
    return !os_read(path, MOST_FILE, keep, text).kind;
}

static void step_of(Way *w, const FlowStep *s, Str at, Arena scratch)
{
    Str path = w->request->file->path, text;
    bool own = str_eq(at, path);
    Defs defs = {0};
    const Tree *t = w->tree;
    if (!own && !text_of(w->job, at, &scratch, &text)) return;
    if (!own) t = py_parse(text, (PyOptions){0}, &scratch);
    outline(t, &scratch, &defs);
    const Def *d = def_around_line(t, &defs, s->line);
    if (d) show(w, t, d, at, own);
}

static bool same_weakness(const Request *a, const Request *b)
{
    for (Size i = 0; i < a->targets.n; i++)
        for (Size k = 0; k < b->targets.n; k++)
            if (str_eq(a->targets.v[i]->rule, b->targets.v[k]->rule)) return true;
    return false;
}

// What one function stores another reads: those that are rewritten for the same weakness are shown
// to each other.
static Str beside_text(Way *w)
{
    const Requests *all = w->request->beside;
    w->text = (Buf){.keep = w->keep};
    for (Size i = 0; all && i < all->n; i++) {
        const Request *other = &all->v[i];
        bool itself = other->unit.at.beg == w->request->unit.at.beg;
        Str name = str_fmt(w->keep, "%.*s:%.*s", STR_ARG(w->request->file->path),
                           STR_ARG(other->unit.qual));
        if (itself || other->unit.kind != UNIT_FUNCTION || !same_weakness(other, w->request) ||
            was_shown(w, name))
            continue;
        Str code = unit_code(w->tree, &other->unit, w->keep);
        if (w->text.n + code.len < MOST_WAY)
            buf_fmt(&w->text, "\n```python\n%.*s```\n", STR_ARG(code));
    }
    if (!w->text.n) return S("");
    return str_fmt(
        w->keep,
        "\nBeing rewritten apart for the same weakness, to read only; what one writes the "
        "others must be able to read:\n%.*s",
        STR_ARG(buf_str(&w->text)));
}

Str way_text(const FixJob *job, const Tree *t, const Request *r, Arena *keep)
{
    Pool scratch = {0};
    Way w = {.job = job, .tree = t, .request = r, .text = {.keep = keep}, .keep = keep};
    if (!pool_open(&scratch, SCRATCH)) return S("");
    for (Size i = 0; i < r->targets.n; i++) {
        const Finding *f = r->targets.v[i];
        for (Size k = 0; f->npaths && k < f->paths[0].n; k++)
            step_of(&w, &f->paths[0].v[k],
                    f->paths[0].v[k].path.len ? f->paths[0].v[k].path : f->path, scratch.arena);
    }
    pool_close(&scratch);
    Str way = buf_str(&w.text), beside = beside_text(&w);
    if (way.len)
        way =
            str_fmt(keep, "\nOther functions on the data's way, to read only:\n%.*s", STR_ARG(way));
    return str_fmt(keep, "%.*s%.*s", STR_ARG(way), STR_ARG(beside));
}
