// rule/unseen_check: is what reaches a sink given to a check before, whose body lies in no file that is in view?
// Scanned alone, a file imports the helper that the program asks; what that lets through nobody can tell here.
// SPDX-License-Identifier: MIT
#include "rule/rule_int.h"

// Names of what looks at a value or mends it, and of what looks at who calls, or whether something is there.
static bool says_check(Str name)
{
    static const Str checks[] = {L("safe"),   L("valid"),  L("check"),  L("verif"),    L("sanit"),  L("ensure"),
                                 L("assert"), L("allow"),  L("forbid"), L("ssrf"),     L("travers"), L("secure"),
                                 L("clean"),  L("permit"), L("reject"), L("restrict"), {0}};
    static const Str others[] = {L("perm_"),   L("permission"), L("access"),  L("auth"),     L("login"), L("user"),
                                 L("owner"),   L("csrf"),       L("token"),   L("password"), L("exist"), L("captcha"),
                                 L("session"), L("role"),       L("quota"),   L("rate"),     L("checksum"),
                                 L("checkout"), L("checkpoint"), L("unsafe_"), L("cleanup"), {0}};
    return query_named(name, checks) && !query_named(name, others);
}

// def is_allowed(self, name): return False. What says no to all is for those below its class to say; who asks it goes
// on by their answer alone.
static bool is_denial(const RuleRun *run, const Func *f)
{
    const Tree *t = run->tree;
    if (f->kind != FUNC_DEF || !f->owner) return false;
    NodeList body = py_list(t, f->node, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(t, body.v[i]);
        NodeId said = kind == PY_Return ? py_node(t, body.v[i], Return_value)
                      : kind == PY_Expr ? py_node(t, body.v[i], Expr_value) : 0;
        if (said && py_kind(t, said) != PY_Constant) return false;
        if (kind == PY_Return && said && py_const(t, said)->kind > CONST_FALSE) return false;
        if (kind != PY_Return && kind != PY_Expr && kind != PY_Pass) return false;
    }
    return true;
}

// By its name a function of this module, of another that is in view, or of a library that the models know.
static bool is_seen(const RuleRun *run, NodeId call)
{
    Size module = -1;
    bool denied = false;
    Str there = {0}, callee = query_callee(run->query, call);
    Str written = py_text(run->tree, py_node(run->tree, call, Call_func));
    Str name = query_method(run->query, call);
    bool asked = py_kind(run->tree, query_statement(run->query, call)) == PY_If;
    for (uint32_t k = 1; (Size)k < run->module->funcs.n; k++) {
        const Func *f = &run->module->funcs.v[k];
        if (!str_eq(py_name(run->tree, f->name), name)) continue;
        if (!asked || !is_denial(run, f)) return true;
        denied = true;
    }
    if (denied) return false;
    ModelId id = models_id(run->models, callee);
    return (id && models_lines(run->models, id)) || flow_definition(run->file, written, &module, &there);
}

// An import or a method of one's own: what parameters and locals may do is none of the program's checks.
static bool is_helper(const RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = run->tree;
    NodeId func = py_node(t, call, Call_func), root = func;
    while (py_kind(t, root) == PY_Attribute) root = py_node(t, root, Attribute_value);
    if (py_kind(t, root) != PY_Name) return false;
    Sym name = py_sym(t, root, Name_id);
    Str text = py_name(t, name);
    return q->import_of[name] || str_eq(text, S("self")) || str_eq(text, S("cls"));
}

static bool on_the_way(const RuleRun *run, const FlowHit *hit, Str name)
{
    bool there = query_uses(run->query, hit->node, name);
    for (Size i = 0; hit->npaths && !there && i < hit->paths[0].n; i++)
        there = str_find(hit->paths[0].v[i].text, name) >= 0;
    return there;
}

// Is it dangerous there, and does its name stand on the way to the sink?
static bool is_same(const RuleRun *run, const FlowHit *hit, NodeId value)
{
    const Query *q = run->query;
    Str name = query_called(q, value);
    return name.len && query_taint(q, value) & hit->kinds && on_the_way(run, hit, name);
}

static bool is_given(const RuleRun *run, const FlowHit *hit, NodeId call)
{
    const Tree *t = run->tree;
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < args.n; i++)
        if (is_same(run, hit, args.v[i])) return true;
    for (uint32_t i = 0; i < keys.n; i++)
        if (is_same(run, hit, py_node(t, keys.v[i], keyword_value))) return true;
    return false;
}

