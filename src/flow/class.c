// flow/class: classes as objects of their attributes and bases, method resolution order, making
// instances.
// SPDX-License-Identifier: MIT
#include "flow/part.h"
#include "flow/guard.h"

// FILLS_MAX: a class's body may ask for a member of the next class, and so on. SOUGHT_MAX: a body of more
// instructions is walked at once, not looked through for each name.
enum { BASE_KEY = 100, MAKER_KEY = 120, BASES_MAX = 12, FILLS_MAX = 32, SOUGHT_MAX = 2000 };

// A class of another file whose body was not walked yet: where its module makes it, what was known then;
// body: for members that are made alone; busy: one is, and asks for others;
// open: its module goes on with it, in ways that nobody looked at.
typedef struct {
    Val at; Obj bare; Slices *body; bool busy, listed, open;
    struct { struct Bound *v; Size n, cap; } bound;
} Promise;

static Promise *promise_of(const World *w, uint32_t id) { return (Promise *)(uintptr_t)trie_get(w->promised, id); }

// A class begins with its bases (make_class).
static const Av *class_base(const Obj *o, int i)
{
    return (uint32_t)i < o->n && o->cell[i].key == KEY_HASH(BASE_KEY + i) ? o->cell[i].v : NULL;
}

// Depth first, left to right; of a class met twice the last place counts, as in Python for plain
// diamonds.
static void mro_visit(World *w, State *st, uint32_t obj, Mro *m, int depth)
{
    const Obj *o = obj_bare(w, st, obj);
    if (!o || o->kind != OB_CLASS || depth > 12) return;
    for (int i = 0; i < m->n; i++)
        if (m->obj[i] == obj) {
            memmove(m->obj + i, m->obj + i + 1, (size_t)(m->n - i - 1) * sizeof *m->obj);
            m->n--;
            break;
        }
    if (m->n == countof(m->obj)) { m->unknown = true; return; }
    m->obj[m->n++] = obj;
    for (int i = 0; i < BASES_MAX; i++) {
        const Av *b = class_base(o, i);
        if (!b) break;
        if (!b->n) m->unknown = true;
        for (int k = 0; k < b->n; k++) {
            const Atom *a = &b->atom[k];
            if (a->kind == AT_CLASS && a->obj != obj) mro_visit(w, st, a->obj, m, depth + 1);
            else if ((a->kind == AT_NAME ||
                      (a->kind == AT_INST && !a->obj && a->id)) && // Base = declarative_base()
                     m->next < countof(m->ext)) {
                m->ext[m->next] = a->id;
                m->ext_name[m->next++] = a->idx;
            } else m->unknown = true;
        }
    }
}

const ClassInfo *class_info(World *w, State *st, uint32_t obj, const Tree **t)
{
    const Obj *k = obj ? obj_bare(w, st, obj) : NULL;
    const Mod *mod = k && k->kind == OB_CLASS ? w->mods[k->mod] : NULL;
    if (!mod || !mod->m || (Size)k->cls >= mod->m->classes.n) return NULL;
    *t = mod->m->tree;
    return &mod->m->classes.v[k->cls];
}

const ClassInfo *class_scope(World *w, State *st, uint32_t obj, Frame *scope)
{
    const Obj *k = obj_bare(w, st, obj);
    Mod *mod = k ? mod_load(w, k->mod) : NULL;
    if (!mod || k->cls >= mod->m->classes.n) return NULL;
    *scope = (Frame){.w = w, .m = mod, .mod = k->mod, .f = &mod->m->funcs.v[0], .st = *st};
    return &mod->m->classes.v[k->cls];
}

void class_mro(World *w, State *st, uint32_t obj, Mro *m)
{
    *m = (Mro){0};
    mro_visit(w, st, obj, m, 0);
}

static const Func *class_body(const Module *m, uint32_t cls) { return &m->funcs.v[m->classes.v[cls].body]; }

