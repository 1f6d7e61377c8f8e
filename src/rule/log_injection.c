// rule log-injection: outside text is written to a log with its line breaks.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/format.h"

// How a text writes its nth value: the letter of %r and, as loguru's and str.format's, of {!r}. 0: not told.
static char conversion(Str format, Size nth)
{
    FormatField f;
    if (format_percent_nth(format, nth, &f)) return f.type;
    return format_braces_nth(format, nth, &f) ? f.how : 0;
}

// str(b"a\nb") is "b'a\\nb'"
static bool is_bytes(const FlowFile *file, uint32_t func, Val v)
{
    return str_eq(flow_type(file, func, v, 0), S("bytes")) && !flow_type(file, func, v, 1).len;
}

// Conversions by which no line break gets into the line: as repr writes it, or a number.
static const char no_text[] = "radiouxXeEfFgG";

// log.info("user %r", x): each outside value that is of these kinds is written as repr writes it, line breaks escaped.
static bool all_escaped(RuleRun *run, const FlowHit *hit, Kinds of)
{
    const Func *f = &run->module->funcs.v[hit->func];
    const Instr *call = hit->call < (Val)f->code.n ? &f->code.v[hit->call] : NULL;
    Str format;
    if (!call || call->op != IR_CALL || call->nargs < 2) return false;
    Size first = flow_const_str(run->file, hit->func, f->args.v[call->args], &format) ? 1 : 2;
    if (first == 2 && !flow_const_str(run->file, hit->func, f->args.v[call->args + 1], &format))
        return false;
    bool any = false;
    for (Size i = first; i < (Size)call->nargs; i++) {
        if (f->argk.v[call->args + (uint32_t)i].kind == ARG_KEYWORD) continue;     // exc_info=
        if (f->argk.v[call->args + (uint32_t)i].kind != ARG_POS) return false;
        Kinds holds = flow_taint(run->file, hit->func, f->args.v[call->args + (uint32_t)i]);
        if (!(holds & KIND(LOG)) || !(holds & of)) continue;
        char c = conversion(format, i - first);
        if ((!c || !strchr(no_text, c)) &&
            !is_bytes(run->file, hit->func, f->args.v[call->args + (uint32_t)i]))
            return false;
        any = true;
    }
    return any;
}

// log.info("started", host=x): the standard library's loggers take no such words; one that does
// writes pairs, each value as repr or JSON would.
static bool only_named(RuleRun *run, const FlowHit *hit)
{
    static const Str own[] = {L("msg"), L("exc_info"), L("extra"), L("stack_info"), L("message"),
                              L("log_message"), L("reason"), L("category"), L("file"), {0}};
    const Tree *t = run->tree;
    if (py_kind(t, hit->node) != PY_Call) return false;
    NodeList args = py_list(t, hit->node, Call_args), keys = py_list(t, hit->node, Call_keywords);
    bool pairs = false;
    for (uint32_t i = 0; i < args.n; i++)
        if (py_kind(t, args.v[i]) != PY_Constant) return false;
    for (uint32_t i = 0; i < keys.n; i++) {
        Str name = py_name(t, py_sym(t, keys.v[i], keyword_arg));
        const Str *o = own;
        while (o->len && !str_eq(*o, name)) o++;
        bool outside = query_taint(run->query, py_node(t, keys.v[i], keyword_value)) & KIND(LOG);
        bool beside = str_eq(name, S("extra"));               // not in the line itself
        if (o->len && outside && !beside) return false;
        pairs |= name.len > 0 && (!o->len || beside);
    }
    return pairs;
}

