// rule reused-nonce: one nonce for every message of an object or a process.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str fresh[] = {L("urandom"),   L("token_bytes"), L("get_random_bytes"), L("randbytes"),
                            L("getrandom"), L("random"),      {0}};

static NodeId class_of(const Query *q, NodeId n)
{
    while (n && py_kind(q->tree, n) != PY_ClassDef) n = q->parent[n];
    return n;
}

static bool draws(const Query *q, NodeId value)
{
    return value && py_kind(q->tree, value) == PY_Call && query_mentions(q, value, fresh);
}

// self.x, set once where the object is made and by nobody else
static bool drawn_once(const Query *q, NodeId attr, uint32_t user)
{
    const Tree *t = q->tree;
    NodeId cls = class_of(q, attr);
    Str name = query_called(q, attr);
    int n_set = 0;
    bool once = false;
    for (NodeId n = 0; cls && (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        bool in_body = q->parent[n] == cls && py_kind(t, to) == PY_Name;
        if (!query_within(q, n, cls) || !str_eq(query_called(q, to), name) ||
            (py_kind(t, to) != PY_Attribute && !in_body))
            continue;
        Str func = py_name(t, q->module->funcs.v[q->inside[n]].name);
        n_set++;
        once |= (in_body || str_eq(func, S("__init__")) || str_eq(func, S("__post_init__"))) &&
                q->inside[n] != user && draws(q, py_node(t, n, Assign_value));
    }
    for (NodeId n = 0; cls && (n = query_next(q, PY_AugAssign, n));)
        n_set += query_within(q, n, cls) &&
                 str_eq(query_called(q, py_node(t, n, AugAssign_target)), name);
    return once && n_set == 1;
}

// NONCE = os.urandom(12), above all functions
static bool drawn_at_start(const Query *q, NodeId name, uint32_t user)
{
    NodeId value = query_assigned(q, name);
    return value && draws(q, value) && user && !q->inside[value];
}

// def seal(text, nonce=os.urandom(12)): a default is made once, when the function is
static bool is_default(const Query *q, NodeId name, uint32_t user)
{
    const Func *f = &q->module->funcs.v[user];
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].name == py_sym(q->tree, name, Name_id) && f->params.v[i].fallback)
            return draws(q, f->params.v[i].fallback);
    return false;
}

static bool is_kept(const Query *q, NodeId nonce, uint32_t user)
{
    const Tree *t = q->tree;
    for (int i = 0; i < 3 && nonce; i++) {
        if (py_kind(t, nonce) == PY_Attribute) return drawn_once(q, nonce, user);
        if (py_kind(t, nonce) != PY_Name) return false;
        if (drawn_at_start(q, nonce, user) || is_default(q, nonce, user)) return true;
        nonce = query_assigned(q, nonce);
    }
    return false;
}

// The nonce that a call takes to encrypt; 0: it takes none.
static NodeId nonce_of(const Query *q, NodeId call)
{
    static const Str modes[] = {L("GCM"), L("CTR"), L("ChaCha20"), L("OFB"), {0}};
    static const Str stream[] = {L("mode_gcm"), L("mode_ctr"), L("mode_ccm"), L("mode_eax"),
                                 L("mode_ofb"), L("chacha20"), {0}};
    static const Str boxes[] = {L("aesgcm"), L("chacha20poly1305"), L("aesccm"), L("aesocb3"),
                                L("secretbox"), L("aead"), {0}};
    const Tree *t = q->tree;
    Str m = query_method(q, call);
    if (str_eq(m, S("encrypt")) && query_mentions(q, t->root, boxes)) {
        NodeId second = query_arg(q, call, 1, S("nonce"));      // SecretBox.encrypt(text, nonce)
        bool box = str_find(query_callee(q, call), S("nacl")) >= 0;
        return box ? second : query_arg(q, call, 0, S("nonce"));
    }
    NodeId def = query_def(q, q->inside[call]);
    if (!def || !query_mentions(q, def, (const Str[]){L("encrypt"), {0}})) return 0;
    if (str_eq(m, S("new")) && query_mentions(q, call, stream))
        return query_arg(q, call, -1, S("nonce"));
    for (const Str *w = modes; w->len; w++)
        if (str_eq(m, *w)) return query_arg(q, call, str_eq(m, S("ChaCha20")) ? 1 : 0, S("nonce"));
    return 0;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId nonce = nonce_of(q, n);
        Str func = py_name(q->tree, q->module->funcs.v[q->inside[n]].name);
        if (!nonce || str_eq(func, S("__init__")) || !is_kept(q, nonce, q->inside[n])) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "the nonce was drawn once and serves for every message");
    }
}

const Rule rule_reused_nonce = {
    .id       = L("reused-nonce"),
    .cwe      = 323, .severity = SEV_HIGH,
    .title    = L("one nonce for every message of an object or a process"),
    .why      = L("Two messages under one key and nonce give away the difference of their texts; "
                  "with GCM and ChaCha20-Poly1305 also the key that authenticates, so messages "
                  "can be forged."),
    .instead  = L("Draw os.urandom(12) in the function that encrypts, and send it along."),
    .bad      = L("import os\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "class Box:\n"
                  "    def __init__(self, key):\n"
                  "        self.aead = AESGCM(key)\n"
                  "        self.nonce = os.urandom(12)\n"
                  "    def seal(self, text):\n"
                  "        return self.nonce + self.aead.encrypt(self.nonce, text, None)\n"),
    .good     = L("import os\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "class Box:\n"
                  "    def __init__(self, key):\n"
                  "        self.aead = AESGCM(key)\n"
                  "    def seal(self, text):\n"
                  "        nonce = os.urandom(12)\n"
                  "        return nonce + self.aead.encrypt(nonce, text, None)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/323.html"),
                     L("https://cryptography.io/en/latest/hazmat/primitives/aead/")),
    .at_file  = look,
    .words    = LIST(L("AESGCM"), L("ChaCha20Poly1305"), L("GCM"), L("AESCCM"), L("AESOCB3"),
                     L("MODE_GCM"), L("MODE_CTR"), L("MODE_EAX"), L("MODE_CCM"), L("CTR"),
                     L("ChaCha20"), L("SecretBox"), L("MODE_OFB"), L("OFB"), L("Aead")),
};
