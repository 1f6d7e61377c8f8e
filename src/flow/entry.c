// flow/entry: functions that the outside calls: by decorator, registrar, base class, name or the
// shape of their parameters. What their parameters then are: param.c.
// SPDX-License-Identifier: MIT
#include "flow/entry.h"
#include "flow/printed.h"

enum { ROOTS_MOST = 20000, BASES_MOST = 100, CLASSES_MOST = 24 };

// ---- finding entries

// What another file's own body registers is walked with that file.
static bool by_another_file(const World *w)
{
    const Frame *f = w->top;
    while (f && f->up) f = f->up;
    return f && (Size)f->mod != w->unit;
}

// Does the body ask its object for what the class says?
static bool asks_for(const Mod *m, const Func *f, const Tree *t, const ClassInfo *c)
{
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (in->op != IR_ATTR) continue;
        Sym name = t == m->m->tree ? in->sym : name_find(&t->names, py_name(m->m->tree, in->sym));
        for (Size k = 0; name && k < c->methods.n; k++)
            if (c->methods.name[k] == name) return true;
        for (Size k = 0; name && k < c->nattrs; k++)
            if (c->attrs[k].name == name) return true;
    }
    return false;
}

// class Base(RequestHandler): def get(self): run(self.cmd()), and class Ping(Base) says what cmd is: do methods
// beside the inherited one ask for something that the class, or one between, says itself?
static bool fills_hooks(World *w, State *st, const Root *r)
{
    const Mod *m = w->mods[r->mod];
    uint32_t owner = m->m->funcs.v[r->func].owner;
    Mro mro;
    if (!owner) return false;
    class_mro(w, st, r->cls, &mro);
    for (int i = 0; i < mro.n; i++) {
        const Obj *o = obj_bare(w, st, mro.obj[i]);
        const Tree *t;
        const ClassInfo *c = class_info(w, st, mro.obj[i], &t);
        if (!c || (o->mod == r->mod && o->cls == owner - 1)) return false;
        const ClassInfo *base = &m->m->classes.v[owner - 1];
        for (Size k = 0; k < base->methods.n; k++)
            if (asks_for(m, &m->m->funcs.v[base->methods.func[k]], t, c)) return true;
    }
    return false;
}

// A base's method, for each class of handlers here: prepare() of another file, which fills the fields of each,
// and what calls methods that each class says itself.
static bool is_for_class(World *w, State *st, const Root *r)
{
    int same = 0;
    bool first =
        r->entry.line && models_has_tag(r->entry.line, S("first")) && (Size)r->mod != w->unit;
    for (Size i = 0; r->cls && i < w->roots.n; i++) {
        const Root *old = &w->roots.v[i];
        if (old->mod != r->mod || old->func != r->func) continue;
        if (old->cls == r->cls || ++same == CLASSES_MOST) return false;
    }
    return same > 0 && (first || fills_hooks(w, st, r));
}

static bool is_sooner(const Entry *was, const Entry *e) { return was->kinds && !(was->shy && !e->shy); }

// @admin.display def link(self, obj), which the class lists, too: that class says what it gets.
static bool says_more(World *w, const FuncInfo *info, const Root *r)
{
    if (!info->queued || (info->entry && info->entry->handles) || !r->entry.handles ||
        !av_find(r->entry.handles, AT_CLASS))
        return false;
    for (Size i = w->roots.n; i-- > 0;) {
        Root *was = &w->roots.v[i];
        if (was->mod != r->mod || was->func != r->func || was->walked ||
            was->entry.kinds != r->entry.kinds)
            continue;
        *was = *r;
        return true;
    }
    return false;
}

void note_called_by(World *w, FuncInfo *info, const Entry *e)
{
    Entry *own = new(&w->a, Entry, 1);
    *own = *e;
    info->entry = own;
}

