// rule archive-traversal: an archive is unpacked without a check of its members' names.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What a server that is asked by name sends is local by the engine's table: of an archive it decides
// every name.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    static const Str fetched[] = {L("response"), L("urlopen"), L("urlretrieve"), {0}};
    (void)message;
    if (c > CONF_LOW && rule_is_asked(run, hit, ASKED_PATH)) return CONF_LOW;
    if (c != CONF_LOW || rule_in_package(run) || !hit->npaths || !hit->paths[0].n) return c;
    return query_named(hit->paths[0].v[0].what, fetched) ? CONF_MEDIUM : c;
}

const Rule rule_archive_traversal = {
    .id = L("archive-traversal"),
    .cwe = 22,
    .also = {23},
    .severity = SEV_HIGH,
    .title = L("an archive is unpacked without a check of its members' names"),
    .why = L("A member called ../../home/app/.ssh/authorized_keys, an absolute name, or a "
             "link followed by a file below it is written outside the folder."),
    .instead = L("tarfile: extractall(path, filter=\"data\"). Otherwise resolve each member's "
                 "target and require that it lies under the folder."),
    .bad = L("import tarfile\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/up\")\n"
             "def up():\n"
             "    tarfile.open(fileobj=request.files[\"f\"].stream).extractall(\"data\")\n"
             "    return \"ok\"\n"),
    .good = L("import tarfile\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/up\")\n"
              "def up():\n"
              "    tarfile.open(fileobj=request.files[\"f\"].stream).extractall(\"data\", "
              "filter=\"data\")\n"
              "    return \"ok\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/22.html"),
                    L("https://docs.python.org/3/library/tarfile.html#extraction-filters"),
                    L("https://nvd.nist.gov/vuln/detail/CVE-2007-4559")),
    .peers = LIST(L("bandit:B202"), L("ruff:S202"), L("codeql:py/tarslip"), L("codeql:py/zipslip")),
    .into = KIND(ARCHIVE),
    .surer_in_program = true,
    .judge_hit = judge,
    .fix = mend_fix_tar,
};
