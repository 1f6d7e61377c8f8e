// flow/run: all files: indexed, linked, each walked from its entries with the modules it needs,
// reported in order.
// Files are walked independently of each other, so that threads and their order change nothing.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"
#include "flow/part.h"
#include "base/os.h"

#define UNIT_MOST ((Size)384 << 20)      // one worker's walk of a file: beyond, it is given up
#define UNIT_REPORT ((Size)64 << 20)     // and beside it, for what is made of what was found
#define CODE_MOST ((Size)32 << 30)
#define KEPT_MOST ((Size)4 << 30)
#define ANSWERS_MOST ((Size)1 << 30)
// Where a walk takes UNIT_CALLS, calls are followed no further; at UNIT_ROOTS no more functions are
// walked. SHARED_CODE: lowered modules of a project that all workers share; of the others of a larger
// one each keeps its part of LARGE_CODE, or of LARGE_ALONE where little can be shared. Of LARGE_MEMORY,
// FILE_INDEX a file is the index's; what that leaves is for the modules, MUCH of it for all to share.
// In a large project the index is large already: one walk at a time may take more than
// its part of LARGE_WALKS there. Both say who waits and what is lowered again, not what is found; the
// parts are of one sum, so that many threads do not take many times that. LARGE_CALLS and LARGE_ROOTS
// stand there for UNIT_CALLS and UNIT_ROOTS.
enum {
    UNIT_CALLS = 96 << 20,
    UNIT_ROOTS = 128 << 20,
    LARGE_CALLS = 48 << 20,
    LARGE_ROOTS = 64 << 20,
    SHARED_CODE = 320 << 20,
    LARGE_CODE = 110 << 20,
    LARGE_ALONE = 160 << 20,
    LARGE_MEMORY = 580 << 20,
    MUCH = 300 << 20,
    FILE_INDEX = 14 << 10,
    LARGE_WALKS = 64 << 20,
    WORKERS_MOST = 64
};

// A worker's part of what all may take: neither too little to be of use nor more than it needs.
static Size part(const Engine *e, Size all, Size least, Size most)
{
    Size n = all / e->nworkers;
    return n < least ? least : n < most ? n : most;
}

static bool is_large(const Engine *e) { return project_size(e->files.n) == PROJECT_LARGE; }

static Size code_left(const Engine *e) { return LARGE_MEMORY - e->files.n * FILE_INDEX; }

static Size own_code(const Engine *e)
{
    return is_large(e) && code_left(e) > MUCH ? LARGE_CODE : LARGE_ALONE;
}

static Size shared_code(const Engine *e)
{
    Size left = code_left(e) - own_code(e);
    return !is_large(e) || left > SHARED_CODE ? SHARED_CODE : left > 0 ? left : 0;
}

static Size code_part(const Engine *e) { return part(e, own_code(e), 8 << 20, own_code(e)); }

// Lowered modules that one worker may leave for all to share.
static Size shared_part(const Engine *e) { return shared_code(e) / e->nworkers; }

static Size walk_part(const Engine *e)
{
    return is_large(e) ? part(e, LARGE_WALKS, 16 << 20, 64 << 20) : UNIT_MOST;
}

static Tree *parse(Engine *e, Size i, Arena *keep)
{
    const ModuleId *id = &e->files.v[i];
    Str src;
    Err err = e->run->read(e->run->self, i, keep, &src);
    if (err.kind) return NULL;
    PyOptions opt = {.target = e->run->target_version,
                     .no_symbols = e->unit[i].accepted,
                     .top_await = py_is_notebook(id->path)};
    return py_parse(src, opt, keep);
}

static Module *lower(Engine *e, Size i, Tree *t, SemaDepth depth, Arena *keep, Arena scratch)
{
    const ModuleId *id = &e->files.v[i];
    Module *m = sema_lower(id->path, id->name, t, depth, keep, scratch);
    m->within = id->within;
    m->is_test |= id->is_test;
    m->of_many = id->of_many;
    m->of_project = id->of_project;
    m->is_sole = id->is_sole;
    m->is_package |= id->is_package;
    return m;
}

