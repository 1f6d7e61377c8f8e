// mend/lists: what the module itself already says is allowed: its constant collections, told by
// the words of their names; where none is, a constant is declared for a person to fill in.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool has_any(Str low, const Str *words)
{
    for (; words && words->len; words++)
        if (str_find(low, *words) >= 0) return true;
    return false;
}

static const Str allow_words[] = {L("allow"),    L("whitelist"), L("permit"),     L("safe"),
                                  L("trusted"),  L("valid"),     L("supported"),  L("known"),
                                  L("accepted"), L("approved"),  L("registered"), L("editable"),
                                  L("writable"), L("updatable"), {0}};
static const Str deny_words[] = {
    L("disallow"), L("block"),     L("deny"),    L("denied"), L("forbid"),
    L("ban"),      L("blacklist"), L("danger"),  L("unsafe"), L("reserved"),
    L("secret"),   L("sensitive"), L("invalid"), L("unsupported"), L("unknown"), L("untrusted"),
    L("not_"),     L("non_"),      L("uneditable"), L("noneditable"), L("unwritable"), {0}};
// What else such a name may say without speaking of another matter: ALLOWED_LIST, PERMITTED, WHITELISTED_NAMES.
static const Str filling[] = {L("ed"),    L("ted"),   L("s"),     L("es"),     L("ies"),   L("y"),
                              L("list"),  L("set"),   L("name"),  L("names"),  L("value"), L("values"),
                              L("items"), L("keys"),  L("word"),  L("words"),  L("option"), L("options"),
                              L("only"),  L("of"),    L("all"),   L("table"),  L("map"),   L("registry"),
                              L("by"),    L("for"),   L("the"),   L("listed"), L("ing"),   L("able"),   {0}};

// A display of constants, or a call that makes one of them a set. mapping: keys are what counts.
bool mend_is_list(const Mend *m, NodeId value, MendList *out)
{
    int kind = py_kind(m->tree, value);
    if (kind == PY_Call) {
        Str f = py_text(m->tree, py_node(m->tree, value, Call_func));
        NodeList args = py_list(m->tree, value, Call_args);
        bool maker = str_eq(f, S("set")) || str_eq(f, S("frozenset")) || str_eq(f, S("tuple")) ||
                     str_eq(f, S("list"));
        return maker && args.n == 1 && mend_is_list(m, args.v[0], out);
    }
    bool mapping = kind == PY_Dict;
    if (kind != PY_Set && kind != PY_List && kind != PY_Tuple && !mapping) return false;
    NodeList items = py_list(m->tree, value, mapping ? (int)Dict_keys : 0);
    out->mapping = mapping;
    out->first = (Str){0};
    out->strings = items.n > 0;
    for (uint32_t i = 0; i < items.n; i++) {
        const PyConst *c = items.v[i] && py_kind(m->tree, items.v[i]) == PY_Constant
                               ? py_const(m->tree, items.v[i])
                               : NULL;
        if (!c || c->kind != CONST_STR) out->strings = false;
        else if (!out->first.len) out->first = c->text;
    }
    return items.n > 0;
}

static bool target_of(const Mend *m, NodeId stmt, NodeId *target, NodeId *value)
{
    int kind = py_kind(m->tree, stmt);
    *target = *value = 0;
    if (kind == PY_Assign) {
        NodeList targets = py_list(m->tree, stmt, Assign_targets);
        if (targets.n == 1) *target = targets.v[0];
        *value = py_node(m->tree, stmt, Assign_value);
    } else if (kind == PY_AnnAssign) {
        *target = py_node(m->tree, stmt, AnnAssign_target);
        *value = py_node(m->tree, stmt, AnnAssign_value);
    }
    return *target && *value;
}

typedef struct {
    const Mend *m;
    const Str *purpose;
    int best;
    MendList *out;
    NodeId near;
} Look;

// What is left of a word of the name behind the words that it begins with: "able" of "sortable".
static Str behind(Str word, const Str *words, const Str *more)
{
    for (; words->len; words++)
        if (str_starts(word, *words)) return behind(str_sub(word, words->len, -1), more, more);
    return word;
}

