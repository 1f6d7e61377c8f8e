// flow/fields: what a declaration says of the text that a framework puts into a field or parameter:
// a pattern it must match, a validator that has seen it, fields beyond the declared ones.
// SPDX-License-Identifier: MIT
#include "flow/declared.h"
#include "flow/names.h"

enum { ALIAS_DEPTH = 4 };

static bool is_word(Str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(s, str_of(*words))) return true;
    return false;
}

bool declared_text(Frame *scope, NodeId n, Str *out)
{
    const Tree *t = scope->m->m->tree;
    const PyConst *c = py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    if (c) return c->kind == CONST_STR ? (*out = c->text, true) : false;
    return py_kind(t, n) == PY_Name &&
           av_only_str(named_global(scope, unit_sym(scope, py_sym(t, n, Name_id))), out);
}

// Field(pattern=…), Query(max_length=…), constr(regex=…): what passes it is harmless for these.
static Kinds call_clears(Frame *scope, NodeId call)
{
    static const char *const takes[] = {"Field", "Query", "Path", "Body", "Form", "Header",
                                        "Cookie", "constr", "StringConstraints", NULL};
    const Tree *t = scope->m->m->tree;
    if (py_kind(t, call) != PY_Call ||
        !is_word(py_last_name(t, py_node(t, call, Call_func)), takes))
        return 0;
    NodeList keys = py_list(t, call, Call_keywords);
    Kinds k = 0;
    for (uint32_t i = 0; i < keys.n; i++) {
        Str name = py_name(t, py_sym(t, keys.v[i], keyword_arg)), pattern;
        if (str_eq(name, S("max_length"))) k |= KIND(SLOW);
        if ((str_eq(name, S("pattern")) || str_eq(name, S("regex"))) &&
            declared_text(scope, py_node(t, keys.v[i], keyword_value), &pattern))
            k |= regex_clears(scope->w, pattern, 0, 2);
    }
    return k;
}

static void read_aliases(World *w, Mod *m)
{
    const Tree *t = m->m->tree;
    NodeList body = py_list(t, t->root, Module_body);
    m->alias = new(&w->a, NodeId, t->names.n + 1);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) != PY_Assign) continue;
        NodeId to = py_list(t, body.v[i], Assign_targets).v[0],
               v = py_node(t, body.v[i], Assign_value);
        int k = py_kind(t, v);
        if (py_kind(t, to) == PY_Name && (k == PY_Subscript || k == PY_BinOp || k == PY_Call))
            m->alias[py_sym(t, to, Name_id)] = v;
    }
}

// What the module binds this name to, when that is a type: Column = Annotated[str, …].
NodeId type_alias(Frame *scope, NodeId name)
{
    const Tree *t = scope->m->m->tree;
    if (py_kind(t, name) != PY_Name) return 0;
    if (!scope->m->alias) read_aliases(scope->w, scope->m);
    return scope->m->alias[py_sym(t, name, Name_id)];
}

// The further items of Annotated[T, a, b].
static NodeList annotated(Frame *scope, NodeId annotation, int depth)
{
    const Tree *t = scope->m->m->tree;
    NodeList none = {0};
    if (!annotation || depth > ALIAS_DEPTH) return none;
    if (py_kind(t, annotation) == PY_Name)
        return annotated(scope, type_alias(scope, annotation), depth + 1);
    if (py_kind(t, annotation) != PY_Subscript ||
        !str_eq(py_last_name(t, py_node(t, annotation, Subscript_value)), S("Annotated")))
        return none;
    NodeId items = py_node(t, annotation, Subscript_slice);
    return py_kind(t, items) == PY_Tuple ? py_list(t, items, Tuple_elts) : none;
}

Kinds declared_clears(Frame *scope, NodeId annotation, NodeId value)
{
    const Tree *t = scope->m->m->tree;
    Kinds k = value ? call_clears(scope, value) : 0;
    NodeId made =
        annotation && py_kind(t, annotation) == PY_Name ? type_alias(scope, annotation) : 0;
    if (annotation) k |= call_clears(scope, annotation) | (made ? call_clears(scope, made) : 0);
    NodeList items = annotated(scope, annotation, 0);
    for (uint32_t i = 0; i < items.n; i++) k |= call_clears(scope, items.v[i]);
    return k;
}

static bool has_most(const Tree *t, NodeId call)
{
    static const char *const most[] = {"le", "lt", NULL};
    if (py_kind(t, call) != PY_Call) return false;
    NodeList keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < keys.n; i++)
        if (is_word(py_name(t, py_sym(t, keys.v[i], keyword_arg)), most)) return true;
    return false;
}

