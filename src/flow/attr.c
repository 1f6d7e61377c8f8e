// flow/attr: names of libraries and modules, attributes of anything.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"
#include "flow/elsewhere.h"
#include "flow/part.h"
#include "flow/rows.h"
#include "flow/annotated.h"

uint32_t unit_sym_new(Frame *fr, Sym s)
{
    return fr->m->syms[s] = name_take(&fr->w->names, &fr->m->m->tree->names, s);
}

Str unit_str(World *w, uint32_t s) { return name_str(&w->names, s); }

// ---- names

const Av *name_value(World *w, Str dotted, bool shy)
{
    ModelId id = models_id(w->models, dotted);
    if (id) {
        Str canonical = models_name(w->models, id);
        if (canonical.len) dotted = canonical;
    }
    return av_atom(
        w, (Atom){.kind = AT_NAME, .shy = shy, .idx = name_add(&w->names, dotted), .id = id});
}

// stat.S_IWOTH and the like: the bits of a file's mode
static const Av *mode_bits(World *w, Str name)
{
    static const struct { const char *name; int bits; } known[] = {
        {"S_ISUID", 04000}, {"S_ISGID", 02000}, {"S_ISVTX", 01000}, {"S_IRWXU", 0700},
        {"S_IRUSR", 0400},  {"S_IWUSR", 0200},  {"S_IXUSR", 0100},  {"S_IRWXG", 070},
        {"S_IRGRP", 040},   {"S_IWGRP", 020},   {"S_IXGRP", 010},   {"S_IRWXO", 07},
        {"S_IROTH", 04},    {"S_IWOTH", 02},    {"S_IXOTH", 01}};
    for (Size i = 0; i < countof(known); i++)
        if (str_eq(name, str_of(known[i].name))) return av_int(w, known[i].bits);
    return NULL;
}

// string.digits and the like
static const Av *string_chars(World *w, Str name)
{
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SIGNS "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    static const struct { const char *name, *chars; } known[] = {
        {"ascii_letters", LOWER UPPER}, {"ascii_lowercase", LOWER}, {"ascii_uppercase", UPPER},
        {"digits", "0123456789"}, {"hexdigits", "0123456789abcdefABCDEF"}, {"octdigits", "01234567"},
        {"punctuation", SIGNS}, {"whitespace", " \t\n\r\v\f"},
        {"printable", "0123456789" LOWER UPPER SIGNS " \t\n\r\v\f"}};
    for (Size i = 0; i < countof(known); i++)
        if (str_eq(name, str_of(known[i].name))) return av_str(w, str_of(known[i].chars));
    return NULL;
}

// re.MULTILINE and the like, as numbers
static const Av *regex_flag(World *w, Str name)
{
    static const struct { const char *name; int bit; } known[] = {
        {"I", 2},  {"IGNORECASE", 2}, {"M", 8},  {"MULTILINE", 8}, {"S", 16},
        {"DOTALL", 16}, {"X", 64},    {"VERBOSE", 64}, {"A", 256}, {"ASCII", 256}};
    for (Size i = 0; i < countof(known); i++)
        if (str_eq(name, str_of(known[i].name))) return av_int(w, known[i].bit);
    return NULL;
}

// os.sep and the like, as systems of one root have them
static const Av *path_sign(World *w, Str name)
{
    static const struct { const char *name, *sign; } known[] = {
        {"sep", "/"}, {"pardir", ".."}, {"curdir", "."}, {"extsep", "."}};
    for (Size i = 0; i < countof(known); i++)
        if (str_eq(name, str_of(known[i].name))) return av_str(w, str_of(known[i].sign));
    return NULL;
}

// A library's constant whose value tells something here; NULL: none.
static const Av *known_constant(World *w, Str module, Str name)
{
    if (str_eq(module, S("string"))) return string_chars(w, name);
    if (str_eq(module, S("stat"))) return mode_bits(w, name);
    if (str_eq(module, S("re"))) return regex_flag(w, name);
    if (str_eq(module, S("os")) || str_eq(module, S("os.path")) || str_eq(module, S("posixpath")))
        return path_sign(w, name);
    if (str_eq(module, S("falcon")) && str_eq(name, S("MEDIA_HTML")))
        return av_str(w, S("text/html; charset=utf-8"));
    return NULL;
}

enum { NAMES_ASKED = 1024, CHILDREN_ASKED = 512 };

static NameAsked *name_asked(World *w, ModelId at, uint32_t attr, bool member)
{
    uint64_t key = (uint64_t)at << 33 | (uint64_t)attr << 1 | member;
    if (!w->names_asked) w->names_asked = new(&w->a, NameAsked, NAMES_ASKED);
    NameAsked *n = &w->names_asked[key * 0x9e3779b97f4a7c15u >> 54];
    if (n->key == key) return n;
    Str name = unit_str(w, attr);
    *n = (NameAsked){key, member ? models_member_id(w->models, at, name)
                                 : models_step(w->models, at, name)};
    return n;
}

