// flow/path: what was found, made ready for rules: one hit a sink place, paths rebuilt from their
// back-pointers.
// SPDX-License-Identifier: MIT
#include "flow/blocked.h"

enum { LINE_MOST = 240 };

static FlowStep step_report(World *w, const Step *s, Arena *keep)
{
    FlowStep r = {.module = s->mod, .what = str_keep(keep, s->what)};
    if (s->beside) {
        r = *s->beside;
        r.path = str_keep(keep, r.path), r.text = str_keep(keep, r.text),
        r.what = str_keep(keep, s->what);
        return r;
    }
    const Mod *m = w->mods[s->mod];
    if (!m || !m->m) return r;
    const Tree *t = m->m->tree;
    const PyNode *n = py_at(t, s->node);
    PyPos pos = py_pos(t, n->beg);
    Span line = py_line(t, pos.line);
    Size len = (Size)(line.end - line.beg);
    r.path = m->m->path;
    r.at = (Span){n->beg, n->end};
    r.line = pos.line;
    r.col = pos.col;
    r.text =
        str_keep(keep, str_trim((Str){t->src.s + line.beg, len < LINE_MOST ? len : LINE_MOST}));
    return r;
}

static FlowPath path_report(World *w, const Hit *h, const Taint *t, Arena *keep)
{
    Size n = 0;
    const Step *beside = t->step->beside ? t->step : NULL, *here = beside ? beside->prev : t->step;
    for (const Step *s = here; s; s = s->prev) n++;
    FlowPath p = {.v = new (keep, FlowStep, n + 2),
                  .n = n + 1 + (beside != NULL),
                  .source = t->kinds &KINDS_NATURE,
                  .shaped = t->shaped};
    const Step sink = {.mod = h->mod, .node = h->node, .what = h->callee.len
        ? str_fmt(&w->a, "reaches %.*s", STR_ARG(h->callee)) : S("reaches the sink")};
    p.v[n] = step_report(w, &sink, keep);
    if (beside) p.v[n + 1] = step_report(w, beside, keep);      // what the sink makes of it
    for (const Step *s = here; s; s = s->prev) p.v[--n] = step_report(w, s, keep);
    return p;
}

// A reply is asked for text of all kinds: what is no markup any more says nothing of how sure a page's markup is.
static bool before(const Taint *a, const Taint *b, Kinds asked)
{
    Kinds html = asked & KIND(HTML);
    if ((a->kinds ^ b->kinds) & html) return a->kinds & html;
    if (reach_rank(a->kinds) != reach_rank(b->kinds)) return reach_rank(a->kinds) < reach_rank(b->kinds);
    if (a->lower != b->lower) return a->lower < b->lower;
    if (a->step->len != b->step->len) return a->step->len < b->step->len;
    return a->step->site < b->step->site;
}

static Confidence guess(const Hit *h, const Taint *t)
{
    int c = CONF_HIGH - t->lower - (h->shy || t->shaped);
    return c < CONF_LOW ? CONF_LOW : (Confidence)c;
}

// A line that was made for a reply lives with the unit; what is handed on must not.
static const ModelLine *lasting(World *w, const ModelLine *line, Arena *keep)
{
    if (models_line(w->models, line->serial) == line || keep == &w->a) return line;
    ModelLine *copy = new(keep, ModelLine, 1);
    *copy = *line;
    return copy;
}

FlowHit hit_report(World *w, const Hit *h, Arena *keep)
{
    FlowHit r = {.func = h->func,
                 .call = h->call,
                 .value = h->value,
                 .node = h->node,
                 .sink = lasting(w, h->line, keep),
                 .kinds = h->kinds,
                 .callee = h->shy ? (Str){0} : str_keep(keep, h->callee),
                 .shape = h->shape};
    r.shape.prefix = str_keep(keep, r.shape.prefix);
    r.shape.suffix = str_keep(keep, r.shape.suffix);
    const Taint *v[TAINTS_MAX * 2];
    int n = 0;
    for (const Taint *t = h->taint; t && n < TAINTS_MAX; t = t->next) {
        int at = n++;
        for (; at > 0 && before(t, v[at - 1], h->kinds); at--) v[at] = v[at - 1];
        v[at] = t;
    }
    for (int i = 0; i < n && i < FLOW_PATHS; i++)
        r.paths[r.npaths++] = path_report(w, h, v[i], keep);
    if (n) r.reach = v[0]->kinds & KINDS_NATURE, r.guess = guess(h, v[0]);
    if (n && h->line->kind == M_SINK) r.blocked = blocked_on(w, h, v[0], keep);
    return r;
}

