// rule unverified-signature: what is signed is taken without a look at who signed it.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static uint32_t uses_of(const Query *q, NodeId def, Sym name, NodeId but)
{
    uint32_t n = 0;
    for (NodeId u = 0; (u = query_next(q, PY_Name, u));)
        n += u != but && py_sym(q->tree, u, Name_id) == name && query_within(q, u, def);
    return n;
}

// except SignatureExpired: the signature was right, only its time is over.
static bool was_verified(const Query *q, NodeId call)
{
    static const Str expired[] = {L("SignatureExpired"), L("ExpiredSignature"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = call; n; n = q->parent[n])
        if (py_kind(t, n) == PY_ExceptHandler)
            return py_node(t, n, ExceptHandler_type) &&
                   query_mentions(q, py_node(t, n, ExceptHandler_type), expired);
    return false;
}

// ok, data = signer.loads_unsafe(token): the first says whether the signature was right.
static void look_at_unsafe(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId up = q->parent[call], def = query_def(q, q->inside[call]);
    int64_t i;
    if (was_verified(q, call)) return;
    if (py_kind(t, up) == PY_Subscript && query_int(q, py_node(t, up, Subscript_slice), &i) &&
        i == 1) {
        rule_report(run, q->inside[call], call, CONF_MEDIUM,
                    "loads_unsafe() gives the data of a wrong signature, too");
        return;
    }
    if (py_kind(t, up) != PY_Assign || !def) return;
    NodeId to = py_list(t, up, Assign_targets).v[0];
    if (py_kind(t, to) != PY_Tuple) return;
    NodeId first = py_list(t, to, Tuple_elts).v[0];
    if (py_kind(t, first) == PY_Name && !uses_of(q, def, py_sym(t, first, Name_id), first))
        rule_report(run, q->inside[call], call, CONF_MEDIUM,
                    "loads_unsafe() gives the data of a wrong signature, too, and nobody asks");
}

// jwt.get_unverified_header(token)["jku"]: the token itself says whose key it is to be checked with.
static bool names_key(const Query *q, NodeId key)
{
    static const Str keys[] = {L("jku"), L("x5u"), L("jwk"), L("x5c"), {0}};
    Str text;
    if (!key || !query_str(q, key, &text)) return false;
    return str_in(text, keys);
}

// Is what was read compared with something, or looked for in a list?
static bool is_compared(const Query *q, NodeId read)
{
    const Tree *t = q->tree;
    NodeId st = query_statement(q, read), def = query_def(q, q->inside[read]);
    NodeId to = py_kind(t, st) == PY_Assign ? py_list(t, st, Assign_targets).v[0] : 0;
    Str name = to ? query_called(q, to) : S("");
    for (NodeId n = 0; def && (n = query_next(q, PY_Compare, n));)
        if (query_within(q, n, def) && !query_is_none(q, py_list(t, n, Compare_comparators).v[0]) &&
            (query_within(q, read, n) || (name.len && query_uses(q, n, name))))
            return true;
    for (NodeId n = 0; name.len && def && (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        bool tests = str_eq(m, S("startswith")) || str_find(m, S("check")) >= 0 ||
                     str_find(m, S("allow")) >= 0 || str_find(m, S("trust")) >= 0 ||
                     str_find(m, S("valid")) >= 0;
        if (tests && query_within(q, n, def) && query_uses(q, n, name)) return true;
    }
    return false;
}

// An unverified header, or the parameter of a function that is handed one in this module.
static bool is_unverified_header(const Query *q, NodeId of)
{
    static const Str headers[] = {L("get_unverified_header"), L("get_unverified_headers"), {0}};
    if (query_mentions(q, query_peel(q, of), headers)) return true;
    if (!query_is_parameter(q, of)) return false;
    Str name = py_name(q->tree, q->module->funcs.v[q->inside[of]].name);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(q->tree, n, Call_args);
        if (!str_eq(query_method(q, n), name)) continue;
        for (uint32_t i = 0; i < args.n; i++)
            if (query_mentions(q, query_peel(q, args.v[i]), headers)) return true;
    }
    return false;
}

static void look_at_key(RuleRun *run, NodeId read, NodeId of, NodeId key)
{
    const Query *q = run->query;
    if (!names_key(q, key) || !is_unverified_header(q, of) || is_compared(q, read)) return;
    rule_report(run, q->inside[read], read, CONF_MEDIUM,
                "the key that checks the token comes from the token itself");
}

static bool names_signature(const Query *q, NodeId key)
{
    Str text;
    return key && query_str(q, key, &text) &&
           query_named(text, (const Str[]){L("signature"), {0}}) && text.len < 40;
}

// signature = request.headers[…]: read, and at most asked whether it is there.
static bool only_present(const Query *q, NodeId def, NodeId name)
{
    const Tree *t = q->tree;
    for (NodeId u = 0; (u = query_next(q, PY_Name, u));) {
        if (u == name || py_sym(t, u, Name_id) != py_sym(t, name, Name_id) ||
            !query_within(q, u, def))
            continue;
        NodeId up = q->parent[u];
        bool asked = py_kind(t, up) == PY_If || py_kind(t, up) == PY_BoolOp ||
                     (py_kind(t, up) == PY_UnaryOp && py_at(t, up)->op == OP_NOT) ||
                     (py_kind(t, up) == PY_Compare &&
                      query_is_none(q, py_list(t, up, Compare_comparators).v[0]));
        if (!asked) return false;
    }
    return true;
}

// The header with the signature of a webhook is never compared with anything.
static void look_at_header(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    static const Str parses[] = {L("loads"), L("get_json"), L("json"), L("from_json"),
                                 L("model_validate_json"), L("parse_raw"), {0}};
    static const Str checks[] = {L("verif"), L("hmac"), L("compare_digest"), L("signed"),
                                 L("check"), L("validat"), {0}};
    NodeId def = query_def(q, q->inside[call]), st = query_statement(q, call);
    if (!def || py_kind(t, st) != PY_Assign || py_node(t, st, Assign_value) != call) return;
    NodeId to = py_list(t, st, Assign_targets).v[0];
    NodeId body = def;
    if (py_kind(t, to) != PY_Name || !query_is_handler(q, q->inside[call]) ||
        query_decorated(q, def, checks) || query_mentions(q, body, checks) ||
        !only_present(q, def, to))
        return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        for (const Str *p = parses; p->len; p++)
            if (query_within(q, n, def) && str_eq(query_method(q, n), *p)) {
                rule_report(run, q->inside[n], n, CONF_MEDIUM,
                            "the signature that came with the message is never checked");
                return;
            }
}

// if not genuine(request): where genuine is an async def that compares signatures
static void look_at_coroutine(RuleRun *run, NodeId call)
{
    static const Str checks[] = {L("compare_digest"), L("hmac"), L("verify"), {0}};
    const Query *q = run->query;
    NodeId def = query_dropped_coroutine(q, call);
    if (def && query_mentions(q, def, checks))
        rule_report(run, q->inside[call], call, CONF_HIGH,
                    "the check is a coroutine that nobody awaits: a coroutine is always true");
}

// AES.new(key, MODE_GCM, nonce).decrypt(…) and the tag is never asked
static void look_at_tag(RuleRun *run, NodeId call)
{
    static const Str modes[] = {L("MODE_GCM"), L("MODE_EAX"), L("MODE_CCM"), L("MODE_OCB"), {0}};
    static const Str asks[] = {L("verify"), L("decrypt_and_verify"), L("hexverify"), {0}};
    const Query *q = run->query;
    NodeId func = py_node(q->tree, call, Call_func);
    NodeId made = py_kind(q->tree, func) == PY_Attribute
                      ? query_peel(q, py_node(q->tree, func, Attribute_value))
                      : 0;
    NodeId def = query_def(q, q->inside[call]);
    if (made && py_kind(q->tree, made) == PY_Call && query_mentions(q, made, modes) &&
        !query_mentions(q, def ? def : q->tree->root, asks))
        rule_report(run, q->inside[call], call, CONF_MEDIUM,
                    "what was decrypted is used although nobody asked whether its tag is right");
}

// XMLVerifier().verify(document, expect_config=SignatureConfiguration(require_x509=False)), and no key of ours
static void look_at_document(RuleRun *run, NodeId call)
{
    static const Str keys[] = {L("x509_cert"), L("hmac_key"), L("ca_pem_file"), L("cert_resolver"), {0}};
    const Query *q = run->query;
    NodeId expected = query_arg(q, call, -1, S("expect_config"));
    NodeId made = expected ? query_peel(q, expected) : 0;
    if (!made || py_kind(q->tree, made) != PY_Call ||
        !str_eq(query_method(q, made), S("SignatureConfiguration")))
        return;
    NodeId required = query_arg(q, made, 0, S("require_x509"));
    for (const Str *k = keys; k->len; k++)
        if (query_arg(q, call, -1, *k)) return;
    if (required && query_is_false(q, required))
        rule_report(run, q->inside[call], call, CONF_HIGH,
                    "the key that it is checked with may come along with the document");
}

// {"strict": False, "sp": …, "idp": …} of python3-saml; {"want_response_signed": False,
// "want_assertions_signed": False} of pysaml2: a login that nobody signed is taken.
static void look_at_saml(RuleRun *run)
{
    static const Str parts[] = {L("sp"), L("idp"), L("security"), {0}};
    const Query *q = run->query;
    if (!query_imports(q, S("onelogin")) && !query_imports(q, S("saml2"))) return;
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeId strict = query_item(q, n, S("strict")), part = 0;
        NodeId answer = query_item(q, n, S("want_response_signed"));
        NodeId claims = query_item(q, n, S("want_assertions_signed"));
        for (const Str *p = parts; !part && p->len; p++) part = query_item(q, n, *p);
        bool lax = strict && part && query_is_false(q, strict);
        lax |= answer && claims && query_is_false(q, answer) && query_is_false(q, claims);
        if (lax)
            rule_report(run, q->inside[n], n, rule_is_development(run) ? CONF_LOW : rule_hint(run),
                        "a login that the other side did not sign is taken");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_saml(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        look_at_coroutine(run, n);
        if (str_eq(query_method(q, n), S("decrypt"))) look_at_tag(run, n);
        if (str_eq(query_method(q, n), S("verify"))) look_at_document(run, n);
        NodeId func = py_node(t, n, Call_func), key = query_arg(q, n, 0, S(""));
        if (str_eq(query_method(q, n), S("loads_unsafe")) ||
            str_eq(query_method(q, n), S("load_unsafe")))
            look_at_unsafe(run, n);
        if (!str_eq(query_method(q, n), S("get")) || py_kind(t, func) != PY_Attribute) continue;
        NodeId of = py_node(t, func, Attribute_value);
        look_at_key(run, n, of, key);
        if (names_signature(q, key) && str_eq(query_called(q, of), S("headers")))
            look_at_header(run, n);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Subscript, n));) {
        NodeId of = py_node(t, n, Subscript_value), key = py_node(t, n, Subscript_slice);
        look_at_key(run, n, of, key);
        if (names_signature(q, key) && str_eq(query_called(q, of), S("headers")))
            look_at_header(run, n);
    }
}

