// rule error-exposure: an exception's text or traceback is sent to the client.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Str without_colon(Str name)
{
    return str_ends(name, S(":")) ? str_sub(name, 0, name.len - 1) : name;
}

// `except LimitReached as e`: a class of the program's own, whose text was written for the client.
static bool is_own(const RuleRun *run, Str except)
{
    static const Str general[] = {L("Exception"), L("BaseException"), L("OSError"), L("IOError"),
                                  L("RuntimeError"), L("ValueError"), L("TypeError"),
                                  L("KeyError"), L("AttributeError"), L("ImportError"),
                                  L("IndexError"), L("LookupError"), L("UnicodeDecodeError"),
                                  L("ConnectionError"), L("HTTPError"), {0}};
    static const Str others[] = {L("."), L("SQL"), L("Database"), L("Integrity"), L("Request"),
                                 L("Client"), L("Operational"), L("Programming"), L("IO"),
                                 L("Timeout"), L("Decode"), L("JSON"), L("Subprocess"),
                                 L("CalledProcess"), L("Permission"), L("FileNotFound"),
                                 L("Socket"), L("SSL"), L("Jinja"), L("Template"), {0}};
    const Query *q = run->query;
    if (!str_starts(except, S("except "))) return false;
    Str name = str_sub(except, 7, -1);
    Size end = str_find(name, S(" "));
    if (end > 0) name = str_sub(name, 0, end);
    for (NodeId n = 0; (n = query_next(q, PY_ClassDef, n));)
        if (str_eq(py_name(q->tree, py_sym(q->tree, n, ClassDef_name)), name)) return true;
    // what is wrong with what the client sent, said for the client
    if (str_ends(without_colon(name), S("ValidationError")) ||
        (rule_in_package(run) && (str_ends(without_colon(name), S("SyntaxError")) ||
                                  str_ends(without_colon(name), S("JSONDecodeError")))))
        return true;
    // another module of the program makes it
    Size module;
    Str there = {0};
    if (flow_definition(run->file, without_colon(name), &module, &there) && there.len) return true;
    // Quota.Exceeded: what a class of the program's own holds
    if (rule_in_package(run) && name.len && name.s[0] >= 'A' && name.s[0] <= 'Z' &&
        str_find(name, S(".")) > 0)
        return true;
    bool known = false;
    known |= str_in(name, general);
    known |= str_has(name, others);
    // imported from the program's own package, of which this is a module
    if (!known && rule_in_package(run)) return true;
    return !str_ends(name, S("Error")) && !str_ends(name, S("Exception")) &&
           !str_starts(name, S("(")) && str_find(name, S(":")) < 0;
}

// except (TemplateSyntaxError, Refused) as e: each of them is
static bool are_own(const RuleRun *run, Str except)
{
    Size from = str_find(except, S("(")), to = str_find(except, S(")"));
    if (!str_starts(except, S("except (")) || to < from) return is_own(run, except);
    Str rest = str_sub(except, from + 1, to), one;
    while (str_cut(&rest, S(","), &one)) {
        one = str_trim(one);
        if (one.len && !is_own(run, str_fmt(run->keep, "except %.*s", STR_ARG(one)))) return false;
    }
    return true;
}

// The handler that a step of this module names.
static NodeId handler_at(const RuleRun *run, const FlowStep *s)
{
    const Query *q = run->query;
    NodeId best = 0;
    if (!str_eq(s->path, run->module->path)) return 0;
    for (NodeId n = 0; (n = query_next(q, PY_ExceptHandler, n));) {
        const PyNode *h = py_at(q->tree, n);
        if (h->beg <= s->at.beg && h->end >= s->at.end &&
            (!best || h->beg > py_at(q->tree, best)->beg))
            best = n;
    }
    return best;
}

// json.loads(text), text.decode(), int(text): what can fail is in the text that the client sent.
static bool reads_text(const Query *q, NodeId call)
{
    static const Str readers[] = {L("loads"), L("decode"), L("int"), L("float"), L("bool"), L("parse"),
                                  L("fromisoformat"), L("b64decode"), L("urlsafe_b64decode"),
                                  L("UUID"), L("Decimal"), L("literal_eval"), L("model_validate"),
                                  L("model_validate_json"), L("validate_python"), L("parse_obj"), L("parse_raw"), {0}};
    for (const Str *r = readers; py_kind(q->tree, call) == PY_Call && r->len; r++)
        if (str_eq(query_method(q, call), *r)) return true;
    return false;
}

