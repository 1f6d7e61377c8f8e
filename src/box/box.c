// box: levels, probes, and the supervised run.
// SPDX-License-Identifier: MIT
#include "box/box_int.h"
#include <sys/prctl.h>
#include <unistd.h>

Str box_name(BoxLevel level)
{
    return level == BOX_FULL ? S("full") : level == BOX_REDUCED ? S("reduced") : S("none");
}

typedef struct { Str *v; Size n, cap; } Words;

static void word(Words *w, Str s, Arena *keep) { *push(keep, w) = s; }

static void words3(Words *w, const char *flag, Str a, Str b, Arena *keep)
{
    word(w, str_of(flag), keep);
    word(w, a, keep);
    word(w, b, keep);
}

// The system's folders, read-only. Of /etc what the linker and Python's site need; no HOME, no
// /var.
static const char *const SYSTEM[] = {"/usr",
                                     "/bin",
                                     "/sbin",
                                     "/lib",
                                     "/lib64",
                                     "/lib32",
                                     "/etc/ld.so.cache",
                                     "/etc/ld.so.conf",
                                     "/etc/ld.so.conf.d",
                                     "/etc/alternatives",
                                     "/etc/python3",
                                     "/etc/mime.types",
                                     "/etc/localtime"};

// argv for bubblewrap (man bwrap): the project's own path shows the copy.
static void bwrap(Words *w, const BoxRun *run, Size disk, Arena *keep)
{
    static const char *const head[] = {"bwrap",         "--unshare-all", "--die-with-parent",
                                       "--new-session", "--cap-drop",    "ALL",
                                       "--clearenv"};
    for (Size i = 0; i < countof(head); i++) word(w, str_of(head[i]), keep);
    for (Size i = 0; i < run->nenv; i++) {
        Size eq = str_find(run->env[i], S("="));
        if (eq > 0)
            words3(w, "--setenv", str_sub(run->env[i], 0, eq), str_sub(run->env[i], eq + 1, -1),
                   keep);
    }
    words3(w, "--setenv", S("HOME"), S("/tmp"), keep);
    for (Size i = 0; i < countof(SYSTEM); i++)
        words3(w, "--ro-bind-try", str_of(SYSTEM[i]), str_of(SYSTEM[i]), keep);
    word(w, S("--proc"), keep);
    words3(w, "/proc", S("--dev"), S("/dev"), keep);
    words3(w, "--size", str_fmt(keep, "%td", disk), S("--tmpfs"), keep);
    word(w, S("/tmp"), keep);
    for (Size i = 0; i < run->nreadable; i++)
        words3(w, "--ro-bind-try", run->readable[i], run->readable[i], keep);
    words3(w, "--bind", run->copy, run->project, keep);
    words3(w, "--chdir", run->project, S("--"), keep);
    for (Size i = 0; i < run->argc; i++) word(w, run->argv[i], keep);
}

static void restricted(BoxChild *c, const BoxRun *run, Arena *keep)
{
    static const char *const more[] = {"/dev/urandom", "/dev/random", "/dev/zero", "/proc/self"};
    c->restrict_self = true;
    c->writable = str_z(keep, run->copy);
    for (Size i = 0; i < countof(SYSTEM); i++) c->readable[c->nreadable++] = SYSTEM[i];
    for (Size i = 0; i < countof(more); i++) c->readable[c->nreadable++] = more[i];
    for (Size i = 0; i < run->nreadable && c->nreadable < BOX_MOST_PATHS; i++)
        c->readable[c->nreadable++] = str_z(keep, run->readable[i]);
}

Err box_run(BoxLevel level, const BoxRun *run, Arena *keep, BoxDone *done)
{
    static const Str path = L("PATH=/usr/local/bin:/usr/bin:/bin");
    *done = (BoxDone){.level = level};
    Size memory = run->memory ? run->memory : (Size)1 << 30,
         disk = run->disk ? run->disk : 256 << 20;
    BoxWatch w = {.processes = run->processes ? run->processes : 64};
    w.child = (BoxChild){.memory = memory, .disk = disk, .processes = w.processes * 2,
                         .timeout = run->timeout > 0 ? run->timeout : 60};
    OsRun os = {.argv = run->argv,
                .argc = run->argc,
                .input = run->input,
                .cwd = run->copy,
                .env = run->env,
                .nenv = run->nenv,
                .timeout = w.child.timeout,
                .most = run->output ? run->output : 1 << 20,
                .before = box_child,
                .watch = box_watch,
                .self = &w};
    Words words = {0};
    if (level == BOX_FULL) {
        bwrap(&words, run, disk, keep);
        os.argv = words.v;
        os.argc = words.n;
        os.env = &path;
        os.nenv = 1;
    }
    if (level == BOX_REDUCED) restricted(&w.child, run, keep);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);            // what a killed run leaves is ours to reap
    w.child.uid = os_stat(run->copy, false, *keep).uid;
    Err err = os_run(&os, keep, &done->run);
    bool killed = done->run.timed_out || done->run.watched_out || os_stopped();
    if (killed && level == BOX_FULL && w.inner) os_reap(w.inner);
    done->why = done->run.timed_out ? S("it took longer than allowed") : w.why;
    return err;
}

// A level is usable when a small program ran at it, saw its copy and could not write outside it.
static bool probe(BoxLevel level, Arena *keep, Str *why)
{
    Str copy, empty = str_fmt(keep, "/tmp/suture-probe-%ld", (long)getpid());
    Str argv[] = {
        S("/bin/sh"), S("-c"),
        S("echo x > here && test -e here && ! (echo x > /usr/suture) 2>&- && echo inside")};
    Err err = os_make_dirs(empty, 0755, keep);
    if (!err.kind) err = box_copy(empty, 1 << 20, keep, &copy);
    rmdir(str_z(keep, empty));
    if (err.kind) return *why = err.what, false;
    static const Str env = L("PATH=/usr/bin:/bin");
    BoxDone done;
    BoxRun run = {.argv = argv,
                  .argc = 3,
                  .project = S("/tmp/project"),
                  .copy = copy,
                  .env = &env,
                  .nenv = 1,
                  .timeout = 10};
    err = box_run(level, &run, keep, &done);
    box_drop(copy, *keep);
    if (err.kind) return *why = err.what, false;
    *why = done.run.err.len ? str_trim(done.run.err) : S("the probe run did not come back");
    return done.run.code == 0 && str_starts(done.run.out, S("inside"));
}

BoxLevel box_level(Arena *keep, Str *why_not)
{
    Str full = {0}, reduced = S("this kernel has no Landlock");
    *why_not = (Str){0};
    if (probe(BOX_FULL, keep, &full)) return BOX_FULL;
    *why_not = str_fmt(keep, "full: %.*s", STR_ARG(full));
    if (box_can_restrict() && probe(BOX_REDUCED, keep, &reduced)) return BOX_REDUCED;
    *why_not = str_fmt(keep, "full: %.*s; reduced: %.*s", STR_ARG(full), STR_ARG(reduced));
    return BOX_NONE;
}
