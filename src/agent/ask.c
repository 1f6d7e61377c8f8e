// agent/ask: questions with their budget, their rows in the store, and answers of earlier runs. A
// question is planned, then sent, then answered: each is a committed row, so that nothing paid for
// is lost or asked twice unknowingly.
// SPDX-License-Identifier: MIT
#include "agent/agent_int.h"
#include "base/os.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { ASSUMED_ANSWER = 4096, ANSWER_POOL = 1 << 28 };
static const double ROUNDING = 0.1;                // a wait may end some milliseconds early
static const char TIME_OVER[] = "--max-time is over";

void fault_add(AgentResult *r, Str sentence, Arena *keep)
{
    for (Size i = 0; i < r->faults.n; i++)
        if (str_eq(r->faults.v[i], sentence)) return;
    *push(keep, &r->faults) = str_keep(keep, sentence);
}

void asker_say(const Asker *a, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    if (!a->opt->say) return;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    for (char *c = text; *c; c++)
        // names and answers are not ours
        if ((unsigned char)*c < ' ' || *c == 0x7f) *c = ' ';
    a->opt->say(a->opt->self, (Str){text, n < (int)sizeof text ? n : (int)sizeof text - 1});
}

// A store that fails on the way: what is done stays, nothing more that costs money is asked.
void asker_note(Asker *a, Err err)
{
    if (!err.kind) return;
    fault_add(a->out, err.what, a->keep);
    if (!a->stopped_by.len) a->stopped_by = str_keep(a->keep, err.what);
}

bool asker_together(Asker *a)
{
    Err err = a->store ? store_together(a->store) : (Err){0};
    asker_note(a, err);
    return a->store && !err.kind;
}

static Err open_model(Asker *a, const LlmOptions *o, Llm **out, bool *paid)
{
    Err err = {0};
    LlmOptions own = *o;
    own.dry = a->opt->estimate || a->opt->show_prompt;
    *out = llm_open(&own, a->keep, &err);
    if (err.kind) return err;
    *paid = *paid || llm_is_paid(*out);
    if (a->opt->limits.cost > 0 && llm_is_paid(*out) && !o->has_price)
        return err_new(
            a->keep, ERR_CONFIG,
            "--max-cost needs the prices of %.*s: put price-in and price-out (per million "
            "tokens) into [llm.NAME] of your configuration",
            STR_ARG(o->spec));
    a->out->cost_known = a->out->cost_known && o->has_price;
    return err;
}

static Err open_models(Asker *a, bool generates, bool *paid)
{
    const AgentOptions *o = a->opt;
    Err err = {0};
    a->models = new(a->keep, Llm *, o->nfixers + 1);
    a->out->cost_known = true;
    for (Size i = 0; i < o->nfixers && !err.kind; i++) {
        err = open_model(a, &o->fixers[i], &a->models[i], paid);
        a->nmodels += !err.kind;
    }
    bool same = o->generator && o->nfixers && str_eq(o->generator->spec, o->fixers[0].spec);
    if (err.kind || !generates) return err;
    if (o->generator && !same) return open_model(a, o->generator, &a->writer, paid);
    a->writer = a->models[0];
    return err;
}

static Str model_names(const Asker *a)
{
    Buf b = {.keep = a->keep};
    bool own = a->writer && (!a->nmodels || a->writer != a->models[0]);
    if (own) buf_fmt(&b, "%.*s ", STR_ARG(llm_name(a->writer)));
    for (Size i = 0; i < a->nmodels; i++)
        buf_fmt(&b, "%s%.*s", i ? " " : "", STR_ARG(llm_name(a->models[i])));
    return buf_str(&b);
}

