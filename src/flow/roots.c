// flow/roots: the functions of a file that are walked on their own, in what order, and how often.
// SPDX-License-Identifier: MIT
#include "flow/elsewhere.h"
#include "flow/engine.h"
#include "flow/entry.h"
#include "base/os.h"

enum { ROUNDS_MOST = 3, CALLED_MOST = 200, CALLED_DEEP = 6 };

// Instructions that a root and a file may take, and past which calls that hand over nothing from
// outside are taken for earlier ones. EACH: as many more for each instruction that the file has. In
// a package, what takes more is mostly on a way that would not be shown; in a small project a file
// may take more.
typedef struct { int64_t root, file, careful; } Budget;
enum { EACH = 10 };
static const Budget budgets[][2] = {{{40000, 100000, 6000}, {80000, 200000, 6000}},
                                    {{18000, 50000, 1000}, {50000, 150000, 1000}}};

static const Budget *budget(const World *w)
{
    return &budgets[w->worth && w->worth->far][w->of_few];
}

// It was None, True or False, on which branches are decided, and may be something else now.
static bool decides_no_more(const Av *was, const Av *now)
{
    const PyConst *c = was ? av_only_const(was) : NULL;
    return c && c->kind <= CONST_TRUE && av_only_const(now) != c;
}

static bool holds_more(const Av *was, const Av *now)
{
    for (int k = 0; k < now->n && (!was || was->n < now->n); k++)
        if (now->atom[k].kind != AT_CONST && now->atom[k].kind != AT_METHOD) return true;
    return false;
}

// Some field decides branches no more: what was never reached may be now.
static bool decided_before(const Obj *old, const Obj *now)
{
    for (uint32_t i = 0; old && i < now->n; i++)
        if (decides_no_more(obj_cell(old, now->cell[i].key), now->cell[i].v)) return true;
    return false;
}

static bool taint_grew(World *w, const Obj *old, const Obj *now)
{
    const Av *a = old ? obj_all(w, old) : &av_bottom, *b = obj_all(w, now);
    Kinds more = taint_kinds(b->taint) & ~taint_kinds(a->taint);
    if (more) return true;
    for (uint32_t i = 0; i < now->n; i++) {
        const Av *was = old ? obj_cell(old, now->cell[i].key) : NULL;
        if (taint_kinds(now->cell[i].v->taint) & ~taint_kinds(was ? was->taint : NULL)) return true;
        if (decides_no_more(was, now->cell[i].v)) return true;
        if (!was && old && !now->cell[i].v->n && now->cell[i].v->flags & AV_OTHER) return true;
        if (holds_more(was, now->cell[i].v)) return true;
    }
    return now->rest && holds_more(old ? old->rest : NULL, now->rest);
}

static void share_one(void *self, uint64_t id, const void *value)
{
    World *w = self;
    const Obj *old = base_at(w, (uint32_t)id);
    const Obj *now = old ? obj_join(w, old, value) : value;
    if (now == old) return;
    if (taint_grew(w, old, now)) w->grown = trie_set(&w->a, w->grown, id, "");
    if (decided_before(old, now)) w->opened = trie_set(&w->a, w->opened, id, "");
    w->made_always |= taint_kinds(obj_all(w, now)->taint);
    w->base[id] = now;
}

typedef struct { World *w; const Trie *own; } Own;

static void keep_own(void *self, uint64_t id, const void *value)
{
    Own *o = self;
    if (base_at(o->w, (uint32_t)id)) return;
    o->w->put[id] = o->w->era;
    o->own = trie_set(&o->w->a, o->own, id, value);
}

// self.client = Client(verify=False): what a constructor made for its object's fields, its methods find there.
static void share_made(World *w, const Trie *heap, const Obj *in, int depth)
{
    enum { MADE_DEEP = 3 };
    bool holder = in->kind == OB_INST || (in->kind == OB_EXT && !depth);
    for (uint32_t i = 0; holder && depth < MADE_DEEP && i < in->n; i++)
        for (int k = 0; k < in->cell[i].v->n; k++) {
            const Atom *a = &in->cell[i].v->atom[k];
            const Obj *o =
                a->kind == AT_OBJ && !base_at(w, a->obj) ? heap_at(w, heap, a->obj) : NULL;
            if (!o) continue;
            w->base[a->obj] = o;
            share_made(w, heap, o, depth + 1);
        }
}

