// mend/fix_whose: an object that is found by its id alone is looked for among what belongs to the caller,
// as another query of the file looks for the same kind of object.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

// owner = request.user, of the other query: the column or field, and who is asked about.
typedef struct { Str field, who; } Owner;

static bool says_caller(const Mend *m, NodeId e)
{
    static const char *const ways[] = {"request.user", "current_user", "g.user", "session[", "session.get(",
                                       "g.uid", NULL};
    int kind = py_kind(m->tree, e);
    if (kind != PY_Attribute && kind != PY_Subscript && kind != PY_Name && kind != PY_Call) return false;
    Str text = py_text(m->tree, e);
    return mend_has_one(text, ways) && str_find(text, S("request.user_agent")) < 0 &&
           str_find(text, S("\n")) < 0;
}

// liked_by=request.user: what the caller did with it, which says nothing of whose it is
static bool is_of_deeds(const Mend *m, Str field)
{
    static const char *const words[] = {"like", "view", "seen", "read_by", "follow", "vote", "favo", "star",
                                        "block", "mute", "bookmark", "rated", "review", NULL};
    return mend_has_one(mend_lower(m, field), words);
}

static bool is_same_here(const Mend *m, Str name, NodeId def, NodeId there)
{
    bool here = mend_parameter(m, def, name) != 0, given = there && mend_parameter(m, there, name);
    if (here != given) return false;
    return here || (!mend_binds(m, def, name) && !(there && mend_binds(m, there, name)));
}

// Each name of `self.request.user` is bound in this function as it is in the other: as a parameter
// of both, or in the module.
static bool means_here(const Mend *m, NodeId who, NodeId def)
{
    NodeId there = mend_function(m, who);
    if (py_kind(m->tree, who) == PY_Name) return is_same_here(m, py_text(m->tree, who), def, there);
    for (NodeId n = 0; (n = mend_next(m, PY_Name, who, n));)
        if (!is_same_here(m, py_text(m->tree, n), def, there)) return false;
    return true;
}

// ---- Invoice.objects.filter(owner=request.user)

static Str model_in(const Mend *m, NodeId call)
{
    Str of = mend_object(m, call);
    if (str_ends(of, S(".objects"))) return str_sub(of, 0, of.len - 8);
    if (str_ends(of, S(".query"))) return str_sub(of, 0, of.len - 6);
    NodeId first = mend_arg(m, call, 0, (Str){0});
    bool helper = str_find(mend_called(m, call), S("get_object_or_404")) >= 0;
    Str name = first && helper ? py_text(m->tree, first) : (Str){0};
    return str_ends(name, S(".objects")) ? str_sub(name, 0, name.len - 8) : name;
}

static bool owner_by_keyword(const Mend *m, NodeId def, Str model, Owner *out)
{
    static const char *const finders[] = {"filter", "filter_by", "get", "exclude", "get_object_or_404", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (mend_within(m, n, def) || !mend_is_one(mend_called(m, n), finders) ||
            str_eq(mend_called(m, n), S("exclude")) || !str_eq(model_in(m, n), model))
            continue;
        NodeList kw = py_list(m->tree, n, Call_keywords);
        for (uint32_t i = 0; i < kw.n; i++) {
            NodeId value = py_node(m->tree, kw.v[i], keyword_value);
            Sym name = py_sym(m->tree, kw.v[i], keyword_arg);
            if (!name || is_of_deeds(m, py_name(m->tree, name)) || !says_caller(m, value) ||
                !means_here(m, value, def))
                continue;
            *out = (Owner){py_name(m->tree, name), py_text(m->tree, value)};
            return true;
        }
    }
    return false;
}

// uid = db.Column(…, primary_key=True): by what name get() looks; empty: by several, or by a base's.
static Str key_of(const Mend *m, Str model)
{
    NodeId cls = mend_top(m, model);
    Str found = {0};
    if (!cls || py_kind(m->tree, cls) != PY_ClassDef) return S("id");
    for (NodeId n = 0; (n = mend_next(m, PY_keyword, cls, n));) {
        if (!str_eq(py_name(m->tree, py_sym(m->tree, n, keyword_arg)), S("primary_key"))) continue;
        NodeId stmt = mend_statement(m, n), to = 0;
        if (py_kind(m->tree, stmt) == PY_Assign) to = py_list(m->tree, stmt, Assign_targets).v[0];
        if (py_kind(m->tree, stmt) == PY_AnnAssign) to = py_node(m->tree, stmt, AnnAssign_target);
        if (found.len || !to) return (Str){0};
        found = py_text(m->tree, to);
    }
    return found;
}

