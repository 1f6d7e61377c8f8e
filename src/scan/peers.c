// scan/peers: other engines' findings, merged with ours: one weakness at one place is one finding
// that names every engine that saw it. Comments and filters hold for theirs as for ours.
// SPDX-License-Identifier: MIT
#include "scan/peers.h"
#include "peer/peer.h"

static bool merged(ScanResult *out, const Finding *theirs, Size ours, Arena *keep)
{
    for (Size i = 0; i < ours; i++) {
        Finding *f = &out->findings.v[i];
        if (!findings_agree(f, theirs)) continue;
        if (str_find(f->engine, theirs->engine) < 0)
            f->engine = str_fmt(keep, "%.*s, %.*s", STR_ARG(f->engine), STR_ARG(theirs->engine));
        return true;
    }
    return false;
}

static void take(const PeerResult *r, Str engine, ScanResult *out, Findings *fresh, Arena *keep)
{
    for (Size i = 0; i < r->findings.n; i++)
        if (!merged(out, &r->findings.v[i], out->findings.n, keep))
            *push(keep, fresh) = r->findings.v[i];
    for (Size i = 0; i < r->missing.n; i++)
        missing_add(out, keep, r->missing.v[i].path, 0, engine, r->missing.v[i].why);
    if (!r->version.len) return;
    push(keep, &out->engines)->name = engine;
    out->engines.v[out->engines.n - 1].version = r->version;
}

static const Source *source_of(const Sources *files, Str path)
{
    for (Size i = 0; i < files->n; i++)
        if (str_eq(files->v[i].path, path)) return &files->v[i];
    return NULL;
}

static void hide_by_comments(const ScanOptions *o, const Source *src, Findings *of_file,
                             Arena *keep)
{
    Pool pool, scratch;
    Str text;
    if (!pool_open(&pool, (Size)8 << 30)) return;
    bool read = src->has_text || !os_read(src->path, o->most_bytes, &pool.arena, &text).kind;
    if (src->has_text) text = src->text;
    if (read && pool_open(&scratch, (Size)8 << 30)) {
        Tree *t = py_parse(text, (PyOptions){.no_symbols = true}, &pool.arena);
        suppress(t, src->path, of_file, 0, false, keep, scratch.arena);
        pool_close(&scratch);
    }
    pool_close(&pool);
}

static void keep_shown(const ScanOptions *o, const Findings *of_file, ScanResult *out, Arena *keep)
{
    for (Size i = 0; i < of_file->n; i++) {
        const Finding *f = &of_file->v[i];
        if (!filter_shows(o, f)) continue;
        out->hidden += f->hidden;
        if (!f->hidden || o->show_hidden) *push(keep, &out->findings) = *f;
    }
}

// Findings of the peers alone, a file at a time.
static void add_fresh(const ScanOptions *o, const Sources *files, Findings *fresh, ScanResult *out,
                      Arena *keep)
{
    sort_items(fresh->v, fresh->n, sizeof *fresh->v, finding_order, *keep);
    for (Size i = 0, n; i < fresh->n; i += n) {
        const Source *src = source_of(files, fresh->v[i].path);
        Findings of_file = {0};
        for (n = 0; i + n < fresh->n && str_eq(fresh->v[i + n].path, fresh->v[i].path); n++)
            *push(keep, &of_file) = fresh->v[i + n];
        if (src) hide_by_comments(o, src, &of_file, keep);
        keep_shown(o, &of_file, out, keep);
    }
}

void scan_peers(const ScanOptions *o, const Sources *files, ScanResult *out, Arena *keep)
{
    PeerFile *list = new(keep, PeerFile, files->n);
    Findings fresh = {0};
    for (Size i = 0; i < files->n; i++)
        list[i] = (PeerFile){files->v[i].path, files->v[i].text, files->v[i].has_text};
    for (Size i = 0; i < o->nengines && !os_stopped(); i++) {
        PeerResult r;
        const Peer *p = peer_find(o->engines[i]);
        check(p);
        peer_run(p, list, files->n, keep, &r);
        take(&r, p->name, out, &fresh, keep);
    }
    add_fresh(o, files, &fresh, out, keep);
}
