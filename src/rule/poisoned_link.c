// rule poisoned-link: a link with a secret in it is made of the host that the request names.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// request.host_url, request.get_host(), request.headers["Host"]: what the client says that this
// site is called
static bool names_host(const Query *q, NodeId n)
{
    static const Str attrs[] = {L("host_url"), L("url_root"), L("host"), L("base_url"), {0}};
    static const Str calls[] = {L("get_host"), L("build_absolute_uri"), L("get_current_site"), {0}};
    static const Str headers[] = {
        L("http_host"), L("host"), L("x-forwarded-host"), L("origin"), {0}};
    const Tree *t = q->tree;
    int k = py_kind(t, n);
    if (k == PY_Call) {
        NodeId func = py_node(t, n, Call_func), key = query_arg(q, n, 0, S(""));
        Str text;
        for (const Str *c = calls; c->len; c++)
            if (str_eq(query_method(q, n), *c) && !str_eq(*c, S("get_current_site")))
                return !str_eq(*c, S("get_host")) || !key; // inventory.get_host(name) is no request's
        // Bottle's and Falcon's request.get_header("X-Forwarded-Host")
        if (str_eq(query_method(q, n), S("get_header")) && key && query_str(q, key, &text) &&
            text.len < 20)
            return query_mentions_text(q, key, headers);
        if (!str_eq(query_method(q, n), S("get")) || !key || py_kind(t, func) != PY_Attribute)
            return false;
        Str of = query_called(q, py_node(t, func, Attribute_value));
        return (str_eq(of, S("headers")) || str_eq(of, S("META"))) && query_str(q, key, &text) &&
               query_mentions_text(q, key, headers) && text.len < 20;
    }
    if (k == PY_Subscript) {
        Str of = query_called(q, py_node(t, n, Subscript_value)), text;
        NodeId key = py_node(t, n, Subscript_slice);
        // of a WSGI server's environ only what the client sends; os.environ is the program's own
        bool environ = str_eq(of, S("environ")) &&
                       query_mentions_text(q, key, (const Str[]){L("http_"), {0}}) &&
                       !str_eq(query_dotted(q, py_node(t, n, Subscript_value)), S("os.environ"));
        return (str_eq(of, S("headers")) || str_eq(of, S("META")) || environ) &&
               query_str(q, key, &text) && query_mentions_text(q, key, headers) && text.len < 20;
    }
    if (k != PY_Attribute) return false;
    Str of = query_called(q, py_node(t, n, Attribute_value));
    if (str_eq(query_called(q, n), S("urlparts"))) {            // Bottle's; its first two name the host
        NodeId up = q->parent[n];
        return str_eq(of, S("request")) &&
               (py_kind(t, up) != PY_Attribute || str_eq(query_called(q, up), S("netloc")));
    }
    if (!str_eq(of, S("request")) && !str_eq(of, S("req"))) return false;
    return str_in(query_called(q, n), attrs);
}

// A function that speaks of a token and of what such links are for.
static bool makes_link(const RuleRun *run, NodeId def)
{
    const Query *q = run->query;
    static const Str mails[] = {L("mail"), L("smtp"), L("send"), {0}};
    static const Str secret[] = {L("token"), L("uidb64"), L("otp"), L("nonce"), L("signed"), {0}};
    static const Str purpose[] = {L("reset"),    L("forgot"), L("recover"), L("confirm"),
                                  L("activat"),  L("verif"),  L("invit"),   L("magic"),
                                  L("password"), {0}};
    Str name = py_kind(q->tree, def) == PY_Lambda
                   ? S("")
                   : py_name(q->tree, py_sym(q->tree, def, FunctionDef_name));
    static const Str letters[] = {L("reset"),  L("forgot"), L("recover"), L("confirm"),     L("activat"),
                                  L("verifi"), L("invit"),  L("magic"),   L("verify your"), L("password"), {0}};
    bool told = query_named(name, purpose) || query_mentions_text(q, def, letters);
    bool about = told || query_mentions(q, def, purpose) || query_mentions_text(q, def, purpose);
    // the check against forged requests compares hosts, and has a token as well
    bool forged = query_named(name, (const Str[]){L("csrf"), L("origin"), {0}});
    if (!about || forged) return false;
    // a letter about it: the link in it is the one that counts, whatever the secret in it is called; a client of HTTP
    // has a `verify` and sends, too
    return query_mentions(q, def, secret) ||
           (told && !rule_in_package(run) && query_mentions(q, def, mails));
}

