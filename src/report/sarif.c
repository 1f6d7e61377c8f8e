// report/sarif: SARIF 2.1.0 (OASIS): one run; columns in UTF-16 units; what GitHub's code scanning
// reads.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
// SPDX-License-Identifier: MIT
#include "report/report_int.h"
#include "report/linehash.h"

// What GitHub's code scanning takes: results a run, steps a result, and 10 MB when compressed, which
// such text is to a tenth at least.
enum { MOST_RESULTS = 25000, MOST_STEPS = 1000, MOST_BYTES = 80 << 20 };

typedef struct {
    const Report *r;
    Buf *out;
    Map rules;                             // rule id -> 1 + its index, in the order of first use
    struct { const Finding **v; Size n, cap; } first;      // a finding of each rule
    Map cwes;
    Size flows_left;
    Str hashed; LineHashes hashes;         // of the file that was asked last
} Sarif;

static void put(Sarif *s, const char *text) { buf_add(s->out, str_of(text)); }

static void put_text(Sarif *s, const char *name, Str text)          // "name": {"text": …}
{
    buf_fmt(s->out, "\"%s\": {\"text\": ", name);
    add_json(s->out, text);
    buf_char(s->out, '}');
}

static void put_string(Sarif *s, const char *name, Str text)
{
    buf_fmt(s->out, "\"%s\": ", name);
    add_json(s->out, text);
}

static const char *level(Severity s)
{
    return s >= SEV_HIGH ? "error" : s == SEV_MEDIUM ? "warning" : "note";
}

// ---- places

static void put_artifact(Sarif *s, Str path)
{
    path = path_in_root(s->r, path, s->out->keep);
    put(s, "\"artifactLocation\": {\"uri\": \"");
    if (str_starts(path, S("/"))) put(s, "file://");
    add_uri(s->out, path);
    put(s, "\"}");
}

static void put_region(Sarif *s, const Place *p, Str first_line)
{
    Str last = p->end_line == p->line ? first_line : source_line(s->r, p->path, p->end_line);
    buf_fmt(s->out, "{\"startLine\": %d, \"startColumn\": %d, \"endLine\": %d, \"endColumn\": %d",
            p->line, column_utf16(first_line, p->col) + 1, p->end_line,
            column_utf16(last, p->end_col) + 1);
}

static void put_physical(Sarif *s, const Place *p, Str first_line)
{
    put(s, "\"physicalLocation\": {");
    put_artifact(s, p->path);
    put(s, ", \"region\": ");
    put_region(s, p, first_line);
    if (first_line.len && first_line.len < 1000) {
        put(s, ", ");
        put_text(s, "snippet", first_line);
    }
    put(s, "}}");
}

// ---- rules and CWEs

static void put_tags(Sarif *s, const Finding *f)
{
    put(s, "\"tags\": [\"security\"");
    const int all[] = {f->cwe, f->also[0], f->also[1]};
    for (int i = 0; i < 3; i++)
        if (all[i]) buf_fmt(s->out, ", \"external/cwe/cwe-%03d\"", all[i]);
    put(s, "]");
}

static void put_relationship(Sarif *s, int cwe)
{
    if (!cwe) return;
    buf_fmt(s->out,
            "\"relationships\": [{\"target\": {\"id\": \"%d\", \"toolComponent\": {\"name\": "
            "\"CWE\"}}, "
            "\"kinds\": [\"superset\"]}], ",
            cwe);
}

static void put_help(Sarif *s, const Rule *r)
{
    if (!r) return;
    Arena *keep = s->out->keep;
    Str text = str_fmt(keep, "%.*s\n\nInstead: %.*s", STR_ARG(r->why), STR_ARG(r->instead));
    Buf md = {.keep = keep};
    buf_fmt(&md,
            "%.*s\n\n**Instead:** %.*s\n\n```python\n# flagged\n%.*s\n```\n\n```python\n# "
            "accepted\n%.*s\n```\n",
            STR_ARG(r->why), STR_ARG(r->instead), STR_ARG(r->bad), STR_ARG(r->good));
    put(s, "\"help\": {");
    put_string(s, "text", text);
    put(s, ", ");
    put_string(s, "markdown", buf_str(&md));
    put(s, "}, ");
}

