// model/cond: conditions of a line: read from text, and decided from what is known of an argument.
// SPDX-License-Identifier: MIT
#include "model/model_int.h"

// ---- deciding

// '*' takes any run; letters match in either case. Iterative: linear but for one restart a star.
static bool glob(Str pattern, Str text)
{
    Size p = 0, t = 0, star = -1, from = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.s[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.len && ascii_lower(pattern.s[p]) == ascii_lower(text.s[t])) {
            p++, t++;
        } else if (star >= 0) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.s[p] == '*') p++;
    return p == pattern.len;
}

static bool same_value(Str value, const CondFact *f)
{
    if (f->constant) {
        if (str_eq(value, f->text)) return true;
        if (str_eq(value, S("True"))) return str_eq(f->text, S("1"));
        return str_eq(value, S("False")) && str_eq(f->text, S("0"));
    }
    if (!f->name.len) return false;
    if (str_eq(value, f->name)) return true;
    // Code without its imports says SafeLoader for yaml.SafeLoader.
    Str last = str_sub(value, str_rfind(value, '.') + 1, -1);
    return str_rfind(f->name, '.') < 0 && str_eq(f->name, last);
}

static bool any_value(const ModelCond *c, const CondFact *f)
{
    for (Size i = 0; i < c->nvalues; i++)
        if (same_value(c->values[i], f)) return true;
    return false;
}

// Does a pattern hold for all texts that start with the known prefix?
static bool prefix_matches(Str pattern, Str prefix)
{
    Size star = str_find(pattern, S("*"));
    return prefix.len && star == pattern.len - 1 && prefix.len >= star &&
           glob(pattern, prefix);
}

static bool any_pattern(const ModelCond *c, const CondFact *f)
{
    for (Size i = 0; i < c->nvalues; i++) {
        Str pattern = c->values[i];
        if (f->constant ? glob(pattern, f->text) : prefix_matches(pattern, f->prefix)) return true;
        if (!f->constant && f->name.len && glob(pattern, f->name)) return true;
    }
    return false;
}

static bool number_holds(const ModelCond *c, const CondFact *f)
{
    int64_t n;
    if (!f->constant || !str_int(f->text, &n)) return c->or_unknown && !f->constant;
    if (c->kind == COND_LESS) return n < c->number;
    if (c->kind == COND_MORE) return n > c->number;
    return (n & c->number) != 0;
}

static bool reads_as(const ModelCond *c, const CondFact *f)
{
    for (Size i = 0; i < c->nvalues; i++)
        if (str_eq(c->values[i], f->reads)) return true;
    return false;
}

bool models_cond(const ModelCond *c, const CondFact *f)
{
    bool known = f->constant || f->name.len || f->prefix.len;
    switch (c->kind) {
    case COND_ABSENT: return !f->present;
    case COND_PRESENT: return f->present;
    case COND_IS: return f->present && (known ? any_value(c, f) : c->or_unknown);
    case COND_IS_NOT: return !f->present || (known ? !any_value(c, f) : c->or_unknown);
    case COND_MATCHES: return f->present && (any_pattern(c, f) || (c->or_unknown && !known));
    case COND_MATCHES_NOT: return !f->present || (known ? !any_pattern(c, f) : c->or_unknown);
    case COND_LESS: case COND_MORE: case COND_BITS: return f->present && number_holds(c, f);
    case COND_TAINTED: return f->present && f->tainted;
    case COND_NOT_TAINTED: return !f->present || !f->tainted;
    case COND_CONST: return f->present && f->constant;
    case COND_NOT_CONST: return f->present && !f->constant;
    case COND_READS: return f->present && reads_as(c, f);
    case COND_READS_NOT: return !f->present || !reads_as(c, f);
    }
    return false;
}

// ---- reading

bool read_number(Str text, int64_t *out)
{
    int base = 10;
    if (str_starts(text, S("0x")) || str_starts(text, S("0o"))) {
        base = text.s[1] == 'x' ? 16 : 8;
        text = str_sub(text, 2, -1);
    }
    if (!text.len || text.len > 15) return false;
    int64_t n = 0;
    for (Size i = 0; i < text.len; i++) {
        char c = ascii_lower(text.s[i]);
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
        if (digit >= base) return false;
        n = n * base + digit;
    }
    *out = n;
    return true;
}

static Str unquoted(Str s)
{
    return s.len >= 2 && s.s[0] == '"' && s.s[s.len - 1] == '"' ? str_sub(s, 1, s.len - 1) : s;
}

