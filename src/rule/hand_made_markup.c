// rule hand-made-markup: a function puts its parameters into markup as they are.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// ---- Markup("<b>%s</b>" % name): what was put in before is said to be safe

// What is called so is markup, or a word of the program's own.
static const Str own_words[] = {
    L("html"),  L("markup"), L("widget"), L("rendered"), L("escaped"), L("safe"),
    L("icon"),  L("css"),    L("class"),  L("style"),    L("attr"),    L("url"),
    L("href"),  L("tag"),    L("inner"),  L("content"),  L("body"),    L("svg"),
    L("count"), L("size"),   L("width"),  L("height"),   L("index"),   L("number"),
    L("color"), L("colour"), L("level"),  L("lang"),     {0}};
static const Str safe_types[] = {L("int"),  L("float"),   L("bool"), L("markup"),
                                 L("safe"), L("decimal"), L("date"), L("uuid"),
                                 L("enum"), L("literal"), {0}};

static bool is_text_parameter(const Query *q, NodeId name)
{
    const Tree *t = q->tree;
    if (py_kind(t, name) != PY_Name || !query_is_parameter(q, name) || query_assigned(q, name))
        return false;
    Str called = query_called(q, name);
    if (str_eq(called, S("self")) || str_eq(called, S("id")) || query_named(called, own_words))
        return false;
    const Func *f = &q->module->funcs.v[q->inside[name]];
    for (Size i = 0; i < f->params.n; i++) {
        NodeId says = f->params.v[i].annotation;
        if (str_eq(py_name(t, f->params.v[i].name), called) && says &&
            query_named(py_text(t, says), safe_types))
            return false;
    }
    return !query_taint(q, name);                               // what comes from outside is xss's to say
}

// A parameter among what the text is built of: f"…{x}…", "…" % (x, y), "…".format(x), "…" + x; 0: none
static NodeId bare_piece(const Query *q, NodeId text)
{
    const Tree *t = q->tree;
    int k = py_kind(t, text);
    NodeId found = 0, from = 0;
    if (k == PY_JoinedStr) {
        for (NodeId n = 0; (n = query_next(q, PY_FormattedValue, n));) {
            NodeId value = py_node(t, n, FormattedValue_value);
            if (query_within(q, n, text) && is_text_parameter(q, value)) return value;
        }
        return 0;
    }
    if (k == PY_BinOp && py_at(t, text)->op == OP_MOD) from = py_node(t, text, BinOp_right);
    else if (k == PY_BinOp && py_at(t, text)->op == OP_ADD) {
        NodeId left = py_node(t, text, BinOp_left), right = py_node(t, text, BinOp_right);
        if (is_text_parameter(q, right)) return right;
        return is_text_parameter(q, left) ? left : bare_piece(q, left);
    } else if (k == PY_Call && str_eq(query_method(q, text), S("format"))) {
        NodeList args = py_list(t, text, Call_args), keys = py_list(t, text, Call_keywords);
        for (uint32_t i = 0; i < args.n && !found; i++)
            if (is_text_parameter(q, args.v[i])) found = args.v[i];
        for (uint32_t i = 0; i < keys.n && !found; i++)
            if (is_text_parameter(q, py_node(t, keys.v[i], keyword_value)))
                found = py_node(t, keys.v[i], keyword_value);
        return found;
    }
    if (!from) return 0;
    if (py_kind(t, from) != PY_Tuple) return is_text_parameter(q, from) ? from : 0;
    NodeList items = py_list(t, from, Tuple_elts);
    for (uint32_t i = 0; i < items.n && !found; i++)
        if (is_text_parameter(q, items.v[i])) found = items.v[i];
    return found;
}

static void look_at_marked(RuleRun *run)
{
    static const Str marks[] = {L("markupsafe.Markup"), L("flask.Markup"), L("jinja2.Markup"),
                                L("django.utils.safestring.mark_safe"),
                                L("django.utils.safestring.SafeString"), L("wtforms.widgets.HTMLString"),
                                {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId text = query_calls(q, n, marks) ? query_arg(q, n, 0, S("")) : 0;
        if (!text || !q->inside[n] || str_find(query_prefix(q, text), S("<")) < 0) continue;
        NodeId piece = bare_piece(q, query_peel(q, text));
        if (piece)
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "`%.*s` is put into markup that is then said to be safe",
                        STR_ARG(py_text(q->tree, piece)));
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    look_at_marked(run);
    static const Str tag[] = {L("<"), {0}};
    if (run->least > CONF_LOW) return;
    if (!query_mentions_text(q, run->tree->root, tag)) return;         // what is put together here is no markup
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        Mend m = rule_mend(run, q->inside[n]);
        Fix fix = {0};
        if (mend_fix_markup(&m, &(MendSite){.node = n}, &fix))
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "a parameter becomes part of the markup without being escaped");
    }
    static const int kinds[] = {PY_BinOp, PY_JoinedStr, PY_Call};
    for (Size i = 0; i < countof(kinds); i++)
        rule_by_shape(run, kinds[i], mend_fix_markup, CONF_LOW,
                      "what a caller gives becomes part of the markup without being escaped");
    if (!rule_in_package(run))
        rule_by_call(run, LIST(L("format")), mend_fix_markup_constant, CONF_LOW,
                      "what a caller gives becomes part of the markup without being escaped");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_markup, mend_fix_markup_constant, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_hand_made_markup = {
    .id = L("hand-made-markup"),
    .cwe = 79,
    .also = {116},
    .severity = SEV_MEDIUM,
    .title = L("a function puts its parameters into markup as they are"),
    .why = L("Whoever chooses the parameter writes a part of the page: a <script> in a name runs "
             "in the browser of everybody who sees it."),
    .instead = L("html.escape() around each text, or a template that escapes."),
    .bad = L("def greeting(name):\n"
             "    return f\"<p>Hello {name}</p>\"\n"),
    .good = L("import html\n"
              "def greeting(name):\n"
              "    return f\"<p>Hello {html.escape(name)}</p>\"\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/79.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/"
               "Cross_Site_Scripting_Prevention_Cheat_Sheet.html")),
    .at_file = look,
    .weak_in_package = true,
    .fix = fix,
};
