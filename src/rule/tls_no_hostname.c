// rule tls-no-hostname: the certificate's host name is not checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// In a branch that asks whether to verify, somebody chose it: a library's option, not a mistake of
// this line.
static bool is_option(const Query *q, NodeId n)
{
    static const Str words[] = {L("verif"),    L("cert"),  L("secur"), L("ssl"), L("tls"),
                                L("hostname"), L("valid"), L("check"), {0}};
    for (; n; n = q->parent[n]) {
        int k = py_kind(q->tree, n);
        if (k == PY_If && query_mentions(q, py_node(q->tree, n, If_test), words)) return true;
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef) return false;
    }
    return false;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)message;
    return is_option(run->query, mark->node) ? CONF_LOW : c;
}

const Rule rule_tls_no_hostname = {
    .id       = L("tls-no-hostname"),
    .cwe      = 297, .also = {295}, .severity = SEV_HIGH,
    .title    = L("the certificate's host name is not checked"),
    .why      = L("The certificate is checked, but not whose it is. Anybody who owns a valid "
                  "certificate for any name of their own can stand in the middle, read "
                  "everything and change it."),
    .instead  = L("Leave check_hostname on (ssl.create_default_context()) and pass "
                  "server_hostname."),
    .bad      = L("import ssl\n"
                  "ctx = ssl.create_default_context()\n"
                  "ctx.check_hostname = False\n"),
    .good     = L("import ssl\n"
                  "ctx = ssl.create_default_context()\n"
                  "ctx.load_verify_locations(\"ca.pem\")\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/297.html"),
                     L("https://docs.python.org/3/library/ssl.html#ssl.SSLContext.check_hostname")),
    .mark     = L("tls-no-hostname"), .mark_confidence = CONF_HIGH,
    .fix      = mend_fix_flip,
    .judge_mark = judge,
};
