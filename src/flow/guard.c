// flow/guard: what a branch teaches: facts about values, and through derivation about what they
// come from.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

// ---- comparison with what the program itself holds

const Av *own_elements(Frame *fr, State *st, const Av *box, bool *ok)
{
    World *w = fr->w;
    State was = fr->st;
    fr->st = *st;
    const Av *e = &av_bottom;
    // settings, files and what a caller names are not the attacker's to choose
    *ok = !(taint_kinds(deep_taint(fr, box)) & ~(KIND(LOCAL) | KIND(PARAMETER)) &
            (KINDS_REACH | KIND(ANSWER)));
    uint32_t id;
    const Obj *o = *ok ? only_obj(fr, box, &id) : NULL;
    if (o && o->kind <= OB_DICT) {
        e = o->kind == OB_DICT ? (o->keys ? o->keys : &av_bottom) : obj_all(w, o);
        for (uint32_t i = 0; o->kind == OB_DICT && i < o->n; i++)
            e = av_join(w, e, key_value(w, o->cell[i].key));
        if (o->kind == OB_DICT && e->taint) *ok = false;
        if (av_is_bottom(e)) e = &av_someconst;
    }
    fr->st = was;
    return e;
}

// x[1], x[1:2], x[:2]: which characters of x, from and to, both from its beginning
static bool chars_at(Frame *fr, Val v, int64_t *from, int64_t *to)
{
    const Instr *in = def(fr, v);
    const Av *key = in->op == IR_INDEX ? fr->val[in->b] : NULL;
    if (!key) return false;
    if (av_only_int(key, from)) { *to = *from + 1; return *from >= 0; }
    const Instr *s = def(fr, in->b);
    if (s->op != IR_SLICE || s->nargs < 2) return false;
    Val low = fr->f->args.v[s->args], high = fr->f->args.v[s->args + 1];
    const Av *a = low ? fr->val[low] : NULL, *b = high ? fr->val[high] : NULL;
    const PyConst *none = a ? av_only_const(a) : NULL;
    if (!low || (none && none->kind == CONST_NONE)) *from = 0;
    else if (!a || !av_only_int(a, from)) return false;
    return b && av_only_int(b, to) && *from >= 0 && *to > *from;
}

static bool second_char(Frame *fr, Val v)
{
    int64_t from, to;
    return chars_at(fr, v, &from, &to) && from == 1 && to == 2;
}

static bool holds_slash(Frame *fr, State *st, const Av *box)
{
    bool ok;
    Str s;
    if (av_only_str(box, &s)) return str_find(s, S("/")) >= 0;
    const Av *e = own_elements(fr, st, box, &ok);
    for (int i = 0; ok && i < e->n; i++)
        if (e->atom[i].kind == AT_CONST && str_eq(((const PyConst *)e->atom[i].p)->text, S("/")))
            return true;
    return false;
}

// x[1:-1]
static bool is_inside_slice(Frame *fr, Val key)
{
    const Instr *s = def(fr, key);
    int64_t from, to;
    if (s->op != IR_SLICE || s->nargs < 2) return false;
    const Av *a = fr->val[fr->f->args.v[s->args]], *b = fr->val[fr->f->args.v[s->args + 1]];
    return a && b && av_only_int(a, &from) && av_only_int(b, &to) && from == 1 && to == -1;
}

// os.listdir(folder), or a list, set or sorted copy of it: names of files, and no name holds a slash.
static bool is_listing(Frame *fr, Val v)
{
    static const char *const copy[] = {"list", "set", "sorted", "frozenset", "tuple"};
    for (int i = 0; i < 4 && v; i++) {
        const Instr *in = def(fr, v);
        if (in->op != IR_CALL) return false;
        Str name = callee_name(fr, in);
        const Av *folder = in->nargs ? fr->val[call_arg(fr, in, 0)] : NULL;
        if (str_eq(name, S("os.listdir"))) return !folder || !is_deep_tainted(fr, folder);
        if (!is_one_of(name, copy, countof(copy))) return false;
        v = call_arg(fr, in, 0);
    }
    return false;
}

