// flow/route: routes that are declared apart from their handler, in its file or in one that imports it: path(),
// add_url_rule(), Route(), tables of them; and by decorators. What each lets through under a name counts, where all do.
// SPDX-License-Identifier: MIT
#include "flow/declared.h"
#include "flow/engine.h"
#include "flow/route.h"
#include <ctype.h>

enum { TEXT_DEPTH = 6, SAYERS_MOST = 12, NAMES_MOST = 16 };

// target: what names the handler; 0: it goes by `named` alone; with both, a route of that name leads there.
// regex: its groups count by their places, too.
typedef struct { NodeId target; Str text, named; bool regex; } Route;
typedef struct Routes Routes;
struct Routes { Route *v; Size n, cap; NodeId *bound; };         // bound: by Sym, what a name is given, by its last

// ---- one route's text

static const char number[] = "";                                 // nothing harmful is left
static const struct { const char *word, *pattern; } converters[] = {
    {"int", number}, {"integer", number}, {"signed_int", number}, {"float", number}, {"decimal", number},
    {"number", number}, {"uuid", number}, {"date", number}, {"datetime", number}, {"dt", number},
    {"ymd", number}, {"bool", number}, {"any", number}, {"slug", "[-a-zA-Z0-9_]+"}, {"alpha", "[A-Za-z]+"}};

static Kinds pattern_clears(World *w, Str pattern) { return pattern.len ? regex_clears(w, pattern, 0, 0) : 0; }

// int, int(min=1), any(a, b), re:[0-9]+, regex("[0-9]+"), \d+
static Kinds converter_clears(World *w, Str c)
{
    Size word = 0;
    while (word < c.len && (isalpha((unsigned char)c.s[word]) || c.s[word] == '_')) word++;
    Str name = str_sub(c, 0, word), rest = str_sub(c, word, -1);
    if (str_eq(name, S("re")) && str_starts(rest, S(":")))
        return pattern_clears(w, str_sub(rest, 1, -1));
    if (str_eq(name, S("regex")) && rest.len > 4 && str_ends(rest, S(")")) &&
        strchr("\"'", rest.s[1]))
        return pattern_clears(w, str_sub(rest, 2, rest.len - 2));
    bool called = str_starts(rest, S("(")) && str_ends(rest, S(")"));
    if (rest.len && !called) return pattern_clears(w, c);
    for (Size i = 0; i < countof(converters); i++)
        if (str_eq(name, str_of(converters[i].word)))
            return *converters[i].pattern ? pattern_clears(w, str_of(converters[i].pattern))
                                          : KINDS_TEXT;
    return 0;
}

// Behind the sign that opens at `at`, where it is closed again.
static Size closing(Str s, Size at, char open, char close)
{
    int depth = 0;
    for (Size i = at; i < s.len; i++) {
        if (s.s[i] == '\\') i++;
        else if (s.s[i] == open) depth++;
        else if (s.s[i] == close && !--depth) return i;
    }
    return -1;
}

// <int:x> and <x:int>, {x:int} and {x:\d+}: what one of them lets through; false: it has not the name.
static bool by_converter(World *w, Str text, Str name, Kinds *clear)
{
    for (Size i = 0, end; i < text.len; i++) {
        char open = text.s[i];
        if (open != '<' && open != '{') continue;
        end = closing(text, i, open, open == '<' ? '>' : '}');
        if (end < 0) continue;
        Str in = str_sub(text, i + 1, end), left = str_sub(in, 0, str_find(in, S(":")));
        Size last = str_rfind(in, ':');
        if (str_eq(str_trim(in), name)) { *clear = 0; return true; }
        if (last > 0 && open == '<' && str_eq(str_trim(str_sub(in, last + 1, -1)), name)) {
            *clear = converter_clears(w, str_trim(str_sub(in, 0, last)));
            return true;
        }
        if (last > 0 && str_eq(str_trim(left), name)) {
            *clear = converter_clears(w, str_trim(str_sub(in, left.len + 1, -1)));
            return true;
        }
    }
    return false;
}

