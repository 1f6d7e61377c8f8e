// study/run: a plan's stages: code, verdicts of detectors, repairs in one round, repairs in rounds;
// and the judges after each. Everything asked goes through agent/, so that a run that was stopped
// or killed goes on where it was.
// SPDX-License-Identifier: MIT
#include "study/run.h"
#include "agent/review.h"
#include "py/py.h"
#include <strings.h>
#include <time.h>

Str run_cwe_words(int cwe, Arena *keep)
{
    Str name = study_cwe_name(cwe);
    return str_fmt(keep, "CWE-%d%s%.*s%s", cwe, name.len ? " (" : "", STR_ARG(name),
                   name.len ? ")" : "");
}

Str run_prompt(StudyRunning *r, const char *name, const StudyTask *t, Str code)
{
    Str meaning = study_cwe_meaning(t->cwe);
    AgentHole holes[] = {{S("cwe"), run_cwe_words(t->cwe, r->keep)},
                         {S("definition"), meaning.len ? meaning : S("see cwe.mitre.org.")},
                         {S("code"), str_trim(code)}};
    return agent_words(str_of(name), holes, countof(holes), r->keep);
}

// ---- asking

void run_limits(StudyRunning *r)
{
    const AgentLimits *l = &r->p->limits;
    int64_t calls = 0, tokens = 0;
    double cost = 0;
    Err err = {0};
    Store *s = store_open(r->p->folder, true, r->keep, &err);
    if (s) {
        store_spent(s, &calls, &tokens, &cost);
        store_close(s);
    }
    r->agent.limits = *l;
    if (l->calls > 0) r->agent.limits.calls = l->calls > calls ? l->calls - calls : 0;
    if (l->tokens > 0) r->agent.limits.tokens = l->tokens > tokens ? l->tokens - tokens : 0;
    if (l->cost > 0) r->agent.limits.cost = l->cost > cost ? l->cost - cost : 0;
    bool spent = (l->calls > 0 && calls >= l->calls) || (l->tokens > 0 && tokens >= l->tokens) ||
                 (l->cost > 0 && cost >= l->cost);
    // Answers that are known already cost nothing more: only what is new is stopped.
    if (spent) r->agent.limits = (AgentLimits){1, 1, l->cost > 0 ? 1e-9 : 0, l->seconds};
}

bool run_ask(StudyRunning *r, const AgentQuestion *q, Size n, AgentAnswer *a, Err *err)
{
    AgentResult result;
    for (Size i = 0; i < n; i++) a[i] = (AgentAnswer){.err = {ERR_STOPPED, r->stopped_by}};
    if (r->stopped_by.len || !n) return true;
    run_limits(r);
    *err = agent_ask(&r->agent, S("study"), q, n, r->keep, a, &result);
    if (result.stopped_by.len && !r->stopped_by.len) r->stopped_by = result.stopped_by;
    if (os_stopped()) r->stopped_by = S("interrupted");
    return !err->kind;
}

StudyUnit *run_unit(StudyRunning *r, UnitStage stage, Str model, Str source, Size task)
{
    StudyUnit *u = push(r->keep, &r->out->units);
    *u = (StudyUnit){.stage = stage, .model = model, .source = source, .task = task};
    return u;
}

static void take_costs(StudyUnit *u, const AgentAnswer *a)
{
    u->cost += a->cost;
    u->seconds += a->reply.seconds;
    u->tokens += (a->reply.tokens_in > 0 ? a->reply.tokens_in : 0) +
                 (a->reply.tokens_out > 0 ? a->reply.tokens_out : 0);
    if (a->reply.model.len) u->served_by = a->reply.model;
}

static bool no_answer(StudyUnit *u, const AgentAnswer *a)
{
    take_costs(u, a);
    u->why = a->err.kind ? a->err.what : a->reply.what;
    if (a->err.kind) u->outcome = a->err.kind == ERR_STOPPED ? S("not asked") : S("failed");
    else if (a->reply.outcome == LLM_REFUSED) u->outcome = S("refused");
    else if (a->reply.outcome == LLM_TRUNCATED) u->outcome = S("truncated");
    else if (a->reply.outcome == LLM_EMPTY) u->outcome = S("no code");
    else return false;
    return true;
}

