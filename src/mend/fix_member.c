// mend/fix_member: names from outside that choose what is loaded or set: the table beside a dynamic
// way, the reader beside a writer. Also kinds of files that are refused whatever their case.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// ---- if "." in kind: f = getattr(import_module(…), …) else: f = SHAPES[kind]

static Str target_of(const Mend *m, NodeId stmt)
{
    NodeList to = py_kind(m->tree, stmt) == PY_Assign ? py_list(m->tree, stmt, Assign_targets)
                                                      : (NodeList){0};
    return to.n == 1 ? py_text(m->tree, to.v[0]) : (Str){0};
}

// f = TABLE[key], f = TABLE.get(key), f = self.table[key]
static bool looks_in_table(const Mend *m, NodeId stmt)
{
    NodeId v = target_of(m, stmt).len ? py_node(m->tree, stmt, Assign_value) : 0;
    if (!v) return false;
    if (py_kind(m->tree, v) == PY_Call && str_eq(mend_called(m, v), S("get")))
        v = py_node(m->tree, v, Call_func);
    else if (py_kind(m->tree, v) != PY_Subscript) return false;
    NodeId of = py_node(m->tree, v, 0);
    return py_kind(m->tree, of) == PY_Name || py_kind(m->tree, of) == PY_Attribute;
}

bool mend_fix_dynamic_branch(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId branch = at->node;
    while (branch && py_kind(m->tree, branch) != PY_If) branch = mend_parent(m, branch);
    if (!branch) return false;
    NodeList then = py_list(m->tree, branch, If_body), other = py_list(m->tree, branch, If_orelse);
    NodeId up = mend_parent(m, branch);
    bool elif = up && py_kind(m->tree, up) == PY_If && py_list(m->tree, up, If_orelse).n == 1 &&
                py_list(m->tree, up, If_orelse).v[0] == branch;
    if (elif || other.n != 1 || !then.n || !mend_within(m, at->node, branch) ||
        mend_within(m, at->node, other.v[0]) || !looks_in_table(m, other.v[0]) ||
        !str_eq(target_of(m, py_last(then)), target_of(m, other.v[0])))
        return false;
    mend_replace(m, &out->change, branch, py_text(m->tree, other.v[0]));
    *push(m->keep, &out->change.drop_if_unused) = (Import){L("importlib"), {0}, {0}};
    return mend_done(out, TRUST_REVIEW,
                     "Only what is in the table can be chosen. Decide that nobody needs names of "
                     "other modules here.");
}

// ---- get_option(config, dotted) refuses names that begin with "_", set_option(…) sets them

static bool changes_state(const Mend *m, NodeId def)
{
    static const char *const writes[] = {"append", "add",    "update", "pop",   "clear", "remove",
                                         "write",  "setattr", "delattr", "send", "save",  NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        if (mend_is_one(mend_called(m, n), writes)) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        int kind = py_kind(m->tree, py_list(m->tree, n, Assign_targets).v[0]);
        if (kind == PY_Attribute || kind == PY_Subscript) return true;
    }
    return mend_next(m, PY_Delete, def, 0) || mend_next(m, PY_AugAssign, def, 0);
}

static bool refuses_private(const Mend *m, NodeId def)
{
    for (NodeId n = 0; (n = mend_next(m, PY_If, def, n));) {
        Str test = py_text(m->tree, py_node(m->tree, n, If_test));
        NodeList then = py_list(m->tree, n, If_body);
        if ((str_find(test, S("startswith(\"_")) >= 0 || str_find(test, S("startswith('_")) >= 0) &&
            py_kind(m->tree, py_last(then)) == PY_Raise)
            return true;
    }
    return false;
}

// Its parameters are all ones of this function, by their names. call: how it is asked.
static bool shares_all(const Mend *m, NodeId def, NodeId reader, Buf *call)
{
    NodeList list = py_list(m->tree, py_node(m->tree, reader, FunctionDef_args), arguments_args);
    bool method = mend_class(m, reader) != 0;
    buf_fmt(call, "%s%.*s(", method ? "self." : "", STR_ARG(mend_def_name(m, reader)));
    for (uint32_t i = method; i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
        if (!mend_parameter(m, def, name)) return false;
        buf_fmt(call, "%s%.*s", i > (uint32_t)method ? ", " : "", STR_ARG(name));
    }
    buf_char(call, ')');
    return list.n > (uint32_t)method;
}

// The reader of this place that refuses private names; call: how it is asked. 0: none.
static NodeId reader_of(const Mend *m, NodeId def, Buf *call)
{
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++) {
        *call = (Buf){.keep = m->keep};
        if (mend_is_def(m->tree->nodes.v[n].kind) && n != def &&
            mend_parent(m, n) == mend_parent(m, def) && refuses_private(m, n) &&
            !changes_state(m, n) && shares_all(m, def, n, call))
            return n;
    }
    return 0;
}

