// mend/sql_uses: who else reads the variable that carries a query. A call that runs it gets the values
// as well; a key of a cache, a log, a longer query made of it needs the text as it is.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

static bool is_part(int kind) { return kind == PY_BinOp || kind == PY_JoinedStr || kind == PY_FormattedValue; }

// query + " LIMIT 5", f"SELECT COUNT(*) FROM ({query})": the text that it is the only value of. 0: in
// another one, or beside a placeholder, a quote or a sign that drivers read.
static NodeId longer_text(const Mend *m, NodeId name)
{
    Pieces p;
    NodeId text = name;
    while (is_part(py_kind(m->tree, mend_parent(m, text)))) text = mend_parent(m, text);
    if (text == name) return name;
    if (!mend_pieces(m, text, &p) || p.via) return 0;
    for (Size i = 0; i < p.n; i++) {
        if (p.v[i].kind == PIECE_HOLE && (p.v[i].node != name || p.v[i].conversion || p.v[i].spec))
            return 0;
        if (p.v[i].kind == PIECE_TEXT && sql_says(p.v[i].text, S("view"))) return 0;
        for (Size k = 0; p.v[i].kind == PIECE_TEXT && k < p.v[i].text.len; k++)
            if (strchr("?%:$'\"", p.v[i].text.s[k])) return 0;
    }
    return text;
}

NodeId sql_name_in(const Mend *m, NodeId query)
{
    Pieces p;
    NodeId name = 0;
    if (!is_part(py_kind(m->tree, query)) || !mend_pieces(m, query, &p)) return query;
    for (Size i = 0; i < p.n; i++) {
        if (p.v[i].kind != PIECE_HOLE) continue;
        if (name || py_kind(m->tree, p.v[i].node) != PY_Name) return query;
        name = p.v[i].node;
    }
    return name && longer_text(m, name) == query ? name : query;
}

NodeId sql_inside(const Mend *m, NodeId query)
{
    Pieces of;
    NodeId name = sql_name_in(m, query);
    return name != query && mend_pieces(m, name, &of) && of.n > 1 ? name : query;
}

// The call that a name is handed to as its first argument, maybe in a wrapper: execute(text(query))
static NodeId taker(const Mend *m, NodeId name)
{
    NodeId arg = longer_text(m, name), call = arg ? mend_parent(m, arg) : 0;
    if (call && py_kind(m->tree, call) == PY_Call && str_eq(mend_called(m, call), S("text"))) {
        arg = call;
        call = mend_parent(m, call);
    }
    if (!call || py_kind(m->tree, call) != PY_Call) return 0;
    NodeList args = py_list(m->tree, call, Call_args);
    for (uint32_t i = 0; i < args.n; i++)
        if (args.v[i] == arg) return call;
    return 0;
}

// The same method with as many arguments, so that it has no parameters yet.
static bool is_alike(const Mend *m, NodeId call, NodeId other)
{
    return other && str_eq(mend_called(m, call), mend_called(m, other)) &&
           py_list(m->tree, call, Call_args).n == py_list(m->tree, other, Call_args).n &&
           py_list(m->tree, call, Call_keywords).n == py_list(m->tree, other, Call_keywords).n;
}

// if "WHERE" in query: of the program's own text
static bool is_asked_for_a_word(const Mend *m, NodeId name)
{
    NodeId up = mend_parent(m, name);
    return up && py_kind(m->tree, up) == PY_Compare &&
           mend_string(m, py_node(m->tree, up, Compare_left)).len > 0;
}

static bool is_shared(const Mend *m, NodeId scope, Str word)
{
    static const int kinds[] = {PY_Global, PY_Nonlocal};
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = mend_next(m, kinds[i], scope, n));)
            if (mend_says_word(py_text(m->tree, n), word)) return true;
    return false;
}

enum { MOST_CALLS = 30 };

static bool uses(const Mend *m, NodeId call, NodeId name, bool grown, SqlCalls *out)
{
    NodeId def = mend_function(m, name), scope = def ? def : m->tree->root;
    Sym sym = py_sym(m->tree, name, Name_id);
    *out = (SqlCalls){0};
    if (is_shared(m, scope, py_text(m->tree, name))) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, scope, n));) {
        if (n == name || py_sym(m->tree, n, Name_id) != sym || py_at(m->tree, n)->op != CTX_LOAD)
            continue;
        if (grown && is_asked_for_a_word(m, n)) continue;
        NodeId other = taker(m, n);
        if (mend_function(m, n) != def || !is_alike(m, call, other)) return false;
        if (other == call) continue;
        if (out->n == MOST_CALLS) return false;
        *push(m->keep, out) = other;
    }
    return true;
}

