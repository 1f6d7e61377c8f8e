// rule csrf-off: the check against cross-site requests is switched off.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str by_cookie[] = {
    L("login_required"), L("user"), L("session"), L("permission_required"), {0}};
static const Str otherwise[] = {
    L("webhook"), L("hook"),           L("signature"),     L("hmac"), L("token"),
    L("api_key"), L("compare_digest"), L("authorization"), L("ipn"),  L("callback"),
    {0}};

// Who calls: a browser with a cookie, or a machine with a signature or key of its own?
static void judge(RuleRun *run, NodeId def, NodeId place)
{
    const Query *q = run->query;
    bool machine = query_mentions(q, def, otherwise) || query_mentions_text(q, def, otherwise);
    bool browser = query_mentions(q, def, by_cookie);
    rule_report(run, q->inside[place], place, browser && !machine ? CONF_MEDIUM : CONF_LOW,
                "this view takes requests that another site's page caused");
}

static bool says_exempt(const Query *q, NodeId n) { return query_mentions(q, n, (const Str[]){L("csrf_exempt"), {0}}); }

// @method_decorator(BOTH, name="dispatch"), where BOTH is a list that holds it
static bool is_listed(const Query *q, NodeId decorator)
{
    NodeList args = py_kind(q->tree, decorator) == PY_Call ? py_list(q->tree, decorator, Call_args)
                                                           : (NodeList){0};
    return args.n && py_kind(q->tree, args.v[0]) == PY_Name &&
           says_exempt(q, query_peel(q, args.v[0]));
}

// What an exempt dispatch() of a class leads to are the methods beside it.
static NodeId exempted(const Query *q, NodeId def)
{
    NodeId up = q->parent[def];
    bool dispatch = py_kind(q->tree, def) == PY_FunctionDef &&
                    str_eq(py_name(q->tree, py_sym(q->tree, def, FunctionDef_name)), S("dispatch"));
    return dispatch && up && py_kind(q->tree, up) == PY_ClassDef ? up : def;
}

// @guard.exempt, where guard = CSRFProtect(app)
static bool is_guards(const Query *q, NodeId decorator)
{
    static const Str guards[] = {L("flask_wtf.CSRFProtect"), L("flask_wtf.csrf.CSRFProtect"),
                                 L("flask_wtf.csrf.CsrfProtect"), L("flask_wtf.CsrfProtect"),
                                 L("flask_seasurf.SeaSurf"), {0}};
    if (py_kind(q->tree, decorator) != PY_Attribute) return false;
    NodeId made = query_peel(q, py_node(q->tree, decorator, Attribute_value));
    return py_kind(q->tree, made) == PY_Call && query_calls(q, made, guards);
}

static void look_at_exemptions(RuleRun *run, int kind, int decorators)
{
    static const Str exempt[] = {L("csrf_exempt"), L("exempt"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, kind, n));) {
        NodeList list = py_list(q->tree, n, decorators);
        for (uint32_t i = 0; i < list.n; i++) {
            Str name = query_dotted(q, list.v[i]);
            Size dot = str_rfind(name, '.');
            Str last = str_sub(name, dot + 1, -1);
            bool csrf = str_find(name, S("csrf")) >= 0;
            csrf |= str_eq(last, exempt[1]) && is_guards(q, list.v[i]);
            if ((str_eq(last, exempt[0]) || (csrf && str_eq(last, exempt[1]))) ||
                says_exempt(q, list.v[i]) || is_listed(q, list.v[i]))
                judge(run, exempted(q, n), list.v[i]);
        }
    }
}

// class Session(SessionAuthentication): def enforce_csrf(self, request): return
static void look_at_overrides(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = query_def(q, i);
        if (!f->owner || !def || !str_eq(py_name(t, f->name), S("enforce_csrf"))) continue;
        if (query_mentions(q, def, (const Str[]){L("super"), L("check"), L("raise"), L("process_view"),
                                                 L("denied"), L("failed"), {0}}))
            continue;
        bool raises = false;
        for (NodeId n = 0; !raises && (n = query_next(q, PY_Raise, n));)
            raises = query_within(q, n, def);
        if (!raises)
            rule_report(run, i, def, CONF_MEDIUM, "who logs in by a cookie needs no token here");
    }
}

