// mend/fix_state: what a class keeps of its visitors and messages: a lock that nobody asks, a session
// that survives the sign-in, a vector that is always the same; loops whose step comes from outside.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

static NodeId slice_of(const Mend *m, NodeId n)
{
    return py_kind(m->tree, n) == PY_Subscript ? py_node(m->tree, n, Subscript_slice) : 0;
}

// ---- def locked(self, name): return self.slots[name].failures >= MAX_TRIES

// What a method of one line compares with `>` or `>=`: "….failures"; empty: it is no such method.
static Str counted_by(const Mend *m, NodeId def)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    NodeId last = body.n && body.n <= 2 ? py_last(body) : 0;
    NodeId v =
        last && py_kind(m->tree, last) == PY_Return ? py_node(m->tree, last, Return_value) : 0;
    if (!v || py_kind(m->tree, v) != PY_Compare) return (Str){0};
    SymList ops = py_syms(m->tree, v, Compare_ops);
    NodeId left = py_node(m->tree, v, Compare_left);
    if (ops.n != 1 || (ops.v[0] != OP_GTE && ops.v[0] != OP_GT)) return (Str){0};
    int kind = py_kind(m->tree, left);
    if (kind == PY_Attribute) return py_name(m->tree, py_sym(m->tree, left, Attribute_attr));
    if (kind == PY_Call && str_eq(mend_called(m, left), S("get"))) return mend_object(m, left);
    return kind == PY_Subscript ? py_text(m->tree, py_node(m->tree, left, 0)) : (Str){0};
}

static bool counts_up(const Mend *m, NodeId def, Str what)
{
    for (NodeId n = 0; (n = mend_next(m, PY_AugAssign, def, n));) {
        NodeId to = py_node(m->tree, n, AugAssign_target);
        bool field = py_kind(m->tree, to) == PY_Attribute &&
                     str_eq(py_name(m->tree, py_sym(m->tree, to, Attribute_attr)), what);
        bool item = py_kind(m->tree, to) == PY_Subscript &&
                    str_eq(py_text(m->tree, py_node(m->tree, to, 0)), what);
        if (field || item) return true;
    }
    return false;
}

// self.slots[name] of the predicate: where there is none it would break.
static Str kept_under(const Mend *m, NodeId def, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Subscript, def, n));)
        if (str_eq(py_text(m->tree, slice_of(m, n)), name))
            return py_text(m->tree, py_node(m->tree, n, Subscript_value));
    return (Str){0};
}

bool unasked_is_lock(const Mend *m, NodeId call, NodeId def)
{
    NodeId cls = mend_class(m, def);
    NodeList all = cls ? py_list(m->tree, cls, ClassDef_body) : (NodeList){0};
    for (uint32_t i = 0; i < all.n; i++) {
        if (!mend_is_def(py_kind(m->tree, all.v[i])) ||
            !str_eq(mend_def_name(m, all.v[i]), mend_called(m, call)))
            continue;
        Str what = counted_by(m, all.v[i]);
        return what.len && !counts_up(m, def, what);
    }
    return false;
}

// The class or the method says so: "after MAX_TRIES wrong ones it is locked".
static bool is_promised(const Mend *m, NodeId cls, NodeId def, Str asks)
{
    while (str_starts(asks, S("is_"))) asks = str_sub(asks, 3, -1);
    return mend_says_word(mend_lower(m, mend_docstring(m, cls)), asks) ||
           mend_says_word(mend_lower(m, mend_docstring(m, def)), asks);
}

bool mend_fix_asked_lock(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = at->node, cls = mend_is_def(py_kind(m->tree, def)) ? mend_class(m, def) : 0;
    NodeList all = cls ? py_list(m->tree, cls, ClassDef_body) : (NodeList){0};
    for (uint32_t i = 0; i < all.n && i < 100; i++) {
        NodeId p = all.v[i];
        if (p == def || !mend_is_def(py_kind(m->tree, p))) continue;
        NodeList params = py_list(m->tree, py_node(m->tree, p, FunctionDef_args), arguments_args);
        Str what = params.n == 2 ? counted_by(m, p) : (Str){0}, asks = mend_def_name(m, p);
        if (!what.len || !counts_up(m, def, what) || !mend_next(m, PY_If, def, 0)) continue;
        Str name = py_name(m->tree, py_sym(m->tree, params.v[1], arg_arg));
        bool asked = false;
        for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));)
            asked |= str_eq(mend_called(m, n), asks);
        if (asked || !mend_parameter(m, def, name)) continue;
        Str in = kept_under(m, p, name);
        Str test = in.len ? str_fmt(m->keep, "%.*s in %.*s and self.%.*s(%.*s)", STR_ARG(name),
                                    STR_ARG(in), STR_ARG(asks), STR_ARG(name))
                          : str_fmt(m->keep, "self.%.*s(%.*s)", STR_ARG(asks), STR_ARG(name));
        NodeId first = unasked_first(m, def);
        return first &&
               mend_before(
                   m, &out->change, first,
                   mend_guard(m, &out->change, first, test, S("locked after too many tries"))) &&
               mend_done(
                   out, is_promised(m, cls, def, asks) ? TRUST_SAFE : TRUST_REVIEW,
                   "Who has had all tries is refused before another is looked at. Decide that "
                   "the lock is meant for this way in.");
    }
    return false;
}