// Invoice.query.get_or_404(n) -> Invoice.query.filter_by(id=n, owner=current_user).first_or_404()
static bool by_filter(const Mend *m, NodeId call, const Owner *o, Fix *out)
{
    Str name = mend_called(m, call), of = mend_object(m, call), key = key_of(m, model_in(m, call));
    bool refuses = str_eq(name, S("get_or_404"));
    NodeList args = py_list(m->tree, call, Call_args);
    if (!refuses && !str_eq(name, S("get"))) return false;
    if (args.n != 1 || py_list(m->tree, call, Call_keywords).n || !key.len) return false;
    int kind = py_kind(m->tree, args.v[0]);
    // a key of several columns
    if (kind == PY_Tuple || kind == PY_Dict || kind == PY_Starred) return false;
    mend_replace(m, &out->change, call,
                 str_fmt(m->keep, "%.*s.filter_by(%.*s=%.*s, %.*s=%.*s).%s()", STR_ARG(of), STR_ARG(key),
                         STR_ARG(py_text(m->tree, args.v[0])), STR_ARG(o->field), STR_ARG(o->who),
                         refuses ? "first_or_404" : "first"));
    return true;
}

static bool by_keyword(const Mend *m, NodeId def, NodeId call, Fix *out)
{
    static const char *const finders[] = {"get", "filter", "get_object_or_404", "aget", "filter_by", NULL};
    Owner o;
    Str model = model_in(m, call), name = mend_called(m, call);
    if (!model.len || !owner_by_keyword(m, def, model, &o)) return false;
    bool query = str_ends(mend_object(m, call), S(".query"));
    if (query && !str_eq(name, S("filter_by"))) return by_filter(m, call, &o, out);
    return mend_is_one(name, finders) && !mend_keyword(m, call, o.field) &&
           py_list(m->tree, call, Call_keywords).n && mend_set(m, &out->change, call, -1, o.field, o.who);
}

// ---- get_object_or_404(Invoice, pk=pk), where get_queryset() of the view gives the caller's invoices

// The queryset of the view, of that model, limited to the caller. 0: it has none.
static NodeId own_queryset(const Mend *m, NodeId def, Str model)
{
    NodeId cls = mend_class(m, def);
    for (NodeId n = 0; cls && (n = mend_next(m, PY_FunctionDef, cls, n));) {
        if (!str_eq(mend_def_name(m, n), S("get_queryset")) || n == def) continue;
        Str text = py_text(m->tree, n);
        if (mend_says_word(text, model) && str_find(text, S("self.request.user")) >= 0) return n;
    }
    return 0;
}

static bool by_queryset(const Mend *m, NodeId def, NodeId call, Fix *out)
{
    Str model = model_in(m, call), of = mend_object(m, call);
    if (!model.len || !mend_parameter(m, def, S("self")) || !own_queryset(m, def, model)) return false;
    NodeId where = mend_arg(m, call, 0, (Str){0});
    if (str_ends(of, S(".objects")))
        where = py_node(m->tree, py_node(m->tree, call, Call_func), Attribute_value);
    mend_replace(m, &out->change, where, S("self.get_queryset()"));
    return true;
}

// ---- execute("SELECT … FROM orders WHERE id = ?", (n,))

static bool is_execute(const Mend *m, NodeId call)
{
    static const char *const ways[] = {"execute", "query", "fetchone", "fetch_one", "query_one", NULL};
    return mend_is_one(mend_called(m, call), ways) && mend_string(m, mend_arg(m, call, 0, (Str){0})).len;
}

static Str next_word(Str *text)
{
    Str t = str_trim(*text);
    Size n = 0;
    while (n < t.len && (sql_word_char(t.s[n]) || t.s[n] == '.')) n++;
    *text = str_sub(t, n, -1);
    return str_sub(t, 0, n);
}

static Size find_word(Str low, Str word)
{
    for (Size i = 0; i + word.len <= low.len; i++)
        if (str_starts(str_sub(low, i, -1), word) && (!i || !sql_word_char(low.s[i - 1])) &&
            (i + word.len == low.len || !sql_word_char(low.s[i + word.len])))
            return i;
    return -1;
}

// The one table that a query is of.
static Str table_of(const Mend *m, Str sql)
{
    Str low = mend_lower(m, sql);
    if (find_word(low, S("join")) >= 0 || find_word(low, S("union")) >= 0) return (Str){0};
    Size at = find_word(low, S("from"));
    Str rest = at >= 0 ? str_sub(sql, at + 4, -1) : (Str){0};
    if (at < 0 && (at = find_word(low, S("update"))) >= 0) rest = str_sub(sql, at + 6, -1);
    return next_word(&rest);
}