ModelId member_id(World *w, ModelId cls, uint32_t attr) { return cls ? name_asked(w, cls, attr, true)->id : 0; }

ModelId step_id(World *w, ModelId at, uint32_t attr) { return name_asked(w, at, attr, false)->id; }

static const Av *child_found(World *w, const Atom *a, uint32_t attr);

const Av *name_child(Frame *fr, const Atom *a, uint32_t attr)
{
    World *w = fr->w;
    if (!w->children_asked) w->children_asked = new(&w->a, ChildAsked, CHILDREN_ASKED);
    uint64_t at = ((uint64_t)a->idx << 32 | attr) * 0x9e3779b97f4a7c15u >> 55;
    ChildAsked *c = &w->children_asked[at];
    if (!c->v || c->idx != a->idx || c->attr != attr || c->id != a->id || c->shy != a->shy)
        *c = (ChildAsked){a->idx, attr, a->id, a->shy, child_found(w, a, attr)};
    return c->v;
}

static const Av *child_found(World *w, const Atom *a, uint32_t attr)
{
    Str base = unit_str(w, a->idx), part = unit_str(w, attr);
    const Av *known = known_constant(w, base, part);
    if (known) return known;
    ModelId id = a->id ? step_id(w, a->id, attr) : 0;
    char buf[400];
    Str dotted = {0};
    if (id) dotted = models_name(w->models, id);
    if (!dotted.len && base.len + part.len + 1 <= (Size)sizeof buf) {
        memcpy(buf, base.s, (size_t)base.len);
        buf[base.len] = '.';
        memcpy(buf + base.len + 1, part.s, (size_t)part.len);
        dotted = (Str){buf, base.len + 1 + part.len};
    }
    return av_atom(
        w, (Atom){.kind = AT_NAME, .shy = a->shy, .idx = name_add(&w->names, dotted), .id = id});
}

// ---- reading

static const Av *bare_method(Frame *fr, const Av *self, uint32_t attr)
{
    World *w = fr->w;
    const Av *r = av_atom(w, (Atom){.kind = AT_METHOD, .shy = 1, .idx = attr, .p = self});
    return av_join(w, r, av_with(w, self->flags & AV_QUIET ? &av_quiet : &av_unknown, self->taint));
}

static Str joined(World *w, Str base, Str part, char buf[static 400])
{
    (void)w;
    if (!base.len || base.len + part.len + 1 > 400) return part;
    memcpy(buf, base.s, (size_t)base.len);
    buf[base.len] = '.';
    memcpy(buf + base.len + 1, part.s, (size_t)part.len);
    return (Str){buf, base.len + 1 + part.len};
}

// What decorates as it is (@app.before_request) is said of the method, not of what reading it gives.
static bool has_read_line(const ModelLine *l)
{
    for (; l; l = l->next)
        if (!l->on_call && !l->on_set && l->kind != M_ENTRY) return true;
    return false;
}

static bool has_call_line(const ModelLine *l)
{
    for (; l; l = l->next)
        if (l->on_call) return true;
    return false;
}

// client.shop, db.orders: what the library's __getattr__ gives for a name that it does not have. NULL: it has none.
static const Av *by_getattr(Frame *fr, const Av *self, ModelId cls)
{
    World *w = fr->w;
    const ModelLine *l =
        models_lines(w->models, models_member_id(w->models, cls, S("__getattr__")));
    const Args none = {0};
    for (; l; l = l->next)
        if (l->on_call && l->kind == M_TYPE) return read_name(fr, &av_bottom, l, true, &none, self);
    return NULL;
}

// Attribute of an instance of a library class: what its lines say of reading it, and its use as a
// method.
static const Av *library_attr(Frame *fr, const Av *self, Str cls, ModelId id, uint32_t attr,
                              bool shy)
{
    World *w = fr->w;
    char buf[400];
    ModelId m = member_id(w, id, attr);
    const ModelLine *lines = models_lines(w->models, m);
    Str dotted = m ? models_name(w->models, m) : (Str){0};
    if (!dotted.len) dotted = joined(w, cls, unit_str(w, attr), buf);
    const Av *r = lines || !id ? NULL : by_getattr(fr, self, id);
    if (r) return r;
    r = &av_bottom;
    if (has_read_line(lines)) {
        const Av *plain = av_with(w, &av_unknown, self->taint);
        r = read_name(fr, plain, lines, false, NULL, self);
    } else if (!has_call_line(lines)) {
        r = av_with(w, self->flags & AV_QUIET ? &av_quiet : &av_unknown, self->taint);
    }
    Atom a = {
        .kind = AT_METHOD, .shy = shy, .idx = name_add(&w->names, dotted), .id = m, .p = self};
    if (!has_read_line(lines) || has_call_line(lines)) r = av_join(w, av_atom(w, a), r);
    return r;
}

