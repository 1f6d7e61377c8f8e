// fix/interface: what other code can see is kept: names, signatures, decorators (routes among
// them), bases, __all__.
// A new optional parameter at the end, a further decorator or base, and a new definition are
// allowed, and so is another name for a parameter that nobody passes by name. What a finding under
// repair points at (a default, a decorator) may change: that is the repair.
// SPDX-License-Identifier: MIT
#include "fix/fix_int.h"

// kind: p positional-only, n, *, k, d(**)
typedef struct { Str name; char kind; bool optional; } Par;
typedef struct { Par *v; Size n, cap; } Pars;

static bool is_public(const Def *d)
{
    if (d->nested) return false;
    bool dunder = str_starts(d->name, S("__")) && str_ends(d->name, S("__"));
    return d->name.len && (d->name.s[0] != '_' || dunder);
}

static void par_add(Pars *out, const Tree *t, NodeId arg, char kind, bool optional, Arena *keep)
{
    if (arg) *push(keep, out) = (Par){py_name(t, py_sym(t, arg, arg_arg)), kind, optional};
}

static void pars_read(const Tree *t, NodeId def, Arena *keep, Pars *out)
{
    NodeId a = py_node(t, def, FunctionDef_args);
    NodeList first = py_list(t, a, arguments_posonlyargs), args = py_list(t, a, arguments_args);
    NodeList only = py_list(t, a, arguments_kwonlyargs),
             fallback = py_list(t, a, arguments_kw_defaults);
    uint32_t all = first.n + args.n, defaults = py_list(t, a, arguments_defaults).n;
    for (uint32_t i = 0; i < first.n; i++)
        par_add(out, t, first.v[i], 'p', i + defaults >= all, keep);
    for (uint32_t i = 0; i < args.n; i++)
        par_add(out, t, args.v[i], 'n', first.n + i + defaults >= all, keep);
    par_add(out, t, py_node(t, a, arguments_vararg), '*', true, keep);
    for (uint32_t i = 0; i < only.n; i++)
        par_add(out, t, only.v[i], 'k', i < fallback.n && fallback.v[i], keep);
    par_add(out, t, py_node(t, a, arguments_kwarg), 'd', true, keep);
}

static const Par *par_named(const Pars *p, Str name)
{
    for (Size i = 0; i < p->n; i++)
        if (str_eq(p->v[i].name, name)) return &p->v[i];
    return NULL;
}

static Size positional(const Pars *p)
{
    Size n = 0;
    while (n < p->n && (p->v[n].kind == 'p' || p->v[n].kind == 'n')) n++;
    return n;
}

// NULL: every call that worked still works.
static const char *signature_fault(const Pars *old, const Pars *new, Str *which)
{
    for (Size i = 0; i < old->n; i++) {
        const Par *o = &old->v[i], *n = par_named(new, o->name);
        *which = o->name;
        if (!n)
            return o->kind == '*' || o->kind == 'd' ? "no longer takes *"
                                                    : "lost or renamed its parameter ";
        if (o->kind != n->kind && !(o->kind == 'p' && n->kind == 'n'))
            return "changed how it takes ";
        if (o->optional && !n->optional) return "now demands ";
        if ((o->kind == 'p' || o->kind == 'n') && n - new->v != i) return "moved its parameter ";
    }
    for (Size i = 0; i < new->n; i++) {
        *which = new->v[i].name;
        if (!par_named(old, new->v[i].name) && !new->v[i].optional)
            return "demands a new parameter ";
        if (!par_named(old, new->v[i].name) && i < positional(old))
            return "puts a new parameter before others: ";
    }
    return NULL;
}

// Of a decorator call the callee and its arguments; the order of keywords is not looked at.
static bool has_decorator(const Tree *t, NodeList list, Str text, Arena *keep)
{
    for (uint32_t i = 0; i < list.n; i++)
        if (str_eq(plain_text(t, list.v[i], keep), text)) return true;
    return false;
}

