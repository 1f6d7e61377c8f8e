// py/lex: bytes -> one token at a time, as the parser asks: lines and indentation, names,
// operators.
// Numbers and strings are scanned in lex_num.c and lex_str.c.
// SPDX-License-Identifier: MIT
#include "py/bytes.h"
#include "py/lex.h"

enum {
    A_BAD,
    A_NAME,
    A_HIGH,
    A_DIGIT,
    A_QUOTE,
    A_PUNCT,
    A_OP,
    A_DOT,
    A_COLON,
    A_BANG,
    A_NEWLINE,
    A_BLANK,
    A_COMMENT,
    A_BACKSLASH
};

#define ROW16(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x
static const uint8_t action[256] = {
    ['a'] = A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    ['A'] = A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    A_NAME,
    ['_'] = A_NAME,
    ['0'] = A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    A_DIGIT,
    [0x80] = ROW16(A_HIGH),
    ROW16(A_HIGH),
    ROW16(A_HIGH),
    ROW16(A_HIGH),
    ROW16(A_HIGH),
    ROW16(A_HIGH),
    ROW16(A_HIGH),
    ROW16(A_HIGH),
    ['"'] = A_QUOTE,
    ['\''] = A_QUOTE,
    ['('] = A_PUNCT,
    [')'] = A_PUNCT,
    ['['] = A_PUNCT,
    [']'] = A_PUNCT,
    ['{'] = A_PUNCT,
    ['}'] = A_PUNCT,
    [','] = A_PUNCT,
    [';'] = A_PUNCT,
    ['~'] = A_PUNCT,
    ['+'] = A_OP,
    ['-'] = A_OP,
    ['*'] = A_OP,
    ['/'] = A_OP,
    ['%'] = A_OP,
    ['@'] = A_OP,
    ['|'] = A_OP,
    ['^'] = A_OP,
    ['&'] = A_OP,
    ['<'] = A_OP,
    ['>'] = A_OP,
    ['='] = A_OP,
    ['.'] = A_DOT,
    [':'] = A_COLON,
    ['!'] = A_BANG,
    ['\n'] = A_NEWLINE,
    ['\r'] = A_NEWLINE,
    ['\t'] = A_BLANK,
    ['\f'] = A_BLANK,
    ['#'] = A_COMMENT,
    ['\\'] = A_BACKSLASH,
};

// What an operator's first byte makes alone, doubled, before '=', and doubled before '='.
static const struct { uint8_t one, two, eq, two_eq;
} ops[128] = {
    ['('] = {T_LPAR, 0, 0, 0},
    [')'] = {T_RPAR, 0, 0, 0},
    ['['] = {T_LSQB, 0, 0, 0},
    [']'] = {T_RSQB, 0, 0, 0},
    ['{'] = {T_LBRACE, 0, 0, 0},
    ['}'] = {T_RBRACE, 0, 0, 0},
    [','] = {T_COMMA, 0, 0, 0},
    [';'] = {T_SEMI, 0, 0, 0},
    ['~'] = {T_TILDE, 0, 0, 0},
    ['+'] = {T_PLUS, 0, T_PLUSEQ, 0},
    ['-'] = {T_MINUS, 0, T_MINUSEQ, 0},
    ['*'] = {T_STAR, T_DSTAR, T_STAREQ, T_DSTAREQ},
    ['/'] = {T_SLASH, T_DSLASH, T_SLASHEQ, T_DSLASHEQ},
    ['%'] = {T_PERCENT, 0, T_PERCENTEQ, 0},
    ['@'] = {T_AT, 0, T_ATEQ, 0},
    ['|'] = {T_PIPE, 0, T_PIPEEQ, 0},
    ['^'] = {T_CARET, 0, T_CARETEQ, 0},
    ['&'] = {T_AMP, 0, T_AMPEQ, 0},
    ['<'] = {T_LT, T_LSHIFT, T_LE, T_LSHIFTEQ},
    ['>'] = {T_GT, T_RSHIFT, T_GE, T_RSHIFTEQ},
    ['='] = {T_ASSIGN, 0, T_EQ, 0},
};
static const int8_t nesting[128] = {
    ['('] = 1, ['['] = 1, ['{'] = 1, [')'] = -1, [']'] = -1, ['}'] = -1};

