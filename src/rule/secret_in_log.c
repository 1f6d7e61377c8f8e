// rule secret-in-log: a secret is written to a log.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str loggers[] = {L("debug"), L("info"), L("warning"), L("warn"), L("error"),
                              L("critical"), L("exception"), L("log"), {0}};
static const Str other[] = {L("hash"), L("digest"), L("encrypt"), L("reset"), L("policy"),
                            L("field"), L("file"), L("path"), L("url"), L("mask"), L("name"),
                            L("len"), L("has_"), L("is_"), L("no_"), L("count"), L("known"),
                            L("credential_key"), L("parameter_key"), {0}};

// The number of a card or an account, a code for one sign-in: nobody's but the person's.
static bool is_personal(Str name)
{
    static const Str words[] = {
        L("card_number"),     L("cardnumber"),      L("credit_card"), L("cvv"), L("cvc"),
        L("social_security"), L("passport_number"), L("iban"),        {0}};
    static const Str whole[] = {L("ssn"), L("pan"), L("otp"), {0}};
    if (str_in(name, whole)) return true;
    return query_named(name, words) && !query_named(name, other);
}

// number = request.form["card_number"], secret = data.get("password")
static bool is_personal_item(const Query *q, NodeId value)
{
    static const Str shapes[] = {L("request"), L("form"),   L("data"), L("body"),
                                 L("payload"), L("params"), {0}};
    const Tree *t = q->tree;
    NodeId key = 0, func = py_kind(t, value) == PY_Call ? py_node(t, value, Call_func) : 0;
    if (py_kind(t, value) == PY_Subscript) key = py_node(t, value, Subscript_slice);
    if (func && str_eq(query_method(q, value), S("get"))) key = query_arg(q, value, 0, S("key"));
    Str text;
    return key && query_str(q, key, &text) && query_mentions(q, value, shapes) &&
           (is_personal(text) || secret_name(text) == NAME_PASSWORD);
}

// data.pop("password"), data["password"] = "…": what the dictionary of this name holds is changed in its function.
static bool is_changed(const Query *q, NodeId name)
{
    static const Str methods[] = {L("pop"), L("update"), L("clear"), L("__delitem__"), {0}};
    const Tree *t = q->tree;
    Str is = query_called(q, name);
    for (NodeId n = 0; (n = query_next(q, PY_Subscript, n));) {
        NodeId st = q->inside[n] == q->inside[name] ? query_statement(q, n) : 0;
        if (st && (py_kind(t, st) == PY_Assign || py_kind(t, st) == PY_Delete) &&
            str_eq(query_called(q, py_node(t, n, Subscript_value)), is))
            return true;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = q->inside[n] == q->inside[name] ? py_node(t, n, Call_func) : 0;
        if (func && py_kind(t, func) == PY_Attribute && str_in(query_method(q, n), methods) &&
            str_eq(query_called(q, py_node(t, func, Attribute_value)), is))
            return true;
    }
    return false;
}

// repr(x), json.dumps(x), x.strip(): x, written in another way; 0: no such call
static NodeId written_again(const Query *q, NodeId call)
{
    static const Str ways[] = {L("repr"), L("ascii"), L("str"), L("dumps"), {0}};
    static const Str own[] = {L("strip"),      L("lstrip"),    L("rstrip"),
                              L("splitlines"), L("encode"),    L("decode"),
                              L("replace"),    L("translate"), {0}};
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    Str name = query_method(q, call);
    bool member = py_kind(t, func) == PY_Attribute;
    if (member && str_in(name, own)) return py_node(t, func, Attribute_value);
    if (member && str_eq(name, S("join"))) return query_arg(q, call, 0, S(""));
    bool way = member ? str_eq(name, S("dumps")) : str_in(name, ways);
    return way ? query_arg(q, call, 0, S("obj")) : 0;
}

// "…{}".format(x)
static bool is_text_format(const Query *q, NodeId call)
{
    NodeId func = py_node(q->tree, call, Call_func);
    Str text;
    return py_kind(q->tree, func) == PY_Attribute && str_eq(query_method(q, call), S("format")) &&
           query_str(q, py_node(q->tree, func, Attribute_value), &text);
}

enum { LOOKED_MOST = 5000 };

static NodeId password_in(const Query *q, NodeId n, int depth, int *left);

// {"user": user, "password": password}, here or by a name
static NodeId password_held(const Query *q, NodeId n, int depth, int *left)
{
    const Tree *t = q->tree;
    NodeId found = 0, dict = py_kind(t, n) == PY_Name ? query_assigned(q, n) : n;
    if (!dict || py_kind(t, dict) != PY_Dict || depth > 5) return 0;
    NodeList values = py_list(t, dict, Dict_values);
    for (uint32_t i = 0; !found && i < values.n; i++)
        found = password_in(q, values.v[i], depth + 1, left);
    return found && dict != n && is_changed(q, n) ? 0 : found;
}

// get_password(), vault.read_password(name), getpass.getpass(): what it gives is one
static bool gives_password(const Query *q, NodeId call)
{
    static const Str verbs[] = {L("get_"),  L("fetch_"), L("read_"),    L("load_"),   L("ask_"),
                                L("find_"), L("lookup_"), L("decrypt_"), L("retrieve_"), {0}};
    static const Str ends[] = {L("password"), L("passwd"), L("passphrase"), {0}};
    Str name = query_method(q, call);
    return str_eq(name, S("getpass")) ||
           (str_begins(name, verbs) && str_closes(name, ends) && !query_named(name, other));
}

