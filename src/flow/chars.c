// flow/chars: tests on the characters of a text, and on where an address leads.
// SPDX-License-Identifier: MIT
#include "flow/blocked.h"
#include "flow/guard.h"

static bool is_keys_of(Frame *fr, Val v, Val *of)
{
    const Instr *in = def(fr, v);
    if (in->op != IR_CALL || in->nargs || !str_eq(last_part(callee_name(fr, in)), S("keys"))) return false;
    *of = receiver(fr, in);
    return *of != 0;
}

// set(x), x.keys(), set(x.keys()). keys: it says nothing of what lies under them.
static bool is_set_of(Frame *fr, Val v, Val *of, bool *keys)
{
    const Instr *in = def(fr, v);
    *keys = is_keys_of(fr, v, of);
    if (*keys) return true;
    if (in->op != IR_CALL || in->nargs != 1) return false;
    *of = call_arg(fr, in, 0);
    *keys = is_keys_of(fr, *of, of);
    Str name = callee_name(fr, in);
    return str_eq(name, S("set")) || str_eq(name, S("frozenset"));
}

// Constants that are no single characters: a list was meant, not a text.
static bool only_words(Frame *fr, State *st, const Av *box)
{
    World *w = fr->w;
    const Obj *o =
        box->n == 1 && box->atom[0].kind == AT_OBJ ? obj_at(w, st, box->atom[0].obj) : NULL;
    if (!o || o->kind > OB_DICT || o->rest || o->keys || !o->n) return false;
    bool word = false;
    for (uint32_t i = 0; i < o->n; i++) {
        Str s;
        if (!av_only_str(o->kind == OB_DICT ? key_value(w, o->cell[i].key) : o->cell[i].v, &s))
            return false;
        word |= s.len > 1;
    }
    return word;
}

static bool is_set(Frame *fr, State *st, Val v)
{
    const Av *x = fr->val[v];
    bool one = x && x->n == 1 && !x->flags && x->atom[0].kind == AT_OBJ;
    const Obj *o = one ? obj_at(fr->w, st, x->atom[0].obj) : NULL;
    return o && o->kind == OB_SET;
}

static void within(Frame *fr, State *st, Val x, Val whole, bool keys);

// set(x) - set("abc") is empty, set(x) <= set("abc"): x is made of these characters. And each item of a set that
// has a name.
void made_of(Frame *fr, State *st, Val part, Val whole)
{
    Val x;
    bool keys;
    if (is_set_of(fr, part, &x, &keys)) within(fr, st, x, whole, keys);
    if (is_set(fr, st, part) || is_set(fr, st, whole)) items_of(fr, st, part, whole);
}

// OK = set("0123456789 +-"), once in the module: what the set of that name is made of; NULL: of something else.
static const Av *text_of_set(Frame *fr, Val v)
{
    const Instr *in = def(fr, v), *made = NULL;
    const Func *body = &fr->m->m->funcs.v[0];
    for (Size i = 1; in->op == IR_GLOBAL && i < body->code.n; i++) {
        const Instr *set = &body->code.v[i];
        if (set->op != IR_SET_GLOBAL || set->sym != in->sym) continue;
        if (made) return NULL;
        made = &body->code.v[set->a];
    }
    if (!made || made->op != IR_CALL || made->nargs != 1 || body->code.v[made->a].op != IR_GLOBAL)
        return NULL;
    Str name = py_name(fr->m->m->tree, body->code.v[made->a].sym);
    const Av *of = spot_value(fr->m, 0, body->args.v[made->args]);
    Str text;
    return (str_eq(name, S("set")) || str_eq(name, S("frozenset"))) && av_only_str(of, &text)
               ? of
               : NULL;
}

