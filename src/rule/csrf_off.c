// rule csrf-off: the check against cross-site requests is switched off.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_csrf_off = {
    .id       = L("csrf-off"),
    .cwe      = 352, .severity = SEV_MEDIUM,
    .title    = L("the check against cross-site requests is switched off"),
    .why      = L("Another site's page can send this request with the visitor's cookies, and "
                  "the state changes in their name."),
    .instead  = L("Keep the check on; exempt only what is not authenticated by a cookie (a "
                  "webhook with a signature)."),
    .bad      = L("from django.views.decorators.csrf import csrf_exempt\n"
                  "@csrf_exempt\n"
                  "def transfer(request):\n"
                  "    request.user.account.send(request.POST[\"to\"])\n"),
    .good     = L("from django.views.decorators.http import require_POST\n"
                  "@require_POST\n"
                  "def transfer(request):\n"
                  "    request.user.account.send(request.POST[\"to\"])\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/352.html"),
                     L("https://docs.djangoproject.com/en/stable/ref/csrf/"),
                     L("https://flask-wtf.readthedocs.io/en/latest/csrf/")),
    .peers    = LIST(L("codeql:py/csrf-protection-disabled")),
    .mark     = L("csrf-off"), .mark_confidence = CONF_MEDIUM,
    .fix      = mend_fix_flip,
};