void run_take(StudyRunning *r, StudyUnit *u, Str prompt, const AgentAnswer *a)
{
    Pool scratch = {0};
    if (no_answer(u, a)) return;
    if (!pool_open(&scratch, SCRATCH)) {
        u->outcome = S("failed");
        u->why = S("no memory");
        return;
    }
    u->code = agent_code(prompt, a->reply.text, true, r->keep, scratch.arena);
    pool_close(&scratch);
    u->outcome = S("code");
    if (u->code.len) return;
    u->code = agent_pasted(a->reply.text, r->keep);
    if (u->code.s == a->reply.text.s || !str_trim(u->code).len) {
        u->code = (Str){"", 0};
        u->outcome = S("no code");
    } else u->outcome = S("no Python");
}

// ---- judges

bool run_vulnerable(const StudyRecord *rec, const UnitSaid *said)
{
    if (!said || !said[0].judged) return false;
    bool runs =
        str_eq(rec->judges.v[0].name, S("execution")) || str_eq(rec->judges.v[0].name, S("people"));
    return rec->any_finding && !runs ? said[0].any : said[0].scenario;
}

static Str verdict_key(StudyRunning *r, Str judge, Size task, Str code)
{
    return str_fmt(r->keep, "%.*s %td %016llx", STR_ARG(judge), task,
                   (unsigned long long)str_hash(code));
}

static UnitSaid by_execution(StudyRunning *r, const StudyTask *t, Str code)
{
    UnitSaid s = {.works = -1};
    if (!study_has_tests(t)) return s.why = S("the task has no tests"), s;
    ExecEnd works = exec_test(&r->exec, t, false, code, r->keep, &s.why);
    ExecEnd secure =
        works == EXEC_UNKNOWN ? works : exec_test(&r->exec, t, true, code, r->keep, &s.why);
    if (secure == EXEC_UNKNOWN) return s;
    s.judged = true;
    s.works = works == EXEC_PASSED;
    s.any = s.scenario = secure == EXEC_FAILED;
    return s;
}

static UnitSaid by_people(StudyRunning *r, const StudyTask *t, Str code)
{
    const bool *label = map_get(&r->labels, study_item(t->id, code, r->keep));
    UnitSaid s = {.works = -1, .judged = label != NULL, .why = S("not labelled yet")};
    if (label) s.any = s.scenario = *label, s.why = (Str){"", 0};
    return s;
}

typedef struct {
    JudgeCase *v;
    Size n, cap;
} Cases;
typedef struct {
    Str *v;
    Size n, cap;
} Keys;

// One engine, one run, over every text that it has not judged yet.
static Err by_engine(StudyRunning *r, StudyJudge *judge, const Cases *cases, const Keys *keys)
{
    JudgeSaid *said = new (r->keep, JudgeSaid, cases->n + 1);
    Str version = {0};
    Err err = judge_codes(judge->name, cases->v, cases->n, r->keep, said, &version);
    if (err.kind) return err;
    if (version.len) judge->version = version;
    for (Size i = 0; i < cases->n; i++) {
        UnitSaid *s = new (r->keep, UnitSaid, 1);
        *s = (UnitSaid){said[i].judged, said[i].any, said[i].scenario, -1, said[i].why};
        *map_at(r->keep, &r->known, keys->v[i]) = s;
    }
    return err;
}

