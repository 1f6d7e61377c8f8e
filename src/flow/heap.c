// flow/heap: objects by the place that makes them, reading and writing their cells, and what a
// value holds inside.
// SPDX-License-Identifier: MIT
#include "flow/entry.h"

static void grow_ids(World *w)
{
    ObjIds *t = &w->obj_ids;
    Size cap = t->cap ? t->cap * 2 : 512;
    IdSlot *v = new(&w->a, IdSlot, cap);
    for (Size i = 0; i < t->cap; i++) {
        if (!t->v[i].id) continue;
        Size at = (Size)(t->v[i].place & (uint64_t)(cap - 1));
        while (v[at].id) at = (at + 1) & (cap - 1);
        v[at] = t->v[i];
    }
    Size ids = cap / 2, had = t->cap / 2;                       // no more than half of it is taken
    uint32_t *seen = new(&w->a, uint32_t, ids), *read = new(&w->a, uint32_t, ids);
    Made *made = new(&w->a, Made, ids);
    const Obj **base = new(&w->a, const Obj *, ids);
    uint32_t *put = new(&w->a, uint32_t, ids);
    if (had) {
        memcpy(base, w->base, (size_t)had * sizeof *base);
        memcpy(put, w->put, (size_t)had * sizeof *put);
        memcpy(seen, w->seen, (size_t)had * sizeof *seen);
        memcpy(read, w->read, (size_t)had * sizeof *read);
        memcpy(made, w->made, (size_t)had * sizeof *made);
    }
    w->seen = seen;
    w->read = read;
    w->made = made;
    w->base = base;
    w->put = put;
    t->v = v;
    t->cap = cap;
}

// The object made at a place has one number, however often it is made.
uint32_t obj_id(World *w, uint64_t place)
{
    ObjIds *t = &w->obj_ids;
    place *= 0x9e3779b97f4a7c15u;
    place ^= place >> 29;
    if (2 * (w->next_obj + 1) >= t->cap) grow_ids(w);
    Size at = (Size)(place & (uint64_t)(t->cap - 1));
    for (; t->v[at].id; at = (at + 1) & (t->cap - 1))
        if (t->v[at].place == place) return t->v[at].id;
    t->v[at] = (IdSlot){place, ++w->next_obj};
    return w->next_obj;
}

// The object that this frame makes at a place of its own.
uint32_t obj_id_in(World *w, uint64_t frame, int depth, uint64_t place)
{
    uint64_t at = frame + place * 0x9e3779b97f4a7c15u;
    uint32_t id = obj_id(w, at);
    w->made[id].place = at;
    w->made[id].depth = depth;
    return id;
}

const Obj *base_at(const World *w, uint32_t id) { return id ? w->base[id] : NULL; }

// What all share is older than any call, though it may have been made when the call first asked for it.
static void note_read(World *w, uint32_t id)
{
    Frame *top = w->top;
    if (!top || w->seen[id] == top->serial || (id >= top->born && !base_at(w, id))) return;
    w->seen[id] = top->serial;
    *push(&w->a, &top->reads) = id;
}

const Obj *heap_at(World *w, const Trie *heap, uint32_t id)
{
    if (!heap || !id || w->put[id] != w->era) return NULL;
    Looked *at = &w->looked[id % LOOKED];
    if (at->heap != heap || at->id != id) *at = (Looked){heap, id, trie_get(heap, id)};
    return at->o;
}

// A heap of one's own may be changed where it is.
static void looked_up(World *w, const Trie *heap, uint32_t id, const Obj *o)
{
    w->put[id] = w->era;
    w->looked[id % LOOKED] = (Looked){heap, id, o};
}

void heap_set(World *w, State *st, uint32_t id, const Obj *o)
{
    st->heap = trie_set(&w->a, st->heap, id, o);
    looked_up(w, st->heap, id, o);
}

static void into_base(void *w, uint64_t id, const void *o) { ((World *)w)->base[id] = o; }

void base_take(World *w, const Trie *before, const Trie *heap)
{
    trie_diff(before, heap, into_base, w);
}

const Obj *obj_at(World *w, State *st, uint32_t id)
{
    const Obj *o = obj_bare(w, st, id);
    if (o && o->promised) class_fill(w, o, id);
    return o;
}

// A root has read what it did not write.
static void note_root_read(World *w, uint32_t id)
{
    w->read[id] = w->root_serial;
    *push(&w->a, &w->reads) = id;
}

