// rule pickle-transport: messages, tasks or sessions travel as pickles.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str serializer[] = {L("pickleserializer"), {0}};
static const Str said[] = {L("pickle"), L("application/x-python-serialize"), {0}};
static const Str options[] = {L("serializer"), L("accept"), {0}};

// "pickle", "application/x-python-serialize", "django.….PickleSerializer", PickleSerializer
static bool says_pickle(const Query *q, NodeId v, int depth)
{
    enum { NESTED = 6 };
    const Tree *t = q->tree;
    Str text;
    v = query_peel(q, v);
    int k = v ? py_kind(t, v) : PY_NONE;
    if (k == PY_List || k == PY_Tuple || k == PY_Set) {
        NodeList items = py_list(t, v, 0);
        for (uint32_t i = 0; depth < NESTED && i < items.n; i++)
            if (says_pickle(q, items.v[i], depth + 1)) return true;
        return false;
    }
    if (k == PY_Constant && query_str(q, v, &text))
        return str_eq(text, S("pickle")) || str_eq(text, S("application/x-python-serialize")) ||
               str_ends(text, S("PickleSerializer"));
    return (k == PY_Name || k == PY_Attribute) && query_named(query_called(q, v), serializer);
}

// OldSerializer = PickleSerializer: another name of a class, which nothing is given to
static bool is_alias(const Query *q, NodeId assign)
{
    Str name = query_called(q, py_list(q->tree, assign, Assign_targets).v[0]);
    int k = py_kind(q->tree, py_node(q->tree, assign, Assign_value));
    return k == PY_Name && name.len > 1 && name.s[0] >= 'A' && name.s[0] <= 'Z' &&
           name.s[1] >= 'a' && name.s[1] <= 'z';
}

static bool is_option(Str name) { return query_named(name, options); }

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    if (!query_mentions(q, t->root, serializer) && !query_mentions_text(q, t->root, said)) return;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (is_option(query_called(q, py_list(t, n, Assign_targets).v[0])) &&
            says_pickle(q, py_node(t, n, Assign_value), 0) && !is_alias(q, n))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "what arrives is unpickled");
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));)
        if (is_option(py_name(t, py_sym(t, n, keyword_arg))) &&
            says_pickle(q, py_node(t, n, keyword_value), 0))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "what arrives is unpickled");
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
        Str key;
        for (uint32_t i = 0; i < keys.n; i++)
            if (keys.v[i] && query_str(q, keys.v[i], &key) && is_option(key) &&
                says_pickle(q, values.v[i], 0))
                rule_report(run, q->inside[n], values.v[i], CONF_MEDIUM,
                            "what arrives is unpickled");
    }
}

// enable_insecure_serializers(), KafkaConsumer(value_deserializer=pickle.loads)
static Confidence judge_mark(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)mark;
    *message = S("what arrives is unpickled");
    return run->file->is_test ? CONF_NONE : rule_in_package(run) ? CONF_LOW : c;
}

const Rule rule_pickle_transport = {
    .id       = L("pickle-transport"),
    .cwe      = 502, .severity = SEV_HIGH,
    .title    = L("messages, tasks or sessions travel as pickles"),
    .why      = L("Whoever can put a message in the queue, an entry in the cache, or knows the key "
                  "that signs the session, runs code in every worker that reads it: unpickling "
                  "calls whatever the message names."),
    .instead  = L("Serialise as JSON (or msgpack), and accept nothing else."),
    .bad      = L("from celery import Celery\n"
                  "app = Celery(\"jobs\")\n"
                  "app.conf.update(task_serializer=\"pickle\", accept_content=[\"pickle\"])\n"),
    .good     = L("from celery import Celery\n"
                  "app = Celery(\"jobs\")\n"
                  "app.conf.update(task_serializer=\"json\", accept_content=[\"json\"])\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/502.html"),
                     L("https://docs.celeryq.dev/en/stable/userguide/security.html#serializers"),
                     L("https://docs.djangoproject.com/en/stable/topics/http/sessions/"
                       "#session-serialization")),
    .mark = L("pickle-transport"), .mark_confidence = CONF_MEDIUM, .judge_mark = judge_mark,
    .at_file  = look,
    .weak_in_package = true,
};
