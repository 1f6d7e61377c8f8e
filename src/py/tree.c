// py/tree: reading a tree: the table of kinds, fields by position, children, lines and columns.
// SPDX-License-Identifier: MIT
#include "py/py.h"

#define PY_K(kind, fields) static const PyField fields_##kind[] = {fields {NULL, 0}};
#define PY_F(kind, field, type) {#field, #type[0]},
PY_KINDS(PY_K, PY_F)
#undef PY_K
#undef PY_F

const PyKindInfo py_kinds[PY_KIND_COUNT] = {
    {"", 0, NULL},
#define PY_K(kind, fields) {#kind, kind##_nfields, fields_##kind},
#define PY_F(kind, field, type)
    PY_KINDS(PY_K, PY_F)
#undef PY_K
#undef PY_F
};

const NodeId py_no_nodes[1] = {0};

const uint8_t py_nfields[PY_KIND_COUNT] = {
#define PY_K(kind, fields) [PY_##kind] = kind##_nfields,
#define PY_F(kind, field, type)
    PY_KINDS(PY_K, PY_F)
#undef PY_K
#undef PY_F
};

// A kind of more than three fields keeps only those that are not 0: aux has a bit for each. Up to
// three lie in f; of more, the first two in f and the rest in extra from f[2] on.
uint32_t py_packed(const Tree *t, const PyNode *n, int field)
{
    unsigned bits = n->aux, bit = 1u << field;
    if (!(bits & bit)) return 0;
    int at = bits_in(bits & (bit - 1)), all = bits_in(bits);
    return all <= 3 || at < 2 ? n->f[at] : t->extra.v[n->f[2] + (uint32_t)at - 2];
}

NodeId py_param(const Tree *t, NodeId arguments, uint32_t i, NodeId *fallback)
{
    NodeList first = py_list(t, arguments, arguments_posonlyargs),
             args = py_list(t, arguments, arguments_args),
             only = py_list(t, arguments, arguments_kwonlyargs);
    NodeList given = py_list(t, arguments, arguments_defaults);     // of the last of those by place
    uint32_t placed = first.n + args.n, from = placed > given.n ? placed - given.n : 0;
    *fallback = 0;
    if (i < placed) {
        if (i >= from && i - from < given.n) *fallback = given.v[i - from];
        return i < first.n ? first.v[i] : args.v[i - first.n];
    }
    i -= placed;
    given = py_list(t, arguments, arguments_kw_defaults);
    if (i < given.n) *fallback = given.v[i];
    return i < only.n ? only.v[i] : 0;
}

SymList py_syms(const Tree *t, NodeId n, int field)
{
    NodeList l = py_list(t, n, field);
    return (SymList){l.v, l.n};
}

const PyConst *py_const(const Tree *t, NodeId n)
{
    switch (py_kind(t, n)) {
    case PY_Constant:
    case PY_MatchSingleton: return &t->consts.v[py_at(t, n)->f[0]];
    case PY_Interpolation: return &t->consts.v[py_at(t, n)->f[Interpolation_str]];
    default: return NULL;
    }
}

_Static_assert((int)FunctionDef_body == (int)AsyncFunctionDef_body, "both have the same fields");

NodeList py_body(const Tree *t, NodeId def) { return py_list(t, def, FunctionDef_body); }

Str py_last_name(const Tree *t, NodeId n)
{
    if (py_kind(t, n) == PY_Name) return py_name(t, py_sym(t, n, Name_id));
    return py_kind(t, n) == PY_Attribute ? py_name(t, py_sym(t, n, Attribute_attr)) : S("");
}

NodeId py_keyword(const Tree *t, NodeId call, Str name)
{
    NodeList keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < keys.n; i++) {
        Sym key = py_sym(t, keys.v[i], keyword_arg);            // 0: **more
        if (key && str_eq(py_name(t, key), name)) return py_node(t, keys.v[i], keyword_value);
    }
    return 0;
}

Str py_text(const Tree *t, NodeId n)
{
    const PyNode *x = py_at(t, n);
    return str_sub(t->src, (Size)x->beg, (Size)x->end);
}

bool py_has_text(const Tree *t, Str text)
{
    for (Size i = 0; i < t->consts.n; i++)
        if (t->consts.v[i].kind == CONST_STR && str_eq(t->consts.v[i].text, text)) return true;
    return false;
}

enum { NODES_N = 1, NODES_O = 1, NODES_L = 1, NODES_S = 0, NODES_Y = 0, NODES_I = 0, NODES_C = 0,
       LISTS_N = 0, LISTS_O = 0, LISTS_L = 1, LISTS_S = 0, LISTS_Y = 0, LISTS_I = 0, LISTS_C = 0 };