// A parameter or variable that goes by the name of a password, as it is, in a built text or in what holds
// it. left: what may yet be looked at; dictionaries of dictionaries by their names are met on many ways.
static NodeId password_in(const Query *q, NodeId n, int depth, int *left)
{
    const Tree *t = q->tree;
    NodeId child, found = 0;
    int k = py_kind(t, n);
    if (--*left < 0) return 0;
    if (k == PY_Name || k == PY_Attribute) {
        Str name = query_called(q, n), text;
        bool constant = k == PY_Name && query_str(q, n, &text);
        if (constant) return 0;
        NodeId value = k == PY_Name ? query_assigned(q, n) : 0;
        bool own = secret_name(name) == NAME_PASSWORD && !query_named(name, other);
        if (own || is_personal(name) || (value && is_personal_item(q, value))) return n;
        return k == PY_Name ? password_held(q, n, depth, left) : 0;
    }
    if (k == PY_Dict) return password_held(q, n, depth, left);
    if (k == PY_Call && depth < 5 && (child = written_again(q, n))) {
        found = password_in(q, child, depth + 1, left);
        if (found) return found;
    }
    if ((k == PY_Subscript || k == PY_Call) && is_personal_item(q, n)) return n;
    if (k == PY_Call && gives_password(q, n)) return py_node(t, n, Call_func);
    if (k == PY_Subscript || (k == PY_Call && !is_text_format(q, n))) return 0;
    if (k == PY_keyword) return password_in(q, py_node(t, n, keyword_value), depth, left);
    if (depth > 5 || (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp &&
                      k != PY_Tuple && k != PY_Call))
        return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = password_in(q, child, depth + 1, left);
    return found;
}

// class Credentials(BaseModel): password: str — shown with the rest, but where the field says that it is not
static Str shown_password(const Module *m, Str name)
{
    static const Str shown_by[] = {L("__repr__"), L("__str__"), L("__repr_args__"), {0}};
    static const Str kept_back[] = {L("Secret"), L("repr=False"), L("exclude=True"), {0}};
    const Tree *t = m->tree;
    for (Size c = 0; c < m->classes.n; c++) {
        const ClassInfo *info = &m->classes.v[c];
        bool shows = false;
        if (!str_eq(py_name(t, info->name), name)) continue;
        for (Size i = 0; i < info->bases.n; i++) {
            Str base = py_text(t, info->bases.v[i]);
            shows |= str_ends(base, S("BaseModel")) || str_ends(base, S("SQLModel")) ||
                     str_ends(base, S("Schema")) || str_ends(base, S("NamedTuple")) ||
                     str_ends(base, S("TypedDict"));
        }
        for (Size i = 0; i < info->decorators.n; i++)
            shows |= str_find(py_text(t, info->decorators.v[i]), S("dataclass")) >= 0;
        for (Size i = 0; i < info->methods.n; i++)
            for (const Str *s = shown_by; s->len; s++)
                shows &= !str_eq(py_name(t, info->methods.name[i]), *s);
        for (Size i = 0; shows && i < info->nattrs; i++) {
            Str field = py_name(t, info->attrs[i].name);
            bool hidden = !info->attrs[i].annotation;
            for (const Str *k = kept_back; !hidden && k->len; k++)
                hidden =
                    str_find(py_text(t, info->attrs[i].annotation), *k) >= 0 ||
                    (info->attrs[i].value && str_find(py_text(t, info->attrs[i].value), *k) >= 0);
            if (!hidden && secret_name(field) >= NAME_SECRET && !query_named(field, other))
                return field;
        }
    }
    return S("");
}

// A whole object of such a class, given to the function as one: body, body.model_dump(), f"{body}"
static Str whole_object(const Query *q, NodeId n, int depth)
{
    static const Str dumps[] = {L("model_dump"),      L("dict"),    L("json"),
                                L("model_dump_json"), L("repr"),    L("str"),
                                L("asdict"),          L("_asdict"), {0}};
    const Tree *t = q->tree;
    NodeId child, of = n;
    Str found = S("");
    int k = py_kind(t, n);
    if (k == PY_Call) {
        const Str *d = dumps;
        NodeId func = py_node(t, n, Call_func), first = query_arg(q, n, 0, S(""));
        while (d->len && !str_eq(query_method(q, n), *d)) d++;
        of = py_kind(t, func) == PY_Attribute && !first ? py_node(t, func, Attribute_value) : first;
        return d->len && of && depth < 4 && !py_list(t, n, Call_keywords).n
                   ? whole_object(q, of, depth + 1)
                   : S("");
    }
    if (k == PY_Name && query_is_parameter(q, n) && query_args(q, query_def(q, q->inside[n]))) {
        NodeId args = query_args(q, query_def(q, q->inside[n]));
        for (NodeId a = 0; (a = query_next(q, PY_arg, a));) {
            NodeId type = py_node(t, a, arg_annotation);
            Size module = -1;
            Str name = {0};
            FlowFile there;
            if (type && query_within(q, a, args) &&
                py_sym(t, a, arg_arg) == py_sym(t, n, Name_id) &&
                (py_kind(t, type) == PY_Name || py_kind(t, type) == PY_Attribute) &&
                flow_definition(q->file, py_text(t, type), &module, &name) && name.len &&
                flow_other(q->file, module, &there))
                return shown_password(there.module, name);
        }
        return found;
    }
    if (depth > 5 ||
        (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp && k != PY_Tuple))
        return found;
    for (uint32_t it = 0; !found.len && (child = py_next_child(t, n, &it));)
        found = whole_object(q, child, depth + 1);
    return found;
}

