// rule hard-coded-credential: a secret that stands in the source.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"
#include "fact/secret.h"
#include <ctype.h>

// How sure, from what the name says and what the text looks like.
static Confidence how_sure(NameKind name, ValueKind value)
{
    if (value == VALUE_KNOWN) return CONF_HIGH;
    if (name == NAME_PLAIN || value == VALUE_NOT) return CONF_NONE;
    if (value == VALUE_PLACEHOLDER) return CONF_NONE;
    if (value == VALUE_LIKELY) return CONF_MEDIUM;
    return name == NAME_PASSWORD ? CONF_LOW : name == NAME_SECRET ? CONF_LOW : CONF_NONE;
}

static bool is_literal(const Tree *t, NodeId n)
{
    const PyConst *c = n && py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    return c && (c->kind == CONST_STR || c->kind == CONST_BYTES);
}

// env.get("STORE_SECRET", "…"), env.str("API_TOKEN", "…"): a name in capitals, as variables of the
// environment have it, asked of something that is called so.
static bool asks_environment(const Query *q, NodeId call)
{
    static const Str from[] = {L("env"),    L("environ"),  L("getenv"),
                               L("config"), L("settings"), {0}};
    NodeId key = query_arg(q, call, 0, S("key"));
    Str text, dotted = query_dotted(q, py_node(q->tree, call, Call_func));
    if (!key || !is_literal(q->tree, key) || !query_named(dotted, from)) return false;
    text = py_const(q->tree, key)->text;
    for (Size i = 0; i < text.len; i++)
        if (text.s[i] >= 'a' && text.s[i] <= 'z') return false;
    return str_find(text, S("_")) > 0;
}

static NodeId literal_in(const Query *q, NodeId value, bool *fallback);
static bool is_default_setting(const Query *q, NodeId value);

// os.getenv("X") or "…", os.environ["X"] if "X" in os.environ else "…": what it is where nobody says anything.
static NodeId literal_else(const Query *q, NodeId value, bool *fallback)
{
    const Tree *t = q->tree;
    NodeId other = 0;
    if (py_kind(t, value) == PY_BoolOp && py_at(t, value)->op == OP_OR) {
        NodeList parts = py_list(t, value, BoolOp_values);
        other = py_last(parts);
    } else if (py_kind(t, value) == PY_IfExp && !is_literal(t, py_node(t, value, IfExp_body)))
        other = py_node(t, value, IfExp_orelse);
    if (other) *fallback = true;
    return other ? literal_in(q, other, fallback) : 0;
}

// The literal behind SecretStr("…"), "…".encode(), os.getenv("X", "…") and environ.get("X", "…").
static NodeId literal_in(const Query *q, NodeId value, bool *fallback)
{
    static const Str getters[] = {L("os.getenv"),
                                  L("os.environ.get"),
                                  L("environ.get"),
                                  L("getenv"),
                                  L("config"),
                                  L("decouple.config"),
                                  {0}};
    const Tree *t = q->tree;
    if (is_literal(t, value)) return value;
    if (!value || py_kind(t, value) != PY_Call) return value ? literal_else(q, value, fallback) : 0;
    Str method = query_method(q, value);
    NodeId func = py_node(t, value, Call_func), first = query_arg(q, value, 0, S(""));
    if (str_eq(method, S("encode")) && py_kind(t, func) == PY_Attribute)
        return literal_in(q, py_node(t, func, Attribute_value), fallback);
    if (str_eq(method, S("SecretStr")) || str_eq(method, S("SecretBytes")))
        return is_literal(t, first) ? first : 0;
    if ((str_eq(method, S("Field")) && is_default_setting(q, value)) ||
        query_calls(q, value, (const Str[]){L("typer.Option"), L("typer.Argument"), {0}})) {
        if (!is_literal(t, first)) first = query_arg(q, value, -1, S("default"));
        *fallback = true;
        return is_literal(t, first) ? first : 0;
    }
    NodeId other = query_arg(q, value, 1, S("default"));
    if (!is_literal(t, other) || (!query_calls(q, value, getters) && !asks_environment(q, value)))
        return 0;
    *fallback = true;
    return other;
}

// connect(host=…, user=…, password=…): even "password" is then the password.
static bool is_login(const Query *q, NodeId value)
{
    static const Str beside[] = {L("host"),  L("user"), L("username"), L("hostname"), L("server"),
                                 L("email"), {0}};
    NodeId call = q->parent[q->parent[value]];
    if (!call || py_kind(q->tree, call) != PY_Call) return false;
    for (const Str *b = beside; b->len; b++)
        if (query_arg(q, call, -1, *b)) return true;
    return false;
}

// app.config["SECRET_KEY"] = "dev", app.secret_key = …: whatever it looks like, it is the key in use.
static bool signs_sessions(const Query *q, NodeId value)
{
    static const Str keys[] = {L("SECRET_KEY"), L("secret_key"), L("JWT_SECRET_KEY"), {0}};
    static const Str config[] = {L("config"), L("app"), {0}};
    const Tree *t = q->tree;
    NodeId st = q->parent[value];
    if (!st || py_kind(t, st) != PY_Assign) return false;
    NodeId to = py_list(t, st, Assign_targets).v[0];
    if (py_kind(t, to) != PY_Subscript && py_kind(t, to) != PY_Attribute) return false;
    for (const Str *k = keys; k->len; k++)
        if (str_eq(query_called(q, to), *k)) return query_mentions(q, to, config);
    return false;
}

