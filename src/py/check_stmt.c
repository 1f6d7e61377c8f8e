// py/check_stmt: what compile() refuses in statements: places, targets, definitions, imports.
// SPDX-License-Identifier: MIT
#include "py/check.h"

static void visit(Check *c, NodeId n, int field)
{
    NodeId child = py_node(c->t, n, field);
    if (child && !check_plain(c, child)) check_expr(c, child);
}

// CPython counts a generator's or coroutine's own handler as a block since 3.13, but allows one
// more.
void check_enter_block(Check *c, NodeId at, Block *b, BlockKind kind, int cost38, int cost39)
{
    const Scope *s = c->scope;
    int base = s->kind == SCOPE_ASYNC || s->yields ? 1 : 0;
    *b = (Block){.up = s->blocks, .kind = kind};
    b->depth38 = cost38 + (b->up ? b->up->depth38 : 0);
    b->depth39 = cost39 + (b->up ? b->up->depth39 : 0);
    c->scope->blocks = b;
    Versions by = b->depth38 > 20 ? V_BEFORE(309) : 0;
    if (b->depth39 > 20) by |= V_SINCE(309) & V_BEFORE(313);
    if (b->depth39 + base > 21) by |= V_SINCE(313);
    check_refuse(c, at, by, "too many statically nested blocks");
}

void check_leave_block(Check *c) { c->scope->blocks = c->scope->blocks->up; }

static void check_jump(Check *c, NodeId n, const char *outside)
{
    for (const Block *b = c->scope->blocks; b; b = b->up) {
        if (b->kind == BLOCK_STAR)
            check_refuse(c, n, V_ALL,
                         "'break', 'continue' and 'return' cannot appear in an except* block");
        if (b->kind == BLOCK_STAR || (b->kind == BLOCK_LOOP && outside)) return;
    }
    if (outside) check_refuse(c, n, V_ALL, "%s", outside);
}

static void check_return(Check *c, NodeId n)
{
    Scope *s = c->scope;
    NodeId value = py_node(c->t, n, Return_value);
    if (s->kind != SCOPE_FUNCTION && s->kind != SCOPE_ASYNC)
        check_refuse(c, n, V_ALL, "'return' outside function");
    check_jump(c, n, NULL);
    if (!value) return;
    s->valued_return = n;
    if (!check_plain(c, value)) check_expr(c, value);
}

static void check_default(Check *c, NodeId n, int field)
{
    NodeId value = py_node(c->t, n, field);
    if (!value) return;
    check_open(c, SCOPE_DEFAULT);
    if (py_kind(c->t, value) == PY_Starred && py_kind(c->t, n) == PY_TypeVarTuple)
        value = py_node(c->t, value, Starred_value);
    check_expr(c, value);
    check_close(c);
}

static NodeId default_of(Check *c, NodeId param)
{
    return py_node(c->t, param, py_kind(c->t, param) == PY_TypeVar ? (int)TypeVar_default_value
                                                                   : (int)ParamSpec_default_value);
}

static void check_type_param(Check *c, NodeId param)
{
    Sym name = py_sym(c->t, param, TypeVar_name);
    bool var = py_kind(c->t, param) == PY_TypeVar;
    check_bind(c, param, name, NAME_TYPE_PARAM);
    check_store(c, param, name, CTX_STORE);
    if (str_eq(py_name(c->t, name), S("__classdict__")))
        check_refuse(c, param, V_SINCE(314),
                     "reserved name '__classdict__' cannot be used for type parameter");
    if (var && py_node(c->t, param, TypeVar_bound)) {
        check_open(c, SCOPE_BOUND);
        visit(c, param, TypeVar_bound);
        check_close(c);
    }
    check_default(c, param, var ? (int)TypeVar_default_value : (int)ParamSpec_default_value);
}

// Opens the scope of type parameters when there are any.
static bool open_generic(Check *c, NodeList params)
{
    bool defaults = false;
    if (!params.n) return false;
    check_open(c, SCOPE_GENERIC);
    for (uint32_t i = 0; i < params.n; i++) {
        check_type_param(c, params.v[i]);
        if (default_of(c, params.v[i])) defaults = true;
        else if (defaults)
            check_refuse(c, params.v[i], V_ALL,
                         "non-default type parameter follows default type parameter");
    }
    return true;
}

static void check_function(Check *c, NodeId n)
{
    NodeId args = py_node(c->t, n, FunctionDef_args);
    Sym name = py_sym(c->t, n, FunctionDef_name);
    check_exprs(c, py_list(c->t, n, FunctionDef_decorator_list));
    check_bind(c, n, name, NAME_LOCAL);
    check_store(c, n, name, CTX_STORE);
    check_arguments(c, args, false, true);
    bool is_generic = open_generic(c, py_list(c->t, n, FunctionDef_type_params));
    check_arguments(c, args, true, false);
    check_annotation(c, py_node(c->t, n, FunctionDef_returns), c->future_annotations ? 0 : V_ALL);
    Scope *s =
        check_open(c, py_kind(c->t, n) == PY_AsyncFunctionDef ? SCOPE_ASYNC : SCOPE_FUNCTION);
    check_parameters(c, args);
    check_docstring(c, py_list(c->t, n, FunctionDef_body));
    check_body(c, py_list(c->t, n, FunctionDef_body));
    if (s->kind == SCOPE_ASYNC && s->valued_return)
        check_refuse(c, s->valued_return, s->yields, "'return' with value in async generator");
    check_close(c);
    if (is_generic) check_close(c);
}