// plain(request.headers), where a function of this module leaves nothing out
static bool copies_all(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    if (py_kind(t, func) != PY_Name) return false;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = query_def(q, i);
        static const int tests[] = {PY_Compare, PY_If, PY_IfExp, PY_Delete};
        if (f->kind != FUNC_DEF || f->owner || !def || f->name != py_sym(t, func, Name_id))
            continue;
        if (!query_mentions(q, def, (const Str[]){L("items"), L("dict"), {0}}) ||
            query_mentions(q, def, (const Str[]){L("pop"), L("mask"), L("redact"), L("sub"), {0}}))
            return false;
        for (Size k = 0; k < countof(tests); k++)
            for (NodeId n = 0; (n = query_next(q, tests[k], n));)
                if (query_within(q, n, def)) return false;
        return true;
    }
    return false;
}

// All headers or cookies of a request at once: the session and the keys are among them.
static NodeId whole_request(const Query *q, NodeId n, int depth)
{
    static const Str copies[] = {L("dict"), L("str"), L("repr"), L("list"), L("dumps"), L("items"),
                                 L("pformat"), {0}};
    static const Str parts[] = {L("headers"), L("META"), L("cookies"), L("COOKIES"), {0}};
    const Tree *t = q->tree;
    NodeId child, found = 0;
    int k = n ? py_kind(t, n) : PY_NONE;
    if (k == PY_Attribute) {
        Str of = query_called(q, py_node(t, n, Attribute_value)), name = query_called(q, n);
        if (str_eq(of, S("os")) && str_eq(name, S("environ"))) return n;
        if (!str_eq(of, S("request")) && !str_eq(of, S("req"))) return 0;
        for (const Str *p = parts; p->len; p++)
            if (str_eq(name, *p)) return n;
        return 0;
    }
    if (k == PY_Call) {
        const Str *c = copies;
        while (c->len && !str_eq(query_method(q, n), *c)) c++;
        NodeId func = py_node(t, n, Call_func), arg = query_arg(q, n, 0, S(""));
        if (depth > 4 || (!c->len && !copies_all(q, n))) return 0;
        if (!c->len) return whole_request(q, arg, depth + 1);
        if (str_eq(*c, S("items")) && py_kind(t, func) == PY_Attribute)
            return whole_request(q, py_node(t, func, Attribute_value), depth + 1);
        return whole_request(q, arg, depth + 1);
    }
    if (k == PY_Name && depth < 4) {
        NodeId value = query_assigned(q, n);
        return value ? whole_request(q, value, depth + 1) : 0;
    }
    if (depth > 4 ||
        (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp && k != PY_Tuple))
        return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = whole_request(q, child, depth + 1);
    return found;
}

static bool is_key_header(const Query *q, NodeId key)
{
    static const Str names[] = {L("authorization"),
                                L("proxy-authorization"),
                                L("x-api-key"),
                                L("api-key"),
                                L("x-auth-token"),
                                L("private-token"),
                                L("x-vault-token"),
                                L("cookie"),
                                L("http_authorization"),
                                L("http_cookie"),
                                L("http_x_api_key"),
                                L("http_x_auth_token"),
                                {0}};
    Str text;
    if (!key || !query_str(q, key, &text) || text.len > 30) return false;
    for (const Str *n = names; n->len; n++) {
        bool same = n->len == text.len;
        for (Size i = 0; same && i < text.len; i++)
            same = n->s[i] == (text.s[i] >= 'A' && text.s[i] <= 'Z' ? text.s[i] + 32 : text.s[i]);
        if (same) return true;
    }
    return false;
}

static bool is_settings(const Query *q, NodeId object)
{
    static const Str names[] = {L("settings"), L("config"), L("conf"), L("cfg"), {0}};
    Str name = query_called(q, object);
    NodeId call = py_kind(q->tree, object) == PY_Call ? py_node(q->tree, object, Call_func) : 0;
    return str_in(name, names) || str_ends(name, S("_settings")) ||
           (call && str_ends(query_called(q, call), S("settings")));
}

// The request's own credentials by their name, or an address of a database as the environment gives it, with its
// password: request.headers.get("Authorization"), headers = dict(request.headers); headers["cookie"], DATABASE_URL
static bool is_given_secret(const Query *q, NodeId n)
{
    static const Str addresses[] = {
        L("DATABASE_URL"), L("DATABASE_URI"), L("DB_URL"),      L("DB_URI"),    L("REDIS_URL"),
        L("MONGO_URI"),    L("MONGO_URL"),    L("MONGODB_URI"), L("AMQP_URL"),  L("BROKER_URL"),
        L("broker_url"),   L("amqp_url"),     L("database_uri"), L("db_uri"),
        L("mongodb_uri"),  L("SQLALCHEMY_DATABASE_URI"),         L("CELERY_BROKER_URL"),
        L("result_backend"), L("RESULT_BACKEND"), L("CELERY_RESULT_BACKEND"),
        L("sqlalchemy_database_uri"), L("POSTGRES_DSN"),
        L("database_url"), L("db_url"),       L("redis_url"),   L("mongo_uri"), {0}};
    const Tree *t = q->tree;
    Str text;
    NodeId key = 0, of = 0, func = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0;
    if (py_kind(t, n) == PY_Name && str_in(query_called(q, n), addresses)) {
        NodeId from = query_assigned(q, n);
        bool read = from && (py_kind(t, from) == PY_Subscript || py_kind(t, from) == PY_Call);
        return read && query_mentions(q, from, (const Str[]){L("environ"), L("getenv"), {0}}) &&
               !query_mentions_text(q, from, (const Str[]){L("sqlite"), L("localhost"), {0}});
    }
    // settings.DATABASE_URL, but where the class gives one that holds no password
    if (py_kind(t, n) == PY_Attribute && !q->module->of_many &&
        str_in(query_called(q, n), addresses))
        return is_settings(q, py_node(t, n, Attribute_value)) && !query_str(q, n, &text);
    if (py_kind(t, n) == PY_Subscript)
        key = py_node(t, n, Subscript_slice), of = py_node(t, n, Subscript_value);
    if (func && py_kind(t, func) == PY_Attribute && str_eq(query_method(q, n), S("get")))
        key = query_arg(q, n, 0, S("key")), of = py_node(t, func, Attribute_value);
    // headers["Authorization"]: whoever's headers these are
    bool headers = key && str_ends(query_called(q, of), S("headers")) &&
                   (py_kind(t, of) == PY_Attribute || query_is_parameter(q, of));
    return key && is_key_header(q, key) && (headers || whole_request(q, of, 0));
}