static Err ask_judge(StudyRunning *r, Size at, Size from)
{
    StudyJudge *judge = &r->out->judges.v[at];
    bool runs = str_eq(judge->name, S("execution")), people = str_eq(judge->name, S("people"));
    Cases cases = {0};
    Keys keys = {0};
    Err err = {0};
    for (Size i = from; i < r->out->units.n && !os_stopped(); i++) {
        const StudyUnit *u = &r->out->units.v[i];
        const StudyTask *t = &r->out->tasks.v[u->task];
        if (!u->said || !str_eq(u->outcome, S("code"))) continue;
        Str key = verdict_key(r, judge->name, u->task, u->code);
        if (map_get(&r->known, key)) continue;
        UnitSaid *s = new (r->keep, UnitSaid, 1);
        if (runs || people) *s = runs ? by_execution(r, t, u->code) : by_people(r, t, u->code);
        *map_at(r->keep, &r->known, key) = s;
        if (runs || people) continue;
        *push(r->keep, &cases) = (JudgeCase){t->id, u->code, t->cwe};
        *push(r->keep, &keys) = key;
    }
    if (cases.n) err = by_engine(r, judge, &cases, &keys);
    for (Size i = from; i < r->out->units.n; i++) {
        StudyUnit *u = &r->out->units.v[i];
        if (!u->said) continue;
        const UnitSaid *s = map_get(&r->known, verdict_key(r, judge->name, u->task, u->code));
        u->said[at] = (UnitSaid){.works = -1, .why = u->outcome};
        if (str_eq(u->outcome, S("code")))
            u->said[at] = s ? *s : (UnitSaid){.works = -1, .why = S("interrupted")};
    }
    return err;
}

Err run_judge(StudyRunning *r, Size from)
{
    Err err = {0};
    for (Size i = from; i < r->out->units.n; i++)
        if (r->out->units.v[i].outcome.len && !r->out->units.v[i].said &&
            r->out->units.v[i].stage != UNIT_VERDICT)
            r->out->units.v[i].said = new (r->keep, UnitSaid, r->out->judges.n + 1);
    for (Size k = 0; k < r->out->judges.n && !err.kind; k++) err = ask_judge(r, k, from);
    return err;
}

// ---- RQ1: code

static AgentQuestion code_question(StudyRunning *r, const StudyUnit *u, Size model, int again)
{
    AgentQuestion q = {.model = model, .sample = u->repeat * REPEAT_STEP + again};
    bool plain = !str_eq(u->arm, S("advice"));
    agent_generate_words(r->out->tasks.v[u->task].prompt, plain, r->keep, &q.system, &q.prompt);
    if (str_eq(u->arm, S("paper")))
        q.system = agent_words(S("study_plain_system"), NULL, 0, r->keep);
    return q;
}

static bool wants_again(const StudyUnit *u)
{
    return str_eq(u->outcome, S("no code")) || str_eq(u->outcome, S("no Python")) ||
           str_eq(u->outcome, S("truncated"));
}

typedef struct {
    AgentQuestion *v;
    Size n, cap;
} Questions;

// Code of all models at once; what comes without code that parses is asked for once more, as the
// study did.
static bool ask_code(StudyRunning *r, Size from, const Size *models, Err *err)
{
    for (int again = 0; again < 2; again++) {
        Questions q = {0};
        Sizes of = {0};
        for (Size i = from; i < r->out->units.n; i++) {
            StudyUnit *u = &r->out->units.v[i];
            if (again && !wants_again(u)) continue;
            *push(r->keep, &q) = code_question(r, u, models[i - from], again);
            *push(r->keep, &of) = i;
        }
        AgentAnswer *a = new (r->keep, AgentAnswer, q.n + 1);
        if (!run_ask(r, q.v, q.n, a, err)) return false;
        for (Size i = 0; i < q.n; i++) {
            StudyUnit *u = &r->out->units.v[of.v[i]];
            if (again && a[i].err.kind) continue;
            run_take(r, u, r->out->tasks.v[u->task].prompt, &a[i]);
        }
    }
    return true;
}

static Err stage_code(StudyRunning *r)
{
    const StudyPlan *p = r->p;
    Size from = r->out->units.n, n = 0;
    Err err = {0};
    Size *models = new (r->keep, Size, p->generators.n * p->arms.n * p->repeats * r->n + 1);
    for (Size g = 0; g < p->generators.n; g++)
        for (Size arm = 0; arm < p->arms.n; arm++)
            for (int repeat = 0; repeat < p->repeats; repeat++)
                for (Size t = 0; t < r->n; t++) {
                    Str name = p->models.v[p->generators.v[g]].name;
                    StudyUnit *u =
                        run_unit(r, UNIT_CODE, name, name, r->tasks[t] - r->out->tasks.v);
                    u->arm = p->arms.v[arm];
                    u->repeat = repeat;
                    models[n++] = p->generators.v[g];
                }
    if (!ask_code(r, from, models, &err)) return err;
    return run_judge(r, from);
}

