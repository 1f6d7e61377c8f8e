// rule weak-xml-parser: an XML parser that reads what the document's DTD says.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool is_given(const Query *q, NodeId call, Sym parser)
{
    const Tree *t = q->tree;
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 1; i < args.n; i++)
        if (py_kind(t, args.v[i]) == PY_Name && py_sym(t, args.v[i], Name_id) == parser)
            return true;
    for (uint32_t i = 0; i < keys.n; i++) {
        NodeId v = py_node(t, keys.v[i], keyword_value);
        if (py_kind(t, v) == PY_Name && py_sym(t, v, Name_id) == parser) return true;
    }
    return false;
}

// Everything that the parser made or set at `made` is given to read is a constant of the source.
static bool reads_constants(const Query *q, NodeId made)
{
    const Tree *t = q->tree;
    NodeId st = query_statement(q, made), name = 0, func = py_node(t, made, Call_func);
    if (py_kind(t, st) == PY_Assign) name = py_list(t, st, Assign_targets).v[0];
    else if (py_kind(t, func) == PY_Attribute) name = py_node(t, func, Attribute_value);
    if (!name || py_kind(t, name) != PY_Name) return false;
    int reads = 0;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str text;
        if (q->inside[n] != q->inside[made] || !is_given(q, n, py_sym(t, name, Name_id))) continue;
        NodeId doc = py_list(t, n, Call_args).n ? py_list(t, n, Call_args).v[0] : 0;
        Str method = query_method(q, n);
        bool of_text = str_eq(method, S("fromstring")) || str_eq(method, S("XML")) ||
                       str_eq(method, S("parseString")); // else it names a file
        if (!of_text || !doc || !query_str(q, doc, &text)) return false;
        reads++;
    }
    return reads > 0;
}

// parser.setFeature(feature_external_ges, False) in the function of make_parser()
static bool is_switched_off(const Query *q, NodeId made, NodeId def)
{
    if (!str_eq(query_method(q, made), S("make_parser"))) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId which = query_arg(q, n, 0, S("name")), on = query_arg(q, n, 1, S("state"));
        if (str_eq(query_method(q, n), S("setFeature")) && which && on &&
            (!def || query_within(q, n, def)) && query_is_false(q, on) &&
            str_ends(query_dotted(q, which), S("feature_external_ges")))
            return true;
    }
    return false;
}

// A parser object with dangerous defaults is a choice; a plain call is only a place to know of.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)message;
    NodeId def = query_def(run->query, mark->func);
    if (models_has_tag(mark->mark, S("plain")) && is_switched_off(run->query, mark->node, def))
        return CONF_NONE;
    // in a package the defaults are what every document of the program's own is read with
    static const Str chosen[] = {L("resolve_entities"), L("load_dtd"), L("dtd_validation"),
                                 L("no_network"), L("feature_external"), {0}};
    bool defaults = py_kind(run->tree, mark->node) == PY_Call &&
                    !query_mentions(run->query, mark->node, chosen);
    if (!models_has_tag(mark->mark, S("plain")) && defaults && rule_in_package(run) &&
        !query_is_handler(run->query, mark->func) && c > CONF_LOW)
        c = CONF_LOW;
    if (!models_has_tag(mark->mark, S("plain")))
        return reads_constants(run->query, mark->node) ? CONF_NONE : c;
    if (py_kind(run->tree, mark->node) == PY_Call &&
        rule_looks_for_entities(run->query, query_arg(run->query, mark->node, 0, S("text"))))
        return CONF_NONE;
    // outside text of which a guard has taken the danger: it was looked at first
    Val text = flow_arg(run->file, mark->func, mark->call, 0, S("text"));
    Kinds k = text ? flow_taint(run->file, mark->func, text) : 0;
    return k & KINDS_REACH && !(k & KIND(XML)) ? CONF_NONE : CONF_LOW;
}

const Rule rule_weak_xml_parser = {
    .id = L("weak-xml-parser"),
    .cwe = 611,
    .also = {827, 776},
    .severity = SEV_MEDIUM,
    .title = L("an XML parser that reads what the document's DTD says"),
    .why = L("A document that somebody else writes may name files and addresses as "
             "entities, or entities that multiply: the parser fetches the ones and expands "
             "the others."),
    .instead = L("defusedxml, or lxml with resolve_entities=False, no_network=True; leave "
                 "feature_external_ges off."),
    .bad = L("from lxml import etree\n"
             "parser = etree.XMLParser(load_dtd=True)\n"),
    .good = L("from lxml import etree\n"
              "parser = etree.XMLParser(resolve_entities=False, no_network=True)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/611.html"),
             L("https://docs.python.org/3/library/xml.html#xml-security"),
             L("https://lxml.de/FAQ.html#how-do-i-use-lxml-safely-as-a-web-service-endpoint")),
    .peers = LIST(L("bandit:B313"), L("bandit:B314"), L("bandit:B315"), L("bandit:B316"),
                  L("bandit:B317"), L("bandit:B318"), L("bandit:B319"), L("bandit:B320"),
                  L("bandit:B405"), L("bandit:B406"), L("bandit:B407"), L("bandit:B408"),
                  L("bandit:B409"), L("bandit:B410"), L("ruff:S313"), L("ruff:S314"),
                  L("ruff:S315"), L("ruff:S316"), L("ruff:S317"), L("ruff:S318"), L("ruff:S319"),
                  L("ruff:S405"), L("ruff:S406"), L("ruff:S407"), L("ruff:S408"), L("ruff:S409"),
                  L("ruff:S410"), L("ruff:S320")),
    .mark = L("weak-xml-parser"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix = mend_fix_xml,
};