// once: in one place only, or in several of one block, where the last one holds (@overload, @x.setter).
typedef struct Bound { Sym name; Val v; bool once; } Bound;

static Bound *bound_at(Promise *p, Sym name)
{
    for (Size i = 0; i < p->bound.n; i++)
        if (p->bound.v[i].name == name) return &p->bound.v[i];
    return NULL;
}

// What the class's body binds, listed once: it is asked for each name that is looked for in the class.
static void list_bound(World *w, Promise *p, const Func *body)
{
    for (Size i = 1; i < body->code.n; i++) {
        const Instr *in = &body->code.v[i];
        if (in->op != IR_SET_MEMBER) continue;
        Bound *b = bound_at(p, in->sym);
        if (b) b->once &= body->code.v[b->v].block == in->block, b->v = (Val)i;
        else *push(&w->a, &p->bound) = (Bound){in->sym, (Val)i, true};
    }
    for (Size i = 0; i < p->bound.n; i++) p->bound.v[i].v = body->code.v[p->bound.v[i].v].a;
    p->listed = true;
}

// 0: nothing.
static Val bound_to(World *w, const Obj *o, Promise *p, uint32_t attr, bool *once)
{
    const Module *m = w->mods[o->mod]->m;
    Sym name = name_find(&m->tree->names, unit_str(w, attr));
    if (name && !p->listed) list_bound(w, p, class_body(m, o->cls));
    const Bound *b = name ? bound_at(p, name) : NULL;
    *once = !b || b->once;
    return b ? b->v : 0;
}

void class_leave_open(World *w, uint32_t id)
{
    Promise *p = promise_of(w, id);
    if (p) p->open = true;
}

static Frame *class_frame(Frame *fr, Val at, uint32_t id)
{
    const ClassInfo *c = &fr->m->m->classes.v[fr->f->code.v[at].aux2];
    Frame *body = frame_new(fr->w, fr, fr->mod, c->body, fr->id * 31 + at);
    body->class_obj = id;
    body->env_up = frame_env(fr);
    return body;
}

// A member without the rest of the class's body; NULL: not to be had so.
static const Av *member_of(World *w, const Obj *o, uint32_t id, Promise *p, Val bound, bool roughly)
{
    if (p->busy || w->filling == FILLS_MAX) return NULL;
    if (!p->body) p->body = slices_new(w, class_frame(body_frame(w, w->mods[o->mod]), p->at, id));
    p->busy = true;
    p->body->roughly = roughly;
    w->filling++;
    const Av *made = made_alone(w, p->body, bound);
    w->filling--;
    p->busy = false;
    return made;
}

const Av *own_member(Frame *fr, const Obj *o, uint32_t id, uint32_t attr)
{
    World *w = fr->w;
    const Av *v = o ? obj_cell(o, KEY_SYM(attr)) : NULL;
    if (v || !o || !o->promised) return v;
    const Func *body = class_body(w->mods[o->mod]->m, o->cls);
    Promise *p = promise_of(w, id);
    bool many = body->code.n > SOUGHT_MAX, once = false;
    Val bound = many ? 0 : bound_to(w, o, p, attr, &once);
    if (!bound && !many) return NULL;
    v = once ? member_of(w, o, id, p, bound, false) : NULL;
    if (!v && once && is_made_roughly(w, body)) v = member_of(w, o, id, p, bound, true);
    if (!v && is_aside(w, o->mod)) return &av_quiet;
    if (!v) {
        class_fill(w, o, id);
        return obj_cell(o, KEY_SYM(attr));
    }
    if (p->open && av_only_const(v)) v = av_join(w, v, &av_quiet);          // Box.on = True
    *(Obj *)(uintptr_t)o = *obj_set(w, o, KEY_SYM(attr), v, false);
    return v;
}