static bool is_unread(const World *w, uint32_t id) { return !w->making && w->read[id] != w->root_serial; }

const Obj *held_at(World *w, const Trie *heap, uint32_t id)
{
    const Obj *o = heap_at(w, heap, id);
    return o ? o : base_at(w, id);
}

const Obj *obj_bare(World *w, State *st, uint32_t id)
{
    const Obj *o = st ? heap_at(w, st->heap, id) : NULL;
    note_read(w, id);
    if (o) return o;
    if (is_unread(w, id)) note_root_read(w, id);
    return base_at(w, id);
}

void obj_looked_at(World *w, State *st, uint32_t id)
{
    note_read(w, id);
    if (is_unread(w, id) && !heap_at(w, st->heap, id)) note_root_read(w, id);
}

const Obj *obj_to_write(Frame *fr, uint32_t id, bool add)
{
    World *w = fr->w;
    const Obj *o = obj_bare(w, &fr->st, id);
    return o && o->promised && (add || !w->making) ? obj_at(w, &fr->st, id) : o;
}

void obj_put(Frame *fr, uint32_t id, const Obj *o) { obj_put_own(fr, id, o, NULL); }

void obj_put_own(Frame *fr, uint32_t id, const Obj *o, const char *own)
{
    const Obj *old = heap_at(fr->w, fr->st.heap, id);
    if (old == o || (old && obj_equal(old, o))) return;
    World *w = fr->w;
    if (!w->making && base_at(w, id)) {
        const Obj *wrote = trie_get(w->pending, id);
        w->pending = trie_set_own(&w->a, w->pending, id, wrote ? obj_join(w, wrote, o) : o, own);
    }
    fr->st.heap = trie_set_own(&w->a, fr->st.heap, id, o, own);
    looked_up(w, fr->st.heap, id, o);
}

// The object behind a library's name (flask.g, a session): one for the program, whoever writes it
// first.
uint32_t shared_obj(World *w, uint32_t name)
{
    uint32_t id = obj_id(w, 0x51ab1eull << 32 | name);
    if (!base_at(w, id)) {
        Obj *o = new(&w->a, Obj, 1);
        o->kind = OB_EXT;
        w->base[id] = o;
    }
    return id;
}

// Made again in a loop, an object stands for all that were made there.
const Av *obj_make(Frame *fr, Val at, uint32_t salt, Obj *o)
{
    World *w = fr->w;
    uint32_t id =
        obj_id_in(w, fr->id, fr->depth, (uint64_t)at << 20 | (salt + fr->salt));
    const Obj *old = heap_at(fr->w, fr->st.heap, id);
    if (old && old->kind == o->kind) {
        Obj *m = new(&w->a, Obj, 1);
        *m = *obj_join(w, old, o);
        m->many = true;
        obj_put(fr, id, obj_equal(m, old) ? old : m);
    } else {
        Obj *m = new(&w->a, Obj, 1);
        *m = *o;
        obj_put(fr, id, m);
    }
    return av_atom(w, (Atom){.kind = AT_OBJ, .obj = id});
}

const Av *list_of(Frame *fr, Val at, ObKind kind, const Av **v, Size n, const Av *rest)
{
    World *w = fr->w;
    Obj o = {.kind = (uint8_t)kind, .exact = !rest, .rest = rest};
    Size kept = n < CELLS_MAX ? n : CELLS_MAX;
    Cell *c = new(&w->a, Cell, kept + 1);
    for (Size i = 0; i < n; i++) {
        if (i < kept) c[i] = (Cell){KEY_INT(i), v[i]};
        else o.rest = o.rest ? av_join(w, o.rest, v[i]) : v[i], o.exact = false;
    }
    o.cell = c;
    o.n = (uint32_t)kept;
    return obj_make(fr, at, (uint32_t)kind, &o);
}

const Obj *only_obj(Frame *fr, const Av *v, uint32_t *id)
{
    if (v->n != 1 || v->flags & (AV_OTHER | AV_SOMECONST) || v->atom[0].kind != AT_OBJ) return NULL;
    *id = v->atom[0].obj;
    return obj_at(fr->w, &fr->st, *id);
}

// ---- what a value holds

// any: whether it holds any is all that is asked.
typedef struct { Frame *fr; bool any; const Taint *t, *last; uint32_t seen[48]; int n; } Deep;

static bool was_seen(const Deep *d, uint32_t obj)
{
    for (int k = 0; k < d->n; k++)
        if (d->seen[k] == obj) return true;
    return false;
}

