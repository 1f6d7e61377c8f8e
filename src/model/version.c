// model/version: does a line's "since lxml 5.0" or "until python 3.14" hold for a project?
// SPDX-License-Identifier: MIT
#include "model/model_int.h"

// The next number of a dotted version; 0 when there is none.
static int64_t next_number(Str *version)
{
    int64_t n = 0;
    Size i = 0;
    for (; i < version->len && version->s[i] >= '0' && version->s[i] <= '9' && i < 9; i++)
        n = n * 10 + (version->s[i] - '0');
    while (i < version->len && version->s[i] != '.') i++;
    *version = str_sub(*version, i + 1, -1);
    return n;
}

static int compare(Str a, Str b)
{
    while (a.len || b.len) {
        int64_t x = next_number(&a), y = next_number(&b);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

static char plain(char c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return c == '_' || c == '.' ? '-' : c;
}

// PyPI takes Foo_Bar and foo-bar for the same name.
static bool same_package(Str a, Str b)
{
    bool same = a.len == b.len;
    for (Size i = 0; same && i < a.len; i++) same = plain(a.s[i]) == plain(b.s[i]);
    return same;
}

// The version that the first clause of a package allows as its lowest, by "name>=1.2" and its like;
// `requires` goes on behind it. Empty: any.
static Str next_lowest(Str *requires, Str package)
{
    static const Str signs[] = {L(">="), L("=="), L("~="), L(">")};
    for (Str one; str_cut(requires, S(" "), &one);) {
        for (Size k = 0; k < countof(signs); k++) {
            Size at = str_find(one, signs[k]);
            if (at > 0 && same_package(str_trim(str_sub(one, 0, at)), package))
                return str_trim(str_sub(one, at + signs[k].len, -1));
        }
    }
    return (Str){0};
}

static Str lowest(Str requires, Str package) { return next_lowest(&requires, package); }

bool models_earlier(Str a, Str b) { return compare(a, b) < 0; }

// A developer's own pin may be newer than what the project promises to run on.
Str models_lowest(Str requires, Str package)
{
    Str least = {0};
    for (Str one; (one = next_lowest(&requires, package)).len;)
        if (!least.len || models_earlier(one, least)) least = one;
    return least;
}

typedef struct { Str *v; Size n, cap; } Packages;

static bool is_one_of(const Packages *names, Str name)
{
    for (Size i = 0; i < names->n; i++)
        if (same_package(names->v[i], name)) return true;
    return false;
}

static void add_package(Packages *to, Str condition, Arena *keep)
{
    Str name;
    if (condition.len && str_cut(&condition, S(" "), &name) && !is_one_of(to, name))
        *push(keep, to) = name;
}

Str models_wanted_versions(const Models *m, Str requires, Arena *keep)
{
    Buf b = {.keep = keep};
    Packages wanted = {0};
    for (Size i = 0; requires.len && i < m->lines.n; i++) {
        add_package(&wanted, m->lines.v[i]->until, keep);
        add_package(&wanted, m->lines.v[i]->since, keep);
    }
    for (Str one; str_cut(&requires, S(" "), &one);) {
        Size sign = 0;
        while (sign < one.len && one.s[sign] != '>' && one.s[sign] != '=') sign++;
        if (is_one_of(&wanted, str_sub(one, 0, sign))) buf_fmt(&b, "%.*s ", STR_ARG(one));
    }
    return buf_str(&b);
}

bool models_in_versions(const ModelLine *line, Str requires)
{
    Str rest = line->until, package;
    if (rest.len && str_cut(&rest, S(" "), &package)) {
        Str has = lowest(requires, package);
        if (has.len && compare(has, rest) >= 0) return false;
    }
    rest = line->since;
    if (rest.len && str_cut(&rest, S(" "), &package)) {
        Str has = lowest(requires, package);
        if (!has.len || compare(has, rest) < 0) return false;
    }
    return true;
}