// "… %r" % x: the same, before the call.
static bool is_escaped_text(RuleRun *run, NodeId n)
{
    const Tree *t = run->tree;
    Str format;
    if (py_kind(t, n) != PY_BinOp || py_at(t, n)->op != OP_MOD ||
        !query_str(run->query, py_node(t, n, BinOp_left), &format))
        return false;
    NodeId right = py_node(t, n, BinOp_right), one[1] = {right};
    NodeList parts = py_kind(t, right) == PY_Tuple ? py_list(t, right, Tuple_elts)
                                                   : (NodeList){one, 1};
    bool any = false;
    for (uint32_t i = 0; i < parts.n; i++) {
        char c = conversion(format, (Size)i);
        if (!(query_taint(run->query, parts.v[i]) & KIND(LOG))) continue;
        if (!c || !strchr(no_text, c)) return false;
        any = true;
    }
    return any;
}

// Every argument that holds outside text is such a text.
static bool all_built_escaped(RuleRun *run, const FlowHit *hit)
{
    const Tree *t = run->tree;
    bool any = false;
    if (py_kind(t, hit->node) != PY_Call) return false;
    NodeList args = py_list(t, hit->node, Call_args), keys = py_list(t, hit->node, Call_keywords);
    for (uint32_t i = 0; i < args.n + keys.n; i++) {
        NodeId n = i < args.n ? args.v[i] : py_node(t, keys.v[i - args.n], keyword_value);
        if (!(query_taint(run->query, n) & KIND(LOG))) continue;
        if (!is_escaped_text(run, query_peel(run->query, n))) return false;
        any = true;
    }
    return any;
}

// request.json, request.environ: a whole document or mapping is written as repr writes it; a field of a
// header and a record's own key are of one line. Also as parts of a text.
static bool is_whole(const Query *q, NodeId n, int depth)
{
    static const Str whole[] = {L("json"), L("get_json"), L("headers"), L("form"), L("args"),
                                L("environ"), L("META"), L("GET"), L("POST"), L("FILES"), L("files"),
                                L("query_params"), L("content_type"), L("filename"), L("mimetype"),
                                L("method"), L("scheme"), L("hostname"), L("id"), L("pk"), L("uuid"),
                                {0}};
    const Tree *t = q->tree;
    n = query_peel(q, n);
    if (depth > 4 || !n) return false;
    if (py_kind(t, n) == PY_Await) n = py_node(t, n, Await_value);
    if (py_kind(t, n) == PY_BinOp && py_at(t, n)->op == OP_MOD)
        return is_whole(q, py_node(t, n, BinOp_right), depth + 1);
    if (py_kind(t, n) == PY_JoinedStr) {
        NodeList parts = py_list(t, n, JoinedStr_values);
        for (uint32_t i = 0; i < parts.n; i++) {
            if (py_kind(t, parts.v[i]) != PY_FormattedValue) continue;
            NodeId value = py_node(t, parts.v[i], FormattedValue_value);
            if (query_taint(q, value) & KIND(LOG) && !is_whole(q, value, depth + 1)) return false;
        }
        return true;
    }
    if (py_kind(t, n) == PY_Call) n = py_node(t, n, Call_func);
    if (py_kind(t, n) != PY_Attribute) return false;
    return str_in(query_called(q, n), whole);
}

// request.match_info["name"], where a route of this module says by a pattern what that is:
// "/{name:[a-z]+}".
static bool is_patterned(const RuleRun *run, Str from)
{
    Size at = str_find(from, S("match_info"));
    Size quote = at < 0 ? -1 : str_find(str_sub(from, at, -1), S("\""));
    if (quote < 0) return false;
    Str key = str_sub(from, at + quote + 1, -1);
    key = str_sub(key, 0, str_find(key, S("\"")));
    return key.len && str_find(run->tree->src, str_fmt(run->keep, "{%.*s:", STR_ARG(key))) >= 0;
}

