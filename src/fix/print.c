// fix/print: a repair as a unified diff, as a table for people, as JSON, and as an exit code.
// SPDX-License-Identifier: MIT
#include "fix/job.h"
#include "base/os.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { CONTEXT = 3, MOST_SAID = 20 };

// What is left, judged as it will lie on disk: a file that could not be written keeps what it had.
static bool counts_as_left(const FixJob *job, const Finding *f, Severity fail_on)
{
    return job_wants(&job->opt, f) && f->severity >= fail_on;
}

static bool is_left(const FixJob *job, Severity fail_on)
{
    for (Size i = 0; i < job->last.findings.n; i++)
        if (counts_as_left(job, &job->last.findings.v[i], fail_on)) return true;
    for (Size i = 0; i < job->n; i++) {
        const FixFile *f = &job->files[i];
        for (Size k = 0; f->trouble.len && k < f->start.n; k++)
            if (counts_as_left(job, &f->start.v[k], fail_on)) return true;
    }
    return false;
}

static bool gate_could_not_run(const FixJob *job)
{
    for (Size i = 0; i < job->n; i++)
        for (GateId g = 0; g < GATE_COUNT && is_changed(&job->files[i]); g++)
            if (job->files[i].verdict.gate[g].state == GATE_NOT_AVAILABLE) return true;
    return false;
}

int fix_exit(const FixJob *job, Severity fail_on)
{
    if (job->stopped || os_stopped()) return 130;
    if (is_left(job, fail_on)) return 1;
    bool whole = scan_complete(&job->last) && !job->stopped && !gate_could_not_run(job);
    return whole ? 0 : 3;
}

Str fix_base(const FixJob *job, Arena *keep)
{
    Strs paths = {0};
    for (Size i = 0; i < job->n; i++)
        if (is_changed(&job->files[i])) *push(keep, &paths) = job->files[i].path;
    return edit_base(paths.v, paths.n, keep);
}

static Str diff_of(const FixFile *f, Str base, Arena *keep, Arena scratch)
{
    Str before = f->before, now = f->now;
    if (f->bom) {
        before = str_fmt(keep, "\xef\xbb\xbf%.*s", STR_ARG(before));
        now = str_fmt(keep, "\xef\xbb\xbf%.*s", STR_ARG(now));
    }
    return edit_diff(f->path, base, before, now, CONTEXT, keep, scratch);
}

Str fix_diff(const FixJob *job, Arena *keep, Arena scratch)
{
    Buf b = {.keep = keep};
    Str base = fix_base(job, keep);
    for (Size i = 0; i < job->n; i++)
        if (is_changed(&job->files[i])) buf_add(&b, diff_of(&job->files[i], base, keep, scratch));
    return buf_str(&b);
}

// ---- the table

typedef struct { Buf b; bool colour, help; } Out;

// Without what would act on a terminal.
static void plain(Out *o, Str text)
{
    for (Size i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.s[i];
        buf_char(&o->b, c < ' ' || c == 0x7f ? ' ' : (char)c);
    }
}

static void paint(Out *o, const char *code, Str text)
{
    if (o->colour) buf_fmt(&o->b, "\033[%sm", code);
    plain(o, text);
    if (o->colour) buf_add(&o->b, S("\033[0m"));
}

static const struct { const char *word, *colour;
} HOWS[] = {
    [HOW_OPEN] = {"left", "33"},
    [HOW_BUILT_IN] = {"fixed (built-in)", "32"},
    [HOW_MODEL] = {"fixed (model)", "32"},
    [HOW_BESIDE] = {"gone too", "32"},
};

static bool is_verified(const FixFile *f)
{
    return f->verdict.gate[GATE_VERIFY].state == GATE_PASSED;
}

// What no gate knows.
static Str check_by_hand(const FixFile *f, const FixRow *row)
{
    if (row->how == HOW_OPEN) return S("all of it: nothing was changed");
    if (row->how == HOW_MODEL) return S("the whole change: a model wrote it");
    if (row->finding->fix.trust == TRUST_REVIEW) return S("the decision that the fix holds");
    return is_verified(f) ? S("nothing beside what your tests ask")
                          : S("that the program still does what you meant: no test of yours ran");
}

