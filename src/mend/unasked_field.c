// mend/unasked_field: a parameter that says whose the thing is, and is never looked at; a decorator
// that the methods beside this one have.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

static bool names_somebody(Str name)
{
    static const char *const words[] = {"customer", "user",   "owner",  "account", "tenant",
                                        "member",   "client", "author", "patient", "student",
                                        "caller",   "org",    "team",   "company", NULL};
    return mend_has_one(name, words);
}

// row["customer_id"], row.customer_id anywhere in the module: the records have such a field.
static int field_of(const Mend *m, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Subscript, m->tree->root, n));)
        if (str_eq(mend_string(m, py_node(m->tree, n, Subscript_slice)), name)) return 1;
    for (NodeId n = 0; (n = mend_next(m, PY_Dict, m->tree->root, n));) {
        NodeList keys = py_list(m->tree, n, Dict_keys);
        for (uint32_t i = 0; i < keys.n; i++)
            if (keys.v[i] && str_eq(mend_string(m, keys.v[i]), name)) return 1;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Attribute, m->tree->root, n));)
        if (py_at(m->tree, n)->op == CTX_LOAD &&
            str_eq(py_name(m->tree, py_sym(m->tree, n, Attribute_attr)), name) &&
            !str_eq(py_text(m->tree, py_node(m->tree, n, Attribute_value)), S("self")))
            return 2;
    return 0;
}

// invoice = self.rows.get(invoice_id), self.rows[invoice_id]: a record of the class's own store.
static NodeId record_at(const Mend *m, NodeId def, Str *name)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeId to = py_list(m->tree, body.v[i], Assign_targets).v[0],
               value = py_node(m->tree, body.v[i], Assign_value);
        Str from = py_kind(m->tree, value) == PY_Subscript
                       ? py_text(m->tree, py_node(m->tree, value, Subscript_value))
                   : py_kind(m->tree, value) == PY_Call && str_eq(mend_called(m, value), S("get"))
                       ? mend_object(m, value)
                       : (Str){0};
        bool store = str_starts(from, S("self.")) ||
                     (from.len && from.s[0] >= 'A' && from.s[0] <= 'Z') || str_starts(from, S("_"));
        if (!store || py_kind(m->tree, to) != PY_Name) continue;
        *name = py_text(m->tree, to);
        if (i + 1 < body.n && py_kind(m->tree, body.v[i + 1]) == PY_If &&
            mend_says_word(py_text(m->tree, py_node(m->tree, body.v[i + 1], If_test)), *name))
            return body.v[i + 1];
        return body.v[i];
    }
    return 0;
}

bool mend_fix_unread_owner(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = at->node;
    if (!mend_is_def(py_kind(m->tree, def))) return false;
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    for (uint32_t i = 0; i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg)), record = {0};
        if (!names_somebody(name) || unasked_read_in(m, def, name)) continue;
        int field = field_of(m, name);
        NodeId after = field ? record_at(m, def, &record) : 0;
        if (!after) continue;
        char q = edit_quote(m->tree);
        Str test = field == 1 ? str_fmt(m->keep, "%.*s[%c%.*s%c] != %.*s", STR_ARG(record), q,
                                        STR_ARG(name), q, STR_ARG(name))
                              : str_fmt(m->keep, "%.*s.%.*s != %.*s", STR_ARG(record),
                                        STR_ARG(name), STR_ARG(name));
        return mend_after(m, &out->change, after,
                          mend_guard(m, &out->change, after, test, S("there is none of theirs"))) &&
               mend_done(out, TRUST_REVIEW,
                         "The record must be that of the one who was given and never looked at. "
                         "Decide who else may.");
    }
    return false;
}

// ---- @admin_only, on the methods beside this one

static NodeId own_function(const Mend *m, Str name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (mend_is_def(py_kind(m->tree, body.v[i])) && str_eq(mend_def_name(m, body.v[i]), name))
            return body.v[i];
    return 0;
}

// A decorator of the module's own that may refuse, by its name an access check.
static bool is_access(const Mend *m, NodeId decorator)
{
    static const char *const words[] = {"admin", "require", "login",  "auth",  "permission",
                                        "role",  "owner",   "only",   "allow", "staff",
                                        "guard", "access",  "member", "needs", NULL};
    Str text = py_text(m->tree, decorator);
    Size open = str_find(text, S("("));
    if (open >= 0) text = str_sub(text, 0, open);
    NodeId def = own_function(m, text);
    return def && mend_has_one(mend_lower(m, text), words) && mend_next(m, PY_Raise, def, 0);
}

// The documentation of the function, or of its class, speaks of those whom the decorator lets in; or
// its name is that of a decorated one with a word before it: ban, unban.
static bool is_meant(const Mend *m, NodeId def, NodeId other, Str decorator)
{
    NodeId cls = mend_class(m, def);
    Str doc = mend_lower(m, mend_docstring(m, def)), low = mend_lower(m, decorator);
    static const char *const who[] = {"admin", "owner", "staff", "moderator", "operator", "manager",
                                      "editor", "logged", NULL};
    for (const char *const *w = who; *w; w++)
        if (str_find(low, str_of(*w)) >= 0 && str_find(doc, str_of(*w)) >= 0) return true;
    Str mine = mend_def_name(m, def), theirs = mend_def_name(m, other);
    (void)cls;
    return str_ends(mine, theirs) || str_ends(theirs, mine) ||
           (str_find(mine, S("_")) > 0 && str_find(theirs, S("_")) > 0 &&
            str_eq(str_sub(mine, str_find(mine, S("_")), -1),
                   str_sub(theirs, str_find(theirs, S("_")), -1)));
}

bool mend_fix_sibling_decorator(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = at->node, cls = mend_is_def(py_kind(m->tree, def)) ? mend_class(m, def) : 0;
    if (!mend_is_def(py_kind(m->tree, def)) ||
        py_list(m->tree, def, FunctionDef_decorator_list).n ||
        str_starts(mend_def_name(m, def), S("_")))
        return false;
    NodeList mine = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    NodeList body =
        cls ? py_list(m->tree, cls, ClassDef_body) : py_list(m->tree, m->tree->root, Module_body);
    uint32_t who = cls ? 1 : 0;
    for (uint32_t i = 0; i < body.n && i < 150 && mine.n > who; i++) {
        NodeId one = body.v[i];
        if (one == def || !mend_is_def(py_kind(m->tree, one))) continue;
        NodeList d = py_list(m->tree, one, FunctionDef_decorator_list),
                 theirs = py_list(m->tree, py_node(m->tree, one, FunctionDef_args), arguments_args);
        if (d.n != 1 || theirs.n <= who || !is_access(m, d.v[0]) ||
            py_sym(m->tree, theirs.v[who], arg_arg) != py_sym(m->tree, mine.v[who], arg_arg) ||
            !is_meant(m, def, one, py_text(m->tree, d.v[0])))
            continue;
        uint32_t beg = py_line(m->tree, py_pos(m->tree, py_at(m->tree, def)->beg).line).beg;
        mend_insert(m, &out->change, beg,
                    str_fmt(m->keep, "%.*s@%.*s\n",
                            STR_ARG(edit_indent(m->tree, py_at(m->tree, def)->beg, m->keep)),
                            STR_ARG(py_text(m->tree, d.v[0]))));
        return mend_done(
            out, TRUST_REVIEW,
            "The method asks of its caller what the one beside it asks. Decide that it "
            "is meant for the same people.");
    }
    return false;
}
