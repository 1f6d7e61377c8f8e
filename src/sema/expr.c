// expr: expressions to instructions, in Python's order of evaluation. Conditions become branches,
// so that what they say holds on an edge.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

bool lower_enter(Lower *l)
{
    if (l->depth < SEMA_MAX_NEST) return ++l->depth;
    return false;
}

Val lower_opt(Lower *l, NodeId n) { return n ? lower_expr(l, n) : 0; }

static int kind(const Lower *l, NodeId n) { return py_kind(l->t, n); }

// An Error node's parts are still looked at: what they bind and call is known.
Val lower_error(Lower *l, NodeId n)
{
    NodeList parts = py_list(l->t, n, Error_parts);
    for (uint32_t i = 0; i < parts.n && !l->dead; i++) {
        int k = parts.v[i] ? kind(l, parts.v[i]) : PY_NONE;
        if (py_is_statement(k)) lower_stmt(l, parts.v[i]);
        else if (k >= PY_BoolOp && k <= PY_Slice) lower_expr(l, parts.v[i]);
    }
    return l->dead ? 0 : emit(l, IR_UNDEF, n, 0, 0);
}

// ---- operands in lists
static void take_items(Lower *l, NodeList items)
{
    for (uint32_t i = 0; i < items.n; i++) {
        NodeId e = items.v[i];
        if (!e) continue;
        bool star = kind(l, e) == PY_Starred;
        Val v = lower_expr(l, star ? py_of(l->t, e, Starred, value) : e);
        take(l, v, star ? ARG_STAR : ARG_POS, 0);
    }
}

static void take_keywords(Lower *l, NodeList keywords)
{
    for (uint32_t i = 0; i < keywords.n; i++) {
        NodeId k = keywords.v[i];
        if (!k || kind(l, k) != PY_keyword) continue;
        Sym name = py_of(l->t, k, keyword, arg);
        Val v = lower_expr(l, py_of(l->t, k, keyword, value));
        take(l, v, name ? ARG_KEYWORD : ARG_DSTAR, name);
    }
}

static Val items_of(Lower *l, NodeId n, IrOp op, int field)
{
    Size mark = l->vals.n;
    take_items(l, py_list(l->t, n, field));
    Val v = emit(l, op, n, 0, 0);
    give(l, v, mark);
    return v;
}

static Val dict_of(Lower *l, NodeId n)
{
    Size mark = l->vals.n;
    NodeList keys = py_list_of(l->t, n, Dict, keys), values = py_list_of(l->t, n, Dict, values);
    for (uint32_t i = 0; i < values.n; i++) {
        NodeId key = i < keys.n ? keys.v[i] : 0;
        Val k = lower_opt(l, key), v = lower_opt(l, values.v[i]);
        take(l, k, key ? ARG_POS : ARG_DSTAR, 0);
        take(l, v, key ? ARG_POS : ARG_DSTAR, 0);
    }
    Val v = emit(l, IR_DICT, n, 0, 0);
    give(l, v, mark);
    return v;
}

// ---- calls
// locals() hands out every name of the function: it is given them as keyword arguments.
static void take_locals(Lower *l, NodeId func)
{
    enum { MOST = 64 };
    if (l->f->kind == FUNC_MODULE || l->f->kind == FUNC_CLASS || kind(l, func) != PY_Name) return;
    Str name = py_name(l->t, py_of(l->t, func, Name, id));
    if (!str_eq(name, S("locals")) && !str_eq(name, S("vars"))) return;
    if (l->sc->vars.v[var_of(l, func)].target) return;       // a name of the program's own
    l->f->calls_locals = true;
    VarId v = l->sc->locals_of[l->sc->func_scope.v[l->func]];
    for (int i = 0; v && i < MOST; v = l->sc->next_local[v], i++) {
        Val got = var_read(l, v, func);
        if (ins(l, got)->op != IR_UNDEF) take(l, got, ARG_KEYWORD, l->sc->vars.v[v].name);
    }
}

static Val call_of(Lower *l, NodeId n, Val callee)
{
    Size mark = l->vals.n;
    NodeList args = py_list_of(l->t, n, Call, args), keywords = py_list_of(l->t, n, Call, keywords);
    take_items(l, args);
    take_keywords(l, keywords);
    if (!args.n && !keywords.n) take_locals(l, py_of(l->t, n, Call, func));
    Val v = emit(l, IR_CALL, n, callee, 0);
    give(l, v, mark);
    return v;
}

