// rule insecure-cookie: a session cookie that can be read on the way or by a script.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str session_words[] = {
    L("session"),  L("sess"), L("sid"),        L("token"),  L("auth"),    L("jwt"), L("login"),
    L("remember"), L("user"), L("credential"), L("access"), L("refresh"), {0}};

static bool holds_word(Str text, const Str *words)
{
    for (; words->len; words++)
        for (Size i = 0; i + words->len <= text.len; i++) {
            Size k = 0;
            while (k < words->len && (text.s[i + k] | 32) == words->s[k]) k++;
            if (k == words->len) return true;
        }
    return false;
}

// kwargs["secure"] = True, kwargs.update(…): what ** unpacks is filled elsewhere.
static bool is_filled(const Query *q, NodeId name)
{
    const Tree *t = q->tree;
    Str what = query_called(q, name);
    if (py_kind(t, name) != PY_Name) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Subscript, n));) {
        NodeId st = q->parent[n];
        if (py_kind(t, st) == PY_Assign && py_list(t, st, Assign_targets).v[0] == n &&
            q->inside[n] == q->inside[name] &&
            str_eq(query_called(q, py_node(t, n, Subscript_value)), what))
            return true;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));)
        if (q->inside[n] == q->inside[name] && str_eq(query_called(q, n), S("update")) &&
            str_eq(query_called(q, py_node(t, n, Attribute_value)), what))
            return true;
    return false;
}

// self.set_cookie(…), where the class of this module has a method of that name
static bool is_own_method(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    if (py_kind(t, func) != PY_Attribute ||
        !str_eq(query_called(q, py_node(t, func, Attribute_value)), S("self")))
        return false;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        if (str_eq(py_name(t, q->module->funcs.v[i].name), query_method(q, call))) return true;
    return false;
}

// In this module, or in another one of the program from which it is imported.
static bool defines_class(const Query *q, Str name)
{
    Size module;
    Str there = {0};
    if (flow_definition(q->file, name, &module, &there) && there.len) return true;
    for (NodeId n = 0; (n = query_next(q, PY_ClassDef, n));)
        if (str_eq(py_name(q->tree, py_sym(q->tree, n, ClassDef_name)), name)) return true;
    return false;
}

// ENV == "development", app.debug: on where nobody attacks, and off where it counts.
static bool only_developing(const Query *q, NodeId arg)
{
    static const Str places[] = {L("dev"), L("develop"), L("development"), L("test"), L("testing"),
                                 L("debug"), L("local"), {0}};
    static const Str live[] = {L("prod"), L("production"), L("live"), {0}};
    const Tree *t = q->tree;
    NodeId value = query_peel(q, arg);
    int k = py_kind(t, value);
    Str name = query_called(q, arg), text;
    if (k == PY_Name || k == PY_Attribute)
        return str_eq(name, S("DEBUG")) || str_eq(name, S("debug"));
    if (k != PY_Compare) return false;
    NodeList right = py_list(t, value, Compare_comparators);
    PyOp op = (PyOp)py_syms(t, value, Compare_ops).v[0];
    if (right.n != 1 || !query_str(q, right.v[0], &text)) return false;
    const Str *words = op == OP_EQ ? places : op == OP_NOTEQ ? live : NULL;
    for (; words && words->len; words++)
        if (str_eq(text, *words)) return true;
    return false;
}

static bool is_off(const Query *q, NodeId arg)
{
    return query_is_false(q, arg) || only_developing(q, arg);
}

static bool is_on(const Query *q, NodeId arg)
{
    return arg && !is_off(q, arg) && !query_is_none(q, arg);
}

static NodeId option(const Query *q, NodeId call, Str name, bool *hidden, int depth);

