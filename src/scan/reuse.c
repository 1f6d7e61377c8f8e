// scan/reuse: what an earlier scan found, for files whose walk still holds; and what this one
// leaves for the next.
// SPDX-License-Identifier: MIT
#include "scan/session.h"

void reuse_file(void *self, Size i)
{
    Running *r = self;
    const Source *src = &r->sources->v[i];
    Size from = r->out->findings.n;
    pool_reset(r->scratch);
    r->found[i] = src->was->found;
    if (!found_unpack(str_keep(r->keep, src->was->found), src->path, r->out, r->keep)) {
        atomic_store(&r->torn, true);
        missing_add(r->out, r->keep, src->path, 0, S("suture"),
                    S("what the cache has of it cannot be read; try --no-cache"));
    }
    r->out->reused++;
    Str text;
    if (keep_shown(r, from, src->path) && text_again(r, src, NULL, &text)) {
        r->out->texts[r->out->ntexts].path = src->path;
        r->out->texts[r->out->ntexts++].text = text;
    }
    *push(r->keep, &r->out->files) = src->path;
    size_t done = atomic_fetch_add(r->done, 1) + 1;
    note_done(r, (Size)done, r->out->findings.n);
}

static bool same_id(const ModuleId *a, const ModuleId *b)
{
    return str_eq(a->name, b->name) && a->is_package == b->is_package && a->is_test == b->is_test &&
           a->of_many == b->of_many && a->of_project == b->of_project && a->is_sole == b->is_sole;
}

// Which files that are the same asked for templates that are not. The questions are noted for the
// next run.
static bool *moved_beside(Session *s, Running *r, const bool *same, bool *any)
{
    bool *moved = new(r->keep, bool, r->sources->n);
    for (Size k = 0; k < s->cache.beside.n; k++) {
        const CacheBeside *a = &s->cache.beside.v[k];
        Size i = source_at(r->sources, a->from);
        if (i < 0 || !same[i] ||
            hash_eq(beside_ask(&r->beside, i, a->name, a->folder).print, a->print))
            continue;
        *any = moved[i] = true;
    }
    return moved;
}

bool reuse_all(Session *s, Running *r, FlowFiles ids, FlowKept *kept)
{
    const Sources *sources = r->sources;
    Arena *keep = r->keep;
    bool any = false;
    int32_t *was = new(keep, int32_t, sources->n);
    bool *same = new(keep, bool, sources->n), all = sources->n == s->cache.analysed;
    Size again = -1;
    for (Size i = 0; i < sources->n; i++) {
        const CacheRow *row = sources->v[i].was;
        if (str_eq(sources->v[i].path, s->opt.explain_path)) again = i;
        was[i] = row ? (int32_t)row->number : -1;
        same[i] = sources->v[i].same && was[i] >= 0 && same_id(&ids.v[i], &row->id);
        all &= same[i];
    }
    *kept = (FlowKept){.bytes = s->cache.flow,
                       .nfiles = s->cache.analysed,
                       .was = was,
                       .same = same,
                       .again = again,
                       .moved = moved_beside(s, r, same, &any),
                       .reuse = reuse_file};
    return all && again < 0 && !any;
}

void leave(Session *s, Running *r, const Sources *all, FlowFiles ids, Str flow)
{
    CacheRow *rows = new(r->keep, CacheRow, all->n);
    Size n = 0, k = 0;
    for (Size i = 0; i < all->n; i++) {
        const Source *src = &all->v[i];
        bool analysed = k < r->sources->n && str_eq(src->path, r->sources->v[k].path);
        if (src->look.read)
            rows[n] = (CacheRow){.path = src->path, .stat = src->stat, .look = src->look};
        if (src->look.read && analysed) rows[n].id = ids.v[k], rows[n].found = r->found[k];
        n += src->look.read;
        k += analysed;
    }
    CacheBeside *beside = new(r->keep, CacheBeside, r->beside.asked.n);
    for (Size i = 0; i < r->beside.asked.n; i++) {
        const BesideAsked *a = &r->beside.asked.v[i];
        beside[i] = (CacheBeside){r->sources->v[a->from].path, a->name, a->folder, a->print};
    }
    s->cache.beside.v = beside, s->cache.beside.n = r->beside.asked.n;
    Err e = cache_write(&s->cache, rows, n, flow, (int64_t)r->began * 1000000000, r->keep);
    if (e.kind && !s->cache.told)
        *push(r->keep, &r->out->notes) =
            str_fmt(r->keep, "no cache is kept: %.*s", STR_ARG(e.what));
    s->cache.told |= e.kind != ERR_NONE;
}

// Of those that had to be read, some need not be the next time.
bool may_go_unread(const Running *r, const Sources *all)
{
    for (Size i = 0; i < all->n; i++)
        if (!all->v[i].unread && all->v[i].look.read &&
            all->v[i].stat.mtime_ns < (int64_t)(r->began - 3) * 1000000000)
            return true;
    return false;
}
