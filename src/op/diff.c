// op/diff: a diff on standard output: byte for byte where a program reads it; at a terminal for a person, in colours
// and without the control bytes that a file may hold, which would speak to the terminal.
// SPDX-License-Identifier: MIT
#include "op/diff.h"
#include "report/report.h"

static const char *color_of(Str line)
{
    if (str_starts(line, S("+++")) || str_starts(line, S("---"))) return "\x1b[1m";
    if (str_starts(line, S("@@"))) return "\x1b[36m";
    if (str_starts(line, S("+"))) return "\x1b[32m";
    return str_starts(line, S("-")) ? "\x1b[31m" : NULL;
}

Str diff_shown(Str diff, bool color, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Str line; diff.len && str_cut(&diff, S("\n"), &line);) {
        const char *code = color ? color_of(line) : NULL;
        if (code) buf_add(&b, str_of(code));
        report_clean(&b, str_ends(line, S("\r")) ? str_sub(line, 0, line.len - 1) : line);
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
        op_say(c, "the diff reaches beyond this folder, so its paths begin in %.*s: "
                  "… | git -C %.*s apply",
               STR_ARG(base), STR_ARG(str_quoted(base, c->keep)));
}