// "aws_secret_access_key", 'AWSSecretKey': what a setting is called, in letters alone, with the words
// of such names and more than one of them.
static bool names_a_setting(Str text)
{
    static const Str words[] = {L("key"), L("secret"), L("token"), L("password"), L("access"),
                                L("credential"), L("auth"), L("session"), {0}};
    int n = 0;
    for (Size i = 0; i < text.len; i++) {
        char ch = text.s[i];
        if ((ch < 'a' || ch > 'z') && (ch < 'A' || ch > 'Z') && ch != '_' && ch != '-')
            return false;
    }
    for (const Str *w = words; w->len; w++) n += query_named(text, (const Str[]){*w, {0}});
    return n >= 2;
}

static bool lower_words(Str text)
{
    for (Size i = 0; i < text.len; i++)
        if ((text.s[i] < 'a' || text.s[i] > 'z') && text.s[i] != '_' && text.s[i] != '-')
            return false;
    return str_find(text, S("_")) >= 0 || str_find(text, S("-")) >= 0;
}

static Str letters_of(Str text, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        if (c >= 'A' && c <= 'Z') buf_char(&b, (char)(c + 32));
        else if (c >= 'a' && c <= 'z') buf_char(&b, c);
    }
    return buf_str(&b);
}

// REFRESH_TOKEN = "refresh_token", RESOURCE_MY_PASSWORD = "My Password", LOGIN_SESSION_KEY =
// "account_login": the text is what the thing is called elsewhere, a key of a session or a field.
static bool repeats_name(RuleRun *run, Str name, Str text)
{
    static const Str session[] = {L("session_key"), L("sessionkey"), {0}};
    static const Str own[] = {L("secretkey"), L("password"), L("jwtsecret"), {0}};
    if (query_named(name, session) && lower_words(text)) return true;
    Arena scratch = *run->scratch;
    Str a = letters_of(name, &scratch), b = letters_of(text, &scratch);
    bool parts = str_find(text, S("_")) > 0 || str_find(text, S(" ")) > 0 ||
                 str_find(text, S("-")) > 0 || !str_eq(letters_of(text, &scratch), text);
    for (const Str *o = own; o->len; o++)
        if (str_eq(a, *o)) return false;
    return parts && b.len >= 8 && str_find(a, b) >= 0;
}

// class Settings(BaseSettings): token_key: str = "…" — the key in use wherever the environment says
// nothing.
static bool is_default_setting(const Query *q, NodeId value)
{
    static const Str settings[] = {L("settings"), L("dynaconf"), {0}};
    const Tree *t = q->tree;
    NodeId st = q->parent[value];
    while (st && py_kind(t, st) != PY_AnnAssign && py_kind(t, st) != PY_Assign && st != t->root)
        st = q->parent[st];
    NodeId cls = st && st != t->root ? q->parent[st] : 0;
    if (!cls || py_kind(t, cls) != PY_ClassDef) return false;
    NodeList bases = py_list(t, cls, ClassDef_bases);
    for (uint32_t i = 0; i < bases.n; i++)
        if (query_mentions(q, bases.v[i], settings)) return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "HTTPBearer": words of letters alone, each begun by a capital.
static bool is_class_name(Str text)
{
    int humps = 0, small = 0;
    for (Size i = 0; i < text.len; i++) {
        if (!is_letter(text.s[i])) return false;
        bool capital = text.s[i] <= 'Z', next = i + 1 < text.len && text.s[i + 1] >= 'a';
        humps += capital && next, small += !capital;
    }
    return humps && text.s[0] <= 'Z' && small > humps * 3;
}

// "moderator_password", "auth-request-type/at", "package.module:Class", "CHECK_2", platformLicense:
// words, with what stands between words, as nobody draws a secret.
static bool is_label(Str text)
{
    bool between = false, digits = false, upper = true;
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        bool sign = c == '_' || c == '-' || c == '.' || c == ':' || c == '/' || c == ' ';
        bool digit = c >= '0' && c <= '9';
        bool hump = i > 0 && c >= 'A' && c <= 'Z' && text.s[i - 1] >= 'a' && text.s[i - 1] <= 'z';
        if (!sign && !digit && !is_letter(c)) return false;
        // a number after a sign counts; letters and digits mixed are drawn
        if (digit && (!i || is_letter(text.s[i - 1]))) digits = true;
        if (c >= 'a' && c <= 'z') upper = false;
        between = between || sign || hump;
    }
    return (between || is_class_name(text)) && (!digits || (upper && str_find(text, S("_")) > 0));
}

// "abcdefghij…": what is drawn from, and no draw; b"\xa1\x15…": a message of a protocol.
static bool is_material(Str text)
{
    static const Str patterns[] = {L("[\\w"), L("[^"), L("(?"),  L("]{"),
                                   L("]+"),   L("]*"), L("\\s"), {0}};
    Size next = 0;
    if (str_has(text, patterns)) return true;
    for (Size i = 0; i < text.len; i++) {
        if ((unsigned char)text.s[i] < ' ') return true;
        if (i && text.s[i] == text.s[i - 1] + 1) next++;
    }
    return text.len >= 16 && next * 2 > text.len;
}

