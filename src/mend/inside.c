// mend/inside: a value that was made in steps holds syntax of the program's own (tags, blanks between
// the words of a command) beside the outside text: where in it that text stands, so that it alone is
// escaped. Escaped as a whole, the program's own syntax would be gone.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

typedef struct {
    const Mend *m;
    Kinds kind;
    const char *syntax;
    MendLeaves *out;
    Sym seen[16];                        // being looked at, or looked at and of steps
    Size nseen;
    int looks;                           // left
} Inside;

enum { MOST_STEPS = 24, MOST_LEAVES = 64, MOST_LOOKS = 500 };

static bool look(Inside *k, NodeId e, bool formatted, int steps);

static const char *syntax_of(Kinds kind)
{
    return kind & (KIND(HTML) | KIND(XML)) ? "<>&"
           : kind & KIND(SHELL) ? " \t\n;&|<>()$`*?~\"'"
           : kind & KIND(LDAP)  ? "()&|=*"
           : kind & KIND(REGEX) ? ".*+?^$[](){}|\\"
                                : "";
}

static bool has_syntax(const Inside *k, Str text)
{
    for (Size i = 0; i < text.len; i++)
        if (text.s[i] && strchr(k->syntax, text.s[i])) return true;
    return false;
}

static bool add_leaf(Inside *k, NodeId e, bool each, bool formatted)
{
    for (Size i = 0; i < k->out->n; i++)
        if (k->out->v[i].node == e) return true;
    if (k->out->n == MOST_LEAVES) return false;
    *push(k->m->keep, k->out) = (MendLeaf){.node = e, .each = each, .formatted = formatted};
    return true;
}

bool mend_has_tag(Str text)
{
    for (Size i = 0; i + 1 < text.len; i++)
        if (text.s[i] == '<' && (text.s[i + 1] == '/' || (text.s[i + 1] | 32) >= 'a') &&
            (text.s[i + 1] | 32) <= 'z')
            return true;
    return false;
}

// PAGE, of PAGE = "<html>…" or PAGE = Template("<html>…") at the top of the module
static bool stands_for_tags(const Mend *m, NodeId name)
{
    NodeId top = py_at(m->tree, name)->op == CTX_LOAD ? mend_top(m, py_text(m->tree, name)) : 0;
    if (!top || py_kind(m->tree, top) != PY_Assign) return false;
    NodeId value = py_node(m->tree, top, Assign_value);
    if (py_kind(m->tree, value) == PY_Call) value = mend_arg(m, value, 0, (Str){0});
    // ICONS = {"ok": "<i>…"}
    for (NodeId n = 0; value && (n = mend_next(m, PY_Constant, value, n));)
        if (mend_has_tag(mend_string(m, n))) return true;
    return value && mend_has_tag(mend_string(m, value));
}

// Does a function by that name in a module write such syntax: in what it gives back, a tag anywhere?
static bool writes_own(const Inside *k, const Mend *m, Str name)
{
    if (!name_find(&m->tree->names, name)) return false;
    for (NodeId d = 1; (Size)d < m->tree->nodes.n; d++) {
        if (!mend_is_def(m->tree->nodes.v[d].kind) || !str_eq(mend_def_name(m, d), name)) continue;
        for (NodeId n = 0; k->kind & KIND(HTML) && (n = mend_next(m, PY_Constant, d, n));)
            if (mend_has_tag(mend_string(m, n)) && py_kind(m->tree, mend_parent(m, n)) != PY_Expr)
                return true;
        for (NodeId n = 0; k->kind & KIND(HTML) && (n = mend_next(m, PY_Name, d, n));)
            if (stands_for_tags(m, n)) return true;
        for (NodeId n = 0; k->kind & KIND(HTML) && (n = mend_next(m, PY_Call, d, n));)
            if (str_starts(mend_called(m, n), S("render"))) return true;      // what a template makes
        for (NodeId r = 0; (r = mend_next(m, PY_Return, d, r));)
            for (NodeId n = 0; (n = mend_next(m, PY_Constant, r, n));)
                if (has_syntax(k, mend_string(m, n))) return true;
    }
    return false;
}

