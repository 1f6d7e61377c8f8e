// agent/review: ask a model about each piece of a project's code, put its verdict beside the
// engine's, and ask once more, in other words, about what the model alone claims.
// SPDX-License-Identifier: MIT
#include "agent/review_int.h"
#include "base/os.h"
#include "peer/peer.h"

enum { SECOND_SAMPLE = 500, MOST_CONFIRMED = 5 };

// ---- questions

// The one rule about a CWE; of several none says what the number means.
static const Rule *rule_of_cwe(int cwe)
{
    const Rule *found = NULL;
    for (Size i = 0; i < all_rules_n; i++) {
        if (all_rules[i]->cwe != cwe) continue;
        if (found) return NULL;
        found = all_rules[i];
    }
    return found;
}

static Str cwe_words(int cwe, Arena *keep)
{
    const Rule *rule = rule_of_cwe(cwe);
    if (!rule) return str_fmt(keep, "CWE-%d", cwe);
    return str_fmt(keep, "CWE-%d (%.*s)", cwe, STR_ARG(rule->title));
}

static Question question_of(Review *r, const JudgePiece *p, Str asks, int sample, bool again)
{
    Llm *judge = sample >= SECOND_SAMPLE ? asker_model(r->asker, 2) : asker_model(r->asker, 1);
    Filling fill[] = {{S("unit"), p->unit},
                      {S("path"), prompt_path(p->out->path, r->keep)},
                      {S("question"), asks},
                      {S("context"), p->context},
                      {S("code"), p->code}};
    Str prompt = prompt_fill(S("review"), fill, countof(fill), r->keep);
    if (again)
        prompt = str_fmt(r->keep, "%.*s%.*s", STR_ARG(prompt),
                         STR_ARG(prompt_fill(S("review_form"), NULL, 0, r->keep)));
    Size hidden = 0;
    prompt = secrets_hide(&p->file->masks, prompt, r->keep, &hidden);
    r->hidden += hidden;
    return (Question){.model = judge,
                      .file = p->file->row,
                      .q = {.system = prompt_fill(S("review_system"), NULL, 0, r->keep),
                            .prompt = prompt,
                            .sample = sample + again}};
}

static Str first_question(const Review *r)
{
    if (!r->how->cwe)
        return S("which weaknesses of the Common Weakness Enumeration does it have, if any?");
    return str_fmt(r->keep, "does it have the weakness %.*s? Judge this one weakness alone.",
                   STR_ARG(cwe_words(r->how->cwe, r->keep)));
}

static Str second_question(const Review *r, const Finding *claim)
{
    Str what = claim->cwe
                   ? str_fmt(r->keep, "the weakness %.*s", STR_ARG(cwe_words(claim->cwe, r->keep)))
                   : S("a weakness that an attacker can use");
    return str_fmt(r->keep, "is there %.*s, at line %d or because of it? Judge this alone.",
                   STR_ARG(what), claim->line);
}

// What came back, read; false: it must be asked again, for its form.
static bool hear(Review *r, const Question *q, JudgeAnswer *out, Str *why)
{
    *out = (JudgeAnswer){0};
    *why = (Str){0};
    if (q->err.kind || q->reply.outcome != LLM_ANSWERED) *why = no_code_why(q, r->keep);
    else judge_answer(q->reply.text, r->keep, out);
    if (out->says || q->err.kind || q->reply.outcome == LLM_REFUSED) return true;
    if (!why->len) *why = S("the answer holds no verdict that can be read");
    return false;
}

typedef struct {
    const JudgePiece *piece;
    Str asks;
    int sample;
    JudgeAnswer answer;
    Str why;
} Asked;

