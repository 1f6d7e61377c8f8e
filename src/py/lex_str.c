// py/lex_str: string literals: finding their end, and decoding what is between the quotes.
// SPDX-License-Identifier: MIT
#include "py/lex.h"

static const uint8_t stops[256] = {['"'] = 1, ['\''] = 1, ['\\'] = 1, ['\n'] = 1, ['\r'] = 1};

static uint32_t off(const Parser *p, const uint8_t *s) { return (uint32_t)(s - p->base); }

// The closing quote of a string on one line; or its line end, with STR_OPEN.
static const uint8_t *short_end(Parser *p, const uint8_t *s, uint8_t quote, int *flags)
{
    for (;; s++) {
        while (!stops[*s]) s++;
        if (*s == quote) return s;
        if (*s == '\\') {
            const uint8_t *next = s + 1;
            *flags |= STR_ESCAPES;
            if (*next == '\r' && next[1] == '\n' && next + 1 < p->end) next++;
            if (next + 1 < p->end) s = next;
        } else if (*s == '\n' || *s == '\r') {
            *flags |= STR_OPEN;
            return s;
        }
    }
}

// The first of three closing quotes, or NULL. Looks for quotes and backslashes by whole runs.
static const uint8_t *long_end(Parser *p, const uint8_t *s, uint8_t quote, int *flags)
{
    const uint8_t *q = NULL, *b = s - 1;           // the next quote and backslash at or after s
    for (;;) {
        if (!q || q < s) q = memchr(s, quote, (size_t)(p->end - s));
        if (!q || q + 2 >= p->end) return NULL;
        if (b && b < s) {
            b = memchr(s, '\\', (size_t)(q - s));
            if (!b) b = q;                         // none before this quote
        }
        if (b < q) {
            *flags |= STR_ESCAPES;
            s = b + 2;
            if (s > p->end) return NULL;
        } else if (q[1] == quote && q[2] == quote) {
            return q;
        } else {
            s = q + 1;
        }
    }
}

static const uint8_t *triple_end(Parser *p, const uint8_t *s, uint8_t quote, int *flags)
{
    uint32_t *none = &p->no_close[quote == '"'];
    const uint8_t *e = off(p, s) < *none ? long_end(p, s, quote, flags) : NULL;
    if (!e) {                                      // open to the end: take its first line only
        if (off(p, s) < *none) *none = off(p, s);
        *flags |= STR_OPEN;
        e = s;
        while (*e != '\n' && *e != '\r') e++;
    } else if (p->has_cr && memchr(s, '\r', (size_t)(e - s))) {
        *flags |= STR_ESCAPES;
    }
    return e;
}

void lex_string(Parser *p, const uint8_t *s, int flags, uint32_t beg)
{
    uint8_t quote = *s;
    bool triple = s[1] == quote && s[2] == quote;
    if (triple) flags |= STR_TRIPLE;
    s += triple ? 3 : 1;
    p->beg = beg;
    p->body = off(p, s);
    if (flags & (STR_F | STR_T)) {
        p->kind = T_FSTRING;
        p->str = (uint8_t)flags;
        p->tend = p->body;
        p->p = s;
        return;
    }
    const uint8_t *e = triple ? triple_end(p, s, quote, &flags) : short_end(p, s, quote, &flags);
    p->kind = T_STRING;
    p->str = (uint8_t)flags;
    p->body_end = off(p, e);
    if (!(flags & STR_OPEN)) e += triple ? 3 : 1;
    p->tend = off(p, e);
    p->p = e;
    if (unlikely(flags & STR_OPEN)) wrong(p, tok_span(p), "unterminated string literal");
}

// --- decoding

