// op/watch: scan again on each save, in one session, until Ctrl-C; say what came and what went.
// SPDX-License-Identifier: MIT
#include "op/changes.h"

// A save is often several events: what follows within this time belongs to it.
static const double SETTLE = 0.02;
static const double AN_HOUR = 3600;

typedef struct {
    uint64_t id;
    Str path;
    bool seen;
} Seen;
typedef struct {
    Seen *v;
    Size n, cap;
} SeenAll;

typedef struct {
    const OpCall *call;
    Session *session;
    JudgeInput *in;
    int watch;
    SeenAll before;
    bool first;
    int code;
} Watcher;

// What a template is called: a scan reads those that the Python names, and costs little where it names none.
static bool may_be_template(Str name)
{
    static const Str ends[] = {L(".html"),     L(".htm"), L(".xhtml"), L(".thtml"),  L(".svg"),
                               L(".xml"),      L(".j2"),  L(".jinja"), L(".jinja2"), L(".djhtml"),
                               L(".mako"),     L(".mak"), L(".tpl"),   L(".stpl"),   L(".tmpl"),
                               L(".template"), {0}};
    return str_closes(name, ends);
}

static bool wanted(Str name)
{
    return changes_judged(name) || may_be_template(name) || str_eq(name, S(".gitignore"));
}

static SeenAll seen_of(const ScanResult *r, Arena *keep)
{
    SeenAll all = {0};
    for (Size i = 0; i < r->findings.n; i++)
        *push(keep, &all) = (Seen){r->findings.v[i].fingerprint, r->findings.v[i].path, false};
    for (Size i = 0; i < r->missing.n; i++)
        *push(keep, &all) = (Seen){str_hash(r->missing.v[i].why), r->missing.v[i].path, false};
    return all;
}

static bool take(SeenAll *old, const Seen *s)
{
    for (Size i = 0; i < old->n; i++) {
        Seen *o = &old->v[i];
        if (o->seen || o->id != s->id || !str_eq(o->path, s->path)) continue;
        o->seen = true;
        return true;
    }
    return false;
}

static Size added(SeenAll *old, const SeenAll *now)
{
    Size n = 0;
    for (Size i = 0; i < old->n; i++) old->v[i].seen = false;
    for (Size i = 0; i < now->n; i++) n += !take(old, &now->v[i]);
    return n;
}

// What is kept from one look to the next lives in the watcher's own arena of that look.
static SeenAll kept(const SeenAll *all, Arena *keep)
{
    SeenAll out = {0};
    for (Size i = 0; i < all->n; i++)
        *push(keep, &out) = (Seen){all->v[i].id, str_keep(keep, all->v[i].path), false};
    return out;
}

static Err watch_folders(const Watcher *w, const ScanResult *r, Arena *keep)
{
    Err e = {0};
    for (Size i = 0; i < r->folders.n && !e.kind; i++)
        e = os_watch_add(w->watch, r->folders.v[i], keep);
    return e;
}

static void show(Watcher *w, const OpCall *c, const ScanResult *r, Size came, Size went)
{
    if (!w->first && !came && !went) {
        op_say(c, "nothing new: %td finding%s in %td file%s", r->findings.n, r->findings.n == 1 ? "" : "s",
               r->files.n, r->files.n == 1 ? "" : "s");
        return;
    }
    if (!w->first && c->out->color) op_data(c, S("\x1b[2J\x1b[H"));
    w->code = judge_report(c, r, w->in, judge_exit(r, judge_fail_on(c->conf)));
    if (!w->first) op_say(c, "%td new, %td gone", came, went);
    op_say(c, "watching %td file%s; Ctrl-C ends it", r->files.n, r->files.n == 1 ? "" : "s");
}

static Err look(Watcher *w, Arena *keep, Pool *next)
{
    OpCall c = *w->call;
    ScanResult r;
    c.keep = keep;
    Err e = scan_with(&c, w->session, w->in, &r);
    if (e.kind || r.stopped) return e;
    e = watch_folders(w, &r, keep);
    if (e.kind) return e;
    SeenAll now = seen_of(&r, keep);
    Size came = added(&w->before, &now), went = 0;
    for (Size i = 0; i < w->before.n; i++) went += !w->before.v[i].seen;
    show(w, &c, &r, came, went);
    pool_reset(next);
    w->before = kept(&now, &next->arena);
    w->first = false;
    return c.out->failed ? err_new(w->call->keep, ERR_IO, "the output could not be written") : e;
}

static Err watch_on(Watcher *w)
{
    Pool pools[3] = {0}; // this look's; and two that take turns
    Err e = {0};
    bool open = true;
    for (int i = 0; i < 3; i++) open = pool_open(&pools[i], (Size)16 << 30) && open;
    if (!open) e = err_new(w->call->keep, ERR_LIMIT, "the system gives no address space (does `ulimit -v` limit it?)");
    for (int turn = 1; !e.kind && !os_stopped(); turn = 3 - turn) {
        pool_reset(&pools[0]);
        e = look(w, &pools[0].arena, &pools[turn]);
        if (e.kind) e.what = str_keep(w->call->keep, e.what);
        while (!e.kind && !os_stopped() && !os_watch_wait(w->watch, AN_HOUR, wanted)) continue;
        while (!e.kind && os_watch_wait(w->watch, SETTLE, wanted)) continue;
    }
    for (int i = 0; i < 3; i++) pool_close(&pools[i]);
    return e;
}

static Err refuse(const OpCall *c, const JudgeInput *in)
{
    const Conf *conf = c->conf;
    const char *other = in->nover                            ? "standard input"
                        : conf_flag(conf, "staged")          ? "--staged"
                        : conf_text(conf, "diff").len        ? "--diff"
                        : conf_flag(conf, "update-baseline") ? "--update-baseline"
                                                             : NULL;
    if (!other) return (Err){0};
    return err_new(c->keep, ERR_CONFIG, "--watch does not go with %s", other);
}

int watch_scan(const OpCall *c, const ScanOptions *o, JudgeInput *in)
{
    Watcher w = {.call = c, .in = in, .watch = -1, .first = true, .code = EXIT_STOPPED};
    Err e = refuse(c, in);
    if (!e.kind) w.session = session_new(o, c->keep, &e);
    if (!e.kind) e = os_watch_open(&w.watch, c->keep);
    if (!e.kind) {
        os_catch_stop();
        e = watch_on(&w);
    }
    os_watch_close(w.watch);
    session_end(w.session);
    return e.kind ? op_fail(c, e) : EXIT_STOPPED;
}
