// rule/asked: has the program asked about what reaches a sink, in a function of its own or in a form that
// the walk does not follow? In a package that is published or large a check stands in a helper as often
// as not, and what the helper asks is more than its name.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

enum { DEEP = 2 };                       // a helper, and one that it asks itself

static bool leaves(Str text)
{
    static const Str ways[] = {L("raise"), L("return"), L("abort("), L("continue"), {0}};
    return str_has(text, ways);
}

// What asks where a path leads or where an address does, whatever it is written on.
static const Str sure[] = {L("commonpath("), L("commonprefix("), L("is_relative_to("),
                           L(".parents"),    L("safe_join("),    {0}};
static const Str of_paths[] = {L("\"..\""), L("'..'"), L("isabs("), L("is_absolute("), L("relative_to("),
                               L("secure_filename("), L("get_valid_filename("), {0}};
static const Str of_hosts[] = {L(".netloc"),        L(".hostname"),    L("allowed_host"),
                               L("is_safe_url"),    L("is_private"),   L("is_global"),
                               L("gethostbyname("), L("getaddrinfo("), {0}};

// realpath(path), but of where the program itself lies: that is no question about a path.
static bool resolves(Str text)
{
    static const Str real[] = {L("realpath("), L("abspath("), L(".resolve("), {0}};
    for (const Str *r = real; r->len; r++) {
        Str rest = text;
        for (Size at; (at = str_find(rest, *r)) >= 0;) {
            rest = str_sub(rest, at + r->len, -1);
            if (!str_starts(rest, S("__file__"))) return true;
        }
    }
    return false;
}

// Of a path: where it lies among folders, or by the beginning of one that was resolved?
static bool asks_folder(Str text)
{
    return str_has(text, sure) || (str_find(text, S("startswith(")) >= 0 && resolves(text));
}

static bool asks(Str text, RuleAsked what)
{
    if (!leaves(text)) return false;
    if (what == ASKED_HOST) return str_has(text, of_hosts);
    return asks_folder(text) || (what == ASKED_PATH && str_has(text, of_paths));
}

// Does a function, or one of its module that it calls, ask?
static bool body_asks(const Module *m, uint32_t func, RuleAsked what, int depth)
{
    const Func *f = &m->funcs.v[func];
    Str text = f->kind == FUNC_DEF ? py_text(m->tree, f->node) : (Str){0};
    if (asks(text, what)) return true;
    for (uint32_t k = 1; depth > 1 && text.len && (Size)k < m->funcs.n; k++) {
        Str name = m->funcs.v[k].kind == FUNC_DEF ? py_name(m->tree, m->funcs.v[k].name) : (Str){0};
        Size at = name.len && k != func ? str_find(text, name) : -1;
        if (at > 0 && at + name.len < text.len && text.s[at + name.len] == '(' &&
            body_asks(m, k, what, depth - 1))
            return true;
    }
    return false;
}

static bool named_asks(const Module *m, Str name, RuleAsked what, uint32_t but)
{
    for (uint32_t k = 1; name.len && (Size)k < m->funcs.n; k++)
        if (k != but && m->funcs.v[k].kind == FUNC_DEF &&
            str_eq(py_name(m->tree, m->funcs.v[k].name), name) && body_asks(m, k, what, DEEP))
            return true;
    return false;
}

// check(x), self.check(x), paths.check(x): by a function of this module, or of the one that the name is of.
static bool callee_asks(const RuleRun *run, NodeId call, RuleAsked what, uint32_t but)
{
    Size module = -1;
    Str there = {0};
    FlowFile other;
    Str written = py_text(run->tree, py_node(run->tree, call, Call_func));
    bool own = str_find(written, S(".")) < 0 || str_starts(written, S("self.")) ||
               str_starts(written, S("cls.")) || (written.s[0] >= 'A' && written.s[0] <= 'Z');
    if (own && named_asks(run->module, query_method(run->query, call), what, but)) return true;
    return flow_definition(run->file, written, &module, &there) &&
           there.len && module != run->file->index && flow_other(run->file, module, &other) &&
           named_asks(other.module, there, what, 0);
}

// An argument that carries what is dangerous, or (where `as` is a call) that this one is given as well.
static bool is_given(const RuleRun *run, NodeId call, NodeId as, Kinds kinds)
{
    const Tree *t = run->tree;
    NodeList args = py_list(t, call, Call_args),
             same = as ? py_list(t, as, Call_args) : (NodeList){0};
    for (uint32_t i = 0; i < args.n; i++) {
        if (!as && query_taint(run->query, args.v[i]) & kinds) return true;
        for (uint32_t k = 0; k < same.n; k++)
            if (py_kind(t, args.v[i]) != PY_Constant &&
                str_eq(py_text(t, args.v[i]), py_text(t, same.v[k])))
                return true;
    }
    return false;
}

// A call in the function that `place` lies in, before it, of one that asks.
static bool asked_before(const RuleRun *run, NodeId place, NodeId as, Kinds kinds, RuleAsked what)
{
    const Query *q = run->query;
    uint32_t func = q->inside[place], end = py_at(run->tree, place)->beg;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (n != place && q->inside[n] == func &&
            (py_at(run->tree, n)->beg < end || query_within(q, n, place)) &&
            is_given(run, n, as, kinds) && callee_asks(run, n, what, func))
            return true;
    return false;
}

