// rule open-redirect: outside text chooses where the browser is sent.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// redirect(request.path + "/"): the page that was asked for, under a path that a route led to.
static bool is_same_page(const FlowHit *hit)
{
    static const Str paths[] = {L("request.path"), L("request.uri"), L("self.path"),
                                L("request.url.path"), L("request.url."), {0}};
    static const Str parts[] = {L("query"), L("parse_qs"), L("params"), L("args"), L("form"), {0}};
    bool page = false;
    if (!hit->npaths || !hit->paths[0].n) return false;
    page |= str_has(hit->paths[0].v[0].text, paths);
    for (Size i = 0; i < hit->paths[0].n; i++)
        for (const Str *p = parts; p->len; p++) {
            Str what = hit->paths[0].v[i].what;
            if (str_starts(what, S("passes through ")) && str_find(what, *p) >= 0 &&
                str_find(what, S("include_query_params")) < 0)
                return false;
        }
    return page;
}

// redirect(shelf): Django asks an object for its own address, and what has parts that no text has is one.
static bool is_object(const Query *q, NodeId target, uint32_t func)
{
    static const Str of_text[] = {L("startswith"), L("endswith"), L("strip"),  L("lstrip"),
                                  L("rstrip"),     L("lower"),    L("upper"),  L("replace"),
                                  L("split"),      L("rsplit"),   L("format"), L("partition"),
                                  L("encode"),     L("decode"),   L("find"),   L("get"), {0}};
    const Tree *t = q->tree;
    if (!target || py_kind(t, target) != PY_Name) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));) {
        NodeId of = py_node(t, n, Attribute_value);
        bool text = false;
        if (q->inside[n] != func || py_kind(t, of) != PY_Name ||
            py_sym(t, of, Name_id) != py_sym(t, target, Name_id))
            continue;
        text |= str_in(query_called(q, n), of_text);
        if (!text) return true;
    }
    return false;
}

// def leave(request, page=None), a view that an address leads to which fills no such name: its default
// or what the program itself hands over.
static bool is_unfilled(const RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    const FlowStep *s = hit->npaths && hit->paths[0].n ? &hit->paths[0].v[0] : NULL;
    const Tree *t = run->tree;
    if (!s || str_find(s->what, S("with this parameter")) < 0 ||
        !str_eq(s->path, run->module->path))
        return false;
    Size end = s->at.beg;
    while (end < t->src.len && t->src.s[end] != ',' && t->src.s[end] != ')' && t->src.s[end] != '=')
        end++;
    bool preset = end < t->src.len && t->src.s[end] == '=';
    const Func *f = &q->module->funcs.v[hit->func];
    NodeId def = query_def(q, hit->func);
    static const Str routes[] = {L("route"), L("get"), L("post"), L("put"), L("view_config"), {0}};
    static const Str asked[] = {L("require_"), {0}};            // require_POST is no route
    bool routed = query_decorated(q, def, routes) && !query_decorated(q, def, asked);
    return preset && def && f->params.n && !routed &&
           str_eq(py_name(t, f->params.v[0].name), S("request"));
}

// The address begins with one of the program's own; or a function for that was asked in a form that
// the walk does not follow.
static bool is_probably_own(RuleRun *run, const FlowHit *hit)
{
    static const Str asked[] = {L("is_safe"), L("safe_url"), L("safe_redirect"), L("allowed_host"),
                                L("redirect_safe"), L("route_url"), L("is_internal"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, hit->func);
    NodeId target =
        py_kind(q->tree, hit->node) == PY_Call ? query_arg(q, hit->node, 0, S("url")) : 0;
    Str from = hit->npaths && hit->paths[0].n ? hit->paths[0].v[0].text : S("");
    // the page that the visitor came from
    static const Str pages[] = {L("referrer"), L("referer"), {0}};
    if (query_named(from, pages)) return true;
    if (is_same_page(hit) || is_unfilled(run, hit)) return true;
    if (str_starts(hit->callee, S("django.shortcuts.")) && is_object(q, target, hit->func))
        return true;
    if (rule_begins_own(run, hit, target, KIND(REDIRECT))) return true;
    // redirect(self.get_order_url()), redirect(eventreverse(…)): addresses that the program makes
    static const Str makers[] = {L("reverse"),   L("_url"),       L("url_for"), L("url_path"),
                                 L("urlconcat"), L("url_concat"), {0}};
    NodeId made = query_peel(q, target);
    if (made && py_kind(q->tree, made) == PY_Call && query_named(query_method(q, made), makers))
        return true;
    return def && query_mentions(q, def, asked);
}

// name = partner_of(target); if not name: …: the function's own verdict, in a form that the walk
// does not follow.
static bool target_heeded(const Tree *t, NodeId node, const Mend *m)
{
    uint32_t it = 0;
    if (py_kind(t, node) == PY_Name && mend_is_heeded(m, node, py_text(t, node))) return true;
    if (py_kind(t, node) <= PY_Error && py_kind(t, node) != PY_Expr) return false;
    for (NodeId c; (c = py_next_child(t, node, &it));)
        if (target_heeded(t, c, m)) return true;
    return false;
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    Mend m = rule_mend(run, hit->func);
    (void)message;
    if (target_heeded(run->tree, hit->node, &m)) return CONF_NONE;
    if (!rule_in_package(run)) return c;
    // the whole address is a named value of the request, or what somebody stored
    bool given =
        rule_takes_text(run, hit, true) || (hit->npaths && hit->paths[0].source & KIND(STORED));
    return !given || is_probably_own(run, hit) || !rule_is_direct(run, hit) ||
                   rule_is_asked(run, hit, ASKED_HOST)
               ? CONF_LOW : c;
}

// start_response("302 Found", [("Location", target)])
static void look(RuleRun *run)
{
    rule_by_shape(run, PY_Tuple, mend_fix_location, CONF_LOW,
                  "what a caller gives is where the browser is sent");
    if (!rule_in_package(run))
        rule_by_call(run, LIST(L("startswith")), mend_fix_one_slash, CONF_LOW,
                      "a slash at the beginning does not make it a path of this site");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const shapes[] = {mend_fix_location, mend_fix_one_slash, NULL};
    return at->hit ? mend_fix_redirect(m, at, out) : mend_any(m, at, out, shapes);
}

const Rule rule_open_redirect = {
    .id = L("open-redirect"),
    .cwe = 601,
    .severity = SEV_MEDIUM,
    .title = L("outside text chooses where the browser is sent"),
    .why = L("A link to this site leads to the attacker's page, which people and single- "
             "sign-on flows then trust. \"//evil.example\", \"/\\evil.example\" and "
             "\"http:///evil.example\" pass most home-made tests."),
    .instead = L("Redirect to names of routes (url_for), or check with "
                 "url_has_allowed_host_and_scheme, or require one slash at the beginning, no "
                 "slash or backslash behind it. That urlparse finds no host is not enough."),
    .bad = L("from flask import Flask, request, redirect\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/go\")\n"
             "def go():\n"
             "    return redirect(request.args[\"next\"])\n"),
    .good = L("from flask import Flask, request, redirect, url_for\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/go\")\n"
              "def go():\n"
              "    return redirect(url_for(\"home\"))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/601.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/url-redirection")),
    .into = KIND(REDIRECT),
    .class_b = true,
    .judge_hit = judge,
    .fix = fix,
    .at_file = look,
    .surest = {.most = CONF_LOW},
};
