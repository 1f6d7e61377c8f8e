// rule xss: outside text becomes markup of a page.
// SPDX-License-Identifier: MIT
#include "rule/content_type.h"

// make_response(…, {"Content-Type": "application/json"})
static bool says_plain(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < args.n + keys.n; i++) {
        NodeId v = i < args.n ? args.v[i] : py_node(t, keys.v[i - args.n], keyword_value);
        Str type,
            name = i < args.n ? S("") : py_name(t, py_sym(t, keys.v[i - args.n], keyword_arg));
        if (content_type_names(name) && query_str(q, v, &type) &&
            content_type_of(type) == TYPE_PLAIN)
            return true;
        if (py_kind(t, v = query_peel(q, v)) != PY_Dict) continue;
        NodeId item = query_item(q, v, S("Content-Type"));
        if (!item) item = query_item(q, v, S("content-type"));
        if (item && query_str(q, item, &type) && content_type_of(type) == TYPE_PLAIN) return true;
    }
    return false;
}

// return helper.redirect_to(name, id=key), return abort(403, text): what a helper of the program's own
// makes of it is a reply as often as a text.
static bool is_helpers_answer(const RuleRun *run, const FlowHit *hit)
{
    static const Str texts[] = {L("str"), L("format"), L("join"), L("encode"), L("decode"),
                                L("replace"), L("strip"), L("make_response"), L("Response"), {0}};
    const Query *q = run->query;
    const Tree *t = run->tree;
    NodeId st = query_statement(q, hit->node);
    NodeId value = st && py_kind(t, st) == PY_Return ? py_node(t, st, Return_value) : 0;
    if (!value || !str_starts(hit->callee, S("the reply of "))) return false;
    if (py_kind(t, value) == PY_Tuple && py_list(t, value, Tuple_elts).n)
        value = py_list(t, value, Tuple_elts).v[0];
    if (py_kind(t, value) == PY_Await) value = py_node(t, value, Await_value);
    if (py_kind(t, value) != PY_Call) return false;
    for (const Str *w = texts; w->len; w++)
        if (str_eq(query_method(q, value), *w)) return false;
    return true;
}

// self.render_template(name, **values): a template engine made the page, and where it does not escape
// its environment says so.
static bool is_rendered(const FlowHit *hit)
{
    for (Size i = 0; hit->npaths && i < hit->paths[0].n; i++) {
        Str what = hit->paths[0].v[i].what;
        if (!str_starts(what, S("passes through "))) continue;
        if (str_find(what, S("jinja2.sandbox.")) >= 0) continue;         // the template itself is outside text
        what = str_sub(what, str_rfind(what, '.') + 1, -1);
        if (str_find(what, S("render")) >= 0) return true;
    }
    return false;
}

// The request's own address, which Django writes with %3C for "<" and after it has looked at the host.
static bool is_own_address(const FlowHit *hit)
{
    static const Str own[] = {L("build_absolute_uri"), L("get_full_path"), {0}};
    return hit->npaths && hit->paths[0].n && query_named(hit->paths[0].v[0].what, own);
}

static bool guess_by_stars(const FlowHit *hit)
{
    return str_starts(hit->callee, S("the reply of ")) && hit->npaths && hit->paths[0].n &&
           str_find(hit->paths[0].v[0].text, S("*args")) >= 0;
}

// self.write(json.dumps(answer)): a large program says elsewhere that it answers JSON.
static bool is_json_text(const Query *q, NodeId call)
{
    if (py_kind(q->tree, call) != PY_Call) return false;
    NodeId text = query_peel(q, query_arg(q, call, 0, S("")));
    while (text && py_kind(q->tree, text) == PY_BinOp)
        text = query_peel(q, py_node(q->tree, text, BinOp_left));
    return text && py_kind(q->tree, text) == PY_Call &&
           str_find(query_method(q, text), S("dumps")) >= 0;
}

// resp.content_type = falcon.MEDIA_HTML, resp.set_header("Content-Type", "text/html"): Falcon's own is JSON.
static bool says_html(const Query *q, uint32_t func)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        Str type;
        if (q->inside[n] != func || py_kind(t, to) != PY_Attribute ||
            !str_eq(query_called(q, to), S("content_type")))
            continue;
        if (str_eq(query_called(q, value), S("MEDIA_HTML")) ||
            (query_str(q, value, &type) && str_find(type, S("html")) >= 0))
            return true;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (q->inside[n] == func && (str_eq(m, S("set_header")) || str_eq(m, S("append_header"))) &&
            query_mentions_text(q, n, (const Str[]){L("text/html"), {0}}))
            return true;
    }
    return false;
}

