// flow/operate: operators, truth and comparison, over constants first.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

enum { TEXT_MOST = 1 << 16 };

static bool is_text(const PyConst *c) { return c->kind == CONST_STR || c->kind == CONST_BYTES; }

// ---- truth

Truth atom_truth(Frame *fr, const Atom *a)
{
    const Obj *o;
    switch ((AtomKind)a->kind) {
    case AT_CONST: return const_truth(a->p);
    case AT_FUNC: case AT_BOUND: case AT_CLASS: case AT_MODULE: case AT_PARTIAL: return TRUTH_YES;
    case AT_NAME:
        return str_eq(unit_str(fr->w, a->idx), S("typing.TYPE_CHECKING")) ? TRUTH_NO : TRUTH_MAYBE;
    case AT_OBJ:
        o = obj_at(fr->w, &fr->st, a->obj);
        if (!o || o->kind > OB_DICT || o->many) return TRUTH_MAYBE;
        return obj_holds(o) ? TRUTH_YES : o->exact && !o->n ? TRUTH_NO : TRUTH_MAYBE;
    default: return TRUTH_MAYBE;
    }
}

Truth av_truth(Frame *fr, const Av *v)
{
    if (v->flags || !v->n) return TRUTH_MAYBE;
    Truth t = atom_truth(fr, &v->atom[0]);
    for (int i = 1; i < v->n; i++)
        if (atom_truth(fr, &v->atom[i]) != t) return TRUTH_MAYBE;
    return t;
}

// ---- comparison

static Truth compare_int(int op, int64_t x, int64_t y)
{
    switch (op) {
    case OP_LT: return x < y;
    case OP_LTE: return x <= y;
    case OP_GT: return x > y;
    case OP_GTE: return x >= y;
    default: return TRUTH_MAYBE;
    }
}

static bool const_number(const PyConst *c, int64_t *i)
{
    if (c->kind == CONST_TRUE || c->kind == CONST_FALSE) return *i = c->kind == CONST_TRUE, true;
    if (c->kind != CONST_INT || c->big) return false;
    return *i = c->i, true;
}

static Truth compare_const(int op, const PyConst *a, const PyConst *b)
{
    int64_t x, y;
    bool numbers = const_number(a, &x) && const_number(b, &y);
    bool same = numbers ? x == y : const_equal(a, b);
    switch (op) {
    case OP_EQ:
        return same                                               ? TRUTH_YES
               : a->kind == CONST_FLOAT || b->kind == CONST_FLOAT ? TRUTH_MAYBE
                                                                  : TRUTH_NO;
    case OP_NOTEQ:
        return same                                               ? TRUTH_NO
               : a->kind == CONST_FLOAT || b->kind == CONST_FLOAT ? TRUTH_MAYBE
                                                                  : TRUTH_YES;
    case OP_IS:
        return a->kind != b->kind ? TRUTH_NO : a->kind <= CONST_ELLIPSIS ? TRUTH_YES : TRUTH_MAYBE;
    case OP_ISNOT:
        return a->kind != b->kind ? TRUTH_YES : a->kind <= CONST_ELLIPSIS ? TRUTH_NO : TRUTH_MAYBE;
    case OP_IN: case OP_NOTIN: {
        if (!is_text(a) || !is_text(b)) return TRUTH_MAYBE;
        bool in = str_find(b->text, a->text) >= 0;
        return in == (op == OP_IN) ? TRUTH_YES : TRUTH_NO;
    }
    default:
        if (numbers) return compare_int(op, x, y);
        if (is_text(a) && is_text(b)) return compare_int(op, str_cmp(a->text, b->text), 0);
        return TRUTH_MAYBE;
    }
}

static Truth atom_in(Frame *fr, const Atom *a, const Obj *o)
{
    if (a->kind != AT_CONST || !o->exact || o->many) return TRUTH_MAYBE;
    Key k = 0;
    if (o->kind == OB_DICT && key_of(fr->w, av_atom(fr->w, *a), &k))
        return !obj_cell(o, k) ? TRUTH_NO : o->partial ? TRUTH_MAYBE : TRUTH_YES;
    Truth t = TRUTH_NO;
    for (uint32_t i = 0; i < o->n; i++) {
        const PyConst *c = av_only_const(o->cell[i].v);
        if (c && const_equal(c, a->p)) return TRUTH_YES;
        if (!c) t = TRUTH_MAYBE;
    }
    return t;
}

