// flow/guard: what a branch teaches: facts about values, and through derivation about what they come from.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

enum { SIGNED_DEPTH = 5 };               // calls between a compared signature and what it is of

static uint64_t blend(uint64_t a, uint64_t b) { return (a ^ b) * 0x9e3779b97f4a7c15u ^ (a >> 29); }

static const Instr *def(Frame *fr, Val v) { return &fr->f->code.v[v]; }

static Str callee_name(Frame *fr, const Instr *in)
{
    const Av *c = in->op == IR_CALL ? fr->val[in->a] : NULL;
    for (int i = 0; c && i < c->n; i++)
        if (c->atom[i].kind == AT_NAME || c->atom[i].kind == AT_METHOD) return unit_str(fr->w, c->atom[i].idx);
    return (Str){0};
}

static Str last_part(Str name)
{
    Size dot = str_rfind(name, '.');
    return str_sub(name, dot + 1, -1);
}

static bool is_one_of(Str s, const char *const *list, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(s, str_of(list[i]))) return true;
    return false;
}

static Val call_arg(Frame *fr, const Instr *in, uint32_t i) { return i < in->nargs ? fr->f->args.v[in->args + i] : 0; }

static Val receiver(Frame *fr, const Instr *in)
{
    const Instr *c = def(fr, in->a);
    return c->op == IR_ATTR ? c->a : 0;
}

// ---- equal expressions have equal numbers: two reads of node['field'] are one value to a guard

static bool holds_object(Frame *fr, Val v)
{
    const Av *x = fr->val[v];
    return x && av_find(x, AT_OBJ);
}

static uint64_t number(Frame *fr, Val v, int depth)
{
    const Instr *in = def(fr, v);
    if (depth > 6) return v;
    switch ((IrOp)in->op) {
    case IR_GLOBAL: return blend(0x610ba1, in->sym) | 1ull << 40;
    case IR_CELL: return blend(0xce11, in->sym + in->aux * 977u) | 1ull << 40;
    case IR_ATTR: return holds_object(fr, in->a) ? v : blend(blend(number(fr, in->a, depth + 1), 0xa77), in->sym) | 1ull << 40;
    case IR_INDEX: {
        Key k;
        const Av *key = fr->val[in->b];
        if (!key || !key_of(fr->w, key, &k) || holds_object(fr, in->a)) return v;
        return blend(blend(number(fr, in->a, depth + 1), 0x1de), k) | 1ull << 40;
    }
    case IR_CALL: {
        Str m = last_part(callee_name(fr, in));
        Key k;
        if (in->nargs < 1 || in->nargs > 2 || (!str_eq(m, S("get")) && !str_eq(m, S("getlist")))) return v;
        Val r = receiver(fr, in);
        const Av *key = fr->val[call_arg(fr, in, 0)];
        if (!r || !key || !key_of(fr->w, key, &k) || holds_object(fr, r)) return v;
        return blend(blend(number(fr, r, depth + 1), 0x6e7), k) | 1ull << 40;
    }
    default: return v;
    }
}

uint64_t value_number(Frame *fr, Val v)
{
    if (!fr->vn) fr->vn = new(&fr->w->a, uint64_t, fr->f->code.n + 1);
    if (!fr->vn[v]) fr->vn[v] = number(fr, v, 0);
    return fr->vn[v];
}

const Fact *fact_of(Frame *fr, State *st, Val v) { return st->facts ? hamt_get(st->facts, value_number(fr, v)) : NULL; }

// ---- setting a fact

static Kinds kinds_of_bits(uint32_t bits)
{
    Kinds k = 0;
    if (bits & FACT_NO_SLASH) k |= KIND(PATH);
    if (bits & FACT_NO_DOTS && bits & (FACT_NO_ABS | FACT_NO_SLASH)) k |= KIND(PATH);
    if (bits & FACT_NO_LINES) k |= KIND(LOG) | KIND(HEADER) | KIND(MAIL) | KIND(COOKIE);
    if (bits & FACT_SLASH_START && bits & FACT_NO_SLASHES) k |= KIND(REDIRECT) | KIND(URL);
    if (bits & FACT_NO_HOST) k |= KIND(REDIRECT);
    return k;
}

