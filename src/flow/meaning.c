// flow/meaning: what the models' lines say of a call or a read, done: sources, sinks, sanitizers,
// pass-through, types, checks, marks, keyed stores, calls of callbacks.
// SPDX-License-Identifier: MIT
#include "flow/runs.h"
#include "flow/part.h"
#include "flow/callback.h"
#include "flow/condition.h"
#include "flow/declared.h"
#include "flow/elsewhere.h"
#include "flow/filed.h"
#include "flow/guard.h"
#include "flow/handed.h"
#include "flow/route.h"
#include "flow/printed.h"
#include "flow/rows.h"
#include "flow/messages.h"

enum { UNDER_DEPTH = 6 };                // how deep a document is searched for a key

// ---- reading the arguments a line speaks of

typedef void SeeArg(void *self, const Av *v, Val from);

static bool is_spoken_of(const ModelLine *all, int pos)
{
    for (const ModelLine *l = all; l; l = l->next)
        if (l->on_call && l->arg == pos) return true;
    return false;
}

static void each_arg(Frame *fr, const ModelLine *all, int arg, Str keyword, const Args *args, const Av *self,
                     SeeArg *see, void *to)
{
    Val from;
    if (arg == MODEL_STARS) {                                   // its names: not what lies in its values
        if (args && args->dstar) see(to, av_with(fr->w, &av_unknown, args->dstar->taint), 0);
        return;
    }
    if (arg != MODEL_ANY && arg != MODEL_REST) {
        const Av *v = line_arg(fr->w, arg, keyword, args, self, &from);
        if (v) see(to, v, from);
        return;
    }
    if (arg == MODEL_ANY && self) see(to, self, 0);
    if (!args) return;
    for (Size i = 0; i < args->npos; i++)
        if (arg == MODEL_ANY || !is_spoken_of(all, (int)i))
            see(to, args->pos[i], args->pos_val ? args->pos_val[i] : 0);
    for (Size i = 0; i < args->nnamed; i++)
        see(to, args->named[i], args->named_val ? args->named_val[i] : 0);
    if (args->star) see(to, args->star, 0);
    if (args->dstar) see(to, args->dstar, 0);
}

typedef struct {
    Frame *fr; const ModelLine *line; const Args *args; const Av *self; Str name; bool shy;
    const Taint *t; const Av *v;
} Seen;

static bool is_under(World *w, Key k, const ModelLine *l)
{
    Str key = key_text(w, k);
    for (Size j = 0; key.s && j < l->nunder; j++)
        if (str_eq(key, l->under[j])) return true;
    return false;
}

static bool holds_key(World *w, const Obj *o, const ModelLine *l)
{
    for (uint32_t i = 0; i < o->n; i++)
        if (is_under(w, o->cell[i].key, l)) return true;
    return false;
}

// A search of a document: the objects that it has been through, each once.
typedef struct { Frame *fr; const ModelLine *l; const Av *found; uint32_t seen[512]; int n; } Under;

static bool is_new(Under *u, uint32_t obj)
{
    for (int i = 0; i < u->n; i++)
        if (u->seen[i] == obj) return false;
    if (u->n == countof(u->seen)) return false;
    u->seen[u->n++] = obj;
    return true;
}

// {"source": …, "params": …}, or nothing
static bool is_document(const Under *u, const Av *v)
{
    World *w = u->fr->w;
    bool any = false;
    for (int i = 0; i < v->n; i++) {
        const PyConst *c = v->atom[i].kind == AT_CONST ? v->atom[i].p : NULL;
        const Obj *o = v->atom[i].obj ? obj_at(w, &u->fr->st, v->atom[i].obj) : NULL;
        if (c && c->kind == CONST_NONE) continue;
        if (!o || o->kind != OB_DICT || !holds_key(w, o, u->l)) return false;
        any = true;
    }
    return any;
}

static void search(Under *u, const Av *v, int depth)
{
    World *w = u->fr->w;
    for (int i = 0; i < v->n && depth < UNDER_DEPTH; i++) {
        const Obj *o = v->atom[i].obj ? obj_at(w, &u->fr->st, v->atom[i].obj) : NULL;
        if (!o || !is_new(u, v->atom[i].obj)) continue;
        for (uint32_t k = 0; k < o->n; k++) {
            bool named = o->kind == OB_DICT && is_under(w, o->cell[k].key, u->l);
            // {"script": {"source": …, "params": …}}: of a document under the key its own keys count
            if (named && is_document(u, o->cell[k].v)) named = false;
            if (named) u->found = av_join(w, u->found, o->cell[k].v);
            else search(u, o->cell[k].v, depth + 1);
        }
    }
}

// All that v holds under one of the line's keys, at any depth.
static const Av *under_keys(Frame *fr, const Av *v, const ModelLine *l)
{
    Under u = {.fr = fr, .l = l, .found = &av_bottom};
    search(&u, v, 0);
    return u.found;
}

// {"verify_signature": False}, however the dictionary was made: it holds something untrue under one of the keys.
static bool holds_off(Frame *fr, const ModelLine *l, const Args *args, const Av *self)
{
    Val from;
    const Av *v = line_arg(fr->w, l->arg, l->keyword, args, self, &from);
    for (int i = 0; v && i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[i].obj) : NULL;
        for (uint32_t k = 0; o && o->kind == OB_DICT && k < o->n; k++) {
            const PyConst *c =
                is_under(fr->w, o->cell[k].key, l) ? av_only_const(o->cell[k].v) : NULL;
            if (c && const_truth(c) == TRUTH_NO) return true;
        }
    }
    return false;
}

// Does it hold for what an argument is? Not for what it lacks or is not, which most are.
static bool asks_value(CondKind k)
{
    return k == COND_IS || k == COND_LESS || k == COND_MORE || k == COND_BITS ||
           k == COND_MATCHES || k == COND_CONST;
}

