// mend/settings: settings split over modules: a base, and others that take it over whole
// (`from .base import *`) and change what is theirs. The value that counts is production's.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// What coding agents, editors and builds need is not what is served.
bool mend_is_of_tools(Str path)
{
    static const Str tools[] = {L(".agents/"), L(".claude/"), L(".opencode/"),     L(".cursor/"),   L(".codex/"),
                                L(".github/"), L(".vscode/"), L(".devcontainer/"), L(".circleci/"), {0}};
    return str_has(path, tools);
}

bool mend_is_development(Str path)
{
    static const Str names[] = {L("/dev.py"),   L("/development.py"), L("/local.py"),
                                L("/testing.py"), L("_testing.py"), L("/debug.py"), L("/test.py"),
                                L("/ci.py"),    L("/testsettings.py"), L("/test_settings.py"), L("/dev_server.py"),
                                L("/devserver.py"), L("/runserver.py"), L("/runserver_plus.py"), L("_stub.py"), {0}};
    static const Str folders[] = {L("/bench/"),   L("/benchmarks/"), L("/example"),
                                  L("/demo/"),    L("_demo/"),       L("/demo_projects/"),
                                  L("/samples/"), L("/sample_"),     L("/scaffolding/"),
                                  L("/testutil"), L("/test/"),       {0}};
    return str_closes(path, names) || str_has(path, folders) || mend_is_of_tools(path);
}

// Of names that no list knows: "settings/local_docker.py", "settings/dev_mysql.py".
static bool is_for_developers(Str path)
{
    static const char *const words[] = {"dev", "local", "test", "debug", "demo", "example", NULL};
    Str name = path_last(path);
    return mend_is_development(path) || mend_has_one(name, words);
}

// The `from … import *` of another module that means this one; 0: none.
static NodeId takes_over(const Mend *m, const Mend *heir)
{
    NodeList body = py_list(heir->tree, heir->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId n = body.v[i];
        if (py_kind(heir->tree, n) != PY_ImportFrom) continue;
        NodeList names = py_list(heir->tree, n, ImportFrom_names);
        Str from = py_name(heir->tree, py_sym(heir->tree, n, ImportFrom_module));
        if (names.n == 1 && str_eq(py_text(heir->tree, names.v[0]), S("*")) &&
            flow_imported(heir->file, from, (int)py_raw(heir->tree, n, ImportFrom_level)) ==
                m->file->index)
            return n;
    }
    return 0;
}

static bool sets(const Mend *m, Str setting)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_Assign &&
            str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]), setting))
            return true;
    return false;
}

typedef struct { const Mend *m; NodeId import; } Heir;
typedef struct { Heir *v; Size n, cap; } Heirs;

static void find_heirs(const Mend *m, Heirs *out)
{
    Size n = 0, *from = flow_importers(m->file, m->keep, &n);
    for (Size i = 0; i < n; i++) {
        const Mend *other = mend_other(m, from[i]);
        NodeId import = other && other != m ? takes_over(m, other) : 0;
        if (import && !is_for_developers(other->file->module->within))
            *push(m->keep, out) = (Heir){other, import};
    }
}

bool mend_overridden(const Mend *m, Str setting)
{
    Heirs heirs = {0};
    find_heirs(m, &heirs);
    for (Size i = 0; i < heirs.n; i++)
        if (!sets(heirs.v[i].m, setting)) return false;
    return heirs.n > 0;
}

bool mend_in_heirs(const Mend *m, Change *c, Str setting, Str value)
{
    Heirs heirs = {0};
    Size changed = 0;
    find_heirs(m, &heirs);
    for (Size i = 0; i < heirs.n; i++) {
        const Mend *h = heirs.v[i].m;
        Change part = {0};
        if (sets(h, setting)) continue;
        Str lines = str_fmt(m->keep, "\n%.*s = %.*s", STR_ARG(setting), STR_ARG(value));
        if (!mend_after(h, &part, heirs.v[i].import, lines)) return false;
        mend_add_part(m, c, h, &part);
        changed++;
    }
    return changed > 0;
}

// DEBUG = True: off where the settings are taken over for production; else told by the environment.
bool mend_fix_debug(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Assign) return false;
    NodeId to = py_list(m->tree, at->node, Assign_targets).v[0],
           value = py_node(m->tree, at->node, Assign_value);
    bool top = mend_parent(m, at->node) == m->tree->root;
    if (top && py_kind(m->tree, to) == PY_Name &&
        mend_in_heirs(m, &out->change, py_text(m->tree, to), S("False")))
        return mend_done(out, TRUST_REVIEW,
                         "Debug mode is off in the settings that take these over for production. "
                         "Decide that those are the ones that are deployed.");
    Str env = mend_name(m, &out->change, at->node, S("os"), S("environ"));
    if (!env.len || py_kind(m->tree, value) != PY_Constant) return false;
    bool flask = py_kind(m->tree, to) == PY_Subscript;
    char quote = edit_quote(m->tree);
    mend_replace(m, &out->change, value,
                 str_fmt(m->keep, "%.*s.get(%c%s%c) == %c1%c", STR_ARG(env), quote,
                         flask ? "FLASK_DEBUG" : "DEBUG", quote, quote, quote));
    return mend_done(out, TRUST_REVIEW,
                     "Debug mode is off unless the environment of a developer's machine asks for "
                     "it. Decide the name of the variable, and set it there.");
}
