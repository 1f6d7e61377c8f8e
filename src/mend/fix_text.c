// mend/fix_text: fixes for outside text inside a built text: quoted, escaped, or moved out of it as
// a parameter.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

enum { MOST_NESTED = 4 };

static bool imports(const Mend *m, Str root)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        Str from = kind == PY_ImportFrom
                       ? py_name(m->tree, py_sym(m->tree, body.v[i], ImportFrom_module))
                       : (Str){0};
        if (str_eq(from, root) || (str_starts(from, root) && from.s[root.len] == '.')) return true;
        NodeList names =
            kind == PY_Import ? py_list(m->tree, body.v[i], Import_names) : (NodeList){0};
        for (uint32_t j = 0; j < names.n; j++) {
            Str n = py_name(m->tree, py_sym(m->tree, names.v[j], alias_name));
            if (str_eq(n, root) || (str_starts(n, root) && n.s[root.len] == '.')) return true;
        }
    }
    return false;
}

// ---- pages, logs, headers

// ("…").encode() and str(…) build no text of their own.
static NodeId peeled(const Mend *m, NodeId e)
{
    while (e && py_kind(m->tree, e) == PY_Call) {
        NodeId f = py_node(m->tree, e, Call_func);
        bool encode = py_kind(m->tree, f) == PY_Attribute &&
                      str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("encode"));
        if (!encode) break;
        e = py_node(m->tree, f, Attribute_value);
    }
    return e;
}

static bool is_page_name(Str name)
{
    static const Str words[] = {L("html"),   L("page"),     L("template"),
                                L("markup"), L("rendered"), L("body")};
    for (Size i = 0; i < countof(words); i++)
        if (str_find(name, words[i]) >= 0) return true;
    return false;
}

// parts(), where def parts(): yield …: no text, but what gives one part after another.
static bool gives_parts(const Mend *m, NodeId call)
{
    NodeId def = mend_top(m, mend_called(m, call)), around = mend_function(m, call);
    for (NodeId n = 0; around && (n = mend_next(m, PY_FunctionDef, around, n));)
        if (str_eq(mend_def_name(m, n), mend_called(m, call))) def = n;
    return def && mend_is_def(py_kind(m->tree, def)) && mend_next(m, PY_Yield, def, 0);
}

// What stands alone as the whole page may be a page: whether it is meant as text is a decision, but
// for a plain value of the request.
static Trust trust_of_page(const Mend *m, NodeId arg)
{
    Pieces p;
    if (mend_pieces(m, arg, &p) && p.n > 1) return TRUST_SAFE;
    arg = mend_body(m, arg);
    Str text = py_text(m->tree, arg);
    if (str_starts(text, S("request."))) return TRUST_SAFE;
    if (py_kind(m->tree, arg) == PY_IfExp) return TRUST_NONE;
    if (py_kind(m->tree, arg) != PY_Name) {
        static const Str lists[] = {L(".response"), L(".entries"), L("fetchall()"), L(".json()")};
        for (Size i = 0; i < countof(lists); i++)
            if (str_ends(text, lists[i])) return TRUST_NONE;
        static const Str makers[] = {L(".search"),   L("load("),  L("loads("),
                                     L("tostring("), L("dumps("), L("stream")};
        for (Size i = 0; i < countof(makers); i++)
            if (str_find(text, makers[i]) >= 0) return TRUST_NONE;
        if (gives_parts(m, arg)) return TRUST_NONE;
        return TRUST_REVIEW;
    }
    NodeId stmt, value = mend_assigned(m, arg, &stmt);
    Str from = value ? py_text(m->tree, value) : (Str){0};
    if (!value || str_find(from, S("request")) >= 0)
        return is_page_name(text) ? TRUST_NONE : TRUST_SAFE;
    return is_page_name(text) ? TRUST_NONE : TRUST_REVIEW;
}

// return response.json(): Flask makes JSON of a dict, and a page of a text; jsonify always JSON.
static bool as_json(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId arg = at->arg;
    arg = mend_body(m, arg);
    if (!imports(m, S("flask")) || !str_ends(py_text(m->tree, arg), S(".json()")) ||
        py_kind(m->tree, mend_statement(m, arg)) != PY_Return)
        return false;
    return mend_wrap(m, &out->change, arg, 0, S("flask"), S("jsonify"), TEXT_ANY) &&
           mend_done(out, TRUST_SAFE, "It is sent as JSON, which no browser takes for a page.");
}

// page = page.replace("{{name}}", name): the text that is put into the page.
static bool into_page(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    if (!def || py_kind(m->tree, at->arg) != PY_Name) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0], v = py_node(m->tree, n, Assign_value);
        NodeId with = str_eq(mend_called(m, v), S("replace")) ? mend_arg(m, v, 1, (Str){0}) : 0;
        if (!with || !mend_string(m, mend_arg(m, v, 0, (Str){0})).len ||
            !str_eq(py_text(m->tree, to), py_text(m->tree, at->arg)) ||
            !(mend_taint(m, with) & KIND(HTML)))
            continue;
        bool django = imports(m, S("django"));
        return mend_wrap(m, &out->change, with, KIND(HTML),
                         django ? S("django.utils.html") : S("html"), S("escape"), TEXT_ALWAYS) &&
               mend_done(out, TRUST_SAFE,
                         "Outside text is escaped before it is put into the page, so the browser "
                         "shows it instead of running it.");
    }
    return false;
}

static bool opens_text(const Mend *m, NodeId call)
{
    NodeId mode = call && py_kind(m->tree, call) == PY_Call ? mend_arg(m, call, 1, S("mode")) : 0;
    return call && str_eq(mend_called(m, call), S("open")) &&
           (!mode || (mend_string(m, mode).len && str_find(mend_string(m, mode), S("b")) < 0));
}

