// mend/fix_algorithm: the program says how a token is checked, and not the token.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool is_none(Str word) { return str_alike(word, S("none")) || !word.len; }

// ["HS256", header["alg"]]: those that the program names itself
static Str named_in(const Mend *m, NodeId list)
{
    int kind = list ? py_kind(m->tree, list) : 0;
    Buf b = {.keep = m->keep};
    if (kind != PY_List && kind != PY_Tuple && kind != PY_Set) return (Str){0};
    NodeList items = py_list(m->tree, list, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (!is_none(mend_string(m, items.v[i])))
            buf_fmt(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(py_text(m->tree, items.v[i])));
    return buf_str(&b);
}

// What the tokens that this file makes are signed by: encode(…, algorithm="HS256"), that one alone.
static Str signed_by(const Mend *m)
{
    Str found = {0};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!str_eq(mend_called(m, n), S("encode"))) continue;
        NodeId by = mend_arg(m, n, 2, S("algorithm"));
        Str word = mend_string(m, by);
        if (by && !word.len) word = mend_string(m, mend_constant(m, by));
        if (is_none(word)) continue;
        if (found.len && !str_eq(found, word)) return (Str){0};
        found = word;
    }
    return found;
}

bool mend_fix_algorithm(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId call = py_kind(m->tree, at->node) == PY_Call ? at->node : mend_next(m, PY_Call, at->node, 0);
    NodeId list = call ? mend_arg(m, call, 2, S("algorithms")) : 0;
    if (!list || !str_eq(mend_called(m, call), S("decode"))) return false;
    Str named = named_in(m, list), made = named.len ? (Str){0} : signed_by(m);
    if (made.len) named = edit_literal(made, mend_quote(m, call), m->keep);
    if (!named.len) return false;
    mend_replace(m, &out->change, list, str_fmt(m->keep, "[%.*s]", STR_ARG(named)));
    return mend_done(out, TRUST_REVIEW,
                     made.len ? "Tokens are checked by the algorithm that this program signs with. "
                                "Decide that none signed otherwise is to be taken."
                              : "Tokens are checked by the algorithms that this program names. "
                                "Decide that none signed otherwise is to be taken.");
}
