// py/parse_match: the match statement and its patterns (PEP 634).
// `match` and `case` are names elsewhere: the header is tried, and taken back when no case follows.
// SPDX-License-Identifier: MIT
#include "py/parse.h"

static NodeId pattern(Parser *p);

static NodeId value_pattern(Parser *p, NodeId value)
{
    const PyNode *x = at(p, value);
    return node(p, PY_MatchValue, (Span){x->beg, x->end}, value, 0, 0);
}

static bool is_complex(const Parser *p, NodeId n)
{
    const PyConst *c = py_const(p->t, n);
    return c && c->kind == CONST_COMPLEX;
}

static NodeId number(Parser *p)
{
    if (p->kind != T_NUMBER) fail(p, "patterns may only match literals and attribute lookups");
    return parse_atom(p);
}

// signed_number: '-'? NUMBER
static NodeId signed_number(Parser *p)
{
    uint32_t beg = p->beg;
    if (!accept(p, T_MINUS)) return number(p);
    NodeId n = number(p);
    return node_op(p, PY_UnaryOp, to_here(p, beg), OP_USUB, n, 0, 0);
}

// complex_number: signed_number ('+' | '-') NUMBER
static NodeId number_literal(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId left = signed_number(p);
    int op = p->kind == T_PLUS ? OP_ADD : p->kind == T_MINUS ? OP_SUB : 0;
    if (!op) return left;
    if (is_complex(p, left)) wrong(p, to_here(p, beg), "real number required in complex literal");
    lex_next(p);
    NodeId right = number(p);
    if (!is_complex(p, right))
        wrong(p, to_here(p, beg), "imaginary number required in complex literal");
    return node_op(p, PY_BinOp, to_here(p, beg), op, left, right, 0);
}

static NodeId string_literal(Parser *p)
{
    NodeId n = parse_strings(p);
    if (n && at(p, n)->kind != PY_Constant)
        wrong(p, from_node(p, n), "patterns may only match literals and attribute lookups");
    return n;
}

static NodeId singleton(Parser *p)
{
    Span here = tok_span(p);
    uint32_t c = p->kind == T_NONE ? SHARED_NONE : p->kind == T_TRUE ? SHARED_TRUE : SHARED_FALSE;
    lex_next(p);
    return node(p, PY_MatchSingleton, here, c, 0, 0);
}

// name_or_attr: NAME ('.' NAME)*
static NodeId name_or_attr(Parser *p)
{
    uint32_t beg = p->beg;
    Span here = tok_span(p);
    Sym name = expect_name(p);
    NodeId n = node_op(p, PY_Name, here, CTX_LOAD, name, 0, 0);
    while (accept(p, T_DOT)) {
        Sym attr = expect_name(p);
        p->links++;
        n = node_op(p, PY_Attribute, to_here(p, beg), CTX_LOAD, n, attr, 0);
    }
    return n;
}

// maybe_star_pattern: '*' NAME | pattern
static NodeId maybe_star(Parser *p)
{
    uint32_t beg = p->beg;
    if (!accept(p, T_STAR)) return pattern(p);
    Sym name = expect_name(p);
    return node(p, PY_MatchStar, to_here(p, beg), name == SYM_WILD ? 0 : name, 0, 0);
}

static bool starts_pattern(const Parser *p)
{
    switch (p->kind) {
    case T_NAME:
    case T_NUMBER:
    case T_STRING:
    case T_FSTRING:
    case T_MINUS:
    case T_NONE:
    case T_TRUE:
    case T_FALSE: case T_LPAR: case T_LSQB: case T_LBRACE: case T_STAR: return true;
    default: return false;
    }
}

// The rest of a sequence from its first item on; closed by the caller.
static uint32_t sequence_items(Parser *p, NodeId first)
{
    Size mark = p->stack.n;
    stack_push(p, first);
    while (accept(p, T_COMMA) && starts_pattern(p)) stack_push(p, maybe_star(p));
    return list_close(p, mark);
}

// group: '(' pattern ')';  sequence: '(' items? ')' | '[' items? ']'
static NodeId bracketed(Parser *p, int close)
{
    uint32_t beg = p->beg, items = 0;
    lex_next(p);
    if (p->kind != close) {
        NodeId first = maybe_star(p);
        if (close == T_RPAR && p->kind == T_RPAR) {
            if (at(p, first)->kind == PY_MatchStar)
                wrong(p, from_node(p, first), "a star pattern needs a sequence");
            lex_next(p);
            return first;
        }
        items = sequence_items(p, first);
    }
    expect_close(p, close);
    return node(p, PY_MatchSequence, to_here(p, beg), items, 0, 0);
}

