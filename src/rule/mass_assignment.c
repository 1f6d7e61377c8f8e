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
    static const Str allow[] = {L("extra=\"allow\""), L("extra = \"allow\""), L("\"extra\": \"allow\""),
                                L("extra='allow'"), L("extra = 'allow'"), L("'extra': 'allow'"), L("Extra.allow"), {0}};
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
    static const Str dumps[] = {L("model_dump"), L("dict"), L("asdict"), L("to_dict"), L("dump"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (n == sink || !query_within(q, n, sink) || !str_in(query_method(q, n), dumps)) continue;
        NodeId of = py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value) : query_arg(q, n, 0, S("obj"));
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
    if (rule_in_package(run) && (is_made_here(run->query, hit->node) || !rule_is_evident(run, hit))) return CONF_LOW;
    // its own settings make its own objects
    if (rule_in_package(run) && !(hit->reach & KIND(REMOTE))) return c < CONF_LOW ? c : CONF_LOW;
    return hit->reach & (KIND(REMOTE) | KIND(LOCAL)) || c < CONF_LOW ? c : CONF_LOW;
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
    .fix = mend_fix_mass,
};