// A mark, and what of its call somebody else may have decided: what its conditions and keys ask for.
void see_mark(Frame *fr, const ModelLine *line, const Args *args, const Av *self, NodeId node,
              Str callee, bool shy)
{
    enum { ASKED = 8 };
    AskedOf of[ASKED];
    Size n = 0;
    for (Size i = 0; i < line->nconds && n < ASKED - 1; i++) {
        if (!asks_value(line->conds[i].kind)) continue;
        of[n].asked =
            line_arg(fr->w, line->conds[i].arg, line->conds[i].keyword, args, self, &of[n].from);
        n++;
    }
    if (line->nunder)
        of[n].asked = line_arg(fr->w, line->arg, line->keyword, args, self, &of[n].from), n++;
    const MarkSeen seen = {.mod = fr->mod, .func = fr->func, .call = args ? args->call : fr->at, .node = node,
                           .line = line, .callee = callee, .shy = shy};
    add_mark(fr, seen, of, n);
}

static void see_sink(void *self, const Av *v, Val from)
{
    Seen *s = self;
    if (models_has_tag(s->line, S("prints"))) {
        check_printed(s->fr, s->args, s->line, v, s->self, s->name, s->shy);
        return;
    }
    if (s->line->nunder) v = under_keys(s->fr, v, s->line);
    bool unsaid = models_has_tag(s->line, S("roleless"));
    if (unsaid || models_has_tag(s->line, S("instructions"))) v = messages_said(s->fr, v, unsaid);
    uint32_t item;
    Run run = s->line->kinds & (KIND(SHELL) | KIND(CODE)) ? runs_item(s->fr, v, &item) : RUN_NONE;
    if (run) v = run_item(s->fr, v, item);
    if (s->line->kinds & KIND(CONTENT)) v = as_read(s->fr->w, v);
    check_sink(s->fr, s->args, s->line, v, from, s->name, s->shy);
}

static void see_taint(void *self, const Av *v, Val from)
{
    Seen *s = self;
    (void)from;
    s->t = taint_join(s->fr->w, s->t, deep_taint(s->fr, v));
}

// Outside data becomes dangerous for more.
static const Taint *taint_with(World *w, const Taint *t, Kinds more)
{
    if (!t) return NULL;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    bool harmless = !(t->kinds & KINDS_TEXT & ~KINDS_OF_NUMBER) && !(t->quoted & more);
    if (t->kinds & KINDS_REACH && !harmless) r->kinds |= more;
    r->next = taint_with(w, t->next, more);
    return r;
}

// What reading a stream that somebody sent gives, of an argument that is one: csv.reader(upload).
static void see_contents(void *self, const Av *v, Val from)
{
    Seen *s = self;
    Frame *fr = s->fr;
    (void)from;
    for (int i = 0; i < v->n && s->args; i++) {
        if (v->atom[i].kind != AT_INST || str_eq(unit_str(fr->w, v->atom[i].idx), S("str")))
            continue;
        const Av *one = av_with(fr->w, av_atom(fr->w, v->atom[i]), v->taint);
        for (const Taint *t = elements(fr, one, s->args->call)->taint; t; t = t->next)
            if (t->kinds & KIND(REMOTE)) s->t = taint_join(fr->w, s->t, taint_alone(fr->w, t));
    }
}

static void see_clear(void *self, const Av *v, Val from)
{
    Seen *s = self;
    Frame *fr = s->fr;
    (void)v;
    if (models_has_tag(s->line, S("schema"))) {                 // validate(data, schema), validate(schema, data)
        const Av *schema = arg_at(s->args, !s->line->arg, fr->w, S("schema"));
        if (from && schema) schema_guard(fr, &fr->st, from, schema);
        return;
    }
    if (!from && s->line->arg == MODEL_RECEIVER && s->args->call) {
        from = receiver(fr, &fr->f->code.v[s->args->call]);
        if (s->line->kinds == KIND(PATH) && is_lexical_path(fr, from)) return;
    }
    if (from) fact_clear(s->fr, &s->fr->st, from, s->line->kinds, NULL, 0, s->name);
}

// gr.Interface(fn, [gr.Image(type="filepath"), gr.Textbox()]): an uploaded file is laid down under a name of the
// framework's, and the function is told where.
static uint32_t files_handed(Frame *fr, const Args *args)
{
    enum { PLACES_MOST = 32 };
    static const Str files[] = {L("gradio.File"),  L("gradio.UploadButton"), L("gradio.Image"),
                                L("gradio.Audio"), L("gradio.Video"),        L("file"),
                                L("image"),        L("audio"),               L("video"), {0}};
    const Av *in = arg_at(args, 1, fr->w, S("inputs"));
    uint32_t id, r = 0;
    const Obj *o = in ? only_obj(fr, in, &id) : NULL;
    bool listed = o && o->exact && o->kind <= OB_TUPLE;
    for (uint32_t i = 0; in && i < (listed ? o->n : 1) && i < PLACES_MOST; i++) {
        const Av *one = listed ? o->cell[i].v : in;
        const Atom *a = av_find(one, AT_INST);
        Str name = {0};
        if (a && one->n == 1) name = unit_str(fr->w, a->idx);
        else av_only_str(one, &name);
        if (str_in(name, files)) r |= 1u << i;
    }
    return r;
}

// exception_handlers={NotFound: f}: what is handed is a table of handlers by what each is for.
static const Av *handlers_of(Seen *s, const Av *v, const Av **keys)
{
    uint32_t id;
    const Obj *o = models_has_tag(s->line, S("by-key")) ? only_obj(s->fr, v, &id) : NULL;
    if (!o || o->kind != OB_DICT || !o->rest) return v;
    *keys = o->keys;
    return o->rest;
}

static void see_entry(void *self, const Av *v, Val from)
{
    Seen *s = self;
    const Av *handles = s->args ? arg_first(s->args) : NULL;
    (void)from;
    v = handlers_of(s, v, &handles);
    bool inputs = s->args && models_has_tag(s->line, S("inputs"));
    note_entry(s->fr, v,
               (Entry){.kinds = s->line->kinds,
                       .files = inputs ? files_handed(s->fr, s->args) : 0,
                       .returns = s->line->returns,
                       .how = s->name,
                       .line = s->line, .shy = s->shy, .handles = handles});
}

