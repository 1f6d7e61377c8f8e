// flow/param: what the parameters of a function are that the outside calls: by their annotations, by what the
// framework or the route hands over, by their names.
// SPDX-License-Identifier: MIT
#include "flow/entry.h"
#include "flow/names.h"
#include "flow/declared.h"
#include "flow/route.h"

// ---- parameters

const Taint *outside(Frame *fr, Kinds kinds, NodeId node, const char *what, bool shaped)
{
    if (!(kinds & KINDS_TEXT)) kinds |= KINDS_TEXT;
    return taint_new(fr->w, kinds, step_add(fr, NULL, node, str_of(what)), shaped);
}

// int, float, UUID, a Literal, an Enum: what the framework checks before it calls.
bool is_checked_type(Frame *fr, const Av *t)
{
    World *w = fr->w;
    static const char *const name[] = {"int",
                                       "float",
                                       "bool",
                                       "complex",
                                       "uuid.UUID",
                                       "decimal.Decimal",
                                       "datetime.date",
                                       "datetime.datetime",
                                       "datetime.time",
                                       "typing.Literal",
                                       "typing_extensions.Literal",
                                       "None",
                                       "uuid.UUID4",
                                       "pydantic.UUID4",
                                       "pydantic.PositiveInt",
                                       "pydantic.conint",
                                       "pydantic.NonNegativeInt"};
    if (!t->n || t->flags & AV_OTHER) return false;
    for (int i = 0; i < t->n; i++) {
        const Atom *a = &t->atom[i];
        bool ok = a->kind == AT_CONST && ((const PyConst *)a->p)->kind == CONST_NONE;
        for (Size k = 0; k < countof(name) && a->kind == AT_NAME; k++)
            ok |= str_eq(unit_str(w, a->idx), str_of(name[k]));
        if (a->kind == AT_CLASS) ok = class_is(w, &fr->st, a->obj, S("enum.Enum"), 0);
        if (!ok) return false;
    }
    return true;
}

const Av *annotation_name(Frame *fr, NodeId node)
{
    const Tree *t = fr->m->m->tree;
    World *w = fr->w;
    int kind = py_kind(t, node);
    if (kind == PY_Attribute) {
        const Av *base = annotation_value(fr, py_node(t, node, Attribute_value));
        uint32_t attr = name_add(&w->names, py_name(t, py_sym(t, node, Attribute_attr)));
        return base->n == 1 && base->atom[0].kind == AT_NAME ? name_child(fr, &base->atom[0], attr)
               : base->n == 1 && base->atom[0].kind == AT_MODULE ? read_attr(fr, base, attr, 0)
                                                                 : &av_unknown;
    }
    return named_type(fr, name_add(&w->names, py_name(t, py_sym(t, node, Name_id))));
}

// "pkg.Name" as text
static const Av *quoted_name(Frame *fr, Str rest)
{
    World *w = fr->w;
    Str part;
    const Av *v = NULL;
    if (str_eq(rest, S("None"))) return w->none;
    while (str_cut(&rest, S("."), &part)) {
        uint32_t sym = name_add(&w->names, str_trim(part));
        v = !v                                        ? named_type(fr, sym)
            : v->n == 1 && v->atom[0].kind == AT_NAME ? name_child(fr, &v->atom[0], sym)
                                                      : &av_unknown;
    }
    return v ? v : &av_unknown;
}

static bool is_list_type(Str name)
{
    return str_eq(name, S("list")) || str_ends(name, S("List")) || str_ends(name, S("Sequence")) ||
           str_ends(name, S("Iterable"));
}

// list[T]: where T stands; dict[K, T]: where K, T stand; 0: it is neither.
static NodeId listed_type(Frame *fr, NodeId node)
{
    const Tree *t = fr->m->m->tree;
    if (!node || py_kind(t, node) != PY_Subscript) return 0;
    const Av *base = annotation_value(fr, py_node(t, node, Subscript_value));
    if (base->n != 1 || base->atom[0].kind != AT_NAME) return 0;
    Str name = unit_str(fr->w, base->atom[0].idx);
    NodeId inner = py_node(t, node, Subscript_slice);
    bool pair = py_kind(t, inner) == PY_Tuple && py_list(t, inner, Tuple_elts).n == 2;
    bool dict = str_eq(name, S("dict")) || str_ends(name, S(".Dict")) || str_ends(name, S(".Mapping"));
    return (pair ? dict : is_list_type(name)) ? inner : 0;
}

enum { ALIASES_MOST = 100 };                    // read for one annotation