// "Jelszó módosítása", "10 per minute": words for people, whatever the name above them speaks of.
static bool is_prose(Str text)
{
    Size spaces = 0;
    for (Size i = 0; i < text.len; i++) {
        if ((unsigned char)text.s[i] >= 0x80) return true;
        spaces += text.s[i] == ' ';
    }
    return spaces > 1;
}

// In a large package: the module or the function is named after samples, or the text is a label.
static bool only_shown(const RuleRun *run, NodeId at, Str text, ValueKind looks)
{
    static const Str samples[] = {L("placeholder"), L("sample"), L("example"),   L("dummy"),
                                  L("fake"),        L("demo"),   L("test_data"), L("testdata"),
                                  L("mock"),        {0}};
    const Query *q = run->query;
    if (!rule_in_package(run)) return false;
    for (const Str *w = samples; w->len; w++)
        if (str_find(run->module->within, *w) >= 0 ||
            str_find(run->module->funcs.v[q->inside[at]].qualname, *w) >= 0)
            return true;
    return looks == VALUE_WEAK || is_label(text) || is_prose(text);
}

// {"example": {"access_token": "…"}}, arguments_example = dict(…): shown in a documentation of the interface
static bool is_in_example(const Query *q, NodeId value)
{
    static const Str words[] = {L("example"), L("sample"), {0}};
    const Tree *t = q->tree;
    Str key;
    for (NodeId n = value, up; (up = q->parent[n]) && up != t->root; n = up) {
        if (py_kind(t, up) == PY_Assign)
            return query_named(query_called(q, py_list(t, up, Assign_targets).v[0]), words);
        if (py_kind(t, up) != PY_Dict) continue;
        NodeList keys = py_list(t, up, Dict_keys), values = py_list(t, up, Dict_values);
        for (uint32_t i = 0; i < values.n && i < keys.n; i++)
            if (values.v[i] == n && keys.v[i] && query_str(q, keys.v[i], &key) &&
                query_named(key, words))
                return true;
    }
    return false;
}

// ANALYTICS_KEY: what everybody sends who uses the program, to be counted; VerificationToken: it
// stands in a public record of names.
static bool is_for_everybody(const RuleRun *run, Str name)
{
    static const Str words[] = {L("analytic"),  L("telemetry"),    L("tracking"),
                                L("amplitude"), L("posthog"),      L("mixpanel"),
                                L("sentry"),    L("verification"), {0}};
    return query_named(run->module->within, words) || query_named(name, words);
}

// SECRET_KEY = "…": signs what visitors hold, whatever its signs are.
static bool is_long_key(Str name, Str text)
{
    enum { LONG = 32 };
    static const Str keys[] = {L("SECRET_KEY"), L("secret_key"), {0}};
    return text.len >= LONG && str_find(text, S(" ")) < 0 && str_in(name, keys);
}

// In a package a secret is one that was drawn, or the password of a login that stands beside its user and
// host. Any other text may be a label, a pattern, a marker, a name of a field or of a limit.
static bool is_evident(const RuleRun *run, Str name, NodeId literal, bool login)
{
    // "scrypt:32768:8:1$salt$hash": what stands for a password that nobody learns from it
    static const Str hashes[] = {L("pbkdf2"),  L("scrypt:"), L("$2b$"), L("$2a$"), L("$2y$"),
                                 L("$argon2"), L("$6$"),     L("$5$"),  L("$1$"),  {0}};
    Str text = py_const(run->tree, literal)->text;
    if (str_has(text, hashes)) return false;
    if (is_in_example(run->query, literal) || is_for_everybody(run, name)) return false;
    return login || secrets_drawn(text) || is_long_key(name, text);
}

static bool is_called_secret(Str name)
{
    static const Str ends[] = {L("secret"),     L("SECRET"),     L("secret-key"), L("secret_key"),
                               L("SECRET_KEY"), {0}};
    return str_closes(name, ends);
}

// SECRET_KEY, JWT_SECRET, session_secret: what the program itself signs with. A text that is there where nobody
// sets another is known to all, and the words "change me" in it change nothing.
static bool is_own_signing(Str name)
{
    static const Str uses[] = {L("jwt"),  L("sign"),  L("session"), L("cookie"),
                               L("csrf"), L("flask"), L("app"),     L("django"),
                               L("auth"), L("token"), L("hmac"),    {0}};
    static const Str others[] = {
        L("client"), L("aws"),    L("access_key"), L("consumer"), L("api_"),  L("oauth"),
        L("stripe"), L("github"), L("google"),     L("slack"),    L("azure"), L("webhook"),
        L("twilio"), L("s3"),     L("captcha"),    L("access_"),  {0}};
    if (query_named(name, others) || !(is_called_secret(name) || secrets_signs(name)))
        return false;
    return str_ends(name, S("SECRET_KEY")) || str_ends(name, S("secret_key")) ||
           query_named(name, uses) || str_eq(name, S("SECRET"));
}

// ADMIN_PASSWORD = "admin": the first that anybody tries, in use until somebody changes it
static bool is_admins(Str name)
{
    static const Str who[] = {L("admin"), L("superuser"), L("administrator"), {0}};
    return secret_name(name) == NAME_PASSWORD && name_has_word(name, who);
}

// 966707d0-3269-4727-9be2-8c3a10f19b9d
static bool is_uuid(Str text)
{
    if (text.len != 36) return false;
    for (Size i = 0; i < text.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text.s[i] != '-' : !isxdigit((unsigned char)text.s[i])) return false;
    }
    return true;
}

