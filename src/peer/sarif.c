// peer/sarif: read what any analyser wrote as SARIF 2.1.0
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): rules of the driver and of extensions, places
// by uriBaseId and percent-encoding, columns in the unit that the run names, flows, suppressions.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"
#include <stdlib.h>

enum { MOST_STEPS = 200, MOST_PATHS = 5, MOST_BASES = 8 };

typedef struct {
    Reading *r;
    const json_t *run;
    bool code_points; // columns count code points, else UTF-16 units
    Str *texts;       // of files that were read, beside r->files
    Size elsewhere;   // results about files that were not scanned
} Run;

// ---- places

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static Str decoded(Str uri, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < uri.len; i++) {
        int high = i + 2 < uri.len && uri.s[i] == '%' ? hex(uri.s[i + 1]) : -1;
        int low = high >= 0 ? hex(uri.s[i + 2]) : -1;
        if (low >= 0) i += 2;
        buf_char(&b, low >= 0 ? (char)(high * 16 + low) : uri.s[i]);
    }
    return buf_str(&b);
}

// The folder that a uriBaseId stands for, through the bases that it is itself below.
static Str base_of(const Run *r, Str id, Arena *keep)
{
    const json_t *bases = json_object_get(r->run, "originalUriBaseIds");
    Str path = {0};
    for (int i = 0; i < MOST_BASES && id.len; i++) {
        const json_t *b = json_object_get(bases, str_z(keep, id));
        Str uri = peer_text(b, "uri", keep);
        path = str_fmt(keep, "%.*s%.*s", STR_ARG(uri), STR_ARG(path));
        if (str_find(uri, S("://")) >= 0) break;
        id = peer_text(b, "uriBaseId", keep);
    }
    return path;
}

static Str without_scheme(Str uri)
{
    if (!str_starts(uri, S("file:"))) return uri;
    uri = str_sub(uri, 5, -1);
    if (!str_starts(uri, S("//"))) return uri;
    Size slash = str_find(str_sub(uri, 2, -1), S("/"));
    return slash < 0 ? (Str){0} : str_sub(uri, 2 + slash, -1);
}

// -1: not one of the files that were scanned. A base of another machine is left out: what is below
// it may be here.
static Size file_of(Run *r, const json_t *place)
{
    Arena *keep = r->r->keep;
    const json_t *where = json_object_get(place, "artifactLocation");
    const json_t *index = json_object_get(where, "index");
    if (!json_object_get(where, "uri") && json_is_integer(index)) {
        const json_t *all = json_object_get(r->run, "artifacts");
        where = json_object_get(json_array_get(all, (size_t)json_integer_value(index)), "location");
    }
    Str uri = peer_text(where, "uri", keep);
    if (!uri.len) return -1;
    Str below = base_of(r, peer_text(where, "uriBaseId", keep), keep);
    Str path =
        decoded(without_scheme(str_fmt(keep, "%.*s%.*s", STR_ARG(below), STR_ARG(uri))), keep);
    Size i = peer_file(r->r, path);
    if (i < 0 && below.len) i = peer_file(r->r, decoded(without_scheme(uri), keep));
    return i;
}

// A file's text, read once.
static Str text_of(Run *r, Size file)
{
    const PeerFile *f = &r->r->files[file];
    if (f->has_text && !r->r->from_disk) return f->text;
    if (!r->texts) r->texts = new (r->r->keep, Str, r->r->n);
    Str *text = &r->texts[file];
    if (!text->s && os_read(f->path, PEER_MOST_OUTPUT, r->r->keep, text).kind) *text = (Str){"", 0};
    return *text;
}

static Str line_text(Run *r, Size file, int line)
{
    Str text = text_of(r, file), row = {0};
    for (int i = 0; i < line; i++)
        if (!str_cut(&text, S("\n"), &row)) return (Str){0};
    return row;
}

// Bytes before a column that counts from 1.
static int column_bytes(const Run *r, Str line, int column)
{
    int units = 1;
    Size i = 0;
    while (i < line.len && units < column) {
        unsigned char c = (unsigned char)line.s[i];
        units += c >= 0xf0 && !r->code_points ? 2 : 1;
        i += c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    }
    return line.len ? (int)(i < line.len ? i : line.len) : column > 0 ? column - 1 : 0;
}

// ---- rules

