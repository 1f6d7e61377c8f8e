// rule ldap-injection: outside text becomes part of an LDAP filter or name.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What a directory object was made with is its settings, and a name that the directory itself gave is whole.
static bool is_own(const FlowPath *p)
{
    return p->n &&
           (str_starts(p->v[0].text, S("def __init__(")) ||
            str_find(p->v[0].what, S("ldap.")) >= 0 || str_find(p->v[0].what, S("search_s")) >= 0);
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)run, (void)message;
    if (hit->reach & KIND(REMOTE)) return c;
    for (Size i = 0; i < hit->npaths; i++)
        if (!is_own(&hit->paths[i])) return c;
    return hit->npaths ? CONF_LOW : c;
}

// search(base, "(&(uid=%s)(active=TRUE))" % login), of a search that nobody knows
static void look_at_shapes(RuleRun *run)
{
    static const int kinds[] = {PY_BinOp, PY_JoinedStr, PY_Call};
    for (Size i = 0; i < countof(kinds); i++)
        rule_by_shape(run, kinds[i], mend_fix_ldap_text, CONF_LOW,
                      "a parameter is the value of an LDAP filter as it is");
}

const Rule rule_ldap_injection = {
    .id = L("ldap-injection"),
    .cwe = 90,
    .severity = SEV_HIGH,
    .title = L("outside text becomes part of an LDAP filter or name"),
    .why = L("A parenthesis or a star in the value changes the filter (\"*)(uid=*\"), so "
             "that a login succeeds without a password or other entries are read; a comma "
             "or plus changes a distinguished name."),
    .instead = L("Escape with ldap.filter.escape_filter_chars or "
                 "ldap3.utils.conv.escape_filter_chars in filters, and with "
                 "ldap.dn.escape_dn_chars or ldap3.utils.dn.escape_rdn in names: they are not "
                 "the same."),
    .bad = L("import ldap\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/who\")\n"
             "def who():\n"
             "    con = ldap.initialize(\"ldaps://dir.example.org\")\n"
             "    return str(con.search_s(\"dc=example\", ldap.SCOPE_SUBTREE, \"(uid=\" + "
             "request.args[\"uid\"] + \")\"))\n"),
    .good = L("import ldap\n"
              "import ldap.filter\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/who\")\n"
              "def who():\n"
              "    con = ldap.initialize(\"ldaps://dir.example.org\")\n"
              "    uid = ldap.filter.escape_filter_chars(request.args[\"uid\"])\n"
              "    return str(con.search_s(\"dc=example\", ldap.SCOPE_SUBTREE, \"(uid=\" + uid + "
              "\")\"))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/90.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "LDAP_Injection_Prevention_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/ldap-injection")),
    .into = KIND(LDAP) | KIND(LDAP_DN),
    .judge_hit = judge,
    .fix = mend_fix_ldap,
    .at_file = look_at_shapes,
    .surest = {.most = CONF_LOW},
};
