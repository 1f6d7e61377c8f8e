// py/parse_atom: names, constants, and what stands in brackets: tuples, lists, sets, dicts,
// comprehensions.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

bool at_generators(const Parser *p) { return p->kind == T_FOR || p->kind == T_ASYNC; }

// Until 3.8 a lambda needed no parentheses here.
static NodeId condition(Parser *p)
{
    if (p->kind != T_LAMBDA) return parse_binary(p, LEVEL_OR);
    until(p, 308, tok_span(p), "invalid syntax");
    return parse_lambda(p);
}

// for_if_clause: 'async'? 'for' star_targets 'in' disjunction ('if' disjunction)*
static NodeId generator(Parser *p)
{
    uint32_t beg = p->beg;
    int is_async = accept(p, T_ASYNC);
    expect(p, T_FOR, "expected 'for'");
    NodeId target = parse_targets(p);
    expect(p, T_IN, "expected 'in'");
    NodeId iter = parse_binary(p, LEVEL_OR);
    Size mark = p->stack.n;
    while (accept(p, T_IF)) stack_push(p, condition(p));
    uint32_t ifs = list_close(p, mark);
    return node_op(p, PY_comprehension, to_here(p, beg), is_async, target, iter, ifs);
}

uint32_t parse_generators(Parser *p)
{
    Size mark = p->stack.n;
    while (at_generators(p)) stack_push(p, generator(p));
    return list_close(p, mark);
}

static void no_star(Parser *p, NodeId n, const char *what)
{
    if (at(p, n)->kind == PY_Starred) wrong(p, (Span){at(p, n)->beg, at(p, n)->end}, what);
}

// comp: first generators close
static NodeId comprehension(Parser *p, int kind, uint32_t beg, NodeId first, int close)
{
    no_star(p, first, "iterable unpacking cannot be used in comprehension");
    uint32_t gens = parse_generators(p);
    expect_close(p, close);
    return node(p, kind, to_here(p, beg), first, gens, 0);
}

bool is_bare_walrus(Parser *p, NodeId n, uint32_t beg)
{
    return at(p, n)->kind == PY_NamedExpr && beg_of(p, n) == beg;
}

NodeId parse_generator_tail(Parser *p, uint32_t beg, NodeId first)
{
    uint32_t gens = parse_generators(p);
    return node(p, PY_GeneratorExp, to_here(p, beg), first, gens, 0);
}

// The items after the first, to the closing bracket.
static uint32_t items(Parser *p, NodeId first, int close, NodeId (*item)(Parser *))
{
    Size mark = p->stack.n;
    stack_push(p, first);
    while (accept(p, T_COMMA) && p->kind != close) stack_push(p, item(p));
    expect_close(p, close);
    return list_close(p, mark);
}

// group: '(' (yield_expr | named_expression) ')';  tuple: '(' items? ')';  genexp
static NodeId paren(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    if (accept(p, T_RPAR)) return node_op(p, PY_Tuple, to_here(p, beg), CTX_LOAD, 0, 0, 0);
    if (p->kind == T_YIELD) {
        NodeId n = parse_yield_or_stars(p);
        expect_close(p, T_RPAR);
        return n;
    }
    NodeId n = parse_star_named(p);
    if (at_generators(p)) return comprehension(p, PY_GeneratorExp, beg, n, T_RPAR);
    if (p->kind == T_COMMA) {
        uint32_t elts = items(p, n, T_RPAR, parse_star_named);
        return node_op(p, PY_Tuple, to_here(p, beg), CTX_LOAD, elts, 0, 0);
    }
    if (at(p, n)->kind == PY_Starred)
        until(p, 308, from_node(p, n), "cannot use starred expression here");
    expect_close(p, T_RPAR);
    return n;
}

static NodeId list(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    if (accept(p, T_RSQB)) return node_op(p, PY_List, to_here(p, beg), CTX_LOAD, 0, 0, 0);
    NodeId n = parse_star_named(p);
    if (at_generators(p)) return comprehension(p, PY_ListComp, beg, n, T_RSQB);
    uint32_t elts = items(p, n, T_RSQB, parse_star_named);
    return node_op(p, PY_List, to_here(p, beg), CTX_LOAD, elts, 0, 0);
}