static void set_fact(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why)
{
    World *w = fr->w;
    const Fact *old = fact_of(fr, st, v);
    Fact *f = new(&w->a, Fact, 1);
    if (old) *f = *old;
    f->bits |= bits;
    f->clear |= kinds | kinds_of_bits(f->bits);
    if (is) f->is = is;
    f->why = why;
    st->facts = hamt_set(&w->a, st->facts, value_number(fr, v), f);
}

static bool all_text(Kinds k) { return (k & KINDS_TEXT) == KINDS_TEXT; }

// A guard on x.lower() says the same of x; one on urlparse(x).netloc says where x leads.
static void derive(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why, int depth);

static void clear(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why, int depth)
{
    if (!v || depth > 6) return;
    set_fact(fr, st, v, kinds, is, bits, why);
    derive(fr, st, v, kinds, is, bits, why, depth + 1);
}

static void clear_cell(Frame *fr, State *st, Val base, Key k, Kinds kinds, const Av *is)
{
    World *w = fr->w;
    const Av *b = fr->val[base];
    if (!b || b->n != 1 || b->flags & AV_OTHER || b->atom[0].kind != AT_OBJ) return;
    const Obj *o = obj_at(w, st, b->atom[0].obj);
    const Av *v = o ? obj_cell(o, k) : NULL;
    if (!v || o->many) return;
    const Av *now = is ? av_with(w, is, v->taint) : v;
    now = av_clear(w, now, kinds);
    st->heap = hamt_set(&w->a, st->heap, b->atom[0].obj, obj_set(w, o, k, now, false));
}

