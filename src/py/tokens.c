// py/tokens: the lexer alone, over any text: every token, with line ends and comments in their
// places.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

// --- a whole f-string as one token

static void fstring_text(Parser *p, const uint8_t *quote, Size nquote, bool raw, bool in_spec);

static bool closes(const Parser *p, const uint8_t *s, const uint8_t *quote, Size n)
{
    return *s == *quote && (n == 1 || (s + 2 < p->end && s[1] == *s && s[2] == *s));
}

// A field's tokens, p->p being past its '{', to past its '}' or to where it breaks off.
static void fstring_field(Parser *p, const uint8_t *quote, Size nquote, bool raw)
{
    int nest = p->nest, fnest = p->fnest;
    p->fnest = ++p->nest;
    while (p->p < p->end) {
        const uint8_t *s = p->p;
        while (*s == ' ') s++;
        if (nquote == 1 && (*s == '\n' || *s == '\r')) break;
        lex_next(p);
        if (p->kind == T_EOF) break;
        if (p->kind == T_FSTRING) lex_skip_fstring(p);
        if (p->kind == T_RBRACE && p->nest < p->fnest) break;
        if (p->kind == T_COLON && p->nest == p->fnest) {
            fstring_text(p, quote, nquote, raw, true);
            if (p->p < p->end && *p->p == '}') p->p++;
            break;
        }
    }
    p->nest = nest;
    p->fnest = fnest;
}

// Text and fields, to the closing quote, a format's closing brace, or the end of the line.
static void fstring_text(Parser *p, const uint8_t *quote, Size nquote, bool raw, bool in_spec)
{
    if (p->fdepth >= MAX_FSTRINGS) return;         // so deep: what follows is read as tokens of its
                                                   // own
    p->fdepth++;
    while (p->p < p->end) {
        const uint8_t *s = p->p;
        if (closes(p, s, quote, nquote) || (*s == '}' && in_spec)) break;
        if (nquote == 1 && (*s == '\n' || *s == '\r')) break;
        if (*s == '\\' && s + 2 < p->end && s[1] != '{' && s[1] != '}') {
            bool named = s[1] == 'N' && s[2] == '{' && !raw;
            p->p = named ? s + 3 : lex_newline(p, s + 1);
        } else if ((*s == '{' || *s == '}') && s[1] == *s && !in_spec) {
            p->p += 2;
        } else {
            p->p++;
            if (*s == '{') fstring_field(p, quote, nquote, raw);
        }
    }
    p->fdepth--;
}

// The closing quote on this line, or the line's end, for a string whose fields lead nowhere.
static const uint8_t *on_line(const Parser *p, const uint8_t *s, const uint8_t *quote, Size nquote)
{
    while (*s != '\n' && *s != '\r' && !closes(p, s, quote, nquote))
        s += *s == '\\' && s + 2 < p->end ? 2 : 1;
    return s < p->end ? s : p->end - 1;
}

// The current token is an f-string's opening: it becomes the whole string, or its first line when
// open.
// A scan that ran on and found no end is not made again further down, so that all stays linear.
void lex_skip_fstring(Parser *p)
{
    Size nquote = p->str & STR_TRIPLE ? 3 : 1;
    const uint8_t *body = p->base + p->body, *quote = body - nquote;
    uint32_t beg = p->beg, at = p->body,
             *none = nquote == 1 ? &p->no_end : &p->no_close[*quote == '"'];
    if (at < *none) {
        fstring_text(p, quote, nquote, p->str & STR_RAW, false);
        if ((p->p >= p->end || !closes(p, p->p, quote, nquote)) &&
            memchr(body, '\n', (size_t)(p->p - body)))
            *none = at;
    }
    if (at >= *none) {
        p->special &= (uint8_t)~SPECIAL_EOF;
        drop_comments(p, at);
        p->p = on_line(p, body, quote, nquote);
    }
    if (p->p < p->end && closes(p, p->p, quote, nquote)) p->p += nquote;
    p->kind = T_FSTRING;
    p->beg = beg;
    p->tend = (uint32_t)(p->p - p->base);
}

// --- the list

typedef struct { Arena *keep; PyToks *out; } Sink;

static void put(Sink *k, TokKind kind, uint32_t beg, uint32_t end)
{
    *push(k->keep, k->out) = (PyTok){kind, beg, end};
}

// What lies between two tokens: blanks, comments, line ends that mean nothing.
static void gap(Sink *k, const Parser *p, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end;) {
        uint32_t from = i;
        uint8_t c = p->base[i];
        if (c == '#') {
            while (i < end && p->base[i] != '\n' && p->base[i] != '\r') i++;
            put(k, TOK_COMMENT, from, i);
        } else if (c == '\n' || c == '\r') {
            i = (uint32_t)(lex_newline(p, p->base + i) - p->base);
            put(k, TOK_NL, from, i < end ? i : end);
        } else if (c == '\\') {
            i = (uint32_t)(lex_newline(p, p->base + i + 1) - p->base);
        } else {
            i++;
        }
    }
}

static TokKind kind_of(int kind)
{
    switch (kind) {
    case T_EOF: return TOK_EOF;
    case T_NEWLINE: return TOK_NEWLINE;
    case T_INDENT: return TOK_INDENT;
    case T_DEDENT: return TOK_DEDENT;
    case T_NUMBER: return TOK_NUMBER;
    case T_STRING: return TOK_STRING;
    case T_FSTRING: return TOK_FSTRING;
    case T_BAD: return TOK_ERROR;
    default: return kind < T_NUMBER ? TOK_NAME : TOK_OP;
    }
}

void py_tokens(Str src, Arena *keep, PyToks *out)
{
    Tree t = {0};
    Arena scratch = {keep->beg + (keep->end - keep->beg) / 2, keep->end, keep->full};
    Parser p = {
        .t = &t, .keep = &scratch, .no_close = {UINT32_MAX, UINT32_MAX}, .no_end = UINT32_MAX};
    Sink k = {keep, out};
    uint32_t last = 0;
    parser_open(&p, src);
    uint32_t size = (uint32_t)t.src.len;
    do {
        lex_next(&p);
        if (p.kind == T_FSTRING) lex_skip_fstring(&p);
        uint32_t beg = p.beg < size ? p.beg : size, end = beg;
        gap(&k, &p, last, beg);
        if (p.kind == T_NEWLINE) end = (uint32_t)(p.p - p.base);
        else if (p.kind != T_INDENT && p.kind != T_DEDENT && p.kind != T_EOF) end = p.tend;
        put(&k, kind_of(p.kind), beg, end < size ? end : size);
        last = end > last ? end : last;
    } while (p.kind != T_EOF);
}
