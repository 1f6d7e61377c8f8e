// fix/whole: nothing was hollowed out. Measured on the tree, function by function: deleted
// functions, emptied bodies, code that can no longer run, calls, branches and returns gone without
// a replacement, exceptions swallowed, a collapse in size.
// SPDX-License-Identifier: MIT
#include "fix/fix_int.h"

// What one function does, nested functions left out (they are counted as their own).
typedef struct {
    Size statements, calls, branches, returns, raises, yields, silent, dead, stores;
    Bag callees;
} Acts;

typedef struct { const Tree *t; Arena *keep; Acts *acts; int depth; } Count;
enum { MOST_DEPTH = 2 * PY_MAX_DEPTH };

static bool is_docstring(const Tree *t, NodeId n)
{
    if (py_kind(t, n) != PY_Expr) return false;
    NodeId v = py_node(t, n, Expr_value);
    return py_kind(t, v) == PY_Constant;                // a text, or "..."
}

static bool is_nothing(const Tree *t, NodeId n)
{
    return py_kind(t, n) == PY_Pass || is_docstring(t, n);
}

static bool is_end(int kind)
{
    return kind == PY_Return || kind == PY_Raise || kind == PY_Break || kind == PY_Continue;
}

// A statement that can't be reached because the one before it in the same block always leaves.
static void count_dead(Count *c, NodeList body)
{
    for (uint32_t i = 0; i + 1 < body.n; i++)
        if (is_end(py_kind(c->t, body.v[i]))) {
            c->acts->dead += body.n - i - 1;
            return;
        }
}

static bool is_false(const Tree *t, NodeId test)
{
    const PyConst *v = py_kind(t, test) == PY_Constant ? py_const(t, test) : NULL;
    if (!v) return false;
    return v->kind == CONST_FALSE || v->kind == CONST_NONE ||
           (v->kind == CONST_INT && !v->big && v->i == 0);
}

static bool is_broad(const Tree *t, NodeId handler)
{
    NodeId type = py_node(t, handler, ExceptHandler_type);
    if (!type) return true;
    Str text = py_text(t, type);
    return str_eq(text, S("Exception")) || str_eq(text, S("BaseException"));
}

static bool is_quiet(const Tree *t, NodeId n)
{
    int kind = py_kind(t, n);
    if (is_nothing(t, n) || kind == PY_Continue || kind == PY_Break) return true;
    if (kind != PY_Return) return false;
    NodeId v = py_node(t, n, Return_value);
    return !v || py_kind(t, v) == PY_Constant;
}

