// ssa: blocks, edges and names of the function being built. SSA form after Braun et al. 2013,
// without recursion.
// One addition: a join knows the bytes of the statement that it ends and the block where that
// statement began.
// A name not bound in those bytes is read from there at once, so that phis arise only where names
// really merge.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

static Work *block(Lower *l, Block b) { return &l->blocks.v[b]; }

Block block_new(Lower *l)
{
    if (l->blocks.n >= SEMA_MAX_BLOCKS) l->failed = true;
    *push(l->tmp, &l->blocks) = (Work){.how = END_NONE};
    return (Block)(l->blocks.n - 1);
}

Block block_region_from(Lower *l, Block before, Span span)
{
    Block b = block_new(l);
    Work *w = block(l, b);
    w->skip = before;
    w->span = span;
    w->may_skip = true;
    return b;
}

Block block_region(Lower *l, NodeId whole)
{
    const PyNode *n = py_at(l->t, whole);
    return block_region_from(l, l->cur, (Span){n->beg, n->end});
}

void block_start(Lower *l, Block b)
{
    Work *w = block(l, b);
    l->cur = b;
    l->fresh = l->code.n;
    l->dead = b != 0 && w->npred == 0;
    w->loop_depth = l->loop_depth;
    w->try_depth = l->try_depth;
    w->in_finally = l->finally_depth > 0;
}

static void edge(Lower *l, Block from, Block to)
{
    *push(l->tmp, &l->edges) = (Edge){from, 0};
    uint32_t e = (uint32_t)l->edges.n - 1;
    Work *w = block(l, to);
    if (w->npred++) l->edges.v[w->last_edge].next = e;
    else w->first_edge = e;
    w->last_edge = e;
}

// Past many edges a handler hears only of every sixteenth: a name bound twice in between may lose a
// value.
static void raise_edge(Lower *l)
{
    if (!l->handler) return;
    if (block(l, l->handler)->npred > SEMA_HANDLER_EDGES && l->cur % 16) return;
    block(l, l->cur)->handler = l->handler;
    edge(l, l->cur, l->handler);
}

void jump_quiet(Lower *l, Block to)
{
    if (l->dead) return;
    Work *w = block(l, l->cur);
    w->how = END_JUMP;
    w->yes = to;
    edge(l, l->cur, to);
    l->dead = true;
}

void jump(Lower *l, Block to)
{
    if (l->dead) return;
    jump_quiet(l, to);
    raise_edge(l);
}

void branch(Lower *l, Val cond, Block yes, Block no)
{
    if (l->dead) return;
    Work *w = block(l, l->cur);
    w->how = END_BRANCH;
    w->value = cond;
    w->yes = yes;
    w->no = no;
    edge(l, l->cur, yes);
    edge(l, l->cur, no);
    raise_edge(l);
    l->dead = true;
}

void end_return(Lower *l, Val v, NodeId n)
{
    if (l->dead) return;
    block(l, l->cur)->how = END_RETURN;
    block(l, l->cur)->value = v;
    block(l, l->cur)->node = n;
    l->dead = true;
}

void end_raise(Lower *l, Val v)
{
    if (l->dead) return;
    block(l, l->cur)->how = END_RAISE;
    block(l, l->cur)->value = v;
    raise_edge(l);
    l->dead = true;
}

void split(Lower *l)
{
    if (!l->handler || l->dead) return;
    Block b = block_new(l);
    jump(l, b);
    block_open(l, b);
}

void split_begun(Lower *l)
{
    if (l->code.n > l->fresh) split(l);
}

// ---- instructions
Val emit(Lower *l, IrOp op, NodeId node, Val a, Val b)
{
    Instr *i = push(l->tmp, &l->code);
    *i = (Instr){.op = (uint8_t)op, .a = a, .b = b, .node = node, .block = l->cur};
    return (Val)(l->code.n - 1);
}

Val emit_sym(Lower *l, IrOp op, NodeId node, Sym sym, Val a)
{
    Val v = emit(l, op, node, a, 0);
    ins(l, v)->sym = sym;
    return v;
}

