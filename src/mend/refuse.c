// mend/refuse: how a function says no: its own refusal, what its documentation promises, the
// module's own exception, its neighbours' refusal, its framework's; only then an invented one.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// by assignment, parameters left out
bool mend_binds(const Mend *m, NodeId scope, Str word)
{
    const PyNode *p = py_at(m->tree, scope);
    if (p->kind == PY_Name && p->op != CTX_LOAD &&
        str_eq(py_name(m->tree, py_sym(m->tree, scope, Name_id)), word))
        return true;
    if (p->kind == PY_ExceptHandler &&
        str_eq(py_name(m->tree, py_sym(m->tree, scope, ExceptHandler_name)), word))
        return true;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, scope, &it));)
        if (mend_binds(m, c, word)) return true;
    return false;
}

static bool speaks_of_locals(const Mend *m, NodeId n, NodeId scope)
{
    if (py_kind(m->tree, n) == PY_Name &&
        mend_binds(m, scope, py_name(m->tree, py_sym(m->tree, n, Name_id))))
        return true;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));)
        if (speaks_of_locals(m, c, scope)) return true;
    return false;
}

static bool has_word(Str text, const char *const *words, Size n)
{
    for (Size i = 0; i < n; i++)
        if (str_find(text, str_of(words[i])) >= 0) return true;
    return false;
}

// "Error", "Invalid name", "", "/": a text that stands for a refusal, and not for a thing done.
static bool is_complaint(Str text)
{
    static const char *const words[] = {"rror", "nvalid", "ot ", "enied", "orbidden", "issing",
                                        "ail", "nknown", "unsupported", "bad ", "Bad ", "please",
                                        "Please", "No ", "no ", "locked", "refused", "wrong",
                                        "Wrong", "only", "Only", "must", "annot", "nauthorized"};
    return text.len < 2 || str_starts(text, S("/")) || has_word(text, words, countof(words));
}

// A value that a caller reads as "no": None, False, a number below zero, an empty or error text, a
// container of such, a response made to say it. True and what the function computed are answers.
static bool says_no(const Mend *m, NodeId value)
{
    static const char *const makers[] = {"jsonify",  "Response", "make_response", "render_template",
                                         "redirect", "abort",    "dict",          "error"};
    if (!value) return true;
    int kind = py_kind(m->tree, value);
    const PyConst *c = kind == PY_Constant ? py_const(m->tree, value) : NULL;
    if (c && c->kind == CONST_STR) return is_complaint(c->text);
    if (c) return c->kind != CONST_TRUE && (c->kind != CONST_INT || c->big || c->i >= 400 || !c->i);
    if (kind == PY_UnaryOp) return true;
    if (kind == PY_Call) {
        Str callee = py_text(m->tree, py_node(m->tree, value, Call_func));
        bool named = str_find(callee, S("(")) < 0;               // not open(path).read(): that is an answer
        return has_word(callee, makers, countof(makers)) ||
               (named && !py_list(m->tree, value, Call_args).n);
    }
    return kind == PY_Tuple || kind == PY_Dict || kind == PY_List || kind == PY_Set;
}

static bool refuses(const Mend *m, NodeId stmt)
{
    int kind = py_kind(m->tree, stmt);
    if (kind == PY_Raise) return py_node(m->tree, stmt, Raise_exc) != 0;
    if (kind == PY_Return) return says_no(m, py_node(m->tree, stmt, Return_value));
    if (kind != PY_Expr || py_kind(m->tree, py_node(m->tree, stmt, Expr_value)) != PY_Call)
        return false;
    return str_ends(
        py_text(m->tree, py_node(m->tree, py_node(m->tree, stmt, Expr_value), Call_func)),
        S("abort"));
}

// How many sentences in a refusal tell why, where they tell of something else; *one: the last of them.
static int own_reasons(const Mend *m, NodeId n, NodeId *one)
{
    static const char *const any[] = {"request", "allowed", "enied",   "found",
                                      "input",   "rror",    "orbidden"};
    int kind = py_kind(m->tree, n), all = 0;
    const PyConst *c = kind == PY_Constant ? py_const(m->tree, n) : NULL;
    if (kind == PY_JoinedStr) return 0;
    if (c && c->kind == CONST_STR && str_find(c->text, S(" ")) > 0 &&
        !has_word(c->text, any, countof(any)))
        return *one = n, 1;
    uint32_t it = 0;
    for (NodeId child; (child = py_next_child(m->tree, n, &it));) all += own_reasons(m, child, one);
    return all;
}

