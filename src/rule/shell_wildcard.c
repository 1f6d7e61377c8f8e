// rule shell-wildcard: a shell puts names of files where a program looks for options.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Programs that have options which run a command or change what others may do, and take many files.
static const Str programs[] = {L("tar"), L("chown"), L("chmod"), L("rsync"),
                               L("zip"), L("7z"),    L("scp"),   {0}};

// Does a word of its own begin with a star before "--" has ended the options? "./*" begins with a dot.
static bool takes_names(Str command)
{
    Str word;
    bool listed = false;
    while (str_cut(&command, S(" "), &word)) {
        if (!word.len) continue;
        if (str_eq(word, S("--")) || str_eq(word, S("|")) || str_eq(word, S(";")) ||
            str_eq(word, S("&&")))
            listed = false;
        else if (str_in(path_last(word), programs)) listed = true;
        else if (listed && word.s[0] == '*') return true;
    }
    return false;
}

// A folder that others write to, by its name; of the rest nobody knows who does. Where the archive goes is no matter.
static bool is_shared(Str command)
{
    static const Str folders[] = {L("/tmp"),    L("upload"),  L("/home"),    L("incoming"),
                                  L("/shared"), L("/public"), L("/var/www"), L("inbox"),
                                  L("dropbox"), {0}};
    static const Str archives[] = {L(".tar"), L(".tgz"), L(".gz"), L(".bz2"), L(".xz"), L(".zip"), L(".7z"), {0}};
    Str word;
    while (str_cut(&command, S(" "), &word))
        if (!str_closes(word, archives) && str_has(word, folders)) return true;
    return false;
}

static void look(RuleRun *run)
{
    static const Str lines[] = {L("os.system"),
                                L("os.popen"),
                                L("subprocess.getoutput"),
                                L("subprocess.getstatusoutput"),
                                L("asyncio.create_subprocess_shell"),
                                {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool line = query_calls(q, n, lines);
        NodeId shell = !line && query_calls(q, n, query_subprocess) ? query_arg(q, n, 8, S("shell")) : 0;
        NodeId command =
            line || (shell && query_is_true(q, shell)) ? query_arg(q, n, 0, S("args")) : 0;
        Str text;
        if (!command && line) command = query_arg(q, n, 0, S("cmd"));
        if (command && query_str(q, command, &text) && takes_names(text))
            rule_report(run, q->inside[n], n, is_shared(text) ? rule_hint(run) : CONF_LOW,
                        "a file whose name begins with a dash is an option here");
    }
}

const Rule rule_shell_wildcard = {
    .id = L("shell-wildcard"),
    .cwe = 155,
    .also = {88},
    .severity = SEV_LOW,
    .title = L("a shell puts names of files where a program looks for options"),
    .why = L("The shell writes the names of all files in place of the star. Whoever may put a file "
             "there calls it "
             "`--checkpoint-action=exec=sh x.sh` or `--reference=x`, and the program takes the "
             "name for an option: tar "
             "runs a command, chown and chmod take owner and mode from another file."),
    .instead = L("Write `./*`, end the options with `--` before it, or list the files in Python "
                 "and give them as a list."),
    .bad = L("import os\n"
             "os.system(\"cd /srv/uploads && tar -czf /var/backups/all.tgz *\")\n"),
    .good = L("import os\n"
              "os.system(\"cd /srv/uploads && tar -czf /var/backups/all.tgz -- ./*\")\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/155.html"),
                    L("https://www.gnu.org/software/tar/manual/html_section/checkpoints.html"),
                    L("https://bandit.readthedocs.io/en/latest/plugins/"
                      "b609_linux_commands_wildcard_injection.html")),
    .peers = LIST(L("bandit:B609"), L("ruff:S609")),
    .at_file = look,
    .words = LIST(L("system"), L("popen"), L("subprocess"), L("create_subprocess_shell")),
};