// "<p>" in a line of the program, not a < b
static bool writes_tag(Str text)
{
    for (Size i = 0; i + 1 < text.len; i++) {
        char next = (char)(text.s[i + 1] | 32);
        if (text.s[i] == '<' && (text.s[i + 1] == '/' || (next >= 'a' && next <= 'z'))) return true;
    }
    return false;
}

// for name in os.listdir(UPLOADS): who may upload a file says what it is called.
static bool is_uploaded_name(const RuleRun *run, const FlowPath *p)
{
    static const Str words[] = {L("upload"), {0}};
    const Query *q = run->query;
    static const Str lists[] = {
        L("os.listdir"), L("os.scandir"), L("os.DirEntry"), L("os.walk"), {0}};
    const Str *l = lists;
    while (l->len && p->n && !str_starts(p->v[0].what, *l)) l++;
    if (!p->n || !l->len) return false;
    return query_mentions(q, q->tree->root, words) || query_mentions_text(q, q->tree->root, words);
}

// What users stored, and a view says that it is markup already: others see it. In a package who may
// store it is often the one who may write pages.
static bool is_stored_markup(const RuleRun *run, const FlowHit *hit)
{
    static const Str says[] = {L("mark_safe"), L("Markup"), L("SafeString"), L("SafeText"), {0}};
    Str callee = str_sub(hit->callee, str_rfind(hit->callee, '.') + 1, -1);
    if (rule_in_package(run) || !hit->npaths) return false;
    if (!(hit->paths[0].source & KIND(STORED)) && !is_uploaded_name(run, &hit->paths[0]))
        return false;
    if (str_in(callee, says)) return true;
    // a page by hand: there are tags on the way to the reply
    for (Size i = 0; i < hit->paths[0].n; i++)
        if (writes_tag(hit->paths[0].v[i].text)) return true;
    return false;
}

