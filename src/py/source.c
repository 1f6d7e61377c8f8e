// py/source: bytes as given -> UTF-8 text to parse: byte order mark, encoding cookie (PEP 263),
// line ends.
// SPDX-License-Identifier: MIT
#include "py/bytes.h"
#include "py/lex.h"
#include <iconv.h>

// --- the cookie

static bool cookie_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' ||
           c == '_' || c == '.';
}

// ^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)
static Str cookie_in(Str line)
{
    Size i = 0;
    while (i < line.len && (line.s[i] == ' ' || line.s[i] == '\t' || line.s[i] == '\f')) i++;
    if (i == line.len || line.s[i] != '#') return (Str){0};
    for (Str rest = str_sub(line, i, -1);;) {
        Size at = str_find(rest, S("coding"));
        if (at < 0) return (Str){0};
        rest = str_sub(rest, at + 6, -1);
        if (!rest.len || (*rest.s != ':' && *rest.s != '=')) continue;
        Size from = 1, to;
        while (from < rest.len && (rest.s[from] == ' ' || rest.s[from] == '\t')) from++;
        for (to = from; to < rest.len && cookie_char(rest.s[to]);) to++;
        if (to > from) return str_sub(rest, from, to);
    }
}

static Str first_line(Str s)
{
    Size i = 0;
    while (i < s.len && s.s[i] != '\n' && s.s[i] != '\r') i++;
    return str_sub(s, 0, i);
}

static bool only_comment(Str line)
{
    line = str_trim(line);
    return !line.len || *line.s == '#';
}

static Str find_cookie(Str src)
{
    Str one = first_line(src), got = cookie_in(one);
    if (got.s || !only_comment(one)) return got;
    Size next = one.len;
    if (next < src.len && src.s[next] == '\r') next++;
    if (next < src.len && src.s[next] == '\n') next++;
    return cookie_in(first_line(str_sub(src, next, -1)));
}

// Python's names for encodings, where iconv's are others.
static const struct { Str python, iconv;
} encodings[] = {
    {L("latin-1"), L("ISO-8859-1")},
    {L("latin1"), L("ISO-8859-1")},
    {L("iso-latin-1"), L("ISO-8859-1")},
    {L("l1"), L("ISO-8859-1")},
    {L("us-ascii"), L("ASCII")},
    {L("mac-roman"), L("MACINTOSH")},
    {L("macroman"), L("MACINTOSH")},
    {L("windows-1252"), L("CP1252")},
    {L("sjis"), L("SHIFT_JIS")},
    {L("shift-jis"), L("SHIFT_JIS")},
    {L("eucjp"), L("EUC-JP")},
    {L("utf8"), L("UTF-8")},
    {L("u8"), L("UTF-8")},
    {L("utf"), L("UTF-8")},
    {L("utf8-ucs2"), L("UTF-8")},
};

static Str encoding_name(Str cookie, Arena *keep)
{
    char *low = str_z(keep, cookie);
    for (char *c = low; *c; c++)
        *c = *c == '_' ? '-' : *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
    Str name = {low, cookie.len};
    for (Size i = 0; i < countof(encodings); i++)
        if (str_eq(encodings[i].python, name)) return encodings[i].iconv;
    if (str_starts(name, S("utf-8"))) return S("UTF-8");
    if (str_starts(name, S("latin-1-")) || str_starts(name, S("iso-8859-1-")))
        return S("ISO-8859-1");
    return name;
}

// --- converting

static void bad_encoding(Parser *p, Size at, const char *what)
{
    diag(p, (PyDiag){DIAG_ENCODING,
                     {(uint32_t)at, (uint32_t)at + (at < p->t->original.len)},
                     str_of(what),
                     0,
                     0});
}

// The text in UTF-8. What the encoding does not know becomes '?', and a diagnostic.
static Str convert(Parser *p, Str s, const char *from)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1) {
        bad_encoding(p, 0, "unknown encoding");
        return s;
    }
    size_t room = (size_t)s.len * 4 + 16, in = (size_t)s.len;
    char *out = arena_raw(p->keep, 1, 1, (Size)room), *to = out, *src = (char *)(uintptr_t)s.s;
    bool told = false;
    while (in && room > 8) {
        if (iconv(cd, &src, &in, &to, &room) != (size_t)-1) break;
        if (!told) bad_encoding(p, s.len - (Size)in, "bytes that the encoding does not know");
        told = true;
        if (in && room) *to++ = '?', room--, src++, in--;
    }
    iconv_close(cd);
    return (Str){out, to - out};
}

