// rule unsafe-reflection: outside text names a module to import or an attribute to take.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include <ctype.h>

// getattr(row, name) or 0, f"{getattr(row, name)}", sorted(rows, key=lambda r: getattr(r, name)): the
// attribute is read, and nobody calls what it is.
static bool only_read(const RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (!str_ends(hit->callee, S("getattr")) || py_kind(t, hit->node) != PY_Call) return false;
    NodeId up = q->parent[hit->node], object = query_arg(q, hit->node, 0, S(""));
    if (!object || str_eq(query_type(q, object), S("module"))) return false;
    int k = py_kind(t, up);
    if (k == PY_Lambda && py_kind(t, q->parent[up]) == PY_keyword)
        return str_eq(py_name(t, py_sym(t, q->parent[up], keyword_arg)), S("key"));
    if (k == PY_BoolOp) k = py_kind(t, up = q->parent[up]);
    else if (k == PY_BinOp || k == PY_Compare || k == PY_FormattedValue || k == PY_UnaryOp)
        return true;
    else return false;
    return k == PY_GeneratorExp || k == PY_ListComp || k == PY_BinOp || k == PY_Compare;
}

// getattr(fn, "exposed", False), hasattr(fn, "exposed"), fn.exposed: is the marker of an attribute asked?
static bool asks_marker(const Query *q, NodeId test, Str name)
{
    static const Str asks[] = {L("getattr"), L("hasattr"), {0}};
    const Tree *t = q->tree;
    Str marker;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, test, n));) {
        NodeId of = query_arg(q, n, 0, S("")), what = query_arg(q, n, 1, S(""));
        if (of && what && query_calls(q, n, asks) && py_kind(t, of) == PY_Name &&
            str_eq(py_text(t, of), name) && query_str(q, what, &marker) &&
            !str_starts(marker, S("__")))
            return true;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_Attribute, test, n));) {
        NodeId of = py_node(t, n, Attribute_value);
        bool called =
            py_kind(t, q->parent[n]) == PY_Call && py_node(t, q->parent[n], Call_func) == n;
        if (!called && py_kind(t, of) == PY_Name && str_eq(py_text(t, of), name) &&
            !str_starts(py_name(t, py_sym(t, n, Attribute_attr)), S("__")))
            return true;
    }
    return false;
}

// fn = getattr(block, name, None); if not getattr(fn, "is_action", False): raise: what was taken is used only
// where its own marker allows that. The branch ends the turn,
// or what it allows.
static bool is_marked(const RuleRun *run, const FlowHit *hit)
{
    static const Str ends[] = {L("abort"), L("fail"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId up = py_kind(t, hit->node) == PY_Call ? q->parent[hit->node] : 0;
    NodeId to = up && py_kind(t, up) == PY_Assign ? py_list(t, up, Assign_targets).v[0] : 0;
    uint32_t func = q->inside[hit->node];
    if (!to || py_kind(t, to) != PY_Name || !str_ends(hit->callee, S("getattr"))) return false;
    Str name = py_text(t, to);
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeId test = py_node(t, n, If_test);
        NodeList body = py_list(t, n, If_body);
        if (q->inside[n] != func || py_at(t, n)->beg < py_at(t, up)->end ||
            !asks_marker(q, test, name))
            continue;
        int last = py_kind(t, py_last(body));
        if (last == PY_Raise || last == PY_Return || last == PY_Continue ||
            query_mentions(q, py_last(body), ends))
            return true;
    }
    return false;
}

// getattr(api, name)(…), or fn = getattr(api, name) and then fn(…), of which nothing was asked.
static bool is_called(const RuleRun *run, NodeId node)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId up = py_kind(t, node) == PY_Call ? q->parent[node] : 0;
    if (py_kind(t, up) == PY_Call) return py_node(t, up, Call_func) == node;
    if (py_kind(t, up) != PY_Assign || py_kind(t, py_list(t, up, Assign_targets).v[0]) != PY_Name)
        return false;
    Str name = query_called(q, py_list(t, up, Assign_targets).v[0]);
    for (NodeId n = 0; (n = query_next(q, PY_If, n));)
        if (q->inside[n] == q->inside[node] && query_uses(q, py_node(t, n, If_test), name))
            return false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (q->inside[n] == q->inside[node] && py_kind(t, func) == PY_Name &&
            str_eq(query_called(q, func), name))
            return true;
    }
    return false;
}

