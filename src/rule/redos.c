// rule redos: a pattern that can take exponential time, whatever it is used on; the third power of
// the text's length or more on what a function was given; or its square, where the text comes from
// a remote caller (low on what a function was given).
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/regex.h"
#include "fact/secret.h"

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
        if (query_is_handler(q, i) ||
            query_named(py_name(q->tree, q->module->funcs.v[i].name), words))
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

// Is what the patterns of a file took to be judged enough? Then the rest is not, and the file says so.
static bool is_too_much(const RuleRun *run, NodeId call)
{
    enum { MOST_WORK = 300000000 };
    RuleLimits *l = run->limits;
    if (l->patterns < MOST_WORK) return false;
    const PyNode *at = py_at(run->tree, call);
    if (!l->notes.n)
        *push(run->keep, &l->notes) =
            (FlowNote){{at->beg, at->end},
                       S(FLOW_TOO_COSTLY "from here on no pattern was asked how long it may take")};
    return true;
}

// `filename="(.+?)"`: whatever begins a match holds the sign that ends the one before, so no stretch is read
// twice. Only of letters and plain signs, then a lazy run of anything, then that sign as the last.
static bool begins_with_its_end(Str p)
{
    static const Str runs[] = {L("(.+?)"), L("(.*?)"), L(".+?"), L(".*?"), {0}};
    Size n = 0;
    while (n < p.len && !memchr("\\^$.|?*+()[]{}", p.s[n], 14)) n++;
    Str rest = str_sub(p, n, -1);
    for (const Str *r = runs; r->len; r++)
        if (str_starts(rest, *r) && rest.len == r->len + 1)
            return memchr(p.s, rest.s[r->len], (size_t)n) != NULL;
    return false;
}

// How slow a pattern that stands at this place can be; part lives in run->keep.
static RegexSlow slowness_of(const RuleRun *run, NodeId at, Str pattern, int flags, RegexUse use,
                             bool powers)
{
    RegexSlow none = {REGEX_LINEAR, 1, {0}, 0};
    if (pattern.len > 2000 || begins_with_its_end(pattern) || is_too_much(run, at)) return none;
    Arena scratch = *run->scratch;
    Regex *r = regex_read(pattern, flags, &scratch);
    if (!r) return none;
    RegexSlow slow = regex_slow(r, use, powers, scratch);
    run->limits->patterns += slow.work;
    slow.part = str_keep(run->keep, slow.part);
    return slow;
}

// The same of the pattern of this call (to re.compile, re.sub …).
static RegexSlow slowness(const RuleRun *run, NodeId call, const Entry *e, RegexUse use,
                          bool powers)
{
    const Query *q = run->query;
    NodeId at = query_arg(q, call, 0, S("pattern"));
    Str pattern;
    if (!at || !query_str(q, at, &pattern)) return (RegexSlow){REGEX_LINEAR, 1, {0}, 0};
    int flags =
        flags_of(q, query_arg(q, call, str_ends(e->name, S("compile")) ? 1 : 2, S("flags")));
    return slowness_of(run, call, pattern, flags, use, powers);
}

static RegexUse use_of(Str method)
{
    if (str_eq(method, S("fullmatch"))) return REGEX_FULL;
    return str_eq(method, S("match")) ? REGEX_MATCH : REGEX_SEARCH;
}

// NAME = re.compile(…): NAME; "" where the pattern goes by none.
static Str name_of(const Query *q, NodeId compile)
{
    const Tree *t = q->tree;
    NodeId up = q->parent[compile];
    if (py_kind(t, up) == PY_AnnAssign) return query_called(q, py_node(t, up, AnnAssign_target));
    if (py_kind(t, up) != PY_Assign) return S("");
    return query_called(q, py_list(t, up, Assign_targets).v[0]);
}

// The next call of a method of NAME after `at`.
static NodeId next_use(const Query *q, Str name, NodeId at)
{
    const Tree *t = q->tree;
    while (name.len && (at = query_next(q, PY_Call, at))) {
        NodeId f = py_node(t, at, Call_func);
        if (py_kind(t, f) == PY_Attribute &&
            str_eq(query_called(q, py_node(t, f, Attribute_value)), name))
            break;
    }
    return name.len ? at : 0;
}