static void add_root(World *w, State *st, Root r)
{
    FuncInfo *info = &w->mods[r.mod]->info[r.func];
    if (by_another_file(w) && w->others.n < ROOTS_MOST) *push(&w->a, &w->others) = r;
    if (w->roots.n >= ROOTS_MOST || by_another_file(w)) return;
    if (says_more(w, info, &r)) {
        note_called_by(w, info, &r.entry);
        return;
    }
    if (r.entry.kinds) {
        const uint64_t instance = root_instance(w, &r);
        const Entry *was = instance       ? trie_get(w->instances, instance)
                           : info->queued ? info->entry
                                          : NULL;
        if (was && is_sooner(was, &r.entry) && !is_for_class(w, st, &r)) return;
        note_called_by(w, info, &r.entry);
        if (instance) {
            w->instances = trie_set(&w->a, w->instances, instance, info->entry);
            r.heap = w->top ? w->top->st.heap : NULL;
        }
    } else if (info->queued) return;
    info->queued = true;
    *push(&w->a, &w->roots) = r;
}

// What is registered: it itself, or what stands for it.
static void add_target(World *w, State *st, const Atom *a, Root r)
{
    const Atom *of = r.entry.original ? NULL : wrapped_func(w, st, a);
    if (of) r.entry.original = of->idx, r.entry.original_mod = of->mod;
    add_root(w, st, r);
}

static void entry_method(World *w, State *st, const Av *member, uint32_t cls, Entry e)
{
    for (int i = 0; i < member->n; i++) {
        const Atom *a = &member->atom[i];
        const Partial *wrapped = a->kind == AT_PARTIAL ? a->p : NULL;
        if (wrapped && (str_eq(wrapped->role, S("classmethod")) || str_eq(wrapped->role, S("staticmethod"))))
            a = av_find(wrapped->fn, AT_FUNC);
        if (a && a->kind == AT_FUNC)
            add_target(
                w, st, a,
                (Root){.mod = a->mod, .func = a->idx, .fobj = a->obj, .cls = cls, .entry = e});
    }
}

// An object that is called: its class's __call__, on it.
static void called_object(Frame *fr, const Atom *object, const Obj *cls, uint32_t id, Entry e)
{
    World *w = fr->w;
    const Av *call = obj_cell(cls, KEY_SYM(name_add(&w->names, S("__call__"))));
    const Atom *a = call ? av_find(call, AT_FUNC) : NULL;
    if (!a) return;
    add_target(w, &fr->st, object, (Root){.mod = a->mod, .func = a->idx, .fobj = a->obj, .cls = id,
                                          .self = av_atom(w, *object), .entry = e});
}

// An object that is registered: the methods that the line names are called on it.
static void resource_entries(Frame *fr, uint32_t cls, const Av *self, Entry e)
{
    World *w = fr->w;
    Mro m;
    class_mro(w, &fr->st, cls, &m);
    for (int i = 0; i < m.n; i++) {
        const Obj *c = obj_at(w, &fr->st, m.obj[i]);
        for (uint32_t k = 0; c && k < c->n; k++) {
            if (c->cell[k].key >> 56 != 1 ||
                !models_has_tag(e.line, unit_str(w, (uint32_t)c->cell[k].key)))
                continue;
            for (int j = 0; j < c->cell[k].v->n; j++) {
                const Atom *a = &c->cell[k].v->atom[j];
                if (a->kind != AT_FUNC || !mod_load(w, a->mod)) continue;
                // the object may be known here only
                w->mods[a->mod]->info[a->idx].heap = fr->st.heap;
                add_root(w, &fr->st, (Root){.mod = a->mod,
                                   .func = a->idx,
                                   .fobj = a->obj,
                                   .self = self,
                                   .cls = cls,
                                   .entry = e});
            }
        }
    }
}

