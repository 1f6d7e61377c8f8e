// rule static-iv: an initialisation vector or nonce that is the same for every message.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

// return AES.new(…), self.cipher = AES.new(…): for both ways
static bool is_handed_on(const Query *q, NodeId st)
{
    int k = st ? py_kind(q->tree, st) : PY_NONE;
    if (k == PY_Return) return py_kind(q->tree, py_node(q->tree, st, Return_value)) == PY_Call &&
                               query_named(query_method(q, py_node(q->tree, st, Return_value)),
                                           (const Str[]){L("new"), L("cipher"), {0}});
    return k == PY_Assign &&
           py_kind(q->tree, py_list(q->tree, st, Assign_targets).v[0]) == PY_Attribute;
}

// A cipher whose result nobody keeps asks whether the library has it.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    NodeId st = query_statement(run->query, mark->node);
    Str func = run->module->funcs.v[mark->func].qualname;
    (void)message;
    if (rule_is_prescribed(run)) return CONF_LOW;
    // nonce=b"", initial_value=iv: the counter begins with the vector
    NodeId begins = py_kind(run->tree, mark->node) == PY_Call
                        ? query_arg(run->query, mark->node, -1, S("initial_value"))
                        : 0;
    Str text;
    int64_t number;
    if (begins && !query_str(run->query, begins, &text) && !query_int(run->query, begins, &number))
        return CONF_NONE;
    // what somebody else encrypted is opened with the vector that was used
    if (rule_in_package(run) &&
        (str_find(func, S("decrypt")) >= 0 || secrets_of_format(run, mark->func) ||
         !(secrets_encrypts(run->query, mark->func) || is_handed_on(run->query, st))))
        return CONF_LOW;
    return st && py_kind(run->tree, st) == PY_Expr && rule_in_package(run) ? CONF_LOW : c;
}

// AES.new(key, AES.MODE_CBC, key[:16]), modes.CBC(key[:16]): a vector out of the key is always the same
static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test || rule_is_prescribed(run)) return;
    if (!rule_in_package(run)) {
        rule_by_shape(run, PY_Return, mend_fix_drawn_vector, CONF_MEDIUM,
                      "the vector is made of the key alone, the same for every message");
        rule_by_shape(run, PY_Assign, mend_fix_drawn_vector, CONF_MEDIUM,
                      "the vector is made of the key alone, the same for every message");
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str callee = query_dotted(q, py_node(t, n, Call_func));
        bool pycrypto = str_ends(callee, S("AES.new")) || str_ends(callee, S("DES3.new"));
        bool modes = str_ends(callee, S("modes.CBC")) || str_ends(callee, S("modes.CTR")) ||
                     str_ends(callee, S("modes.GCM"));
        if (!pycrypto && !modes) continue;
        NodeId iv =
            pycrypto ? query_arg(q, n, 2, S("iv")) : query_arg(q, n, 0, S("initialization_vector"));
        if (pycrypto && !iv) iv = query_arg(q, n, -1, S("nonce"));
        NodeId value = iv ? query_peel(q, iv) : 0;
        if (!value || py_kind(t, value) != PY_Subscript) continue;
        Str of = query_called(q, py_node(t, value, Subscript_value));
        Str key = pycrypto ? query_called(q, query_arg(q, n, 0, S("key"))) : of;
        bool named = query_named(of, (const Str[]){L("key"), {0}});
        if (of.len && str_eq(of, key) && (pycrypto || named))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the vector is a part of the key, the same for every message");
    }
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const ways[] = {mend_fix_cipher, mend_fix_drawn_vector, NULL};
    return mend_any(m, at, out, ways);
}

const Rule rule_static_iv = {
    .id       = L("static-iv"),
    .cwe      = 329, .also = {1204, 323}, .severity = SEV_MEDIUM,
    .proven_in_project = true,
    .title    = L("an initialisation vector or nonce that is the same for every message"),
    .why      = L("With a constant IV equal beginnings of messages show; with a constant nonce "
                  "in CTR or GCM two messages give away their difference, and in GCM the key "
                  "that authenticates."),
    .instead  = L("Take os.urandom(16), or 12 bytes for GCM, for each message and send it "
                  "along."),
    .bad      = L("from Crypto.Cipher import AES\n"
                  "def seal(key, text):\n"
                  "    return AES.new(key, AES.MODE_CBC, b\"0123456789abcdef\").encrypt(text)\n"),
    .good     = L("import os\n"
                  "from Crypto.Cipher import AES\n"
                  "def seal(key, text):\n"
                  "    iv = os.urandom(16)\n"
                  "    return iv + AES.new(key, AES.MODE_CBC, iv).encrypt(text)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/329.html"),
                     L("https://cwe.mitre.org/data/definitions/1204.html"),
                     L("https://csrc.nist.gov/pubs/sp/800/38/d/final")),
    .mark     = L("static-iv"), .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .at_file  = look,
    .words    = LIST(L("AES"), L("DES3"), L("modes"), L("hmac"), L("iv"), L("_iv"), L("nonce"),
                     L("_nonce")),
    .fix = fix,
};