static NodeId given_in(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    NodeId child, found = 0, value = py_kind(t, n) == PY_Name ? query_assigned(q, n) : 0;
    int k = py_kind(t, n);
    if (is_given_secret(q, n) || (value && is_given_secret(q, value))) return n;
    if (depth > 5 ||
        (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp && k != PY_Tuple))
        return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = given_in(q, child, depth + 1);
    return found;
}

// {"Authorization": f"Bearer {token}"}, with a value that is no constant
static bool is_credential_dict(const Query *q, NodeId dict)
{
    const Tree *t = q->tree;
    Str text;
    if (py_kind(t, dict) != PY_Dict) return false;
    NodeList keys = py_list(t, dict, Dict_keys), values = py_list(t, dict, Dict_values);
    for (uint32_t i = 0; i < keys.n && i < values.n; i++)
        if (keys.v[i] && is_key_header(q, keys.v[i]) && !query_str(q, values.v[i], &text))
            return true;
    return false;
}

// def _headers(self): return {"Authorization": …}
static bool returns_credentials(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    Str name = query_method(q, call);
    NodeId func = py_node(t, call, Call_func);
    bool own = py_kind(t, func) == PY_Name || (py_kind(t, func) == PY_Attribute &&
               str_eq(query_called(q, py_node(t, func, Attribute_value)), S("self")));
    for (NodeId r = 0; own && (r = query_next(q, PY_Return, r));) {
        NodeId value = py_node(t, r, Return_value);
        if (value && str_eq(py_name(t, q->module->funcs.v[q->inside[r]].name), name) &&
            is_credential_dict(q, query_peel(q, value)))
            return true;
    }
    return false;
}

static bool shows_a_part(const Query *q, NodeId n, int depth);

// headers = {…}; headers["Authorization"] = …: then the whole of it is logged.
static NodeId headers_in(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    NodeId child, found = 0;
    int k = n ? py_kind(t, n) : PY_NONE;
    if (k == PY_Name) {
        NodeId value = query_assigned(q, n);
        if (!value) return 0;
        if (py_kind(t, value) == PY_Call ? returns_credentials(q, value)
                                         : is_credential_dict(q, value))
            return n;
        for (NodeId a = 0; (a = query_next(q, PY_Assign, a));) {
            NodeId to = py_list(t, a, Assign_targets).v[0];
            Str text;
            if (q->inside[a] == q->inside[n] && py_kind(t, to) == PY_Subscript &&
                py_at(t, a)->beg < py_at(t, n)->beg &&
                str_eq(py_text(t, py_node(t, to, Subscript_value)), py_text(t, n)) &&
                is_key_header(q, py_node(t, to, Subscript_slice)) &&
                !shows_a_part(q, py_node(t, a, Assign_value), 0) &&
                !query_str(q, py_node(t, a, Assign_value), &text))
                return n;
        }
        return 0;
    }
    if (depth > 5 ||
        (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp && k != PY_Tuple))
        return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = headers_in(q, child, depth + 1);
    return found;
}

// key[:4] + "…": a few characters tell which key it is, not what it is; redacted(settings) says so.
static bool shows_a_part(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    NodeId child;
    if (py_kind(t, n) == PY_Subscript && py_kind(t, py_node(t, n, Subscript_slice)) == PY_Slice)
        return true;
    static const Str masks[] = {L("redact"), L("mask"), L("scrub"), L("censor"), L("obfuscate"),
                                L("obscure"), L("sanit"), L("without"), {0}};
    if (py_kind(t, n) == PY_Call && query_named(query_method(q, n), masks)) return true;
    // address.text(privacy=True): in a package, a switch by that name hides what is secret
    static const Str switches[] = {L("privacy"), L("redact"), L("mask"),
                                   L("hide"),    L("censor"), {0}};
    if (py_kind(t, n) == PY_keyword && q->module->of_many &&
        query_is_true(q, py_node(t, n, keyword_value)) &&
        query_named(py_name(t, py_sym(t, n, keyword_arg)), switches))
        return true;
    if (py_kind(t, n) == PY_Call && str_eq(query_method(q, n), S("len"))) return false;
    if (py_kind(t, n) == PY_Name && depth < 3) {
        NodeId value = query_assigned(q, n);
        return value && shows_a_part(q, value, depth + 1);
    }
    for (uint32_t it = 0; depth < 6 && (child = py_next_child(t, n, &it));)
        if (shows_a_part(q, child, depth + 1)) return true;
    return false;
}

// By way of another file: what went in there with it came back as often as not.
static bool goes_elsewhere(const FlowHit *hit)
{
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    bool guess = false, away = false;
    for (Size i = 1; p && i < p->n; i++) {
        away |= !str_eq(p->v[i].path, p->v[i - 1].path);
        guess |= str_starts(p->v[i].what, S("passes through ")) ||
                 str_starts(p->v[i].what, S("returned"));
    }
    return away && guess;
}