typedef struct { World *w; const Trie *heap; uint32_t own; } MadeBy;

// What a request carries, and the handler that the hook is a method of (own), is what it carried where the hook was
// left, not what it carried in between; what the hook made for it (g.client = Client(…)) goes with it.
static void share_left(void *self, uint64_t id, const void *value)
{
    MadeBy *m = self;
    const Obj *o = value;
    bool carries = o->kind == OB_EXT || (m->own && (uint32_t)id == m->own);
    const Obj *left = carries ? heap_at(m->w, m->heap, (uint32_t)id) : NULL;
    share_one(m->w, id, left ? left : o);
    if (left) share_made(m->w, m->heap, left, 0);
}

// return "no", 403; return HttpResponse(status=404): the request ends there, and nobody reads what it carries.
static bool is_answer(const Frame *fr, Val v)
{
    const Instr *in = v ? &fr->f->code.v[v] : NULL;
    const Av *value = v ? fr->val[v] : NULL,
             *callee = in && in->op == IR_CALL ? fr->val[in->a] : NULL;
    if (callee)
        return !(callee->flags & AV_OTHER) &&
               (av_find(callee, AT_NAME) || av_find(callee, AT_CLASS));
    const PyConst *c = value ? av_only_const(value) : NULL;
    return c ? c->kind == CONST_STR : in && (in->op == IR_TUPLE || in->op == IR_DICT);
}

// The heap as a hook leaves it where the request goes on; NULL: it is no hook, or always ends the request.
static const Trie *heap_left(Frame *fr)
{
    const ModelLine *l = fr->entry ? fr->entry->line : NULL;
    State st = {.dead = true};
    if (!fr->returned || !(l ? models_has_tag(l, S("first")) : is_django_middleware(fr)))
        return NULL;
    for (Block b = 0; b < (Block)fr->f->blocks.n; b++) {
        const BasicBlock *bb = &fr->f->blocks.v[b];
        bool ends = bb->how == END_RETURN || bb->how == END_NONE;
        if (ends && fr->out[b].seen && !fr->out[b].yes.dead && !is_answer(fr, bb->value))
            st = state_join(fr->w, st, fr->out[b].yes);
    }
    return st.dead ? NULL : st.heap;
}

static void share_fields(void *self, uint64_t id, const void *value)
{
    MadeBy *m = self;
    (void)id;
    share_made(m->w, m->heap, value, 0);
}

// The heap that a nested function was made in, but for what all share: that is read as it is now.
static const Trie *own_heap(World *w, const Trie *heap)
{
    Own o = {w, NULL};
    w->era++;
    trie_each(heap, keep_own, &o);
    return o.own;
}



// task.delay(x), task.apply_async((x,)): does this file say so of the function?
static bool is_put_off(const Mod *m, uint32_t func)
{
    const Module *mod = m->m;
    for (Size k = 0; k < mod->funcs.n; k++) {
        const Func *f = &mod->funcs.v[k];
        for (Size v = 1; v < f->code.n; v++) {
            const Instr *in = &f->code.v[v], *of = in->op == IR_ATTR ? &f->code.v[in->a] : NULL;
            if (!of || of->op != IR_GLOBAL || of->sym != mod->funcs.v[func].name) continue;
            Str attr = py_name(mod->tree, in->sym);
            if (str_eq(attr, S("delay")) || str_eq(attr, S("apply_async"))) return true;
        }
    }
    return false;
}

// A task that this file or another hands data to: what it gets is known there.
static bool is_handed_task(World *w, const Root *r, const Mod *m)
{
    if ((Size)r->mod != w->unit || !str_starts(r->entry.how, S("celery"))) return false;
    if (is_put_off(m, r->func)) return true;
    return used_outside(w, py_name(m->m->tree, m->m->funcs.v[r->func].name)) &&
           (used_outside(w, S("delay")) || used_outside(w, S("apply_async")));
}

static void list_inner(World *w, Mod *m)
{
    if (m->inner) return;
    m->inner = new(&w->a, uint32_t, m->m->funcs.n);
    m->next_inner = new(&w->a, uint32_t, m->m->funcs.n);
    for (Size k = m->m->funcs.n; k-- > 1;) {
        uint32_t parent = m->m->funcs.v[k].parent;
        m->next_inner[k] = m->inner[parent];
        m->inner[parent] = (uint32_t)k;
    }
}