// The type that an annotation names: Optional[T], T | None, Annotated[T, …], list[T] by its
// container.
const Av *annotation_value(Frame *fr, NodeId node)
{
    const Tree *t = fr->m->m->tree;
    World *w = fr->w;
    if (!node) return &av_bottom;
    switch (py_kind(t, node)) {
    case PY_Name: case PY_Attribute: {
        const Av *v = annotation_name(fr, node);
        bool type = av_find(v, AT_CLASS) != NULL;
        for (int i = 0; i < v->n; i++)
            type |=
                v->atom[i].kind == AT_NAME && !str_starts(unit_str(w, v->atom[i].idx), S("typing"));
        NodeId alias = type ? 0 : type_alias(fr, node);         // Key = Annotated[int, Path()]
        const Partial *noted = partial_of(v, S("annotated"));   // the same, of another module
        if (!alias && noted) return noted->fn;
        if (!alias || py_kind(t, alias) != PY_Subscript || w->aliases > 8) return v;
        if (!w->aliases) w->alias_steps = 0;                    // A = Union[B, B], B = Union[A, A]
        if (w->alias_steps++ >= ALIASES_MOST) return v;
        w->aliases++;
        v = annotation_value(fr, alias);
        w->aliases--;
        return v;
    }
    case PY_Constant: {
        const PyConst *c = py_const(t, node);
        if (c->kind == CONST_NONE) return w->none;
        Str rest = c->kind == CONST_STR ? str_trim(c->text) : (Str){0}, part;
        if (str_starts(rest, S("Optional[")) && str_ends(rest, S("]")))
            rest = str_sub(rest, 9, rest.len - 1);
        if (!rest.len || memchr(rest.s, '[', (size_t)rest.len)) return &av_unknown;
        const Av *v = &av_bottom;
        while (str_cut(&rest, S("|"), &part)) v = av_join(w, v, quoted_name(fr, str_trim(part)));
        return av_is_bottom(v) ? &av_unknown : v;
    }
    case PY_BinOp:
        return av_join(w, annotation_value(fr, py_node(t, node, BinOp_left)),
                       annotation_value(fr, py_node(t, node, BinOp_right)));
    case PY_Subscript: {
        const Av *base = annotation_value(fr, py_node(t, node, Subscript_value));
        NodeId inner = py_node(t, node, Subscript_slice);
        Str name = base->n == 1 && base->atom[0].kind == AT_NAME ? unit_str(w, base->atom[0].idx)
                                                                 : (Str){0};
        if (str_ends(name, S("Optional"))) return av_join(w, annotation_value(fr, inner), w->none);
        if ((str_ends(name, S("Annotated")) || str_ends(name, S("app_commands.Range"))) &&
            py_kind(t, inner) == PY_Tuple) {
            NodeList l = py_list(t, inner, Tuple_elts);
            return l.n ? annotation_value(fr, l.v[0]) : &av_unknown;
        }
        if (str_ends(name, S("orm.Mapped")) || str_ends(name, S("ClassVar")) || str_ends(name, S("Final")))
            return annotation_value(fr, inner);                 // of a column, of a class, of a name
        if (str_ends(name, S("Union")) && py_kind(t, inner) == PY_Tuple) {
            NodeList l = py_list(t, inner, Tuple_elts);
            const Av *r = &av_bottom;
            for (uint32_t i = 0; i < l.n; i++) r = av_join(w, r, annotation_value(fr, l.v[i]));
            return r;
        }
        if (is_list_type(name)) {
            const Av *e = annotation_value(fr, inner);
            // a list of numbers is as harmless as one
            return is_checked_type(fr, e) ? e : &av_unknown;
        }
        return base;
    }
    default: return &av_unknown;
    }
}

// str, EmailStr, HttpUrl: what is checked to be one text is no query document.
static bool is_text_type(World *w, const Av *type)
{
    static const char *const name[] = {"str", "pydantic.EmailStr", "pydantic.constr",
                                       "pydantic.StrictStr", "pydantic.HttpUrl",
                                       "pydantic.networks.EmailStr", "pydantic.AnyUrl"};
    if (type->flags & AV_OTHER || !type->n) return false;
    for (int i = 0; i < type->n; i++) {
        const Atom *a = &type->atom[i];
        bool ok = a->kind == AT_CONST && ((const PyConst *)a->p)->kind == CONST_NONE;
        for (Size k = 0; k < countof(name) && a->kind == AT_NAME; k++)
            ok |= str_eq(unit_str(w, a->idx), str_of(name[k]));
        if (!ok) return false;
    }
    return true;
}

// An address that is an object with a host; a text where the type is no such.
static const Av *url_of(World *w, const Av *type)
{
    static const Str urls[] = {
        L("pydantic.HttpUrl"), L("pydantic.AnyHttpUrl"), L("pydantic.AnyUrl"), {0}};
    const Atom *a = type->n == 1 ? av_find(type, AT_NAME) : NULL;
    return a && str_in(unit_str(w, a->idx), urls) ? av_inst(w, unit_str(w, a->idx)) : NULL;
}

enum { MODELS_DEEP = 3 };                       // models within one another

static const Av *instance_at(Frame *fr, const Atom *cls, const Taint *t, uint64_t place, int depth);