Val emit_const(Lower *l, NodeId node, ConstKind kind, uint32_t value)
{
    Val v = emit(l, IR_CONST, node, 0, 0);
    ins(l, v)->aux = (uint16_t)kind;
    ins(l, v)->aux2 = value;
    return v;
}

void take(Lower *l, Val v, ArgKind kind, Sym name)
{
    *push(l->tmp, &l->vals) = v;
    *push(l->tmp, &l->kinds) = (IrArgKind){kind & 3, name & SYM_MOST};
}

void give(Lower *l, Val into, Size mark)
{
    ins(l, into)->args = (uint32_t)l->args.n;
    ins(l, into)->nargs = (uint32_t)(l->vals.n - mark);
    for (Size i = mark; i < l->vals.n; i++) {
        *push(l->tmp, &l->args) = l->vals.v[i];
        *push(l->tmp, &l->argk) = l->kinds.v[i];
    }
    l->vals.n = l->kinds.n = mark;
}

static void use_phi(Lower *l, Val phi, Val operand)
{
    if (ins(l, operand)->op != IR_PHI || operand == phi) return;
    *push(l->tmp, &l->users) = (Edge){phi, ins(l, operand)->aux2};
    ins(l, operand)->aux2 = (uint32_t)l->users.n;            // aux2 of a phi: its users, until
                                                             // finished
}

Val merge(Lower *l, Block join, Size mark, NodeId node)
{
    block_open(l, join);
    if (l->vals.n - mark == 1 || l->dead) {
        Val only = l->vals.n > mark ? l->vals.v[mark] : 0;
        l->vals.n = l->kinds.n = mark;
        return only;
    }
    check((uint32_t)(l->vals.n - mark) == block(l, join)->npred);
    Val phi = emit(l, IR_PHI, node, 0, 0);
    give(l, phi, mark);
    const Instr *p = ins(l, phi);
    for (uint32_t i = 0, at = p->args, n = p->nargs; i < n; i++) use_phi(l, phi, l->args.v[at + i]);
    return phi;
}

// ---- definitions: (block, variable) -> value
static Def *def_slot(Def *defs, Size n, uint64_t key)
{
    uint64_t h = (key ^ key >> 29) * 0x9E3779B97F4A7C15u;
    Size at = (Size)(h >> 32) & (n - 1);                     // fewer than 2^32 definitions
    while (defs[at].key && defs[at].key != key) at = (at + 1) & (n - 1);
    return &defs[at];
}

static uint64_t def_key(VarId v, Block b) { return ((uint64_t)b << 32 | v); }   // v is never 0

static void defs_grow(Lower *l)
{
    Size n = l->ndefs ? l->ndefs * 2 : 32;
    Def *bigger = new(l->tmp, Def, n);
    for (Size i = 0; i < l->ndefs; i++)
        if (l->defs[i].key) *def_slot(bigger, n, l->defs[i].key) = l->defs[i];
    l->defs = bigger;
    l->ndefs = n;
}

void def_write(Lower *l, VarId v, Block b, Val x)
{
    if (l->ndef * 3 >= l->ndefs * 2) defs_grow(l);
    Def *d = def_slot(l->defs, l->ndefs, def_key(v, b));
    if (!d->key) l->ndef++;
    *d = (Def){def_key(v, b), x};
}

static Val def_get(Lower *l, VarId v, Block b)
{
    if (!l->ndefs) return 0;
    return def_slot(l->defs, l->ndefs, def_key(v, b))->v;
}

// A phi found trivial has become a NOP whose `a` is the value it stands for.
Val val_find(Lower *l, Val v)
{
    while (ins(l, v)->op == IR_NOP && ins(l, v)->a) {
        Val up = ins(l, v)->a;
        if (ins(l, up)->op == IR_NOP && ins(l, up)->a) ins(l, v)->a = ins(l, up)->a;
        v = up;
    }
    return v;
}

