// rule unauthenticated-bind: a login by LDAP that the server grants without a password.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str logins[] = {L("auth"),   L("login"), L("log_in"), L("signin"),     L("sign_in"),
                             L("verify"), L("check"), L("valid"),  L("credential"), {0}};

// A name is given: without one a bind is an anonymous one, which claims to be nobody.
static bool names_somebody(const Query *q, NodeId who)
{
    Str text;
    return who && !query_is_none(q, who) && !(query_str(q, who, &text) && !text.len);
}

// An `if` about it, wherever in the file: that may be the question whether it is empty. So may a form that
// demands it.
static bool is_asked(const RuleRun *run, NodeId password)
{
    const Query *q = run->query;
    static const int kinds[] = {PY_If, PY_IfExp, PY_Assert, PY_While};
    static const Str forms[] = {L("DataRequired"), L("InputRequired"), L("cleaned_data"), L("validated_data"),
                                L("min_length"), L("MinLen"), {0}};
    Str word = query_called(q, password);
    if (rule_near_mentions(run, password, forms, true)) return true;
    const Str words[] = {word, {0}};
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = query_next(q, kinds[i], n));) {
            NodeId test = py_node(q->tree, n, 0);                // the first field of each
            if (query_uses(q, test, word) || query_mentions_text(q, test, words)) return true;
        }
    return false;
}

// The one who logs in gives it: it comes from the request, or to a function that by its name checks it.
static Confidence given(const RuleRun *run, NodeId call, NodeId password)
{
    const Query *q = run->query;
    Str word = query_called(q, password);
    Str function = run->module->funcs.v[q->inside[call]].qualname;
    Kinds k = query_taint(q, password);
    if (!word.len || py_kind(run->tree, password) == PY_Call) return CONF_NONE;
    if (k & KIND(REMOTE)) return CONF_MEDIUM;
    if (py_kind(run->tree, password) != PY_Name || !query_is_parameter(q, password))
        return CONF_NONE;
    return query_named(function, logins) ? rule_hint(run) : CONF_LOW;
}

static bool is_bind(const Query *q, NodeId call)
{
    static const Str binds[] = {L("simple_bind"), L("simple_bind_s"), {0}},
                     both[] = {L("bind"), L("bind_s"), {0}};
    Str method = query_method(q, call);
    if (str_in(method, binds))
        return query_names(q, S("ldap")) || str_starts(query_callee(q, call), S("ldap."));
    return str_in(method, both) && str_starts(query_callee(q, call), S("ldap.")) &&
           !query_arg(q, call, 2, S("method"));
}

static void look_at_bind(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    NodeId who = query_arg(q, call, 0, S("who")), password = query_arg(q, call, 1, S("cred"));
    Str text;
    if (!names_somebody(q, who)) return;
    bool none =
        !password || query_is_none(q, password) || (query_str(q, password, &text) && !text.len);
    if (none) {
        rule_report(
            run, q->inside[call], call, CONF_MEDIUM,
            "a name and no password: the server takes that for a bind that asks for nothing");
        return;
    }
    if (query_str(q, password, &text)) return;
    Confidence c = given(run, call, password);
    if (c && !is_asked(run, password))
        rule_report(run, q->inside[call], call, c,
                    "nobody asks whether the password is empty, and a bind without one succeeds "
                    "for any name");
}

// ldap3.Connection(server, user=dn, authentication=ldap3.ANONYMOUS)
static void look_at_connection(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    NodeId how = query_arg(q, call, 5, S("authentication")), who = query_arg(q, call, 1, S("user"));
    Str text, function = run->module->funcs.v[q->inside[call]].qualname;
    if (!query_names(q, S("ldap3"))) return;
    NodeId password = query_arg(q, call, 2, S("password"));
    if (names_somebody(q, who) && !how && password &&
        (query_is_none(q, password) || (query_str(q, password, &text) && !text.len))) {
        rule_report(run, q->inside[call], call, CONF_MEDIUM,
                    "a name and no password: the server takes that for a bind that asks for nothing");
        return;
    }
    if (!how) return;
    bool said = query_str(q, how, &text) && str_eq(text, S("ANONYMOUS"));
    if (!said && !str_ends(query_dotted(q, how), S("ANONYMOUS"))) return;
    bool named = names_somebody(q, who);
    if (named || query_named(function, logins))
        rule_report(
            run, q->inside[call], call, named ? CONF_MEDIUM : CONF_LOW,
            "the connection binds as nobody, so it says nothing of the user and the password");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (is_bind(q, n)) look_at_bind(run, n);
        else if (str_eq(query_method(q, n), S("Connection"))) look_at_connection(run, n);
    }
}

// if not password: <how this function says no>
static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId password =
        py_kind(m->tree, at->node) == PY_Call ? mend_arg(m, at->node, 1, S("cred")) : 0;
    if (!password || py_kind(m->tree, password) != PY_Name) return false;
    Str test = str_fmt(m->keep, "not %.*s", STR_ARG(py_text(m->tree, password)));
    return mend_before(m, &out->change, at->node,
                       mend_guard(m, &out->change, at->node, test, S("a password is needed"))) &&
           mend_done(out, TRUST_REVIEW,
                     "An empty password is refused before the server is asked. Decide that this is "
                     "how the function says no.");
}

const Rule rule_unauthenticated_bind = {
    .id = L("unauthenticated-bind"),
    .cwe = 287,
    .also = {1390},
    .severity = SEV_HIGH,
    .title = L("a login by LDAP that the server grants without a password"),
    .why = L("A bind with a name and an empty password is an \"unauthenticated bind\": many servers answer it with "
             "success, and prove nothing by that. Where the bind is the login, everybody gets in as anybody by "
             "leaving the password empty."),
    .instead = L("Refuse an empty password before the bind, and have the server refuse unauthenticated binds."),
    .bad = L("import ldap\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/login\")\n"
             "def login():\n"
             "    con = ldap.initialize(\"ldaps://dir.example.org\")\n"
             "    name = ldap.dn.escape_dn_chars(request.form[\"name\"])\n"
             "    con.simple_bind_s(\"uid=\" + name + \",dc=example\", request.form[\"password\"])\n"
             "    return {\"ok\": True}\n"),
    .good = L("import ldap\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/login\")\n"
              "def login():\n"
              "    con = ldap.initialize(\"ldaps://dir.example.org\")\n"
              "    name, password = ldap.dn.escape_dn_chars(request.form[\"name\"]), request.form[\"password\"]\n"
              "    if not password:\n"
              "        return {\"ok\": False}, 401\n"
              "    con.simple_bind_s(\"uid=\" + name + \",dc=example\", password)\n"
              "    return {\"ok\": True}\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/287.html"),
                    L("https://www.rfc-editor.org/rfc/rfc4513#section-5.1.2"),
                    L("https://www.python-ldap.org/en/latest/reference/ldap.html#ldap.LDAPObject.simple_bind")),
    .peers = LIST(L("codeql:py/improper-ldap-auth")),
    .at_file = look,
    .words = LIST(L("simple_bind"), L("simple_bind_s"), L("bind_s"), L("bind"), L("ANONYMOUS"), L("authentication"), L("ldap3")),
    .fix = fix,
};
