// py/kinds: the node kinds and their fields, in the names of CPython's `ast`.
// SPDX-License-Identifier: MIT
#ifndef PY_KINDS_H
#define PY_KINDS_H

// Field types: N node, O node or none, L list of nodes, S name, Y list of names or operators,
// I integer, C constant. `op` of a node holds: Constant none; Name, Attribute, Subscript, Starred,
// List, Tuple: PyCtx; BoolOp, BinOp, AugAssign, UnaryOp: PyOp (Compare lists PyOp in ops);
// FormattedValue and Interpolation: conversion byte or 0 for -1; AnnAssign: simple; comprehension:
// is_async.
// K(kind, f1, f2, …) with F(kind, field, type) rows in order.
#define PY_KINDS(K, F) \
    K(Module, F(Module, body, L)) \
    K(FunctionDef, F(FunctionDef, name, S) F(FunctionDef, args, N) F(FunctionDef, body, L) \
                       F(FunctionDef, decorator_list, L) F(FunctionDef, returns, O) \
                           F(FunctionDef, type_params, L)) \
    K(AsyncFunctionDef, \
      F(AsyncFunctionDef, name, S) F(AsyncFunctionDef, args, N) F(AsyncFunctionDef, body, L) \
          F(AsyncFunctionDef, decorator_list, L) F(AsyncFunctionDef, returns, O) \
              F(AsyncFunctionDef, type_params, L)) \
    K(ClassDef, F(ClassDef, name, S) F(ClassDef, bases, L) F(ClassDef, keywords, L) F( \
                    ClassDef, body, L) F(ClassDef, decorator_list, L) F(ClassDef, type_params, L)) \
    K(Return, F(Return, value, O)) \
    K(Delete, F(Delete, targets, L)) \
    K(Assign, F(Assign, targets, L) F(Assign, value, N)) \
    K(TypeAlias, F(TypeAlias, name, N) F(TypeAlias, type_params, L) F(TypeAlias, value, N)) \
    K(AugAssign, F(AugAssign, target, N) F(AugAssign, value, N)) \
    K(AnnAssign, F(AnnAssign, target, N) F(AnnAssign, annotation, N) F(AnnAssign, value, O)) \
    K(For, F(For, target, N) F(For, iter, N) F(For, body, L) F(For, orelse, L)) \
    K(AsyncFor, \
      F(AsyncFor, target, N) F(AsyncFor, iter, N) F(AsyncFor, body, L) F(AsyncFor, orelse, L)) \
    K(While, F(While, test, N) F(While, body, L) F(While, orelse, L)) \
    K(If, F(If, test, N) F(If, body, L) F(If, orelse, L)) \
    K(With, F(With, items, L) F(With, body, L)) \
    K(AsyncWith, F(AsyncWith, items, L) F(AsyncWith, body, L)) \
    K(Match, F(Match, subject, N) F(Match, cases, L)) \
    K(Raise, F(Raise, exc, O) F(Raise, cause, O)) \
    K(Try, F(Try, body, L) F(Try, handlers, L) F(Try, orelse, L) F(Try, finalbody, L)) \
    K(TryStar, \
      F(TryStar, body, L) F(TryStar, handlers, L) F(TryStar, orelse, L) F(TryStar, finalbody, L)) \
    K(Assert, F(Assert, test, N) F(Assert, msg, O)) \
    K(Import, F(Import, names, L)) \
    K(ImportFrom, F(ImportFrom, module, S) F(ImportFrom, names, L) F(ImportFrom, level, I)) \
    K(Global, F(Global, names, Y)) \
    K(Nonlocal, F(Nonlocal, names, Y)) \
    K(Expr, F(Expr, value, N)) \
    K(Pass, ) \
    K(Break, ) \
    K(Continue, ) \
    K(Error, F(Error, parts, L)) \
    K(BoolOp, F(BoolOp, values, L)) \
    K(NamedExpr, F(NamedExpr, target, N) F(NamedExpr, value, N)) \
    K(BinOp, F(BinOp, left, N) F(BinOp, right, N)) \
    K(UnaryOp, F(UnaryOp, operand, N)) \
    K(Lambda, F(Lambda, args, N) F(Lambda, body, N)) \
    K(IfExp, F(IfExp, test, N) F(IfExp, body, N) F(IfExp, orelse, N)) \
    K(Dict, F(Dict, keys, L) F(Dict, values, L)) \
    K(Set, F(Set, elts, L)) \
    K(ListComp, F(ListComp, elt, N) F(ListComp, generators, L)) \
    K(SetComp, F(SetComp, elt, N) F(SetComp, generators, L)) \
    K(DictComp, F(DictComp, key, N) F(DictComp, value, N) F(DictComp, generators, L)) \
    K(GeneratorExp, F(GeneratorExp, elt, N) F(GeneratorExp, generators, L)) \
    K(Await, F(Await, value, N)) \
    K(Yield, F(Yield, value, O)) \
    K(YieldFrom, F(YieldFrom, value, N)) \
    K(Compare, F(Compare, left, N) F(Compare, ops, Y) F(Compare, comparators, L)) \
    K(Call, F(Call, func, N) F(Call, args, L) F(Call, keywords, L)) \
    K(FormattedValue, F(FormattedValue, value, N) F(FormattedValue, format_spec, O)) \
    K(Interpolation, \
      F(Interpolation, value, N) F(Interpolation, str, C) F(Interpolation, format_spec, O)) \
    K(JoinedStr, F(JoinedStr, values, L)) \
    K(TemplateStr, F(TemplateStr, values, L)) \
    K(Constant, F(Constant, value, C)) \
    K(Attribute, F(Attribute, value, N) F(Attribute, attr, S)) \
    K(Subscript, F(Subscript, value, N) F(Subscript, slice, N)) \
    K(Starred, F(Starred, value, N)) \
    K(Name, F(Name, id, S)) \
    K(List, F(List, elts, L)) \
    K(Tuple, F(Tuple, elts, L)) \
    K(Slice, F(Slice, lower, O) F(Slice, upper, O) F(Slice, step, O)) \
    K(comprehension, \
      F(comprehension, target, N) F(comprehension, iter, N) F(comprehension, ifs, L)) \
    K(ExceptHandler, \
      F(ExceptHandler, type, O) F(ExceptHandler, name, S) F(ExceptHandler, body, L)) \
    K(arguments, F(arguments, posonlyargs, L) F(arguments, args, L) F(arguments, vararg, O) \
                     F(arguments, kwonlyargs, L) F(arguments, kw_defaults, L) \
                         F(arguments, kwarg, O) F(arguments, defaults, L)) \
    K(arg, F(arg, arg, S) F(arg, annotation, O)) \
    K(keyword, F(keyword, arg, S) F(keyword, value, N)) \
    K(alias, F(alias, name, S) F(alias, asname, S)) \
    K(withitem, F(withitem, context_expr, N) F(withitem, optional_vars, O)) \
    K(match_case, F(match_case, pattern, N) F(match_case, guard, O) F(match_case, body, L)) \
    K(MatchValue, F(MatchValue, value, N)) \
    K(MatchSingleton, F(MatchSingleton, value, C)) \
    K(MatchSequence, F(MatchSequence, patterns, L)) \
    K(MatchMapping, \
      F(MatchMapping, keys, L) F(MatchMapping, patterns, L) F(MatchMapping, rest, S)) \
    K(MatchClass, F(MatchClass, cls, N) F(MatchClass, patterns, L) F(MatchClass, kwd_attrs, Y) \
                      F(MatchClass, kwd_patterns, L)) \
    K(MatchStar, F(MatchStar, name, S)) \
    K(MatchAs, F(MatchAs, pattern, O) F(MatchAs, name, S)) \
    K(MatchOr, F(MatchOr, patterns, L)) \
    K(TypeVar, F(TypeVar, name, S) F(TypeVar, bound, O) F(TypeVar, default_value, O)) \
    K(ParamSpec, F(ParamSpec, name, S) F(ParamSpec, default_value, O)) \
    K(TypeVarTuple, F(TypeVarTuple, name, S) F(TypeVarTuple, default_value, O))

