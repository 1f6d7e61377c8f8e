// rule unused-allow-list: a list of what is allowed that nothing reads.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str lists[] = {L("allowed_"),   L("_allowed"),   L("permitted"), L("whitelist"),
                            L("allowlist"),  L("allow_list"), L("white_list"), L("trusted_"),
                            L("valid_host"), L("safe_host"),  L("blocked_"),  L("denylist"),
                            L("blacklist"),  L("forbidden_"), {0}};
// Read by the framework itself, by their names.
static const Str settings[] = {L("ALLOWED_HOSTS"), L("CORS_"), L("CSRF_"), L("SECURE_"),
                               L("INTERNAL_IPS"), L("TRUSTED_HOSTS"), L("TRUSTED_PROX"), {0}};

static bool is_collection(const Query *q, NodeId v)
{
    static const Str makers[] = {L("set"), L("frozenset"), L("tuple"), L("list"), {0}};
    int k = py_kind(q->tree, v);
    if (k == PY_Call) return query_calls(q, v, makers);
    return k == PY_List || k == PY_Set || k == PY_Tuple || k == PY_Dict;
}

static bool is_setting(Str name)
{
    if (str_has(name, settings)) return true;
    return false;
}

// Does anything but the assignment itself speak of it: a name, an attribute, or a text?
static bool is_read(const Query *q, NodeId assign, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 1; (Size)n < t->nodes.n; n++) {
        int k = q->parent[n] ? py_kind(t, n) : PY_NONE;
        if (k != PY_Name && k != PY_Attribute && k != PY_Constant) continue;
        const PyConst *c = k == PY_Constant ? py_const(t, n) : NULL;
        Str is = c ? (c->kind == CONST_STR ? c->text : S("")) : query_called(q, n);
        if (str_eq(is, name) && !query_within(q, n, py_list(t, assign, Assign_targets).v[0]))
            return true;
    }
    return false;
}

static bool has_handler(const Query *q)
{
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        if (query_is_handler(q, i)) return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test || !has_handler(q)) return;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        Str name = query_called(q, to);
        if (q->inside[n] || py_list(t, n, Assign_targets).n != 1 || !query_named(name, lists) ||
            is_setting(name) || !is_collection(q, py_node(t, n, Assign_value)) ||
            is_read(q, n, name))
            continue;
        rule_report(run, q->inside[n], to, CONF_MEDIUM, "nothing here reads `%.*s`",
                    STR_ARG(name));
    }
}

const Rule rule_unused_allow_list = {
    .id       = L("unused-allow-list"),
    .cwe      = 693, .also = {563}, .severity = SEV_MEDIUM,
    .title    = L("a list of what is allowed that nothing reads"),
    .why      = L("Somebody wrote down which types, hosts or names may pass, and no line asks the "
                  "list: the check was forgotten or lost in a change, and everything passes. A "
                  "reader who sees the list believes the opposite."),
    .instead  = L("Ask it where the data comes in: if ext not in ALLOWED_EXTENSIONS: abort(415)."),
    .bad      = L("import os\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "ALLOWED_EXTENSIONS = {\".png\", \".jpg\"}\n"
                  "@app.post(\"/photo\")\n"
                  "def photo():\n"
                  "    return str(len(request.files[\"photo\"].read()))\n"),
    .good     = L("import os\n"
                  "from flask import Flask, abort, request\n"
                  "app = Flask(__name__)\n"
                  "ALLOWED_EXTENSIONS = {\".png\", \".jpg\"}\n"
                  "@app.post(\"/photo\")\n"
                  "def photo():\n"
                  "    photo = request.files[\"photo\"]\n"
                  "    if os.path.splitext(photo.filename)[1] not in ALLOWED_EXTENSIONS:\n"
                  "        abort(415)\n"
                  "    return str(len(photo.read()))\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/693.html"),
                     L("https://cwe.mitre.org/data/definitions/563.html")),
    .at_file  = look,
    .weak_in_package = true,
};
