// flow/derive: facts about values: which expressions are the same value, and what a fact about one
// says of those that it comes from.
// SPDX-License-Identifier: MIT
#include "flow/taught.h"

static uint64_t blend(uint64_t a, uint64_t b) { return (a ^ b) * 0x9e3779b97f4a7c15u ^ (a >> 29); }

// What made v; `a, b = f(x), g(y)` makes a of f(x).
const Instr *def(Frame *fr, Val v)
{
    const Instr *in = &fr->f->code.v[v];
    if (in->op != IR_UNPACK || in->b < in->aux || in->c) return in;
    const Instr *t = &fr->f->code.v[in->a];
    if (t->op != IR_TUPLE || t->nargs != in->aux2 || in->aux >= t->nargs) return in;
    return &fr->f->code.v[fr->f->args.v[t->args + in->aux]];
}

Str callee_name(Frame *fr, const Instr *in)
{
    const Av *c = in->op == IR_CALL ? fr->val[in->a] : NULL;
    for (int i = 0; c && i < c->n; i++)
        if (c->atom[i].kind == AT_NAME || c->atom[i].kind == AT_METHOD)
            return unit_str(fr->w, c->atom[i].idx);
    return (Str){0};
}

Str last_part(Str name)
{
    Size dot = str_rfind(name, '.');
    return str_sub(name, dot + 1, -1);
}

bool is_one_of(Str s, const char *const *list, int n)
{
    for (int i = 0; i < n; i++)
        if (s.len && s.s[0] == list[i][0] && str_eq(s, str_of(list[i]))) return true;
    return false;
}

Val call_arg(Frame *fr, const Instr *in, uint32_t i)
{
    return i < in->nargs ? fr->f->args.v[in->args + i] : 0;
}

Val receiver(Frame *fr, const Instr *in)
{
    const Instr *c = def(fr, in->a);
    return c->op == IR_ATTR ? c->a : 0;
}

Val counted_by(Frame *fr, Val n)
{
    const Instr *in = def(fr, n);
    bool is = in->op == IR_CALL && in->nargs == 1 && str_eq(callee_name(fr, in), S("len"));
    return is ? call_arg(fr, in, 0) : 0;
}

Val or_empty(Frame *fr, const Instr *in)
{
    Val x = 0;
    bool empty = false;
    if (in->op != IR_PHI || in->nargs != 2) return 0;
    for (uint32_t i = 0; i < 2; i++) {
        Val v = fr->f->args.v[in->args + i];
        const Av *a = fr->val[v];
        Str s;
        // on that way it is not bound, or the way ends: except OSError: abort(502)
        if (!a || av_is_bottom(a) || (av_only_str(a, &s) && !s.len)) empty = true;
        else x = v;
    }
    return empty ? x : 0;
}

// ---- equal expressions have equal numbers: two reads of node['field'] are one value to a guard

static bool holds_object(Frame *fr, Val v)
{
    const Av *x = fr->val[v];
    return x && av_find(x, AT_OBJ);
}

static uint64_t cell_number(uint32_t name, int hops)
{
    return blend(0xce11, name + (uint32_t)hops * 977u) | 1ull << 40;
}

static uint64_t item_step(Key k) { return blend(0x1de, k); }

// form.get("x") and form.pop("x") are form["x"], and request.get_json() the same body each time.
static bool asked_step(Frame *fr, const Instr *in, Val *of, uint64_t *step)
{
    Str m = last_part(callee_name(fr, in));
    bool body = !in->nargs && str_eq(m, S("get_json")), list = str_eq(m, S("getlist"));
    bool pop = str_eq(m, S("pop"));
    bool one = in->nargs >= 1 && in->nargs <= 2 && (list || pop || str_eq(m, S("get")));
    *of = body || one ? receiver(fr, in) : 0;
    if (!*of || holds_object(fr, *of)) return false;
    *step = blend(0xb0d1, 0);
    if (body) return true;
    Key k;
    const Av *key = fr->val[call_arg(fr, in, 0)];
    if (!key || !key_of(fr->w, key, &k) || (pop && k >> 56 != 1))
        return false; // items.pop(0): another each time
    *step = list ? blend(item_step(k), 0x6e7) : item_step(k);
    return true;
}

