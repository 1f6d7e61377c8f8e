// rule/logged: is what reaches a log line, an address or a page text of the request itself, as it came? In a
// package that is published or large it is as often a record, a list or a number that only goes by such a name.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/format.h"
#include "fact/secret.h"

enum { DEEP = 8 };

typedef struct { Kinds kinds; const Query *q; const Tree *t; NodeId sink; } Line;

static bool is_outside(const Line *l, NodeId n) { return (query_taint(l->q, n) & l->kinds) != 0; }

// The try whose handler holds the sink: what it did, failed.
static bool failed_before(const Line *l, NodeId n)
{
    for (NodeId at = l->sink; at; at = l->q->parent[at])
        if (py_kind(l->t, at) == PY_ExceptHandler && query_within(l->q, n, l->q->parent[at]))
            return true;
    return false;
}

static bool is_before(const Line *l, NodeId n)
{
    return l->q->inside[n] == l->q->inside[l->sink] &&
           py_at(l->t, n)->end <= py_at(l->t, l->sink)->beg && !failed_before(l, n);
}

static bool is_called(const Line *l, NodeId n, Str name)
{
    return n && py_kind(l->t, n) == PY_Name && str_eq(query_called(l->q, n), name);
}

// find_view(key), Kind(key), int(key), filter(id=key): what went on had found it, or it is one of few.
static bool settles(const Line *l, NodeId call, Str name)
{
    static const Str finds[] = {L("get_"),  L("find"),    L("lookup"), L("look_up"), L("load"),
                                L("fetch"), L("resolve"), L("valid"),  {0}};
    static const Str kinds[] = {L("int"), L("float"), L("UUID"), L("ObjectId"), {0}};
    static const Str keys[] = {L("id"), L("pk"), L("uuid"), {0}};
    Str method = query_method(l->q, call);
    NodeList args = py_list(l->t, call, Call_args), words = py_list(l->t, call, Call_keywords);
    bool finder = query_named(method, finds) && !str_eq(method, S("loads"));
    bool kind = method.len && ((method.s[0] >= 'A' && method.s[0] <= 'Z') || str_in(method, kinds));
    for (uint32_t i = 0; i < args.n; i++)
        if (is_called(l, args.v[i], name) && ((kind && args.n == 1 && !words.n) || finder))
            return true;
    for (uint32_t i = 0; i < words.n; i++)
        if (is_called(l, py_node(l->t, words.v[i], keyword_value), name) &&
            (finder || str_in(py_name(l->t, py_sym(l->t, words.v[i], keyword_arg)), keys)))
            return true;
    return false;
}

// "not view", "view is None": the name that is asked about, or what it is given there.
static Str asked_for_none(Str test)
{
    if (str_starts(test, S("not "))) return str_trim(str_sub(test, 4, -1));
    return str_ends(test, S(" is None")) ? str_sub(test, 0, test.len - 8) : (Str){0};
}

// view = find_view(key); if not view: return f"no {key}" — or the handler of what it raises: it was not found.
static bool is_not_found(const Line *l, NodeId look)
{
    const Tree *t = l->t;
    const Query *q = l->q;
    NodeId st = query_statement(q, look);
    Str to = st && py_kind(t, st) == PY_Assign ? py_text(t, py_list(t, st, Assign_targets).v[0])
                                                : (Str){0};
    for (NodeId n = l->sink, up = q->parent[n]; up; n = up, up = q->parent[up]) {
        if (py_kind(t, up) == PY_ExceptHandler && query_within(q, look, q->parent[up]) &&
            !query_within(q, look, up))
            return true;
        if (py_kind(t, up) != PY_If || n == py_node(t, up, If_test)) continue;
        NodeList body = py_list(t, up, If_body);
        bool there = false;
        for (uint32_t i = 0; i < body.n; i++) there |= body.v[i] == n;
        Str none = asked_for_none(py_text(t, py_node(t, up, If_test)));
        if (there && none.len && (str_eq(none, to) || query_within(q, look, py_node(t, up, If_test))))
            return true;
    }
    return false;
}

static bool is_settled(const Line *l, Str name)
{
    for (NodeId n = 0; (n = query_next(l->q, PY_Call, n));)
        if (is_before(l, n) && settles(l, n, name) && !is_not_found(l, n)) return true;
    for (NodeId n = 0; (n = query_next(l->q, PY_Subscript, n));)
        if (is_called(l, py_node(l->t, n, Subscript_slice), name) && is_before(l, n) &&
            py_at(l->t, n)->op == CTX_LOAD && !is_outside(l, py_node(l->t, n, Subscript_value)) &&
            !is_not_found(l, n))
            return true;
    return false;
}