// path("pay", csrf_exempt(views.pay)), @require_POST(csrf_exempt(…)): the view is not here to be judged.
static void look_at_wrapped_views(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId view = query_arg(q, n, 0, S("view_func"));
        bool exempts = str_eq(query_method(q, n), S("csrf_exempt"));
        NodeId def = view && exempts && py_kind(q->tree, view) == PY_Name ? query_own_function(q, view) : 0;
        if (def) judge(run, def, n);
        else if (view && exempts)
            rule_report(run, q->inside[n], n, CONF_LOW, "this view takes requests that another site's page caused");
    }
}

// The texts of MIDDLEWARE, when all of them are written there.
static bool all_written(const Query *q, NodeList items)
{
    Str text;
    for (uint32_t i = 0; i < items.n; i++)
        if (!query_str(q, items.v[i], &text)) return false;
    return items.n > 0;
}

// MIDDLEWARE with sessions and accounts, and nothing that asks for a token. Django REST framework asks for
// one itself where a session signs in.
static void look_at_middleware(RuleRun *run)
{
    static const Str sessions[] = {L("sessionmiddleware"), {0}}, accounts[] = {L("authenticationmiddleware"), {0}};
    static const Str tokens[] = {L("csrf"), {0}}, itself[] = {L("rest_framework"), {0}};
    static const Str names[] = {L("MIDDLEWARE"), L("MIDDLEWARE_CLASSES"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        int k = py_kind(t, value);
        if ((k != PY_List && k != PY_Tuple) || py_kind(t, to) != PY_Name || q->inside[n] ||
            !str_in(query_called(q, to), names) || !all_written(q, py_list(t, value, 0)))
            continue;
        if (!query_mentions_text(q, value, sessions) || !query_mentions_text(q, value, accounts) ||
            query_mentions_text(q, t->root, tokens))
            continue;
        bool sure = !query_mentions_text(q, t->root, itself) && !rule_is_development(run) &&
                    !rule_is_overridden(run, query_called(q, to));
        rule_report(run, q->inside[n], n, sure ? CONF_MEDIUM : CONF_LOW,
                    "people sign in by a cookie, and no middleware asks for a token");
    }
}

// Form(request.args), Form(formdata=request.GET): it is filled by the address, and changes nothing.
static bool is_filled_by_address(const Query *q, NodeId call)
{
    static const Str asked[] = {L("args"), L("GET"), L("query_params"), {0}};
    NodeId data = py_kind(q->tree, call) == PY_Call ? query_arg(q, call, 0, S("formdata")) : 0;
    return data && str_in(query_called(q, data), asked);
}

// One that searches by its name, or is made here, and always of the address.
static bool is_search(const Query *q, NodeId form)
{
    static const Str words[] = {L("search"), L("filter"), {0}};
    const Tree *t = q->tree;
    Sym name = py_sym(t, form, ClassDef_name);
    bool made = false;
    if (query_named(py_name(t, name), words)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (py_kind(t, func) != PY_Name || py_sym(t, func, Name_id) != name) continue;
        if (!is_filled_by_address(q, n)) return false;
        made = true;
    }
    return made;
}

// class Meta: csrf = False, inside a form; Form(meta={"csrf": False})
static void look_at_meta(RuleRun *run)
{
    static const Str calls[] = {L("json"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId cls = q->parent[n], form = cls ? q->parent[cls] : 0;
        if (!form || py_kind(t, cls) != PY_ClassDef || py_kind(t, form) != PY_ClassDef ||
            !str_eq(py_name(t, py_sym(t, cls, ClassDef_name)), S("Meta")) ||
            !str_eq(query_called(q, py_list(t, n, Assign_targets).v[0]), S("csrf")) ||
            !query_is_false(q, py_node(t, n, Assign_value)))
            continue;
        rule_report(run, q->inside[n], n, is_search(q, form) ? CONF_LOW : CONF_MEDIUM,
                    "this form takes requests without a token");
    }
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        NodeId value = query_peel(q, py_node(t, n, keyword_value)), def = query_def(q, q->inside[n]);
        bool meta = str_eq(py_name(t, py_sym(t, n, keyword_arg)), S("meta")) && py_kind(t, value) == PY_Dict;
        NodeId csrf = meta ? query_item(q, value, S("csrf")) : 0;
        if (csrf && query_is_false(q, csrf) && !is_filled_by_address(q, q->parent[n]))
            rule_report(run, q->inside[n], csrf, def && query_mentions(q, def, calls) ? CONF_LOW : CONF_MEDIUM,
                        "this form takes requests without a token");
    }
}

// if form.is_submitted(): …, and no validate(): the token that FlaskForm adds is never read.
static void look_at_forms(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = query_def(q, q->inside[n]), func = py_node(t, n, Call_func);
        if (!str_eq(query_method(q, n), S("is_submitted")) || !def ||
            py_kind(t, func) != PY_Attribute ||
            !query_mentions(q, t->root, (const Str[]){L("FlaskForm"), L("flaskform"), {0}}))
            continue;
        Str form = query_called(q, py_node(t, func, Attribute_value));
        bool validates = false;
        for (NodeId v = 0; (v = query_next(q, PY_Call, v));) {
            NodeId of = py_node(t, v, Call_func);
            if (!query_within(q, v, def) || py_kind(t, of) != PY_Attribute) continue;
            bool whole = str_starts(query_method(q, v), S("validate"));
            validates |= whole && str_eq(query_called(q, py_node(t, of, Attribute_value)), form);
        }
        if (!validates)
            rule_report(
                run, q->inside[n], n, CONF_MEDIUM,
                "is_submitted() looks at the method only: the form's token is never checked");
    }
}

