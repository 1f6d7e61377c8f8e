// flow/declared: forms, schemas and serializers whose classes declare their fields: what has passed one is a number,
// a choice, a text of its pattern.
// SPDX-License-Identifier: MIT
#include "flow/declared.h"
#include "flow/guard.h"
#include "flow/names.h"
#include <ctype.h>

// CLEANINGS_MOST: methods of fields that are followed in a unit; each look at a form's data follows
// all of its class.
enum { FIELD_DEPTH = 4, CLEANINGS_MOST = 2000 };

// Fields by what makes them: of a number, a date, a choice nothing harmful is left; others let a pattern through.
static const struct { const char *name, *pattern; } makers[] = {
    {"IntegerField", NULL}, {"BigIntegerField", NULL}, {"SmallIntegerField", NULL},
    {"PositiveIntegerField", NULL}, {"PositiveSmallIntegerField", NULL}, {"PositiveBigIntegerField", NULL},
    {"AutoField", NULL}, {"BigAutoField", NULL}, {"SmallAutoField", NULL}, {"FloatField", NULL},
    {"DecimalField", NULL}, {"BooleanField", NULL}, {"NullBooleanField", NULL}, {"UUIDField", NULL},
    {"DateField", NULL}, {"DateTimeField", NULL}, {"TimeField", NULL}, {"DurationField", NULL},
    {"SplitDateTimeField", NULL}, {"ChoiceField", NULL}, {"TypedChoiceField", NULL},
    {"MultipleChoiceField", NULL}, {"TypedMultipleChoiceField", NULL}, {"Int", NULL}, {"Integer", NULL},
    {"Float", NULL}, {"Decimal", NULL}, {"Bool", NULL}, {"Boolean", NULL}, {"UUID", NULL}, {"Date", NULL},
    {"DateTime", NULL}, {"NaiveDateTime", NULL}, {"AwareDateTime", NULL}, {"Time", NULL},
    {"TimeDelta", NULL}, {"Enum", NULL}, {"SlugField", "[-a-zA-Z0-9_]+"},
    {"IPAddressField", "[0-9a-fA-F:.]+"}, {"GenericIPAddressField", "[0-9a-fA-F:.]+"},
    {"IP", "[0-9a-fA-F:.]+"}, {"IPv4", "[0-9.]+"}, {"IPv6", "[0-9a-fA-F:.]+"},
    {"validate_slug", "[-a-zA-Z0-9_]+"}, {"validate_integer", "[-0-9]+"}};

static Kinds made_clears(World *w, Str name)
{
    // a record: an address of its own, where a redirect is given one
    if (str_eq(name, S("ModelChoiceField"))) return KIND(REDIRECT);
    for (Size i = 0; i < countof(makers); i++)
        if (str_eq(name, str_of(makers[i].name)))
            return makers[i].pattern ? regex_clears(w, str_of(makers[i].pattern), 0, 0)
                                     : KINDS_TEXT;
    return 0;
}

// An argument by its name, or by its place; 0: it is not given.
static NodeId given(const Tree *t, NodeId call, Size place, const char *name)
{
    NodeList args = py_list(t, call, Call_args);
    NodeId named = py_keyword(t, call, str_of(name));
    if (named) return named;
    return place >= 0 && place < (Size)args.n && py_kind(t, args.v[place]) != PY_Starred
               ? args.v[place]
               : 0;
}

// RegexValidator(…) and RegexField(…) search, Regexp(…) matches from the beginning.
static Kinds pattern_clears(Frame *scope, NodeId call, bool search)
{
    const Tree *t = scope->m->m->tree;
    NodeId pattern = given(t, call, 0, "regex");
    Str text;
    if (!pattern || given(t, call, -1, "flags") || given(t, call, -1, "inverse_match")) return 0;
    return declared_text(scope, pattern, &text) ? regex_clears(scope->w, text, 0, search ? 2 : 1)
                                                : 0;
}

