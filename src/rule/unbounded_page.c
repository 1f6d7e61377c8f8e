// rule unbounded-page: the client says how much, and nothing limits it.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str sizes[] = {L("per_page"),   L("page_size"),   L("limit"),
                            L("pagesize"),   L("perpage"),     L("max_results"),
                            L("batch_size"), L("num_results"), {0}};

static bool is_size(Str name)
{
    if (str_in(name, sizes)) return true;
    return false;
}

// int(x.get("limit")), x.get("limit", 20, type=int), int(request.args["limit"])
static bool reads_number(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    static const Str from[] = {L("args"),   L("query_params"), L("GET"),      L("get_argument"),
                               L("values"), L("params"),       L("get_json"), L("request"), {0}};
    if (py_kind(t, value) != PY_Call) return false;
    Str m = query_method(q, value);
    NodeId first = query_arg(q, value, 0, S(""));
    if (str_eq(m, S("max")) && first) return reads_number(q, first);
    if (str_eq(m, S("get"))) {
        NodeId type = query_arg(q, value, 2, S("type"));
        return type && str_eq(query_dotted(q, type), S("int"));
    }
    return str_eq(m, S("int")) && first && query_mentions(q, first, from);
}

static bool bounded(const Query *q, NodeId def, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        bool limits = str_eq(m, S("min")) || str_find(m, S("clamp")) >= 0 ||
                      (str_find(m, S("limit")) > 0) || str_eq(m, S("clip"));
        if (limits && query_within(q, n, def) && query_uses(q, n, name)) return true;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        int64_t v;
        if (!query_within(q, n, def) || !query_uses(q, n, name)) continue;
        NodeList right = py_list(t, n, Compare_comparators);
        bool zero = right.n == 1 && query_int(q, right.v[0], &v) && v <= 1;
        if (!zero) return true;
    }
    return false;
}

static void look_at_reads(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], def = query_def(q, q->inside[n]);
        Str name = query_called(q, to);
        if (!def || py_kind(t, to) != PY_Name || !is_size(name) ||
            !reads_number(q, py_node(t, n, Assign_value)))
            continue;
        if (!bounded(q, def, name))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "`%.*s` has no upper bound",
                        STR_ARG(name));
    }
}

static NodeId declared(const Query *q, NodeId annotation)   // the Query(…) of a parameter, through
                                                            // an alias
{
    const Tree *t = q->tree;
    NodeId value = query_peel(q, annotation);
    for (NodeId n = 0; value && (n = query_next(q, PY_Call, n));)
        if (query_within(q, n, value) &&
            (str_eq(query_method(q, n), S("Query")) || str_eq(query_method(q, n), S("Field"))))
            return n;
    (void)t;
    return 0;
}

static bool has_top(const Query *q, NodeId call)
{
    return query_arg(q, call, -1, S("le")) || query_arg(q, call, -1, S("lt"));
}

// A handler's number without a top that says how often a loop runs.
static void look_at_parameters(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId arg = str_eq(query_method(q, n), S("range"))
                         ? query_arg(q, n, (int)py_list(t, n, Call_args).n - 1, S(""))
                         : 0;
        uint32_t func = q->inside[n];
        NodeId def = query_def(q, func);
        if (!arg || !def || py_kind(t, arg) != PY_Name || !query_is_handler(q, func)) continue;
        const Func *f = &q->module->funcs.v[func];
        for (Size i = 0; i < f->params.n; i++) {
            const Param *p = &f->params.v[i];
            if (p->name != py_sym(t, arg, Name_id)) continue;
            NodeId top = p->annotation ? declared(q, p->annotation) : 0;
            if (!top && p->fallback) top = declared(q, p->fallback);
            bool number =
                top || (p->annotation && str_eq(query_dotted(q, p->annotation), S("int")));
            if (!number || (top && has_top(q, top)) || bounded(q, def, py_name(t, p->name)))
                continue;
            rule_report(run, func, query_statement(q, n), CONF_MEDIUM, "`%.*s` has no upper bound",
                        STR_ARG(py_name(t, p->name)));
        }
    }
}

