// op/diff: a diff on standard output: byte for byte where a program reads it; at a terminal for a person, in colours
// and without the control bytes that a file may hold, which would speak to the terminal.
// SPDX-License-Identifier: MIT
#include "op/diff.h"

static const char *color_of(Str line)
{
    if (str_starts(line, S("+++")) || str_starts(line, S("---"))) return "\x1b[1m";
    if (str_starts(line, S("@@"))) return "\x1b[36m";
    if (str_starts(line, S("+"))) return "\x1b[32m";
    return str_starts(line, S("-")) ? "\x1b[31m" : NULL;
}

static void add_shown(Buf *b, Str line)
{
    for (Size i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.s[i];
        bool ends = c == '\r' && i + 1 == line.len;
        if (!ends && ((c < 32 && c != '\t') || c == 127)) buf_fmt(b, "\\x%02x", c);
        else if (!ends) buf_char(b, (char)c);
    }
}

Str diff_shown(Str diff, bool color, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Str line; diff.len && str_cut(&diff, S("\n"), &line);) {
        const char *code = color ? color_of(line) : NULL;
        if (code) buf_add(&b, str_of(code));
        add_shown(&b, line);
        if (code) buf_add(&b, S("\x1b[m"));
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

void diff_print(const OpCall *c, Str diff, Str base)
{
    bool person = c->out->data_columns > 0;
    op_data(c, person ? diff_shown(diff, c->out->color, c->keep) : diff);
    if (diff.len && !conf_flag(c->conf, "quiet") && !str_eq(base, os_real(S("."), c->keep)))
        op_say(c, "the diff reaches beyond this folder, so its paths begin in %.*s: … | git -C %.*s apply",
               STR_ARG(base), STR_ARG(str_quoted(base, c->keep)));
}
