// rule form-in-log: a whole form or request that holds a password is logged.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str levels[] = {L("debug"),     L("info"),     L("warning"), L("warn"),  L("error"),
                             L("exception"), L("critical"), L("log"),     L("print"), {0}};
static const Str forms[] = {L("POST"), L("form"), L("get_json"), L("json"),
                            L("body"), L("data"), L("get_data"), {0}};
static const Str dumps[] = {L("dumps"), L("str"), L("repr"), L("dict"), L("pformat"), {0}};

// request.POST, request.form.to_dict(), request.get_json(): all that was sent.
static bool is_form(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    if (!n || depth > 4) return false;
    switch (py_kind(t, n)) {
    case PY_Name: return is_form(q, query_assigned(q, n), depth + 1);
    case PY_FormattedValue: return is_form(q, py_node(t, n, FormattedValue_value), depth + 1);
    case PY_JoinedStr: {
        NodeList parts = py_list(t, n, JoinedStr_values);
        for (uint32_t i = 0; i < parts.n; i++)
            if (is_form(q, parts.v[i], depth + 1)) return true;
        return false;
    }
    case PY_Attribute:
        return str_in(query_called(q, n), forms) &&
               str_eq(query_called(q, py_node(t, n, Attribute_value)), S("request"));
    case PY_Call: {
        NodeId func = py_node(t, n, Call_func), first = query_arg(q, n, 0, S(""));
        Str m = query_method(q, n);
        if (first && str_in(m, dumps)) return is_form(q, first, depth + 1);
        if (py_kind(t, func) != PY_Attribute) return false;
        bool all = str_eq(m, S("dict")) || str_eq(m, S("to_dict")) || str_eq(m, S("copy"));
        return all ? is_form(q, py_node(t, func, Attribute_value), depth + 1)
                   : is_form(q, func, depth + 1);
    }
    default: return false;
    }
}

// Does the function read a password out of what was sent?
static bool reads_password(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Constant, n));) {
        Str text;
        if (!query_within(q, n, def) || !query_str(q, n, &text)) continue;
        int up = py_kind(t, q->parent[n]);
        if ((up == PY_Subscript || up == PY_Call) && secret_name(text) == NAME_PASSWORD)
            return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = query_def(q, q->inside[n]);
        if (!def || !str_in(query_method(q, n), levels)) continue;
        NodeList args = py_list(q->tree, n, Call_args);
        for (uint32_t i = 0; i < args.n; i++)
            if (is_form(q, args.v[i], 0) && reads_password(q, def))
                rule_report(run, q->inside[n], n, CONF_MEDIUM,
                            "all that was sent is logged, the password with it");
    }
}

const Rule rule_form_in_log = {
    .id = L("form-in-log"),
    .cwe = 532,
    .also = {200},
    .severity = SEV_MEDIUM,
    .title = L("a whole form or request that holds a password is logged"),
    .why = L("The whole form is written down, the password field with it. From then on everybody "
             "who can read the log, its copies and its search index has the passwords of all who "
             "logged in, or mistyped."),
    .instead = L("Log the fields that are needed, by name."),
    .bad = L("import logging\n"
             "from django.contrib.auth import authenticate\n"
             "def sign_in(request):\n"
             "    form = request.POST.dict()\n"
             "    if authenticate(request, username=form[\"username\"], "
             "password=form[\"password\"]) is None:\n"
             "        logging.warning(\"login failed: %s\", form)\n"),
    .good = L("import logging\n"
              "from django.contrib.auth import authenticate\n"
              "def sign_in(request):\n"
              "    form = request.POST.dict()\n"
              "    if authenticate(request, username=form[\"username\"], "
              "password=form[\"password\"]) is None:\n"
              "        logging.warning(\"login failed\")\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/532.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Logging_Cheat_Sheet.html#data-to-exclude")),
    .at_file = look,
    .words = LIST(L("request")),
};