static void see_value(void *self, const Av *v, Val from)
{
    Seen *s = self;
    (void)from;
    s->v = s->v ? av_join(s->fr->w, s->v, v) : v;
}

// ---- keyed stores

static Key store_key(Frame *fr, const ModelLine *l, const Args *args, bool *known)
{
    World *w = fr->w;
    uint64_t h = 14695981039346656037u;
    *known = true;
    for (int i = 0; i < l->to; i++) {
        Key k;
        const Av *v = arg_at(args, i, w, (Str){0});
        if (!v || !key_of(w, v, &k)) { *known = false; return 0; }
        h = (h ^ k) * 1099511628211u;
    }
    return KEY_HASH(h);
}

static uint32_t store_obj(Frame *fr, const Av *self, Str name, const ModelLine *l)
{
    World *w = fr->w;
    bool shared = models_has_tag(l, S("shared"));               // there is one in the program: request.app
    for (int i = 0; self && i < self->n && !shared; i++)
        if (self->atom[i].obj && self->atom[i].kind == AT_INST) return self->atom[i].obj;
    Size dot = str_rfind(name, '.');
    for (int i = 0; self && i < self->n; i++)
        if (self->atom[i].kind == AT_INST) return shared_obj(w, self->atom[i].idx);
    return shared_obj(w, name_add(&w->names, dot > 0 ? str_sub(name, 0, dot) : name));
}

// What is kept in one thing of the whole program is seen by whoever asks for it: a queue, a client.
void publish(Frame *fr, const Av *v)
{
    World *w = fr->w;
    for (int i = 0; i < v->n; i++) {
        uint32_t id = v->atom[i].kind == AT_INST || v->atom[i].kind == AT_OBJ ? v->atom[i].obj : 0;
        if (!id || base_at(w, id)) continue;
        const Obj *o = obj_at(w, &fr->st, id);
        Obj *fresh = new(&w->a, Obj, 1);
        if (o) *fresh = *o;
        else fresh->kind = OB_EXT;
        w->base[id] = fresh;
    }
}

static void keyed_store(Frame *fr, const ModelLine *l, const Args *args, const Av *self, Str name)
{
    World *w = fr->w;
    Val from;
    bool known;
    const Av *v = line_arg(w, l->arg, l->keyword, args, self, &from);
    Key k = store_key(fr, l, args, &known);
    uint32_t id = store_obj(fr, self, name, l);
    if (!v || !id) return;
    if (models_has_tag(l, S("shared")) || models_has_tag(l, S("published"))) publish(fr, v);
    const Obj *o = obj_at(w, &fr->st, id);
    if (!o) {
        Obj *fresh = new(&w->a, Obj, 1);
        fresh->kind = OB_EXT;
        o = fresh;
    }
    obj_put(fr, id, known && l->to > 0 ? obj_set(w, o, k, v, false) : obj_spill(w, o, v));
}

// request["user"], req.context["user"]: what there is for each request, and others left there.
static bool is_carried(Frame *fr, const ModelLine *l, const Args *args, Str name)
{
    static const Str those[] = {L("Request"), L("Context"), {0}};
    World *w = fr->w;
    const Av *key = arg_at(args, 0, w, (Str){0});
    Str field;
    if (!models_has_tag(l, S("shared")) || !str_has(name, those) || !key ||
        !av_only_str(key, &field))
        return false;
    note_carried(w, name_add(&w->names, field));
    return true;
}

static const Av *keyed_load(Frame *fr, const ModelLine *l, const Args *args, const Av *self,
                            Str name)
{
    World *w = fr->w;
    bool known, carried = is_carried(fr, l, args, name);
    Key k = store_key(fr, l, args, &known);
    const Obj *o = obj_at(w, &fr->st, store_obj(fr, self, name, l));
    if (carried) { // where nobody left it, it is the program's own
        const Av *left = o ? obj_cell(o, k) : NULL;
        return left ? left : o && o->rest ? o->rest : &av_quiet;
    }
    if (!o) return NULL;
    if (!known || l->to == 0) {
        const Av *r = o->rest ? o->rest : &av_bottom;
        for (uint32_t i = 0; i < o->n; i++) r = av_join(w, r, o->cell[i].v);
        return av_is_bottom(r) ? NULL : r;
    }
    const Av *v = obj_cell(o, k);
    return v ? v : o->rest;
}

// ---- callbacks

// "gives a.Class": what the library hands over before the rest.
static Str given_first(const ModelLine *l)
{
    Str rest = l->tags, word;
    while (str_cut(&rest, S(" "), &word))
        if (str_eq(word, S("gives"))) return str_cut(&rest, S(" "), &word) ? word : (Str){0};
    return (Str){0};
}

// What was connected to a signal, which hands on what is sent.
static const Av *kept_there(Frame *fr, const Av *self)
{
    const Av *r = &av_bottom;
    for (int i = 0; i < self->n; i++) {
        const Obj *o = self->atom[i].obj ? obj_at(fr->w, &fr->st, self->atom[i].obj) : NULL;
        if (o && o->rest) r = av_join(fr->w, r, o->rest);
    }
    return r;
}

// What will hold the result.
static const Av *promised(Frame *fr, const Av *r, const Args *args)
{
    World *w = fr->w;
    Obj o = {.kind = OB_EXT, .rest = av_is_bottom(r) ? NULL : r};
    Atom a = av_inst(w, S("concurrent.futures.Future"))->atom[0];
    a.obj = obj_make(fr, args->call, 0xf7e, &o)->atom[0].obj;
    return av_atom(w, a);
}