// class Roles: READER = "…"; PASSWORD_ADMINISTRATOR = "…" — one of several numbers of things, each under a name
static bool is_among_numbers(const Query *q, Str name, NodeId value, Str text)
{
    enum { SEVERAL = 3 };
    NodeId stmt = value ? q->parent[value] : 0;
    int n = 0;
    Str other;
    Str last = str_sub(name, str_rfind(name, '_') + 1, -1);
    // CLIENT_SECRET beside TENANT_ID is what it says
    if (!stmt || !is_uuid(text) || secret_name(last) >= NAME_SECRET || str_alike(last, S("key"))) return false;
    for (NodeId a = 0; (a = query_next(q, PY_Assign, a));)
        n += q->parent[a] == q->parent[stmt] && query_str(q, py_node(q->tree, a, Assign_value), &other) &&
             is_uuid(other);
    return n > SEVERAL;
}

static void judge(RuleRun *run, Str name, NodeId value, bool used)
{
    const Query *q = run->query;
    bool fallback = false;
    int k = value ? py_kind(q->tree, value) : PY_NONE;
    if (!is_literal(q->tree, value) && k != PY_Call && k != PY_BoolOp && k != PY_IfExp) return;
    NameKind kind = secret_name(name);
    bool setting = value && secrets_signs(name) && is_default_setting(q, value);
    if (setting) kind = NAME_SECRET;
    if (kind == NAME_PLAIN) return;
    NodeId literal = literal_in(q, value, &fallback);
    if (!literal) return;
    Str text = py_const(q->tree, literal)->text;
    ValueKind looks = secret_value(text);
    Confidence c = how_sure(kind, looks);
    if (fallback && looks != VALUE_LIKELY && looks != VALUE_KNOWN) c = c ? CONF_LOW : c;
    bool in_use = looks != VALUE_NOT && !rule_in_package(run) && !rule_is_development(run) &&
                  ((fallback && is_own_signing(name)) || (!used && is_admins(name)));
    if (in_use && c < CONF_MEDIUM) c = CONF_MEDIUM;
    bool login = used && kind >= NAME_SECRET && is_login(q, value);
    if (used && kind == NAME_PASSWORD && looks == VALUE_WEAK) c = CONF_MEDIUM;
    if (used && looks == VALUE_PLACEHOLDER && (login || kind == NAME_SECRET)) c = CONF_LOW;
    if (signs_sessions(q, value) && looks != VALUE_NOT && c < CONF_MEDIUM) c = CONF_MEDIUM;
    if (!used && c > CONF_LOW && looks != VALUE_KNOWN && !in_use && names_a_setting(text))
        c = CONF_LOW;
    if (!login && looks != VALUE_KNOWN && !in_use && repeats_name(run, name, text)) c = CONF_NONE;
    if (setting && looks != VALUE_NOT && c < CONF_MEDIUM) c = CONF_MEDIUM;
    if ((str_eq(text, name) && !login) || run->file->is_test)
        c = c > CONF_LOW && looks == VALUE_KNOWN ? CONF_LOW : CONF_NONE;
    // a key of others' service names the program; what is called a secret is to be one
    bool secret = looks == VALUE_LIKELY && is_called_secret(name);
    if (c > CONF_LOW && kind != NAME_PASSWORD && !secret && rule_is_client(run)) c = CONF_LOW;
    if (c > CONF_LOW && looks != VALUE_KNOWN && only_shown(run, value, text, looks)) c = CONF_LOW;
    // SECRET_KEY = b"\x8f\x01…": what os.urandom() gave once, as Flask's guide had it
    bool drawn = looks == VALUE_LIKELY && str_alike(name, S("SECRET_KEY")) && !signs_sessions(q, value);
    if (looks != VALUE_KNOWN && !drawn && is_material(text)) c = CONF_NONE;
    // "auth-request-type/at", "package.module:Class": two parts of a name
    bool parts = str_find(text, S("/")) > 0 || str_find(text, S(":")) > 0;
    if (c > CONF_LOW && kind != NAME_PASSWORD && parts && is_label(text)) c = CONF_LOW;
    if (c > CONF_LOW && rule_in_package(run) && !is_evident(run, name, literal, login))
        c = CONF_LOW;
    // CREDENTIALS_UNIQUE_CONSTRAINT = "uq_credentials_org": what something of a database is called
    static const Str schema[] = {L("_CONSTRAINT"), L("_INDEX"), L("_TABLE"), L("_COLUMN"), {0}};
    for (const Str *s = schema; looks != VALUE_KNOWN && s->len; s++)
        if (name.len > s->len && str_ends_alike(name, *s)) return;
    static const Str stands_in[] = {L("dummy"), L("fake"), {0}};
    if (c > CONF_LOW && (is_among_numbers(q, name, value, text) || query_named(name, stands_in))) c = CONF_LOW;
    if (c == CONF_NONE) return;
    rule_report(run, q->inside[literal], literal, c, fallback ?
                "`%.*s` falls back to a value that stands in the source" :
                "the value of `%.*s` stands in the source", STR_ARG(name));
}

static void look_at_assignments(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeList to = py_list(t, n, Assign_targets);
        for (uint32_t i = 0; i < to.n; i++)
            judge(run, query_called(q, to.v[i]), py_node(t, n, Assign_value), false);
    }
    for (NodeId n = 0; (n = query_next(q, PY_AnnAssign, n));)
        judge(run, query_called(q, py_node(t, n, AnnAssign_target)), py_node(t, n, AnnAssign_value),
              false);
}