// The item of that name in a dictionary: {"a": 1, **MORE}, A | B, dict(a=1, **MORE). What comes
// last counts.
static NodeId item_of(const Query *q, NodeId dict, Str name, bool *hidden, int depth)
{
    const Tree *t = q->tree;
    NodeId value = query_peel(q, dict);
    NodeId later = query_set_later(q, dict, name);
    if (later) return later;
    int k = depth < 4 ? py_kind(t, value) : PY_NONE;
    if (k == PY_Call && str_eq(query_callee(q, value), S("dict")))
        return option(q, value, name, hidden, depth + 1);
    if (k == PY_BinOp && py_at(t, value)->op == OP_BITOR) {
        NodeId right = item_of(q, py_node(t, value, BinOp_right), name, hidden, depth + 1);
        return right ? right : item_of(q, py_node(t, value, BinOp_left), name, hidden, depth + 1);
    }
    if (k != PY_Dict) { *hidden = true; return 0; }
    NodeList keys = py_list(t, value, Dict_keys), values = py_list(t, value, Dict_values);
    for (uint32_t i = keys.n; i-- > 0;) {
        Str key;
        NodeId in = !keys.v[i] ? item_of(q, values.v[i], name, hidden, depth + 1) : 0;
        if (in || (keys.v[i] && query_str(q, keys.v[i], &key) && str_eq(key, name)))
            return in ? in : values.v[i];
    }
    if (py_kind(t, dict) == PY_Name && is_filled(q, dict)) *hidden = true;
    return 0;
}

// http.cookies does not tell httpOnly from httponly, and falcon writes http_only.
static bool same_letters(Str a, Str b)
{
    Size k = 0;
    for (Size i = 0; i < a.len; i++) {
        if (a.s[i] == '_') continue;
        if (k >= b.len || (a.s[i] | 32) != (b.s[k] | 32)) return false;
        k++;
    }
    return a.len && k == b.len;
}

// An argument by its name, or as an item of a dictionary that ** unpacks; *hidden: of one that is
// not known.
static NodeId option(const Query *q, NodeId call, Str name, bool *hidden, int depth)
{
    const Tree *t = q->tree;
    NodeList keys = py_list(t, call, Call_keywords);
    NodeId arg = query_arg(q, call, -1, name);
    for (uint32_t i = 0; !arg && i < keys.n; i++) {
        Str given = py_sym(t, keys.v[i], keyword_arg)
                        ? py_name(t, py_sym(t, keys.v[i], keyword_arg))
                        : S("");
        if (same_letters(given, name)) arg = py_node(t, keys.v[i], keyword_value);
    }
    for (uint32_t i = 0; !arg && i < keys.n; i++)
        if (!py_sym(t, keys.v[i], keyword_arg))
            arg = item_of(q, py_node(t, keys.v[i], keyword_value), name, hidden, depth);
    return arg;
}

// The same of what ** unpacks and another file wrote down. The last that has it counts.
static FlowItem unpacked(const Query *q, NodeId call, Str name)
{
    const Tree *t = q->tree;
    NodeList keys = py_list(t, call, Call_keywords);
    FlowItem r = ITEM_ABSENT;
    for (uint32_t i = 0; i < keys.n; i++) {
        if (py_sym(t, keys.v[i], keyword_arg)) continue;
        FlowItem item = query_says(q, py_node(t, keys.v[i], keyword_value), name);
        if (item == ITEM_UNKNOWN) return item;
        if (item != ITEM_ABSENT) r = item;
    }
    return r;
}

static bool names_word(const Tree *t, NodeId n, Str word)
{
    NodeId child;
    int k = py_kind(t, n);
    if (k == PY_Constant && py_const(t, n)->kind == CONST_STR &&
        same_letters(py_const(t, n)->text, word))
        return true;
    if (k == PY_keyword && py_sym(t, n, keyword_arg) &&
        same_letters(py_name(t, py_sym(t, n, keyword_arg)), word))
        return true;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (names_word(t, child, word)) return true;
    return false;
}