// @app.route("/tag/<string:tag_uuid>"): whatever it is called, any text without a slash
static bool is_routed_text(const Line *l, uint32_t func, Str name)
{
    Arena scratch = *l->q->keep;
    const Func *f = &l->q->module->funcs.v[func];
    const Str texts[] = {str_fmt(&scratch, "<string:%.*s>", STR_ARG(name)),
                         str_fmt(&scratch, "<path:%.*s>", STR_ARG(name)), {0}};
    for (Size i = 0; i < f->decorators.n; i++)
        if (str_has(py_text(l->t, f->decorators.v[i]), texts)) return true;
    return false;
}

// name, name: str, name: str | None = Query(None): not a number, a record, a list or a choice
static bool is_text_parameter(const Line *l, NodeId name)
{
    static const Str keys[] = {L("id"),     L("pk"),    L("uuid"), L("userid"), L("slug"), L("num"),
                               L("number"), L("count"), L("page"), L("date"),   {0}};
    const Query *q = l->q;
    uint32_t func = q->inside[name];
    Str is = query_called(q, name);
    NodeId def = query_def(q, func), args = def ? query_args(q, def) : 0;
    if (!args || !query_is_handler(q, func)) return false;
    for (NodeId n = 0; (n = query_next(q, PY_arg, n));) {
        if (q->parent[n] != args || !str_eq(py_name(l->t, py_sym(l->t, n, arg_arg)), is)) continue;
        NodeId type = py_node(l->t, n, arg_annotation);
        Str text = type ? py_text(l->t, type) : (Str){0};
        if (!type) return !name_has_word(is, keys) || is_routed_text(l, func, is);
        return str_eq(text, S("str")) || str_starts(text, S("str |")) ||
               str_eq(text, S("Optional[str]")) ||
               (str_starts(text, S("Annotated[str")) && str_find(text, S("pattern")) < 0);
    }
    return false;
}

static bool is_text(const Line *l, NodeId n, int depth);
// what a WSGI server gives decoded
static const Str decoded[] = {L("PATH_INFO"), L("SCRIPT_NAME"), {0}};

static bool is_filled(const Line *l, NodeId n, NodeId item);

// request.form.items(), .values(), .getlist("x"): each of them a text, or a name, that the client wrote
static bool gives_texts(const Line *l, NodeId of, NodeId each)
{
    static const Str all[] = {L("items"), L("values"), L("lists"), L("getlist"), L("get_all"),
                              L("getall"), L("multi_items"), L("get_arguments"), {0}};
    NodeId func = py_kind(l->t, of) == PY_Call ? py_node(l->t, of, Call_func) : 0;
    return func && py_kind(l->t, func) == PY_Attribute && str_in(query_method(l->q, of), all) &&
           is_filled(l, py_node(l->t, func, Attribute_value), each);
}

// for key, value in data.items(): the loop that gives the name what it holds where it is used
static bool is_text_of_loop(const Line *l, NodeId name)
{
    for (NodeId at = name; (at = l->q->parent[at]);) {
        int k = py_kind(l->t, at);
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda) return false;
        if (k != PY_For && k != PY_AsyncFor) continue;
        NodeId target = py_node(l->t, at, For_target);
        if (!query_within(l->q, name, target) && query_uses(l->q, target, query_called(l->q, name)))
            return gives_texts(l, py_node(l->t, at, For_iter), name);
    }
    return false;
}

// One of the values that a name is given in its function.
static bool is_text_name(const Line *l, NodeId name, int depth)
{
    Str is = query_called(l->q, name);
    if (is_settled(l, is)) return false;
    if (is_text_parameter(l, name) || is_text_of_loop(l, name)) return true;
    for (NodeId n = 0; (n = query_next(l->q, PY_Assign, n));)
        if (l->q->inside[n] == l->q->inside[name] &&
            py_at(l->t, n)->end <= py_at(l->t, l->sink)->beg &&
            is_called(l, py_list(l->t, n, Assign_targets).v[0], is) &&
            is_text(l, py_node(l->t, n, Assign_value), depth + 1))
            return true;
    return false;
}

// request.args, form, await request.json(): what a client fills with names and texts; headers have no line breaks
// of a dictionary that a schema made, only the item is known to be from outside
static bool is_filled(const Line *l, NodeId n, NodeId item)
{
    static const Str others[] = {L("header"), L("meta"),    L("cookie"), L("environ"),
                                 L("file"),   L("session"), L("event"),  {0}};
    return (is_outside(l, n) || is_outside(l, item)) &&
           !query_named(query_called(l->q, n), others) &&
           !query_named(query_called(l->q, query_peel(l->q, n)), others);
}

