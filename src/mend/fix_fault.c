// mend/fix_fault: the text of an exception goes to the log, and the client is told only that something
// failed.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool is_error(const Mend *m, NodeId n) { return (mend_taint(m, n) & KIND(EXCEPTION)) != 0; }

// str(e), repr(e), e, traceback.format_exc() elsewhere in the same answer.
static void other_parts(const Mend *m, Change *c, NodeId n, NodeId done)
{
    Str text = py_text(m->tree, n);
    int kind = py_kind(m->tree, n);
    if (n == done) return;
    NodeList args = kind == PY_Call ? py_list(m->tree, n, Call_args) : (NodeList){0};
    Str func = kind == PY_Call ? py_text(m->tree, py_node(m->tree, n, Call_func)) : (Str){0};
    bool shown = (str_eq(func, S("str")) || str_eq(func, S("repr"))) && args.n == 1 &&
                 py_kind(m->tree, args.v[0]) == PY_Name &&
                 (str_eq(py_text(m->tree, args.v[0]), S("e")) ||
                  str_eq(py_text(m->tree, args.v[0]), S("ex")) ||
                  str_find(py_text(m->tree, args.v[0]), S("err")) >= 0 ||
                  str_find(py_text(m->tree, args.v[0]), S("exc")) >= 0);
    if (shown || str_find(text, S("traceback.format_exc(")) == 0) {
        mend_replace(m, c, n,
                     edit_literal(S("An internal error occurred."), edit_quote(m->tree), m->keep));
        return;
    }
    uint32_t it = 0;
    for (NodeId child; (child = py_next_child(m->tree, n, &it));) other_parts(m, c, child, done);
}

static NodeId handler_around(const Mend *m, NodeId n)
{
    while (n && py_kind(m->tree, n) != PY_ExceptHandler) n = mend_parent(m, n);
    return n;
}

// The name that the handler around a node gives the exception; empty: none.
static Str caught_as(const Mend *m, NodeId n)
{
    n = handler_around(m, n);
    return n ? py_name(m->tree, py_sym(m->tree, n, ExceptHandler_name)) : (Str){0};
}

// def on_fault(error), under @app.errorhandler(…) or with an exception by its annotation: the
// framework calls it while the fault is being handled.
static bool is_handed(const Mend *m, NodeId def, NodeId p)
{
    static const char *const decorators[] = {"errorhandler", "error_handler", "exception_handler",
                                             ".exception(", NULL};
    NodeId note = py_node(m->tree, p, arg_annotation);
    if (str_eq(mend_def_name(m, def), S("process_exception"))) return true;        // of Django's middleware
    NodeList by = py_list(m->tree, def, FunctionDef_decorator_list);
    for (uint32_t i = 0; i < by.n; i++)
        if (mend_has_one(py_text(m->tree, by.v[i]), decorators)) return true;
    return note && (str_ends(py_text(m->tree, note), S("Exception")) ||
                    str_ends(py_text(m->tree, note), S("Error")));
}

static bool is_handed_fault(const Mend *m, NodeId name)
{
    NodeId def = mend_function(m, name),
           p = def ? mend_parameter(m, def, py_text(m->tree, name)) : 0;
    return p && !mend_binds(m, def, py_text(m->tree, name)) && is_handed(m, def, p);
}

// lines = traceback.format_exception(*kwargs["exc_info"]): of the fault that is answered for. Of another
// one it may be that there was none, and the answer is a good one.
static bool says_trace(const Mend *m, NodeId value)
{
    Str text = py_text(m->tree, value);
    return str_find(text, S("traceback.format_")) >= 0 && str_find(text, S("exc_info")) >= 0;
}

