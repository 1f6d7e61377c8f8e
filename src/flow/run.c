// flow/run: all files: indexed, linked, each walked from its entries with the modules it needs, reported in order.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"
#include "base/os.h"

enum { ROUNDS_MOST = 3, NESTED_PASSES = 6 };
#define UNIT_MOST ((Size)8 << 30)
#define LOADED_MOST ((Size)16 << 30)

typedef struct { Module *m; bool tried; } Loaded;
typedef struct { Size from, to; } Import;
typedef struct Engine {
    const FlowRun *run; FlowFiles files; Arena *keep;
    Project *project;
    Size *index_of, *file_of;            // file -> project module, and back
    Pool code, unit;                     // lowered modules; the file at hand
    Loaded *loaded;
    struct { Import *v; Size n, cap; } imports;   // sorted by the module imported
    Map patterns;                        // judged regular expressions
    uint32_t *used_in;                   // project-wide name -> number of modules that use it
    // what was found in other files than the one walked: by module
    struct Late { FlowHit *v; Size n, cap; } *late;
} Engine;

// ---- modules

static Module *load(World *w, Size i)
{
    Engine *e = w->engine;
    Loaded *l = &e->loaded[i];
    if (l->tried) return l->m;
    l->tried = true;
    Str src;
    Arena *keep = &e->code.arena;
    const ModuleId *id = &e->files.v[e->file_of[i]];
    Err err = e->run->read(e->run->self, e->file_of[i], keep, &src);
    if (err.kind) return NULL;
    Tree *t = py_parse(src, (PyOptions){.target = e->run->target_version, .no_symbols = true}, keep);
    l->m = sema_lower(id->path, id->name, t, false, keep, w->a);
    l->m->is_test |= id->is_test;
    l->m->is_package |= id->is_package;
    return l->m;
}

static void index_one(Engine *e, Size i)
{
    Arena *keep = &e->code.arena, scratch = e->unit.arena;
    const ModuleId *id = &e->files.v[i];
    Str src;
    ModuleIndex *ix = new(e->keep, ModuleIndex, 1);
    ix->path = id->path;
    Err err = e->run->read(e->run->self, i, keep, &src);
    if (!err.kind) {
        Tree *t = py_parse(src, (PyOptions){.target = e->run->target_version, .no_symbols = true}, keep);
        Module *m = sema_lower(id->path, id->name, t, false, keep, scratch);
        m->is_test |= id->is_test;
        m->is_package |= id->is_package;
        ix = sema_index(m, project_names(e->project), e->keep, scratch);
        e->loaded[i].m = m;
    }
    e->loaded[i].tried = true;
    e->index_of[i] = project_count(e->project);
    e->file_of[e->index_of[i]] = i;
    project_add(e->project, ix);
}

static void count_words(Engine *e)
{
    Names *names = project_names(e->project);
    e->used_in = new(e->keep, uint32_t, names->n + 1);
    for (Size i = 0; i < project_count(e->project); i++) {
        const ModuleIndex *ix = project_module(e->project, i);
        for (Size k = 0; k < ix->nwords; k++) e->used_in[ix->words[k]]++;
    }
}

// ---- who imports whom

static int import_order(const void *x, const void *y)
{
    const Import *a = x, *b = y;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return a->from < b->from ? -1 : a->from > b->from;
}

static void import_found(Engine *e, Size from, Str dotted)
{
    int level = 0;
    while (dotted.len && *dotted.s == '.') level++, dotted.s++, dotted.len--;
    Size to = project_find(e->project, from, dotted, level);
    if (to >= 0 && to != from) *push(e->keep, &e->imports) = (Import){from, to};
}

static void link_imports(Engine *e)
{
    Names *names = project_names(e->project);
    for (Size i = 0; i < project_count(e->project); i++) {
        const ModuleIndex *ix = project_module(e->project, i);
        for (Size k = 0; k < ix->nbinds; k++) {
            const Binding *b = &ix->binds[k];
            if (b->kind != BIND_IMPORT && b->kind != BIND_IMPORT_FROM) continue;
            Str dotted = name_str(names, b->target);
            import_found(e, i, dotted);
            if (b->kind != BIND_IMPORT_FROM || !b->member) continue;
            bool dots = dotted.len && dotted.s[dotted.len - 1] == '.';
            import_found(e, i, str_fmt(e->keep, "%.*s%s%.*s", STR_ARG(dotted), dots ? "" : ".", STR_ARG(name_str(names, b->member))));
        }
    }
    sort_items(e->imports.v, e->imports.n, (Size)sizeof(Import), import_order, e->unit.arena);
}

