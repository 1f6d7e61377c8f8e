// mend/unasked_sibling: what the functions beside this one ask before they do the like, and this one
// does not: their check of the same parameter, the owner of the same record, the form's token.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

enum { SIBLINGS_MOST = 150, HEAD_MOST = 6 };

static const char *const checks[] = {"check",   "valid", "verify", "require", "ensure",
                                     "assert_", "is_",   "has_",   "can_",    "allowed",
                                     "author",  "owns",  "permit", NULL};
// Such a function only looks a value up, or takes it away.
static const char *const looks[] = {"get",  "has",      "is",       "remove", "delete", "discard",
                                    "find", "count",    "contains", "forget", "list",   "drop",
                                    "show", "describe", "total",    "pop",    NULL};
static const char *const owners[] = {"owner",  "user",   "author", "account", "created_by",
                                     "member", "caller", "role",   "tenant",  NULL};

static Str first_word(Str name)
{
    Size end = str_find(name, S("_"));
    return end < 0 ? name : str_sub(name, 0, end);
}

// A guard of a sibling: the statement, and the check that it calls; empty: it compares.
typedef struct {
    NodeId stmt, call;
    Str callee, value;                     // value: the name that is compared with a constant
    bool owner, wraps;
} Guard;

static bool is_refusal(const Mend *m, NodeId stmt)
{
    NodeList then = py_list(m->tree, stmt, If_body);
    if (then.n != 1 || py_list(m->tree, stmt, If_orelse).n) return false;
    int kind = py_kind(m->tree, then.v[0]);
    NodeId v = kind == PY_Return ? py_node(m->tree, then.v[0], Return_value) : 0;
    int gives = v ? py_kind(m->tree, v) : 0; // return note: that is an answer
    if (gives == PY_Name || gives == PY_Attribute || gives == PY_Subscript) return false;
    if (kind == PY_Raise || kind == PY_Return) return true;
    NodeId e = kind == PY_Expr ? py_node(m->tree, then.v[0], Expr_value) : 0;
    return e && py_kind(m->tree, e) == PY_Call && str_eq(mend_called(m, e), S("abort"));
}

static bool is_check(const Mend *m, NodeId call)
{
    return mend_has_one(mend_lower(m, mend_called(m, call)), checks) ||
           unasked_is_predicate(m, call);
}

static NodeId check_in(const Mend *m, NodeId n)
{
    if (py_kind(m->tree, n) == PY_Call && is_check(m, n)) return n;
    for (NodeId c = 0; (c = mend_next(m, PY_Call, n, c));)
        if (is_check(m, c)) return c;
    return 0;
}

// digest not in DIGESTS, amount <= 0, len(name) > MAX_NAME: a value against what the module says.
static bool compares_given(const Mend *m, NodeId test, Str *name)
{
    if (py_kind(m->tree, test) != PY_Compare) return false;
    SymList ops = py_syms(m->tree, test, Compare_ops);
    NodeId left = py_node(m->tree, test, Compare_left),
           right = py_list(m->tree, test, Compare_comparators).v[0];
    if (py_kind(m->tree, left) == PY_Call && str_eq(mend_called(m, left), S("len")))
        left = mend_arg(m, left, 0, (Str){0});
    if (ops.n != 1 || !left || py_kind(m->tree, left) != PY_Name) return false;
    PyOp op = (PyOp)ops.v[0];
    Str text = py_text(m->tree, right);
    if (str_starts(text, S("self."))) text = str_sub(text, 5, -1);
    bool constant = text.len > 1;
    for (Size i = 0; i < text.len; i++)
        constant &= text.s[i] == '_' || (text.s[i] >= 'A' && text.s[i] <= 'Z') ||
                    (i && text.s[i] >= '0' && text.s[i] <= '9');
    bool number = py_kind(m->tree, right) == PY_Constant && text.len && text.s[0] >= '0' &&
                  text.s[0] <= '9';
    bool order = op == OP_LT || op == OP_LTE || op == OP_GT || op == OP_GTE;
    *name = py_text(m->tree, left);
    return (op == OP_NOTIN && constant) || (order && (constant || number));
}