// "no", f"no {x}", "no %s" % x, "no {}".format(x), _("no"), message: HTTPException(404) takes something else.
static bool is_text(const Mend *m, NodeId n)
{
    static const char *const named[] = {"msg",    "message", "text", "reason",
                                        "error",  "detail",  NULL};
    const PyConst *c;
    NodeId child;
    switch (py_kind(m->tree, n)) {
    case PY_Name: return mend_has_one(mend_lower(m, py_text(m->tree, n)), named);
    case PY_Constant: c = py_const(m->tree, n); return c && c->kind == CONST_STR;
    case PY_JoinedStr: return true;
    case PY_BinOp: return is_text(m, py_node(m->tree, n, BinOp_left));
    case PY_Call:
        for (uint32_t it = 0; (child = py_next_child(m->tree, n, &it));)
            if (py_kind(m->tree, child) == PY_Attribute
                    ? is_text(m, py_node(m->tree, child, Attribute_value)) : is_text(m, child))
                return true;
        return false;
    default: return false;
    }
}

// A refusal with this guard's own sentence where it says why; others stand as they are written. Empty:
// it speaks of names that may not be bound yet.
static Str again(const Mend *m, NodeId stmt, NodeId scope, Str quoted)
{
    NodeId exc = py_kind(m->tree, stmt) == PY_Raise ? py_node(m->tree, stmt, Raise_exc) : 0;
    if (exc && py_kind(m->tree, exc) == PY_Call) {
        NodeList args = py_list(m->tree, exc, Call_args);
        NodeId func = py_node(m->tree, exc, Call_func);
        if (args.n == 1 && !py_list(m->tree, exc, Call_keywords).n && is_text(m, args.v[0]) &&
            !speaks_of_locals(m, func, scope))
            return str_fmt(m->keep, "raise %.*s(%.*s)", STR_ARG(py_text(m->tree, func)),
                           STR_ARG(quoted));
    }
    if (speaks_of_locals(m, stmt, scope)) return (Str){0};
    Str text = py_text(m->tree, stmt);
    NodeId why = 0;
    if (!quoted.len || own_reasons(m, stmt, &why) != 1) return text;
    uint32_t at = py_at(m->tree, stmt)->beg, beg = py_at(m->tree, why)->beg - at,
             end = py_at(m->tree, why)->end - at;
    return str_fmt(m->keep, "%.*s%.*s%.*s", (int)beg, text.s, STR_ARG(quoted),
                   STR_ARG(str_sub(text, end, -1)));
}

typedef struct {
    NodeId scope;
    uint32_t before;
    NodeId found;
    bool raise;
} Seek;

// The nearest `if …: <refusal>` before a byte, else the first after it, at any depth of a function.
static void seek(const Mend *m, NodeId n, Seek *s)
{
    if (py_kind(m->tree, n) == PY_If) {
        NodeList then = py_list(m->tree, n, If_body);
        NodeId last = then.n && then.n <= 2 ? py_last(then) : 0;
        bool early = last && py_at(m->tree, last)->beg < s->before;
        if (then.n == 2 && py_kind(m->tree, last) != PY_Raise) last = 0;
        if (last && early && s->before < py_at(m->tree, last)->end) last = 0;     // it is what is to be guarded
        if (last && refuses(m, last) && (early || !s->found) && again(m, last, s->scope, S("")).len)
            s->found = last;
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) {
        int kind = py_kind(m->tree, c);
        if (kind != PY_FunctionDef && kind != PY_AsyncFunctionDef && kind != PY_ClassDef)
            seek(m, c, s);
    }
}

