// mend/unasked: a guard that the module defines and nobody asks: an allow-list, a limit, a
// validator. Finds the one function that it is for, by the words of names, and asks it there.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

bool unasked_read_in(const Mend *m, NodeId def, Str name)
{
    Sym sym = name_find(&m->tree->names, name);
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def, n));) {
        if (m->tree->nodes.v[n].op != CTX_LOAD || py_sym(m->tree, n, Name_id) != sym) continue;
        for (uint32_t k = 0; k < body.n; k++)
            if (mend_within(m, n, body.v[k])) return true;
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

bool unasked_shares_word(Str list, Str name)
{
    for (Str rest = list, a; str_cut(&rest, S("_"), &a);)
        for (Str more = name, b; str_cut(&more, S("_"), &b);)
            if (b.len > 2 && same_word(a, b)) return true;
    return false;
}

static const char *const permits[] = {
    "allow",     "whitelist",  "permit",     "safe",       "trusted",  "valid",     "supported",
    "accepted",  "approved",   "public",     "editable",   "writable", "updatable", "sortable",
    "patchable", "selectable", "searchable", "filterable", NULL};
static const char *const forbids[] = {"disallow",  "block",  "deny",   "denied",  "forbid",  "ban",
                                      "blacklist", "danger", "unsafe", "invalid", "private", "not_",
                                      "non_", "noneditable", "uneditable", "unwritable",
                                      "unsupported",
                                      "reserved", NULL};

// ---- the function that it is for

void unasked_parameters(const Mend *m, NodeId def, bool (*fits)(const Mend *, Str, const void *),
                        const void *self, Subject *out)
{
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    int fields[] = {arguments_posonlyargs, arguments_args, arguments_kwonlyargs};
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++) {
            Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
            if (str_eq(name, S("self")) || str_eq(name, S("cls")) ||
                !fits(m, mend_lower(m, name), self))
                continue;
            if (!out->found++) *out = (Subject){def, list.v[i], name, out->found};
        }
    }
}

// Where a guard on a parameter stands: after the docstring, imports and the refusals that are there.
NodeId unasked_first(const Mend *m, NodeId def)
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
    return py_last(body);
}

NodeId unasked_place(const Mend *m, NodeId def, Str name)
{
    static const int loops[] = {PY_For, PY_While};
    for (Size k = 0; k < countof(loops); k++)
        for (NodeId n = 0; (n = mend_next(m, loops[k], def, n));)
            for (NodeId a = 0; (a = mend_next(m, PY_Assign, n, a));)
                if (str_eq(py_text(m->tree, py_list(m->tree, a, Assign_targets).v[0]), name))
                    return py_list(m->tree, n, loops[k] == PY_For ? (int)For_body
                                                                  : (int)While_body).v[0];
    return unasked_first(m, def);
}

bool unasked_guarded(const Mend *m, const Subject *s, Str test, Str sentence, Fix *out)
{
    NodeId first = unasked_place(m, s->def, s->name);
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
    if (unasked_shares_word(c->low, param)) return true;
    if (mend_has_one(c->low, hosts) && mend_has_one(param, urls)) return true;
    return mend_has_one(c->low, exts) && (mend_has_one(param, files) || str_eq(param, S("name")));
}

