// rule loose-permissions: a file or folder that everybody may write.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_loose_permissions = {
    .id       = L("loose-permissions"),
    .cwe      = 732, .also = {276}, .severity = SEV_MEDIUM,
    .title    = L("a file or folder that everybody may write"),
    .why      = L("Any local user can exchange its contents, and whoever runs or reads it next "
                  "acts on that."),
    .instead  = L("0o600 for a file, 0o700 for a folder, and more only for those who need it."),
    .bad      = L("import os\n"
                  "os.chmod(\"run.sh\", 0o777)\n"),
    .good     = L("import os\n"
                  "os.chmod(\"run.sh\", 0o700)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/732.html"),
                     L("https://docs.python.org/3/library/os.html#os.chmod")),
    .peers    = LIST(L("bandit:B103"), L("ruff:S103"), L("codeql:py/overly-permissive-file")),
    .mark     = L("loose-permissions"), .mark_confidence = CONF_HIGH,
    .fix      = mend_fix_mode,
};
