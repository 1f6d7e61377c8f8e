// rule autoescape-off: a template engine that does not escape.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Template("${name | h}"): each place says for itself that it is escaped; or there is none.
static bool escapes_itself(const Query *q, const FlowMark *mark)
{
    Str text, place;
    NodeId arg = py_kind(q->tree, mark->node) == PY_Call ? query_arg(q, mark->node, 0, S("text")) : 0;
    if (!arg || !str_starts(mark->callee, S("mako.template")) || !query_str(q, arg, &text)) return false;
    for (Size beg; (beg = str_find(text, S("${"))) >= 0;) {
        text = str_sub(text, beg, -1);
        Size end = str_find(text, S("}"));
        if (end < 0) return false;
        place = str_trim(str_sub(text, 0, end));
        text = str_sub(text, end, -1);
        Size bar = str_rfind(place, '|');
        if (bar < 0 || !str_eq(str_trim(str_sub(place, bar + 1, -1)), S("h"))) return false;
    }
    return true;
}

// Context({…}, autoescape=False) for a mail in plain text, which is how Django sends one.
static bool is_plain_text(const Query *q, const FlowMark *mark)
{
    static const Str sends[] = {L("send_mail"),     L("send_mass_mail"), L("send_email"),
                                L("mail_admins"),   L("mail_managers"),  L("mailmessage"),
                                L("send_sms"),      L("emailmultialternatives"), {0}};
    static const Str texts[] = {L("txt"), L("plain"), {0}};
    static const Str pages[] = {L("html"), L("<p"), L("<div"), {0}};
    static const Str answers[] = {L("httpresponse"), {0}};
    NodeId def = query_def(q, mark->func), in = def ? def : q->tree->root;
    if (query_mentions_text(q, in, pages) || query_mentions(q, in, answers)) return false;
    return query_mentions(q, in, sends) || query_mentions_text(q, in, texts);
}

// A command that writes files of its own kind, and speaks of no page.
static bool is_tool(const Query *q)
{
    static const Str lines[] = {L("click"), L("typer"), L("argparse"), L("optparse"), {0}};
    static const Str webs[] = {L("flask"),  L("django"), L("fastapi"),   L("starlette"), L("aiohttp"), L("tornado"),
                               L("bottle"), L("sanic"),  L("pyramid"),   L("falcon"),    L("quart"),   L("cherrypy"), {0}};
    return query_imports_any(q, lines) && !query_imports_any(q, webs);
}

// In a package templates make configuration, code and mail as well as pages.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str pages[] = {L("html"), L("Html"), L("HTML"), L("Response"), L("Handler"),
                                L("request"), {0}};
    const Query *q = run->query;
    NodeId root = run->tree->root;
    (void)message;
    if (escapes_itself(q, mark)) return CONF_NONE;
    if (str_starts(mark->callee, S("django.")) && is_plain_text(q, mark)) return CONF_LOW;
    bool page = query_mentions(q, root, pages) || query_mentions_text(q, root, pages);
    return (rule_in_package(run) || is_tool(q)) && !page ? CONF_LOW : c;
}

static bool is_escaped(const Query *q, NodeId list, Str name)
{
    static const Str usual[] = {L(".html"), L(".htm"), L(".xml"), {0}};
    const Tree *t = q->tree;
    if (!list && str_closes(name, usual)) return true;
    int k = list ? py_kind(t, list) : PY_NONE;
    NodeList items = k == PY_List || k == PY_Tuple ? py_list(t, list, 0) : (NodeList){0};
    for (uint32_t i = 0; i < items.n; i++) {
        Str end;
        if (!query_str(q, items.v[i], &end)) return true;
        if (str_ends(name, end) && name.len > end.len && name.s[name.len - end.len - 1] == '.')
            return true;
    }
    return list && !items.n;
}

