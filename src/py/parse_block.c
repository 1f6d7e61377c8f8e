// py/parse_block: compound statements, blocks, and what becomes of a statement that does not parse.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

enum { MAX_ELIFS = PY_MAX_HEIGHT };

// --- blocks

// Statements up to a dedent or the end; a stray deeper indentation is an error but loses nothing.
static void statements(Parser *p)
{
    while (p->kind != T_DEDENT && p->kind != T_EOF) {
        if (p->kind == T_INDENT) {
            wrong(p, (Span){p->beg, p->beg + 1}, "unexpected indent");
            lex_next(p);
            statements(p);
            accept(p, T_DEDENT);
        } else {
            parse_statement(p);
        }
    }
}

static uint32_t indented(Parser *p)
{
    Size mark = p->stack.n;
    lex_next(p);
    statements(p);
    accept(p, T_DEDENT);
    return list_close(p, mark);
}

Start parse_start(const Parser *p)
{
    return (Start){p->lex, p->t->nodes.n, p->t->extra.n, p->t->consts.n};
}

static NodeId error_node(Parser *p, const Start *start)
{
    uint32_t beg = start->lex.beg;
    p->t->nodes.n = start->nodes;
    p->t->extra.n = start->extra;
    p->t->consts.n = start->consts;
    recover(p, &start->lex);
    uint32_t end = p->prev_end > beg ? p->prev_end : beg;
    uint32_t block = p->kind == T_INDENT ? indented(p) : 0;
    if (block) end = p->prev_end;
    return node(p, PY_Error, (Span){beg, end}, block, 0, 0);
}

static bool at_end(const Parser *p) { return p->kind == T_NEWLINE || p->kind == T_EOF; }

// A chain so long that a walk over its tree would run deep: the statement is given up (DIAG_LIMIT).
static bool too_high(Parser *p, Size from)
{
    Tree *t = p->t;
    Arena scratch = p->room;
    uint16_t *height = new(&scratch, uint16_t, t->nodes.n - from);
    for (Size i = from; i < t->nodes.n; i++) {
        uint16_t most = 0;
        uint32_t it = 0;
        for (NodeId c; (c = py_next_child(t, (NodeId)i, &it));)
            if ((Size)c >= from && height[(Size)c - from] > most) most = height[(Size)c - from];
        if (most >= PY_MAX_HEIGHT) return true;
        height[i - from] = (uint16_t)(most + 1);
    }
    return false;
}

// At the end of a statement or of a header, whose first node is p->from.
static void check_height(Parser *p)
{
    if (likely(p->links < PY_MAX_HEIGHT - PY_MAX_DEPTH)) return;
    p->links = 0;
    if (p->kind == T_PANIC || !too_high(p, p->from)) return;
    diag(p, (PyDiag){DIAG_LIMIT, {p->prev_end, p->prev_end}, S("expression is too deep"), 0, 0});
    fail(p, "");
}

static void begin_statement(Parser *p)
{
    p->links = 0;
    p->from = p->t->nodes.n;
}

// simple_stmts: simple_stmt (';' simple_stmt)* ';'? NEWLINE
static void simple_line(Parser *p)
{
    do {
        Start start = parse_start(p);
        Size mark = p->stack.n;
        begin_statement(p);
        NodeId n = parse_simple(p);
        check_height(p);
        if (unlikely(p->kind != T_NEWLINE && p->kind != T_SEMI)) {
            if (p->kind != T_EOF) fail(p, "invalid syntax");
            p->stack.n = mark;
            if (p->kind == T_PANIC) {
                stack_push(p, error_node(p, &start));
                return;
            }
        }
        stack_push(p, n);
    } while (accept(p, T_SEMI) && !at_end(p));
    accept(p, T_NEWLINE);
}

// block: ':' NEWLINE INDENT statements DEDENT | ':' simple_stmts
static uint32_t parse_body(Parser *p)
{
    Size mark = p->stack.n;
    check_height(p);
    if (p->kind != T_NEWLINE) {
        if (!expect(p, T_COLON, "expected ':'")) return 0;
    } else {
        wrong(p, (Span){p->prev_end, p->prev_end}, "expected ':'");
    }
    if (p->kind == T_EOF) return 0;
    if (p->kind != T_NEWLINE) {
        simple_line(p);
        return list_close(p, mark);
    }
    lex_next(p);
    if (p->kind == T_INDENT) return indented(p);
    wrong(p, (Span){p->prev_end, p->prev_end}, "expected an indented block");
    return 0;
}

