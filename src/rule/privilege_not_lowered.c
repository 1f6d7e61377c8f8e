// rule privilege-not-lowered: raised rights are not given back when something fails.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool has(Str name, Str part)                        // part in lower case
{
    for (Size i = 0; i + part.len <= name.len; i++) {
        Size k = 0;
        while (k < part.len && (name.s[i + k] | 32) == part.s[k]) k++;
        if (k == part.len) return true;
    }
    return false;
}

static bool raises(Str name)
{
    return has(name, S("priv")) &&
           (has(name, S("raise")) || has(name, S("elevat")) || has(name, S("gain")) ||
            has(name, S("escalate")) || has(name, S("acquire")));
}

static bool lowers(Str name)
{
    return has(name, S("priv")) &&
           (has(name, S("lower")) || has(name, S("drop")) || has(name, S("restore")) ||
            has(name, S("release")) || has(name, S("revert")));
}

static bool in_body(const Query *q, NodeId n, NodeId of_try)
{
    NodeList body = py_list(q->tree, of_try, Try_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (query_within(q, n, body.v[i])) return true;
    return false;
}

static bool lowered_for_sure(const Query *q, uint32_t func, NodeId the_try)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (q->inside[n] == func && lowers(query_method(q, n)) && !in_body(q, n, the_try))
            return true;
    (void)t;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!raises(query_method(q, n))) continue;
        for (NodeId t = 0; (t = query_next(q, PY_Try, t));) {
            bool lowers_inside = false;
            for (NodeId l = 0; q->inside[t] == q->inside[n] && (l = query_next(q, PY_Call, l));)
                lowers_inside |= lowers(query_method(q, l)) && in_body(q, l, t);
            if (!lowers_inside || !py_list(q->tree, t, Try_handlers).n ||
                lowered_for_sure(q, q->inside[n], t))
                continue;
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "an exception leaves the raised rights in force");
        }
    }
}

const Rule rule_privilege_not_lowered = {
    .id = L("privilege-not-lowered"),
    .cwe = 269,
    .also = {250},
    .severity = SEV_MEDIUM,
    .title = L("raised rights are not given back when something fails"),
    .why = L("The call that lowers the rights stands after something that can raise an "
             "exception: when it does, the rest of the program runs with the raised "
             "rights."),
    .instead = L("Lower them in a finally block, or in a context manager's exit."),
    .bad = L("import os\n"
             "def raise_privileges(): os.seteuid(0)\n"
             "def lower_privileges(): os.seteuid(1000)\n"
             "def make(name):\n"
             "    try:\n"
             "        raise_privileges()\n"
             "        os.mkdir(\"/srv/\" + name)\n"
             "        lower_privileges()\n"
             "    except OSError:\n"
             "        return False\n"),
    .good = L("import os\n"
              "def raise_privileges(): os.seteuid(0)\n"
              "def lower_privileges(): os.seteuid(1000)\n"
              "def make(name):\n"
              "    raise_privileges()\n"
              "    try:\n"
              "        os.mkdir(\"/srv/data\")\n"
              "    finally:\n"
              "        lower_privileges()\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/269.html"),
                    L("https://wiki.sei.cmu.edu/confluence/display/c/"
                      "POS02-C.+Follow+the+principle+of+least+privilege")),
    .at_file = look,
};
