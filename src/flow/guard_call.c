// flow/guard_call: what a call that tests tells of its arguments: isinstance, startswith, patterns, all and any, and
// those that the models name.
// SPDX-License-Identifier: MIT
#include "flow/printed.h"
#include "flow/declared.h"
#include "flow/taught.h"

enum { SIGNED_DEPTH = 5 };               // calls between a compared signature and what it is of

// ---- what a call of the project's taught

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
        fact_clear(fr, st, arg, kinds, NULL, 0, why);
        clear_signed(fr, st, arg, kinds, why, depth + 1);
    }
}

// What a call taught about its argument, and about the object that it is, if that is still as it was.
static void take_fact(Frame *fr, State *st, const ParamFact *p)
{
    const Obj *o = p->obj ? heap_at(fr->w, st->heap, p->obj) : NULL;
    if (o && obj_equal(o, p->was)) heap_set(fr->w, st, p->obj, p->now);
    if (p->part) { take_part(fr, st, p); return; }
    if (!p->param) return;
    fact_clear(fr, st, p->param, p->fact.clear, p->fact.is, p->fact.bits, p->fact.why);
    const Av *v = p->fact.clear ? fr->val[p->param] : NULL;
    if (v && av_find(v, AT_OBJ)) items_clear(fr, st, p->param, p->fact.clear, p->fact.why);
}

// What the first item of a call's result says of the second: ok, path = inside(name).
static void rest_clear(Frame *fr, State *st, Val call, Kinds kinds)
{
    Str why = S("what came with it says that it was tested");
    if (kinds && fr->val[call]) clear_cell(fr, st, call, KEY_INT(1), kinds, NULL);
    for (Val v = 1; kinds && v < (Val)fr->f->code.n; v++) {
        const Instr *in = &fr->f->code.v[v];
        if (in->op != IR_UNPACK || in->aux != 1 || in->c) continue;
        bool awaited = fr->f->code.v[in->a].op == IR_AWAIT;
        if ((awaited ? fr->f->code.v[in->a].a : in->a) == call)
            fact_clear(fr, st, v, kinds, NULL, 0, why);
    }
}

// ok, why = check(name); if ok: …
void first_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    int64_t i;
    bool first = in->op == IR_UNPACK ? !in->aux && !in->c
                                     : fr->val[in->b] && av_only_int(fr->val[in->b], &i) && !i;
    Val call = first ? in->a : 0;
    if (call && fr->f->code.v[call].op == IR_AWAIT) call = fr->f->code.v[call].a;
    for (Size k = 0; call && k < fr->calls.n; k++) {
        const Implied *imp = &fr->calls.v[k].imp;
        if (fr->calls.v[k].call != call) continue;
        for (const ParamFact *p = truth ? imp->first_yes : imp->first_no; p; p = p->next)
            take_fact(fr, st, p);
        rest_clear(fr, st, call, truth ? imp->rest_yes : imp->rest_no);
    }
}

void implied_guard(Frame *fr, State *st, Val call, bool truth)
{
    for (Size i = 0; i < fr->calls.n; i++) {
        if (fr->calls.v[i].call != call) continue;
        const Implied *imp = &fr->calls.v[i].imp;
        for (const ParamFact *p = truth ? imp->yes : imp->no; p; p = p->next)
            take_fact(fr, st, p);
    }
}

