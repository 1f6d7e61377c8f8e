// finish: the function built becomes a Func: blocks in reverse postorder with their dominators,
// instructions block by block, replaced phis gone. Dominators by Semi-NCA (Georgiadis 2005),
// without recursion.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

typedef struct {
    Lower *l;
    uint32_t n;                          // blocks reached; numbers below run from 1 in preorder
    uint32_t *pre, *parent, *semi, *label, *idom, *stack;
    Block *vertex;                       // preorder number -> block
    Block *rpo;                          // position -> block
    uint32_t *place;                     // block -> position in rpo
    Val *renamed;
} Finish;

static uint32_t *numbers(Finish *f, Size n) { return new(f->l->tmp, uint32_t, n); }

// Successors are visited last way first, so that the true branch follows its condition in the
// order.
static Block successor(const Work *w, uint32_t i)
{
    if (i == 0) return w->handler;
    if (i == 1) return w->how == END_BRANCH ? w->no : 0;
    return w->how == END_BRANCH || w->how == END_JUMP ? w->yes : 0;
}

static void visit(Finish *f, Block b, uint32_t parent)
{
    f->pre[b] = ++f->n;
    f->vertex[f->n] = b;
    f->parent[f->n] = f->idom[f->n] = parent;
    f->semi[f->n] = f->label[f->n] = f->n;
}

static void depth_first(Finish *f)
{
    Lower *l = f->l;
    Size blocks = l->blocks.n;
    uint32_t top = 0, done = 0;
    uint8_t *next = new(l->tmp, uint8_t, blocks);
    Block *post = arena_raw(l->tmp, (Size)sizeof *post, (Size)_Alignof(Block), blocks);
    visit(f, 0, 0);
    f->stack[top++] = 0;
    while (top) {
        Block b = f->stack[top - 1];
        if (next[b] == 3) {
            post[done++] = b;
            top--;
            continue;
        }
        Block to = successor(&l->blocks.v[b], next[b]++);
        if (!to || f->pre[to]) continue;
        visit(f, to, f->pre[b]);
        f->stack[top++] = to;
    }
    for (uint32_t i = 0; i < done; i++) f->rpo[i] = post[done - 1 - i];
    for (uint32_t i = 0; i < done; i++) f->place[f->rpo[i]] = i;
}

// The vertex of smallest semidominator on the linked way up from v; ways are compressed as they are
// walked.
static uint32_t eval(Finish *f, uint32_t v, uint32_t linked)
{
    uint32_t top = 0;
    if (f->parent[v] < linked) return f->label[v];
    do {
        f->stack[top++] = v;
        v = f->parent[v];
    } while (f->parent[v] >= linked);
    uint32_t up = v, best = f->label[v];
    while (top) {
        v = f->stack[--top];
        f->parent[v] = f->parent[up];
        if (f->semi[best] < f->semi[f->label[v]]) f->label[v] = best;
        else best = f->label[v];
        up = v;
    }
    return f->label[v];
}

static void dominators(Finish *f)
{
    Lower *l = f->l;
    for (uint32_t i = f->n; i >= 2; i--) {
        const Work *w = &l->blocks.v[f->vertex[i]];
        f->semi[i] = f->parent[i];
        uint32_t e = w->first_edge;
        for (uint32_t k = 0; k < w->npred; k++, e = l->edges.v[e].next) {
            uint32_t s = f->semi[eval(f, f->pre[l->edges.v[e].from], i + 1)];
            if (s < f->semi[i]) f->semi[i] = s;
        }
    }
    for (uint32_t i = 2; i <= f->n; i++)
        while (f->idom[i] > f->semi[i]) f->idom[i] = f->idom[f->idom[i]];
    f->idom[1] = 1;
}

// ---- blocks and instructions in their final order
static Block placed(const Finish *f, Block b) { return b ? f->place[b] : 0; }

static void put_block(Finish *f, Func *out, uint32_t i)
{
    Lower *l = f->l;
    const Work *w = &l->blocks.v[f->rpo[i]];
    uint32_t e = w->first_edge, first = (uint32_t)out->preds.n;
    for (uint32_t k = 0; k < w->npred; k++, e = l->edges.v[e].next)
        out->preds.v[out->preds.n++] = f->place[l->edges.v[e].from];
    out->blocks.v[i] = (BasicBlock){
        .how = w->how,
        .value = w->value,
        .node = w->node,
        .yes = placed(f, successor(w, 2)),
        .no = placed(f, successor(w, 1)),
        .handler = placed(f, w->handler),
        .pred = first,
        .npred = w->npred,
        .idom = f->place[f->vertex[f->idom[f->pre[f->rpo[i]]]]],
        .loop_depth = w->loop_depth,
        .try_depth = w->try_depth,
        .in_finally = w->in_finally,
    };
}

// Phis stand first in a block, then what the entry supplies, then the rest as it was written.
static int rank(const Instr *i)
{
    return i->op == IR_PHI ? 0 : i->flags == 1 && i->op != IR_TEST ? 1 : 2;
}

enum { RANKS = 3 };

static bool is_left_out(const Instr *i)
{
    return i->op == IR_NOP || (i->op == IR_PHI && !i->nargs);
}

// Where each rank of each block begins, from how many it has; and the blocks' bounds.
static uint32_t begin_ranks(const Finish *f, Func *out, uint32_t *at)
{
    uint32_t total = 1;                                         // 0 is no value
    for (uint32_t b = 0; b < f->n; b++) {
        out->blocks.v[b].beg = total;
        for (int rank = 0; rank < RANKS; rank++, at++) {
            uint32_t here = *at;
            *at = total;
            total += here;
        }
        out->blocks.v[b].end = total;
    }
    return total;
}