const Av *class_member(Frame *fr, const Atom *cls, uint32_t attr, uint32_t *mod, uint32_t *idx,
                       bool skip_first)
{
    Mro m;
    const Obj *own = obj_bare(fr->w, &fr->st, cls->obj);
    if (!own) return NULL;
    const Av *v = skip_first ? NULL : own_member(fr, own, cls->obj, attr);
    *mod = own->mod;
    *idx = own->cls;
    if (v || (!class_base(own, 0) && !skip_first)) return v;
    class_mro(fr->w, &fr->st, cls->obj, &m);
    for (int i = 1; i < m.n; i++) {
        const Obj *o = obj_bare(fr->w, &fr->st, m.obj[i]);
        v = own_member(fr, o, m.obj[i], attr);
        if (v) return *mod = o->mod, *idx = o->cls, v;
    }
    return NULL;
}

bool class_is(World *w, State *st, uint32_t obj, Str dotted, int depth)
{
    Mro m;
    (void)depth;
    class_mro(w, st, obj, &m);
    ModelId want = models_id(w->models, dotted);
    for (int i = 0; i < m.next; i++) {
        if (str_eq(unit_str(w, m.ext_name[i]), dotted)) return true;
        if (want && m.ext[i] && models_is_a(w->models, m.ext[i], want)) return true;
    }
    return false;
}

// Members of the class that want to know their own name: __set_name__(owner, name).
static void name_members(Frame *fr, const Atom *cls, Val at)
{
    World *w = fr->w;
    const Obj *o = obj_at(w, &fr->st, cls->obj);
    const Av *pos[2] = {av_atom(w, *cls), NULL};
    const Args two = {.pos = pos, .npos = 2, .call = at, .node = fr->f->code.v[at].node};
    for (uint32_t i = 0; o && i < o->n; i++) {
        const Av *v = o->cell[i].v;
        if (o->cell[i].key >> 56 != 1 || v->n != 1 || v->atom[0].kind != AT_OBJ) continue;
        pos[1] = key_value(w, o->cell[i].key);
        State before = fr->st;
        call_method(fr, v, "__set_name__", &two);
        if (fr->st.dead) fr->st = before;
    }
}

// class C(B, name=…): what the hooks are handed by name.
static void say_keywords(Frame *fr, const Instr *in, Args *args)
{
    uint32_t *names = new(&fr->w->a, uint32_t, in->nargs + 1);
    const Av **named = new(&fr->w->a, const Av *, in->nargs + 1);
    args->names = names;
    args->named = named;
    for (uint32_t i = 0; i < in->nargs; i++) {
        IrArgKind k = fr->f->argk.v[in->args + i];
        if (k.kind != ARG_KEYWORD) continue;
        uint32_t name = unit_sym(fr, k.name);
        if (str_eq(unit_str(fr->w, name), S("metaclass"))) continue;
        names[args->nnamed] = name;
        named[args->nnamed++] = use(fr, fr->f->args.v[in->args + i]);
    }
}

// The nearest base that wants to know of its subclasses: __init_subclass__(name=…).
static void tell_bases(Frame *fr, const Atom *cls, const Instr *in, Val at)
{
    World *w = fr->w;
    Mro m;
    if (!in->nargs) return;
    uint32_t hook = name_add(&w->names, S("__init_subclass__")); // the base may be of another file
    class_mro(w, &fr->st, cls->obj, &m);
    Args args = {.call = at, .node = in->node};
    say_keywords(fr, in, &args);
    for (int i = 1; i < m.n; i++) {
        const Obj *base = obj_bare(w, &fr->st, m.obj[i]);
        const Av *v = own_member(fr, base, m.obj[i], hook);
        const Atom *p = v ? av_find(v, AT_PARTIAL) : NULL;      // @classmethod, though it need not be
        const Atom *f = v ? av_find(p ? ((const Partial *)p->p)->fn : v, AT_FUNC) : NULL;
        if (!f) continue;
        State before = fr->st;
        walk_call(fr, f->mod, f->idx, f->obj, av_atom(w, *cls), &args);
        if (fr->st.dead) fr->st = before;
        return;
    }
}

