// mend/unasked_bypass: ways past a check that the class makes elsewhere: a record taken straight from
// its store, a state set without the method that looks at it, a right asked under another's name, a
// branch that asks nothing beside branches that do.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

enum { METHODS_MOST = 100, NODES_MOST = 60000 };

static const char *const writes[] = {"add",    "discard", "remove", "pop",   "clear", "update",
                                     "append", "extend",  "insert", "popitem", NULL};

// Something is changed in it: x[k] = …, x.k = …, del, x.add(…).
static bool changes(const Mend *m, NodeId in)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, in, n));)
        if (mend_is_one(mend_called(m, n), writes)) return true;
    if (mend_next(m, PY_Delete, in, 0)) return true;
    static const int kinds[] = {PY_Assign, PY_AugAssign};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = mend_next(m, kinds[k], in, n));) {
            NodeId to = kinds[k] == PY_Assign ? py_list(m->tree, n, Assign_targets).v[0]
                                              : py_node(m->tree, n, AugAssign_target);
            int kind = py_kind(m->tree, to);
            if (kind == PY_Subscript || kind == PY_Attribute) return true;
        }
    return false;
}

static bool refuses_in(const Mend *m, NodeId def) { return mend_next(m, PY_Raise, def, 0) != 0; }

static NodeId method_named(const Mend *m, NodeId cls, Str name)
{
    NodeList body = py_list(m->tree, cls, ClassDef_body);
    for (uint32_t i = 0; i < body.n && i < METHODS_MOST; i++)
        if (mend_is_def(py_kind(m->tree, body.v[i])) && str_eq(mend_def_name(m, body.v[i]), name))
            return body.v[i];
    return 0;
}

static Str parameter_at(const Mend *m, NodeId def, uint32_t i)
{
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    return i < list.n ? py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg)) : (Str){0};
}

// ---- order._set("shipped"), where order._move looks at the state and then calls _set

// A method that looks at its one parameter, may refuse it, and hands it to `raw`: 0 or that method.
static NodeId looked_way(const Mend *m, NodeId cls, NodeId raw)
{
    NodeList body = py_list(m->tree, cls, ClassDef_body);
    Str name = mend_def_name(m, raw);
    NodeId found = 0;
    for (uint32_t i = 0; i < body.n && i < METHODS_MOST; i++) {
        NodeId d = body.v[i];
        if (!mend_is_def(py_kind(m->tree, d)) || d == raw) continue;
        NodeList list = py_list(m->tree, py_node(m->tree, d, FunctionDef_args), arguments_args);
        NodeList all = py_list(m->tree, d, FunctionDef_body);
        NodeId last = py_last(all);
        NodeId call = last && py_kind(m->tree, last) == PY_Expr
                          ? py_node(m->tree, last, Expr_value)
                          : 0;
        if (list.n != 2 || !call || py_kind(m->tree, call) != PY_Call ||
            !str_eq(mend_called(m, call), name))
            continue;
        NodeId arg = mend_arg(m, call, 0, (Str){0});
        if (!arg || !str_eq(py_text(m->tree, arg), parameter_at(m, d, 1)) || !refuses_in(m, d))
            continue;
        if (found) return 0;
        found = d;
    }
    return found;
}

// It says self.check(…) of a method that may refuse: it has a look of its own.
static bool looks_itself(const Mend *m, NodeId cls, NodeId def)
{
    if (refuses_in(m, def)) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Expr, def, n));) {
        NodeId e = py_node(m->tree, n, Expr_value);
        bool call = py_kind(m->tree, e) == PY_Call && str_eq(mend_object(m, e), S("self"));
        NodeId asked = call ? method_named(m, cls, mend_called(m, e)) : 0;
        if (asked && refuses_in(m, asked)) return true;
    }
    return false;
}

static bool raw_step(const Mend *m, NodeId call, Fix *out)
{
    NodeId def = mend_function(m, call), f = py_node(m->tree, call, Call_func);
    if (!def || py_kind(m->tree, f) != PY_Attribute || py_list(m->tree, call, Call_args).n != 1 ||
        py_list(m->tree, call, Call_keywords).n || str_eq(mend_def_name(m, def), S("__init__")))
        return false;
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId cls = body.v[i];
        if (py_kind(m->tree, cls) != PY_ClassDef) continue;
        NodeId raw = method_named(m, cls, mend_called(m, call));
        NodeId way = raw && raw != def ? looked_way(m, cls, raw) : 0;
        if (!way || way == def || (mend_class(m, def) == cls && looks_itself(m, cls, def)))
            continue;
        mend_replace(m, &out->change, f,
                     str_fmt(m->keep, "%.*s.%.*s", STR_ARG(mend_object(m, call)),
                             STR_ARG(mend_def_name(m, way))));
        return mend_done(out, TRUST_REVIEW,
                         "The change is made by the method that first looks whether it may be. "
                         "Decide that this step is no exception to it.");
    }
    return false;
}

// ---- self._need(user, "edit") in a method that has a right of its own name

