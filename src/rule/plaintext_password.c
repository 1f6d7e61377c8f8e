// rule plaintext-password: a password is kept as it is, or compared with one that is.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str hashes[] = {L("hash"),   L("bcrypt"), L("scrypt"),  L("pbkdf2"),
                             L("argon"),  L("digest"), L("checkpw"), L("check_password"),
                             L("verify"), L("crypt"),  {0}};
static const Str stores[] = {L("fetchone"), L("fetchall"), L("execute"), L("objects"),
                             L("query"),    L("find_one"), L("scalar"),  {0}};

// User.objects.filter(name=name, password=password): the database compares it, so it is in clear.
static void look_at_queries(RuleRun *run)
{
    static const Str finders[] = {L("filter"), L("filter_by"), L("get"), L("find_one"),
                                  L("exclude"), L("get_or_none"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        NodeId call = q->parent[n], value = py_node(t, n, keyword_value);
        NodeId def = query_def(q, q->inside[n]);
        if (!def || py_kind(t, call) != PY_Call || py_kind(t, value) == PY_Constant ||
            secret_name(py_name(t, py_sym(t, n, keyword_arg))) != NAME_PASSWORD ||
            secret_name(query_called(q, value)) != NAME_PASSWORD)
            continue;
        const Str *f = finders;
        while (f->len && !str_eq(query_method(q, call), *f)) f++;
        bool orm = query_mentions(q, py_node(t, call, Call_func),
                                  (const Str[]){L("objects"), L("query"), {0}});
        if (f->len && orm && !query_mentions(q, def, hashes))
            rule_report(run, q->inside[n], call, CONF_MEDIUM,
                        "the database looks for the password itself, which must be there in clear");
    }
}

static bool asks_a_store(const Query *q, NodeId def)
{
    for (const Str *s = stores; s->len; s++)
        if (query_uses(q, def, *s)) return true;
    return false;
}

// PASSWORD_MASK, Restriction.PASSWORD: a constant that stands for something.
static bool stands_for(const Query *q, NodeId n)
{
    Str name = query_called(q, n);
    if (query_named(name, rule_stand_ins)) return true;
    if (py_kind(q->tree, n) != PY_Attribute) return false;
    Str owner = query_called(q, py_node(q->tree, n, Attribute_value));
    for (Size i = 0; i < name.len; i++)
        if (name.s[i] >= 'a' && name.s[i] <= 'z') return false;
    return owner.len && owner.s[0] >= 'A' && owner.s[0] <= 'Z';
}

// ---- passwords that are kept as they were typed

static const Str seals[] = {
    L("hash"),          L("bcrypt"),          L("scrypt"),      L("pbkdf2"),
    L("argon"),         L("digest"),          L("crypt"),       L("set_password"),
    L("make_password"), L("encode_password"), L("create_user"), {0}};

static bool is_password(Str name)
{
    static const Str others[] = {L("hash"),  L("digest"), L("crypt"),   L("hint"),
                                 L("reset"), L("file"),   L("path"),    L("policy"),
                                 L("url"),   L("old"),    L("confirm"), {0}};
    return secret_name(name) == NAME_PASSWORD && !query_named(name, others);
}

// name, password = request.form["name"], request.form["password"]: what the name is given there; 0: several, or none.
static NodeId given_in_row(const Query *q, NodeId name)
{
    const Tree *t = q->tree;
    NodeId found = 0, def = query_def(q, q->inside[name]);
    for (NodeId n = 0; def && (n = query_next_in(q, PY_Assign, def, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        if (py_kind(t, to) == PY_Name && py_sym(t, to, Name_id) == py_sym(t, name, Name_id))
            return 0;
        if (py_kind(t, to) != PY_Tuple || py_kind(t, value) != PY_Tuple) continue;
        NodeList names = py_list(t, to, Tuple_elts), values = py_list(t, value, Tuple_elts);
        for (uint32_t i = 0; i < names.n && names.n == values.n; i++) {
            bool same = py_kind(t, names.v[i]) == PY_Name &&
                        py_sym(t, names.v[i], Name_id) == py_sym(t, name, Name_id);
            if (!same) continue;
            if (found) return 0;
            found = values.v[i];
        }
    }
    return found;
}

// The object and the method of a call: 0 where it is none of a method.
static NodeId owner_of(const Query *q, NodeId call)
{
    NodeId func = py_kind(q->tree, call) == PY_Call ? py_node(q->tree, call, Call_func) : 0;
    return func && py_kind(q->tree, func) == PY_Attribute ? py_node(q->tree, func, Attribute_value)
                                                          : 0;
}

enum { NAMES_MOST = 4, HANDED_MOST = 400 };

// asked: how often the module's calls were looked through
static bool is_typed(const Query *q, NodeId n, int *asked);

// add_user(request.form["name"], request.form["password"]): a call of this module hands over what was typed.
static bool is_handed(const Query *q, NodeId name, int *asked)
{
    const Tree *t = q->tree;
    uint32_t func = q->inside[name];
    const Func *f = &q->module->funcs.v[func];
    if (f->kind != FUNC_DEF || ++*asked > HANDED_MOST) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!str_eq(query_method(q, n), py_name(t, f->name)) || q->inside[n] == func) continue;
        for (Size i = 0; i < f->params.n; i++) {
            if (f->params.v[i].name != py_sym(t, name, Name_id)) continue;
            NodeId given =
                query_arg(q, n, (int)i - (f->owner != 0), py_name(t, f->params.v[i].name));
            if (given && is_typed(q, given, asked)) return true;
        }
    }
    return false;
}

// request.form["password"], form.password.data, data.get("password"), a name or parameter that is one: as it came.
static bool is_typed(const Query *q, NodeId n, int *asked)
{
    const Tree *t = q->tree;
    for (int names = 0; py_kind(t, n) == PY_Name; names++) {
        NodeId value = query_assigned(q, n);
        if (!value) value = given_in_row(q, n);
        if (!value)
            return query_is_parameter(q, n) && is_password(query_called(q, n)) &&
                   (query_is_handler(q, q->inside[n]) || is_handed(q, n, asked));
        if (names >= NAMES_MOST) return false;
        n = value;
    }
    if (py_kind(t, n) == PY_Await) n = py_node(t, n, Await_value);
    if (owner_of(q, n) && str_eq(query_method(q, n), S("strip"))) n = owner_of(q, n);
    if (!(query_taint(q, n) & KIND(REMOTE))) return false;
    if (owner_of(q, n)) {
        NodeId first = query_arg(q, n, 0, S(""));
        Str key;
        return str_starts(query_method(q, n), S("get")) && first && query_str(q, first, &key) &&
               is_password(key);
    }
    if (py_kind(t, n) == PY_Attribute && str_eq(query_called(q, n), S("data")))
        n = py_node(t, n, Attribute_value);
    int k = py_kind(t, n);
    return (k == PY_Subscript || k == PY_Attribute) && is_password(query_called(q, n));
}

static const Str people[] = {L("user"), L("account"), L("member"), L("customer"), {0}};

// A table of people, which does not see to its passwords itself. A connection's password has to be there.
// Django's own User, whose table has a hash there: create_user() and set_password() make it, an assignment does not.
static bool is_djangos(const Query *q, Str cls)
{
    for (Size i = 0; i < q->nimports; i++)
        if (str_eq(py_name(q->tree, q->imports[i].name), cls) &&
            str_starts(q->imports[i].dotted, S("django.contrib.auth.models.")))
            return true;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) { // User = get_user_model()
        NodeId value = py_node(q->tree, n, Assign_value);
        if (py_kind(q->tree, value) == PY_Call &&
            str_eq(query_method(q, value), S("get_user_model")) &&
            str_eq(query_called(q, py_list(q->tree, n, Assign_targets).v[0]), cls))
            return true;
    }
    return false;
}

