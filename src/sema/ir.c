// ir: names and operands of the lowered form, its text, and a check of what it promises.
// SPDX-License-Identifier: MIT
#include "sema/ir.h"

const uint8_t ir_uses[IR_OP_COUNT] = {
    [IR_SET_GLOBAL] = 1, [IR_SET_MEMBER] = 1, [IR_SET_CELL] = 1,  [IR_ATTR] = 1,
    [IR_SET_ATTR] = 3,   [IR_DEL_ATTR] = 1,   [IR_INDEX] = 3,     [IR_SET_INDEX] = 7,
    [IR_DEL_INDEX] = 3,  [IR_BINARY] = 3,     [IR_UNARY] = 1,     [IR_COMPARE] = 3,
    [IR_CALL] = 1,       [IR_FORMAT] = 3,     [IR_ITER] = 1,      [IR_NEXT] = 5,
    [IR_UNPACK] = 1,     [IR_AWAIT] = 1,      [IR_YIELD] = 1,     [IR_YIELD_FROM] = 1,
    [IR_ENTER] = 1,      [IR_EXIT] = 1,       [IR_EXCEPTION] = 1, [IR_DECORATE] = 3,
    [IR_NOT] = 1,        [IR_TEST] = 1,
};

const char *const ir_names[IR_OP_COUNT] = {
    [IR_NOP] = "nop",
    [IR_CONST] = "const",
    [IR_PARAM] = "param",
    [IR_PHI] = "phi",
    [IR_UNDEF] = "undef",
    [IR_GLOBAL] = "global",
    [IR_SET_GLOBAL] = "set_global",
    [IR_SET_MEMBER] = "set_member",
    [IR_CELL] = "cell",
    [IR_SET_CELL] = "set_cell",
    [IR_IMPORT] = "import",
    [IR_IMPORT_FROM] = "import_from",
    [IR_ATTR] = "attr",
    [IR_SET_ATTR] = "set_attr",
    [IR_DEL_ATTR] = "del_attr",
    [IR_INDEX] = "index",
    [IR_SET_INDEX] = "set_index",
    [IR_DEL_INDEX] = "del_index",
    [IR_SLICE] = "slice",
    [IR_BINARY] = "binary",
    [IR_UNARY] = "unary",
    [IR_COMPARE] = "compare",
    [IR_CALL] = "call",
    [IR_TUPLE] = "tuple",
    [IR_LIST] = "list",
    [IR_SET] = "set",
    [IR_DICT] = "dict",
    [IR_FSTRING] = "fstring",
    [IR_FORMAT] = "format",
    [IR_ITER] = "iter",
    [IR_NEXT] = "next",
    [IR_UNPACK] = "unpack",
    [IR_AWAIT] = "await",
    [IR_YIELD] = "yield",
    [IR_YIELD_FROM] = "yield_from",
    [IR_ENTER] = "enter",
    [IR_EXIT] = "exit",
    [IR_EXCEPTION] = "exception",
    [IR_LAMBDA] = "lambda",
    [IR_CLASS] = "class",
    [IR_DECORATE] = "decorate",
    [IR_NOT] = "not",
    [IR_TEST] = "test",
};

static const char *const op_text[] = {
    [OP_ADD] = "+",        [OP_SUB] = "-",   [OP_MULT] = "*",       [OP_MATMULT] = "@",
    [OP_DIV] = "/",        [OP_MOD] = "%",   [OP_POW] = "**",       [OP_LSHIFT] = "<<",
    [OP_RSHIFT] = ">>",    [OP_BITOR] = "|", [OP_BITXOR] = "^",     [OP_BITAND] = "&",
    [OP_FLOORDIV] = "//",  [OP_AND] = "and", [OP_OR] = "or",        [OP_INVERT] = "~",
    [OP_NOT] = "not",      [OP_UADD] = "+",  [OP_USUB] = "-",       [OP_EQ] = "==",
    [OP_NOTEQ] = "!=",     [OP_LT] = "<",    [OP_LTE] = "<=",       [OP_GT] = ">",
    [OP_GTE] = ">=",       [OP_IS] = "is",   [OP_ISNOT] = "is not", [OP_IN] = "in",
    [OP_NOTIN] = "not in",
};
static const char *const test_text[] = {"more", "length",      "class",
                                        "keys", "is_sequence", "is_mapping"};

