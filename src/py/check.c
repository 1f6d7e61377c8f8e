// py/check: what compile() refuses after parsing: symbol table, code generator, __future__ imports.
// Reads the tree through py.h, adds DIAG_SYMBOL and DIAG_VERSION diagnostics and the verdict.
// A tree with syntax errors is left alone: what they hide would be reported as faults of its own.
// SPDX-License-Identifier: MIT
#include "py/check.h"
#include <stdio.h>

void check_refuse(Check *c, NodeId n, Versions by, const char *fmt, ...)
{
    char text[300];
    va_list ap;
    if (!(by & c->allowed)) return;
    va_start(ap, fmt);
    int len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    check(len >= 0);
    if (len >= (int)sizeof text) len = (int)sizeof text - 1;
    Refusal r = {
        {py_at(c->t, n)->beg, py_at(c->t, n)->end}, by, str_keep(c->tmp, (Str){text, len})};
    *push(c->tmp, &c->refusals) = r;
}

static const Str features[] = {L("nested_scopes"),    L("generators"),     L("division"),
                               L("absolute_import"),  L("with_statement"), L("print_function"),
                               L("unicode_literals"), L("barry_as_FLUFL"), L("generator_stop"),
                               L("annotations")};

static void check_feature(Check *c, NodeId at, Str name, Versions by)
{
    for (Size i = 0; i < countof(features); i++)
        if (str_eq(name, features[i])) return;
    if (str_eq(name, S("braces"))) check_refuse(c, at, by, "not a chance");
    else check_refuse(c, at, by, "future feature %.*s is not defined", STR_ARG(name));
}

static bool is_future(Check *c, NodeId n)
{
    if (py_kind(c->t, n) != PY_ImportFrom) return false;
    return str_eq(py_name(c->t, py_sym(c->t, n, ImportFrom_module)), S("__future__"));
}

static bool is_docstring(Check *c, NodeId n)
{
    if (py_kind(c->t, n) != PY_Expr) return false;
    const PyConst *k = py_const(c->t, py_node(c->t, n, Expr_value));
    return k && k->kind == CONST_STR;
}

// Since 3.13 the compiler cleans a docstring as UTF-8, which has no lone surrogates (U+D800: ED A0
// 80).
void check_docstring(Check *c, NodeList body)
{
    if (!body.n || !is_docstring(c, body.v[0])) return;
    Str s = py_const(c->t, py_node(c->t, body.v[0], Expr_value))->text;
    for (const char *at = s.s; (at = memchr(at, 0xED, (size_t)(s.s + s.len - at))); at++)
        if (at + 1 < s.s + s.len && (uint8_t)at[1] >= 0xA0) {
            check_refuse(c, body.v[0], V_SINCE(313), "surrogates are not allowed in a docstring");
            return;
        }
}

static int version_index(Versions one) { return __builtin_ctz(one); }

static Versions in_head(const Check *c, NodeId n)
{
    Versions in = 0;
    for (Versions v = 1; v <= V_ALL; v = (Versions)(v << 1))
        if (py_at(c->t, n)->beg < c->head_end[version_index(v)]) in |= v;
    return in;
}

// Until 3.12 a relative `from .__future__` was taken for the real one.
static Versions taken_for_future(Check *c, NodeId n)
{
    if (!is_future(c, n)) return 0;
    return py_raw(c->t, n, ImportFrom_level) ? V_BEFORE(313) : V_ALL;
}

void check_future(Check *c, NodeId n)
{
    Versions taken = taken_for_future(c, n), head = taken & in_head(c, n);
    NodeList names = py_list(c->t, n, ImportFrom_names);
    if (!taken) return;
    check_refuse(c, n, taken & (Versions)~head,
                 "from __future__ imports must occur at the beginning of the file");
    for (uint32_t i = 0; i < names.n && head; i++) {
        Str name = py_name(c->t, py_sym(c->t, names.v[i], alias_name));
        check_feature(c, n, name, head);
        if (str_eq(name, S("annotations")) && head == V_ALL) c->future_annotations = true;
    }
}

// The head of a file, where __future__ imports may stand: a docstring, then such imports.
static void find_head(Check *c)
{
    NodeList body = py_list(c->t, c->t->root, Module_body);
    Versions open = V_ALL;
    for (int i = 0; i < V_LAST - V_FIRST + 1; i++) c->head_end[i] = UINT32_MAX;
    for (uint32_t i = 0; i < body.n && open; i++) {
        Versions fits =
            i == 0 && is_docstring(c, body.v[i]) ? V_ALL : taken_for_future(c, body.v[i]);
        for (Versions v = 1; v <= V_ALL; v = (Versions)(v << 1))
            if (open & ~fits & v) c->head_end[version_index(v)] = py_at(c->t, body.v[i])->beg;
        open &= fits;
    }
}

