// peer/bandit: runs Bandit (https://bandit.readthedocs.io) and reads its JSON. Its nosec comments
// are not asked for: scan/ applies those to every engine alike.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"

enum { FILES_AT_ONCE = 400 };

// Bandit files some tests under a broad CWE; what each is about, by the pages of its documentation.
int bandit_cwe(Str test, int own)
{
    static const struct {
        int from, to, cwe;
    } about[] = {
        {310, 310, 918}, {313, 320, 611}, {405, 411, 611}, {502, 504, 757},
        {506, 506, 502}, {508, 509, 319}, {601, 601, 78},  {701, 702, 79},
    };
    // for those who give the number of a test, and no CWE of their own (Ruff's S rules)
    static const struct {
        int from, to, cwe;
    } known[] = {
        {101, 101, 703}, {102, 102, 78},  {103, 103, 732}, {104, 104, 605}, {105, 107, 259},
        {108, 108, 377}, {110, 110, 703}, {112, 112, 703}, {113, 113, 400}, {201, 201, 94},
        {202, 202, 22},  {301, 302, 502}, {303, 305, 327}, {306, 306, 377}, {307, 307, 95},
        {308, 308, 79},  {311, 311, 330}, {312, 312, 319}, {321, 321, 319}, {323, 323, 295},
        {324, 324, 327}, {401, 402, 319}, {403, 403, 502}, {404, 404, 78},  {412, 412, 284},
        {413, 413, 327}, {415, 415, 319}, {501, 501, 295}, {505, 505, 326}, {507, 507, 295},
        {602, 607, 78},  {608, 608, 89},  {609, 609, 78},  {610, 611, 89},  {612, 612, 94},
        {704, 704, 79},
    };
    int64_t n = 0;
    if (!str_int(str_sub(test, 1, -1), &n)) return own;
    for (Size i = 0; i < countof(about); i++)
        if (about[i].from <= n && n <= about[i].to) return about[i].cwe;
    for (Size i = 0; i < countof(known) && !own; i++)
        if (known[i].from <= n && n <= known[i].to) return known[i].cwe;
    return own;
}

static Severity severity_of(Str word)
{
    if (str_eq(word, S("HIGH"))) return SEV_HIGH;
    return str_eq(word, S("MEDIUM")) ? SEV_MEDIUM : SEV_LOW;
}

static Confidence confidence_of(Str word)
{
    if (str_eq(word, S("HIGH"))) return CONF_HIGH;
    return str_eq(word, S("MEDIUM")) ? CONF_MEDIUM : CONF_LOW;
}

// The code that Bandit quotes has its line numbers in front: "3 x = 1\n".
static Str quoted_line(Str code, int line, Arena *keep)
{
    Str prefix = str_fmt(keep, "%d ", line);
    for (Str row; str_cut(&code, S("\n"), &row);)
        if (str_starts(row, prefix)) return str_sub(row, prefix.len, -1);
    return (Str){"", 0};
}

static void read_result(Reading *r, json_t *o)
{
    Str name = peer_text(o, "filename", r->keep);
    Size i = peer_file(r, name);
    if (i < 0) {
        Str why = str_fmt(r->keep, "bandit speaks of '%.*s', which it was not asked about",
                          STR_ARG(name));
        peer_miss(r->out, r->keep, (Str){0}, why);
        return;
    }
    json_t *range = json_object_get(o, "line_range");
    json_int_t last = json_integer_value(
        json_array_get(range, json_array_size(range) ? json_array_size(range) - 1 : 0));
    Finding f = {
        .rule = peer_text(o, "test_id", r->keep),
        .engine = S("bandit"),
        .path = r->files[i].path,
        .title = peer_text(o, "test_name", r->keep),
        .message = peer_text(o, "issue_text", r->keep),
        .severity = severity_of(peer_text(o, "issue_severity", r->keep)),
        .confidence = confidence_of(peer_text(o, "issue_confidence", r->keep)),
        .line = peer_int(o, "line_number"),
        .col = peer_int(o, "col_offset"),
        .end_col = peer_int(o, "end_col_offset"),
    };
    int own = peer_int(json_object_get(o, "issue_cwe"), "id");
    f.cwe = bandit_cwe(f.rule, own);
    if (f.cwe != own) f.also[0] = own;
    if (f.line < 1) f.line = 1;
    f.end_line = last > f.line && last < INT32_MAX ? (int)last : f.line;
    f.snippet = quoted_line(peer_text(o, "code", r->keep), f.line, r->keep);
    f.fingerprint = str_hash(f.rule) ^ (str_hash(str_trim(f.snippet)) * 31);
    *push(r->keep, &r->out->findings) = f;
}

static void read_error(Reading *r, json_t *o)
{
    Size i = peer_file(r, peer_text(o, "filename", r->keep));
    Str why = peer_text(o, "reason", r->keep);
    peer_miss(r->out, r->keep, i < 0 ? (Str){0} : r->files[i].path,
              str_fmt(r->keep, "bandit: %.*s", STR_ARG(why)));
}

static void read_report(Reading *r, const OsDone *done)
{
    json_t *doc = peer_json(r, done), *o;
    size_t i;
    if (doc && !json_is_array(json_object_get(doc, "results")))
        peer_miss(r->out, r->keep, (Str){0},
                  str_fmt(r->keep, "bandit failed (exit %d): no results", done->code));
    json_array_foreach(json_object_get(doc, "results"), i, o) read_result(r, o);
    json_array_foreach(json_object_get(doc, "errors"), i, o) read_error(r, o);
    json_decref(doc);
}

static void run_some(const Peer *p, Reading *r)
{
    struct {
        Str *v;
        Size n, cap;
    } argv = {0};
    OsDone done;
    const Str options[] = {p->program,   S("--format"),    S("json"),
                           S("--quiet"), S("--exit-zero"), S("--ignore-nosec")};
    for (Size i = 0; i < countof(options); i++) *push(r->keep, &argv) = options[i];
    for (Size i = 0; i < r->n; i++) *push(r->keep, &argv) = r->where[i];
    if (peer_exec(r, argv.v, argv.n, (Str){0}, &done)) read_report(r, &done);
}

void bandit_run(Reading *all, const Peer *p)
{
    for (Size i = 0; i < all->n && !os_stopped(); i += FILES_AT_ONCE) {
        Reading r = *all;
        r.files += i;
        r.where += i;
        r.n = all->n - i < FILES_AT_ONCE ? all->n - i : FILES_AT_ONCE;
        run_some(p, &r);
    }
}
