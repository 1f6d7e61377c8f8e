// mend/fix_kind: files as the module means them: an upload's last extension against its own list, a
// file of keys that only its owner reads.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// os.path.splitext(filename)[1], Path(filename).suffix: the end of a name that a caller gives.
static bool is_extension(const Mend *m, NodeId n)
{
    if (py_kind(m->tree, n) == PY_Subscript) {
        NodeId call = py_node(m->tree, n, Subscript_value);
        if (py_kind(m->tree, call) != PY_Call || !str_eq(mend_called(m, call), S("splitext")))
            return false;
        NodeId arg = mend_arg(m, call, 0, (Str){0});
        return str_eq(py_text(m->tree, py_node(m->tree, n, Subscript_slice)), S("1")) && arg &&
               py_kind(m->tree, arg) == PY_Name && mend_is_given(m, arg);
    }
    if (py_kind(m->tree, n) != PY_Attribute || !str_ends(py_text(m->tree, n), S(").suffix")))
        return false;
    NodeId call = py_node(m->tree, n, Attribute_value);
    NodeId arg = py_kind(m->tree, call) == PY_Call ? mend_arg(m, call, 0, (Str){0}) : 0;
    return arg && py_kind(m->tree, arg) == PY_Name && mend_is_given(m, arg);
}

static bool is_compared(const Mend *m, NodeId def, Str text)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));)
        if (str_find(py_text(m->tree, n), text) >= 0) return true;
    return false;
}

static bool writes_file(const Mend *m, NodeId def)
{
    static const char *const ways[] = {"write", "write_bytes", "save", "copyfileobj", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        if (mend_is_one(mend_called(m, n), ways)) return true;
    return false;
}

// stored = uuid4().hex + os.path.splitext(filename)[1], with KINDS in the module
bool mend_fix_extension(const Mend *m, const MendSite *at, Fix *out)
{
    static const Str words[] = {L("ext"),   L("kind"),   L("type"), L("format"),
                                L("image"), L("suffix"), L("mime"), {0}};
    NodeId def = mend_function(m, at->node);
    MendList list;
    if (!def || !is_extension(m, at->node) || !writes_file(m, def)) return false;
    NodeId up = mend_parent(m, at->node), stmt = mend_statement(m, at->node);
    int kind = py_kind(m->tree, up);
    if ((kind != PY_BinOp && kind != PY_FormattedValue) || py_kind(m->tree, stmt) != PY_Assign)
        return false;
    Str text = py_text(m->tree, at->node);
    if (is_compared(m, def, text) || !mend_list(m, at->node, words, &list) || !list.strings)
        return false;
    bool dots = str_starts(list.first, S("."));
    Str test = str_fmt(m->keep, "%.*s.lower()%s not in %.*s", STR_ARG(text),
                       dots ? "" : ".lstrip(\".\")", STR_ARG(list.name));
    return mend_before(
               m, &out->change, stmt,
               mend_guard(m, &out->change, stmt, test, S("this kind of file is not accepted"))) &&
           mend_done(out, list.sure ? TRUST_SAFE : TRUST_REVIEW,
                     "The extension that the file is stored with is one of the module's own list.");
}

// ---- open(path, "w") of a key

static bool keeps_secret(const Mend *m, NodeId def)
{
    static const char *const words[] = {"key",   "secret", "credential", "private",
                                        "token", "passw",  NULL};
    static const char *const made[] = {"token_hex", "token_bytes", "token_urlsafe", "urandom",
                                       "private_bytes", "generate_key", NULL};
    NodeId cls = mend_class(m, def);
    Str name = mend_lower(m, mend_def_name(m, def)),
        owner =
            cls ? mend_lower(m, py_name(m->tree, py_sym(m->tree, cls, ClassDef_name))) : (Str){0};
    bool named = mend_has_one(name, words) || mend_has_one(owner, words);
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        if (mend_is_one(mend_called(m, n), made)) return true;
    return named && str_find(mend_lower(m, mend_docstring(m, def)), S("owner")) >= 0;
}

bool mend_fix_key_file(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const modes[] = {"w", "x", "wb", "xb", "wt", "xt", NULL};
    NodeId def = mend_function(m, at->node);
    if (!def || py_kind(m->tree, at->node) != PY_Call ||
        !str_eq(py_text(m->tree, py_node(m->tree, at->node, Call_func)), S("open")) ||
        mend_keyword(m, at->node, S("opener")) ||
        !mend_is_one(mend_string(m, mend_arg(m, at->node, 1, S("mode"))), modes) ||
        str_find(py_text(m->tree, def), S("chmod(")) >= 0 || !keeps_secret(m, def))
        return false;
    Str os = mend_name(m, &out->change, at->node, S("os"), (Str){0});
    if (!os.len || !mend_set(m, &out->change, at->node, -1, S("opener"),
                             str_fmt(m->keep, "lambda name, flags: %.*s.open(name, flags, 0o600)",
                                     STR_ARG(os))))
        return false;
    return mend_done(out, TRUST_SAFE,
                     "The file is made so that only its owner reads it, and there is no moment at "
                     "which others could.");
}

// ---- LINK = '<a title="{title}">{name}</a>' … LINK.format(title=…, name=…)

static Str module_text(const Mend *m, Str name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_Assign &&
            str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]), name))
            return mend_string(m, py_node(m->tree, body.v[i], Assign_value));
    return (Str){0};
}

static bool is_number(const Mend *m, NodeId n)
{
    Str called = mend_called(m, n);
    return py_kind(m->tree, n) == PY_Constant ||
           (py_kind(m->tree, n) == PY_Call &&
            (str_eq(called, S("int")) || str_eq(called, S("len")) || str_eq(called, S("float"))));
}

static bool escape_value(const Mend *m, Change *c, NodeId v, Str escape)
{
    static const char *const done[] = {"escape", "html", "render", "markup", "rows", "body", NULL};
    if (is_number(m, v) || mend_has_one(mend_lower(m, py_text(m->tree, v)), done) ||
        !mend_is_given(m, v) || mend_gives_escaped(m, v))
        return false;
    mend_replace(
        m, c, v,
        str_fmt(m->keep, "%.*s(str(%.*s))", STR_ARG(escape), STR_ARG(py_text(m->tree, v))));
    return true;
}

bool mend_fix_markup_constant(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call || !mend_function(m, at->node) ||
        !str_eq(mend_called(m, at->node), S("format")))
        return false;
    Str text = str_trim(module_text(m, mend_object(m, at->node)));
    if (!str_starts(text, S("<")) || str_find(text, S(">")) < 0) return false;
    Str escape = mend_name(m, &out->change, at->node, S("html"), S("escape"));
    NodeList args = py_list(m->tree, at->node, Call_args),
             kw = py_list(m->tree, at->node, Call_keywords);
    bool any = false;
    for (uint32_t i = 0; i < args.n; i++) any |= escape_value(m, &out->change, args.v[i], escape);
    for (uint32_t i = 0; i < kw.n; i++)
        any |= escape_value(m, &out->change, py_node(m->tree, kw.v[i], keyword_value), escape);
    return any && escape.len &&
           mend_done(
               out, TRUST_REVIEW,
               "What is put into the markup is text in it. Decide whether some of it was meant "
               "to be markup.");
}
