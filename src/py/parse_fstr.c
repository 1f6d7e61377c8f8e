// py/parse_fstr: string atoms: implicit concatenation, f-strings (PEP 701) and t-strings (PEP 750).
// A replacement field is read by the ordinary parser: the lexer continues inside of the braces.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

// A piece of a string in the making, four words on the stack: a node, or a constant not yet a node.
typedef struct { NodeId node; uint32_t text; Span at; } Piece;
enum { PIECE_WORDS = 4, MAX_SPECS = 3 };

typedef struct { const uint8_t *quote; Size nquote; int flags, specs; } FString;

static void piece_push(Parser *p, Piece x)
{
    stack_push(p, x.node);
    stack_push(p, x.text);
    stack_push(p, x.at.beg);
    stack_push(p, x.at.end);
}

static Piece piece_at(const Parser *p, Size i)
{
    const uint32_t *w = p->stack.v + i;
    return (Piece){w[0], w[1], {w[2], w[3]}};
}

static uint32_t text_const(Parser *p, Span body, int flags)
{
    PyConst c = {.kind = flags & STR_BYTES ? CONST_BYTES : CONST_STR,
                 .u_prefix = (flags & STR_U) != 0};
    c.text = decode_text(p, body, flags);
    return const_add(p, c);
}

// --- folding

// The texts of the constants from piece i to j as one.
static uint32_t joined_text(Parser *p, Size i, Size j)
{
    PyConst c = p->t->consts.v[piece_at(p, i).text];
    Size n = 0;
    for (Size k = i; k < j; k += PIECE_WORDS) n += p->t->consts.v[piece_at(p, k).text].text.len;
    char *text = text_room(p, n), *to = text;
    for (Size k = i; k < j; k += PIECE_WORDS) {
        Str s = p->t->consts.v[piece_at(p, k).text].text;
        if (s.len) memcpy(to, s.s, (size_t)s.len);
        to += s.len;
    }
    text_took(p, n);
    c.text = (Str){text, n};
    return const_add(p, c);
}

// Constants side by side become one, empty ones go, as CPython's action_helpers.c does it.
static uint32_t fold(Parser *p, Size mark)
{
    Size end = p->stack.n;
    for (Size i = mark, j; i < end; i = j) {
        Piece x = piece_at(p, i);
        j = i + PIECE_WORDS;
        if (!x.node) {
            while (j < end && !piece_at(p, j).node) j += PIECE_WORDS;
            uint32_t text = j == i + PIECE_WORDS ? x.text : joined_text(p, i, j);
            if (!p->t->consts.v[text].text.len) continue;
            x.node = node(p, PY_Constant, (Span){x.at.beg, piece_at(p, j - PIECE_WORDS).at.end},
                          text, 0, 0);
        }
        stack_push(p, x.node);
    }
    uint32_t values = list_close(p, end);
    p->stack.n = mark;
    return values;
}

// --- replacement fields

static void parts(Parser *p, FString *f, bool in_spec);

// What CPython refused inside of a field before PEP 701.
static void field_since(Parser *p, const FString *f, Span body, Size comments)
{
    if (p->t->min_version >= 312) return;
    Str s = str_sub(p->t->src, body.beg, body.end);
    bool lines = f->nquote == 1 && memchr(s.s, '\n', (size_t)s.len);
    if (lines || p->t->comments.n > comments || memchr(s.s, '\\', (size_t)s.len)
        || str_find(s, (Str){(const char *)f->quote, f->nquote}) >= 0)
        since(p, 312, body, "this kind of replacement field");
}

static int conversion(Parser *p)
{
    uint32_t bang = p->tend;
    lex_next(p);
    int c = p->kind == T_NAME && p->tend == p->beg + 1 && p->beg == bang ? p->base[p->beg] : 0;
    if (c != 'r' && c != 's' && c != 'a')
        fail(p, "invalid conversion character: expected 's', 'r', or 'a'");
    else lex_next(p);
    if (p->beg > p->prev_end) since(p, 312, tok_span(p), "blanks after a conversion");
    return c;
}

// ':' and the format up to the closing brace, which is left to the caller.
static NodeId format_spec(Parser *p, FString *f)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    f->specs++;
    if (deeper(p)) parts(p, f, true);
    shallower(p);
    f->specs--;
    if (p->kind == T_PANIC) return 0;
    uint32_t end = p->stack.n > mark ? piece_at(p, p->stack.n - PIECE_WORDS).at.end : beg + 1;
    uint32_t values = fold(p, mark);
    return node(p, PY_JoinedStr, (Span){beg, end}, values, 0, 0);
}