// A clause's header is behind us, well or badly: its body. A bad one leaves an Error as its *head.
uint32_t parse_clause_body(Parser *p, const Start *start, NodeId *head)
{
    if (p->kind == T_NEWLINE || p->kind == T_COLON) return parse_body(p);
    fail(p, "expected ':'");
    NodeId e = error_node(p, start);
    uint32_t block = at(p, e)->f[0];
    at(p, e)->f[0] = 0;
    if (head) *head = e;
    return block;
}

// --- if, while, for

static uint32_t else_body(Parser *p)
{
    Start start = parse_start(p);
    if (!accept(p, T_ELSE)) return 0;
    return parse_clause_body(p, &start, NULL);
}

static uint32_t list_of(Parser *p, NodeId n)
{
    stack_push(p, n);
    return list_close(p, p->stack.n - 1);
}

enum { ELIF_WORDS = 3 };                           // on the stack: where, test, body

static void elif_clause(Parser *p)
{
    Start start = parse_start(p);
    lex_next(p);
    NodeId test = parse_named(p);
    uint32_t body = parse_clause_body(p, &start, &test);
    stack_push(p, start.lex.beg);
    stack_push(p, test);
    stack_push(p, body);
}

// if_stmt: 'if' named_expression block ('elif' named_expression block)* else_block?
static NodeId if_statement(Parser *p)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    lex_next(p);
    NodeId test = parse_named(p);
    uint32_t body = parse_body(p);
    if (p->kind == T_PANIC) return 0;
    while (p->kind == T_ELIF && p->stack.n - mark < MAX_ELIFS * ELIF_WORDS) elif_clause(p);
    uint32_t orelse = else_body(p);
    while (p->stack.n > mark) {                    // from the last 'elif' outwards
        p->stack.n -= ELIF_WORDS;
        uint32_t at = p->stack.v[p->stack.n], t = p->stack.v[p->stack.n + 1],
                 b = p->stack.v[p->stack.n + 2];
        orelse = list_of(p, packed(p, If, to_here(p, at), 0, t, b, orelse));
    }
    return packed(p, If, to_here(p, beg), 0, test, body, orelse);
}

static NodeId while_statement(Parser *p)
{
    uint32_t beg = p->beg;
    lex_next(p);
    NodeId test = parse_named(p);
    uint32_t body = parse_body(p);
    if (p->kind == T_PANIC) return 0;
    uint32_t orelse = else_body(p);
    return node(p, PY_While, to_here(p, beg), test, body, orelse);
}

// for_stmt: 'for' star_targets 'in' star_expressions block else_block?
static NodeId for_statement(Parser *p, uint32_t beg, bool is_async)
{
    lex_next(p);
    NodeId target = parse_targets(p);
    expect(p, T_IN, "expected 'in'");
    NodeId iter = parse_star_expressions(p);
    stars_since(p, iter, 309);
    uint32_t body = parse_body(p);
    if (p->kind == T_PANIC) return 0;
    uint32_t orelse = else_body(p);
    return node_packed(p, is_async ? PY_AsyncFor : PY_For, to_here(p, beg), 0,
                       (uint32_t[]){target, iter, body, orelse}, For_nfields);
}

// --- with

// with_item: expression ('as' star_target)?
static void with_item(Parser *p, bool *as)
{
    uint32_t beg = p->beg;
    NodeId expr = parse_expression(p), vars = 0;
    if (accept(p, T_AS)) {
        *as = true;
        vars = p->kind == T_STAR ? parse_star_named(p) : parse_primary(p);
        set_context(p, vars, CTX_STORE);
    }
    stack_push(p, node(p, PY_withitem, to_here(p, beg), expr, vars, 0));
}

// '(' with_item (',' with_item)* ','? ')' ':', tried first; false leaves all as it was
static bool with_items_in_parens(Parser *p)
{
    Mark m = mark_take(p);
    bool as = false;
    lex_next(p);
    do with_item(p, &as);
    while (accept(p, T_COMMA) && p->kind != T_RPAR);
    if (accept(p, T_RPAR) && p->kind == T_COLON) {
        if (as) since(p, 309, (Span){m.lex.beg, p->prev_end}, "parenthesized context managers");
        return true;
    }
    mark_back(p, &m);
    return false;
}