static Module *load(World *w, Size i)
{
    Engine *e = w->engine;
    Worker *k = &e->worker[w->thread];
    if (!e->large || e->module[i]) return e->module[i];
    if (k->tried[i]) return k->loaded[i];
    k->tried[i] = true;
    Tree *t = parse(e, i, &k->code.arena);
    return k->loaded[i] = t ? lower(e, i, t, SEMA_WHOLE, &k->code.arena, w->a) : NULL;
}

const Needed *unit_needed(World *w, const Mod *m)
{
    Engine *e = w->engine;
    struct Unit *u = &e->unit[w->unit];
    if (!e->words || !w->worth || !w->worth->far || u->nlate) return NULL;
    if (!u->needed) u->needed = needed_in(e->words, w->worth, m->m, w->keep, w->a);
    return u->needed;
}

// Its comments are read once.
bool unit_hides(Engine *e, Size i, const Tree *t)
{
    if (!e->run->hides) return false;
    signed char says = atomic_load(&e->unit[i].hides);
    if (!says) atomic_store(&e->unit[i].hides, says = e->run->hides(t) ? 1 : -1);
    return says > 0;
}

static void nowhere_to_jump(Worker *k)
{
    k->code.arena.full = k->unit.arena.full = NULL;
    k->kept.arena.full = k->words.arena.full = NULL;
}

// Modules are numbered as the files are; the names of all threads become the project's, in that
// order.
static void join_indexes(Engine *e, const int *by)
{
    Size all = 0;
    for (int i = 0; i < e->nworkers; i++) all += e->worker[i].names.n;
    names_room(project_names(e->project), all);
    Arena scratch = e->worker[0].unit.arena;
    Sym **known = new(&scratch, Sym *, e->nworkers);
    for (int i = 0; i < e->nworkers; i++) known[i] = new(&scratch, Sym, e->worker[i].names.n + 1);
    for (Size i = 0; i < e->files.n; i++) {
        if (!e->index[i]) {
            e->index[i] = new(e->keep, ModuleIndex, 1);
            e->index[i]->path = e->files.v[i].path;
            e->index[i]->name = 0;
        } else if (!e->unit[i].indexed) {
            e->unit[i].indexed = true;
            sema_index_move(e->index[i], &e->worker[by[i]].names, project_names(e->project),
                            known[by[i]]);
        }
        project_add(e->project, e->index[i]);
    }
}

// ---- one file

static void world_open(World *w, Engine *e, Size unit, int thread)
{
    Worker *k = &e->worker[thread];
    *w = (World){.run = e->run,
                 .models = e->run->models,
                 .unknown = models_id(e->run->models, S("?")),
                 .project = e->project,
                 .nmods = e->files.n,
                 .ids = e->files.v,
                 .a = k->unit.arena,
                 .calls_end = k->unit.block + (is_large(e) ? LARGE_CALLS : UNIT_CALLS),
                 .roots_end = k->unit.block + (is_large(e) ? LARGE_ROOTS : UNIT_ROOTS),
                 .alone_at = k->unit.block + walk_part(e),
                 .keep = &k->kept.arena,
                 .unit = unit,
                 .of_few = project_size(e->files.n) == PROJECT_SMALL,
                 .load = load,
                 .engine = e,
                 .thread = thread,
                 .mods = k->mods,
                 .natives = &e->natives,
                 .patterns = &k->patterns};
    // a pool is smaller where address space is limited; the report's part stays its part
    Size whole = k->unit.most < UNIT_MOST + UNIT_REPORT ? k->unit.most / 7 * 6 : UNIT_MOST;
    w->a.end = k->unit.block + whole;
    w->names.keep = &w->a;
    w->box = new(&w->a, HitBox, 1);
    static const PyConst yes = {.kind = CONST_TRUE}, no = {.kind = CONST_FALSE},
                         none = {.kind = CONST_NONE};
    w->yes = av_const(w, &yes);
    w->no = av_const(w, &no);
    w->none = av_const(w, &none);
    w->fragment = e->files.n == 1;
}

