// rule log-config-listener: a logging configuration is taken from a socket.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_log_config_listener = {
    .id = L("log-config-listener"),
    .cwe = 94,
    .severity = SEV_MEDIUM,
    .title = L("a logging configuration is taken from a socket"),
    .why = L("logging.config.listen evaluates parts of what it receives: any local user "
             "may run code in this process."),
    .instead = L("Read the configuration from a file, or verify what is received (verify=)."),
    .bad = L("import logging.config\n"
             "t = logging.config.listen(9999)\n"),
    .good = L("import logging.config\n"
              "logging.config.fileConfig(\"log.ini\")\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/94.html"),
             L("https://docs.python.org/3/library/logging.config.html#logging.config.listen")),
    .peers = LIST(L("bandit:B612"), L("ruff:S612")),
    .mark = L("log-config-listener"),
    .mark_confidence = CONF_MEDIUM,
};