// The value is the exception, its traceback or a text of them, whichever way the function ran. What
// can be the good answer as well (`return work(n)`) is none of them: only its maker can tell which.
static bool is_fault(const Mend *m, NodeId n, int steps)
{
    static const char *const makers[] = {
        "format_exc", "format_exception", "format_exception_only", "format_tb",
        "exc_info",   "format_stack",     "format_list",           NULL};
    static const char *const shown[] = {"str", "repr", "ascii", "join", "dumps", NULL};
    Pieces p;
    NodeId stmt, value, handler;
    if (!n || !steps) return false;
    switch (py_kind(m->tree, n)) {
    case PY_Name:
        if (str_eq(caught_as(m, n), py_text(m->tree, n)) || is_handed_fault(m, n)) return true;
        value = mend_assigned(m, n, &stmt);
        handler = handler_around(m, n);
        if (!value || !((handler && mend_within(m, stmt, handler)) || says_trace(m, value))) return false;
        return is_fault(m, value, steps - 1);
    case PY_IfExp:
        value = py_node(m->tree, n, IfExp_orelse);
        return is_fault(m, py_node(m->tree, n, IfExp_body), steps - 1) &&
               (py_kind(m->tree, value) == PY_Constant || is_fault(m, value, steps - 1));
    case PY_Attribute: return is_fault(m, py_node(m->tree, n, Attribute_value), steps - 1);
    case PY_Subscript: return is_fault(m, py_node(m->tree, n, Subscript_value), steps - 1);
    case PY_Call:
        if (mend_is_one(mend_called(m, n), makers)) return true;
        if (mend_is_one(mend_called(m, n), shown))
            return is_fault(m, mend_arg(m, n, 0, (Str){0}), steps - 1);
        value = py_node(m->tree, n, Call_func);
        if (py_kind(m->tree, value) == PY_Attribute &&
            is_fault(m, py_node(m->tree, value, Attribute_value), steps - 1))
            return true;
        break;
    default: break;
    }
    if (!mend_is_built(m, n) || !mend_pieces(m, n, &p)) return false;
    for (Size i = 0; i < p.n; i++)
        if (p.v[i].kind == PIECE_HOLE && p.v[i].node != n && is_fault(m, p.v[i].node, steps - 1))
            return true;
    return false;
}

enum { FAULT_STEPS = 8 };

// {"error": e}, jsonify(error=e): a part of the answer itself; explain(e) needs the exception.
static bool is_answered(const Mend *m, NodeId n)
{
    static const char *const makers[] = {"jsonify",      "Response",      "make_response",
                                         "HttpResponse", "JsonResponse",  "JSONResponse",
                                         "HTMLResponse", "HTTPException", "PlainTextResponse",
                                         "abort",        NULL};
    NodeId up = mend_parent(m, n);
    while (up && (py_kind(m->tree, up) == PY_keyword || py_kind(m->tree, up) == PY_Tuple ||
                  py_kind(m->tree, up) == PY_Dict || py_kind(m->tree, up) == PY_List))
        up = mend_parent(m, up);
    int kind = up ? py_kind(m->tree, up) : 0;
    return kind == PY_Return || (kind == PY_Call && mend_is_one(mend_called(m, up), makers));
}

// The first outermost text in an answer, from an offset on, that is made of the exception or of its
// traceback; 0: none.
static NodeId error_part(const Mend *m, NodeId n, Str name, uint32_t from)
{
    if (py_at(m->tree, n)->end <= from) return 0;
    Str text = py_text(m->tree, n), func = mend_called(m, n);
    int kind = py_kind(m->tree, n);
    bool says = name.len && mend_says_word(text, name);
    bool here = py_at(m->tree, n)->beg >= from;
    if (here && kind == PY_Call && str_eq(func, S("format_exc"))) return n;
    if (here && says && (str_eq(func, S("str")) || str_eq(func, S("repr")) || mend_is_built(m, n)))
        return n;
    if (here && kind == PY_Name && str_eq(text, name) && is_answered(m, n)) return n;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) {
        bool attribute = kind != PY_keyword && py_kind(m->tree, c) == PY_Attribute;
        NodeId of = attribute ? py_node(m->tree, c, Attribute_value) : c;    // format_exc().splitlines()
        NodeId found = !attribute || py_kind(m->tree, of) == PY_Call ? error_part(m, of, name, from) : 0;
        if (found) return found;
    }
    return 0;
}