// validators=[…], validate=…: each is asked, so that what one refuses does not pass.
static Kinds validator_clears(Frame *scope, NodeId n, int depth)
{
    const Tree *t = scope->m->m->tree;
    int k = n ? py_kind(t, n) : 0;
    Kinds clear = 0;
    if (depth > FIELD_DEPTH) return 0;
    if (k == PY_List || k == PY_Tuple) {
        NodeList all = py_list(t, n, k == PY_List ? List_elts : Tuple_elts);
        for (uint32_t i = 0; i < all.n; i++) clear |= validator_clears(scope, all.v[i], depth + 1);
    } else if (k == PY_Name || k == PY_Attribute) clear = made_clears(scope->w, py_last_name(t, n));
    else if (k == PY_Call) {
        Str name = py_last_name(t, py_node(t, n, Call_func));
        NodeList args = py_list(t, n, Call_args);
        if (str_eq(name, S("OneOf")) || str_eq(name, S("AnyOf"))) return KINDS_TEXT;
        if (str_eq(name, S("RegexValidator"))) return pattern_clears(scope, n, true);
        if (str_eq(name, S("Regexp"))) return pattern_clears(scope, n, false);
        for (uint32_t i = 0; str_eq(name, S("And")) && i < args.n; i++)
            clear |= validator_clears(scope, args.v[i], depth + 1);
    }
    return clear;
}

static Kinds clears_within(Frame *scope, NodeId made, int depth)
{
    const Tree *t = scope->m->m->tree;
    if (!made || py_kind(t, made) != PY_Call || depth > FIELD_DEPTH) return 0;
    Str name = py_last_name(t, py_node(t, made, Call_func));
    Kinds k = made_clears(scope->w, name);
    // of Django and its serializers: WTForms' field of that name checks nothing
    static const Str emails[] = {L("forms.EmailField"), L("serializers.EmailField"), L("models.EmailField"), {0}};
    if (str_in(py_text(t, py_node(t, made, Call_func)), emails))
        k |= regex_clears(scope->w, S("[^\\r\\n]+"), 0, 0);
    if (str_eq(name, S("List")) || str_eq(name, S("ListField")))
        k |= clears_within(scope, given(t, made, 0, "child"), depth + 1);
    if (str_eq(name, S("RegexField"))) k |= pattern_clears(scope, made, true);
    k |= validator_clears(scope, given(t, made, -1, "validators"), 0);
    return k | validator_clears(scope, given(t, made, -1, "validate"), 0);
}

Kinds field_clears(Frame *scope, NodeId made) { return clears_within(scope, made, 0); }

// ---- the fields of a class

typedef struct { Frame *fr; const Obj *o; const Taint *t; Atom cls; uint32_t place; bool any; } Fields;

// A form of the class, whose field has passed what it declares: self of its own clean_name().
static const Av *form_with(const Fields *all, Key field, const Av *v)
{
    World *w = all->fr->w;
    Frame *fr = all->fr;
    Obj *data = new(&w->a, Obj, 1), *form = new(&w->a, Obj, 1);
    *data = *all->o;
    *data = *obj_set(w, data, field, v, false);
    *form = (Obj){.kind = OB_INST, .mod = all->cls.mod, .cls = all->cls.idx, .up = all->cls.obj};
    Key kept = KEY_SYM(name_add(&w->names, S("cleaned_data")));
    *form = *obj_set(w, form, kept, obj_make(fr, fr->at, 0xc1ea1, data), false);
    return obj_make(fr, fr->at, 0xc1ea2, form);
}

static bool is_within(const Frame *fr, const Atom *f)
{
    for (; fr; fr = fr->up)
        if (fr->mod == f->mod && fr->func == f->idx) return true;
    return false;
}

// def clean_name(self), def validate_name(self, value): what the class makes of a field that has passed, where the
// library takes what they give (WTForms and marshmallow do not). NULL: it has no such method.
static const Av *cleaned(const Fields *all, Str name, const Av *v)
{
    static const struct { Str of, says; bool given; } libraries[] = {   // given: the value, as an argument
        {L("django.forms.Form"), L("clean_"), false},
        {L("django.forms.ModelForm"), L("clean_"), false},
        {L("rest_framework.serializers.BaseSerializer"), L("validate_"), true}};
    World *w = all->fr->w;
    for (Size i = 0; i < countof(libraries) && all->cls.obj; i++) {
        if (!class_is(w, &all->fr->st, all->cls.obj, libraries[i].of, 0)) continue;
        uint32_t sym = name_add(&w->names, str_join(&w->a, libraries[i].says, S(""), name)), mod, idx;
        const Av *method = sym ? class_member(all->fr, &all->cls, sym, &mod, &idx, false) : NULL;
        const Atom *f = method ? av_find(method, AT_FUNC) : NULL;
        if (!f || is_within(all->fr, f)) continue;              // it reads its field before it cleaned it
        const Av *self = form_with(all, KEY_SYM(name_add(&w->names, name)), v);
        w->quiet++;                      // what it does itself is told where it stands
        const Av *r = libraries[i].given ? answered(all->fr, f, self, v)
                                         : answered(all->fr, f, NULL, self);
        w->quiet--;
        return r;
    }
    return NULL;
}

