// report/text: for people at a terminal: by file, the line with a caret, and the way the data took.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

enum { MANY = 12, WIDEST = 160, GUTTER = 10, MOST_CODE = 100 };

typedef enum { PLAIN, BOLD, DIM, RED, YELLOW, BLUE, MAGENTA, GREEN } Style;

static void style(const Report *r, Buf *out, Style s)
{
    static const char *const codes[] = {"0", "1", "2", "31", "33", "34", "35", "32"};
    if (r->color) buf_fmt(out, "\x1b[%sm", codes[s]);
}

static void styled(const Report *r, Buf *out, Style s, Str text)
{
    style(r, out, s);
    report_clean(out, text);
    style(r, out, PLAIN);
}

static Style style_of(Severity s)
{
    return s >= SEV_CRITICAL ? MAGENTA : s == SEV_HIGH ? RED : s == SEV_MEDIUM ? YELLOW : BLUE;
}

// A line longer than the terminal is wide is cut to what lies around the place.
static Str window(const Report *r, Str line, int col, int *cut)
{
    return line_part(line, col, r->columns > LINE_CONTEXT ? r->columns - GUTTER : WIDEST, cut);
}

// Blanks as wide as what stands above them: tabs stay tabs, and an escaped character is as long as
// its escape.
static void add_blanks(Buf *out, Str above)
{
    Buf clean = {.keep = out->keep};
    report_clean(&clean, above);
    int n = column_chars(buf_str(&clean), (int)clean.n);
    Size tabs = 0;
    for (Size i = 0; i < clean.n; i++) tabs += clean.v[i] == '\t';
    for (Size i = 0; i < tabs; i++) buf_char(out, '\t');
    for (Size i = tabs; i < n; i++) buf_char(out, ' ');
}

static void add_code(const Report *r, Buf *out, const Finding *f)
{
    int cut;
    Str line = window(r, f->snippet, f->col, &cut);
    bool goes_on = cut + line.len < f->snippet.len;
    int beg = f->col - cut, end = f->end_line > f->line ? (int)line.len : f->end_col - cut;
    if (beg < 0 || beg > line.len) beg = 0;
    if (end > line.len) end = (int)line.len;
    while (end > beg && (line.s[end - 1] == ' ' || line.s[end - 1] == '\r')) end--;
    buf_fmt(out, "  %5d | ", f->line);
    if (cut) buf_add(out, S("…"));
    report_clean(out, line);
    if (goes_on) buf_add(out, S("…"));
    buf_add(out, S("\n        | "));
    if (cut) buf_char(out, ' ');
    add_blanks(out, str_sub(line, 0, beg));
    style(r, out, style_of(f->severity));
    int width = column_chars(str_sub(line, beg, end), end - beg);
    for (int i = 0; i < (width < 1 ? 1 : width); i++) buf_char(out, '^');
    style(r, out, PLAIN);
    buf_char(out, '\n');
}

static Str step_code(const Report *r, Buf *out, const FlowStep *s)
{
    Str line = str_trim(source_line(r, s->path, s->line));
    if (!line.len) line = s->text;
    if (line.len <= MOST_CODE) return line;
    Str shown = str_most(line, MOST_CODE);
    return str_fmt(out->keep, "%.*s…", STR_ARG(shown));
}

// Each line of code once: what happens on the one that stands above, or on that of the step before, goes without.
static bool code_is_told(const Finding *f, const FlowStep *s, bool first)
{
    bool above = s->line == f->line && str_eq(s->path, f->path);
    bool again = !first && s->line == s[-1].line && str_eq(s->path, s[-1].path);
    return s->what.len && (above || again);
}

static void add_path(const Report *r, Buf *out, const Finding *f, const FlowPath *p)
{
    for (Size i = 0; i < p->n; i++) {
        const FlowStep *s = &p->v[i];
        bool same = str_eq(s->path, f->path), told = code_is_told(f, s, i == 0);
        buf_add(out, i == 0          ? S("          from ")
                     : i + 1 == p->n ? S("          to   ")
                                     : S("               "));
        if (!same) report_clean(out, s->path);
        buf_fmt(out, same ? "line %d: " : ":%d: ", s->line);
        if (!told) report_clean(out, step_code(r, out, s));
        if (s->what.len) {
            style(r, out, DIM);
            if (!told) buf_add(out, S("   "));
            report_clean(out, s->what);
            style(r, out, PLAIN);
        }
        buf_char(out, '\n');
    }
}

static void add_flow(const Report *r, Buf *out, const Finding *f)
{
    if (!f->npaths) return;
    add_path(r, out, f, &f->paths[0]);
    for (Size i = 1; i < f->npaths; i++) {
        if (!f->paths[i].n) continue;
        const FlowStep *s = &f->paths[i].v[0];
        buf_add(out, S("          also from "));
        report_clean(out, s->path);
        buf_fmt(out, ":%d\n", s->line);
    }
}

