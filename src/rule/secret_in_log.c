// rule secret-in-log: a secret is written to a log.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_secret_in_log = {
    .id = L("secret-in-log"),
    .cwe = 532,
    .also = {312},
    .severity = SEV_MEDIUM,
    .title = L("a secret is written to a log"),
    .why = L("Logs are copied, shipped and read by many; a password or key in them is "
             "known to all of those, for as long as the log is kept."),
    .instead = L("Log who and what, never the secret; mask it where something must be shown."),
    .bad = L("import getpass\n"
             "import logging\n"
             "password = getpass.getpass()\n"
             "logging.info(\"password is %s\", password)\n"),
    .good = L("import getpass\n"
              "import logging\n"
              "password = getpass.getpass()\n"
              "logging.info(\"password was entered\")\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/532.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Logging_Cheat_Sheet.html#data-to-exclude")),
    .peers = LIST(L("codeql:py/clear-text-logging-sensitive-data")),
    .into = KIND(LOG),
    .from = KIND(SECRET) | KIND(CREDENTIAL) | KIND(PERSONAL),
    .class_b = true,
};
