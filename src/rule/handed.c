// rule/handed: a handler that hands what its client sent to the function of the sink, in one step that is in view. In
// a package that is published or large a way that leaves its function is low as a rule; this one is none that grew.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A request, or what its route took out of it: no agent's tool, no socket, no archive.
static bool is_clients(const FlowPath *p)
{
    static const Str requests[] = {L("Request"), L("request"), L("FieldStorage"), {0}};
    Str what = p->v[0].what;
    if (p->source & KIND(ANSWER) || str_starts(what, S("wsgi."))) return false;
    return str_starts(what, S("called from outside")) || str_has(what, requests);
}

static bool lies_in(const FlowStep *s, const Module *m, NodeId n)
{
    return str_eq(s->path, m->path) && s->at.beg >= py_at(m->tree, n)->beg &&
           s->at.end <= py_at(m->tree, n)->end;
}

// The one step at which it is passed on: before it all lies in the handler's file, from it on in the sink's function.
static Size passing(const Module *m, NodeId def, const FlowPath *p)
{
    Size at = 0;
    for (Size i = 1; i < p->n; i++) {
        bool on = str_eq(p->v[i].what, S("passed on"));
        if ((on && at) || str_eq(p->v[i].what, S("returned"))) return 0;
        if (on) at = i;
        if (at ? !lies_in(&p->v[i], m, def) : !str_eq(p->v[i].path, p->v[0].path)) return 0;
    }
    return at;
}

// The handler's file: this one, or one that imports it.
static bool file_of(const RuleRun *run, Str path, FlowFile *out)
{
    if (str_eq(path, run->module->path)) return *out = *run->file, true;
    return flow_importer(run->file, path, out);
}

static uint32_t func_at(const Module *m, const FlowStep *s)
{
    uint32_t in = 0;
    for (uint32_t k = 1; (Size)k < m->funcs.n; k++)
        if (m->funcs.v[k].kind == FUNC_DEF && lies_in(s, m, m->funcs.v[k].node) &&
            (!in ||
             py_at(m->tree, m->funcs.v[k].node)->beg > py_at(m->tree, m->funcs.v[in].node)->beg))
            in = k;
    return in;
}

// These words but those that the function of the sink goes by itself: validate_url() may be what asks the net.
static const Str *others(const Str *asks, Str own, Arena *keep)
{
    Size n = 0, kept = 0;
    while (asks[n].len) n++;
    Str *out = new(keep, Str, n + 1);
    for (Size i = 0; i < n; i++)
        if (!query_named(own, LIST(asks[i]))) out[kept++] = asks[i];
    return out;
}

// In the function's body: a decorator, and its own name, say something else.
static bool body_mentions(const Query *q, NodeId def, const Str *asks)
{
    NodeList body = py_body(q->tree, def);
    for (uint32_t i = 0; i < body.n; i++)
        if (query_mentions(q, body.v[i], asks)) return true;
    return false;
}

static bool shares(const Tree *t, NodeId call, NodeId with)
{
    NodeList a = py_list(t, call, Call_args), b = py_list(t, with, Call_args);
    for (uint32_t i = 0; i < a.n; i++)
        for (uint32_t k = 0; k < b.n; k++)
            if (py_kind(t, a.v[i]) != PY_Constant &&
                str_find(py_text(t, b.v[k]), py_text(t, a.v[i])) >= 0)
                return true;
    return false;
}

static bool hands_to(const Query *q, uint32_t func, Str to)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (q->inside[n] == func && str_eq(query_method(q, n), to)) return true;
    return false;
}

// if not is_safe(url): …; fetch(url): the handler asked by a call of such a name, with the same argument.
static bool asked_by(const Query *q, uint32_t handler, Str to, const Str *asks)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (q->inside[n] != handler || !str_eq(query_method(q, n), to)) continue;
        for (NodeId k = 0; (k = query_next(q, PY_Call, k));)
            if (k != n && q->inside[k] == handler &&
                py_at(q->tree, k)->beg < py_at(q->tree, n)->beg &&
                query_named(query_method(q, k), asks) && shares(q->tree, k, n))
                return true;
    }
    return false;
}

static bool is_function(const Tree *t, NodeId def)
{
    return def && (py_kind(t, def) == PY_FunctionDef || py_kind(t, def) == PY_AsyncFunctionDef);
}

bool rule_is_clients(const RuleRun *run, const FlowHit *hit, const Str *asks)
{
    NodeId def = query_def(run->query, hit->func);
    return is_function(run->tree, def) && rule_is_evident(run, hit) && hit->guess == CONF_HIGH &&
           hit->reach & KIND(REMOTE) && is_clients(&hit->paths[0]) &&
           !rule_is_admins(run, hit->func) && !body_mentions(run->query, def, asks);
}

bool rule_is_handed(const RuleRun *run, const FlowHit *hit, const Str *asks)
{
    NodeId def = query_def(run->query, hit->func);
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    Arena scratch = *run->scratch;                         // the index of the handler's file is this hit's own
    FlowFile from;
    Size at = 0;
    if (!is_function(run->tree, def) || !p || !p->n || !(hit->reach & KIND(REMOTE)) ||
        !is_clients(p) || rule_distance(p) > 1 || !(at = passing(run->module, def, p)) ||
        rule_is_of_row(run, hit))
        return false;
    Str name = py_name(run->tree, run->module->funcs.v[hit->func].name);
    asks = others(asks, name, &scratch);
    if (body_mentions(run->query, def, asks) || !file_of(run, p->v[0].path, &from)) return false;
    RuleRun there = *run;
    there.scratch = &scratch;
    // what a base class or a helper read is handed on by whom nobody sees
    uint32_t handler = func_at(from.module, &p->v[at - 1]),
             reader = func_at(from.module, &p->v[0]);
    there.file = &from, there.module = from.module, there.tree = from.module->tree;
    QueryNames said;
    MendNames names = {.keep = &scratch};
    if (from.module != run->module) {
        said = query_names_of(there.tree);
        there.names = &names, there.links = NULL;
        there.query = query_new(&from, &said, NULL, &scratch);
    }
    return handler && hands_to(there.query, handler, name) && !rule_is_admins(&there, handler) &&
           !rule_is_admins(&there, reader) && !asked_by(there.query, handler, name, asks);
}