// def check_xsrf_cookie(self): if …: return — a request that says so is not checked
static void look_at_ways_past(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        NodeId def = query_def(q, i), at = 0;
        if (!f->owner || !def || !str_eq(py_name(t, f->name), S("check_xsrf_cookie"))) continue;
        for (NodeId r = 0; (r = query_next_in(q, PY_Return, def, r));)
            if (!py_node(t, r, Return_value)) at = r;
        // one that looks at a key of the caller's asks another question instead
        bool asks = query_mentions(q, def, (const Str[]){L("compare_digest"), L("authorization"), L("api_key"),
                                                         L("signature"), L("bearer"), {0}}) ||
                    query_mentions_text(q, def, (const Str[]){L("authorization"), {0}});
        bool checks =
            query_mentions(q, def, (const Str[]){L("super"), L("check_xsrf"), L("raise"), {0}});
        if (!asks && (at || !checks))
            rule_report(run, i, at ? at : def, CONF_MEDIUM, "some requests need no token here");
    }
}

// samesite="None": browsers send the cookie with requests that other sites' pages cause, which they
// do not by themselves any more.
static bool is_open(const Query *q, NodeId value)
{
    Str text;
    return value && query_str(q, value, &text) && str_alike(text, S("none"));
}

static void look_at_samesite(RuleRun *run)
{
    static const Str settings[] = {L("SESSION_COOKIE_SAMESITE"), L("CSRF_COOKIE_SAMESITE"),
                                   L("REMEMBER_COOKIE_SAMESITE"), {0}};
    static const Str sets[] = {L("set_cookie"), L("set_signed_cookie"), L("set_secure_cookie"),
                               {0}};
    static const Str sessions[] = {L("sess"), L("auth"), L("token"), {0}};
    static const char says[] = "the cookie goes along with requests that other sites' pages cause (SameSite=None)";
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str name;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (str_in(query_called(q, py_list(t, n, Assign_targets).v[0]), settings) &&
            is_open(q, py_node(t, n, Assign_value)))
            rule_report(run, q->inside[n], n, rule_hint(run), says);
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        NodeId call = q->parent[n];
        if (str_in(py_name(t, py_sym(t, n, keyword_arg)), settings) &&
            is_open(q, py_node(t, n, keyword_value)))
            rule_report(run, q->inside[n], n, rule_hint(run), says);
        if (!str_alike(py_name(t, py_sym(t, n, keyword_arg)), S("samesite")) ||
            py_kind(t, call) != PY_Call ||
            !str_in(query_method(q, call), sets) || !is_open(q, py_node(t, n, keyword_value)))
            continue;
        NodeId key = query_arg(q, call, 0, S("key"));
        bool session = key && query_str(q, key, &name) &&
                       (query_named(name, sessions) || str_ends(name, S("sid")));
        rule_report(run, q->inside[call], call, session ? rule_hint(run) : CONF_LOW, says);
    }
}

