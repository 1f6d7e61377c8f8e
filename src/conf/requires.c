// conf/requires: the versions that a project asks for: requires-python, ranges in its lists of
// dependencies (PEP 508, PEP 621, PEP 735, Poetry, pip's requirements files, setuptools), and the pins of its
// lock files, which come first since they say what is really installed.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"
#include "conf/toml.h"
#include "base/os.h"
#include <jansson.h>

enum { MOST_LIST = 16 << 20, MOST_FOLDERS = 24, MOST_INCLUDED = 32 };

typedef struct { Str folder; Buf pins, ranges, hints; bool found; Strs included; Arena *keep; } Asked;

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

static bool is_version(char c) { return is_name(c) || c == '*' || c == '+' || c == '!'; }

static Size span(Str s, bool (*is)(char c))
{
    Size n = 0;
    while (n < s.len && is(s.s[n])) n++;
    return n;
}

// One clause: a sign and a version. Those that say nothing of the oldest version are passed over.
static void add_clause(Buf *to, Str name, Str clause)
{
    static const Str signs[] = {L("==="), L("=="), L(">="), L("~="), L(">"), L("^"), L("~")};
    clause = str_trim(clause);
    for (Size i = 0; i < countof(signs); i++) {
        if (!str_starts(clause, signs[i])) continue;
        Str version = str_trim(str_sub(clause, signs[i].len, -1));
        version = str_sub(version, 0, span(version, is_version));
        if (version.len)
            buf_fmt(to, "%.*s%s%.*s ", STR_ARG(name), i < 2 ? "==" : ">=", STR_ARG(version));
        return;
    }
}

// ">=1.2,<2" of a package; several alternatives (Poetry's "||") tell nothing.
static void add_spec(Buf *to, Str name, Str spec)
{
    Str clause;
    spec = str_trim(spec);
    if (!name.len || str_find(spec, S("|")) >= 0) return;
    if (spec.len && spec.s[0] >= '0' && spec.s[0] <= '9') {
        buf_fmt(to, "%.*s==%.*s ", STR_ARG(name),
                STR_ARG(str_sub(spec, 0, span(spec, is_version))));
        return;
    }
    while (str_cut(&spec, S(","), &clause)) add_clause(to, name, clause);
}

// A requirement as PEP 508 writes it: name[extras] (clauses) ; marker.
static void add_requirement(Asked *a, Str line)
{
    Str spec;
    line = str_trim(line);
    Str name = str_sub(line, 0, span(line, is_name)), rest = str_trim(str_sub(line, name.len, -1));
    if (str_starts(rest, S("["))) {
        Size close = str_find(rest, S("]"));
        rest = close < 0 ? (Str){0} : str_trim(str_sub(rest, close + 1, -1));
    }
    if (!str_cut(&rest, S(";"), &spec)) return;
    spec = str_trim(spec);
    if (str_starts(spec, S("(")) && str_ends(spec, S(")"))) spec = str_sub(spec, 1, spec.len - 1);
    if (!str_starts(spec, S("@"))) add_spec(&a->ranges, name, spec);
}

static bool read_list(Asked *a, Str name, Str *text)
{
    Str path = str_fmt(a->keep, "%.*s/%.*s", STR_ARG(a->folder), STR_ARG(name));
    if (os_stat(path, true, *a->keep).kind != OS_FILE) return false;
    if (os_read(path, MOST_LIST, a->keep, text).kind) return false;
    return a->found = true;
}

static void take_requirements(Asked *a, Str name, Str text);

// A file is named from the folder of the one that includes it. Each is read once: they may include
// each other.
static void include(Asked *a, Str name, Str other)
{
    Str text, path = str_fmt(a->keep, "%.*s%.*s",
                             STR_ARG(str_sub(name, 0, str_rfind(name, '/') + 1)), STR_ARG(other));
    for (Size i = 0; i < a->included.n; i++)
        if (str_eq(a->included.v[i], path)) return;
    if (a->included.n >= MOST_INCLUDED) return;
    *push(a->keep, &a->included) = path;
    if (read_list(a, path, &text)) take_requirements(a, path, text);
}

