// study/print: tables as text, Markdown, CSV and JSON; and the published cells that the data does
// not bear out.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"
#include <jansson.h>
#include <stdlib.h>

static const struct {
    const char *name, *text;
} TEXTS[] = {
#define EMBED(name, text) {name, text},
#include "study.inc"
#undef EMBED
};

// ---- differences

static bool cell_of(const StudyPackage *p, Str figure, Str model, int cwe, Size *hits, Size *n)
{
    const StudyReview *was = study_review(p, model);
    *hits = *n = 0;
    if (!was) return false;
    const StudyLabels *rows = &was->rows;
    for (Size i = 0; i < p->rq2.n; i++)
        if (str_starts(figure, S("detect_")) && str_eq(p->rq2.v[i].source, model) &&
            str_eq(p->rq2.v[i].detector, str_sub(figure, 7, -1)))
            rows = &p->rq2.v[i].rows;
    for (Size i = 0; i < p->rq3.n; i++)
        if (str_starts(figure, S("repair_")) && str_eq(p->rq3.v[i].source, model) &&
            str_eq(p->rq3.v[i].fixer, str_sub(figure, 7, -1)))
            rows = &p->rq3.v[i].rows;
    bool first = str_eq(figure, S("fig1")), repair = str_starts(figure, S("repair_"));
    if (!first && rows == &was->rows) return false;
    for (Size i = 0; i < rows->n; i++) {
        if (rows->v[i].cwe != cwe || (repair && rows->v[i].label < 0)) continue;
        const StudyLabel *l = study_find(&was->rows, rows->v[i].id);
        ++*n;
        if (first) *hits += rows->v[i].label > 0;
        else if (repair) *hits += rows->v[i].label == 0;
        else *hits += l && (l->label > 0) == (rows->v[i].label > 0);
    }
    return true;
}

typedef struct {
    Size same, differ, absent;
} Tally;

static void compare(StudyMaker *m, StudyTable *t, Str figure, Str model, Str cell, Tally *tally)
{
    Str cwe, hits;
    int64_t c, h, of;
    Size got, n;
    if (!str_cut(&cell, S(":"), &cwe) || !str_cut(&cell, S("/"), &hits)) return;
    if (!str_int(cwe, &c) || !str_int(hits, &h) || !str_int(cell, &of)) return;
    if (!cell_of(m->p, figure, model, (int)c, &got, &n)) {
        tally->absent++;
        return;
    }
    if (got == h && n == of) {
        tally->same++;
        return;
    }
    tally->differ++;
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%.*s", STR_ARG(figure));
    study_cell(m, row, "%.*s", STR_ARG(model));
    study_cell(m, row, "CWE-%d", (int)c);
    study_cell(m, row, "%d/%d", (int)h, (int)of);
    study_cell(m, row, "%td/%td", got, n);
}

void study_differences(StudyMaker *m)
{
    StudyTable *t =
        study_table(m, "cells", "Published cells (figures 1 to 5) that the data does not give",
                    "figure|code of|CWE|published|recomputed", "");
    Tally tally = {0};
    Str text = {0}, line, figure, model, cell;
    for (Size i = 0; i < countof(TEXTS); i++)
        if (str_eq(str_of(TEXTS[i].name), S("published.txt"))) text = str_of(TEXTS[i].text);
    while (str_cut(&text, S("\n"), &line)) {
        if (!line.len || line.s[0] == '#') continue;
        if (!str_cut(&line, S(" "), &figure) || !str_cut(&line, S(" "), &model)) continue;
        while (str_cut(&line, S(" "), &cell)) compare(m, t, figure, model, cell, &tally);
    }
    t->note = str_fmt(m->keep, "%td cells equal, %td differ, %td not in this package.", tally.same,
                      tally.differ, tally.absent);
}

static void threat(StudyReport *r, Arena *keep, const char *sentence)
{
    *push(keep, &r->threats) = str_of(sentence);
}