// Account._meta.fields, User.__table__.columns, Model.model_fields: all that there are, is_admin among them.
static bool lists_all_fields(Frame *fr, Val v)
{
    static const char *const all[] = {"_meta", "fields", "columns", "__table__", "__mapper__",
                                      "model_fields", "__fields__", "__annotations__", "__dict__",
                                      "_fields", "_fields_db_projection", "_data_fields", "c",
                                      "__slots__", "__data__", "_data", "column_attrs", "fields_map", "sorted_field_names"};
    static const char *const makers[] = {"vars", "dir", "fields", "get_fields", "inspect"};
    for (int i = 0; i < 6 && v; i++) {
        const Instr *in = def(fr, v);
        if (in->op == IR_ATTR) {
            if (is_one_of(unit_str(fr->w, unit_sym(fr, in->sym)), all, countof(all))) return true;
            v = in->a;
        } else if (in->op == IR_CALL) {
            if (is_one_of(last_part(callee_name(fr, in)), makers, countof(makers))) return true;
            v = in->nargs ? call_arg(fr, in, 0) : receiver(fr, in);
        } else return false;
    }
    return false;
}

static void in_guard(Frame *fr, State *st, const Instr *in, bool is_in, Str why)
{
    World *w = fr->w;
    const Av *a = fr->val[in->a], *b = fr->val[in->b];
    Str s;
    if (!a || !b) return;
    if (a->taint) char_guard(fr, st, in->a, in->b, is_in);
    if (is_in) network_guard(fr, st, in->a, b);
    const Instr *of = def(fr, in->a);                           // type(node) in ALLOWED
    if (is_in && of->op == IR_CALL && str_eq(callee_name(fr, of), S("type")))
        syntax_guard(fr, st, call_arg(fr, of, 0), b);
    const Instr *parents = def(fr, in->b);                      // root in path.parents
    if (is_in && parents->op == IR_ATTR &&
        str_eq(unit_str(w, unit_sym(fr, parents->sym)), S("parents"))) {
        // "root/../x" has root among its parents until it is resolved
        if (!is_lexical_path(fr, parents->a))
            fact_clear(fr, st, parents->a, KIND(PATH), NULL, 0, why);
    } else if (is_in && host_part(fr, in->a) && holds_own_host(fr, in->b)) {
        same_or_none(fr, st, host_part(fr, in->a), why);
    } else if (is_in && holds_empty(fr, st, b) && no_part(fr, st, in->a)) {
        return;
    } else if (is_in && is_listing(fr, in->b)) {
        fact_clear(fr, st, in->a, KIND(PATH), NULL, 0, S("it is the name of a file that is there"));
    } else if (is_in && is_character(fr, in->a)) {
        return;                                                 // char_guard has said it
    } else if (is_in && a->taint) {
        bool ok;
        const Av *e = own_elements(fr, st, b, &ok);
        if (ok && !(b->flags & AV_TEXT)) {
            bool known = av_all_const(e) && !e->flags;
            Kinds k = !known && lists_all_fields(fr, in->b) ? KINDS_TEXT & ~KIND(MASS) : KINDS_TEXT;
            fact_clear(fr, st, in->a, k, known ? e : NULL, 0, why);
            if (av_all_const(b) || av_all_const(e)) fact_clear(fr, st, in->a, k, NULL, 0, why);
        }
    } else if (is_in) {
        return;
    } else if (second_char(fr, in->a) && holds_slash(fr, st, b)) {
        fact_clear(fr, st, def(fr, in->a)->a, 0, NULL, FACT_NO_SLASHES, why);
    } else if (av_only_str(a, &s)) {                            // "/" not in x
        Val x = in->b;
        const Instr *p = def(fr, x);
        Str by;
        if (p->op == IR_CALL && str_ends(callee_name(fr, p), S("split"))) {
            const Av *sep = p->nargs ? fr->val[call_arg(fr, p, 0)] : NULL;
            // ".." not in x.split("/"): a part of a path; of what is split at dots none is two of them
            if (sep && av_only_str(sep, &by) && !str_eq(by, S("/")) && !str_eq(by, S("\\"))) return;
            x = receiver(fr, p);
        }
        else if (p->op == IR_ATTR && str_eq(unit_str(w, unit_sym(fr, p->sym)), S("parts")))
            x = p->a;
        Val whole = p->op == IR_ATTR ? path_text(fr, x) : 0;    // ".." not in Path(name).parts
        if (whole && str_eq(s, S(".."))) fact_clear(fr, st, whole, 0, NULL, FACT_NO_DOTS, why);
        uint32_t bits = 0;
        if (str_eq(s, S(".."))) bits = FACT_NO_DOTS;
        if (str_eq(s, S("/"))) bits = FACT_NO_SLASH;
        if (str_eq(s, S("\n")) || str_eq(s, S("\r\n"))) bits = FACT_NO_LINES;
        if (str_eq(s, S("\r"))) bits = FACT_NO_RETURNS;
        if (str_eq(s, S("//"))) bits = FACT_NO_SLASHES;
        if (str_eq(s, S("../"))) bits = FACT_NO_UP;
        if (str_eq(s, S("\\"))) bits = FACT_NO_BACKSLASH;
        if (str_eq(s, S("'"))) bits = FACT_NO_SINGLE;
        if (str_eq(s, S("\""))) bits = FACT_NO_DOUBLE;
        if (bits && x) fact_clear(fr, st, x, 0, NULL, bits, why);
        // a document without a document type declares no entities
        if (str_starts(s, S("<!DOCTYPE")) || str_starts(s, S("<!doctype")))
            fact_clear(fr, st, x, KIND(XML), NULL, 0, why);
        const Instr *d = x ? def(fr, x) : NULL;
        if (d && d->op == IR_INDEX && bits & (FACT_NO_SINGLE | FACT_NO_DOUBLE) &&
            is_inside_slice(fr, d->b))
            fact_clear(fr, st, d->a, 0, NULL, FACT_QUOTE_INSIDE, why);
    }
}