// A class whose fields a framework checks when it makes one: of pydantic, of msgspec, a dataclass.
static bool is_model(Frame *fr, uint32_t cls)
{
    static const Str makers[] = {L("dataclass"), L("define"), {0}};
    World *w = fr->w;
    const Tree *t;
    const ClassInfo *c = class_info(w, &fr->st, cls, &t);
    for (Size i = 0; c && i < c->decorators.n; i++) {
        NodeId d = c->decorators.v[i];
        if (str_in(py_last_name(t, py_kind(t, d) == PY_Call ? py_node(t, d, Call_func) : d), makers)) return true;
    }
    return class_is(w, &fr->st, cls, S("pydantic.BaseModel"), 0) || class_is(w, &fr->st, cls, S("msgspec.Struct"), 0);
}

// part: Part, part: Part | None, of a model of its own. NULL: it is none, or of something else, too.
static const Av *model_of(Frame *fr, const Av *type, const Taint *t, uint64_t place, int depth)
{
    const Av *r = NULL;
    if (!t || depth >= MODELS_DEEP || fr->w->within == WITHIN_MOST || type->flags & AV_OTHER) return NULL;
    for (int i = 0; i < type->n; i++) {
        const Atom *a = &type->atom[i];
        if (a->kind == AT_CONST) continue;
        if (r || a->kind != AT_CLASS || !is_model(fr, a->obj)) return NULL;
        fr->w->within++;
        r = instance_at(fr, a, t, place, depth);
    }
    return r && type->n > 1 ? av_join(fr->w, r, av_none(fr->w)) : r;
}

// What a field of a model is that is a model itself, a list of such, or a dictionary. NULL: none of these.
static const Av *part_of_model(Frame *fr, Frame *scope, NodeId annotation, const Av *type, const Taint *t,
                               uint64_t place, int depth)
{
    World *w = fr->w;
    NodeId item = t && depth < MODELS_DEEP ? listed_type(scope, annotation) : 0;
    const Tree *tree = scope->m->m->tree;
    bool values = item && py_kind(tree, item) == PY_Tuple;
    if (values) item = py_list(tree, item, Tuple_elts).v[1];
    const Av *one = model_of(fr, item ? annotation_value(scope, item) : type, t, place, depth);
    if (!one || !item) return one;
    Obj *list = new(&w->a, Obj, 1);
    *list = (Obj){.kind = values ? OB_DICT : OB_LIST, .rest = one,
                  .keys = values ? av_with(w, av_inst(w, S("str")), t) : NULL};
    uint32_t id = obj_id_in(w, fr->id, fr->depth, place ^ 0x115);
    obj_put(fr, id, list);
    return av_atom(w, (Atom){.kind = AT_OBJ, .obj = id});
}

const Av *class_instance(Frame *fr, const Atom *cls, const Taint *t, NodeId node)
{
    uint64_t which = ((uint64_t)cls->mod << 32 | cls->idx) * 0xbf58476d1ce4e5b9u;     // A | B: one of each
    fr->w->within = 0;
    return instance_at(fr, cls, t, ((uint64_t)node << 20 | 0xb0d1) ^ which, 0);
}

static const Obj *with_fields(Frame *fr, const Atom *cls, const Taint *t, uint64_t place, int depth)
{
    World *w = fr->w;
    Obj *o = new(&w->a, Obj, 1);
    *o = (Obj){.kind = OB_INST, .mod = cls->mod, .cls = cls->idx, .up = cls->obj};
    const Obj *r = o;
    Mro m;
    class_mro(w, &fr->st, cls->obj, &m);
    bool model = class_is(w, &fr->st, cls->obj, S("pydantic.BaseModel"), 0);
    // typed fields: numbers carry nothing
    for (int i = 0; i < m.n; i++) {
        Frame scope;
        const ClassInfo *info = class_scope(w, &fr->st, m.obj[i], &scope);
        if (!info) continue;
        uint32_t nth = (uint32_t)(info - scope.m->m->classes.v);
        if (model && t && keeps_more(scope.m, nth)) r = obj_spill(w, r, av_with(w, &av_quiet, t));
        for (Size j = 0; j < info->nattrs; j++) {
            if (!info->attrs[j].annotation) continue;
            const Av *type = annotation_value(&scope, info->attrs[j].annotation);
            bool text = is_text_type(w, type);
            const Taint *own = text ? taint_mask(w, t, KIND(NOSQL), false) : t;
            // the names of fields are those of the class
            if (model && (text || is_checked_type(&scope, type)))
                own = taint_mask(w, own, KIND(MASS), false);
            const Av *url = url_of(w, type);
            const Av *v = is_checked_type(&scope, type) ? av_inst(w, S("int"))
                                                        : av_with(w, url ? url : &av_quiet, own);
            if (own) {
                Atom declaring = {.kind = AT_CLASS, .mod = scope.mod, .idx = nth, .obj = m.obj[i]};
                v = av_clear(
                    w, v, declared_clears(&scope, info->attrs[j].annotation, info->attrs[j].value));
                v = validated(fr, &scope, &declaring, j, v);
                const Av *part = v->taint == own && is_model(fr, cls->obj)
                                     ? part_of_model(fr, &scope, info->attrs[j].annotation, type, own,
                                                     place * 31 + (uint64_t)j + 1, depth + 1)
                                     : NULL;
                if (part) v = part;
            }
            Key key = KEY_SYM(name_add(&w->names, py_name(scope.m->m->tree, info->attrs[j].name)));
            if (!obj_cell(r, key)) r = obj_set(w, r, key, v, false);
        }
    }
    return r;
}

