// agent/request: one question a piece of code, with all its findings: what is wrong, why, what to
// do, what to keep.
// SPDX-License-Identifier: MIT
#include "agent/request.h"
#include "fix/outline.h"

// The comment at a line's end. In the list of weaknesses it could speak as if it were ours, so it is
// left out there; in the code it stands where the program has it.
static Str comment_on(const Tree *t, int line)
{
    if (line < 1 || line > (int)t->lines.n) return (Str){0};
    Span at = py_line(t, line);
    for (Size i = 0; i < t->comments.n; i++)
        if (t->comments.v[i].beg >= at.beg && t->comments.v[i].beg < at.end)
            return str_sub(t->src, t->comments.v[i].beg, at.end);
    return (Str){0};
}

static Str without(Str text, Str part, Arena *keep)
{
    part = str_trim(part);
    Size at = part.len > 1 ? str_find(text, part) : -1;
    if (at < 0) return text;
    return str_fmt(keep, "%.*s%.*s", STR_ARG(str_trim(str_sub(text, 0, at))),
                   STR_ARG(str_sub(text, at + part.len, -1)));
}

static bool is_own(const Finding *f, const FlowStep *s)
{
    return !s->path.len || str_eq(s->path, f->path);
}

// A text about a finding, without the comments of the lines that it quotes.
static Str quoted_text(const Tree *t, const Finding *f, bool is_here, Str text, Arena *keep)
{
    if (is_here) text = without(text, comment_on(t, f->line), keep);
    for (Size i = 0; f->npaths && i < f->paths[0].n; i++)
        if (is_here && is_own(f, &f->paths[0].v[i]))
            text = without(text, comment_on(t, f->paths[0].v[i].line), keep);
    return text;
}

static Str line_text(const Tree *t, int line, Arena *keep)
{
    if (line < 1 || line > (int)t->lines.n) return (Str){0};
    Span at = py_line(t, line);
    return str_trim(without(str_sub(t->src, at.beg, at.end), comment_on(t, line), keep));
}

static void add_step(Buf *b, const Tree *t, const Request *r, const Finding *f, const FlowStep *s)
{
    Str text = str_trim(s->text), path = s->path.len ? s->path : f->path;
    bool here = str_eq(path, r->file->path);
    if (here) text = without(text, comment_on(t, s->line), b->keep);
    buf_fmt(b, "    line %d", s->line);
    if (s->path.len || !here) buf_fmt(b, " of %.*s", STR_ARG(prompt_path(path, b->keep)));
    buf_fmt(b, ": `%.*s`  %.*s\n", STR_ARG(text), STR_ARG(s->what));
}

// Where it shows: in the code below, or in another function that this one feeds.
static void add_place(Buf *b, const Tree *t, const Request *r, const Finding *f)
{
    int first = py_pos(t, r->unit.at.beg).line, last = py_pos(t, r->unit.at.end).line;
    bool own = str_eq(f->path, r->file->path);
    if (own && f->line >= first && f->line <= last) {
        buf_fmt(b, "- line %d of the code below: `%.*s`\n", f->line - first + 1,
                STR_ARG(line_text(t, f->line, b->keep)));
        return;
    }
    buf_fmt(b, "- line %d of %.*s, in `%.*s`: `%.*s`\n", f->line,
            STR_ARG(prompt_path(f->path, b->keep)), STR_ARG(f->function),
            STR_ARG(own ? line_text(t, f->line, b->keep) : str_trim(f->snippet)));
}

static void add_finding(Buf *b, const Tree *t, const Request *r, const Finding *f)
{
    bool own = str_eq(f->path, r->file->path);
    add_place(b, t, r, f);
    buf_fmt(b, "  %.*s", STR_ARG(f->rule));
    if (f->cwe) buf_fmt(b, " (CWE-%d)", f->cwe);
    buf_fmt(b, ": %.*s. %.*s\n", STR_ARG(f->title),
            STR_ARG(quoted_text(t, f, own, f->message, b->keep)));
    if (!f->npaths || f->paths[0].n < 2) return;
    buf_fmt(b, "  the data's way, by lines of the file:\n");
    for (Size i = 0; i < f->paths[0].n; i++) add_step(b, t, r, f, &f->paths[0].v[i]);
}