// f"{url.scheme}://{url.netloc}" == ORIGIN, also in small letters: each part of it is one of what the other holds.
static void equal_parts(Frame *fr, State *st, Val v, Str why, int depth)
{
    static const char *const same[] = {"lower", "casefold", "strip", "rstrip", "str"};
    const Instr *in = def(fr, v);
    if (depth > 3) return;
    if (in->op == IR_CALL && is_one_of(last_part(callee_name(fr, in)), same, countof(same))) {
        Val x = receiver(fr, in);
        if (x || in->nargs == 1) equal_parts(fr, st, x ? x : call_arg(fr, in, 0), why, depth + 1);
    }
    Val part[2] = {in->op == IR_BINARY && in->aux == OP_ADD ? in->a : 0, in->b};
    for (int i = 0; i < 2 && part[0]; i++) {
        fact_clear(fr, st, part[i], KINDS_TEXT, NULL, 0, why);
        equal_parts(fr, st, part[i], why, depth + 1);
    }
    for (uint32_t i = 0; in->op == IR_FSTRING && i < in->nargs; i++) {
        const Instr *piece = def(fr, fr->f->args.v[in->args + i]);
        if (piece->op == IR_FORMAT) fact_clear(fr, st, piece->a, KINDS_TEXT, NULL, 0, why);
    }
}

static void equal_side(Frame *fr, State *st, Val v, Val with, Str why)
{
    const Av *other = fr->val[with];
    const Av *a = fr->val[v];
    if (a && a->taint && joined_below(fr, v, with)) fact_clear(fr, st, v, KIND(PATH), NULL, 0, why);
    Str s;
    if (!a || !other || !a->taint || other->taint) return;
    if (av_only_str(other, &s) && !s.len && no_part(fr, st, v)) return;
    bool known = av_all_const(other) && !other->flags;
    Kinds k = known && is_character(fr, v) ? chars_clear(fr->w, other) : KINDS_TEXT;
    fact_clear(fr, st, v, k, known ? other : NULL, 0, why);
    equal_parts(fr, st, v, why, 0);
}

// os.path.realpath(root), str(path): no separator stands at the end, so "root-old/x" begins with it.
static bool lacks_end(Frame *fr, Val folder)
{
    static const char *const path[] = {"realpath", "abspath", "normpath", "resolve", "dirname", "getcwd"};
    const Instr *in = def(fr, folder);
    Str name = callee_name(fr, in);
    if (in->op != IR_CALL) return false;
    if (is_one_of(last_part(name), path, countof(path))) return true;
    if ((!str_eq(name, S("str")) && !str_eq(name, S("os.fspath"))) || !in->nargs) return false;
    const Av *v = fr->val[call_arg(fr, in, 0)];
    const Atom *a = v ? av_find(v, AT_INST) : NULL;
    return (a && str_starts(unit_str(fr->w, a->idx), S("pathlib."))) ||
           lacks_end(fr, call_arg(fr, in, 0));
}

