// mend/fix_format: patterns of str.format that come from outside are read by a formatter that walks
// to no private attribute.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static const char formatter[] =
    "class PlainFormatter(string.Formatter):\n"
    "    \"\"\"str.format without private attributes, items and very wide fields.\"\"\"\n"
    "\n"
    "    def get_field(self, field_name, args, kwargs):\n"
    "        if \"[\" in field_name or field_name.startswith(\"_\") or \"._\" in field_name:\n"
    "            raise ValueError(\"this field is not allowed\")\n"
    "        return super().get_field(field_name, args, kwargs)\n"
    "\n"
    "    def format_field(self, value, format_spec):\n"
    "        if len(format_spec) > 8:\n"
    "            raise ValueError(\"this format is not allowed\")\n"
    "        return super().format_field(value, format_spec)\n"
    "\n"
    "\n";

// A parameter whose name says that somebody wrote a pattern.
static bool is_users_pattern(const Mend *m, NodeId object)
{
    static const char *const words[] = {"template", "pattern",   "fmt",
                                        "greeting", "signature", NULL};
    NodeId def = mend_function(m, object);
    return py_kind(m->tree, object) == PY_Name &&
           mend_has_one(mend_lower(m, py_text(m->tree, object)), words) &&
           mend_parameter(m, def, py_text(m->tree, object)) &&
           !mend_binds(m, def, py_text(m->tree, object));
}

bool mend_fix_format(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call || !str_eq(mend_called(m, at->node), S("format")))
        return false;
    NodeId f = py_node(m->tree, at->node, Call_func);
    if (py_kind(m->tree, f) != PY_Attribute || !mend_function(m, at->node)) return false;
    if (!at->hit && !is_users_pattern(m, py_node(m->tree, f, Attribute_value))) return false;
    Str pattern = py_text(m->tree, py_node(m->tree, f, Attribute_value)),
        module = mend_name(m, &out->change, at->node, S("string"), (Str){0});
    if (!str_eq(module, S("string")) ||
        !mend_helper(m, &out->change, S("PlainFormatter"), formatter))
        return false;
    bool more =
        py_list(m->tree, at->node, Call_args).n || py_list(m->tree, at->node, Call_keywords).n;
    uint32_t beg = py_at(m->tree, at->node)->beg, open = py_at(m->tree, f)->end;
    *push(m->keep, &out->change.edits) = (Edit){
        {beg, open + 1},
        str_fmt(m->keep, "PlainFormatter().format(%.*s%s", STR_ARG(pattern), more ? ", " : "")};
    return m->tree->src.s[open] == '(' &&
           mend_done(out, TRUST_REVIEW,
                     "Fields of the pattern reach public attributes only. Decide which ones those "
                     "who write patterns may see.");
}