// Where nothing comes from outside all instances of a class that a body made begin alike.
static const Av *instance_at(Frame *fr, const Atom *cls, const Taint *t, uint64_t place, int depth)
{
    World *w = fr->w;
    bool alike = !t && !w->making && base_at(w, cls->obj);
    const Obj *o = alike ? trie_get(w->blank, cls->obj) : NULL;
    if (o) {
        obj_looked_at(w, &fr->st, cls->obj);
    } else {
        o = with_fields(fr, cls, t, place, depth);
        if (alike) w->blank = trie_set(&w->a, w->blank, cls->obj, o);
    }
    uint32_t id = obj_id_in(w, fr->id, fr->depth, place);
    obj_put(fr, id, o);
    return av_atom(w, (Atom){.kind = AT_OBJ, .obj = id});
}

static bool is_plain_type(World *w, const Atom *a)
{
    static const char *const plain[] = {"str",
                                        "bytes",
                                        "dict",
                                        "list",
                                        "set",
                                        "tuple",
                                        "object",
                                        "typing.Any",
                                        "typing.Dict",
                                        "typing.List",
                                        "typing.Text",
                                        "typing.AnyStr",
                                        "pydantic.EmailStr",
                                        "typing.Mapping",
                                        "typing.Iterable",
                                        "pydantic.SecretStr",
                                        "random.Random",        // SystemRandom is one, too
                                        "float"};
    if (a->kind != AT_NAME) return false;
    for (Size i = 0; i < countof(plain); i++)
        if (str_eq(unit_str(w, a->idx), str_of(plain[i]))) return true;
    return false;
}

const Av *library_instance(World *w, const Atom *a)
{
    bool names = a->kind == AT_NAME && a->id && !is_plain_type(w, a) && models_is_class(w->models, a->id);
    return names ? av_atom(w, (Atom){.kind = AT_INST, .shy = a->shy, .idx = a->idx, .id = a->id}) : NULL;
}

const Av *typed_param(Frame *fr, const Av *type, const Taint *t, NodeId node)
{
    World *w = fr->w;
    const Av *r = &av_bottom, *url = url_of(w, type);
    if (url) return av_with(w, url, t);
    for (int i = 0; i < type->n; i++) {
        const Atom *a = &type->atom[i];
        const Av *of = library_instance(w, a);
        if (of) r = av_join(w, r, of);
        else if (a->kind == AT_CONST) r = av_join(w, r, av_none(w));
        else if (a->kind == AT_CLASS) r = av_join(w, r, class_instance(fr, a, t, node));
        else if (a->kind == AT_NAME && str_eq(unit_str(w, a->idx), S("str")))
            r = av_join(w, r,
                        av_with(w, av_inst(w, S("str")), taint_mask(w, t, KIND(NOSQL), false)));
        else r = av_join(w, r, av_with(w, t ? &av_unknown : &av_quiet, t));
    }
    if (type->flags || !type->n) r = av_join(w, r, av_with(w, t ? &av_unknown : &av_quiet, t));
    return r;
}

static bool takes(const Module *m, uint32_t func, Str param)
{
    const Func *f = &m->funcs.v[func];
    for (Size i = 0; i < f->params.n; i++)
        if (str_eq(py_name(m->tree, f->params.v[i].name), param)) return true;
    return false;
}

// A middleware of Django is told by what it is made of: a class or a function that is given get_response.
bool is_django_middleware(const Frame *fr)
{
    const Module *m = fr->m->m;
    if (!name_find(&m->tree->names, S("get_response"))) return false;
    if (!fr->f->owner) return fr->f->parent && takes(m, fr->f->parent, S("get_response"));
    const ClassInfo *c = &m->classes.v[fr->f->owner - 1];
    for (Size i = 0; i < c->methods.n; i++)
        if (str_eq(py_name(m->tree, c->methods.name[i]), S("__init__")))
            return takes(m, c->methods.func[i], S("get_response"));
    return false;
}

static const Av *shaped_as(World *w, Str cls)
{
    ModelId id = models_id(w->models, cls);
    if (!id) return NULL;
    return av_atom(w, (Atom){.kind = AT_INST, .shy = 1, .idx = name_add(&w->names, cls), .id = id});
}

static bool is_in_package(Str name, Str root)
{
    return str_starts(name, root) && (name.len == root.len || name.s[root.len] == '.');
}