// (?P<x>\d+), or by its place (\d+)
static bool by_group(World *w, const Route *r, Routed p, Kinds *clear)
{
    bool set = false, any_named = str_find(r->text, S("(?P<")) >= 0;
    Size nth = 0;
    for (Size i = 0; i < r->text.len; i++) {
        char c = r->text.s[i];
        if (c == '\\') i++;
        else if (set) set = c != ']';
        else if (c == '[') set = true, i += str_starts(str_sub(r->text, i + 1, -1), S("]"));
        else if (c == '(') {
            Str in = str_sub(r->text, i + 1, closing(r->text, i, '(', ')'));
            Size end = str_find(in, S(">"));
            if (str_starts(in, S("?P<")) && end > 0) {
                if (!str_eq(str_sub(in, 3, end), p.name)) continue;
                *clear = pattern_clears(w, str_sub(in, end + 1, -1));
                return true;
            }
            if (str_starts(in, S("?")) || nth++ != p.nth || any_named || !r->regex) continue;
            *clear = pattern_clears(w, in);
            return true;
        }
    }
    return false;
}

// Of a text longer than any route nothing is known.
static bool route_has(World *w, const Route *r, Routed p, Kinds *clear)
{
    enum { TEXT_MOST = 4000 };
    *clear = 0;
    if (r->text.len > TEXT_MOST) return true;
    return by_group(w, r, p, clear) || (!r->regex && by_converter(w, r->text, p.name, clear));
}

// ---- the routes of a module

// The constant parts of a text; what is not known may hold no name that counts.
static void text_parts(Frame *scope, NodeId n, Buf *out, int depth)
{
    const Tree *t = scope->m->m->tree;
    Str s;
    if (!n || depth > TEXT_DEPTH) return;
    int k = py_kind(t, n);
    if (k == PY_BinOp) {
        text_parts(scope, py_node(t, n, BinOp_left), out, depth + 1);
        text_parts(scope, py_node(t, n, BinOp_right), out, depth + 1);
    } else if (k == PY_JoinedStr) {
        NodeList parts = py_list(t, n, JoinedStr_values);
        for (uint32_t i = 0; i < parts.n; i++) text_parts(scope, parts.v[i], out, depth + 1);
    } else if (k == PY_FormattedValue)
        text_parts(scope, py_node(t, n, FormattedValue_value), out, depth + 1);
    else if (declared_text(scope, n, &s)) buf_add(out, s);
}

static Str route_text(Frame *scope, NodeId n)
{
    Buf b = {.keep = &scope->w->a};
    text_parts(scope, n, &b, 0);
    return buf_str(&b);
}

static bool is_text(const Tree *t, NodeId n)
{
    const PyConst *c = n && py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    return n && (py_kind(t, n) == PY_JoinedStr || py_kind(t, n) == PY_BinOp ||
                 (c && c->kind == CONST_STR));
}

static NodeId keyword(const Tree *t, NodeId call, const char *const *names, int n)
{
    NodeId v = 0;
    for (int k = 0; k < n && !v; k++) v = py_keyword(t, call, str_of(names[k]));
    return v;
}

static void add_route(Frame *scope, Routes *to, NodeId route, NodeId target, bool regex)
{
    if (target)
        *push(&scope->w->a, to) =
            (Route){target, route ? route_text(scope, route) : S(""), {0}, regex};
}

// Where a call has its text and its handler: -1: by what its arguments are.
static const struct { const char *name; int route, target; bool regex; } makers[] = {
    {"path", 0, 1, false}, {"re_path", 0, 1, true}, {"url", 0, 1, true}, {"URLSpec", 0, 1, true},
    {"add_url_rule", 0, 2, false}, {"Route", 0, 1, false}, {"WebSocketRoute", 0, 1, false},
    {"add_api_route", 0, 1, false}, {"add_websocket_route", 0, 1, false}, {"add_get", 0, 1, false},
    {"add_post", 0, 1, false}, {"add_put", 0, 1, false}, {"add_patch", 0, 1, false}, {"add_delete", 0, 1, false},
    {"add_head", 0, 1, false}, {"add_view", 0, 1, false}, {"get", 0, 1, false}, {"post", 0, 1, false},
    {"put", 0, 1, false}, {"patch", 0, 1, false}, {"delete", 0, 1, false}, {"view", 0, 1, false},
    {"register", 0, 1, false}, {"add_route", -1, -1, false}, {"route", -1, -1, false}, {"add_resource", -1, 0, false}};

static NodeId at_or_named(const Tree *t, NodeId call, int place, const char *const *names, int n)
{
    NodeId by_name = keyword(t, call, names, n);
    NodeList args = py_list(t, call, Call_args);
    return by_name ? by_name : place >= 0 && place < (int)args.n ? args.v[place] : 0;
}

