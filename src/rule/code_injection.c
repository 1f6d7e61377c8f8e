// rule code-injection: outside text is run as Python.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Does eval or exec in this file run what outside data, or this call, was compiled to?
static bool runs_elsewhere(const Query *q, NodeId compile)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str callee = query_callee(q, n);
        NodeId code = query_arg(q, n, 0, S("source"));
        if ((str_eq(callee, S("eval")) || str_eq(callee, S("exec"))) && code &&
            (query_taint(q, code) & KIND(CODE) || query_peel(q, code) == compile))
            return true;
    }
    return false;
}

// if not isinstance(node, (ast.Constant, ast.BinOp)): raise — of a list that lets no calls and no
// attributes through
static bool refuses_others(const Query *q, NodeId test, Str node)
{
    static const Str reach[] = {L("Call"), L("Attribute"), L("AST"), L("expr"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, test, n));) {
        NodeId kinds = query_arg(q, n, 1, S("")), list = kinds ? query_peel(q, kinds) : 0;
        if (!str_eq(query_method(q, n), S("isinstance")) || !list || py_kind(t, list) != PY_Tuple ||
            !str_eq(py_text(t, query_arg(q, n, 0, S(""))), node))
            continue;
        bool narrow = true;
        for (const Str *r = reach; r->len; r++) narrow &= !query_uses(q, list, *r);
        NodeId up = q->parent[n];
        bool turned = py_kind(t, up) == PY_UnaryOp ||
            str_eq(query_callee(q, q->parent[up]), S("all"));
        if (narrow && turned) return true;
    }
    return false;
}

// for node in ast.walk(tree), all(… for node in ast.walk(tree)): the name that each node of the
// text goes by; empty: another loop.
static Str walked_as(const Query *q, NodeId loop, int target, int iter)
{
    static const Str walks[] = {L("ast.walk"), {0}};
    NodeId over = query_peel(q, py_node(q->tree, loop, iter));
    bool walks_all = py_kind(q->tree, over) == PY_Call && query_calls(q, over, walks);
    return walks_all ? py_text(q->tree, py_node(q->tree, loop, target)) : (Str){0};
}

// Each node of the parsed text is looked at, and the function left where one is of another kind.
static bool is_of_kinds(const Query *q, NodeId def, NodeId sink)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; def && (n = query_next_in(q, PY_If, def, n));) {
        NodeId last = py_last(py_list(t, n, If_body)), test = py_node(t, n, If_test),
            up = q->parent[n];
        if (py_at(t, n)->end >= py_at(t, sink)->beg || !query_leaves(q, last)) continue;
        Str node = py_kind(t, up) == PY_For ? walked_as(q, up, For_target, For_iter) : (Str){0};
        if (node.len && refuses_others(q, test, node)) return true;
        for (NodeId c = 0; (c = query_next_in(q, PY_comprehension, test, c));) {
            node = walked_as(q, c, comprehension_target, comprehension_iter);
            if (node.len && !py_list(t, c, comprehension_ifs).n && refuses_others(q, test, node))
                return true;
        }
    }
    return false;
}

// Names of what asks, or restricts, before a text is run.
static const Str asks[] = {L("restrict"),  L("safe"),  L("literal_eval"),
                           L("sandbox"),   L("allow"), L("forbid"),
                           L("whitelist"), L("check"), {0}};

// A program that runs the file, module or settings that its own user names does what it is for.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    static const Str loaders[] = {L("importlib"), L("runpy"), L("dictconfig"), L("fileconfig"),
                                  L("codeop"), {0}};
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    (void)message;
    // eval(compile(x)): the eval is where it runs
    if (str_eq(hit->callee, S("compile")) && runs_elsewhere(run->query, hit->node)) return CONF_NONE;
    if (is_of_kinds(run->query, query_def(run->query, hit->func), hit->node)) return CONF_LOW;
    // in a package, what is run is a named value of the request of somebody who may not install code anyway, or
    // what a handler of such people's handed to this function
    if (rule_in_package(run) && !rule_is_handed(run, hit, asks) &&
        (!rule_takes_text(run, hit, false) || rule_is_admins(run, hit->func)))
        return CONF_LOW;
    if (hit->reach & KIND(REMOTE)) return c;
    bool of_file = p && p->n && hit->reach & KIND(LOCAL) &&
                   (str_find(p->v[0].what, S("io.")) >= 0 || str_find(p->v[0].what, S("arg")) >= 0);
    return c > CONF_LOW && (query_named(hit->callee, loaders) || of_file) ? CONF_LOW : c;
}

// eval(self.rules[name]): a text that is kept, or given, by whomever
static bool evaluates(const Mend *m, const MendSite *at, Fix *out)
{
    return py_list(m->tree, at->node, Call_args).n && mend_kept_code(m, at->node) &&
           mend_fix_eval(m, at, out);
}

static void look(RuleRun *run)
{
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Call, evaluates, CONF_LOW, "a text that others may write is run");
}

const Rule rule_code_injection = {
    .id       = L("code-injection"),
    .cwe      = 94, .also = {95}, .severity = SEV_CRITICAL,
    .title    = L("outside text is run as Python"),
    .why      = L("eval, exec and compile run whatever the text says, with everything this "
                  "process may do. An empty __builtins__ does not stop attribute walks such as "
                  "().__class__.__base__.__subclasses__()."),
    .instead  = L("Read literals with ast.literal_eval, data with json.loads, and choose "
                  "behaviour from a dictionary of functions."),
    .bad      = L("from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/calc\")\n"
                  "def calc():\n"
                  "    return str(eval(request.args[\"expr\"]))\n"),
    .good     = L("import ast\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/calc\")\n"
                  "def calc():\n"
                  "    return str(ast.literal_eval(request.args[\"expr\"]))\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/95.html"),
                     L("https://docs.python.org/3/library/ast.html#ast.literal_eval"),
                     L("https://nedbatchelder.com/blog/201206/eval_really_is_dangerous.html")),
    .peers    = LIST(L("bandit:B102"), L("bandit:B307"), L("ruff:S102"), L("ruff:S307"),
                     L("codeql:py/code-injection")),
    .into     = KIND(CODE),
    .judge_hit = judge,
    .fix      = mend_fix_eval,
    .at_file  = look,
    .surest   = {.most = CONF_LOW},
};