// All at once; then once more those whose answer held no verdict.
static void ask_all(Review *r, Asked *v, Size n)
{
    Question *qs = new (r->keep, Question, n);
    Size *of = new (r->keep, Size, n);
    Size again = 0;
    for (Size i = 0; i < n; i++) qs[i] = question_of(r, v[i].piece, v[i].asks, v[i].sample, false);
    asker_ask(r->asker, qs, n);
    for (Size i = 0; i < n; i++)
        if (!hear(r, &qs[i], &v[i].answer, &v[i].why)) of[again++] = i;
    for (Size k = 0; k < again; k++) {
        Asked *a = &v[of[k]];
        bool cut = qs[of[k]].reply.outcome == LLM_TRUNCATED;
        qs[k] = question_of(r, a->piece, a->asks, a->sample, true);
        if (cut) qs[k].q.max_tokens = asker_doubled(&qs[k]);
    }
    r->out->result.no_code += again;
    asker_ask(r->asker, qs, again);
    for (Size k = 0; k < again; k++) (void)hear(r, &qs[k], &v[of[k]].answer, &v[of[k]].why);
}

// ---- claims

static bool has_family(const Finding *f, int cwe)
{
    return !cwe || cwe_same_family(f->cwe, cwe) || f->also[0] == cwe || f->also[1] == cwe;
}

static Str line_of(const Tree *t, int line)
{
    Span at = py_line(t, line);
    return str_sub(t->src, at.beg, at.end);
}

// The gravest of the rules about a CWE.
static Severity severity_of_cwe(int cwe)
{
    Severity most = SEV_NONE;
    for (Size i = 0; i < all_rules_n; i++)
        if (all_rules[i]->cwe == cwe && all_rules[i]->severity > most)
            most = all_rules[i]->severity;
    return most ? most : SEV_MEDIUM;
}

static Finding finding_of(Review *r, const JudgePiece *p, const Claim *c)
{
    const Rule *rule = rule_of_cwe(c->cwe);
    bool inside = c->line >= p->out->line && c->line <= p->out->end_line;
    Finding f = {
        .rule = c->cwe ? str_fmt(r->keep, "cwe-%d", c->cwe) : S("weakness"),
        .engine = r->out->judge,
        .path = p->out->path,
        .function = p->out->function,
        .title = rule     ? rule->title
                 : c->cwe ? str_fmt(r->keep, "CWE-%d", c->cwe)
                          : S("Weakness"),
        .message = c->why,
        .cwe = c->cwe,
        .severity = severity_of_cwe(c->cwe),
        .confidence = CONF_LOW,
        .line = inside ? c->line : p->out->line,
    };
    Str line = line_of(p->file->tree, f.line);
    Span at = py_line(p->file->tree, f.line);
    f.end_line = f.line;
    f.col = (int)(str_find(line, str_trim(line)) < 0 ? 0 : str_find(line, str_trim(line)));
    f.end_col = f.col + (int)str_trim(line).len;
    f.at = (Span){at.beg + (uint32_t)f.col, at.beg + (uint32_t)f.end_col};
    f.snippet = str_trim(line);
    f.fingerprint = str_hash(f.rule) ^ (str_hash(f.function) * 31) ^ (str_hash(f.snippet) * 127);
    if (!f.message.len) f.message = S("the model gave no reason");
    return f;
}

static void confirm(Review *r, Finding *f, Str note)
{
    Str *notes = new (r->keep, Str, f->nnotes + 1);
    for (Size i = 0; i < f->nnotes; i++) notes[i] = f->notes[i];
    notes[f->nnotes++] = note;
    f->notes = notes;
    f->confidence = CONF_MEDIUM;
}

static bool engine_agrees(const ReviewPiece *p, const Finding *claim, Str *rule)
{
    for (Size i = 0; i < p->nengine; i++) {
        if (!claim->cwe || !has_family(p->engine[i], claim->cwe)) continue;
        *rule = p->engine[i]->rule;
        return true;
    }
    return false;
}

static void take_claims(Review *r, const JudgePiece *p, const JudgeAnswer *a)
{
    for (Size i = 0; i < a->claims.n; i++) {
        Str rule;
        Claim c = a->claims.v[i];
        if (r->how->cwe && !c.cwe) c.cwe = r->how->cwe;
        if (r->how->cwe && !cwe_same_family(c.cwe, r->how->cwe)) continue;
        Finding f = finding_of(r, p, &c);
        if (engine_agrees(p->out, &f, &rule))
            confirm(r, &f, str_fmt(r->keep, "suture agrees: %.*s", STR_ARG(rule)));
        *push(r->keep, &p->out->claims) = f;
    }
}

