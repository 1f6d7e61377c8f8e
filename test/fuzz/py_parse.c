// Fuzz the Python front end: any bytes give a tree that keeps its promises: spans in range,
// children inside of their parents and made before them, each with one parent, statements in order.
// SPDX-License-Identifier: MIT
#include "py/py.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool may_stand_before(const Tree *t, NodeId parent, NodeId child)
{
    int kind = py_kind(t, parent);
    if (kind != PY_FunctionDef && kind != PY_AsyncFunctionDef && kind != PY_ClassDef) return false;
    NodeList d = py_list(
        t, parent, kind == PY_ClassDef ? ClassDef_decorator_list : FunctionDef_decorator_list);
    for (uint32_t i = 0; i < d.n; i++)
        if (d.v[i] == child) return true;
    return false;
}

static void check_children(const Tree *t, NodeId n, uint8_t *has_parent)
{
    uint32_t it = 0;
    const PyNode *x = py_at(t, n);
    for (NodeId c; (c = py_next_child(t, n, &it));) {
        const PyNode *y = py_at(t, c);
        check(c < n);
        check(!has_parent[c]);
        has_parent[c] = 1;
        check(y->end <= x->end);
        check(y->beg >= x->beg || may_stand_before(t, n, c));
    }
}

static void check_fields(const Tree *t, NodeId n)
{
    const PyKindInfo *info = &py_kinds[py_kind(t, n)];
    for (int f = 0; f < info->nfields; f++) {
        char type = info->fields[f].type;
        if (type == 'S') check(py_sym(t, n, f) < (Sym)t->names.n);
        if (type == 'C')
            check(py_const(t, n) >= t->consts.v && py_const(t, n) < t->consts.v + t->consts.n);
        if (type != 'L') continue;
        NodeList l = py_list(t, n, f);
        bool body = strcmp(info->fields[f].name, "body") == 0;
        for (uint32_t i = 0; i < l.n; i++) {
            check(l.v[i] < (NodeId)t->nodes.n);
            if (body && i) check(py_at(t, l.v[i])->beg >= py_at(t, l.v[i - 1])->end);
        }
    }
}

static void check_tree(const Tree *t, Arena scratch)
{
    uint8_t *has_parent = new(&scratch, uint8_t, t->nodes.n);
    check(py_kind(t, t->root) == PY_Module && t->root == (NodeId)t->nodes.n - 1);
    for (Size n = 1; n < t->nodes.n; n++) {
        const PyNode *x = py_at(t, (NodeId)n);
        check(x->kind > PY_NONE && x->kind < PY_KIND_COUNT);
        check(x->beg <= x->end && (Size)x->end <= t->src.len);
        check_children(t, (NodeId)n, has_parent);
        check_fields(t, (NodeId)n);
    }
    for (Size i = 1; i < t->comments.n; i++)
        check(t->comments.v[i].beg >= t->comments.v[i - 1].end);
    for (Size i = 1; i < t->lines.n; i++) check(t->lines.v[i] > t->lines.v[i - 1]);
    Size most = t->original.len > t->src.len ? t->original.len : t->src.len;
    for (Size i = 0; i < t->diags.n; i++)
        check(t->diags.v[i].at.beg <= t->diags.v[i].at.end &&
              (Size)t->diags.v[i].at.end <= most + 1);
    for (Size i = 1; i < t->names.n; i++) check(name_find(&t->names, t->names.v[i]) == (Sym)i);
}

static void check_tokens(Str src, Arena keep)
{
    PyToks toks = {0};
    uint32_t last = 0;
    py_tokens(src, &keep, &toks);
    check(toks.n && toks.v[toks.n - 1].kind == TOK_EOF);
    for (Size i = 0; i < toks.n; i++) {
        check(toks.v[i].beg >= last && toks.v[i].end >= toks.v[i].beg);
        last = toks.v[i].end;
    }
}

static void check_extracts(Str text, Arena keep)
{
    PyPieces map;
    Str src;
    if (py_from_markdown(text, &keep, &src, &map))
        for (Size i = 0; i < map.n; i++)
            check(memcmp(src.s + map.v[i].from, text.s + map.v[i].to, map.v[i].len) == 0);
    if (py_from_notebook(text, &keep, &src, &map))
        for (Size i = 0; i < map.n; i++)
            check(map.v[i].from + map.v[i].len <= src.len &&
                  map.v[i].to + map.v[i].len <= text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Pool pool;                                // one reservation for all runs
    jmp_buf full;
    if (!pool.block && !pool_open(&pool, (Size)256 << 20)) return 0;
    pool_reset(&pool);
    pool.arena.full = &full;
    if (setjmp(full)) return 0;
    Str text = {(const char *)data, (Size)size};
    check_tokens(text, pool.arena);
    check_extracts(text, pool.arena);
    Tree *t = py_parse(text, (PyOptions){0}, &pool.arena);
    check_tree(t, pool.arena);
    Buf out = {.keep = &pool.arena};
    py_dump(t, &out);
    return 0;
}
