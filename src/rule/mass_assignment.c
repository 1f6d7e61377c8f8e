// rule mass-assignment: outside data decides which fields of an object are set.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// extra = "allow", unknown = INCLUDE: a schema that keeps what it does not declare.
static bool keeps_more(const Query *q)
{
    return (query_mentions(q, q->tree->root, (const Str[]){L("extra"), {0}}) &&
            query_mentions_text(q, q->tree->root, (const Str[]){L("allow"), {0}})) ||
           query_uses(q, q->tree->root, S("INCLUDE")) || query_uses(q, q->tree->root, S("allow"));
}

// The same of a class in another file that the handler's parameter is declared to be.
static bool parameter_keeps_more(const Query *q, uint32_t func)
{
    static const Str allow[] = {
        L("extra=\"allow\""), L("extra = \"allow\""), L("\"extra\": \"allow\""), L("extra='allow'"),
        L("extra = 'allow'"), L("'extra': 'allow'"),  L("Extra.allow"),          {0}};
    const Func *f = &q->module->funcs.v[func];
    for (Size i = 0; i < f->params.n; i++) {
        NodeId type = f->params.v[i].annotation;
        Str name = type ? query_called(q, type) : S("");
        if (name.len && flow_class_says(q->file, name, allow)) return true;
    }
    return false;
}

// Fields that a form, a schema or a model class declares are the ones that may be set.
static bool are_declared(const Query *q, const FlowHit *hit)
{
    static const Str by[] = {L("cleaned_data"), L("model_dump"), L("Schema.load"), L("BaseModel.dict"),
                             L("schema.load"), L("validated_data"), {0}};
    if (keeps_more(q) || parameter_keeps_more(q, hit->func)) return false;
    for (Size i = 0; hit->npaths && i < hit->paths[0].n; i++)
        for (const Str *b = by; b->len; b++)
            if (str_find(hit->paths[0].v[i].text, *b) >= 0 ||
                str_find(hit->paths[0].v[i].what, *b) >= 0)
                return true;
    return false;
}

static bool of_service(const FlowHit *hit)
{
    static const Str clients[] = {L("requests."), L("httpx."), L("urllib."), L("urllib3."),
                                  L("aiohttp.Client"), L("http.client."), {0}};
    for (const Str *c = clients; hit->npaths && hit->paths[0].n && c->len; c++)
        if (str_starts(hit->paths[0].v[0].what, *c)) return true;
    return false;
}

// row = RowModel(name=…); Row(**row.model_dump()): the names are those of what was made here.
static bool is_made_here(const Query *q, NodeId sink)
{
    static const Str dumps[] = {L("model_dump"), L("dict"), L("asdict"),
                                L("to_dict"),    L("dump"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (n == sink || !query_within(q, n, sink) || !str_in(query_method(q, n), dumps)) continue;
        NodeId of = py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value)
                                                     : query_arg(q, n, 0, S("obj"));
        NodeId made = of && py_kind(t, of) == PY_Name ? query_peel(q, of) : 0;
        Str name = made && py_kind(t, made) == PY_Call ? query_method(q, made) : (Str){0};
        if (name.len && name.s[0] >= 'A' && name.s[0] <= 'Z') return true;
    }
    return false;
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    if (models_has_tag(hit->sink, S("lookup"))) return CONF_NONE;       // nosql-injection's
    if (are_declared(run->query, hit)) return CONF_LOW;
    // What a program's own callers hand to a constructor is how objects are made.
    // What a service that the program itself asks gives, under the names that its format has
    if (rule_in_package(run) && of_service(hit)) return CONF_LOW;
    if (rule_in_package(run) && (is_made_here(run->query, hit->node) || !rule_is_evident(run, hit)))
        return CONF_LOW;
    // its own settings make its own objects
    if (rule_in_package(run) && !(hit->reach & KIND(REMOTE))) return c < CONF_LOW ? c : CONF_LOW;
    return hit->reach & (KIND(REMOTE) | KIND(LOCAL)) || c < CONF_LOW ? c : CONF_LOW;
}

// ---- where no model line says what a call sets

