// mend/unasked: a guard that the module defines and nobody asks: an allow-list, a limit, a
// validator. Finds the one function that it is for, by the words of names, and asks it there.
// SPDX-License-Identifier: MIT
#include "mend/mend.h"

typedef struct {
    Str name, low;
    NodeId value;
    bool mapping, strings, number;
    Str first;
} Constant;

static bool is_def(int kind) { return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef; }

static Str lower(const Mend *m, Str text)
{
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        buf_char(&b, (char)(c >= 'A' && c <= 'Z' ? c | 32 : c));
    }
    return buf_str(&b);
}

// Is a name read anywhere, as a name, an attribute or the text of __all__?
static bool is_read(const Mend *m, Str name)
{
    Sym sym = name_find(&m->tree->names, name);
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        const PyNode *p = &m->tree->nodes.v[i];
        if (p->kind == PY_Name && p->op == CTX_LOAD && py_sym(m->tree, (NodeId)i, Name_id) == sym)
            return true;
        if (p->kind == PY_Attribute && p->op == CTX_LOAD &&
            py_sym(m->tree, (NodeId)i, Attribute_attr) == sym)
            return true;
        const PyConst *c = p->kind == PY_Constant ? py_const(m->tree, (NodeId)i) : NULL;
        if (c && c->kind == CONST_STR && str_eq(c->text, name)) return true;
    }
    return false;
}

static bool within(const Mend *m, NodeId node, NodeId outer)
{
    const PyNode *a = py_at(m->tree, node), *b = py_at(m->tree, outer);
    return a->beg >= b->beg && a->end <= b->end;
}

static bool read_in(const Mend *m, NodeId def, Str name)
{
    Sym sym = name_find(&m->tree->names, name);
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        const PyNode *p = &m->tree->nodes.v[i];
        if (p->kind != PY_Name || p->op != CTX_LOAD || py_sym(m->tree, (NodeId)i, Name_id) != sym)
            continue;
        for (uint32_t k = 0; k < body.n; k++)
            if (within(m, (NodeId)i, body.v[k])) return true;
    }
    return false;
}

// ---- words of names: "ALLOWED_SORT_FIELDS" has allowed, sort, field

static bool same_word(Str a, Str b)
{
    if (str_ends(a, S("ies")) && str_ends(b, S("y")))
        return str_eq(str_sub(a, 0, a.len - 3), str_sub(b, 0, b.len - 1));
    if (str_ends(a, S("es")) && str_eq(str_sub(a, 0, a.len - 2), b)) return true;
    if (str_ends(a, S("s")) && str_eq(str_sub(a, 0, a.len - 1), b)) return true;
    return str_eq(a, b);
}

static bool shares_word(Str list, Str name)
{
    for (Str rest = list, a; str_cut(&rest, S("_"), &a);)
        for (Str more = name, b; str_cut(&more, S("_"), &b);)
            if (b.len > 2 && same_word(a, b)) return true;
    return false;
}

static bool has_one(Str low, const char *const *words)
{
    for (; *words; words++)
        if (str_find(low, str_of(*words)) >= 0) return true;
    return false;
}

static const char *const permits[] = {"allow",    "whitelist", "permit",    "safe",     "trusted",
                                      "valid",    "supported", "accepted",  "approved", "public",
                                      "editable", "writable",  "updatable", NULL};
static const char *const forbids[] = {"disallow",  "block",  "deny",   "denied",  "forbid",  "ban",
                                      "blacklist", "danger", "unsafe", "invalid", "private", NULL};

// ---- the function that it is for

typedef struct {
    NodeId def, param;
    Str name;
    int found;
} Subject;

static void parameters_of(const Mend *m, NodeId def, bool (*fits)(const Mend *, Str, const void *),
                          const void *self, Subject *out)
{
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    int fields[] = {arguments_posonlyargs, arguments_args, arguments_kwonlyargs};
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++) {
            Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
            if (str_eq(name, S("self")) || str_eq(name, S("cls")) || !fits(m, lower(m, name), self))
                continue;
            if (!out->found++) *out = (Subject){def, list.v[i], name, out->found};
        }
    }
}