// FileField(), ImageField(): a file of the request, no name of one
static bool is_upload(const Tree *t, NodeId made)
{
    Str name = py_last_name(t, py_node(t, made, Call_func));
    return str_eq(name, S("FileField")) || str_eq(name, S("ImageField"));
}

static const Av *fields_of(Frame *fr, const Av *self, const Taint *t, uint32_t place);

// part = PartSerializer(), PartSerializer(many=True): what that class declares. NULL: of no such class.
static const Av *serializer_within(const Fields *all, Frame *scope, NodeId made, Key key)
{
    Frame *fr = all->fr;
    World *w = fr->w;
    const Tree *t = scope->m->m->tree;
    const Av *v = annotation_value(scope, py_node(t, made, Call_func));
    const Atom *cls = v->n == 1 ? av_find(v, AT_CLASS) : NULL;
    if (!cls || w->nest > FIELD_DEPTH || w->within == WITHIN_MOST ||
        !class_is(w, &fr->st, cls->obj, S("rest_framework.serializers.BaseSerializer"), 0))
        return NULL;
    uint32_t place = all->place * 31 + ((uint32_t)key << 4);        // one name may stand in several of them
    w->nest++, w->within++;
    const Av *one = fields_of(fr, self_instance(w, &fr->st, cls->obj), all->t, place);
    w->nest--;
    if (!one || !given(t, made, -1, "many")) return one;
    Obj list = {.kind = OB_LIST, .rest = one};
    return obj_make(fr, fr->at, place ^ 1, &list);
}

static void add_field(Fields *all, Frame *scope, Str name, NodeId made, bool choices)
{
    World *w = all->fr->w;
    Key key = KEY_SYM(name_add(&w->names, name));
    const Tree *t = scope->m->m->tree;
    if (obj_cell(all->o, key)) return;
    if (py_kind(t, made) != PY_Call) {
        if (all->o->exact) all->o = obj_set(w, all->o, key, av_with(w, &av_unknown, all->t), false);
        return;
    }
    Kinds k = field_clears(scope, made);
    if (choices && given(t, made, -1, "choices")) k = KINDS_TEXT;
    if (given(t, made, -1, "attribute") || given(t, made, -1, "source")) k = 0;     // it goes by another name
    const Av *v = (k & KINDS_TEXT) == KINDS_TEXT ? &av_quiet
                                                 : av_clear(w, av_with(w, &av_unknown, all->t), k);
    const Av *within = k ? NULL : serializer_within(all, scope, made, key);
    if (within) v = within;
    bool upload = is_upload(t, made);
    if (upload)
        v = av_clear(w, av_with(w, av_inst(w, S("django.core.files.uploadedfile.UploadedFile")), all->t),
                     KIND(PATH));
    const Av *own = v->taint && w->cleanings < CLEANINGS_MOST ? cleaned(all, name, v) : NULL;
    w->cleanings += own != NULL;
    all->o = obj_set(w, all->o, key, own ? own : v, false);
    all->any |= k || own || upload || within;
}

static void add_fields(Fields *all, Frame *scope, const ClassInfo *c, bool choices)
{
    for (Size i = 0; i < c->nattrs; i++)
        if (c->attrs[i].value)
            add_field(all, scope, py_name(scope->m->m->tree, c->attrs[i].name), c->attrs[i].value,
                      choices);
}

static void add_models(Fields *all, Frame *scope, const ClassInfo *c);

// The class by its object and its bases; what it says itself goes before what they say.
static void add_class(Fields *all, uint32_t obj, bool model)
{
    World *w = all->fr->w;
    Mro m;
    class_mro(w, &all->fr->st, obj, &m);
    for (int i = 0; i < m.n; i++) {
        Frame scope;
        const ClassInfo *c = class_scope(w, &all->fr->st, m.obj[i], &scope);
        if (!c) continue;
        add_fields(all, &scope, c, model);
        if (!model) add_models(all, &scope, c);
    }
}

