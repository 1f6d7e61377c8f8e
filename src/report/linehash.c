// report/linehash: primaryLocationLineHash as GitHub's code scanning computes it: for each line a
// rolling hash of the 100 UTF-16 units that begin there, blanks left out (github/codeql-action,
// fingerprints).
// SPDX-License-Identifier: MIT
#include "report/report_int.h"
#include "report/linehash.h"

enum { BLOCK = 100, END = 65535 };
static const uint64_t FACTOR = 37;

typedef struct {
    uint64_t window[BLOCK], hash, first;
    int line_of[BLOCK];                    // the line that begins with this character of the
                                           // window, or 0
    int index, line;
    bool line_start, after_cr;
    LineHashes *out;
    Map counts;                            // hash -> how often it was seen
    Arena *keep;
} Roll;

static void put(Roll *r)
{
    Str text = str_fmt(r->keep, "%llx", (unsigned long long)r->hash);
    uintptr_t *count = (uintptr_t *)map_at(r->keep, &r->counts, text);
    ++*count;
    while (r->out->n < r->line_of[r->index]) *push(r->keep, r->out) = (Str){"", 0};
    r->out->v[r->line_of[r->index] - 1] =
        str_fmt(r->keep, "%.*s:%lu", STR_ARG(text), (unsigned long)*count);
    r->line_of[r->index] = 0;
}

static void update(Roll *r, uint64_t unit)
{
    uint64_t gone = r->window[r->index];
    r->window[r->index] = unit;
    r->hash = FACTOR * r->hash + unit - r->first * gone;
    r->index = (r->index + 1) % BLOCK;
}

static void take(Roll *r, uint32_t unit)
{
    if (unit == ' ' || unit == '\t' || (r->after_cr && unit == '\n')) {
        r->after_cr = false;
        return;
    }
    r->after_cr = unit == '\r';
    if (r->after_cr) unit = '\n';
    if (r->line_of[r->index]) put(r);
    if (r->line_start) r->line_of[r->index] = ++r->line;
    r->line_start = unit == '\n';
    update(r, unit);
}

static void take_character(Roll *r, uint32_t c)
{
    if (c < 0x10000) {
        take(r, c);
        return;
    }
    take(r, 0xd800 + ((c - 0x10000) >> 10));
    take(r, 0xdc00 + ((c - 0x10000) & 0x3ff));
}

LineHashes line_hashes(Str text, Arena *keep)
{
    LineHashes out = {0};
    Roll r = {.first = 1, .line_start = true, .out = &out, .keep = keep};
    for (int i = 0; i < BLOCK; i++) r.first *= FACTOR;
    for (Size i = 0, step; i < text.len; i += step) {
        uint32_t c = 0xfffd;
        step = utf8_step(text, i, &c);
        if (!step) c = 0xfffd, step = 1;
        take_character(&r, c);
    }
    take(&r, END);
    for (int i = 0; i < BLOCK; i++) {
        if (r.line_of[r.index]) put(&r);
        update(&r, 0);
    }
    return out;
}
