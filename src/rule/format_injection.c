// rule format-injection: outside text is the pattern of str.format.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

// a formatter of the module's own, which looks at the names of the fields
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message, (void)hit;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        if (str_eq(py_name(q->tree, q->module->funcs.v[i].name), S("get_field"))) return CONF_NONE;
    return c;
}

// try: text = pattern.format(user=user) … except (KeyError, ValueError): somebody else writes the pattern, for
// one of the program's own would not be wrong.
static bool may_be_wrong(const Query *q, NodeId call)
{
    static const Str wrong[] = {
        L("KeyError"), L("IndexError"), L("ValueError"), L("AttributeError"), {0}};
    const Tree *t = q->tree;
    NodeId from = call;
    for (NodeId n = q->parent[call]; n; from = n, n = q->parent[n]) {
        int k = py_kind(t, n), named = 0;
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef) return false;
        if (k != PY_Try || py_kind(t, from) == PY_ExceptHandler) continue;
        NodeList handlers = py_list(t, n, Try_handlers);
        for (const Str *w = wrong; w->len; w++)
            for (uint32_t i = 0; i < handlers.n; i++) {
                NodeId type = py_node(t, handlers.v[i], ExceptHandler_type);
                named += type && query_uses(q, type, *w);
            }
        if (named > 1) return true;
    }
    return false;
}

// Is one of the values an object of the program's, which has attributes to walk?
static bool gives_objects(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeList named = py_list(t, call, Call_keywords), args = py_list(t, call, Call_args);
    for (uint32_t i = 0; i < named.n + args.n; i++) {
        NodeId v = i < named.n ? py_node(t, named.v[i], keyword_value) : args.v[i - named.n];
        NodeId made = query_peel(q, v);
        NodeList values =
            made && py_kind(t, made) == PY_Dict ? py_list(t, made, Dict_values) : (NodeList){&v, 1};
        for (uint32_t k = 0; k < values.n; k++) {
            NodeId one = values.v[k];
            Str type = query_type(q, one), low = query_called(q, one);
            bool plain = str_eq(type, S("str")) || str_eq(type, S("int")) ||
                         str_eq(type, S("float")) ||
                         query_named(low, (const Str[]){L("kwargs"), L("name"), {0}}) ||
                         name_has_word(low, (const Str[]){L("id"), L("count"), L("date"), {0}});
            int kind = py_kind(t, one);
            if ((kind == PY_Name && query_is_parameter(q, one) && !plain) ||
                (kind == PY_Attribute && !plain && made != v &&
                 str_eq(query_called(q, py_node(t, one, Attribute_value)), S("self"))))
                return true;
        }
    }
    return false;
}

static void look_at_caught(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (rule_in_package(run) || run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        Str m = query_method(q, n), text;
        if ((!str_eq(m, S("format")) && !str_eq(m, S("format_map"))) ||
            py_kind(t, func) != PY_Attribute)
            continue;
        NodeId pattern = py_node(t, func, Attribute_value);
        if (py_kind(t, pattern) != PY_Name || query_str(q, pattern, &text) ||
            query_prefix(q, pattern).len || py_kind(t, query_peel(q, pattern)) == PY_Constant ||
            !may_be_wrong(q, n) || !gives_objects(q, n))
            continue;
        if (judge(run, NULL, CONF_MEDIUM, NULL) == CONF_NONE) return;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "a pattern that others write reaches the attributes of what is put into it");
    }
}

// def reminder(template, event): return template.format(event=event)
static void look(RuleRun *run)
{
    look_at_caught(run);
    rule_by_call(run, LIST(L("format")), mend_fix_format, CONF_LOW,
                  "a parameter is the pattern that objects are put into");
}

const Rule rule_format_injection = {
    .id = L("format-injection"),
    .cwe = 134,
    .severity = SEV_MEDIUM,
    .title = L("outside text is the pattern of str.format"),
    .why = L("A field such as {user.__init__.__globals__} walks attributes of the "
             "arguments, up to module globals with keys and settings, and a width such as "
             "{:>999999999} fills the memory."),
    .instead = L("Keep the pattern constant and pass outside text as a value, or use "
                 "string.Template.safe_substitute."),
    .bad = L("from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/greet\")\n"
             "def greet():\n"
             "    return {\"text\": request.args[\"pattern\"].format(app=app)}\n"),
    .good = L("from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/greet\")\n"
              "def greet():\n"
              "    return {\"text\": \"Hello {name}\".format(name=request.args[\"name\"])}\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/134.html"),
                    L("https://lucumr.pocoo.org/2016/12/29/careful-with-str-format/")),
    .into = KIND(FORMAT),
    .class_b = true,
    .judge_hit = judge,
    .at_file = look,
    .surest = {.in_package = CONF_LOW},
    .fix = mend_fix_format,
};
