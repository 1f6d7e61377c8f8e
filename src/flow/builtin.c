// flow/builtin: functions whose effect on containers, constants and callables models cannot say.
// SPDX-License-Identifier: MIT
#include "flow/printed.h"
#include "flow/walk.h"
#include "flow/part.h"

static const Av *taint_of_args(Frame *fr, const Args *args, const Av *v)
{
    const Taint *t = NULL;
    for (Size i = 0; i < args->npos; i++) t = taint_join(fr->w, t, deep_taint(fr, args->pos[i]));
    return av_with(fr->w, v, t);
}

// ---- numbers and texts

static const Av *f_len(Frame *fr, const Av *self, const Args *args, Str name)
{
    uint32_t id;
    Str s;
    (void)self; (void)name;
    if (!args->npos) return NULL;
    if (av_only_str(args->pos[0], &s) && models_id(fr->w->models, S("len"))) {
        for (Size i = 0; i < s.len; i++) if ((uint8_t)s.s[i] > 127) return av_inst(fr->w, S("int"));
        return av_int(fr->w, s.len);
    }
    const Obj *o = only_obj(fr, args->pos[0], &id);
    if (o && o->exact && !o->many && o->kind <= OB_DICT && !obj_cell(o, KEY_HASH(7)))
        return av_int(fr->w, o->n);
    return av_inst(fr->w, S("int"));
}

static const Av *f_str(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    if (!args->npos) return av_str(fr->w, S(""));
    const Av *r = text_of(fr, args->pos[0], args->call, 's');
    if (r->flags & AV_TEXT || av_all_const(r)) return r;
    const Av *s =
        av_with(fr->w, av_inst(fr->w, S("str")), taint_mask(fr->w, r->taint, KIND(NOSQL), false));
    return r->taint || !(r->flags & AV_OTHER)
               ? s
               : av_join(fr->w, s, r->flags & AV_QUIET ? &av_quiet : &av_unknown);
}

// int("777", 8)
static bool int_of_base(Str s, int64_t base, int64_t *out)
{
    enum { LONGEST = 12 };
    int64_t r = 0;
    if (base < 2 || base > 36 || !s.len || s.len > LONGEST) return false;
    if (base == 8 && (str_starts(s, S("0o")) || str_starts(s, S("0O")))) s = str_sub(s, 2, -1);
    for (Size i = 0; i < s.len; i++) {
        char c = s.s[i];
        int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'z' ? (c | 32) - 'a' + 10 : 99;
        if (d >= base) return false;
        r = r * base + d;
    }
    return *out = r, s.len > 0;
}

static const Av *f_int(Frame *fr, const Av *self, const Args *args, Str name)
{
    Str s;
    int64_t i;
    (void)self; (void)name;
    if (args->npos == 1 && av_only_str(args->pos[0], &s) && str_int(str_trim(s), &i))
        return av_int(fr->w, i);
    if (args->npos == 1 && av_only_int(args->pos[0], &i)) return av_int(fr->w, i);
    int64_t base;
    if (args->npos == 2 && av_only_str(args->pos[0], &s) && av_only_int(args->pos[1], &base) &&
        int_of_base(str_trim(s), base, &i))
        return av_int(fr->w, i);
    const Taint *t = NULL;
    for (Size k = 0; k < args->npos; k++) t = taint_join(fr->w, t, deep_taint(fr, args->pos[k]));
    return av_with(fr->w, av_inst(fr->w, S("int")),
                   taint_mask(fr->w, t, KINDS_TEXT & ~KINDS_OF_NUMBER, false));
}

// bytes(16), bytes.fromhex("00…"): constants of the source make one
static const Av *f_bytes(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name; (void)fr;
    if (args->star || args->dstar || args->nnamed) return NULL;
    for (Size i = 0; i < args->npos; i++)
        if (!av_all_const(args->pos[i])) return NULL;
    return &av_someconst;
}

