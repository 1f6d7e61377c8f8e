// mend/fix_neighbour: who calls is asked the way the nearest route of the same owner asks it: by its
// decorator, or by what it depends on; else as any function of the module does, or could.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// path: of @owner.post("/x/<int:n>"); changes: it may do more than show
typedef struct { NodeId def, call; Str owner, path; bool changes; } Route;
// decorator, depends: as they are written, several in a row; fits: this route can be asked by them
typedef struct { Str decorator, depends; Size alike; bool changes, fits; } Way;

static bool changes(const Mend *m, NodeId call, Str method)
{
    static const char *const verbs[] = {"post", "put", "patch", "delete", NULL};
    NodeId methods = mend_keyword(m, call, S("methods"));
    return mend_is_one(method, verbs) ||
           (methods && mend_has_one(mend_lower(m, py_text(m->tree, methods)), verbs));
}

static bool route_of(const Mend *m, NodeId def, Route *out)
{
    const Tree *t = m->tree;
    NodeList d = py_list(t, def, FunctionDef_decorator_list);
    for (uint32_t i = 0; i < d.n; i++) {
        if (py_kind(t, d.v[i]) != PY_Call) continue;
        Str path = mend_string(m, mend_arg(m, d.v[i], 0, (Str){0})), owner = mend_object(m, d.v[i]);
        if (!owner.len || !str_starts(path, S("/"))) continue;
        *out = (Route){def, d.v[i], owner, path, changes(m, d.v[i], mend_called(m, d.v[i]))};
        return true;
    }
    return false;
}

static const char *const logins[] = {"login_required", "auth_required",  "jwt_required",
                                     "requires_auth",  "require_auth",   "authenticated",
                                     "token_required", "require_login",  "requires_login",
                                     "require_token",  "permission_required", NULL};
static const char *const roles[] = {"role_required",  "admin_required",        "permission_required",
                                    "roles_required", "require_role",          "requires_role",
                                    "require_admin",  "staff_member_required", "roles_accepted", NULL};

// login_required_if_set, anonymous_required: it asks less than it seems to, or the contrary.
static bool asks_less(const Mend *m, Str name)
{
    static const char *const others[] = {"if_", "_un", "not_", "anonymous", "guest", NULL};
    Str small = mend_lower(m, name);
    return str_starts(small, S("un")) || mend_has_one(small, others);
}

static bool is_there(const Mend *m, NodeId n, NodeId route)
{
    const Tree *t = m->tree;
    int kind = py_kind(t, n);
    if (kind == PY_Attribute && asks_less(m, py_name(t, py_sym(t, n, Attribute_attr))))
        return false;
    if (kind != PY_Name) return true;
    NodeId top = mend_top(m, py_text(t, n));
    return !asks_less(m, py_text(t, n)) && (!top || py_at(t, top)->beg < py_at(t, route)->beg);
}

// The names in a decorator are bound above that route, and none says that it asks less.
static bool can_ask(const Mend *m, NodeId decorator, NodeId route)
{
    static const int kinds[] = {PY_Name, PY_Attribute};
    if (!is_there(m, decorator, route)) return false;
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = mend_next(m, kinds[k], decorator, n));)
            if (!is_there(m, n, route)) return false;
    return true;
}

// Depends(current_user), Security(…): by its name it asks who calls
static bool asks_by(const Mend *m, NodeId e)
{
    static const char *const askers[] = {"user",  "auth",  "token",  "login",   "admin",
                                         "require", "verify", "permission", "api_key", NULL};
    if (!e || py_kind(m->tree, e) != PY_Call) return false;
    if (!str_eq(mend_called(m, e), S("Depends")) && !str_eq(mend_called(m, e), S("Security")))
        return false;
    NodeId what = mend_arg(m, e, 0, (Str){0});
    return what && mend_has_one(mend_lower(m, py_text(m->tree, what)), askers);
}

// def notes(user=Depends(current_user)): "Depends(current_user)"
static Str depends_of(const Mend *m, NodeId def, NodeId route, Way *way)
{
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    Str all = {0};
    static const int fields[] = {arguments_defaults, arguments_kw_defaults};
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++) {
            NodeId e = list.v[i];
            if (!asks_by(m, e)) continue;
            all = str_join(m->keep, all, all.len ? S(", ") : S(""), py_text(m->tree, e));
            way->fits &= can_ask(m, e, route);
        }
    }
    return all;
}