static Val function_value(Lower *l, NodeId n, NodeId args)
{
    Size mark = l->vals.n;
    uint32_t id = l->sc->of_node[n] - 1;
    const Func *f = &l->m->funcs.v[id];
    for (int kwonly = 0; args && kwonly < 2; kwonly++) {
        for (Size i = 0; i < f->params.n; i++) {
            const Param *p = &f->params.v[i];
            if (!p->fallback || (p->kind == PARAM_KWONLY) != kwonly) continue;
            Val v = lower_expr(l, p->fallback);
            take(l, v, kwonly ? ARG_KEYWORD : ARG_POS, p->name);
        }
    }
    Val v = emit_sym(l, IR_LAMBDA, n, f->name, 0);
    ins(l, v)->aux2 = id;
    give(l, v, mark);
    return v;
}

Val lower_lambda(Lower *l, NodeId n)
{
    return function_value(
        l, n, py_node(l->t, n, kind(l, n) == PY_Lambda ? Lambda_args : FunctionDef_args));
}

// ---- conditions
// c: what `a op b op c …` says of one pair; the value on its right goes on to the next.
static Val compare_one(Lower *l, NodeId n, Val left, uint32_t i, Val *right)
{
    NodeList rest = py_list_of(l->t, n, Compare, comparators);
    SymList ops = py_syms(l->t, n, Compare_ops);
    *right = lower_opt(l, rest.v[i]);
    Val v = emit(l, IR_COMPARE, n, left, *right);
    ins(l, v)->aux = i < ops.n ? (uint16_t)ops.v[i] : OP_NONE;
    return v;
}

static void compare_cond(Lower *l, NodeId n, Block yes, Block no)
{
    uint32_t many = py_list_of(l->t, n, Compare, comparators).n;
    Val left = lower_opt(l, py_of(l->t, n, Compare, left)), right;
    for (uint32_t i = 0; i < many; i++, left = right) {
        Val c = compare_one(l, n, left, i, &right);
        Block next = i + 1 < many ? block_new(l) : yes;
        branch(l, c, next, no);
        if (next != yes) block_open(l, next);
    }
}

static void bool_cond(Lower *l, NodeId n, Block yes, Block no)
{
    NodeList values = py_list_of(l->t, n, BoolOp, values);
    bool any = py_at(l->t, n)->op == OP_OR;
    for (uint32_t i = 0; i < values.n; i++) {
        if (i + 1 == values.n) {
            lower_cond(l, values.v[i], yes, no);
            return;
        }
        Block next = block_region(l, values.v[i]);
        lower_cond(l, values.v[i], any ? yes : next, any ? next : no);
        block_open(l, next);
    }
}

void lower_cond(Lower *l, NodeId n, Block yes, Block no)
{
    while (n && kind(l, n) == PY_UnaryOp && py_at(l->t, n)->op == OP_NOT) {
        n = py_of(l->t, n, UnaryOp, operand);
        Block swap = yes;
        yes = no;
        no = swap;
    }
    bool deep = !n || !lower_enter(l);
    if (!deep && kind(l, n) == PY_BoolOp && py_list_of(l->t, n, BoolOp, values).n)
        bool_cond(l, n, yes, no);
    else if (!deep && kind(l, n) == PY_Compare && py_list_of(l->t, n, Compare, comparators).n)
        compare_cond(l, n, yes, no);
    else branch(l, deep ? emit(l, IR_UNDEF, n, 0, 0) : lower_expr(l, n), yes, no);
    if (!deep) l->depth--;
}

void lower_cond_true(Lower *l, NodeId n, Block no)
{
    Block yes = block_region(l, n);
    lower_cond(l, n, yes, no);
    block_open(l, yes);
}

// ---- values that branches make
static Val bool_value(Lower *l, NodeId n)
{
    NodeList values = py_list_of(l->t, n, BoolOp, values);
    Block join = block_region(l, n);
    Size mark = l->vals.n;
    for (uint32_t i = 0; i < values.n; i++) {
        Val v = lower_expr(l, values.v[i]);
        take(l, v, ARG_POS, 0);
        if (i + 1 == values.n) {
            jump(l, join);
            break;
        }
        Block next = block_new(l);
        if (py_at(l->t, n)->op == OP_OR) branch(l, v, join, next);
        else branch(l, v, next, join);
        block_open(l, next);
    }
    return merge(l, join, mark, n);
}