// select_autoescape(["xml"]), select_autoescape(disabled_extensions=["html"]), where pages end in .html
static void look_at_extensions(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    NodeId on = query_arg(q, call, 0, S("enabled_extensions")),
           off = query_arg(q, call, 1, S("disabled_extensions"));
    static const Str pages[] = {L(".html"), {0}};
    NodeId list = on ? query_peel(q, on) : 0;
    int k = list ? py_kind(q->tree, list) : PY_NONE;
    bool left_out =
        (k == PY_List || k == PY_Tuple || k == PY_Set) && !is_escaped(q, list, S("x.html"));
    if (k == PY_Constant) left_out = !query_holds_str(q, on, S("html"));
    bool refused =
        off && (query_holds_str(q, off, S("html")) || query_holds_str(q, off, S(".html")));
    if ((left_out || refused) && query_mentions_text(q, q->tree->root, pages))
        rule_report(run, q->inside[call], call, CONF_MEDIUM,
                    "templates that end in .html are not escaped by this choice");
}

// select_autoescape(enabled_extensions=(), default=False), lambda name: False: no page is escaped.
static bool chooses_none(const Query *q, NodeId choice)
{
    static const Str select[] = {L("jinja2.select_autoescape"), L("select_autoescape"), {0}};
    const Tree *t = q->tree;
    choice = query_peel(q, choice);
    if (!choice) return false;
    NodeId own = py_kind(t, choice) == PY_Name ? query_own_function(q, choice) : 0;
    NodeList body = own && py_kind(t, own) == PY_FunctionDef ? py_list(t, own, FunctionDef_body)
                                                             : (NodeList){0};
    if (body.n && py_kind(t, py_last(body)) == PY_Return && body.n <= 2 &&
        !query_holds(q, own, PY_If)) {
        NodeId value = py_node(t, py_last(body), Return_value);
        return value && query_is_false(q, value);
    }
    if (py_kind(t, choice) == PY_Lambda) return query_is_false(q, py_node(t, choice, Lambda_body));
    if (py_kind(t, choice) != PY_Call || !query_calls(q, choice, select)) return false;
    NodeId on = query_arg(q, choice, 0, S("enabled_extensions")),
           other = query_arg(q, choice, 3, S("default"));
    NodeId list = on ? query_peel(q, on) : 0;
    int k = list ? py_kind(t, list) : PY_NONE;
    return (k == PY_List || k == PY_Tuple) && !py_list(t, list, 0).n &&
           (!other || query_is_false(q, other));
}

