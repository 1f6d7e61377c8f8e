// mend/unasked_same: what another function does before the very same step, and this one does not: the
// check before the common helper, the module's converter in place of a bare conversion, the least
// length before something is kept, the getter that looks whose the record is.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

enum { TREE_MOST = 20000, DEFS_MOST = 120, EXTRAS_MOST = 3 };

typedef struct { NodeId v[DEFS_MOST]; int n; } Defs;

// False: too many to look at each pair of them.
static bool all_defs(const Mend *m, Defs *out)
{
    out->n = 0;
    if (m->tree->nodes.n > TREE_MOST) return false;
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++) {
        if (!mend_is_def(m->tree->nodes.v[n].kind)) continue;
        if (out->n == DEFS_MOST) return false;
        out->v[out->n++] = n;
    }
    return true;
}

static Str bare_name(const Mend *m, NodeId call)
{
    Str text = py_text(m->tree, py_node(m->tree, call, Call_func));
    if (str_starts(text, S("self."))) text = str_sub(text, 5, -1);
    return str_find(text, S(".")) >= 0 ? (Str){0} : text;
}

// The one function of this file that a call f(…) or self.f(…) means; 0: none, or several.
static NodeId own_def(const Mend *m, const Defs *all, NodeId call)
{
    Str name = bare_name(m, call);
    NodeId found = 0;
    for (int i = 0; name.len && i < all->n; i++) {
        if (!str_eq(mend_def_name(m, all->v[i]), name)) continue;
        if (found) return 0;
        found = all->v[i];
    }
    return found;
}

static bool returns_value(const Mend *m, NodeId def)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Return, def, n));)
        if (py_node(m->tree, n, Return_value)) return true;
    return false;
}

// Raises for some values and gives nothing back.
static bool only_refuses(const Mend *m, NodeId def)
{
    return def && mend_next(m, PY_Raise, def, 0) && !returns_value(m, def);
}

static bool calls_it(const Mend *m, NodeId in, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, in, n));)
        if (str_eq(mend_called(m, n), name)) return true;
    return false;
}

static bool same_home(const Mend *m, NodeId a, NodeId b)
{
    return mend_parent(m, a) == mend_parent(m, b);
}

// ---- self._check_rate(number) … self._deliver(number), and elsewhere only self._deliver(number)

// How an argument of A's check is written in B: by what both give the step, or since it means the
// same in both. Empty: it means nothing there. given: by the step.
static Str in_other(const Mend *m, NodeId arg, NodeId a, NodeId step_a, NodeId b, NodeId step_b,
                    bool *given)
{
    NodeList from = py_list(m->tree, step_a, Call_args), to = py_list(m->tree, step_b, Call_args);
    Str text = py_text(m->tree, arg);
    for (uint32_t i = 0; i < from.n && i < to.n; i++)
        if (str_eq(py_text(m->tree, from.v[i]), text)) {
            *given = true;
            return py_text(m->tree, to.v[i]);
        }
    if (py_kind(m->tree, arg) == PY_Constant || str_starts(text, S("self."))) return text;
    if (py_kind(m->tree, arg) != PY_Name) return (Str){0};
    bool theirs = mend_parameter(m, a, text) != 0, ours = mend_parameter(m, b, text) != 0;
    if (theirs != ours) return (Str){0};
    return theirs || (!mend_binds(m, a, text) && !mend_binds(m, b, text)) ? text : (Str){0};
}

static bool put_check(const Mend *m, NodeId check, NodeId a, NodeId step_a, NodeId b, NodeId step_b,
                      Fix *out)
{
    NodeList args = py_list(m->tree, check, Call_args);
    Buf line = {.keep = m->keep};
    bool given = false;
    buf_fmt(&line, "%.*s(", STR_ARG(py_text(m->tree, py_node(m->tree, check, Call_func))));
    for (uint32_t i = 0; i < args.n; i++) {
        Str text = in_other(m, args.v[i], a, step_a, b, step_b, &given);
        if (!text.len || str_find(text, S("\n")) >= 0) return false;
        buf_fmt(&line, "%s%.*s", i ? ", " : "", STR_ARG(text));
    }
    buf_char(&line, ')');
    NodeId stmt = mend_statement(m, step_b);
    return given && stmt && mend_before(m, &out->change, stmt, buf_str(&line));
}

