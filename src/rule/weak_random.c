// rule weak-random: a secret comes from a predictable generator.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str identity[] = {L("remember"), L("token"),  L("user"), L("auth"),  L("cookie"),
                               L("csrf"),     L("nonce"),  L("code"), L("otp"),   L("key"),
                               L("secret"),   L("pass"),   L("sid"),  L("_id"),   {0}};

// A session or cookie may hold a dice roll; what says who somebody is must not be foretold.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Tree *t = run->query->tree;
    NodeId place = hit->node;
    (void)message;
    // a date that came from afar is a part of what is signed, as a rule, not the key
    bool date = hit->npaths && hit->paths[0].n && str_find(hit->paths[0].v[0].what, S("time")) >= 0;
    if (date && (rule_in_package(run) || !rule_is_direct(run, hit))) return CONF_LOW;
    if (hit->kinds & (KIND(KEY) | KIND(SEED))) return c;
    if (py_kind(t, place) == PY_Assign) place = py_list(t, place, Assign_targets).v[0];
    return query_named(py_text(t, place), identity) ? CONF_MEDIUM : CONF_LOW;
}

const Rule rule_weak_random = {
    .id       = L("weak-random"),
    .cwe      = 338, .also = {330}, .severity = SEV_HIGH,
    .title    = L("a secret comes from a predictable generator"),
    .why      = L("The random module (and numpy's generators) can be reconstructed from some of "
                  "its output or from its seed, so tokens, passwords, keys and salts made with "
                  "it can be foretold."),
    .instead  = L("Use the secrets module (secrets.token_urlsafe, secrets.choice) or "
                  "os.urandom."),
    .bad      = L("import random\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "key = random.randbytes(32)\n"
                  "box = AESGCM(key)\n"),
    .good     = L("import secrets\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "key = secrets.token_bytes(32)\n"
                  "box = AESGCM(key)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/338.html"),
                     L("https://docs.python.org/3/library/secrets.html")),
    .peers    = LIST(L("bandit:B311"), L("ruff:S311")),
    .into     = KIND(KEY) | KIND(SESSION) | KIND(COOKIE),
    .from     = KIND(WEAK_RANDOM),
    .surer_of = KIND(WEAK_RANDOM), .surer_apart = KIND(WEAK_RANDOM),
    .judge_hit = judge,
    .fix      = mend_fix_random,
};