// try: validate_password(new) except Exception as e: … — all that can fail is a check of what the client
// sent. Or the handler asks what kind of fault it is before it says anything.
static bool is_meant(const Query *q, NodeId handler)
{
    static const Str checks[] = {L("validate"), L("check_"), L("verify_"), {0}};
    static const Str kinds[] = {L("isinstance"), L("type"), {0}};
    const Tree *t = q->tree;
    NodeId around = handler ? q->parent[handler] : 0;
    if (!around || py_kind(t, around) != PY_Try) return false;
    NodeList body = py_list(t, around, Try_body);
    NodeId only = body.n == 1 ? body.v[0] : 0;
    NodeId call = only && py_kind(t, only) == PY_Expr     ? py_node(t, only, Expr_value)
                  : only && py_kind(t, only) == PY_Assign ? py_node(t, only, Assign_value)
                                                          : 0;
    if (call && py_kind(t, only) == PY_Assign) return reads_text(q, call);
    if (call && py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
    for (const Str *w = checks; call && py_kind(t, call) == PY_Call && w->len; w++)
        if (str_starts(query_method(q, call), *w)) return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_IfExp, handler, n));)
        if (query_mentions(q, py_node(t, n, IfExp_test), kinds))
            return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_If, handler, n));)
        if (query_mentions(q, py_node(t, n, If_test), kinds) && py_list(t, n, If_body).n &&
            py_kind(t, py_list(t, n, If_body).v[0]) != PY_Raise)
            return true;
    return false;
}

// try: body = await request.json() except Exception as e: … — the fault lies in the client's own text.
static bool only_reads_body(const Query *q, NodeId handler)
{
    const Tree *t = q->tree;
    NodeId around = handler ? q->parent[handler] : 0;
    if (!around || py_kind(t, around) != PY_Try) return false;
    NodeList body = py_list(t, around, Try_body);
    NodeId call = body.n == 1 && py_kind(t, body.v[0]) == PY_Assign ? py_node(t, body.v[0], Assign_value) : 0;
    if (call && py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
    if (!call || py_kind(t, call) != PY_Call || !str_eq(query_method(q, call), S("json"))) return false;
    Str of = query_called(q, py_node(t, py_node(t, call, Call_func), Attribute_value));
    return str_eq(of, S("request")) || str_eq(of, S("req"));
}

// if app.debug: …, if self.expose_errors: … in the function
static bool asks_setting(const Query *q, NodeId def)
{
    static const Str asked[] = {L("expose"), L("debug"), {0}};
    static const Str named[] = {L("expose"), L("debug"), L("traceback"), {0}};
    for (NodeId n = 0; (n = query_next_in(q, PY_If, def, n));)
        if ((query_mentions(q, py_node(q->tree, n, If_test), asked) ||
             query_mentions_text(q, py_node(q->tree, n, If_test), named)))
            return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_IfExp, def, n));)
        if (query_mentions(q, py_node(q->tree, n, IfExp_test), asked))
            return true;
    return false;
}

// except ValidationError: … sys.exc_info()[1].messages — of one kind of fault, like the name bound there.
static bool of_own_fault(const RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    const FlowStep *s = hit->npaths && hit->paths[0].n ? &hit->paths[0].v[0] : NULL;
    if (!s || str_find(s->what, S("sys.exc_info")) < 0 || !str_eq(s->path, run->module->path))
        return false;
    for (NodeId n = 0; (n = query_next(q, PY_ExceptHandler, n));) {
        const PyNode *h = py_at(q->tree, n);
        NodeId type = py_node(q->tree, n, ExceptHandler_type);
        if (type && h->beg < s->at.beg && h->end >= s->at.end &&
            is_own(run, str_fmt(run->keep, "except %.*s", STR_ARG(py_text(q->tree, type)))))
            return true;
    }
    return false;
}

