// py/check_try: try statements: the order of handlers, and the blocks that CPython's compiler
// counts.
// SPDX-License-Identifier: MIT
#include "py/check.h"

static void check_handler(Check *c, NodeId h, bool star)
{
    Block b;
    Sym name = py_sym(c->t, h, ExceptHandler_name);
    NodeId type = py_node(c->t, h, ExceptHandler_type);
    if (type) check_expr(c, type);
    check_bind(c, h, name, NAME_LOCAL);
    check_store(c, h, name, CTX_STORE);
    check_enter_block(c, h, &b, star ? BLOCK_STAR : BLOCK_OTHER, 1, 2);
    check_body(c, py_list(c->t, h, ExceptHandler_body));
    check_leave_block(c);
}

static void check_handlers(Check *c, NodeList handlers, bool star)
{
    for (uint32_t i = 0; i < handlers.n; i++) {
        if (!py_node(c->t, handlers.v[i], ExceptHandler_type) && i + 1 < handlers.n)
            check_refuse(c, handlers.v[i], V_ALL, "default 'except:' must be last");
        check_handler(c, handlers.v[i], star);
    }
}

void check_try(Check *c, NodeId n)
{
    Block outer, inner;
    NodeList handlers = py_list(c->t, n, Try_handlers), final = py_list(c->t, n, Try_finalbody);
    if (final.n) check_enter_block(c, n, &outer, BLOCK_OTHER, 1, 1);
    if (handlers.n) check_enter_block(c, n, &inner, BLOCK_OTHER, 1, 1);
    check_body(c, py_list(c->t, n, Try_body));
    if (handlers.n) check_leave_block(c);
    check_handlers(c, handlers, py_kind(c->t, n) == PY_TryStar);
    check_body(c, py_list(c->t, n, Try_orelse));
    if (!final.n) return;
    check_leave_block(c);
    check_enter_block(c, n, &outer, BLOCK_OTHER, 1, 1);
    check_body(c, final);
    check_leave_block(c);
}