static void add_line(Out *o, const char *label, Str text)
{
    buf_fmt(&o->b, "    %s: ", label);
    plain(o, text);
    buf_char(&o->b, '\n');
}

static void explain_row(Out *o, const FixFile *f, const FixRow *row)
{
    const Rule *r = rule_find(row->finding->rule);
    if (r) add_line(o, "what an attacker could do", r->why);
    add_line(o, "check by hand", check_by_hand(f, row));
}

static void add_row(Out *o, const FixFile *f, const FixRow *row)
{
    Str place = str_fmt(o->b.keep, "%.*s:%d", STR_ARG(f->path), row->finding->line);
    paint(o, "1", place);
    buf_add(&o->b, S("  "));
    plain(o, row->finding->rule);
    buf_add(&o->b, S("  "));
    if (f->trouble.len && row->how != HOW_OPEN) paint(o, "31", S("not written"));
    else paint(o, HOWS[row->how].colour, str_of(HOWS[row->how].word));
    if (row->hid.len) {
        buf_add(&o->b, S(": "));
        plain(o, row->hid);
        buf_add(&o->b, S(" had hidden it"));
    }
    if (row->what.len) {
        buf_add(&o->b, row->hid.len ? S("; ") : S(": "));
        plain(o, row->what);
    }
    buf_char(&o->b, '\n');
    if (o->help) explain_row(o, f, row);
}

static void add_gates(Out *o, const Verdict *v)
{
    int passed = 0;
    buf_add(&o->b, S("    gates passed: "));
    for (GateId g = 0; g < GATE_COUNT; g++)
        if (v->gate[g].state == GATE_PASSED)
            buf_fmt(&o->b, "%s%.*s", passed++ ? ", " : "", STR_ARG(gate_name(g)));
    buf_char(&o->b, '\n');
    for (GateId g = 0; g < GATE_COUNT; g++) {
        GateState s = v->gate[g].state;
        if (s != GATE_FAILED && s != GATE_NOT_AVAILABLE) continue;
        buf_fmt(&o->b, "    %.*s: %.*s: ", STR_ARG(gate_name(g)), STR_ARG(gate_state_name(s)));
        paint(o, "33", v->gate[g].evidence);
        buf_char(&o->b, '\n');
    }
}

static void add_file(Out *o, const FixFile *f)
{
    for (Size i = 0; i < f->rows.n; i++) add_row(o, f, &f->rows.v[i]);
    if (is_changed(f) && !f->rows.n) {
        paint(o, "1", f->path);
        buf_add(&o->b, S("  changed too: it belongs to a fix of another file\n"));
    }
    if (is_changed(f)) add_gates(o, &f->verdict);
    if (is_changed(f) && o->help)
        buf_add(&o->b, is_verified(f)
                           ? S("    verified: your tests executed the change, and pass\n")
                           : S("    not verified: no tests of yours executed the change "
                               "(--verify-cmd)\n"));
    if (f->trouble.len) {
        paint(o, "31", str_fmt(o->b.keep, "    %.*s: %.*s", STR_ARG(f->path), STR_ARG(f->trouble)));
        buf_char(&o->b, '\n');
    }
}

static void add_missing(Out *o, const ScanResult *r)
{
    for (Size i = 0; i < r->missing.n && i < MOST_SAID; i++) {
        const NotAnalysed *m = &r->missing.v[i];
        Str at = m->line ? str_fmt(o->b.keep, ":%d", m->line) : S("");
        Str line = str_fmt(o->b.keep, "%s: %.*s%.*s%s%.*s",
                           flow_in_part(m->why) ? "analysed in part" : "not analysed",
                           STR_ARG(m->path), STR_ARG(at),
                           m->path.len ? " " : "", STR_ARG(m->why));
        paint(o, "33", line);
        buf_char(&o->b, '\n');
    }
    if (r->missing.n > MOST_SAID)
        buf_fmt(&o->b, "… and %td more not analysed\n", r->missing.n - MOST_SAID);
}

typedef struct {
    Size found, built_in, model, beside, left, files, changed, written, unwritten, audit;
} Sums;

