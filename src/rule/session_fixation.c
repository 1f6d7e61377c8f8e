// rule session-fixation: who signs in keeps the session that the visitor had before.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str identities[] = {L("user"),    L("uid"),   L("account"), L("member"), L("customer"),
                                 L("login"),   L("logged"), L("authenticated"), L("username"),
                                 L("email"),   L("identity"), L("principal"),   {0}};
static const Str proofs[] = {L("authenticate"), L("check_password"), L("verify_password"),
                             L("checkpw"),      L("compare_digest"), L("check_password_hash"),
                             L("password_ok"),  L("verify"),         {0}};
// What gives the session a new identifier, or empties it.
static const Str renewals[] = {L("cycle_key"),   L("flush"),       L("login"),   L("auth_login"),
                               L("new_session"), L("invalidate"),  L("clear"),   L("regenerate"),
                               L("regenerate_id"), L("rotate"),    L("renew"),   L("remember"),
                               L("create_session"), L("new_csrf_token"), {0}};

// Sessions that the server keeps under an identifier: with one that the client carries whole there
// is none to fix.
static bool is_kept_by_server(const Query *q, NodeId session)
{
    static const Str stores[] = {L("django"), L("pyramid"), L("aiohttp_session"), L("beaker"),
                                 L("flask_session"), L("cherrypy"), {0}};
    const Tree *t = q->tree;
    NodeId value = query_peel(q, session);
    if (py_kind(t, value) == PY_Await) value = py_node(t, value, Await_value);
    if (query_mentions(q, value, (const Str[]){L("get_session"), {0}})) return true;
    if (query_mentions_text(q, value, (const Str[]){L("beaker.session"), {0}})) return true;
    if (!str_eq(query_called(q, session), S("session"))) return false;
    Str dotted = query_dotted(q, session);
    for (Size i = 0; i < q->nimports; i++)
        for (const Str *s = stores; s->len; s++) {
            bool flask = str_starts(dotted, S("flask.")) != str_eq(*s, S("flask_session"));
            if (!flask && str_find(q->imports[i].dotted, *s) >= 0) return true;
        }
    return false;
}

static bool calls_one(const Query *q, NodeId def, const Str *names, bool part)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!query_within(q, n, def)) continue;
        for (const Str *p = names; p->len; p++)
            if (part ? str_find(m, *p) >= 0 : str_eq(m, *p)) return true;
    }
    return false;
}

// if not self.check(user, password): a test that is given a password
static bool tests_password(const Query *q, NodeId def)
{
    static const Str words[] = {L("password"), L("passwd"), L("passphrase"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_If, def, n));)
        for (NodeId c = 0; (c = query_next_in(q, PY_Call, py_node(t, n, If_test), c));) {
            NodeList args = py_list(t, c, Call_args);
            for (uint32_t i = 0; args.n > 1 && i < args.n; i++)
                if (query_named(query_called(q, args.v[i]), words) ||       // password, form["password"]
                    query_mentions_text(q, args.v[i], words))
                    return true;
        }
    return false;
}

static bool proves_who(const Query *q, NodeId def)
{
    return calls_one(q, def, proofs, true) || tests_password(q, def);
}

// x, or any of the values of `x or y`
static bool is_remote(const Query *q, NodeId key)
{
    if (py_kind(q->tree, key) != PY_BoolOp) return query_taint(q, key) & KIND(REMOTE);
    NodeList of = py_list(q->tree, key, BoolOp_values);
    for (uint32_t i = 0; i < of.n; i++)
        if (query_taint(q, of.v[i]) & KIND(REMOTE)) return true;
    return false;
}

// sid = request.cookies.get("sid"); SESSIONS[sid] = {"user": name}: a table of the program's own, under the
// identifier that the visitor came with.
static bool is_own_table(const Query *q, NodeId to)
{
    const Tree *t = q->tree;
    if (py_kind(t, to) != PY_Subscript) return false;
    NodeId key = query_peel(q, py_node(t, to, Subscript_slice)),
           box = py_node(t, to, Subscript_value);
    NodeId made = py_kind(t, box) == PY_Name ? query_assigned(q, box) : 0;
    static const Str cookies[] = {L("cookies"), L("COOKIES"), L("get_cookie"), {0}};
    return made && !q->inside[made] && query_mentions(q, key, cookies) &&
           is_remote(q, key);
}

static void look_at_own_tables(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId def = query_def(q, q->inside[n]);
        if (!def || query_is_none(q, py_node(q->tree, n, Assign_value)) ||
            !is_own_table(q, py_list(q->tree, n, Assign_targets).v[0]))
            continue;
        NodeId value = py_node(q->tree, n, Assign_value);
        bool who =
            query_mentions(q, value, identities) || query_mentions_text(q, value, identities);
        if (who && proves_who(q, def) && !calls_one(q, def, renewals, false))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the session keeps the identifier that it had before the sign-in");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_own_tables(run);
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Assign, mend_fix_new_session, CONF_MEDIUM,
                      "the session keeps the identifier that it had before the sign-in");
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], def = query_def(q, q->inside[n]);
        Str key;
        if (!def || py_kind(t, to) != PY_Subscript ||
            !query_str(q, py_node(t, to, Subscript_slice), &key) || !query_named(key, identities) ||
            query_is_none(q, py_node(t, n, Assign_value)))
            continue;
        if (!is_kept_by_server(q, py_node(t, to, Subscript_value)) ||
            !proves_who(q, def) || calls_one(q, def, renewals, false))
            continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "the session keeps the identifier that it had before the sign-in");
    }
}

const Rule rule_session_fixation = {
    .id = L("session-fixation"),
    .cwe = 384,
    .severity = SEV_MEDIUM,
    .title = L("a sign-in keeps the visitor's old session"),
    .why = L("Whoever planted a session identifier in the victim's browser (a link, a shared "
             "machine, a sub-domain's cookie) knows it after the sign-in, too, and is that user."),
    .instead = L("Give the session a new identifier before the identity goes in: "
                 "request.session.cycle_key() or login(), new_session(), session.invalidate()."),
    .bad = L("from aiohttp_session import get_session\n"
             "from users import authenticate\n"
             "async def sign_in(request):\n"
             "    form = await request.post()\n"
             "    user = await authenticate(form[\"email\"], form[\"password\"])\n"
             "    session = await get_session(request)\n"
             "    session[\"user_id\"] = user.id\n"),
    .good = L("from aiohttp_session import new_session\n"
              "from users import authenticate\n"
              "async def sign_in(request):\n"
              "    form = await request.post()\n"
              "    user = await authenticate(form[\"email\"], form[\"password\"])\n"
              "    session = await new_session(request)\n"
              "    session[\"user_id\"] = user.id\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/384.html"),
                    L("https://owasp.org/www-community/attacks/Session_fixation"),
                    L("https://docs.djangoproject.com/en/stable/topics/http/sessions/")),
    .at_file = look,
    .words = LIST(L("session"), L("get_session"), L("environ"), L("sessions"), L("login"),
                  L("log_in"), L("sign_in"), L("cookies"), L("COOKIES")),
    .fix = mend_fix_new_session,
    .weak_in_package = true,
};