static void put_rule(Sarif *s, const Finding *f)
{
    const Rule *r = rule_find(f->rule);
    Str title = f->title.len ? f->title : f->rule, page = rule_page(f, s->out->keep);
    put(s, "{");
    put_string(s, "id", f->rule);
    put(s, ", ");
    put_text(s, "shortDescription", title);
    put(s, ", ");
    put_text(s, "fullDescription", r ? r->why : f->message.len ? f->message : title);
    put(s, ", ");
    put_help(s, r);
    if (page.len) {
        put_string(s, "helpUri", page);
        put(s, ", ");
    }
    buf_fmt(s->out, "\"defaultConfiguration\": {\"level\": \"%s\"}, ", level(f->severity));
    put_relationship(s, f->cwe);
    put(s, "\"properties\": {");
    put_tags(s, f);
    buf_fmt(s->out, ", \"precision\": \"%.*s\", \"security-severity\": \"%s\"}}",
            STR_ARG(confidence_name(r && r->mark_confidence ? r->mark_confidence : CONF_HIGH)),
            severity_score(f->severity));
}

static void collect(Sarif *s)
{
    Arena *keep = s->out->keep;
    for (Size i = 0; i < s->r->n; i++) {
        const Finding *f = &s->r->findings[i];
        void **slot = map_at(keep, &s->rules, f->rule);
        if (!*slot) {
            *push(keep, &s->first) = f;
            *slot = (void *)(intptr_t)s->first.n;
        }
        if (f->cwe) *map_at(keep, &s->cwes, str_fmt(keep, "%d", f->cwe)) = s;
    }
}

static void put_tool(Sarif *s)
{
    put(s, "\"tool\": {\"driver\": {\"name\": \"suture\", ");
    put_string(s, "semanticVersion", s->r->version);
    put(s, ", \"supportedTaxonomies\": [{\"name\": \"CWE\"}], \"rules\": [");
    for (Size i = 0; i < s->first.n; i++) {
        put(s, i ? ",\n" : "\n");
        put_rule(s, s->first.v[i]);
    }
    put(s, "]}},\n");
}

static void put_taxonomy(Sarif *s)
{
    put(s, "\"taxonomies\": [{\"name\": \"CWE\", \"organization\": \"MITRE\", "
           "\"informationUri\": \"https://cwe.mitre.org/\", \"isComprehensive\": false, "
           "\"shortDescription\": {\"text\": \"Common Weakness Enumeration\"}, \"taxa\": [");
    for (Size i = 0; i < s->cwes.items.n; i++) {
        Str id = s->cwes.items.v[i].key;
        int64_t n = 0;
        (void)str_int(id, &n);
        buf_fmt(s->out, "%s{\"id\": \"%.*s\", \"helpUri\": \"%.*s\"}", i ? ", " : "", STR_ARG(id),
                STR_ARG(cwe_url((int)n, s->out->keep)));
    }
    put(s, "]}],\n");
}

// ---- how it went

static void put_notification(Sarif *s, const ReportMissing *m)
{
    Buf text = {.keep = s->out->keep};
    if (m->path.len) buf_fmt(&text, "%.*s not analysed: ", STR_ARG(m->path));
    buf_add(&text, m->why);
    put(s, "{\"level\": \"error\", ");
    put_text(s, "message", buf_str(&text));
    if (m->path.len) {
        put(s, ", \"locations\": [{\"physicalLocation\": {");
        put_artifact(s, m->path);
        if (m->line > 0) buf_fmt(s->out, ", \"region\": {\"startLine\": %d}", m->line);
        put(s, "}}]");
    }
    put(s, "}");
}

static void put_invocation(Sarif *s)
{
    const Report *r = s->r;
    bool good = report_complete(r);
    buf_fmt(s->out,
            "\"invocations\": [{\"executionSuccessful\": %s, \"exitCode\": %d, "
            "\"toolExecutionNotifications\": [",
            good ? "true" : "false", r->exit_code);
    for (Size i = 0; i < r->nmissing; i++) {
        put(s, i ? ",\n" : "\n");
        put_notification(s, &r->missing[i]);
    }
    ReportMissing stopped = {.why = S("the scan was interrupted before its end")};
    if (r->stopped) {
        if (r->nmissing) put(s, ",\n");
        put_notification(s, &stopped);
    }
    put(s, "]}],\n");
}

// ---- results

