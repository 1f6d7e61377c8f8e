// rule unchecked-signature: a message's signature is asked for and never checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// request.headers.get("Stripe-Signature"), request.META["HTTP_X_HUB_SIGNATURE"]
static bool reads_signature(const Query *q, NodeId n)
{
    static const Str words[] = {L("signature"), L("hmac"), {0}};
    static const Str boxes[] = {L("headers"), L("META"), L("environ"), {0}};
    const Tree *t = q->tree;
    NodeId key = 0, box = 0;
    int k = n ? py_kind(t, n) : PY_NONE;
    if (k == PY_Call && (str_eq(query_method(q, n), S("get")) ||
                         str_eq(query_method(q, n), S("get_header")))) {
        NodeId func = py_node(t, n, Call_func);
        key = query_arg(q, n, 0, S(""));
        if (py_kind(t, func) == PY_Attribute) box = py_node(t, func, Attribute_value);
        if (str_eq(query_method(q, n), S("get_header")))
            return key && query_mentions_text(q, key, words);
    } else if (k == PY_Subscript) {
        key = py_node(t, n, Subscript_slice);
        box = py_node(t, n, Subscript_value);
    }
    if (!key || !box || !query_mentions_text(q, key, words)) return false;
    if (str_in(query_called(q, box), boxes)) return true;
    return false;
}

// Is the name used for more than the question whether there is one: compared, handed on, kept?
static bool is_used(const Query *q, NodeId assign, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        if (q->inside[n] != q->inside[assign] || !str_eq(query_called(q, n), name) ||
            query_within(q, n, py_list(t, assign, Assign_targets).v[0]))
            continue;
        NodeId up = q->parent[n];
        while (py_kind(t, up) == PY_UnaryOp || py_kind(t, up) == PY_BoolOp) up = q->parent[up];
        int k = py_kind(t, up);
        if (k == PY_If || k == PY_Assert) continue;
        if (k == PY_Compare) {                                  // signature is None, == ""
            NodeId other = py_list(t, up, Compare_comparators).v[0];
            Str text;
            if (query_is_none(q, other) || (query_str(q, other, &text) && !text.len)) continue;
        }
        return true;
    }
    return false;
}

// A receiver of messages reads what is signed; a layer that only looks at a header leaves it to another.
static bool reads_message(const Query *q, NodeId def)
{
    static const Str words[] = {L("body"), L("get_data"), L("json"),    L("form"),
                                L("read"), L("data"),     L("payload"), {0}};
    return query_mentions(q, def, words);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        NodeId def = query_def(q, q->inside[n]);
        if (!def || py_kind(t, to) != PY_Name || !reads_signature(q, py_node(t, n, Assign_value)) ||
            is_used(q, n, query_called(q, to)))
            continue;
        bool vague = rule_in_package(run) && !reads_message(q, def);
        rule_report(run, q->inside[n], def, vague ? CONF_LOW : CONF_MEDIUM,
                    "`%.*s` is asked for, and nothing is compared with it",
                    STR_ARG(query_called(q, to)));
    }
}

const Rule rule_unchecked_signature = {
    .id = L("unchecked-signature"),
    .cwe = 347,
    .also = {345},
    .severity = SEV_HIGH,
    .title = L("a message's signature is asked for and never checked"),
    .why = L("Anybody can send a header that is called a signature. Without the comparison with "
             "what the shared key makes of the body, whoever knows the address says that an order "
             "is paid."),
    .instead = L("Compute the HMAC of the raw body and compare with hmac.compare_digest, or call "
                 "the library's own check (stripe.Webhook.construct_event)."),
    .bad = L("from flask import Flask, abort, request\n"
             "from shop import mark_paid\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/hook\")\n"
             "def hook():\n"
             "    signature = request.headers.get(\"X-Signature\")\n"
             "    if not signature:\n"
             "        abort(400)\n"
             "    mark_paid(request.get_json()[\"order\"])\n"
             "    return \"\"\n"),
    .good = L("import hmac\n"
              "import os\n"
              "from flask import Flask, abort, request\n"
              "from shop import mark_paid\n"
              "app = Flask(__name__)\n"
              "KEY = os.environ[\"HOOK_KEY\"].encode()\n"
              "@app.post(\"/hook\")\n"
              "def hook():\n"
              "    signature = request.headers.get(\"X-Signature\", \"\")\n"
              "    made = hmac.new(KEY, request.get_data(), \"sha256\").hexdigest()\n"
              "    if not hmac.compare_digest(made, signature):\n"
              "        abort(400)\n"
              "    mark_paid(request.get_json()[\"order\"])\n"
              "    return \"\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/347.html"),
                    L("https://docs.stripe.com/webhooks#verify-events"),
                    L("https://docs.github.com/en/webhooks/using-webhooks/"
                      "validating-webhook-deliveries")),
    .at_file = look,
    .words = LIST(L("headers"), L("META"), L("get_header"), L("environ")),
};
