// py/lex: what the lexer and the parser share: token kinds, the state of one parse, node building.
// Private to src/py. The lexer is called inline: there is one current token and no token array.
// SPDX-License-Identifier: MIT
#ifndef PY_LEX_H
#define PY_LEX_H
#include "py/py.h"

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define ALONE __attribute__((noinline))

// Keywords are the first names interned, so a keyword's token is found by interning it.
// Those from PRINT on are names that only some places read as more.
#define PY_KEYWORDS(X) X(FALSE, "False") X(NONE, "None") X(TRUE, "True") X(AND, "and") X(AS, "as") \
    X(ASSERT, "assert") X(ASYNC, "async") X(AWAIT, "await") X(BREAK, "break") X(CLASS, "class") \
    X(CONTINUE, "continue") X(DEF, "def") X(DEL, "del") X(ELIF, "elif") X(ELSE, "else") \
    X(EXCEPT, "except") X(FINALLY, "finally") X(FOR, "for") X(FROM, "from") X(GLOBAL, "global") \
    X(IF, "if") X(IMPORT, "import") X(IN, "in") X(IS, "is") X(LAMBDA, "lambda") \
    X(NONLOCAL, "nonlocal") X(NOT, "not") X(OR, "or") X(PASS, "pass") X(RAISE, "raise") \
    X(RETURN, "return") X(TRY, "try") X(WHILE, "while") X(WITH, "with") X(YIELD, "yield")
#define PY_SOFT(X) X(MATCH, "match") X(CASE, "case") X(TYPE, "type") X(WILD, "_") X(PRINT, "print") \
    X(EXEC, "exec") X(STAR, "*")

typedef enum {
    T_EOF,
    T_NEWLINE,
    T_INDENT,
    T_DEDENT,
    T_PANIC,
    T_NAME,
#define X(id, text) T_##id,
    PY_KEYWORDS(X)
#undef X
        T_NUMBER,
    T_STRING,
    T_FSTRING,
    T_LPAR,
    T_RPAR,
    T_LSQB,
    T_RSQB,
    T_LBRACE,
    T_RBRACE,
    T_COMMA,
    T_COLON,
    T_SEMI,
    T_DOT,
    T_ELLIPSIS,
    T_ARROW,
    T_WALRUS,
    T_ASSIGN,
    T_BANG,
    T_PLUS,
    T_MINUS,
    T_STAR,
    T_SLASH,
    T_DSLASH,
    T_PERCENT,
    T_AT,
    T_DSTAR,
    T_PIPE,
    T_CARET,
    T_AMP,
    T_LSHIFT,
    T_RSHIFT,
    T_TILDE,
    T_LT,
    T_GT,
    T_LE,
    T_GE,
    T_EQ,
    T_NE,
    T_PLUSEQ,
    T_MINUSEQ,
    T_STAREQ,
    T_SLASHEQ,
    T_DSLASHEQ,
    T_PERCENTEQ,
    T_ATEQ,
    T_DSTAREQ,
    T_PIPEEQ,
    T_CARETEQ,
    T_AMPEQ,
    T_LSHIFTEQ,
    T_RSHIFTEQ,
    T_BAD,
    T_COUNT
} Token;

enum {
    SYM_EMPTY,
#define X(id, text) SYM_##id,
    PY_KEYWORDS(X) PY_SOFT(X)
#undef X
};

enum {
    STR_RAW = 1,
    STR_BYTES = 2,
    STR_F = 4,
    STR_T = 8,
    STR_U = 16,
    STR_TRIPLE = 32,
    STR_ESCAPES = 64,
    STR_OPEN = 128
};
enum { SPECIAL_LINE = 1, SPECIAL_DEDENT = 2, SPECIAL_PANIC = 4, SPECIAL_EOF = 8 };
enum {
    MAX_INDENTS = 100,
    MAX_BRACKETS = 200,
    MAX_FSTRINGS = 150,
    PY_MAX_HEIGHT = 3000,
    INT_CONSTS = 16
};
enum { SHARED_NONE = 1, SHARED_FALSE, SHARED_TRUE, SHARED_ELLIPSIS, SHARED_INT };

typedef struct { uint64_t head; uint32_t len, sym; } NameSlot;

// What speculation must be able to take back: the current token and where the lexer stands.
// body is a string's inside; ival a number's value, or -1: decode its text.
#define LEX_STATE \
    const uint8_t *p; \
    uint32_t beg, tend, prev_end, body, body_end; \
    uint8_t kind, special, str; \
    Sym sym; \
    int nest, fnest, dedents, nindent, depth, fdepth; \
    int64_t ival;
typedef struct { LEX_STATE } LexState;

// Where a statement or clause began, to read it again as tokens and to drop its nodes when it
// fails.
typedef struct { LexState lex; Size nodes, extra, consts; } Start;

