// mend/fix_morsel: the standard library's cookies of a session get their flags.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// The text of NAME or self.NAME, a constant of the module or a class; empty: not told.
static Str constant_text(const Mend *m, NodeId key)
{
    Str name = py_text(m->tree, key);
    int kind = py_kind(m->tree, key);
    if (kind == PY_Constant) return mend_string(m, key);
    if (kind != PY_Name && kind != PY_Attribute) return (Str){0};
    name = str_sub(name, str_rfind(name, '.') + 1, -1);
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, m->tree->root, n));)
        if (str_eq(py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]), name))
            return mend_string(m, py_node(m->tree, n, Assign_value));
    return (Str){0};
}

// cookie["session"] = sid, of cookie = SimpleCookie()
bool mend_fix_morsel(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const names[] = {"session", "sid", "token", "auth", "login", "jwt", NULL};
    if (py_kind(m->tree, at->node) != PY_Assign) return false;
    NodeId to = py_list(m->tree, at->node, Assign_targets).v[0], stmt;
    if (py_kind(m->tree, to) != PY_Subscript) return false;
    NodeId box = py_node(m->tree, to, Subscript_value), key = py_node(m->tree, to, Subscript_slice);
    if (py_kind(m->tree, box) != PY_Name ||
        (!mend_has_one(mend_lower(m, py_text(m->tree, key)), names) &&
         !mend_has_one(mend_lower(m, constant_text(m, key)), names)))
        return false;
    NodeId def = mend_function(m, at->node), made = mend_assigned(m, box, &stmt);
    if (!def || !made || !str_eq(mend_called(m, made), S("SimpleCookie"))) return false;
    Str code = mend_lower(m, py_text(m->tree, def)), entry = py_text(m->tree, to);
    static const char *const flags[] = {"httponly", "secure"};
    Buf lines = {.keep = m->keep};
    for (Size i = 0; i < countof(flags); i++)
        if (str_find(code, str_fmt(m->keep, "\"%s\"", flags[i])) < 0 &&
            str_find(code, str_fmt(m->keep, "'%s'", flags[i])) < 0)
            buf_fmt(&lines, "%s%.*s[\"%s\"] = True", lines.n ? "\n" : "", STR_ARG(entry), flags[i]);
    return lines.n && mend_after(m, &out->change, at->node, buf_str(&lines)) &&
           mend_done(out, TRUST_REVIEW,
                     "Scripts of a page cannot read the cookie, and it travels over HTTPS only. "
                     "Decide that the site is reached over HTTPS.");
}