static void look_at_arguments(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));)
        judge(run, py_name(t, py_sym(t, n, keyword_arg)), py_node(t, n, keyword_value), true);
    for (NodeId n = 0; (n = query_next(q, PY_arguments, n));) {
        NodeId value = 0, p;
        for (uint32_t i = 0; (p = py_param(t, n, i, &value)) != 0; i++)
            if (value) judge(run, query_called(q, p), value, false);
    }
}

// add_argument("--password", default="…"), @click.option("--token", default="…"): the name of the option says it
static void look_at_options(RuleRun *run)
{
    static const Str makes[] = {L("add_argument"), L("add_option"), L("option"), {0}};
    const Query *q = run->query;
    Str option;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!str_in(query_method(q, n), makes)) continue;
        NodeId value = query_arg(q, n, -1, S("default"));
        NodeList args = py_list(q->tree, n, Call_args);
        for (uint32_t i = 0; value && i < args.n; i++)
            if (query_str(q, args.v[i], &option) && str_starts(option, S("--")))
                judge(run, str_sub(option, 2, -1), value, false);
    }
}

static void judge_pair(RuleRun *run, Str name, NodeId value)
{
    static const Str names[] = {L("auth"), L("http_auth"), L("basic_auth"), {0}};
    static const Str fixed[] = {L("x-oauth-basic"), L("api_token"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId pair = str_in(name, names) ? query_peel(q, value) : 0;
    NodeList items = pair && py_kind(t, pair) == PY_Tuple ? py_list(t, pair, 0) : (NodeList){0};
    if (items.n != 2 || !is_literal(t, items.v[1])) return;
    Str text = py_const(t, items.v[1])->text;
    ValueKind looks = secret_value(text);
    bool hint = rule_in_package(run) || rule_is_development(run) || looks < VALUE_LIKELY;
    if (looks >= VALUE_WEAK && !str_in(text, fixed))
        rule_report(run, q->inside[pair], items.v[1], hint ? CONF_LOW : CONF_MEDIUM,
                    "the password of a login stands in the source");
}

// get(url, auth=("app", "…")), Elasticsearch(http_auth=("app", "…")), session.auth = ("app", "…")
static void look_at_pairs(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));)
        judge_pair(run, py_name(t, py_sym(t, n, keyword_arg)), py_node(t, n, keyword_value));
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) == PY_Attribute)
            judge_pair(run, query_called(q, to), py_node(t, n, Assign_value));
    }
}

// {"email": "a@b.c", "number": "1", "password": "Let5me_"}: an example of each kind of field.
static bool is_of_samples(const Query *q, NodeId dict)
{
    static const Str kinds[] = {L("email"), L("number"), L("date"), L("text"), L("color"),
                                L("month"),
                                L("url"), L("uri"), L("uuid"), L("byte"), L("binary"), L("time"),
                                L("integer"), L("string"), L("hostname"), L("ipv4"), {0}};
    enum { SEVERAL = 4 };
    int n = 0;
    for (const Str *k = kinds; k->len; k++) n += query_item(q, dict, *k) != 0;
    return n >= SEVERAL;
}

static bool announces(Str name)
{
    return secret_name(name) != NAME_PLAIN || secrets_signs(name);
}

static void look_at_dicts(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
        bool asked = false;
        for (uint32_t i = 0; i < keys.n; i++) {
            if (!keys.v[i] || !is_literal(t, keys.v[i])) continue;
            Str name = py_const(t, keys.v[i])->text;
            if (!announces(name)) continue;
            if (!asked && is_of_samples(q, n)) break;
            asked = true;
            judge(run, name, values.v[i], false);
        }
    }
}

static bool has_digit(Str text)
{
    for (Size i = 0; i < text.len; i++)
        if (text.s[i] >= '0' && text.s[i] <= '9') return true;
    return false;
}

// Somebody's answer is compared with what the table holds for them: USERS.get(name) == password
static bool is_compared(const Query *q, Str table)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        int op = (int)py_syms(t, n, Compare_ops).v[0];
        NodeId sides[] = {py_node(t, n, Compare_left), py_list(t, n, Compare_comparators).v[0]};
        for (int i = 0; i < 2 && (op == OP_EQ || op == OP_NOTEQ); i++) {
            NodeId of = 0, side = sides[i], other = sides[1 - i];
            if (py_kind(t, side) == PY_Subscript) of = py_node(t, side, Subscript_value);
            NodeId func = py_kind(t, side) == PY_Call ? py_node(t, side, Call_func) : 0;
            if (func && py_kind(t, func) == PY_Attribute && str_eq(query_method(q, side), S("get")))
                of = py_node(t, func, Attribute_value);
            if (of && str_eq(query_called(q, of), table) && py_kind(t, other) != PY_Constant)
                return true;
        }
    }
    return false;
}