static NodeId with_statement(Parser *p, uint32_t beg, bool is_async)
{
    Size mark = p->stack.n;
    bool as = false;
    lex_next(p);
    if (p->kind != T_LPAR || !with_items_in_parens(p)) {
        do with_item(p, &as);
        while (accept(p, T_COMMA));
    }
    uint32_t items = list_close(p, mark);
    uint32_t body = parse_body(p);
    if (p->kind == T_PANIC) return 0;
    return node(p, is_async ? PY_AsyncWith : PY_With, to_here(p, beg), items, body, 0);
}

// --- try

// The types of 'except A, B:', the first being read
static NodeId except_types(Parser *p, NodeId first, uint32_t beg)
{
    Size mark = p->stack.n;
    since(p, 314, tok_span(p), "except without parentheses around its types");
    stack_push(p, first);
    while (accept(p, T_COMMA) && starts_expression(p->kind)) stack_push(p, parse_expression(p));
    uint32_t elts = list_close(p, mark);
    NodeId n = node_op(p, PY_Tuple, to_here(p, beg), CTX_LOAD, elts, 0, 0);
    if (p->kind == T_AS)
        wrong(p, tok_span(p), "multiple exception types must be parenthesized when using 'as'");
    return n;
}

// except_block: 'except' '*'? (expression (',' expression)* ('as' NAME)?)? block
static NodeId except_clause(Parser *p, int *star)
{
    Start start = parse_start(p);
    NodeId type = 0;
    lex_next(p);
    int stars = p->kind == T_STAR;
    if (stars) {
        since(p, 311, tok_span(p), "except*");
        lex_next(p);
        if (p->kind == T_COLON) wrong(p, tok_span(p), "expected one or more exception types");
    }
    if (*star >= 0 && *star != stars)
        wrong(p, (Span){start.lex.beg, start.lex.tend},
              "cannot have both 'except' and 'except*' on the same 'try'");
    *star = stars;
    uint32_t beg = p->beg;
    if (p->kind != T_COLON && p->kind != T_NEWLINE) type = parse_expression(p);
    if (p->kind == T_COMMA) type = except_types(p, type, beg);
    Sym name = type && accept(p, T_AS) ? expect_name(p) : 0;
    uint32_t body = parse_clause_body(p, &start, &type);
    return node(p, PY_ExceptHandler, to_here(p, start.lex.beg), type, name, body);
}

static uint32_t finally_body(Parser *p)
{
    Start start = parse_start(p);
    if (!accept(p, T_FINALLY)) return 0;
    return parse_clause_body(p, &start, NULL);
}

static NodeId try_statement(Parser *p)
{
    Span word = tok_span(p);
    int star = -1;
    lex_next(p);
    uint32_t body = parse_body(p);
    if (p->kind == T_PANIC) return 0;
    Size mark = p->stack.n;
    while (p->kind == T_EXCEPT) stack_push(p, except_clause(p, &star));
    uint32_t handlers = list_close(p, mark);
    uint32_t orelse = handlers ? else_body(p) : 0;
    bool finally = p->kind == T_FINALLY;
    uint32_t last = finally_body(p);
    if (!handlers && !finally) wrong(p, word, "expected 'except' or 'finally' block");
    return node_packed(p, star > 0 ? PY_TryStar : PY_Try, to_here(p, word.beg), 0,
                       (uint32_t[]){body, handlers, orelse, last}, Try_nfields);
}

// --- def, class

// function_def: 'def' NAME type_params? '(' params ')' ('->' expression)? block
static NodeId function(Parser *p, uint32_t beg, uint32_t decorators, bool is_async)
{
    lex_next(p);
    Sym name = expect_name(p);
    uint32_t type_params = parse_type_params(p);
    expect(p, T_LPAR, "expected '('");
    NodeId args = parse_params(p, T_RPAR);
    expect_close(p, T_RPAR);
    NodeId returns = accept(p, T_ARROW) ? parse_expression(p) : 0;
    uint32_t body = parse_body(p);
    if (p->kind == T_PANIC) return 0;
    return node_packed(p, is_async ? PY_AsyncFunctionDef : PY_FunctionDef, to_here(p, beg), 0,
                       (uint32_t[]){name, args, body, decorators, returns, type_params},
                       FunctionDef_nfields);
}