static bool is_text_call(const Line *l, NodeId n, int depth)
{
    static const Str asks[] = {
        L("get_argument"), L("get_query_argument"), L("get_body_argument"), {0}};
    static const Str bodies[] = {L("text"), L("receive_text"), {0}};
    static const Str takes[] = {L("get"), L("pop"), L("getfirst"), {0}};
    static const Str same[] = {L("strip"),   L("lower"),  L("upper"),  L("decode"),
                               L("replace"), L("rstrip"), L("lstrip"), {0}};
    static const Str over[] = {L("str"), L("unquote"), L("unquote_plus"), {0}};
    NodeId func = py_node(l->t, n, Call_func), first = query_arg(l->q, n, 0, S(""));
    NodeId of = py_kind(l->t, func) == PY_Attribute ? py_node(l->t, func, Attribute_value) : 0;
    Str method = query_method(l->q, n), key;
    if (str_in(method, asks)) return is_outside(l, n);
    if (of && str_in(method, bodies)) return is_outside(l, n);
    if (of && first && str_in(method, takes) && query_str(l->q, first, &key))
        return (str_in(key, decoded) && is_outside(l, n)) ||
               (!query_arg(l->q, n, -1, S("type")) && is_filled(l, of, n));
    if (of && str_in(method, same)) return is_text(l, of, depth + 1);
    return str_in(method, over) && first && is_text(l, first, depth + 1);
}

// Is it, or a part of a text that it makes, as the client wrote it?
static bool is_text(const Line *l, NodeId n, int depth)
{
    const Tree *t = l->t;
    Str key;
    if (!n || depth > DEEP) return false;
    switch (py_kind(t, n)) {
    case PY_Name: return is_text_name(l, n, depth);
    case PY_Call: return is_text_call(l, n, depth);
    case PY_Await: return is_text(l, py_node(t, n, Await_value), depth + 1);
    case PY_Subscript:
        return query_str(l->q, py_node(t, n, Subscript_slice), &key) &&
               (str_in(key, decoded) ? is_outside(l, n)
                                     : is_filled(l, py_node(t, n, Subscript_value), n));
    case PY_Attribute: return str_eq(query_called(l->q, n), S("path_info")) && is_outside(l, n);
    case PY_IfExp:
        return is_text(l, py_node(t, n, IfExp_body), depth + 1) ||
               is_text(l, py_node(t, n, IfExp_orelse), depth + 1);
    case PY_BoolOp: {
        NodeList of = py_list(t, n, BoolOp_values);
        for (uint32_t i = 0; i < of.n; i++)
            if (is_text(l, of.v[i], depth + 1)) return true;
        return false;
    }
    default: return false;
    }
}

static bool holds_text(const Line *l, NodeId n, int depth);

static bool some_hold(const Line *l, NodeList parts, int depth)
{
    for (uint32_t i = 0; i < parts.n; i++)
        if (holds_text(l, parts.v[i], depth + 1)) return true;
    return false;
}

// "…" % (a, b): which of them a %s writes
static bool of_percent(const Line *l, NodeId format, NodeList parts, int depth)
{
    Str text;
    FormatField f;
    bool known = query_str(l->q, format, &text);
    for (uint32_t i = 0; i < parts.n; i++)
        if ((!known || (format_percent_nth(text, (Size)i, &f) && f.type == 's')) &&
            holds_text(l, parts.v[i], depth + 1))
            return true;
    return false;
}

static bool is_raw_value(const Tree *t, NodeId n) { return py_at(t, n)->op != 'r' && py_at(t, n)->op != 'a'; }

// Does a text that is built for the line hold what the client wrote?
static bool holds_text(const Line *l, NodeId n, int depth)
{
    const Tree *t = l->t;
    Str text;
    if (!n || depth > DEEP) return false;
    int k = py_kind(t, n);
    if (k == PY_JoinedStr) return some_hold(l, py_list(t, n, JoinedStr_values), depth);
    if (k == PY_FormattedValue)
        return is_raw_value(t, n) && holds_text(l, py_node(t, n, FormattedValue_value), depth);
    if (k == PY_BinOp && py_at(t, n)->op == OP_MOD) {
        NodeId right = py_node(t, n, BinOp_right), one[1] = {right};
        NodeList parts =
            py_kind(t, right) == PY_Tuple ? py_list(t, right, Tuple_elts) : (NodeList){one, 1};
        return of_percent(l, py_node(t, n, BinOp_left), parts, depth);
    }
    if (k == PY_BinOp)
        return holds_text(l, py_node(t, n, BinOp_left), depth + 1) ||
               holds_text(l, py_node(t, n, BinOp_right), depth + 1);
    NodeId func = k == PY_Call ? py_node(t, n, Call_func) : 0;
    if (func && str_eq(query_method(l->q, n), S("format")) && py_kind(t, func) == PY_Attribute &&
        query_str(l->q, py_node(t, func, Attribute_value), &text))
        return str_find(text, S("!r")) < 0 && some_hold(l, py_list(t, n, Call_args), depth);
    // a command's words, each of them
    if (l->kinds & KIND(ARGV) && (k == PY_List || k == PY_Tuple))
        return some_hold(l, py_list(t, n, 0), depth);
    if (k == PY_Name && query_peel(l->q, n) != n && holds_text(l, query_peel(l->q, n), depth + 1) &&
        !is_settled(l, query_called(l->q, n)))
        return true;
    return is_text(l, n, depth);
}

