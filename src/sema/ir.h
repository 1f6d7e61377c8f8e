// sema/ir: the lowered form. A function is a control-flow graph of small instructions in evaluation
// order, with exception edges, over SSA names (Braun et al. 2013, "Simple and Efficient
// Construction of SSA Form"). Taint, constants, types and guards all read this; nothing else walks
// the tree.
// SPDX-License-Identifier: MIT
#ifndef SEMA_IR_H
#define SEMA_IR_H
#include "py/py.h"

typedef uint32_t Val;              // an instruction's index in its Func; 0 is "no value"
typedef uint32_t Block;            // index into Func.blocks; 0 is the entry

// args: a slice of Func.args. `sym` is a name of the file's Tree.names.
typedef enum {
    IR_NOP,
    IR_CONST, // node: Constant or MatchSingleton; else aux is the ConstKind (CONST_INT:
              // value in aux2)
    IR_PARAM, // aux: position in Func.params
    IR_PHI,   // args: one value a predecessor, in the order of Block preds
    IR_UNDEF, // read before any assignment on this path, after del, or an Error node
    IR_GLOBAL, // sym: load of a module global or builtin. Module-level code reads SSA directly, but for
               // names that some function declares global: those it loads as functions do
    IR_SET_GLOBAL, // sym, a: every assignment at module level, and to names declared global
    IR_SET_MEMBER, // sym, a: every assignment in a class body (a FUNC_CLASS): the class's
                   // attribute
    IR_CELL, // sym: load of an outer function's variable; aux: hops outward along Func.parent. The owner
             // reads its own variable by SSA, or with 0 hops when an inner function rebinds
             // it
    IR_SET_CELL,    // sym, a; aux: hops. Every assignment to a variable that an inner function
                    // reads
    IR_IMPORT,      // import x.y[ as z]: sym is the dotted text; aux 1: value is x.y itself, 0:
                    // its root x
    IR_IMPORT_FROM, // from m import n: sym is n (0: star), sym2 the dotted module text, aux the
                    // level
    IR_ATTR,        // a.sym. aux2, also of IR_INDEX, IR_CALL, IR_AWAIT: the annotation (NodeId) of what
                    // it is bound to, or 0
    IR_SET_ATTR,    // a.sym = b
    IR_DEL_ATTR,    // del a.sym
    IR_INDEX,       // a[b]
    IR_SET_INDEX,   // a[b] = c
    IR_DEL_INDEX,   // del a[b]
    IR_SLICE,       // args: lower, upper, step (0 when absent)
    IR_BINARY,      // aux PyOp; a, b (c: 1 when it came from an augmented assignment)
    IR_UNARY,       // aux PyOp; a
    IR_COMPARE,     // aux PyOp; a, b (chains are lowered to branches)
    IR_CALL,        // a: callee; args: arguments; kinds and names in Func.argk from the same
                    // offset
    IR_TUPLE,
    IR_LIST,
    IR_SET,     // args: items (argk ARG_STAR where starred)
    IR_DICT,    // args: key, value, key, value …; key 0 with argk ARG_DSTAR for **value
    IR_FSTRING, // args: pieces in order; constant pieces are IR_CONST, others IR_FORMAT. aux
                // 1: t-string
    IR_FORMAT,  // a: value; b: format spec (an IR_FSTRING) or 0; aux: conversion 's' 'r' 'a'
                // or 0
    IR_ITER,    // iter(a); aux 1: async
    IR_NEXT,    // next item of iterator a; c: the IR_TEST TEST_MORE whose true edge led here
    IR_UNPACK, // item of a: aux its position among the targets, b: how many targets come before the star,
               // c: 0 there is none before it, 1 it is the star, 2 it comes after the star, 3 it is a
               // field of an object by its place in a class pattern;
               // aux2: targets in all
    IR_AWAIT,
    IR_YIELD,
    IR_YIELD_FROM, // a (0: none)
    IR_ENTER,      // a: context manager; value of `with a as …`; aux 1: async
    IR_EXIT,       // a: context manager
    IR_EXCEPTION,  // value caught in a handler; a: the type expression (0: bare)
    IR_LAMBDA,     // a function value: aux2 the Func's index; args: defaults (argk: ARG_POS or
                   // ARG_KEYWORD, name)
    IR_CLASS,      // a class value: aux2 the ClassInfo's index; args: bases and keywords
    IR_DECORATE,   // a: decorator, b: what it decorates; value: the decorated thing
    IR_NOT,        // not a
    IR_TEST, // exhaustion, match or except test; aux IrTest; a: subject; args: TEST_CLASS the class,
             // TEST_KEYS the keys; TEST_LENGTH: aux2 the length, flags 1: or longer
    IR_OP_COUNT
} IrOp;