static void put_step(Sarif *s, const FlowStep *step)
{
    Place p = place_of_span(s->r, step->path, step->at);
    bool known = source_of(s->r, step->path).len > 0;
    if (!known) p = (Place){step->path, step->line, step->col, step->line, step->col};
    put(s, "{\"location\": {");
    put_physical(s, &p, source_line(s->r, step->path, p.line));
    put(s, ", ");
    put_text(s, "message", step->what.len ? step->what : step->text);
    put(s, "}}");
}

static void put_flows(Sarif *s, const Finding *f)
{
    Size steps = 0, flows = 0, left = 0;
    for (Size i = 0; i < f->npaths; i++) {
        Size n = f->paths[i].n;
        if (steps + n > MOST_STEPS || !n) {               // a way cut short would be no way
            left += n > 0;
            continue;
        }
        put(s, flows++ ? ", " : ", \"codeFlows\": [");
        put(s, "{\"threadFlows\": [{\"locations\": [");
        for (Size k = 0; k < n; k++) {
            put(s, k ? ",\n" : "\n");
            put_step(s, &f->paths[i].v[k]);
        }
        put(s, "]}]}");
        steps += n;
    }
    if (flows) put(s, "]");
    s->flows_left += left;
}

// Where the data comes from, beside the place where it does harm.
static void put_related(Sarif *s, const Finding *f)
{
    Size n = 0;
    for (Size i = 0; i < f->npaths; i++) {
        if (!f->paths[i].n) continue;
        const FlowStep *step = &f->paths[i].v[0];
        Place p = {step->path, step->line, step->col, step->line, step->col};
        buf_fmt(s->out, n ? ", {\"id\": %td, " : ", \"relatedLocations\": [{\"id\": %td, ", n + 1);
        put_physical(s, &p, source_line(s->r, step->path, step->line));
        put(s, ", ");
        put_text(s, "message", step->what.len ? step->what : S("comes from here"));
        put(s, "}");
        n++;
    }
    if (n) put(s, "]");
}

static void put_fix(Sarif *s, const Finding *f)
{
    FixEdits edits = fix_edits(s->r, f, s->out->keep);
    if (!edits.n) return;
    put(s, ", \"fixes\": [{");
    put_text(s, "description", f->fix.says);
    put(s, ", \"artifactChanges\": [");
    Str path = {0};
    for (Size i = 0; i < edits.n; i++) {
        const FixEdit *e = &edits.v[i];
        bool more = i && str_eq(path, e->at.path);
        if (!more) {
            path = e->at.path;
            put(s, i ? "]}, {" : "{");
            put_artifact(s, path);
            put(s, ", \"replacements\": [");
        }
        put(s, more ? ", {\"deletedRegion\": " : "{\"deletedRegion\": ");
        put_region(s, &e->at, source_line(s->r, path, e->at.line));
        put(s, "}, ");
        put_text(s, "insertedContent", e->with);
        put(s, "}");
    }
    put(s, "]}]}]");
}

static Str line_hash(Sarif *s, const Finding *f)
{
    if (!str_eq(s->hashed, f->path)) {
        s->hashed = f->path;
        s->hashes = line_hashes(source_of(s->r, f->path), s->out->keep);
    }
    return f->line >= 1 && f->line <= s->hashes.n ? s->hashes.v[f->line - 1] : (Str){"", 0};
}

static void put_fingerprints(Sarif *s, const Finding *f)
{
    Str hash = line_hash(s, f);
    put(s, ", \"partialFingerprints\": {");
    if (hash.len) buf_fmt(s->out, "\"primaryLocationLineHash\": \"%.*s\", ", STR_ARG(hash));
    buf_fmt(s->out, "\"suture/v1\": \"%016llx\"}", (unsigned long long)f->fingerprint);
}

static void put_properties(Sarif *s, const Finding *f)
{
    Str names[8];
    Size n = engine_names(f, names);
    buf_fmt(s->out, ", \"properties\": {\"confidence\": \"%.*s\", \"engines\": [",
            STR_ARG(confidence_name(f->confidence)));
    for (Size i = 0; i < n; i++) {
        put(s, i ? ", " : "");
        add_json(s->out, names[i]);
    }
    put(s, "]}");
}