// A module that this file imports by a statement; -1: none of the project's, or no such statement.
static Size imported_by(const Mend *m, NodeId stmt, uint32_t nth)
{
    const Tree *t = m->tree;
    if (py_kind(t, stmt) == PY_Import) {
        NodeList names = py_list(t, stmt, Import_names);
        return nth < names.n
                   ? flow_imported(m->file, py_name(t, py_sym(t, names.v[nth], alias_name)), 0)
                   : -1;
    }
    Sym from = py_sym(t, stmt, ImportFrom_module);
    Str base = from ? py_name(t, from) : (Str){0};
    int level = (int)py_raw(t, stmt, ImportFrom_level);
    NodeList names = py_list(t, stmt, ImportFrom_names);
    if (!nth) return flow_imported(m->file, base, level);
    if (nth > names.n) return -1;
    Str name = py_name(t, py_sym(t, names.v[nth - 1], alias_name));
    return flow_imported(
        m->file, base.len ? str_fmt(m->keep, "%.*s.%.*s", STR_ARG(base), STR_ARG(name)) : name,
        level);
}

enum { MOST_IMPORTED = 40 };

// widgets.bold(x), page.header(): the same in a module that this file imports.
static bool imports_own(const Inside *k, Str name)
{
    static const int kinds[] = {PY_Import, PY_ImportFrom};
    const Mend *m = k->m;
    int left = MOST_IMPORTED;
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = mend_next(m, kinds[i], m->tree->root, n));) {
            NodeList names = py_list(
                m->tree, n, kinds[i] == PY_Import ? (int)Import_names : (int)ImportFrom_names);
            for (uint32_t nth = 0; nth <= names.n && left > 0; nth++) {
                Size module = imported_by(m, n, nth);
                const Mend *other = module >= 0 ? mend_other(m, module) : NULL;
                left -= other != NULL;
                if (other && other != m && writes_own(k, other, name)) return true;
            }
        }
    return false;
}

// A function of the project's that writes such syntax itself: what it gives back is no plain value, and
// where the outside text stands is told inside it.
static bool makes_own(const Inside *k, NodeId call)
{
    static const char *const words[] = {"render",    "html",       "markup", "markdown",
                                        "mark_safe", "SafeString", NULL};
    const Mend *m = k->m;
    Str name = mend_called(m, call);
    MendFar far;
    if (k->kind & KIND(HTML) &&
        (mend_has_one(mend_lower(m, name), words) || mend_has_one(name, words)))
        return true;
    if (writes_own(k, m, name)) return true;
    if (mend_far(m, py_node(m->tree, call, Call_func), &far) && far.m != m)
        return writes_own(k, far.m, far.name);
    return imports_own(k, name);
}

static bool look_at_items(Inside *k, NodeList items, int steps)
{
    for (uint32_t i = 0; i < items.n; i++) {
        if (py_kind(k->m->tree, items.v[i]) == PY_Starred) return false;
        if (!look(k, items.v[i], false, steps)) return false;
    }
    return true;
}

static bool is_collection(int kind)
{
    return kind == PY_List || kind == PY_Tuple || kind == PY_ListComp || kind == PY_GeneratorExp;
}

static bool look_at_collection(Inside *k, NodeId e, int steps)
{
    int kind = py_kind(k->m->tree, e);
    if (kind == PY_List || kind == PY_Tuple)
        return look_at_items(k, py_list(k->m->tree, e, 0), steps);
    return look(k, py_node(k->m->tree, e, ListComp_elt), false, steps);
}

// items.append(x), items.insert(0, x), items += […]
static bool look_at_grown(Inside *k, NodeId use, int steps)
{
    static const char *const one[] = {"append", "insert", "appendleft", NULL};
    const Mend *m = k->m;
    NodeId up = mend_parent(m, use), call = up ? mend_parent(m, up) : 0;
    if (!up || py_kind(m->tree, up) != PY_Attribute || !call || py_kind(m->tree, call) != PY_Call ||
        py_node(m->tree, call, Call_func) != up)
        return true;
    Str method = mend_called(m, call);
    NodeList args = py_list(m->tree, call, Call_args);
    if (mend_is_one(method, one)) return args.n && look(k, py_last(args), false, steps);
    NodeId more = str_eq(method, S("extend")) ? mend_arg(m, call, 0, (Str){0}) : 0;
    if (!more) return true;
    return is_collection(py_kind(m->tree, more)) && look_at_collection(k, more, steps);
}

static bool is_seen(const Inside *k, NodeId name)
{
    for (Size i = 0; i < k->nseen; i++)
        if (k->seen[i] == py_sym(k->m->tree, name, Name_id)) return true;
    return false;
}

