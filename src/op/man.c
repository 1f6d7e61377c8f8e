// op/man: the manual page, printed from the two tables.
// SPDX-License-Identifier: MIT
#include "op/op.h"

// roff takes a leading dot or quote for a command, a backslash for an escape, and a hyphen for one.
static void text(Buf *b, Str s)
{
    for (Size i = 0; i < s.len; i++) {
        bool starts = i == 0 || s.s[i - 1] == '\n';
        if (starts && (s.s[i] == '.' || s.s[i] == '\'')) buf_add(b, S("\\&"));
        if (s.s[i] == '\\') buf_add(b, S("\\e"));
        else if (s.s[i] == '-') buf_add(b, S("\\-"));
        else buf_char(b, s.s[i]);
    }
}

static void more(Buf *b, Str s)
{
    for (Str line; str_cut(&s, S("\n"), &line);) {
        bool example = str_starts(line, S("  "));
        if (example) buf_add(b, S(".nf\n"));
        text(b, line);
        buf_add(b, example ? S("\n.fi\n") : S("\n"));
    }
}

static void command(Buf *b, const Op *o)
{
    buf_fmt(b, ".SS suture %.*s ", STR_ARG(o->name));
    text(b, o->words);
    buf_char(b, '\n');
    text(b, o->help);
    buf_add(b, S(".\n"));
    if (o->more.len) {
        buf_add(b, S(".PP\n"));
        more(b, o->more);
    }
}

static void option(Buf *b, const Option *o)
{
    buf_add(b, S(".TP\n.B "));
    text(b, str_fmt(b->keep, "--%.*s", STR_ARG(o->name)));
    if (o->meta.len) {
        buf_char(b, ' ');
        text(b, o->meta);
    }
    buf_char(b, '\n');
    text(b, o->help);
    if (o->fallback.len) buf_fmt(b, " (default: %.*s)", STR_ARG(o->fallback));
    buf_add(b, S(".\nCommands:"));
    for (Size i = 0; i < all_ops_n && o->ops != ~0u; i++)
        if (o->ops & all_ops[i].bit) buf_fmt(b, " %.*s", STR_ARG(all_ops[i].name));
    buf_add(b, o->ops == ~0u ? S(" all.\n") : S(".\n"));
}

static bool is_taken(const Option *o)
{
    for (Size i = 0; i < all_ops_n; i++)
        if (o->ops & all_ops[i].bit) return true;
    return false;
}

int op_man(const OpCall *c)
{
    Buf b = {.keep = c->keep};
    buf_add(&b, S(".TH SUTURE 1 \"\" \"suture " SUTURE_VERSION
                  "\"\n.SH NAME\nsuture \\- find and repair vulnerabilities in Python\n"
                  ".SH SYNOPSIS\n.B suture\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIPATH\\fR...]\n.SH "
                  "COMMANDS\n"));
    for (Size i = 0; i < all_ops_n; i++) command(&b, &all_ops[i]);
    buf_add(&b, S(".SH OPTIONS\n"));
    for (Size i = 0; i < all_options_n; i++)
        if (is_taken(&all_options[i])) option(&b, &all_options[i]);
    buf_add(&b, S(".SH EXIT STATUS\n"
                  ".TP\n0\nnothing at or above \\-\\-fail\\-on\n.TP\n1\nsomething is, even when "
                  "the result is incomplete\n"
                  ".TP\n2\nnothing could start\n.TP\n3\nnothing is, but something was not "
                  "analysed\n.TP\n130\ninterrupted\n"
                  ".SH FILES\n.TP\nsuture.toml, pyproject.toml\nthe project's settings "
                  "([tool.suture] in the second)\n"
                  ".TP\n$XDG_CONFIG_HOME/suture/config.toml\nyour own settings\n"
                  ".SH ENVIRONMENT\nEach option can be given as SUTURE_NAME, such as "
                  "SUTURE_PROFILE=audit. NO_COLOR is obeyed.\n"));
    op_data(c, buf_str(&b));
    return EXIT_CLEAN;
}