static void route_call(Frame *scope, Routes *to, NodeId call)
{
    static const char *const texts[] = {"route",   "path", "rule",        "regex",
                                        "pattern", "uri",  "uri_template"};
    static const char *const targets[] = {"view",    "view_func", "endpoint",
                                          "handler", "callback",  "resource"};
    static const char *const names[] = {"route_name"};
    const Tree *t = scope->m->m->tree;
    Str name = py_last_name(t, py_node(t, call, Call_func));
    NodeList args = py_list(t, call, Call_args);
    Size k = 0;
    while (k < countof(makers) && !str_eq(name, str_of(makers[k].name))) k++;
    if (k == countof(makers)) return;
    int route = makers[k].route, target = makers[k].target;
    bool first = args.n > 0 && is_text(t, args.v[0]), second = args.n > 1 && is_text(t, args.v[1]);
    if (route < 0 && target < 0) {
        if (first && second && args.n == 2 && str_eq(name, S("add_route"))) {   // Pyramid's, by its name
            Route r = {0, route_text(scope, args.v[1]), route_text(scope, args.v[0]), false};
            *push(&scope->w->a, to) = r;
            return;
        }
        bool slash = first && str_starts(route_text(scope, args.v[0]), S("/"));
        route = first && (slash || !second) ? 0 : 1;             // ("GET", text, f), (f, text)
        target = first ? second ? 2 : 1 : 0;
    }
    NodeId by_name = keyword(t, call, names, 1);                 // Pyramid's add_view(f, route_name="x")
    NodeId handler = at_or_named(t, call, by_name ? 0 : target, targets, countof(targets));
    if (by_name && handler) {
        Route r = {handler, S(""), route_text(scope, by_name), false};
        *push(&scope->w->a, to) = r;
        return;
    }
    if (route >= 0)
        add_route(scope, to, at_or_named(t, call, route, texts, countof(texts)), handler,
                  makers[k].regex);
    for (uint32_t i = 1; route < 0 && i < args.n; i++)
        add_route(scope, to, args.v[i], handler, false);
}

// (r"/num/(\d+)", Handler), of a table that is handed to Tornado's Application
static void route_pair(Frame *scope, Routes *to, NodeId tuple)
{
    const Tree *t = scope->m->m->tree;
    NodeList items = py_list(t, tuple, Tuple_elts);
    if (items.n < 2 || items.n > 4 || !is_text(t, items.v[0])) return;
    int k = py_kind(t, items.v[1]);
    if (k == PY_Name || k == PY_Attribute) add_route(scope, to, items.v[0], items.v[1], true);
}

static const Routes *routes_of(World *w, Mod *m)
{
    if (m->routes) return m->routes;
    const Tree *t = m->m->tree;
    Routes *all = new(&w->a, Routes, 1);
    Frame scope = {.w = w, .m = m, .mod = (uint32_t)m->index, .f = &m->m->funcs.v[0]};
    m->routes = all;
    all->bound = new(&w->a, NodeId, t->names.n + 1);
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        int k = py_kind(t, n);
        if (k == PY_Call) route_call(&scope, all, n);
        else if (k == PY_Tuple) route_pair(&scope, all, n);
        else if (k == PY_Assign) {
            NodeId to = py_list(t, n, Assign_targets).v[0];
            if (py_kind(t, to) == PY_Name)
                all->bound[py_sym(t, to, Name_id)] = py_node(t, n, Assign_value);
        }
    }
    return all;
}

static bool says_name(const Tree *t, NodeId n, Str name, int depth)
{
    NodeId child;
    if (!n || depth > TEXT_DEPTH) return false;
    int k = py_kind(t, n);
    if ((k == PY_Name || k == PY_Attribute) && str_eq(py_last_name(t, n), name)) return true;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (says_name(t, child, name, depth + 1)) return true;
    return false;
}

// v, views.v, View.as_view(), login_required(v); things, where things = Things()
static bool mentions(const Tree *t, const Routes *all, NodeId n, Str name)
{
    NodeId made = py_kind(t, n) == PY_Name ? all->bound[py_sym(t, n, Name_id)] : 0;
    return says_name(t, n, name, 0) ||
           (made && py_kind(t, made) == PY_Call && says_name(t, made, name, 0));
}

// ---- a handler

typedef struct { Mod *m; Str name; const Func *f; const ClassInfo *cls; } Handler;

