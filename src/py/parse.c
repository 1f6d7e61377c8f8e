// py/parse: one parse from bytes to tree: the arrays that grow, diagnostics, speculation, packing.
// While parsing, arrays grow in far-apart regions of the arena's free space; at the end they are
// moved together, so that a tree costs what it holds.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

enum { OLDEST = 308, NEWEST = 314, FEW_DIAGS = 4 };

// --- diagnostics

void diag(Parser *p, PyDiag d)
{
    enum { MOST_DIAGS = 10000 };
    if (p->recovering) return;
    if (d.at.end < d.at.beg) d.at.end = d.at.beg;
    if (d.kind != DIAG_VERSION) p->bad = true;
    if (p->t->diags.n < MOST_DIAGS) *push(&p->room, &p->t->diags) = d;
}

void wrong(Parser *p, Span at, const char *what)
{
    diag(p, (PyDiag){DIAG_SYNTAX, at, str_of(what), 0, 0});
}

void fail(Parser *p, const char *what)
{
    if (p->special & SPECIAL_PANIC) return;
    Span here = {p->beg, p->kind <= T_PANIC || p->tend <= p->beg ? p->beg : p->tend};
    if (*what) wrong(p, here, what);
    p->failed_kind = p->kind;
    p->special |= SPECIAL_PANIC;
    p->kind = T_PANIC;
}

void since(Parser *p, int version, Span at, const char *what)
{
    if (p->t->min_version < version) p->t->min_version = (uint16_t)version;
    if (p->opt.target && p->opt.target < version)
        diag(p, (PyDiag){DIAG_VERSION, at, str_of(what), (uint16_t)version, 0});
}

void until(Parser *p, int version, Span at, const char *what)
{
    if (p->t->max_version > version) p->t->max_version = (uint16_t)version;
    if (!p->opt.target || p->opt.target > version)
        diag(p, (PyDiag){DIAG_VERSION, at, str_of(what), 0, (uint16_t)version});
}

bool expect(Parser *p, int kind, const char *what)
{
    if (likely(p->kind == kind)) {
        lex_next(p);
        return true;
    }
    fail(p, what);
    return false;
}

const char missed_bracket[] = "a closing bracket is missing";

bool expect_close(Parser *p, int kind) { return expect(p, kind, missed_bracket); }

Sym expect_name(Parser *p)
{
    Sym sym = p->sym;
    if (likely(p->kind == T_NAME)) {
        lex_next(p);
        return sym;
    }
    fail(p, "expected a name");
    return 0;
}

// --- building

NodeId node_room(Parser *p)
{
    p->t->nodes.v =
        vec_room(&p->room, p->t->nodes.v, p->t->nodes.n, &p->t->nodes.cap, sizeof(PyNode));
    return 0;
}

void stack_room(Parser *p)
{
    p->stack.v = vec_room(&p->room, p->stack.v, p->stack.n, &p->stack.cap, sizeof(uint32_t));
}

static void extra_need(Parser *p, Size n)
{
    while (p->t->extra.cap - p->t->extra.n < n) {
        Size all = p->t->extra.cap;
        p->t->extra.v = vec_room(&p->room, p->t->extra.v, all, &p->t->extra.cap, sizeof(uint32_t));
    }
}

uint32_t list_close(Parser *p, Size mark)
{
    Size n = p->stack.n - mark;
    if (!n) return 0;
    extra_need(p, n + 1);
    uint32_t at = (uint32_t)p->t->extra.n, *to = p->t->extra.v + at;
    *to++ = (uint32_t)n;
    const uint32_t *from = p->stack.v + mark;
    for (Size i = 0; i < n; i++) to[i] = from[i];
    p->t->extra.n += n + 1;
    p->stack.n = mark;
    return at;
}

uint32_t const_add(Parser *p, PyConst c)
{
    *push(&p->room, &p->t->consts) = c;
    return (uint32_t)p->t->consts.n - 1;
}