static void note_memory(World *w, const Mod *m, uint32_t func)
{
    Span at = {0};
    if (w->out_of_steps) return;
    w->out_of_steps = true;
    NodeId node = m->index == w->unit ? m->m->funcs.v[func].node : 0;
    if (node) at = (Span){py_at(m->m->tree, node)->beg, py_at(m->m->tree, node)->end};
    *push(&w->a, &w->box->notes) =
        (FlowNote){at, S("needs more memory than a file may take; functions from here on are not "
                         "followed")};
}

// Steps of a root: what is left when the file's are nearly used up is divided.
static int64_t share_of(const World *w)
{
    int64_t left = w->most_steps - w->steps;
    int64_t most = budget(w)->root;
    return left <= 0 ? 0 : left / 3 * 2 < most ? left / 3 * 2 : most;
}

static void add_names(World *w, Buf *out, Size most)
{
    const Trie *said = NULL;
    Size n = 0, more = 0;
    if (w->body_cut) buf_add(out, S("the module's body")), n++;
    for (Size i = 0; i < w->roots.n; i++) {
        const Root *r = &w->roots.v[i];
        uint64_t key = (uint64_t)r->mod << 32 | r->func;
        if (!r->cut || trie_get(said, key)) continue;
        said = trie_set(&w->a, said, key, "");
        Str name = w->mods[r->mod]->m->funcs.v[r->func].qualname;
        if (n++ < most) buf_fmt(out, "%s%.*s", n > 1 ? ", " : "", STR_ARG(name));
        else more++;
    }
    if (more) buf_fmt(out, " and %td more", more);
}

// One note a file: in which of its functions calls were not walked, and how many calls.
static void note_cut(World *w)
{
    enum { NAMES = 3 };
    if (!w->cut) return;
    for (Size i = 0; i < w->roots.n && !w->cut_at.end; i++) {
        const Root *r = &w->roots.v[i];
        NodeId node =
            r->cut && (Size)r->mod == w->unit ? w->mods[r->mod]->m->funcs.v[r->func].node : 0;
        if (!node) continue;
        const PyNode *at = py_at(w->mods[r->mod]->m->tree, node);
        w->cut_at = (Span){at->beg, at->end};
    }
    Buf text = {.keep = &w->a};
    buf_fmt(&text, FLOW_TOO_COSTLY "%td call%s followed no further, in ", w->cut,
            w->cut == 1 ? " was" : "s were");
    add_names(w, &text, NAMES);
    *push(&w->a, &w->box->notes) = (FlowNote){w->cut_at, buf_str(&text)};
}

// Of one that is some of several of its code the heap of its own making, where another was made after it.
static const Trie *root_heap(World *w, const Root *r, const FuncInfo *info)
{
    const Atom *object = r->self ? av_find(r->self, AT_OBJ) : NULL;
    uint32_t id = object ? object->obj : r->fobj;
    bool there = !r->heap || base_at(w, id) || trie_get(info->heap, id);
    return own_heap(w, there ? info->heap : r->heap);
}

