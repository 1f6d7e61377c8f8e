// agent/repair: the loop. Each round: one question a piece of code, all at once; answers are
// placed, judged by one scan a step, and kept only when every gate passes. It ends when nothing is
// left, patience or the budget is spent.
// SPDX-License-Identifier: MIT
#include "agent/repair.h"
#include "agent/several.h"
#include "base/os.h"

enum { SCRATCH = 1 << 30 };

// ---- what is asked

static bool is_open(const Loop *l, const FixFile *f)
{
    const AgentFile *af = f->more;
    bool wanted = fix_open_rows(f) > 0;
    for (Size i = 0; i < l->moved.n; i++) {
        const Moved *m = &l->moved.v[i];
        const FixRow *row = m->file == f ? loop_row(l, m->finding) : NULL;
        wanted = wanted || (row && row->how == HOW_OPEN);
    }
    return !f->closed.len && !af->done && wanted;
}

static void say_sending(const Loop *l, int round)
{
    Size bytes = 0;
    Str host = llm_host(asker_model(l->asker, round)),
        name = llm_name(asker_model(l->asker, round));
    for (Size i = 0; i < l->requests.n; i++) bytes += l->requests.v[i].prompt.len;
    asker_say(l->asker,
              "round %d: sending %td piece%s of code (%.1f kB, %td secret%s masked) to %.*s%s%.*s",
              round, l->requests.n, l->requests.n == 1 ? "" : "s", (double)bytes / 1000, l->hidden,
              l->hidden == 1 ? "" : "s", STR_ARG(name), host.len ? " at " : "", STR_ARG(host));
}

// ---- what comes back

FixRow *loop_row(const Loop *l, const Finding *f)
{
    for (Size i = 0; i < l->job->n; i++) {
        FixFile *file = &l->job->files[i];
        for (Size k = 0; k < file->rows.n && str_eq(file->path, f->path); k++)
            if (file->rows.v[k].finding->fingerprint == f->fingerprint) return &file->rows.v[k];
    }
    return NULL;
}

static void row_says(const Loop *l, const Request *r, Str what)
{
    for (Size i = 0; i < r->targets.n; i++) {
        FixRow *row = loop_row(l, r->targets.v[i]);
        if (row && row->how == HOW_OPEN) row->what = what;
    }
}

static void remember(Loop *l, Request *r, Str gates, Str answer)
{
    Size hidden = 0;
    const AgentFile *af = r->file->more;
    r->memory->gates = secrets_hide(&af->masks, gates, l->keep, &hidden);
    r->memory->answer =
        str_ends(answer, S("\n")) ? answer : str_fmt(l->keep, "%.*s\n", STR_ARG(answer));
}

static bool seen_before(Loop *l, Memory *m, Str code)
{
    if (seen_text(m, code)) return true;
    *push(l->keep, &m->seen) = str_keep(l->keep, str_trim(code));
    return false;
}

static void record_refusal(Loop *l, const Request *r, const Question *q, Size index, Str code,
                           Str why)
{
    int64_t id;
    const AgentFile *af = r->file->more;
    StoreCandidate c = {.file = af->row,
                        .exchange = q->exchange,
                        .round = l->round,
                        .index = (int)index,
                        .origin = S("model"),
                        .function = r->unit.qual,
                        .text = code,
                        .why = why};
    if (l->asker->store) asker_note(l->asker, store_candidate(l->asker->store, &c, NULL, 0, &id));
}

static const struct { Placing got; const char *why, *gate;
} PLACINGS[] = {
    {PLACE_NO_CODE, "the answer held no code that can be read",
     "- the answer held no code that can be read\n"},
    {PLACE_NOT_IT, "the answer does not define what was asked for",
     "- the answer does not define what was asked for\n"},
    {PLACE_SECRET, "the answer moved or made up a masked secret",
     "- SUTURE_SECRET texts must stay where they are\n"},
};

// The beginning of an answer in which no code was found: it goes into a fence of the next question,
// which its own fences would end.
static Str shown_in_fence(const Loop *l, Str reply) { return llm_plain(str_sub(reply, 0, 4000), l->keep); }

