// mend/sql_helper: a function that runs the query which its caller built: it gets a parameter for
// values, and each caller that builds a text gives its values beside it.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

enum { MOST_CALLERS = 200 };

typedef struct {
    const Mend *m, *root;                // where the function is; where the change is
    const MendSite *at;
    NodeId def, param;
    Str name, word;                      // the function's; that of its new parameter
    int position, count;                 // of the query, of all that are given by position
    bool method, keyword;                // the values can only be given by keyword
    bool takes, loose;                   // it has a parameter for values already: `word`, at `count`;
                                         // loose: as *word
    int depth;
    SqlStyle style;
    Change *c;
    Size changed;
} Helper;

static bool is_plain_def(const Helper *h, bool *is_static)
{
    const Tree *t = h->m->tree;
    NodeList d = py_list(t, h->def, FunctionDef_decorator_list);
    NodeId args = py_node(t, h->def, FunctionDef_args);
    *is_static = false;
    if (py_node(t, args, arguments_kwarg)) return false;
    for (uint32_t i = 0; i < d.n; i++) {
        Str text = py_text(t, d.v[i]);
        if (str_eq(text, S("staticmethod"))) *is_static = true;
        else if (!str_eq(text, S("classmethod"))) return false;
    }
    return !py_list(t, args, arguments_posonlyargs).n;
}

// Where the query stands among the parameters; false: it is no plain parameter of the function.
static bool find_parameter(Helper *h)
{
    const Tree *t = h->m->tree;
    bool is_static;
    Str word = py_text(t, h->at->arg);
    NodeId up = mend_parent(h->m, h->def);
    NodeId args = py_node(t, h->def, FunctionDef_args);
    NodeList list = py_list(t, args, arguments_args);
    h->method = up && py_kind(t, up) == PY_ClassDef;
    if (!is_plain_def(h, &is_static) || (!h->method && up != t->root)) return false;
    if (mend_binds(h->m, h->def, word)) return false;
    if (!h->method && mend_top(h->m, h->name) != h->def) return false;
    h->position = -1;
    for (uint32_t i = 0; i < list.n; i++)
        if (str_eq(py_name(t, py_sym(t, list.v[i], arg_arg)), word)) h->position = (int)i;
    if (h->position < 0) return false;
    h->param = list.v[h->position];
    h->count = (int)list.n;
    h->keyword = h->position + 1 != h->count || py_list(t, args, arguments_kwonlyargs).n;
    if (h->method && !is_static) h->position--, h->count--;
    return h->position >= 0;
}

static bool choose_word(Helper *h)
{
    static const Str words[] = {L("params"), L("parameters"), L("values"), L("query_params")};
    Str body = py_text(h->m->tree, h->def);
    for (Size i = 0; i < countof(words) && !h->word.len; i++)
        if (!mend_says_word(body, words[i])) h->word = words[i];
    return h->word.len > 0;
}

static uint32_t behind_parameters(const Mend *m, NodeId def)
{
    uint32_t end = 0;
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    int fields[] = {arguments_args, arguments_kwonlyargs, arguments_defaults,
                    arguments_kw_defaults};
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(m->tree, args, fields[f]);
        for (uint32_t i = 0; i < list.n; i++)
            if (list.v[i] && py_at(m->tree, list.v[i])->end > end)
                end = py_at(m->tree, list.v[i])->end;
    }
    return end;
}

// execute(query) with nothing else, of the driver's cursor or connection; execute(query, params) of one
// that takes values.
static bool runs_query(const Mend *m, NodeId call, Str word, uint32_t nargs)
{
    NodeList args = py_list(m->tree, call, Call_args);
    return str_eq(mend_called(m, call), S("execute")) && mend_object(m, call).len &&
           args.n == nargs && !py_list(m->tree, call, Call_keywords).n &&
           str_eq(py_text(m->tree, args.v[0]), word);
}

// params, params or (), tuple(params): the name in it; 0: something else
static NodeId values_name(const Mend *m, NodeId e)
{
    const Tree *t = m->tree;
    if (py_kind(t, e) == PY_BoolOp && py_at(t, e)->op == OP_OR)
        e = py_list(t, e, BoolOp_values).v[0];
    else if (py_kind(t, e) == PY_Call && (str_eq(mend_called(m, e), S("tuple")) ||
                                          str_eq(mend_called(m, e), S("list"))))
        e = mend_arg(m, e, 0, (Str){0});
    return e && py_kind(t, e) == PY_Name ? e : 0;
}

