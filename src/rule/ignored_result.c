// rule ignored-result: the answer of a check is thrown away.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str checks[] = {L("checkpw"),
                             L("check_password"),
                             L("check_password_hash"),
                             L("compare_digest"),
                             L("verify_password"),
                             L("is_relative_to"),
                             L("has_perm"),
                             L("has_perms"),
                             L("has_permission"),
                             L("is_safe_url"),
                             L("url_has_allowed_host_and_scheme"),
                             L("verify_totp"),
                             L("check_token"),
                             L("is_authenticated"),
                             {0}};

static bool in_list(Str name)
{
    if (str_in(name, checks)) return true;
    return str_starts(name, S("is_valid_")) || str_starts(name, S("is_allowed"));
}

// A module's own function whose every return gives True or False.
static bool answers_yes_or_no(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    int n = 0, no = 0;
    for (NodeId r = 0; (r = query_next(q, PY_Return, r));) {
        NodeId value = py_node(t, r, Return_value);
        if (q->inside[r] >= (uint32_t)q->module->funcs.n || query_def(q, q->inside[r]) != def)
            continue;
        int k = value ? py_kind(t, value) : PY_NONE;
        if (value && query_is_false(q, value)) no++;
        static const Str compares[] = {L("hmac.compare_digest"), L("secrets.compare_digest"), {0}};
        bool yes_no = k == PY_Compare ||
                      (k == PY_Call &&
                       (query_calls(q, value, compares) || in_list(query_method(q, value)))) ||
                      (k == PY_UnaryOp && py_at(t, value)->op == OP_NOT) || (k == PY_BoolOp) ||
                      (value && (query_is_true(q, value) || query_is_false(q, value)));
        if (!yes_no) return false;
        no += k != PY_Constant;
        n++;
    }
    // a check that raises says no in that way
    for (NodeId r = 0; (r = query_next(q, PY_Raise, r));)
        if (query_within(q, r, def)) return false;
    return n > 0 && no > 0;
}

// return hmac.compare_digest(…), check_password_hash(…): a check whatever its name is
static bool compares_secrets(const Query *q, NodeId def)
{
    static const Str by[] = {L("compare_digest"), L("check_password_hash"), L("check_password"),
                             L("checkpw"),        L("verify_password"),     {0}};
    for (NodeId r = 0; (r = query_next_in(q, PY_Return, def, r));) {
        NodeId value = py_node(q->tree, r, Return_value);
        if (value && py_kind(q->tree, value) == PY_Call && str_in(query_method(q, value), by))
            return true;
    }
    return false;
}

// A check of the program's own by its name or by what it gives, which says yes or no: in this module, or in another.
static bool is_own_check(const Query *q, NodeId call)
{
    static const Str words[] = {L("check"), L("valid"), L("match"), L("verif"), L("authentic"),
                                L("genuine"), L("permitted"), L("trusted"), L("allowed"), {0}};
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    Str name = query_method(q, call);
    bool named = str_starts(name, S("is_")) || query_named(name, words);
    if (named && query_is_yes_or_no(q, call)) return true;
    bool own = py_kind(t, func) == PY_Attribute &&
               str_eq(query_called(q, py_node(t, func, Attribute_value)), S("self"));
    if (py_kind(t, func) != PY_Name && !own) return false;
    Sym called = own ? py_sym(t, func, Attribute_attr) : py_sym(t, func, Name_id);
    for (Size i = 1; i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        if (f->kind == FUNC_DEF && !f->owner == !own && f->name == called &&
            f->decorators.n == 0 && !f->is_generator)
            return (named || compares_secrets(q, f->node)) && answers_yes_or_no(q, f->node);
    }
    return false;
}

// check_password_hash(FAKE_HASH, …): asked for the time that it takes.
static bool is_pretence(const Query *q, NodeId call)
{
    static const Str words[] = {L("fake"), L("dummy"), L("FAKE"), L("DUMMY"), {0}};
    return query_mentions(q, call, words) || query_mentions_text(q, call, words);
}

// Others of the name raise: these answer.
static bool only_answers(const Query *q, NodeId call, Str name)
{
    static const Str modules[] = {L("passlib."), L("Crypto.Signature.Legacy."), L("pyotp."),
                                  L("gnupg."), {0}};
    if (!str_starts(name, S("verify"))) return false;
    Str callee = query_callee(q, call);
    for (const Str *m = modules; m->len; m++)
        if (str_starts(callee, *m)) return true;
    return false;
}

// if not allowed(user): where allowed is an async def
static void look_at_coroutines(RuleRun *run)
{
    static const Str signatures[] = {L("compare_digest"), L("hmac"), L("verify"), {0}};
    const Query *q = run->query;
    if (!query_next(q, PY_AsyncFunctionDef, 0)) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = query_dropped_coroutine(q, n);
        if (def && !query_mentions(q, def, signatures))            // those: unverified-signature
            rule_report(run, q->inside[n], n, run->file->is_test ? CONF_LOW : CONF_MEDIUM,
                        "%.*s() is a coroutine that nobody awaits: a coroutine is always true",
                        STR_ARG(query_method(q, n)));
    }
}