// The placeholder behind LIMIT: how many stand before it, and its name (":size"). -1: there is none.
static int limit_place(Str sql, Str *name)
{
    int before = 0;
    Size at = str_find(sql, S("LIMIT "));
    if (at < 0) at = str_find(sql, S("limit "));
    if (at < 0) return -1;
    for (Size i = 0; i < at; i++)
        before += sql.s[i] == '?' || (sql.s[i] == '%' && i + 1 < at && sql.s[i + 1] == 's');
    Str rest = str_trim(str_sub(sql, at + 6, -1));
    if (str_starts(rest, S("?")) || str_starts(rest, S("%s"))) return before;
    if (str_starts(rest, S("$")) && rest.len > 1 && rest.s[1] >= '1' && rest.s[1] <= '9')
        return rest.s[1] - '1';
    Size from = str_starts(rest, S("%(")) ? 2 : str_starts(rest, S(":")) ? 1 : 0, end = from;
    while (end < rest.len && (rest.s[end] == '_' || (rest.s[end] | 32) >= 'a')) end++;
    *name = str_sub(rest, from, end);
    return from && name->len ? before : -1;
}

// execute("… LIMIT %s", (after, size))
static void look_at_statements(RuleRun *run)
{
    static const Str runs[] = {L("execute"), L("fetch"), L("fetchrow"), L("fetch_all"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(t, n, Call_args);
        Str sql, name = {0}, m = query_method(q, n);
        bool known = false;
        known |= str_in(m, runs);
        if (!known || args.n < 2 || !query_str(q, args.v[0], &sql)) continue;
        int at = limit_place(sql, &name);
        NodeId given = query_peel(q, args.v[1]), item = 0;
        int k = py_kind(t, given);
        bool list = k == PY_Tuple || k == PY_List;
        if (at >= 0 && list && (uint32_t)at < py_list(t, given, 0).n)
            item = py_list(t, given, 0).v[at];
        else if (at >= 0 && k == PY_Dict && name.len) item = query_item(q, given, name);
        else if (at >= 0 && !list && (uint32_t)at + 1 < args.n) item = args.v[at + 1];
        // a name in a dictionary is known by what it was assigned
        Kinds kinds =
            item ? query_taint(q, item) | (k == PY_Dict ? query_taint(q, query_peel(q, item)) : 0)
                 : 0;
        if (kinds & KIND(SIZE) && kinds & KIND(REMOTE))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "`%.*s` has no upper bound",
                        STR_ARG(py_text(t, item)));
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    look_at_statements(run);
    look_at_reads(run);
    look_at_parameters(run);
}

const Rule rule_unbounded_page = {
    .id = L("unbounded-page"),
    .cwe = 770,
    .proven_in_project = true,
    .also = {400},
    .severity = SEV_MEDIUM,
    .title = L("the client says how much, and nothing limits it"),
    .why = L("One request asks for all rows, or for a list of any length; a few of those "
             "fill the memory or keep the database busy."),
    .instead = L("min(n, LIMIT), Query(ge=1, le=100), or a paginator with max_page_size."),
    .bad = L("from fastapi import FastAPI, Query\n"
             "app = FastAPI()\n"
             "@app.get(\"/slots\")\n"
             "def slots(days: int = Query(ge=1)):\n"
             "    return [n for n in range(days)]\n"),
    .good = L("from fastapi import FastAPI, Query\n"
              "app = FastAPI()\n"
              "@app.get(\"/slots\")\n"
              "def slots(days: int = Query(ge=1, le=366)):\n"
              "    return [n for n in range(days)]\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/770.html"),
                    L("https://owasp.org/API-Security/editions/2023/en/"
                      "0xa4-unrestricted-resource-consumption/")),
    .at_file = look,
    .words = LIST(L("per_page"), L("page_size"), L("limit"), L("Query"), L("range"), L("size"),
                  L("count"), L("int"), L("execute"), L("fetch")),
    .weak_in_package = true,
};
