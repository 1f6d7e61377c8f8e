// rule writable-all-fields: every field of a model may be set by the client.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool is_writable_class(const Query *q, NodeId cls)
{
    static const Str bases[] = {
        L("serializer"), L("modelform"), L("createview"), L("updateview"), {0}};
    static const Str read_only[] = {L("readonly"), L("read_only_fields"), {0}};
    NodeList list = py_list(q->tree, cls, ClassDef_bases);
    bool writes = false;
    for (uint32_t i = 0; i < list.n; i++) writes |= query_mentions(q, list.v[i], bases);
    (void)read_only;
    return writes;
}

static bool all_read_only(const Query *q, NodeId meta)
{
    return query_mentions(q, meta, (const Str[]){L("read_only_fields"), {0}}) &&
           query_mentions(q, meta, (const Str[]){L("fields"), {0}}) &&
           query_mentions_text(q, meta,
                               (const Str[]){L("is_"), L("staff"), L("role"), L("balance"), {0}});
}

// model = relation.model: a class made at run time, by a library, for whatever model comes
static bool of_variable_model(const Query *q, NodeId cls)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value);
        Str name = query_called(q, value);
        if (q->parent[n] == cls && str_eq(query_called(q, py_list(t, n, Assign_targets).v[0]), S("model")))
            return py_kind(t, value) == PY_Attribute && name.len && name.s[0] >= 'a';
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        Str text;
        Str name = query_called(q, py_list(t, n, Assign_targets).v[0]);
        NodeId value = py_node(t, n, Assign_value);
        int k = py_kind(t, value);
        bool none_left_out = str_eq(name, S("exclude")) && (k == PY_List || k == PY_Tuple) &&
                             !py_list(t, value, 0).n;
        bool all = str_eq(name, S("fields")) && query_str(q, value, &text) &&
                   str_eq(text, S("__all__"));
        if (!all && !none_left_out) continue;
        NodeId cls = q->parent[n], outer = q->parent[cls];
        if (py_kind(t, cls) != PY_ClassDef) continue;
        bool meta = py_kind(t, outer) == PY_ClassDef;
        if (of_variable_model(q, cls)) continue;
        if (!is_writable_class(q, meta ? outer : cls) || all_read_only(q, cls)) continue;
        rule_report(run, q->inside[n], n, run->file->is_test ? CONF_LOW : CONF_MEDIUM,
                    "%s lets the client set every field of the model",
                    all ? "fields = \"__all__\"" : "an empty exclude");
    }
}

const Rule rule_writable_all_fields = {
    .id = L("writable-all-fields"),
    .cwe = 915,
    .severity = SEV_MEDIUM,
    .title = L("every field of a model may be set by the client"),
    .why = L("A field that is added to the model later, or that nobody thought of "
             "(is_staff, balance, verified), can be written by whoever may send the form."),
    .instead = L("List the fields that may be set; mark the others read-only."),
    .bad = L("from rest_framework import serializers\n"
             "class CustomerSerializer(serializers.ModelSerializer):\n"
             "    class Meta:\n"
             "        model = object\n"
             "        fields = \"__all__\"\n"),
    .good = L("from rest_framework import serializers\n"
              "class CustomerSerializer(serializers.ModelSerializer):\n"
              "    class Meta:\n"
              "        model = object\n"
              "        fields = [\"phone\", \"newsletter\"]\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/915.html"),
                    L("https://www.django-rest-framework.org/api-guide/serializers/"
                      "#specifying-which-fields-to-include"),
                    L("https://docs.djangoproject.com/en/stable/topics/forms/modelforms/"
                      "#selecting-the-fields-to-use")),
    .peers = LIST(L("ruff:DJ007")),
    .at_file = look,
    .words = LIST(L("fields"), L("exclude")),
    .weak_in_package = true,
};