static bool names_package(const Module *m, Str root)
{
    for (Size i = 0; i < m->tree->names.n; i++)
        if (is_in_package(m->tree->names.v[i], root)) return true;
    return false;
}

// def __call__(self, form, field), def validate_name(form, field): WTForms asks it about what was sent.
static const Av *field_shape(Frame *fr, Str name)
{
    const Module *m = fr->m->m;
    Str own = py_name(m->tree, fr->f->name);
    if (!str_eq(name, S("field")) || (!takes(m, fr->func, S("form")) && !str_starts(own, S("validate_"))))
        return NULL;
    bool known = names_package(m, S("wtforms")) || names_package(m, S("flask_wtf"));
    return known ? shaped_as(fr->w, S("wtforms.fields.Field")) : NULL;
}

// class PayClient: def execute(self, request) — what such a class is handed goes out, and came from nobody.
static bool is_of_client(const Frame *fr)
{
    static const char *const ends[] = {"Client", "Transport", "HTTPAdapter", "Encoder", "Signer"};
    const Module *m = fr->m->m;
    const ClassInfo *c = fr->f->owner ? &m->classes.v[fr->f->owner - 1] : NULL;
    for (size_t i = 0; c && i < countof(ends); i++)
        if (str_ends(py_name(m->tree, c->name), str_of(ends[i]))) return true;
    return false;
}

static const Av *request_shape(Frame *fr, Str name)
{
    static const struct {
        const char *root, *cls;
    } known[] = {{"django", "django.http.HttpRequest"},
                 {"rest_framework", "rest_framework.request.Request"},
                 {"aiohttp", "aiohttp.web.Request"},
                 {"fastapi", "fastapi.Request"},
                 {"starlette", "starlette.requests.Request"},
                 {"sanic", "sanic.request.Request"},
                 {"pyramid", "pyramid.request.Request"},
                 {"falcon", "falcon.Request"},
                 {"ZPublisher", "ZPublisher.HTTPRequest.HTTPRequest"},
                 {"Products", "ZPublisher.HTTPRequest.HTTPRequest"},
                 {"plone", "ZPublisher.HTTPRequest.HTTPRequest"}};
    World *w = fr->w;
    if (str_eq(name, S("REQUEST"))) return shaped_as(w, S("ZPublisher.HTTPRequest.HTTPRequest"));
    if ((!str_eq(name, S("request")) && !str_eq(name, S("req"))) || is_of_client(fr)) return NULL;
    const Av *shape = is_django_middleware(fr) ? shaped_as(w, S("django.http.HttpRequest")) : NULL;
    const Names *names = &fr->m->m->tree->names;
    for (Size i = 0; i < names->n && !shape; i++)
        for (Size k = 0; k < countof(known) && !shape; k++) {
            if (is_in_package(names->v[i], str_of(known[k].root)))
                shape = shaped_as(w, str_of(known[k].cls));
        }
    if (shape) return shape;
    ModelId id = models_id(w->models, S("?request"));
    if (!id || !w->fragment) return NULL;
    return name_value(w, models_name(w->models, id), true);
}

// A number of the caller's: it may be as large as it likes, where no maximum is declared.
static const Av *number_param(Frame *fr, const Root *r, const Param *p, const Av *type)
{
    World *w = fr->w;
    const Av *number = av_inst(w, S("int"));
    bool whole = false;
    for (int i = 0; i < type->n; i++)
        whole |= type->atom[i].kind == AT_NAME && str_eq(unit_str(w, type->atom[i].idx), S("int"));
    if (!whole || declares_most(fr, p->annotation, p->fallback)) return number;
    Kinds reach = r->entry.kinds & KINDS_REACH;
    return av_with(w, number,
                   taint_new(w, reach | KIND(NUMBER) | KIND(SIZE),
                             step_add(fr, NULL, p->node, S("a number that the caller chooses")),
                             r->entry.shy));
}

// As a route hands it over: behind what the framework gives of its own.
static Routed routed(const ModelLine *l, Str name, Size nth, const Param *p)
{
    Size own = handed_first(l);
    return (Routed){name, nth < own ? (Size)-1 : nth - own, p->fallback != 0};
}

// validate_code(self, value): what the field `code` of its class is clean of.
static Kinds own_field_clears(Frame *fr)
{
    const Module *m = fr->m->m;
    Str name = py_name(m->tree, fr->f->name);
    const ClassInfo *c = fr->f->owner ? &m->classes.v[fr->f->owner - 1] : NULL;
    name = str_sub(name, str_find(name, S("_")) + 1, -1);
    for (Size i = 0; c && i < c->nattrs; i++)
        if (c->attrs[i].value && str_eq(py_name(m->tree, c->attrs[i].name), name))
            return field_clears(fr, c->attrs[i].value);
    return 0;
}