typedef enum {
    PY_NONE,
#define PY_K(kind, fields) PY_##kind,
#define PY_F(kind, field, type)
    PY_KINDS(PY_K, PY_F)
#undef PY_K
#undef PY_F
    PY_KIND_COUNT
} PyKind;

// Field positions: Call_func is 0, Call_args 1, Call_keywords 2.
#define PY_F(kind, field, type) kind##_##field,
#define PY_K(kind, fields) enum { fields kind##_nfields };
PY_KINDS(PY_K, PY_F)
#undef PY_K
#undef PY_F

typedef struct { const char *name; char type; } PyField;
typedef struct { const char *name; int nfields; const PyField *fields; } PyKindInfo;
extern const PyKindInfo py_kinds[PY_KIND_COUNT];

typedef enum { CTX_LOAD, CTX_STORE, CTX_DEL } PyCtx;
typedef enum {
    OP_NONE,
    OP_ADD,
    OP_SUB,
    OP_MULT,
    OP_MATMULT,
    OP_DIV,
    OP_MOD,
    OP_POW,
    OP_LSHIFT,
    OP_RSHIFT,
    OP_BITOR,
    OP_BITXOR,
    OP_BITAND,
    OP_FLOORDIV,
    OP_AND,
    OP_OR,
    OP_INVERT,
    OP_NOT,
    OP_UADD,
    OP_USUB,
    OP_EQ,
    OP_NOTEQ,
    OP_LT,
    OP_LTE,
    OP_GT,
    OP_GTE,
    OP_IS,
    OP_ISNOT,
    OP_IN,
    OP_NOTIN
} PyOp;
#endif
