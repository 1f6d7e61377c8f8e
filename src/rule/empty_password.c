// rule empty-password: an account that opens without a password.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str here[] = {L("localhost"), L("127.0.0.1"), L("::1"), L(""), {0}};

static bool is_empty(const Query *q, NodeId n)
{
    Str text;
    return n && query_str(q, n, &text) && !text.len;
}

static NodeId first_arg(const Query *q, NodeId call, const Str *names)
{
    NodeId r = 0;
    for (; !r && names->len; names++) r = query_arg(q, call, -1, *names);
    return r;
}

// On this machine, or where nobody says: a developer's database.
static bool is_local(const Query *q, NodeId host)
{
    Str text;
    if (!host) return true;
    if (!query_str(q, host, &text)) return false;
    for (const Str *h = here; h->s; h++)
        if (str_eq(text, *h)) return true;
    return str_starts(text, S("/"));
}

// What lets in instead of the password: a key, a certificate, a browser's sign-in.
static bool has_other_key(const Query *q, NodeId call)
{
    static const Str keys[] = {L("pkey"),        L("key_filename"),     L("client_keys"),
                               L("sslcert"),     L("sslkey"),           L("authenticator"),
                               L("private_key"), L("private_key_file"), L("private_key_path"),
                               L("token"),       {0}};
    NodeId key = first_arg(q, call, keys);
    return key && !query_is_none(q, key) && !is_empty(q, key);
}

// connect(host=…, user="root", password="")
static void look_at_login(RuleRun *run, NodeId call)
{
    static const Str passwords[] = {L("password"), L("passwd"), L("pwd"), {0}};
    static const Str users[] = {L("user"), L("username"), L("login"), {0}};
    static const Str hosts[] = {L("host"), L("hostname"), L("server"), {0}};
    static const Str opens[] = {L("connect"),
                                L("create_pool"),
                                L("Connection"),
                                L("connection"),
                                L("create_engine"),
                                L("SimpleConnectionPool"),
                                L("ThreadedConnectionPool"),
                                {0}};
    const Query *q = run->query;
    NodeId password = first_arg(q, call, passwords);
    if (!password || !first_arg(q, call, users) || !str_in(query_method(q, call), opens) ||
        !is_empty(q, password) || has_other_key(q, call))
        return;
    rule_report(run, q->inside[call], call,
                is_local(q, first_arg(q, call, hosts)) ? CONF_LOW : CONF_MEDIUM,
                "who reaches the server is let in without a password");
}

// DATABASES = {"default": {"ENGINE": …, "PASSWORD": ""}}
static void look_at_table(RuleRun *run, NodeId dict)
{
    const Query *q = run->query;
    NodeId engine = query_item(q, dict, S("ENGINE")), password = query_item(q, dict, S("PASSWORD"));
    Str text;
    if (!engine || !is_empty(q, password) || !query_str(q, engine, &text) ||
        str_find(text, S("sqlite")) >= 0)
        return;
    bool sure = !is_local(q, query_item(q, dict, S("HOST"))) && !rule_is_development(run);
    rule_report(run, q->inside[dict], password, sure ? CONF_MEDIUM : CONF_LOW,
                "who reaches the database is let in without a password");
}

// form.get("password", ""): what is left out becomes the empty password. cleaned_data holds what the form's
// own fields let through.
static NodeId empty_default(const Query *q, NodeId value)
{
    NodeId call = query_peel(q, value), left_out = query_fallback(q, value);
    if (left_out && is_empty(q, left_out)) return left_out;            // def add(name, password="")
    if (py_kind(q->tree, call) != PY_Call || !str_eq(query_method(q, call), S("get"))) return 0;
    NodeId func = py_node(q->tree, call, Call_func);
    if (py_kind(q->tree, func) == PY_Attribute &&
        str_eq(query_called(q, py_node(q->tree, func, Attribute_value)), S("cleaned_data")))
        return 0;
    NodeId otherwise = query_arg(q, call, 1, S("default"));
    return is_empty(q, otherwise) ? call : 0;
}

// if not password: …, validate_password(password), form.is_valid()
static bool is_looked_at(const Query *q, NodeId value)
{
    static const Str asks[] = {L("valid"), L("check"), L("strength"), {0}};
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[value]);
    if (!def || query_mentions(q, def, asks)) return true;
    Str name = query_called(q, value);
    for (NodeId n = 0; py_kind(t, value) == PY_Name && (n = query_next_in(q, PY_If, def, n));)
        if (query_uses(q, py_node(t, n, If_test), name)) return true;
    return false;
}

