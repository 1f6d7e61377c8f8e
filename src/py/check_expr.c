// py/check_expr: what compile() refuses inside expressions, targets, parameters and annotations.
// SPDX-License-Identifier: MIT
#include "py/check.h"

static void visit_field(Check *c, NodeId n, int field)
{
    NodeId child = py_node(c->t, n, field);
    if (child) check_expr(c, child);
}

void check_exprs(Check *c, NodeList list)
{
    for (uint32_t i = 0; i < list.n; i++)
        if (list.v[i]) check_expr(c, list.v[i]);
}

void check_items(Check *c, NodeList list)
{
    for (uint32_t i = 0; i < list.n; i++) {
        NodeId item = list.v[i];
        if (!item) continue;
        check_expr(c,
                   py_kind(c->t, item) == PY_Starred ? py_node(c->t, item, Starred_value) : item);
    }
}

// A starred target may stand once in a list, and at most 256th: the instruction has 8 bits for it.
static void check_sequence(Check *c, NodeId n, NodeList list)
{
    int stars = 0;
    check_items(c, list);
    if (py_at(c->t, n)->op != CTX_STORE) return;
    for (uint32_t i = 0; i < list.n; i++) {
        if (!list.v[i] || py_kind(c->t, list.v[i]) != PY_Starred) continue;
        if (stars++)
            check_refuse(c, list.v[i], c->seen, "multiple starred expressions in assignment");
        if (i >= 256)
            check_refuse(c, list.v[i], c->seen,
                         "too many expressions in star-unpacking assignment");
    }
}

static void check_name(Check *c, NodeId n)
{
    Sym name = py_sym(c->t, n, Name_id);
    PyCtx ctx = (PyCtx)py_at(c->t, n)->op;
    if (ctx == CTX_LOAD) {
        check_use(c, name);
        return;
    }
    check_bind(c, n, name, NAME_LOCAL);
    check_store(c, n, name, ctx);
}

static const char *type_scope(ScopeKind kind)
{
    switch (kind) {
    case SCOPE_GENERIC: return "the definition of a generic";
    case SCOPE_BOUND: return "a TypeVar bound";
    case SCOPE_DEFAULT: return "a TypeVar default";
    default: return "a type alias";
    }
}

// True when the place forbids the expression in every version.
static bool forbidden_here(Check *c, NodeId n, const char *what)
{
    if (c->annotation)
        check_refuse(c, n, c->annotation, "%s cannot be used within an annotation", what);
    if (c->scope->kind < SCOPE_GENERIC) return false;
    check_refuse(c, n, V_ALL, "%s cannot be used within %s", what, type_scope(c->scope->kind));
    return true;
}

static Versions here(const Check *c) { return (Versions)(c->seen & ~c->annotation); }

static void check_await(Check *c, NodeId n)
{
    if (forbidden_here(c, n, "await expression")) return;
    switch (c->scope->kind) {
    case SCOPE_MODULE:
        if (c->top_await) break;
        // fallthrough
    case SCOPE_CLASS: check_refuse(c, n, here(c), "'await' outside function"); break;
    case SCOPE_FUNCTION:
    case SCOPE_LAMBDA: check_refuse(c, n, here(c), "'await' outside async function"); break;
    default: c->scope->awaits = V_ALL; break;
    }
}

static void check_yield(Check *c, NodeId n)
{
    if (forbidden_here(c, n, "yield expression")) return;
    switch (c->scope->kind) {
    case SCOPE_MODULE:
    case SCOPE_CLASS: check_refuse(c, n, here(c), "'yield' outside function"); return;
    case SCOPE_COMP: check_refuse(c, n, V_ALL, "'yield' inside a comprehension"); return;
    case SCOPE_GENERATOR: check_refuse(c, n, V_ALL, "'yield' inside generator expression"); return;
    default: break;
    }
    c->scope->yields |= (Versions)(V_ALL & ~c->annotation);
    if (c->scope->kind == SCOPE_ASYNC && py_kind(c->t, n) == PY_YieldFrom)
        check_refuse(c, n, here(c), "'yield from' inside async function");
}

