// rule header-injection: outside text becomes part of a response header.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// send_header(name, value): whoever chooses the name may choose Set-Cookie.
static bool is_the_name(const RuleRun *run, const FlowHit *hit)
{
    const Tree *t = run->tree;
    NodeId value = run->module->funcs.v[hit->func].code.v[hit->value].node;
    if (py_kind(t, hit->node) != PY_Call || !value) return false;
    NodeList args = py_list(t, hit->node, Call_args);
    return args.n > 1 && query_within(run->query, value, args.v[0]);
}

// request.headers.get("Origin"): one line by what it is, until something is made of it that may hold others.
static bool is_of_header(const RuleRun *run, const FlowHit *hit)
{
    static const Str reads[] = {L(".headers"), L(".get_header("), {0}};
    static const Str opens[] = {L("unquote"), L("decode"), L("loads"), L("parse"), L("unescape"),
                                L("fromhex"), L("unhexlify"), L("replace("), L("rfile"), {0}};
    for (Size i = 0; i < hit->npaths; i++) {
        const FlowPath *p = &hit->paths[i];
        if (!p->n || !str_eq(p->v[0].path, run->module->path) ||
            !str_has(str_sub(run->tree->src, p->v[0].at.beg, p->v[0].at.end), reads) || rule_way_says(p, opens))
            return false;
    }
    return hit->npaths > 0;
}

// A redirect's address is quoted by every framework; what is wrong with it is open-redirect's to
// say.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    if (is_of_header(run, hit) && !is_the_name(run, hit)) return CONF_NONE;
    // an answer that a server without a framework writes by hand; what comes behind the headers is its body
    Str head = hit->shape.prefix;
    bool body = str_find(head, S("\r\n\r\n")) >= 0 || str_find(head, S("\n\n")) >= 0;
    if (models_has_tag(hit->sink, S("protocol")) && (!str_starts(head, S("HTTP/")) || body))
        return CONF_NONE;
    if (models_has_tag(hit->sink, S("refused"))) return CONF_LOW;
    return str_ends(hit->callee, S("redirect")) || str_ends(hit->callee, S("RedirectResponse"))
               ? CONF_NONE
               : c;
}

// "Subject: " + subject + "\r\n": a message put together by hand
static void look_at_containers(RuleRun *run);

static void look_at_shapes(RuleRun *run)
{
    if (!rule_in_package(run) && !run->file->is_test) look_at_containers(run);
    static const int kinds[] = {PY_BinOp, PY_JoinedStr, PY_Call};
    static const Str ends[] = {L("\r\n"), {0}};
    bool lines =
        run->least <= CONF_LOW && (query_mentions_text(run->query, run->tree->root, ends) ||
                                   str_find(run->tree->src, S("\\r\\n\".join(")) >= 0);
    for (Size i = 0; lines && i < countof(kinds); i++)
        rule_by_shape(run, kinds[i], mend_fix_header_text, CONF_LOW,
                      "a parameter is the value of a header line as it is");
    if (!rule_in_package(run))
        rule_by_call(run, LIST(L("append")), mend_fix_header_store, CONF_LOW,
                      "a header is kept whose value may hold a line break");
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Assign, mend_fix_header_store, CONF_LOW,
                      "a header is kept whose value may hold a line break");
}

// class Headers: … self._list.append((name, value)) — a container that answers are written from.
static bool is_container(const Query *q, NodeId cls)
{
    static const Str http[] = {L("content-type"), L("wsgi"),   L("http"), L("set-cookie"),
                               L("location"),     L("cookie"), {0}};
    static const Str others[] = {L("request"), L("column"), L("table"), L("csv"),
                                 L("file"),    L("parse"),  {0}};
    Str name = py_name(q->tree, py_sym(q->tree, cls, ClassDef_name));
    return query_named(name, (const Str[]){L("headers"), L("headerdict"), L("headermap"), {0}}) &&
           !query_named(name, others) &&
           (query_mentions_text(q, q->tree->root, http) || query_mentions(q, q->tree->root, http));
}

