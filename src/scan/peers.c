// scan/peers: other engines' findings, merged with ours: one weakness at one place is one finding that
// names every engine that saw it.
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"
#include "scan/peers.h"
#include "peer/peer.h"

static void merge(ScanResult *out, const Finding *theirs, Size ours, Arena *keep)
{
    for (Size i = 0; i < ours; i++) {
        Finding *f = &out->findings.v[i];
        if (!findings_agree(f, theirs)) continue;
        if (str_find(f->engine, theirs->engine) < 0)
            f->engine = str_fmt(keep, "%.*s, %.*s", STR_ARG(f->engine), STR_ARG(theirs->engine));
        return;
    }
    *push(keep, &out->findings) = *theirs;
}

static void take(const PeerResult *r, Str engine, ScanResult *out, Arena *keep)
{
    Size ours = out->findings.n;
    for (Size i = 0; i < r->findings.n; i++) merge(out, &r->findings.v[i], ours, keep);
    for (Size i = 0; i < r->missing.n; i++) missing_add(out, keep, r->missing.v[i].path, 0, engine, r->missing.v[i].why);
}

void scan_peers(const ScanOptions *o, const Sources *files, ScanResult *out, Arena *keep)
{
    PeerFile *list = new(keep, PeerFile, files->n);
    for (Size i = 0; i < files->n; i++) list[i] = (PeerFile){files->v[i].path, files->v[i].text, files->v[i].has_text};
    for (Size i = 0; i < o->nengines && !os_stopped(); i++) {
        PeerResult r;
        const Peer *p = peer_find(o->engines[i]);
        check(p);
        peer_run(p, list, files->n, keep, &r);
        if (r.version.len) {
            push(keep, &out->engines)->name = p->name;
            out->engines.v[out->engines.n - 1].version = r.version;
        }
        take(&r, p->name, out, keep);
    }
}