// pip's format: a requirement a line, comments, options; "-r other" is followed.
static void take_requirements(Asked *a, Str name, Str text)
{
    Str line;
    while (str_cut(&text, S("\n"), &line)) {
        Size hash = str_find(line, S(" #")), option = str_find(line, S(" --"));
        if (option >= 0) line = str_sub(line, 0, option);
        if (hash >= 0 && hash < line.len) line = str_sub(line, 0, hash);
        line = str_trim(line);
        bool other = str_starts(line, S("-r ")) || str_starts(line, S("-c "));
        if (other) include(a, name, str_trim(str_sub(line, 3, -1)));
        else if (line.len && is_name(line.s[0]) && line.s[0] != '-') add_requirement(a, line);
    }
}

// ---- TOML: pyproject.toml, Pipfile and the lock files

static bool at(const TomlLeaf *l, Size i, const char *part)
{
    return i < l->npath && str_eq(l->path[i], str_of(part));
}

// project.dependencies, project.optional-dependencies.x, dependency-groups.x, build-system.requires
static bool lists_requirements(const TomlLeaf *l)
{
    return l->kind == TOML_ARRAY && ((at(l, 0, "project") && (at(l, 1, "dependencies") ||
                                                              at(l, 1, "optional-dependencies"))) ||
                                     at(l, 0, "dependency-groups"));
}

// The place of a package's name in a table of Poetry or Pipenv; -1: it is none.
static Size name_at(const TomlLeaf *l)
{
    if (at(l, 0, "packages") || at(l, 0, "dev-packages")) return 1;
    if (!at(l, 0, "tool") || !at(l, 1, "poetry")) return -1;
    if (at(l, 2, "dependencies") || at(l, 2, "dev-dependencies")) return 3;
    return at(l, 2, "group") && at(l, 4, "dependencies") ? 5 : -1;
}

// ---- the Python that is only told: classifiers, what ruff and black write for

typedef struct { int64_t least; } Told;

static void tell(Told *t, Str minor)
{
    int64_t n;
    if (str_int(minor, &n) && n < 100 && (!t->least || n < t->least)) t->least = n;
}

// "Programming Language :: Python :: 3.9"
static void tell_classifier(Told *t, Str text)
{
    static const Str head = L("Programming Language :: Python :: 3.");
    text = str_trim(text);
    if (str_starts(text, head)) tell(t, str_sub(text, head.len, -1));
}

// "py39"
static void tell_target(Told *t, Str text)
{
    if (str_starts(text, S("py3"))) tell(t, str_sub(text, 3, -1));
}

static void hint(Asked *a, const Told *t)
{
    if (t->least) buf_fmt(&a->hints, "python>=3.%d ", (int)t->least);
}

static void take_hints(Asked *a, const TomlLeaf *l)
{
    Told t = {0};
    bool target = at(l, 0, "tool") && (at(l, 1, "ruff") || at(l, 1, "black")) &&
                  at(l, 2, "target-version");
    bool classifiers = (at(l, 0, "project") && at(l, 1, "classifiers")) ||
                       (at(l, 0, "tool") && at(l, 1, "poetry") && at(l, 2, "classifiers"));
    for (Size i = 0; (target || classifiers) && i < l->nitems; i++)
        (target ? tell_target : tell_classifier)(&t, l->items[i].text);
    if (target) tell_target(&t, l->text);
    hint(a, &t);
}