// What is said of a member by its name alone.
static const ModelLine *shape_lines(World *w, uint32_t attr)
{
    return models_lines(w->models, step_id(w, w->unknown, attr));
}

// Of a thing that nobody knows: .objects says what it is by itself. NULL: it says nothing.
static const Av *told_by_name(Frame *fr, const Av *self, uint32_t attr)
{
    const ModelLine *lines = shape_lines(fr->w, attr);
    return has_read_line(lines) ? read_name(fr, &av_quiet, lines, false, NULL, self) : NULL;
}

static const Av *named_attr(Frame *fr, const Atom *a, const Av *self, uint32_t attr)
{
    World *w = fr->w;
    const Av *child = name_child(fr, a, attr);
    const ModelLine *lines = models_lines(w->models, child->atom[0].id);
    const Obj *o = a->obj ? obj_at(w, &fr->st, a->obj) : NULL;
    uint32_t shared = shared_obj(w, a->idx);    // what the program itself stored there
    if (!o) o = obj_at(w, &fr->st, shared);
    const Av *v = o ? obj_cell(o, KEY_SYM(attr)) : NULL;
    if (v) return v;
    if (has_read_line(lines)) {
        const Av *r = read_name(fr, av_with(w, &av_unknown, self->taint), lines, false, NULL, self);
        if (has_call_line(lines)) r = av_join(w, child, r);
        return av_join(w, r, child);
    }
    if (!child->atom[0].id) {
        const Av *told = told_by_name(fr, self, attr);
        if (told) return av_join(w, told, child);
        // by its shape
        if (!a->id && (a->shy || has_call_line(shape_lines(w, attr))))
            return bare_method(fr, self, attr);
    }
    return av_add_taint(w, child, self->taint);
}

// What a descriptor of the class gives for this object; NULL: it is none.
static const Av *descriptor(Frame *fr, const Atom *a, const Av *self, const Atom *cls, Val at)
{
    const Av *pos[] = {self, av_atom(fr->w, *cls)};
    const Args args = {.pos = pos, .npos = 2, .call = at, .node = fr->f->code.v[at].node};
    return call_method(fr, av_atom(fr->w, *a), "__get__", &args);
}

static const Av *bind_method(Frame *fr, const Av *member, const Av *self, const Atom *cls, Val at)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    for (int i = 0; i < member->n; i++) {
        Atom a = member->atom[i];
        if (a.kind == AT_FUNC) {
            a.kind = AT_BOUND;
            a.p = self;
        } else if (a.kind == AT_PARTIAL) {
            const Partial *p = a.p;
            if (str_eq(p->role, S("staticmethod"))) { r = av_join(w, r, p->fn); continue; }
            if (str_eq(p->role, S("classmethod"))) {
                const Av *c = av_atom(w, *cls);
                r = av_join(w, r, bind_method(fr, p->fn, c, cls, at));
                continue;
            }
            if (str_eq(p->role, S("property"))) {
                const Args args = {
                    .pos = &self, .npos = 1, .call = at, .node = fr->f->code.v[at].node};
                r = av_join(w, r, call_value(fr, p->fn, &args));
                continue;
            }
        }
        const Av *got = a.kind == AT_OBJ ? descriptor(fr, &a, self, cls, at)
                        : a.kind == AT_INST ? dispatch_bound(fr, &a, self) : NULL;
        r = av_join(w, r, got ? got : av_atom(w, a));
    }
    if (member->flags) r = av_join(w, r, av_rest(w, member));
    return av_add_taint(w, r, member->taint);
}

static const Av *getattr_hook(Frame *fr, const Av *self, uint32_t attr, Val at)
{
    const Av *name = av_str(fr->w, unit_str(fr->w, attr));
    const Args args = {.pos = &name, .npos = 1, .call = at, .node = fr->f->code.v[at].node};
    return call_method(fr, self, "__getattr__", &args);
}

static const Av *base_attr(Frame *fr, const Obj *o, const Av *self, uint32_t attr)
{
    World *w = fr->w;
    Mro mro;
    class_mro(w, &fr->st, o->up, &mro);
    for (int i = 0; i < mro.next && i < 4; i++)
        if (member_id(w, mro.ext[i], attr))
            return library_attr(fr, self, unit_str(w, mro.ext_name[i]), mro.ext[i], attr, false);
    const Av *told = told_by_name(fr, self, attr);
    if (told) return told;
    return mro.next == 1
               ? library_attr(fr, self, unit_str(w, mro.ext_name[0]), mro.ext[0], attr, false)
               : bare_method(fr, self, attr);
}

// A library's class says what reading it gives: that is no further argument that the object was made with.
static bool told_by_base(Frame *fr, const Obj *o, uint32_t attr)
{
    Mro mro;
    class_mro(fr->w, &fr->st, o->up, &mro);
    for (int i = 0; i < mro.next && i < 4; i++) {
        ModelId member = member_id(fr->w, mro.ext[i], attr);
        if (member) return has_read_line(models_lines(fr->w->models, member));
    }
    return false;
}