static void derive_call(Frame *fr, State *st, const Instr *in, Kinds kinds, uint32_t bits, Str why, int depth)
{
    static const char *const same[] = {"lower", "upper", "casefold", "strip", "lstrip", "rstrip", "title", "capitalize", "swapcase",
        "encode", "decode", "as_posix", "get_secret_value"};
    static const char *const of_first[] = {"str", "os.fspath", "urllib.parse.unquote", "urllib.parse.unquote_plus", "unicodedata.normalize"};
    static const char *const path[] = {"os.path.realpath", "os.path.abspath", "os.path.normpath", "os.path.expanduser", "os.path.join",
        "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "werkzeug.utils.safe_join"};
    static const char *const path_method[] = {"resolve", "absolute", "joinpath", "expanduser"};
    Str name = callee_name(fr, in), m = last_part(name);
    Val r = receiver(fr, in);
    if (kinds & KIND(SIZE) && str_eq(name, S("int"))) clear(fr, st, call_arg(fr, in, 0), KIND(SIZE), NULL, 0, why, depth);
    if (r && is_one_of(m, same, countof(same))) {
        Kinds k = kinds;
        if (str_ends(m, S("strip"))) k &= ~(KIND(LOG) | KIND(HEADER) | KIND(MAIL));
        clear(fr, st, r, k, NULL, bits & (FACT_NO_DOTS | FACT_NO_SLASH), why, depth);
    } else if (is_one_of(name, of_first, countof(of_first)))
        clear(fr, st, call_arg(fr, in, str_eq(name, S("unicodedata.normalize"))), kinds, NULL, bits, why, depth);
    else if (kinds & KIND(PATH) && is_one_of(name, path, countof(path)))
        for (uint32_t i = 0; i < in->nargs; i++) clear(fr, st, call_arg(fr, in, i), KIND(PATH), NULL, 0, why, depth);
    else if (kinds & KIND(PATH) && r && is_one_of(m, path_method, countof(path_method))) {
        clear(fr, st, r, KIND(PATH), NULL, 0, why, depth);
        for (uint32_t i = 0; i < in->nargs; i++) clear(fr, st, call_arg(fr, in, i), KIND(PATH), NULL, 0, why, depth);
    }
}

static void derive(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why, int depth)
{
    static const char *const host[] = {"netloc", "hostname", "host"};
    World *w = fr->w;
    const Instr *in = def(fr, v);
    Key k;
    if (in->op == IR_ATTR) {
        Str attr = unit_str(w, unit_sym(fr, in->sym));
        const Instr *b = def(fr, in->a);
        Str name = b->op == IR_CALL ? callee_name(fr, b) : (Str){0};
        bool parsed = str_find(name, S("urlparse")) >= 0 || str_find(name, S("urlsplit")) >= 0 || str_ends(name, S("furl"))
            || str_ends(name, S("parse_url")) || str_ends(name, S("URL"));
        if (parsed && is_one_of(attr, host, countof(host)) && all_text(kinds)) {
            clear(fr, st, call_arg(fr, b, 0), KIND(URL) | KIND(REDIRECT), NULL, 0, why, depth);
            set_fact(fr, st, in->a, KIND(URL) | KIND(REDIRECT), NULL, 0, why);
        }
        if (parsed && str_eq(attr, S("path"))) clear(fr, st, call_arg(fr, b, 0), kinds & KIND(PATH), NULL, 0, why, depth);
        clear_cell(fr, st, in->a, KEY_SYM(unit_sym(fr, in->sym)), kinds, is);
    } else if (in->op == IR_INDEX) {
        const Av *key = fr->val[in->b];
        const Instr *b = def(fr, in->a);
        int64_t i;
        if (key && av_only_int(key, &i) && i == 1 && b->op == IR_CALL && all_text(kinds)) {
            Str name = callee_name(fr, b);
            if (str_find(name, S("urlparse")) >= 0 || str_find(name, S("urlsplit")) >= 0)
                clear(fr, st, call_arg(fr, b, 0), KIND(URL) | KIND(REDIRECT), NULL, 0, why, depth);
        }
        if (key && key_of(w, key, &k)) clear_cell(fr, st, in->a, k, kinds, is);
    } else if (in->op == IR_CALL) derive_call(fr, st, in, kinds, bits, why, depth);
    else if (in->op == IR_BINARY && kinds == KIND(PATH) && (in->aux == OP_DIV || in->aux == OP_ADD)) {
        clear(fr, st, in->a, KIND(PATH), NULL, 0, why, depth);
        clear(fr, st, in->b, KIND(PATH), NULL, 0, why, depth);
    } else if (in->op == IR_AWAIT) clear(fr, st, in->a, kinds, is, bits, why, depth);
}

void fact_clear(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why)
{
    clear(fr, st, v, kinds, is, bits, why, 0);
}

// ---- comparison with what the program itself holds

static const Av *own_elements(Frame *fr, State *st, const Av *box, bool *ok)
{
    World *w = fr->w;
    State was = fr->st;
    fr->st = *st;
    const Av *e = &av_bottom;
    *ok = !deep_taint(fr, box);
    uint32_t id;
    const Obj *o = *ok ? only_obj(fr, box, &id) : NULL;
    if (o && o->kind <= OB_DICT) {
        e = o->kind == OB_DICT ? (o->keys ? o->keys : &av_bottom) : obj_all(w, o);
        for (uint32_t i = 0; o->kind == OB_DICT && i < o->n; i++) e = av_join(w, e, key_value(w, o->cell[i].key));
        if (o->kind == OB_DICT && e->taint) *ok = false;
        if (av_is_bottom(e)) e = &av_someconst;
    }
    fr->st = was;
    return e;
}

static void in_guard(Frame *fr, State *st, const Instr *in, bool is_in, Str why)
{
    World *w = fr->w;
    const Av *a = fr->val[in->a], *b = fr->val[in->b];
    Str s;
    if (!a || !b) return;
    if (is_in && a->taint) {
        bool ok;
        const Av *e = own_elements(fr, st, b, &ok);
        if (ok && !(b->flags & AV_TEXT)) {
            bool known = av_all_const(e) && !e->flags;
            clear(fr, st, in->a, KINDS_TEXT, known ? e : NULL, 0, why, 0);
            if (av_all_const(b) || av_all_const(e)) clear(fr, st, in->a, KINDS_TEXT, NULL, 0, why, 0);
        }
    } else if (is_in) {
        const Instr *p = def(fr, in->b);                        // root in path.parents
        if (p->op == IR_ATTR && str_eq(unit_str(w, unit_sym(fr, p->sym)), S("parents")))
            clear(fr, st, p->a, KIND(PATH), NULL, 0, why, 0);
    } else if (av_only_str(a, &s)) {                            // "/" not in x
        Val x = in->b;
        const Instr *p = def(fr, x);
        if (p->op == IR_CALL && str_ends(callee_name(fr, p), S("split"))) x = receiver(fr, p);
        else if (p->op == IR_ATTR && str_eq(unit_str(w, unit_sym(fr, p->sym)), S("parts"))) x = p->a;
        uint32_t bits = 0;
        if (str_eq(s, S(".."))) bits = FACT_NO_DOTS;
        if (str_eq(s, S("/"))) bits = FACT_NO_SLASH;
        if (str_eq(s, S("\n")) || str_eq(s, S("\r\n"))) bits = FACT_NO_LINES;
        if (str_eq(s, S("//"))) bits = FACT_NO_SLASHES;
        if (bits && x) clear(fr, st, x, 0, NULL, bits, why, 0);
    }
}

static void equal_side(Frame *fr, State *st, Val v, const Av *other, Str why)
{
    const Av *a = fr->val[v];
    if (!a || !other || !a->taint || other->taint) return;
    bool known = av_all_const(other) && !other->flags;
    if (known || !(other->flags & AV_OTHER) || true) clear(fr, st, v, KINDS_TEXT, known ? other : NULL, 0, why, 0);
}

static void common_path(Frame *fr, State *st, Val v, Str why)
{
    const Instr *in = def(fr, v);
    if (in->op != IR_CALL) return;
    Str name = callee_name(fr, in);
    if (!str_eq(name, S("os.path.commonpath"))) return;
    const Instr *list = def(fr, call_arg(fr, in, 0));
    for (uint32_t i = 0; i < list->nargs && (list->op == IR_LIST || list->op == IR_TUPLE); i++)
        clear(fr, st, fr->f->args.v[list->args + i], KIND(PATH), NULL, 0, why, 0);
}

static void first_char(Frame *fr, State *st, Val v, const Av *other, bool same, Str why)
{
    const Instr *in = def(fr, v);
    Str s;
    int64_t i;
    const Av *key = in->op == IR_INDEX ? fr->val[in->b] : NULL;
    if (!key || !av_only_int(key, &i) || i != 0 || !av_only_str(other, &s) || !str_eq(s, S("/"))) return;
    clear(fr, st, in->a, 0, NULL, same ? FACT_SLASH_START : FACT_NO_ABS, why, 0);
}

static void drop_none(Frame *fr, State *st, Val v, bool none)
{
    World *w = fr->w;
    const Av *x = use_in(fr, st, v);
    const Av *r = &av_bottom;
    bool had = false;
    for (int i = 0; i < x->n; i++) {
        const PyConst *c = x->atom[i].p;
        bool is = x->atom[i].kind == AT_CONST && c->kind == CONST_NONE;
        had |= is;
        if (is == none) r = av_join(w, r, av_atom(w, x->atom[i]));
    }
    if (none) { if (x->taint) clear(fr, st, v, KINDS_TEXT, NULL, 0, S("it is None"), 0); return; }
    if (!had) return;
    if (x->flags) r = av_join(w, r, av_rest(w, x));
    if (!av_is_bottom(r)) set_fact(fr, st, v, 0, r, FACT_NOT_NONE, (Str){0});
}

static bool is_match_call(Frame *fr, const Instr *in)
{
    static const char *const name[] = {"match", "fullmatch", "search"};
    return in->op == IR_CALL && is_one_of(last_part(callee_name(fr, in)), name, countof(name));
}

// x <= LIMIT: the program itself says how large x may be.
static void bound_guard(Frame *fr, State *st, Val x, Val limit)
{
    const Av *l = fr->val[limit];
    if (l && !deep_taint(fr, l)) clear(fr, st, x, KIND(SIZE), NULL, 0, S("it is compared with a limit"), 0);
}

// What was signed or hashed here: hmac.new(key, x, …).hexdigest() leads back to x.
static void clear_signed(Frame *fr, State *st, Val v, Kinds kinds, Str why, int depth)
{
    const Instr *in = v ? def(fr, v) : NULL;
    if (!in || depth > SIGNED_DEPTH) return;
    if (in->op == IR_ATTR) clear_signed(fr, st, in->a, kinds, why, depth + 1);
    if (in->op != IR_CALL) return;
    Val r = receiver(fr, in);
    if (r) clear_signed(fr, st, r, kinds, why, depth + 1);
    for (uint32_t i = 0; i < in->nargs; i++) {
        Val arg = fr->f->args.v[in->args + i];
        clear(fr, st, arg, kinds, NULL, 0, why, 0);
        clear_signed(fr, st, arg, kinds, why, depth + 1);
    }
}

static void compare_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    Str why = S("it is compared with what the program holds");
    const Av *b = fr->val[in->b], *a = fr->val[in->a];
    if (!a || !b) return;
    switch (in->aux) {
    case OP_IN: in_guard(fr, st, in, truth, why); break;
    case OP_NOTIN: in_guard(fr, st, in, !truth, why); break;
    case OP_EQ: case OP_NOTEQ: case OP_IS: case OP_ISNOT: {
        bool same = truth == (in->aux == OP_EQ || in->aux == OP_IS);
        const PyConst *c = av_only_const(b);
        if (c && c->kind == CONST_NONE) {
            if (is_match_call(fr, def(fr, in->a))) refine(fr, st, in->a, !same);
            else drop_none(fr, st, in->a, same);
            break;
        }
        if (c && (c->kind == CONST_TRUE || c->kind == CONST_FALSE)) refine(fr, st, in->a, same == (c->kind == CONST_TRUE));
        first_char(fr, st, in->a, b, same, why);
        if (!same) break;
        Str s;
        const Instr *d = def(fr, in->a);
        if (av_only_str(b, &s) && !s.len && d->op == IR_ATTR) refine(fr, st, in->a, false);
        equal_side(fr, st, in->a, b, why);
        equal_side(fr, st, in->b, a, why);
        common_path(fr, st, in->a, why);
        common_path(fr, st, in->b, why);
        break;
    }
    case OP_LT: case OP_LTE: bound_guard(fr, st, truth ? in->a : in->b, truth ? in->b : in->a); break;
    case OP_GT: case OP_GTE: bound_guard(fr, st, truth ? in->b : in->a, truth ? in->a : in->b); break;
    default: break;
    }
}

