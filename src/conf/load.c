// conf/load: values from the environment and from configuration files, a project's own not trusted.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"
#include "conf/toml.h"
#include "base/os.h"

enum { MOST_BYTES = 1 << 20, MOST_FOLDERS = 128 };

extern char **environ;

// ---- SUTURE_MIN_SEVERITY is min-severity

// Names that are read elsewhere and are no options.
static bool is_other_variable(Str name) { return str_starts(name, S("SUTURE_TEST_")); }

static Str option_of_variable(Str name, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < name.len; i++) {
        char c = name.s[i];
        buf_char(&b, c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    return buf_str(&b);
}

static Str flag_word(const Option *o, Str text)
{
    if (o->type != OPT_FLAG) return text;
    if (str_eq(text, S("1")) || str_eq(text, S("yes"))) return S("true");
    return str_eq(text, S("0")) || str_eq(text, S("no")) ? S("false") : text;
}

static Err load_variable(Conf *c, Str variable)
{
    Str name;
    if (!str_cut(&variable, S("="), &name) || is_other_variable(name)) return (Err){0};
    Str word = option_of_variable(str_sub(name, 7, -1), c->keep);
    const Option *o = option_find(word);
    if (o && option_has(o, 'c')) o = NULL;
    if (o) return variable.len ? conf_set(c, o, FROM_ENV, name, flag_word(o, variable)) : (Err){0};
    Str near = conf_nearest_option(word, ~0u, *c->keep);
    return err_new(c->keep, ERR_CONFIG, "%.*s: there is no option %.*s%s%.*s%s", STR_ARG(name),
                   STR_ARG(word), near.len ? "; did you mean " : "", STR_ARG(near),
                   near.len ? "?" : "");
}

Err conf_load_env(Conf *c)
{
    Err e = {0};
    for (char **v = environ; v && *v && !e.kind; v++)
        if (str_starts(str_of(*v), S("SUTURE_"))) e = load_variable(c, str_of(*v));
    return e;
}

// ---- files

typedef struct {
    Conf *c;
    Str path;
    ConfRank rank;
    Str prefix;
} File;

static Err refuse(const File *f, const TomlLeaf *leaf, const char *what, Str key)
{
    return err_new(f->c->keep, ERR_CONFIG, "%.*s:%d: %s '%.*s'", STR_ARG(f->path), leaf->line, what,
                   STR_ARG(key));
}

static Err not_trusted(const File *f, const TomlLeaf *leaf, Str key)
{
    return err_new(
        f->c->keep, ERR_CONFIG,
        "%.*s:%d: a project's file can't set '%.*s', which could run a program, send "
        "data or weaken the "
        "checks; give it on the command line, in SUTURE_*, or in %.*s, or look at the file "
        "and run `suture trust` on its folder",
        STR_ARG(f->path), leaf->line, STR_ARG(key), STR_ARG(conf_user_file(f->c->keep)));
}

static bool is_untrusted(const File *f)
{
    return f->rank == FROM_PROJECT && !f->c->project_trusted;
}

static Err unknown_key(const File *f, const TomlLeaf *leaf, Str key)
{
    const Option *o = option_find(key);
    if (o)
        return err_new(f->c->keep, ERR_CONFIG, "%.*s:%d: '%.*s' is no setting: it is given on the command line alone",
                       STR_ARG(f->path), leaf->line, STR_ARG(key));
    if (str_starts(key, S("tool.suture.")))
        return err_new(f->c->keep, ERR_CONFIG, "%.*s:%d: in this file '%.*s' stands without [tool.suture]",
                       STR_ARG(f->path), leaf->line, STR_ARG(str_sub(key, 12, -1)));
    Str near = conf_nearest_option(key, ~0u, *f->c->keep);
    return err_new(f->c->keep, ERR_CONFIG, "%.*s:%d: there is no setting '%.*s'%s%.*s%s",
                   STR_ARG(f->path), leaf->line, STR_ARG(key), near.len ? "; did you mean '" : "",
                   STR_ARG(near), near.len ? "'?" : "");
}

// A file that a run would write: in a project's own configuration only one of the project, wherever
// the run was started and whatever links lead out of it.
static bool is_inside(const File *f, Str file)
{
    Arena *keep = f->c->keep;
    bool whole = file.len && file.s[0] == '/';
    Str path = whole ? file : str_fmt(keep, "%.*s/%.*s", STR_ARG(os_cwd(keep)), STR_ARG(file));
    Size own = str_rfind(f->path, '/'), slash = str_rfind(path, '/');
    Str root = os_real(own < 0 ? os_cwd(keep) : str_sub(f->path, 0, own), keep);
    Str folder = os_real(str_sub(path, 0, slash > 0 ? slash : 1), keep);
    bool below = str_starts(folder, root) && (folder.len == root.len || folder.s[root.len] == '/');
    return below && !str_eq(str_sub(path, slash + 1, -1), S(".."));
}

static Err check_written(const File *f, const Option *o, const TomlLeaf *leaf, Str text)
{
    Str file = {0};
    if (!is_untrusted(f)) return (Err){0};
    if (str_eq(o->name, S("baseline"))) file = text;
    Size at = str_find(text, S("="));
    if (str_eq(o->name, S("format")) && at >= 0) file = str_sub(text, at + 1, -1);
    if (!file.len || is_inside(f, file)) return (Err){0};
    return err_new(
        f->c->keep, ERR_CONFIG,
        "%.*s:%d: a project's file can't name a file outside the project ('%.*s' for %.*s); "
        "give it on the command line, or look at the file and run `suture trust` on its "
        "folder",
        STR_ARG(f->path), leaf->line, STR_ARG(file), STR_ARG(o->name));
}

static bool is_scalar(const TomlItem *i) { return i->kind != TOML_ARRAY && i->kind != TOML_TABLE; }

static Err set_list(const File *f, const Option *o, const TomlLeaf *leaf, Str origin)
{
    Err e = {0};
    ConfValue *v = &f->c->values[o - all_options];
    if (leaf->nitems == 0 && (!v->set || v->rank <= f->rank))
        *v = (ConfValue){.rank = f->rank, .origin = origin, .set = true};
    for (Size i = 0; i < leaf->nitems && !e.kind; i++) {
        if (!is_scalar(&leaf->items[i]))
            return refuse(f, leaf, "a list of texts is needed for", o->name);
        e = check_written(f, o, leaf, leaf->items[i].text);
        if (!e.kind) e = conf_set(f->c, o, f->rank, origin, leaf->items[i].text);
    }
    return e;
}

static Err set_key(const File *f, const TomlLeaf *leaf, Str key)
{
    const Option *o = option_find(key);
    Str origin = str_fmt(f->c->keep, "%.*s:%d", STR_ARG(f->path), leaf->line);
    if (!o || option_has(o, 'c')) return unknown_key(f, leaf, key);
    if (is_untrusted(f) && option_has(o, 't')) return not_trusted(f, leaf, key);
    if (leaf->kind == TOML_ARRAY && o->type != OPT_LIST)
        return refuse(f, leaf, "one value, not a list, is needed for", key);
    if (leaf->kind == TOML_ARRAY) return set_list(f, o, leaf, origin);
    Err e = check_written(f, o, leaf, leaf->text);
    return e.kind ? e : conf_set(f->c, o, f->rank, origin, leaf->text);
}

// The tables beside the options: whether the name is known, and whether a project may use it.
static bool is_table(Str name, bool *trusted)
{
    *trusted = str_eq(name, S("llm"));
    return *trusted || str_eq(name, S("per-file-ignores")) || str_eq(name, S("severity"));
}

static Str path_text(const Str *parts, Size n, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < n; i++) buf_fmt(&b, "%s%.*s", i ? "." : "", STR_ARG(parts[i]));
    return buf_str(&b);
}