bool part_step(Frame *fr, Val v, Val *of, uint64_t *step)
{
    const Instr *in = def(fr, v);
    Key k;
    if (in->op == IR_CALL) return asked_step(fr, in, of, step);
    if ((in->op != IR_ATTR && in->op != IR_INDEX) || holds_object(fr, in->a)) return false;
    *of = in->a;
    *step = in->op == IR_ATTR ? blend(0xa77, unit_sym(fr, in->sym)) : 0;
    if (in->op == IR_ATTR) return true;
    const Av *key = fr->val[in->b];
    if (!key || !key_of(fr->w, key, &k)) return false;
    *step = item_step(k);
    return true;
}

uint64_t number_stepped(uint64_t of, uint64_t step) { return blend(of, step) | 1ull << 40; }

// flask.request, by whatever name it was imported
static uint64_t library_number(Frame *fr, Val v)
{
    const Av *x = fr->val[v];
    const Atom *name = NULL;
    for (int i = 0; x && i < x->n; i++) { // and what the models say that it is
        if (x->atom[i].kind != (name ? AT_INST : AT_NAME) && x->atom[i].kind != AT_INST) return 0;
        if (x->atom[i].kind == AT_NAME) name = &x->atom[i];
    }
    return name ? blend(0x610ba2, name->idx) | 1ull << 40 : 0;
}

bool is_library_name(Frame *fr, Val v)
{
    return fr->f->code.v[v].op == IR_GLOBAL && library_number(fr, v);
}

static uint64_t number(Frame *fr, Val v, int depth)
{
    const Instr *in = def(fr, v);
    uint64_t step, shared;
    Val of;
    if (depth > 6) return v;
    if (in->op == IR_CELL) return cell_number(unit_sym(fr, in->sym), in->aux);
    if (in->op == IR_GLOBAL)
        return (shared = library_number(fr, v)) ? shared : blend(0x610ba1, in->sym) | 1ull << 40;
    return part_step(fr, v, &of, &step) ? number_stepped(number(fr, of, depth + 1), step) : v;
}

// form[key] in a loop: another part in each turn.
static bool varies(Frame *fr, Val v, int depth)
{
    const Instr *in = def(fr, v);
    if (depth > 6) return false;
    if (in->op == IR_ATTR) return varies(fr, in->a, depth + 1);
    Val key = in->op == IR_INDEX ? in->b : in->op == IR_CALL && in->nargs ? call_arg(fr, in, 0) : 0;
    Val of = in->op == IR_INDEX ? in->a : in->op == IR_CALL ? receiver(fr, in) : 0;
    return (key && of && def(fr, key)->op != IR_CONST) || (of && varies(fr, of, depth + 1));
}

uint64_t value_number(Frame *fr, Val v)
{
    if (fr->turn && varies(fr, v, 0)) return number(fr, v, 0);
    if (!fr->vn) fr->vn = new(&fr->w->a, uint64_t, fr->f->code.n + 1);
    if (!fr->vn[v]) fr->vn[v] = number(fr, v, 0);
    return fr->vn[v];
}

const Fact *fact_of(Frame *fr, State *st, Val v)
{
    return st->facts ? trie_get(st->facts, value_number(fr, v)) : NULL;
}

// A shared variable is bound anew: what was known of it is not known of the new value.
void forget_cell(Frame *fr, uint32_t name, int hops)
{
    static const Fact nothing;
    uint64_t n = cell_number(name, hops);
    if (fr->st.facts && trie_get(fr->st.facts, n))
        fr->st.facts = trie_set(&fr->w->a, fr->st.facts, n, &nothing);
}

