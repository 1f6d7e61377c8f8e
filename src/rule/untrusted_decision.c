// rule untrusted-decision: what the client itself says of its rights decides what it may do.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// TURNS: names and wrappers that lead from a test to what is read.
enum { TURNS = 4 };

static const Str rights[] = {L("admin"), L("superuser"), L("role"), L("staff"), L("privilege"), L("permission"),
                             L("authenticated"), L("authorized"), L("authorised"), L("logged_in"), L("loggedin"),
                             L("logged-in"), L("is_root"), L("access_level"), L("access-level"), L("is_auth"),
                             L("user_type"), L("usertype"), L("user-type"), L("internal"), {0}};
// With these it is a secret or a name, which is looked up.
static const Str others[] = {L("token"), L("key"),      L("secret"), L("session"), L("csrf"),
                             L("sig"),   L("password"), L("email"),  L("user_id"), L("user-id"),
                             L("code"),  L("hash"),     L("hmac"),   {0}};

// What a client says of itself: who it is, which program, which of the server's names it asked for.
static const Str claims[] = {L("user-agent"),       L("http_user_agent"),  L("host"),        L("http_host"),
                             L("x-forwarded-host"), L("http_x_forwarded_host"), L("x-remote-user"),
                             L("http_x_remote_user"), L("remote-user"),    L("x-user"),      L("http_x_user"),
                             L("x-username"),       {0}};

typedef enum { NOT_HELD, IN_BODY, IN_CLAIM, IN_COOKIE, IN_HEADER } Held;

static bool is_claim(Str key)
{
    const Str *c = claims;
    while (c->len && !str_alike(key, *c)) c++;
    return c->len > 0;
}

static bool is_right(Str key) { return query_named(key, rights) && !query_named(key, others); }

// What the thing that is asked under a name is: request.cookies, request.META, self.request.headers.
static Held held_by(const Query *q, NodeId of)
{
    static const Str cookies[] = {L("cookies"), L("COOKIES"), {0}};
    static const Str headers[] = {L("headers"), L("META"), {0}};
    static const Str bodies[] = {L("args"),  L("form"),         L("values"), L("json"),
                                 L("GET"),   L("POST"),         L("query"),  L("params"),
                                 L("forms"), L("query_params"), L("data"),   {0}};
    Str name = query_called(q, of);
    if (py_kind(q->tree, of) != PY_Attribute) return NOT_HELD;
    bool of_request = query_named(query_dotted(q, of), (const Str[]){L("request"), L("req."), {0}});
    if (!of_request || !(query_taint(q, of) & KIND(REMOTE))) return NOT_HELD;
    return str_in(name, cookies) ? IN_COOKIE : str_in(name, headers) ? IN_HEADER
         : str_in(name, bodies) ? IN_BODY : NOT_HELD;
}

// json.loads(base64.b64decode(request.cookies["prefs"])): nobody signed it.
static Held decoded(const Query *q, NodeId n)
{
    static const Str calls[] = {L("json.loads"), L("ast.literal_eval"), L("base64.b64decode"),
                                L("base64.urlsafe_b64decode"), L("urllib.parse.unquote"), {0}};
    static const Str members[] = {L("get"), L("decode"), L("encode"), {0}};
    const Tree *t = q->tree;
    for (int turn = 0; n && turn < 2 * TURNS; turn++) {
        NodeId func = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0;
        if (func && query_calls(q, n, calls)) n = query_arg(q, n, 0, S("s"));
        else if (func && py_kind(t, func) == PY_Attribute && str_in(query_method(q, n), members))
            n = py_node(t, func, Attribute_value);
        else if (py_kind(t, n) == PY_Subscript) n = py_node(t, n, Subscript_value);
        else if (py_kind(t, n) == PY_BoolOp) n = py_list(t, n, BoolOp_values).v[0];
        else if (py_kind(t, n) == PY_Name && query_peel(q, n) != n) n = query_peel(q, n);
        else return turn && held_by(q, n) == IN_COOKIE ? IN_COOKIE : NOT_HELD;
    }
    return NOT_HELD;
}

static Held held_in(const Query *q, NodeId of, Str key)
{
    Held h = held_by(q, of);
    if (!is_right(key)) return h == IN_HEADER && is_claim(key) ? IN_CLAIM : NOT_HELD;
    return h ? h : decoded(q, of);
}

// request.host: what the client wrote into its Host header; Django's get_host() is one of those that it knows
static bool is_host(const Query *q, NodeId n)
{
    static const Str requests[] = {L("request"), L("req"), {0}};
    if (py_kind(q->tree, n) != PY_Attribute || !(query_taint(q, n) & KIND(REMOTE))) return false;
    return str_eq(query_called(q, n), S("host")) &&
           str_in(query_called(q, py_node(q->tree, n, Attribute_value)), requests);
}

