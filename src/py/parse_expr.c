// py/parse_expr: expressions from the loosest operator to the primary, and assignment targets.
// Chains (a.b.c, a + b + c, a or b or c) are loops, so that only real nesting costs stack.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

static const struct { uint8_t level, op;
} infix[T_COUNT] = {
    [T_OR] = {LEVEL_OR, OP_OR},
    [T_AND] = {LEVEL_AND, OP_AND},
    [T_EQ] = {LEVEL_COMPARE, OP_EQ},
    [T_NE] = {LEVEL_COMPARE, OP_NOTEQ},
    [T_LT] = {LEVEL_COMPARE, OP_LT},
    [T_GT] = {LEVEL_COMPARE, OP_GT},
    [T_LE] = {LEVEL_COMPARE, OP_LTE},
    [T_GE] = {LEVEL_COMPARE, OP_GTE},
    [T_IN] = {LEVEL_COMPARE, OP_IN},
    [T_IS] = {LEVEL_COMPARE, OP_IS},
    [T_NOT] = {LEVEL_COMPARE, OP_NOTIN},
    [T_PIPE] = {LEVEL_BITOR, OP_BITOR},
    [T_CARET] = {LEVEL_BITXOR, OP_BITXOR},
    [T_AMP] = {LEVEL_BITAND, OP_BITAND},
    [T_LSHIFT] = {LEVEL_SHIFT, OP_LSHIFT},
    [T_RSHIFT] = {LEVEL_SHIFT, OP_RSHIFT},
    [T_PLUS] = {LEVEL_SUM, OP_ADD},
    [T_MINUS] = {LEVEL_SUM, OP_SUB},
    [T_STAR] = {LEVEL_TERM, OP_MULT},
    [T_SLASH] = {LEVEL_TERM, OP_DIV},
    [T_AT] = {LEVEL_TERM, OP_MATMULT},
    [T_DSLASH] = {LEVEL_TERM, OP_FLOORDIV},
    [T_PERCENT] = {LEVEL_TERM, OP_MOD},
};

bool deeper(Parser *p)
{
    if (likely(++p->depth <= PY_MAX_DEPTH)) return true;
    if (!(p->special & SPECIAL_PANIC))
        diag(p, (PyDiag){DIAG_LIMIT, tok_span(p), S("nested too deeply"), 0, 0});
    fail(p, "");
    return false;
}

Span from_node(const Parser *p, NodeId n) { return (Span){beg_of(p, n), p->prev_end}; }

bool starts_expression(int kind)
{
    switch (kind) {
    case T_NAME:
    case T_NUMBER:
    case T_STRING:
    case T_FSTRING:
    case T_FALSE:
    case T_TRUE:
    case T_NONE:
    case T_NOT: case T_LAMBDA: case T_AWAIT: case T_LPAR: case T_LSQB: case T_LBRACE: case T_MINUS:
    case T_PLUS: case T_TILDE: case T_ELLIPSIS: return true;
    default: return false;
    }
}

// What may follow an atom: ('.' NAME | '(' arguments ')' | '[' slices ']')*
static NodeId primary_rest(Parser *p, NodeId n, uint32_t beg)
{
    for (;; p->links++) {
        if (p->kind == T_DOT) {
            lex_next(p);
            Sym attr = expect_name(p);
            n = node_op(p, PY_Attribute, to_here(p, beg), CTX_LOAD, n, attr, 0);
        } else if (p->kind == T_LPAR) {
            n = parse_call(p, n, beg);
        } else if (p->kind == T_LSQB) {
            n = parse_subscript(p, n, beg);
        } else {
            return n;
        }
    }
}

NodeId parse_primary(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = parse_atom(p);
    return primary_rest(p, n, beg);
}

// await_primary: 'await'? primary
static NodeId await_primary(Parser *p)
{
    if (likely(p->kind != T_AWAIT)) return parse_primary(p);
    uint32_t beg = p->beg;
    lex_next(p);
    NodeId value = parse_primary(p);
    return node(p, PY_Await, to_here(p, beg), value, 0, 0);
}

static NodeId factor(Parser *p);

// power: await_primary '**' factor, at the '**'
static NodeId power(Parser *p, NodeId base, uint32_t beg)
{
    lex_next(p);
    NodeId n = deeper(p) ? factor(p) : 0;
    shallower(p);
    return node_op(p, PY_BinOp, to_here(p, beg), OP_POW, base, n, 0);
}

// factor: ('+' | '-' | '~') factor | power | await_primary
static NodeId factor(Parser *p)
{
    uint32_t beg = p->beg;
    int op = p->kind == T_MINUS   ? OP_USUB
             : p->kind == T_PLUS  ? OP_UADD
             : p->kind == T_TILDE ? OP_INVERT
                                  : 0;
    if (!op) {
        NodeId base = await_primary(p);
        return unlikely(p->kind == T_DSTAR) ? power(p, base, beg) : base;
    }
    lex_next(p);
    NodeId operand = deeper(p) ? factor(p) : 0;
    shallower(p);
    return node_op(p, PY_UnaryOp, to_here(p, beg), op, operand, 0, 0);
}