// May more of a path follow the folder only as a name of its own? Not where the folder is known and ends in
// its name: "/srv/static-old" begins with "/srv/static".
bool is_ended(Frame *fr, Val folder)
{
    const Av *p = fr->val[folder];
    TextShape s = p ? av_shape(fr->w, p) : (TextShape){0};
    bool whole_name = s.whole && !str_ends(s.prefix, S("/")) && s.prefix.len;
    return !whole_name && !lacks_end(fr, folder);
}

// commonpath([path, folder]) == folder; commonprefix goes by characters, as startswith does
static void common_path(Frame *fr, State *st, Val v, Val folder, Str why)
{
    const Instr *in = def(fr, v);
    if (in->op != IR_CALL) return;
    Str name = callee_name(fr, in);
    bool whole = str_eq(name, S("os.path.commonpath")), ended = whole || is_ended(fr, folder);
    if (!whole && !str_eq(name, S("os.path.commonprefix"))) return;
    // what an archive unpacks beside the folder has at least its name: many rest on that
    Kinds kinds = whole ? KIND(PATH) : KIND(ARCHIVE);
    const Instr *list = def(fr, call_arg(fr, in, 0));
    for (uint32_t i = 0; i < list->nargs && (list->op == IR_LIST || list->op == IR_TUPLE); i++)
        fact_clear(fr, st, fr->f->args.v[list->args + i], kinds, NULL,
                   ended && !whole ? FACT_IN_FOLDER : 0, why);
}

// "/albums/": what begins so is a path of this site, unlike "//host" and "/\\host".
bool is_local(Str s) { return s.len > 1 && s.s[0] == '/' && s.s[1] != '/' && s.s[1] != '\\'; }

static void first_char(Frame *fr, State *st, Val v, const Av *other, bool same, Str why)
{
    const Instr *in = def(fr, v);
    Str s;
    int64_t from, to, at;
    if (!av_only_str(other, &s) || s.len < 1) return;
    bool last = in->op == IR_INDEX && av_only_int(fr->val[in->b], &at) && at == -1;
    if (same && last) known_ends(fr, st, in->a, (Str){0}, s);
    if (!chars_at(fr, v, &from, &to)) return;
    if (!same && str_eq(s, S("-")) && from == 0 && to == 1)
        fact_clear(fr, st, in->a, KIND(ARGV), NULL, 0, why);
    if (s.s[0] != '/') return;
    if (same && is_local(s) && from == 0 && to == s.len)
        fact_clear(fr, st, in->a, KIND(REDIRECT) | KIND(URL), NULL, 0, why);
    if (s.len == 1 && from == 0 && to == 1) {
        fact_clear(fr, st, in->a, 0, NULL, same ? FACT_SLASH_START : FACT_NO_ABS, why);
        if (same) known_ends(fr, st, in->a, s, (Str){0});
    }
    bool second = s.len == 1 && from == 1 && to == 2, both = str_eq(s, S("//")) && !from && to == 2;
    if (!same && (second || both)) fact_clear(fr, st, in->a, 0, NULL, FACT_NO_SLASHES, why);
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
    if (none && no_part(fr, st, v)) return;
    if (none) { if (x->taint) fact_clear(fr, st, v, KINDS_TEXT, NULL, 0, S("it is None")); return; }
    if (!had) { set_fact(fr, st, v, 0, NULL, FACT_NOT_NONE, (Str){0}); return; }
    if (x->flags) r = av_join(w, r, av_rest(w, x));
    if (!av_is_bottom(r)) set_fact(fr, st, v, 0, r, FACT_NOT_NONE, (Str){0});
}

// x <= LIMIT: the program itself says how large x may be.
static void bound_guard(Frame *fr, State *st, Val x, Val limit)
{
    const Av *l = fr->val[limit];
    Val counted = counted_by(fr, x);
    if (!l || is_deep_tainted(fr, l)) return;
    fact_clear(fr, st, x, KIND(SIZE), NULL, 0, S("it is compared with a limit"));
    if (counted) fact_clear(fr, st, counted, KIND(SLOW), NULL, 0, S("its length is limited"));
}