bool declares_most(Frame *scope, NodeId annotation, NodeId value)
{
    const Tree *t = scope->m->m->tree;
    bool most = value && has_most(t, value);
    NodeList items = annotated(scope, annotation, 0);
    for (uint32_t i = 0; i < items.n; i++) most |= has_most(t, items.v[i]);
    return most;
}

const Av *answered(Frame *fr, const Atom *f, const Av *cls, const Av *value)
{
    World *w = fr->w;
    Mod *m = mod_load(w, f->mod);
    if (!m || fr->depth > 60 || w->out_of_steps) return value;
    const Func *fn = &m->m->funcs.v[f->idx];
    Frame *callee = frame_new(w, fr, f->mod, f->idx, fr->id * 31 + f->idx);
    const Obj *o = obj_at(w, &fr->st, f->obj);
    Size at = cls && fn->params.n > 1 ? 1 : 0;
    if (!fn->params.n) return value;
    callee->fobj = f->obj;
    callee->env_up = o ? o->up : 0;
    callee->arg = new(&w->a, const Av *, fn->params.n + 1);
    for (Size i = 0; i < fn->params.n; i++)
        callee->arg[i] = i == at ? value : i < at ? cls : &av_quiet;
    callee->st = (State){fr->st.heap, NULL, false};
    walk_body(callee);
    frame_took(fr, callee);
    return callee->returned && callee->ret ? callee->ret : &av_bottom;
}

// @field_validator("name"), @validator("name", "other"): is it for this field?
static bool validates(const Mod *m, const Func *f, Str field)
{
    static const char *const names[] = {"field_validator", "validator", "validates", NULL};
    const Tree *t = m->m->tree;
    for (Size i = 0; i < f->decorators.n; i++) {
        NodeId d = f->decorators.v[i];
        if (py_kind(t, d) != PY_Call || !is_word(py_last_name(t, py_node(t, d, Call_func)), names))
            continue;
        NodeList args = py_list(t, d, Call_args);
        for (uint32_t k = 0; k < args.n; k++) {
            const PyConst *c = py_kind(t, args.v[k]) == PY_Constant ? py_const(t, args.v[k]) : NULL;
            if (c && c->kind == CONST_STR && (str_eq(c->text, field) || str_eq(c->text, S("*"))))
                return true;
        }
    }
    return false;
}

const Av *validated(Frame *fr, Frame *scope, const Atom *cls, Size attr, const Av *v)
{
    World *w = fr->w;
    const Tree *t = scope->m->m->tree;
    const ClassInfo *info = &scope->m->m->classes.v[cls->idx];
    Str field = py_name(t, info->attrs[attr].name);
    const Av *self = av_atom(w, *cls);
    for (Size i = 0; i < info->methods.n; i++) {
        const Func *f = &scope->m->m->funcs.v[info->methods.func[i]];
        if (!f->decorators.n || !validates(scope->m, f, field)) continue;
        Atom a = {.kind = AT_FUNC, .mod = scope->mod, .idx = info->methods.func[i],
                  .obj = scope->m->info[info->methods.func[i]].obj};
        v = answered(fr, &a, self, v);
    }
    NodeList items = annotated(scope, info->attrs[attr].annotation, 0);
    for (uint32_t i = 1; i < items.n; i++) {
        static const char *const by[] = {"AfterValidator", "BeforeValidator", NULL};
        if (py_kind(t, items.v[i]) != PY_Call ||
            !is_word(py_last_name(t, py_node(t, items.v[i], Call_func)), by))
            continue;
        NodeList args = py_list(t, items.v[i], Call_args);
        const Av *f = args.n ? annotation_value(scope, args.v[0]) : &av_bottom;
        const Atom *a = av_find(f, AT_FUNC);
        if (a) v = answered(fr, a, NULL, v);
    }
    return v;
}

// model_config = ConfigDict(extra="allow"); class Config: extra = "allow"
bool keeps_more(const Mod *m, uint32_t cls)
{
    const Tree *t = m->m->tree;
    const ClassInfo *c = &m->m->classes.v[cls];
    for (Size i = 0; i < c->nattrs; i++) {
        if (!str_eq(py_name(t, c->attrs[i].name), S("model_config")) || !c->attrs[i].value)
            continue;
        NodeId value = c->attrs[i].value;                       // a dict, too: {"extra": "allow"}
        if (node_says(t, value, S("extra"), 0) && node_says(t, value, S("allow"), 0)) return true;
    }
    for (Size k = 0; k < m->m->classes.n; k++) {
        const ClassInfo *in = &m->m->classes.v[k];
        if (in->parent != c->body || !str_eq(py_name(t, in->name), S("Config"))) continue;
        for (Size i = 0; i < in->nattrs; i++)
            if (str_eq(py_name(t, in->attrs[i].name), S("extra")) && in->attrs[i].value &&
                node_says(t, in->attrs[i].value, S("allow"), 0))
                return true;
    }
    return false;
}