// ---- self.sessions[sid]["user"] = name, in a login that gives sid back

static Str fresh_id(const Mend *m)
{
    static const char *const makers[] = {"token_urlsafe", "token_hex", "uuid4", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!mend_is_one(mend_called(m, n), makers)) continue;
        NodeId up = mend_parent(m, n);
        while (up && (py_kind(m->tree, up) == PY_Attribute || py_kind(m->tree, up) == PY_Call)) {
            n = up; // str(uuid4()), uuid4().hex
            up = mend_parent(m, up);
        }
        return py_text(m->tree, n);
    }
    return (Str){0};
}

static bool gives_back(const Mend *m, NodeId def, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Return, def, n));) {
        NodeId v = py_node(m->tree, n, Return_value);
        if (v && str_eq(py_text(m->tree, v), name)) return true;
    }
    return false;
}

bool mend_fix_new_session(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const logins[] = {"login",   "log_in",       "signin",
                                         "sign_in", "authenticate", NULL};
    static const char *const stores[] = {"session", "visits", "visitors", NULL};
    NodeId def = py_kind(m->tree, at->node) == PY_Assign ? mend_function(m, at->node) : 0;
    if (!def || !mend_has_one(mend_lower(m, mend_def_name(m, def)), logins)) return false;
    NodeId to = py_list(m->tree, at->node, Assign_targets).v[0];
    int kind = py_kind(m->tree, to);
    NodeId record = kind == PY_Subscript || kind == PY_Attribute ? py_node(m->tree, to, 0) : 0;
    NodeId key = record ? slice_of(m, record) : 0;
    if (!key || py_kind(m->tree, key) != PY_Name || !mend_parameter(m, def, py_text(m->tree, key)))
        return false;
    Str sid = py_text(m->tree, key), store = py_text(m->tree, py_node(m->tree, record, 0)),
        made = fresh_id(m);
    if (!made.len || !mend_has_one(mend_lower(m, store), stores) || !gives_back(m, def, sid) ||
        mend_binds(m, def, S("fresh")) ||
        str_find(py_text(m->tree, def), str_fmt(m->keep, "%.*s.pop(", STR_ARG(store))) >= 0 ||
        mend_binds(m, def, sid))
        return false;
    Str lines = str_fmt(m->keep, "fresh = %.*s\n%.*s[fresh] = %.*s.pop(%.*s)\n%.*s = fresh",
                        STR_ARG(made), STR_ARG(store), STR_ARG(store), STR_ARG(sid), STR_ARG(sid));
    return mend_before(m, &out->change, at->node, lines) &&
           mend_done(
               out, TRUST_REVIEW,
               "Who signs in gets a new identifier: one that somebody planted before is no "
               "session of theirs. Decide that every caller takes the one that is given back.");
}

// ---- def _iv(self): return hashlib.sha256(self._key).digest()[:IV_SIZE]

static bool is_vector(const Mend *m, Str name)
{
    Str low = mend_lower(m, name);
    while (str_starts(low, S("_"))) low = str_sub(low, 1, -1);
    return str_eq(low, S("iv")) || str_eq(low, S("nonce")) || str_ends(low, S("_iv")) ||
           str_ends(low, S("_nonce"));
}

