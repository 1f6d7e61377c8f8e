// mend/fix_expiry: what should have ended and is taken all the same: a token or session past its time,
// one that works once, one that was made for somebody else.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

// How long it lasts, where the tuple that is kept says when it was made (or until when it lasts).
typedef struct {
    Str store, clock, life;    // "self.tokens", "self.clock()", "TOKEN_LIFETIME"
    NodeId tuple;
    int at;                    // place of the time in the tuple
    bool until;                // the time is an end
} Kept;

static bool is_clock(const Mend *m, NodeId n)
{
    static const char *const clocks[] = {"clock", "time", "monotonic", "now", "utcnow", "_now",
                                         "_clock", "timer", NULL};
    return n && py_kind(m->tree, n) == PY_Call && mend_is_one(mend_called(m, n), clocks);
}

// clock(), clock() + LIFE, or a local that holds one of them
static bool is_time(const Mend *m, NodeId n, Kept *out)
{
    NodeId stmt;
    if (py_kind(m->tree, n) == PY_Name) n = mend_assigned(m, n, &stmt);
    if (!n) return false;
    if (py_kind(m->tree, n) == PY_BinOp && py_at(m->tree, n)->op == OP_ADD) {
        n = py_node(m->tree, n, BinOp_left);
        out->until = true;
    }
    if (!is_clock(m, n)) return false;
    out->clock = py_text(m->tree, n);
    return true;
}

// self.tokens[token] = (user, self.clock()): the class's own store of such tuples.
static bool kept_in(const Mend *m, NodeId scope, Kept *out)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, scope, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0],
               value = py_node(m->tree, n, Assign_value);
        if (py_kind(m->tree, to) != PY_Subscript || py_kind(m->tree, value) != PY_Tuple) continue;
        NodeList items = py_list(m->tree, value, Tuple_elts);
        for (uint32_t i = 0; i < items.n; i++) {
            *out = (Kept){.tuple = value, .at = (int)i};
            if (!is_time(m, items.v[i], out)) continue;
            out->store = py_text(m->tree, py_node(m->tree, to, Subscript_value));
            return true;
        }
    }
    return false;
}

// The constant that says how long, by its name.
static Str life_of(const Mend *m, NodeId cls)
{
    static const char *const lives[] = {"lifetime", "life_time", "ttl",     "expir",
                                        "max_age",  "valid",     "timeout", "_life",
                                        "lasts",    "duration",  NULL};
    NodeId scopes[2] = {cls, m->tree->root};
    for (Size s = 0; s < 2; s++) {
        bool in_class = scopes[s] && py_kind(m->tree, scopes[s]) == PY_ClassDef;
        NodeList body = !scopes[s] ? (NodeList){0}
                                   : py_list(m->tree, scopes[s],
                                             in_class ? (int)ClassDef_body : (int)Module_body);
        for (uint32_t i = 0; i < body.n; i++) {
            if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
            NodeId to = py_list(m->tree, body.v[i], Assign_targets).v[0];
            Str name = py_text(m->tree, to);
            if (py_kind(m->tree, to) == PY_Name && mend_has_one(mend_lower(m, name), lives) &&
                py_kind(m->tree, py_node(m->tree, body.v[i], Assign_value)) != PY_Dict)
                return in_class ? str_fmt(m->keep, "self.%.*s", STR_ARG(name)) : name;
        }
    }
    return (Str){0};
}

// The statement of a function that takes an entry of the store: store[key], .pop(key), .get(key).
static NodeId taken_at(const Mend *m, NodeId def, Str store, NodeId *how)
{
    static const int kinds[] = {PY_Subscript, PY_Call};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = mend_next(m, kinds[k], def, n));) {
            bool call = kinds[k] == PY_Call;
            Str of = call ? mend_object(m, n)
                          : py_text(m->tree, py_node(m->tree, n, Subscript_value));
            if (!str_eq(of, store) || (call && !str_eq(mend_called(m, n), S("pop")) &&
                                       !str_eq(mend_called(m, n), S("get"))))
                continue;
            NodeId stmt = mend_statement(m, n);
            if (py_kind(m->tree, stmt) != PY_Assign || py_node(m->tree, stmt, Assign_value) != n)
                continue;
            *how = n;
            return stmt;
        }
    return 0;
}

