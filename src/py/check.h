// py/check: what the files check*.c share. Private to src/py.
// compile() differs between versions, so everything is decided for 3.8 to 3.14 at once: a set of
// versions is one bit each, bit 0 for 3.8, and a refusal names the versions that refuse.
// SPDX-License-Identifier: MIT
#ifndef PY_CHECK_H
#define PY_CHECK_H
#include "py/py.h"

typedef uint8_t Versions;
enum { V_FIRST = 308, V_LAST = 314, V_ALL = 0x7F };
#define V_SINCE(v) ((Versions)(V_ALL & ~((1u << ((v) - V_FIRST)) - 1)))
#define V_BEFORE(v) ((Versions)((1u << ((v) - V_FIRST)) - 1))

typedef enum {
    SCOPE_MODULE,
    SCOPE_CLASS,
    SCOPE_FUNCTION,
    SCOPE_ASYNC,
    SCOPE_LAMBDA,
    SCOPE_COMP,
    SCOPE_GENERATOR,
    SCOPE_GENERIC,
    SCOPE_BOUND,
    SCOPE_DEFAULT,
    SCOPE_ALIAS // the last four: since 3.12
} ScopeKind;

// What CPython's compiler calls a block: it allows 20 of them inside one another (21 since 3.13).
typedef enum { BLOCK_LOOP, BLOCK_OTHER, BLOCK_STAR } BlockKind;
typedef struct Block { struct Block *up; BlockKind kind; int depth38, depth39; } Block;

typedef struct Scope {
    struct Scope *up;
    ScopeKind kind;
    uint32_t id;
    Str owner;                               // innermost class's name, '_' stripped on the left:
                                             // mangles
    int async_loops;                         // 'async for' of this comprehension that are open
    int in_iterable;                         // within an iterable of a comprehension, here or above
    bool binds_target;                       // visiting a comprehension's target
    Versions yields, awaits, async_inside;   // the versions in which this scope does so
    NodeId valued_return;
    Block *blocks;
} Scope;

// How one scope knows a name.
enum { NAME_PARAM = 1, NAME_LOCAL = 2, NAME_GLOBAL = 4, NAME_NONLOCAL = 8, NAME_ANNOTATED = 16,
       NAME_ITERATES = 32, NAME_TYPE_PARAM = 64, NAME_IMPORTED = 128 };
typedef struct { uint64_t key; uint8_t flags; Versions used; } Symbol;   // key: scope id, name

typedef struct { Span at; Versions by; Str what; } Refusal;
typedef struct { Scope *scope; Sym name; Span at; } Outer;               // a nonlocal to be found

typedef struct {
    Tree *t;
    Arena *keep, *tmp;
    Scope *scope;
    Versions allowed;                        // by the grammar
    Versions annotation;                     // in these, what is visited is an annotation's own
                                             // scope
    Versions seen;                           // in these, the code generator visits it too
    bool tracks;                             // some name's history matters in this file
    struct { NodeId *v; Size n, cap; } odd;  // nodes that may be refused for themselves, then one behind all
    Size next_odd; NodeId done;              // check_plain: the first of them behind what it was asked of
    bool future_annotations, top_await;      // top_await: a module may await, as a notebook's does
    uint32_t head_end[V_LAST - V_FIRST + 1]; // where each version's head of the file ends
    uint32_t scopes;                         // ids given out
    Symbol *slot; Size nslot, nsymbols;
    Names mangled;
    Sym debug;                               // __debug__ when the file names it, else 0
    struct { Refusal *v; Size n, cap; } refusals;
    struct { Outer *v; Size n, cap; } outers;
} Check;

static inline bool check_may_await(const Check *c)
{
    return c->scope->kind == SCOPE_ASYNC || (c->scope->kind == SCOPE_MODULE && c->top_await);
}

// check.c
// Is there nothing in it to be refused? Asked in the order of the tree, of what lies apart.
bool check_plain(Check *c, NodeId n);
void check_future(Check *c, NodeId n);                        // an ImportFrom
void check_docstring(Check *c, NodeList body);
void check_refuse(Check *c, NodeId n, Versions by, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

// check_name.c: one table of what each scope knows of each name.
Scope *check_open(Check *c, ScopeKind kind);                  // becomes the current scope; kept to
                                                              // the end
void check_close(Check *c);
Sym  check_mangle(Check *c, Sym name);
Symbol *check_symbol(Check *c, uint32_t scope, Sym name);     // added when missing; valid until the
                                                              // next call
void check_bind(Check *c, NodeId at, Sym name, int flag);     // in the current scope
void check_use(Check *c, Sym name);
void check_global(Check *c, NodeId n);                        // Global and Nonlocal statements
void check_walrus_target(Check *c, NodeId target);            // from within a comprehension
void check_outers(Check *c);                                  // once all is visited
void check_store(Check *c, NodeId at, Sym name, PyCtx ctx);   // forbids __debug__
void check_repeats(Check *c, NodeId at, const Sym *v, uint32_t n, Versions by, const char *fmt);

// check_expr.c
void check_expr(Check *c, NodeId n);
void check_exprs(Check *c, NodeList list);
void check_items(Check *c, NodeList list);                    // a starred one is legal here
void check_annotation(Check *c, NodeId n, Versions seen);
void check_arguments(Check *c, NodeId args, bool annotated, bool defaults);
void check_parameters(Check *c, NodeId args);
void check_keywords(Check *c, NodeList keywords);

// check_stmt.c, check_try.c, check_match.c
void check_body(Check *c, NodeList body);
void check_enter_block(Check *c, NodeId at, Block *b, BlockKind kind, int cost38, int cost39);
void check_leave_block(Check *c);
void check_try(Check *c, NodeId n);
void check_match(Check *c, NodeId n);
#endif
