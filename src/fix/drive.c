// fix/drive: try texts, one scan for many files; apply built-in fixes behind the gates; write what
// is proposed.
// SPDX-License-Identifier: MIT
#include "fix/job.h"
#include "fix/verify.h"
#include "base/os.h"

enum { MOST_STEPS = 200, SCRATCH = 1 << 30 };

// ---- trying texts

static bool is_letter(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

// "name =", as a keyword argument is written; read as text: too often is safe here.
static bool has_keyword(Str text, Str name)
{
    for (Size at = 0; at < text.len;) {
        Size next = str_find(str_sub(text, at, -1), name);
        if (next < 0) return false;
        at += next;
        Size end = at + name.len;
        bool word =
            (!at || !is_letter(text.s[at - 1])) && (end == text.len || !is_letter(text.s[end]));
        while (end < text.len && (text.s[end] == ' ' || text.s[end] == '\t')) end++;
        if (word && end + 1 < text.len && text.s[end] == '=' && text.s[end + 1] != '=') return true;
        at++;
    }
    return false;
}

typedef struct {
    const FixJob *job;
    const FixFile *file;
} Elsewhere;

// Another file of the project that speaks of the function, and of the parameter as a keyword.
static bool named_elsewhere(void *self, Str function, Str parameter)
{
    const Elsewhere *e = self;
    Pool text = {0};
    bool found = false;
    if (!pool_open(&text, SCRATCH)) return true;
    for (Size i = 0; i < e->job->first.files.n && !found; i++) {
        Str path = e->job->first.files.v[i], bytes;
        if (str_eq(path, e->file->path)) continue;
        pool_reset(&text);
        if (os_read(path, SCAN_MOST_BYTES, &text.arena, &bytes).kind) continue;
        found = str_find(bytes, function) >= 0 && has_keyword(bytes, parameter);
    }
    pool_close(&text);
    return found;
}

// What a list of dependencies will say that is changed together with this.
static Str declared_with(const FixTry *tries, Size n, const FixTry *t)
{
    for (Size i = 0; i < n && t->group; i++)
        if (tries[i].group == t->group && tries[i].file->plain) return tries[i].text;
    return (Str){0};
}

static void judge_plain(FixTry *t)
{
    bool same = str_eq(t->text, t->file->now);
    t->verdict = (Verdict){0};
    t->verdict.gate[GATE_CHANGED] =
        same ? (Gate){GATE_FAILED, S("the text is the same as the best so far")}
             : (Gate){GATE_PASSED, S("a declaration came in")};
    gates_close(&t->verdict);
}

static void judge_text(const FixJob *job, const FixTry *tries, Size n, FixTry *t, Arena scratch)
{
    Elsewhere elsewhere = {job, t->file};
    if (t->file->plain) {
        judge_plain(t);
        return;
    }
    GateCase c = {.path = t->file->path,
                  .before = t->file->before,
                  .after = t->text,
                  .targets = t->targets,
                  .ntargets = t->ntargets,
                  .named = named_elsewhere,
                  .self = &elsewhere,
                  .declares = declared_with(tries, n, t),
                  .all_must_go = t->how == HOW_BUILT_IN,
                  .target = job->opt.scan.target_version};
    gates_text(&c, job->keep, scratch, &t->verdict);
    bool same = str_eq(t->text, t->file->now);
    if (same)
        t->verdict.gate[GATE_CHANGED] =
            (Gate){GATE_FAILED, S("the text is the same as the best so far")};
    gates_close(&t->verdict);
}

static Str peer_missing(const FixJob *job, const ScanResult *r, Str path)
{
    for (Size i = 0; i < r->missing.n; i++) {
        const NotAnalysed *m = &r->missing.v[i];
        bool peer = m->engine.len && !str_eq(m->engine, S("suture"));
        if (peer && (!m->path.len || str_eq(m->path, path)))
            return str_fmt(job->keep, "%.*s: %.*s", STR_ARG(m->engine), STR_ARG(m->why));
    }
    return (Str){0};
}

static void judge_found(const FixJob *job, FixTry *t, const Paths *paths, const ScanResult *r,
                        Arena scratch)
{
    FixFile *f = t->file;
    const NotAnalysed *missing = missing_of(r, f->path);
    GateCase c = {.path = f->path,
                  .before = f->before,
                  .after = t->text,
                  .best = f->now,
                  .had = judged_findings(job, paths, NULL),
                  .has = judged_findings(job, paths, r),
                  .targets = t->targets,
                  .ntargets = t->ntargets,
                  .analysed_before = f->analysed,
                  .analysed_after = !missing,
                  .has_peers = job->opt.scan.nengines > 0 || job->opt.scan.nsarif > 0,
                  .all_must_go = t->how == HOW_BUILT_IN};
    c.why_not_analysed = missing ? missing->why : (Str){0};
    c.peer_missing = c.has_peers ? peer_missing(job, r, f->path) : (Str){0};
    gates_findings(&c, job->keep, scratch, &t->verdict);
    gates_close(&t->verdict);
}

static void settle(FixJob *job, FixTry *t, const ScanResult *r)
{
    FixFile *f = t->file;
    if (!t->verdict.accepted) {
        f->refused = t->verdict;
        f->was_refused = true;
        rows_refused(f, t, job->keep);
        return;
    }
    Findings had = f->have;
    f->now = t->text;
    f->have = findings_of(r, f->path);
    f->verdict = t->verdict;
    f->unproven = f->unproven || t->verdict.gate[GATE_GONE].state == GATE_NOT_AVAILABLE;
    f->untested = f->untested || t->verdict.untested;
    f->analysed = !missing_of(r, f->path);
    rows_close(f, &had, t);
    rows_uncover(job, f, t);
}

// The state proposed so far, with the texts that are tried in their place.
Size overlays(const FixJob *job, const FixTry *tries, Size n, bool plain, Overlay *out)
{
    Size count = 0;
    for (Size i = 0; i < job->n; i++) {
        Str text = job->files[i].now;
        if (job->files[i].plain && !plain) continue;
        bool tried = false;
        for (Size k = 0; k < n; k++)
            if (tries[k].file == &job->files[i] && tries[k].verdict.accepted)
                text = tries[k].text, tried = true;
        if (tried || is_changed(&job->files[i])) out[count++] = (Overlay){job->files[i].path, text};
    }
    return count;
}

static void refuse_all(FixTry *tries, Size n, Str why)
{
    for (Size i = 0; i < n; i++) {
        if (!tries[i].verdict.accepted) continue;
        tries[i].verdict.gate[GATE_ANALYSIS] = (Gate){GATE_FAILED, why};
        gates_close(&tries[i].verdict);
    }
}

void fix_try(FixJob *job, FixTry *tries, Size n)
{
    Pool scratch = {0};
    ScanResult found = {0};
    Size left = 0;
    if (!pool_open(&scratch, SCRATCH)) {
        for (Size i = 0; i < n; i++) tries[i].verdict.accepted = false;
        return;
    }
    job->steps++;
    for (Size i = 0; i < n; i++) {
        tries[i].step = job->steps;
        judge_text(job, tries, n, &tries[i], scratch.arena);
    }
    together_refuse(tries, n, job->keep);
    for (Size i = 0; i < n; i++) left += tries[i].verdict.accepted;
    if (left) {
        Overlay *over = new (job->keep, Overlay, job->n);
        Err err = job_scan(job, over, overlays(job, tries, n, false, over), &found);
        if (err.kind || found.stopped)
            refuse_all(tries, n, err.kind ? err.what : S("stopped before it was judged"));
    }
    Paths *paths = new (job->keep, Paths, n + 1);
    for (Size i = 0; i < n; i++) judged_files(tries, n, &tries[i], job->keep, &paths[i]);
    for (Size i = 0; i < n; i++)
        if (tries[i].verdict.accepted)
            judge_found(job, &tries[i], &paths[i], &found, scratch.arena);
    together_refuse(tries, n, job->keep);
    if (job->verify) {
        Overlay *now = new (job->keep, Overlay, job->n);
        verify_tries(job->verify, tries, n, now, overlays(job, NULL, 0, true, now), job->keep,
                     scratch.arena);
        together_refuse(tries, n, job->keep);
    }
    for (Size i = 0; i < n; i++) settle(job, &tries[i], &found);
    for (Size i = 0; i < n; i++)
        together_settle(job, &tries[i], &found, &paths[i]);
    together_bind(job, tries, n);
    pool_close(&scratch);
}

// ---- built-in fixes

typedef struct {
    bool single, left;                   // left: its person wants no more of it
    struct {
        uint64_t *v;
        Size n, cap;
    } refused;
} Progress;

static bool was_refused(const Progress *p, uint64_t print)
{
    for (Size i = 0; i < p->refused.n; i++)
        if (p->refused.v[i] == print) return true;
    return false;
}

// Each change is told of by a row. A step that looks at less of the project than the first scan may
// be surer of what nobody was told of.
static bool has_row(const FixFile *file, const Finding *f)
{
    for (Size i = 0; i < file->rows.n; i++) {
        const Finding *told = file->rows.v[i].finding;
        if (file->rows.v[i].how == HOW_OPEN && str_eq(told->rule, f->rule) &&
            str_eq(told->function, f->function))
            return true;
    }
    return false;
}

// Of twins in one function the next takes the place of the one that is gone, its fingerprint too.
static bool is_meant(const FixJob *job, const FixFile *file, const Finding *f)
{
    const FixOptions *o = &job->opt;
    if (!o->only_in.len) return true;
    if (!str_eq(file->path, o->only_in)) return false;
    if (!o->only) return !is_spread(&f->fix.change);
    if (job->applied) return false;
    return f->fingerprint == o->only->fingerprint && str_eq(f->rule, o->only->rule);
}

static bool applies(const FixJob *job, const FixFile *file, const Finding *f)
{
    if (!is_meant(job, file, f)) return false;
    bool trusted = f->fix.trust == TRUST_SAFE || (job->opt.review && f->fix.trust == TRUST_REVIEW);
    return trusted && job_wants(&job->opt, f) && !edit_is_empty(&f->fix.change) && has_row(file, f);
}

typedef struct {
    struct {
        Change *v;
        Size n, cap;
    } changes;
    struct {
        const Finding **v;
        Size n, cap;
    } of;
} Plan;

// All fixes of a file at once; one alone when together they were refused.
static void plan_make(const FixJob *job, const FixFile *f, const Progress *p, Plan *out)
{
    for (Size i = 0; i < f->have.n; i++) {
        const Finding *one = &f->have.v[i];
        if (!applies(job, f, one) || was_refused(p, one->fingerprint) ||
            is_spread(&one->fix.change))
            continue;
        *push(job->keep, &out->changes) = one->fix.change;
        *push(job->keep, &out->of) = one;
        if (p->single) return;
    }
}

static bool plan_try(FixJob *job, FixFile *f, const Progress *p, FixTry *out, Arena scratch)
{
    Plan plan = {0};
    plan_make(job, f, p, &plan);
    if (!plan.of.n) return false;
    bool *taken = new (job->keep, bool, plan.of.n);
    const Finding **targets = new (job->keep, const Finding *, plan.of.n);
    Tree *t = py_parse(f->now, (PyOptions){0}, &scratch);
    Str text = edit_apply(t, plan.changes.v, plan.changes.n, taken, job->keep, scratch);
    Size n = 0;
    for (Size i = 0; i < plan.of.n; i++)
        if (taken[i]) targets[n++] = plan.of.v[i];
    *out =
        (FixTry){.file = f, .text = text, .targets = targets, .ntargets = n, .how = HOW_BUILT_IN};
    return n > 0;
}

static void learn(FixJob *job, Progress *p, const FixTry *t)
{
    if (t->verdict.accepted) job->applied += t->ntargets;
    else if (!p->single && t->ntargets > 1) p->single = true;
    else
        for (Size i = 0; i < t->ntargets; i++) {
            *push(job->keep, &p->refused) = t->targets[i]->fingerprint;
            job->refused++;
        }
}

// The tries of one fix, as a person answers. False: they are not to be made.
static bool agreed(FixJob *job, FixFile *own, Progress *progress, FixTry *tries, Size n)
{
    Progress *p = &progress[own - job->files];
    FixAnswer answer = job->opt.ask(job->opt.asked, tries->targets[0], tries, n);
    if (answer == FIX_YES) return true;
    *push(job->keep, &p->refused) = tries->targets[0]->fingerprint;
    if (answer == FIX_SKIP_FILE) p->left = true;
    for (Size i = 0; answer == FIX_QUIT && i < job->n; i++) progress[i].left = true;
    return false;
}

static bool is_open(const FixFile *f, const Progress *p) { return !f->closed.len && !p->left; }

// ---- those of several files

typedef struct {
    FixFile *own;
    Size from, n;                        // its tries
} Group;

static bool is_busy(const FixTry *tries, Size n, const FixTry *more, Size nmore)
{
    for (Size i = 0; i < n; i++)
        for (Size k = 0; k < nmore; k++)
            if (tries[i].file == more[k].file) return true;
    return false;
}

// The next fix of a file that changes several, if all its files are free. stale: one must be made
// anew.
static Size spread_next(FixJob *job, FixFile *f, Progress *p, FixTry *tries, Size n, bool *stale,
                        Pool *scratch)
{
    for (Size i = 0; i < f->have.n; i++) {
        const Finding *one = &f->have.v[i];
        Size more = 0;
        if (!applies(job, f, one) || !is_spread(&one->fix.change) ||
            was_refused(p, one->fingerprint))
            continue;
        pool_reset(scratch);
        Spread got =
            spread_plan(job, f, one, (int)n + 1, &tries[n], &more, scratch->arena);
        bool again = got == SPREAD_STALE && job->fresh != job->steps + 1;
        if (got == SPREAD_READY && is_busy(tries, n, &tries[n], more)) continue;
        if (got == SPREAD_READY) return more;
        if (again) *stale = true;
        else *push(job->keep, &p->refused) = one->fingerprint;
    }
    return 0;
}

// As many as have no file in common, in one scan.
static bool spread_step(FixJob *job, Progress *progress, FixTry *tries, Pool *scratch)
{
    struct { Group *v; Size n, cap; } groups = {0};
    bool stale = false;
    Size n = 0, files = job->n, most = job->n;
    for (Size i = 0; i < files && n < most && !os_stopped(); i++) {
        FixFile *f = &job->files[i];
        if (!is_open(f, &progress[i])) continue;
        Size more = spread_next(job, f, &progress[i], tries, n, &stale, scratch);
        if (more) *push(job->keep, &groups) = (Group){f, n, more};
        n += more;
    }
    if (!n && stale) spread_refresh(job);
    if (!n) return stale;
    fix_try(job, tries, n);
    for (Size i = 0; i < groups.n; i++) {
        Group *g = &groups.v[i];
        Progress *p = &progress[g->own - job->files];
        bool was = p->single;
        p->single = true;                // of one fix: what is refused is that fix
        learn(job, p, &tries[g->from]);
        p->single = was;
    }
    return !os_stopped();
}

// One file and one finding at a time, in order, each asked about.
static bool asking_step(FixJob *job, Progress *progress, FixTry *tries, Pool *scratch)
{
    bool stale = false;
    for (Size i = 0; i < job->n && !os_stopped(); i++) {
        FixFile *f = &job->files[i];
        Progress *p = &progress[i];
        p->single = true;
        pool_reset(scratch);
        if (!is_open(f, p)) continue;
        Size n = plan_try(job, f, p, tries, scratch->arena);
        if (!n) n = spread_next(job, f, p, tries, 0, &stale, scratch);
        if (!n) continue;
        if (!agreed(job, f, progress, tries, n)) return true;
        fix_try(job, tries, n);
        learn(job, p, tries);
        return true;
    }
    if (stale) spread_refresh(job);
    return stale;
}

static bool builtin_step(FixJob *job, Progress *progress, FixTry *tries, Pool *scratch)
{
    Size n = 0;
    if (job->opt.ask) return asking_step(job, progress, tries, scratch);
    for (Size i = 0; i < job->n && !os_stopped(); i++) {
        pool_reset(scratch);
        bool open = is_open(&job->files[i], &progress[i]);
        if (open && plan_try(job, &job->files[i], &progress[i], &tries[n], scratch->arena)) n++;
    }
    if (!n) return spread_step(job, progress, tries, scratch);
    fix_try(job, tries, n);
    for (Size i = 0; i < n; i++) learn(job, &progress[tries[i].file - job->files], &tries[i]);
    return !os_stopped();
}

void fix_builtin(FixJob *job)
{
    Pool scratch = {0};
    Progress *progress = new (job->keep, Progress, job->n + FIX_MOST_JOINED);
    FixTry *tries = new (job->keep, FixTry, job->n + 2 * FIX_MOST_JOINED);
    if (!pool_open(&scratch, SCRATCH)) return;
    for (int step = 0; step < MOST_STEPS && builtin_step(job, progress, tries, &scratch); step++)
        if (job->opt.progress)
            job->opt.progress(job->opt.self, S("built-in fixes"), job->applied, job->applied);
    pool_close(&scratch);
}

// ---- the end

static Str why_open(const FixJob *job, const FixFile *f, const Finding *finding)
{
    if (f->closed.len) return f->closed;
    if (finding->fix.trust == TRUST_REVIEW && !job->opt.review)
        return str_fmt(job->keep, "a fix is known that a person must look at (--review): %.*s",
                       STR_ARG(finding->fix.says));
    if (finding->fix.trust != TRUST_NONE && job->opt.ask)
        return S("a fix is known, and was not taken");
    return S("no built-in fix fits here");
}

void fix_finish(FixJob *job)
{
    Overlay *over = new (job->keep, Overlay, job->n + 1);
    Size n = overlays(job, NULL, 0, false, over);
    bool known = job->finished == job->steps + 1;
    job->finished = job->steps + 1;
    if (n && !known && !os_stopped()) {
        ScanResult last;
        Err err = job_scan(job, over, n, &last);
        if (!err.kind && !last.stopped) job->last = last;
    }
    for (Size i = 0; i < job->n; i++) {
        FixFile *f = &job->files[i];
        f->have = findings_of(&job->last, f->path);
        if (n) rows_gone(f);
        for (Size k = 0; k < f->rows.n; k++)
            if (f->rows.v[k].how == HOW_OPEN && !f->rows.v[k].what.len)
                f->rows.v[k].what = why_open(job, f, f->rows.v[k].finding);
    }
}
