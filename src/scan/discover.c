// scan/discover: the paths that were given become a sorted list of files to analyse. Links below
// the given paths are not followed; what is vendored, generated or ignored is left out and counted.
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"

enum { MOST_DEPTH = 200, MOST_IGNORE = 1 << 20 };

// ---- paths

Str path_plain(Str path, Arena *keep)
{
    Buf b = {.keep = keep};
    bool absolute = str_starts(path, S("/"));
    for (Str part; str_cut(&path, S("/"), &part);) {
        if (!part.len || str_eq(part, S("."))) continue;
        if (b.n || absolute) buf_char(&b, '/');
        buf_add(&b, part);
    }
    if (!b.n) buf_char(&b, absolute ? '/' : '.');
    return buf_str(&b);
}

Str path_joined(Str folder, Str name, Arena *keep)
{
    if (!folder.len || str_eq(folder, S("."))) return str_keep(keep, name);
    return str_fmt(keep, "%.*s%s%.*s", STR_ARG(folder), str_ends(folder, S("/")) ? "" : "/",
                   STR_ARG(name));
}

static Str folder_of(Str path)
{
    Size slash = str_rfind(path, '/');
    return slash < 0 ? S(".") : slash == 0 ? S("/") : str_sub(path, 0, slash);
}

static bool is_one_of(Str name, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(name, str_of(*list))) return true;
    return false;
}

static bool is_python(Str name) { return str_ends(name, S(".py")) || str_ends(name, S(".pyw")); }

// ---- what is left out

static const char *const never[] = {".git",        ".hg",           ".svn",        "__pycache__",
                                    ".mypy_cache", ".pytest_cache", ".ruff_cache", NULL};
static const char *const environments[] = {".venv", "venv", ".tox", ".nox", ".eggs", "node_modules",
                                           "site-packages", NULL};
static const char *const vendored[] = {
    "_vendor",     "vendor",     "vendored", "_vendored_packages",
    "third_party", "thirdparty", "extern",   NULL};

static bool is_environment(Str path, Str name, Arena scratch)
{
    Str mark = path_joined(path, S("pyvenv.cfg"), &scratch);
    return is_one_of(name, environments) || os_stat(mark, true, scratch).kind == OS_FILE;
}

static bool excluded(const Discovery *d, Str path)
{
    for (Size i = 0; i < d->opt->nexclude; i++)
        if (glob_names(d->opt, d->opt->exclude[i], path)) return true;
    return false;
}

// ---- the walk

static void miss(Discovery *d, Str path, Str why)
{
    missing_add(d->out, d->keep, path, 0, S("suture"), why);
}

typedef struct { const IgnoreFile *above; Str real; Str root; bool vendored; int depth; } Where;

static bool is_ignored(const Discovery *d, const Where *w, Str name, bool is_folder)
{
    Arena scratch = *d->keep;
    if (d->opt->all_files || !w->above) return false;
    return ignore_hides(w->above, path_joined(w->real, name, &scratch), is_folder);
}

static void add_file(Discovery *d, Str path, Str root, OsStat stat)
{
    *push(d->keep, &d->sources) = (Source){.path = path, .root = root, .stat = stat};
}

static void walk(Discovery *d, Str folder, Where w);

static void visit_folder(Discovery *d, Str path, Str name, const Where *w)
{
    if (is_one_of(name, never)) return;
    if (!d->opt->all_files && is_environment(path, name, *d->keep)) {
        d->skipped.folders++;
        return;
    }
    if (is_ignored(d, w, name, true) || excluded(d, path)) {
        d->skipped.ignored++;
        return;
    }
    Where inner = *w;
    inner.real = path_joined(w->real, name, d->keep);
    inner.vendored |= !d->opt->all_files && is_one_of(name, vendored);
    inner.depth++;
    if (inner.depth > MOST_DEPTH) miss(d, path, S("is more than 200 folders deep"));
    else walk(d, path, inner);
}

static bool is_wanted(const Discovery *d, Str name)
{
    bool book = d->opt->notebooks && py_is_notebook(name);
    bool page = d->opt->markdown && py_is_document(name) && !py_is_notebook(name);
    return is_python(name) || book || page;
}