static Err open_store(Asker *a, Str operation, bool paid)
{
    Err err = {0};
    const AgentOptions *o = a->opt;
    a->store = store_open(o->state_folder, false, a->keep, &err);
    StoreRun run = {operation, o->command, o->version, model_names(a)};
    if (!err.kind) err = store_run_begin(a->store, &run, &a->run);
    a->out->run = a->run;
    if (!err.kind) return err;
    if (a->store) store_close(a->store);
    a->store = NULL;
    if (paid)
        return err_new(a->keep, err.kind,
                       "%.*s; without a record no model that may cost money is asked",
                       STR_ARG(err.what));
    asker_say(a, "%.*s: this run leaves no record", STR_ARG(err.what));
    return (Err){0};
}

Err asker_open(Asker *a, const AgentOptions *opt, Str operation, Arena *keep, AgentResult *out)
{
    bool paid = false, asks = !opt->estimate && !opt->show_prompt;
    *a = (Asker){.opt = opt, .out = out, .keep = keep};
    pthread_mutex_t *lock = new(keep, pthread_mutex_t, 1);
    pthread_mutex_init(lock, NULL);
    a->lock = lock;
    a->until = opt->limits.seconds > 0 ? os_now() + opt->limits.seconds : 0;
    Err err = open_models(a, str_eq(operation, S("generate")), &paid);
    if (!err.kind && asks) err = open_store(a, operation, paid);
    if (err.kind) asker_close(a, S("did not start"), 2);
    return err;
}

void asker_close(Asker *a, Str outcome, int exit_code)
{
    if (a->store && a->run) {
        Err err = store_run_end(a->store, a->run, outcome, exit_code);
        if (err.kind) fault_add(a->out, err.what, a->keep);
    }
    if (a->writer && !(a->nmodels && a->writer == a->models[0])) llm_close(a->writer);
    for (Size i = 0; i < a->nmodels; i++) llm_close(a->models[i]);
    a->writer = NULL;
    store_close(a->store);
    a->store = NULL;
    a->nmodels = 0;
    if (a->lock) {
        pthread_mutex_destroy(a->lock);
    }
    a->lock = NULL;
}

int64_t asker_doubled(const Question *q)
{
    enum { DOUBLED_ANSWER = 16384 };
    int64_t most = llm_options(q->model)->max_tokens;
    return most > 0 ? 2 * most : DOUBLED_ANSWER;
}

Str no_code_why(const Question *q, Arena *keep)
{
    const LlmReply *r = &q->reply;
    if (q->err.kind) return q->err.what;
    if (r->outcome == LLM_REFUSED) return str_fmt(keep, "the model refuses: %.*s", STR_ARG(r->what));
    if (r->outcome != LLM_ANSWERED) return r->what;
    bool fenced = str_find(r->text, S("```")) >= 0 || str_find(r->text, S("~~~")) >= 0;
    return fenced ? S("the answer held no code that can be used") : S("the answer held no code");
}

Llm *asker_model(Asker *a, int round) { return a->models[(Size)(round - 1) % a->nmodels]; }

// ---- the budget: the worst case is set aside before a question leaves

static int64_t worst_answer(const Question *q)
{
    int64_t set = q->q.max_tokens > 0 ? q->q.max_tokens : llm_options(q->model)->max_tokens;
    return set > 0 ? set : ASSUMED_ANSWER;
}

static double price(const Llm *m, int64_t in, int64_t out)
{
    const LlmOptions *o = llm_options(m);
    return o->has_price ? ((double)in * o->price_in + (double)out * o->price_out) / 1e6 : 0;
}

// Three bytes a token until the run knows better; then what its servers told, and a tenth more.
int64_t asker_tokens(const Asker *a, Str text)
{
    enum { ENOUGH = 4000 };
    int64_t guess = llm_estimate(text);
    if (a->bytes_sent < ENOUGH || !a->tokens_told) return guess;
    double a_byte = (double)a->tokens_told / (double)a->bytes_sent * 1.1;
    return (int64_t)((double)text.len * (a_byte < 0.1 ? 0.1 : a_byte > 1 ? 1 : a_byte)) + 1;
}

static int64_t tokens_asked(const Asker *a, const Question *q)
{
    return asker_tokens(a, q->q.system) + asker_tokens(a, q->q.prompt);
}