bool mend_asks_reader(const Mend *m, NodeId def)
{
    Buf call;
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    if (!reader_of(m, def, &call)) return false;
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_Expr &&
            str_eq(py_text(m->tree, body.v[i]), buf_str(&call)))
            return true;
    return false;
}

bool mend_fix_reader_asked(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    if (!def || refuses_private(m, def)) return false;
    Buf call;
    NodeId reader = reader_of(m, def, &call);
    Str asked = reader ? str_fmt(m->keep, "%.*s(", STR_ARG(mend_def_name(m, reader))) : (Str){0};
    if (!reader || str_find(py_text(m->tree, def), asked) >= 0) return false;
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    uint32_t first = mend_docstring(m, def).len && body.n > 1 ? 1 : 0;
    return mend_before(m, &out->change, body.v[first], buf_str(&call)) &&
           mend_done(out, TRUST_REVIEW,
                     "What may not be read may not be set: the reader refuses it first. Decide "
                     "that both take the same names.");
}

// ---- if os.path.splitext(name)[1] in REFUSED: raise

static bool is_suffix(const Mend *m, NodeId e)
{
    NodeId stmt = 0;
    if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    if (!e) return false;
    if (py_kind(m->tree, e) == PY_Subscript)
        return str_eq(mend_called(m, py_node(m->tree, e, Subscript_value)), S("splitext")) &&
               str_eq(py_text(m->tree, py_node(m->tree, e, Subscript_slice)), S("1"));
    return py_kind(m->tree, e) == PY_Attribute && str_ends(py_text(m->tree, e), S(".suffix"));
}

static bool all_lower(const Mend *m, NodeId list)
{
    MendList found;
    if (!mend_is_list(m, list, &found) || found.mapping || !found.strings ||
        !str_starts(found.first, S(".")))
        return false;
    Str text = py_text(m->tree, list);
    for (Size i = 0; i < text.len; i++)
        if (text.s[i] >= 'A' && text.s[i] <= 'Z') return false;
    return true;
}

static NodeId module_value(const Mend *m, NodeId name)
{
    if (py_kind(m->tree, name) != PY_Name) return name;
    NodeId stmt = mend_top(m, py_text(m->tree, name));
    return stmt && py_kind(m->tree, stmt) == PY_Assign ? py_node(m->tree, stmt, Assign_value) : 0;
}

static bool is_refusing_test(const Mend *m, NodeId test)
{
    NodeId up = mend_parent(m, test);
    while (up && py_kind(m->tree, up) == PY_BoolOp) up = mend_parent(m, up);
    NodeList then =
        up && py_kind(m->tree, up) == PY_If ? py_list(m->tree, up, If_body) : (NodeList){0};
    NodeId last = py_last(then);
    if (!last) return false;
    if (py_kind(m->tree, last) == PY_Raise) return true;
    NodeId v = py_kind(m->tree, last) == PY_Return ? py_node(m->tree, last, Return_value) : 0;
    const PyConst *c = v && py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
    return c && (c->kind == CONST_FALSE || c->kind == CONST_NONE);
}

bool mend_fix_case_of_kind(const Mend *m, const MendSite *at, Fix *out)
{
    static const char says[] =
        "A kind of file is the same in capitals, to the system and to browsers: what is refused is "
        "refused in any case.";
    if (!is_refusing_test(m, at->node)) return false;
    if (py_kind(m->tree, at->node) == PY_Compare) {
        NodeId left = py_node(m->tree, at->node, Compare_left),
               list = module_value(m, py_list(m->tree, at->node, Compare_comparators).v[0]);
        if (py_syms(m->tree, at->node, Compare_ops).v[0] != OP_IN || !list ||
            !is_suffix(m, left) || !all_lower(m, list))
            return false;
        mend_insert(m, &out->change, py_at(m->tree, left)->end, S(".lower()"));
        return mend_done(out, TRUST_SAFE, says);
    }
    if (!str_eq(mend_called(m, at->node), S("endswith"))) return false;
    NodeId arg = mend_arg(m, at->node, 0, (Str){0}), f = py_node(m->tree, at->node, Call_func);
    NodeId of = py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0,
           list = arg ? module_value(m, arg) : 0;
    if (!of || py_kind(m->tree, of) != PY_Name || !list || !all_lower(m, list) ||
        str_find(mend_lower(m, py_text(m->tree, of)), S("name")) < 0)
        return false;
    NodeId stmt = 0, origin = mend_assigned(m, of, &stmt);
    if (origin && str_find(py_text(m->tree, origin), S("lower()")) >= 0) return false;
    mend_insert(m, &out->change, py_at(m->tree, of)->end, S(".lower()"));
    return mend_done(out, TRUST_SAFE, says);
}
