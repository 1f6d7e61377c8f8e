// rule/words: what a file's identifiers and short texts say to rules: which rules have a word there, and whether one
// announces a secret, a digest or a token. The table is made once for all files, from the rules' own rows and lists.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"
#include "rule/rule_int.h"

enum { LETTERS = 32 };                   // the lower bits of one, whatever its case

struct RuleWords {
    Map words;                           // of all rules -> their RuleBits
    Sieve sieve;
    uint32_t thirds[LETTERS][LETTERS];   // of what secrets_parts begin with: by two letters a bit of each third one,
    uint8_t of[LETTERS][LETTERS];        // and of each SecretsTell
};

static void join(RuleBits *to, const RuleBits *more)
{
    for (Size i = 0; i < countof(to->v); i++) to->v[i] |= more->v[i];
}

static void put(RuleBits *to, Size bit) { to->v[bit / 64] |= (uint64_t)1 << bit % 64; }

bool bits_have(const RuleBits *b, Size bit) { return b->v[bit / 64] >> bit % 64 & 1; }

static void add_part(RuleWords *w, Str part, SecretsTell what)
{
    w->of[part.s[0] & 31][part.s[1] & 31] |= (uint8_t)(1u << what);
    uint32_t third = part.len > 2 ? 1u << (part.s[2] & 31) : ~0u;
    w->thirds[part.s[0] & 31][part.s[1] & 31] |= third;
}

RuleWords *rule_words_new(Arena *keep)
{
    RuleWords *w = new(keep, RuleWords, 1);
    for (Size i = 0; i < all_rules_n; i++)
        for (const Str *s = all_rules[i]->words; s && s->len; s++) {
            void **at = map_at(keep, &w->words, *s);
            if (!*at) *at = new(keep, RuleBits, 1);
            put(*at, i);
            sieve_put(&w->sieve, *s);
        }
    for (Size i = 0; i < SECRETS_PARTS; i++)
        for (const Str *part = secrets_parts[i].v; part->len; part++) add_part(w, *part, secrets_parts[i].of);
    return w;
}

RuleBits rule_words_said(const RuleWords *w, const Tree *t)
{
    RuleBits all = {0};
    for (Size i = PY_RESERVED; i < t->names.n; i++) {
        Str name = t->names.v[i];
        const RuleBits *said = sieve_may(&w->sieve, name) ? map_get(&w->words, name) : NULL;
        if (said) join(&all, said);
    }
    return all;
}

// Of what may it tell? As far as three letters of it say that a part begins there; behind its end one is taken to.
static unsigned may_tell(const RuleWords *w, Str word)
{
    unsigned what = 0;
    for (Size i = 0; i + 1 < word.len; i++) {
        int a = word.s[i] & 31, b = word.s[i + 1] & 31;
        uint32_t third = w->thirds[a][b];
        if (third && (i + 2 == word.len || third >> (word.s[i + 2] & 31) & 1)) what |= w->of[a][b];
    }
    return what;
}

static void add_told(const RuleWords *w, RuleTold *told, Str word)
{
    enum { NAME_MOST = 64 };
    unsigned may = word.len <= NAME_MOST ? may_tell(w, word) : 0;
    for (int what = 0; what < TELLS_END; what++)
        if (may >> what & 1 && !told->yes[what]) told->yes[what] = secrets_tell(word, (SecretsTell)what);
}

// The names before the texts, and these only where the names do not tell.
bool secrets_told(const RuleRun *run, SecretsTell what)
{
    const Tree *t = run->tree;
    RuleTold *told = run->told;
    // each file has the keywords, and "pass" is one
    for (Size i = PY_RESERVED; i < t->names.n && !told->names; i++) add_told(run->words, told, t->names.v[i]);
    told->names = true;
    for (Size i = 0; i < t->consts.n && !told->texts && !told->yes[what]; i++) {
        const PyConst *c = &t->consts.v[i];
        if (c->kind == CONST_STR || c->kind == CONST_BYTES) add_told(run->words, told, c->text);
        told->texts = i + 1 == t->consts.n;
    }
    return told->yes[what];
}