// NAME.fullmatch(x): the whole has to match, so every way is tried; NAME.sub(x): from every place.
static RegexUse uses_of(const Query *q, NodeId call, const Entry *e)
{
    if (!str_ends(e->name, S("compile"))) return e->use;
    RegexUse use = e->use;
    NodeId up = q->parent[call];
    if (py_kind(q->tree, up) == PY_Attribute) return use_of(query_called(q, up));
    Str name = name_of(q, call);
    for (NodeId n = 0; (n = next_use(q, name, n));) {
        RegexUse now = use_of(query_method(q, n));
        if (now != REGEX_MATCH) use = now;
    }
    return use;
}

// len(parts) > 1, len(text) == 0: whether there is anything, not how much
static bool asks_for_any(const Query *q, NodeId compare)
{
    enum { FEW = 4 };
    int64_t n;
    NodeId left = py_node(q->tree, compare, Compare_left);
    NodeList right = py_list(q->tree, compare, Compare_comparators);
    return right.n == 1 &&
           ((query_int(q, left, &n) && n <= FEW) || (query_int(q, right.v[0], &n) && n <= FEW));
}

// Is the length of what goes by this name asked for in its function?
static bool is_measured(const Query *q, NodeId name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (q->inside[n] == q->inside[name] && py_kind(t, q->parent[n]) == PY_Compare &&
            str_eq(query_callee(q, n), S("len")) && !asks_for_any(q, q->parent[n]) &&
            query_uses(q, query_arg(q, n, 0, S("")), query_called(q, name)))
            return true;
    return false;
}

static bool is_given(const Query *q, NodeId expr, int deep);

// for NAME in …, also of a comprehension: is what it runs over given?
static bool runs_over_given(const Query *q, NodeId name, int deep)
{
    const Tree *t = q->tree;
    Str is = query_called(q, name);
    for (NodeId f = 0; (f = query_next(q, PY_For, f));)
        if (query_within(q, name, f) && query_uses(q, py_node(t, f, For_target), is))
            return is_given(q, py_node(t, f, For_iter), deep);
    for (NodeId c = 0; (c = query_next(q, PY_comprehension, c));)
        if (query_within(q, name, q->parent[c]) &&
            query_uses(q, py_node(t, c, comprehension_target), is))
            return is_given(q, py_node(t, c, comprehension_iter), deep);
    return false;
}

static bool is_given_name(const Query *q, NodeId name, int deep)
{
    if (is_measured(q, name)) return false;
    if (query_is_parameter(q, name)) return !str_eq(query_called(q, name), S("self"));
    return is_given(q, query_assigned(q, name), deep) || runs_over_given(q, name, deep);
}

// A value of any length that the function around it was given, or made of what it was given.
static bool is_given(const Query *q, NodeId expr, int deep)
{
    const Tree *t = q->tree;
    if (!expr || !deep || py_kind(t, expr) == PY_Subscript) return false;
    if (py_kind(t, expr) == PY_Name) return is_given_name(q, expr, deep - 1);
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, expr, n));)
        if (is_given_name(q, n, deep - 1)) return true;
    return false;
}

// Is the pattern of this call matched with what a function of this module was given?
static bool matches_given(const Query *q, NodeId call, const Entry *e)
{
    enum { DEEP = 4 };
    if (!str_ends(e->name, S("compile"))) {
        int text = str_find(e->name, S("sub")) < 0 ? 1 : 2;
        return is_given(q, query_arg(q, call, text, S("string")), DEEP);
    }
    Str name = name_of(q, call);
    for (NodeId n = 0; (n = next_use(q, name, n));) {
        int text = str_starts(query_method(q, n), S("sub"));
        if (is_given(q, query_arg(q, n, text, S("string")), DEEP)) return true;
    }
    return false;
}

// A program that its user starts on files of their own: sys.argv, and nobody else to answer.
static bool is_script(const RuleRun *run)
{
    static const Str line[] = {L("argv"), L("argparse"), L("ArgumentParser"), {0}};
    static const Str asked[] = {L("request"), L("urlopen"), L("recv"), {0}};
    static const Str others[] = {L("flask"), L("django"), L("fastapi"), L("aiohttp"), L("tornado"), L("bottle"),
                                 L("http.server"), L("socket"), L("socketserver"), L("requests"), L("httpx"),
                                 L("urllib3"), L("imaplib"), L("poplib"), L("scrapy"), L("websockets"), {0}};
    const Query *q = run->query;
    if (query_imports_any(q, others)) return false;
    if (query_imports(q, S("click")) || query_imports(q, S("typer"))) return !answers_requests(run);
    return q->module->is_main_guarded && query_mentions(q, q->tree->root, line) &&
           !query_mentions(q, q->tree->root, asked) && !answers_requests(run);
}