static Truth version_test(Frame *fr, int op, const Av *b)
{
    uint32_t id;
    int64_t major, minor = 0;
    const Obj *o = only_obj(fr, b, &id);
    if (!o || o->kind != OB_TUPLE || !o->n || !av_only_int(o->cell[0].v, &major))
        return TRUTH_MAYBE;
    if (o->n > 1 && !av_only_int(o->cell[1].v, &minor)) return TRUTH_MAYBE;
    int64_t asked = major * 100 + minor, least = 308;
    if (op == OP_GTE || op == OP_GT)
        return asked <= least ? TRUTH_YES : major > 3 ? TRUTH_NO : TRUTH_MAYBE;
    if (op == OP_LT || op == OP_LTE)
        return asked <= least ? TRUTH_NO : major > 3 ? TRUTH_YES : TRUTH_MAYBE;
    return TRUTH_MAYBE;
}

static Truth pair_truth(Frame *fr, int op, const Atom *a, const Atom *b)
{
    bool identity = op == OP_IS || op == OP_ISNOT;
    if (a->kind == AT_CONST && b->kind == AT_CONST) return compare_const(op, a->p, b->p);
    const Atom *c = a->kind == AT_CONST ? a : b, *o = c == a ? b : a;
    bool none = c->kind == AT_CONST && ((const PyConst *)c->p)->kind == CONST_NONE;
    bool thing = o->kind == AT_FUNC || o->kind == AT_BOUND || o->kind == AT_CLASS ||
                 o->kind == AT_OBJ || o->kind == AT_MODULE;
    if (none && thing && identity) return op == OP_ISNOT ? TRUTH_YES : TRUTH_NO;
    if (none && thing && (op == OP_EQ || op == OP_NOTEQ))
        return op == OP_NOTEQ ? TRUTH_YES : TRUTH_NO;
    if ((op == OP_IN || op == OP_NOTIN) && b->kind == AT_OBJ) {
        const Obj *box = obj_at(fr->w, &fr->st, b->obj);
        if (!box || box->kind > OB_DICT) return TRUTH_MAYBE;
        Truth t = atom_in(fr, a, box);
        return t == TRUTH_MAYBE ? t : (t == TRUTH_YES) == (op == OP_IN) ? TRUTH_YES : TRUTH_NO;
    }
    return TRUTH_MAYBE;
}

Truth compare(Frame *fr, int op, const Av *a, const Av *b)
{
    if (a->n == 1 && a->atom[0].kind == AT_NAME &&
        str_eq(unit_str(fr->w, a->atom[0].idx), S("sys.version_info")))
        return version_test(fr, op, b);
    if ((a->flags & ~AV_QUIET) || (b->flags & ~AV_QUIET) || !a->n || !b->n) return TRUTH_MAYBE;
    Truth t = pair_truth(fr, op, &a->atom[0], &b->atom[0]);
    for (int i = 0; i < a->n; i++)
        for (int j = 0; j < b->n; j++)
            if (pair_truth(fr, op, &a->atom[i], &b->atom[j]) != t) return TRUTH_MAYBE;
    return t;
}

// ---- arithmetic

static bool fold_int(int op, int64_t x, int64_t y, int64_t *r)
{
    switch (op) {
    case OP_ADD: return !__builtin_add_overflow(x, y, r);
    case OP_SUB: return !__builtin_sub_overflow(x, y, r);
    case OP_MULT: return !__builtin_mul_overflow(x, y, r);
    case OP_MOD: case OP_FLOORDIV: {
        if (y == 0 || (y == -1 && x == INT64_MIN)) return false;
        int64_t q = x / y, m = x % y;
        if (m && (m < 0) != (y < 0)) q--, m += y;
        return *r = op == OP_MOD ? m : q, true;
    }
    case OP_POW: {
        int64_t p = 1;
        if (y < 0 || y > 62) return false;
        for (int64_t i = 0; i < y; i++)
            if (__builtin_mul_overflow(p, x, &p)) return false;
        return *r = p, true;
    }
    case OP_BITAND: return *r = x & y, true;
    case OP_BITOR: return *r = x | y, true;
    case OP_BITXOR: return *r = x ^ y, true;
    case OP_LSHIFT:
        if (y < 0 || y > 40 || x > 1 << 20 || x < 0) return false;
        return *r = x << y, true;
    case OP_RSHIFT: if (y < 0 || y > 62) return false; return *r = x >> y, true;
    default: return false;
    }
}

