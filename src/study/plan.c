// study/plan: a plan's file into a StudyPlan; every key is a row of a table.
// SPDX-License-Identifier: MIT
#include "study/plan.h"
#include "conf/conf.h"
#include "conf/toml.h"
#include "peer/peer.h"
#include "study/judge.h"
#include <stdlib.h>

enum { MOST_PLAN = 4 << 20, MOST_REPEATS = 1000 };

typedef struct {
    const StudyAsk *ask;
    StudyPlan *p;
    Arena *keep;
    const TomlLeaves *leaves;
    Strs generators, detectors, fixers, loops, questions;
    Err err;
} Reading;

static void wrong(Reading *r, int line, const char *what, Str which)
{
    if (!r->err.kind)
        r->err = err_new(r->keep, ERR_CONFIG, "%.*s:%d: %s%s%.*s", STR_ARG(r->p->file), line, what,
                         which.len ? ": " : "", STR_ARG(which));
}

static const struct {
    Str word;
    unsigned bit;
} FAULTS[] = {
    {L("no-temperature"), FAULT_NO_TEMPERATURE},
    {L("cwe-by-likeness"), FAULT_CWE_BY_LIKENESS},
    {L("one-per-cwe"), FAULT_ONE_PER_CWE},
    {L("fence-not-stripped"), FAULT_FENCE_NOT_STRIPPED},
    {L("unparsable-is-clean"), FAULT_UNPARSABLE_IS_CLEAN},
    {L("1024-tokens"), FAULT_1024_TOKENS},
    {L("fixers-name"), FAULT_FIXERS_NAME},
};

bool study_fault_named(Str word, unsigned *bit)
{
    for (Size i = 0; i < countof(FAULTS); i++)
        if (str_eq(FAULTS[i].word, word)) return *bit = FAULTS[i].bit, true;
    return false;
}

// ---- values

static double number_of(Reading *r, const TomlLeaf *f)
{
    Arena scratch = *r->keep;
    char *text = str_z(&scratch, f->text), *end;
    double n = strtod(text, &end);
    if (f->kind != TOML_INT && f->kind != TOML_FLOAT)
        wrong(r, f->line, "a number is wanted", f->text);
    if (!(n >= 0) || n > 1e15) wrong(r, f->line, "a number of 0 or more is wanted", f->text);
    return n;
}

static Strs words_of(Reading *r, const TomlLeaf *f)
{
    Strs out = {0};
    if (f->kind == TOML_STRING) *push(r->keep, &out) = f->text;
    else if (f->kind != TOML_ARRAY) wrong(r, f->line, "a list of texts is wanted", f->text);
    for (Size i = 0; i < f->nitems; i++)
        if (f->items[i].kind == TOML_STRING) *push(r->keep, &out) = f->items[i].text;
        else wrong(r, f->line, "a list of texts is wanted", f->items[i].text);
    return out;
}

static bool flag_of(Reading *r, const TomlLeaf *f)
{
    if (f->kind != TOML_BOOL) wrong(r, f->line, "true or false is wanted", f->text);
    return str_eq(f->text, S("true"));
}

static void set_data(Reading *r, const TomlLeaf *f)
{
    Str folder = str_sub(r->p->file, 0, str_rfind(r->p->file, '/') + 1);
    r->p->data = str_starts(f->text, S("/"))
                     ? f->text
                     : str_fmt(r->keep, "%.*s%.*s", STR_ARG(folder), STR_ARG(f->text));
    if (!f->text.len || f->kind != TOML_STRING) wrong(r, f->line, "a path is wanted", f->text);
}

static void set_oracle(Reading *r, const TomlLeaf *f)
{
    r->p->any_finding = str_eq(f->text, S("any"));
    if (!r->p->any_finding && !str_eq(f->text, S("scenario")))
        wrong(r, f->line, "oracle is scenario or any", f->text);
}

static void set_unknown(Reading *r, const TomlLeaf *f)
{
    r->p->resend = str_eq(f->text, S("resend"));
    if (!r->p->resend && !str_eq(f->text, S("skip")))
        wrong(r, f->line, "on-unknown is resend or skip", f->text);
}

// ---- keys

