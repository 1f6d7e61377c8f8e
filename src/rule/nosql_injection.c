// rule nosql-injection: outside data decides what a query document or a query text means.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// {"name": {"$eq": x}}: compared as it is, even where x is a document. False where outside data
// stands anywhere else.
static bool only_compared(const Query *q, NodeId n, bool below, bool *any, int depth)
{
    enum { NESTED = 12 };
    const Tree *t = q->tree;
    n = query_peel(q, n);
    if (py_kind(t, n) != PY_Dict) {
        if (!(query_taint(q, n) & KIND(NOSQL))) return true;
        *any = true;
        return below;
    }
    NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
    for (uint32_t i = 0; i < values.n; i++) {
        Str key;
        bool known = i < keys.n && keys.v[i] && query_str(q, keys.v[i], &key);
        if (!known && keys.v[i] && query_taint(q, keys.v[i]) & KIND(NOSQL)) return false;
        if (depth > NESTED ||
            !only_compared(q, values.v[i], known && str_eq(key, S("$eq")), any, depth + 1))
            return false;
    }
    return true;
}

// {k: clean(v) for k, v in value.items() if not k.startswith("$")}, in clean itself; or the like in a loop
static bool strips(const Query *q, uint32_t func)
{
    static const int kinds[] = {PY_DictComp, PY_For};
    NodeId def = query_def(q, func);
    Str text;
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = query_next(q, kinds[i], n));) {
            bool looks = false, again = false;
            if (!query_within(q, n, def)) continue;
            for (NodeId c = 0; (c = query_next_in(q, PY_Call, n, c));) {
                again |= query_own_function(q, py_node(q->tree, c, Call_func)) == def;
                looks |= str_eq(query_method(q, c), S("startswith")) &&
                         query_str(q, query_arg(q, c, 0, S("")), &text) && str_eq(text, S("$"));
            }
            if (looks && again) return true;
        }
    return false;
}

// The way leads through a function of this module that takes operators out at every depth.
static bool is_stripped(const Query *q, const FlowHit *hit)
{
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        NodeId def = query_def(q, i);
        if (!def || py_kind(q->tree, def) == PY_Lambda || !strips(q, i)) continue;
        for (Size k = 0; hit->npaths && k < hit->paths[0].n; k++) {
            Span at = hit->paths[0].v[k].at;
            if (at.beg >= py_at(q->tree, def)->beg && at.beg < py_at(q->tree, def)->end)
                return true;
        }
    }
    return false;
}

// Model.objects.filter(**{request.GET["field"]: 1})
static bool is_lookup(const FlowHit *hit) { return models_has_tag(hit->sink, S("lookup")); }

// filter(**form.cleaned_data): the fields that a form or schema declares
static bool names_declared(const FlowHit *hit)
{
    static const Str by[] = {L("cleaned_data"), L("validated_data"), L("model_dump"), {0}};
    return hit->npaths && rule_way_says(&hit->paths[0], by);
}

// body=json.dumps({…: x}): a text in it ends where it began, whatever it holds.
static bool is_dumped(const Query *q, const FlowHit *hit)
{
    if (!models_has_tag(hit->sink, S("written")) || py_kind(q->tree, hit->node) != PY_Call) return false;
    NodeId body = query_arg(q, hit->node, -1, S("body"));
    body = body ? query_peel(q, body) : 0;
    return body && py_kind(q->tree, body) == PY_Call && str_eq(query_method(q, body), S("dumps"));
}

// post(url, json={"query": words}): many services call what somebody looks for so. A text of GraphQL is built around
// it, or it goes to an address, of the module too, or through a function that speaks of such a server.
static bool is_of_a_search(const RuleRun *run, const FlowHit *hit)
{
    static const Str says[] = {L("graphql"), L("GraphQL"), L("gql"), L("mutation"), L("variables"),
                               L("_search"), L("9200"), L("elastic"), L("influx"), {0}};
    const Query *q = run->query;
    if (!models_has_tag(hit->sink, S("body")) || hit->shape.prefix.len || hit->shape.suffix.len) return false;
    NodeId def = query_def(q, hit->func), in = def ? def : q->tree->root;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (!q->inside[n] && str_has(py_text(q->tree, py_node(q->tree, n, Assign_value)), says) &&
            query_uses(q, in, query_called(q, py_list(q->tree, n, Assign_targets).v[0])))
            return false;
    return !query_mentions(q, in, says) && !query_mentions_text(q, in, says);
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Tree *t = run->tree;
    bool any = false, safe = true;
    if (is_lookup(hit)) {
        *message = S("the client names the fields and conditions of the filter");
        if (!(hit->reach & KIND(REMOTE)) || names_declared(hit)) return CONF_NONE;
        return rule_in_package(run) && !rule_is_direct(run, hit) ? CONF_LOW : c;
    }
    if (!(hit->kinds & (KIND(NOSQL) | KIND(QUERY))) || is_stripped(run->query, hit) ||
        is_dumped(run->query, hit))
        return CONF_NONE;
    if (is_of_a_search(run, hit)) return CONF_NONE;
    // an endpoint that takes a whole document of its client's is there for that
    if (rule_in_package(run) && str_starts(hit->callee, S("graphql.")) && !hit->shape.prefix.len &&
        !hit->shape.suffix.len)
        return CONF_LOW;
    if (py_kind(t, hit->node) != PY_Call) return c;
    NodeList args = py_list(t, hit->node, Call_args), keys = py_list(t, hit->node, Call_keywords);
    for (uint32_t i = 0; i < args.n; i++)
        safe &= only_compared(run->query, args.v[i], false, &any, 0);
    for (uint32_t i = 0; i < keys.n; i++)
        safe &= only_compared(run->query, py_node(t, keys.v[i], keyword_value), false, &any, 0);
    return safe && any ? CONF_NONE : c;
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    return (!at->hit || !is_lookup(at->hit)) && mend_fix_nosql(m, at, out);
}

const Rule rule_nosql_injection = {
    .id = L("nosql-injection"),
    .cwe = 943,
    .severity = SEV_HIGH,
    .title = L("outside data decides what a query document or a query text means"),
    .why = L("A client that sends an object instead of a string, or text with a quote in "
             "it, adds operators such as $ne, $regex or $where to the query. The filter "
             "then matches everything, or runs JavaScript in the database. Who names the "
             "fields of a filter asks for password__startswith, letter by letter."),
    .instead = L("Turn each value into the type that you expect (str(), int()), name the "
                 "operator yourself ({\"$eq\": value}), and pass values as variables where the "
                 "query is text."),
    .bad = L("import pymongo\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "db = pymongo.MongoClient().shop\n"
             "@app.post(\"/find\")\n"
             "def find():\n"
             "    return str(db.users.find_one(request.get_json()))\n"),
    .good = L("import pymongo\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "db = pymongo.MongoClient().shop\n"
              "@app.post(\"/find\")\n"
              "def find():\n"
              "    return str(db.users.find_one({\"name\": str(request.get_json()[\"name\"])}))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/943.html"),
                    L("https://owasp.org/www-project-web-security-testing-guide/latest/"
                      "4-Web_Application_Security_Testing/07-Input_Validation_Testing/"
                      "05.6-Testing_for_NoSQL_Injection")),
    .peers = LIST(L("codeql:py/nosql-injection")),
    .into = KIND(NOSQL) | KIND(QUERY) | KIND(MASS),
    .fix = fix,
    .judge_hit = judge,
};
