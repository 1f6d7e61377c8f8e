// flow/module: modules read and lowered when first asked for, their bodies walked once, their names
// found.
// SPDX-License-Identifier: MIT
#include "flow/elsewhere.h"
#include "flow/names.h"

bool not_known_yet(World *w)
{
    w->asked |= w->early;
    return w->early;
}

Mod *mod_load(World *w, Size i)
{
    if (i < 0 || i >= w->nmods || (i != w->unit && not_known_yet(w))) return NULL;
    if (w->mods[i]) return w->mods[i]->m ? w->mods[i] : NULL;
    Mod *m = new(&w->a, Mod, 1);
    m->index = i;
    w->mods[i] = m;
    *push(&w->a, &w->touched) = m;
    m->m = w->load(w, i);
    if (!m->m) return NULL;
    m->ix = w->early ? NULL : project_module(w->project, i);
    m->syms = new(&w->a, uint32_t, m->m->tree->names.n + 1);
    m->class_obj = new(&w->a, uint32_t, m->m->classes.n + 1);
    m->info = new(&w->a, FuncInfo, m->m->funcs.n + 1);
    return m;
}

uint32_t module_obj(World *w, Size mod)
{
    uint64_t place = 0x30d01eull << 32 | (uint64_t)mod;
    Mod *m = w->mods[mod];
    if (!m) return obj_id(w, place);
    if (m->obj) return m->obj;
    m->obj = obj_id(w, place);
    if (!base_at(w, m->obj)) {                                  // what is written there before its body was walked
        Obj *o = new(&w->a, Obj, 1);
        *o = (Obj){.kind = OB_MODULE, .mod = (uint32_t)mod};
        w->base[m->obj] = o;
    }
    return m->obj;
}

// USERS = {}: what stands in it later is other code's to put there, not nothing.
void fill_empty(World *w, const Av *v)
{
    for (int i = 0; i < v->n; i++) {
        uint32_t id = v->atom[i].kind == AT_OBJ ? v->atom[i].obj : 0;
        const Obj *o = id ? base_at(w, id) : NULL;
        if (!o || (o->kind != OB_LIST && o->kind != OB_SET && o->kind != OB_DICT) || o->n ||
            o->rest)
            continue;
        Obj *some = new(&w->a, Obj, 1);
        *some = *o;
        some->exact = false;
        some->rest = &av_quiet;
        if (o->kind == OB_DICT) some->keys = &av_quiet;
        w->base[id] = some;
    }
}

Making making_begin(World *w, Frame *on)
{
    Making was = {w->top, w->root_steps};
    w->top = on;
    w->making++;
    w->root_steps = 0;
    return was;
}

void making_end(World *w, Making was)
{
    w->making--;
    w->top = was.top;
    w->root_steps = was.root_steps;
}

void walk_module(World *w, Size i)
{
    Mod *m = mod_load(w, i);
    if (!m || m->init || not_known_yet(w)) return;
    m->init = 1;
    Frame *fr = frame_new(w, NULL, (uint32_t)i, 0, 0x30d);
    const Obj *early = base_at(w, module_obj(w, i));
    Obj *o = new(&w->a, Obj, 1);
    *o = (Obj){.kind = OB_MODULE, .mod = (uint32_t)i};
    heap_set(w, &fr->st, module_obj(w, i), o);
    Making was = making_begin(w, fr);
    m->walking = fr;
    walk_body(fr);
    m->walking = NULL;
    making_end(w, was);
    if (fr->returned) base_take(w, NULL, fr->ret_state.heap);
    else {
        // it ended early: what was known on the way
        for (Size b = 0; b < fr->f->blocks.n; b++) {
            const BlockOut *out = &fr->out[b];
            if (out->seen) base_take(w, NULL, out->yes.heap);
        }
    }
    const Obj *names = base_at(w, module_obj(w, i));
    for (uint32_t k = 0; k < names->n; k++) fill_empty(w, names->cell[k].v);
    for (uint32_t k = 0; k < early->n; k++)
        names = obj_set(w, names, early->cell[k].key, early->cell[k].v, true);
    w->base[module_obj(w, i)] = names;
    m->init = 2;
}

// What a body defines and imports, listed once: asked for each name that is read while it is walked.
static void list_names(World *w, Mod *m)
{
    if (m->first_def) return;
    const Func *body = &m->m->funcs.v[0];
    m->first_def = new(&w->a, uint32_t, m->m->tree->names.n + 1);
    for (Size i = m->m->funcs.n; i-- > 1;) {
        const Func *f = &m->m->funcs.v[i];
        if (f->kind == FUNC_DEF && f->parent == 0 && !f->owner) m->first_def[f->name] = (uint32_t)i;
    }
    for (Size i = 1; i < body->code.n; i++)
        if (body->code.v[i].op == IR_IMPORT_FROM && body->code.v[i].sym)
            *push(&w->a, &m->from_imports) = (uint32_t)i;
}

