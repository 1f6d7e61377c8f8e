// try: try and with, and the ways out through them. A finally body is lowered once for each way out
// in use: normal, exception, return, break, continue; so that what the code after it knows is not
// blurred by the others.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

// return, break, continue: through the withs and the nearest finally, which goes on from its own
// end.
void lower_exit(Lower *l, ExitKind kind, NodeId n)
{
    for (Frame *f = l->frame; f && !l->dead; f = f->up) {
        if (f->kind == FRAME_WITH) {
            Val v = emit(l, IR_EXIT, f->node, f->manager, 0);
            ins(l, v)->aux = f->is_async;
        } else if (f->kind == FRAME_FINALLY) {
            if (!f->to[kind]) f->to[kind] = block_new(l);
            jump_quiet(l, f->to[kind]);
        } else if (kind != EXIT_RETURN) {
            jump_quiet(l, f->to[kind]);
        }
    }
    if (kind == EXIT_RETURN && !l->dead)
        end_return(l, def_read(l, VAR_RETURN, l->cur), l->given);
    else if (!l->dead) emit(l, IR_UNDEF, n, 0, 0);           // break outside a loop: not Python
}

// ---- except
typedef struct { Block join; Span span; } TryEnd;

static void handler_body(Lower *l, NodeId h, Val type, TryEnd end)
{
    VarId name = py_sym(l->t, h, ExceptHandler_name) ? var_of(l, h) : 0;
    Val caught = emit(l, IR_EXCEPTION, h, type, 0);
    if (name) var_write(l, name, caught, h);
    lower_body(l, py_list(l->t, h, ExceptHandler_body));
    if (name && !l->dead) var_write(l, name, emit(l, IR_UNDEF, h, 0, 0), h);
    jump(l, end.join);
}

// The handlers in turn: a type test leads into each, and past the last the exception goes on.
static void handlers(Lower *l, NodeList list, TryEnd end)
{
    Val raw = emit(l, IR_EXCEPTION, list.v[0], 0, 0);
    for (uint32_t i = 0; i < list.n && !l->dead; i++) {
        NodeId h = list.v[i], type_node = h ? py_node(l->t, h, ExceptHandler_type) : 0;
        if (!h || py_kind(l->t, h) != PY_ExceptHandler) continue;
        if (!type_node) {
            handler_body(l, h, 0, end);
            return;
        }
        Val type = lower_expr(l, type_node);
        Size mark = l->vals.n;
        take(l, type, ARG_POS, 0);
        Val fits = emit(l, IR_TEST, type_node, raw, 0);
        ins(l, fits)->aux = TEST_CLASS;
        give(l, fits, mark);
        Block yes = block_new(l), no = block_new(l);
        branch(l, fits, yes, no);
        block_open(l, yes);
        handler_body(l, h, type, end);
        block_open(l, no);
    }
    end_raise(l, raw);
}

// ---- finally
static void finally_copy(Lower *l, NodeId n, Block from)
{
    l->finally_depth++;
    block_open(l, from);
    lower_body(l, py_list(l->t, n, Try_finalbody));
    l->finally_depth--;
}

static void finally_exits(Lower *l, NodeId n, Block raised, const Frame *frame)
{
    block_open(l, raised);
    if (!l->dead) {
        Val v = emit(l, IR_EXCEPTION, n, 0, 0);
        Block body = block_new(l);
        jump(l, body);
        finally_copy(l, n, body);
        end_raise(l, v);
    }
    for (int k = 0; k < EXIT_COUNT; k++) {
        if (!frame->to[k]) continue;
        finally_copy(l, n, frame->to[k]);
        if (!l->dead) lower_exit(l, (ExitKind)k, n);
    }
}

// The try body: each of its statements begins a block, whose edge to `handler` has the state before
// it.
static void guarded_body(Lower *l, NodeList body, Block handler)
{
    Block outer = l->handler, first = block_new(l);
    jump(l, first);
    l->handler = handler;
    l->try_depth++;
    block_open(l, first);
    split(l);
    lower_body(l, body);
    l->handler = outer;
    l->try_depth--;
}