// for row in form.cleaned_data["rows"]: log.info("%s", row.name) — what a form gives that has parts is a
// record that it looked up.
static bool is_forms_record(const RuleRun *run, const FlowHit *hit)
{
    static const Str forms[] = {L("Form("), L("cleaned_data"), {0}};
    const Tree *t = run->tree;
    NodeList args = py_list(t, hit->node, Call_args);
    bool form = false;
    form |= str_has(hit->paths[0].v[0].text, forms);
    for (uint32_t i = 0; i < args.n; i++)
        if (query_taint(run->query, args.v[i]) & KIND(LOG) &&
            (py_kind(t, args.v[i]) != PY_Attribute ||
             py_kind(t, py_node(t, args.v[i], Attribute_value)) != PY_Name))
            return false;
    return form;
}

// A header's value holds no line break, nor do these.
static bool holds_no_break(RuleRun *run, const FlowHit *hit)
{
    const Tree *t = run->tree;
    if (!hit->npaths || !hit->paths[0].n || py_kind(t, hit->node) != PY_Call) return false;
    Str from = hit->paths[0].v[0].text;
    if (str_find(from, S(".headers")) >= 0 || str_find(from, S(".url.path")) >= 0 ||
        str_find(from, S("request.host")) >= 0 || is_patterned(run, from) ||
        is_forms_record(run, hit))
        return true;
    NodeList args = py_list(t, hit->node, Call_args);
    bool any = false;
    for (uint32_t i = 0; i < args.n; i++) {
        if (!(query_taint(run->query, args.v[i]) & KIND(LOG))) continue;
        if (!is_whole(run->query, args.v[i], 0)) return false;
        any = true;
    }
    return any;
}

// What a socket gave, never decoded on the way: bytes in a text are written as repr writes them.
static bool is_raw_bytes(const FlowHit *hit)
{
    if (!hit->npaths || !hit->paths[0].n) return false;
    const FlowPath *p = &hit->paths[0];
    if (str_find(p->v[0].what, S("socket.recv")) < 0 &&
        str_find(p->v[0].what, S("StreamReader.")) < 0 && !str_starts(p->v[0].what, S("imaplib.")))
        return false;
    for (Size i = 0; i < p->n; i++)
        if (str_find(p->v[i].what, S("decode")) >= 0 || str_find(p->v[i].text, S("str(")) >= 0)
            return false;
    return true;
}

// environ["app.user"], environ.items(): of what a server hands over only these hold what was decoded.
static bool is_of_environ(Str from)
{
    static const Str decoded[] = {L("PATH_INFO"), L("SCRIPT_NAME"), L("wsgi.input"), {0}};
    bool any = str_find(from, S("environ[")) >= 0 || str_find(from, S("environ.get(")) >= 0 ||
               str_find(from, S("environ.items(")) >= 0;
    for (const Str *d = decoded; any && d->len; d++)
        if (str_find(from, *d) >= 0) return false;
    return any;
}

// A header's value, an address as it came, the peer's number: each of one line by what it is.
static bool is_one_line(const FlowPath *p)
{
    static const Str lines[] = {L(".headers"), L(".url.path"), L("request.host"),
                                L("request.url"), L("request.method"), L("REMOTE_ADDR"),
                                L("HTTP_"), L("\"REQUEST_"), L("request.remote"),
                                L(".content_type"), L(".filename"),
                                L(".file.name"), L("full_url("), L("build_absolute_uri("), {0}};
    for (const Str *l = lines; p->n && l->len; l++)
        if (str_find(p->v[0].text, *l) >= 0) return true;
    return p->n && is_of_environ(p->v[0].text);
}

// In a large package only what comes from outside and is said to more than those who debug.
static bool is_own_affair(RuleRun *run, const FlowHit *hit)
{
    if (!rule_in_package(run)) return false;
    if (!(hit->reach & KIND(REMOTE))) return true;
    for (Size i = 0; i < hit->npaths; i++)
        if (hit->paths[i].source & KIND(REMOTE) && !is_one_line(&hit->paths[i])) return false;
    return hit->npaths > 0;
}