static Agreement agreement_of(const ReviewPiece *p)
{
    if (p->says == SAYS_NOTHING) return NO_VERDICT;
    if (p->says == SAYS_VULNERABLE) return p->nengine ? BOTH_VULNERABLE : MODEL_ONLY;
    return p->nengine ? ENGINE_ONLY : BOTH_SAFE;
}

static void first_answers(Review *r)
{
    Asked *asked = new (r->keep, Asked, r->pieces.n);
    for (Size i = 0; i < r->pieces.n; i++)
        asked[i] = (Asked){.piece = &r->pieces.v[i], .asks = first_question(r)};
    ask_all(r, asked, r->pieces.n);
    for (Size i = 0; i < r->pieces.n; i++) {
        JudgePiece *p = &r->pieces.v[i];
        p->out->says = asked[i].answer.says;
        p->out->from_text = asked[i].answer.from_text;
        p->out->why = asked[i].why;
        take_claims(r, p, &asked[i].answer);
        p->out->agreement = agreement_of(p->out);
        if (p->out->says == SAYS_NOTHING) review_missing(r, p->out, p->out->why);
    }
}

// ---- the second question

static bool says_so(const JudgeAnswer *a, const Finding *claim)
{
    if (a->says != SAYS_VULNERABLE) return false;
    for (Size i = 0; i < a->claims.n; i++)
        if (!a->claims.v[i].cwe || has_family(claim, a->claims.v[i].cwe)) return true;
    return !a->claims.n || !claim->cwe;
}

static void second_answers(Review *r)
{
    struct {
        Asked *v;
        Size n, cap;
    } asked = {0};
    struct {
        Finding **v;
        Size n, cap;
    } of = {0};
    for (Size i = 0; i < r->pieces.n; i++) {
        Findings *claims = &r->pieces.v[i].out->claims;
        for (Size k = 0; k < claims->n && k < MOST_CONFIRMED; k++) {
            if (claims->v[k].confidence > CONF_LOW) continue;
            *push(r->keep, &asked) = (Asked){.piece = &r->pieces.v[i],
                                             .asks = second_question(r, &claims->v[k]),
                                             .sample = SECOND_SAMPLE + 10 * (int)k};
            *push(r->keep, &of) = &claims->v[k];
        }
    }
    r->out->second = asked.n;
    if (!asked.n) return;
    Str who = llm_name(asker_model(r->asker, 2));
    asker_say(r->asker, "asking %.*s a second time, in other words, about %td claim%s",
              STR_ARG(who), asked.n, asked.n == 1 ? "" : "s");
    ask_all(r, asked.v, asked.n);
    for (Size i = 0; i < asked.n; i++)
        if (says_so(&asked.v[i].answer, of.v[i]))
            confirm(r, of.v[i],
                    str_fmt(r->keep, "a second question to %.*s says so too", STR_ARG(who)));
}

// ---- all of it

static void say_start(Review *r)
{
    Size bytes = 0, files = 0;
    for (Size i = 0; i < r->pieces.n; i++) {
        bytes += r->pieces.v[i].code.len + r->pieces.v[i].context.len;
        files += !i || r->pieces.v[i].file != r->pieces.v[i - 1].file;
    }
    Llm *judge = asker_model(r->asker, 1);
    Str host = llm_host(judge);
    asker_say(r->asker, "review: %td question%s to %.*s about %td file%s%s", r->pieces.n,
              r->pieces.n == 1 ? "" : "s", STR_ARG(llm_name(judge)), files, files == 1 ? "" : "s",
              r->how->once ? ""
                           : ", and at most one more for each thing that the model alone claims");
    asker_say(r->asker, "sending %td piece%s of code (%.1f kB, %td secret%s masked) to %.*s%s%.*s",
              r->pieces.n, r->pieces.n == 1 ? "" : "s", (double)bytes / 1000, r->masked,
              r->masked == 1 ? "" : "s", STR_ARG(llm_name(judge)), host.len ? " at " : "",
              STR_ARG(host));
}