// @router.get("/users", …): it registers, and asks by its dependencies at most
static bool is_route(const Mend *m, NodeId d)
{
    return py_kind(m->tree, d) == PY_Call && mend_object(m, d).len &&
           str_starts(mend_string(m, mend_arg(m, d, 0, (Str){0})), S("/"));
}

// dependencies=[Depends(require_admin)] of a route: what of it asks who calls
static Str listed_depends(const Mend *m, NodeId registers, NodeId route, Way *way)
{
    NodeId given = mend_arg(m, registers, -1, S("dependencies"));
    Str all = {0};
    if (!given || py_kind(m->tree, given) != PY_List) return all;
    NodeList items = py_list(m->tree, given, List_elts);
    for (uint32_t i = 0; i < items.n; i++) {
        if (!asks_by(m, items.v[i])) continue;
        all = str_join(m->keep, all, all.len ? S(", ") : S(""), py_text(m->tree, items.v[i]));
        way->fits &= can_ask(m, items.v[i], route);
    }
    return all;
}

static bool way_of(const Mend *m, NodeId def, NodeId route, Way *out)
{
    NodeList d = py_list(m->tree, def, FunctionDef_decorator_list);
    Str next = str_fmt(m->keep, "\n%.*s@",
                       STR_ARG(edit_indent(m->tree, py_at(m->tree, route)->beg, m->keep)));
    *out = (Way){.fits = true};
    for (uint32_t i = 0; i < d.n; i++) {
        Str text = py_text(m->tree, d.v[i]);
        if (is_route(m, d.v[i])) {
            if (!out->depends.len) out->depends = listed_depends(m, d.v[i], route, out);
            continue;
        }
        if (!mend_has_one(text, logins) && !mend_has_one(text, roles)) continue;
        out->decorator =
            str_join(m->keep, out->decorator, out->decorator.len ? next : S(""), text);
        out->fits &= can_ask(m, d.v[i], route);
    }
    if (out->decorator.len) out->depends = (Str){0};
    else if (!out->depends.len) out->depends = depends_of(m, def, route, out);
    return out->decorator.len || out->depends.len;
}

static Str parent_of(Str path) { return str_sub(path, 0, str_rfind(path, '/')); }

static Size alike(Str a, Str b)
{
    Size n = 0;
    while (n < a.len && n < b.len && a.s[n] == b.s[n]) n++;
    return n;
}

// /notes/<n> and /notes/<n>/delete, /admin/users/<n>/role and /admin/users/<n>/delete: of one thing.
static bool is_of_one(Str a, Str b)
{
    Str parent = parent_of(a);
    char end = parent.len ? parent.s[parent.len - 1] : 0;
    char last = b.len ? b.s[b.len - 1] : 0;
    bool below = str_starts(a, b) && a.len > b.len && a.s[b.len] == '/' && (last == '>' || last == '}');
    return str_eq(a, b) || below || (str_eq(parent, parent_of(b)) && (end == '>' || end == '}'));
}

// The way of the route that is most like this one; one that changes the same thing comes first.
static bool nearest(const Mend *m, const Route *own, Way *best)
{
    *best = (Way){.alike = -1};
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++) {
        Route r;
        Way way;
        if (n == own->def || !mend_is_def(m->tree->nodes.v[n].kind) || !route_of(m, n, &r)) continue;
        if (!str_eq(r.owner, own->owner)) continue;
        bool one = r.changes && is_of_one(own->path, r.path);
        if (!way_of(m, n, own->def, &way)) continue;
        way.alike = alike(r.path, own->path) * 2 + r.changes;
        way.changes = one;
        if (way.alike > best->alike || (one && !best->changes)) *best = way;
    }
    return best->alike >= 0;
}

static bool below_decorators(const Mend *m, Change *c, NodeId def, Str check)
{
    NodeList d = py_list(m->tree, def, FunctionDef_decorator_list);
    Str src = m->tree->src;
    uint32_t end = py_at(m->tree, py_last(d))->end;
    while (end < (uint32_t)src.len && src.s[end] != '\n') end++;
    if (end == (uint32_t)src.len) return false;
    Str indent = edit_indent(m->tree, py_at(m->tree, def)->beg, m->keep);
    mend_insert(m, c, end + 1, str_fmt(m->keep, "%.*s@%.*s\n", STR_ARG(indent), STR_ARG(check)));
    return true;
}

