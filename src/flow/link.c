// flow/link: who imports whom, for the question whether a function has a caller elsewhere.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"
#include <stdlib.h>

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
    if (to >= 0 && to != from) *push(e->keep, &e->imports) = (Import){(uint32_t)from, (uint32_t)to};
}

// Each pair once, and of each module where those that import it begin.
static void list_imports(Engine *e)
{
    Size n = 0, modules = project_count(e->project);
    for (Size i = 0; i < e->imports.n; i++)
        if (!n || import_order(&e->imports.v[i], &e->imports.v[n - 1]))
            e->imports.v[n++] = e->imports.v[i];
    e->imports.n = n;
    e->imports_of = new(e->keep, uint32_t, modules + 1);
    for (Size i = 0; i < n; i++) e->imports_of[e->imports.v[i].to + 1]++;
    for (Size m = 0; m < modules; m++) e->imports_of[m + 1] += e->imports_of[m];
}

void link_imports(Engine *e, Arena scratch)
{
    Names *names = project_names(e->project);
    for (Size i = 0; i < project_count(e->project); i++) {
        const ModuleIndex *ix = project_module(e->project, i);
        Sym last = 0;                                           // from a import b, c: a is found once
        for (Size k = 0; k < ix->nbinds; k++) {
            const Binding *b = &ix->binds[k];
            if (b->kind != BIND_IMPORT && b->kind != BIND_IMPORT_FROM) continue;
            Str dotted = name_str(names, b->target);
            if (b->target != last) import_found(e, i, dotted);
            last = b->target;
            if (b->kind != BIND_IMPORT_FROM || !b->member) continue;
            bool dots = dotted.len && dotted.s[dotted.len - 1] == '.';
            Arena brief = scratch;
            import_found(
                e, i, str_join(&brief, dotted, dots ? S("") : S("."), name_str(names, b->member)));
        }
    }
    sort_items(e->imports.v, e->imports.n, (Size)sizeof(Import), import_order, scratch);
    list_imports(e);
}

enum { FOUND_MOST = 1 << 15, IMPORTERS_MOST = 300 };

// Is the module one of those that use the name? Each name's users are sorted.
static bool says(const Engine *e, uint32_t module, Sym name)
{
    uint32_t lo = e->used_by[name], hi = e->used_by[name + 1], end = hi;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (e->users[mid] < module) lo = mid + 1;
        else hi = mid;
    }
    return lo < end && e->users[lo] == module;
}

// The importers of `up` that use the name; all of them to v, when given.
static Size gather_sayers(const Engine *e, Size up, Sym part, uint32_t *v)
{
    Size n = 0;
    for (uint32_t i = e->imports_of[up]; i < e->imports_of[up + 1]; i++) {
        uint32_t user = e->imports.v[i].from;
        if (!says(e, user, part)) continue;
        if (v) v[n] = user;
        n++;
    }
    return n;
}

static const Sayers *sayers_of(Engine *e, Size up, Sym part)
{
    static const Sayers nobody;
    Arena *keep = &e->links.arena;
    uint64_t key = (uint64_t)up << 32 | part;
    const Sayers *old = trie_get(e->said, key);
    if (old) return old;
    Sayers *s = NULL;
    Size n = gather_sayers(e, up, part, NULL);
    if (n) {
        uint32_t *v = new(keep, uint32_t, n);
        s = new(keep, Sayers, 1);
        *s = (Sayers){v, gather_sayers(e, up, part, v)};
    }
    e->said = trie_set(keep, e->said, key, s ? s : &nobody);
    return s ? s : &nobody;
}

static const Sayers **find_sayers(Engine *e, Size module)
{
    const Names *names = project_names(e->project);
    Str name = name_str(names, project_module(e->project, module)->name), all = name;
    Size n = 0;
    for (Size dot; (dot = str_rfind(name, '.')) > 0; name.len = dot) n++;
    const Sayers **v = new(&e->links.arena, const Sayers *, n + 1);
    n = 0;
    for (Size dot; (dot = str_rfind(all, '.')) > 0; all.len = dot) {
        Sym part = name_find(names, str_sub(all, dot + 1, -1));
        Size up = project_find(e->project, module, str_sub(all, 0, dot), 0);
        if (part && up >= 0) v[n++] = sayers_of(e, up, part);
    }
    return v;
}