static void deep(Deep *d, const Av *v, int depth)
{
    World *w = d->fr->w;
    if (v->taint && v->taint != d->last) d->t = taint_join(w, d->t, d->last = v->taint);
    for (int i = 0; i < v->n && depth < 5 && !(d->any && d->t); i++) {
        const Atom *a = &v->atom[i];
        if (a->kind == AT_BOUND || a->kind == AT_METHOD) {
            if (a->p) deep(d, a->p, depth + 1);
            continue;
        }
        if (!a->obj || (a->kind != AT_OBJ && a->kind != AT_INST) || d->n == countof(d->seen) ||
            was_seen(d, a->obj))
            continue;
        const Obj *o = obj_bare(w, &d->fr->st, a->obj);
        if (!o || o->kind == OB_MODULE || o->kind == OB_CLASS || o->kind == OB_FUNC ||
            o->kind == OB_ENV)
            continue;
        d->seen[d->n++] = a->obj;
        if (o->rest) deep(d, o->rest, depth + 1);
        if (o->keys) deep(d, o->keys, depth + 1);
        for (uint32_t k = 0; k < o->n && !(d->any && d->t); k++)
            if (o->cell[k].v->n || o->cell[k].v->taint) deep(d, o->cell[k].v, depth + 1);
    }
}

const Taint *deep_taint(Frame *fr, const Av *v)
{
    Deep d = {.fr = fr};
    deep(&d, v, 0);
    return d.t;
}

bool is_deep_tainted(Frame *fr, const Av *v)
{
    Deep d = {.fr = fr, .any = true};
    deep(&d, v, 0);
    return d.t != NULL;
}

// ---- keys

bool key_of(World *w, const Av *v, Key *k)
{
    const PyConst *c = av_only_const(v);
    if (!c) return false;
    switch (c->kind) {
    case CONST_STR: case CONST_BYTES: *k = KEY_SYM(name_add(&w->names, c->text)); return true;
    case CONST_INT: if (c->big) return false; *k = KEY_INT(c->i); return true;
    case CONST_TRUE: *k = KEY_INT(1); return true;
    case CONST_FALSE: *k = KEY_INT(0); return true;
    case CONST_NONE: *k = KEY_HASH(1); return true;
    default: return false;
    }
}

Str key_text(World *w, Key k)
{
    return k >> 56 == 1 ? name_str(&w->names, (Sym)k) : (Str){0};
}

const Av *key_value(World *w, Key k)
{
    if (k >> 56 == 1) return av_str(w, name_str(&w->names, (Sym)k));
    if (k >> 56 == 2) return av_int(w, (int64_t)(k << 8) >> 8);
    return &av_someconst;
}

// ---- items

static const Av *unknown_part(Frame *fr, const Av *base)
{
    const Av *r = base->flags & AV_QUIET && !base->taint ? &av_quiet : &av_unknown;
    return av_with(fr->w, r, base->taint);
}

static const Av *sequence_item(World *w, const Obj *o, const Av *key)
{
    int64_t i;
    if (!av_only_int(key, &i)) return obj_all(w, o);
    if (i == -1 && last_of(o)) return last_of(o);
    if (i < 0 && !o->exact) return obj_all(w, o);
    if (i < 0) i += o->n;
    if (i >= 0 && i < (int64_t)o->n) return o->cell[i].v;
    return o->rest ? o->rest : o->exact ? &av_bottom : &av_unknown;
}

// From now on each of these objects is one of several.
static void stand_for_several(Frame *fr, const Av *v)
{
    World *w = fr->w;
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(w, &fr->st, v->atom[i].obj) : NULL;
        if (!o || o->many) continue;
        Obj *m = new(&w->a, Obj, 1);
        *m = *o;
        m->many = true;
        obj_put(fr, v->atom[i].obj, m);
    }
}

// counts[key].append(x): a defaultdict makes what is not there, also under a key that nobody knows.
// What it made under the first such key is kept, and stands for what it makes under the next.
static const Av *made_item(Frame *fr, const Obj *o, uint32_t id, const Av *key, Val at)
{
    static const Key made = KEY_HASH(8);
    World *w = fr->w;
    const Av *factory = obj_cell(o, KEY_HASH(7)), *v = obj_cell(o, made);
    const Args none = {.call = at, .node = fr->f->code.v[at].node};
    if (!factory) return &av_bottom;
    if (v) stand_for_several(fr, v);
    else v = call_value(fr, factory, &none);
    const Obj *now = obj_at(w, &fr->st, id);
    obj_put(fr, id, obj_set(w, dict_write(w, now ? now : o, key, v), made, v, true));
    return v;
}