// self.order, which a method that a base has sets on its own self: prepare() of a handler's base. NULL: none does.
static const Av *set_by_base(Frame *fr, const Atom *a, const Obj *o, uint32_t attr)
{
    World *w = fr->w;
    if (!a->obj || a->obj != self_id(w, o->up)) return NULL;
    Mro m;
    class_mro(w, &fr->st, o->up, &m);
    for (int i = 1; i < m.n; i++) {
        const Obj *base = obj_at(w, &fr->st, self_id(w, m.obj[i]));
        const Av *v = base ? obj_cell(base, KEY_SYM(attr)) : NULL;
        if (v) return v;
    }
    return NULL;
}

// @dataclass class Query: table: str, of which another file makes objects: what it fills in is seen there.
static bool made_elsewhere(World *w, uint32_t cls, Str name)
{
    const Obj *o = base_at(w, cls);
    return o && (Size)o->mod == w->unit && used_outside(w, name);
}

// table: str, in a class that only says so: its subclasses fill it in, and their texts are the program's own.
static bool left_to_subclasses(World *w, State *st, uint32_t cls, uint32_t attr)
{
    static const char *const plain[] = {"object", "abc.ABC", "typing.Generic", "typing.Protocol"};
    Mro m;
    bool declared = false;
    class_mro(w, st, cls, &m);
    for (int i = 0; i < m.next; i++) {
        bool known = false;
        for (Size k = 0; k < countof(plain); k++)
            known |= str_eq(unit_str(w, m.ext_name[i]), str_of(plain[k]));
        if (!known) return false;
    }
    for (int i = 0; i < m.n; i++) {
        const Tree *t;
        const ClassInfo *c = class_info(w, st, m.obj[i], &t);
        if (!c || (c->decorators.n && !made_elsewhere(w, m.obj[i], py_name(t, c->name))))
            return false;
        for (Size k = 0; k < c->nattrs; k++)
            if (str_eq(py_name(t, c->attrs[k].name), unit_str(w, attr)))
                declared |= c->attrs[k].annotation && !c->attrs[k].value;
    }
    return declared && !m.unknown;
}

bool says_nothing(Frame *fr, const Av *v)
{
    const PyConst *c = av_only_const(v);
    if (c) return c->kind == CONST_NONE || (c->kind == CONST_STR && !c->text.len);
    const Obj *o = v->n == 1 && !v->flags && v->atom[0].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[0].obj) : NULL;
    return o && o->kind <= OB_DICT && o->exact && !o->n && !o->rest;
}

// form_class = None, filters = [], in a class whose methods ask for them on their own self: a subclass says what
// they are.
static const Av *for_subclasses(Frame *fr, const Atom *a, const Obj *o, const Av *v, Val at)
{
    bool open = a->obj && a->obj == self_id(fr->w, o->up) && says_nothing(fr, v);
    const Obj *box = open && v->atom[0].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[0].obj) : NULL;
    Obj filled = {.kind = OB_DICT, .rest = &av_quiet, .keys = &av_quiet};
    if (box && box->kind == OB_DICT)                            // what it has for a key is the program's own
        return av_join(fr->w, v, obj_make(fr, at, 0x5abc1, &filled));
    return open ? av_join(fr->w, v, &av_quiet) : v;
}

static const Av *object_attr(Frame *fr, const Atom *a, const Av *self, const Obj *o, uint32_t attr,
                             Val at)
{
    World *w = fr->w;
    const Av *v = obj_cell(o, KEY_SYM(attr));
    if (v) return o->rest && o->many ? av_join(w, v, o->rest) : v;
    if (str_eq(unit_str(w, attr), S("__dict__"))) return seen_as_dict(w, a, self->taint);
    const Obj *cls = obj_bare(w, &fr->st, o->up);
    Atom c = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    if (cls) {
        uint32_t mod, idx;
        v = class_member(fr, &c, attr, &mod, &idx, false);
        const Atom home = {.mod = mod, .idx = idx};
        const Av *stored = v ? in_column(fr, a, o->up, &home, attr, v, self, at) : NULL;
        if (stored) return stored;
        // content = None, above the __init__ of a base that fills it in
        const Av *filled = v && av_only_const(v) ? set_by_base(fr, a, o, attr) : NULL;
        if (filled) return av_join(w, v, filled);
        if (v) return bind_method(fr, for_subclasses(fr, a, o, v, at), self, &c, at);
        v = key_of_row(fr, o->up, self, attr);
        if (v) return v;
        v = getattr_hook(fr, self, attr, at);
        if (v) return v;
        if (left_to_subclasses(w, &fr->st, o->up, attr)) return &av_quiet;
        v = set_by_base(fr, a, o, attr);
        if (v) return v;
    }
    uint32_t held = str_eq(unit_str(w, attr), S("value")) ? name_find(&w->names, S("_value_")) : 0;
    v = held ? obj_cell(o, KEY_SYM(held)) : NULL;               // of a member that an Enum makes
    if (!v) v = base_attr(fr, o, self, attr);
    return o->rest && !told_by_base(fr, o, attr) ? av_join(w, v, o->rest) : v;
}

