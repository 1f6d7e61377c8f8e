// scan/found: one file's findings and diagnostics as bytes for the cache, and back.
// SPDX-License-Identifier: MIT
#include "scan/cache.h"

static void pack_imports(Pack *p, Imports *list)
{
    pack_array(p, list->v, list->n);
    for (Size i = 0; i < list->n; i++) {
        pack_str(p, &list->v[i].module);
        pack_str(p, &list->v[i].name);
        pack_str(p, &list->v[i].as);
    }
    if (p->reading) list->cap = list->n;
}

static void pack_change(Pack *p, Change *c, bool whole)
{
    Edits *e = &c->edits;
    pack_array(p, e->v, e->n);
    for (Size i = 0; i < e->n; i++) {
        pack(p, e->v[i].where.beg);
        pack(p, e->v[i].where.end);
        pack_str(p, &e->v[i].with);
    }
    if (p->reading) e->cap = e->n;
    pack_imports(p, &c->add);
    pack_imports(p, &c->drop_if_unused);
    pack_str(p, &c->needs);
    if (!whole) return;
    pack_array(p, c->others.v, c->others.n);
    for (Size i = 0; i < c->others.n; i++) {
        pack_str(p, &c->others.v[i].path);
        pack_uint(p, &c->others.v[i].seen);
        pack_change(p, &c->others.v[i].change, false);
    }
    if (p->reading) c->others.cap = c->others.n;
}

static void pack_fix(Pack *p, Fix *f)
{
    pack(p, f->trust);
    if (f->trust == TRUST_NONE) return;
    pack_str(p, &f->says);
    pack_change(p, &f->change, true);
}

// Thousands may stand in one line, and its text is said once: before: the finding before it, or NULL.
static void pack_snippet(Pack *p, Finding *f, const Finding *before)
{
    bool same = before && !p->reading && str_eq(before->snippet, f->snippet);
    pack(p, same);
    if (!same) pack_str(p, &f->snippet);
    else if (!before) p->bad = true;
    else f->snippet = before->snippet;
}

static void pack_finding(Pack *p, Finding *f, const Finding *before)
{
    Str *texts[] = {&f->rule, &f->engine, &f->function, &f->title, &f->message, &f->suppressed};
    for (Size i = 0; i < countof(texts); i++) pack_str(p, texts[i]);
    pack_snippet(p, f, before);
    int *numbers[] = {&f->cwe, &f->also[0],  &f->also[1], &f->line,
                      &f->col, &f->end_line, &f->end_col};
    for (Size i = 0; i < countof(numbers); i++) pack(p, *numbers[i]);
    pack(p, f->severity);
    pack(p, f->confidence);
    pack(p, f->at.beg);
    pack(p, f->at.end);
    pack(p, f->hidden);
    pack_uint(p, &f->fingerprint);
    pack_array(p, f->paths, f->npaths);
    for (Size i = 0; i < f->npaths; i++) flow_pack_path(p, &f->paths[i]);
    pack_array(p, f->notes, f->nnotes);
    for (Size i = 0; i < f->nnotes; i++) pack_str(p, &f->notes[i]);
    pack_fix(p, &f->fix);
}

static void pack_missing(Pack *p, NotAnalysed *m)
{
    pack(p, m->line);
    pack_str(p, &m->engine);
    pack_str(p, &m->why);
}

Str found_pack(const Findings *f, Size from, const ScanResult *out, Size first, Arena *keep)
{
    if (f->n == from && out->missing.n == first) return (Str){0};
    Pack p = pack_writer(keep);
    pack_count(&p, f->n - from);
    for (Size i = from; i < f->n; i++) {
        Finding copy = f->v[i];
        pack_finding(&p, &copy, i > from ? &f->v[i - 1] : NULL);
    }
    pack_count(&p, out->missing.n - first);
    for (Size i = first; i < out->missing.n; i++) {
        NotAnalysed copy = out->missing.v[i];
        pack_missing(&p, &copy);
    }
    return buf_str(&p.out);
}

bool found_unpack(Str bytes, Str path, ScanResult *out, Arena *keep)
{
    if (!bytes.len) return true;
    Size findings = out->findings.n, missing = out->missing.n;
    Pack p = pack_reader(bytes, keep);
    Size n = pack_count(&p, 0);
    if (!out->findings.v) out->findings.v = new(keep, Finding, n), out->findings.cap = n;
    for (Size i = 0; i < n && !p.bad; i++) {
        Finding *f = push(keep, &out->findings);
        *f = (Finding){.path = path};
        pack_finding(&p, f, i ? f - 1 : NULL);
    }
    n = pack_count(&p, 0);
    for (Size i = 0; i < n && !p.bad; i++) {
        NotAnalysed *m = push(keep, &out->missing);
        *m = (NotAnalysed){.path = path};
        pack_missing(&p, m);
    }
    if (pack_done(&p)) return true;
    out->findings.n = findings;
    out->missing.n = missing;
    return false;
}