static const Av *fold_pair(Frame *fr, int op, const PyConst *a, const PyConst *b)
{
    World *w = fr->w;
    int64_t x, y, r;
    if (const_number(a, &x) && const_number(b, &y)) {
        if (op == OP_DIV) return y ? (x % y == 0 ? av_int(w, x / y) : &av_someconst) : &av_bottom;
        return fold_int(op, x, y, &r) ? av_int(w, r) : &av_someconst;
    }
    if (op == OP_ADD && is_text(a) && a->kind == b->kind && a->text.len + b->text.len < TEXT_MOST) {
        PyConst *c = new(&w->a, PyConst, 1);
        *c = *a;
        char *s = new(&w->a, char, a->text.len + b->text.len + 1);
        if (a->text.len) memcpy(s, a->text.s, (size_t)a->text.len);
        if (b->text.len) memcpy(s + a->text.len, b->text.s, (size_t)b->text.len);
        c->text = (Str){s, a->text.len + b->text.len};
        return av_const(w, c);
    }
    return &av_someconst;
}

// All pairs of two small sets of constants; NULL when either is not that.
const Av *fold_binary(Frame *fr, int op, const Av *a, const Av *b)
{
    if (!av_all_const(a) || !av_all_const(b)) return NULL;
    if ((a->flags | b->flags) || a->n * b->n > ATOMS_MAX || !a->n || !b->n) return &av_someconst;
    const Av *r = &av_bottom;
    for (int i = 0; i < a->n; i++)
        for (int j = 0; j < b->n; j++)
            r = av_join(fr->w, r, fold_pair(fr, op, a->atom[i].p, b->atom[j].p));
    return r;
}

// ---- containers

static const Av *join_lists(Frame *fr, const Obj *x, const Obj *y, Val at)
{
    World *w = fr->w;
    const Av **v = new(&w->a, const Av *, x->n + y->n + 1);
    Size n = 0;
    const Av *rest = x->rest;
    for (uint32_t i = 0; i < x->n; i++) v[n++] = x->cell[i].v;
    for (uint32_t i = 0; i < y->n; i++) {
        if (x->exact) v[n++] = y->cell[i].v;
        else rest = rest ? av_join(w, rest, y->cell[i].v) : y->cell[i].v;
    }
    if (y->rest) rest = rest ? av_join(w, rest, y->rest) : y->rest;
    return ends_in(fr, list_of(fr, at, (ObKind)x->kind, v, n, rest), last_of(y));
}

// A list or several that it may be: what a comprehension began with and what it grew to.
static const Obj *lists_of(Frame *fr, const Av *v)
{
    const Obj *r = NULL;
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[i].obj) : NULL;
        if (!o || (o->kind != OB_LIST && o->kind != OB_TUPLE)) return NULL;
        r = r ? obj_join(fr->w, r, o) : o;
    }
    return v->flags || v->taint ? NULL : r;
}

// One dictionary or several that it may be: in a loop, the one it began with and the grown one.
static const Obj *dicts_of(Frame *fr, const Av *v)
{
    const Obj *r = NULL;
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[i].obj) : NULL;
        if (!o || o->kind != OB_DICT) return NULL;
        r = r ? obj_join(fr->w, r, o) : o;
    }
    return v->flags || v->taint ? NULL : r;
}

static const Av *merge_dicts(Frame *fr, const Av *a, const Av *b, Val at)
{
    World *w = fr->w;
    uint32_t x, y;
    const Obj *o = only_obj(fr, a, &x), *p = only_obj(fr, b, &y);
    if (!o) o = dicts_of(fr, a);
    if (!o && p && p->kind == OB_DICT) {                        // a dictionary from elsewhere
        Obj *from = new(&w->a, Obj, 1);
        const Av *part = av_with(w, &av_unknown, deep_taint(fr, a));
        *from = (Obj){.kind = OB_DICT, .rest = part, .keys = part};
        o = from;
    }
    if (o && o->kind == OB_DICT && !p) p = o;
    if (!o || !p || o->kind != p->kind || (o->kind != OB_DICT && o->kind != OB_SET)) return NULL;
    if (o->kind == OB_SET) return join_lists(fr, o, p, at);
    Obj r = *dict_update(fr, o, b);
    r.many = false;
    return obj_make(fr, at, OB_DICT, &r);
}

