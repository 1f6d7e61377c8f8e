// op/completions: completion scripts, printed from the two tables.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "report/report.h"
#include "rule/rule.h"

static void add_commands(Buf *b, const char *between)
{
    for (Size i = 0; i < all_ops_n; i++)
        buf_fmt(b, "%s%.*s", i ? between : "", STR_ARG(all_ops[i].name));
}

// What a command takes for its first word, where that is one of a few: "[show N|export [N]]".
static void add_words(Buf *b, const Op *op)
{
    if (str_eq(op->words, S("[COMMAND]"))) add_commands(b, " ");
    for (Str one, rest = op->words; str_cut(&rest, S("|"), &one);) {
        Size n = 0;
        one = str_trim(one);
        if (str_starts(one, S("["))) one = str_sub(one, 1, -1);
        while (n < one.len && ((one.s[n] >= 'a' && one.s[n] <= 'z') || one.s[n] == '-')) n++;
        if (n) buf_fmt(b, "%.*s ", (int)n, one.s);
    }
}

static Str words_of(const Op *op, Arena *keep)
{
    Buf b = {.keep = keep};
    add_words(&b, op);
    return str_trim(buf_str(&b));
}

static void add_options(Buf *b, const Op *op)
{
    for (Size i = 0; i < all_options_n; i++)
        if (all_options[i].ops & op->bit) buf_fmt(b, "--%.*s ", STR_ARG(all_options[i].name));
}

static void spaced_choices(Buf *b, Str choices)
{
    for (Str one; str_cut(&choices, S("|"), &one);) buf_fmt(b, "%.*s ", STR_ARG(one));
}

static void add_rules(Buf *b)
{
    for (Size i = 0; i < all_rules_n; i++) buf_fmt(b, "%.*s ", STR_ARG(all_rules[i]->id));
}

// What an option may be given, where that is known. False: a file or anything.
static bool add_values(Buf *b, const Option *o)
{
    bool format = str_eq(o->name, S("format")), rule = str_eq(o->meta, S("RULE"));
    if (o->type == OPT_CHOICE) spaced_choices(b, o->meta);
    for (Size i = 0; format && i < all_formats_n; i++) buf_fmt(b, "%.*s ", STR_ARG(all_formats[i].name));
    if (rule) add_rules(b);
    return o->type == OPT_CHOICE || format || rule;
}

static bool has_values(const Option *o, Arena scratch)
{
    return add_values(&(Buf){.keep = &scratch}, o);
}

static void bash(Buf *b)
{
    buf_add(b,
            S("_suture() {\n"
              "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
              "    COMPREPLY=()\n"
              "    if [ \"$COMP_CWORD\" = 1 ]; then\n        words=\""));
    add_commands(b, " ");
    buf_add(
        b,
        S("\"\n        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n        return\n    fi\n"
          "    case $before in\n"));
    for (Size i = 0; i < all_options_n; i++) {
        if (!has_values(&all_options[i], *b->keep)) continue;
        buf_fmt(b, "        --%.*s) words=\"", STR_ARG(all_options[i].name));
        (void)add_values(b, &all_options[i]);
        buf_add(b, S("\" ;;\n"));
    }
    buf_add(b, S("        explain|show) words=\""));
    add_rules(b);
    buf_add(b, S("\" ;;\n"));
    buf_add(b, S("        *) [ \"$COMP_CWORD\" = 2 ] && case $before in\n"));
    for (Size i = 0; i < all_ops_n; i++) {
        Str words = words_of(&all_ops[i], b->keep);
        if (words.len)
            buf_fmt(b, "            %.*s) words=\"%.*s\" ;;\n", STR_ARG(all_ops[i].name),
                    STR_ARG(words));
    }
    buf_add(b, S("        esac ;;\n"));
    buf_add(b, S("    esac\n    if [[ -z $words || $before != -* ]] && [[ $word == -* ]]; then\n        case "
                 "${COMP_WORDS[1]} in\n"));
    for (Size i = 0; i < all_ops_n; i++) {
        buf_fmt(b, "            %.*s) words=\"", STR_ARG(all_ops[i].name));
        add_options(b, &all_ops[i]);
        buf_add(b, S("\" ;;\n"));
    }
    buf_add(b, S("        esac\n    fi\n"
                 "    [ -n \"$words\" ] && COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n"
                 "complete -o default -F _suture suture\n"));
}