static Err set_entry(const File *f, const TomlLeaf *leaf, const Str *parts, Size n)
{
    bool trusted;
    Arena *keep = f->c->keep;
    if (!is_table(parts[0], &trusted)) return unknown_key(f, leaf, path_text(parts, n, keep));
    if (trusted && is_untrusted(f)) return not_trusted(f, leaf, path_text(parts, n, keep));
    ConfEntry *e = push(keep, &f->c->entries);
    *e = (ConfEntry){.table = path_text(parts, n - 1, keep), .key = parts[n - 1]};
    e->value = (ConfValue){.rank = f->rank, .text = leaf->text, .set = true};
    e->value.origin = str_fmt(keep, "%.*s:%d", STR_ARG(f->path), leaf->line);
    for (Size i = 0; i < leaf->nitems; i++) *push(keep, &e->value) = leaf->items[i].text;
    if (leaf->kind != TOML_ARRAY) *push(keep, &e->value) = leaf->text;
    return (Err){0};
}

static bool is_ours(const TomlLeaf *leaf) // below [tool.suture]
{
    return leaf->npath > 2 && str_eq(leaf->path[0], S("tool")) &&
           str_eq(leaf->path[1], S("suture"));
}

Err conf_load_text(Conf *c, Str path, Str text, bool pyproject, ConfRank rank)
{
    TomlLeaves leaves = {0};
    File f = {.c = c, .path = path, .rank = rank};
    Size skip = pyproject ? 2 : 0;
    Err e = toml_read(text, c->keep, &leaves);
    if (e.kind) return err_new(c->keep, ERR_CONFIG, "%.*s: %.*s", STR_ARG(path), STR_ARG(e.what));
    for (Size i = 0; i < leaves.n && !e.kind; i++) {
        const TomlLeaf *leaf = &leaves.v[i];
        if (pyproject && !is_ours(leaf)) continue;
        bool plain = leaf->npath == skip + 1;
        e = plain ? set_key(&f, leaf, leaf->path[skip])
                  : set_entry(&f, leaf, leaf->path + skip, leaf->npath - skip);
    }
    return e;
}

