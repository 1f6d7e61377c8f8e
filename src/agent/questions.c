// agent/questions: what one round asks. Each prompt fits what its model takes: what is least needed
// goes first, and a piece that still does not fit is too large, never cut. Answers are asked for
// once more when they hold no code, were cut, or only repeat an earlier one.
// SPDX-License-Identifier: MIT
#include "agent/repair.h"

enum { SCRATCH = 1 << 30, ASSUMED_UNIT = 24000, MOST_UNIT = 96000, LEAST_UNIT = 600 };

// ---- settings of a question

static Str temperature(const Loop *l, const Llm *m, int round, Size index)
{
    double base = 0;
    const LlmOptions *o = llm_options(m);
    for (Size i = 0; i < o->nsettings; i++)
        if (str_eq(o->settings[i].name, S("temperature"))) {
            Arena scratch = *l->keep;
            base = strtod(str_z(&scratch, o->settings[i].value), NULL);
        }
    return str_fmt(l->keep, "%.3g", base + l->opt->temperature_step * (round - 1 + (int)index));
}

// Round, candidate and repeat in one number: equal words asked again are another sample.
static int sample_of(const Loop *l, int round, Size candidate)
{
    return l->opt->repeat * 100000 + round * 1000 + (int)candidate * 10;
}

// A further answer to the same words should be another one: at a higher temperature when a step
// was given (unset is not sent), and in any case by the words.
static Str varied(const Loop *l, Str prompt, Size index)
{
    if (!index) return prompt;
    Filling fill[] = {{S("number"), str_fmt(l->keep, "%td", index + 1)}};
    return str_fmt(l->keep, "%.*s%.*s", STR_ARG(prompt),
                   STR_ARG(prompt_fill(S("another"), fill, 1, l->keep)));
}

static Question question(const Loop *l, const Request *r, Llm *m, int round, Size index)
{
    const AgentFile *af = r->file->more;
    LlmSetting *set = new (l->keep, LlmSetting, 1);
    Size nth = l->opt->best_of ? index / l->asker->nmodels : index;
    *set = (LlmSetting){S("temperature"), S("")};
    if (l->opt->has_step) set->value = temperature(l, m, round, nth);
    return (Question){
        .model = m,
        .file = af->row,
        .q = {.system = prompt_fill(S("repair_system"), NULL, 0, l->keep),
              .prompt = varied(l, r->prompt, nth),
              .settings = set,
              .nsettings = l->opt->has_step,
              .sample = sample_of(l, round, index)},
    };
}

static void questions_make(Loop *l, Request *r, int round)
{
    Size each = l->opt->candidates > 0 ? l->opt->candidates : 1, models = l->asker->nmodels;
    r->nquestions = l->opt->best_of ? each * models : each;
    r->questions = new (l->keep, Question, r->nquestions);
    r->order = new (l->keep, Size, r->nquestions);
    for (Size i = 0; i < r->nquestions; i++) {
        int turn = l->opt->best_of ? (int)(i % models) + 1 : round;
        r->order[i] = i;
        r->questions[i] = question(l, r, asker_model(l->asker, turn), round, i);
    }
}

// ---- the window

// The smallest window of the models that a round asks.
static int64_t window(Loop *l, int round, bool ask)
{
    int64_t least = 0;
    Size n = l->opt->best_of ? l->asker->nmodels : 1;
    for (Size i = 0; i < n; i++) {
        Str told;
        Llm *m = asker_model(l->asker, l->opt->best_of ? (int)i + 1 : round);
        int64_t context = llm_context(m, ask, l->keep, &told);
        if (told.len) asker_say(l->asker, "%.*s", STR_ARG(told));
        if (!least || context < least) least = context;
    }
    return least;
}

// What the answer will need: the code again, and half as much for what is added and said.
static int64_t answer_room(const Loop *l, const Request *r, int round)
{
    int64_t set = llm_options(asker_model(l->asker, round))->max_tokens;
    int64_t code = asker_tokens(l->asker, str_sub(r->file->now, r->unit.at.beg, r->unit.at.end));
    return set > 0 ? set : code * 3 / 2 + 512;
}