// ---- text
static void print_const(const Tree *t, const Instr *i, Buf *out)
{
    static const char *const kinds[] = {"None",  "False",   "True", "...",  "int",
                                        "float", "complex", "str",  "bytes"};
    bool literal =
        i->node && (py_kind(t, i->node) == PY_Constant || py_kind(t, i->node) == PY_MatchSingleton);
    if (literal) buf_fmt(out, " %.*s", STR_ARG(py_text(t, i->node)));
    else if (i->aux == CONST_INT) buf_fmt(out, " %u", (unsigned)i->aux2);
    else if (i->aux <= CONST_BYTES) buf_fmt(out, " %s", kinds[i->aux]);
}

static void print_arg(const Tree *t, const Func *f, const Instr *i, uint32_t k, Buf *out)
{
    IrArgKind kind = f->argk.v[i->args + k];
    if (k) buf_add(out, S(","));
    buf_add(out, S(" "));
    if (kind.kind == ARG_STAR) buf_add(out, S("*"));
    if (kind.kind == ARG_DSTAR) buf_add(out, S("**"));
    if (kind.name) buf_fmt(out, "%.*s=", STR_ARG(py_name(t, kind.name)));
    if (f->args.v[i->args + k]) buf_fmt(out, "%%%u", (unsigned)f->args.v[i->args + k]);
    else buf_add(out, S("-"));
}

static void print_extra(const Tree *t, const Instr *i, Buf *out)
{
    switch (i->op) {
    case IR_CONST: print_const(t, i, out); break;
    case IR_BINARY: case IR_UNARY: case IR_COMPARE:
        buf_fmt(out, " %s%s", i->aux < countof(op_text) && op_text[i->aux] ? op_text[i->aux] : "?",
                i->op == IR_BINARY && i->c ? "=" : "");
        break;
    case IR_PARAM: case IR_CELL: case IR_SET_CELL: buf_fmt(out, " %u", (unsigned)i->aux); break;
    case IR_IMPORT: if (i->aux) buf_add(out, S(" whole")); break;
    case IR_IMPORT_FROM:
        buf_fmt(out, " of %u:%.*s", (unsigned)i->aux, STR_ARG(py_name(t, i->b)));
        break;
    case IR_UNPACK:
        buf_fmt(out, " %u of %u", (unsigned)i->aux, (unsigned)i->aux2);
        if (i->c) buf_fmt(out, i->c == 1 ? " star" : " after star %u", (unsigned)i->b);
        break;
    case IR_FORMAT: if (i->aux) buf_fmt(out, " !%c", (char)i->aux); break;
    case IR_LAMBDA: case IR_CLASS: buf_fmt(out, " #%u", (unsigned)i->aux2); break;
    case IR_ITER: case IR_ENTER: case IR_EXIT: if (i->aux) buf_add(out, S(" async")); break;
    case IR_TEST:
        buf_fmt(out, " %s", test_text[i->aux]);
        if (i->aux == TEST_LENGTH)
            buf_fmt(out, " %u%s", (unsigned)i->aux2, i->flags & 1 ? "+" : "");
        break;
    default: break;
    }
}

static void print_instr(const Tree *t, const Func *f, Val v, Buf *out)
{
    const Instr *i = &f->code.v[v];
    uint32_t operands[] = {i->a, i->b, i->c};
    buf_fmt(out, "  %%%u = %s", (unsigned)v, ir_names[i->op]);
    if (i->sym) buf_fmt(out, " %.*s", STR_ARG(py_name(t, i->sym)));
    print_extra(t, i, out);
    for (int k = 0; k < 3; k++)
        if (ir_uses[i->op] & 1 << k && operands[k]) buf_fmt(out, " %%%u", (unsigned)operands[k]);
    if (i->nargs) buf_add(out, S(" ("));
    for (uint32_t k = 0; k < i->nargs; k++) print_arg(t, f, i, k, out);
    if (i->nargs) buf_add(out, S(" )"));
    buf_add(out, S("\n"));
}

static void print_end(const BasicBlock *b, Buf *out)
{
    static const char *const how[] = {"jump", "branch", "return", "raise", "none"};
    buf_fmt(out, "  %s", how[b->how]);
    if (b->value) buf_fmt(out, " %%%u", (unsigned)b->value);
    if (b->how == END_JUMP || b->how == END_BRANCH) buf_fmt(out, " b%u", (unsigned)b->yes);
    if (b->how == END_BRANCH) buf_fmt(out, " b%u", (unsigned)b->no);
    if (b->handler) buf_fmt(out, " except b%u", (unsigned)b->handler);
    buf_add(out, S("\n"));
}

