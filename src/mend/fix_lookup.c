// mend/fix_lookup: what a lookup gives when there is nothing, and nobody looks: a default that passes
// the comparison behind it, None where a record was meant.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool is_plain(const Mend *m, NodeId n)
{
    return n && (py_kind(m->tree, n) == PY_Name || mend_string(m, n).len);
}

// ---- known = keys.get(agent, digest); compare_digest(known, digest)

// The other side of a comparison with `name` in the function; 0: none.
static NodeId compared_with(const Mend *m, NodeId def, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));) {
        if (!str_eq(mend_called(m, n), S("compare_digest"))) continue;
        NodeList a = py_list(m->tree, n, Call_args);
        for (uint32_t i = 0; a.n == 2 && i < 2; i++)
            if (mend_says_word(py_text(m->tree, a.v[i]), name)) return a.v[1 - i];
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        PyOp op = (PyOp)py_syms(m->tree, n, Compare_ops).v[0];
        NodeId left = py_node(m->tree, n, Compare_left),
               right = py_list(m->tree, n, Compare_comparators).v[0];
        if (op != OP_EQ && op != OP_NOTEQ) continue;
        if (str_eq(py_text(m->tree, left), name)) return right;
        if (str_eq(py_text(m->tree, right), name)) return left;
    }
    return 0;
}

bool mend_fix_missing_passes(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const secrets[] = {"pass", "token", "key", "secret", "digest", "hash",
                                          "sign", "code",  "pin", "mac",    "cred",   NULL};
    if (py_kind(m->tree, at->node) != PY_Assign) return false;
    NodeId to = py_list(m->tree, at->node, Assign_targets).v[0],
           value = py_node(m->tree, at->node, Assign_value);
    if (py_kind(m->tree, to) != PY_Name || py_kind(m->tree, value) != PY_Call ||
        !str_eq(mend_called(m, value), S("get")) || py_list(m->tree, value, Call_args).n != 2)
        return false;
    NodeId def = mend_function(m, at->node);
    if (!def) return false;
    NodeId key = mend_arg(m, value, 0, (Str){0}), other = mend_arg(m, value, 1, (Str){0});
    Str store = mend_object(m, value), name = py_text(m->tree, to);
    bool kept = str_starts(store, S("self.")) ||
                (store.len && store.s[0] >= 'A' && store.s[0] <= 'Z') ||
                mend_parameter(m, def, store);
    NodeId with = compared_with(m, def, name);
    if (!kept || !is_plain(m, key) || mend_string(m, key).len || !with) return false;
    Str against = py_text(m->tree, with), fallback = py_text(m->tree, other);
    const PyConst *c = py_kind(m->tree, other) == PY_Constant ? py_const(m->tree, other) : NULL;
    bool nothing = c && (c->kind == CONST_STR || c->kind == CONST_BYTES) && !c->text.len;
    bool same = py_kind(m->tree, other) == PY_Name && mend_says_word(against, fallback);
    if (!same && !(nothing && mend_has_one(mend_lower(m, against), secrets))) return false;
    if (nothing && py_kind(m->tree, with) == PY_Constant) return false;
    Str code = py_text(m->tree, def);
    if (str_find(code, str_fmt(m->keep, "not in %.*s", STR_ARG(store))) >= 0 ||
        str_find(code, str_fmt(m->keep, "not %.*s", STR_ARG(name))) >= 0)
        return false;
    Str test = str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(py_text(m->tree, key)), STR_ARG(store));
    return mend_before(m, &out->change, at->node,
                       mend_guard(m, &out->change, at->node, test, S("nobody is known by it"))) &&
           mend_done(out, TRUST_SAFE,
                     "Who is not in the store is refused: before, the default stood for their "
                     "secret, and compared equal.");
}

// ---- order = self.find_order(number); order["customer"]