static void misplaced(Loop *l, Request *r, const Question *q, Size index, Placing got, Str code)
{
    for (Size i = 0; i < countof(PLACINGS); i++) {
        if (PLACINGS[i].got != got) continue;
        row_says(l, r, str_of(PLACINGS[i].why));
        remember(l, r, str_of(PLACINGS[i].gate),
                 code.len ? code : shown_in_fence(l, q->reply.text));
        record_refusal(l, r, q, index, code, str_of(PLACINGS[i].why));
    }
    l->out->turned_down++;
}

// What an answer of several files says of the asked one is taken as a whole: other definitions too.
static Placing place_named(Loop *l, Request *r, const Several *s, Arena scratch, Str *text,
                           Str *code)
{
    *code = s->named;
    *text = several_text(r->file->now, s->named, l->keep, scratch, &l->why_not);
    return text->len ? PLACED : PLACE_MISFIT;
}

static Placing place(Loop *l, Request *r, const Several *s, Arena scratch, Str *text, Str *code)
{
    Unit now;
    *text = *code = (Str){0};
    const AgentFile *af = r->file->more;
    Arena tmp = scratch;
    Tree *t = py_parse(r->file->now, (PyOptions){0}, &tmp);
    if (!unit_again(t, &r->unit, r->text_then, &tmp, &now)) return PLACE_NOT_IT;
    Placing got = s->others.n && s->named.len
                      ? place_named(l, r, s, tmp, text, code)
                      : place_answer(r->file->now, &now, s->own, l->keep, tmp, text, code);
    Size hidden = 0;
    Str sent = secrets_hide(&af->masks, r->file->now, l->keep, &hidden);
    if (got == PLACED && !secrets_back(&af->masks, sent, *text, l->keep, text)) got = PLACE_SECRET;
    return got;
}

static void refuse_answer(Loop *l, Request *r, const Question *q, Size index, Str code, Str why)
{
    row_says(l, r, why);
    remember(l, r, str_fmt(l->keep, "- %.*s\n", STR_ARG(why)), code);
    record_refusal(l, r, q, index, code, why);
    l->out->turned_down++;
}

// Beside the asked piece: each other file of the answer. Why not, else empty.
static Str place_others(Loop *l, const Request *r, Several *s, Str *shown)
{
    Str why;
    Buf all = {.keep = l->keep};
    buf_add(&all, *shown);
    for (Size i = 0; i < s->others.n; i++) {
        OtherFile *o = &s->others.v[i];
        Pool scratch = {0};
        FixFile *f = fix_join(l->job, o->path);
        if (!f) return str_fmt(l->keep, "%.*s can't be changed here", STR_ARG(o->path));
        if (!f->more) loop_file(l, f);
        if (!pool_open(&scratch, SCRATCH)) return S("no memory");
        o->text = several_text(f->now, o->code, l->keep, scratch.arena, &why);
        pool_close(&scratch);
        if (!o->text.len) return str_fmt(l->keep, "%.*s: %.*s", STR_ARG(o->path), STR_ARG(why));
        if (!secrets_back(&(Masks){0}, f->now, o->text, l->keep, &o->text))
            return S("the answer moved or made up a masked secret");
        buf_fmt(&all, "\n# file: %.*s\n%.*s", STR_ARG(prompt_path(o->path, l->keep)),
                STR_ARG(o->code));
    }
    (void)r;
    *shown = buf_str(&all);
    return (Str){0};
}

static void add_try(Loop *l, Request *r, Size index, FixFile *f, Str text, int group)
{
    FixTry *t = push(l->keep, &l->tries);
    *t = (FixTry){.file = f,
                  .text = text,
                  .targets = r->targets.v,
                  .ntargets = r->targets.n,
                  .how = HOW_MODEL,
                  .group = group};
    t->what = str_fmt(l->keep, "rewritten by the model, round %d%s", l->round,
                      group ? ", together with other files" : "");
    *push(l->keep, &l->of) = (Tried){r, index, {0}};
}

static bool same_as_now(const OtherFile *o, const FixJob *job)
{
    for (Size i = 0; i < job->n; i++)
        if (str_eq(job->files[i].path, o->path)) return str_eq(job->files[i].now, o->text);
    return false;
}

