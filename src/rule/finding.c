// rule/finding: a rule's answer made a finding: one a rule and place, with the evidence of the flow, what
// is said of it, and the fix that was worked out.
// SPDX-License-Identifier: MIT
#include "rule/rule_int.h"
#include "base/os.h"
#include <stdio.h>

// Each looks through the file for names that are in force; a file with more is a list of one mistake.
enum { FIXES_MOST = 500 };

static bool same_place(const Finding *f, Str rule, Span at)
{
    return f->at.beg == at.beg && f->at.end == at.end && str_eq(f->rule, rule);
}

static uint32_t *place_of(const RulePlaces *p, const Findings *out, Str rule, Span at)
{
    uint64_t h =
        (str_hash(rule) ^ ((uint64_t)at.beg << 32 | at.end)) * UINT64_C(0x9E3779B97F4A7C15);
    Size i = (Size)(h >> 32) & (p->cap - 1);
    while (p->slot[i] && !same_place(&out->v[p->slot[i] - 1], rule, at)) i = (i + 1) & (p->cap - 1);
    return &p->slot[i];
}

// At most half full. The table lives as long as the query.
static void make_room(RuleRun *run)
{
    RulePlaces *p = run->places;
    if (2 * (p->n + 1) <= p->cap) return;
    p->cap = p->cap ? p->cap * 2 : 64;
    p->slot = new(run->query->keep, uint32_t, p->cap);
    for (Size i = run->first; i < run->out->n; i++) {
        const Finding *f = &run->out->v[i];
        *place_of(p, run->out, f->rule, f->at) = (uint32_t)i + 1;
    }
}

static Str around(const RuleRun *run, uint32_t func)
{
    const Func *f = &run->module->funcs.v[func];
    return f->kind == FUNC_MODULE ? S("") : str_keep(run->keep, f->qualname);
}

// class AppDevelopmentServer, def run_dev_server: what it does it does for whoever writes the program.
static bool is_for_developing(const RuleRun *run, uint32_t func)
{
    static const Str words[] = {L("DevelopmentServer"), L("DevServer"), L("development_server"),
                                L("dev_server"), L("devserver"), {0}};
    return query_named(run->module->funcs.v[func].qualname, words);
}

// if PY2: … in a release that only runs on Python 3
static bool is_for_python2(const RuleRun *run, NodeId node)
{
    static const Str tests[] = {L("PY2"), L("six.PY2"), L("not PY3"), L("not six.PY3"), L("sys.version_info[0] == 2"),
                                L("sys.version_info[0] < 3"), L("sys.version_info.major == 2"),
                                L("sys.version_info < (3,)"), L("sys.version_info < (3, 0)"), {0}};
    const Query *q = run->query;
    for (NodeId n = node, up = q->parent[n]; up; n = up, up = q->parent[up])
        if (py_kind(run->tree, up) == PY_If && n != py_node(run->tree, up, If_test) &&
            str_in(py_text(run->tree, py_node(run->tree, up, If_test)), tests)) {
            NodeList body = py_list(run->tree, up, If_body);
            for (uint32_t i = 0; i < body.n; i++)
                if (body.v[i] == n) return true;
        }
    return false;
}

// The one before it stands in the same line as often as not, and a line may be the whole file.
static Str line_of(const RuleRun *run, const Finding *f)
{
    Span line = py_line(run->tree, f->line);
    if (run->out->n > run->first + 1 && f[-1].line == f->line) return f[-1].snippet;
    return str_keep(run->keep, str_sub(run->tree->src, line.beg, line.end));
}

Finding *finding_add(RuleRun *run, uint32_t func, NodeId node, Confidence c, Str message)
{
    const Tree *t = run->tree;
    const Rule *r = run->rule;
    Span at = {py_at(t, node)->beg, py_at(t, node)->end};
    if (run->file->is_test) c = rule_lower(c, rule_less_in_test(r));
    if (r->weak_in_package && rule_in_package(run)) c = CONF_LOW;
    if ((rule_in_package(run) || run->module->of_project) &&
        (rule_is_development(run) || is_for_developing(run, func) || is_for_python2(run, node)))
        c = rule_lower(c, CONF_HIGH);
    make_room(run);
    uint32_t *place = place_of(run->places, run->out, r->id, at);
    Finding *f = *place ? &run->out->v[*place - 1] : NULL;
    if (f) {
        if (c > f->confidence) f->confidence = c, f->message = message;
        return f;
    }
    PyPos beg = py_pos(t, at.beg), end = py_pos(t, at.end);
    f = push(run->keep, run->out);
    *place = (uint32_t)run->out->n;
    run->places->n++;
    *f = (Finding){
        .rule = r->id, .engine = S("suture"), .path = str_keep(run->keep, run->module->path),
        .function = around(run, func), .title = r->title, .message = message,
        .cwe = r->cwe, .also = {r->also[0], r->also[1]}, .severity = r->severity, .confidence = c,
        .at = at, .line = beg.line, .col = beg.col, .end_line = end.line, .end_col = end.col,
    };
    f->snippet = line_of(run, f);
    return f;
}

