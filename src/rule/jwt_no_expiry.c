// rule jwt-no-expiry: a token's expiry is not checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_jwt_no_expiry = {
    .id       = L("jwt-no-expiry"),
    .cwe      = 613, .severity = SEV_MEDIUM,
    .title    = L("a token's expiry is not checked"),
    .why      = L("A token that leaked once works for ever."),
    .instead  = L("Leave verify_exp on and require the claim: options={\"require\": [\"exp\"]}."),
    .bad      = L("import jwt\n"
                  "def who(token, key):\n"
                  "    return jwt.decode(token, key, algorithms=[\"HS256\"], options={\"verify_exp\": False})[\"sub\"]\n"),
    .good     = L("import jwt\n"
                  "def who(token, key):\n"
                  "    return jwt.decode(token, key, algorithms=[\"HS256\"], options={\"require\": [\"exp\"]})[\"sub\"]\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/613.html"),
                     L("https://pyjwt.readthedocs.io/en/stable/usage.html#expiration-time-claim-exp")),
    .mark     = L("jwt-no-expiry"), .mark_confidence = CONF_HIGH,
};