// One answer into the texts to be tried: one, or those of several files, which go together.
static void candidate(Loop *l, Request *r, Size index, Several *s, Arena scratch)
{
    Str text, code;
    const Question *q = &r->questions[index];
    if (q->err.kind || q->reply.outcome != LLM_ANSWERED) {
        row_says(l, r, no_code_why(q, l->keep));
        return;
    }
    if (s->refused.len) {
        refuse_answer(l, r, q, index, shown_in_fence(l, q->reply.text), s->refused);
        return;
    }
    Placing got = place(l, r, s, scratch, &text, &code);
    bool others = s->others.n > 0 && got == PLACE_NO_CODE;
    if (got == PLACE_MISFIT) {
        refuse_answer(l, r, q, index, code, l->why_not);
        return;
    }
    if (got != PLACED && !others) {
        misplaced(l, r, q, index, got, code);
        return;
    }
    Str shown = got == PLACED ? code : S(""), why = place_others(l, r, s, &shown);
    if (why.len) {
        refuse_answer(l, r, q, index, shown, why);
        return;
    }
    if (seen_before(l, r->memory, shown)) {
        l->out->same_text++;
        record_refusal(l, r, q, index, shown, S("the same text as an earlier answer"));
        return;
    }
    Size from = l->of.n, changed = 0;
    for (Size i = 0; i < s->others.n; i++) changed += !same_as_now(&s->others.v[i], l->job);
    bool own = got == PLACED && !(changed && str_eq(text, r->file->now));
    int group = changed + own > 1 ? (int)l->of.n + 1 : 0;
    if (own) add_try(l, r, index, r->file, text, group);
    for (Size i = 0; i < s->others.n; i++)
        if (!same_as_now(&s->others.v[i], l->job))
            add_try(l, r, index, fix_join(l->job, s->others.v[i].path), s->others.v[i].text, group);
    if (l->of.n > from) l->of.v[from].code = shown;
}

static Str failed_gates(const Verdict *v, Arena *keep)
{
    Buf b = {.keep = keep};
    for (GateId g = 0; g < GATE_COUNT; g++)
        if (v->gate[g].state == GATE_FAILED)
            buf_fmt(&b, "- %.*s: %.*s\n", STR_ARG(gate_name(g)), STR_ARG(v->gate[g].evidence));
    return buf_str(&b);
}

static void record_candidate(Loop *l, const Request *r, const FixTry *t, Size index, Str code)
{
    int64_t id = 0;
    Size n = 0;
    StoreGate gates[GATE_COUNT];
    const AgentFile *af = r->file->more;
    if (!l->asker->store) return;
    for (GateId g = 0; g < GATE_COUNT; g++)
        if (t->verdict.gate[g].state)
            gates[n++] = (StoreGate){gate_name(g), gate_state_name(t->verdict.gate[g].state),
                                     t->verdict.gate[g].evidence};
    Str why = t->verdict.accepted ? S("") : gate_name(t->verdict.refused_by);
    StoreCandidate c = {.file = af->row,
                        .exchange = r->questions[index].exchange,
                        .round = l->round,
                        .index = (int)index,
                        .origin = S("model"),
                        .function = r->unit.qual,
                        .text = code,
                        .accepted = t->verdict.accepted,
                        .why = why};
    Err err = store_candidate(l->asker->store, &c, gates, n, &id);
    if (!err.kind && t->verdict.accepted)
        err = store_verdicts(l->asker->store, af->row, id, &r->file->have);
    asker_note(l->asker, err);
}

enum { MOST_SAID = 20 };

// In a small run each verdict is told as it falls.
static void say_verdict(const Loop *l, const Request *r, const FixTry *t)
{
    Str unit = r->unit.qual.len ? r->unit.qual : r->unit.name;
    GateId g = t->verdict.refused_by;
    if (l->requests.n > MOST_SAID) return;
    if (t->verdict.accepted)
        asker_say(l->asker, "round %d: %.*s of %.*s: accepted", l->round, STR_ARG(unit),
                  STR_ARG(r->file->path));
    else
        asker_say(l->asker, "round %d: %.*s of %.*s: refused: %.*s: %.*s", l->round, STR_ARG(unit),
                  STR_ARG(r->file->path), STR_ARG(gate_name(g)),
                  STR_ARG(t->verdict.gate[g].evidence));
}

static void settle(Loop *l, Request *r, const FixTry *t, Size index, Str code)
{
    record_candidate(l, r, t, index, code);
    say_verdict(l, r, t);
    if (t->verdict.accepted) {
        r->accepted = true;
        l->accepted++;
        l->out->accepted++;
        r->memory->gates = (Str){0};
        return;
    }
    l->out->turned_down++;
    l->out->gates[t->verdict.refused_by]++;
    remember(l, r, failed_gates(&t->verdict, l->keep), code);
}

