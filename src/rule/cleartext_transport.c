// rule cleartext-transport: a protocol without encryption.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str upgrades[] = {L("starttls"), L("stls"), L("SMTP_SSL"), {0}};
static const Str localhost[] = {L("localhost"), L("127.0.0.1"), {0}};

// if smtp.has_extn("starttls"): smtp.starttls(), and on without it where the server offers none
static bool only_if_offered(const Query *q, NodeId in)
{
    static const Str asks[] = {L("has_extn"), L("esmtp_features"), L("capa"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeList body = py_list(t, n, If_body);
        if (!query_within(q, n, in) || !query_mentions(q, py_node(t, n, If_test), asks)) continue;
        for (uint32_t i = 0; i < body.n; i++)
            if (query_mentions(q, body.v[i], upgrades)) return !query_holds(q, in, PY_Raise);
    }
    return false;
}

// The function or class of this module that upgrades a connection and that this one calls; 0: none.
static NodeId upgrading_helper(const Query *q, NodeId in)
{
    if (!query_mentions(q, q->tree->root, upgrades)) return 0;   // as in most files
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str name = query_method(q, n);
        for (uint32_t i = 1; query_within(q, n, in) && (Size)i < q->module->funcs.n; i++) {
            NodeId def = query_def(q, i);
            if (def && def != in && str_eq(py_name(q->tree, q->module->funcs.v[i].name), name) &&
                query_mentions(q, def, upgrades))
                return def;
        }
        for (NodeId c = 0; query_within(q, n, in) && (c = query_next(q, PY_ClassDef, c));)
            if (str_eq(py_name(q->tree, py_sym(q->tree, c, ClassDef_name)), name) &&
                query_mentions(q, c, upgrades))
                return c;                                       // with Mailer() as smtp
    }
    return 0;
}

// A login on a connection that was upgraded, or to this machine, is not sent in clear.
// Beside it stands the same over TLS: who names the server, or ticks the box, chooses.
static bool has_twin(const Query *q, NodeId in)
{
    static const Str twins[] = {L("IMAP4_SSL"), L("POP3_SSL"), L("FTP_TLS"), L("SMTP_SSL"), {0}};
    for (const Str *w = twins; w->len; w++)
        if (query_uses(q, in, *w)) return true;
    return false;
}

// elif url.scheme == "ftp": the address says which protocol
static bool is_by_address(const Query *q, NodeId n)
{
    static const Str schemes[] = {L("ftp"),    L("imap"), L("pop3"), L("smtp"),
                                  L("telnet"), L("ldap"), {0}};
    const Tree *t = q->tree;
    Str text;
    for (; n; n = q->parent[n]) {
        NodeId test = py_kind(t, n) == PY_If ? py_node(t, n, If_test) : 0;
        if (!test || py_kind(t, test) != PY_Compare || py_list(t, test, Compare_comparators).n != 1)
            continue;
        if (query_str(q, py_list(t, test, Compare_comparators).v[0], &text) &&
            str_in(text, schemes))
            return true;
    }
    return false;
}

// with SMTP(host) as s: the connection ends with the block, and another that goes by the same name is
// not this one.
static NodeId lifetime(const Query *q, NodeId call, NodeId in)
{
    const Tree *t = q->tree;
    NodeId object = rule_object(q, call);
    for (NodeId n = call; object && n && n != in; n = q->parent[n]) {
        if (py_kind(t, n) != PY_With) continue;
        NodeList items = py_list(t, n, With_items);
        for (uint32_t i = 0; i < items.n; i++) {
            NodeId name = py_node(t, items.v[i], withitem_optional_vars);
            if (name && str_eq(py_text(t, name), py_text(t, object))) return n;
        }
    }
    return in;
}

