// flow/value: making, joining and comparing what is known of a value.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

const Av av_bottom = {0};
const Av av_unknown = {.flags = AV_OTHER};
const Av av_quiet = {.flags = AV_OTHER | AV_QUIET};
const Av av_someconst = {.flags = AV_SOMECONST};

bool av_is_bottom(const Av *v) { return v->n == 0 && v->flags == 0; }

static Av *av_copy(World *w, const Av *v)
{
    Av *r = arena_raw(&w->a, (Size)sizeof *r, (Size)_Alignof(Av), 1);
    *r = *v;
    return r;
}

const Av *av_atom(World *w, Atom a)
{
    typedef struct { Av v; Atom a; } One;
    One *p = arena_raw(&w->a, (Size)sizeof(One), (Size)_Alignof(One), 1);
    p->a = a;
    p->v = (Av){.atom = &p->a, .n = 1};
    return &p->v;
}

const Av *av_const(World *w, const PyConst *c)
{
    return av_atom(w, (Atom){.kind = AT_CONST, .p = c});
}

static const Av *fresh_const(World *w, PyConst c)
{
    PyConst *p = new(&w->a, PyConst, 1);
    *p = c;
    return av_const(w, p);
}

const Av *av_str(World *w, Str s)
{
    return fresh_const(w, (PyConst){.kind = CONST_STR, .text = s});
}
const Av *av_int(World *w, int64_t i)
{
    return fresh_const(w, (PyConst){.kind = CONST_INT, .i = i});
}

const Av *av_bool(World *w, bool b) { return b ? w->yes : w->no; }
const Av *av_none(World *w) { return w->none; }

const Av *av_inst(World *w, Str cls)
{
    ModelId id = models_id(w->models, cls);
    return av_atom(w, (Atom){.kind = AT_INST, .idx = name_add(&w->names, cls), .id = id});
}

bool const_equal(const PyConst *a, const PyConst *b)
{
    if (a == b) return true;
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case CONST_INT: return a->big == b->big && (a->big ? str_eq(a->text, b->text) : a->i == b->i);
    case CONST_FLOAT: case CONST_COMPLEX: return memcmp(&a->d, &b->d, sizeof a->d) == 0;
    case CONST_STR: case CONST_BYTES: return str_eq(a->text, b->text);
    default: return true;
    }
}

Truth const_truth(const PyConst *c)
{
    switch (c->kind) {
    case CONST_NONE: case CONST_FALSE: return TRUTH_NO;
    case CONST_INT: return c->big || c->i ? TRUTH_YES : TRUTH_NO;
    case CONST_FLOAT: return c->d > 0 || c->d < 0 ? TRUTH_YES : TRUTH_NO;
    case CONST_STR: case CONST_BYTES: return c->text.len ? TRUTH_YES : TRUTH_NO;
    default: return TRUTH_YES;
    }
}

bool taint_equal(const Taint *a, const Taint *b)
{
    for (; a && b; a = a->next, b = b->next) {
        if (a == b) return true;
        if (a->kinds != b->kinds || a->quoted != b->quoted || a->step->site != b->step->site ||
            a->lower != b->lower || a->lacks != b->lacks || a->held != b->held)
            return false;
    }
    return a == b;
}

// Of a method's receiver what it is and carries; not what it was got from, so that a chain of calls in
// a loop (x = x.m()) comes to an end.
static bool same_receiver(const Av *a, const Av *b)
{
    if (a->n != b->n || a->flags != b->flags || !taint_equal(a->taint, b->taint)) return false;
    for (int i = 0; i < a->n; i++) {
        const Atom *x = &a->atom[i], *y = &b->atom[i];
        if (x->kind != y->kind || x->mod != y->mod || x->idx != y->idx || x->obj != y->obj)
            return false;
        if (x->kind == AT_CONST && !const_equal(x->p, y->p)) return false;
    }
    return true;
}

