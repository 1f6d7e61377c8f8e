// rule login-unasked: a visitor is logged in by the name they give.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What proves who asks, or says that another did: a password, a token, a signature, a provider, a login of before.
static const Str proofs[] = {
    L("authenticate"), L("password"), L("passwd"), L("checkpw"), L("verif"), L("compare_digest"),
    L("token"), L("otp"), L("signature"), L("signer"), L("loads"), L("oauth"), L("provider"),
    L("saml"), L("confirm"), L("invit"), L("code"), L("challenge"),
    L("current_user"), L("is_authenticated"), L("impersonat"), L("hijack"), L("secret"),
    L("is_staff"), L("is_superuser"), L("credential"), L("ticket"), L("check_"),
    L("jwt"), L("ldap"), {0}};
static const Str guards[] = {L("login"), L("permission"), L("staff"), L("admin"), L("require"),
                             L("user_passes"), {0}};

// User.objects.get(email=…), User.query.filter_by(…).first(): with data of the request
static bool looks_up(const Query *q, NodeId value)
{
    static const Str finders[] = {L("get"),         L("first"),       L("one"),     L("one_or_none"),
                                  L("get_or_404"),  L("first_or_404"), L("scalar"), L("scalar_one_or_none"),
                                  L("get_object_or_404"), {0}};
    static const Str stores[] = {L("objects"), L("query"), L("select"), L("get_object_or_404"), {0}};
    const Tree *t = q->tree;
    if (!value || py_kind(t, value) != PY_Call || !str_in(query_method(q, value), finders) ||
        !query_mentions(q, value, stores))
        return false;
    for (NodeId n = 0; (n = query_next_in(q, PY_keyword, value, n));)
        if (query_taint(q, py_node(t, n, keyword_value)) & KIND(REMOTE)) return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_Compare, value, n));)
        if (query_taint(q, py_list(t, n, Compare_comparators).v[0]) & KIND(REMOTE)) return true;
    return false;
}

// session["pending"], request.session: who it is was settled before; db.session is a database's.
static bool asks_session(const Query *q, NodeId def)
{
    static const Str named[] = {L("session"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, def, n));)
        if (str_in(query_called(q, n), named)) return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_Attribute, def, n));)
        if (str_in(query_called(q, n), named) &&
            str_eq(query_called(q, py_node(t, n, Attribute_value)), S("request")))
            return true;
    return false;
}

static void look(RuleRun *run)
{
    static const Str django[] = {L("django.contrib.auth.login"), {0}};
    static const Str flask[] = {L("flask_login.login_user"), L("flask_login.utils.login_user"), {0}};
    static const Str elsewhere[] = {L("is_valid"), L("validate"), L("debug"), L("DEBUG"), {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool second = query_calls(q, n, django);
        if (!second && !query_calls(q, n, flask)) continue;
        NodeId def = query_def(q, q->inside[n]), user = query_arg(q, n, second ? 1 : 0, S("user"));
        if (!def || !user || !looks_up(q, query_peel(q, user)) || query_mentions(q, def, proofs) ||
            query_mentions_text(q, def, proofs) || asks_session(q, def) ||
            query_decorated(q, def, guards))
            continue;
        // a form may have compared the password, an account may just have been made
        bool hint = query_mentions(q, def, elsewhere) || rule_is_development(run);
        rule_report(run, q->inside[n], n, hint ? CONF_LOW : CONF_MEDIUM,
                    "whoever gives the name of an account is logged in to it");
    }
}

const Rule rule_login_unasked = {
    .id       = L("login-unasked"),
    .cwe      = 287, .also = {306, 1390}, .severity = SEV_CRITICAL,
    .title    = L("somebody is logged in who proved nothing"),
    .why      = L("login() believes the program. Where the account is looked up by what the visitor gave, and nothing "
                  "was compared, anybody is logged in as anybody."),
    .instead  = L("user = authenticate(request, username=…, password=…), and log in what it gives."),
    .bad      = L("from django.contrib.auth import login\n"
                  "from django.contrib.auth.models import User\n"
                  "def enter(request):\n"
                  "    user = User.objects.get(username=request.POST[\"name\"])\n"
                  "    login(request, user)\n"),
    .good     = L("from django.contrib.auth import authenticate, login\n"
                  "def enter(request):\n"
                  "    user = authenticate(request, username=request.POST[\"name\"], password=request.POST[\"password\"])\n"
                  "    if user is not None:\n"
                  "        login(request, user)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/287.html"),
                     L("https://docs.djangoproject.com/en/stable/topics/auth/default/#how-to-log-a-user-in")),
    .at_file  = look,
    .words    = LIST(L("login_user"), L("login")),
    .weak_in_package = true,
};
