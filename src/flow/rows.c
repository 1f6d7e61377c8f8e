// flow/rows: a row of a database, by the class that describes it.
// SPDX-License-Identifier: MIT
#include "flow/rows.h"

// In a manager of the program's own: the class whose rows it gives.
#define ROWS_CLASS KEY_HASH(12)

uint32_t rows_of(Frame *fr, const Av *v)
{
    for (int i = 0; v && i < v->n; i++) {
        const Atom *a = &v->atom[i];
        if (a->kind == AT_INST && a->mod) return a->mod;
        const Obj *o = a->kind == AT_OBJ ? obj_at(fr->w, &fr->st, a->obj) : NULL;
        const Av *of = o && o->kind == OB_INST ? obj_cell(o, ROWS_CLASS) : NULL;
        if (of && of->n == 1) return of->atom[0].obj;
    }
    return 0;
}

static bool is_either(World *w, const Atom *a, Str one, Str other)
{
    return a->kind == AT_INST && a->id &&
           (models_is_a(w->models, a->id, models_id(w->models, one)) ||
            models_is_a(w->models, a->id, models_id(w->models, other)));
}

// objects = Tickets(), a manager of the program's own: the copy that this class has of it.
static const Av *own_manager(Frame *fr, const Av *v, uint32_t cls)
{
    World *w = fr->w;
    const Obj *o = v->n == 1 && v->atom[0].kind == AT_OBJ ? obj_at(w, &fr->st, v->atom[0].obj) : NULL;
    if (!o || o->kind != OB_INST || !o->up || obj_cell(o, ROWS_CLASS) ||
        !class_is(w, &fr->st, o->up, S("django.db.models.Manager"), 0))
        return NULL;
    uint32_t id = obj_id_in(w, fr->id, fr->depth, (uint64_t)fr->at << 20 | 0x0b5e);
    const Av *of = av_atom(w, (Atom){.kind = AT_CLASS, .obj = cls});
    obj_put(fr, id, obj_set(w, o, ROWS_CLASS, of, false));
    return av_with(w, av_atom(w, (Atom){.kind = AT_OBJ, .obj = id}), v->taint);
}

const Av *rows_from(Frame *fr, const Av *v, uint32_t cls)
{
    World *w = fr->w;
    const Av *own = own_manager(fr, v, cls);
    if (own) return own;
    if (v->n != 1 || v->atom[0].mod ||
        !is_either(w, v->atom, S("django.db.models.Manager"), S("sqlalchemy.orm.Query")))
        return v;
    Atom a = v->atom[0];
    a.mod = cls;
    const Av *r = av_with(w, av_atom(w, a), v->taint);
    return v->flags ? av_join(w, r, av_rest(w, v)) : r;
}

// What a column is made by and said to be, as the class has it; is: it surely is one.
typedef struct { Str made, told; bool is; } Column;

static Column column_of(const Tree *t, const ClassInfo *c, Size i)
{
    NodeId value = c->attrs[i].value, told = c->attrs[i].annotation;
    Str made = value ? py_text(t, value) : S(""), says = told ? py_text(t, told) : S("");
    return (Column){made, says,
                    (value && py_kind(t, value) == PY_Call) || str_find(says, S("Mapped[")) >= 0};
}

static bool holds_no_text(Column c)
{
    static const Str plain[] = {L("Int"),     L("Bool"), L("Float"), L("Date"), L("Time"),     L("Numeric"),
                                L("Decimal"), L("UUID"), L("Uuid"),  L("Enum"), L("int"),      L("bool"),
                                L("float"),   L("date"), L("choices="), L("Slug"), {0}};
    return str_has(c.made, plain) || str_has(c.told, plain);
}

// ForeignKey(User), db.relationship("User"): another row
static bool is_django_row(Column c)
{
    static const Str to[] = {L("ForeignKey("), L("OneToOneField("), {0}};
    return c.is && str_has(c.made, to);
}

static bool is_alchemy(Str made)
{
    static const Str columns[] = {L("Column("), L("mapped_column("), {0}};
    return str_has(made, columns);
}

static const Av *row_there(World *w, Column c, const Taint *t)
{
    if (is_django_row(c) && !is_alchemy(c.made)) return av_with(w, av_inst(w, S("django.db.models.Row")), t);
    if (c.is && str_find(c.made, S("relationship(")) >= 0)
        return av_with(w, av_inst(w, S("sqlalchemy.orm.Row")), t);
    return NULL;
}

// owner_id, where `owner = ForeignKey(User)`, or Column(ForeignKey("user.id")): the other row's number
static bool is_key(Column c, Str attr, Str name)
{
    if (!str_ends(attr, S("_id")) || !str_starts(attr, name) || !is_django_row(c)) return false;
    return attr.len == name.len || attr.len == name.len + 3;
}

