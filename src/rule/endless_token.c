// rule endless-token: a token or session that is good for years, or for ever.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

enum { DAY = 24 * 60 * 60, LONGEST = 366 * DAY, DEEP = 5 };

// timedelta(days=3650), 60 * 60 * 24 * 365: in seconds; false where it is not known.
static bool seconds_of(const Query *q, NodeId n, int64_t *out)
{
    static const struct {
        Str name;
        int64_t each;
    } units[] = {{L("days"), DAY},
                 {L("seconds"), 1},
                 {L("minutes"), 60},
                 {L("hours"), 3600},
                 {L("weeks"), 7 * DAY}};
    int64_t sum = 0;
    if (query_int(q, n, out)) return true;
    n = query_peel(q, n);
    if (!n || py_kind(q->tree, n) != PY_Call || !str_eq(query_method(q, n), S("timedelta")))
        return false;
    for (Size i = 0; i < countof(units); i++) {
        NodeId arg = query_arg(q, n, i < 2 ? (int)i : -1, units[i].name);
        int64_t k;
        if (!arg) continue;
        if (!query_int(q, arg, &k) || k > INT32_MAX || k < -INT32_MAX) return false;
        sum += k * units[i].each;
    }
    *out = sum;
    return true;
}

static bool is_too_long(const Query *q, NodeId n)
{
    int64_t s;
    return n && seconds_of(q, n, &s) && s > LONGEST;
}

// int((now + timedelta(…)).timestamp()), calendar.timegm((…).utctimetuple()): what is counted in seconds
static NodeId counted(const Query *q, NodeId n)
{
    static const Str same[] = {L("int"), L("round"), L("timegm"), L("mktime"), L("str"), {0}};
    static const Str turns[] = {L("timestamp"), L("utctimetuple"), L("timetuple"), L("replace"), {0}};
    if (py_kind(q->tree, n) != PY_Call) return 0;
    if (str_in(query_method(q, n), same)) return query_arg(q, n, 0, S(""));
    NodeId func = py_node(q->tree, n, Call_func);
    bool turn = py_kind(q->tree, func) == PY_Attribute && str_in(query_method(q, n), turns);
    return turn ? py_node(q->tree, func, Attribute_value) : 0;
}

// datetime.now() + timedelta(days=3650), time.time() + 10 ** 9
static bool ends_too_late(const Query *q, NodeId n, int depth)
{
    n = n ? query_peel(q, n) : 0;
    if (!n || depth > DEEP) return false;
    NodeId of = counted(q, n);
    if (of) return ends_too_late(q, of, depth + 1);
    if (py_kind(q->tree, n) == PY_Call && str_eq(query_method(q, n), S("timedelta")))
        return is_too_long(q, n);
    if (py_kind(q->tree, n) != PY_BinOp || py_at(q->tree, n)->op != OP_ADD) return false;
    NodeId right = py_node(q->tree, n, BinOp_right);
    return is_too_long(q, right) || ends_too_late(q, right, depth + 1) ||
           ends_too_late(q, py_node(q->tree, n, BinOp_left), depth + 1);
}

static void say(RuleRun *run, NodeId at, const char *what)
{
    rule_report(run, run->query->inside[at], at, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                "%s", what);
}

// What the claims hold under this name: {"exp": …}, dict(exp=…); 0: nothing
static NodeId claim(const Query *q, NodeId claims, Str name)
{
    if (py_kind(q->tree, claims) == PY_Call) return query_arg(q, claims, -1, name);
    return query_item(q, claims, name);
}

// {"sub": user.id, "role": "admin"}: who is let in
static bool names_somebody(const Query *q, NodeId dict)
{
    static const Str who[] = {L("sub"),      L("user"),  L("user_id"),  L("userid"), L("uid"),
                              L("username"), L("email"), L("role"),     L("roles"),  L("id"),
                              L("name"),     L("admin"), L("is_admin"), L("scope"),  {0}};
    for (const Str *w = who; w->len; w++)
        if (claim(q, dict, *w)) return true;
    return false;
}

// {**claims}, claims["exp"] = …, claims.update(…), add_times(claims): more is put in than stands here.
static bool is_filled(const Query *q, NodeId given, NodeId dict)
{
    const Tree *t = q->tree;
    bool call = py_kind(t, dict) == PY_Call;
    NodeList keys = call ? py_list(t, dict, Call_keywords) : py_list(t, dict, Dict_keys);
    if (call && py_list(t, dict, Call_args).n) return true;
    Str name = given != dict && py_kind(t, given) == PY_Name ? query_called(q, given) : S("");
    for (uint32_t i = 0; i < keys.n; i++)
        if (!keys.v[i] ||
            (call ? !py_sym(t, keys.v[i], keyword_arg) : py_kind(t, keys.v[i]) != PY_Constant))
            return true;
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Name, n));) {
        int up = py_kind(t, q->parent[n]);
        if (q->inside[n] == q->inside[given] && n != given && str_eq(query_called(q, n), name) &&
            (up == PY_Subscript || up == PY_Attribute || up == PY_Call))
            return true;
    }
    return false;
}