static bool is_switch(Str name)
{
    static const Str switches[] = {L("WTF_CSRF_ENABLED"),
                                   L("WTF_CSRF_CHECK_DEFAULT"),
                                   L("CSRF_ENABLED"),
                                   L("JWT_COOKIE_CSRF_PROTECT"),
                                   L("csrf_enabled"),
                                   L("xsrf_cookies"),
                                   L("require_csrf"),
                                   {0}};
    return str_in(name, switches);
}

// csrf_enabled = False, which is any variable: no setting of a module, which is in capitals, nor of a class
static bool is_variable(const Query *q, NodeId assign)
{
    const Tree *t = q->tree;
    NodeId to = py_list(t, assign, Assign_targets).v[0], up = q->parent[assign];
    Str name = query_called(q, to);
    return py_kind(t, to) == PY_Name && name.len && name.s[0] >= 'a' && name.s[0] <= 'z' &&
           !(up && py_kind(t, up) == PY_ClassDef);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_exemptions(run, PY_FunctionDef, FunctionDef_decorator_list);
    look_at_exemptions(run, PY_AsyncFunctionDef, AsyncFunctionDef_decorator_list);
    look_at_exemptions(run, PY_ClassDef, ClassDef_decorator_list);
    look_at_overrides(run);
    look_at_ways_past(run);
    look_at_forms(run);
    look_at_wrapped_views(run);
    look_at_middleware(run);
    look_at_meta(run);
    look_at_samesite(run);
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        Str name = query_called(q, py_list(t, n, Assign_targets).v[0]);
        if (is_switch(name) && query_is_false(q, py_node(t, n, Assign_value)) && !is_variable(q, n))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "%.*s is off", STR_ARG(name));
    }
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        Str name = py_name(t, py_sym(t, n, keyword_arg));
        // Pyramid: the token is asked for, and where the request comes from is not
        bool origin = str_eq(name, S("check_origin")) && query_imports(q, S("pyramid"));
        if ((is_switch(name) || origin) && query_is_false(q, py_node(t, n, keyword_value)))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "%.*s is off", STR_ARG(name));
    }
}