// The first argument of x.register(Note, …), whose second one is this name (empty: has none); 0: no such call.
static NodeId registered(const Tree *t, NodeId call, Str second)
{
    NodeId func = py_kind(t, call) == PY_Call ? py_node(t, call, Call_func) : 0;
    NodeList args = func ? py_list(t, call, Call_args) : (NodeList){0};
    if (!args.n || py_kind(t, func) != PY_Attribute || py_kind(t, args.v[0]) != PY_Name ||
        !str_eq(py_name(t, py_sym(t, func, Attribute_attr)), S("register")))
        return 0;
    bool same = second.len ? args.n == 2 && str_eq(py_text(t, args.v[1]), second) : args.n == 1;
    return same ? args.v[0] : 0;
}

// @admin.register(Note), `model = Note`, admin.site.register(Note, NoteAdmin): the class of the project whose
// rows the methods of this one are given; NULL: it isn't said.
static const Av *described(World *w, State *st, uint32_t obj)
{
    const Obj *o = obj_at(w, st, obj);
    const Av *model = o ? obj_cell(o, KEY_SYM(name_add(&w->names, S("model")))) : NULL;
    const Mod *m = o ? w->mods[o->mod] : NULL;
    if (model || !m || !m->m) return model;
    const Tree *t = m->m->tree;
    const ClassInfo *c = &m->m->classes.v[o->cls];
    NodeId name = 0;
    for (Size i = 0; i < c->decorators.n && !name; i++)
        name = registered(t, c->decorators.v[i], (Str){0});
    for (NodeId n = 0; !name && (n = py_next_of(t, NULL, PY_Call, n));)
        name = registered(t, n, py_name(t, c->name));
    if (!name) return NULL;
    uint32_t sym = name_add(&w->names, py_text(t, name));
    const Obj *bound = obj_at(w, st, module_obj(w, o->mod));        // so far
    const Av *v = bound ? obj_cell(bound, KEY_SYM(sym)) : NULL;
    return v && !av_find(v, AT_IMPORT) ? v : mod_member(w, o->mod, sym);
}

// list_display = ("shown",): the methods that a class lists are called on rows.
static void listed_entries(World *w, State *st, uint32_t obj, const Mro *m, const Av *list, Entry e)
{
    const Atom *a = av_find(list, AT_OBJ);
    const Obj *all = a ? obj_at(w, st, a->obj) : NULL;
    if (all) e.handles = described(w, st, obj);
    for (uint32_t i = 0; all && e.handles && i < all->n; i++) {
        Str name;
        if (!av_only_str(all->cell[i].v, &name)) continue;
        for (int k = 0; k < m->n; k++) {
            const Obj *o = obj_at(w, st, m->obj[k]);
            const Av *method = o ? obj_cell(o, KEY_SYM(name_add(&w->names, name))) : NULL;
            if (method) entry_method(w, st, method, obj, e);
        }
    }
}

static void line_entries(World *w, State *st, uint32_t obj, const Mro *m, ModelId id,
                         const ModelLine *l)
{
    Entry e = {
        .kinds = l->kinds, .returns = l->returns, .how = models_name(w->models, id), .line = l};
    bool lists = str_starts(l->tags, S("@"));
    for (int i = 0; i < m->n; i++) {
        const Obj *o = obj_at(w, st, m->obj[i]);
        for (uint32_t k = 0; o && k < o->n; k++) {
            Str name = o->cell[k].key >> 56 == 1 ? unit_str(w, (uint32_t)o->cell[k].key) : (Str){0};
            if (name.len && !lists && models_has_tag(l, name))
                entry_method(w, st, o->cell[k].v, obj, e);
            if (name.len && lists && models_has_tag(l, str_join(&w->a, S("@"), S(""), name)))
                listed_entries(w, st, obj, m, o->cell[k].v, e);
        }
    }
}

// What a class itself says goes before what its bases say.
static void base_entries(World *w, State *st, uint32_t obj, const Mro *m, ModelId id, int *visits)
{
    if (--*visits < 0) return;
    for (const ModelLine *l = models_lines(w->models, id); l; l = l->next)
        if (l->kind == M_ENTRY && str_eq(l->name, S("base"))) line_entries(w, st, obj, m, id, l);
    for (const ModelLine *l = models_lines(w->models, id); l; l = l->next)
        if (l->kind == M_BASE) base_entries(w, st, obj, m, models_target(w->models, l), visits);
}