// ---- calls that test

static const Atom *named_types(Frame *fr, const Av *t, const Atom **list, int *n)
{
    World *w = fr->w;
    *n = 0;
    for (int i = 0; i < t->n && *n < 12; i++) {
        const Obj *o = t->atom[i].kind == AT_OBJ ? obj_at(w, &fr->st, t->atom[i].obj) : NULL;
        if (!o) { list[(*n)++] = &t->atom[i]; continue; }
        for (uint32_t k = 0; k < o->n && *n < 12; k++)
            if (o->cell[k].v->n) list[(*n)++] = &o->cell[k].v->atom[0];
    }
    return *n ? list[0] : NULL;
}

static bool is_numeric_type(World *w, const Atom *a)
{
    static const char *const name[] = {"int", "float", "bool", "complex", "decimal.Decimal", "fractions.Fraction", "uuid.UUID",
        "datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta", "numbers.Number", "numbers.Integral", "numbers.Real",
        "ipaddress.IPv4Address", "ipaddress.IPv6Address"};
    return a->kind == AT_NAME && is_one_of(unit_str(w, a->idx), name, countof(name));
}

const Av *isinstance_value(Frame *fr, const Av *v, const Av *types)
{
    World *w = fr->w;
    const Atom *list[12];
    int n;
    if (!named_types(fr, types, list, &n) || v->n != 1 || v->flags) return &av_quiet;
    const Atom *a = &v->atom[0];
    if (a->kind == AT_OBJ) {
        const Obj *o = obj_at(w, &fr->st, a->obj);
        static const char *const name[] = {[OB_LIST] = "list", [OB_TUPLE] = "tuple", [OB_SET] = "set", [OB_DICT] = "dict"};
        for (int i = 0; o && o->kind <= OB_DICT && i < n; i++)
            if (list[i]->kind == AT_NAME && str_eq(unit_str(w, list[i]->idx), str_of(name[o->kind]))) return av_bool(w, true);
        bool classes = o && o->kind == OB_INST;
        for (int i = 0; classes && i < n; i++)
            if (list[i]->kind == AT_CLASS) {
                Mro m;
                class_mro(w, &fr->st, o->up, &m);
                for (int k = 0; k < m.n; k++)
                    if (m.obj[k] == list[i]->obj) return av_bool(w, true);
            }
    }
    return &av_quiet;
}

