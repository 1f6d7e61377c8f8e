// rule piped-download: what a server sends is run unread.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// curl -fsSL https://… | sh: the server is the one that was named, and decides what runs.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str plain[] = {L("http://"), {0}}, safe[] = {L("https://"), {0}};
    const Query *q = run->query;
    if (run->file->is_test || py_kind(run->tree, mark->node) != PY_Call) return CONF_NONE;
    NodeId command = query_arg(q, mark->node, 0, S("args"));
    if (!command) command = query_arg(q, mark->node, 0, S("command"));
    bool clear = command && query_mentions_text(q, query_peel(q, command), plain);
    if (clear) *message = S("whoever is on the way decides what this machine runs");
    bool tls = command && query_mentions_text(q, query_peel(q, command), safe);
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
