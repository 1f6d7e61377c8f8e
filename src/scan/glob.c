// scan/glob: shell patterns over paths.
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"

// One [..] class at p; *used is its length, 0 when it is not closed.
static bool class_has(Str p, char c, Size *used)
{
    Size i = 1;
    bool negated = i < p.len && (p.s[i] == '!' || p.s[i] == '^'), has = false;
    if (negated) i++;
    for (Size first = i; i < p.len && (p.s[i] != ']' || i == first); i++) {
        bool range = i + 2 < p.len && p.s[i + 1] == '-' && p.s[i + 2] != ']';
        has |= range ? p.s[i] <= c && c <= p.s[i + 2] : p.s[i] == c;
        if (range) i += 2;
    }
    *used = i < p.len ? i + 1 : 0;
    return has != negated && c != '/';
}

// How many bytes of the pattern match the one byte c; 0: none.
static Size step(Str p, char c)
{
    Size used;
    if (!p.len) return 0;
    if (p.s[0] == '?') return c != '/';
    if (p.s[0] == '\\' && p.len > 1) return p.s[1] == c ? 2 : 0;
    if (p.s[0] == '[' && class_has(p, c, &used) && used) return used;
    return p.s[0] == c && p.s[0] != '[' ? 1
                                        : (p.s[0] == '[' && c == '[' && str_find(p, S("]")) < 0);
}

// Two stars to go back to: the last * stays within a part, the last ** does not.
typedef struct { Size pattern, path; } Back;

bool glob_match(Str p, Str path)
{
    Back star = {-1, 0}, deep = {-1, 0};
    Size i = 0, j = 0;
    for (;;) {
        Str rest = str_sub(p, i, -1);
        if (str_starts(rest, S("**/")) && (j == 0 || path.s[j - 1] == '/')) {
            deep = (Back){i += 3, j};
            star.pattern = -1;
        } else if (str_starts(rest, S("**"))) {
            deep = (Back){i += 2, j};
            star.pattern = -1;
        } else if (rest.len && rest.s[0] == '*') {
            star = (Back){++i, j};
        } else if (j == path.len) {
            if (i == p.len) return true;
            return false;
        } else if (rest.len && step(rest, path.s[j])) {
            i += step(rest, path.s[j++]);
        } else if (star.pattern >= 0 && path.s[star.path] != '/') {
            i = star.pattern, j = ++star.path;
        } else if (deep.pattern >= 0 && deep.path < path.len) {
            i = deep.pattern, j = ++deep.path;
            star.pattern = -1;
        } else {
            return false;
        }
    }
}

bool glob_covers(Str pattern, Str path)
{
    if (str_starts(pattern, S("./"))) pattern = str_sub(pattern, 2, -1);
    while (pattern.len > 1 && str_ends(pattern, S("/"))) pattern.len--;
    bool plain = str_find(pattern, S("/")) < 0;
    for (Size beg = 0; beg <= path.len;) {
        Str tail = str_sub(path, beg, -1);
        // the whole tail, and each of its folders
        for (Size end = 0; end <= tail.len; end++) {
            if (end < tail.len && tail.s[end] != '/') continue;
            if (glob_match(pattern, (Str){tail.s, end})) return true;
            if (plain) break;
        }
        Size slash = str_find(tail, S("/"));
        if (slash < 0) return false;
        beg += slash + 1;
    }
    return false;
}

// From the project's folder, in `room` where it has to be put together; as it is where that can't be
// told.
static Str from_root(const ScanOptions *o, Str path, char *room, Size most)
{
    if (str_starts(path, S("./"))) path = str_sub(path, 2, -1);
    bool whole = str_starts(path, S("/"));
    Str here = whole ? (Str){0} : path_below(o->cwd, o->root),
        root = whole ? o->root : path_below(o->root, o->cwd);
    Str inside = path_below(path, root);
    if (!o->root.len || inside.s) return inside.s ? inside : path;
    if (root.len && str_eq(path, root)) return S("");
    while (here.len && str_starts(path, S("../")))
        here = path_folder(here), path = str_sub(path, 3, -1);
    if (!here.len || here.len + 1 + path.len > most) return path;
    memcpy(room, here.s, (size_t)here.len);
    room[here.len] = '/';
    memcpy(room + here.len + 1, path.s, (size_t)path.len);
    return (Str){room, here.len + 1 + path.len};
}

bool glob_names(const ScanOptions *o, Str pattern, Str path)
{
    enum { MOST = 4096 };
    char room[MOST];
    Str at = from_root(o, path, room, MOST), inside = path_below(pattern, o->root);
    if (!str_starts(pattern, S("/"))) return glob_covers(pattern, at);
    if (!str_starts(at, S("/"))) pattern = o->root.len && inside.s ? inside : str_sub(pattern, 1, -1);
    while (pattern.len > 1 && str_ends(pattern, S("/"))) pattern.len--;
    for (Size end = 1; end <= at.len; end++)
        if ((end == at.len || at.s[end] == '/') && glob_match(pattern, (Str){at.s, end})) return true;
    return false;
}
