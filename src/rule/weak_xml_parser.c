// rule weak-xml-parser: an XML parser that reads what the document's DTD says.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A parser object with dangerous defaults is a choice; a plain call is only a place to know of.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)message;
    if (!models_has_tag(mark->mark, S("plain"))) return c;
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
    .peers =
        LIST(L("bandit:B313"), L("bandit:B314"), L("bandit:B315"), L("bandit:B316"),
             L("bandit:B317"), L("bandit:B318"), L("bandit:B319"), L("bandit:B320"),
             L("bandit:B405"), L("bandit:B406"), L("bandit:B407"), L("bandit:B408"),
             L("bandit:B409"), L("bandit:B410"), L("ruff:S313"), L("ruff:S314"), L("ruff:S315"),
             L("ruff:S316"), L("ruff:S317"), L("ruff:S318"), L("ruff:S319"), L("ruff:S320")),
    .mark = L("weak-xml-parser"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix = mend_fix_xml,
};