static void isinstance_guard(Frame *fr, State *st, Val x, const Av *types, bool truth)
{
    const Atom *list[12];
    int n;
    if (!truth || !types || !named_types(fr, types, list, &n)) return;
    for (int i = 0; i < n; i++)
        if (!is_numeric_type(fr->w, list[i])) return;
    clear(fr, st, x, KINDS_TEXT & ~KIND(SIZE), NULL, 0, S("its type is a number's"), 0);
}

static void starts_guard(Frame *fr, State *st, Val x, Val prefix, bool truth)
{
    World *w = fr->w;
    const Av *p = fr->val[prefix];
    const Instr *d = def(fr, x);
    TextShape s = p ? av_shape(w, p) : (TextShape){0};
    Str why = S("its beginning is tested");
    if (!p || deep_taint(fr, p)) return;
    if (!truth) {
        if (s.whole && str_eq(s.prefix, S("/"))) clear(fr, st, x, 0, NULL, FACT_NO_ABS, why, 0);
        if (s.whole && str_eq(s.prefix, S("//"))) clear(fr, st, x, 0, NULL, FACT_NO_SLASHES, why, 0);
        return;
    }
    if (s.whole && str_eq(s.prefix, S("/"))) clear(fr, st, x, 0, NULL, FACT_SLASH_START, why, 0);
    Size scheme = str_find(s.prefix, S("://"));
    Str host = scheme > 0 ? str_sub(s.prefix, scheme + 3, -1) : (Str){0};
    if (str_find(host, S("/")) > 0) clear(fr, st, x, KIND(URL) | KIND(REDIRECT), NULL, 0, why, 0);
    // a path that was made absolute first, and the folder's name with its end
    static const char *const real[] = {"realpath", "abspath", "normpath", "resolve"};
    Val from = x;
    for (int i = 0; i < 4 && d->op == IR_CALL; i++) {
        Str name = callee_name(fr, d);
        if (is_one_of(last_part(name), real, countof(real))) {
            bool whole_name = s.whole && !str_ends(s.prefix, S("/")) && s.prefix.len;
            if (!whole_name) clear(fr, st, x, KIND(PATH), NULL, 0, why, 0);
            return;
        }
        if (!str_eq(name, S("str")) && !str_eq(name, S("os.fspath"))) return;
        from = call_arg(fr, d, 0);
        d = def(fr, from);
    }
}