// use_ssl=False, where the endpoint is not this machine's stand-in for the service
static Confidence judge_service(const RuleRun *run, const FlowMark *mark, Confidence c)
{
    NodeId call = mark->node, url = py_kind(run->tree, call) == PY_Call
                                        ? query_arg(run->query, call, -1, S("endpoint_url")) : 0;
    if (run->file->is_test || (url && query_mentions_text(run->query, url, localhost))) return CONF_NONE;
    return url || rule_in_package(run) ? CONF_LOW : c;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (models_has_tag(mark->mark, S("service"))) return judge_service(run, mark, c);
    if (models_has_tag(mark->mark, S("hint"))) return CONF_LOW;
    if (models_has_tag(mark->mark, S("switch"))) {
        *message = S("logins and tokens are taken over plain HTTP from here on");
        return run->file->is_test || rule_in_package(run) || rule_is_development(run) ? CONF_LOW : c;
    }
    NodeId def = query_def(q, mark->func), in = lifetime(q, mark->node, def ? def : q->tree->root);
    bool login = models_has_tag(mark->mark, S("login")),
         offered = models_has_tag(mark->mark, S("offered"));
    bool here = rule_object_mentions(q, in, mark->node, upgrades);
    NodeId upgrade = here ? in : upgrading_helper(q, in);
    if (offered && !upgrade) return CONF_NONE;                // said of the connection itself
    if ((login || offered) && upgrade) {
        *message = S("where the server offers no starttls, the password is sent in clear");
        return only_if_offered(q, upgrade) ? CONF_MEDIUM : CONF_NONE;
    }
    // upgraded here, and the login is a mark of its own
    static const Str logins[] = {L("login"), L("authenticate"), L("pass_"), {0}};
    if (!login && here && query_mentions(q, in, logins)) return CONF_NONE;
    if (login || here) c = c > CONF_LOW ? CONF_LOW : c;
    NodeId host = query_arg(q, mark->node, 0, S("host"));
    Str text;
    // "host=localhost sslmode=disable"
    if (host && query_str(q, host, &text) && str_find(text, S("sslmode")) >= 0 &&
        query_mentions_text(q, host, localhost))
        return CONF_NONE;
    if (host && query_str(q, host, &text) &&
        (str_eq(text, localhost[0]) || str_eq(text, localhost[1])))
        return CONF_NONE;
    if (rule_in_package(run) && (has_twin(q, in) || is_by_address(q, mark->node))) return CONF_LOW;
    return login ? CONF_MEDIUM : c;
}

static NodeId call_of(const Query *q, Str method)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (str_eq(query_method(q, n), method)) return n;
    return 0;
}

static const Str secure[] = {
    L("start_tls"),        L("starttls"),           L("tls_set"),         L("tls_set_context"),
    L("TLS_REQUIRE_CERT"), L("sasl_gssapi_bind_s"), L("TLS_BEFORE_BIND"), {0}};

static Confidence by_size(const RuleRun *run)
{
    return rule_in_package(run) ? CONF_LOW : CONF_MEDIUM;
}

static bool is_empty(const Query *q, NodeId password)
{
    Str text;
    return !password || query_is_none(q, password) || (query_str(q, password, &text) && !text.len);
}

// ldap.initialize("ldap://…"), of a server that is not this machine
static bool opens_in_clear(const Query *q, NodeId call)
{
    static const Str opens[] = {L("ldap.initialize"), {0}};
    NodeId to = query_calls(q, call, opens) ? query_arg(q, call, 0, S("uri")) : 0;
    Str url;
    if (!to) return false;
    if (!query_str(q, to, &url)) url = query_prefix(q, to);
    return str_starts(url, S("ldap://")) && !query_mentions_text(q, to, localhost);
}

static NodeId function_of(const Query *q, NodeId n)
{
    NodeId def = query_def(q, q->inside[n]);
    return def ? def : q->tree->root;
}

// con.simple_bind_s(name, password), where the connection that this function opens is in clear; where it opens
// none, that of the module.
static void look_at_bind(RuleRun *run, NodeId bind)
{
    static const Str opens[] = {L("ldap.initialize"), {0}};
    const Query *q = run->query;
    NodeId def = function_of(q, bind), here = 0, any = 0;
    bool own = false;
    if (is_empty(q, query_arg(q, bind, 1, S("cred")))) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, opens)) continue;
        own |= query_within(q, n, def);
        if (opens_in_clear(q, n)) any = n, here = query_within(q, n, def) ? n : here;
    }
    if ((own ? here : any) && !rule_near_mentions(run, bind, secure, true))
        rule_report(run, q->inside[bind], bind, by_size(run),
                    "ldap:// without start_tls_s() sends the password in clear");
}

