// flow/names: what a name means where it is read: of the module, of Python, of an import, of a star import.
// SPDX-License-Identifier: MIT
#include "flow/names.h"

// ---- names

static const Av *star_name(Frame *fr, const Obj *o, uint32_t name)
{
    for (int i = 0; i < 8; i++) {
        const Av *s = obj_cell(o, KEY_HASH(60 + i));
        if (!s) return NULL;
        const Av *v = s->atom[0].kind == AT_NAME ? name_child(fr, &s->atom[0], name) : NULL;
        if (v && v->atom[0].id) return v;
    }
    return NULL;
}

static bool is_builtin(Str name)
{
    return sema_is_builtin(name) || str_ends(name, S("Error")) || str_ends(name, S("Exception")) ||
           str_ends(name, S("Warning"));
}

static const Av *free_name(Frame *fr, uint32_t name)
{
    World *w = fr->w;
    Str s = unit_str(w, name);
    const Av *known = trie_get(w->builtins, name);              // from when it was read before
    if (known) return known;
    if (str_eq(s, S("__name__")))
        return fr->mod == w->unit ? av_join(w, av_str(w, S("__main__")), av_str(w, fr->m->m->name))
                                  : av_str(w, fr->m->m->name);
    if (str_eq(s, S("__file__")) || str_eq(s, S("__doc__"))) return &av_someconst;
    if (str_eq(s, S("__builtins__"))) return name_value(w, S("builtins"), false);
    if (is_builtin(s)) {
        const Av *v = name_value(w, s, false);
        w->builtins = trie_set(&w->a, w->builtins, name, v);
        return v;
    }
    char buf[120];
    if (s.len + 1 < (Size)sizeof buf) {
        buf[0] = '?';
        memcpy(buf + 1, s.s, (size_t)s.len);
        ModelId id = models_id(w->models, (Str){buf, s.len + 1});
        if (id) {
            Str dotted = models_name(w->models, id);
            return av_atom(
                w, (Atom){.kind = AT_NAME, .shy = 1, .idx = name_add(&w->names, dotted), .id = id});
        }
    }
    if (models_knows_root(w->models, s)) return name_value(w, s, true);
    Av *r = new(&w->a, Av, 1);
    r->flags = AV_OTHER | AV_UNBOUND;
    return av_join(w, r, av_atom(w, (Atom){.kind = AT_NAME, .shy = 1, .idx = name}));
}

// An instance that a name stands for (flask.g) is one object, whoever reads the name.
static const Av *one_object(World *w, const Av *v, uint32_t name)
{
    if (v->n != 1 || v->atom[0].kind != AT_INST || v->atom[0].obj) return v;
    Atom *a = new(&w->a, Atom, 1);
    *a = v->atom[0];
    a->obj = shared_obj(w, name);
    Av *r = new(&w->a, Av, 1);
    *r = *v;
    r->atom = a;
    return r;
}

// A library's name that is a source by itself is read where it is used, not where it was imported.
const Av *global_read(Frame *fr, const Av *v)
{
    World *w = fr->w;
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        if (a->kind != AT_NAME) continue;
        const ModelLine *l = models_lines(w->models, a->id);
        bool read = false;
        for (const ModelLine *x = l; x; x = x->next)
            read |= !x->on_call && !x->on_set &&
                    (x->kind == M_SOURCE || x->kind == M_TYPE || x->kind == M_MARK);
        if (!read) continue;
        const Av *self = av_atom(w, *a);
        return av_join(w, one_object(w, read_name(fr, &av_unknown, l, false, NULL, self), a->idx),
                       self);
    }
    return v;
}

static const Av *imported(Frame *fr, const Instr *in, const Av **lasts);

static const Av *import_read(World *w, Mod *m, Val at)
{
    Frame scope = {.w = w, .m = m, .mod = (uint32_t)m->index, .f = &m->m->funcs.v[0]};
    const Instr *in = &scope.f->code.v[at];
    if (!m->library) m->library = new(&w->a, const Av *, scope.f->code.n);
    const Av *known = m->library[at], *v = NULL;
    bool ours = known && known->n && known->atom[0].kind == AT_MODULE;
    if (known && !ours) return known;
    w->member_depth++;
    if (ours) v = mod_member(w, known->atom[0].mod, unit_sym(&scope, in->sym));
    if (!v) v = imported(&scope, in, &m->library[at]);
    w->member_depth--;
    return v;
}

// A from-import of a module's body is followed when its name is read: most are not needed to know
// what one file does, and following them all would walk the whole project for each file.
const Av *import_followed(World *w, const Av *v)
{
    const Av *r = NULL;
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        if (a->kind != AT_IMPORT) continue;
        if (!r) r = av_with(w, av_rest(w, v), v->taint);
        Mod *m = mod_load(w, a->mod);
        if (!m || w->member_depth > MEMBER_DEPTH) continue;
        r = av_join(w, r, import_read(w, m, a->idx));
    }
    for (int i = 0; r && i < v->n; i++)
        if (v->atom[i].kind != AT_IMPORT) r = av_join(w, r, av_atom(w, v->atom[i]));
    return r ? r : v;
}

const Av *named_global(Frame *fr, uint32_t name)
{
    World *w = fr->w;
    uint32_t id = module_obj(w, fr->mod);
    const Obj *o = obj_at(w, &fr->st, id);
    const Av *v = o ? obj_cell(o, KEY_SYM(name)) : NULL;
    if (v) return import_followed(w, v);
    if (fr->m->init < 2 || fr->mod != w->unit) v = mod_member(w, fr->mod, name);
    if (v) return v;
    v = o ? star_name(fr, o, name) : NULL;
    return v ? v : free_name(fr, name);
}