// Where a guard on a parameter stands: after the docstring, imports and the refusals that are there.
static NodeId first_statement(const Mend *m, NodeId def)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        NodeId e = kind == PY_Expr ? py_node(m->tree, body.v[i], Expr_value) : 0;
        bool docstring = e && py_kind(m->tree, e) == PY_Constant;
        NodeList then = kind == PY_If ? py_list(m->tree, body.v[i], If_body) : (NodeList){0};
        int last = then.n == 1 ? py_kind(m->tree, then.v[0]) : 0;
        bool refusal =
            (last == PY_Return || last == PY_Raise) && !py_list(m->tree, body.v[i], If_orelse).n;
        if (!docstring && !refusal && kind != PY_Import && kind != PY_ImportFrom) return body.v[i];
    }
    return body.n ? body.v[body.n - 1] : 0;
}

static bool guarded(const Mend *m, const Subject *s, Str test, Str sentence, Fix *out)
{
    NodeId first = first_statement(m, s->def);
    return first &&
           mend_before(m, &out->change, first, mend_guard(m, &out->change, first, test, sentence));
}

// ---- allow-lists

static bool list_fits(const Mend *m, Str param, const void *self)
{
    static const char *const hosts[] = {"host", "domain", "origin", NULL};
    static const char *const urls[] = {"url", "uri", "link", "target", "next", "redirect", NULL};
    static const char *const exts[] = {"extension", "suffix", "file_type", "filetype", NULL};
    static const char *const files[] = {"filename", "file_name", "upload_name", NULL};
    const Constant *c = self;
    (void)m;
    if (shares_word(c->low, param)) return true;
    if (has_one(c->low, hosts) && has_one(param, urls)) return true;
    return has_one(c->low, exts) && (has_one(param, files) || str_eq(param, S("name")));
}

static Str test_of(const Mend *m, const Subject *s, const Constant *c, Fix *out)
{
    static const char *const hosts[] = {"host", "domain", "origin", "netloc", NULL};
    static const char *const urls[] = {"url", "uri", "link", "target", "next", "redirect", NULL};
    static const char *const exts[] = {"extension", "suffix", "ext", NULL};
    Str p = s->name, low = lower(m, p);
    char q = edit_quote(m->tree);
    if (has_one(c->low, hosts) && has_one(low, urls)) {
        Str split = mend_name(m, &out->change, s->def, S("urllib.parse"), S("urlsplit"));
        if (!split.len) return (Str){0};
        if (str_find(c->first, S("://")) >= 0)
            return str_fmt(m->keep, "%.*s(%.*s)[:2] not in [%.*s(one)[:2] for one in %.*s]",
                           STR_ARG(split), STR_ARG(p), STR_ARG(split), STR_ARG(c->name));
        Str name = lower(m, py_name(m->tree, py_sym(m->tree, s->def, FunctionDef_name)));
        bool local = str_find(name, S("redirect")) >= 0 || str_find(low, S("next")) >= 0 ||
                     str_find(low, S("redirect")) >= 0 || str_find(name, S("login")) >= 0;
        if (local)
            return str_fmt(m->keep,
                           "%.*s(%.*s).hostname not in %.*s and (not %.*s.startswith(%c/%c) or "
                           "%.*s.startswith(%c//%c) or %.*s.startswith(%c/\\\\%c))",
                           STR_ARG(split), STR_ARG(p), STR_ARG(c->name), STR_ARG(p), q, q,
                           STR_ARG(p), q, q, STR_ARG(p), q, q);
        return str_fmt(m->keep, "%.*s(%.*s).hostname not in %.*s", STR_ARG(split), STR_ARG(p),
                       STR_ARG(c->name));
    }
    bool ext =
        str_find(low, S("ext")) < 0 && str_find(low, S("suffix")) < 0 && (has_one(c->low, exts));
    if (ext && str_starts(c->first, S("."))) {
        Str os = mend_name(m, &out->change, s->def, S("os"), (Str){0});
        return str_fmt(m->keep, "%.*s.path.splitext(%.*s)[1].lower() not in %.*s", STR_ARG(os),
                       STR_ARG(p), STR_ARG(c->name));
    }
    if (ext)
        return str_fmt(m->keep, "%.*s.rpartition(%c.%c)[2].lower() not in %.*s", STR_ARG(p), q, q,
                       STR_ARG(c->name));
    return str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(p), STR_ARG(c->name));
}