// class Greeter(greeter_pb2_grpc.GreeterServicer), by the name that the generator gives: a class of the
// project, or one of a module that nobody has generated here.
static bool is_servicer(World *w, State *st, const Mro *m)
{
    static const Str end = L("Servicer");
    for (int i = 0; i < m->next; i++)
        if (str_ends(unit_str(w, m->ext_name[i]), end)) return true;
    for (int i = 1; i < m->n; i++) {
        const Tree *t;
        const ClassInfo *c = class_info(w, st, m->obj[i], &t);
        if (c && str_ends(py_name(t, c->name), end)) return true;
    }
    return false;
}

// A class of handlers that another file made; that file's own walk knows nothing of what is handed over.
static void class_entries(Frame *fr, uint32_t cls)
{
    Mro m;
    class_mro(fr->w, &fr->st, cls, &m);
    int visits = BASES_MOST;
    for (int i = 0; i < m.next; i++)
        base_entries(fr->w, &fr->st, cls, &m, m.ext[i], &visits);
    if (is_servicer(fr->w, &fr->st, &m))
        base_entries(fr->w, &fr->st, cls, &m, models_id(fr->w->models, S("grpc.Servicer")),
                     &visits);
}

// (pattern, Handler, {"store": store}): each handler's initialize() gets the items by their names.
static void initialized(Frame *fr, const Obj *route)
{
    World *w = fr->w;
    const Atom *cls = NULL;
    const Obj *named = NULL;
    for (uint32_t i = 0; i < route->n; i++) {
        const Atom *c = av_find(route->cell[i].v, AT_CLASS), *d = av_find(route->cell[i].v, AT_OBJ);
        const Obj *o = d ? obj_at(w, &fr->st, d->obj) : NULL;
        if (c) cls = c;
        if (o && o->kind == OB_DICT) named = o;
    }
    uint32_t mod, idx;
    uint32_t hook = name_add(&w->names, S("initialize"));
    const Av *init = cls && named ? class_member(fr, cls, hook, &mod, &idx, false) : NULL;
    const Atom *f = init ? av_find(init, AT_FUNC) : NULL;
    if (!f) return;
    uint32_t *names = new(&w->a, uint32_t, named->n + 1);
    const Av **values = new(&w->a, const Av *, named->n + 1);
    Args args = {
        .names = names, .named = values, .call = fr->at, .node = fr->f->code.v[fr->at].node};
    for (uint32_t i = 0; i < named->n; i++)
        if (named->cell[i].key >> 56 == 1) {
            names[args.nnamed] = (uint32_t)named->cell[i].key;
            values[args.nnamed++] = named->cell[i].v;
        }
    walk_call(fr, f->mod, f->idx, f->obj, self_instance(w, &fr->st, cls->obj), &args);
    const Obj *made = obj_at(w, &fr->st, cls->obj);
    for (uint32_t i = 0; made && i < made->n; i++) {            // what is handed over is known here only
        const Atom *a = av_find(made->cell[i].v, AT_FUNC);
        if (a && mod_load(w, a->mod)) w->mods[a->mod]->info[a->idx].heap = fr->st.heap;
    }
    if (cls->mod != w->unit) class_entries(fr, cls->obj);
}

static void initialize_all(Frame *fr, const Av *routes, int depth)
{
    World *w = fr->w;
    for (int i = 0; i < routes->n && depth < 3; i++) {
        const Obj *o =
            routes->atom[i].kind == AT_OBJ ? obj_at(w, &fr->st, routes->atom[i].obj) : NULL;
        if (!o || o->kind > OB_TUPLE) continue;
        if (o->kind == OB_TUPLE) initialized(fr, o);
        for (uint32_t k = 0; k < o->n; k++) initialize_all(fr, o->cell[k].v, depth + 1);
    }
}