// open(path).read(), with open(path) as f: f.read()
static bool reads_text(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func);
    NodeId object = py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
    if (!object || py_kind(m->tree, object) != PY_Name) return object && opens_text(m, object);
    for (NodeId n = 0; (n = mend_next(m, PY_withitem, m->tree->root, n));) {
        NodeId as = py_node(m->tree, n, withitem_optional_vars);
        if (as && str_eq(py_text(m->tree, as), py_text(m->tree, object)) &&
            mend_within(m, call, mend_parent(m, n)))
            return opens_text(m, py_node(m->tree, n, withitem_context_expr));
    }
    return false;
}

// request.data, file.read(), process.communicate()[0]: what stands alone there is bytes, and goes out
// as it is.
static bool is_bytes(const Mend *m, NodeId e)
{
    static const char *const ends[] = {".content", ".data",   ".get_data()", ".body", ".raw_body",
                                       ".stdout",  ".stderr", ".getvalue()", NULL};
    static const char *const makers[] = {
        "read",       "communicate", "check_output", "encode",  "recv",
        "read_bytes", "b64decode",   "decompress",   "run",     "urlsafe_b64decode",
        "getvalue",   "compress",    "tobytes",      "readall", NULL};
    NodeId stmt, value = 0;
    e = mend_body(m, e);
    if (py_kind(m->tree, e) == PY_Name) value = mend_assigned(m, e, &stmt);
    if (value) e = value;
    for (const char *const *w = ends; *w; w++)
        if (str_ends(py_text(m->tree, e), str_of(*w))) return true;
    while (py_kind(m->tree, e) == PY_Subscript) e = py_node(m->tree, e, Subscript_value);
    if (py_kind(m->tree, e) == PY_Await) e = py_node(m->tree, e, Await_value);
    return py_kind(m->tree, e) == PY_Call && mend_is_one(mend_called(m, e), makers) &&
           str_find(py_text(m->tree, e), S("text=True")) < 0 &&
           !(str_eq(mend_called(m, e), S("read")) && reads_text(m, e));
}

// return self.wsgi(environ, start_response): the parts of another's answer
static bool is_answer_of_wsgi(const Mend *m, NodeId e)
{
    if (py_kind(m->tree, e) != PY_Call) return false;
    NodeList args = py_list(m->tree, e, Call_args);
    for (uint32_t i = 0; i < args.n; i++)
        if (str_eq(py_text(m->tree, args.v[i]), S("start_response"))) return true;
    return false;
}

// self._write("<html>…"): a parameter that the file's own callers hand whole markup to.
static bool is_handed_markup(const Mend *m, NodeId page)
{
    NodeId def = mend_function(m, page), stmt;
    if (!def || py_kind(m->tree, page) != PY_Name ||
        !mend_parameter(m, def, py_text(m->tree, page)))
        return false;
    for (NodeId call = 0; (call = mend_next(m, PY_Call, m->tree->root, call));) {
        if (!str_eq(mend_called(m, call), mend_def_name(m, def))) continue;
        NodeList args = py_list(m->tree, call, Call_args);
        if (mend_has_tag(py_text(m->tree, call))) return true;
        for (uint32_t i = 0; i < args.n; i++) {
            NodeId v = py_kind(m->tree, args.v[i]) == PY_Name ? mend_assigned(m, args.v[i], &stmt) : 0;
            if (v && mend_has_tag(py_text(m->tree, v))) return true;
        }
    }
    return false;
}

// Is the whole, or a value that it is made of, what the function takes for markup?
static bool holds_markup(const Mend *m, NodeId page)
{
    MendLeaves leaves;
    Pieces p;
    if (mend_is_searched_markup(m, page) || is_handed_markup(m, page)) return true;
    if (!mend_pieces(m, page, &p)) p.n = 0;
    for (Size i = 0; i < p.n; i++) {
        if (p.v[i].kind != PIECE_HOLE) continue;
        if (mend_is_searched_markup(m, p.v[i].node)) return true;
        if (!mend_leaves(m, p.v[i].node, KIND(HTML), &leaves)) continue;
        for (Size k = 0; k < leaves.n; k++)
            if (mend_is_searched_markup(m, leaves.v[k].node)) return true;
    }
    if (p.n || !mend_leaves(m, page, KIND(HTML), &leaves)) return false;
    for (Size k = 0; k < leaves.n; k++)
        if (mend_is_searched_markup(m, leaves.v[k].node)) return true;
    return false;
}

// f"<div>{body_html}</div>": by its name it is markup already, and nothing here makes it so.
static bool names_markup(const Mend *m, NodeId page)
{
    static const Str ends[] = {L("html"), L("markup"), L("rendered")};
    MendLeaves leaves;
    Pieces p;
    if (!mend_pieces(m, page, &p)) return false;
    for (Size i = 0; i < p.n; i++)
        for (Size k = 0; p.v[i].kind == PIECE_HOLE && k < countof(ends); k++) {
            int kind = py_kind(m->tree, p.v[i].node);
            if ((kind == PY_Name || kind == PY_Attribute) && str_ends(p.v[i].text, ends[k]) &&
                mend_taint(m, p.v[i].node) & KIND(HTML) &&
                !(mend_leaves(m, p.v[i].node, KIND(HTML), &leaves) && leaves.own))
                return true;
        }
    return false;
}

// mark_safe(text), with no markup round it: that it is markup is just what the program says.
static bool is_said_markup(const Mend *m, const MendSite *at)
{
    static const char *const says[] = {"mark_safe", "Markup", "SafeString", "SafeText", NULL};
    Pieces p;
    MendLeaves leaves;
    if (py_kind(m->tree, at->node) != PY_Call || !mend_is_one(mend_called(m, at->node), says))
        return false;
    if (mend_leaves(m, at->arg, KIND(HTML), &leaves) && leaves.own) return false;
    if (mend_pieces(m, at->arg, &p))
        for (Size i = 0; i < p.n; i++)
            if (p.v[i].kind == PIECE_TEXT && str_trim(p.v[i].text).len) return false;
    return true;
}