static void check_walrus(Check *c, NodeId n)
{
    NodeId target = py_node(c->t, n, NamedExpr_target);
    Sym name = py_sym(c->t, target, Name_id);
    if (c->scope->in_iterable)
        check_refuse(c, n, V_ALL,
                     "assignment expression cannot be used in a comprehension iterable expression");
    else if (!forbidden_here(c, n, "named expression")) {
        if (c->scope->kind == SCOPE_COMP || c->scope->kind == SCOPE_GENERATOR)
            check_walrus_target(c, target);
        else check_bind(c, target, name, NAME_LOCAL);
        check_store(c, target, name, CTX_STORE);
    }
    visit_field(c, n, NamedExpr_value);
}

static Scope *open_inner(Check *c, ScopeKind kind, Versions *annotation)
{
    *annotation = c->annotation;
    c->annotation = 0;
    return check_open(c, kind);
}

static void close_inner(Check *c, Versions annotation)
{
    check_close(c);
    c->annotation = annotation;
}

// An 'async for' is a block (since 3.10), since 3.12 one of the function that the comprehension is
// inlined in.
static void check_async_loop(Check *c, NodeId g)
{
    Scope *s = c->scope;
    int own = ++s->async_loops, depth = 0;
    s->awaits = V_ALL;
    for (; s->kind == SCOPE_COMP; s = s->up) depth += s->async_loops;
    depth += s->kind == SCOPE_GENERATOR ? s->async_loops : s->blocks ? s->blocks->depth39 : 0;
    int base = s->kind == SCOPE_ASYNC || s->kind == SCOPE_GENERATOR;
    Versions by = own > 20 ? V_SINCE(310) & V_BEFORE(312) : 0;
    if (depth > 20) by |= V_SINCE(312) & V_BEFORE(313);
    if (depth + base > 21) by |= V_SINCE(313);
    check_refuse(c, g, by & c->seen, "too many statically nested blocks");
}

static void check_generator(Check *c, NodeId g, bool first)
{
    c->scope->binds_target = true;
    visit_field(c, g, comprehension_target);
    c->scope->binds_target = false;
    if (py_at(c->t, g)->op) check_async_loop(c, g);
    if (!first) {
        c->scope->in_iterable++;
        visit_field(c, g, comprehension_iter);
        c->scope->in_iterable--;
    }
    check_exprs(c, py_list(c->t, g, comprehension_ifs));
}

// `inner` awaits: is that legal where it stands? Until 3.10 the scope around it had to await by
// itself.
static void judge_async(Check *c, NodeId n, const Scope *inner)
{
    static const char what[] = "asynchronous comprehension outside of an asynchronous function";
    Scope *s = c->scope;
    Versions alone = inner->async_inside & (Versions)~inner->awaits;
    check_refuse(c, n, alone & c->seen, "%s", what);
    if (!inner->awaits || inner->kind == SCOPE_GENERATOR) return;
    if (s->kind == SCOPE_COMP || s->kind == SCOPE_GENERATOR) {
        s->async_inside |= inner->awaits & V_BEFORE(311);
        s->awaits |= inner->awaits & V_SINCE(311);
    } else if (!check_may_await(c)) {
        check_refuse(c, n, inner->awaits & here(c), "%s", what);
    }
    check_refuse(c, n, inner->awaits & c->annotation & V_SINCE(314), "%s", what);
}

static bool sees_class(const Scope *s)
{
    if (s->kind < SCOPE_GENERIC) return false;
    while (s->kind >= SCOPE_GENERIC) s = s->up;
    return s->kind == SCOPE_CLASS;
}

