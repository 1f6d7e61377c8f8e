// py/parse_stmt: simple statements: what fits on one line.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

static bool is_target(const Parser *p, NodeId n)
{
    int kind = p->t->nodes.v[n].kind;
    return kind == PY_Name || kind == PY_Attribute || kind == PY_Subscript || kind == PY_NONE;
}

static Span node_span(const Parser *p, NodeId n)
{
    return (Span){p->t->nodes.v[n].beg, p->t->nodes.v[n].end};
}

// assignment: (star_targets '=')+ (yield_expr | star_expressions)
static NodeId assign(Parser *p, uint32_t beg, NodeId first)
{
    Size mark = p->stack.n;
    NodeId value = first;
    while (accept(p, T_ASSIGN)) {
        set_context(p, value, CTX_STORE);
        stack_push(p, value);
        value = parse_yield_or_stars(p);
    }
    uint32_t targets = list_close(p, mark);
    return node(p, PY_Assign, to_here(p, beg), targets, value, 0);
}

// assignment: target ':' expression ('=' annotated_rhs)?
static NodeId annotated(Parser *p, uint32_t beg, NodeId target)
{
    if (!is_target(p, target))
        wrong(p, node_span(p, target), "only a single target can be annotated");
    else set_context(p, target, CTX_STORE);
    int simple = at(p, target)->kind == PY_Name && beg_of(p, target) == beg;
    lex_next(p);
    NodeId annotation = parse_expression(p);
    NodeId value = accept(p, T_ASSIGN) ? parse_yield_or_stars(p) : 0;
    return node_op(p, PY_AnnAssign, to_here(p, beg), simple, target, annotation, value);
}

static int augmented_op(int kind)
{
    static const uint8_t op[T_COUNT] = {
        [T_PLUSEQ] = OP_ADD,     [T_MINUSEQ] = OP_SUB,       [T_STAREQ] = OP_MULT,
        [T_SLASHEQ] = OP_DIV,    [T_DSLASHEQ] = OP_FLOORDIV, [T_PERCENTEQ] = OP_MOD,
        [T_ATEQ] = OP_MATMULT,   [T_DSTAREQ] = OP_POW,       [T_PIPEEQ] = OP_BITOR,
        [T_CARETEQ] = OP_BITXOR, [T_AMPEQ] = OP_BITAND,      [T_LSHIFTEQ] = OP_LSHIFT,
        [T_RSHIFTEQ] = OP_RSHIFT};
    return op[kind];
}

static NodeId augmented(Parser *p, uint32_t beg, NodeId target, int op)
{
    if (!is_target(p, target))
        wrong(p, node_span(p, target), "illegal target for augmented assignment");
    else set_context(p, target, CTX_STORE);
    lex_next(p);
    NodeId value = parse_yield_or_stars(p);
    stars_since(p, value, 309);
    return node_op(p, PY_AugAssign, to_here(p, beg), op, target, value, 0);
}

// Python 2's print x and exec x: the expressions are kept as parts.
static NodeId python2_statement(Parser *p, uint32_t beg, NodeId name)
{
    Size mark = p->stack.n;
    wrong(p, (Span){beg, p->tend}, "missing parentheses in call to 'print'");
    stack_push(p, name);
    do {
        if (!starts_expression(p->kind)) break;
        stack_push(p, parse_expression(p));
    } while (accept(p, T_COMMA));
    uint32_t exprs = list_close(p, mark);
    return node(p, PY_Error, to_here(p, beg), exprs, 0, 0);
}

static NodeId expression_statement(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = parse_yield_or_stars(p);
    if (p->kind == T_NEWLINE || p->kind == T_SEMI)
        return node(p, PY_Expr, to_here(p, beg), n, 0, 0);
    if (p->kind == T_ASSIGN) return assign(p, beg, n);
    if (p->kind == T_COLON) return annotated(p, beg, n);
    int op = augmented_op(p->kind);
    if (op) return augmented(p, beg, n, op);
    const PyNode *x = at(p, n);
    if (x->kind == PY_Name && (x->f[0] == SYM_PRINT || x->f[0] == SYM_EXEC) &&
        starts_expression(p->kind))
        return python2_statement(p, beg, n);
    return node(p, PY_Expr, to_here(p, beg), n, 0, 0);
}

// --- names and modules

static bool plain_slice(const Parser *p, uint32_t beg, uint32_t end, uint32_t names_len)
{
    if (end - beg != names_len) return false;      // blanks between, or a name was normalised
    for (uint32_t i = beg; i < end; i++)
        if (p->base[i] >= 0x80) return false;
    return true;
}

// dotted_name: NAME ('.' NAME)*, as one symbol
static Sym dotted_sym(Parser *p)
{
    uint32_t beg = p->beg, len;
    Size mark = p->stack.n;
    Sym one = expect_name(p);
    if (p->kind != T_DOT) return one;
    stack_push(p, one);
    len = (uint32_t)name_str(&p->t->names, one).len;
    while (accept(p, T_DOT)) {
        Sym part = expect_name(p);
        stack_push(p, part);
        len += 1 + (uint32_t)name_str(&p->t->names, part).len;
    }
    Size end = p->stack.n;
    p->stack.n = mark;
    if (plain_slice(p, beg, p->prev_end, len)) return lex_intern(p, p->base + beg, len);
    char *text = text_room(p, len), *to = text;
    for (Size i = mark; i < end; i++) {
        Str s = name_str(&p->t->names, p->stack.v[i]);
        if (i > mark) *to++ = '.';
        if (s.len) memcpy(to, s.s, (size_t)s.len);
        to += s.len;
    }
    text_took(p, len);
    return lex_intern(p, (const uint8_t *)text, len);
}