bool is_match_call(Frame *fr, const Instr *in)
{
    static const char *const name[] = {"match", "fullmatch", "search"};
    return in->op == IR_CALL && is_one_of(last_part(callee_name(fr, in)), name, countof(name));
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
    static const char *const name[] = {"int",
                                       "float",
                                       "bool",
                                       "complex",
                                       "decimal.Decimal",
                                       "fractions.Fraction",
                                       "uuid.UUID",
                                       "datetime.date",
                                       "datetime.datetime",
                                       "datetime.time",
                                       "datetime.timedelta",
                                       "numbers.Number",
                                       "numbers.Integral",
                                       "numbers.Real",
                                       "ipaddress.IPv4Address",
                                       "ipaddress.IPv6Address"};
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
        static const char *const name[] = {
            [OB_LIST] = "list", [OB_TUPLE] = "tuple", [OB_SET] = "set", [OB_DICT] = "dict"};
        for (int i = 0; o && o->kind <= OB_DICT && i < n; i++)
            if (list[i]->kind == AT_NAME &&
                str_eq(unit_str(w, list[i]->idx), str_of(name[o->kind])))
                return av_bool(w, true);
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

// The library class of a value whose class is sure.
static Str sure_class(World *w, const Atom *a)
{
    const PyConst *c = a->kind == AT_CONST ? a->p : NULL;
    if (a->kind == AT_INST && !a->shy) return unit_str(w, a->idx);
    return !c ? (Str){0} : c->kind == CONST_STR ? S("str") : c->kind == CONST_INT ? S("int") : (Str){0};
}

// What v may be when it is none of these types; numbers alone carry no text.
static void other_types(Frame *fr, State *st, Val x, const Atom *const *list, int n)
{
    World *w = fr->w;
    const Av *v = use_in(fr, st, x), *left = &av_bottom;
    bool less = false;
    if (v->flags & (AV_OTHER | AV_SOMECONST)) return;
    for (int i = 0; i < v->n; i++) {
        Str cls = sure_class(w, &v->atom[i]);
        bool out = false;
        for (int k = 0; cls.len && k < n; k++)
            out |= list[k]->kind == AT_NAME && str_eq(unit_str(w, list[k]->idx), cls);
        if (!out) left = av_join(w, left, av_atom(w, v->atom[i]));
        less |= out;
    }
    bool never = av_is_bottom(left);                            // it is always one of them
    if (!less) return;
    fact_clear(fr, st, x, never || is_number(w, left) ? KINDS_TEXT & ~KIND(SIZE) : 0,
               never ? NULL : left, 0, S("its type is another"));
}

// Is it an object of one of these classes of the program? Where a class or a base is not known: nobody can say.
static Truth of_classes(Frame *fr, const Atom *a, const Atom *const *list, int n)
{
    World *w = fr->w;
    const Obj *o = a->kind == AT_OBJ && !a->idx ? obj_at(w, &fr->st, a->obj) : NULL;
    if (!o || o->kind != OB_INST || !o->up || a->obj == self_id(w, o->up)) return TRUTH_MAYBE;
    Mro m;
    class_mro(w, &fr->st, o->up, &m);
    bool sure = !m.unknown && !m.next;
    for (int k = 0; k < n; k++) {
        Mro asked;                                              // a Protocol, a metaclass with an answer of its own
        sure &= list[k]->kind == AT_CLASS;
        if (!sure) continue;
        class_mro(w, &fr->st, list[k]->obj, &asked);
        sure = !asked.unknown && !asked.next;
        for (int i = 0; i < m.n && list[k]->kind == AT_CLASS; i++)
            if (m.obj[i] == list[k]->obj) return TRUTH_YES;
    }
    return sure ? TRUTH_NO : TRUTH_MAYBE;
}

// case Job(name): …, isinstance(x, Job): of several objects that x may be those are left that are of the class; where
// it says no, the others.
static void class_left(Frame *fr, State *st, Val x, const Atom *const *list, int n, bool truth)
{
    const Av *v = use_in(fr, st, x), *left = &av_bottom;
    bool less = false;
    for (int i = 0; i < v->n; i++) {
        Truth is = of_classes(fr, &v->atom[i], list, n);
        bool out = is != TRUTH_MAYBE && (is == TRUTH_YES) != truth;
        if (!out) left = av_join(fr->w, left, av_atom(fr->w, v->atom[i]));
        less |= out;
    }
    if (v->flags) left = av_join(fr->w, left, av_rest(fr->w, v));
    if (less && !av_is_bottom(left)) set_fact(fr, st, x, 0, left, 0, (Str){0});
}

// A class of the program's own, a framework's answer with a status: what such a fault says is for the client.
static bool is_meant_fault(World *w, const Atom *a)
{
    Str name = a->kind == AT_NAME ? last_part(unit_str(w, a->idx)) : (Str){0};
    return a->kind == AT_CLASS || str_ends(name, S("HTTPException")) ||
           str_eq(name, S("HTTPError")) || str_ends(name, S("ValidationError"));
}

// if isinstance(item, Exception): raise item — whatever is left is no fault, and says nothing of one.
static void no_fault(Frame *fr, State *st, Val x, const Atom *const *list, int n)
{
    static const char *const any[] = {"Exception", "BaseException"};
    for (int i = 0; i < n; i++)
        if (list[i]->kind == AT_NAME && is_one_of(unit_str(fr->w, list[i]->idx), any, countof(any)))
            fact_clear(fr, st, x, KIND(EXCEPTION), NULL, 0, S("it is no exception"));
}

void isinstance_guard(Frame *fr, State *st, Val x, const Av *types, bool truth)
{
    static const char *const plain[] = {"str", "bytes"};
    const Atom *list[12];
    int n;
    bool numbers = true, scalars = true, own = true;
    if (truth) syntax_guard(fr, st, x, types);
    if (!types || !named_types(fr, types, list, &n)) return;
    class_left(fr, st, x, list, n, truth);
    if (!truth) { other_types(fr, st, x, list, n), no_fault(fr, st, x, list, n); return; }
    for (int i = 0; i < n; i++) {
        bool number = is_numeric_type(fr->w, list[i]);
        numbers &= number;
        own &= is_meant_fault(fr->w, list[i]);
        scalars &= number || (list[i]->kind == AT_NAME &&
                              is_one_of(unit_str(fr->w, list[i]->idx), plain, countof(plain)));
    }
    if (own && n)
        fact_clear(fr, st, x, KIND(EXCEPTION), NULL, 0,
                   S("it is a fault that was meant to be told"));
    if (numbers)
        fact_clear(fr, st, x, KINDS_TEXT & ~KIND(SIZE), NULL, 0, S("its type is a number's"));
    else if (scalars) fact_clear(fr, st, x, KIND(NOSQL), NULL, 0, S("it is a text, no document"));
}

static bool is_quote(TextShape s)
{
    return s.whole && (str_eq(s.prefix, S("'")) || str_eq(s.prefix, S("\"")));
}

static bool all_domains(Frame *fr, State *st, const Av *box)
{
    bool ok;
    Str s;
    if (av_only_str(box, &s)) return false;
    const Av *e = own_elements(fr, st, box, &ok);
    if (!ok || e->flags || !e->n) return false;
    for (int i = 0; i < e->n; i++) {
        const PyConst *c = e->atom[i].kind == AT_CONST ? e->atom[i].p : NULL;
        if (!c || c->kind != CONST_STR || !str_starts(c->text, S(".")) ||
            str_find(str_sub(c->text, 1, -1), S(".")) <= 0)
            return false;
    }
    return true;
}

// Nobody knows the text x, but that it begins or ends so: what `if not x.endswith("/"): x += "/"` leaves does.
void known_ends(Frame *fr, State *st, Val x, Str first, Str last)
{
    World *w = fr->w;
    const Av *v = use_in(fr, st, x);
    if (!v->n && !v->flags) return;
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        bool told = a->kind == AT_INST && str_eq(unit_str(w, a->idx), S("str"));
        if (!told && (a->kind != AT_NAME || a->id)) return;
    }
    TextShape s = av_shape(w, v);
    Av *is = new(&w->a, Av, 1);
    *is = *av_inst(w, S("str"));
    is->flags = AV_TEXT;
    is->taint = v->taint;
    is->prefix = s.prefix.len > first.len ? s.prefix : first;
    is->suffix = s.suffix.len > last.len ? s.suffix : last;
    fact_clear(fr, st, x, 0, is, 0, S("its ends are tested"));
}