static void show_only(Review *r)
{
    AgentResult *out = &r->out->result;
    out->estimated = !r->asker->opt->show_prompt;
    for (Size i = 0; i < r->pieces.n; i++) {
        Question q = question_of(r, &r->pieces.v[i], first_question(r), 0, false);
        out->asked++;
        out->tokens_in += llm_estimate(q.q.system) + llm_estimate(q.q.prompt);
        if (r->asker->opt->show_prompt)
            *push(r->keep, &out->shown) =
                str_fmt(r->keep, "%.*s\n%.*s", STR_ARG(q.q.system), STR_ARG(q.q.prompt));
    }
}

static int by_place(const void *a, const void *b)
{
    const Finding *x = a, *y = b;
    int order = str_cmp(x->path, y->path);
    if (order) return order;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->col != y->col) return x->col < y->col ? -1 : 1;
    order = str_cmp(x->engine, y->engine);
    return order ? order : str_cmp(x->rule, y->rule);
}

// The engine's findings and the model's in one list; what both say at one place is one finding.
static void merge(Review *r)
{
    Findings all = {0};
    ScanResult *s = &r->out->scan;
    for (Size i = 0; i < s->findings.n; i++) *push(r->keep, &all) = s->findings.v[i];
    Size own = all.n;
    for (Size i = 0; i < r->pieces.n; i++)
        for (Size k = 0; k < r->pieces.v[i].out->claims.n; k++) {
            const Finding *c = &r->pieces.v[i].out->claims.v[k];
            bool same = false;
            for (Size j = 0; j < own && !same; j++) {
                same = findings_agree(&all.v[j], c);
                if (same && str_find(all.v[j].engine, c->engine) < 0)
                    all.v[j].engine = str_fmt(r->keep, "%.*s, %.*s", STR_ARG(all.v[j].engine),
                                              STR_ARG(c->engine));
            }
            if (!same) *push(r->keep, &all) = *c;
        }
    sort_items(all.v, all.n, sizeof *all.v, by_place, *r->keep);
    s->findings = all;
    push(r->keep, &s->engines)->name = r->out->judge;
    s->engines.v[s->engines.n - 1].version = S("");
}

static void ask(Review *r)
{
    say_start(r);
    first_answers(r);
    if (!r->how->once && !r->asker->stopped_by.len && !os_stopped()) second_answers(r);
    r->out->result.stopped_by = r->asker->stopped_by;
    if (os_stopped())
        r->out->result.stopped_by =
            S("interrupted; run the same command again to go on: answers are remembered");
    merge(r);
}

Err agent_review(const AgentOptions *opt, const ReviewOptions *how, const ScanOptions *scan,
                 const Str *paths, Size npaths, const Overlay *over, Size nover, Arena *keep,
                 Reviewed *out)
{
    Asker asker;
    Err err = {0};
    *out = (Reviewed){0};
    Session *s = session_new(scan, keep, &err);
    if (err.kind) return err;
    err = scan_paths(s, paths, npaths, over, nover, keep, &out->scan);
    session_end(s);
    if (!err.kind) err = asker_open(&asker, opt, S("review"), keep, &out->result);
    if (err.kind) return err;
    out->judge = llm_name(asker_model(&asker, 1));
    Review r = {.how = how, .scan = scan, .asker = &asker, .out = out, .keep = keep};
    review_pieces(&r, over, nover);
    out->questions = r.pieces.n;
    if (opt->show_prompt || opt->estimate) show_only(&r);
    else ask(&r);
    out->result.secrets_masked = r.masked;
    asker_close(&asker, out->result.stopped_by.len ? S("stopped") : S("done"), 0);
    return (Err){0};
}