// The value itself, or one of those it may be: no part of a text made of it.
static bool is_raw(const Mend *m, NodeId leaf, NodeId value)
{
    while (leaf && leaf != value) {
        leaf = mend_parent(m, leaf);
        int kind = leaf ? py_kind(m->tree, leaf) : 0;
        if (kind != PY_IfExp && kind != PY_BoolOp) return false;
    }
    return leaf != 0;
}

// Is a local read for more than the text it becomes a part of here: tested, looked up, handed on?
static bool is_read_elsewhere(const Mend *m, NodeId def, NodeId name)
{
    Sym sym = py_sym(m->tree, name, Name_id);
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def, n));) {
        if (n == name || py_sym(m->tree, n, Name_id) != sym || py_at(m->tree, n)->op != CTX_LOAD)
            continue;
        NodeId up = mend_parent(m, n), stmt = mend_statement(m, n);
        int kind = up ? py_kind(m->tree, up) : 0;
        bool grows = py_kind(m->tree, stmt) == PY_Assign &&
                     str_eq(py_text(m->tree, py_list(m->tree, stmt, Assign_targets).v[0]),
                            py_text(m->tree, n));
        bool part = kind == PY_BinOp || kind == PY_FormattedValue;
        if (!part || (!grows && stmt != mend_statement(m, name))) return true;
    }
    return false;
}

// All that a function gives a local. told: by plain assignments and += alone.
static bool look_at_local(Inside *k, NodeId def, NodeId name, bool items, bool *told, int steps)
{
    const Mend *m = k->m;
    Sym sym = py_sym(m->tree, name, Name_id);
    bool raw = false;
    *told = false;
    if (k->nseen == countof(k->seen)) return false;
    k->seen[k->nseen++] = sym;
    Str word = py_name(m->tree, sym);
    bool only = !mend_parameter(m, def, word);
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def, n)) && only;) {
        if (py_sym(m->tree, n, Name_id) != sym) continue;
        NodeId up = mend_parent(m, n), value = 0;
        if (py_at(m->tree, n)->op == CTX_LOAD) {
            if (items && !look_at_grown(k, n, steps)) return false;
            continue;
        }
        int kind = py_kind(m->tree, up);
        if (mend_function(m, n) != def) only = false;
        else if (kind == PY_Assign && py_list(m->tree, up, Assign_targets).n == 1)
            value = py_node(m->tree, up, Assign_value);
        else if (kind == PY_AnnAssign) value = py_node(m->tree, up, AnnAssign_value);
        else if (kind == PY_AugAssign && py_at(m->tree, up)->op == OP_ADD)
            value = py_node(m->tree, up, AugAssign_value);
        else only = false;
        if (!value) continue;
        if (items && is_collection(py_kind(m->tree, value))) {
            if (!look_at_collection(k, value, steps)) return false;
        } else if (items) only = false;
        else {
            Size before = k->out->n;
            if (!look(k, value, false, steps)) return false;
            for (Size i = before; i < k->out->n; i++) raw |= is_raw(m, k->out->v[i].node, value);
        }
        *told = true;
    }
    *told &= only;
    // it holds markup, or what came from outside: escaped where it came, it is another for who asks it
    return !(raw && k->out->own && is_read_elsewhere(m, def, name));
}

// PAGE = "<html>…": the one constant that a name of the module stands for.
static NodeId constant_of(const Mend *m, NodeId name)
{
    NodeId def = mend_function(m, name);
    if (def && (mend_parameter(m, def, py_text(m->tree, name)) ||
                mend_binds(m, def, py_text(m->tree, name))))
        return 0;
    NodeId top = mend_top(m, py_text(m->tree, name));
    NodeId value =
        top && py_kind(m->tree, top) == PY_Assign ? py_node(m->tree, top, Assign_value) : 0;
    return mend_string(m, value).len ? value : 0;
}

