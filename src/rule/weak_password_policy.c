// rule weak-password-policy: any password will do.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool is_password(Str name)
{
    return str_eq(name, S("password")) || str_eq(name, S("new_password")) ||
           str_eq(name, S("passwd"));
}

enum { LEAST = 8 };                                        // NIST SP 800-63B: eight characters

// len(password) >= 4, len(password) < 6: a least length, and too small a one
static void look_at_lengths(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left);
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        int64_t least;
        if (py_kind(t, left) != PY_Call || !str_eq(query_method(q, left), S("len"))) continue;
        NodeId of = query_arg(q, left, 0, S(""));
        if (!of || !is_password(query_called(q, of)) || py_list(t, n, Compare_comparators).n != 1 ||
            !query_int(q, py_list(t, n, Compare_comparators).v[0], &least))
            continue;
        bool strict = op == OP_GT || op == OP_LTE;
        if ((op == OP_GTE || op == OP_LT || strict) && least > 1 && least + strict < LEAST)
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "a password may have fewer than eight characters");
    }
}

// PasswordField("…", validators=[Length(min=4)])
static void look_at_forms(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        int64_t least;
        NodeId min = query_arg(q, n, 0, S("min"));
        if (!str_eq(query_method(q, n), S("Length")) || !min || !query_int(q, min, &least) ||
            least < 1 || least >= LEAST)
            continue;
        NodeId up = q->parent[n];
        while (
            up && py_kind(q->tree, up) > PY_Error &&
            !(py_kind(q->tree, up) == PY_Call && str_eq(query_method(q, up), S("PasswordField"))))
            up = q->parent[up];
        if (up && py_kind(q->tree, up) == PY_Call)
            rule_report(run, q->inside[n], up, CONF_MEDIUM,
                        "a password may have fewer than eight characters");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (!run->file->is_test) look_at_lengths(run), look_at_forms(run);
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value);
        int64_t least;
        Str name = query_called(q, py_list(t, n, Assign_targets).v[0]);
        bool empty = str_eq(name, S("AUTH_PASSWORD_VALIDATORS")) && py_kind(t, value) == PY_List &&
                     !py_list(t, value, List_elts).n;
        bool length = str_eq(name, S("SECURITY_PASSWORD_LENGTH_MIN")) &&
                      query_int(q, value, &least) && least < 8;
        if ((empty || length) && !run->file->is_test)
            rule_report(run, q->inside[n], n, rule_is_defaults(run) ? CONF_LOW : CONF_MEDIUM,
                        "no rule for passwords is set");
    }
    for (NodeId n = 0; (n = query_next(q, PY_AnnAssign, n));) {
        NodeId value = py_node(t, n, AnnAssign_value);
        int64_t least;
        if (!value || py_kind(t, value) != PY_Call ||
            !is_password(query_called(q, py_node(t, n, AnnAssign_target))))
            continue;
        NodeId min = query_arg(q, value, -1, S("min_length"));
        if (min && query_int(q, min, &least) && least < LEAST)   // 1: it only may not be empty
            rule_report(run, q->inside[n], n,
                        least > 1 && !run->file->is_test ? CONF_MEDIUM : CONF_LOW,
                        "a password may have fewer than eight characters");
    }
}

const Rule rule_weak_password_policy = {
    .id = L("weak-password-policy"),
    .cwe = 521,
    .severity = SEV_MEDIUM,
    .title = L("any password will do"),
    .why = L("Where anything is accepted, people choose short and common passwords. An attacker "
             "who tries the few thousand most common ones against every account gets into some "
             "of them within minutes."),
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
        LIST(L("AUTH_PASSWORD_VALIDATORS"), L("min_length"), L("SECURITY_PASSWORD_LENGTH_MIN"),
             L("password"), L("new_password"), L("passwd"), L("PasswordField")),
};
