// py/parse_call: what follows or heads a function: call arguments, subscripts, parameters, type
// parameters.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

// --- calls

// NAME '=' ahead: the common keyword argument, seen without building a Name for it.
static bool at_keyword(const Parser *p)
{
    if (p->kind != T_NAME) return false;
    const uint8_t *s = p->p;
    while (*s == ' ') s++;
    return *s == '=' && s[1] != '=';
}

static void keyword(Parser *p, uint32_t beg, Sym name)
{
    NodeId value = parse_expression(p);
    stack_push(p, node(p, PY_keyword, to_here(p, beg), name, value, 0));
}

// What came before decides what may follow: bit 1 NAME=, bit 2 '**'.
enum { SEEN_NAME = 1, SEEN_DSTAR = 2 };

static void positional(Parser *p, uint32_t beg, int *seen)
{
    NodeId n = parse_named(p);
    if (p->kind == T_ASSIGN) {                     // NAME and '=' apart by a line end or comment
        if (at(p, n)->kind != PY_Name || beg_of(p, n) != beg)
            fail(p, "expression cannot contain assignment");
        lex_next(p);
        keyword(p, beg, at(p, n)->f[0]);
        *seen |= SEEN_NAME;
        return;
    }
    if (*seen) wrong(p, from_node(p, n), "positional argument follows keyword argument");
    stack_push(p, n);
}

static void starred_argument(Parser *p, uint32_t beg, int seen)
{
    if (accept(p, T_DSTAR)) {
        keyword(p, beg, 0);
        return;
    }
    lex_next(p);
    NodeId value = parse_expression(p);
    if (seen & SEEN_DSTAR)
        wrong(p, to_here(p, beg), "iterable argument unpacking follows keyword argument unpacking");
    stack_push(p, node_op(p, PY_Starred, to_here(p, beg), CTX_LOAD, value, 0, 0));
}

static void argument(Parser *p, int *seen)
{
    uint32_t beg = p->beg;
    if (at_keyword(p)) {
        Sym name = p->sym;
        lex_next(p);
        lex_next(p);
        keyword(p, beg, name);
        *seen |= SEEN_NAME;
    } else if (p->kind == T_STAR || p->kind == T_DSTAR) {
        int dstar = p->kind == T_DSTAR;
        starred_argument(p, beg, *seen);
        if (dstar) *seen |= SEEN_DSTAR;
    } else {
        positional(p, beg, seen);
    }
}

// A generator without parentheses of its own takes those of the call, and must be alone.
static void bare_generator(Parser *p, uint32_t open, bool alone)
{
    NodeId elt = p->stack.v[p->stack.n - 1];
    uint32_t gens = parse_generators(p);
    if (!alone || p->kind != T_RPAR || at(p, elt)->kind == PY_keyword ||
        at(p, elt)->kind == PY_Starred)
        wrong(p, (Span){beg_of(p, elt), p->prev_end}, "generator expression must be parenthesized");
    Span here = {open, p->kind == T_RPAR ? p->tend : p->prev_end};
    p->stack.v[p->stack.n - 1] = node(p, PY_GeneratorExp, here, elt, gens, 0);
}

static uint32_t split_off(Parser *p, Size mark, bool keywords)
{
    Size end = p->stack.n;
    for (Size i = mark; i < end; i++)
        if ((at(p, p->stack.v[i])->kind == PY_keyword) == keywords) stack_push(p, p->stack.v[i]);
    return list_close(p, end);
}

// arguments: argument (',' argument)* ','? ')'
void parse_arguments(Parser *p, uint32_t *args, uint32_t *keywords)
{
    uint32_t open = p->prev_end - 1;
    Size mark = p->stack.n;
    int seen = 0;
    while (p->kind != T_RPAR) {
        argument(p, &seen);
        if (at_generators(p)) bare_generator(p, open, p->stack.n == mark + 1);
        if (!accept(p, T_COMMA)) break;
    }
    expect_close(p, T_RPAR);
    *keywords = seen ? split_off(p, mark, true) : 0;
    *args = seen ? split_off(p, mark, false) : list_close(p, mark);
    p->stack.n = mark;
}

