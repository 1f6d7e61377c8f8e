// door/cli: argv, read by the tables of op/ and conf/; standard output, standard error and
// progress.
// SPDX-License-Identifier: MIT
#include "door/cli.h"
#include "op/op.h"
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const Size ARENA_MOST = (Size)16 << 30;

typedef struct {
    Conf *conf;
    const Op *op;
    Arena *keep;
    struct { Str *v; Size n, cap; } words;
    bool help, options_over;
} Line;

// ---- what comes out

typedef struct { OpOut out; bool tty, quiet; double last; } Terminal;

static void put_data(OpOut *o, Str bytes)
{
    if (o->failed || os_write_fd(1, bytes)) return;
    o->failed = true;
    o->unread = os_unread();
}

static void put_progress(OpOut *o, Str line)
{
    Terminal *t = (Terminal *)o;
    double now = os_now();
    if (!o->progress_shown || (line.len && now - t->last < 0.05)) return;
    t->last = line.len ? now : 0;
    char text[512];
    Size room = line.len < o->columns ? line.len : o->columns - 1;
    int n = snprintf(text, sizeof text, "\r\x1b[K%.*s", (int)room, line.s);
    if (n > 0) (void)os_write_fd(2, (Str){text, n < (int)sizeof text ? n : (int)sizeof text - 1});
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ' ? c != '\n' && c != '\t' : c == 0x7f;
}

// Paths and code may hold terminal escapes: what a person reads shows them as '?'.
static void put_line(OpOut *o, Str line)
{
    char text[4096];
    put_progress(o, (Str){0});
    while (line.len) {
        Size n = line.len < (Size)sizeof text ? line.len : (Size)sizeof text;
        for (Size i = 0; i < n; i++) text[i] = is_control(line.s[i]) ? '?' : line.s[i];
        (void)os_write_fd(2, (Str){text, n});
        line = str_sub(line, n, -1);
    }
    (void)os_write_fd(2, S("\n"));
}

static bool colors(const Conf *c, int fd)
{
    Str word = conf_text(c, "color");
    if (str_eq(word, S("always"))) return true;
    if (str_eq(word, S("never")) || os_env("NO_COLOR").len) return false;
    return os_is_tty(fd) && !str_eq(os_env("TERM"), S("dumb"));
}

static Terminal terminal(const Conf *c)
{
    bool quiet = conf_flag(c, "quiet");
    Terminal t = {
        .out = {put_data, put_line, put_progress, colors(c, 1), false, os_columns(2),
                os_is_tty(1) ? os_columns(1) : 0, false, false,
                os_is_tty(2) && colors(c, 2)}};
    t.out.progress_shown = !quiet && os_is_tty(2) && !str_eq(os_env("TERM"), S("dumb"));
    return t;
}

// ---- what goes in

static Err unknown_option(Line *l, Str name)
{
    Str near = conf_nearest_option(name, l->op->bit, *l->keep);
    const Option *elsewhere = option_find(name);
    if (elsewhere)
        return err_new(l->keep, ERR_CONFIG, "`suture %.*s` takes no --%.*s; see `suture help %.*s`",
                       STR_ARG(l->op->name), STR_ARG(name), STR_ARG(l->op->name));
    if (near.len)
        return err_new(l->keep, ERR_CONFIG, "there is no option --%.*s; did you mean --%.*s?",
                       STR_ARG(name), STR_ARG(near));
    return err_new(l->keep, ERR_CONFIG, "there is no option --%.*s; see `suture help %.*s`",
                   STR_ARG(name), STR_ARG(l->op->name));
}

static const Option *option_of_letter(char letter, unsigned ops)
{
    for (Size i = 0; i < all_options_n; i++)
        if (all_options[i].letter == letter && (all_options[i].ops & ops)) return &all_options[i];
    return NULL;
}

// `given`: the text after =, or unset. Else the next argument is taken, and *used says so.
static Err set_option(Line *l, const Option *o, bool negated, Str given, char **next, int *used)
{
    Str origin = str_fmt(l->keep, "--%.*s", STR_ARG(o->name));
    if (o->type == OPT_FLAG) {
        Str plain = negated ? S("false") : S("true");
        return conf_set(l->conf, o, FROM_COMMAND, origin, given.s ? given : plain);
    }
    Str value = given;
    if (!given.s) {
        if (!*next)
            return err_new(l->keep, ERR_CONFIG, "--%.*s needs a value: %.*s", STR_ARG(o->name),
                           STR_ARG(o->meta));
        value = str_of(*next);
        *used = 2;
    }
    return conf_set(l->conf, o, FROM_COMMAND, origin, value);
}

// One argument that begins with two dashes: --name, --no-name, --name=value, --name value.
static Err long_option(Line *l, Str arg, char **next, int *used)
{
    Str rest = str_sub(arg, 2, -1), name;
    if (str_eq(rest, S("help"))) {
        l->help = true;
        return (Err){0};
    }
    (void)str_cut(&rest, S("="), &name);
    const Option *o = option_find(name);
    bool negated = false;
    if (!o && str_starts(name, S("no-"))) {
        o = option_find(str_sub(name, 3, -1));
        negated = o && o->type == OPT_FLAG;
        if (!negated) o = NULL;
    }
    if (!o || !(o->ops & l->op->bit)) return unknown_option(l, name);
    return set_option(l, o, negated, rest, next, used);
}