// A handler of everything that says nothing to anyone.
static bool is_silent(const Tree *t, NodeId handler)
{
    NodeList body = py_list(t, handler, ExceptHandler_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (!is_quiet(t, body.v[i])) return false;
    return is_broad(t, handler);
}

static bool is_branch(int kind)
{
    return kind == PY_If || kind == PY_For || kind == PY_AsyncFor || kind == PY_While ||
           kind == PY_Match || kind == PY_Try || kind == PY_TryStar || kind == PY_IfExp ||
           kind == PY_BoolOp || kind == PY_comprehension || kind == PY_Assert;
}

static bool is_statement(int kind) { return kind >= PY_FunctionDef && kind <= PY_Continue; }

// Every list of statements below a node (kinds.h's fields named body, orelse, finalbody).
static void count_blocks(Count *c, NodeId n)
{
    const Tree *t = c->t;
    switch (py_kind(t, n)) {
    case PY_If:
        count_dead(c, py_list(t, n, If_body)), count_dead(c, py_list(t, n, If_orelse));
        break;
    case PY_For:
    case PY_AsyncFor: count_dead(c, py_list(t, n, For_body)); break;
    case PY_While: count_dead(c, py_list(t, n, While_body)); break;
    case PY_With:
    case PY_AsyncWith: count_dead(c, py_list(t, n, With_body)); break;
    case PY_Try:
    case PY_TryStar:
        count_dead(c, py_list(t, n, Try_body)), count_dead(c, py_list(t, n, Try_finalbody));
        break;
    case PY_ExceptHandler: count_dead(c, py_list(t, n, ExceptHandler_body)); break;
    default: break;
    }
}

// Calls that only compute: what replaces them may well need none.
static bool only_computes(Str callee)
{
    static const char PURE[] =
        " len range str int float bool list dict set tuple frozenset bytes bytearray isinstance "
        "issubclass enumerate zip sorted "
        "reversed min max sum repr format abs any all map filter iter next type hash id ord chr "
        "hasattr round divmod pow slice "
        "strip lstrip rstrip lower upper title split rsplit splitlines join encode decode "
        "startswith endswith replace find index "
        "count items keys values copy zfill isdigit isalpha isalnum hex bin super ";
    char word[32];
    if (callee.len + 2 > (Size)sizeof word) return false;
    word[0] = word[callee.len + 1] = ' ';
    memcpy(word + 1, callee.s, (size_t)callee.len);
    return str_find(str_of(PURE), (Str){word, callee.len + 2}) >= 0;
}

static void count_call(Count *c, NodeId n)
{
    Str callee = dotted_tail(c->t, py_node(c->t, n, Call_func), c->keep);
    c->acts->calls += !only_computes(callee);
    bag_add(&c->acts->callees, callee, 1, c->keep);
}

// `with lock:` takes it and gives it back, as acquire() and release() do.
static void count_entry(Count *c, NodeId item)
{
    int kind = py_kind(c->t, py_node(c->t, item, withitem_context_expr));
    if (kind != PY_Name && kind != PY_Attribute) return;
    c->acts->calls += 2;
    bag_add(&c->acts->callees, S("acquire"), 1, c->keep);
    bag_add(&c->acts->callees, S("release"), 1, c->keep);
}

// os.environ["KEY"] asks as os.environ.get("KEY") does.
static void count_environment(Count *c, NodeId subscript)
{
    if (!str_ends(py_text(c->t, py_node(c->t, subscript, Subscript_value)), S("environ"))) return;
    c->acts->calls++;
    bag_add(&c->acts->callees, S("get"), 1, c->keep);
}

static void count_node(Count *c, NodeId n)
{
    const Tree *t = c->t;
    Acts *a = c->acts;
    int kind = py_kind(t, n);
    if (kind == PY_Subscript) count_environment(c, n);
    a->statements += is_statement(kind) && !is_nothing(t, n);
    a->branches += is_branch(kind);
    a->raises += kind == PY_Raise;
    a->yields += kind == PY_Yield || kind == PY_YieldFrom || kind == PY_Await;
    a->stores +=
        kind == PY_Assign || kind == PY_AugAssign || kind == PY_AnnAssign || kind == PY_Delete;
    a->silent += kind == PY_ExceptHandler && is_silent(t, n);
    NodeId value = kind == PY_Return ? py_node(t, n, Return_value) : 0;
    a->returns +=
        value && !(py_kind(t, value) == PY_Constant && py_const(t, value)->kind == CONST_NONE);
    if (kind == PY_If && is_false(t, py_node(t, n, If_test))) a->dead += py_list(t, n, If_body).n;
    if (kind == PY_While && is_false(t, py_node(t, n, While_test)))
        a->dead += py_list(t, n, While_body).n;
    if (kind == PY_Call) count_call(c, n);
    if (kind == PY_withitem) count_entry(c, n);
    count_blocks(c, n);
}

static void count_below(Count *c, NodeId n)
{
    NodeId child;
    if (c->depth >= MOST_DEPTH) return;
    c->depth++;
    for (uint32_t it = 0; (child = py_next_child(c->t, n, &it));) {
        int kind = py_kind(c->t, child);
        if (kind_is_function(kind) || kind == PY_ClassDef) continue;
        count_node(c, child);
        count_below(c, child);
    }
    c->depth--;
}

static void acts_of(const Tree *t, const Def *d, Arena *keep, Acts *out)
{
    Count c = {t, keep, out, 0};
    NodeList body = def_body(t, d);
    count_dead(&c, body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(t, body.v[i]);
        if (kind_is_function(kind) || kind == PY_ClassDef) continue;
        count_node(&c, body.v[i]);
        count_below(&c, body.v[i]);
    }
}

// Nothing but pass, "...", a docstring, a constant returned, or NotImplementedError raised.
static bool is_stub(const Tree *t, const Def *d)
{
    NodeList body = def_body(t, d);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId n = body.v[i];
        NodeId value = py_kind(t, n) == PY_Return ? py_node(t, n, Return_value) : 0;
        bool constant = py_kind(t, n) == PY_Return && (!value || py_kind(t, value) == PY_Constant);
        bool refuses = py_kind(t, n) == PY_Raise;
        if (!is_nothing(t, n) && !constant && !refuses) return false;
    }
    return true;
}

