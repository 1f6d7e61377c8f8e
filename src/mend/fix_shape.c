// mend/fix_shape: texts told by their shape, whichever library takes them: a header line, an LDAP
// filter, an XPath step, the arguments of a program.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static bool pieces_of(const Mend *m, NodeId e, Pieces *p)
{
    return mend_is_built(m, e) && mend_function(m, e) && mend_pieces(m, e, p) && p->n > 1 &&
           !p->via;
}

// ---- XPath: a quote ends the text in the query, and nothing else does

static char open_quote(const Pieces *p, Size hole)
{
    char open = 0;
    for (Size i = 0; i < hole; i++)
        for (Size j = 0; p->v[i].kind == PIECE_TEXT && j < p->v[i].text.len; j++) {
            char c = p->v[i].text.s[j];
            if (open ? c == open : c == '\'' || c == '"') open = open ? 0 : c;
        }
    return open;
}

// `"'" in value` stands in the function
static bool is_looked_at(const Mend *m, const Piece *h)
{
    NodeId def = mend_function(m, h->node);
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        Str left = mend_string(m, py_node(m->tree, n, Compare_left));
        if (left.len == 1 && (left.s[0] == '\'' || left.s[0] == '"') &&
            mend_says_word(py_text(m->tree, n), h->text))
            return true;
    }
    return false;
}

bool mend_fix_xpath_quotes(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const takes[] = {"find", "findall", "findtext", "iterfind", "xpath", NULL};
    Pieces p;
    Buf test = {.keep = m->keep};
    NodeId arg = py_kind(m->tree, at->node) == PY_Call ? mend_arg(m, at->node, 0, S("path")) : 0;
    if (!arg || !mend_is_one(mend_called(m, at->node), takes) || !mend_function(m, at->node) ||
        !mend_pieces(m, arg, &p) || p.n < 2 || p.v[0].kind != PIECE_TEXT || mend_is_pattern(m, &p))
        return false;
    bool steps = false;
    for (Size i = 0; i < p.n; i++)
        steps |= p.v[i].kind == PIECE_TEXT &&
                 (str_find(p.v[i].text, S("[")) >= 0 || str_find(p.v[i].text, S("//")) >= 0);
    for (Size i = 0; steps && i < p.n; i++) {
        if (p.v[i].kind != PIECE_HOLE) continue;
        char quote = open_quote(&p, i);
        bool outside = (mend_taint(m, p.v[i].node) & KIND(XPATH)) || mend_is_given(m, p.v[i].node);
        if (!quote || p.v[i].conversion || !outside || is_looked_at(m, &p.v[i])) return false;
        buf_fmt(&test, "%s%s in str(%.*s)", test.n ? " or " : "", quote == '"' ? "'\"'" : "\"'\"",
                STR_ARG(p.v[i].text));
    }
    NodeId place = p.via ? p.via : at->node;
    return test.n &&
           mend_before(m, &out->change, place,
                       mend_guard(m, &out->change, place, buf_str(&test),
                                  S("a quote is not accepted here"))) &&
           mend_done(out, TRUST_SAFE,
                     "Without a quote the value stays one text of the query. The query could not "
                     "hold such a value before: it was a fault in it, or an attack.");
}

// ---- LDAP filters

static const char escape_filter[] =
    "def escape_filter_value(value):\n"
    "    \"\"\"A value of an LDAP filter, its special characters as RFC 4515 writes them.\"\"\"\n"
    "    return \"\".join(\"\\\\%02x\" % ord(c) if c in \"\\\\*()\\0\" else c for c in "
    "str(value))\n"
    "\n"
    "\n";