static const char *const container_name[] = {
    [OB_LIST] = "list", [OB_TUPLE] = "tuple",   [OB_SET] = "set",
    [OB_DICT] = "dict", [OB_ITER] = "iterator", [OB_GEN] = "generator"};

// Model.model_validate(x): a method of the class that gives one of its own
static bool makes_instance(const ModelLine *l)
{
    for (; l; l = l->next)
        if (l->on_call && (models_has_tag(l, S("instance")) || models_has_tag(l, S("own-class"))))
            return true;
    return false;
}

static const Av *class_attr(Frame *fr, const Atom *a, uint32_t attr, Val at)
{
    World *w = fr->w;
    uint32_t mod, idx;
    const Av *v = class_member(fr, a, attr, &mod, &idx, false);
    if (!v) {
        Mro mro;
        class_mro(w, &fr->st, a->obj, &mro);
        for (int i = 0; i < mro.next; i++) {
            Atom base = {.kind = AT_NAME, .idx = mro.ext_name[i], .id = mro.ext[i]};
            ModelId member = member_id(w, mro.ext[i], attr);
            if (makes_instance(models_lines(w->models, member))) {
                Atom m = {.kind = AT_METHOD,
                          .idx = name_add(&w->names, models_name(w->models, member)),
                          .id = member,
                          .p = av_atom(w, *a)};
                return av_atom(w, m);
            }
            if (has_read_line(models_lines(w->models, member)))
                return read_name(fr, &av_quiet, models_lines(w->models, member), false, NULL,
                                 av_atom(w, base));
            const Av *r = name_child(fr, &base, attr);
            if (r->atom[0].id || mro.next == 1)
                return named_attr(fr, &base, av_atom(w, base), attr);
        }
        return bare_method(fr, av_atom(w, *a), attr);
    }
    const Av *r = &av_bottom;
    for (int i = 0; i < v->n; i++) {
        const Partial *p = v->atom[i].p;
        const Av *one = av_atom(w, v->atom[i]);
        if (v->atom[i].kind == AT_PARTIAL && str_eq(p->role, S("classmethod")))
            one = bind_method(fr, p->fn, av_atom(w, *a), a, at);
        else if (v->atom[i].kind == AT_PARTIAL && str_eq(p->role, S("staticmethod"))) one = p->fn;
        r = av_join(w, r, one);
    }
    if (v->flags) r = av_join(w, r, av_rest(w, v));
    return av_add_taint(w, r, v->taint);
}