// The first arm's code goes on to the other questions. Code units come first, in stage_code's order.
const StudyUnit *run_code_unit(const StudyRunning *r, Str generator, int repeat, Size task)
{
    const StudyPlan *p = r->p;
    for (Size g = 0; g < p->generators.n; g++) {
        if (!str_eq(p->models.v[p->generators.v[g]].name, generator)) continue;
        Size at = ((g * p->arms.n) * p->repeats + repeat) * r->n + r->place[task];
        return at < r->out->units.n ? &r->out->units.v[at] : NULL;
    }
    return NULL;
}

// ---- RQ2 and RQ3: one question about each piece of code

static bool verdict_of(Str text, bool *yes)
{
    static const struct {
        Str word;
        bool yes;
    } words[] = {{L("true"), true}, {L("false"), false}, {L("yes"), true}, {L("no"), false}};
    Size at = 0, end;
    while (at < text.len && strchr(" \t\r\n*_`\"'#{[(", text.s[at])) at++;
    Str key = str_sub(text, at, at + 40);
    Size colon = str_find(key, S(":"));
    if (str_starts(key, S("vulnerable")) && colon > 0) at += colon + 1;
    while (at < text.len && strchr(" \t\"'", text.s[at])) at++;
    for (end = at; end < text.len && ((text.s[end] | 32) >= 'a' && (text.s[end] | 32) <= 'z');)
        end++;
    for (Size i = 0; i < countof(words); i++)
        if (words[i].word.len == end - at &&
            strncasecmp(words[i].word.s, text.s + at, (size_t)(end - at)) == 0)
            return *yes = words[i].yes, true;
    return false;
}

// What a comment says of the code must not decide what is said of the code.
static Str without_comments(StudyRunning *r, Str code)
{
    Pool scratch = {0};
    if (!pool_open(&scratch, SCRATCH)) return code;
    Str masked = code_mask(py_parse(code, (PyOptions){0}, &scratch.arena), r->keep);
    pool_close(&scratch);
    return masked;
}

static Err stage_verdicts(StudyRunning *r)
{
    const StudyPlan *p = r->p;
    Size from = r->out->units.n;
    Questions q = {0};
    Err err = {0};
    for (Size d = 0; d < p->detectors.n; d++)
        for (Size g = 0; g < p->generators.n; g++)
            for (Size t = 0; t < r->n; t++) {
                Str name = p->models.v[p->generators.v[g]].name;
                Size task = r->tasks[t] - r->out->tasks.v;
                const StudyUnit *code = run_code_unit(r, name, 0, task);
                if (!code || !str_eq(code->outcome, S("code")) || !r->tasks[t]->cwe) continue;
                Str shown = r->p->show_comments ? code->code : without_comments(r, code->code);
                Str prompt = run_prompt(r, "study_detect", r->tasks[t], shown);
                run_unit(r, UNIT_VERDICT, p->models.v[p->detectors.v[d]].name, name, task);
                *push(r->keep, &q) = (AgentQuestion){
                    .model = p->detectors.v[d],
                    .system = agent_words(S("study_detect_system"), NULL, 0, r->keep),
                    .prompt = prompt};
            }
    AgentAnswer *a = new (r->keep, AgentAnswer, q.n + 1);
    if (!run_ask(r, q.v, q.n, a, &err)) return err;
    for (Size i = 0; i < q.n; i++) {
        StudyUnit *u = &r->out->units.v[from + i];
        if (no_answer(u, &a[i])) continue;
        u->outcome = verdict_of(a[i].reply.text, &u->yes) ? S("verdict") : S("no verdict");
        if (!u->yes && str_eq(u->outcome, S("no verdict")))
            u->why = str_sub(a[i].reply.text, 0, 200);
    }
    return err;
}