// reply = make_response(x); reply.headers["Content-Disposition"] = "attachment; …": a browser keeps it.
static bool is_attachment(const Query *q, const FlowHit *hit)
{
    const Tree *t = q->tree;
    NodeId st = query_statement(q, hit->node);
    if (!st || py_kind(t, st) != PY_Assign || !query_names(q, S("make_response"))) return false;
    Str answer = query_called(q, py_list(t, st, Assign_targets).v[0]);
    NodeId def = query_def(q, hit->func), in = def ? def : t->root;
    for (NodeId n = 0; answer.len && (n = query_next_in(q, PY_Assign, in, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], of = 0;
        Str key;
        bool surely = q->parent[n] == q->parent[st] && py_at(t, n)->beg > py_at(t, st)->beg;
        if (!surely || q->inside[n] != hit->func || py_kind(t, to) != PY_Subscript ||
            !query_str(q, py_node(t, to, Subscript_slice), &key) ||
            !str_alike(key, S("content-disposition")))
            continue;
        of = py_node(t, to, Subscript_value);
        if (py_kind(t, of) == PY_Attribute) of = py_node(t, of, Attribute_value);
        if (str_eq(query_called(q, of), answer) &&
            str_starts(query_prefix(q, py_node(t, n, Assign_value)), S("attachment")))
            return true;
    }
    return false;
}

// Markup(text).unescape(), .striptags(): made only for the plain text that it gives
static bool is_made_for_text(const Query *q, NodeId node)
{
    static const Str gives[] = {L("unescape"), L("striptags"), {0}};
    NodeId up = q->parent[node];
    return py_kind(q->tree, up) == PY_Attribute && str_in(query_called(q, up), gives);
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str how = {0};
    (void)message;
    if (is_made_for_text(q, hit->node)) return CONF_NONE;
    // a template's filter gets what people stored, and says that it is safe
    if (c == CONF_LOW && flow_entry(run->file, hit->func, &how) &&
        str_starts(how, S("django.template.Library")) && !rule_in_package(run))
        c = CONF_MEDIUM;
    if (c == CONF_LOW && is_stored_markup(run, hit)) c = CONF_MEDIUM;
    // "the reply of get": a decorator that only looks like a framework's
    // and an answer that an unknown function made may be of any type
    bool guess = false;
    for (Size i = 0; hit->npaths && i < hit->paths[0].n; i++)
        guess |= str_starts(hit->paths[0].v[i].what, S("passes through "));
    if (rule_in_package(run) && str_starts(hit->callee, S("the reply of ")) &&
        (guess || str_find(hit->callee, S(".")) < 0))
        return CONF_LOW;
    if (rule_in_package(run) &&
        (!rule_takes_text(run, hit, false) || rule_is_admins(run, hit->func)))
        return CONF_LOW;
    // what *args brought through a function that somebody registered
    if (guess_by_stars(hit) || is_rendered(hit)) return CONF_LOW;
    if (rule_in_package(run) &&
        (is_helpers_answer(run, hit) || is_own_address(hit) || is_json_text(q, hit->node)))
        return CONF_LOW;
    if (str_starts(hit->callee, S("falcon.Response")) && !says_html(q, hit->func)) return CONF_NONE;
    // what a WSGI or ASGI program sends is of the type that it says
    NodeId body = run->module->funcs.v[hit->func].node;
    if (models_has_tag(hit->sink, S("chunks")) &&
        !query_mentions_text(q, body, (const Str[]){L("text/html"), {0}}))
        return CONF_NONE;
    NodeId made_by = query_peel(q, hit->node);
    if (py_kind(t, made_by) == PY_Call && says_plain(q, made_by)) return CONF_NONE;
    ContentType type = content_type_said(run, hit);
    if (type == TYPE_PLAIN || is_attachment(q, hit)) return CONF_NONE;
    // some type that a variable holds, where the answer is made first and told what it is then
    if (type == TYPE_UNKNOWN && str_ends(hit->callee, S("make_response"))) return CONF_LOW;
    return models_has_tag(hit->sink, S("later")) && type != TYPE_PAGE ? CONF_NONE : c;
}

// Does a list of names hold one of these, also A | {"script"} and [*A, "script"]?
static Str listed(const Query *q, NodeId list, const Str *names)
{
    const Tree *t = q->tree;
    NodeId value = list ? query_peel(q, list) : 0;
    for (const Str *w = names; list && w->len; w++)
        if (query_holds_str(q, list, *w)) return *w;
    for (NodeId n = 0; value && (n = query_next(q, PY_Constant, n));) {
        const PyConst *c = query_within(q, n, value) ? py_const(t, n) : NULL;
        for (const Str *w = names; c && c->kind == CONST_STR && w->len; w++)
            if (str_eq(c->text, *w)) return *w;
    }
    return S("");
}

// bleach.clean(x, tags=[…, "script"]): the cleaner lets through what it is there to take out.
static void look(RuleRun *run)
{
    static const Str cleaners[] = {
        L("bleach.clean"), L("bleach.Cleaner"), L("bleach.sanitizer.Cleaner"),
        L("nh3.clean"),    L("nh3.Cleaner"),    {0}};
    static const Str tags[] = {L("script"), L("iframe"), L("object"), L("embed"), L("base"),
                               L("meta"),   L("link"),   L("form"),   {0}};
    static const Str attributes[] = {L("onclick"), L("onload"), L("onerror"), L("onmouseover"),
                                     L("onfocus"), L("srcdoc"), {0}};
    static const Str schemes[] = {L("javascript"), L("vbscript"), L("data"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, cleaners) || run->file->is_test) continue;
        bool bleach = str_starts(query_callee(q, n), S("bleach"));
        Str what = listed(q, query_arg(q, n, bleach ? 1 : -1, S("tags")), tags);
        if (!what.len)
            what = listed(q, query_arg(q, n, bleach ? 2 : -1, S("attributes")), attributes);
        if (!what.len) what = listed(q, query_arg(q, n, bleach ? 3 : -1, S("protocols")), schemes);
        if (!what.len) what = listed(q, query_arg(q, n, -1, S("url_schemes")), schemes);
        if (what.len)
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the cleaner is told to let `%.*s` through", STR_ARG(what));
    }
}

const Rule rule_xss = {
    .id = L("xss"),
    .cwe = 79,
    .also = {80},
    .severity = SEV_HIGH,
    .title = L("outside text becomes markup of a page"),
    .why = L("A script element or an event handler in the text runs in the reader's "
             "browser with the reader's session: it can act as them and read what they "
             "see."),
    .instead = L("Render with a template that escapes by itself, or escape with "
                 "markupsafe.escape or html.escape where the page is built by hand. JSON "
                 "inside a script element needs its \"<\" escaped as well; a link needs its "
                 "scheme checked."),
    .bad = L("from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/hi\")\n"
             "def hi():\n"
             "    return \"<p>Hello \" + request.args[\"name\"] + \"</p>\"\n"),
    .good = L("from flask import Flask, request\n"
              "from markupsafe import escape\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/hi\")\n"
              "def hi():\n"
              "    return \"<p>Hello \" + str(escape(request.args[\"name\"])) + \"</p>\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/79.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Cross_Site_Scripting_Prevention_Cheat_Sheet.html"),
                    L("https://flask.palletsprojects.com/en/stable/web-security/")),
    .peers = LIST(L("bandit:B703"), L("bandit:B308"), L("bandit:B704"), L("ruff:S308"),
                  L("ruff:S704"), L("codeql:py/reflective-xss")),
    .into = KIND(HTML) | KIND(SCRIPT),
    .class_b = true,
    .surer_in_program = true,
    .judge_hit = judge,
    .at_file = look,
    .words = LIST(L("bleach"), L("nh3"), L("Cleaner")),
    .fix = mend_fix_html,
};
