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
    for (Size i = 0; i < r->notes.n; i++) *push(keep, &out->notes) = r->notes.v[i];
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

static Str def_name(const Tree *t, NodeId n)
{
    int kind = py_kind(t, n);
    if (kind == PY_ClassDef) return py_name(t, py_sym(t, n, ClassDef_name));
    if (kind != PY_FunctionDef && kind != PY_AsyncFunctionDef) return (Str){0};
    return py_name(t, py_sym(t, n, FunctionDef_name));
}

// The qualified name of what is around a place, as our own findings have it: "C.m", "f.<locals>.g".
static Str function_at(const Tree *t, uint32_t at, Arena *keep)
{
    Str qual = {"", 0};
    bool in_function = false;
    for (NodeId n = t->root, child; n; n = child) {
        uint32_t it = 0;
        while ((child = py_next_child(t, n, &it)))
            if (py_at(t, child)->beg <= at && at < py_at(t, child)->end) break;
        Str name = child ? def_name(t, child) : (Str){0};
        if (!name.len) continue;
        qual = !qual.len ? str_keep(keep, name)
                         : str_fmt(keep, "%.*s.%s%.*s", STR_ARG(qual),
                                   in_function ? "<locals>." : "", STR_ARG(name));
        in_function = py_kind(t, child) != PY_ClassDef;
    }
    return qual;
}

// Others give lines and columns; what we do with a finding needs its bytes and its function.
static void locate(const Tree *t, Findings *list, Arena *keep)
{
    for (Size i = 0; i < list->n; i++) {
        Finding *f = &list->v[i];
        if (f->line < 1 || f->line > (int)t->lines.n) continue;
        Span line = py_line(t, f->line);
        Str text = str_sub(t->src, line.beg, line.end);
        uint32_t col = f->col > 0 && f->col < (int)text.len ? (uint32_t)f->col : 0;
        while (col < text.len && (text.s[col] == ' ' || text.s[col] == '\t')) col++;
        f->at = (Span){line.beg + col, line.end};
        if (!f->function.len) f->function = function_at(t, f->at.beg, keep);
        if (!f->snippet.len) f->snippet = str_keep(keep, str_trim(text));
    }
}

static void look_at_file(const ScanOptions *o, const Source *src, Findings *of_file, Arena *keep)
{
    Pool pool, scratch;
    Str text;
    if (!pool_open(&pool, (Size)8 << 30)) return;
    bool read = src->has_text || !os_read(src->path, o->most_bytes, &pool.arena, &text).kind;
    if (src->has_text) text = src->text;
    if (read && pool_open(&scratch, (Size)8 << 30)) {
        Tree *t = py_parse(text, (PyOptions){.no_symbols = true}, &pool.arena);
        locate(t, of_file, keep);
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
        if (src) look_at_file(o, src, &of_file, keep);
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
        peer_ask(o->engines[i], list, files->n, keep, &r);
        take(&r, r.name, out, &fresh, keep);
    }
    for (Size i = 0; i < o->nsarif && !os_stopped(); i++) {
        PeerResult r;
        peer_sarif(o->sarif[i], o->sarif_command, list, files->n, keep, &r);
        take(&r, r.name, out, &fresh, keep);
    }
    add_fresh(o, files, &fresh, out, keep);
}