static void put_where(Sarif *s, const Finding *f)
{
    Place p = place_of(f);
    put(s, ", \"locations\": [{");
    put_physical(s, &p, f->snippet);
    if (f->function.len) {
        put(s, ", \"logicalLocations\": [{");
        put_string(s, "fullyQualifiedName", f->function);
        put(s, ", \"kind\": \"function\"}]");
    }
    put(s, "}]");
}

static void put_taxa(Sarif *s, const Finding *f)
{
    if (!f->cwe) return;
    buf_fmt(s->out, ", \"taxa\": [{\"id\": \"%d\", \"toolComponent\": {\"name\": \"CWE\"}}]",
            f->cwe);
}

static void put_result(Sarif *s, const Finding *f)
{
    intptr_t index = (intptr_t)map_get(&s->rules, f->rule) - 1;
    put(s, "{");
    put_string(s, "ruleId", f->rule);
    buf_fmt(s->out, ", \"ruleIndex\": %td, \"level\": \"%s\", ", (ptrdiff_t)index,
            level(f->severity));
    put_text(s, "message", f->message.len ? f->message : f->title);
    put_where(s, f);
    put_taxa(s, f);
    put_flows(s, f);
    put_related(s, f);
    put_fix(s, f);
    put_fingerprints(s, f);
    if (f->hidden) {
        put(s, f->baselined ? ", \"suppressions\": [{\"kind\": \"external\", "
                            : ", \"suppressions\": [{\"kind\": \"inSource\", ");
        put_string(s, "justification", f->suppressed);
        put(s, "}]");
    }
    put_properties(s, f);
    put(s, "}");
}

// ---- the readers' limits: of too many results the worst are kept

typedef struct { const Finding *f; Size at; Str text; } Made;

static int worst_first(const void *a, const void *b)
{
    const Made *x = a, *y = b;
    if (x->f->severity != y->f->severity) return x->f->severity > y->f->severity ? -1 : 1;
    if (x->f->confidence != y->f->confidence) return x->f->confidence > y->f->confidence ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int by_place(const void *a, const void *b)
{
    const Made *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

static Made *all_of(const Report *r, Arena *keep)
{
    Made *all = new(keep, Made, r->n);
    for (Size i = 0; i < r->n; i++) all[i] = (Made){.f = &r->findings[i], .at = i};
    if (r->n > MOST_RESULTS) sort_items(all, r->n, sizeof *all, worst_first, *keep);
    return all;
}

// How many of them are made before a limit is met.
static Size make_results(Sarif *s, Made *all, Size n)
{
    Buf *out = s->out, one = {.keep = out->keep};
    Size bytes = 0, i = 0;
    s->out = &one;
    for (; i < n && i < MOST_RESULTS && bytes < MOST_BYTES; i++) {
        one = (Buf){.keep = out->keep};
        put_result(s, all[i].f);
        all[i].text = buf_str(&one);
        bytes += one.n;
    }
    s->out = out;
    return i;
}

static void put_results(Sarif *s)
{
    const Report *r = s->r;
    Arena *keep = s->out->keep;
    Made *all = all_of(r, keep);
    Size n = make_results(s, all, r->n);
    if (n < r->n && r->n <= MOST_RESULTS) {              // too many bytes: once more, worst first
        sort_items(all, r->n, sizeof *all, worst_first, *keep);
        n = make_results(s, all, r->n);
    }
    if (n < r->n)
        left_out(r, keep, "SARIF: the %td worst of %td findings are in it: readers take no more", n,
                 r->n);
    if (s->flows_left)
        left_out(r, keep, "SARIF: %td flows of more than %d steps in all are left out",
                 s->flows_left, (int)MOST_STEPS);
    sort_items(all, n, sizeof *all, by_place, *keep);
    for (Size i = 0; i < n; i++) {
        put(s, i ? ",\n" : "\n");
        buf_add(s->out, all[i].text);
    }
}

void print_sarif(const Report *r, Buf *out)
{
    Sarif s = {.r = r, .out = out};
    collect(&s);
    put(&s, "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": "
            "\"2.1.0\", \"runs\": [{\n");
    put_tool(&s);
    put_taxonomy(&s);
    put_invocation(&s);
    put(&s, "\"columnKind\": \"utf16CodeUnits\",\n\"results\": [");
    put_results(&s);
    put(&s, "]}]}\n");
}