static void ends_guard(Frame *fr, State *st, Val x, Val suffix)
{
    const Av *p = fr->val[suffix];
    TextShape end = p && !is_deep_tainted(fr, p) ? av_shape(fr->w, p) : (TextShape){0};
    if (end.whole) known_ends(fr, st, x, (Str){0}, end.prefix);
    // ".example.org": hosts of that domain only
    Val host = host_part(fr, x);
    bool ok, dotted = true;
    const Av *e = host && p ? own_elements(fr, st, p, &ok) : &av_bottom;
    for (int i = 0; i < e->n; i++) {
        const PyConst *c = e->atom[i].kind == AT_CONST ? e->atom[i].p : NULL;
        dotted &= c && c->kind == CONST_STR && str_starts(c->text, S(".")) &&
                  str_find(str_sub(c->text, 1, -1), S(".")) > 0;
    }
    if (host && e->n && !e->flags && ok && dotted)
        fact_clear(fr, st, host, KINDS_TEXT, NULL, 0, S("its end is tested"));
    if (host && end.whole && str_starts(end.prefix, S(".")) &&
        str_find(str_sub(end.prefix, 1, -1), S(".")) > 0)
        fact_clear(fr, st, host, KINDS_TEXT, NULL, 0, S("its end is tested"));
    if (host && p && all_domains(fr, st, p))                    // (".example.org", ".example.net")
        fact_clear(fr, st, host, KINDS_TEXT, NULL, 0, S("its end is tested"));
    if (p && is_quote(av_shape(fr->w, p)))
        fact_clear(fr, st, x, 0, NULL, FACT_QUOTE_ENDS, S("its end is tested"));
}

