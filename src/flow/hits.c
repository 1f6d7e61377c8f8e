// flow/hits: what data of one file reached in another, as bytes. Two forms: the cache's, with texts
// and paths in full, so that the same walk gives the same bytes however files are numbered; and that
// of a run, where they wait until all files are walked: texts are numbers of a table and paths are
// the files'. A hit with its paths takes kilobytes, in that form a hundred bytes.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"

// texts: of a run's form; NULL: the cache's. e: NULL when nobody asks for a step's module.
typedef struct { Pack *p; const Engine *e; Names *texts; } Form;

static void pack_text(const Form *f, Str *s)
{
    if (!f->texts) {
        pack_str(f->p, s);
        return;
    }
    uint64_t number = f->p->reading ? 0 : name_add(f->texts, *s);
    pack_uint(f->p, &number);
    if (f->p->reading) *s = name_str(f->texts, (Sym)number);
}

static Size file_of(const Engine *e, Str path)
{
    Size lo = 0, hi = e->files.n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (str_cmp(e->files.v[mid].path, path) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo < e->files.n && str_eq(e->files.v[lo].path, path) ? lo : 0;
}

// A step whose module could not be read has no path.
static void pack_place(const Form *f, FlowStep *s)
{
    pack(f->p, s->beside);
    if (!f->texts || s->beside) {
        if (f->texts) pack_text(f, &s->path);
        else pack_str(f->p, &s->path);
        if (f->p->reading && f->e && !s->beside) s->module = file_of(f->e, s->path);
        return;
    }
    uint64_t place = (uint64_t)s->module << 1 | (s->path.len > 0);
    pack_uint(f->p, &place);
    if (!f->p->reading) return;
    s->module = (Size)(place >> 1);
    s->path = place & 1 ? f->e->files.v[s->module].path : (Str){0};
}

static void pack_step(const Form *f, FlowStep *s)
{
    pack_place(f, s);
    pack_text(f, &s->text), pack_text(f, &s->what);
    pack(f->p, s->at.beg), pack(f->p, s->at.end), pack(f->p, s->line), pack(f->p, s->col);
}

static void pack_path(const Form *f, FlowPath *path)
{
    pack_uint(f->p, &path->source);
    pack(f->p, path->shaped);
    pack_array(f->p, path->v, path->n);
    for (Size i = 0; i < path->n; i++) pack_step(f, &path->v[i]);
}

void flow_pack_path(Pack *p, FlowPath *path) { pack_path(&(Form){p, NULL, NULL}, path); }

// A sink is a line of the models, or what an entry's line makes of a function's result.
static void pack_sink(const Form *f, FlowHit *h)
{
    Pack *p = f->p;
    bool reply = !p->reading && h->sink->kind == M_SINK &&
                 models_line(f->e->run->models, h->sink->serial) != h->sink;
    uint32_t serial = p->reading ? 0 : h->sink->serial;
    Kinds kinds = p->reading ? 0 : h->sink->kinds;
    pack(p, reply), pack(p, serial);
    pack_uint(p, &kinds);
    if (!p->reading) return;
    h->sink = models_line(f->e->run->models, serial);
    if (!h->sink) { p->bad = true; return; }
    if (!reply) return;
    ModelLine *line = new(p->keep, ModelLine, 1);
    *line = *h->sink;
    line->kind = M_SINK;
    line->kinds = kinds;
    line->next = NULL;
    h->sink = line;
}

static void pack_blocked(const Form *f, FlowHit *h)
{
    Pack *p = f->p;
    Size n = 0;
    for (const Blocked *b = h->blocked; b; b = b->next) n++;
    n = pack_count(p, n);
    Blocked *all = new(p->keep, Blocked, n);
    const Blocked *b = h->blocked;
    for (Size i = 0; i < n; i++, b = p->reading ? NULL : b->next) {
        if (!p->reading) all[i] = *b;
        pack(p, all[i].at.beg);
        pack(p, all[i].at.end);
        pack_text(f, &all[i].why);
        all[i].next = i + 1 < n ? &all[i + 1] : NULL;
    }
    if (p->reading) h->blocked = n ? all : NULL;
}

static void pack_hit(const Form *f, FlowHit *h)
{
    Pack *p = f->p;
    pack_sink(f, h);
    pack(p, h->func), pack(p, h->call), pack(p, h->value), pack(p, h->node), pack(p, h->guess);
    pack_uint(p, &h->reach), pack_uint(p, &h->kinds);
    pack_text(f, &h->callee);
    pack_text(f, &h->shape.prefix), pack_text(f, &h->shape.suffix);
    pack(p, h->shape.whole);
    h->npaths = pack_count(p, h->npaths);
    if (h->npaths > FLOW_PATHS) h->npaths = 0, p->bad = true;
    for (Size i = 0; i < h->npaths; i++) pack_path(f, &h->paths[i]);
    pack_blocked(f, h);
}

void hit_pack(Pack *p, const Engine *e, FlowHit *h) { pack_hit(&(Form){p, e, NULL}, h); }

Str hit_bytes(const Engine *e, FlowHit *h, Names *texts, Arena *scratch, Arena *keep)
{
    Pack p = pack_writer(scratch);
    pack_hit(&(Form){&p, e, texts}, h);
    return str_keep(keep, buf_str(&p.out));
}

FlowHit hit_read(const Engine *e, Late late, Arena *keep)
{
    FlowHit h = {0};
    Pack p = pack_reader(late.hit, keep);
    pack_hit(&(Form){&p, e, late.texts}, &h);
    check(pack_done(&p));
    return h;
}