static NodeId mapping_key(Parser *p)
{
    switch (p->kind) {
    case T_NUMBER: case T_MINUS: return number_literal(p);
    case T_STRING: case T_FSTRING: return string_literal(p);
    case T_NONE: case T_TRUE: case T_FALSE: return parse_atom(p);
    default: break;
    }
    NodeId n = name_or_attr(p);
    if (at(p, n)->kind == PY_Name)
        fail(p, "mapping pattern keys may only match literals and attribute lookups");
    return n;
}

// mapping_pattern: '{' (key ':' pattern | '**' NAME) (',' …)* ','? '}'
static NodeId mapping(Parser *p)
{
    uint32_t beg = p->beg;
    Size mark = p->stack.n;
    Sym rest = 0;
    lex_next(p);
    while (p->kind != T_RBRACE) {
        if (rest) wrong(p, tok_span(p), "'**' must be the last item of a mapping pattern");
        if (accept(p, T_DSTAR)) {
            if (p->kind == T_NAME && p->sym == SYM_WILD)
                wrong(p, tok_span(p), "'**_' is no pattern");
            rest = expect_name(p);
        } else {
            stack_push(p, mapping_key(p));
            expect(p, T_COLON, "expected ':'");
            stack_push(p, pattern(p));
        }
        if (!accept(p, T_COMMA)) break;
    }
    expect_close(p, T_RBRACE);
    Size n = (p->stack.n - mark) / 2;
    for (Size i = 0; i < n; i++) stack_push(p, p->stack.v[mark + 2 * i + 1]);
    uint32_t patterns = list_close(p, mark + 2 * n);
    for (Size i = 0; i < n; i++) p->stack.v[mark + i] = p->stack.v[mark + 2 * i];
    p->stack.n = mark + n;
    uint32_t keys = list_close(p, mark);
    return node(p, PY_MatchMapping, to_here(p, beg), keys, patterns, rest);
}

static bool at_keyword_pattern(Parser *p)
{
    if (p->kind != T_NAME) return false;
    Mark m = mark_take(p);
    lex_next(p);
    bool yes = p->kind == T_ASSIGN;
    mark_back(p, &m);
    return yes;
}

// class_pattern: name_or_attr '(' (pattern ',')* (NAME '=' pattern ',')* ')'
static NodeId class_pattern(Parser *p, NodeId cls, uint32_t beg)
{
    Size mark = p->stack.n;
    bool keywords = false;
    lex_next(p);
    while (p->kind != T_RPAR) {                    // pairs (name or 0, pattern)
        bool keyword = at_keyword_pattern(p);
        if (keywords && !keyword)
            wrong(p, tok_span(p), "positional patterns follow keyword patterns");
        stack_push(p, keyword ? p->sym : 0);
        if (keyword) lex_next(p), lex_next(p);
        stack_push(p, pattern(p));
        keywords |= keyword;
        if (!accept(p, T_COMMA)) break;
    }
    expect_close(p, T_RPAR);
    Size end = p->stack.n;
    for (Size i = mark; i < end; i += 2)
        if (!p->stack.v[i]) stack_push(p, p->stack.v[i + 1]);
    uint32_t patterns = list_close(p, end);
    for (Size i = mark; i < end; i += 2)
        if (p->stack.v[i]) stack_push(p, p->stack.v[i]);
    uint32_t attrs = list_close(p, end);
    for (Size i = mark; i < end; i += 2)
        if (p->stack.v[i]) stack_push(p, p->stack.v[i + 1]);
    uint32_t named = list_close(p, end);
    p->stack.n = mark;
    return packed(p, MatchClass, to_here(p, beg), 0, cls, patterns, attrs, named);
}

// capture, wildcard, value (a dotted name) or class
static NodeId name_pattern(Parser *p)
{
    Span here = tok_span(p);
    bool wildcard = p->sym == SYM_WILD;
    NodeId n = name_or_attr(p);
    bool wild = wildcard && (p->kind == T_LPAR || at(p, n)->kind != PY_Name);
    if (wild) wrong(p, here, "'_' matches anything and has no attributes");
    if (p->kind == T_LPAR) return class_pattern(p, n, here.beg);
    if (at(p, n)->kind != PY_Name) return value_pattern(p, n);
    Sym name = at(p, n)->f[0];
    if (n + 1 == (NodeId)p->t->nodes.n) p->t->nodes.n--;   // no Name node for a capture
    return node(p, PY_MatchAs, here, 0, name == SYM_WILD ? 0 : name, 0);
}

static NodeId closed_pattern(Parser *p)
{
    switch (p->kind) {
    case T_NUMBER: case T_MINUS: return value_pattern(p, number_literal(p));
    case T_STRING: case T_FSTRING: return value_pattern(p, string_literal(p));
    case T_NONE: case T_TRUE: case T_FALSE: return singleton(p);
    case T_NAME: return name_pattern(p);
    case T_LPAR: return bracketed(p, T_RPAR);
    case T_LSQB: return bracketed(p, T_RSQB);
    case T_LBRACE: return mapping(p);
    default: fail(p, "invalid pattern"); return 0;
    }
}

