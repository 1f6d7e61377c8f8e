// rule piped-download: what a server sends is run unread.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What stands before the next blank; rest begins behind it.
static Str cut_word(Str *rest)
{
    Size beg = 0, end;
    while (beg < rest->len && (uint8_t)rest->s[beg] <= ' ') beg++;
    for (end = beg; end < rest->len && (uint8_t)rest->s[end] > ' '; end++)
        if (rest->s[end] == ';' || rest->s[end] == '|') break;
    Str word = str_sub(*rest, beg, end);
    *rest = str_sub(*rest, end, -1);
    return word;
}

// "| sh", "| sudo -E /bin/bash -s", "| python3 -": not "| grep finished", "| python -m json.tool"
static bool pipes_to_shell(Str text)
{
    static const Str before[] = {L("sudo"), L("env"), L("exec"), L("nohup"), L("time"), {0}};
    static const Str shells[] = {L("sh"), L("bash"), L("dash"), L("zsh"), L("ksh"), L("ash"), {0}};
    for (Size at; (at = str_find(text, S("|"))) >= 0;) {
        text = str_sub(text, at + 1, -1);
        Str rest = text, word = cut_word(&rest);
        bool led = false;
        while (str_in(word, before) || (led && str_starts(word, S("-")))) {
            led = true;
            word = cut_word(&rest);
        }
        word = path_last(word);
        if (str_in(word, shells)) return true;
        Str next = cut_word(&rest);
        if (str_starts(word, S("python")) && (!next.len || str_eq(next, S("-")))) return true;
    }
    return false;
}

static bool runs_download(Str text)
{
    static const Str within[] = {L("sh -c \"$(curl "), L("sh -c \"$(wget "), {0}};
    return pipes_to_shell(text) || str_has(text, within);
}

static bool is_run(const Query *q, NodeId command)
{
    Str text;
    if (query_str(q, command, &text)) return runs_download(text);
    for (NodeId n = 0; (n = query_next_in(q, PY_Constant, command, n));)
        if (query_str(q, n, &text) && runs_download(text)) return true;
    return false;
}

// curl -fsSL https://… | sh: the server is the one that was named, and decides what runs.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str plain[] = {L("http://"), {0}}, safe[] = {L("https://"), {0}};
    const Query *q = run->query;
    if (run->file->is_test || py_kind(run->tree, mark->node) != PY_Call) return CONF_NONE;
    NodeId command = query_arg(q, mark->node, 0, S("args"));
    if (!command) command = query_arg(q, mark->node, 0, S("command"));
    command = command ? query_peel(q, command) : 0;
    if (!command || !is_run(q, command)) return CONF_NONE;
    bool clear = query_mentions_text(q, command, plain), tls = query_mentions_text(q, command, safe);
    if (clear) *message = S("whoever is on the way decides what this machine runs");
    return clear && !tls && !rule_in_package(run) ? c : CONF_LOW;
}

const Rule rule_piped_download = {
    .id = L("piped-download"),
    .cwe = 494,
    .also = {829},
    .severity = SEV_HIGH,
    .title = L("a download is handed to a shell unread"),
    .why = L("The script runs as it arrives. Whoever stands on the way, or takes over the server or its name, runs "
             "what they like on this machine."),
    .instead = L("Download over https, compare a digest that the program knows, and run what was compared."),
    .bad = L("import os\n"
             "os.system(\"curl -s http://get.example.org/agent.sh | sh\")\n"),
    .good = L("import subprocess\n"
              "subprocess.run([\"sha256sum\", \"--check\", \"agent.sha256\"], check=True)\n"
              "subprocess.run([\"sh\", \"agent.sh\"], check=True)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/494.html"),
                    L("https://owasp.org/Top10/A08_2021-Software_and_Data_Integrity_Failures/")),
    .mark = L("piped-download"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
};