static void walk_class(Frame *fr, Val at, uint32_t id)
{
    const Instr *in = &fr->f->code.v[at];
    if (fr->depth < DEPTH_MAX) {
        Frame *body = class_frame(fr, at, id);
        body->st = (State){fr->st.heap, NULL, false};
        walk_body(body);
        if (body->returned) fr->st.heap = body->ret_state.heap;
    }
    own_entries(fr, in->aux2, id);
    const Atom made = {.kind = AT_CLASS, .mod = fr->mod, .idx = in->aux2, .obj = id};
    name_members(fr, &made, at);
    note_class(fr, id);
}

// What was written on it after its body, which was not walked then, or was made of it alone.
static void write_again(World *w, Obj *o, const Obj *told, const Obj *bare)
{
    for (uint32_t i = 0; i < told->n; i++)
        if (obj_cell(bare, told->cell[i].key) != told->cell[i].v)
            *o = *obj_set(w, o, told->cell[i].key, told->cell[i].v, false);
}

// It is changed where it lies: what is known of it is the same, only now it is written down.
void class_fill(World *w, const Obj *o, uint32_t id)
{
    Mod *m = w->mods[o->mod];
    const Promise *p = trie_get(w->promised, id);
    Obj *place = (Obj *)(uintptr_t)o;
    if (w->filling == FILLS_MAX) {
        place->promised = false;
        cut_here(w);
        return;
    }
    const Obj told = *o;
    *place = p->bare;
    Frame *fr = body_frame(w, m), was = *fr;
    const Trie *before = m->walking ? m->walking->st.heap : NULL;
    Making making = making_begin(w, fr);
    w->filling++;
    fr->st = (State){.heap = before};
    heap_set(w, &fr->st, id, o);
    walk_class(fr, p->at, id);
    w->filling--;
    making_end(w, making);
    base_take(w, before, fr->st.heap);
    const Obj *full = trie_get(fr->st.heap, id);
    if (full) *place = *full;
    write_again(w, place, &told, &p->bare);
    w->base[id] = place;
    fr->st = was.st, fr->at = was.at, fr->block = was.block;
}

// The class whose objects classes are: metaclass=M, or a base's; NULL: type, or nobody knows.
static const Av *maker_of(Frame *fr, const Atom *cls, const Instr *in)
{
    World *w = fr->w;
    for (uint32_t i = 0; i < in->nargs; i++) {
        IrArgKind k = fr->f->argk.v[in->args + i];
        if (k.kind == ARG_KEYWORD && str_eq(unit_str(w, unit_sym(fr, k.name)), S("metaclass")))
            return use(fr, fr->f->args.v[in->args + i]);
    }
    Mro m;
    class_mro(w, &fr->st, cls->obj, &m);
    for (int i = 1; i < m.n; i++) {
        const Obj *o = obj_bare(w, &fr->st, m.obj[i]);
        const Av *v = o ? obj_cell(o, KEY_HASH(MAKER_KEY)) : NULL;
        if (v) return v;
    }
    return NULL;
}

// What the body of a class bound, by name; of another file's nobody knows yet.
static const Av *bound_names(Frame *fr, const Atom *cls, Val at)
{
    const Obj *o = obj_bare(fr->w, &fr->st, cls->obj);
    Cell *c = new(&fr->w->a, Cell, o->n + 1);
    Obj all = {.kind = OB_DICT, .exact = !o->promised, .cell = c};
    for (uint32_t i = 0; i < o->n; i++)
        if (o->cell[i].key >> 56 == 1) c[all.n++] = o->cell[i];
    if (o->promised) all.rest = all.keys = &av_quiet;
    return obj_make(fr, at, 0x3e7a, &all);
}