// ldap3.Connection(ldap3.Server("dir.example.org"), name, password)
static void look_at_connection(RuleRun *run, NodeId call)
{
    static const Str makers[] = {L("ldap3.Connection"), L("ldap3.core.connection.Connection"), {0}};
    static const Str servers[] = {L("ldap3.Server"), L("ldap3.core.server.Server"), {0}};
    const Query *q = run->query;
    if (!query_calls(q, call, makers) || is_empty(q, query_arg(q, call, 2, S("password")))) return;
    NodeId server = query_arg(q, call, 0, S("server")), made = server ? query_peel(q, server) : 0;
    if (!made || py_kind(q->tree, made) != PY_Call || !query_calls(q, made, servers)) return;
    NodeId host = query_arg(q, made, 0, S("host")), tls = query_arg(q, made, 2, S("use_ssl"));
    Str name;
    if (!host || !query_str(q, host, &name) || str_starts(name, S("ldaps://")) ||
        str_starts(name, S("ldapi:")) || query_mentions_text(q, host, localhost) ||
        (tls && !query_is_false(q, tls)) || rule_near_mentions(run, call, secure, true))
        return;
    rule_report(run, q->inside[call], call, by_size(run),
                "without TLS the directory gets the password in clear");
}

// A password given to an LDAP server by ldap://, to an MQTT broker without TLS.
static void look_at_logins(RuleRun *run)
{
    static const Str binds[] = {L("simple_bind_s"), L("simple_bind"), {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (str_in(query_method(q, n), binds)) look_at_bind(run, n);
        else if (query_names(q, S("ldap3"))) look_at_connection(run, n);
    }
    NodeId login = call_of(q, S("username_pw_set")), connect = call_of(q, S("connect"));
    if (login && connect && query_uses(q, q->tree->root, S("mqtt")) &&
        !query_mentions(q, q->tree->root, secure) && !query_mentions_text(q, connect, localhost))
        rule_report(run, q->inside[connect], connect, by_size(run),
                    "without tls_set() the broker gets the password in clear");
}

// FTP_TLS without prot_p(): the login is encrypted, the files are not.
static void look(RuleRun *run)
{
    static const Str moves[] = {L("storbinary"), L("storlines"), L("retrbinary"), L("retrlines"),
                                L("transfercmd"), L("ntransfercmd"), {0}};
    static const Str makers[] = {L("ftplib.FTP_TLS"), {0}};
    const Query *q = run->query;
    NodeId made = 0, moved = 0;
    look_at_logins(run);
    if (run->file->is_test || query_mentions(q, q->tree->root, (const Str[]){L("prot_p"), {0}}))
        return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (query_calls(q, n, makers)) made = made ? made : n;
        for (const Str *m = moves; m->len; m++)
            if (str_eq(query_method(q, n), *m) && !moved) moved = n;
    }
    if (made && moved)
        rule_report(run, q->inside[moved], moved, CONF_MEDIUM,
                    "without prot_p() FTP_TLS sends the file in clear");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_ftp, mend_fix_upgrade, mend_fix_flip, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_cleartext_transport = {
    .id = L("cleartext-transport"),
    .cwe = 319,
    .severity = SEV_MEDIUM,
    .title = L("a protocol without encryption"),
    .why = L("FTP, Telnet, plain IMAP, POP and SMTP send the login and everything after it as "
             "text. Whoever is on the way (the same wireless network is enough) reads the "
             "password, and can change the data."),
    .instead = L("Use the encrypted form: FTP_TLS or SFTP, SSH instead of Telnet, IMAP4_SSL, "
                 "SMTP with starttls, https."),
    .bad = L("import ftplib\n"
             "ftp = ftplib.FTP(\"files.example.org\")\n"
             "ftp.login(\"u\", input())\n"),
    .good = L("import ftplib\n"
              "ftp = ftplib.FTP_TLS(\"files.example.org\")\n"
              "ftp.login(\"u\", input())\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/319.html"),
                    L("https://docs.python.org/3/library/ftplib.html#ftplib.FTP_TLS")),
    .peers =
        LIST(L("codeql:py/insecure-ldap-auth"), L("bandit:B312"), L("bandit:B321"),
             L("bandit:B401"), L("bandit:B402"), L("bandit:B508"), L("bandit:B509"), L("ruff:S509"),
             L("ruff:S312"), L("ruff:S321"), L("ruff:S401"), L("ruff:S402"), L("ruff:S508")),
    .mark = L("cleartext-transport"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .at_file = look,
    .words =
        LIST(L("FTP_TLS"), L("simple_bind_s"), L("simple_bind"), L("ldap3"), L("username_pw_set")),
    .fix = fix,
};