static Val phi_new(Lower *l, VarId v, Block b)
{
    Val phi = emit(l, IR_PHI, 0, 0, 0);
    Instr *i = ins(l, phi);
    i->block = b;
    i->sym = v & VAR_TEMP ? 0 : l->sc->vars.v[v].name;
    i->b = v;                                                // cleared at the end
    return phi;
}

// What a variable is before any assignment of this function: nothing, or the scope outside's.
static Val entry_value(Lower *l, VarId v)
{
    const Var *x = &l->sc->vars.v[v & VAR_TEMP ? 0 : v];
    bool outer = l->f->kind == FUNC_MODULE || l->f->kind == FUNC_CLASS;
    IrOp op = !outer || v & VAR_TEMP || l->sc->scopes.v[x->scope].kind == SCOPE_COMP ? IR_UNDEF
              : x->how == HOW_CELL ? IR_CELL : IR_GLOBAL;
    Val got = emit_sym(l, op, 0, x->name, 0);
    ins(l, got)->block = 0;
    ins(l, got)->flags = 1;                                  // stands before the rest of the entry
    if (op == IR_CELL) ins(l, got)->aux = x->hops;
    return got;
}

// One step of a read: the value at the end of b if it can be told without looking at more than one
// way.
static Val read_here(Lower *l, VarId v, Block *at)
{
    Block b = *at;
    for (;; l->steps++) {
        Val got = def_get(l, v, b);
        Work *w = block(l, b);
        *at = b;
        if (got) return val_find(l, got);
        if (b == 0) return entry_value(l, v);
        if (w->may_skip && !var_bound_in(l->sc, v, w->span)) b = w->skip;
        else if (w->sealed && w->npred == 1) b = l->edges.v[w->first_edge].from;
        else break;
    }
    if (block(l, b)->sealed && !block(l, b)->npred) return entry_value(l, v);
    Val phi = phi_new(l, v, b);
    if (block(l, b)->sealed) {
        *push(l->tmp, &l->fill) = phi;
    } else {
        ins(l, phi)->c = block(l, b)->waiting;
        block(l, b)->waiting = phi;
    }
    return phi;
}

// Read and remember in the block asked and in the one that answered: later reads are short.
static Val read_one(Lower *l, VarId v, Block b)
{
    Block at = b;
    Val got = def_get(l, v, b);
    if (got && ins(l, got)->op != IR_NOP) return got;
    got = read_here(l, v, &at);
    def_write(l, v, at, got);
    if (at != b) def_write(l, v, b, got);
    return got;
}

static void phi_fill(Lower *l, Val phi)
{
    Block b = ins(l, phi)->block;
    VarId v = ins(l, phi)->b;
    uint32_t n = block(l, b)->npred, at = (uint32_t)l->args.n;
    for (uint32_t i = 0; i < n; i++) {
        *push(l->tmp, &l->args) = 0;
        *push(l->tmp, &l->argk) = (IrArgKind){0};
    }
    ins(l, phi)->args = at;
    ins(l, phi)->c = 0;
    uint32_t e = block(l, b)->first_edge;
    for (uint32_t i = 0; i < n; i++, e = l->edges.v[e].next) {
        Val got = read_one(l, v, l->edges.v[e].from);
        l->args.v[at + i] = got;
        use_phi(l, phi, got);
    }
    ins(l, phi)->nargs = n;
    l->steps += n;
    *push(l->tmp, &l->recheck) = phi;
}

// A phi of one value and itself is that value. Its users among phis are looked at again.
static void phi_simplify(Lower *l, Val phi)
{
    if (ins(l, phi)->op != IR_PHI || !ins(l, phi)->nargs || !ins(l, phi)->b) return;
    Val same = 0;
    uint32_t at = ins(l, phi)->args, n = ins(l, phi)->nargs;
    l->steps += n;
    for (uint32_t i = 0; i < n; i++) {
        Val got = val_find(l, l->args.v[at + i]);
        if (got == same || got == phi) continue;
        if (same) return;
        same = got;
    }
    if (!same) return;
    uint32_t users = ins(l, phi)->aux2;
    ins(l, phi)->op = IR_NOP;
    ins(l, phi)->a = same;
    ins(l, phi)->nargs = 0;
    for (uint32_t u = users; u; u = l->users.v[u - 1].next) {
        Val user = l->users.v[u - 1].from;
        *push(l->tmp, &l->recheck) = user;
        use_phi(l, user, same);
    }
}