// hashlib.sha256(b"…").digest(): a constant, too, so long as nothing else went into it.
static const Av *f_digest(Frame *fr, const Av *self, const Args *args, Str name)
{
    const Obj *o = made_thing(fr, self);
    const Av *of = o ? obj_cell(o, KEPT_FIRST) : NULL;
    (void)name;
    bool all = of && !args->npos && !self->taint && self->n == 1 && !self->flags;
    for (uint32_t i = 0; all && i < o->n; i++)
        all = av_all_const(o->cell[i].v);                       // blake2b's key and salt, too
    return all ? &av_someconst : NULL;
}

static const Av *f_hash_more(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)args; (void)name;
    for (int i = 0; self && i < self->n; i++) {
        uint32_t id = self->atom[i].kind == AT_INST ? self->atom[i].obj : 0;
        const Obj *o = id ? obj_at(w, &fr->st, id) : NULL;
        if (o) obj_put(fr, id, obj_set(w, o, KEPT_FIRST, &av_unknown, false));
    }
    return NULL;
}

static const Av *f_ord(Frame *fr, const Av *self, const Args *args, Str name)
{
    Str s;
    (void)self; (void)name;
    bool ascii = args->npos == 1 && av_only_str(args->pos[0], &s) && s.len == 1 &&
                 (uint8_t)s.s[0] < 128;
    return ascii ? av_int(fr->w, (uint8_t)s.s[0]) : NULL;
}

static const Av *f_chr(Frame *fr, const Av *self, const Args *args, Str name)
{
    int64_t i;
    (void)self; (void)name;
    if (args->npos != 1 || !av_only_int(args->pos[0], &i) || i < 0 || i > 127) return NULL;
    char *c = new(&fr->w->a, char, 1);
    *c = (char)i;
    return av_str(fr->w, (Str){c, 1});
}

// dict.fromkeys(map(ord, "\r\n"), "?")
static const Av *f_fromkeys(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    Str text;
    (void)self; (void)name;
    if (!args->npos) return NULL;
    const Av *value = args->npos > 1 ? args->pos[1] : av_none(w);
    Obj *start = new(&w->a, Obj, 1);
    *start = (Obj){.kind = OB_DICT, .exact = true};
    const Obj *o = start, *seq = sequence_of(fr, args->pos[0]);
    if (av_only_str(args->pos[0], &text))
        for (Size i = 0; i < text.len && i < CELLS_MAX; i++)
            o = obj_set(w, o, KEY_SYM(name_add(&w->names, str_sub(text, i, i + 1))), value, false);
    else if (!seq || !seq->exact) return NULL;
    for (uint32_t i = 0; seq && i < seq->n; i++) {
        Key k;
        o = key_of(w, seq->cell[i].v, &k) ? obj_set(w, o, k, value, false)
                                          : dict_write(w, o, seq->cell[i].v, value);
    }
    Obj made = *o;
    return obj_make(fr, args->call, OB_DICT, &made);
}

// dataclasses.replace(x, name=value): another one with these fields, checked as a new one is
static const Av *f_replace(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    uint32_t id;
    (void)self; (void)name;
    const Obj *o = args->npos ? only_obj(fr, args->pos[0], &id) : NULL;
    if (!o || o->kind != OB_INST) return NULL;
    for (Size i = 0; i < args->nnamed; i++)
        o = obj_set(w, o, KEY_SYM(args->names[i]), args->named[i], false);
    if (args->dstar) o = obj_overlay(w, o, args->dstar);
    Obj made = *o;
    made.many = false;
    const Av *r = obj_make(fr, args->call, 0x4e91, &made);
    const Args none = {.call = args->call, .node = args->node};
    call_method(fr, r, "__post_init__", &none);
    return r;
}