typedef enum { K_TEXT, K_WORDS, K_INT, K_LONG, K_NUMBER, K_FLAG, K_CALL } KeyKind;
typedef struct {
    const char *name;
    KeyKind kind;
    size_t at; // at: place in StudyPlan, or in Reading for words
    bool reading;
    void (*set)(Reading *, const TomlLeaf *);
    double least, most;
} Key;
#define IN(member) offsetof(StudyPlan, member)
#define OF(member) offsetof(Reading, member)
static const Key KEYS[] = {
    {"name", K_TEXT, IN(name), false, NULL, 0, 0},
    {"data", K_CALL, 0, false, set_data, 0, 0},
    {"limit", K_LONG, IN(limit), false, NULL, 0, 1e9},
    {"generators", K_WORDS, OF(generators), true, NULL, 0, 0},
    {"detectors", K_WORDS, OF(detectors), true, NULL, 0, 0},
    {"fixers", K_WORDS, OF(fixers), true, NULL, 0, 0},
    {"loops", K_WORDS, OF(loops), true, NULL, 0, 0},
    {"questions", K_WORDS, OF(questions), true, NULL, 0, 0},
    {"engines", K_WORDS, IN(engines), false, NULL, 0, 0},
    {"judges", K_WORDS, IN(judges), false, NULL, 0, 0},
    {"arms", K_WORDS, IN(arms), false, NULL, 0, 0},
    {"rounds", K_INT, IN(rounds), false, NULL, 1, STUDY_MOST_ROUNDS},
    {"repeats", K_INT, IN(repeats), false, NULL, 1, MOST_REPEATS},
    {"jobs", K_INT, IN(jobs), false, NULL, 1, 4096},
    {"margin", K_NUMBER, IN(margin), false, NULL, 0, 100},
    {"step", K_NUMBER, IN(step), false, NULL, 0, 2},
    {"show-comments", K_FLAG, IN(show_comments), false, NULL, 0, 0},
    {"review", K_FLAG, IN(review), false, NULL, 0, 0},
    {"oracle", K_CALL, 0, false, set_oracle, 0, 0},
    {"on-unknown", K_CALL, 0, false, set_unknown, 0, 0},
    {"budget.calls", K_LONG, IN(limits.calls), false, NULL, 0, 1e15},
    {"budget.tokens", K_LONG, IN(limits.tokens), false, NULL, 0, 1e15},
    {"budget.cost", K_NUMBER, IN(limits.cost), false, NULL, 0, 1e15},
    {"budget.seconds", K_NUMBER, IN(limits.seconds), false, NULL, 0, 1e15},
};

static void set_key(Reading *r, const Key *k, const TomlLeaf *f)
{
    char *base = k->reading ? (char *)r : (char *)r->p, *at = base + k->at;
    double n = 0;
    if (k->kind == K_INT || k->kind == K_LONG || k->kind == K_NUMBER) {
        n = number_of(r, f);
        if (n < k->least || n > k->most) wrong(r, f->line, "out of its range", f->text);
    }
    if (r->err.kind) return;
    switch (k->kind) {
    case K_TEXT: *(Str *)(void *)at = f->text; break;
    case K_WORDS: *(Strs *)(void *)at = words_of(r, f); break;
    case K_INT: *(int *)(void *)at = (int)n; break;
    case K_LONG: *(int64_t *)(void *)at = (int64_t)n; break;
    case K_NUMBER: *(double *)(void *)at = n; break;
    case K_FLAG: *(bool *)(void *)at = flag_of(r, f); break;
    case K_CALL: k->set(r, f); break;
    }
}

static Str joined(Reading *r, const TomlLeaf *f)
{
    Buf b = {.keep = r->keep};
    for (Size i = 0; i < f->npath; i++) {
        if (i) buf_char(&b, '.');
        buf_add(&b, f->path[i]);
    }
    return buf_str(&b);
}

static void read_leaf(Reading *r, const TomlLeaf *f)
{
    Str name = joined(r, f), words[countof(KEYS) + 1];
    if (str_starts(name, S("models."))) return;
    if (str_eq(name, S("seed"))) {
        int64_t n = 0;
        if (!str_int(f->text, &n)) wrong(r, f->line, "a whole number is wanted", f->text);
        r->p->seed = (uint64_t)n;
        return;
    }
    for (Size i = 0; i < countof(KEYS); i++) {
        words[i] = str_of(KEYS[i].name);
        if (str_eq(words[i], name)) {
            set_key(r, &KEYS[i], f);
            return;
        }
    }
    words[countof(KEYS)] = S("seed");
    Str near = conf_nearest(name, words, countof(words), *r->keep);
    Str hint = near.len ? str_fmt(r->keep, "%.*s; did you mean %.*s?", STR_ARG(name), STR_ARG(near))
                        : name;
    wrong(r, f->line, "a plan has no such key", hint);
}

// ---- models

typedef struct {
    LlmSetting *v;
    Size n, cap;
} Settings;

