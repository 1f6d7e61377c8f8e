// rule fail-open: a failing check lets the request through.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str deciders[] = {L("auth"),       L("verify"),  L("check"),     L("valid"),
                               L("permission"), L("allow"),   L("permit"),    L("can_"),
                               L("is_safe"),    L("trusted"), L("signature"), L("login"),
                               L("captcha"),    L("may_"),    L("admit"),
                               L("grant"),      L("approve"), L("accept"),    {0}};
static const Str denials[] = {L("revoked"),      L("blocked"),   L("banned"),   L("blacklist"),
                              L("blocklist"),    L("denied"),    L("denylist"), L("locked_out"),
                              L("rate_limited"), L("suspended"), L("expired"),
                              L("over_limit"),   L("over_quota"), L("exceeded"), L("throttled"), L("too_many"), {0}};

// check_version, is_invalid_json: what they decide is no access
static const Str others[] = {L("invalid"), L("version"), L("json"), L("syntax"), L("number"), {0}};

// action != "delete", method in READS: yes to whatever a constant does not rule out
static bool is_mostly_yes(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    if (!value || py_kind(t, value) != PY_Compare) return false;
    SymList ops = py_syms(t, value, Compare_ops);
    NodeId left = py_node(t, value, Compare_left);
    return ops.n == 1 && (ops.v[0] == OP_NOTEQ || ops.v[0] == OP_NOTIN || ops.v[0] == OP_IN) &&
           py_kind(t, left) == PY_Name && query_is_parameter(q, left);
}

static bool returns_true(const Query *q, NodeId in)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, in, ExceptHandler_body);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId value = py_kind(t, body.v[i]) == PY_Return ? py_node(t, body.v[i], Return_value) : 0;
        if (value && (query_is_true(q, value) || is_mostly_yes(q, value))) return true;
    }
    return false;
}

static bool returns_false(const Query *q, NodeId in)
{
    NodeList body = py_list(q->tree, in, ExceptHandler_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(q->tree, body.v[i]) == PY_Return && py_node(q->tree, body.v[i], Return_value) &&
            query_is_false(q, py_node(q->tree, body.v[i], Return_value)))
            return true;
    return false;
}

static bool does_nothing(const Tree *t, NodeId handler)
{
    NodeList body = py_list(t, handler, ExceptHandler_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int k = py_kind(t, body.v[i]);
        if (k != PY_Pass && k != PY_Continue && k != PY_Expr) return false;
    }
    return true;
}

// A denial (revoked = …) that is assigned only inside `body`: when that fails, nobody is denied.
static bool denies_inside(const Query *q, NodeList body)
{
    const Tree *t = q->tree;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) == PY_Assign &&
            str_has(query_called(q, py_list(t, body.v[i], Assign_targets).v[0]), denials))
            return true;
        if (py_kind(t, body.v[i]) == PY_If &&
            query_mentions(q, py_node(t, body.v[i], If_test), denials))
            return true;
    }
    return false;
}

static bool has_return(const Query *q, NodeId in)
{
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));)
        if (query_within(q, n, in)) return true;
    return false;
}

// The signature is wrong, and the program goes on: nothing after the try tells the two ways apart.
static bool ignores_forgery(const Query *q, NodeId n, NodeId handler)
{
    static const Str forged[] = {L("invalidsignature"), L("badsignature"), L("invalidtoken"),
                                 L("signatureerror"), L("verificationerror"), L("invaliddigest"),
                                 {0}};
    const Tree *t = q->tree;
    NodeId type = py_node(t, handler, ExceptHandler_type);
    if (!type || !query_mentions(q, type, forged) || !does_nothing(t, handler)) return false;
    NodeId def = query_def(q, q->inside[n]);
    if (!def || py_list(t, n, Try_orelse).n || has_return(q, n)) return false;
    // what is assigned in the try may be tested later
    for (NodeId a = 0; (a = query_next(q, PY_Assign, a));)
        if (query_within(q, a, n)) return false;
    return !has_return(q, def);
}

// return hmac.compare_digest(…): what such calls answer is what the function decides.
static bool returns_verdict(const Query *q, NodeList body)
{
    static const Str verdicts[] = {L("compare_digest"),      L("checkpw"),   L("check_password"),
                                   L("check_password_hash"), L("verify"),    L("has_permission"),
                                   L("has_perm"),            L("is_revoked"), L("check_signature"),
                                   L("verify_signature"),    L("enforce"),   {0}};
    for (uint32_t i = 0; i < body.n; i++)
        if (query_mentions(q, body.v[i], verdicts)) return true;
    return false;
}