// A program without an ending whose first line asks for Python. It is read where it is named.
static bool is_script(const Discovery *d, Str path, Str name, const OsStat *stat)
{
    enum { SCRIPT_MOST = 1 << 20 };
    Arena scratch = *d->keep;
    Str text, line;
    if (str_find(name, S(".")) >= 0 || !(stat->mode & 0111)) return false;
    if (os_read(path, SCRIPT_MOST, &scratch, &text).kind || !str_cut(&text, S("\n"), &line))
        return false;
    return str_starts(line, S("#!")) && str_find(line, S("python")) >= 0;
}

static void visit_file(Discovery *d, Str path, Str name, const Where *w, OsStat stat)
{
    if (!is_wanted(d, name)) {
        if (w->vendored || !is_script(d, path, name, &stat)) return;
        d->skipped.scripts += !excluded(d, path) && !is_ignored(d, w, name, false);
        return;
    }
    if (excluded(d, path)) d->skipped.excluded++;
    else if (is_ignored(d, w, name, false)) d->skipped.ignored++;
    else if (w->vendored) d->skipped.vendored++;
    else add_file(d, path, w->root, stat);
}

static bool leads_to_folder(Str link, Arena scratch)
{
    return os_stat(link, true, scratch).kind == OS_FOLDER;
}

// Of an entry that we may not look at: by its name it is a folder or a file that we would take.
static bool may_matter(const Discovery *d, const Where *w, Str path, Str name)
{
    bool folder = str_find(str_sub(name, 1, -1), S(".")) < 0 && !is_one_of(name, never);
    return (folder || is_wanted(d, name)) && !excluded(d, path) && !is_ignored(d, w, name, folder);
}

static void visit(Discovery *d, Str folder, Str name, const Where *w, Size *unseen)
{
    Str path = path_joined(folder, name, d->keep);
    OsStat s = os_stat(path, false, *d->keep);
    if (s.kind == OS_FOLDER) visit_folder(d, path, name, w);
    else if (s.kind == OS_FILE) visit_file(d, path, name, w, s);
    else if (s.kind == OS_LINK && (is_python(name) || leads_to_folder(path, *d->keep)))
        d->skipped.links++;
    else if (s.kind == OS_OTHER && is_python(name))
        miss(d, path, S("is not a regular file"));
    else if (s.unseen && may_matter(d, w, path, name)) ++*unseen;
}

static const IgnoreFile *own_ignore(Discovery *d, Str folder, const Where *w)
{
    Str text, path = path_joined(folder, S(".gitignore"), d->keep);
    if (d->opt->all_files || os_stat(path, true, *d->keep).kind != OS_FILE) return w->above;
    if (os_read(path, MOST_IGNORE, d->keep, &text).kind) return w->above;
    return ignore_read(w->real, text, w->above, d->keep);
}

static bool is_record_of(Str name) { return str_ends(name, S(".dist-info")); }

// dist/ with Django-3.2.dist-info, click-8.0.dist-info …: an installer put others' packages there.
static bool is_installed(const Strs *names)
{
    enum { SEVERAL = 3 };
    int n = 0;
    for (Size i = 0; i < names->n; i++) n += is_record_of(names->v[i]);
    return n >= SEVERAL;
}

// What they list as theirs in that folder, each by its name; empty where they have no lists.
static Map listed(const Strs *names, Str folder, Arena *keep)
{
    enum { LIST_MOST = 4 << 20 };
    Map theirs = {0};
    for (Size i = 0; i < names->n; i++) {
        Str text, line, file, name;
        if (!is_record_of(names->v[i])) continue;
        Str list = path_joined(path_joined(folder, names->v[i], keep), S("RECORD"), keep);
        if (os_stat(list, true, *keep).kind != OS_FILE || os_read(list, LIST_MOST, keep, &text).kind)
            continue;
        *map_at(keep, &theirs, S("")) = keep;                   // there is a list, if an empty one
        while (str_cut(&text, S("\n"), &line))
            if (str_cut(&line, S(","), &file) && str_cut(&file, S("/"), &name)) *map_at(keep, &theirs, name) = keep;
    }
    return theirs;
}