// start_response("400 Bad Request", …); return [b"…"]: how a WSGI function says no, as it does for
// other requests. 400 and 403 go before what is not there.
static Str of_wsgi(const Mend *m, NodeId n, Str found)
{
    NodeList then = py_kind(m->tree, n) == PY_If ? py_list(m->tree, n, If_body) : (NodeList){0};
    NodeId e = then.n == 2 && py_kind(m->tree, then.v[0]) == PY_Expr
                   ? py_node(m->tree, then.v[0], Expr_value)
                   : 0;
    if (e && py_kind(m->tree, e) == PY_Call && py_kind(m->tree, then.v[1]) == PY_Return &&
        str_eq(py_text(m->tree, py_node(m->tree, e, Call_func)), S("start_response"))) {
        Str first = py_text(m->tree, then.v[0]), status = str_sub(first, 15, -1);
        bool no = str_starts(str_sub(status, 1, -1), S("4"));
        bool sure = str_starts(str_sub(status, 1, -1), S("400")) ||
                    str_starts(str_sub(status, 1, -1), S("403"));
        if (no && (sure || !found.len) && str_find(first, S("\n")) < 0)
            found =
                str_fmt(m->keep, "%.*s\n%.*s%.*s", STR_ARG(first),
                        STR_ARG(edit_indent_unit(m->tree)), STR_ARG(py_text(m->tree, then.v[1])));
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) found = of_wsgi(m, c, found);
    return found;
}

static NodeId own_refusal(const Mend *m, NodeId scope, NodeId node)
{
    Seek s = {scope, py_at(m->tree, node)->beg, 0, false};
    seek(m, scope, &s);
    return s.found;
}

// ---- what the documentation promises

static Str docstring(const Mend *m, NodeId scope)
{
    NodeList body = py_list(m->tree, scope, FunctionDef_body);
    NodeId e = body.n && py_kind(m->tree, body.v[0]) == PY_Expr
                   ? py_node(m->tree, body.v[0], Expr_value)
                   : 0;
    const PyConst *c = e && py_kind(m->tree, e) == PY_Constant ? py_const(m->tree, e) : NULL;
    return c && c->kind == CONST_STR ? c->text : (Str){0};
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static NodeId class_named(const Mend *m, Str name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_ClassDef &&
            str_eq(py_name(m->tree, py_sym(m->tree, body.v[i], ClassDef_name)), name))
            return body.v[i];
    return 0;
}

// One text makes one: no __init__ of its own that asks for more.
static bool takes_a_text(const Mend *m, NodeId cls)
{
    NodeList body = py_list(m->tree, cls, ClassDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_FunctionDef ||
            !str_eq(py_name(m->tree, py_sym(m->tree, body.v[i], FunctionDef_name)), S("__init__")))
            continue;
        NodeId args = py_node(m->tree, body.v[i], FunctionDef_args);
        NodeList list = py_list(m->tree, args, arguments_args);
        uint32_t given = py_list(m->tree, args, arguments_defaults).n;
        return list.n >= 2 && list.n - given <= 2;
    }
    return true;
}

// By the name of one of its bases, or of a base of that in the file: a model or an answer is not raised.
static bool is_raised(const Mend *m, NodeId cls, int depth)
{
    NodeList bases = py_list(m->tree, cls, ClassDef_bases);
    for (uint32_t i = 0; i < bases.n && depth < 4; i++) {
        Str base = py_text(m->tree, bases.v[i]);
        NodeId there = class_named(m, base);
        if (str_ends(base, S("Error")) || str_ends(base, S("Exception")) ||
            (there && is_raised(m, there, depth + 1)))
            return true;
    }
    return false;
}

static bool is_exception(const Mend *m, Str name)
{
    static const char *const builtin[] = {"PermissionError", "ValueError",   "KeyError",
                                          "LookupError",     "TypeError",    "RuntimeError",
                                          "OSError",         "ImportError",  "FileNotFoundError",
                                          "Exception",       "OverflowError"};
    for (Size i = 0; i < countof(builtin); i++)
        if (str_eq(name, str_of(builtin[i]))) return true;
    NodeId cls = class_named(m, name);
    return cls && is_raised(m, cls, 0) && takes_a_text(m, cls);
}

// "Raises PermissionError when …", ":raises X:", "X otherwise": the first exception it names;
// one that stands for a refusal goes before one that says something is not there.
static Str promised(const Mend *m, Str doc)
{
    static const char *const absent[] = {"KeyError", "LookupError", "NotFound", "OSError"};
    Str found = {0};
    for (Size at = 0; at < doc.len;) {
        Size end = at;
        while (end < doc.len && is_word(doc.s[end])) end++;
        Str word = str_sub(doc, at, end);
        bool upper = word.len > 3 && word.s[0] >= 'A' && word.s[0] <= 'Z';
        if (upper && is_exception(m, word)) {
            bool missing = has_word(word, absent, countof(absent));
            if (!found.len || !missing) found = word;
            if (!missing) break;
        }
        at = end > at ? end : at + 1;
    }
    return found;
}