// Values are parted by commas outside quotes.
static void read_values(Reader *r, Str text, ModelCond *c)
{
    Size n = 1;
    bool quoted = false;
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '"') quoted = !quoted;
        else if (text.s[i] == ',' && !quoted) n++;
    }
    Str *v = new(r->keep, Str, n);
    Size at = 0, from = 0;
    quoted = false;
    for (Size i = 0; i <= text.len; i++) {
        if (i < text.len && text.s[i] == '"') quoted = !quoted;
        if (i < text.len && (text.s[i] != ',' || quoted)) continue;
        if (at < n) v[at++] = unquoted(str_sub(text, from, i));
        from = i + 1;
    }
    c->value = text;
    c->values = v;
    c->nvalues = n;
}

typedef struct { Str word; CondKind kind, turned; bool can_turn; } CondWord;
static const CondWord cond_words[] = {
    {L("absent"), COND_ABSENT, COND_PRESENT, true},
    {L("present"), COND_PRESENT, COND_ABSENT, true},
    {L("const"), COND_CONST, COND_NOT_CONST, true},
    {L("reads"), COND_READS, COND_READS_NOT, true},
    {L("tainted"), COND_TAINTED, COND_NOT_TAINTED, true},
};
static const CondWord cond_signs[] = {               // longer signs first
    {L("!="), COND_IS_NOT, COND_IS, true},
    {L("!~"), COND_MATCHES_NOT, COND_MATCHES, true},
    {L("="), COND_IS, COND_IS_NOT, true},
    {L("~"), COND_MATCHES, COND_MATCHES_NOT, true},
    {L("<"), COND_LESS, COND_MORE, true},
    {L(">"), COND_MORE, COND_LESS, true},
    {L("&"), COND_BITS, COND_BITS, false},
};

static bool finish_cond(Reader *r, const CondWord *w, bool unless, Str value, ModelCond *out)
{
    out->kind = unless ? w->turned : w->kind;
    if (unless && !w->can_turn) {
        read_fail(r, "'unless' cannot be used with '%.*s'", STR_ARG(w->word));
        return false;
    }
    if (str_ends(value, S("?"))) {
        out->or_unknown = true;
        value = str_sub(value, 0, value.len - 1);
    }
    read_values(r, value, out);
    bool number = w->kind == COND_LESS || w->kind == COND_MORE || w->kind == COND_BITS;
    if (!number) return true;
    if (!read_number(value, &out->number)) {
        read_fail(r, "'%.*s' is not a number", STR_ARG(value));
        return false;
    }
    if (unless) out->number += w->kind == COND_LESS ? -1 : 1;      // not < n is > n - 1
    return true;
}

// headers[content-type]: what the argument holds under a key.
static bool read_subject(Str text, ModelCond *out)
{
    Size open = str_find(text, S("["));
    if (open < 0) return read_arg(text, &out->arg, &out->keyword);
    out->item = str_sub(text, open + 1, text.len - 1);
    return out->item.len && str_ends(text, S("]")) &&
           read_arg(str_sub(text, 0, open), &out->arg, &out->keyword);
}

static bool read_sign(Reader *r, Str word, bool unless, ModelCond *out)
{
    for (Size i = 0; i < word.len; i++) {
        for (Size k = 0; k < countof(cond_signs); k++) {
            const CondWord *w = &cond_signs[k];
            if (!str_starts(str_sub(word, i, -1), w->word)) continue;
            if (!read_subject(str_sub(word, 0, i), out)) break;
            return finish_cond(r, w, unless, str_sub(word, i + w->word.len, -1), out);
        }
    }
    read_fail(r, "cannot read the condition '%.*s'; write it like shell=True, 0<2048, "
              "1~\"http:*\", 'timeout absent'", STR_ARG(word));
    return false;
}

static bool read_word_cond(Reader *r, const CondWord *c, const Words *w, Size *i, bool unless,
                           ModelCond *out)
{
    Str value = {0};
    if (!read_subject(w->v[*i], out)) {
        read_fail(r, "'%.*s' names no argument", STR_ARG(w->v[*i]));
        return false;
    }
    *i += 2;
    if (c->kind == COND_READS) {
        if (*i >= w->n) {
            read_fail(r, "'reads' needs a word: sql, html, shell, url");
            return false;
        }
        value = w->v[(*i)++];
    }
    return finish_cond(r, c, unless, value, out);
}

bool read_cond(Reader *r, const Words *w, Size *i, bool unless, ModelCond *out)
{
    *out = (ModelCond){.arg = MODEL_NONE};
    if (*i >= w->n) {
        read_fail(r, "a condition is missing after '%s'", unless ? "unless" : "if");
        return false;
    }
    for (Size k = 0; k < countof(cond_words) && *i + 1 < w->n; k++)
        if (str_eq(w->v[*i + 1], cond_words[k].word))
            return read_word_cond(r, &cond_words[k], w, i, unless, out);
    return read_sign(r, w->v[(*i)++], unless, out);
}