static bool is_str_like(World *w, const Av *v)
{
    if (v->flags & AV_TEXT) return true;
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        if (a->kind == AT_CONST && is_text(a->p)) return true;
        if (a->kind == AT_INST &&
            (str_eq(unit_str(w, a->idx), S("str")) || str_eq(unit_str(w, a->idx), S("bytes"))))
            return true;
    }
    return false;
}

bool is_number(World *w, const Av *v)
{
    if (v->flags & (AV_OTHER | AV_TEXT) || !v->n) return false;
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        const PyConst *c = a->p;
        bool number = a->kind == AT_CONST && (c->kind == CONST_INT || c->kind == CONST_FLOAT ||
                                              c->kind == CONST_TRUE || c->kind == CONST_FALSE);
        if (a->kind == AT_INST) {
            Str s = unit_str(w, a->idx);
            number = str_eq(s, S("int")) || str_eq(s, S("float")) || str_eq(s, S("bool")) ||
                     str_eq(s, S("decimal.Decimal")) || str_eq(s, S("uuid.UUID")) ||
                     str_starts(s, S("datetime."));
        }
        if (!number) return false;
    }
    return true;
}

static const Av *number_inst(World *w) { return av_inst(w, S("int")); }

// An operator that a class defines, ours or a library's (a path joined by `/`).
static const Av *operator_method(Frame *fr, const char *name, const Av *a, const Av *b, Val at,
                                 NodeId node)
{
    World *w = fr->w;
    const Args args = {.pos = &b, .npos = 1, .call = at, .node = node};
    const Av *r = call_method(fr, a, name, &args);
    if (r) return r;
    for (int i = 0; i < a->n; i++) {
        if (a->atom[i].kind != AT_INST) continue;
        ModelId m = models_member_id(w->models, a->atom[i].id, str_of(name));
        const ModelLine *l = models_lines(w->models, m);
        if (l) return read_name(fr, av_with(w, a, NULL), l, true, &args, a);
    }
    return NULL;
}

static const char *operator_name(int op)
{
    static const char *const name[] = {
        [OP_ADD] = "__add__",     [OP_SUB] = "__sub__",   [OP_MULT] = "__mul__",
        [OP_DIV] = "__truediv__", [OP_MOD] = "__mod__",   [OP_LSHIFT] = "__lshift__",
        [OP_BITOR] = "__or__",    [OP_BITAND] = "__and__"};
    return op < countof(name) ? name[op] : NULL;
}

static const Av *add(Frame *fr, const Av *a, const Av *b, Val at)
{
    World *w = fr->w;
    uint32_t x, y;
    const Obj *o = only_obj(fr, a, &x), *p = only_obj(fr, b, &y);
    if (!o && a->n > 1) o = lists_of(fr, a);
    if (!p && b->n > 1) p = lists_of(fr, b);
    if (o && p && (o->kind == OB_LIST || o->kind == OB_TUPLE) && p->kind == o->kind)
        return join_lists(fr, o, p, at);
    if (is_number(w, a) && is_number(w, b)) return number_inst(w);
    if (o && (o->kind == OB_LIST || o->kind == OB_TUPLE))
        return list_of(fr, at, (ObKind)o->kind, NULL, 0,
                       av_join(w, obj_all(w, o), elements(fr, b, at)));
    return text_concat(fr, (const Av *[]){a, b}, 2, at);
}

// wanted.keys() & FIELDS: what is in both is of the program's own.
static const Av *own_part(Frame *fr, const Av *a, const Av *b, Val at)
{
    for (int side = 0; side < 2; side++) {
        const Av *mine = side ? b : a, *other = side ? a : b;
        uint32_t id;
        const Obj *o = only_obj(fr, mine, &id);
        if (!o || o->kind > OB_DICT || deep_taint(fr, mine) || !deep_taint(fr, other)) continue;
        const Av *e = elements(fr, mine, at);
        return list_of(fr, at, OB_SET, NULL, 0, av_is_bottom(e) ? &av_someconst : e);
    }
    return NULL;
}