static bool has_all_decorators(const Judge *j, NodeList had, const Def *new)
{
    NodeList has = def_decorators(j->is, new);
    for (uint32_t k = 0; k < had.n; k++)
        if (!has_decorator(j->is, has, plain_text(j->was, had.v[k], j->keep), j->keep))
            return false;
    return true;
}

// Of several definitions with one name (a property and its setter, overloads, two handlers) the one
// in the same place in their row; where one went or came, the one with the same decorators.
static const Def *of_name(const Judge *j, const Def *old)
{
    const Def *last = def_find(&j->new, old->qual, old->is_class);
    const Def *then = last ? def_find(&j->old, old->qual, old->is_class) : NULL, *like = NULL;
    if (!then || (!last->twin && !then->twin)) return last;
    NodeList had = def_decorators(j->was, old);
    for (const Def *d = last; d; d = d->twin ? &j->new.v[d->twin] : NULL) {
        bool alike = def_decorators(j->is, d).n == had.n && has_all_decorators(j, had, d);
        if (then->which == last->which && d->which == old->which) return d;
        if (alike && (!like || d->which >= old->which)) like = d;
    }
    return like ? like : last;
}

// A handler is known by its route: under a new name, with the same decorators, it is still the same
// handler.
const Def *counterpart(const Judge *j, const Def *old)
{
    const Def *same = of_name(j, old), *found = NULL;
    NodeList had = same || old->is_class ? (NodeList){0} : def_decorators(j->was, old);
    if (same || !had.n || py_kind(j->was, had.v[0]) != PY_Call) return same;
    for (Size i = 1; i < j->new.n; i++) {
        const Def *d = &j->new.v[i];
        bool all = !d->is_class && !def_find(&j->old, d->qual, false) &&
                   has_all_decorators(j, had, d);
        if (all && found) return NULL;
        if (all) found = d;
    }
    return found;
}

static bool node_is_target(const Judge *j, NodeId n)
{
    return target_within(j, py_at(j->was, n)->beg, py_at(j->was, n)->end);
}

static Gate decorators_kept(Judge *j, const Def *old, const Def *new)
{
    NodeList had = def_decorators(j->was, old), has = def_decorators(j->is, new);
    for (uint32_t i = 0; i < had.n; i++) {
        Str text = plain_text(j->was, had.v[i], j->keep);
        if (has_decorator(j->is, has, text, j->keep) || node_is_target(j, had.v[i])) continue;
        Str shown = py_text(j->was, had.v[i]);
        return gate_fail(j->keep, "%.*s lost or changed its decorator @%.*s", STR_ARG(old->qual),
                         STR_ARG(shown));
    }
    return gate_pass("");
}

// Parameters that only got other names, each in its old place and kind.
static bool only_renamed(const Pars *old, const Pars *new)
{
    if (old->n != new->n) return false;
    for (Size i = 0; i < old->n; i++) {
        const Par *o = &old->v[i], *n = &new->v[i];
        bool same = str_eq(o->name, n->name);
        if (o->kind != n->kind || o->optional != n->optional) return false;
        if (!same && ((o->kind != 'n' && o->kind != 'p') || par_named(old, n->name))) return false;
    }
    return true;
}

static bool passed_by_name(const Judge *j, const Tree *t, Str function, Str parameter)
{
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        if (py_kind(t, n) != PY_Call) continue;
        NodeList words = py_list(t, n, Call_keywords);
        if (!words.n || !str_eq(dotted_tail(t, py_node(t, n, Call_func), j->keep), function))
            continue;
        for (uint32_t i = 0; i < words.n; i++) {
            Str name = py_name(t, py_sym(t, words.v[i], keyword_arg));
            if (!name.len || str_eq(name, parameter)) return true;      // ** may pass any name
        }
    }
    return false;
}