static bool atom_equal(const Atom *a, const Atom *b)
{
    if (a->kind != b->kind) return false;
    if (a->kind == AT_CONST) return const_equal(a->p, b->p);
    if (a->mod != b->mod || a->idx != b->idx || a->obj != b->obj) return false;
    if (a->p == b->p) return true;
    if (!a->p || !b->p) return false;
    return a->kind == AT_METHOD
               ? same_receiver(a->p, b->p)
               : (a->kind == AT_BOUND || a->kind == AT_SUPER) && av_equal(a->p, b->p);
}

bool av_equal(const Av *a, const Av *b)
{
    if (a == b) return true;
    if (a->n != b->n || a->flags != b->flags || !taint_equal(a->taint, b->taint)) return false;
    if (a->flags & AV_TEXT && (!str_eq(a->prefix, b->prefix) || !str_eq(a->suffix, b->suffix)))
        return false;
    for (int i = 0; i < a->n; i++)
        if (!atom_equal(&a->atom[i], &b->atom[i])) return false;
    return true;
}

// Adds b's atoms to a's; a ninth thing is forgotten: a constant becomes "some constant", another
// "anything".
static void join_atoms(World *w, Av *r, const Av *a, const Av *b)
{
    Atom v[ATOMS_MAX];
    int n = 0;
    for (int i = 0; i < a->n; i++) v[n++] = a->atom[i];
    for (int i = 0; i < b->n; i++) {
        int j = 0;
        while (j < n && !atom_equal(&v[j], &b->atom[i])) j++;
        if (j < n) continue;
        if (n < ATOMS_MAX) v[n++] = b->atom[i];
        else r->flags |= b->atom[i].kind == AT_CONST ? AV_SOMECONST : AV_OTHER;
    }
    if (n == a->n) return;                                      // r has them
    Atom *kept = arena_raw(&w->a, (Size)sizeof *kept, (Size)_Alignof(Atom), n);
    memcpy(kept, v, (size_t)n * sizeof *kept);
    r->atom = kept;
    r->n = (uint8_t)n;
}

static bool same_taint(const Taint *a, const Taint *b)
{
    for (; a && b && a != b; a = a->next, b = b->next)
        if (a->kinds != b->kinds || a->quoted != b->quoted || a->step != b->step ||
            a->lower != b->lower || a->lacks != b->lacks || a->shaped != b->shaped ||
            a->held != b->held)
            return false;
    return a == b;
}

static Size common_start(Str a, Str b)
{
    Size n = 0;
    while (n < a.len && n < b.len && a.s[n] == b.s[n]) n++;
    return n;
}

static Str common_end(Str a, Str b)
{
    Size n = 0;
    while (n < a.len && n < b.len && a.s[a.len - 1 - n] == b.s[b.len - 1 - n]) n++;
    return (Str){a.s ? a.s + (a.len - n) : NULL, n};
}

TextShape av_shape(World *w, const Av *v)
{
    (void)w;
    Str s;
    if (av_only_str(v, &s)) return (TextShape){s, s, true};
    if (v->flags & AV_TEXT) return (TextShape){v->prefix, v->suffix, false};
    if (v->flags & (AV_OTHER | AV_SOMECONST)) return (TextShape){0};
    TextShape r = {0};
    bool any = false;
    for (int i = 0; i < v->n; i++) {
        const PyConst *c = v->atom[i].p;
        if (v->atom[i].kind != AT_CONST) return (TextShape){0};
        if (c->kind != CONST_STR && c->kind != CONST_BYTES) continue;
        if (!any) r.prefix = r.suffix = c->text;
        else
            r.prefix.len = common_start(r.prefix, c->text),
            r.suffix = common_end(r.suffix, c->text);
        any = true;
    }
    return r;
}

