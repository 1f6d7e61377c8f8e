// rule no-timeout: a request that may wait for ever.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_no_timeout = {
    .id       = L("no-timeout"),
    .cwe      = 400, .also = {1088}, .severity = SEV_LOW,
    .title    = L("a request that may wait for ever"),
    .why      = L("The other side may accept the connection and never answer, by a fault or on "
                  "purpose. This call then waits for ever and holds its thread; a few of those, "
                  "and the service answers nobody."),
    .instead  = L("Give a timeout: requests.get(url, timeout=10)."),
    .bad      = L("import requests\n"
                  "requests.get(\"https://example.org\")\n"),
    .good     = L("import requests\n"
                  "requests.get(\"https://example.org\", timeout=10)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/400.html"),
                     L("https://requests.readthedocs.io/en/latest/user/advanced/#timeouts")),
    .peers    = LIST(L("bandit:B113"), L("ruff:S113")),
    .mark     = L("no-timeout"), .mark_confidence = CONF_LOW,
    .fix      = mend_fix_timeout,
};