// Keys and values lie in turn on the stack from `mark`; they become two lists.
static NodeId dict_close(Parser *p, uint32_t beg, Size mark)
{
    expect_close(p, T_RBRACE);
    Size n = (p->stack.n - mark) / 2;
    for (Size i = 0; i < n; i++) stack_push(p, p->stack.v[mark + 2 * i + 1]);
    uint32_t values = list_close(p, mark + 2 * n);
    for (Size i = 0; i < n; i++) p->stack.v[mark + i] = p->stack.v[mark + 2 * i];
    p->stack.n = mark + n;
    uint32_t keys = list_close(p, mark);
    return node(p, PY_Dict, to_here(p, beg), keys, values, 0);
}

// double_starred_kvpair: '**' bitwise_or | expression ':' expression
static void dict_item(Parser *p)
{
    if (accept(p, T_DSTAR)) {
        stack_push(p, 0);
        stack_push(p, parse_binary(p, LEVEL_BITOR));
        return;
    }
    stack_push(p, parse_expression(p));
    expect(p, T_COLON, "expected ':' after dictionary key");
    stack_push(p, parse_expression(p));
}

static NodeId dict_rest(Parser *p, uint32_t beg, Size mark)
{
    while (accept(p, T_COMMA) && p->kind != T_RBRACE) dict_item(p);
    return dict_close(p, beg, mark);
}

static NodeId dict_or_comp(Parser *p, uint32_t beg, NodeId key)
{
    Size mark = p->stack.n;
    lex_next(p);
    if (at(p, key)->kind == PY_Starred) fail(p, "invalid dictionary key");
    NodeId value = parse_expression(p);
    if (at_generators(p)) {
        uint32_t gens = parse_generators(p);
        expect_close(p, T_RBRACE);
        return node(p, PY_DictComp, to_here(p, beg), key, value, gens);
    }
    stack_push(p, key);
    stack_push(p, value);
    return dict_rest(p, beg, mark);
}

// A set's item: '*' bitwise_or | named_expression
static NodeId set_item(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = parse_star_named(p);
    if (is_bare_walrus(p, n, beg)) since(p, 309, from_node(p, n), "':=' in a set");
    return n;
}

static NodeId brace(Parser *p)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    lex_next(p);
    if (accept(p, T_RBRACE)) return node(p, PY_Dict, to_here(p, beg), 0, 0, 0);
    if (p->kind == T_DSTAR) {
        dict_item(p);
        return dict_rest(p, beg, mark);
    }
    uint32_t first = p->beg;
    NodeId n = parse_star_named(p);
    bool walrus = is_bare_walrus(p, n, first);
    if (p->kind == T_COLON && !walrus) return dict_or_comp(p, beg, n);
    if (walrus) since(p, 309, from_node(p, n), "':=' in a set");
    if (at_generators(p)) return comprehension(p, PY_SetComp, beg, n, T_RBRACE);
    uint32_t elts = items(p, n, T_RBRACE, set_item);
    return node(p, PY_Set, to_here(p, beg), elts, 0, 0);
}

NodeId parse_atom(Parser *p)
{
    Span here = tok_span(p);
    uint32_t c = 0;
    switch (p->kind) {
    case T_NAME: {
        Sym sym = p->sym;
        lex_next(p);
        return node_op(p, PY_Name, here, CTX_LOAD, sym, 0, 0);
    }
    case T_STRING: case T_FSTRING: return parse_strings(p);
    case T_NUMBER: c = number_const(p, here); break;
    case T_LPAR: return paren(p);
    case T_LSQB: return list(p);
    case T_LBRACE: return brace(p);
    case T_NONE: c = SHARED_NONE; break;
    case T_TRUE: c = SHARED_TRUE; break;
    case T_FALSE: c = SHARED_FALSE; break;
    case T_ELLIPSIS: c = SHARED_ELLIPSIS; break;
    default: fail(p, "invalid syntax"); return 0;
    }
    lex_next(p);
    return node(p, PY_Constant, here, c, 0, 0);
}