// except Exception as e, except OSError as e: any fault of what is done in there, with what the machine says.
// What a narrower class says is about what it is made for, the client's own request as often as not.
static bool is_any(Str except)
{
    static const Str any[] = {L("Exception"), L("BaseException"),    L("OSError"),
                              L("IOError"),   L("EnvironmentError"), {0}};
    static const Str between[] = {L("("), L(")"), L(","), L(":"), L(" "), {0}};
    Str rest = str_starts(except, S("except")) ? str_sub(except, 6, -1) : except;
    if (str_starts(str_trim(rest), S(":"))) return true;
    while (rest.len) {
        Size n = 0;
        while (n < rest.len && !str_in(str_sub(rest, n, n + 1), between)) n++;
        if (str_in(str_sub(rest, 0, n), any)) return true;
        rest = str_sub(rest, n + 1, -1);
    }
    return false;
}

// class Console: exec(compile(text, …)) — what runs the client's own code says how that went.
static bool runs_clients_code(const Query *q)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (py_kind(t, py_node(t, n, Call_func)) == PY_Name &&
            (str_eq(query_method(q, n), S("exec")) || str_eq(query_method(q, n), S("eval"))))
            return true;
    return false;
}

// Of a package, that a fault's text reaches others than those who run the program.
static bool is_for_few(const RuleRun *run, uint32_t func)
{
    return rule_in_package(run) && (rule_is_admins(run, func) || runs_clients_code(run->query));
}

// str(e), repr(e), e.args, f"{e}": the text of the exception of that name
static bool tells(const Query *q, NodeId n, Str name)
{
    const Tree *t = q->tree;
    NodeId child;
    int k = py_kind(t, n);
    if (k == PY_Call) {
        NodeId first = query_arg(q, n, 0, S(""));
        Str m = query_method(q, n);
        bool text = str_eq(m, S("str")) || str_eq(m, S("repr")) ||
                    (q->module->of_many && str_ends(m, S("_message")));     // extract_message(e)
        if (text && first && py_kind(t, first) == PY_Name)
            return str_eq(query_called(q, first), name);
    }
    if (k == PY_FormattedValue) {
        NodeId value = py_node(t, n, FormattedValue_value);
        if (py_kind(t, value) == PY_Name) return str_eq(query_called(q, value), name);
    }
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (tells(q, child, name)) return true;
    return false;
}

// A message is less than a traceback.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    bool caught =
        hit->npaths && hit->paths[0].n && str_find(hit->paths[0].v[0].what, S("is caught")) >= 0;
    (void)message;
    NodeId def = query_def(run->query, hit->func);
    if (str_starts(hit->callee, S("IPython."))) return CONF_LOW;
    // shown where a setting says so
    if (rule_in_package(run) && def && asks_setting(run->query, def)) return CONF_LOW;
    NodeId from = caught ? handler_at(run, &hit->paths[0].v[0]) : 0;
    if (only_reads_body(run->query, from) || (rule_in_package(run) && is_meant(run->query, from))) return CONF_LOW;
    if (hit->npaths && !(hit->paths[0].source & KIND(EXCEPTION)) && !caught)
        return rule_in_package(run) ? CONF_LOW : c;
    if (is_for_few(run, hit->func) ||
        (rule_in_package(run) && caught && !is_any(hit->paths[0].v[0].text)))
        return CONF_LOW;
    if ((caught && are_own(run, hit->paths[0].v[0].text)) || of_own_fault(run, hit))
        return CONF_LOW;
    // the handler itself makes the answer
    NodeId handler =
        caught && c == CONF_LOW && rule_in_package(run) ? handler_at(run, &hit->paths[0].v[0]) : 0;
    if (handler && query_within(run->query, hit->node, handler) &&
        tells(run->query, hit->node,
              py_name(run->tree, py_sym(run->tree, handler, ExceptHandler_name))))
        return CONF_MEDIUM;
    return caught && c > CONF_MEDIUM ? CONF_MEDIUM : c;
}

// except Exception as e: what any fault says, not only what was meant for the client
static bool takes_all(const Query *q, NodeId handler)
{
    NodeId type = py_node(q->tree, handler, ExceptHandler_type);
    Str name = type ? query_called(q, type) : S("");
    return str_eq(name, S("Exception")) || str_eq(name, S("BaseException"));
}