// reply = client.get(address, headers={"X-Key": key}): what comes back is not what was sent.
static bool comes_back(const FlowHit *hit)
{
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    for (Size i = 1; p && i < p->n; i++)
        if (str_starts(p->v[i].what, S("is asked for by "))) return true;
    return false;
}

// self.header = {"Authorization": self.token}; log(self.header): the other is made of it, in a step that is not told.
static bool is_part(const Query *q, Str next, Str field)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) == PY_Attribute && str_find(next, py_text(t, to)) >= 0 &&
            str_find(py_text(t, py_node(t, n, Assign_value)), field) >= 0)
            return true;
    }
    return false;
}

// self.token = token_hex(); … f"{self.port}": another field of the object, of which it was not known which is which.
static bool is_other_field(const Query *q, const FlowPath *p)
{
    for (Size i = 0; i + 1 < p->n; i++) {
        Str from = str_trim(p->v[i].text), next = p->v[i + 1].text;
        Size eq = str_find(from, S(" = "));
        Str field = eq > 0 && str_starts(from, S("self.")) ? str_sub(from, 5, eq) : (Str){0};
        if (field.len && str_find(next, S("self.")) >= 0 && str_find(next, field) < 0 && !is_part(q, next, field))
            return true;
    }
    return false;
}

// Is one of the ways that of a secret, and of the same one all along? What else goes into the same object is none.
static bool is_secrets_way(const Query *q, const FlowHit *hit)
{
    for (Size i = 0; i < hit->npaths; i++)
        if (hit->paths[i].source & (KIND(SECRET) | KIND(CREDENTIAL) | KIND(PERSONAL)) &&
            !is_other_field(q, &hit->paths[i]))
            return true;
    return !hit->npaths;
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    if (shows_a_part(run->query, hit->node, 0)) return CONF_NONE;
    // a nonce of one sign-in stands in the address that the visitor is sent to
    static const Str once[] = {L("state"), L("nonce"), {0}};
    if (hit->npaths && hit->paths[0].n && query_named(hit->paths[0].v[0].text, once))
        return CONF_LOW;
    bool direct = rule_is_direct(run, hit);
    Str from = hit->npaths && hit->paths[0].n ? hit->paths[0].v[0].text : S("");
    Size eq = str_find(from, S("="));
    Str to = str_sub(from, 0, eq < 0 ? 0 : eq);
    // credentials_file = environ["…_CREDENTIALS"]: where they lie
    if (str_find(to, S("file")) >= 0 || str_find(to, S("path")) >= 0) return CONF_LOW;
    if (goes_elsewhere(hit) || comes_back(hit) || !is_secrets_way(run->query, hit)) return CONF_LOW;
    if (direct || !rule_in_package(run)) return c;
    return CONF_LOW;                                       // through a large package's objects: a guess
}