static void world_leave(World *w)
{
    for (Size i = 0; i < w->touched.n; i++) w->mods[w->touched.v[i]->index] = NULL;
}

void go_alone(World *w)
{
    Worker *k = &w->engine->worker[w->thread];
    if (!k->alone) pthread_mutex_lock(&w->engine->large_walk);
    k->alone = true;
    w->alone_at = w->a.end;
}

// What a walk depended on, for the run after this.
static void note_touched(struct Unit *u, const World *w)
{
    u->touched = new(w->keep, Size, w->touched.n + w->listed.n);
    u->ntouched = w->touched.n;
    u->keepable = !w->given_up;
    for (Size i = 0; i < w->touched.n; i++) {
        u->touched[i] = w->touched.v[i]->index;
        u->keepable &= w->touched.v[i]->m != NULL;
    }
    for (Size i = 0; i < w->listed.n; i++)
        if (!w->mods[w->listed.v[i]]) u->touched[u->ntouched++] = w->listed.v[i];
}

static bool is_worth_there(const World *w, Size mod, const FlowHit *h)
{
    if (h->sink->kind == M_MARK) return true;
    const FlowWorth *worth = worth_in(w, mod);
    int far = worth ? worth->far : 0;
    Kinds of = h->reach;
    bool near = !h->npaths;
    for (Size i = 0; i < h->npaths; i++) {
        of |= h->paths[i].source;
        near |= !far || flow_file_steps(&h->paths[i]) < far;
    }
    return near && is_worth(worth_apart(worth), of, h->kinds);
}

// Sinks that this file's data reaches in other files, where that would be reported.
static void collect(Engine *e, World *w)
{
    struct Unit *u = &e->unit[w->unit];
    const HitBox *box = w->box;
    Size n = 0;
    for (Size i = 0; i < box->hits.n; i++) n += box->hits.v[i].mod != w->unit;
    u->out = n ? new(w->keep, Outgoing, n) : NULL;
    u->nout = 0;
    u->texts = &e->worker[w->thread].texts;
    for (Size i = 0; i < box->hits.n; i++) {
        if (box->hits.v[i].mod == w->unit) continue;
        FlowHit h = hit_report(w, &box->hits.v[i], &w->a);
        if (!is_worth_there(w, box->hits.v[i].mod, &h)) continue;
        u->out[u->nout++] =
            (Outgoing){box->hits.v[i].mod, hit_bytes(e, &h, u->texts, &w->a, w->keep)};
    }
}

// A worker's memory is over: the file is reported with what no walk is needed for.
static void give_up(World *w, Engine *e, Size unit, int thread)
{
    world_leave(w);
    world_open(w, e, unit, thread);
    w->given_up = true;
    Mod *m = mod_load(w, unit);
    if (!m) return;
    w->box->notes.v = new(&w->a, FlowNote, 1);
    w->box->notes.v[0].text = S("needs more memory than a file may take; not followed");
    w->box->notes.n = w->box->notes.cap = 1;
}

static void drop_code(Worker *k, Size n)
{
    pool_back(&k->code, k->shared);
    memset(k->uses, 0, (size_t)n * sizeof *k->uses);
    if (!k->loaded) {
        k->loaded = new(&k->kept.arena, Module *, n);
        k->tried = new(&k->kept.arena, bool, n);
        return;
    }
    memset(k->loaded, 0, (size_t)n * sizeof *k->loaded);
    memset(k->tried, 0, (size_t)n * sizeof *k->tried);
}