// The first byte that is no UTF-8, or -1.
static Size bad_utf8_at(Str s)
{
    const uint8_t *v = (const uint8_t *)s.s;
    for (Size i = 0; i < s.len;) {
        uint64_t eight;
        if (i + (Size)sizeof eight <= s.len) {                  // most of it is ASCII
            memcpy(&eight, v + i, sizeof eight);
            if (!(eight & 0x8080808080808080u)) {
                i += (Size)sizeof eight;
                continue;
            }
        }
        uint8_t c = v[i];
        Size n = c < 0x80                ? 1
                 : c >= 0xC2 && c < 0xE0 ? 2
                 : c >= 0xE0 && c < 0xF0 ? 3
                 : c >= 0xF0 && c < 0xF5 ? 4
                                         : 0;
        if (!n || i + n > s.len) return i;
        for (Size k = 1; k < n; k++)
            if ((v[i + k] & 0xC0) != 0x80) return i;
        if ((c == 0xE0 && v[i + 1] < 0xA0) || (c == 0xED && v[i + 1] >= 0xA0)) return i;
        if ((c == 0xF0 && v[i + 1] < 0x90) || (c == 0xF4 && v[i + 1] >= 0x90)) return i;
        i += n;
    }
    return -1;
}

static bool has_high_byte(Str s)
{
    uint64_t any[4] = {0}, w[4];                   // four words a step: compilers make vectors of
                                                   // it
    Size i = 0;
    for (; i + 32 <= s.len; i += 32) {
        memcpy(w, s.s + i, sizeof w);
        for (int k = 0; k < 4; k++) any[k] |= w[k];
    }
    for (; i < s.len; i++) any[0] |= (uint8_t)s.s[i];
    return ((any[0] | any[1] | any[2] | any[3]) & 0x8080808080808080u) != 0;
}

static Str as_utf8(Parser *p, Str s, bool bom)
{
    Str cookie = find_cookie(s), name = cookie.s ? encoding_name(cookie, p->keep) : S("UTF-8");
    bool utf8 = str_eq(name, S("UTF-8")),
         dash = cookie.len > 3 && (cookie.s[3] == '-' || cookie.s[3] == '_');
    if (bom && cookie.s && !(utf8 && dash))
        bad_encoding(p, 0, "encoding cookie and byte order mark disagree");
    if (!utf8 && !bom) {
        s = convert(p, s, str_z(p->keep, name));
        p->has_high = has_high_byte(s);
    }
    Size bad = p->has_high ? bad_utf8_at(s) : -1;
    p->bad_utf8 = bad >= 0;
    if (p->bad_utf8)
        bad_encoding(p, bad, "invalid UTF-8 (save it as UTF-8, or name its encoding: # -*- coding: latin-1 -*-)");
    return s;
}

// A line end must close the text, so that scans stop there: a copy when it has none.
void source_open(Parser *p, Str src)
{
    Tree *t = p->t;
    t->original = src;
    bool bom = str_starts(src, S("\xEF\xBB\xBF"));
    if (bom) src = str_sub(src, 3, -1);
    p->has_high = has_high_byte(src);
    bool cookie = str_find(str_sub(src, 0, 512), S("coding")) >= 0;
    if (p->has_high || cookie) src = as_utf8(p, src, bom);
    t->src = src;
    if (!src.len || (src.s[src.len - 1] != '\n')) {
        char *copy = arena_raw(p->keep, 1, 1, src.len + 1);
        if (src.len) memcpy(copy, src.s, (size_t)src.len);
        copy[src.len] = '\n';
        t->src.s = copy;
    }
    p->base = (const uint8_t *)t->src.s;
    p->end = p->base + src.len + (t->src.s != src.s);
    p->has_cr = memchr(p->base, '\r', (size_t)src.len) != NULL;
    const uint8_t *nul = memchr(p->base, 0, (size_t)src.len);
    if (nul)
        wrong(p, (Span){(uint32_t)(nul - p->base), (uint32_t)(nul - p->base) + 1},
              "source cannot contain null bytes");
}

// Where no line ends by a carriage return, a block at once.
static void lines_at_once(Parser *p, Size most)
{
    Tree *t = p->t;
    Size i = 0, n = t->src.len;
    uint32_t *to = t->lines.v = arena_raw(&p->room, 4, 4, most + 1);
    *to++ = 0;
    for (; i + BLOCK <= n; i += BLOCK)
        for (uint64_t ends = equal_in_block(t->src.s + i, '\n'); ends; ends &= ends - 1)
            *to++ = (uint32_t)i + (uint32_t)__builtin_ctzll(ends) + 1;
    for (; i < n; i++)
        if (t->src.s[i] == '\n') *to++ = (uint32_t)i + 1;
    t->lines.n = t->lines.cap = to - t->lines.v;
}

void source_lines(Parser *p)
{
    Tree *t = p->t;
    const uint8_t *s = p->base, *end = p->base + t->src.len;
    if (!p->has_cr) {
        lines_at_once(p, str_count(t->src, '\n'));
        return;
    }
    *push(&p->room, &t->lines) = 0;
    while (s < end) {
        const uint8_t *e = memchr(s, '\n', (size_t)(end - s));
        if (!e) e = end;
        for (const uint8_t *c = s; (c = memchr(c, '\r', (size_t)(e - c))); c++)
            if (c + 1 < end && c[1] != '\n')
                *push(&p->room, &t->lines) = (uint32_t)(c + 1 - p->base);
        if (e == end) break;
        s = e + 1;
        *push(&p->room, &t->lines) = (uint32_t)(s - p->base);
    }
}
