// py/dump: prints a tree as JSON in the field names of CPython's `ast`, for people and for the
// oracle.
// Reads the tree through py.h only. Walks with a stack of its own, so that a deep tree costs no C
// stack.
// type_comment and type_ignores, which are always empty here, are left out.
// SPDX-License-Identifier: MIT
#include "py/py.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Where a walk stands: the next field of `n`, and the next item when that field is a list.
typedef struct { NodeId n; int field; uint32_t item; } Frame;
typedef struct { const Tree *t; Buf *out; struct { Frame *v; Size n, cap; } stack; } Dump;

static const char *const op_names[] = {
    "",       "Add",    "Sub",   "Mult",   "MatMult", "Div",      "Mod", "Pow",
    "LShift", "RShift", "BitOr", "BitXor", "BitAnd",  "FloorDiv", "And", "Or",
    "Invert", "Not",    "UAdd",  "USub",   "Eq",      "NotEq",    "Lt",  "LtE",
    "Gt",     "GtE",    "Is",    "IsNot",  "In",      "NotIn"};
static const char *const ctx_names[] = {"Load", "Store", "Del"};

static void put_json_str(Buf *b, Str s)
{
    static const char plain[] = "\"\\\n\r\t\b\f", letter[] = "\"\\nrtbf";
    buf_char(b, '"');
    for (Size i = 0, from = 0; i <= s.len; i++) {
        uint8_t c = i < s.len ? (uint8_t)s.s[i] : 0;
        if (i < s.len && c >= ' ' && c != '"' && c != '\\') continue;
        buf_add(b, str_sub(s, from, i));
        from = i + 1;
        if (i == s.len) break;
        const char *hit = c ? strchr(plain, c) : NULL;
        if (hit) buf_fmt(b, "\\%c", letter[hit - plain]);
        else buf_fmt(b, "\\u%04x", c);
    }
    buf_char(b, '"');
}

static void put_hex(Buf *b, Str s)
{
    static const char digit[] = "0123456789abcdef";
    for (Size i = 0; i < s.len; i++) {
        buf_char(b, digit[(uint8_t)s.s[i] >> 4]);
        buf_char(b, digit[(uint8_t)s.s[i] & 15]);
    }
}

// A surrogate's three bytes begin with 0xED and a byte from 0xA0 on; JSON text can't hold them.
static bool has_surrogate(Str s)
{
    for (Size i = 0; i + 1 < s.len; i++)
        if ((uint8_t)s.s[i] == 0xED && (uint8_t)s.s[i + 1] >= 0xA0) return true;
    return false;
}

static void put_text(Buf *b, Str s)
{
    if (!has_surrogate(s)) {
        put_json_str(b, s);
        return;
    }
    buf_add(b, S("{\"wtf8\":\""));
    put_hex(b, s);
    buf_add(b, S("\"}"));
}

// The shortest decimal that reads back as the same double, laid out as Python's repr.
static void put_double(Buf *b, double d)
{
    char e[40], digits[24];
    int nd = 0, exp;
    if (isinf(d)) {
        buf_add(b, S("{\"float\":\"inf\"}"));
        return;
    }
    for (int p = 0; p < 18; p++) {
        snprintf(e, sizeof e, "%.*e", p, d);
        if (strtod(e, NULL) == d) break;
    }
    char *mark = strchr(e, 'e');
    for (const char *c = e; c < mark; c++)
        if (*c >= '0' && *c <= '9') digits[nd++] = *c;
    while (nd > 1 && digits[nd - 1] == '0') nd--;
    exp = (int)strtol(mark + 1, NULL, 10);
    if (exp < -4 || exp >= 16) {
        buf_char(b, digits[0]);
        if (nd > 1) buf_char(b, '.');
        buf_add(b, (Str){digits + 1, nd - 1});
        buf_fmt(b, "e%c%02d", exp < 0 ? '-' : '+', abs(exp));
        return;
    }
    if (exp < 0) buf_add(b, S("0."));
    for (int i = exp + 1; i < 0; i++) buf_char(b, '0');
    for (int i = 0; i < nd || i <= exp; i++) {
        if (i > 0 && i == exp + 1) buf_char(b, '.');
        buf_char(b, i < nd ? digits[i] : '0');
    }
    if (exp >= nd - 1) buf_add(b, S(".0"));
}

// Integers beyond 64 bits are given as text: the reader's int(text, 0) is exact for any size.
static void put_const(Buf *b, const PyConst *c)
{
    switch (c->kind) {
    case CONST_NONE: buf_add(b, S("null")); break;
    case CONST_FALSE: buf_add(b, S("false")); break;
    case CONST_TRUE: buf_add(b, S("true")); break;
    case CONST_ELLIPSIS: buf_add(b, S("{\"_type\":\"Ellipsis\"}")); break;
    case CONST_INT:
        if (c->big) buf_fmt(b, "{\"int\":\"%.*s\"}", STR_ARG(c->text));
        else buf_fmt(b, "%lld", (long long)c->i);
        break;
    case CONST_FLOAT: put_double(b, c->d); break;
    case CONST_COMPLEX:
        buf_add(b, S("{\"imag\":"));
        put_double(b, c->d);
        buf_char(b, '}');
        break;
    case CONST_STR: put_text(b, c->text); break;
    case CONST_BYTES:
        buf_add(b, S("{\"bytes\":\""));
        put_hex(b, c->text);
        buf_add(b, S("\"}"));
        break;
    }
}

