// flow/star: what the star imports of other files bring, by the indexes alone: a module is read only when it
// binds the name that is asked for. A package may star-import hundreds, each of which would be lowered again for
// every file that asks.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"
#include "flow/names.h"

// STARS: modules in turn that hand on what they have by a star import.
enum { STARS = 6 };

static const Av absent;                                         // no star import brings the name

typedef struct { World *w; Str text; uint32_t name; Sym known; bool *open; } Asking;

// Is it the first time that the present lookup comes by?
static bool comes_anew(World *w, Size mod)
{
    if (!w->star_asked) w->star_asked = new(&w->a, uint32_t, w->nmods);
    if (!w->star_asked[mod]) *push(&w->a, &w->listed) = mod;
    if (w->star_asked[mod] == w->star_era) return false;
    w->star_asked[mod] = w->star_era;
    return true;
}

static const Av *starred(const Asking *x, Size mod, int depth);

static const Av *brought_by(const Asking *x, Size from, int depth)
{
    Mod *of = NULL;
    const Project *p = x->w->project;
    if (!x->known || !project_gives_out(p, project_module(p, from), x->known)) return NULL;
    if (!sema_index_binds(project_module(p, from), x->known, &(Size){0}))
        return starred(x, from, depth + 1);
    of = mod_load(x->w, from);
    return of ? mod_member(x->w, from, x->name) : NULL;
}

// Of all that have it.
static const Av *starred(const Asking *x, Size mod, int depth)
{
    World *w = x->w;
    const ModuleIndex *ix = project_module(w->project, mod);
    const Binding *star;
    const Av *r = NULL;
    for (Size i = 0; (star = sema_index_star(ix, i)); i++) {
        Str dotted = name_str(project_names(w->engine->project), star->target);
        int level = sema_level(&dotted);
        Size from = find_module(w, mod, dotted, level);
        bool known = from >= 0 && w->engine->unit[from].indexed && depth < STARS;
        if (!known) *x->open |= !sema_is_builtin(x->text);
        const Av *v = known && comes_anew(w, from) ? brought_by(x, from, depth) : NULL;
        if (v) r = r ? av_join(w, r, v) : v;
    }
    return r;
}

// A lookup of its own, also within another one.
const Av *star_brought(World *w, Mod *m, uint32_t name, bool *open)
{
    uint32_t was = w->star_era;
    Str text = unit_str(w, name);
    Asking x = {w, text, name, name_find(project_names(w->engine->project), text), open};
    if (!text.len) return NULL;
    w->star_era = ++w->star_eras;
    comes_anew(w, m->index);
    const Av *v = starred(&x, m->index, 0);
    w->star_era = was;
    return v;
}

const Av *star_member(World *w, Mod *m, uint32_t name)
{
    bool open = false;
    const Av *v = trie_get(m->by_star, name);
    if (v) return v == &absent ? NULL : v;
    m->by_star = trie_set(&w->a, m->by_star, name, &absent);
    v = star_brought(w, m, name, &open);
    if (v) m->by_star = trie_set(&w->a, m->by_star, name, v);
    return v;
}