enum { IMPORTERS_MOST = 2000 };

static Size first_import(const Engine *e, Size to)
{
    Size lo = 0, hi = e->imports.n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (e->imports.v[mid].to < to) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static Size see(Arena *keep, const Hamt **seen, Size module)
{
    *seen = hamt_set(keep, *seen, (uint64_t)module, "");
    return module;
}

static Size *importers_of(Engine *e, Size module, Arena *keep, Size *n)
{
    struct { Size *v; Size n, cap; } list = {0};
    const Names *names = project_names(e->project);
    const Hamt *seen = hamt_set(keep, NULL, (uint64_t)module, "");
    *push(keep, &list) = module;
    for (Size i = 0; i < list.n && list.n < IMPORTERS_MOST; i++) {
        Str name = name_str(names, project_module(e->project, list.v[i])->name);
        for (Size lo = first_import(e, list.v[i]); lo < e->imports.n && e->imports.v[lo].to == list.v[i]; lo++)
            if (!hamt_get(seen, (uint64_t)e->imports.v[lo].from)) *push(keep, &list) = see(keep, &seen, e->imports.v[lo].from);
        for (Size dot; (dot = str_rfind(name, '.')) > 0; name.len = dot) {   // import a.b binds a: who says b?
            Sym part = name_find(names, str_sub(name, dot + 1, -1));
            Size up = project_find(e->project, list.v[i], str_sub(name, 0, dot), 0);
            for (Size lo = up < 0 ? e->imports.n : first_import(e, up); lo < e->imports.n && e->imports.v[lo].to == up; lo++) {
                Size from = e->imports.v[lo].from;
                bool says = part && sema_index_word(project_module(e->project, from), part);
                if (says && !hamt_get(seen, (uint64_t)from)) *push(keep, &list) = see(keep, &seen, from);
            }
        }
    }
    *n = list.n - 1;
    return list.v + 1;
}

// ---- roots

static bool taint_grew(World *w, const Obj *old, const Obj *now)
{
    const Av *a = old ? obj_all(w, old) : &av_bottom, *b = obj_all(w, now);
    Kinds more = taint_kinds(b->taint) & ~taint_kinds(a->taint);
    if (more) return true;
    for (uint32_t i = 0; i < now->n; i++) {
        const Av *was = old ? obj_cell(old, now->cell[i].key) : NULL;
        if (taint_kinds(now->cell[i].v->taint) & ~taint_kinds(was ? was->taint : NULL)) return true;
        for (int k = 0; k < now->cell[i].v->n; k++) {
            AtomKind kind = (AtomKind)now->cell[i].v->atom[k].kind;
            if (kind != AT_CONST && kind != AT_METHOD && (!was || was->n < now->cell[i].v->n)) return true;
        }
    }
    return false;
}

static void share_one(void *self, uint64_t id, const void *value)
{
    World *w = self;
    const Obj *old = hamt_get(w->base, id);
    const Obj *now = old ? obj_join(w, old, value) : value;
    if (now == old) return;
    if (taint_grew(w, old, now)) w->grown = hamt_set(&w->a, w->grown, id, "");
    w->base = hamt_set(&w->a, w->base, id, now);
}

typedef struct { World *w; const Hamt *own; } Own;

static void keep_own(void *self, uint64_t id, const void *value)
{
    Own *o = self;
    if (!hamt_get(o->w->base, id)) o->own = hamt_set(&o->w->a, o->own, id, value);
}

// The heap that a nested function was made in, but for what all share: that is read as it is now.
static const Hamt *own_heap(World *w, const Hamt *heap)
{
    Own o = {w, NULL};
    hamt_each(heap, keep_own, &o);
    return o.own;
}

static void walk_root(World *w, Size i)
{
    Root *r = &w->roots.v[i];
    Mod *m = mod_load(w, r->mod);
    if (!m) return;
    if (m->init == 0) walk_module(w, r->mod);
    FuncInfo *info = &m->info[r->func];
    Frame *fr = frame_new(w, NULL, r->mod, r->func, 0x4007 + r->func * 31ull + r->mod);
    fr->fobj = r->fobj ? r->fobj : info->obj;
    fr->st = (State){own_heap(w, info->heap), NULL, false};
    const Obj *fo = fr->fobj ? obj_at(w, &fr->st, fr->fobj) : NULL;
    fr->env_up = fo ? fo->up : 0;
    fr->entry = r->entry.kinds ? &r->entry : NULL;
    w->pending = NULL;
    w->reads.v = NULL;
    w->reads.n = w->reads.cap = 0;
    w->root_serial++;
    w->root_steps = 0;
    Entry entry = r->entry;
    if (fr->entry) fr->entry = &entry;
    Root copy = *r;
    bind_root(fr, &copy);
    walk_body(fr);
    w->roots.v[i].reads = w->reads.v;
    w->roots.v[i].nreads = w->reads.n;
    hamt_each(w->pending, share_one, w);
    if (fr->returned)
        for (Size k = 1; k < m->m->funcs.n; k++)                // functions it made see what it left behind
            if (m->m->funcs.v[k].parent == r->func && m->info[k].made) m->info[k].heap = fr->ret_state.heap;
}

static bool reads_grown(const Root *r, const Hamt *grown)
{
    for (Size i = 0; i < r->nreads; i++)
        if (hamt_get(grown, r->reads[i])) return true;
    return false;
}

// Names that the module itself uses, so that a function of that name has a caller or is handed on.
static const Hamt *names_used(World *w, Mod *m)
{
    const Hamt *used = NULL;
    for (Size f = 0; f < m->m->funcs.n; f++) {
        const Func *fn = &m->m->funcs.v[f];
        for (Size i = 1; i < fn->code.n; i++) {
            const Instr *in = &fn->code.v[i];
            if (in->op == IR_GLOBAL || in->op == IR_ATTR || in->op == IR_CELL) used = hamt_set(&w->a, used, in->sym, "");
        }
    }
    return used;
}

static uint32_t class_of(World *w, Mod *m, const Func *f)
{
    (void)w;
    return f->owner ? m->class_obj[f->owner - 1] : 0;
}

static bool overrides_unknown(World *w, uint32_t cls)
{
    Mro m;
    State none = {0};
    if (!cls) return false;
    class_mro(w, &none, cls, &m);
    if (m.unknown) return true;
    for (int i = 0; i < m.next; i++) {
        Str name = unit_str(w, m.ext_name[i]);
        if (!str_eq(name, S("object")) && !str_eq(name, S("abc.ABC")) && !str_eq(name, S("Exception"))) return true;
    }
    return false;
}

// Does a module that imports this one, directly or through others, use the name?
static bool used_elsewhere(World *w, Str name)
{
    Engine *e = w->engine;
    Sym s = name_find(project_names(e->project), name);
    if (!s || e->used_in[s] < 2) return false;
    if (!w->importers) w->importers = importers_of(e, w->unit, &w->a, &w->nimporters);
    for (Size i = 0; i < w->nimporters; i++)
        if (sema_index_word(project_module(e->project, w->importers[i]), s)) return true;
    return false;
}

static void add_plain(World *w, Mod *m, uint32_t k, bool parameter)
{
    const Func *f = &m->m->funcs.v[k];
    Root r = {.mod = (uint32_t)m->index, .func = k, .fobj = m->info[k].obj, .cls = class_of(w, m, f), .parameter = parameter};
    Str name = py_name(m->m->tree, f->name);
    ModelId id = f->parent == 0 && !f->owner ? models_id(w->models, str_fmt(&w->a, "?%.*s", STR_ARG(name))) : 0;
    for (const ModelLine *l = models_lines(w->models, id); l; l = l->next)
        if (l->kind == M_ENTRY && str_eq(l->name, S("named")))
            r.entry = (Entry){.kinds = l->kinds, .returns = l->returns, .how = name, .line = l, .shy = true};
    m->info[k].queued = true;
    if (r.entry.kinds) m->info[k].entry = r.entry;
    *push(&w->a, &w->roots) = r;
}

static void walk_rest(World *w, Mod *m)
{
    const Hamt *used = names_used(w, m);
    Size done = w->roots.n;
    for (int round = 0; round < 2; round++) {
        for (Size k = 1; k < m->m->funcs.n; k++) {
            const Func *f = &m->m->funcs.v[k];
            FuncInfo *info = &m->info[k];
            Str name = py_name(m->m->tree, f->name);
            if (f->kind == FUNC_CLASS || info->entered || info->queued) continue;
            bool referenced = f->kind == FUNC_LAMBDA || hamt_get(used, f->name) || used_elsewhere(w, name);
            if (referenced && round == 0 && !str_eq(name, S("__init__"))) continue;
            bool nested = f->parent != 0 && !f->owner;
            bool dunder = str_starts(name, S("__")), private = str_starts(name, S("_")) && !dunder;
            bool makes = f->owner && str_eq(name, S("__init__"));    // called by its class's name
            bool elsewhere = used_elsewhere(w, makes ? py_name(m->m->tree, m->m->classes.v[f->owner - 1].name) : name);
            bool parameter = !m->m->is_test && !nested && !private && !elsewhere && f->kind == FUNC_DEF
                && !overrides_unknown(w, class_of(w, m, f)) && (!dunder || str_eq(name, S("__init__")) || str_eq(name, S("__call__")));
            add_plain(w, m, (uint32_t)k, parameter);
            for (; done < w->roots.n; done++) walk_root(w, done);
        }
        for (; done < w->roots.n; done++) walk_root(w, done);
    }
}

static void walk_unit(World *w)
{
    Mod *m = mod_load(w, w->unit);
    if (!m) return;
    w->most_steps = STEPS_UNIT;
    for (Size i = 0; i < m->m->funcs.n; i++) w->most_steps += STEPS_EACH * m->m->funcs.v[i].code.n;
    walk_module(w, w->unit);
    for (Size i = 0; i < w->roots.n; i++) walk_root(w, i);
    walk_rest(w, m);
    for (int round = 1; round < ROUNDS_MOST && w->grown; round++) {
        const Hamt *grown = w->grown;
        Size n = w->roots.n;
        w->grown = NULL;
        for (Size i = 0; i < n; i++)
            if (reads_grown(&w->roots.v[i], grown)) walk_root(w, i);
        for (Size i = n; i < w->roots.n; i++) walk_root(w, i);
    }
}

// ---- one file

static void world_open(World *w, Engine *e, Size unit)
{
    *w = (World){.run = e->run, .models = e->run->models, .project = e->project, .nmods = e->files.n, .ids = e->files.v,
                 .a = e->unit.arena, .keep = e->keep, .unit = unit, .load = load, .engine = e, .patterns = &e->patterns};
    w->names.keep = &w->a;
    w->mods = new(&w->a, Mod, e->files.n);
    w->box = new(&w->a, HitBox, 1);
    static const PyConst yes = {.kind = CONST_TRUE}, no = {.kind = CONST_FALSE}, none = {.kind = CONST_NONE};
    w->yes = av_const(w, &yes);
    w->no = av_const(w, &no);
    w->none = av_const(w, &none);
    w->fragment = e->files.n == 1;
}

// Sinks that this file's data reaches in other files.
static void collect_late(Engine *e, World *w)
{
    for (Size i = 0; i < w->box->hits.n; i++) {
        const Hit *h = &w->box->hits.v[i];
        if (h->mod != w->unit) *push(e->keep, &e->late[h->mod]) = hit_report(w, h, e->keep);
    }
}

static void file_one(Engine *e, Size file, bool collect)
{
    World w;
    Size unit = e->index_of[file];
    pool_reset(&e->unit);
    world_open(&w, e, unit);
    Mod *m = mod_load(&w, unit);
    if (!m) return;
    walk_unit(&w);
    if (collect) { collect_late(e, &w); return; }
    FlowFile f = {.module = m->m, .index = unit, .is_test = m->m->is_test, .is_fragment = w.fragment, .state = &w};
    file_report(&w, &f, e->late[unit].v, e->late[unit].n);
    e->run->file(e->run->self, &f, 0);
}

void flow_run(const FlowRun *run, FlowFiles files, Arena *keep)
{
    Engine e = {.run = run, .files = files, .keep = keep};
    if (!files.n) return;
    if (!pool_open(&e.code, LOADED_MOST) || !pool_open(&e.unit, UNIT_MOST)) return;
    e.project = project_new(keep);
    e.index_of = new(keep, Size, files.n);
    e.file_of = new(keep, Size, files.n);
    e.loaded = new(keep, Loaded, files.n);
    e.late = new(keep, struct Late, files.n);
    for (Size i = 0; i < files.n; i++) index_one(&e, i);
    count_words(&e);
    link_imports(&e);
    for (Size i = 0; files.n > 1 && i < files.n; i++) file_one(&e, i, true);
    for (Size i = 0; i < files.n; i++) file_one(&e, i, false);
    pool_close(&e.code);
    pool_close(&e.unit);
}
