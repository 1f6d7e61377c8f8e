// project: modules found by the importer's place, names followed to where they are defined.
// SPDX-License-Identifier: MIT
#include "sema/sema.h"

// A folder on the way to a module: folder 0, the empty path, is above all. Without slashes at its end.
typedef struct { Str path; uint32_t up; bool is_package; } Folder;

// A name that a dotted path into the project can begin with. folder: 1 + the one that it lies in; several: `inside`
// says which.
typedef struct { uint32_t folder; bool several, of_python; } Head;

// `places` holds each module by its path without ending ("a/b" for a/b.py and for a/b/__init__.py,
// the package first), `named` the modules by dotted name: 1 + the first, then `same`.
struct Project {
    Arena *keep;
    Names names;
    struct { ModuleIndex **v; Size n, cap; } modules;
    struct { uint32_t *v; Size n, cap; } same, home;       // home: the folder of each module's file
    struct { Folder *v; Size n, cap; } folders;
    Map places, named;
    Map of_path;                         // folders by their path: 1 + index
    Map inside;                          // what lies in a folder: its number, then the name
    Map heads;                           // names that a dotted path into the project can begin with -> Head
};

enum { STEPS = 32, PATH_MOST = 4096, NAMESAKES = 1000 };

static Str clean(Str path)
{
    while (path.len > 2 && path.s[0] == '.' && path.s[1] == '/') path = str_sub(path, 2, -1);
    return path;
}

// "a/b/c.py" and "a/b/c/__init__.py" are both a/b/c.
static Str place_of(const ModuleIndex *m)
{
    Str path = clean(m->path);
    if (m->is_package) return path_folder(path);
    if (str_ends(path, S(".py"))) return str_sub(path, 0, path.len - 3);
    return path;
}

Project *project_new(Arena *keep)
{
    Project *p = new(keep, Project, 1);
    p->keep = keep;
    p->names.keep = keep;
    *push(keep, &p->folders) = (Folder){0};
    return p;
}

enum { INSIDE_MOST = 256 };              // longer names are looked for in every folder

static Str inside_key(char out[INSIDE_MOST], uint32_t folder, Str name)
{
    memcpy(out, &folder, sizeof folder);
    memcpy(out + sizeof folder, name.s, (size_t)name.len);
    return (Str){out, (Size)sizeof folder + name.len};
}

static bool too_long(Str name) { return name.len > INSIDE_MOST - (Size)sizeof(uint32_t); }

static Head *head_at(Project *p, Str name)
{
    void **at = map_at(p->keep, &p->heads, name);
    if (*at) return *at;
    Head *h = new(p->keep, Head, 1);
    h->of_python = sema_is_stdlib(name);
    return *at = h;
}

static void add_inside(Project *p, uint32_t folder, Str name)
{
    char text[INSIDE_MOST];
    if (!name.len || too_long(name)) return;
    Str key = inside_key(text, folder, name);
    if (map_get(&p->inside, key)) return;
    *map_at(p->keep, &p->inside, str_keep(p->keep, key)) = p;
    Head *h = head_at(p, name);
    h->several = h->folder != 0;
    h->folder = folder + 1;
}

// May a path of the project go on with this name in this folder?
static bool goes_on(const Project *p, uint32_t folder, const Head *h, Str name)
{
    char text[INSIDE_MOST];
    if (too_long(name)) return true;
    return h->several ? map_get(&p->inside, inside_key(text, folder, name)) != NULL
                      : h->folder == folder + 1;
}

// The folder of this path, and those above it.
static uint32_t folder_at(Project *p, Str path)
{
    uint32_t first = 0, below = 0;
    for (;;) {
        while (path.len && path.s[path.len - 1] == '/') path.len--;
        void **at = path.len ? map_at(p->keep, &p->of_path, path) : NULL;
        uint32_t known = at ? (uint32_t)(uintptr_t)*at : 1,
                 id = known ? known - 1 : (uint32_t)p->folders.n;
        if (!known) {
            *at = (void *)(uintptr_t)(id + 1);
            *push(p->keep, &p->folders) = (Folder){.path = path};
        }
        if (below) {
            p->folders.v[below].up = id;
            add_inside(p, id, path_last(p->folders.v[below].path));
        } else first = id;
        if (known) return first;
        below = id;
        path = path_folder(path);
    }
}

