// rule unsafe-get: a request that changes state is also taken as GET.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str guards[] = {
    L("login_required"), L("permission_required"), L("user_passes_test"), {0}};
static const Str post_only[] = {
    L("require_POST"), L("require_post"), L("api_view"), L("csrf_exempt"), {0}};
static const Str methods[] = {L("require_http_methods"), {0}};
static const Str get_word[] = {L("get"), {0}};
static const Str asks_method[] = {L("method"), L("POST"), L("is_valid"), L("get_json"), L("form"),
                                  L("data"),   {0}};

// workbook.save(response), image.save(buffer): told where to, it writes there; a stored object knows
static bool is_told_where(const Query *q, NodeId call)
{
    NodeId to = query_arg(q, call, 0, S(""));
    return to && py_kind(q->tree, to) != PY_Constant;
}

// object.save() and object.delete(): the object store changes.
static NodeId change_in(const Query *q, NodeId def)
{
    static const Str forms[] = {L("form"), L("serializer"), L("formset"), {0}};
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        bool changes = str_eq(m, S("save")) || str_eq(m, S("delete")) || str_eq(m, S("update"));
        if (!changes || !query_within(q, n, def) || (str_eq(m, S("save")) && is_told_where(q, n)))
            continue;
        NodeId func = py_node(q->tree, n, Call_func);
        if (py_kind(q->tree, func) == PY_Attribute &&
            !query_mentions(q, py_node(q->tree, func, Attribute_value), forms) &&
            !(str_eq(m, S("update")) &&
              py_kind(q->tree, py_node(q->tree, func, Attribute_value)) == PY_Name))
            return n;
    }
    return 0;
}

static bool first_is_request(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    return f->params.n && str_eq(py_name(q->tree, f->params.v[0].name), S("request"));
}

// ---- routes of Flask and FastAPI

static const Str verbs[] = {L("delete"), L("remove"), L("transfer"), L("update"), L("reset"),
                            L("change"), L("cancel"), L("approve"),  L("pay"),    L("revoke"),
                            L("promote"), L("ban"),   L("disable"),  L("purge"),  L("drop"), {0}};

// A decorator by which a GET request reaches the function: .get("/x"), .route("/x") without methods
// or with GET among them.
static bool takes_get(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    for (Size i = 0; i < f->decorators.n; i++) {
        NodeId d = f->decorators.v[i];
        if (py_kind(q->tree, d) != PY_Call ||
            py_kind(q->tree, py_node(q->tree, d, Call_func)) != PY_Attribute)
            continue;
        Str m = query_method(q, d), path;
        NodeId first = query_arg(q, d, 0, S("rule")), how = query_arg(q, d, 1, S("methods"));
        if (!how) how = query_arg(q, d, -1, S("method"));       // bottle.route("/x", method="POST")
        if (!first || !query_str(q, first, &path) || !str_starts(path, S("/"))) continue;
        if (str_eq(m, S("get"))) return true;
        if (str_eq(m, S("route")) && (!how || query_mentions_text(q, how, get_word))) return true;
    }
    return false;
}

// @routes.delete("/x"): a request handler of aiohttp or Sanic that GET does not reach.
static bool is_sent(const Query *q, const Func *f)
{
    static const Str sending[] = {L("post"), L("put"), L("patch"), L("delete"), {0}};
    for (Size i = 0; i < f->decorators.n; i++) {
        NodeId d = f->decorators.v[i];
        if (py_kind(q->tree, d) == PY_Call &&
            py_kind(q->tree, py_node(q->tree, d, Call_func)) == PY_Attribute &&
            str_in(query_method(q, d), sending))
            return true;
    }
    return false;
}

// session.commit() or a delete(): what the database holds changes.
static NodeId commits(const Query *q, uint32_t func)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (q->inside[n] == func &&
            (str_eq(m, S("commit")) || str_eq(m, S("delete_one")) || str_eq(m, S("delete_many")) ||
             str_eq(m, S("update_one"))))
            return n;
    }
    return 0;
}

static void look_at_routes(RuleRun *run)
{
    static const Str posts[] = {L("method"), L("validate_on_submit"), L("form"), L("get_json"),
                                L("is_json"), {0}};
    const Query *q = run->query;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        NodeId def = query_def(q, i), change = 0;
        Str name = py_name(q->tree, q->module->funcs.v[i].name);
        if (!def || py_kind(q->tree, def) == PY_Lambda || !takes_get(q, i) ||
            !query_named(name, verbs) || !(change = commits(q, i)))
            continue;
        bool tests = false;
        NodeList body = py_list(q->tree, def, FunctionDef_body);
        for (uint32_t b = 0; b < body.n; b++) tests |= query_mentions(q, body.v[b], posts);
        if (!tests)
            rule_report(run, i, change, CONF_MEDIUM,
                        "a GET request, which any page can cause, changes what is stored");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    look_at_routes(run);
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        NodeId def = query_def(q, i);
        if (!def || !first_is_request(q, i)) continue;
        NodeId change = change_in(q, def);
        // Account.objects.filter(pk=request.GET["to"]).update(…) says itself that it means GET
        if (!query_decorated(q, def, guards) && !(change && query_uses(q, change, S("GET")))) continue;
        const Func *f = &q->module->funcs.v[i];
        if (!change || query_decorated(q, def, post_only) || is_sent(q, f)) continue;
        bool listed = query_decorated(q, def, methods), takes_get = false;
        for (Size d = 0; d < f->decorators.n; d++)
            takes_get |= query_mentions(q, f->decorators.v[d], methods) &&
                         query_mentions_text(q, f->decorators.v[d], get_word);
        bool tests = false;
        NodeList body = py_list(q->tree, def, FunctionDef_body);
        for (uint32_t b = 0; b < body.n; b++) tests |= query_mentions(q, body.v[b], asks_method);
        if (tests || (listed && !takes_get)) continue;
        rule_report(run, i, change, CONF_MEDIUM,
                    "a GET request, which any page can cause, changes what is stored");
    }
}

const Rule rule_unsafe_get = {
    .id       = L("unsafe-get"),
    .cwe      = 352, .severity = SEV_MEDIUM,
    .title    = L("a request that changes state is also taken as GET"),
    .why      = L("A link or an image on any page makes the visitor's browser send it, with "
                  "their cookies, and no CSRF check is made for GET."),
    .instead  = L("Take POST only: @require_POST, methods=[\"POST\"], or test request.method "
                  "before anything changes."),
    .bad      = L("from django.contrib.auth.decorators import login_required\n"
                  "from django.http import HttpResponse\n"
                  "@login_required\n"
                  "def close(request):\n"
                  "    request.user.account.open = False\n"
                  "    request.user.account.save()\n"
                  "    return HttpResponse(\"closed\")\n"),
    .good     = L("from django.contrib.auth.decorators import login_required\n"
                  "from django.http import HttpResponse\n"
                  "from django.views.decorators.http import require_POST\n"
                  "@login_required\n"
                  "@require_POST\n"
                  "def close(request):\n"
                  "    request.user.account.open = False\n"
                  "    request.user.account.save()\n"
                  "    return HttpResponse(\"closed\")\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/352.html"),
                     L("https://docs.djangoproject.com/en/stable/ref/csrf/")),
    .at_file  = look,
    .words    = LIST(L("login_required"), L("require_http_methods"), L("permission_required"), L("commit"), L("GET"),
                     L("delete_one"), L("delete_many"), L("update_one")),
};