// What `op` holds is a field in ast: its name, and the field of ours that it stands before.
static const char *op_field(int kind, int *before)
{
    *before = 1;
    switch (kind) {
    case PY_BoolOp: case PY_UnaryOp: *before = 0; return "op";
    case PY_BinOp: case PY_AugAssign: return "op";
    case PY_FormattedValue: return "conversion";
    case PY_Interpolation: *before = 2; return "conversion";
    case PY_AnnAssign: *before = 3; return "simple";
    case PY_comprehension: *before = 3; return "is_async";
    case PY_Attribute: case PY_Subscript: *before = 2; return "ctx";
    case PY_Starred: case PY_Name: case PY_List: case PY_Tuple: return "ctx";
    default: *before = -1; return NULL;
    }
}

static void put_op(Dump *d, const PyNode *n, int field)
{
    int before;
    const char *name = op_field(n->kind, &before);
    if (before != field) return;
    buf_fmt(d->out, ",\"%s\":", name);
    if (name[0] == 'o') buf_fmt(d->out, "\"%s\"", op_names[n->op]);
    else if (str_eq(str_of(name), S("ctx"))) buf_fmt(d->out, "\"%s\"", ctx_names[n->op]);
    else if (name[0] == 'c') buf_fmt(d->out, "%d", n->op ? n->op : -1);
    else buf_fmt(d->out, "%d", n->op);
}

static void put_name(Dump *d, Sym s)
{
    if (s) put_json_str(d->out, py_name(d->t, s));
    else buf_add(d->out, S("null"));
}

static void put_names(Dump *d, NodeId n, int field)
{
    bool ops = py_kind(d->t, n) == PY_Compare;
    SymList list = py_syms(d->t, n, field);
    buf_char(d->out, '[');
    for (uint32_t i = 0; i < list.n; i++) {
        if (i) buf_char(d->out, ',');
        if (ops) buf_fmt(d->out, "\"%s\"", op_names[list.v[i]]);
        else put_name(d, list.v[i]);
    }
    buf_char(d->out, ']');
}

static void put_const_field(Dump *d, NodeId n, int field)
{
    const PyConst *c = py_const(d->t, n);
    put_const(d->out, c ? c : &d->t->consts.v[py_raw(d->t, n, field)]);
    if (py_kind(d->t, n) == PY_Constant)
        buf_fmt(d->out, ",\"kind\":%s", c && c->u_prefix ? "\"u\"" : "null");
}

static bool has_place(int kind)
{
    switch (kind) {
    case PY_Module:
    case PY_arguments:
    case PY_comprehension:
    case PY_withitem:
    case PY_match_case: return false;
    default: return true;
    }
}

static void put_place(Dump *d, const PyNode *n)
{
    if (has_place(n->kind)) {
        PyPos a = py_origin(d->t, n->beg), z = py_origin_end(d->t, n->end);
        buf_fmt(d->out, ",\"lineno\":%d,\"col_offset\":%d,\"end_lineno\":%d,\"end_col_offset\":%d",
                a.line, a.col, z.line, z.col);
    }
    buf_char(d->out, '}');
}

static void enter(Dump *d, NodeId n)
{
    if (!n) {
        buf_add(d->out, S("null"));
        return;
    }
    buf_fmt(d->out, "{\"_type\":\"%s\"", py_kinds[py_kind(d->t, n)].name);
    *push(d->out->keep, &d->stack) = (Frame){.n = n};
}

// One item of a list field; true when the list is spent.
static bool put_item(Dump *d, Frame *top)
{
    NodeList list = py_list(d->t, top->n, top->field);
    if (top->item == 0) buf_char(d->out, '[');
    if (top->item == list.n) {
        buf_char(d->out, ']');
        return true;
    }
    if (top->item) buf_char(d->out, ',');
    enter(d, list.v[top->item++]);               // `top` may be stale from here
    return false;
}

static void put_leaf(Dump *d, NodeId n, int field, char type)
{
    switch (type) {
    case 'S': put_name(d, py_sym(d->t, n, field)); break;
    case 'Y': put_names(d, n, field); break;
    case 'I': buf_fmt(d->out, "%u", py_raw(d->t, n, field)); break;
    case 'C': put_const_field(d, n, field); break;
    default: enter(d, py_node(d->t, n, field)); break;
    }
}

static void step(Dump *d)
{
    Frame *top = &d->stack.v[d->stack.n - 1];
    const PyNode *n = py_at(d->t, top->n);
    const PyKindInfo *info = &py_kinds[n->kind];
    if (top->item == 0) put_op(d, n, top->field);
    if (top->field == info->nfields) {
        put_place(d, n);
        d->stack.n--;
        return;
    }
    const PyField *f = &info->fields[top->field];
    if (top->item == 0) buf_fmt(d->out, ",\"%s\":", f->name);
    if (f->type == 'L') {
        if (!put_item(d, top)) return;
        top->field++;
        top->item = 0;
    } else {
        NodeId id = top->n;
        int field = top->field++;
        put_leaf(d, id, field, f->type);
    }
}

void py_dump(const Tree *t, Buf *out)
{
    Dump d = {.t = t, .out = out};
    enter(&d, t->root);
    while (d.stack.n) step(&d);
}