// class Meta: model = Post — a form of a model has the model's fields.
static void add_models(Fields *all, Frame *scope, const ClassInfo *c)
{
    const Module *m = scope->m->m;
    for (Size k = 0; k < m->classes.n; k++) {
        const ClassInfo *meta = &m->classes.v[k];
        if (meta->parent != c->body || !str_eq(py_name(m->tree, meta->name), S("Meta"))) continue;
        for (Size i = 0; i < meta->nattrs; i++) {
            if (!meta->attrs[i].value || !str_eq(py_name(m->tree, meta->attrs[i].name), S("model")))
                continue;
            const Av *v = annotation_value(scope, meta->attrs[i].value);
            const Atom *a = av_find(v, AT_CLASS);
            if (a && v->n == 1) add_class(all, a->obj, true);
        }
    }
}

const Av *declared_fields(Frame *fr, const Av *self, const Taint *t)
{
    if (!fr->w->nest) fr->w->within = 0;
    return fields_of(fr, self, t, 0xf1e1d);
}

static const Av *fields_of(Frame *fr, const Av *self, const Taint *t, uint32_t place)
{
    World *w = fr->w;
    const Atom *a = self && self->n == 1 && t ? av_find(self, AT_OBJ) : NULL;
    const Obj *o = a ? obj_at(w, &fr->st, a->obj) : NULL;
    if (!o || o->kind != OB_INST || !o->up) return NULL;
    const Av *rest = av_with(w, &av_unknown, t);
    Obj *empty = new(&w->a, Obj, 1);
    *empty = (Obj){.kind = OB_DICT, .rest = rest, .keys = rest};
    Fields all = {.fr = fr, .o = empty, .t = t, .place = place,
                  .cls = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up}};
    add_class(&all, o->up, false);
    if (!all.any) return NULL;
    Obj made = *all.o;
    place ^= (o->up & 0xff) << 12;                              // each of several classes has its own
    return obj_make(fr, fr->at, place, &made);
}

// ---- what a view's class says it works with

typedef struct { Str with, says, asks; } ByView;
static const ByView by_views[] = {
    {L("django.forms.Form"), L("form_class"), L("get_form_class")},
    {L("rest_framework.serializers.Serializer"), L("serializer_class"), L("get_serializer_class")}};

static const ByView *by_view(Str with)
{
    for (Size i = 0; i < countof(by_views); i++)
        if (str_eq(with, by_views[i].with)) return &by_views[i];
    return NULL;
}

static const Av *view_says(Frame *fr, const Obj *view, Str name)
{
    uint32_t mod, idx;
    const Atom cls = {.kind = AT_CLASS, .mod = view->mod, .idx = view->cls, .obj = view->up};
    return class_member(fr, &cls, name_add(&fr->w->names, name), &mod, &idx, false);
}

static const Obj *view_of(Frame *fr, const Av *self)
{
    const Atom *a = self && self->n == 1 ? av_find(self, AT_OBJ) : NULL;
    const Obj *o = a ? obj_at(fr->w, &fr->st, a->obj) : NULL;
    return o && o->kind == OB_INST && o->up ? o : NULL;
}

const Av *declared_class(Frame *fr, const Av *self, Str with)
{
    const ByView *by = by_view(with);
    const Obj *view = by ? view_of(fr, self) : NULL;
    return view ? view_says(fr, view, by->says) : NULL;
}

// What its own method chooses among counts before the attribute.
static const Av *class_chosen(Frame *fr, const Av *self, Str with)
{
    const ByView *by = by_view(with);
    const Obj *view = by ? view_of(fr, self) : NULL;
    const Args none = {.call = fr->at, .node = fr->f->code.v[fr->at].node};
    if (view && view_says(fr, view, by->asks)) return call_method(fr, self, by->asks.s, &none);
    return declared_class(fr, self, with);
}

const Av *declared_by_view(Frame *fr, const Av *self, Str with)
{
    const Av *cls = class_chosen(fr, self, with), *all = NULL;
    if (!cls || cls->flags) return NULL;
    for (int i = 0; i < cls->n; i++) {
        if (cls->atom[i].kind != AT_CLASS) return NULL;
        const Av *one = self_instance(fr->w, &fr->st, cls->atom[i].obj);
        all = all ? av_join(fr->w, all, one) : one;
    }
    return all;
}

// ---- decorators that parse a request by a schema

