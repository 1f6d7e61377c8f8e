// mend/fix_anchor: a pattern that a text must have, asked of its beginning only, or with a `$` that
// lets a line break follow.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// The text of a pattern: where it is given, or where the module compiled it under this name.
static Str pattern_of(const Mend *m, NodeId call, bool *flags)
{
    Str object = mend_object(m, call);
    *flags = false;
    if (str_eq(object, S("re"))) {
        *flags = mend_arg(m, call, 2, S("flags")) != 0;
        NodeId p = mend_arg(m, call, 0, S("pattern")), stmt;
        Str text = mend_string(m, p);
        if (text.len || !p || py_kind(m->tree, p) != PY_Name) return text;
        p = mend_assigned(m, p, &stmt);
        if (p) return mend_string(m, p);
        object = py_text(m->tree, mend_arg(m, call, 0, S("pattern")));
    }
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeId value = py_node(m->tree, body.v[i], Assign_value);
        if (!str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]), object))
            continue;
        if (py_kind(m->tree, value) == PY_Constant) return mend_string(m, value);
        if (py_kind(m->tree, value) != PY_Call || !str_eq(mend_called(m, value), S("compile")))
            return (Str){0};
        *flags = mend_arg(m, value, 1, S("flags")) != 0;
        return mend_string(m, mend_arg(m, value, 0, S("pattern")));
    }
    return (Str){0};
}

static bool has_choice(Str p) // a | outside of brackets: the anchors hold for one side only
{
    int depth = 0;
    for (Size i = 0; i < p.len; i++) {
        if (p.s[i] == '\\') i++;
        else if (p.s[i] == '(' || p.s[i] == '[') depth++;
        else if (p.s[i] == ')' || p.s[i] == ']') depth--;
        else if (p.s[i] == '|' && !depth) return true;
    }
    return false;
}

// Only the question whether it matches is asked: not P.match(x), bool(…), … is None, return.
static bool is_question(const Mend *m, NodeId call)
{
    NodeId up = mend_parent(m, call);
    while (up && (py_kind(m->tree, up) == PY_UnaryOp || py_kind(m->tree, up) == PY_BoolOp ||
                  py_kind(m->tree, up) == PY_Compare ||
                  (py_kind(m->tree, up) == PY_Call && str_eq(mend_called(m, up), S("bool")))))
        call = up, up = mend_parent(m, up);
    int kind = up ? py_kind(m->tree, up) : 0;
    if (kind == PY_If) return py_node(m->tree, up, If_test) == call;
    return kind == PY_Return && py_kind(m->tree, call) != PY_Attribute;
}

// The function refuses what does not match, or its name says that it tells good from bad.
static bool is_check(const Mend *m, NodeId def, NodeId call)
{
    static const char *const words[] = {"valid", "check", "is_", "allowed", "safe", "verify",
                                        "ensure", "accept", NULL};
    NodeId up = mend_parent(m, call);
    bool negated = false;
    while (up && py_kind(m->tree, up) != PY_If && py_kind(m->tree, up) != PY_Return) {
        negated |= py_kind(m->tree, up) == PY_UnaryOp || py_kind(m->tree, up) == PY_Compare;
        up = mend_parent(m, up);
    }
    if (mend_has_one(mend_lower(m, mend_def_name(m, def)), words) &&
        (!up || py_kind(m->tree, up) == PY_Return))
        return true;
    NodeList then = up && py_kind(m->tree, up) == PY_If ? py_list(m->tree, up, If_body)
                                                        : (NodeList){0};
    int kind = py_kind(m->tree, py_last(then));
    return negated && then.n == 1 && (kind == PY_Raise || kind == PY_Return);
}

bool mend_fix_anchor(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    if (py_kind(m->tree, at->node) != PY_Call || !def) return false;
    bool match = str_eq(mend_called(m, at->node), S("match")),
         search = str_eq(mend_called(m, at->node), S("search")), flags = false;
    if ((!match && !search) || !is_question(m, at->node) || !is_check(m, def, at->node))
        return false;
    Str p = pattern_of(m, at->node, &flags);
    if (p.len < 4 || flags || has_choice(p) || str_starts(p, S("(?")) || str_ends(p, S(".*")) ||
        str_ends(p, S("\\Z")) || str_ends(p, S("\\$")))
        return false;
    bool begins = p.s[0] == '^' || str_starts(p, S("\\A")), ends = str_ends(p, S("$"));
    if (search && !(begins && ends)) return false;
    char last = p.s[p.len - 1];
    if (!ends && last != '+' && last != '*' && last != '}' && last != ')' && last != ']')
        return false;
    NodeId f = py_node(m->tree, at->node, Call_func);
    Str object = mend_object(m, at->node);
    mend_replace(m, &out->change, f, str_fmt(m->keep, "%.*s.fullmatch", STR_ARG(object)));
    if (ends)
        return mend_done(out, TRUST_SAFE,
                         "The whole text must match: `$` alone lets a line break follow.");
    return mend_done(out, TRUST_REVIEW,
                     "The whole text must match, not only its beginning. Decide that nothing was "
                     "meant to follow.");
}