// The same sink met from several files: the best sources of all.
static void merge_hit(FlowHit *a, const FlowHit *b)
{
    FlowHit was = *a;
    a->kinds |= b->kinds;
    bool better = reach_rank(b->reach) < reach_rank(a->reach) ||
                  (reach_rank(b->reach) == reach_rank(a->reach) && b->guess > a->guess);
    if (better) {
        *a = *b;
        a->kinds |= was.kinds;
        b = &was;
    }
    for (Size i = 0; i < b->npaths && a->npaths < FLOW_PATHS; i++) {
        bool known = false;
        for (Size k = 0; k < a->npaths; k++)
            known |= str_eq(a->paths[k].v[0].path, b->paths[i].v[0].path) &&
                     a->paths[k].v[0].at.beg == b->paths[i].v[0].at.beg;
        if (!known) a->paths[a->npaths++] = b->paths[i];
    }
}

static int by_node(const void *x, const void *y)
{
    const FlowHit *a = x, *b = y;
    return (a->node > b->node) - (a->node < b->node);
}

// Of each place and sink one, which takes up the later ones.
static void join_hits(World *w, FlowFile *f)
{
    Size n = 0, first = 0;
    sort_items(f->hits.v, f->hits.n, (Size)sizeof *f->hits.v, by_node, w->a);
    for (Size i = 0; i < f->hits.n; i++) {
        const FlowHit h = f->hits.v[i];
        if (!n || f->hits.v[n - 1].node != h.node) first = n;
        Size at = first;
        while (at < n && f->hits.v[at].sink != h.sink) at++;
        if (at < n) merge_hit(&f->hits.v[at], &h);
        else f->hits.v[n++] = h;
    }
    f->hits.n = n;
}

static int hit_order(const void *x, const void *y)
{
    const FlowHit *a = x, *b = y;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    return str_cmp(a->sink->file, b->sink->file) ? str_cmp(a->sink->file, b->sink->file)
                                                 : a->sink->line - b->sink->line;
}

static int mark_order(const void *x, const void *y)
{
    const FlowMark *a = x, *b = y;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    return str_cmp(a->mark->file, b->mark->file) ? str_cmp(a->mark->file, b->mark->file)
                                                 : a->mark->line - b->mark->line;
}

static FlowMark *mark_at(FlowFile *f, NodeId node, const ModelLine *line)
{
    for (Size i = 0; i < f->marks.n; i++)
        if (f->marks.v[i].node == node && f->marks.v[i].mark == line) return &f->marks.v[i];
    return NULL;
}

static void own_marks(World *w, FlowFile *f)
{
    for (Size i = 0; i < w->box->marks.n; i++) {
        const MarkSeen *m = &w->box->marks.v[i];
        FlowMark r = {.func = m->func, .call = m->call, .node = m->node, .mark = m->line,
                      .guess = m->shy ? CONF_MEDIUM : CONF_HIGH, .callee = m->callee};
        const Hit as = {.mod = m->mod, .node = m->node, .callee = m->callee};
        if (m->way) r.ways[r.nways++] = path_report(w, &as, m->way, &w->a);
        *push(&w->a, &f->marks) = r;
    }
}

// What others' constants made of calls here came as a hit without data.
static void late_marks(World *w, FlowFile *f)
{
    Size n = 0;
    for (Size i = 0; i < f->hits.n; i++) {
        const FlowHit *h = &f->hits.v[i];
        if (h->sink->kind != M_MARK) {
            f->hits.v[n++] = *h;
            continue;
        }
        FlowMark *m = mark_at(f, h->node, h->sink);
        if (!m) {
            m = push(&w->a, &f->marks);
            *m = (FlowMark){.func = h->func, .call = h->call, .node = h->node, .mark = h->sink,
                            .guess = h->guess, .callee = h->callee};
        }
        for (Size k = 0; k < h->npaths && m->nways < FLOW_PATHS; k++)
            m->ways[m->nways++] = h->paths[k];
    }
    f->hits.n = n;
}

void file_report(World *w, FlowFile *f, const FlowHit *late, Size n)
{
    for (Size i = 0; i < w->box->hits.n; i++)
        if ((Size)w->box->hits.v[i].mod == w->unit) {
            const FlowHit h = hit_report(w, &w->box->hits.v[i], &w->a);
            *push(&w->a, &f->hits) = h;
        }
    for (Size i = 0; i < n; i++) *push(&w->a, &f->hits) = late[i];
    join_hits(w, f);
    own_marks(w, f);
    late_marks(w, f);
    f->notes.v = w->box->notes.v;
    f->notes.n = w->box->notes.n;
    f->notes.cap = w->box->notes.cap;
    sort_items(f->hits.v, f->hits.n, (Size)sizeof *f->hits.v, hit_order, w->a);
    sort_items(f->marks.v, f->marks.n, (Size)sizeof *f->marks.v, mark_order, w->a);
}

int flow_file_steps(const FlowPath *p)
{
    int n = 0;
    for (Size i = 1; i < p->n; i++) n += !p->v[i].beside && !str_eq(p->v[i].path, p->v[i - 1].path);
    return n;
}