// By what number each is known from then on: its place, and that of what a replaced phi stands for; 0: it is gone.
// Room for the code is taken as well.
static void put_order(Finish *f, Func *out)
{
    Lower *l = f->l;
    Size nargs = 0;
    bool replaced = false;
    uint32_t *at = numbers(f, f->n * RANKS), *first = numbers(f, l->blocks.n);     // first: 1 + a block's first rank
    for (uint32_t i = 0; i < f->n; i++) first[f->rpo[i]] = i * RANKS + 1;
    const Size n = l->code.n;
    Val *renamed = f->renamed = arena_raw(l->tmp, 4, 4, n);     // 1 + its rank among all, at first
    const Instr *i = l->code.v;
    renamed[0] = 0;
    for (Size v = 1; v < n; v++) {
        uint32_t begins = is_left_out(++i) ? 0 : first[i->block];
        replaced |= i->op == IR_NOP;
        renamed[v] = 0;
        if (!begins) continue;
        uint32_t of = begins + (uint32_t)rank(i);
        renamed[v] = of;
        at[of - 1]++;
        nargs += i->nargs;
    }
    out->code.n = begin_ranks(f, out, at);
    for (Size v = 1; v < n; v++)
        if (renamed[v]) renamed[v] = at[renamed[v] - 1]++;
    for (Size v = 1; replaced && v < n; v++)
        if (l->code.v[v].op == IR_NOP) renamed[v] = renamed[val_find(l, (Val)v)];
    out->code.v = arena_raw(l->keep, (Size)sizeof(Instr), (Size)_Alignof(Instr), out->code.n);
    out->args.v = arena_raw(l->keep, 4, 4, nargs);
    out->argk.v = arena_raw(l->keep, (Size)sizeof(IrArgKind), (Size)_Alignof(IrArgKind), nargs);
}

static void put_args(const Finish *f, Func *out, Instr *i)
{
    const Val *from = f->l->args.v + i->args, *renamed = f->renamed;
    const IrArgKind *kind = f->l->argk.v + i->args;
    Val *to = out->args.v + out->args.n;
    IrArgKind *as = out->argk.v + out->args.n;
    i->args = (uint32_t)out->args.n;
    for (uint32_t n = i->nargs; n; n--) *to++ = renamed[*from++], *as++ = *kind++;
    out->args.n = out->argk.n = i->args + i->nargs;
}

static void put_code(const Finish *f, Func *out)
{
    const Val *renamed = f->renamed;
    const Instr *was = f->l->code.v, *end = was + f->l->code.n;
    out->code.v[0] = (Instr){0};
    for (Size v = 1; ++was < end; v++) {
        if (!renamed[v] || was->op == IR_NOP) continue;
        Instr *i = &out->code.v[renamed[v]];
        *i = *was;
        if (rank(i) == 1) i->flags = 0;
        if (i->op == IR_PHI) i->b = i->c = i->aux2 = 0;
        int uses = ir_uses[i->op];
        if (uses & 1) i->a = renamed[i->a];
        if (uses & 2) i->b = renamed[i->b];
        if (uses & 4) i->c = renamed[i->c];
        i->block = f->place[i->block];
        if (i->nargs) put_args(f, out, i);
        else i->args = (uint32_t)out->args.n;
    }
    for (uint32_t b = 0; b < f->n; b++) out->blocks.v[b].value = renamed[out->blocks.v[b].value];
}

// A function past its bound is left empty: one block that returns, and a diagnostic.
static void give_up(Lower *l)
{
    Func *out = l->f;
    const PyNode *n = py_at(l->t, out->node);
    out->too_large = true;
    out->blocks.v = new(l->keep, BasicBlock, 1);
    out->blocks.v[0].how = END_RETURN;
    out->code.v = new(l->keep, Instr, 1);
    out->blocks.n = out->code.n = 1;
    *push(l->keep, &l->t->diags) = (PyDiag){.kind = DIAG_LIMIT, .at = {n->beg, n->end},
        .what = str_fmt(l->keep, "%.*s is too large to analyse", STR_ARG(out->qualname))};
    for (Size k = 0; k < l->kids.n; k++) l->m->funcs.v[l->kids.v[k]].decorator_vals.n = 0;
}

void lower_finish(Lower *l)
{
    Func *out = l->f;
    Finish f = {.l = l};
    Size blocks = l->blocks.n;
    if (l->failed) {
        give_up(l);
        return;
    }
    uint32_t **rows[] = {&f.pre,   &f.place, &f.rpo,   &f.parent, &f.semi,
                         &f.label, &f.idom,  &f.stack, &f.vertex};
    uint32_t *room = numbers(&f, (blocks + 1) * (Size)countof(rows));       // small: one piece is got at once
    for (Size i = 0; i < countof(rows); i++) *rows[i] = room + i * (blocks + 1);
    depth_first(&f);
    dominators(&f);
    out->blocks.v = arena_raw(l->keep, (Size)sizeof(BasicBlock), (Size)_Alignof(BasicBlock), f.n);
    out->blocks.n = f.n;
    out->preds.v = arena_raw(l->keep, 4, 4, l->edges.n);
    for (uint32_t i = 0; i < f.n; i++) put_block(&f, out, i);
    put_order(&f, out);
    put_code(&f, out);
    for (Size k = 0; k < l->kids.n; k++) {
        Func *kid = &l->m->funcs.v[l->kids.v[k]];
        for (Size i = 0; i < kid->decorator_vals.n; i++)
            kid->decorator_vals.v[i] = f.renamed[kid->decorator_vals.v[i]];
    }
}