// Source text as '=' shows it: line ends as one byte, without the comments from number `comment`
// on.
static Str shown(Parser *p, Span at, Size comment)
{
    const Tree *t = p->t;
    if (!p->has_cr && comment == t->comments.n) return str_sub(t->src, at.beg, at.end);
    char *text = text_room(p, at.end - at.beg), *to = text;
    for (uint32_t i = at.beg; i < at.end; i++) {
        while (comment < t->comments.n && t->comments.v[comment].beg < i) comment++;
        if (comment < t->comments.n && t->comments.v[comment].beg == i)
            i = t->comments.v[comment].end;
        if (i >= at.end) break;
        if (t->src.s[i] == '\r' && i + 1 < at.end && t->src.s[i + 1] == '\n') continue;
        *to++ = t->src.s[i] == '\r' ? '\n' : t->src.s[i];
    }
    text_took(p, to - text);
    return (Str){text, to - text};
}

static uint32_t shown_const(Parser *p, Str s)
{
    return const_add(p, (PyConst){.kind = CONST_STR, .text = s});
}

// The text of an interpolation: its expression without the blanks before what ends it.
static Str shown_expression(Parser *p, Span at, Size comment)
{
    Str s = shown(p, at, comment);
    while (s.len && strchr(" \t\n\f", s.s[s.len - 1]) && s.s[s.len - 1]) s.len--;
    return s;
}

// fstring_replacement_field: '{' (yield_expr | star_expressions) '='? ('!' NAME)? (':' spec)? '}'
// Nodes go to the stack; p->p is left past the brace.
static void field_inside(Parser *p, FString *f, uint32_t beg)
{
    Size comments = p->t->comments.n;
    NodeId value = parse_yield_or_stars(p), spec = 0;
    if (at_generators(p)) {                        // PEP 701 wants parentheses
        until(p, 311, from_node(p, value), "a generator in a replacement field needs parentheses");
        value = parse_generator_tail(p, at(p, value)->beg, value);
    }
    if (p->kind == T_PANIC) return;
    Span body = {beg + 1, p->beg};
    int convert = 0;
    field_since(p, f, body, comments);
    bool debug = accept(p, T_ASSIGN);
    Span text = {beg + 1, p->beg};
    if (p->kind == T_BANG) convert = conversion(p);
    if (p->kind == T_COLON) spec = format_spec(p, f);
    if (p->kind == T_PANIC) return;
    if (p->kind != T_RBRACE) {
        fail(p, "expecting '}' in a replacement field");
        return;
    }
    if (debug && !convert && !spec) convert = 'r';
    if (debug) piece_push(p, (Piece){0, shown_const(p, shown(p, text, comments)), text});
    Span here = {beg, (uint32_t)(p->p - p->base)};
    NodeId n;
    if (f->flags & STR_T && !f->specs) {
        uint32_t code = shown_const(p, shown_expression(p, body, comments));
        n = node_op(p, PY_Interpolation, here, convert, value, code, spec);
    } else {
        n = node_op(p, PY_FormattedValue, here, convert, value, spec, 0);
    }
    piece_push(p, (Piece){n, 0, here});
}

static void field(Parser *p, FString *f)
{
    int nest = p->nest, fnest = p->fnest;
    uint32_t beg = (uint32_t)(p->p - p->base);
    if (f->specs >= MAX_SPECS) wrong(p, (Span){beg, beg + 1}, "expressions nested too deeply");
    else if (f->specs == MAX_SPECS - 1)
        since(p, 312, (Span){beg, beg + 1}, "fields nested so deeply");
    p->fnest = ++p->nest;
    p->p++;
    p->tend = beg + 1;
    lex_next(p);
    if (p->kind == T_RBRACE) fail(p, "valid expression required before '}'");
    field_inside(p, f, beg);
    p->nest = nest;
    p->fnest = fnest;
}

// --- literal text

static bool at_close(const Parser *p, const FString *f, const uint8_t *s)
{
    return *s == *f->quote && (f->nquote == 1 || (s + 2 < p->end && s[1] == *s && s[2] == *s));
}

// Past a backslash and what it escapes; braces stay special, but for those of \N{name}.
static const uint8_t *past_escape(const Parser *p, const FString *f, const uint8_t *s)
{
    s++;
    if (*s == '\r' && s + 1 < p->end && s[1] == '\n') s++;
    if (s + 1 >= p->end || *s == '{' || *s == '}') return s;
    if (*s == 'N' && s[1] == '{' && !(f->flags & STR_RAW)) {
        const uint8_t *e = s + 2;
        while (*e != '}' && *e != '\n' && *e != '\r' && *e != *f->quote) e++;
        return *e == '}' ? e + 1 : e;
    }
    return s + 1;
}

// 3.12 and 3.13 let the format of a field in single quotes go on over a line end to its brace.
static bool format_goes_on(Parser *p, const FString *f, const uint8_t *s)
{
    uint32_t at = (uint32_t)(s - p->base);
    while (s < p->end && *s != '{' && *s != '}' && *s != '\\' && *s != *f->quote) s++;
    if (s >= p->end || *s != '}') return false;
    since(p, 312, (Span){at, at + 1}, "a line end in a format");
    until(p, 313, (Span){at, at + 1},
          "newlines are not allowed in format specifiers for single quoted f-strings");
    return true;
}