// A["n"] = …, A.update(…)
static bool writes_into(const Tree *t, NodeId statement, Sym name)
{
    int k = py_kind(t, statement);
    NodeId to = k == PY_Assign ? py_list(t, statement, Assign_targets).v[0]
                : k == PY_Expr ? py_node(t, statement, Expr_value)
                               : 0;
    if (to && py_kind(t, to) == PY_Call) to = py_node(t, to, Call_func);
    int by = to ? py_kind(t, to) : 0;
    NodeId of = by == PY_Subscript   ? py_node(t, to, Subscript_value)
                : by == PY_Attribute ? py_node(t, to, Attribute_value)
                                     : 0;
    return of && py_kind(t, of) == PY_Name && py_sym(t, of, Name_id) == name;
}

// The dictionary that stands there, or that the module binds the name to, once and for all; 0: none.
static NodeId dict_of(const Frame *scope, NodeId n)
{
    const Tree *t = scope->m->m->tree;
    if (py_kind(t, n) == PY_Dict) return n;
    if (py_kind(t, n) != PY_Name || times_bound(scope->w, scope->m, py_text(t, n)) != 1) return 0;
    Sym name = py_sym(t, n, Name_id);
    NodeList body = py_list(t, t->root, Module_body);
    NodeId dict = 0;
    for (uint32_t i = 0; i < body.n; i++) {
        if (writes_into(t, body.v[i], name)) return 0;
        if (py_kind(t, body.v[i]) != PY_Assign) continue;
        NodeId to = py_list(t, body.v[i], Assign_targets).v[0], v = py_node(t, body.v[i], Assign_value);
        if (py_kind(t, to) == PY_Name && py_sym(t, to, Name_id) == name)
            dict = py_kind(t, v) == PY_Dict ? v : 0;
    }
    return dict;
}

// By name what the schema lets through: {"n": fields.Int()}, a class of fields or an object of it. NULL: unknown.
static const Av *parsed_fields(Frame *fr, NodeId schema, const Taint *t)
{
    World *w = fr->w;
    const Tree *tree = fr->m->m->tree;
    NodeId dict = dict_of(fr, schema);
    if (!dict) {
        NodeId cls = py_kind(tree, schema) == PY_Call ? py_node(tree, schema, Call_func) : schema;
        const Atom *a = av_find(annotation_value(fr, cls), AT_CLASS);
        return a ? declared_fields(fr, self_instance(w, &fr->st, a->obj), t) : NULL;
    }
    NodeList keys = py_list(tree, dict, Dict_keys), values = py_list(tree, dict, Dict_values);
    Obj *empty = new(&w->a, Obj, 1);
    *empty = (Obj){.kind = OB_DICT, .exact = dict == schema};
    if (dict != schema)                                         // who else knows its name may add
        empty->rest = empty->keys = av_with(w, &av_unknown, t);
    Fields all = {.fr = fr, .o = empty, .t = t};
    for (uint32_t i = 0; i < keys.n; i++) {
        bool constant = keys.v[i] && py_kind(tree, keys.v[i]) == PY_Constant;
        const PyConst *c = constant ? py_const(tree, keys.v[i]) : NULL;
        if (!c || c->kind != CONST_STR) return NULL;
        add_field(&all, fr, c->text, values.v[i], false);
    }
    Obj made = *all.o;
    return obj_make(fr, fr->at, 0xf1e1e, &made);
}

const Av *parsed_param(Frame *fr, Str name, Size nth, const Taint *t)
{
    static const Str by_name[] = {L("use_kwargs"), {0}}, whole[] = {L("use_args"), L("arguments"), {0}};
    const Tree *tree = fr->m->m->tree;
    for (Size i = 0; i < fr->f->decorators.n; i++) {
        NodeId d = fr->f->decorators.v[i];
        if (py_kind(tree, d) != PY_Call || !py_list(tree, d, Call_args).n) continue;
        Str how = py_last_name(tree, py_node(tree, d, Call_func));
        bool names = str_in(how, by_name) || (str_in(how, whole) && given(tree, d, -1, "as_kwargs"));
        if (!names && (nth || !str_in(how, whole))) continue;
        const Av *all = parsed_fields(fr, py_list(tree, d, Call_args).v[0], t);
        const Atom *a = all ? av_find(all, AT_OBJ) : NULL;
        const Obj *o = a ? obj_at(fr->w, &fr->st, a->obj) : NULL;
        if (!o) continue;
        const Av *v = names ? obj_cell(o, KEY_SYM(name_add(&fr->w->names, name))) : all;
        if (v) return v;
    }
    return NULL;
}