// return dict(user), return user: only the listed fields of it.
static bool narrow_return(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_Return || !within(m, (NodeId)i, def)) continue;
        NodeId v = py_node(m->tree, (NodeId)i, Return_value);
        Str text = v ? py_text(m->tree, v) : (Str){0};
        bool copy = v && py_kind(m->tree, v) == PY_Call &&
                    (str_starts(text, S("dict(")) || str_ends(text, S(".copy()")));
        if (copy && str_starts(text, S("dict("))) text = str_sub(text, 5, text.len - 1);
        else if (copy) text = str_sub(text, 0, text.len - 7);
        for (Size k = 0; k < text.len; k++)
            if (memchr(" (){}=,", text.s[k], 7)) copy = false;
        if (!copy) continue;
        mend_replace(m, &out->change, v,
                     str_fmt(m->keep, "{k: v for k, v in %.*s.items() if k in %.*s}", STR_ARG(text),
                             STR_ARG(c->name)));
        return true;
    }
    return false;
}

// record.update(changes): only the listed fields of them.
static bool narrow_update(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_Call || !within(m, (NodeId)i, def)) continue;
        NodeId f = py_node(m->tree, (NodeId)i, Call_func),
               arg = mend_arg(m, (NodeId)i, 0, (Str){0});
        if (py_kind(m->tree, f) != PY_Attribute || !arg || py_kind(m->tree, arg) != PY_Name ||
            !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("update")))
            continue;
        mend_replace(m, &out->change, arg,
                     str_fmt(m->keep, "{k: v for k, v in %.*s.items() if k in %.*s}",
                             STR_ARG(py_text(m->tree, arg)), STR_ARG(c->name)));
        return true;
    }
    return false;
}

// for name, value in …: setattr(self, name, value): names off the list are passed over.
static bool narrow_setattr(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        NodeId n = (NodeId)i, key = 0;
        if (m->tree->nodes.v[i].kind != PY_Call || !within(m, n, def) ||
            !str_eq(py_text(m->tree, py_node(m->tree, n, Call_func)), S("setattr")))
            continue;
        key = mend_arg(m, n, 1, (Str){0});
        NodeId stmt = mend_statement(m, n), loop = stmt ? mend_parent(m, stmt) : 0;
        if (!key || py_kind(m->tree, key) != PY_Name || !loop || py_kind(m->tree, loop) != PY_For)
            continue;
        return mend_before(m, &out->change, stmt,
                           str_fmt(m->keep, "if %.*s not in %.*s:\n%.*scontinue",
                                   STR_ARG(py_text(m->tree, key)), STR_ARG(c->name),
                                   STR_ARG(edit_indent_unit(m->tree))));
    }
    return false;
}

// ---- limits: MAX_SIZE and a read without one, data without a look at its length

static bool data_fits(const Mend *m, Str param, const void *self)
{
    static const Str names[] = {L("data"), L("content"), L("contents"), L("text"), L("payload"),
                                L("body"), L("message"), L("items"),    L("blob"), L("raw")};
    (void)m, (void)self;
    for (Size i = 0; i < countof(names); i++)
        if (str_eq(param, names[i])) return true;
    return false;
}

static bool limit_read(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        NodeId n = (NodeId)i;
        if (m->tree->nodes.v[i].kind != PY_Call || !within(m, n, def)) continue;
        NodeId f = py_node(m->tree, n, Call_func), stmt = mend_statement(m, n);
        if (py_kind(m->tree, f) != PY_Attribute || py_list(m->tree, n, Call_args).n ||
            py_list(m->tree, n, Call_keywords).n ||
            !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("read")))
            continue;
        int kind = py_kind(m->tree, stmt);
        NodeId value = kind == PY_Assign   ? py_node(m->tree, stmt, Assign_value)
                       : kind == PY_Return ? py_node(m->tree, stmt, Return_value)
                                           : 0;
        if (value != n || mend_binds(m, def, S("data"))) continue;
        Str text =
            str_fmt(m->keep, "%.*s(%.*s + 1)", STR_ARG(py_text(m->tree, f)), STR_ARG(c->name));
        if (kind == PY_Assign) {
            Str name = py_text(m->tree, py_list(m->tree, stmt, Assign_targets).v[0]);
            mend_replace(m, &out->change, n, text);
            Str test = str_fmt(m->keep, "len(%.*s) > %.*s", STR_ARG(name), STR_ARG(c->name));
            return mend_after(m, &out->change, stmt,
                              mend_guard(m, &out->change, stmt, test, S("larger than allowed")));
        }
        Str test = str_fmt(m->keep, "len(data) > %.*s", STR_ARG(c->name));
        mend_replace(m, &out->change, n, S("data"));
        return mend_before(
            m, &out->change, stmt,
            str_fmt(m->keep, "data = %.*s\n%.*s", STR_ARG(text),
                    STR_ARG(mend_guard(m, &out->change, stmt, test, S("larger than allowed")))));
    }
    return false;
}

