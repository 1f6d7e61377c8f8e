// rule whole-record: a record of a person goes out with all of its fields.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str persons[] = {L("user"),     L("account"),  L("member"),
                              L("customer"), L("employee"), L("patient"),
                              L("profile"),  L("person"),   {0}};
static const Str kept_back[] = {L("password"), L("passwd"),  L("pw_hash"),
                                L("secret"),   L("api_key"), L("token_hash"),
                                L("ssn"),      L("totp"),    {0}};

// vars(u), u.__dict__, model_to_dict(u), User.objects.values(): the record whose every field it gives; 0: none.
static NodeId whole(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    int k = py_kind(t, n);
    if (k == PY_Attribute && str_eq(query_called(q, n), S("__dict__")))
        return py_node(t, n, Attribute_value);
    if (k != PY_Call) return 0;
    Str m = query_method(q, n);
    NodeList args = py_list(t, n, Call_args), keys = py_list(t, n, Call_keywords);
    bool dict = str_eq(m, S("vars")) || str_eq(m, S("model_to_dict")) || str_eq(m, S("asdict"));
    if (dict && args.n == 1 && !keys.n) return args.v[0];
    NodeId func = py_node(t, n, Call_func);
    if (!str_eq(m, S("values")) || args.n || keys.n || py_kind(t, func) != PY_Attribute) return 0;
    NodeId of = py_node(t, func, Attribute_value);
    return query_mentions(q, of, (const Str[]){L("objects"), {0}}) ? of : 0;
}

// The class of which it is one, by where it came from: User.query.get(n), get_object_or_404(User, pk=n)
static Str class_in(const Query *q, NodeId record)
{
    const Tree *t = q->tree;
    NodeId value = query_peel(q, record);
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        Str name = py_name(t, py_sym(t, n, Name_id));
        if (query_within(q, n, value) && name.len && name.s[0] >= 'A' && name.s[0] <= 'Z')
            return name;
    }
    return S("");
}

static bool is_private(const RuleRun *run, Str cls)
{
    if (!cls.len) return false;
    if (flow_class_says(run->file, cls, (const Str[]){L("class"), {0}}))
        return flow_class_says(run->file, cls, kept_back);
    return query_named(cls, persons);
}

// {k: v for k, v in vars(u).items() if k not in HIDDEN}, or a name that is told from the others
static bool leaves_out(const Query *q, NodeId st)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        if (query_within(q, n, st) && (op == OP_IN || op == OP_NOTIN || op == OP_NOTEQ))
            return true;
    }
    return query_mentions_text(q, st, kept_back);
}

static bool is_reply(const Query *q, NodeId st)
{
    static const Str replies[] = {L("jsonify"), L("jsonresponse"), L("json_response"), {0}};
    return py_kind(q->tree, st) == PY_Return &&
           (query_is_handler(q, q->inside[st]) || query_mentions(q, st, replies));
}

static void look(RuleRun *run)
{
    static const int kinds[] = {PY_Call, PY_Attribute};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = query_next(q, kinds[i], n));) {
            NodeId record = q->inside[n] ? whole(q, n) : 0, st = record ? query_statement(q, n) : 0;
            if (!record || !is_reply(q, st) || leaves_out(q, st)) continue;
            Str cls = class_in(q, record);
            if (is_private(run, cls))
                rule_report(run, q->inside[n], n, CONF_MEDIUM,
                            "every field of a `%.*s` goes to whoever asks", STR_ARG(cls));
        }
}

const Rule rule_whole_record = {
    .id       = L("whole-record"),
    .cwe      = 200, .also = {359}, .severity = SEV_MEDIUM,
    .title    = L("a record of a person goes out with all of its fields"),
    .why      = L("The reply holds whatever the table holds: the hash of the password, an address, a "
                  "token, and the column that is added next year. Everybody who may call the route "
                  "reads it."),
    .instead  = L("Name the fields that the caller needs, or use a schema that lists them."),
    .bad      = L("from flask import Flask, jsonify\n"
                  "from shop.models import User\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/users/<int:n>\")\n"
                  "def user(n):\n"
                  "    u = User.query.get_or_404(n)\n"
                  "    return jsonify(vars(u))\n"),
    .good     = L("from flask import Flask, jsonify\n"
                  "from shop.models import User\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/users/<int:n>\")\n"
                  "def user(n):\n"
                  "    u = User.query.get_or_404(n)\n"
                  "    return jsonify(name=u.name)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/200.html"),
                     L("https://owasp.org/API-Security/editions/2023/en/"
                       "0xa3-broken-object-property-level-authorization/")),
    .at_file  = look,
    .words    = LIST(L("vars"), L("__dict__"), L("model_to_dict"), L("asdict"), L("values")),
    .weak_in_package = true,
};