// A comprehension (generator expressions too) is a loop in the function that holds it: before it an
// empty IR_LIST, IR_SET or IR_DICT, in it `sum + [item]` (IR_BINARY OP_ADD of a list, OP_BITOR of a
// set or dict; c 1), its value the loop's phi. A finally body is lowered once for each way out that
// is used: normal, exception, return, break, continue. A match sequence's items are IR_UNPACK, a
// mapping's IR_INDEX, a class's IR_ATTR.
// A call of locals() names each local as a keyword argument. Code that control cannot reach is left
// out.
typedef enum {
    TEST_MORE,
    TEST_LENGTH,
    TEST_CLASS,
    TEST_KEYS,
    TEST_IS_SEQUENCE,
    TEST_IS_MAPPING
} IrTest;
typedef enum { ARG_POS, ARG_STAR, ARG_KEYWORD, ARG_DSTAR } ArgKind;
enum { SYM_MOST = (1 << 30) - 1 };                                // a file has fewer bytes than that
typedef struct { uint32_t kind : 2, name : 30; } IrArgKind;      // ArgKind, Sym

typedef struct {
    uint8_t op, flags; uint16_t aux;
    uint32_t a, b, c;              // operands; ir_uses says which are values (IR_IMPORT_FROM.b: Sym
                                   // of the module)
    uint32_t args, nargs;          // slice of Func.args / Func.argk
    Sym sym; uint32_t aux2;
    NodeId node;                   // where it comes from: evidence, fixes
    Block block;
} Instr;

typedef enum { END_JUMP, END_BRANCH, END_RETURN, END_RAISE, END_NONE } BlockEnd;
typedef struct {
    uint32_t beg, end;             // instructions [beg, end) of Func.code
    Val value;                     // BRANCH: condition; RETURN: value or 0; RAISE: exception or 0
    NodeId node;                   // RETURN: what is given back, where it is written
    Block yes, no;                 // JUMP: yes. BRANCH: yes when true
    Block handler;                 // where an exception raised after this block's last instruction
                                   // goes; 0 none
    uint32_t pred, npred;          // slice of Func.preds; IR_PHI args follow this order
    Block idom;                    // immediate dominator (entry: itself)
    uint16_t loop_depth, try_depth;
    uint8_t how;                   // BlockEnd
    bool in_finally;
} BasicBlock;

typedef enum { FUNC_MODULE, FUNC_CLASS, FUNC_DEF, FUNC_LAMBDA } FuncKind;
typedef enum { PARAM_POS_ONLY, PARAM_NORMAL, PARAM_VARARG, PARAM_KWONLY, PARAM_KWARG } ParamKind;
typedef struct { Sym name; ParamKind kind; NodeId annotation, fallback, node; } Param;

typedef struct {
    FuncKind kind;
    Sym name;                      // 0 for a lambda or module
    Str qualname;                  // "C.m", "outer.<locals>.inner", "<module>"
    NodeId node;
    uint32_t parent;               // index of the enclosing Func in the module (module: itself)
    uint32_t owner;                // 1 + index of the ClassInfo whose method this is, else 0
    bool is_async, is_generator, calls_locals, too_large;   // too_large: left empty, tree->diags
                                                            // says so
    struct { Param *v; Size n, cap; } params;
    struct { Instr *v; Size n; } code;              // block by block; code.v[0] is unused
    struct { uint32_t *v; Size n; } args;
    struct { IrArgKind *v; Size n; } argk;          // parallel to args
    struct { Block *v; Size n; } preds;
    struct { BasicBlock *v; Size n; } blocks;       // in reverse postorder from the entry
    struct { NodeId *v; Size n, cap; } decorators;
    struct { Val *v; Size n, cap; } decorator_vals; // values in the parent Func
} Func;

extern const uint8_t ir_uses[IR_OP_COUNT];       // bit 1: a is a value, 2: b, 4: c; args are values
extern const char *const ir_names[IR_OP_COUNT];  // "const", "set_global" …
// What is wrong with a function (a use that its operand does not dominate, a phi of wrong arity,
// …), for tests.
bool ir_check(const Func *f, Arena scratch, Buf *why);
void ir_print(const Tree *t, const Func *f, Buf *out);   // for tests and people
#endif