static bool looks_at_time(const Mend *m, NodeId def, Str life)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        Str text = py_text(m->tree, n);
        if (str_find(text, S("clock")) >= 0 || str_find(text, S("time")) >= 0 ||
            str_find(text, S("now")) >= 0 || str_find(text, S("expir")) >= 0)
            return true;
    }
    return life.len && mend_says_word(py_text(m->tree, def), life);
}

static NodeId last_guard(const Mend *m, NodeId stmt, Str name)
{
    NodeId def = mend_function(m, stmt);
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i + 1 < body.n; i++)
        if (body.v[i] == stmt && py_kind(m->tree, body.v[i + 1]) == PY_If &&
            mend_says_word(py_text(m->tree, py_node(m->tree, body.v[i + 1], If_test)), name))
            return body.v[i + 1];
    return stmt;
}

// user, issued = self.tokens.pop(token)   # and nobody looks how old it is
static bool too_old(const Mend *m, NodeId def, Fix *out)
{
    Kept k;
    NodeId cls = mend_class(m, def), how = 0;
    if (!kept_in(m, cls ? cls : m->tree->root, &k)) return false;
    Str life = k.until ? (Str){0} : life_of(m, cls);
    NodeId stmt = taken_at(m, def, k.store, &how);
    if (!stmt || mend_within(m, k.tuple, def) || looks_at_time(m, def, life) ||
        (!k.until && !life.len))
        return false;
    NodeId to = py_list(m->tree, stmt, Assign_targets).v[0];
    Str when = {0}, name = {0};
    if (py_kind(m->tree, to) == PY_Tuple) {
        NodeList items = py_list(m->tree, to, Tuple_elts);
        if ((uint32_t)k.at >= items.n || items.n != py_list(m->tree, k.tuple, Tuple_elts).n)
            return false;
        when = py_text(m->tree, items.v[k.at]);
        if (str_eq(when, S("_"))) {
            mend_replace(m, &out->change, items.v[k.at], k.until ? S("until") : S("since"));
            when = k.until ? S("until") : S("since");
        }
    } else if (py_kind(m->tree, to) == PY_Name) {
        name = py_text(m->tree, to);
        when = str_fmt(m->keep, "%.*s[%d]", STR_ARG(name), k.at);
    }
    if (!when.len) return false;
    NodeId after = name.len ? last_guard(m, stmt, name) : stmt;
    Str test = k.until ? str_fmt(m->keep, "%.*s > %.*s", STR_ARG(k.clock), STR_ARG(when))
                       : str_fmt(m->keep, "%.*s - %.*s > %.*s", STR_ARG(k.clock), STR_ARG(when),
                                 STR_ARG(life));
    return mend_after(m, &out->change, after,
                      mend_guard(m, &out->change, after, test, S("it is too old"))) &&
           mend_done(out, TRUST_SAFE,
                     "What is past its time, as the module itself measures it, is refused.");
}

// ---- a method that clears old entries away knows when they are old; the one that gives them does not

// for sid, session in self._table.items() if session.seen < limit: the look, in words of `item`.
static bool sweeps(const Mend *m, NodeId cls, NodeId def, Str *store, Str *item, NodeId *look)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, cls, n));) {
        NodeId in = mend_function(m, n), left = py_node(m->tree, n, Compare_left);
        int kind = py_kind(m->tree, left);
        if (in == def || (kind != PY_Attribute && kind != PY_Subscript)) continue;
        PyOp op = (PyOp)py_syms(m->tree, n, Compare_ops).v[0];
        if (op != OP_LT && op != OP_LTE) continue;
        *item = py_text(m->tree, py_node(m->tree, left, 0));
        Str code = py_text(m->tree, in);
        Size at = str_find(code, str_fmt(m->keep, ", %.*s in ", STR_ARG(*item)));
        if (at < 0) continue;
        Str rest = str_sub(code, at + 6 + item->len, -1);
        Size end = str_find(rest, S(".items()"));
        if (end < 0 || end > 60) continue;
        *store = str_sub(rest, 0, end);
        *look = n;
        return str_starts(*store, S("self."));
    }
    return false;
}

