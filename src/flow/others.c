// flow/others: the rest of the project, for rules and fixes that reach further than their file.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"

bool flow_definition(const FlowFile *f, Str dotted, Size *module, Str *name)
{
    World *w = f->state;
    Size at = (Size)f->index;
    if (not_known_yet(w)) return false;
    for (Str rest = dotted, part; str_cut(&rest, S("."), &part);) {
        Sym member = name_find(project_names(w->engine->project), part);
        Resolved r = project_resolve(w->project, at, member, &w->a);
        if (!r.found || r.outside) return false;
        *module = at = r.module;
        *name = r.whole ? (Str){0} : part;
        if (!r.whole) {
            *name = name_str(project_names(w->engine->project), r.bind.name);
            return !rest.s || !rest.len;
        }
    }
    return dotted.len > 0;
}

bool flow_other(const FlowFile *f, Size module, FlowFile *out)
{
    World *w = f->state;
    Mod *m = mod_load(w, module);
    if (!m) return false;
    *out = (FlowFile){.module = m->m, .index = module, .is_test = m->m->is_test, .state = w};
    return true;
}

Size flow_imported(const FlowFile *f, Str dotted, int level)
{
    return find_module(f->state, f->index, dotted, level);
}

Size *flow_importers(const FlowFile *f, Arena *keep, Size *n)
{
    World *w = f->state;
    Engine *e = w->engine;
    Worker *k = &e->worker[w->thread];
    *n = 0;
    if (not_known_yet(w)) return NULL;
    uint8_t *bits = new(&w->a, uint8_t, (e->files.n >> 3) + 1);
    Size *list = importers_of(e, f->index, keep, bits, n);
    Asked asked = {ASK_IMPORTERS, f->index, S(""), 0, importers_print(e, list, *n)};
    if (e->run->kept) note_asked(&k->asked, asked, &k->kept.arena);
    return list;
}

bool flow_importer(const FlowFile *f, Str path, FlowFile *out)
{
    World *w = f->state;
    Size n = 0, *by = flow_importers(f, &w->a, &n);
    for (Size i = 0; i < n; i++)
        if (str_eq(w->engine->files.v[by[i]].path, path)) return flow_other(f, by[i], out);
    return false;
}

Str flow_python(const FlowFile *f)
{
    World *w = f->state;
    uint16_t target = w->run->target_version;
    if (target) return str_fmt(&w->a, "%d.%d", target / 100, target % 100);
    Str oldest = models_lowest(w->run->requires, S("python"));
    int least = f->module && f->module->tree ? f->module->tree->min_version : 0; // by its own syntax
    Str shown = least > 308 ? str_fmt(&w->a, "%d.%d", least / 100, least % 100) : (Str){0};
    return shown.len && (!oldest.len || models_earlier(oldest, shown)) ? shown : oldest;
}