static void settle(Lower *l)
{
    while ((l->fill.n || l->recheck.n) && !l->failed) {
        if (l->fill.n) phi_fill(l, l->fill.v[--l->fill.n]);
        else phi_simplify(l, l->recheck.v[--l->recheck.n]);
        if (l->steps > SEMA_MAX_STEPS) l->failed = true;
    }
}

Val def_read(Lower *l, VarId v, Block b)
{
    Val got = read_one(l, v, b);
    if (l->fill.n || l->recheck.n) settle(l);
    return val_of(l, got);
}

void block_seal(Lower *l, Block b)
{
    Val phi = block(l, b)->waiting;
    block(l, b)->waiting = 0;
    block(l, b)->sealed = true;
    for (Val next; phi; phi = next) {
        next = ins(l, phi)->c;
        *push(l->tmp, &l->fill) = phi;
    }
    if (l->fill.n || l->recheck.n) settle(l);
}

void block_open(Lower *l, Block b)
{
    block_seal(l, b);
    block_start(l, b);
}

// ---- variables
static bool is_shared(const Lower *l, const Var *x)
{
    return l->f->kind == FUNC_MODULE && x->rewritten &&
           l->sc->scopes.v[x->scope].kind == SCOPE_MODULE;
}

static Val read_cell(Lower *l, const Var *x, uint16_t hops, NodeId node)
{
    Val v = emit_sym(l, IR_CELL, node, x->name, 0);
    ins(l, v)->aux = hops;
    return v;
}

Val var_read(Lower *l, VarId v, NodeId node)
{
    const Var *use = &l->sc->vars.v[v], *x = &l->sc->vars.v[use->target];
    bool own = use->target && l->sc->scopes.v[x->scope].func == l->func;
    if (!v || l->failed) return emit(l, IR_UNDEF, node, 0, 0);
    if (own && !is_shared(l, x) && !(x->rewritten && x->captured))
        return def_read(l, use->target, l->cur);
    if (own && x->captured && x->rewritten && l->f->kind != FUNC_MODULE)
        return read_cell(l, x, 0, node);
    if (use->how == HOW_CELL) return read_cell(l, use, use->hops, node);
    return emit_sym(l, IR_GLOBAL, node, use->name, 0);
}

// Publish an assignment to where others read it: the module, the class, inner functions.
static void publish(Lower *l, const Var *x, Val value, NodeId node)
{
    ScopeKind kind = l->sc->scopes.v[x->scope].kind;
    if (kind == SCOPE_MODULE) emit_sym(l, IR_SET_GLOBAL, node, x->name, value);
    else if (kind == SCOPE_CLASS) emit_sym(l, IR_SET_MEMBER, node, x->name, value);
    else if (x->captured) emit_sym(l, IR_SET_CELL, node, x->name, value);
}

void var_write(Lower *l, VarId v, Val value, NodeId node)
{
    const Var *use = &l->sc->vars.v[v], *x = &l->sc->vars.v[use->target];
    if (!v || l->dead || l->failed) return;
    l->fresh = 0;                                            // a name alone may have changed
    bool own = use->target && l->sc->scopes.v[x->scope].func == l->func;
    if (own) {
        if (!is_shared(l, x)) def_write(l, use->target, l->cur, value);
        publish(l, x, value, node);
    } else if (use->how == HOW_CELL) {
        Val set = emit_sym(l, IR_SET_CELL, node, use->name, value);
        ins(l, set)->aux = use->hops;
    } else {
        emit_sym(l, IR_SET_GLOBAL, node, use->name, value);
    }
}