// Made of keys and constants alone: no parameter but a key, nothing drawn or counted.
static bool is_same_always(const Mend *m, NodeId def, NodeId e)
{
    static const char *const changing[] = {
        "random", "urandom", "token",   "time", "count", "next", "uuid",   "secrets", "clock",
        "seq",    "text",    "message", "data", "box",   "blob", "sealed", NULL};
    if (mend_has_one(mend_lower(m, py_text(m->tree, e)), changing)) return false;
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    for (uint32_t i = 0; i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
        bool fixed = str_eq(name, S("self")) || str_find(mend_lower(m, name), S("key")) >= 0;
        if (!fixed && mend_says_word(py_text(m->tree, e), name)) return false;
    }
    return true;
}

// The size of x[:N]: "N".
static Str size_of(const Mend *m, NodeId e)
{
    NodeId s = slice_of(m, e);
    if (!s || py_kind(m->tree, s) != PY_Slice || py_node(m->tree, s, Slice_lower)) return (Str){0};
    NodeId upper = py_node(m->tree, s, Slice_upper);
    return upper ? py_text(m->tree, upper) : (Str){0};
}

// Who opens it takes the vector from the message: sealed[:N].
static bool travels(const Mend *m, NodeId but, Str size)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Subscript, m->tree->root, n));)
        if (n != but && !mend_within(m, n, but) && str_eq(size_of(m, n), size)) return true;
    return false;
}

bool mend_fix_drawn_vector(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node), e = 0;
    int kind = py_kind(m->tree, at->node);
    if (!def) return false;
    if (kind == PY_Return && is_vector(m, mend_def_name(m, def)))
        e = py_node(m->tree, at->node, Return_value);
    if (kind == PY_Assign &&
        is_vector(m, py_text(m->tree, py_list(m->tree, at->node, Assign_targets).v[0])))
        e = py_node(m->tree, at->node, Assign_value);
    Str size = e ? size_of(m, e) : (Str){0};
    if (!size.len || !is_same_always(m, def, e) || !travels(m, e, size)) return false;
    Str draw = mend_name(m, &out->change, at->node, S("os"), S("urandom"));
    if (!draw.len) return false;
    mend_replace(m, &out->change, e, str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(draw), STR_ARG(size)));
    return mend_done(
        out, TRUST_REVIEW,
        "Each message has a vector of its own, which travels with it. Decide that whoever "
        "opens it takes the vector from the message.");
}

// ---- while position < len(blob): … position += size, where size is what the file says

// The statement of the loop that reads the step from outside: tag, size = HEADER.unpack_from(…).
static NodeId step_read(const Mend *m, NodeId loop, Str name)
{
    static const char *const reads[] = {"unpack", "unpack_from", "from_bytes", "int", NULL};
    NodeList body = py_list(m->tree, loop, While_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeId v = py_node(m->tree, body.v[i], Assign_value);
        while (py_kind(m->tree, v) == PY_Subscript) v = py_node(m->tree, v, Subscript_value);
        if (mend_binds(m, py_list(m->tree, body.v[i], Assign_targets).v[0], name) &&
            mend_is_one(mend_called(m, v), reads))
            return body.v[i];
    }
    return 0;
}

static bool asked_below(const Mend *m, NodeId loop, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_If, loop, n));) {
        Str test = py_text(m->tree, py_node(m->tree, n, If_test));
        const char *const forms[] = {"%.*s <", "%.*s ==", "not %.*s", "> %.*s", ">= %.*s"};
        for (Size i = 0; i < countof(forms); i++) {
            Size at = str_find(str_of(forms[i]), S("%"));
            Str form =
                str_fmt(m->keep, "%.*s%.*s%s", (int)at, forms[i], STR_ARG(name), forms[i] + at + 4);
            bool least = i < 3 || str_starts(test, str_fmt(m->keep, "%d", 0));
            if (least && str_find(test, form) >= 0) return true;
        }
    }
    return false;
}

// blob[position + H:position + size]: a step has H bytes of its own. Empty: none to be seen.
static Str head_of(const Mend *m, NodeId loop, Str at, Str step)
{
    Str upper = str_fmt(m->keep, "%.*s + %.*s", STR_ARG(at), STR_ARG(step));
    Str lower = str_fmt(m->keep, "%.*s + ", STR_ARG(at));
    for (NodeId n = 0; (n = mend_next(m, PY_Slice, loop, n));) {
        NodeId lo = py_node(m->tree, n, Slice_lower), up = py_node(m->tree, n, Slice_upper);
        if (lo && up && str_eq(py_text(m->tree, up), upper) &&
            str_starts(py_text(m->tree, lo), lower))
            return str_sub(py_text(m->tree, lo), lower.len, -1);
    }
    return (Str){0};
}

