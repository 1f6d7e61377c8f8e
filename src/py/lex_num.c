// py/lex_num: number literals, scanned and decoded: every base, underscores, floats, imaginary.
// SPDX-License-Identifier: MIT
#include "py/lex.h"
#include <stdlib.h>

enum { MAX_INT_DIGITS = 4300 };                    // sys.int_info.default_max_str_digits


static int digit_value(uint8_t c)
{
    if (is_digit(c)) return c - '0';
    int low = c | 0x20;
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : 99;
}

// Digits of a base with single underscores between them; `s` itself when there is none.
static const uint8_t *digits(const uint8_t *s, int base)
{
    const uint8_t *e = s;
    while (digit_value(*e) < base ||
           (*e == '_' && e > s && e[-1] != '_' && digit_value(e[1]) < base))
        e++;
    return e;
}

static const uint8_t *exponent(const uint8_t *s)
{
    if ((*s | 0x20) != 'e') return s;
    const uint8_t *d = s + 1 + (s[1] == '+' || s[1] == '-');
    return is_digit(*d) ? digits(d, 10) : s;
}

static const uint8_t *prefixed(Parser *p, const uint8_t *s, int base)
{
    const uint8_t *d = s + 2 + (s[2] == '_'), *e = digits(d, base);
    uint32_t beg = (uint32_t)(s - p->base);
    if (e == d || is_digit(*e)) wrong(p, (Span){beg, beg + 2}, "invalid digits in number literal");
    while (is_digit(*e)) e++;
    return e;
}

static const uint8_t *decimal(Parser *p, const uint8_t *s)
{
    const uint8_t *e = digits(s, 10), *whole = e;
    if (*e == '.') e = digits(e + 1, 10);
    e = exponent(e);
    if ((*e | 0x20) == 'j') return e + 1;
    if (e != whole || *s != '0') return e;
    for (const uint8_t *d = s; d < e; d++) {
        if (*d == '0' || *d == '_') continue;
        wrong(p, (Span){(uint32_t)(s - p->base), (uint32_t)(e - p->base)},
              "leading zeros in decimal integer literals are not permitted");
        break;
    }
    return e;
}

// A keyword may follow a number at once (1if x else 2); any other letter makes it wrong.
static bool keyword_follows(const uint8_t *s)
{
    static const char *const words[] = {"and", "else", "for", "if", "in", "is", "or", "not"};
    for (Size i = 0; i < countof(words); i++) {
        Size n = 0;
        while (words[i][n] && s[n] == (uint8_t)words[i][n]) n++;
        if (!words[i][n]) return true;
    }
    return false;
}

static const uint8_t *number_end(Parser *p, const uint8_t *s, const uint8_t *e)
{
    if (!is_letter(*e) && !is_digit(*e) && *e != '_') return e;
    if (keyword_follows(e)) return e;
    while (is_letter(*e) || is_digit(*e) || *e == '_') e++;
    wrong(p, (Span){(uint32_t)(s - p->base), (uint32_t)(e - p->base)}, "invalid number literal");
    return e;
}

void lex_number(Parser *p, const uint8_t *s)
{
    const uint8_t *e = s;
    int64_t n = 0;
    while (is_digit(*e) && e - s < 18) n = n * 10 + (*e++ - '0');
    bool plain = e > s && !is_digit(*e) && !is_letter(*e) && *e != '.' && *e != '_' &&
                 (*s != '0' || e == s + 1);
    if (unlikely(!plain)) {
        int low = s[1] | 0x20;
        n = -1;
        if (*s == '0' && low == 'x') e = prefixed(p, s, 16);
        else if (*s == '0' && low == 'o') e = prefixed(p, s, 8);
        else if (*s == '0' && low == 'b') e = prefixed(p, s, 2);
        else e = decimal(p, s);
        e = number_end(p, s, e);
    }
    p->kind = T_NUMBER;
    p->ival = n;
    p->beg = (uint32_t)(s - p->base);
    p->tend = (uint32_t)(e - p->base);
    p->p = e;
}

// --- decoding

