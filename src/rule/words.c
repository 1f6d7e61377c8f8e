// rule/words: what a file's identifiers say to rules: which of them have a word there, and whether one announces a
// secret, a digest or a token. A name that was met in an earlier file is not read again.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"
#include "rule/rule_int.h"
#include "fact/secret.h"

// Names of files are much alike: of a few thousand places nearly all are hits.
enum { PLACES_BITS = 12, PLACES = 1 << PLACES_BITS, SHORT = 31 };
typedef struct { RuleBits bits; char text[SHORT]; uint8_t len; } Met;
_Static_assert(sizeof(Met) == 64, "a place is a line of the processor's cache");

struct RuleWords {
    Map words;                           // of all rules -> their RuleBits
    Size longest;
    bool opened;
    RuleBits always;                     // what Python's own words say, which are in every file
    Met *met;
};

static void join(RuleBits *to, const RuleBits *more)
{
    for (Size i = 0; i < countof(to->v); i++) to->v[i] |= more->v[i];
}

static void put(RuleBits *to, Size bit) { to->v[bit / 64] |= (uint64_t)1 << bit % 64; }

bool bits_have(const RuleBits *b, Size bit) { return b->v[bit / 64] >> bit % 64 & 1; }

RuleWords *rule_words_new(Arena *keep)
{
    RuleWords *w = new(keep, RuleWords, 1);
    w->met = new(keep, Met, PLACES);
    for (Size i = 0; i < all_rules_n; i++)
        for (const Str *s = all_rules[i]->words; s && s->len; s++) {
            void **at = map_at(keep, &w->words, *s);
            if (!*at) *at = new(keep, RuleBits, 1);
            put(*at, i);
            if (s->len > w->longest) w->longest = s->len;
        }
    return w;
}

static void add_words(const RuleWords *w, Str name, RuleBits *to)
{
    const RuleBits *said = name.len <= w->longest ? map_get(&w->words, name) : NULL;
    if (said) join(to, said);
}

static RuleBits read_bits(const RuleWords *w, Str name)
{
    RuleBits b = {0};
    add_words(w, name, &b);
    for (int what = TELLS_SECRET; what < TELLS_END; what++)
        if (secrets_tell(name, what)) put(&b, (Size)what);
    return b;
}

// Of one thread: `met` is changed.
static void add_name(RuleWords *w, Str name, RuleBits *to)
{
    RuleBits bits;
    if (name.len > SHORT) {
        bits = read_bits(w, name);
        join(to, &bits);
        return;
    }
    Met *m = &w->met[str_key(name) >> (64 - PLACES_BITS)];
    if (m->len != name.len || memcmp(m->text, name.s, (size_t)name.len) != 0) {
        m->bits = read_bits(w, name);
        m->len = (uint8_t)name.len;
        memcpy(m->text, name.s, (size_t)name.len);
    }
    join(to, &m->bits);
}

static void open_words(RuleWords *w, const Tree *t)
{
    for (Size i = 1; i < t->names.n && i < PY_RESERVED; i++) add_words(w, t->names.v[i], &w->always);
    w->opened = true;
}

RuleBits rule_words_said(RuleWords *w, const Tree *t, bool tells)
{
    if (!w->opened) open_words(w, t);
    RuleBits all = w->always;
    for (Size i = PY_RESERVED; i < t->names.n; i++)
        if (tells) add_name(w, t->names.v[i], &all);
        else add_words(w, t->names.v[i], &all);
    return all;
}