static void regex_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    World *w = fr->w;
    Str m = last_part(callee_name(fr, in)), pattern;
    Val r = receiver(fr, in);
    const Av *p = NULL, *flags = NULL;
    Val x = 0;
    const Av *self = r ? fr->val[r] : NULL;
    const Atom *inst = self ? av_find(self, AT_INST) : NULL;
    const Obj *o = inst && inst->obj ? obj_at(w, st, inst->obj) : NULL;
    if (o && obj_cell(o, KEY_HASH(9))) {
        p = obj_cell(o, KEY_HASH(9));
        flags = obj_cell(o, KEY_HASH(10));
        x = call_arg(fr, in, 0);
    } else {
        p = fr->val[call_arg(fr, in, 0)];
        x = call_arg(fr, in, 1);
        flags = in->nargs > 2 ? fr->val[call_arg(fr, in, 2)] : NULL;
    }
    if (!truth || !x || !p || !av_only_str(p, &pattern)) return;
    int use_as = str_eq(m, S("fullmatch")) ? 0 : str_eq(m, S("match")) ? 1 : 2;
    int64_t bits = 0;
    if (flags) av_only_int(flags, &bits);
    Kinds k = regex_clears(w, pattern, (int)bits, use_as);
    if (k) clear(fr, st, x, k, NULL, 0, S("a regular expression lets only harmless text through"), 0);
}

static void model_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    World *w = fr->w;
    const Av *c = fr->val[in->a];
    for (int i = 0; c && i < c->n; i++) {
        const Atom *a = &c->atom[i];
        if (a->kind != AT_NAME && a->kind != AT_METHOD) continue;
        ModelId id = a->id;
        if (!id && a->shy) id = models_id(w->models, str_fmt(&w->a, "?.%.*s", STR_ARG(unit_str(w, a->idx))));
        for (const ModelLine *l = models_lines(w->models, id); l; l = l->next) {
            if (l->kind != M_GUARD || truth == l->negate) continue;
            Str why = str_fmt(&w->a, "%.*s holds", STR_ARG(models_name(w->models, id)));
            bool any = l->arg == MODEL_ANY;
            if ((any || l->arg == MODEL_RECEIVER) && a->kind == AT_METHOD && receiver(fr, in))
                clear(fr, st, receiver(fr, in), l->kinds, NULL, 0, why, 0);
            for (uint32_t k = 0; k < in->nargs; k++)
                if (any || l->arg == (int)k) {
                    clear(fr, st, call_arg(fr, in, k), l->kinds, NULL, 0, why, 0);
                    if (models_has_tag(l, S("signed"))) clear_signed(fr, st, call_arg(fr, in, k), l->kinds, why, 0);
                }
        }
    }
}