static Err short_option(Line *l, Str arg, char **next, int *used)
{
    char letter = arg.s[1];
    if (letter == 'h') {
        l->help = true;
        return (Err){0};
    }
    const Option *o = option_of_letter(letter, l->op->bit);
    if (!o || (o->type == OPT_FLAG && arg.len > 2))
        return err_new(l->keep, ERR_CONFIG, "there is no option %.*s; see `suture help %.*s`",
                       STR_ARG(arg), STR_ARG(l->op->name));
    return set_option(l, o, false, str_sub(arg, 2, -1), next, used);
}

static Err take(Line *l, char **arg, int *used)
{
    Str a = str_of(arg[0]);
    *used = 1;
    if (l->options_over || a.len < 2 || a.s[0] != '-') {
        *push(l->keep, &l->words) = a;
        return (Err){0};
    }
    if (str_eq(a, S("--"))) {
        l->options_over = true;
        return (Err){0};
    }
    return a.s[1] == '-' ? long_option(l, a, arg + 1, used) : short_option(l, a, arg + 1, used);
}

static Err count_words(Line *l)
{
    Size n = l->words.n;
    Str op = l->op->name;
    if (n < l->op->least)
        return err_new(l->keep, ERR_CONFIG, "`suture %.*s` needs %.*s; see `suture help %.*s`",
                       STR_ARG(op), STR_ARG(l->op->words), STR_ARG(op));
    if (l->op->most >= 0 && n > l->op->most)
        return err_new(l->keep, ERR_CONFIG, "`suture %.*s` takes %s%.*s, not also '%.*s'",
                       STR_ARG(op), l->op->words.len ? "" : "nothing", STR_ARG(l->op->words),
                       STR_ARG(l->words.v[l->op->most]));
    return (Err){0};
}

static Err read_line(Line *l, int argc, char **argv)
{
    Err e = {0};
    for (int i = 2, used = 1; i < argc && !e.kind && !l->help; i += used)
        e = take(l, argv + i, &used);
    return e.kind || l->help ? e : count_words(l);
}

static Err load_settings(Line *l)
{
    // it reads them itself, and says there what is wrong
    bool own = l->op && l->op->bit == FOR(LSP);
    Err e = own ? (Err){0} : conf_load_env(l->conf);
    bool none = conf_flag(l->conf, "no-config") || (l->op && l->op->bit & (FOR(TRUST) | FOR(LSP)));
    if (e.kind || none) return e;
    e = conf_load_files(l->conf, l->words.v, l->words.n);
    if (!e.kind && l->conf->passed_over.len && !conf_flag(l->conf, "quiet"))
        put_line(&(Terminal){0}.out,
                 str_fmt(l->keep, "%.*s holds for a part of these paths only, so it does not count: scan that part "
                                  "alone to have it", STR_ARG(l->conf->passed_over)));
    return e;
}

static int fail(Arena *keep, Err e)
{
    Terminal t = {0};
    put_line(&t.out, str_fmt(keep, "suture: %.*s", STR_ARG(e.what)));
    return EXIT_USAGE;
}

// The reader of a pipe had enough ("| head"): the end that other tools have, without a word.
static void end_as_unread(void)
{
    signal(SIGPIPE, SIG_DFL);
    (void)raise(SIGPIPE);
}

static int run(Line *l)
{
    Terminal t = terminal(l->conf);
    OpCall call = {l->op, l->conf, l->words.v, l->words.n, &t.out, l->keep};
    int code = l->op->run(&call);
    put_progress(&t.out, (Str){0});
    if (t.out.failed && t.out.unread) end_as_unread();
    if (t.out.failed) {
        put_line(&t.out, S("suture: the output could not be written in full"));
        return code == EXIT_STOPPED ? code : EXIT_USAGE;
    }
    return code;
}

static int no_such_command(Arena *keep, Str typed)
{
    Str near = op_nearest(typed, *keep);
    if (near.len)
        return fail(keep,
                    err_new(keep, ERR_CONFIG, "there is no command '%.*s'; did you mean '%.*s'?",
                            STR_ARG(typed), STR_ARG(near)));
    return fail(keep, err_new(keep, ERR_CONFIG, "there is no command '%.*s'; see `suture help`",
                              STR_ARG(typed)));
}

static Str command_word(int argc, char **argv)
{
    Str word = argc > 1 ? str_of(argv[1]) : S("help");
    if (str_eq(word, S("--help")) || str_eq(word, S("-h"))) return S("help");
    return str_eq(word, S("--version")) || str_eq(word, S("-V")) ? S("version") : word;
}

static int with_arena(int argc, char **argv, Arena *keep)
{
    Line l = {.keep = keep, .conf = conf_new(keep), .op = op_find(command_word(argc, argv))};
    if (!l.op) return no_such_command(keep, command_word(argc, argv));
    Err e = read_line(&l, argc, argv);
    if (e.kind) return fail(keep, e);
    if (l.help) {
        put_data(&(OpOut){0}, op_help(l.op, os_is_tty(1) ? os_columns(1) : 0, keep));
        return EXIT_CLEAN;
    }
    e = load_settings(&l);
    return e.kind ? fail(keep, e) : run(&l);
}

int door_cli(int argc, char **argv)
{
    Pool pool;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);                    // a file too large for a limit fails to be
                                                 // written, as on a full disk
    if (!pool_open(&pool, ARENA_MOST)) die("the system gives no address space (does `ulimit -v` limit it?)");
    int code = with_arena(argc, argv, &pool.arena);
    pool_close(&pool);
    return code;
}