// ---- which files

Str conf_user_file(Arena *keep)
{
    Str xdg = os_env("XDG_CONFIG_HOME"), home = os_env("HOME");
    if (xdg.len && xdg.s[0] == '/') return str_fmt(keep, "%.*s/suture/config.toml", STR_ARG(xdg));
    return home.len ? str_fmt(keep, "%.*s/.config/suture/config.toml", STR_ARG(home))
                    : (Str){"", 0};
}

static bool is_file(Str path, Arena scratch)
{
    return os_stat(path, true, scratch).kind == OS_FILE;
}

// A pyproject.toml counts when it has our table; the text is looked at, the reader judges it later.
static bool takes_pyproject(Str path, Arena scratch)
{
    Str text;
    if (!is_file(path, scratch)) return false;
    Err e = os_read(path, MOST_BYTES, &scratch, &text);
    return e.kind ? e.kind == ERR_IO : str_find(text, S("tool.suture")) >= 0;   // unreadable: its reader says so
}

static Str parent(Str folder)
{
    Size slash = str_rfind(folder, '/');
    if (folder.len <= 1) return (Str){0};
    return slash <= 0 ? S("/") : str_sub(folder, 0, slash);
}

static Err load_file(Conf *c, Str path, bool pyproject, ConfRank rank)
{
    Str text;
    Err e = os_read(path, MOST_BYTES, c->keep, &text);
    return e.kind ? e : conf_load_text(c, path, text, pyproject, rank);
}

// The nearest project file from a folder upwards; empty: there is none.
static Str find_project(Str folder, Str *root, bool *pyproject, Arena *keep)
{
    for (int i = 0; i < MOST_FOLDERS && folder.len; i++, folder = parent(folder)) {
        bool top = str_eq(folder, S("/"));
        Str own = str_fmt(keep, "%.*s/suture.toml", top ? 0 : (int)folder.len, folder.s);
        Str py = str_fmt(keep, "%.*s/pyproject.toml", top ? 0 : (int)folder.len, folder.s);
        bool has_own = is_file(own, *keep);
        if (!has_own && !takes_pyproject(py, *keep)) continue;
        *root = folder;
        *pyproject = !has_own;
        return has_own ? own : py;
    }
    return (Str){"", 0};
}

static Str folder_of(Str near, Arena *keep)
{
    Str folder = os_real(near, keep);
    if (os_stat(folder, true, *keep).kind == OS_FILE) folder = parent(folder);
    return folder.len && folder.s[0] == '/' ? folder : os_cwd(keep);
}

Str conf_project_file(Str near, bool *pyproject, Arena *keep)
{
    Str root;
    *pyproject = false;
    return find_project(folder_of(near, keep), &root, pyproject, keep);
}

static Err load_project(Conf *c, Str folder)
{
    Str root, text;
    bool pyproject;
    Str path = find_project(folder, &root, &pyproject, c->keep);
    if (!path.len) return (Err){0};
    c->root = root;
    c->project_file = path;
    Err e = os_read(path, MOST_BYTES, c->keep, &text);
    if (e.kind) return e;
    c->project_trusted = conf_trusts(path, text, *c->keep);
    return conf_load_text(c, path, text, pyproject, FROM_PROJECT);
}

// The innermost folder that holds both.
static Str common(Str a, Str b)
{
    while (a.len > 1 && !str_eq(a, b) && !(str_starts(b, a) && b.s[a.len] == '/')) a = parent(a);
    return a;
}

// One run has one configuration: of paths of several projects, that of the folder around them all. The first path's
// own would hide in its neighbours what only it ignores.
static Str folder_around(const Str *paths, Size n, Arena *keep)
{
    Str all = {0};
    for (Size i = 0; i < n; i++) {
        if (str_eq(paths[i], S("-"))) continue;
        Str one = folder_of(paths[i], keep);
        all = all.len ? common(all, one) : one;
    }
    return all.len ? all : os_cwd(keep);
}

static void note_others(Conf *c, const Str *paths, Size n)
{
    bool pyproject;
    for (Size i = 0; i < n && n > 1 && !c->passed_over.len; i++) {
        Str file = str_eq(paths[i], S("-")) ? S("") : conf_project_file(paths[i], &pyproject, c->keep);
        if (file.len && !str_eq(file, c->project_file)) c->passed_over = file;
    }
}

Err conf_load_files(Conf *c, const Str *paths, Size n)
{
    Str folder = folder_around(paths, n, c->keep), user = conf_user_file(c->keep);
    c->near = folder;
    c->root = os_cwd(c->keep);
    Err e = load_project(c, folder);
    if (!e.kind) note_others(c, paths, n);
    if (e.kind || !user.len || !is_file(user, *c->keep)) return e;
    return load_file(c, user, false, FROM_USER);
}
