// flow/elsewhere: who touches what, decided when files are linked; and the walks that it asks for.
// SPDX-License-Identifier: MIT
#include "flow/elsewhere.h"
#include "flow/engine.h"
#include "sema/touch.h"

enum { BODIES_MOST = 24, WRITERS_MOST = 8, ENTRIES_MOST = 20, HELD_MOST = 300 };

// ---- who touches what

static int touched_order(const void *x, const void *y)
{
    const Touched *a = x, *b = y;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    if (a->name != b->name) return a->name < b->name ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->root != b->root) return a->root < b->root ? -1 : 1;
    return (a->top * 4 + a->set * 2 + a->fills) - (b->top * 4 + b->set * 2 + b->fills);
}

// Methods by which a thing is filled, whatever it is.
static bool is_filling(Str method)
{
    static const Str those[] = {
        L("append"),   L("appendleft"), L("add"),     L("put"),    L("put_nowait"), L("update"),
        L("set"),      L("setdefault"), L("insert"),  L("extend"), L("push"),       L("enqueue"),
        L("register"), L("subscribe"),  L("connect"), L("on"),     L("store"),      L("submit")};
    for (Size i = 0; i < countof(those); i++)
        if (str_eq(method, those[i])) return true;
    return false;
}

static void link_touch(Engine *e, Size from, Touch t, const Resolved *r)
{
    bool fills = t.set || (t.last && is_filling(name_str(project_names(e->project), t.last)));
    Touched row = {
        .from = (uint32_t)from, .root = t.root, .set = t.set, .top = t.top, .fills = fills};
    if (touch_on_request(project_names(e->project), t)) {
        row.to = ANY_REQUEST;
        row.name = t.last;
        *push(e->keep, &e->touched) = row;
    }
    if (!r->found || r->outside || r->module == from) return;
    row.to = (uint32_t)r->module;
    row.name = r->whole ? t.first : r->bind.name;
    row.member = r->whole && t.set && t.first == t.last;
    if (row.name) *push(e->keep, &e->touched) = row;
}

void link_touches(Engine *e, Arena scratch)
{
    for (Size i = 0; i < project_count(e->project); i++) {
        const ModuleIndex *ix = project_module(e->project, i);
        Resolved r = {0};
        for (Size k = 0; k < ix->ntouches; k++) {
            Arena brief = scratch;
            if (!k || ix->touches[k].root != ix->touches[k - 1].root)
                r = project_resolve(e->project, i, ix->touches[k].root, &brief);
            link_touch(e, i, ix->touches[k], &r);
        }
    }
    if (e->touched.n)
        sort_items(e->touched.v, e->touched.n, (Size)sizeof(Touched), touched_order, scratch);
}