const Rule rule_unverified_signature = {
    .id = L("unverified-signature"),
    .cwe = 347,
    .also = {345},
    .severity = SEV_HIGH,
    .title = L("what is signed is taken without a look at who signed it"),
    .why = L("The signature is what tells a message of the partner from one that anybody sent. "
             "When it is only looked for, or checked with a key that came along with it, an "
             "attacker writes the message: a payment that never was, a login as somebody else."),
    .instead = L("Compute the signature with the shared key and compare it with "
                 "hmac.compare_digest (or let the provider's library do it) before the content is "
                 "read; take keys from a fixed address."),
    .bad = L("from itsdangerous import URLSafeSerializer\n"
             "def invited(token, key):\n"
             "    _, data = URLSafeSerializer(key).loads_unsafe(token)\n"
             "    return data\n"),
    .good = L("from itsdangerous import URLSafeSerializer\n"
              "def invited(token, key):\n"
              "    return URLSafeSerializer(key).loads(token)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/347.html"),
                    L("https://portswigger.net/web-security/jwt"),
                    L("https://docs.stripe.com/webhooks/signature")),
    .mark = L("unverified-signature"),
    .mark_confidence = CONF_HIGH,
    .at_file = look,
    .surest = {.most = CONF_HIGH},
    .words = LIST(L("MODE_GCM"), L("MODE_EAX"), L("MODE_CCM"), L("MODE_OCB"), L("loads_unsafe"),
                  L("load_unsafe"), L("get_unverified_header"), L("get_unverified_headers"),
                  L("headers"), L("SignatureConfiguration"), L("OneLogin_Saml2_Auth"),
                  L("OneLogin_Saml2_Settings"), L("saml2"), L("Saml2Client")),
};