// A parameter's name is part of the interface where somebody uses it: a caller by keyword, or a
// framework that a decorator or a class tells of the function.
static bool name_matters(Judge *j, const Def *old, const Pars *had, const Pars *has)
{
    bool told = def_decorators(j->was, old).n || str_find(old->qual, S(".")) >= 0;
    if (told || !only_renamed(had, has)) return true;
    for (Size i = 0; i < had->n; i++) {
        Str name = had->v[i].name;
        if (str_eq(name, has->v[i].name) || had->v[i].kind == 'p') continue;
        if (passed_by_name(j, j->was, old->name, name) || passed_by_name(j, j->is, old->name, name))
            return true;
        if (j->c->named && j->c->named(j->c->self, old->name, name)) return true;
    }
    return false;
}

static Gate function_kept(Judge *j, const Def *old, const Def *new)
{
    Str which = {0};
    Pars had = {0}, has = {0};
    NodeId args = py_node(j->was, old->node, FunctionDef_args);
    pars_read(j->was, old->node, j->keep, &had);
    pars_read(j->is, new->node, j->keep, &has);
    const char *fault = signature_fault(&had, &has, &which);
    if (fault && !node_is_target(j, args) && name_matters(j, old, &had, &has))
        return gate_fail(j->keep, "%.*s %s%.*s", STR_ARG(old->qual), fault, STR_ARG(which));
    if (py_kind(j->was, old->node) != py_kind(j->is, new->node))
        return gate_fail(j->keep, "%.*s changed between def and async def", STR_ARG(old->qual));
    return gate_pass("");
}

static Gate class_kept(Judge *j, const Def *old, const Def *new)
{
    NodeList had = py_list(j->was, old->node, ClassDef_bases),
             has = py_list(j->is, new->node, ClassDef_bases);
    for (uint32_t i = 0; i < had.n; i++) {
        Str text = plain_text(j->was, had.v[i], j->keep);
        if (has_decorator(j->is, has, text, j->keep) || node_is_target(j, had.v[i])) continue;
        // class Tagged(yaml.FullLoader): what is safe of the same library stands in its place
        if (str_ends(text, S("Loader")) && i < has.n &&
            str_ends(py_text(j->is, has.v[i]), S("SafeLoader")))
            continue;
        return gate_fail(j->keep, "class %.*s lost its base %.*s", STR_ARG(old->qual),
                         STR_ARG(py_text(j->was, had.v[i])));
    }
    return gate_pass("");
}

static Gate definition_kept(Judge *j, const Def *old)
{
    const Def *new = counterpart(j, old);
    bool shown = is_public(old) || def_decorators(j->was, old).n;
    if (!shown) return gate_pass("");
    if (!new)
        return gate_fail(j->keep, "%s %.*s is gone", old->is_class ? "class" : "function",
                         STR_ARG(old->qual));
    Gate g = decorators_kept(j, old, new);
    if (g.state != GATE_PASSED || !is_public(old)) return g;
    return old->is_class ? class_kept(j, old, new) : function_kept(j, old, new);
}

// The statement at module level that binds `__all__`, as text; empty when there is none.
static Str exports(const Tree *t, Arena *keep)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) != PY_Assign) continue;
        NodeList targets = py_list(t, body.v[i], Assign_targets);
        for (uint32_t k = 0; k < targets.n; k++)
            if (str_eq(py_text(t, targets.v[k]), S("__all__")))
                return plain_text(t, py_node(t, body.v[i], Assign_value), keep);
    }
    return (Str){0};
}

Gate judge_interface(Judge *j)
{
    for (Size i = 1; i < j->old.n; i++) {
        Gate g = definition_kept(j, &j->old.v[i]);
        if (g.state != GATE_PASSED) return g;
    }
    if (!str_eq(exports(j->was, j->keep), exports(j->is, j->keep)))
        return gate_fail(j->keep, "__all__ changed");
    return gate_pass("names, signatures, decorators and bases are kept");
}
