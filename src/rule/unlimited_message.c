// rule unlimited-message: messages of any size are accepted.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_unlimited_message = {
    .id       = L("unlimited-message"),
    .cwe      = 770, .severity = SEV_MEDIUM,
    .title    = L("messages of any size are accepted"),
    .why      = L("The library keeps a whole message in memory before it hands it over, and its "
                  "limit is switched off here. One client sends one message of some gigabytes, "
                  "and the process dies for all others."),
    .instead  = L("Leave the library's limit, or set the largest size that a client needs."),
    .bad      = L("import websockets\n"
                  "async def main(handler):\n"
                  "    await websockets.serve(handler, \"localhost\", 8765, max_size=None)\n"),
    .good     = L("import websockets\n"
                  "async def main(handler):\n"
                  "    await websockets.serve(handler, \"localhost\", 8765, max_size=65536)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/770.html"),
                     L("https://websockets.readthedocs.io/en/stable/topics/memory.html")),
    .mark     = L("unlimited-message"), .mark_confidence = CONF_MEDIUM,
};