// A check that A asks, as a statement of its own block, before the step.
static bool checked_step(const Mend *m, const Defs *all, NodeId a, NodeId step_a, NodeId b,
                         NodeId step_b, Fix *out)
{
    NodeList body = py_list(m->tree, a, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId e =
            py_kind(m->tree, body.v[i]) == PY_Expr ? py_node(m->tree, body.v[i], Expr_value) : 0;
        if (py_at(m->tree, body.v[i])->end > py_at(m->tree, step_a)->beg) return false;
        if (!e || py_kind(m->tree, e) != PY_Call || py_list(m->tree, e, Call_keywords).n) continue;
        NodeId check = own_def(m, all, e);
        if (!only_refuses(m, check) || check == b || calls_it(m, b, mend_called(m, e)) ||
            calls_it(m, check, mend_def_name(m, b)))
            continue;
        NodeId helper = own_def(m, all, step_a);
        if (helper && calls_it(m, helper, mend_called(m, e))) continue;
        if (put_check(m, e, a, step_a, b, step_b, out)) return true;
        *out = (Fix){0};
    }
    return false;
}

// Somebody in the file calls it, so that what is asked may be asked there.
static bool is_called(const Mend *m, NodeId def) { return calls_it(m, m->tree->root, mend_def_name(m, def)); }

static bool same_step(const Mend *m, const Defs *all, NodeId b, Fix *out)
{
    if (is_called(m, b)) return false;
    for (NodeId s = 0; (s = mend_next(m, PY_Call, b, s));) {
        NodeId helper = own_def(m, all, s);
        Str text = py_text(m->tree, py_node(m->tree, s, Call_func));
        if (!helper || !py_list(m->tree, s, Call_args).n || only_refuses(m, helper)) continue;
        for (int i = 0; i < all->n; i++) {
            NodeId a = all->v[i];
            if (a == b || a == helper || !same_home(m, a, b)) continue;
            for (NodeId t = 0; (t = mend_next(m, PY_Call, a, t));)
                if (str_eq(py_text(m->tree, py_node(m->tree, t, Call_func)), text) &&
                    checked_step(m, all, a, t, b, s, out))
                    return true;
        }
    }
    return false;
}

// ---- amount = Decimal(str(value)), where others say amount_of(value), which does the same and looks

// What the converter gives back is this expression of its own: itself, or a local that holds it.
static bool gives_back(const Mend *m, NodeId conv, NodeId e)
{
    bool any = false;
    for (NodeId r = 0; (r = mend_next(m, PY_Return, conv, r));) {
        NodeId v = py_node(m->tree, r, Return_value), stmt = 0;
        if (!v) return false;
        bool is = v == e;
        if (py_kind(m->tree, v) == PY_Name)
            for (NodeId n = 0; (n = mend_next(m, PY_Assign, conv, n));) {
                if (!mend_binds(m, py_list(m->tree, n, Assign_targets).v[0], py_text(m->tree, v)))
                    continue;
                if (stmt) return false;
                stmt = n;
            }
        if (!is && !(stmt && py_node(m->tree, stmt, Assign_value) == e)) return false;
        any = true;
    }
    return any;
}

// The further arguments that the others give the converter; where they differ, those that bear a
// word of this function's name. False: nothing tells which.
static bool extras_for(const Mend *m, const Defs *all, NodeId conv, NodeId b, Str subject, Str *out)
{
    Str name = mend_lower(m, mend_def_name(m, b)), only = {0}, named = {0};
    bool differ = false, any = false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        NodeList args = py_list(m->tree, n, Call_args);
        if (own_def(m, all, n) != conv || !args.n || args.n > EXTRAS_MOST ||
            !str_eq(py_text(m->tree, args.v[0]), subject) || py_list(m->tree, n, Call_keywords).n)
            continue;
        Buf text = {.keep = m->keep};
        for (uint32_t i = 1; i < args.n; i++) {
            Str more = py_text(m->tree, args.v[i]);
            for (Size k = 0; k < more.len; k++)
                if (more.s[k] >= 'a' && more.s[k] <= 'z') return false; // a constant, by its name
            buf_fmt(&text, ", %.*s", STR_ARG(more));
            if (unasked_shares_word(mend_lower(m, more), name)) named = buf_str(&text);
        }
        if (any && !str_eq(only, buf_str(&text))) differ = true;
        only = buf_str(&text);
        any = true;
    }
    *out = named.len ? named : only;
    return any && (named.len || !differ);
}

