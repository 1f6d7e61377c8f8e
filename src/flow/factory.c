// flow/factory: what makes functions and classes of others: a record type of its fields' names, a function
// that is chosen by the type of its first argument, a fold.
// SPDX-License-Identifier: MIT
#include "flow/part.h"

enum { FIELDS_MOST = 40, FOLDED_MOST = 8, CASE_KEY = 200, TYPE_KEY = 400, CASES_MOST = 50 };

// ---- collections.namedtuple

// "table actor limit", "table, actor", ["table", "actor"]: the fields' names; -1: not known.
static int field_names(Frame *fr, const Av *v, Str *name)
{
    uint32_t id;
    Str all;
    int n = 0;
    if (av_only_str(v, &all)) {
        for (Size i = 0; i < all.len; i++) {
            Size from = i;
            while (i < all.len && all.s[i] != ' ' && all.s[i] != ',' && all.s[i] != '\n') i++;
            if (i > from && n == FIELDS_MOST) return -1;
            if (i > from) name[n++] = str_sub(all, from, i);
        }
        return n;
    }
    const Obj *o = only_obj(fr, v, &id);
    if (!o || (o->kind != OB_LIST && o->kind != OB_TUPLE) || !o->exact || o->n > FIELDS_MOST)
        return -1;
    for (; n < (int)o->n; n++)
        if (!av_only_str(o->cell[n].v, &name[n])) return -1;
    return n;
}

static const Av *field_list(Frame *fr, const Args *args)
{
    World *w = fr->w;
    Str name[FIELDS_MOST];
    const Av *said = arg_at(args, 1, w, S("field_names")), *item[FIELDS_MOST];
    int n = said ? field_names(fr, said, name) : -1;
    if (n <= 0) return NULL;
    for (int i = 0; i < n; i++) item[i] = av_str(w, name[i]);
    return list_of(fr, args->call, OB_TUPLE, item, n, NULL);
}

const Av *native_namedtuple(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const Av *fields = field_list(fr, args);
    if (!fields) return name_value(w, S("suture.record"), false);
    const Av **pos = new(&w->a, const Av *, 1);
    pos[0] = fields;
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = name_value(w, S("suture.fields"), false), .pos = pos, .npos = 1};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// One record: first the fields' names, then their values by place and by name.
const Av *native_fields(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    uint32_t id;
    Str field;
    (void)self; (void)name;
    const Obj *fields = args->npos ? only_obj(fr, args->pos[0], &id) : NULL;
    Obj *start = new(&w->a, Obj, 1);
    *start = (Obj){.kind = OB_INST};
    const Obj *o = start;
    for (uint32_t i = 0; fields && i < fields->n; i++) {
        const Av *v = i + 1 < (uint32_t)args->npos ? args->pos[i + 1] : NULL;
        if (!av_only_str(fields->cell[i].v, &field)) continue;
        uint32_t sym = name_add(&w->names, field);
        for (Size k = 0; k < args->nnamed && !v; k++)
            if (args->names[k] == sym) v = args->named[k];
        if (!v) v = args->star || args->dstar ? NULL : &av_quiet;
        if (v) o = obj_set(w, obj_set(w, o, KEY_SYM(sym), v, false), KEY_INT(i), v, false);
    }
    if (args->star) o = obj_spill(w, o, elements(fr, args->star, args->call));
    if (args->dstar) o = obj_spill(w, o, elements(fr, args->dstar, args->call));
    Obj made = *o;
    return obj_make(fr, args->call, 0xf1e1d, &made);
}

// record._replace(name=value): another record, and of a record class's instance as well.
const Av *record_replace(Frame *fr, const Av *self, const Args *args)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, self, &id);
    if (!o || o->kind != OB_INST) return NULL;
    for (Size i = 0; i < args->nnamed; i++) {
        const Av *was = obj_cell(o, KEY_SYM(args->names[i]));
        for (uint32_t k = 0; k < FIELDS_MOST && was; k++)       // the place of that name
            if (obj_cell(o, KEY_INT(k)) == was) {
                o = obj_set(w, o, KEY_INT(k), args->named[i], false);
                break;
            }
        o = obj_set(w, o, KEY_SYM(args->names[i]), args->named[i], false);
    }
    if (args->dstar) o = obj_overlay(w, o, elements(fr, args->dstar, args->call));
    Obj made = *o;
    made.many = false;
    return obj_make(fr, args->call, 0x4e91, &made);
}

// ---- functools.singledispatch

const Av *native_dispatch(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self;
    if (args->npos != 1) return NULL;
    Cell *c = new(&w->a, Cell, 2);
    c[0] = (Cell){KEY_HASH(CASE_KEY), args->pos[0]};
    c[1] = (Cell){KEY_HASH(TYPE_KEY), &av_unknown};
    Obj o = {.kind = OB_EXT, .cell = c, .n = 2};
    Atom a = av_inst(w, name)->atom[0];
    a.obj = obj_make(fr, args->call, 0xd15b, &o)->atom[0].obj;
    return av_atom(w, a);
}

static bool is_dispatcher(World *w, const Atom *a)
{
    return a && a->kind == AT_INST && a->obj &&
           str_starts(unit_str(w, a->idx), S("functools.singledispatch"));
}

// singledispatchmethod: it goes by the argument after self.
static Size typed_place(World *w, const Atom *a) { return str_ends(unit_str(w, a->idx), S("method")); }