static bool gives_values(const Helper *h, NodeId call)
{
    const Mend *m = h->m;
    NodeId name = values_name(m, py_list(m->tree, call, Call_args).v[1]);
    return name && str_eq(py_text(m->tree, name), h->word);
}

// if params: execute(query, params) else: execute(query)
static bool is_without_values(const Helper *h, NodeId call)
{
    const Mend *m = h->m;
    for (NodeId up = mend_parent(m, call), from = call; up && up != h->def;
         from = up, up = mend_parent(m, up)) {
        if (py_kind(m->tree, up) != PY_If) continue;
        Str test = py_text(m->tree, py_node(m->tree, up, If_test));
        NodeList then = py_list(m->tree, up, If_body);
        bool first = false, not = str_starts(test, S("not ")) || str_ends(test, S(" is None"));
        for (uint32_t i = 0; i < then.n; i++) first |= then.v[i] == from;
        static const char *const tests[] = {"%.*s", "%.*s is not None", "not %.*s", "%.*s is None"};
        for (Size i = 0; i < countof(tests); i++)
            if (str_eq(test, str_fmt(m->keep, tests[i], STR_ARG(h->word)))) return first == not;
    }
    return false;
}

// It reads the query for nothing else: a key of a cache would no longer tell one value from another.
static bool only_runs_it(const Helper *h)
{
    const Mend *m = h->m;
    Str word = py_text(m->tree, h->at->arg);
    Size runs = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, h->def, n));) {
        if (!str_eq(py_text(m->tree, n), word)) continue;
        NodeId call = mend_parent(m, n);
        if (!call || py_kind(m->tree, call) != PY_Call) return false;
        bool with = h->takes && runs_query(m, call, word, 2) && gives_values(h, call);
        bool bare = runs_query(m, call, word, 1) && (!h->takes || is_without_values(h, call));
        if (!with && !bare) return false;
        runs += with || !h->takes;
    }
    return runs > 0;
}

// Is a name the parameter of the function that values are given by?
static bool takes_values(Helper *h, NodeId name)
{
    const Mend *m = h->m;
    const Tree *t = m->tree;
    NodeId all = py_node(t, h->def, FunctionDef_args), rest = py_node(t, all, arguments_vararg);
    NodeId param = mend_parameter(m, h->def, py_text(t, name));
    if (rest && str_eq(py_name(t, py_sym(t, rest, arg_arg)), py_text(t, name))) {
        h->word = py_text(t, name);
        h->loose = !mend_binds(m, h->def, h->word) && h->position + 1 == h->count;
        return h->takes = h->loose;
    }
    if (rest || !param || !mend_default(m, h->def, param) || mend_binds(m, h->def, py_text(t, name)))
        return false;
    h->word = py_text(t, name);
    NodeList list = py_list(t, all, arguments_args);
    h->keyword = true;
    for (uint32_t i = 0; i < list.n; i++) {
        if (list.v[i] != param) continue;
        h->keyword = false;
        h->count -= (int)(list.n - i);                    // before: of all
    }
    return h->takes = h->keyword || h->count > h->position;
}

// def run(sql, params=()): the parameter that its execute() gives the driver as values.
static bool find_values(Helper *h)
{
    const Mend *m = h->m;
    const Tree *t = m->tree;
    NodeId call = 0;
    while ((call = mend_next(m, PY_Call, h->def, call)) &&
           !runs_query(m, call, py_text(t, h->at->arg), 2));
    NodeId name = call ? values_name(m, py_list(t, call, Call_args).v[1]) : 0;
    return name && takes_values(h, name);
}

static void change_function(Helper *h)
{
    const Mend *m = h->m;
    Str word = py_text(m->tree, h->at->arg);
    // None: a driver of %s leaves a lone % of the query alone only when there are no parameters
    mend_insert(m, h->c, behind_parameters(m, h->def),
                str_fmt(m->keep, ", %.*s=%s", STR_ARG(h->word),
                        h->style == STYLE_QMARK ? "()" : "None"));
    for (NodeId n = 0; (n = mend_next(m, PY_Call, h->def, n));)
        if (runs_query(m, n, word, 1))
            mend_insert(m, h->c, py_at(m->tree, py_list(m->tree, n, Call_args).v[0])->end,
                        str_fmt(m->keep, ", %.*s", STR_ARG(h->word)));
}

// ---- callers

static void change_call(void *self, const Mend *m, NodeId call);