// ---- steps: each takes at most one answer that touches a file, and judges all with one scan

static bool is_taken(Loop *l, Str path, bool take)
{
    for (Size i = 0; i < l->taken.n; i++)
        if (str_eq(l->taken.v[i], path)) return true;
    if (take) *push(l->keep, &l->taken) = path;
    return false;
}

// Its file, those of its findings, those that the answer changes; all free, or none is taken.
static bool take_files(Loop *l, const Request *r, const Several *s)
{
    bool busy = false;
    for (int pass = 0; pass < 2 && !busy; pass++) {
        bool own = is_taken(l, r->file->path, pass == 1);
        busy = !pass && own;
        for (Size i = 0; i < r->targets.n; i++) {
            bool taken = is_taken(l, r->targets.v[i]->path, pass == 1);
            busy = busy || (!pass && taken);
        }
        for (Size i = 0; i < s->others.n; i++) {
            bool taken = is_taken(l, s->others.v[i].path, pass == 1);
            busy = busy || (!pass && taken);
        }
    }
    return !busy;
}

static bool is_over(const Request *r) { return r->accepted || r->turn >= r->nquestions; }

// The next answer of a request, when no other of this step touches its files.
static bool next_answer(Loop *l, Request *r, Pool *scratch)
{
    Several s = {0};
    Size index = r->order[r->turn];
    const Question *q = &r->questions[index];
    pool_reset(scratch);
    if (!q->err.kind && q->reply.outcome == LLM_ANSWERED)
        several_split(l->job, r, q->reply.text, l->keep, scratch->arena, &s);
    if (!take_files(l, r, &s)) return false;
    r->turn++;
    candidate(l, r, index, &s, scratch->arena);
    return true;
}

static void settle_all(Loop *l)
{
    bool whole = asker_together(l->asker);
    for (Size i = 0; i < l->of.n; i++) {
        const Tried *t = &l->of.v[i];
        bool first = !i || l->of.v[i - 1].request != t->request;
        if (first) settle(l, t->request, &l->tries.v[i], t->index, t->code);
    }
    if (whole) asker_note(l->asker, store_done(l->asker->store));
}

static bool step(Loop *l, Pool *scratch)
{
    bool any = false;
    l->tries.n = l->of.n = l->taken.n = 0;
    for (Size i = 0; i < l->requests.n && !os_stopped(); i++) {
        Request *r = &l->requests.v[i];
        if (is_over(r)) continue;
        if (next_answer(l, r, scratch)) any = true;
        else is_taken(l, r->file->path, true);       // those behind it keep their order
    }
    if (l->tries.n) fix_try(l->job, l->tries.v, l->tries.n);
    settle_all(l);
    return any;
}

static void judge_all(Loop *l)
{
    Pool scratch = {0};
    if (!pool_open(&scratch, SCRATCH)) return;
    while (step(l, &scratch)) {}
    pool_close(&scratch);
}

// ---- rounds

static Size left_open(const Loop *l)
{
    Size n = 0;
    for (Size i = 0; i < l->job->n; i++) n += fix_open_rows(&l->job->files[i]);
    return n;
}

static bool file_accepted(const Loop *l, const FixFile *f)
{
    for (Size i = 0; i < l->requests.n; i++)
        if (l->requests.v[i].file == f && l->requests.v[i].accepted) return true;
    return false;
}

static void lose_patience(Loop *l)
{
    int patience = l->opt->patience > 0 ? l->opt->patience : 2;
    for (Size i = 0; i < l->job->n; i++) {
        AgentFile *af = l->job->files[i].more;
        if (af->done) continue;
        af->stale = file_accepted(l, &l->job->files[i]) ? 0 : af->stale + 1;
        af->done = af->stale >= patience;
    }
}

static void show(Loop *l)
{
    for (Size i = 0; i < l->requests.n; i++)
        *push(l->keep, &l->out->shown) =
            str_fmt(l->keep, "%.*s\n%.*s", STR_ARG(l->requests.v[i].questions->q.system),
                    STR_ARG(l->requests.v[i].prompt));
}

