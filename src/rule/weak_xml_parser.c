// rule weak-xml-parser: an XML parser that reads what the document's DTD says.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// "<a/>", io.BytesIO(b"<a/>"), and names of them; where a text would name a file, only the latter.
static bool is_constant(const Query *q, NodeId doc, bool of_text)
{
    static const Str streams[] = {L("StringIO"), L("BytesIO"), {0}};
    const Tree *t = q->tree;
    Str text;
    doc = doc ? query_peel(q, doc) : 0;
    if (doc && py_kind(t, doc) == PY_Call && str_in(query_method(q, doc), streams)) {
        NodeId inner = query_arg(q, doc, 0, S("initial_value"));
        return inner && query_str(q, inner, &text);
    }
    return of_text && doc && query_str(q, doc, &text);
}

// defusedxml.lxml.parse(x, parser, forbid_entities=False): else it looks itself at what the parser found
static bool allows(const Query *q, NodeId call)
{
    static const Str forbids[] = {L("forbid_dtd"), L("forbid_entities"), L("forbid_external"), {0}};
    for (const Str *f = forbids; f->len; f++)
        if (query_is_false(q, py_keyword(q->tree, call, *f))) return true;
    return false;
}

// What is read there is no danger, or xxe says that it is.
static bool is_settled(const RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    Str m = query_method(q, call);
    static const Str texts[] = {L("fromstring"), L("XML"), L("parseString"), L("feed"), {0}};
    NodeList args = py_list(q->tree, call, Call_args);
    if (is_constant(q, args.n ? args.v[0] : 0, str_in(m, texts))) return true;
    if (str_starts(query_callee(q, call), S("defusedxml.")) && !allows(q, call)) return true;
    for (Size i = 0; i < run->file->hits.n; i++) {
        const FlowHit *h = &run->file->hits.v[i];
        if (h->node == call && h->kinds & KIND(XML) && h->reach & KIND(REMOTE)) return true;
    }
    return false;
}

// The call that the node is an argument of; 0: none.
static NodeId given_to(const Query *q, NodeId n)
{
    NodeId up = q->parent[n];
    if (up && py_kind(q->tree, up) == PY_keyword) up = q->parent[up];
    return up && py_kind(q->tree, up) == PY_Call && py_node(q->tree, up, Call_func) != n ? up : 0;
}

typedef enum { USE_SETS, USE_READS, USE_OTHER } Use;

// p.setFeature(…), p.setContentHandler(…); p.parse(doc), fromstring(doc, p); whatever else may be done with it.
static Use use_of(const Query *q, NodeId name, NodeId *call)
{
    const Tree *t = q->tree;
    NodeId up = q->parent[name];
    if ((*call = given_to(q, name)) != 0) return USE_READS;
    *call = up && py_kind(t, up) == PY_Attribute ? q->parent[up] : 0;
    if (*call && str_eq(query_called(q, up), S("resolvers"))) return USE_SETS;
    if (!*call || py_kind(t, *call) != PY_Call) return USE_OTHER;
    Str m = query_method(q, *call);
    if (str_starts(m, S("set"))) return USE_SETS;
    return str_eq(m, S("parse")) || str_eq(m, S("feed")) ? USE_READS
           : str_eq(m, S("close"))                       ? USE_SETS
                                                         : USE_OTHER;
}

enum { NAMES_MOST = 4000 };               // of a function, that are looked at for each parser

// Is everything that the parser made or set at `made` is given to read a constant of the source, or reported?
static bool all_settled(const RuleRun *run, NodeId made)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId st = query_statement(q, made), name = 0, func = py_node(t, made, Call_func),
           call = given_to(q, made);
    if (call) return is_settled(run, call);
    if (py_kind(t, st) == PY_Assign && py_node(t, st, Assign_value) == made)
        name = py_list(t, st, Assign_targets).v[0];
    else if (py_kind(t, func) == PY_Attribute) name = py_node(t, func, Attribute_value);
    if (!name || py_kind(t, name) != PY_Name) return false;
    bool of_module = !q->inside[made];
    if (of_module && flow_used_outside(run->file, query_called(q, name))) return false;
    int reads = 0, names = 0;
    NodeId def = query_def(q, q->inside[made]), in = def ? def : t->root;
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, in, n));) {
        if (++names > NAMES_MOST) return false;
        if (py_sym(t, n, Name_id) != py_sym(t, name, Name_id) || py_at(t, n)->op != CTX_LOAD ||
            (!of_module && q->inside[n] != q->inside[made]))
            continue;
        Use use = use_of(q, n, &call);
        if (use == USE_OTHER || (use == USE_READS && !is_settled(run, call))) return false;
        reads += use == USE_READS;
    }
    return reads > 0;
}

// parser.setFeature(feature_external_ges, False) in the function of make_parser()
static bool is_switched_off(const Query *q, NodeId made, NodeId def)
{
    if (!str_eq(query_method(q, made), S("make_parser"))) return false;
    int calls = 0;
    for (NodeId n = 0;
         calls++ < NAMES_MOST && (n = query_next_in(q, PY_Call, def ? def : q->tree->root, n));) {
        NodeId which = query_arg(q, n, 0, S("name")), on = query_arg(q, n, 1, S("state"));
        if (str_eq(query_method(q, n), S("setFeature")) && which && on &&
            query_is_false(q, on) &&
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
    if (str_ends(mark->callee, S("make_parser")) && all_settled(run, mark->node)) return CONF_NONE;
    // in a package the defaults are what every document of the program's own is read with
    static const Str chosen[] = {L("resolve_entities"), L("load_dtd"), L("dtd_validation"),
                                 L("no_network"), L("feature_external"), {0}};
    bool defaults = py_kind(run->tree, mark->node) == PY_Call &&
                    !query_mentions(run->query, mark->node, chosen);
    if (!models_has_tag(mark->mark, S("plain")) && defaults && rule_in_package(run) &&
        !query_is_handler(run->query, mark->func) && c > CONF_LOW)
        c = CONF_LOW;
    if (!models_has_tag(mark->mark, S("plain")))
        return all_settled(run, mark->node) ? CONF_NONE : c;
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
