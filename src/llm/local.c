// llm/local: models that are no server: a program, a recorded journal played back, a script of
// answers for tests.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"
#include "base/os.h"
#include <pthread.h>

enum { MOST_WORDS = 64, MOST_JOURNAL = 512 << 20 };

// ---- command: the prompt on standard input, the answer on standard output

bool split_words(Str line, Arena *keep, Words *out)
{
    for (Size i = 0; i < line.len;) {
        Buf b = {.keep = keep};
        char quote = 0;
        while (i < line.len && line.s[i] == ' ') i++;
        if (i == line.len) break;
        for (; i < line.len && (quote || line.s[i] != ' '); i++) {
            char c = line.s[i];
            if (quote ? c == quote : c == '\'' || c == '"') quote = quote ? 0 : c;
            else buf_char(&b, c);
        }
        if (quote || out->n == MOST_WORDS) return false;
        *push(keep, out) = buf_str(&b);
    }
    return out->n > 0;
}

Err command_open(Llm *m, Arena *keep)
{
    Words *words = new (keep, Words, 1);
    m->state = words;
    if (!split_words(m->model, keep, words))
        return err_new(keep, ERR_CONFIG, "command:%.*s names no program, or a quote is not closed",
                       STR_ARG(m->model));
    if (m->opt.whole <= 0) m->opt.whole = 600;
    if (m->opt.most_answer <= 0) m->opt.most_answer = 8 << 20;
    return (Err){0};
}

static Str last_line(Str text)
{
    text = str_trim(text);
    Size at = str_rfind(text, '\n');
    return str_sub(text, at + 1, -1);
}

static Err command_fault(const OsDone *d, const Llm *m, Str program, Arena *keep)
{
    if (d->timed_out)
        return err_new(keep, ERR_NET, "%.*s gave no answer within %.0f seconds", STR_ARG(program),
                       m->opt.whole);
    if (d->cut)
        return err_new(keep, ERR_LIMIT, "the answer of %.*s is longer than %lld bytes",
                       STR_ARG(program), (long long)m->opt.most_answer);
    if (d->signal)
        return err_new(keep, ERR_NET, "%.*s was killed by signal %d", STR_ARG(program), d->signal);
    Str why = last_line(d->err);
    if (why.len > 200) why.len = 200;
    return err_new(keep, ERR_NET, "%.*s failed (exit code %d)%s%.*s", STR_ARG(program), d->code,
                   why.len ? ": " : "", STR_ARG(why));
}

Err command_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out)
{
    const Words *words = m->state;
    OsDone done = {0};
    Buf input = {.keep = keep};
    buf_add(&input, q->system);
    buf_add(&input, q->system.len ? S("\n\n") : S(""));
    buf_add(&input, q->prompt);
    OsRun run = {.argv = words->v,
                 .argc = words->n,
                 .input = buf_str(&input),
                 .timeout = time_left(q, m->opt.whole),
                 .most = m->opt.most_answer};
    double began = os_now();
    if (q->sending) q->sending(q->self);
    Err err = os_run(&run, keep, &done);
    if (os_stopped()) return err_new(keep, ERR_STOPPED, "stopped");
    if (err.kind) return (Err){ERR_CONFIG, err.what};
    if (done.timed_out || done.cut || done.signal || done.code)
        return command_fault(&done, m, words->v[0], keep);
    *out = (LlmReply){.outcome = LLM_ANSWERED, .tokens_in = -1, .tokens_out = -1, .tries = 1};
    out->seconds = os_now() - began;
    reply_finish(done.out, keep, out);
    return (Err){0};
}

// ---- a list of answers, recorded or written: one shape for both

typedef struct {
    Str match, system, prompt, text, what, served_by;
    int64_t sample, in, out;
    Str outcome;
    bool used;
} Line;
typedef struct {
    struct {
        Line *v;
        Size n, cap;
    } lines;
    pthread_mutex_t lock;
} Lines;