NodeId parse_call(Parser *p, NodeId func, uint32_t beg)
{
    uint32_t args, keywords;
    lex_next(p);
    parse_arguments(p, &args, &keywords);
    return node(p, PY_Call, to_here(p, beg), func, args, keywords);
}

// --- subscripts

// slice: expression? ':' expression? (':' expression?)? | named_expression | '*' bitwise_or
static NodeId slice(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId lower = 0, upper = 0, step = 0;
    if (p->kind == T_STAR) {
        since(p, 311, tok_span(p), "star expressions in an index");
        return parse_star_named(p);
    }
    if (p->kind != T_COLON) {
        lower = parse_named(p);
        if (p->kind != T_COLON) {
            if (is_bare_walrus(p, lower, beg))
                since(p, 310, from_node(p, lower), "':=' in an index");
            return lower;
        }
        if (is_bare_walrus(p, lower, beg)) fail(p, "invalid syntax");
    }
    lex_next(p);
    if (starts_expression(p->kind)) upper = parse_expression(p);
    if (accept(p, T_COLON) && starts_expression(p->kind)) step = parse_expression(p);
    return node(p, PY_Slice, to_here(p, beg), lower, upper, step);
}

NodeId parse_subscript(Parser *p, NodeId value, uint32_t beg)
{
    lex_next(p);
    uint32_t first = p->beg;
    NodeId index = slice(p);
    if (p->kind == T_COMMA || at(p, index)->kind == PY_Starred) {
        Size mark = p->stack.n;
        stack_push(p, index);
        while (accept(p, T_COMMA) && p->kind != T_RSQB) stack_push(p, slice(p));
        uint32_t elts = list_close(p, mark);
        index = node_op(p, PY_Tuple, to_here(p, first), CTX_LOAD, elts, 0, 0);
    }
    expect_close(p, T_RSQB);
    return node_op(p, PY_Subscript, to_here(p, beg), CTX_LOAD, value, index, 0);
}

// --- parameters

typedef struct {
    Size mark, slash, star;                        // pairs (arg, default) on the stack; -1: not
                                                   // seen
    NodeId vararg, kwarg;
    bool annotated, default_seen, star_seen;
} Params;

// arg: NAME (':' expression)?
static NodeId param_name(Parser *p, const Params *q, bool star_annotation)
{
    uint32_t beg = p->beg;
    Sym name = expect_name(p);
    NodeId annotation = 0;
    if (q->annotated && accept(p, T_COLON)) {
        if (star_annotation && p->kind == T_STAR) {
            since(p, 311, tok_span(p), "star annotation");
            annotation = parse_star_named(p);
        } else {
            annotation = parse_expression(p);
        }
    }
    return node(p, PY_arg, to_here(p, beg), name, annotation, 0);
}

static void plain_param(Parser *p, Params *q)
{
    NodeId a = param_name(p, q, false), value = 0;
    if (accept(p, T_ASSIGN)) {
        value = parse_expression(p);
        if (!q->star_seen) q->default_seen = true;
    } else if (q->default_seen && !q->star_seen) {
        wrong(p, from_node(p, a), "parameter without a default follows parameter with a default");
    }
    stack_push(p, a);
    stack_push(p, value);
}

static void slash_param(Parser *p, Params *q)
{
    if (q->slash >= 0 || q->star_seen || p->stack.n == q->mark)
        wrong(p, tok_span(p), "'/' must follow parameters, once, before '*'");
    lex_next(p);
    if (q->slash < 0) q->slash = p->stack.n;
}

static void star_param(Parser *p, Params *q, int closer)
{
    Span star = tok_span(p);
    if (q->star_seen) wrong(p, star, "'*' may appear only once");
    lex_next(p);
    q->star_seen = true;
    if (q->star < 0) q->star = p->stack.n;
    if (p->kind == T_NAME) {
        q->vararg = param_name(p, q, true);
        if (p->kind == T_ASSIGN) fail(p, "var-positional parameter cannot have default value");
    } else if (p->kind != T_COMMA) {
        fail(p, "named parameters must follow bare '*'");
    } else {
        Size before = p->stack.n;
        lex_next(p);
        if (p->kind != T_NAME || p->kind == closer)
            wrong(p, star, "named parameters must follow bare '*'");
        else plain_param(p, q);
        check(p->stack.n >= before);
    }
}

