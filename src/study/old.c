// study/old: RQ4 by the study's own loop, as the paper describes it or as its tool was shipped: each
// fault of that tool is a switch. Any finding of the loop's engines counts; no gate stands between.
// SPDX-License-Identifier: MIT
#include "study/run.h"
#include "rule/rule.h"
#include <stdlib.h>

typedef struct {
    StudyRunning *r;
    const StudyLoop *loop;
    Size fixer, source;
    int repeat;
    Size *task;
    Str *code;
    bool *flagged, *judged;
    Str *findings;
    Size n;
} Old;

// ---- the shipped tool's guess at a CodeQL finding's number: the query file whose name is likest to
// the query's title. The names are those of python-queries 0.9.8, Security.
static const struct {
    const char *file;
    int cwe;
} QUERIES[] = {
    {"BadTagFilter", 116},
    {"BrokenCryptoAlgorithm", 327},
    {"CSRFProtectionDisabled", 352},
    {"CleartextLogging", 312},
    {"CleartextStorage", 312},
    {"CodeInjection", 94},
    {"CommandInjection", 78},
    {"FlaskDebug", 215},
    {"FullServerSideRequestForgery", 918},
    {"HardcodedCredentials", 798},
    {"IncompleteHostnameRegExp", 20},
    {"IncompleteUrlSubstringSanitization", 20},
    {"InsecureDefaultProtocol", 327},
    {"InsecureProtocol", 327},
    {"InsecureTemporaryFile", 377},
    {"Jinja2WithoutEscaping", 79},
    {"LdapInjection", 90},
    {"LogInjection", 117},
    {"MissingHostKeyValidation", 295},
    {"NoSqlInjection", 943},
    {"OverlyLargeRange", 20},
    {"PamAuthorization", 285},
    {"PartialServerSideRequestForgery", 918},
    {"PathInjection", 22},
    {"PolynomialReDoS", 730},
    {"ReDoS", 730},
    {"ReflectedXss", 79},
    {"RegexInjection", 730},
    {"RequestWithoutValidation", 295},
    {"SqlInjection", 89},
    {"StackTraceExposure", 209},
    {"TarSlip", 22},
    {"UnsafeDeserialization", 502},
    {"UnsafeShellCommandConstruction", 78},
    {"UrlRedirect", 601},
    {"WeakCryptoKey", 326},
    {"WeakFilePermissions", 732},
    {"WeakSensitiveDataHashing", 327},
    {"XmlBomb", 776},
    {"XpathInjection", 643},
    {"Xxe", 611},
};

// Twice the length of the longest common subsequence, of both lengths: 0 to 1.
static double likeness(Str a, Str b)
{
    enum { MOST = 128 };
    int row[MOST + 1] = {0};
    if (b.len > MOST) b = str_sub(b, 0, MOST);
    for (Size i = 0; i < a.len; i++)
        for (Size k = 0, corner = 0; k < b.len; k++) {
            int up = row[k + 1];
            if (ascii_lower(a.s[i]) == ascii_lower(b.s[k])) row[k + 1] = (int)corner + 1;
            else if (row[k] > up) row[k + 1] = row[k];
            corner = up;
        }
    return a.len + b.len ? 2.0 * row[b.len] / (double)(a.len + b.len) : 0;
}

static int cwe_by_likeness(Str title)
{
    double best = -1;
    int cwe = 0;
    for (Size i = 0; i < countof(QUERIES); i++) {
        double now = likeness(title, str_of(QUERIES[i].file));
        if (now > best) best = now, cwe = QUERIES[i].cwe;
    }
    return cwe;
}

// ---- scanning

static bool has(const Old *o, unsigned fault) { return o->loop->faults & fault; }

