// stmt: statements to blocks and instructions. Code that control cannot reach is left out.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

static int kind(const Lower *l, NodeId n) { return py_kind(l->t, n); }

// ---- assignment
static void unpack(Lower *l, NodeId target, Val v)
{
    NodeList elts = py_list(l->t, target, Tuple_elts);
    uint32_t star = elts.n;
    for (uint32_t i = 0; i < elts.n; i++)
        if (elts.v[i] && kind(l, elts.v[i]) == PY_Starred) star = i;
    for (uint32_t i = 0; i < elts.n; i++) {
        Val item = emit(l, IR_UNPACK, elts.v[i], v, star);
        ins(l, item)->aux = (uint16_t)(i < UINT16_MAX ? i : UINT16_MAX);
        ins(l, item)->c = i < star ? 0 : i == star ? 1 : 2;
        ins(l, item)->aux2 = elts.n;
        lower_store(l, elts.v[i], item);
    }
}

void lower_store(Lower *l, NodeId target, Val v)
{
    if (!target || !lower_enter(l)) return;
    switch (kind(l, target)) {
    case PY_Name: var_write(l, var_of(l, target), v, target); break;
    case PY_Starred: lower_store(l, py_node(l->t, target, Starred_value), v); break;
    case PY_Tuple: case PY_List: unpack(l, target, v); break;
    case PY_Attribute: {
        Val obj = lower_opt(l, py_node(l->t, target, Attribute_value));
        Val set = emit_sym(l, IR_SET_ATTR, target, py_sym(l->t, target, Attribute_attr), obj);
        ins(l, set)->b = v;
        break;
    }
    case PY_Subscript: {
        Val obj = lower_opt(l, py_node(l->t, target, Subscript_value));
        Val key = lower_opt(l, py_node(l->t, target, Subscript_slice));
        Val set = emit(l, IR_SET_INDEX, target, obj, key);
        ins(l, set)->c = v;
        break;
    }
    default: lower_expr(l, target);
    }
    l->depth--;
}

static void assign(Lower *l, NodeId n)
{
    NodeList targets = py_list(l->t, n, Assign_targets);
    Val v = lower_opt(l, py_node(l->t, n, Assign_value));
    for (uint32_t i = 0; i < targets.n; i++) lower_store(l, targets.v[i], v);
}

// The target's object and key are evaluated once.
static void augment(Lower *l, NodeId n)
{
    NodeId target = py_node(l->t, n, AugAssign_target);
    int k = target ? kind(l, target) : PY_NONE;
    Val obj = 0, key = 0, old;
    if (k == PY_Name) {
        old = var_read(l, var_of(l, target), target);
    } else if (k == PY_Attribute) {
        obj = lower_opt(l, py_node(l->t, target, Attribute_value));
        old = emit_sym(l, IR_ATTR, target, py_sym(l->t, target, Attribute_attr), obj);
    } else if (k == PY_Subscript) {
        obj = lower_opt(l, py_node(l->t, target, Subscript_value));
        key = lower_opt(l, py_node(l->t, target, Subscript_slice));
        old = emit(l, IR_INDEX, target, obj, key);
    } else {
        old = lower_opt(l, target);
    }
    Val more = emit(l, IR_BINARY, n, old, lower_opt(l, py_node(l->t, n, AugAssign_value)));
    ins(l, more)->aux = py_at(l->t, n)->op;
    ins(l, more)->c = 1;
    if (k == PY_Name) {
        var_write(l, var_of(l, target), more, target);
    } else if (k == PY_Attribute) {
        Val set = emit_sym(l, IR_SET_ATTR, target, py_sym(l->t, target, Attribute_attr), obj);
        ins(l, set)->b = more;
    } else if (k == PY_Subscript) {
        Val set = emit(l, IR_SET_INDEX, target, obj, key);
        ins(l, set)->c = more;
    }
}