bool mend_fix_least_step(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_AugAssign || py_at(m->tree, at->node)->op != OP_ADD)
        return false;
    NodeId to = py_node(m->tree, at->node, AugAssign_target),
           v = py_node(m->tree, at->node, AugAssign_value), loop = mend_parent(m, at->node);
    if (!loop || py_kind(m->tree, loop) != PY_While || py_kind(m->tree, to) != PY_Name ||
        py_kind(m->tree, v) != PY_Name ||
        !mend_says_word(py_text(m->tree, py_node(m->tree, loop, While_test)), py_text(m->tree, to)))
        return false;
    Str step = py_text(m->tree, v);
    NodeId read = step_read(m, loop, step);
    if (!read || asked_below(m, loop, step) || !mend_function(m, loop)) return false;
    int moves = 0; // another += of a constant moves on all the same
    for (NodeId n = 0; (n = mend_next(m, PY_AugAssign, loop, n));)
        moves +=
            str_eq(py_text(m->tree, py_node(m->tree, n, AugAssign_target)), py_text(m->tree, to));
    if (moves != 1) return false;
    Str head = head_of(m, loop, py_text(m->tree, to), step);
    Str test = head.len ? str_fmt(m->keep, "%.*s < %.*s", STR_ARG(step), STR_ARG(head))
                        : str_fmt(m->keep, "%.*s <= 0", STR_ARG(step));
    return mend_after(m, &out->change, read,
                      mend_guard(m, &out->change, at->node, test, S("a part has no length"))) &&
           mend_done(
               out, TRUST_SAFE,
               "Each turn of the loop moves on, or the data is refused: before, a length of zero "
               "kept it where it was, for ever.");
}

// ---- for a, b in zip(left, right): if a != b: return False

// The loop of a function that compares two parameters one by one; 0: it does something else.
static NodeId each_by_each(const Mend *m, NodeId def, Str *left, Str *right)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    NodeId loop = body.n > 1 ? body.v[body.n - 2] : 0, last = py_last(body);
    if (!loop || py_kind(m->tree, loop) != PY_For ||
        !str_eq(py_text(m->tree, last), S("return True")))
        return 0;
    NodeId over = py_node(m->tree, loop, For_iter);
    NodeList inner = py_list(m->tree, loop, For_body);
    if (!str_eq(mend_called(m, over), S("zip")) || inner.n != 1 ||
        py_kind(m->tree, inner.v[0]) != PY_If)
        return 0;
    NodeList two = py_list(m->tree, over, Call_args), then = py_list(m->tree, inner.v[0], If_body);
    NodeId test = py_node(m->tree, inner.v[0], If_test);
    if (two.n != 2 || then.n != 1 || !str_eq(py_text(m->tree, then.v[0]), S("return False")) ||
        py_kind(m->tree, test) != PY_Compare ||
        py_syms(m->tree, test, Compare_ops).v[0] != OP_NOTEQ)
        return 0;
    *left = py_text(m->tree, two.v[0]);
    *right = py_text(m->tree, two.v[1]);
    return mend_parameter(m, def, *left) && mend_parameter(m, def, *right) ? loop : 0;
}

bool mend_fix_own_compare(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const secrets[] = {"code",   "pin",  "token", "secret", "key",
                                          "digest", "hash", "mac",   "pass",   "sign",
                                          "tag",    "cred", NULL};
    Str left, right, name = {0};
    NodeId def = mend_is_def(py_kind(m->tree, at->node)) ? at->node : 0,
           loop = def ? each_by_each(m, def, &left, &right) : 0;
    bool secret = false;
    if (!loop) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));)
        if (str_eq(mend_called(m, n), mend_def_name(m, def)))
            secret |= mend_has_one(mend_lower(m, py_text(m->tree, n)), secrets);
    if (!secret && !mend_has_one(mend_lower(m, left), secrets)) return false;
    name = mend_name(m, &out->change, loop, S("hmac"), S("compare_digest"));
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    if (!name.len) return false;
    *push(m->keep, &out->change.edits) =
        (Edit){{py_at(m->tree, loop)->beg, py_at(m->tree, py_last(body))->end},
               str_fmt(m->keep, "return %.*s(str(%.*s).encode(), str(%.*s).encode())",
                       STR_ARG(name), STR_ARG(left), STR_ARG(right))};
    return mend_done(out, TRUST_SAFE,
                     "The comparison takes the same time wherever the first difference is.");
}