// self.set_secure_cookie(…), where a module that this one takes names from has a method of that name
// which sets the flag: a base class of the program's own adds it to every cookie.
static bool is_added(const Query *q, NodeId call, Str flag)
{
    NodeId func = py_node(q->tree, call, Call_func);
    Str method = query_method(q, call);
    if (py_kind(q->tree, func) != PY_Attribute ||
        !str_eq(query_called(q, py_node(q->tree, func, Attribute_value)), S("self")))
        return false;
    for (Size i = 0; i < q->nimports; i++) {
        Size module = -1;
        Str there = {0};
        FlowFile other;
        Str name = py_name(q->tree, q->imports[i].name);
        if (!flow_definition(q->file, name, &module, &there) || module == q->file->index ||
            !flow_other(q->file, module, &other))
            continue;
        const Module *m = other.module;
        for (Size k = 1; k < m->funcs.n; k++)
            if (m->funcs.v[k].kind == FUNC_DEF &&
                str_eq(py_name(m->tree, m->funcs.v[k].name), method) &&
                names_word(m->tree, m->funcs.v[k].node, flag))
                return true;
    }
    return false;
}

// secure=config.COOKIE_SECURE in a package: a setting decides, and is judged where it is set.
static bool by_setting(const RuleRun *run, NodeId arg)
{
    int k = arg ? py_kind(run->tree, arg) : PY_NONE;
    return rule_in_package(run) && (k == PY_Name || k == PY_Attribute || k == PY_Subscript);
}

// What a script must read to send it back in a header is no session.
static bool is_double_submit(Str name)
{
    static const Str words[] = {L("csrf"), L("xsrf"), {0}};
    return holds_word(name, words);
}

// user_language, login_redirect: about a session, and nothing that opens one
static bool opens_nothing(Str name)
{
    static const Str words[] = {L("csrf"),  L("xsrf"),   L("redirect"), L("next"), L("lang"),
                                L("theme"), L("locale"), L("timezone"), {0}};
    return holds_word(name, words);
}

// set_cookie("is_logged_in", "true"): one of two words that anybody can write is no key to a session
static bool is_flag(const Query *q, NodeId value)
{
    static const Str words[] = {L("true"), L("false"), L("yes"), L("no"), L("on"), L("off"), {0}};
    Str text;
    bool known = value && query_str(q, value, &text);
    for (const Str *w = words; known && w->len; w++)
        if (str_alike(text, *w)) return true;
    return value && (query_is_true(q, value) || query_is_false(q, value));
}