// "(&(uid=" … ")": the text before ends in an attribute and its sign.
static bool ends_in_attribute(Str text)
{
    while (text.len && text.s[text.len - 1] == '*') text.len--;
    Size open = str_rfind(text, '('), sign = str_rfind(text, '=');
    if (open >= 0 && sign > open) { // "(memberOf=cn=": inside of the value already
        Size first = open + str_find(str_sub(text, open, -1), S("="));
        if (first < sign) text.len = first + 1;
        else if (sign + 1 < text.len) text.len = sign + 1;
    }
    if (!text.len || text.s[text.len - 1] != '=') return false;
    text.len--;
    while (text.len && (text.s[text.len - 1] == '~' || text.s[text.len - 1] == '<' ||
                        text.s[text.len - 1] == '>'))
        text.len--;
    Size end = text.len;
    while (text.len && (is_letter(text.s[text.len - 1]) || text.s[text.len - 1] == '-')) text.len--;
    return text.len < end && text.len && text.s[text.len - 1] == '(';
}

// The module's own function that writes a value of a filter; empty: none.
static Str own_escape(const Mend *m)
{
    static const char *const words[] = {"quote", "escape", "esc_", NULL};
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    if (str_find(m->tree->src, S("\\2a")) < 0 && str_find(m->tree->src, S("\\5c")) < 0)
        return (Str){0};
    for (uint32_t i = 0; i < body.n; i++)
        if (mend_is_def(py_kind(m->tree, body.v[i])) &&
            mend_has_one(mend_lower(m, mend_def_name(m, body.v[i])), words) &&
            py_list(m->tree, py_node(m->tree, body.v[i], FunctionDef_args), arguments_args).n == 1)
            return mend_def_name(m, body.v[i]);
    return (Str){0};
}

bool mend_fix_ldap_text(const Mend *m, const MendSite *at, Fix *out)
{
    Pieces p;
    Size done = 0;
    if (!pieces_of(m, at->node, &p) || p.v[0].kind != PIECE_TEXT || p.v[0].text.s[0] != '(')
        return false;
    for (Size i = 1; i < p.n; i++) {
        const Piece *h = &p.v[i];
        if (h->kind != PIECE_HOLE || p.v[i - 1].kind != PIECE_TEXT || h->conversion || h->spec ||
            !ends_in_attribute(p.v[i - 1].text) || !mend_is_given(m, h->node))
            continue;
        Str own = own_escape(m);
        if (!own.len) own = S("escape_filter_value");
        mend_replace(m, &out->change, h->node,
                     str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(own), STR_ARG(h->text)));
        done++;
    }
    if (done && own_escape(m).len)
        return mend_done(out, TRUST_REVIEW,
                         "The value is written as the module writes the others. Decide whether "
                         "callers were meant to write parts of filters.");
    return done && mend_helper(m, &out->change, S("escape_filter_value"), escape_filter) &&
           mend_done(out, TRUST_REVIEW,
                     "The value stays one value of the filter, whatever is in it. Decide whether "
                     "callers were meant to write parts of filters.");
}

// ---- headers in a text of lines

// "…\r\nSubject: ": the last line of the text has begun a header and not ended it.
static bool in_header(Str text)
{
    Size line = str_rfind(text, '\n') + 1, at = line;
    while (at < text.len && (is_letter(text.s[at]) || text.s[at] == '-')) at++;
    return at > line && at < text.len && text.s[at] == ':';
}

static bool has_line_end(const Pieces *p)
{
    for (Size i = 0; i < p->n; i++)
        if (p->v[i].kind == PIECE_TEXT && str_find(p->v[i].text, S("\r\n")) >= 0) return true;
    return false;
}

static Str one_line(const Mend *m, Str text)
{
    const char *quote = str_find(text, S("\"")) >= 0 ? "''" : "\"\"";
    return str_fmt(m->keep, "%s.join(str(%.*s).splitlines())", quote, STR_ARG(text));
}