// request.headers["X-Admin"], request.cookies.get("role", ""), self.get_cookie("admin")
static Held read_under(const Query *q, NodeId n, Str *key)
{
    static const Str agents[] = {L("request.user_agent"), L("request.user_agent.string"), {0}};
    const Tree *t = q->tree;
    int k = py_kind(t, n);
    bool agent = k == PY_Attribute && str_in(py_text(t, n), agents);
    if (agent || is_host(q, n)) {
        *key = agent ? S("User-Agent") : S("Host");
        return IN_CLAIM;
    }
    if (k == PY_Subscript && query_str(q, py_node(t, n, Subscript_slice), key))
        return held_in(q, py_node(t, n, Subscript_value), *key);
    NodeId func = k == PY_Call ? py_node(t, n, Call_func) : 0,
           first = func ? query_arg(q, n, 0, S("key")) : 0;
    if (!first || py_kind(t, func) != PY_Attribute || !query_str(q, first, key)) return NOT_HELD;
    if (str_eq(query_method(q, n), S("get")))
        return held_in(q, py_node(t, func, Attribute_value), *key);
    if (!is_right(*key)) return NOT_HELD;
    // with a secret Bottle looks at a signature
    bool cookie = str_eq(query_method(q, n), S("get_cookie")) && !query_arg(q, n, 2, S("secret"));
    return cookie && query_taint(q, n) & KIND(REMOTE) ? IN_COOKIE : NOT_HELD;
}

// def drop(x_admin: str = Header(None)), is_admin: bool = Cookie(False)
static Held by_parameter(const Query *q, NodeId name, Str *key)
{
    const Tree *t = q->tree;
    NodeId args = query_args(q, query_def(q, q->inside[name])), value = 0, p;
    *key = query_called(q, name);
    if (!args || !is_right(*key) || !query_is_parameter(q, name)) return NOT_HELD;
    for (uint32_t i = 0; (p = py_param(t, args, i, &value)) != 0; i++) {
        if (!str_eq(query_called(q, p), *key)) continue;
        NodeId in = value && py_kind(t, value) == PY_Call ? value : p;
        if (query_mentions(q, in, (const Str[]){L("Cookie"), {0}})) return IN_COOKIE;
        return query_mentions(q, in, (const Str[]){L("Header"), {0}}) ? IN_HEADER : NOT_HELD;
    }
    return NOT_HELD;
}

// The value below str(x), x.lower(), (x or ""), and names.
static NodeId unwrapped(const Query *q, NodeId n)
{
    static const Str same[] = {L("str"),   L("int"),   L("bool"), L("lower"),
                               L("upper"), L("strip"), {0}};
    const Tree *t = q->tree;
    for (int turn = 0; turn < TURNS; turn++) {
        NodeId func = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0;
        if (py_kind(t, n) == PY_Name) n = query_peel(q, n);
        else if (py_kind(t, n) == PY_BoolOp) n = py_list(t, n, BoolOp_values).v[0];
        else if (func && str_in(query_method(q, n), same))
            n = py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value)
              : query_arg(q, n, 0, S("")) ? query_arg(q, n, 0, S("")) : n;
    }
    return n;
}

static Held held(const Query *q, NodeId n, Str *key)
{
    Held h = py_kind(q->tree, n) == PY_Name ? by_parameter(q, n, key) : NOT_HELD;
    return h ? h : read_under(q, unwrapped(q, n), key);
}

static bool is_written(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    n = query_peel(q, n);
    int k = py_kind(t, n);
    NodeList items =
        k == PY_List || k == PY_Tuple || k == PY_Set ? py_list(t, n, 0) : (NodeList){0};
    for (uint32_t i = 0; i < items.n; i++)
        if (py_kind(t, items.v[i]) != PY_Constant) return false;
    return k == PY_Constant || items.n > 0;
}

// A piece of a test: compared with what stands in the source, or true at all.
static Held decides(const Query *q, NodeId n, Str *key)
{
    const Tree *t = q->tree;
    if (py_kind(t, n) == PY_Name) n = query_peel(q, n);
    if (py_kind(t, n) == PY_UnaryOp) n = py_node(t, n, UnaryOp_operand);
    if (py_kind(t, n) != PY_Compare) return held(q, n, key);
    NodeId left = py_node(t, n, Compare_left), right = py_list(t, n, Compare_comparators).v[0];
    PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
    if ((op == OP_IN || op == OP_NOTIN) && query_str(q, left, key))
        return is_right(*key) ? held_by(q, right) : NOT_HELD;
    return is_written(q, right)  ? held(q, left, key)
           : is_written(q, left) ? held(q, right, key)
                                 : NOT_HELD;
}