// USERS = {"admin": "s3cret!", …}: each name's password
static void look_at_tables(RuleRun *run)
{
    static const Str names[] = {
        L("user"), L("users"), L("accounts"), L("passwords"), L("credentials"), L("logins"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], dict = py_node(t, n, Assign_value);
        NodeList keys = py_kind(t, dict) == PY_Dict ? py_list(t, dict, Dict_keys) : (NodeList){0};
        NodeList values = keys.n ? py_list(t, dict, Dict_values) : keys;
        Str table = query_called(q, to);
        if (run->file->is_test || !keys.n || py_kind(t, q->parent[n]) != PY_Module ||
            !name_has_word(table, names) || !is_compared(q, table))
            continue;
        for (uint32_t i = 0; i < keys.n; i++) {
            Str text = is_literal(t, values.v[i]) ? py_const(t, values.v[i])->text : S("");
            ValueKind looks = secret_value(text);
            if (!keys.v[i] || !is_literal(t, keys.v[i]) || looks < VALUE_WEAK || !has_digit(text) ||
                secret_name(py_const(t, keys.v[i])->text) != NAME_PLAIN)
                continue;
            rule_report(run, q->inside[values.v[i]], values.v[i], rule_hint(run),
                        "a password of `%.*s` stands in the source", STR_ARG(table));
            break;
        }
    }
}

// SHARE_KEY, in a module that signs or encrypts: a key by its use.
static bool is_key_of_signing(const Query *q, Str name)
{
    static const Str uses[] = {L("hmac"), L("jwt"), L("itsdangerous"), L("fernet"), L("aesgcm"),
                               L("blake2b"), {0}};
    if (!str_ends(name, S("_KEY")) && !str_ends(name, S("_SALT")) && !str_ends(name, S("_PEPPER")))
        return false;
    // a key by which something is found in a table
    static const Str found[] = {L("JSON_KEY"),  L("USER_KEY"),  L("CACHE_KEY"), L("FIELD_KEY"),
                                L("SORT_KEY"),  L("DICT_KEY"),  L("PARAM_KEY"), L("QUERY_KEY"),
                                L("CLAIM_KEY"), L("GROUP_KEY"), {0}};
    if (str_closes(name, found)) return false;
    const Names *names = &q->tree->names;
    for (Size i = 0; i < names->n; i++)
        if (query_named(names->v[i], uses)) return true;
    return false;
}

// config.setdefault("MESSAGE_KEY", "msg"): letters only, and few; in a package the name of a field, or
// nothing at all where nobody sets it.
static bool is_field_name(const RuleRun *run, NodeId call)
{
    enum { LONGEST = 12 };
    NodeId other = query_arg(run->query, call, 1, S("default"));
    Str text = is_literal(run->tree, other) ? py_const(run->tree, other)->text : S("");
    for (Size i = 0; i < text.len; i++)
        if (!(text.s[i] == '_' || (text.s[i] >= 'a' && text.s[i] <= 'z'))) return false;
    return rule_in_package(run) && text.len <= LONGEST;
}

// Is what takes the value called a secret? Then it was judged by that.
static bool is_named(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    NodeId up = q->parent[value];
    int k = py_kind(t, up);
    Str name = k == PY_Assign      ? query_called(q, py_list(t, up, Assign_targets).v[0])
               : k == PY_AnnAssign ? query_called(q, py_node(t, up, AnnAssign_target))
               : k == PY_keyword   ? py_name(t, py_sym(t, up, keyword_arg)) : (Str){0};
    return name.len && secret_name(name) != NAME_PLAIN;
}

// os.getenv("SIGNING_KEY") or "…": the variable whose lookup comes before the literal.
static void look_at_alternatives(RuleRun *run)
{
    static const Str getters[] = {
        L("os.getenv"), L("os.environ.get"), L("environ.get"), L("getenv"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_BoolOp, n));) {
        NodeId first = py_list(q->tree, n, BoolOp_values).v[0];
        bool call = py_kind(q->tree, first) == PY_Call && query_calls(q, first, getters);
        NodeId key = call ? query_arg(q, first, 0, S("key")) : 0;
        if (key && is_literal(q->tree, key) && !is_named(q, n))
            judge(run, py_const(q->tree, key)->text, n, false);
    }
}

// setattr(user, "password", "…")
static void look_at_setattr(RuleRun *run, NodeId call)
{
    static const Str sets[] = {L("setattr"), L("object.__setattr__"), {0}};
    const Query *q = run->query;
    NodeId name = query_arg(q, call, 1, S("name")), value = query_arg(q, call, 2, S("value"));
    if (name && value && is_literal(q->tree, name) && query_calls(q, call, sets))
        judge(run, py_const(q->tree, name)->text, value, true);
}

// int(os.environ.get("CACHE_SALT_NEEDED", "0")): a number, whatever it counts
static bool is_made_number(const Query *q, NodeId value)
{
    static const Str makers[] = {L("int"), L("float"), {0}};
    NodeId up = q->parent[value];
    return py_kind(q->tree, up) == PY_Call && str_in(query_method(q, up), makers);
}

// environ.get("SIGNING_KEY", "…"), wherever it stands: the variable's name says what it is.
static void look_at_fallbacks(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool fallback = false;
        NodeId key = query_arg(q, n, 0, S("key"));
        look_at_setattr(run, n);
        if (!key || !is_literal(q->tree, key) || is_named(q, n) || is_made_number(q, n)) continue;
        NodeId literal = literal_in(q, n, &fallback);
        if (!literal || !fallback) continue;
        Str name = py_const(q->tree, key)->text;
        Size before = run->out->n;
        judge(run, name, n, false);
        // environ.get("MAPS_API_KEY", ""): whoever has none sends none
        bool none = !py_const(q->tree, literal)->text.len && query_named(name, LIST(L("api_"), L("access"))) &&
                    !query_named(name, LIST(L("secret"), L("sign"), L("jwt")));
        if (run->out->n == before && !none && is_key_of_signing(q, name))
            rule_report(run, q->inside[n], n,
                        run->file->is_test || is_field_name(run, n) ? CONF_LOW : CONF_MEDIUM,
                        "`%.*s` is what stands in the source where nobody sets it", STR_ARG(name));
    }
}

