// flow/link: who imports whom, for the question whether a function has a caller elsewhere.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"

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
            import_found(e, i,
                         str_fmt(e->keep, "%.*s%s%.*s", STR_ARG(dotted), dots ? "" : ".",
                                 STR_ARG(name_str(names, b->member))));
        }
    }
    sort_items(e->imports.v, e->imports.n, (Size)sizeof(Import), import_order, scratch);
}

enum { IMPORTERS_MOST = 300 };

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

Size *importers_of(const Engine *e, Size module, Arena *keep, Size *n)
{
    struct { Size *v; Size n, cap; } list = {0};
    const Names *names = project_names(e->project);
    const Hamt *seen = hamt_set(keep, NULL, (uint64_t)module, "");
    *push(keep, &list) = module;
    for (Size i = 0; i < list.n && list.n < IMPORTERS_MOST; i++) {
        Str name = name_str(names, project_module(e->project, list.v[i])->name);
        for (Size lo = first_import(e, list.v[i]);
             lo < e->imports.n && e->imports.v[lo].to == list.v[i]; lo++)
            if (!hamt_get(seen, (uint64_t)e->imports.v[lo].from))
                *push(keep, &list) = see(keep, &seen, e->imports.v[lo].from);
        // import a.b binds a: who says b?
        for (Size dot; (dot = str_rfind(name, '.')) > 0; name.len = dot) {
            Sym part = name_find(names, str_sub(name, dot + 1, -1));
            Size up = project_find(e->project, list.v[i], str_sub(name, 0, dot), 0);
            for (Size lo = up < 0 ? e->imports.n : first_import(e, up);
                 lo < e->imports.n && e->imports.v[lo].to == up; lo++) {
                Size from = e->imports.v[lo].from;
                bool says = part && sema_index_word(project_module(e->project, from), part);
                if (says && !hamt_get(seen, (uint64_t)from))
                    *push(keep, &list) = see(keep, &seen, from);
            }
        }
    }
    *n = list.n - 1;
    return list.v + 1;
}

bool used_by_importers(const Engine *e, Str name, const Size *importers, Size n)
{
    Sym s = name_find(project_names(e->project), name);
    if (!s || e->used_in[s] < 2) return false;
    for (Size i = 0; i < n; i++)
        if (sema_index_word(project_module(e->project, importers[i]), s)) return true;
    return false;
}

Size find_module(World *w, Size from, Str dotted, int level)
{
    Engine *e = w->engine;
    Size answer = project_find(e->project, from, dotted, level);
    Worker *k = &e->worker[w->thread];
    if (e->run->kept)
        note_asked(&k->asked, (Asked){ASK_FIND, from, dotted, level, answer}, &k->kept.arena);
    return answer;
}

void count_words(Engine *e)
{
    Names *names = project_names(e->project);
    e->used_in = new(e->keep, uint32_t, names->n + 1);
    for (Size i = 0; i < project_count(e->project); i++) {
        const ModuleIndex *ix = project_module(e->project, i);
        for (Size k = 0; k < ix->nwords; k++) e->used_in[ix->words[k]]++;
    }
}
