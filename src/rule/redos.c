// rule redos: a pattern that can take exponential time, whatever it is used on, or time that grows
// with the square of the text (or faster), where that text comes from a remote caller.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/regex.h"

typedef struct { Str name; RegexUse use; } Entry;
static const Entry entries[] = {
    {L("re.compile"), REGEX_MATCH},    {L("re.match"), REGEX_MATCH},
    {L("re.fullmatch"), REGEX_FULL},   {L("re.search"), REGEX_SEARCH},
    {L("re.sub"), REGEX_SEARCH},       {L("re.subn"), REGEX_SEARCH},
    {L("re.split"), REGEX_SEARCH},     {L("re.findall"), REGEX_SEARCH},
    {L("re.finditer"), REGEX_SEARCH},  {L("django.core.validators.RegexValidator"), REGEX_SEARCH},
    {L("regex.compile"), REGEX_MATCH}, {L("regex.match"), REGEX_MATCH},
    {L("regex.search"), REGEX_SEARCH}, {L("wtforms.validators.Regexp"), REGEX_MATCH},
};
typedef struct { Str name; int flag; } Flag;
static const Flag flag_names[] = {
    {L("I"), REGEX_IGNORECASE}, {L("IGNORECASE"), REGEX_IGNORECASE},
    {L("M"), REGEX_MULTILINE},  {L("MULTILINE"), REGEX_MULTILINE},
    {L("S"), REGEX_DOTALL},     {L("DOTALL"), REGEX_DOTALL},
    {L("X"), REGEX_VERBOSE},    {L("VERBOSE"), REGEX_VERBOSE},
    {L("A"), REGEX_ASCII},      {L("ASCII"), REGEX_ASCII},
};

static int flags_of(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    int flags = 0;
    if (!n) return 0;
    if (py_kind(t, n) == PY_BinOp)
        return flags_of(q, py_node(t, n, BinOp_left)) | flags_of(q, py_node(t, n, BinOp_right));
    Str name = query_called(q, n);
    for (Size i = 0; i < countof(flag_names); i++)
        if (str_eq(name, flag_names[i].name)) flags |= flag_names[i].flag;
    return flags;
}

static const Entry *entry_of(const Query *q, NodeId call)
{
    Str name = query_callee(q, call), written = query_dotted(q, py_node(q->tree, call, Call_func));
    for (Size i = 0; i < countof(entries); i++)
        if (str_eq(name, entries[i].name) || str_eq(written, entries[i].name)) return &entries[i];
    return NULL;
}

// Texts of a pattern that name a stretch nobody else writes are short: only outside text makes it
// matter, but an exponential pattern is wrong wherever it is used.
static bool answers(const RuleRun *run)
{
    static const Str words[] = {L("request"), L("valid"), L("parse"), L("email"), L("url"),
                                L("user"), L("input"), L("accept"), L("sanit"), L("check"),
                                L("clean"), L("allow"), {0}};
    const Query *q = run->query;
    for (Size i = 0; i < run->file->hits.n; i++)
        if (run->file->hits.v[i].reach & KIND(REMOTE)) return true;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        if (query_is_handler(q, i) || query_named(py_name(q->tree, q->module->funcs.v[i].name), words))
            return true;
    return q->module->funcs.n < 3;                         // a fragment: nobody knows
}

static bool answers_requests(const RuleRun *run)
{
    for (Size i = 0; i < run->file->hits.n; i++)
        if (run->file->hits.v[i].reach & KIND(REMOTE)) return true;
    for (uint32_t i = 1; (Size)i < run->query->module->funcs.n; i++)
        if (query_is_handler(run->query, i)) return true;
    return false;
}

// How slow the pattern of this call (to re.compile, re.sub …) can be; part lives in `keep`.
static RegexSlow slowness(const RuleRun *run, NodeId call, const Entry *e, RegexUse use, Arena *keep)
{
    const Query *q = run->query;
    RegexSlow none = {REGEX_LINEAR, {0}};
    NodeId at = query_arg(q, call, 0, S("pattern"));
    Str pattern;
    if (!at || !query_str(q, at, &pattern) || pattern.len > 2000) return none;
    int flags =
        flags_of(q, query_arg(q, call, str_ends(e->name, S("compile")) ? 1 : 2, S("flags")));
    Arena scratch = *run->scratch;
    Regex *r = regex_read(pattern, flags, &scratch);
    if (!r) return none;
    RegexSlow slow = regex_slow(r, use, &scratch, scratch);
    slow.part = str_keep(keep, slow.part);
    return slow;
}

