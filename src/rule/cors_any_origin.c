// rule cors-any-origin: other sites may read answers with the visitor's cookies.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

enum { NESTED = 6 };                               // lists in lists

// "*", ".*", "^https?://.*$", r"https://.+": any site at all
static bool is_any(Str p)
{
    static const Str before[] = {L("^"), L("https?://"), L("http[s]?://"), L("http(s)?://"), L("(https?://)?"),
                                 L("https://"), L("http://"), {0}};
    if (str_eq(p, S("*"))) return true;
    for (const Str *b = before; b->len; b++)
        if (str_starts(p, *b)) p = str_sub(p, b->len, -1);
    if (str_ends(p, S("$"))) p = str_sub(p, 0, p.len - 1);
    return str_in(p, (const Str[]){L(".*"), L(".+"), L("(.*)"), L("(.+)"), L(".*?"), {0}});
}

static bool star_in(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    Str text;
    n = query_peel(q, n);
    if (!n) return false;
    if (query_str(q, n, &text)) return is_any(text);
    int k = py_kind(t, n);
    if (k == PY_Call && str_eq(query_callee(q, n), S("re.compile")) &&
        query_arg(q, n, 0, S("pattern")))
        return depth < NESTED && star_in(q, query_arg(q, n, 0, S("pattern")), depth + 1);
    if (k == PY_Name || k == PY_Attribute) return query_holds_str(q, n, S("*"));
    if (k != PY_List && k != PY_Tuple && k != PY_Set) return false;
    NodeList items = py_list(t, n, 0);
    return depth < NESTED && items.n == 1 && star_in(q, items.v[0], depth + 1);
}

static bool is_star(const Query *q, NodeId n) { return star_in(q, n, 0); }

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// https://.*example\.com lets evilexample.com through, https://app.example.com appxexample.com
static bool is_loose(Str p)
{
    bool class = false;
    for (Size i = 0; i + 1 < p.len; i++) {
        char c = p.s[i], next = p.s[i + 1];
        if (c == '\\') { i++; continue; }
        if (class) { class = c != ']'; continue; }
        class = c == '[';
        if (c != '.') continue;
        bool many = next == '*' || next == '+';
        Size after = i + 2;
        while (many && after < p.len && (p.s[after] == '?' || p.s[after] == ')')) after++;
        if (many && after < p.len && is_word(p.s[after])) return true;
        if (i && is_word(p.s[i - 1]) && is_word(next)) return true;
    }
    return false;
}

