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

static bool is_read(const Mend *m, Str name)
{
    Size reads = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, m->tree->root, n));)
        reads += py_at(m->tree, n)->op == CTX_LOAD && str_eq(py_text(m->tree, n), name);
    return reads > 0;
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
            !is_table(m, py_node(m->tree, body.v[i], Assign_value)) || is_read(m, py_text(m->tree, to.v[0])))
            continue;
        if (found.len) return (Str){0};
        found = py_text(m->tree, to.v[0]);
    }
    return found;
}

// globals()[name], globals().get(name), getattr(sys.modules[__name__], name)
static NodeId of_module(const Mend *m, NodeId around)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, around, n));) {
        NodeId up = mend_parent(m, n);
        if ((str_eq(py_text(m->tree, n), S("globals()"))) &&
            (py_kind(m->tree, up) == PY_Subscript ||
             (py_kind(m->tree, up) == PY_Attribute && str_ends(py_text(m->tree, up), S(".get")))))
            return n;
    }
    return 0;
}

bool mend_fix_dispatch(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId stmt = mend_statement(m, at->node), globals = stmt ? of_module(m, stmt) : 0;
    Str table = globals ? table_of(m) : (Str){0};
    if (!table.len) return false;
    mend_replace(m, &out->change, globals, table);
    return mend_done(out, TRUST_SAFE,
                     "Only what the program's own table names can be chosen, and it names each as it is called.");
}