static void walk_root(World *w, Size i, bool plain)
{
    if (os_stopped()) return;
    Root *r = &w->roots.v[i];
    Mod *m = mod_load(w, r->mod);
    if (!m) return;
    if (w->a.beg > w->roots_end) {
        note_memory(w, m, r->func);
        return;
    }
    if (m->init == 0) walk_module(w, r->mod);
    FuncInfo *info = &m->info[r->func];
    Frame *fr = frame_new(w, NULL, r->mod, r->func, 0x4007 + r->func * 31ull + r->mod);
    fr->fobj = r->fobj ? r->fobj : info->obj;
    fr->st = (State){root_heap(w, r, info), NULL, false};
    const Obj *fo = fr->fobj ? obj_at(w, &fr->st, fr->fobj) : NULL;
    fr->env_up = fo ? fo->up : 0;
    fr->entry = r->entry.kinds ? &r->entry : NULL;
    w->pending = NULL;
    w->reads.v = NULL;
    w->reads.n = w->reads.cap = 0;
    w->root_serial++;
    w->root_steps = 0;
    w->passed_over = false;
    w->root = i;
    w->root_most = share_of(w);
    Entry entry = r->entry;
    if (fr->entry) fr->entry = &entry;
    Root copy = *r;
    if (fr->entry && is_handed_task(w, r, m)) {
        copy.entry = (Entry){0};
        copy.parameter = false;
    }
    bool asks = r->parameter && parameters_matter(w);           // where it gets to is asked later
    r->rough = plain && !r->entry.kinds && w->worth;
    w->plain = r->rough || (plain && asks);
    w->rough = r->rough && !asks;
    copy.parameter &= !plain;
    bind_root(fr, &copy);
    w->quiet += r->elsewhere;
    walk_body(fr);
    r = &w->roots.v[i];
    w->quiet -= r->elsewhere;
    w->plain = w->rough = false;
    r->walked = true;
    r->reads = w->reads.v;
    r->nreads = w->reads.n;
    w->reads.v = NULL, w->reads.n = w->reads.cap = 0;           // the list is the root's now
    r->met |= fr->met | fr->met_below;
    r->made |= fr->made | fr->made_below;
    r->harms |= fr->harms || frame_harms(fr);
    r->wrote |= w->pending != NULL;
    r->passed_over |= w->passed_over;
    MadeBy by = {w, fr->ret_state.heap, 0};
    bool wide = w->worth && w->worth->far;                      // a package's services hold each other
    if (fr->returned && !wide && m->m->funcs.v[r->func].owner)
        trie_each(w->pending, share_fields, &by);
    MadeBy left = {w, heap_left(fr), r->cls ? self_id(w, r->cls) : 0};
    trie_each(w->pending, share_left, &left);
    list_inner(w, m);
    // functions it made see what it left behind
    for (uint32_t k = fr->returned ? m->inner[r->func] : 0; k; k = m->next_inner[k])
        if (m->info[k].made) m->info[k].heap = fr->ret_state.heap;
}

typedef struct { const Root *of; bool any; } MadeThere;

static void see_grown(void *self, uint64_t id, const void *value)
{
    MadeThere *m = self;
    (void)value;
    m->any |= id >= m->of->from && id < m->of->to;
}

static bool reads_grown(const Root *r, const Trie *grown)
{
    MadeThere made = {r, false};
    if (r->given) trie_each(grown, see_grown, &made);
    if (made.any) return true;
    for (Size i = 0; i < r->nreads; i++)
        if (trie_get(grown, r->reads[i])) return true;
    return false;
}