static void walk_file(Engine *e, World *w, Size unit, int thread)
{
    Worker *k = &e->worker[thread];
    jmp_buf full;
    if (e->large && pool_used(&k->code) - k->shared > code_part(e)) drop_code(k, e->files.n);
    k->unit.arena.full = k->code.arena.full = &full;
    if (setjmp(full)) {
        give_up(w, e, unit, thread);
        return;
    }
    world_open(w, e, unit, thread);
    w->a.full = &full;
    if (mod_load(w, unit)) walk_unit(w);
}

static void judge(Engine *e, World *w)
{
    struct Unit *u = &e->unit[w->unit];
    Mod *m = mod_load(w, w->unit);
    if (!m) return;
    FlowFile f = {.module = m->m,
                  .index = w->unit,
                  .is_test = m->m->is_test,
                  .is_fragment = w->fragment,
                  .whole = !worth_in(w, w->unit),
                  .state = w};
    FlowHit *late = new(&w->a, FlowHit, u->nlate);
    for (Size i = 0; i < u->nlate; i++) late[i] = hit_read(e, u->late[i], &w->a);
    file_report(w, &f, late, u->nlate);
    w->found = e->run->judge(e->run->self, &f, w->thread);
    u->judged = true;
}

// Its memory goes back: one file that took much must not stay resident beside all later ones.
static void unit_done(Worker *k, const World *w)
{
    k->unit.arena.beg = w->a.beg;
    pool_reset(&k->unit);
}

static void walk_and_judge(Engine *e, Size unit, int thread)
{
    World w = {0};
    if (os_stopped()) return;
    walk_file(e, &w, unit, thread);
    w.a.full = NULL;
    w.a.end = e->worker[thread].unit.arena.end;
    nowhere_to_jump(&e->worker[thread]);
    if (!e->delivered) collect(e, &w);
    judge(e, &w);
    if (e->run->kept) note_touched(&e->unit[unit], &w);           // by the rules and fixes too
    world_leave(&w);
    Worker *k = &e->worker[thread];
    unit_done(k, &w);
    if (k->alone) pthread_mutex_unlock(&e->large_walk);
    k->alone = false;
}

static void walk_one(void *self, Size unit, int thread)
{
    Engine *e = self;
    if (!e->unit[unit].valid && !e->unit[unit].judged) walk_and_judge(e, unit, thread);
}

static void walk_again(void *self, Size i, int thread)
{
    Engine *e = self;
    walk_and_judge(e, e->again[i], thread);
}

// Files that others' data reaches are judged with that data. Their worlds were not kept: they are
// few, and worlds are large.
static void judge_late(Engine *e)
{
    Size n = 0;
    e->again = new(e->keep, Size, e->files.n);
    for (Size i = 0; i < e->files.n; i++) {
        struct Unit *u = &e->unit[i];
        Hash came = u->came;
        if (e->run->kept) came = kept_hash(e, u, e->worker[0].unit.arena);
        if (u->valid ? !hash_eq(came, u->came) : u->nlate > 0) e->again[n++] = i;
        u->came = came;
    }
    os_parallel(e->nworkers, n, walk_again, e);
}

// Does its text alone say that nothing in it needs a walk?
static bool is_idle(Engine *e, World *w, Size unit, int thread)
{
    Worker *k = &e->worker[thread];
    jmp_buf full;
    k->unit.arena.full = k->kept.arena.full = &full;
    if (setjmp(full)) return false;
    world_open(w, e, unit, thread);
    w->a.full = &full;
    w->early = true;
    Mod *m = mod_load(w, unit);
    if (!m) return false;
    if (e->unit[unit].bare) return true;
    w->worth = worth_in(w, unit);
    const Needed *needed = unit_needed(w, m);
    return needed && !needed->file;
}