static void implied_guard(Frame *fr, State *st, Val call, bool truth)
{
    for (Size i = 0; i < fr->calls.n; i++) {
        if (fr->calls.v[i].call != call) continue;
        const Implied *imp = &fr->calls.v[i].imp;
        for (const ParamFact *p = truth ? imp->yes : imp->no; p; p = p->next)
            clear(fr, st, p->param, p->fact.clear, p->fact.is, p->fact.bits, p->fact.why, 0);
    }
}

static void all_guard(Frame *fr, State *st, const Instr *in);

static void call_guard(Frame *fr, State *st, Val cond, const Instr *in, bool truth)
{
    Str name = callee_name(fr, in), m = last_part(name);
    implied_guard(fr, st, cond, truth);
    model_guard(fr, st, in, truth);
    if (str_eq(name, S("isinstance")) && in->nargs > 1)
        isinstance_guard(fr, st, call_arg(fr, in, 0), fr->val[call_arg(fr, in, 1)], truth);
    else if (str_eq(m, S("startswith")) && in->nargs && receiver(fr, in)) starts_guard(fr, st, receiver(fr, in), call_arg(fr, in, 0), truth);
    else if (is_match_call(fr, in)) regex_guard(fr, st, in, truth);
    else if (str_eq(m, S("is_relative_to")) && truth && receiver(fr, in)) clear(fr, st, receiver(fr, in), KIND(PATH), NULL, 0, S("it lies in a folder"), 0);
    else if (str_ends(name, S("isabs")) && !truth) clear(fr, st, call_arg(fr, in, 0), 0, NULL, FACT_NO_ABS, S("it is no absolute path"), 0);
    else if (str_eq(m, S("is_absolute")) && !truth && receiver(fr, in)) clear(fr, st, receiver(fr, in), 0, NULL, FACT_NO_ABS, S("it is no absolute path"), 0);
    else if (str_eq(name, S("all")) && truth) all_guard(fr, st, in);
    else if (str_eq(name, S("bool")) && in->nargs) refine(fr, st, call_arg(fr, in, 0), truth);
    else if (str_eq(m, S("__contains__")) && truth && receiver(fr, in) && in->nargs) {
        bool ok;
        const Av *e = own_elements(fr, st, fr->val[receiver(fr, in)], &ok);
        if (ok) clear(fr, st, call_arg(fr, in, 0), KINDS_TEXT, av_all_const(e) && !e->flags ? e : NULL, 0, S("it is one of a fixed set"), 0);
    }
}

// all(test(c) for c in x): what the test says of each part holds for x where parts are characters.
static void all_guard(Frame *fr, State *st, const Instr *in)
{
    World *w = fr->w;
    Val list = call_arg(fr, in, 0);
    const Instr *phi = list ? def(fr, list) : NULL;
    for (uint32_t i = 0; phi && phi->op == IR_PHI && i < phi->nargs; i++) {
        const Instr *sum = def(fr, fr->f->args.v[phi->args + i]);
        if (sum->op != IR_BINARY) continue;
        const Instr *one = def(fr, sum->b);
        Val test = one->nargs ? fr->f->args.v[one->args] : 0;
        State scratch = {st->heap, NULL, false};
        if (!test) continue;
        refine(fr, &scratch, test, true);
        for (Val v = 1; v < (Val)fr->f->code.n; v++) {          // the loop's item
            const Instr *next = def(fr, v);
            if (next->op != IR_NEXT) continue;
            const Fact *f = fact_of(fr, &scratch, v);
            const Instr *iter = def(fr, next->a);
            if (!f || !f->clear || iter->op != IR_ITER) continue;
            Kinds k = f->clear;
            if (f->is) k = chars_clear(w, f->is);
            clear(fr, st, iter->a, k, NULL, 0, S("each of its characters is tested"), 0);
        }
    }
}

// ---- the rest

// Is the phi the value of an `and`, `or` or conditional expression over tests?
static bool of_tests(Frame *fr, const Instr *in)
{
    const BasicBlock *bb = &fr->f->blocks.v[in->block];
    bool test = false;
    if (in->nargs > 8 || fr->refining > 5) return false;
    for (uint32_t i = 0; i < in->nargs && i < bb->npred; i++) {
        if (fr->f->preds.v[bb->pred + i] >= in->block) return false;        // a loop's
        IrOp op = (IrOp)def(fr, fr->f->args.v[in->args + i])->op;
        test |= op == IR_COMPARE || op == IR_CALL || op == IR_NOT || op == IR_PHI || op == IR_UNARY || op == IR_AWAIT;
    }
    return test;
}