static bool as_swept(const Mend *m, NodeId def, Fix *out)
{
    NodeId cls = mend_class(m, def), look = 0, how = 0, stmt;
    Str store = {0}, item = {0};
    if (!cls || !sweeps(m, cls, def, &store, &item, &look)) return false;
    NodeId taken = taken_at(m, def, store, &how);
    if (!taken || looks_at_time(m, def, (Str){0})) return false;
    NodeId to = py_list(m->tree, taken, Assign_targets).v[0],
           limit = py_list(m->tree, look, Compare_comparators).v[0],
           left = py_node(m->tree, look, Compare_left);
    if (py_kind(m->tree, to) != PY_Name) return false;
    if (py_kind(m->tree, limit) == PY_Name) limit = mend_assigned(m, limit, &stmt);
    if (!limit) return false;
    Str name = py_text(m->tree, to), field = py_text(m->tree, left),
        bound = py_text(m->tree, limit);
    if (str_find(bound, S("self.")) < 0) return false;
    PyOp op = (PyOp)py_syms(m->tree, look, Compare_ops).v[0];
    Str test = str_fmt(m->keep, "%.*s%.*s %s %.*s", STR_ARG(name),
                       STR_ARG(str_sub(field, item.len, -1)), op == OP_LT ? "<" : "<=",
                       STR_ARG(bound));
    NodeId after = last_guard(m, taken, name);
    return mend_after(m, &out->change, after,
                      mend_guard(m, &out->change, after, test, S("it has ended"))) &&
           mend_done(
               out, TRUST_SAFE,
               "An entry that is old enough to be cleared away is not given any more, whether "
               "it has been cleared away yet or not.");
}

// ---- "works once"

// return False, return None: what stands before it is reached by a wrong key, which uses nothing up.
static bool refuses(const Mend *m, NodeId last)
{
    NodeId value = py_kind(m->tree, last) == PY_Return ? py_node(m->tree, last, Return_value) : 0;
    const PyConst *c =
        value && py_kind(m->tree, value) == PY_Constant ? py_const(m->tree, value) : NULL;
    return py_kind(m->tree, last) == PY_Raise ||
           (py_kind(m->tree, last) == PY_Return &&
            (!value || (c && (c->kind == CONST_FALSE || c->kind == CONST_NONE))));
}

// Is an entry deleted where the function goes on? One that is too old goes before the refusal.
static bool uses_up(const Mend *m, NodeId def)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Delete, def, n));) {
        NodeId up = m->parent[n];
        NodeList body =
            py_kind(m->tree, up) == PY_If ? py_list(m->tree, up, If_body) : (NodeList){0};
        if (py_kind(m->tree, py_last(body)) != PY_Raise) return true;
    }
    return false;
}