static void check_class(Check *c, NodeId n)
{
    Sym name = py_sym(c->t, n, ClassDef_name);
    Str owner = py_name(c->t, name);
    check_exprs(c, py_list(c->t, n, ClassDef_decorator_list));
    check_bind(c, n, name, NAME_LOCAL);
    check_store(c, n, name, CTX_STORE);
    bool is_generic = open_generic(c, py_list(c->t, n, ClassDef_type_params));
    check_items(c, py_list(c->t, n, ClassDef_bases));
    check_keywords(c, py_list(c->t, n, ClassDef_keywords));
    Scope *s = check_open(c, SCOPE_CLASS);
    while (owner.len && *owner.s == '_') owner = str_sub(owner, 1, -1);
    s->owner = owner;
    check_docstring(c, py_list(c->t, n, ClassDef_body));
    check_body(c, py_list(c->t, n, ClassDef_body));
    check_close(c);
    if (is_generic) check_close(c);
}

static void check_alias_statement(Check *c, NodeId n)
{
    visit(c, n, TypeAlias_name);
    bool is_generic = open_generic(c, py_list(c->t, n, TypeAlias_type_params));
    check_open(c, SCOPE_ALIAS);
    visit(c, n, TypeAlias_value);
    check_close(c);
    if (is_generic) check_close(c);
}

static bool in_function(const Scope *s)
{
    return s->kind == SCOPE_FUNCTION || s->kind == SCOPE_ASYNC;
}

static void check_annotated_name(Check *c, NodeId n, NodeId target)
{
    Sym name = py_sym(c->t, target, Name_id);
    bool simple = py_at(c->t, n)->op != 0;
    if (c->tracks && simple && c->scope->kind != SCOPE_MODULE) {
        int flags = check_symbol(c, c->scope->id, check_mangle(c, name))->flags;
        if (flags & (NAME_GLOBAL | NAME_NONLOCAL))
            check_refuse(c, n, V_ALL, "annotated name '%.*s' can't be %s",
                         STR_ARG(py_name(c->t, name)), flags & NAME_GLOBAL ? "global" : "nonlocal");
    }
    bool has_value = py_node(c->t, n, AnnAssign_value) != 0;
    if (simple) check_bind(c, target, name, NAME_LOCAL | NAME_ANNOTATED);
    else if (has_value) check_bind(c, target, name, NAME_LOCAL);
    if (c->debug && name == c->debug)
        check_refuse(c, target, simple || has_value ? V_ALL : V_BEFORE(314),
                     "cannot assign to __debug__");
}

// The versions whose code generator visits the annotation of a variable.
static Versions annotation_seen(const Check *c, bool simple)
{
    if (in_function(c->scope)) return 0;
    if (!c->future_annotations) return V_ALL;
    return simple ? 0 : V_BEFORE(310);
}

static void check_annotated(Check *c, NodeId n)
{
    NodeId target = py_node(c->t, n, AnnAssign_target);
    if (py_kind(c->t, target) == PY_Name) check_annotated_name(c, n, target);
    else check_expr(c, target);
    check_annotation(c, py_node(c->t, n, AnnAssign_annotation),
                     annotation_seen(c, py_at(c->t, n)->op != 0));
    visit(c, n, AnnAssign_value);
}

static void check_augmented(Check *c, NodeId n)
{
    NodeId target = py_node(c->t, n, AugAssign_target);
    visit(c, n, AugAssign_value);
    if (py_kind(c->t, target) != PY_Attribute) {
        check_expr(c, target);
        return;
    }
    if (c->debug && py_sym(c->t, target, Attribute_attr) == c->debug)      // 3.9 to 3.13 forgot it
        check_refuse(c, target, V_BEFORE(309) | V_SINCE(314), "cannot assign to __debug__");
    visit(c, target, Attribute_value);
}

static void check_loop(Check *c, NodeId n, int first, int body)
{
    Block b;
    bool is_while = py_kind(c->t, n) == PY_While;
    if (py_kind(c->t, n) == PY_AsyncFor && !check_may_await(c))
        check_refuse(c, n, V_ALL, "'async for' outside async function");
    visit(c, n, is_while ? first : (int)For_iter);
    check_enter_block(c, n, &b, BLOCK_LOOP, 1, 1);
    if (!is_while) visit(c, n, first);
    check_body(c, py_list(c->t, n, body));
    check_leave_block(c);
    check_body(c, py_list(c->t, n, body + 1));
}