static bool loose_in(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    Str text;
    n = n ? query_peel(q, n) : 0;
    if (!n || depth > NESTED) return false;
    if (query_str(q, n, &text)) return is_loose(text);
    int k = py_kind(t, n);
    if (k == PY_Call && str_eq(query_callee(q, n), S("re.compile")))
        return loose_in(q, query_arg(q, n, 0, S("pattern")), depth + 1);
    if (k != PY_List && k != PY_Tuple && k != PY_Set) return false;
    NodeList items = py_list(t, n, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (loose_in(q, items.v[i], depth + 1)) return true;
    return false;
}

static bool has_loose(const Query *q, NodeId n) { return loose_in(q, n, 0); }

// Flask-CORS takes an origin for a pattern by its signs; the others are compared as they are.
static bool has_loose_sign(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    Str text;
    n = n ? query_peel(q, n) : 0;
    if (n && query_str(q, n, &text)) {
        bool pattern = false;
        for (Size i = 0; i < text.len; i++) pattern |= memchr("*\\]?$^[(", text.s[i], 8) != NULL;
        return pattern && is_loose(text);
    }
    int k = n ? py_kind(t, n) : PY_NONE;
    NodeList items = k == PY_List || k == PY_Tuple || k == PY_Set ? py_list(t, n, 0)
        : (NodeList){0};
    for (uint32_t i = 0; i < items.n; i++)
        if (query_str(q, items.v[i], &text) && has_loose_sign(q, items.v[i])) return true;
    return k == PY_Call && has_loose(q, n);
}

static void look_at_pattern(RuleRun *run, NodeId at, NodeId pattern)
{
    if (has_loose(run->query, pattern))
        rule_report(run, run->query->inside[at], pattern, CONF_MEDIUM,
                    "the pattern lets through sites that only look like the ones that are meant");
}

// CORS(app, **options)
static bool spreads(const Query *q, NodeId call)
{
    NodeList keys = py_list(q->tree, call, Call_keywords);
    for (uint32_t i = 0; i < keys.n; i++)
        if (!py_sym(q->tree, keys.v[i], keyword_arg)) return true;
    return false;
}

// CORS(app, resources={r"/api/*": {"origins": "*"}}): the first entry that lets everybody in
static NodeId open_resource(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId table = query_peel(q, query_arg(q, call, -1, S("resources")));
    NodeList values =
        table && py_kind(t, table) == PY_Dict ? py_list(t, table, Dict_values) : (NodeList){0};
    for (uint32_t i = 0; i < values.n; i++) {
        NodeId entry = query_peel(q, values.v[i]);
        NodeId origins = py_kind(t, entry) == PY_Dict ? query_item(q, entry, S("origins")) : 0;
        NodeId with = origins ? query_item(q, entry, S("supports_credentials")) : 0;
        if (!with) with = query_arg(q, call, -1, S("supports_credentials"));
        if (origins && is_star(q, origins) && with && query_is_true(q, with)) return origins;
    }
    return 0;
}

static void look_at_middleware(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    if (!py_list(q->tree, n, Call_keywords).n) return;
    NodeId origins = query_arg(q, n, -1, S("allow_origins")),
           regex = query_arg(q, n, -1, S("allow_origin_regex"));
    NodeId with = query_arg(q, n, -1, S("allow_credentials"));
    if (!origins && !regex)
        origins = query_arg(q, n, -1, S("origins")),
        with = query_arg(q, n, -1, S("supports_credentials"));
    // Flask-CORS lets every origin in where none is said, and with credentials names the one that asks
    static const Str flask[] = {L("flask_cors.CORS"), L("flask_cors.cross_origin"),
                                L("flask_cors.decorator.cross_origin"), L("flask_cors.extension.CORS"), {0}};
    if (!origins && !regex && with && query_is_true(q, with) && query_calls(q, n, flask) &&
        !query_arg(q, n, -1, S("resources")) && !spreads(q, n) &&
        !query_mentions_text(q, q->tree->root, (const Str[]){L("CORS_ORIGINS"), {0}})) {
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "without a list of origins every site may ask with the visitor's cookies and "
                    "read the answer");
        return;
    }
    NodeId open = open_resource(q, n);
    if (open) {
        rule_report(run, q->inside[n], open, CONF_HIGH,
                    "every site may ask with the visitor's cookies and read the answer");
        return;
    }
    if (regex && with && query_is_true(q, with)) look_at_pattern(run, n, regex);
    if (origins && with && query_is_true(q, with) && query_calls(q, n, flask) &&
        has_loose_sign(q, origins))
        rule_report(run, q->inside[n], origins, CONF_MEDIUM,
                    "the pattern lets through sites that only look like the ones that are meant");
    if ((!is_star(q, origins) && !is_star(q, regex)) || !with || !query_is_true(q, with)) return;
    rule_report(run, q->inside[n], n, CONF_HIGH,
                "every site may ask with the visitor's cookies and read the answer");
}

// Is the origin compared as a whole somewhere in this expression, or in a function of the module
// that it calls?
// ORIGIN.fullmatch(x), re.match(r"…$", x): the whole of it by a pattern that is tight.
static bool matches_whole(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    Str m = query_method(q, call), text;
    NodeId func = py_node(t, call, Call_func), pattern = query_arg(q, call, 0, S("pattern"));
    // fnmatch(origin, pattern), of patterns that the settings list: it takes the whole text, or nothing
    static const Str globs[] = {L("fnmatch.fnmatch"), L("fnmatch.fnmatchcase"), {0}};
    if (query_calls(q, call, globs)) return !query_str(q, query_arg(q, call, 1, S("pat")), &text);
    bool full = str_eq(m, S("fullmatch")), start = str_eq(m, S("match")),
         any = str_eq(m, S("search"));
    if (!full && !start && !any) return false;
    if (!query_str(q, pattern, &text) || query_arg(q, call, 1, S("string")) == 0) {
        NodeId made =
            py_kind(t, func) == PY_Attribute ? query_peel(q, py_node(t, func, Attribute_value)) : 0;
        if (!made || py_kind(t, made) != PY_Call) return full;
        pattern = query_arg(q, made, 0, S("pattern"));
        if (!pattern || !query_str(q, pattern, &text)) return full;
    }
    if (is_loose(text)) return false;
    bool ends = str_ends(text, S("$")) || str_ends(text, S("\\Z"));
    return full || (ends && (start || str_starts(text, S("^"))));
}

