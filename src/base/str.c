// base/str: views of bytes, and text being built in an arena.
// SPDX-License-Identifier: MIT
#include "base/base.h"
#include <stdio.h>

int str_cmp(Str a, Str b)
{
    Size n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.s, b.s, (size_t)n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && str_eq((Str){s.s, prefix.len}, prefix);
}

bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len && str_eq((Str){s.s + (s.len - suffix.len), suffix.len}, suffix);
}

Size str_find(Str s, Str part)
{
    if (part.len == 0) return 0;
    for (Size at = 0; s.len - at >= part.len;) {
        const char *hit = memchr(s.s + at, part.s[0], (size_t)(s.len - at - part.len + 1));
        if (!hit) return -1;
        if (memcmp(hit, part.s, (size_t)part.len) == 0) return hit - s.s;
        at = hit - s.s + 1;
    }
    return -1;
}

bool str_begins(Str s, const Str *list)
{
    while (list->len && !str_starts(s, *list)) list++;
    return list->len > 0;
}

bool str_closes(Str s, const Str *list)
{
    while (list->len && !str_ends(s, *list)) list++;
    return list->len > 0;
}

bool str_in(Str s, const Str *list)
{
    for (; list->len; list++)
        if (str_eq(s, *list)) return true;
    return false;
}

bool str_has(Str s, const Str *parts)
{
    for (; parts->len; parts++)
        if (str_find(s, *parts) >= 0) return true;
    return false;
}

// Sixteen bytes at once: each has its own sum, which is taken before it can run over.
Size str_count(Str s, char c)
{
    typedef uint8_t Bytes __attribute__((vector_size(16)));
    enum { WIDE = sizeof(Bytes), TURNS = 255 };
    Size i = 0, n = 0;
    while (i + WIDE <= s.len) {
        Bytes sum = {0}, w;
        for (int turn = 0; turn < TURNS && i + WIDE <= s.len; turn++, i += WIDE) {
            memcpy(&w, s.s + i, WIDE);
            sum -= (Bytes)(w == (uint8_t)c);                    // a byte of ones is one less than none
        }
        for (int k = 0; k < WIDE; k++) n += sum[k];
    }
    for (; i < s.len; i++) n += s.s[i] == c;
    return n;
}

Size str_rfind(Str s, char c)
{
    const char *last = s.len ? memrchr(s.s, c, (size_t)s.len) : NULL;
    return last ? last - s.s : -1;
}

Str str_sub(Str s, Size from, Size to)
{
    if (to < 0 || to > s.len) to = s.len;
    if (from < 0) from = 0;
    return from >= to ? (Str){0} : (Str){s.s + from, to - from};
}

bool str_alike(Str a, Str b)
{
    Size i = 0;
    while (i < a.len && i < b.len && ascii_lower(a.s[i]) == ascii_lower(b.s[i])) i++;
    return i == a.len && i == b.len;
}

bool str_ends_alike(Str s, Str end)
{
    return s.len >= end.len && str_alike(str_sub(s, s.len - end.len, -1), end);
}

Str str_most(Str s, Size most)
{
    if (most >= s.len) return s;
    while (most > 0 && ((unsigned char)s.s[most] & 0xc0) == 0x80) most--;
    return str_sub(s, 0, most);
}

Str path_folder(Str path)
{
    Size slash = str_rfind(path, '/');
    return slash < 0 ? (Str){path.s, 0} : str_sub(path, 0, slash);
}

Str path_last(Str path) { return str_sub(path, str_rfind(path, '/') + 1, -1); }

Str path_below(Str path, Str folder)
{
    bool inside = str_starts(path, folder) && path.len > folder.len && path.s[folder.len] == '/';
    return inside ? str_sub(path, folder.len + 1, -1) : (Str){0};
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Str str_first(Str s, Str sep) { return str_sub(s, 0, str_find(s, sep)); }

Str str_trim(Str s)
{
    while (s.len && is_blank(*s.s)) s.s++, s.len--;
    while (s.len && is_blank(s.s[s.len - 1])) s.len--;
    return s;
}

bool str_cut(Str *rest, Str sep, Str *head)
{
    if (!rest->s) return false;
    Size at = sep.len ? str_find(*rest, sep) : -1;
    if (at < 0) {
        *head = *rest;
        *rest = (Str){0};
        return true;
    }
    *head = (Str){rest->s, at};
    *rest = (Str){rest->s + at + sep.len, rest->len - at - sep.len};
    return true;
}

Str str_of(const char *z) { return z ? (Str){z, (Size)strlen(z)} : (Str){0}; }

Str str_keep(Arena *keep, Str s)
{
    if (!s.len) return (Str){"", 0};
    char *copy = arena_raw(keep, 1, 1, s.len);
    memcpy(copy, s.s, (size_t)s.len);
    return (Str){copy, s.len};
}

char *str_z(Arena *keep, Str s)
{
    char *copy = arena_raw(keep, 1, 1, s.len + 1);
    if (s.len) memcpy(copy, s.s, (size_t)s.len);
    copy[s.len] = 0;
    return copy;
}

bool str_int(Str s, int64_t *out)
{
    bool minus = s.len && *s.s == '-';
    Size i = minus || (s.len && *s.s == '+');
    int64_t n = 0;
    if (i == s.len) return false;
    for (; i < s.len; i++) {
        if (s.s[i] < '0' || s.s[i] > '9') return false;
        int digit = s.s[i] - '0';
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, digit, &n)) return false;
    }
    if (!minus && n == INT64_MIN) return false;
    *out = minus ? n : -n;                        // summed below zero: INT64_MIN has no positive
                                                  // twin
    return true;
}