// def one(sql, params=()): return run(sql, params)[0]: the same again, of its own callers.
static bool passes_on(Helper *h, const Mend *m, NodeId call, NodeId query)
{
    const Tree *t = m->tree;
    NodeList args = py_list(t, call, Call_args);
    Str word = py_text(t, query);
    NodeId def = mend_function(m, query), values = 0;
    if (!h->takes || h->depth > 2 || !def || !mend_parameter(m, def, word)) return false;
    if (h->loose && (int)args.n == h->count + 1 && py_kind(t, args.v[h->count]) == PY_Starred)
        values = py_node(t, args.v[h->count], Starred_value);
    else if (!h->loose) values = mend_arg(m, call, h->count, h->word);
    values = values ? values_name(m, values) : 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def, n));)
        if (n != query && str_eq(py_text(t, n), word)) return false;
    MendSite at = *h->at;
    Helper next = {.m = m, .root = h->root, .at = &at, .def = def, .name = mend_def_name(m, def),
                   .style = h->style, .c = h->c, .depth = h->depth + 1};
    at.node = call;
    at.arg = query;
    if (!values || !find_parameter(&next) || !takes_values(&next, values)) return false;
    mend_callers(m, def, at.hit, change_call, &next);
    h->changed += next.changed;
    return true;
}

static void change_call(void *self, const Mend *m, NodeId call)
{
    Helper *h = self;
    Change part = {0};
    Str word = py_text(h->m->tree, h->at->arg);
    NodeId query = mend_arg(m, call, h->position, word);
    NodeList args = py_list(m->tree, call, Call_args);
    if (!query || h->changed >= MOST_CALLERS) return;
    if (py_kind(m->tree, query) == PY_Name && passes_on(h, m, call, query)) return;
    if (h->loose) {
        if ((int)args.n != h->count ||
            !mend_sql_by(m, &part, call, query, h->count, S("*"), h->style))
            return;
        mend_add_part(h->root, h->c, m, &part);
        h->changed++;
        return;
    }
    bool given = h->takes && mend_arg(m, call, h->count, h->word) && !mend_keyword(m, call, h->word);
    int before = h->takes ? h->count : h->position + 1;
    bool named = !given && (h->keyword || (int)args.n != before ||
                            py_list(m->tree, call, Call_keywords).n);
    if (!mend_sql_by(m, &part, call, query, h->count, named ? h->word : (Str){0}, h->style)) return;
    mend_add_part(h->root, h->c, m, &part);
    h->changed++;
}

// Another function of this file by the same name: the method that is called may be that one.
static bool has_namesake(const Helper *h)
{
    static const int kinds[] = {PY_FunctionDef, PY_AsyncFunctionDef};
    const Mend *m = h->m;
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = mend_next(m, kinds[i], m->tree->root, n));)
            if (n != h->def && str_eq(mend_def_name(m, n), h->name)) return true;
    return false;
}

bool mend_sql_helper(const Mend *m, const MendSite *at, SqlStyle style, Fix *out)
{
    Helper h = {.m = m, .root = m, .at = at, .style = style, .c = &out->change};
    bool known = style == STYLE_QMARK || style == STYLE_FORMAT || style == STYLE_NUMERIC;
    if (!known || py_kind(m->tree, at->arg) != PY_Name || py_kind(m->tree, at->node) != PY_Call)
        return false;
    h.def = mend_function(m, at->node);
    if (!h.def) return false;
    bool bare = runs_query(m, at->node, py_text(m->tree, at->arg), 1);
    h.name = mend_def_name(m, h.def);
    bool rest = py_node(m->tree, py_node(m->tree, h.def, FunctionDef_args), arguments_vararg);
    if (!find_parameter(&h) || (!find_values(&h) && (!bare || rest)) || !only_runs_it(&h) ||
        (!h.takes && !choose_word(&h)))
        return false;
    mend_callers(m, h.def, at->hit, change_call, &h);
    if (!h.changed) return false;
    if (h.takes)
        return mend_done(out, h.method && has_namesake(&h) ? TRUST_REVIEW : TRUST_SAFE,
                         "The function takes values beside the query, and its callers give them "
                         "there, so they cannot change what it asks.");
    change_function(&h);
    return mend_done(
        out, h.method ? TRUST_REVIEW : TRUST_SAFE,
        h.method ? "The method takes values beside the query, and its callers give them, so they "
                   "cannot change what it asks. Decide that no class overrides it without them."
                 : "The function takes values beside the query, and its callers give them, so they "
                   "cannot change what it asks.");
}