static void alias(Parser *p, bool dotted)
{
    uint32_t beg = p->beg;
    Sym name = dotted ? dotted_sym(p) : expect_name(p);
    Sym as = accept(p, T_AS) ? expect_name(p) : 0;
    stack_push(p, node(p, PY_alias, to_here(p, beg), name, as, 0));
}

// import_name: 'import' alias (',' alias)*
static NodeId import_name(Parser *p)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    do {
        lex_next(p);
        alias(p, true);
    } while (p->kind == T_COMMA);
    uint32_t names = list_close(p, mark);
    return node(p, PY_Import, to_here(p, beg), names, 0, 0);
}

static void import_targets(Parser *p)
{
    Span here = tok_span(p);
    if (accept(p, T_STAR)) {
        stack_push(p, node(p, PY_alias, here, SYM_STAR, 0, 0));
        return;
    }
    bool paren = accept(p, T_LPAR);
    for (;;) {
        alias(p, false);
        if (!accept(p, T_COMMA)) break;
        if (p->kind == T_RPAR && paren) break;
        if (p->kind == T_NEWLINE)
            fail(p, "trailing comma not allowed without surrounding parentheses");
    }
    if (paren) expect_close(p, T_RPAR);
}

// import_from: 'from' '.'* dotted_name? 'import' targets
static NodeId import_from(Parser *p)
{
    uint32_t beg = p->beg, level = 0;
    Size mark = p->stack.n;
    lex_next(p);
    for (; p->kind == T_DOT || p->kind == T_ELLIPSIS; lex_next(p))
        level += p->kind == T_DOT ? 1 : 3;
    Sym module = p->kind == T_IMPORT && level ? 0 : dotted_sym(p);
    expect(p, T_IMPORT, "expected 'import'");
    import_targets(p);
    uint32_t names = list_close(p, mark);
    return node(p, PY_ImportFrom, to_here(p, beg), module, names, level);
}

static NodeId names_statement(Parser *p, int kind)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    do {
        lex_next(p);
        stack_push(p, expect_name(p));
    } while (p->kind == T_COMMA);
    uint32_t names = list_close(p, mark);
    return node(p, kind, to_here(p, beg), names, 0, 0);
}

// --- one keyword each

static NodeId return_statement(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    NodeId value = starts_expression(p->kind) || p->kind == T_STAR ? parse_star_expressions(p) : 0;
    return node(p, PY_Return, to_here(p, beg), value, 0, 0);
}

static NodeId raise_statement(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    NodeId exc = starts_expression(p->kind) ? parse_expression(p) : 0;
    NodeId cause = exc && accept(p, T_FROM) ? parse_expression(p) : 0;
    return node(p, PY_Raise, to_here(p, beg), exc, cause, 0);
}

static NodeId del_statement(Parser *p)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    lex_next(p);
    do {
        NodeId n = parse_expression(p);
        set_context(p, n, CTX_DEL);
        stack_push(p, n);
    } while (accept(p, T_COMMA) && starts_expression(p->kind));
    uint32_t targets = list_close(p, mark);
    return node(p, PY_Delete, to_here(p, beg), targets, 0, 0);
}

static NodeId assert_statement(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    NodeId test = parse_expression(p);
    NodeId msg = accept(p, T_COMMA) ? parse_expression(p) : 0;
    return node(p, PY_Assert, to_here(p, beg), test, msg, 0);
}

static NodeId word_statement(Parser *p, int kind)
{
    Span here = tok_span(p);
    lex_next(p);
    return node(p, kind, here, 0, 0, 0);
}

// At `type` with a name after it on the same line, which no expression can begin with.
static bool at_type_alias(Parser *p)
{
    if (likely(p->sym != SYM_TYPE)) return false;
    Mark m = mark_take(p);
    lex_next(p);
    bool name = p->kind == T_NAME;
    mark_back(p, &m);
    return name;
}

// type_alias: 'type' NAME type_params? '=' expression
static NodeId type_alias(Parser *p)
{
    uint32_t beg = p->beg;
    since(p, 312, tok_span(p), "the type statement");
    lex_next(p);
    Span here = tok_span(p);
    NodeId name = node_op(p, PY_Name, here, CTX_STORE, expect_name(p), 0, 0);
    uint32_t params = parse_type_params(p);
    expect(p, T_ASSIGN, "expected '='");
    NodeId value = parse_expression(p);
    return node(p, PY_TypeAlias, to_here(p, beg), name, params, value);
}

NodeId parse_simple(Parser *p)
{
    switch (p->kind) {
    case T_NAME: return unlikely(at_type_alias(p)) ? type_alias(p) : expression_statement(p);
    case T_RETURN: return return_statement(p);
    case T_IMPORT: return import_name(p);
    case T_FROM: return import_from(p);
    case T_RAISE: return raise_statement(p);
    case T_PASS: return word_statement(p, PY_Pass);
    case T_BREAK: return word_statement(p, PY_Break);
    case T_CONTINUE: return word_statement(p, PY_Continue);
    case T_DEL: return del_statement(p);
    case T_ASSERT: return assert_statement(p);
    case T_GLOBAL: return names_statement(p, PY_Global);
    case T_NONLOCAL: return names_statement(p, PY_Nonlocal);
    default: return expression_statement(p);
    }
}