static bool bare_conversion(const Mend *m, const Defs *all, NodeId conv, NodeId b, Fix *out)
{
    NodeList params = py_list(m->tree, py_node(m->tree, conv, FunctionDef_args), arguments_args);
    uint32_t at =
        params.n > 1 && str_eq(py_name(m->tree, py_sym(m->tree, params.v[0], arg_arg)), S("self"));
    Str p = params.n > at ? py_name(m->tree, py_sym(m->tree, params.v[at], arg_arg)) : (Str){0};
    for (NodeId e = 0; p.len && (e = mend_next(m, PY_Call, conv, e));) {
        if (!mend_says_word(py_text(m->tree, e), p) || !gives_back(m, conv, e)) continue;
        for (NodeId here = 0; (here = mend_next(m, PY_Call, b, here));) {
            NodeList args = py_list(m->tree, py_node(m->tree, b, FunctionDef_args), arguments_args);
            for (uint32_t i = 0; i < args.n; i++) {
                Str x = py_name(m->tree, py_sym(m->tree, args.v[i], arg_arg)), more = {0};
                if (!str_eq(py_text(m->tree, here),
                            unasked_renamed(m, py_text(m->tree, e), p, x)) ||
                    !extras_for(m, all, conv, b, x, &more))
                    continue;
                mend_replace(m, &out->change, here,
                             str_fmt(m->keep, "%s%.*s(%.*s%.*s)", at ? "self." : "",
                                     STR_ARG(mend_def_name(m, conv)), STR_ARG(x), STR_ARG(more)));
                return true;
            }
        }
    }
    return false;
}

static bool same_conversion(const Mend *m, const Defs *all, NodeId b, Fix *out)
{
    for (int i = 0; i < all->n; i++) {
        NodeId conv = all->v[i];
        Str name = mend_def_name(m, conv);
        if (conv == b || !mend_next(m, PY_Raise, conv, 0) || !returns_value(m, conv) ||
            calls_it(m, b, name) || calls_it(m, conv, mend_def_name(m, b)))
            continue;
        if (mend_class(m, conv) && mend_class(m, conv) != mend_class(m, b)) continue;
        if (bare_conversion(m, all, conv, b, out)) return true;
    }
    return false;
}

// ---- self._keys[name] = key, where another method first says: if size < KEY_BYTES: raise …

// The constant that a refusal of this function compares with `<`; *stmt: the refusal.
static Str least_of(const Mend *m, NodeId def, NodeId *stmt)
{
    for (NodeId n = 0; (n = mend_next(m, PY_If, def, n));) {
        NodeId test = py_node(m->tree, n, If_test);
        NodeList then = py_list(m->tree, n, If_body);
        if (py_kind(m->tree, test) != PY_Compare || then.n != 1 ||
            py_kind(m->tree, then.v[0]) != PY_Raise)
            continue;
        SymList ops = py_syms(m->tree, test, Compare_ops);
        Str c = py_text(m->tree, py_list(m->tree, test, Compare_comparators).v[0]);
        bool constant = c.len > 2 && ops.n == 1 && ops.v[0] == OP_LT;
        for (Size i = 0; i < c.len; i++)
            constant &= c.s[i] == '_' || (c.s[i] >= 'A' && c.s[i] <= 'Z');
        *stmt = n;
        if (constant) return c;
    }
    return (Str){0};
}

static bool unmeasured_store(const Mend *m, const Defs *all, NodeId b, Fix *out)
{
    static const char *const units[] = {"_bytes", "_len",    "_length", "_size",
                                        "_chars", "_digits", NULL};
    for (int i = 0; i < all->n; i++) {
        NodeId a = all->v[i], refusal = 0;
        if (a == b || !same_home(m, a, b)) continue;
        Str c = least_of(m, a, &refusal), low = mend_lower(m, c);
        if (!refusal || !py_list(m->tree, refusal, If_body).n) continue;
        if (!c.len || !mend_has_one(low, units) || mend_says_word(py_text(m->tree, b), c)) continue;
        for (NodeId n = 0; (n = mend_next(m, PY_Assign, b, n));) {
            NodeId v = py_node(m->tree, n, Assign_value),
                   to = py_list(m->tree, n, Assign_targets).v[0];
            Str kept = py_text(m->tree, to);
            if (py_kind(m->tree, v) != PY_Name || py_kind(m->tree, to) != PY_Subscript ||
                !unasked_shares_word(low, mend_lower(m, py_text(m->tree, v))))
                continue;
            bool there = false;
            for (NodeId k = 0; (k = mend_next(m, PY_Assign, a, k));)
                there |= str_eq(py_text(m->tree, py_list(m->tree, k, Assign_targets).v[0]), kept);
            if (!there) continue;
            Str test =
                str_fmt(m->keep, "len(%.*s) < %.*s", STR_ARG(py_text(m->tree, v)), STR_ARG(c));
            return mend_before(
                m, &out->change, n,
                str_fmt(m->keep, "if %.*s:\n%.*s%.*s", STR_ARG(test),
                        STR_ARG(edit_indent_unit(m->tree)),
                        STR_ARG(py_text(m->tree, py_list(m->tree, refusal, If_body).v[0]))));
        }
    }
    return false;
}

// ---- invoice = invoices.get(number) or abort(404), where own_invoice(number) looks whose it is