// `if TYPE_CHECKING: from x import Y`: the body never binds Y, and annotations mean it all the same.
const Av *named_type(Frame *fr, uint32_t name)
{
    World *w = fr->w;
    if (fr->m->init == 2 && fr->mod == w->unit) {
        const Obj *o = obj_at(w, &fr->st, module_obj(w, fr->mod));
        const Av *v = o && obj_cell(o, KEY_SYM(name)) ? NULL : import_alone(w, fr->m, name);
        if (v) return import_followed(w, v);
    }
    return named_global(fr, name);
}

void set_global(Frame *fr, uint32_t name, const Av *v)
{
    World *w = fr->w;
    uint32_t id = module_obj(w, fr->mod);
    const Obj *o = obj_at(w, &fr->st, id);
    if (!o) {
        Obj *fresh = new(&w->a, Obj, 1);
        *fresh = (Obj){.kind = OB_MODULE, .mod = fr->mod};
        o = fresh;
    }
    obj_put(fr, id, obj_set(w, o, KEY_SYM(name), v, false));
}

const Av *mod_value(World *w, Size mod)
{
    return av_atom(w, (Atom){.kind = AT_MODULE, .mod = (uint32_t)mod});
}

static const Av *module_named(Frame *fr, Str dotted, int level, bool *ours)
{
    World *w = fr->w;
    Size i = find_module(w, fr->m->index, dotted, level);
    *ours = i >= 0;
    return i >= 0 ? mod_value(w, i) : name_value(w, dotted, false);
}

// Does `from module import *` bring the name? __all__ says, else its first character.
static bool is_given_out(const Obj *all, Str name)
{
    Str s;
    if (!all || !all->exact || (all->kind != OB_LIST && all->kind != OB_TUPLE))
        return name.s[0] != '_';
    for (uint32_t i = 0; i < all->n; i++)
        if (!av_only_str(all->cell[i].v, &s) || str_eq(s, name)) return true;
    return false;
}

static void star_import(Frame *fr, const Av *from)
{
    World *w = fr->w;
    uint32_t id = module_obj(w, fr->mod);
    if (from->atom[0].kind == AT_MODULE) {
        uint32_t other = from->atom[0].mod;
        if (is_by_names(w, fr->mod)) return;
        walk_module(w, other);
        const Obj *o = obj_at(w, &fr->st, module_obj(w, other));
        const Av *all = o ? obj_cell(o, KEY_SYM(name_add(&w->names, S("__all__")))) : NULL;
        uint32_t list;
        const Obj *told = all ? only_obj(fr, all, &list) : NULL;
        for (uint32_t i = 0; o && i < o->n; i++) {
            Str s = unit_str(w, (uint32_t)o->cell[i].key);
            if (o->cell[i].key >> 56 == 1 && s.len && is_given_out(told, s))
                set_global(fr, (uint32_t)o->cell[i].key, o->cell[i].v);
        }
        return;
    }
    set_global(fr, name_add(&w->names, S("__star__")), from);
    const Obj *o = obj_at(w, &fr->st, id);
    for (int i = 0; i < 8; i++)
        if (!obj_cell(o, KEY_HASH(60 + i))) {
            obj_put(fr, id, obj_set(w, o, KEY_HASH(60 + i), from, false));
            break;
        }
}

static Str dotted_join(World *w, Str a, Str b)
{
    return a.len ? str_join(&w->a, a, S("."), b) : b;
}

// lasts: what stays as it is however far the walk is: a library's name, or the project's module that
// has it. NULL: neither.
static const Av *imported(Frame *fr, const Instr *in, const Av **lasts)
{
    World *w = fr->w;
    Str module = py_name(fr->m->m->tree, in->b);
    bool ours;
    const Av *from = module_named(fr, module, in->aux, &ours);
    *lasts = ours ? from : NULL;
    uint32_t name = unit_sym(fr, in->sym);
    const Av *v = ours ? mod_member(w, from->atom[0].mod, name) : NULL;
    if (v) return v;
    Size sub =
        find_module(w, fr->m->index, dotted_join(w, module, unit_str(w, name)), in->aux);
    // a folder without __init__.py, too
    if (sub >= 0) return mod_value(w, sub);
    if (!ours) return *lasts = in->aux ? &av_unknown : name_child(fr, &from->atom[0], name);
    return in->aux ? &av_unknown : name_value(w, dotted_join(w, module, unit_str(w, name)), true);
}

const Av *import_from(Frame *fr, const Instr *in, Val at)
{
    if (!in->sym) {
        bool ours;
        star_import(fr, module_named(fr, py_name(fr->m->m->tree, in->b), in->aux, &ours));
        return &av_quiet;
    }
    const Av *lasts;
    if (fr->f->kind != FUNC_MODULE) return global_read(fr, imported(fr, in, &lasts));
    if (fr->val[at]) return fr->val[at];
    return av_atom(fr->w, (Atom){.kind = AT_IMPORT, .mod = fr->mod, .idx = at});
}

const Av *import_name(Frame *fr, const Instr *in)
{
    Str dotted = py_name(fr->m->m->tree, in->sym), root = dotted;
    bool ours;
    if (!in->aux) {
        Str rest = dotted;
        str_cut(&rest, S("."), &root);
    }
    return module_named(fr, root, 0, &ours);
}
