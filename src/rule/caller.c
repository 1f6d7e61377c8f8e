// rule/caller: is who calls asked before a handler is, by what stands before it in this file or
// another: a hook or middleware of the app, a dependency of the router, a base of the class, the
// settings.
// SPDX-License-Identifier: MIT
#include "rule/caller.h"

const Str caller_checks[] = {L("login_required"), L("auth"),          L("require_admin"),
                             L("require_user"),   L("require_login"), L("current_user"),
                             L("permission"),     L("role"),          L("jwt_required"),
                             L("token_required"), L("logged_in"),     L("admin_only"),
                             L("protected"),      L("api_key"),       L("verify_token"),
                             L("admin_required"), L("get_user"),      L("session"),
                             L("staff"),          L("security"),      {0}};
const Str caller_words[] = {L("auth"),
                            L("require_"),
                            L("current_user"),
                            L("permission"),
                            L("role"),
                            L("token_required"),
                            L("logged_in"),
                            L("admin"),
                            L("protected"),
                            L("api_key"),
                            L("verify_token"),
                            L("get_user"),
                            L("staff"),
                            L("security"),
                            L("user_session"),
                            L("login"),
                            {0}};

// A piece of a dependency that shows what it is for: it reads a token, it refuses with 401 or 403.
bool caller_shown(const Tree *t, NodeId n)
{
    static const Str about[] = {L("authenticat"),
                                L("authoriz"),
                                L("current_user"),
                                L("compare_digest"),
                                L("oauth2"),
                                L("httpbearer"),
                                L("httpbasic"),
                                L("apikey"),
                                L("api_key"),
                                L("checkpw"),
                                L("verify_token"),
                                L("jwt"),
                                L("check_password"),
                                L("forbidden"),
                                L("_401"),
                                L("_403"),
                                {0}};
    const PyConst *c = py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    if (c && c->kind == CONST_INT && !c->big) return c->i == 401 || c->i == 403;
    if (c && c->kind == CONST_STR)
        return str_eq(c->text, S("Authorization")) || str_eq(c->text, S("authorization"));
    return query_named(py_last_name(t, n), about);
}

// What a hook, a middleware or a base class says of who calls, and how it turns others away.
static bool tells_caller(const Tree *t, NodeId n, bool *who, bool *away)
{
    static const Str about[] = {
        L("session"), L("login"),    L("logged"), L("auth"),       L("user"),       L("token"),
        L("api_key"), L("api-key"),  L("apikey"), L("permission"), L("credential"), L("principal"),
        L("jwt"),     L("identity"), L("admin"),  L("staff"),      L("signature"),  {0}};
    static const Str turns[] = {L("abort"),    L("redirect"),
                                L("unauthor"), L("forbidden"),
                                L("denied"),   L("_401"),
                                L("_403"),     L("require"),
                                L("ensure"),   L("verify"),
                                L("check"),    L("protect"),
                                L("enforce"),  {0}};
    const PyConst *c = py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    Str name = py_kind(t, n) == PY_arg     ? py_name(t, py_sym(t, n, arg_arg))
               : c && c->kind == CONST_STR ? c->text
                                           : py_last_name(t, n);
    NodeId child;
    *who |= name.len && query_named(name, about);
    *away |= py_kind(t, n) == PY_Raise ||
             (c && c->kind == CONST_INT && !c->big && (c->i == 401 || c->i == 403)) ||
             (name.len && !(c && c->kind == CONST_STR) && query_named(name, turns));
    for (uint32_t it = 0; !(*who && *away) && (child = py_next_child(t, n, &it));)
        tells_caller(t, child, who, away);
    return *who && *away;
}

bool caller_turns_away(const FlowFile *f, NodeId n)
{
    bool who = false, away = false;
    return tells_caller(f->module->tree, n, &who, &away);
}

// A hook, middleware or dependency that stands before others' routes: does it ask who calls?
// Starlette's own AuthenticationMiddleware, and Django's, only find out.
static bool asks_caller(const FlowFile *f, NodeId n)
{
    static const Str names[] = {L("auth"),    L("login"),      L("jwt"),
                                L("token"),   L("permission"), L("apikey"),
                                L("api_key"), L("require_"),   {0}};
    const Tree *t = f->module->tree;
    int k = py_kind(t, n);
    bool who = false, away = false;
    if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_ClassDef)
        return tells_caller(t, n, &who, &away) ||
               (k == PY_ClassDef && flow_depends(f, n, caller_shown));
    if (k == PY_Call)
        return flow_depends(f, n, caller_shown) || query_named(py_text(t, n), caller_words);
    Str name = py_text(t, n);
    return !str_ends(name, S("AuthenticationMiddleware")) && query_named(name, names);
}

static const Str open_to_all[] = {L("allowany"), {0}};