static void walk(Discovery *d, Str folder, Where w)
{
    Strs names = {0};
    if (os_stopped()) return;
    Err e = os_list(folder, d->keep, &names);
    if (e.kind) {
        miss(d, folder, why_unread(e.what, folder, d->keep));
        return;
    }
    Size unseen = 0;
    w.above = own_ignore(d, folder, &w);
    // handler.py, beside what `pip install --target .` put there for it, is nobody else's
    bool beside = w.depth > 0 && !d->opt->all_files && is_installed(&names);
    Map theirs = beside ? listed(&names, folder, d->keep) : (Map){0};
    *push(d->keep, &d->out->folders) = folder;
    for (Size i = 0; i < names.n; i++) {
        Where one = w;
        one.vendored |= beside && (!theirs.items.n || map_get(&theirs, names.v[i]));
        visit(d, folder, names.v[i], &one, &unseen);
    }
    if (unseen)
        miss(d, folder, str_fmt(d->keep, "has %td entr%s that can't be looked at: no permission, or too long a path",
                                unseen, unseen == 1 ? "y" : "ies"));
}

static void given_file(Discovery *d, Str path, OsStat stat)
{
    if (str_ends(path, S(".pyi")))
        miss(d, path, S("is a stub file (.pyi), which holds no code to run"));
    else if (excluded(d, path)) d->skipped.excluded++;
    else add_file(d, path, folder_of(path), stat);
    *push(d->keep, &d->out->folders) = folder_of(path);
}

static void given_folder(Discovery *d, Str path)
{
    const IgnoreFile *above = d->opt->all_files ? NULL : ignore_above(path, d->keep);
    walk(d, path, (Where){.above = above, .real = os_real(path, d->keep), .root = path});
}

// A place, as reports write it, is no path.
static Str why_not_there(Str path, Arena scratch)
{
    Str file = path;
    while (str_rfind(file, ':') > 0) {
        file = str_sub(file, 0, str_rfind(file, ':'));
        if (os_stat(file, true, scratch).kind == OS_FILE)
            return S("there is no such file or folder (a line of a file is for `suture explain`)");
    }
    return S("there is no such file or folder");
}

static void given(Discovery *d, Str path)
{
    OsStat s = os_stat(path, true, *d->keep);
    if (s.kind != OS_NONE) d->started++;
    if (s.kind == OS_FILE) given_file(d, path, s);
    else if (s.kind == OS_FOLDER) given_folder(d, path);
    else if (s.kind == OS_OTHER) miss(d, path, S("is not a regular file"));
    else if (os_stat(path, false, *d->keep).kind == OS_LINK)
        miss(d, path, S("is a symbolic link that leads nowhere"));
    else if (s.unseen) miss(d, path, S("can't be looked at: no permission, or too long a path"));
    else miss(d, path, why_not_there(path, *d->keep));
}

static int source_order(const void *a, const void *b)
{
    return str_cmp(((const Source *)a)->path, ((const Source *)b)->path);
}

static void sort_sources(Discovery *d)
{
    sort_items(d->sources.v, d->sources.n, sizeof *d->sources.v, source_order, *d->keep);
}

// Both hold the same file.
static bool is_outer(Str a, Str b) { return str_eq(a, S(".")) || (a.len < b.len && !str_eq(b, S("."))); }

// `pkg .` is what `. pkg` is: a file lies in the outermost of the folders that were given.
static void drop_doubles(Sources *s)
{
    Size n = 0;
    for (Size i = 0; i < s->n; i++) {
        Source *last = n ? &s->v[n - 1] : NULL;
        if (!last || !str_eq(last->path, s->v[i].path)) s->v[n++] = s->v[i];
        else if (is_outer(s->v[i].root, last->root)) last->root = s->v[i].root;
    }
    s->n = n;
}

// ---- texts that stand for files

// By plain path; of several for one the first counts.
static Map overlays_of(const Overlay *over, Size n, Arena *keep)
{
    Map m = {0};
    for (Size i = n; i-- > 0;)
        *map_at(keep, &m, path_plain(over[i].path, keep)) = (void *)(intptr_t)&over[i];
    return m;
}

