// rule decompression-bomb: outside data is unpacked with no limit on what it becomes.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    bool outside = hit->reach & KIND(REMOTE) && !run->file->is_test;
    return outside && models_has_tag(hit->sink, S("inflate")) ? c : CONF_NONE;
}

static Confidence judge_switch(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)run;
    (void)mark;
    return *message = S("the image library's own limit is switched off"), c;
}

static void look(RuleRun *run)
{
    rule_by_shape(run, PY_Call, mend_fix_unpack, CONF_LOW,
                  "the module has a limit for such data, and what is unpacked is not held to it");
}

const Rule rule_decompression_bomb = {
    .id       = L("decompression-bomb"),
    .cwe      = 409, .also = {400}, .severity = SEV_MEDIUM,
    .title    = L("outside data is unpacked with no limit on what it becomes"),
    .why      = L("A thousand bytes of deflate can stand for a million, and nested archives for "
                  "far more: one small request fills the memory or the disk of the server, and "
                  "everybody else's requests fail."),
    .instead  = L("Unpack in pieces and count: zlib.decompressobj().decompress(data, LIMIT), "
                  "GzipFile.read(LIMIT + 1); add up ZipInfo.file_size before extracting, and leave "
                  "PIL's MAX_IMAGE_PIXELS alone."),
    .bad      = L("import zlib\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/log\")\n"
                  "def log():\n"
                  "    return str(len(zlib.decompress(request.get_data())))\n"),
    .good     = L("import zlib\n"
                  "from flask import Flask, abort, request\n"
                  "app = Flask(__name__)\n"
                  "LIMIT = 10_000_000\n"
                  "@app.post(\"/log\")\n"
                  "def log():\n"
                  "    d = zlib.decompressobj()\n"
                  "    text = d.decompress(request.get_data(), LIMIT)\n"
                  "    if d.unconsumed_tail:\n"
                  "        abort(413)\n"
                  "    return str(len(text))\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/409.html"),
                     L("https://docs.python.org/3/library/zipfile.html#decompression-pitfalls"),
                     L("https://pillow.readthedocs.io/en/stable/reference/Image.html"
                       "#PIL.Image.open")),
    .into     = KIND(SLOW), .class_b = true, .at_most = CONF_MEDIUM, .judge_hit = judge,
    .mark     = L("decompression-bomb"), .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge_switch,
    .at_file = look, .words = LIST(L("decompress")), .fix = mend_fix_unpack,
};