// reply = make_response(x), and then Content-Disposition, or a type that is no page: it is a download.
static bool is_download(const Mend *m, NodeId node)
{
    static const char *const types[] = {"content_type", "mimetype", "media_type", NULL};
    NodeId def = mend_function(m, node), stmt = mend_statement(m, node);
    if (!def || !stmt || py_kind(m->tree, stmt) != PY_Assign) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0], v = py_node(m->tree, n, Assign_value);
        Str key = {0};
        if (py_kind(m->tree, to) == PY_Subscript)
            key = mend_lower(m, mend_string(m, py_node(m->tree, to, Subscript_slice)));
        bool type = str_eq(key, S("content-type")) ||
                    (py_kind(m->tree, to) == PY_Attribute &&
                     mend_is_one(py_name(m->tree, py_sym(m->tree, to, Attribute_attr)), types));
        if (str_eq(key, S("content-disposition")) &&
            str_find(py_text(m->tree, v), S("attachment")) >= 0)
            return true;
        if (type && str_find(py_text(m->tree, v), S("html")) < 0) return true;
    }
    return false;
}

// def bold(text): return "<b>" + text + "</b>": the helper escapes what it is handed.
static bool in_helper(const Mend *m, NodeId call, Fix *out)
{
    NodeId back = mend_given_back(m, call);
    Mend there = mend_in(m, back);
    MendSite site = {.node = mend_statement(m, back)};
    return mend_fix_markup(&there, &site, out);
}

// return page("Hello", f"<h1>{name}</h1>"): the markup that a function of the project's is handed, and gives back as a
// part of its own. A plain value among its arguments may be text there: whether it is markup is a decision.
static bool in_handed(const Mend *m, NodeId call, int steps, Fix *out)
{
    if (py_kind(m->tree, call) != PY_Call || !mend_given_back(m, call)) return false;
    NodeList args = py_list(m->tree, call, Call_args), keys = py_list(m->tree, call, Call_keywords);
    Change markup = {0}, plain = {0};
    Size own = 0, values = 0;
    bool deep = false, wrapped = true;                     // wrapped: every plain value
    for (uint32_t i = 0; i < args.n + keys.n; i++) {
        MendLeaves leaves;
        Fix inner = {0};
        NodeId arg = i < args.n ? args.v[i] : py_node(m->tree, keys.v[i - args.n], keyword_value);
        if (!(mend_taint(m, arg) & KIND(HTML))) continue;
        if (steps && in_handed(m, arg, steps - 1, &inner)) {
            mend_add_part(m, &markup, m, &inner.change);
            own++, deep |= inner.trust == TRUST_REVIEW;
            continue;
        }
        if (!mend_leaves(m, arg, KIND(HTML), &leaves)) continue;
        bool done = mend_wrap(m, leaves.own ? &markup : &plain, arg, KIND(HTML), S("html"), S("escape"), TEXT_ALWAYS);
        if (leaves.own && !done) return false;
        own += leaves.own, values += !leaves.own, wrapped &= done;
    }
    if (!own && (!values || !wrapped)) return false;
    Fix there = {0};
    if (!own && in_helper(m, call, &there)) plain = there.change;          // once, where the markup is
    mend_add_part(m, &out->change, m, own ? &markup : &plain);
    return mend_done(out, own && !deep ? TRUST_SAFE : TRUST_REVIEW,
                     own && !deep ? "Outside text is escaped, so the browser shows it instead of running it."
                         : "Outside text is escaped before the page is made of it. Decide that it was no markup.");
}

// Template("<h1>{{ name }}</h1>").render(name=name): it escapes what it prints.
static bool escapes_itself(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId stmt, f = py_kind(m->tree, at->node) == PY_Call ? py_node(m->tree, at->node, Call_func) : 0;
    NodeId made = f && py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
    if (made && py_kind(m->tree, made) == PY_Name) {
        NodeId top = mend_top(m, py_text(m->tree, made)), local = mend_assigned(m, made, &stmt);
        made = local ? local : top && py_kind(m->tree, top) == PY_Assign ? py_node(m->tree, top, Assign_value) : 0;
    }
    if (!made || py_kind(m->tree, made) != PY_Call || !str_eq(mend_called(m, made), S("Template")))
        return false;
    NodeId text = mend_arg(m, made, 0, S("source")), held = text ? mend_constant(m, text) : 0;
    if (!text || !mend_has_tag(mend_string(m, held ? held : text))) return false;
    MendSite site = {.node = made, .callee = S("jinja2.Template")};
    return mend_fix_autoescape(m, &site, out);
}

