// index: what the rest of a project needs to know of one module once its tree is gone, and a file's
// module name.
// SPDX-License-Identifier: MIT
#include "sema/touch.h"

typedef struct {
    const Module *m; const Tree *t;
    Names *names;
    Arena *tmp;
    struct { NodeId *v; Size n, cap; } stack;
    struct { Binding *v; Size n, cap; } binds;
    Sym *moved;                          // name of the file -> name of the project, 0: not yet
    uint32_t func, class;                // next to be met: both lists are in the order of this walk
} Index;

static Sym moved(Index *x, Sym s)
{
    if (s && !x->moved[s]) x->moved[s] = name_take(x->names, &x->t->names, s);
    return s ? x->moved[s] : 0;
}

static void bind(Index *x, BindKind kind, Sym name, Sym target, Sym member, uint32_t index)
{
    *push(x->tmp, &x->binds) = (Binding){kind, moved(x, name), target, member, index};
}

static void bind_target(Index *x, NodeId target)
{
    Size from = x->stack.n;
    *push(x->tmp, &x->stack) = target;
    while (x->stack.n > from) {
        NodeId n = x->stack.v[--x->stack.n];
        int kind = n ? py_kind(x->t, n) : PY_NONE;
        if (kind == PY_Name) bind(x, BIND_VALUE, py_sym(x->t, n, Name_id), 0, 0, 0);
        if (kind == PY_Starred) *push(x->tmp, &x->stack) = py_node(x->t, n, Starred_value);
        if (kind != PY_Tuple && kind != PY_List) continue;
        NodeList elts = py_list(x->t, n, Tuple_elts);
        for (uint32_t i = elts.n; i--;) *push(x->tmp, &x->stack) = elts.v[i];
    }
}

static void bind_import(Index *x, NodeId n)
{
    NodeList names = py_list(x->t, n, Import_names);
    for (uint32_t i = 0; i < names.n; i++) {
        NodeId a = names.v[i];
        if (!a || py_kind(x->t, a) != PY_alias) continue;
        Sym dotted = py_sym(x->t, a, alias_name), as = py_sym(x->t, a, alias_asname);
        Str rest = py_name(x->t, dotted), root = rest;
        if (as) {
            bind(x, BIND_IMPORT, as, moved(x, dotted), 0, 0);
        } else if (str_cut(&rest, S("."), &root)) {
            Sym name = name_add(x->names, root);
            *push(x->tmp, &x->binds) = (Binding){BIND_IMPORT, name, name, 0, 0};
        }
    }
}

static void bind_import_from(Index *x, NodeId n)
{
    NodeList names = py_list(x->t, n, ImportFrom_names);
    uint32_t level = py_raw(x->t, n, ImportFrom_level);
    Buf text = {.keep = x->tmp};
    for (uint32_t i = 0; i < level && i < 64; i++) buf_char(&text, '.');
    buf_add(&text, py_name(x->t, py_sym(x->t, n, ImportFrom_module)));
    Sym module = name_add(x->names, buf_str(&text));
    for (uint32_t i = 0; i < names.n; i++) {
        NodeId a = names.v[i];
        if (!a || py_kind(x->t, a) != PY_alias) continue;
        Sym name = py_sym(x->t, a, alias_name), as = py_sym(x->t, a, alias_asname);
        bool star = str_eq(py_name(x->t, name), S("*"));
        bind(x, BIND_IMPORT_FROM, star ? 0 : as ? as : name, module, star ? 0 : moved(x, name), 0);
    }
}

static void bind_def(Index *x, NodeId n)
{
    const Module *m = x->m;
    while (x->func < (uint32_t)m->funcs.n && m->funcs.v[x->func].node != n) x->func++;
    Sym name = py_sym(x->t, n, FunctionDef_name);
    if (x->func < (uint32_t)m->funcs.n) bind(x, BIND_FUNC, name, moved(x, name), 0, x->func);
}