// a & b, a - b of sets: some of what a holds.
static const Av *set_operation(Frame *fr, int op, const Av *a, const Av *b, Val at)
{
    uint32_t ia, ib;
    const Obj *x = only_obj(fr, a, &ia), *y = only_obj(fr, b, &ib);
    if (!x || !y || x->kind != OB_SET || y->kind != OB_SET || (op != OP_BITAND && op != OP_SUB))
        return NULL;
    const Av *item = elements(fr, a, at);
    return list_of(fr, at, OB_SET, NULL, 0, av_is_bottom(item) ? NULL : item);
}

// ["?"] * len(ids): as many as nobody knows of what the list holds. NULL: v is no list.
static const Av *repeated(Frame *fr, const Av *v, Val at)
{
    uint32_t id;
    const Obj *list = only_obj(fr, v, &id);
    return list && list->kind <= OB_TUPLE
               ? list_of(fr, at, (ObKind)list->kind, NULL, 0, obj_all(fr->w, list))
               : NULL;
}

// "x" * n, [0] * n: what the models say of the repetition; what it gives is worked out here.
static void repeats(Frame *fr, const char *class, const Av *times, Val at, NodeId node)
{
    const Av *of = av_inst(fr->w, str_of(class));
    if (times->taint) operator_method(fr, "__mul__", of, times, at, node);
}

const Av *binary(Frame *fr, const Instr *in, Val at)
{
    World *w = fr->w;
    const Av *a = use(fr, in->a), *b = use(fr, in->b);
    if (av_is_bottom(a) || av_is_bottom(b)) return &av_bottom;
    bool percent = in->aux == OP_MOD && is_str_like(w, a);
    const Av *r = percent ? NULL : fold_binary(fr, in->aux, a, b);
    if (r) return r;
    const char *name = operator_name(in->aux);
    if (name && !percent) r = operator_method(fr, name, a, b, at, in->node);
    if (!r && in->aux == OP_ADD) r = operator_method(fr, "__radd__", b, a, at, in->node);
    if (r) return r;
    if (percent) return text_percent(fr, a, b, at);
    if (in->aux == OP_ADD)
        return add(fr, a, begins_own_site(fr, in->a) ? av_clear(w, b, KIND(REDIRECT)) : b, at);
    if (in->aux == OP_BITOR) r = merge_dicts(fr, a, b, at);
    if (in->aux == OP_BITAND) r = own_part(fr, a, b, at);
    if (!r) r = set_operation(fr, in->aux, a, b, at);
    if (r) return r;
    if (in->aux == OP_MULT && (is_str_like(w, a) || is_str_like(w, b))) {
        const Av *t = is_str_like(w, a) ? a : b;
        repeats(fr, "str", t == a ? b : a, at, in->node);
        return av_with(w, av_all_const(t) ? &av_someconst : av_inst(w, S("str")), t->taint);
    }
    if (in->aux == OP_MOD && !is_number(w, a)) return text_percent(fr, a, b, at);
    if (in->aux == OP_MULT) {
        bool left = (r = repeated(fr, a, at)) != NULL;
        if (!r) r = repeated(fr, b, at);
        if (r) repeats(fr, "list", left ? b : a, at, in->node);
    }
    if (r) return r;
    if (is_number(w, a) || is_number(w, b)) return number_inst(w);
    const Av *plain = a->flags & b->flags & AV_QUIET ? &av_quiet : &av_unknown;
    return av_with(w, plain, taint_join(w, deep_taint(fr, a), deep_taint(fr, b)));
}

const Av *unary(Frame *fr, const Instr *in, Val at)
{
    int64_t i;
    const Av *a = use(fr, in->a);
    (void)at;
    if (in->aux == OP_NOT) {
        Truth t = av_truth(fr, a);
        return t == TRUTH_MAYBE ? &av_quiet : av_bool(fr->w, t == TRUTH_NO);
    }
    if (av_only_int(a, &i)) {
        if (in->aux == OP_USUB && i != INT64_MIN) return av_int(fr->w, -i);
        if (in->aux == OP_UADD) return a;
        if (in->aux == OP_INVERT) return av_int(fr->w, ~i);
    }
    return av_all_const(a) ? &av_someconst : av_with(fr->w, a, NULL);
}