// request.get_json(), await request.json(), request.form, a dict of FastAPI's body: the client's mapping as it came
static bool is_body(const Query *q, NodeId value)
{
    static const Str methods[] = {L("get_json"), L("json"), L("to_dict"), L("dict"), {0}};
    static const Str fields[] = {L("json"), L("form"), L("data"), L("POST"), {0}};
    const Tree *t = q->tree;
    NodeId of = 0;
    bool parameter = query_is_parameter(q, value);
    value = query_peel(q, value);
    if (py_kind(t, value) == PY_Await) value = py_node(t, value, Await_value);
    NodeId func = py_kind(t, value) == PY_Call ? py_node(t, value, Call_func) : 0;
    if (func && py_kind(t, func) == PY_Attribute && str_in(query_method(q, value), methods))
        of = py_node(t, func, Attribute_value);
    if (py_kind(t, value) == PY_Attribute && str_in(query_called(q, value), fields))
        of = py_node(t, value, Attribute_value);
    // request.POST.dict(): fields of a form; request.dict(): those that a model lets through
    if (of && py_kind(t, of) != PY_Attribute && str_eq(query_method(q, value), S("dict")))
        return false;
    if (of && py_kind(t, of) == PY_Attribute) of = py_node(t, of, Attribute_value);    // request.form.to_dict()
    if (of && (str_eq(query_called(q, of), S("request")) ||
               str_eq(query_dotted(q, of), S("flask.request"))))
        return true;
    if (!parameter || py_kind(t, value) != PY_Name || !query_is_handler(q, q->inside[value])) return false;
    NodeId args = query_args(q, query_def(q, q->inside[value])), given = 0, p;
    for (uint32_t i = 0; args && (p = py_param(t, args, i, &given)) != 0; i++) {
        NodeId said = py_kind(t, p) == PY_arg ? py_node(t, p, arg_annotation) : 0;
        if (said && py_sym(t, p, arg_arg) == py_sym(t, value, Name_id))
            return str_has(py_text(t, said), (const Str[]){L("dict"), L("Dict"), {0}});
    }
    return false;
}

// data.pop("role"), if set(data) - ALLOWED, validate(data), for k in data: somebody looks at what it holds.
static bool is_looked_at(const Query *q, NodeId value, NodeId sink)
{
    const Tree *t = q->tree;
    if (py_kind(t, value) != PY_Name) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        if (n == value || py_sym(t, n, Name_id) != py_sym(t, value, Name_id) ||
            q->inside[n] != q->inside[value] || query_within(q, n, sink))
            continue;
        NodeId up = q->parent[n];
        int k = py_kind(t, up);
        if (k == PY_Assign && py_node(t, up, Assign_value) != n) continue;                        // data = …
        if (k == PY_arg || k == PY_If || k == PY_UnaryOp || k == PY_BoolOp || k == PY_Return)
            continue;
        if (k == PY_Subscript && py_kind(t, q->parent[up]) != PY_Delete) continue;
        if (k == PY_Attribute && str_eq(query_called(q, up), S("get"))) continue;
        return true;
    }
    return false;
}

// f(**data)
static NodeId unpacked(const Query *q, NodeId call)
{
    NodeList keys = py_list(q->tree, call, Call_keywords);
    bool only = keys.n == 1 && !py_sym(q->tree, keys.v[0], keyword_arg);
    return only ? py_node(q->tree, keys.v[0], keyword_value) : 0;
}

// users.update_one(…, {"$set": data}), users.insert_one(data): Mongo keeps whatever fields there are.
static NodeId stored_by_method(const Query *q, NodeId call)
{
    static const Str own[] = {L("vars"), {0}};
    static const Str updates[] = {L("update_one"), L("update_many"), L("find_one_and_update"), {0}};
    Str m = query_method(q, call);
    NodeId func = py_node(q->tree, call, Call_func);
    if (py_kind(q->tree, func) != PY_Attribute) return 0;
    if (str_eq(m, S("insert_one"))) return query_arg(q, call, 0, S("document"));
    NodeId of = py_node(q->tree, func, Attribute_value);
    // row.__dict__.update(data), vars(row).update(data)
    if (str_eq(m, S("update")) && (str_eq(query_called(q, of), S("__dict__")) ||
                                   (py_kind(q->tree, of) == PY_Call && query_calls(q, of, own))))
        return query_arg(q, call, 0, S("")) ? query_arg(q, call, 0, S("")) : unpacked(q, call);
    // User.query.filter_by(id=key).update(data)
    if (str_eq(m, S("update")) && py_kind(q->tree, of) == PY_Call &&
        query_mentions(q, of, (const Str[]){L("filter"), {0}}))
        return query_arg(q, call, 0, S("values"));
    NodeId update = str_in(m, updates) ? query_peel(q, query_arg(q, call, 1, S("update"))) : 0;
    return update && py_kind(q->tree, update) == PY_Dict ? query_item(q, update, S("$set")) : 0;
}

// db.session.add(User(**data)), user = User(**data); user.save(), where the class is nowhere in view
static NodeId stored_by_name(const RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeList keys = py_list(t, call, Call_keywords);
    NodeId func = py_node(t, call, Call_func), st = query_statement(q, call);
    Str class = py_kind(t, func) == PY_Name ? query_called(q, func) : S(""), name, kept = {0};
    Size module = -1;
    if (keys.n != 1 || py_list(t, call, Call_args).n || py_sym(t, keys.v[0], keyword_arg) ||
        !class.len || class.s[0] < 'A' || class.s[0] > 'Z' ||
        (flow_definition(run->file, class, &module, &name) && name.len))
        return 0;
    NodeId up = q->parent[call];                                   // User(**data).save()
    if (py_kind(t, up) == PY_Attribute && str_eq(query_called(q, up), S("save")) &&
        py_kind(t, q->parent[up]) == PY_Call)
        return py_node(t, keys.v[0], keyword_value);
    if (py_kind(t, st) == PY_Assign) kept = query_called(q, py_list(t, st, Assign_targets).v[0]);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId f = py_node(t, n, Call_func), first = query_arg(q, n, 0, S(""));
        if (q->inside[n] != q->inside[call] || py_kind(t, f) != PY_Attribute) continue;
        bool adds = str_eq(query_method(q, n), S("add")) && first;
        bool saves = str_eq(query_method(q, n), S("save")) && kept.len;
        if ((adds && (first == call || (kept.len && str_eq(query_called(q, first), kept)))) ||
            (saves && str_eq(query_called(q, py_node(t, f, Attribute_value)), kept)))
            return py_node(t, keys.v[0], keyword_value);
    }
    return 0;
}