static bool limit_fits(const Mend *m, Str param, const void *self)
{
    static const Str sizes[] = {L("width"), L("height"),     L("count"), L("size"),  L("n"),
                                L("num"),   L("length"),     L("limit"), L("rows"),  L("amount"),
                                L("depth"), L("iterations"), L("times"), L("repeat")};
    const Constant *c = self;
    if (shares_word(c->low, param)) return true;
    (void)m;
    for (Size i = 0; i < countof(sizes); i++)
        if (str_eq(param, sizes[i])) return true;
    return false;
}

static bool is_text_parameter(const Mend *m, NodeId param)
{
    NodeId note = py_node(m->tree, param, arg_annotation);
    Str text = note ? py_text(m->tree, note) : (Str){0};
    return str_starts(text, S("str")) || str_starts(text, S("bytes")) ||
           str_starts(text, S("list")) || str_starts(text, S("dict"));
}

// with zipfile.ZipFile(…) as z: the sizes that the archive itself says, before any is unpacked.
static bool limit_zip(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_With || !within(m, (NodeId)i, def)) continue;
        NodeId item = py_list(m->tree, (NodeId)i, With_items).v[0];
        NodeId name = py_node(m->tree, item, withitem_optional_vars),
               first = py_list(m->tree, (NodeId)i, With_body).v[0];
        if (!name || py_kind(m->tree, name) != PY_Name ||
            str_find(py_text(m->tree, py_node(m->tree, item, withitem_context_expr)),
                     S("ZipFile(")) < 0)
            continue;
        Str test = str_fmt(m->keep, "sum(member.file_size for member in %.*s.infolist()) > %.*s",
                           STR_ARG(py_text(m->tree, name)), STR_ARG(c->name));
        return mend_before(m, &out->change, first,
                           mend_guard(m, &out->change, first, test, S("larger than allowed")));
    }
    return false;
}

static bool limit_in(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    Subject data = {0}, number = {0};
    bool members = str_find(c->low, S("file")) >= 0 || str_find(c->low, S("count")) >= 0;
    if (str_find(py_text(m->tree, def), S("ZipFile(")) >= 0)
        return !members && limit_zip(m, def, c, out);
    if (limit_read(m, def, c, out)) return true;
    out->change = (Change){0};
    parameters_of(m, def, data_fits, c, &data);
    parameters_of(m, def, limit_fits, c, &number);
    if (number.found && !is_text_parameter(m, number.param) &&
        !(data.found && data.param == number.param)) {
        Buf test = {.keep = m->keep};
        NodeList args = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
        for (uint32_t i = 0; i < args.n; i++) {
            Str name = py_name(m->tree, py_sym(m->tree, args.v[i], arg_arg));
            if (!limit_fits(m, lower(m, name), c)) continue;
            buf_fmt(&test, "%s%.*s > %.*s", test.n ? " or " : "", STR_ARG(name), STR_ARG(c->name));
        }
        return guarded(m, &number, buf_str(&test), S("more than allowed"), out);
    }
    if (!data.found) return false;
    return guarded(m, &data,
                   str_fmt(m->keep, "len(%.*s) > %.*s", STR_ARG(data.name), STR_ARG(c->name)),
                   S("larger than allowed"), out);
}

// ---- all of it