// Each item of x is one of whole's; keys: each key of it.
static void within(Frame *fr, State *st, Val x, Val whole, bool keys)
{
    Val box;
    bool of_keys;
    const Av *text = text_of_set(fr, whole);
    if (!is_set_of(fr, whole, &box, &of_keys)) box = whole;
    const Av *chars = text ? text : fr->val[box];
    if (!chars) return;
    bool ok;
    const Av *own = own_elements(fr, st, chars, &ok);
    Kinds k = !chars->taint ? chars_clear(fr->w, chars) : 0;
    if (!k && ok && av_all_const(own)) k = chars_clear(fr->w, own);         // {"a", "b"}
    if (k && !keys) items_clear(fr, st, x, k, S("it is made of these characters"));
    if (!keys && only_words(fr, st, chars))
        items_clear(fr, st, x, KINDS_TEXT, S("each of its items is one of these"));
    if (ok && own->n && chars->n == 1 && chars->atom[0].kind == AT_OBJ)
        fact_clear(fr, st, x, KIND(MASS), NULL, 0, S("its keys are of a fixed set"));
}

// {"a", "b"}.issuperset(x)
void items_of(Frame *fr, State *st, Val x, Val whole) { within(fr, st, x, whole, false); }

// Is one of these constants more than a character?
static bool holds_words(const Av *v)
{
    for (int i = 0; i < v->n; i++) {
        const PyConst *c = v->atom[i].kind == AT_CONST ? v->atom[i].p : NULL;
        if (c && c->kind == CONST_STR && c->text.len > 1) return true;
    }
    return false;
}

Val turn_test(Frame *fr, const Instr *phi, uint32_t i)
{
    const Instr *sum = def(fr, fr->f->args.v[phi->args + i]);
    const Instr *one = sum->op == IR_BINARY ? def(fr, sum->b) : NULL;
    return one && one->nargs ? fr->f->args.v[one->args] : 0;
}

// What scratch says of a loop's items holds for all of what it runs over.
static void each_next(Frame *fr, State *st, State *scratch)
{
    for (Val v = 1; v < (Val)fr->f->code.n; v++) {              // the loop's item
        const Instr *next = def(fr, v);
        if (next->op != IR_NEXT) continue;
        const Fact *f = fact_of(fr, scratch, v);
        const Instr *iter = def(fr, next->a);
        if (!f || !f->clear || iter->op != IR_ITER) continue;
        bool letters = f->is && !holds_words(f->is);
        Kinds k = letters ? chars_clear(fr->w, f->is) | (f->clear & KIND(MASS)) : f->clear;
        items_clear(fr, st, iter->a, k, S("each of its parts is tested"));
    }
}

// Does it hold this text, or is it that?
static bool says_text(Frame *fr, State *st, const Av *v, Str text)
{
    Str s;
    bool ok;
    if (av_only_str(v, &s)) return str_eq(s, text);
    const Av *own = own_elements(fr, st, v, &ok);
    for (int i = 0; ok && i < own->n; i++) {
        const PyConst *c = own->atom[i].kind == AT_CONST ? own->atom[i].p : NULL;
        if (c && c->kind == CONST_STR && str_eq(c->text, text)) return true;
    }
    return false;
}

Val path_text(Frame *fr, Val path)
{
    const Instr *made = def(fr, path);
    bool one = made->op == IR_CALL && made->nargs == 1 && str_ends(callee_name(fr, made), S("Path"));
    return one ? call_arg(fr, made, 0) : 0;
}

