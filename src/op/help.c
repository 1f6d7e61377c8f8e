// op/help: the words of `suture help`, printed from the two tables.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "report/report.h"

static const char exit_codes[] =
    "Exit codes, of every command:\n"
    "    0  nothing at or above --fail-on\n"
    "    1  something is, even when the result is incomplete\n"
    "    2  nothing could start: usage, configuration, or a path that does not exist\n"
    "    3  nothing is, but something was not analysed, so silence means nothing\n"
    "  130  interrupted\n";

// `left`, then `right` in its column; on a line of its own where left is too wide. Widths are in
// characters, not bytes.
static void add_columns(Buf *b, Str left, int width, Str right)
{
    int n = 0;
    for (Size i = 0; i < left.len; i++) n += ((uint8_t)left.s[i] & 0xC0) != 0x80;
    buf_fmt(b, "  %.*s", STR_ARG(left));
    if (n > width) buf_fmt(b, "\n  %*s", width, "");
    else buf_fmt(b, "%*s", width - n, "");
    buf_fmt(b, "  %.*s", STR_ARG(right));
}

Str op_usage(int columns, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_add(&b,
            S("suture finds vulnerabilities in Python, repairs them, and checks each repair.\n\n"));
    report_fold(&b, 0, columns, 0);
    for (Size i = 0; i < all_ops_n; i++) {
        const Op *o = &all_ops[i];
        Str left = str_fmt(keep, "suture %.*s %.*s", STR_ARG(o->name), STR_ARG(o->words));
        Size from = b.n;
        add_columns(&b, left, 36, o->help);
        report_fold(&b, from, columns, 40);
        buf_char(&b, '\n');
    }
    Size from = b.n;
    buf_fmt(&b, "\n`suture help COMMAND` says all about one command.\n\n%s", exit_codes);
    report_fold(&b, from, columns, 7);
    return buf_str(&b);
}

static void add_option(Buf *b, const Option *o, int columns)
{
    Size from = b->n;
    Buf left = {.keep = b->keep};
    if (o->letter) buf_fmt(&left, "-%c, ", o->letter);
    buf_fmt(&left, "--%.*s", STR_ARG(o->name));
    if (o->meta.len && o->type != OPT_CHOICE) buf_fmt(&left, " %.*s", STR_ARG(o->meta));
    add_columns(b, buf_str(&left), 26, o->help);
    if (o->type == OPT_CHOICE) buf_fmt(b, " (%.*s)", STR_ARG(o->meta));
    if (o->fallback.len) buf_fmt(b, " [%.*s]", STR_ARG(o->fallback));
    report_fold(b, from, columns, 30);
    buf_char(b, '\n');
}

static const Str titles[IN_GROUPS] = {
    [IN_FINDINGS] = L("What is shown, and what fails"),
    [IN_FILES] = L("What is read"),
    [IN_REPAIR] = L("Repair"),
    [IN_MODELS] = L("Models"),
    [IN_BUDGET] = L("What models may cost"),
    [IN_TOOLS] = L("Findings of other tools"),
    [IN_MORE] = L("More"),
};

static bool is_of(const Op *op, Size i, OptGroup group)
{
    return all_options[i].ops & op->bit && (group == IN_GROUPS || all_options[i].group == group);
}

// Under its title; IN_GROUPS: all of them.
static void add_group(Buf *b, const Op *op, OptGroup group, int columns)
{
    bool first = true;
    for (Size i = 0; i < all_options_n; i++) {
        if (!is_of(op, i, group)) continue;
        Str title = group == IN_GROUPS ? S("Options") : titles[group];
        if (first) buf_fmt(b, "\n%.*s:\n", STR_ARG(title));
        first = false;
        add_option(b, &all_options[i], columns);
    }
}

// A command with few kinds of options lists them as one.
static void add_options(Buf *b, const Op *op, int columns)
{
    enum { FEW = 2 };
    int groups = 0;
    for (OptGroup g = 0; g < IN_GROUPS; g++) {
        Size i = 0;
        while (i < all_options_n && !is_of(op, i, g)) i++;
        groups += i < all_options_n;
    }
    if (groups <= FEW) add_group(b, op, IN_GROUPS, columns);
    for (OptGroup g = 0; groups > FEW && g < IN_GROUPS; g++) add_group(b, op, g, columns);
}

Str op_help(const Op *op, int columns, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_fmt(&b, "usage: suture %.*s [OPTION…]%s%.*s\n\n%.*s.\n", STR_ARG(op->name),
            op->words.len ? " " : "", STR_ARG(op->words), STR_ARG(op->help));
    if (op->more.len) buf_fmt(&b, "%.*s\n", STR_ARG(op->more));
    report_fold(&b, 0, columns, 0);
    add_options(&b, op, columns);
    Size from = b.n;
    buf_fmt(&b, "\n%s", exit_codes);
    report_fold(&b, from, columns, 7);
    return buf_str(&b);
}

int op_show_help(const OpCall *c)
{
    if (c->nwords == 0) {
        op_data(c, op_usage(c->out->data_columns, c->keep));
        return EXIT_CLEAN;
    }
    const Op *op = op_find(c->words[0]);
    if (!op) {
        Str near = op_nearest(c->words[0], *c->keep);
        op_say(c, "suture: there is no command '%.*s'%s%.*s%s", STR_ARG(c->words[0]),
               near.len ? "; did you mean '" : "", STR_ARG(near), near.len ? "'?" : "");
        return EXIT_USAGE;
    }
    op_data(c, op_help(op, c->out->data_columns, c->keep));
    return EXIT_CLEAN;
}