// NEXT = {"new": "paid", "paid": "shipped"}: what may follow what. The state is the attribute that
// the function gives the parameter.
static Str transition(const Mend *m, const Subject *s, const Constant *c)
{
    NodeList values = py_list(m->tree, c->value, Dict_values),
             keys = py_list(m->tree, c->value, Dict_keys);
    bool follows = false, many = false;
    for (uint32_t i = 0; i < values.n; i++) {
        many |= py_kind(m->tree, values.v[i]) != PY_Constant;
        for (uint32_t k = 0; k < keys.n; k++)
            follows |= keys.v[k] && mend_string(m, keys.v[k]).len &&
                       mend_says_word(py_text(m->tree, values.v[i]), mend_string(m, keys.v[k]));
    }
    for (NodeId n = 0; follows && (n = mend_next(m, PY_Assign, s->def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        if (py_kind(m->tree, to) != PY_Attribute ||
            !str_eq(py_text(m->tree, py_node(m->tree, n, Assign_value)), s->name))
            continue;
        Str now = py_text(m->tree, to);
        return many ? str_fmt(m->keep, "%.*s not in %.*s.get(%.*s, ())", STR_ARG(s->name),
                              STR_ARG(c->name), STR_ARG(now))
                    : str_fmt(m->keep, "%.*s.get(%.*s) != %.*s", STR_ARG(c->name), STR_ARG(now),
                              STR_ARG(s->name));
    }
    return (Str){0};
}

static Str test_of(const Mend *m, const Subject *s, const Constant *c, Fix *out)
{
    static const char *const hosts[] = {"host", "domain", "origin", "netloc", NULL};
    static const char *const urls[] = {"url", "uri", "link", "target", "next", "redirect", NULL};
    static const char *const exts[] = {"extension", "suffix", "ext", NULL};
    Str p = s->name, low = mend_lower(m, p);
    char q = edit_quote(m->tree);
    Str next = c->mapping && py_kind(m->tree, c->value) == PY_Dict ? transition(m, s, c) : (Str){0};
    if (next.len) return next;
    if (mend_has_one(c->low, hosts) && mend_has_one(low, urls)) {
        Str split = mend_name(m, &out->change, s->def, S("urllib.parse"), S("urlsplit"));
        if (!split.len) return (Str){0};
        if (str_find(c->first, S("://")) >= 0)
            return str_fmt(m->keep, "%.*s(%.*s)[:2] not in [%.*s(one)[:2] for one in %.*s]",
                           STR_ARG(split), STR_ARG(p), STR_ARG(split), STR_ARG(c->name));
        Str name = mend_lower(m, py_name(m->tree, py_sym(m->tree, s->def, FunctionDef_name)));
        bool local = str_find(name, S("redirect")) >= 0 || str_find(low, S("next")) >= 0 ||
                     str_find(low, S("redirect")) >= 0 || str_find(name, S("login")) >= 0;
        if (local)
            return str_fmt(m->keep, "%.*s(%.*s).hostname not in %.*s and (%.*s)", STR_ARG(split),
                           STR_ARG(p), STR_ARG(c->name), STR_ARG(mend_off_site(m, p)));
        return str_fmt(m->keep, "%.*s(%.*s).hostname not in %.*s", STR_ARG(split), STR_ARG(p),
                       STR_ARG(c->name));
    }
    bool ext = str_find(low, S("ext")) < 0 && str_find(low, S("suffix")) < 0 &&
               (mend_has_one(c->low, exts));
    if (ext && str_starts(c->first, S("."))) {
        Str os = mend_name(m, &out->change, s->def, S("os"), (Str){0});
        return str_fmt(m->keep, "%.*s.path.splitext(%.*s)[1].lower() not in %.*s", STR_ARG(os),
                       STR_ARG(p), STR_ARG(c->name));
    }
    if (ext)
        return str_fmt(m->keep, "%.*s.rpartition(%c.%c)[2].lower() not in %.*s", STR_ARG(p), q,
                       q, STR_ARG(c->name));
    return str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(p), STR_ARG(c->name));
}

// return dict(user), return user: only the listed fields of it.
static bool narrow_return(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (NodeId i = 0; (i = mend_next(m, PY_Return, def, i));) {
        NodeId v = py_node(m->tree, i, Return_value);
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
    for (NodeId i = 0; (i = mend_next(m, PY_Call, def, i));) {
        NodeId f = py_node(m->tree, i, Call_func),
               arg = mend_arg(m, i, 0, (Str){0});
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
    for (NodeId n = 0, key = 0; (n = mend_next(m, PY_Call, def, n));) {
        if (!str_eq(py_text(m->tree, py_node(m->tree, n, Call_func)), S("setattr")))
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
    out->name = out->bare = py_text(m->tree, target);
    out->low = mend_lower(m, out->name);
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
    for (Size i = 0; i < text.len && out->number; i++)
        out->number = memchr("0123456789_ *<", text.s[i], 14) != NULL;
    return out->number;
}

// How a constant of a class is written in a function: self.NAME in its methods, account.NAME where
// a parameter holds one of its objects.
static bool written_in(const Mend *m, NodeId def, Constant *c)
{
    c->told = unasked_told(m, def, c->bare);
    if (!c->cls) return true;
    // an attribute of a class is anybody's to read: only a constant by its name that the
    // documentation of the function speaks of, or an object's own beside the module's functions
    for (Size i = 0; i < c->bare.len; i++)
        if (c->bare.s[i] >= 'a' && c->bare.s[i] <= 'z') return false;
    Str cls = py_name(m->tree, py_sym(m->tree, c->cls, ClassDef_name)), low = mend_lower(m, cls);
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    Str first = list.n ? py_name(m->tree, py_sym(m->tree, list.v[0], arg_arg)) : (Str){0};
    bool method = mend_class(m, def) == c->cls;
    if (method && !str_eq(first, S("self")) && !str_eq(first, S("cls"))) first = (Str){0};
    Str holder = method ? first.len ? first : cls : (Str){0};
    for (uint32_t i = 0; !method && i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
        if (str_eq(mend_lower(m, name), low)) holder = name;
    }
    if (!holder.len) return false;
    c->name = str_fmt(m->keep, "%.*s.%.*s", STR_ARG(holder), STR_ARG(c->bare));
    return true;
}

static bool asked_in(const Mend *m, NodeId def, const Constant *found, Fix *out)
{
    static const char *const limits[] = {"max_", "_max", "limit", "min_", NULL};
    static const char *const fields[] = {"field",    "attr", "column",    "editable",
                                         "writable", "key",  "patchable", NULL};
    Subject s = {0};
    Constant here = *found, *c = &here;
    *out = (Fix){0};
    if (!written_in(m, def, c)) return false;
    if (c->number) return mend_has_one(c->low, limits) && unasked_limit(m, def, c, out);
    if (!c->strings || (!mend_has_one(c->low, permits) && !c->told) ||
        mend_has_one(c->low, forbids))
        return false;
    if (mend_has_one(c->low, fields)) {
        bool shown = str_find(c->low, S("public")) >= 0 || str_find(c->low, S("visible")) >= 0;
        if (shown ? narrow_return(m, def, c, out)
                  : narrow_update(m, def, c, out) || narrow_setattr(m, def, c, out))
            return true;
        out->change = (Change){0};
    }
    bool told = c->told && unasked_told_parameter(m, def, c, &s);
    if (!told) unasked_parameters(m, def, list_fits, c, &s);
    if (s.found != 1 || !unasked_read_in(m, def, s.name)) return false;
    if (!told && !mend_has_one(c->low, permits)) return false;
    Str test = test_of(m, &s, c, out),
        plain = str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(s.name), STR_ARG(c->name));
    if (str_eq(test, plain) && mend_hands_off_list(m, def, s.name, c->value)) return false;
    return test.len && unasked_guarded(m, &s, test, S("this value is not allowed"), out);
}

// The one function of the module (or of a class) that a constant is for: the one whose
// documentation speaks of it goes before those that the words of names point to.
static bool only_here(const Mend *m, NodeId def, const Constant *c)
{
    Fix probe;
    bool told = unasked_told(m, def, c->bare);
    static const int kinds[] = {PY_FunctionDef, PY_AsyncFunctionDef};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = py_next_of(m->tree, m->links, kinds[k], n));)
            if (n != def && (!told || unasked_told(m, n, c->bare)) && asked_in(m, n, c, &probe))
                return false;
    return true;
}

// A function's statements, without its documentation.
static Str code_of(const Mend *m, NodeId def)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    uint32_t from = body.n > 1 && mend_docstring(m, def).len ? 1 : 0;
    return body.n
               ? str_sub(m->tree->src, py_at(m->tree, body.v[from])->beg, py_at(m->tree, def)->end)
               : (Str){0};
}