static void add_finding(Old *o, Buf *list, Sizes *seen, int *number, const Finding *f)
{
    int cwe = f->cwe;
    if (has(o, FAULT_CWE_BY_LIKENESS) && str_eq(f->engine, S("codeql")))
        cwe = cwe_by_likeness(f->title);
    for (Size i = 0; i < seen->n; i++)
        if (has(o, FAULT_ONE_PER_CWE) && seen->v[i] == cwe) return;
    *push(o->r->keep, seen) = cwe;
    buf_fmt(list, "%d. CWE-%d: %.*s\n", ++*number, cwe,
            STR_ARG(f->message.len ? f->message : f->title));
}

static void count_engine(Old *o, Str engine, Size found, Str why)
{
    StudyUnit *u = run_unit(o->r, UNIT_ENGINE, engine, o->r->p->models.v[o->source].name, 0);
    u->loop = o->loop->name;
    u->arm = o->r->p->models.v[o->fixer].name;
    u->repeat = o->repeat;
    u->count = found;
    u->why = why;
}

// All engines over the texts that are still asked about.
static Err scan(Old *o, bool first)
{
    StudyRunning *r = o->r;
    JudgeCase *cases = new (r->keep, JudgeCase, o->n + 1);
    JudgeSaid *said = new (r->keep, JudgeSaid, o->n + 1);
    Size *of = new (r->keep, Size, o->n + 1), n = 0;
    Buf *list = new (r->keep, Buf, o->n + 1);
    Sizes *seen = new (r->keep, Sizes, o->n + 1);
    int *number = new (r->keep, int, o->n + 1);
    for (Size i = 0; i < o->n; i++) {
        if (!first && !o->flagged[i]) continue;
        of[n] = i;
        list[n] = (Buf){.keep = r->keep};
        const StudyTask *t = &r->out->tasks.v[o->task[i]];
        cases[n++] = (JudgeCase){t->id, o->code[i], t->cwe};
    }
    for (Size k = 0; k < r->p->engines.n && n; k++) {
        Str version = {0};
        Size found = 0;
        Err err = judge_codes(r->p->engines.v[k], cases, n, r->keep, said, &version);
        if (err.kind) return err;
        for (Size i = 0; i < n; i++)
            for (Size f = 0; f < said[i].found.n; f++, found++)
                add_finding(o, &list[i], &seen[i], &number[i], said[i].found.v[f]);
        if (first)
            count_engine(o, r->p->engines.v[k], found, version.len ? (Str){"", 0} : said[0].why);
    }
    for (Size i = 0; i < n; i++) {
        bool python = judge_is_python(o->code[of[i]], *r->keep);
        if (!python && !has(o, FAULT_UNPARSABLE_IS_CLEAN))
            buf_fmt(&list[i], "%d. The code is not Python: it does not parse.\n", number[i] + 1);
        o->findings[of[i]] = buf_str(&list[i]);
        o->flagged[of[i]] = list[i].n > 0;
    }
    return (Err){0};
}

static void write_down(Old *o, int round)
{
    for (Size i = 0; i < o->n; i++) {
        StudyUnit *u = run_unit(o->r, UNIT_ROUND, o->r->p->models.v[o->fixer].name,
                                o->r->p->models.v[o->source].name, o->task[i]);
        u->loop = o->loop->name;
        u->repeat = o->repeat;
        u->round = round;
        u->code = o->code[i];
        u->outcome = judge_is_python(o->code[i], *o->r->keep) ? S("code") : S("no Python");
        u->flagged = o->flagged[i];
    }
}

// ---- asking

// The first fence without its ticks, language word and line breaks: blanks stay, as in the tool.
static Str cut_badly(Str answer)
{
    Size at = str_find(answer, S("```"));
    if (at < 0) return (Str){"", 0};
    Str code = str_sub(answer, at + 3, -1);
    Size end = str_find(code, S("```"));
    if (end >= 0) code = str_sub(code, 0, end);
    if (str_starts(code, S("python")) || str_starts(code, S("Python"))) code = str_sub(code, 6, -1);
    while (code.len && code.s[0] == '\n') code = str_sub(code, 1, -1);
    return code;
}

