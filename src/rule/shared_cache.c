// rule shared-cache: what one visitor's page holds is kept, and given to the next one.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// @cache.cached(timeout=60), @cache_page(60): keeps the answer of a view, under its address unless told otherwise
static bool keeps(const Query *q, NodeId decorator)
{
    static const Str own[] = {L("key_prefix"), L("make_cache_key"), L("unless"), L("cache_key"),
                              L("key_func"),   L("key_builder"),    {0}};
    static const Str ways[] = {L("cached"), L("cache_page"), {0}};
    const Tree *t = q->tree;
    if (py_kind(t, decorator) != PY_Call || !str_in(query_method(q, decorator), ways)) return false;
    for (const Str *o = own; o->len; o++)
        if (query_arg(q, decorator, -1, *o)) return false;
    NodeId func = py_node(t, decorator, Call_func);
    bool page = str_eq(query_method(q, decorator), S("cache_page"));
    return page || (py_kind(t, func) == PY_Attribute &&
                    query_named(query_called(q, py_node(t, func, Attribute_value)),
                                (const Str[]){L("cache"), {0}}));
}

// The page is somebody's: it asks for a login, or reads the session.
static bool is_personal(const Query *q, NodeId def)
{
    static const Str logins[] = {L("login_required"), L("jwt_required"), L("permission_required"),
                                 L("auth_required"), L("fresh_login_required"), {0}};
    static const Str people[] = {L("current_user"), L("get_jwt_identity"), {0}};
    const Tree *t = q->tree;
    if (query_decorated(q, def, logins)) return true;
    for (const Str *p = people; p->len; p++)
        if (query_uses(q, def, *p)) return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_Attribute, def, n));)     // request.user
        if (str_eq(query_called(q, n), S("user")) &&
            str_eq(query_called(q, py_node(t, n, Attribute_value)), S("request")))
            return true;
    return false;
}

// response.headers["Cache-Control"] = "public, max-age=3600": caches on the way keep the page, too
static void look_at_header(RuleRun *run, NodeId at, NodeId key, NodeId value)
{
    const Query *q = run->query;
    Str name, text;
    NodeId def = query_def(q, q->inside[at]);
    if (!key || !value || !def || !query_str(q, key, &name) || !str_alike(name, S("Cache-Control")) ||
        !query_str(q, value, &text) || str_find(text, S("public")) < 0)
        return;
    if (query_uses(q, def, S("set_cookie")) || is_personal(q, def))
        rule_report(run, q->inside[at], at, rule_hint(run),
                    "whoever asks a cache on the way for this page gets what was one visitor's");
}

static bool speaks(const RuleRun *run)
{
    return rule_says(run, S("cached")) || rule_says(run, S("cache_page")) ||
           py_has_text(run->tree, S("Cache-Control"));
}

static void look(RuleRun *run)
{
    static const Str varies[] = {L("vary_on_cookie"), L("vary_on_headers"), L("never_cache"), {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    if (py_has_text(run->tree, S("Cache-Control"))) rule_each_header(run, look_at_header);
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = query_def(q, i), kept = 0;
        for (Size d = 0; d < f->decorators.n && !kept; d++)
            if (keeps(q, f->decorators.v[d])) kept = f->decorators.v[d];
        if (!kept || !def || query_decorated(q, def, varies) || !is_personal(q, def)) continue;
        rule_report(run, i, kept, rule_hint(run),
                    "the first visitor's page is given to everybody after them");
    }
}

const Rule rule_shared_cache = {
    .id = L("shared-cache"),
    .cwe = 524,
    .also = {200, 525},
    .severity = SEV_MEDIUM,
    .title = L("one visitor's page is kept and given to the next one"),
    .why = L("The cache keeps an answer under its address. What the page of somebody who is logged in "
             "says of them is what everybody gets who asks for the same address before the time is "
             "over, logged in or not."),
    .instead = L("Keep what is the same for all, and leave the rest out; or make the user a part of the "
                 "key (make_cache_key, vary_on_cookie)."),
    .bad = L("from flask import Flask\n"
             "from flask_caching import Cache\n"
             "from flask_login import current_user, login_required\n"
             "app = Flask(__name__)\n"
             "cache = Cache(app)\n"
             "@app.get(\"/me\")\n"
             "@login_required\n"
             "@cache.cached(timeout=60)\n"
             "def me():\n"
             "    return {\"name\": current_user.name}\n"),
    .good = L("from flask import Flask\n"
              "from flask_caching import Cache\n"
              "app = Flask(__name__)\n"
              "cache = Cache(app)\n"
              "@app.get(\"/news\")\n"
              "@cache.cached(timeout=60)\n"
              "def news():\n"
              "    return {\"news\": []}\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/524.html"),
                    L("https://flask-caching.readthedocs.io/en/latest/"),
                    L("https://docs.djangoproject.com/en/stable/topics/cache/#using-vary-headers")),
    .at_file = look,
    .speaks = speaks,
};