// The first row of what is touched at or after this name.
static Size first_row(const Engine *e, uint32_t to, Sym name)
{
    Size lo = 0, hi = e->touched.n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        const Touched *t = &e->touched.v[mid];
        if (t->to < to || (t->to == to && t->name < name)) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static const Touched *row_of(const Engine *e, Size at, uint32_t to, Sym name)
{
    const Touched *t = at < e->touched.n ? &e->touched.v[at] : NULL;
    return t && t->to == to && (!name || t->name == name) ? t : NULL;
}

// As one number that does not change with the number of files.
static Size rows_print(const Engine *e, uint32_t to, Sym name)
{
    uint64_t sum = 0;
    const Touched *t;
    for (Size i = first_row(e, to, name); (t = row_of(e, i, to, name)); i++) {
        uint64_t h = str_hash(e->files.v[t->from].path) * 31 +
                     str_hash(name_str(project_names(e->project), t->name));
        h = h * 31 + str_hash(name_str(project_names(e->project), t->root));
        sum += h * (1u + t->set + 2u * t->top + 4u * t->fills) >> 8;
    }
    return (Size)(sum >> 8);
}

Size touched_print(const Engine *e, Size module) { return rows_print(e, (uint32_t)module, 0); }

Size carried_print(const Engine *e, Str field)
{
    Sym s = name_find(project_names(e->project), field);
    return s ? rows_print(e, ANY_REQUEST, s) : 0;
}

// Of a package nothing is shown that goes so far; of a test only itself is followed.
static bool asks(World *w)
{
    return !w->early && !(w->worth && w->worth->far) && !w->mods[w->unit]->m->is_test;
}

static void note_question(World *w, AskKind kind, Size from, Str text, Size answer)
{
    Engine *e = w->engine;
    Worker *k = &e->worker[w->thread];
    if (e->run->kept) note_asked(&k->asked, (Asked){kind, from, text, 0, answer}, &k->kept.arena);
}

static Sym project_sym(const World *w, Str text) { return name_find(project_names(w->engine->project), text); }

Size *touching(World *w, Size module, Str name, Size *n)
{
    const Engine *e = w->engine;
    const Touched *t;
    struct { Size *v; Size n, cap; } by = {0};
    *n = 0;
    if (not_known_yet(w)) return NULL;
    note_question(w, ASK_TOUCHED, module, S(""), touched_print(e, module));
    Sym known = project_sym(w, name);
    for (Size i = first_row(e, (uint32_t)module, known);
         known && (t = row_of(e, i, (uint32_t)module, known)); i++)
        if (!project_module(e->project, t->from)->is_test && (!by.n || by.v[by.n - 1] != t->from))
            *push(&w->a, &by) = t->from;
    *n = by.n;
    return by.v;
}

Size *using(World *w, Str name, Size *n)
{
    *n = 0;
    if (not_known_yet(w)) return NULL;
    Size *list = users_of(w->engine, name, &w->a, n);
    note_question(w, ASK_USERS, w->unit, name, importers_print(w->engine, list, *n));
    return list;
}

// ---- bodies that fill a register, or replace a member

typedef struct { const Touched **v; Size n, cap; } Rows;

// filled: only by who puts something there, not by who calls a function that does.
static void add_rows(World *w, Rows *rows, uint32_t to, Sym name, bool top, bool filled)
{
    const Engine *e = w->engine;
    const Touched *t;
    for (Size i = first_row(e, to, name); (t = row_of(e, i, to, name)); i++)
        if (t->top == top && (t->fills || !filled) && (Size)t->from != w->unit &&
            !project_module(e->project, t->from)->is_test)
            *push(&w->a, rows) = t;
}

// The name of the module by which a function is reached: its own, its class's, or that of the one it is made in.
static Sym outer_name(const Module *m, uint32_t func)
{
    const Func *f = &m->funcs.v[func];
    while (f->parent && !f->owner) f = &m->funcs.v[f->parent];
    return f->owner ? m->classes.v[f->owner - 1].name : f->name;
}

// Does it put something somewhere?
static bool writes(const Module *m, const Func *f)
{
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (in->op == IR_SET_INDEX || in->op == IR_SET_ATTR || in->op == IR_SET_GLOBAL) return true;
        if (in->op == IR_ATTR && is_filling(py_name(m->tree, in->sym))) return true;
    }
    return false;
}

static bool says_global(const Func *f, Sym name)
{
    for (Size i = 1; i < f->code.n; i++)
        if ((f->code.v[i].op == IR_GLOBAL || f->code.v[i].op == IR_SET_GLOBAL) &&
            f->code.v[i].sym == name)
            return true;
    return false;
}

// Who touches the member itself, or calls a function of its module that writes it (register, set_host). A class is
// touched where something is put into it: its instances are not it.
static Rows rows_for(World *w, const Mod *m, Str name, bool top, bool filled)
{
    Rows rows = {0};
    Sym own = name_find(&m->m->tree->names, name), known = project_sym(w, name), last = 0;
    if (known) add_rows(w, &rows, (uint32_t)m->index, known, top, filled);
    for (uint32_t k = 1; own && k < (uint32_t)m->m->funcs.n; k++) {
        const Func *f = &m->m->funcs.v[k];
        Sym outer = says_global(f, own) && writes(m->m, f) ? outer_name(m->m, k) : 0;
        Sym by = outer && outer != last ? project_sym(w, py_name(m->m->tree, outer)) : 0;
        if (by && by != known) add_rows(w, &rows, (uint32_t)m->index, by, top, false);
        last = outer ? outer : last;
    }
    return rows;
}

// An object of a class that is all the program's own: what a framework's object is told, the models know.
static bool is_own_class(World *w, uint32_t cls)
{
    Mro m;
    State none = {0};
    class_mro(w, &none, cls, &m);
    bool own = !m.unknown;
    for (int i = 0; i < m.next; i++) own &= str_eq(unit_str(w, m.ext_name[i]), S("object"));
    return own;
}