// What the class says of a row's attribute; NULL: nothing.
static const Av *of_class(Frame *fr, uint32_t cls, const Taint *stored, uint32_t attr)
{
    World *w = fr->w;
    Mro m;
    Str name = unit_str(w, attr);
    class_mro(w, &fr->st, cls, &m);
    for (int i = 0; i < m.n; i++) {
        const Tree *t;
        const ClassInfo *c = class_info(w, &fr->st, m.obj[i], &t);
        for (Size k = 0; c && k < c->nattrs; k++) {
            Str called = py_name(t, c->attrs[k].name);
            if (!str_starts(name, called)) continue;
            Column column = column_of(t, c, k);
            if (is_key(column, name, called)) return &av_quiet;
            if (!str_eq(called, name)) continue;
            if (column.is && holds_no_text(column)) return &av_quiet;
            const Av *other = row_there(w, column, stored);
            return other ? other : column.is ? av_with(w, &av_unknown, stored) : NULL;
        }
    }
    return str_eq(name, S("id")) || str_eq(name, S("pk")) ? &av_quiet : NULL;   // a number, where nobody says more
}

// row.as_html(), row.label of a property: what the class defines of it, on a row that was stored. NULL: nothing.
static const Av *defined(Frame *fr, uint32_t cls, const Av *self, uint32_t attr)
{
    World *w = fr->w;
    const Obj *c = obj_bare(w, &fr->st, cls);
    if (!c || c->kind != OB_CLASS) return NULL;
    const Atom own = {.kind = AT_CLASS, .mod = c->mod, .idx = c->cls, .obj = cls};
    uint32_t mod, idx;
    const Av *member = class_member(fr, &own, attr, &mod, &idx, false);
    if (!member || (!av_find(member, AT_FUNC) && !av_find(member, AT_PARTIAL))) return NULL;
    const Av *made = class_instance(fr, &own, NULL, fr->f->code.v[fr->at].node);
    return read_attr(fr, av_with(w, made, self->taint), attr, fr->at);
}

const Av *row_attr(Frame *fr, const Atom *row, const Av *self, uint32_t attr)
{
    bool is = row->mod && is_either(fr->w, row, S("django.db.models.Row"), S("sqlalchemy.orm.Row"));
    const Av *v = is ? of_class(fr, row->mod, self->taint, attr) : NULL;
    return v || !is ? v : defined(fr, row->mod, self, attr);
}

const Av *key_of_row(Frame *fr, uint32_t cls, const Av *self, uint32_t attr)
{
    bool row = self->taint && taint_kinds(self->taint) & KIND(STORED) &&
               str_ends(unit_str(fr->w, attr), S("_id"));
    return row ? of_class(fr, cls, self->taint, attr) : NULL;
}

// self of a method of a model's class, which nobody here made: a row, in whose columns stands what was
// stored there. NULL: it is no such thing, or the attribute no column.
static const Taint *own_row(Frame *fr, const Atom *a, uint32_t cls, Str value, Val at)
{
    World *w = fr->w;
    bool django = str_find(value, S("Field(")) >= 0 &&
                  class_is(w, &fr->st, cls, S("django.db.models.Model"), 0);
    bool alchemy = is_alchemy(value);
    if ((!django && !alchemy) || self_id(w, cls) != a->obj) return NULL;
    const Step *from =
        step_add(fr, NULL, fr->f->code.v[at].node, S("what was stored in this column"));
    return taint_new(w, KIND(LOCAL) | KIND(STORED) | KINDS_TEXT, from, false);
}

const Av *in_column(Frame *fr, const Atom *a, uint32_t cls, const Atom *home, uint32_t attr,
                    const Av *member, const Av *self, Val at)
{
    World *w = fr->w;
    const Mod *m = w->mods[home->mod];
    if (!m || !m->m || av_find(member, AT_FUNC) || av_find(member, AT_PARTIAL) ||
        av_find(member, AT_CONST))
        return NULL;
    const Tree *t = m->m->tree;
    const ClassInfo *c = &m->m->classes.v[home->idx];
    bool row = self->taint && taint_kinds(self->taint) & KIND(STORED);
    for (Size i = 0; i < c->nattrs; i++) {
        if (!str_eq(py_name(t, c->attrs[i].name), unit_str(w, attr))) continue;
        Column column = column_of(t, c, i);
        const Taint *stored = row         ? self->taint
                              : column.is ? own_row(fr, a, cls, column.made, at)
                                          : NULL;
        if (stored &&
            (holds_no_text(column) || is_key(column, unit_str(w, attr), unit_str(w, attr))))
            return &av_quiet;
        const Av *other = stored ? row_there(w, column, stored) : NULL;
        return other ? other : column.is && stored ? av_with(w, &av_unknown, stored) : NULL;
    }
    return NULL;
}
