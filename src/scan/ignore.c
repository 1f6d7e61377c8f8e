// scan/ignore: .gitignore, as git reads it (https://git-scm.com/docs/gitignore).
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"

enum { MOST_BYTES = 1 << 20, MOST_ABOVE = 64 };

static Str without_trailing_blanks(Str s)
{
    while (s.len && (s.s[s.len - 1] == ' ' || s.s[s.len - 1] == '\r') &&
           !(s.len > 1 && s.s[s.len - 2] == '\\'))
        s.len--;
    return s;
}

static bool read_line(Str line, IgnoreLine *out)
{
    *out = (IgnoreLine){0};
    line = without_trailing_blanks(line);
    if (!line.len || line.s[0] == '#') return false;
    if (line.s[0] == '!') {
        out->negated = true;
        line = str_sub(line, 1, -1);
    }
    if (str_ends(line, S("/"))) {
        out->folder_only = true;
        line.len--;
    }
    out->anchored = str_find(line, S("/")) >= 0;
    if (str_starts(line, S("/"))) line = str_sub(line, 1, -1);
    out->pattern = line;
    return line.len > 0;
}

IgnoreFile *ignore_read(Str folder, Str text, const IgnoreFile *above, Arena *keep)
{
    IgnoreFile *file = new(keep, IgnoreFile, 1);
    *file = (IgnoreFile){.folder = folder, .above = above};
    text = str_keep(keep, text);
    IgnoreLine read;
    for (Str line; str_cut(&text, S("\n"), &line);)
        if (read_line(line, &read)) *push(keep, &file->lines) = read;
    return file;
}

// The path below a folder; false when it lies elsewhere.
static bool below(Str folder, Str path, Str *rest)
{
    if (!folder.len || str_eq(folder, S("."))) {
        *rest = path;
        return true;
    }
    Size n = folder.len + !str_ends(folder, S("/"));
    if (!str_starts(path, folder) || path.len <= n || path.s[n - 1] != '/') return false;
    *rest = str_sub(path, n, -1);
    return true;
}

static bool line_matches(const IgnoreLine *l, Str rest, bool is_folder)
{
    if (l->folder_only && !is_folder) return false;
    if (l->anchored) return glob_match(l->pattern, rest);
    return glob_match(l->pattern, path_last(rest));
}

bool ignore_hides(const IgnoreFile *file, Str path, bool is_folder)
{
    for (; file; file = file->above) {
        Str rest;
        if (!below(file->folder, path, &rest)) continue;
        for (Size i = file->lines.n; i-- > 0;)
            if (line_matches(&file->lines.v[i], rest, is_folder)) return !file->lines.v[i].negated;
    }
    return false;
}

static const IgnoreFile *add(Str folder, const char *name, const IgnoreFile *above, Arena *keep)
{
    Str text, path = str_fmt(keep, "%.*s/%s", STR_ARG(folder), name);
    if (os_stat(path, true, *keep).kind != OS_FILE || os_read(path, MOST_BYTES, keep, &text).kind)
        return above;
    return ignore_read(folder, text, above, keep);
}

// From the repository's root down to the folder above this one. Paths are absolute there.
const IgnoreFile *ignore_above(Str folder, Arena *keep)
{
    Str chain[MOST_ABOVE];
    int n = 0;
    const IgnoreFile *file = NULL;
    for (Str at = os_real(folder, keep); n < MOST_ABOVE && at.len > 1;
         at = path_folder(at)) {
        chain[n++] = at;
        Str git = str_fmt(keep, "%.*s/.git", STR_ARG(at));
        if (os_stat(git, true, *keep).kind == OS_NONE) continue;
        file = add(at, ".git/info/exclude", NULL, keep);
        while (--n > 0) file = add(chain[n], ".gitignore", file, keep);
        return file;
    }
    return NULL;
}