static bool is_table(const RuleRun *run, Str cls)
{
    static const Str tables[] = {
        L("Column("),   L("mapped_column("), L("models."),      L("db.Model"),   L("table=True"),
        L("(Document"), L("CharField("),     L("StringField("), L("TextField("), {0}};
    static const Str others[] = {L("BaseModel"), L("erializer"), L("Form)"), L("forms."), L("hash"), L("crypt"),
                                 L("_password("), L("property"), L("validates"), L("PasswordType"), L("argon"),
                                 L("pre_save"), L("Encrypted"), L("digest"), L("def save"), L("__setattr__"), {0}};
    static const Str services[] = {L("server"), L("connection"), L("host"),   L("database"),
                                   L("smtp"),   L("mail"),       L("config"), L("setting"),
                                   L("source"), L("router"),     L("device"), L("credential"),
                                   {0}};
    if (cls.len && is_djangos(run->query, cls)) return true;
    return cls.len && !query_named(cls, services) && flow_class_says(run->file, cls, tables) &&
           !flow_class_says(run->file, cls, others);
}

static Str class_in(const Query *q, NodeId value)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, value, n));) {
        Str name = py_name(q->tree, py_sym(q->tree, n, Name_id));
        if (name.len && name.s[0] >= 'A' && name.s[0] <= 'Z') return name;
    }
    return S("");
}

