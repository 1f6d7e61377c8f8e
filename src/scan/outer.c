// scan/outer: notebooks and Markdown files judged as the Python they hold, and what was found
// placed back where it stands in them. Lines are kept: a line of the Python is the file's line
// wherever the file's own form allows it.
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"
#include <jansson.h>

// ---- the Python, line by line where it was

typedef struct {
    Str raw;
    Size at;
    int line;
} LineAt; // the line of a rising byte

static int line_at(LineAt *l, Size to)
{
    for (; l->at < to && l->at < l->raw.len; l->at++) l->line += l->raw.s[l->at] == '\n';
    return l->line;
}

typedef struct {
    Buf out;
    int line;
} Laid;

static void lay(Laid *l, Str text)
{
    for (Size i = 0; i < text.len; i++) l->line += text.s[i] == '\n';
    buf_add(&l->out, text);
}

// Empty lines until the piece's own line is reached; only between whole lines.
static void lay_until(Laid *l, int line)
{
    while (l->line < line && (!l->out.n || l->out.v[l->out.n - 1] == '\n')) lay(l, S("\n"));
}

static Str laid_out(Str raw, Str src, PyPieces *map, Arena *keep)
{
    Laid l = {.out = {.keep = keep}, .line = 1};
    LineAt where = {raw, 0, 1};
    uint32_t done = 0;
    for (Size i = 0; i < map->n; i++) {
        PyPiece *p = &map->v[i];
        lay(&l, str_sub(src, done, p->from)); // what the extraction put between
        lay_until(&l, line_at(&where, p->to));
        Str text = str_sub(src, p->from, p->from + p->len);
        done = p->from + p->len;
        p->from = (uint32_t)l.out.n;
        lay(&l, text);
    }
    lay(&l, str_sub(src, done, -1));
    return buf_str(&l.out);
}

static bool is_json(Str raw)
{
    json_t *doc = json_loadb(raw.s, (size_t)raw.len, 0, NULL);
    bool good = json_is_object(doc);
    json_decref(doc);
    return good;
}

Str outer_python(Str path, Str raw, Arena *keep, Str *src, PyPieces *map)
{
    bool book = py_is_notebook(path);
    bool any = book ? py_from_notebook(raw, keep, src, map) : py_from_markdown(raw, keep, src, map);
    if (any) *src = laid_out(raw, *src, map, keep);
    return book && !is_json(raw) ? S("is not a notebook: its JSON is broken") : (Str){"", 0};
}

// ---- places, back in the file

typedef struct {
    Str path, raw;
    const PyPieces *map;
    Size *starts, n;
    Arena *keep;
} Back;

static Size raw_of(const Back *b, uint32_t at)
{
    Size lo = 0, hi = b->map->n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (b->map->v[mid].from <= at) lo = mid + 1;
        else hi = mid;
    }
    if (!lo) return 0;
    const PyPiece *p = &b->map->v[lo - 1];
    uint32_t into = at - p->from;
    return (Size)p->to + (into < p->len ? into : p->len);
}

static void place_raw(const Back *b, Size at, int *line, int *col)
{
    Size lo = 0, hi = b->n;
    while (hi - lo > 1) {
        Size mid = lo + (hi - lo) / 2;
        if (b->starts[mid] <= at) lo = mid;
        else hi = mid;
    }
    *line = (int)lo + 1;
    *col = (int)(at - b->starts[lo]);
}

static Str raw_line(const Back *b, int line)
{
    Size from = b->starts[line - 1], to = line < b->n ? b->starts[line] - 1 : b->raw.len;
    if (to > from && b->raw.s[to - 1] == '\r') to--;
    return str_keep(b->keep, str_sub(b->raw, from, to));
}

static Span span_back(const Back *b, Span at)
{
    Size beg = raw_of(b, at.beg), end = at.end > at.beg ? raw_of(b, at.end - 1) + 1 : beg;
    return (Span){(uint32_t)beg, (uint32_t)end};
}

static void step_back(const Back *b, FlowStep *s)
{
    if (!str_eq(s->path, b->path)) return;
    s->at = span_back(b, s->at);
    place_raw(b, s->at.beg, &s->line, &s->col);
}

static void finding_back(const Back *b, Finding *f)
{
    f->at = span_back(b, f->at);
    place_raw(b, f->at.beg, &f->line, &f->col);
    place_raw(b, f->at.end, &f->end_line, &f->end_col);
    f->snippet = raw_line(b, f->line);
    f->fix = (Fix){0}; // its edits are those of the Python alone
    for (Size i = 0; i < f->npaths; i++)
        for (Size k = 0; k < f->paths[i].n; k++) step_back(b, &f->paths[i].v[k]);
}

void outer_back(Str path, Str raw, const PyPieces *map, Finding *f, Size n, Arena *keep,
                Arena scratch)
{
    Size lines = 1, at = 1;
    for (Size i = 0; i < raw.len; i++) lines += raw.s[i] == '\n';
    Back b = {path, raw, map, new (&scratch, Size, lines), lines, keep};
    for (Size i = 0; i < raw.len; i++)
        if (raw.s[i] == '\n') b.starts[at++] = i + 1;
    for (Size i = 0; i < n; i++) finding_back(&b, &f[i]);
}