// connection.url, connection.dsn(): what a method of this module makes of a password, among other things
static NodeId password_made_in(const Query *q, NodeId n, int depth)
{
    static const Str hides[] = {L("mask"), L("redact"), L("hide"), L("safe_"), L("obscur"), {0}};
    const Tree *t = q->tree;
    NodeId child, found = 0;
    int k = py_kind(t, n);
    NodeId named = k == PY_Call ? py_node(t, n, Call_func) : n;
    Str name = py_kind(t, named) == PY_Attribute ? query_called(q, named) : (Str){0};
    if (name.len && k == PY_Call && py_list(t, n, Call_args).n) return 0;
    if (k == PY_Call && q->module->of_many && shows_a_part(q, n, 5)) return 0;
    for (uint32_t i = 1; name.len && (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = query_def(q, i);
        if (!f->owner || !def || py_kind(t, def) != PY_FunctionDef ||
            !str_eq(py_name(t, f->name), name) || query_named(name, hides) ||
            query_mentions(q, def, hides) ||
            query_mentions_text(q, def, (const Str[]){L("**"), L("xxx"), {0}}) ||
            query_decorated(q, def, (const Str[]){L("property"), {0}}) == (k == PY_Call))
            continue;
        for (NodeId a = 0; (a = query_next_in(q, PY_Attribute, def, a));)
            if (secret_name(query_called(q, a)) == NAME_PASSWORD &&
                query_holds(q, def, PY_Return) &&
                (query_holds(q, def, PY_BinOp) || query_holds(q, def, PY_JoinedStr)))
                return a;
    }
    if (depth > 3 ||
        (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp && k != PY_Tuple))
        return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = password_made_in(q, child, depth + 1);
    return found;
}

// print(f"{email} with {password}"): a server's or a job's output is its log. Of a password that was just drawn, or
// that the program keeps for its user, printing it is what was asked for.
static void look_at_print(RuleRun *run, NodeId call)
{
    static const Str acts[] = {L("add"),          L("create"),  L("register"),
                               L("login"),        L("signup"),  L("connect"),
                               L("authenticate"), L("sign_in"), {0}};
    static const Str asks[] = {L("getpass"), L("prompt"), L("request"), L("form"), {0}};
    const Query *q = run->query;
    NodeList args = py_list(run->tree, call, Call_args);
    NodeId found = 0;
    int left = LOOKED_MOST;
    if (!query_def(q, q->inside[call])) return;
    for (uint32_t i = 0; !found && i < args.n; i++) found = password_in(q, args.v[i], 0, &left);
    if (!found || shows_a_part(q, call, 0)) return;
    bool acting = query_named(run->module->funcs.v[q->inside[call]].qualname, acts);
    NodeId from = query_assigned(q, found);
    bool given = py_kind(run->tree, found) == PY_Name && query_is_parameter(q, found) &&
                 (acting || query_is_handler(q, q->inside[call]));
    int k = py_kind(run->tree, found);
    bool typed = (k == PY_Subscript || k == PY_Call) && query_taint(q, found) & KIND(REMOTE);
    bool persons =
        k == PY_Attribute && is_personal(query_called(q, found)) && !run->module->of_many;
    if (given || typed || persons || (from && query_mentions(q, from, asks)))
        rule_report(run, q->inside[call], call, rule_hint(run), "`%.*s` is printed",
                    STR_ARG(query_called(q, found)));
}

// A token, key or password by its name, that is no constant; secret_uuid says which one it is
static bool tells_token(const Query *q, NodeId n)
{
    static const Str which[] = {L("id"), L("ids"), L("uuid"), L("ref"), L("arn"), L("type"), L("version"), {0}};
    Str name = query_called(q, n), text;
    if (str_in(str_sub(name, str_rfind(name, '_') + 1, -1), which)) return false;
    int k = py_kind(q->tree, n);
    return (k == PY_Name || k == PY_Attribute) && secret_name(name) >= NAME_TOKEN &&
           !query_named(name, other) && !query_str(q, n, &text);
}

// log.info("created", email=email, password=password), of structlog and loguru
static NodeId kept_in(const Query *q, NodeId call)
{
    static const Str own[] = {L("exc_info"), L("stack_info"), L("stacklevel"), L("msg"), {0}};
    const Tree *t = q->tree;
    NodeList keys = py_list(t, call, Call_keywords);
    int left = LOOKED_MOST;
    for (uint32_t i = 0; i < keys.n; i++) {
        NodeId value = py_node(t, keys.v[i], keyword_value);
        if (!py_sym(t, keys.v[i], keyword_arg) ||
            str_in(py_name(t, py_sym(t, keys.v[i], keyword_arg)), own))
            continue;
        NodeId found = password_in(q, value, 0, &left);
        if (!found) found = given_in(q, value, 0);
        // api_key=self.api_key
        if (!found && tells_token(q, value) &&
            secret_name(py_name(t, py_sym(t, keys.v[i], keyword_arg))) >= NAME_SECRET)
            found = value;
        if (found) return found;
    }
    return 0;
}

static const Str logs[] = {L("log"), L("logger"), L("logging"), L("_log"), L("_logger"),
                           L("LOG"), L("LOGGER"), {0}};

// The last word of a name: "token" of access_token.
static Str last_word(Str name) { return str_sub(name, str_rfind(name, '_') + 1, -1); }

// "unexpected token", `for token in tokens`, a module with a lexer: a token alone is then a word of parsers.
static bool is_parsers(const Query *q, Str text, NodeId value)
{
    static const Str signs[] = {L("expect"), L("next"),  L("current"), L("pars"),
                                L("syntax"), L("lexer"), L("unknown"), L("invalid"), {0}};
    static const Str parsers[] = {L("tokens"), L("tokenize"),   L("Tokenizer"), L("tokenizer"),
                                  L("lexer"),  L("Lexer"),      L("Parser"),    L("next_token"),
                                  L("lineno"), L("peek_token"), {0}};
    if (secret_name(query_called(q, value)) != NAME_TOKEN) return false;
    for (const Str *p = parsers; p->len; p++)
        if (query_names(q, *p)) return true;
    return query_named(text, signs);
}

// Does the text before a value name it? "api_key=", "Token: ", "secret is %s"
static bool is_label(Str text, Str word)
{
    static const Str after[] = {L("="), L(":"), L(" "), L("'"), L("\""), L("("), L("[")};
    bool cut = true;
    while (cut && text.len) {
        cut = str_ends(text, S(" is"));
        if (cut) text = str_sub(text, 0, text.len - 2);
        for (Size i = 0; i < countof(after); i++) cut |= str_ends(text, after[i]);
        if (cut) text = str_sub(text, 0, text.len - 1);
    }
    return str_ends_alike(text, word);
}

// f"api_key={self.api_key}": the line itself says what it is, so it is no token of a parser.
static NodeId labelled_in(const Query *q, NodeId arg)
{
    const Tree *t = q->tree;
    NodeList parts =
        py_kind(t, arg) == PY_JoinedStr ? py_list(t, arg, JoinedStr_values) : (NodeList){0};
    Str text;
    for (uint32_t i = 1; i < parts.n; i++) {
        if (py_kind(t, parts.v[i]) != PY_FormattedValue || !query_str(q, parts.v[i - 1], &text))
            continue;
        NodeId value = py_node(t, parts.v[i], FormattedValue_value);
        if (tells_token(q, value) && is_label(text, last_word(query_called(q, value))) &&
            !is_parsers(q, text, value))
            return value;
    }
    return 0;
}

// log.info("token=%s", self.token), "token {}".format(self.token): the first place, which stands for the first value
static NodeId labelled_first(const Query *q, NodeId message, NodeId value, Str place)
{
    Str text;
    if (!message || !value || !query_str(q, message, &text) || !tells_token(q, value)) return 0;
    Size at = str_find(text, place);
    if (is_parsers(q, text, value)) return 0;
    return at > 0 && is_label(str_sub(text, 0, at), last_word(query_called(q, value))) ? value : 0;
}

static NodeId labelled(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId first = query_arg(q, call, 0, S("msg")), found = 0;
    if (!first) return 0;
    if ((found = labelled_in(q, first))) return found;
    if ((found = labelled_first(q, first, query_arg(q, call, 1, S("")), S("%")))) return found;
    if (py_kind(t, first) == PY_Call && is_text_format(q, first))
        return labelled_first(q, py_node(t, py_node(t, first, Call_func), Attribute_value),
                              query_arg(q, first, 0, S("")), S("{"));
    if (py_kind(t, first) != PY_BinOp) return 0;
    NodeId text = py_node(t, first, BinOp_left), value = py_node(t, first, BinOp_right);
    Str before;
    if (py_at(t, first)->op == OP_MOD) return labelled_first(q, text, value, S("%"));
    return query_str(q, text, &before) && tells_token(q, value) &&
                   is_label(before, last_word(query_called(q, value))) && !is_parsers(q, before, value)
               ? value
               : 0;
}

// api_key = APIKey.objects.get(pk=pk), access_token = query(AccessToken).first(): a row prints as
// its class says; private_key = args.key_path: where it lies.
static bool is_no_text(const Query *q, NodeId n)
{
    static const Str rows[] = {L("first"), L("one"), L("one_or_none"), L("get_or_404"),
                               L("first_or_404"), L("get_object_or_404"), L("scalar_one"),
                               L("scalar_one_or_none"), L("save"), {0}};
    static const Str places[] = {L("path"), L("file"), L("dir"), {0}};
    static const Str lines[] = {L("args"), L("options"), L("opts"), {0}};   // --private-key FILE
    const Tree *t = q->tree;
    if (py_kind(t, n) == PY_Attribute && str_ends(query_called(q, n), S("private_key")) &&
        str_in(query_called(q, py_node(t, n, Attribute_value)), lines))
        return true;
    NodeId value = query_peel(q, n), func = py_kind(t, value) == PY_Call
        ? py_node(t, value, Call_func) : 0;
    if (query_named(query_called(q, value), places)) return true;
    if (!func) return false;
    Str made = py_last_name(t, func), of = py_text(t, func);
    bool row = str_in(made, rows) || str_find(of, S(".objects.")) >= 0 ||
        str_find(of, S(".query.")) >= 0;
    return row || (made.len && made.s[0] >= 'A' && made.s[0] <= 'Z');  // AccessToken(user=user)
}

// client_secret, self.access_token: two words that leave no doubt which token it is, so that the
// line need not say it.
static NodeId told_in(const Query *q, NodeId n, int depth)
{
    static const Str whole[] = {L("client_secret"), L("secret_key"),    L("private_key"),
                                L("api_key"),       L("api_secret"),    L("access_token"),
                                L("auth_token"),    L("api_token"),     L("refresh_token"),
                                L("bearer_token"),  L("secret_token"),  L("secret_access_key"),
                                {0}};
    const Tree *t = q->tree;
    NodeId child, found = 0;
    int k = py_kind(t, n);
    if (k == PY_Name || k == PY_Attribute)
        return str_closes(query_called(q, n), whole) && tells_token(q, n) && !is_no_text(q, n) ? n : 0;
    if (depth > 4 ||
        (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp && k != PY_Tuple)) return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = told_in(q, child, depth + 1);
    return found;
}

// log_method = logger.info if … : …; log_method(…): a name that is only given a logger's methods
static bool is_log_method(const Query *q, NodeId name)
{
    enum { GIVEN_MOST = 8 };
    const Tree *t = q->tree;
    int given = 0;
    for (uint32_t k = q->last_of[py_sym(t, name, Name_id)]; k; k = q->assigned.v[k - 1].next) {
        NodeId value = q->assigned.v[k - 1].value;
        if (q->assigned.v[k - 1].func != q->inside[name]) continue;
        if (++given > GIVEN_MOST) return false;
        if (value && py_kind(t, value) == PY_IfExp) value = py_node(t, value, IfExp_body);
        if (!value || py_kind(t, value) != PY_Attribute || !str_in(query_called(q, value), loggers) ||
            !str_in(query_called(q, py_node(t, value, Attribute_value)), logs))
            return false;
    }
    return given > 0;
}

static bool is_log_call(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    if (py_kind(t, func) == PY_Name) return is_log_method(q, func);
    return py_kind(t, func) == PY_Attribute && str_in(query_method(q, call), loggers) &&
           (str_in(query_called(q, py_node(t, func, Attribute_value)), logs) ||
            str_starts(query_callee(q, call), S("logging.Logger.")));
}

// Services that collect what programs report: their staff and their clients' staff read it.
static const Str reports[] = {L("sentry_sdk.capture_message"), L("sentry_sdk.set_context"), L("sentry_sdk.set_extra"),
                              L("sentry_sdk.set_tag"),         L("sentry_sdk.set_user"),
                              L("sentry_sdk.add_breadcrumb"),  L("rollbar.report_message"),
                              L("rollbar.report_exc_info"),    L("bugsnag.notify"),
                              L("newrelic.agent.add_custom_attribute"),
                              L("newrelic.agent.record_custom_event"),
                              L("analytics.track"),            L("analytics.identify"),
                              L("segment.analytics.track"),    L("segment.analytics.identify"),
                              L("posthog.capture"),            L("posthog.identify"),
                              L("datadog.statsd.event"),       {0}};

// Is it bound in another way than by a plain assignment: by a loop, in a tuple, a pattern, another function?
static bool is_bound_otherwise(const Query *q, NodeId n, NodeId after)
{
    const Tree *t = q->tree;
    Str name = py_name(t, py_sym(t, n, Name_id));
    static const int scopes[] = {PY_Nonlocal, PY_Global, PY_MatchAs, PY_MatchStar};
    for (Size i = 0; i < countof(scopes); i++)
        for (NodeId s = 0; (s = query_next(q, scopes[i], s));)
            if (str_find(py_text(t, s), name) >= 0) return true;
    for (NodeId c = 0; (c = query_next(q, PY_Name, c));) {
        int k = py_kind(t, q->parent[c]);
        bool read = k == PY_If || k == PY_IfExp || k == PY_Compare || k == PY_BoolOp || k == PY_UnaryOp ||
                    k == PY_Call || k == PY_keyword || k == PY_Assign || k == PY_AnnAssign ||
                    k == PY_Return || k == PY_Attribute;
        if (!read && py_sym(t, c, Name_id) == py_sym(t, n, Name_id) && q->inside[c] == q->inside[n] &&
            py_at(t, c)->beg > py_at(t, after)->beg)
            return true;
    }
    return false;
}

// password = None; if given: log.debug("… %s", password): it is not yet what it is called. Only of lines
// that stand before it in the same or an outer block, none in a loop with another such line.
static bool is_still_none(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    NodeId last = 0;
    if (!n || py_kind(t, n) != PY_Name) return false;
    for (uint32_t i = q->last_of[py_sym(t, n, Name_id)]; i; i = q->assigned.v[i - 1].next) {
        NodeId value = q->assigned.v[i - 1].value;
        if (q->assigned.v[i - 1].func != q->inside[n]) continue;
        if (py_at(t, value)->beg > py_at(t, n)->beg) {
            for (NodeId up = q->parent[n]; up; up = q->parent[up])
                if ((py_kind(t, up) == PY_For || py_kind(t, up) == PY_While) && query_within(q, value, up))
                    return false;
            continue;
        }
        if (!last || py_at(t, value)->beg > py_at(t, last)->beg) last = value;
    }
    NodeId line = last ? query_statement(q, last) : 0;
    return line && query_is_none(q, last) && query_within(q, n, q->parent[line]) &&
           !is_bound_otherwise(q, n, last);
}

static void look_at_report(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    NodeId found = 0;
    int left = LOOKED_MOST;
    for (uint32_t i = 0; !found && i < args.n; i++) found = password_in(q, args.v[i], 0, &left);
    for (uint32_t i = 0; !found && i < keys.n; i++)
        found = password_in(q, py_node(t, keys.v[i], keyword_value), 0, &left);
    if (found && !shows_a_part(q, call, 0))
        rule_report(run, q->inside[call], call, CONF_MEDIUM, "`%.*s` is sent to a service that collects reports",
                    STR_ARG(query_called(q, found)));
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        bool scope = str_eq(query_method(q, n), S("set_extra")) && query_imports(q, S("sentry_sdk"));
        if (scope || query_calls(q, n, reports)) look_at_report(run, n);
        if (py_kind(t, func) == PY_Name && str_eq(query_called(q, func), S("print")))
            look_at_print(run, n);
        if (!is_log_call(q, n)) continue;
        NodeList args = py_list(t, n, Call_args);
        NodeId found = 0;
        int left = LOOKED_MOST;
        for (uint32_t i = 0; !found && i < args.n; i++)
            found = password_in(q, args.v[i], 0, &left);
        for (uint32_t i = 0; !found && i < args.n; i++)
            found = whole_request(q, args.v[i], 0);
        for (uint32_t i = 0; !found && i < args.n; i++)
            found = headers_in(q, args.v[i], 0);
        for (uint32_t i = 0; !found && i < args.n; i++)
            found = password_made_in(q, args.v[i], 0);
        for (uint32_t i = 0; !found && i < args.n; i++)
            found = given_in(q, args.v[i], 0);
        if (!found) found = kept_in(q, n);
        bool by_label = !found && (found = labelled(q, n)) != 0;
        for (uint32_t i = 0; !found && i < args.n; i++)
            by_label = (found = told_in(q, args.v[i], 0)) != 0;
        if ((by_label && shows_a_part(q, n, 0)) || is_still_none(q, found)) found = 0;
        Str field = S("");
        for (uint32_t i = 0; !found && !field.len && i < args.n; i++)
            field = whole_object(q, args.v[i], 0);
        if (found || field.len)
            rule_report(run, q->inside[n], n, by_label ? rule_hint(run) : CONF_MEDIUM,
                        "`%.*s` is written to the log",
                        STR_ARG(found ? query_called(q, found) : field));
    }
}