// What stands in the brackets by place: a metaclass asks whether there is any.
static const Av *written_bases(Frame *fr, const Instr *in, Val at)
{
    const Av **v = new(&fr->w->a, const Av *, in->nargs + 1), *rest = NULL;
    Size n = 0;
    for (uint32_t i = 0; i < in->nargs; i++) {
        IrArgKind k = fr->f->argk.v[in->args + i];
        if (k.kind == ARG_STAR) rest = &av_quiet;
        if (k.kind == ARG_POS) v[n++] = use(fr, fr->f->args.v[in->args + i]);
    }
    return list_of(fr, at, OB_TUPLE, v, n, rest);
}

// A metaclass of the program's own sees each class that is made: its __new__(M, name, bases, names,
// key=…), and its __init__.
static void tell_maker(Frame *fr, const Atom *cls, const Instr *in, Val at)
{
    World *w = fr->w;
    const Av *maker = in->nargs ? maker_of(fr, cls, in) : NULL;
    const Atom *m = maker && maker->n == 1 ? av_find(maker, AT_CLASS) : NULL;
    const Obj *o = m ? obj_to_write(fr, cls->obj, false) : NULL;
    if (!o) return;
    obj_put(fr, cls->obj, obj_set(w, o, KEY_HASH(MAKER_KEY), maker, false));
    Str name = py_name(fr->m->m->tree, fr->m->m->classes.v[cls->idx].name);
    const Av *self = av_atom(w, *cls), *was = w->class_made;
    const Av *pos[] = {av_str(w, name), written_bases(fr, in, at), bound_names(fr, cls, at)};
    Args three = {.pos = pos, .npos = 3, .call = at, .node = in->node};
    say_keywords(fr, in, &three);
    static const char *const hooks[] = {"__new__", "__init__"};
    w->class_made = self;
    for (Size i = 0; i < countof(hooks); i++) {
        uint32_t mod, idx;
        const Av *v = class_member(fr, m, name_add(&w->names, str_of(hooks[i])), &mod, &idx, false);
        const Atom *f = v ? av_find(v, AT_FUNC) : NULL;
        State before = fr->st;
        if (f) walk_call(fr, f->mod, f->idx, f->obj, i ? self : maker, &three);
        if (fr->st.dead) fr->st = before;
    }
    w->class_made = was;
}

const Av *make_class(Frame *fr, Val at)
{
    World *w = fr->w;
    const Instr *in = &fr->f->code.v[at];
    Obj *o = new(&w->a, Obj, 1);
    *o = (Obj){.kind = OB_CLASS, .mod = fr->mod, .cls = in->aux2};
    const Obj *now = o;
    int nbase = 0;
    for (uint32_t i = 0; i < in->nargs && nbase < BASES_MAX; i++)
        if (fr->f->argk.v[in->args + i].kind == ARG_POS)
            now = obj_set(w, now, KEY_HASH(BASE_KEY + nbase++),
                          use(fr, fr->f->args.v[in->args + i]), false);
    uint32_t id = obj_id_in(w, fr->id, fr->depth, (uint64_t)at << 20 | 0xc1a55);
    const Atom made = {.kind = AT_CLASS, .mod = fr->mod, .idx = in->aux2, .obj = id};
    heap_set(w, &fr->st, id, now);
    if (fr->f->kind == FUNC_MODULE && fr->m->class_obj) fr->m->class_obj[in->aux2] = id;
    if ((Size)fr->mod != w->unit && fr->f->kind == FUNC_MODULE) {
        Promise *p = new(&w->a, Promise, 1);
        *p = (Promise){.at = at, .bare = *now};
        w->promised = trie_set(&w->a, w->promised, id, p);
        ((Obj *)(uintptr_t)now)->promised = true;
    } else walk_class(fr, at, id);
    tell_bases(fr, &made, in, at);
    tell_maker(fr, &made, in, at);
    return av_atom(w, made);
}

// ---- instances