static void recorded_threats(StudyReport *r, Arena *keep)
{
    threat(r, keep,
           "Contamination: SecurityEval's prompts have been public since 2022, so later models may "
           "have been trained on them.");
    threat(r, keep,
           "A judge in the loop: RQ4's success is measured by the same Bandit and CodeQL that told "
           "the fixer what to mend.");
    threat(
        r, keep,
        "Other measures: RQ3 asks people about the scenario's CWE on 121 tasks, RQ4 asks engines "
        "about any finding on 67; their rates can't be compared.");
    threat(r, keep, "Nothing was run: a repair that removes the function counts as a repair.");
    threat(r, keep,
           "Tasks come in clusters (by author and CWE), so intervals over tasks are too narrow.");
    threat(r, keep,
           "The models' snapshots and dates are not in the package, and the models are retired.");
}

void study_tables(const StudyPackage *p, bool corrected, Arena *keep, StudyReport *out)
{
    *out = (StudyReport){.pkg = *p};
    out->title = study_plain(
        str_fmt(keep, "The study's recorded figures, recomputed from %.*s", STR_ARG(p->folder)),
        keep);
    out->about = S("The four questions of \"How Well Do Large Language Models Serve as End-to-End "
                   "Secure Code Agents for Python?\" (arXiv 2408.10495v2), from its own data.");
    enum {
        MOST_TABLES = 32
    };  // makers hold pointers to tables: they must not
        // move
    out->tables.v = new (keep, StudyTable, MOST_TABLES);
    out->tables.cap = MOST_TABLES;
    StudyMaker m = {&out->pkg, out, keep};
    study_first_three(&m, corrected);
    study_rounds(&m, corrected);
    recorded_threats(out, keep);
}

// ---- formats

// Columns on a screen: bytes that start a character.
static Size width(Str s)
{
    Size n = 0;
    for (Size i = 0; i < s.len; i++) n += ((unsigned char)s.s[i] & 0xc0) != 0x80;
    return n;
}

static void padded(Buf *out, Str s, Size to, bool right)
{
    Size gap = to - width(s);
    if (right) buf_fmt(out, "%*s", (int)gap, "");
    buf_add(out, s);
    if (!right) buf_fmt(out, "%*s", (int)gap, "");
}

static void text_row(Buf *out, const StudyRow *row, const Size *wide)
{
    for (Size c = 0; c < row->n; c++) {
        buf_add(out, c ? S("  ") : S("  "));
        padded(out, row->v[c], wide[c], c > 0);
    }
    while (out->n && out->v[out->n - 1] == ' ') out->n--;
    buf_char(out, '\n');
}

static void text_table(Buf *out, const StudyTable *t)
{
    Size *wide = new (out->keep, Size, t->head.n + 1);
    for (Size c = 0; c < t->head.n; c++) {
        wide[c] = width(t->head.v[c]);
        for (Size r = 0; r < t->rows.n; r++)
            if (c < t->rows.v[r].n && width(t->rows.v[r].v[c]) > wide[c])
                wide[c] = width(t->rows.v[r].v[c]);
    }
    buf_fmt(out, "\n%.*s\n", STR_ARG(t->title));
    if (t->note.len) buf_fmt(out, "  %.*s\n", STR_ARG(t->note));
    if (!t->rows.n) return;
    text_row(out, &t->head, wide);
    for (Size r = 0; r < t->rows.n; r++) text_row(out, &t->rows.v[r], wide);
}

static void text_list(Buf *out, const char *title, const Str *v, Size n)
{
    if (n) buf_fmt(out, "\n%s:\n", title);
    for (Size i = 0; i < n; i++) buf_fmt(out, "  %.*s\n", STR_ARG(v[i]));
}

Str study_text(const StudyReport *r, Arena *keep)
{
    Buf out = {.keep = keep};
    buf_fmt(&out, "%.*s\n", STR_ARG(r->title));
    if (r->about.len) buf_fmt(&out, "%.*s\n", STR_ARG(r->about));
    if (r->warning.len) buf_fmt(&out, "%.*s\n", STR_ARG(r->warning));
    for (Size i = 0; i < r->tables.n; i++) text_table(&out, &r->tables.v[i]);
    text_list(&out, "What this can't tell", r->threats.v, r->threats.n);
    text_list(&out, "Not in this package (so not in the figures above)", r->pkg.missing.v,
              r->pkg.missing.n);
    return buf_str(&out);
}

static void md_row(Buf *out, const StudyRow *row)
{
    for (Size c = 0; c < row->n; c++) {
        buf_add(out, S("| "));
        for (Size i = 0; i < row->v[c].len; i++) {
            if (row->v[c].s[i] == '|') buf_char(out, '\\');
            buf_char(out, row->v[c].s[i]);
        }
        buf_char(out, ' ');
    }
    buf_add(out, S("|\n"));
}