static Str lowered(const Mend *m, Str text)
{
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        buf_char(&b, (char)(c >= 'A' && c <= 'Z' ? c | 32 : c == '\n' ? ' ' : c));
    }
    return buf_str(&b);
}

// "None when it is not allowed", "returns False otherwise": a sentinel for the refused case.
static Str sentinel(const Mend *m, Str doc)
{
    static const char *const words[][2] = {
        {"None", "none when"},      {"None", "none if"},        {"None", "none otherwise"},
        {"None", "none for"},       {"None", "otherwise none"}, {"None", "none where"},
        {"False", "false when"},    {"False", "false if"},      {"False", "false otherwise"},
        {"False", "false for"},     {"False", "false where"},   {"\"\"", "empty string when"},
        {"\"\"", "empty string if"}};
    Str low = lowered(m, doc);
    for (Size i = 0; i < countof(words); i++)
        if (str_find(low, str_of(words[i][1])) >= 0)
            return str_fmt(m->keep, "return %s", words[i][0]);
    return (Str){0};
}

// "for others the default is returned", "returns fallback otherwise": a parameter with a default.
static Str given_instead(const Mend *m, NodeId scope, Str doc)
{
    static const char *const forms[] = {"%.*s is returned", "%.*s is used", "return %.*s for",
                                        "returns %.*s for", "%.*s otherwise", "%.*s instead"};
    NodeId args = py_node(m->tree, scope, FunctionDef_args);
    NodeList list = py_list(m->tree, args, arguments_args);
    uint32_t given = py_list(m->tree, args, arguments_defaults).n;
    for (uint32_t i = list.n - given; i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
        for (Size k = 0; k < countof(forms); k++) {
            Size at = str_find(str_of(forms[k]), S("%"));
            Str text = str_fmt(m->keep, "%.*s%.*s%s", (int)at, forms[k], STR_ARG(name),
                               forms[k] + at + 4);
            if (str_find(doc, text) >= 0) return str_fmt(m->keep, "return %.*s", STR_ARG(name));
        }
    }
    return (Str){0};
}

// ---- the module's own words for no

// A module's exception whose name speaks of a refusal.
static Str own_exception(const Mend *m, bool access)
{
    static const char *const refusal[] = {"Security",   "Invalid",   "Validation", "Unsafe",
                                          "Rejected",   "Forbidden", "Denied",     "Refused",
                                          "NotAllowed", "Policy",    "Traversal"};
    static const char *const auth[] = {"Permission", "Access",     "Denied", "Forbidden",
                                       "Unauthor",   "NotAllowed", "Auth",   "Security"};
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_ClassDef) continue;
        Str name = py_name(m->tree, py_sym(m->tree, body.v[i], ClassDef_name));
        NodeList bases = py_list(m->tree, body.v[i], ClassDef_bases);
        if (!bases.n || !takes_a_text(m, body.v[i])) continue;
        Str base = py_text(m->tree, bases.v[0]);
        bool error = str_ends(base, S("Error")) || str_ends(base, S("Exception"));
        if (error && (access ? has_word(name, auth, countof(auth))
                             : has_word(name, refusal, countof(refusal))))
            return name;
    }
    return (Str){0};
}

static bool decorated(const Mend *m, NodeId scope)
{
    return scope && py_list(m->tree, scope, FunctionDef_decorator_list).n > 0;
}

static Str of_framework(const Mend *m, Change *c, NodeId node, NodeId scope, Str quoted,
                        bool access)
{
    Str src = m->tree->src, name;
    bool flask = str_find(src, S("from flask")) >= 0 || str_find(src, S("import flask")) >= 0;
    int status = access ? 403 : 400;
    if (flask && decorated(m, scope)) {
        name = mend_name(m, c, node, S("flask"), S("abort"));
        if (name.len) return str_fmt(m->keep, "%.*s(%d)", STR_ARG(name), status);
    }
    if (str_find(src, S("fastapi")) >= 0 && decorated(m, scope)) {
        name = mend_name(m, c, node, S("fastapi"), S("HTTPException"));
        if (name.len) return str_fmt(m->keep, "raise %.*s(status_code=%d)", STR_ARG(name), status);
    }
    if (scope && str_starts(mend_def_name(m, scope), S("do_")) &&
        str_find(src, S("BaseHTTPRequestHandler")) >= 0)
        return str_fmt(m->keep, "self.send_error(%d)\n%.*sreturn", status,
                       STR_ARG(edit_indent_unit(m->tree)));
    if (str_find(src, S("django")) >= 0 && scope) {
        name = mend_name(m, c, node, S("django.core.exceptions"),
                         access ? S("PermissionDenied") : S("SuspiciousOperation"));
        if (name.len) return str_fmt(m->keep, "raise %.*s(%.*s)", STR_ARG(name), STR_ARG(quoted));
    }
    return (Str){0};
}

