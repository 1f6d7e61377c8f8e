// fix/powers: what a candidate can do that the original could not: start a program, send over the
// network, run or import what a text names, take requests under a new address. A repair takes
// powers away; one that brings a new one is refused, whatever else it mends.
// SPDX-License-Identifier: MIT
#include "fix/fix_int.h"
#include "sema/sema.h"

typedef enum { PROCESS, NETWORK, EVALUATION, IMPORT, ROUTE, POWERS } Power;
static const char *const SAYS[POWERS] = {
    [PROCESS] = "starts a program", [NETWORK] = "sends over the network",
    [EVALUATION] = "runs text as code", [IMPORT] = "looks a module's parts up by their names",
    [ROUTE] = "takes requests under a new address"};

// Dotted names of callees; one with a star at its end stands for all that begin so.
static const struct { Str name; Power power; } CALLS[] = {
    {L("subprocess.*"), PROCESS}, {L("os.system"), PROCESS}, {L("os.popen"), PROCESS},
    {L("os.exec*"), PROCESS}, {L("os.spawn*"), PROCESS}, {L("os.posix_spawn"), PROCESS},
    {L("os.startfile"), PROCESS}, {L("pty.spawn"), PROCESS},
    {L("asyncio.create_subprocess_*"), PROCESS}, {L("asyncio.subprocess.create_*"), PROCESS},
    {L("pexpect.*"), PROCESS}, {L("sh.*"), PROCESS}, {L("ctypes.CDLL"), PROCESS},
    {L("ctypes.cdll.*"), PROCESS}, {L("urllib.request.*"), NETWORK}, {L("requests.*"), NETWORK},
    {L("httpx.*"), NETWORK}, {L("aiohttp.ClientSession"), NETWORK}, {L("http.client.*"), NETWORK},
    {L("socket.socket"), NETWORK}, {L("socket.create_connection"), NETWORK},
    {L("smtplib.*"), NETWORK}, {L("ftplib.*"), NETWORK}, {L("telnetlib.*"), NETWORK},
    {L("urllib3.*"), NETWORK}, {L("asyncio.open_connection"), NETWORK}, {L("paramiko.*"), NETWORK},
    {L("websockets.*"), NETWORK}, {L("eval"), EVALUATION}, {L("exec"), EVALUATION},
    {L("builtins.eval"), EVALUATION}, {L("builtins.exec"), EVALUATION}, {L("compile"), EVALUATION},
    {L("runpy.*"), EVALUATION}, {L("code.*"), EVALUATION}, {L("__import__"), IMPORT},
    {L("importlib.*"), IMPORT}, {L("builtins.__import__"), IMPORT},
};

static const Str ROUTES[] = {L("add_url_rule"), L("add_api_route"), L("add_route"),
                             L("add_websocket_route"), L("add_api_websocket_route"), {0}};
static const Str TAKES[] = {L("route"), L("get"), L("post"), L("put"), L("delete"), L("patch"),
                            L("websocket"), L("api_route"), L("websocket_route"), {0}};

static const Str MODULES[] = {L("os"), L("subprocess"), L("sys"), L("builtins"), L("importlib"),
                              L("posix"), L("pty"), L("__builtins__"), {0}};

// names: what a name of the file stands for; bound: the names that it gives to something of its own.
typedef struct {
    const Tree *t;
    Map names, bound;
    struct { Str *v; Size n, cap; } stars;
    NodeId def;                          // that is being counted; 0: the module, or any
    Arena *keep;
} File;
typedef struct { Size n[POWERS]; NodeId first[POWERS]; } Count;

static void name_is(File *f, Str name, Str whole)
{
    Str *kept = new (f->keep, Str, 1);
    *kept = whole;
    *map_at(f->keep, &f->names, name) = kept;
}

// import subprocess as sp; from os import popen as p; from shutil import os: what the file calls them is
// what they are.
static void read_import(File *f, NodeId n)
{
    const Tree *t = f->t;
    bool from = py_kind(t, n) == PY_ImportFrom;
    NodeList names = py_list(t, n, from ? (int)ImportFrom_names : (int)Import_names);
    Str module = from ? py_name(t, py_sym(t, n, ImportFrom_module)) : (Str){0};
    for (uint32_t i = 0; i < names.n; i++) {
        Str name = py_name(t, py_sym(t, names.v[i], alias_name));
        Str as = py_name(t, py_sym(t, names.v[i], alias_asname));
        if (from && str_eq(name, S("*"))) *push(f->keep, &f->stars) = module;
        else if (from && !str_in(name, MODULES))
            name_is(f, as.len ? as : name,
                    str_fmt(f->keep, "%.*s.%.*s", STR_ARG(module), STR_ARG(name)));
        else if (as.len) name_is(f, as, name);
        else name_is(f, str_first(name, S(".")), str_first(name, S(".")));
    }
}