// NAME = re.compile(…); NAME.fullmatch(x): the whole has to match, so every way is tried.
static RegexUse use_of(const Query *q, NodeId call, const Entry *e)
{
    const Tree *t = q->tree;
    if (!str_ends(e->name, S("compile"))) return e->use;
    NodeId up = q->parent[call];
    if (py_kind(t, up) == PY_Attribute)
        return str_eq(query_called(q, up), S("fullmatch")) ? REGEX_FULL : e->use;
    if (py_kind(t, up) != PY_Assign) return e->use;
    Str name = query_called(q, py_list(t, up, Assign_targets).v[0]);
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Attribute, n));)
        if (str_eq(query_called(q, n), S("fullmatch")) &&
            str_eq(query_called(q, py_node(t, n, Attribute_value)), name))
            return REGEX_FULL;
    return e->use;
}

// NAME = re.compile(…), and a function matches what it is given with it.
static bool matches_given(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId up = q->parent[call];
    if (py_kind(t, up) != PY_Assign) return false;
    Str name = query_called(q, py_list(t, up, Assign_targets).v[0]);
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Call, n));) {
        NodeId f = py_node(t, n, Call_func), arg = query_arg(q, n, 0, S("string"));
        if (!arg || py_kind(t, f) != PY_Attribute ||
            !str_eq(query_called(q, py_node(t, f, Attribute_value)), name))
            continue;
        const Func *in = &q->module->funcs.v[q->inside[n]];
        for (Size i = 0; in->kind == FUNC_DEF && i < in->params.n; i++)
            if (query_uses(q, arg, py_name(t, in->params.v[i].name))) return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        const Entry *e = entry_of(q, n);
        if (!e) continue;
        RegexSlow slow = slowness(run, n, e, use_of(q, n, e), run->keep);
        if (slow.cost != REGEX_EXPONENTIAL) continue;
        // what a program matches with it decides; one that answers nobody matches its own texts
        bool outside = q->inside[n] || answers(run) || matches_given(q, n);
        enum { LIBRARY = 60000 };                          // a library in one file
        bool library = rule_in_package(run) || q->tree->src.len > LIBRARY;
        if (library && !answers_requests(run)) outside = false;
        rule_report(run, q->inside[n], n, run->file->is_test || !outside ? CONF_LOW : CONF_MEDIUM,
                    "`%.*s` can match one text in exponentially many ways", STR_ARG(slow.part));
    }
}

// The call that holds the pattern: this one, or the re.compile that its receiver was made by.
static NodeId pattern_call(const Query *q, NodeId call)
{
    if (entry_of(q, call)) return call;
    NodeId f = py_node(q->tree, call, Call_func);
    if (py_kind(q->tree, f) != PY_Attribute) return 0;
    NodeId made = query_peel(q, py_node(q->tree, f, Attribute_value));
    return py_kind(q->tree, made) == PY_Call && entry_of(q, made) ? made : 0;
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (!(hit->reach & KIND(REMOTE)) || py_kind(q->tree, hit->node) != PY_Call) return CONF_NONE;
    // a model's answer is as long as was asked for
    if (hit->npaths && hit->paths[0].source & KIND(ANSWER)) c = CONF_LOW;
    NodeId at = pattern_call(q, hit->node);
    if (!at) return CONF_NONE;
    Str method = query_method(q, hit->node);
    RegexUse use = str_eq(method, S("match"))       ? REGEX_MATCH
                   : str_eq(method, S("fullmatch")) ? REGEX_FULL
                                                    : REGEX_SEARCH;
    RegexSlow slow = slowness(run, at, entry_of(q, at), use, run->keep);
    if (slow.cost != REGEX_POLYNOMIAL) return CONF_NONE;
    *message = str_fmt(run->keep,
                       "`%.*s` takes time that grows with the square of the text or faster, and "
                       "the text comes from outside",
                       STR_ARG(slow.part));
    return c;
}

const Rule rule_redos = {
    .id = L("redos"),
    .cwe = 1333,
    .also = {730, 400},
    .severity = SEV_MEDIUM,
    .title = L("a pattern that can take very long"),
    .why = L("The pattern can match one text in very many ways, and the matcher tries them "
             "all before it gives up: thirty characters and a wrong one at the end keep a "
             "worker busy for hours."),
    .instead = L("Leave one way to match: no repetition inside a repetition over the same "
                 "characters; bound the length of the text first."),
    .bad = L("import re\n"
             "NAME = re.compile(r\"^(\\w+\\s?)*$\")\n"),
    .good = L("import re\n"
              "NAME = re.compile(r\"^\\w+(\\s\\w+)*$\")\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/1333.html"),
        L("https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS"),
        L("https://docs.python.org/3/library/re.html")),
    .peers = LIST(L("codeql:py/redos"), L("codeql:py/polynomial-redos")),
    .into = KIND(SLOW),
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .judge_hit = judge,
    .at_file = look,
    .words = LIST(L("re"), L("regex"), L("RegexValidator"), L("constr"), L("pattern")),
    .fix = mend_fix_redos,
};