// The value without its way out: d.get(k) of `d.get(k) or abort(404)`.
static NodeId looked_up(const Mend *m, NodeId v)
{
    NodeList parts =
        py_kind(m->tree, v) == PY_BoolOp ? py_list(m->tree, v, BoolOp_values) : (NodeList){0};
    if (parts.n == 2 && py_kind(m->tree, parts.v[1]) == PY_Call) v = parts.v[0];
    int kind = py_kind(m->tree, v);
    return kind == PY_Subscript || (kind == PY_Call && str_eq(mend_called(m, v), S("get"))) ? v : 0;
}

// A test of the getter that looks into the record: record["owner"] != …, record.owner != ….
static bool looks_into(const Mend *m, NodeId getter, Str record)
{
    for (NodeId n = 0; (n = mend_next(m, PY_If, getter, n));) {
        NodeList then = py_list(m->tree, n, If_body);
        Str text = py_text(m->tree, py_node(m->tree, n, If_test));
        bool inside = str_find(text, str_fmt(m->keep, "%.*s[", STR_ARG(record))) >= 0 ||
                      str_find(text, str_fmt(m->keep, "%.*s.", STR_ARG(record))) >= 0;
        int kind = py_kind(m->tree, py_last(then));
        bool compares = str_find(text, S("!=")) >= 0 || str_find(text, S("not in")) >= 0;
        if (inside && compares && (kind == PY_Raise || kind == PY_Expr || kind == PY_Return))
            return true;
    }
    return false;
}

// The lookup that a getter makes, looks into and gives back; 0: it is none.
static NodeId lookup_of(const Mend *m, NodeId getter)
{
    NodeList body = py_list(m->tree, getter, FunctionDef_body);
    NodeId last = body.n > 2 ? py_last(body) : 0;
    NodeId v =
        last && py_kind(m->tree, last) == PY_Return ? py_node(m->tree, last, Return_value) : 0;
    if (!v || py_kind(m->tree, v) != PY_Name || !looks_into(m, getter, py_text(m->tree, v)))
        return 0;
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_Assign &&
            str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]),
                   py_text(m->tree, v)))
            return looked_up(m, py_node(m->tree, body.v[i], Assign_value));
    return 0;
}

static bool unlooked_record(const Mend *m, const Defs *all, NodeId b, Fix *out)
{
    for (int i = 0; i < all->n; i++) {
        NodeId g = all->v[i], from = 0;
        if (g == b || !same_home(m, g, b) || !(from = lookup_of(m, g)) ||
            calls_it(m, b, mend_def_name(m, g)) || !is_called(m, g))
            continue;
        NodeList params = py_list(m->tree, py_node(m->tree, g, FunctionDef_args), arguments_args);
        Buf call = {.keep = m->keep};
        bool method = mend_class(m, g) != 0, holds = params.n > (uint32_t)method;
        buf_fmt(&call, "%s%.*s(", method ? "self." : "", STR_ARG(mend_def_name(m, g)));
        for (uint32_t k = method; k < params.n; k++) {
            Str name = py_name(m->tree, py_sym(m->tree, params.v[k], arg_arg));
            holds &= mend_parameter(m, b, name) || mend_binds(m, b, name);
            buf_fmt(&call, "%s%.*s", k > (uint32_t)method ? ", " : "", STR_ARG(name));
        }
        buf_char(&call, ')');
        for (NodeId n = 0; holds && (n = mend_next(m, PY_Assign, b, n));) {
            NodeId v = py_node(m->tree, n, Assign_value), here = looked_up(m, v);
            Str record = py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]);
            if (!here || !str_eq(py_text(m->tree, here), py_text(m->tree, from)) ||
                looks_into(m, b, record))
                continue;
            mend_replace(m, &out->change, v, buf_str(&call));
            return true;
        }
    }
    return false;
}

bool mend_fix_unasked_same(const Mend *m, const MendSite *at, Fix *out)
{
    static const struct {
        bool (*way)(const Mend *, const Defs *, NodeId, Fix *);
        const char *says;
    } ways[] = {
        {same_step, "The check that another function asks before the same step is asked here, too. "
                    "Decide that this way needs it."},
        {same_conversion,
         "The value is taken by the module's own converter, which refuses what the "
         "module does not accept. Decide that the same holds here."},
        {unmeasured_store, "What is kept has the least length that the other way asks for. Decide "
                           "that the same holds here."},
        {unlooked_record, "The record is taken by the function that looks whose it is. Decide that "
                          "the same people may see it here."},
    };
    Defs all;
    NodeId def = at->node;
    if (!mend_is_def(py_kind(m->tree, def)) || str_starts(mend_def_name(m, def), S("_")) ||
        !all_defs(m, &all) || all.n < 2)
        return false;
    for (Size i = 0; i < countof(ways); i++) {
        *out = (Fix){0};
        if (ways[i].way(m, &all, def, out)) return mend_done(out, TRUST_REVIEW, ways[i].says);
    }
    *out = (Fix){0};
    return false;
}