// Is a class of the file made of this one? Its routes are not this one's.
static bool is_base(const Module *m, const ClassInfo *c)
{
    for (Size i = 0; i < m->classes.n; i++)
        for (Size k = 0; k < m->classes.v[i].bases.n; k++)
            if (str_eq(py_last_name(m->tree, m->classes.v[i].bases.v[k]),
                       py_name(m->tree, c->name)))
                return true;
    return false;
}

static bool handler_of(Frame *fr, uint32_t cls, Handler *h)
{
    const Module *m = fr->m->m;
    *h = (Handler){fr->m, py_name(m->tree, fr->f->name), fr->f, NULL};
    if (fr->f->kind != FUNC_DEF) return false;
    if (!fr->f->owner) return h->name.len > 0;
    const Tree *t;
    h->cls = &m->classes.v[fr->f->owner - 1];
    h->name = py_name(m->tree, h->cls->name);
    return class_info(fr->w, &fr->st, cls, &t) == h->cls && !is_base(m, h->cls);
}

// What all of its routes let through, so far; known: one has it.
typedef struct { World *w; Routed p; Kinds clear; bool known; } Verdict;

static void judge_route(Verdict *v, const Route *r)
{
    Kinds k = 0;
    bool has = route_has(v->w, r, v->p, &k);
    v->known |= has;
    if (has || !v->p.optional) v->clear &= k;
}

static void judge_named(Verdict *v, const Routes *all, Str named)
{
    for (Size i = 0; i < all->n; i++)
        if (!all->v[i].target && str_eq(all->v[i].named, named)) judge_route(v, &all->v[i]);
}

// @app.route("/x/<int:id>"), @view_config(route_name="x")
static void judge_decorator(Verdict *v, Frame *scope, NodeId d)
{
    static const char *const verbs[] = {
        "route",   "get",  "post",      "put",       "delete",          "patch", "head",
        "options", "view", "websocket", "api_route", "websocket_route", "url",   NULL};
    static const char *const texts[] = {"rule", "path", "uri"}, *const named[] = {"route_name"};
    const Tree *t = scope->m->m->tree;
    if (py_kind(t, d) != PY_Call) return;
    Str name = py_last_name(t, py_node(t, d, Call_func));
    NodeId by_name = keyword(t, d, named, 1), text = at_or_named(t, d, 0, texts, countof(texts));
    if (by_name) judge_named(v, routes_of(v->w, scope->m), route_text(scope, by_name));
    for (int i = 0; verbs[i]; i++) {
        if (!str_eq(name, str_of(verbs[i])) || !text) continue;
        bool many = py_kind(t, text) == PY_List;
        NodeList list = many ? py_list(t, text, List_elts) : (NodeList){&text, 1};
        for (uint32_t k = 0; k < list.n; k++)
            judge_route(v, &(Route){.text = route_text(scope, list.v[k])});
    }
}

// In a file of thousands of handlers and routes not all are asked of each other: then nothing is cleared.
static void judge_declared(Verdict *v, Mod *m, Str name)
{
    enum { ASKED_MOST = 4000000 };
    const Routes *all = routes_of(v->w, m);
    for (Size i = 0; i < all->n; i++) {
        const Route *r = &all->v[i];
        if (++v->w->routes_asked > ASKED_MOST) {
            v->clear = 0;
            return;
        }
        if (!r->target || !mentions(m->m->tree, all, r->target, name)) continue;
        if (r->named.len) judge_named(v, all, r->named);
        else judge_route(v, r);
    }
}

static bool declares(const Tree *t)
{
    static const char *const words[] = {
        "urlpatterns", "add_url_rule", "Route",    "add_route", "add_resource",
        "Application", "add_handlers", "handlers", "re_path",   "add_api_route",
        "add_get",     "add_post",     "add_view", "add_routes"};
    for (Size i = 0; i < countof(words); i++)
        if (name_find(&t->names, str_of(words[i]))) return true;
    return false;
}

// The file itself, the one that is walked, and those that import it and say the name.
static bool judge_modules(Verdict *v, const Handler *h)
{
    World *w = v->w;
    Size n = 0;
    judge_declared(v, h->m, h->name);
    if (h->m->index != w->unit) {
        judge_declared(v, w->mods[w->unit], h->name);
        return true;
    }
    Size *by = importers_saying(w, h->name, &n);
    for (Size i = 0; i < n && (v->clear || !v->known); i++) {
        Mod *m = i < SAYERS_MOST ? mod_load(w, by[i]) : NULL;
        if (i >= SAYERS_MOST) return false;
        if (m && declares(m->m->tree)) judge_declared(v, m, h->name);
    }
    return true;
}