// subprocess.run(["gpg", "--verify", …]) and nobody asks how it ended
static bool is_dropped_status(const Query *q, NodeId call)
{
    static const Str runs[] = {L("subprocess.run"), L("subprocess.call"), L("os.system"), {0}};
    static const Str tools[] = {L("gpg"), L("gpgv"), L("openssl"), L("cosign"), L("minisign"),
                                L("signify"), L("sha256sum"), {0}};
    static const Str tests[] = {L("verify"), L("gpgv"), L("-c"), L("-V"), {0}};
    const Tree *t = q->tree;
    if (!query_calls(q, call, runs)) return false;
    NodeId args = query_peel(q, query_arg(q, call, 0, S("args"))),
           check = query_arg(q, call, -1, S("check"));
    if (!args || (check && !query_is_false(q, check))) return false;
    bool tool = false, test = false;
    Str text;
    int k = py_kind(t, args);
    for (uint32_t i = 0; (k == PY_List || k == PY_Tuple) && i < py_list(t, args, 0).n; i++) {
        if (!query_str(q, py_list(t, args, 0).v[i], &text)) continue;
        for (const Str *o = tools; i == 0 && o->len; o++)
            tool |= str_eq(text, *o) || (text.len > o->len && str_ends(text, *o) &&
                                         text.s[text.len - o->len - 1] == '/');
        for (const Str *o = tests; o->len; o++)
            test |= o->s[0] == '-' ? str_eq(text, *o) : str_find(text, *o) >= 0;
    }
    return tool && test;
}

// Every use of a name in its function is told to the log, or handed to print.
static bool only_logged(const Query *q, NodeId name)
{
    static const Str logs[] = {L("log"), L("logger"), L("logging"), L("_log"), L("_logger"),
                               L("LOG"), L("LOGGER"), L("print"),   {0}};
    const Tree *t = q->tree;
    for (NodeId u = 0; (u = query_next(q, PY_Name, u));) {
        if (u == name || py_sym(t, u, Name_id) != py_sym(t, name, Name_id) ||
            q->inside[u] != q->inside[name])
            continue;
        NodeId st = query_statement(q, u),
               call = py_kind(t, st) == PY_Expr ? py_node(t, st, Expr_value) : 0;
        NodeId func = call && py_kind(t, call) == PY_Call ? py_node(t, call, Call_func) : 0;
        if (!func) return false;
        Str of = py_kind(t, func) == PY_Attribute
                     ? query_called(q, py_node(t, func, Attribute_value))
                     : query_called(q, func);
        const Str *l = logs;
        while (l->len && !str_eq(of, *l)) l++;
        if (!l->len) return false;
    }
    return true;
}

static bool is_answer(const Query *q, NodeId call)
{
    Str name = query_method(q, call);
    return in_list(name) || only_answers(q, call, name);
}

// def verify(…): return gpg.verify_file(…)
static bool hands_answer_on(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId def = query_own_function(q, py_node(t, call, Call_func));
    for (NodeId r = 0; def && (r = query_next(q, PY_Return, r));) {
        NodeId value = query_def(q, q->inside[r]) == def ? py_node(t, r, Return_value) : 0;
        value = value ? query_peel(q, value) : 0;
        if (value && py_kind(t, value) == PY_Call && is_answer(q, value)) return true;
    }
    return false;
}

// result = gpg.verify_file(…); log.info(result.status): kept, shown, and heeded by nobody.
static void look_at_kept(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId call = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
        if (py_kind(t, call) != PY_Call || py_kind(t, to) != PY_Name || !q->inside[n]) continue;
        if (!is_answer(q, call) && !hands_answer_on(q, call)) continue;
        if (is_pretence(q, call) || !only_logged(q, to)) continue;
        rule_report(run, q->inside[n], call, run->file->is_test ? CONF_LOW : CONF_MEDIUM,
                    "what %.*s answers decides nothing", STR_ARG(query_method(q, call)));
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    look_at_coroutines(run);
    look_at_kept(run);
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(t, n, Expr_value);
        if (py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
        if (py_kind(t, call) != PY_Call) continue;
        Str name = query_method(q, call);
        bool known = in_list(name) || only_answers(q, call, name) || is_dropped_status(q, call);
        if (!known && !is_own_check(q, call)) continue;
        if (is_pretence(q, call)) continue;
        rule_report(run, q->inside[n], call, run->file->is_test ? CONF_LOW : CONF_MEDIUM,
                    "nobody looks at what %.*s answers", STR_ARG(name));
    }
}

const Rule rule_ignored_result = {
    .id       = L("ignored-result"),
    .cwe      = 252, .also = {754}, .severity = SEV_MEDIUM,
    .title    = L("the answer of a check is thrown away"),
    .why      = L("The function says by its result whether the check held. Nobody looks, so the "
                  "program goes on either way."),
    .instead  = L("if not check(…): raise or return an error."),
    .bad      = L("import bcrypt\n"
                  "def change(user, old, new):\n"
                  "    bcrypt.checkpw(old, user.hash)\n"
                  "    user.hash = bcrypt.hashpw(new, bcrypt.gensalt())\n"),
    .good     = L("import bcrypt\n"
                  "def change(user, old, new):\n"
                  "    if not bcrypt.checkpw(old, user.hash):\n"
                  "        raise PermissionError(\"wrong password\")\n"
                  "    user.hash = bcrypt.hashpw(new, bcrypt.gensalt())\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/252.html"),
                     L("https://github.com/pyca/bcrypt")),
    .at_file  = look,
    .weak_in_package = true,
};