// folder / name, joined and never resolved: a test of where it lies reads only the words.
bool is_lexical_path(Frame *fr, Val v)
{
    const Instr *in = v ? def(fr, v) : NULL;
    if (!in) return false;
    if (in->op == IR_BINARY) return in->aux == OP_DIV;
    Str m = in->op == IR_CALL ? last_part(callee_name(fr, in)) : (Str){0};
    if (str_eq(m, S("joinpath"))) return true;
    if (str_eq(m, S("Path")) || str_eq(m, S("PurePath"))) {
        const Instr *a = in->nargs == 1 ? def(fr, call_arg(fr, in, 0)) : NULL;
        return in->nargs > 1 ||
               (a && (a->op == IR_BINARY || a->op == IR_FSTRING ||
                      (a->op == IR_CALL && str_eq(callee_name(fr, a), S("os.path.join")))));
    }
    return false;
}

// ---- setting a fact

static Kinds kinds_of_bits(uint32_t bits)
{
    Kinds k = 0;
    if (bits & FACT_NO_SLASH) k |= KIND(PATH);
    if (bits & FACT_NO_DOTS && bits & (FACT_NO_ABS | FACT_NO_SLASH)) k |= KIND(PATH);
    if (bits & FACT_NO_LINES) k |= KIND(LOG) | KIND(HEADER) | KIND(COOKIE);
    if (bits & FACT_NO_RETURNS) k |= KIND(MAIL);
    if (bits & FACT_SLASH_START && bits & FACT_NO_SLASHES) k |= KIND(REDIRECT) | KIND(URL);
    // what neither slashes nor a scheme can lead elsewhere: of a path of this site the rest is not asked
    bool here = bits & (FACT_SLASH_START | FACT_PATH_SLASH | FACT_NO_SLASHES);
    if (bits & FACT_NO_HOST && (here || (bits & FACT_NO_SCHEME && bits & FACT_NO_BACKSLASH)))
        k |= KIND(REDIRECT);
    if (bits & FACT_QUOTE_STARTS && bits & FACT_QUOTE_ENDS && bits & FACT_QUOTE_INSIDE)
        k |= KIND(CODE);
    return k;
}

void fact_grows(World *w, State *st, uint64_t number, const Fact *told)
{
    const Fact *old = st->facts ? trie_get(st->facts, number) : NULL;
    Fact *f = new(&w->a, Fact, 1);
    if (old) *f = *old;
    f->bits |= told->bits;
    f->clear |= told->clear | kinds_of_bits(f->bits);
    if (told->is) f->is = told->is;
    f->why = told->why;
    st->facts = trie_set(&w->a, st->facts, number, f);
}

void set_fact(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why)
{
    fact_grows(fr->w, st, value_number(fr, v),
               &(Fact){.clear = kinds, .is = is, .bits = bits, .why = why});
    if (kinds || is || bits & ~(uint32_t)(FACT_TRUTHY | FACT_FALSY)) note_part(fr, v);
}

// Line ends at the borders, which strip() takes off before a comparison, do not change a host.
static bool all_text(Kinds k)
{
    return ((k | KIND(LOG) | KIND(HEADER) | KIND(MAIL)) & KINDS_TEXT) == KINDS_TEXT;
}

// A guard on x.lower() says the same of x; one on urlparse(x).netloc says where x leads.
static void derive(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why,
                   int depth);

static void clear(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why,
                  int depth)
{
    if (!v || depth > 6) return;
    set_fact(fr, st, v, kinds, is, bits, why);
    if (bits) kinds |= fact_of(fr, st, v)->clear & KIND(PATH);  // what several tests say together
    derive(fr, st, v, kinds, is, bits, why, depth + 1);
}