// class User(UserBase, table=True): a row's own class, with the key and every other column
static bool is_table(const RuleRun *run, NodeId type)
{
    Size module = -1;
    Str name = {0};
    FlowFile there;
    if ((py_kind(run->tree, type) != PY_Name && py_kind(run->tree, type) != PY_Attribute) ||
        !flow_definition(run->file, py_text(run->tree, type), &module, &name) || !name.len ||
        !flow_other(run->file, module, &there))
        return false;
    const Tree *t = there.module->tree;
    for (Size c = 0; c < there.module->classes.n; c++) {
        const ClassInfo *info = &there.module->classes.v[c];
        NodeList keys = py_list(t, info->node, ClassDef_keywords);
        for (uint32_t i = 0; str_eq(py_name(t, info->name), name) && i < keys.n; i++)
            if (str_eq(py_name(t, py_sym(t, keys.v[i], keyword_arg)), S("table")))
                return str_eq(py_text(t, py_node(t, keys.v[i], keyword_value)), S("True"));
    }
    return false;
}

// def create(user: User): session.add(user): the client's body is the row.
static bool is_row_of_body(const RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId row = query_arg(q, call, 0, S("instance")), value = 0, p;
    if (row) row = query_peel(q, row);
    NodeId def = row && py_kind(t, row) == PY_Name && query_is_parameter(q, row)
                     ? query_def(q, q->inside[row])
                     : 0;
    NodeId args = def && query_is_handler(q, q->inside[row]) ? query_args(q, def) : 0;
    for (uint32_t i = 0; args && (p = py_param(t, args, i, &value)) != 0; i++, value = 0)
        if (py_kind(t, p) == PY_arg && py_sym(t, p, arg_arg) == py_sym(t, row, Name_id))
            return !value && py_node(t, p, arg_annotation) &&
                   is_table(run, py_node(t, p, arg_annotation));
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId value = q->inside[n] ? stored_by_method(q, n) : 0;
        if (!value && q->inside[n]) value = stored_by_name(run, n);
        if (value && is_body(q, value) && !is_looked_at(q, value, n))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "the client's own mapping decides which fields are stored");
        else if (q->inside[n] && str_eq(query_method(q, n), S("add")) && is_row_of_body(run, n))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "the body is a row of the table: the client sets each of its columns");
    }
}

const Rule rule_mass_assignment = {
    .id = L("mass-assignment"),
    .cwe = 915,
    .severity = SEV_HIGH,
    .title = L("outside data decides which fields of an object are set"),
    .why = L("A client adds a field that the form does not show, is_admin or balance, and "
             "the loop or the double star stores it."),
    .instead = L("Name the fields that may be set, and take only those."),
    .bad = L("from flask import Flask, request\n"
             "from flask_sqlalchemy import SQLAlchemy\n"
             "app = Flask(__name__)\n"
             "db = SQLAlchemy(app)\n"
             "class Member(db.Model):\n"
             "    id = db.Column(db.Integer, primary_key=True)\n"
             "    name = db.Column(db.String)\n"
             "    is_admin = db.Column(db.Boolean)\n"
             "@app.post(\"/members\")\n"
             "def add():\n"
             "    member = Member()\n"
             "    for field, value in request.get_json().items():\n"
             "        setattr(member, field, value)\n"
             "    db.session.add(member)\n"
             "    db.session.commit()\n"
             "    return \"ok\"\n"),
    .good = L("from flask import Flask, request\n"
              "from flask_sqlalchemy import SQLAlchemy\n"
              "app = Flask(__name__)\n"
              "db = SQLAlchemy(app)\n"
              "class Member(db.Model):\n"
              "    id = db.Column(db.Integer, primary_key=True)\n"
              "    name = db.Column(db.String)\n"
              "    is_admin = db.Column(db.Boolean)\n"
              "@app.post(\"/members\")\n"
              "def add():\n"
              "    db.session.add(Member(name=request.get_json()[\"name\"]))\n"
              "    db.session.commit()\n"
              "    return \"ok\"\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/915.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html")),
    .into = KIND(MASS),
    .judge_hit = judge,
    .at_file = look,
    .surest = {.in_package = CONF_LOW},
    .words = LIST(L("update_one"), L("update_many"), L("find_one_and_update"), L("insert_one"),
                  L("add"), L("save"), L("filter"), L("filter_by"), L("__dict__"), L("vars")),
    .fix = mend_fix_mass,
};