// User(password=…), User.objects.create(password=…), User.objects.filter(…).update(password=…)
static bool keeps_argument(const RuleRun *run, NodeId call)
{
    static const Str makers[] = {
        L("create"), L("get_or_create"), L("update_or_create"), L("acreate"),
        L("update"), L("insert"),        L("values"),           {0}};
    const Query *q = run->query;
    NodeId func = py_node(q->tree, call, Call_func);
    if (py_kind(q->tree, func) == PY_Name) return is_table(run, query_called(q, func));
    return py_kind(q->tree, func) == PY_Attribute && str_in(query_called(q, func), makers) &&
           is_table(run, class_in(q, func));
}

static bool calls_in(const Query *q, NodeId def, const Str *methods)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));)
        if (str_in(query_method(q, n), methods)) return true;
    return false;
}

// account.password = …, and the account is saved
static bool keeps_field(const RuleRun *run, NodeId to, NodeId def)
{
    static const Str saves[] = {L("save"),  L("asave"),  L("commit"), L("add"), L("merge"),
                                L("flush"), L("update"), L("put"),    {0}};
    const Query *q = run->query;
    NodeId of = py_kind(q->tree, to) == PY_Attribute ? py_node(q->tree, to, Attribute_value) : 0;
    if (!of || !is_password(query_called(q, to)) || !calls_in(q, def, saves)) return false;
    if (str_ends(query_dotted(q, of), S("request.user"))) return true;
    if (py_kind(q->tree, of) == PY_Name &&
        query_mentions(q, query_peel(q, of), (const Str[]){L("get_user_model"), {0}}))
        return true;
    return py_kind(q->tree, of) == PY_Name && is_table(run, class_in(q, query_peel(q, of)));
}

// INSERT INTO users VALUES (?, ?), which names no column
static bool is_row_of_people(Str text)
{
    static const Str into[] = {L("INSERT INTO "), L("insert into "), L("Insert into "), {0}};
    for (const Str *i = into; i->len; i++) {
        Size at = str_find(text, *i);
        Str rest = at < 0 ? (Str){0} : str_trim(str_sub(text, at + i->len, -1));
        Str table = str_first(rest, S(" "));
        if (at < 0 || str_find(table, S("(")) >= 0 || !query_named(table, people)) continue;
        return query_named(str_sub(str_trim(str_sub(rest, table.len, -1)), 0, 6),
                           (const Str[]){L("values"), {0}});
    }
    return false;
}

// INSERT INTO users (name, password) VALUES (?, ?)
static bool is_kept_by_sql(const Query *q, NodeId call)
{
    static const Str runs[] = {L("execute"), L("executemany"), L("run"),     L("exec_driver_sql"),
                               L("query"),   L("fetchrow"),    L("mogrify"), {0}};
    static const Str writes[] = {L("insert into"), L("update "), L("replace into"), {0}};
    static const Str columns[] = {L("passw"), L("pwd"), {0}};
    static const Str made[] = {L("crypt("), L("sha"), L("md5"), L("password("), L("digest("), {0}};
    Str text;
    NodeId sql = query_arg(q, call, 0, S(""));
    if (!sql || !str_in(query_method(q, call), runs) || !query_str(q, sql, &text)) return false;
    return query_named(text, writes) && (query_named(text, columns) || is_row_of_people(text)) &&
           !query_named(text, made);
}

// collection.insert_one({"password": …}), USERS[name] = {"password": …}
static bool is_document(const Query *q, NodeId dict)
{
    static const Str puts[] = {L("insert_one"),  L("insert"),     L("insert_many"),
                               L("replace_one"), L("put_item"),   L("hset"),
                               L("hmset"),       L("update_one"), {0}};
    const Tree *t = q->tree;
    NodeId up = q->parent[dict];
    while (up &&
           (py_kind(t, up) == PY_Dict || py_kind(t, up) == PY_List || py_kind(t, up) == PY_keyword))
        up = q->parent[up];
    if (py_kind(t, up) == PY_Call) return str_in(query_method(q, up), puts);
    NodeId to = py_kind(t, up) == PY_Assign ? py_list(t, up, Assign_targets).v[0] : 0;
    NodeId box = to && py_kind(t, to) == PY_Subscript ? py_node(t, to, Subscript_value) : 0;
    NodeId made = box && py_kind(t, box) == PY_Name ? query_assigned(q, box) : 0;
    static const Str saves[] = {L("dump"),       L("dumps"), L("safe_dump"),
                                L("write_text"), L("sync"),  {0}};
    return made && query_named(query_called(q, box), people) &&
           (!q->inside[made] || calls_in(q, query_def(q, q->inside[box]), saves));
}