// found = await db.get(Order, key) … if found is None or found.gone: raise …: after it, it is a key that there is
static bool is_refused_unfound(const Line *l, Str name)
{
    const Tree *t = l->t;
    const Query *q = l->q;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(t, n, Call_args);
        bool by_model = str_eq(query_method(q, n), S("get")) && args.n == 2 && is_called(l, args.v[1], name) &&
                        query_called(q, args.v[0]).len && query_called(q, args.v[0]).s[0] >= 'A' &&
                        query_called(q, args.v[0]).s[0] <= 'Z';
        NodeId st = by_model && is_before(l, n) ? query_statement(q, n) : 0;
        if (!st || py_kind(t, st) != PY_Assign) continue;
        Str to = py_text(t, py_list(t, st, Assign_targets).v[0]);
        for (NodeId c = 0; (c = query_next(q, PY_If, c));) {
            NodeList body = py_list(t, c, If_body);
            Str none = asked_for_none(str_first(py_text(t, py_node(t, c, If_test)), S(" or ")));
            if (is_before(l, c) && str_eq(none, to) && py_kind(t, py_last(body)) == PY_Raise &&
                q->parent[c] == q->parent[st])
                return true;
        }
    }
    return false;
}

// except Exception as e: log(key, type(e), e) — what failed, which others say
static bool is_fault(const Line *l, NodeId n)
{
    for (NodeId up = l->q->parent[n]; up; up = l->q->parent[up])
        if (py_kind(l->t, up) == PY_ExceptHandler && py_sym(l->t, up, ExceptHandler_name))
            return query_uses(l->q, n, py_name(l->t, py_sym(l->t, up, ExceptHandler_name)));
    return false;
}

// Is all that the line holds of the request the key of a record that was found, by its equal?
bool rule_logs_found(const RuleRun *run, const FlowHit *hit)
{
    Line l = {hit->kinds, run->query, run->tree, hit->node};
    bool any = false;
    if (py_kind(l.t, hit->node) != PY_Call) return false;
    NodeList args = py_list(l.t, hit->node, Call_args);
    for (uint32_t i = 0; i < args.n; i++) {
        if (!(query_taint(l.q, args.v[i]) & KIND(REMOTE)) || is_fault(&l, args.v[i])) continue;
        if (py_kind(l.t, args.v[i]) != PY_Name || !is_refused_unfound(&l, query_called(l.q, args.v[i])))
            return false;
        any = true;
    }
    return any;
}

bool rule_logs_text(const RuleRun *run, const FlowHit *hit)
{
    const Tree *t = run->tree;
    Line l = {hit->kinds, run->query, t, hit->node};
    Str format;
    if (py_kind(t, hit->node) != PY_Call) return false;
    NodeList args = py_list(t, hit->node, Call_args);
    uint32_t first =
        args.n > 1 && !query_str(l.q, args.v[0], &format) && query_str(l.q, args.v[1], &format) ? 1
                                                                                                : 0;
    if (args.n <= first) return false;
    NodeList rest = {args.v + first + 1, args.n - first - 1};
    return holds_text(&l, args.v[first], 0) || of_percent(&l, args.v[first], rest, 0);
}

bool rule_takes_text(const RuleRun *run, const FlowHit *hit, bool whole)
{
    const Tree *t = run->tree;
    Line l = {hit->kinds, run->query, t, hit->node};
    int k = py_kind(t, hit->node);
    NodeId given = k == PY_Return ? py_node(t, hit->node, Return_value) : hit->node;
    if (py_kind(t, given) == PY_Tuple && hit->kinds & KIND(HTML) && py_list(t, given, Tuple_elts).n)
        return holds_text(&l, py_list(t, given, Tuple_elts).v[0], 0);       // page, status
    if (k == PY_Return) return holds_text(&l, given, 0);
    if (k != PY_Call) return whole ? is_text(&l, hit->node, 0) : holds_text(&l, hit->node, 0);
    NodeList args = py_list(t, hit->node, Call_args), words = py_list(t, hit->node, Call_keywords);
    for (uint32_t i = 0; i < args.n + words.n; i++) {
        NodeId n = i < args.n ? args.v[i] : py_node(t, words.v[i - args.n], keyword_value);
        if (whole ? is_text(&l, query_peel(l.q, n), 0) || is_text(&l, n, 0) : holds_text(&l, n, 0))
            return true;
    }
    return false;
}