// SUPPORTED_HASH_TYPES, BUILTIN_MODULES: words beside those of permission and purpose tell of what it is a list.
static bool says_more(const Look *k, Str low)
{
    for (Str word; str_cut(&low, S("_"), &word);) {
        Str rest = behind(behind(word, allow_words, k->purpose), k->purpose, allow_words);
        if (rest.len && !str_in(rest, filling)) return true;
    }
    return false;
}

// 3 and more is a match: the purpose's word, or words of permission alone in the only such list. *sure: nothing in the
// name speaks of another matter, or both are in it.
static int score(const Look *k, Str name, bool *sure)
{
    Str low = mend_lower(k->m, name);
    if (has_any(low, deny_words)) return 0;
    bool allows = has_any(low, allow_words), fits = has_any(low, k->purpose);
    *sure = (allows && fits) || !says_more(k, low);
    return fits ? 3 + 2 * allows : allows && *sure ? 2 : 0;
}

static void consider(Look *k, NodeId stmt, Str owner)
{
    NodeId target, value;
    MendList found = {0};
    if (!target_of(k->m, stmt, &target, &value) || !mend_is_list(k->m, value, &found)) return;
    int kind = py_kind(k->m->tree, target);
    Str name = kind == PY_Name ? py_text(k->m->tree, target)
               : kind == PY_Attribute && str_starts(py_text(k->m->tree, target), S("self."))
                   ? py_name(k->m->tree, py_sym(k->m->tree, target, Attribute_attr))
                   : (Str){0};
    int points = name.len && found.strings ? score(k, name, &found.sure) : 0;
    if (points <= k->best || points < 2) return;
    k->best = points;
    found.value = value;
    found.bare = name;
    found.name = owner.len ? str_fmt(k->m->keep, "%.*s.%.*s", STR_ARG(owner), STR_ARG(name)) : name;
    *k->out = found;
}

static NodeId class_around(const Mend *m, NodeId def)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_ClassDef &&
            py_at(m->tree, body.v[i])->beg < py_at(m->tree, def)->beg &&
            py_at(m->tree, body.v[i])->end >= py_at(m->tree, def)->end)
            return body.v[i];
    return 0;
}

// The name that a method's own object, or its class, is known by in it; empty for a static one.
static Str receiver(const Mend *m, NodeId def)
{
    NodeList params = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    Str first = params.n ? py_name(m->tree, py_sym(m->tree, params.v[0], arg_arg)) : (Str){0};
    return str_eq(first, S("self")) || str_eq(first, S("cls")) ? first : (Str){0};
}

static void in_class(Look *k, NodeId def)
{
    const Mend *m = k->m;
    NodeId cls = def ? class_around(m, def) : 0;
    Str self = cls ? receiver(m, def) : (Str){0};
    NodeList body = cls && self.len ? py_list(m->tree, cls, ClassDef_body) : (NodeList){0};
    for (uint32_t i = 0; i < body.n; i++) {
        consider(k, body.v[i], self);
        if (py_kind(m->tree, body.v[i]) != PY_FunctionDef ||
            !str_eq(py_name(m->tree, py_sym(m->tree, body.v[i], FunctionDef_name)), S("__init__")))
            continue;
        NodeList init = py_list(m->tree, body.v[i], FunctionDef_body);
        for (uint32_t j = 0; j < init.n; j++)
            if (str_starts(py_text(m->tree, init.v[j]), S("self."))) consider(k, init.v[j], self);
    }
}

// A parameter `allowed_hosts` is the caller's own list.
static bool from_parameters(Look *k, NodeId def)
{
    NodeId args = py_node(k->m->tree, def, FunctionDef_args);
    int fields[] = {arguments_args, arguments_kwonlyargs};
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(k->m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++) {
            Str name = py_name(k->m->tree, py_sym(k->m->tree, list.v[i], arg_arg));
            bool sure;
            if (score(k, name, &sure) < 5) continue;
            *k->out = (MendList){.name = name, .bare = name, .strings = true, .sure = true};
            return true;
        }
    }
    return false;
}