static const char *over_budget(const Asker *a, int64_t tokens, double cost)
{
    const AgentLimits *l = &a->opt->limits;
    if (l->calls > 0 && a->calls + 1 > l->calls) return "--max-calls is spent";
    if (l->tokens > 0 && a->tokens + tokens > l->tokens) return "--max-tokens is spent";
    if (l->cost > 0 && a->cost + cost > l->cost) return "--max-cost is spent";
    if (a->until > 0 && os_now() >= a->until) return TIME_OVER;
    return NULL;
}

// Under the lock. False: this question is not asked, and the run is told why.
static bool reserve(Asker *a, Question *q, int64_t *tokens, double *cost)
{
    *tokens = tokens_asked(a, q) + worst_answer(q);
    *cost = price(q->model, tokens_asked(a, q), worst_answer(q));
    const char *why = os_stopped() ? "interrupted" : over_budget(a, *tokens, *cost);
    if (why && !a->stopped_by.len) a->stopped_by = str_of(why);
    if (a->stopped_by.len) {
        q->err = (Err){ERR_STOPPED, a->stopped_by};
        return false;
    }
    a->calls++;
    a->tokens += *tokens;
    a->cost += *cost;
    return true;
}

static int64_t known(int64_t n, int64_t otherwise) { return n >= 0 ? n : otherwise; }

// What was set aside becomes what was used. Nobody knows what a failed question cost: it stays at
// its worst, unless nothing was sent.
static void release(Asker *a, const Question *q, int64_t tokens, double cost)
{
    if (q->err.kind) return;
    int64_t in = known(q->reply.tokens_in, tokens_asked(a, q)),
            out = known(q->reply.tokens_out, llm_estimate(q->reply.text));
    a->tokens += in + out - tokens;
    a->cost += price(q->model, in, out) - cost;
}

// ---- one question

#ifdef SUTURE_TEST
void kill_point(void)
{
    static _Atomic int passed;
    int64_t at;
    if (str_int(os_env("TEST_KILL_AT"), &at) && ++passed == at) raise(SIGKILL);
}
#else
void kill_point(void) {}
#endif

typedef struct { Asker *a; Question *q; } Sending;

static void on_sending(void *self)
{
    Sending *s = self;
    kill_point();
    Err err = s->q->exchange ? store_sent(s->a->store, s->q->exchange) : (Err){0};
    pthread_mutex_lock(s->a->lock);
    asker_note(s->a, err);
    pthread_mutex_unlock(s->a->lock);
    kill_point();
}

static StoreQuestion row_of(const Asker *a, const Question *q, int64_t tokens, double cost,
                            Arena *keep)
{
    return (StoreQuestion){.run = a->run,
                           .file = q->file,
                           .model = llm_name(q->model),
                           .key = llm_key(q->model, &q->q, keep),
                           .system = q->q.system,
                           .prompt = q->q.prompt,
                           .settings = llm_settings(q->model, &q->q, keep),
                           .sample = q->q.sample,
                           .reserved_tokens = tokens,
                           .reserved_cost = cost};
}

static const struct { Str word; LlmOutcome outcome;
} OUTCOMES[] = {
    {L("answered"), LLM_ANSWERED},
    {L("truncated"), LLM_TRUNCATED},
    {L("refused"), LLM_REFUSED},
    {L("empty"), LLM_EMPTY},
};

static void count_outcome(AgentResult *out, LlmOutcome outcome)
{
    out->refused += outcome == LLM_REFUSED;
    out->truncated += outcome == LLM_TRUNCATED;
    out->empty += outcome == LLM_EMPTY;
}

// A script's answers come in their order, each once; every other answer can be had again.
static bool can_recall(const Asker *a, const Question *q)
{
    bool program = str_starts(llm_name(q->model), S("command:"));
    return llm_is_paid(q->model) || (a->opt->keep_refusals && program);
}