static void read_bound(File *f, NodeId n)
{
    const Tree *t = f->t;
    int kind = py_kind(t, n);
    Sym name = kind == PY_Name && py_at(t, n)->op != CTX_LOAD ? py_sym(t, n, Name_id)
               : kind == PY_arg                               ? py_sym(t, n, arg_arg)
               : kind_is_function(kind)                       ? py_sym(t, n, FunctionDef_name)
               : kind == PY_ClassDef                          ? py_sym(t, n, ClassDef_name)
               : kind == PY_ExceptHandler                     ? py_sym(t, n, ExceptHandler_name)
               : kind == PY_MatchAs                           ? py_sym(t, n, MatchAs_name)
                                                              : 0;
    if (name) *map_at(f->keep, &f->bound, py_name(t, name)) = f;
}

static void read_names(File *f)
{
    for (NodeId n = 1; n < (NodeId)f->t->nodes.n; n++) {
        int kind = py_kind(f->t, n);
        if (kind == PY_ImportFrom || kind == PY_Import) read_import(f, n);
        else read_bound(f, n);
    }
}

// A parameter of the function that is being counted hides what the file imports by its name, but for one
// that may be that itself: def f(os=os).
static bool is_hidden(const File *f, Str name)
{
    const Tree *t = f->t;
    NodeId args =
        f->def && kind_is_function(py_kind(t, f->def)) ? py_node(t, f->def, FunctionDef_args) : 0;
    NodeId param, fallback;
    for (uint32_t i = 0; args && (param = py_param(t, args, i, &fallback)); i++)
        if (str_eq(py_name(t, py_sym(t, param, arg_arg)), name)) return !fallback;
    return false;
}

// A name that nothing in the file binds, as in a fragment, is taken for what it says.
static Str dotted(const File *f, NodeId n)
{
    Str text = plain_text(f->t, n, f->keep), root = str_first(text, S("."));
    const Str *whole = map_get(&f->names, root);
    if (whole && is_hidden(f, root)) return (Str){0};
    if (!whole) return map_get(&f->bound, root) && text.len > root.len ? (Str){0} : text;
    return str_fmt(f->keep, "%.*s%.*s", STR_ARG(*whole), STR_ARG(str_sub(text, root.len, -1)));
}

static void count(Count *c, Power p, NodeId n)
{
    if (!c->n[p]++) c->first[p] = n;
}

static void count_named(Str name, NodeId call, Count *c)
{
    for (Size i = 0; i < countof(CALLS); i++) {
        Str known = CALLS[i].name;
        bool all = str_ends(known, S("*"));
        if (all ? str_starts(name, str_sub(known, 0, known.len - 1)) : str_eq(name, known))
            count(c, CALLS[i].power, call);
    }
}

static void count_call(const File *f, NodeId call, Count *c)
{
    NodeId func = py_node(f->t, call, Call_func);
    Str name = dotted(f, func);
    if (str_in(dotted_tail(f->t, func, f->keep), ROUTES)) count(c, ROUTE, call);
    count_named(name, call, c);
    if (py_kind(f->t, func) != PY_Name || map_get(&f->names, name) || map_get(&f->bound, name) ||
        sema_is_builtin(name))
        return;
    for (Size i = 0; i < f->stars.n; i++)
        count_named(str_fmt(f->keep, "%.*s.%.*s", STR_ARG(f->stars.v[i]), STR_ARG(name)), call, c);
}

static bool is_module(const File *f, NodeId n) { return str_in(dotted(f, n), MODULES); }

// sys.modules["os"], os.__dict__["system"], vars(os)["system"], getattr(os, "system")
static void count_look_up(const File *f, NodeId n, Count *c)
{
    const Tree *t = f->t;
    if (py_kind(t, n) == PY_Attribute) {
        static const Str inner[] = {L("__globals__"), L("__builtins__"), L("__subclasses__"), {0}};
        Str name = py_name(t, py_sym(t, n, Attribute_attr));
        bool dict = str_eq(name, S("__dict__")) && is_module(f, py_node(t, n, Attribute_value));
        if (dict || str_in(name, inner) ||
            (str_eq(name, S("modules")) && str_eq(dotted(f, n), S("sys.modules"))))
            count(c, IMPORT, n);
    }
    if (py_kind(t, n) != PY_Call || py_kind(t, py_node(t, n, Call_func)) != PY_Name) return;
    Str name = py_text(t, py_node(t, n, Call_func));
    NodeList args = py_list(t, n, Call_args);
    bool looks = str_eq(name, S("vars")) || str_eq(name, S("getattr"));
    if (looks && args.n && is_module(f, args.v[0])) count(c, IMPORT, n);
    if (str_eq(name, S("globals"))) count(c, IMPORT, n);
}

// Below a node, without what other definitions hold: that is counted for them. A default and a
// decorator run where the definition stands.
static void count_below(const File *f, NodeId n, Count *c, int depth)
{
    NodeId child;
    if (depth > 2 * PY_MAX_DEPTH) return;
    for (uint32_t it = 0; (child = py_next_child(f->t, n, &it));) {
        int kind = py_kind(f->t, child);
        if (kind_is_function(kind) || kind == PY_ClassDef) continue;
        if (kind == PY_Call) count_call(f, child, c);
        count_look_up(f, child, c);
        count_below(f, child, c, depth + 1);
    }
}