// Names of what asks which attribute or module may be taken.
static const Str asks[] = {
    L("allow"),    L("permit"),     L("forbid"),     L("valid"),   L("safe"), L("check"),
    L("authoriz"), L("isinstance"), L("issubclass"), L("hasattr"), {0}};

// In a package a name that came far says little, and a field's name of a form or a model is mostly one that these
// declare: a module that is imported, or an attribute that is called at once.
static bool is_evident(const RuleRun *run, const FlowHit *hit)
{
    bool direct = rule_is_direct(run, hit), module = (hit->kinds & KIND(IMPORT)) != 0;
    if (direct && module) return true;
    if (!module && !is_called(run, hit->node)) return false;
    return direct ? rule_is_clients(run, hit, asks) : rule_is_handed(run, hit, asks);
}

// getattr(self, "do_" + word): one of the family that this module has made for that, as cmd and http.server do.
static bool is_of_a_family(const RuleRun *run, const FlowHit *hit)
{
    enum { SHORTEST = 3 };
    static const Str selves[] = {L("self"), L("cls"), {0}};
    const Query *q = run->query;
    Str begins = hit->shape.prefix;
    bool word = begins.len >= SHORTEST && isalpha((unsigned char)*begins.s) && str_ends(begins, S("_"));
    NodeId of = py_kind(run->tree, hit->node) == PY_Call ? query_arg(q, hit->node, 0, S("object")) : 0;
    bool own = of && py_kind(run->tree, of) == PY_Name && str_in(query_called(q, of), selves);
    if (!word || !own || hit->kinds & KIND(IMPORT)) return false;
    for (Size i = 1; i < q->module->funcs.n; i++)
        if (str_starts(py_name(run->tree, q->module->funcs.v[i].name), begins)) return true;
    return false;
}

// setattr by a name from outside is mass-assignment's to say.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    Mend m = rule_mend(run, run->query->inside[hit->node]);
    NodeId def = query_def(run->query, m.func);
    (void)message;
    // where a program's own caller or command line says that its modules lie
    if (str_starts(hit->callee, S("sys.path.")) && !(hit->reach & KIND(REMOTE))) return CONF_NONE;
    if (def && py_kind(run->tree, def) != PY_Lambda && mend_asks_reader(&m, def)) return CONF_NONE;
    if (is_marked(run, hit) || is_of_a_family(run, hit)) return CONF_NONE;
    if (c > CONF_LOW && (only_read(run, hit) || (rule_in_package(run) && !is_evident(run, hit))))
        c = CONF_LOW;
    if (c > CONF_MEDIUM && rule_in_package(run) && !(hit->kinds & KIND(IMPORT))) c = CONF_MEDIUM;
    return str_ends(hit->callee, S("setattr")) ? CONF_NONE : c;
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_dispatch, mend_fix_member, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_unsafe_reflection = {
    .id       = L("unsafe-reflection"),
    .cwe      = 470, .also = {94}, .severity = SEV_HIGH,
    .title    = L("outside text names a module to import or an attribute to take"),
    .why      = L("The name decides what is loaded or called: another module's top-level code, "
                  "os.system instead of a handler, or __class__ and from there every object of "
                  "the process."),
    .instead  = L("Look the name up in a dictionary of what may be chosen, and refuse the rest."),
    .bad      = L("import importlib\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/plugin\")\n"
                  "def plugin():\n"
                  "    return str(importlib.import_module(request.args[\"name\"]))\n"),
    .good     = L("from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "PLUGINS = {\"a\": \"first\", \"b\": \"second\"}\n"
                  "@app.get(\"/plugin\")\n"
                  "def plugin():\n"
                  "    return PLUGINS.get(request.args[\"name\"], \"none\")\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/470.html"),
                     L("https://docs.python.org/3/library/importlib.html#importlib.import_module")),
    .peers    = LIST(L("semgrep:non-literal-import")),
    .into     = KIND(IMPORT) | KIND(ATTRIBUTE),
    .class_b  = true,
    .handed   = asks,
    .judge_hit = judge,
    .fix = fix,
};