static bool recall(Asker *a, Question *q, Arena *scratch)
{
    StoreAnswer old;
    int64_t exchange;
    if (!a->store || a->opt->fresh || !can_recall(a, q)) return false;
    StoreQuestion row = row_of(a, q, 0, 0, scratch);
    row.any_outcome = a->opt->keep_refusals;
    if (!store_recall(a->store, &row, a->keep, &old, &exchange)) return false;
    q->reply = (LlmReply){.outcome = LLM_ANSWERED,
                          .text = old.text,
                          .what = old.what,
                          .model = old.served_by,
                          .tokens_in = old.tokens_in,
                          .tokens_out = old.tokens_out,
                          .seconds = old.seconds,
                          .tries = 0};
    for (Size i = 0; i < countof(OUTCOMES); i++)
        if (str_eq(OUTCOMES[i].word, old.outcome)) q->reply.outcome = OUTCOMES[i].outcome;
    count_outcome(a->out, q->reply.outcome);
    q->exchange = exchange;
    q->recalled = true;
    a->out->recalled++;
    a->out->worth += price(q->model, known(old.tokens_in, 0), known(old.tokens_out, 0));
    a->out->waited += old.seconds;
    a->out->used += known(old.tokens_in, 0) + known(old.tokens_out, 0);
    old.cost = old.seconds = 0;
    int64_t again;
    // the journal of this run holds it too
    Err err = store_plan(a->store, &row, &again);
    if (!err.kind) err = store_answered(a->store, again, &old);
    asker_note(a, err);
    return true;
}

static bool was_lost(Asker *a, Question *q, Arena *scratch)
{
    if (!a->store || !llm_is_paid(q->model)) return false;
    StoreQuestion row = row_of(a, q, 0, 0, scratch);
    Size times = store_unknown(a->store, &row);
    if (!times) return false;
    a->out->unknown++;
    if (a->opt->resend_unknown && times < 2) return false;
    q->err = (Err){ERR_NET, S("a killed run sent this question and never saw its answer; "
                              "--on-unknown resend asks once more")};
    return true;
}

static void record(Asker *a, Question *q)
{
    const LlmReply *r = &q->reply;
    Err err;
    if (!q->exchange) return;
    if (q->err.kind) {
        err = store_failed(a->store, q->exchange,
                           q->err.kind == ERR_LIMIT ? S("limit") : S("failed"), q->err.what);
    } else {
        StoreAnswer row = {OUTCOMES[r->outcome].word,
                           r->text,
                           r->what,
                           r->model,
                           r->tokens_in,
                           r->tokens_out,
                           price(q->model, known(r->tokens_in, 0), known(r->tokens_out, 0)),
                           r->seconds,
                           r->tries};
        err = store_answered(a->store, q->exchange, &row);
    }
    asker_note(a, err);
}

static void keep_reply(Question *q, Arena *keep)
{
    q->err.what = str_keep(keep, q->err.what);
    q->reply.text = str_keep(keep, q->reply.text);
    q->reply.what = str_keep(keep, q->reply.what);
    q->reply.model = str_keep(keep, q->reply.model);
}

// Under the lock: the reply moves to the run's arena, the budget is settled, the row is written.
static void finish(Asker *a, Question *q, int64_t tokens, double cost)
{
    AgentResult *out = a->out;
    keep_reply(q, a->keep);
    release(a, q, tokens, cost);
    record(a, q);
    if (q->err.kind == ERR_CONFIG || q->err.kind == ERR_STOPPED)
        if (!a->stopped_by.len) a->stopped_by = q->err.what;
    if (q->err.kind && q->err.kind != ERR_STOPPED) fault_add(out, q->err.what, a->keep);
    if (q->err.kind) out->failed++;
    else out->answered++;
    if (q->err.kind) return;
    count_outcome(out, q->reply.outcome);
    int64_t in = known(q->reply.tokens_in, tokens_asked(a, q)),
            back = known(q->reply.tokens_out, llm_estimate(q->reply.text));
    out->tokens_in += in;
    out->guessed |= q->reply.tokens_in <= 0 || q->reply.tokens_out <= 0;
    if (q->reply.tokens_in > 0) {
        a->bytes_sent += q->q.system.len + q->q.prompt.len;
        a->tokens_told += q->reply.tokens_in;
    }
    out->tokens_out += back;
    out->cost += price(q->model, in, back);
    out->worth += price(q->model, in, back);
    out->waited += q->reply.seconds;
    out->used += in + back;
}