// body = {"error": str(e)}; return jsonify(body), in one handler: the dictionary, where it is kept
// nowhere else.
static NodeId answer_of(const Mend *m, NodeId node)
{
    NodeId stmt, handler = handler_around(m, node);
    for (NodeId n = 0; handler && (n = mend_next(m, PY_Name, node, n));) {
        NodeId value = mend_assigned(m, n, &stmt);
        if (value && py_kind(m->tree, value) == PY_Dict && mend_within(m, stmt, handler) &&
            mend_reads(m, handler, py_sym(m->tree, n, Name_id)) == 1)
            return value;
    }
    return node;
}

// def on_fault(request, exc): what a handler of the framework calls the exception that it is handed.
static Str handed_as(const Mend *m, NodeId node)
{
    static const char *const names[] = {"e", "ex", "exc", "err", "error", "exception", NULL};
    NodeId def = mend_function(m, node);
    NodeId args = def ? py_node(m->tree, def, FunctionDef_args) : 0;
    NodeList list = args ? py_list(m->tree, args, arguments_args) : (NodeList){0};
    for (uint32_t i = 0; i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
        if (mend_is_one(name, names) && is_handed(m, def, list.v[i])) return name;
    }
    return (Str){0};
}

static bool generic_answer(const Mend *m, const MendSite *at, Fix *out)
{
    Str name = caught_as(m, at->node);
    if (!name.len) name = handed_as(m, at->node);
    NodeId whole = answer_of(m, at->node), part = error_part(m, whole, name, 0);
    NodeId stmt = mend_statement(m, at->node);
    Str log = part ? mend_name(m, &out->change, at->node, S("logging"), (Str){0}) : (Str){0};
    char q = edit_quote(m->tree);
    if (!log.len || py_kind(m->tree, stmt) != PY_Return) return false;
    for (; part; part = error_part(m, whole, name, py_at(m->tree, part)->end))
        mend_replace(m, &out->change, part,
                     edit_literal(S("an internal error occurred"), q, m->keep));
    return mend_before(
               m, &out->change, stmt,
               str_fmt(m->keep, "%.*s.exception(%crequest failed%c)", STR_ARG(log), q, q)) &&
           mend_done(
               out, TRUST_SAFE,
               "The error's text goes to the log; the client is told only that something failed.");
}

// "Invalid JSON: {e}": what came in is at fault, and the text says so by itself.
static bool blames_client(const Mend *m, Str text)
{
    static const char *const words[] = {"invalid",   "malformed", "bad ",    "not valid",
                                        "parse",     "wrong",     "missing", "unsupported",
                                        "not found", "no such",   NULL};
    return mend_has_one(mend_lower(m, text), words);
}

static Str without_end(Str text)
{
    while (text.len && memchr(" :-(,;'\"", text.s[text.len - 1], 9)) text.len--;
    return text;
}

// f"{status}: {lines}": each part of the text that is the error's. False: none is, or one that may be none.
static bool replace_parts(const Mend *m, Change *c, const Pieces *p)
{
    Size errors = 0, others = 0;
    for (Size i = 0; i < p->n; i++) {
        const Piece *h = &p->v[i];
        if (h->kind != PIECE_HOLE || !is_error(m, h->node)) {
            others += h->kind == PIECE_HOLE;
            continue;
        }
        if (h->conversion || h->spec || !is_fault(m, h->node, FAULT_STEPS)) return false;
        NodeId field = mend_parent(m, h->node);
        bool plain = py_kind(m->tree, field) == PY_FormattedValue &&
                     str_starts(py_text(m->tree, field), S("{"));
        Str says = S("an internal error occurred");
        mend_replace(m, c, plain ? field : h->node,
                     plain ? says : edit_literal(says, mend_quote(m, h->node), m->keep));
        errors++;
    }
    return errors && others;
}