static bool is_likely(const Mend *m, const Constant *c, NodeId def)
{
    static const char *const words[] = {"max_", "_max", "limit", "min_", NULL};
    return c->number
               ? mend_has_one(c->low, words)
               : c->strings && (mend_has_one(c->low, permits) || unasked_told(m, def, c->bare));
}

// A constant that nobody reads, or that is only shown to people.
static bool is_unasked(const Mend *m, const Constant *c, NodeId def, bool *shown)
{
    if (mend_says_word(code_of(m, def), c->bare) || unasked_is_asked(m, c->bare)) return false;
    *shown = unasked_is_read(m, c->bare);
    return true;
}

static bool try_constant(const Mend *m, NodeId def, Constant c, Fix *out)
{
    bool shown = false;
    // the whole file is read last
    if (!is_likely(m, &c, def) || !asked_in(m, def, &c, out) || !is_unasked(m, &c, def, &shown) ||
        !only_here(m, def, &c))
        return false;
    asked_in(m, def, &c, out);
    bool sure = (!shown && !c.cls) || unasked_told(m, def, c.bare);
    return mend_done(out, sure ? TRUST_SAFE : TRUST_REVIEW,
                     sure ? "The limit or list that the module defines for this is asked before "
                            "the value is used."
                          : "The limit or list that the module shows for this is asked before the "
                            "value is used. Decide that it is meant for this function.");
}

struct MendConstants { Constant *v; Size n, cap; };

static void add_constant(const Mend *m, NodeId stmt, NodeId cls, struct MendConstants *all)
{
    Constant c;
    if (!constant_at(m, stmt, &c) || (!c.number && !c.strings)) return;
    c.cls = cls;
    *push(m->keep, all) = c;
}

const struct MendConstants *mend_constants(const Mend *m)
{
    struct MendConstants *all = new(m->keep, struct MendConstants, 1);
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        add_constant(m, body.v[i], 0, all);
        if (py_kind(m->tree, body.v[i]) != PY_ClassDef) continue;
        NodeList inner = py_list(m->tree, body.v[i], ClassDef_body);
        for (uint32_t k = 0; k < inner.n; k++) add_constant(m, inner.v[k], body.v[i], all);
    }
    return all;
}

static bool unasked_constant(const Mend *m, const MendSite *at, Fix *out)
{
    const struct MendConstants *all = m->constants ? m->constants : mend_constants(m);
    for (Size i = 0; i < all->n; i++)
        if (try_constant(m, at->node, all->v[i], out)) return true;
    *out = (Fix){0};
    return false;
}

bool mend_fix_unasked_guard(const Mend *m, const MendSite *at, Fix *out)
{
    if (!mend_is_def(py_kind(m->tree, at->node))) return mend_fix_bypass(m, at, out);
    if (unasked_constant(m, at, out)) return true;
    *out = (Fix){0};
    if (mend_fix_unasked_check(m, at, out)) return true;
    *out = (Fix){0};
    static MendFix *const others[] = {mend_fix_told_bound, mend_fix_unread_owner,
                                      mend_fix_sibling_decorator, mend_fix_unasked_same,
                                      mend_fix_asked_lock, NULL};
    if (mend_any(m, at, out, others)) return true;
    return mend_fix_unasked_sibling(m, at, out);
}