static const json_t *rule_in(const json_t *tool, const json_t *result, Str id)
{
    const json_t *rules = json_object_get(tool, "rules");
    const json_t *at = json_object_get(result, "ruleIndex");
    const json_t *ref = json_object_get(result, "rule");
    if (!at) at = json_object_get(ref, "index");
    size_t i;
    json_t *one;
    if (json_is_integer(at) && json_integer_value(at) >= 0) {
        const json_t *named = json_array_get(rules, (size_t)json_integer_value(at));
        const char *name = json_string_value(json_object_get(named, "id"));
        if (name && (!id.len || str_starts(id, str_of(name)))) return named;
    }
    json_array_foreach(rules, i, one)
    {
        const char *name = json_string_value(json_object_get(one, "id"));
        if (name && str_eq(str_of(name), id)) return one;
    }
    return NULL;
}

// The driver's rule, or one of an extension (CodeQL keeps its query packs there).
static const json_t *rule_of(const Run *r, const json_t *result, Str id)
{
    const json_t *tool = json_object_get(r->run, "tool"),
                 *more = json_object_get(tool, "extensions");
    const json_t *part = json_object_get(json_object_get(result, "rule"), "toolComponent");
    const json_t *index = json_object_get(part, "index");
    size_t i;
    json_t *one;
    if (json_is_integer(index)) {
        const json_t *rule =
            rule_in(json_array_get(more, (size_t)json_integer_value(index)), result, id);
        if (rule) return rule;
    }
    const json_t *rule = rule_in(json_object_get(tool, "driver"), result, id);
    json_array_foreach(more, i, one) if (!rule) rule = rule_in(one, result, id);
    return rule;
}

static void add_cwe(Finding *f, int n)
{
    if (!n || n == f->cwe || n == f->also[0] || n == f->also[1]) return;
    if (!f->cwe) f->cwe = n;
    else if (!f->also[0]) f->also[0] = n;
    else if (!f->also[1]) f->also[1] = n;
}

static void cwes_in(const json_t *v, Finding *f)
{
    size_t i;
    json_t *one;
    if (json_is_string(v)) add_cwe(f, peer_cwe(str_of(json_string_value(v))));
    json_array_foreach(v, i, one) cwes_in(one, f);
}

static void read_cwes(const json_t *rule, const json_t *result, Finding *f)
{
    const json_t *about[] = {json_object_get(rule, "properties"),
                             json_object_get(result, "properties")};
    size_t i;
    json_t *one;
    for (Size k = 0; k < countof(about); k++) {
        cwes_in(json_object_get(about[k], "cwe"), f);
        cwes_in(json_object_get(about[k], "tags"), f);
    }
    json_array_foreach(json_object_get(result, "taxa"), i, one)
    {
        const json_t *part = json_object_get(one, "toolComponent");
        const char *name = json_string_value(json_object_get(part, "name"));
        const char *id = json_string_value(json_object_get(one, "id"));
        bool cwe = name && !strcmp(name, "CWE");
        int64_t n = 0;
        bool bare = id && cwe && str_int(str_of(id), &n) && n > 0 && n < 10000;
        if (id) add_cwe(f, bare ? (int)n : peer_cwe(str_of(id)));
    }
    json_array_foreach(json_object_get(rule, "relationships"), i, one)
    {
        const json_t *target = json_object_get(one, "target");
        const char *id = json_string_value(json_object_get(target, "id"));
        if (id) add_cwe(f, peer_cwe(str_of(id)));
    }
}

static Severity severity_of(const json_t *rule, const json_t *result, Arena *keep)
{
    const json_t *about = json_object_get(rule, "properties");
    Str score = peer_text(about, "security-severity", keep);
    Str level = peer_text(result, "level", keep);
    double n = score.len ? strtod(str_z(keep, score), NULL) : 0;
    if (!level.len) level = peer_text(json_object_get(rule, "defaultConfiguration"), "level", keep);
    if (n > 0) return n >= 9 ? SEV_CRITICAL : n >= 7 ? SEV_HIGH : n >= 4 ? SEV_MEDIUM : SEV_LOW;
    if (str_eq(level, S("error"))) return SEV_HIGH;
    return str_eq(level, S("note")) || str_eq(level, S("none")) ? SEV_LOW : SEV_MEDIUM;
}

static Confidence confidence_of(const json_t *rule, Arena *keep)
{
    Str precision = peer_text(json_object_get(rule, "properties"), "precision", keep);
    if (str_eq(precision, S("low"))) return CONF_LOW;
    return str_ends(precision, S("high")) ? CONF_HIGH : CONF_MEDIUM;
}