// len(x) == 0, len(x) > 0, x == [], x != "": whether x holds anything.
static void count_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    const Instr *b = def(fr, in->b);
    Val counted = counted_by(fr, in->a);
    bool equal = in->aux == OP_EQ, other = in->aux == OP_NOTEQ;
    Str s;
    int64_t n;
    if ((equal || other) &&
        ((b->op == IR_LIST && !b->nargs) || (av_only_str(fr->val[in->b], &s) && !s.len)))
        refine(fr, st, in->a, truth == other);
    if (!counted || !av_only_int(fr->val[in->b], &n)) return;
    bool none = (!n && (equal || in->aux == OP_LTE)) || (n == 1 && in->aux == OP_LT);
    bool some = (!n && (other || in->aux == OP_GT)) || (n == 1 && in->aux == OP_GTE);
    if (none || some) refine(fr, st, counted, truth == some);
}

// Is v None wherever it is untrue?
static bool untrue_is_none(Frame *fr, const Av *v)
{
    for (int i = 0; i < v->n; i++) {
        const PyConst *c = v->atom[i].kind == AT_CONST ? v->atom[i].p : NULL;
        if (!(c && c->kind == CONST_NONE) && atom_truth(fr, &v->atom[i]) != TRUTH_YES) return false;
    }
    return !v->flags;
}

void none_guard(Frame *fr, State *st, Val v, bool none)
{
    const Instr *in = def(fr, v);
    if (in->op == IR_CALL && (none || untrue_is_none(fr, fr->val[v])))
        implied_guard(fr, st, v, !none);
    if (is_match_call(fr, in)) refine(fr, st, v, !none);
    else drop_none(fr, st, v, none);
    if (in->op == IR_PHI) phi_guard(fr, st, in, none ? WAY_NONE : WAY_SOME);
    if (!none) found_key(fr, st, v);
}

// x in registry, where the registry's class says itself what it contains.
static bool asks_object(Frame *fr, State *st, Val cond, bool truth)
{
    bool asked = false;
    for (Size i = 0; i < fr->calls.n; i++) asked |= fr->calls.v[i].call == cond;
    if (asked) implied_guard(fr, st, cond, truth);
    return asked;
}

static void compare_guard(Frame *fr, State *st, Val cond, const Instr *in, bool truth)
{
    Str why = S("it is compared with what the program holds");
    const Av *b = fr->val[in->b], *a = fr->val[in->a];
    if (!a || !b) return;
    count_guard(fr, st, in, truth);
    switch (in->aux) {
    case OP_IN: case OP_NOTIN:
        truth = truth == (in->aux == OP_IN);
        if (!asks_object(fr, st, cond, truth)) in_guard(fr, st, in, truth, why);
        break;
    case OP_EQ: case OP_NOTEQ: case OP_IS: case OP_ISNOT: {
        bool same = truth == (in->aux == OP_EQ || in->aux == OP_IS);
        const PyConst *c = av_only_const(b);
        if (c && c->kind == CONST_NONE) { none_guard(fr, st, in->a, same); break; }
        if (c && (c->kind == CONST_TRUE || c->kind == CONST_FALSE))
            refine(fr, st, in->a, same == (c->kind == CONST_TRUE));
        first_char(fr, st, in->a, b, same, why);
        if (!same) break;
        equal_side(fr, st, in->a, in->b, why);
        equal_side(fr, st, in->b, in->a, why);
        made_of(fr, st, in->a, in->b);                          // set(x) == {"a", "b"}
        made_of(fr, st, in->b, in->a);
        same_host(fr, st, in->a, in->b, why);
        same_name(fr, st, in->a, in->b, why);
        same_name(fr, st, in->b, in->a, why);
        same_host(fr, st, in->b, in->a, why);
        common_path(fr, st, in->a, in->b, why);
        common_path(fr, st, in->b, in->a, why);
        break;
    }
    case OP_LT:
    case OP_LTE:
        if (truth) made_of(fr, st, in->a, in->b);
        bound_guard(fr, st, truth ? in->a : in->b, truth ? in->b : in->a); break;
    case OP_GT:
    case OP_GTE:
        if (truth) made_of(fr, st, in->b, in->a);
        bound_guard(fr, st, truth ? in->b : in->a, truth ? in->a : in->b); break;
    default: break;
    }
}