// ---- forms whose fields are asked one by one

// SelectField(choices=…), StringField("name", [Regexp(…)]) of WTForms
static Kinds asked_clears(Frame *scope, NodeId made)
{
    const Tree *t = scope->m->m->tree;
    if (py_kind(t, made) != PY_Call) return 0;
    Str name = py_last_name(t, py_node(t, made, Call_func));
    NodeId open = given(t, made, -1, "validate_choice");
    bool picks = str_eq(name, S("SelectField")) || str_eq(name, S("RadioField")) ||
                 str_eq(name, S("SelectMultipleField"));
    if (picks && !open) return KINDS_TEXT;
    return validator_clears(scope, given(t, made, 1, "validators"), 0);
}

static const Obj *asked_fields(Frame *fr, State *st, const Obj *form, uint32_t cls)
{
    World *w = fr->w;
    Frame scope;
    const ClassInfo *c = class_scope(w, st, cls, &scope);
    if (!c) return form;
    uint32_t data = name_add(&w->names, S("data"));
    for (Size i = 0; i < c->nattrs; i++) {
        Key key = KEY_SYM(name_add(&w->names, py_name(scope.m->m->tree, c->attrs[i].name)));
        Kinds clear = c->attrs[i].value ? asked_clears(&scope, c->attrs[i].value) : 0;
        if (!clear) { form = obj_drop(w, form, key); continue; }
        const Av *field = av_inst(w, S("wtforms.fields.Field")),
                 *raw = read_attr(fr, field, data, fr->at);
        Obj *o = new(&w->a, Obj, 1);
        o->kind = OB_EXT;
        Atom made = field->atom[0];
        made.obj =
            obj_id_in(w, fr->id, fr->depth, (uint64_t)fr->at << 20 | (0xf0000 + (uint64_t)i));
        raw = (clear & KINDS_TEXT) == KINDS_TEXT ? &av_quiet : av_clear(w, raw, clear);
        heap_set(w, st, made.obj, obj_set(w, o, KEY_SYM(data), raw, false));
        form = obj_set(w, form, key, av_atom(w, made), false);
    }
    return form;
}

void declared_guard(Frame *fr, State *st, Val form)
{
    World *w = fr->w;
    const Av *v = use_in(fr, st, form);
    const Atom *a = v && v->n == 1 ? av_find(v, AT_OBJ) : NULL;
    const Obj *o = a ? obj_at(w, st, a->obj) : NULL, *now = o;
    if (!o || o->kind != OB_INST || !o->up) return;
    Mro m;
    class_mro(w, st, o->up, &m);
    for (int i = m.n; i-- > 0;) now = asked_fields(fr, st, now, m.obj[i]);     // what a class says goes last
    if (now == o) return;
    Obj *asked = new(&w->a, Obj, 1);
    *asked = *now;
    asked->rest = NULL;                  // what it was made of is in its fields alone
    heap_set(w, st, a->obj, asked);
}

// ---- documents that are asked by a JSON schema

static const Av *under(Frame *fr, const Av *dict, const char *key)
{
    uint32_t id;
    const Obj *o = dict ? only_obj(fr, dict, &id) : NULL;
    return o && o->kind == OB_DICT ? obj_cell(o, KEY_SYM(name_add(&fr->w->names, str_of(key)))) : NULL;
}

// {"enum": […]}, {"type": "integer"}, {"type": "string", "pattern": "^[a-z]+$"}, which is searched for
static Kinds schema_clears(Frame *fr, const Av *rule)
{
    static const Str types[] = {L("integer"), L("number"), L("boolean"), L("null"), {0}};
    static const Str formats[] = {L("uuid"), L("date"), L("date-time"), L("time"), {0}};
    const Av *type = under(fr, rule, "type"), *pattern = under(fr, rule, "pattern"),
             *format = under(fr, rule, "format");
    Str text;
    if (under(fr, rule, "enum") || under(fr, rule, "const")) return KINDS_TEXT;
    if (type && av_only_str(type, &text) && str_in(text, types)) return KINDS_TEXT;
    if (!type || !av_only_str(type, &text) || !str_eq(text, S("string"))) return 0;   // others pass a pattern by
    if (format && av_only_str(format, &text) && str_in(text, formats)) return KINDS_TEXT;
    return pattern && av_only_str(pattern, &text) ? regex_clears(fr->w, text, 0, 2) : KIND(NOSQL);
}