static void annotated(Lower *l, NodeId n)
{
    NodeId target = py_node(l->t, n, AnnAssign_target), value = py_node(l->t, n, AnnAssign_value);
    if (!value) return;
    Val v = lower_expr(l, value);
    int op = ins(l, v)->op;                                     // x: T = make()
    bool says = op == IR_CALL || op == IR_AWAIT || op == IR_ATTR || op == IR_INDEX;
    if (says && ins(l, v)->node == value)
        ins(l, v)->aux2 = py_node(l->t, n, AnnAssign_annotation);
    lower_store(l, target, v);
}

static void delete_one(Lower *l, NodeId target)
{
    if (!target || !lower_enter(l)) return;
    NodeList elts = {0};
    switch (kind(l, target)) {
    case PY_Name: var_write(l, var_of(l, target), emit(l, IR_UNDEF, target, 0, 0), target); break;
    case PY_Attribute:
        emit_sym(l, IR_DEL_ATTR, target, py_sym(l->t, target, Attribute_attr),
                 lower_opt(l, py_node(l->t, target, Attribute_value)));
        break;
    case PY_Subscript: {
        Val obj = lower_opt(l, py_node(l->t, target, Subscript_value));
        emit(l, IR_DEL_INDEX, target, obj, lower_opt(l, py_node(l->t, target, Subscript_slice)));
        break;
    }
    case PY_Tuple: case PY_List: elts = py_list(l->t, target, Tuple_elts); break;
    default: lower_expr(l, target);
    }
    for (uint32_t i = 0; i < elts.n; i++) delete_one(l, elts.v[i]);
    l->depth--;
}

static void delete_all(Lower *l, NodeId n)
{
    NodeList targets = py_list(l->t, n, Delete_targets);
    for (uint32_t i = 0; i < targets.n; i++) delete_one(l, targets.v[i]);
}

// ---- imports
static void import(Lower *l, NodeId n)
{
    NodeList names = py_list(l->t, n, Import_names);
    for (uint32_t i = 0; i < names.n; i++) {
        NodeId a = names.v[i];
        if (!a || kind(l, a) != PY_alias) continue;
        Val v = emit_sym(l, IR_IMPORT, a, py_sym(l->t, a, alias_name), 0);
        ins(l, v)->aux = py_sym(l->t, a, alias_asname) != 0;
        var_write(l, var_of(l, a), v, a);
    }
}

static void import_from(Lower *l, NodeId n)
{
    NodeList names = py_list(l->t, n, ImportFrom_names);
    uint32_t level = py_raw(l->t, n, ImportFrom_level);
    for (uint32_t i = 0; i < names.n; i++) {
        NodeId a = names.v[i];
        if (!a || kind(l, a) != PY_alias) continue;
        Sym name = py_sym(l->t, a, alias_name);
        bool star = str_eq(py_name(l->t, name), S("*"));
        Val v = emit_sym(l, IR_IMPORT_FROM, a, star ? 0 : name, 0);
        ins(l, v)->b = py_sym(l->t, n, ImportFrom_module);
        ins(l, v)->aux = (uint16_t)(level < UINT16_MAX ? level : UINT16_MAX);
        if (!star) var_write(l, var_of(l, a), v, a);
    }
}

// ---- functions and classes
static Val decorate(Lower *l, NodeId n, Size mark, Val v)
{
    for (Size i = l->vals.n; i-- > mark;) v = emit(l, IR_DECORATE, n, l->vals.v[i], v);
    l->vals.n = l->kinds.n = mark;
    return v;
}

static void take_decorators(Lower *l, NodeList decorators)
{
    for (uint32_t i = 0; i < decorators.n; i++) take(l, lower_opt(l, decorators.v[i]), ARG_POS, 0);
}

void lower_def(Lower *l, NodeId n)
{
    Size mark = l->vals.n;
    uint32_t id = l->sc->of_node[n] - 1;
    Func *f = &l->m->funcs.v[id];
    take_decorators(l, py_list(l->t, n, FunctionDef_decorator_list));
    f->decorator_vals.n = 0;
    for (Size i = mark; i < l->vals.n; i++) *push(l->keep, &f->decorator_vals) = l->vals.v[i];
    if (l->vals.n > mark) *push(l->tmp, &l->kids) = id;
    Val v = lower_lambda(l, n);
    var_write(l, l->sc->func_var.v[id], decorate(l, n, mark, v), n);
}