bool unasked_is_key(const Mend *m, Str word)
{
    for (NodeId d = 0; (d = mend_next(m, PY_Dict, m->tree->root, d));) {
        if (py_kind(m->tree, mend_parent(m, d)) != PY_Assign) continue;
        NodeList keys = py_list(m->tree, d, Dict_keys);
        for (uint32_t i = 0; i < keys.n; i++)
            if (keys.v[i] && str_eq(mend_string(m, keys.v[i]), word)) return true;
    }
    return false;
}

static bool other_right(const Mend *m, NodeId call, Fix *out)
{
    NodeId def = mend_function(m, call), cls = def ? mend_class(m, def) : 0;
    NodeList args = py_list(m->tree, call, Call_args);
    if (!cls || args.n < 2 || py_kind(m->tree, mend_parent(m, call)) != PY_Expr) return false;
    NodeId word = py_last(args);
    Str said = mend_string(m, word), name = mend_def_name(m, def);
    if (!said.len || str_eq(said, name) || !unasked_is_key(m, said) || !unasked_is_key(m, name) ||
        !method_named(m, cls, said))
        return false;
    // the others ask under their own names
    for (NodeId n = 0; (n = mend_next(m, PY_Call, cls, n));) {
        NodeList a = py_list(m->tree, n, Call_args);
        NodeId in = mend_function(m, n);
        if (!in || in == def || a.n != args.n ||
            !str_eq(mend_called(m, n), mend_called(m, call)) ||
            !str_eq(mend_string(m, py_last(a)), mend_def_name(m, in)))
            continue;
        mend_replace(m, &out->change, word, edit_literal(name, edit_quote(m->tree), m->keep));
        return mend_done(out, TRUST_REVIEW,
                         "The right that bears this method's own name is asked, as its neighbours "
                         "do. Decide that the other one was not meant.");
    }
    return false;
}

// ---- self._get(user, key) in a method that writes, where the others say owner_only=True

// The keyword that other methods that change things give the getter; empty: none.
static Str more_said(const Mend *m, NodeId cls, NodeId def, Str getter, NodeList args)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, cls, n));) {
        NodeList kw = py_list(m->tree, n, Call_keywords), a = py_list(m->tree, n, Call_args);
        NodeId in = mend_function(m, n);
        if (!in || in == def || kw.n != 1 || (args.n && a.n != args.n) ||
            !str_eq(mend_called(m, n), getter) || !changes(m, in))
            continue;
        bool same = true;
        for (uint32_t i = 0; args.n && i < a.n; i++)
            same &= str_eq(py_text(m->tree, a.v[i]), py_text(m->tree, args.v[i]));
        if (same) return py_text(m->tree, kw.v[0]);
    }
    return (Str){0};
}

static bool weaker_ask(const Mend *m, NodeId call, Fix *out)
{
    NodeId def = mend_function(m, call), cls = def ? mend_class(m, def) : 0;
    NodeId g = cls && str_eq(mend_object(m, call), S("self"))
                   ? method_named(m, cls, mend_called(m, call))
                   : 0;
    if (!g || g == def || py_list(m->tree, call, Call_keywords).n || !refuses_in(m, g) ||
        !changes(m, def))
        return false;
    NodeList args = py_list(m->tree, call, Call_args);
    Str more = more_said(m, cls, def, mend_called(m, call), args);
    if (!more.len || !args.n) return false;
    mend_insert(m, &out->change, py_at(m->tree, py_last(args))->end,
                str_fmt(m->keep, ", %.*s", STR_ARG(more)));
    return mend_done(out, TRUST_REVIEW,
                     "What changes the record asks as the other methods that change it do. Decide "
                     "that it is meant here, too.");
}

// ---- self.notes[key], where self._get(user, key) takes it after a look at the user

static bool has_parameters_of(const Mend *m, NodeId def, NodeId getter, uint32_t needed)
{
    for (uint32_t i = 1; i <= needed; i++)
        if (!mend_parameter(m, def, parameter_at(m, getter, i))) return false;
    return true;
}

// A getter: two parameters or more, the record by this very expression, a look at the first.
static bool is_getter(const Mend *m, NodeId g, NodeId record, uint32_t *needed)
{
    NodeId args = py_node(m->tree, g, FunctionDef_args);
    uint32_t all = py_list(m->tree, args, arguments_args).n,
             given = py_list(m->tree, args, arguments_defaults).n;
    if (all < 3 + given || !refuses_in(m, g) || !mend_next(m, PY_Return, g, 0)) return false;
    *needed = all - given - 1;
    Str text = py_text(m->tree, record);
    for (NodeId n = 0; (n = mend_next(m, PY_Subscript, g, n));)
        if (str_eq(py_text(m->tree, n), text)) return true;
    return false;
}

