// rule privileged-child: another user's program is run with this program's rights.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str starters[] = {L("subprocess.run"),
                               L("subprocess.Popen"),
                               L("subprocess.call"),
                               L("subprocess.check_call"),
                               L("subprocess.check_output"),
                               L("os.system"),
                               L("asyncio.create_subprocess_exec"),
                               {0}};
static const Str homes[] = {L("pw_dir"), {0}};
static const Str drops[] = {
    L("setuid"), L("setgid"), L("setresuid"), L("demote"), L("preexec_fn"), L("initgroups"), {0}};

// owner = pwd.getpwnam(name), and then a program in that user's folder or with that user's name in its
// environment: whose rights it should have is known here, and it has root's.
static bool is_for_user(const Query *q, NodeId def, NodeId call)
{
    static const Str entries[] = {L("pwd.getpwnam"), L("pwd.getpwuid"), {0}};
    static const Str others[] = {L("sudo"),        L("runuser"), L("setpriv"), L("su "),
                                 L("systemd-run"), L("useradd"), L("usermod"), L("userdel"),
                                 L("chown"),       L("passwd"),  {0}};
    const Tree *t = q->tree;
    if (query_mentions_text(q, def, others)) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        if (!query_within(q, n, def) || py_kind(t, to) != PY_Name) continue;
        if (py_kind(t, value) == PY_Call && query_calls(q, value, entries) &&
            query_uses(q, call, query_called(q, to)))
            return true;
    }
    return false;
}

static void look_at_children(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = query_def(q, q->inside[n]);
        if (!def || !query_calls(q, n, starters) || query_arg(q, n, -1, S("user"))) continue;
        if (query_mentions(q, def, drops)) continue;
        if (!query_mentions(q, def, homes) && !is_for_user(q, def, n)) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "a program of another user's folder is started with this one's rights");
    }
}

// setuid before setgid: once the user is dropped, the group cannot be.
static void look_at_order(RuleRun *run)
{
    static const Str to_user[] = {L("os.setuid"), {0}}, to_group[] = {L("os.setgid"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, to_group)) continue;
        for (NodeId u = 0; (u = query_next(q, PY_Call, u));) {
            bool before =
                q->inside[u] == q->inside[n] && py_at(q->tree, u)->beg < py_at(q->tree, n)->beg;
            if (before && query_calls(q, u, to_user))
                rule_report(run, q->inside[n], n, CONF_MEDIUM,
                            "the group is given up after the user, when it no longer can be");
        }
    }
}

// os.setuid(0), then a program that somebody named; or sudo with one.
static void look_at_root(RuleRun *run)
{
    static const Str up[] = {L("os.setuid"), L("os.seteuid"), {0}};
    static const Str execs[] = {L("os.execv"), L("os.execvp"), L("os.execve"), {0}};
    static const Str sudo[] = {L("sudo"), L("doas"), L("pkexec"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool exec = query_calls(q, n, execs);
        NodeId what = query_arg(q, n, 0, S("args"));
        Str first;
        if (!what || (!exec && !query_calls(q, n, starters))) continue;
        bool list = py_kind(t, what) == PY_List && py_list(t, what, List_elts).n;
        NodeId program = list ? py_list(t, what, List_elts).v[0] : what;
        bool fixed = query_str(q, program, &first);
        if (fixed && list && py_list(t, what, List_elts).n > 1 && query_named(first, sudo) &&
            py_kind(t, py_list(t, what, List_elts).v[1]) == PY_Name) {
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "whoever names this program has it run as root");
            continue;
        }
        for (NodeId u = 0; !fixed && (u = query_next(q, PY_Call, u));) {
            int64_t id;
            NodeId to = query_arg(q, u, 0, S(""));
            bool before = q->inside[u] == q->inside[n] && py_at(t, u)->beg < py_at(t, n)->beg;
            if (before && query_calls(q, u, up) && to && query_int(q, to, &id) && id == 0)
                rule_report(run, q->inside[n], n, CONF_MEDIUM,
                            "whoever names this program has it run as root");
        }
    }
}

static void look(RuleRun *run)
{
    look_at_children(run);
    look_at_root(run);
    look_at_order(run);
}

const Rule rule_privileged_child = {
    .id = L("privileged-child"),
    .cwe = 250,
    .also = {269, 271},
    .severity = SEV_HIGH,
    .title = L("another user's program is run with this program's rights"),
    .why = L("A service that acts for many users runs as root. What it starts from a "
             "user's folder, without becoming that user first, runs as root too."),
    .instead = L("Pass user=, group= and extra_groups=[] to subprocess, or drop the rights in "
                 "the child before it runs."),
    .bad = L("import pwd\n"
             "import subprocess\n"
             "def hook(user):\n"
             "    home = pwd.getpwnam(user).pw_dir\n"
             "    subprocess.run([home + \"/.hook\"], timeout=60)\n"),
    .good = L("import pwd\n"
              "import subprocess\n"
              "def hook(user):\n"
              "    e = pwd.getpwnam(user)\n"
              "    subprocess.run([e.pw_dir + \"/.hook\"], user=e.pw_uid, group=e.pw_gid, "
              "extra_groups=[], timeout=60)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/250.html"),
                    L("https://docs.python.org/3/library/subprocess.html#subprocess.Popen")),
    .at_file = look,
    .words =
        LIST(L("getpwnam"), L("getpwall"), L("getpwuid"), L("setuid"), L("setgid"), L("seteuid"),
             L("subprocess")),
    .weak_in_package = true,
};