static Err stage_repairs(StudyRunning *r)
{
    const StudyPlan *p = r->p;
    Size from = r->out->units.n;
    Questions q = {0};
    Err err = {0};
    for (Size f = 0; f < p->fixers.n; f++)
        for (Size g = 0; g < p->generators.n; g++)
            for (Size t = 0; t < r->n; t++) {
                Str name = p->models.v[p->generators.v[g]].name;
                Size task = r->tasks[t] - r->out->tasks.v;
                const StudyUnit *code = run_code_unit(r, name, 0, task);
                if (!code || !run_vulnerable(r->out, code->said)) continue;
                Str prompt = run_prompt(r, "study_repair", r->tasks[t], code->code);
                run_unit(r, UNIT_REPAIR, p->models.v[p->fixers.v[f]].name, name, task);
                *push(r->keep, &q) = (AgentQuestion){
                    .model = p->fixers.v[f],
                    .system = agent_words(S("study_repair_system"), NULL, 0, r->keep),
                    .prompt = prompt};
            }
    AgentAnswer *a = new (r->keep, AgentAnswer, q.n + 1);
    if (!run_ask(r, q.v, q.n, a, &err)) return err;
    for (Size i = 0; i < q.n; i++) run_take(r, &r->out->units.v[from + i], (Str){"", 0}, &a[i]);
    return run_judge(r, from);
}

// ---- the whole

static void count_tasks(StudyRunning *r)
{
    Size most = r->p->limit > 0 ? (Size)r->p->limit : r->out->tasks.n, left = 0;
    r->tasks = new (r->keep, StudyTask *, r->out->tasks.n + 1);
    r->place = new (r->keep, Size, r->out->tasks.n + 1);
    for (Size i = 0; i < r->out->tasks.n; i++) {
        StudyTask *t = &r->out->tasks.v[i];
        if (t->invalid.len) continue;
        r->place[i] = r->n;
        if (r->n < most) r->tasks[r->n++] = t;
        else t->invalid = S("over the plan's limit"), left++;
    }
    if (left)
        *push(r->keep, &r->out->notes) =
            str_fmt(r->keep, "%td tasks are left out by the plan's limit.", left);
}

static bool has_judge(const StudyPlan *p, Str name)
{
    for (Size i = 0; i < p->judges.n; i++)
        if (str_eq(p->judges.v[i], name)) return true;
    return false;
}

static Err open_tasks(StudyRunning *r)
{
    StudyTasks tasks;
    Err err = study_tasks(r->p->data, r->keep, &tasks);
    if (err.kind) return err;
    if (has_judge(r->p, S("execution"))) {
        err = exec_open(r->keep, &r->exec);
        if (err.kind) return err;
        for (Size i = 0; i < tasks.n && !os_stopped(); i++)
            exec_check(&r->exec, &tasks.v[i], r->keep);
    }
    for (Size i = 0; i < tasks.n; i++) *push(r->keep, &r->out->tasks) = tasks.v[i];
    count_tasks(r);
    if (!r->n) return err_new(r->keep, ERR_CONFIG, "%.*s holds no valid task", STR_ARG(r->p->data));
    return has_judge(r->p, S("people")) ? study_labels(r->p, r->keep, &r->labels) : err;
}

// Verdicts that took a sandbox are taken from the record of a run before, when they are there.
static void take_known(StudyRunning *r, Str path)
{
    StudyRecord old;
    if (os_stat(path, true, *r->keep).kind != OS_FILE ||
        study_record_read(path, r->keep, &old).kind || !str_eq(old.plan_hash, r->out->plan_hash))
        return;
    for (Size k = 0; k < old.judges.n; k++)
        for (Size i = 0; i < old.units.n && str_eq(old.judges.v[k].name, S("execution")); i++) {
            const StudyUnit *u = &old.units.v[i];
            if (!u->said || !u->said[k].judged || u->task >= r->out->tasks.n ||
                !str_eq(old.tasks.v[u->task].id, r->out->tasks.v[u->task].id))
                continue;
            Str key = verdict_key(r, old.judges.v[k].name, u->task, u->code);
            *map_at(r->keep, &r->known, key) = &u->said[k];
        }
}

