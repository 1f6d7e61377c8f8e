// rule weak-password-policy: any password will do.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool is_password(Str name)
{
    return str_eq(name, S("password")) || str_eq(name, S("new_password")) ||
           str_eq(name, S("passwd"));
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value);
        int64_t least;
        Str name = query_called(q, py_list(t, n, Assign_targets).v[0]);
        bool empty = str_eq(name, S("AUTH_PASSWORD_VALIDATORS")) && py_kind(t, value) == PY_List &&
                     !py_list(t, value, List_elts).n;
        bool length = str_eq(name, S("SECURITY_PASSWORD_LENGTH_MIN")) &&
                      query_int(q, value, &least) && least < 8;
        if ((empty || length) && !run->file->is_test)
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "no rule for passwords is set");
    }
    for (NodeId n = 0; (n = query_next(q, PY_AnnAssign, n));) {
        NodeId value = py_node(t, n, AnnAssign_value);
        int64_t least;
        if (!value || py_kind(t, value) != PY_Call ||
            !is_password(query_called(q, py_node(t, n, AnnAssign_target))))
            continue;
        NodeId min = query_arg(q, value, -1, S("min_length"));
        if (min && query_int(q, min, &least) && least < 8)
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "a password may have fewer than eight characters");
    }
}

const Rule rule_weak_password_policy = {
    .id = L("weak-password-policy"),
    .cwe = 521,
    .severity = SEV_MEDIUM,
    .title = L("any password will do"),
    .why = L("Without a rule people choose short and common passwords, which are guessed "
             "in minutes."),
    .instead = L("Demand a length of at least twelve, and refuse passwords from breach lists."),
    .bad = L("INSTALLED_APPS = [\"django.contrib.auth\"]\n"
             "AUTH_PASSWORD_VALIDATORS = []\n"),
    .good = L("INSTALLED_APPS = [\"django.contrib.auth\"]\n"
              "AUTH_PASSWORD_VALIDATORS = [{\"NAME\": "
              "\"django.contrib.auth.password_validation.MinimumLengthValidator\"}]\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/521.html"),
        L("https://docs.djangoproject.com/en/stable/topics/auth/passwords/#password-validation")),
    .at_file = look,
    .words =
        LIST(L("AUTH_PASSWORD_VALIDATORS"), L("min_length"), L("SECURITY_PASSWORD_LENGTH_MIN")),
};