static const Av *super_attr(Frame *fr, const Atom *a, uint32_t attr, Val at)
{
    World *w = fr->w;
    const Av *self = a->p;
    Atom c = {.kind = AT_CLASS, .mod = a->mod, .idx = a->idx, .obj = a->obj};
    const Atom *inst = self ? av_find(self, AT_OBJ) : NULL;
    const Obj *o = inst ? obj_at(w, &fr->st, inst->obj) : NULL;
    Atom whole = c;
    if (o && o->kind == OB_INST)
        whole = (Atom){.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    else if (self && av_find(self, AT_CLASS)) whole = *av_find(self, AT_CLASS);
    Mro mro;
    class_mro(w, &fr->st, whole.obj, &mro);
    int i = 0;
    while (i < mro.n && mro.obj[i] != c.obj) i++;
    for (i++; i < mro.n; i++) {
        const Av *v = own_member(fr, obj_bare(w, &fr->st, mro.obj[i]), mro.obj[i], attr);
        if (v) return bind_method(fr, v, self, &whole, at);
    }
    // super().__init__(…): the library's constructor, as it is called by its name; what the class
    // does beside it may make up for what is said to it
    bool makes = str_eq(unit_str(w, attr), S("__init__"));
    if (w->class_made && str_eq(unit_str(w, attr), S("__new__")))
        return name_value(w, S("type.__new__"), false);
    for (i = 0; makes && i < mro.next; i++)
        if (has_call_line(models_lines(w->models, mro.ext[i])))
            return av_atom(w, (Atom){.kind = AT_NAME, .shy = true, .idx = mro.ext_name[i],
                                     .id = mro.ext[i]});
    for (i = 0; i < mro.next; i++)
        if (mro.ext[i] || mro.next == 1)
            return library_attr(fr, self ? self : &av_unknown, unit_str(w, mro.ext_name[i]),
                                mro.ext[i], attr, false);
    return bare_method(fr, self ? self : &av_unknown, attr);
}

// task.delay(x): the worker calls the function with that, and first with the task where it is bound.
static const Av *delayed(World *w, const Av *self, const Atom *f)
{
    const Mod *m = w->mods[f->mod];
    const Func *fn = m && m->m ? &m->m->funcs.v[f->idx] : NULL;
    for (Size i = 0; fn && i < fn->decorators.n; i++) {
        const Tree *t = m->m->tree;
        NodeId decorator = fn->decorators.v[i];
        if (!node_says(t, decorator, S("task"), 0)) continue;
        const PyConst *bind = node_option(t, decorator, S("bind"));
        if (!bind || bind->kind != CONST_TRUE) return self;
        Atom bound = *f;
        bound.kind = AT_BOUND;
        bound.p = &av_quiet;
        return av_with(w, av_atom(w, bound), self->taint);
    }
    return NULL;
}

// task.apply_async((x,), {"y": z}): the same, with its arguments in a list and a dictionary.
static const Av *listed(World *w, const Av *task)
{
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = task, .role = S("listed")};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// app.state, a request that carries what a middleware left: a thing that there is once in the program, whoever asks
// for it, by the class that says so. Not what the library itself keeps there. 0: it is none.
static uint32_t shared_by(World *w, const Atom *a, uint32_t attr)
{
    ModelId set = a->id && !a->obj ? models_member_id(w->models, a->id, S("__setattr__")) : 0;
    for (const ModelLine *l = set ? models_lines(w->models, set) : NULL; l; l = l->next) {
        if (l->kind != M_STORE || !models_has_tag(l, S("shared")) || member_id(w, a->id, attr))
            continue;
        Str name = models_name(w->models, set);
        return shared_obj(w, name_add(&w->names, str_sub(name, 0, str_rfind(name, '.'))));
    }
    return 0;
}

// g.user, where nobody here has set it: the program's own, whatever it is.
static const Av *left_elsewhere(World *w, const Av *v)
{
    if (!(v->flags & AV_OTHER) || v->taint) return v;
    Av *quiet = new(&w->a, Av, 1);
    *quiet = *v;
    quiet->flags |= AV_QUIET;
    return quiet;
}

// What there is for each request: what is read of it, others left.
static bool is_for_request(World *w, const Atom *a)
{
    return str_eq(unit_str(w, a->idx), S("flask.ctx._AppCtxGlobals"));
}

static const Av *atom_attr(Frame *fr, const Av *base, const Atom *a, uint32_t attr, Val at)
{
    World *w = fr->w;
    bool text = base->n == 1 && base->flags == AV_TEXT;         // its beginning and end stay known
    const Av *self = text ? base : av_with(w, av_atom(w, *a), base->taint);
    const Obj *o = a->obj ? obj_bare(w, &fr->st, a->obj) : NULL;
    switch ((AtomKind)a->kind) {
    case AT_MODULE: {
        // state.profile = …: what was stored into the module here
        const Obj *m = obj_at(w, &fr->st, module_obj(w, a->mod));
        const Av *stored = m ? obj_cell(m, KEY_SYM(attr)) : NULL;
        const Av *copied = copied_name(w, a->mod, attr);
        Str name = copied ? unit_str(w, copied->atom[0].idx) : (Str){0};
        Size dot = str_rfind(name, '.');
        if (copied && str_eq(str_sub(name, dot + 1, -1), unit_str(w, attr))) {  // read as the library's own is
            const Av *library = name_value(w, str_sub(name, 0, dot), false);
            return named_attr(fr, &library->atom[0], library, attr);
        }
        if (copied) return copied;
        const Av *v = stored && !av_find(stored, AT_IMPORT) ? stored : mod_member(w, a->mod, attr);
        return v ? v : &av_unknown;
    }
    case AT_NAME: return named_attr(fr, a, self, attr);
    case AT_INST: {
        uint32_t shared = o ? 0 : shared_by(w, a, attr);
        if (shared) o = obj_at(w, &fr->st, shared);
        bool left = shared || is_for_request(w, a);
        if (left) note_carried(w, attr);
        const Av *v = o ? obj_cell(o, KEY_SYM(attr)) : NULL;
        if (!v) v = row_attr(fr, a, self, attr);
        if (!v) v = library_attr(fr, self, unit_str(w, a->idx), a->id, attr, a->shy);
        return left ? left_elsewhere(w, v) : v;
    }
    case AT_FUNC: {
        Str name = unit_str(w, attr);
        bool list = str_eq(name, S("apply_async")) || str_eq(name, S("apply"));
        const Av *v = list || str_eq(name, S("delay")) ? delayed(w, self, a) : NULL;
        if (v && list) v = listed(w, v);
        return v ? v : bare_method(fr, self, attr);
    }
    case AT_CLASS: return rows_from(fr, class_attr(fr, a, attr, at), a->obj);
    case AT_SUPER: return super_attr(fr, a, attr, at);
    case AT_OBJ:
        if (o && o->kind == OB_INST && !a->idx)
            return annotated_field(fr, a->obj, o, attr, object_attr(fr, a, self, o, attr, at));
        if (o && o->kind <= OB_GEN && (a->idx || container_name[o->kind])) {
            Str cls = a->idx ? unit_str(w, a->idx) : str_of(container_name[o->kind]);
            return library_attr(fr, self, cls, models_id(w->models, cls), attr, false);
        }
        return bare_method(fr, self, attr);
    case AT_CONST: {
        const PyConst *c = a->p;
        if (str_eq(unit_str(w, attr), S("value"))) return self;            // of an Enum's member
        if (str_eq(unit_str(w, attr), S("name"))) return &av_someconst;
        if (c->kind == CONST_NONE) return &av_bottom;
        Str cls = c->kind == CONST_STR ? S("str") : c->kind == CONST_BYTES ? S("bytes") : S("int");
        return library_attr(fr, self, cls, models_id(w->models, cls), attr, false);
    }
    default: return bare_method(fr, self, attr);
    }
}

// The class of an object carries nothing of what the object holds.
static const Av *class_of(Frame *fr, const Av *base)
{
    const Obj *o = base->n == 1 && !base->flags && base->atom[0].kind == AT_OBJ
                       ? obj_at(fr->w, &fr->st, base->atom[0].obj) : NULL;
    if (!o || o->kind != OB_INST || !o->up) return &av_unknown;
    return av_atom(fr->w, (Atom){.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up});
}

// @dataclass, metaclass=ABCMeta: what adds no member that a program asks for by its name.
static bool adds_none(const Tree *t, NodeId n)
{
    static const Str known[] = {L("dataclass"), L("total_ordering"), L("final"),
                                L("runtime_checkable"), L("s"), L("attrs"), L("define"),
                                L("frozen"), L("ABCMeta"), L("type"), {0}};
    if (py_kind(t, n) == PY_Call) n = py_node(t, n, Call_func);
    return str_in(py_last_name(t, n), known);
}

// Members that its body does not bind come from other decorators and metaclasses, and from locals()
// and its kin in the file; one that it declares (note: str) others fill in.
static bool may_gain(World *w, State *st, uint32_t cls, uint32_t attr)
{
    static const char *const fill[] = {"locals", "vars", "__setattr__"};
    const Tree *t;
    const ClassInfo *c = class_info(w, st, cls, &t);
    if (!c) return true;
    NodeList keywords = py_list(t, c->node, ClassDef_keywords);
    bool more = false;
    for (Size i = 0; i < c->decorators.n; i++) more |= !adds_none(t, c->decorators.v[i]);
    for (uint32_t i = 0; i < keywords.n; i++)
        more |= !adds_none(t, py_node(t, keywords.v[i], keyword_value));
    for (Size i = 0; i < c->nattrs; i++)
        more |= str_eq(py_name(t, c->attrs[i].name), unit_str(w, attr));
    for (Size i = 0; i < countof(fill); i++) more |= name_find(&t->names, str_of(fill[i])) != 0;
    return more;
}

// An object whose class and bases are all known, which has no such member: to ask it fails.
static bool surely_lacks(Frame *fr, const Atom *a, uint32_t attr)
{
    static const Str plain[] = {L("object"),          L("abc.ABC"),           L("typing.Generic"),
                                L("typing.Protocol"), L("typing.NamedTuple"), {0}};
    World *w = fr->w;
    const Obj *o = a->kind == AT_OBJ && !a->idx ? obj_bare(w, &fr->st, a->obj) : NULL;
    if (!o || o->kind != OB_INST || !o->up || o->rest || o->many || o->told) return false;
    if (obj_cell(o, KEY_SYM(attr))) return false;
    if (a->obj == self_id(w, o->up) || str_starts(unit_str(w, attr), S("__"))) return false;
    Mro m;
    class_mro(w, &fr->st, o->up, &m);
    bool known = !m.unknown;
    for (int i = 0; i < m.next; i++) known &= str_in(unit_str(w, m.ext_name[i]), plain);
    for (int i = 0; known && i < m.n; i++) known = !may_gain(w, &fr->st, m.obj[i], attr);
    const Atom cls = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    const uint32_t asked[] = {attr, name_add(&w->names, S("__getattr__")),
                              name_add(&w->names, S("__getattribute__")),
                              name_add(&w->names, S("__slots__"))};
    uint32_t mod, idx;
    for (Size i = 0; known && i < countof(asked); i++)
        known = !class_member(fr, &cls, asked[i], &mod, &idx, false);
    return known;
}

// Of several things that x may be, those count for x.attr that have one. Bit i: the i-th has none;
// 0: none of them has.
static unsigned without(Frame *fr, const Av *base, uint32_t attr)
{
    unsigned none = 0, all = (1u << base->n) - 1;
    if (base->n < 2) return 0;
    for (int i = 0; i < base->n; i++) none |= surely_lacks(fr, &base->atom[i], attr) ? 1u << i : 0;
    return none == all ? 0 : none;
}

const Av *read_attr(Frame *fr, const Av *base, uint32_t attr, Val at)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    if (str_eq(name_str(&w->names, attr), S("__class__"))) return class_of(fr, base);
    base = annotated_base(fr, base, attr);
    // a stand-in for a module that could not be imported raises whatever it is asked for; the module does not
    bool may_be_another = base->n > 1 || base->flags, dead = fr->st.dead;
    unsigned skip = without(fr, base, attr);
    for (int i = 0; i < base->n; i++) {
        if (skip >> i & 1) continue;
        r = av_join(w, r, atom_attr(fr, base, &base->atom[i], attr, at));
        if (may_be_another) fr->st.dead = dead;
    }
    bool text = base->flags & AV_TEXT && !base->n;
    if (text || (base->flags & AV_SOMECONST && !base->n)) {
        const Av *self = av_with(w, base, base->taint);
        r = av_join(w, r,
                    library_attr(fr, self, S("str"), models_id(w->models, S("str")), attr, false));
    } else if (base->flags & AV_OTHER && !(base->n && base->atom[0].kind == AT_INST)) {
        const Av *told = base->n ? NULL : told_by_name(fr, base, attr);
        if (told && base->taint && !is_number(w, told)) told = NULL;    // st.st_size: whoever named the file
        r = av_join(w, r, told ? told : bare_method(fr, base, attr));
    }
    return r;
}