// absolute(path), a function of this module that one which makes such a link asks for the address
static bool serves_link(const RuleRun *run, NodeId def)
{
    const Query *q = run->query;
    Str name = py_kind(q->tree, def) == PY_Lambda
                   ? S("")
                   : py_name(q->tree, py_sym(q->tree, def, FunctionDef_name));
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Call, n));) {
        NodeId from = query_def(q, q->inside[n]);
        if (from && from != def && str_eq(query_called(q, py_node(q->tree, n, Call_func)), name) &&
            query_holds(q, def, PY_Return) && makes_link(run, from))
            return true;
    }
    return false;
}

// register(rp_id=request.host): whom a key or token is for, and no address.
static bool names_party(const Query *q, NodeId n)
{
    static const Str others[] = {L("rp_id"), L("domain"), L("audience"), L("issuer"), {0}};
    const Tree *t = q->tree;
    NodeId st = query_statement(q, n);
    for (; n && n != st; n = q->parent[n])
        if (py_kind(t, n) == PY_keyword &&
            query_named(py_name(t, py_sym(t, n, keyword_arg)), others))
            return true;
    return false;
}

// Is it put into a text or an address, and not just compared?
static bool becomes_text(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    for (NodeId up = q->parent[n]; up; up = q->parent[up]) {
        int k = py_kind(t, up);
        if (k == PY_Compare || k == PY_If) return false;
        if (k == PY_JoinedStr || k == PY_BinOp || k == PY_Call || k == PY_Assign ||
            k == PY_Return || k == PY_Dict || k == PY_keyword)
            return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    static const int kinds[] = {PY_Attribute, PY_Call, PY_Subscript};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = query_next(q, kinds[i], n));) {
            NodeId def = query_def(q, q->inside[n]);
            if (!def || !names_host(q, n) || !becomes_text(q, n) || names_party(q, n) ||
                (!makes_link(run, def) && !serves_link(run, def)))
                continue;
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the link leads to the host that the request names");
        }
}

const Rule rule_poisoned_link = {
    .id = L("poisoned-link"),
    .cwe = 640,
    .also = {345},
    .severity = SEV_MEDIUM,
    .title = L("a link with a secret in it is made of the host that the request names"),
    .why = L("The Host header is the client's. An attacker asks for somebody else's password "
             "reset with a Host of their own; the mail that the victim gets leads there, and "
             "hands the token over."),
    .instead = L("Take the site's address from the settings (a base URL, SERVER_NAME, "
                 "Site.objects.get_current() with the framework's host check on)."),
    .bad = L("import secrets\n"
             "from flask import Flask, request\n"
             "from app.mail import send\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/forgot\")\n"
             "def forgot():\n"
             "    token = secrets.token_urlsafe(32)\n"
             "    send(request.form[\"mail\"], request.host_url + \"reset/\" + token)\n"
             "    return \"\"\n"),
    .good = L("import secrets\n"
              "from flask import Flask, request\n"
              "from app.mail import send\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/forgot\")\n"
              "def forgot():\n"
              "    token = secrets.token_urlsafe(32)\n"
              "    send(request.form[\"mail\"], app.config[\"SITE_URL\"] + \"reset/\" + token)\n"
              "    return \"\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/640.html"),
                    L("https://portswigger.net/web-security/host-header/exploiting/"
                      "password-reset-poisoning"),
                    L("https://docs.djangoproject.com/en/stable/topics/security/"
                      "#host-headers-virtual-hosting")),
    .at_file = look,
    .words = LIST(L("host_url"), L("url_root"), L("get_host"), L("build_absolute_uri"), L("host"),
                  L("headers"), L("META"), L("base_url"), L("get_header"), L("urlparts")),
    .weak_in_package = true,
};