const Av *av_join(World *w, const Av *a, const Av *b)
{
    if (a == b || av_is_bottom(b)) return a->taint || !b->taint ? a : av_with(w, a, b->taint);
    if (av_is_bottom(a)) return b->taint || !a->taint ? b : av_with(w, b, a->taint);
    if (av_equal(a, b)) return a;
    char *mark = w->a.beg;
    Av *r = av_copy(w, a);
    r->flags = (uint8_t)((a->flags | b->flags) & ~AV_QUIET);
    if ((a->flags & AV_QUIET || !(a->flags & AV_OTHER)) &&
        (b->flags & AV_QUIET || !(b->flags & AV_OTHER)))
        r->flags |= (a->flags | b->flags) & AV_QUIET;
    if (r->flags & AV_TEXT) {
        TextShape x = av_shape(w, a), y = av_shape(w, b);
        r->prefix = (Str){x.prefix.s, common_start(x.prefix, y.prefix)};
        r->suffix = common_end(x.suffix, y.suffix);
    }
    if (b->n) join_atoms(w, r, a, b);
    r->taint = taint_join(w, a->taint, b->taint);
    bool nothing_new = r->n == a->n && r->flags == a->flags && str_eq(r->prefix, a->prefix) &&
                       str_eq(r->suffix, a->suffix) && same_taint(r->taint, a->taint);
    if (!nothing_new) return r;
    w->a.beg = mark;                                            // a large list is joined item by item
    return a;
}

// In a loop a number or text that still changes is given up, so that the loop ends.
const Av *av_widen(World *w, const Av *old, const Av *now)
{
    const Av *j = av_join(w, old, now);
    if (av_equal(j, old)) return old;
    Av *r = av_copy(w, j);
    Atom *v = new(&w->a, Atom, ATOMS_MAX);
    int n = 0;
    for (int i = 0; i < j->n; i++) {
        const PyConst *c = j->atom[i].p;
        bool number =
            j->atom[i].kind == AT_CONST && (c->kind == CONST_INT || c->kind == CONST_FLOAT);
        if (number) r->flags |= AV_SOMECONST;
        else v[n++] = j->atom[i];
    }
    r->atom = v;
    r->n = (uint8_t)n;
    if (r->flags & AV_TEXT && old->flags & AV_TEXT && r->suffix.len != old->suffix.len)
        r->suffix = (Str){0};
    return r;
}

const Av *av_with(World *w, const Av *v, const Taint *t)
{
    if (v->taint == t) return v;
    Av *r = av_copy(w, v);
    r->taint = t;
    return r;
}

// What v may be beyond its atoms.
const Av *av_rest(World *w, const Av *v)
{
    Av *r = new(&w->a, Av, 1);
    *r = (Av){.flags = v->flags, .prefix = v->prefix, .suffix = v->suffix};
    return r;
}

const Av *av_add_taint(World *w, const Av *v, const Taint *t)
{
    return t ? av_with(w, v, taint_join(w, v->taint, t)) : v;
}

const Av *av_clear(World *w, const Av *v, Kinds k)
{
    return v->taint ? av_with(w, v, taint_mask(w, v->taint, k, false)) : v;
}

const PyConst *av_only_const(const Av *v)
{
    return v->n == 1 && !v->flags && v->atom[0].kind == AT_CONST ? v->atom[0].p : NULL;
}

bool av_only_str(const Av *v, Str *s)
{
    const PyConst *c = av_only_const(v);
    if (!c || (c->kind != CONST_STR && c->kind != CONST_BYTES)) return false;
    *s = c->text;
    return true;
}

bool av_only_int(const Av *v, int64_t *i)
{
    const PyConst *c = av_only_const(v);
    if (c && (c->kind == CONST_TRUE || c->kind == CONST_FALSE))
        return *i = c->kind == CONST_TRUE, true;
    if (!c || c->kind != CONST_INT || c->big) return false;
    *i = c->i;
    return true;
}

bool av_all_const(const Av *v)
{
    if (v->flags & (AV_OTHER | AV_TEXT) || v->taint || av_is_bottom(v)) return false;
    for (int i = 0; i < v->n; i++)
        if (v->atom[i].kind != AT_CONST) return false;
    return true;
}

const Atom *av_find(const Av *v, AtomKind kind)
{
    for (int i = 0; i < v->n; i++)
        if (v->atom[i].kind == kind) return &v->atom[i];
    return NULL;
}

// ---- taint

const Taint *taint_new(World *w, Kinds kinds, const Step *step, bool shaped)
{
    Taint *t = new(&w->a, Taint, 1);
    *t = (Taint){.kinds = kinds, .step = step, .shaped = shaped};
    *(w->making || !w->top ? &w->made_always : &w->top->made) |= kinds;
    return t;
}

