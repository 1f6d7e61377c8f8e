// mend/fix_plain_store: passwords that are kept as they are, and compared as they are: a salted, slow
// hash is kept, and a password is checked against it. Both ends are in view, or nothing is done.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// A parameter that is a password, by its name.
static bool is_password(const Mend *m, NodeId n)
{
    static const char *const names[] = {"password", "new_password", "passwd", "passphrase",
                                        "new", "old", "old_password", "pw", "pwd", NULL};
    Str name = py_kind(m->tree, n) == PY_Name ? py_text(m->tree, n) : (Str){0};
    if (!mend_is_one(mend_lower(m, name), names)) return false;
    NodeId def = mend_function(m, n);
    if (!def) return false;
    bool vague = str_eq(name, S("new")) || str_eq(name, S("old"));
    return mend_parameter(m, def, name) &&
           (!vague || str_find(mend_lower(m, mend_def_name(m, def)), S("passw")) >= 0);
}

// The value put into a store: T[k] = password, {"password": password}, x.password = password.
static bool is_kept(const Mend *m, NodeId n)
{
    NodeId up = mend_parent(m, n);
    int kind = up ? py_kind(m->tree, up) : 0;
    if (kind == PY_Assign) {
        NodeId to = py_list(m->tree, up, Assign_targets).v[0];
        int target = py_kind(m->tree, to);
        if (target == PY_Attribute)
            return str_find(mend_lower(m, py_text(m->tree, to)), S("passw")) >= 0 &&
                   !str_eq(mend_def_name(m, mend_function(m, n)), S("__init__"));
        return target == PY_Subscript && py_node(m->tree, up, Assign_value) == n;
    }
    if (kind != PY_Dict) return false;
    NodeList keys = py_list(m->tree, up, Dict_keys), values = py_list(m->tree, up, Dict_values);
    for (uint32_t i = 0; i < values.n; i++)
        if (values.v[i] == n)
            return keys.v[i] && str_find(mend_lower(m, mend_string(m, keys.v[i])), S("pass")) >= 0;
    return false;
}

// The other side of a comparison with a password, which comes from the store; 0: another.
static NodeId stored_side(const Mend *m, NodeId compare, NodeId *password)
{
    PyOp op = (PyOp)py_syms(m->tree, compare, Compare_ops).v[0];
    NodeId left = py_node(m->tree, compare, Compare_left),
           right = py_list(m->tree, compare, Compare_comparators).v[0];
    if ((op != OP_EQ && op != OP_NOTEQ) || py_syms(m->tree, compare, Compare_ops).n != 1) return 0;
    bool l = is_password(m, left), r = is_password(m, right);
    if (l == r) return 0;
    NodeId other = l ? right : left;
    *password = l ? left : right;
    return py_kind(m->tree, other) == PY_Constant ? 0 : other;
}

static const char *const hashing[] = {"hash", "digest", "scrypt", "bcrypt", "pbkdf2", "argon",
                                      "crypt", "hmac", NULL};

static Size keep_hashes(const Mend *m, Change *c, NodeId scope)
{
    Size kept = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, scope, n));) {
        if (py_at(m->tree, n)->op != CTX_LOAD || !is_password(m, n) || !is_kept(m, n)) continue;
        mend_replace(m, c, n, str_fmt(m->keep, "scrypt_hash(%.*s)", STR_ARG(py_text(m->tree, n))));
        kept++;
    }
    return kept;
}

// compare_digest(stored, password), with .encode() or not
static NodeId stored_in_call(const Mend *m, NodeId call, NodeId *password)
{
    NodeList args = py_list(m->tree, call, Call_args);
    if (!str_eq(mend_called(m, call), S("compare_digest")) || args.n != 2) return 0;
    NodeId side[2];
    for (int i = 0; i < 2; i++) {
        side[i] = args.v[i];
        if (py_kind(m->tree, side[i]) == PY_Call && str_eq(mend_called(m, side[i]), S("encode")))
            side[i] = py_node(m->tree, py_node(m->tree, side[i], Call_func), Attribute_value);
    }
    bool a = is_password(m, side[0]), b = is_password(m, side[1]);
    if (a == b) return 0;
    *password = a ? side[0] : side[1];
    return a ? side[1] : side[0];
}

static Size check_them(const Mend *m, Change *c, NodeId scope)
{
    Size checked = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, scope, n));) {
        NodeId password = 0, stored = stored_side(m, n, &password);
        if (!stored) continue;
        bool not = py_syms(m->tree, n, Compare_ops).v[0] == OP_NOTEQ;
        mend_replace(m, c, n,
                     str_fmt(m->keep, "%sscrypt_check(%.*s, %.*s)", not ? "not " : "",
                             STR_ARG(py_text(m->tree, password)),
                             STR_ARG(py_text(m->tree, stored))));
        checked++;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Call, scope, n));) {
        NodeId password = 0, stored = stored_in_call(m, n, &password);
        if (!stored) continue;
        mend_replace(m, c, n,
                     str_fmt(m->keep, "scrypt_check(%.*s, %.*s)",
                             STR_ARG(py_text(m->tree, password)),
                             STR_ARG(py_text(m->tree, stored))));
        checked++;
    }
    return checked;
}

// At the place where one is kept: the first of the class or module, so that it is said once.
bool mend_fix_plain_store(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const modules[] = {"os", "hashlib", "hmac"};
    if (py_kind(m->tree, at->node) != PY_Name || py_at(m->tree, at->node)->op != CTX_LOAD ||
        !is_password(m, at->node) || !is_kept(m, at->node))
        return false;
    NodeId def = mend_function(m, at->node);
    NodeId cls = mend_class(m, def), scope = cls ? cls : m->tree->root;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, scope, n)) && n != at->node;)
        if (is_password(m, n) && is_kept(m, n)) return false;
    if (mend_has_one(mend_lower(m, py_text(m->tree, scope)), hashing)) return false;
    if (!keep_hashes(m, &out->change, scope) || !check_them(m, &out->change, scope)) return false;
    for (Size i = 0; i < countof(modules); i++)
        *push(m->keep, &out->change.add) = (Import){str_of(modules[i]), {0}, {0}};
    return mend_scrypt_helpers(m, &out->change) &&
           mend_done(out, TRUST_REVIEW,
                     "A salted hash that costs much work is kept, and a password is checked "
                     "against it. Passwords kept before are no longer accepted: decide how they "
                     "are moved over.");
}
