// fix/job: a repair's state: the files with something to repair, their texts, what is wanted of
// them.
// SPDX-License-Identifier: MIT
#include "fix/job.h"
#include "fix/verify.h"
#include "base/os.h"
#include <stdlib.h>

static const Str BOM = L("\xef\xbb\xbf");

bool is_environments(const Finding *f)
{
    for (Size i = 0; i < f->npaths; i++) {
        const FlowPath *p = &f->paths[i];
        bool set = p->n && (str_find(p->v[0].text, S("environ")) >= 0 ||
                            str_find(p->v[0].text, S("getenv")) >= 0);
        if (!set || (p->source & KINDS_REACH) != KIND(LOCAL)) return false;
    }
    return f->npaths > 0;
}

// In the audit profile a program that opens the file which its command line names is a finding; to
// "repair" that in fresh code only takes the option away.
// So is, at any confidence, what the environment sets: the place of a server, the base of a search.
static bool is_operators_own(const Finding *f)
{
    for (Size i = 0; i < f->npaths; i++)
        if ((f->paths[i].source & KINDS_REACH) != KIND(LOCAL)) return false;
    return f->npaths && (is_environments(f) || f->confidence == CONF_LOW);
}

static bool has_fix(const FixOptions *o, const Finding *f)
{
    return f->fix.trust == TRUST_SAFE || (o->review && f->fix.trust == TRUST_REVIEW);
}

bool job_wants(const FixOptions *o, const Finding *f)
{
    if (o->fresh && is_operators_own(f)) return false;
    bool shown = profile_shows(o->scan.profile, f->confidence) || (o->alone && has_fix(o, f));
    return !f->hidden && shown && f->severity >= o->scan.min_severity &&
           f->confidence >= o->scan.min_confidence;
}

bool fix_wants(const FixJob *job, const Finding *f) { return job_wants(&job->opt, f); }

bool is_changed(const FixFile *f) { return !str_eq(f->before, f->now); }

// The findings of one file, which lie together.
Findings findings_of(const ScanResult *r, Str path)
{
    Findings out = {0};
    for (Size i = 0; i < r->findings.n; i++) {
        if (!str_eq(r->findings.v[i].path, path)) continue;
        if (!out.n) out.v = &r->findings.v[i];
        out.n++;
    }
    return out;
}

const NotAnalysed *missing_of(const ScanResult *r, Str path)
{
    for (Size i = 0; i < r->missing.n; i++)
        if (str_eq(r->missing.v[i].path, path) &&
            (!r->missing.v[i].engine.len || str_eq(r->missing.v[i].engine, S("suture"))))
            return &r->missing.v[i];
    return NULL;
}

static Str text_of(const ScanResult *r, Str path)
{
    for (Size i = 0; i < r->ntexts; i++)
        if (str_eq(r->texts[i].path, path)) return r->texts[i].text;
    return (Str){0};
}

Str read_again(const FixJob *job, const FixFile *f, Arena *keep, Str *why)
{
    Str bytes = {0};
    Size most = job->opt.scan.most_bytes > 0 ? job->opt.scan.most_bytes : SCAN_MOST_BYTES;
    if (str_eq(f->path, S("-"))) return job->opt.stdin_text;
    for (Size i = 0; i < job->opt.nover; i++)
        if (str_eq(job->opt.over[i].path, f->path)) return job->opt.over[i].text;
    Err err = os_read(f->path, most, keep, &bytes);
    *why = err.kind ? err.what : (Str){0};
    return bytes;
}

static Str decoded(Str bytes, Arena *keep)
{
    Pool scratch = {0};
    if (!pool_open(&scratch, (Size)1 << 32)) return (Str){0};
    Str text =
        str_keep(keep, py_parse(bytes, (PyOptions){.no_symbols = true}, &scratch.arena)->src);
    pool_close(&scratch);
    return text;
}

// What lies on disk must be what was judged, byte for byte; else its findings point into another
// text.
static void file_load(const FixJob *job, FixFile *f)
{
    Str seen = text_of(&job->first, f->path), why = {0};
    Str bytes = read_again(job, f, job->keep, &why);
    f->bom = str_starts(bytes, BOM);
    f->before = f->now = f->bom ? str_sub(bytes, BOM.len, -1) : bytes;
    if (f->plain) {
        f->closed = why;
        return;
    }
    if (!seen.s) seen = decoded(bytes, job->keep); // only other engines found something
    if (str_starts(seen, BOM)) seen = str_sub(seen, BOM.len, -1);
    bool other = str_ends(f->path, S(".ipynb")) || str_ends(f->path, S(".md")) ||
                 str_ends(f->path, S(".markdown"));
    if (why.len) f->closed = why;
    else if (other) f->closed = S("a notebook or Markdown is judged, but not rewritten");
    else if (!str_eq(seen, f->before))
        f->closed = str_eq(seen, decoded(bytes, job->keep))
                        ? S("the file is not UTF-8, and is not rewritten (save it as UTF-8 first)")
                        : S("the file changed while it was read: not rewritten");
}

static void add_rows(const FixJob *job, FixFile *f)
{
    for (Size i = 0; i < f->start.n; i++)
        if (job_wants(&job->opt, &f->start.v[i]))
            *push(job->keep, &f->rows) = (FixRow){.finding = &f->start.v[i]};
}

