// match: a match statement to tests and branches. A name is bound where its pattern is met.
// SPDX-License-Identifier: MIT
#include "sema/lower.h"

static void pattern(Lower *l, NodeId p, Val subject, Block fail);

static int kind(const Lower *l, NodeId n) { return py_kind(l->t, n); }

static void go_if(Lower *l, Val cond, Block fail)
{
    Block yes = block_new(l);
    branch(l, cond, yes, fail);
    block_open(l, yes);
}

static void test(Lower *l, NodeId p, IrTest what, Val subject, uint32_t length, uint8_t longer,
                 Block fail)
{
    Val v = emit(l, IR_TEST, p, subject, 0);
    ins(l, v)->aux = (uint16_t)what;
    ins(l, v)->aux2 = length;
    ins(l, v)->flags = longer;
    go_if(l, v, fail);
}

static void compare(Lower *l, NodeId p, Val subject, Val with, PyOp op, Block fail)
{
    Val v = emit(l, IR_COMPARE, p, subject, with);
    ins(l, v)->aux = (uint16_t)op;
    go_if(l, v, fail);
}

static void sequence(Lower *l, NodeId p, Val subject, Block fail)
{
    NodeList items = py_list(l->t, p, MatchSequence_patterns);
    uint32_t star = items.n;
    for (uint32_t i = 0; i < items.n; i++)
        if (items.v[i] && kind(l, items.v[i]) == PY_MatchStar) star = i;
    bool open = star < items.n;
    test(l, p, TEST_IS_SEQUENCE, subject, 0, 0, fail);
    test(l, p, TEST_LENGTH, subject, open ? items.n - 1 : items.n, open, fail);
    for (uint32_t i = 0; i < items.n; i++) {
        Val item = emit(l, IR_UNPACK, items.v[i], subject, star);
        ins(l, item)->aux = (uint16_t)(i < UINT16_MAX ? i : UINT16_MAX);
        ins(l, item)->c = i < star ? 0 : i == star ? 1 : 2;
        ins(l, item)->aux2 = items.n;
        pattern(l, items.v[i], item, fail);
    }
}

static void mapping(Lower *l, NodeId p, Val subject, Block fail)
{
    NodeList keys = py_list(l->t, p, MatchMapping_keys),
             items = py_list(l->t, p, MatchMapping_patterns);
    test(l, p, TEST_IS_MAPPING, subject, 0, 0, fail);
    Size mark = l->vals.n;
    for (uint32_t i = 0; i < keys.n; i++) take(l, lower_opt(l, keys.v[i]), ARG_POS, 0);
    Val has = emit(l, IR_TEST, p, subject, 0);
    ins(l, has)->aux = TEST_KEYS;
    give(l, has, mark);
    uint32_t first = ins(l, has)->args;
    if (keys.n) go_if(l, has, fail);
    for (uint32_t i = 0; i < items.n && i < keys.n; i++)
        pattern(l, items.v[i], emit(l, IR_INDEX, items.v[i], subject, l->args.v[first + i]), fail);
    if (!py_sym(l->t, p, MatchMapping_rest)) return;
    take(l, 0, ARG_DSTAR, 0);                                // {**subject}, less the keys above
    take(l, subject, ARG_DSTAR, 0);
    Val rest = emit(l, IR_DICT, p, 0, 0);
    give(l, rest, mark);
    var_write(l, var_of(l, p), rest, p);
}

// str(x), int(x) and their like bind the subject itself.
static bool is_scalar_class(const Lower *l, NodeId cls)
{
    static const char *const names[] = {"bool", "bytearray", "bytes", "dict", "float", "frozenset",
                                        "int",  "list",      "set",   "str",  "tuple"};
    if (kind(l, cls) != PY_Name || l->sc->vars.v[var_of(l, cls)].target) return false;
    Str name = py_name(l->t, py_sym(l->t, cls, Name_id));
    for (Size i = 0; i < countof(names); i++)
        if (str_eq(name, str_of(names[i]))) return true;
    return false;
}

