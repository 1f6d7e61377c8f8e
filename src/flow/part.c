// flow/part: library calls that take a thing's parts or put parts together, where each part stays what
// it is: operator.itemgetter, string.Template, json there and back, itertools.product.
// SPDX-License-Identifier: MIT
#include "flow/printed.h"
#include "flow/guard.h"
#include "flow/part.h"

enum { PARTS_MOST = 24 };

// ---- operator.itemgetter("a", "b"), attrgetter("a.b"), methodcaller("name", x)

const Av *native_getter(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self;
    Str word;
    bool item = str_ends(name, S("itemgetter"));
    for (Size i = 0; i < args->npos; i++)
        if (!item && !av_only_str(args->pos[i], &word) && !(i && str_ends(name, S("methodcaller"))))
            return NULL;
    if (!args->npos || args->star || args->nnamed) return NULL;
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = &av_quiet, .pos = args->pos, .npos = args->npos,
                   .role = str_sub(name, str_rfind(name, '.') + 1, -1)};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

static const Av *dotted_attr(Frame *fr, const Av *v, Str name, Val at)
{
    Str head;
    while (str_cut(&name, S("."), &head)) v = read_attr(fr, v, name_add(&fr->w->names, head), at);
    return v;
}

const Av *call_getter(Frame *fr, const Partial *p, const Args *args)
{
    World *w = fr->w;
    const Av *part[PARTS_MOST];
    Str name;
    bool item = str_eq(p->role, S("itemgetter")), attr = str_eq(p->role, S("attrgetter"));
    if (args->npos != 1 || p->npos > PARTS_MOST) return NULL;
    if (str_eq(p->role, S("methodcaller"))) {
        const Args rest = {
            .pos = p->pos + 1, .npos = p->npos - 1, .call = args->call, .node = args->node};
        av_only_str(p->pos[0], &name);
        return call_value(fr, read_attr(fr, args->pos[0], name_add(&w->names, name), args->call),
                          &rest);
    }
    if (!item && !attr) return NULL;
    for (Size i = 0; i < p->npos; i++)
        part[i] = item ? read_index(fr, args->pos[0], p->pos[i], args->call)
                  : av_only_str(p->pos[i], &name) ? dotted_attr(fr, args->pos[0], name, args->call)
                                                  : &av_unknown;
    return p->npos == 1 ? part[0] : list_of(fr, args->call, OB_TUPLE, part, p->npos, NULL);
}

// ---- string.Template("$a and ${b}").substitute(mapping, **more)

static const Av *filled_in(Frame *fr, Str name, const Args *args)
{
    World *w = fr->w;
    uint32_t sym = name_add(&w->names, name);
    for (Size i = 0; i < args->nnamed; i++)
        if (args->names[i] == sym) return args->named[i];
    if (args->npos) return read_index(fr, args->pos[0], av_str(w, name), args->call);
    return args->dstar ? args->dstar : &av_unknown;
}

static Size name_end(Str s, Size i)
{
    while (i < s.len &&
           (s.s[i] == '_' || (unsigned)(s.s[i] | 32) - 'a' < 26 || (unsigned)s.s[i] - '0' < 10))
        i++;
    return i;
}

const Av *native_substitute(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    const Atom *a = self && self->n == 1 ? av_find(self, AT_INST) : NULL;
    const Obj *o = a && a->obj ? obj_at(w, &fr->st, a->obj) : NULL;
    const Av *text = o ? obj_cell(o, KEPT_FIRST) : NULL, *piece[2 * PARTS_MOST + 2];
    Str s;
    Size n = 0, from = 0;
    (void)name;
    if (!text || !av_only_str(text, &s)) return NULL;
    for (Size i = 0; i + 1 < s.len; i++) {
        bool brace = s.s[i + 1] == '{';
        Size beg = i + 1 + brace, end = name_end(s, beg);
        if (s.s[i] != '$') continue;
        if (s.s[i + 1] == '$' || n > 2 * PARTS_MOST - 2) return NULL;
        if (end == beg || (brace && (end == s.len || s.s[end] != '}'))) continue;
        piece[n++] = av_str(w, str_sub(s, from, i));
        piece[n++] = filled_in(fr, str_sub(s, beg, end), args);
        from = end + brace;
        i = from - 1;
    }
    piece[n++] = av_str(w, str_sub(s, from, -1));
    return text_concat(fr, piece, n, args->call);
}

// ---- json.loads(json.dumps(x)): x, by value

const Av *native_loads(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    Val v = args->npos == 1 && args->pos_val ? args->pos_val[0] : 0;
    const Instr *made = v ? def(fr, v) : NULL;
    if (!made || made->op != IR_CALL || made->nargs != 1) return NULL;
    if (!str_eq(callee_name(fr, made), S("json.dumps"))) return NULL;
    const Av *x = use(fr, call_arg(fr, made, 0));
    uint32_t id;
    const Obj *o = only_obj(fr, x, &id);
    return o && o->kind <= OB_DICT ? x : NULL;
}

// ---- itertools.product(a, b): pairs of one of each

const Av *native_product(Frame *fr, const Av *self, const Args *args, Str name)
{
    const Av *part[PARTS_MOST];
    (void)self; (void)name;
    if (args->nnamed || args->star || !args->npos || args->npos > PARTS_MOST) return NULL;
    for (Size i = 0; i < args->npos; i++) part[i] = elements(fr, args->pos[i], args->call);
    uint32_t was = fr->salt;
    fr->salt = was * 31 + 0x90d;
    const Av *one = list_of(fr, args->call, OB_TUPLE, part, args->npos, NULL);
    fr->salt = was;
    return list_of(fr, args->call, OB_LIST, NULL, 0, one);
}

// ---- print(x, file=out): out.write(x)

const Av *native_print(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const Av *file = args->nnamed ? arg_at(args, -1, w, S("file")) : NULL;
    if (!file || (!av_find(file, AT_INST) && !av_find(file, AT_OBJ))) return NULL;
    const Av *write = read_attr(fr, file, name_add(&w->names, S("write")), args->call);
    Args one = *args;
    one.npos = 1;
    one.nnamed = 0;
    for (Size i = 0; i < args->npos; i++) {
        one.pos = args->pos + i;
        one.pos_val = args->pos_val ? args->pos_val + i : NULL;
        call_value(fr, write, &one);
    }
    return av_none(w);
}

// ---- as_completed(futures): each of them

const Av *native_completed(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    return args->npos
               ? list_of(fr, args->call, OB_LIST, NULL, 0, elements(fr, args->pos[0], args->call))
               : NULL;
}

// ---- vars(x), record._asdict(), model.model_dump()

const Av *seen_as_dict(World *w, const Atom *obj, const Taint *t)
{
    Atom seen = *obj;
    seen.idx = name_add(&w->names, S("dict"));
    return av_with(w, av_atom(w, seen), t);
}

const Av *record_dict(Frame *fr, const Av *self, const Args *args)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, self, &id);
    if (!o || o->kind != OB_INST || o->rest || o->many || self->taint) return NULL;
    Cell *c = new(&w->a, Cell, o->n + 1);
    Obj d = {.kind = OB_DICT, .exact = true, .cell = c};
    for (uint32_t i = 0; i < o->n; i++)
        if (o->cell[i].key >> 56 == 1) c[d.n++] = o->cell[i];
    if (!d.n) return NULL;
    return obj_make(fr, args->call, 0xa5d1, &d);
}
