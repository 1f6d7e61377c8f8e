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

static bool in_finally(const Query *q, NodeId n)
{
    for (NodeId up = n; up; n = up, up = q->parent[up]) {
        if (py_kind(q->tree, up) != PY_Try) continue;
        NodeList last = py_list(q->tree, up, Try_finalbody);
        for (uint32_t i = 0; i < last.n; i++)
            if (last.v[i] == n) return true;
    }
    return false;
}

// os.seteuid(0) … os.seteuid(uid), the second one not in a `finally`: work in between may raise.
static void look_at_ids(RuleRun *run)
{
    static const Str setters[] = {L("os.seteuid"), L("os.setegid"), L("os.setreuid"),
                                  L("os.setresuid"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        int64_t id;
        NodeList args = py_list(q->tree, n, Call_args);
        if (!args.n || !query_calls(q, n, setters)) continue;
        if (!query_int(q, args.v[args.n > 1 ? 1 : 0], &id) || id != 0) continue;
        bool lowered = false, surely = false, works = false;
        uint32_t at = py_at(q->tree, n)->end;
        for (NodeId l = 0; (l = query_next(q, PY_Call, l));) {
            if (q->inside[l] != q->inside[n] || py_at(q->tree, l)->beg < at) continue;
            bool back = str_eq(query_method(q, l), query_method(q, n));
            lowered |= back;
            surely |= back && in_finally(q, l);
            works |= !back;
        }
        if (lowered && works && !surely)
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "an exception leaves the raised rights in force");
    }
}

// setgid(), setgroups(), then seteuid(): the real and the saved user stay root, and any code that
// runs later can become root again. Code that means to come back says so somewhere.
static void look_at_halves(RuleRun *run)
{
    static const Str half[] = {L("os.seteuid"), {0}}, whole[] = {L("os.setuid"), L("os.setresuid"),
                                                                L("os.setreuid"), {0}};
    static const Str groups[] = {L("os.setgid"), L("os.setgroups"), L("os.initgroups"), {0}};
    const Query *q = run->query;
    bool comes_back = false, all = false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        int64_t id;
        NodeList args = py_list(q->tree, n, Call_args);
        all |= query_calls(q, n, whole);
        comes_back |= query_calls(q, n, half) && args.n && query_int(q, args.v[0], &id) && id == 0;
    }
    for (NodeId n = 0; !all && !comes_back && (n = query_next(q, PY_Call, n));) {
        bool with_groups = false;
        if (!query_calls(q, n, half)) continue;
        for (NodeId g = 0; (g = query_next(q, PY_Call, g));)
            with_groups |= q->inside[g] == q->inside[n] && query_calls(q, g, groups);
        if (with_groups)
            rule_report(
                run, q->inside[n], n, CONF_MEDIUM,
                "seteuid changes the effective user only: whoever runs here can be root again");
    }
}

static bool names_rights(const RuleRun *run)
{
    static const Str setters[] = {L("seteuid"), L("setegid"), L("setreuid"), L("setresuid"), {0}};
    for (const Str *s = setters; s->len; s++)
        if (rule_says(run, *s)) return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (names_rights(run)) {
        look_at_ids(run);
        look_at_halves(run);
    }
    for (NodeId n = 0; run->least <= CONF_LOW && (n = query_next(q, PY_Call, n));) {
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

static bool speaks(const RuleRun *run)
{
    return run->least <= CONF_LOW || names_rights(run);
}

const Rule rule_privilege_not_lowered = {
    .id = L("privilege-not-lowered"),
    .cwe = 269,
    .also = {250, 271},
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
    .speaks = speaks,
    .fix = mend_fix_lower_rights,
};
