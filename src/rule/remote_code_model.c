// rule remote-code-model: code from a model repository is run.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_remote_code_model = {
    .id = L("remote-code-model"),
    .cwe = 494,
    .also = {829},
    .severity = SEV_HIGH,
    .title = L("code from a model repository is run"),
    .why = L("trust_remote_code imports Python from the repository; whoever owns or takes "
             "over that repository runs code here."),
    .instead = L("Leave it off, pin a revision that you have read, or use a model that needs "
                 "no code of its own."),
    .bad = L("from transformers import AutoModel\n"
             "model = AutoModel.from_pretrained(\"someone/model\", trust_remote_code=True)\n"),
    .good = L("from transformers import AutoModel\n"
              "model = AutoModel.from_pretrained(\"someone/model\", "
              "revision=\"8b3219a92973c328a8e22fadcfa821b5dc75636a\")\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/494.html"),
                    L("https://huggingface.co/docs/transformers/main/en/model_doc/auto")),
    .peers = LIST(L("bandit:B615")),
    .mark = L("remote-code-model"),
    .mark_confidence = CONF_HIGH,
    .fix = mend_fix_flip,
    .weak_in_package = true,
};