// An object that nobody can change: where a guard has looked at a part of it, the object that goes on
// is one of its own, so that another one, made where the guard does not hold, is not mixed with it.
static bool is_fixed(World *w, State *st, const Obj *o)
{
    if (o->kind == OB_TUPLE) return true;
    if (o->kind != OB_INST) return false;
    if (!o->up) return obj_cell(o, KEY_INT(0)) != NULL;         // a record of namedtuple()
    if (class_is(w, st, o->up, S("typing.NamedTuple"), 0)) return true;
    const Tree *t;
    const ClassInfo *c = class_info(w, st, o->up, &t);
    for (Size i = 0; c && i < c->decorators.n; i++)
        if (node_says(t, c->decorators.v[i], S("frozen"), 0)) return true;
    return false;
}

static const Obj *cell_cleared(World *w, const Obj *o, Key k, Kinds kinds, const Av *is)
{
    const Av *v = o && !o->many ? obj_cell(o, k) : NULL;
    if (!v || (!v->taint && !is)) return NULL;
    const Av *now = is ? av_with(w, is, v->taint) : v;
    now = av_clear(w, now, kinds);
    if (av_equal(now, v)) return NULL;
    const Obj *r = obj_set(w, o, k, now, false);
    for (uint32_t i = 0; o->kind == OB_INST && i < o->n; i++)   // a record's field has a place, too
        if (o->cell[i].v == v && o->cell[i].key != k && (o->cell[i].key >> 56 == 2 || k >> 56 == 2))
            r = obj_set(w, r, o->cell[i].key, now, false);
    return r;
}

// if g.site not in SITES: abort(404) — what a request carries from one function to the next, by each of the names
// that it may go by.
static void clear_carried(World *w, State *st, const Av *b, Key k, Kinds kinds, const Av *is)
{
    for (int i = 0; k >> 56 == 1 && i < b->n; i++) {
        bool library = b->atom[i].kind == AT_INST || b->atom[i].kind == AT_NAME;
        uint32_t id = library ? attr_object(w, &b->atom[i], (uint32_t)k) : 0;
        const Obj *now = id ? cell_cleared(w, obj_at(w, st, id), k, kinds, is) : NULL;
        if (now) heap_set(w, st, id, now);
    }
}

void clear_cell(Frame *fr, State *st, Val base, Key k, Kinds kinds, const Av *is)
{
    World *w = fr->w;
    const Av *b = use_in(fr, st, base);
    if (!b || b->n < 1) return;
    if (b->atom[0].kind == AT_INST || b->atom[0].kind == AT_NAME)
        clear_carried(w, st, b, k, kinds, is);
    if (b->n != 1 || b->flags & AV_OTHER || b->atom[0].kind != AT_OBJ) return;
    const Obj *o = obj_at(w, st, b->atom[0].obj), *now = cell_cleared(w, o, k, kinds, is);
    if (!now) return;
    heap_set(w, st, b->atom[0].obj, now);
    if (!is_fixed(w, st, o)) return;
    uint32_t id = obj_id_in(w, fr->id, fr->depth, (uint64_t)base << 20 | 0x1e71);
    Atom own = b->atom[0];
    own.obj = id;
    heap_set(w, st, id, now);
    set_fact(fr, st, base, 0, av_atom(w, own), 0, S("its part is tested"));
}

// A variable that functions share, a module's name: whoever reads it next reads the tested value.
static void clear_shared(Frame *fr, State *st, const Instr *in, Kinds kinds, const Av *is)
{
    World *w = fr->w;
    uint32_t id = in->op == IR_CELL ? env_at(fr, in->aux) : module_obj(w, fr->mod);
    const Obj *o = id ? heap_at(w, st->heap, id) : NULL;
    const Obj *now = o ? cell_cleared(w, o, KEY_SYM(unit_sym(fr, in->sym)), kinds, is) : NULL;
    if (now) heap_set(w, st, id, now);
}

static bool is_empty_text(Frame *fr, Val v)
{
    Str s;
    return fr->val[v] && av_only_str(fr->val[v], &s) && !s.len;
}

