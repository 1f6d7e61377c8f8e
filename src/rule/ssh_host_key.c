// rule ssh-host-key: an SSH server's key is accepted unseen.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

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
    .fix = mend_fix_host_key,
};