static const Av *dict_item(Frame *fr, const Obj *o, uint32_t id, const Av *key, Val at)
{
    World *w = fr->w;
    Key k;
    if (!key_of(w, key, &k)) {
        const Av *r = obj_all(w, o);
        if (key->n > 1 && av_all_const(key) && !(key->flags & AV_SOMECONST)) {
            r = o->rest ? o->rest : &av_bottom;
            for (int i = 0; i < key->n; i++)
                r = av_join(w, r, dict_item(fr, o, id, av_atom(w, key->atom[i]), at));
            return r;
        }
        return av_join(w, r, made_item(fr, o, id, key, at));
    }
    const Av *v = obj_cell(o, k);
    if (v) return o->rest && o->many ? av_join(w, v, o->rest) : v;
    const Av *factory = obj_cell(o, KEY_HASH(7));               // defaultdict
    if (factory) {
        const Args none = {.call = at, .node = fr->f->code.v[at].node};
        uint32_t was = fr->salt;
        fr->salt = (uint32_t)k * 31 + 7;                        // a fresh object for each key
        v = call_value(fr, factory, &none);
        fr->salt = was;
        const Obj *now = obj_at(w, &fr->st, id);
        obj_put(fr, id, obj_set(w, now ? now : o, k, v, false));
        return v;
    }
    return o->rest ? o->rest : &av_bottom;
}

static const Av *const_item(Frame *fr, const PyConst *c, const Av *key)
{
    int64_t i;
    if (c->kind != CONST_STR && c->kind != CONST_BYTES) return &av_unknown;
    if (!av_only_int(key, &i)) return &av_someconst;
    if (i < 0) i += c->text.len;
    if (i < 0 || i >= c->text.len) return &av_bottom;
    if (c->kind == CONST_BYTES) return av_int(fr->w, (uint8_t)c->text.s[i]);
    return (uint8_t)c->text.s[i] < 128 ? av_str(fr->w, str_sub(c->text, i, i + 1)) : &av_someconst;
}

static const Av *instance_item(Frame *fr, const Av *self, const Obj *o, const Av *key, Val at)
{
    const Args args = {
        .pos = (const Av *[]){key}, .npos = 1, .call = at, .node = fr->f->code.v[at].node};
    const Av *r = self->atom[0].idx ? NULL : call_method(fr, self, "__getitem__", &args);
    if (r) return r;
    Key k;
    const Av *v = key_of(fr->w, key, &k) ? obj_cell(o, k) : NULL;
    if (!v && !self->atom[0].idx) v = call_method(fr, self, "__missing__", &args);
    return v ? v : o->rest ? o->rest : unknown_part(fr, self);
}

static const Av *library_item(Frame *fr, const Atom *a, const Av *self, const Av *key, Val at)
{
    World *w = fr->w;
    const Obj *o = a->obj ? obj_at(w, &fr->st, a->obj) : NULL;
    Key k;
    // Annotated[str, Depends(f)], Literal["a", "b"]
    if (a->kind == AT_NAME && str_starts(unit_str(w, a->idx), S("typing"))) {
        const Av *noted = annotated_type(fr, a, key);
        return noted ? noted : self;
    }
    if (o) {
        const Av *v = key_of(w, key, &k) ? obj_cell(o, k) : NULL;
        if (v) return v;
    }
    ModelId m = models_member_id(w->models, a->id, S("__getitem__"));
    const Args args = {
        .pos = (const Av *[]){key}, .npos = 1, .call = at, .node = fr->f->code.v[at].node};
    const Av *r =
        read_name(fr, unknown_part(fr, self), models_lines(w->models, m), true, &args, self);
    if (a->kind == AT_INST && r->taint && str_eq(unit_str(w, a->idx), S("re.Match")))
        r = av_with(w, r, matched(fr, r->taint, self, key, false));
    if (o && o->rest) r = av_join(w, r, o->rest);
    return r;
}

// root.attrib["x"]: what is read by a key is no method but the attribute, with what the thing before the dot holds.
static const Av *attribute_item(Frame *fr, const Av *base, const Atom *a)
{
    const Av *self = a->p;
    const ModelLine *l = self && self->taint ? models_lines(fr->w->models, a->id) : NULL;
    while (l && !(l->kind == M_PASS && l->arg == MODEL_RECEIVER)) l = l->next;
    return l ? av_with(fr->w, &av_unknown, self->taint) : unknown_part(fr, base);
}