// ---- messages: a text, or the rule's own with {0} filled in

static Str filled(Str text, const json_t *arguments, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < text.len; i++) {
        bool hole = i + 2 < text.len && text.s[i] == '{' && text.s[i + 1] >= '0' &&
                    text.s[i + 1] <= '9' && text.s[i + 2] == '}';
        const char *with =
            hole ? json_string_value(json_array_get(arguments, (size_t)(text.s[i + 1] - '0')))
                 : NULL;
        if (with) buf_add(&b, str_of(with)), i += 2;
        else buf_char(&b, text.s[i] == '\n' ? ' ' : text.s[i]);
    }
    return buf_str(&b);
}

static Str message_of(const json_t *result, const json_t *rule, Arena *keep)
{
    const json_t *m = json_object_get(result, "message");
    Str text = peer_text(m, "text", keep), id = peer_text(m, "id", keep);
    if (!text.len && id.len) {
        const json_t *all = json_object_get(rule, "messageStrings");
        text = peer_text(json_object_get(all, str_z(keep, id)), "text", keep);
    }
    return filled(text, json_object_get(m, "arguments"), keep);
}

static Str title_of(const json_t *rule, Str otherwise, Arena *keep)
{
    Str text = peer_text(json_object_get(rule, "shortDescription"), "text", keep);
    if (!text.len) text = peer_text(rule, "name", keep);
    return text.len ? text : otherwise;
}

// ---- flows

static void read_flow(Run *r, const json_t *flow, FlowPath *out)
{
    Arena *keep = r->r->keep;
    const json_t *steps =
        json_object_get(json_array_get(json_object_get(flow, "threadFlows"), 0), "locations");
    struct {
        FlowStep *v;
        Size n, cap;
    } list = {0};
    size_t i;
    json_t *one;
    json_array_foreach(steps, i, one)
    {
        const json_t *where = json_object_get(one, "location");
        const json_t *place = json_object_get(where, "physicalLocation"),
                     *region = json_object_get(place, "region");
        Size file = file_of(r, place);
        if (file < 0 || list.n >= MOST_STEPS) continue;
        FlowStep s = {.path = r->r->files[file].path, .line = peer_int(region, "startLine")};
        s.text = str_trim(line_text(r, file, s.line));
        s.col = column_bytes(r, line_text(r, file, s.line), peer_int(region, "startColumn"));
        s.what = peer_text(json_object_get(where, "message"), "text", keep);
        *push(keep, &list) = s;
    }
    *out = (FlowPath){.v = list.v, .n = list.n};
}

static void read_flows(Run *r, const json_t *result, Finding *f)
{
    const json_t *flows = json_object_get(result, "codeFlows");
    Size n = (Size)json_array_size(flows);
    if (!n) return;
    f->paths = new (r->r->keep, FlowPath, MOST_PATHS);
    for (Size i = 0; i < n && f->npaths < MOST_PATHS; i++) {
        read_flow(r, json_array_get(flows, (size_t)i), &f->paths[f->npaths]);
        f->npaths += f->paths[f->npaths].n > 0;
    }
}

// ---- a result

static bool is_finding(const json_t *result, Arena *keep)
{
    Str kind = peer_text(result, "kind", keep), state = peer_text(result, "baselineState", keep);
    if (str_eq(state, S("absent"))) return false;
    return !kind.len || str_eq(kind, S("fail")) || str_eq(kind, S("review")) ||
           str_eq(kind, S("open"));
}

static void place_at(Run *r, Size file, const json_t *region, Finding *f)
{
    f->path = r->r->files[file].path;
    f->line = peer_int(region, "startLine");
    if (f->line < 1) f->line = 1;
    f->end_line = peer_int(region, "endLine");
    if (f->end_line < f->line) f->end_line = f->line;
    Str first = line_text(r, file, f->line), last = line_text(r, file, f->end_line);
    f->col = column_bytes(r, first, peer_int(region, "startColumn"));
    f->end_col = peer_int(region, "endColumn")
                     ? column_bytes(r, last, peer_int(region, "endColumn"))
                     : (int)last.len;
    f->snippet = str_trim(first);
}