// A kind of more than three fields, as tree.c's packed_raw reads it.
NodeId node_packed(Parser *p, int kind, Span at, int op, const uint32_t *f, int nf)
{
    uint32_t some[16];
    unsigned bits = 0;
    Size n = 0;
    for (int i = 0; i < nf; i++) {
        if (!f[i]) continue;
        some[n++] = f[i];
        bits |= 1u << i;
    }
    for (Size i = n; i < 3; i++) some[i] = 0;
    if (n > 3) {
        extra_need(p, n - 2);
        uint32_t *to = p->t->extra.v + p->t->extra.n;
        for (Size i = 2; i < n; i++) to[i - 2] = some[i];
        some[2] = (uint32_t)p->t->extra.n;
        p->t->extra.n += n - 2;
    }
    NodeId id = node_op(p, kind, at, op, some[0], some[1], some[2]);
    p->t->nodes.v[id].aux = (uint16_t)bits;
    return id;
}

// --- speculation

Mark mark_take(const Parser *p)
{
    const Tree *t = p->t;
    return (Mark){p->lex,    t->nodes.n, t->extra.n, t->consts.n,    t->diags.n,     t->comments.n,
                  p->text.n, p->stack.n, p->links,   t->min_version, t->max_version, p->bad};
}

void mark_back(Parser *p, const Mark *m)
{
    Tree *t = p->t;
    p->lex = m->lex;
    t->nodes.n = m->nodes;
    t->extra.n = m->extra;
    t->consts.n = m->consts;
    t->diags.n = m->diags;
    t->comments.n = m->comments;
    p->text.n = m->text;
    p->stack.n = m->stack;
    p->links = m->links;
    t->min_version = m->min;
    t->max_version = m->max;
    p->bad = m->bad;
}

// --- memory

// Room for n items, but never more than a share of what the arena has left.
static void *region(Parser *p, Size size, Size n, Size *cap)
{
    Size left = (p->room.end - p->room.beg) / 4 / size;
    *cap = n < left ? n : left;
    return arena_raw(&p->room, size, 8, *cap);
}

// Sizes go by powers of two, so that files of like size use the same memory, which is still in the
// cache.
static void regions(Parser *p, Size len)
{
    enum { LEAST = 1 << 14 };
    Tree *t = p->t;
    Size room = LEAST;
    while (room < len) room *= 2;
    len = room;
    t->nodes.v = region(p, sizeof(PyNode), len + 64, &t->nodes.cap);
    t->extra.v = region(p, sizeof(uint32_t), len + 64, &t->extra.cap);
    t->consts.v = region(p, sizeof(PyConst), len / 4 + 64, &t->consts.cap);
    p->text.v = region(p, 1, len + 64, &p->text.cap);
    t->names.v = region(p, sizeof(Str), len / 16 + 256, &t->names.cap);
    t->comments.v = region(p, sizeof(Span), len / 8 + 64, &t->comments.cap);
    t->lines.v = region(p, sizeof(uint32_t), len / 8 + 64, &t->lines.cap);
    p->stack.v = region(p, sizeof(uint32_t), len + 1024, &p->stack.cap);
}

static void shared(Parser *p)
{
    static const ConstKind kinds[] = {CONST_NONE, CONST_NONE, CONST_FALSE, CONST_TRUE,
                                      CONST_ELLIPSIS};
    Tree *t = p->t;
    node(p, PY_NONE, (Span){0, 0}, 0, 0, 0);
    t->extra.v[t->extra.n++] = 0;
    for (Size i = 0; i < countof(kinds); i++) const_add(p, (PyConst){.kind = kinds[i]});
    for (int i = 0; i < INT_CONSTS; i++) const_add(p, (PyConst){.kind = CONST_INT, .i = i});
    t->names.v[t->names.n++] = (Str){"", 0};
}

typedef struct { void **v; Size size, n; Size *cap; } Region;

static void moved_text(Str *s, const char *from, Size n, const char *to)
{
    if (s->s >= from && s->s < from + n) s->s = to + (s->s - from);
}