static void add_labelled(const Report *r, Buf *out, const char *label, Str text)
{
    if (!text.len) return;
    style(r, out, GREEN);
    buf_fmt(out, "          %s ", label);
    style(r, out, PLAIN);
    report_clean(out, text);
    buf_char(out, '\n');
}

static void add_advice(const Report *r, Buf *out, const Finding *f)
{
    const Rule *rule = rule_find(f->rule);
    // among many findings, a test that changes nothing is for `explain` to say
    for (Size i = 0; i < f->nnotes; i++)
        if (r->n < MANY || !str_ends(f->notes[i], flow_either_way))
            add_labelled(r, out, "note:", f->notes[i]);
    if (f->fix.trust != TRUST_NONE)
        add_labelled(r, out,
                     f->fix.trust == TRUST_SAFE ? "fix:" : "fix, to be reviewed:", f->fix.says);
    if (!r->rule_help || !rule) return;
    add_labelled(r, out, "why:", rule->why);
    add_labelled(r, out, "instead:", rule->instead);
}

// Once a rule: where more is said of it.
static void add_more(const Report *r, Buf *out, Size i)
{
    const Finding *f = &r->findings[i];
    for (Size k = 0; k < i; k++)
        if (str_eq(r->findings[k].rule, f->rule)) return;
    if (r->rule_help || !rule_find(f->rule)) return;
    style(r, out, DIM);
    buf_fmt(out, "          more: suture explain %.*s", STR_ARG(f->rule));
    style(r, out, PLAIN);
    buf_char(out, '\n');
}

static bool is_same_start(const FlowStep *a, const FlowStep *b)
{
    return a->line == b->line && a->col == b->col && str_eq(a->path, b->path);
}

// What a message says behind the place that is reached: why that is wrong.
static Str reason(const Finding *f)
{
    Str s = f->message;
    for (Size at; (at = str_find(s, S(": "))) >= 0;) s = str_sub(s, at + 2, -1);
    return s;
}

static bool is_same_source(const Finding *a, const Finding *b)
{
    if (a->paths[0].v[0].line != b->paths[0].v[0].line || a->npaths != b->npaths || !str_eq(a->function, b->function))
        return false;
    for (Size i = 0; i < a->npaths; i++)
        if (!a->paths[i].n || !b->paths[i].n || !is_same_start(&a->paths[i].v[0], &b->paths[i].v[0])) return false;
    return true;
}

// except Exception as e: return str(e), in each handler of a file: from such a line to such a line, nothing between.
static bool is_same_way(const Finding *a, const Finding *b)
{
    if (a->npaths != 1 || b->npaths != 1 || a->paths[0].n != 2 || b->paths[0].n != 2) return false;
    for (int i = 0; i < 2; i++) {
        const FlowStep *x = &a->paths[0].v[i], *y = &b->paths[0].v[i];
        if (!str_eq(x->what, y->what) || !str_eq(x->path, a->path) || !str_eq(y->path, b->path)) return false;
    }
    return str_eq(a->paths[0].v[0].text, b->paths[0].v[0].text);
}

// Whether what is told of the first holds for the other: its sources or its way, its notes, reason and fix, which many
// have none of.
static bool is_same_cause(const Finding *a, const Finding *b)
{
    if (a->nnotes != b->nnotes || !str_eq(a->rule, b->rule)) return false;
    if (!is_same_source(a, b) && !is_same_way(a, b)) return false;
    for (Size i = 0; i < a->nnotes; i++)
        if (!str_eq(a->notes[i], b->notes[i])) return false;
    bool fix = b->fix.trust == TRUST_NONE || (a->fix.trust == b->fix.trust && str_eq(a->fix.says, b->fix.says));
    return fix && str_eq(reason(a), reason(b));
}

// The first finding of this rule whose cause is the same, which is told once. -1: none before.
// told: the same of those before. Not too far above: a reader looks it up, and so do we for each.
static Size told_before(const Report *r, Size at, const Size *told)
{
    enum { FAR = 256 };
    const Finding *f = &r->findings[at];
    if (!f->npaths || f->paths[0].n < 2) return -1;
    for (Size i = at; i-- > 0 && at - i < FAR && str_eq(r->findings[i].path, f->path);) {
        const Finding *b = &r->findings[i];
        if (b->npaths && b->paths[0].n > 1 && is_same_cause(b, f)) return told[i] < 0 ? i : told[i];
    }
    return -1;
}

