// agent/where: which function of a finding's path is to be rewritten. The sink's, unless the guard
// belongs where the data comes from: the sink's file can't be changed; one function feeds several
// sinks; the weakness is what is let in (an upload, a record that is not the caller's); or the sink's
// function only passes on a text that was built before.
// SPDX-License-Identifier: MIT
#include "agent/repair.h"
#include "base/os.h"

enum { SCRATCH = 1 << 28, MOST_FILE = 1 << 20, LAST_ROUND = 2 };

typedef struct { Str path, qual; int line; } Spot;
typedef struct { Loop *l; FixFile *file; const Tree *tree; const Finding *finding; Arena *scratch;
} Look;

static bool same_spot(const Spot *a, const Spot *b)
{
    return str_eq(a->path, b->path) && str_eq(a->qual, b->qual);
}

static bool text_at(const FixJob *job, Str path, Arena *keep, Str *text)
{
    for (Size i = 0; i < job->n; i++)
        if (str_eq(job->files[i].path, path)) {
            *text = job->files[i].now;
            return true;
        }
    return !os_read(path, MOST_FILE, keep, text).kind;
}

// The outermost function around a line; without one the spot has no name.
static Spot spot_at(const Look *w, Str path, int line)
{
    Defs defs = {0};
    Str text;
    Spot out = {.path = path.len ? path : w->file->path, .line = line};
    const Tree *t = w->tree;
    if (!str_eq(out.path, w->file->path)) {
        if (!text_at(w->l->job, out.path, w->scratch, &text)) return out;
        t = py_parse(text, (PyOptions){0}, w->scratch);
    }
    outline(t, w->scratch, &defs);
    const Def *d = def_around_line(t, &defs, line);
    if (d) out.qual = str_keep(w->l->keep, d->qual);
    return out;
}

// ---- reasons

static bool is_one_of(int cwe, const int *list, Size n)
{
    for (Size i = 0; i < n; i++)
        if (list[i] == cwe) return true;
    return false;
}

// What is let in, for whom: only the function that receives it knows (CWE-434, 639, 862, 863, 306, 915).
static bool is_about_entry(const Finding *f)
{
    static const int CWES[] = {434, 639, 862, 863, 306, 915};
    return is_one_of(f->cwe, CWES, countof(CWES));
}

static bool has_param(const Tree *t, const Def *d, Str name)
{
    NodeId args = py_kind(t, d->node) == PY_FunctionDef
                      ? py_node(t, d->node, FunctionDef_args)
                      : py_node(t, d->node, AsyncFunctionDef_args);
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        const PyNode *at = py_at(t, n);
        if (py_kind(t, n) == PY_arg && at->beg >= py_at(t, args)->beg &&
            at->end <= py_at(t, args)->end && str_eq(py_name(t, py_sym(t, n, arg_arg)), name))
            return true;
    }
    return false;
}

// Commands, queries and code are built as text; a function that only hands its parameter on can
// refuse it, not mend it.
static bool only_passes_on(const Look *w)
{
    static const int BUILT[] = {77, 78, 88, 89, 90, 91, 94, 95, 643, 943, 1336};
    const Finding *f = w->finding;
    const Tree *t = w->tree;
    Defs defs = {0};
    if (!is_one_of(f->cwe, BUILT, countof(BUILT))) return false;
    outline(t, w->scratch, &defs);
    const Def *d = def_around_line(t, &defs, f->line);
    for (NodeId n = 1; d && n < (NodeId)t->nodes.n; n++) {
        if (py_kind(t, n) != PY_Call || py_pos(t, py_at(t, n)->beg).line != f->line) continue;
        NodeList args = py_list(t, n, Call_args);
        if (!args.n || py_kind(t, args.v[0]) != PY_Name) continue;
        if (has_param(t, d, py_name(t, py_sym(t, args.v[0], Name_id)))) return true;
    }
    return false;
}

// Another finding of the rule in another function, fed from the same function.
static bool feeds_several(const Look *w, const Spot *source)
{
    const FixJob *job = w->l->job;
    for (Size i = 0; i < job->n; i++)
        for (Size k = 0; k < job->files[i].have.n; k++) {
            const Finding *f = &job->files[i].have.v[k];
            bool other = !str_eq(f->function, w->finding->function) ||
                         !str_eq(f->path, w->finding->path);
            if (!other || !str_eq(f->rule, w->finding->rule) || !f->npaths || !f->paths[0].n ||
                !fix_wants(job, f))
                continue;
            const FlowStep *s = &f->paths[0].v[0];
            Spot from = spot_at(w, s->path.len ? s->path : f->path, s->line);
            if (same_spot(&from, source)) return true;
        }
    return false;
}

// ---- the choice

// The last function that the data was in before it came to the sink's.
static Spot before_sink(const Look *w, const Spot *sink)
{
    const FlowPath *p = &w->finding->paths[0];
    Spot last = {0};
    for (Size i = 0; i < p->n; i++) {
        Spot s = spot_at(w, p->v[i].path, p->v[i].line);
        if (s.qual.len && !same_spot(&s, sink)) last = s;
    }
    return last;
}

static const char *reason(const Look *w, const Spot *source)
{
    if (w->file->closed.len) return "the file where it shows can't be changed";
    if (is_about_entry(w->finding)) return "what is let in is decided here";
    if (only_passes_on(w)) return "the text is built here, and there only passed on";
    if (feeds_several(w, source)) return "this function feeds several such places";
    return NULL;
}

static void choose(Look *w)
{
    const Finding *f = w->finding;
    if (!f->npaths || f->paths[0].n < 2) return;
    Spot sink = spot_at(w, w->file->path, f->line), first = before_sink(w, &sink);
    if (!sink.qual.len || !first.qual.len) return;
    Spot source = spot_at(w, f->paths[0].v[0].path, f->paths[0].v[0].line);
    const char *why = reason(w, &source);
    // where the text was built; for what is let in, where it came in
    bool entry = is_about_entry(f) || (why && !only_passes_on(w));
    const Spot *to = entry && source.qual.len && !same_spot(&source, &sink) ? &source : &first;
    FixFile *file = why ? fix_join(w->l->job, to->path) : NULL;
    if (!file) return;
    if (!file->more) loop_file(w->l, file);
    *push(w->l->keep, &w->l->moved) = (Moved){f, file, to->line, str_of(why)};
}

void where_find(Loop *l, int round)
{
    Pool scratch = {0};
    l->moved.n = 0;
    if (round > LAST_ROUND || !pool_open(&scratch, SCRATCH)) return;
    for (Size i = 0, n = l->job->n; i < n; i++) {
        FixFile *f = &l->job->files[i];
        for (Size k = 0; k < f->have.n; k++) {
            pool_reset(&scratch);
            if (!fix_wants(l->job, &f->have.v[k]) || f->have.v[k].npaths == 0) continue;
            Look w = {l, f, py_parse(f->now, (PyOptions){0}, &scratch.arena), &f->have.v[k],
                      &scratch.arena};
            choose(&w);
        }
    }
    pool_close(&scratch);
}