// x.strip(";"): what stood at its ends was not looked at. A dot at a host's end leaves it the host that it is, a slash
// at a path's end the file, and blanks are what strip() takes off by itself.
static Kinds ends_clear(Frame *fr, Val taken, bool behind)
{
    Str s;
    const Av *of = fr->val[taken];
    Kinds k = of ? chars_clear(fr->w, of) : 0;
    if (!of || !av_only_str(of, &s)) return k;
    bool blank = true;
    for (Size i = 0; i < s.len; i++) blank &= memchr(" \t\r\n\f\v", s.s[i], 6) != NULL;
    return blank || str_eq(s, S(".")) || (behind && str_eq(s, S("/"))) ? KINDS_TEXT : k;
}

static void derive_call(Frame *fr, State *st, const Instr *in, Kinds kinds, const Av *is,
                        uint32_t bits, Str why, int depth)
{
    static const char *const same[] = {
        "lower",      "upper",    "casefold", "strip",  "lstrip",   "rstrip",          "title",
        "capitalize", "swapcase", "encode",   "decode", "as_posix", "get_secret_value"};
    static const char *const of_first[] = {"str", "os.fspath", "urllib.parse.unquote",
                                           "urllib.parse.unquote_plus", "unicodedata.normalize"};
    static const char *const path[] = {
        "os.path.realpath",   "os.path.abspath",   "os.path.normpath",
        "os.path.expanduser", "os.path.join",      "pathlib.Path",
        "pathlib.PurePath",   "pathlib.PosixPath", "pathlib.PurePosixPath",
        "pathlib.PureWindowsPath", "werkzeug.utils.safe_join"};
    static const char *const path_method[] = {"resolve", "absolute", "joinpath", "expanduser"};
    static const char *const syntax[] = {"ast.walk", "ast.parse", "ast.iter_child_nodes"};
    Str name = callee_name(fr, in), m = last_part(name);
    Val r = receiver(fr, in);
    const Kinds places = kinds & (KIND(PATH) | KIND(ARCHIVE));  // where it leads
    if (kinds & KIND(CODE) && is_one_of(name, syntax, countof(syntax)))
        clear(fr, st, call_arg(fr, in, 0), KIND(CODE), NULL, 0, why, depth);
    Key key;
    const Av *asked = in->nargs ? fr->val[call_arg(fr, in, 0)] : NULL;
    if (r && str_eq(m, S("get")) && asked && key_of(fr->w, asked, &key))
        clear_cell(fr, st, r, key, kinds, is);                  // options.get("sort")
    static const char *const members[] = {"getmembers", "infolist", "namelist", "getnames"};
    if (r && kinds & (KIND(ARCHIVE) | KIND(PATH)) && is_one_of(m, members, countof(members)))
        clear(fr, st, r, KIND(ARCHIVE), NULL, 0, why, depth);
    Str from;
    if (r && str_eq(m, S("replace")) && in->nargs == 2 && fr->val[call_arg(fr, in, 0)] &&
        av_only_str(fr->val[call_arg(fr, in, 0)], &from) && from.len == 1) {     // it held this sign, and what is left
        // a question where it leads, and no other of its characters: with other signs in it, it leads elsewhere
        const Kinds place = places | (kinds & (KIND(REDIRECT) | KIND(URL)));
        Kinds leads = kinds != place || is_empty_text(fr, call_arg(fr, in, 1)) ? 0 : place;
        clear(fr, st, r, kinds & ~byte_harms(from.s[0]) & ~leads, NULL, 0, why, depth);
    }
    // its address, each of its addresses was looked at
    if (all_text(kinds) && (str_ends(name, S("getaddrinfo")) || str_ends(name, S("gethostbyname"))))
        clear(fr, st, call_arg(fr, in, 0), kinds, NULL, 0, why, depth);
    for (Size i = 0; all_text(kinds) && i < fr->calls.n; i++) {
        const ParamFact *p =
            &fr->f->code.v[fr->calls.v[i].call] == in ? fr->calls.v[i].imp.tested : NULL;
        for (; p; p = p->next) clear(fr, st, p->param, p->fact.clear, NULL, 0, why, depth);
    }
    if (kinds & (KIND(URL) | KIND(REDIRECT)) && in->nargs &&
        (str_ends(name, S("urlparse")) || str_ends(name, S("urlsplit")) ||
         str_ends(name, S("URL"))))
        clear(fr, st, call_arg(fr, in, 0), kinds & (KIND(URL) | KIND(REDIRECT)), NULL, 0, why,
              depth);
    if (kinds & KIND(SIZE) && str_eq(name, S("int")))
        clear(fr, st, call_arg(fr, in, 0), KIND(SIZE), NULL, 0, why, depth);
    if (r && is_one_of(m, same, countof(same))) {
        Kinds k = kinds;
        if (str_ends(m, S("strip"))) k &= ~(KIND(LOG) | KIND(HEADER) | KIND(MAIL));
        if (str_ends(m, S("strip")) && in->nargs) k &= ends_clear(fr, call_arg(fr, in, 0), str_eq(m, S("rstrip")));
        clear(fr, st, r, k, NULL, bits & (FACT_NO_DOTS | FACT_NO_SLASH), why, depth);
    } else if (is_one_of(name, of_first, countof(of_first)))
        clear(fr, st, call_arg(fr, in, str_eq(name, S("unicodedata.normalize"))), kinds, NULL, bits,
              why, depth);
    else if (str_ends(name, S("urljoin")) && in->nargs > 1)
        clear(fr, st, call_arg(fr, in, 1), kinds & (KIND(URL) | KIND(REDIRECT)), NULL, 0, why,
              depth);
    else if (places && str_eq(name, S("os.path.dirname")))
        clear(fr, st, call_arg(fr, in, 0), places, NULL, 0, why, depth);
    else if (places && is_one_of(name, path, countof(path)))
        for (uint32_t i = 0; i < in->nargs; i++)
            clear(fr, st, call_arg(fr, in, i), places, NULL, 0, why, depth);
    else if (places && r && is_one_of(m, path_method, countof(path_method))) {
        clear(fr, st, r, places, NULL, 0, why, depth);
        for (uint32_t i = 0; i < in->nargs; i++)
            clear(fr, st, call_arg(fr, in, i), places, NULL, 0, why, depth);
    }
}