// Pyramid hands a view of two parameters its context first, then the request.
static Size handed_place(const Frame *fr, const ModelLine *l, Size i, Size nth)
{
    if (l->nwith != 2 || nth > 1 || !str_eq(l->with[0], S("pyramid.request.Request")) || !str_eq(l->with[1], S("-")))
        return nth;
    return params_by_place(fr->f) - (i - nth) > 1 ? 1 - nth : nth;
}

static const Av *entry_param(Frame *fr, const Root *r, Size i, Size nth)
{
    World *w = fr->w;
    const Param *p = &fr->f->params.v[i];
    const ModelLine *l = r->entry.line;
    Str name = py_name(fr->m->m->tree, p->name);
    const Av *d = default_value(w, &fr->st, fr->mod, fr->func, fr->fobj, (uint32_t)i);
    const Av *type = annotation_value(fr, p->annotation);
    const Av *injected = injected_param(fr, r, p, type, d);
    if (injected) return injected;
    if (p->annotation && is_checked_type(fr, type))
        return number_param(fr, r, p, type);
    Str with = {0};
    Size place = l && l->nwith ? handed_place(fr, l, i, nth) : 0;
    if (l && l->nwith)
        with = place < l->nwith                        ? l->with[place]
               : str_eq(l->with[l->nwith - 1], S("*")) ? S("*")
                                                       : S("-");
    if (str_eq(with, S("-"))) return typed_param(fr, type, NULL, p->node);
    if (with.len && !str_eq(with, S("*"))) {
        if (p->annotation && type->n == 1 && type->atom[0].kind == AT_NAME && type->atom[0].id &&
            models_is_class(w->models, type->atom[0].id))
            return typed_param(fr, type, NULL, p->node);
        bool row = str_eq(with, S("django.db.models.Row"));
        const Atom *of = row && r->entry.handles ? av_find(r->entry.handles, AT_CLASS) : NULL;
        const Av *view = r->cls ? self_instance(w, &fr->st, r->cls) : NULL;
        const Av *own = view ? declared_by_view(fr, view, with) : NULL;
        if (own) return own;
        const Av *inst = av_atom(w, (Atom){.kind = AT_INST,
                                           .idx = name_add(&w->names, with),
                                           .id = models_id(w->models, with),
                                           .mod = of ? of->obj : 0});
        return of ? av_with(w, inst,
                            outside(fr, r->entry.kinds, p->node, "what was stored is handed over",
                                    r->entry.shy))
                  : inst;
    }
    bool message = str_starts(r->entry.how, S("grpc."));        // a request of its own kind
    const Av *shape = p->annotation || message ? NULL : request_shape(fr, name);
    if (shape && nth == 0) return shape;
    const Taint *t =
        outside(fr, r->entry.kinds, p->node, "called from outside with this parameter", r->entry.shy);
    w->within = 0;
    const Av *models = listed_type(fr, p->annotation)               // items: list[Item]
                           ? part_of_model(fr, fr, p->annotation, type, t, (uint64_t)p->node << 20 | 0xb0d2, 0)
                           : NULL;
    if (models) return models;
    const Av *v = typed_param(fr, type, t, p->node);
    Kinds clear = declared_clears(fr, p->annotation, p->fallback);
    if (nth < 32 && r->entry.files >> nth & 1) clear |= KIND(PATH);
    if (r->entry.kinds & KIND(REMOTE)) clear |= routed_clears(fr, r->cls, routed(l, name, nth, p));
    bool based = v->taint && l && str_eq(l->name, S("base"));
    const Av *fields = based && models_has_tag(l, S("fields"))
                           ? declared_fields(fr, self_instance(w, &fr->st, r->cls), v->taint) : NULL;
    if (fields) return fields;
    const Av *parsed = v->taint ? parsed_param(fr, name, nth, v->taint) : NULL;
    if (parsed) return parsed;
    if (based && models_has_tag(l, S("field"))) clear |= own_field_clears(fr);
    if ((clear & KINDS_TEXT) == KINDS_TEXT) return av_inst(w, S("int"));
    if (resolved_scalar(fr, r->entry.how, name) || (r->entry.kinds & KIND(LOCAL) && declared_option(fr, name)))
        return &av_quiet;
    return clear ? av_clear(w, v, clear) : v;
}

// What anyone may pass. To a method that may be one of an outside class, who knows who calls it: only where data
// becomes a program is that worth a word.
static const Taint *anyones(Frame *fr, const Root *r, NodeId node, const char *what)
{
    const Kinds programs = KIND(SHELL) | KIND(SQL) | KIND(SQL_NAME) | KIND(CODE) | KIND(OBJECT) |
                           KIND(TEMPLATE) | KIND(LDAP) | KIND(LDAP_DN) | KIND(XPATH) | KIND(XML) |
                           KIND(XSLT);
    if (!r->parameter) return NULL;
    Kinds kinds = KIND(PARAMETER) | (r->doubtful ? programs : 0);
    return outside(fr, kinds, node, what, r->doubtful);
}