static void check_comprehension(Check *c, NodeId n, int generators)
{
    Versions annotation;
    NodeList list = py_list(c->t, n, generators);
    if (!list.n) return;
    if (sees_class(c->scope))
        check_refuse(c, n, V_BEFORE(313),
                     "Cannot use comprehension in annotation scope within class scope");
    c->scope->in_iterable++;
    visit_field(c, list.v[0], comprehension_iter);
    c->scope->in_iterable--;
    bool lazy = py_kind(c->t, n) == PY_GeneratorExp;
    Scope *s = open_inner(c, lazy ? SCOPE_GENERATOR : SCOPE_COMP, &annotation);
    for (uint32_t i = 0; i < list.n; i++) check_generator(c, list.v[i], i == 0);
    for (int field = generators - 1; field >= 0; field--) visit_field(c, n, field);
    close_inner(c, annotation);
    judge_async(c, n, s);
}

static void check_lambda(Check *c, NodeId n)
{
    Versions annotation;
    NodeId args = py_node(c->t, n, Lambda_args);
    check_arguments(c, args, false, true);
    open_inner(c, SCOPE_LAMBDA, &annotation);
    check_parameters(c, args);
    visit_field(c, n, Lambda_body);
    close_inner(c, annotation);
}

void check_keywords(Check *c, NodeList keywords)
{
    Sym few[8], *names = few;
    if (keywords.n > 8) names = new(c->tmp, Sym, keywords.n);
    for (uint32_t i = 0; i < keywords.n; i++) {
        names[i] = py_sym(c->t, keywords.v[i], keyword_arg);
        check_store(c, keywords.v[i], names[i], CTX_STORE);
        visit_field(c, keywords.v[i], keyword_value);
    }
    if (keywords.n > 1)
        check_repeats(c, keywords.v[0], names, keywords.n, c->seen | V_BEFORE(309),
                      "keyword argument repeated");
}

static void check_starred(Check *c, NodeId n)
{
    if (py_at(c->t, n)->op == CTX_STORE)
        check_refuse(c, n, c->seen, "starred assignment target must be in a list or tuple");
    else check_refuse(c, n, c->seen, "can't use starred expression here");
    visit_field(c, n, Starred_value);
}

// Expressions of which nothing remains to be visited afterwards.
static void check_leaf(Check *c, NodeId n)
{
    switch (py_kind(c->t, n)) {
    case PY_Name: check_name(c, n); break;
    case PY_NamedExpr: check_walrus(c, n); break;
    case PY_Lambda: check_lambda(c, n); break;
    case PY_ListComp:
    case PY_SetComp:
    case PY_GeneratorExp: check_comprehension(c, n, ListComp_generators); break;
    case PY_DictComp: check_comprehension(c, n, DictComp_generators); break;
    case PY_List: case PY_Tuple: check_sequence(c, n, py_list(c->t, n, List_elts)); break;
    case PY_Set: check_items(c, py_list(c->t, n, Set_elts)); break;
    case PY_BoolOp: check_exprs(c, py_list(c->t, n, BoolOp_values)); break;
    case PY_JoinedStr:
    case PY_TemplateStr: check_exprs(c, py_list(c->t, n, JoinedStr_values)); break;
    case PY_Starred: check_starred(c, n); break;
    case PY_Dict:
        check_exprs(c, py_list(c->t, n, Dict_keys));
        check_exprs(c, py_list(c->t, n, Dict_values));
        break;
    case PY_FormattedValue: case PY_Interpolation:
        visit_field(c, n, FormattedValue_value);
        visit_field(c, n, py_kind(c->t, n) == PY_Interpolation ? (int)Interpolation_format_spec
                                                               : (int)FormattedValue_format_spec);
        break;
    case PY_Slice:
        for (int field = 0; field < Slice_nfields; field++) visit_field(c, n, field);
        break;
    default: break;
    }
}