static void take_leaf(Asked *a, const TomlLeaf *l)
{
    take_hints(a, l);
    if (at(l, 0, "project") && at(l, 1, "requires-python"))
        add_spec(&a->ranges, S("python"), l->text);
    if (at(l, 0, "requires") && at(l, 1, "python_version"))
        add_spec(&a->ranges, S("python"), l->text);
    for (Size i = 0; lists_requirements(l) && i < l->nitems; i++)
        if (l->items[i].kind == TOML_STRING) add_requirement(a, l->items[i].text);
    Size name = name_at(l);
    bool is_spec = name > 0 && l->kind == TOML_STRING &&
                   (l->npath == name + 1 || (l->npath == name + 2 && at(l, name + 1, "version")));
    if (is_spec) add_spec(&a->ranges, l->path[name], l->text);
}

static void take_toml(Asked *a, Str name, Str text)
{
    (void)name;
    TomlLeaves leaves = {0};
    if (toml_read(text, a->keep, &leaves).kind) return;
    for (Size i = 0; i < leaves.n; i++) take_leaf(a, &leaves.v[i]);
}

// name = "lxml": the text between the quotes; false: another key.
static bool says(Str line, Str key, Str *value)
{
    if (!str_starts(line, key)) return false;
    line = str_trim(str_sub(line, key.len, -1));
    if (!str_starts(line, S("="))) return false;
    line = str_trim(str_sub(line, 1, -1));
    Size end = str_starts(line, S("\"")) ? str_find(str_sub(line, 1, -1), S("\"")) : -1;
    *value = str_sub(line, 1, end + 1);
    return end >= 0;
}

// [[package]] name = "lxml" version = "5.1.0": poetry.lock, uv.lock, pdm.lock, pylock.toml. Tools write
// them a key a line, and megabytes long: they are not read as TOML.
static void take_lock(Asked *a, Str name, Str text)
{
    Str line, package = {0}, version;
    bool in = false;
    (void)name;
    while (str_cut(&text, S("\n"), &line)) {
        if (str_starts(line, S("["))) {
            in = str_starts(line, S("[[package]]")) || str_starts(line, S("[[packages]]"));
            package = (Str){0};
        }
        if (!in || says(line, S("name"), &package) || !says(line, S("version"), &version)) continue;
        add_spec(&a->pins, package, version);
    }
}

// ---- setuptools' own

// The first quoted text; what stands before it is passed over, up to `most` bytes.
static Str quoted(Str text, Size most)
{
    for (Size i = 0; i < text.len && i <= most; i++) {
        if (text.s[i] != '"' && text.s[i] != '\'') continue;
        Str rest = str_sub(text, i + 1, -1);
        Size end = str_find(rest, str_sub(text, i, i + 1));
        return str_sub(rest, 0, end < 0 ? 0 : end);
    }
    return (Str){0};
}

static Str after(Str text, Str word)
{
    Size found = str_find(text, word);
    return found < 0 ? (Str){0} : str_sub(text, found + word.len, -1);
}

// setup.py is read as text, never run: the two arguments, when they are written out.
static void take_setup_py(Asked *a, Str name, Str text)
{
    enum { AFTER_NAME = 8 };
    Str line;
    (void)name;
    add_spec(&a->ranges, S("python"), quoted(after(text, S("python_requires")), AFTER_NAME));
    Told t = {0};
    Str list = after(text, S("classifiers"));
    for (list = str_sub(list, 0, str_find(list, S("]"))); str_cut(&list, S("\n"), &line);)
        tell_classifier(&t, quoted(line, line.len));
    hint(a, &t);
    list = after(text, S("install_requires"));
    Size end = str_find(list, S("]"));
    list = str_sub(list, 0, end < 0 ? 0 : end);
    while (str_cut(&list, S(","), &line)) add_requirement(a, quoted(line, line.len));
}