void schema_guard(Frame *fr, State *st, Val data, const Av *schema)
{
    World *w = fr->w;
    uint32_t id;
    const Av *fields = under(fr, schema, "properties"), *was = fr->val[data];
    const Obj *o = fields ? only_obj(fr, fields, &id) : NULL;
    const Taint *t = was ? deep_taint(fr, was) : NULL;
    if (!o || o->kind != OB_DICT || !t) return;
    const Av *rest = av_with(w, &av_unknown, t);
    Obj *empty = new(&w->a, Obj, 1);
    *empty = (Obj){.kind = OB_DICT, .rest = rest, .keys = rest};
    const Obj *now = empty;
    for (uint32_t i = 0; i < o->n; i++) {
        Kinds clear = schema_clears(fr, o->cell[i].v);
        if (clear)
            now = obj_set(w, now, o->cell[i].key,
                          (clear & KINDS_TEXT) == KINDS_TEXT ? &av_quiet : av_clear(w, rest, clear), false);
    }
    if (now == empty) return;
    Obj made = *now;
    // what is dangerous lies in its parts now
    set_fact(fr, st, data, KINDS_TEXT, obj_make(fr, fr->at, 0xf1e1f, &made), 0, S("its schema is asked"));
}

const Av *declared_instance(Frame *fr, const Av *cls, const Taint *t)
{
    const Atom *a = cls && cls->n == 1 ? av_find(cls, AT_CLASS) : NULL;
    return a && t ? class_instance(fr, a, t, fr->f->code.v[fr->at].node) : NULL;
}

// ---- arguments of a command line, or of a request

// type=int, type=inputs.int_range(1, 9), choices=[…], action="store_true": no text of the caller's is left
static bool argument_is_plain(const Tree *t, NodeId call)
{
    static const char *const types[] = {"int",     "float",   "bool",      "complex",
                                        "UUID",    "Decimal", "int_range", "positive",
                                        "natural", "boolean", "date",      "datetime_from_iso8601"};
    static const char *const words[] = {"int", "float", "long", "complex", "choice"};       // optparse's
    static const char *const actions[] = {"store_true", "store_false", "count", "store_const",
                                          "append_const"};
    NodeId type = given(t, call, -1, "type"), action = given(t, call, -1, "action");
    const PyConst *word = type && py_kind(t, type) == PY_Constant ? py_const(t, type) : NULL;
    const PyConst *act = action && py_kind(t, action) == PY_Constant ? py_const(t, action) : NULL;
    if (given(t, call, -1, "choices")) return true;
    if (type && py_kind(t, type) == PY_Call) type = py_node(t, type, Call_func);
    for (Size i = 0; type && i < countof(types); i++)
        if (str_eq(py_last_name(t, type), str_of(types[i]))) return true;
    for (Size i = 0; word && word->kind == CONST_STR && i < countof(words); i++)
        if (str_eq(word->text, str_of(words[i]))) return true;
    for (Size i = 0; act && act->kind == CONST_STR && i < countof(actions); i++)
        if (str_eq(act->text, str_of(actions[i]))) return true;
    return action && str_eq(py_last_name(t, action), S("BooleanOptionalAction"));
}

// --out-dir: out_dir
static Str dest_of(Arena *keep, Str option)
{
    while (str_starts(option, S("-"))) option = str_sub(option, 1, -1);
    char *to = new(keep, char, option.len + 1);
    for (Size i = 0; i < option.len; i++) to[i] = option.s[i] == '-' ? '_' : option.s[i];
    return (Str){to, option.len};
}

// "key", "--mode-x" of ("-m", "--mode-x"), dest="…": where it is kept; empty: nobody knows
static Str argument_name(World *w, const Tree *t, NodeId call)
{
    NodeId dest = given(t, call, -1, "dest");
    NodeList args = py_list(t, call, Call_args);
    NodeId one[1] = {dest};
    NodeList names = dest ? (NodeList){one, 1} : args;
    Str found = {0};
    for (uint32_t i = 0; i < names.n; i++) {
        const PyConst *c = py_kind(t, names.v[i]) == PY_Constant ? py_const(t, names.v[i]) : NULL;
        if (!c || c->kind != CONST_STR) return (Str){0};
        if (!found.len || (str_starts(c->text, S("--")) && !str_starts(found, S("--"))))
            found = c->text;
    }
    return dest_of(&w->a, found);
}

// ---- options of a command, as decorators of its function