// Elsewhere in this module somebody goes through the members of the archive and asks where their names lead: a
// function that neither holds the sink nor calls what does, where the order tells (above). Of so many functions that
// list members nobody says which serves which.
static bool members_asked(const RuleRun *run, const FlowHit *hit)
{
    enum { LISTING_MOST = 16 };
    static const Str lists[] = {
        L("namelist("), L("infolist("), L("getmembers("), L("getnames("), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, hit->func);
    Str sink = def && py_kind(run->tree, def) != PY_Lambda
                   ? py_name(run->tree, run->module->funcs.v[hit->func].name) : (Str){0};
    int listing = 0;
    for (uint32_t k = 1; (Size)k < run->module->funcs.n && listing < LISTING_MOST; k++) {
        NodeId other = k == hit->func ? 0 : query_def(q, k);
        if (!other || !str_has(py_text(run->tree, other), lists)) continue;
        listing++;
        bool calls_sink = false;
        for (NodeId n = 0; sink.len && (n = query_next(q, PY_Call, n));)
            calls_sink |= q->inside[n] == k && str_eq(query_method(q, n), sink);
        if (calls_sink) continue;
        if (body_asks(run->module, k, ASKED_PATH, DEEP)) return true;
        for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
            if (q->inside[n] == k && callee_asks(run, n, ASKED_PATH, k)) return true;
    }
    return false;
}

static NodeId loop_around(const Query *q, NodeId n)
{
    while (n && py_kind(q->tree, n) != PY_For) n = q->parent[n];
    return n;
}

bool rule_is_asked(const RuleRun *run, const FlowHit *hit, RuleAsked what)
{
    const Query *q = run->query;
    const Tree *t = run->tree;
    NodeId def = query_def(q, hit->func);
    Str from = hit->npaths && hit->paths[0].n ? hit->paths[0].v[0].what : (Str){0};
    bool archive = str_starts(from, S("zipfile.")) || str_starts(from, S("tarfile."));
    // what lies beside the folder has at least its name: of what an archive holds many rest on that
    if (!def || (!rule_in_package(run) && !(archive && what == ASKED_PATH))) return false;
    NodeId from_here = rule_in_package(run) ? def : loop_around(q, hit->node);
    Str before = from_here ? str_sub(t->src, py_at(t, from_here)->beg, py_at(t, hit->node)->beg) : (Str){0};
    // the function's own test, of a kind that the walk lost: over a list kept, by a field written anew
    if (what == ASKED_PATH && asks_folder(before)) return true;
    if (!rule_in_package(run)) what = ASKED_FOLDER;
    Kinds kinds = hit->kinds | (what == ASKED_HOST ? KIND(URL) : KIND(PATH));
    if (asked_before(run, hit->node, 0, kinds, what)) return true;
    archive = archive && run->rule->into & KIND(PATH);        // what unpacks asks in the place
    if (what == ASKED_PATH && archive && rule_in_package(run) && members_asked(run, hit))
        return true;
    Str name =
        py_kind(t, def) == PY_Lambda ? (Str){0} : py_name(t, q->module->funcs.v[hit->func].name);
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Call, n));)
        if (q->inside[n] != hit->func && str_eq(query_method(q, n), name) &&
            asked_before(run, n, n, kinds, what))
            return true;
    return false;
}

// "row.path" in a text, and not "row.strip(": a part of what goes by that name
static bool has_part(Str text, Str name)
{
    for (Size at = 0, i; (i = str_find(str_sub(text, at, -1), name)) >= 0;) {
        Size beg = at + i, end = beg + name.len;
        at = end;
        if (end >= text.len || text.s[end] != '.' ||
            (beg > 0 && (text.s[beg - 1] == '_' || text.s[beg - 1] == '.' ||
                         (text.s[beg - 1] | 32) >= 'a')))
            continue;
        for (end++; end < text.len && (text.s[end] == '_' || (text.s[end] | 32) >= 'a'); end++) {}
        if (end >= text.len || text.s[end] != '(') return true;
    }
    return false;
}

bool rule_is_of_row(const RuleRun *run, const FlowHit *hit)
{
    static const Str finds[] = {L("get"), L("find"), L("lookup"), L("load"), L("fetch"), {0}};
    const Query *q = run->query;
    const Tree *t = run->tree;
    for (NodeId n = 0; hit->npaths && (n = query_next(q, PY_Assign, n));) {
        NodeId call = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
        if (py_kind(t, call) != PY_Call || py_kind(t, to) != PY_Name || q->inside[n] != hit->func ||
            !query_named(query_method(q, call), finds) || !is_given(run, call, 0, hit->kinds))
            continue;
        if (has_part(py_text(t, hit->node), query_called(q, to))) return true;
        for (Size i = 1; i < hit->paths[0].n; i++)
            if (has_part(hit->paths[0].v[i].text, query_called(q, to))) return true;
    }
    return false;
}
