// mend/look: small questions on the tree that several fixes ask.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

bool mend_any(const Mend *m, const MendSite *at, Fix *out, MendFix *const *fixes)
{
    for (; *fixes; fixes++) {
        *out = (Fix){0};
        if ((*fixes)(m, at, out)) return true;
    }
    *out = (Fix){0};
    return false;
}

bool mend_is_def(int kind) { return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef; }

bool mend_within(const Mend *m, NodeId node, NodeId outer)
{
    const PyNode *a = py_at(m->tree, node), *b = py_at(m->tree, outer);
    return a->beg >= b->beg && a->end <= b->end;
}

Str mend_lower(const Mend *m, Str text)
{
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        buf_char(&b, (char)(c >= 'A' && c <= 'Z' ? c | 32 : c));
    }
    return buf_str(&b);
}

Str mend_def_name(const Mend *m, NodeId def)
{
    return py_name(m->tree, py_sym(m->tree, def, FunctionDef_name));
}

Str mend_called(const Mend *m, NodeId call)
{
    NodeId f = py_kind(m->tree, call) == PY_Call ? py_node(m->tree, call, Call_func) : 0;
    if (!f) return (Str){0};
    if (py_kind(m->tree, f) == PY_Attribute)
        return py_name(m->tree, py_sym(m->tree, f, Attribute_attr));
    return py_kind(m->tree, f) == PY_Name ? py_text(m->tree, f) : (Str){0};
}

Str mend_object(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func);
    return py_kind(m->tree, f) == PY_Attribute
               ? py_text(m->tree, py_node(m->tree, f, Attribute_value))
               : (Str){0};
}

Str mend_string(const Mend *m, NodeId n)
{
    const PyConst *c = n && py_kind(m->tree, n) == PY_Constant ? py_const(m->tree, n) : NULL;
    return c && c->kind == CONST_STR ? c->text : (Str){0};
}

Str mend_docstring(const Mend *m, NodeId def)
{
    int kind = py_kind(m->tree, def);
    NodeList body = py_list(m->tree, def,
                            kind == PY_Module     ? (int)Module_body
                            : kind == PY_ClassDef ? (int)ClassDef_body
                                                  : (int)FunctionDef_body);
    NodeId e = body.n && py_kind(m->tree, body.v[0]) == PY_Expr
                   ? py_node(m->tree, body.v[0], Expr_value)
                   : 0;
    return mend_string(m, e);
}

NodeId mend_class(const Mend *m, NodeId def)
{
    NodeId parent = mend_parent(m, def);
    return parent && py_kind(m->tree, parent) == PY_ClassDef ? parent : 0;
}

static bool is_letter(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

bool mend_says_word(Str text, Str word)
{
    for (Size at = 0; word.len && at + word.len <= text.len; at++) {
        Size next = str_find(str_sub(text, at, -1), word);
        if (next < 0) return false;
        at += next;
        Size end = at + word.len;
        if ((!at || !is_letter(text.s[at - 1])) && (end == text.len || !is_letter(text.s[end])))
            return true;
    }
    return false;
}

bool mend_has_one(Str low, const char *const *words)
{
    for (; *words; words++)
        if (str_find(low, str_of(*words)) >= 0) return true;
    return false;
}

bool mend_is_one(Str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(s, str_of(*words))) return true;
    return false;
}

NodeId mend_next(const Mend *m, int kind, NodeId outer, NodeId from)
{
    while ((from = py_next_of(m->tree, m->links, kind, from)))
        if (from != outer && mend_within(m, from, outer)) return from;
    return 0;
}

Size mend_reads(const Mend *m, NodeId outer, Sym name)
{
    Size reads = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, outer, n));)
        reads += py_at(m->tree, n)->op == CTX_LOAD && py_sym(m->tree, n, Name_id) == name;
    return reads;
}

void mend_insert(const Mend *m, Change *c, uint32_t at, Str with)
{
    *push(m->keep, &c->edits) = (Edit){{at, at}, with};
}

NodeId mend_body(const Mend *m, NodeId e)
{
    NodeList parts =
        e && py_kind(m->tree, e) == PY_Tuple ? py_list(m->tree, e, Tuple_elts) : (NodeList){0};
    return parts.n ? parts.v[0] : e;
}

NodeId mend_parameter(const Mend *m, NodeId def, Str name)
{
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    int fields[] = {arguments_posonlyargs, arguments_args, arguments_kwonlyargs};
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++)
            if (str_eq(py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg)), name))
                return list.v[i];
    }
    return 0;
}

NodeId mend_default(const Mend *m, NodeId def, NodeId param)
{
    NodeId one, fallback, args = py_node(m->tree, def, FunctionDef_args);
    for (uint32_t i = 0; (one = py_param(m->tree, args, i, &fallback)) != 0; i++)
        if (one == param) return fallback;
    return 0;
}

NodeId mend_own_default(const Mend *m, NodeId e)
{
    NodeId def = py_kind(m->tree, e) == PY_Name ? mend_function(m, e) : 0;
    NodeId param = def ? mend_parameter(m, def, py_text(m->tree, e)) : 0;
    return param ? mend_default(m, def, param) : 0;
}

// Is one of the literals that a text's piece begins with a raw one? A part of an f-string has its prefix
// from the whole.
static bool is_raw(const Mend *m, NodeId n)
{
    PyToks toks = {0};
    Arena scratch = *m->keep;
    NodeId up = mend_parent(m, n);
    Str text = py_text(m->tree, up && py_kind(m->tree, up) == PY_JoinedStr ? up : n);
    py_tokens(text, &scratch, &toks);
    for (Size i = 0; i < toks.n; i++) {
        PyTok tok = toks.v[i];
        bool literal = tok.kind == TOK_STRING || tok.kind == TOK_FSTRING;
        if (tok.kind == TOK_NAME || (tok.kind == TOK_OP && text.s[tok.beg] != '(')) return false;
        for (uint32_t k = tok.beg; literal && k < tok.end && text.s[k] != '"' && text.s[k] != '\'';
             k++)
            if ((text.s[k] | 32) == 'r') return true;
    }
    return false;
}

// "(?:", "(?P<": what no other text than a pattern has
static bool has_group(Str text)
{
    for (Size at = 0; (at = str_find(text, S("(?"))) >= 0; text = str_sub(text, at + 2, -1))
        if (at + 2 < text.len && memchr(":=!<>P#(", text.s[at + 2], 8)) return true;
    return false;
}

bool mend_is_pattern(const Mend *m, const Pieces *p)
{
    NodeId last = 0;
    for (Size i = 0; i < p->n; i++) {
        if (p->v[i].kind != PIECE_TEXT) continue;
        if (has_group(p->v[i].text) || str_find(p->v[i].text, S("\\s")) >= 0) return true;
        if (p->v[i].node != last && is_raw(m, p->v[i].node)) return true;
        last = p->v[i].node;
    }
    return false;
}