static const Av *call_back(Frame *fr, const ModelLine *all, const ModelLine *l, const Args *args,
                           const Av *self)
{
    World *w = fr->w;
    Val from;
    const Av *f = line_arg(w, l->arg, l->keyword, args, self, &from);
    if (!f) return NULL;
    bool kept = models_has_tag(l, S("kept"));
    if (kept) f = kept_there(fr, f);
    else if (l->arg == MODEL_RECEIVER)
        f = read_attr(fr, f, name_add(&w->names, l->tags), args->call);
    Seen s = {.fr = fr};
    if (l->to != MODEL_REST && l->to != MODEL_NONE)
        each_arg(fr, all, l->to, (Str){0}, args, self, see_value, &s);
    Args in = kept ? *args : called_with(fr, l, args, s.v);
    Str given = given_first(l);
    if (given.len) {
        const Av **pos = new(&w->a, const Av *, in.npos + 1);
        pos[0] = av_inst(w, given);
        for (Size i = 0; i < in.npos; i++) pos[i + 1] = in.pos[i];
        in.pos = pos, in.npos++;
    }
    State before = fr->st;
    const Av *r = call_value(fr, f, &in);
    if (fr->st.dead) fr->st = before;                           // it may never be called
    if (models_has_tag(l, S("promised"))) return promised(fr, r, args);
    return models_has_tag(l, S("returns")) ? r : NULL;
}

// ---- all lines of a name

enum {
    SAYS = 1 << M_SOURCE | 1 << M_SINK | 1 << M_CLEAN | 1 << M_PASS | 1 << M_BLOCK | 1 << M_TYPE |
           1 << M_GUARD | 1 << M_CHECK | 1 << M_LOAD | 1 << M_STORE
};

// What the thing was made from: a pattern's text and flags; an environment's loader.
static void keep_args(Frame *fr, uint32_t id, const Args *args, const Av *self)
{
    World *w = fr->w;
    Obj *fresh = new(&w->a, Obj, 1);
    fresh->kind = OB_EXT;
    const Obj *o = fresh;
    const Av *flags = args->npos > 1 ? args->pos[1] : args->nnamed ? args->named[0] : NULL;
    if (args->npos) o = obj_set(w, o, KEPT_FIRST, args->pos[0], false);
    if (flags) o = obj_set(w, o, KEPT_FLAGS, flags, false);
    if (self) o = obj_set(w, o, KEPT_SELF, self, false);
    for (Size i = 0; i < args->nnamed; i++)
        o = obj_set(w, o, KEY_SYM(args->names[i]), args->named[i], false);
    obj_put(fr, id, o);
}

// An instance of the class that the first argument names: session.get(User, 1).
static const Av *made_of_first(Frame *fr, const Args *args, const Taint *t)
{
    const Av *r = NULL;
    for (int i = 0; args && args->npos && i < args->pos[0]->n; i++) {
        const Atom *a = &args->pos[0]->atom[i];
        if (a->kind != AT_CLASS) continue;
        const Av *v = class_instance(fr, a, t, args->node);
        r = r ? av_join(fr->w, r, v) : v;
    }
    return r;
}

// session.query(User): the class whose rows it gives; 0: columns, several classes, none of the project.
static uint32_t class_first(Frame *fr, const Args *args)
{
    const Av *v = args && args->npos == 1 ? args->pos[0] : NULL;
    if (v && rows_of(fr, v)) return rows_of(fr, v);                     // session.scalars(select(User))
    return v && v->n == 1 && v->atom[0].kind == AT_CLASS ? v->atom[0].obj : 0;
}

static const Av *typed(Frame *fr, const ModelLine *l, const Args *args, const Av *self, bool shy)
{
    World *w = fr->w;
    Atom a = {.kind = AT_INST,
              .shy = shy,
              .idx = name_add(&w->names, l->name),
              .id = models_id(w->models, l->name)};
    if (models_has_tag(l, S("rows")) || models_has_tag(l, S("row"))) a.mod = rows_of(fr, self);
    if (models_has_tag(l, S("rows-of-first"))) a.mod = class_first(fr, args);
    if (l->on_call && args && args->call) {
        a.obj = obj_id_in(w, fr->id, fr->depth, (uint64_t)args->call << 20 | 0x7e57);
        if (w->making && !obj_at(w, &fr->st, a.obj)) {          // one that all functions share
            Obj *o = new(&w->a, Obj, 1);
            o->kind = OB_EXT;
            obj_put(fr, a.obj, o);
        }
    }
    if (a.obj && models_has_tag(l, S("keeps"))) keep_args(fr, a.obj, args, self);
    return av_atom(w, a);
}

// The thing now holds t: what was read into a buffer, a parser, a list.
static void fill_thing(Frame *fr, const Av *to, const Taint *t)
{
    World *w = fr->w;
    if (!to || !t) return;
    const Av *value = av_with(w, &av_quiet, t);
    for (int i = 0; i < to->n; i++) {
        uint32_t id = to->atom[i].obj;
        if (!id || (to->atom[i].kind != AT_OBJ && to->atom[i].kind != AT_INST)) continue;
        const Obj *o = obj_at(w, &fr->st, id);
        if (!o) {
            Obj *fresh = new(&w->a, Obj, 1);
            fresh->kind = OB_EXT;
            o = fresh;
        }
        obj_put(fr, id, o->kind == OB_INST ? obj_overlay(w, o, value) : obj_spill(w, o, value));
    }
}

static void pass_to(Frame *fr, const ModelLine *l, const Args *args, const Av *self, const Taint *t)
{
    Val from;
    const Av *to = line_arg(fr->w, l->to, (Str){0}, args, self, &from);
    if (models_has_tag(l, S("file"))) file_takes(fr, l, args, from, t);
    else fill_thing(fr, to, t);
}

static void fill(Frame *fr, const ModelLine *l, const Args *args, const Av *self, const Taint *t)
{
    Val from;
    fill_thing(fr, line_arg(fr->w, l->arg, l->keyword, args, self, &from), t);
}

typedef struct {
    const Av *v;
    const Taint *t;
    unsigned said;
    const ModelLine *cleaned;            // the last line that cleaned
    bool dead, whole;                    // whole: v is all, whatever is passed
} Result;