// Is a part of the origin compared that everybody's may have?
static bool of_a_part(const Query *q, NodeId compare)
{
    static const Str parts[] = {L("scheme"), L("port"), L("path"), {0}};
    const Tree *t = q->tree;
    NodeId side[] = {py_node(t, compare, Compare_left),
                     py_list(t, compare, Compare_comparators).v[0]};
    for (int i = 0; i < 2; i++)
        for (const Str *p = parts; py_kind(t, side[i]) == PY_Attribute && p->len; p++)
            if (str_eq(query_called(q, side[i]), *p)) return true;
    return false;
}

// 2 exact, 1 a part of it, 0 not at all. own: the name that the origin has in this function; "" any
static int exactness(const Query *q, NodeId in, Str own, int depth)
{
    static const Str parts[] = {L("endswith"), L("startswith"), L("search"),
                                L("match"),    L("find"),       {0}};
    const Tree *t = q->tree;
    int most = query_mentions(q, in, parts) ? 1 : 0;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        Str text;
        static const Str asked[] = {L("origin"), L("host"), L("netloc"), L("allow"), {0}};
        bool about = depth || query_mentions(q, n, asked) || (own.len && query_uses(q, n, own));
        if (!query_within(q, n, in) || !about) continue;
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        NodeId left = py_node(t, n, Compare_left);
        if (of_a_part(q, n)) continue;                          // urlsplit(origin).scheme == "https"
        bool whole = op == OP_EQ || op == OP_NOTEQ ||
                     ((op == OP_IN || op == OP_NOTIN) && !query_str(q, left, &text));
        if (whole) return 2;
        if (op == OP_IN || op == OP_NOTIN) most = 1;
    }
    for (NodeId n = 0; depth < 2 && (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (query_within(q, n, in) && matches_whole(q, n)) return 2;
        bool method = py_kind(t, func) == PY_Attribute && // self.allows(origin)
                      str_eq(query_called(q, py_node(t, func, Attribute_value)), S("self"));
        if (!query_within(q, n, in) || (py_kind(t, func) != PY_Name && !method)) continue;
        Sym name = method ? py_sym(t, func, Attribute_attr) : py_sym(t, func, Name_id);
        for (Size i = 1; i < q->module->funcs.n; i++) {
            const Func *f = &q->module->funcs.v[i];
            if (f->kind != FUNC_DEF || f->name != name || method != (f->owner != 0)) continue;
            int e = exactness(q, f->node, S(""), depth + 1);
            if (e > most) most = e;
        }
    }
    return most;
}

// One in the body of an if, the other in its else: no answer has both.
static bool apart(const Query *q, NodeId a, NodeId b)
{
    for (NodeId n = a, up = q->parent[n]; up; n = up, up = q->parent[up]) {
        if (py_kind(q->tree, up) != PY_If || !query_within(q, b, up)) continue;
        NodeId other = b;
        while (q->parent[other] != up) other = q->parent[other];
        NodeList mine = query_block(q, n), others = query_block(q, other);
        if (mine.n && others.n && mine.v != others.v) return true;
    }
    return false;
}

// del headers["access-control-allow-credentials"], if … in headers, headers.pop(…): taken away, or asked for
static bool is_taken(const Query *q, NodeId text)
{
    NodeId up = q->parent[text], above = up ? q->parent[up] : 0;
    int k = up ? py_kind(q->tree, up) : PY_NONE;
    if (k == PY_Compare) return true;
    if (k == PY_Subscript) return above && py_kind(q->tree, above) == PY_Delete;
    return k == PY_Call && str_eq(query_method(q, up), S("pop"));
}

// Is the header that lets cookies along set where place runs?
static bool has_credentials(const Query *q, NodeId in, NodeId place)
{
    static const Str header[] = {L("access-control-allow-credentials"), {0}};
    bool any = false, here = false, taken = false;
    if (!query_mentions_text(q, in, header)) return false;
    for (NodeId n = 0; (n = query_next_in(q, PY_Constant, in, n));) {
        Str text;
        if (!query_str(q, n, &text) || !str_alike(str_sub(text, 0, header[0].len), header[0])) continue;
        if (is_taken(q, n)) { taken = true; continue; }
        any = true, here |= !apart(q, place, n);
    }
    return here || (!any && !taken);
}