// Outside text by the stars of a wrapper, or from who has the program: hardly in a log.
static bool is_remote_guess(RuleRun *run, const FlowHit *hit)
{
    Str how = {0};
    // a task's arguments come from the program that queued it
    if (rule_in_package(run) && flow_entry(run->file, hit->func, &how) &&
        str_starts(how, S("celery.")))
        return true;
    if (!rule_in_package(run)) return false;
    // what a model answers is read by whoever reads the log, as what it is; tornado's own log indents
    if (hit->npaths && hit->paths[0].source & KIND(ANSWER)) return true;
    if (str_starts(hit->callee, S("tornado.web.HTTPError"))) return true;
    if (is_raw_bytes(hit)) return true;
    return hit->npaths && hit->paths[0].n &&
           str_find(hit->paths[0].v[0].text, S("*args")) >= 0;
}

// if not row: return — after it the row is there
static bool leaves_without(const Query *q, NodeId sink, Str row)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; row.len && (n = query_next(q, PY_If, n));) {
        NodeId test = py_node(t, n, If_test), asked = 0;
        NodeList body = py_list(t, n, If_body);
        int k = py_kind(t, py_last(body));
        if (q->inside[n] != q->inside[sink] || py_at(t, n)->end > py_at(t, sink)->beg ||
            (k != PY_Return && k != PY_Raise && k != PY_Continue))
            continue;
        if (py_kind(t, test) == PY_UnaryOp && py_at(t, test)->op == OP_NOT)
            asked = py_node(t, test, UnaryOp_operand);
        else if (py_kind(t, test) == PY_Compare &&
                 query_is_none(q, py_list(t, test, Compare_comparators).v[0]))
            asked = py_node(t, test, Compare_left);
        if (asked && py_kind(t, asked) == PY_Name && str_eq(query_called(q, asked), row))
            return true;
    }
    return false;
}

// if row: … — in it the row is there
static bool is_inside_with(const Query *q, NodeId sink, Str row)
{
    const Tree *t = q->tree;
    for (NodeId n = sink, up; row.len && (up = q->parent[n]); n = up) {
        if (py_kind(t, up) != PY_If) continue;
        NodeId test = py_node(t, up, If_test);
        NodeList body = py_list(t, up, If_body), both = {0};
        bool in = false;
        for (uint32_t i = 0; i < body.n; i++) in |= body.v[i] == n;
        if (py_kind(t, test) == PY_BoolOp && py_at(t, test)->op == OP_AND)
            both = py_list(t, test, BoolOp_values);
        for (uint32_t i = 0; in && i < (both.n ? both.n : 1); i++) {
            NodeId asked = both.n ? both.v[i] : test;
            if (py_kind(t, asked) == PY_Compare &&
                query_is_none(q, py_list(t, asked, Compare_comparators).v[0]))
                asked = py_node(t, asked, Compare_left);
            if (py_kind(t, asked) == PY_Name && str_eq(query_called(q, asked), row)) return true;
        }
    }
    return false;
}

// Is one of the call's arguments a name that stands at the sink as well?
static bool is_asked_by(const Query *q, NodeId call, NodeId sink)
{
    const Tree *t = q->tree;
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < args.n + keys.n; i++) {
        NodeId key = i < args.n ? args.v[i] : py_node(t, keys.v[i - args.n], keyword_value);
        if (py_kind(t, key) == PY_Name && query_uses(q, sink, query_called(q, key))) return true;
    }
    return false;
}

