// rule secret-in-arguments: a password stands in the command line of another program.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

// password_file, PASSWORD_PROMPT, hash_password(…): not the password.
static bool is_password(Str name)
{
    static const Str other[] = {L("file"), L("path"), L("prompt"), L("name"),  L("hash"), L("length"),
                                L("env"),  L("cmd"),  L("option"), L("store"), L("flag"), L("arg"),
                                L("has_"), L("use_"), L("ask"),    L("field"), L("auth"), {0}};
    // the folder that a program runs in; passes of a compiler or of a video
    static const Str folders[] = {L("pwd"), L("PWD"), L("old_pwd"), L("orig_pwd"), L("OLDPWD"), {0}};
    static const Str passes[] = {L("n"), L("num"), L("first"), L("second"), L("last"), L("one"), L("two"),
                                 L("single"), L("multi"), L("opt"), L("by"), L("nth"), {0}};
    return secret_name(name) == NAME_PASSWORD && !query_named(name, other) && !str_in(name, folders) &&
           !(str_ends(name, S("pass")) && name_has_word(name, passes));
}

// The name of a password in a built text or alone; a call but for one that only writes it otherwise is something else.
static Str password_in(const Query *q, NodeId n, int depth)
{
    static const Str writes[] = {L("format"), L("str"), L("quote"), L("join"), {0}};
    const Tree *t = q->tree;
    NodeId child;
    int k = py_kind(t, n);
    if (k == PY_Name || k == PY_Attribute) {
        Str name = query_called(q, n), text;
        return is_password(name) && !query_str(q, n, &text) ? name : S("");
    }
    if (depth > 4 || k == PY_IfExp || k == PY_Compare || (k == PY_Call && !str_in(query_method(q, n), writes)))
        return S("");
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));) {
        Str name = password_in(q, child, depth + 1);
        if (name.len) return name;
    }
    return S("");
}

// ["echo", password], input=…: what the shell itself prints is in no list of processes.
static void look(RuleRun *run)
{
    static const Str runs[] = {L("subprocess.run"), L("subprocess.call"), L("subprocess.check_call"),
                               L("subprocess.check_output"), L("subprocess.Popen"), L("subprocess.getoutput"),
                               L("asyncio.create_subprocess_exec"), L("asyncio.create_subprocess_shell"),
                               L("os.system"), L("os.popen"), {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, runs)) continue;
        NodeList args = py_list(q->tree, n, Call_args);
        bool each = str_eq(query_method(q, n), S("create_subprocess_exec"));
        Str name = {0};
        NodeId command = query_arg(q, n, 0, S("args"));
        if (command && !each) name = password_in(q, query_peel(q, command), 0);
        for (uint32_t i = 0; each && !name.len && i < args.n; i++) name = password_in(q, args.v[i], 0);
        if (name.len)
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "%.*s stands in the program's command line", STR_ARG(name));
    }
}

const Rule rule_secret_in_arguments = {
    .id       = L("secret-in-arguments"),
    .cwe      = 214, .also = {497}, .severity = SEV_MEDIUM,
    .title    = L("a password in the command line of another program"),
    .why      = L("Every user of the machine sees the arguments of all programs that run (ps, /proc), and so do "
                  "logs and monitors that write them down."),
    .instead  = L("Hand it over by standard input, a file that only this user may read, or the environment."),
    .bad      = L("import subprocess\n"
                  "def dump(user, password):\n"
                  "    subprocess.run([\"mysqldump\", \"-u\", user, \"-p\" + password, \"shop\"])\n"),
    .good     = L("import os\n"
                  "import subprocess\n"
                  "def dump(user, password):\n"
                  "    subprocess.run([\"mysqldump\", \"-u\", user, \"shop\"], env={**os.environ, \"MYSQL_PWD\": password})\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/214.html"),
                     L("https://dev.mysql.com/doc/refman/8.0/en/password-security-user.html")),
    .at_file  = look,
    .words    = LIST(L("subprocess"), L("create_subprocess_exec"), L("create_subprocess_shell"), L("system"),
                     L("popen"), L("Popen"), L("check_call"), L("check_output")),
    .weak_in_package = true,
};