// "https://", ("http://", "/"): no address that begins so is "javascript:…"
static bool no_script(Str s) { return str_starts(s, S("/")) || str_starts(s, S("http")); }

// "https://", "/srv/": no program takes what begins so for an option
static bool no_option(Str s) { return s.len && s.s[0] != '-'; }

// Does who calls from outside choose it? Not where it is a number.
static bool outside_chooses(const Taint *t)
{
    for (; t; t = t->next)
        if (t->kinds & (KIND(REMOTE) | KIND(ANSWER)) && t->kinds & KINDS_TEXT & ~KINDS_OF_NUMBER)
            return true;
    return false;
}

// Is that so of each beginning that is tested for, one text or several?
static bool all_begin(Frame *fr, State *st, const Av *p, TextShape s, bool (*is)(Str))
{
    if (s.prefix.len) return is(s.prefix);
    bool ok;
    const Av *e = own_elements(fr, st, p, &ok);
    ok = ok && e->n && !e->flags;
    for (int i = 0; ok && i < e->n; i++) {
        const PyConst *c = e->atom[i].kind == AT_CONST ? e->atom[i].p : NULL;
        ok = c && c->kind == CONST_STR && is(c->text);
    }
    return ok;
}

// os.path.relpath(path, root): not from "/", below which everything lies, nor from where the request says
static bool is_from_folder(Frame *fr, const Instr *call)
{
    Str s;
    if (call->nargs != 2) return false;
    const Av *start = fr->val[call_arg(fr, call, 1)];
    return start && !outside_chooses(deep_taint(fr, start)) && !(av_only_str(start, &s) && str_eq(s, S("/")));
}

