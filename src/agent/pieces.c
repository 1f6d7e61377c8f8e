// agent/pieces: a project's code cut into the pieces that a judge is asked about: each outermost
// function or method, and what is left of a module when it does something.
// SPDX-License-Identifier: MIT
#include "agent/review_int.h"
#include "base/os.h"
#include "fix/job.h"
#include "fix/outline.h"
#include "peer/peer.h"
#include <stdlib.h>

enum { MOST_PIECE = 24000 };

void review_missing(Review *r, const ReviewPiece *p, Str why)
{
    *push(r->keep, &r->out->scan.missing) =
        (NotAnalysed){p->path, p->line, r->out->judge, str_keep(r->keep, why)};
}

// ---- the text of a piece

static Str without_end_blanks(Str line)
{
    while (line.len && strchr(" \t\r", line.s[line.len - 1])) line.len--;
    return line;
}

static void add_line(Buf *b, const Tree *t, int line)
{
    Span at = py_line(t, line);
    buf_fmt(b, "%d| %.*s\n", line, STR_ARG(without_end_blanks(str_sub(t->src, at.beg, at.end))));
}

static Str numbered(const Tree *t, int from, int to, Arena *keep)
{
    Buf b = {.keep = keep};
    for (int line = from; line <= to; line++) add_line(&b, t, line);
    return buf_str(&b);
}

static Str context_of(const Tree *t, const Unit *u, Arena *keep)
{
    Str text = unit_context(t, u, REST_TIES, S(""), keep);
    if (!text.len) return S("");
    return str_fmt(keep, "\nThe rest of the file, shortened, to read only:\n\n```python\n%.*s```\n",
                   STR_ARG(text));
}

// ---- what the engine says of it

static bool in_piece(const Review *r, const ReviewPiece *p, const Finding *f)
{
    if (!str_eq(f->path, p->path) || f->hidden) return false;
    if (r->how->cwe && !cwe_same_family(f->cwe, r->how->cwe) && f->also[0] != r->how->cwe &&
        f->also[1] != r->how->cwe)
        return false;
    return f->line >= p->line && f->line <= p->end_line;
}

static bool is_taken(const Review *r, Size from, const Finding *f)
{
    for (Size i = from; i < r->out->pieces.n; i++)
        for (Size k = 0; k < r->out->pieces.v[i].nengine; k++)
            if (r->out->pieces.v[i].engine[k] == f) return true;
    return false;
}

// Findings belong to the function that holds them, else to the module's own code (the last piece).
static void engine_verdicts(Review *r, Size from)
{
    const Findings *all = &r->out->scan.findings;
    for (Size i = from; i < r->out->pieces.n; i++) {
        ReviewPiece *p = &r->out->pieces.v[i];
        struct {
            const Finding **v;
            Size n, cap;
        } own = {0};
        for (Size k = 0; k < all->n; k++)
            if (in_piece(r, p, &all->v[k]) && !is_taken(r, from, &all->v[k]))
                *push(r->keep, &own) = &all->v[k];
        p->engine = own.v;
        p->nengine = own.n;
    }
}

// ---- cutting

typedef struct {
    Review *r;
    ReviewFile *file;
    struct {
        Span *v;
        Size n, cap;
    } taken;
} Cut;

// `out` of a piece is set when all pieces are known: the list of them still moves.
static void add_piece(Cut *c, Str function, Str unit, int line, int end, Str code, Str context)
{
    Review *r = c->r;
    ReviewPiece p = {
        .path = c->file->path, .function = function, .what = unit, .line = line, .end_line = end};
    if (code.len > MOST_PIECE) {
        r->out->result.too_large++;
        review_missing(r, &p, S("too large for a question to a model"));
        return;
    }
    *push(r->keep, &r->out->pieces) = p;
    *push(r->keep, &r->pieces) =
        (JudgePiece){.file = c->file, .unit = unit, .code = code, .context = context};
}

static void cut_functions(Cut *c)
{
    const Tree *t = c->file->masked;
    Arena *keep = c->r->keep;
    Defs defs = {0};
    outline(t, keep, &defs);
    for (Size i = 1; i < defs.n; i++) {
        const Def *d = &defs.v[i];
        if (d->is_class || d->nested) continue;
        Unit u = unit_of(t, d);
        int line = py_pos(t, u.at.beg).line, end = py_pos(t, u.at.end ? u.at.end - 1 : 0).line;
        *push(keep, &c->taken) = u.at;
        add_piece(c, d->qual, str_fmt(keep, "the function `%.*s`", STR_ARG(d->qual)), line, end,
                  numbered(t, line, end, keep), context_of(t, &u, keep));
    }
}

static bool is_taken_byte(const Cut *c, uint32_t at)
{
    for (Size i = 0; i < c->taken.n; i++)
        if (c->taken.v[i].beg <= at && at < c->taken.v[i].end) return true;
    return false;
}