static void add_message(const Report *r, Buf *out, const Finding *f, Size before)
{
    buf_add(out, S("\n    "));
    if (before < 0) {
        report_clean(out, f->message.len ? f->message : f->title);
    } else {
        const FlowPath *p = &f->paths[0];
        buf_fmt(out, "as above (line %d): what comes from line %d also ", r->findings[before].line, p->v[0].line);
        report_clean(out, p->v[p->n - 1].what);
    }
    buf_char(out, '\n');
}

static void add_finding(const Report *r, Buf *out, Size at, Size *told)
{
    Size before = told[at] = r->rule_help ? -1 : told_before(r, at, told);
    const Finding *f = &r->findings[at];
    Size from = out->n;
    buf_fmt(out, "  %d:%d  ", f->line, column_chars(f->snippet, f->col) + 1);
    styled(r, out, style_of(f->severity), severity_name(f->severity));
    buf_add(out, S("  "));
    styled(r, out, BOLD, f->rule);
    if (f->cwe) buf_fmt(out, "  CWE-%d", f->cwe);
    if (f->confidence < CONF_HIGH)
        buf_fmt(out, "  (%.*s confidence)", STR_ARG(confidence_name(f->confidence)));
    if (!str_eq(f->engine, S("suture"))) buf_fmt(out, "  [%.*s]", STR_ARG(f->engine));
    if (f->hidden) {
        buf_add(out, S("  hidden: "));
        report_clean(out, f->suppressed);
    }
    add_message(r, out, f, before);
    report_fold(out, from, r->columns, 0);
    add_code(r, out, f);
    from = out->n;
    if (before < 0) {
        add_flow(r, out, f);
        add_advice(r, out, f);
        add_more(r, out, at);
    }
    report_fold(out, from, r->columns, 0);
    buf_char(out, '\n');
}

// Each that was not read is named; of those that cost too much the first few, which is what a big project's user meets.
static void add_not_analysed(const Report *r, Buf *out)
{
    enum { PARTS = 8 };
    Size from = out->n, parts = 0;
    for (Size i = 0; i < r->nmissing; i++) {
        const ReportMissing *m = &r->missing[i];
        bool part = missing_in_part(m);
        if (part && parts++ >= PARTS) continue;
        style(r, out, YELLOW);
        buf_add(out, part ? S("analysed in part: ") : S("not analysed: "));
        style(r, out, PLAIN);
        if (m->path.len) {
            report_clean(out, m->path);
            if (m->line) buf_fmt(out, ":%d", m->line);
            buf_char(out, ' ');
        }
        report_clean(out, m->why);
        buf_char(out, '\n');
    }
    if (parts > PARTS)
        buf_fmt(out, "analysed in part: %td more, each of them in --format json\n", parts - PARTS);
    report_fold(out, from, r->columns, 0);
    if (r->nmissing) buf_char(out, '\n');
}

// Of many findings, how many are how bad, and which rules say so: a line for each severity, the worst first.
static void add_rules(const Report *r, Buf *out)
{
    enum { RULES = 64 };
    struct { const Finding *f; int n; } of[RULES];
    int rules = 0, bad[SEV_CRITICAL + 1] = {0};
    Size from = out->n;
    if (count_shown(r) < MANY) return;
    for (Size i = 0; i < r->n; i++) {
        const Finding *f = &r->findings[i];
        int k = 0;
        if (f->hidden) continue;
        while (k < rules && !(str_eq(of[k].f->rule, f->rule) && of[k].f->severity == f->severity))
            k++;
        if (k == RULES) return;
        if (k == rules) of[rules].f = f, of[rules++].n = 0;
        of[k].n++;
        bad[f->severity]++;
    }
    for (Severity s = SEV_CRITICAL; s >= SEV_LOW; s = (Severity)(s - 1)) {
        const char *between = ":  ";
        Str many = str_fmt(out->keep, "%d %.*s", bad[s], STR_ARG(severity_name(s)));
        if (bad[s]) styled(r, out, style_of(s), many);
        for (int k = 0; k < rules; k++) {
            if (of[k].f->severity != s) continue;
            buf_fmt(out, "%s%d ", between, of[k].n);
            report_clean(out, of[k].f->rule);
            between = ", ";
        }
        if (bad[s]) buf_char(out, '\n');
    }
    report_fold(out, from, r->columns, 0);
}

void print_text(const Report *r, Buf *out)
{
    Size *told = new (out->keep, Size, r->n);
    for (Size i = 0; i < r->n; i++) {
        const Finding *f = &r->findings[i];
        if (!i || !str_eq(f->path, r->findings[i - 1].path)) {
            styled(r, out, BOLD, f->path);
            buf_char(out, '\n');
        }
        add_finding(r, out, i, told);
    }
    add_not_analysed(r, out);
    add_rules(r, out);
    styled(r, out, BOLD, report_summary(r, out->keep));
    buf_char(out, '\n');
}