static bool constant_at(const Mend *m, NodeId stmt, Constant *out)
{
    int kind = py_kind(m->tree, stmt);
    NodeId target = 0, value = 0;
    *out = (Constant){0};
    if (kind == PY_Assign && py_list(m->tree, stmt, Assign_targets).n == 1) {
        target = py_list(m->tree, stmt, Assign_targets).v[0];
        value = py_node(m->tree, stmt, Assign_value);
    } else if (kind == PY_AnnAssign) {
        target = py_node(m->tree, stmt, AnnAssign_target);
        value = py_node(m->tree, stmt, AnnAssign_value);
    }
    if (!target || !value || py_kind(m->tree, target) != PY_Name) return false;
    out->name = py_text(m->tree, target);
    out->low = lower(m, out->name);
    out->value = value;
    MendList list;
    if (mend_is_list(m, value, &list)) {
        out->mapping = list.mapping;
        out->strings = list.strings;
        out->first = list.first;
        return true;
    }
    Str text = py_text(m->tree, value);
    out->number = text.len && text.s[0] >= '1' && text.s[0] <= '9';
    for (Size i = 0; i < text.len; i++)
        if (!memchr("0123456789_ *<", text.s[i], 14)) out->number = false;
    return out->number;
}

static bool asked_in(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    static const char *const limits[] = {"max_", "_max", "limit", NULL};
    static const char *const fields[] = {"field",    "attr", "column", "editable",
                                         "writable", "key",  NULL};
    Subject s = {0};
    *out = (Fix){0};
    if (c->number) return has_one(c->low, limits) && limit_in(m, def, c, out);
    if (!c->strings || !has_one(c->low, permits) || has_one(c->low, forbids)) return false;
    if (has_one(c->low, fields)) {
        bool shown = str_find(c->low, S("public")) >= 0 || str_find(c->low, S("visible")) >= 0;
        if (shown ? narrow_return(m, def, c, out)
                  : narrow_update(m, def, c, out) || narrow_setattr(m, def, c, out))
            return true;
        out->change = (Change){0};
    }
    parameters_of(m, def, list_fits, c, &s);
    if (s.found != 1 || !read_in(m, def, s.name)) return false;
    Str test = test_of(m, &s, c, out);
    return test.len && guarded(m, &s, test, S("this value is not allowed"), out);
}

// The one function of the module (or of a class) that an unread constant is for.
static bool only_here(const Mend *m, NodeId def, const Constant *c)
{
    Fix probe;
    for (Size i = 1; i < m->tree->nodes.n; i++)
        if (is_def(m->tree->nodes.v[i].kind) && (NodeId)i != def &&
            asked_in(m, (NodeId)i, c, &probe))
            return false;
    return true;
}

static bool unasked_constant(const Mend *m, const MendSite *at, Fix *out)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    if (!is_def(py_kind(m->tree, at->node))) return false;
    for (uint32_t i = 0; i < body.n; i++) {
        Constant c;
        if (!constant_at(m, body.v[i], &c) || is_read(m, c.name)) continue;
        if (!asked_in(m, at->node, &c, out) || !only_here(m, at->node, &c)) continue;
        asked_in(m, at->node, &c, out);
        return mend_done(out, TRUST_SAFE,
                         "The limit or list that the module defines for this is asked before the "
                         "value is used.");
    }
    *out = (Fix){0};
    return false;
}

// ---- validators

typedef struct {
    NodeId def;
    Str name;
    NodeList params;
    bool answers, raises, gives;
} Validator;

static bool is_truth(const Mend *m, NodeId v)
{
    int kind = py_kind(m->tree, v);
    const PyConst *c = kind == PY_Constant ? py_const(m->tree, v) : NULL;
    if (c) return c->kind == CONST_TRUE || c->kind == CONST_FALSE;
    Str text = py_text(m->tree, v);
    return kind == PY_Compare || kind == PY_BoolOp || str_starts(text, S("not ")) ||
           str_starts(text, S("bool(")) || str_starts(text, S("all(")) ||
           str_starts(text, S("any(")) || str_find(text, S("compare_digest(")) >= 0 ||
           str_find(text, S(".startswith(")) >= 0 || str_find(text, S(".is_relative_to(")) >= 0;
}

static void results_of(const Mend *m, NodeId n, Validator *out, bool *mixed)
{
    int kind = py_kind(m->tree, n);
    if (kind == PY_Return) {
        NodeId v = py_node(m->tree, n, Return_value);
        if (!v) return;
        if (is_truth(m, v)) out->answers = true;
        else out->gives = true;
        if (out->answers && out->gives) *mixed = true;
    }
    if (kind == PY_Raise) out->raises = true;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) results_of(m, c, out, mixed);
}

