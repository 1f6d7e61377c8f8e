// rule workflow-order: a step can be taken without the step that must come before it.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str asks[] = {L("authenticat"), L("authoriz"),    L("logged_in"), L("is_admin"),
                           L("has_perm"),    L("permission"),  L("is_owner"),  L("owns"),
                           L("check_auth"),  L("require_auth"), L("is_allowed"),  L("has_role"),
                           L("loggedin"),    L("signed_in"),   L("is_staff"),  {0}};
static const Str open[] = {L("login"),   L("logout"),  L("help"),    L("quit"),   L("exit"),
                           L("register"), L("ping"),   L("version"), L("hello"),  L("auth"),
                           L("signup"),  L("user"),    L("pass"),    L("noop"),   L("capa"),
                           L("connect"), L("disconn"), L("starttls"), L("helo"),  L("ehlo"),
                           L("status"),  L("public"),  L("error"),   L("close"),  {0}};

typedef struct { NodeId at; Str word; bool asks, works; } Branch;
typedef struct { Branch *v; Size n, cap; } Branches;

static bool calls_something(const Query *q, NodeList body)
{
    for (uint32_t i = 0; i < body.n; i++)
        for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
            if (query_within(q, n, body.v[i])) return true;
    return false;
}

static bool mentions(const Query *q, NodeList body)
{
    for (uint32_t i = 0; i < body.n; i++)
        if (query_mentions(q, body.v[i], asks)) return true;
    return false;
}

// `command == "x"` (alone, or first in an `and`): what is compared, and with which word
static NodeId compares(const Query *q, NodeId test, Str *word)
{
    const Tree *t = q->tree;
    if (py_kind(t, test) == PY_BoolOp) test = py_list(t, test, BoolOp_values).v[0];
    if (py_kind(t, test) != PY_Compare) return 0;
    NodeId right = py_list(t, test, Compare_comparators).v[0];
    const PyConst *c = py_kind(t, right) == PY_Constant ? py_const(t, right) : NULL;
    if (py_syms(t, test, Compare_ops).v[0] != OP_EQ || !c || c->kind != CONST_STR) return 0;
    *word = c->text;
    // what a client asks for, not what a fault is called
    static const Str asked[] = {L("command"), L("cmd"),     L("action"), L("op"),       L("verb"),
                                L("method"),  L("request"), L("event"),  L("step"),     L("msg"),
                                L("message"), L("type"),    L("path"),   L("function"), {0}};
    static const Str told[] = {L("error"), L("exc"), L("result"), L("platform"), {0}};
    NodeId on = py_node(t, test, Compare_left);
    return query_mentions(q, on, asked) && !query_mentions(q, on, told) ? on : 0;
}

// All branches of this function on the same subject as `first`.
static void collect_ifs(const Query *q, NodeId first, Str subject, Branches *out, Arena *keep)
{
    const Tree *t = q->tree;
    Str word;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeId on = q->inside[n] == q->inside[first] ? compares(q, py_node(t, n, If_test), &word)
                                                     : 0;
        if (!on || !str_eq(py_text(t, on), subject)) continue;
        NodeList body = py_list(t, n, If_body);
        bool asked = mentions(q, body) || query_mentions(q, py_node(t, n, If_test), asks);
        *push(keep, out) = (Branch){n, word, asked, calls_something(q, body)};
    }
}

static void collect_cases(const Query *q, NodeId match, Branches *out, Arena *keep)
{
    const Tree *t = q->tree;
    NodeList cases = py_list(t, match, Match_cases);
    for (uint32_t i = 0; i < cases.n; i++) {
        NodeId p = py_node(t, cases.v[i], match_case_pattern), guard;
        const PyConst *c = py_kind(t, p) == PY_MatchValue &&
                                   py_kind(t, py_node(t, p, MatchValue_value)) == PY_Constant
                               ? py_const(t, py_node(t, p, MatchValue_value))
                               : NULL;
        if (!c || c->kind != CONST_STR) continue;
        NodeList body = py_list(t, cases.v[i], match_case_body);
        guard = py_node(t, cases.v[i], match_case_guard);
        bool asked = mentions(q, body) || (guard && query_mentions(q, guard, asks));
        *push(keep, out) = (Branch){p, c->text, asked, calls_something(q, body)};
    }
}

static bool in_branch(const Query *q, NodeId n, const Branches *all)
{
    for (Size i = 0; i < all->n; i++) {
        NodeId at = all->v[i].at;
        if (query_within(q, n, py_kind(q->tree, at) == PY_If ? at : q->parent[at])) return true;
    }
    return false;
}

// Is the question asked outside of the branches, once for all of them?
static bool asked_before(const Query *q, NodeId in, const Branches *all)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, in, n));) {
        if (!in_branch(q, n, all) && query_mentions(q, n, asks))
            return true;
    }
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        Str word;
        if (query_within(q, n, in) && !in_branch(q, n, all) &&
            !compares(q, py_node(t, n, If_test), &word) &&
            query_mentions(q, py_node(t, n, If_test), asks))
            return true;
    }
    return query_decorated(q, in, asks);
}