// A view's class, or one that it is made of: a mixin of the framework's, permission_classes,
// decorators, dispatch() or prepare() that ask.
static bool class_asks(const FlowFile *f, NodeId n)
{
    static const Str mixins[] = {
        L("loginrequired"), L("permissionrequired"), L("userpassestest"), L("accessmixin"),
        L("staffrequired"), L("superuserrequired"),  L("groupsrequired"), {0}};
    static const Str lists[] = {
        L("permission_classes"), L("decorators"), L("method_decorators"), {0}};
    static const Str permitting[] = {
        L("auth"),  L("admin"), L("permission"), L("login"),   L("role"), L("owner"),
        L("staff"), L("token"), L("user"),       L("require"), {0}};
    static const Str first[] = {
        L("dispatch"), L("prepare"), L("initial"), L("dispatch_request"), {0}};
    const Tree *t = f->module->tree;
    bool who = false, away = false;
    if (py_kind(t, n) != PY_ClassDef) return query_named(py_text(t, n), mixins);
    NodeList by = py_list(t, n, ClassDef_decorator_list), body = py_list(t, n, ClassDef_body);
    for (uint32_t i = 0; i < by.n; i++)
        if (query_named(py_text(t, by.v[i]), caller_checks)) return true;
    for (uint32_t i = 0; i < body.n; i++) {
        int k = py_kind(t, body.v[i]);
        NodeId value = k == PY_Assign ? py_node(t, body.v[i], Assign_value) : 0;
        bool list = value && str_in(py_text(t, py_list(t, body.v[i], Assign_targets).v[0]), lists);
        if (list && query_named(py_text(t, value), permitting) &&
            !query_named(py_text(t, value), open_to_all))
            return true;
        if ((k == PY_FunctionDef || k == PY_AsyncFunctionDef) &&
            str_in(py_name(t, py_sym(t, body.v[i], FunctionDef_name)), first) &&
            tells_caller(t, body.v[i], &who, &away))
            return true;
    }
    return false;
}

// MIDDLEWARE = ["django.contrib.auth.middleware.LoginRequiredMiddleware"]
static bool middleware_asks(const FlowFile *f, NodeId n)
{
    static const Str names[] = {
        L("loginrequired"), L("login_required"), L("requirelogin"), L("authrequired"), {0}};
    bool who = false, away = false;
    if (py_kind(f->module->tree, n) == PY_Constant)
        return query_named(py_text(f->module->tree, n), names);
    return tells_caller(f->module->tree, n, &who, &away);
}

static bool permission_asks(const FlowFile *f, NodeId n)
{
    return py_kind(f->module->tree, n) == PY_ClassDef ||
           !query_named(py_text(f->module->tree, n), open_to_all);
}

static bool is_rest(const FlowFile *f, NodeId n)           // a base that is Django REST framework's
{
    static const Str names[] = {L("apiview"), L("viewset"), {0}};
    return py_kind(f->module->tree, n) != PY_ClassDef &&
           query_named(py_text(f->module->tree, n), names);
}

bool caller_asked(const RuleRun *run, Str owner)
{
    return rule_hint(run) < run->least || flow_asked_before(run->file, owner, asks_caller);
}

bool caller_asked_of_class(const RuleRun *run, uint32_t owner)
{
    const ClassInfo *cls = &run->module->classes.v[owner - 1];
    return rule_hint(run) < run->least || class_asks(run->file, cls->node) ||
           flow_base_asks(run->file, cls, class_asks) ||
           flow_asked_before(run->file, py_name(run->tree, cls->name), asks_caller) ||
           flow_setting_asks(run->file, S("MIDDLEWARE"), S(""), middleware_asks) ||
           (flow_base_asks(run->file, cls, is_rest) &&
            flow_setting_asks(run->file, S("REST_FRAMEWORK"), S("DEFAULT_PERMISSION_CLASSES"),
                              permission_asks));
}


bool caller_asked_of_view(const RuleRun *run, Str name)
{
    return rule_hint(run) < run->least || flow_asked_before(run->file, name, asks_caller) ||
           flow_setting_asks(run->file, S("MIDDLEWARE"), S(""), middleware_asks);
}

NodeId caller_maker(const Query *q, Str owner)
{
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (str_eq(query_called(q, py_list(q->tree, n, Assign_targets).v[0]), owner) &&
            py_kind(q->tree, py_node(q->tree, n, Assign_value)) == PY_Call)
            return py_node(q->tree, n, Assign_value);
    return 0;
}

Str caller_prefix(const Query *q, Str owner)
{
    NodeId made = caller_maker(q, owner), given = made ? query_arg(q, made, -1, S("prefix")) : 0;
    if (made && !given) given = query_arg(q, made, -1, S("url_prefix"));
    Str text = {0};
    return given && query_str(q, given, &text) ? text : S("");
}

// ---- a refusal

static bool says_no(const Tree *t, NodeId n)
{
    static const Str names[] = {L("Forbidden"), L("Unauthorized"), L("PermissionDenied"),
                                L("PermissionError"), L("AccessDenied"), L("NotAuthorized"),
                                L("HTTP_401"), L("HTTP_403"), {0}};
    const PyConst *c = py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    Str name = py_last_name(t, n);
    return (c && c->kind == CONST_INT && !c->big && (c->i == 401 || c->i == 403)) ||
           (name.len && query_named(name, names));
}

static bool refuses_access(const Tree *t, NodeId n, bool leaves, int depth)
{
    enum { DEEPEST = 40 };
    NodeId child;
    if (!n || depth > DEEPEST) return false;
    if (leaves && says_no(t, n)) return true;
    NodeId func = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0;
    leaves |= py_kind(t, n) == PY_Raise ||
              (func && py_kind(t, func) == PY_Name &&
               str_eq(py_name(t, py_sym(t, func, Name_id)), S("abort")));
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (refuses_access(t, child, leaves, depth + 1)) return true;
    return false;
}

bool caller_is_refused(const Tree *t, NodeId n) { return refuses_access(t, n, false, 0); }
