// rule xml-injection: outside text becomes part of an XML document as it is.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What begins so is a document or a message, and no page, whose markup is xss's question.
typedef struct { bool document, page; } Looks;

static const Str signs[] = {L("<?xml"), L("xmlns"),   L("<soap"),     L("<SOAP"),
                            L("<rss"),  L("<urlset"), L("<Response>"), {0}};

static void look_at_text(Looks *l, Str text)
{
    static const Str pages[] = {L("<html"),          L("<HTML"), L("<!doctype html"),
                                L("<!DOCTYPE html"), L("<svg"),  {0}};
    l->document |= str_has(text, signs);
    l->page |= str_has(text, pages);
}

// Nearly all files are asked this: what all but one of the signs begin with comes first.
static bool holds_sign(const Tree *t)
{
    for (Size i = 0; i < t->consts.n; i++) {
        Str text = t->consts.v[i].kind == CONST_STR ? t->consts.v[i].text : (Str){0};
        bool may = text.len && (memchr(text.s, '<', (size_t)text.len) ||
                                str_find(text, S("xmlns")) >= 0);
        if (may && str_has(text, signs)) return true;
    }
    return false;
}

static Kinds outside(const RuleRun *run, NodeId value)
{
    Kinds k = value ? query_taint(run->query, value) : 0;
    return k & KIND(XML) ? k & KINDS_REACH : 0;
}

// Of a text and what is put into it the best that is known of that; %5d and the like are no text. 0: nothing,
// or no document.
static Kinds in_pieces(const RuleRun *run, const Pieces *p)
{
    Looks l = {0};
    Kinds all = 0;
    for (Size i = 0; i < p->n; i++) {
        const Piece *h = &p->v[i];
        if (h->kind == PIECE_TEXT) look_at_text(&l, h->text);
        else if (!h->spec && h->conversion != 'r' && h->conversion != 'a')
            all |= outside(run, h->node);
    }
    return l.document && !l.page ? all : 0;
}

// ENVELOPE % name, ENVELOPE.format(name=name), where a name holds the text
static Kinds in_constant(const RuleRun *run, NodeId n)
{
    const Tree *t = run->tree;
    Str text;
    Looks l = {0};
    bool call = py_kind(t, n) == PY_Call;
    NodeId func = call ? py_node(t, n, Call_func) : 0,
           right = call ? 0 : py_node(t, n, BinOp_right);
    if (call ? py_kind(t, func) != PY_Attribute
             : py_kind(t, n) != PY_BinOp || py_at(t, n)->op != OP_MOD)
        return 0;
    NodeId left = call ? py_node(t, func, Attribute_value) : py_node(t, n, BinOp_left);
    if (!query_str(run->query, left, &text)) return 0;
    look_at_text(&l, text);
    if (!l.document || l.page) return 0;
    bool many = right && py_kind(t, right) == PY_Tuple,
         dict = right && py_kind(t, right) == PY_Dict;
    NodeList values = call ? py_list(t, n, Call_args) : many ? py_list(t, right, Tuple_elts)
                    : dict ? py_list(t, right, Dict_values) : (NodeList){&right, 1};
    NodeList named = call ? py_list(t, n, Call_keywords) : (NodeList){0};
    Kinds all = 0;
    for (uint32_t i = 0; i < values.n; i++) all |= outside(run, values.v[i]);
    for (uint32_t i = 0; i < named.n; i++)
        all |= outside(run, py_node(t, named.v[i], keyword_value));
    return all;
}

// Where a parser of this file is given the text, the way to it says more.
static bool is_parsed(const RuleRun *run, NodeId n)
{
    for (Size i = run->first; i < run->out->n; i++) {
        const Finding *f = &run->out->v[i];
        if (!str_eq(f->rule, run->rule->id)) continue;
        bool around =
            f->at.beg <= py_at(run->tree, n)->beg && py_at(run->tree, n)->end <= f->at.end;
        for (Size k = 0; f->npaths && k < f->paths[0].n && !around; k++)
            around = str_eq(f->paths[0].v[k].path, run->module->path) &&
                     f->paths[0].v[k].at.beg == py_at(run->tree, n)->beg;
        if (around) return true;
    }
    return false;
}

// here: a text of this file may be a document; else only one of another file.
static void look_at(RuleRun *run, NodeId n, bool here)
{
    Pieces p;
    uint32_t func = run->query->inside[n];
    Mend m = rule_mend(run, func);
    Kinds reach = !here || !mend_pieces(&m, n, &p) ? in_constant(run, n)
                  : p.whole == n                     ? in_pieces(run, &p)
                                                     : 0;
    Confidence c = reach & KIND(REMOTE)                      ? CONF_MEDIUM
                   : reach & (KIND(PARAMETER) | KIND(LOCAL)) ? CONF_LOW
                                                             : CONF_NONE;
    if (c && c >= run->least && !is_parsed(run, n))
        rule_report(run, func, n, c, "outside text stands in an XML document as it is");
}

static void look(RuleRun *run)
{
    static const int kinds[] = {PY_JoinedStr, PY_BinOp, PY_Call};
    const Query *q = run->query;
    if (!q->val) return;                    // nothing was walked: nothing comes from outside
    bool here = holds_sign(run->tree);
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = query_next(q, kinds[i], n));) {
            bool built = kinds[i] != PY_Call || str_eq(query_method(q, n), S("format"));
            if (built && py_kind(run->tree, q->parent[n]) != PY_BinOp) look_at(run, n, here);
        }
}

// A parser is given a text whose beginning is the program's own: what comes later was put into it. A whole
// document from outside is xxe's question.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)run;
    if (!str_starts(str_trim(hit->shape.prefix), S("<"))) return CONF_NONE;
    *message = S("outside text becomes part of the XML that is parsed here");
    return c;
}

const Rule rule_xml_injection = {
    .id = L("xml-injection"),
    .cwe = 91,
    .severity = SEV_MEDIUM,
    .title = L("outside text becomes part of an XML document as it is"),
    .why = L("A value with a tag in it closes its element and adds others: </quantity><price>0</price>. Whoever "
             "reads the message takes them for the program's own: another price, another role, a second "
             "recipient."),
    .instead = L("Build the document with ElementTree or lxml, which escape what is text, or escape each value "
                 "with html.escape or xml.sax.saxutils.escape (and quoteattr in attributes)."),
    .bad = L("import requests\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/order\")\n"
             "def order():\n"
             "    body = '<?xml version=\"1.0\"?><order><item>' + request.form[\"item\"] + '</item></order>'\n"
             "    requests.post(\"https://shop.example.org/orders\", data=body, timeout=5)\n"
             "    return {\"ok\": True}\n"),
    .good = L("import requests\n"
              "from xml.etree import ElementTree\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/order\")\n"
              "def order():\n"
              "    root = ElementTree.Element(\"order\")\n"
              "    ElementTree.SubElement(root, \"item\").text = request.form[\"item\"]\n"
              "    body = ElementTree.tostring(root)\n"
              "    requests.post(\"https://shop.example.org/orders\", data=body, timeout=5)\n"
              "    return {\"ok\": True}\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/91.html"),
                    L("https://owasp.org/www-project-web-security-testing-guide/latest/"
                      "4-Web_Application_Security_Testing/07-Input_Validation_Testing/07-Testing_for_XML_Injection")),
    .into = KIND(XML),
    .class_b = true,
    .judge_hit = judge,
    .at_file = look,
    .surest = {.unwalked = CONF_LOW},
    .fix = mend_fix_xml_text,
};