// attr.ib(converter=int, validator=in_(KNOWN)): what becomes of the value that is given for it.
static bool is_made_field(const Av *said)
{
    const Atom *p = said ? av_find(said, AT_PARTIAL) : NULL;
    return p && str_eq(((const Partial *)p->p)->role, S("field"));
}

static const Av *converted(Frame *fr, const Av *said, const Av *v)
{
    World *w = fr->w;
    if (!is_made_field(said)) return v;
    const Partial *p = av_find(said, AT_PARTIAL)->p;
    const Args made = {.names = p->names, .named = p->named, .nnamed = p->nnamed};
    const Av *converter = arg_at(&made, -1, w, S("converter"));
    const Av *validator = arg_at(&made, -1, w, S("validator"));
    const Args one = {.pos = &v, .npos = 1, .call = fr->at, .node = fr->f->code.v[fr->at].node};
    State before = fr->st;
    if (converter) v = call_value(fr, converter, &one);
    if (fr->st.dead) fr->st = before;
    const Atom *check = validator ? av_find(validator, AT_PARTIAL) : NULL;
    const Partial *c = check ? check->p : NULL;
    Str pattern;
    if (c && c->npos && str_eq(c->role, S("in_")) && !deep_taint(fr, c->pos[0]))
        return av_clear(w, v, KINDS_TEXT);
    if (c && c->npos && str_eq(c->role, S("matches_re")) && av_only_str(c->pos[0], &pattern))
        return av_clear(w, v, regex_clears(w, pattern, 0, 0));
    if (c && c->npos && str_eq(c->role, S("instance_of")) && is_checked_type(fr, c->pos[0]))
        return av_clear(w, v, KINDS_TEXT);
    return v;
}

typedef struct { uint32_t sym; const Av *said; } Field;

// The first fields of a class that says them (a dataclass, a NamedTuple, a model): those of its bases come
// first. Returns how many there are, at most `most`.
static Size fields_of(Frame *fr, uint32_t cls, Field *field, Size most)
{
    World *w = fr->w;
    Mro m;
    Size n = 0;
    class_mro(w, &fr->st, cls, &m);
    for (int i = m.n; i-- > 0;) {
        const Obj *k = obj_bare(w, &fr->st, m.obj[i]);
        const Mod *mod = k ? w->mods[k->mod] : NULL;
        if (!mod || !mod->m || k->cls >= mod->m->classes.n) continue;
        const ClassInfo *c = &mod->m->classes.v[k->cls];
        for (Size j = 0; j < c->nattrs && n < most; j++) {
            uint32_t sym = name_add(&w->names, py_name(mod->m->tree, c->attrs[j].name));
            const Av *said = own_member(fr, k, m.obj[i], sym);
            if (c->attrs[j].annotation || is_made_field(said)) field[n++] = (Field){sym, said};
        }
    }
    return n;
}

// The name of the field at a place of a class pattern; 0: not known.
static uint32_t name_at(Frame *fr, const Obj *o, Size place)
{
    enum { PLACES_MOST = 64 };
    if (place >= PLACES_MOST) return 0;
    World *w = fr->w;
    const Atom cls = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    uint32_t mod, idx;
    Str name;
    const Av *said =
        class_member(fr, &cls, name_add(&w->names, S("__match_args__")), &mod, &idx, false);
    if (said) {
        const Av *one = read_index(fr, said, av_int(w, place), fr->at);
        return av_only_str(one, &name) ? name_add(&w->names, name) : 0;
    }
    Field *field = new(&w->a, Field, place + 1);
    return fields_of(fr, o->up, field, place + 1) > place ? field[place].sym : 0;
}

const Av *field_at(Frame *fr, const Av *v, Size place, Val at)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(w, &fr->st, v->atom[i].obj) : NULL;
        uint32_t name = o && o->kind == OB_INST && o->up ? name_at(fr, o, place) : 0;
        if (name)
            r = av_join(w, r,
                        read_attr(fr, av_with(w, av_atom(w, v->atom[i]), v->taint), name, at));
    }
    return av_is_bottom(r) ? elements(fr, v, at) : r;
}

