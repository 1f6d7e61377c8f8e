// flow/ask: answers to the rules' questions about values of a walked function.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

static const FuncInfo *info_of(const FlowFile *f, uint32_t func)
{
    const World *w = f->state;
    const Mod *m = w->mods[f->index];
    return m && m->info && func < m->m->funcs.n ? &m->info[func] : NULL;
}

static const Av *value_of(const FlowFile *f, uint32_t func, Val v)
{
    const FuncInfo *i = info_of(f, func);
    if (!i || !i->val || !v || v >= (Val)f->module->funcs.v[func].code.n || !i->val[v])
        return &av_bottom;
    return i->val[v];
}

bool flow_walked(const FlowFile *f, uint32_t func)
{
    const FuncInfo *i = info_of(f, func);
    return i && i->entered;
}

bool flow_const_str(const FlowFile *f, uint32_t func, Val v, Str *out)
{
    return av_only_str(value_of(f, func, v), out);
}

bool flow_const_int(const FlowFile *f, uint32_t func, Val v, int64_t *out)
{
    const PyConst *c = av_only_const(value_of(f, func, v));
    if (!c || c->kind != CONST_INT || c->big) return false;
    *out = c->i;
    return true;
}

bool flow_const_bool(const FlowFile *f, uint32_t func, Val v, bool *out)
{
    const PyConst *c = av_only_const(value_of(f, func, v));
    if (!c || (c->kind != CONST_TRUE && c->kind != CONST_FALSE)) return false;
    *out = c->kind == CONST_TRUE;
    return true;
}

bool flow_is_yes_or_no(const FlowFile *f, uint32_t func, Val v)
{
    const Av *x = value_of(f, func, v);
    int seen = 0;
    for (int i = 0; i < x->n; i++) {
        const PyConst *c = x->atom[i].kind == AT_CONST ? x->atom[i].p : NULL;
        if (!c || (c->kind != CONST_TRUE && c->kind != CONST_FALSE)) return false;
        seen |= c->kind == CONST_TRUE ? 2 : 1;
    }
    return seen == 3 && !(x->flags & AV_OTHER);
}

bool flow_is_none(const FlowFile *f, uint32_t func, Val v)
{
    const PyConst *c = av_only_const(value_of(f, func, v));
    return c && c->kind == CONST_NONE;
}

// Contents of containers count: a list of tainted texts is tainted.
Kinds flow_taint(const FlowFile *f, uint32_t func, Val v)
{
    World *w = f->state;
    Frame scope = {.w = w};
    return taint_kinds(deep_taint(&scope, value_of(f, func, v)));
}

TextShape flow_shape(const FlowFile *f, uint32_t func, Val v)
{
    return av_shape(f->state, value_of(f, func, v));
}

bool flow_holds_str(const FlowFile *f, uint32_t func, Val v, Str text)
{
    World *w = f->state;
    const Av *x = value_of(f, func, v);
    Str s;
    for (int i = 0; i < x->n; i++) {
        const Atom *a = &x->atom[i];
        if (a->kind == AT_CONST && av_only_str(av_atom(w, *a), &s) && str_eq(s, text)) return true;
        const Obj *o = a->kind == AT_OBJ ? base_at(w, a->obj) : NULL;
        for (uint32_t k = 0; o && o->kind <= OB_SET && k < o->n; k++)
            if (av_only_str(o->cell[k].v, &s) && str_eq(s, text)) return true;
    }
    return false;
}

FlowItem flow_item(const FlowFile *f, uint32_t func, Val v, Str key)
{
    World *w = f->state;
    const Av *x = value_of(f, func, v);
    const Obj *o = x->n == 1 && !(x->flags & AV_OTHER) && x->atom[0].kind == AT_OBJ
                       ? base_at(w, x->atom[0].obj) : NULL;
    if (!o || o->kind != OB_DICT || o->many || o->rest || o->keys) return ITEM_UNKNOWN;
    const Av *item = obj_cell(o, KEY_SYM(name_add(&w->names, key)));
    if (!item) return o->exact ? ITEM_ABSENT : ITEM_UNKNOWN;
    const PyConst *c = av_only_const(item);
    Truth t = c ? const_truth(c) : TRUTH_MAYBE;
    return t == TRUTH_MAYBE ? ITEM_UNKNOWN : t == TRUTH_YES ? ITEM_ON : ITEM_OFF;
}

static Str class_name(World *w, uint32_t mod, uint32_t idx)
{
    const Module *m = w->mods[mod] ? w->mods[mod]->m : NULL;
    if (!m) return (Str){0};
    Str q = m->classes.v[idx].qualname;
    return m->name.len ? str_join(&w->a, m->name, S("."), q) : q;
}