// setup.cfg: keys of [options], a requirement a line under install_requires.
static void take_setup_cfg(Asked *a, Str name, Str text)
{
    Str line;
    bool in_list = false;
    Told t = {0};
    (void)name;
    while (str_cut(&text, S("\n"), &line)) {
        tell_classifier(&t, line);
        Size eq = str_find(line, S("="));
        bool indented = line.len && (line.s[0] == ' ' || line.s[0] == '\t');
        if (!indented && str_starts(line, S("python_requires")) && eq > 0)
            add_spec(&a->ranges, S("python"), str_sub(line, eq + 1, -1));
        if (!indented) in_list = str_starts(line, S("install_requires"));
        Str one = str_trim(in_list && !indented && eq > 0 ? str_sub(line, eq + 1, -1) : line);
        if (in_list && one.len && one.s[0] != '#') add_requirement(a, one);
    }
    hint(a, &t);
}

static void take_python_version(Asked *a, Str name, Str text)
{
    (void)name;
    add_spec(&a->pins, S("python"), text);
}

// Pipfile.lock: {"default": {"lxml": {"version": "==5.1.0"}}}
static void take_pipfile_lock(Asked *a, Str name, Str text)
{
    static const char *const groups[] = {"default", "develop"};
    (void)name;
    json_t *all = json_loadb(text.s, (size_t)text.len, 0, NULL), *package;
    const char *key;
    for (Size i = 0; i < countof(groups); i++)
        json_object_foreach(json_object_get(all, groups[i]), key, package) {
            const char *version = json_string_value(json_object_get(package, "version"));
            add_spec(&a->pins, str_keep(a->keep, str_of(key)), str_keep(a->keep, str_of(version)));
        }
    json_decref(all);
}

static const struct { Str name; void (*take)(Asked *a, Str name, Str text); } LISTS[] = {
    {L("poetry.lock"), take_lock},
    {L("uv.lock"), take_lock},
    {L("pdm.lock"), take_lock},
    {L("pylock.toml"), take_lock},
    {L("Pipfile.lock"), take_pipfile_lock},
    {L(".python-version"), take_python_version},
    {L("pyproject.toml"), take_toml},
    {L("Pipfile"), take_toml},
    {L("setup.cfg"), take_setup_cfg},
    {L("setup.py"), take_setup_py},
    {L("requirements/base.txt"), take_requirements},
    {L("requirements/production.txt"), take_requirements},
};

static void read_folder(Asked *a)
{
    Strs names = {0};
    for (Size i = 0; i < countof(LISTS); i++) {
        Str text;
        if (read_list(a, LISTS[i].name, &text)) LISTS[i].take(a, LISTS[i].name, text);
    }
    if (os_list(a->folder, a->keep, &names).kind) return;
    for (Size i = 0; i < names.n; i++) {
        Str name = names.v[i], text;
        bool is_list = str_ends(name, S(".txt")) || str_ends(name, S(".in"));
        if (is_list && str_starts(name, S("requirements")) && read_list(a, name, &text))
            take_requirements(a, name, text);
    }
}

static Asked asked(Str folder, Arena *keep)
{
    return (Asked){
        .folder = folder, .pins = {.keep = keep}, .ranges = {.keep = keep}, .hints = {.keep = keep},
        .keep = keep};
}

static Str all_asked(Asked *a)
{
    buf_add(&a->pins, buf_str(&a->ranges));
    buf_add(&a->pins, buf_str(&a->hints));
    return buf_str(&a->pins);
}

Str conf_requires(Str folder, Arena *keep)
{
    Asked a = asked(folder, keep);
    for (int i = 0; i < MOST_FOLDERS && a.folder.len > 1 && !a.found; i++) {
        read_folder(&a);
        Size slash = str_rfind(a.folder, '/');
        a.folder = str_sub(a.folder, 0, slash > 0 ? slash : 0);
    }
    return all_asked(&a);
}

Str conf_requires_of(Str name, Str text, Arena *keep)
{
    Asked a = asked(S("/nowhere"), keep);
    for (Size i = 0; i < countof(LISTS); i++)
        if (str_eq(name, LISTS[i].name)) LISTS[i].take(&a, name, text);
    return all_asked(&a);
}
