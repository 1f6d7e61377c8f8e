// study/package: the replication package's files, or the part of them that is there, into rows.
// A broken line is said as file:line and left out; what is missing is named, never guessed.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"
#include <jansson.h>
#include <stdlib.h>

enum { MOST_BYTES = 64 << 20 };
typedef struct {
    StudyPackage *p;
    Arena *keep;
} Reader;

// Odd, but nothing was left out for it.
static void remark(Reader *r, Str file, int line, const char *what)
{
    *push(r->keep, &r->p->trouble) = str_fmt(r->keep, "%.*s:%d: %s", STR_ARG(file), line, what);
}

// Something was left out.
static void complain(Reader *r, Str file, int line, const char *what)
{
    remark(r, file, line, what);
    r->p->lost++;
}

static Str join(Reader *r, Str a, Str b)
{
    return str_fmt(r->keep, "%.*s/%.*s", STR_ARG(a), STR_ARG(b));
}

static bool load(Reader *r, Str path, Str *text)
{
    Err err = os_read(path, MOST_BYTES, r->keep, text);
    if (err.kind) complain(r, path, 1, "the file can't be read");
    else if (!str_trim(*text).len) complain(r, path, 1, "the file is empty");
    return !err.kind;
}

static bool is_file(Reader *r, Str path) { return os_stat(path, true, *r->keep).kind == OS_FILE; }

static Strs list(Reader *r, Str folder)
{
    Strs names = {0};
    Err err = os_list(folder, r->keep, &names);
    if (err.kind) names.n = 0;
    return names;
}

static bool is_folder(Reader *r, Str path)
{
    return os_stat(path, true, *r->keep).kind == OS_FOLDER;
}

// The middle of "review_gpt3.5.csv" between its known ends; empty when they do not fit.
static Str between(Str name, Str head, Str tail)
{
    if (!str_starts(name, head) || !str_ends(name, tail) || name.len <= head.len + tail.len)
        return (Str){0};
    return str_sub(name, head.len, name.len - tail.len);
}

static bool label_of(Str word, double *out)
{
    static const struct {
        Str word;
        double value;
    } known[] = {{L("1"), 1}, {L("0.5"), 0.5}, {L("0"), 0}, {L("-1"), -1}};
    for (Size i = 0; i < countof(known); i++)
        if (str_eq(word, known[i].word)) return *out = known[i].value, true;
    return false;
}

static bool seen(const StudyLabels *rows, Str id)
{
    for (Size i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].id, id)) return true;
    return false;
}

static void add_label(Reader *r, StudyLabels *rows, Str file, int line, Str id, Str word,
                      double least)
{
    double label;
    int cwe = study_cwe(id);
    if (!cwe) complain(r, file, line, "no id of the form CWE-020/author_1.py");
    else if (!label_of(word, &label) || label < least)
        complain(r, file, line,
                 least < 0 ? "the label is none of 1, 0.5, 0, -1"
                           : "the label is none of 1, 0.5, 0");
    else if (seen(rows, id))
        complain(r, file, line, "an id that was there before: the first one counts");
    else *push(r->keep, rows) = (StudyLabel){str_keep(r->keep, id), cwe, label, line};
}

// No header; id,label. The discussion study's two label columns are separated by tabs.
static StudyLabels read_csv(Reader *r, Str file, char comma, int column, double least)
{
    StudyLabels rows = {0};
    Str text;
    int line = 0;
    if (!load(r, file, &text)) return rows;
    for (Str row; str_cut(&text, S("\n"), &row);) {
        line++;
        row = str_trim(row);
        Str cell = {0}, id = {0};
        int at = 0;
        for (Str rest = row, one; row.len && str_cut(&rest, (Str){&comma, 1}, &one); at++) {
            if (at == 0) id = str_trim(one);
            if (at == column) cell = str_trim(one);
        }
        if (row.len && at <= column) complain(r, file, line, "a column is missing");
        else if (row.len) add_label(r, &rows, file, line, id, cell, least);
    }
    return rows;
}

static void read_rq1(Reader *r)
{
    Str folder = join(r, r->p->folder, S("RQ1"));
    Strs names = list(r, folder);
    for (Size i = 0; i < names.n; i++) {
        Str model = between(names.v[i], S("review_"), S(".csv"));
        Str file = join(r, folder, names.v[i]);
        if (!model.len) continue;
        StudyReview *review = push(r->keep, &r->p->rq1);
        *review = (StudyReview){.model = model, .rows = read_csv(r, file, ',', 1, 0), .file = file};
        study_review_code(review, folder, r->keep);
    }
    Str again = join(r, folder, S("discussionStudy_gpt4/discussionReview_gpt4.csv"));
    if (!is_file(r, again)) return;
    for (int k = 0; k < 2; k++) {
        Str model = k ? S("gpt4, third time") : S("gpt4, second time");
        StudyReview *review = push(r->keep, &r->p->rq1);
        *review = (StudyReview){
            .model = model, .rows = read_csv(r, again, '\t', k + 1, 0), .file = again};
        study_review_code(review, folder, r->keep);
    }
}