// key + ": " + value, joined with "\r\n" in this function: both are parts of a header.
static bool is_pair(const Mend *m, const Pieces *p)
{
    NodeId def = mend_function(m, p->whole);
    return p->n == 3 && p->v[0].kind == PIECE_HOLE && p->v[1].kind == PIECE_TEXT &&
           p->v[2].kind == PIECE_HOLE && str_eq(p->v[1].text, S(": ")) &&
           str_find(py_text(m->tree, def), S("\\r\\n\".join(")) >= 0;
}

bool mend_fix_header_text(const Mend *m, const MendSite *at, Fix *out)
{
    static const char says[] =
        "Line breaks are removed, so the value cannot end the header and start another.";
    Pieces p;
    Size done = 0;
    if (!pieces_of(m, at->node, &p)) return false;
    if (is_pair(m, &p)) {
        mend_replace(m, &out->change, p.v[2].node, one_line(m, p.v[2].text));
        return !str_ends(p.v[2].text, S(".splitlines())")) && mend_done(out, TRUST_SAFE, says);
    }
    if (!has_line_end(&p)) return false;
    Buf line = {.keep = m->keep};
    for (Size i = 0; i < p.n; i++) {
        const Piece *h = &p.v[i];
        if (h->kind == PIECE_TEXT) {
            buf_add(&line, h->text);
            continue;
        }
        Str so_far = buf_str(&line);
        bool ended = str_find(so_far, S("\r\n\r\n")) >= 0;
        if (!ended && in_header(so_far) && !h->spec && mend_is_given(m, h->node)) {
            mend_replace(m, &out->change, h->node, one_line(m, h->text));
            done++;
        }
        buf_char(&line, 'x');
    }
    return done && mend_done(out, TRUST_SAFE, says);
}

// ---- the arguments of a program

// Programs that take "--" as the end of their options, by POSIX' guidelines (getopt).
static bool ends_options(Str program)
{
    static const char *const known[] = {
        "grep",    "egrep",    "fgrep",    "cat",     "head",      "tail", "wc",      "cut",
        "sort",    "uniq",     "ls",       "rm",      "cp",        "mv",   "ln",      "mkdir",
        "rmdir",   "touch",    "chmod",    "chown",   "file",      "stat", "du",      "df",
        "diff",    "cmp",      "md5sum",   "sha1sum", "sha256sum", "gzip", "gunzip",  "zcat",
        "less",    "more",     "nl",       "od",      "paste",     "tee",  "strings", "basename",
        "dirname", "readlink", "realpath", "id",      "who",       "host", NULL};
    return mend_is_one(path_last(program), known);
}

static NodeId vector_of(const Mend *m, NodeId call)
{
    NodeId v = mend_arg(m, call, 0, S("args")), stmt;
    if (v && py_kind(m->tree, v) == PY_Name) v = mend_assigned(m, v, &stmt);
    return v && py_kind(m->tree, v) == PY_List ? v : 0;
}

// sort -k N, head -n N: an option of one letter that the next word may belong to. -u, -r … are none.
static bool takes_value(Str option)
{
    return option.len < 2 || option.s[1] == '-' || option.len > 3 ||
           !memchr("uirlasvq1", option.s[1], 9);
}

static const char option_says[] =
    "After \"--\" the program reads no options, so a value that begins with a dash is a value.";

// ["sort", "-u", name]: the end of the options goes before the first value that is given.
static bool end_options(const Mend *m, NodeId vector, Fix *out)
{
    NodeList items = vector ? py_list(m->tree, vector, List_elts) : (NodeList){0};
    NodeId first = 0;
    if (items.n < 2 || !ends_options(mend_string(m, items.v[0]))) return false;
    for (uint32_t i = 1; i < items.n; i++) {
        Str word = mend_string(m, items.v[i]), before = mend_string(m, items.v[i - 1]);
        if (str_eq(word, S("--"))) return false;
        bool many = py_kind(m->tree, items.v[i]) == PY_Starred; // options of a table
        if ((many || (word.len && word.s[0] == '-')) && first) return false; // after a value
        if (word.len || first || many) continue;
        if (i > 1 && before.len && before.s[0] == '-' && i + 1 < items.n)
            continue; // the value of an option, perhaps; others follow
        if (i > 1 && before.len && before.s[0] == '-' && takes_value(before)) return false;
        if (mend_is_given(m, items.v[i])) first = items.v[i];
    }
    if (!first) return false;
    mend_insert(m, &out->change, py_at(m->tree, first)->beg, S("\"--\", "));
    return true;
}