// Such a file is judged while it is at hand, unless a rule asks for more than it: then when all are known.
static bool judged_early(Engine *e, Size unit, int thread)
{
    World w = {0};
    Worker *k = &e->worker[thread];
    if (!e->words || os_stopped()) return false;
    bool idle = is_idle(e, &w, unit, thread);
    nowhere_to_jump(k);
    w.a.full = NULL;
    w.a.end = k->unit.arena.end;
    if (idle) judge(e, &w);
    e->unit[unit].judged &= !w.asked && !(e->unit[unit].bare && w.found);
    if (e->run->kept && e->unit[unit].judged) note_touched(&e->unit[unit], &w);
    world_leave(&w);
    unit_done(k, &w);
    return e->unit[unit].judged;
}

// Of a file whose words alone are enough the functions are listed and not lowered. What is found there is looked at
// again with all of it, for what fixes ask.
static SemaDepth depth_of(Engine *e, Size i, const Tree *t, bool whole, Arena scratch)
{
    const ModuleId *id = &e->files.v[i];
    if (!whole) return SEMA_SKELETON;
    bool asked = e->run->whole && e->run->whole[i];
    if (!e->words || !id->of_many || asked || unit_hides(e, i, t)) return SEMA_WHOLE;
    const FlowWorth *worth = &e->run->worth[WORTH_PACKAGE | id->is_test * WORTH_TEST];
    e->unit[i].bare = needed_nothing(e->words, worth, t, scratch);
    return e->unit[i].bare ? SEMA_OUTLINE : SEMA_WHOLE;
}

// Of a large project only what walks need is kept.
static void index_one(void *self, Size i, int thread)
{
    Engine *e = self;
    Worker *k = &e->worker[thread];
    jmp_buf full;
    Arena *keep = &k->code.arena;
    if (e->unit[i].indexed) return;                             // as an earlier run left it
    Size used = pool_used(&k->code);
    bool kept = used <= shared_part(e), whole = kept || e->words;
    keep->full = k->unit.arena.full = k->kept.arena.full = k->words.arena.full = &full;
    Module *m = NULL;
    if (!setjmp(full)) {
        Tree *t = parse(e, i, keep);
        e->unit[i].accepted = t && !t->refused;
        if (t) t->links = py_kind_links(t, &k->unit.arena);
        if (t) m = lower(e, i, t, depth_of(e, i, t, whole, k->unit.arena), keep, k->unit.arena);
        if (m)
            e->index[i] = sema_index(m, &k->names, &k->kept.arena, &k->words.arena, k->unit.arena);
        if (m && whole) e->module[i] = m;
    }
    nowhere_to_jump(k);
    if (e->module[i] && judged_early(e, i, thread)) kept &= !is_large(e);
    if (e->module[i]) e->module[i]->tree->links = NULL;
    pool_reset(&k->unit);
    kept &= !e->unit[i].bare;
    if (kept) return;
    e->module[i] = NULL;
    atomic_store(&e->large, true);
    pool_back(&k->code, used);
}

typedef struct { Engine *e; int *by; } Indexing;

static void index_by(void *self, Size i, int thread)
{
    Indexing *x = self;
    x->by[i] = thread;
    index_one(x->e, i, thread);
}

// Every module's late hits, in the order of the files that they come from.
static void deliver(Engine *e)
{
    e->delivered = true;
    for (Size i = 0; i < e->files.n; i++)
        for (Size k = 0; k < e->unit[i].nout; k++) e->unit[e->unit[i].out[k].to].nlate++;
    for (Size i = 0; i < e->files.n; i++) {
        e->unit[i].late = e->unit[i].nlate ? new(e->keep, Late, e->unit[i].nlate) : NULL;
        e->unit[i].nlate = 0;
    }
    for (Size i = 0; i < e->files.n; i++)
        for (Size k = 0; k < e->unit[i].nout; k++) {
            struct Unit *to = &e->unit[e->unit[i].out[k].to];
            to->late[to->nlate++] = (Late){e->unit[i].out[k].hit, e->unit[i].texts};
        }
}

