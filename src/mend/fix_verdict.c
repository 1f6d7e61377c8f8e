// mend/fix_verdict: a verdict that a function asks for and does not heed: it counts or logs by it, and
// goes on either way.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// check(x), self.check(x) of this file, with this one argument.
static NodeId own_verdict(const Mend *m, NodeId call, Str x)
{
    if (py_kind(m->tree, call) != PY_Call || py_list(m->tree, call, Call_args).n != 1) return 0;
    NodeId arg = mend_arg(m, call, 0, (Str){0});
    Str of = mend_object(m, call), name = mend_called(m, call);
    if (!arg || !str_eq(py_text(m->tree, arg), x) || (of.len && !str_eq(of, S("self")))) return 0;
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++)
        if (mend_is_def(m->tree->nodes.v[n].kind) && str_eq(mend_def_name(m, n), name)) return n;
    return 0;
}

static bool is_no(const Mend *m, NodeId v)
{
    const PyConst *c = v && py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
    return !v || (c && (c->kind == CONST_NONE || c->kind == CONST_FALSE));
}

// Some way out says no: False or None, or its documentation says that it may.
static bool says_no(const Mend *m, NodeId def)
{
    static const char *const words[] = {"or none", "none when", "none if", "whether", "false when",
                                        "false if", NULL};
    bool no = false, other = false;
    for (NodeId r = 0; (r = mend_next(m, PY_Return, def, r));) {
        bool is = is_no(m, py_node(m->tree, r, Return_value));
        no |= is;
        other |= !is;
    }
    return other && (no || mend_has_one(mend_lower(m, mend_docstring(m, def)), words));
}

static bool leaves(const Mend *m, NodeId stmt)
{
    NodeId e = py_kind(m->tree, stmt) == PY_Expr ? py_node(m->tree, stmt, Expr_value) : 0;
    if (e && py_kind(m->tree, e) == PY_Call && str_eq(mend_called(m, e), S("abort"))) return true;
    return py_kind(m->tree, stmt) == PY_Return || py_kind(m->tree, stmt) == PY_Raise ||
           mend_next(m, PY_Return, stmt, 0) || mend_next(m, PY_Raise, stmt, 0);
}

// A test of the function by this text after which something leaves it.
static bool is_heeded(const Mend *m, NodeId def, Str what)
{
    for (NodeId n = 0; (n = mend_next(m, PY_If, def, n));) {
        if (str_find(py_text(m->tree, py_node(m->tree, n, If_test)), what) < 0) continue;
        NodeList then = py_list(m->tree, n, If_body), other = py_list(m->tree, n, If_orelse);
        for (uint32_t i = 0; i < then.n + other.n; i++)
            if (leaves(m, i < then.n ? then.v[i] : other.v[i - then.n])) return true;
    }
    return mend_next(m, PY_IfExp, def, 0) != 0;
}

// The verdict on x that is asked for before a place: `name` or `self.check(x)`. heeded: which of them.
static Str verdict_on(const Mend *m, NodeId place, Str x, bool heeded)
{
    NodeId def = mend_function(m, place);
    uint32_t before = py_at(m->tree, place)->beg;
    for (NodeId n = 0; def && (n = mend_next(m, PY_Assign, def, n));) {
        NodeId call = py_node(m->tree, n, Assign_value),
               to = py_list(m->tree, n, Assign_targets).v[0];
        NodeId check = py_at(m->tree, n)->end < before ? own_verdict(m, call, x) : 0;
        if (check && check != def && py_kind(m->tree, to) == PY_Name && says_no(m, check) &&
            is_heeded(m, def, py_text(m->tree, to)) == heeded)
            return py_text(m->tree, to);
    }
    for (NodeId n = 0; def && (n = mend_next(m, PY_If, def, n));) {
        NodeId test = py_node(m->tree, n, If_test);
        if (py_kind(m->tree, test) == PY_UnaryOp) test = py_node(m->tree, test, UnaryOp_operand);
        NodeId check = py_at(m->tree, n)->end < before ? own_verdict(m, test, x) : 0;
        if (check && check != def && says_no(m, check) &&
            is_heeded(m, def, py_text(m->tree, test)) == heeded)
            return py_text(m->tree, test);
    }
    return (Str){0};
}

bool mend_is_heeded(const Mend *m, NodeId place, Str x) { return verdict_on(m, place, x, true).len > 0; }

bool mend_fix_unheeded(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId arg = at->arg;
    NodeList items = py_kind(m->tree, at->node) == PY_Tuple ? py_list(m->tree, at->node, Tuple_elts)
                                                            : (NodeList){0};
    if (items.n == 2) arg = items.v[1]; // ("Location", target)
    if (!arg || py_kind(m->tree, arg) != PY_Name) return false;
    Str verdict = verdict_on(m, at->node, py_text(m->tree, arg), false);
    Str test = str_fmt(m->keep, "not %.*s", STR_ARG(verdict));
    return verdict.len &&
           mend_before(
               m, &out->change, at->node,
               mend_guard(m, &out->change, at->node, test, S("this address is not allowed"))) &&
           mend_done(out, TRUST_REVIEW,
                     "The function's own verdict decides, which it had asked for and not heeded. "
                     "Decide that what it does not know may not be reached.");
}