// How sure a pattern is wrong whatever is known of the text. What a program matches with it
// decides; one that answers nobody matches its own texts, and one that takes a power of the text's
// length is quick with short ones.
static Confidence sure_of(const RuleRun *run, NodeId call, const Entry *e, RegexSlow slow)
{
    enum { CUBIC = 3, LIBRARY = 60000 };                   // a library in one file
    const Query *q = run->query;
    bool given = matches_given(q, call, e), most = slow.cost == REGEX_EXPONENTIAL;
    if (!most && !given) return CONF_NONE;
    if (!most && (slow.degree < CUBIC || rule_in_package(run) || is_script(run))) return CONF_LOW;
    bool outside = given || q->inside[call] || answers(run);
    bool library = rule_in_package(run) || (most && q->tree->src.len > LIBRARY);
    if (library && !answers_requests(run)) outside = false;
    return run->file->is_test || !outside ? CONF_LOW : CONF_MEDIUM;
}

// What sure_of can say at best of this file: of exponential time, and of a power.
static Confidence surest(const RuleRun *run, bool power)
{
    bool apart = rule_in_package(run) && (power || !answers_requests(run));
    return run->file->is_test || apart ? CONF_LOW : CONF_MEDIUM;
}

// Does it stand in a list, tuple, set or dictionary, below this place?
static bool is_in_table(const Query *q, NodeId n, NodeId top)
{
    for (; n != top; n = q->parent[n]) {
        int k = py_kind(q->tree, q->parent[n]);
        if (k == PY_List || k == PY_Set || k == PY_Dict) return true;
        if (k != PY_Tuple) return false;                        // a call compiles it, or says what it is
    }
    return false;
}

// PATTERNS = [r"…", (r"…", KIND)]: each is compiled elsewhere, as what it is.
static void look_at_table(RuleRun *run, NodeId target, NodeId value)
{
    static const Str words[] = {L("regex"), L("regexes"), L("regexps"), L("patterns"), {0}};
    const Query *q = run->query;
    Str name = value ? query_called(q, target) : (Str){0}, text;
    if (!name.len || !name_has_word(name, words)) return;
    for (NodeId n = 0; (n = query_next_in(q, PY_Constant, value, n));) {
        if (!query_str(q, n, &text) || text.len < 6 || !is_in_table(q, n, value)) continue;
        RegexSlow slow = slowness_of(run, n, text, REGEX_IGNORECASE, REGEX_MATCH, false);
        if (slow.cost == REGEX_EXPONENTIAL)
            rule_report(run, q->inside[n], n,
                        run->file->is_test || rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "`%.*s` can match one text in exponentially many ways",
                        STR_ARG(slow.part));
    }
}

static void look_at_tables(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        look_at_table(run, py_list(t, n, Assign_targets).v[0], py_node(t, n, Assign_value));
    for (NodeId n = 0; (n = query_next(q, PY_AnnAssign, n));)
        look_at_table(run, py_node(t, n, AnnAssign_target), py_node(t, n, AnnAssign_value));
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    bool powers = surest(run, true) >= run->least;
    if (surest(run, false) < run->least) return;
    look_at_tables(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        const Entry *e = entry_of(q, n);
        if (!e) continue;
        RegexSlow slow = slowness(run, n, e, uses_of(q, n, e), powers);
        if (slow.cost == REGEX_LINEAR) continue;
        Confidence c = sure_of(run, n, e, slow);
        if (c == CONF_NONE) continue;
        if (slow.cost == REGEX_EXPONENTIAL)
            rule_report(run, q->inside[n], n, c,
                        "`%.*s` can match one text in exponentially many ways", STR_ARG(slow.part));
        else
            rule_report(run, q->inside[n], n, c,
                        "the time of this pattern grows with the length of the text to the power "
                        "of %d: `%.*s` shares its characters with what stands before it",
                        slow.degree, STR_ARG(slow.part));
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
    RegexUse use = use_of(query_method(q, hit->node));
    RegexSlow slow = slowness(run, at, entry_of(q, at), use, true);
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
    .proven_in_project = true,
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
    .words = LIST(L("re"), L("regex"), L("RegexValidator"), L("constr"), L("pattern"),
                  L("patterns")),
    .fix = mend_fix_redos,
};