// order["owner"] != user, note.author == user
static bool compares_owner(const Mend *m, NodeId test)
{
    if (py_kind(m->tree, test) != PY_Compare) return false;
    SymList ops = py_syms(m->tree, test, Compare_ops);
    NodeId left = py_node(m->tree, test, Compare_left);
    int kind = py_kind(m->tree, left);
    if (ops.n != 1 || (ops.v[0] != OP_NOTEQ && ops.v[0] != OP_EQ)) return false;
    return (kind == PY_Subscript || kind == PY_Attribute) &&
           mend_has_one(mend_lower(m, py_text(m->tree, left)), owners);
}

static bool guard_at(const Mend *m, NodeId stmt, Guard *out)
{
    *out = (Guard){.stmt = stmt};
    int kind = py_kind(m->tree, stmt);
    if (kind == PY_If && is_refusal(m, stmt)) {
        NodeId test = py_node(m->tree, stmt, If_test);
        out->call = check_in(m, test);
        out->owner = !out->call && compares_owner(m, test);
        if (!out->call && !out->owner && !compares_given(m, test, &out->value)) return false;
    } else if (kind == PY_Expr) {
        NodeId e = py_node(m->tree, stmt, Expr_value);
        if (py_kind(m->tree, e) != PY_Call) return false;
        out->call = is_check(m, e) ? e : 0;
    } else if (kind == PY_Assign) {
        NodeId v = py_node(m->tree, stmt, Assign_value);
        if (py_kind(m->tree, v) != PY_Call || py_list(m->tree, v, Call_args).n != 1) return false;
        out->call = mend_has_one(mend_lower(m, mend_called(m, v)), checks) ? v : 0;
        out->wraps = true;
    }
    if (out->call) out->callee = mend_called(m, out->call);
    return out->call || out->owner || out->value.len;
}

// The check is a function of this module or class, or imported: not a method of some object.
static bool is_own_check(const Mend *m, const Guard *g)
{
    if (!g->call) return true;
    Str text = py_text(m->tree, py_node(m->tree, g->call, Call_func));
    if (str_starts(text, S("self."))) text = str_sub(text, 5, -1);
    if (str_find(text, S(".")) >= 0) return false;
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++)
        if (mend_is_def(m->tree->nodes.v[n].kind) && str_eq(mend_def_name(m, n), text)) return true;
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_ImportFrom &&
            mend_says_word(py_text(m->tree, body.v[i]), text))
            return true;
    return false;
}

// The statement of `in` that binds a name by a plain assignment; 0: none, or several.
static NodeId binding(const Mend *m, NodeList body, Str name)
{
    NodeId found = 0;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeId to = py_list(m->tree, body.v[i], Assign_targets).v[0];
        if (!str_eq(py_text(m->tree, to), name)) continue;
        if (found) return 0;
        found = body.v[i];
    }
    return found;
}

typedef struct {
    const Mend *m;
    NodeId from, to, after;
    bool uses;
    Str value, was, now;                   // the sibling's word for a parameter, and this one's
} Bound;

// The one assignment of a function, at any depth, that binds a name; 0: none, or several.
static NodeId bound_once(const Mend *m, NodeId def, Str name)
{
    NodeId found = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        if (!mend_binds(m, py_list(m->tree, n, Assign_targets).v[0], name)) continue;
        if (found) return 0;
        found = n;
    }
    return found;
}

// password -> new, new_password; names -> [name]: the one parameter that is of the same kind.
static Str alias(const Mend *m, NodeId def, Str name)
{
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    Str found = {0};
    bool own = str_find(mend_lower(m, mend_def_name(m, def)), name) >= 0;
    for (uint32_t i = 0; i < list.n; i++) {
        Str p = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg)), now = {0};
        if (str_eq(p, str_fmt(m->keep, "new_%.*s", STR_ARG(name))) ||
            str_eq(p, str_fmt(m->keep, "%.*s_new", STR_ARG(name))) ||
            (own && (str_eq(p, S("new")) || str_eq(p, S("value")))))
            now = p;
        if (str_eq(name, str_fmt(m->keep, "%.*ss", STR_ARG(p))))
            now = str_fmt(m->keep, "[%.*s]", STR_ARG(p));
        if (now.len && found.len) return (Str){0};
        if (now.len) found = now;
    }
    return found;
}

