// mend/unasked_read: whether anybody asks a constant: a test or a look-up asks it, a page that only
// lists its words does not. Also what a function's documentation says of it.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

static bool is_item(NodeList list, NodeId n)
{
    for (uint32_t i = 0; i < list.n; i++)
        if (list.v[i] == n) return true;
    return false;
}

// "… %s …" % NAME, "… %s %s" % (NAME, x)
static bool is_formatted(const Mend *m, NodeId n, NodeId parent)
{
    if (py_kind(m->tree, parent) == PY_Tuple) n = parent, parent = mend_parent(m, parent);
    return parent && py_kind(m->tree, parent) == PY_BinOp && py_at(m->tree, parent)->op == OP_MOD &&
           py_node(m->tree, parent, BinOp_right) == n;
}

// A read that shows what is in it: sorted(NAME), ", ".join(NAME), f"{NAME}", [x for x in NAME].
static bool is_shown(const Mend *m, NodeId n)
{
    static const char *const shows[] = {"list", "sorted", "tuple", "str",   "len",     "repr",
                                        "join", "format", "print", "dumps", "jsonify", NULL};
    NodeId parent = mend_parent(m, n);
    switch (parent ? py_kind(m->tree, parent) : PY_NONE) {
    case PY_Call:
        return is_item(py_list(m->tree, parent, Call_args), n) &&
               mend_is_one(mend_called(m, parent), shows);
    case PY_Return:
    case PY_FormattedValue: return true;
    case PY_Dict: return is_item(py_list(m->tree, parent, Dict_values), n);
    case PY_comprehension:
        return py_node(m->tree, parent, comprehension_iter) == n &&
               !py_list(m->tree, parent, comprehension_ifs).n;
    case PY_arguments: return true; // f(limit=NAME): what it does there is seen where it is used
    default: return is_formatted(m, n, parent);
    }
}

static bool reads(const Mend *m, NodeId n, Sym sym, Str name, bool *text)
{
    const PyNode *p = &m->tree->nodes.v[n];
    const PyConst *c = p->kind == PY_Constant ? py_const(m->tree, n) : NULL;
    *text = c && c->kind == CONST_STR && str_eq(c->text, name);
    if (*text) return true;
    if (p->kind == PY_Name) return p->op == CTX_LOAD && sym && py_sym(m->tree, n, Name_id) == sym;
    return p->kind == PY_Attribute && p->op == CTX_LOAD && sym &&
           py_sym(m->tree, n, Attribute_attr) == sym;
}

bool unasked_is_read(const Mend *m, Str name)
{
    Sym sym = name_find(&m->tree->names, name);
    bool text;
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++)
        if (reads(m, n, sym, name, &text)) return true;
    return false;
}

bool unasked_is_asked(const Mend *m, Str name)
{
    Sym sym = name_find(&m->tree->names, name);
    bool text;
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++)
        if (reads(m, n, sym, name, &text) && (text || !is_shown(m, n))) return true;
    return false;
}

// ---- documentation

bool unasked_told(const Mend *m, NodeId def, Str name)
{
    NodeId cls = mend_class(m, def);
    return mend_says_word(mend_docstring(m, def), name) ||
           (cls && mend_says_word(mend_docstring(m, cls), name));
}

// The sentence around a name: from the last full stop before it to the first after it.
static Str sentence_of(Str doc, Str name)
{
    Size at = 0, beg = 0, end;
    for (;; at++) {
        Size next = str_find(str_sub(doc, at, -1), name);
        if (next < 0) return (Str){0};
        at += next;
        if (mend_says_word(
                str_sub(doc, at, at + name.len + 1 < doc.len ? at + name.len + 1 : doc.len), name))
            break;
    }
    for (Size i = 0; i + 1 < at; i++)
        if (doc.s[i] == '.' && (doc.s[i + 1] == ' ' || doc.s[i + 1] == '\n')) beg = i + 1;
    for (end = at; end < doc.len; end++)
        if (doc.s[end] == '.' &&
            (end + 1 == doc.len || doc.s[end + 1] == ' ' || doc.s[end + 1] == '\n'))
            break;
    return str_sub(doc, beg, end);
}

// "one of NAME", "only the names in NAME": the documentation promises a test, and no use.
static bool promises(const Mend *m, Str said)
{
    static const char *const words[] = {"one of", "among",    "only",     "must",      "any of",
                                        "up to",  "at most",  "between",  "member of", " to ",
                                        "least",  "may have", "may hold", NULL};
    return mend_has_one(mend_lower(m, said), words);
}

bool unasked_told_parameter(const Mend *m, NodeId def, const Constant *c, Subject *out)
{
    Str said = sentence_of(mend_docstring(m, def), c->bare);
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    int fields[] = {arguments_posonlyargs, arguments_args, arguments_kwonlyargs};
    Size best = -1, mark = str_find(said, c->bare);
    if (!promises(m, said)) return false;
    for (Size f = 0; said.len && f < countof(fields); f++) {
        NodeList list = py_list(m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++) {
            Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
            Size at = str_find(said, name);
            if (!mend_says_word(said, name) || str_eq(name, S("self")) ||
                str_eq(name, S("default")) || str_eq(name, S("fallback")))
                continue;
            Size gap = at < mark ? mark - at : at - mark + said.len; // "x is one of NAME"
            if (best >= 0 && gap >= best) continue;
            best = gap;
            *out = (Subject){def, list.v[i], name, 1};
        }
    }
    if (best >= 0 || !said.len) return best >= 0;
    // "one of COMMANDS": of the only parameter that there is
    NodeList list = py_list(m->tree, args, arguments_args);
    uint32_t own = list.n && mend_class(m, def) ? 1 : 0;
    if (list.n - own != 1 || py_list(m->tree, args, arguments_defaults).n) return false;
    *out = (Subject){def, list.v[own], py_name(m->tree, py_sym(m->tree, list.v[own], arg_arg)), 1};
    return true;
}
