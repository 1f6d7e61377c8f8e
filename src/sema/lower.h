// lower: what the files of src/sema share while one module is lowered: scopes, and the function
// being built.
// Only for src/sema. Nothing here outlives sema_lower.
// SPDX-License-Identifier: MIT
#ifndef SEMA_LOWER_H
#define SEMA_LOWER_H
#include "sema/sema.h"

// ---- scopes (scope.c): who binds which name, and how each use reaches it
typedef uint32_t VarId;
// Names of our own making: VAR_TEMP + a node. VAR_RETURN: the value on its way out through a
// finally.
#define VAR_TEMP 0x80000000u
#define VAR_RETURN VAR_TEMP
typedef enum { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNC, SCOPE_COMP } ScopeKind;
typedef struct { ScopeKind kind; uint32_t parent, func; } Scope;

typedef enum { HOW_LOCAL, HOW_CELL, HOW_GLOBAL } VarHow;
// One name in one scope. `target` is the variable it means; from a class body that binds the name
// itself, `how` and `hops` say what is read when the body has not assigned it yet.
typedef struct {
    Sym name;
    uint32_t scope;
    VarId target;
    uint32_t bind, nbind;                // slice of Scopes.binds
    uint8_t how;
    uint16_t hops;
    bool bound, param, is_global, is_nonlocal;
    bool captured;                       // an inner function reads it
    bool rewritten;                      // an inner function, or a `global`, rebinds it
} Var;

typedef struct {
    struct { Scope *v; Size n, cap; } scopes;
    struct { Var *v; Size n, cap; } vars;
    uint32_t *of_node;                   // Name, arg, alias, …: VarId; a def, lambda, class: its
                                         // index + 1
    uint32_t *binds;                     // byte offsets of bindings, sorted within each variable
    struct { VarId *v; Size n, cap; } func_var, class_var;   // the name a def binds, in its parent
    struct { uint32_t *v; Size n, cap; } func_scope, class_func;
    uint32_t *locals_of;                 // first variable of a scope, then next[]: the names it
                                         // binds
    uint32_t *next_local;
} Scopes;
Scopes *scopes_of(Module *m, SemaDepth depth, Arena *keep, Arena *tmp);
// Is the variable bound anywhere in these bytes?
bool var_bound_in(const Scopes *sc, VarId v, Span at);

// ---- the function being built (ssa.c)
typedef struct {
    uint8_t how;
    bool sealed, in_finally;
    uint16_t loop_depth, try_depth;
    Val value, waiting;                  // waiting: phis that await the block's last predecessor
    NodeId node;                         // what a return gives back
    Block yes, no, handler;
    uint32_t first_edge, last_edge, npred;
    Block skip; Span span; bool may_skip;   // a name not bound in span has the value it had in
                                            // `skip`
} Work;

typedef enum { EXIT_RETURN, EXIT_BREAK, EXIT_CONTINUE, EXIT_COUNT } ExitKind;
typedef enum { FRAME_LOOP, FRAME_FINALLY, FRAME_WITH } FrameKind;
typedef struct Frame Frame;
struct Frame {
    FrameKind kind;
    Frame *up;
    Block to[EXIT_COUNT];                // loop: break and continue; finally: pads, 0 until used
    Val manager; NodeId node; uint16_t is_async;
};

typedef struct { uint64_t key; Val v; } Def;
typedef struct { uint32_t from, next; } Edge;
typedef struct {
    Module *m; Tree *t; const Scopes *sc;
    Func *f; uint32_t func;
    Arena *keep, *tmp;
    struct { Instr *v; Size n, cap; } code;
    struct { uint32_t *v; Size n, cap; } args;
    struct { IrArgKind *v; Size n, cap; } argk;
    struct { Work *v; Size n, cap; } blocks;
    struct { Edge *v; Size n, cap; } edges;
    struct { Edge *v; Size n, cap; } users;             // from: a phi that uses the one whose list
                                                        // this is
    Def *defs; Size ndef, ndefs;
    struct { Val *v; Size n, cap; } fill, recheck;      // phis to complete, phis that may be
                                                        // trivial now
    struct { Val *v; Size n, cap; } vals;               // operands being gathered, a stack
    struct { IrArgKind *v; Size n, cap; } kinds;        // parallel to vals
    struct { NodeId *v; Size n, cap; } spine;
    struct { uint32_t *v; Size n, cap; } kids;          // functions with decorators, defined here
    Block cur;
    bool dead, failed;
    Block handler;
    NodeId given;                        // what the last return statement gives back
    Frame *frame;
    int depth, finally_depth;
    Size fresh;                          // code.n when the block began
    uint16_t loop_depth, try_depth;
    Size steps;
} Lower;