// str.maketrans: which characters are taken out or written as others
static const Av *f_maketrans(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    Str from = {0}, to = {0}, gone = {0};
    uint32_t id;
    (void)self; (void)name;
    Obj *start = new(&w->a, Obj, 1);
    *start = (Obj){.kind = OB_DICT, .exact = true};
    const Obj *o = start, *d = args->npos == 1 ? only_obj(fr, args->pos[0], &id) : NULL;
    for (uint32_t i = 0; d && d->kind == OB_DICT && i < d->n; i++) {
        Str c;
        const Av *key = key_value(w, d->cell[i].key);
        Key k = av_only_str(key, &c) && c.len == 1 ? KEY_INT((uint8_t)c.s[0]) : d->cell[i].key;
        o = obj_set(w, o, k, d->cell[i].v, false);
    }
    bool texts = args->npos > 1 && av_only_str(args->pos[0], &from) &&
                 av_only_str(args->pos[1], &to) && from.len == to.len &&
                 (args->npos < 3 || av_only_str(args->pos[2], &gone));
    if (!texts && !d) return NULL;
    for (Size i = 0; i < from.len; i++)
        o = obj_set(w, o, KEY_INT((uint8_t)from.s[i]), av_str(w, str_sub(to, i, i + 1)), false);
    for (Size i = 0; i < gone.len; i++)
        o = obj_set(w, o, KEY_INT((uint8_t)gone.s[i]), av_none(w), false);
    Obj made = *o;
    return obj_make(fr, args->call, OB_DICT, &made);
}

// os.path.realpath("/srv/files"): the same folder, as far as anybody knows here
static const Av *f_realpath(Frame *fr, const Av *self, const Args *args, Str name)
{
    Str s;
    (void)self; (void)name;
    if (args->npos != 1 || !av_only_str(args->pos[0], &s) || !str_starts(s, S("/"))) return NULL;
    if (str_find(s, S("/.")) >= 0 || str_find(s, S("//")) >= 0) return NULL;
    while (s.len > 1 && s.s[s.len - 1] == '/') s.len--;
    return av_str(fr->w, s);
}

// What stands behind the last slash, or behind the last dot there, holds no slash.
static const Av *f_split_path(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    if (args->npos != 1 || !args->pos[0]->taint) return NULL;
    const Av *part = av_with(w, av_inst(w, S("str")), args->pos[0]->taint);
    const Av *v[2] = {part, av_clear(w, part, KIND(PATH) | KIND(ARCHIVE))};
    return list_of(fr, args->call, OB_TUPLE, v, 2, NULL);
}

// urlunsplit((scheme, "example.org", path, …)): whose address it is, is written there; outside text
// only fills the rest. What stands before the host may hold another one.
static const Av *f_unsplit(Frame *fr, const Av *self, const Args *args, Str name)
{
    Str host;
    (void)self; (void)name;
    const Obj *parts = args->npos == 1 ? sequence_of(fr, args->pos[0]) : NULL;
    const Av *at = parts && parts->exact && parts->n > 2 ? obj_cell(parts, KEY_INT(1)) : NULL;
    const Av *scheme = at ? obj_cell(parts, KEY_INT(0)) : NULL;
    if (!scheme || !av_only_str(at, &host) || !host.len) return NULL;
    const Taint *t = deep_taint(fr, args->pos[0]);
    t = taint_mask(fr->w, t, KIND(URL) | KIND(REDIRECT), false);
    return av_with(fr->w, av_inst(fr->w, S("str")), taint_join(fr->w, t, scheme->taint));
}

static const Av *f_bool(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    Truth t = args->npos ? av_truth(fr, args->pos[0]) : TRUTH_NO;
    return t == TRUTH_MAYBE ? av_inst(fr->w, S("bool")) : av_bool(fr->w, t == TRUTH_YES);
}

static const Av *f_any_all(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name; (void)args;
    return av_inst(fr->w, S("bool"));
}

// ---- objects

static const Av *f_getattr(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    if (args->npos < 2) return NULL;
    const Av *r = &av_bottom, *key = args->pos[1];
    bool known = av_all_const(key) && !(key->flags & AV_SOMECONST);
    for (int i = 0; known && i < key->n; i++) {
        const PyConst *c = key->atom[i].p;
        if (c->kind == CONST_STR)
            r = av_join(w, r,
                        read_attr(fr, args->pos[0], name_add(&w->names, c->text), args->call));
    }
    const Atom *obj = known ? NULL : av_find(args->pos[0], AT_OBJ);
    const Obj *o = obj ? obj_at(w, &fr->st, obj->obj) : NULL;
    if (o && o->kind == OB_INST) {
        r = av_join(w, obj_all(w, o), &av_quiet);
        const Obj *cls = obj_at(w, &fr->st, o->up);              // any of its methods
        const Atom c = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
        (void)c;
        for (uint32_t i = 0; cls && i < cls->n && i < ATOMS_MAX; i++)
            if (cls->cell[i].key >> 56 == 1 && av_find(cls->cell[i].v, AT_FUNC))
                r = av_join(w, r,
                            read_attr(fr, args->pos[0], (uint32_t)cls->cell[i].key, args->call));
    }
    const Atom *mod = known ? NULL : av_find(args->pos[0], AT_MODULE);
    if (mod) r = av_join(w, module_functions(w, mod->mod), &av_quiet);
    if (av_is_bottom(r)) r = av_with(w, &av_quiet, args->pos[0]->taint);
    return args->npos > 2 ? av_join(w, r, args->pos[2]) : r;
}