// While a module's body is being walked, names that it will bind are known by their definitions.
static const Av *defined_name(World *w, Mod *m, Sym name)
{
    uint32_t f = m->first_def[name];
    if (!f) return NULL;
    return av_atom(w, (Atom){.kind = AT_FUNC, .mod = (uint32_t)m->index, .idx = f});
}

static const Av *imported_name(World *w, Mod *m, Sym sym, uint32_t name)
{
    const Func *body = &m->m->funcs.v[0];
    for (Size i = 0; i < m->from_imports.n; i++) {
        const Instr *in = &body->code.v[m->from_imports.v[i]];
        if (in->sym != sym) continue;
        Size from = find_module(w, m->index, py_name(m->m->tree, in->b), in->aux);
        if (from >= 0 && from != m->index) return mod_member(w, from, name);
    }
    return NULL;
}

static const Av *own_name(World *w, Mod *m, uint32_t name)
{
    Size mod = m->index;
    const Av *v = NULL;
    bool alone = m->init == 0 && mod != w->unit && member_alone(w, m, name, &v);
    if (v) return import_followed(w, v);
    bool unmade = m->init == 0 && !alone, left = unmade && !follow_names(w, m);
    if (unmade && !left) walk_module(w, mod);
    if (left && !is_aside(w, mod) && (v = member_roughly(w, m, name))) return import_followed(w, v);
    const Obj *o = base_at(w, module_obj(w, mod));
    v = o && m->init == 2 ? obj_cell(o, KEY_SYM(name)) : NULL;
    w->member_depth++;
    if (!v && m->init && is_by_names(w, mod)) v = star_member(w, m, name);
    if (v) {
        w->member_depth--;
        return import_followed(w, v);
    }
    Sym own = m->init == 1 ? name_find(&m->m->tree->names, unit_str(w, name)) : 0;
    if (own) {
        list_names(w, m);
        v = defined_name(w, m, own);
        if (!v) v = imported_name(w, m, own, name);
    }
    if (!v) {
        Str parent = m->m->name;
        if (m->m->is_package && parent.len) {
            Size sub = find_module(w, mod, str_join(&w->a, parent, S("."), unit_str(w, name)), 0);
            if (sub >= 0 && sub != mod) v = mod_value(w, sub);
        }
    }
    w->member_depth--;
    return v || !left ? v : &av_quiet;
}

// A library that is one file, copied into the program: what the models say of a name, they say of the copy's.
const Av *copied_name(World *w, Size mod, uint32_t name)
{
    static const Str library = L("bottle"), has[] = {L("Bottle"), L("static_file")};
    const Mod *m = mod_load(w, mod);
    Str own = m ? m->m->name : (Str){0}, said = unit_str(w, name);
    if (!str_ends(own, library) || !str_eq(str_sub(own, str_rfind(own, '.') + 1, -1), library))
        return NULL;
    for (Size i = 0; i < countof(has); i++)
        if (!name_find(&m->m->tree->names, has[i])) return NULL;
    Str dotted = str_join(&w->a, library, S("."), said);
    bool defines = name_find(&m->m->tree->names, said) != 0;
    return defines && models_id(w->models, dotted) ? name_value(w, dotted, false) : NULL;
}

const Av *mod_member(World *w, Size mod, uint32_t name)
{
    Mod *m = mod_load(w, mod);
    if (!m || w->member_depth > MEMBER_DEPTH) return NULL;
    const Av *copied = copied_name(w, mod, name);
    if (copied) return copied;
    return touched_member(w, m, name, own_name(w, m, name));
}

// Any function of a module, for getattr with a name that is not known.
const Av *module_functions(World *w, Size mod)
{
    walk_module(w, mod);
    const Obj *o = base_at(w, module_obj(w, mod));
    const Av *r = &av_bottom;
    int n = 0;
    for (uint32_t i = 0; o && i < o->n && n < ATOMS_MAX; i++) {
        if (o->cell[i].key >> 56 != 1) continue;
        const Av *v = import_followed(w, o->cell[i].v);
        if (!av_find(v, AT_FUNC) && !av_find(v, AT_CLASS)) continue;
        r = av_join(w, r, v);
        n++;
    }
    return r;
}