static bool by_flow(const Mend *m, const MendSite *site, Fix *out)
{
    Pieces p;
    MendSite copy = *site, *at = &copy;
    at->arg = mend_body(m, at->arg);
    if (!at->arg || !mend_pieces(m, at->arg, &p) || p.via) {
        if (!at->arg || !is_error(m, at->arg) || !is_fault(m, at->arg, FAULT_STEPS)) return false;
        mend_replace(m, &out->change, at->arg,
                     edit_literal(S("An internal error occurred."), edit_quote(m->tree), m->keep));
        if (py_kind(m->tree, at->node) == PY_Call) other_parts(m, &out->change, at->node, at->arg);
    } else if (replace_parts(m, &out->change, &p)) {
        if (py_kind(m->tree, at->node) == PY_Call) other_parts(m, &out->change, at->node, p.whole);
    } else {
        out->change = (Change){0};
        Buf text = {.keep = m->keep};
        bool told = false;
        for (Size i = 0; i < p.n; i++)
            told |= p.v[i].kind == PIECE_TEXT && blames_client(m, p.v[i].text);
        for (Size i = 0; i < p.n; i++) {
            bool error = p.v[i].kind == PIECE_HOLE && (is_error(m, p.v[i].node) || p.n == 1);
            if (p.v[i].kind == PIECE_HOLE && (!error || !is_fault(m, p.v[i].node, FAULT_STEPS)))
                return false;
            if (!error || !told)
                buf_add(&text, error ? S("an internal error occurred") : p.v[i].text);
        }
        mend_replace(m, &out->change, p.whole,
                     edit_literal(told ? without_end(buf_str(&text)) : buf_str(&text),
                                  edit_quote(m->tree), m->keep));
        if (py_kind(m->tree, at->node) == PY_Call) other_parts(m, &out->change, at->node, p.whole);
    }
    Str log = mend_name(m, &out->change, at->node, S("logging"), (Str){0});
    if (!log.len) return false;
    char q = edit_quote(m->tree);
    return mend_before(
               m, &out->change, at->node,
               str_fmt(m->keep, "%.*s.exception(%crequest failed%c)", STR_ARG(log), q, q)) &&
           mend_done(
               out, TRUST_SAFE,
               "The error's text goes to the log; the client is told only that something failed.");
}

// except TooLarge as e: a class of the program's own, whose text may be written for the client.
static bool is_own_fault(const Mend *m, NodeId node)
{
    NodeId handler = handler_around(m, node);
    NodeId type = handler ? py_node(m->tree, handler, ExceptHandler_type) : 0;
    if (!type) return false;
    NodeList types = py_kind(m->tree, type) == PY_Tuple ? py_list(m->tree, type, Tuple_elts)
                                                        : (NodeList){&type, 1};
    for (uint32_t i = 0; i < types.n; i++) {
        Size module;
        Str name;
        NodeId here =
            py_kind(m->tree, types.v[i]) == PY_Name ? mend_top(m, py_text(m->tree, types.v[i])) : 0;
        if ((here && py_kind(m->tree, here) == PY_ClassDef) ||
            mend_means(m, types.v[i], &module, &name))
            return true;
    }
    return false;
}

// str(e) if show_error else None: whoever runs the program chose that it is told.
static bool is_switched(const Mend *m, const MendSite *at, const Change *c)
{
    static const char *const words[] = {"debug", "show", "expose", "verbose", "trace", "is_dev", NULL};
    NodeId stmt = mend_statement(m, at->node);
    for (NodeId n = 0; stmt && (n = mend_next(m, PY_IfExp, stmt, n));) {
        const PyNode *p = py_at(m->tree, n);
        if (!mend_has_one(mend_lower(m, py_text(m->tree, py_node(m->tree, n, IfExp_test))), words))
            continue;
        for (Size i = 0; i < c->edits.n; i++)
            if (c->edits.v[i].where.beg >= p->beg && c->edits.v[i].where.end <= p->end) return true;
    }
    return false;
}

bool mend_fix_error_text(const Mend *m, const MendSite *at, Fix *out)
{
    if (!by_flow(m, at, out)) {
        *out = (Fix){0};
        if (!generic_answer(m, at, out)) return false;
    }
    if (is_switched(m, at, &out->change))
        return mend_done(
            out, TRUST_REVIEW,
            "The error's text goes to the log; the client is told only that something failed. "
            "Decide that nobody who runs the program may choose to show it.");
    if (is_own_fault(m, at->node))
        return mend_done(
            out, TRUST_REVIEW,
            "The error's text goes to the log; the client is told only that something "
            "failed. Decide that what the program's own error says is not for the client.");
    return true;
}