Str unasked_renamed(const Mend *m, Str text, Str was, Str now)
{
    Buf b = {.keep = m->keep};
    for (Size at = 0; at < text.len;) {
        Size end = at;
        while (end < text.len &&
               (text.s[end] == '_' || ((text.s[end] | 32) >= 'a' && (text.s[end] | 32) <= 'z') ||
                (end > at && text.s[end] >= '0' && text.s[end] <= '9')))
            end++;
        if (end == at) end++;
        Str word = str_sub(text, at, end);
        buf_add(&b, str_eq(word, was) ? now : word);
        at = end;
    }
    return buf_str(&b);
}

// A name of the guard means the same in this function: a parameter of both, the same local of both,
// or neither's own. `after`: the last statement that must stand before.
static bool name_holds(Bound *k, Str name)
{
    const Mend *m = k->m;
    bool theirs = mend_parameter(m, k->from, name) != 0, ours = mend_parameter(m, k->to, name) != 0;
    if (theirs && !ours && str_eq(name, k->value)) { // a parameter there, a local here
        k->after = bound_once(m, k->to, name);
        k->uses = k->after != 0;
        return k->uses;
    }
    Str other = theirs && !ours ? alias(m, k->to, name) : (Str){0};
    if (other.len && !k->was.len) {
        k->was = name;
        k->now = other;
        k->uses = true;
        return true;
    }
    if (theirs != ours) return false;
    if (ours) {
        if (!str_eq(name, S("self")) && !str_eq(name, S("cls"))) k->uses = true;
        return true;
    }
    NodeId there = binding(m, py_list(m->tree, k->from, FunctionDef_body), name);
    NodeId here = binding(m, py_list(m->tree, k->to, FunctionDef_body), name);
    if (!there && !here) return !mend_binds(m, k->from, name) && !mend_binds(m, k->to, name);
    if (!there || !here || !str_eq(py_text(m->tree, there), py_text(m->tree, here))) return false;
    if (!k->after || py_at(m->tree, here)->beg > py_at(m->tree, k->after)->beg) k->after = here;
    return true;
}

static bool names_hold(Bound *k, NodeId n)
{
    if (py_kind(k->m->tree, n) == PY_Name && !name_holds(k, py_text(k->m->tree, n))) return false;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(k->m->tree, n, &it));)
        if (!names_hold(k, c)) return false;
    return true;
}

// The function compares this value with a constant or a number already, or hands it to a check.
static bool looks_at(const Mend *m, NodeId def, const Guard *g)
{
    Str right = py_text(m->tree, py_list(m->tree, py_node(m->tree, g->stmt, If_test),
                                         Compare_comparators).v[0]);
    bool number = right.len && right.s[0] >= '0' && right.s[0] <= '9';
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        Str text = py_text(m->tree, n);
        if (mend_says_word(text, g->value) && (number || mend_says_word(text, right))) return true;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        if (is_check(m, n) && mend_says_word(py_text(m->tree, n), g->value)) return true;
    return !number && mend_says_word(py_text(m->tree, def), right);
}

// handler(session, form): all that the check would be asked of goes on to another.
static bool hands_on(const Mend *m, NodeId def, const Guard *g)
{
    NodeList args = py_list(m->tree, g->call, Call_args);
    for (NodeId n = 0; args.n > 1 && (n = mend_next(m, PY_Call, def, n));) {
        NodeList given = py_list(m->tree, n, Call_args);
        uint32_t same = 0;
        for (uint32_t i = 0; i < args.n; i++)
            for (uint32_t k = 0; k < given.n; k++)
                if (str_eq(py_text(m->tree, args.v[i]), py_text(m->tree, given.v[k]))) {
                    same++;
                    break;
                }
        if (same == args.n) return true;
    }
    return false;
}

