// model/kinds: the words for kinds of taint.
// SPDX-License-Identifier: MIT
#include "model/model_int.h"

static const Str kind_words[] = {
#define X(name, text) L(text),
    MODEL_KINDS(X)
#undef X
};
_Static_assert(KIND_COUNT <= 64, "kinds are bits of a Kinds");

Kinds kind_named(Str word)
{
    if (str_eq(word, S("text"))) return KINDS_TEXT;
    for (int i = 0; i < KIND_COUNT; i++)
        if (str_eq(word, kind_words[i])) return (Kinds)1 << i;
    return 0;
}

Str kinds_text(Kinds k, Arena *keep)
{
    Buf b = {.keep = keep};
    if ((k & KINDS_TEXT) == KINDS_TEXT) {
        buf_add(&b, S("text"));
        k &= ~KINDS_TEXT;
    }
    for (int i = 0; i < KIND_COUNT; i++) {
        if (!(k >> i & 1)) continue;
        if (b.n) buf_char(&b, ' ');
        buf_add(&b, kind_words[i]);
    }
    return buf_str(&b);
}

static Kinds kind_read(Reader *r, Str word)
{
    Kinds k = kind_named(word);
    if (k) return k;
    Str near = near_word(word, kind_words, countof(kind_words));
    if (near.len) {
        read_fail(r, "unknown kind '%.*s'; did you mean '%.*s'?", STR_ARG(word), STR_ARG(near));
    } else {
        read_fail(r, "unknown kind '%.*s'; doc/model.md lists the kinds", STR_ARG(word));
    }
    return 0;
}

Kinds read_kinds(Reader *r, const Words *w, Size *i)
{
    Kinds all = 0;
    for (; *i < w->n && !is_clause(w->v[*i]) && !r->err.kind; ++*i) {
        Str word = w->v[*i];
        if (!str_starts(word, S("-"))) { all |= kind_read(r, word); continue; }
        Kinds out = kind_read(r, str_sub(word, 1, -1));
        // `source a.f() remote -redirect` would subtract from nothing, and mean everything
        if (!r->err.kind && !(all & out))
            read_fail(r, "'%.*s' takes away what nothing before it gives; write 'text %.*s'",
                      STR_ARG(word), STR_ARG(word));
        all &= ~out;
    }
    return all;
}