// disjunction: conjunction ('or' conjunction)+;  conjunction: inversion ('and' inversion)+
static NodeId bool_op(Parser *p, NodeId left, uint32_t beg, int kind)
{
    Size mark = p->stack.n;
    stack_push(p, left);
    while (accept(p, kind)) stack_push(p, parse_binary(p, infix[kind].level + 1));
    uint32_t values = list_close(p, mark);
    return node_op(p, PY_BoolOp, to_here(p, beg), infix[kind].op, values, 0, 0);
}

static int compare_op(Parser *p)
{
    int op = infix[p->kind].op;
    lex_next(p);
    if (op == OP_NOTIN) expect(p, T_IN, "expected 'in' after 'not'");
    else if (op == OP_IS && accept(p, T_NOT)) op = OP_ISNOT;
    return op;
}

// comparison: bitwise_or (compare_op bitwise_or)+
static NodeId compare(Parser *p, NodeId left, uint32_t beg)
{
    Size mark = p->stack.n;
    while (infix[p->kind].level == LEVEL_COMPARE) {
        stack_push(p, (uint32_t)compare_op(p));
        stack_push(p, parse_binary(p, LEVEL_BITOR));
    }
    Size n = (p->stack.n - mark) / 2;
    for (Size i = 0; i < n; i++) stack_push(p, p->stack.v[mark + 2 * i + 1]);
    uint32_t right = list_close(p, mark + 2 * n);
    for (Size i = 0; i < n; i++) p->stack.v[mark + i] = p->stack.v[mark + 2 * i];
    p->stack.n = mark + n;
    uint32_t op = list_close(p, mark);
    return node(p, PY_Compare, to_here(p, beg), left, op, right);
}

// inversion: 'not' inversion
static NodeId not_op(Parser *p, int level)
{
    uint32_t beg = p->beg;
    if (level > LEVEL_NOT) fail(p, "'not' needs parentheses here");
    lex_next(p);
    NodeId operand = parse_binary(p, LEVEL_NOT);
    return node_op(p, PY_UnaryOp, to_here(p, beg), OP_NOT, operand, 0, 0);
}

// The operators after an operand that stood at `beg`, down to those of `level`.
static NodeId binary_rest(Parser *p, NodeId left, uint32_t beg, int level)
{
    for (int k = p->kind, l; (l = infix[k].level) >= level && l; k = p->kind) {
        p->links++;
        if (l > LEVEL_COMPARE) {
            lex_next(p);
            NodeId right = l == LEVEL_TERM ? factor(p) : parse_binary(p, l + 1);
            left = node_op(p, PY_BinOp, to_here(p, beg), infix[k].op, left, right, 0);
        } else {
            left = l == LEVEL_COMPARE ? compare(p, left, beg) : bool_op(p, left, beg, k);
        }
    }
    return left;
}

NodeId parse_binary(Parser *p, int level)
{
    uint32_t beg = p->beg;
    if (!deeper(p)) return shallower(p), 0;
    NodeId left = unlikely(p->kind == T_NOT) ? not_op(p, level) : factor(p);
    left = binary_rest(p, left, beg, level);
    shallower(p);
    return left;
}

// What an expression that begins with a name or a constant goes on with, when it does not end
// there.
static NodeId disjunction_rest(Parser *p, NodeId n, uint32_t beg)
{
    if (deeper(p)) {
        n = primary_rest(p, n, beg);
        if (p->kind == T_DSTAR) n = power(p, n, beg);
        n = binary_rest(p, n, beg, LEVEL_OR);
    }
    shallower(p);
    return n;
}

// The tokens after which an expression surely ends.
static const uint8_t ends[T_COUNT] = {
    [T_COMMA] = 1,  [T_RPAR] = 1, [T_RSQB] = 1, [T_RBRACE] = 1, [T_COLON] = 1, [T_NEWLINE] = 1,
    [T_ASSIGN] = 1, [T_SEMI] = 1, [T_FOR] = 1,  [T_AS] = 1,     [T_PANIC] = 1};

// disjunction, the common short ones without the way through every level
static NodeId disjunction(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n;
    switch (p->kind) {
    case T_NAME:
        n = node_op(p, PY_Name, tok_span(p), CTX_LOAD, p->sym, 0, 0);
        lex_next(p);
        break;
    case T_NUMBER: case T_STRING: case T_NONE: case T_TRUE: case T_FALSE: n = parse_atom(p); break;
    default: return parse_binary(p, LEVEL_OR);
    }
    return ends[p->kind] ? n : disjunction_rest(p, n, beg);
}