static void read_result(Run *r, const json_t *result)
{
    Arena *keep = r->r->keep;
    const json_t *where = json_array_get(json_object_get(result, "locations"), 0);
    const json_t *place = json_object_get(where, "physicalLocation");
    Str id = peer_text(result, "ruleId", keep);
    if (!id.len) id = peer_text(json_object_get(result, "rule"), "id", keep);
    const json_t *rule = rule_of(r, result, id);
    if (!id.len) id = peer_text(rule, "id", keep);
    if (!is_finding(result, keep)) return;
    Size file = file_of(r, place);
    if (file < 0) {
        r->elsewhere++;
        return;
    }
    Finding f = {.rule = id.len ? id : S("unnamed"), .engine = r->r->engine};
    place_at(r, file, json_object_get(place, "region"), &f);
    f.severity = severity_of(rule, result, keep);
    f.confidence = confidence_of(rule, keep);
    f.message = message_of(result, rule, keep);
    f.title = title_of(rule, f.rule, keep);
    if (!f.message.len) f.message = f.title;
    read_cwes(rule, result, &f);
    read_flows(r, result, &f);
    f.fingerprint = str_hash(f.rule) ^ (str_hash(f.snippet) * 31);
    if (json_array_size(json_object_get(result, "suppressions"))) {
        f.hidden = true;
        f.suppressed = str_fmt(keep, "hidden by %.*s", STR_ARG(r->r->engine));
    }
    *push(keep, &r->r->out->findings) = f;
}

// What the tool says of its own work: an error is a file, or the whole run, that it did not do.
static void read_notices(Run *r, const json_t *invocation)
{
    Arena *keep = r->r->keep;
    size_t i;
    json_t *one;
    if (json_is_false(json_object_get(invocation, "executionSuccessful")))
        peer_miss(r->r->out, keep, (Str){0},
                  str_fmt(keep, "%.*s says that its run failed", STR_ARG(r->r->engine)));
    json_array_foreach(json_object_get(invocation, "toolExecutionNotifications"), i, one)
    {
        const json_t *where = json_array_get(json_object_get(one, "locations"), 0);
        Str text = message_of(one, NULL, keep);
        Size file = file_of(r, json_object_get(where, "physicalLocation"));
        if (!str_eq(peer_text(one, "level", keep), S("error"))) continue;
        peer_miss(r->r->out, keep, file < 0 ? (Str){0} : r->r->files[file].path,
                  str_fmt(keep, "%.*s: %.*s", STR_ARG(r->r->engine), STR_ARG(text)));
    }
}

static Str engine_name(const json_t *run, Arena *keep)
{
    Str name = peer_text(json_object_get(json_object_get(run, "tool"), "driver"), "name", keep);
    char *out = str_z(keep, name.len ? name : S("sarif"));
    for (char *c = out; *c; c++) {
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
        else if (!(*c >= 'a' && *c <= 'z') && !(*c >= '0' && *c <= '9')) *c = '-';
    }
    return str_of(out);
}

static void read_run(Reading *reading, const json_t *run)
{
    Run r = {.r = reading, .run = run};
    Arena *keep = reading->keep;
    const json_t *driver = json_object_get(json_object_get(run, "tool"), "driver");
    size_t i;
    json_t *one;
    r.code_points = str_eq(peer_text(run, "columnKind", keep), S("unicodeCodePoints"));
    if (!reading->engine.len) reading->engine = engine_name(run, keep);
    if (!reading->out->version.len) {
        reading->out->version = peer_text(driver, "semanticVersion", keep);
        if (!reading->out->version.len) reading->out->version = peer_text(driver, "version", keep);
        if (!reading->out->version.len) reading->out->version = S("unknown");
    }
    json_array_foreach(json_object_get(run, "invocations"), i, one) read_notices(&r, one);
    json_array_foreach(json_object_get(run, "results"), i, one) read_result(&r, one);
    if (r.elsewhere)
        peer_note(reading->out, keep,
                  str_fmt(keep, "%.*s: %td findings are about files that were not scanned",
                          STR_ARG(reading->engine), r.elsewhere));
}

void sarif_into(Reading *r, Str text)
{
    size_t i;
    json_t *one, *doc = json_loadb(text.len ? text.s : "", (size_t)text.len, 0, NULL);
    const json_t *runs = json_object_get(doc, "runs");
    if (!json_is_array(runs))
        peer_miss(r->out, r->keep, (Str){0},
                  str_fmt(r->keep, "%.*s is not SARIF: an object with \"runs\"",
                          STR_ARG(r->engine.len ? r->engine : S("the file"))));
    json_array_foreach(runs, i, one) read_run(r, one);
    json_decref(doc);
}