// self._need(user, "edit") in edit: this function's own word, where there is such a right.
static bool in_its_words(const Mend *m, NodeId def, NodeId sibling, const Guard *g, Str *lines)
{
    Str was = mend_def_name(m, sibling), now = mend_def_name(m, def);
    NodeList args = g->call ? py_list(m->tree, g->call, Call_args) : (NodeList){0};
    for (uint32_t i = 0; i < args.n; i++) {
        Str word = mend_string(m, args.v[i]);
        if (!word.len || !str_eq(word, was)) continue;
        if (!unasked_is_key(m, now)) return false;
        Size at = (Size)(py_at(m->tree, args.v[i])->beg - py_at(m->tree, g->stmt)->beg);
        Size end = (Size)(py_at(m->tree, args.v[i])->end - py_at(m->tree, g->stmt)->beg);
        *lines = str_fmt(m->keep, "%.*s%.*s%.*s", (int)at, lines->s,
                         STR_ARG(edit_literal(now, edit_quote(m->tree), m->keep)),
                         (int)(lines->len - end), lines->s + end);
        return true;
    }
    return true;
}

// self._require_owner(actor, key): a function of this file in which the same comparison stands.
static bool asks_by_helper(const Mend *m, NodeId def, const Guard *g)
{
    NodeId test = py_node(m->tree, g->stmt, If_test);
    Str left = py_text(m->tree, py_node(m->tree, test, Compare_left)), text = py_text(m->tree, def);
    for (NodeId n = 0; (n = mend_next(m, PY_FunctionDef, m->tree->root, n));)
        if (n != def && mend_says_word(text, mend_def_name(m, n)) &&
            str_find(py_text(m->tree, n), left) >= 0)
            return true;
    return false;
}

// This function asks it already, or calls one that does, or is only called by those that do.
static bool asks_already(const Mend *m, NodeId def, NodeId sibling, const Guard *g)
{
    Str text = py_text(m->tree, def), name = mend_def_name(m, def);
    if (g->callee.len && mend_says_word(text, g->callee)) return true;
    if (g->owner &&
        str_find(text, py_text(m->tree, py_node(m->tree, py_node(m->tree, g->stmt, If_test),
                                                Compare_left))) >= 0)
        return true;
    if (g->owner && asks_by_helper(m, def, g)) return true;
    if (g->value.len && looks_at(m, def, g)) return true;
    if (g->call && hands_on(m, def, g)) return true;
    if (mend_says_word(text, mend_def_name(m, sibling))) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));)
        if (!mend_within(m, n, def) && str_eq(mend_called(m, n), name)) return true;
    return false;
}

static bool is_writing_handler(const Mend *m, NodeId def)
{
    static const char *const writes[] = {"POST",  "PUT",      "DELETE",  "PATCH", ".post(",
                                         ".put(", ".delete(", ".patch(", NULL};
    NodeList d = py_list(m->tree, def, FunctionDef_decorator_list);
    for (uint32_t i = 0; i < d.n; i++)
        if (mend_has_one(py_text(m->tree, d.v[i]), writes)) return true;
    return false;
}

// ---- the same record in both, which this function takes away or sets

// del ORDERS[key], ORDERS.pop(key), order.delete(), session.delete(order)
static bool takes_away(const Mend *m, NodeId n, NodeId def, Str record)
{
    static const char *const words[] = {"delete", "remove", "pop", "discard", "destroy", NULL};
    if (py_kind(m->tree, n) == PY_Delete) {
        NodeId what = py_list(m->tree, n, Delete_targets).v[0];
        NodeId key = py_kind(m->tree, what) == PY_Subscript
            ? py_node(m->tree, what, Subscript_slice) : 0;
        return key && mend_parameter(m, def, py_text(m->tree, key));
    }
    if (!mend_is_one(mend_called(m, n), words)) return false;
    NodeId arg = mend_arg(m, n, 0, (Str){0});
    Str text = arg ? py_text(m->tree, arg) : mend_object(m, n);
    return str_eq(text, record) || (arg && mend_parameter(m, def, text));
}

