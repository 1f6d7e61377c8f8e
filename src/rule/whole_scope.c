// rule whole-scope: a page is given every variable that its view has.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// locals(), globals(), vars(): true where it is the module's own names.
static bool is_scope(const Query *q, NodeId n, bool *module)
{
    static const Str scopes[] = {L("locals"), L("globals"), L("vars"), {0}};
    NodeId call = n ? query_peel(q, n) : 0;
    if (!call || py_kind(q->tree, call) != PY_Call || !query_calls(q, call, scopes)) return false;
    if (py_list(q->tree, call, Call_args).n) return false;              // vars(x): what x holds
    *module = str_eq(query_callee(q, call), S("globals"));
    return true;
}

// render(request, "page.html", locals()), render_template("page.html", **globals()),
// page.render(locals())
static NodeId given(const Query *q, NodeId call, bool *module)
{
    static const Str renders[] = {L("render"), L("render_template"), L("render_to_string"),
                                  L("render_to_response"), L("TemplateResponse"),
                                  L("render_template_string"), L("render_async"), {0}};
    const Tree *t = q->tree;
    if (!str_in(query_method(q, call), renders)) return 0;
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < args.n; i++)
        if (is_scope(q, args.v[i], module)) return args.v[i];
    for (uint32_t i = 0; i < keys.n; i++)
        if (is_scope(q, py_node(t, keys.v[i], keyword_value), module))
            return py_node(t, keys.v[i], keyword_value);
    return 0;
}

// A page of a site; files are made of templates by programs, too, which nobody else writes a part
// of.
static bool is_page(const Query *q, NodeId call)
{
    static const Str sites[] = {L("flask"), L("django"), L("jinja2"), L("aiohttp"), L("tornado"),
                                L("bottle"), L("starlette"), L("fastapi"), L("pyramid"),
                                L("quart"), {0}};
    if (query_is_handler(q, q->inside[call]) || !str_eq(query_method(q, call), S("render")))
        return true;
    return query_arg(q, call, 1, S("")) || query_mentions(q, q->tree->root, sites);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool module = false;
        if (given(q, n, &module))
            rule_report(run, q->inside[n], n, module && is_page(q, n) ? rule_hint(run) : CONF_LOW,
                        module ? "the page can name whatever the module holds: its functions, settings and imports"
                               : "the page can name whatever the view holds at that moment");
    }
}

const Rule rule_whole_scope = {
    .id = L("whole-scope"),
    .cwe = 200,
    .severity = SEV_LOW,
    .title = L("a page is given every variable that its view has"),
    .why = L("Passwords, records of others and, by globals(), the settings and functions of the module are within "
             "reach of the page. Whoever may write a part of a template, or a variable that is added to the view "
             "later, decides what is shown."),
    .instead = L("Name what the page needs: {\"order\": order}."),
    .bad = L("from flask import render_template\n"
             "SECRET = open(\"/run/secrets/key\").read()\n"
             "def page():\n"
             "    return render_template(\"page.html\", **globals())\n"),
    .good = L("from flask import render_template\n"
              "SECRET = open(\"/run/secrets/key\").read()\n"
              "def page(order):\n"
              "    return render_template(\"page.html\", order=order)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/200.html"),
                    L("https://docs.djangoproject.com/en/stable/topics/http/shortcuts/#render")),
    .at_file = look,
    .words = LIST(L("locals"), L("globals"), L("vars")),
};