static bool is_queue(World *w, const Atom *a)
{
    static const Str roots[] = {L("queue."),           L("collections."), L("asyncio."),
                                L("multiprocessing."), L("blinker."),     L("django.dispatch.")};
    Str name = a->kind == AT_INST && a->obj ? unit_str(w, a->idx) : (Str){0};
    for (Size i = 0; i < countof(roots); i++)
        if (name.len && str_starts(name, roots[i])) return true;
    return false;
}

// Something that others can put things into: a container, an object of the program's own, a class, a queue.
typedef enum { HOLDS_NOTHING, HOLDS_ATTRS, HOLDS_ITEMS } Holds;

static Holds holds(World *w, const Av *v)
{
    Holds what = HOLDS_NOTHING;
    for (int i = 0; v && i < v->n; i++) {
        const Atom *a = &v->atom[i];
        const Obj *o = a->kind == AT_OBJ ? base_at(w, a->obj) : NULL;
        bool container = o && (o->kind == OB_LIST || o->kind == OB_SET || o->kind == OB_DICT);
        if (container || is_queue(w, a) || (o && o->kind == OB_INST && is_own_class(w, o->up)))
            return HOLDS_ITEMS;
        if (a->kind == AT_CLASS) what = HOLDS_ATTRS;
    }
    return what;
}

// Did one of them replace the member?
static bool walk_bodies(World *w, Rows rows, bool holder)
{
    bool replaced = false;
    for (Size i = 0, n = 0; i < rows.n && n < BODIES_MOST; i++) {
        Mod *m = holder || rows.v[i]->member ? mod_load(w, rows.v[i]->from) : NULL;
        replaced |= m && rows.v[i]->member;
        if (!m || m->init || !follow_body(w, m)) continue;
        walk_module(w, rows.v[i]->from);
        n++;
    }
    return replaced;
}

static bool is_touched(World *w, Mod *m)
{
    if (m->asked_touched) return m->touched;
    m->asked_touched = true;
    note_question(w, ASK_TOUCHED, m->index, S(""), touched_print(w->engine, m->index));
    return m->touched = row_of(w->engine, first_row(w->engine, (uint32_t)m->index, 0),
                               (uint32_t)m->index, 0) != NULL;
}

const Av *touched_member(World *w, Mod *m, uint32_t name, const Av *v)
{
    static const Av as_it_was;
    bool in_body = !w->top || w->top->f->kind == FUNC_MODULE;   // it is filled there, not used
    if (!v || m->init == 1 || in_body || !asks(w) || !is_touched(w, m)) return v;
    const Av *now = trie_get(m->reached, name);
    if (now) return now == &as_it_was ? v : now;
    Holds what = holds(w, v);
    m->reached = trie_set(&w->a, m->reached, name, &as_it_was);
    if (walk_bodies(w, rows_for(w, m, unit_str(w, name), true, what == HOLDS_ATTRS),
                    what != HOLDS_NOTHING)) {
        const Av *other = obj_cell(base_at(w, module_obj(w, m->index)), KEY_SYM(name));
        if (other) v = av_join(w, v, other), m->reached = trie_set(&w->a, m->reached, name, v);
    }
    if (what) w->held = trie_set(&w->a, w->held, (uint64_t)m->index << 32 | name, "");
    return v;
}

// ---- functions that leave what this file reads

void note_carried(World *w, uint32_t field)
{
    if (asks(w) && !trie_get(w->carried, field))
        w->carried = trie_set(&w->a, w->carried, field, "");
}

typedef struct { World *w; Rows rows; int held; } Writers;

static void add_held(void *self, uint64_t key, const void *value)
{
    Writers *x = self;
    (void)value;
    if (x->held++ >= HELD_MOST) return;
    Rows rows = rows_for(x->w, x->w->mods[key >> 32], unit_str(x->w, (uint32_t)key), false, true);
    for (Size i = 0; i < rows.n; i++) *push(&x->w->a, &x->rows) = rows.v[i];
}

static void add_carried(void *self, uint64_t field, const void *value)
{
    Writers *x = self;
    Str text = unit_str(x->w, (uint32_t)field);
    Sym s = project_sym(x->w, text);
    (void)value;
    note_question(x->w, ASK_CARRIED, x->w->unit, text, carried_print(x->w->engine, text));
    if (s) add_rows(x->w, &x->rows, ANY_REQUEST, s, false, true);
}