// structure(data, Job), decode(data, type=Job), from_dict(data_class=Job, data=data); NULL: none, or several
static const Av *given_class(const Args *args)
{
    const Av *cls = NULL;
    Size all = args ? args->npos + args->nnamed : 0;
    for (Size i = 0; i < all; i++) {
        const Av *v = i < args->npos ? args->pos[i] : args->named[i - args->npos];
        if (!v || v->n != 1 || v->atom[0].kind != AT_CLASS) continue;
        if (cls) return NULL;
        cls = v;
    }
    return cls;
}

// A dictionary by the fields that the object's class declares, where its class is the program's, or by the names of
// the routes that led here.
static bool by_fields(Frame *fr, const ModelLine *l, const Args *args, const Av *self, const Taint *t,
                      Result *r)
{
    const Av *v = !l->tags.len                       ? NULL
                  : models_has_tag(l, S("fields"))   ? declared_fields(fr, self, t)
                  : models_has_tag(l, S("instance")) ? declared_instance(fr, self, t)
                  : models_has_tag(l, S("instance-of-given")) ? declared_instance(fr, given_class(args), t)
                  : models_has_tag(l, S("arguments"))
                      ? declared_arguments(fr, t, models_has_tag(l, S("pair")))
                  : models_has_tag(l, S("routes")) ? routed_items(fr, t)
                                                   : NULL;
    if (v) r->v = v, r->whole = true;
    return v != NULL;
}

// Orders(…).filter(…) is of the program's own class of queries; Orders.as_manager() gives one. NULL:
// it is the library's.
static const Av *of_own_class(Frame *fr, const Av *self)
{
    World *w = fr->w;
    const Atom *a = self && self->n == 1 ? &self->atom[0] : NULL;
    const Obj *o = a && a->kind == AT_OBJ ? obj_at(w, &fr->st, a->obj) : NULL;
    if (o && o->kind == OB_INST && o->up) return av_atom(w, *a);
    return a && a->kind == AT_CLASS ? self_instance(w, &fr->st, a->obj) : NULL;
}

// form = Form(data): what a form of the program's own hands on is what it was filled with here, where that is
// known to come from no request: the program's own values, a parameter that this function's callers set.
static bool is_filled_here(Frame *fr, const ModelLine *l, const Av *self, const Taint **with)
{
    World *w = fr->w;
    const Atom *a = self && self->n == 1 ? &self->atom[0] : NULL;
    const Obj *o = a && a->kind == AT_OBJ && models_has_tag(l, S("fields"))
                       ? obj_at(w, &fr->st, a->obj) : NULL;
    if (!o || o->kind != OB_INST || !o->up || a->obj == self_id(w, o->up)) return false;
    const Atom cls = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    uint32_t mod, idx;                                          // one of its own hands on what it likes
    if (class_member(fr, &cls, name_add(&w->names, S("__init__")), &mod, &idx, false)) return false;
    *with = deep_taint(fr, self);
    if (taint_kinds(*with) & KIND(REMOTE) || !(o->n || o->rest)) return false;
    for (uint32_t i = 0; i <= o->n; i++) {
        const Av *v = i < o->n ? o->cell[i].v : o->rest;
        if (v && (v->flags & (AV_OTHER | AV_QUIET)) == AV_OTHER) return false;
    }
    return true;
}

// What a source is one of, for a reader: not all that must not get somewhere came from outside.
static const char *gives(Kinds k)
{
    if (k & KIND(ANSWER)) return "a model's answer";
    if (k & (KIND(REMOTE) | KIND(LOCAL))) return "outside data";
    if (k & (KIND(SECRET) | KIND(CREDENTIAL))) return "a secret";
    if (k & KIND(WEAK_RANDOM)) return "what can be foretold";
    return "outside data";
}

static void add_value(World *w, Result *r, const Av *v)
{
    if (v) r->v = r->v ? av_join(w, r->v, v) : v;
}

