// rule ssh-host-key: an SSH server's key is accepted unseen.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool has_base(const Query *q, NodeId cls, Str name)
{
    NodeList bases = py_list(q->tree, cls, ClassDef_bases);
    for (uint32_t i = 0; i < bases.n; i++)
        if (str_ends(query_dotted(q, bases.v[i]), name)) return true;
    return false;
}

// if settings.RUNNING_TEST, if options.no_host_key_check: in a package, a branch for tests, or one that
// somebody chose
static bool is_asked_for(const RuleRun *run, NodeId n)
{
    static const Str words[] = {L("TEST"), L("_test"), L("testing"), L("host_key"), L("hostkey"),
                                L("known_host"), L("insecure"), {0}};
    const Query *q = run->query;
    for (NodeId from = n; rule_in_package(run) && n; from = n, n = q->parent[n]) {
        NodeId test = py_kind(q->tree, n) == PY_If ? py_node(q->tree, n, If_test) : 0;
        if (!test) continue;
        NodeList no = py_list(q->tree, n, If_orelse);
        bool taken = !no.n || py_at(q->tree, from)->beg < py_at(q->tree, no.v[0])->beg;
        if (taken && (query_mentions(q, test, words) || query_mentions_text(q, test, words)))
            return true;
    }
    return false;
}

// paramiko asks a policy about an unknown key; one that comes back without raising has agreed.
// ssh -o StrictHostKeyChecking=no; Transport.connect() that is told no key
static void look_at_options(RuleRun *run)
{
    static const Str off[] = {L("stricthostkeychecking=no"), L("stricthostkeychecking no"), {0}};
    static const Str makers[] = {L("paramiko.Transport"), {0}};
    const Query *q = run->query;
    // sys.stderr.write("… StrictHostKeyChecking=no …") only speaks of it
    static const Str tells[] = {L("print"), L("click.echo"), L("warnings.warn"), L("sys.stderr.write"),
                                L("sys.stdout.write"), L("logging.warning"), L("logging.info"), {0}};
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(q->tree, n, Call_args);
        if (query_calls(q, n, tells)) continue;
        for (uint32_t i = 0; i < args.n; i++) {
            NodeId value = query_peel(q, args.v[i]);
            int k = value ? py_kind(q->tree, value) : PY_NONE;
            if ((k == PY_List || k == PY_Tuple || k == PY_Constant || k == PY_JoinedStr) &&
                query_mentions_text(q, value, off))
                rule_report(run, q->inside[n], n, is_asked_for(run, n) ? CONF_LOW : CONF_MEDIUM,
                            "ssh is told to accept any key");
        }
        NodeId func = py_node(q->tree, n, Call_func);
        if (!str_eq(query_method(q, n), S("connect")) || py_kind(q->tree, func) != PY_Attribute)
            continue;
        NodeId made = query_peel(q, py_node(q->tree, func, Attribute_value));
        if (!made || py_kind(q->tree, made) != PY_Call || !query_calls(q, made, makers)) continue;
        if (!query_arg(q, n, 0, S("hostkey")) &&
            !query_mentions(q, q->tree->root, (const Str[]){L("get_remote_server_key"), {0}}))
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "the transport is told no key and takes any");
    }
}

// Where the policy is put to use, else where it is made.
static NodeId place_of(const Query *q, NodeId cls, NodeId def)
{
    Str name = py_name(q->tree, py_sym(q->tree, cls, ClassDef_name));
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (str_eq(query_method(q, n), S("set_missing_host_key_policy")) && query_uses(q, n, name))
            return n;
    return def;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_options(run);
    for (NodeId c = 0; (c = query_next(q, PY_ClassDef, c));) {
        if (!has_base(q, c, S("MissingHostKeyPolicy"))) continue;
        NodeList body = py_list(t, c, ClassDef_body);
        for (uint32_t i = 0; i < body.n; i++) {
            NodeId def = body.v[i];
            if (py_kind(t, def) != PY_FunctionDef ||
                !str_eq(py_name(t, py_sym(t, def, FunctionDef_name)), S("missing_host_key")))
                continue;
            bool others =
                query_mentions(q, def, (const Str[]){L("super"), L("Reject"), L("exit"), {0}});
            if (query_holds(q, def, PY_Raise) || query_holds(q, def, PY_Assert) || others) continue;
            NodeId at = place_of(q, c, def);
            rule_report(
                run, q->inside[at], at, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                "missing_host_key of this policy never raises, so every unknown key is accepted");
        }
    }
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)message;
    return is_asked_for(run, mark->node) ? CONF_LOW : c;
}

const Rule rule_ssh_host_key = {
    .id = L("ssh-host-key"),
    .cwe = 295,
    .also = {322},
    .severity = SEV_MEDIUM,
    .title = L("an SSH server's key is accepted unseen"),
    .why = L("The first connection, or every one, may be to somebody in the middle, who "
             "gets the password and the commands."),
    .instead = L("Load known hosts and keep RejectPolicy: client.load_system_host_keys()."),
    .bad = L("import paramiko\n"
             "c = paramiko.SSHClient()\n"
             "c.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n"),
    .good = L("import paramiko\n"
              "c = paramiko.SSHClient()\n"
              "c.load_system_host_keys()\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/295.html"),
                    L("https://docs.paramiko.org/en/stable/api/"
                      "client.html#paramiko.client.SSHClient.set_missing_host_key_policy")),
    .peers =
        LIST(L("bandit:B507"), L("ruff:S507"), L("codeql:py/paramiko-missing-host-key-validation")),
    .mark = L("ssh-host-key"),
    .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .at_file = look,
    .words = LIST(L("missing_host_key"), L("Transport"), L("subprocess"), L("system"), L("popen"),
                  L("run"), L("Popen"), L("create_subprocess_exec"), L("create_subprocess_shell")),
    .fix = mend_fix_host_key,
};