void lower_class(Lower *l, NodeId n)
{
    uint32_t k = l->sc->of_node[n] - 1;
    Size decorators = l->vals.n;
    take_decorators(l, py_list(l->t, n, ClassDef_decorator_list));
    Size mark = l->vals.n;
    NodeList bases = py_list(l->t, n, ClassDef_bases),
             keywords = py_list(l->t, n, ClassDef_keywords);
    for (uint32_t i = 0; i < bases.n; i++) {
        bool star = bases.v[i] && kind(l, bases.v[i]) == PY_Starred;
        take(l, lower_opt(l, bases.v[i]), star ? ARG_STAR : ARG_POS, 0);
    }
    for (uint32_t i = 0; i < keywords.n; i++) {
        Sym name = py_sym(l->t, keywords.v[i], keyword_arg);
        Val v = lower_opt(l, py_node(l->t, keywords.v[i], keyword_value));
        take(l, v, name ? ARG_KEYWORD : ARG_DSTAR, name);
    }
    Val v = emit_sym(l, IR_CLASS, n, l->m->classes.v[k].name, 0);
    ins(l, v)->aux2 = k;
    give(l, v, mark);
    var_write(l, l->sc->class_var.v[k], decorate(l, n, decorators, v), n);
}

// ---- branches and loops
static void if_chain(Lower *l, NodeId n)
{
    Block join = block_region(l, n);
    for (;;) {
        NodeId test = py_node(l->t, n, If_test);
        Block no = test ? block_region(l, test) : block_new(l);
        lower_cond_true(l, test, no);
        lower_body(l, py_list(l->t, n, If_body));
        jump(l, join);
        block_open(l, no);
        NodeList rest = py_list(l->t, n, If_orelse);
        if (rest.n != 1 || !rest.v[0] || kind(l, rest.v[0]) != PY_If) {
            lower_body(l, rest);
            break;
        }
        n = rest.v[0];
    }
    jump(l, join);
    block_open(l, join);
}

static bool always_true(const Lower *l, NodeId test)
{
    const PyConst *c = test && kind(l, test) == PY_Constant ? py_const(l->t, test) : NULL;
    return c && (c->kind == CONST_TRUE || (c->kind == CONST_INT && !c->big && c->i));
}

static void loop_close(Lower *l, Frame *frame, Block no, NodeList orelse)
{
    jump(l, frame->to[EXIT_CONTINUE]);
    block_seal(l, frame->to[EXIT_CONTINUE]);
    l->frame = frame->up;
    l->loop_depth--;
    block_open(l, no);
    lower_body(l, orelse);
    jump(l, frame->to[EXIT_BREAK]);
    block_open(l, frame->to[EXIT_BREAK]);
}

// Begins a loop: frame, exit and header; control is in the unsealed header.
static void loop_begin(Lower *l, Frame *frame, NodeId n)
{
    Block after = block_region(l, n), head = block_region(l, n);
    *frame = (Frame){.kind = FRAME_LOOP, .up = l->frame, .to = {0, after, head}};
    jump(l, head);
    l->loop_depth++;
    block_start(l, head);
    l->frame = frame;
}

static void while_loop(Lower *l, NodeId n)
{
    Frame frame;
    loop_begin(l, &frame, n);
    NodeId test = py_node(l->t, n, While_test);
    Block no = block_region(l, n);
    if (always_true(l, test)) {
        Block body = block_new(l);
        jump(l, body);
        block_open(l, body);
    } else {
        lower_cond_true(l, test, no);
    }
    lower_body(l, py_list(l->t, n, While_body));
    loop_close(l, &frame, no, py_list(l->t, n, While_orelse));
}