// ---- the rest

// bad = [c for c in x if c not in ALLOWED]; if bad: raise. It is empty: for no item did the test hold. Not of lists
// whose test asks for another such list: a dozen of them in a chain were asked for in thousands of ways.
static void none_kept(Frame *fr, State *st, const Instr *phi)
{
    const Func *f = fr->f;
    if (fr->in_kept) return;
    fr->in_kept = true;
    for (uint32_t i = 0; i < phi->nargs; i++) {
        const Instr *sum = def(fr, f->args.v[phi->args + i]);
        if (sum->op != IR_BINARY || sum->c != 1) continue;
        const BasicBlock *body = &f->blocks.v[sum->block], *test = &f->blocks.v[body->idom];
        if (test->how != END_BRANCH || test->yes != sum->block) continue;
        if (f->code.v[test->value].op == IR_TEST) continue;                     // it keeps each item
        each_item(fr, st, test->value, false);
    }
    fr->in_kept = false;
}

static void truthy(Frame *fr, State *st, Val cond, const Instr *in, bool truth)
{
    World *w = fr->w;
    const Av *v = fr->val[cond];
    if (!v || in->op == IR_COMPARE || in->op == IR_NOT) return;
    if (!truth) empty_guard(fr, st, v);
    if (in->op == IR_PARAM)
        set_fact(fr, st, cond, 0, NULL, truth ? FACT_TRUTHY : FACT_FALSY, (Str){0});
    if (truth) found_key(fr, st, cond);
    if (in->op == IR_PHI && !truth) none_kept(fr, st, in);
    if (in->op == IR_ATTR) private_guard(fr, st, in, truth);
    if (in->op == IR_BINARY && in->aux == OP_SUB && !truth) made_of(fr, st, in->a, in->b);
    if (in->op == IR_BINARY && in->aux == OP_BITAND && !truth) shares_none(fr, st, in->a, in->b);
    if (!truth) no_part(fr, st, cond);
    if (!truth && v->taint) {
        set_fact(fr, st, cond, KINDS_TEXT, NULL, 0, S("it is empty"));
        return;
    }
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
        if (t == TRUTH_MAYBE || (t == TRUTH_YES) == truth)
            r = av_join(w, r, av_atom(w, v->atom[i]));
    }
    if (v->flags) r = av_join(w, r, av_rest(w, v));
    if (!av_is_bottom(r)) set_fact(fr, st, cond, 0, r, truth ? FACT_TRUTHY : 0, (Str){0});
}

void refine(Frame *fr, State *st, Val cond, bool truth)
{
    const Instr *in = def(fr, cond);
    if (!cond || fr->refining > REFINE_MOST) return;
    fr->refining++;
    switch ((IrOp)in->op) {
    case IR_NOT: refine(fr, st, in->a, !truth); break;
    case IR_UNARY: if (in->aux == OP_NOT) refine(fr, st, in->a, !truth); break;
    case IR_COMPARE: compare_guard(fr, st, cond, in, truth); break;
    case IR_AWAIT:
        if (def(fr, in->a)->op == IR_CALL) call_guard(fr, st, in->a, def(fr, in->a), truth);
        else refine(fr, st, in->a, truth);
        break;
    case IR_CALL:
        if (is_coroutine(fr, in)) break;
        call_guard(fr, st, cond, in, truth); truthy(fr, st, cond, in, truth); break;
    case IR_PHI: phi_guard(fr, st, in, truth ? WAY_TRUE : WAY_FALSE); truthy(fr, st, cond, in, truth); break;
    case IR_TEST:
        if (in->aux == TEST_CLASS && in->nargs)
            isinstance_guard(fr, st, in->a, fr->val[fr->f->args.v[in->args]], truth);
        if (in->aux == TEST_MORE && !truth) each_guard(fr, st, cond);
        break;
    default:
        if (in->op == IR_ATTR) implied_guard(fr, st, cond, truth);      // a property
        if (in->op == IR_UNPACK || in->op == IR_INDEX) first_guard(fr, st, in, truth);
        truthy(fr, st, cond, in, truth);
        break;
    }
    fr->refining--;
}