static void phi_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    World *w = fr->w;
    if (!of_tests(fr, in)) return;
    const BasicBlock *bb = &fr->f->blocks.v[in->block];
    State met = {.dead = true};
    for (uint32_t i = 0; i < bb->npred && i < in->nargs; i++) {
        Block p = fr->f->preds.v[bb->pred + i];
        const BlockOut *o = &fr->out[p];
        const BasicBlock *pb = &fr->f->blocks.v[p];
        State s;
        if (!o->seen) continue;
        bool known_truth = false, edge_truth = false;
        if (pb->yes == in->block && o->yes_live) s = o->yes, known_truth = pb->how == END_BRANCH, edge_truth = true;
        else if (pb->how == END_BRANCH && pb->no == in->block && o->no_live) s = o->no, known_truth = true;
        else continue;
        Val v = fr->f->args.v[in->args + i];
        if (known_truth && pb->value == v && edge_truth != truth) continue;
        Truth t = av_truth(fr, use_in(fr, &s, v));
        if (t != TRUTH_MAYBE && (t == TRUTH_YES) != truth) continue;
        refine(fr, &s, v, truth);
        met = state_join(w, met, s);
    }
    if (!met.dead) merge_facts(fr, st, met);
}

static void truthy(Frame *fr, State *st, Val cond, const Instr *in, bool truth)
{
    World *w = fr->w;
    const Av *v = fr->val[cond];
    if (!v || in->op == IR_COMPARE || in->op == IR_NOT) return;
    const Instr *b = in->op == IR_ATTR ? def(fr, in->a) : NULL;
    if (!truth && b && b->op == IR_CALL && str_find(callee_name(fr, b), S("url")) >= 0) {
        Str attr = unit_str(w, unit_sym(fr, in->sym));
        if (str_eq(attr, S("netloc")) || str_eq(attr, S("hostname")))
            clear(fr, st, call_arg(fr, b, 0), 0, NULL, FACT_NO_HOST, S("it names no host"), 0);
    }
    if (!truth && v->taint) { set_fact(fr, st, cond, KINDS_TEXT, NULL, 0, S("it is empty")); return; }
    const Av *r = &av_bottom;
    bool changed = false;
    v = use_in(fr, st, cond);
    for (int i = 0; i < v->n; i++) {
        Truth t = atom_truth(fr, &v->atom[i]);
        changed |= t != TRUTH_MAYBE && (t == TRUTH_YES) != truth;
    }
    if (!changed) return;
    for (int i = 0; i < v->n; i++) {
        Truth t = atom_truth(fr, &v->atom[i]);
        if (t == TRUTH_MAYBE || (t == TRUTH_YES) == truth) r = av_join(w, r, av_atom(w, v->atom[i]));
    }
    if (v->flags) r = av_join(w, r, av_rest(w, v));
    if (!av_is_bottom(r)) set_fact(fr, st, cond, 0, r, truth ? FACT_TRUTHY : 0, (Str){0});
}

void refine(Frame *fr, State *st, Val cond, bool truth)
{
    const Instr *in = def(fr, cond);
    if (!cond || fr->refining > 12) return;
    fr->refining++;
    switch ((IrOp)in->op) {
    case IR_NOT: refine(fr, st, in->a, !truth); break;
    case IR_UNARY: if (in->aux == OP_NOT) refine(fr, st, in->a, !truth); break;
    case IR_COMPARE: compare_guard(fr, st, in, truth); break;
    case IR_AWAIT: refine(fr, st, in->a, truth); break;
    case IR_CALL: call_guard(fr, st, cond, in, truth); truthy(fr, st, cond, in, truth); break;
    case IR_PHI: phi_guard(fr, st, in, truth); truthy(fr, st, cond, in, truth); break;
    case IR_TEST:
        if (in->aux == TEST_CLASS && in->nargs) isinstance_guard(fr, st, in->a, fr->val[fr->f->args.v[in->args]], truth);
        break;
    default: truthy(fr, st, cond, in, truth); break;
    }
    fr->refining--;
}