// create_superuser("admin", "admin@corp.example", ""): Django's order, told by the address before it
static NodeId third_of_django(const Query *q, NodeId call)
{
    NodeId address = query_arg(q, call, 1, S("email"));
    Str text;
    bool is_one = address && (query_is_none(q, address) ||
                              query_named(query_called(q, address), (const Str[]){L("mail"), {0}}) ||
                              (query_str(q, address, &text) && (!text.len || str_find(text, S("@")) > 0)));
    return is_one ? query_arg(q, call, 2, S("password")) : 0;
}

// user.set_password(""): it is hashed, and then it is the password. None makes it unusable instead.
static void look_at_account(RuleRun *run, NodeId call)
{
    static const Str makes[] = {L("create_user"), L("create_superuser"), {0}};
    const Query *q = run->query;
    Str m = query_method(q, call);
    bool sets = str_eq(m, S("set_password"));
    if ((!sets && !str_in(m, makes)) ||
        py_kind(q->tree, py_node(q->tree, call, Call_func)) != PY_Attribute)
        return;
    NodeId password = query_arg(q, call, sets ? 0 : -1, sets ? S("raw_password") : S("password"));
    if (!password && !sets) password = third_of_django(q, call);
    if (!password) return;
    // what others call so may forget a password, as a key ring's account does
    if (is_empty(q, password))
        rule_report(run, q->inside[call], call, sets && !query_imports(q, S("django")) ? CONF_LOW : CONF_MEDIUM,
                    "the empty text is this account's password");
    else if (empty_default(q, password) && !is_looked_at(q, password))
        rule_report(run, q->inside[call], call, CONF_MEDIUM,
                    "who leaves the password out gets an account that opens without one");
}

// "mysql://root:@db/app": a user, a colon and nothing
static void look_at_address(RuleRun *run, NodeId text)
{
    static const Str schemes[] = {L("mysql"), L("postgres"), L("mariadb"), L("mongodb"),
                                  L("amqp"),  L("oracle"),   L("mssql"),   {0}};
    const Query *q = run->query;
    Str url;
    if (!query_str(q, text, &url) || url.len > 200 || !str_begins(url, schemes)) return;
    Size scheme = str_find(url, S("://"));
    Str rest = scheme > 0 ? str_sub(url, scheme + 3, -1) : (Str){0};
    Size at = str_find(rest, S(":@"));
    if (at <= 0 || str_find(str_sub(rest, 0, at), S("/")) >= 0 || str_find(rest, S("{")) >= 0)
        return;
    Str host = str_first(str_first(str_sub(rest, at + 2, -1), S("/")), S(":"));
    bool local =
        str_in(host, here) || !host.len || rule_is_development(run) || rule_in_package(run);
    rule_report(run, q->inside[text], text, local ? CONF_LOW : CONF_MEDIUM,
                "who reaches the database is let in without a password");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Constant, n));)
        if (py_const(q->tree, n)->kind == CONST_STR &&
            str_find(py_const(q->tree, n)->text, S(":@")) > 0)
            look_at_address(run, n);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        look_at_login(run, n);
        look_at_account(run, n);
    }
    if (query_names(q, S("DATABASES")))
        for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) look_at_table(run, n);
}

const Rule rule_empty_password = {
    .id = L("empty-password"),
    .cwe = 258,
    .also = {521},
    .severity = SEV_HIGH,
    .title = L("an account that opens without a password"),
    .why = L("The empty password is the first that is tried. An account that has it belongs to "
             "whoever reaches the server."),
    .instead = L("Give the account a password from the environment or a secret store; in Django "
                 "None (or set_unusable_password()) makes an account that no password opens."),
    .bad = L("import pymysql\n"
             "def connect():\n"
             "    return pymysql.connect(host=\"db.internal\", user=\"root\", password=\"\")\n"),
    .good = L("import os\n"
              "import pymysql\n"
              "def connect():\n"
              "    return pymysql.connect(host=\"db.internal\", user=\"root\", "
              "password=os.environ[\"DB_PASSWORD\"])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/258.html"),
                    L("https://docs.djangoproject.com/en/stable/ref/contrib/auth/"
                      "#django.contrib.auth.models.User.set_password")),
    .peers = LIST(L("sonar:S2115")),
    .at_file = look,
    .words = LIST(L("password"), L("passwd"), L("pwd"), L("set_password"), L("create_user"),
                  L("create_superuser"), L("DATABASES"), L("config"), L("create_engine"),
                  L("connect"), L("MongoClient"), L("DATABASE_URL"), L("SQLALCHEMY_DATABASE_URI")),
    .weak_in_package = true,
};