static void starts_guard(Frame *fr, State *st, Val x, Val prefix, bool truth)
{
    World *w = fr->w;
    const Av *p = fr->val[prefix];
    const Instr *d = def(fr, x);
    TextShape s = p ? av_shape(w, p) : (TextShape){0};
    Str why = S("its beginning is tested");
    if (truth && is_own_site(fr, prefix))
        fact_clear(fr, st, x, KIND(REDIRECT), NULL, 0, S("it begins with this site's own address"));
    // the folder itself may come from the caller or the settings
    if (!p || (outside_chooses(deep_taint(fr, p)) && !(truth && joined_below(fr, x, prefix))))
        return;
    if (!truth) {
        bool ok, root = false, up = false, host = false;
        unsigned formula = 0;                                   // which of = + - @ are refused
        const Av *e = own_elements(fr, st, p, &ok);
        for (int i = 0; ok && i < e->n; i++) {
            const PyConst *k = e->atom[i].kind == AT_CONST ? e->atom[i].p : NULL;
            if (!k || k->kind != CONST_STR) continue;
            static const char marks[] = "=+-@";
            const char *mark = k->text.len == 1 ? memchr(marks, k->text.s[0], 4) : NULL;
            if (mark) formula |= 1u << (mark - marks);
            root |= str_eq(k->text, S("/"));
            host |= str_eq(k->text, S("//"));
            up |= str_eq(k->text, S("..")) || str_eq(k->text, S("../"));
        }
        if (root) fact_clear(fr, st, x, 0, NULL, FACT_NO_ABS, why);
        if (host) fact_clear(fr, st, x, 0, NULL, FACT_NO_SLASHES, why);
        // of a normalised path all ".." stand in front
        if (root && up && d->op == IR_CALL && str_eq(callee_name(fr, d), S("os.path.normpath")))
            fact_clear(fr, st, x, KIND(PATH), NULL, 0, why);
        // os.path.relpath(path, root): what does not lead up from there lies there
        if (s.whole && (str_eq(s.prefix, S("..")) || str_eq(s.prefix, S("../"))) && d->op == IR_CALL &&
            str_eq(callee_name(fr, d), S("os.path.relpath")) && is_from_folder(fr, d))
            fact_clear(fr, st, call_arg(fr, d, 0), KIND(PATH), NULL, 0, why);
        if (formula == 15) fact_clear(fr, st, x, KIND(CSV), NULL, 0, why);
        if (s.whole && str_starts(s.prefix, S("..")) && d->op == IR_CALL &&
            str_eq(last_part(callee_name(fr, d)), S("normpath")))
            fact_clear(fr, st, x, 0, NULL, FACT_NO_DOTS, why);
        if (s.whole && str_eq(s.prefix, S("/"))) fact_clear(fr, st, x, 0, NULL, FACT_NO_ABS, why);
        if (s.whole && str_eq(s.prefix, S("-"))) fact_clear(fr, st, x, KIND(ARGV), NULL, 0, why);
        if (s.whole && str_eq(s.prefix, S("//")))
            fact_clear(fr, st, x, 0, NULL, FACT_NO_SLASHES, why);
        return;
    }
    if (s.whole && str_eq(s.prefix, S("/"))) {
        fact_clear(fr, st, x, 0, NULL, FACT_SLASH_START, why);
        known_ends(fr, st, x, s.prefix, (Str){0});
        path_begins(fr, st, x);
    }
    if (fixes_option(fr, st, p, s) || all_begin(fr, st, p, s, no_option))
        fact_clear(fr, st, x, KIND(ARGV), NULL, 0, why);
    if (all_begin(fr, st, p, s, no_script)) fact_clear(fr, st, x, KIND(SCRIPT), NULL, 0, why);
    if (all_begin(fr, st, p, s, is_local))
        fact_clear(fr, st, x, KIND(REDIRECT) | KIND(URL), NULL, 0, why);
    if (is_quote(s)) fact_clear(fr, st, x, 0, NULL, FACT_QUOTE_STARTS, why);
    Size scheme = str_find(s.prefix, S("://"));
    Str host = scheme > 0 ? str_sub(s.prefix, scheme + 3, -1) : (Str){0};
    if (str_find(host, S("/")) > 0) fact_clear(fr, st, x, KIND(URL) | KIND(REDIRECT), NULL, 0, why);
    // a path that was made absolute first, and the folder's name with its end
    if (is_ended(fr, prefix)) fact_clear(fr, st, x, 0, NULL, FACT_IN_FOLDER, why);
}

