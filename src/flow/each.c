// flow/each: what a loop that ran to its end has tested of every item.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

static const State *edge_to(Frame *fr, Block from, Block to)
{
    const BlockOut *o = &fr->out[from];
    const BasicBlock *b = &fr->f->blocks.v[from];
    if (!o->seen) return NULL;
    if (b->yes == to) return o->yes_live ? &o->yes : NULL;
    return b->how == END_BRANCH && b->no == to && o->no_live ? &o->no : NULL;
}

// enumerate(x), range(len(x)): x, where `item` is one turn's place in it; 0: it is neither.
static Val counted(Frame *fr, Val over, Val item, Val *place)
{
    const Func *f = fr->f;
    const Instr *call = over ? def(fr, over) : NULL;
    *place = item;
    if (!call || call->op != IR_CALL || call->nargs != 1) return 0;
    if (str_eq(callee_name(fr, call), S("range"))) return counted_by(fr, call_arg(fr, call, 0));
    if (!str_eq(callee_name(fr, call), S("enumerate"))) return 0;
    *place = 0;
    for (Val v = 1; v < (Val)f->code.n && !*place; v++)
        if (f->code.v[v].op == IR_UNPACK && f->code.v[v].a == item && !f->code.v[v].c) *place = v;
    return *place ? call_arg(fr, call, 0) : 0;
}

bool dominates(const Func *f, Block a, Block b, Block top)
{
    while (b != a && b != top && f->blocks.v[b].idom != b) b = f->blocks.v[b].idom;
    return b == a;
}

// for i, n in enumerate(x): x[i] = quote(n). At the loop's end each item of x is what was put there.
static void each_replaced(Frame *fr, State *st, const BasicBlock *head, Block top, Val over,
                          Val item)
{
    const Func *f = fr->f;
    Val place, x = counted(fr, over, item, &place);
    for (Val v = 1; x && v < (Val)f->code.n; v++) {
        const Instr *in = &f->code.v[v];
        bool always = in->op == IR_SET_INDEX && in->b == place && fr->val[in->c] &&
                      value_number(fr, in->a) == value_number(fr, x);
        for (uint32_t i = 0; always && i < head->npred; i++) {
            Block p = f->preds.v[head->pred + i];
            always = p < top || dominates(f, in->block, p, top);
        }
        if (!always) continue;
        Kinds left = taint_kinds(deep_taint(fr, fr->val[in->c]));
        items_clear(fr, st, x, KINDS_TEXT & ~left, S("each of its items was replaced"));
    }
}

// except ValueError:, except (ValueError, IndexError):
static bool catches_bad_value(Frame *fr, Val type, int depth)
{
    static const char *const bad[] = {"ValueError", "AddressValueError", "IndexError", "KeyError",
                                      "TypeError"};
    const Instr *in = def(fr, type);
    for (uint32_t i = 0; in->op == IR_TUPLE && i < in->nargs; i++)
        if (depth || !catches_bad_value(fr, fr->f->args.v[in->args + i], depth + 1)) return false;
    return in->op == IR_TUPLE ? in->nargs > 0
                              : in->op == IR_GLOBAL && is_one_of(py_name(fr->m->m->tree, in->sym), bad, countof(bad));
}

// The try statement that this handler is one of; 0: there is none.
static NodeId try_of(const Tree *t, NodeId handler)
{
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        NodeList list = py_kind(t, n) == PY_Try ? py_list(t, n, Try_handlers) : (NodeList){0};
        for (uint32_t i = 0; i < list.n; i++)
            if (list.v[i] == handler) return n;
    }
    return 0;
}

static bool says_addresses(const Tree *t)
{
    return name_find(&t->names, S("ip_address")) || name_find(&t->names, S("IPv4Address")) ||
           name_find(&t->names, S("IPv6Address"));
}

// ip_address(entry[4][0]): a part of what a name was resolved to. An item itself may be a name, which is no address
// and leads somewhere.
static bool is_of_entry(Frame *fr, Val v)
{
    enum { STEPS = 10 };
    const Instr *in = def(fr, v);
    for (int i = 0; i < STEPS && in->op == IR_CALL; i++) {
        Val of = in->nargs && !receiver(fr, in) ? call_arg(fr, in, 0) : receiver(fr, in);
        if (str_starts(last_part(callee_name(fr, in)), S("ip")) && in->nargs) of = call_arg(fr, in, 0);
        if (!of) return false;
        in = def(fr, of);
    }
    return in->op == IR_INDEX || in->op == IR_UNPACK;
}