static void estimate(Loop *l)
{
    l->out->estimated = true;
    for (Size i = 0; i < l->requests.n; i++) {
        const Question *q = l->requests.v[i].questions;
        l->out->asked += l->requests.v[i].nquestions;
        l->out->tokens_in += (llm_estimate(q->q.system) + llm_estimate(q->q.prompt)) *
                             (int64_t)l->requests.v[i].nquestions;
    }
}

// A server that answered nothing in a whole round will not in the next; another model may.
static bool was_heard(const Loop *l)
{
    for (Size i = 0; i < l->requests.n; i++)
        for (Size k = 0; k < l->requests.v[i].nquestions; k++)
            if (!l->requests.v[i].questions[k].err.kind) return true;
    return l->asker->nmodels > 1;
}

// False: the last round is over.
static bool round_run(Loop *l, int round)
{
    l->round = round;
    l->requests.n = l->requests.cap = l->accepted = l->hidden = 0;
    where_find(l, round);
    for (Size i = 0; i < l->job->n; i++)
        if (is_open(l, &l->job->files[i])) questions_add(l, &l->job->files[i], round);
    if (!l->requests.n) return false;
    if (l->opt->show_prompt) return show(l), false;
    if (l->opt->estimate) return estimate(l), false;
    l->out->secrets_masked += l->hidden;
    say_sending(l, round);
    questions_ask(l);
    judge_all(l);
    lose_patience(l);
    if (l->asker->store)
        asker_note(l->asker, store_round(l->asker->store, l->asker->run, round, l->requests.n,
                                         l->accepted, left_open(l)));
    if (l->opt->after_round) l->opt->after_round(l->opt->round_self, l->job, round);
    return was_heard(l) && !l->asker->stopped_by.len && !os_stopped();
}

void loop_run(Loop *l)
{
    int rounds = l->opt->rounds > 0 ? l->opt->rounds : 3;
    for (int round = 1; round <= rounds && round_run(l, round); round++)
        if (l->job->opt.progress)
            l->job->opt.progress(l->job->opt.self, S("rounds"), round, rounds);
    l->out->stopped_by = l->asker->stopped_by;
    if (os_stopped())
        l->out->stopped_by =
            S("interrupted; run the same command again to go on: answers are remembered");
}

void loop_file(Loop *l, FixFile *f)
{
    AgentFile *af = new(l->keep, AgentFile, 1);
    f->more = af;
    secrets_find(py_parse(f->before, (PyOptions){0}, l->keep), &f->start, l->keep, &af->masks);
    if (!l->asker->store) return;
    Err err = store_file_begin(l->asker->store, l->asker->run, f->path, f->before, &af->row);
    if (!err.kind) err = store_verdicts(l->asker->store, af->row, 0, &f->start);
    asker_note(l->asker, err);
}

void loop_begin(Loop *l)
{
    bool whole = asker_together(l->asker);
    for (Size i = 0; i < l->job->n; i++) loop_file(l, &l->job->files[i]);
    if (whole) asker_note(l->asker, store_done(l->asker->store));
}

void loop_end(Loop *l)
{
    bool whole = asker_together(l->asker);
    for (Size i = 0; i < l->job->n && l->asker->store; i++) {
        const FixFile *f = &l->job->files[i];
        const AgentFile *af = f->more;
        Size left = fix_open_rows(f);
        Str outcome = !left ? S("clean") : left < f->rows.n ? S("better") : S("unchanged");
        if (!af->row) continue;
        Err err = store_file_end(l->asker->store, af->row, outcome, f->now, f->rounds);
        if (err.kind) fault_add(l->out, err.what, l->keep);
    }
    if (whole) asker_note(l->asker, store_done(l->asker->store));
}

Err agent_repair(const AgentOptions *opt, FixJob *job, Arena *keep, AgentResult *out)
{
    Asker asker;
    *out = (AgentResult){0};
    if (!opt->nfixers) return (Err){0};
    Err err = asker_open(&asker, opt, S("fix"), keep, out);
    if (err.kind) return err;
    Loop l = {.opt = opt, .job = job, .asker = &asker, .out = out, .keep = keep};
    loop_begin(&l);
    loop_run(&l);
    fix_finish(job);
    loop_end(&l);
    job->model_json = agent_json(out, keep);
    int code = agent_exit(job, out, SEV_LOW);
    asker_close(&asker, out->stopped_by.len ? S("stopped") : S("done"), code);
    return err;
}