// _call(["sort", name]), where _call hands the vector it is given to subprocess: each caller's.
static bool options_of_callers(const Mend *m, NodeId call, Fix *out)
{
    NodeId v = mend_arg(m, call, 0, S("args")), def = mend_function(m, call);
    if (!v || !def || py_kind(m->tree, v) != PY_Name ||
        !mend_parameter(m, def, py_text(m->tree, v)))
        return false;
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    int at = 0;
    bool any = false;
    for (uint32_t i = 0; i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
        if (str_eq(name, py_text(m->tree, v))) break;
        if (!str_eq(name, S("self"))) at++;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!str_eq(mend_called(m, n), mend_def_name(m, def))) continue;
        NodeId given = mend_arg(m, n, at, py_text(m->tree, v));
        if (given && py_kind(m->tree, given) == PY_List && end_options(m, given, out)) any = true;
    }
    return any;
}

// if ref.startswith("-"): refuse, before the statement that has the value in it.
static bool refuse_dash(const Mend *m, NodeId value, Buf *lines, Change *c)
{
    SqlHolds holds = sql_holds(m, value);
    Str name = mend_hoist(m, c, value, S("value"), lines);
    if (!name.len) return false;
    Str text = sql_is_text(&holds) ? name : str_fmt(m->keep, "str(%.*s)", STR_ARG(name));
    char q = mend_quote(m, value);
    buf_add(lines, mend_guard(m, c, value, str_fmt(m->keep, "%.*s.startswith(%c-%c)", STR_ARG(text), q, q),
                              S("a value may not begin with a dash")));
    buf_char(lines, '\n');
    return true;
}

// The values among these that outside text gives, and that no option before them takes.
static Size refuse_dashes(const Mend *m, NodeList items, uint32_t first, Change *c)
{
    Buf lines = {.keep = m->keep};
    Size done = 0;
    for (uint32_t i = first; i < items.n; i++) {
        Str before = i ? mend_string(m, items.v[i - 1]) : (Str){0};
        if (py_kind(m->tree, items.v[i]) == PY_Starred || !(mend_taint(m, items.v[i]) & KIND(ARGV))) continue;
        if (before.len == 2 && before.s[0] == '-') continue;
        NodeId value = items.v[i];
        Pieces p;
        if (mend_is_built(m, value)) {                    // f"{rev}:{path}" begins as its first value does
            if (!mend_pieces(m, value, &p) || p.v[0].kind != PIECE_HOLE || py_kind(m->tree, p.v[0].node) != PY_Name)
                return 0;
            value = p.v[0].node;
        }
        if (!refuse_dash(m, value, &lines, c)) return 0;
        done++;
    }
    Str text = str_trim(buf_str(&lines));
    return done && mend_before(m, c, items.v[first], text) ? done : 0;
}

// run("log", branch), where def run(*args): subprocess.run(["git", *args])
static bool dashes_of_callers(const Mend *m, NodeId vector, Change *c)
{
    NodeList items = py_list(m->tree, vector, List_elts);
    NodeId star = items.n ? py_last(items) : 0, def = mend_function(m, vector);
    if (!star || py_kind(m->tree, star) != PY_Starred || !def) return false;
    NodeId args = py_node(m->tree, def, FunctionDef_args), rest = py_node(m->tree, args, arguments_vararg);
    Str name = py_text(m->tree, py_node(m->tree, star, Starred_value));
    if (!rest || !str_eq(py_name(m->tree, py_sym(m->tree, rest, arg_arg)), name) ||
        py_list(m->tree, args, arguments_args).n)
        return false;
    Size done = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!str_eq(mend_called(m, n), mend_def_name(m, def)) || mend_object(m, n).len) continue;
        Mend there = mend_in(m, n);
        NodeList given = py_list(m->tree, n, Call_args);
        bool tainted = false;
        for (uint32_t i = 0; i < given.n; i++) tainted |= (mend_taint(&there, given.v[i]) & KIND(ARGV)) != 0;
        if (!tainted) continue;
        Size here = refuse_dashes(&there, given, 0, c);
        if (!here) return false;
        done += here;
    }
    return done > 0;
}