Size put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | c >> 6);
        to[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    Size n = c < 0x10000 ? 3 : 4;
    to[0] = (char)(n == 3 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
    if (n == 4) to[1] = (char)(0x80 | (c >> 12 & 63));
    to[n - 2] = (char)(0x80 | (c >> 6 & 63));
    to[n - 1] = (char)(0x80 | (c & 63));
    return n;
}

char *text_room(Parser *p, Size n)
{
    if (p->text.cap - p->text.n < n) {             // decoded twice, after a recovery: a block more
        p->text_moved = true;
        p->text.cap = n + (1 << 16);
        p->text.v = arena_raw(&p->room, 1, 1, p->text.cap);
        p->text.n = 0;
    }
    return p->text.v + p->text.n;
}

void text_took(Parser *p, Size n) { p->text.n += n; }

typedef struct { Parser *p; const uint8_t *s, *end; char *to; int flags; } Decode;

static void decode_error(Decode *d, const uint8_t *from, const char *what)
{
    wrong(d->p, (Span){off(d->p, from), off(d->p, d->s)}, what);
}

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    int low = c | 0x20;
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

static void put_char(Decode *d, uint32_t c)
{
    if (d->flags & STR_BYTES) *d->to++ = (char)c;
    else d->to += put_utf8(d->to, c);
}

// s stands after \x, \u or \U.
static void hex_escape(Decode *d, int width)
{
    const uint8_t *from = d->s - 2;
    uint32_t c = 0;
    int n = 0;
    for (; n < width && d->s < d->end && hex_value(*d->s) >= 0; n++)
        c = c << 4 | (uint32_t)hex_value(*d->s++);
    if (n < width) decode_error(d, from, "truncated hexadecimal escape");
    else if (c > 0x10FFFF) decode_error(d, from, "illegal Unicode character");
    else put_char(d, c);
}

static void octal_escape(Decode *d, uint32_t c)
{
    for (int n = 1; n < 3 && d->s < d->end && *d->s >= '0' && *d->s <= '7'; n++)
        c = c * 8 + (uint32_t)(*d->s++ - '0');
    put_char(d, d->flags & STR_BYTES ? c & 255 : c);
}

static void named_escape(Decode *d)
{
    const uint8_t *from = d->s - 2;
    const uint8_t *close =
        d->s < d->end && *d->s == '{' ? memchr(d->s, '}', (size_t)(d->end - d->s)) : NULL;
    if (!close) {
        decode_error(d, from, "malformed \\N character escape");
        return;
    }
    uint32_t c = unicode_named((Str){(const char *)d->s + 1, close - d->s - 1});
    d->s = close + 1;
    if (c == UINT32_MAX) decode_error(d, from, "unknown Unicode character name");
    else put_char(d, c);
}

static void line_end(Decode *d)
{
    if (*d->s == '\r' && d->s + 1 < d->end && d->s[1] == '\n') d->s++;
    d->s++;
}

static void escape(Decode *d)
{
    static const char from[] = "abfnrtv\\'\"", to[] = "\a\b\f\n\r\t\v\\'\"";
    uint8_t c = *d->s++;
    const char *simple = c ? strchr(from, c) : NULL;
    bool text = !(d->flags & STR_BYTES);
    if (simple) *d->to++ = to[simple - from];
    else if (c == '\n' || c == '\r') d->s--, line_end(d);
    else if (c == 'x') hex_escape(d, 2);
    else if (c == 'u' && text) hex_escape(d, 4);
    else if (c == 'U' && text) hex_escape(d, 8);
    else if (c == 'N' && text) named_escape(d);
    else if (c >= '0' && c <= '7') octal_escape(d, (uint32_t)(c - '0'));
    else *d->to++ = '\\', d->s--;
}

// How long the UTF-8 sequence at s is; 0 when it is none. Only asked of text that is known to be
// bad.
static Size utf8_len(const uint8_t *s, const uint8_t *end)
{
    Size n = *s < 0x80                 ? 1
             : *s >= 0xC2 && *s < 0xE0 ? 2
             : *s >= 0xE0 && *s < 0xF0 ? 3
             : *s >= 0xF0 && *s < 0xF5 ? 4
                                       : 0;
    if (n > end - s) return 0;
    for (Size i = 1; i < n; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    if (n == 3 && ((*s == 0xE0 && s[1] < 0xA0) || (*s == 0xED && s[1] >= 0xA0))) return 0;
    if (n == 4 && ((*s == 0xF0 && s[1] < 0x90) || (*s == 0xF4 && s[1] >= 0x90))) return 0;
    return n;
}

static void decode_rest(Decode *d)
{
    while (d->s < d->end) {
        uint8_t c = *d->s;
        if (c == '\\' && !(d->flags & STR_RAW) && d->s + 1 < d->end) {
            d->s++;
            escape(d);
        } else if (c == '\r') {
            line_end(d);
            *d->to++ = '\n';
        } else if (c >= 0x80 && d->p->bad_utf8) {
            Size n = utf8_len(d->s, d->end);
            if (n) memcpy(d->to, d->s, (size_t)n);
            else *d->to = '?';
            d->to += n ? n : 1;
            d->s += n ? n : 1;
        } else {
            *d->to++ = (char)c;
            d->s++;
        }
    }
}

static bool any_high(const uint8_t *s, const uint8_t *end)
{
    while (s < end)
        if (*s++ >= 0x80) return true;
    return false;
}

Str decode_text(Parser *p, Span body, int flags)
{
    Decode d = {p, p->base + body.beg, p->base + body.end, NULL, flags};
    if (unlikely(p->has_high) && flags & STR_BYTES && any_high(d.s, d.end))
        wrong(p, body, "bytes can only contain ASCII literal characters");
    bool same = !(flags & STR_ESCAPES) || (flags & STR_RAW && !p->has_cr);
    if (likely(same && !p->bad_utf8)) return (Str){(const char *)d.s, d.end - d.s};
    char *text = text_room(p, d.end - d.s);
    d.to = text;
    decode_rest(&d);
    text_took(p, d.to - text);
    return (Str){text, d.to - text};
}
