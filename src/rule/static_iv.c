// rule static-iv: an initialisation vector or nonce that is the same for every message.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A cipher whose result nobody keeps asks whether the library has it.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    NodeId st = query_statement(run->query, mark->node);
    Str func = run->module->funcs.v[mark->func].qualname;
    (void)message;
    if (rule_is_prescribed(run)) return CONF_LOW;
    // what somebody else encrypted is opened with the vector that was used
    if (rule_in_package(run) && str_find(func, S("decrypt")) >= 0) return CONF_LOW;
    return st && py_kind(run->tree, st) == PY_Expr && rule_in_package(run) ? CONF_LOW : c;
}

const Rule rule_static_iv = {
    .id       = L("static-iv"),
    .cwe      = 329, .also = {1204, 323}, .severity = SEV_MEDIUM,
    .title    = L("an initialisation vector or nonce that is the same for every message"),
    .why      = L("With a constant IV equal beginnings of messages show; with a constant nonce "
                  "in CTR or GCM two messages give away their difference, and in GCM the key "
                  "that authenticates."),
    .instead  = L("Take os.urandom(16), or 12 bytes for GCM, for each message and send it "
                  "along."),
    .bad      = L("from Crypto.Cipher import AES\n"
                  "def seal(key, text):\n"
                  "    return AES.new(key, AES.MODE_CBC, b\"0123456789abcdef\").encrypt(text)\n"),
    .good     = L("import os\n"
                  "from Crypto.Cipher import AES\n"
                  "def seal(key, text):\n"
                  "    iv = os.urandom(16)\n"
                  "    return iv + AES.new(key, AES.MODE_CBC, iv).encrypt(text)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/329.html"),
                     L("https://cwe.mitre.org/data/definitions/1204.html"),
                     L("https://csrc.nist.gov/pubs/sp/800/38/d/final")),
    .mark     = L("static-iv"), .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .fix = mend_fix_cipher,
};