// account.EDITABLE, where a parameter `account` holds an object of class Account.
static void in_class_of_parameter(Look *k, NodeId def)
{
    const Mend *m = k->m;
    NodeList body = py_list(m->tree, m->tree->root, Module_body),
             list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_ClassDef) continue;
        Str cls = mend_lower(m, py_name(m->tree, py_sym(m->tree, body.v[i], ClassDef_name)));
        NodeList inner = py_list(m->tree, body.v[i], ClassDef_body);
        for (uint32_t p = 0; p < list.n; p++) {
            Str name = py_name(m->tree, py_sym(m->tree, list.v[p], arg_arg));
            for (uint32_t j = 0; str_eq(name, cls) && j < inner.n; j++)
                consider(k, inner.v[j], name);
        }
    }
}

bool mend_list(const Mend *m, NodeId node, const Str *purpose, MendList *out)
{
    Look k = {m, purpose, 0, out, node};
    NodeId def = mend_function(m, node);
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    *out = (MendList){0};
    if (def && from_parameters(&k, def)) return true;
    in_class(&k, def);
    if (def) in_class_of_parameter(&k, def);
    for (uint32_t i = 0; i < body.n; i++) consider(&k, body.v[i], (Str){0});
    return out->name.len > 0;
}

// ---- lists of other modules

// How the module that an import statement names is written there: "config", ".config".
static Str module_text(const Mend *m, NodeId stmt)
{
    Buf b = {.keep = m->keep};
    for (uint32_t i = py_raw(m->tree, stmt, ImportFrom_level); i > 0; i--) buf_char(&b, '.');
    buf_add(&b, py_name(m->tree, py_sym(m->tree, stmt, ImportFrom_module)));
    return buf_str(&b);
}

// A framework's settings: their lists of hosts say whom it answers to, not whom it may call.
static bool is_settings(const Mend *m)
{
    return name_find(&m->tree->names, S("INSTALLED_APPS")) ||
           name_find(&m->tree->names, S("MIDDLEWARE"));
}

static bool is_word_of(Str low, Str word)
{
    for (Str one; str_cut(&low, S("_"), &one);)
        if (word.len > 3 && str_eq(one, word)) return true;
    return false;
}

// PREVIEW_HOSTS, where the function around, or the module, is called preview: the list is this
// one's.
static bool is_for_this_place(const Look *k, Str name)
{
    NodeId def = mend_function(k->m, k->near);
    Str module = k->m->file->module->name;
    module = mend_lower(k->m, str_sub(module, str_rfind(module, '.') + 1, -1));
    Str here = def ? mend_lower(k->m, py_name(k->m->tree, py_sym(k->m->tree, def, FunctionDef_name)))
        : (Str){0};
    Str low = mend_lower(k->m, name);
    for (Str word; str_cut(&low, S("_"), &word);)
        if (behind(word, k->purpose, k->purpose).len == word.len &&
            (is_word_of(here, word) || is_word_of(module, word)))
            return true;
    return false;
}

// only: the one name that an import takes; empty: any.
static bool best_of(const Look *k, const Mend *other, Str only, MendList *out)
{
    NodeList body = py_list(other->tree, other->tree->root, Module_body);
    *out = (MendList){0};
    if (is_settings(other)) return false;
    // 4: purpose and permission
    Look there = {other, k->purpose, 4, out, 0}, named = {other, k->purpose, 2, out, 0};
    for (uint32_t i = 0; i < body.n; i++) consider(&there, body.v[i], (Str){0});
    for (uint32_t i = 0; i < body.n && !out->name.len; i++) {
        consider(&named, body.v[i], (Str){0});
        if (out->name.len && !str_eq(out->name, only) && !is_for_this_place(k, out->name))
            *out = (MendList){0}, named.best = 2;
    }
    out->value = 0;
    out->far = true, out->sure = false;
    return out->name.len > 0;
}

