// peer/bandit: runs Bandit (https://bandit.readthedocs.io) and reads its JSON. Its nosec comments
// are not asked for: scan/ applies those to every engine alike.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"
#include <jansson.h>

enum { FILES_AT_ONCE = 400, SECONDS = 600, MOST_OUTPUT = 256 << 20 };

// Bandit files some tests under a broad CWE; what each is about, by the pages of its documentation.
static int cwe_of(Str test, int own)
{
    static const struct { int from, to, cwe; } about[] = {
        {310, 310, 918}, {313, 320, 611}, {405, 411, 611}, {502, 504, 757}, {506, 506, 502},
        {508, 509, 319}, {601, 601, 78}, {701, 702, 79},
    };
    int64_t n = 0;
    if (!str_int(str_sub(test, 1, -1), &n)) return own;
    for (Size i = 0; i < countof(about); i++)
        if (about[i].from <= n && n <= about[i].to) return about[i].cwe;
    return own;
}

static Str text_of(json_t *o, const char *key, Arena *keep)
{
    json_t *v = json_object_get(o, key);
    return json_is_string(v)
               ? str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)})
               : (Str){"", 0};
}

static int int_of(json_t *o, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(o, key));
    return n < 0 || n > INT32_MAX ? 0 : (int)n;
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

typedef struct {
    const PeerFile *files;
    const Str *where;
    Size n;
    Arena *keep;
    PeerResult *out;
} Reading;

static Str plain(Str path)                                 // Bandit puts "./" before a relative
                                                           // name
{
    while (str_starts(path, S("./"))) path = str_sub(path, 2, -1);
    return path;
}

static Size file_index(const Reading *r, Str name)
{
    for (Size i = 0; i < r->n; i++)
        if (str_eq(plain(r->where[i]), plain(name))) return i;
    return -1;
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
    Str name = text_of(o, "filename", r->keep);
    Size i = file_index(r, name);
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
        .rule = text_of(o, "test_id", r->keep),
        .engine = S("bandit"),
        .path = r->files[i].path,
        .title = text_of(o, "test_name", r->keep),
        .message = text_of(o, "issue_text", r->keep),
        .severity = severity_of(text_of(o, "issue_severity", r->keep)),
        .confidence = confidence_of(text_of(o, "issue_confidence", r->keep)),
        .line = int_of(o, "line_number"),
        .col = int_of(o, "col_offset"),
        .end_col = int_of(o, "end_col_offset"),
    };
    int own = int_of(json_object_get(o, "issue_cwe"), "id");
    f.cwe = cwe_of(f.rule, own);
    if (f.cwe != own) f.also[0] = own;
    if (f.line < 1) f.line = 1;
    f.end_line = last > f.line && last < INT32_MAX ? (int)last : f.line;
    f.snippet = quoted_line(text_of(o, "code", r->keep), f.line, r->keep);
    f.fingerprint = str_hash(f.rule) ^ (str_hash(str_trim(f.snippet)) * 31);
    *push(r->keep, &r->out->findings) = f;
}

static void read_error(Reading *r, json_t *o)
{
    Size i = file_index(r, text_of(o, "filename", r->keep));
    Str why = text_of(o, "reason", r->keep);
    peer_miss(r->out, r->keep, i < 0 ? (Str){0} : r->files[i].path,
              str_fmt(r->keep, "bandit: %.*s", STR_ARG(why)));
}

static void read_report(Reading *r, const OsDone *done)
{
    json_error_t where;
    json_t *doc = json_loadb(done->out.s, (size_t)done->out.len, 0, &where), *o;
    size_t i;
    if (!json_is_array(json_object_get(doc, "results"))) {
        Str said = str_trim(done->err), line;
        // its last line says what went wrong
        while (str_cut(&said, S("\n"), &line) && said.s) continue;
        peer_miss(r->out, r->keep, (Str){0},
                  str_fmt(r->keep, "bandit failed (exit %d): %.*s", done->code, STR_ARG(line)));
        json_decref(doc);
        return;
    }
    json_array_foreach(json_object_get(doc, "results"), i, o) read_result(r, o);
    json_array_foreach(json_object_get(doc, "errors"), i, o) read_error(r, o);
    json_decref(doc);
}

static void run_some(const Peer *p, Reading *r)
{
    struct { Str *v; Size n, cap; } argv = {0};
    const Str options[] = {p->program,   S("--format"),    S("json"),
                           S("--quiet"), S("--exit-zero"), S("--ignore-nosec")};
    for (Size i = 0; i < countof(options); i++) *push(r->keep, &argv) = options[i];
    for (Size i = 0; i < r->n; i++) *push(r->keep, &argv) = r->where[i];
    OsDone done = {0};
    OsRun run = {.argv = argv.v, .argc = argv.n, .timeout = SECONDS, .most = MOST_OUTPUT};
    Err e = os_run(&run, r->keep, &done);
    if (e.kind) peer_miss(r->out, r->keep, (Str){0}, e.what);
    else if (done.timed_out)
        peer_miss(r->out, r->keep, (Str){0}, S("bandit took longer than 600 seconds"));
    else if (done.cut) peer_miss(r->out, r->keep, (Str){0}, S("bandit said more than 256 MB"));
    else read_report(r, &done);
}

void bandit_run(const Peer *p, const PeerFile *files, const Str *where, Size n, Arena *keep,
                PeerResult *out)
{
    for (Size i = 0; i < n && !os_stopped(); i += FILES_AT_ONCE) {
        Size some = n - i < FILES_AT_ONCE ? n - i : FILES_AT_ONCE;
        Reading r = {files + i, where + i, some, keep, out};
        run_some(p, &r);
    }
}