// The answer's call or dictionary, returned or raised in the handler.
static NodeId answer_of(const Query *q, NodeId stmt)
{
    static const Str makers[] = {L("jsonify"),
                                 L("jsonresponse"),
                                 L("httpexception"),
                                 L("httperror"),
                                 L("json_response"),
                                 L("abort"),
                                 {0}};
    const Tree *t = q->tree;
    int k = py_kind(t, stmt);
    NodeId value = k == PY_Return  ? py_node(t, stmt, Return_value)
                   : k == PY_Raise ? py_node(t, stmt, Raise_exc)
                   : k == PY_Expr  ? py_node(t, stmt, Expr_value)
                                   : 0;
    NodeId first = value;
    if (value && py_kind(t, value) == PY_Tuple && py_list(t, value, Tuple_elts).n)
        first = py_list(t, value, Tuple_elts).v[0];
    if (!first) return 0;
    if (k == PY_Return && py_kind(t, first) == PY_Dict) return value;
    // its text goes to the log
    static const Str logged[] = {L("tornado.web.HTTPError"), {0}};
    if (py_kind(t, first) == PY_Call && query_calls(q, first, logged)) return 0;
    return py_kind(t, first) == PY_Call && query_named(query_method(q, first), makers) ? value : 0;
}

// return jsonify(error=str(e)), 500: the call is where a flow would have been reported, too
static NodeId place_of(const Query *q, NodeId answer)
{
    NodeId first = py_kind(q->tree, answer) == PY_Tuple ? py_list(q->tree, answer, Tuple_elts).v[0] : answer;
    return py_kind(q->tree, first) == PY_Call ? first : answer;
}

static bool answers_requests(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    if (query_is_handler(q, func)) return true;
    for (Size i = 0; i < f->params.n; i++)
        if (str_eq(py_name(q->tree, f->params.v[i].name), S("request"))) return true;
    return false;
}

// return 500, json.dumps({"error": traceback.format_exc()})
static void look_at_tracebacks(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        NodeId up = n, value = py_node(q->tree, n, Return_value);
        while (up && py_kind(q->tree, up) != PY_ExceptHandler) up = q->parent[up];
        if (!up || !value || py_kind(q->tree, value) == PY_Call) continue;
        for (NodeId c = 0; (c = query_next_in(q, PY_Call, value, c));)
            if (str_eq(query_method(q, c), S("format_exc")))
                rule_report(run, q->inside[n], value, CONF_LOW,
                            "the caller is given the traceback");
    }
}

// os.environ, app.config: all that the program was started with or set up by
static bool is_settings(const Query *q, NodeId n)
{
    static const Str apps[] = {L("app"), L("current_app"), L("application"), {0}};
    const Tree *t = q->tree;
    if (str_eq(query_dotted(q, n), S("os.environ"))) return true;
    if (py_kind(t, n) != PY_Attribute || !str_eq(query_called(q, n), S("config"))) return false;
    NodeId of = py_node(t, n, Attribute_value);
    return str_eq(query_type(q, of), S("flask.Flask")) ||
           (str_in(query_called(q, of), apps) && query_names(q, S("Flask")));
}

// dict(os.environ), jsonify(env=…), {k: str(v) for k, v in app.config.items()}: the whole of it, in any form
static bool holds_settings(const Query *q, NodeId n, int depth)
{
    static const Str forms[] = {L("dict"), L("str"), L("repr"), L("jsonify"), L("dumps"), L("JSONResponse"),
                                L("JsonResponse"), L("HttpResponse"), L("PlainTextResponse"), L("HTMLResponse"),
                                L("Response"), L("make_response"), L("copy"), L("items"), L("pformat"), {0}};
    const Tree *t = q->tree;
    NodeList list = {0};
    n = n && depth < 6 ? query_peel(q, n) : 0;
    if (!n) return false;
    switch (py_kind(t, n)) {
    case PY_Attribute: return is_settings(q, n);
    case PY_FormattedValue:
        return holds_settings(q, py_node(t, n, FormattedValue_value), depth + 1);
    case PY_BinOp:
        return holds_settings(q, py_node(t, n, BinOp_left), depth + 1) ||
               holds_settings(q, py_node(t, n, BinOp_right), depth + 1);
    case PY_DictComp: case PY_ListComp: {
        NodeId in =
            py_list(t, n, py_kind(t, n) == PY_DictComp ? DictComp_generators : ListComp_generators)
                .v[0];
        return !py_list(t, in, comprehension_ifs).n &&
               holds_settings(q, py_node(t, in, comprehension_iter), depth + 1);
    }
    case PY_Call: {
        NodeId func = py_node(t, n, Call_func);
        NodeList keys = py_list(t, n, Call_keywords);
        if (!str_in(query_method(q, n), forms)) return false;
        if (py_kind(t, func) == PY_Attribute && is_settings(q, py_node(t, func, Attribute_value)))
            return true;
        for (uint32_t i = 0; i < keys.n; i++)
            if (holds_settings(q, py_node(t, keys.v[i], keyword_value), depth + 1)) return true;
        list = py_list(t, n, Call_args);
        break;
    }
    case PY_Dict: list = py_list(t, n, Dict_values); break;
    case PY_Tuple: list = py_list(t, n, Tuple_elts); break;
    case PY_List: list = py_list(t, n, List_elts); break;
    case PY_JoinedStr: list = py_list(t, n, JoinedStr_values); break;
    default: return false;
    }
    for (uint32_t i = 0; i < list.n; i++)
        if (holds_settings(q, list.v[i], depth + 1)) return true;
    return false;
}