// name.split(".")[0] is a package that the program knows: a module of it is what it is trusted for.
static void clear_module(Frame *fr, State *st, Val parts, Str why, int depth)
{
    static const char *const splits[] = {"split", "partition"};
    const Instr *in = def(fr, parts);
    const Av *by = in->op == IR_CALL && in->nargs ? fr->val[call_arg(fr, in, 0)] : NULL;
    Str dot;
    if (by && av_only_str(by, &dot) && str_eq(dot, S(".")) && receiver(fr, in) &&
        is_one_of(last_part(callee_name(fr, in)), splits, countof(splits)))
        clear(fr, st, receiver(fr, in), KIND(IMPORT), NULL, 0, why, depth);
}

// The entry of entry[4][0], (…, address) and address[0], of what getaddrinfo gives, or that itself; 0: it is neither.
static Val resolved_entry(Frame *fr, Val v)
{
    int64_t at;
    for (int i = 0; i < 4; i++) {
        const Instr *in = def(fr, v);
        bool part = in->op == IR_UNPACK ||
                    (in->op == IR_INDEX && fr->val[in->b] && av_only_int(fr->val[in->b], &at));
        if (!part) break;
        v = in->a;
    }
    const Instr *in = def(fr, v), *iter = in->op == IR_NEXT ? def(fr, in->a) : NULL;
    const Instr *call = iter && iter->op == IR_ITER ? def(fr, iter->a) : in;
    return call->op == IR_CALL && str_ends(callee_name(fr, call), S("getaddrinfo")) ? v : 0;
}