static bool prompt_make(Loop *l, const Tree *t, Request *r, int round, int64_t context)
{
    AgentFile *af = r->file->more;
    Str system = prompt_fill(S("repair_system"), NULL, 0, l->keep);
    int64_t room = context - asker_tokens(l->asker, system) - answer_room(l, r, round);
    for (int less = SHRINK_NOTHING; less < SHRINKS; less++) {
        Size hidden = 0;
        Str plain = request_prompt(l->job, t, r, (Shrink)less, l->keep);
        r->prompt = secrets_hide(&af->masks, plain, l->keep, &hidden);
        if (asker_tokens(l->asker, r->prompt) > room) continue;
        l->hidden += hidden;
        return true;
    }
    return false;
}

static void too_large(Loop *l, const Request *r)
{
    for (Size i = 0; i < r->targets.n; i++) {
        FixRow *row = loop_row(l, r->targets.v[i]);
        if (row && row->how == HOW_OPEN)
            row->what = S(
                "too large for a question: the function is longer than the model's context takes");
    }
    l->out->too_large++;
}

static bool all_fit(Loop *l, FixFile *f, const Tree *t, Requests *of_file, int round,
                    int64_t context)
{
    bool all = true;
    Size before = l->hidden;
    for (Size i = 0; i < of_file->n; i++) {
        Request *r = &of_file->v[i];
        r->file = f;
        r->beside = of_file;
        r->too_large = r->too_large || !prompt_make(l, t, r, round, context);
        all = all && !r->too_large;
    }
    if (!all) l->hidden = before;
    return all;
}

// First with what is known of the model; then the server is asked; then in smaller pieces.
void questions_add(Loop *l, FixFile *f, int round)
{
    Requests of_file = {0};
    for (int pass = 0; pass < 3; pass++) {
        Tree *t;
        int64_t context = window(l, round, pass > 0);
        Size most = context > ASSUMED_UNIT / 3 && pass > 0 ? (Size)context : ASSUMED_UNIT;
        if (pass == 2) most = (Size)(context > 2000 ? (context - 1200) : LEAST_UNIT);
        requests_make(l->job, f, &l->moved, most < MOST_UNIT ? most : MOST_UNIT, l->keep, &t,
                      &of_file);
        if (all_fit(l, f, t, &of_file, round, context)) break;
    }
    for (Size i = 0; i < of_file.n; i++) {
        Request *r = &of_file.v[i];
        if (r->too_large) {
            too_large(l, r);
            continue;
        }
        r->text_then = f->now;
        questions_make(l, r, round);
        *push(l->keep, &l->requests) = *r;
        f->rounds = round;
    }
}

// ---- asking

static void ask_all(Loop *l)
{
    struct {
        Question *v;
        Size n, cap;
    } all = {0};
    for (Size i = 0; i < l->requests.n; i++)
        for (Size k = 0; k < l->requests.v[i].nquestions; k++)
            *push(l->keep, &all) = l->requests.v[i].questions[k];
    asker_ask(l->asker, all.v, all.n);
    for (Size i = 0, at = 0; i < l->requests.n; i++)
        for (Size k = 0; k < l->requests.v[i].nquestions; k++)
            l->requests.v[i].questions[k] = all.v[at++];
}

bool seen_text(const Memory *m, Str code)
{
    for (Size i = 0; i < m->seen.n; i++)
        if (str_eq(m->seen.v[i], str_trim(code))) return true;
    return false;
}

typedef enum { FINE, CUT, NO_CODE, REPEATED } Fault;

