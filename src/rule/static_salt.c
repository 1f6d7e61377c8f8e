// rule static-salt: one salt for all passwords.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A salt that is a parameter is what each caller makes of it; some of them may give a constant.
static bool from_parameter(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    NodeId child;
    if (!n || depth > 5) return false;
    if (py_kind(t, n) == PY_Name) {
        const Func *f = &q->module->funcs.v[q->inside[n]];
        for (Size i = 0; i < f->params.n; i++)
            if (f->params.v[i].name == py_sym(t, n, Name_id) && !f->params.v[i].fallback)
                return true;
        NodeId value = query_assigned(q, n);
        return value && from_parameter(q, value, depth + 1);
    }
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (from_parameter(q, child, depth + 1)) return true;
    return false;
}

// Another function of this module gives the function around a constant for it.
static bool given_constant(const Query *q, NodeId salt)
{
    const Tree *t = q->tree;
    const Func *f = &q->module->funcs.v[q->inside[salt]];
    int at = -1;
    Str text;
    if (py_kind(t, salt) != PY_Name || f->owner) return false;
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].name == py_sym(t, salt, Name_id)) at = (int)i;
    for (NodeId n = 0; at >= 0 && (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (py_kind(t, func) != PY_Name || py_sym(t, func, Name_id) != f->name) continue;
        NodeId arg = query_arg(q, n, at, py_name(t, py_sym(t, salt, Name_id)));
        if (arg && query_str(q, arg, &text) && text.len) return true;
    }
    return false;
}

// x.strip().encode(): x
static NodeId unwrapped(const Query *q, NodeId n)
{
    static const Str same[] = {L("encode"), L("lower"), L("strip"), L("upper"), {0}};
    enum { TURNS = 4 };
    for (int i = 0; i < TURNS && py_kind(q->tree, n) == PY_Call && str_in(query_method(q, n), same);
         i++) {
        NodeId func = py_node(q->tree, n, Call_func);
        if (py_kind(q->tree, func) != PY_Attribute) break;
        n = py_node(q->tree, func, Attribute_value);
    }
    return n;
}

// request.form["salt"], email.encode(): who logs in chooses it, or everybody knows it. What a request brings as a part
// of a stored hash is another matter: only an item of the request counts.
static Confidence judge_outside(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str names[] = {L("email"), L("username"), L("user_name"),
                                L("login"), L("mail"),     {0}};
    const Query *q = run->query;
    NodeId salt = py_kind(q->tree, mark->node) == PY_Call
                      ? query_arg(q, mark->node, mark->mark->arg, mark->mark->keyword)
                      : 0;
    NodeId of = salt && !run->file->is_test ? unwrapped(q, salt) : 0;
    if (!of) return CONF_NONE;
    int k = py_kind(q->tree, of);
    Kinds is = query_taint(q, of);
    bool item = k == PY_Subscript || (k == PY_Call && str_eq(query_method(q, of), S("get")));
    bool chosen = item && is & KIND(REMOTE) && !(is & KIND(STORED));
    bool known = (k == PY_Name || k == PY_Attribute) && str_in(query_called(q, of), names);
    if (!chosen && !known) return CONF_NONE;
    *message = chosen ? S("the client chooses the salt")
                      : S("everybody knows this salt: tables can be made for it ahead");
    return rule_in_package(run) ? CONF_LOW : c < CONF_MEDIUM ? c : CONF_MEDIUM;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (models_has_tag(mark->mark, S("outside"))) return judge_outside(run, mark, c, message);
    if (py_kind(q->tree, mark->node) != PY_Call) return c;
    NodeId salt = query_arg(q, mark->node, mark->mark->arg, mark->mark->keyword);
    if (!salt) salt = query_arg(q, mark->node, -1, S("salt"));
    if (!salt) salt = query_arg(q, mark->node, 2, S("salt"));
    if (salt && given_constant(q, salt)) return c < CONF_MEDIUM ? c : CONF_MEDIUM;
    return salt && from_parameter(q, salt, 0) && c > CONF_LOW ? CONF_LOW : c;
}

const Rule rule_static_salt = {
    .id = L("static-salt"),
    .cwe = 760,
    .also = {759},
    .severity = SEV_MEDIUM,
    .title = L("one salt for all passwords"),
    .why = L("With one salt equal passwords have equal hashes, so a copied table shows who "
             "shares one, and an attacker makes one list of hashes in advance that serves "
             "against every user."),
    .instead = L("Draw a salt for each password: os.urandom(16), bcrypt.gensalt()."),
    .bad =
        L("import hashlib\n"
          "def digest(password):\n"
          "    return hashlib.pbkdf2_hmac(\"sha256\", password, b\"pepper and salt\", 600000)\n"),
    .good = L("import hashlib\n"
              "import os\n"
              "def digest(password):\n"
              "    return hashlib.pbkdf2_hmac(\"sha256\", password, os.urandom(16), 600000)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/760.html"),
                    L("https://docs.python.org/3/library/hashlib.html#hashlib.pbkdf2_hmac")),
    .mark = L("static-salt"), .judge_mark = judge,
    .mark_confidence = CONF_HIGH,
    .fix = mend_fix_salt,
    .weak_in_package = true,
};