static Kinds handler_clears(World *w, const Handler *h, Routed p)
{
    Verdict v = {w, p, ~(Kinds)0, false};
    Frame scope = {.w = w, .m = h->m, .mod = (uint32_t)h->m->index, .f = &h->m->m->funcs.v[0]};
    for (Size i = 0; i < h->f->decorators.n; i++)
        judge_decorator(&v, &scope, h->f->decorators.v[i]);
    for (Size i = 0; h->cls && i < h->cls->decorators.n; i++)
        judge_decorator(&v, &scope, h->cls->decorators.v[i]);
    if (!v.clear || !judge_modules(&v, h)) return 0;
    return v.known ? v.clear & KINDS_TEXT : 0;
}

// ---- what a framework keeps by the names of the route

typedef struct { Str v[NAMES_MOST]; Size n; } NameList;

// The words in the signs that hold names: x and int of <int:x>.
static void names_in(Str text, NameList *out)
{
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] != '<' && text.s[i] != '{' && text.s[i] != ':') continue;
        Size end = i + 1;
        while (end < text.len && (isalnum((unsigned char)text.s[end]) || text.s[end] == '_')) end++;
        Str name = str_sub(text, i + 1, end);
        bool known = !name.len;
        for (Size k = 0; k < out->n; k++) known |= str_eq(out->v[k], name);
        if (!known && out->n < NAMES_MOST) out->v[out->n++] = name;
    }
}

static void names_of(World *w, Mod *m, const Handler *h, NameList *out)
{
    const Routes *all = routes_of(w, m);
    for (Size i = 0; i < all->n; i++)
        if (!all->v[i].target || mentions(m->m->tree, all, all->v[i].target, h->name))
            names_in(all->v[i].text, out);
}

static void names_decorated(Frame *scope, const Handler *h, NameList *out)
{
    const Tree *t = scope->m->m->tree;
    for (Size i = 0; i < h->f->decorators.n; i++) {
        NodeId d = h->f->decorators.v[i];
        NodeList args = py_kind(t, d) == PY_Call ? py_list(t, d, Call_args) : (NodeList){0};
        if (args.n) names_in(route_text(scope, args.v[0]), out);
    }
}

static void names_routed(World *w, const Handler *h, NameList *out)
{
    Frame scope = {.w = w, .m = h->m, .mod = (uint32_t)h->m->index, .f = &h->m->m->funcs.v[0]};
    Size n = 0;
    names_decorated(&scope, h, out);
    names_of(w, h->m, h, out);
    if (h->m->index != w->unit) {
        names_of(w, w->mods[w->unit], h, out);
        return;
    }
    Size *by = importers_saying(w, h->name, &n);
    for (Size i = 0; i < n && i < SAYERS_MOST; i++) {
        Mod *m = mod_load(w, by[i]);
        if (m && declares(m->m->tree)) names_of(w, m, h, out);
    }
}

const Av *routed_items(Frame *fr, const Taint *t)
{
    World *w = fr->w;
    Frame *top = fr;
    Handler h;
    NameList names = {.n = 0};
    while (top->up) top = top->up;
    const Atom *self =
        top->arg && top->f->owner && top->f->params.n ? av_find(top->arg[0], AT_OBJ) : NULL;
    const Obj *o = self ? obj_at(w, &top->st, self->obj) : NULL;
    if (!handler_of(top, o ? o->up : 0, &h)) return NULL;
    names_routed(w, &h, &names);
    const Av *rest = av_with(w, &av_unknown, t);
    Obj *empty = new(&w->a, Obj, 1);
    *empty = (Obj){.kind = OB_DICT, .rest = rest, .keys = rest};
    const Obj *all = empty;
    for (Size i = 0; i < names.n; i++) {
        Kinds k = handler_clears(w, &h, (Routed){names.v[i], -1, false});
        const Av *v = (k & KINDS_TEXT) == KINDS_TEXT ? &av_quiet : av_clear(w, rest, k);
        if (k) all = obj_set(w, all, KEY_SYM(name_add(&w->names, names.v[i])), v, false);
    }
    Obj made = *all;
    return made.n ? obj_make(fr, fr->at, 0x40f7e, &made) : NULL;
}

Kinds routed_clears(Frame *fr, uint32_t cls, Routed p)
{
    Handler h;
    return handler_of(fr, cls, &h) ? handler_clears(fr->w, &h, p) : 0;
}
