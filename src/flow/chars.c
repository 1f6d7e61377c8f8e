// flow/chars: tests on the characters of a text, and on where an address leads.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

static bool is_set_of(Frame *fr, Val v, Val *of)
{
    const Instr *in = def(fr, v);
    if (in->op != IR_CALL || in->nargs != 1) return false;
    Str name = callee_name(fr, in);
    *of = call_arg(fr, in, 0);
    return str_eq(name, S("set")) || str_eq(name, S("frozenset"));
}

// set(x) - set("abc") is empty, set(x) <= set("abc"): x is made of these characters.
void made_of(Frame *fr, State *st, Val part, Val whole)
{
    Val x, box;
    if (!is_set_of(fr, part, &x)) return;
    if (!is_set_of(fr, whole, &box)) box = whole;
    const Av *chars = fr->val[box];
    Kinds k = chars && !chars->taint ? chars_clear(fr->w, chars) : 0;
    if (k) fact_clear(fr, st, x, k, NULL, 0, S("it is made of these characters"));
}

// not any(c in x for c in ";|&"): x has none of them.
void none_of(Frame *fr, State *st, const Instr *call)
{
    Val list = call->nargs ? call_arg(fr, call, 0) : 0;
    const Instr *phi = list ? def(fr, list) : NULL;
    for (uint32_t i = 0; phi && phi->op == IR_PHI && i < phi->nargs; i++) {
        const Instr *sum = def(fr, fr->f->args.v[phi->args + i]);
        const Instr *one = sum->op == IR_BINARY ? def(fr, sum->b) : NULL;
        Val test = one && one->nargs ? fr->f->args.v[one->args] : 0;
        const Instr *in = test ? def(fr, test) : NULL;
        if (!in || in->op != IR_COMPARE || in->aux != OP_IN) continue;
        const Instr *item = def(fr, in->a);
        const Instr *iter = item->op == IR_NEXT ? def(fr, item->a) : NULL;
        const Av *chars = iter && iter->op == IR_ITER ? fr->val[iter->a] : NULL;
        Str s;
        if (chars && av_only_str(chars, &s) && bytes_clear(s))
            fact_clear(fr, st, in->b, bytes_clear(s), NULL, 0, S("it has none of these"));
    }
}

// ip_address(gethostbyname(urlparse(x).hostname)).is_private
void private_guard(Frame *fr, State *st, const Instr *attr, bool truth)
{
    static const char *const inside[] = {"is_private", "is_loopback", "is_reserved",
                                         "is_link_local"};
    static const char *const steps[] = {"ip_address", "IPv4Address", "gethostbyname", "str",
                                        "IPv6Address"};
    Str name = unit_str(fr->w, unit_sym(fr, attr->sym));
    bool outside = str_eq(name, S("is_global"));
    if (outside != truth || (!outside && !is_one_of(name, inside, countof(inside)))) return;
    Val v = attr->a;
    bool resolved = false;
    for (int i = 0; i < 5; i++) {
        const Instr *in = def(fr, v);
        Str m = in->op == IR_CALL ? last_part(callee_name(fr, in)) : (Str){0};
        if (!is_one_of(m, steps, countof(steps)) || !in->nargs) break;
        resolved |= str_starts(m, S("ip")) || str_starts(m, S("IP"));
        v = call_arg(fr, in, 0);
    }
    if (resolved) fact_clear(fr, st, v, KINDS_TEXT, NULL, 0, S("it leads to no address inside"));
}

// os.path.basename(x) == x
void same_name(Frame *fr, State *st, Val a, Val b, Str why)
{
    const Instr *in = def(fr, a);
    if (in->op != IR_CALL || !in->nargs) return;
    Str m = last_part(callee_name(fr, in));
    if ((str_eq(m, S("basename")) || str_eq(m, S("secure_filename"))) &&
        value_number(fr, call_arg(fr, in, 0)) == value_number(fr, b))
        fact_clear(fr, st, b, KIND(PATH), NULL, 0, why);
}