static bool repeats(const RuleRun *run, Str name, Str text)
{
    Arena scratch = *run->scratch;
    Str a = letters_of(name, &scratch), b = letters_of(text, &scratch);
    return b.len == text.len && str_find(a, b) >= 0;
}

// getpass(), input("Password: ")
static bool asks_password(const Query *q, NodeId call)
{
    static const Str words[] = {L("assword"), {0}};
    Str m = query_method(q, call);
    return str_eq(m, S("getpass")) || (str_eq(m, S("input")) && query_mentions_text(q, call, words));
}

// password == "…": the check holds its own answer.
static void look_at_compares(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left);
        SymList ops = py_syms(t, n, Compare_ops);
        NodeList right = py_list(t, n, Compare_comparators);
        if (right.n != 1 || (ops.v[0] != OP_EQ && ops.v[0] != OP_NOTEQ)) continue;
        bool turned = is_literal(t, left);
        NodeId named = query_peel(q, turned ? right.v[0] : left);
        NodeId literal = query_peel(q, turned ? left : right.v[0]);
        Str name = query_called(q, turned ? right.v[0] : left);
        if (secret_name(name) == NAME_PLAIN) name = query_called(q, named);
        if (py_kind(t, named) == PY_Call && asks_password(q, named)) name = S("password");
        if (!is_literal(t, literal)) continue;
        // a token alone is a word of parsers, too; one that was drawn is none of theirs
        bool drawn = secret_name(name) == NAME_TOKEN && secrets_drawn(py_const(t, literal)->text);
        if (secret_name(name) < NAME_SECRET && !drawn) continue;
        ValueKind looks = secret_value(py_const(t, literal)->text);
        if (looks == VALUE_NOT || looks == VALUE_PLACEHOLDER || run->file->is_test) continue;
        if (py_const(t, literal)->text.len < 4) continue;
        // if password == "password": a warning of what nobody should have
        if (rule_in_package(run) && repeats(run, name, py_const(t, literal)->text)) continue;
        // if token == "cache", if password == "mypassword": a word that stands for something else
        bool word = rule_in_package(run) && !secrets_drawn(py_const(t, literal)->text) &&
                    !(secret_name(name) == NAME_PASSWORD && has_digit(py_const(t, literal)->text));
        rule_report(run, q->inside[n], n, word ? CONF_LOW : CONF_MEDIUM,
                    "`%.*s` is compared with a value that stands in the source", STR_ARG(name));
    }
}

// create_engine("postgresql://app:hunter2@db/app"): it is what the program connects with.
static bool is_opened(const RuleRun *run, NodeId n, Str url)
{
    static const Str opens[] = {L("create_engine"), L("create_async_engine"), L("connect"),
                                L("MongoClient"), L("AsyncIOMotorClient"), L("from_url"),
                                L("create_pool"), {0}};
    const Query *q = run->query;
    NodeId up = q->parent[n];
    if (py_kind(q->tree, up) != PY_Call || rule_in_package(run) || rule_is_development(run) ||
        str_find(url, S("@localhost")) >= 0 || str_find(url, S("@127.")) >= 0)
        return false;
    if (str_in(query_method(q, up), opens)) return true;
    return false;
}

// In a package: a pattern of addresses, or the password of a server on the developer's own machine.
static bool is_no_login(const RuleRun *run, Str url)
{
    static const Str signs[] = {L("["),          L("\\"),    L("("),   L("*"),        L("|"),
                                L("@localhost"), L("@127."), L("@db"), L("@example"), {0}};
    return rule_in_package(run) && str_has(url, signs);
}

// "xoxb-…-abcdef0123456789", "…-validsecret": what a test needs in the form of a secret, counted out or in words.
static bool is_made_up(Str text)
{
    static const Str parts[] = {L("012345"), L("123456"), L("abcdef"), L("fedcba"), L("000000"), L("aaaaaa"),
                                L("xxxxxx"), L("valid"), L("fake"), L("dummy"), L("example"), L("secret"),
                                L("test"), L("sample"), L("mock"), {0}};
    return query_named(text, parts);
}

// A client's own, an example's, or the key that a test makes its certificates with.
static bool is_made_for_it(const RuleRun *run, NodeId n, Str text)
{
    return rule_is_client(run) || (rule_in_package(run) && is_in_example(run->query, n)) ||
           (run->file->is_test && (secret_is_key_block(text) || is_made_up(text)));
}