static void derive(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why,
                   int depth)
{
    static const char *const host[] = {"netloc", "hostname", "host"};
    World *w = fr->w;
    const Instr *in = def(fr, v);
    Key k;
    if (in->op == IR_ATTR) {
        Str attr = unit_str(w, unit_sym(fr, in->sym));
        const Instr *b = def(fr, in->a);
        Str name = b->op == IR_CALL ? callee_name(fr, b) : (Str){0};
        bool parsed = parses_address(name);
        if (parsed && is_one_of(attr, host, countof(host)) && all_text(kinds)) {
            clear(fr, st, call_arg(fr, b, 0), KIND(URL) | KIND(REDIRECT), NULL, FACT_NO_HOST, why,
                  depth);
            set_fact(fr, st, in->a, KIND(URL) | KIND(REDIRECT), NULL, 0, why);
        }
        if (parsed && str_eq(attr, S("scheme")) && all_text(kinds))    // no "javascript:"
            clear(fr, st, call_arg(fr, b, 0), KIND(SCRIPT), NULL, 0, why, depth);
        else if (is_one_of(attr, host, countof(host)) && all_text(kinds) && is_address(fr, in->a))
            clear(fr, st, in->a, KIND(URL) | KIND(REDIRECT), NULL, 0, why, depth);
        if (kinds & KIND(PATH) && str_eq(attr, S("parts")))
            clear(fr, st, in->a, KIND(PATH), NULL, 0, why, depth);
        // the name of an archive's member
        if (kinds & (KIND(PATH) | KIND(ARCHIVE)) &&
            (str_eq(attr, S("name")) || str_eq(attr, S("filename"))))
            clear(fr, st, in->a, KIND(ARCHIVE), NULL, 0, why, depth);
        if (kinds & KIND(PATH) && str_eq(attr, S("parent")))    // the folder that it lies in
            clear(fr, st, in->a, KIND(PATH), NULL, 0, why, depth);
        if (parsed && str_eq(attr, S("path")))
            clear(fr, st, call_arg(fr, b, 0), kinds & KIND(PATH), NULL, 0, why, depth);
        clear_cell(fr, st, in->a, KEY_SYM(unit_sym(fr, in->sym)), kinds, is);
    } else if (in->op == IR_UNPACK && !in->aux && all_text(kinds)) {
        clear_module(fr, st, in->a, why, depth);                // package, _, rest = name.partition(".")
    } else if (in->op == IR_INDEX) {
        const Av *key = fr->val[in->b];
        const Instr *b = def(fr, in->a);
        int64_t i;
        if (key && av_only_int(key, &i) && i == 1 && b->op == IR_CALL && all_text(kinds)) {
            Str name = callee_name(fr, b);
            if (str_find(name, S("urlparse")) >= 0 || str_find(name, S("urlsplit")) >= 0)
                clear(fr, st, call_arg(fr, b, 0), KIND(URL) | KIND(REDIRECT), NULL, 0, why, depth);
        }
        if (key && av_only_int(key, &i) && !i && all_text(kinds))
            clear_module(fr, st, in->a, why, depth);
        Val entry = all_text(kinds) ? resolved_entry(fr, v) : 0;
        if (entry) clear(fr, st, entry, kinds, NULL, 0, why, depth);
        if (key && key_of(w, key, &k)) clear_cell(fr, st, in->a, k, kinds, is);
    } else if (in->op == IR_CELL || in->op == IR_GLOBAL) clear_shared(fr, st, in, kinds, is);
    else if (in->op == IR_CALL) derive_call(fr, st, in, kinds, is, bits, why, depth);
    else if (in->op == IR_PHI && or_empty(fr, in))
        clear(fr, st, or_empty(fr, in), kinds, is, bits, why, depth);
    else if (in->op == IR_BINARY && kinds == KIND(PATH) &&
             (in->aux == OP_DIV || in->aux == OP_ADD)) {
        clear(fr, st, in->a, KIND(PATH), NULL, 0, why, depth);
        clear(fr, st, in->b, KIND(PATH), NULL, 0, why, depth);
    } else if (in->op == IR_AWAIT) clear(fr, st, in->a, kinds, is, bits, why, depth);
}

