// report/places: lines and columns in the reader's units, and a fix as edits of the file as it is.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

Str source_of(const Report *r, Str path)
{
    return r->source ? r->source(r->self, path) : (Str){"", 0};
}

static Size line_start(Str text, int line)
{
    Size at = 0;
    for (int i = 1; i < line; i++) {
        const char *nl = at < text.len ? memchr(text.s + at, '\n', (size_t)(text.len - at)) : NULL;
        if (!nl) return -1;
        at = nl - text.s + 1;
    }
    return at;
}

Str source_line(const Report *r, Str path, int line)
{
    Str text = source_of(r, path);
    Size at = line_start(text, line);
    if (at < 0 || at >= text.len) return (Str){"", 0};
    const char *nl = memchr(text.s + at, '\n', (size_t)(text.len - at));
    Size end = nl ? nl - text.s : text.len;
    if (end > at && text.s[end - 1] == '\r') end--;
    return str_sub(text, at, end);
}

static int column(Str line, int col, bool utf16)
{
    int n = 0;
    for (Size i = 0, step; i < line.len && i < col; i += step) {
        uint32_t c = 0;
        step = utf8_step(line, i, &c);
        n += 1 + (utf16 && c > 0xffff);
        if (!step) step = 1;
    }
    return n + (col > line.len ? col - (int)line.len : 0);
}

int column_chars(Str line, int col) { return column(line, col, false); }
int column_utf16(Str line, int col) { return column(line, col, true); }

Place place_of(const Finding *f)
{
    return (Place){f->path, f->line, f->col, f->end_line, f->end_col};
}

// Line and column of a byte, counted from a place already known.
static void advance(Str text, uint32_t from, uint32_t to, int *line, int *col)
{
    for (uint32_t i = from; i < to && i < text.len; i++) {
        if (text.s[i] == '\n') ++*line, *col = 0;
        else ++*col;
    }
}

Place place_of_span(const Report *r, Str path, Span at)
{
    Str text = source_of(r, path);
    Place p = {.path = path, .line = 1};
    advance(text, 0, at.beg, &p.line, &p.col);
    p.end_line = p.line, p.end_col = p.col;
    advance(text, at.beg, at.end, &p.end_line, &p.end_col);
    return p;
}

// Without "." and ".." parts; absolute.
static Str plain_path(Str cwd, Str path, Arena *keep)
{
    Str both = str_starts(path, S("/")) ? path
                                        : str_fmt(keep, "%.*s/%.*s", STR_ARG(cwd), STR_ARG(path));
    Buf b = {.keep = keep};
    for (Str part; str_cut(&both, S("/"), &part);) {
        if (!part.len || str_eq(part, S("."))) continue;
        if (!str_eq(part, S(".."))) {
            buf_fmt(&b, "/%.*s", STR_ARG(part));
            continue;
        }
        Size slash = str_rfind(buf_str(&b), '/');
        b.n = slash < 0 ? 0 : slash;
    }
    return buf_str(&b);
}

Str path_in_root(const Report *r, Str path, Arena *keep)
{
    if (!r->root.len || !r->cwd.len || str_eq(path, S("-")) || !path.len) return path;
    Str whole = plain_path(r->cwd, path, keep), root = r->root;
    bool below = str_starts(whole, root) && whole.len > root.len + 1 && whole.s[root.len] == '/';
    return below ? str_sub(whole, root.len + 1, -1) : whole;
}

static void add_edit(const Report *r, Str path, Span span, Str with, FixEdits *out, Arena *keep)
{
    *push(keep, out) = (FixEdit){place_of_span(r, path, span), span, with};
}

// The one region in which two texts differ: what an import's arrival changed.
static void add_difference(const Report *r, Str path, Str before, Str after, FixEdits *out,
                           Arena *keep)
{
    Size beg = 0, tail = 0, least = before.len < after.len ? before.len : after.len;
    while (beg < least && before.s[beg] == after.s[beg]) beg++;
    while (tail < least - beg && before.s[before.len - 1 - tail] == after.s[after.len - 1 - tail])
        tail++;
    if (before.len == after.len && beg == before.len) return;
    // whole lines read better
    while (beg > 0 && before.s[beg - 1] != '\n') beg--;
    Span span = {(uint32_t)beg, (uint32_t)(before.len - tail)};
    if (span.end < span.beg) span.end = span.beg;
    add_edit(r, path, span, str_sub(after, beg, after.len - (before.len - (Size)span.end)), out,
             keep);
}

// One file's part of a fix.
static void add_part(const Report *r, Str path, Str text, const Change *c, FixEdits *out,
                     Arena *keep)
{
    if (c->add.n || c->drop_if_unused.n) {
        Pool pool;
        bool taken = false;
        Change imports = {.add = c->add};
        if (!pool_open(&pool, (Size)8 << 30)) return;
        Tree *t = py_parse(text, (PyOptions){.no_symbols = true}, keep);
        Str after = c->add.n ? edit_apply(t, &imports, 1, &taken, keep, pool.arena) : text;
        pool_close(&pool);
        if (str_eq(t->src, text)) add_difference(r, path, text, after, out, keep);
    }
    for (Size i = 0; i < c->edits.n; i++)
        add_edit(r, path, c->edits.v[i].where, c->edits.v[i].with, out, keep);
}

// All files of it, the finding's own first; nothing when one of them is no longer what it was.
FixEdits fix_edits(const Report *r, const Finding *f, Arena *keep)
{
    FixEdits out = {0};
    const Change *c = &f->fix.change;
    Str text = source_of(r, f->path);
    if (f->fix.trust == TRUST_NONE || !text.len) return out;
    for (Size i = 0; i < c->others.n; i++)
        if (edit_print(source_of(r, c->others.v[i].path)) != c->others.v[i].seen) return out;
    add_part(r, f->path, text, c, &out, keep);
    for (Size i = 0; i < c->others.n; i++) {
        Str path = c->others.v[i].path;
        add_part(r, path, source_of(r, path), &c->others.v[i].change, &out, keep);
    }
    return out;
}
