// mend/given: whether a value comes from a caller or from kept records, by the tree alone: for shapes
// of texts where no library is called that flow/ could know.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

enum { STEPS = 12 };

static bool is_function(const Mend *m, Str name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (mend_is_def(py_kind(m->tree, body.v[i])) && str_eq(mend_def_name(m, body.v[i]), name))
            return true;
    return false;
}

// x.strip(), d.get(k), x[k], x.y, str(x): what they are taken from. 0: a call that makes its own.
static NodeId taken_from(const Mend *m, NodeId e)
{
    static const char *const methods[] = {
        "strip",  "lstrip", "rstrip",   "lower", "upper",      "title", "get",    "replace",
        "decode", "pop",    "casefold", "split", "capitalize", "items", "values", NULL};
    switch (py_kind(m->tree, e)) {
    case PY_Attribute: return py_node(m->tree, e, Attribute_value);
    case PY_Subscript: return py_node(m->tree, e, Subscript_value);
    case PY_Call: {
        NodeId f = py_node(m->tree, e, Call_func);
        if (py_kind(m->tree, f) == PY_Attribute && mend_is_one(mend_called(m, e), methods))
            return py_node(m->tree, f, Attribute_value);
        NodeId first = mend_arg(m, e, 0, (Str){0});
        static const char *const passes[] = {"str",       "parse_qs", "parse_qsl", "unquote",
                                             "enumerate", "sorted",   "list",      "dict",
                                             "reversed",  NULL};
        // a function of the module's own, unless its name says that it cleans or makes markup
        static const char *const cleans[] = {"escape", "clean",  "sanit", "quote", "safe", "valid",
                                             "normal", "render", "html",  "check", "slug", NULL};
        bool own = py_kind(m->tree, f) == PY_Name &&
                   !mend_has_one(mend_lower(m, mend_called(m, e)), cleans) &&
                   is_function(m, py_text(m->tree, f));
        return first && (own || mend_is_one(mend_called(m, e), passes)) ? first : 0;
    }
    default: return 0;
    }
}

static bool binds(const Mend *m, NodeId target, Str name)
{
    int kind = py_kind(m->tree, target);
    if (kind == PY_Name) return str_eq(py_text(m->tree, target), name);
    NodeList items =
        kind == PY_Tuple || kind == PY_List ? py_list(m->tree, target, 0) : (NodeList){0};
    for (uint32_t i = 0; i < items.n; i++)
        if (binds(m, items.v[i], name)) return true;
    return false;
}

// What a local is bound to, by a plain assignment, a loop or a comprehension around it. 0: unknown.
static NodeId source_of(const Mend *m, NodeId def, NodeId use, Str name)
{
    NodeId found = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));)
        if (binds(m, py_list(m->tree, n, Assign_targets).v[0], name) &&
            py_at(m->tree, n)->beg < py_at(m->tree, use)->beg)
            found = py_node(m->tree, n, Assign_value);
    for (NodeId n = 0; (n = mend_next(m, PY_For, def, n));)
        if (mend_within(m, use, n) && binds(m, py_node(m->tree, n, For_target), name))
            found = py_node(m->tree, n, For_iter);
    for (NodeId n = 0; (n = mend_next(m, PY_comprehension, def, n));)
        if (binds(m, py_node(m->tree, n, comprehension_target), name) &&
            mend_within(m, use, mend_parent(m, n)))
            found = py_node(m->tree, n, comprehension_iter);
    return found;
}

static bool is_written(const Mend *m, Str name)
{
    static const char *const writes[] = {"append", "setdefault", "update",
                                         "insert", "extend",     NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, m->tree->root, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        if (py_kind(m->tree, to) == PY_Subscript &&
            str_eq(py_text(m->tree, py_node(m->tree, to, Subscript_value)), name))
            return true;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));)
        if (mend_is_one(mend_called(m, n), writes) && str_eq(mend_object(m, n), name)) return true;
    return false;
}

// A module's dictionary or list that functions fill: PROFILES = {…}; _notes = []
static bool is_record_store(const Mend *m, Str name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        int kind = py_kind(m->tree, py_node(m->tree, body.v[i], Assign_value));
        if ((kind == PY_Dict || kind == PY_List) &&
            str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]), name)) {
            return is_written(m, name);
        }
    }
    return false;
}

static bool is_given(const Mend *m, NodeId def, NodeId e, bool item, int steps)
{
    if (!steps || !e) return false;
    if (py_kind(m->tree, e) == PY_Name) {
        Str name = py_text(m->tree, e);
        if (str_eq(name, S("self"))) return item;
        if (str_eq(name, S("cls"))) return false;
        NodeId p = mend_parameter(m, def, name);
        NodeId note = p ? py_node(m->tree, p, arg_annotation) : 0;
        Str type = note ? py_text(m->tree, note) : (Str){0};
        if (p)
            return !str_eq(type, S("int")) && !str_eq(type, S("float")) && !str_eq(type, S("bool"));
        NodeId from = source_of(m, def, e, name);
        if (from) return is_given(m, def, from, item, steps - 1);
        return item && is_record_store(m, name);
    }
    NodeId from = taken_from(m, e);
    return from && is_given(m, def, from, true, steps - 1);
}

bool mend_is_given(const Mend *m, NodeId e)
{
    NodeId def = mend_function(m, e);
    return def && is_given(m, def, e, false, STEPS);
}

bool mend_is_built(const Mend *m, NodeId e)
{
    int kind = py_kind(m->tree, e), op = py_at(m->tree, e)->op;
    if (kind == PY_Call && !str_eq(mend_called(m, e), S("format"))) return false;
    if (kind == PY_BinOp && op != OP_MOD && op != OP_ADD) return false;
    if (kind != PY_Call && kind != PY_BinOp && kind != PY_JoinedStr) return false;
    NodeId parent = mend_parent(m, e);
    return !parent || py_kind(m->tree, parent) != PY_BinOp;
}