// not any(part == ".." for part in name.split("/")), all(part not in ("..", "") for part in Path(name).parts)
static void part_guard(Frame *fr, State *st, Val test, bool truth)
{
    const Instr *in = def(fr, test), *next = in->op == IR_COMPARE ? def(fr, in->a) : NULL;
    bool never = in->op == IR_COMPARE && (truth ? in->aux == OP_NOTEQ || in->aux == OP_NOTIN
                                                : in->aux == OP_EQ || in->aux == OP_IN);
    const Av *other = never ? fr->val[in->b] : NULL;
    const Instr *iter = next && next->op == IR_NEXT ? def(fr, next->a) : NULL;
    if (!other || !iter || iter->op != IR_ITER || !says_text(fr, st, other, S(".."))) return;
    const Instr *of = def(fr, iter->a);
    Val name = 0;
    Str by;
    if (of->op == IR_CALL && of->nargs == 1 && str_eq(last_part(callee_name(fr, of)), S("split"))) {
        const Av *sign = fr->val[call_arg(fr, of, 0)];
        bool slash = sign && (!av_only_str(sign, &by) ? !sign->taint : str_eq(by, S("/")));
        name = slash ? receiver(fr, of) : 0;
    } else if (of->op == IR_ATTR && str_eq(unit_str(fr->w, unit_sym(fr, of->sym)), S("parts"))) {
        Val text = path_text(fr, of->a);
        name = of->a;
        if (text) fact_clear(fr, st, text, 0, NULL, FACT_NO_DOTS, S("none of its parts leads up"));
    }
    // what begins with a slash has an empty part
    uint32_t bits = FACT_NO_DOTS | (of->op == IR_CALL && says_text(fr, st, other, S("")) ? FACT_NO_ABS : 0u);
    if (name) fact_clear(fr, st, name, 0, NULL, bits, S("none of its parts leads up"));
}

// What a test on each item of a comprehension says: of the characters of what it runs over, or of
// the keys there.
void each_item(Frame *fr, State *st, Val test, bool truth)
{
    part_guard(fr, st, test, truth);
    State scratch = {st->heap, NULL, false};
    refine(fr, &scratch, test, truth);
    each_next(fr, st, &scratch);
}

static void tested_part(Frame *fr, State *st, Val v)
{
    Str why = S("what was made of it is tested");
    Val from = address_of(fr, v);
    fact_clear(fr, st, from ? from : v, KINDS_TEXT, NULL, 0, why);
}

void tested(Frame *fr, State *st, Val v)
{
    const Instr *in = def(fr, v);
    bool list = false;
    if (in->op == IR_LIST || in->op == IR_TUPLE)
        for (uint32_t i = 0; i < in->nargs; i++) tested_part(fr, st, fr->f->args.v[in->args + i]);
    for (uint32_t i = 0; in->op == IR_PHI && i < in->nargs; i++) {
        Val part = turn_test(fr, in, i);
        State scratch = {st->heap, NULL, false};
        if (!part) continue;
        list = true;
        tested_part(fr, &scratch, part);
        each_next(fr, st, &scratch);
    }
    if (!list) tested_part(fr, st, v);
}

// not any(c in x for c in ";|&"): x has none of them.
void none_of(Frame *fr, State *st, const Instr *call)
{
    Val list = call->nargs ? call_arg(fr, call, 0) : 0;
    const Instr *phi = list ? def(fr, list) : NULL;
    for (uint32_t i = 0; phi && phi->op == IR_PHI && i < phi->nargs; i++) {
        Val test = turn_test(fr, phi, i);
        const Instr *in = test ? def(fr, test) : NULL;
        if (test) each_item(fr, st, test, false);
        if (!in || in->op != IR_COMPARE || in->aux != OP_IN) continue;
        const Instr *item = def(fr, in->a);
        const Instr *iter = item->op == IR_NEXT ? def(fr, item->a) : NULL;
        const Av *chars = iter && iter->op == IR_ITER ? fr->val[iter->a] : NULL;
        Str s;
        if (chars && av_only_str(chars, &s) && bytes_clear(s))
            fact_clear(fr, st, in->b, bytes_clear(s), NULL, 0, S("it has none of these"));
    }
}

// The characters that a text, a list or the keys of a dictionary consist of, when all are known; -1: no.
static Size characters(Frame *fr, State *st, const Av *box, char *into, Size most)
{
    World *w = fr->w;
    Str s;
    Size n = 0;
    if (av_only_str(box, &s)) {
        if (s.len > most) return -1;
        memcpy(into, s.s, (size_t)s.len);
        return s.len;
    }
    const Obj *o =
        box->n == 1 && box->atom[0].kind == AT_OBJ ? obj_at(w, st, box->atom[0].obj) : NULL;
    if (!o || o->kind > OB_DICT || !o->exact || o->many || o->n > most) return -1;
    for (uint32_t i = 0; i < o->n; i++) {
        const Av *v = o->kind == OB_DICT ? key_value(w, o->cell[i].key) : o->cell[i].v;
        if (!av_only_str(v, &s) || s.len != 1) return -1;
        into[n++] = s.s[0];
    }
    return n;
}