bool mend_fix_html(const Mend *m, const MendSite *site, Fix *out)
{
    MendSite copy = *site, *at = &copy;
    at->arg = peeled(m, at->arg);
    if (!at->arg) return false;
    // the source of a template is no value of it
    if (at->line && models_has_tag(at->line, S("prints"))) return escapes_itself(m, at, out);
    if (str_eq(mend_called(m, at->node), S("from_string"))) return false;
    if (as_json(m, at, out)) return true;
    out->change = (Change){0};
    if (into_page(m, at, out)) return true;
    out->change = (Change){0};
    if (is_bytes(m, at->arg) || is_answer_of_wsgi(m, at->arg))
        return false; // they are no text to escape
    NodeId page = at->arg;
    page = mend_body(m, page);
    MendSite print = {.node = page};
    if (escapes_itself(m, &print, out)) return true;
    *out = (Fix){0};
    if (in_handed(m, page, MOST_NESTED, out)) return true;
    *out = (Fix){0};
    bool steps = mend_in_steps(m, page, KIND(HTML));
    Trust trust = steps ? TRUST_SAFE : trust_of_page(m, at->arg);
    if (!trust || holds_markup(m, page) || (!steps && is_download(m, at->node))) return false;
    if (trust == TRUST_SAFE && (is_said_markup(m, at) || names_markup(m, page))) trust = TRUST_REVIEW;
    bool flask = imports(m, S("flask")) || imports(m, S("markupsafe")) || imports(m, S("jinja2"));
    bool django = imports(m, S("django"));
    // text + Markup would escape the text, too: a sum takes the plain function
    Pieces p;
    bool sum = mend_pieces(m, at->arg, &p) && py_kind(m->tree, p.whole) == PY_BinOp &&
               py_at(m->tree, p.whole)->op == OP_ADD;
    // one escape in a file, not two of one name
    Import need;
    Str spelled;
    bool plain = edit_name(m->tree, py_at(m->tree, at->arg)->beg, S("html"), S("escape"), &need,
                           &spelled, m->keep) &&
                 !need.module.len;
    if (sum || steps || plain) flask = django = false;
    Str module = flask ? S("markupsafe") : django ? S("django.utils.html") : S("html");
    return mend_wrap(m, &out->change, at->arg, KIND(HTML), module, S("escape"),
                     flask || django ? TEXT_ANY : TEXT_ALWAYS) &&
           mend_done(out, trust,
                     "Outside text is escaped, so the browser shows it instead of running it.");
}

// headers + extra, [*headers, ("Set-Cookie", c)]: pairs, no text.
static bool is_pairs(const Mend *m, NodeId n, int depth)
{
    NodeId stmt;
    switch (depth < 6 ? py_kind(m->tree, n) : PY_NONE) {
    case PY_List: case PY_Tuple: case PY_ListComp: case PY_Dict: return true;
    case PY_IfExp: return is_pairs(m, py_node(m->tree, n, IfExp_body), depth + 1);
    case PY_BinOp:
        return is_pairs(m, py_node(m->tree, n, BinOp_left), depth + 1) ||
               is_pairs(m, py_node(m->tree, n, BinOp_right), depth + 1);
    case PY_Name:
        if (str_eq(py_text(m->tree, n), S("headers"))) return true;
        n = mend_assigned(m, n, &stmt);
        return n && is_pairs(m, n, depth + 1);
    default: return false;
    }
}

bool mend_fix_header(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const shapes[] = {mend_fix_header_text, mend_fix_header_store, NULL};
    if (!at->arg) return mend_any(m, at, out, shapes);
    NodeId arg = at->arg;
    // Headers({"Content-Type": x}): what it is made of
    if (py_kind(m->tree, arg) == PY_Call && str_ends(mend_called(m, arg), S("Headers")))
        arg = mend_arg(m, arg, 0, (Str){0});
    else if (is_pairs(m, arg, 0)) return false;
    if (!arg) return false;
    return mend_around(m, &out->change, arg, KIND(HEADER), mend_empty_join(m, arg),
                       S(".splitlines())"),
                       TEXT_ALWAYS) &&
           mend_done(
               out, TRUST_SAFE,
               "Line breaks are removed, so the value cannot end the header and start another.");
}

// rf"^{username}$": what is put in is called a thing, not a pattern or a search of somebody.
static bool names_a_thing(const Mend *m, NodeId arg)
{
    static const char *const things[] = {"user",   "name",  "mail", "id",    "host",
                                         "domain", "title", "city", "login", "account",
                                         "path",   "file",  NULL};
    static const char *const patterns[] = {"pattern", "regex", "expr", "re_",  "filter", "query",
                                           "search",  "glob",  "mask", "term", NULL};
    Pieces p;
    Size holes = 0;
    if (py_kind(m->tree, arg) == PY_Name &&
        !mend_has_one(mend_lower(m, py_text(m->tree, arg)), patterns) &&
        mend_has_one(mend_lower(m, py_text(m->tree, arg)), things))
        return true;
    if (!mend_pieces(m, arg, &p)) return false;
    bool formatted = py_kind(m->tree, p.whole) == PY_JoinedStr;
    for (Size i = 0; i < p.n; i++) {
        if (p.v[i].kind == PIECE_TEXT) continue;
        Str low = mend_lower(m, p.v[i].text);
        if (!mend_has_one(low, things) || mend_has_one(low, patterns)) return false;
        holes++;
    }
    return holes && (formatted || p.n > 1);
}

// "(?:%s)" % mask: by its name and place it is a pattern that becomes part of another.
static bool is_inner_pattern(const Mend *m, NodeId arg)
{
    static const char *const patterns[] = {"pattern", "regex", "mask", "expr", NULL};
    Pieces p;
    NodeId def = py_kind(m->tree, arg) == PY_Name ? mend_function(m, arg) : 0;
    for (NodeId n = 0; def && (n = mend_next(m, PY_AugAssign, def, n));)        // pattern += "(?:%s)" % mask
        if (str_eq(py_text(m->tree, py_node(m->tree, n, AugAssign_target)),
                   py_text(m->tree, arg)) &&
            py_kind(m->tree, py_node(m->tree, n, AugAssign_value)) != PY_Name &&
            is_inner_pattern(m, py_node(m->tree, n, AugAssign_value)))
            return true;
    if (!mend_pieces(m, arg, &p)) return false;
    for (Size i = 1; i < p.n; i++)
        if (p.v[i].kind == PIECE_HOLE && p.v[i - 1].kind == PIECE_TEXT &&
            (str_ends(p.v[i - 1].text, S("(?:")) || str_ends(p.v[i - 1].text, S(">"))) &&
            mend_has_one(mend_lower(m, p.v[i].text), patterns))
            return true;
    for (Size i = 2; i < p.n; i++)       // (?P<%s>%s)
        if (p.v[i].kind == PIECE_HOLE && p.v[i - 1].kind == PIECE_TEXT &&
            str_eq(p.v[i - 1].text, S(">")))
            return true;
    return false;
}