enum { SEMA_MAX_STEPS = 20000000, SEMA_HANDLER_EDGES = 1024, SEMA_MAX_NEST = 2 * PY_MAX_DEPTH,
       SEMA_FINALLY_NEST = 3 };

Block block_new(Lower *l);
Block block_region(Lower *l, NodeId whole);      // a block that statement `whole`, begun here,
                                                 // leads to
Block block_region_from(Lower *l, Block before, Span span);
void  block_start(Lower *l, Block b);            // go on there; dead when nothing leads to it
void  block_seal(Lower *l, Block b);             // all its predecessors are known
void  block_open(Lower *l, Block b);             // seal and start
void  jump(Lower *l, Block to);
void  jump_quiet(Lower *l, Block to);            // no exception edge: nothing after this can raise
                                                 // here
void  branch(Lower *l, Val cond, Block yes, Block no);
void  end_return(Lower *l, Val v, NodeId n);
void  end_raise(Lower *l, Val v);
void  split(Lower *l);                           // in a try: begin a block, so that its edge has
                                                 // this state
void  split_begun(Lower *l);                     // the same, if this one holds anything

Val   emit(Lower *l, IrOp op, NodeId node, Val a, Val b);
static inline Instr *ins(Lower *l, Val v) { return &l->code.v[v]; }
void  take(Lower *l, Val v, ArgKind kind, Sym name);            // push an operand
// operands from mark on become its args
void  give(Lower *l, Val into, Size mark);
// seal, start; phi of the operands from mark on
Val   merge(Lower *l, Block join, Size mark, NodeId node);
Val   emit_sym(Lower *l, IrOp op, NodeId node, Sym sym, Val a);
Val   emit_const(Lower *l, NodeId node, ConstKind kind, uint32_t value);

Val   var_read(Lower *l, VarId v, NodeId node);
void  var_write(Lower *l, VarId v, Val x, NodeId node);
void  def_write(Lower *l, VarId v, Block b, Val x);
Val   def_read(Lower *l, VarId v, Block b);
Val   val_find(Lower *l, Val v);
static inline Val val_of(Lower *l, Val v)        // val_find, which most values are themselves of
{
    return ins(l, v)->op == IR_NOP ? val_find(l, v) : v;
}
void  lower_finish(Lower *l);                    // order, dominators, compact: Func is complete
                                                 // (finish.c)

// ---- expressions, statements
static inline VarId var_of(const Lower *l, NodeId n) { return l->sc->of_node[n]; }
Val   lower_expr(Lower *l, NodeId n);
Val   lower_opt(Lower *l, NodeId n);                             // 0 when absent
void  lower_cond(Lower *l, NodeId n, Block yes, Block no);
void  lower_cond_true(Lower *l, NodeId n, Block no);             // goes on where it is true
Val   lower_comp(Lower *l, NodeId n);
Val   lower_lambda(Lower *l, NodeId n);
void  lower_store(Lower *l, NodeId target, Val v);
void  lower_body(Lower *l, NodeList body);
void  lower_stmt(Lower *l, NodeId n);
void  lower_exit(Lower *l, ExitKind kind, NodeId n);
void  lower_def(Lower *l, NodeId n);
void  lower_class(Lower *l, NodeId n);
void  lower_try(Lower *l, NodeId n);
void  lower_with(Lower *l, NodeId n);
void  lower_match(Lower *l, NodeId n);
void  lower_params(Lower *l);
Val   lower_error(Lower *l, NodeId n);
bool  lower_enter(Lower *l);                     // one level deeper; false: too deep
#endif