// request.POST["p"], where what it is put into says that it is a password
static bool is_sent(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    n = query_peel(q, n);
    bool item =
        py_kind(t, n) == PY_Subscript ||
        (owner_of(q, n) && str_eq(query_method(q, n), S("get")) && query_arg(q, n, 0, S("key")));
    return item && query_taint(q, n) & KIND(REMOTE);
}

static void say_kept(RuleRun *run, NodeId value, int *asked)
{
    const Query *q = run->query;
    NodeId def = query_def(q, q->inside[value]);
    int k = py_kind(q->tree, q->parent[value]);
    bool named = k == PY_keyword || k == PY_Assign;
    if (def && (is_typed(q, value, asked) || (named && is_sent(q, value))) &&
        !query_mentions(q, def, seals))
        rule_report(run, q->inside[value], value, CONF_MEDIUM,
                    "the password is kept as it was typed");
}

static void look_at_kept(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    int asked = 0;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));)
        if (is_password(py_name(t, py_sym(t, n, keyword_arg))) &&
            py_kind(t, q->parent[n]) == PY_Call && keeps_argument(run, q->parent[n]))
            say_kept(run, py_node(t, n, keyword_value), &asked);
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (q->inside[n] &&
            keeps_field(run, py_list(t, n, Assign_targets).v[0], query_def(q, q->inside[n])))
            say_kept(run, py_node(t, n, Assign_value), &asked);
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
        Str key;
        for (uint32_t i = 0; i < values.n; i++)
            if (keys.v[i] && query_str(q, keys.v[i], &key) && is_password(key) && is_document(q, n))
                say_kept(run, values.v[i], &asked);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!is_kept_by_sql(q, n)) continue;
        NodeList args = py_list(t, n, Call_args);
        for (uint32_t i = 1; i < args.n; i++) {
            int k = py_kind(t, args.v[i]);
            NodeList items = k == PY_Tuple || k == PY_List ? py_list(t, args.v[i], 0)
                             : k == PY_Dict                ? py_list(t, args.v[i], Dict_values)
                                                           : (NodeList){&args.v[i], 1};
            for (uint32_t j = 0; j < items.n; j++) say_kept(run, items.v[j], &asked);
        }
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_queries(run);
    look_at_kept(run);
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Name, mend_fix_plain_store, CONF_LOW,
                      "the password is kept as it is, and compared as it is");
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left), def = query_def(q, q->inside[n]);
        NodeList right = py_list(t, n, Compare_comparators);
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        if (!def || right.n != 1 || (op != OP_EQ && op != OP_NOTEQ)) continue;
        bool a = secret_name(query_called(q, left)) == NAME_PASSWORD,
             b = secret_name(query_called(q, right.v[0])) == NAME_PASSWORD;
        NodeId other = a ? right.v[0] : left;
        if ((!a && !b) || py_kind(t, other) == PY_Constant ||
            py_kind(t, query_peel(q, other)) == PY_Constant)
            continue;
        if (stands_for(q, left) || stands_for(q, right.v[0]) ||
            str_starts(py_name(t, q->module->funcs.v[q->inside[n]].name), S("__")))
            continue;
        if (query_mentions(q, def, hashes) || !asks_a_store(q, def)) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "the password is compared with a stored one, which must be there in clear");
    }
}

const Rule rule_plaintext_password = {
    .id = L("plaintext-password"),
    .cwe = 256,
    .also = {522, 312},
    .severity = SEV_HIGH,
    .title = L("a password is kept, or compared with a stored one, in clear"),
    .why = L("A password that is kept as it was typed can be read where it is kept, and comparing "
             "the password itself needs it there. Whoever reads the table, a backup or a query "
             "log has all of them, and most people use theirs elsewhere too."),
    .instead = L("Store a slow hash (argon2, scrypt, bcrypt) and let its library compare."),
    .bad = L("def login(cur, name, password):\n"
             "    cur.execute(\"SELECT password FROM users WHERE name = ?\", (name,))\n"
             "    stored = cur.fetchone()[0]\n"
             "    return stored == password\n"),
    .good = L("import bcrypt\n"
              "def login(cur, name, password):\n"
              "    cur.execute(\"SELECT password FROM users WHERE name = ?\", (name,))\n"
              "    stored = cur.fetchone()[0]\n"
              "    return bcrypt.checkpw(password.encode(), stored)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/256.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html")),
    .at_file = look,
    .fix = mend_fix_plain_store,
    .weak_in_package = true,
};