bool mend_fix_regex(const Mend *m, const MendSite *at, Fix *out)
{
    if (!at->arg || is_inner_pattern(m, at->arg)) return false;
    bool plain = names_a_thing(m, at->arg);
    return mend_wrap(m, &out->change, at->arg, KIND(REGEX), S("re"), S("escape"), TEXT_FORMATTED) &&
           mend_done(out, plain ? TRUST_SAFE : TRUST_REVIEW,
                     plain ? "Outside text matches itself only: it is put into a text of this "
                             "program's, and by its name it is a thing and no pattern."
                           : "Outside text matches itself only. Decide whether users were meant to "
                             "write patterns.");
}

bool mend_fix_ldap(const Mend *m, const MendSite *at, Fix *out)
{
    if (!at->arg) return mend_fix_ldap_text(m, at, out);
    bool three = imports(m, S("ldap3"));
    if (!at->arg || (!three && !imports(m, S("ldap")))) return false;
    bool dn = at->line && (at->line->kinds & KIND(LDAP_DN));
    Kinds kind = dn ? KIND(LDAP_DN) : KIND(LDAP);
    Str module = three ? (dn ? S("ldap3.utils.dn") : S("ldap3.utils.conv"))
                       : (dn ? S("ldap.dn") : S("ldap.filter"));
    Str name = dn ? (three ? S("escape_rdn") : S("escape_dn_chars")) : S("escape_filter_chars");
    Pieces p;
    // a name of several parts would become one
    bool whole = dn && !(mend_pieces(m, at->arg, &p) && p.n > 1);
    return mend_wrap(m, &out->change, at->arg, kind, module, name, TEXT_FORMATTED) &&
           mend_done(
               out, whole ? TRUST_REVIEW : TRUST_SAFE,
               "The library's own escape keeps outside text one value of the filter or name.");
}

// ---- parameters

static SqlStyle style_of(const Mend *m, Str callee)
{
    static const struct {
        Str root;
        SqlStyle style;
    } known[] = {{L("sqlite3"), STYLE_QMARK},         {L("aiosqlite"), STYLE_QMARK},
                 {L("pyodbc"), STYLE_QMARK},          {L("duckdb"), STYLE_QMARK},
                 {L("psycopg2"), STYLE_FORMAT},       {L("psycopg"), STYLE_FORMAT},
                 {L("mysql"), STYLE_FORMAT},          {L("pymysql"), STYLE_FORMAT},
                 {L("MySQLdb"), STYLE_FORMAT},        {L("aiomysql"), STYLE_FORMAT},
                 {L("aiopg"), STYLE_FORMAT},          {L("django"), STYLE_FORMAT},
                 {L("pymssql"), STYLE_FORMAT},        {L("flask_mysqldb"), STYLE_FORMAT},
                 {L("cx_Oracle"), STYLE_NUMERIC},     {L("oracledb"), STYLE_NUMERIC},
                 {L("asyncpg"), STYLE_DOLLAR},        {L("sqlalchemy"), STYLE_NAMED},
                 {L("flask_sqlalchemy"), STYLE_NAMED}};
    for (Size i = 0; i < countof(known); i++)
        if (str_starts(callee, known[i].root)) return known[i].style;
    SqlStyle only = STYLE_NONE;
    for (Size i = 0; i < countof(known); i++) {
        if (!imports(m, known[i].root) || known[i].style == STYLE_NAMED) continue;
        if (only != STYLE_NONE && only != known[i].style) return STYLE_NONE;
        only = known[i].style;
    }
    return only;
}

// db.execute_sql(…) of peewee: the style of the driver below, by the class that `db` is made of here or where
// it is imported from.
static SqlStyle style_of_peewee(const Mend *m, NodeId call)
{
    static const char *const others[] = {"PostgresqlDatabase", "MySQLDatabase", "PostgresqlExtDatabase",
                                         "CockroachDatabase", "db_url", NULL};
    NodeId f = py_node(m->tree, call, Call_func);
    MendFar far;
    Str src = m->tree->src;
    if (py_kind(m->tree, f) == PY_Attribute && mend_far(m, py_node(m->tree, f, Attribute_value), &far))
        src = far.m->tree->src;
    bool lite = str_find(src, S("SqliteDatabase")) >= 0 || str_find(src, S("SqliteExtDatabase")) >= 0;
    bool other = mend_has_one(src, others);
    return lite == other ? STYLE_NONE : lite ? STYLE_QMARK : STYLE_FORMAT;
}

// Nothing says which driver it is: `?` is sqlite3's, whose connections functions are handed most.
static SqlStyle style_guessed(const Mend *m)
{
    Str src = m->tree->src;
    if (str_find(src, S("postgres")) >= 0 || str_find(src, S("mysql")) >= 0) return STYLE_FORMAT;
    for (NodeId n = 0; (n = mend_next(m, PY_Constant, m->tree->root, n));) {
        Str text = mend_string(m, n);
        NodeId up = mend_parent(m, n); // "… (%s)" % x is Python's own
        bool format = up && py_kind(m->tree, up) == PY_BinOp;
        if (!format && (str_find(text, S("= %s")) >= 0 || str_find(text, S("(%s")) >= 0))
            return STYLE_FORMAT;
    }
    return STYLE_QMARK;
}