static const struct {
    Str word;
    LlmOutcome outcome;
} OUTCOMES[] = {
    {L("answered"), LLM_ANSWERED},
    {L("truncated"), LLM_TRUNCATED},
    {L("refused"), LLM_REFUSED},
    {L("empty"), LLM_EMPTY},
};

static Err line_answer(const Line *l, Arena *keep, LlmReply *out)
{
    *out = (LlmReply){.text = str_keep(keep, l->text),
                      .what = l->what,
                      .model = l->served_by,
                      .tokens_in = l->in,
                      .tokens_out = l->out,
                      .tries = 1};
    for (Size i = 0; i < countof(OUTCOMES); i++)
        if (str_eq(l->outcome, OUTCOMES[i].word)) {
            out->outcome = OUTCOMES[i].outcome;
            return (Err){0};
        }
    return (Err){str_eq(l->outcome, S("limit")) ? ERR_LIMIT : ERR_NET, l->what};
}

void local_close(Llm *m)
{
    Lines *lines = m->state;
    pthread_mutex_destroy(&lines->lock);
}

// ---- replay: the exchanges of a journal, matched by their very words

static int64_t member_int(const json_t *o, const char *name, int64_t otherwise)
{
    const json_t *v = json_object_get(o, name);
    return json_is_integer(v) ? (int64_t)json_integer_value(v) : otherwise;
}

// The context size that the recorded run reckoned with is reckoned with again: prompts depend on it.
static void exchange_read(Llm *m, const json_t *o, Lines *lines, Arena *keep)
{
    int64_t context = member_int(json_object_get(o, "settings"), "context", 0);
    if (context > m->opt.context) m->opt.context = context;
    Line l = {
        .system = json_text(o, "system", keep),
        .prompt = json_text(o, "prompt", keep),
        .text = json_text(o, "text", keep),
        .what = json_text(o, "what", keep),
        .served_by = json_text(o, "served_by", keep),
        .outcome = json_text(o, "outcome", keep),
        .sample = member_int(o, "sample", 0),
        .in = member_int(o, "tokens_in", -1),
        .out = member_int(o, "tokens_out", -1),
    };
    *push(keep, &lines->lines) = l;
}

Err replay_open(Llm *m, Arena *keep)
{
    Str text;
    int number = 0;
    Lines *lines = new (keep, Lines, 1);
    Err err = os_read(m->model, MOST_JOURNAL, keep, &text);
    if (err.kind) return (Err){ERR_CONFIG, err.what};
    pthread_mutex_init(&lines->lock, NULL);
    m->state = lines;
    for (Str row; str_cut(&text, S("\n"), &row);) {
        number++;
        if (!str_trim(row).len) continue;
        json_t *o = json_loadb(row.s, (size_t)row.len, 0, NULL);
        if (!json_is_object(o)) {
            json_decref(o);
            return err_new(keep, ERR_CONFIG,
                           "%.*s, line %d, is not a JSON object: not a journal of suture",
                           STR_ARG(m->model), number);
        }
        if (str_eq(json_text(o, "type", keep), S("exchange"))) exchange_read(m, o, lines, keep);
        json_decref(o);
    }
    return (Err){0};
}

static Size common_prefix(Str a, Str b)
{
    Size i = 0;
    while (i < a.len && i < b.len && a.s[i] == b.s[i]) i++;
    return i;
}

static Str line_at(Str text, Size at)
{
    Size from = str_rfind(str_sub(text, 0, at), '\n') + 1;
    Size end = str_find(str_sub(text, from, -1), S("\n"));
    Str line = str_sub(text, from, end < 0 ? -1 : from + end);
    return line.len > 120 ? str_sub(line, 0, 120) : line;
}