static bool without_dash(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId vector = vector_of(m, at->node);
    if (!vector || !at->hit || !(at->hit->reach & KIND(REMOTE))) return false;
    NodeList items = py_list(m->tree, vector, List_elts);
    if (items.n < 2 || !mend_string(m, items.v[0]).len) return false;
    if (!refuse_dashes(m, items, 1, &out->change)) {
        out->change = (Change){0};
        if (!dashes_of_callers(m, vector, &out->change)) return false;
    }
    return mend_done(out, TRUST_SAFE, "A value that the program would read as an option is refused.");
}

bool mend_fix_argument(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const runs[] = {"run", "call", "Popen", "check_call", "check_output", NULL};
    if (py_kind(m->tree, at->node) != PY_Call || !mend_is_one(mend_called(m, at->node), runs) ||
        mend_keyword(m, at->node, S("shell")))
        return false;
    if (options_of_callers(m, at->node, out))
        return mend_done(out, TRUST_SAFE, option_says);
    out->change = (Change){0};
    if (end_options(m, vector_of(m, at->node), out)) return mend_done(out, TRUST_SAFE, option_says);
    out->change = (Change){0};
    return without_dash(m, at, out);
}

// ---- ("Location", target), of a server that nobody knows

bool mend_fix_location(const Mend *m, const MendSite *at, Fix *out)
{
    NodeList items = py_kind(m->tree, at->node) == PY_Tuple ? py_list(m->tree, at->node, Tuple_elts)
                                                            : (NodeList){0};
    NodeId def = mend_function(m, at->node), stmt;
    if (items.n != 2 || !def || !str_eq(mend_string(m, items.v[0]), S("Location")) ||
        py_kind(m->tree, items.v[1]) != PY_Name || !mend_is_given(m, items.v[1]))
        return false;
    if (mend_fix_unheeded(m, at, out)) return true;
    *out = (Fix){0};
    Str name = py_text(m->tree, items.v[1]), code = py_text(m->tree, def);
    if (mend_is_heeded(m, at->node, name)) return false;
    NodeId value = mend_assigned(m, items.v[1], &stmt);
    NodeId key = value && py_kind(m->tree, value) == PY_Call ? mend_arg(m, value, 0, (Str){0}) : 0,
           other = key ? mend_arg(m, value, 1, (Str){0}) : 0;
    if (str_find(code, str_fmt(m->keep, "%.*s.startswith(", STR_ARG(name))) >= 0 ||
        str_find(code, str_fmt(m->keep, "urlsplit(%.*s)", STR_ARG(name))) >= 0 ||
        str_find(code, str_fmt(m->keep, "urlparse(%.*s)", STR_ARG(name))) >= 0)
        return false;
    bool back =
        mend_has_one(mend_string(m, key), (const char *const[]){"next", "return", "back", NULL});
    bool local = str_starts(mend_string(m, other), S("/"));
    Str test = mend_off_site(m, name);
    Str lines = local
                    ? str_fmt(m->keep, "if %.*s:\n%.*s%.*s = %.*s", STR_ARG(test),
                              STR_ARG(edit_indent_unit(m->tree)), STR_ARG(name),
                              STR_ARG(py_text(m->tree, other)))
                    : mend_guard(m, &out->change, at->node, test, S("redirect outside this site"));
    return mend_before(m, &out->change, at->node, lines) &&
           mend_done(out, back && local ? TRUST_SAFE : TRUST_REVIEW,
                     "Only paths of this site are followed. Decide whether other addresses are "
                     "meant to be reached.");
}

