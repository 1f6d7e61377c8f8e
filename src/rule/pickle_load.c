// rule pickle-load: data in a format that can run code is loaded.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_pickle_load = {
    .id       = L("pickle-load"),
    .cwe      = 502, .severity = SEV_MEDIUM,
    .title    = L("data in a format that can run code is loaded"),
    .why      = L("Loading runs whatever the file's author chose. That is harmless only for as "
                  "long as nobody else can write the file."),
    .instead  = L("json, msgpack, safetensors or torch.load(weights_only=True); or verify a "
                  "signature first."),
    .bad      = L("import pickle\n"
                  "def cached():\n"
                  "    with open(\"cache.bin\", \"rb\") as f:\n"
                  "        return pickle.load(f)\n"),
    .good     = L("import json\n"
                  "def cached():\n"
                  "    with open(\"cache.json\", \"rb\") as f:\n"
                  "        return json.load(f)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/502.html"),
                     L("https://docs.python.org/3/library/pickle.html")),
    .peers    = LIST(L("bandit:B301"), L("bandit:B403"), L("ruff:S403"), L("bandit:B302"), L("bandit:B614"), L("ruff:S301"),
                     L("ruff:S302")),
    .mark     = L("pickle-load"), .mark_confidence = CONF_LOW,
    .fix      = mend_fix_object,
};