// Visits all of an operator's operands but one, which is returned: a chain of a million `+` or `.`
// leans on that one, and must cost no C stack. 0: n is no operator.
static NodeId all_but_one(Check *c, NodeId n)
{
    switch (py_kind(c->t, n)) {
    case PY_Attribute:
        check_store(c, n, py_of(c->t, n, Attribute, attr), (PyCtx)py_at(c->t, n)->op);
        return py_of(c->t, n, Attribute, value);
    case PY_Call:
        check_items(c, py_list_of(c->t, n, Call, args));
        check_keywords(c, py_list_of(c->t, n, Call, keywords));
        return py_of(c->t, n, Call, func);
    case PY_Subscript:
        visit_field(c, n, Subscript_slice);
        return py_of(c->t, n, Subscript, value);
    case PY_BinOp:
        visit_field(c, n, BinOp_right);
        return py_of(c->t, n, BinOp, left);
    case PY_Compare:
        check_exprs(c, py_list_of(c->t, n, Compare, comparators));
        return py_of(c->t, n, Compare, left);
    case PY_IfExp:
        visit_field(c, n, IfExp_test);
        visit_field(c, n, IfExp_body);
        return py_of(c->t, n, IfExp, orelse);
    case PY_UnaryOp: return py_of(c->t, n, UnaryOp, operand);
    case PY_Await:
        check_await(c, n);
        return py_of(c->t, n, Await, value);
    case PY_Yield: case PY_YieldFrom:
        check_yield(c, n);
        return py_of(c->t, n, Yield, value);
    default:
        check_leaf(c, n);
        return 0;
    }
}

void check_expr(Check *c, NodeId n)
{
    while (n) n = all_but_one(c, n);
}

// Since 3.14, and since 3.10 under `from __future__ import annotations`, an annotation is a scope
// of its own.
void check_annotation(Check *c, NodeId n, Versions seen)
{
    Versions annotation = c->annotation, before = c->seen;
    if (!n) return;
    c->annotation = c->future_annotations ? V_SINCE(310) : V_SINCE(314);
    c->seen &= seen;
    // only the grammar's *args: *Ts
    if (py_kind(c->t, n) == PY_Starred) n = py_node(c->t, n, Starred_value);
    check_expr(c, n);
    c->annotation = annotation;
    c->seen = before;
}

static void visit_arg(Check *c, NodeId arg)
{
    if (arg)
        check_annotation(c, py_node(c->t, arg, arg_annotation), c->future_annotations ? 0 : V_ALL);
}

static void visit_args(Check *c, NodeList list)
{
    for (uint32_t i = 0; i < list.n; i++) visit_arg(c, list.v[i]);
}

void check_arguments(Check *c, NodeId args, bool annotated, bool defaults)
{
    if (!args) return;
    if (defaults) {
        check_exprs(c, py_list(c->t, args, arguments_defaults));
        check_exprs(c, py_list(c->t, args, arguments_kw_defaults));
    }
    if (!annotated) return;
    visit_args(c, py_list(c->t, args, arguments_posonlyargs));
    visit_args(c, py_list(c->t, args, arguments_args));
    visit_arg(c, py_node(c->t, args, arguments_vararg));
    visit_args(c, py_list(c->t, args, arguments_kwonlyargs));
    visit_arg(c, py_node(c->t, args, arguments_kwarg));
}

static void bind_arg(Check *c, NodeId arg)
{
    if (!arg) return;
    Sym name = py_sym(c->t, arg, arg_arg);
    check_bind(c, arg, name, NAME_PARAM);
    check_store(c, arg, name, CTX_STORE);
}

static void bind_args(Check *c, NodeList list)
{
    for (uint32_t i = 0; i < list.n; i++) bind_arg(c, list.v[i]);
}

void check_parameters(Check *c, NodeId args)
{
    if (!args) return;
    bind_args(c, py_list(c->t, args, arguments_posonlyargs));
    bind_args(c, py_list(c->t, args, arguments_args));
    bind_args(c, py_list(c->t, args, arguments_kwonlyargs));
    bind_arg(c, py_node(c->t, args, arguments_vararg));
    bind_arg(c, py_node(c->t, args, arguments_kwarg));
}