static PyConst int_prefixed(Parser *p, Str s, int bits)
{
    static const char hex[] = "0123456789abcdef";
    uint64_t n = 0;
    Size i = 2;
    for (; i < s.len && n <= (uint64_t)INT64_MAX >> bits; i++)
        if (digit_value((uint8_t)s.s[i]) < 16)
            n = n << bits | (uint64_t)digit_value((uint8_t)s.s[i]);
    if (i == s.len) return (PyConst){.kind = CONST_INT, .i = (int64_t)n};
    Size room = s.len + 8;                         // from the last digit: 4 bits make a digit
    char *text = text_room(p, room), *to = text + room;
    unsigned have = 0, acc = 0;
    for (i = s.len; i-- > 2;) {
        int d = digit_value((uint8_t)s.s[i]);
        if (d > 15) continue;
        acc |= (unsigned)d << have;
        for (have += (unsigned)bits; have >= 4; have -= 4, acc >>= 4) *--to = hex[acc & 15];
    }
    if (have) *--to = hex[acc & 15];
    while (*to == '0') to++;
    *--to = 'x';
    *--to = '0';
    text_took(p, room);
    return (PyConst){.kind = CONST_INT, .big = true, .text = {to, text + room - to}};
}

static PyConst int_decimal(Parser *p, Str s, Span at)
{
    int64_t n = 0;
    Size i = 0;
    for (; i < s.len; i++) {
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, s.s[i] - '0', &n)) break;
    }
    if (i == s.len) return (PyConst){.kind = CONST_INT, .i = n};
    if (s.len > MAX_INT_DIGITS)
        wrong(p, at, "exceeds the limit (4300 digits) for integer string conversion");
    char *text = text_room(p, s.len);
    memcpy(text, s.s, (size_t)s.len);
    text_took(p, s.len);
    return (PyConst){.kind = CONST_INT, .big = true, .text = {text, s.len}};
}

// Exact when the digits fit a double and the power of ten does; otherwise strtod decides.
static double to_double(char *z)
{
    static const double tens[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    uint64_t m = 0;
    int n = 0, scale = 0;
    char *c = z;
    for (; is_digit((uint8_t)*c); c++, n++) m = m * 10 + (uint64_t)(*c - '0');
    if (*c == '.')
        for (c++; is_digit((uint8_t)*c); c++, n++, scale--) m = m * 10 + (uint64_t)(*c - '0');
    if (*c || n > 15 || scale < -22) return strtod(z, NULL);
    return (double)m / tens[-scale];
}

static PyConst decode_number(Parser *p, Str s, Span at)
{
    int low = s.len > 1 && *s.s == '0' ? s.s[1] | 0x20 : 0;
    if (low == 'x') return int_prefixed(p, s, 4);
    if (low == 'o') return int_prefixed(p, s, 3);
    if (low == 'b') return int_prefixed(p, s, 1);
    bool imaginary = s.len && (s.s[s.len - 1] | 0x20) == 'j', whole = !imaginary;
    Arena scratch = p->room;
    char *z = arena_raw(&scratch, 1, 1, s.len + 1);
    Size n = 0;
    for (Size i = 0; i < s.len - imaginary; i++) {
        if (s.s[i] != '_') z[n++] = s.s[i];
        if (s.s[i] != '_' && !is_digit((uint8_t)s.s[i])) whole = false;
    }
    z[n] = 0;
    if (whole) {
        while (n > 1 && *z == '0') z++, n--;
        return int_decimal(p, (Str){z, n}, at);
    }
    return (PyConst){.kind = imaginary ? CONST_COMPLEX : CONST_FLOAT, .d = to_double(z)};
}

uint32_t number_const(Parser *p, Span at)
{
    if (p->ival >= 0 && p->ival < INT_CONSTS) return SHARED_INT + (uint32_t)p->ival;
    if (p->ival >= 0) return const_add(p, (PyConst){.kind = CONST_INT, .i = p->ival});
    return const_add(p, decode_number(p, str_sub(p->t->src, at.beg, at.end), at));
}