// Imports and definitions alone are nothing to judge.
// Made of names and calls alone; of constants only the environment's names.
static bool is_plain(const Tree *t, NodeId n, bool environment)
{
    NodeId child;
    int kind = py_kind(t, n);
    bool plain = kind == PY_Call || kind == PY_Name || kind == PY_Attribute ||
                 (environment && (kind == PY_Constant || kind == PY_Subscript));
    for (uint32_t it = 0; plain && (child = py_next_child(t, n, &it));)
        plain = is_plain(t, child, environment);
    return plain;
}

// "app = Flask(__name__)", "URL = os.environ["URL"]": nothing that could be judged.
static bool says_nothing(const Tree *t, NodeId n)
{
    int kind = py_kind(t, n);
    if (kind != PY_Assign) return kind == PY_Import || kind == PY_ImportFrom || kind == PY_Pass;
    NodeId value = py_node(t, n, Assign_value);
    return is_plain(t, value, str_find(py_text(t, value), S("environ")) >= 0);
}

static bool acts(const Cut *c, NodeId n)
{
    NodeId child;
    const Tree *t = c->file->masked;
    int kind = py_kind(t, n);
    if (is_taken_byte(c, py_at(t, n)->beg)) return false;
    if (kind == PY_Call || kind == PY_Assign || kind == PY_AnnAssign || kind == PY_AugAssign ||
        kind == PY_Delete)
        return true;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (acts(c, child)) return true;
    return false;
}

static bool engine_speaks_of_module(const Cut *c)
{
    Findings own = findings_of(&c->r->out->scan, c->file->path);
    for (Size i = 0; i < own.n; i++)
        if (!own.v[i].function.len) return true;
    return false;
}

static bool does_something(const Cut *c)
{
    const Tree *t = c->file->masked;
    NodeList body = py_list(t, t->root, Module_body);
    bool found = engine_speaks_of_module(c);
    for (uint32_t i = 0; i < body.n; i++)
        if ((found || !says_nothing(t, body.v[i])) && acts(c, body.v[i])) return true;
    return false;
}

static void cut_module(Cut *c)
{
    const Tree *t = c->file->masked;
    Buf b = {.keep = c->r->keep};
    bool gap = false, blank = false;
    if (!does_something(c)) return;
    for (int line = 1; line <= (int)t->lines.n; line++) {
        Span at = py_line(t, line);
        bool taken = is_taken_byte(c, at.beg), was_blank = blank;
        blank = !taken && !str_trim(str_sub(t->src, at.beg, at.end)).len;
        if (blank && (was_blank || gap)) continue;
        if (!taken) add_line(&b, t, line);
        else if (!gap) buf_add(&b, S("   ... (a function, judged apart)\n"));
        gap = taken;
    }
    add_piece(c, S(""), S("the module's own code"), 1, (int)t->lines.n, buf_str(&b), S(""));
}

static void cut_file(Review *r, ReviewFile *f)
{
    Cut c = {.r = r, .file = f};
    Size from = r->out->pieces.n;
    if (r->how->by == BY_FILE) {
        int lines = (int)f->masked->lines.n;
        add_piece(&c, S(""), S("the whole file"), 1, lines, numbered(f->masked, 1, lines, r->keep),
                  S(""));
    } else {
        cut_functions(&c);
        cut_module(&c);
    }
    engine_verdicts(r, from);
}

// ---- files

static bool overlay_of(const Overlay *over, Size n, Str path, Str *text)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(over[i].path, path)) {
            *text = over[i].text;
            return true;
        }
    return false;
}

static bool read_file(Review *r, Str path, const Overlay *over, Size nover, Str *text)
{
    ReviewPiece p = {.path = path, .line = 1};
    bool other =
        str_ends(path, S(".ipynb")) || str_ends(path, S(".md")) || str_ends(path, S(".markdown"));
    Size most = r->scan->most_bytes > 0 ? r->scan->most_bytes : SCAN_MOST_BYTES;
    if (other) {
        review_missing(r, &p, S("a notebook or Markdown is not asked about"));
        return false;
    }
    if (overlay_of(over, nover, path, text)) return true;
    Err err = os_read(path, most, r->keep, text);
    if (err.kind) review_missing(r, &p, err.what);
    return !err.kind;
}

static void add_file(Review *r, Str path, const Overlay *over, Size nover)
{
    Str text;
    if (!read_file(r, path, over, nover, &text)) return;
    ReviewFile *f = new (r->keep, ReviewFile, 1);
    f->path = path;
    f->tree = py_parse(text, (PyOptions){0}, r->keep);
    f->masked = py_parse(code_mask(f->tree, r->keep), (PyOptions){0}, r->keep);
    Findings own = findings_of(&r->out->scan, path);
    secrets_find(f->tree, &own, r->keep, &f->masks);
    r->masked += f->masks.n;
    if (r->asker->store) {
        Err err = store_file_begin(r->asker->store, r->asker->run, path, text, &f->row);
        asker_note(r->asker, err);
    }
    cut_file(r, f);
}

void review_pieces(Review *r, const Overlay *over, Size nover)
{
    const ScanResult *s = &r->out->scan;
    for (Size i = 0; i < s->files.n; i++) add_file(r, s->files.v[i], over, nover);
    for (Size i = 0; i < r->pieces.n; i++) r->pieces.v[i].out = &r->out->pieces.v[i];
}