static void for_loop(Lower *l, NodeId n)
{
    Frame frame;
    Val it = emit(l, IR_ITER, n, lower_opt(l, py_node(l->t, n, For_iter)), 0);
    ins(l, it)->aux = kind(l, n) == PY_AsyncFor;
    loop_begin(l, &frame, n);
    Block no = block_region(l, n), body = block_new(l);
    Val more = emit(l, IR_TEST, n, it, 0);
    ins(l, more)->aux = TEST_MORE;
    branch(l, more, body, no);
    block_open(l, body);
    Val item = emit(l, IR_NEXT, n, it, 0);
    ins(l, item)->c = more;
    lower_store(l, py_node(l->t, n, For_target), item);
    lower_body(l, py_list(l->t, n, For_body));
    loop_close(l, &frame, no, py_list(l->t, n, For_orelse));
}

static void assertion(Lower *l, NodeId n)
{
    NodeId test = py_node(l->t, n, Assert_test), msg = py_node(l->t, n, Assert_msg);
    Block yes = block_region(l, n), no = block_region(l, n);
    lower_cond(l, test, yes, no);
    block_open(l, no);
    Val error = emit_sym(l, IR_GLOBAL, n, name_add(&l->t->names, S("AssertionError")), 0);
    Size mark = l->vals.n;
    if (msg) take(l, lower_expr(l, msg), ARG_POS, 0);
    Val call = emit(l, IR_CALL, n, error, 0);
    give(l, call, mark);
    end_raise(l, call);
    block_open(l, yes);
}

static void raise_stmt(Lower *l, NodeId n)
{
    Val v = lower_opt(l, py_node(l->t, n, Raise_exc));
    lower_opt(l, py_node(l->t, n, Raise_cause));
    end_raise(l, v);
}

static void return_stmt(Lower *l, NodeId n)
{
    NodeId value = py_node(l->t, n, Return_value);
    Val v = value ? lower_expr(l, value) : emit_const(l, n, CONST_NONE, 0);
    def_write(l, VAR_RETURN, l->cur, v);
    l->given = value ? value : n;
    lower_exit(l, EXIT_RETURN, n);
}

static void expr_stmt(Lower *l, NodeId n)
{
    NodeId value = py_node(l->t, n, Expr_value);
    if (value && kind(l, value) != PY_Constant) lower_expr(l, value);
}

void lower_stmt(Lower *l, NodeId n)
{
    if (!n || l->dead || l->failed || !lower_enter(l)) return;
    switch (kind(l, n)) {
    case PY_FunctionDef: case PY_AsyncFunctionDef: lower_def(l, n); break;
    case PY_ClassDef: lower_class(l, n); break;
    case PY_Return: return_stmt(l, n); break;
    case PY_Delete: delete_all(l, n); break;
    case PY_Assign: assign(l, n); break;
    case PY_TypeAlias:
        lower_store(l, py_node(l->t, n, TypeAlias_name),
                    lower_opt(l, py_node(l->t, n, TypeAlias_value)));
        break;
    case PY_AugAssign: augment(l, n); break;
    case PY_AnnAssign: annotated(l, n); break;
    case PY_For: case PY_AsyncFor: for_loop(l, n); break;
    case PY_While: while_loop(l, n); break;
    case PY_If: if_chain(l, n); break;
    case PY_With: case PY_AsyncWith: lower_with(l, n); break;
    case PY_Match: lower_match(l, n); break;
    case PY_Raise: raise_stmt(l, n); break;
    case PY_Try: case PY_TryStar: lower_try(l, n); break;
    case PY_Assert: assertion(l, n); break;
    case PY_Import: import(l, n); break;
    case PY_ImportFrom: import_from(l, n); break;
    case PY_Expr: expr_stmt(l, n); break;
    case PY_Break: lower_exit(l, EXIT_BREAK, n); break;
    case PY_Continue: lower_exit(l, EXIT_CONTINUE, n); break;
    case PY_Global: case PY_Nonlocal: case PY_Pass: break;
    default: lower_error(l, n);
    }
    l->depth--;
}

void lower_body(Lower *l, NodeList body)
{
    for (uint32_t i = 0; i < body.n && !l->dead && !l->failed; i++) {
        split_begun(l);
        lower_stmt(l, body.v[i]);
    }
}