static void class_pattern(Lower *l, NodeId p, Val subject, Block fail)
{
    NodeId cls = py_node(l->t, p, MatchClass_cls);
    NodeList items = py_list(l->t, p, MatchClass_patterns),
             named = py_list(l->t, p, MatchClass_kwd_patterns);
    SymList attrs = py_syms(l->t, p, MatchClass_kwd_attrs);
    Size mark = l->vals.n;
    take(l, lower_opt(l, cls), ARG_POS, 0);
    Val fits = emit(l, IR_TEST, p, subject, 0);
    ins(l, fits)->aux = TEST_CLASS;
    give(l, fits, mark);
    go_if(l, fits, fail);
    bool self = cls && items.n == 1 && is_scalar_class(l, cls);
    for (uint32_t i = 0; i < items.n; i++) {
        Val item = subject;
        if (!self) {
            item = emit(l, IR_UNPACK, items.v[i], subject, items.n);
            ins(l, item)->aux = (uint16_t)(i < UINT16_MAX ? i : UINT16_MAX);
            ins(l, item)->aux2 = items.n;
            ins(l, item)->c = 3;
        }
        pattern(l, items.v[i], item, fail);
    }
    for (uint32_t i = 0; i < named.n && i < attrs.n; i++)
        pattern(l, named.v[i], emit_sym(l, IR_ATTR, named.v[i], attrs.v[i], subject), fail);
}

static void alternatives(Lower *l, NodeId p, Val subject, Block fail)
{
    NodeList items = py_list(l->t, p, MatchOr_patterns);
    Block met = block_region(l, p);
    for (uint32_t i = 0; i < items.n; i++) {
        bool last = i + 1 == items.n;
        Block next = last ? fail : block_region(l, items.v[i]);
        pattern(l, items.v[i], subject, next);
        jump(l, met);
        if (!last) block_open(l, next);
    }
    block_open(l, met);
}

static void pattern(Lower *l, NodeId p, Val subject, Block fail)
{
    if (!p || l->dead || !lower_enter(l)) return;
    switch (kind(l, p)) {
    case PY_MatchValue:
        compare(l, p, subject, lower_opt(l, py_node(l->t, p, MatchValue_value)), OP_EQ, fail);
        break;
    case PY_MatchSingleton: compare(l, p, subject, emit(l, IR_CONST, p, 0, 0), OP_IS, fail); break;
    case PY_MatchSequence: sequence(l, p, subject, fail); break;
    case PY_MatchMapping: mapping(l, p, subject, fail); break;
    case PY_MatchClass: class_pattern(l, p, subject, fail); break;
    case PY_MatchOr: alternatives(l, p, subject, fail); break;
    case PY_MatchAs:
        pattern(l, py_node(l->t, p, MatchAs_pattern), subject, fail);
        if (py_sym(l->t, p, MatchAs_name)) var_write(l, var_of(l, p), subject, p);
        break;
    case PY_MatchStar:
        if (py_sym(l->t, p, MatchStar_name)) var_write(l, var_of(l, p), subject, p);
        break;
    default: lower_error(l, p);
    }
    l->depth--;
}

void lower_match(Lower *l, NodeId n)
{
    NodeList cases = py_list(l->t, n, Match_cases);
    Val subject = lower_opt(l, py_node(l->t, n, Match_subject));
    Block after = block_region(l, n);
    for (uint32_t i = 0; i < cases.n && !l->dead; i++) {
        NodeId c = cases.v[i];
        if (!c || kind(l, c) != PY_match_case) continue;
        Block fail = block_region(l, c);
        pattern(l, py_node(l->t, c, match_case_pattern), subject, fail);
        NodeId guard = py_node(l->t, c, match_case_guard);
        if (guard && !l->dead) lower_cond_true(l, guard, fail);
        lower_body(l, py_list(l->t, c, match_case_body));
        jump(l, after);
        block_open(l, fail);
    }
    jump(l, after);
    block_open(l, after);
}