static NodeId function_called(const Mend *m, NodeId call)
{
    Str text = py_text(m->tree, py_node(m->tree, call, Call_func));
    if (str_starts(text, S("self."))) text = str_sub(text, 5, -1);
    if (str_find(text, S(".")) >= 0) return 0;
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++)
        if (mend_is_def(m->tree->nodes.v[n].kind) && str_eq(mend_def_name(m, n), text)) return n;
    return 0;
}

// Its annotation or documentation says that it may give None, or it does so by a dictionary's get.
static bool may_give_none(const Mend *m, NodeId def)
{
    NodeId note = py_node(m->tree, def, FunctionDef_returns);
    Str type = note ? py_text(m->tree, note) : (Str){0};
    if (str_starts(type, S("Optional")) || str_find(type, S("| None")) >= 0) return true;
    Str doc = mend_lower(m, mend_docstring(m, def));
    return str_find(doc, S("or none")) >= 0 || str_find(doc, S("none if")) >= 0 ||
           str_find(doc, S("none when")) >= 0;
}

static bool tested_between(const Mend *m, NodeId def, Str name)
{
    static const int kinds[] = {PY_If, PY_IfExp, PY_While, PY_Assert, PY_BoolOp, PY_Try};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = mend_next(m, kinds[k], def, n));) {
            NodeId test = kinds[k] == PY_If    ? py_node(m->tree, n, If_test)
                          : kinds[k] == PY_Try ? 0
                                               : n;
            if (!test || mend_says_word(py_text(m->tree, test), name)) return true;
        }
    return false;
}

// The first attribute or item of the name; 0: it is only handed on.
static NodeId used_at(const Mend *m, NodeId def, Str name)
{
    static const int kinds[] = {PY_Attribute, PY_Subscript};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = mend_next(m, kinds[k], def, n));)
            if (str_eq(py_text(m->tree, py_node(m->tree, n, 0)), name)) return n;
    return 0;
}

// customer.city.upper(), where a class of the module says city: Optional[str]
static Str optional_field(const Mend *m, NodeId def, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Attribute, def, n));) {
        NodeId inner = py_node(m->tree, n, Attribute_value);
        if (py_kind(m->tree, inner) != PY_Attribute ||
            !str_eq(py_text(m->tree, py_node(m->tree, inner, Attribute_value)), name))
            continue;
        Str field = py_name(m->tree, py_sym(m->tree, inner, Attribute_attr));
        for (NodeId a = 0; (a = mend_next(m, PY_AnnAssign, m->tree->root, a));) {
            Str type = py_text(m->tree, py_node(m->tree, a, AnnAssign_annotation));
            if (py_kind(m->tree, mend_parent(m, a)) == PY_ClassDef &&
                str_eq(py_text(m->tree, py_node(m->tree, a, AnnAssign_target)), field) &&
                (str_starts(type, S("Optional")) || str_find(type, S("None")) >= 0))
                return py_text(m->tree, inner);
        }
    }
    return (Str){0};
}

bool mend_fix_maybe_none(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    if (py_kind(m->tree, at->node) != PY_Assign || !def) return false;
    NodeId to = py_list(m->tree, at->node, Assign_targets).v[0],
           value = py_node(m->tree, at->node, Assign_value);
    if (py_kind(m->tree, to) != PY_Name || py_kind(m->tree, value) != PY_Call) return false;
    NodeId from = function_called(m, value);
    Str name = py_text(m->tree, to);
    if (!from || from == def || !may_give_none(m, from) || !used_at(m, def, name) ||
        tested_between(m, def, name))
        return false;
    Str field = optional_field(m, def, name);
    Str test = field.len ? str_fmt(m->keep, "%.*s is None or %.*s is None", STR_ARG(name),
                                   STR_ARG(field))
                         : str_fmt(m->keep, "%.*s is None", STR_ARG(name));
    return mend_after(m, &out->change, at->node,
                      mend_guard(m, &out->change, at->node, test, S("there is none"))) &&
           mend_done(out, TRUST_SAFE,
                     "Where there is none the function says so in its own way: before, it broke "
                     "with an AttributeError or TypeError.");
}