// expression: disjunction ('if' disjunction 'else' expression)? | lambda
NodeId parse_expression(Parser *p)
{
    uint32_t beg = p->beg;
    if (unlikely(p->kind == T_LAMBDA)) return parse_lambda(p);
    NodeId body = disjunction(p);
    if (likely(p->kind != T_IF)) return body;
    lex_next(p);
    NodeId test = parse_binary(p, LEVEL_OR);
    expect(p, T_ELSE, "expected 'else' after 'if' expression");
    NodeId orelse = deeper(p) ? parse_expression(p) : 0;
    shallower(p);
    return node(p, PY_IfExp, to_here(p, beg), test, body, orelse);
}

// named_expression: NAME ':=' expression | expression
NodeId parse_named(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = parse_expression(p);
    if (likely(p->kind != T_WALRUS)) return n;
    if (at(p, n)->kind != PY_Name || beg_of(p, n) != beg)
        fail(p, "only a name can be assigned with ':='");
    else at(p, n)->op = CTX_STORE;
    lex_next(p);
    NodeId value = parse_expression(p);
    return node(p, PY_NamedExpr, to_here(p, beg), n, value, 0);
}

static NodeId starred(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    NodeId value = parse_binary(p, LEVEL_BITOR);
    return node_op(p, PY_Starred, to_here(p, beg), CTX_LOAD, value, 0, 0);
}

NodeId parse_star_named(Parser *p) { return p->kind == T_STAR ? starred(p) : parse_named(p); }

static NodeId star_expression(Parser *p)
{
    return p->kind == T_STAR ? starred(p) : parse_expression(p);
}

// item (',' item)* ','?  where the first item is read already and stood at `beg`
static NodeId bare_tuple(Parser *p, NodeId first, uint32_t beg, NodeId (*item)(Parser *))
{
    Size mark = p->stack.n;
    stack_push(p, first);
    while (accept(p, T_COMMA) && (starts_expression(p->kind) || p->kind == T_STAR))
        stack_push(p, item(p));
    uint32_t elts = list_close(p, mark);
    return node_op(p, PY_Tuple, to_here(p, beg), CTX_LOAD, elts, 0, 0);
}

NodeId parse_star_expressions(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = star_expression(p);
    return p->kind == T_COMMA ? bare_tuple(p, n, beg, star_expression) : n;
}

void stars_since(Parser *p, NodeId n, int version)
{
    const PyNode *x = at(p, n);
    if (x->kind != PY_Tuple || p->base[x->beg] == '(') return;
    const uint32_t *list = p->t->extra.v + x->f[0];
    for (uint32_t i = 1; x->f[0] && i <= list[0]; i++)
        if (at(p, list[i])->kind == PY_Starred) {
            since(p, version, from_node(p, n), "a starred item here");
            return;
        }
}

// yield_expr: 'yield' 'from' expression | 'yield' star_expressions?
static NodeId yield_expr(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    if (accept(p, T_FROM)) {
        NodeId value = parse_expression(p);
        return node(p, PY_YieldFrom, to_here(p, beg), value, 0, 0);
    }
    NodeId value = starts_expression(p->kind) || p->kind == T_STAR ? parse_star_expressions(p) : 0;
    return node(p, PY_Yield, to_here(p, beg), value, 0, 0);
}

NodeId parse_yield_or_stars(Parser *p)
{
    return p->kind == T_YIELD ? yield_expr(p) : parse_star_expressions(p);
}

// star_target: '*'? target, below the comparison so that 'in' is left alone
static NodeId star_target(Parser *p)
{
    return p->kind == T_STAR ? starred(p) : parse_binary(p, LEVEL_BITOR);
}

NodeId parse_targets(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = star_target(p);
    if (p->kind == T_COMMA) n = bare_tuple(p, n, beg, star_target);
    set_context(p, n, CTX_STORE);
    return n;
}

void set_context(Parser *p, NodeId n, int ctx)
{
    PyNode *x = at(p, n);
    switch (x->kind) {
    case PY_NONE: break;
    case PY_Name: case PY_Attribute: case PY_Subscript: x->op = (uint8_t)ctx; break;
    case PY_Starred:
        if (ctx == CTX_DEL) wrong(p, (Span){x->beg, x->end}, "cannot delete starred");
        x->op = (uint8_t)ctx;
        set_context(p, x->f[0], ctx);
        break;
    case PY_List: case PY_Tuple: {
        x->op = (uint8_t)ctx;
        uint32_t at = x->f[0], count = at ? p->t->extra.v[at] : 0;
        for (uint32_t i = 1; i <= count; i++) set_context(p, p->t->extra.v[at + i], ctx);
        break;
    }
    default:
        wrong(p, (Span){x->beg, x->end},
              ctx == CTX_DEL ? "cannot delete this" : "cannot assign to this");
    }
}