// except …: verdict = "allow", where the function then returns that, or what it compares with "allow".
static bool assigns_yes(const Query *q, NodeId handler)
{
    static const Str yes[] = {L("allow"), L("allowed"), L("permit"), L("permitted"), L("granted"),
                              L("accept"), L("ok"), L("valid"), L("approved"), L("pass"), {0}};
    const Tree *t = q->tree;
    NodeList body = py_list(t, handler, ExceptHandler_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) != PY_Assign) continue;
        NodeId value = py_node(t, body.v[i], Assign_value);
        Str name = query_called(q, py_list(t, body.v[i], Assign_targets).v[0]), text = {0}, with;
        bool is_yes = query_is_true(q, value);
        if (!is_yes && !query_str(q, value, &text)) continue;
        for (NodeId r = 0; (r = query_next(q, PY_Return, r));) {
            NodeId given = py_node(t, r, Return_value);
            if (!given || q->inside[r] != q->inside[handler]) continue;
            if (is_yes && str_eq(query_called(q, given), name)) return true;
            bool same = !is_yes && py_kind(t, given) == PY_Compare &&
                        py_syms(t, given, Compare_ops).v[0] == OP_EQ &&
                        str_eq(query_called(q, py_node(t, given, Compare_left)), name) &&
                        query_str(q, py_list(t, given, Compare_comparators).v[0], &with);
            if (same && str_eq(text, with) && name_has_word(text, yes)) return true;
        }
    }
    return false;
}

// not verdict, verdict is not True, verdict is False, verdict != True
static bool is_no(const Query *q, NodeId test, Str name)
{
    const Tree *t = q->tree;
    if (py_kind(t, test) == PY_UnaryOp)
        return py_at(t, test)->op == OP_NOT &&
               str_eq(query_called(q, py_node(t, test, UnaryOp_operand)), name);
    if (py_kind(t, test) != PY_Compare ||
        !str_eq(query_called(q, py_node(t, test, Compare_left)), name))
        return false;
    uint32_t op = py_syms(t, test, Compare_ops).v[0];
    NodeId with = py_list(t, test, Compare_comparators).v[0];
    bool differs = op == OP_ISNOT || op == OP_NOTEQ, same = op == OP_IS || op == OP_EQ;
    return (differs && query_is_true(q, with)) || (same && query_is_false(q, with));
}

// raise HTTPException(403), abort(401)
static bool says_refused(const Query *q, NodeId in)
{
    int64_t code;
    for (NodeId n = 0; (n = query_next_in(q, PY_Constant, in, n));)
        if (query_int(q, n, &code) && (code == 401 || code == 403))
            return true;
    return false;
}

// except …: verdict = True, and then: if not verdict: raise HTTPException(403)
static bool lets_through(const Query *q, NodeId handler)
{
    static const Str refusals[] = {L("Forbidden"), L("PermissionDenied"), L("Unauthorized"),
                                   L("NotAuthorized"), L("PermissionError"), L("denied"), {0}};
    const Tree *t = q->tree;
    NodeList body = py_list(t, handler, ExceptHandler_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) != PY_Assign ||
            !query_is_true(q, py_node(t, body.v[i], Assign_value)))
            continue;
        Str name = query_called(q, py_list(t, body.v[i], Assign_targets).v[0]);
        for (NodeId n = handler; name.len && (n = query_next(q, PY_If, n));) {
            if (q->inside[n] != q->inside[handler] || query_within(q, n, handler) ||
                !is_no(q, py_node(t, n, If_test), name))
                continue;
            NodeList then = py_list(t, n, If_body);
            for (uint32_t k = 0; k < then.n; k++)
                if (query_mentions(q, then.v[k], refusals) || says_refused(q, then.v[k]))
                    return true;
        }
    }
    return false;
}

// allowed = True; try: allowed = ask(…) except: log(…); return allowed. When nobody answers it is yes.
static bool starts_as_yes(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, n, Try_body), block = query_block(q, n);
    for (uint32_t i = 0; i < block.n && block.v[i] != n; i++) {
        if (py_kind(t, block.v[i]) != PY_Assign ||
            !query_is_true(q, py_node(t, block.v[i], Assign_value)))
            continue;
        Str name = query_called(q, py_list(t, block.v[i], Assign_targets).v[0]);
        bool set = false, given = false;
        for (uint32_t k = 0; k < body.n; k++)
            set |= py_kind(t, body.v[k]) == PY_Assign &&
                   str_eq(name, query_called(q, py_list(t, body.v[k], Assign_targets).v[0]));
        for (NodeId r = 0; set && (r = query_next(q, PY_Return, r));)
            given |= q->inside[r] == q->inside[n] && py_node(t, r, Return_value) &&
                     str_eq(name, query_called(q, py_node(t, r, Return_value)));
        if (given) return true;
    }
    return false;
}