static void model_leaf(Reading *r, LlmOptions *m, Settings *set, const TomlLeaf *f)
{
    Str key = f->path[2];
    if (str_eq(key, S("settings")) && f->npath == 4)
        *push(r->keep, set) = (LlmSetting){f->path[3], f->text};
    else if (str_eq(key, S("model"))) m->spec = f->text;
    else if (str_eq(key, S("url"))) m->base_url = f->text;
    else if (str_eq(key, S("key-variable"))) m->key_var = f->text;
    else if (str_eq(key, S("context"))) m->context = (int64_t)number_of(r, f);
    else if (str_eq(key, S("max-tokens"))) m->max_tokens = (int64_t)number_of(r, f);
    else if (str_eq(key, S("per-minute"))) m->per_minute = number_of(r, f);
    else if (str_eq(key, S("tokens-per-minute"))) m->tokens_per_minute = number_of(r, f);
    else if (str_eq(key, S("price-in"))) m->price_in = number_of(r, f), m->has_price = true;
    else if (str_eq(key, S("price-out"))) m->price_out = number_of(r, f), m->has_price = true;
    else wrong(r, f->line, "a model has no such key", key);
}

static Size model_named(Reading *r, Str name)
{
    StudyPlan *p = r->p;
    Settings set = {0};
    for (Size i = 0; i < p->models.n; i++)
        if (str_eq(p->models.v[i].name, name)) return i;
    StudyModel m = {name, r->ask->model(r->ask->self, name)};
    for (Size i = 0; i < m.llm.nsettings; i++) *push(r->keep, &set) = m.llm.settings[i];
    for (Size i = 0; i < r->leaves->n; i++) {
        const TomlLeaf *f = &r->leaves->v[i];
        if (f->npath >= 3 && str_eq(f->path[0], S("models")) && str_eq(f->path[1], name))
            model_leaf(r, &m.llm, &set, f);
    }
    m.llm.settings = set.v;
    m.llm.nsettings = set.n;
    if (str_find(m.llm.spec, S(":")) < 0)
        wrong(r, 1, "no [models.NAME] and no PROVIDER:NAME", name);
    *push(r->keep, &p->models) = m;
    return p->models.n - 1;
}

static void roles(Reading *r, const Strs *names, Sizes *out)
{
    for (Size i = 0; i < names->n; i++) {
        Size at = model_named(r, names->v[i]);
        for (Size k = 0; k < out->n; k++)
            if (out->v[k] == at) wrong(r, 1, "a model is named twice in one role", names->v[i]);
        *push(r->keep, out) = at;
    }
}

// ---- loops: "suture", "paper", "tool", and any of the latter two with +fault or -fault

static void add_loop(Reading *r, Str text)
{
    StudyLoop l = {.name = text};
    Size end = 0;
    while (end < text.len && text.s[end] != ' ') end++;
    Str base = str_sub(text, 0, end), rest = str_trim(str_sub(text, end, -1)), word;
    l.ours = str_eq(base, S("suture"));
    l.faults = str_eq(base, S("tool")) ? FAULT_ALL : 0;
    if (!l.ours && !str_eq(base, S("paper")) && !str_eq(base, S("tool")))
        wrong(r, 1, "a loop is suture, paper or tool", text);
    while (rest.len && str_cut(&rest, S(" "), &word)) {
        unsigned bit = 0;
        if (!word.len) continue;
        bool on = word.s[0] == '+', off = word.s[0] == '-';
        if (l.ours || (!on && !off) || !study_fault_named(str_sub(word, 1, -1), &bit))
            wrong(r, 1, "no fault of the shipped tool, with + or - before it", word);
        l.faults = on ? l.faults | bit : l.faults & ~bit;
    }
    *push(r->keep, &r->p->loops) = l;
}

static void add_loops(Reading *r)
{
    bool each = false;
    if (r->ask->preset.len) r->loops = (Strs){0}, *push(r->keep, &r->loops) = r->ask->preset;
    if (!r->loops.n) *push(r->keep, &r->loops) = S("suture");
    for (Size i = 0; i < r->loops.n; i++) {
        if (str_eq(r->loops.v[i], S("each-fault"))) each = true;
        else add_loop(r, r->loops.v[i]);
    }
    // Each fault alone on top of what the paper describes: its effect is a row.
    for (Size i = 0; each && i < countof(FAULTS); i++)
        add_loop(r, str_fmt(r->keep, "paper +%.*s", STR_ARG(FAULTS[i].word)));
}

// The study's own loop had these two engines: what is installed of them is taken when the plan names
// none.
static void add_engines(Reading *r)
{
    static const Str own[] = {L("bandit"), L("codeql")};
    bool old = false;
    for (Size i = 0; i < r->p->loops.n; i++) old |= !r->p->loops.v[i].ours;
    if (!old || r->p->engines.n) return;
    for (Size i = 0; i < countof(own); i++) {
        const Peer *p = peer_find(own[i]);
        if (p && peer_version(p, r->keep).len) *push(r->keep, &r->p->engines) = own[i];
    }
    if (!r->p->engines.n)
        wrong(r, 1, "the loops paper and tool need an engine: install bandit, or name engines",
              (Str){0});
}