static void judge_branches(RuleRun *run, uint32_t func, const Branches *all)
{
    const Query *q = run->query;
    NodeId def = query_def(q, func);
    Size asking = 0;
    for (Size i = 0; i < all->n; i++)
        asking += all->v[i].asks && !query_named(all->v[i].word, open);
    if (!asking || all->n < 2 || !def || asked_before(q, def, all)) return;
    for (Size i = 0; i < all->n; i++) {
        const Branch *b = &all->v[i];
        if (b->asks || !b->works || query_named(b->word, open)) continue;
        NodeId at = py_kind(q->tree, b->at) == PY_If ? py_node(q->tree, b->at, If_test) : b->at;
        rule_report(run, func, at, CONF_MEDIUM,
                    "\"%.*s\" is done without the question that its neighbours ask first",
                    STR_ARG(b->word));
    }
}

static void look_at_dispatch(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str word;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        Arena scratch = *run->scratch;
        Branches all = {0};
        NodeId on = compares(q, py_node(t, n, If_test), &word);
        if (!on || !query_mentions(q, n, asks)) continue;
        collect_ifs(q, n, py_text(t, on), &all, &scratch);
        judge_branches(run, q->inside[n], &all);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Match, n));) {
        Arena scratch = *run->scratch;
        Branches all = {0};
        collect_cases(q, n, &all, &scratch);
        judge_branches(run, q->inside[n], &all);
    }
}

// ---- states: one function asks for the state before it sets the next, its neighbour does not

static bool is_state(Str name)
{
    static const Str states[] = {L("status"), L("state"), L("stage"), L("step"), L("phase"), {0}};
    if (str_in(name, states)) return true;
    return false;
}

static bool in_class(const Query *q, uint32_t a, uint32_t b)
{
    Str x = q->module->funcs.v[a].qualname, y = q->module->funcs.v[b].qualname;
    Size i = str_rfind(x, '.'), k = str_rfind(y, '.');
    return str_eq(i < 0 ? S("") : str_sub(x, 0, i), k < 0 ? S("") : str_sub(y, 0, k));
}

// Does the function read that attribute, or look for objects in a state?
static bool reads_state(const Query *q, uint32_t func, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));)
        if (q->inside[n] == func && py_at(t, n)->op == CTX_LOAD &&
            str_eq(query_called(q, n), name))
            return true;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));)
        if (q->inside[n] == func && str_eq(py_name(t, py_sym(t, n, keyword_arg)), name))
            return true;
    return false;
}

// if order.status != "paid": …   then   order.status = "shipped"
static bool asks_first(const Query *q, uint32_t func, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left);
        if (q->inside[n] == func && py_kind(t, left) == PY_Attribute &&
            str_eq(query_called(q, left), name))
            return true;
    }
    return false;
}

static void look_at_states(RuleRun *run)
{
    static const Str start[] = {L("init"),   L("create"), L("new"),   L("reset"), L("cancel"),
                                L("fail"),   L("error"),  L("reject"), L("start"), L("close"),
                                L("abort"),  L("stop"),   L("set"),   L("update"), L("begin"),
                                L("on_"),    L("add"),    L("main"),  L("setup"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        Str name = query_called(q, to);
        uint32_t func = q->inside[n];
        if (py_kind(t, to) != PY_Attribute || !is_state(name) || !query_def(q, func)) continue;
        if (py_kind(t, value) != PY_Constant && py_kind(t, value) != PY_Attribute) continue;
        if (query_named(py_name(t, q->module->funcs.v[func].name), start)) continue;
        if (!query_is_handler(q, func) || reads_state(q, func, name)) continue;
        bool neighbour = false;
        for (NodeId m = 0; !neighbour && (m = query_next(q, PY_Assign, m));) {
            NodeId other = py_list(t, m, Assign_targets).v[0];
            neighbour = q->inside[m] != func && py_kind(t, other) == PY_Attribute &&
                        str_eq(query_called(q, other), name) && in_class(q, q->inside[m], func) &&
                        asks_first(q, q->inside[m], name);
        }
        if (neighbour)
            rule_report(run, func, n, CONF_MEDIUM,
                        "`%.*s` is set without a look at what it was, which its neighbour asks",
                        STR_ARG(name));
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    look_at_dispatch(run);
    look_at_states(run);
}

const Rule rule_workflow_order = {
    .id       = L("workflow-order"),
    .cwe      = 841, .also = {862, 306}, .severity = SEV_HIGH,
    .title    = L("a step can be taken without the step that must come before it"),
    .why      = L("A client need not send its requests in the order of the pages. Where one "
                  "command of a dispatcher asks for the login and the next one does not, or one "
                  "step asks for the order's state and the next one just sets it, the attacker "
                  "sends the unguarded one first: files without a login, goods without a payment."),
    .instead  = L("Ask once, before the dispatch; let each step refuse when the state is not the "
                  "one it follows."),
    .bad      = L("def dispatch(command, session, args, files):\n"
                  "    if command == \"login\":\n"
                  "        session.login(args)\n"
                  "    elif command == \"get\":\n"
                  "        if session.is_authenticated():\n"
                  "            files.send(args)\n"
                  "    elif command == \"list\":\n"
                  "        files.list(args)\n"),
    .good     = L("def dispatch(command, session, args, files):\n"
                  "    if command == \"login\":\n"
                  "        session.login(args)\n"
                  "        return\n"
                  "    if not session.is_authenticated():\n"
                  "        raise PermissionError(command)\n"
                  "    if command == \"get\":\n"
                  "        files.send(args)\n"
                  "    elif command == \"list\":\n"
                  "        files.list(args)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/841.html"),
                     L("https://owasp.org/www-community/vulnerabilities/"
                       "Business_logic_vulnerability")),
    .at_file  = look,
    .weak_in_package = true,
};