// executescript() takes no parameters; execute() does, for one statement.
static bool no_script(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId f = py_node(m->tree, at->node, Call_func);
    Pieces p;
    if (py_kind(m->tree, f) != PY_Attribute ||
        !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("executescript")))
        return true;
    if (!mend_pieces(m, at->arg, &p)) return false;
    for (Size i = 0; i < p.n; i++) {
        Str text = str_trim(p.v[i].text);
        Size end = p.v[i].kind == PIECE_TEXT ? str_find(text, S(";")) : -1;
        if (end >= 0 && (i + 1 < p.n || end + 1 < text.len)) return false;
    }
    mend_replace(m, &out->change, f,
                 str_fmt(m->keep, "%.*s.execute",
                         STR_ARG(py_text(m->tree, py_node(m->tree, f, Attribute_value)))));
    return true;
}

// pandas.read_sql_query(f"…", connection): the values by keyword, in the style of the one driver there is.
static bool of_frame(const Mend *m, const MendSite *at, Fix *out)
{
    SqlStyle style = imports(m, S("sqlalchemy")) ? STYLE_NONE : style_of(m, (Str){0});
    return style != STYLE_NONE &&
           mend_sql_by(m, &out->change, at->node, at->arg, -1, S("params"), style) &&
           mend_done(out, TRUST_SAFE,
                     "The values travel beside the query, so they cannot change what it asks.");
}

// A % of the text that is not beside a hole, where it goes with the value.
static bool keeps_percent(const Mend *m, NodeId text)
{
    Pieces p;
    if (!mend_pieces(m, text, &p)) return true;
    for (Size i = 0; i < p.n; i++) {
        Str left = p.v[i].kind == PIECE_TEXT ? p.v[i].text : (Str){0};
        if (i + 1 < p.n) left = str_sub(left, 0, str_rfind(left, '\'') < 0 ? left.len : str_rfind(left, '\''));
        if (i) left = str_find(left, S("'")) < 0 ? (Str){0} : str_sub(left, str_find(left, S("'")), -1);
        if (str_find(left, S("%")) >= 0) return true;
    }
    return false;
}

// Model.objects.extra(where=[f"owner = '{x}'"]): Django takes the values beside it.
static bool of_extra(const Mend *m, NodeId call, Fix *out)
{
    NodeId where = py_node(m->tree, mend_keyword(m, call, S("where")), keyword_value);
    int kind = py_kind(m->tree, where);
    NodeList items = kind == PY_List || kind == PY_Tuple ? py_list(m->tree, where, 0) : (NodeList){0};
    // strftime('%%Y', made): Django fills in all that stands there, and what is doubled would be so twice
    return items.n == 1 && !mend_keyword(m, call, S("params")) && !keeps_percent(m, items.v[0]) &&
           mend_sql_by(m, &out->change, call, items.v[0], -1, S("params"), STYLE_FORMAT) &&
           mend_done(out, TRUST_SAFE,
                     "The values travel beside the query, so they cannot change what it asks.");
}

// conn.execute(text(f"…")): the call that takes the values, of a text that is a call of its own.
static NodeId executed_in(const Mend *m, NodeId text)
{
    static const char *const runs[] = {"execute", "scalar", "scalars", "exec", NULL};
    NodeId up = mend_parent(m, text);
    bool first = up && py_kind(m->tree, up) == PY_Call && mend_arg(m, up, 0, (Str){0}) == text;
    return first && mend_is_one(mend_called(m, up), runs) ? up : 0;
}

// stmt = text(query): the values are bound to it, those of each step where the query grows.
static bool text_bound(const Mend *m, const MendSite *at, Fix *out)
{
    static const char says[] = "The values are bound to the text, so they cannot change what it asks.";
    Holes none = {0};
    if (mend_sql_bound(m, &out->change, at->node, at->arg)) return mend_done(out, TRUST_SAFE, says);
    out->change = (Change){0};
    return mend_sql_grown(m, &out->change, at->node, at->arg, STYLE_NAMED, &none) && !none.n &&
           !none.checked &&
           mend_done(out, TRUST_SAFE, says);
}

// order_by(text(order)): the whole text is the name of a column.
static bool order_named(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const by[] = {"order_by", "group_by", NULL};
    NodeId up = mend_parent(m, at->node), other = mend_own_default(m, at->arg);
    bool guarded = false, own = true;
    *out = (Fix){0};
    if (!up || py_kind(m->tree, up) != PY_Call || !mend_is_one(mend_called(m, up), by) ||
        py_kind(m->tree, at->arg) != PY_Name || !sql_may_be_name(m, at->arg))
        return false;
    if (other && mend_string(m, other).len && !sql_is_word(mend_string(m, other))) return false;
    Holes names = {0};
    *push(m->keep, &names) = (Piece){.kind = PIECE_HOLE, .text = py_text(m->tree, at->arg), .node = at->arg,
                                     .slot = SLOT_COLUMN};
    if (!sql_guard_names(m, at, &names, out, &guarded, &own) || !guarded) return false;
    return mend_done(out, own ? TRUST_SAFE : TRUST_REVIEW,
                     own ? "The column to sort by must be on the module's own list."
                         : "The column to sort by is a name of letters, digits and _ only. Decide which ones may "
                           "be asked for.");
}