static Str findings_text(const Tree *t, const Request *r, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < r->targets.n; i++) add_finding(&b, t, r, r->targets.v[i]);
    if (r->where.len)
        buf_fmt(&b,
                "The guard belongs in the code below, not where the weakness shows: %.*s.\n",
                STR_ARG(r->where));
    return buf_str(&b);
}

static Str advice_text(const Request *r, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < r->targets.n; i++) {
        const Rule *rule = rule_find(r->targets.v[i]->rule);
        bool again = false;
        for (Size k = 0; k < i; k++)
            again = again || str_eq(r->targets.v[k]->rule, r->targets.v[i]->rule);
        if (rule && !again)
            buf_fmt(&b, "- %.*s: %.*s %.*s\n", STR_ARG(rule->id), STR_ARG(rule->why),
                    STR_ARG(rule->instead));
    }
    if (!b.n) buf_add(&b, S("- Remove the cause of each weakness.\n"));
    return buf_str(&b);
}

// Modules outside the standard library that the file imports: known to be there.
static Str imports_text(const Tree *t, Arena *keep)
{
    Buf b = {.keep = keep};
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        NodeList names = {0};
        if (py_kind(t, n) == PY_Import) names = py_list(t, n, Import_names);
        Str module =
            py_kind(t, n) == PY_ImportFrom ? py_name(t, py_sym(t, n, ImportFrom_module)) : (Str){0};
        for (uint32_t i = 0; i < names.n || (i == 0 && module.len); i++) {
            Str name = module.len ? module : py_name(t, py_sym(t, names.v[i], alias_name));
            if (str_find(buf_str(&b), name) < 0)
                buf_fmt(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(name));
            if (module.len) break;
        }
    }
    return b.n ? str_fmt(keep, ", and what the file imports already: %.*s", STR_ARG(buf_str(&b)))
               : S("");
}

static bool is_method(const Unit *u)
{
    return str_rfind(u->qual, '.') >= 0 && str_find(u->qual, S("<locals>")) < 0;
}

static Str unit_words(const Unit *u, Arena *keep)
{
    switch (u->kind) {
    case UNIT_FUNCTION:
        return str_fmt(keep, "the %s `%.*s`", u->indent.len && is_method(u) ? "method" : "function",
                       STR_ARG(u->qual));
    case UNIT_CLASS: return str_fmt(keep, "the class `%.*s`", STR_ARG(u->qual));
    case UNIT_FILE: return S("the whole file");
    case UNIT_PART:
        return str_fmt(keep, "these lines from within the function `%.*s`", STR_ARG(u->name));
    default: return S("this block of module code");
    }
}

static Str python_words(const Tree *t, uint16_t target, Arena *keep)
{
    if (target) return str_fmt(keep, "%d.%d", target / 100, target % 100);
    if (!t->parses) return S("3.8 or later");
    return str_fmt(keep, "%d.%d to %d.%d", t->min_version / 100, t->min_version % 100,
                   t->max_version / 100, t->max_version % 100);
}

static Str context_text(const Tree *t, const Unit *u, Shrink less, Str shown, Arena *keep)
{
    Rest rest = less < SHRINK_CLASS ? REST_SMALL : REST_HEADS;
    Str text = less < SHRINK_CONTEXT ? unit_context(t, u, rest, shown, keep) : (Str){0};
    if (!text.len) return S("");
    return str_fmt(keep, "\nThe rest of the file, shortened, to read only:\n\n```python\n%.*s```\n",
                   STR_ARG(text));
}

// After a refusal: the form that the rule's own page shows as safe, which this analyser follows.
static Str example_text(const Request *r, Arena *keep)
{
    const Rule *rule = r->targets.n ? rule_find(r->targets.v[0]->rule) : NULL;
    bool remains = str_find(r->memory->gates, gate_name(GATE_GONE)) >= 0;
    if (!rule || !rule->good.len || !remains) return S("");
    return str_fmt(keep, "\nAn example of a form that passes for %.*s:\n\n```python\n%.*s%s```\n",
                   STR_ARG(rule->id), STR_ARG(rule->good),
                   str_ends(rule->good, S("\n")) ? "" : "\n");
}

// A weakness that the last answer brought: what its own rule advises.
static Str brought_text(const Request *r, Arena *keep)
{
    Str rest = r->memory->gates, head, id;
    if (!str_cut(&rest, S("new: "), &head) || !rest.s || !str_cut(&rest, S(" at "), &id))
        return S("");
    const Rule *rule = rule_find(id);
    if (!rule) return S("");
    return str_fmt(keep, "\nAgainst the new one, %.*s: %.*s\n", STR_ARG(rule->id),
                   STR_ARG(rule->instead));
}