// `import config`, `from app import config`: config.ALLOWED. `from config import X`: one name more.
static bool from_import(const Look *k, NodeId stmt, NodeId alias, bool from, Change *c)
{
    const Mend *m = k->m, *other;
    Size module;
    Str as = py_name(m->tree, py_sym(m->tree, alias, alias_asname)), name;
    Str bound = as.len ? as : py_name(m->tree, py_sym(m->tree, alias, alias_name));
    MendList found;
    if (!flow_definition(m->file, bound, &module, &name) || module == m->file->index) return false;
    other = mend_other(m, module);
    if (!other || !best_of(k, other, name, &found)) return false;
    Str source = from ? module_text(m, stmt) : (Str){0};
    Size dot = str_rfind(source, '.');
    bool whole = !name.len;
    if (!whole && !str_ends(other->file->module->name, str_sub(source, dot + 1, -1))) return false;
    // it is imported already, maybe by another name
    bool taken = !whole && str_eq(name, found.bare);
    if (taken) found.name = bound;
    else if (!whole && mend_binds(m, m->tree->root, found.bare)) return false;
    else found.name = whole ? str_fmt(m->keep, "%.*s.%.*s", STR_ARG(bound), STR_ARG(found.bare))
                       : found.bare;
    if (!whole && !taken) *push(m->keep, &c->add) = (Import){source, found.bare, {0}};
    *k->out = found;
    return true;
}

bool mend_list_near(const Mend *m, Change *c, NodeId node, const Str *purpose, MendList *out)
{
    if (mend_list(m, node, purpose, out)) return true;
    Look k = {m, purpose, 0, out, node};
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        bool from = kind == PY_ImportFrom;
        if (!from && kind != PY_Import) continue;
        NodeList names =
            py_list(m->tree, body.v[i], from ? (int)ImportFrom_names : (int)Import_names);
        for (uint32_t j = 0; j < names.n; j++)
            if (from_import(&k, body.v[i], names.v[j], from, c)) return true;
    }
    return false;
}

bool mend_declare(const Mend *m, Change *c, Str name, const char *value_and_comment)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n && !name_find(&m->tree->names, name); i++) {
        int kind = py_kind(m->tree, body.v[i]);
        if (kind != PY_FunctionDef && kind != PY_AsyncFunctionDef && kind != PY_ClassDef) continue;
        Span line = py_line(m->tree, py_pos(m->tree, edit_beg(m->tree, body.v[i])).line);
        Str text = str_fmt(m->keep, "%.*s = %s\n\n\n", STR_ARG(name), value_and_comment);
        *push(m->keep, &c->edits) = (Edit){{line.beg, line.beg}, text};
        return true;
    }
    return false;
}

static bool plain(const Mend *m, NodeId n)
{
    int kind = py_kind(m->tree, n);
    return kind == PY_Name || (kind == PY_Attribute &&
                               py_kind(m->tree, py_node(m->tree, n, Attribute_value)) == PY_Name);
}

bool mend_is_stream(const Mend *m, NodeId arg)
{
    if (py_kind(m->tree, arg) != PY_Call) return false;
    Str f = py_text(m->tree, py_node(m->tree, arg, Call_func));
    return str_ends(f, S("IO")) || str_ends(f, S("open")) || str_ends(f, S("Reader"));
}

Str mend_hoist(const Mend *m, Change *c, NodeId arg, Str wanted, Buf *lines)
{
    if (plain(m, arg)) return py_text(m->tree, arg);
    if (name_find(&m->tree->names, wanted)) return (Str){0};
    buf_fmt(lines, "%.*s = %.*s\n", STR_ARG(wanted), STR_ARG(py_text(m->tree, arg)));
    mend_replace(m, c, arg, wanted);
    return wanted;
}

// The very text stands in the file already: a fix of an earlier step put it there.
bool mend_helper(const Mend *m, Change *c, Str name, const char *text)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    if (str_find(m->tree->src, str_trim(str_of(text))) >= 0) return true;
    if (name_find(&m->tree->names, name)) return false;
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        if (kind != PY_FunctionDef && kind != PY_AsyncFunctionDef && kind != PY_ClassDef) continue;
        Span line = py_line(m->tree, py_pos(m->tree, edit_beg(m->tree, body.v[i])).line);
        *push(m->keep, &c->edits) = (Edit){{line.beg, line.beg}, str_of(text)};
        return true;
    }
    return false;
}