bool mend_fix_sql(const Mend *place, const MendSite *site, Fix *out)
{
    MendSite copy = *site, *at = &copy;
    Mend way = *place, *m = &way;
    way.hit = site->hit;
    if (!at->arg || py_kind(m->tree, at->node) != PY_Call) return false;
    NodeId run = str_ends(at->callee, S(".text")) ? executed_in(m, at->node) : 0;
    if (run) at->arg = at->node, at->node = run;
    else if (str_ends(at->callee, S(".text")))
        return text_bound(m, at, out) || order_named(m, at, out);
    if (str_starts(at->callee, S("pandas.read_sql"))) return of_frame(m, at, out);
    if (str_eq(mend_called(m, at->node), S("extra")) && mend_keyword(m, at->node, S("where")))
        return of_extra(m, at->node, out);
    bool peewee = str_starts(at->callee, S("peewee."));
    SqlStyle style = peewee ? style_of_peewee(m, at->node) : style_of(m, at->callee);
    bool own = true, guessed = style == STYLE_NONE && !at->callee.len;
    if (guessed) style = style_guessed(m);
    bool text = py_kind(m->tree, at->arg) == PY_Call &&
                str_ends(py_text(m->tree, py_node(m->tree, at->arg, Call_func)), S("text"));
    Holes names = {0};
    static const char checked[] = "def checked_name(name):\n"
                                  "    if not re.fullmatch(r\"[A-Za-z_][A-Za-z0-9_]*\", name):\n"
                                  "        raise ValueError(\"this name is not allowed\")\n"
                                  "    return name\n\n\n";
    if (style == STYLE_NAMED && !text) return false;
    if (!mend_sql_names(m, &out->change, at->node, at->arg, 1, style, &names)) {
        out->change = (Change){0};
        names = (Holes){0};
        if (!mend_sql_grown(m, &out->change, at->node, at->arg, style, &names)) {
            out->change = (Change){0};
            return mend_sql_helper(m, at, style, out);
        }
    }
    if (!no_script(m, at, out)) return false;
    if (names.checked) {
        if (!str_eq(mend_name(m, &out->change, m->tree->root, S("re"), (Str){0}), S("re")) ||
            !mend_helper(m, &out->change, S("checked_name"), checked))
            return false;
        own = false;
    }
    bool guarded = names.checked;
    if (names.n && !sql_guard_names(m, at, &names, out, &guarded, &own)) return false;
    if (guarded)
        return mend_done(
            out, own ? TRUST_SAFE : TRUST_REVIEW,
            own ? "Names in the query must be on the module's own list; values travel beside it."
                : "Names in the query are of letters, digits and _ only; values travel beside it. "
                  "Decide which names may be asked for.");
    return mend_done(
        out, guessed ? TRUST_REVIEW : TRUST_SAFE,
        guessed ? "The values travel beside the query, so they cannot change what it asks. Decide "
                  "that the driver's placeholder is the one written."
                : "The values travel beside the query, so they cannot change what it asks.");
}

bool mend_fix_xpath(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call) return false;
    NodeId f = py_node(m->tree, at->node, Call_func);
    if (!at->arg || py_kind(m->tree, f) != PY_Attribute ||
        !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("xpath")) ||
        !mend_sql(m, &out->change, at->node, at->arg, 1, STYLE_VARIABLE)) {
        out->change = (Change){0};
        return mend_fix_xpath_quotes(m, at, out);
    }
    return mend_done(
        out, TRUST_SAFE,
        "The value is an XPath variable, so its quotes cannot end the text in the query.");
}

// ---- templates: what was put into the source is a value of it

static NodeId render_of(const Mend *m, NodeId object)
{
    NodeId outer = object ? mend_parent(m, object) : 0, call = outer ? mend_parent(m, outer) : 0;
    bool renders =
        call && py_kind(m->tree, outer) == PY_Attribute && py_kind(m->tree, call) == PY_Call &&
        py_node(m->tree, call, Call_func) == outer && str_eq(mend_called(m, call), S("render"));
    return renders ? call : 0;
}

// The one use of a local after its one assignment; 0: several, or none.
static NodeId only_use(const Mend *m, NodeId target)
{
    NodeId def = mend_function(m, target), use = 0, stmt;
    for (NodeId n = 0;
         def && py_kind(m->tree, target) == PY_Name && (n = mend_next(m, PY_Name, def, n));) {
        if (n == target || py_sym(m->tree, n, Name_id) != py_sym(m->tree, target, Name_id))
            continue;
        if (use || py_at(m->tree, n)->op != CTX_LOAD) return 0;
        use = n;
    }
    return use && mend_function(m, use) == def && mend_assigned(m, use, &stmt) ? use : 0;
}

// Where a template's values are given: at the call, at .render() of it, of the name it got. 0: not told.
static NodeId values_at(const Mend *m, const MendSite *at)
{
    NodeId up = mend_parent(m, at->node);
    if (str_ends(at->callee, S("render_template_string"))) return at->node;
    if (!up || py_kind(m->tree, up) != PY_Assign) return render_of(m, at->node);
    NodeList to = py_list(m->tree, up, Assign_targets);
    return to.n == 1 ? render_of(m, only_use(m, to.v[0])) : 0;
}

// A name that is given one value in its function means the same further on.
static bool means_the_same(const Mend *m, NodeId hole)
{
    NodeId stmt, def = mend_function(m, hole);
    if (py_kind(m->tree, hole) != PY_Name || !def) return false;
    if (mend_parameter(m, def, py_text(m->tree, hole)))
        return !mend_binds(m, def, py_text(m->tree, hole));
    return mend_assigned(m, hole, &stmt) != 0;
}