// What kinds ask for a look: a name's history is kept only when some global, nonlocal or := asks for it.
enum { ASKS_HISTORY = 1, ASKS_KEYWORDS, ASKS_ALWAYS };
static const uint8_t asks[PY_KIND_COUNT] = {
    [PY_Global] = ASKS_HISTORY,   [PY_Nonlocal] = ASKS_HISTORY,    [PY_NamedExpr] = ASKS_HISTORY,
    [PY_Call] = ASKS_KEYWORDS,    [PY_Starred] = ASKS_ALWAYS,      [PY_Await] = ASKS_ALWAYS,
    [PY_Yield] = ASKS_ALWAYS,     [PY_YieldFrom] = ASKS_ALWAYS,    [PY_Lambda] = ASKS_ALWAYS,
    [PY_ListComp] = ASKS_ALWAYS,  [PY_SetComp] = ASKS_ALWAYS,      [PY_DictComp] = ASKS_ALWAYS,
    [PY_TypeAlias] = ASKS_ALWAYS, [PY_GeneratorExp] = ASKS_ALWAYS,
};

// May a name be given twice? Of many it is not told here.
static bool may_repeat(const Tree *t, NodeList keywords)
{
    enum { FEW = 8 };
    if (keywords.n > FEW) return true;
    for (uint32_t i = 1; i < keywords.n; i++) {
        Sym name = py_sym(t, keywords.v[i], keyword_arg);
        for (uint32_t k = 0; k < i && name; k++)
            if (py_sym(t, keywords.v[k], keyword_arg) == name) return true;
    }
    return false;
}

static void find_odd(Check *c)
{
    const Tree *t = c->t;
    for (NodeId i = 1; i < (NodeId)t->nodes.n; i++) {
        int what = asks[py_kind(t, i)];
        if (!what) continue;
        c->tracks |= what == ASKS_HISTORY;
        bool twice = what == ASKS_KEYWORDS && may_repeat(t, py_list(t, i, Call_keywords));
        if (what == ASKS_ALWAYS || twice)
            *push(c->tmp, &c->odd) = i;
    }
    *push(c->tmp, &c->odd) = (NodeId)t->nodes.n;
}

// The nodes below one are the last that were made before it.
bool check_plain(Check *c, NodeId n)
{
    bool later = n > c->done;
    while (c->odd.v[c->next_odd] <= c->done) c->next_odd++;
    if (later) c->done = n;
    return later && c->odd.v[c->next_odd] > n && !c->tracks && !c->debug;
}

static Versions version_bit(int version)
{
    if (version < V_FIRST || version > V_LAST) return 0;
    return (Versions)(1u << (version - V_FIRST));
}

static Versions between(int from, int to)
{
    Versions set = 0;
    for (int v = V_FIRST; v <= V_LAST; v++)
        if (v >= from && v <= to) set |= version_bit(v);
    return set;
}

static int lowest(Versions set) { return V_FIRST + __builtin_ctz(set); }
static int highest(Versions set) { return V_FIRST + 31 - __builtin_clz((unsigned)set); }

static void report(Check *c, const Refusal *r)
{
    Versions takes = c->allowed & (Versions)~r->by;
    PyDiag *d = push(c->keep, &c->t->diags);
    *d = (PyDiag){.kind = takes ? DIAG_VERSION : DIAG_SYMBOL,
                  .at = r->at,
                  .what = str_keep(c->keep, r->what)};
    if (!takes) return;
    if (lowest(takes) > V_FIRST) d->since = (uint16_t)lowest(takes);
    if (highest(takes) < V_LAST) d->until = (uint16_t)highest(takes);
}

static int by_place(const void *a, const void *b)
{
    uint32_t x = ((const Refusal *)a)->at.beg, y = ((const Refusal *)b)->at.beg;
    return (x > y) - (x < y);
}

// A refusal is told when the version asked for refuses, or when no version is left because of it.
static void conclude(Check *c, Versions asked)
{
    Versions left = c->allowed;
    for (Size i = 0; i < c->refusals.n; i++) left &= (Versions)~c->refusals.v[i].by;
    sort_items(c->refusals.v, c->refusals.n, sizeof(Refusal), by_place, *c->tmp);
    for (Size i = 0; i < c->refusals.n; i++) {
        const Refusal *r = &c->refusals.v[i];
        if (asked ? (r->by & asked) != 0 : !left) report(c, r);
    }
    c->t->min_version = (uint16_t)(left ? lowest(left) : V_LAST + 1);
    c->t->max_version = (uint16_t)(left ? highest(left) : V_FIRST - 1);
    if (!(asked ? left & asked : left)) c->t->parses = false;
}

void py_check(Tree *t, PyOptions opt, Arena *keep, Arena scratch)
{
    Check c = {
        .t = t, .keep = keep, .tmp = &scratch, .allowed = between(t->min_version, t->max_version)};
    if (!t->parses || !c.allowed || !t->root) return;
    c.seen = V_ALL;
    c.top_await = opt.top_await;
    find_odd(&c);
    c.debug = name_find(&t->names, S("__debug__"));
    find_head(&c);
    check_open(&c, SCOPE_MODULE);
    check_docstring(&c, py_list(t, t->root, Module_body));
    check_body(&c, py_list(t, t->root, Module_body));
    check_outers(&c);
    t->refused = c.refusals.n > 0;
    if (!t->refused) return;
    if (scratch.end == keep->end) keep->beg = scratch.beg;   // one block: what follows must not
                                                             // write over it
    conclude(&c, version_bit(opt.target));
}