void file_open(const FixJob *job, FixFile *f)
{
    f->start = f->have = findings_of(&job->first, f->path);
    f->analysed = !missing_of(&job->first, f->path);
    file_load(job, f);
    add_rows(job, f);
}

static void add_files(FixJob *job)
{
    Str last = {0};
    struct {
        FixFile *v;
        Size n, cap;
    } files = {0};
    for (Size i = 0; i < job->first.findings.n; i++) {
        const Finding *f = &job->first.findings.v[i];
        if (!job_wants(&job->opt, f) || (last.s && str_eq(f->path, last))) continue;
        last = f->path;
        *push(job->keep, &files) = (FixFile){.path = f->path, .analysed = true};
    }
    // room for files that join later: nobody's pointer to a file may move
    job->files = new (job->keep, FixFile, files.n + FIX_MOST_JOINED);
    job->n = files.n;
    for (Size i = 0; i < files.n; i++) {
        job->files[i] = files.v[i];
        file_open(job, &job->files[i]);
    }
}

// Everything that is repaired is judged in the audit profile; the wanted one only says what is to be.
static ScanOptions judging_options(const FixOptions *opt)
{
    ScanOptions s = opt->scan;
    s.min_severity = SEV_NONE;
    s.min_confidence = CONF_NONE;
    s.want_fixes = true;
    s.show_hidden = true; // a comment that hides a finding does not make it gone
    s.held = true;
    return s;
}

static bool is_over(const Overlay *over, Size n, Str path)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(over[i].path, path)) return true;
    return false;
}

Err job_scan(FixJob *job, const Overlay *over, Size n, ScanResult *out)
{
    const FixOptions *o = &job->opt;
    Overlay *all = new (job->keep, Overlay, n + o->nover + 1);
    for (Size i = 0; i < n; i++) all[i] = over[i];
    Size tried = n;
    if (o->has_stdin && !is_over(over, tried, S("-"))) all[n++] = (Overlay){S("-"), o->stdin_text};
    for (Size i = 0; i < o->nover; i++)
        if (!is_over(over, tried, o->over[i].path)) all[n++] = o->over[i];
    *out = (ScanResult){0};
    Err err = scan_paths(job->session, o->paths, o->npaths, all, n, job->keep, out);
    job->stopped = job->stopped || out->stopped;
    return err;
}

// ---- the first scans

static Err scan_first(FixJob *job, const ScanOptions *as)
{
    Err err = {0};
    ScanOptions *own = new (job->keep, ScanOptions, 1);
    *own = *as;
    session_end(job->session);
    job->session = session_new(own, job->keep, &err);
    return err.kind ? err : job_scan(job, NULL, 0, &job->first);
}

static void add_flows(Map *out, const Finding *f, Arena *keep)
{
    for (Size p = 0; p < f->npaths; p++)
        for (Size s = 0; s < f->paths[p].n; s++) {
            const FlowStep *step = &f->paths[p].v[s];
            if (step->path.len && !step->beside) *map_at(keep, out, step->path) = out;
        }
    const Change *c = &f->fix.change;
    for (Size o = 0; o < c->others.n; o++) *map_at(keep, out, c->others.v[o].path) = out;
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

// The files under repair, and those that their data comes by or a fix of theirs changes.
static void files_under_repair(const FixJob *job, ScanOptions *out)
{
    Map seen = {0};
    for (Size i = 0; i < job->first.findings.n; i++) {
        const Finding *f = &job->first.findings.v[i];
        if (!job_wants(&job->opt, f) && !job->opt.alone) continue;
        *map_at(job->keep, &seen, f->path) = &seen;
        add_flows(&seen, f, job->keep);
    }
    if (job->opt.alone) *map_at(job->keep, &seen, job->first.files.v[0]) = &seen;
    Str *whole = new (job->keep, Str, seen.items.n + 1);
    for (Size i = 0; i < seen.items.n; i++) whole[i] = seen.items.v[i].key;
    sort_items(whole, seen.items.n, (Size)sizeof *whole, by_text, *job->keep);
    out->whole = whole;
    out->nwhole = seen.items.n;
}

// What the chosen profile shows is found first, by what that costs. Only files under repair are then
// judged in the audit profile, with the rest of the project in view.
static Err scan_in_turn(FixJob *job, ScanOptions *as)
{
    Err err = scan_first(job, as);
    if (err.kind) return err;
    job->opt.alone = job->opt.alone && job->first.files.n == 1;
    files_under_repair(job, as);
    return as->nwhole ? scan_first(job, as) : err;
}

static Err scan_once(FixJob *job, ScanOptions *as)
{
    as->profile = PROFILE_AUDIT;
    Err err = scan_first(job, as);
    job->opt.alone = job->opt.alone && !err.kind && job->first.files.n == 1;
    return err;
}

Err fix_open(const FixOptions *opt, Arena *keep, FixJob *job)
{
    *job = (FixJob){.opt = *opt, .keep = keep};
    ScanOptions as = judging_options(opt);
    bool once = as.profile == PROFILE_AUDIT || as.nengines || as.nsarif;     // others are run but once
    Err err = once ? scan_once(job, &as) : scan_in_turn(job, &as);
    if (err.kind) return err;
    add_files(job);
    job->last = job->first;
    if (opt->verify.len && job->n)
        err = verify_open(opt->verify, opt->no_sandbox, opt->over, opt->nover, keep, &job->verify);
    return err;
}

void fix_close(FixJob *job)
{
    if (job->session) session_end(job->session);
    job->session = NULL;
}