static void regex_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    World *w = fr->w;
    Str m = last_part(callee_name(fr, in)), pattern;
    Val r = receiver(fr, in);
    const Av *p = NULL, *flags = NULL;
    Val x = 0;
    const Av *self = r ? fr->val[r] : NULL, *c = fr->val[in->a];
    const Atom *held = !r && c ? av_find(c, AT_METHOD) : NULL;      // is_code = re.compile(…).match
    if (held) self = held->p;
    const Atom *inst = self ? av_find(self, AT_INST) : NULL;
    const Obj *o = inst && inst->obj ? obj_at(w, st, inst->obj) : NULL;
    if (o && obj_cell(o, KEPT_FIRST)) {
        p = obj_cell(o, KEPT_FIRST);
        flags = obj_cell(o, KEPT_FLAGS);
        x = call_arg(fr, in, 0);
    } else {
        p = fr->val[call_arg(fr, in, 0)];
        x = call_arg(fr, in, 1);
        flags = in->nargs > 2 ? fr->val[call_arg(fr, in, 2)] : NULL;
    }
    if (!x || !p || !av_only_str(p, &pattern)) return;
    if (!truth) {                                               // search(r"[^\w-]", x) found nothing
        Kinds none = str_eq(m, S("search")) ? sub_clears(w, pattern, (Str){0}) : 0;
        if (none)
            fact_clear(fr, st, x, none, NULL, 0, S("a regular expression refuses what does harm"));
        return;
    }
    int use_as = str_eq(m, S("fullmatch")) ? 0 : str_eq(m, S("match")) ? 1 : 2;
    int64_t bits = 0;
    if (flags) av_only_int(flags, &bits);
    Kinds k = regex_clears(w, pattern, (int)bits, use_as);
    uint32_t lacks = regex_lacks(w, pattern, (int)bits, use_as);
    if (k || lacks)
        fact_clear(fr, st, x, k, NULL, lacks,
                   S("a regular expression lets only harmless text through"));
}

static bool guard_holds(Frame *fr, const ModelLine *l, const Instr *in)
{
    Args args;
    collect_args(fr, in, (Val)(in - fr->f->code.v), &args);
    return line_holds(fr, l, &args, NULL);
}

static void model_guard(Frame *fr, State *st, const Instr *in, bool truth)
{
    World *w = fr->w;
    const Av *c = fr->val[in->a];
    for (int i = 0; c && i < c->n; i++) {
        const Atom *a = &c->atom[i];
        if (a->kind != AT_NAME && a->kind != AT_METHOD) continue;
        ModelId id = a->id;
        if (!id && a->shy)
            id = models_id(w->models, str_join(&w->a, S("?"), S("."), unit_str(w, a->idx)));
        for (const ModelLine *l = models_lines(w->models, id); l; l = l->next) {
            if (l->kind != M_GUARD || truth == l->negate) continue;
            if (l->nconds && !guard_holds(fr, l, in)) continue;
            if (models_has_tag(l, S("fields"))) {
                if (receiver(fr, in)) declared_guard(fr, st, receiver(fr, in));
                continue;
            }
            Str why = str_fmt(&w->a, "%.*s holds", STR_ARG(models_name(w->models, id)));
            bool any = l->arg == MODEL_ANY;
            // str.isalnum(x)
            Val self = a->kind == AT_METHOD ? receiver(fr, in) : any ? 0 : call_arg(fr, in, 0);
            if ((any || l->arg == MODEL_RECEIVER) && self)
                fact_clear(fr, st, self, l->kinds, NULL, 0, why);
            for (uint32_t k = 0; k < in->nargs; k++)
                if (any || l->arg == (int)k) {
                    fact_clear(fr, st, call_arg(fr, in, k), l->kinds, NULL, 0, why);
                    if (models_has_tag(l, S("signed")))
                        clear_signed(fr, st, call_arg(fr, in, k), l->kinds, why, 0);
                }
        }
    }
}

static void all_guard(Frame *fr, State *st, const Instr *in);
static void any_guard(Frame *fr, State *st, const Instr *in);

// A coroutine that nobody awaits is true whatever it would have said.
bool is_coroutine(Frame *fr, const Instr *call)
{
    const Av *callee = fr->val[call->a];
    for (int i = 0; callee && i < callee->n; i++) {
        const Atom *a = &callee->atom[i];
        const Mod *m = a->kind == AT_FUNC || a->kind == AT_BOUND ? fr->w->mods[a->mod] : NULL;
        if (!m || !m->m->funcs.v[a->idx].is_async) return false;
    }
    return callee && callee->n;
}