static Sums sums_of(const FixJob *job)
{
    Sums s = {.files = job->n};
    for (Size i = 0; i < job->n; i++) {
        const FixFile *f = &job->files[i];
        s.changed += is_changed(f);
        s.written += f->written;
        s.found += f->rows.n;
        for (Size k = 0; k < f->rows.n; k++)
            s.audit += !profile_shows(job->opt.scan.profile, f->rows.v[k].finding->confidence);
        if (f->trouble.len) {                              // not written: nothing of it is repaired
            s.unwritten++;
            s.left += f->rows.n;
            continue;
        }
        for (Size k = 0; k < f->rows.n; k++) {
            s.built_in += f->rows.v[k].how == HOW_BUILT_IN;
            s.model += f->rows.v[k].how == HOW_MODEL;
            s.beside += f->rows.v[k].how == HOW_BESIDE;
            s.left += f->rows.v[k].how == HOW_OPEN;
        }
    }
    return s;
}

Str fix_share(const FixJob *job, Arena *keep)
{
    Sums s = sums_of(job);
    return str_fmt(keep, "%td of %td repaired", s.found - s.left, s.found);
}

// What repaired them, where that is not all the same.
static void add_shares(Buf *b, const Sums *s)
{
    const struct { Size n; const char *what; } of[] = {
        {s->built_in, "built-in"}, {s->model, "by a model"}, {s->beside, "with another's change"}};
    const char *between = " (";
    for (Size i = 0; i < countof(of); i++) {
        if (!of[i].n) continue;
        buf_fmt(b, "%s%td %s", between, of[i].n, of[i].what);
        between = ", ";
    }
    if (between[0] == ',') buf_char(b, ')');
}

Str fix_table(const FixJob *job, bool colour, Arena *keep, Arena scratch)
{
    Out o = {{.keep = keep}, colour, job->opt.rule_help};
    (void)scratch;
    for (Size i = 0; i < job->n; i++) add_file(&o, &job->files[i]);
    add_missing(&o, &job->last);
    Sums s = sums_of(job);
    if (s.found) {
        Size all = job->first.files.n > s.files ? job->first.files.n : s.files;
        buf_fmt(&o.b, "%td finding%s in ", s.found, s.found == 1 ? "" : "s");
        if (all > s.files) buf_fmt(&o.b, "%td of ", s.files);       // a scan counts what it read
        buf_fmt(&o.b, "%td file%s", all, all == 1 ? "" : "s");
        if (s.audit) buf_fmt(&o.b, " (%td of them shown by --profile audit only)", s.audit);
        buf_fmt(&o.b, ": %td fixed", s.found - s.left);
        add_shares(&o.b, &s);
        buf_fmt(&o.b, ", %td left", s.left);
        Size touched = s.written ? s.written : s.changed;
        if (s.unwritten)
            buf_fmt(&o.b, "; %td file%s could not be written", s.unwritten,
                    s.unwritten == 1 ? "" : "s");
        if ((!s.unwritten || s.written) && !job->opt.fresh)    // what was generated is no file yet
            buf_fmt(&o.b, "; %td file%s %s", touched, touched == 1 ? "" : "s",
                    s.written ? "written" : "would change");
        buf_char(&o.b, '\n');
    } else if (!job->stopped || job->first.files.n) {      // else nothing was looked at: said below
        buf_fmt(&o.b, "nothing to repair in %td file%s\n", job->first.files.n,
                job->first.files.n == 1 ? "" : "s");
    }
    if (job->stopped)
        buf_add(&o.b, S("stopped before the end: what is shown is judged; run again to go on\n"));
    return buf_str(&o.b);
}

// ---- JSON

// What is not UTF-8 (a file's name may be anything) goes byte by byte, as a scan shows it.
static json_t *text(Str s)
{
    char out[1024];
    size_t n = 0;
    json_t *v = json_stringn(s.len ? s.s : "", (size_t)s.len);
    for (Size i = 0; !v && i < s.len && n + 5 < sizeof out; i++) {
        bool plain = !((unsigned char)s.s[i] & 0x80);
        int added = snprintf(out + n, 5, plain ? "%c" : "\\x%02x", (unsigned char)s.s[i]);
        n += added > 0 ? (size_t)added : 0;
    }
    return v ? v : json_stringn(out, n);
}