// Calls that vanished and have no new call in their place.
static Size calls_lost(const Acts *old, const Acts *new, Str *first)
{
    Size lost = 0, gained = 0;
    *first = (Str){0};
    for (Size i = 0; i < old->callees.n; i++) {
        Size now = bag_count(&new->callees, old->callees.v[i].text);
        if (now >= old->callees.v[i].n || only_computes(old->callees.v[i].text)) continue;
        if (!first->len) *first = old->callees.v[i].text;
        lost += old->callees.v[i].n - now;
    }
    for (Size i = 0; i < new->callees.n; i++) {
        Size before = bag_count(&old->callees, new->callees.v[i].text);
        if (new->callees.v[i].n > before) gained += new->callees.v[i].n - before;
    }
    return lost > gained ? lost - gained : 0;
}

static bool calls_new_library(const Acts *old, const Acts *new)
{
    for (Size i = 0; i < new->callees.n; i++)
        if (!bag_count(&old->callees, new->callees.v[i].text) &&
            !only_computes(new->callees.v[i].text))
            return true;
    return false;
}

static bool lost_most(Size old, Size new, Size least) { return old >= least && new * 2 < old; }

static Gate acts_kept(Judge *j, const Def *d, const Acts *old, const Acts *new)
{
    Str first, name = d->node ? d->qual : S("the module's own code");
    Size lost = calls_lost(old, new, &first);
    if (new->silent > old->silent)
        return gate_fail(j->keep, "%.*s now swallows every exception without a word",
                         STR_ARG(name));
    if (new->dead > old->dead)
        return gate_fail(j->keep, "%.*s holds code that can never run", STR_ARG(name));
    if (old->calls && lost * 2 > old->calls && !(d->node == 0 && old->calls < 3))
        return gate_fail(j->keep,
                         "%.*s lost %td of its %td calls (%.*s …) and got nothing for them",
                         STR_ARG(name), lost, old->calls, STR_ARG(first));
    if (d->node && old->returns && !new->returns)
        return gate_fail(j->keep, "%.*s no longer returns a value", STR_ARG(name));
    if (old->yields && !new->yields)
        return gate_fail(j->keep, "%.*s no longer yields or awaits", STR_ARG(name));
    if (lost_most(old->branches, new->branches, 4))
        return gate_fail(j->keep, "%.*s went from %td branches to %td", STR_ARG(name),
                         old->branches, new->branches);
    // One call of a library may well do what a handful of statements did.
    bool stands_for = calls_new_library(old, new) && old->statements < 12;
    if (lost_most(old->statements, new->statements, 6) && !stands_for)
        return gate_fail(j->keep, "%.*s went from %td statements to %td", STR_ARG(name),
                         old->statements, new->statements);
    return gate_pass("");
}

// A function that went may have been folded into others: then its calls are found elsewhere.
static bool calls_are_elsewhere(Judge *j, const Acts *old)
{
    Acts all = {0};
    Str first;
    for (Size i = 0; i < j->new.n; i++) acts_of(j->is, &j->new.v[i], j->keep, &all);
    for (Size i = 0; i < old->callees.n; i++)
        if (bag_count(&all.callees, old->callees.v[i].text) == 0) return false;
    return old->callees.n > 0 && calls_lost(old, &all, &first) == 0;
}

static Gate definition_whole(Judge *j, const Def *old)
{
    Acts had = {0}, has = {0};
    const Def *new = old->node ? counterpart(j, old) : &j->new.v[0];
    acts_of(j->was, old, j->keep, &had);
    if (!new && old->is_class)
        return gate_fail(j->keep, "class %.*s was deleted", STR_ARG(old->qual));
    if (!new && !had.callees.n && had.statements <= 1) return gate_pass("");
    if (!new && !calls_are_elsewhere(j, &had))
        return gate_fail(j->keep, "function %.*s was deleted", STR_ARG(old->qual));
    if (!new) return gate_pass("");
    if (old->node && !old->is_class && is_stub(j->is, new) && !is_stub(j->was, old))
        return gate_fail(j->keep, "the body of %.*s was emptied", STR_ARG(old->qual));
    acts_of(j->is, new, j->keep, &has);
    return acts_kept(j, old, &had, &has);
}

Gate judge_whole(Judge *j)
{
    for (Size i = 0; i < j->old.n; i++) {
        Gate g = definition_whole(j, &j->old.v[i]);
        if (g.state != GATE_PASSED) return g;
    }
    return gate_pass("each function still does what it did");
}