// ---- session_id = sha256(f"{login}:{now}").hexdigest()

static bool tells_time(const Mend *m, NodeId n, int depth)
{
    static const char *const clocks[] = {"time",      "time_ns",   "now",   "utcnow", "getpid",
                                         "monotonic", "timestamp", "uuid1", NULL};
    NodeId stmt;
    if (depth > 4) return false;
    if (py_kind(m->tree, n) == PY_Call && mend_is_one(mend_called(m, n), clocks)) return true;
    if (py_kind(m->tree, n) == PY_Name) {
        NodeId value = mend_assigned(m, n, &stmt);
        if (value && value != n && tells_time(m, value, depth + 1)) return true;
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));)
        if (tells_time(m, c, depth + 1 > 4 ? 4 : depth)) return true;
    return false;
}

static const char *digest_bytes(Str text)
{
    return str_find(text, S("md5(")) >= 0      ? "16"
           : str_find(text, S("sha1(")) >= 0   ? "20"
           : str_find(text, S("sha512(")) >= 0 ? "64"
           : str_find(text, S("sha256(")) >= 0 ? "32"
                                               : NULL;
}

// sha256(…).hexdigest()[:16].upper(): a part or another spelling of the digest is as easily computed
static NodeId whole_digest(const Mend *m, NodeId value)
{
    static const char *const spellings[] = {"upper", "lower", NULL};
    for (int depth = 0; value && depth < 4; depth++) {
        int kind = py_kind(m->tree, value);
        NodeId func = kind == PY_Call ? py_node(m->tree, value, Call_func) : 0;
        if (kind == PY_Subscript &&
            py_kind(m->tree, py_node(m->tree, value, Subscript_slice)) == PY_Slice)
            value = py_node(m->tree, value, Subscript_value);
        else if (func && py_kind(m->tree, func) == PY_Attribute &&
                 mend_is_one(mend_called(m, value), spellings))
            value = py_node(m->tree, func, Attribute_value);
        else break;
    }
    return value;
}

bool mend_fix_timed_token(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const names[] = {"session", "token", "nonce", "secret",
                                        "otp",     "reset", NULL};
    static const char *const good[] = {"secret", "urandom", "hmac", "key", "uuid4", "salt", NULL};
    int kind = py_kind(m->tree, at->node);
    NodeId def = mend_function(m, at->node), value = 0;
    Str name = {0};
    if (!def) return false;
    if (kind == PY_Assign) {
        value = py_node(m->tree, at->node, Assign_value);
        name = py_text(m->tree, py_list(m->tree, at->node, Assign_targets).v[0]);
    } else if (kind == PY_Return) {
        value = py_node(m->tree, at->node, Return_value);
        name = mend_def_name(m, def);
    }
    value = whole_digest(m, value);
    Str text = value ? py_text(m->tree, value) : (Str){0};
    const char *bytes = digest_bytes(text);
    if (!bytes || !str_ends(text, S(".hexdigest()")) || !mend_has_one(mend_lower(m, name), names) ||
        mend_has_one(mend_lower(m, text), good) || !tells_time(m, value, 0))
        return false;
    Str hex = mend_name(m, &out->change, value, S("secrets"), S("token_hex"));
    if (!hex.len) return false;
    mend_replace(m, &out->change, value, str_fmt(m->keep, "%.*s(%s)", STR_ARG(hex), bytes));
    *push(m->keep, &out->change.drop_if_unused) = (Import){S("hashlib"), {0}, {0}};
    return mend_done(out, TRUST_SAFE,
                     "Drawn from the system's generator, as long as before: nobody can compute it "
                     "from the time.");
}
