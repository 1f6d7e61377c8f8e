// box/around: what a program in the box needs to see of the machine to run Python: interpreters,
// environments and what is on PATH, wherever they lie. The rest of HOME stays hidden.
// SPDX-License-Identifier: MIT
#include "box/box.h"
#include <unistd.h>

static Str parent(Str path)
{
    Size slash = str_rfind(path, '/');
    return slash > 0 ? str_sub(path, 0, slash) : S("/");
}

// As root the sandbox runs as a user of its own, who must be able to get there.
static bool reachable(Str path, Arena scratch)
{
    enum { OTHERS_MAY_ENTER = 1 };
    for (Str at = path; at.len > 1; at = parent(at)) {
        OsStat st = os_stat(at, true, scratch);
        if (st.kind == OS_NONE || (st.kind == OS_FOLDER && !(st.mode & OTHERS_MAY_ENTER)))
            return false;
    }
    return true;
}

static void add_readable(Strs *out, Str path, Arena *keep)
{
    if (str_starts(path, S("/")) && (geteuid() || reachable(path, *keep))) *push(keep, out) = path;
}

void box_surroundings(Arena *keep, Strs *readable, Strs *env)
{
    static const char *const KEPT[] = {"PATH", "LANG", "LC_ALL",    "VIRTUAL_ENV",
                                       "TERM", "TZ",   "PYTHONPATH"};
    Str path = os_env("PATH"), dir, venv = os_env("VIRTUAL_ENV");
    if (venv.len) add_readable(readable, os_real(venv, keep), keep);
    while (str_cut(&path, S(":"), &dir)) {
        Str python = str_fmt(keep, "%.*s/python3", STR_ARG(dir)), real = os_real(python, keep);
        if (os_stat(dir, true, *keep).kind == OS_FOLDER) add_readable(readable, dir, keep);
        if (os_stat(real, true, *keep).kind == OS_FILE)
            add_readable(readable, parent(parent(real)), keep);
    }
    for (Size i = 0; i < countof(KEPT); i++) {
        Str value = os_env(KEPT[i]);
        if (value.len) *push(keep, env) = str_fmt(keep, "%s=%.*s", KEPT[i], STR_ARG(value));
    }
    *push(keep, env) = S("HOME=/tmp");
    *push(keep, env) = S("PYTHONDONTWRITEBYTECODE=1");
}