typedef struct { Asker *a; Question *qs; Pool *pools; int npools; } Batch;

static bool prepare(Asker *a, Question *q, Arena *scratch, int64_t *tokens, double *cost)
{
    if (recall(a, q, scratch)) return false;
    if (was_lost(a, q, scratch)) {
        fault_add(a->out, q->err.what, a->keep);
        return false;
    }
    if (!reserve(a, q, tokens, cost)) return false;
    kill_point();
    if (a->store) {
        StoreQuestion row = row_of(a, q, *tokens, *cost, scratch);
        asker_note(a, store_plan(a->store, &row, &q->exchange));
    }
    q->asked = true;
    a->out->asked++;
    return !a->stopped_by.len || !llm_is_paid(q->model);
}

static void say_progress(const Asker *a)
{
    if (a->opt->progress) a->opt->progress(a->opt->self, S("answers of the model"), a->done, a->of);
}

static void ask_one(void *self, Size i, int thread)
{
    Batch *b = self;
    Asker *a = b->a;
    Question *q = &b->qs[i];
    int64_t tokens = 0;
    double cost = 0;
    check(thread >= 0 && thread < b->npools);
    Pool own = b->pools[thread];         // a thread's, for one question after another
    if (!own.block && !pool_open(&own, ANSWER_POOL)) {
        q->err = (Err){ERR_IO, S("no memory for an answer")};
        return;
    }
    pthread_mutex_lock(a->lock);
    bool go = prepare(a, q, &own.arena, &tokens, &cost);
    pthread_mutex_unlock(a->lock);
    if (go) {
        Sending s = {a, q};
        q->q.sending = on_sending;
        q->q.self = &s;
        q->q.until = a->until;
        q->err = llm_ask(q->model, &q->q, &own.arena, &q->reply);
        if (q->err.kind && os_stopped()) q->err = (Err){ERR_STOPPED, S("interrupted")};
        else if (q->err.kind && a->until > 0 && os_now() > a->until - ROUNDING)
            q->err = (Err){ERR_STOPPED, str_of(TIME_OVER)};
        kill_point();
        pthread_mutex_lock(a->lock);
        finish(a, q, tokens, cost);
        pthread_mutex_unlock(a->lock);
        kill_point();
    } else if (!q->recalled && !q->err.kind) {
        q->err = (Err){ERR_STOPPED, a->stopped_by};
    }
    pool_reset(&own);
    b->pools[thread] = own;
    pthread_mutex_lock(a->lock);
    a->done++;
    say_progress(a);
    pthread_mutex_unlock(a->lock);
}

void asker_ask(Asker *a, Question *qs, Size n)
{
    if (!n) return;
    a->done = 0;
    a->of = n;
    // a slow model is waited for, which a person should see from the start
    say_progress(a);
    // a script's answers come in order
    int jobs = llm_is_paid(qs[0].model) ? llm_options(qs[0].model)->jobs : 1;
    if (jobs <= 0) jobs = 4;
    // a few more stand ready: the next question leaves as soon as an answer comes, whoever reads that
    if (llm_host(qs[0].model).len && jobs > 1) jobs += jobs / 4;
    Batch b = {a, qs, new (a->keep, Pool, jobs), jobs};
    os_parallel(jobs, n, ask_one, &b);
    for (int i = 0; i < jobs; i++)
        if (b.pools[i].block) pool_close(&b.pools[i]);
}
