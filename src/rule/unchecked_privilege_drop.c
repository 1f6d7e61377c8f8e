// rule unchecked-privilege-drop: giving up rights fails, and the program goes on with them.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str drops[] = {L("os.setuid"), L("os.seteuid"), L("os.setreuid"), L("os.setresuid"),
                            L("os.setgid"), L("os.setegid"), L("os.setregid"), L("os.setresgid"),
                            L("os.setgroups"), L("os.initgroups"), L("os.chroot"), {0}};

// os.setuid(0), a value that was had before: up again, not down
static bool goes_up(const Query *q, NodeId call)
{
    NodeId arg = query_arg(q, call, 0, S("uid"));
    int64_t id;
    return arg && query_int(q, arg, &id) && id == 0;
}

static NodeId drop_in(const Query *q, NodeList body)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        for (uint32_t i = 0; i < body.n; i++)
            if (query_within(q, n, body.v[i]) && query_calls(q, n, drops) && !goes_up(q, n))
                return n;
    return 0;
}

// Does the handler end the program, raise, or tell its caller?
static bool ends(const Query *q, NodeId in)
{
    static const Str exits[] = {L("exit"), L("_exit"), L("abort"), L("fatal"), L("fail"), L("die"),
                                L("kill"), L("stop"), L("shutdown"), {0}};
    static const int kinds[] = {PY_Raise, PY_Return, PY_Break};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = query_next(q, kinds[k], n));)
            if (query_within(q, n, in)) return true;
    return query_mentions(q, in, exits);
}

// finally: os._exit(1)
static bool ends_anyway(const Query *q, NodeId the_try)
{
    static const Str exits[] = {L("_exit"), L("exit"), L("abort"), {0}};
    NodeList last = py_list(q->tree, the_try, Try_finalbody);
    for (NodeId n = 0; last.n && (n = query_next(q, PY_Call, n));)
        for (uint32_t i = 0; i < last.n; i++)
            if (query_within(q, n, last.v[i]) && str_in(query_method(q, n), exits)) return true;
    return false;
}

// After the try: if os.getuid() == 0: raise
static bool asked_after(const Query *q, NodeId the_try)
{
    static const Str asks[] = {L("getuid"), L("geteuid"), L("getresuid"), {0}};
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool after = py_at(q->tree, n)->beg > py_at(q->tree, the_try)->end;
        if (after && q->inside[n] == q->inside[the_try] && query_mentions(q, n, asks)) return true;
    }
    return false;
}

// os.setuid(user) and no word of the groups: those of root stay.
static void look_at_groups(RuleRun *run)
{
    static const Str users[] = {L("os.setuid"), L("os.setresuid"), L("os.setreuid"), {0}};
    static const Str groups[] = {L("setgid"), L("setresgid"), L("setregid"), L("initgroups"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (query_calls(q, n, users) && !goes_up(q, n) && !rule_near_mentions(run, n, groups, true))
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "the user is given up, and the group and its rights are kept");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_groups(run);
    for (NodeId n = 0; (n = query_next(q, PY_Try, n));) {
        NodeId drop = drop_in(q, py_list(t, n, Try_body));
        NodeList handlers = py_list(t, n, Try_handlers);
        for (uint32_t i = 0; drop && i < handlers.n; i++)
            if (!ends(q, handlers.v[i]) && !ends_anyway(q, n) && !asked_after(q, n))
                rule_report(run, q->inside[drop], handlers.v[i], CONF_MEDIUM,
                            "when %.*s fails the program keeps its rights and goes on",
                            STR_ARG(query_callee(q, drop)));
    }
    static const Str suppress[] = {L("contextlib.suppress"), {0}};
    for (NodeId n = 0; (n = query_next(q, PY_With, n));) {
        NodeList items = py_list(t, n, With_items);
        NodeId call = items.n ? py_node(t, items.v[0], withitem_context_expr) : 0;
        if (!call || py_kind(t, call) != PY_Call || !query_calls(q, call, suppress)) continue;
        NodeId drop = drop_in(q, py_list(t, n, With_body));
        if (drop && !asked_after(q, n))
            rule_report(run, q->inside[drop], drop, CONF_MEDIUM,
                        "when %.*s fails the program keeps its rights and goes on",
                        STR_ARG(query_callee(q, drop)));
    }
}

const Rule rule_unchecked_privilege_drop = {
    .id       = L("unchecked-privilege-drop"),
    .cwe      = 273, .also = {271, 269}, .severity = SEV_HIGH,
    .title    = L("giving up rights fails, and the program goes on with them"),
    .why      = L("setuid fails where a limit of processes is reached or the caller has too few rights. "
                  "A program that only writes this down serves its clients as root: what they can do "
                  "to it they do to the machine."),
    .instead  = L("End the program when the call fails, and ask os.getuid() afterwards."),
    .bad      = L("import os\n"
                  "def drop(uid, gid):\n"
                  "    try:\n"
                  "        os.setgid(gid)\n"
                  "        os.setuid(uid)\n"
                  "    except OSError:\n"
                  "        print(\"still root\")\n"),
    .good     = L("import os\n"
                  "def drop(uid, gid):\n"
                  "    try:\n"
                  "        os.setgid(gid)\n"
                  "        os.setuid(uid)\n"
                  "    except OSError as error:\n"
                  "        raise SystemExit(str(error))\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/273.html"),
                     L("https://wiki.sei.cmu.edu/confluence/display/c/"
                       "POS37-C.+Ensure+that+privilege+relinquishment+is+successful")),
    .at_file  = look,
    .words    = LIST(L("setuid"), L("seteuid"), L("setreuid"), L("setresuid"), L("setgid"),
                     L("setegid"), L("setgroups"), L("initgroups"), L("chroot"), L("setresgid")),
};