// Of each kind, a bit for every field that holds nodes, and one for those that hold lists of them.
#define PY_F(kind, field, type) | NODES_##type << kind##_##field
#define PY_K(kind, fields) [PY_##kind] = 0 fields,
static const uint8_t holding[PY_KIND_COUNT] = {PY_KINDS(PY_K, PY_F)};
#undef PY_F
#define PY_F(kind, field, type) | LISTS_##type << kind##_##field
static const uint8_t listing[PY_KIND_COUNT] = {PY_KINDS(PY_K, PY_F)};
#undef PY_F
#undef PY_K

// `it` packs the field in its top three bits and the item of a list in the rest.
enum { ITEM_BITS = 29 };

NodeId py_next_child(const Tree *t, NodeId n, uint32_t *it)
{
    int kind = py_kind(t, n);
    uint32_t field = *it >> ITEM_BITS, item = *it & ((1u << ITEM_BITS) - 1);
    for (unsigned left = (unsigned)holding[kind] >> field; left; left >>= 1, field++, item = 0) {
        if (!(left & 1)) continue;
        NodeId got = 0;
        if (listing[kind] >> field & 1) {
            NodeList l = py_list(t, n, (int)field);
            while (item < l.n && !got) got = l.v[item++];
        } else if (item == 0) {
            got = py_raw(t, n, (int)field);
            item = 1;
        }
        if (!got) continue;
        *it = field << ITEM_BITS | item;
        return got;
    }
    *it = 0;
    return 0;
}

void py_each_child(const Tree *t, NodeId n, void (*see)(void *self, NodeId child), void *self)
{
    int kind = py_kind(t, n);
    for (unsigned left = holding[kind]; left; left &= left - 1) {
        int field = __builtin_ctz(left);
        if (listing[kind] >> field & 1) {
            NodeList l = py_list(t, n, field);
            for (uint32_t i = 0; i < l.n; i++)
                if (l.v[i]) see(self, l.v[i]);
        } else {
            NodeId child = py_raw(t, n, field);
            if (child) see(self, child);
        }
    }
}

static NodeId take_child(NodeId child, NodeId of, NodeId least, NodeId *parent, const NodeId *first)
{
    if (!child) return least;
    parent[child] = of;
    return first[child] < least ? first[child] : least;
}

void py_parents(const Tree *t, NodeId *parent, NodeId *first)
{
    const NodeId all = (NodeId)t->nodes.n;
    for (NodeId n = 1; n < all; n++) {
        const PyNode *x = &t->nodes.v[n];
        NodeId least = n;
        const bool packed = py_nfields[x->kind] > 3;
        const unsigned lists = listing[x->kind];
        for (unsigned left = holding[x->kind]; left; left &= left - 1) {
            int field = __builtin_ctz(left);
            uint32_t raw = packed ? py_packed(t, x, field) : x->f[field];
            if (!raw) continue;
            if (!(lists >> field & 1)) {
                least = take_child(raw, n, least, parent, first);
                continue;
            }
            const NodeId *child = &t->extra.v[raw];
            for (uint32_t i = *child; i; i--) least = take_child(*++child, n, least, parent, first);
        }
        first[n] = least;
    }
}

NodeId *py_kind_links(const Tree *t, Arena *keep)
{
    Size n = t->nodes.n;
    NodeId *links = new(keep, NodeId, n + PY_KIND_COUNT), *first = links + n;
    for (Size i = n; i-- > 1;) {
        links[i] = first[t->nodes.v[i].kind];
        first[t->nodes.v[i].kind] = (NodeId)i;
    }
    return links;
}

NodeId py_next_of(const Tree *t, const NodeId *links, int kind, NodeId from)
{
    if (links && !from) return links[t->nodes.n + kind];
    for (NodeId n = from; (Size)n < t->nodes.n; n++) {
        if (links && t->nodes.v[n].kind == kind && n == from) return links[n];
        if (t->nodes.v[n].kind == kind && n > from) return n;
    }
    return 0;
}

static Size line_of(const Tree *t, uint32_t at)
{
    Size lo = 0, hi = t->lines.n;
    while (hi - lo > 1) {
        Size mid = lo + (hi - lo) / 2;
        if (t->lines.v[mid] <= at) lo = mid;
        else hi = mid;
    }
    return lo;
}

PyPos py_pos(const Tree *t, uint32_t at)
{
    if (!t->lines.n) return (PyPos){1, (int)at};
    Size line = line_of(t, at);
    return (PyPos){(int)line + 1, (int)(at - t->lines.v[line])};
}

Span py_line(const Tree *t, int line)
{
    if (line < 1 || line > t->lines.n) return (Span){0, 0};
    uint32_t beg = t->lines.v[line - 1];
    uint32_t end = line < t->lines.n ? t->lines.v[line] : (uint32_t)t->src.len;
    while (end > beg && (t->src.s[end - 1] == '\n' || t->src.s[end - 1] == '\r')) end--;
    return (Span){beg, end};
}
