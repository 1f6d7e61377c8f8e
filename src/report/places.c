// report/places: lines and columns in the reader's units, and a fix as edits of the file as it is.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

Str source_of(const Report *r, Str path)
{
    return r->source ? r->source(r->self, path) : (Str){"", 0};
}

typedef struct { Size *v; Size n, cap; } Starts;

static const Starts *starts_of(const Report *r, Str path, Str text)
{
    if (!r->memo || !text.len) return NULL;
    void **at = map_at(r->memo->keep, &r->memo->lines, path);
    if (*at) return *at;
    Starts *s = new (r->memo->keep, Starts, 1);
    *push(r->memo->keep, s) = 0;
    for (const char *nl = text.s; (nl = memchr(nl, '\n', (size_t)(text.s + text.len - nl)));)
        *push(r->memo->keep, s) = ++nl - text.s;
    *at = s;
    return s;
}

static Size line_start(const Report *r, Str path, Str text, int line)
{
    const Starts *s = starts_of(r, path, text);
    if (s) return line < 1 ? 0 : line <= s->n ? s->v[line - 1] : -1;
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
    Size at = line_start(r, path, text, line);
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

Str line_part(Str line, int col, Size most, int *cut)
{
    *cut = 0;
    if (line.len <= most) return line;
    Size before = col + LINE_CONTEXT > most && col > LINE_CONTEXT / 2 ? col - LINE_CONTEXT / 2 : 0;
    before = str_most(line, before).len;
    *cut = (int)before;
    return str_most(str_sub(line, before, -1), most - 2);
}

// Thousands of findings in one line are each quoted with what is around them, not with all of it.
Str line_quoted(Str line, int col) { return line_part(line, col, LINE_QUOTED, &(int){0}); }

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
    const Starts *s = starts_of(r, path, text);
    Size lo = 0, hi = s ? s->n : 1;
    while (hi - lo > 1) {
        Size mid = lo + (hi - lo) / 2;
        if (s->v[mid] <= at.beg) lo = mid;
        else hi = mid;
    }
    p.line += (int)lo;
    advance(text, s ? (uint32_t)s->v[lo] : 0, at.beg, &p.line, &p.col);
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
    Str below = path_below(whole, root);
    return below.s ? below : whole;
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

static void add_imports(const Report *r, Str path, Str text, const Change *c, FixEdits *out,
                        Arena *keep)
{
    Pool pool;
    bool taken = false;
    Change imports = {.add = c->add};
    if (!c->add.n || !pool_open(&pool, (Size)8 << 30)) return;
    Tree *t = py_parse(text, (PyOptions){.no_symbols = true}, &pool.arena);
    Str after = edit_apply(t, &imports, 1, &taken, keep, pool.arena);
    if (str_eq(t->src, text)) add_difference(r, path, text, after, out, keep);
    pool_close(&pool);
}

static Str imports_key(Str path, const Imports *add, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_add(&b, path);
    for (Size i = 0; i < add->n; i++)
        buf_fmt(&b, "\n%.*s %.*s %.*s", STR_ARG(add->v[i].module), STR_ARG(add->v[i].name),
                STR_ARG(add->v[i].as));
    return buf_str(&b);
}

static FixEdits imports_of(const Report *r, Str path, Str text, const Change *c, Arena *keep)
{
    FixEdits made = {0};
    if (!c->add.n) return made;
    if (!r->memo) {
        add_imports(r, path, text, c, &made, keep);
        return made;
    }
    Arena *own = r->memo->keep;
    void **at = map_at(own, &r->memo->imports, imports_key(path, &c->add, own));
    if (!*at) {
        FixEdits *known = *at = new (own, FixEdits, 1);
        add_imports(r, path, text, c, known, own);
    }
    return *(FixEdits *)*at;
}

// One file's part of a fix.
static void add_part(const Report *r, Str path, Str text, const Change *c, FixEdits *out,
                     Arena *keep)
{
    FixEdits imports = imports_of(r, path, text, c, keep);
    for (Size i = 0; i < imports.n; i++) *push(keep, out) = imports.v[i];
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