static void bind_class(Index *x, NodeId n)
{
    const Module *m = x->m;
    while (x->class < (uint32_t)m->classes.n && m->classes.v[x->class].node != n) x->class++;
    Sym name = py_sym(x->t, n, ClassDef_name);
    if (x->class < (uint32_t)m->classes.n) bind(x, BIND_CLASS, name, moved(x, name), 0, x->class);
}

static void bind_items(Index *x, NodeId n)
{
    NodeList items = py_list(x->t, n, With_items);
    for (uint32_t i = 0; i < items.n; i++)
        if (items.v[i]) bind_target(x, py_node(x->t, items.v[i], withitem_optional_vars));
}

// Statements inside if, try, with, loops and match are the module's too.
static void nested(Index *x, NodeId n)
{
    uint32_t it = 0;
    Size from = x->stack.n;
    for (NodeId c; (c = py_next_child(x->t, n, &it));) {
        int kind = py_kind(x->t, c);
        bool inside = py_is_statement(kind) || kind == PY_ExceptHandler || kind == PY_match_case;
        if (inside) *push(x->tmp, &x->stack) = c;
    }
    for (Size i = from, j = x->stack.n - 1; i < j; i++, j--) {
        NodeId swap = x->stack.v[i];
        x->stack.v[i] = x->stack.v[j];
        x->stack.v[j] = swap;
    }
}

static void statement(Index *x, NodeId n)
{
    NodeList targets = {0};
    switch (py_kind(x->t, n)) {
    case PY_FunctionDef: case PY_AsyncFunctionDef: bind_def(x, n); break;
    case PY_ClassDef: bind_class(x, n); break;
    case PY_Import: bind_import(x, n); break;
    case PY_ImportFrom: bind_import_from(x, n); break;
    case PY_Assign: targets = py_list(x->t, n, Assign_targets); break;
    case PY_AugAssign:
    case PY_AnnAssign:
    case PY_TypeAlias: bind_target(x, py_node(x->t, n, 0)); break;
    case PY_For:
    case PY_AsyncFor:
        bind_target(x, py_node(x->t, n, For_target));
        nested(x, n);
        break;
    case PY_With: case PY_AsyncWith: bind_items(x, n); nested(x, n); break;
    case PY_If: case PY_While: case PY_Try: case PY_TryStar: case PY_Match: case PY_ExceptHandler:
    case PY_match_case: case PY_Module: case PY_Error: nested(x, n); break;
    default: break;
    }
    for (uint32_t i = 0; i < targets.n; i++) bind_target(x, targets.v[i]);
}

// Names that functions declare global are the module's as well.
static void globals(Index *x)
{
    const Tree *t = x->t;
    for (NodeId n = 0; (n = py_next_of(t, t->links, PY_Global, n));) {
        SymList names = py_syms(t, n, Global_names);
        for (uint32_t i = 0; i < names.n; i++) bind(x, BIND_VALUE, names.v[i], 0, 0, 0);
    }
}

static int sym_cmp_binds(const Binding *binds, uint32_t a, uint32_t b)
{
    Sym x = binds[a].name, y = binds[b].name;
    return x != y ? (x > y) - (x < y) : (a > b) - (a < b);
}

// In the order of their names, then as they stand. Short rows, nearly sorted: gap by gap.
static void sort_places(ModuleIndex *m)
{
    for (Size gap = m->nbinds / 2; gap; gap /= 2) {
        for (Size i = gap; i < m->nbinds; i++) {
            uint32_t row = m->by_name[i];
            Size j = i;
            for (; j >= gap && sym_cmp_binds(m->binds, m->by_name[j - gap], row) > 0; j -= gap)
                m->by_name[j] = m->by_name[j - gap];
            m->by_name[j] = row;
        }
    }
}