Str study_markdown(const StudyReport *r, Arena *keep)
{
    Buf out = {.keep = keep};
    buf_fmt(&out, "# %.*s\n\n", STR_ARG(r->title));
    if (r->about.len) buf_fmt(&out, "%.*s\n\n", STR_ARG(r->about));
    if (r->warning.len) buf_fmt(&out, "**%.*s**\n\n", STR_ARG(r->warning));
    for (Size i = 0; i < r->tables.n; i++) {
        const StudyTable *t = &r->tables.v[i];
        buf_fmt(&out, "## %.*s\n\n", STR_ARG(t->title));
        if (t->note.len) buf_fmt(&out, "%.*s\n\n", STR_ARG(t->note));
        if (!t->rows.n) continue;
        md_row(&out, &t->head);
        for (Size c = 0; c < t->head.n; c++) buf_add(&out, c ? S("|---:") : S("|---"));
        buf_add(&out, S("|\n"));
        for (Size k = 0; k < t->rows.n; k++) md_row(&out, &t->rows.v[k]);
        buf_char(&out, '\n');
    }
    if (r->threats.n) buf_add(&out, S("## Threats to validity\n\n"));
    for (Size i = 0; i < r->threats.n; i++) buf_fmt(&out, "- %.*s\n", STR_ARG(r->threats.v[i]));
    return buf_str(&out);
}

static void csv_cell(Buf *out, Str s)
{
    bool quote = str_find(s, S(",")) >= 0 || str_find(s, S("\"")) >= 0;
    if (quote) buf_char(out, '"');
    for (Size i = 0; i < s.len; i++) {
        if (s.s[i] == '"') buf_char(out, '"');
        buf_char(out, s.s[i]);
    }
    if (quote) buf_char(out, '"');
}

static void csv_row(Buf *out, Str id, const StudyRow *row)
{
    csv_cell(out, id);
    for (Size c = 0; c < row->n; c++) {
        buf_char(out, ',');
        csv_cell(out, row->v[c]);
    }
    buf_add(out, S("\r\n"));
}

Str study_csv(const StudyReport *r, Arena *keep)
{
    Buf out = {.keep = keep};
    for (Size i = 0; i < r->tables.n; i++) {
        csv_row(&out, r->tables.v[i].id, &r->tables.v[i].head);
        for (Size k = 0; k < r->tables.v[i].rows.n; k++)
            csv_row(&out, r->tables.v[i].id, &r->tables.v[i].rows.v[k]);
    }
    return buf_str(&out);
}

static json_t *text_of(Str s) { return json_stringn(s.s, (size_t)s.len); }

static json_t *list_of(const Str *v, Size n)
{
    json_t *list = json_array();
    for (Size i = 0; i < n; i++) json_array_append_new(list, text_of(v[i]));
    return list;
}

Str study_json(const StudyReport *r, Arena *keep)
{
    json_t *root = json_object(), *tables = json_object();
    for (Size i = 0; i < r->tables.n; i++) {
        const StudyTable *t = &r->tables.v[i];
        json_t *one = json_object(), *rows = json_array();
        json_object_set_new(one, "title", text_of(t->title));
        json_object_set_new(one, "note", text_of(t->note));
        json_object_set_new(one, "columns", list_of(t->head.v, t->head.n));
        for (Size k = 0; k < t->rows.n; k++)
            json_array_append_new(rows, list_of(t->rows.v[k].v, t->rows.v[k].n));
        json_object_set_new(one, "rows", rows);
        json_object_set_new(tables, str_z(keep, t->id), one);
    }
    json_object_set_new(root, "title", text_of(r->title));
    json_object_set_new(root, "warning", text_of(r->warning));
    json_object_set_new(root, "tables", tables);
    json_object_set_new(root, "threats", list_of(r->threats.v, r->threats.n));
    json_object_set_new(root, "missing", list_of(r->pkg.missing.v, r->pkg.missing.n));
    json_object_set_new(root, "trouble", list_of(r->pkg.trouble.v, r->pkg.trouble.n));
    char *z = json_dumps(root, JSON_INDENT(1));
    Str text = str_fmt(keep, "%s\n", z ? z : "{}");
    free(z);
    json_decref(root);
    return text;
}
