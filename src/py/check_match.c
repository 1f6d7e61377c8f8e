// py/check_match: what compile() refuses in patterns (PEP 634): captures made twice, alternatives
// that bind different names, patterns that nothing gets past, repeated keys and attributes.
// SPDX-License-Identifier: MIT
#include "py/check.h"
#include <math.h>

// The names that one pattern binds: as a list, and as a set in the table of symbols.
typedef struct { uint32_t set; struct { Sym *v; Size n, cap; } names; } Captures;

static void check_pattern(Check *c, Captures *k, NodeId n, bool last);

static void capture(Check *c, Captures *k, NodeId at, Sym name)
{
    if (!name) return;
    check_bind(c, at, name, NAME_LOCAL);
    check_store(c, at, name, CTX_STORE);
    Symbol *s = check_symbol(c, k->set, name);
    if (s->flags)
        check_refuse(c, at, V_ALL, "multiple assignments to name '%.*s' in pattern",
                     STR_ARG(py_name(c->t, name)));
    else *push(c->tmp, &k->names) = name;
    s->flags = 1;
}

static bool same_names(Check *c, const Captures *a, const Captures *b)
{
    if (a->names.n != b->names.n) return false;
    for (Size i = 0; i < b->names.n; i++)
        if (!check_symbol(c, a->set, b->names.v[i])->flags) return false;
    return true;
}

static void check_or(Check *c, Captures *k, NodeId n, bool last)
{
    NodeList list = py_list(c->t, n, MatchOr_patterns);
    Captures first = {0};
    for (uint32_t i = 0; i < list.n; i++) {
        Captures one = {.set = ++c->scopes};
        check_pattern(c, &one, list.v[i], last && i + 1 == list.n);
        if (i == 0) first = one;
        else if (!same_names(c, &first, &one))
            check_refuse(c, n, V_ALL, "alternative patterns bind different names");
    }
    for (Size i = 0; i < first.names.n; i++) capture(c, k, n, first.names.v[i]);
}

static void check_as(Check *c, Captures *k, NodeId n, bool last)
{
    NodeId inner = py_node(c->t, n, MatchAs_pattern);
    Sym name = py_sym(c->t, n, MatchAs_name);
    if (inner) check_pattern(c, k, inner, last);
    else if (!last && name)
        check_refuse(c, n, V_ALL, "name capture '%.*s' makes remaining patterns unreachable",
                     STR_ARG(py_name(c->t, name)));
    else if (!last) check_refuse(c, n, V_ALL, "wildcard makes remaining patterns unreachable");
    capture(c, k, n, name);
}

static void check_patterns(Check *c, Captures *k, NodeList list)
{
    for (uint32_t i = 0; i < list.n; i++) check_pattern(c, k, list.v[i], true);
}

static void check_sequence(Check *c, Captures *k, NodeId n)
{
    NodeList list = py_list(c->t, n, MatchSequence_patterns);
    int stars = 0;
    for (uint32_t i = 0; i < list.n; i++) {
        if (py_kind(c->t, list.v[i]) != PY_MatchStar) continue;
        if (stars++)
            check_refuse(c, list.v[i], V_ALL, "multiple starred names in sequence pattern");
        if (i >= 256)
            check_refuse(c, list.v[i], V_ALL,
                         "too many expressions in star-unpacking sequence pattern");
    }
    check_patterns(c, k, list);
}

static void put_number(Buf *b, double d)
{
    if (d == floor(d) && fabs(d) < 9e18) buf_fmt(b, "i%lld", (long long)d);
    else buf_fmt(b, "f%a", d);
}

// A text that is the same for constants that Python holds equal: 1, 1.0 and True are one key.
static Str key_text(Check *c, const PyConst *k, bool minus, double imag)
{
    Buf b = {.keep = c->tmp};
    switch (k->kind) {
    case CONST_STR: buf_fmt(&b, "s%.*s", STR_ARG(k->text)); break;
    case CONST_BYTES: buf_fmt(&b, "b%.*s", STR_ARG(k->text)); break;
    case CONST_INT:
        if (k->big) buf_fmt(&b, "%cI%.*s", minus ? '-' : '+', STR_ARG(k->text));
        else if (imag == 0) buf_fmt(&b, "i%lld", (long long)(minus ? -k->i : k->i));
        else put_number(&b, (double)(minus ? -k->i : k->i));
        break;
    case CONST_FALSE: case CONST_TRUE: buf_fmt(&b, "i%d", k->kind == CONST_TRUE); break;
    case CONST_FLOAT: put_number(&b, minus ? -k->d : k->d); break;
    case CONST_COMPLEX:
        put_number(&b, 0);
        imag = minus ? -k->d : k->d;
        break;
    default: buf_fmt(&b, "k%d", (int)k->kind); break;
    }
    if (imag != 0) buf_fmt(&b, "+%aj", imag);
    return buf_str(&b);
}

