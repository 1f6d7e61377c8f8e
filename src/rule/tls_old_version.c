// rule tls-old-version: an outdated version of TLS or SSL.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    NodeId st = query_statement(q, mark->node);
    NodeId value = st && py_kind(q->tree, st) == PY_Assign ? py_node(q->tree, st, Assign_value) : 0;
    (void)message;
    // context.maximum_version = chosen(options): one of several
    if (value && py_kind(q->tree, value) == PY_Call && rule_in_package(run)) return CONF_LOW;
    return rule_tls_is_chosen(run, mark) ? CONF_LOW : c;
}

static bool begins_so(Str part, Str word)
{
    return part.len >= word.len && str_alike(str_sub(part, 0, word.len), word);
}

// RC4-SHA, DES-CBC3-SHA, EXP-RC2-CBC-MD5: a suite that is named after its cipher; not LOW-…, ALL-…
static bool is_suite_of(Str part, Str word)
{
    static const Str ciphers[] = {L("rc4"), L("rc2"),  L("des"), L("3des"),
                                  L("exp"), L("null"), L("adh"), {0}};
    return str_in(word, ciphers) && part.s[word.len] == '-';
}

static bool is_weak_list(Str list)
{
    static const Str weak[] = {L("all"),    L("anull"), L("enull"), L("null"),
                               L("rc4"),    L("des"),   L("3des"),  L("md5"),
                               L("export"), L("exp"),   L("low"),   L("complementofall"),
                               L("rc2"),    L("adh"),   {0}};
    Str part;
    if (str_find(list, S("@SECLEVEL=0")) >= 0) return true;
    bool without = str_find(list, S("!aNULL")) >= 0 || str_find(list, S("!ADH")) >= 0;
    while (str_cut(&list, S(":"), &part))
        for (const Str *w = weak; w->len; w++) {
            bool same = begins_so(part, *w) && (part.len == w->len || is_suite_of(part, *w));
            // ALL, and what is taken out of it again
            if (same && !(str_eq(*w, weak[0]) && without)) return true;
        }
    return false;
}

// context.set_ciphers("ALL:@SECLEVEL=0"); context.options &= ~ssl.OP_NO_TLSv1
static void look_at_options(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str list;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId arg =
            str_eq(query_method(q, n), S("set_ciphers")) ? query_arg(q, n, 0, S("ciphers")) : 0;
        if (arg && query_str(q, arg, &list) && is_weak_list(list))
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "weak ciphers are let in");
    }
    static const Str offs[] = {L("op_no_tlsv1"), L("op_no_sslv"), {0}};
    for (NodeId n = 0; (n = query_next(q, PY_AugAssign, n));)
        if (py_at(t, n)->op == OP_BITAND &&
            py_kind(t, py_node(t, n, AugAssign_value)) == PY_UnaryOp &&
            query_mentions(q, py_node(t, n, AugAssign_value), offs))
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "an outdated version of TLS is let in again");
}

// connect(…, ssl_version=ssl.PROTOCOL_TLSv1), def connect(version=ssl.PROTOCOL_TLSv1): whatever it is
// handed to, that is what it speaks.
static void look(RuleRun *run)
{
    static const Str old[] = {L("PROTOCOL_SSLv2"), L("PROTOCOL_SSLv3"), L("PROTOCOL_TLSv1"),
                              L("PROTOCOL_TLSv1_1"), L("SSLv2_METHOD"), L("SSLv3_METHOD"),
                              L("TLSv1_METHOD"), L("TLSv1_1_METHOD"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_options(run);
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));) {
        int up = py_kind(t, q->parent[n]);
        const Str *o = old;
        if (up != PY_keyword && up != PY_arguments) continue;
        while (o->len && !str_eq(query_called(q, n), *o)) o++;
        NodeId call = q->parent[q->parent[n]];
        Str callee = py_kind(t, call) == PY_Call ? query_callee(q, call) : S("");   // class C(metaclass=m.M)
        bool own = str_find(callee, S("ssl")) >= 0 || str_find(callee, S("SSL")) >= 0;
        if (!o->len || own) continue;
        rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                    "%.*s is an outdated version of TLS or SSL", STR_ARG(*o));
    }
}

const Rule rule_tls_old_version = {
    .id       = L("tls-old-version"),
    .cwe      = 327, .also = {757}, .severity = SEV_MEDIUM,
    .title    = L("an outdated version of TLS or SSL"),
    .why      = L("SSL 2, SSL 3, TLS 1.0 and 1.1 have known attacks and are withdrawn; a man in "
                  "the middle makes both sides fall back to them."),
    .instead  = L("ssl.create_default_context(), or PROTOCOL_TLS_CLIENT and PROTOCOL_TLS_SERVER "
                  "with minimum_version = TLSv1_2."),
    .bad      = L("import ssl\n"
                  "ctx = ssl.SSLContext(ssl.PROTOCOL_TLSv1)\n"),
    .good     = L("import ssl\n"
                  "ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
                  "ctx.minimum_version = ssl.TLSVersion.TLSv1_2\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/327.html"),
                     L("https://www.rfc-editor.org/rfc/rfc8996"),
                     L("https://docs.python.org/3/library/ssl.html")),
    .peers    = LIST(L("bandit:B502"), L("bandit:B503"), L("bandit:B504"), L("ruff:S502"),
                     L("ruff:S503"), L("ruff:S504"), L("codeql:py/insecure-protocol"),
                     L("codeql:py/insecure-default-protocol")),
    .mark     = L("tls-old-version"), .mark_confidence = CONF_HIGH,
    .fix      = mend_fix_tls_version,
    .judge_mark = judge,
    .at_file = look,
    .surest = {.in_package = CONF_LOW},
    .words = LIST(L("set_ciphers"), L("OP_NO_TLSv1"), L("OP_NO_TLSv1_1"), L("OP_NO_SSLv3"), L("PROTOCOL_SSLv2"), L("PROTOCOL_SSLv3"), L("PROTOCOL_TLSv1"), L("PROTOCOL_TLSv1_1"),
                  L("SSLv2_METHOD"), L("SSLv3_METHOD"), L("TLSv1_METHOD"), L("TLSv1_1_METHOD")),
};
