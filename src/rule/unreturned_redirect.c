// rule unreturned-redirect: a visitor is sent elsewhere, and the function goes on.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Refusals that are thrown away are missing-authorization's.
static const Str answers[] = {L("flask.redirect"),
                              L("quart.redirect"),
                              L("werkzeug.utils.redirect"),
                              L("django.shortcuts.redirect"),
                              L("django.contrib.auth.views.redirect_to_login"),
                              L("sanic.response.redirect"),
                              L("starlette.responses.RedirectResponse"),
                              L("fastapi.responses.RedirectResponse"),
                              {0}};
// These are raised.
static const Str errors[] = {L("aiohttp.web.HTTPFound"),
                             L("aiohttp.web.HTTPSeeOther"),
                             L("aiohttp.web.HTTPTemporaryRedirect"),
                             L("pyramid.httpexceptions.HTTPFound"),
                             L("pyramid.httpexceptions.HTTPSeeOther"),
                             L("cherrypy.HTTPRedirect"),
                             L("falcon.HTTPFound"),
                             L("falcon.HTTPSeeOther"),
                             {0}};

// self.redirect("/login"), self.send_error(403) of a tornado handler: the function goes on behind it.
static bool is_handler_answer(const Query *q, NodeId call)
{
    static const Str methods[] = {L("redirect"), L("send_error"), {0}};
    static const Str base[] = {L("RequestHandler"), {0}};
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    if (py_kind(t, func) != PY_Attribute || !str_in(query_method(q, call), methods) ||
        !str_eq(query_called(q, py_node(t, func, Attribute_value)), S("self")))
        return false;
    for (NodeId n = call; n; n = q->parent[n]) {
        if (py_kind(t, n) != PY_ClassDef) continue;
        NodeList bases = py_list(t, n, ClassDef_bases);
        for (uint32_t i = 0; i < bases.n; i++)
            if (query_mentions(q, bases.v[i], base)) return true;
        return false;
    }
    return false;
}

static bool is_function(int k)
{
    return k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda || k == PY_ClassDef;
}

// return do_it(): goes on, too
static bool is_end(const Query *q, NodeId statement)
{
    int k = py_kind(q->tree, statement);
    return k == PY_Raise || k == PY_Pass || (k == PY_Return && !query_holds(q, statement, PY_Call));
}

// self.redirect(…) has answered: the author leaves the function or a loop, whatever is returned.
static bool is_end_of_answered(const Query *q, NodeId statement)
{
    int k = py_kind(q->tree, statement);
    return k == PY_Return || k == PY_Break || k == PY_Continue || is_end(q, statement);
}

// … and then return: what stands between belongs to the answer.
static bool leaves(const Query *q, NodeId statement)
{
    NodeList block = query_block(q, statement);
    return block.n && is_end_of_answered(q, py_last(block));
}

// if …: self.redirect(…) else: …: what stands behind is meant for both.
static bool is_either(const Query *q, NodeId statement)
{
    for (NodeId n = statement; n && !is_function(py_kind(q->tree, n)); n = q->parent[n]) {
        if (py_kind(q->tree, n) != PY_If) continue;
        NodeId up = q->parent[n];
        NodeList other = py_kind(q->tree, up) == PY_If ? py_list(q->tree, up, If_orelse) : (NodeList){0};
        bool is_elif = other.n == 1 && other.v[0] == n;
        return py_list(q->tree, n, If_orelse).n || is_elif;
    }
    return false;
}

// The statement that runs after this one, in its block or in one around it; 0: none, or one that ends the function.
static NodeId next_of(const Query *q, NodeId statement, bool answered)
{
    const Tree *t = q->tree;
    for (NodeId at = statement; at && !is_function(py_kind(t, at)); at = q->parent[at]) {
        NodeList block = query_block(q, at);
        for (uint32_t i = 0; i + 1 < block.n; i++)
            if (block.v[i] == at) {
                NodeId next = block.v[i + 1];
                return (answered ? is_end_of_answered(q, next) : is_end(q, next)) ? 0 : next;
            }
    }
    return 0;
}

static bool is_asked(const Query *q, NodeId statement)
{
    for (NodeId n = q->parent[statement]; n && !is_function(py_kind(q->tree, n)); n = q->parent[n])
        if (py_kind(q->tree, n) == PY_If) return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(t, n, Expr_value);
        if (py_kind(t, call) != PY_Call || !q->inside[n] || !is_asked(q, n)) continue;
        bool error = query_calls(q, call, errors);
        bool answered = !error && !query_calls(q, call, answers);
        if (answered && (!is_handler_answer(q, call) || is_either(q, n) || leaves(q, n))) continue;
        if (next_of(q, n, answered))
            rule_report(run, q->inside[n], call, CONF_MEDIUM, "%.*s() %s, and the function goes on",
                        STR_ARG(query_method(q, call)),
                        error      ? "is made and not raised"
                        : answered ? "has answered"
                                   : "is called and what it gives not returned");
    }
}

// What it gives is given back, or raised where it is an exception. Of a generator nothing can be returned.
static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static const Str raised[] = {L("HTTPFound"), L("HTTPSeeOther"), L("HTTPTemporaryRedirect"), L("HTTPRedirect"), {0}};
    const Tree *t = m->tree;
    NodeId def = py_kind(t, at->node) == PY_Call ? mend_function(m, at->node) : 0;
    if (!def || str_find(py_text(t, def), S("yield")) >= 0) return false;
    if (str_eq(py_name(t, py_sym(t, def, FunctionDef_name)), S("__init__"))) return false;      // it returns nothing
    bool raises = str_in(py_last_name(t, py_node(t, at->node, Call_func)), raised);
    uint32_t beg = (uint32_t)py_at(t, at->node)->beg;
    *push(m->keep, &out->change.edits) = (Edit){{beg, beg}, raises ? S("raise ") : S("return ")};
    return mend_done(out, TRUST_REVIEW,
                     "The function ends where it sends the visitor elsewhere. Decide that whoever calls it gives "
                     "the answer back.");
}

const Rule rule_unreturned_redirect = {
    .id       = L("unreturned-redirect"),
    .cwe      = 698, .also = {670, 705}, .severity = SEV_HIGH,
    .title    = L("a visitor is sent elsewhere, and the function goes on"),
    .why      = L("redirect() only makes an answer. Where nobody returns it, the function goes on and does what it "
                  "meant to keep the visitor from."),
    .instead  = L("return redirect(…), raise web.HTTPFound(…)."),
    .bad      = L("from django.shortcuts import redirect\n"
                  "def remove(request, items):\n"
                  "    if not request.user.is_staff:\n"
                  "        redirect(\"/login\")\n"
                  "    items.delete()\n"),
    .good     = L("from django.shortcuts import redirect\n"
                  "def remove(request, items):\n"
                  "    if not request.user.is_staff:\n"
                  "        return redirect(\"/login\")\n"
                  "    items.delete()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/698.html"),
                     L("https://docs.djangoproject.com/en/stable/topics/http/shortcuts/#redirect")),
    .at_file  = look,
    .fix      = fix,
    .words    = LIST(L("redirect"), L("redirect_to_login"), L("RedirectResponse"), L("HTTPFound"), L("HTTPSeeOther"),
                     L("HTTPTemporaryRedirect"), L("HTTPRedirect"), L("send_error")),
};