// Inside single quotes, and without what zsh's _arguments takes for syntax.
static void quoted(Buf *b, Str text)
{
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '\'') buf_add(b, S("'\\''"));
        else if (strchr("[]:", text.s[i])) buf_fmt(b, "\\%c", text.s[i]);
        else buf_char(b, text.s[i]);
    }
}

static void zsh_option(Buf *b, const Option *o)
{
    buf_fmt(b, " \\\n            '--%.*s[", STR_ARG(o->name));
    quoted(b, o->help);
    buf_char(b, ']');
    if (has_values(o, *b->keep)) {
        buf_fmt(b, ":%.*s:(", STR_ARG(o->name));
        (void)add_values(b, o);
        buf_char(b, ')');
    } else if (o->type != OPT_FLAG) {
        buf_fmt(b, ":%.*s:_files", STR_ARG(o->name));
    }
    buf_char(b, '\'');
}

static void zsh(Buf *b)
{
    buf_add(b, S("#compdef suture\n_suture() {\n    local -a commands\n    commands=(\n"));
    for (Size i = 0; i < all_ops_n; i++) {
        buf_fmt(b, "        '%.*s:", STR_ARG(all_ops[i].name));
        quoted(b, all_ops[i].help);
        buf_add(b, S("'\n"));
    }
    buf_add(b, S("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n     "
                 "   return\n    fi\n"
                 "    case $words[2] in\n"));
    for (Size i = 0; i < all_ops_n; i++) {
        buf_fmt(b, "        %.*s) _arguments", STR_ARG(all_ops[i].name));
        for (Size k = 0; k < all_options_n; k++)
            if (all_options[k].ops & all_ops[i].bit) zsh_option(b, &all_options[k]);
        Str words = words_of(&all_ops[i], b->keep);
        if (words.len) buf_fmt(b, " \\\n            '2:what:(%.*s)'", STR_ARG(words));
        buf_add(b, S(" \\\n            '*:file:_files' ;;\n"));
    }
    buf_add(b, S("    esac\n}\n_suture \"$@\"\n"));
}

static void fish_quoted(Buf *b, Str text)
{
    buf_char(b, '\'');
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '\'' || text.s[i] == '\\') buf_char(b, '\\');
        buf_char(b, text.s[i]);
    }
    buf_char(b, '\'');
}

static void fish(Buf *b)
{
    for (Size i = 0; i < all_ops_n; i++) {
        buf_fmt(b, "complete -c suture -n __fish_use_subcommand -f -a %.*s -d ",
                STR_ARG(all_ops[i].name));
        fish_quoted(b, all_ops[i].help);
        buf_char(b, '\n');
    }
    for (Size i = 0; i < all_ops_n; i++) {
        Str words = words_of(&all_ops[i], b->keep);
        if (words.len)
            buf_fmt(b, "complete -c suture -n '__fish_seen_subcommand_from %.*s; "
                    "and test (count (commandline -opc)) = 2' -f -a '%.*s'\n", STR_ARG(all_ops[i].name), STR_ARG(words));
        for (Size k = 0; k < all_options_n; k++) {
            const Option *o = &all_options[k];
            if (!(o->ops & all_ops[i].bit)) continue;
            buf_fmt(b, "complete -c suture -n '__fish_seen_subcommand_from %.*s' -l %.*s",
                    STR_ARG(all_ops[i].name), STR_ARG(o->name));
            if (o->letter) buf_fmt(b, " -s %c", o->letter);
            if (o->type != OPT_FLAG) buf_add(b, S(" -r"));
            if (has_values(o, *b->keep)) {
                buf_add(b, S(" -f -a '"));
                (void)add_values(b, o);
                buf_char(b, '\'');
            }
            buf_add(b, S(" -d "));
            fish_quoted(b, o->help);
            buf_char(b, '\n');
        }
    }
}

int op_completions(const OpCall *c)
{
    static const struct { Str shell; void (*print)(Buf *); } shells[] = {
        {L("bash"), bash}, {L("zsh"), zsh}, {L("fish"), fish},
    };
    Buf b = {.keep = c->keep};
    for (Size i = 0; i < countof(shells); i++) {
        if (!str_eq(c->words[0], shells[i].shell)) continue;
        shells[i].print(&b);
        op_data(c, buf_str(&b));
        return EXIT_CLEAN;
    }
    op_say(c, "suture: completions are there for bash, zsh and fish, not for '%.*s'",
           STR_ARG(c->words[0]));
    return EXIT_USAGE;
}
