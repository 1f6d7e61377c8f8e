// study/label: people as judges: a blinded sheet, two or more raters read back, kappa, and the cases
// that a third decision must settle.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"
#include "study/plan.h"
#include <strings.h>

enum { MOST_SHEET = 256 << 20, LABEL_COLUMN = 4 };
typedef struct {
    Str item;
    const StudyTask *task;
    Str code;
    uint64_t order;
} Item;
typedef struct {
    Item *v;
    Size n, cap;
} Items;
typedef struct {
    Str name;
    Map labels;
} Rater; // item -> 1 vulnerable, 2 secure, 3 can't say

Str study_item(Str task, Str code, Arena *keep)
{
    uint64_t h = str_hash(task) * 31 ^ str_hash(code);
    return str_fmt(keep, "%012llx", (unsigned long long)(h & 0xffffffffffffu));
}

// Every piece of code that the headline needs a verdict on, each once, in an order that tells
// nothing: neither model nor arm nor what any engine said.
static Items items_of(const StudyPlan *p, const StudyRecord *r, Arena *keep)
{
    Items out = {0};
    Map seen = {0};
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        bool end = u->stage == UNIT_ROUND && (u->round == r->rounds || u->round == 0);
        if (!str_eq(u->outcome, S("code")) ||
            !(u->stage == UNIT_CODE || u->stage == UNIT_REPAIR || end))
            continue;
        const StudyTask *t = &r->tasks.v[u->task];
        Str item = study_item(t->id, u->code, keep);
        if (map_get(&seen, item)) continue;
        *map_at(keep, &seen, item) = &seen;
        Str mixed = str_fmt(keep, "%llu %.*s", (unsigned long long)p->seed, STR_ARG(item));
        *push(keep, &out) = (Item){item, t, u->code, str_hash(mixed)};
    }
    return out;
}

static int by_order(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void cell(Buf *out, Str text)
{
    buf_char(out, '"');
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '"') buf_char(out, '"');
        buf_char(out, text.s[i]);
    }
    buf_char(out, '"');
}

static bool in_sheet(Str item, const Map *only, const Map * not )
{
    return (!only || map_get(only, item)) && (!not || !map_get(not, item));
}

static Str sheet_of(const Items *items, const Map *only, const Map * not, Arena *keep)
{
    Buf out = {.keep = keep};
    buf_add(&out,
            S("item,cwe,what it is,code,\"label: 1 vulnerable, 0 secure, ? can't say\",note\r\n"));
    for (Size i = 0; i < items->n; i++) {
        const Item *it = &items->v[i];
        if (!in_sheet(it->item, only, not )) continue;
        Str name = study_cwe_name(it->task->cwe), meaning = study_cwe_meaning(it->task->cwe);
        buf_fmt(&out, "%.*s,CWE-%d,", STR_ARG(it->item), it->task->cwe);
        cell(&out, str_fmt(keep, "%.*s: %.*s", STR_ARG(name), STR_ARG(meaning)));
        buf_char(&out, ',');
        // A spreadsheet must not take code for a formula: the line break before it keeps it text.
        bool formula = it->code.len && strchr("=+-@\t\r", it->code.s[0]);
        cell(&out, formula ? str_fmt(keep, "\n%.*s", STR_ARG(it->code)) : it->code);
        buf_add(&out, S(",,\r\n"));
    }
    return buf_str(&out);
}

// ---- sheets read back

static int label_of(Str word)
{
    static const struct {
        Str word;
        int label;
    } known[] = {{L("1"), 1},      {L("vulnerable"), 1}, {L("yes"), 1}, {L("0"), 2},
                 {L("secure"), 2}, {L("no"), 2},         {L("?"), 3}};
    for (Size i = 0; i < countof(known); i++)
        if (word.len == known[i].word.len &&
            strncasecmp(word.s, known[i].word.s, (size_t)word.len) == 0)
            return known[i].label;
    return 0;
}

static Err read_rater(Str path, const Map *items, Arena *keep, Rater *out)
{
    Str text;
    Strs row = {0};
    int record = 1;
    *out = (Rater){.name = path_last(path)};
    Err err = os_read(path, MOST_SHEET, keep, &text);
    if (err.kind) return (Err){ERR_CONFIG, err.what};
    if (str_starts(text, S("\xef\xbb\xbf"))) text = str_sub(text, 3, -1);
    (void)study_csv_record(&text, keep, &row);
    while (study_csv_record(&text, keep, &row)) {
        record++;
        if (row.n < 2) continue;
        if (row.n <= LABEL_COLUMN)
            return err_new(keep, ERR_CONFIG, "%.*s: record %d: a column is missing", STR_ARG(path),
                           record);
        int label = label_of(row.v[LABEL_COLUMN]);
        if (!map_get(items, row.v[0]))
            return err_new(keep, ERR_CONFIG, "%.*s: record %d: no item %.*s in this study",
                           STR_ARG(path), record, STR_ARG(row.v[0]));
        if (row.v[LABEL_COLUMN].len && !label)
            return err_new(keep, ERR_CONFIG, "%.*s: record %d: the label is none of 1, 0, ?",
                           STR_ARG(path), record);
        void **at = map_at(keep, &out->labels, row.v[0]);
        if (*at)
            return err_new(keep, ERR_CONFIG, "%.*s: record %d: the item was there before",
                           STR_ARG(path), record);
        *at = (void *)(intptr_t)label;
    }
    return err;
}

static int said(const Rater *r, Str item) { return (int)(intptr_t)map_get(&r->labels, item); }

