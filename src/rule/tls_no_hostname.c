// rule tls-no-hostname: the certificate's host name is not checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// ctx.check_hostname = True, ctx.verify_mode = ssl.CERT_REQUIRED …: what this function sets of that
// context.
static bool sets(const Query *q, NodeId in, NodeId made, Str name, Str value)
{
    const Tree *t = q->tree;
    RuleNames mine = rule_object_names(q, in, made);
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId target = py_list(t, n, Assign_targets).v[0];
        if (!query_within(q, n, in) || py_kind(t, target) != PY_Attribute ||
            !str_eq(py_name(t, py_sym(t, target, Attribute_attr)), name) ||
            (mine.n && !rule_is_named(&mine, py_text(t, py_node(t, target, Attribute_value)))))
            continue;
        if (str_find(py_text(t, py_node(t, n, Assign_value)), value) >= 0) return true;
    }
    return false;
}

// A context made bare checks nothing, neither chain nor name, until it is told to.
static Confidence judge_bare(RuleRun *run, const FlowMark *mark, Str *message)
{
    static const Str servers[] = {L("server_side"), L("start_server"), L("create_server"),
                                  L("load_cert_chain"), L("certfile"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, mark->func), in = def ? def : q->tree->root;
    bool checks = sets(q, in, mark->node, S("verify_mode"), S("CERT_REQUIRED"));
    if (sets(q, in, mark->node, S("check_hostname"), S("")) || query_mentions(q, in, servers))
        return CONF_NONE;
    *message = checks ? S("a context of PROTOCOL_TLS does not check the host name until "
                          "check_hostname is set")
                      : S("a context of PROTOCOL_TLS checks no certificate until verify_mode and "
                          "check_hostname are set");
    // who gets it may go on to set it, and so may the class whose base it is
    if (str_eq(query_method(q, mark->node), S("__init__"))) return CONF_LOW;
    return checks || !sets(q, in, mark->node, S("verify_mode"), S("")) ? CONF_MEDIUM : CONF_NONE;
}

// ctx.check_hostname = False; ctx.verify_mode = ssl.CERT_NONE: the first is asked for by the second, and
// tls-no-verify says that one. Its fix mends both.
static bool is_told_beside(const Query *q, const FlowMark *mark)
{
    const Tree *t = q->tree;
    NodeId stmt = query_statement(q, mark->node);
    if (!stmt || py_kind(t, stmt) != PY_Assign) return false;
    NodeId to = py_list(t, stmt, Assign_targets).v[0];
    if (py_kind(t, to) != PY_Attribute || !str_eq(query_called(q, to), S("check_hostname"))) return false;
    Str of = py_text(t, py_node(t, to, Attribute_value));
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId other = py_list(t, n, Assign_targets).v[0];
        if (q->inside[n] == q->inside[stmt] && q->parent[n] == q->parent[stmt] && py_kind(t, other) == PY_Attribute &&
            str_eq(query_called(q, other), S("verify_mode")) &&
            str_eq(py_text(t, py_node(t, other, Attribute_value)), of) &&
            py_kind(t, py_node(t, n, Assign_value)) == PY_Attribute &&
            str_eq(query_called(q, py_node(t, n, Assign_value)), S("CERT_NONE")))
            return true;
    }
    return false;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str server[] = {L("protocol_tls_server"), L("client_auth"), L("server_side"), {0}};
    NodeId def = query_def(run->query, mark->func);
    if (is_told_beside(run->query, mark)) return CONF_NONE;
    if (rule_tls_is_shown(run->query, mark->func)) return CONF_LOW;
    // a server's context has no name to check
    if (def && query_mentions(run->query, def, server)) return CONF_NONE;
    if (models_has_tag(mark->mark, S("bare"))) return judge_bare(run, mark, message);
    return rule_tls_is_chosen(run, mark) ? CONF_LOW : c;
}
// kwargs["assert_hostname"] = False, on the way to a pool of connections
static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str key;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) == PY_Subscript && query_str(q, py_node(t, to, Subscript_slice), &key) &&
            str_eq(key, S("assert_hostname")) && query_is_false(q, py_node(t, n, Assign_value)))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "connections that are made with this take a certificate of any name");
    }
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
    .at_file = look,
    .words = LIST(L("HTTPAdapter"), L("PoolManager"), L("init_poolmanager"), L("urllib3")),
};