// os.path.realpath(x), str(path.resolve())
static bool is_resolved_path(Frame *fr, Val v)
{
    static const char *const real[] = {"realpath", "abspath", "normpath", "resolve"};
    for (int i = 0; i < 4 && v; i++) {
        const Instr *in = def(fr, v);
        Str name = callee_name(fr, in);
        if (in->op != IR_CALL) return false;
        if (is_one_of(last_part(name), real, countof(real))) return true;
        if (!str_eq(name, S("str")) && !str_eq(name, S("os.fspath"))) return false;
        v = call_arg(fr, in, 0);
    }
    return false;
}

// What was tested is no text of unknown origin any more.
static const Av *item_cleared(World *w, const Av *v, Kinds kinds)
{
    const Av *now = av_clear(w, v, kinds);
    if (!v->taint || now->taint || !(now->flags & AV_OTHER)) return now;
    Av *quiet = new(&w->a, Av, 1);
    *quiet = *now;
    quiet->flags |= AV_QUIET;
    return quiet;
}

static const Obj *items_cleared(World *w, const Obj *o, Kinds kinds)
{
    Obj *now = new(&w->a, Obj, 1);
    Cell *c = new(&w->a, Cell, o->n + 1);
    *now = *o;
    for (uint32_t i = 0; i < o->n; i++)
        c[i] = (Cell){o->cell[i].key, item_cleared(w, o->cell[i].v, kinds)};
    now->cell = c;
    now->index = NULL;
    if (o->rest) now->rest = item_cleared(w, o->rest, kinds);
    return now;
}

// [entry[4][0] for entry in getaddrinfo(host, None)]: all of them, so that what holds of each holds of the name.
static void addresses_clear(Frame *fr, State *st, Val list, Kinds kinds, Str why)
{
    enum { WAYS = 2 };                                          // none yet, and one more
    const Instr *phi = def(fr, list);
    for (uint32_t i = 0; phi->op == IR_PHI && phi->nargs == WAYS && all_text(kinds) && i < WAYS; i++) {
        Val each = turn_test(fr, phi, i), entry = each ? resolved_entry(fr, each) : 0;
        const Instr *next = entry ? def(fr, entry) : NULL;
        if (next && next->op == IR_NEXT) clear(fr, st, def(fr, next->a)->a, kinds, NULL, 0, why, 0);
    }
}

// Each item of the list v is clean of these kinds, and so is what is made of all of them. A list that a
// comprehension made is one of two: that which is empty yet, and that which has grown.
void items_clear(Frame *fr, State *st, Val v, Kinds kinds, Str why)
{
    World *w = fr->w;
    const Av *x = fr->val[v], *named = &av_bottom;
    const Obj *lists[ATOMS_MAX] = {0};
    bool other = !x || !x->n || x->flags & AV_OTHER, many = false;
    for (int i = 0; !other && i < x->n; i++) {
        lists[i] = x->atom[i].kind == AT_OBJ ? obj_at(w, st, x->atom[i].obj) : NULL;
        other = !lists[i] || lists[i]->kind > OB_SET;
    }
    fact_clear(fr, st, v, kinds, NULL, 0, why);
    addresses_clear(fr, st, v, kinds, why);
    for (int i = 0; !other && i < x->n; i++) {
        uint32_t id = x->atom[i].obj;
        if (lists[i]->many) {                                   // others were made there: this one is named
            many = true;
            id = obj_id_in(w, fr->id, fr->depth, (uint64_t)v << 20 | (uint64_t)i << 16 | 0x17e5);
        }
        named = av_join(w, named, av_atom(w, (Atom){.kind = AT_OBJ, .obj = id}));
        heap_set(w, st, id, items_cleared(w, lists[i], kinds));
    }
    if (many) set_fact(fr, st, v, kinds, av_with(w, named, x->taint), 0, why);
}

void fact_clear(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why)
{
    if (bits & FACT_IN_FOLDER && is_resolved_path(fr, v)) kinds |= KIND(PATH);
    clear(fr, st, v, kinds, is, bits, why, 0);
}