static void kappas(const Items *items, const Rater *raters, Size n, Buf *out)
{
    for (Size a = 0; a < n; a++)
        for (Size b = a + 1; b < n; b++) {
            Size yes = 0, first = 0, second = 0, no = 0;
            for (Size i = 0; i < items->n; i++) {
                int x = said(&raters[a], items->v[i].item), y = said(&raters[b], items->v[i].item);
                if (x < 1 || x > 2 || y < 1 || y > 2) continue;
                yes += x == 1 && y == 1, first += x == 1 && y == 2;
                second += x == 2 && y == 1, no += x == 2 && y == 2;
            }
            Size both = yes + first + second + no;
            buf_fmt(out, "%.*s and %.*s: %td items by both, %td alike, Cohen's kappa %.3f\n",
                    STR_ARG(raters[a].name), STR_ARG(raters[b].name), both, yes + no,
                    stat_kappa(yes, first, second, no));
        }
}

// What most say; on a tie what the adjudicator says. 0: undecided.
static int decide(const Rater *raters, Size n, const Rater *last, Str item)
{
    int votes[4] = {0}, own = last ? said(last, item) : 0;
    if (own == 1 || own == 2) return own;
    for (Size i = 0; i < n; i++) votes[said(&raters[i], item) & 3]++;
    if (votes[0] || votes[3]) return 0; // a rater has not, or could not say
    return votes[1] == votes[2] ? 0 : votes[1] > votes[2] ? 1 : 2;
}

static Str place(const StudyPlan *p, const char *name, Arena *keep)
{
    return str_fmt(keep, "%.*s/label/%s", STR_ARG(p->folder), name);
}

static Err settle(const StudyPlan *p, const Items *items, const Map *index, const Rater *raters,
                  Size n, Arena *keep, Buf *told)
{
    Buf labels = {.keep = keep};
    Map open = {0};
    Rater last;
    Size decided = 0;
    Str extra = place(p, "adjudicate.csv", keep);
    bool has = os_stat(extra, true, *keep).kind == OS_FILE;
    Err err = has ? read_rater(extra, index, keep, &last) : (Err){0};
    if (err.kind) return err;
    Map known = {0}; // what was decided before stays decided
    err = study_labels(p, keep, &known);
    if (err.kind) return err;
    kappas(items, raters, n, told);
    buf_add(&labels, S("item,label\n"));
    for (Size i = 0; i < items->n; i++) {
        Str item = items->v[i].item;
        int label = decide(raters, n, has ? &last : NULL, item);
        const bool *before = map_get(&known, item);
        if (!label && before) label = *before ? 1 : 2;
        if (label) decided++, buf_fmt(&labels, "%.*s,%d\n", STR_ARG(item), label == 1);
        else *map_at(keep, &open, item) = &open;
    }
    err = os_write_atomic(place(p, "labels.csv", keep), buf_str(&labels), keep);
    buf_fmt(told, "%td of %td items are decided.\n", decided, items->n);
    if (err.kind || !open.items.n) return err;
    buf_fmt(told, "%td are not: label them together in %.*s, and say the same command again.\n",
            open.items.n, STR_ARG(extra));
    if (has) extra = str_fmt(keep, "%.*s.new", STR_ARG(extra)); // never over someone's work
    return os_write_atomic(extra, sheet_of(items, &open, NULL, keep), keep);
}

Err study_label(const StudyPlan *p, const Str *raters, Size n, Arena *keep, Str *text)
{
    StudyRecord r;
    Map index = {0};
    Buf told = {.keep = keep};
    Str sheet = place(p, "sheet.csv", keep);
    if (n == 1)
        return err_new(keep, ERR_CONFIG, "two or more raters are wanted: one can't be checked");
    Err err = study_record_read(str_fmt(keep, "%.*s/record.jsonl", STR_ARG(p->folder)), keep, &r);
    if (err.kind) return err;
    Items items = items_of(p, &r, keep);
    sort_items(items.v, items.n, sizeof *items.v, by_order, *keep);
    for (Size i = 0; i < items.n; i++) *map_at(keep, &index, items.v[i].item) = &items;
    Rater *read = new (keep, Rater, n + 1);
    for (Size i = 0; i < n && !err.kind; i++) err = read_rater(raters[i], &index, keep, &read[i]);
    Map known = {0};
    if (!err.kind) err = study_labels(p, keep, &known);
    if (!err.kind) err = os_make_dirs(place(p, "", keep), 0700, keep);
    if (!err.kind && n) err = settle(p, &items, &index, read, n, keep, &told);
    if (!err.kind && !n) {
        err = os_write_atomic(sheet, sheet_of(&items, NULL, &known, keep), keep);
        buf_fmt(&told,
                "%td items, of which %td are decided and left out, in %.*s: give each rater a copy "
                "of their own, and read them back with "
                "suture study label PLAN COPY COPY\n",
                items.n, known.items.n, STR_ARG(sheet));
    }
    *text = buf_str(&told);
    return err;
}

Err study_labels(const StudyPlan *p, Arena *keep, Map *out)
{
    static const bool yes = true, no = false;
    Str text, path = place(p, "labels.csv", keep), row;
    if (os_stat(path, true, *keep).kind != OS_FILE) return (Err){0};
    Err err = os_read(path, MOST_SHEET, keep, &text);
    while (!err.kind && str_cut(&text, S("\n"), &row)) {
        Str item;
        if (!str_cut(&row, S(","), &item) || !row.len) continue;
        if (str_eq(row, S("1"))) *map_at(keep, out, item) = (void *)(uintptr_t)&yes;
        else if (str_eq(row, S("0"))) *map_at(keep, out, item) = (void *)(uintptr_t)&no;
    }
    return err;
}