// true or false, in any case.
static bool verdict_of(const json_t *o, bool *yes)
{
    const char *said = json_string_value(json_object_get(o, "Judge"));
    *yes = said && strcasecmp(said, "true") == 0;
    return *yes || (said && strcasecmp(said, "false") == 0);
}

// Most lines hold whole sentences where the verdict should be: nobody asked for true or false, or
// nobody listened.
static bool is_free_text(Str text)
{
    Size lines = 0, prose = 0;
    bool yes;
    for (Str row; str_cut(&text, S("\n"), &row);) {
        if (!str_trim(row).len) continue;
        json_t *o = json_loadb(row.s, (size_t)row.len, 0, NULL);
        const char *said = json_string_value(json_object_get(o, "Judge"));
        prose += said && !verdict_of(o, &yes) && strchr(said, ' ');
        lines++;
        json_decref(o);
    }
    return prose * 2 > lines;
}

// {"ID", "Judge"}; Judge is the text true or false in any case. Anything else is no verdict.
static StudyLabels read_judge(Reader *r, Str file)
{
    StudyLabels rows = {0};
    Str text;
    int line = 0;
    if (!load(r, file, &text)) return rows;
    if (is_free_text(text)) {
        *push(r->keep, &r->p->missing) =
            str_fmt(r->keep, "%.*s: free text, no verdicts: not used", STR_ARG(file));
        return rows;
    }
    for (Str row; str_cut(&text, S("\n"), &row);) {
        line++;
        if (!str_trim(row).len) continue;
        json_t *o = json_loadb(row.s, (size_t)row.len, 0, NULL);
        const char *id = json_string_value(json_object_get(o, "ID"));
        bool yes, clear = verdict_of(o, &yes);
        if (!id || !json_is_string(json_object_get(o, "Judge")))
            complain(r, file, line, "no ID or no Judge");
        else if (!clear) complain(r, file, line, "the verdict is neither true nor false");
        else add_label(r, &rows, file, line, str_of(id), yes ? S("1") : S("0"), 0);
        json_decref(o);
    }
    return rows;
}

static bool pair_of(Str name, Str head, Str tail, Str *first, Str *second)
{
    Str middle = between(name, head, tail), rest = middle;
    return middle.len && str_cut(&rest, S("_for_"), first) && rest.len && (*second = rest, true);
}

static void read_rq2(Reader *r)
{
    Str folder = join(r, r->p->folder, S("RQ2")), a, b;
    Strs names = list(r, folder);
    for (Size i = 0; i < names.n; i++) {
        Str file = join(r, folder, names.v[i]);
        if (!pair_of(names.v[i], S("detectResult_"), S(".jsonl"), &a, &b)) continue;
        StudyLabels rows = read_judge(r, file);
        if (rows.n) *push(r->keep, &r->p->rq2) = (StudyDetect){a, b, rows, file};
    }
}

static void read_rq3(Reader *r)
{
    Str folder = join(r, r->p->folder, S("RQ3")), a, b;
    Strs names = list(r, folder);
    for (Size i = 0; i < names.n; i++) {
        Str file = join(r, folder, names.v[i]);
        if (!pair_of(names.v[i], S("verify_"), S(".csv"), &a, &b)) continue;
        StudyVerify *verify = push(r->keep, &r->p->rq3);
        *verify = (StudyVerify){
            .fixer = a, .source = b, .rows = read_csv(r, file, ',', 1, -1), .file = file};
        study_verify_code(verify, folder, r->keep);
    }
}

// ---- RQ4

static bool has(const Str *v, Size n, Str s)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(v[i], s)) return true;
    return false;
}

typedef struct {
    Reader *r;
    StudyRun *run;
    int k;
    Str file, now;
    Size from;
    bool again, ended;
} Scan;

static bool logged(const Scan *s, Str what, int64_t cwe)
{
    for (Size i = s->from; i < s->run->entries.n; i++) {
        const StudyEntry *e = &s->run->entries.v[i];
        if (str_eq(e->file, s->now) && str_eq(e->what, what) && e->cwe == cwe) return true;
    }
    return false;
}

