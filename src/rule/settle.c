// rule/settle: after all rules have answered for a file: of two that say the same the surer one stays,
// and each finding gets a fingerprint that outlives moves and reformatting.
// SPDX-License-Identifier: MIT
#include "rule/rule_int.h"

// Two rules that say the same weakness of the same place: the surer one speaks, a flow before a
// mark.
static bool outdone(const Finding *f, const Finding *by)
{
    if (f == by || f->at.beg != by->at.beg || f->at.end != by->at.end || f->cwe != by->cwe)
        return false;
    if (str_eq(f->rule, by->rule)) return false;
    if (f->confidence != by->confidence) return f->confidence < by->confidence;
    if ((f->npaths > 0) != (by->npaths > 0)) return by->npaths > 0;
    return str_cmp(f->rule, by->rule) > 0;
}

typedef struct { Span at; Size i; } Spot;

static int by_place(const void *x, const void *y)
{
    const Spot *a = x, *b = y;
    if (a->at.beg != b->at.beg) return a->at.beg < b->at.beg ? -1 : 1;
    return (a->at.end > b->at.end) - (a->at.end < b->at.end);
}

// sha1(password): that the hash is broken is the lesser half of what is said of a password in a fast one, and
// what mends the one mends the other. It stays, where everything is shown.
static bool is_half_of(const Finding *f, const Finding *by)
{
    return str_eq(f->rule, S("weak-hash")) && str_eq(by->rule, S("fast-password-hash")) &&
           f->confidence <= by->confidence;
}

static void drop_doubles(Findings *out, Size from, Arena scratch)
{
    Size n = out->n - from, kept = from;
    Spot *spot = new(&scratch, Spot, n);
    for (Size i = 0; i < n; i++) spot[i] = (Spot){out->v[from + i].at, from + i};
    sort_items(spot, n, (Size)sizeof *spot, by_place, scratch);
    for (Size lo = 0, hi; lo < n; lo = hi) {
        for (hi = lo + 1; hi < n && !by_place(&spot[lo], &spot[hi]);) hi++;
        for (Size i = lo; i < hi; i++) {
            bool gone = false;
            for (Size j = lo; j < hi && !gone; j++)
                gone = outdone(&out->v[spot[i].i], &out->v[spot[j].i]);
            for (Size j = lo; j < hi; j++)
                if (is_half_of(&out->v[spot[i].i], &out->v[spot[j].i])) out->v[spot[i].i].confidence = CONF_LOW;
            out->v[spot[i].i].hidden = gone;
        }
    }
    for (Size i = from; i < out->n; i++)
        if (!out->v[i].hidden) out->v[kept++] = out->v[i];
    out->n = kept;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80);
}

// The words of the place, whatever a formatter did to blanks, quotes, brackets and trailing commas.
static uint64_t key_of(const Finding *f, Str src, Arena scratch)
{
    Buf b = {.keep = &scratch};
    bool gap = false;
    buf_add(&b, f->rule), buf_char(&b, 0), buf_add(&b, f->function), buf_char(&b, 0);
    for (uint32_t i = f->at.beg; i < f->at.end && b.n < 4096; i++) {
        char c = src.s[i];
        bool is_gap = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\\' ||
                      c == '(' || c == ')' || c == ',';
        if (!is_gap) {
            if (gap && is_word(c) && b.n && is_word(b.v[b.n - 1])) buf_char(&b, ' ');
            buf_char(&b, c == '\'' ? '"' : c);
        }
        gap = is_gap;
    }
    return str_hash(buf_str(&b));
}

typedef struct { uint64_t key; uint32_t beg; Size i; } Keyed;

static int by_key(const void *x, const void *y)
{
    const Keyed *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->beg > b->beg) - (a->beg < b->beg);
}

// Of equal statements in one function, the number of those before it tells them apart.
static void give_fingerprints(Findings *out, Size from, Str src, Arena scratch)
{
    Size n = out->n - from, first = 0, before = 0;
    Keyed *k = new(&scratch, Keyed, n);
    for (Size i = 0; i < n; i++) {
        const Finding *f = &out->v[from + i];
        k[i] = (Keyed){key_of(f, src, scratch), f->at.beg, from + i};
    }
    sort_items(k, n, (Size)sizeof *k, by_key, scratch);
    for (Size i = 0; i < n; i++) {
        if (k[i].key != k[first].key) first = i;
        if (i == first) before = 0;
        else if (k[i].beg != k[i - 1].beg) before = i - first;
        out->v[k[i].i].fingerprint = k[i].key ^ ((uint64_t)before * UINT64_C(0x9E3779B97F4A7C15));
    }
}

void findings_settle(Findings *out, Size from, Str src, Arena scratch)
{
    drop_doubles(out, from, scratch);
    give_fingerprints(out, from, src, scratch);
}