static const Av *plain_param(Frame *fr, const Root *r, Size i)
{
    World *w = fr->w;
    const Param *p = &fr->f->params.v[i];
    Str name = py_name(fr->m->m->tree, p->name);
    const Av *type = annotation_value(fr, p->annotation);
    if (p->annotation && is_checked_type(fr, type)) return av_inst(w, S("int"));
    const Av *shape = p->annotation ? NULL : request_shape(fr, name);
    if (!shape && !p->annotation) shape = field_shape(fr, name);
    if (shape) return shape;
    const Taint *t = anyones(fr, r, p->node, "a parameter that any caller may set");
    const Av *v = typed_param(fr, type, t, p->node);
    const Av *d = default_value(w, &fr->st, fr->mod, fr->func, fr->fobj, (uint32_t)i);
    return d && !av_find(d, AT_PARTIAL) ? av_join(w, v, d) : v;
}

// <name>, <int:name>, or <name:int> as Sanic and Bottle write it.
static bool is_in_route(Str text, Size at, Size len)
{
    Str after = str_sub(text, at + len, -1);
    return str_starts(after, S(">")) || (at && text.s[at - 1] == '<' && str_starts(after, S(":")));
}

// @app.get("/stock/<sku>"): a framework that hands over the names in its routes and no others has no
// value for a parameter that stands in none of a handler's routes; a decorator finds it one.
static bool route_hands(const Frame *of, const Entry *e, Str name)
{
    static const Str angled[] = {L("flask."), L("quart."), L("sanic."), L("bottle."), {0}};
    const Tree *t = of->m->m->tree;
    if (!str_begins(e->how, angled) || !e->route.len) return true;
    for (Size i = 0; i < of->f->decorators.n; i++) {
        const PyNode *d = py_at(t, of->f->decorators.v[i]);
        Str text = str_sub(t->src, d->beg, d->end);
        for (Size k = 0, n; (n = str_find(str_sub(text, k, -1), name)) >= 0; k += n + 1)
            if (is_in_route(text, k + n, name.len)) return true;
    }
    return false;
}

// The names that **kwargs brings are those of the route's pattern, not the client's.
static bool names_by_route(const Entry *e)
{
    static const Str by[] = {L("django."), L("rest_framework."), L("flask."),
                             L("quart."),  L("click."),          {0}};
    return str_begins(e->how, by);
}

// Does the framework hand over more than the parameters that stand there? Names of the route, where it has some;
// without names the further parts of the path, or the groups of its pattern.
static bool hands_more(const Entry *e, bool by_name)
{
    if (!by_name) return str_starts(e->how, S("cherrypy."));
    if (str_starts(e->how, S("ariadne."))) return true;             // no route but a name
    return !e->route.len || str_has(e->route, (const Str[]){L("<"), L("{"), L(":"), {0}});
}

static bool takes_names(const Func *f) { return f->params.n && f->params.v[f->params.n - 1].kind == PARAM_KWARG; }

// A wrapper's *args and **kwargs: what its function is handed by place, but for what parameters of the wrapper's
// own take, and the others by name.
static void wrapped_params(Frame *fr, const Root *r, Mod *om, bool dict, Obj *o)
{
    World *w = fr->w;
    const Func *f = fr->f, *orig = &om->m->funcs.v[r->entry.original];
    Frame *of = frame_new(w, fr, r->entry.original_mod, r->entry.original, fr->id);
    Size self = is_bound(w, om->m->tree, orig, r), placed = self + handed_first(r->entry.line);
    Size taken = params_by_place(f) - (r->self && f->owner);
    if (!dict && !takes_names(f)) placed = orig->params.n;
    Cell *c = new(&w->a, Cell, orig->params.n + 1);
    of->st = fr->st;
    for (Size k = 0; k < orig->params.n; k++) {
        const Param *p = &orig->params.v[k];
        bool own = (p->kind >= PARAM_VARARG && p->kind != PARAM_KWONLY) || (k < placed) == dict;
        for (Size j = 0; j < f->params.n && dict; j++)
            own |= f->params.v[j].kind < PARAM_VARARG &&
                   unit_sym(fr, f->params.v[j].name) == unit_sym(of, p->name);
        own |=
            k < placed ? k < taken : !route_hands(of, &r->entry, py_name(of->m->m->tree, p->name));
        if (own) continue;
        const Av *v = k < self ? self_instance(w, &fr->st, r->cls) : entry_param(of, r, k, k - self);
        c[o->n] = (Cell){dict ? KEY_SYM(unit_sym(of, p->name)) : KEY_INT(o->n), v};
        o->n++;
    }
    fr->st.heap = of->st.heap;
    o->cell = c;
    o->rest = NULL;
    o->exact = true;
}

