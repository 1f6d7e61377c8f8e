// lower: one module to its lowered form: scopes first, then each function by itself.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

void lower_params(Lower *l)
{
    const Func *f = l->f;
    for (Size i = 0; i < f->params.n; i++) {
        const Param *p = &f->params.v[i];
        Val v = emit_sym(l, IR_PARAM, p->node, p->name, 0);
        ins(l, v)->aux = (uint16_t)(i < UINT16_MAX ? i : UINT16_MAX);
        var_write(l, var_of(l, p->node), v, p->node);
    }
}

static void lower_whole(Lower *l)
{
    static const int body[] = {[FUNC_MODULE] = Module_body, [FUNC_CLASS] = ClassDef_body,
                               [FUNC_DEF] = FunctionDef_body};
    NodeId n = l->f->node;
    lower_params(l);
    NodeId made = l->f->kind == FUNC_LAMBDA ? py_node(l->t, n, Lambda_body) : 0;
    if (l->f->kind == FUNC_LAMBDA) end_return(l, lower_opt(l, made), made);
    else lower_body(l, py_list(l->t, n, body[l->f->kind]));
    end_return(l, 0, 0);
}

// Lists that most functions find long enough: in the same place for one after the other.
static void room_for_most(Lower *l, Arena *tmp)
{
    enum { FEW = 128, MANY = 512 };
#define ROOM(list, most) \
    ((list).v = arena_raw(tmp, (Size)sizeof *(list).v, (Size)_Alignof(max_align_t), (most)), (list).cap = (most))
    ROOM(l->code, MANY);
    ROOM(l->args, MANY);
    ROOM(l->argk, MANY);
    ROOM(l->blocks, FEW);
    ROOM(l->edges, FEW);
    ROOM(l->users, FEW);
    ROOM(l->vals, FEW);
    ROOM(l->kinds, FEW);
#undef ROOM
}

// like: for all functions of the module; tmp: this one's own.
static void lower_func(const Lower *like, uint32_t id, Arena tmp)
{
    Lower l = *like;
    l.f = &l.m->funcs.v[id];
    l.func = id;
    l.tmp = &tmp;
    room_for_most(&l, &tmp);
    *push(l.tmp, &l.code) = (Instr){0};
    block_open(&l, block_new(&l));
    lower_whole(&l);
    lower_finish(&l);
}

// ---- what is said of the module as a whole
static bool is_name(const Tree *t, NodeId n, Str name)
{
    return n && py_kind(t, n) == PY_Name && str_eq(py_name(t, py_sym(t, n, Name_id)), name);
}

static void export_list(Module *m, NodeId n, Arena *keep)
{
    const Tree *t = m->tree;
    while (n && py_kind(t, n) == PY_BinOp) {
        export_list(m, py_node(t, n, BinOp_right), keep);    // right sides are lists, not sums
        n = py_node(t, n, BinOp_left);
    }
    if (!n || (py_kind(t, n) != PY_List && py_kind(t, n) != PY_Tuple)) return;
    NodeList elts = py_list(t, n, List_elts);
    m->has_exports = true;
    for (uint32_t i = 0; i < elts.n; i++) {
        const PyConst *c =
            elts.v[i] && py_kind(t, elts.v[i]) == PY_Constant ? py_const(t, elts.v[i]) : NULL;
        if (c && c->kind == CONST_STR)
            *push(keep, &m->exports) = name_add(&m->tree->names, c->text);
    }
}

// __all__ = […]; __all__ += […]; __all__.extend([…])
static void find_exports(Module *m, NodeId s, Arena *keep)
{
    const Tree *t = m->tree;
    if (py_kind(t, s) == PY_Assign) {
        NodeList targets = py_list(t, s, Assign_targets);
        if (targets.n == 1 && is_name(t, targets.v[0], S("__all__")))
            export_list(m, py_node(t, s, Assign_value), keep);
    } else if (py_kind(t, s) == PY_AnnAssign) {
        if (is_name(t, py_node(t, s, AnnAssign_target), S("__all__")))
            export_list(m, py_node(t, s, AnnAssign_value), keep);
    } else if (py_kind(t, s) == PY_AugAssign) {
        if (is_name(t, py_node(t, s, AugAssign_target), S("__all__")))
            export_list(m, py_node(t, s, AugAssign_value), keep);
    } else if (py_kind(t, s) == PY_Expr) {
        NodeId call = py_node(t, s, Expr_value);
        NodeId f = call && py_kind(t, call) == PY_Call ? py_node(t, call, Call_func) : 0;
        if (!f || py_kind(t, f) != PY_Attribute ||
            !is_name(t, py_node(t, f, Attribute_value), S("__all__")))
            return;
        NodeList args = py_list(t, call, Call_args);
        if (args.n == 1) export_list(m, args.v[0], keep);
    }
}

static bool is_main_guard(const Tree *t, NodeId s)
{
    NodeId test = py_kind(t, s) == PY_If ? py_node(t, s, If_test) : 0;
    if (!test || py_kind(t, test) != PY_Compare) return false;
    NodeList right = py_list(t, test, Compare_comparators);
    return is_name(t, py_node(t, test, Compare_left), S("__name__")) ||
           (right.n == 1 && is_name(t, right.v[0], S("__name__")));
}

bool sema_is_test(Str path)
{
    Str rest = path, part, file = path_last(path);
    if (str_starts(file, S("test_")) || str_ends(file, S("_test.py")) ||
        str_eq(file, S("conftest.py")) || str_eq(file, S("tests.py")))
        return true;
    while (str_cut(&rest, S("/"), &part))
        if (rest.len && (str_eq(part, S("tests")) || str_eq(part, S("test_utils")) ||
                         str_eq(part, S("test_support")) || str_ends(part, S("_test")) ||
                         str_starts(part, S("tests_")) || str_ends(part, S("_tests")) ||
                         str_find(part, S("unittest")) >= 0))
            return true;
    return false;
}

static void look_over(Module *m, Arena *keep)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (!body.v[i]) continue;
        find_exports(m, body.v[i], keep);
        if (is_main_guard(m->tree, body.v[i])) m->is_main_guarded = true;
    }
}

Module *sema_lower(Str path, Str name, Tree *tree, SemaDepth depth, Arena *keep, Arena scratch)
{
    Module *m = new(keep, Module, 1);
    *m = (Module){.path = path, .within = path, .name = name, .tree = tree};
    m->is_package = str_eq(path_last(path), S("__init__.py"));
    m->is_test = sema_is_test(path_last(path));
    tree->names.keep = keep;
    Lower like = {.m = m, .t = tree, .sc = scopes_of(m, depth, keep, &scratch), .keep = keep};
    for (uint32_t i = 0; i < (uint32_t)m->funcs.n; i++) {
        FuncKind kind = m->funcs.v[i].kind;
        if (depth == SEMA_WHOLE || kind == FUNC_MODULE || kind == FUNC_CLASS)
            lower_func(&like, i, scratch);
    }
    look_over(m, keep);
    return m;
}