// import a.b binds a: who says b? Found once for each module, for it is asked for each file that has
// the module among its importers. Ends with NULL.
static const Sayers **said_by(Engine *e, Size module)
{
    const Sayers **v = atomic_load(&e->sayers[module]);
    if (v) return v;
    pthread_mutex_lock(&e->linking);
    v = atomic_load(&e->sayers[module]);
    if (!v) atomic_store(&e->sayers[module], v = find_sayers(e, module));
    pthread_mutex_unlock(&e->linking);
    return v;
}

typedef struct { Size *v; Size n, cap; } ModuleList;

static void add_once(Arena *keep, ModuleList *list, uint8_t *bits, Size module)
{
    if (bits[module >> 3] >> (module & 7) & 1) return;
    bits[module >> 3] |= (uint8_t)(1u << (module & 7));
    *push(keep, list) = module;
}

// Who only tests the program is none of its callers.
static void drop_tests(const Engine *e, const ModuleList *list, uint8_t *bits)
{
    if (project_module(e->project, list->v[0])->is_test) return;
    for (Size i = 1; i < list->n; i++) {
        Size m = list->v[i];
        if (project_module(e->project, m)->is_test) bits[m >> 3] &= (uint8_t)~(1u << (m & 7));
    }
}

// The modules whose bits are set, by number.
static Size set_bits(const Engine *e, const uint8_t *bits, Size *v)
{
    Size n = 0;
    for (Size at = 0; at <= e->files.n >> 3; at++)
        for (unsigned left = bits[at]; left; left &= left - 1)
            v[n++] = at * 8 + __builtin_ctz(left);
    return n;
}

Size *importers_of(Engine *e, Size module, Arena *keep, uint8_t *bits, Size *n)
{
    ModuleList list = {0};
    add_once(keep, &list, bits, module);
    for (Size i = 0; i < list.n && list.n < IMPORTERS_MOST; i++) {
        for (uint32_t k = e->imports_of[list.v[i]]; k < e->imports_of[list.v[i] + 1]; k++)
            add_once(keep, &list, bits, e->imports.v[k].from);
        for (const Sayers **s = said_by(e, list.v[i]); *s; s++)
            for (Size j = 0; j < (*s)->n; j++) add_once(keep, &list, bits, (*s)->v[j]);
    }
    drop_tests(e, &list, bits);
    bits[module >> 3] &= (uint8_t)~(1u << (module & 7));
    *n = set_bits(e, bits, list.v);
    return list.v;
}

static bool is_importer(Size module, Importers by)
{
    return by.bits[module >> 3] >> (module & 7) & 1;
}

bool used_by_importers(const Engine *e, Str name, Importers by)
{
    enum { WORD_COST = 16 };                                    // looking a word up, in bits tested
    Sym s = name_find(project_names(e->project), name);
    uint32_t users = s ? e->used_by[s + 1] - e->used_by[s] : 0;
    if (!users) return false;
    if ((Size)users < by.n * WORD_COST) {                       // the shorter list is gone through
        for (uint32_t i = e->used_by[s]; i < e->used_by[s + 1]; i++)
            if (is_importer(e->users[i], by)) return true;
        return false;
    }
    for (Size i = 0; i < by.n; i++)
        if (says(e, (uint32_t)by.v[i], s)) return true;
    return false;
}

Size *sayers_among(const Engine *e, Str name, Importers by, Arena *keep, Size *n)
{
    Sym s = name_find(project_names(e->project), name);
    Size *list = new(keep, Size, by.n + 1);
    *n = 0;
    for (Size i = 0; s && i < by.n; i++)
        if (says(e, (uint32_t)by.v[i], s)) list[(*n)++] = by.v[i];
    return list;
}

