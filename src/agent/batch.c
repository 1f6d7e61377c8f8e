// agent/batch: questions of the study's own, asked as generate and repair ask theirs.
// SPDX-License-Identifier: MIT
#include "agent/batch.h"
#include "agent/agent_int.h"

static double cost_of(const Question *q)
{
    const LlmOptions *o = llm_options(q->model);
    int64_t in = q->reply.tokens_in, out = q->reply.tokens_out;
    if (!o->has_price || q->err.kind) return 0;
    if (in < 0) in = llm_estimate(q->q.system) + llm_estimate(q->q.prompt);
    if (out < 0) out = llm_estimate(q->reply.text);
    return ((double)in * o->price_in + (double)out * o->price_out) / 1e6;
}

static void estimate(const AgentQuestion *qs, Size n, AgentResult *out)
{
    out->estimated = true;
    out->asked = n;
    for (Size i = 0; i < n; i++)
        out->tokens_in += llm_estimate(qs[i].system) + llm_estimate(qs[i].prompt);
}

static void ask(Asker *a, const AgentQuestion *qs, Size n, Arena *keep, AgentAnswer *answers)
{
    Question *all = new (keep, Question, n + 1);
    for (Size i = 0; i < n; i++) {
        check(qs[i].model >= 0 && qs[i].model < a->nmodels);
        all[i] = (Question){.model = a->models[qs[i].model],
                            .q = {.system = qs[i].system,
                                  .prompt = qs[i].prompt,
                                  .settings = &qs[i].setting,
                                  .nsettings = qs[i].has_setting,
                                  .max_tokens = qs[i].max_tokens,
                                  .sample = qs[i].sample}};
    }
    asker_ask(a, all, n);
    for (Size i = 0; i < n; i++)
        answers[i] = (AgentAnswer){all[i].err, all[i].reply, all[i].recalled, cost_of(&all[i])};
}

Err agent_ask(const AgentOptions *opt, Str operation, const AgentQuestion *qs, Size n, Arena *keep,
              AgentAnswer *answers, AgentResult *out)
{
    Asker asker;
    *out = (AgentResult){0};
    if (!n) return (Err){0};
    Err err = asker_open(&asker, opt, operation, keep, out);
    if (err.kind) return err;
    if (opt->estimate || opt->show_prompt) estimate(qs, n, out);
    else ask(&asker, qs, n, keep, answers);
    out->stopped_by = asker.stopped_by;
    asker_close(&asker, out->stopped_by.len ? S("stopped") : S("done"), 0);
    return err;
}

Str agent_words(Str name, const AgentHole *holes, Size n, Arena *keep)
{
    Filling *fill = new (keep, Filling, n + 1);
    for (Size i = 0; i < n; i++) fill[i] = (Filling){holes[i].hole, holes[i].text};
    return prompt_fill(name, fill, n, keep);
}

Str agent_pasted(Str answer, Arena *keep)
{
    LlmFences fences = {0};
    llm_fences(answer, keep, &fences);
    for (Size i = 0; i < fences.n; i++) {
        Str info = fences.v[i].info;
        bool python = !info.len || str_starts(info, S("py")) || str_starts(info, S("Py"));
        if (python && fences.v[i].closed && str_trim(fences.v[i].text).len) return fences.v[i].text;
    }
    return fences.n ? fences.v[0].text : answer;
}