static bool better(const Taint *a, const Taint *b)
{
    if (a->lower != b->lower) return a->lower < b->lower;
    return a->step->len < b->step->len;
}

typedef enum { ABSORB_NOT, ABSORB_ALL, ABSORB_MORE } Absorbed;    // ALL: what is there says as much already

// What a path's file holds is told apart from what the path itself may do.
static bool is_of_file(const Taint *t)
{
    return t->kinds & KIND(CONTENT) && !(t->kinds & KINDS_TEXT);
}

// Of one source the shorter way is kept, with the kinds of both.
static Absorbed taint_absorb(Taint *v, int n, const Taint *t)
{
    for (int i = 0; i < n; i++) {
        if (v[i].step->site != t->step->site || is_of_file(&v[i]) != is_of_file(t)) continue;
        bool instead = better(t, &v[i]);
        Taint m = instead ? *t : v[i];
        m.kinds = v[i].kinds | t->kinds;
        m.quoted = v[i].quoted | t->quoted;
        m.held = v[i].held | t->held;
        m.lacks = v[i].lacks & t->lacks;
        bool more = instead || m.kinds != v[i].kinds || m.quoted != v[i].quoted ||
                    m.lacks != v[i].lacks || m.held != v[i].held;
        v[i] = m;
        return more ? ABSORB_MORE : ABSORB_ALL;
    }
    return ABSORB_NOT;
}

int reach_rank(Kinds k)
{
    return k & KIND(REMOTE)      ? 0
           : k & KIND(LOCAL)     ? 1
           : k & KIND(PARAMETER) ? 2
           : k & KIND(UNKNOWN)   ? 4
                                 : 3;
}

// Two of one nature tell less than two of several: a secret among five settings stays.
static bool has_alike(const Taint *v, int n, int at)
{
    for (int i = 0; i < n; i++)
        if (i != at && !((v[i].kinds ^ v[at].kinds) & KINDS_NATURE)) return true;
    return false;
}

static int least_telling(const Taint *v, int n)
{
    int worst = -1;
    for (int i = n; i-- > 0;) {
        int better = worst < 0 ? 1 : has_alike(v, n, i) - has_alike(v, n, worst);
        if (better > 0 || (!better && reach_rank(v[i].kinds) > reach_rank(v[worst].kinds)))
            worst = i;
    }
    return worst;
}

// Who takes up the kinds of the one that goes: one of its nature, so that no setting is told to be a secret; else one
// that comes from as far. -1: nobody.
static int heir_of(const Taint *v, int n, int gone)
{
    int heir = -1;
    for (int i = n; i-- > 0;) {
        if (i == gone || reach_rank(v[i].kinds) != reach_rank(v[gone].kinds)) continue;
        bool alike = !((v[i].kinds ^ v[gone].kinds) & KINDS_NATURE);
        if (heir < 0 || alike || (v[heir].kinds ^ v[gone].kinds) & KINDS_NATURE) heir = i;
    }
    return heir;
}

Taint *taint_alone(World *w, const Taint *t)
{
    Taint *one = new(&w->a, Taint, 1);
    *one = *t;
    one->next = NULL;
    return one;
}

const Taint *taint_join(World *w, const Taint *a, const Taint *b)
{
    if (!b || a == b) return a;
    if (!a) return b;
    Taint v[2 * TAINTS_MAX];
    int n = 0;
    bool more = false;
    for (const Taint *t = a; t && n < TAINTS_MAX; t = t->next) v[n++] = *t;
    for (; b && n < 2 * TAINTS_MAX; b = b->next) {
        Absorbed how = taint_absorb(v, n, b);
        if (how == ABSORB_NOT) v[n++] = *b;
        more |= how != ABSORB_ALL;
    }
    if (!more) return a;
    while (n > TAINTS_MAX) {
        int worst = least_telling(v, n);
        int heir = heir_of(v, n, worst);
        if (heir >= 0) {                                        // its kinds are not lost
            v[heir].kinds |= v[worst].kinds;
            v[heir].held |= v[worst].held;
        }
        memmove(v + worst, v + worst + 1, (size_t)(n - worst - 1) * sizeof *v);
        n--;
    }
    Taint *keep = new(&w->a, Taint, n);
    for (int i = 0; i < n; i++) keep[i] = v[i], keep[i].next = i + 1 < n ? &keep[i + 1] : NULL;
    return keep;
}