static const uint8_t *literal_end(Parser *p, const FString *f, bool in_spec, int *flags)
{
    const uint8_t *s = p->p;
    for (; s < p->end; s++) {
        if (*s == '\\') {
            *flags |= STR_ESCAPES;
            s = past_escape(p, f, s) - 1;
        } else if (*s == '{' || *s == '}' || at_close(p, f, s)) {
            return s;
        } else if (*s == '\n' || *s == '\r') {
            if (f->nquote == 1 && !(in_spec && format_goes_on(p, f, s))) return s;
            if (*s == '\r') *flags |= STR_ESCAPES;
        }
    }
    return p->end - 1;
}

// The text up to e, and one of the two braces there when `twice`; its place has both.
static void literal(Parser *p, const uint8_t *e, bool twice, int flags)
{
    uint32_t beg = (uint32_t)(p->p - p->base), end = (uint32_t)(e - p->base);
    p->p = twice ? e + 2 : e;
    if (end + twice == beg) return;
    uint32_t text = text_const(p, (Span){beg, end + twice}, flags);
    piece_push(p, (Piece){0, text, {beg, twice ? end + 2 : end}});
}

static void unterminated(Parser *p, const FString *f)
{
    uint32_t *none = &p->no_close[*f->quote == '"'], here = (uint32_t)(p->p - p->base);
    if (f->nquote == 3 && here < *none) *none = here;
    fail(p, "unterminated f-string literal");
}

// Text and fields up to the closing quote, or in a format to the closing brace, which becomes the
// token.
static void parts(Parser *p, FString *f, bool in_spec)
{
    while (p->kind != T_PANIC) {
        int flags = f->flags & STR_RAW;
        const uint8_t *e = literal_end(p, f, in_spec, &flags);
        bool brace = *e == '{' || *e == '}', twice = brace && !in_spec && e[1] == *e;
        literal(p, e, twice, flags);
        if (twice) continue;
        if (*e == '{') {
            field(p, f);
        } else if (in_spec && *e == '}') {
            lex_next(p);
            return;
        } else if (*e == '}') {
            fail(p, "single '}' is not allowed in an f-string");
        } else if (!in_spec && at_close(p, f, e)) {
            return;
        } else {
            unterminated(p, f);
        }
    }
}

static void fstring(Parser *p)
{
    FString f = {.flags = p->str, .nquote = p->str & STR_TRIPLE ? 3 : 1};
    f.quote = p->base + p->body - f.nquote;
    if (f.flags & STR_T) since(p, 314, tok_span(p), "t-strings");
    if (++p->fdepth > MAX_FSTRINGS) wrong(p, tok_span(p), "too many nested f-strings");
    if (f.nquote == 3 && p->body >= p->no_close[*f.quote == '"']) unterminated(p, &f);
    if (deeper(p)) parts(p, &f, false);
    shallower(p);
    p->fdepth--;
    if (p->kind == T_PANIC) return;
    p->p += f.nquote;
    p->tend = (uint32_t)(p->p - p->base);
    lex_next(p);
}

// --- the atom

static NodeId plain_strings(Parser *p, uint32_t beg, Size mark)
{
    Size n = (p->stack.n - mark) / PIECE_WORDS;
    uint32_t text = n == 1 ? piece_at(p, mark).text : joined_text(p, mark, p->stack.n);
    if (n > 1) {                                   // the pieces' own constants are the last ones
                                                   // made
        PyConst whole = p->t->consts.v[text];
        p->t->consts.n -= n + 1;
        text = const_add(p, whole);
    }
    p->stack.n = mark;
    return node(p, PY_Constant, to_here(p, beg), text, 0, 0);
}

static NodeId mixed_strings(Parser *p, uint32_t beg, Size mark, int seen)
{
    if (seen & STR_T && seen & (STR_F | STR_U | STR_BYTES))
        wrong(p, to_here(p, beg), "cannot mix t-strings with other literals");
    uint32_t values = fold(p, mark);
    return node(p, seen & STR_T ? PY_TemplateStr : PY_JoinedStr, to_here(p, beg), values, 0, 0);
}

// strings: (STRING | FSTRING)+
NodeId parse_strings(Parser *p)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    int seen = 0;                                  // STR_U stands for any plain string here
    while (p->kind == T_STRING || p->kind == T_FSTRING) {
        if (p->kind == T_STRING) {
            seen |= p->str & STR_BYTES ? STR_BYTES : STR_U;
            piece_push(
                p, (Piece){0, text_const(p, (Span){p->body, p->body_end}, p->str), tok_span(p)});
            lex_next(p);
        } else {
            seen |= p->str & (STR_F | STR_T);
            fstring(p);
        }
    }
    if (seen & STR_BYTES && seen & ~STR_BYTES)
        wrong(p, to_here(p, beg), "cannot mix bytes and nonbytes literals");
    if (seen & (STR_F | STR_T)) return mixed_strings(p, beg, mark, seen);
    return plain_strings(p, beg, mark);
}