// "--out-dir", "-o", "target": a bare word is the parameter's name, else the first long option is.
static Str option_name(Arena *keep, const Tree *t, NodeId call)
{
    NodeList args = py_list(t, call, Call_args);
    Str found = {0};
    for (uint32_t i = 0; i < args.n; i++) {
        const PyConst *c = py_kind(t, args.v[i]) == PY_Constant ? py_const(t, args.v[i]) : NULL;
        if (!c || c->kind != CONST_STR) continue;
        bool bare = !str_starts(c->text, S("-"));
        if (bare || !found.len || (str_starts(c->text, S("--")) && !str_starts(found, S("--"))))
            found = c->text;
        if (bare) break;
    }
    Str first, rest = found;                                    // --shout/--no-shout
    if (str_cut(&rest, S("/"), &first)) found = first;
    found = dest_of(keep, found);
    char *lower = new(keep, char, found.len + 1);
    for (Size i = 0; i < found.len; i++) lower[i] = (char)tolower((unsigned char)found.s[i]);
    return (Str){lower, found.len};
}

static bool is_true(const Tree *t, NodeId n)
{
    return n && py_kind(t, n) == PY_Constant && py_const(t, n)->kind == CONST_TRUE;
}

// type=int, type=click.Choice(…), is_flag=True, count=True, or of no type and with a number as its default
static bool option_is_plain(const Tree *t, NodeId call)
{
    static const Str types[] = {L("int"), L("float"), L("bool"), L("UUID"), L("INT"), L("FLOAT"), L("BOOL"),
                                L("Choice"), L("IntRange"), L("FloatRange"), L("DateTime"), {0}};
    NodeId type = given(t, call, -1, "type"), d = given(t, call, -1, "default");
    if (is_true(t, given(t, call, -1, "count"))) return true;
    if (is_true(t, given(t, call, -1, "is_flag"))) return !given(t, call, -1, "flag_value");
    if (type && py_kind(t, type) == PY_Call) type = py_node(t, type, Call_func);
    if (type && py_kind(t, type) == PY_Tuple) return false;
    if (type) return str_in(py_last_name(t, type), types);
    int k = d && py_kind(t, d) == PY_Constant ? (int)py_const(t, d)->kind : -1;
    return k == CONST_INT || k == CONST_FLOAT || k == CONST_TRUE || k == CONST_FALSE;
}

bool declared_option(Frame *fr, Str name)
{
    static const Str decorators[] = {L("option"), L("argument"), {0}};
    const Tree *t = fr->m->m->tree;
    for (Size i = 0; i < fr->f->decorators.n; i++) {
        NodeId d = fr->f->decorators.v[i];
        Arena scratch = fr->w->a;
        if (py_kind(t, d) == PY_Call && str_in(py_last_name(t, py_node(t, d, Call_func)), decorators) &&
            str_eq(option_name(&scratch, t, d), name))
            return option_is_plain(t, d);
    }
    return false;
}

const Av *declared_arguments(Frame *fr, const Taint *t, bool pair)
{
    World *w = fr->w;
    const Tree *tree = fr->m->m->tree;
    const Av *rest = av_with(w, &av_unknown, t);
    Obj *empty = new(&w->a, Obj, 1);
    empty->kind = OB_EXT;
    const Obj *all = empty;
    bool any = false;
    for (NodeId n = 0; (n = py_next_of(tree, NULL, PY_Call, n));) {
        Str maker = py_last_name(tree, py_node(tree, n, Call_func));
        if (!str_eq(maker, S("add_argument")) && !str_eq(maker, S("add_option"))) continue;
        Str name = argument_name(w, tree, n);
        if (!name.len) continue;
        Key key = KEY_SYM(name_add(&w->names, name));
        bool plain = argument_is_plain(tree, n), again = obj_cell(all, key) != NULL;
        all = obj_set(w, all, key, plain ? &av_quiet : rest, again);
        any |= plain;
    }
    Obj made = *all;
    if (!any) return NULL;
    Str cls = S("argparse.Namespace");
    Atom inst = {.kind = AT_INST, .idx = name_add(&w->names, cls), .id = models_id(w->models, cls),
                 .obj = obj_make(fr, fr->at, 0xa4965, &made)->atom[0].obj};
    const Av *v = av_with(w, av_atom(w, inst), t), *both[2] = {v, rest};
    return pair ? list_of(fr, fr->at, OB_TUPLE, both, 2, NULL) : v;
}
