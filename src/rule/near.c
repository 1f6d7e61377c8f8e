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