// 1 for the bytes of an ASCII name.
static const uint8_t in_name[256] = {
    ['a'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['A'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['_'] = 1,
};

static uint32_t off(const Parser *p, const uint8_t *s) { return (uint32_t)(s - p->base); }

const uint8_t *lex_newline(const Parser *p, const uint8_t *s)
{
    if (*s == '\r' && s + 1 < p->end && s[1] == '\n') s++;
    return s + 1;
}

// --- names

ALONE static uint64_t load_last(const Parser *p, const uint8_t *s)
{
    uint64_t w = 0;
    memcpy(&w, s, (size_t)(p->end - s));
    return w;
}

// The eight bytes at s, the first one lowest; zeros past the end.
static inline uint64_t load8(const Parser *p, const uint8_t *s)
{
    uint64_t w;
    if (likely(p->end - s >= 8)) memcpy(&w, s, 8);
    else w = load_last(p, s);
    return little(w);
}

// How many of the eight bytes, from the lowest on, are letters, digits or '_': all bytes are judged
// at once.
// Adding 0x80 - c to a seven-bit byte sets its top bit when it is at least c.
static inline uint32_t name_bytes(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101u, tops = ones * 0x80, low = ones * 0x7F;
    uint64_t t = w & low, u = t | ones * 0x20;
    uint64_t digit = (t + ones * (0x80 - '0')) & ~(t + ones * (0x7F - '9'));
    uint64_t alpha = (u + ones * (0x80 - 'a')) & ~(u + ones * (0x7F - 'z'));
    uint64_t under = ~((t ^ ones * '_') + low);
    uint64_t other = ~((digit | alpha | under) & ~w) & tops;
    return other ? (uint32_t)__builtin_ctzll(other) / 8 : 8;
}

static inline uint64_t short_hash(uint32_t n, uint64_t head)
{
    return (head + n) * 0x9E3779B97F4A7C15u;
}

static uint64_t name_hash(const uint8_t *s, uint32_t n, uint64_t head)
{
    uint64_t h = head + n, w;
    if (n <= 8) return short_hash(n, head);
    for (uint32_t i = 8; i + 8 <= n; i += 8) {
        memcpy(&w, s + i, 8);
        h = (h ^ (h >> 29) ^ w) * 0x9E3779B97F4A7C15u;
    }
    memcpy(&w, s + n - 8, 8);
    h = (h ^ (h >> 29)) * 0x9E3779B97F4A7C15u ^ w;
    return h * 0x9E3779B97F4A7C15u;
}

static void slots_grow(Parser *p)
{
    uint32_t n = p->nslot;
    NameSlot *old = p->slot;
    p->nslot = n ? n * 2 : 128;
    while (p->nslot < 1u << 14 && p->nslot * 32 < (uint32_t)(p->end - p->base)) p->nslot *= 2;
    p->shift = 64 - (uint32_t)__builtin_ctz(p->nslot);
    p->slot = new(&p->room, NameSlot, p->nslot);
    for (uint32_t i = 0; i < n; i++) {
        if (!old[i].sym) continue;
        Str s = p->t->names.v[old[i].sym];
        uint64_t h = name_hash((const uint8_t *)s.s, (uint32_t)s.len, old[i].head) >> p->shift;
        while (p->slot[h].sym) h = (h + 1) & (p->nslot - 1);
        p->slot[h] = old[i];
    }
}

ALONE static Sym name_new(Parser *p, const uint8_t *s, uint32_t n, uint64_t head, NameSlot *slot)
{
    Sym sym = (Sym)p->t->names.n;
    *push(&p->room, &p->t->names) = (Str){(const char *)s, (Size)n};
    *slot = (NameSlot){head, n, sym};
    if (sym * 2 > p->nslot) slots_grow(p);
    return sym;
}

ALONE static Sym intern_far(Parser *p, const uint8_t *s, uint32_t n, uint64_t head)
{
    for (uint64_t i = name_hash(s, n, head) >> p->shift;; i = (i + 1) & (p->nslot - 1)) {
        NameSlot *e = &p->slot[i];
        if (!e->sym) return name_new(p, s, n, head, e);
        if (e->head != head || e->len != n) continue;
        if (n <= 8 || memcmp(p->t->names.v[e->sym].s + 8, s + 8, n - 8) == 0) return e->sym;
    }
}

// A short name is mostly met where its hash says.
static inline Sym intern_head(Parser *p, const uint8_t *s, uint32_t n, uint64_t head)
{
    const NameSlot *first = &p->slot[short_hash(n, head) >> p->shift];
    if (likely(n <= 8 && first->head == head && first->len == n)) return first->sym;
    return intern_far(p, s, n, head);
}

// `s` may lie outside of the source (a normalised name): it must live as long as the parse.
Sym lex_intern(Parser *p, const uint8_t *s, uint32_t n)
{
    uint64_t head = 0;
    if (!p->nslot) slots_grow(p);
    memcpy(&head, s, n < 8 ? n : 8);
    return intern_head(p, s, n, little(head));
}

static int prefix_flags(const uint8_t *s, Size n)
{
    int flags = 0;
    for (Size i = 0; i < n; i++) {
        int c = s[i] | 0x20;
        int one = c == 'r' ? STR_RAW : c == 'b' ? STR_BYTES : c == 'f' ? STR_F : c == 't' ? STR_T
                : c == 'u' ? STR_U : 0;
        if (!one || (flags & one)) return -1;
        flags |= one;
    }
    if (n == 1) return flags;
    return flags & STR_RAW && flags & (STR_BYTES | STR_F | STR_T) ? flags : -1;
}

ALONE static void lex_name(Parser *p, const uint8_t *s)
{
    uint64_t head = load8(p, s);
    const uint8_t *e = s + name_bytes(head);
    if (e == s + 8)
        while (in_name[*e]) e++;
    if (unlikely(*e >= 0x80)) {
        lex_high_name(p, s);
        return;
    }
    uint32_t n = (uint32_t)(e - s);
    if (n <= 2 && unlikely(*e == '"' || *e == '\'')) {
        int flags = prefix_flags(s, n);
        if (flags >= 0) {
            lex_string(p, e, flags, off(p, s));
            return;
        }
    }
    if (n < 8) head &= ~0ull >> (64 - 8 * n);
    p->beg = off(p, s);
    p->tend = off(p, e);
    p->p = e;
    Sym sym = intern_head(p, s, n, head);
    p->sym = sym;
    p->kind = (uint8_t)(sym <= SYM_YIELD ? T_FALSE - SYM_FALSE + (int)sym : T_NAME);
}

// --- operators

static void lex_done(Parser *p, int kind, const uint8_t *s, Size n)
{
    p->kind = (uint8_t)kind;
    p->beg = off(p, s);
    p->tend = p->beg + (uint32_t)n;
    p->p = s + n;
}

static void lex_punct(Parser *p, const uint8_t *s)
{
    p->nest += nesting[*s];
    if (unlikely(p->nest < 0)) p->nest = 0;
    lex_done(p, ops[*s].one, s, 1);
    if (unlikely(p->nest > MAX_BRACKETS) && nesting[*s] > 0 && p->nest == MAX_BRACKETS + 1)
        wrong(p, tok_span(p), "too many nested brackets");
}

static void lex_op(Parser *p, const uint8_t *s)
{
    int c = *s;
    if (s[1] == '=' && ops[c].eq) lex_done(p, ops[c].eq, s, 2);
    else if (s[1] == c && ops[c].two && s[2] == '=') lex_done(p, ops[c].two_eq, s, 3);
    else if (s[1] == c && ops[c].two) lex_done(p, ops[c].two, s, 2);
    else if (c == '-' && s[1] == '>') lex_done(p, T_ARROW, s, 2);
    else lex_done(p, ops[c].one, s, 1);
}

// In a replacement field's own level ':' begins the format, so ':=' is no token there.
static void lex_colon(Parser *p, const uint8_t *s)
{
    bool walrus = s[1] == '=' && p->nest != p->fnest;
    lex_done(p, walrus ? T_WALRUS : T_COLON, s, walrus ? 2 : 1);
}

static void lex_dot(Parser *p, const uint8_t *s)
{
    if (s[1] >= '0' && s[1] <= '9') lex_number(p, s);
    else if (s[1] == '.' && s[2] == '.') lex_done(p, T_ELLIPSIS, s, 3);
    else lex_done(p, T_DOT, s, 1);
}

// --- lines

static const uint8_t *lex_comment(Parser *p, const uint8_t *s)
{
    const uint8_t *e = memchr(s, '\n', (size_t)(p->end - s));
    if (!e) e = p->end - 1;
    if (p->has_cr) {
        const uint8_t *cr = memchr(s, '\r', (size_t)(e - s));
        if (cr) e = cr;
    }
    *push(&p->room, &p->t->comments) = (Span){off(p, s), off(p, e)};
    return e;
}

static bool at_eof(Parser *p, const uint8_t *s)
{
    if (s < p->end) return false;
    p->kind = T_EOF;
    p->beg = off(p, p->end);
    p->p = p->end;
    p->special |= SPECIAL_EOF;
    return true;
}

// A line ends: a token of its own outside of brackets.
static bool newline_token(Parser *p, const uint8_t *s)
{
    if (p->nest && !p->recovering) return false;
    p->kind = T_NEWLINE;
    p->beg = off(p, s);
    p->p = lex_newline(p, s);
    if (!p->nest) p->special |= SPECIAL_LINE;
    else if (p->p >= p->end) p->special |= SPECIAL_EOF;
    return true;
}

// After a backslash that joins lines: the next line, or NULL when it stands wrong.
static const uint8_t *joined(Parser *p, const uint8_t *s)
{
    const uint8_t *e = s + 1;
    if (*e == '\n' || *e == '\r') {
        e = lex_newline(p, e);
        if (e < p->end) return e;
    }
    return NULL;
}

static void dedent_to(Parser *p, int col, int alt)
{
    int n = p->nindent;
    while (n > 0 && p->indent[n].col > col) n--;
    if (p->indent[n].col != col) {                 // between two levels: the line belongs to the
                                                   // nearer one
        wrong(p, (Span){p->beg, p->beg + 1}, "unindent does not match any outer indentation level");
        if (p->indent[n + 1].col - col <= col - p->indent[n].col) {
            n++;
            p->indent[n].col = col;
            p->indent[n].alt = alt;
        }
    } else if (p->indent[n].alt != alt) {
        wrong(p, (Span){p->beg, p->beg + 1}, "inconsistent use of tabs and spaces in indentation");
    }
    p->dedents = p->nindent - n;
    p->nindent = n;
}

// The first token of a logical line, or what its indentation means. False: no token yet.
static bool indentation(Parser *p, const uint8_t *s, int col, int alt)
{
    p->special &= (uint8_t)~SPECIAL_LINE;
    p->p = s;
    p->beg = off(p, s);
    int top = p->indent[p->nindent].col;
    if (likely(col == top)) {
        if (unlikely(alt != p->indent[p->nindent].alt))
            wrong(p, (Span){p->beg, p->beg + 1},
                  "inconsistent use of tabs and spaces in indentation");
        return false;
    }
    if (col > top) {
        if (alt <= p->indent[p->nindent].alt)
            wrong(p, (Span){p->beg, p->beg + 1},
                  "inconsistent use of tabs and spaces in indentation");
        if (p->nindent + 1 >= MAX_INDENTS) {
            wrong(p, (Span){p->beg, p->beg + 1}, "too many levels of indentation");
            return false;
        }
        p->nindent++;
        p->indent[p->nindent].col = col;
        p->indent[p->nindent].alt = alt;
        p->kind = T_INDENT;
        return true;
    }
    dedent_to(p, col, alt);
    if (!p->dedents) return false;
    p->kind = T_DEDENT;
    if (--p->dedents) p->special |= SPECIAL_DEDENT;
    return true;
}

static bool eof_line(Parser *p)
{
    p->p = p->end;
    p->beg = off(p, p->end);
    if (p->nindent) {
        p->nindent--;
        p->kind = T_DEDENT;
        return true;
    }
    return at_eof(p, p->end);
}

static bool line_start(Parser *p)
{
    const uint8_t *s = p->p;
    for (int col = 0, alt = 0, joined_col = 0;; s++) {
        while (p->end - s >= 4 && !memcmp(s, "    ", 4)) s += 4, col += 4, alt += 4;
        if (unlikely(s >= p->end)) return eof_line(p);
        switch (*s) {
        case ' ': col++, alt++; continue;
        case '\t': col = (col / 8 + 1) * 8, alt++; continue;
        case '\f': col = alt = 0; continue;
        case '#': s = lex_comment(p, s); break;
        case '\n': case '\r': break;
        case '\\': {
            const uint8_t *e = joined(p, s);
            if (e) {
                joined_col = joined_col ? joined_col : col;
                s = e - 1;
                continue;
            }
        } // fall through
        default:
            return indentation(p, s, joined_col ? joined_col : col, joined_col ? joined_col : alt);
        }
        s = lex_newline(p, s) - 1;
        col = alt = joined_col = 0;
    }
}

ALONE static bool lex_special(Parser *p)
{
    if (p->special & SPECIAL_PANIC) {
        p->kind = T_PANIC;
        return true;
    }
    if (p->special & SPECIAL_DEDENT) {
        p->kind = T_DEDENT;
        if (--p->dedents == 0) p->special &= (uint8_t)~SPECIAL_DEDENT;
        return true;
    }
    if (p->special & SPECIAL_EOF) return at_eof(p, p->end);
    return line_start(p);
}

ALONE static void lex_bad(Parser *p, const uint8_t *s, const char *what)
{
    lex_done(p, T_BAD, s, 1);
    wrong(p, tok_span(p), what);
}

static void lex_skip(Parser *p, const uint8_t *s);

// A function for each kind of token, as the last thing that is called: what they need of registers is
// saved by those that need it.
static inline void lex_token(Parser *p, const uint8_t *s)
{
    switch (action[*s]) {
    case A_NAME: lex_name(p, s); return;
    case A_PUNCT: lex_punct(p, s); return;
    case A_OP: lex_op(p, s); return;
    case A_DOT: lex_dot(p, s); return;
    case A_COLON: lex_colon(p, s); return;
    case A_QUOTE: lex_string(p, s, 0, off(p, s)); return;
    case A_DIGIT: lex_number(p, s); return;
    case A_BANG: lex_done(p, s[1] == '=' ? T_NE : T_BANG, s, s[1] == '=' ? 2 : 1); return;
    case A_HIGH: lex_high_name(p, s); return;
    case A_BAD: lex_bad(p, s, "invalid character"); return;
    default: lex_skip(p, s); return;
    }
}

// Past blanks, comments and the ends of lines that are no tokens.
ALONE static void lex_skip(Parser *p, const uint8_t *s)
{
    for (;;) {
        while (*s == ' ') s++;
        switch (action[*s]) {
        case A_NEWLINE:
            if (newline_token(p, s)) return;
            s = lex_newline(p, s);
            if (at_eof(p, s)) return;
            break;
        case A_BLANK: s++; break;
        case A_COMMENT: s = lex_comment(p, s); break;
        case A_BACKSLASH: {
            const uint8_t *e = joined(p, s);
            if (!e) {
                lex_bad(p, s, "unexpected character after line continuation character");
                return;
            }
            s = e;
            break;
        }
        default: lex_token(p, s); return;
        }
    }
}

void lex_next(Parser *p)
{
    p->prev_end = p->tend;
    if (unlikely(p->special) && lex_special(p)) return;
    const uint8_t *s = p->p;
    s += *s == ' ';                                // most often none or one, which costs no branch
    while (unlikely(*s == ' ')) s++;
    lex_token(p, s);
}

_Static_assert(PY_RESERVED == SYM_YIELD + 1, "the keywords are interned first");

void lex_start(Parser *p)
{
    static const struct { char text[9]; uint8_t len; } words[] = {
#define X(id, text) {text, sizeof text - 1},
        PY_KEYWORDS(X) PY_SOFT(X)
#undef X
    };
    slots_grow(p);
    for (Size i = 0; i < countof(words); i++) {
        uint64_t head;
        memcpy(&head, words[i].text, sizeof head);
        intern_head(p, (const uint8_t *)words[i].text, words[i].len, little(head));
    }
    p->fnest = -1;
    p->p = p->base;
    p->special = SPECIAL_LINE;
}