static void scan_block(Scan *s, Str name, int line)
{
    s->now = name;
    s->again = has(s->run->files[s->k].v, s->run->files[s->k].n, name);
    if (s->again) remark(s->r, s->file, line, "a second block of this file: the first one counts");
    else *push(s->r->keep, &s->run->files[s->k]) = name;
}

static void scan_finding(Scan *s, Str t, int line)
{
    StudyRun *run = s->run;
    Size colon = str_find(t, S(": "));
    int64_t cwe = 0;
    if (colon < 4 || !str_starts(t, S("CWE-")) || !str_int(str_sub(t, 4, colon), &cwe) ||
        !s->now.len) {
        complain(s->r, s->file, line, "neither a file's name nor a finding");
        return;
    }
    Str what = str_sub(t, colon + 2, -1);
    if (s->again) {
        if (!logged(s, what, cwe))
            complain(s->r, s->file, line, "a finding that the file's first block lacks: left out");
        return;
    }
    if (!has(run->flagged[s->k].v, run->flagged[s->k].n, s->now))
        *push(s->r->keep, &run->flagged[s->k]) = s->now;
    bool codeql = study_is_codeql(what);
    *push(s->r->keep, &run->entries) = (StudyEntry){s->now, what, (int)cwe, codeql};
    if (codeql) run->codeql++;
    else run->bandit++;
}

// Blocks: a file's name; then "    no vulnerability found" or "   CWE-n: description" rows; at the
// end "total: …".
static void read_scan(Reader *r, StudyRun *run, int k, Str file)
{
    Scan s = {.r = r, .run = run, .k = k, .file = file, .from = run->entries.n};
    Str text;
    int line = 0;
    if (!is_file(r, file) || !load(r, file, &text) || !str_trim(text).len) return;
    run->has_scan[k] = true;
    for (Str row; str_cut(&text, S("\n"), &row);) {
        line++;
        Str t = str_trim(row);
        s.ended |= str_starts(t, S("total:"));
        if (!t.len || str_starts(t, S("total:")) || str_starts(t, S("no vulnerability"))) continue;
        if (row.s[0] == ' ') scan_finding(&s, t, line);
        else scan_block(&s, t, line);
    }
    if (!s.ended) complain(r, file, line, "no line of totals at the end: the log is cut short");
}

// "4_for_4_1" -> pair 4_for_4; the first runs are named "3.5_3.5_1".
static Str pair_name(Reader *r, Str run)
{
    Size last = str_rfind(run, '_');
    Str pair = str_sub(run, 0, last);
    if (str_find(pair, S("_for_")) >= 0) return pair;
    Size mid = str_find(pair, S("_"));
    return mid < 0 ? pair
                   : str_fmt(r->keep, "%.*s_for_%.*s", (int)mid, pair.s,
                             STR_ARG(str_sub(pair, mid + 1, -1)));
}

static void read_rq4(Reader *r)
{
    Str folder = join(r, r->p->folder, S("RQ4"));
    Strs names = list(r, folder);
    for (Size i = 0; i < names.n; i++) {
        Str place = join(r, folder, names.v[i]);
        if (!is_folder(r, place) || str_rfind(names.v[i], '_') < 0) continue;
        Str info = join(r, place, S("iterInfo"));
        if (!is_folder(r, info)) info = place;
        StudyRun *run = push(r->keep, &r->p->rq4);
        *run = (StudyRun){.run = names.v[i], .pair = pair_name(r, names.v[i])};
        for (int k = 0; k < STUDY_SCANS; k++) {
            Str name =
                k == STUDY_SCANS - 1 ? S("final.txt") : str_fmt(r->keep, "iter%d.txt", k + 1);
            read_scan(r, run, k, join(r, info, name));
            if (k == 0) run->first_entries = run->entries.n;
            if (!run->has_scan[k])
                *push(r->keep, &r->p->missing) =
                    str_fmt(r->keep, "RQ4/%.*s/%.*s", STR_ARG(run->run), STR_ARG(name));
        }
        study_run_code(r->p, run, place, r->keep);
    }
}

static void expect(Reader *r, bool there, const char *what)
{
    if (!there) *push(r->keep, &r->p->missing) = str_of(what);
}