// ---- all files

static bool open_workers(Engine *e)
{
    e->worker = new(e->keep, Worker, e->nworkers);
    if (!pool_open(&e->links, KEPT_MOST)) return false;
    for (int i = 0; i < e->nworkers; i++) {
        Worker *k = &e->worker[i];
        k->engine = e;
        if (!pool_open(&k->code, CODE_MOST) || !pool_open(&k->unit, UNIT_MOST + UNIT_REPORT) ||
            !pool_open(&k->kept, KEPT_MOST) || !pool_open(&k->answers, ANSWERS_MOST) ||
            !pool_open(&k->words, KEPT_MOST))
            return false;
        if (is_large(e)) k->code.warm = code_part(e), k->unit.warm = walk_part(e);     // filled again and again
        k->names.keep = &k->words.arena;
        names_keep_tags(&k->names);
        k->texts.keep = &k->kept.arena;
        k->mods = new(e->keep, Mod *, e->files.n);
        k->uses = new(e->keep, Uses *, e->files.n);
    }
    return true;
}

static void close_workers(Engine *e)
{
    pool_close(&e->links);
    for (int i = 0; i < e->nworkers; i++) {
        Pool *p[] = {&e->worker[i].code, &e->worker[i].unit, &e->worker[i].kept,
                     &e->worker[i].answers, &e->worker[i].words};
        for (Size k = 0; k < countof(p); k++)
            if (p[k]->block) pool_close(p[k]);
    }
}

// Only in packages are functions told by their words.
static bool has_package(FlowFiles files)
{
    for (Size i = 0; i < files.n; i++)
        if (files.v[i].of_many) return true;
    return false;
}

void flow_run(const FlowRun *run, FlowFiles files, Arena *keep)
{
    Engine e = {.run = run, .files = files, .keep = keep};
    if (!files.n) return;
    e.nworkers = run->threads > 0 ? run->threads : os_cores();
    if (e.nworkers > WORKERS_MOST) e.nworkers = WORKERS_MOST;
    if (e.nworkers > files.n) e.nworkers = (int)files.n;
    e.project = project_new(keep);
    e.module = new(keep, Module *, files.n);
    e.index = new(keep, ModuleIndex *, files.n);
    e.unit = new(keep, struct Unit, files.n);
    Indexing x = {&e, new(keep, int, files.n)};
    e.sayers = arena_get(keep, (Size)sizeof *e.sayers, (Size)_Alignof(void *), files.n);
    pthread_mutex_init(&e.large_walk, NULL);
    pthread_mutex_init(&e.linking, NULL);
    e.texts.keep = keep;
    list_natives(keep, &e.natives);
    if (run->worth && !run->everything && has_package(files))
        e.words = models_words(run->models, keep);
    if (open_workers(&e)) {
        kept_open(&e);
        os_parallel(e.nworkers, files.n, index_by, &x);
        for (int i = 0; e.large && i < e.nworkers; i++) {
            e.worker[i].shared = pool_used(&e.worker[i].code);
            drop_code(&e.worker[i], files.n);
        }
        join_indexes(&e, x.by);
        count_words(&e);
        link_imports(&e, e.worker[0].unit.arena);
        link_touches(&e, e.worker[0].unit.arena);
        kept_check(&e);
        os_parallel(e.nworkers, files.n, walk_one, &e);
        deliver(&e);
        judge_late(&e);
        for (Size i = 0; i < files.n && !os_stopped(); i++)
            if (e.unit[i].judged || !run->kept) run->file(run->self, i);
            else if (e.unit[i].valid) run->kept->reuse(run->self, i);
        if (run->kept && run->kept->wanted && !os_stopped()) kept_leave(&e);
    }
    close_workers(&e);
    pthread_mutex_destroy(&e.large_walk);
    pthread_mutex_destroy(&e.linking);
}
