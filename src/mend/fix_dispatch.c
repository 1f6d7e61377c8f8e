// mend/fix_dispatch: a function that is chosen by its name: by the program's own table of functions, where it has one
// that nobody asks.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// {"upper": upper, "lower": lower}: each key is the name of the function under it.
static bool is_table(const Mend *m, NodeId value)
{
    if (py_kind(m->tree, value) != PY_Dict) return false;
    NodeList keys = py_list(m->tree, value, Dict_keys), values = py_list(m->tree, value, Dict_values);
    for (uint32_t i = 0; i < keys.n; i++) {
        NodeId v = values.v[i], top = keys.v[i] && py_kind(m->tree, v) == PY_Name
                                          ? mend_top(m, py_text(m->tree, v)) : 0;
        if (!top || !str_eq(mend_string(m, keys.v[i]), py_text(m->tree, v)) ||
            (!mend_is_def(py_kind(m->tree, top)) && py_kind(m->tree, top) != PY_ClassDef))
            return false;
    }
    return keys.n > 0;
}

// The one table of the module that nothing reads, so that it can only be meant for this.
static Str table_of(const Mend *m)
{
    Str found = {0};
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeList to = py_list(m->tree, body.v[i], Assign_targets);
        if (to.n != 1 || py_kind(m->tree, to.v[0]) != PY_Name ||
            mend_top(m, py_text(m->tree, to.v[0])) != body.v[i] ||
            !is_table(m, py_node(m->tree, body.v[i], Assign_value)) ||
            mend_reads(m, m->tree->root, py_sym(m->tree, to.v[0], Name_id)))
            continue;
        if (found.len) return (Str){0};
        found = py_text(m->tree, to.v[0]);
    }
    return found;
}

// The name that a call of globals() is asked for: globals()[name], globals().get(name). 0: it is asked for none.
static NodeId asked_for(const Mend *m, NodeId globals)
{
    NodeId up = mend_parent(m, globals), over = mend_parent(m, up);
    if (py_kind(m->tree, up) == PY_Subscript)
        return py_at(m->tree, up)->op == CTX_LOAD ? py_node(m->tree, up, Subscript_slice) : 0;
    return py_kind(m->tree, up) == PY_Attribute && str_ends(py_text(m->tree, up), S(".get")) &&
                   py_kind(m->tree, over) == PY_Call && py_node(m->tree, over, Call_func) == up
               ? mend_arg(m, over, 0, (Str){0}) : 0;
}

static NodeId of_module(const Mend *m, NodeId around, NodeId found, NodeId *name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, around, n));)
        if (str_eq(py_text(m->tree, n), S("globals()")) && (*name = asked_for(m, n)) &&
            (mend_parent(m, n) == found || mend_taint(m, *name)))
            return n;
    return 0;
}

// A key of the table, or a name on the list.
static bool holds(const Mend *m, NodeId list, Str text)
{
    if (py_kind(m->tree, list) != PY_Dict) return mend_says_word(py_text(m->tree, list), text);
    NodeList keys = py_list(m->tree, list, Dict_keys);
    for (uint32_t i = 0; i < keys.n; i++)
        if (str_eq(mend_string(m, keys.v[i]), text)) return true;
    return false;
}

// "do_" + name is on no list; nor what is asked for where nobody says.
static bool may_be_held(const Mend *m, NodeId name, NodeId list)
{
    NodeId stmt, v = py_kind(m->tree, name) == PY_Name ? mend_assigned(m, name, &stmt) : name;
    if (!v) v = name;
    if (mend_is_built(m, v) || py_kind(m->tree, v) == PY_JoinedStr || py_kind(m->tree, v) == PY_BinOp) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, v, n));) {
        NodeId other = str_eq(mend_called(m, n), S("get")) ? mend_arg(m, n, 1, S("default")) : 0;
        if (other && !holds(m, list, mend_string(m, other))) return false;
    }
    return true;
}

