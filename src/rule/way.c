// rule/way: how the data came to its sink: in view, from module to module, by a field, by a guess. In a package
// that is published or large a rule of paths, pages and addresses is sure only of what lies in view.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Methods of texts and containers, whose results are what they were asked of.
static const Str plain_steps[] = {
    L("get"),    L("strip"), L("lstrip"), L("rstrip"),    L("lower"), L("upper"),   L("replace"),
    L("split"),  L("rsplit"), L("partition"), L("decode"), L("encode"), L("format"), L("items"),
    L("values"), L("pop"),   L("join"),   L("copy"),      L("title"), L("getlist"), L("readline"),
    L("read"),   L("cast"),  L("str"),    L("repr"),      L("bytes"), L("sorted"),  L("list"),
    L("translate"), L("removeprefix"), L("removesuffix"), L("splitlines"), L("casefold"), {0}};

// "passes through render_item": an unknown function, or a method of an object nobody knows.
static bool is_unknown_step(Str what)
{
    static const Str fetches[] = {L(".objects.get"), L(".objects.create"), L(".objects.filter"),
                                  L(".objects.first"), L(".objects.get_or_create"),
                                  L("celery.result.AsyncResult"), {0}};
    Str lead = S("passes through ");
    if (str_starts(what, S("is asked for by ")) || str_closes(what, fetches)) return true;
    if (!str_starts(what, lead)) return false;
    Str name = str_sub(what, lead.len, -1);
    if (str_starts(name, S("str.")) || str_starts(name, S("dict.")))
        name = str_sub(name, str_find(name, S(".")) + 1, -1);
    if (str_find(name, S(".")) >= 0) return false;
    for (const Str *p = plain_steps; p->len; p++)
        if (str_eq(name, *p)) return false;
    return true;
}

// How far the data came: from module to module, and through calls of which nobody knows what they give.
int rule_distance(const FlowPath *p)
{
    enum { GUESS_STEP = 2 };
    int far = flow_file_steps(p);
    for (Size i = 1; i < p->n; i++)
        if (is_unknown_step(p->v[i].what)) far += GUESS_STEP;
    return far;
}

bool rule_way_says(const FlowPath *p, const Str *parts)
{
    for (Size i = 0; i < p->n; i++)
        if (str_has(p->v[i].text, parts)) return true;
    return false;
}

static bool step_inside(const RuleRun *run, const FlowStep *s, NodeId def)
{
    return str_eq(s->path, run->module->path) &&
           (!def ||
            (s->at.beg >= py_at(run->tree, def)->beg && s->at.end <= py_at(run->tree, def)->end));
}

bool rule_is_direct(const RuleRun *run, const FlowHit *hit)
{
    NodeId def = query_def(run->query, hit->func);
    if (!hit->npaths) return false;
    for (Size i = 0; i < hit->paths[0].n; i++)
        if (!step_inside(run, &hit->paths[0].v[i], def)) return false;
    return true;
}

// Nothing on the way lies in the sink's function: the data came by an object's field or a global,
// of which we know only that some object of that kind held it.
bool rule_jumps(const RuleRun *run, const FlowHit *hit, const FlowPath *p)
{
    NodeId def = query_def(run->query, hit->func);
    for (Size i = 0; i + 1 < p->n; i++)
        if (step_inside(run, &p->v[i], def)) return false;
    return true;
}

// "passes through shop.rows.known": of the program itself, and not followed
static bool is_own_step(const RuleRun *run, Str what)
{
    Str lead = S("passes through "), name = run->module->name;
    Size dot = str_find(name, S("."));
    Str top = dot < 0 ? name : str_sub(name, 0, dot);
    if (!str_starts(what, lead) || !top.len) return false;
    Str to = str_sub(what, lead.len, -1);
    return str_starts(to, top) && to.len > top.len && to.s[top.len] == '.';
}

bool rule_is_evident(const RuleRun *run, const FlowHit *hit)
{
    if (!hit->npaths || !rule_is_direct(run, hit) || rule_is_of_row(run, hit)) return false;
    for (Size i = 0; i < hit->paths[0].n; i++)
        if (is_unknown_step(hit->paths[0].v[i].what) || is_own_step(run, hit->paths[0].v[i].what))
            return false;
    return true;
}

Confidence rule_hint(const RuleRun *run) { return rule_in_package(run) ? CONF_LOW : CONF_MEDIUM; }

// An agent whose tools run commands reads any file and asks any address by them: that is said of those tools, and a
// tool that opens a path gives away nothing more. Tools of two classes may be of two agents.
static bool is_of_model(const FlowHit *hit)
{
    for (Size i = 0; i < hit->npaths; i++)
        if (!(hit->paths[i].source & KIND(ANSWER))) return false;
    return hit->npaths > 0;
}

bool rule_model_may_anyway(const RuleRun *run, const FlowHit *hit)
{
    const Func *funcs = run->module->funcs.v;
    if (!is_of_model(hit)) return false;
    for (Size i = 0; i < run->file->hits.n; i++) {
        const FlowHit *other = &run->file->hits.v[i];
        if (other->kinds & (KIND(SHELL) | KIND(CODE)) && funcs[other->func].owner == funcs[hit->func].owner &&
            is_of_model(other))
            return true;
    }
    return false;
}