// Whatever it is called: the format of a known issuer, or a password inside a URL.
static void look_at_texts(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Constant, n));) {
        Str password = {0}, text, issuer;
        if (!is_literal(t, n) || py_kind(t, q->parent[n]) == PY_Expr) continue;
        text = py_const(t, n)->text;
        if (text.len > 20000) continue;
        issuer = secret_issuer(text);
        if (issuer.len && secret_value(text) == VALUE_KNOWN)
            rule_report(run, q->inside[n], n, is_made_for_it(run, n, text) ? CONF_LOW : CONF_HIGH,
                        "a secret in the format of %.*s stands in the source", STR_ARG(issuer));
        else if ((secret_in_url(text, &password) || secret_in_settings(text, &password)) &&
                 !run->file->is_test)
            rule_report(run, q->inside[n], n,
                        !is_no_login(run, text) &&
                                (secret_value(password) >= VALUE_LIKELY ||
                                 (secret_value(password) == VALUE_WEAK && is_opened(run, n, text)))
                            ? CONF_MEDIUM
                            : CONF_LOW,
                        str_find(text, S("://")) >= 0 ? "an address in the source holds a password"
                                                      : "a text that connects or makes an account holds a password");
    }
}

// Client("<insert your token here>"): a place kept for a secret in the source.
static void look_at_places(RuleRun *run)
{
    static const Str words[] = {L("token"),  L("password"), L("api_key"), L("apikey"),
                                L("secret"), L("api-key"),  {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; run->least <= CONF_LOW && (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(t, n, Call_args);
        for (uint32_t i = 0; i < args.n; i++) {
            if (!is_literal(t, args.v[i]) || run->file->is_test) continue;
            Str text = py_const(t, args.v[i])->text;
            bool place = text.len > 6 && text.len < 60 && str_find(text, S(" ")) < 0 &&
                         ((str_starts(text, S("<")) && str_ends(text, S(">"))) ||
                          str_starts(text, S("YOUR_")) || str_starts(text, S("your_")));
            if (place && query_mentions_text(q, args.v[i], words))
                rule_report(run, q->inside[n], args.v[i], CONF_LOW,
                            "a place in the source is kept for a secret");
        }
    }
}

// {"Authorization": "Bearer …"}
static void look_at_headers(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; !run->file->is_test && (n = query_next(q, PY_Dict, n));) {
        NodeId value = query_item(q, n, S("Authorization"));
        if (!value || !is_literal(t, value)) continue;
        Str text = py_const(t, value)->text;
        Size blank = str_find(text, S(" "));
        if (blank < 0 || secret_value(str_sub(text, blank + 1, -1)) < VALUE_LIKELY) continue;
        rule_report(run, q->inside[value], value, CONF_MEDIUM,
                    "a credential of a request stands in the source");
    }
}

// HTTPBasicAuth("app", "…"): the place says what it is.
static Confidence judge_place(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    NodeId arg = py_kind(run->tree, mark->node) == PY_Call
                     ? query_arg(run->query, mark->node, mark->mark->arg, S(""))
                     : 0;
    Str text;
    *message = S("the password of a login stands in the source");
    if (!arg || run->file->is_test || !query_str(run->query, arg, &text) ||
        secret_value(text) < VALUE_WEAK)
        return CONF_NONE;
    return rule_in_package(run) || rule_is_development(run) ? CONF_LOW : c;
}

// In test code only a known format is surer than low.
static void look(RuleRun *run)
{
    bool hints = rule_hint(run) >= run->least;
    look_at_texts(run);
    if (run->file->is_test && run->least > CONF_LOW) return;
    look_at_assignments(run);
    look_at_arguments(run);
    look_at_options(run);
    look_at_pairs(run);
    look_at_dicts(run);
    if (hints) look_at_tables(run);
    look_at_compares(run);
    look_at_fallbacks(run);
    look_at_alternatives(run);
    look_at_headers(run);
    look_at_places(run);
}

static bool speaks(const RuleRun *run)
{
    const Tree *t = run->tree;
    bool test = run->file->is_test;
    if (!rule_in_package(run) || run->least <= CONF_LOW) return true;
    if (!test && secrets_told(run, TELLS_SECRET)) return true;
    for (Size i = 0; i < t->consts.n; i++) {
        const PyConst *c = &t->consts.v[i];
        Str password;
        if (c->kind != CONST_STR && c->kind != CONST_BYTES) continue;
        if (secret_issuer(c->text).len ||
            (!test && (secret_in_url(c->text, &password) || secret_in_settings(c->text, &password))))
            return true;
    }
    return false;
}

const Rule rule_hard_coded_credential = {
    .id = L("hard-coded-credential"),
    .cwe = 798,
    .also = {259, 321},
    .severity = SEV_HIGH,
    .title = L("a secret stands in the source"),
    .why = L("Everyone who can read the source, its history, a package or a backup has the "
             "secret, and it cannot be changed without a release."),
    .instead = L("Read it from the environment or a secret store, fail when it is missing, and "
                 "change the one that was published."),
    .bad = L("import psycopg2\n"
             "db = psycopg2.connect(host=\"db\", user=\"app\", password=\"tr0ub4dor&3x!\")\n"),
    .good = L(
        "import os\n"
        "import psycopg2\n"
        "db = psycopg2.connect(host=\"db\", user=\"app\", password=os.environ[\"DB_PASSWORD\"])\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/798.html"),
        L("https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html")),
    .peers = LIST(L("bandit:B105"), L("bandit:B106"), L("bandit:B107"), L("ruff:S105"),
                  L("ruff:S106"), L("ruff:S107"), L("codeql:py/hardcoded-credentials")),
    .mark = L("hard-coded-credential"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge_place,
    .at_file = look,
    .surest = {.most = CONF_HIGH},
    .speaks = speaks,
    .fix = mend_fix_credential,
};
