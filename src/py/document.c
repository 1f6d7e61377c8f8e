// py/document: files that hold Python among other things: chosen by name, parsed from their extracted
// code, and positions led back to the file as it lies on a disk.
// SPDX-License-Identifier: MIT
#include "py/py.h"

enum { ESCAPE_MOST = 12 };                  // a JSON string's longest: \ud83d\ude00

typedef enum { FORM_PYTHON, FORM_MARKDOWN, FORM_NOTEBOOK } Form;

static bool ends_with(Str path, Str end)
{
    Str tail = str_sub(path, path.len - end.len, -1);
    if (path.len <= end.len) return false;
    for (Size i = 0; i < end.len; i++) {
        char c = tail.s[i];
        if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != end.s[i]) return false;
    }
    return true;
}

static Form form_of(Str path)
{
    static const struct { Str end; Form form; } forms[] = {
        {L(".ipynb"), FORM_NOTEBOOK},
        {L(".md"), FORM_MARKDOWN},
        {L(".markdown"), FORM_MARKDOWN},
    };
    for (Size i = 0; i < countof(forms); i++)
        if (ends_with(path, forms[i].end)) return forms[i].form;
    return FORM_PYTHON;
}

bool py_is_document(Str path) { return form_of(path) != FORM_PYTHON; }

bool py_is_notebook(Str path) { return form_of(path) == FORM_NOTEBOOK; }

static void find_lines(PyPieces *map, Str text, Arena *keep)
{
    *push(keep, &map->lines) = 0;
    for (const char *p = text.s, *end = text.s + text.len;
         p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        *push(keep, &map->lines) = (uint32_t)(p + 1 - text.s);
}

Tree *py_parse_file(Str path, Str bytes, PyOptions opt, Arena *keep)
{
    Form form = form_of(path);
    if (form == FORM_PYTHON) return py_parse(bytes, opt, keep);
    Str src = {"", 0};
    PyPieces *map = new(keep, PyPieces, 1);
    opt.top_await = form == FORM_NOTEBOOK;
    if (form == FORM_MARKDOWN) py_from_markdown(bytes, keep, &src, map);
    else py_from_notebook(bytes, keep, &src, map);
    find_lines(map, bytes, keep);
    Tree *t = py_parse(src, opt, keep);
    t->original = bytes;
    t->pieces = map;
    return t;
}

// The last piece that begins at or before `at`; NULL before the first.
static const PyPiece *piece_at(const PyPieces *map, uint32_t at)
{
    Size lo = 0, hi = map->n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (map->v[mid].from <= at) lo = mid + 1;
        else hi = mid;
    }
    return lo ? &map->v[lo - 1] : NULL;
}

// What stands in no piece (an added line end, a magic's `pass`) is where the piece before it ends.
static uint32_t offset_of(const PyPieces *map, uint32_t at)
{
    const PyPiece *p = piece_at(map, at);
    if (!p) return map->n ? map->v[0].to : 0;
    return p->to + (at - p->from < p->len ? at - p->from : p->len);
}

// The end of the escape that a last byte came from is where the next piece begins.
static uint32_t end_offset_of(const PyPieces *map, uint32_t end)
{
    const PyPiece *p = piece_at(map, end ? end - 1 : 0);
    if (!end || !p) return offset_of(map, end);
    uint32_t to = p->to + (end - p->from < p->len ? end - p->from : p->len);
    const PyPiece *next = p + 1 < map->v + map->n ? p + 1 : NULL;
    bool adjoins = next && next->from == end && next->to > to && next->to - to < ESCAPE_MOST;
    return adjoins && p->len == 1 ? next->to : to;
}

static PyPos pos_of(const PyPieces *map, uint32_t at)
{
    Size lo = 0, hi = map->lines.n;
    while (hi - lo > 1) {
        Size mid = lo + (hi - lo) / 2;
        if (map->lines.v[mid] <= at) lo = mid;
        else hi = mid;
    }
    return (PyPos){(int)lo + 1, (int)(at - map->lines.v[lo])};
}

PyPos py_origin(const Tree *t, uint32_t at)
{
    return t->pieces ? pos_of(t->pieces, offset_of(t->pieces, at)) : py_pos(t, at);
}

PyPos py_origin_end(const Tree *t, uint32_t end)
{
    return t->pieces ? pos_of(t->pieces, end_offset_of(t->pieces, end)) : py_pos(t, end);
}