// ---- writing

static bool property_set(Frame *fr, const Atom *a, const Obj *o, const Av *self, uint32_t attr,
                         const Av *value, Val at)
{
    (void)a;
    Atom c = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    uint32_t mod, idx;
    const Av *v = class_member(fr, &c, attr, &mod, &idx, false);
    const Atom *p = v ? av_find(v, AT_PARTIAL) : NULL, *d = v ? av_find(v, AT_OBJ) : NULL;
    const Args args = {
        .pos = (const Av *[]){self, value}, .npos = 2, .call = at, .node = fr->f->code.v[at].node};
    if (d && call_method(fr, av_atom(fr->w, *d), "__set__", &args)) return true;
    if (!p || !str_eq(((const Partial *)p->p)->role, S("property"))) return false;
    const Partial *prop = p->p;
    if (!prop->npos) return false;
    call_value(fr, prop->pos[0], &args);
    return true;
}

uint32_t attr_object(World *w, const Atom *a, uint32_t attr)
{
    uint32_t shared = a->kind == AT_INST ? shared_by(w, a, attr) : 0;
    return shared ? shared : a->kind == AT_NAME ? shared_obj(w, a->idx) : a->obj;
}

static void store_in_module(Frame *fr, uint32_t mod, uint32_t attr, const Av *value, bool add)
{
    World *w = fr->w;
    uint32_t id = module_obj(w, mod);
    const Obj *o = obj_at(w, &fr->st, id);
    const Av *was = o ? obj_cell(o, KEY_SYM(attr)) : NULL;
    if (!was) was = mod_member(w, mod, attr);
    if (!o) return;
    if (add && was) value = av_join(w, was, value);
    obj_put(fr, id, obj_set(w, o, KEY_SYM(attr), value, false));
}