static bool changes_record(const Mend *m, NodeId def, Str record)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        // post.likes += 1, = post.likes + 1: anybody's to do
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        int kind = py_kind(m->tree, to);
        if (str_find(py_text(m->tree, py_node(m->tree, n, Assign_value)),
                     py_text(m->tree, to)) >= 0) continue;
        if ((kind == PY_Attribute || kind == PY_Subscript) &&
            str_eq(py_text(m->tree, py_node(m->tree, to, 0)), record))
            return true;
    }
    static const int kinds[] = {PY_Call, PY_Delete};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = mend_next(m, kinds[k], def, n));)
            if (takes_away(m, n, def, record)) return true;
    return false;
}

// if not hook_ok(request): a function of the program's, whatever its name; or what a header says.
static bool asks_function(const Mend *m, NodeId test)
{
    static const char *const own[] = {"isinstance", "len", "any", "all", "int", "str", "hasattr",
                                      "set", NULL};
    if (str_find(py_text(m->tree, test), S("headers")) >= 0) return true;
    for (NodeId n = test; n; n = mend_next(m, PY_Call, test, n == test ? 0 : n))
        if (py_kind(m->tree, n) == PY_Call &&
            py_kind(m->tree, py_node(m->tree, n, Call_func)) == PY_Name &&
            !mend_is_one(mend_called(m, n), own))
            return true;
    return false;
}

// Others than the owner may do it: a decorator of its own says who, or a test that it begins with.
static bool says_who(const Mend *m, NodeId def, NodeId sibling)
{
    static const char *const routes[] = {"route", "get", "post", "put", "patch", "delete", NULL};
    NodeList marks = py_list(m->tree, def, FunctionDef_decorator_list),
        body = py_list(m->tree, def, FunctionDef_body);
    Str beside = py_text(m->tree, sibling);
    for (uint32_t i = 0; i < marks.n; i++) {
        Str text = py_text(m->tree, marks.v[i]);
        NodeId func = py_kind(m->tree, marks.v[i]) == PY_Call
            ? py_node(m->tree, marks.v[i], Call_func) : marks.v[i];
        NodeList others = py_list(m->tree, sibling, FunctionDef_decorator_list);
        bool same = mend_is_one(py_last_name(m->tree, func), routes);
        for (uint32_t k = 0; k < others.n; k++) same |= str_eq(py_text(m->tree, others.v[k]), text);
        if (!same) return true;
    }
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_If || !is_refusal(m, body.v[i])) continue;
        NodeId test = py_node(m->tree, body.v[i], If_test);
        if ((check_in(m, test) || asks_function(m, test)) &&
            str_find(beside, py_text(m->tree, test)) < 0) return true;
    }
    return false;
}

// What people do to records of others: report_post, mark_read.
static bool is_anybodys(Str name)
{
    static const char *const words[] = {"report", "flag", "mark", "view", "visit", "track", "like",
                                        "vote", "rate",
                                        "follow", "subscribe", "read", NULL};
    return mend_is_one(first_word(name), words);
}

// order = find(order_id) there and here; there it must be the caller's own, and here it is changed
// with no look at who calls.
static bool changes_another_s(const Mend *m, NodeId def, NodeId sibling, const Guard *g,
                              const Bound *k)
{
    static const char *const asked[] = {"admin", "role", "permission", "staff", "current_user",
                                        "allowed", NULL};
    NodeId left = py_node(m->tree, py_node(m->tree, g->stmt, If_test), Compare_left),
        of = py_node(m->tree, left, 0);
    NodeId who = py_list(m->tree, py_node(m->tree, g->stmt, If_test), Compare_comparators).v[0];
    return k->after && py_kind(m->tree, of) == PY_Name && is_writing_handler(m, def) &&
           !is_anybodys(mend_lower(m, mend_def_name(m, def))) && !says_who(m, def, sibling) &&
           str_find(py_text(m->tree, def), py_text(m->tree, who)) < 0 &&
           changes_record(m, def, py_text(m->tree, of)) &&
           !mend_has_one(mend_lower(m, py_text(m->tree, def)), asked);
}