void ir_print(const Tree *t, const Func *f, Buf *out)
{
    buf_fmt(out, "%.*s:\n", STR_ARG(f->qualname));
    for (Size n = 0; n < f->blocks.n; n++) {
        const BasicBlock *b = &f->blocks.v[n];
        buf_fmt(out, "b%td:", n);
        if (n) buf_fmt(out, " idom b%u from", (unsigned)b->idom);
        for (uint32_t k = 0; k < b->npred; k++)
            buf_fmt(out, " b%u", (unsigned)f->preds.v[b->pred + k]);
        if (b->loop_depth) buf_fmt(out, " loop %u", (unsigned)b->loop_depth);
        if (b->in_finally) buf_add(out, S(" finally"));
        buf_add(out, S("\n"));
        for (Val v = b->beg; v < b->end; v++) print_instr(t, f, v, out);
        print_end(b, out);
    }
}

// ---- check
typedef struct { const Func *f; uint32_t *depth; Buf *why; bool ok; } Checker;

static void wrong(Checker *c, Size at, const char *what)
{
    if (c->ok) buf_fmt(c->why, "%.*s: %s at %td\n", STR_ARG(c->f->qualname), what, at);
    c->ok = false;
}

static bool dominates(const Checker *c, Block a, Block b)
{
    while (c->depth[b] > c->depth[a]) b = c->f->blocks.v[b].idom;
    return a == b;
}

// `v` is known where `user` stands, in block b.
static void check_use(Checker *c, Val v, Block b, Val user, Size at)
{
    if (!v) return;
    if (v >= (Val)c->f->code.n || c->f->code.v[v].op == IR_NOP) {
        wrong(c, at, "an operand that does not exist");
        return;
    }
    Block home = c->f->code.v[v].block;
    if (home == b ? v >= user : !dominates(c, home, b))
        wrong(c, at, "an operand that does not dominate its use");
}

static void check_instr(Checker *c, Block b, Val v)
{
    const Func *f = c->f;
    const Instr *i = &f->code.v[v];
    const BasicBlock *bb = &f->blocks.v[b];
    uint32_t operands[] = {i->a, i->b, i->c};
    if (i->block != b) wrong(c, v, "an instruction in the wrong block");
    if (i->op == IR_PHI && i->nargs != bb->npred) wrong(c, v, "a phi of wrong arity");
    for (int n = 0; n < 3; n++)
        if (ir_uses[i->op] & 1 << n) check_use(c, operands[n], b, v, v);
    for (uint32_t n = 0; n < i->nargs; n++) {
        Val arg = f->args.v[i->args + n];
        if (i->op != IR_PHI) check_use(c, arg, b, v, v);
        else if (!arg) wrong(c, v, "a phi without a value");
        else if (n < bb->npred) check_use(c, arg, f->preds.v[bb->pred + n], UINT32_MAX, v);
    }
}

static void check_edge(Checker *c, Block from, Block to)
{
    const BasicBlock *b = &c->f->blocks.v[to];
    for (uint32_t k = 0; k < b->npred; k++)
        if (c->f->preds.v[b->pred + k] == from) return;
    wrong(c, from, "an edge that its end does not list");
}

static void check_block(Checker *c, Block b)
{
    const BasicBlock *bb = &c->f->blocks.v[b];
    if (b && !bb->npred) wrong(c, b, "a block that nothing leads to");
    if (b && bb->idom >= b) wrong(c, b, "a dominator that comes later");
    if (bb->how == END_NONE) wrong(c, b, "a block without an end");
    if (bb->how == END_BRANCH && !bb->value) wrong(c, b, "a branch without a condition");
    for (Val v = bb->beg; v < bb->end; v++) check_instr(c, b, v);
    check_use(c, bb->value, b, bb->end, b);
    if (bb->how == END_JUMP || bb->how == END_BRANCH) check_edge(c, b, bb->yes);
    if (bb->how == END_BRANCH) check_edge(c, b, bb->no);
    if (bb->handler) check_edge(c, b, bb->handler);
}

bool ir_check(const Func *f, Arena scratch, Buf *why)
{
    Checker c = {.f = f, .why = why, .ok = true};
    c.depth = new(&scratch, uint32_t, f->blocks.n + 1);
    for (Size b = 1; b < f->blocks.n; b++)
        if (f->blocks.v[b].idom < (Block)b) c.depth[b] = c.depth[f->blocks.v[b].idom] + 1;
    for (Size b = 0; b < f->blocks.n && c.ok; b++) check_block(&c, (Block)b);
    return c.ok;
}