static void write_atom_attr(Frame *fr, const Av *base, const Atom *a, uint32_t attr,
                            const Av *value, bool add, Val at)
{
    World *w = fr->w;
    uint32_t id = attr_object(w, a, attr);
    if (a->kind == AT_MODULE) { store_in_module(fr, a->mod, attr, value, add); return; }
    if (!id) return;
    const Obj *o = obj_to_write(fr, id, add);
    if (!o) {
        if (a->kind != AT_INST && a->kind != AT_NAME) return;
        Obj *fresh = new(&w->a, Obj, 1);
        fresh->kind = OB_EXT;
        o = fresh;
    }
    if (o->kind == OB_INST && o->up &&
        property_set(fr, a, o, av_with(w, av_atom(w, *a), base->taint), attr, value, at))
        return;
    if (a->kind == AT_INST && !a->obj) publish(fr, value);
    if (o->kind == OB_INST && str_eq(unit_str(w, attr), S("__dict__"))) {
        obj_put(fr, id, dict_update(fr, o, value));
        return;
    }
    obj_put(fr, id, obj_set(w, o, KEY_SYM(attr), value, add));
}

void write_attr(Frame *fr, const Av *base, uint32_t attr, const Av *value, bool add, Val at)
{
    bool one = !(base->flags & AV_OTHER);
    for (int i = 1; i < base->n; i++)
        one &= attr_object(fr->w, &base->atom[i], attr) == attr_object(fr->w, &base->atom[0], attr);
    for (int i = 0; i < base->n; i++)
        write_atom_attr(fr, base, &base->atom[i], attr, value, add || !one, at);
}