typedef struct {
    union { struct { LEX_STATE }; LexState lex; };
    const uint8_t *base, *end;                     // the byte before `end` is a line end
    bool has_cr, has_high, bad_utf8, text_moved, bad, recovering;
    uint8_t failed_kind;                           // the token that fail() met
    Size from;                                     // the first node of this statement
    Tree *t;
    PyOptions opt;
    struct { int col, alt; } indent[MAX_INDENTS + 1];
    struct { uint32_t *v; Size n, cap; } stack;    // lists being gathered
    struct { char *v; Size n, cap; } text;         // decoded strings
    NameSlot *slot;
    uint32_t nslot, shift;
    uint32_t no_close[2];                          // from here on there is no ''' or """
    uint32_t no_end;                               // ... and no end of an f-string that spans lines
    uint32_t links;                                // long-chain links built in this statement
    Size rewound, rewind_most;                     // bytes that recovery has read twice
    Arena room;                                    // everything grows here, is then packed in
                                                   // `keep`
    Arena *keep;
} Parser;

// --- lexer
void lex_next(Parser *p);
void lex_skip_fstring(Parser *p);                  // tokens.c: the whole f-string as one token
void drop_comments(Parser *p, uint32_t from);      // recover.c: those that are going to be read
                                                   // again
void lex_start(Parser *p);                         // names the keywords; the first line is next
Sym  lex_intern(Parser *p, const uint8_t *s, uint32_t n);
void lex_number(Parser *p, const uint8_t *s);      // lex_num.c
// lex_str.c; s at the quote
void lex_string(Parser *p, const uint8_t *s, int flags, uint32_t beg);
void lex_high_name(Parser *p, const uint8_t *s);   // unicode.c: a name with bytes beyond ASCII
const uint8_t *lex_newline(const Parser *p, const uint8_t *s);  // past the line end at s

// --- decoding
Str  decode_text(Parser *p, Span body, int flags); // lex_str.c
char *text_room(Parser *p, Size n);                // n bytes that live as long as the tree; take
                                                   // them with
void text_took(Parser *p, Size n);                 // ... text_took
Size put_utf8(char *to, uint32_t c);               // surrogates too; how many bytes
uint32_t unicode_named(Str name);                  // unicode.c: the character of \N{name}, or
                                                   // UINT32_MAX
uint32_t number_const(Parser *p, Span at);
void source_open(Parser *p, Str src);              // BOM, cookie, encoding; sets base, end, src
void source_lines(Parser *p);

// --- diagnostics
void diag(Parser *p, PyDiag d);
void fail(Parser *p, const char *what);            // at the current token; the parser unwinds
void wrong(Parser *p, Span at, const char *what);  // the tree stands, the file does not parse
void since(Parser *p, int version, Span at, const char *what);
// the last version that takes it; always told
void until(Parser *p, int version, Span at, const char *what);

// --- building
NodeId node_room(Parser *p);
uint32_t list_close(Parser *p, Size mark);         // the stack from mark on as a list
uint32_t const_add(Parser *p, PyConst c);
NodeId node_packed(Parser *p, int kind, Span at, int op, const uint32_t *f, int nf);
#define packed(p, kind, at, op, ...) node_packed(p, PY_##kind, at, op, (const uint32_t[]){__VA_ARGS__}, \
                                     kind##_nfields)

static inline NodeId node_op(Parser *p, int kind, Span at, int op, uint32_t a, uint32_t b,
                             uint32_t c)
{
    if (unlikely(p->t->nodes.n == p->t->nodes.cap)) node_room(p);
    NodeId id = (NodeId)p->t->nodes.n++;
    p->t->nodes.v[id] = (PyNode){(uint8_t)kind, (uint8_t)op, 0, at.beg, at.end, {a, b, c}};
    return id;
}
static inline NodeId node(Parser *p, int kind, Span at, uint32_t a, uint32_t b, uint32_t c)
{
    return node_op(p, kind, at, 0, a, b, c);
}
static inline PyNode *at(Parser *p, NodeId n) { return &p->t->nodes.v[n]; }
static inline bool is_letter(uint8_t c) { return (uint8_t)((c | 0x20) - 'a') < 26; }
static inline bool is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }
static inline uint32_t beg_of(const Parser *p, NodeId n) { return p->t->nodes.v[n].beg; }
static inline Span to_here(const Parser *p, uint32_t beg) { return (Span){beg, p->prev_end}; }
static inline Span tok_span(const Parser *p) { return (Span){p->beg, p->tend}; }

void stack_room(Parser *p);
static inline void stack_push(Parser *p, uint32_t x)
{
    if (unlikely(p->stack.n == p->stack.cap)) stack_room(p);
    p->stack.v[p->stack.n++] = x;
}
static inline bool accept(Parser *p, int kind)
{
    if (p->kind != kind) return false;
    lex_next(p);
    return true;
}
bool expect(Parser *p, int kind, const char *what);
Sym  expect_name(Parser *p);

// --- speculation
typedef struct {
    LexState lex;
    Size nodes, extra, consts, diags, comments, text, stack;
    uint32_t links;
    uint16_t min, max;
    bool bad;
} Mark;
Mark mark_take(const Parser *p);
void mark_back(Parser *p, const Mark *m);
#endif