void call_guard(Frame *fr, State *st, Val cond, const Instr *in, bool truth)
{
    Str name = callee_name(fr, in), m = last_part(name);
    implied_guard(fr, st, cond, truth);
    model_guard(fr, st, in, truth);
    if (str_eq(name, S("isinstance")) && in->nargs > 1)
        isinstance_guard(fr, st, call_arg(fr, in, 0), fr->val[call_arg(fr, in, 1)], truth),
            found_key(fr, st, truth ? call_arg(fr, in, 1) : 0);     // isinstance(v, TYPES.get(name, ()))
    else if (str_eq(m, S("startswith")) && in->nargs && receiver(fr, in))
        starts_guard(fr, st, receiver(fr, in), call_arg(fr, in, 0), truth);
    else if (str_eq(m, S("endswith")) && truth && in->nargs && receiver(fr, in))
        ends_guard(fr, st, receiver(fr, in), call_arg(fr, in, 0));
    else if (is_match_call(fr, in)) regex_guard(fr, st, in, truth);
    else if (str_eq(m, S("is_relative_to")) && truth && receiver(fr, in) &&
             !is_lexical_path(fr, receiver(fr, in)))
        fact_clear(fr, st, receiver(fr, in), KIND(PATH), NULL, 0, S("it lies in a folder"));
    else if (str_ends(name, S("isabs")) && !truth)
        fact_clear(fr, st, call_arg(fr, in, 0), 0, NULL, FACT_NO_ABS, S("it is no absolute path"));
    else if (str_eq(m, S("is_absolute")) && !truth && receiver(fr, in))
        fact_clear(fr, st, receiver(fr, in), 0, NULL, FACT_NO_ABS, S("it is no absolute path"));
    else if (str_eq(name, S("all")) && truth) all_guard(fr, st, in);
    else if (str_eq(name, S("any")) && truth) any_guard(fr, st, in);
    else if (str_eq(name, S("any")) && !truth) none_of(fr, st, in);
    else if (str_eq(m, S("issubset")) && truth && receiver(fr, in) && in->nargs)
        made_of(fr, st, receiver(fr, in), call_arg(fr, in, 0));
    else if (str_eq(m, S("difference")) && !truth && receiver(fr, in) && in->nargs == 1)
        made_of(fr, st, receiver(fr, in), call_arg(fr, in, 0));
    else if (str_eq(m, S("issuperset")) && truth && receiver(fr, in) && in->nargs)
        items_of(fr, st, call_arg(fr, in, 0), receiver(fr, in));
    else if ((str_eq(name, S("bool")) || str_eq(name, S("len"))) && in->nargs)
        refine(fr, st, call_arg(fr, in, 0), truth);
    else if (str_eq(m, S("__contains__")) && truth && receiver(fr, in) && in->nargs) {
        bool ok;
        const Av *e = own_elements(fr, st, fr->val[receiver(fr, in)], &ok);
        if (ok)
            fact_clear(fr, st, call_arg(fr, in, 0), KINDS_TEXT,
                       av_all_const(e) && !e->flags ? e : NULL, 0, S("it is one of a fixed set"));
    }
}

// all(test(c) for c in x): what the test says of each part holds for x where parts are characters.
static void all_guard(Frame *fr, State *st, const Instr *in)
{
    Val list = call_arg(fr, in, 0);
    const Instr *phi = list ? def(fr, list) : NULL;
    for (uint32_t i = 0; phi && phi->op == IR_PHI && i < phi->nargs; i++) {
        Val test = turn_test(fr, phi, i);
        if (test) each_item(fr, st, test, true);
    }
}

// any(x == c for c in list): the test holds in one of its turns, so what it says of values that are the
// same in each turn holds.
static void any_guard(Frame *fr, State *st, const Instr *in)
{
    Val list = call_arg(fr, in, 0);
    const Instr *phi = list ? def(fr, list) : NULL;
    for (uint32_t i = 0; phi && phi->op == IR_PHI && i < phi->nargs; i++) {
        Val test = turn_test(fr, phi, i);
        uint16_t depth = fr->f->blocks.v[phi->block].loop_depth;
        State scratch = {st->heap, NULL, false};
        if (!test) continue;
        refine(fr, &scratch, test, true);
        for (Val v = 1; v < (Val)fr->f->code.n; v++) {
            const Fact *f = fr->f->blocks.v[def(fr, v)->block].loop_depth < depth
                                ? fact_of(fr, &scratch, v)
                                : NULL;
            if (f) fact_clear(fr, st, v, f->clear, f->is, f->bits, S("it is one of a list"));
        }
    }
}