static bool is_route(const File *f, NodeId by)
{
    if (py_kind(f->t, by) != PY_Call) return false;
    NodeId func = py_node(f->t, by, Call_func);
    NodeList args = py_list(f->t, by, Call_args);
    return py_kind(f->t, func) == PY_Attribute && args.n &&
           str_in(py_name(f->t, py_sym(f->t, func, Attribute_attr)), TAKES);
}

// @app.get("/b") on something; the same handler under another name is known by its decorator.
static Gate routes_kept(const Judge *j, const File *is)
{
    Bag had = {0};
    for (Size i = 1; i < j->old.n; i++) {
        NodeList by = def_decorators(j->was, &j->old.v[i]);
        for (uint32_t k = 0; k < by.n; k++)
            bag_add(&had, plain_text(j->was, by.v[k], j->keep), 1, j->keep);
    }
    for (Size i = 1; i < j->new.n; i++) {
        const Def *d = &j->new.v[i];
        NodeList by = def_decorators(j->is, d);
        bool known = def_find(&j->old, d->qual, d->is_class) && !d->twin;
        for (uint32_t k = 0; k < by.n && !known; k++)
            if (is_route(is, by.v[k]) && !bag_count(&had, plain_text(j->is, by.v[k], j->keep)))
                return gate_fail(j->keep,
                                 "new: %.*s takes requests at @%.*s, which nobody took before",
                                 STR_ARG(d->qual), STR_ARG(py_text(j->is, by.v[k])));
    }
    return gate_pass("");
}

static Str host_of(Str text)
{
    Size at = str_find(text, S("://")), end = at + 3;
    if (at < 0) return (Str){0};
    while (end < text.len && !memchr("/?#\"' ", text.s[end], 6)) end++;
    return str_sub(text, at + 3, end);
}

// requests.post("https://evil.example/…"): to a host that the original does not speak of.
static Gate hosts_kept(const Judge *j, const File *is)
{
    for (NodeId n = 1; n < (NodeId)is->t->nodes.n; n++) {
        Count c = {0};
        if (py_kind(is->t, n) != PY_Call) continue;
        count_call(is, n, &c);
        Str host = c.n[NETWORK] ? host_of(py_text(is->t, n)) : (Str){0};
        if (host.len && *host.s != '{' && str_find(j->was->src, host) < 0)
            return gate_fail(j->keep, "new: it sends to %.*s, which the original does not speak of",
                             STR_ARG(str_sub(host, 0, 80)));
    }
    return gate_pass("");
}

static void count_all(File *f, const Defs *defs, Count *each, Count *all)
{
    for (Size i = 0; i < defs->n; i++) {
        f->def = defs->v[i].node;
        count_below(f, defs->v[i].node ? defs->v[i].node : f->t->root, &each[i], 0);
        for (int p = 0; p < POWERS; p++) {
            if (!all->n[p] && each[i].n[p]) all->first[p] = each[i].first[p];
            all->n[p] += each[i].n[p];
        }
    }
    f->def = 0;
}

// More of it than before, and in a definition that had none of it: a call that moved, or was split
// in two where it stood, is no new power. The module's own code runs on import, for everybody.
static Gate calls_kept(const Judge *j, File *was, File *is)
{
    Count *old = new (j->keep, Count, j->old.n), *new = new (j->keep, Count, j->new.n);
    Count before = {0}, after = {0};
    count_all(was, &j->old, old, &before);
    count_all(is, &j->new, new, &after);
    for (Size i = 0; i < j->new.n; i++) {
        const Def *d = &j->new.v[i],
                  *then = d->node ? def_find(&j->old, d->qual, d->is_class) : j->old.v;
        for (int p = 0; p < POWERS; p++) {
            Size had = then ? old[then - j->old.v].n[p] : 0;
            if (after.n[p] <= before.n[p] || new[i].n[p] <= had || (had && d->node)) continue;
            Str line = str_sub(py_text(j->is, new[i].first[p]), 0, 120);
            return gate_fail(j->keep, "new: %.*s %s (`%.*s`), which it did not before",
                             STR_ARG(d->node ? d->qual : S("the module, when it is imported,")),
                             SAYS[p], STR_ARG(line));
        }
    }
    return gate_pass("");
}

Gate judge_powers(Judge *j)
{
    File was = {.t = j->was, .keep = j->keep}, is = {.t = j->is, .keep = j->keep};
    read_names(&was);
    read_names(&is);
    Gate g = calls_kept(j, &was, &is);
    if (g.state == GATE_PASSED) g = routes_kept(j, &is);
    if (g.state == GATE_PASSED) g = hosts_kept(j, &is);
    return g;
}