// Record(**form): any of its fields may be what the mapping holds, and what the class says of it where
// the mapping says nothing.
static const Obj *fill_open(Frame *fr, const Atom *cls, const Obj *o, const Args *args)
{
    enum { OPEN_MOST = 64 };
    World *w = fr->w;
    Field field[OPEN_MOST];
    Size n = fields_of(fr, cls->obj, field, OPEN_MOST);
    for (Size i = 0; i < n; i++) {
        if (obj_cell(o, KEY_SYM(field[i].sym))) continue;
        const Av *said = field[i].said, *v = converted(fr, said, args->dstar);
        if (said && !is_made_field(said)) v = av_join(w, v, said);
        o = obj_set(w, o, KEY_SYM(field[i].sym), v, false);
    }
    return o;
}

// A class without an __init__ of its own: arguments become fields.
static void fill_fields(Frame *fr, const Atom *cls, uint32_t id, const Args *args)
{
    World *w = fr->w;
    const Obj *o = obj_at(w, &fr->st, id);
    Field *field = new(&w->a, Field, args->npos + 1);
    Size at = 0, n = fields_of(fr, cls->obj, field, args->npos);
    for (; at < n; at++)
        o = obj_set(w, o, KEY_SYM(field[at].sym), converted(fr, field[at].said, args->pos[at]),
                    false);
    for (Size i = 0; i < args->nnamed; i++) {
        uint32_t mod, idx;
        const Av *said = class_member(fr, cls, args->names[i], &mod, &idx, false);
        o = obj_set(w, o, KEY_SYM(args->names[i]), converted(fr, said, args->named[i]), false);
    }
    for (; at < args->npos; at++) o = obj_spill(w, o, args->pos[at]);
    if (args->dstar && deep_taint(fr, args->dstar)) o = fill_open(fr, cls, o, args);
    if (args->dstar)
        o = obj_spill(w, o,
                      elements(fr,
                               read_attr(fr, args->dstar, name_add(&w->names, S("_")), args->call),
                               args->call));
    obj_put(fr, id, o);
}

static const Av *enum_members(Frame *fr, const Atom *cls)
{
    World *w = fr->w;
    const Obj *o = obj_at(w, &fr->st, cls->obj);
    const Av *r = &av_bottom;
    for (uint32_t i = 0; o && i < o->n; i++)
        if (av_only_const(o->cell[i].v)) r = av_join(w, r, o->cell[i].v);
    return av_is_bottom(r) ? &av_someconst : r;
}

// Of a value that no member has: what _missing_ makes of it.
static const Av *missing_member(Frame *fr, const Atom *cls, const Av *hook, const Args *args)
{
    const Atom *p = av_find(hook, AT_PARTIAL), *f = NULL;
    if (p && str_eq(((const Partial *)p->p)->role, S("classmethod")))
        f = av_find(((const Partial *)p->p)->fn, AT_FUNC);
    State before = fr->st;
    const Args one = {.pos = args->pos, .npos = 1, .call = args->call, .node = args->node};
    const Av *r =
        f ? walk_call(fr, f->mod, f->idx, f->obj, av_atom(fr->w, *cls), &one) : NULL;
    if (fr->st.dead) fr->st = before;
    return r && !av_is_bottom(r) ? r : NULL;
}

// id = Column(…), name: Mapped[str] = mapped_column(…): a table's row, whatever its base is called.
static bool declares_columns(const Tree *t, const ClassInfo *c)
{
    static const Str makers[] = {L("Column"), L("mapped_column"), L("relationship"), {0}};
    for (Size i = 0; i < c->nattrs; i++) {
        NodeId value = c->attrs[i].value;
        if (!value || py_kind(t, value) != PY_Call) continue;
        if (str_in(py_last_name(t, py_node(t, value, Call_func)), makers)) return true;
    }
    return false;
}