static Fault fault_of(Loop *l, const Request *r, const Question *q)
{
    Pool scratch = {0};
    if (q->err.kind || q->reply.outcome == LLM_REFUSED) return FINE;
    if (q->reply.outcome == LLM_TRUNCATED) return CUT;
    if (q->reply.outcome != LLM_ANSWERED) return NO_CODE;
    if (!pool_open(&scratch, SCRATCH)) return FINE;
    Str code = r->unit.kind == UNIT_PART
                   ? part_of_answer(q->reply.text, l->keep, scratch.arena)
                   : code_of_answer(q->reply.text, r->unit.name, l->keep, scratch.arena);
    pool_close(&scratch);
    l->out->no_code += !code.len;
    bool again = code.len && seen_text(r->memory, code);
    l->out->same_text += again;
    return !code.len ? NO_CODE : again ? REPEATED : FINE;
}

// An answer that was given before: another model is asked when there is one, in other words always.
static Question asked_again(Loop *l, const Question *q, Fault fault)
{
    LlmRequest more = q->q;
    Llm *m = q->model;
    if (fault == CUT) more.max_tokens = asker_doubled(q);
    if (fault == NO_CODE || fault == REPEATED) {
        Str words = prompt_fill(fault == NO_CODE ? S("no_code") : S("repeated"), NULL, 0, l->keep);
        more.prompt = str_fmt(l->keep, "%.*s%.*s", STR_ARG(q->q.prompt), STR_ARG(words));
    }
    if (fault == REPEATED && l->asker->nmodels > 1)
        m = asker_model(l->asker, q->model == l->asker->models[0] ? 2 : 1);
    more.sample++;
    return (Question){.model = m, .file = q->file, .q = more};
}

static void ask_again(Loop *l)
{
    struct {
        Question *v;
        Size n, cap;
    } again = {0};
    struct {
        Question **v;
        Size n, cap;
    } from = {0};
    for (Size i = 0; i < l->requests.n; i++)
        for (Size k = 0; k < l->requests.v[i].nquestions; k++) {
            Question *q = &l->requests.v[i].questions[k];
            Fault fault = fault_of(l, &l->requests.v[i], q);
            if (fault == FINE) continue;
            *push(l->keep, &again) = asked_again(l, q, fault);
            *push(l->keep, &from) = q;
        }
    asker_ask(l->asker, again.v, again.n);
    for (Size i = 0; i < again.n; i++) *from.v[i] = again.v[i];
}

// ---- which of several answers is tried first

static Size lines_that_differ(Str a, Str b)
{
    Size n = 0;
    for (Str rest = a, line; str_cut(&rest, S("\n"), &line);) {
        bool there = false;
        line = str_trim(line);
        for (Str r = b, other; !there && str_cut(&r, S("\n"), &other);)
            there = str_eq(str_trim(other), line);
        n += line.len && !there;
    }
    return n;
}

static Size change_of(Loop *l, const Request *r, const Question *q)
{
    Pool scratch = {0};
    if (q->err.kind || q->reply.outcome != LLM_ANSWERED || !pool_open(&scratch, SCRATCH))
        return PTRDIFF_MAX;
    Str was = str_sub(r->text_then, r->unit.at.beg, r->unit.at.end);
    Str code = code_of_answer(q->reply.text, r->unit.name, l->keep, scratch.arena);
    Size n = lines_that_differ(code, was) + lines_that_differ(was, code);
    pool_close(&scratch);
    return n ? n : PTRDIFF_MAX;
}

// Best of several: the smallest change is tried first, so that the first that passes is the best.
static void order_answers(Loop *l, Request *r)
{
    Size *size = new (l->keep, Size, r->nquestions);
    for (Size i = 0; i < r->nquestions; i++) size[i] = change_of(l, r, &r->questions[i]);
    for (Size i = 1; i < r->nquestions; i++)
        for (Size k = i; k > 0 && size[r->order[k]] < size[r->order[k - 1]]; k--) {
            Size other = r->order[k];
            r->order[k] = r->order[k - 1];
            r->order[k - 1] = other;
        }
}

void questions_ask(Loop *l)
{
    ask_all(l);
    ask_again(l);
    for (Size i = 0; i < l->requests.n && l->opt->best_of; i++) order_answers(l, &l->requests.v[i]);
}