// team["members"].append(user): who joins, votes or leaves does so for himself.
static bool is_of_caller(const Mend *m, NodeId def, const Guard *g)
{
    static const char *const puts[] = {"append", "add", "insert", "setdefault", "remove", "discard",
                                       "pop", NULL};
    NodeId who = py_list(m->tree, py_node(m->tree, g->stmt, If_test), Compare_comparators).v[0];
    Str user = py_text(m->tree, who);
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));) {
        NodeList args = py_list(m->tree, n, Call_args);
        for (uint32_t i = 0; i < args.n; i++)
            if (mend_is_one(mend_called(m, n), puts) && str_eq(py_text(m->tree, args.v[i]), user))
                return true;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Subscript, def, n));)           // votes[user] = …
        if (py_at(m->tree, n)->op != CTX_LOAD &&
            str_eq(py_text(m->tree, py_node(m->tree, n, Subscript_slice)), user))
            return true;
    return false;
}

// Is what this function does of the kind that the guard is for?
static bool is_alike(const Mend *m, NodeId def, NodeId sibling, const Guard *g, const Bound *k)
{
    Str name = mend_lower(m, mend_def_name(m, def));
    if (str_starts(name, S("_"))) return false;
    if (g->owner && is_of_caller(m, def, g)) return false;
    if (g->owner) return k->uses || changes_another_s(m, def, sibling, g, k);
    if (g->value.len) return k->uses && !mend_is_one(first_word(name), looks);
    if (k->uses && !mend_has_one(mend_lower(m, g->callee), owners) &&
        mend_is_one(first_word(name), looks))
        return false;
    return k->uses || (is_writing_handler(m, def) && is_writing_handler(m, sibling));
}

// The check is for a helper's step that the sibling makes, a third function makes, too, and this one
// does not: self._check_rate(number) before self._deliver(number).
static bool is_for_another_step(const Mend *m, NodeId def, NodeId sibling, const Guard *g)
{
    if (!g->call || g->wraps) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, sibling, n));) {
        Str name = mend_called(m, n);
        if (!str_starts(name, S("_")) || str_eq(name, g->callee) ||
            !str_eq(mend_object(m, n), S("self")) || mend_says_word(py_text(m->tree, def), name))
            continue;
        for (NodeId k = 0; (k = mend_next(m, PY_Call, m->tree->root, k));)
            if (str_eq(mend_called(m, k), name) && !mend_within(m, k, def) &&
                !mend_within(m, k, sibling))
                return true;
    }
    return false;
}