// Moving down in order is safe when no array's new place reaches into one that is still to move.
// It always is, unless the arena was so small that arrays had to outgrow their regions.
static bool may_pack(const Parser *p, const Region *r, Size n)
{
    enum { SLACK = 64 };                           // alignment, and the arena's red zones
    uintptr_t to = (uintptr_t)p->keep->beg;
    for (Size i = 0; i < n; i++) {
        to += (uintptr_t)(r[i].size * r[i].n + SLACK);
        for (Size k = i + 1; k < n; k++)
            if ((uintptr_t)*r[k].v < to && r[k].n) return false;
    }
    return true;
}

// Everything in its final place.
static void pack(Parser *p)
{
    Tree *t = p->t;
    Size cap;
    const char *text = p->text.v;
    Region r[] = {
        {(void **)&t->nodes.v, sizeof(PyNode), t->nodes.n, &t->nodes.cap},
        {(void **)&t->extra.v, sizeof(uint32_t), t->extra.n, &t->extra.cap},
        {(void **)&t->consts.v, sizeof(PyConst), t->consts.n, &t->consts.cap},
        {(void **)&p->text.v, 1, p->text.n, &cap},
        {(void **)&t->names.v, sizeof(Str), t->names.n, &t->names.cap},
        {(void **)&t->comments.v, sizeof(Span), t->comments.n, &t->comments.cap},
        {(void **)&t->lines.v, sizeof(uint32_t), t->lines.n, &t->lines.cap},
        {(void **)&t->diags.v, sizeof(PyDiag), t->diags.cap > FEW_DIAGS ? t->diags.n : 0,
         &t->diags.cap},
    };
    if (p->text_moved || !may_pack(p, r, countof(r))) {
        *p->keep = p->room;
        return;
    }
    for (Size i = 0; i < countof(r); i++) {
        if (!r[i].n && r[i].cap != &t->diags.cap) *r[i].cap = 0;
        if (!r[i].n) continue;
        void *to = arena_raw(p->keep, r[i].size, 8, r[i].n);
        if (to != *r[i].v) memmove(to, *r[i].v, (size_t)(r[i].size * r[i].n));
        *r[i].v = to;
        *r[i].cap = r[i].n;
    }
    if (!p->text.n) return;
    for (Size i = 0; i < t->consts.n; i++)
        moved_text(&t->consts.v[i].text, text, p->text.n, p->text.v);
    for (Size i = 0; i < t->names.n; i++) moved_text(&t->names.v[i], text, p->text.n, p->text.v);
}

// Ready to lex: regions taken, keywords named. p->t, p->keep and p->opt are set.
void parser_open(Parser *p, Str src)
{
    enum { MOST_SOURCE = 1 << 30 };
    Tree *t = p->t;
    Size len = src.len > MOST_SOURCE ? MOST_SOURCE : src.len;
    t->min_version = OLDEST;
    t->max_version = NEWEST;
    t->diags.v = arena_raw(p->keep, sizeof(PyDiag), 8, FEW_DIAGS);
    t->diags.cap = FEW_DIAGS;
    source_open(p, str_sub(src, 0, len));
    p->room = *p->keep;
    p->rewind_most = len + (1 << 16);
    regions(p, p->end - p->base);
    shared(p);
    if (len < src.len)
        diag(p, (PyDiag){DIAG_LIMIT,
                         {(uint32_t)len, (uint32_t)len},
                         S("source is longer than 1 GiB"),
                         0,
                         0});
    lex_start(p);
}

Tree *py_parse(Str src, PyOptions opt, Arena *keep)
{
    Tree *t = new(keep, Tree, 1);
    Parser p = {.t = t,
                .opt = opt,
                .keep = keep,
                .no_close = {UINT32_MAX, UINT32_MAX},
                .no_end = UINT32_MAX};
    parser_open(&p, src);
    parse_module(&p);
    source_lines(&p);
    pack(&p);
    p.t->names.keep = p.keep;
    names_index(&p.t->names);
    t->parses = !p.bad && t->min_version <= t->max_version
                && (!opt.target || (opt.target >= t->min_version && opt.target <= t->max_version));
    if (!opt.no_symbols) py_check(t, opt, keep, *keep);
    return t;
}