// or_pattern: closed_pattern ('|' closed_pattern)*
static NodeId or_pattern(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = closed_pattern(p);
    if (p->kind != T_PIPE) return n;
    Size mark = p->stack.n;
    stack_push(p, n);
    while (accept(p, T_PIPE)) stack_push(p, closed_pattern(p));
    uint32_t patterns = list_close(p, mark);
    return node(p, PY_MatchOr, to_here(p, beg), patterns, 0, 0);
}

// pattern: or_pattern ('as' NAME)?
static NodeId pattern(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = deeper(p) ? or_pattern(p) : 0;
    shallower(p);
    if (!accept(p, T_AS)) return n;
    if (p->kind == T_NAME && p->sym == SYM_WILD)
        wrong(p, tok_span(p), "cannot use '_' as a target");
    Sym name = expect_name(p);
    if (p->kind == T_DOT || p->kind == T_LPAR) fail(p, "invalid pattern target");
    return node(p, PY_MatchAs, to_here(p, beg), n, name, 0);
}

// patterns: maybe_star_pattern (',' maybe_star_pattern)* ','?, a sequence when a comma is there
static NodeId patterns(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId first = maybe_star(p);
    if (p->kind != T_COMMA) {
        if (at(p, first)->kind == PY_MatchStar) fail(p, "a star pattern needs a sequence");
        return first;
    }
    uint32_t items = sequence_items(p, first);
    return node(p, PY_MatchSequence, to_here(p, beg), items, 0, 0);
}

// case_block: 'case' patterns ('if' named_expression)? block
static NodeId case_block(Parser *p)
{
    Start start = parse_start(p);
    lex_next(p);
    NodeId head = patterns(p);
    NodeId guard = accept(p, T_IF) ? parse_named(p) : 0;
    uint32_t body = parse_clause_body(p, &start, &head);
    // a broken header's nodes were dropped, the guard among them
    if (at(p, head)->kind == PY_Error) guard = 0;
    return node(p, PY_match_case, to_here(p, start.lex.beg), head, guard, body);
}

// What stands among the cases and is none: kept, under a pattern that is an Error.
static NodeId stray_statement(Parser *p)
{
    Span here = tok_span(p);
    Size mark = p->stack.n;
    wrong(p, here, "expected 'case'");
    if (accept(p, T_INDENT)) return 0;
    parse_statement(p);
    uint32_t body = list_close(p, mark);
    NodeId head = node(p, PY_Error, here, 0, 0, 0);
    return node(p, PY_match_case, to_here(p, here.beg), head, 0, body);
}

static bool cannot_be_subject(const Parser *p)
{
    const uint8_t *s = p->p;
    while (*s == ' ' || *s == '\t') s++;
    if (*s == '.') return s[1] != '.' && !(s[1] >= '0' && s[1] <= '9');
    return strchr("=,):;]}\n\r#%/|&^<>!@", *s) != NULL;
}

// subject_expr: star_named (',' star_named)* ','?
static NodeId subject(Parser *p)
{
    uint32_t beg = p->beg;
    NodeId n = parse_star_named(p);
    if (p->kind != T_COMMA) {
        if (at(p, n)->kind == PY_Starred) fail(p, "invalid syntax");
        return n;
    }
    Size mark = p->stack.n;
    stack_push(p, n);
    while (accept(p, T_COMMA) && (starts_expression(p->kind) || p->kind == T_STAR))
        stack_push(p, parse_star_named(p));
    uint32_t elts = list_close(p, mark);
    return node_op(p, PY_Tuple, to_here(p, beg), CTX_LOAD, elts, 0, 0);
}

// match_stmt: 'match' subject_expr ':' NEWLINE INDENT case_block+ DEDENT
NodeId parse_match(Parser *p)
{
    if (cannot_be_subject(p)) return 0;
    Mark m = mark_take(p);
    Span word = tok_span(p);
    lex_next(p);
    NodeId value = subject(p);
    if (!(accept(p, T_COLON) && accept(p, T_NEWLINE) && accept(p, T_INDENT)
          && p->kind == T_NAME && p->sym == SYM_CASE)) {
        mark_back(p, &m);
        return 0;
    }
    since(p, 310, word, "the match statement");
    Size mark = p->stack.n;
    while (p->kind != T_DEDENT && p->kind != T_EOF) {
        NodeId n = p->kind == T_NAME && p->sym == SYM_CASE ? case_block(p) : stray_statement(p);
        if (n) stack_push(p, n);
    }
    accept(p, T_DEDENT);
    uint32_t cases = list_close(p, mark);
    return node(p, PY_Match, to_here(p, word.beg), value, cases, 0);
}
