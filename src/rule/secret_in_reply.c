// rule secret-in-reply: a secret of the program, or somebody's password, is in what the client is sent.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

// What makes an answer, beside a dictionary that a handler returns.
static const Str makers[] = {L("jsonify"),
                             L("JsonResponse"),
                             L("JSONResponse"),
                             L("HttpResponse"),
                             L("Response"),
                             L("make_response"),
                             L("json_response"),
                             L("PlainTextResponse"),
                             L("HTMLResponse"),
                             L("ORJSONResponse"),
                             {0}};

static bool is_handler(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    if (query_is_handler(q, func)) return true;
    return f->params.n && str_eq(py_name(q->tree, f->params.v[0].name), S("request"));
}

// settings.SECRET_KEY, settings.DATABASES, app.config["SECRET_KEY"], os.environ["DATABASE_URL"]
static bool is_of_program(const Query *q, NodeId n)
{
    static const Str names[] = {L("SECRET_KEY"),
                                L("DATABASES"),
                                L("DATABASE_URL"),
                                L("DATABASE_URI"),
                                L("SQLALCHEMY_DATABASE_URI"),
                                L("JWT_SECRET_KEY"),
                                L("EMAIL_HOST_PASSWORD"),
                                L("AWS_SECRET_ACCESS_KEY"),
                                L("REDIS_URL"),
                                L("BROKER_URL"),
                                {0}};
    static const Str homes[] = {L("settings"), L("config"), L("environ"), L("getenv"), {0}};
    const Tree *t = q->tree;
    NodeId key = 0, func = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0;
    Str name = {0};
    if (py_kind(t, n) == PY_Attribute) name = query_called(q, n);
    if (py_kind(t, n) == PY_Subscript) key = py_node(t, n, Subscript_slice);
    if (func && (str_eq(query_method(q, n), S("get")) || str_eq(query_method(q, n), S("getenv"))))
        key = query_arg(q, n, 0, S("key"));
    if (key && !query_str(q, key, &name)) return false;
    if (!name.len) return false;
    bool secret = str_in(name, names) || (key && secret_name(name) == NAME_PASSWORD);
    return secret && query_mentions(q, func ? func : n, homes);
}

static const Str hashes[] = {L("password_hash"), L("hashed_password"), L("passwordhash"),
                             L("pw_hash"),       L("pwd_hash"),        {0}};

// row["password_hash"]: what a client sends has no such key
static bool is_stored_hash(const Query *q, NodeId n)
{
    Str key;
    return py_kind(q->tree, n) == PY_Subscript &&
           query_str(q, py_node(q->tree, n, Subscript_slice), &key) && str_in(key, hashes);
}

// user.password: of a record, not what the client has just sent
static bool is_password(const Query *q, NodeId n)
{
    static const Str others[] = {L("change"), L("has_"),   L("is_"),   L("hint"),   L("reset"),
                                 L("expire"), L("policy"), L("_at"),   L("age"),    L("url"),
                                 L("form"),   L("field"),  L("valid"), L("length"), L("label"),
                                 L("error"),  L("strength"), {0}};
    static const Str given[] = {L("form"), L("data"),     L("payload"), L("body"), L("args"),
                                L("json"), L("settings"), L("config"),  {0}};
    const Tree *t = q->tree;
    if (py_kind(t, n) != PY_Attribute) return false;
    NodeId of = py_node(t, n, Attribute_value);
    Str name = query_called(q, n);
    if ((secret_name(name) != NAME_PASSWORD && !str_in(name, hashes)) ||
        query_named(name, others) || query_named(query_called(q, of), given))
        return false;
    NodeId up = q->parent[n];
    return py_kind(t, of) != PY_Call &&
           !(py_kind(t, up) == PY_Call && py_node(t, up, Call_func) == n) &&
           !(py_kind(t, of) == PY_Name && str_eq(query_called(q, of), S("self")));
}

// The secret in an answer, as it is or as a text: not a question about it, a mask or a part.
static NodeId secret_in(const Query *q, NodeId n, int depth)
{
    static const Str same[] = {L("str"), L("dumps"), L("dict"), L("repr"), L("jsonable_encoder"),
                               {0}};
    enum { DEEP = 6 };
    const Tree *t = q->tree;
    NodeId child, found = 0, is = n ? query_peel(q, n) : 0;
    if (!is || depth > DEEP) return 0;
    if (is_of_program(q, is) || is_password(q, is) || is_stored_hash(q, is)) return is;
    int k = py_kind(t, is);
    // [{"id": u.id, "password": u.password} for u in users]
    if (k == PY_ListComp) return secret_in(q, py_node(t, is, ListComp_elt), depth + 1);
    if (k == PY_Call && !str_in(query_method(q, is), same) && !str_in(query_method(q, is), makers))
        return 0;
    if (k == PY_Call) {
        NodeList args = py_list(t, is, Call_args), keys = py_list(t, is, Call_keywords);
        for (uint32_t i = 0; !found && i < args.n; i++) found = secret_in(q, args.v[i], depth + 1);
        for (uint32_t i = 0; !found && i < keys.n; i++)
            found = secret_in(q, py_node(t, keys.v[i], keyword_value), depth + 1);
        return found;
    }
    if (k != PY_Dict && k != PY_List && k != PY_Tuple && k != PY_JoinedStr &&
        k != PY_FormattedValue && k != PY_BinOp)
        return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, is, &it));)
        if (k != PY_Dict || py_kind(t, child) != PY_Constant)
            found = secret_in(q, child, depth + 1);
    return found;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        NodeId value = py_node(t, n, Return_value);
        if (!value || !is_handler(q, q->inside[n])) continue;
        NodeId is = query_peel(q, value);
        bool answer = query_is_handler(q, q->inside[n]) ||
                      (py_kind(t, is) == PY_Call && str_in(query_method(q, is), makers));
        NodeId found = answer ? secret_in(q, value, 0) : 0;
        if (found)
            rule_report(run, q->inside[n], n,
                        rule_is_admins(run, q->inside[n]) ? CONF_LOW : rule_hint(run),
                        "`%.*s` is sent to the client", STR_ARG(py_text(t, found)));
    }
}

const Rule rule_secret_in_reply = {
    .id = L("secret-in-reply"),
    .cwe = 200,
    .also = {522, 497},
    .severity = SEV_MEDIUM,
    .title = L("a secret is in what the client is sent"),
    .why = L("A key that signs sessions lets whoever has it be anybody; an address of a database "
             "has its password in it; "
             "the hash of a password is tried out at leisure. What an answer holds is in the "
             "browser, its cache and the "
             "logs on the way."),
    .instead = L("Name the few fields that the client needs, and leave secrets on the server."),
    .bad = L("from django.conf import settings\n"
             "from django.http import JsonResponse\n"
             "def status(request):\n"
             "    return JsonResponse({\"version\": 1, \"key\": settings.SECRET_KEY})\n"),
    .good = L("from django.conf import settings\n"
              "from django.http import JsonResponse\n"
              "def status(request):\n"
              "    return JsonResponse({\"version\": 1, \"language\": settings.LANGUAGE_CODE})\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/200.html"),
                    L("https://cwe.mitre.org/data/definitions/522.html"),
                    L("https://owasp.org/API-Security/editions/2023/en/"
                      "0xa3-broken-object-property-level-authorization/")),
    .at_file = look,
    .words = LIST(L("settings"), L("config"), L("environ"), L("getenv"), L("password"), L("passwd"),
                  L("password_hash"), L("hashed_password"), L("pw_hash"), L("pwd_hash"), L("jsonify"),
                  L("JsonResponse")),
};