// Every way out of the function is True or False, or its annotation says so.
static bool answers_yes_or_no(const Mend *m, NodeId n, int *answers)
{
    if (py_kind(m->tree, n) == PY_Return) {
        NodeId v = py_node(m->tree, n, Return_value);
        const PyConst *c = v && py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
        ++*answers;
        return c && (c->kind == CONST_TRUE || c->kind == CONST_FALSE);
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));)
        if (!answers_yes_or_no(m, c, answers)) return false;
    return true;
}

static Str by_result(const Mend *m, NodeId scope)
{
    NodeId returns = py_node(m->tree, scope, FunctionDef_returns);
    Str type = returns ? py_text(m->tree, returns) : (Str){0};
    int answers = 0;
    if (str_starts(type, S("Optional")) || str_find(type, S("| None")) >= 0)
        return S("return None");
    if (str_eq(type, S("bool"))) return S("return False");
    static const char *const yes[] = {"true when", "true if", "true for", "true or false",
                                      "return true", "true and", "whether"};
    Str doc = lowered(m, docstring(m, scope));
    if (has_word(doc, yes, countof(yes))) return S("return False");
    if (answers_yes_or_no(m, scope, &answers) && answers > 1) return S("return False");
    return (Str){0};
}

static Str refusal(const Mend *m, Change *c, NodeId node, Str sentence, bool access)
{
    NodeId scope = mend_function(m, node), own = scope ? own_refusal(m, scope, node) : 0;
    Str quoted = edit_literal(sentence, edit_quote(m->tree), m->keep), doc = {0}, said = {0};
    if (scope && str_find(py_text(m->tree, scope), S("start_response(")) >= 0)
        said = of_wsgi(m, scope, (Str){0});
    if (said.len) return said;
    if (scope) doc = docstring(m, scope);
    Str name = promised(m, doc);
    bool raises = own && py_kind(m->tree, own) == PY_Raise;
    Str denial = access ? own_exception(m, true) : (Str){0};
    if (denial.len) name = denial;
    if (name.len) return str_fmt(m->keep, "raise %.*s(%.*s)", STR_ARG(name), STR_ARG(quoted));
    if (raises && !access) return again(m, own, scope, quoted);
    said = doc.len ? sentinel(m, doc) : (Str){0};
    if (!said.len && doc.len) said = given_instead(m, scope, doc);
    if (said.len) return said;
    name = own_exception(m, access);
    if (name.len) return str_fmt(m->keep, "raise %.*s(%.*s)", STR_ARG(name), STR_ARG(quoted));
    if (own && !raises) return again(m, own, scope, quoted);
    said = of_framework(m, c, node, scope, quoted, access);
    if (said.len) return said;
    if (scope) said = by_result(m, scope);
    if (said.len) return said;
    return str_fmt(m->keep, "raise %s(%.*s)", access ? "PermissionError" : "ValueError",
                   STR_ARG(quoted));
}

Str mend_refusal(const Mend *m, Change *c, NodeId node, Str sentence)
{
    return refusal(m, c, node, sentence, false);
}

Str mend_guard(const Mend *m, Change *c, NodeId node, Str test, Str sentence)
{
    Str no = mend_refusal(m, c, node, sentence);
    return str_fmt(m->keep, "if %.*s:\n%.*s%.*s", STR_ARG(test), STR_ARG(edit_indent_unit(m->tree)),
                   STR_ARG(no));
}

Str mend_guard_access(const Mend *m, Change *c, NodeId node, Str test, Str sentence)
{
    Str no = refusal(m, c, node, sentence, true);
    return str_fmt(m->keep, "if %.*s:\n%.*s%.*s", STR_ARG(test), STR_ARG(edit_indent_unit(m->tree)),
                   STR_ARG(no));
}