// What a text is harmless for once these characters are out of it. No tag begins without a "<".
static Kinds without(const char *gone, Size n)
{
    Kinds k = bytes_clear((Str){gone, n});
    return n && memchr(gone, '<', (size_t)n) ? k | KIND(HTML) : k;
}

// set(x) & set("<>") is empty: x has none of these.
void shares_none(Frame *fr, State *st, Val a, Val b)
{
    char some[128];
    Val x, box;
    bool keys, of_keys;
    if (!is_set_of(fr, a, &x, &keys)) {                         // {"<", ">"} & set(x)
        Val other = a;
        if (!is_set_of(fr, b, &x, &keys)) return;
        a = b, b = other;
    }
    if (!is_set_of(fr, b, &box, &of_keys)) box = b;
    if (keys) return;
    const Av *chars = fr->val[box];
    Size n = chars && !chars->taint ? characters(fr, st, chars, some, countof(some)) : -1;
    Kinds k = n > 0 ? without(some, n) : 0;
    if (k) fact_clear(fr, st, x, k, NULL, 0, S("it has none of these"));
}

// for c in x: is x a text, so that c is one of its characters? What the program holds is known of them one by
// one: they make up a text that it does not hold.
bool is_character(Frame *fr, Val item)
{
    const Instr *next = def(fr, item);
    const Instr *more = next->op == IR_NEXT ? def(fr, next->c) : NULL;
    const Instr *iter = more && more->op == IR_TEST ? def(fr, more->a) : NULL;
    const Av *x = iter && iter->op == IR_ITER ? fr->val[iter->a] : NULL;
    for (int i = 0; x && i < x->n; i++)
        if (x->atom[i].kind != AT_INST || !str_eq(unit_str(fr->w, x->atom[i].idx), S("str"))) return false;
    return x && (x->n || x->flags & AV_TEXT);
}

// "abc", {"a", "b"}, set("abc"), also by the name that the module gives it: what has these characters.
static const Av *box_of_characters(Frame *fr, Val whole)
{
    Val of;
    bool keys;
    const Av *text = text_of_set(fr, whole);
    if (text) return text;
    return is_set_of(fr, whole, &of, &keys) && !keys ? fr->val[of] : fr->val[whole];
}

// if c in "abc", if c not in BAD: where c is one character of a text after the other.
void char_guard(Frame *fr, State *st, Val item, Val whole, bool is_in)
{
    char some[128];
    if (def(fr, item)->op != IR_NEXT) return;
    const Av *box = box_of_characters(fr, whole);
    Size n = box && !box->taint ? characters(fr, st, box, some, countof(some)) : -1;
    if (n <= 0) return;
    Kinds k = is_in ? chars_clear(fr->w, av_str(fr->w, (Str){some, n})) : without(some, n);
    if (k) fact_clear(fr, st, item, k, NULL, 0, S("each of its characters is tested"));
}

// NAMED.get(c, c): of one character of a text after the other, those that the dictionary has are replaced.
const Av *char_mapped(Frame *fr, const Av *table, const Args *args, const Av *v)
{
    char some[128], left[128];
    const Val *from = args->pos_val;
    if (args->npos != 2 || !from || from[0] != from[1] || def(fr, from[0])->op != IR_NEXT) return v;
    Size n = characters(fr, &fr->st, table, some, countof(some)), m = 0;
    const Obj *o = n > 0 ? obj_at(fr->w, &fr->st, table->atom[0].obj) : NULL;
    for (Size i = 0; o && i < n; i++) {                         // written with itself again: not gone
        Str to;
        bool text = av_only_str(o->cell[i].v, &to);
        if (text && !memchr(to.s ? to.s : "", some[i], (size_t)to.len)) left[m++] = some[i];
        if (text && some[i] == '&') left[m++] = '&';            // as an entity
    }
    return m ? av_clear(fr->w, v, without(left, m)) : v;
}

