// rule decompression-bomb: outside data is unpacked with no limit on what it becomes.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (py_kind(q->tree, mark->node) != PY_Call)
        return *message = S("the image library's own limit is switched off"), c;
    NodeId data = query_arg(q, mark->node, mark->mark->arg > 0 ? mark->mark->arg : 0,
                            mark->mark->keyword);
    Kinds is = data ? query_taint(q, data) : 0;
    if (run->file->is_test || !(is & (KIND(REMOTE) | KIND(UPLOAD)))) return CONF_NONE;
    return c;
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
    .mark     = L("decompression-bomb"), .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
};