static const Av *atom_item(Frame *fr, const Av *base, const Atom *a, const Av *key, Val at)
{
    World *w = fr->w;
    const Av *self = av_with(w, av_atom(w, *a), base->taint);
    if (a->kind == AT_CONST) return const_item(fr, a->p, key);
    if (a->kind == AT_INST || a->kind == AT_NAME) return library_item(fr, a, self, key, at);
    if (a->kind == AT_METHOD) return attribute_item(fr, base, a);
    if (a->kind == AT_CLASS && class_is(w, &fr->st, a->obj, S("enum.Enum"), 0)) {
        const Args by_name = {.call = at, .node = fr->f->code.v[at].node};
        return construct(fr, a, &by_name);                       // Colour["RED"]
    }
    if (a->kind != AT_OBJ) return unknown_part(fr, base);
    const Obj *o = obj_at(w, &fr->st, a->obj);
    if (!o) return unknown_part(fr, base);
    if (o->kind == OB_DICT) return dict_item(fr, o, a->obj, key, at);
    if (o->kind == OB_INST) return instance_item(fr, self, o, key, at);
    if (o->kind == OB_LIST || o->kind == OB_TUPLE) return sequence_item(w, o, key);
    return o->rest ? o->rest : unknown_part(fr, base);
}

bool leaves_nothing(const ModelLine *l) { return l->kind == M_CLEAN && !(KINDS_TEXT & ~(l->kinds | KIND(SIZE))); }

// environ["SERVER_PORT"], address[1]: what the library says is harmless under that key, whatever else the thing holds.
static bool is_clean_item(Frame *fr, const Atom *a, const Av *self, const Av *key, Val at)
{
    const Models *m = fr->w->models;
    const ModelLine *l = models_lines(m, models_member_id(m, a->id, S("__getitem__")));
    int64_t nth;
    if (av_only_int(key, &nth) && nth >= 0 && nth < 8) {
        const char digit = (char)('0' + nth);
        const ModelLine *item = models_lines(m, models_member_id(m, a->id, (Str){&digit, 1}));
        if (item && leaves_nothing(item)) return true;
    }
    const Args args = {.pos = (const Av *[]){key}, .npos = 1, .call = at, .node = fr->f->code.v[at].node};
    for (; l; l = l->next)
        if (l->nconds && leaves_nothing(l) && line_holds(fr, l, &args, self)) return true;
    return false;
}

const Av *read_index(Frame *fr, const Av *base, const Av *key, Val at)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    for (int i = 0; i < base->n; i++)
        r = av_join(w, r, atom_item(fr, base, &base->atom[i], key, at));
    if (base->flags & AV_OTHER || !base->n) {
        if (base->flags & AV_SOMECONST && !base->taint) r = av_join(w, r, &av_someconst);
        if (base->flags & AV_OTHER) r = av_join(w, r, unknown_part(fr, base));
    }
    const Taint *t = base->taint;
    const Atom *only = base->n == 1 && base->atom[0].kind == AT_INST ? &base->atom[0] : NULL;
    const Obj *o = t && only && only->obj && !base->flags ? obj_at(w, &fr->st, only->obj) : NULL;
    Key k;
    if (o && key_of(w, key, &k) && obj_cell(o, k) == r) return r;    // known by itself
    int64_t place;
    bool asked = t || (r->flags & AV_OTHER && av_only_int(key, &place));
    for (int i = 0; asked && i < base->n; i++)
        if (base->atom[i].kind == AT_INST && base->atom[i].id && is_clean_item(fr, &base->atom[i], base, key, at)) {
            r = av_with(w, atom_item(fr, base, &base->atom[i], key, at), NULL);
            return r->n ? r : &av_quiet;
        }
    if (t && only && str_eq(unit_str(w, only->idx), S("re.Match")))
        t = matched(fr, t, base, key, false);
    return av_add_taint(w, r, t);
}