// entry[4], not args["ip"]: a place in what getaddrinfo gives
static bool is_numbered(Frame *fr, const Instr *in)
{
    int64_t at;
    return in->op == IR_INDEX && fr->val[in->b] && av_only_int(fr->val[in->b], &at);
}

// x of ip_address(gethostbyname(x)), the entry of ip_address(entry[4][0]); an address that a list holds
// is itself. 0: it is no address.
Val address_of(Frame *fr, Val v)
{
    static const char *const steps[] = {"ip_address", "IPv4Address", "gethostbyname", "str",
                                        "IPv6Address"};
    static const char *const parts[] = {"partition", "split", "strip"};   // "fe80::1%eth0"
    const Av *x = fr->val[v];
    const Atom *a = x && x->n == 1 && def(fr, v)->op == IR_NEXT ? av_find(x, AT_INST) : NULL;
    bool resolved = a && str_starts(unit_str(fr->w, a->idx), S("ipaddress."));
    for (int i = 0; i < 10; i++) {
        const Instr *in = def(fr, v);
        Str m = in->op == IR_CALL ? last_part(callee_name(fr, in)) : (Str){0};
        // for info in getaddrinfo(host, 443): … info[4][0]
        if (resolved && (is_numbered(fr, in) || (in->op == IR_UNPACK && in == &fr->f->code.v[v]))) {
            v = in->a;
            continue;
        }
        if (resolved && is_one_of(m, parts, countof(parts)) && receiver(fr, in)) {
            v = receiver(fr, in);
            continue;
        }
        if (!is_one_of(m, steps, countof(steps)) || !in->nargs) break;
        resolved |= str_starts(m, S("ip")) || str_starts(m, S("IP"));
        v = call_arg(fr, in, 0);
    }
    return resolved ? v : 0;
}

// ip_address(gethostbyname(urlparse(x).hostname)).is_private
void private_guard(Frame *fr, State *st, const Instr *attr, bool truth)
{
    static const char *const inside[] = {"is_private", "is_loopback", "is_reserved",
                                         "is_link_local"};
    Str name = unit_str(fr->w, unit_sym(fr, attr->sym));
    bool outside = str_eq(name, S("is_global"));
    if (outside != truth || (!outside && !is_one_of(name, inside, countof(inside)))) return;
    Val v = address_of(fr, attr->a);
    if (v) fact_clear(fr, st, v, KINDS_TEXT, NULL, 0, S("it leads to no address inside"));
}

// ip_address(x) in ip_network("203.0.113.0/24"): the program says which addresses
void network_guard(Frame *fr, State *st, Val address, const Av *network)
{
    const Atom *a = network->n == 1 && !network->taint ? av_find(network, AT_INST) : NULL;
    if (!a || !str_eq(unit_str(fr->w, a->idx), S("ipaddress.IPv4Network"))) return;
    Val v = address_of(fr, address);
    if (v) fact_clear(fr, st, v, KINDS_TEXT, NULL, 0, S("it is an address of that network"));
}

// "--format=", ("--size=", "--depth="): the program says which option it is
static bool names_option(Str s)
{
    return str_starts(s, S("-")) && str_find(s, S("=")) > 1;
}

bool fixes_option(Frame *fr, State *st, const Av *p, TextShape s)
{
    if (s.whole) return names_option(s.prefix);
    bool ok;
    const Av *e = own_elements(fr, st, p, &ok);
    ok = ok && e->n && !e->flags;
    for (int i = 0; ok && i < e->n; i++) {
        const PyConst *c = e->atom[i].kind == AT_CONST ? e->atom[i].p : NULL;
        ok = c && c->kind == CONST_STR && names_option(c->text);
    }
    return ok;
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