// A closure that stands under a name which the outside calls.
void name_entry(World *w, const Atom *a, Entry e)
{
    State none = {0};
    add_root(w, &none, (Root){.mod = a->mod, .func = a->idx, .fobj = a->obj, .entry = e});
}

// CharFilter(method="by_name"): a method of the class whose body says so, by its name.
static void named_method(Frame *fr, Str name, Entry e)
{
    const Module *m = fr->m->m;
    for (Size i = 0; fr->f->kind == FUNC_CLASS && i < m->classes.n; i++) {
        const ClassInfo *c = &m->classes.v[i];
        for (Size k = 0; c->body == fr->func && k < c->methods.n; k++)
            if (str_eq(py_name(m->tree, c->methods.name[k]), name))
                add_root(fr->w, &fr->st,
                         (Root){.mod = fr->mod, .func = c->methods.func[k], .entry = e});
    }
}

void note_entry(Frame *fr, const Av *target, Entry e)
{
    World *w = fr->w;
    Str name;
    if (e.line && str_eq(e.line->tags, S("initialize"))) {
        initialize_all(fr, target, 0);
        return;
    }
    if (!e.kinds) e.kinds = KIND(REMOTE);
    if (av_only_str(target, &name)) named_method(fr, name, e);
    for (int i = 0; i < target->n; i++) {
        const Atom *a = &target->atom[i];
        if (a->kind == AT_FUNC || a->kind == AT_BOUND)
            add_target(w, &fr->st, a, (Root){.mod = a->mod, .func = a->idx, .fobj = a->obj,
                                             .self = a->kind == AT_BOUND ? a->p : NULL, .entry = e});
        else if (a->kind == AT_OBJ) {
            const Obj *o = obj_at(w, &fr->st, a->obj);
            if (o && (o->kind == OB_LIST || o->kind == OB_TUPLE || o->kind == OB_DICT))
                for (uint32_t k = 0; k < o->n; k++)
                    if (!av_find(o->cell[k].v, AT_OBJ)) note_entry(fr, o->cell[k].v, e);
            if (o && o->kind == OB_INST) {
                const Obj *c = obj_at(w, &fr->st, o->up);
                if (c) called_object(fr, a, c, o->up, e);
                if (c && e.line) resource_entries(fr, o->up, target, e);
            }
        }
    }
}

static bool route_shape(Frame *fr, const Atom *a, const Instr *call)
{
    static const char *const verb[] = {"route",  "get",   "post",      "put",
                                       "delete", "patch", "websocket", "api_route"};
    Str name = unit_str(fr->w, a->idx);
    Size dot = str_rfind(name, '.');
    name = str_sub(name, dot + 1, -1);
    const Av *first = call->nargs ? fr->val[fr->f->args.v[call->args]] : NULL;
    // also f"/{VERSION}/x", PREFIX + "/x"
    TextShape path = first ? av_shape(fr->w, first) : (TextShape){0};
    if (!str_starts(path.prefix, S("/")) && (path.whole || str_find(path.suffix, S("/")) < 0))
        return false;
    for (Size i = 0; i < countof(verb); i++)
        if (str_eq(name, str_of(verb[i]))) return true;
    return false;
}

// @app.route("/x") of an app that came from elsewhere: the framework that the file imports says
// what it means.
static ModelId imported_route(Frame *fr, const Atom *a)
{
    static const struct { const char *root, *cls; } known[] = {
        {"flask", "flask.Flask"},
        {"quart", "flask.Flask"},
        {"fastapi", "fastapi.FastAPI"},
        {"sanic", "sanic.Sanic"},
        {"bottle", "bottle.Bottle"},
        {"aiohttp", "aiohttp.web.RouteTableDef"},
        {"starlette", "starlette.applications.Starlette"}};
    World *w = fr->w;
    Str name = unit_str(w, a->idx);
    name = str_sub(name, str_rfind(name, '.') + 1, -1);
    const Names *names = &fr->m->m->tree->names;
    for (Size k = 0; k < countof(known); k++)
        for (Size i = 0; i < names->n; i++) {
            Str root = str_of(known[k].root), s = names->v[i];
            if (!str_starts(s, root) || (s.len > root.len && s.s[root.len] != '.')) continue;
            ModelId cls = models_id(w->models, str_of(known[k].cls));
            ModelId id = cls ? models_member_id(w->models, cls, name) : 0;
            if (id) return id;
        }
    return 0;
}