// Names that the module itself uses, so that a function of that name has a caller or is handed on.
static const bool *names_used(World *w, const Mod *m)
{
    bool *used = new(&w->a, bool, m->m->tree->names.n + 1);
    for (Size f = 0; f < m->m->funcs.n; f++) {
        const Func *fn = &m->m->funcs.v[f];
        for (Size i = 1; i < fn->code.n; i++) {
            const Instr *in = &fn->code.v[i];
            if (in->op == IR_GLOBAL || in->op == IR_ATTR || in->op == IR_CELL)
                used[in->sym] = true;
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
        if (!str_eq(name, S("object")) && !str_eq(name, S("abc.ABC")) &&
            !str_eq(name, S("Exception")))
            return true;
    }
    return false;
}

static Importers own_importers(World *w)
{
    if (!w->importers) {
        w->imports_this = new(&w->a, uint8_t, (w->nmods >> 3) + 1);
        w->importers = importers_of(w->engine, w->unit, &w->a, w->imports_this, &w->nimporters);
    }
    return (Importers){w->importers, w->nimporters, w->imports_this};
}

Size *importers_saying(World *w, Str name, Size *n)
{
    Engine *e = w->engine;
    *n = 0;
    if (not_known_yet(w)) return NULL;
    Size *list = sayers_among(e, name, own_importers(w), &w->a, n);
    Worker *k = &e->worker[w->thread];
    Asked asked = {ASK_SAYERS, w->unit, name, 0, importers_print(e, list, *n)};
    if (e->run->kept) note_asked(&k->asked, asked, &k->kept.arena);
    return list;
}

// Does a module that imports this one, directly or through others, use the name?
bool used_outside(World *w, Str name)
{
    Engine *e = w->engine;
    if (not_known_yet(w)) return false;
    bool used = used_by_importers(e, name, own_importers(w));
    Worker *k = &e->worker[w->thread];
    if (e->run->kept)
        note_asked(&k->asked, (Asked){ASK_USED, w->unit, name, 0, used}, &k->kept.arena);
    return used;
}

// What runtimes call by name or by its parameters.
static bool is_named_entry(World *w, Str name, Entry *e)
{
    ModelId id = name.len ? models_id(w->models, str_fmt(&w->a, "?%.*s", STR_ARG(name))) : 0;
    bool is = false;
    for (const ModelLine *l = models_lines(w->models, id); l; l = l->next) {
        if (l->kind != M_ENTRY || !str_eq(l->name, S("named"))) continue;
        *e = (Entry){.kinds = l->kinds, .returns = l->returns, .how = name, .line = l, .shy = true};
        is = true;
    }
    return is;
}

static void add_plain(World *w, Mod *m, uint32_t k, bool parameter, bool doubtful)
{
    const Func *f = &m->m->funcs.v[k];
    Root r = {.mod = (uint32_t)m->index,
              .func = k,
              .fobj = m->info[k].obj,
              .cls = class_of(w, m, f),
              .parameter = parameter,
              .doubtful = doubtful};
    is_named_entry(w, needed_by_name(m->m, f), &r.entry);
    m->info[k].queued = true;
    if (r.entry.kinds) note_called_by(w, &m->info[k], &r.entry);
    *push(&w->a, &w->roots) = r;
}

// Names of the module's body by which functions are handed on: HANDLERS = {"x": handle_x}. By function;
// 0: it is not.
static Sym *handed_on(World *w, Mod *m)
{
    enum { NESTED = 6 };
    const Func *body = &m->m->funcs.v[0];
    Sym *by = new(&w->a, Sym, m->m->funcs.n + 1), *bound = new(&w->a, Sym, body->code.n + 1);
    Val *up = new(&w->a, Val, body->code.n + 1);
    for (Size i = 1; i < body->code.n; i++) {
        const Instr *in = &body->code.v[i];
        if (in->op == IR_SET_GLOBAL && !bound[in->a]) bound[in->a] = in->sym;
        if (in->op != IR_DICT && in->op != IR_LIST && in->op != IR_TUPLE && in->op != IR_CALL)
            continue;
        for (uint32_t k = 0; k < in->nargs; k++)
            if (!up[body->args.v[in->args + k]]) up[body->args.v[in->args + k]] = (Val)i;
    }
    for (Size i = 1; i < body->code.n; i++) {
        if (body->code.v[i].op != IR_LAMBDA) continue;
        Val v = up[i];
        for (int k = 0; k < NESTED && v && !bound[v]; k++) v = up[v];
        if (v) by[body->code.v[i].aux2] = bound[v];
    }
    return by;
}

// run = lambda text: …: a lambda that the body gives a name is a function of that name. By function; 0: it is none.
static Sym *named_lambdas(World *w, const Mod *m)
{
    const Func *body = &m->m->funcs.v[0];
    Sym *by = new(&w->a, Sym, m->m->funcs.n + 1);
    for (Size i = 1; i < body->code.n; i++) {
        const Instr *in = &body->code.v[i], *of = in->op == IR_SET_GLOBAL ? &body->code.v[in->a] : NULL;
        if (of && of->op == IR_LAMBDA) by[of->aux2] = in->sym;
    }
    return by;
}

// Functions that the body hands to a call or decorates, so that others may call them: by function.
static bool *registered(World *w, const Mod *m)
{
    const Func *body = &m->m->funcs.v[0];
    bool *is = new(&w->a, bool, m->m->funcs.n + 1);
    for (Size i = 1; i < body->code.n; i++) {
        const Instr *in = &body->code.v[i];
        for (uint32_t k = 0; in->op == IR_CALL && k < in->nargs; k++) {
            const Instr *arg = &body->code.v[body->args.v[in->args + k]];
            if (arg->op == IR_LAMBDA) is[arg->aux2] = true;
        }
        const Instr *of = in->op == IR_DECORATE ? &body->code.v[in->b] : NULL;
        if (of && of->op == IR_LAMBDA) is[of->aux2] = true;
    }
    return is;
}

// Is it walked for what it may report? Not because its words say so, then for what others left for it.
static bool is_needed(const World *w, const Module *m, const Needed *needed, Size k)
{
    if (!needed || needed->func[k] ||
        is_worth(worth_apart(w->worth), w->made_always, needed->sinks[k]))
        return true;
    const Func *f = &m->funcs.v[k];
    return f->kind == FUNC_DEF && models_is_named(w->engine->words, needed_by_name(m, f));
}

// @traced def lambda_handler(event, context): what a decorator put in a named function's place is what is called.
static void name_wrappers(World *w, Mod *m, const Needed *needed)
{
    for (Size k = 1; k < m->m->funcs.n; k++) {
        const Func *f = &m->m->funcs.v[k];
        Entry e = {0};
        if (f->kind != FUNC_DEF || f->parent || f->owner || !f->decorators.n || m->info[k].queued ||
            !is_needed(w, m->m, needed, k))
            continue;
        const Av *v = mod_member(w, m->index, name_add(&w->names, py_name(m->m->tree, f->name)));
        const Atom *a = v ? av_find(v, AT_FUNC) : NULL;
        if (!a || (a->mod == m->index && a->idx == k) || !mod_load(w, a->mod)) continue;
        const Module *of = w->mods[a->mod]->m;
        if (!is_named_entry(w, needed_by_name(m->m, f), &e) &&
            !is_named_entry(w, runtime_calls(of, &of->funcs.v[a->idx]), &e))
            continue;
        e.original = (uint32_t)k, e.original_mod = (uint32_t)m->index;
        name_entry(w, a, e);
    }
}

// What a method gets that may override one of an outside class is low, but for SQL in a file that stands alone.
static bool doubtful_shown(const World *w, const Module *m) { return !w->worth || m->is_sole; }

static void walk_rest(World *w, Mod *m, const Needed *needed)
{
    const bool *used = names_used(w, m);
    const Sym *table = handed_on(w, m);
    const Sym *lambda = named_lambdas(w, m);
    const bool *known = registered(w, m);                       // whoever calls them is walked first
    Size done = w->roots.n;
    name_wrappers(w, m, needed);
    for (; done < w->roots.n; done++) walk_root(w, done, true);
    for (int round = 0; round < 2; round++) {
        for (Size k = 1; k < m->m->funcs.n; k++) {
            const Func *f = &m->m->funcs.v[k];
            FuncInfo *info = &m->info[k];
            Sym called = lambda[k] ? lambda[k] : f->name;
            Str name = py_name(m->m->tree, called);
            if (f->kind == FUNC_CLASS || info->entered || info->queued) continue;
            if (!is_needed(w, m->m, needed, k)) continue;
            bool function = f->kind == FUNC_DEF || lambda[k];
            bool referenced = !function || table[k] || known[k] || used[called] ||
                              used_outside(w, name);
            bool nested = f->parent != 0 && !f->owner, early = nested && !info->made;
            if ((referenced || early) && round == 0 && !str_eq(name, S("__init__"))) continue;
            bool dunder = str_starts(name, S("__")), private = str_starts(name, S("_")) && !dunder;
            bool makes = f->owner && str_eq(name, S("__init__"));    // called by its class's name
            bool elsewhere = used_outside(
                w, makes ? py_name(m->m->tree, m->m->classes.v[f->owner - 1].name) : name);
            elsewhere |= table[k] && used_outside(w, py_name(m->m->tree, table[k]));
            bool parameter =
                !m->m->is_test && !nested && !private && !elsewhere && function &&
                (!dunder || str_eq(name, S("__init__")) || str_eq(name, S("__call__")));
            bool doubtful = parameter && overrides_unknown(w, class_of(w, m, f));
            parameter &= !doubtful || doubtful_shown(w, m->m);
            add_plain(w, m, (uint32_t)k, parameter, doubtful);
            for (; done < w->roots.n; done++) walk_root(w, done, true);
        }
        for (; done < w->roots.n; done++) walk_root(w, done, true);
    }
}

// What runs before the others (a hook, a middleware) leaves what these read: with no more than a constant there, too.
static void walk_entries(World *w)
{
    for (Size i = 0; i < w->roots.n; i++) {
        const ModelLine *l = w->roots.v[i].entry.line;
        if (l && models_has_tag(l, S("first"))) walk_root(w, i, true);
    }
    for (Size i = 0; i < w->roots.n; i++)
        if (!w->roots.v[i].walked) walk_root(w, i, true);
}

// May something that it read from outside, or that was left for it, do harm at a sink on its way?
// Of what is no function with a name, all of the file counts as one (rule_is_direct).
static bool may_harm(const World *w, const Root *r)
{
    bool named = w->mods[r->mod]->m->funcs.v[r->func].kind == FUNC_DEF;
    const Kinds *worth = named ? worth_apart(w->worth) : worth_here(w->worth);
    return r->harms || is_worth(worth, r->made | w->made_always, r->met);
}

// May the data of any caller do harm in it, or be left for others by it?
static bool matters(const World *w, const Root *r)
{
    bool reaches = r->wrote || is_worth(worth_here(w->worth), KIND(PARAMETER), r->met);
    if (r->elsewhere) return false;
    if (r->parameter && parameters_matter(w) && reaches) return true;
    return r->rough ? may_harm(w, r) : !r->parameter;
}

// What anyone may pass as parameters. Each function was walked without that; where no sink lies on
// the way, nothing is to be found by it, and such calls are the many that are hard to remember. What
// was walked roughly is walked again where it may find something.
static void walk_outside(World *w)
{
    bool any = false;
    Size n = w->roots.n;
    for (Size i = 0; i < n; i++)
        any |= is_worth(worth_here(w->worth), KIND(PARAMETER), w->roots.v[i].met);
    for (Size i = 0; i < n; i++) {
        const Root *r = &w->roots.v[i];
        if ((r->rough || (r->parameter && any)) && matters(w, r)) walk_root(w, i, false);
    }
    for (Size i = n; i < w->roots.n; i++) walk_root(w, i, false);
}

// Thread(target=worker).start() at the top level, worker(), pool = Pool() whose constructor starts one: walked once
// with the body, when nobody had written anything. Only where the outside's data may do harm in it.
void note_body_call(Frame *fr, const Frame *callee)
{
    World *w = fr->w;
    Kinds met = callee->met | callee->met_below;
    const Frame *body = fr;
    if (!met || w->root >= 0 || callee->depth > CALLED_DEEP || w->called.n == CALLED_MOST) return;
    while (body->up) body = body->up;
    if (body->f->kind != FUNC_MODULE || (Size)body->mod != w->unit) return;
    *push(&w->a, &w->called) = (Root){.mod = callee->mod, .func = callee->func, .fobj = callee->fobj,
                                      .given = callee->arg, .from = callee->born,
                                      .to = w->next_obj + 1, .reads = callee->reads.v,
                                      .nreads = callee->reads.n, .met = met};
}

// What it meets behind a branch that was never taken, and may be now, nobody knows yet.
static bool may_lie_beyond(const Root *r, const Trie *opened)
{
    return opened && r->passed_over && !r->elsewhere && reads_grown(r, opened);
}

// True: it is to be walked again in full.
static bool looked_beyond(World *w, Size i)
{
    if (!w->worth || w->roots.v[i].entry.kinds) return true;
    walk_root(w, i, true);
    return matters(w, &w->roots.v[i]);
}

static void walk_all(World *w, Mod *m)
{
    int64_t own = 0;
    for (Size i = 0; i < m->m->funcs.n; i++) own += EACH * m->m->funcs.v[i].code.n;
    w->worth = worth_in(w, w->unit);
    w->root = -1;
    w->root_most = budget(w)->root;
    w->most_steps = budget(w)->file + own;
    w->careful_steps = budget(w)->careful + own / 4;
    const Needed *needed = unit_needed(w, m);
    if (needed && !needed->file) return;
    walk_module(w, w->unit);
    walk_entries(w);
    walk_rest(w, m, needed);
    walk_outside(w);
    Size others = w->roots.n;
    walk_writers(w);
    for (Size i = others; i < w->roots.n; i++) walk_root(w, i, true);
    for (Size i = 0; i < w->called.n; i++) *push(&w->a, &w->roots) = w->called.v[i];
    for (int round = 1; round < ROUNDS_MOST && w->grown; round++) {
        const Trie *grown = w->grown, *opened = w->opened;
        Size n = w->roots.n;
        w->grown = w->opened = NULL;
        for (Size i = 0; i < n; i++) {
            bool again = matters(w, &w->roots.v[i]) && reads_grown(&w->roots.v[i], grown);
            if (!again && may_lie_beyond(&w->roots.v[i], opened)) again = looked_beyond(w, i);
            if (again) walk_root(w, i, false);
        }
        for (Size i = n; i < w->roots.n; i++) walk_root(w, i, false);
    }
}

void walk_unit(World *w)
{
    Mod *m = mod_load(w, w->unit);
    if (!m) return;
    walk_all(w, m);
    note_cut(w);
}
