// flow/told: what rules ask of other files: what a class of the project says of itself, which words
// the modules use that import this one.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"
#include "flow/names.h"

enum { LINKS_MOST = 8 };                 // related classes that are looked into

static bool is_letter(char c) { return c == '_' || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9'); }

// ForeignKey(Customer, …), relationship("Customer"): a class of the same module that this one belongs to.
static bool linked_says(const Mod *m, Str text, const Str *words)
{
    static const char *const links[] = {"ForeignKey(", "OneToOneField("};
    const Tree *t = m->m->tree;
    int most = LINKS_MOST;
    for (Size k = 0; k < countof(links); k++)
        for (Size at = 0, i;
             (i = str_find(str_sub(text, at, -1), str_of(links[k]))) >= 0 && most-- > 0;) {
            at += i + (Size)strlen(links[k]);
            while (at < text.len && strchr("\"' \n", text.s[at])) at++;
            Size end = at;
            while (end < text.len && is_letter(text.s[end])) end++;
            for (Size c = 0; c < m->m->classes.n; c++)
                if (str_eq(py_name(t, m->m->classes.v[c].name), str_sub(text, at, end)) &&
                    str_has(py_text(t, m->m->classes.v[c].node), words))
                    return true;
        }
    return false;
}

bool flow_class_says(const FlowFile *f, Str name, const Str *words)
{
    World *w = f->state;
    Mod *m = w->mods[f->index];
    uint32_t sym = m && name.len ? name_find(&w->names, name) : 0;
    if (!sym) return false;
    Frame scope = {.w = w, .m = m, .mod = (uint32_t)f->index, .f = &m->m->funcs.v[0]};
    const Av *v = named_global(&scope, sym);
    const Atom *c = v ? av_find(v, AT_CLASS) : NULL;
    Mod *home = c ? mod_load(w, c->mod) : NULL;
    if (!home) return false;
    Str text = py_text(home->m->tree, home->m->classes.v[c->idx].node);
    return str_has(text, words) || linked_says(home, text, words);
}

bool flow_used_outside(const FlowFile *f, Str name) { return used_outside(f->state, name); }