static Val compare_value(Lower *l, NodeId n)
{
    uint32_t many = py_list_of(l->t, n, Compare, comparators).n;
    Val left = lower_opt(l, py_of(l->t, n, Compare, left)), right = 0;
    if (many == 1) return compare_one(l, n, left, 0, &right);
    Block join = block_region(l, n);
    Size mark = l->vals.n;
    for (uint32_t i = 0; i < many; i++, left = right) {
        Val c = compare_one(l, n, left, i, &right);
        take(l, c, ARG_POS, 0);
        if (i + 1 == many) break;
        Block next = block_new(l);
        branch(l, c, next, join);
        block_open(l, next);
    }
    jump(l, join);
    return merge(l, join, mark, n);
}

static Val ternary_value(Lower *l, NodeId n)
{
    Block join = block_region(l, n);
    Size mark = l->vals.n;
    for (NodeId at = n;;) {
        NodeId test = py_of(l->t, at, IfExp, test);
        Block no = block_region(l, test);
        lower_cond_true(l, test, no);
        take(l, lower_opt(l, py_of(l->t, at, IfExp, body)), ARG_POS, 0);
        jump(l, join);
        block_open(l, no);
        at = py_of(l->t, at, IfExp, orelse);
        if (at && kind(l, at) == PY_IfExp) continue;
        take(l, lower_opt(l, at), ARG_POS, 0);
        jump(l, join);
        return merge(l, join, mark, n);
    }
}

// ---- comprehensions
typedef struct { Block head, exit; } Loop;

static Loop comp_open(Lower *l, NodeId n, NodeId g)
{
    Val it = emit(l, IR_ITER, g, lower_opt(l, py_of(l->t, g, comprehension, iter)), 0);
    ins(l, it)->aux = py_at(l->t, g)->op;
    Loop loop = {block_region(l, n), 0};
    jump(l, loop.head);
    l->loop_depth++;
    block_start(l, loop.head);
    loop.exit = block_region(l, n);
    Val more = emit(l, IR_TEST, g, it, 0);
    ins(l, more)->aux = TEST_MORE;
    Block body = block_new(l);
    branch(l, more, body, loop.exit);
    block_open(l, body);
    Val item = emit(l, IR_NEXT, g, it, 0);
    ins(l, item)->c = more;
    lower_store(l, py_of(l->t, g, comprehension, target), item);
    NodeList ifs = py_list_of(l->t, g, comprehension, ifs);
    for (uint32_t i = 0; i < ifs.n; i++) lower_cond_true(l, ifs.v[i], loop.head);
    return loop;
}

// sum = sum + [item]
static void comp_add(Lower *l, NodeId n, VarId sum, IrOp op)
{
    Size mark = l->vals.n;
    take(l, lower_opt(l, py_node(l->t, n, 0)), ARG_POS, 0);
    if (op == IR_DICT) take(l, lower_opt(l, py_node(l->t, n, DictComp_value)), ARG_POS, 0);
    Val one = emit(l, op, n, 0, 0);
    give(l, one, mark);
    Val more = emit(l, IR_BINARY, n, def_read(l, sum, l->cur), one);
    ins(l, more)->aux = op == IR_LIST ? OP_ADD : OP_BITOR;
    ins(l, more)->c = 1;
    def_write(l, sum, l->cur, more);
}

Val lower_comp(Lower *l, NodeId n)
{
    int k = kind(l, n);
    IrOp op = k == PY_DictComp ? IR_DICT : k == PY_SetComp ? IR_SET : IR_LIST;
    NodeList gens = py_list(l->t, n, k == PY_DictComp ? DictComp_generators : ListComp_generators);
    VarId sum = VAR_TEMP + n;
    def_write(l, sum, l->cur, emit(l, op, n, 0, 0));
    Loop *loops = new(l->tmp, Loop, gens.n + 1);
    for (uint32_t i = 0; i < gens.n; i++) loops[i] = comp_open(l, n, gens.v[i]);
    comp_add(l, n, sum, op);
    for (uint32_t i = gens.n; i--;) {
        jump(l, loops[i].head);
        block_seal(l, loops[i].head);
        l->loop_depth--;
        block_open(l, loops[i].exit);
    }
    return def_read(l, sum, l->cur);
}

// ---- the rest
static Val format_of(Lower *l, NodeId n)
{
    bool plain = kind(l, n) == PY_FormattedValue;
    Val a = lower_opt(l, py_node(l->t, n, plain ? FormattedValue_value : Interpolation_value));
    Val b = lower_opt(
        l, py_node(l->t, n, plain ? FormattedValue_format_spec : Interpolation_format_spec));
    Val v = emit(l, IR_FORMAT, n, a, b);
    ins(l, v)->aux = py_at(l->t, n)->op;
    return v;
}

