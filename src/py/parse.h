// py/parse: the parser's files to each other: which function reads which piece of the grammar.
// Private to src/py. Each returns a node, or 0 once the parser has failed and unwinds.
// SPDX-License-Identifier: MIT
#ifndef PY_PARSE_H
#define PY_PARSE_H
#include "py/lex.h"

// Levels of binding, loosest first; an operand of a level is parsed with the next one.
enum {
    LEVEL_OR = 1,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_BITOR,
    LEVEL_BITXOR,
    LEVEL_BITAND,
    LEVEL_SHIFT,
    LEVEL_SUM,
    LEVEL_TERM,
    LEVEL_UNARY
};

bool deeper(Parser *p);                            // false: too deep, and the parser has failed
bool expect_close(Parser *p, int kind);
extern const char missed_bracket[];      // what expect_close says; recover() finds which bracket
static inline void shallower(Parser *p) { p->depth--; }

// parse_expr.c
NodeId parse_expression(Parser *p);                // expression: no ':=', no '*', no ','
NodeId parse_named(Parser *p);                     // expression, or NAME ':=' expression
NodeId parse_binary(Parser *p, int level);
NodeId parse_primary(Parser *p);
NodeId parse_star_named(Parser *p);                // '*' bitwise_or, or named
NodeId parse_star_expressions(Parser *p);          // a tuple without parentheses, or one
NodeId parse_yield_or_stars(Parser *p);
// where a bare tuple may hold '*' since then
void   stars_since(Parser *p, NodeId n, int version);
NodeId parse_targets(Parser *p);                   // of 'for': star_targets, stored to
bool   starts_expression(int kind);
void   set_context(Parser *p, NodeId n, int ctx);
Span   from_node(const Parser *p, NodeId n);

// parse_atom.c
NodeId parse_atom(Parser *p);
uint32_t parse_generators(Parser *p);              // 'for' … of a comprehension, as a list
bool   at_generators(const Parser *p);
// := without parentheses, begun at `beg`
bool   is_bare_walrus(Parser *p, NodeId n, uint32_t beg);
// an f-string's field, a generator
NodeId parse_generator_tail(Parser *p, uint32_t beg, NodeId first);

// parse_call.c
NodeId parse_call(Parser *p, NodeId func, uint32_t beg);             // at '('
void   parse_arguments(Parser *p, uint32_t *args, uint32_t *keywords);   // past '(', to past ')'
NodeId parse_subscript(Parser *p, NodeId value, uint32_t beg);       // at '['
NodeId parse_lambda(Parser *p);
NodeId parse_params(Parser *p, int closer);        // T_RPAR: annotations too; T_COLON: a lambda's
uint32_t parse_type_params(Parser *p);             // '[' … ']' or nothing

// parse_fstr.c
NodeId parse_strings(Parser *p);

// parse_stmt.c
NodeId parse_simple(Parser *p);                    // one simple statement, without its end

// parse_block.c
Start  parse_start(const Parser *p);
void   parse_statement(Parser *p);                 // pushes one or more statements
void   parse_module(Parser *p);
uint32_t parse_clause_body(Parser *p, const Start *start, NodeId *head);

// parse_match.c
NodeId parse_match(Parser *p);                     // 0 without failing: not a match statement

// parse.c
void   parser_open(Parser *p, Str src);

// recover.c
void   recover(Parser *p, const LexState *start);  // to the first token after a failed statement
#endif