// Does it, or anything that the module has, look at line ends?
static bool knows_lines(const Query *q)
{
    static const Str ends[] = {L("\n"), L("\r"), L("\\n"), L("\\r"), L("\\x00"), L("[\\x21"), {0}};
    static const Str words[] = {L("splitlines"), L("isprintable"), L("check_header"),
                                L("valid"),      L("newline"),     {0}};
    for (NodeId n = 0; (n = query_next(q, PY_Constant, n));) {
        const PyConst *c = py_const(q->tree, n);
        bool doc = py_kind(q->tree, q->parent[n]) == PY_Expr;
        if (!c || doc || (c->kind != CONST_STR && c->kind != CONST_BYTES)) continue;
        if (str_has(c->text, ends)) return true;
    }
    return query_mentions(q, q->tree->root, words);
}

// the place where a method keeps the value that it was given
static NodeId keeps_value(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId pair = query_arg(q, n, 0, S(""));
        if (query_within(q, n, def) && str_eq(query_method(q, n), S("append")) && pair &&
            py_kind(t, pair) == PY_Tuple && py_list(t, pair, Tuple_elts).n == 2)
            return n;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (query_within(q, n, def) && py_kind(t, to) == PY_Subscript &&
            py_kind(t, py_node(t, to, Subscript_value)) == PY_Attribute &&
            query_is_parameter(q, py_node(t, n, Assign_value)))
            return n;
    }
    return 0;
}

static void look_at_containers(RuleRun *run)
{
    static const Str sets[] = {L("add"), L("set"), L("__setitem__"), L("append"), L("add_header"),
                               L("put"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId cls = 0; (cls = query_next(q, PY_ClassDef, cls));) {
        NodeList body = py_list(t, cls, ClassDef_body);
        if (!is_container(q, cls) || knows_lines(q)) continue;
        for (uint32_t i = 0; i < body.n; i++) {
            const Str *s = sets;
            if (py_kind(t, body.v[i]) != PY_FunctionDef) continue;
            while (s->len && !str_eq(*s, py_name(t, py_sym(t, body.v[i], FunctionDef_name)))) s++;
            NodeId at = s->len ? keeps_value(q, body.v[i]) : 0;
            if (at)
                rule_report(run, q->inside[at], at, CONF_MEDIUM,
                            "a header is kept whose value may hold a line break");
        }
    }
}

const Rule rule_header_injection = {
    .id = L("header-injection"),
    .cwe = 113,
    .proven_in_project = true,
    .also = {93},
    .severity = SEV_MEDIUM,
    .title = L("outside text becomes part of a response header"),
    .why = L("A line break in the text ends the header: the rest is further headers (Set- "
             "Cookie) or a body of the attacker's making."),
    .instead = L("Refuse or remove \\r and \\n before a value is put in a header; most "
                 "frameworks' own header objects do that."),
    .bad = L("from http.server import BaseHTTPRequestHandler\n"
             "from urllib.parse import unquote\n"
             "class Page(BaseHTTPRequestHandler):\n"
             "    def do_GET(self):\n"
             "        self.send_response(302)\n"
             "        self.send_header(\"Location-Hint\", unquote(self.path))\n"
             "        self.end_headers()\n"),
    .good = L("from http.server import BaseHTTPRequestHandler\n"
              "from urllib.parse import unquote\n"
              "class Page(BaseHTTPRequestHandler):\n"
              "    def do_GET(self):\n"
              "        self.send_response(302)\n"
              "        hint = unquote(self.path).replace(\"\\r\", \"\").replace(\"\\n\", \"\")\n"
              "        self.send_header(\"Location-Hint\", hint)\n"
              "        self.end_headers()\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/113.html"),
                    L("https://owasp.org/www-community/attacks/HTTP_Response_Splitting")),
    .peers = LIST(L("codeql:py/http-response-splitting")),
    .into = KIND(HEADER),
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .judge_hit = judge,
    .fix = mend_fix_header,
    .weak_in_package = true,
    .at_file = look_at_shapes,
};