static const char decide[] = "The function asks what its neighbours ask of their callers. "
                             "Decide whether everybody was meant to call it.";

static bool by_nearest(const Mend *m, NodeId def, Fix *out)
{
    Route own;
    Way way;
    if (!route_of(m, def, &own) || way_of(m, def, def, &way) || !nearest(m, &own, &way))
        return false;
    if (!way.fits) return false;
    if (way.decorator.len && !below_decorators(m, &out->change, def, way.decorator)) return false;
    if (way.depends.len) {
        if (mend_keyword(m, own.call, S("dependencies"))) return false;
        if (!mend_set(m, &out->change, own.call, -1, S("dependencies"),
                      str_fmt(m->keep, "[%.*s]", STR_ARG(way.depends))))
            return false;
    }
    return mend_done(out, TRUST_REVIEW, decide);
}

// ---- any other function of the module

// The decorator by which other functions of the module ask who calls; roles go before logins.
static Str neighbour_check(const Mend *m, NodeId def, bool role)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        int kind = m->tree->nodes.v[i].kind;
        if (kind != PY_FunctionDef && kind != PY_AsyncFunctionDef) continue;
        NodeList d = py_list(m->tree, (NodeId)i, FunctionDef_decorator_list);
        for (uint32_t k = 0; k < d.n; k++) {
            Str text = py_text(m->tree, d.v[k]);
            if (mend_has_one(text, role ? roles : logins) && !is_route(m, d.v[k]) && can_ask(m, d.v[k], def))
                return text;
        }
    }
    return (Str){0};
}

// A decorator of this module that nobody uses yet.
static Str own_check(const Mend *m, NodeId def)
{
    static const char *const words[] = {"login_required", "require_auth",  "requires_auth",
                                        "require_login",  "auth_required", "token_required",
                                        "require_token",  "authenticated", NULL};
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        if (py_at(m->tree, body.v[i])->beg >= py_at(m->tree, def)->beg) break;
        if (kind == PY_FunctionDef) {
            Str name = py_name(m->tree, py_sym(m->tree, body.v[i], FunctionDef_name));
            if (mend_has_one(name, words) && !asks_less(m, name)) return name;
        }
        NodeList names =
            kind == PY_ImportFrom ? py_list(m->tree, body.v[i], ImportFrom_names) : (NodeList){0};
        for (uint32_t k = 0; k < names.n; k++) {
            Str name = py_name(m->tree, py_sym(m->tree, names.v[k], alias_name));
            if (mend_has_one(name, words) && !asks_less(m, name) &&
                !py_sym(m->tree, names.v[k], alias_asname))
                return name;
        }
    }
    return (Str){0};
}

static NodeId decorated_def(const Mend *m, NodeId node)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        const PyNode *p = &m->tree->nodes.v[i], *q = py_at(m->tree, node);
        if (p->kind != PY_FunctionDef && p->kind != PY_AsyncFunctionDef) continue;
        NodeList d = py_list(m->tree, (NodeId)i, FunctionDef_decorator_list);
        if ((NodeId)i == node || (p->beg <= q->beg && q->end <= p->end && p->beg == q->beg))
            return (NodeId)i;
        for (uint32_t k = 0; k < d.n; k++)
            if (d.v[k] == node) return (NodeId)i;
    }
    return mend_function(m, node);
}

bool mend_fix_neighbour(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = decorated_def(m, at->node);
    NodeList d = def ? py_list(m->tree, def, FunctionDef_decorator_list) : (NodeList){0};
    bool logged_in = false;
    for (uint32_t i = 0; i < d.n; i++)
        logged_in |= str_find(py_text(m->tree, d.v[i]), S("login")) >= 0 ||
                     str_find(py_text(m->tree, d.v[i]), S("jwt_required")) >= 0;
    if (!logged_in && def && by_nearest(m, def, out)) return true;
    out->change = (Change){0};
    if (!def) return false;
    Str check = neighbour_check(m, def, logged_in);
    if (!check.len && !logged_in) check = own_check(m, def);
    if (!d.n || !check.len) return false;
    return below_decorators(m, &out->change, def, check) && mend_done(out, TRUST_REVIEW, decide);
}
