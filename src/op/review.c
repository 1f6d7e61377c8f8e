// op/review: a model as judge beside the engine. Text and JSON show both verdicts a piece; every
// other format shows the findings of both in one list.
// SPDX-License-Identifier: MIT
#include "op/judge.h"
#include "op/model.h"
#include "agent/review.h"

static Err options_of(const OpCall *c, ReviewOptions *o)
{
    Str cwe = conf_text(c->conf, "cwe");
    int64_t n = 0;
    if (str_starts(cwe, S("CWE-")) || str_starts(cwe, S("cwe-"))) cwe = str_sub(cwe, 4, -1);
    if (cwe.len && (!str_int(cwe, &n) || n < 1 || n > 9999))
        return err_new(c->keep, ERR_CONFIG, "--cwe takes a number, such as 89 or CWE-89");
    *o = (ReviewOptions){
        .by = str_eq(conf_text(c->conf, "by"), S("file")) ? BY_FILE : BY_FUNCTION,
        .cwe = (int)n,
        .once = conf_flag(c->conf, "once"),
    };
    return (Err){0};
}

static int exit_of(const OpCall *c, const Reviewed *r, Profile profile)
{
    const ScanResult *s = &r->scan;
    if (s->stopped || os_stopped()) return EXIT_STOPPED;
    for (Size i = 0; i < s->findings.n; i++) {
        const Finding *f = &s->findings.v[i];
        bool counts = !f->hidden && profile_shows(profile, f->confidence);
        if (counts && f->severity >= judge_fail_on(c->conf)) return EXIT_FOUND;
    }
    return scan_complete(s) && !r->result.stopped_by.len ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

// The first format decides the form; a file or another form is the reports' own work.
static int report(const OpCall *c, const Reviewed *r, const JudgeInput *in, int code)
{
    const ConfValue *v = conf_value(c->conf, "format");
    Str form = v->n ? v->v[0] : S("text");
    bool own = v->n <= 1 && (str_eq(form, S("text")) || str_eq(form, S("json")));
    c->out->progress(c->out, (Str){0});
    if (!own) return judge_report(c, &r->scan, in, code);
    op_data(c, str_eq(form, S("json")) ? review_json(r, c->keep) : review_text(r, c->keep));
    for (Size i = 0; i < r->scan.missing.n && !conf_flag(c->conf, "quiet"); i++) {
        const NotAnalysed *m = &r->scan.missing.v[i];
        op_say(c, "not judged: %.*s:%d: %.*s%s%.*s", STR_ARG(m->path), m->line, STR_ARG(m->engine),
               m->engine.len ? ": " : "", STR_ARG(m->why));
    }
    return code;
}

int op_review(const OpCall *c)
{
    AgentOptions agent;
    ReviewOptions how;
    ScanOptions scan;
    JudgeInput in;
    Reviewed *r = new (c->keep, Reviewed, 1);
    Err e = model_options(c, &agent);
    if (!e.kind && !agent.nfixers) {
        op_say(c, "suture: review needs a model. Try --judge ollama:qwen2.5-coder (on this "
                  "machine, free) or --judge openai:NAME (key: OPENAI_API_KEY).");
        return EXIT_USAGE;
    }
    if (!e.kind) e = judge_formats(c);
    if (!e.kind) e = options_of(c, &how);
    if (!e.kind) e = judge_options(c, &scan);
    if (!e.kind) e = judge_input(c, &in);
    if (e.kind) return op_fail(c, e);
    os_catch_stop();
    e = agent_review(&agent, &how, &scan, in.paths.v, in.paths.n, in.over, in.nover, c->keep, r);
    if (e.kind) return op_fail(c, e);
    for (Size i = 0; i < r->result.shown.n; i++) op_data(c, r->result.shown.v[i]);
    bool dry = agent.show_prompt || agent.estimate;
    int code = dry ? EXIT_CLEAN : report(c, r, &in, exit_of(c, r, scan.profile));
    if (conf_flag(c->conf, "quiet")) model_say_faults(c, &r->result);
    else if (!agent.show_prompt)
        op_say_table(c, agent_summary(&r->result, c->keep));
    return code;
}