static void one_param(Parser *p, Params *q, int closer)
{
    if (p->kind == T_NAME) plain_param(p, q);
    else if (p->kind == T_SLASH) slash_param(p, q);
    else if (p->kind == T_STAR) star_param(p, q, closer);
    else if (accept(p, T_DSTAR)) q->kwarg = param_name(p, q, false);
    else fail(p, "invalid parameter");
}

// Every second word of the stack from `from` to `to`, as a list; `some`: those that are not 0.
static uint32_t halves(Parser *p, Size from, Size to, bool some)
{
    Size end = p->stack.n;
    for (Size i = from; i < to; i += 2)
        if (!some || p->stack.v[i]) stack_push(p, p->stack.v[i]);
    return list_close(p, end);
}

static NodeId params_close(Parser *p, const Params *q, uint32_t beg)
{
    Size end = p->stack.n, star = q->star < 0 ? end : q->star,
         slash = q->slash < 0 ? q->mark : q->slash;
    uint32_t end_at = p->prev_end > beg ? p->prev_end : beg;
    uint32_t posonly = halves(p, q->mark, slash, false), args = halves(p, slash, star, false);
    uint32_t kwonly = halves(p, star, end, false), kw_defaults = halves(p, star + 1, end, false);
    uint32_t defaults = halves(p, q->mark + 1, star, true);
    p->stack.n = q->mark;
    return packed(p, arguments, ((Span){beg, end_at}), 0, posonly, args, q->vararg, kwonly,
                  kw_defaults, q->kwarg, defaults);
}

NodeId parse_params(Parser *p, int closer)
{
    uint32_t beg = p->beg;
    Params q = {.mark = p->stack.n, .slash = -1, .star = -1, .annotated = closer == T_RPAR};
    while (p->kind != closer) {
        if (q.kwarg) fail(p, "parameters cannot follow var-keyword parameter");
        one_param(p, &q, closer);
        if (!accept(p, T_COMMA)) break;
    }
    return params_close(p, &q, beg);
}

// lambda: 'lambda' parameters? ':' expression
NodeId parse_lambda(Parser *p)
{
    uint32_t beg = p->beg;
    if (p->nest == p->fnest)
        wrong(p, tok_span(p), "lambda expressions need parentheses in a replacement field");
    lex_next(p);
    NodeId args = parse_params(p, T_COLON);
    expect(p, T_COLON, "expected ':' after lambda parameters");
    NodeId body = deeper(p) ? parse_expression(p) : 0;
    shallower(p);
    return node(p, PY_Lambda, to_here(p, beg), args, body, 0);
}

// --- type parameters

static NodeId type_default(Parser *p, bool star)
{
    if (p->kind != T_ASSIGN) return 0;
    since(p, 313, tok_span(p), "type parameter defaults");
    lex_next(p);
    return star && p->kind == T_STAR ? parse_star_named(p) : parse_expression(p);
}

// type_param: NAME (':' expression)? ('=' expression)? | '*' NAME … | '**' NAME …
static NodeId type_param(Parser *p)
{
    uint32_t beg = p->beg;
    int star = p->kind;
    if (star == T_STAR || star == T_DSTAR) lex_next(p);
    Sym name = expect_name(p);
    if (star == T_STAR) {
        NodeId value = type_default(p, true);
        return node(p, PY_TypeVarTuple, to_here(p, beg), name, value, 0);
    }
    if (star == T_DSTAR) {
        NodeId value = type_default(p, false);
        return node(p, PY_ParamSpec, to_here(p, beg), name, value, 0);
    }
    NodeId bound = accept(p, T_COLON) ? parse_expression(p) : 0;
    NodeId value = type_default(p, false);
    return node(p, PY_TypeVar, to_here(p, beg), name, bound, value);
}

uint32_t parse_type_params(Parser *p)
{
    if (likely(p->kind != T_LSQB)) return 0;
    Size mark = p->stack.n;
    since(p, 312, tok_span(p), "type parameters");
    lex_next(p);
    if (p->kind == T_RSQB) wrong(p, tok_span(p), "type parameter list cannot be empty");
    while (p->kind != T_RSQB) {
        stack_push(p, type_param(p));
        if (!accept(p, T_COMMA)) break;
    }
    expect_close(p, T_RSQB);
    return list_close(p, mark);
}
