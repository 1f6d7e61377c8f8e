// rule header-injection: outside text becomes part of a response header.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A redirect's address is quoted by every framework; what is wrong with it is open-redirect's to
// say.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)run, (void)message;
    // an answer that a server without a framework writes by hand; what comes behind the headers is its body
    Str head = hit->shape.prefix;
    bool body = str_find(head, S("\r\n\r\n")) >= 0 || str_find(head, S("\n\n")) >= 0;
    if (models_has_tag(hit->sink, S("protocol")) && (!str_starts(head, S("HTTP/")) || body)) return CONF_NONE;
    if (models_has_tag(hit->sink, S("refused"))) return CONF_LOW;
    return str_ends(hit->callee, S("redirect")) || str_ends(hit->callee, S("RedirectResponse"))
               ? CONF_NONE
               : c;
}

// "Subject: " + subject + "\r\n": a message put together by hand
static void look_at_shapes(RuleRun *run)
{
    static const int kinds[] = {PY_BinOp, PY_JoinedStr, PY_Call};
    for (Size i = 0; i < countof(kinds); i++)
        rule_by_shape(run, kinds[i], mend_fix_header_text, CONF_LOW,
                      "a parameter is the value of a header line as it is");
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Call, mend_fix_header_store, CONF_LOW,
                      "a header is kept whose value may hold a line break");
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Assign, mend_fix_header_store, CONF_LOW,
                      "a header is kept whose value may hold a line break");
}

const Rule rule_header_injection = {
    .id = L("header-injection"),
    .cwe = 113,
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