// What is found in this text is not of the file that lies there: none may be taken for the other later.
static void lay_over(Source *s, const Overlay *o)
{
    s->text = o->text, s->has_text = true;
    s->stat = (OsStat){0};
}

// An overlay of a file that the work tree lacks: it is looked for where the folders given would hold it.
static void given_absent(Discovery *d, Str file, const Overlay *o, const Str *paths, Size n)
{
    if (os_stat(file, false, *d->keep).kind != OS_NONE || !is_wanted(d, file)) return;
    for (Size i = 0; i < n; i++) {
        Str folder = path_plain(paths[i], d->keep);
        bool here = str_eq(folder, S(".")) && !str_starts(file, S("/"));
        if (!here && !path_below(file, folder).s) continue;
        if (excluded(d, file)) {
            d->skipped.excluded++;
        } else {
            add_file(d, file, folder, (OsStat){0});
            lay_over(&d->sources.v[d->sources.n - 1], o);
        }
        return;
    }
}

static void lay_all_over(Discovery *d, Map *texts, const Str *paths, Size n)
{
    Size before = d->sources.n;
    for (Size i = 0; i < before && texts->items.n; i++) {
        const Overlay *o = map_get(texts, d->sources.v[i].path);
        if (!o) continue;
        lay_over(&d->sources.v[i], o);
        *map_at(d->keep, texts, d->sources.v[i].path) = NULL;
    }
    for (Size i = 0; i < texts->items.n; i++)
        if (texts->items.v[i].value)
            given_absent(d, texts->items.v[i].key, texts->items.v[i].value, paths, n);
    if (d->sources.n > before) sort_sources(d);
}

void discover(Discovery *d, const Str *paths, Size n, const Overlay *over, Size nover)
{
    Map texts = overlays_of(over, nover, d->keep);
    d->sources.cap = n + 1;                                   // a list of files does not grow by copying
    d->sources.v = arena_raw(d->keep, (Size)sizeof(Source), (Size)_Alignof(Source), n + 1);
    for (Size i = 0; i < n; i++) {
        Str plain = path_plain(paths[i], d->keep);
        if (map_get(&texts, plain)) add_file(d, plain, folder_of(plain), (OsStat){0}), d->started++;
        else given(d, plain);
    }
    sort_sources(d);
    drop_doubles(&d->sources);
    lay_all_over(d, &texts, paths, n);
}

// ---- what was left out, for people

static void note(const Discovery *d, Size n, const char *one, const char *many)
{
    if (n) *push(d->keep, &d->out->notes) = str_fmt(d->keep, "%td %s", n, n == 1 ? one : many);
}

void discover_notes(const Discovery *d)
{
    const Skipped *s = &d->skipped;
    note(d, s->scripts, "script without .py, whose first line names Python, was not read (name it)",
         "scripts without .py, whose first line names Python, were not read (name them)");
    note(d, s->folders, "environment or package folder was skipped",
         "environment or package folders were skipped");
    note(d, s->vendored, "vendored file was skipped (--all-files takes it)",
         "vendored files were skipped (--all-files takes them)");
    note(d, s->generated, "generated file was skipped (--all-files takes it)",
         "generated files were skipped (--all-files takes them)");
    // a package's __init__.py: nothing in it is nothing missed
    if (s->empty >= d->sources.n) note(d, s->empty, "file is empty", "files are empty");
    note(d, s->bare, "notebook or page holds no Python", "notebooks or pages hold no Python");
    note(d, s->ignored, "file or folder that .gitignore or --exclude names was skipped",
         "files or folders that .gitignore or --exclude name were skipped");
    note(d, s->excluded, "excluded file was skipped", "excluded files were skipped");
    note(d, s->links, "symbolic link was not followed", "symbolic links were not followed");
    if (!d->sources.n && !d->out->missing.n && !d->out->notes.n)       // a mistyped folder looks just as clean
        *push(d->keep, &d->out->notes) = S("no Python file is there, so nothing was judged");
}