static void look_at_cookie(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    NodeId key = query_arg(q, n, 0, S("key")), value = query_arg(q, n, 1, S("value")),
           age = query_arg(q, n, 2, S("max_age"));
    Str name = S("");
    int64_t seconds = 1;
    bool elsewhere = false;                                     // set_cookie(value=…, **COOKIE)
    if (!key && !(key = query_arg(q, n, 0, S("name"))) &&
        !(key = option(q, n, S("key"), &elsewhere, 0)))
        return;
    // jar.set_cookie(cookie): a client's jar is given a cookie as a whole; an answer's with a value
    if (!value && !py_list(q->tree, n, Call_keywords).n && py_list(q->tree, n, Call_args).n == 1)
        return;
    // helper.set_cookie(self, token), set_cookie(handler, …): a method of the program's own
    static const Str objects[] = {L("self"), L("handler"), L("request"), L("response"), {0}};
    for (const Str *o = objects; o->len; o++)
        if (py_kind(q->tree, key) == PY_Name && str_eq(query_called(q, key), *o)) return;
    if (!query_str(q, key, &name)) name = query_called(q, key);
    bool unknown = false;
    NodeId secure_arg = option(q, n, S("secure"), &unknown, 0),
           http_arg = option(q, n, S("httponly"), &unknown, 0);
    FlowItem says_secure = unknown && !secure_arg ? unpacked(q, n, S("secure")) : ITEM_ABSENT;
    FlowItem says_http = unknown && !http_arg ? unpacked(q, n, S("httponly")) : ITEM_ABSENT;
    if (says_secure == ITEM_UNKNOWN || says_http == ITEM_UNKNOWN) return;
    if (age && query_int(q, age, &seconds) && seconds == 0) return;
    Str text;
    bool known = query_str(q, key, &text), fixed = value && query_str(q, value, &text);
    if (fixed && (!text.len || (!known && rule_in_package(run)))) return;
    bool secure = is_on(q, secure_arg) || says_secure == ITEM_ON || by_setting(run, secure_arg) ||
                  (!secure_arg && is_added(q, n, S("secure")));
    bool hidden = is_on(q, http_arg) || says_http == ITEM_ON || is_double_submit(name) ||
                  (!http_arg && is_added(q, n, S("httponly")));
    if (secure && hidden) return;
    bool session = !opens_nothing(name) &&
                   (holds_word(name, session_words) ||
                    (value && holds_word(query_called(q, value), session_words)));
    bool refused = (secure_arg && !secure) || says_secure == ITEM_OFF;    // a decision, not an oversight
    Confidence c = (refused || session) && !is_flag(q, value) ? CONF_MEDIUM : CONF_LOW;
    if (!session && secure) return;
    Str which = name.len ? str_fmt(run->keep, "the cookie `%.*s`", STR_ARG(name)) : S("a cookie");
    rule_report(run, q->inside[n], n, c, "%.*s is set without %s", STR_ARG(which),
                secure ? "HttpOnly" : hidden ? "Secure" : "Secure and HttpOnly");
}

// … + flags, f"…; Path=/{flags}", "…; %s" % …: the last piece is not seen here, and is no value of a name.
static bool ends_unseen(const Query *q, NodeId n)
{
    static const Str places[] = {L("%s"), L("{}"), {0}};
    const Tree *t = q->tree;
    Str text = {0};
    bool binary = py_kind(t, n) == PY_BinOp, add = binary && py_at(t, n)->op == OP_ADD;
    if (add) {
        if (py_kind(t, py_node(t, n, BinOp_right)) == PY_Constant) return false;
        NodeId left = py_node(t, n, BinOp_left);
        if (py_kind(t, left) == PY_BinOp) left = py_node(t, left, BinOp_right);
        return !query_str(q, left, &text) || !str_ends(text, S("="));
    }
    if (py_kind(t, n) == PY_JoinedStr) {
        NodeList parts = py_list(t, n, JoinedStr_values);
        if (!parts.n || py_kind(t, parts.v[parts.n - 1]) != PY_FormattedValue) return false;
        return parts.n < 2 || !query_str(q, parts.v[parts.n - 2], &text) || !str_ends(text, S("="));
    }
    NodeId func = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0;
    NodeId from = binary                             ? py_node(t, n, BinOp_left)
                  : py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value)
                                                     : 0;
    if (!from || !query_str(q, from, &text)) return false;
    for (const Str *p = places; p->len; p++)
        if (str_ends(text, *p) && !str_ends(str_sub(text, 0, text.len - p->len), S("="))) return true;
    return false;
}

// "session=…; HttpOnly; Path=/", as a header's value: what stands in its literal parts
static void look_at_written(RuleRun *run, NodeId at, NodeId key, NodeId value)
{
    static const Str secure[] = {L("secure"), {0}}, hidden[] = {L("httponly"), {0}};
    static const Str ends[] = {L("max-age=0"), L("1970"), {0}};
    const Query *q = run->query;
    Str header;
    if (!key || !value || !query_str(q, key, &header) || !str_alike(header, S("Set-Cookie")))
        return;
    Str name = str_first(query_prefix(q, value), S("="));
    NodeId is = query_peel(q, value);
    bool goes_plain = !query_mentions_text(q, is, secure);
    bool shown = !query_mentions_text(q, is, hidden) && !is_double_submit(name);
    if (!name.len || str_find(name, S(" ")) >= 0 || opens_nothing(name) ||
        query_mentions_text(q, is, ends))
        return;
    // f"{name}={value}; {flags}", morsel.OutputString(): something that is not seen here may say it
    if (py_kind(q->tree, is) != PY_Constant &&
        (str_find(py_text(q->tree, is), S("; ")) < 0 || ends_unseen(q, is)))
        return;
    bool session = holds_word(name, session_words);
    if ((goes_plain || shown) && session)
        rule_report(run, q->inside[at], at, rule_hint(run), "the cookie `%.*s` is set without %s",
                    STR_ARG(name),
                    !goes_plain ? "HttpOnly"
                    : shown     ? "Secure and HttpOnly"
                                : "Secure");
}