// @receiver(saved): what it decorates is connected to the signal.
static const Av *f_receiver(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    return args->npos
               ? read_attr(fr, args->pos[0], name_add(&fr->w->names, S("connect")), args->call)
               : NULL;
}

// __import__("subprocess"), import_module("xml.sax"): what `import` binds, where the name is known.
static const Av *f_import(Frame *fr, const Av *self, const Args *args, Str name)
{
    Str dotted;
    (void)self;
    if (!args->npos || !av_only_str(args->pos[0], &dotted) || !dotted.len || *dotted.s == '.')
        return NULL;
    bool root = str_ends(name, S("__import__")) && args->npos < 4 && !args->nnamed;
    if (root) dotted = str_first(dotted, S("."));
    if (find_module(fr->w, fr->m->index, dotted, 0) >= 0) return NULL;
    return name_value(fr->w, dotted, false);
}

static const Av *f_setattr(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    Str s;
    (void)self; (void)name;
    if (args->npos < 3) return NULL;
    if (av_only_str(args->pos[1], &s))
        write_attr(fr, args->pos[0], name_add(&w->names, s), args->pos[2], false, args->call);
    else for (int i = 0; i < args->pos[0]->n; i++) {
            const Obj *o = args->pos[0]->atom[i].kind == AT_OBJ
                               ? obj_at(w, &fr->st, args->pos[0]->atom[i].obj)
                               : NULL;
            if (!o || o->kind != OB_INST) continue;
            obj_put(fr, args->pos[0]->atom[i].obj, obj_overlay(w, o, args->pos[2]));
    }
    return av_none(w);
}

static const Av *f_vars(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    // locals(): each local comes as a keyword
    if (!args->npos) return native_dict(fr, self, args, name);
    const Atom *library =
        args->pos[0]->n == 1 && !args->pos[0]->flags ? av_find(args->pos[0], AT_NAME) : NULL;
    if (library)
        return name_value(w, str_fmt(&w->a, "%.*s.__dict__", STR_ARG(unit_str(w, library->idx))),
                          false);
    uint32_t id;
    const Obj *o = only_obj(fr, args->pos[0], &id);
    if (!o || o->kind != OB_INST) return av_with(w, &av_unknown, args->pos[0]->taint);
    if (str_eq(name, S("vars")))
        return seen_as_dict(w, &args->pos[0]->atom[0], args->pos[0]->taint);
    Obj d = *o;
    d.kind = OB_DICT;
    d.up = 0;
    return obj_make(fr, args->call, OB_DICT, &d);
}

static const Av *f_namespace(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const Obj *o = new(&w->a, Obj, 1);
    ((Obj *)(uintptr_t)o)->kind = OB_INST;
    for (Size i = 0; i < args->nnamed; i++)
        o = obj_set(w, o, KEY_SYM(args->names[i]), args->named[i], false);
    if (args->dstar) o = obj_spill(w, o, args->dstar);
    Obj made = *o;
    return obj_make(fr, args->call, OB_INST, &made);
}

static const Av *f_partial(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    if (!args->npos) return NULL;
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = args->pos[0],
                   .pos = args->pos + 1,
                   .npos = args->npos - 1,
                   .names = args->names,
                   .named = args->named,
                   .nnamed = args->nnamed};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// weakref.ref(x)(): x