// A name: the values of a local; a plain value where they cannot be told and hold no syntax.
static bool look_at_name(Inside *k, NodeId e, bool formatted, int steps)
{
    NodeId def = mend_function(k->m, e);
    if (is_seen(k, e)) return true;           // page = page + "…"
    Size before = k->out->n, known = k->nseen;
    bool own = k->out->own, told = false;
    k->out->own = false;
    if (def && !look_at_local(k, def, e, false, &told, steps)) return false;
    bool inner = k->out->own;
    k->out->own |= own;
    if (told && inner) return true;
    if (inner) return false;
    k->out->n = before;                       // nothing of the program's own in it
    k->nseen = known;
    NodeId value = told ? 0 : constant_of(k->m, e);
    if (value) return look(k, value, formatted, steps);
    return add_leaf(k, e, false, formatted);
}

// ", ".join(items)
static bool look_at_join(Inside *k, NodeId call, bool formatted, int steps)
{
    const Mend *m = k->m;
    NodeId f = py_node(m->tree, call, Call_func), items = mend_arg(m, call, 0, (Str){0});
    const PyConst *c = py_const(m->tree, py_node(m->tree, f, Attribute_value));
    bool between = has_syntax(k, c->text);
    if (!items) return false;
    // cmd1; cmd2, a | b: each is more than a word
    if (between && k->kind & KIND(SHELL) && str_trim(c->text).len && str_trim(c->text).s[0] != '-')
        return false;
    k->out->own |= between;
    int kind = py_kind(m->tree, items);
    if (is_collection(kind)) return look_at_collection(k, items, steps);
    NodeId def = kind == PY_Name ? mend_function(m, items) : 0;
    if (def && is_seen(k, items)) return true;
    bool told = false, own = k->out->own;
    Size before = k->out->n;
    k->out->own = false;
    if (def && !look_at_local(k, def, items, true, &told, steps)) return false;
    bool inner = k->out->own;
    k->out->own |= own;
    if (told) return true;
    if (inner) return false;
    k->out->n = before;
    return between ? add_leaf(k, items, true, false) : add_leaf(k, call, false, formatted);
}

static bool is_join(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func);
    if (!str_eq(mend_called(m, call), S("join")) || py_kind(m->tree, f) != PY_Attribute)
        return false;
    NodeId with = py_node(m->tree, f, Attribute_value);
    const PyConst *c = py_kind(m->tree, with) == PY_Constant ? py_const(m->tree, with) : NULL;
    return c && c->kind == CONST_STR;
}

// PAGE.format(name=x), PAGE % x, where a name holds the text: what it is given. A text from elsewhere
// holds what cannot be told.
static bool look_at_given(Inside *k, NodeId text, NodeList given, NodeList named, int steps)
{
    const Mend *m = k->m;
    Size before = k->out->n;
    bool own = k->out->own;
    k->out->own = false;
    if (py_kind(m->tree, text) != PY_Name && py_kind(m->tree, text) != PY_Constant) return false;
    if (!look(k, text, false, steps)) return false;
    if (k->out->n > before && !k->out->own) return false;
    k->out->own |= own;
    for (uint32_t i = 0; i < given.n; i++) {
        if (py_kind(m->tree, given.v[i]) == PY_Starred) return false;
        if (!look(k, given.v[i], true, steps)) return false;
    }
    for (uint32_t i = 0; i < named.n; i++) {
        if (!py_sym(m->tree, named.v[i], keyword_arg)) return false;
        if (!look(k, py_node(m->tree, named.v[i], keyword_value), true, steps)) return false;
    }
    return true;
}

static bool look_at_percent(Inside *k, NodeId e, int steps)
{
    const Tree *t = k->m->tree;
    NodeId right = py_node(t, e, BinOp_right);
    bool many = py_kind(t, right) == PY_Tuple, dict = py_kind(t, right) == PY_Dict;
    NodeList given = many   ? py_list(t, right, Tuple_elts)
                     : dict ? py_list(t, right, Dict_values)
                            : (NodeList){&right, 1};
    return look_at_given(k, py_node(t, e, BinOp_left), given, (NodeList){0}, steps);
}

