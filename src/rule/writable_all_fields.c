// rule writable-all-fields: every field of a model may be set by the client.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool is_writable_class(const Query *q, NodeId cls)
{
    static const Str bases[] = {
        L("serializer"), L("modelform"), L("createview"), L("updateview"), {0}};
    NodeList list = py_list(q->tree, cls, ClassDef_bases);
    bool writes = false;
    for (uint32_t i = 0; i < list.n; i++) writes |= query_mentions(q, list.v[i], bases);
    return writes;
}

// "id", "created_at", whose it is: that those are not the client's says nothing of the others.
static bool is_of_the_table(Str name)
{
    static const Str made[] = {L("id"), L("pk"), L("uuid"), L("slug"), L("url"),
                               L("user"), L("owner"), L("author"), L("created_by"), {0}};
    if (str_in(name, made)) return true;
    return str_starts(name, S("created")) || str_starts(name, S("updated")) ||
           str_starts(name, S("modified")) || str_ends(name, S("_at")) || str_ends(name, S("_on"));
}

// read_only_fields = ("id", "plan"): somebody went through the fields and said which are not to be set.
static bool names_read_only(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    Str text;
    value = query_peel(q, value);
    int k = py_kind(t, value);
    if (k != PY_List && k != PY_Tuple && k != PY_Set) return k != PY_Constant;
    NodeList items = py_list(t, value, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (query_str(q, items.v[i], &text) && !is_of_the_table(text)) return true;
    return false;
}

// The same by a keyword: extra_kwargs = {"plan": {"read_only": True}}, plan = CharField(read_only=True)
static bool are_chosen(const Query *q, NodeId cls)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, cls, n));) {
        Str name = query_called(q, py_list(t, n, Assign_targets).v[0]);
        NodeId value = py_node(t, n, Assign_value);
        if (str_eq(name, S("read_only_fields")) && names_read_only(q, value)) return true;
        if (str_eq(name, S("extra_kwargs")) &&
            query_mentions_text(q, value, (const Str[]){L("read_only"), {0}}))
            return true;
        NodeId given = py_kind(t, value) == PY_Call ? query_arg(q, value, -1, S("read_only")) : 0;
        if (given && query_is_true(q, given) && !is_of_the_table(name)) return true;
    }
    return false;
}

// model = relation.model: a class made at run time, by a library, for whatever model comes
static bool of_variable_model(const Query *q, NodeId cls)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value);
        Str name = query_called(q, value);
        if (q->parent[n] == cls &&
            str_eq(query_called(q, py_list(t, n, Assign_targets).v[0]), S("model")))
            return py_kind(t, value) == PY_Attribute && name.len && name.s[0] >= 'a';
    }
    return false;
}

// modelform_factory(User, fields="__all__")
static void look_at_factories(RuleRun *run)
{
    static const Str makers[] = {L("modelform_factory"), L("modelformset_factory"), L("inlineformset_factory"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId fields = str_in(query_method(q, n), makers) ? query_arg(q, n, -1, S("fields")) : 0;
        NodeId model = fields ? query_arg(q, n, str_starts(query_method(q, n), S("inline")) ? 1 : 0, S("model")) : 0;
        Str text, name = model ? query_called(q, model) : (Str){0};
        bool known = name.len && name.s[0] >= 'A' && name.s[0] <= 'Z';        // not a class that comes at run time
        if (known && query_str(q, fields, &text) && str_eq(text, S("__all__")))
            rule_report(run, q->inside[n], n, run->file->is_test || rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "fields=\"__all__\" lets the client set every field of the model");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    look_at_factories(run);
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
        if (!is_writable_class(q, meta ? outer : cls) || are_chosen(q, meta ? outer : cls))
            continue;
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