static Str last_text(const Request *r, Arena *keep)
{
    const Memory *m = r->memory;
    if (!m->gates.len) return S("");
    Filling fill[] = {{S("gates"), m->gates}, {S("answer"), m->answer}};
    return str_fmt(keep, "%.*s%.*s%.*s",
                   STR_ARG(prompt_fill(S("again"), fill, countof(fill), keep)),
                   STR_ARG(example_text(r, keep)), STR_ARG(brought_text(r, keep)));
}

Str request_prompt(const FixJob *job, const Tree *t, const Request *r, Shrink less, Arena *keep)
{
    uint16_t target = job->opt.scan.target_version;
    Str way = less < SHRINK_WAY ? way_text(job, t, r, keep) : S("");
    Str unit = unit_words(&r->unit, keep), signature = unit_signature(t, &r->unit, keep);
    Filling fill[] = {
        {S("unit"), unit},
        {S("path"), prompt_path(r->file->path, keep)},
        {S("findings"), findings_text(t, r, keep)},
        {S("advice"), advice_text(r, keep)},
        {S("signature"), signature.len ? str_fmt(keep, ", `%.*s`,", STR_ARG(signature)) : S("")},
        {S("imports"), imports_text(t, keep)},
        {S("python"), python_words(t, target, keep)},
        {S("way"), way},
        {S("context"), context_text(t, &r->unit, less, way, keep)},
        {S("code"), unit_code(t, &r->unit, keep)},
        {S("last"), last_text(r, keep)},
        {S("more"), r->where.len ? prompt_fill(S("more"), NULL, 0, keep) : S("")},
        {S("form"),
         is_method(&r->unit) && r->unit.kind == UNIT_FUNCTION
             ? str_fmt(keep, "%.*s (at the left margin, without its class)", STR_ARG(unit))
             : unit},
    };
    return prompt_fill(S("repair"), fill, countof(fill), keep);
}

static bool same_place(const Unit *a, const Unit *b)
{
    return a->at.beg == b->at.beg && a->at.end == b->at.end;
}

static Memory *memory_of(AgentFile *f, const Unit *u, Arena *keep)
{
    Str name = u->qual.len ? u->qual : u->name;
    for (Size i = 0; i < f->memories.n; i++)
        if (str_eq(f->memories.v[i]->name, name)) return f->memories.v[i];
    Memory *m = new (keep, Memory, 1);
    m->name = name;
    *push(keep, &f->memories) = m;
    return m;
}

static Request *request_at(AgentFile *af, Requests *out, const Tree *t, const Finding *f, Size most,
                           Arena *keep)
{
    Unit u = unit_around(t, f, most, keep);
    for (Size i = 0; i < out->n; i++)
        if (same_place(&out->v[i].unit, &u)) return &out->v[i];
    Request *r = push(keep, out);
    *r = (Request){.unit = u, .memory = memory_of(af, &u, keep)};
    r->too_large = (Size)(u.at.end - u.at.beg) > most;
    return r;
}

static bool is_moved(const Moves *moves, const Finding *f)
{
    for (Size i = 0; i < moves->n; i++)
        if (moves->v[i].finding == f) return true;
    return false;
}

void requests_make(const FixJob *job, FixFile *f, const Moves *moves, Size most, Arena *keep,
                   Tree **tree, Requests *out)
{
    *out = (Requests){0};
    *tree = py_parse(f->now, (PyOptions){0}, keep);
    for (Size i = 0; i < f->have.n; i++) {
        const Finding *one = &f->have.v[i];
        if (!fix_wants(job, one) || is_moved(moves, one)) continue;
        Request *r = request_at(f->more, out, *tree, one, most, keep);
        *push(keep, &r->targets) = one;
    }
    for (Size i = 0; i < moves->n; i++) {
        const Moved *m = &moves->v[i];
        if (m->file != f || m->line < 1 || m->line > (int)(*tree)->lines.n) continue;
        Finding there = {.at = py_line(*tree, m->line)};
        while (there.at.beg < there.at.end && strchr(" \t", (*tree)->src.s[there.at.beg]))
            there.at.beg++;
        Request *r = request_at(f->more, out, *tree, &there, most, keep);
        *push(keep, &r->targets) = m->finding;
        r->where = m->why;
    }
}