// The conditions of a query that has no others: "id = ? AND kind = ?", to its end.
static bool only_equals(Str conditions)
{
    Str rest = str_trim(conditions);
    while (rest.len) {
        if (!next_word(&rest).len) return false;
        rest = str_trim(rest);
        if (!str_starts(rest, S("="))) return false;
        rest = str_trim(str_sub(rest, 1, -1));
        bool mark = str_starts(rest, S("?")), percent = str_starts(rest, S("%s"));
        if (!mark && !percent) return false;
        rest = str_trim(str_sub(rest, mark ? 1 : 2, -1));
        if (rest.len && !str_alike(next_word(&rest), S("and"))) return false;
    }
    return true;
}

// owner = ? of another query of that table, and what is given for it.
static bool owner_in(const Mend *m, NodeId call, NodeId def, Owner *out)
{
    Str sql = mend_string(m, mend_arg(m, call, 0, (Str){0}));
    NodeId given = mend_arg(m, call, 1, (Str){0});
    int kind = given ? py_kind(m->tree, given) : 0;
    if (kind != PY_Tuple && kind != PY_List) return false;
    NodeList values = py_list(m->tree, given, 0);
    uint32_t nth = 0;
    for (Size i = 0; i < sql.len && nth < values.n; i++) {
        bool percent = str_starts(str_sub(sql, i, -1), S("%s"));
        if (sql.s[i] != '?' && !percent) continue;
        NodeId value = values.v[nth++];
        Str head = str_trim(str_sub(sql, 0, i));
        if (!str_ends(head, S("=")) || !says_caller(m, value) || !means_here(m, value, def)) continue;
        head = str_trim(str_sub(head, 0, head.len - 1));
        Size beg = head.len;
        while (beg && sql_word_char(head.s[beg - 1])) beg--;              // without the other query's alias
        *out = (Owner){str_sub(head, beg, -1), py_text(m->tree, value)};
        if (is_of_deeds(m, out->field)) return false;
        return find_word(mend_lower(m, str_sub(sql, 0, i)), S("where")) >= 0 && beg < head.len;
    }
    return false;
}

static bool by_column(const Mend *m, NodeId def, NodeId call, Fix *out)
{
    NodeId text = mend_arg(m, call, 0, (Str){0}), given = mend_arg(m, call, 1, (Str){0});
    Str sql = is_execute(m, call) ? mend_string(m, text) : (Str){0}, table = table_of(m, sql);
    Size where = find_word(mend_lower(m, sql), S("where"));
    int kind = given ? py_kind(m->tree, given) : 0;
    if (!table.len || where < 0 || (kind != PY_Tuple && kind != PY_List) ||
        !only_equals(str_sub(sql, where + 5, -1)))
        return false;
    Owner o = {0};
    bool found = false;
    for (NodeId n = 0; !found && (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (n == call || mend_within(m, n, def) || !is_execute(m, n)) continue;
        Str other = mend_string(m, mend_arg(m, n, 0, (Str){0}));
        found = str_eq(table_of(m, other), table) && owner_in(m, n, def, &o);
    }
    NodeList values = py_list(m->tree, given, 0);
    if (!found || !values.n) return false;
    uint32_t at = py_at(m->tree, py_last(values))->end;
    Str rest = str_sub(m->tree->src, at, py_at(m->tree, given)->end - 1);
    if (str_find(rest, S(")")) >= 0) return false;                                           // ((n),)
    const char *mark = str_find(sql, S("?")) >= 0 ? "?" : "%s";
    Size end = sql.len;
    while (end && strchr(" \t\r\n", sql.s[end - 1])) end--;
    mend_replace(m, &out->change, text,
                 mend_literal_as(m, text, str_fmt(m->keep, "%.*s AND %.*s = %s%.*s", (int)end, sql.s,
                                                  STR_ARG(o.field), mark, (int)(sql.len - end), sql.s + end)));
    bool comma = str_starts(str_sub(m->tree->src, at, -1), S(","));           // (n,)
    mend_insert(m, &out->change, at + comma,
                str_fmt(m->keep, "%s %.*s", comma ? "" : ",", STR_ARG(o.who)));
    return true;
}

bool mend_fix_whose_object(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    if (!def || py_kind(m->tree, at->node) != PY_Call) return false;
    bool done = by_queryset(m, def, at->node, out) || by_keyword(m, def, at->node, out) ||
                by_column(m, def, at->node, out);
    return done && mend_done(out, TRUST_REVIEW,
                             "It is looked for among what belongs to the caller, as another query here does. "
                             "Decide who else may have it.");
}