static bool inside(const Tree *t, NodeId n, NodeId outer)
{
    return py_at(t, n)->beg >= py_at(t, outer)->beg && py_at(t, n)->end <= py_at(t, outer)->end;
}

// The argument of the call that is the operand which the engine saw, whatever its position.
static NodeId operand_argument(const Mend *m, const FlowHit *hit, NodeId call)
{
    const Func *f = &m->file->module->funcs.v[hit->func];
    const Instr *in = &f->code.v[hit->call];
    NodeList args = py_list(m->tree, call, Call_args), kw = py_list(m->tree, call, Call_keywords);
    if (in->op != IR_CALL || in->node != call) return 0;
    for (uint32_t i = 0; i < in->nargs; i++) {
        if (f->args.v[in->args + i] != hit->value) continue;
        if (i < args.n) return py_kind(m->tree, args.v[i]) == PY_Starred ? 0 : args.v[i];
        return i - args.n < kw.n ? py_node(m->tree, kw.v[i - args.n], keyword_value) : 0;
    }
    return 0;
}

// The argument that carries the weakness: by the sink's position or keyword, the value that is
// returned or assigned, else what the engine saw, where that stands inside the place.
static NodeId weak_argument(const Mend *m, const FlowHit *hit, const ModelLine *line, NodeId node)
{
    const Tree *t = m->tree;
    int kind = py_kind(t, node);
    if (kind == PY_Return) return py_node(t, node, Return_value);
    if (kind == PY_Call && line) {
        NodeId func = py_node(t, node, Call_func);
        if (line->arg == MODEL_RECEIVER && py_kind(t, func) == PY_Attribute)
            return py_node(t, func, Attribute_value);
        NodeId arg = mend_arg(m, node, line->arg, line->keyword);
        if (!arg && hit) arg = operand_argument(m, hit, node);
        if (arg) return arg;
    }
    NodeId stmt = kind == PY_Call ? 0 : mend_statement(m, node);
    if (stmt && py_kind(t, stmt) == PY_Assign && !inside(t, node, py_node(t, stmt, Assign_value)))
        return py_node(t, stmt, Assign_value);
    NodeId seen =
        hit && hit->value ? m->file->module->funcs.v[hit->func].code.v[hit->value].node : 0;
    if (!seen || !inside(t, seen, node)) return 0;
    return py_kind(t, seen) == PY_AugAssign ? py_node(t, seen, AugAssign_target) : seen;   // page += "</ul>"
}

// A second argument of the same place: its change joins the first one's.
static void join_fix(RuleRun *run, Fix *have, const Fix *more)
{
    for (Size i = 0; i < more->change.edits.n; i++)
        *push(run->keep, &have->change.edits) = more->change.edits.v[i];
    for (Size i = 0; i < more->change.add.n; i++)
        *push(run->keep, &have->change.add) = more->change.add.v[i];
    for (Size i = 0; i < more->change.others.n; i++)
        *push(run->keep, &have->change.others) = more->change.others.v[i];
    if (more->change.needs.len) have->change.needs = more->change.needs;
    if (more->trust > have->trust) have->trust = more->trust;
}

static bool edits_again(const Fix *have, const Fix *more)
{
    for (Size i = 0; i < have->change.edits.n; i++)
        for (Size j = 0; j < more->change.edits.n; j++)
            if (have->change.edits.v[i].where.beg <= more->change.edits.v[j].where.end &&
                more->change.edits.v[j].where.beg <= have->change.edits.v[i].where.end)
                return true;
    return false;
}

// A fix may speak in views of the files' texts and trees; findings outlive both.
static void keep_texts(RuleRun *run, Change *c)
{
    for (Size i = 0; i < c->edits.n; i++)
        c->edits.v[i].with = str_keep(run->keep, c->edits.v[i].with);
    Imports *both[] = {&c->add, &c->drop_if_unused};
    for (Size k = 0; k < countof(both); k++)
        for (Size i = 0; i < both[k]->n; i++) {
            Import *one = &both[k]->v[i];
            *one = (Import){str_keep(run->keep, one->module), str_keep(run->keep, one->name),
                            str_keep(run->keep, one->as)};
        }
    c->needs = str_keep(run->keep, c->needs);
    for (Size i = 0; i < c->others.n; i++) {
        c->others.v[i].path = str_keep(run->keep, c->others.v[i].path);
        keep_texts(run, &c->others.v[i].change);
    }
}

static void say_no_more(RuleRun *run, Finding *f)
{
    Str *notes = new(run->keep, Str, f->nnotes + 1);
    if (f->nnotes) memcpy(notes, f->notes, (size_t)f->nnotes * sizeof *notes);
    notes[f->nnotes++] =
        S("no fix was worked out: this file has more findings than fixes are worked out for");
    f->notes = notes;
}

