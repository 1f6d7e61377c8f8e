// mend/fix_host: addresses checked by a part of them: a host by its end or its presence, a path of
// this site by its first slash alone.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static const char *const hosts[] = {"host", "netloc", "domain", NULL};

static bool is_host(const Mend *m, NodeId e)
{
    Str low = mend_lower(m, py_text(m->tree, e));
    int kind = py_kind(m->tree, e);
    return (kind == PY_Name || kind == PY_Attribute) && mend_has_one(low, hosts) &&
           !str_ends(low, S("s"));
}

// "example.com" without a dot before it; no address, no folder
static bool is_domain(Str s)
{
    bool dot = false;
    for (Size i = 0; i < s.len; i++) {
        char c = s.s[i];
        bool letter = ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (!letter && c != '.') return false;
        dot |= c == '.' && i;
    }
    return dot && s.s[0] != '.';
}

// tuple(HOSTS), HOSTS: names of hosts that stand for themselves.
static Str collection(const Mend *m, NodeId arg)
{
    if (py_kind(m->tree, arg) == PY_Call && str_eq(mend_called(m, arg), S("tuple")))
        arg = mend_arg(m, arg, 0, (Str){0});
    if (!arg || (py_kind(m->tree, arg) != PY_Name && py_kind(m->tree, arg) != PY_Attribute))
        return (Str){0};
    Str name = py_text(m->tree, arg), low = mend_lower(m, name);
    return (mend_has_one(low, hosts) || str_find(low, S("allow")) >= 0) && str_ends(low, S("s"))
               ? name
               : (Str){0};
}

static const char says[] =
    "A host's name begins after a dot or at its beginning: what only ends, or holds, such a text "
    "is another host.";

static Str whole_host(const Mend *m, NodeId text, Str x)
{
    char q = edit_quote(m->tree);
    Str d = mend_string(m, text);
    return str_fmt(m->keep, "(%.*s == %c%.*s%c or %.*s.endswith(%c.%.*s%c))", STR_ARG(x), q,
                   STR_ARG(d), q, STR_ARG(x), q, STR_ARG(d), q);
}

// The value a comprehension of this node takes from a collection of hosts.
static bool is_one_host(const Mend *m, NodeId arg)
{
    if (py_kind(m->tree, arg) != PY_Name) return false;
    for (NodeId up = mend_parent(m, arg); up; up = mend_parent(m, up)) {
        if (py_kind(m->tree, up) != PY_GeneratorExp && py_kind(m->tree, up) != PY_ListComp)
            continue;
        NodeList of = py_list(m->tree, up, GeneratorExp_generators);
        NodeId to = py_node(m->tree, of.v[0], comprehension_target);
        NodeId from = py_node(m->tree, of.v[0], comprehension_iter);
        return of.n == 1 && str_eq(py_text(m->tree, to), py_text(m->tree, arg)) &&
               mend_has_one(mend_lower(m, py_text(m->tree, from)), hosts);
    }
    return false;
}

static bool asks_a_part(const Mend *m, NodeId call, Str x, Str one)
{
    if (py_kind(m->tree, call) != PY_Call) return false;
    Str name = mend_called(m, call);
    NodeId arg = mend_arg(m, call, 0, (Str){0});
    return arg && (str_eq(name, S("startswith")) || str_eq(name, S("endswith"))) &&
           str_eq(mend_object(m, call), x) && str_eq(py_text(m->tree, arg), one);
}

// any(netloc.endswith(host) for host in HOSTS); a beginning says nothing of a host.
static bool each_host(const Mend *m, NodeId call, NodeId of, NodeId arg, Fix *out)
{
    Str x = py_text(m->tree, of), one = py_text(m->tree, arg);
    NodeId whole = call, up = mend_parent(m, call);
    if (up && py_kind(m->tree, up) == PY_BoolOp && py_at(m->tree, up)->op == OP_OR) {
        NodeList all = py_list(m->tree, up, BoolOp_values);
        whole = up;
        for (uint32_t i = 0; i < all.n; i++)
            if (!asks_a_part(m, all.v[i], x, one)) whole = call;
    }
    Str host = x;
    if (str_ends(x, S(".netloc"))) // without a name before it, or a port behind it
        host = str_fmt(m->keep, "(%.*s.hostname or %c%c)", STR_ARG(str_sub(x, 0, x.len - 7)),
                       edit_quote(m->tree), edit_quote(m->tree));
    mend_replace(m, &out->change, whole,
                 str_fmt(m->keep, "%s%.*s == %.*s or %.*s.endswith(%c.%c + %.*s)%s",
                         whole == call && py_kind(m->tree, up) == PY_BoolOp ? "(" : "",
                         STR_ARG(host), STR_ARG(one), STR_ARG(host), edit_quote(m->tree),
                         edit_quote(m->tree), STR_ARG(one),
                         whole == call && py_kind(m->tree, up) == PY_BoolOp ? ")" : ""));
    return mend_done(out, TRUST_SAFE, says);
}