static void write_atom(Frame *fr, const Av *base, const Atom *a, const Av *key, const Av *value,
                       bool add)
{
    World *w = fr->w;
    const Obj *o = a->obj ? obj_at(w, &fr->st, a->obj) : NULL;
    if (!o && a->obj && a->kind == AT_INST)
        o = new (&w->a, Obj, 1), ((Obj *)(uintptr_t)o)->kind = OB_EXT;
    if (!o) return;
    if (o->kind == OB_INST && !a->idx) {
        const Args args = {.pos = (const Av *[]){key, value}, .npos = 2, .call = fr->at,
                           .node = fr->f->code.v[fr->at].node};
        if (call_method(fr, av_with(w, av_atom(w, *a), base->taint), "__setitem__", &args)) return;
    }
    Key k;
    int64_t i;
    bool sequence = o->kind == OB_LIST;
    if (sequence && av_only_int(key, &i) && i < 0 && o->exact) key = av_int(w, i + o->n);
    if (!key_of(w, key, &k) || (sequence && !obj_cell(o, k))) {
        obj_put(fr, a->obj,
                o->kind == OB_DICT ? dict_write(w, o, key, value) : obj_spill(w, o, value));
        return;
    }
    obj_put(fr, a->obj, obj_set(w, o, k, value, add));
}

void write_index(Frame *fr, const Av *base, const Av *key, const Av *value, bool add)
{
    bool one = base->n == 1 && !(base->flags & AV_OTHER);
    for (int i = 0; i < base->n; i++) write_atom(fr, base, &base->atom[i], key, value, add || !one);
}

// ---- iteration

// An object of the program, whose base in a library says what iterating gives: a manager's rows. NULL: none says so.
static const Av *base_elements(Frame *fr, const Obj *o, const Av *self, const Args *none)
{
    World *w = fr->w;
    Mro m;
    if (o->rest || !o->up) return NULL;
    class_mro(w, &fr->st, o->up, &m);
    for (int i = 0; i < m.next; i++) {
        ModelId iter = m.ext[i] ? models_member_id(w->models, m.ext[i], S("__iter__")) : 0;
        const ModelLine *l = iter ? models_lines(w->models, iter) : NULL;
        if (l) return read_name(fr, unknown_part(fr, self), l, true, none, self);
    }
    return NULL;
}

static const Av *atom_elements(Frame *fr, const Av *base, const Atom *a, Val at)
{
    World *w = fr->w;
    const Av *self = av_with(w, av_atom(w, *a), base->taint);
    if (a->kind == AT_CONST)
        return ((const PyConst *)a->p)->kind == CONST_STR ? &av_someconst : &av_unknown;
    const Obj *o = a->obj ? obj_at(w, &fr->st, a->obj) : NULL;
    const Args none = {.call = at, .node = fr->f->code.v[at].node};
    if (a->kind == AT_OBJ && o && (o->kind == OB_DICT || a->idx)) {
        const Av *r = o->keys ? o->keys : &av_bottom;
        for (uint32_t i = 0; i < o->n; i++) r = av_join(w, r, key_value(w, o->cell[i].key));
        return r;
    }
    if (a->kind == AT_OBJ && o && o->kind == OB_INST) {
        const Av *r = call_method(fr, self, "__iter__", &none);
        if (r && (av_equal(r, self) || w->nest > 8)) r = call_method(fr, self, "__next__", &none);
        else if (r) {
            w->nest++;
            r = elements(fr, r, at);
            w->nest--;
        }
        if (r) return r;
        const Args index = {
            .pos = (const Av *[]){&av_someconst}, .npos = 1, .call = at, .node = none.node};
        r = call_method(fr, self, "__next__", &none);
        if (!r) r = call_method(fr, self, "__getitem__", &index);
        if (!r) r = base_elements(fr, o, self, &none);
        return r ? r : o->rest ? o->rest : unknown_part(fr, self);
    }
    if (a->kind == AT_OBJ && o) return obj_all(w, o);
    if (a->kind == AT_INST && str_eq(unit_str(w, a->idx), S("str"))) return self;   // its characters
    if (a->kind == AT_INST) {
        ModelId m = models_member_id(w->models, a->id, S("__iter__"));
        const Av *r =
            read_name(fr, unknown_part(fr, self), models_lines(w->models, m), true, &none, self);
        return o ? av_join(w, r, obj_all(w, o)) : r;
    }
    return unknown_part(fr, base);
}

const Av *elements(Frame *fr, const Av *v, Val at)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    for (int i = 0; i < v->n; i++) r = av_join(w, r, atom_elements(fr, v, &v->atom[i], at));
    if (v->flags & AV_SOMECONST) r = av_join(w, r, &av_someconst);
    if (v->flags & AV_OTHER) r = av_join(w, r, unknown_part(fr, v));
    return av_add_taint(w, r, v->taint);
}