// All at once: by the time that one is looked for, its place is in the cache.
static void list_words(Index *x, ModuleIndex *out, Arena *keep)
{
    Size n = x->t->names.n - PY_RESERVED;
    if (n <= 0) return;
    out->words = arena_raw(keep, 4, 4, n);
    out->nwords = n;
    name_take_all(x->names, &x->t->names, PY_RESERVED, out->words);
    memcpy(x->moved + PY_RESERVED, out->words, (size_t)n * sizeof(Sym));
}

typedef struct { const Index *x; const ModuleIndex *out; } Imported;

// Is it a name that an import brings, of another module than Python's own?
static bool is_imported(void *self, Sym root)
{
    const Imported *i = self;
    Sym name = i->x->moved[root];
    Size at, n = name ? sema_index_binds(i->out, name, &at) : 0;
    for (Size k = 0; k < n; k++) {
        const Binding *b = &i->out->binds[i->out->by_name[at + k]];
        Str rest = name_str(i->x->names, b->target), head = rest;
        str_cut(&rest, S("."), &head);
        if ((b->kind == BIND_IMPORT || b->kind == BIND_IMPORT_FROM) && !sema_is_stdlib(head))
            return true;
    }
    return false;
}

static void list_touches(Index *x, ModuleIndex *out, Arena *keep)
{
    Imported by = {x, out};
    if (x->m->of_many) return;
    const Touch *t = sema_touches(x->t, x->names, is_imported, &by, &out->ntouches, x->tmp);
    out->touches = new(keep, Touch, out->ntouches);
    for (Size i = 0; i < out->ntouches; i++)
        out->touches[i] = (Touch){moved(x, t[i].root),
                                  moved(x, t[i].first),
                                  t[i].keyed ? t[i].last : moved(x, t[i].last),
                                  t[i].set,
                                  t[i].top,
                                  false};
}

ModuleIndex *sema_index(const Module *m, Names *project, Arena *keep, Arena *words, Arena scratch)
{
    Index x = {.m = m, .t = m->tree, .names = project, .tmp = &scratch};
    ModuleIndex *out = new(keep, ModuleIndex, 1);
    *out = (ModuleIndex){.name = name_add(project, m->name),
                         .path = m->path,
                         .is_package = m->is_package,
                         .is_test = m->is_test,
                         .nall = m->exports.n,
                         .has_all = m->has_exports};
    x.moved = new(&scratch, Sym, m->tree->names.n + 1);
    list_words(&x, out, words);
    *push(x.tmp, &x.stack) = m->tree->root;
    while (x.stack.n) statement(&x, x.stack.v[--x.stack.n]);
    globals(&x);
    out->nbinds = x.binds.n;
    out->binds = arena_raw(keep, (Size)sizeof(Binding), (Size)_Alignof(Binding), x.binds.n);
    if (x.binds.n) memcpy(out->binds, x.binds.v, (size_t)x.binds.n * sizeof(Binding));
    out->by_name = arena_raw(keep, 4, 4, x.binds.n);
    for (Size i = 0; i < x.binds.n; i++) out->by_name[i] = (uint32_t)i;
    sort_places(out);
    out->all = arena_raw(keep, 4, 4, out->nall);
    for (Size i = 0; i < out->nall; i++) out->all[i] = moved(&x, m->exports.v[i]);
    list_touches(&x, out, keep);
    return out;
}

// ---- one thread's names to the project's
typedef struct { const Names *from; Names *to; Sym *known; } Moving;

static void move(const Moving *x, Sym *s)
{
    Sym was = *s, now = was && x->known ? x->known[was] : 0;
    if (!was) return;
    if (!now) now = name_take(x->to, x->from, was);
    if (x->known) x->known[was] = now;
    *s = now;
}

