// rule/near: evidence in the neighbourhood of a function. In a module of many small functions what one of them
// does says nothing of another that neither calls it nor is called by it.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// The statement of the module that a node stands in: a function or class as a whole.
static NodeId top_of(const Query *q, NodeId n)
{
    while (q->parent[n] && q->parent[n] != q->tree->root) n = q->parent[n];
    return n;
}

static bool is_def(const Tree *t, NodeId n)
{
    int k = py_kind(t, n);
    return k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_ClassDef;
}

static Str name_of(const Tree *t, NodeId def)
{
    return py_name(
        t, py_sym(t, def, py_kind(t, def) == PY_ClassDef ? ClassDef_name : FunctionDef_name));
}

// Does what stands outside all functions and classes mention one? An import is no use yet.
static bool top_mentions(const Query *q, const Str *words)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int k = py_kind(t, body.v[i]);
        if (k != PY_Import && k != PY_ImportFrom && !is_def(t, body.v[i]) &&
            query_mentions(q, body.v[i], words))
            return true;
    }
    return false;
}

// drop_group() and drop_user(), both called by main() or by what stands outside all functions
static bool called_together(const Query *q, Str one, Str other)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, t->root, Module_body);
    bool top_one = false, top_other = false;
    for (uint32_t i = 0; i < body.n; i++) {
        bool a = query_uses(q, body.v[i], one), b = query_uses(q, body.v[i], other);
        if (a && b) return true;
        if (!is_def(t, body.v[i])) top_one |= a, top_other |= b;
    }
    return top_one && top_other;
}

// Does this function, its class, a function that it calls, one that calls it or one that is called beside it mention
// one of these?
static bool kin_mentions(const Query *q, NodeId top, const Str *words)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, t->root, Module_body);
    if (query_mentions(q, top, words)) return true;
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId other = body.v[i];
        if (!is_def(t, other) || other == top || !query_mentions(q, other, words)) continue;
        if (query_uses(q, other, name_of(t, top)) || query_uses(q, top, name_of(t, other)) ||
            called_together(q, name_of(t, top), name_of(t, other)))
            return true;
    }
    return false;
}

bool rule_near_mentions(const RuleRun *run, NodeId place, const Str *words, bool top)
{
    const Query *q = run->query;
    if (!query_mentions(q, q->tree->root, words)) return false;
    NodeId around = top_of(q, place);
    if (rule_in_package(run) || !is_def(q->tree, around)) return true;
    return kin_mentions(q, around, words) || (top && top_mentions(q, words));
}

// ---- the same of one object

// s = SMTP(…), with SMTP(…) as s: what a call makes goes by that name here.
static NodeId target_of(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId up = q->parent[call];
    if (py_kind(t, up) == PY_Assign) return py_list(t, up, Assign_targets).v[0];
    return py_kind(t, up) == PY_withitem ? py_node(t, up, withitem_optional_vars) : 0;
}

// s of s.login(…), whatever a name or a field; SMTP(…) of SMTP(…).login(…)
static NodeId receiver_of(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId func = py_kind(t, call) == PY_Call ? py_node(t, call, Call_func) : 0;
    return func && py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value) : 0;
}

// SMTP(…), smtplib.SMTP(…), client(…).session(…)? Classes begin with a capital.
static bool makes(const Query *q, NodeId call)
{
    Str name = query_method(q, call);
    return py_kind(q->tree, call) == PY_Call && name.len && name.s[0] >= 'A' && name.s[0] <= 'Z';
}

NodeId rule_object(const Query *q, NodeId call)
{
    NodeId on = receiver_of(q, call);
    if (makes(q, call)) {
        NodeId to = target_of(q, call);
        int up = py_kind(q->tree, q->parent[call]);
        return to ? to : up == PY_Attribute || up == PY_Expr ? call : 0;
    }
    if (on && py_kind(q->tree, on) == PY_Call) return makes(q, on) ? on : 0;
    return on;
}

static void add_name(RuleNames *names, Str text)
{
    if (!rule_is_named(names, text) && names->n < (int)countof(names->v))
        names->v[names->n++] = text;
}

bool rule_is_named(const RuleNames *names, Str text)
{
    for (int i = 0; i < names->n; i++)
        if (str_eq(names->v[i], text)) return true;
    return false;
}

// self.link = link = SMTP(…); conn = link: whatever of these it is called, there.
RuleNames rule_object_names(const Query *q, NodeId in, NodeId call)
{
    const Tree *t = q->tree;
    NodeId mine = rule_object(q, call);
    RuleNames out = {0};
    if (mine) add_name(&out, py_text(t, mine));
    for (NodeId n = 0; mine && (n = query_next_in(q, PY_Assign, in, n));) {
        NodeList to = py_list(t, n, Assign_targets);
        NodeId value = py_node(t, n, Assign_value);
        bool named = py_kind(t, value) == PY_Name || py_kind(t, value) == PY_Attribute;
        bool same = value == call || (named && rule_is_named(&out, py_text(t, value)));
        for (uint32_t i = 0; i < to.n; i++) same |= rule_is_named(&out, py_text(t, to.v[i]));
        for (uint32_t i = 0; i < to.n && same; i++) add_name(&out, py_text(t, to.v[i]));
        if (same && named) add_name(&out, py_text(t, value));
    }
    return out;
}

// A word that is no more than a method of another object, or what another object is made by.
static bool is_anothers(const Query *q, NodeId word, const RuleNames *mine)
{
    NodeId call = q->parent[word];
    if (py_kind(q->tree, call) != PY_Call || py_node(q->tree, call, Call_func) != word)
        return false;
    NodeId other = rule_object(q, call);
    return other && !rule_is_named(mine, py_text(q->tree, other));
}

bool rule_object_mentions(const Query *q, NodeId in, NodeId call, const Str *words)
{
    static const int kinds[] = {PY_Attribute, PY_Name};
    if (!query_mentions(q, in, words)) return false;
    RuleNames mine = rule_object_names(q, in, call);
    if (!mine.n) return true;
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = query_next_in(q, kinds[k], in, n));)
            for (const Str *w = words; w->len; w++)
                if (str_find(query_called(q, n), *w) >= 0 && !is_anothers(q, n, &mine)) return true;
    return false;
}