static void look_at_choices(RuleRun *run)
{
    static const Str makers[] = {L("jinja2.Environment"),
                                 L("jinja2.environment.Environment"),
                                 L("jinja2.Template"),
                                 L("jinja2.sandbox.SandboxedEnvironment"),
                                 {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId choice = query_calls(q, n, makers) ? query_arg(q, n, -1, S("autoescape")) : 0;
        if (choice && chooses_none(q, choice))
            rule_report(run, q->inside[n], n, rule_hint(run), "this choice escapes no page at all");
    }
}

// return render_template("page.jinja2", name=request.args["name"]): Flask goes by the end of the name, and escapes in
// five of them only. What is not returned is a mail, as often as not.
static void look_at_names(RuleRun *run)
{
    static const Str renders[] = {
        L("flask.render_template"), L("flask.templating.render_template"), {0}};
    static const Str escaped[] = {L(".html"), L(".htm"), L(".xml"), L(".xhtml"), L(".svg"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (!query_names(q, S("render_template")) || query_names(q, S("select_jinja_autoescape")) ||
        query_names(q, S("jinja_options")) || query_names(q, S("mimetype")))
        return;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        NodeId call = py_node(t, n, Return_value), name = 0;
        if (!call || py_kind(t, call) != PY_Call || !query_calls(q, call, renders)) continue;
        name = query_arg(q, call, 0, S("template_name_or_list"));
        NodeList keys = py_list(t, call, Call_keywords);
        Str text;
        bool outside = false;
        if (!name || !query_str(q, name, &text)) continue;
        for (uint32_t i = 0; i < keys.n; i++) {
            Kinds is = query_taint(q, py_node(t, keys.v[i], keyword_value));
            outside |= is & KIND(REMOTE) && is & KIND(HTML);
        }
        if (outside && !str_closes(text, escaped))
            rule_report(run, q->inside[n], call, rule_hint(run),
                        "Flask escapes by the end of the name, and not in \"%.*s\"", STR_ARG(text));
    }
}

// TEMPLATES = [{"OPTIONS": {"autoescape": False}}]
static void look_at_settings(RuleRun *run)
{
    const Query *q = run->query;
    if (!query_names(q, S("TEMPLATES"))) return;
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeId off = query_item(q, n, S("autoescape")), up = q->parent[n];
        if (off && query_is_false(q, off) && py_kind(q->tree, up) == PY_Dict)
            rule_report(run, q->inside[n], off, CONF_MEDIUM, "no page of this project escapes what it shows");
    }
}

// select_autoescape(["html"]), and get_template("card.html.j2"): the name has another end.
static void look(RuleRun *run)
{
    static const Str select[] = {L("jinja2.select_autoescape"), L("select_autoescape"), {0}};
    static const Str others[] = {L("default"), L("default_for_string"), {0}};
    const Query *q = run->query;
    NodeId chosen = 0, list = 0;
    if (!run->file->is_test) look_at_settings(run), look_at_choices(run), look_at_names(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (query_calls(q, n, select)) {
            chosen = n;
            if (!run->file->is_test && !query_mentions(q, n, others)) look_at_extensions(run, n);
        }
    if (!chosen || run->file->is_test || query_mentions(q, chosen, others) ||
        query_arg(q, chosen, 3, S("default")))
        return;
    list = query_peel(q, query_arg(q, chosen, 0, S("enabled_extensions")));
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId name = query_arg(q, n, 0, S("name"));
        Str text;
        if (!str_eq(query_method(q, n), S("get_template")) || !name) continue;
        bool known = query_str(q, name, &text);
        Str end = mend_template_end(py_text(q->tree, name));
        bool page = known ? str_find(text, S(".htm")) >= 0 : false;
        // templates that stand in this file show whether they are pages
        page |= end.len && str_find(q->tree->src, S("</")) >= 0;
        if (!known) text = str_fmt(run->keep, "x.%.*s", STR_ARG(end));
        if (!page || is_escaped(q, list, text)) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "select_autoescape() goes by the end of \"%.*s\", and does not escape there",
                    STR_ARG(text));
    }
}

const Rule rule_autoescape_off = {
    .id = L("autoescape-off"),
    .cwe = 79,
    .also = {116},
    .severity = SEV_MEDIUM,
    .title = L("a template engine that does not escape"),
    .why = L("Every value of every page goes out as it came: one outside value is enough "
             "for a script in the reader's browser."),
    .instead = L("jinja2.Environment(autoescape=select_autoescape()), mako's "
                 "default_filters=[\"h\"]."),
    .bad = L("import jinja2\n"
             "env = jinja2.Environment(autoescape=False)\n"),
    .good = L("import jinja2\n"
              "env = jinja2.Environment(autoescape=jinja2.select_autoescape())\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/79.html"),
                    L("https://jinja.palletsprojects.com/en/stable/api/#autoescaping")),
    .peers = LIST(L("bandit:B701"), L("bandit:B702"), L("ruff:S701"), L("ruff:S702"),
                  L("codeql:py/jinja2/autoescape-false")),
    .mark = L("autoescape-off"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .at_file = look,
    .words = LIST(L("select_autoescape"), L("TEMPLATES"), L("Environment"), L("render_template")),
    .fix = mend_fix_autoescape,
    .weak_in_package = true,
};