static const Av *star_param(Frame *fr, const Root *r, Size i)
{
    World *w = fr->w;
    const Func *f = fr->f;
    bool dict = f->params.v[i].kind == PARAM_KWARG;
    bool itself = r->entry.original == r->func && r->entry.original_mod == r->mod;
    const Taint *t = r->entry.kinds
                         ? outside(fr, r->entry.kinds, f->params.v[i].node,
                                   "called from outside with these parameters", r->entry.shy)
                         : anyones(fr, r, f->params.v[i].node, "parameters that any caller may set");
    if (names_by_route(&r->entry)) t = taint_mask(w, t, KIND(MASS), false);
    const Av *routed = dict && t && r->entry.kinds & KIND(REMOTE) && !r->entry.original ? routed_items(fr, t) : NULL;
    if (routed) return routed;                                      // **kwargs of a view
    const Av *any = av_with(w, t ? &av_unknown : &av_quiet, t);
    Obj o = {.kind = dict ? OB_DICT : OB_TUPLE, .rest = any};
    Mod *om = r->entry.original && !itself ? mod_load(w, r->entry.original_mod) : NULL;
    if (om) wrapped_params(fr, r, om, dict, &o);
    if (itself && !hands_more(&r->entry, dict)) o.rest = NULL, o.exact = true;
    uint32_t id = obj_id_in(w, fr->id, fr->depth, (uint64_t)i << 16 | 0x57a2);
    Obj *made = new(&w->a, Obj, 1);
    *made = o;
    obj_put(fr, id, made);
    return av_atom(w, (Atom){.kind = AT_OBJ, .obj = id});
}

uint32_t self_id(World *w, uint32_t cls) { return obj_id(w, 0x5e1full << 32 | cls); }

const Av *self_instance(World *w, State *st, uint32_t cls)
{
    uint32_t id = self_id(w, cls);
    if (!base_at(w, id)) {
        const Obj *c = obj_bare(w, st, cls);                    // one of a function lies in its heap
        if (!c) return &av_quiet;
        Obj *o = new(&w->a, Obj, 1);
        *o = (Obj){.kind = OB_INST, .up = cls, .mod = c->mod, .cls = c->cls};
        w->base[id] = o;
    }
    return av_atom(w, (Atom){.kind = AT_OBJ, .obj = id});
}

// app.errorhandler(Exception): what anything may raise tells of the program's inside.
static const Taint *handled(Frame *fr, const Av *classes, NodeId node)
{
    for (int i = 0; classes && i < classes->n; i++) {
        const Atom *a = &classes->atom[i];
        Str name = a->kind == AT_NAME ? unit_str(fr->w, a->idx) : (Str){0};
        if (!str_eq(name, S("Exception")) && !str_eq(name, S("BaseException")) &&
            !str_ends(name, S(".Error")) && !str_ends(name, S("SQLAlchemyError")))
            continue;
        return taint_new(fr->w, KIND(EXCEPTION) | KIND(HTML) | KIND(REPLY),
                         step_add(fr, NULL, node, S("any exception that nobody caught")), false);
    }
    return NULL;
}

// A table of several handlers does not tell which is for which; what type its parameter is does.
static const Av *handled_by(Frame *fr, const Av *classes, NodeId annotation)
{
    const Av *own = classes && classes->n > 1 && annotation ? annotation_value(fr, annotation) : NULL;
    return own && own->n == 1 && (own->atom[0].kind == AT_CLASS || own->atom[0].kind == AT_NAME) ? own : classes;
}

// Parameters of a function that is walked on its own.
void bind_root(Frame *fr, const Root *r)
{
    World *w = fr->w;
    const Func *f = fr->f;
    const Tree *t = fr->m->m->tree;
    Size from = 0;
    if (r->given) {
        fr->arg = r->given;
        return;
    }
    fr->arg = new(&w->a, const Av *, f->params.n + 1);
    if ((is_bound(w, t, f, r) || r->self) && params_by_place(f)) {
        const Atom cls = {
            .kind = AT_CLASS, .mod = r->mod, .idx = f->owner ? f->owner - 1 : 0, .obj = r->cls};
        if (r->self) fr->arg[0] = r->self;
        else if (!r->cls) fr->arg[0] = &av_quiet;
        else
            fr->arg[0] =
                decorated_as(t, f, S("classmethod")) ? av_atom(w, cls) : self_instance(w, &fr->st, r->cls);
        from = 1;
    }
    for (Size i = from; i < f->params.n; i++) {
        ParamKind kind = f->params.v[i].kind;
        if (kind == PARAM_VARARG || kind == PARAM_KWARG) fr->arg[i] = star_param(fr, r, i);
        else fr->arg[i] = r->entry.kinds ? entry_param(fr, r, i, i - from) : plain_param(fr, r, i);
        const Atom *inst = r->entry.handles ? av_find(fr->arg[i], AT_INST) : NULL;
        if (!inst || !str_eq(unit_str(w, inst->idx), S("Exception"))) continue;
        const Av *of = handled_by(fr, r->entry.handles, f->params.v[i].annotation);
        fr->arg[i] = av_add_taint(w, fr->arg[i],
                                  taint_join(w, raised_taint(fr, of), handled(fr, of, f->params.v[i].node)));
    }
}