static uint32_t original_func(Frame *fr, Val v)
{
    const Instr *in = &fr->f->code.v[v];
    for (int i = 0; i < 20 && in->op == IR_DECORATE; i++) in = &fr->f->code.v[in->b];
    return in->op == IR_LAMBDA ? in->aux2 : 0;
}

void decorate_entry(Frame *fr, Val decorate, Val decorator, const Av *target)
{
    World *w = fr->w;
    const Instr *d = &fr->f->code.v[decorator];
    bool call = d->op == IR_CALL;
    const Av *v = fr->val[call ? d->a : decorator];
    Entry e = {.original = original_func(fr, decorate), .original_mod = fr->mod};
    const Av *first = call && d->nargs ? fr->val[fr->f->args.v[d->args]] : NULL;
    if (first) av_only_str(first, &e.route);
    if (first && (av_find(first, AT_CLASS) || av_find(first, AT_NAME))) e.handles = first;
    Args args = {0};
    if (call) collect_args(fr, d, decorator, &args);
    for (int i = 0; v && i < v->n; i++) {
        const Atom *a = &v->atom[i];
        if (a->kind != AT_NAME && a->kind != AT_METHOD) continue;
        ModelId id = a->id;
        if (!id && a->shy)
            id = models_id(w->models, str_fmt(&w->a, "?.%.*s", STR_ARG(unit_str(w, a->idx))));
        bool found = false;
        if (call && e.original)
            note_rendered(fr, e.original, models_lines(w->models, id), &args, unit_str(w, a->idx));
        for (const ModelLine *l = models_lines(w->models, id); l; l = l->next) {
            if (l->kind != M_ENTRY || !str_eq(l->name, S("decorator")) || l->on_call != call ||
                (l->nconds && (!call || !line_holds(fr, l, &args, NULL))))
                continue;
            Entry x = {.kinds = l->kinds,
                       .returns = l->returns,
                       .how = unit_str(w, a->idx),
                       .line = l,
                       .shy = a->shy,
                       .route = e.route,
                       .original = e.original,
                       .original_mod = e.original_mod,
                       .handles = e.handles};
            note_entry(fr, target, x);
            found = true;
        }
        if (!found && call && !a->id && route_shape(fr, a, d)) {
            const ModelLine *l = models_lines(w->models, imported_route(fr, a));
            while (l && (l->kind != M_ENTRY || !str_eq(l->name, S("decorator")) || !l->on_call))
                l = l->next;
            Entry x = {.kinds = l ? l->kinds : KIND(REMOTE) | KINDS_TEXT,
                       .returns = l ? l->returns : 0,
                       .how = unit_str(w, a->idx),
                       .line = l,
                       .shy = !l,
                       .route = e.route,
                       .original = e.original,
                       .original_mod = e.original_mod};
            note_entry(fr, target, x);
        }
    }
}

// A method that its decorator made an entry, before there was a class: it is called on an instance.
void own_entries(Frame *fr, uint32_t cls, uint32_t obj)
{
    World *w = fr->w;
    for (Size i = w->roots.n; i-- > 0;) {
        Root *r = &w->roots.v[i];
        if (r->cls || r->self) continue;
        bool stands = r->entry.original && r->entry.original_mod == fr->mod;
        uint32_t of = stands ? r->entry.original : r->func;
        if ((stands || r->mod == fr->mod) && fr->m->m->funcs.v[of].owner == cls + 1) r->cls = obj;
    }
}

void note_class(Frame *fr, uint32_t obj)
{
    if (!by_another_file(fr->w)) class_entries(fr, obj);
}