static void try_except(Lower *l, NodeId n, TryEnd end)
{
    NodeList list = py_list(l->t, n, Try_handlers), orelse = py_list(l->t, n, Try_orelse);
    Block handler = list.n ? block_region_from(l, l->cur, end.span) : 0;
    if (handler) guarded_body(l, py_list(l->t, n, Try_body), handler);
    else lower_body(l, py_list(l->t, n, Try_body));
    if (orelse.n && !l->dead) {
        Block more = block_new(l);
        jump(l, more);
        block_open(l, more);
        lower_body(l, orelse);
    }
    jump(l, end.join);
    if (!handler) return;
    block_open(l, handler);
    if (!l->dead) handlers(l, list, end);
}

static void try_finally(Lower *l, NodeId n, TryEnd end)
{
    Frame frame = {.kind = FRAME_FINALLY, .up = l->frame};
    Block outer = l->handler, raised = block_region_from(l, l->cur, end.span), first = block_new(l);
    jump(l, first);
    l->frame = &frame;
    l->handler = raised;
    l->try_depth++;
    block_open(l, first);
    split(l);
    try_except(l, n, end);
    l->frame = frame.up;
    l->handler = outer;
    l->try_depth--;
    finally_copy(l, n, end.join);
    Block after = block_region_from(l, l->blocks.v[raised].skip, end.span);
    jump(l, after);
    finally_exits(l, n, raised, &frame);
    block_open(l, after);
}

// Finally bodies within finally bodies are copied so deep; beyond that the normal way alone runs
// them.
void lower_try(Lower *l, NodeId n)
{
    const PyNode *node = py_at(l->t, n);
    TryEnd end = {0, {node->beg, node->end}};
    end.join = block_region_from(l, l->cur, end.span);
    NodeList last = py_list(l->t, n, Try_finalbody);
    if (last.n && l->finally_depth < SEMA_FINALLY_NEST) {
        try_finally(l, n, end);
        return;
    }
    try_except(l, n, end);
    block_open(l, end.join);
    lower_body(l, last);
}

// ---- with
// contextlib.suppress ends the body at an exception and goes on after it, like `except: pass`.
static bool suppresses(const Lower *l, NodeList items)
{
    for (uint32_t i = 0; i < items.n; i++) {
        NodeId e = items.v[i] ? py_node(l->t, items.v[i], withitem_context_expr) : 0;
        NodeId f = e && py_kind(l->t, e) == PY_Call ? py_node(l->t, e, Call_func) : 0;
        if (f && str_eq(py_last_name(l->t, f), S("suppress"))) return true;
    }
    return false;
}

static void with_enter(Lower *l, NodeId item, Frame *frame, bool is_async)
{
    Val manager = lower_opt(l, py_node(l->t, item, withitem_context_expr));
    Val v = emit(l, IR_ENTER, item, manager, 0);
    ins(l, v)->aux = is_async;
    *frame = (Frame){
        .kind = FRAME_WITH, .up = l->frame, .manager = manager, .node = item, .is_async = is_async};
    l->frame = frame;
    lower_store(l, py_node(l->t, item, withitem_optional_vars), v);
}

static void with_leave(Lower *l, const Frame *frames, uint32_t n)
{
    for (uint32_t i = n; i-- && !l->dead;) {
        Val v = emit(l, IR_EXIT, frames[i].node, frames[i].manager, 0);
        ins(l, v)->aux = frames[i].is_async;
    }
}

void lower_with(Lower *l, NodeId n)
{
    NodeList items = py_list(l->t, n, With_items), body = py_list(l->t, n, With_body);
    bool is_async = py_kind(l->t, n) == PY_AsyncWith;
    Frame *frames = new(l->tmp, Frame, items.n + 1), *up = l->frame;
    for (uint32_t i = 0; i < items.n; i++) with_enter(l, items.v[i], &frames[i], is_async);
    if (!suppresses(l, items)) {
        lower_body(l, body);
        l->frame = up;
        with_leave(l, frames, items.n);
        return;
    }
    Block caught = block_region(l, n), after = block_region(l, n);
    guarded_body(l, body, caught);
    l->frame = up;
    jump(l, after);
    block_open(l, caught);
    jump(l, after);
    block_open(l, after);
    with_leave(l, frames, items.n);
}
