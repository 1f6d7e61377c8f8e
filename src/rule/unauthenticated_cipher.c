// rule unauthenticated-cipher: what is encrypted can be changed on the way, and nobody notices.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

// Something near proves that the text is as it was sent.
static bool has_proof(const RuleRun *run, NodeId place)
{
    static const Str words[] = {
        L("hmac"),  L("cmac"),           L("poly1305"), L("gcm"),  L("signature"),
        L("sign_"), L("compare_digest"), L("_mac"),     L("mac_"), L("digest_and_verify"),
        {0}};
    return rule_near_mentions(run, place, words, true);
}

// Whoever only opens, or follows a format, has no choice of mode.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)message;
    if (run->file->is_test || rule_is_prescribed(run) || secrets_of_format(run, mark->func))
        return CONF_NONE;
    if (has_proof(run, mark->node) || !secrets_encrypts(run->query, mark->func)) return CONF_NONE;
    return c;
}

const Rule rule_unauthenticated_cipher = {
    .id = L("unauthenticated-cipher"),
    .cwe = 353,
    .also = {327},
    .severity = SEV_MEDIUM,
    .title = L("what is encrypted can be changed on the way, and nobody notices"),
    .why =
        L("CBC, CTR, CFB and OFB hide a text and do not guard it: flipped bits of the one become "
          "flipped bits of the other, and a program that tells a bad padding from a bad text "
          "decrypts for whoever asks it often enough."),
    .instead =
        L("A mode that authenticates: AESGCM, ChaCha20Poly1305, Fernet; or an HMAC over nonce "
          "and text, compared before anything is decrypted."),
    .bad = L("import os\n"
             "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n"
             "def seal(key, data):\n"
             "    nonce = os.urandom(16)\n"
             "    box = Cipher(algorithms.AES(key), modes.CTR(nonce)).encryptor()\n"
             "    return nonce + box.update(data) + box.finalize()\n"),
    .good = L("import os\n"
              "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
              "def seal(key, data):\n"
              "    nonce = os.urandom(12)\n"
              "    return nonce + AESGCM(key).encrypt(nonce, data, None)\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/353.html"),
        L("https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html")),
    .mark = L("unauthenticated-cipher"),
    .mark_confidence = CONF_LOW,
    .judge_mark = judge,
};
