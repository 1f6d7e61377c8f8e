// mend/callers: the calls of a function of this project, and fixes that are made there: a helper that
// runs the command, or shows the page, which its callers build.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

typedef struct { const Mend *m; NodeId def; Str name; const FlowHit *hit; MendCaller *each; void *self; } Callers;

Mend mend_in(const Mend *m, NodeId node)
{
    Mend in = *m;
    NodeId def = mend_function(m, node);
    for (Size i = 0; i < m->file->module->funcs.n; i++)
        if (m->file->module->funcs.v[i].node == (def ? def : m->tree->root)) in.func = (uint32_t)i;
    return in;
}

static void take(const Callers *c, const Mend *m, NodeId call)
{
    Mend *in = new(m->keep, Mend, 1);
    *in = mend_in(m, call);
    c->each(c->self, in, call);
}

static void callers_in(const Callers *c, const Mend *m)
{
    Size module;
    Str name;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        NodeId func = py_node(m->tree, n, Call_func);
        if (mend_may_mean(m, func, &module, &name) && module == c->m->file->index &&
            str_eq(name, c->name) && mend_means(m, func, &module, &name))
            take(c, m, n);
    }
}

// A method's callers are those that outside data came by.
static bool is_on_the_way(const Callers *c, const Mend *m, NodeId call)
{
    const PyNode *p = py_at(m->tree, call);
    for (Size i = 0; c->hit && i < c->hit->npaths; i++)
        for (Size k = 0; k < c->hit->paths[i].n; k++) {
            const FlowStep *s = &c->hit->paths[i].v[k];
            bool here = str_eq(s->path, m->file->module->path);
            if (here && s->at.beg < p->end && s->at.end > p->beg) return true;
        }
    return false;
}

// self.run(…) in the class that has it
static bool is_of_class(const Callers *c, const Mend *m, NodeId call)
{
    NodeId around = m->file->index == c->m->file->index ? mend_function(m, call) : 0;
    return around && str_eq(mend_object(m, call), S("self")) &&
           mend_class(m, around) == mend_class(c->m, c->def);
}

static void callers_on_the_way(const Callers *c, const Mend *m)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));)
        if (str_eq(mend_called(m, n), c->name) && mend_object(m, n).len &&
            (is_on_the_way(c, m, n) || is_of_class(c, m, n)))
            take(c, m, n);
}

void mend_callers(const Mend *m, NodeId def, const FlowHit *hit, MendCaller *each, void *self)
{
    Callers c = {m, def, mend_def_name(m, def), hit, each, self};
    Size n = 0, *from = flow_importers(m->file, m->keep, &n);
    void (*look)(const Callers *, const Mend *) = mend_class(m, def) ? callers_on_the_way : callers_in;
    look(&c, m);
    for (Size i = 0; i < n; i++) {
        const Mend *other = mend_other(m, from[i]);
        if (other && other != m) look(&c, other);
    }
}

// ---- what callers build

typedef struct {
    const Mend *m;
    const MendSite *at;
    MendFix *fix;
    Kinds kind;
    Fix *out;
    int position;
    Str word;
    Size done;
    bool failed;
} There;

// A text with outside values in it.
static bool is_built_of(const Mend *m, NodeId e, Kinds kind)
{
    Pieces p;
    Size texts = 0;
    bool outside = false;
    if (!mend_pieces(m, e, &p)) return false;
    for (Size i = 0; i < p.n; i++) {
        texts += p.v[i].kind == PIECE_TEXT;
        outside |= p.v[i].kind == PIECE_HOLE && mend_taint(m, p.v[i].node) & kind;
    }
    return texts && outside;
}

static void mend_there(void *self, const Mend *m, NodeId call)
{
    There *k = self;
    NodeId e = mend_arg(m, call, k->position, k->word);
    Fix fix = {0};
    if (k->failed || !e || !is_built_of(m, e, k->kind)) return;
    MendSite there = *k->at;
    there.node = call;
    there.arg = e;
    k->failed = !k->fix(m, &there, &fix) || fix.change.others.n;
    if (k->failed) return;
    mend_add_part(k->m, &k->out->change, m, &fix.change);
    if (!k->done++ || fix.trust == TRUST_REVIEW) k->out->trust = fix.trust, k->out->says = fix.says;
}

// The parameter's place among those that are given, self left out; -1: it is no plain one.
static int place_of(const Mend *m, NodeId def, NodeId param)
{
    const Tree *t = m->tree;
    NodeList list = py_list(t, py_node(t, def, FunctionDef_args), arguments_args);
    NodeList d = py_list(t, def, FunctionDef_decorator_list);
    bool bound = mend_class(m, def) != 0;
    for (uint32_t i = 0; i < d.n; i++) bound &= !str_eq(py_text(t, d.v[i]), S("staticmethod"));
    for (uint32_t i = 0; i < list.n; i++)
        if (list.v[i] == param) return (int)i - bound;
    return -1;
}

typedef struct { int position; Str word; bool own; } Handed;

static void look_at_handed(void *self, const Mend *m, NodeId call)
{
    Handed *k = self;
    NodeId e = mend_arg(m, call, k->position, k->word);
    Mend here = mend_in(m, call);
    k->own |= e && !mend_taint(&here, e) && !mend_is_given(&here, e);
}