// raise HTTPException(403), return "…", 401, raise PermissionDenied
static bool is_refusal(const Query *q, NodeId st)
{
    static const Str words[] = {
        L("Forbidden"), L("PermissionDenied"), L("Unauthorized"), L("PermissionError"), {0}};
    int64_t code;
    if (query_mentions(q, st, words)) return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_Constant, st, n));)
        if (query_int(q, n, &code) && (code == 401 || code == 403)) return true;
    return false;
}

static bool body_refuses(const Query *q, NodeId st)
{
    NodeList body = py_list(q->tree, st, If_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (is_refusal(q, body.v[i])) return true;
    return false;
}

// if …: abort(403); or what it lets through leaves the function, and who comes past it is refused
static bool refuses(const Query *q, NodeId st)
{
    NodeList body = py_list(q->tree, st, If_body), block = query_block(q, st);
    if (body_refuses(q, st)) return true;
    for (uint32_t i = 0; i + 1 < block.n; i++)
        if (block.v[i] == st)
            return py_kind(q->tree, py_last(body)) == PY_Return && is_refusal(q, block.v[i + 1]);
    return false;
}

// What a client claims: who claims one thing is let in, and not all but those who claim another. A refusal of
// all hosts but one's own is also what keeps rebound names out.
static Confidence judge_claim(const Query *q, NodeId st, NodeId part, Str key)
{
    const Tree *t = q->tree;
    if (py_kind(t, part) != PY_Compare) return CONF_NONE;       // it has to be there at all
    bool refused = body_refuses(q, st);
    static const Str host[] = {L("host"), {0}};
    PyOp op = (PyOp)py_syms(t, part, Compare_ops).v[0];
    if (refused && (op == OP_EQ || op == OP_IN || op == OP_IS)) return CONF_NONE;
    return refused && query_named(key, host) ? CONF_LOW : CONF_MEDIUM;
}

static void look_at_test(RuleRun *run, NodeId st, NodeId test)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeList parts =
        py_kind(t, test) == PY_BoolOp ? py_list(t, test, BoolOp_values) : (NodeList){0};
    for (uint32_t i = 0; i < (parts.n ? parts.n : 1); i++) {
        Str key = {0};
        NodeId part = parts.n ? parts.v[i] : test;
        Held h = decides(q, part, &key);
        // what a form says of a role may be what is wanted for somebody else
        bool weak = h == IN_BODY || h == IN_CLAIM;
        if (!h || (weak && (py_kind(t, st) != PY_If || !refuses(q, st)))) continue;
        Confidence c = h == IN_CLAIM ? judge_claim(q, st, part, key) : CONF_MEDIUM;
        if (c == CONF_NONE) continue;
        rule_report(run, q->inside[st], part, c, "the client's own %s `%.*s` decides what it may do",
                    h == IN_COOKIE ? "cookie" : h == IN_BODY ? "field" : "header", STR_ARG(key));
    }
}

static void look(RuleRun *run)
{
    static const struct { int kind, test; } tests[] = {
        {PY_If, If_test}, {PY_IfExp, IfExp_test}, {PY_Assert, Assert_test}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (Size i = 0; i < countof(tests); i++)
        for (NodeId n = 0; (n = query_next(q, tests[i].kind, n));)
            if (q->inside[n]) look_at_test(run, n, py_node(q->tree, n, tests[i].test));
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        NodeId value = py_node(q->tree, n, Return_value);
        if (value && py_kind(q->tree, value) == PY_Compare) look_at_test(run, n, value);
    }
}

const Rule rule_untrusted_decision = {
    .id = L("untrusted-decision"),
    .cwe = 807,
    .also = {565, 784},
    .severity = SEV_HIGH,
    .title = L("what the client says of its rights is believed"),
    .why = L("Cookies, headers and fields are written by whoever sends the request. A cookie "
             "admin=1 or a header X-Role: admin costs an attacker one line, and opens what it "
             "guards."),
    .instead = L("Keep who somebody is in a session or a signed token, and look up their "
                 "rights on the server."),
    .bad = L("from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/wipe\")\n"
             "def wipe():\n"
             "    if request.cookies.get(\"admin\") != \"1\":\n"
             "        return \"no\", 403\n"
             "    return remove_all()\n"),
    .good = L("from flask import Flask, session\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/wipe\")\n"
              "def wipe():\n"
              "    if session.get(\"role\") != \"admin\":\n"
              "        return \"no\", 403\n"
              "    return remove_all()\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/807.html"),
                    L("https://cwe.mitre.org/data/definitions/784.html"),
                    L("https://owasp.org/Top10/A01_2021-Broken_Access_Control/")),
    .at_file = look,
    .words = LIST(L("cookies"), L("COOKIES"), L("headers"), L("META"), L("get_cookie"), L("Header"),
                  L("Cookie"), L("args"), L("form"), L("GET"), L("POST"), L("json"), L("values"),
                  L("host"), L("user_agent")),
    .weak_in_package = true,
};