static json_t *gates_json(const Verdict *v, Arena scratch)
{
    json_t *all = json_object();
    for (GateId g = 0; g < GATE_COUNT; g++) {
        if (v->gate[g].state == GATE_NOT_RUN) continue;
        json_t *one = json_object();
        json_object_set_new(one, "state", text(gate_state_name(v->gate[g].state)));
        json_object_set_new(one, "evidence", text(v->gate[g].evidence));
        json_object_set_new(all, str_z(&scratch, gate_name(g)), one);
    }
    return all;
}

static json_t *row_json(const FixFile *file, const FixRow *row)
{
    static const char *const WORDS[] = {"left", "built-in", "model", "beside"};
    json_t *o = json_object();
    const Finding *f = row->finding;
    json_object_set_new(o, "rule", text(f->rule));
    json_object_set_new(o, "engine", text(f->engine));
    json_object_set_new(o, "cwe", json_integer(f->cwe));
    json_object_set_new(o, "severity", text(severity_name(f->severity)));
    json_object_set_new(o, "confidence", text(confidence_name(f->confidence)));
    json_object_set_new(o, "line", json_integer(f->line));
    json_object_set_new(o, "function", text(f->function));
    json_object_set_new(o, "how", json_string(WORDS[row->how]));
    json_object_set_new(o, "what", text(row->what));
    if (row->hid.len) json_object_set_new(o, "hidden_by", text(row->hid));
    const Rule *r = rule_find(f->rule);
    if (r) json_object_set_new(o, "why", text(r->why));
    json_object_set_new(o, "check", text(check_by_hand(file, row)));
    return o;
}

static json_t *file_json(const FixFile *f, Str base, Arena *keep, Arena scratch)
{
    json_t *o = json_object(), *rows = json_array();
    json_object_set_new(o, "path", text(f->path));
    json_object_set_new(o, "changed", json_boolean(is_changed(f)));
    json_object_set_new(o, "written", json_boolean(f->written));
    json_object_set_new(o, "rounds", json_integer(f->rounds));
    for (Size i = 0; i < f->rows.n; i++) json_array_append_new(rows, row_json(f, &f->rows.v[i]));
    json_object_set_new(o, "findings", rows);
    json_object_set_new(o, "verified", json_boolean(is_changed(f) && is_verified(f)));
    if (is_changed(f)) json_object_set_new(o, "diff", text(diff_of(f, base, keep, scratch)));
    if (is_changed(f)) json_object_set_new(o, "gates", gates_json(&f->verdict, scratch));
    if (f->was_refused) json_object_set_new(o, "refused", gates_json(&f->refused, scratch));
    if (f->trouble.len) json_object_set_new(o, "trouble", text(f->trouble));
    return o;
}

static json_t *missing_json(const ScanResult *r)
{
    json_t *all = json_array();
    for (Size i = 0; i < r->missing.n; i++) {
        json_t *o = json_object();
        json_object_set_new(o, "path", text(r->missing.v[i].path));
        json_object_set_new(o, "why", text(r->missing.v[i].why));
        json_array_append_new(all, o);
    }
    return all;
}

Str fix_json(const FixJob *job, Arena *keep, Arena scratch)
{
    json_t *o = json_object(), *files = json_array();
    Sums s = sums_of(job);
    Str base = fix_base(job, keep);
    for (Size i = 0; i < job->n; i++)
        json_array_append_new(files, file_json(&job->files[i], base, keep, scratch));
    json_object_set_new(o, "schema", json_string("suture-fix-1"));
    json_object_set_new(o, "files", files);
    json_object_set_new(o, "diff_base", text(str_eq(base, os_real(S("."), keep)) ? S(".") : base));
    json_object_set_new(o, "not_analysed", missing_json(&job->last));
    json_object_set_new(o, "complete", json_boolean(scan_complete(&job->last) && !job->stopped));
    json_object_set_new(o, "found", json_integer(s.found));
    json_object_set_new(o, "fixed", json_integer(s.found - s.left));
    json_object_set_new(o, "left", json_integer(s.left));
    if (job->model_json.len)
        json_object_set_new(o, "model",
                            json_loadb(job->model_json.s, (size_t)job->model_json.len, 0, NULL));
    char *dumped = json_dumps(o, JSON_INDENT(2));
    check(dumped);
    Str out = str_fmt(keep, "%s\n", dumped);
    free(dumped);
    json_decref(o);
    return out;
}