Size *users_of(const Engine *e, Str name, Arena *keep, Size *n)
{
    Sym s = name_find(project_names(e->project), name);
    Size *list = new(keep, Size, s ? e->used_by[s + 1] - e->used_by[s] + 1 : 1);
    *n = 0;
    for (uint32_t i = s ? e->used_by[s] : 0; s && i < e->used_by[s + 1]; i++)
        if (!project_module(e->project, e->users[i])->is_test) list[(*n)++] = e->users[i];
    return list;
}

Size importers_print(const Engine *e, const Size *importers, Size n)
{
    uint64_t sum = 0;
    for (Size i = 0; i < n; i++) sum += str_hash(e->files.v[importers[i]].path) >> 8;
    return (Size)(sum >> 8);
}

static Found *found_at(const FoundAll *f, Size from, Str text, int level)
{
    uint64_t h = (str_hash(text) ^ (uint64_t)from * 0x9e3779b97f4a7c15u) + (uint64_t)level;
    Size at = (Size)(h & (uint64_t)(f->cap - 1));
    for (;; at = (at + 1) & (f->cap - 1)) {
        Found *x = &f->v[at];
        if (!x->text.s || (x->from == from && x->level == level && str_eq(x->text, text))) return x;
    }
}

// Asked again and again while names are followed, so answers are kept; not all of a large project's.
Size find_module(World *w, Size from, Str dotted, int level)
{
    if (not_known_yet(w)) return -1;
    Engine *e = w->engine;
    Worker *k = &e->worker[w->thread];
    FoundAll *f = &k->found;
    if (2 * (f->n + 1) > f->cap) {
        pool_reset(&k->answers);
        *f = (FoundAll){new (&k->answers.arena, Found, FOUND_MOST), 0, FOUND_MOST};
    }
    Found *x = found_at(f, from, dotted, level);
    if (x->text.s) return x->answer;
    Size answer = project_find(e->project, from, dotted, level);
    Str text = str_keep(&k->answers.arena, dotted);
    *x = (Found){from, answer, text, level};
    f->n++;
    if (e->run->kept)
        note_asked(&k->asked, (Asked){ASK_FIND, from, dotted, level, answer}, &k->kept.arena);
    return answer;
}

void count_words(Engine *e)
{
    Size nnames = project_names(e->project)->n, n = project_count(e->project);
    e->used_by = new(e->keep, uint32_t, nnames + 3);
    for (Size i = 0; i < n; i++) {
        const ModuleIndex *ix = project_module(e->project, i);
        for (Size k = 0; k < ix->nwords; k++) e->used_by[ix->words[k] + 2]++;
    }
    for (Size s = 0; s <= nnames; s++) e->used_by[s + 2] += e->used_by[s + 1];
    e->users = new(e->keep, uint32_t, e->used_by[nnames + 2] + 1);
    for (Size i = 0; i < n; i++) {
        const ModuleIndex *ix = project_module(e->project, i);
        for (Size k = 0; k < ix->nwords; k++)
            e->users[e->used_by[ix->words[k] + 1]++] = (uint32_t)i;
    }
    for (Size i = 0; i < n; i++) e->index[i]->words = NULL;
    for (int i = 0; i < e->nworkers; i++) pool_close(&e->worker[i].words);
}

void words_again(Engine *e)
{
    Size nnames = project_names(e->project)->n, n = project_count(e->project);
    uint32_t *all = arena_raw(e->keep, 4, 4, e->used_by[nnames]);
    for (Size i = 0; i < n; i++) {
        ModuleIndex *ix = e->index[i];
        ix->words = all;
        all += ix->nwords;
        ix->nwords = 0;
    }
    for (Size s = 1; s < nnames; s++)
        for (uint32_t k = e->used_by[s]; k < e->used_by[s + 1]; k++) {
            ModuleIndex *ix = e->index[e->users[k]];
            ix->words[ix->nwords++] = (Sym)s;
        }
}