// What this file's own names hold, and they themselves, where functions of others write them.
static void add_own(Writers *x)
{
    World *w = x->w;
    Mod *m = w->mods[w->unit];
    const Obj *o = base_at(w, module_obj(w, w->unit));
    const Touched *t;
    if (!is_touched(w, m)) return;
    for (uint32_t i = 0; i < o->n; i++) {
        bool name = o->cell[i].key >> 56 == 1;
        if (name && holds(w, o->cell[i].v))
            add_held(x, (uint64_t)w->unit << 32 | (uint32_t)o->cell[i].key, NULL);
    }
    for (Size i = first_row(w->engine, (uint32_t)w->unit, 0);
         (t = row_of(w->engine, i, (uint32_t)w->unit, 0)); i++)
        if (t->member && !t->top && !project_module(w->project, t->from)->is_test)
            *push(&w->a, &x->rows) = t;
}

static bool writes_there(const Module *m, const Func *f, const Touched *t, Str field, Sym root)
{
    Sym name = name_find(&m->tree->names, field); // 0: only a key, or a name of other files
    if (t->to != ANY_REQUEST) return says_global(f, root);
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        const PyConst *c =
            in->op == IR_SET_INDEX && f->code.v[in->b].op == IR_CONST && f->code.v[in->b].node
                ? py_const(m->tree, f->code.v[in->b].node)
                : NULL;
        if (in->op == IR_SET_ATTR && name && in->sym == name) return true;
        if (c && c->kind == CONST_STR && str_eq(c->text, field)) return true;
    }
    return false;
}

static void add_other(World *w, Root r)
{
    for (Size i = 0; i < w->roots.n; i++)
        if (w->roots.v[i].mod == r.mod && w->roots.v[i].func == r.func) return;
    r.elsewhere = true;
    *push(&w->a, &w->roots) = r;
}

// A function that fills what this file's handlers read of their request, and that somebody
// registers: it is given such a request, too.
static Entry entry_alike(const World *w, const Mod *m, const Func *f)
{
    static const Str names[] = {L("request"), L("req"), {0}};
    bool takes = false;
    for (Size i = 0; i < f->params.n && i < 2; i++)
        takes |= str_in(py_name(m->m->tree, f->params.v[i].name), names);
    for (Size i = 0; takes && i < w->roots.n; i++) {
        const Root *r = &w->roots.v[i];
        if ((Size)r->mod == w->unit && r->entry.line && r->entry.kinds & KIND(REMOTE))
            return r->entry;
    }
    return (Entry){0};
}

// The function as the outside calls it, or by itself; and what calls it, where it is handed what it writes.
static void add_writer(World *w, const Mod *m, uint32_t func)
{
    const Func *f = &m->m->funcs.v[func];
    bool entry = false;
    for (Size i = 0; i < w->others.n; i++) {
        const Root *r = &w->others.v[i];
        if (r->mod == m->index && r->func == func) add_other(w, *r), entry = true;
    }
    if (entry) return;
    add_other(w, (Root){.mod = (uint32_t)m->index, .func = func, .fobj = m->info[func].obj,
                        .entry = entry_alike(w, m, f),
                        .cls = f->owner ? m->class_obj[f->owner - 1] : 0});
    for (Size i = 0, n = 0; f->params.n && i < w->others.n && n < ENTRIES_MOST; i++)
        if (w->others.v[i].mod == m->index) add_other(w, w->others.v[i]), n++;
}

static bool add_writers(World *w, const Touched *t)
{
    Mod *m = mod_load(w, t->from);
    const Names *names = project_names(w->engine->project);
    if (!m || !follow_body(w, m)) return false;
    walk_module(w, t->from);
    Str field = name_str(names, t->name);
    Sym root = name_find(&m->m->tree->names, name_str(names, t->root));
    for (uint32_t k = 1; k < (uint32_t)m->m->funcs.n; k++)
        if (m->m->funcs.v[k].kind == FUNC_DEF &&
            writes_there(m->m, &m->m->funcs.v[k], t, field, root))
            add_writer(w, m, k);
    return true;
}

void walk_writers(World *w)
{
    Writers x = {.w = w};
    Kinds met = 0;
    if (!asks(w)) return;
    for (Size i = 0; i < w->roots.n; i++) met |= w->roots.v[i].met;
    if (!met) return;
    trie_each(w->held, add_held, &x);
    trie_each(w->carried, add_carried, &x);
    add_own(&x);
    Size n = 0;
    for (Size i = 0; i < x.rows.n && n < WRITERS_MOST; i++) n += add_writers(w, x.rows.v[i]);
}
