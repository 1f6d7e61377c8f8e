// py/recover: where to go on after a statement that does not parse.
// The statement is read again as mere tokens, up to its line end outside of brackets. An unclosed
// bracket must not eat the file: a line inside of it that begins a statement, at an indentation
// that is open, ends the search too.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

static bool name_byte(uint8_t c) { return c == '_' || is_letter(c) || is_digit(c) || c >= 0x80; }

static const uint8_t *line_last(const Parser *p, const uint8_t *s)
{
    const uint8_t *e = memchr(s, '\n', (size_t)(p->end - s));
    if (!e) e = p->end;
    while (e > s && (e[-1] == ' ' || e[-1] == '\t' || e[-1] == '\r')) e--;
    return e;
}

// Words that can begin a line inside of an expression; those of a clause do so only without a ':'
// at its end.
static bool begins_statement(const Parser *p, const uint8_t *s)
{
    static const char *const never[] = {"and",    "or",   "not",  "in",   "is",
                                        "lambda", "None", "True", "False"};
    static const char *const clause[] = {"if", "for", "else", "async"};
    const uint8_t *e = s, *last;
    if (*s == '@') return true;
    if (!name_byte(*s) || (*s >= '0' && *s <= '9')) return false;
    while (name_byte(*e)) e++;
    Str word = {(const char *)s, e - s};
    for (Size i = 0; i < countof(never); i++)
        if (str_eq(word, str_of(never[i]))) return false;
    last = line_last(p, s);
    for (Size i = 0; i < countof(clause); i++)
        if (str_eq(word, str_of(clause[i]))) return last[-1] == ':';
    return true;
}

static bool is_open(const Parser *p, int col)
{
    for (int i = 0; i <= p->nindent; i++)
        if (p->indent[i].col == col) return true;
    return false;
}

// At the start of a line inside of brackets: does a statement (or the block of `header`) begin
// here?
static bool resumes_here(const Parser *p, bool header)
{
    const uint8_t *s = p->p;
    int col = 0;
    for (; s < p->end && (*s == ' ' || *s == '\t' || *s == '\f'); s++)
        col = *s == '\t' ? (col / 8 + 1) * 8 : col + 1;
    if (s >= p->end || *s == '\n' || *s == '\r' || *s == '#') return false;
    if (header && col > p->indent[p->nindent].col) return true;
    return is_open(p, col) && begins_statement(p, s);
}

static bool is_header(int kind)
{
    switch (kind) {
    case T_IF:
    case T_ELIF:
    case T_ELSE:
    case T_FOR:
    case T_WHILE:
    case T_DEF:
    case T_CLASS:
    case T_TRY:
    case T_EXCEPT: case T_FINALLY: case T_WITH: case T_ASYNC: return true;
    default: return false;
    }
}

void drop_comments(Parser *p, uint32_t from)
{
    while (p->t->comments.n && p->t->comments.v[p->t->comments.n - 1].beg >= from)
        p->t->comments.n--;
}

// Back to the statement's first token, unless that was done too much already (it must stay linear).
static void rewind_to(Parser *p, const LexState *start)
{
    Size back = p->p - start->p;
    uint32_t beg = start->beg;
    p->rewound += back;
    if (p->rewound > p->rewind_most) return;
    p->lex = *start;
    drop_comments(p, beg);
}

// The brackets that the tokens so far leave open: where each began. Deeper ones are only counted.
typedef struct { uint32_t at[64]; int n; } Brackets;

static void follow(Brackets *b, const Parser *p)
{
    if (p->kind == T_LPAR || p->kind == T_LSQB || p->kind == T_LBRACE) {
        if (b->n < countof(b->at)) b->at[b->n] = p->beg;
        b->n++;
    } else if (b->n && (p->kind == T_RPAR || p->kind == T_RSQB || p->kind == T_RBRACE)) {
        b->n--;
    }
}

// A closing bracket was missed at `fail`: the reader is shown the one that stays open, or, when it is
// closed further on, that something is missing before this token.
static void say_what_is_open(Parser *p, PyDiag *d, const Brackets *then, const Brackets *now)
{
    uint8_t here = p->base + d->at.beg < p->end ? p->base[d->at.beg] : 0;
    if (here == ')' || here == ']' || here == '}') {
        d->what = S("this bracket does not match the one that is open");
        return;
    }
    bool stays = now->n >= then->n && then->n > 0 && then->n <= countof(then->at) &&
                 now->at[then->n - 1] == then->at[then->n - 1];
    if (!stays) {
        d->what = S("invalid syntax; is a comma missing before this?");
        return;
    }
    uint32_t at = then->at[then->n - 1];
    d->at = (Span){at, at + 1};
    d->what = p->base[at] == '('   ? S("'(' was never closed")
              : p->base[at] == '[' ? S("'[' was never closed")
                                   : S("'{' was never closed");
}

void recover(Parser *p, const LexState *start)
{
    PyDiag *missed = p->t->diags.n ? &p->t->diags.v[p->t->diags.n - 1] : NULL;
    Brackets now = {.n = 0}, then = {.n = 0};
    if (missed && missed->what.s != missed_bracket) missed = NULL;
    bool header = is_header(start->kind) ||
                  (start->kind == T_NAME && (start->sym == SYM_MATCH || start->sym == SYM_CASE));
    int last = 0;
    p->special &= (uint8_t)~SPECIAL_PANIC;
    p->kind = p->failed_kind;
    rewind_to(p, start);
    p->depth = start->depth;
    p->fdepth = 0;
    p->fnest = -1;
    p->recovering = true;
    if (start->kind != T_EOF && start->p == p->p) last = p->kind;
    while (p->kind != T_EOF) {
        if (missed && p->beg <= missed->at.beg) then = now;
        follow(&now, p);
        if (p->kind == T_NEWLINE && (!p->nest || resumes_here(p, header && last == T_COLON))) break;
        if (p->kind == T_FSTRING) lex_skip_fstring(p);
        if (p->kind != T_NEWLINE) last = p->kind;
        lex_next(p);
    }
    if (missed) say_what_is_open(p, missed, &then, &now);
    p->recovering = false;
    p->nest = 0;
    if (p->kind == T_EOF) {
        p->special = 0;
        p->p = p->end;
    }
    p->special |= SPECIAL_LINE;
    lex_next(p);
}
