// rule root-rights: the program takes root's rights, and does not give them back.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

typedef enum { KEPT, GIVEN_BACK_ELSEWHERE, GIVEN_BACK } Back;

typedef struct { NodeId *v; Size n, cap; } Lowerings;

// Another id than root's for the same setter: later in the function, or in another method of the class (__exit__) the
// rights were taken for a while; in another function of the module who calls both decides.
static Back given_back(const Query *q, NodeId call, Lowerings all)
{
    const Func *f = &q->module->funcs.v[q->inside[call]];
    Back most = KEPT;
    for (Size i = 0; most != GIVEN_BACK && i < all.n; i++) {
        NodeId n = all.v[i];
        if (!str_eq(query_method(q, n), query_method(q, call))) continue;
        const Func *other = &q->module->funcs.v[q->inside[n]];
        if (other == f ? py_at(q->tree, n)->beg > py_at(q->tree, call)->end
                       : f->owner && other->owner == f->owner)
            most = GIVEN_BACK;
        else if (other != f && query_def(q, q->inside[call])) most = GIVEN_BACK_ELSEWHERE;
    }
    return most;
}

// Calls of the setters that take another id than root's: in most programs none or one.
static Lowerings lowerings_of(RuleRun *run)
{
    static const Str setters[] = {L("setuid"), L("seteuid"), {0}};
    enum { MOST = 64 };
    const Query *q = run->query;
    Lowerings all = {0};
    for (NodeId n = 0; all.n < MOST && (n = query_next(q, PY_Call, n));) {
        int64_t id;
        if (!str_in(query_method(q, n), setters)) continue;
        NodeId arg = query_arg(q, n, 0, S(""));
        if (arg && !(query_int(q, arg, &id) && id == 0)) *push(run->scratch, &all) = n;
    }
    return all;
}

// subprocess.run(…, user="root")
static bool is_root(const Query *q, NodeId user)
{
    int64_t id;
    Str name;
    return user && ((query_int(q, user, &id) && id == 0) ||
                    (query_str(q, user, &name) && str_eq(name, S("root"))));
}

static void look(RuleRun *run)
{
    static const Str setters[] = {L("os.setuid"), L("os.seteuid"), {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    Lowerings lowerings = lowerings_of(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool sets = query_calls(q, n, setters);
        NodeId who = sets                        ? query_arg(q, n, 0, S("uid"))
                     : query_calls(q, n, query_subprocess) ? query_arg(q, n, -1, S("user"))
                                                 : 0;
        if (!is_root(q, who)) continue;
        Back back = sets ? given_back(q, n, lowerings) : KEPT;
        if (back == GIVEN_BACK) continue;
        rule_report(run, q->inside[n], n, back == KEPT ? rule_hint(run) : CONF_LOW,
                    sets ? "from here on the program runs as root" : "this program is run as root");
    }
}

const Rule rule_root_rights = {
    .id = L("root-rights"),
    .cwe = 250,
    .also = {269},
    .severity = SEV_MEDIUM,
    .title = L("the program takes root's rights, and does not give them back"),
    .why = L("Whatever goes wrong from there on goes wrong as root: one injected command, one file "
             "name with `..` in it, and "
             "the whole machine is the attacker's."),
    .instead = L("Leave what needs root to a small program of its own (sudo with one command, a "
                 "capability, systemd), or "
                 "take the rights for one call and give them back in a `finally`."),
    .bad = L("import os\n"
             "def install(path):\n"
             "    os.setuid(0)\n"
             "    os.rename(path, \"/etc/app.conf\")\n"),
    .good = L("import os\n"
              "def install(path):\n"
              "    me = os.geteuid()\n"
              "    os.seteuid(0)\n"
              "    try:\n"
              "        os.rename(path, \"/etc/app.conf\")\n"
              "    finally:\n"
              "        os.seteuid(me)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/250.html"),
                    L("https://cwe.mitre.org/data/definitions/269.html")),
    .at_file = look,
    .words = LIST(L("setuid"), L("seteuid"), L("subprocess")),
};