static bool once(const Mend *m, NodeId def, Fix *out)
{
    static const char *const words[] = {"works once",  "only once", "used once",  "one-time",
                                        "single use",  "single-use", "use it up", "used up",
                                        "uses it up",  "at most once", "just once", NULL};
    NodeId cls = mend_class(m, def);
    Str doc = mend_lower(m, mend_docstring(m, def));
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    if (!cls || !mend_has_one(doc, words) || body.n < 2) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Subscript, def, n));) {
        Str text = py_text(m->tree, n);
        NodeId key = py_node(m->tree, n, Subscript_slice);
        if (py_at(m->tree, n)->op != CTX_LOAD || py_kind(m->tree, key) != PY_Name ||
            !mend_parameter(m, def, py_text(m->tree, key)) || !str_starts(text, S("self.")))
            continue;
        Str pop = str_fmt(m->keep, "%.*s.pop(",
                          STR_ARG(py_text(m->tree, py_node(m->tree, n, Subscript_value))));
        if (str_find(py_text(m->tree, def), pop) >= 0) return false;
        if (uses_up(m, def)) return false;
        NodeId last = py_last(body);
        if (refuses(m, last)) return false;
        if (py_kind(m->tree, last) == PY_Return && mend_within(m, n, last)) return false;
        if (py_kind(m->tree, last) == PY_If || py_kind(m->tree, last) == PY_Try) return false;
        return mend_before(m, &out->change, last, str_fmt(m->keep, "del %.*s", STR_ARG(text))) &&
               mend_done(out, TRUST_SAFE,
                         "It is used up before what it allows is done, as the documentation says.");
    }
    return false;
}

// ---- made for one address, taken with another

static bool for_another(const Mend *m, NodeId def, Fix *out)
{
    NodeId cls = mend_class(m, def);
    for (NodeId n = 0; cls && (n = mend_next(m, PY_Assign, cls, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0],
               value = py_node(m->tree, n, Assign_value);
        if (py_kind(m->tree, to) != PY_Subscript || py_kind(m->tree, value) != PY_Tuple ||
            mend_within(m, n, def))
            continue;
        NodeId key = py_node(m->tree, to, Subscript_slice);
        NodeList items = py_list(m->tree, value, Tuple_elts);
        Str box = py_text(m->tree, py_node(m->tree, to, Subscript_value)),
            by = py_text(m->tree, key);
        if (py_kind(m->tree, key) != PY_Name || !mend_parameter(m, def, by)) continue;
        Str entry = str_fmt(m->keep, "%.*s[%.*s]", STR_ARG(box), STR_ARG(by));
        NodeId stmt = 0;
        for (NodeId k = 0; (k = mend_next(m, PY_Subscript, def, k)) && !stmt;)
            if (str_eq(py_text(m->tree, k), entry)) stmt = mend_statement(m, k);
        for (uint32_t i = 0; stmt && i < items.n; i++) {
            Str name = py_text(m->tree, items.v[i]);
            Str part = str_fmt(m->keep, "%.*s[%u]", STR_ARG(entry), i);
            if (py_kind(m->tree, items.v[i]) != PY_Name || !mend_parameter(m, def, name) ||
                str_find(py_text(m->tree, def), part) >= 0)
                continue;
            Str test = str_fmt(m->keep, "%.*s != %.*s", STR_ARG(part), STR_ARG(name));
            return mend_before(
                       m, &out->change, stmt,
                       mend_guard(m, &out->change, stmt, test, S("it was made for another"))) &&
                   mend_done(
                       out, TRUST_SAFE,
                       "What was made for one is refused with another, whom the caller names.");
        }
    }
    return false;
}

// Every way that fits, in one change: a function may let through the old, the used and another's.
bool mend_fix_expiry(const Mend *m, const MendSite *at, Fix *out)
{
    static bool (*const ways[])(const Mend *, NodeId, Fix *) = {too_old, as_swept, for_another,
                                                                once};
    bool any = false;
    if (!mend_is_def(py_kind(m->tree, at->node))) return false;
    for (Size i = 0; i < countof(ways); i++) {
        Fix one = {0};
        bool apart = ways[i](m, at->node, &one);
        for (Size k = 0; apart && k < one.change.edits.n; k++)
            for (Size j = 0; j < out->change.edits.n; j++)
                apart &= one.change.edits.v[k].where.beg !=
                         out->change.edits.v[j].where.beg;
        if (!apart) continue;
        if (!any) *out = one;
        else
            for (Size k = 0; k < one.change.edits.n; k++)
                *push(m->keep, &out->change.edits) = one.change.edits.v[k];
        any = true;
    }
    return any;
}