static NodeId bare_number(Check *c, NodeId n, bool *minus)
{
    *minus = py_kind(c->t, n) == PY_UnaryOp;
    return *minus ? py_node(c->t, n, UnaryOp_operand) : n;
}

// Empty when the key is no constant.
static Str constant_key(Check *c, NodeId n)
{
    bool minus;
    double imag = 0;
    if (py_kind(c->t, n) == PY_BinOp) {
        const PyConst *right = py_const(c->t, py_node(c->t, n, BinOp_right));
        if (!right || right->kind != CONST_COMPLEX) return (Str){0};
        imag = py_at(c->t, n)->op == OP_SUB ? -right->d : right->d;
        n = py_node(c->t, n, BinOp_left);
    }
    const PyConst *k = py_const(c->t, bare_number(c, n, &minus));
    return k ? key_text(c, k, minus, imag) : (Str){0};
}

static bool is_text_with_holes(const Tree *t, NodeId n)
{
    return py_kind(t, n) == PY_JoinedStr || py_kind(t, n) == PY_TemplateStr;
}

static void check_mapping(Check *c, Captures *k, NodeId n)
{
    NodeList keys = py_list(c->t, n, MatchMapping_keys);
    Map seen = {0};
    for (uint32_t i = 0; i < keys.n; i++) {
        check_expr(c, keys.v[i]);
        if (is_text_with_holes(c->t, keys.v[i]))
            check_refuse(c, keys.v[i], V_ALL,
                         "mapping pattern keys may only match literals and attribute lookups");
        Str key = constant_key(c, keys.v[i]);
        if (!key.len) continue;
        void **place = map_at(c->tmp, &seen, key);
        if (*place)
            check_refuse(c, keys.v[i], V_ALL, "mapping pattern checks duplicate key (%.*s)",
                         STR_ARG(py_text(c->t, keys.v[i])));
        *place = c;
    }
    check_patterns(c, k, py_list(c->t, n, MatchMapping_patterns));
    capture(c, k, n, py_sym(c->t, n, MatchMapping_rest));
}

static void check_class_pattern(Check *c, Captures *k, NodeId n)
{
    SymList attrs = py_syms(c->t, n, MatchClass_kwd_attrs);
    check_expr(c, py_node(c->t, n, MatchClass_cls));
    check_repeats(c, n, attrs.v, attrs.n, V_ALL, "attribute name repeated in class pattern");
    for (uint32_t i = 0; i < attrs.n; i++) check_store(c, n, attrs.v[i], CTX_STORE);
    check_patterns(c, k, py_list(c->t, n, MatchClass_patterns));
    check_patterns(c, k, py_list(c->t, n, MatchClass_kwd_patterns));
}

static void check_value(Check *c, NodeId n)
{
    NodeId value = py_node(c->t, n, MatchValue_value);
    check_expr(c, value);
    if (is_text_with_holes(c->t, value))
        check_refuse(c, n, V_ALL, "patterns may only match literals and attribute lookups");
}

// last: nothing of the statement comes after it, so it may match everything.
static void check_pattern(Check *c, Captures *k, NodeId n, bool last)
{
    switch (py_kind(c->t, n)) {
    case PY_MatchValue: check_value(c, n); break;
    case PY_MatchSequence: check_sequence(c, k, n); break;
    case PY_MatchMapping: check_mapping(c, k, n); break;
    case PY_MatchClass: check_class_pattern(c, k, n); break;
    case PY_MatchStar: capture(c, k, n, py_sym(c->t, n, MatchStar_name)); break;
    case PY_MatchAs: check_as(c, k, n, last); break;
    case PY_MatchOr: check_or(c, k, n, last); break;
    default: break;
    }
}

void check_match(Check *c, NodeId n)
{
    NodeList cases = py_list(c->t, n, Match_cases);
    check_expr(c, py_node(c->t, n, Match_subject));
    for (uint32_t i = 0; i < cases.n; i++) {
        Captures k = {.set = ++c->scopes};
        NodeId guard = py_node(c->t, cases.v[i], match_case_guard);
        check_pattern(c, &k, py_node(c->t, cases.v[i], match_case_pattern),
                      guard || i + 1 == cases.n);
        if (guard) check_expr(c, guard);
        check_body(c, py_list(c->t, cases.v[i], match_case_body));
    }
}