static bool refuses_in(const Query *q, NodeList body)
{
    for (NodeId r = 0; (r = query_next(q, PY_Return, r));)
        for (uint32_t i = 0; i < body.n; i++)
            if (query_within(q, r, body.v[i]) && py_node(q->tree, r, Return_value) &&
                query_is_false(q, py_node(q->tree, r, Return_value)))
                return true;
    return false;
}

// try: if not ask(…): return False except: log(…); return True
static bool ends_as_yes(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    NodeList block = query_block(q, n);
    static const Str asks[] = {L("check"), L("verify"), L("validate"), L("authorize"), L("enforce"),
                               L("require"), {0}};
    NodeList body = py_list(t, n, Try_body);
    NodeId last = py_last(body);
    bool asked = last && py_kind(t, last) == PY_Expr &&         // it raises where the answer is no
                 py_kind(t, py_node(t, last, Expr_value)) == PY_Call &&
                 query_named(query_method(q, py_node(t, last, Expr_value)), asks);
    if (!asked && !refuses_in(q, body)) return false;
    NodeId here = n;
    if (block.n && py_last(block) == n && py_kind(t, q->parent[n]) == PY_For) {
        here = q->parent[n]; // one rule after another is asked: what follows the loop is the answer
        block = query_block(q, here);
    }
    for (uint32_t i = 0; i + 1 < block.n; i++)
        if (block.v[i] == here && py_kind(t, block.v[i + 1]) == PY_Return)
            return py_node(t, block.v[i + 1], Return_value) &&
                   query_is_true(q, py_node(t, block.v[i + 1], Return_value));
    return false;
}

// with suppress(BadSignature): key.verify(…) and nothing more: what comes after runs either way.
static bool suppresses_forgery(const Query *q, NodeId with, NodeId call)
{
    static const Str verifies[] = {L("verify"), L("checkpw"), L("validate"), L("authenticate"),
                                   L("check_signature"), L("verify_signature"), {0}};
    static const Str failures[] = {L("signature"), L("invalid"), L("tampered"), L("verif"),
                                   L("jwterror"), L("badtoken"), L("mismatch"), L("permission"),
                                   L("forbidden"), L("denied"), {0}};
    const Tree *t = q->tree;
    NodeList body = py_list(t, with, With_body), block = query_block(q, with);
    NodeId last = py_last(body);
    if (!last || py_kind(t, last) != PY_Expr || !query_mentions(q, call, failures)) return false;
    NodeId done = py_node(t, last, Expr_value);
    if (py_kind(t, done) == PY_Await) done = py_node(t, done, Await_value);
    if (py_kind(t, done) != PY_Call) return false;
    const Str *v = verifies;
    while (v->len && str_find(query_method(q, done), *v) < 0) v++;
    if (!v->len) return false;
    // something comes after, and it is not the end in a refusal
    NodeId next = 0;
    for (uint32_t i = 0; i + 1 < block.n; i++)
        if (block.v[i] == with) next = block.v[i + 1];
    return next && py_kind(t, next) != PY_Raise &&
           !(py_kind(t, next) == PY_Return && (!py_node(t, next, Return_value) ||
                                               query_is_false(q, py_node(t, next, Return_value))));
}