// headers.add("Set-Cookie", "…"), response.headers["Set-Cookie"] = "…"
static void look_at_headers(RuleRun *run)
{
    static const Str header[] = {L("set-cookie"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test || !query_mentions_text(q, t->root, header)) return;
    rule_each_header_set(run, look_at_written);
    // start_response("200 OK", [("Set-Cookie", …)])
    for (NodeId n = 0; (n = query_next(q, PY_Tuple, n));) {
        NodeList pair = py_list(t, n, Tuple_elts);
        if (pair.n == 2 && py_kind(t, q->parent[n]) == PY_List)
            look_at_written(run, n, pair.v[0], pair.v[1]);
    }
}

// SessionMiddleware(app, …), Middleware(SessionMiddleware, …), add_middleware(SessionMiddleware, …)
static void look_at_middleware(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    NodeId first = query_arg(q, n, 0, S(""));
    bool direct = str_eq(query_method(q, n), S("SessionMiddleware"));
    bool given = first && str_ends(query_dotted(q, first), S("SessionMiddleware"));
    Str from = direct ? query_callee(q, n) : given ? query_dotted(q, first) : S("");
    if (str_find(from, S(".")) > 0 && !str_starts(from, S("starlette.")) &&
        !str_starts(from, S("fastapi.")) && !str_starts(from, S("starsessions.")))
        return;                                                 // another's of that name
    if ((!direct && !given) || defines_class(q, S("SessionMiddleware"))) return;
    bool unknown = false;
    NodeId only = option(q, n, S("https_only"), &unknown, 0);
    if (!only) only = option(q, n, S("cookie_https_only"), &unknown, 0);
    if (is_on(q, only) || (!only && unknown)) return;
    rule_report(run, q->inside[n], n, CONF_MEDIUM,
                "the session's cookie goes over plain HTTP too (https_only is off)");
}

// Places of the arguments (pyramid 2.0, AuthTktCookieHelper and SignedCookieSessionFactory).
enum { AT_TICKET_SECURE = 3, AT_TICKET_HIDDEN = 9, AT_SESSION_SECURE = 5, AT_SESSION_HIDDEN = 6 };

// AuthTktAuthenticationPolicy("…", secure=False): Pyramid's tickets and sessions go over plain HTTP and to
// scripts unless one says otherwise, by name or in its place.
static void look_at_pyramid(RuleRun *run, NodeId n)
{
    static const Str tickets[] = {L("AuthTktAuthenticationPolicy"), L("AuthTktCookieHelper"), {0}};
    static const Str sessions[] = {L("SignedCookieSessionFactory"), L("BaseCookieSessionFactory"), {0}};
    const Query *q = run->query;
    bool ticket = str_in(query_method(q, n), tickets), unknown = false;
    if ((!ticket && !str_in(query_method(q, n), sessions)) || !str_starts(query_callee(q, n), S("pyramid.")))
        return;
    NodeId secure_arg = option(q, n, S("secure"), &unknown, 0), http_arg = option(q, n, S("httponly"), &unknown, 0);
    if (!secure_arg) secure_arg = query_arg(q, n, ticket ? AT_TICKET_SECURE : AT_SESSION_SECURE, S("secure"));
    if (!http_arg) http_arg = query_arg(q, n, ticket ? AT_TICKET_HIDDEN : AT_SESSION_HIDDEN, S("http_only"));
    bool secure = is_on(q, secure_arg) || (!secure_arg && unknown);
    bool hidden = is_on(q, http_arg) || (!http_arg && unknown);
    if (secure && hidden) return;
    rule_report(run, q->inside[n], n, CONF_MEDIUM, "the session's cookie is set without %s",
                secure ? "HttpOnly" : hidden ? "Secure" : "Secure and HttpOnly");
}

static const Str settings[] = {L("SESSION_COOKIE_SECURE"),    L("SESSION_COOKIE_HTTPONLY"),
                               L("CSRF_COOKIE_SECURE"),       L("REMEMBER_COOKIE_SECURE"),
                               L("REMEMBER_COOKIE_HTTPONLY"), L("JWT_COOKIE_SECURE"), {0}};

// if NO_HTTPS: SESSION_COOKIE_SECURE = False — a branch for programs that are not served over TLS; settings to copy
// from.
static bool is_of_plain_http(const RuleRun *run, NodeId st)
{
    static const Str asks[] = {L("https"), L("ssl"), L("tls"), {0}};
    static const Str samples[] = {L("example"), L("sample"), L("template"), {0}};
    const Query *q = run->query;
    if (query_named(path_last(run->module->path), samples) || rule_is_development(run)) return true;
    for (NodeId n = q->parent[st]; n; n = q->parent[n])
        if (py_kind(q->tree, n) == PY_If && query_mentions(q, py_node(q->tree, n, If_test), asks)) return true;
    return false;
}

static void look_at_settings(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (const Str *s = settings; s->len; s++) {
        for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
            if (str_eq(query_called(q, py_list(t, n, Assign_targets).v[0]), *s) &&
                is_off(q, py_node(t, n, Assign_value)) && !rule_is_overridden(run, *s))
                rule_report(run, q->inside[n], n,
                            rule_is_defaults(run) || is_of_plain_http(run, n) ? CONF_LOW : CONF_MEDIUM,
                            "%.*s is off", STR_ARG(*s));
        for (NodeId n = 0; (n = query_next(q, PY_keyword, n));)
            if (str_eq(py_name(t, py_sym(t, n, keyword_arg)), *s) &&
                is_off(q, py_node(t, n, keyword_value)))
                rule_report(run, q->inside[n], n, CONF_MEDIUM, "%.*s is off", STR_ARG(*s));
    }
}

// cookie["session"]["secure"] = False, of http.cookies
static void look_at_morsels(RuleRun *run)
{
    static const Str flags[] = {L("secure"), L("httponly"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str flag, name;
    int64_t number;
    for (NodeId n = 0; query_names(q, S("SimpleCookie")) && (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        NodeId of = py_kind(t, to) == PY_Subscript ? py_node(t, to, Subscript_value) : 0;
        NodeId value = py_node(t, n, Assign_value);
        bool off = is_off(q, value) || (query_int(q, value, &number) && !number);
        if (!off || !of || py_kind(t, of) != PY_Subscript) continue;
        if (query_str(q, py_node(t, to, Subscript_slice), &flag) &&
            (str_alike(flag, flags[0]) || str_alike(flag, flags[1])) &&
            query_str(q, py_node(t, of, Subscript_slice), &name) && holds_word(name, session_words))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the session's cookie is set without %.*s", STR_ARG(flag));
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    look_at_morsels(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str method = query_method(q, n);
        if (str_eq(method, S("set_cookie")) || str_eq(method, S("set_signed_cookie")) ||
            str_eq(method, S("set_secure_cookie"))) {
            if (!is_own_method(q, n)) look_at_cookie(run, n);
        }
        look_at_middleware(run, n);
        look_at_pyramid(run, n);
    }
    look_at_settings(run);
    look_at_headers(run);
}

// def put(response, name, value, secure): another file's caller decides. Those of this one look() sees.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)c;
    if (!mark->nways || str_eq(mark->ways[0].v[0].path, run->module->path) || run->file->is_test ||
        py_kind(q->tree, mark->node) != PY_Call || is_own_method(q, mark->node))
        return CONF_NONE;
    bool scripts = models_has_tag(mark->mark, S("scripts"));
    Str asks = mark->ways[0].v[0].text, here = py_text(run->tree, mark->node);
    bool session = (holds_word(asks, session_words) || holds_word(here, session_words)) &&
                   !opens_nothing(asks);
    if (scripts && !session) return CONF_NONE;                  // a theme, a token that a script sends back
    *message = str_fmt(run->keep, "the cookie is set without %s, as a caller asks",
                       scripts ? "HttpOnly" : "Secure");
    return CONF_MEDIUM;
}

static void look_all(RuleRun *run)
{
    look(run);
    rule_by_shape(run, PY_Assign, mend_fix_morsel, CONF_MEDIUM,
                  "a session's cookie is made without its flags");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_morsel, mend_fix_cookie, NULL};
    return mend_any(m, at, out, all);
}

// `config` and `headers` alone are any program's words: a setting, or the header's name, must stand beside them.
static bool speaks(const RuleRun *run)
{
    static const Str common[] = {L("config"), L("headers"), L("send_header"), L("add_header"), L("set_header"),
                                 L("start_response"), {0}};
    if (rule_has_word(run, common, false)) return true;
    for (const Str *w = settings; w->len; w++)
        if (rule_says(run, *w) || py_has_text(run->tree, *w)) return true;
    return py_has_text(run->tree, S("Set-Cookie")) || py_has_text(run->tree, S("set-cookie"));
}

const Rule rule_insecure_cookie = {
    .id = L("insecure-cookie"),
    .cwe = 614,
    .also = {319, 1004},
    .severity = SEV_MEDIUM,
    .title = L("a session cookie that can be read on the way or by a script"),
    .why = L("Without Secure the browser also sends the cookie over plain HTTP, where "
             "anyone on the way reads it; without HttpOnly a script in the page reads it. "
             "Either is the session."),
    .instead = L("set_cookie(…, secure=True, httponly=True, samesite=\"Lax\"), "
                 "SESSION_COOKIE_SECURE = True, https_only=True."),
    .bad = L("import secrets\n"
             "from flask import Flask, make_response\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/login\")\n"
             "def login():\n"
             "    r = make_response(\"ok\")\n"
             "    r.set_cookie(\"session_id\", secrets.token_hex(16))\n"
             "    return r\n"),
    .good = L("import secrets\n"
              "from flask import Flask, make_response\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/login\")\n"
              "def login():\n"
              "    r = make_response(\"ok\")\n"
              "    r.set_cookie(\"session_id\", secrets.token_hex(16), secure=True, httponly=True, "
              "samesite=\"Lax\")\n"
              "    return r\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/614.html"),
             L("https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie"),
             L("https://owasp.org/www-community/controls/SecureCookieAttribute")),
    .peers = LIST(L("codeql:py/insecure-cookie"), L("codeql:py/client-exposed-cookie")),
    .mark = L("insecure-cookie"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .at_file = look_all,
    .speaks = speaks,
    .words =
        LIST(L("SimpleCookie"), L("config"), L("set_cookie"), L("SessionMiddleware"),
             L("SESSION_COOKIE_SECURE"), L("SESSION_COOKIE_HTTPONLY"), L("CSRF_COOKIE_SECURE"),
             L("REMEMBER_COOKIE_SECURE"), L("set_signed_cookie"), L("set_secure_cookie"),
             L("pyramid"), L("AuthTktAuthenticationPolicy"), L("SignedCookieSessionFactory"),
             L("headers"), L("send_header"), L("add_header"), L("set_header"), L("start_response")),
    .fix = fix,
};