// FNV-1a with a final mix (http://www.isthe.com/chongo/tech/comp/fnv/).
uint64_t str_hash(Str s)
{
    uint64_t h = 1469598103934665603u;
    for (Size i = 0; i < s.len; i++) h = (h ^ (uint8_t)s.s[i]) * 1099511628211u;
    return h ^ (h >> 32);
}

// Eight bytes at a time; of the rest the two ends, which may overlap.
uint64_t str_key(Str s)
{
    const uint64_t mix = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t h = (uint64_t)s.len * mix, word = 0;
    const char *p = s.s;
    Size left = s.len;
    for (; left >= 8; p += 8, left -= 8) {
        memcpy(&word, p, 8);
        h = (h ^ word) * mix;
        h ^= h >> 32;
    }
    if (left >= 4) {
        uint32_t head, tail;
        memcpy(&head, p, 4);
        memcpy(&tail, p + left - 4, 4);
        word = (uint64_t)head << 32 | tail;
    } else if (left) {
        word = (uint64_t)(uint8_t)p[0] << 16 | (uint64_t)(uint8_t)p[left / 2] << 8 |
               (uint8_t)p[left - 1];
    } else word = 0;
    h = (h ^ word) * mix;
    h = (h ^ h >> 29) * UINT64_C(0xbf58476d1ce4e5b9);           // names that differ in a digit lie apart
    return h ^ h >> 32;
}

Str str_join(Arena *keep, Str a, Str between, Str b)
{
    check(a.len <= PTRDIFF_MAX / 4 && between.len <= PTRDIFF_MAX / 4 && b.len <= PTRDIFF_MAX / 4);
    Size n = a.len + between.len + b.len;
    char *text = arena_raw(keep, 1, 1, n + 1), *at = text;
    if (a.len) at = mempcpy(at, a.s, (size_t)a.len);
    if (between.len) at = mempcpy(at, between.s, (size_t)between.len);
    if (b.len) memcpy(at, b.s, (size_t)b.len);
    text[n] = 0;
    return (Str){text, n};
}

// Most texts are short: the first try has room for these.
Str str_fmt(Arena *keep, const char *fmt, ...)
{
    char brief[256];
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(brief, sizeof brief, fmt, ap);
    va_end(ap);
    check(n >= 0);
    char *text = arena_raw(keep, 1, 1, n + 1);
    if ((size_t)n < sizeof brief) memcpy(text, brief, (size_t)n + 1);
    else vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return (Str){text, n};
}

static void buf_room(Buf *b, Size more)
{
    if (b->cap - b->n >= more) return;
    Size cap = b->cap ? b->cap : 64;
    while (cap - b->n < more) {
        check(cap <= PTRDIFF_MAX / 2);
        cap *= 2;
    }
    char *bigger = arena_raw(b->keep, 1, 1, cap);
    if (b->n) memcpy(bigger, b->v, (size_t)b->n);
    b->v = bigger;
    b->cap = cap;
}

void buf_add(Buf *b, Str s)
{
    if (!s.len) return;
    buf_room(b, s.len);
    memcpy(b->v + b->n, s.s, (size_t)s.len);
    b->n += s.len;
}

void buf_char(Buf *b, char c)
{
    buf_room(b, 1);
    b->v[b->n++] = c;
}

void buf_fmt(Buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    check(n >= 0);
    buf_room(b, n + 1);
    vsnprintf(b->v + b->n, (size_t)n + 1, fmt, again);
    va_end(again);
    b->n += n;
}

Str buf_str(const Buf *b) { return b->n ? (Str){b->v, b->n} : (Str){"", 0}; }

Str str_quoted(Str s, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_char(&b, '\'');
    for (Size i = 0; i < s.len; i++) {
        if (s.s[i] == '\'') buf_add(&b, S("'\\''"));
        else buf_char(&b, s.s[i]);
    }
    buf_char(&b, '\'');
    return buf_str(&b);
}