static void apply_line(Frame *fr, const ModelLine *all, const ModelLine *l, const Args *args,
                       const Av *self, Str name, bool shy, Result *r)
{
    World *w = fr->w;
    NodeId node = args ? args->node : fr->f->code.v[fr->at].node;
    Seen s = {.fr = fr, .line = l, .args = args, .self = self, .name = name, .shy = shy};
    switch (l->kind) {
    case M_SOURCE: {
        const Step *step = step_add(fr, NULL, node,
                                    name.len ? str_join(&w->a, name, S(" gives "), str_of(gives(l->kinds)))
                                             : S("outside data comes from here"));
        const Taint *t = NULL;
        if (!is_filled_here(fr, l, self, &t)) t = taint_new(w, l->kinds, step, shy);
        if (by_fields(fr, l, args, self, t, r)) break;
        if (models_has_tag(l, S("absolute"))) t = taint_lacks(w, t, BEGINS_SLASH, ~0u);
        if (l->arg == MODEL_NONE) r->t = taint_join(w, r->t, t);
        else fill(fr, l, args, self, t);
        break;
    }
    case M_SINK: each_arg(fr, all, l->arg, l->keyword, args, self, see_sink, &s); break;
    case M_CLEAN:
        // one more thing that the same call makes of the same argument
        if (r->cleaned && r->cleaned->arg == l->arg && str_eq(r->cleaned->keyword, l->keyword)) {
            r->t = taint_mask(w, r->t, l->kinds, (l->kinds & KINDS_TEXT) != KINDS_TEXT);
            break;
        }
        r->cleaned = l;
        each_arg(fr, all, l->arg, l->keyword, args, self, see_taint, &s);
        if (l->kinds & KIND(HTML))
            s.t = taint_between_tags(w, s.t, models_has_tag(l, S("between-tags")));
        // what is no code any more is another thing made of it: a number, a digest
        s.t = (l->kinds & KIND(CODE) ? taint_mask : taint_clean)(
            w, s.t, l->kinds,
            (l->kinds & KINDS_TEXT) != KINDS_TEXT && !models_has_tag(l, S("with-quotes")));
        if (models_has_tag(l, S("between-quotes"))) s.t = taint_quotes_only(w, s.t, false);
        r->t = taint_join(w, r->t, s.t);
        break;
    case M_PASS:
        each_arg(fr, all, l->arg, l->keyword, args, self,
                 models_has_tag(l, S("contents")) ? see_contents : see_taint, &s);
        if (l->to == MODEL_RESULT) s.t = taint_by_file(fr, l, args, self, s.t, node);
        if (l->kinds) s.t = taint_with(w, s.t, l->kinds);
        if (models_has_tag(l, S("printed")))
            s.t = escaped_by_text(fr, self, s.t, models_has_tag(l, S("mako")));
        if (by_fields(fr, l, args, self, s.t, r)) break;
        if (l->to == MODEL_RESULT) r->t = taint_join(w, r->t, s.t);
        else if (args) pass_to(fr, l, args, self, s.t);
        break;
    case M_TYPE: {
        const Av *v = models_has_tag(l, S("of-first"))    ? made_of_first(fr, args, r->t)
                      : models_has_tag(l, S("own-class")) ? of_own_class(fr, self)
                      : models_has_tag(l, S("by-view"))   ? declared_by_view(fr, self, l->name)
                      : models_has_tag(l, S("class-by-view")) ? declared_class(fr, self, l->name)
                                                          : NULL;
        if (!v && models_has_tag(l, S("row")) && !rows_of(fr, self)) break;   // of what class is not known
        add_value(w, r, v ? v : typed(fr, l, args, self, shy));
        break;
    }
    case M_CHECK: each_arg(fr, all, l->arg, l->keyword, args, self, see_clear, &s); break;
    case M_MARK:
        if (!l->nunder || holds_off(fr, l, args, self))
            see_mark(fr, l, args, self, node, name, shy);
        break;
    case M_ENTRY:
        if (str_eq(l->name, S("argument")))
            each_arg(fr, all, l->arg, l->keyword, args, self, see_entry, &s);
        break;
    case M_CALLS: if (args) add_value(w, r, call_back(fr, all, l, args, self)); break;
    case M_STORE: if (args) keyed_store(fr, l, args, self, name); break;
    case M_LOAD: if (args) add_value(w, r, keyed_load(fr, l, args, self, name)); break;
    case M_RAISES: r->dead = true; break;
    default: break;
    }
}

static bool is_written(const Frame *fr, Val v) { return v && fr->f->code.v[v].op == IR_CONST; }

// May outside data be what a line speaks of? Not a constant that is written there, nor an argument
// that is not given.
static bool may_be_outside(Frame *fr, int arg, Str keyword, const Args *args, const Av *self)
{
    Val from;
    if (!args || args->star || args->dstar || (arg == MODEL_ANY && self)) return true;
    if (arg != MODEL_ANY && arg != MODEL_REST) {
        const Av *v = line_arg(fr->w, arg, keyword, args, self, &from);
        return v && !is_written(fr, from);
    }
    for (Size i = 0; i < args->npos; i++)
        if (!args->pos_val || !is_written(fr, args->pos_val[i])) return true;
    for (Size i = 0; i < args->nnamed; i++)
        if (!args->named_val || !is_written(fr, args->named_val[i])) return true;
    return false;
}

// The sinks that the line is, whatever reaches it now.
static Kinds kinds_met(Frame *fr, const ModelLine *l, const Args *args, const Av *self)
{
    if (l->kind == M_SINK) {
        int arg = models_has_tag(l, S("prints")) ? MODEL_REST : l->arg;
        return may_be_outside(fr, arg, l->keyword, args, self) ? l->kinds : 0;
    }
    for (Size i = 0; i < l->nconds; i++)
        if (l->conds[i].kind == COND_TAINTED &&
            may_be_outside(fr, l->conds[i].arg, l->conds[i].keyword, args, self)) return ~(Kinds)0;
    return 0;
}

// Is what a mark asks for handed over, as far as the line knows?
static bool asks_callers(Frame *fr, const ModelLine *l, const Args *args, const Av *self)
{
    if (l->kind != M_MARK) return false;
    for (Size i = 0; i < l->nconds; i++)
        if (asks_value(l->conds[i].kind) &&
            may_be_outside(fr, l->conds[i].arg, l->conds[i].keyword, args, self))
            return true;
    return l->nunder > 0;
}

// self.get_argument(…): of what the method itself is called on, a class of the program
static bool is_of_self(Frame *fr, const Av *self)
{
    const Atom *a = self && self->n == 1 ? &self->atom[0] : NULL;
    const Obj *o = a && a->kind == AT_OBJ ? obj_at(fr->w, &fr->st, a->obj) : NULL;
    return o && o->kind == OB_INST && o->up && a->obj == self_id(fr->w, o->up);
}

static Result apply_lines(Frame *fr, const ModelLine *lines, bool on_call, const Args *args,
                          const Av *self, Str name, bool shy)
{
    Result r = {0};
    for (const ModelLine *l = lines; l; l = l->next) {
        if (l->on_set || l->on_call != on_call) continue;
        if (l->tags.len && models_has_tag(l, S("of-self")) && !is_of_self(fr, self)) continue;
        r.said |= 1u << l->kind;
        fr->met |= kinds_met(fr, l, args, self);
        fr->chosen |= asks_callers(fr, l, args, self);
        if (line_holds(fr, l, args, self)) apply_line(fr, lines, l, args, self, name, shy, &r);
    }
    return r;
}

// A source that always gives a text gives no document of operators.
static bool is_plain_text(World *w, const Av *v)
{
    return v->n == 1 && !v->flags && v->atom[0].kind == AT_INST &&
           str_eq(unit_str(w, v->atom[0].idx), S("str"));
}