void finding_fix(RuleRun *run, const Finding *f, Place p)
{
    if (!run->want_fixes || !run->rule->fix || !p.node) return;
    *push(run->query->keep, &run->places->fixes) = (FixWanted){run->rule, f - run->out->v, p};
}

static void work_out(RuleRun *run, Finding *f, const FixWanted *want)
{
    Fix fix = {0};
    const Place *p = &want->at;
    Mend m = rule_mend(run, p->func);
    MendSite at = {.node = p->node, .hit = p->hit, .callee = p->callee, .line = p->line};
    at.arg = weak_argument(&m, p->hit, p->line, p->node);
    if (!want->rule->fix(&m, &at, &fix) || !edit_settle(&fix.change)) return;
    keep_texts(run, &fix.change);
    if (!f->fix.trust) f->fix = fix;
    else if (!edits_again(&f->fix, &fix)) join_fix(run, &f->fix, &fix);
}

void findings_fix(RuleRun *run)
{
    for (Size i = 0; i < run->places->fixes.n && !os_stopped(); i++) {
        const FixWanted *want = &run->places->fixes.v[i];
        Finding *f = &run->out->v[want->of];
        if (i >= FIXES_MOST) say_no_more(run, f);
        else if (f->confidence >= run->least) work_out(run, f, want);
    }
}

Finding *rule_report(RuleRun *run, uint32_t func, NodeId node, Confidence c, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    Buf b = {.keep = run->keep};
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    buf_add(&b, (Str){text, n < 0 ? 0 : n < (int)sizeof text ? n : (Size)sizeof text - 1});
    Finding *f = finding_add(run, func, node, c < run->most ? c : run->most, buf_str(&b));
    finding_fix(run, f, (Place){.func = func, .node = node});
    return f;
}

// ---- evidence, copied to where findings live

static FlowPath keep_path(Arena *keep, const FlowPath *p)
{
    FlowPath out = *p;
    out.v = new(keep, FlowStep, p->n);
    for (Size i = 0; i < p->n; i++) {
        out.v[i] = p->v[i];
        out.v[i].path = str_keep(keep, p->v[i].path);
        out.v[i].text = str_keep(keep, p->v[i].text);
        out.v[i].what = str_keep(keep, p->v[i].what);
    }
    return out;
}

static bool path_known(const Finding *f, const FlowPath *p)
{
    for (Size i = 0; i < f->npaths; i++) {
        const FlowPath *q = &f->paths[i];
        if (q->n && p->n && q->v[0].at.beg == p->v[0].at.beg && q->v[0].module == p->v[0].module)
            return true;
    }
    return false;
}

void finding_ways(RuleRun *run, Finding *f, const FlowPath *ways, Size n)
{
    if (!n) return;
    FlowPath *all = new(run->keep, FlowPath, FLOW_PATHS);
    if (f->npaths) memcpy(all, f->paths, (size_t)f->npaths * sizeof *all);
    f->paths = all;
    for (Size i = 0; i < n && f->npaths < FLOW_PATHS; i++)
        if (!path_known(f, &ways[i])) f->paths[f->npaths++] = keep_path(run->keep, &ways[i]);
}

void finding_evidence(RuleRun *run, Finding *f, const FlowHit *hit)
{
    finding_ways(run, f, hit->paths, hit->npaths);
    if (f->nnotes) return;
    Size n = 0;
    for (const Blocked *b = hit->blocked; b; b = b->next) n++;
    f->notes = new(run->keep, Str, n);
    for (const Blocked *b = hit->blocked; b; b = b->next)
        f->notes[f->nnotes++] = str_keep(run->keep, b->why);
}

// ---- one sentence about a flow

static Str sink_words(const RuleRun *run, const FlowHit *hit)
{
    if (hit->callee.len) return hit->callee;
    Str text = py_text(run->tree, hit->node);
    Size paren = str_find(text, S("("));
    Size line = str_find(text, S("\n"));
    return str_most(str_sub(text, 0, paren > 0 ? paren : line > 0 ? line : text.len), 60);
}

Str finding_flow_message(RuleRun *run, const FlowHit *hit)
{
    Str sink = sink_words(run, hit), title = run->rule->title;
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    if (!p || !p->n)
        return str_fmt(run->keep, "A value of unknown origin reaches %.*s: %.*s", STR_ARG(sink),
                       STR_ARG(title));
    const FlowStep *s = &p->v[0];
    Str text = str_most(str_first(s->text, S("\n")), 80);
    const char *more = text.len < s->text.len ? "…" : "";
    bool here = str_eq(s->path, run->module->path);
    Str place = here ? S("line ") : str_fmt(run->keep, "%.*s:", STR_ARG(s->path));
    return str_fmt(run->keep, "`%.*s%s` (%.*s%d: %.*s) reaches %.*s: %.*s", STR_ARG(text), more,
                   STR_ARG(place), s->line, STR_ARG(s->what), STR_ARG(sink), STR_ARG(title));
}