const Av *dispatch_bound(Frame *fr, const Atom *a, const Av *self)
{
    World *w = fr->w;
    if (!is_dispatcher(w, a) || !typed_place(w, a)) return NULL;
    const Av **pos = new(&w->a, const Av *, 1);
    pos[0] = self;
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = av_atom(w, *a), .pos = pos, .npos = 1};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// @f.register, @f.register(int): `target` is one more case of what `method` belongs to.
bool dispatch_add(Frame *fr, const Atom *method, const Av *type, const Av *target)
{
    World *w = fr->w;
    const Av *owner = method->kind == AT_METHOD ? method->p : NULL;
    const Atom *a = owner && owner->n ? &owner->atom[0] : NULL, *f = av_find(target, AT_FUNC);
    if (!is_dispatcher(w, a) || !str_ends(unit_str(w, method->idx), S("register")) || !f)
        return false;
    const Mod *m = w->mods[f->mod];
    const Func *fn = &m->m->funcs.v[f->idx];
    Size by = typed_place(w, a);
    if (!type && fn->params.n > by && fn->params.v[by].annotation && f->mod == fr->mod)
        type = annotation_value(fr, fn->params.v[by].annotation);
    const Obj *o = obj_at(w, &fr->st, a->obj);
    int i = 1;
    while (o && i < CASES_MOST && obj_cell(o, KEY_HASH(CASE_KEY + i))) i++;
    if (!o || i == CASES_MOST) return false;
    o = obj_set(w, o, KEY_HASH(CASE_KEY + i), target, false);
    obj_put(fr, a->obj, obj_set(w, o, KEY_HASH(TYPE_KEY + i), type ? type : &av_unknown, false));
    return true;
}

// f.register(int): the decorator that adds a case for that type; NULL: the call is something else.
const Av *dispatch_typed(Frame *fr, const Atom *method, const Args *args)
{
    World *w = fr->w;
    const Av *owner = method->kind == AT_METHOD ? method->p : NULL;
    if (!owner || !owner->n || !is_dispatcher(w, &owner->atom[0]) || !args->npos ||
        !str_ends(unit_str(w, method->idx), S("register")))
        return NULL;
    if (args->npos > 1) dispatch_add(fr, method, args->pos[0], args->pos[1]);
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = av_atom(w, *method), .pos = args->pos, .npos = 1, .role = S("register")};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

static bool is_text(World *w, const Av *v)
{
    bool text = v->n > 0 && !(v->flags & AV_OTHER);
    for (int i = 0; i < v->n && text; i++) {
        const PyConst *c = v->atom[i].kind == AT_CONST ? v->atom[i].p : NULL;
        bool str = v->atom[i].kind == AT_INST && str_eq(unit_str(w, v->atom[i].idx), S("str"));
        text = str || (c && c->kind == CONST_STR);
    }
    return text;
}

// The case for texts; 0: there is none.
static int text_case(World *w, const Obj *o)
{
    for (int i = 1; i < CASES_MOST; i++) {
        const Av *type = obj_cell(o, KEY_HASH(TYPE_KEY + i));
        const Atom *a = type ? av_find(type, AT_NAME) : NULL;
        if (a && str_eq(unit_str(w, a->idx), S("str"))) return i;
    }
    return 0;
}

// Each case, where the first argument may be of its type; NULL: `a` is no such function.
const Av *dispatch_call(Frame *fr, const Atom *a, const Args *args)
{
    World *w = fr->w;
    const Obj *o = is_dispatcher(w, a) ? obj_at(w, &fr->st, a->obj) : NULL;
    Size by = o ? typed_place(w, a) : 0;
    if (!o || args->npos <= by) return NULL;
    const Av *r = &av_bottom;
    State before = fr->st, after = {.dead = true};
    int only = is_text(w, args->pos[by]) ? text_case(w, o) : 0;
    for (int i = only; i < (only ? only + 1 : CASES_MOST); i++) {
        const Av *fn = obj_cell(o, KEY_HASH(CASE_KEY + i)),
                 *type = obj_cell(o, KEY_HASH(TYPE_KEY + i));
        const Av **pos = new(&w->a, const Av *, args->npos);
        Args one = *args;
        if (!fn) break;
        memcpy(pos, args->pos, (size_t)args->npos * sizeof *pos);
        if (type && is_checked_type(fr, type)) pos[by] = av_inst(w, S("int"));
        one.pos = pos;
        fr->st = before;
        r = av_join(w, r, call_value(fr, fn, &one));
        after = state_join(w, after, fr->st);
    }
    fr->st = after;
    return r;
}

// ---- functools.reduce

// reduce(f, items[, start]): turn by turn where the items are known, else until nothing new comes.
const Av *native_reduce(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    uint32_t id, was = fr->salt;
    (void)self; (void)name;
    const Av *f = args->npos > 1 ? args->pos[0] : NULL;
    if (!f || (!av_find(f, AT_FUNC) && !av_find(f, AT_BOUND) && !av_find(f, AT_PARTIAL)))
        return NULL;
    const Obj *o = only_obj(fr, args->pos[1], &id);
    bool known = o && (o->kind == OB_LIST || o->kind == OB_TUPLE) && o->exact && !o->many &&
                 o->n <= FOLDED_MOST;
    const Av *each = known ? NULL : elements(fr, args->pos[1], args->call);
    const Av *sum = args->npos > 2 ? args->pos[2] : each;
    uint32_t first = known && !sum ? 1 : 0, n = known ? o->n : 2;
    if (known && !sum && o->n) sum = o->cell[0].v;
    for (uint32_t i = first; i < n && sum; i++) {
        const Av *pos[2] = {sum, known ? o->cell[i].v : each};
        const Args two = {.pos = pos, .npos = 2, .call = args->call, .node = args->node};
        State before = fr->st;
        fr->salt = was * 31 + i + 3;
        const Av *r = call_value(fr, f, &two);
        if (fr->st.dead) fr->st = before;
        sum = known ? r : av_join(w, sum, r);
    }
    fr->salt = was;
    return sum;
}
