// rule cleartext-transport: a protocol without encryption.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_cleartext_transport = {
    .id       = L("cleartext-transport"),
    .cwe      = 319, .severity = SEV_MEDIUM,
    .title    = L("a protocol without encryption"),
    .why      = L("Everyone on the way reads the login and the data, and can change both."),
    .instead  = L("Use the encrypted form: FTP_TLS or SFTP, SSH instead of Telnet, IMAP4_SSL, "
                  "SMTP with starttls, https."),
    .bad      = L("import ftplib\n"
                  "ftp = ftplib.FTP(\"files.example.org\")\n"
                  "ftp.login(\"u\", input())\n"),
    .good     = L("import ftplib\n"
                  "ftp = ftplib.FTP_TLS(\"files.example.org\")\n"
                  "ftp.login(\"u\", input())\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/319.html"),
                     L("https://docs.python.org/3/library/ftplib.html#ftplib.FTP_TLS")),
    .peers    = LIST(L("bandit:B312"), L("bandit:B321"), L("bandit:B401"), L("bandit:B402"),
                     L("bandit:B508"), L("ruff:S312"), L("ruff:S321"), L("ruff:S401"), L("ruff:S402"),
                     L("ruff:S508")),
    .mark     = L("cleartext-transport"), .mark_confidence = CONF_MEDIUM,
};
