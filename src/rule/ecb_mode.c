// rule ecb-mode: a cipher in ECB mode.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

// In a package: the function pads what it encrypts, so that it is a message of any length and of the
// program's own; one block, and what somebody else encrypted, show nothing.
static bool is_of_messages(const RuleRun *run, uint32_t func)
{
    static const Str pads[] = {L("pad"), L("pkcs7"), L("PKCS7"), {0}};
    NodeId def = query_def(run->query, func);
    return secrets_encrypts(run->query, func) && !secrets_of_format(run, func) &&
           query_mentions(run->query, def ? def : run->tree->root, pads);
}

// One block of a protocol's key schedule is no message; def aes_ecb_encrypt(…) of a package offers
// the mode by its name, and who calls it chose it.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    Str func = run->module->funcs.v[mark->func].qualname;
    (void)message;
    bool offers = rule_in_package(run) && query_named(func, (const Str[]){L("ecb"), {0}});
    if (rule_in_package(run) && !is_of_messages(run, mark->func)) return CONF_LOW;
    return offers || rule_is_prescribed(run) ? CONF_LOW : c;
}

const Rule rule_ecb_mode = {
    .id = L("ecb-mode"),
    .cwe = 327,
    .severity = SEV_HIGH,
    .title = L("a cipher in ECB mode"),
    .why = L("Equal blocks of text give equal blocks of cipher text: patterns stay "
             "visible, and blocks can be moved between messages unnoticed."),
    .instead = L("Use an authenticated mode with a fresh nonce for each message: AES-GCM."),
    .bad = L("from Crypto.Cipher import AES\n"
             "box = AES.new(open(\"key\", \"rb\").read(), AES.MODE_ECB)\n"),
    .good = L("from Crypto.Cipher import AES\n"
              "box = AES.new(open(\"key\", \"rb\").read(), AES.MODE_GCM)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/327.html"),
             L("https://pycryptodome.readthedocs.io/en/latest/src/cipher/classic.html#ecb-mode")),
    .peers = LIST(L("bandit:B305"), L("ruff:S305"), L("codeql:py/weak-cryptographic-algorithm")),
    .mark = L("ecb-mode"),
    .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .fix = mend_fix_cipher,
};