void project_add(Project *p, ModuleIndex *m)
{
    *push(p->keep, &p->modules) = m;
    *push(p->keep, &p->same) = 0;
    uintptr_t number = (uintptr_t)p->modules.n;
    Str place = place_of(m), name = name_str(&p->names, m->name);
    void **at = map_at(p->keep, &p->places, place);
    if (!*at || m->is_package) *at = (void *)number;
    uint32_t home = folder_at(p, path_folder(clean(m->path)));
    *push(p->keep, &p->home) = home;
    if (m->is_package) p->folders.v[home].is_package = true;
    else add_inside(p, home, path_last(place));
    Str head, dotted = name;
    if (str_cut(&dotted, S("."), &head)) head_at(p, head);
    if (!name.len) return;
    void **first = map_at(p->keep, &p->named, name);
    if (*first) p->same.v[number - 1] = (uint32_t)(uintptr_t)*first;
    *first = (void *)number;
}

Size project_count(const Project *p) { return p->modules.n; }
Names *project_names(Project *p) { return &p->names; }
const ModuleIndex *project_module(const Project *p, Size i) { return p->modules.v[i]; }

// ---- where an import leads
static Size at_place(const Project *p, Str folder, Str dotted)
{
    char path[PATH_MOST];
    Size n = folder.len;
    if (folder.len + dotted.len + 2 > PATH_MOST) return -1;
    if (n) memcpy(path, folder.s, (size_t)n);
    if (n && dotted.len && path[n - 1] != '/') path[n++] = '/';
    for (Size i = 0; i < dotted.len; i++) path[n++] = dotted.s[i] == '.' ? '/' : dotted.s[i];
    return (Size)(uintptr_t)map_get(&p->places, (Str){path, n}) - 1;
}

static Size common(Str a, Str b)
{
    Size n = 0;
    while (n < a.len && n < b.len && a.s[n] == b.s[n]) n++;
    return n;
}

// Of several modules of one name, the one whose path has most in common with the importer's.
static Size by_name(const Project *p, Size from, Str dotted)
{
    Size best = -1, most = -1, looks = 0;
    for (Size i = (Size)(uintptr_t)map_get(&p->named, dotted); i && looks++ < NAMESAKES;
         i = p->same.v[i - 1]) {
        Size n = common(p->modules.v[i - 1]->path, p->modules.v[from]->path);
        bool better = n > most || (n == most && str_cmp(p->modules.v[i - 1]->path,
                                                        p->modules.v[best]->path) < 0);
        if (!better) continue;
        best = i - 1;
        most = n;
    }
    return best;
}

static Size upward(const Project *p, uint32_t folder, const Head *h, Str root, Str dotted,
                   bool packages)
{
    for (;; folder = p->folders.v[folder].up) {
        const Folder *f = &p->folders.v[folder];
        bool may = f->is_package == packages && goes_on(p, folder, h, root);
        Size i = may ? at_place(p, f->path, dotted) : -1;
        if (i >= 0 || !folder) return i;
    }
}

static Size relative(const Project *p, Size from, Str dotted, int level)
{
    Str folder = path_folder(clean(p->modules.v[from]->path));
    for (int i = 1; i < level; i++) {
        if (!folder.len) return -1;
        folder = path_folder(folder);
    }
    return at_place(p, folder, dotted);
}

Size project_find(const Project *p, Size from, Str dotted, int level)
{
    if (from < 0 || from >= p->modules.n) return -1;
    if (level > 0) return relative(p, from, dotted, level);
    if (!dotted.len) return -1;
    uint32_t folder = p->home.v[from];
    Str rest = dotted, root = dotted;
    str_cut(&rest, S("."), &root);
    const Head *h = map_get(&p->heads, root);
    if (!h) return -1;
    Size i = upward(p, folder, h, root, dotted, false);
    if (i >= 0) return i;
    i = by_name(p, from, dotted);
    if (i >= 0) return i;
    return h->of_python ? -1 : upward(p, folder, h, root, dotted, true);
}

// ---- where a name leads
typedef struct { const Project *p; int steps; Arena *keep; } Chase;

static Resolved follow(Chase *c, Size module, Sym member);

static Resolved whole(Size module)
{
    return (Resolved){.found = true, .whole = true, .module = module};
}

static Resolved outside(Chase *c, Str module, Str member)
{
    Str dotted = member.len && module.len
                     ? str_join(c->keep, module, S("."), member)
                 : member.len ? member
                              : module;
    return (Resolved){.found = true, .outside = true, .dotted = dotted};
}

int sema_level(Str *dotted)
{
    int level = 0;
    while (level < dotted->len && dotted->s[level] == '.') level++;
    *dotted = str_sub(*dotted, level, -1);
    return level;
}

