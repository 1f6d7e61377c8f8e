// rule foreign-process: a process is signalled by a number that somebody gave.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str killers[] = {L("os.kill"), L("os.killpg"), L("psutil.Process"), {0}};
static const Str checks[] = {L("uids"),     L("st_uid"), L("username"), L("getuid"),
                             L("children"), L("owner"),  L("cmdline"),  {0}};

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    // a module that forks signals its own children
    bool parent = query_mentions(q, t->root, (const Str[]){L("fork"), {0}});
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId pid = query_calls(q, n, killers) ? query_arg(q, n, 0, S("pid")) : 0;
        uint32_t func = q->inside[n];
        NodeId def = query_def(q, func);
        int64_t signal;
        if (!pid || !def || query_mentions(q, def, checks)) continue;
        bool remote = (query_taint(q, pid) & KIND(REMOTE)) != 0;
        if (!remote && (parent || py_kind(t, pid) != PY_Name)) continue;
        NodeId sig = query_arg(q, n, 1, S("sig"));
        if (sig && query_int(q, sig, &signal) && signal == 0) continue;
        const Func *f = &q->module->funcs.v[func];
        for (Size i = 0; i < f->params.n && !remote; i++)
            if (f->params.v[i].name == py_sym(t, pid, Name_id))
                rule_report(run, func, n, CONF_MEDIUM,
                            "whoever calls this decides which process is signalled");
        if (remote)
            rule_report(run, func, n, CONF_MEDIUM,
                        "the client decides which process is signalled");
    }
}

const Rule rule_foreign_process = {
    .id       = L("foreign-process"),
    .cwe      = 283, .severity = SEV_LOW,
    .title    = L("a process is signalled by a number that somebody gave"),
    .why      = L("Nothing says that the process is one of ours: with this program's rights the "
                  "caller stops any process, and a number that was used again is another "
                  "process."),
    .instead  = L("Signal processes that this program started (Popen.terminate), or check the "
                  "owner first."),
    .bad      = L("import os\n"
                  "import signal\n"
                  "def stop(pid):\n"
                  "    os.kill(pid, signal.SIGTERM)\n"),
    .good     = L("import subprocess\n"
                  "child = subprocess.Popen([\"sleep\", \"1\"])\n"
                  "child.terminate()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/283.html"),
                     L("https://docs.python.org/3/library/os.html#os.kill")),
    .at_file  = look,
    .fix = mend_fix_process,
    .words    = LIST(L("kill"), L("killpg")),
    .weak_in_package = true,
};