// A function that the table leaves out, no decorator takes and no code of the module names: it may be one that is
// chosen by its name, too.
static bool leaves_out(const Mend *m, NodeId table)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        if (!mend_is_def(kind) && kind != PY_ClassDef) continue;
        Sym name = py_sym(m->tree, body.v[i], FunctionDef_name);        // of a class, too
        int taken = kind == PY_ClassDef ? (int)ClassDef_decorator_list : (int)FunctionDef_decorator_list;
        if (!py_list(m->tree, body.v[i], taken).n && !holds(m, table, py_name(m->tree, name)) &&
            !mend_reads(m, m->tree->root, name))
            return true;
    }
    return false;
}

// ["as_json", "as_csv"]: each is the name of a function or class of this module.
static bool is_list_of_names(const Mend *m, NodeId value)
{
    MendList found;
    if (!mend_is_list(m, value, &found) || found.mapping || !found.strings) return false;
    while (py_kind(m->tree, value) == PY_Call) value = py_list(m->tree, value, Call_args).v[0];
    NodeList items = py_list(m->tree, value, 0);
    for (uint32_t i = 0; i < items.n; i++) {
        NodeId top = mend_top(m, mend_string(m, items.v[i]));
        if (!top || (!mend_is_def(py_kind(m->tree, top)) && py_kind(m->tree, top) != PY_ClassDef))
            return false;
    }
    return true;
}

// The one list of functions' names that the module has: __all__ says who may import what, and is
// none.
static NodeId list_of_names(const Mend *m, Str *name)
{
    NodeId found = 0;
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeId to = py_list(m->tree, body.v[i], Assign_targets).v[0],
            value = py_node(m->tree, body.v[i], Assign_value);
        if (py_kind(m->tree, to) != PY_Name || str_eq(py_text(m->tree, to), S("__all__")) ||
            mend_top(m, py_text(m->tree, to)) != body.v[i] || !is_list_of_names(m, value))
            continue;
        if (found) return 0;
        found = value, *name = py_text(m->tree, to);
    }
    return found;
}

// globals()[name], where the module lists the functions that may be named.
static bool by_list_of_names(const Mend *m, NodeId asked, Fix *out)
{
    Str list = {0};
    NodeId value = py_kind(m->tree, asked) == PY_Name ? list_of_names(m, &list) : 0;
    if (!value || !may_be_held(m, asked, value)) return false;
    Str test = str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(py_text(m->tree, asked)),
                       STR_ARG(list));
    return mend_before(m, &out->change, asked,
                       mend_guard(m, &out->change, asked, test, S("this name is not allowed"))) &&
           mend_done(out, TRUST_REVIEW,
                     "Only functions that the module's own list names can be chosen. Decide that what it leaves out "
                     "is never chosen by its name.");
}

// getattr(sys.modules[__name__], name): the same as globals()[name]
static NodeId asked_of_module(const Mend *m, NodeId call)
{
    NodeId of = str_eq(mend_called(m, call), S("getattr")) ? mend_arg(m, call, 0, (Str){0}) : 0;
    return of && str_ends(py_text(m->tree, of), S("modules[__name__]"))
           ? mend_arg(m, call, 1, (Str){0}) : 0;
}

bool mend_fix_dispatch(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId named = asked_of_module(m, at->node);
    if (named) return by_list_of_names(m, named, out);
    NodeId name = 0, stmt = mend_statement(m, at->node), globals = stmt
        ? of_module(m, stmt, at->node, &name) : 0;
    Str table = globals ? table_of(m) : (Str){0};
    NodeId value = table.len ? py_node(m->tree, mend_top(m, table), Assign_value) : 0;
    if (globals && !value) return by_list_of_names(m, name, out);
    if (!value || !may_be_held(m, name, value)) return false;
    mend_replace(m, &out->change, globals, table);
    if (leaves_out(m, value))
        return mend_done(out, TRUST_REVIEW,
                         "Only what the program's own table names can be chosen. Decide that what it leaves out is "
                         "never chosen by its name.");
    return mend_done(out, TRUST_SAFE,
                     "Only what the program's own table names can be chosen, and it names each as it is called.");
}
