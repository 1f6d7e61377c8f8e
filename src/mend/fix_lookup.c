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

// ---- if request.get("code") != entry.get("code"): neither has one, and None equals None

// x.get(k), x.pop(k, None) of something: None where it has no k.
static bool gives_none(const Mend *m, NodeId e)
{
    if (!e || py_kind(m->tree, e) != PY_Call || py_list(m->tree, e, Call_keywords).n) return false;
    bool get = str_eq(mend_called(m, e), S("get")), pop = str_eq(mend_called(m, e), S("pop"));
    NodeList args = py_list(m->tree, e, Call_args);
    const PyConst *c = args.n == 2 && py_kind(m->tree, args.v[1]) == PY_Constant
                           ? py_const(m->tree, args.v[1])
                           : NULL;
    return mend_object(m, e).len && ((get && args.n == 1) ||
                                     ((get || pop) && c && c->kind == CONST_NONE));
}

// The lookup under an expression: itself, or what the local was given.
static NodeId lookup(const Mend *m, NodeId e)
{
    NodeId stmt = 0, v = py_kind(m->tree, e) == PY_Name ? mend_assigned(m, e, &stmt) : e;
    return gives_none(m, v) ? v : 0;
}

// What a caller may leave out or give as None: a parameter, or a field of one.
static bool may_be_left_out(const Mend *m, NodeId def, NodeId e)
{
    if (py_kind(m->tree, e) == PY_Name && mend_parameter(m, def, py_text(m->tree, e))) return true;
    NodeId v = lookup(m, e);
    if (!v) return false;
    Str of = mend_object(m, v);
    Size dot = str_find(of, S("."));
    return mend_parameter(m, def, dot < 0 ? of : str_sub(of, 0, dot)) && !str_starts(of, S("self"));
}

// A store of this object, or a local that came out of one.
static bool is_kept(const Mend *m, NodeId def, NodeId e)
{
    NodeId v = lookup(m, e);
    Str of = v ? mend_object(m, v) : (Str){0};
    Str last = str_sub(of, str_rfind(of, '.') + 1, -1);
    if (last.len && last.s[0] >= 'A' && last.s[0] <= 'Z') return false; // a table of the module
    if (str_starts(of, S("self."))) return true;
    for (NodeId n = 0; of.len && (n = mend_next(m, PY_Assign, def, n));)
        if (str_eq(py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]), of) &&
            str_find(py_text(m->tree, py_node(m->tree, n, Assign_value)), S("self.")) >= 0)
            return true;
    return false;
}

static bool asked_for(const Mend *m, NodeId def, NodeId e)
{
    Str text = py_text(m->tree, e), code = py_text(m->tree, def);
    NodeId v = lookup(m, e);
    Str of = mend_object(m, v), key = py_text(m->tree, mend_arg(m, v, 0, (Str){0}));
    const char *const forms[] = {"%.*s is None", "%.*s is not None", "not %.*s", "%.*s and", NULL};
    for (const char *const *f = forms; *f; f++) {
        Size at = str_find(str_of(*f), S("%"));
        Str form = str_fmt(m->keep, "%.*s%.*s%s", (int)at, *f, STR_ARG(text), *f + at + 4);
        Str whole = str_fmt(m->keep, "%.*s%.*s%s", (int)at, *f, STR_ARG(of), *f + at + 4);
        if (str_find(code, form) >= 0 || str_find(code, whole) >= 0) return true;
    }
    return str_find(code, str_fmt(m->keep, "in %.*s", STR_ARG(of))) >= 0 ||
           str_find(code, str_fmt(m->keep, "%.*s in ", STR_ARG(key))) >= 0;
}

bool mend_fix_both_missing(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const secrets[] = {"pass", "token", "secret", "digest", "hash",
                                          "sign", "code",  "pin",    "otp",    "mac",
                                          "cred", "nonce", "answer", NULL};
    NodeId def = py_kind(m->tree, at->node) == PY_Compare ? mend_function(m, at->node) : 0;
    SymList ops = def ? py_syms(m->tree, at->node, Compare_ops) : (SymList){0};
    if (!def || ops.n != 1 || (ops.v[0] != OP_EQ && ops.v[0] != OP_NOTEQ)) return false;
    NodeId sides[] = {py_node(m->tree, at->node, Compare_left),
                      py_list(m->tree, at->node, Compare_comparators).v[0]};
    // what is cheap to see goes first: who gave a local its value costs a walk of the function
    if (py_kind(m->tree, sides[0]) == PY_Constant || py_kind(m->tree, sides[1]) == PY_Constant ||
        !mend_has_one(mend_lower(m, py_text(m->tree, at->node)), secrets))
        return false;
    for (int i = 0; i < 2; i++) {
        NodeId kept = sides[i], sent = sides[1 - i];
        if (!is_kept(m, def, kept) || !may_be_left_out(m, def, sent) || asked_for(m, def, kept))
            continue;
        Str whole = py_text(m->tree, at->node), k = py_text(m->tree, kept);
        if (str_find(whole, S("\n")) >= 0) return false;
        int up = py_kind(m->tree, mend_parent(m, at->node));
        bool alone = up == PY_If || up == PY_Return || up == PY_Assign;
        mend_replace(m, &out->change, at->node,
                     str_fmt(m->keep, "%s%.*s is %s %.*s%s", alone ? "" : "(", STR_ARG(k),
                             ops.v[0] == OP_EQ ? "not None and" : "None or", STR_ARG(whole),
                             alone ? "" : ")"));
        return mend_done(out, TRUST_SAFE,
                         "Where nothing is kept nothing can be right: before, a request that left "
                         "the value out compared None with None.");
    }
    return false;
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
