// rule jwt-no-verify: a token's signature is not checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_jwt_no_verify = {
    .id       = L("jwt-no-verify"),
    .cwe      = 347, .also = {345}, .severity = SEV_CRITICAL,
    .title    = L("a token's signature is not checked"),
    .why      = L("Anyone can write a token that says who they are; without the check it is "
                  "believed."),
    .instead  = L("jwt.decode(token, key, algorithms=[\"RS256\"]) with the one algorithm that the "
                  "issuer uses."),
    .bad      = L("import jwt\n"
                  "def who(token):\n"
                  "    return jwt.decode(token, options={\"verify_signature\": False})[\"sub\"]\n"),
    .good     = L("import jwt\n"
                  "def who(token, key):\n"
                  "    return jwt.decode(token, key, algorithms=[\"RS256\"])[\"sub\"]\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/347.html"),
                     L("https://pyjwt.readthedocs.io/en/stable/usage.html"),
                     L("https://auth0.com/blog/critical-vulnerabilities-in-json-web-token-libraries/")),
    .peers    = LIST(L("codeql:py/jwt-missing-verification")),
    .mark     = L("jwt-no-verify"), .mark_confidence = CONF_HIGH,
};