// A call's lone generator may borrow the parentheses; a class's may not.
static void no_bare_generator(Parser *p, uint32_t bases, uint32_t open)
{
    const uint32_t *list = p->t->extra.v + bases;
    if (bases && list[0] == 1 && at(p, list[1])->kind == PY_GeneratorExp &&
        beg_of(p, list[1]) == open)
        wrong(p, from_node(p, list[1]), "invalid syntax");
}

// class_def: 'class' NAME type_params? ('(' arguments ')')? block
static NodeId class(Parser *p, uint32_t decorators)
{
    uint32_t beg = p->beg, bases = 0, keywords = 0;
    lex_next(p);
    Sym name = expect_name(p);
    uint32_t type_params = parse_type_params(p);
    uint32_t open = p->beg;
    if (accept(p, T_LPAR)) parse_arguments(p, &bases, &keywords);
    no_bare_generator(p, bases, open);
    uint32_t body = parse_body(p);
    if (p->kind == T_PANIC) return 0;
    return packed(p, ClassDef, to_here(p, beg), 0, name, bases, keywords, body, decorators,
                  type_params);
}

// Before 3.9: NAME ('.' NAME)* ('(' arguments ')')?
static bool old_decorator(const Parser *p, NodeId n)
{
    const PyNode *v = p->t->nodes.v;
    if (v[n].kind == PY_Call) n = v[n].f[Call_func];
    while (v[n].kind == PY_Attribute) n = v[n].f[Attribute_value];
    return v[n].kind == PY_Name;
}

static NodeId async_statement(Parser *p, uint32_t decorators)
{
    uint32_t beg = p->beg;
    lex_next(p);
    if (p->kind == T_DEF) return function(p, beg, decorators, true);
    if (p->kind == T_FOR && !decorators) return for_statement(p, beg, true);
    if (p->kind == T_WITH && !decorators) return with_statement(p, beg, true);
    fail(p, "expected 'def', 'for' or 'with' after 'async'");
    return 0;
}

// decorated: ('@' named_expression NEWLINE)+ (class_def | function_def)
static NodeId decorated(Parser *p)
{
    Size mark = p->stack.n;
    while (accept(p, T_AT)) {
        NodeId n = parse_named(p);
        if (!old_decorator(p, n)) since(p, 309, from_node(p, n), "this kind of decorator");
        stack_push(p, n);
        expect(p, T_NEWLINE, "expected a line end after a decorator");
    }
    uint32_t decorators = list_close(p, mark);
    switch (p->kind) {
    case T_DEF: return function(p, p->beg, decorators, false);
    case T_CLASS: return class(p, decorators);
    case T_ASYNC: return async_statement(p, decorators);
    default: fail(p, "expected a function or class after a decorator"); return 0;
    }
}

// --- statements

static NodeId compound(Parser *p)
{
    switch (p->kind) {
    case T_IF: return if_statement(p);
    case T_DEF: return function(p, p->beg, 0, false);
    case T_FOR: return for_statement(p, p->beg, false);
    case T_TRY: return try_statement(p);
    case T_WITH: return with_statement(p, p->beg, false);
    case T_CLASS: return class(p, 0);
    case T_WHILE: return while_statement(p);
    case T_AT: return decorated(p);
    case T_ASYNC: return async_statement(p, 0);
    default: return p->sym == SYM_MATCH ? parse_match(p) : 0;
    }
}

static bool starts_compound(const Parser *p)
{
    switch (p->kind) {
    case T_IF:
    case T_DEF:
    case T_FOR:
    case T_TRY:
    case T_WITH:
    case T_CLASS:
    case T_WHILE:
    case T_AT:
    case T_ASYNC: return true;
    case T_NAME: return p->sym == SYM_MATCH;
    default: return false;
    }
}

void parse_statement(Parser *p)
{
    if (likely(!starts_compound(p))) {
        simple_line(p);
        return;
    }
    Start start = parse_start(p);
    Size mark = p->stack.n;
    begin_statement(p);
    NodeId n = compound(p);
    if (unlikely(p->kind == T_PANIC)) {
        p->stack.n = mark;
        n = error_node(p, &start);
    } else if (!n) {                               // `match` was a name after all
        simple_line(p);
        return;
    }
    stack_push(p, n);
}

void parse_module(Parser *p)
{
    Size mark = p->stack.n;
    lex_next(p);
    while (p->kind != T_EOF) {
        statements(p);
        accept(p, T_DEDENT);
    }
    uint32_t body = list_close(p, mark);
    p->t->root = node(p, PY_Module, (Span){0, (uint32_t)p->t->src.len}, body, 0, 0);
}