// A hole's own name, where the template and its values have no other thing by it.
static Str value_name(const Mend *m, const Pieces *p, NodeId call, Size i)
{
    NodeId hole = p->v[i].node;
    Str name = py_text(m->tree, hole);
    // what render() itself takes, and what Flask and the template language give every template
    static const char *const others[] = {"self",   "source", "context", "request", "session", "g",
                                         "config", "loop",   "args",    "kwargs",  NULL};
    bool taken = py_kind(m->tree, hole) != PY_Name || py_list(m->tree, call, Call_args).n > 1 ||
                 mend_is_one(name, others);
    NodeList given = py_list(m->tree, call, Call_keywords);
    for (uint32_t k = 0; k < given.n; k++)
        taken |= !py_sym(m->tree, given.v[k], keyword_arg) ||
                 str_eq(py_name(m->tree, py_sym(m->tree, given.v[k], keyword_arg)), name);
    for (Size k = 0; k < p->n; k++) {
        if (p->v[k].kind == PIECE_TEXT)
            taken |= str_find(p->v[k].text, S("{")) >= 0 && mend_says_word(p->v[k].text, name);
        else taken |= k != i && str_eq(p->v[k].text, name);
    }
    Size n = 0;
    for (Size k = 0; k <= i; k++) n += p->v[k].kind == PIECE_HOLE;
    return taken ? str_fmt(m->keep, "value%td", n) : name;
}

// {{ user.{field} }}: a part of an expression is no value of its own.
static bool is_open(Str text)
{
    Size last = -1;
    for (Size i = 0; i + 1 < text.len; i++) {
        bool brace = text.s[i] == '{' && (text.s[i + 1] == '{' || text.s[i + 1] == '%');
        if (brace) last = i;
        if (text.s[i + 1] == '}' && (text.s[i] == '}' || text.s[i] == '%')) last = -1;
    }
    return last >= 0;
}

// jinja2.Template("<p>…") escapes nothing by itself; what has a tag is a page.
static bool is_unescaped(const Mend *m, const MendSite *at)
{
    return str_starts(at->callee, S("jinja2.")) && str_ends(at->callee, S("Template")) &&
           !mend_arg(m, at->node, -1, S("autoescape"));
}

static bool has_tags(const Pieces *p)
{
    for (Size i = 0; i < p->n; i++)
        if (p->v[i].kind == PIECE_TEXT && str_find(p->v[i].text, S("<")) >= 0) return true;
    return false;
}

// A value that is itself a text with tags: its own pieces are pieces of the template, since as a value it would be
// escaped, tags and all. False: its tags stand elsewhere.
static bool take_own_tags(const Mend *m, Pieces *p, int steps)
{
    Pieces all = {.whole = p->whole, .via = p->via, .named = p->named, .constant = p->constant};
    for (Size i = 0; i < p->n; i++) {
        Pieces inner;
        MendLeaves leaves;
        const Piece *h = &p->v[i];
        if (h->kind == PIECE_TEXT || (mend_leaves(m, h->node, KIND(HTML), &leaves) && !leaves.own)) {
            *push(m->keep, &all) = *h;
            continue;
        }
        int kind = py_kind(m->tree, h->node);
        bool here = kind == PY_JoinedStr || kind == PY_BinOp || mend_is_built(m, h->node);
        if (!steps || h->spec || !here || !mend_pieces(m, h->node, &inner) ||
            (inner.n == 1 && inner.v[0].kind == PIECE_HOLE) || !take_own_tags(m, &inner, steps - 1))
            return false;
        for (Size k = 0; k < inner.n; k++) *push(m->keep, &all) = inner.v[k];
    }
    *p = all;
    return true;
}

// render_template_string(f"… {x} …") -> render_template_string("… {{ x }} …", x=x)
static bool values_of_template(const Mend *m, const MendSite *at, Fix *out)
{
    Pieces p;
    if (!at->arg || py_kind(m->tree, at->node) != PY_Call || !mend_pieces(m, at->arg, &p))
        return false;
    NodeId call = take_own_tags(m, &p, MOST_NESTED) ? values_at(m, at) : 0;
    if (!call || (p.via && only_use(m, py_list(m->tree, p.via, Assign_targets).v[0]) != at->arg))
        return false;
    bool plain = is_unescaped(m, at), page = has_tags(&p);
    bool later = p.via || mend_statement(m, call) != mend_statement(m, at->node);
    Buf text = {.keep = m->keep}, extra = {.keep = m->keep};
    bool built = false; // a text of one's own round the values
    for (Size i = 0; i < p.n; i++) {
        built |= p.v[i].kind == PIECE_TEXT;
        if (p.v[i].kind == PIECE_TEXT) {
            buf_add(&text, p.v[i].text);
            continue;
        }
        if (p.v[i].conversion || p.v[i].spec || is_open(buf_str(&text))) return false;
        if (later && !means_the_same(m, p.v[i].node)) return false;
        Str name = value_name(m, &p, call, i);
        Kinds known = mend_taint(m, p.v[i].node);
        bool escaped = known & KIND(TEMPLATE) && !(known & KIND(HTML));          // html.escape(x): not a second time
        buf_fmt(&text, escaped ? "{{ %.*s|safe }}" : plain && page ? "{{ %.*s|e }}" : "{{ %.*s }}", STR_ARG(name));
        buf_fmt(&extra, ", %.*s=%.*s", STR_ARG(name), STR_ARG(p.v[i].text));
    }
    if (!extra.n || !built) return false;
    mend_replace(m, &out->change, p.whole,
                 mend_literal_as(m, p.constant ? p.constant : p.whole, buf_str(&text)));
    NodeList args = py_list(m->tree, call, Call_args),
             words = py_list(m->tree, call, Call_keywords);
    NodeId last = words.n ? py_last(words) : py_last(args);
    Str values = buf_str(&extra);
    mend_insert(m, &out->change, last ? py_at(m->tree, last)->end : py_at(m->tree, call)->end - 1,
                last ? values : str_sub(values, 2, -1));
    return mend_done(out, TRUST_SAFE,
                     call == at->node || (plain && page)
                         ? "Outside text is a value of the template, escaped when printed, and no "
                           "longer template code."
                         : "Outside text is a value of the template, and no longer template code.");
}

bool mend_fix_template(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const ways[] = {values_of_template, mend_fix_sandbox, NULL};
    return mend_any(m, at, out, ways);
}