static const Av *f_weak(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    if (!args->npos) return NULL;
    Partial *p = new(&fr->w->a, Partial, 1);
    *p = (Partial){
        .fn = name_value(fr->w, S("suture.identity"), false), .pos = args->pos, .npos = 1};
    return av_atom(fr->w, (Atom){.kind = AT_PARTIAL, .p = p});
}

static const Av *f_property(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self;
    if (!args->npos) return NULL;
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){
        .fn = args->pos[0], .pos = args->pos + 1, .npos = args->npos > 1 ? 1 : 0, .role = name};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// A decorator maker whose result changes nothing that matters here: functools.wraps(f),
// lru_cache(…).
static const Av *f_decorator(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self;
    if (args->npos == 1 && (av_find(args->pos[0], AT_FUNC) || av_find(args->pos[0], AT_CLASS)) &&
        !str_ends(name, S("wraps")))
        return args->pos[0];
    return name_value(fr->w, S("suture.identity"), false);
}

static const Av *f_field(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const Av *d = arg_at(args, 0, w, S("default"));
    if (d) return d;
    const Av *f = arg_at(args, -1, w, S("default_factory"));
    const Args none = {.call = args->call, .node = args->node};
    return f ? call_value(fr, f, &none) : &av_quiet;
}

// attr.ib(converter=…): kept until a value comes. attr.validators.in_(KNOWN) likewise.
static const Av *f_made_field(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    bool field = str_ends(name, S("ib")) || str_ends(name, S("field"));
    if (field && !arg_at(args, -1, w, S("converter")) && !arg_at(args, -1, w, S("validator")) &&
        arg_at(args, -1, w, S("default")))
        return f_field(fr, self, args, name);
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = &av_quiet, .pos = args->pos, .npos = args->npos, .names = args->names,
                   .named = args->named, .nnamed = args->nnamed,
                   .role = field ? S("field") : str_sub(name, str_rfind(name, '.') + 1, -1)};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

static const Av *f_depends(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const Av *f = arg_at(args, 0, w, S("dependency"));
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){
        .fn = f ? f : &av_quiet, .pos = args->pos, .npos = f != NULL, .role = S("depends")};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// type.__new__(M, name, bases, names), in a metaclass that is told of a class
static const Av *f_class_made(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)args; (void)name;
    return fr->w->class_made;
}

static const Av *f_new(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    const Atom *c = args->npos == 1 ? av_find(args->pos[0], AT_CLASS) : NULL;
    if (!c) return NULL;
    Obj o = {.kind = OB_INST, .mod = c->mod, .cls = c->idx, .up = c->obj};
    return obj_make(fr, args->call, 0x4e3, &o);
}

static const Av *f_isinstance(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    return args->npos > 1 ? isinstance_value(fr, args->pos[0], args->pos[1]) : NULL;
}

static const Av *f_gather(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    return list_of(fr, args->call, OB_LIST, args->pos, args->npos, args->star);
}

static const Av *f_record(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    return taint_of_args(fr, args, f_namespace(fr, NULL, args, name));
}

static const Av *f_regex(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const Av *pattern = arg_at(args, 0, w, S("pattern")), *flags = arg_at(args, 1, w, S("flags"));
    if (!pattern) return NULL;
    Obj o = regex_kept(w, pattern, flags);
    const Av *inst = av_inst(w, S("re.Pattern"));
    Atom a = inst->atom[0];
    a.obj = obj_make(fr, args->call, 0x4e9e8, &o)->atom[0].obj;
    return av_atom(w, a);
}

// re.escape("()<>"), of a constant: what stands in a pattern there is known
static const Av *f_escaped(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const PyConst *c = args->npos == 1 ? av_only_const(args->pos[0]) : NULL;
    if (!c || (c->kind != CONST_STR && c->kind != CONST_BYTES)) return NULL;
    PyConst *out = new(&w->a, PyConst, 1);
    char *s = new(&w->a, char, 2 * c->text.len + 1);
    Size n = 0;
    for (Size i = 0; i < c->text.len; i++) {
        char one = c->text.s[i];
        if (one && strchr("()[]{}?*+-|^$\\.&~# \t\n\r\v\f", one)) s[n++] = '\\';
        s[n++] = one;
    }
    *out = *c;
    out->text = (Str){s, n};
    return av_const(w, out);
}