// host.endswith("example.com"), netloc.endswith(tuple(HOSTS)), "example.com" in host
bool mend_fix_loose_host(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) == PY_Compare) {
        NodeId text = py_node(m->tree, at->node, Compare_left),
               host = py_list(m->tree, at->node, Compare_comparators).v[0];
        PyOp op = (PyOp)py_syms(m->tree, at->node, Compare_ops).v[0];
        if ((op != OP_IN && op != OP_NOTIN) || !mend_string(m, text).len || !is_host(m, host) ||
            !is_domain(mend_string(m, text)))
            return false;
        mend_replace(m, &out->change, at->node,
                     str_fmt(m->keep, "%s%.*s", op == OP_NOTIN ? "not " : "",
                             STR_ARG(whole_host(m, text, py_text(m->tree, host)))));
        return mend_done(out, TRUST_SAFE, says);
    }
    bool ends = str_eq(mend_called(m, at->node), S("endswith"));
    if (py_kind(m->tree, at->node) != PY_Call ||
        (!ends && !str_eq(mend_called(m, at->node), S("startswith"))))
        return false;
    NodeId f = py_node(m->tree, at->node, Call_func), arg = mend_arg(m, at->node, 0, (Str){0});
    NodeId of = py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
    if (!of || !arg || !is_host(m, of)) return false;
    if (is_one_host(m, arg)) return each_host(m, at->node, of, arg, out);
    if (!ends) return false;
    Str x = py_text(m->tree, of), text = mend_string(m, arg), list = {0};
    if (text.len && is_domain(text)) {
        mend_replace(m, &out->change, at->node, whole_host(m, arg, x));
        return mend_done(out, TRUST_SAFE, says);
    }
    list = collection(m, arg);
    if (!list.len) return false;
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep,
                         "any(%.*s == one or %.*s.endswith(\".\" + one.lstrip(\".\")) for one in "
                         "%.*s)",
                         STR_ARG(x), STR_ARG(x), STR_ARG(list)));
    return mend_done(out, TRUST_SAFE, says);
}

// ---- if target.startswith("/"): return target

static bool goes_there(const Mend *m, NodeId def, Str name)
{
    static const char *const ways[] = {"redirect",   "next",  "return",  "back", "goto",
                                       "login",      "after", "target",  "safe_url",
                                       "local",      "land",  "forward", NULL};
    bool gives = false;
    if (!mend_has_one(mend_lower(m, mend_def_name(m, def)), ways) &&
        !mend_has_one(mend_lower(m, name), ways) &&
        str_find(py_text(m->tree, def), S("redirect(")) < 0)
        return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Return, def, n));) {
        NodeId v = py_node(m->tree, n, Return_value);
        gives |= v && mend_says_word(py_text(m->tree, v), name);
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        gives |= str_find(mend_lower(m, mend_called(m, n)), S("redirect")) >= 0 &&
                 mend_says_word(py_text(m->tree, n), name);
    return gives;
}

bool mend_fix_one_slash(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call ||
        !str_eq(mend_called(m, at->node), S("startswith")) ||
        !str_eq(mend_string(m, mend_arg(m, at->node, 0, (Str){0})), S("/")))
        return false;
    NodeId def = mend_function(m, at->node);
    if (!def) return false;
    NodeId f = py_node(m->tree, at->node, Call_func),
           of = py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
    if (!of || py_kind(m->tree, of) != PY_Name) return false;
    Str x = py_text(m->tree, of), code = py_text(m->tree, def);
    char q = edit_quote(m->tree);
    if (str_find(code, S("\"//\"")) >= 0 || str_find(code, S("'//'")) >= 0 ||
        str_find(code, S("[1:2]")) >= 0 || str_find(code, S("/\\\\")) >= 0 ||
        !goes_there(m, def, x))
        return false;
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep,
                         "(%.*s.startswith(%c/%c) and %.*s[1:2] not in "
                         "(%c/%c, %c\\\\%c, %c\\t%c, %c\\r%c, %c\\n%c))",
                         STR_ARG(x), q, q, STR_ARG(x), q, q, q, q, q, q, q, q, q, q));
    return mend_done(out, TRUST_SAFE,
                     "A path of this site has one slash at its beginning: with two, or one and a "
                     "backslash, browsers read the name of another host behind it.");
}