static bool put_guard(const Mend *m, NodeId def, NodeId sibling, const Guard *g, const Bound *k,
                      Fix *out)
{
    Str lines = py_text(m->tree, g->stmt);
    if (py_kind(m->tree, g->stmt) == PY_If && !py_list(m->tree, g->stmt, If_body).n) return false;
    if (py_kind(m->tree, g->stmt) == PY_Expr && !in_its_words(m, def, sibling, g, &lines))
        return false;
    if (g->wraps) {
        NodeId arg = py_list(m->tree, g->call, Call_args).v[0];
        if (py_kind(m->tree, arg) != PY_Name) return false;
        lines = str_fmt(m->keep, "%.*s = %.*s", STR_ARG(py_text(m->tree, arg)),
                        STR_ARG(py_text(m->tree, g->call)));
    } else if (g->value.len) {
        NodeId place = k->after ? k->after : unasked_first(m, def);
        if (!place) return false;
        lines = mend_guard(m, &out->change, place,
                           py_text(m->tree, py_node(m->tree, g->stmt, If_test)),
                           S("this value is not accepted"));
    } else if (py_kind(m->tree, g->stmt) == PY_If)
        lines = str_fmt(m->keep, "if %.*s:\n%.*s%.*s",
                        STR_ARG(py_text(m->tree, py_node(m->tree, g->stmt, If_test))),
                        STR_ARG(edit_indent_unit(m->tree)),
                        STR_ARG(py_text(m->tree, py_list(m->tree, g->stmt, If_body).v[0])));
    if (str_find(lines, S("\"\"\"")) >= 0) return false;
    if (k->was.len) lines = unasked_renamed(m, lines, k->was, k->now);
    if (k->after) return mend_after(m, &out->change, k->after, lines);
    NodeId arg = g->call ? mend_arg(m, g->call, 0, (Str){0}) : 0;
    bool given =
        arg && py_kind(m->tree, arg) == PY_Name && mend_parameter(m, def, py_text(m->tree, arg));
    NodeId first = given ? unasked_place(m, def, py_text(m->tree, arg)) : unasked_first(m, def);
    return first && mend_before(m, &out->change, first, lines);
}

static bool shares_parameter(const Mend *m, NodeId def, NodeId sibling)
{
    static const int fields[] = {arguments_posonlyargs, arguments_args, arguments_kwonlyargs};
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++) {
            Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
            if (!str_eq(name, S("self")) && !str_eq(name, S("cls")) &&
                mend_parameter(m, sibling, name))
                return true;
        }
    }
    return false;
}

// def _require_owner(actor, key): what it asks is asked by calling it.
static bool is_helper_check(const Mend *m, NodeId def)
{
    Str name = mend_def_name(m, def);
    return str_starts(name, S("_")) && mend_has_one(mend_lower(m, name), checks);
}

static bool as_sibling(const Mend *m, NodeId def, NodeId sibling, Fix *out)
{
    NodeList body = py_list(m->tree, sibling, FunctionDef_body);
    bool like = shares_parameter(m, def, sibling) || is_writing_handler(m, def);
    for (uint32_t i = 0; i < body.n && i < HEAD_MOST; i++) {
        Guard g;
        Bound k = {.m = m, .from = sibling, .to = def};
        if (!guard_at(m, body.v[i], &g) || (!like && !g.value.len)) continue;
        NodeId what = g.wraps       ? g.call
                      : g.value.len ? py_node(m->tree, g.stmt, If_test)
                                    : body.v[i];
        k.value = g.value;
        if (!names_hold(&k, what) || !is_alike(m, def, sibling, &g, &k) ||
            !is_own_check(m, &g) || asks_already(m, def, sibling, &g) ||
            is_for_another_step(m, def, sibling, &g) || (g.call && unasked_is_lock(m, g.call, def)))
            continue;
        if (put_guard(m, def, sibling, &g, &k, out)) return true;
        *out = (Fix){0};
    }
    return false;
}

bool mend_fix_unasked_sibling(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = at->node, cls = mend_is_def(py_kind(m->tree, def)) ? mend_class(m, def) : 0;
    NodeId parent = mend_parent(m, def);
    if (!mend_is_def(py_kind(m->tree, def)) || (!cls && py_kind(m->tree, parent) != PY_Module) ||
        str_starts(mend_def_name(m, def), S("_")) ||
        mend_has_one(mend_lower(m, mend_def_name(m, def)), checks))
        return false;
    NodeList body =
        cls ? py_list(m->tree, cls, ClassDef_body) : py_list(m->tree, m->tree->root, Module_body);
    if (body.n > SIBLINGS_MOST) return false;
    for (uint32_t i = 0; i < body.n; i++)
        if (body.v[i] != def && mend_is_def(py_kind(m->tree, body.v[i])) &&
            !is_helper_check(m, body.v[i]) &&
            as_sibling(m, def, body.v[i], out))
            return mend_done(out, TRUST_REVIEW,
                             "The function asks what the ones beside it ask before they do the "
                             "like. Decide that it is meant here, too.");
    return false;
}