// if self.allow_all_origins: … — whoever sets the program up has decided it; so has who calls a
// package's function with origins, or without.
static bool chosen(const RuleRun *run, NodeId place)
{
    static const Str options[] = {L("allow_all"), L("allow_origin"), L("allow_any"), {0}};
    static const Str given[] = {L("origins"), {0}};
    const Query *q = run->query;
    for (NodeId n = place; n; n = q->parent[n]) {
        NodeId test = py_kind(q->tree, n) == PY_If ? py_node(q->tree, n, If_test) : 0;
        if (test && (query_mentions(q, test, options) ||
                     (rule_in_package(run) && query_mentions(q, test, given))))
            return true;
    }
    return false;
}

// self.origin(environ): a function that the object was made with decides.
static bool is_asked_elsewhere(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    value = query_peel(q, value);
    if (!value || py_kind(t, value) != PY_Call) return false;
    NodeId func = py_node(t, value, Call_func);
    if (py_kind(t, func) != PY_Attribute ||
        !str_eq(query_called(q, py_node(t, func, Attribute_value)), S("self")))
        return false;
    Str name = query_called(q, func);
    for (Size i = 1; i < q->module->funcs.n; i++)
        if (q->module->funcs.v[i].owner && str_eq(py_name(t, q->module->funcs.v[i].name), name))
            return false;
    return str_find(name, S("origin")) >= 0;
}

// def crossdomain(origin): def wrapped(…): headers[…] = origin — who decorates has named it.
static bool is_set_up(const RuleRun *run, NodeId def, NodeId value)
{
    const Query *q = run->query;
    if (!rule_in_package(run) || py_kind(q->tree, value) != PY_Name) return false;
    NodeId up = q->parent[def];
    while (up && py_kind(q->tree, up) != PY_FunctionDef) up = q->parent[up];
    if (!up || query_is_parameter(q, value)) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (query_within(q, n, def) &&
            str_eq(query_called(q, py_list(q->tree, n, Assign_targets).v[0]),
                   query_called(q, value)))
            return false;
    return !(query_taint(q, value) & KIND(REMOTE));
}

// The same of the methods of this class that lead to the one around place: they ask first.
static int asked_on_the_way(const Query *q, NodeId place)
{
    const Tree *t = q->tree;
    enum { FAR = 3 };
    NodeId at = place;
    int most = 0;
    for (int depth = 0; depth < FAR && most < 2; depth++) {
        NodeId method = at, from = 0;
        while (method && py_kind(t, q->parent[method]) != PY_ClassDef) method = q->parent[method];
        if (!method || py_kind(t, method) > PY_AsyncFunctionDef) return most;
        Str name = py_name(t, py_sym(t, method, FunctionDef_name));
        for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
            NodeId func = py_node(t, n, Call_func);
            if (query_within(q, n, method) || !query_within(q, n, q->parent[method]) ||
                py_kind(t, func) != PY_Attribute || !str_eq(query_method(q, n), name))
                continue;
            for (from = n; py_kind(t, q->parent[from]) != PY_ClassDef;) from = q->parent[from];
            int e = exactness(q, from, S(""), 0);
            if (e > most) most = e;
        }
        if (!from) return most;
        at = from;
    }
    return most;
}