static void check_with(Check *c, NodeId n)
{
    NodeList items = py_list(c->t, n, With_items);
    Block *blocks = new(c->tmp, Block, items.n + 1);
    if (py_kind(c->t, n) == PY_AsyncWith && !check_may_await(c))
        check_refuse(c, n, V_ALL, "'async with' outside async function");
    for (uint32_t i = 0; i < items.n; i++) {
        visit(c, items.v[i], withitem_context_expr);
        check_enter_block(c, items.v[i], &blocks[i], BLOCK_OTHER, 1, 1);
        visit(c, items.v[i], withitem_optional_vars);
    }
    check_body(c, py_list(c->t, n, With_body));
    for (uint32_t i = 0; i < items.n; i++) check_leave_block(c);
}

// `import a.b` binds a. A name that the file never writes alone needs no binding.
static void check_import(Check *c, NodeId n)
{
    NodeList names = py_list(c->t, n, Import_names);
    for (uint32_t i = 0; i < names.n; i++) {
        Sym as = py_sym(c->t, names.v[i], alias_asname),
            name = py_sym(c->t, names.v[i], alias_name);
        Str text = py_name(c->t, name);
        Size dot = str_find(text, S("."));
        Sym bound = as ? as : dot < 0 ? name : name_find(&c->t->names, str_sub(text, 0, dot));
        check_bind(c, names.v[i], bound, NAME_IMPORTED);
        if (!as && dot >= 0 && str_eq(str_sub(text, 0, dot), S("__debug__")))
            check_refuse(c, names.v[i], V_SINCE(309), "cannot assign to __debug__");
        else check_store(c, names.v[i], bound, CTX_STORE);
    }
}

static void check_import_from(Check *c, NodeId n)
{
    NodeList names = py_list(c->t, n, ImportFrom_names);
    check_future(c, n);
    for (uint32_t i = 0; i < names.n; i++) {
        Sym as = py_sym(c->t, names.v[i], alias_asname),
            name = py_sym(c->t, names.v[i], alias_name);
        if (str_eq(py_name(c->t, name), S("*"))) {
            if (c->scope->kind != SCOPE_MODULE)
                check_refuse(c, n, V_ALL, "import * only allowed at module level");
            continue;
        }
        check_bind(c, names.v[i], as ? as : name, NAME_IMPORTED);
        check_store(c, names.v[i], as ? as : name, CTX_STORE);
    }
}

static bool is_looked_at(int kind)       // whatever stands in it
{
    switch (kind) {
    case PY_Expr: case PY_Assign: case PY_AugAssign: case PY_AnnAssign: case PY_Delete:
    case PY_Raise: case PY_Assert: return false;
    default: return true;
    }
}

static void check_simple(Check *c, NodeId n)
{
    int kind = py_kind(c->t, n);
    if (!is_looked_at(kind) && check_plain(c, n)) return;
    switch (kind) {
    case PY_Expr: visit(c, n, Expr_value); break;
    case PY_Assign:
        visit(c, n, Assign_value);
        check_exprs(c, py_list(c->t, n, Assign_targets));
        break;
    case PY_AugAssign: check_augmented(c, n); break;
    case PY_AnnAssign: check_annotated(c, n); break;
    case PY_Return: check_return(c, n); break;
    case PY_Break: check_jump(c, n, "'break' outside loop"); break;
    case PY_Continue: check_jump(c, n, "'continue' not properly in loop"); break;
    case PY_Delete: check_exprs(c, py_list(c->t, n, Delete_targets)); break;
    case PY_Raise: case PY_Assert:
        visit(c, n, 0);
        visit(c, n, 1);
        break;
    case PY_Import: check_import(c, n); break;
    case PY_ImportFrom: check_import_from(c, n); break;
    case PY_Global: case PY_Nonlocal: check_global(c, n); break;
    case PY_TypeAlias: check_alias_statement(c, n); break;
    default: break;
    }
}

static void check_statement(Check *c, NodeId n)
{
    switch (py_kind(c->t, n)) {
    case PY_FunctionDef: case PY_AsyncFunctionDef: check_function(c, n); break;
    case PY_ClassDef: check_class(c, n); break;
    case PY_For: case PY_AsyncFor: check_loop(c, n, For_target, For_body); break;
    case PY_While: check_loop(c, n, While_test, While_body); break;
    case PY_With: case PY_AsyncWith: check_with(c, n); break;
    case PY_Try: case PY_TryStar: check_try(c, n); break;
    case PY_Match: check_match(c, n); break;
    default: check_simple(c, n); break;
    }
}

// A chain of elif is a chain of If in orelse: followed here, so that it costs no C stack.
static void check_if(Check *c, NodeId n)
{
    for (;;) {
        visit(c, n, If_test);
        check_body(c, py_list(c->t, n, If_body));
        NodeList orelse = py_list(c->t, n, If_orelse);
        if (orelse.n != 1 || py_kind(c->t, orelse.v[0]) != PY_If) {
            check_body(c, orelse);
            return;
        }
        n = orelse.v[0];
    }
}

void check_body(Check *c, NodeList body)
{
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(c->t, body.v[i]) == PY_If) check_if(c, body.v[i]);
        else check_statement(c, body.v[i]);
    }
}
