// agent/prompt: the texts of prompt/*.txt, embedded, and the filling of their holes.
// SPDX-License-Identifier: MIT
#include "agent/agent_int.h"

static const struct { const char *name, *text; } PROMPTS[] = {
#define EMBED(name, text) {name, text},
#include "prompts.inc"
#undef EMBED
};

static Str prompt_text(Str name, Arena scratch)
{
    Str file = str_fmt(&scratch, "%.*s.txt", STR_ARG(name));
    for (Size i = 0; i < countof(PROMPTS); i++)
        if (str_eq(str_of(PROMPTS[i].name), file)) return str_of(PROMPTS[i].text);
    check(false);                        // a prompt that does not exist
    return (Str){0};
}

static Str filling(const Filling *fill, Size n, Str hole)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(fill[i].hole, hole)) return fill[i].text;
    check(false);                        // a hole that nobody fills
    return (Str){0};
}

// One pass: what is filled in is never read for holes again.
Str prompt_fill(Str name, const Filling *fill, Size n, Arena *keep)
{
    Buf b = {.keep = keep};
    Str rest = prompt_text(name, *keep), head, hole;
    while (str_cut(&rest, S("{{"), &head)) {
        buf_add(&b, head);
        if (!rest.s) break;
        check(str_cut(&rest, S("}}"), &hole));
        buf_add(&b, filling(fill, n, hole));
    }
    return buf_str(&b);
}

Str prompt_path(Str path, Arena *keep)
{
    enum { MOST_PATH = 200 };
    Buf b = {.keep = keep};
    if (path.len > MOST_PATH) path = str_sub(path, path.len - MOST_PATH, -1);
    for (Size i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.s[i];
        buf_char(&b, c < ' ' || c == 0x7f || c == '`' ? '?' : (char)c);
    }
    return buf_str(&b);
}