// Reading a name or a member, or an operator that is a member (on_call).
const Av *read_name(Frame *fr, const Av *v, const ModelLine *lines, bool on_call, const Args *args,
                    const Av *self)
{
    World *w = fr->w;
    if (!lines) return v;
    Str name = {0};
    for (int i = 0; self && i < self->n; i++)
        if (self->atom[i].kind == AT_NAME || self->atom[i].kind == AT_INST)
            name = unit_str(w, self->atom[i].idx);
    Result r = apply_lines(fr, lines, on_call, args, self, name, false);
    if (r.whole) return r.v;
    // a port, a size: whatever it was read of, nothing harmful is left
    bool harmless = !on_call && r.cleaned && leaves_nothing(r.cleaned);
    const Av *x = r.v ? r.v : harmless ? &av_quiet : av_with(w, v, NULL);
    const Taint *t = r.t;
    bool passes =
        !(r.said & (1u << M_PASS | 1u << M_CLEAN | 1u << M_BLOCK)) && !(on_call && r.said & SAYS);
    if (t && r.said & 1u << M_SOURCE && is_plain_text(w, x))
        t = taint_mask(w, t, KIND(NOSQL), false);
    if (passes) t = taint_join(w, t, v->taint);
    return av_add_taint(w, x, t);
}

static bool all_quiet(const Args *args, const Av *self)
{
    for (Size i = 0; i < args->npos; i++)
        if (args->pos[i]->flags & AV_OTHER && !(args->pos[i]->flags & AV_QUIET)) return false;
    return !self || !(self->flags & AV_OTHER) || self->flags & AV_QUIET;
}

// A list, dictionary … of the program's own making: what its methods do is known to the cell.
static bool is_container(Frame *fr, const Av *self)
{
    if (!self || self->n != 1 || self->flags & AV_OTHER || self->atom[0].kind != AT_OBJ)
        return false;
    const Obj *o = obj_at(fr->w, &fr->st, self->atom[0].obj);
    return o &&
           (o->kind == OB_LIST || o->kind == OB_TUPLE || o->kind == OB_SET || o->kind == OB_DICT ||
            self->atom[0].idx);
}

static const Taint *substituted(Frame *fr, const Taint *t, Str name, const Args *args,
                                const Av *self)
{
    bool made = str_ends(name, S(".Pattern.sub"));
    const Obj *o = made ? made_thing(fr, self) : NULL;
    const Av *pattern = o ? obj_cell(o, KEPT_FIRST) : !made ? arg_first(args) : NULL;
    const Av *to = arg_at(args, made ? 0 : 1, fr->w, S("repl"));
    Str p, r;
    if ((!made && !str_eq(name, S("re.sub"))) || !pattern || !to || !av_only_str(pattern, &p))
        return t;
    // a count leaves what comes after the first ones; re.sub(p, r, x, re.I) gives one by mistake
    int64_t count;
    const Av *limit = arg_at(args, made ? 2 : 3, fr->w, S("count"));
    if (limit && !(av_only_int(limit, &count) && count == 0)) return t;
    // an attribute's text or a script needs none of the characters that a tag begins with
    Kinds k, tag = KIND(HTML);
    if (av_only_str(to, &r)) k = sub_clears(fr->w, p, r);
    else t = replaced_by(fr, t, pattern, to, args, &k);
    return taint_mask(fr->w, taint_mask(fr->w, t, k & ~tag, false), k & tag, true);
}

// x.translate(table): the characters that the table takes out or writes as others. Of a table that
// is not known it is believed that it is made for control characters.
static const Taint *translated(Frame *fr, const Taint *t, const Args *args)
{
    char gone[128];
    Size n = 0;
    uint32_t id;
    const Obj *o = only_obj(fr, args->pos[0], &id);
    if (deep_taint(fr, args->pos[0])) return t;
    bool known = o && o->kind == OB_DICT && o->exact;
    for (uint32_t i = 0; known && i < o->n && n < (Size)sizeof gone; i++) {
        Str to;
        int64_t c = (int64_t)(o->cell[i].key & 0xff);
        if (o->cell[i].key >> 56 != 2 || c > 127) continue;
        bool text = av_only_str(o->cell[i].v, &to);
        if (!text || !memchr(to.s ? to.s : "", (int)c, (size_t)to.len)) gone[n++] = (char)c;
    }
    Kinds k = KIND(LOG) | KIND(HEADER) | KIND(MAIL) | KIND(COOKIE);
    if (known) k = bytes_clear((Str){gone, n});
    // no tag, and no end of the script around it, can begin
    if (known && n && memchr(gone, '<', (size_t)n)) k |= KIND(HTML) | KIND(SCRIPT);
    return taint_mask(fr->w, t, k, !known || !(k & KIND(HTML)));
}

// wrapped.get_param("x"), get("x", ""): a part of outside data by its name is as much outside data.
static bool is_accessor(const Args *args, const Av *self)
{
    Str s;
    bool otherwise = args->npos == 2 && av_all_const(args->pos[1]);
    return self && self->taint && (args->npos == 1 || otherwise) && !args->nnamed &&
           av_only_str(args->pos[0], &s);
}

// normpath("/" + path) holds no "..", and without the slashes before it leads nowhere but down.
// lstrip("/\\"): one slash before it makes no other site of it.
static const Taint *normalised(Frame *fr, const Taint *t, Str name, const Args *args,
                               const Taint *was)
{
    bool down = was != NULL;
    Str off = {0};
    if (str_eq(name, S("os.path.normpath")))
        return args->npos == 1 && str_starts(av_shape(fr->w, args->pos[0]).prefix, S("/"))
                   ? taint_lacks(fr->w, t, LACKS_UP, ~0u)
                   : t;
    if (!str_ends(name, S("strip")) || args->npos != 1 || !av_only_str(args->pos[0], &off))
        return t;
    bool slashes = str_find(off, S("/")) >= 0 && !str_ends(name, S("rstrip"));
    Val from = args->call ? receiver(fr, &fr->f->code.v[args->call]) : 0;
    const Fact *f = from ? fact_of(fr, &fr->st, from) : NULL;
    bool no_host = f && f->bits & FACT_NO_HOST;                 // frameworks write a backslash as %5C
    if (slashes && (no_host || memchr(off.s, '\\', (size_t)off.len)))
        t = taint_lacks(fr->w, t, LACKS_FIRST, ~0u);
    for (const Taint *x = was; x; x = x->next) down &= (x->lacks & LACKS_UP) != 0;
    return down && slashes ? taint_mask(fr->w, t, KIND(PATH), true) : t;
}