// Each verdict against the review of the code that it is about; one on secure code tells
// of ids that were swapped.
static void check_ids(Reader *r, Str file, Str source, const StudyLabels *rows, bool repair)
{
    const StudyReview *was = NULL;
    for (Size i = 0; i < r->p->rq1.n; i++)
        if (str_eq(r->p->rq1.v[i].model, source)) was = &r->p->rq1.v[i];
    for (Size i = 0; was && i < rows->n; i++) {
        const StudyLabel *v = &rows->v[i], *label = NULL;
        for (Size k = 0; !label && k < was->rows.n; k++)
            if (str_eq(was->rows.v[k].id, v->id)) label = &was->rows.v[k];
        if (!label) complain(r, file, v->line, "an id that RQ1's review of this code lacks");
        else if (repair && label->label == 0 && v->label >= 0)
            remark(r, file, v->line, "a verdict on a file that RQ1 calls secure: swapped ids?");
        else if (repair && label->label > 0 && v->label < 0)
            remark(r, file, v->line, "no verdict on a file that RQ1 calls vulnerable");
    }
    if (!was)
        *push(r->keep, &r->p->missing) =
            str_fmt(r->keep, "RQ1/review_%.*s.csv, which %.*s is judged by", STR_ARG(source),
                    STR_ARG(file));
    else if (rows->n < was->rows.n)
        *push(r->keep, &r->p->missing) = str_fmt(r->keep, "%.*s: %td of %td ids", STR_ARG(file),
                                                 was->rows.n - rows->n, was->rows.n);
}

static void check_verdicts(Reader *r)
{
    for (Size i = 0; i < r->p->rq2.n; i++)
        check_ids(r, r->p->rq2.v[i].file, r->p->rq2.v[i].source, &r->p->rq2.v[i].rows, false);
    for (Size i = 0; i < r->p->rq3.n; i++)
        check_ids(r, r->p->rq3.v[i].file, r->p->rq3.v[i].source, &r->p->rq3.v[i].rows, true);
}

// The whole package's parts, so that a partial one says what it lacks.
static void name_missing(Reader *r)
{
    static const char *const models[] = {"gpt3.5", "gpt4", "llama", "codegeex"}, *const judges[] = {
                                                                                     "gpt3.5",
                                                                                     "gpt4"};
    static const char *const pairs[] = {"3.5_for_3.5", "3.5_for_4", "4_for_3.5", "4_for_4",
                                        "4_for_llama"};
    const StudyPackage *p = r->p;
    for (Size m = 0; m < countof(models); m++) {
        bool one = false;
        for (Size i = 0; i < p->rq1.n; i++) one |= str_eq(p->rq1.v[i].model, str_of(models[m]));
        expect(r, one, str_fmt(r->keep, "RQ1/review_%s.csv%c", models[m], 0).s);
        for (Size j = 0; j < countof(judges); j++) {
            bool two = false, three = false;
            for (Size i = 0; i < p->rq2.n; i++)
                two |= str_eq(p->rq2.v[i].source, str_of(models[m])) &&
                       str_eq(p->rq2.v[i].detector, str_of(judges[j]));
            for (Size i = 0; i < p->rq3.n; i++)
                three |= str_eq(p->rq3.v[i].source, str_of(models[m])) &&
                         str_eq(p->rq3.v[i].fixer, str_of(judges[j]));
            expect(
                r, two,
                str_fmt(r->keep, "RQ2/detectResult_%s_for_%s.jsonl%c", judges[j], models[m], 0).s);
            expect(r, three,
                   str_fmt(r->keep, "RQ3/verify_%s_for_%s.csv%c", judges[j], models[m], 0).s);
        }
    }
    for (Size k = 0; k < countof(pairs); k++) {
        int runs = 0;
        for (Size i = 0; i < p->rq4.n; i++) runs += str_eq(p->rq4.v[i].pair, str_of(pairs[k]));
        if (runs < 5)
            expect(r, false,
                   str_fmt(r->keep, "RQ4: %d of 5 runs of %s%c", 5 - runs, pairs[k], 0).s);
    }
}

Err study_read(Str folder, Arena *keep, StudyPackage *out)
{
    *out = (StudyPackage){.folder = folder};
    Reader r = {out, keep};
    if (!is_folder(&r, folder))
        return err_new(keep, ERR_CONFIG, "%.*s is not a folder", STR_ARG(folder));
    read_rq1(&r);
    read_rq2(&r);
    read_rq3(&r);
    read_rq4(&r);
    if (!out->rq1.n && !out->rq2.n && !out->rq3.n && !out->rq4.n)
        return err_new(keep, ERR_CONFIG,
                       "%.*s holds none of RQ1, RQ2, RQ3, RQ4: it is no replication package",
                       STR_ARG(folder));
    check_verdicts(&r);
    name_missing(&r);
    return (Err){0};
}