// ---- what fits together

bool study_in_loop(const StudyPlan *p, Str judge)
{
    for (Size i = 0; i < p->engines.n; i++)
        if (str_eq(p->engines.v[i], judge)) return true;
    bool ours = false;
    for (Size i = 0; i < p->loops.n; i++) ours |= p->loops.v[i].ours;
    return ours && str_starts(judge, S("suture"));
}

static void check_judges(Reading *r)
{
    StudyPlan *p = r->p;
    if (!p->judges.n) wrong(r, 1, "a plan names its judges: judges = [\"bandit\"]", (Str){0});
    for (Size i = 0; i < p->judges.n; i++) {
        Str j = p->judges.v[i];
        if (!str_eq(j, S("execution")) && !str_eq(j, S("people")) && !judge_known(j))
            wrong(r, 1, "no such judge (execution, people, suture, or an engine)", j);
    }
    for (Size i = 0; i < p->engines.n; i++)
        if (!judge_known(p->engines.v[i])) wrong(r, 1, "no such engine", p->engines.v[i]);
    if (p->judges.n && p->ask[4] && study_in_loop(p, p->judges.v[0]) && !r->ask->in_loop_judge)
        wrong(r, 1,
              "the headline judge is an engine of the loop; name another first, or say "
              "--in-loop-judge",
              p->judges.v[0]);
    p->in_loop_judge = r->ask->in_loop_judge;
}

static void check_rest(Reading *r)
{
    StudyPlan *p = r->p;
    static const char *const QUESTIONS[] = {"", "rq1", "rq2", "rq3", "rq4"};
    for (Size i = 0; i < r->questions.n; i++) {
        bool known = false;
        for (int q = 1; q <= 4; q++)
            if (str_eq(r->questions.v[i], str_of(QUESTIONS[q]))) p->ask[q] = known = true;
        if (!known) wrong(r, 1, "a question is rq1, rq2, rq3 or rq4", r->questions.v[i]);
    }
    for (int q = 1; q <= 4 && !r->questions.n; q++)
        p->ask[q] = q == 1 || (q == 2 ? r->detectors.n : r->fixers.n);
    if (!p->data.len) wrong(r, 1, "a plan names its data set: data = \"FILE or FOLDER\"", (Str){0});
    if (!r->generators.n) wrong(r, 1, "a plan names generators", (Str){0});
    if (p->ask[2] && !r->detectors.n) wrong(r, 1, "RQ2 needs detectors", (Str){0});
    if ((p->ask[3] || p->ask[4]) && !r->fixers.n) wrong(r, 1, "RQ3 and RQ4 need fixers", (Str){0});
    for (Size i = 0; i < p->arms.n; i++)
        if (!str_eq(p->arms.v[i], S("plain")) && !str_eq(p->arms.v[i], S("advice")) &&
            !str_eq(p->arms.v[i], S("paper")))
            wrong(r, 1, "an arm is plain, paper or advice", p->arms.v[i]);
}

Err study_plan(Str file, const StudyAsk *ask, Arena *keep, StudyPlan *out)
{
    TomlLeaves leaves = {0};
    *out =
        (StudyPlan){.file = file, .rounds = 5, .repeats = 1, .jobs = 16, .seed = 1, .resend = true};
    Reading r = {.ask = ask, .p = out, .keep = keep, .leaves = &leaves};
    Err err = os_read(file, MOST_PLAN, keep, &out->text);
    if (err.kind) return (Err){ERR_CONFIG, err.what};
    err = toml_read(out->text, keep, &leaves);
    if (err.kind) return err_new(keep, ERR_CONFIG, "%.*s: %.*s", STR_ARG(file), STR_ARG(err.what));
    for (Size i = 0; i < leaves.n; i++) read_leaf(&r, &leaves.v[i]);
    if (!out->arms.n) *push(keep, &out->arms) = S("plain");
    if (!out->name.len) out->name = path_last(file);
    Str stem = str_ends(file, S(".toml")) ? str_sub(file, 0, file.len - 5) : file;
    out->folder = ask->out.len ? ask->out : str_fmt(keep, "%.*s.study", STR_ARG(stem));
    roles(&r, &r.generators, &out->generators);
    roles(&r, &r.detectors, &out->detectors);
    roles(&r, &r.fixers, &out->fixers);
    check_rest(&r);
    add_loops(&r);
    add_engines(&r);
    check_judges(&r);
    return r.err;
}