static AgentQuestion question_of(Old *o, Size i, int round, LlmSetting temperature)
{
    AgentHole hole = {S("findings"), o->findings[i]};
    bool own_turn = round % 2 == 1 && !has(o, FAULT_FIXERS_NAME);
    return (AgentQuestion){.model = own_turn ? o->source : o->fixer,
                           .system = agent_words(S("study_loop_system"), &hole, 1, o->r->keep),
                           .prompt = o->code[i],
                           .setting = temperature,
                           .has_setting = o->r->p->step > 0 && !has(o, FAULT_NO_TEMPERATURE),
                           .max_tokens = has(o, FAULT_1024_TOKENS) ? 1024 : 0,
                           .sample = o->repeat * REPEAT_STEP + round * 1000};
}

static void take(Old *o, Size i, const AgentAnswer *a, StudyUnit *cost)
{
    StudyUnit u = {0};
    run_take(o->r, &u, (Str){"", 0}, a);
    cost->cost += u.cost;
    cost->seconds += u.seconds;
    cost->tokens += u.tokens;
    if (a->err.kind || a->reply.outcome == LLM_REFUSED || a->reply.outcome == LLM_EMPTY) return;
    Str code = has(o, FAULT_FENCE_NOT_STRIPPED) ? cut_badly(a->reply.text) : u.code;
    // What was cut off is taken as it is, as the study did.
    if (!code.len && a->reply.outcome == LLM_TRUNCATED)
        code = agent_pasted(a->reply.text, o->r->keep);
    if (code.len) o->code[i] = code;
}

static Err ask(Old *o, int round, StudyUnit *cost)
{
    StudyRunning *r = o->r;
    Err err = {0};
    Size n = 0, *of = new (r->keep, Size, o->n + 1);
    AgentQuestion *q = new (r->keep, AgentQuestion, o->n + 1);
    AgentAnswer *a = new (r->keep, AgentAnswer, o->n + 1);
    double heat = 1 + r->p->step * (round - 1);
    LlmSetting temperature = {S("temperature"), str_fmt(r->keep, "%.3g", heat > 2 ? 2 : heat)};
    for (Size i = 0; i < o->n; i++)
        if (o->flagged[i]) of[n] = i, q[n++] = question_of(o, i, round, temperature);
    if (!run_ask(r, q, n, a, &err)) return err;
    for (Size i = 0; i < n; i++) take(o, of[i], &a[i], cost);
    return err;
}

Err run_old_loop(StudyRunning *r, const StudyLoop *l, Size fixer, Size source, int repeat)
{
    Old o = {.r = r, .loop = l, .fixer = fixer, .source = source, .repeat = repeat};
    StudyUnit cost = {.stage = UNIT_GATE,
                      .model = S(""),
                      .source = r->p->models.v[source].name,
                      .arm = r->p->models.v[fixer].name,
                      .loop = l->name,
                      .repeat = repeat};
    o.task = new (r->keep, Size, r->n + 1);
    o.code = new (r->keep, Str, r->n + 1);
    o.findings = new (r->keep, Str, r->n + 1);
    o.flagged = new (r->keep, bool, r->n + 1);
    for (Size t = 0; t < r->n; t++) {
        Size task = r->tasks[t] - r->out->tasks.v;
        const StudyUnit *code = run_code_unit(r, cost.source, repeat, task);
        if (!code || !code->code.len) continue;
        o.task[o.n] = task;
        o.code[o.n++] = code->code;
    }
    Err err = scan(&o, true);
    if (!err.kind) write_down(&o, 0);
    for (int round = 1; round <= r->p->rounds && !err.kind; round++) {
        err = ask(&o, round, &cost);
        if (!err.kind) err = scan(&o, false);
        if (!err.kind) write_down(&o, round);
    }
    *push(r->keep, &r->out->units) = cost;
    return err;
}
