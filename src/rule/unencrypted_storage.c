// rule unencrypted-storage: a disk, database or queue of a cloud keeps its data in clear.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    if (run->file->is_test) return CONF_NONE;
    if (!models_has_tag(mark->mark, S("absent"))) return c;
    *message = S("nobody says that it is encrypted, so that the account's default decides");
    return CONF_LOW;
}

const Rule rule_unencrypted_storage = {
    .id = L("unencrypted-storage"),
    .cwe = 311,
    .also = {312},
    .severity = SEV_MEDIUM,
    .title = L("a disk, database or queue of a cloud keeps its data in clear"),
    .why = L("Snapshots are shared, backups are copied, disks are given back. Without encryption "
             "at rest whoever gets one of these reads it, and no key's log says that they did."),
    .instead = L("Switch encryption on when the resource is made (encrypted=True, "
                 "storage_encrypted=True, a KMS key): most of them cannot be encrypted later."),
    .bad = L("from aws_cdk import aws_rds as rds\n"
             "def build(stack, vpc, engine):\n"
             "    return rds.DatabaseInstance(stack, \"Db\", engine=engine, vpc=vpc, "
             "storage_encrypted=False)\n"),
    .good = L("from aws_cdk import aws_rds as rds\n"
              "def build(stack, vpc, engine):\n"
              "    return rds.DatabaseInstance(stack, \"Db\", engine=engine, vpc=vpc, "
              "storage_encrypted=True)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/311.html"),
             L("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html")),
    .peers = LIST(L("sonar:S6275"), L("sonar:S6303"), L("sonar:S6308"), L("sonar:S6319"),
                  L("sonar:S6327"), L("sonar:S6330"), L("sonar:S6332")),
    .mark = L("unencrypted-storage"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix = mend_fix_flip,
    .weak_in_package = true,
};
