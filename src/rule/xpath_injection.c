// rule xpath-injection: outside text becomes part of an XPath expression.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// root.find(f"user[@name='{name}']"), of a root that nobody knows
static void look_at_shapes(RuleRun *run)
{
    static const Str takes[] = {L("find"),     L("findall"), L("findtext"),
                                L("iterfind"), L("xpath"),   {0}};
    rule_by_call(run, takes, mend_fix_xpath_quotes, CONF_LOW,
                  "a parameter stands between the quotes of a query");
}

// fromstring("<html></html>", …): a document of the program's own, and a constant one: nothing in it is anybody's.
static bool is_constant_document(const Query *q, NodeId made)
{
    static const Str makers[] = {L("fromstring"), L("XML"), L("HTML"), L("document_fromstring"), {0}};
    Str text;
    if (py_kind(q->tree, made) != PY_Call || !str_in(query_method(q, made), makers)) return false;
    NodeId first = query_arg(q, made, 0, S("text"));
    if (!first || !query_str(q, first, &text)) return false;
    int tags = 0;                                  // of one element: a list of users is worth asking
    for (Size i = 0; i < text.len; i++) tags += text.s[i] == '<';
    return tags <= 2 && str_find(text, S("=")) < 0;
}

// Whether nothing is put into the document: its name is assigned and asked, and no more.
static bool is_only_asked(const Query *q, NodeId document)
{
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        NodeId up = q->parent[n];
        if (q->inside[n] != q->inside[document] || py_sym(q->tree, n, Name_id) != py_sym(q->tree, document, Name_id) ||
            py_kind(q->tree, up) == PY_Assign)
            continue;
        bool asks = py_kind(q->tree, up) == PY_Attribute && str_eq(query_called(q, up), S("xpath"));
        bool given = py_kind(q->tree, up) == PY_Call && str_starts(query_callee(q, up), S("elementpath."));
        if (!asks && !given) return false;
    }
    return true;
}

// tree.xpath(text) to see whether the text is an expression at all, wherever `tree` was made in the function.
static bool is_of_constant(const Query *q, NodeId document)
{
    if (py_kind(q->tree, document) != PY_Name) return is_constant_document(q, document);
    bool any = false;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(q->tree, n, Assign_targets).v[0];
        if (q->inside[n] != q->inside[document] || py_kind(q->tree, to) != PY_Name ||
            py_sym(q->tree, to, Name_id) != py_sym(q->tree, document, Name_id))
            continue;
        if (!is_constant_document(q, py_node(q->tree, n, Assign_value))) return false;
        any = true;
    }
    return any && is_only_asked(q, document);
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message;
    if (py_kind(q->tree, hit->node) != PY_Call) return c;
    NodeId func = py_node(q->tree, hit->node, Call_func);
    NodeId of = str_starts(hit->callee, S("elementpath.")) ? query_arg(q, hit->node, 0, S("root"))
                : py_kind(q->tree, func) == PY_Attribute   ? py_node(q->tree, func, Attribute_value)
                                                           : 0;
    return of && is_of_constant(q, of) ? CONF_NONE : c;
}

const Rule rule_xpath_injection = {
    .id = L("xpath-injection"),
    .cwe = 643,
    .also = {91},
    .severity = SEV_HIGH,
    .title = L("outside text becomes part of an XPath expression"),
    .why = L("A quote in the value ends the literal and the rest is XPath: ' or '1'='1 "
             "selects every node of the document."),
    .instead = L("Pass values as variables (tree.xpath(\"//u[@n=$n]\", n=value)), or compare in "
                 "Python."),
    .bad = L("from lxml import etree\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/user\")\n"
             "def user():\n"
             "    tree = etree.parse(\"users.xml\")\n"
             "    return str(tree.xpath(\"//user[@name='\" + request.args[\"name\"] + \"']\"))\n"),
    .good = L("from lxml import etree\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/user\")\n"
              "def user():\n"
              "    tree = etree.parse(\"users.xml\")\n"
              "    return str(tree.xpath(\"//user[@name=$name]\", name=request.args[\"name\"]))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/643.html"),
                    L("https://lxml.de/xpathxslt.html#the-xpath-method")),
    .peers = LIST(L("codeql:py/xpath-injection")),
    .into = KIND(XPATH),
    .judge_hit = judge,
    .fix = mend_fix_xpath,
    .at_file = look_at_shapes,
    .surest = {.most = CONF_LOW},
};