Str flow_name(const FlowFile *f, uint32_t func, Val v)
{
    World *w = f->state;
    const Av *x = value_of(f, func, v);
    for (int i = 0; i < x->n; i++) {
        const Atom *a = &x->atom[i];
        if (a->kind == AT_NAME || (a->kind == AT_METHOD && !a->shy)) return unit_str(w, a->idx);
        if (a->kind == AT_CLASS) return class_name(w, a->mod, a->idx);
        if ((a->kind == AT_FUNC || a->kind == AT_BOUND) && w->mods[a->mod]) {
            const Module *m = w->mods[a->mod]->m;
            Str q = m->funcs.v[a->idx].qualname;
            return m->name.len ? str_join(&w->a, m->name, S("."), q) : q;
        }
    }
    return (Str){0};
}

static Str atom_type(World *w, const Atom *a)
{
    static const char *const container[] = {
        [OB_LIST] = "list", [OB_TUPLE] = "tuple", [OB_SET] = "set", [OB_DICT] = "dict"};
    static const char *const constant[] = {
        [CONST_NONE] = "None",         [CONST_FALSE] = "bool", [CONST_TRUE] = "bool",
        [CONST_ELLIPSIS] = "ellipsis", [CONST_INT] = "int",    [CONST_FLOAT] = "float",
        [CONST_COMPLEX] = "complex",   [CONST_STR] = "str",    [CONST_BYTES] = "bytes"};
    if (a->kind == AT_INST) return unit_str(w, a->idx);
    if (a->kind == AT_CONST) return str_of(constant[((const PyConst *)a->p)->kind]);
    const Obj *o = a->kind == AT_OBJ ? base_at(w, a->obj) : NULL;
    if (!o) return (Str){0};
    if (o->kind == OB_INST && o->up) return class_name(w, o->mod, o->cls);
    return o->kind <= OB_DICT ? str_of(container[o->kind]) : (Str){0};
}

Str flow_type(const FlowFile *f, uint32_t func, Val v, int i)
{
    World *w = f->state;
    const Av *x = value_of(f, func, v);
    for (int k = 0; k < x->n; k++) {
        Str s = atom_type(w, &x->atom[k]);
        if (s.len && i-- == 0) return s;
    }
    return (Str){0};
}

bool flow_is_a(const FlowFile *f, uint32_t func, Val v, Str cls)
{
    World *w = f->state;
    State none = {0};
    const Av *x = value_of(f, func, v);
    ModelId want = models_id(w->models, cls);
    for (int i = 0; i < x->n; i++) {
        const Atom *a = &x->atom[i];
        if (str_eq(atom_type(w, a), cls)) return true;
        if (a->kind == AT_INST && a->id && want && models_is_a(w->models, a->id, want)) return true;
        const Obj *o = a->kind == AT_OBJ ? base_at(w, a->obj) : NULL;
        uint32_t c = a->kind == AT_CLASS ? a->obj : o && o->kind == OB_INST ? o->up : 0;
        if (c && class_is(w, &none, c, cls, 0)) return true;
    }
    return false;
}

Val flow_arg(const FlowFile *f, uint32_t func, Val call, int position, Str keyword)
{
    const Func *fn = &f->module->funcs.v[func];
    if (!call || call >= (Val)fn->code.n) return 0;
    const Instr *in = &fn->code.v[call];
    int at = 0;
    if (in->op != IR_CALL) return 0;
    for (uint32_t i = 0; i < in->nargs; i++) {
        IrArgKind k = fn->argk.v[in->args + i];
        if (k.kind == ARG_KEYWORD && keyword.len &&
            str_eq(py_name(f->module->tree, k.name), keyword))
            return fn->args.v[in->args + i];
    }
    for (uint32_t i = 0; i < in->nargs && position >= 0; i++) {
        IrArgKind k = fn->argk.v[in->args + i];
        if (k.kind == ARG_STAR) return 0;
        if (k.kind == ARG_POS && at++ == position) return fn->args.v[in->args + i];
    }
    return 0;
}

bool flow_reached(const FlowFile *f, uint32_t func, Block b)
{
    const FuncInfo *i = info_of(f, func);
    return i && i->reached && b < f->module->funcs.v[func].blocks.n && i->reached[b];
}

Kinds flow_entry(const FlowFile *f, uint32_t func, Str *how)
{
    const FuncInfo *i = info_of(f, func);
    if (!i || !i->entry || !i->entry->kinds) return 0;
    if (how) *how = i->entry->how;
    return i->entry->kinds;
}