// jwt.encode({"sub": user.id}, KEY, algorithm="HS256")
static void look_at_token(RuleRun *run, NodeId call)
{
    static const Str makers[] = {
        L("jwt.encode"), L("jose.jwt.encode"), L("authlib.jose.jwt.encode"), {0}};
    const Query *q = run->query;
    NodeId given = query_calls(q, call, makers) ? query_arg(q, call, 0, S("payload")) : 0;
    if (!given && query_calls(q, call, makers)) given = query_arg(q, call, 0, S("claims"));
    NodeId dict = given ? query_peel(q, given) : 0;
    bool made =
        dict && py_kind(q->tree, dict) == PY_Call && str_eq(query_callee(q, dict), S("dict"));
    if (!dict || (py_kind(q->tree, dict) != PY_Dict && !made)) return;
    NodeId end = claim(q, dict, S("exp"));
    if (!end) end = query_set_later(q, given, S("exp"));
    if (end && ends_too_late(q, end, 0)) say(run, call, "the token is good for more than a year");
    if (!end && names_somebody(q, dict) && !is_filled(q, given, dict))
        say(run, call, "the token has no end (exp): who finds it is let in for ever");
}

// SESSION_COOKIE_AGE = …, app.config["PERMANENT_SESSION_LIFETIME"] = …
static const Str settings[] = {L("PERMANENT_SESSION_LIFETIME"), L("SESSION_COOKIE_AGE"),
                               L("ACCESS_TOKEN_LIFETIME"),      L("JWT_ACCESS_TOKEN_EXPIRES"),
                               L("REMEMBER_COOKIE_DURATION"),   L("JWT_EXPIRATION_DELTA"),
                               L("permanent_session_lifetime"), {0}};

static void look_at_setting(RuleRun *run, Str name, NodeId value, NodeId at)
{
    const Query *q = run->query;
    if (!str_in(name, settings)) return;
    if (is_too_long(q, value))
        say(run, at, "whoever is logged in once stays so for more than a year");
    else if (str_eq(name, S("JWT_ACCESS_TOKEN_EXPIRES")) && query_is_false(q, value))
        say(run, at, "tokens have no end: who finds one is let in for ever");
}

// response.set_cookie("session_id", …, max_age=315360000)
static void look_at_cookie(RuleRun *run, NodeId call)
{
    static const Str words[] = {L("session"), L("sessionid"), L("sid"),   L("token"),
                                L("auth"),    L("jwt"),       L("login"), {0}};
    static const Str others[] = {L("csrf"), L("xsrf"), {0}};
    const Query *q = run->query;
    NodeId key = query_arg(q, call, 0, S("key")), age = query_arg(q, call, 2, S("max_age"));
    Str name;
    if (!key) key = query_arg(q, call, 0, S("name"));
    if (key && age && query_str(q, key, &name) && name_has_word(name, words) &&
        !query_named(name, others) && is_too_long(q, age))
        say(run, call,
            "the browser keeps this cookie, and who finds it is let in, for more than a year");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (str_eq(query_method(q, n), S("encode"))) look_at_token(run, n);
        else if (str_eq(query_method(q, n), S("set_cookie"))) look_at_cookie(run, n);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        look_at_setting(run, query_called(q, to), py_node(t, n, Assign_value), n);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
        Str key;
        for (uint32_t i = 0; i < keys.n; i++)
            if (keys.v[i] && py_kind(t, keys.v[i]) == PY_Constant && query_str(q, keys.v[i], &key))
                look_at_setting(run, key, values.v[i], values.v[i]);
    }
}

const Rule rule_endless_token = {
    .id = L("endless-token"),
    .cwe = 613,
    .severity = SEV_LOW,
    .title = L("a token or session that is good for years, or for ever"),
    .why = L("A token is copied into logs, backups, browsers' histories and other people's hands. "
             "One that ends soon is "
             "of little use there; one without an end lets in whoever finds it, long after its "
             "owner has left, and a "
             "signed token cannot be called back."),
    .instead = L("Give the token an end (`exp`) that fits what it is for, minutes or hours, and "
                 "renew it from a session "
                 "that can be revoked."),
    .bad = L("import jwt\n"
             "def token_for(user, key):\n"
             "    return jwt.encode({\"sub\": user.id}, key, algorithm=\"HS256\")\n"),
    .good =
        L("import jwt\n"
          "from datetime import datetime, timedelta, timezone\n"
          "def token_for(user, key):\n"
          "    end = datetime.now(timezone.utc) + timedelta(minutes=15)\n"
          "    return jwt.encode({\"sub\": user.id, \"exp\": end}, key, algorithm=\"HS256\")\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/613.html"),
        L("https://www.rfc-editor.org/rfc/rfc8725"),
        L("https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html")),
    .at_file = look,
    .words = LIST(L("jwt"), L("jose"), L("set_cookie"), L("PERMANENT_SESSION_LIFETIME"),
                  L("SESSION_COOKIE_AGE"), L("config"), L("REMEMBER_COOKIE_DURATION"),
                  L("SIMPLE_JWT"), L("permanent_session_lifetime")),
};