bool sql_uses(const Mend *m, NodeId call, NodeId name, SqlCalls *out)
{
    return uses(m, call, name, false, out);
}

bool sql_uses_grown(const Mend *m, NodeId call, NodeId name, SqlCalls *out)
{
    return uses(m, call, name, true, out);
}

// ---- what a hole names, between where it stood and where it goes

// self.ids of f(self.ids[0]); not of self.idea or its.self.ids
static bool is_within(Str expr, Str outer)
{
    for (Size at = 0, found; outer.len && (found = str_find(str_sub(expr, at, -1), outer)) >= 0;) {
        Size beg = at + found, end = beg + outer.len;
        bool whole = !beg || (!sql_word_char(expr.s[beg - 1]) && expr.s[beg - 1] != '.');
        if (whole && (end == expr.len || !sql_word_char(expr.s[end]))) return true;
        at = beg + 1;
    }
    return false;
}

// The part of an expression that a node changes: x of x = …, of x[k] = …, of x.append(…).
static Str changed_by(const Mend *m, NodeId n)
{
    static const char *const writes[] = {"append",  "extend", "insert",     "remove", "pop",
                                         "clear",   "sort",   "reverse",    "update", "add",
                                         "discard", "popitem", "setdefault", NULL};
    int kind = py_kind(m->tree, n);
    if (kind == PY_Call)
        return mend_is_one(mend_called(m, n), writes) ? mend_object(m, n) : (Str){0};
    if (py_at(m->tree, n)->op == CTX_LOAD) return (Str){0};
    if (kind == PY_Name || kind == PY_Attribute) return py_text(m->tree, n);
    return kind == PY_Subscript ? py_text(m->tree, py_node(m->tree, n, Subscript_value)) : (Str){0};
}

bool sql_stays(const Mend *m, NodeId at, Str text, uint32_t from, uint32_t to)
{
    static const int kinds[] = {PY_Name, PY_Attribute, PY_Subscript, PY_Call};
    NodeId scope = mend_function(m, at);
    if (!scope) scope = m->tree->root;
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = mend_next(m, kinds[k], scope, n));) {
            uint32_t beg = py_at(m->tree, n)->beg;
            if (beg > from && beg < to && is_within(text, changed_by(m, n))) return false;
        }
    return true;
}

// ---- names

// order = args.get("order", "id desc"), x or "1 = 1": what the program itself gives is no name.
bool sql_may_be_name(const Mend *m, NodeId hole)
{
    NodeId stmt, v = py_kind(m->tree, hole) == PY_Name ? mend_assigned(m, hole, &stmt) : 0;
    for (NodeId n = 0; v && (n = mend_next(m, PY_Constant, v, n));) {
        Str text = mend_string(m, n);
        NodeId up = mend_parent(m, n), call = up;
        bool key = py_kind(m->tree, up) == PY_Subscript;
        if (py_kind(m->tree, up) == PY_Call) key = mend_arg(m, call, 0, (Str){0}) == n;
        if (text.len && !key && py_kind(m->tree, up) != PY_Dict && !sql_is_word(text))
            return false;
    }
    return true;
}

// What the names of this text's parameters begin with: another letter for each text of the function, which may be
// joined to one query. 0: there are such names already, or too many texts.
char sql_free_letter(const Mend *m, NodeId call)
{
    static const char letters[] = "pqrstuvw";
    NodeId def = mend_function(m, call), scope = def ? def : m->tree->root;
    Str code = py_text(m->tree, def ? def : mend_statement(m, call));
    Size before = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, scope, n));)
        before += mend_function(m, n) == def && str_eq(mend_called(m, n), S("text")) &&
                  py_at(m->tree, n)->beg < py_at(m->tree, call)->beg;
    if (before >= (Size)sizeof letters - 1) return 0;
    for (Size i = 0; i + 2 < code.len; i++)
        if (code.s[i] == ':' && code.s[i + 1] == letters[before] && code.s[i + 2] >= '0' &&
            code.s[i + 2] <= '9')
            return 0;
    return letters[before];
}