static Resolved submodule(Chase *c, Size from, Str dotted, int level, Sym member)
{
    Arena scratch = *c->keep;
    Str name = name_str(&c->p->names, member);
    Str full = dotted.len ? str_join(&scratch, dotted, S("."), name) : name;
    Size i = project_find(c->p, from, full, level);
    return i >= 0 ? whole(i) : (Resolved){0};
}

static Resolved follow_from(Chase *c, Size module, const Binding *b)
{
    Str dotted = name_str(&c->p->names, b->target);
    int level = sema_level(&dotted);
    Size target = project_find(c->p, module, dotted, level);
    Resolved r = {0};
    if (target >= 0 && target != module) r = follow(c, target, b->member);
    if (!r.found) r = submodule(c, module, dotted, level, b->member);
    if (r.found || target >= 0) return r;
    return outside(c, dotted, name_str(&c->p->names, b->member));
}

static Resolved follow_bind(Chase *c, Size module, const Binding *b)
{
    if (b->kind == BIND_IMPORT_FROM) return follow_from(c, module, b);
    if (b->kind != BIND_IMPORT) return (Resolved){.found = true, .module = module, .bind = *b};
    Str dotted = name_str(&c->p->names, b->target);
    Size target = project_find(c->p, module, dotted, 0);
    return target >= 0 ? whole(target) : outside(c, dotted, S(""));
}

Size sema_index_binds(const ModuleIndex *m, Sym name, Size *first)
{
    Size lo = 0, hi = m->nbinds;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (m->binds[m->by_name[mid]].name < name) lo = mid + 1;
        else hi = mid;
    }
    *first = lo;
    while (lo < m->nbinds && m->binds[m->by_name[lo]].name == name) lo++;
    return lo - *first;
}

const Binding *sema_index_star(const ModuleIndex *m, Size i)
{
    const Binding *b = i < m->nbinds ? &m->binds[m->by_name[i]] : NULL;
    return b && !b->name ? b : NULL;
}

// Of several bindings of a name: the last that is no plain value and lies in the project, else the
// last that is no plain value, else the value. (try: import a; except ImportError: a = None)
static Resolved follow_own(Chase *c, Size module, Sym member)
{
    const ModuleIndex *m = c->p->modules.v[module];
    Size first, n = sema_index_binds(m, member, &first);
    n += first;
    Resolved best = {0};
    for (Size i = n; i-- > first;) {
        const Binding *b = &m->binds[m->by_name[i]];
        if (b->kind == BIND_VALUE) continue;
        Resolved r = follow_bind(c, module, b);
        if (r.found && !r.outside) return r;
        if (!best.found) best = r;
    }
    if (!best.found && n > first) best = follow_bind(c, module, &m->binds[m->by_name[n - 1]]);
    return best;
}

bool project_gives_out(const Project *p, const ModuleIndex *m, Sym name)
{
    if (!m->has_all) return !str_starts(name_str(&p->names, name), S("_"));
    for (Size i = 0; i < m->nall; i++)
        if (m->all[i] == name) return true;
    return false;
}

static Resolved follow_stars(Chase *c, Size module, Sym member)
{
    const ModuleIndex *m = c->p->modules.v[module];
    const Binding *b;
    Resolved guess = {0};
    for (Size i = 0; (b = sema_index_star(m, i)); i++) {
        Str dotted = name_str(&c->p->names, b->target);
        int level = sema_level(&dotted);
        Size target = project_find(c->p, module, dotted, level);
        if (target < 0 && !level) {
            guess = outside(c, dotted, name_str(&c->p->names, member));
            guess.star = true;
        }
        if (target < 0 || target == module ||
            !project_gives_out(c->p, c->p->modules.v[target], member))
            continue;
        Resolved r = follow(c, target, member);
        if (r.found) return r;
    }
    return sema_is_builtin(name_str(&c->p->names, member)) ? (Resolved){0} : guess;
}

static Resolved follow(Chase *c, Size module, Sym member)
{
    if (!member || c->steps++ >= STEPS) return (Resolved){0};
    Resolved r = follow_own(c, module, member);
    if (!r.found) r = follow_stars(c, module, member);
    const ModuleIndex *m = c->p->modules.v[module];
    if ((!r.found || r.star) && m->is_package) {
        Resolved sub = submodule(c, module, S(""), 1, member);
        if (sub.found) return sub;
    }
    return r;
}

Resolved project_resolve(const Project *p, Size module, Sym member, Arena *keep)
{
    Chase c = {p, 0, keep};
    if (module < 0 || module >= p->modules.n) return (Resolved){0};
    return follow(&c, module, member);
}
