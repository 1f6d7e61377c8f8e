// rule resource-choice: outside text chooses which resource of the server is used.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// event["Records"][0]["s3"]["bucket"]["name"]: the bucket whose change called the function is the trigger's.
static bool is_of_trigger(const Query *q, NodeId name)
{
    static const Str keys[] = {L("name"), L("bucket")};
    const Tree *t = q->tree;
    for (Size i = 0; i < 2; i++) {
        Str key;
        name = query_peel(q, name);
        if (py_kind(t, name) != PY_Subscript || !query_str(q, py_node(t, name, Subscript_slice), &key) ||
            !str_eq(key, keys[i])) return false;
        name = py_node(t, name, Subscript_value);
    }
    return true;
}

// A name from the network that no list or test has narrowed down.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId name = 0;
    bool connection = models_has_tag(mark->mark, S("connection"));
    if (connection)
        *message = S("outside text is a part of what says which server and account are used");
    if (run->file->is_test) return CONF_NONE;
    if (py_kind(t, mark->node) == PY_Call)
        name = query_arg(q, mark->node, mark->mark->arg > 0 ? mark->mark->arg : 0,
                         mark->mark->keyword);
    if (py_kind(t, mark->node) == PY_Subscript) name = py_node(t, mark->node, Subscript_slice);
    Kinds is = name ? query_taint(q, name) : 0;
    // "SHOP_MODEL_" + name: among those that the program itself has named so
    if (name && rule_in_package(run) && (connection || query_prefix(q, name).len)) return CONF_LOW;
    bool chosen = is & KIND(REMOTE) && is & KIND(IMPORT);
    return chosen && !is_of_trigger(q, name) ? c : CONF_NONE;
}

const Rule rule_resource_choice = {
    .id       = L("resource-choice"),
    .cwe      = 99, .also = {74, 914}, .severity = SEV_MEDIUM,
    .title    = L("outside text chooses which resource of the server is used"),
    .why      = L("The environment, a storage bucket, a shared memory block or a setting is looked "
                  "up under a name that the client sends. It asks for another one: the variable "
                  "that holds the database password, the bucket of the backups, another "
                  "customer's block."),
    .instead  = L("Map what the client may say to the resources it may use, in a dictionary of "
                  "the program's own, and refuse everything else."),
    .bad      = L("import os\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/setting\")\n"
                  "def setting():\n"
                  "    return {\"value\": os.getenv(request.args[\"name\"])}\n"),
    .good     = L("import os\n"
                  "from flask import Flask, abort, request\n"
                  "app = Flask(__name__)\n"
                  "PUBLIC = {\"region\": \"APP_REGION\", \"build\": \"APP_BUILD\"}\n"
                  "@app.get(\"/setting\")\n"
                  "def setting():\n"
                  "    name = request.args[\"name\"]\n"
                  "    if name not in PUBLIC:\n"
                  "        abort(404)\n"
                  "    return {\"value\": os.getenv(PUBLIC[name])}\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/99.html"),
                     L("https://owasp.org/www-community/attacks/Resource_Injection")),
    .mark     = L("resource-choice"), .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
};