// The token is asked for before the accounts, as Django's own list has it.
static bool add_middleware(const Mend *m, const MendSite *at, Fix *out)
{
    const Tree *t = m->tree;
    NodeId value = py_kind(t, at->node) == PY_Assign ? py_node(t, at->node, Assign_value) : 0;
    int k = value ? py_kind(t, value) : PY_NONE;
    NodeList items = k == PY_List || k == PY_Tuple ? py_list(t, value, 0) : (NodeList){0};
    for (uint32_t i = 1; i < items.n; i++) {
        const PyConst *c = py_kind(t, items.v[i]) == PY_Constant ? py_const(t, items.v[i]) : NULL;
        if (!c || !str_ends(c->text, S(".AuthenticationMiddleware"))) continue;
        Size beg = py_at(t, items.v[i])->beg, before = py_at(t, items.v[i - 1])->end;
        Str between = str_sub(t->src, before, beg), quoted = py_text(t, items.v[i]);
        Str text = edit_literal(S("django.middleware.csrf.CsrfViewMiddleware"), quoted.s[0], m->keep);
        if (str_find(between, S("#")) >= 0) return false;          // a comment that speaks of the next line
        *push(m->keep, &out->change.edits) =
            (Edit){{(uint32_t)beg, (uint32_t)beg}, str_fmt(m->keep, "%.*s%.*s", STR_ARG(text), STR_ARG(between))};
        return mend_done(out, TRUST_REVIEW,
                         "Forms must bring the token of the visitor's session. Decide that every form of "
                         "the project has one.");
    }
    return false;
}

// @csrf_exempt goes from the view.
static bool drop_exempt(const Mend *m, const MendSite *at, Fix *out)
{
    const Tree *t = m->tree;
    NodeId def = mend_function(m, at->node);
    NodeList by = def ? py_list(t, def, FunctionDef_decorator_list) : (NodeList){0};
    for (uint32_t i = 0; i < by.n; i++) {
        Str text = py_text(t, by.v[i]);
        if (!str_eq(text, S("csrf_exempt")) && !str_ends(text, S(".csrf_exempt"))) continue;
        if (!mend_drop_lines(m, &out->change, by.v[i])) return false;
        if (str_eq(text, S("csrf_exempt")))
            *push(m->keep, &out->change.drop_if_unused) =
                (Import){L("django.views.decorators.csrf"), L("csrf_exempt"), {0}};
        return mend_done(out, TRUST_REVIEW,
                         "Requests must bring the token of the visitor's session. Decide that no other program "
                         "sends them without one.");
    }
    return false;
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_switch_here, add_middleware, drop_exempt, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_csrf_off = {
    .id = L("csrf-off"),
    .cwe = 352,
    .severity = SEV_MEDIUM,
    .title = L("the check against cross-site requests is switched off"),
    .why = L("Another site's page can send this request with the visitor's cookies, and "
             "the state changes in their name."),
    .instead = L("Keep the check on; exempt only what is not authenticated by a cookie (a "
                 "webhook with a signature)."),
    .bad = L("from django.contrib.auth.decorators import login_required\n"
             "from django.views.decorators.csrf import csrf_exempt\n"
             "@csrf_exempt\n"
             "@login_required\n"
             "def transfer(request):\n"
             "    request.user.account.send(request.POST[\"to\"])\n"),
    .good = L("from django.contrib.auth.decorators import login_required\n"
              "@login_required\n"
              "def transfer(request):\n"
              "    request.user.account.send(request.POST[\"to\"])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/352.html"),
                    L("https://docs.djangoproject.com/en/stable/ref/csrf/"),
                    L("https://flask-wtf.readthedocs.io/en/latest/csrf/")),
    .peers = LIST(L("codeql:py/csrf-protection-disabled")),
    .at_file = look,
    .words = LIST(L("csrf_exempt"), L("CSRFProtect"), L("config"), L("WTF_CSRF_ENABLED"),
                  L("exempt"), L("xsrf_cookies"), L("MIDDLEWARE"), L("MIDDLEWARE_CLASSES"),
                  L("csrf_enabled"), L("meta"), L("enforce_csrf"), L("csrf"),
                  L("check_xsrf_cookie"), L("is_submitted"), L("require_csrf"), L("check_origin"),
                  L("samesite"), L("SESSION_COOKIE_SAMESITE"), L("CSRF_COOKIE_SAMESITE"),
                  L("REMEMBER_COOKIE_SAMESITE"), L("CsrfProtect"), L("SeaSurf")),
    .fix = fix,
    .weak_in_package = true,
};