void sema_index_move(ModuleIndex *m, const Names *from, Names *to, Sym *known)
{
    const Moving x = {from, to, known};
    move(&x, &m->name);
    for (Size i = 0; i < m->nbinds; i++) {
        move(&x, &m->binds[i].name);
        move(&x, &m->binds[i].target);
        move(&x, &m->binds[i].member);
    }
    for (Size i = 0; i < m->nall; i++) move(&x, &m->all[i]);
    for (Size i = 0; i < m->nwords; i++) move(&x, &m->words[i]);
    for (Size i = 0; i < m->ntouches; i++) {
        move(&x, &m->touches[i].root);
        move(&x, &m->touches[i].first);
        move(&x, &m->touches[i].last);
    }
    sort_places(m);
}

// ---- a file's module name
static bool is_identifier(Str s)
{
    for (Size i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        if (!letter && !(i && c >= '0' && c <= '9')) return false;
    }
    return s.len > 0;
}

// Folders that only hold sources: their name is no part of a module's.
static bool is_source_root(Str folder)
{
    return str_eq(folder, S("src")) || str_eq(folder, S("lib")) || str_eq(folder, S("python"));
}

static Str without_slashes(Str path)
{
    while (path.len > 1 && path.s[path.len - 1] == '/') path.len--;
    while (path.len > 2 && path.s[0] == '.' && path.s[1] == '/') path = str_sub(path, 2, -1);
    return path;
}

static Str joined(Arena *keep, Str head, Str tail)
{
    if (!head.len || !tail.len) return head.len ? head : tail;
    return str_join(keep, head, S("."), tail);
}

typedef struct { Str root; bool (*is_file)(void *self, Str path); void *self; Arena *keep; } Places;

static bool is_package_folder(const Places *p, Str folder)
{
    Arena scratch = *p->keep;
    if (!folder.len) return p->is_file(p->self, S("__init__.py"));
    return p->is_file(p->self, str_join(&scratch, folder, S("/"), S("__init__.py")));
}

// Upward from the file: packages first, then namespace folders below the root.
static Str dotted_name(const Places *p, Str folder, Str name)
{
    for (; folder.len && is_package_folder(p, folder); folder = path_folder(folder)) {
        if (!is_identifier(path_last(folder))) return name;
        name = joined(p->keep, path_last(folder), name);
    }
    bool below = !p->root.len || str_eq(p->root, S(".")) || str_starts(folder, p->root);
    while (below && folder.len > p->root.len && is_identifier(path_last(folder)) &&
           !is_source_root(path_last(folder))) {
        name = joined(p->keep, path_last(folder), name);
        folder = path_folder(folder);
    }
    return name;
}

static Str below_root(Str path, Str root)
{
    if (!root.len || !str_starts(path, root) || path.len == root.len) return path;
    return path.s[root.len] == '/' ? str_sub(path, root.len + 1, -1) : path;
}

// A relative path as it is; an absolute one below the folder that was given, and of a file given alone
// below what holds its topmost package, or its folder's name and its own.
static Str within(const Places *p, Str path)
{
    Str top = path_folder(path);
    if (!path.len || path.s[0] != '/') return path;
    if (!str_eq(p->root, top)) return below_root(path, p->root);
    while (top.len > 1 && is_package_folder(p, top)) top = path_folder(top);
    return below_root(path, str_eq(top, path_folder(path)) ? path_folder(top) : top);
}

ModuleId sema_module_id(Str path, Str root, bool (*is_file)(void *self, Str path), void *self,
                        Arena *keep)
{
    Places p = {without_slashes(root), is_file, self, keep};
    Str clean = without_slashes(path), file = path_last(clean), stem = file;
    if (str_ends(stem, S(".py"))) stem = str_sub(stem, 0, stem.len - 3);
    else if (str_ends(stem, S(".pyw")) || str_ends(stem, S(".pyi")))
        stem = str_sub(stem, 0, stem.len - 4);
    if (str_eq(p.root, S("."))) p.root = S("");
    ModuleId id = {.path = path, .is_package = str_eq(stem, S("__init__"))};
    id.name = dotted_name(&p, path_folder(clean), id.is_package ? S("") : stem);
    id.within = within(&p, clean);
    id.is_test = sema_is_test(id.within);
    return id;
}
