// rule pam-no-account-check: a login by PAM that never asks whether the account may be used.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// handle = PAM.pam(); handle.authenticate() (the PyPAM module)
static void look_at_module(RuleRun *run)
{
    static const Str makers[] = {L("PAM.pam"), {0}};
    const Query *q = run->query;
    bool made = false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) made |= query_calls(q, n, makers);
    for (NodeId n = 0; made && (n = query_next(q, PY_Call, n));) {
        NodeId def = query_def(q, q->inside[n]), func = py_node(q->tree, n, Call_func);
        if (!str_eq(query_method(q, n), S("authenticate")) || query_arg(q, n, 0, S("")) ||
            py_kind(q->tree, func) != PY_Attribute)
            continue;
        NodeId of = py_node(q->tree, func, Attribute_value), is = query_peel(q, of);
        bool pam = py_kind(q->tree, of) == PY_Attribute ||
                   (py_kind(q->tree, is) == PY_Call && query_calls(q, is, makers));
        if (pam &&
            !query_uses(q, def ? def : q->tree->root, S("acct_mgmt")))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the account itself is never checked (acct_mgmt)");
    }
}

// The module knows of the check: which of its logins leaves it out?
static void look_at_calls(RuleRun *run, const Str *checks)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (str_eq(query_method(q, n), S("pam_authenticate")) && query_def(q, q->inside[n]) &&
            !rule_near_mentions(run, n, checks, false))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the account itself is never checked here (pam_acct_mgmt)");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    look_at_module(run);
    // C's own function; what Python modules call so (python-pam) asks about the account itself
    static const Str loads[] = {L("CDLL"), L("cdll"), L("LoadLibrary"), L("find_library"), {0}};
    if (!query_mentions(q, q->tree->root, loads)) return;
    static const Str checks[] = {L("pam_acct_mgmt"), {0}};
    if (query_mentions(q, q->tree->root, checks)) {
        look_at_calls(run, checks);
        return;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));) {
        if (!str_eq(query_called(q, n), S("pam_authenticate"))) continue;
        rule_report(run, q->inside[n], query_statement(q, n), CONF_MEDIUM,
                    "the account itself is never checked (pam_acct_mgmt)");
        return;
    }
}

const Rule rule_pam_no_account_check = {
    .id = L("pam-no-account-check"),
    .cwe = 285,
    .also = {863},
    .severity = SEV_MEDIUM,
    .title = L("a login by PAM that never asks whether the account may be used"),
    .why = L("pam_authenticate says that the password is right. An expired or locked "
             "account has a right password too."),
    .instead = L("Call pam_acct_mgmt after pam_authenticate and believe only both."),
    .bad = L("from ctypes import CDLL\n"
             "from ctypes.util import find_library\n"
             "pam = CDLL(find_library(\"pam\"))\n"
             "def login(handle):\n"
             "    return pam.pam_authenticate(handle, 0) == 0\n"),
    .good = L(
        "from ctypes import CDLL\n"
        "from ctypes.util import find_library\n"
        "pam = CDLL(find_library(\"pam\"))\n"
        "def login(handle):\n"
        "    return pam.pam_authenticate(handle, 0) == 0 and pam.pam_acct_mgmt(handle, 0) == 0\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/285.html"),
                    L("https://codeql.github.com/codeql-query-help/python/py-pam-auth-bypass/")),
    .peers = LIST(L("codeql:py/pam-auth-bypass")),
    .at_file = look,
    .fix = mend_fix_pam,
    .words = LIST(L("pam_authenticate"), L("PAM")),
};