static void judge_header(RuleRun *run, NodeId place, NodeId value)
{
    static const Str origin_words[] = {L("origin"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, q->inside[place]);
    Str text;
    if (!def || !has_credentials(q, def, place)) return;
    bool constant = query_str(q, value, &text);
    if (constant && !str_eq(text, S("*"))) return;
    if (chosen(run, place) || is_asked_elsewhere(q, value)) return;
    Str own = py_kind(q->tree, value) == PY_Name ? query_called(q, value) : S("");
    NodeId is = query_peel(q, value); // o = request.headers["Origin"]
    bool reflected =
        query_mentions(q, value, origin_words) || query_mentions_text(q, is, origin_words);
    if (!constant &&
        (!reflected || exactness(q, def, own, 0) == 2 || asked_on_the_way(q, place) == 2))
        return;
    if (!constant && is_set_up(run, def, value)) return;
    rule_report(run, q->inside[place], place, CONF_MEDIUM,
                constant ? "every site may ask with the visitor's cookies"
                         : "the origin that may read the answer is the one that asks, after no "
                           "check of the whole of it");
}

static bool is_header(const Query *q, NodeId key)
{
    Str text;
    return key && query_str(q, key, &text) && text.len == 27 &&
           (str_eq(text, S("Access-Control-Allow-Origin")) ||
            str_eq(text, S("access-control-allow-origin")));
}

// {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": origin, …}}
static void look_at_table(RuleRun *run, NodeId table)
{
    const Query *q = run->query;
    NodeList keys = py_list(q->tree, table, Dict_keys),
             values = py_list(q->tree, table, Dict_values);
    for (uint32_t i = 0; i < keys.n; i++)
        if (keys.v[i] && is_header(q, keys.v[i])) judge_header(run, keys.v[i], values.v[i]);
}

// CORS_ALLOW_CREDENTIALS = True, in the same settings
static bool with_credentials(const Query *q)
{
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (str_eq(query_called(q, py_list(q->tree, n, Assign_targets).v[0]),
                   S("CORS_ALLOW_CREDENTIALS")) &&
            query_is_true(q, py_node(q->tree, n, Assign_value)))
            return true;
    return false;
}

static void look_at_open_setting(RuleRun *run, NodeId n)
{
    bool sure = with_credentials(run->query) && !rule_in_package(run) && !rule_is_development(run);
    rule_report(run, run->query->inside[n], n, sure ? CONF_MEDIUM : CONF_LOW,
                sure ? "every site may ask with the visitor's cookies and read the answer"
                     : "every site may read this server's answers");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        look_at_middleware(run, n);
        NodeId value = query_arg(q, n, 1, S(""));
        if (value && is_header(q, query_arg(q, n, 0, S("")))) judge_header(run, n, value);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) look_at_table(run, n);
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        Str name = query_called(q, to);
        if (py_kind(t, to) == PY_Subscript && is_header(q, py_node(t, to, Subscript_slice)))
            judge_header(run, n, py_node(t, n, Assign_value));
        if (str_eq(name, S("CORS_ALLOWED_ORIGIN_REGEXES")) ||
            str_eq(name, S("CORS_ORIGIN_REGEX_WHITELIST"))) {
            look_at_pattern(run, n, py_node(t, n, Assign_value));
            if (is_star(q, py_node(t, n, Assign_value))) look_at_open_setting(run, n);
        }
        if ((str_eq(name, S("CORS_ALLOW_ALL_ORIGINS")) ||
             str_eq(name, S("CORS_ORIGIN_ALLOW_ALL"))) &&
            query_is_true(q, py_node(t, n, Assign_value)))
            look_at_open_setting(run, n);
    }
}

// Of a program that names no library of these, the header's name tells; a walk may know it from another file.
static bool speaks(const RuleRun *run)
{
    static const Str common[] = {L("headers"), L("set_header"), L("setdefault"), L("event"), {0}};
    static const Str credentials[] = {L("allow_credentials"), L("supports_credentials"), {0}};
    for (const Str *c = credentials; c->len; c++)
        if (rule_says(run, *c) || py_has_text(run->tree, *c)) return true;
    if (rule_has_word(run, common, true)) return true;
    return run->walked || py_has_text(run->tree, S("Access-Control-Allow-Origin")) ||
           py_has_text(run->tree, S("access-control-allow-origin"));
}

const Rule rule_cors_any_origin = {
    .id = L("cors-any-origin"),
    .cwe = 942,
    .also = {346},
    .severity = SEV_MEDIUM,
    .title = L("other sites may read answers with the visitor's cookies"),
    .why = L("A page of another site asks this server in its visitor's name, and the "
             "browser lets it read the answer."),
    .instead = L("Compare the origin with a fixed list, or leave credentials out."),
    .bad = L("from fastapi import FastAPI\n"
             "from fastapi.middleware.cors import CORSMiddleware\n"
             "app = FastAPI()\n"
             "app.add_middleware(CORSMiddleware, allow_origins=[\"*\"], allow_credentials=True)\n"),
    .good = L("from fastapi import FastAPI\n"
              "from fastapi.middleware.cors import CORSMiddleware\n"
              "app = FastAPI()\n"
              "app.add_middleware(CORSMiddleware, allow_origins=[\"https://app.example.org\"], "
              "allow_credentials=True)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/942.html"),
                    L("https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS")),
    .peers = LIST(L("codeql:py/cors-misconfiguration-with-credentials")),
    .at_file = look,
    .surest = {.most = CONF_HIGH},
    .speaks = speaks,
    .words = LIST(L("CORS"), L("CORSMiddleware"), L("headers"), L("CORS_ALLOW_ALL_ORIGINS"),
                  L("CORS_ORIGIN_ALLOW_ALL"), L("CORS_ALLOWED_ORIGIN_REGEXES"),
                  L("CORS_ORIGIN_REGEX_WHITELIST"), L("cross_origin"), L("set_header"),
                  L("setdefault"), L("event")),
    .fix = mend_fix_origin,
};
