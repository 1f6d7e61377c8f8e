// py/unicode: what Python asks of Unicode: names beyond ASCII (UAX 31, NFKC) and characters by
// their name.
// The tables are made at build time by tool/unicode from Python's unicodedata. Built without
// Python, every character beyond ASCII may be in a name, names are not normalised, and \N{...}
// gives U+FFFD.
// SPDX-License-Identifier: MIT
#include "py/lex.h"

typedef struct { uint32_t from, to; } Range;
typedef struct { uint32_t c; uint16_t at, n; } Decomposed;
typedef struct { uint32_t c, class; } Combining;
typedef struct { uint32_t a, b, c; } Composed;
typedef struct { Str prefix; Range range; } Numbered;
#include "unicode.inc"

#ifndef NO_UNICODE

enum { HANGUL = 0xAC00, HANGUL_END = 0xD7A4, LEAD = 0x1100, VOWEL = 0x1161, TAIL = 0x11A7,
       NLEAD = 19, NVOWEL = 21, NTAIL = 28 };

// The entry of a table sorted by its first word that is the last one not above c, or -1.
static Size find_row(const void *table, Size size, Size n, uint32_t c)
{
    Size lo = -1, hi = n;
    while (hi - lo > 1) {
        Size mid = lo + (hi - lo) / 2;
        uint32_t key;
        memcpy(&key, (const char *)table + mid * size, sizeof key);
        if (key <= c) lo = mid;
        else hi = mid;
    }
    return lo;
}

static bool in_ranges(const Range *r, Size n, uint32_t c)
{
    Size i = find_row(r, sizeof *r, n, c);
    return i >= 0 && c <= r[i].to;
}

static bool may_start(uint32_t c) { return in_ranges(name_start, countof(name_start), c); }
static bool may_follow(uint32_t c) { return in_ranges(name_inside, countof(name_inside), c); }

// --- NFKC (Unicode Standard, section 3.11)

static uint32_t class_of(uint32_t c)
{
    Size i = find_row(combining, sizeof *combining, countof(combining), c);
    return i >= 0 && combining[i].c == c ? combining[i].class : 0;
}

// Appends the decomposition of c, at most 18 long.
static Size decompose(uint32_t c, uint32_t *to)
{
    if (c >= HANGUL && c < HANGUL_END) {
        uint32_t at = c - HANGUL, tail = at % NTAIL;
        to[0] = LEAD + at / (NVOWEL * NTAIL);
        to[1] = VOWEL + at % (NVOWEL * NTAIL) / NTAIL;
        to[2] = TAIL + tail;
        return tail ? 3 : 2;
    }
    Size i = find_row(decomposed, sizeof *decomposed, countof(decomposed), c);
    if (i < 0 || decomposed[i].c != c) {
        *to = c;
        return 1;
    }
    for (Size k = 0; k < decomposed[i].n; k++) to[k] = decomposed_into[decomposed[i].at + k];
    return decomposed[i].n;
}

// While a name is put in order its characters carry their combining class in the top byte.
enum { CLASS_SHIFT = 24, CHAR_MASK = (1 << CLASS_SHIFT) - 1 };

static int cmp_class(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a >> CLASS_SHIFT, y = *(const uint32_t *)b >> CLASS_SHIFT;
    return (x > y) - (x < y);
}

// Runs of marks, between characters of class 0, in the order of their classes.
static void order_marks(uint32_t *v, Size n, Arena scratch)
{
    for (Size i = 0; i < n; i++) v[i] |= class_of(v[i]) << CLASS_SHIFT;
    for (Size i = 0, j; i < n; i = j) {
        for (j = i; j < n && v[j] >> CLASS_SHIFT;) j++;
        if (j - i > 1) sort_items(v + i, j - i, sizeof *v, cmp_class, scratch);
        if (j == i) j++;
    }
}

static uint32_t compose_pair(uint32_t a, uint32_t b)
{
    if (a - LEAD < NLEAD && b - VOWEL < NVOWEL)
        return HANGUL + ((a - LEAD) * NVOWEL + b - VOWEL) * NTAIL;
    if (a - HANGUL < HANGUL_END - HANGUL && (a - HANGUL) % NTAIL == 0 && b - TAIL < NTAIL &&
        b > TAIL)
        return a + b - TAIL;
    Size i = find_row(composed, sizeof *composed, countof(composed), a);
    for (; i >= 0 && composed[i].a == a; i--)
        if (composed[i].b == b) return composed[i].c;
    return 0;
}

static Size compose(uint32_t *v, Size n)
{
    Size starter = -1, out = 0;
    uint32_t last = 0;                             // the class of what was last kept after the
                                                   // starter
    for (Size i = 0; i < n; i++) {
        uint32_t c = v[i] & CHAR_MASK, class = v[i] >> CLASS_SHIFT, one = 0;
        bool free = starter >= 0 && (out == starter + 1 || (last < class && last));
        if (free) one = compose_pair(v[starter], c);
        if (one) {
            v[starter] = one;
            continue;
        }
        if (!class) starter = out;
        last = class;
        v[out++] = c;
    }
    return out;
}