bool mend_hands_own(const Mend *m, NodeId e, const FlowHit *hit)
{
    NodeId def = e && py_kind(m->tree, e) == PY_Name ? mend_function(m, e) : 0;
    NodeId param = def ? mend_parameter(m, def, py_text(m->tree, e)) : 0;
    Handed k = {param ? place_of(m, def, param) : -1, param ? py_text(m->tree, e) : (Str){0},
                false};
    if (k.position >= 0) mend_callers(m, def, hit, look_at_handed, &k);
    return k.own;
}

typedef struct { int position; Str word, list; bool off; } OffList;

// "ok | tr o O", "tail -n " + lines: words that no item of the list is
static void look_off_list(void *self, const Mend *m, NodeId call)
{
    OffList *k = self;
    NodeId e = mend_arg(m, call, k->position, k->word);
    Str text = mend_string(m, e);
    Pieces p;
    bool built = e && mend_is_built(m, e) && mend_pieces(m, e, &p) && p.n > 1 &&
        p.v[0].kind == PIECE_TEXT;
    bool listed = text.len &&
        (str_find(k->list, str_fmt(m->keep, "\"%.*s\"", STR_ARG(text))) >= 0 ||
                               str_find(k->list, str_fmt(m->keep, "'%.*s'", STR_ARG(text))) >= 0);
    k->off |= (text.len && !listed) || built;
}

bool mend_hands_off_list(const Mend *m, NodeId def, Str name, NodeId list)
{
    NodeId param = mend_parameter(m, def, name);
    OffList k = {param ? place_of(m, def, param) : -1, name, py_text(m->tree, list), false};
    if (k.position >= 0) mend_callers(m, def, NULL, look_off_list, &k);
    return k.off;
}

bool mend_at_callers(const Mend *m, const MendSite *at, Kinds kind, MendFix *fix, Fix *out)
{
    if (!at->arg || py_kind(m->tree, at->arg) != PY_Name) return false;
    Str word = py_text(m->tree, at->arg);
    NodeId def = mend_function(m, at->arg), param = def ? mend_parameter(m, def, word) : 0;
    NodeId up = def ? mend_parent(m, def) : 0;
    if (!param || mend_binds(m, def, word)) return false;
    if (!mend_class(m, def) && (up != m->tree->root || mend_top(m, mend_def_name(m, def)) != def))
        return false;
    Fix before = *out;
    There k = {m, at, fix, kind, out, place_of(m, def, param), word, 0, false};
    if (k.position < 0) return false;
    mend_callers(m, def, at->hit, mend_there, &k);
    if (k.done && !k.failed) return true;
    *out = before;
    return false;
}

// Nothing runs off the end of these lines.
static bool always_ends(const Tree *t, NodeList body)
{
    NodeId last = py_last(body);
    switch (last ? py_kind(t, last) : 0) {
    case PY_Return:
    case PY_Raise: return true;
    case PY_With: return always_ends(t, py_list(t, last, With_body));
    case PY_If:
        return always_ends(t, py_list(t, last, If_body)) &&
               always_ends(t, py_list(t, last, If_orelse));
    case PY_Try: {
        NodeList handlers = py_list(t, last, Try_handlers);
        for (uint32_t i = 0; i < handlers.n; i++)
            if (!always_ends(t, py_list(t, handlers.v[i], ExceptHandler_body))) return false;
        return always_ends(t, py_list(t, last, Try_body)) ||
               always_ends(t, py_list(t, last, Try_orelse));
    }
    default: return false;
    }
}

NodeId mend_given_back(const Mend *m, NodeId call)
{
    if (py_kind(m->tree, call) != PY_Call) return 0;
    Str name = mend_called(m, call), object = mend_object(m, call);
    NodeId def = object.len ? 0 : mend_top(m, name), around = mend_function(m, call), found = 0;
    NodeId outer = around && str_eq(object, S("self")) ? mend_class(m, around) : 0;
    NodeList body = outer ? py_list(m->tree, outer, ClassDef_body) : (NodeList){0};
    for (uint32_t i = 0; i < body.n; i++)
        if (mend_is_def(py_kind(m->tree, body.v[i])) && str_eq(mend_def_name(m, body.v[i]), name))
            def = body.v[i];
    if (!def || !mend_is_def(py_kind(m->tree, def)) || mend_next(m, PY_Yield, def, 0)) return 0;
    for (NodeId r = 0; (r = mend_next(m, PY_Return, def, r));) {
        if (found || mend_function(m, r) != def) return 0;
        found = py_node(m->tree, r, Return_value);
        if (!found) return 0;
    }
    return found && always_ends(m->tree, py_list(m->tree, def, FunctionDef_body)) ? found : 0;
}

bool mend_is_task(const Mend *m, NodeId node)
{
    static const char *const words[] = {"task", "shared_task", "periodic_task", "actor", "job", NULL};
    NodeId def = mend_function(m, node);
    NodeList by = def ? py_list(m->tree, def, FunctionDef_decorator_list) : (NodeList){0};
    for (uint32_t i = 0; i < by.n; i++) {
        bool call = py_kind(m->tree, by.v[i]) == PY_Call;
        NodeId named = call ? py_node(m->tree, by.v[i], Call_func) : by.v[i];
        if (mend_is_one(py_last_name(m->tree, named), words)) return true;
    }
    return false;
}