static void look_at_try(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeList handlers = py_list(t, n, Try_handlers);
    Str func = py_name(t, q->module->funcs.v[q->inside[n]].name);
    for (uint32_t i = 0; i < handlers.n; i++) {
        NodeId h = handlers.v[i];
        if ((returns_true(q, h) || assigns_yes(q, h)) &&
            ((str_has(func, deciders) && !str_has(func, others)) ||
             returns_verdict(q, py_list(t, n, Try_body))))
            rule_report(run, q->inside[n], h, CONF_MEDIUM,
                        "when the check fails with an exception the answer is yes");
        else if (lets_through(q, h))
            rule_report(run, q->inside[n], h, CONF_MEDIUM,
                        "when the check fails with an exception nobody is refused");
        else if (query_named(func, denials) && returns_false(q, h))
            rule_report(run, q->inside[n], h, CONF_MEDIUM,
                        "when nobody can say whether it is refused the answer is no");
        else if (ignores_forgery(q, n, h))
            rule_report(run, q->inside[n], h, CONF_MEDIUM,
                        "a wrong signature is noted, and what is signed is used all the same");
        else if (does_nothing(t, h) && denies_inside(q, py_list(t, n, Try_body)))
            rule_report(run, q->inside[n], h, CONF_MEDIUM,
                        "when the check fails with an exception nobody is refused");
        else if (does_nothing(t, h) && ((str_has(func, deciders) && !str_has(func, others)) ||
                                        returns_verdict(q, py_list(t, n, Try_body))) &&
                 (starts_as_yes(q, n) || ends_as_yes(q, n)))
            rule_report(run, q->inside[n], h, CONF_MEDIUM,
                        "when the check fails with an exception the answer stays yes");
    }
}

static void look(RuleRun *run)
{
    static const Str suppress[] = {L("contextlib.suppress"), L("suppress"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Try, n));) look_at_try(run, n);
    for (NodeId n = 0; (n = query_next(q, PY_With, n));) {
        NodeList items = py_list(t, n, With_items);
        NodeId call = items.n ? py_node(t, items.v[0], withitem_context_expr) : 0;
        if (!call || py_kind(t, call) != PY_Call || !query_calls(q, call, suppress)) continue;
        if (suppresses_forgery(q, n, call))
            rule_report(run, q->inside[n], call, CONF_MEDIUM,
                        "a failed check is passed over, and the program goes on");
        else if (denies_inside(q, py_list(t, n, With_body)))
            rule_report(run, q->inside[n], call, CONF_MEDIUM,
                        "when the check fails with an exception nobody is refused");
    }
}

const Rule rule_fail_open = {
    .id = L("fail-open"),
    .cwe = 636,
    .proven_in_project = true,
    .also = {703, 347},
    .severity = SEV_MEDIUM,
    .title = L("a failing check lets the request through"),
    .why = L("When the check itself fails (a store that does not answer, a malformed "
             "token) the program goes on as if it had succeeded: an attacker makes it "
             "fail."),
    .instead = L("Refuse when the check could not be made: return an error, or re-raise."),
    .bad = L("def is_valid(token, verify):\n"
             "    try:\n"
             "        verify(token)\n"
             "    except Exception:\n"
             "        return True\n"
             "    return True\n"),
    .good = L("def is_valid(token, verify):\n"
              "    try:\n"
              "        verify(token)\n"
              "    except Exception:\n"
              "        return False\n"
              "    return True\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/636.html"),
             L("https://owasp.org/Top10/2025/A10_2025-Mishandling_of_Exceptional_Conditions/")),
    .peers = LIST(L("bandit:B110"), L("bandit:B112"), L("ruff:S110"), L("ruff:S112")),
    .at_file = look,
    .words =
        LIST(L("auth"), L("verify"), L("check"), L("valid"), L("revoked"), L("permission"),
             L("allowed"), L("token"), L("signature"), L("login"), L("is_valid"), L("suppress"),
             L("authenticate"), L("authorize"), L("is_allowed"), L("has_permission"),
             L("is_authorized"), L("is_authenticated"), L("compare_digest"), L("checkpw"),
             L("check_password_hash"), L("has_perm"), L("enforce"), L("validate"), L("blocked"), L("banned"),
             L("is_revoked"), L("is_blocked"), L("is_banned"), L("is_locked_out"), L("acl"),
             L("permitted"), L("permit"), L("allows"), L("admits"), L("admit"), L("accepts"),
             L("grants"), L("grant"), L("approves"), L("approve"), L("permits"), L("is_permitted"), L("allow"), L("decide"), L("can_access"),
             L("can_view"), L("can_edit"), L("authorized"), L("authorised"), L("is_authorised"),
             L("HTTPForbidden"), L("PermissionDenied"), L("PermissionError"), L("abort"),
             L("HTTPException"), L("Forbidden"), L("policy"), L("permits"), L("allows"), L("Policy"),
             L("over_limit"), L("is_throttled"), L("too_many"),
             L("verdict"), L("decision"), L("allowed_for"), L("may_enter"), L("grant"), L("granted"),
             L("RequestException"), L("raise_for_status")),
    .fix = mend_fix_fail_open,
    .weak_in_package = true,
};