static bool raw_record(const Mend *m, NodeId record, Fix *out)
{
    NodeId stmt = mend_parent(m, record);
    if (!stmt || py_kind(m->tree, stmt) != PY_Assign ||
        py_node(m->tree, stmt, Assign_value) != record ||
        !str_starts(py_text(m->tree, record), S("self.")))
        return false;
    NodeId def = mend_function(m, record), cls = def ? mend_class(m, def) : 0;
    if (!cls) return false;
    NodeList body = py_list(m->tree, cls, ClassDef_body);
    for (uint32_t i = 0; i < body.n && i < METHODS_MOST; i++) {
        uint32_t needed = 0;
        NodeId g = body.v[i];
        if (!mend_is_def(py_kind(m->tree, g)) || g == def || !is_getter(m, g, record, &needed) ||
            !has_parameters_of(m, def, g, needed) || refuses_in(m, def) ||
            unasked_read_in(m, def, parameter_at(m, g, 1)))
            continue;
        Buf b = {.keep = m->keep};
        buf_fmt(&b, "self.%.*s(", STR_ARG(mend_def_name(m, g)));
        for (uint32_t k = 1; k <= needed; k++)
            buf_fmt(&b, "%s%.*s", k > 1 ? ", " : "", STR_ARG(parameter_at(m, g, k)));
        Str more = changes(m, def) ? more_said(m, cls, def, mend_def_name(m, g), (NodeList){0})
                                   : (Str){0};
        buf_fmt(&b, "%s%.*s)", more.len ? ", " : "", STR_ARG(more));
        mend_replace(m, &out->change, record, buf_str(&b));
        return mend_done(out, TRUST_REVIEW,
                         "The record is taken by the class's own way, which looks at who asks. "
                         "Decide that everybody who may read it may do this.");
    }
    return false;
}

// ---- if path == "/flush": …, beside if path == "/stats": if not self.is_operator(…): return …

// `if not self.check(x): return …` as the first statement of a branch.
static NodeId guard_of(const Mend *m, NodeId branch)
{
    NodeList body = py_list(m->tree, branch, If_body);
    NodeId first = body.n > 1 ? body.v[0] : 0;
    if (!first || py_kind(m->tree, first) != PY_If || py_list(m->tree, first, If_orelse).n)
        return 0;
    NodeList then = py_list(m->tree, first, If_body);
    NodeId test = py_node(m->tree, first, If_test);
    if (then.n != 1 || py_kind(m->tree, test) != PY_UnaryOp ||
        (py_kind(m->tree, then.v[0]) != PY_Return && py_kind(m->tree, then.v[0]) != PY_Raise))
        return 0;
    NodeId call = py_node(m->tree, test, UnaryOp_operand);
    return py_kind(m->tree, call) == PY_Call && unasked_is_predicate(m, call) ? first : 0;
}

static bool is_branch(const Mend *m, NodeId n)
{
    NodeList body = py_kind(m->tree, n) == PY_If ? py_list(m->tree, n, If_body) : (NodeList){0};
    return body.n && !py_list(m->tree, n, If_orelse).n &&
           py_kind(m->tree, py_last(body)) == PY_Return;
}

static bool open_branch(const Mend *m, NodeId branch, Fix *out)
{
    NodeId def = mend_function(m, branch);
    NodeList all = def ? py_list(m->tree, def, FunctionDef_body) : (NodeList){0};
    bool here = false;
    if (!is_branch(m, branch) || guard_of(m, branch)) return false;
    NodeId guard = 0;
    for (uint32_t i = 0; i < all.n; i++) {
        here |= all.v[i] == branch;
        if (!guard && all.v[i] != branch && is_branch(m, all.v[i])) guard = guard_of(m, all.v[i]);
    }
    if (!here || !guard || !changes(m, branch)) return false;
    NodeList body = py_list(m->tree, branch, If_body);
    if (!body.n || !py_list(m->tree, guard, If_body).n) return false;
    NodeId call = py_node(m->tree, py_node(m->tree, guard, If_test), UnaryOp_operand);
    if (str_find(py_text(m->tree, branch), mend_called(m, call)) >= 0) return false;
    Str lines = str_fmt(m->keep, "if %.*s:\n%.*s%.*s",
                        STR_ARG(py_text(m->tree, py_node(m->tree, guard, If_test))),
                        STR_ARG(edit_indent_unit(m->tree)),
                        STR_ARG(py_text(m->tree, py_list(m->tree, guard, If_body).v[0])));
    return mend_before(m, &out->change, body.v[0], lines) &&
           mend_done(out, TRUST_REVIEW,
                     "What changes something asks what the branch beside it asks before it only "
                     "shows something. Decide that it is meant here, too.");
}

bool mend_fix_bypass(const Mend *m, const MendSite *at, Fix *out)
{
    static bool (*const ways[])(const Mend *, NodeId, Fix *) = {raw_step, other_right, weaker_ask};
    int kind = py_kind(m->tree, at->node);
    if (m->tree->nodes.n > NODES_MOST) return false; // each looks at the whole file
    if (kind == PY_Subscript) return raw_record(m, at->node, out);
    if (kind == PY_If) return open_branch(m, at->node, out);
    for (Size i = 0; kind == PY_Call && i < countof(ways); i++) {
        if (ways[i](m, at->node, out)) return true;
        *out = (Fix){0};
    }
    return false;
}