// Row(**data): the constructor that a mapper gives takes any field. class Quiet(Popen): pass: what is made is made by
// the library's constructor, of these arguments; but for an unpickler, which is what its own find_class makes of it.
static void see_row(Frame *fr, const Atom *cls, const Args *args)
{
    World *w = fr->w;
    Mro m;
    uint32_t mod, idx;
    class_mro(w, &fr->st, cls->obj, &m);
    bool chooses = m.next && class_member(fr, cls, name_add(&w->names, S("find_class")), &mod, &idx, false);
    for (int i = 0; !chooses && i < m.next; i++) see_call(fr, m.ext[i], args);
    for (int i = 0; args->dstar && i < m.n; i++) {
        const Tree *t;
        const ClassInfo *c = class_info(w, &fr->st, m.obj[i], &t);
        if (!c || !declares_columns(t, c)) continue;
        see_call(fr, models_id(w->models, S("sqlalchemy.orm.DeclarativeBase")), args);
        return;
    }
}

// Model(**data): each field is of its declared type, or nothing is made. NULL: no such model, or not of outside data.
static const Av *validated_model(Frame *fr, const Atom *cls, const Args *args)
{
    uint32_t m, i;
    const Taint *t =
        args->dstar && !args->npos && !args->nnamed ? deep_taint(fr, args->dstar) : NULL;
    if (!t || !class_is(fr->w, &fr->st, cls->obj, S("pydantic.BaseModel"), 0)) return NULL;
    const Av *init = class_member(fr, cls, name_add(&fr->w->names, S("__init__")), &m, &i, false);
    return init ? NULL : class_instance(fr, cls, t, args->node);
}

const Av *construct(Frame *fr, const Atom *cls, const Args *args)
{
    World *w = fr->w;
    if (!obj_bare(w, &fr->st, cls->obj)) return NULL;
    if (class_is(w, &fr->st, cls->obj, S("enum.Enum"), 0)) {
        uint32_t m, i;
        const Av *hook = class_member(fr, cls, name_add(&w->names, S("_missing_")), &m, &i, false);
        if (!hook) enum_looked_up(fr, args);
        const Av *one = hook && args->npos ? missing_member(fr, cls, hook, args) : NULL;
        return one ? av_join(w, enum_members(fr, cls), one) : enum_members(fr, cls);
    }
    const Av *checked = validated_model(fr, cls, args);
    if (checked) return checked;
    Obj o = {.kind = OB_INST, .mod = cls->mod, .cls = cls->idx, .up = cls->obj};
    const Av *self = obj_make(fr, args->call, 0x1257 + cls->obj, &o);
    uint32_t id = self->atom[0].obj, mod, idx;
    const Av *init = class_member(fr, cls, name_add(&w->names, S("__init__")), &mod, &idx, false);
    const Atom *f = init ? av_find(init, AT_FUNC) : NULL;
    if (f) walk_call(fr, f->mod, f->idx, f->obj, self, args);
    else {
        see_row(fr, cls, args);
        fill_fields(fr, cls, id, args);
        const Args none = {.call = args->call, .node = args->node};
        if (!fr->st.dead) call_method(fr, self, "__post_init__", &none);
    }
    return self;
}

const Av *call_method(Frame *fr, const Av *self, const char *name, const Args *args)
{
    World *w = fr->w;
    const Atom *a = av_find(self, AT_OBJ);
    const Obj *o = a ? obj_at(w, &fr->st, a->obj) : NULL;
    if (!o || o->kind != OB_INST || !o->up) return NULL;
    Atom cls = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    uint32_t mod, idx;
    const Av *m = class_member(fr, &cls, name_add(&w->names, str_of(name)), &mod, &idx, false);
    const Atom *f = m ? av_find(m, AT_FUNC) : NULL;
    return f ? walk_call(fr, f->mod, f->idx, f->obj, self, args) : NULL;
}