// What is printed is a hint.
static bool speaks(const RuleRun *run)
{
    static const Str services[] = {L("sentry_sdk"), L("rollbar"), L("bugsnag"), L("newrelic"), L("analytics"),
                                   L("posthog"), L("datadog"), {0}};
    bool any = rule_hint(run) >= run->least && rule_says(run, S("print"));
    for (const Str *s = services; s->len && !any; s++) any = rule_says(run, *s);
    for (const Str *l = logs; l->len && !any; l++) any = rule_says(run, *l);
    return any;
}

const Rule rule_secret_in_log = {
    .id = L("secret-in-log"),
    .cwe = 532,
    .proven_in_project = true,
    .also = {312},
    .severity = SEV_MEDIUM,
    .title = L("a secret is written to a log"),
    .why = L("Logs are copied, shipped and read by many; a password or key in them is "
             "known to all of those, for as long as the log is kept."),
    .instead = L("Log who and what, never the secret; mask it where something must be shown."),
    .bad = L("import getpass\n"
             "import logging\n"
             "password = getpass.getpass()\n"
             "logging.info(\"password is %s\", password)\n"),
    .good = L("import getpass\n"
              "import logging\n"
              "password = getpass.getpass()\n"
              "logging.info(\"password was entered\")\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/532.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Logging_Cheat_Sheet.html#data-to-exclude")),
    .peers = LIST(L("codeql:py/clear-text-logging-sensitive-data")),
    .into = KIND(LOG),
    .judge_hit = judge,
    .at_file = look,
    .speaks = speaks,
    .from = KIND(SECRET) | KIND(CREDENTIAL) | KIND(PERSONAL),
    .class_b = true,
    .fix = mend_fix_hide_secret,
};