static bool validator_at(const Mend *m, NodeId def, Validator *out)
{
    static const char *const words[] = {"is_valid",   "is_safe",  "validate", "verify", "check_",
                                        "is_allowed", "sanitize", "sanitise", "clean_", "escape_",
                                        "ensure_",    "assert_",  NULL};
    if (!is_def(py_kind(m->tree, def))) return false;
    Str name = py_name(m->tree, py_sym(m->tree, def, FunctionDef_name)), low = name;
    while (str_starts(low, S("_"))) low = str_sub(low, 1, -1);
    bool named = false;
    for (const char *const *w = words; *w; w++) named |= str_starts(low, str_of(*w));
    if (!named) return false;
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    NodeList list = py_list(m->tree, args, arguments_args);
    uint32_t needed = list.n - py_list(m->tree, args, arguments_defaults).n;
    if (needed < 1 || needed > 3 || py_list(m->tree, args, arguments_kwonlyargs).n)
        return false;
    *out = (Validator){.def = def, .name = name, .params = {list.v, needed}};
    bool mixed = false;
    results_of(m, def, out, &mixed);
    bool cleans =
        str_starts(low, S("sanit")) || str_starts(low, S("clean")) || str_starts(low, S("escape"));
    if (cleans && needed != 1) return false;
    return !mixed && (cleans ? out->gives : out->answers || (out->raises && !out->gives));
}

static bool takes(const Mend *m, NodeId def, const Validator *v)
{
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    for (uint32_t k = 0; k < v->params.n; k++) {
        bool here = false;
        for (uint32_t i = 0; i < list.n; i++)
            here |= py_sym(m->tree, list.v[i], arg_arg) == py_sym(m->tree, v->params.v[k], arg_arg);
        if (!here) return false;
    }
    return true;
}

static int takers(const Mend *m, const Validator *v, NodeId def)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    int n = 0;
    Validator other;
    for (uint32_t i = 0; i < body.n; i++)
        if (is_def(py_kind(m->tree, body.v[i])) && body.v[i] != v->def && body.v[i] != def &&
            takes(m, body.v[i], v) && !validator_at(m, body.v[i], &other))
            n++;
    return n;
}

enum { BODY_MOST = 1000 };

static bool unasked_check(const Mend *m, const MendSite *at, Fix *out)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    Validator v, self;
    if (body.n > BODY_MOST) return false;                       // looked at for each finding
    if (!is_def(py_kind(m->tree, at->node)) || validator_at(m, at->node, &self)) return false;
    for (uint32_t i = 0; i < body.n; i++) {
        if (!validator_at(m, body.v[i], &v) || body.v[i] == at->node || is_read(m, v.name))
            continue;
        Str param = py_name(m->tree, py_sym(m->tree, v.params.v[0], arg_arg));
        if (!takes(m, at->node, &v) || takers(m, &v, at->node) || !read_in(m, at->node, param))
            continue;
        Buf all = {.keep = m->keep};
        for (uint32_t k = 0; k < v.params.n; k++)
            buf_fmt(&all, "%s%.*s", k ? ", " : "",
                    STR_ARG(py_name(m->tree, py_sym(m->tree, v.params.v[k], arg_arg))));
        Subject s = {.def = at->node, .name = param};
        NodeId first = first_statement(m, at->node);
        Str call = str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(v.name), STR_ARG(buf_str(&all)));
        Str test = str_fmt(m->keep, "not %.*s", STR_ARG(call));
        bool done = v.answers ? guarded(m, &s, test, S("it does not pass the check"), out)
                              : mend_before(m, &out->change, first,
                                            v.gives ? str_fmt(m->keep, "%.*s = %.*s",
                                                              STR_ARG(param), STR_ARG(call))
                                                    : call);
        if (done)
            return mend_done(out, TRUST_REVIEW,
                             "The module's own check of this value is asked before it is used. "
                             "Decide whether the callers were to ask it.");
    }
    return false;
}

bool mend_fix_unasked_guard(const Mend *m, const MendSite *at, Fix *out)
{
    if (unasked_constant(m, at, out)) return true;
    *out = (Fix){0};
    return unasked_check(m, at, out);
}
