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
    if (to >= 0 && to != from) *push(e->keep, &e->imports) = (Import){from, to};
}

void link_imports(Engine *e, Arena scratch)
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
            Arena brief = scratch;
            import_found(e, i,
                         str_fmt(&brief, "%.*s%s%.*s", STR_ARG(dotted), dots ? "" : ".",
                                 STR_ARG(name_str(names, b->member))));
        }
    }
    sort_items(e->imports.v, e->imports.n, (Size)sizeof(Import), import_order, scratch);
}

enum { FOUND_MOST = 1 << 15, IMPORTERS_MOST = 300 };

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

static int size_order(const void *x, const void *y)
{
    const Size *a = x, *b = y;
    return *a < *b ? -1 : *a > *b;
}

static const Sayers *sayers_of(const Engine *e, Worker *k, Size up, Sym part)
{
    Arena *keep = &k->kept.arena;
    uint64_t key = (uint64_t)up << 32 | part;
    Sayers *s = (Sayers *)(uintptr_t)hamt_get(k->said, key);
    if (s) return s;
    s = new(keep, Sayers, 1);
    for (Size lo = first_import(e, up); lo < e->imports.n && e->imports.v[lo].to == up; lo++) {
        Size user = e->imports.v[lo].from;
        if (sema_index_word(project_module(e->project, user), part))
            *push(keep, s) = (uint32_t)user;
    }
    k->said = hamt_set(keep, k->said, key, s);
    return s;
}

// import a.b binds a: who says b? Found once for each module, for it is asked for each file that has
// the module among its importers. Ends with NULL.
static const Sayers **said_by(const Engine *e, Worker *k, Size module)
{
    if (!k->sayers) k->sayers = new(&k->kept.arena, const Sayers **, e->files.n);
    if (k->sayers[module]) return k->sayers[module];
    const Names *names = project_names(e->project);
    Str name = name_str(names, project_module(e->project, module)->name), all = name;
    Size n = 0;
    for (Size dot; (dot = str_rfind(name, '.')) > 0; name.len = dot) n++;
    const Sayers **v = k->sayers[module] = new(&k->kept.arena, const Sayers *, n + 1);
    n = 0;
    for (Size dot; (dot = str_rfind(all, '.')) > 0; all.len = dot) {
        Sym part = name_find(names, str_sub(all, dot + 1, -1));
        Size up = project_find(e->project, module, str_sub(all, 0, dot), 0);
        if (part && up >= 0) v[n++] = sayers_of(e, k, up, part);
    }
    return v;
}

typedef struct { Size *v; Size n, cap; } ModuleList;

static void add_once(Arena *keep, ModuleList *list, uint8_t *bits, Size module)
{
    if (bits[module >> 3] >> (module & 7) & 1) return;
    bits[module >> 3] |= (uint8_t)(1u << (module & 7));
    *push(keep, list) = module;
}

Size *importers_of(const Engine *e, Worker *k, Size module, Arena *keep, uint8_t *bits, Size *n)
{
    ModuleList list = {0};
    add_once(keep, &list, bits, module);
    for (Size i = 0; i < list.n && list.n < IMPORTERS_MOST; i++) {
        for (Size lo = first_import(e, list.v[i]);
             lo < e->imports.n && e->imports.v[lo].to == list.v[i]; lo++)
            add_once(keep, &list, bits, e->imports.v[lo].from);
        for (const Sayers **s = said_by(e, k, list.v[i]); *s; s++)
            for (Size j = 0; j < (*s)->n; j++) add_once(keep, &list, bits, (*s)->v[j]);
    }
    bits[module >> 3] &= (uint8_t)~(1u << (module & 7));
    *n = list.n - 1;
    qsort(list.v + 1, (size_t)*n, sizeof *list.v, size_order);
    return list.v + 1;
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
    if (users < 2) return false;
    if ((Size)users < by.n * WORD_COST) {                       // the shorter list is gone through
        for (uint32_t i = e->used_by[s]; i < e->used_by[s + 1]; i++)
            if (is_importer(e->users[i], by)) return true;
        return false;
    }
    for (Size i = 0; i < by.n; i++)
        if (sema_index_word(project_module(e->project, by.v[i]), s)) return true;
    return false;
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
    Str text = str_fmt(&k->answers.arena, "%.*s", STR_ARG(dotted));
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
}