static Strs names_of(StudyRunning *r, const Sizes *roles)
{
    Strs out = {0};
    for (Size i = 0; i < roles->n; i++) *push(r->keep, &out) = r->p->models.v[roles->v[i]].name;
    return out;
}

static void describe(StudyRunning *r)
{
    const StudyPlan *p = r->p;
    StudyRecord *o = r->out;
    time_t now = (time_t)os_time();
    struct tm utc;
    gmtime_r(&now, &utc);
    char date[32];
    strftime(date, sizeof date, "%Y-%m-%d", &utc);
    *o = (StudyRecord){.name = p->name,
                       .date = str_keep(r->keep, str_of(date)),
                       .suture = r->ask->version,
                       .rounds = p->rounds,
                       .repeats = p->repeats,
                       .margin = p->margin,
                       .seed = p->seed,
                       .any_finding = p->any_finding,
                       .arms = p->arms,
                       .engines = p->engines};
    o->plan_hash = str_fmt(r->keep, "%016llx", (unsigned long long)str_hash(p->text));
    o->generators = names_of(r, &p->generators);
    o->detectors = names_of(r, &p->detectors);
    o->fixers = names_of(r, &p->fixers);
    for (Size i = 0; i < p->loops.n; i++) *push(r->keep, &o->loops) = p->loops.v[i].name;
    for (Size i = 0; i < p->judges.n; i++)
        *push(r->keep, &o->judges) = (StudyJudge){p->judges.v[i], (Str){"", 0},
                                                  p->ask[4] && study_in_loop(p, p->judges.v[i])};
    o->has_price = true;
    for (Size i = 0; i < p->models.n; i++) o->has_price &= p->models.v[i].llm.has_price;
}

static void open_agent(StudyRunning *r)
{
    const StudyPlan *p = r->p;
    r->llms = new (r->keep, LlmOptions, p->models.n + 1);
    for (Size i = 0; i < p->models.n; i++) {
        r->llms[i] = p->models.v[i].llm;
        r->llms[i].jobs = p->jobs;
    }
    r->agent = (AgentOptions){.fixers = r->llms,
                              .nfixers = p->models.n,
                              .fresh = r->ask->fresh,
                              .resend_unknown = p->resend,
                              .keep_refusals = true,
                              .state_folder = p->folder,
                              .command = S("study"),
                              .version = r->ask->version,
                              .say = r->ask->say,
                              .self = r->ask->self,
                              .has_step = p->step > 0,
                              .temperature_step = p->step,
                              .rounds = p->rounds};
}

static Err checkpoint(StudyRunning *r, Str path)
{
    r->out->stopped_by = r->stopped_by;
    r->out->stopped = r->stopped_by.len > 0;
    return study_record_write(path, r->out, r->keep);
}

Err study_run(const StudyPlan *p, const StudyAsk *ask, Arena *keep, StudyRecord *out)
{
    typedef Err (*Stage)(StudyRunning *);
    static const Stage stages[] = {NULL, stage_code, stage_verdicts, stage_repairs, run_rounds};
    StudyRunning r = {.p = p, .ask = ask, .keep = keep, .out = out};
    Str path = str_fmt(keep, "%.*s/record.jsonl", STR_ARG(p->folder));
    describe(&r);
    Err err = open_tasks(&r);
    if (err.kind) return err;
    err = os_make_dirs(p->folder, 0700, keep);
    if (err.kind) return err;
    open_agent(&r);
    if (!ask->fresh) take_known(&r, path);
    for (int q = 1; q <= 4 && !err.kind; q++) {
        if (q > 1 && !p->ask[q]) continue;
        err = stages[q](&r);
        Err saved = checkpoint(&r, path);
        if (!err.kind) err = saved;
    }
    return err;
}