static void look_at_settings(RuleRun *run)
{
    const Query *q = run->query;
    if (!query_names(q, S("environ")) && !query_names(q, S("config"))) return;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        NodeId value = py_node(q->tree, n, Return_value);
        if (!value || !answers_requests(q, q->inside[n]) || !holds_settings(q, value, 0)) continue;
        rule_report(run, q->inside[n], n, rule_hint(run),
                    "the client is given all settings of the program");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_settings(run);
    if (!rule_in_package(run))
        rule_by_shape(run, PY_ExceptHandler, mend_fix_reply, CONF_LOW,
                      "the answer to any fault holds what the fault says");
    look_at_tracebacks(run);
    for (NodeId n = 0; (n = query_next(q, PY_ExceptHandler, n));) {
        Sym name = py_sym(t, n, ExceptHandler_name);
        if (!name || !takes_all(q, n) || !answers_requests(q, q->inside[n]) ||
            only_reads_body(q, n) || (rule_in_package(run) && is_meant(q, n)) || is_for_few(run, q->inside[n]))
            continue;
        NodeList body = py_list(t, n, ExceptHandler_body);
        for (uint32_t i = 0; i < body.n; i++) {
            NodeId answer = answer_of(q, body.v[i]);
            if (answer && tells(q, answer, py_name(t, name)))
                rule_report(run, q->inside[n], place_of(q, answer), CONF_MEDIUM,
                            "the client is told what any fault in here says");
        }
    }
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    if (!at->hit && py_kind(m->tree, at->node) == PY_Return) return false;     // settings: which ones, is asked
    return at->hit || py_kind(m->tree, at->node) != PY_ExceptHandler
               ? mend_fix_error_text(m, at, out)
               : mend_fix_reply(m, at, out);
}

// In a package only a handler of everything is surer than a hint.
static bool speaks(const RuleRun *run)
{
    return rule_hint(run) >= run->least || rule_says(run, S("Exception")) ||
           rule_says(run, S("BaseException"));
}

const Rule rule_error_exposure = {
    .id = L("error-exposure"),
    .cwe = 209,
    .also = {497},
    .severity = SEV_MEDIUM,
    .title = L("an exception's text or traceback is sent to the client"),
    .why = L("Paths, queries, versions and values in the text help the next attack, and "
             "sometimes are the secret itself."),
    .instead = L("Log the exception (logging.exception) and answer with a general sentence and "
                 "a number to quote."),
    .bad = L("import traceback\n"
             "from flask import Flask\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/\")\n"
             "def index():\n"
             "    try:\n"
             "        return str(1 / 0)\n"
             "    except ZeroDivisionError:\n"
             "        return traceback.format_exc(), 500\n"),
    .good = L("import logging\n"
              "from flask import Flask\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/\")\n"
              "def index():\n"
              "    try:\n"
              "        return str(1 / 0)\n"
              "    except ZeroDivisionError:\n"
              "        logging.exception(\"index\")\n"
              "        return \"internal error\", 500\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/209.html"),
                    L("https://owasp.org/www-community/Improper_Error_Handling")),
    .peers = LIST(L("codeql:py/stack-trace-exposure")),
    .at_file = look,
    .speaks = speaks,
    .into = KIND(REPLY) | KIND(HTML),
    .from = KIND(EXCEPTION),
    .class_b = true,
    .judge_hit = judge,
    .fix = fix,
};