// What a journal lacks is told by the first line that differs from the likest question it holds.
static Err not_recorded(const Lines *lines, const LlmRequest *q, Arena *keep)
{
    const Line *best = NULL;
    Size most = -1;
    for (Size i = 0; i < lines->lines.n; i++) {
        Size n = common_prefix(lines->lines.v[i].prompt, q->prompt);
        if (n > most) most = n, best = &lines->lines.v[i];
    }
    if (!best) return err_new(keep, ERR_NET, "the recording holds no exchange with a model");
    if (most == q->prompt.len && most == best->prompt.len)
        return err_new(
            keep, ERR_NET,
            "the recording holds this question, but not for this round (sample %d), or with other "
            "instructions",
            q->sample);
    Str want = line_at(q->prompt, most), have = line_at(best->prompt, most);
    return err_new(
        keep, ERR_NET,
        "the recording holds no answer to this question; the likest one differs first at "
        "\"%.*s\", where it has \"%.*s\"",
        STR_ARG(want), STR_ARG(have));
}

Err replay_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out)
{
    Lines *lines = m->state;
    Line *found = NULL;
    pthread_mutex_lock(&lines->lock);
    for (Size i = 0; i < lines->lines.n && (!found || found->used); i++) {
        Line *l = &lines->lines.v[i];
        if (l->sample == q->sample && str_eq(l->prompt, q->prompt) && str_eq(l->system, q->system))
            found = l;
    }
    if (found) found->used = true;
    pthread_mutex_unlock(&lines->lock);
    if (!found) return not_recorded(lines, q, keep);
    if (q->sending) q->sending(q->self);
    return line_answer(found, keep, out);
}

// ---- script: "=== reply [KIND] [for WORDS]" sections of a text, given out in order

static Line section_head(Str head, Arena *keep)
{
    Line l = {.outcome = S("answered"), .in = -1, .out = -1};
    Size at = str_find(head, S(" for "));
    if (at >= 0) {
        l.match = str_trim(str_sub(head, at + 5, -1));
        head = str_sub(head, 0, at);
    }
    Str word;
    head = str_trim(head);
    if (!head.len || !str_cut(&head, S(" "), &word)) return l;
    l.outcome = str_keep(keep, word);
    l.what = str_trim(head).len ? str_keep(keep, str_trim(head))
                                : str_fmt(keep, "scripted: %.*s", STR_ARG(word));
    return l;
}

Err script_open(Llm *m, Arena *keep)
{
    Str text;
    Line *now = NULL;
    Buf body = {.keep = keep};
    Lines *lines = new (keep, Lines, 1);
    Err err = os_read(m->model, MOST_JOURNAL, keep, &text);
    if (err.kind) return (Err){ERR_CONFIG, err.what};
    pthread_mutex_init(&lines->lock, NULL);
    m->state = lines;
    for (Str row; str_cut(&text, S("\n"), &row);) {
        bool head = str_starts(row, S("=== "));
        if (head && now) now->text = buf_str(&body), now = NULL;
        if (str_starts(row, S("=== reply"))) {
            body = (Buf){.keep = keep};
            now = push(keep, &lines->lines);
            *now = section_head(str_sub(row, 9, -1), keep);
        } else if (now) {
            buf_add(&body, row);
            if (text.s) buf_char(&body, '\n');
        }
    }
    if (now) now->text = buf_str(&body);
    return (Err){0};
}

Err script_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out)
{
    Lines *lines = m->state;
    Line *found = NULL;
    pthread_mutex_lock(&lines->lock);
    for (Size i = 0; i < lines->lines.n && !found; i++) {
        Line *l = &lines->lines.v[i];
        if (!l->used && (!l->match.len || str_find(q->prompt, l->match) >= 0)) found = l;
    }
    if (found) found->used = true;
    pthread_mutex_unlock(&lines->lock);
    if (!found) return err_new(keep, ERR_NET, "the script has no further answer");
    if (q->sending) q->sending(q->self);
    Err err = line_answer(found, keep, out);
    if (!err.kind) reply_finish(out->text, keep, out);
    return err;
}
