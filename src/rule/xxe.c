// rule xxe: outside XML is parsed with external entities or a DTD allowed.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// parser.EntityDeclHandler = refuse, parser.ExternalEntityRefHandler = None
static bool refuses_entities(const Query *q, NodeId def)
{
    for (NodeId n = 0; def && (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(q->tree, n, Assign_targets).v[0];
        if (!query_within(q, n, def) || py_kind(q->tree, to) != PY_Attribute) continue;
        bool none = query_is_none(q, py_node(q->tree, n, Assign_value));
        if (str_eq(query_called(q, to), S("EntityDeclHandler")) && !none) return true;
        if (str_eq(query_called(q, to), S("ExternalEntityRefHandler")) && none) return true;
    }
    return false;
}

// The standard library's parsers fetch nothing; what is left is entities that multiply, which expat
// bounds.
// parser.setFeature(feature_external_ges, False)
static bool is_switched_off(const Query *q, NodeId def, NodeId parse)
{
    RuleNames mine = rule_object_names(q, def ? def : q->tree->root, parse);
    bool off = false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId which = query_arg(q, n, 0, S("name")), on = query_arg(q, n, 1, S("state"));
        if (!str_eq(query_method(q, n), S("setFeature")) || !which || !on ||
            (def && !query_within(q, n, def)) ||
            !str_ends(query_dotted(q, which), S("feature_external_ges")))
            continue;
        NodeId other = rule_object(q, n);
        if (mine.n && other && !rule_is_named(&mine, py_text(q->tree, other))) continue;
        if (!query_is_false(q, on)) return false;
        off = true;
    }
    return off;
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    static const Str patches[] = {L("monkey_patch"), L("defuse_stdlib"), {0}};
    static const Str opened[] = {L("feature_external_ges"), {0}};
    const Query *q = run->query;
    if (query_arg(q, hit->node, 1, S("parser")) && query_mentions(q, q->tree->root, opened))
        return c;
    NodeId func = py_kind(q->tree, hit->node) == PY_Call ? py_node(q->tree, hit->node, Call_func)
        : 0;
    // made and set up in another method
    bool kept = func && str_starts(py_text(q->tree, func), S("self."));
    NodeId where = kept ? 0 : query_def(q, hit->func);
    if (models_has_tag(hit->sink, S("reader")) && is_switched_off(q, where, hit->node))
        return CONF_NONE;
    if (str_find(hit->callee, S("expat")) >= 0 && refuses_entities(q, query_def(q, hit->func)))
        return CONF_NONE;
    // defusedxml.xmlrpc.monkey_patch(): the parser of xmlrpc.client is another since then
    if (rule_in_package(run) && str_find(hit->callee, S("xmlrpc")) >= 0 &&
        query_mentions(q, q->tree->root, patches))
        return CONF_NONE;
    if (rule_looks_for_entities(q, query_arg(q, hit->node, 0, S("text")))) return CONF_NONE;
    bool bounded = str_starts(hit->callee, S("xml.etree")) || str_starts(hit->callee, S("xml.dom"));
    if (!bounded) return c;
    return CONF_LOW;
}

const Rule rule_xxe = {
    .id = L("xxe"),
    .cwe = 611,
    .also = {827},
    .severity = SEV_HIGH,
    .title = L("outside XML is parsed with external entities or a DTD allowed"),
    .why = L("An entity declared in the document may name a file or an address, and the "
             "parser puts its content in the result: local files and internal services are "
             "read through the document, or declared entities multiply until memory is "
             "full."),
    .instead = L("Use defusedxml, or lxml with resolve_entities=False, no_network=True and "
                 "load_dtd=False; for xml.sax leave feature_external_ges off."),
    .bad = L("from lxml import etree\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/xml\")\n"
             "def read():\n"
             "    parser = etree.XMLParser(resolve_entities=True)\n"
             "    return etree.fromstring(request.get_data(), parser).tag\n"),
    .good = L("from lxml import etree\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/xml\")\n"
              "def read():\n"
              "    parser = etree.XMLParser(resolve_entities=False, no_network=True)\n"
              "    return etree.fromstring(request.get_data(), parser).tag\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/611.html"),
                    L("https://docs.python.org/3/library/xml.html#xml-security"),
                    L("https://github.com/tiran/defusedxml")),
    .peers = LIST(L("bandit:B405"), L("bandit:B406"), L("bandit:B407"), L("bandit:B408"),
                  L("bandit:B409"), L("ruff:S405"), L("ruff:S406"), L("ruff:S407"),
                  L("ruff:S408"), L("ruff:S409"), L("ruff:S410"),
                  L("bandit:B313"), L("bandit:B314"), L("bandit:B315"), L("bandit:B316"),
                  L("bandit:B317"), L("bandit:B318"), L("bandit:B319"), L("bandit:B320"),
                  L("bandit:B410"), L("ruff:S313"), L("ruff:S314"), L("ruff:S315"), L("ruff:S316"),
                  L("ruff:S317"), L("ruff:S318"), L("ruff:S319"), L("ruff:S320"),
                  L("codeql:py/xxe"), L("codeql:py/xml-bomb")),
    .into = KIND(XML),
    .judge_hit = judge,
    .fix = mend_fix_xml,
};