// --- names

// The character at s and its length; 0 when it is no UTF-8.
static Size get_utf8(const uint8_t *s, const uint8_t *end, uint32_t *c)
{
    Size n = *s < 0x80                 ? 1
             : *s >= 0xC2 && *s < 0xE0 ? 2
             : *s >= 0xE0 && *s < 0xF0 ? 3
             : *s >= 0xF0 && *s < 0xF5 ? 4
                                       : 0;
    if (!n || n > end - s) return 0;
    *c = n == 1 ? *s : *s & (0x7Fu >> n);
    for (Size i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0;
        *c = *c << 6 | (s[i] & 63);
    }
    return n;
}

static Sym normalised(Parser *p, const uint8_t *s, const uint8_t *e)
{
    Arena scratch = p->room;
    Size n = 0;
    // 2 bytes give at most 18
    uint32_t *v = arena_raw(&scratch, sizeof *v, 4, (e - s) * 9), c = 0;
    for (const uint8_t *at = s; at < e; n += decompose(c, v + n)) at += get_utf8(at, e, &c);
    order_marks(v, n, scratch);
    n = compose(v, n);
    Size len = 0;
    char *text = arena_raw(&scratch, 1, 1, n * 4 + 4);
    for (Size i = 0; i < n; i++) len += put_utf8(text + len, v[i]);
    if (len == e - s && memcmp(text, s, (size_t)len) == 0) return lex_intern(p, s, (uint32_t)len);
    char *kept = text_room(p, len);
    memmove(kept, text, (size_t)len);
    text_took(p, len);
    return lex_intern(p, (const uint8_t *)kept, (uint32_t)len);
}

// The end of the name at s, which has characters beyond ASCII; s itself when none may stand there.
static const uint8_t *name_end(const Parser *p, const uint8_t *s)
{
    const uint8_t *e = s;
    while (e < p->end) {
        uint32_t c = 0;
        Size n = get_utf8(e, p->end, &c);
        bool ascii = *e == '_' || is_letter(*e) || (is_digit(*e) && e > s);
        if (!n || (c < 0x80 ? !ascii : e == s ? !may_start(c) : !may_follow(c))) break;
        e += n;
    }
    return e;
}

static uint32_t numbered_char(Str name)
{
    for (Size i = 0; i < countof(numbered); i++) {
        Str prefix = numbered[i].prefix;
        uint32_t c = 0;
        Size k = prefix.len;
        if (!str_starts(name, prefix)) continue;
        for (; k < name.len && k < prefix.len + 6; k++) {
            uint8_t d = (uint8_t)name.s[k];
            c = c << 4 | (uint32_t)(is_digit(d) ? d - '0' : (d | 0x20) - 'a' + 10);
        }
        if (k == name.len && c >= numbered[i].range.from && c <= numbered[i].range.to) return c;
    }
    return UINT32_MAX;
}

uint32_t unicode_named(Str name)
{
    enum { LONGEST = 128 };
    char upper[LONGEST];
    if (name.len > LONGEST) return UINT32_MAX;
    for (Size i = 0; i < name.len; i++)
        upper[i] = is_letter((uint8_t)name.s[i]) ? (char)(name.s[i] & ~0x20) : name.s[i];
    name.s = upper;
    uint64_t key = str_hash(name) >> 21 << 21;
    Size lo = 0, hi = countof(named);
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (named[mid] < key) lo = mid + 1;
        else hi = mid;
    }
    if (lo < countof(named) && named[lo] >> 21 == key >> 21)
        return (uint32_t)(named[lo] & ((1u << 21) - 1));
    return numbered_char(name);
}

#else

static Sym normalised(Parser *p, const uint8_t *s, const uint8_t *e)
{
    return lex_intern(p, s, (uint32_t)(e - s));
}

static const uint8_t *name_end(const Parser *p, const uint8_t *s)
{
    while (s < p->end && (*s >= 0x80 || *s == '_' || is_letter(*s) || is_digit(*s))) s++;
    return s;
}

uint32_t unicode_named(Str name)
{
    (void)name;
    return 0xFFFD;
}

#endif

void lex_high_name(Parser *p, const uint8_t *s)
{
    const uint8_t *e = name_end(p, s);
    p->kind = T_NAME;
    p->beg = (uint32_t)(s - p->base);
    if (e == s) {
        for (e = s + 1; e < p->end && (*e & 0xC0) == 0x80;) e++;
        p->kind = T_BAD;
    } else {
        p->sym = normalised(p, s, e);
    }
    p->tend = (uint32_t)(e - p->base);
    p->p = e;
    if (p->kind == T_BAD) wrong(p, tok_span(p), "invalid non-ASCII character");
}
