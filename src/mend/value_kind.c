// mend/value_kind: what a value is, where an escape or a str() round it would make another of it:
// bytes, markup, a text that was escaped before.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static NodeId made_of(const Mend *m, NodeId e)
{
    NodeId stmt, value = py_kind(m->tree, e) == PY_Name ? mend_assigned(m, e, &stmt) : 0;
    return value ? value : e;
}

// def send(data: bytes)
static bool is_said_bytes(const Mend *m, NodeId e)
{
    NodeId def = py_kind(m->tree, e) == PY_Name ? mend_function(m, e) : 0;
    NodeId p = def ? mend_parameter(m, def, py_text(m->tree, e)) : 0;
    NodeId note = p ? py_node(m->tree, p, arg_annotation) : 0;
    return note && mend_says_word(py_text(m->tree, note), S("bytes"));
}

bool mend_may_be_bytes(const Mend *m, NodeId e)
{
    static const char *const makers[] = {"encode",    "recv",      "read_bytes", "b64encode",
                                         "b64decode", "to_bytes",  "tobytes",    "digest",
                                         "urandom",   "compress",  "decompress", "token_bytes",
                                         "hexlify",   "unhexlify", "getbuffer",  NULL};
    if (is_said_bytes(m, e) || mend_may_be(m, e, S("bytes")) || mend_may_be(m, e, S("bytearray")))
        return true;
    e = made_of(m, e);
    if (py_kind(m->tree, e) == PY_Call && mend_is_one(mend_called(m, e), makers)) return true;
    if (py_kind(m->tree, e) == PY_Constant) return py_const(m->tree, e)->kind == CONST_BYTES;
    if (py_kind(m->tree, e) != PY_BinOp) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Constant, e, n));)
        if (py_const(m->tree, n)->kind == CONST_BYTES) return true;
    return false;
}

enum { ESCAPED_STEPS = 4 };

static bool is_said_escaped(const Mend *m, NodeId e, int steps)
{
    static const char *const words[] = {"escape", "sanitize", "sanitise", "bleach", NULL};
    NodeId stmt;
    if (!e || !steps) return false;
    if (py_kind(m->tree, e) == PY_Call) {
        Str name = mend_called(m, e);
        NodeId f = py_node(m->tree, e, Call_func);
        if (mend_has_one(mend_lower(m, name), words) && str_find(name, S("un")) != 0 &&
            !mend_top(m, name))
            return true;
        if (py_kind(m->tree, f) != PY_Attribute) return false;
        return is_said_escaped(m, py_node(m->tree, f, Attribute_value), steps - 1);
    }
    if (py_kind(m->tree, e) == PY_Subscript)
        return is_said_escaped(m, py_node(m->tree, e, Subscript_value), steps - 1);
    if (py_kind(m->tree, e) == PY_BinOp)
        return is_said_escaped(m, py_node(m->tree, e, BinOp_left), steps - 1);
    if (py_kind(m->tree, e) != PY_Name) return false;
    return is_said_escaped(m, mend_assigned(m, e, &stmt), steps - 1);
}

bool mend_is_said_escaped(const Mend *m, NodeId e) { return is_said_escaped(m, e, ESCAPED_STEPS); }

static bool has_angle(Str s) { return str_find(s, S("<")) >= 0 || str_find(s, S(">")) >= 0; }

// x.replace(">", …), x.split("<br>"), "<" in x, x.startswith("<")
bool mend_is_searched_markup(const Mend *m, NodeId e)
{
    static const char *const looks[] = {"replace", "find",  "rfind",     "split",      "rsplit",
                                        "index",   "count", "partition", "startswith", "endswith",
                                        "lstrip",  "strip", "rpartition", NULL};
    NodeId def = mend_function(m, e);
    Str name = py_text(m->tree, e);
    int kind = py_kind(m->tree, e);
    if (!def || (kind != PY_Name && kind != PY_Attribute)) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        if (mend_is_one(mend_called(m, n), looks) && str_eq(mend_object(m, n), name) &&
            mend_arg(m, n, 0, (Str){0}) && has_angle(mend_string(m, mend_arg(m, n, 0, (Str){0}))))
            return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        NodeId left = py_node(m->tree, n, Compare_left);
        NodeId right = py_list(m->tree, n, Compare_comparators).v[0];
        if (mend_string(m, left).len == 1 && has_angle(mend_string(m, left)) &&
            str_eq(py_text(m->tree, right), name))
            return true;
    }
    return false;
}

char mend_other_quote(const Mend *m, NodeId expr)
{
    Str text = py_text(m->tree, expr);
    for (Size i = 0; i < text.len; i++)
        if (text.s[i] == '"' || text.s[i] == '\'') return text.s[i] == '"' ? '\'' : '"';
    return '"';
}

char mend_quote(const Mend *m, NodeId at)
{
    for (NodeId up = at; (up = mend_parent(m, up));)
        if (py_kind(m->tree, up) == PY_JoinedStr) return mend_other_quote(m, up);
    return edit_quote(m->tree);
}

Str mend_empty_join(const Mend *m, NodeId expr)
{
    return mend_other_quote(m, expr) == '"' ? S("\"\".join(") : S("''.join(");
}
