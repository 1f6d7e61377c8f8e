// scan/package: which modules are of a package that leaves to others what it can't know: of dozens, or
// of a handful and published, or put there by an installer (doc/decision/0015).
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"

// seen: by path, whether a file that is not scanned lies there; one folder is asked for by each module
// in it.
enum { NOWHERE = 1, THERE };
typedef struct {
    const Sources *sources;
    Size most_bytes;
    Arena scratch;
    Map *seen;
    Arena *keep;
} Files;

Size source_at(const Sources *s, Str path)
{
    for (Size lo = 0, hi = s->n; lo < hi;) {
        Size mid = lo + (hi - lo) / 2;
        int c = str_cmp(s->v[mid].path, path);
        if (!c) return mid;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return -1;
}

static bool is_listed(const Sources *s, Str path) { return source_at(s, path) >= 0; }

static bool is_file(void *self, Str path)
{
    const Files *f = self;
    if (is_listed(f->sources, path)) return true;
    uintptr_t was = (uintptr_t)map_get(f->seen, path);
    if (!was) {
        was = os_stat(path, true, f->scratch).kind == OS_FILE ? THERE : NOWHERE;
        *map_at(f->keep, f->seen, str_keep(f->keep, path)) = (void *)was;
    }
    return was == THERE;
}

// folder + name, whose text lies before what the question takes
static bool is_there(const Files *f, Str folder, Str name)
{
    Files after = *f;
    Str path = str_fmt(&after.scratch, "%.*s%.*s", STR_ARG(folder), STR_ARG(name));
    return is_file(&after, path);
}

static Str text_of(const Files *f, Size i, Arena *keep)
{
    const Source *src = &f->sources->v[i];
    Str text = src->text;
    if (src->has_text || !os_read(src->path, f->most_bytes, keep, &text).kind) return text;
    return (Str){0};
}

static bool lies_in(const Sources *s, Size i, Str folder)
{
    return i >= 0 && i < s->n && str_starts(s->v[i].path, folder);
}

// Does a package say which version of it this is, or that its types are for others? Then it is made
// for programs that it knows nothing of. A program of one's own seldom numbers itself.
static bool is_published(const Files *f, Size top, Str folder)
{
    static const Str files[] = {L("_version.py"), L("version.py"), L("__version__.py"),
                                L("__about__.py"), L("py.typed"), {0}};
    static const Str words[] = {L("__version__"), L("importlib.metadata"), L("get_distribution"),
                                L("importlib_metadata"), {0}};
    Arena scratch = f->scratch;
    for (const Str *n = files; n->len; n++)
        if (is_there(f, folder, *n)) return true;
    Str text = text_of(f, top, &scratch);
    for (const Str *w = words; w->len; w++)
        if (str_find(text, *w) >= 0) return true;
    return false;
}

// "from core.rows import Row" in a package with a folder or module `core`: it is run from within
// itself.
static bool lies_within(const Files *f, Str folder, Str what, Arena scratch)
{
    Size n = 0;
    while (n < what.len && what.s[n] != '.' && what.s[n] != ' ' && what.s[n] != ',') n++;
    Str at = str_fmt(&scratch, "%.*s%.*s", STR_ARG(folder), (int)n, what.s);
    return n && (is_listed(f->sources, str_fmt(&scratch, "%.*s/__init__.py", STR_ARG(at))) ||
                 is_listed(f->sources, str_fmt(&scratch, "%.*s.py", STR_ARG(at))));
}

// "from . import x", "from shop.a import b", "import shop.a"
static bool imports_of(const Files *f, Str text, Str package, Str folder, Arena scratch)
{
    for (Str line; str_cut(&text, S("\n"), &line);) {
        line = str_trim(line);
        bool from = str_starts(line, S("from "));
        if (!from && !str_starts(line, S("import "))) continue;
        Str what = str_trim(str_sub(line, from ? 5 : 7, -1));
        if (from && str_starts(what, S("."))) return true;
        Str rest = str_sub(what, package.len, -1);
        if (str_starts(what, package) &&
            (!rest.len || str_find(S(". ,"), str_sub(rest, 0, 1)) >= 0))
            return true;
        if (from && lies_within(f, folder, what, scratch)) return true;
    }
    return false;
}

// Modules that do not use each other are programs in one folder (samples, handlers, tasks), and no
// package, whatever their number.
static bool is_knit(const Files *f, Size beg, Size end, Str package, Str folder)
{
    enum { LOOKED_AT = 64, OF = 4 };
    Size step = (end - beg + LOOKED_AT - 1) / LOOKED_AT, looked = 0, knit = 0;
    for (Size i = beg; i < end; i += step) {
        Arena scratch = f->scratch;
        Str text = text_of(f, i, &scratch);
        if (!str_trim(text).len) continue;
        looked++;
        knit += imports_of(f, text, package, folder, scratch);
    }
    return knit * OF >= looked;
}

// Files are in the order of their paths, so that those of one package stand together.
static void count_package(Files *f, ModuleId *ids, Size top)
{
    enum { FEW = 8, MANY = 50 };
    const Sources *s = f->sources;
    Str path = s->v[top].path;
    Str folder = str_sub(path, 0, str_rfind(path, '/') + 1);
    Size beg = top, end = top;
    while (lies_in(s, beg - 1, folder)) beg--;
    while (lies_in(s, end, folder)) end++;
    if (end - beg < FEW || (end - beg < MANY && !is_published(f, top, folder))) return;
    if (!is_knit(f, beg, end, ids[top].name, folder)) return;
    for (Size i = beg; i < end; i++) ids[i].of_many = true;
}

// The topmost folder that is a package, also below a folder that only gives a name (google/cloud).
static bool above_is_package(Str path, const Files *f)
{
    Str folder = path_folder(path);
    Size up = str_rfind(folder, '/');
    return up >= 0 && is_there(f, str_sub(folder, 0, up), S("/__init__.py"));
}

// Beside what an installer put there, and at the root of a source archive as it was uploaded, lies a
// description of it (PKG-INFO: no checkout has one). known: by folder, whether it does.
typedef struct { Map known; Arena keep; } Listed;

static bool holds_release(Listed *l, Str folder)
{
    char **at = (char **)map_at(&l->keep, &l->known, folder);
    if (*at) return **at != 0;
    *at = new(&l->keep, char, 1);
    Arena scratch = l->keep;
    Strs names = {0};
    Err e = os_list(folder.len ? folder : S("."), &scratch, &names);
    for (Size i = 0; !e.kind && i < names.n; i++)
        if (str_ends(names.v[i], S(".dist-info")) || str_eq(names.v[i], S("PKG-INFO"))) **at = 1;
    return **at != 0;
}

static bool is_installed(Listed *l, Str folder)
{
    enum { LEVELS = 8 };
    for (int level = 0; level < LEVELS; level++) {
        if (holds_release(l, folder)) return true;
        if (!folder.len) return false;
        Size up = str_rfind(folder, '/');
        folder = str_sub(folder, 0, up < 0 ? 0 : up > 0 ? up : 1);
    }
    return false;
}

// Modules beside the packages of a release, or below a folder that is none.
static void mark_installed(const Sources *s, ModuleId *ids, Arena scratch)
{
    Listed listed = {.keep = scratch};
    for (Size i = 0; i < s->n; i++) {
        if (ids[i].of_many || s->v[i].has_text) continue;
        Size slash = str_rfind(s->v[i].path, '/');
        Str folder = str_sub(s->v[i].path, 0, slash < 0 ? 0 : slash);
        ids[i].of_many = is_installed(&listed, folder);
    }
}

// What says of a folder that it is a project with a name and needs of its own: more than a few files
// side by side.
static bool is_project(const Files *f, Str folder)
{
    static const Str files[] = {L("pyproject.toml"), L("setup.py"), L("setup.cfg"), {0}};
    for (const Str *n = files; n->len; n++)
        if (is_there(f, folder, *n)) return true;
    return false;
}

// "a/b/" of "a/b/c/", "" of "a/", "/" and "" of themselves
static Str folder_above(Str folder)
{
    if (folder.len < 2) return folder;
    return str_sub(folder, 0, str_rfind(str_sub(folder, 0, folder.len - 1), '/') + 1);
}

// From the folder of a file up to the one that was given, the outermost: what lies above it was not looked
// at. 1 + the length of what names it; 0: there is none.
static uint32_t project_of(const Files *f, Str folder, Str root)
{
    Size top = str_eq(root, S(".")) ? 0 : root.len;
    uint32_t found = 0;
    for (Str up; folder.len >= top; folder = up) {
        if (is_project(f, folder)) found = (uint32_t)folder.len + 1;
        up = folder_above(folder);
        if (up.len == folder.len) break;
    }
    return found;
}

// What was found of a folder, seen from this root.
typedef struct { Str root; uint32_t project; bool asked; } Seen;

// A file alone is judged by itself.
static void mark_projects(const Files *f, ModuleId *ids, Arena scratch)
{
    const Sources *s = f->sources;
    Map known = {0};
    for (Size i = 0; s->n > 1 && i < s->n; i++) {
        Str folder = str_sub(s->v[i].path, 0, str_rfind(s->v[i].path, '/') + 1), root = s->v[i].root;
        void **at = map_at(&scratch, &known, folder);
        if (!*at) *at = new(&scratch, Seen, 1);
        Seen *seen = *at;
        if (!seen->asked || !str_eq(seen->root, root)) {
            Files asked = *f;
            asked.scratch = scratch;                            // of which `known` takes
            *seen = (Seen){root, project_of(&asked, folder, root), true};
        }
        ids[i].of_project = seen->project;
    }
}

ModuleId *package_ids(const Sources *s, Size most_bytes, Arena scratch, Arena *keep)
{
    Map seen = {0};
    Files f = {s, most_bytes, scratch, &seen, keep};
    ModuleId *ids = new(keep, ModuleId, s->n);
    for (Size i = 0; i < s->n; i++)
        ids[i] = sema_module_id(s->v[i].path, s->v[i].root, is_file, &f, keep);
    for (Size i = 0; i < s->n; i++)
        if (ids[i].is_package && str_rfind(ids[i].path, '/') > 0 &&
            !above_is_package(ids[i].path, &f))
            count_package(&f, ids, i);
    mark_installed(s, ids, scratch);
    mark_projects(&f, ids, scratch);
    if (s->n == 1) ids[0].is_sole = true;
    return ids;
}