static Val slice_of(Lower *l, NodeId n)
{
    Size mark = l->vals.n;
    for (int i = Slice_lower; i <= Slice_step; i++)
        take(l, lower_opt(l, py_node(l->t, n, i)), ARG_POS, 0);
    Val v = emit(l, IR_SLICE, n, 0, 0);
    give(l, v, mark);
    return v;
}

static Val unary_of(Lower *l, NodeId n)
{
    int op = py_at(l->t, n)->op;
    Val a = lower_opt(l, py_of(l->t, n, UnaryOp, operand));
    Val v = emit(l, op == OP_NOT ? IR_NOT : IR_UNARY, n, a, 0);
    ins(l, v)->aux = (uint16_t)op;
    return v;
}

static Val walrus_of(Lower *l, NodeId n)
{
    Val v = lower_opt(l, py_of(l->t, n, NamedExpr, value));
    lower_store(l, py_of(l->t, n, NamedExpr, target), v);
    return v;
}

static Val leaf(Lower *l, NodeId n)
{
    switch (kind(l, n)) {
    case PY_Name: return var_read(l, var_of(l, n), n);
    case PY_Constant: return emit(l, IR_CONST, n, 0, 0);
    case PY_BoolOp: return bool_value(l, n);
    case PY_NamedExpr: return walrus_of(l, n);
    case PY_UnaryOp: return unary_of(l, n);
    case PY_Lambda: return lower_lambda(l, n);
    case PY_IfExp: return ternary_value(l, n);
    case PY_Dict: return dict_of(l, n);
    case PY_Set: return items_of(l, n, IR_SET, Set_elts);
    case PY_List: return items_of(l, n, IR_LIST, List_elts);
    case PY_Tuple: return items_of(l, n, IR_TUPLE, Tuple_elts);
    case PY_ListComp:
    case PY_SetComp:
    case PY_DictComp:
    case PY_GeneratorExp: return lower_comp(l, n);
    case PY_Await: return emit(l, IR_AWAIT, n, lower_opt(l, py_of(l->t, n, Await, value)), 0);
    case PY_Yield: return emit(l, IR_YIELD, n, lower_opt(l, py_of(l->t, n, Yield, value)), 0);
    case PY_YieldFrom:
        return emit(l, IR_YIELD_FROM, n, lower_opt(l, py_of(l->t, n, YieldFrom, value)), 0);
    case PY_Compare: return compare_value(l, n);
    case PY_FormattedValue: case PY_Interpolation: return format_of(l, n);
    case PY_JoinedStr: return items_of(l, n, IR_FSTRING, JoinedStr_values);
    case PY_TemplateStr: {
        Val v = items_of(l, n, IR_FSTRING, TemplateStr_values);
        ins(l, v)->aux = 1;
        return v;
    }
    case PY_Starred: return lower_opt(l, py_of(l->t, n, Starred, value));
    case PY_Slice: return slice_of(l, n);
    default: return lower_error(l, n);
    }
}

// Kinds whose first operand may nest without bound: a + b + …, a.b().c[0] …
static NodeId first_operand(const Lower *l, NodeId n)
{
    switch (kind(l, n)) {
    case PY_BinOp: return py_of(l->t, n, BinOp, left);
    case PY_Attribute: return py_of(l->t, n, Attribute, value);
    case PY_Call: return py_of(l->t, n, Call, func);
    case PY_Subscript: return py_of(l->t, n, Subscript, value);
    default: return 0;
    }
}

static Val with_first(Lower *l, NodeId n, Val first)
{
    switch (kind(l, n)) {
    case PY_Attribute: return emit_sym(l, IR_ATTR, n, py_of(l->t, n, Attribute, attr), first);
    case PY_Call: return call_of(l, n, first);
    case PY_Subscript:
        return emit(l, IR_INDEX, n, first, lower_opt(l, py_of(l->t, n, Subscript, slice)));
    default: {
        Val v = emit(l, IR_BINARY, n, first, lower_opt(l, py_of(l->t, n, BinOp, right)));
        ins(l, v)->aux = py_at(l->t, n)->op;
        return v;
    }
    }
}

Val lower_expr(Lower *l, NodeId n)
{
    if (!n || l->dead || l->failed || !lower_enter(l)) return emit(l, IR_UNDEF, n, 0, 0);
    Size mark = l->spine.n;
    for (NodeId up; (up = first_operand(l, n)); n = up) *push(l->tmp, &l->spine) = n;
    Val v = leaf(l, n);
    while (l->spine.n > mark) v = with_first(l, l->spine.v[--l->spine.n], v);
    l->depth--;
    return v;
}