static bool body_leaves(const Query *q, NodeList body) { return body.n && query_leaves(q, py_last(body)); }

// try: check(x) except Refused: return …; with lock: check(x). What stands behind that stands behind the check.
static bool ends_with(const Query *q, NodeId around, NodeId statement)
{
    const Tree *t = q->tree;
    int k = py_kind(t, around);
    if (k == PY_With || k == PY_AsyncWith) return true;
    if (k != PY_Try) return false;
    NodeList body = py_list(t, around, Try_body), handlers = py_list(t, around, Try_handlers);
    bool within = false;
    for (uint32_t i = 0; i < body.n; i++) within |= body.v[i] == statement;
    for (uint32_t i = 0; i < handlers.n && within; i++)
        within = body_leaves(q, py_list(t, handlers.v[i], ExceptHandler_body));
    return within;
}

// Does `place` stand behind the statement, in the block of that or in one below it?
static bool is_behind(const Query *q, NodeId statement, NodeId place)
{
    NodeList block = query_block(q, statement);
    bool behind = false;
    for (uint32_t i = 0; i < block.n; i++) {
        if (behind && query_within(q, place, block.v[i])) return true;
        behind |= block.v[i] == statement;
    }
    NodeId around = q->parent[statement];
    return around && ends_with(q, around, statement) && is_behind(q, around, place);
}

// y = clean(x), and then x is what is used: nothing was mended. What else is kept may be an answer that is asked later.
static bool is_left_lying(const RuleRun *run, const FlowHit *hit, NodeId assign, NodeId call)
{
    static const Str mends[] = {L("sanit"), L("clean"), L("secure"), {0}};
    const Query *q = run->query;
    bool typed = py_kind(run->tree, assign) == PY_AnnAssign;
    NodeList to = typed ? (NodeList){0} : py_list(run->tree, assign, Assign_targets);
    NodeId target = typed ? py_node(run->tree, assign, AnnAssign_target) : to.n == 1 ? to.v[0] : 0;
    Str name = target ? query_called(q, target) : S("");
    return name.len && query_named(query_method(q, call), mends) && !on_the_way(run, hit, name);
}

// check(x) as a statement of its own, x = clean(x), assert is_safe(x), if is_safe(x): …, if not is_safe(x): raise
static bool decides(const RuleRun *run, const FlowHit *hit, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = run->tree;
    NodeId st = query_statement(q, call), place = hit->node;
    int k = py_kind(t, st);
    bool kept = k == PY_Assign || k == PY_AnnAssign;
    if (kept && is_left_lying(run, hit, st, call)) return false;
    if (k == PY_Expr || k == PY_Assert || kept) return is_behind(q, st, place);
    if (k != PY_If || !query_within(q, call, py_node(t, st, If_test))) return false;
    NodeList body = py_list(t, st, If_body), other = py_list(t, st, If_orelse);
    for (uint32_t i = 0; i < body.n; i++)
        if (query_within(q, place, body.v[i])) return true;
    for (uint32_t i = 0; i < other.n; i++)
        if (query_within(q, place, other.v[i])) return body_leaves(q, body);
    return body_leaves(q, body) && is_behind(q, st, place);
}

// All such calls of the file, found once.
static void list_checks(RuleRun *run)
{
    enum { CHECKS_MOST = 256 };
    const Query *q = run->query;
    if (run->checks.made) return;
    run->checks.made = true;
    for (NodeId n = 0; run->checks.n < CHECKS_MOST && (n = query_next(q, PY_Call, n));)
        if (is_helper(run, n) && says_check(query_method(q, n)) && !is_seen(run, n))
            *push(q->keep, &run->checks) = n;
}

bool rule_is_checked_unseen(RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    uint32_t beg = py_at(run->tree, hit->node)->beg;
    if (!query_def(q, hit->func)) return false;
    list_checks(run);
    for (Size i = 0; i < run->checks.n; i++) {
        NodeId n = run->checks.v[i];
        if (q->inside[n] == hit->func && py_at(run->tree, n)->beg < beg &&
            !query_within(q, hit->node, n) && is_given(run, hit, n) && decides(run, hit, n))
            return true;
    }
    return false;
}
