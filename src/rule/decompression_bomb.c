// rule decompression-bomb: outside data is unpacked with no limit on what it becomes.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    static const Str sizes[] = {L("file_size"), L("compress_size"), L("ratio"), {0}};
    NodeId def = query_def(run->query, hit->func);
    bool outside = hit->reach & KIND(REMOTE) && !run->file->is_test;
    bool archive = str_starts(hit->callee, S("zipfile."));
    if (archive && query_mentions(run->query, def ? def : run->tree->root, sizes)) return CONF_NONE;
    if (archive && rule_in_package(run)) return CONF_LOW;
    return outside && models_has_tag(hit->sink, S("inflate")) ? c : CONF_NONE;
}

static Confidence judge_switch(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)run;
    (void)mark;
    return *message = S("the image library's own limit is switched off"), c;
}

// self._inflater.decompress(data), where the module makes that with zlib.decompressobj()
static bool is_inflater(const Query *q, NodeId object)
{
    Str name = query_called(q, object);
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(q->tree, n, Assign_value);
        NodeId to = py_list(q->tree, n, Assign_targets).v[0];
        if (str_eq(query_called(q, to), name) && py_kind(q->tree, value) == PY_Call &&
            str_eq(query_callee(q, value), S("zlib.decompressobj")))
            return true;
    }
    return false;
}

// In a module about messages of the other side: each of them decides how much memory it takes.
static void look_at_messages(RuleRun *run)
{
    static const Str messages[] = {
        L("websocket"), L("permessage"), L("frame"),   L("protocol"), L("content-encoding"),
        L("packet"),    L("peer"),       L("message"), L("inbound"),  {0}};
    static const Str limits[] = {L("max_"), L("limit"),   L("unconsumed_tail"),
                                 L("_max"), L("maximum"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func), def = query_def(q, q->inside[n]);
        if (!def || !str_eq(query_method(q, n), S("decompress")) ||
            py_kind(t, func) != PY_Attribute || py_list(t, n, Call_args).n != 1 ||
            py_list(t, n, Call_keywords).n || !is_inflater(q, py_node(t, func, Attribute_value)) ||
            query_mentions(q, def, limits))
            continue;
        if (query_named(q->module->path, messages) || query_mentions(q, t->root, messages) ||
            query_mentions_text(q, t->root, messages))
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "a message of the other side is inflated to whatever it becomes");
    }
}

// zlib.decompress(body), where the module reads tokens or bodies of the other side: all of it at once.
static void look_at_whole(RuleRun *run)
{
    static const Str whole[] = {L("zlib.decompress"), L("gzip.decompress"), L("bz2.decompress"),
                                L("lzma.decompress"), L("brotli.decompress"), {0}};
    static const Str sides[] = {L("websocket"), L("permessage"), L("content-encoding"),
                                L("Content-Encoding"), L("content_encoding"), L("jwe"), L("saml"),
                                {0}};
    // not "max_": zlib.MAX_WBITS limits nothing of the kind
    static const Str limits[] = {L("_max"),     L("limit"),      L("maximum"),  L("max_size"),
                                 L("max_len"),  L("max_bytes"),  L("max_body"), L("max_out"),
                                 L("max_data"), L("max_decomp"), L("max_comp"), L("max_payload"),
                                 {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->least > CONF_LOW || !query_names(q, S("decompress"))) return;
    if (!query_named(q->module->path, sides) && !query_mentions(q, t->root, sides) &&
        !query_mentions_text(q, t->root, sides))
        return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = query_def(q, q->inside[n]), data = query_arg(q, n, 0, S("data"));
        Str text;
        if (!def || !data || query_str(q, data, &text) || !str_in(query_callee(q, n), whole) ||
            query_mentions(q, def, limits))
            continue;
        rule_report(run, q->inside[n], n, CONF_LOW,
                    "what the other side sent is unpacked to whatever it becomes");
    }
}

static void look(RuleRun *run)
{
    if (!run->file->is_test) look_at_messages(run), look_at_whole(run);
    rule_by_call(run, LIST(L("decompress")), mend_fix_unpack, CONF_LOW,
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
    .at_file = look, .surest = {.in_package = CONF_LOW}, .words = LIST(L("decompress")), .fix = mend_fix_unpack,
};
