// mend/fix_sandbox: templates of jinja2 that somebody else wrote run in its sandbox; pages whose
// name has another end than the usual ones are escaped, too.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// self.environment = Environment(…), env = jinja2.Environment(…): the call; 0: none in this file.
static NodeId environment_of(const Mend *m, Str object)
{
    for (NodeId n = 0; object.len && (n = mend_next(m, PY_Assign, m->tree->root, n));) {
        NodeId v = py_node(m->tree, n, Assign_value);
        NodeList to = py_list(m->tree, n, Assign_targets);
        if (to.n == 1 && str_eq(py_text(m->tree, to.v[0]), object) &&
            py_kind(m->tree, v) == PY_Call && str_eq(mend_called(m, v), S("Environment")))
            return v;
    }
    return 0;
}

bool mend_fix_sandbox(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call || str_find(m->tree->src, S("jinja2")) < 0)
        return false;
    static const char says[] = "The template reaches no more than its values: the sandbox refuses "
                               "names that begin with an "
                               "underscore. Expressions in it are still worked out. Decide whether "
                               "those who write it may do "
                               "that, and that no template needs such names.";
    Str name = mend_called(m, at->node);
    bool reads =
        str_eq(name, S("from_string")) || str_eq(name, S("parse")) || str_eq(name, S("compile"));
    if (reads) {
        NodeId f = py_node(m->tree, at->node, Call_func), made = 0;
        NodeId of = py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
        if (of && py_kind(m->tree, of) == PY_Call && str_eq(mend_called(m, of), S("Environment")))
            made = of;
        for (NodeId n = 1; of && (Size)n < m->tree->nodes.n && py_kind(m->tree, of) == PY_Call; n++)
            if (mend_is_def(m->tree->nodes.v[n].kind) &&
                str_eq(mend_def_name(m, n), mend_called(m, of)))
                for (NodeId c = 0;
                     (c = mend_next(m, PY_Call, n, c));) // _environment().from_string(…)
                    if (str_eq(mend_called(m, c), S("Environment"))) made = c;
        if (!made) made = environment_of(m, mend_object(m, at->node));
        return made &&
               mend_callee(m, &out->change, made, S("jinja2.sandbox"), S("SandboxedEnvironment")) &&
               mend_done(out, TRUST_REVIEW, says);
    }
    if (!str_eq(name, S("Template")) || py_list(m->tree, at->node, Call_args).n != 1 ||
        py_list(m->tree, at->node, Call_keywords).n)
        return false;
    Str box = mend_name(m, &out->change, at->node, S("jinja2.sandbox"), S("SandboxedEnvironment"));
    NodeId f = py_node(m->tree, at->node, Call_func);
    if (!box.len) return false;
    mend_replace(m, &out->change, f, str_fmt(m->keep, "%.*s().from_string", STR_ARG(box)));
    if (py_kind(m->tree, f) == PY_Name)
        *push(m->keep, &out->change.drop_if_unused) = (Import){L("jinja2"), L("Template"), {0}};
    return mend_done(out, TRUST_REVIEW, says);
}

// ---- select_autoescape(("html", "xml")) beside get_template(name + ".tpl")

// "tpl" of name + ".tpl", "a.tpl", f"{name}.tpl"
static Str end_of(Str text)
{
    if (text.len < 3 || (text.s[text.len - 1] != '"' && text.s[text.len - 1] != '\''))
        return (Str){0};
    text = str_sub(text, 0, text.len - 1);
    Str end = str_sub(text, str_rfind(text, '.') + 1, -1);
    for (Size i = 0; i < end.len; i++)
        if (end.s[i] < '0' || (end.s[i] > '9' && end.s[i] < 'a') || end.s[i] > 'z') return (Str){0};
    return end.len < text.len ? end : (Str){0};
}

Str mend_template_end(Str text) { return end_of(text); }

bool mend_fix_escaped_end(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId select = 0, name = py_kind(m->tree, at->node) == PY_Call
                                 ? mend_arg(m, at->node, 0, S("name"))
                                 : 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));)
        if (str_eq(mend_called(m, n), S("select_autoescape"))) select = n;
    Str end = name && select ? end_of(py_text(m->tree, name)) : (Str){0};
    if (!end.len || !str_eq(mend_called(m, at->node), S("get_template"))) return false;
    NodeId list = mend_arg(m, select, 0, S("enabled_extensions"));
    int kind = list ? py_kind(m->tree, list) : 0;
    if (!list && !py_list(m->tree, select, Call_keywords).n) {
        NodeId f = py_node(m->tree, select, Call_func);
        mend_replace(m, &out->change, select,
                     str_fmt(m->keep, "%.*s((\"html\", \"htm\", \"xml\", \"%.*s\"))",
                             STR_ARG(py_text(m->tree, f)), STR_ARG(end)));
    } else if (kind == PY_List || kind == PY_Tuple) {
        NodeList items = py_list(m->tree, list, 0);
        if (!items.n) return false;
        mend_insert(m, &out->change, py_at(m->tree, py_last(items))->end,
                    str_fmt(m->keep, ", %.*s",
                            STR_ARG(edit_literal(end, edit_quote(m->tree), m->keep))));
    } else return false;
    bool pages = str_find(m->tree->src, S("</")) >= 0;
    return mend_done(
        out, pages ? TRUST_SAFE : TRUST_REVIEW,
        pages ? "Values are escaped in the templates of this end, too, unless the template "
                "says otherwise."
              : "Values are escaped in the templates of this end, too. Decide that they "
                "are pages.");
}