static bool look_at_call(Inside *k, NodeId e, bool formatted, int steps)
{
    static const char *const same[] = {"strip", "rstrip", "lstrip", "replace", "encode", NULL};
    const Mend *m = k->m;
    NodeId f = py_node(m->tree, e, Call_func), object = 0;
    if (is_join(m, e)) return look_at_join(k, e, formatted, steps);
    if (py_kind(m->tree, f) == PY_Attribute && mend_is_one(mend_called(m, e), same))
        object = py_node(m->tree, f, Attribute_value);
    if (py_kind(m->tree, f) == PY_Name && str_eq(py_text(m->tree, f), S("str")))
        object = mend_arg(m, e, 0, (Str){0});
    if (py_kind(m->tree, f) == PY_Attribute && str_eq(mend_called(m, e), S("format")))
        return look_at_given(k, py_node(m->tree, f, Attribute_value),
                             py_list(m->tree, e, Call_args), py_list(m->tree, e, Call_keywords),
                             steps);
    if (!object) return !makes_own(k, e) && add_leaf(k, e, false, formatted);
    Size before = k->out->n;
    bool own = k->out->own;
    k->out->own = false;
    if (str_eq(mend_called(m, e), S("replace")) && // what comes in, too
        (py_list(m->tree, e, Call_args).n < 2 ||
         !look(k, py_list(m->tree, e, Call_args).v[1], false, steps)))
        return false;
    if (!look(k, object, false, steps)) return false;
    if (!k->out->own) {                       // a plain value, put in order
        k->out->n = before;
        if (!add_leaf(k, e, false, formatted)) return false;
    }
    k->out->own |= own;
    return true;
}

// x or "<i>none</i>": x is tested as well; of x and y, x is nothing when it is what is had.
static bool look_at_choice(Inside *k, NodeId e, bool formatted, int steps)
{
    NodeList parts = py_list(k->m->tree, e, BoolOp_values);
    bool other = py_at(k->m->tree, e)->op == OP_OR;
    for (uint32_t i = other ? 0 : parts.n - 1; i < parts.n; i++) {
        Size before = k->out->n;
        if (!look(k, parts.v[i], formatted, steps)) return false;
        if (i + 1 < parts.n && k->out->n > before && k->out->v[before].node == parts.v[i])
            k->out->v[before].other = py_last(parts);
    }
    return true;
}

static bool look(Inside *k, NodeId e, bool formatted, int steps)
{
    const Mend *m = k->m;
    Pieces p;
    if (!e || !steps || --k->looks < 0) return false;
    int kind = py_kind(m->tree, e);
    if (kind == PY_Constant) {
        k->out->own |= has_syntax(k, mend_string(m, e));
        return true;
    }
    if (kind == PY_IfExp)
        return look(k, py_node(m->tree, e, IfExp_body), formatted, steps - 1) &&
               look(k, py_node(m->tree, e, IfExp_orelse), formatted, steps - 1);
    if (kind == PY_BoolOp) return look_at_choice(k, e, formatted, steps - 1);
    if (kind == PY_Name) return look_at_name(k, e, formatted, steps - 1);
    bool built = kind == PY_JoinedStr || kind == PY_BinOp ||
                 (kind == PY_Call && str_eq(mend_called(m, e), S("format")));
    if (!built)
        return kind == PY_Call ? look_at_call(k, e, formatted, steps - 1)
                               : add_leaf(k, e, false, formatted);
    if (kind == PY_BinOp && py_at(m->tree, e)->op == OP_MOD &&
        !mend_string(m, py_node(m->tree, e, BinOp_left)).len)
        return look_at_percent(k, e, steps - 1);
    if (!mend_pieces(m, e, &p)) return add_leaf(k, e, false, formatted);
    for (Size i = 0; i < p.n; i++) {
        if (p.v[i].kind == PIECE_TEXT) {
            k->out->own |= has_syntax(k, p.v[i].text);
            // quotes of the author's round what is quoted
            if (k->kind & KIND(SHELL) && (str_find(p.v[i].text, S("'")) >= 0 ||
                                          str_find(p.v[i].text, S("\"")) >= 0))
                return false;
        } else if (p.v[i].node == e && kind == PY_Call) {
            if (!look_at_call(k, e, formatted, steps - 1)) return false;
        } else if (p.v[i].node == e || p.v[i].spec) {
            if (!add_leaf(k, p.v[i].node, false, p.v[i].formatted)) return false;
        } else if (!look(k, p.v[i].node, p.v[i].formatted, steps - 1)) return false;
    }
    return true;
}

bool mend_leaves(const Mend *m, NodeId hole, Kinds kind, MendLeaves *out)
{
    *out = (MendLeaves){0};
    Inside k = {.m = m, .kind = kind, .syntax = syntax_of(kind), .out = out, .looks = MOST_LOOKS};
    if (!k.syntax[0]) return add_leaf(&k, hole, false, false);
    return look(&k, hole, false, MOST_STEPS);
}