// Taint without some kinds; a source that is dangerous for nothing more and has no nature of
// interest is dropped.
const Taint *taint_mask(World *w, const Taint *t, Kinds clear, bool quoting)
{
    if (!t) return NULL;
    const Taint *next = taint_mask(w, t->next, clear, quoting);
    Kinds left = t->kinds & ~clear;
    if (left == t->kinds && next == t->next) return t;
    const Kinds any = KINDS_TEXT | KIND(CONTENT) | (KINDS_NATURE & ~KINDS_REACH);
    if (!(left & any) && !(quoting && t->kinds & clear)) return next;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    r->kinds = left;
    if (quoting) r->quoted |= t->kinds & clear;
    else r->quoted &= ~(clear | (clear & KIND(SQL) ? BACKSLASH_ENDS : 0));
    r->next = next;
    return r;
}

const Taint *taint_lower(World *w, const Taint *t)
{
    if (!t) return NULL;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    if (r->lower < 3) r->lower++;
    r->next = taint_lower(w, t->next);
    return r;
}

const Taint *taint_lacks(World *w, const Taint *t, unsigned more, unsigned keep)
{
    if (!t) return NULL;
    const Taint *next = taint_lacks(w, t->next, more, keep);
    uint16_t lacks = (uint16_t)((t->lacks & keep) | more);
    if (lacks == t->lacks && next == t->next) return t;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    r->lacks = lacks;
    r->next = next;
    return r;
}

const Taint *taint_quotes_only(World *w, const Taint *t, bool doubled)
{
    if (!t) return NULL;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    if (r->quoted & KIND(SQL))
        r->quoted |= QUOTES_ONLY | (doubled && !(r->lacks & LACKS_BACKSLASH) ? BACKSLASH_ENDS : 0);
    r->next = taint_quotes_only(w, t->next, doubled);
    return r;
}

static const Kinds lines = KIND(LOG) | KIND(HEADER) | KIND(MAIL) | KIND(COOKIE);

const Taint *taint_clean(World *w, const Taint *t, Kinds clear, bool quoting)
{
    static const Kinds secret = KIND(SECRET) | KIND(PERSONAL) | KIND(CREDENTIAL);
    const Taint *r = NULL;
    for (; t; t = t->next) {
        const Taint *one = taint_alone(w, t);
        r = taint_join(w, r,
                       taint_mask(w, one, t->kinds & secret ? clear & ~lines : clear, quoting));
    }
    return r;
}

const Taint *taint_one_line(World *w, const Taint *t) { return taint_clean(w, t, lines, false); }

const Taint *taint_between_tags(World *w, const Taint *t, bool yes)
{
    if (!t) return NULL;
    const Taint *next = taint_between_tags(w, t->next, yes);
    Kinds quoted = !yes                    ? t->quoted & ~BETWEEN_TAGS
                   : t->kinds & KIND(HTML) ? t->quoted | BETWEEN_TAGS
                                           : t->quoted;
    if (quoted == t->quoted && next == t->next) return t;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    r->quoted = quoted;
    r->next = next;
    return r;
}

const Taint *taint_returned(World *w, const Taint *t, Kinds back, unsigned of)
{
    if (!t) return NULL;
    const Taint *next = taint_returned(w, t->next, back, of);
    Kinds k = (t->lacks & of) == of ? t->quoted & back & ~t->kinds : 0;
    if (!k && next == t->next) return t;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    r->kinds |= k;
    if (k) r->lacks &= (uint8_t)~of;
    r->next = next;
    return r;
}

Kinds taint_kinds(const Taint *t)
{
    Kinds k = 0;
    for (; t; t = t->next) k |= t->kinds;
    return k;
}