void see_call(Frame *fr, ModelId id, const Args *args)
{
    const ModelLine *lines = id ? models_lines(fr->w->models, id) : NULL;
    if (lines)
        (void)apply_lines(fr, lines, true, args, NULL, models_name(fr->w->models, id), false);
}

// Is each thing that it says said of what the text reads as, so that it holds of any function of that name?
static bool is_by_shape(const ModelLine *l)
{
    bool any = false;
    for (; l; l = l->next) {
        bool reads = false;
        for (Size i = 0; i < l->nconds; i++) reads |= l->conds[i].kind == COND_READS;
        if (l->kind == M_SINK && !reads) return false;
        any |= reads;
    }
    return any;
}

// run_query("SELECT …" + name), imported from where nobody looks: the statement tells what it does, as of a method.
void see_shaped(Frame *fr, const Args *args)
{
    World *w = fr->w;
    const Tree *t = fr->m->m->tree;
    NodeId func = args->call && args->node && py_kind(t, args->node) == PY_Call
                      ? py_node(t, args->node, Call_func) : 0;
    if (!func || py_kind(t, func) != PY_Name || !args->npos) return;
    uint32_t name = unit_sym(fr, py_sym(t, func, Name_id));
    const ModelLine *lines = models_lines(w->models, step_id(w, w->unknown, name));
    if (is_by_shape(lines)) (void)apply_lines(fr, lines, true, args, NULL, unit_str(w, name), true);
}

const Av *call_library(Frame *fr, const Atom *callee, const Args *args)
{
    World *w = fr->w;
    const Av *self = callee->kind == AT_METHOD ? callee->p : NULL;
    Str name = unit_str(w, callee->idx);
    ModelId id = callee->id;
    bool shy = callee->shy;
    if (!id && callee->kind == AT_METHOD && shy) {
        id = step_id(w, w->unknown, callee->idx);
        if (!id && str_rfind(name, '.') >= 0)
            id = models_id(w->models, str_join(&w->a, S("?"), S("."), name));
    }
    if (!id && callee->kind == AT_NAME) see_shaped(fr, args);
    const Av *native = NULL;
    if (callee->kind == AT_METHOD && is_container(fr, self) &&
        call_builtin(fr, callee, name, args, &native))
        return native;
    Result r = apply_lines(fr, models_lines(w->models, id), true, args, self, name, shy);
    if (r.dead) { fr->st.dead = true; return &av_bottom; }
    if (r.whole) return r.v;
    if (call_builtin(fr, callee, name, args, &native))
        return r.t && r.said & 1u << M_SOURCE ? av_add_taint(w, native, r.t) : native;
    if (!id && self && !args->npos && !args->nnamed && str_eq(last_part(name), S("result")))
        return self;                                            // a task is taken for what it gives
    const Taint *t = r.t;
    if (!(r.said & SAYS)) {
        Seen s = {.fr = fr};
        each_arg(fr, NULL, MODEL_ANY, (Str){0}, args, self, see_taint, &s);
        if (!id && s.t) s.t = taint_mask(w, s.t, unknown_clears(name), true);
        t = taint_join(w, t, id || is_accessor(args, self) ? s.t : taint_lower(w, s.t));
        if (!id && !t) t = opened_request(fr, name, args);
    }
    if (str_starts(name, S("re."))) {
        match_keeps(fr, r.v, args, self, name);
        if (str_starts(name, S("re.Match.g")))
            t = matched(fr, t, self, arg_first(args),
                        args->npos > 1 || str_find(name, S("groups")) > 0 ||
                            str_find(name, S("groupdict")) > 0);
        if (t && str_ends(name, S(".findall"))) t = found_all(fr, t, args, self, name);
        t = substituted(fr, t, name, args, self);
    }
    if (t && args->npos == 1 && str_ends(name, S("translate"))) t = translated(fr, t, args);
    // resolved.relative_to(base): what leads out of it is no such path
    if (t && str_eq(last_part(name), S("relative_to")) && args->call) {
        Val path = receiver(fr, &fr->f->code.v[args->call]);
        if (path && !is_lexical_path(fr, path)) t = taint_mask(w, t, KIND(PATH), true);
    }
    static const char *const dumps[] = {"json.dumps",  "flask.json.dumps", "simplejson.dumps",
                                        "ujson.dumps", "orjson.dumps",     "rapidjson.dumps"};
    bool json = t && str_ends(name, S("json.dumps")) && is_one_of(name, dumps, countof(dumps));
    if (json) t = taint_one_line(w, t);
    if (t && !(r.said & 1u << M_SOURCE)) {
        // store.get(name): of an object that nothing is known of, something that goes by that name
        bool quoted = r.cleaned && models_has_tag(r.cleaned, S("one-word"));
        unsigned lacks = json ? LACKS_END : quoted ? SHELL_QUOTED : 0;
        bool asked = !id && !json && self && !is_deep_tainted(fr, self) && !r.said;
        t = taint_step(fr, taint_lacks(w, t, lacks, 0), args->node,
                       str_join(&w->a, asked ? S("is asked for by ") : S("passes through "), S(""), name));
        t = normalised(fr, t, name, args, self ? self->taint : NULL);
    }
    const Av *v = r.v ? r.v : (id && !shy) || all_quiet(args, self) ? &av_quiet : &av_unknown;
    if (t && r.v && r.said & 1u << M_SOURCE && is_plain_text(w, r.v))
        t = taint_mask(w, t, KIND(NOSQL), false);
    if (!t && r.v && r.v->taint) return r.v;
    return av_add_taint(w, v, t);
}