// run: NULL: the second argument comes back.
typedef struct { const char *name; Native *run; } Known;
static const Known natives[] = {
    {"list", native_list},
    {"tuple", native_tuple},
    {"set", native_set},
    {"frozenset", native_set},
    {"dict", native_dict},
    {"collections.OrderedDict", native_dict},
    {"collections.deque", native_list},
    {"collections.ChainMap", native_chain_map},
    {"collections.defaultdict", native_defaultdict},
    {"sorted", native_sorted},
    {"reversed", native_reversed},
    {"enumerate", native_enumerate},
    {"zip", native_zip},
    {"range", native_range},
    {"map", native_map},
    {"filter", native_filter},
    {"next", native_next},
    {"anext", native_next},
    {"iter", native_same},
    {"aiter", native_same},
    {"min", native_minmax},
    {"max", native_minmax},
    {"copy.copy", native_copy},
    {"copy.deepcopy", native_copy},
    {"itertools.chain", native_chain},
    {"itertools.chain.from_iterable", native_chain},
    {"len", f_len},
    {"str", f_str},
    {"int", f_int},
    {"float", f_int},
    {"bool", f_bool},
    {"bytes", f_bytes},
    {"ord", f_ord},
    {"chr", f_chr},
    {"dict.fromkeys", f_fromkeys},
    {"dataclasses.replace", f_replace},
    {"bytes.fromhex", f_bytes},
    {"bytearray.fromhex", f_bytes},
    {"binascii.unhexlify", f_bytes},
    {"binascii.a2b_hex", f_bytes},
    {"base64.b64decode", f_bytes},
    {"base64.urlsafe_b64decode", f_bytes},
    {"base64.b32decode", f_bytes},
    {"base64.b64encode", f_bytes},
    {"base64.urlsafe_b64encode", f_bytes},
    {"hashlib.pbkdf2_hmac", f_bytes},
    {"hashlib.Hash.digest", f_digest},
    {"hashlib.Hash.hexdigest", f_digest},
    {"hashlib.Hash.update", f_hash_more},
    {"str.maketrans", f_maketrans},
    {"bytes.maketrans", f_maketrans},
    {"os.path.realpath", f_realpath},
    {"os.path.split", f_split_path},
    {"os.path.splitext", f_split_path},
    {"urllib.parse.urlunparse", f_unsplit},
    {"urllib.parse.urlunsplit", f_unsplit},
    {"os.path.abspath", f_realpath},
    {"os.path.normpath", f_realpath},
    {"any", f_any_all},
    {"all", f_any_all},
    {"getattr", f_getattr},
    {"__import__", f_import},
    {"importlib.import_module", f_import},
    {"importlib.__import__", f_import},
    {"setattr", f_setattr},
    {"object.__setattr__", f_setattr},
    {"django.dispatch.receiver", f_receiver},
    {"vars", f_vars},
    {"dataclasses.asdict", f_vars},
    {"attr.asdict", f_vars},
    {"attrs.asdict", f_vars},
    {"locals", f_vars},
    {"isinstance", f_isinstance},
    {"object.__new__", f_new},
    {"type.__new__", f_class_made},
    {"types.SimpleNamespace", f_namespace},
    {"argparse.Namespace", f_namespace},
    {"functools.partial", f_partial},
    {"functools.partialmethod", f_partial},
    {"property", f_property},
    {"classmethod", f_property},
    {"staticmethod", f_property},
    {"functools.wraps", f_decorator},
    {"asgiref.sync.sync_to_async", f_decorator},
    {"asgiref.sync.async_to_sync", f_decorator},
    {"channels.db.database_sync_to_async", f_decorator},
    {"functools.lru_cache", f_decorator},
    {"functools.cache", f_decorator},
    {"functools.singledispatch", native_dispatch},
    {"functools.singledispatchmethod", native_dispatch},
    {"functools.reduce", native_reduce},
    {"reduce", native_reduce},
    {"contextlib.contextmanager", f_decorator},
    {"typing.overload", f_decorator},
    {"contextlib.asynccontextmanager", f_decorator},
    {"functools.update_wrapper", native_identity},
    {"contextlib.closing", native_identity},
    {"contextlib.aclosing", native_identity},
    {"contextlib.ExitStack.enter_context", native_identity},
    {"contextlib.AsyncExitStack.enter_context", native_identity},
    {"contextlib.AsyncExitStack.enter_async_context", native_identity},
    {"suture.identity", native_identity},
    {"suture.record", f_record},
    {"suture.fields", native_fields},
    {"typing.cast", NULL},
    {"re.compile", f_regex},
    {"re.escape", f_escaped},
    {"dataclasses.field", f_field},
    {"attr.ib", f_made_field},
    {"attr.field", f_made_field},
    {"attrs.field", f_made_field},
    {"attr.validators.in_", f_made_field},
    {"attrs.validators.in_", f_made_field},
    {"attr.validators.matches_re", f_made_field},
    {"attrs.validators.matches_re", f_made_field},
    {"attr.validators.instance_of", f_made_field},
    {"attrs.validators.instance_of", f_made_field},
    {"dataclasses.dataclass", f_decorator},
    {"fastapi.Depends", f_depends},
    {"fastapi.Security", f_depends},
    {"fastapi.params.Depends", f_depends},
    {"quart.utils.run_sync", native_identity},
    {"aiohttp.web.AppKey", native_identity},                         // as good as its name
    {"aiohttp.web.RequestKey", native_identity},
    {"flask.Flask.ensure_async", native_identity},
    {"flask.Flask.sync_to_async", native_identity},
    {"flask.Flask.async_to_sync", native_identity},
    {"flask.Flask.ensure_sync", native_identity},
    {"asyncio.gather", f_gather},
    {"asyncio.run", native_identity},
    {"asyncio.wait_for", native_identity},
    {"asyncio.create_task", native_identity},
    {"asyncio.ensure_future", native_identity},
    {"asyncio.shield", native_identity},
    {"collections.namedtuple", native_namedtuple},
    {"typing.NamedTuple", native_namedtuple},
    {"operator.itemgetter", native_getter},
    {"operator.attrgetter", native_getter},
    {"operator.methodcaller", native_getter},
    {"string.Template.substitute", native_substitute},
    {"string.Template.safe_substitute", native_substitute},
    {"json.loads", native_loads},
    {"re.Match.groups", native_groups},
    {"re.Match.groupdict", native_groups},
    {"re.finditer", native_matches},
    {"re.Pattern.finditer", native_matches},
    {"re.findall", native_matches},
    {"re.Pattern.findall", native_matches},
    {"itertools.zip_longest", native_zip_longest},
    {"weakref.ref", f_weak},
    {"weakref.proxy", native_identity},
    {"asyncio.TaskGroup.create_task", native_identity},
    {"asyncio.AbstractEventLoop.create_task", native_identity},
    {"asyncio.AbstractEventLoop.run_until_complete", native_identity},
    {"asyncio.run_coroutine_threadsafe", native_identity},
    {"itertools.product", native_product},
    {"print", native_print},
    {"concurrent.futures.as_completed", native_completed},
};

void list_natives(Arena *keep, Map *by_name)
{
    for (Size i = 0; i < countof(natives); i++)
        *map_at(keep, by_name, str_of(natives[i].name)) = (void *)(uintptr_t)&natives[i];
}

static const Av *cast(const Args *args) { return args->npos > 1 ? args->pos[1] : NULL; }

bool call_builtin(Frame *fr, const Atom *callee, Str name, const Args *args, const Av **result)
{
    *result = NULL;
    const Av *self = callee->kind == AT_METHOD ? callee->p : NULL;
    if (callee->kind == AT_NAME || (callee->kind == AT_METHOD && callee->id)) {
        const Known *known = map_get(fr->w->natives, unit_str(fr->w, callee->idx));
        if (known) *result = known->run ? known->run(fr, self, args, name) : cast(args);
        if (*result) return true;
    }
    *result = call_container(fr, callee, name, args);
    return *result != NULL;
}