// row = rows.get(key), and nothing goes on without a row: the key is one of the program's own.
static bool is_known_key(const Query *q, NodeId sink)
{
    static const Str finds[] = {L("get"),   L("find"), L("lookup"), L("load"),
                                L("fetch"), L("read"), {0}};
    static const Str sure[] = {L("or_404"), L("or_raise"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId call = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
        if (py_kind(t, call) != PY_Call || py_kind(t, to) != PY_Name ||
            q->inside[n] != q->inside[sink] || py_at(t, n)->beg > py_at(t, sink)->beg ||
            !query_named(query_method(q, call), finds) || !is_asked_by(q, call, sink))
            continue;
        Str row = query_called(q, to);
        if (query_named(query_method(q, call), sure) || leaves_without(q, sink, row) ||
            is_inside_with(q, sink, row))
            return true;
    }
    return false;
}

// await reader.readline(), self.request.host: one line, or a header's value, until something else is made of it
static bool is_read_as_line(const FlowHit *hit)
{
    static const Str opens[] = {L("unquote"), L("loads"), L("b64decode"), L("unescape"), {0}};
    for (Size i = 0; i < hit->npaths; i++) {
        const FlowPath *p = &hit->paths[i];
        if (!p->n) return false;
        Size set = str_find(p->v[0].text, S(" = "));
        Str read = set < 0 ? p->v[0].text : str_sub(p->v[0].text, set, -1);
        Size host = str_find(read, S("request.host"));
        // request.args["u"] + request.host: which of them it is, the step does not say
        bool alone = host >= 0 && str_find(read, S("request.")) == host &&
                     str_find(str_sub(read, host + 1, -1), S("request.")) < 0;
        if ((str_find(p->v[0].what, S(".readline gives")) < 0 && !alone) || rule_way_says(p, opens)) return false;
    }
    return hit->npaths > 0;
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    if (all_escaped(run, hit, KIND(LOG)) || all_built_escaped(run, hit) || only_named(run, hit))
        return CONF_NONE;
    if (is_own_affair(run, hit)) return CONF_NONE;
    if (is_read_as_line(hit)) return CONF_LOW;
    // what the visitor sends is escaped, and what stands beside it is any caller's
    if (all_escaped(run, hit, KIND(REMOTE))) return CONF_LOW;
    if (rule_in_package(run) && (holds_no_break(run, hit) || str_ends(hit->callee, S(".debug")) ||
                                 str_ends(hit->callee, S(".trace")) ||
                                 is_known_key(run->query, hit->node) || !rule_logs_text(run, hit) ||
                                 rule_is_admins(run, hit->func)))
        return CONF_LOW;
    return is_remote_guess(run, hit) || (c > CONF_LOW && rule_logs_found(run, hit)) ? CONF_LOW : c;
}

// trail.write("%d %s\n" % (now, user)): a journal of the program's own
static void look(RuleRun *run)
{
    if (!rule_in_package(run))
        rule_by_call(run, LIST(L("write"), L("sendall"), L("send")), mend_fix_record, CONF_LOW,
                      "a value is written into a line of records with its line breaks");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    if (at->hit) return mend_fix_log(m, at, out);
    return mend_fix_record(m, at, out);
}

const Rule rule_log_injection = {
    .id = L("log-injection"),
    .cwe = 117,
    .proven_in_project = true,
    .also = {93},
    .severity = SEV_LOW,
    .title = L("outside text is written to a log with its line breaks"),
    .why = L("A line break in the text starts a log line of the attacker's making: a "
             "forged success, a hidden attack, or input for the tool that reads the log."),
    .instead = L("Replace \\r and \\n, log with repr (%r), or log as JSON."),
    .bad = L("import logging\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/login\")\n"
             "def login():\n"
             "    logging.info(\"login of \" + request.args[\"user\"])\n"
             "    return \"ok\"\n"),
    .good = L("import logging\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/login\")\n"
              "def login():\n"
              "    logging.info(\"login of %s\", request.args[\"user\"].replace(\"\\r\", "
              "\"\").replace(\"\\n\", \"\"))\n"
              "    return \"ok\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/117.html"),
                    L("https://owasp.org/www-community/attacks/Log_Injection")),
    .peers = LIST(L("codeql:py/log-injection")),
    .into = KIND(LOG),
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .judge_hit = judge,
    .at_file = look,
    .surest = {.most = CONF_LOW},
    .fix = fix,
};