// try: ip = ip_address(entry[4][0]) … except ValueError: continue. What is no address leads to none: was
// the turn that ends at block p given up for nothing else?
static bool is_no_address(Frame *fr, Block p, Block top, Val item)
{
    const Func *f = fr->f;
    const Tree *t = fr->m->m->tree;
    NodeId handler = 0;
    bool asked = false;
    if (!says_addresses(t)) return false;
    for (Val v = 1; v < (Val)f->code.n && !handler; v++) {
        const Instr *in = &f->code.v[v];
        if (in->op == IR_EXCEPTION && in->a && dominates(f, in->block, p, top) &&
            catches_bad_value(fr, in->a, 0))
            handler = in->node;
    }
    NodeId whole = handler ? try_of(t, handler) : 0;
    for (Val v = 1; whole && v < (Val)f->code.n; v++) {
        const Instr *in = &f->code.v[v];
        bool inside = in->op == IR_CALL && py_at(t, in->node)->beg > py_at(t, whole)->beg &&
                      py_at(t, in->node)->end < py_at(t, handler)->beg;
        if (!inside) continue;
        if (address_of(fr, v) != item || !is_of_entry(fr, v)) return false;
        asked = true;
    }
    return asked;
}

// for f in x: if bad(f): raise. What holds of f wherever the loop turns holds of every item of x at
// the loop's own end.
void each_guard(Frame *fr, State *st, Val more)
{
    const Func *f = fr->f;
    const Instr *test = def(fr, more);
    const BasicBlock *head = &f->blocks.v[test->block];
    const Instr *iter = def(fr, test->a);
    enum { MANY = 16 };                                         // ways back, each of which costs a look at the code
    bool few = head->npred <= MANY;
    Val item = 0;
    Fact all = {0};
    bool any = false;
    if (iter->op != IR_ITER) return;
    // it stands where there are more, behind that test
    for (Val v = more + 1; v < (Val)f->code.n && !item; v++)
        if (f->code.v[v].op == IR_NEXT && f->code.v[v].c == more) item = v;
    if (item) each_replaced(fr, st, head, test->block, iter->a, item);
    for (uint32_t i = 0; item && i < head->npred; i++) {
        Block p = f->preds.v[head->pred + i];
        if (p < test->block) continue;                          // the way in
        const State *turn = edge_to(fr, p, test->block);
        State copy = turn ? *turn : (State){0};
        const Fact *fact = turn ? fact_of(fr, &copy, item) : NULL;
        if (!turn || (few && (!fact || !fact->clear) && is_no_address(fr, p, test->block, item))) continue;
        if (!fact) return;
        all.clear = any ? all.clear & fact->clear : fact->clear;
        any = true;
    }
    if (any && all.clear)
        items_clear(fr, st, iter->a, all.clear, S("each of its items is tested"));
}

// list(map(check, x)): each item went through the check, which raised for the others.
void each_mapped(Frame *fr, const Args *args)
{
    Val map = args->npos && args->pos_val ? args->pos_val[0] : 0;
    const Instr *in = map ? def(fr, map) : NULL;
    if (!in || in->op != IR_CALL || in->nargs != 2 || !str_eq(callee_name(fr, in), S("map")))
        return;
    const Av *f = fr->val[call_arg(fr, in, 0)], *list = fr->val[call_arg(fr, in, 1)];
    const Atom *a = f && f->n == 1 ? av_find(f, AT_FUNC) : NULL;
    if (!a || !list || !deep_taint(fr, list)) return;
    Frame *probe = probe_call(fr, a, elements(fr, list, map), map);
    if (!probe || !probe->has_learnt[0] || !probe->learnt[0][0].clear) return;
    items_clear(fr, &fr->st, call_arg(fr, in, 1), probe->learnt[0][0].clear,
                S("each of its items is tested"));
}
