// rule unended-token: a token or session is taken after its end.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Something that stands for a right, by a name in the function: what merely starts and ends, like a
// run of a program or a timer, is none.
static bool is_of_tokens(const Query *q, NodeId def)
{
    static const Str words[] = {L("token"),  L("session"), L("sid"),   L("code"),      L("link"),
                                L("nonce"),  L("ticket"),  L("otp"),   L("invit"),     L("reset"),
                                L("grant"),  L("key"),     L("login"), L("challenge"), L("secret"),
                                L("pin"),    L("pass"),    L("auth"),  L("approv"),    L("voucher"),
                                L("coupon"), L("claim"),   {0}};
    return query_mentions(q, def, words);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test || rule_in_package(run)) return;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        NodeId def = query_def(q, i);
        if (!def || py_kind(q->tree, def) == PY_Lambda) continue;
        Mend m = rule_mend(run, i);
        Fix fix = {0};
        if (mend_fix_expiry(&m, &(MendSite){.node = def}, &fix))
            rule_report(run, i, def, is_of_tokens(q, def) ? CONF_MEDIUM : CONF_LOW,
                        "`%.*s` takes what the module itself says has ended",
                        STR_ARG(py_name(q->tree, q->module->funcs.v[i].name)));
    }
}

const Rule rule_unended_token = {
    .id = L("unended-token"),
    .cwe = 613,
    .proven_in_project = true,
    .also = {640},
    .severity = SEV_MEDIUM,
    .title = L("a token or session is taken after its end"),
    .why = L("The module keeps when a token or session was made, for whom, or that it works once, "
             "and the function that takes it does not look: who finds an old link, or watches one "
             "being used, uses it again."),
    .instead = L("Compare the time that is kept with the clock, and whom it was made for with who "
                 "brings it, and remove it when it is used."),
    .bad = L("import secrets\n"
             "import time\n"
             "LIFETIME = 3600\n"
             "class Links:\n"
             "    def __init__(self):\n"
             "        self.links = {}\n"
             "    def make(self, user):\n"
             "        token = secrets.token_urlsafe(24)\n"
             "        self.links[token] = (user, time.time())\n"
             "        return token\n"
             "    def use(self, token):\n"
             "        user, made = self.links.pop(token)\n"
             "        return user\n"),
    .good = L("import secrets\n"
              "import time\n"
              "LIFETIME = 3600\n"
              "class Links:\n"
              "    def __init__(self):\n"
              "        self.links = {}\n"
              "    def make(self, user):\n"
              "        token = secrets.token_urlsafe(24)\n"
              "        self.links[token] = (user, time.time())\n"
              "        return token\n"
              "    def use(self, token):\n"
              "        user, made = self.links.pop(token)\n"
              "        if time.time() - made > LIFETIME:\n"
              "            raise KeyError(token)\n"
              "        return user\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/613.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Forgot_Password_Cheat_Sheet.html")),
    .at_file = look,
    .words = LIST(L("token"), L("tokens"), L("session"), L("sessions"), L("sid"), L("clock"),
                  L("code"), L("codes"), L("links"), L("pending"), L("nonce"), L("ticket")),
    .fix = mend_fix_expiry,
    .weak_in_package = true,
};
