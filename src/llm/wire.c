// llm/wire: what goes over the wire to each kind of server and how its reply reads. One table row a
// dialect.
// Facts: platform.openai.com/docs/api-reference/chat, docs.anthropic.com/en/api/messages,
// github.com/ollama/ollama/blob/main/docs/api.md.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"

Str json_text(const json_t *object, const char *name, Arena *keep)
{
    const json_t *v = name ? json_object_get(object, name) : object;
    if (!json_is_string(v)) return (Str){0};
    return str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)});
}

static int64_t json_count(const json_t *object, const char *name, int64_t otherwise)
{
    const json_t *v = json_object_get(object, name);
    return json_is_integer(v) && json_integer_value(v) >= 0 ? (int64_t)json_integer_value(v)
                                                            : otherwise;
}

// Bytes of a UTF-8 sequence that starts here, 0 when it is not one (RFC 3629).
static Size utf8_len(const unsigned char *s, Size room)
{
    static const struct { unsigned char from, to, low, high; int len; } ROWS[] = {
        {0x00, 0x7f, 0, 0, 1},          {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3},    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4},    {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (Size i = 0; i < countof(ROWS); i++) {
        if (s[0] < ROWS[i].from || s[0] > ROWS[i].to) continue;
        if (ROWS[i].len > room) return 0;
        if (ROWS[i].len > 1 && (s[1] < ROWS[i].low || s[1] > ROWS[i].high)) return 0;
        for (int k = 2; k < ROWS[i].len; k++)
            if (s[k] < 0x80 || s[k] > 0xbf) return 0;
        return ROWS[i].len;
    }
    return 0;
}

json_t *json_of_text(Str s)
{
    json_t *fine = json_stringn(s.len ? s.s : "", (size_t)s.len);
    if (fine) return fine;
    char *out = malloc((size_t)s.len * 3 + 1);
    check(out);
    size_t n = 0;
    for (Size i = 0; i < s.len;) {
        Size len = utf8_len((const unsigned char *)s.s + i, s.len - i);
        memcpy(out + n, len ? s.s + i : "\xef\xbf\xbd", (size_t)(len ? len : 3));
        n += (size_t)(len ? len : 3);
        i += len ? len : 1;
    }
    fine = json_stringn(out, n);
    free(out);
    return fine;
}

json_t *setting_value(Str value)
{
    json_t *v = json_loadb(value.len ? value.s : "", (size_t)value.len, JSON_DECODE_ANY, NULL);
    return v ? v : json_of_text(value);
}

// ---- hearing a reply

static void hear_fault(const json_t *event, Said *said)
{
    const json_t *fault = json_object_get(event, "error");
    if (json_is_string(fault)) said->fault = json_text(fault, NULL, said->keep);
    if (!json_is_object(fault)) return;
    said->fault = json_text(fault, "message", said->keep);
    said->fault_type = json_text(fault, "code", said->keep);
    if (!said->fault_type.len) said->fault_type = json_text(fault, "type", said->keep);
    if (!said->fault.len) said->fault = S("no reason given");
}

static void set_if(Str *to, Str text) { if (text.len) *to = text; }

// "content" is text, or a list of parts with text.
static void hear_content(const json_t *content, Said *said)
{
    size_t i;
    json_t *part;
    if (json_is_string(content))
        buf_add(&said->text, (Str){json_string_value(content), (Size)json_string_length(content)});
    json_array_foreach(content, i, part) {
        const json_t *text = json_object_get(part, "text");
        Str type = json_text(part, "type", said->keep);
        if (str_eq(type, S("refusal")))
            set_if(&said->refusal, json_text(part, "refusal", said->keep));
        if (str_eq(type, S("tool_use"))) said->called_tool = true;
        if (str_starts(type, S("thinking")) || str_starts(type, S("redacted")))
            said->reasoned = true;
        else hear_content(json_is_string(text) ? text : NULL, said);
    }
}

static void chat_hear(const json_t *event, Said *said)
{
    hear_fault(event, said);
    const json_t *choice = json_array_get(json_object_get(event, "choices"), 0);
    const json_t *message = json_object_get(choice, "message");
    if (!message) message = json_object_get(choice, "delta");
    hear_content(json_object_get(message, "content"), said);
    set_if(&said->refusal, json_text(message, "refusal", said->keep));
    set_if(&said->finish, json_text(choice, "finish_reason", said->keep));
    set_if(&said->model, json_text(event, "model", said->keep));
    if (json_string_length(json_object_get(message, "reasoning_content"))) said->reasoned = true;
    if (json_string_length(json_object_get(message, "reasoning"))) said->reasoned = true;
    if (json_array_size(json_object_get(message, "tool_calls"))) said->called_tool = true;
    const json_t *usage = json_object_get(event, "usage");
    said->tokens_in = json_count(usage, "prompt_tokens", said->tokens_in);
    said->tokens_out = json_count(usage, "completion_tokens", said->tokens_out);
    if (said->finish.len || json_object_get(choice, "message")) said->ended = true;
}

static void responses_hear(const json_t *event, Said *said)
{
    size_t i;
    json_t *item;
    hear_fault(event, said);
    json_array_foreach(json_object_get(event, "output"), i, item) {
        Str type = json_text(item, "type", said->keep);
        if (str_eq(type, S("message"))) hear_content(json_object_get(item, "content"), said);
        if (str_eq(type, S("reasoning"))) said->reasoned = true;
        if (str_ends(type, S("_call"))) said->called_tool = true;
    }
    const json_t *why = json_object_get(event, "incomplete_details");
    set_if(&said->finish, json_text(why, "reason", said->keep));
    set_if(&said->model, json_text(event, "model", said->keep));
    const json_t *usage = json_object_get(event, "usage");
    said->tokens_in = json_count(usage, "input_tokens", said->tokens_in);
    said->tokens_out = json_count(usage, "output_tokens", said->tokens_out);
    if (json_object_get(event, "output")) said->ended = true;
}

static void anthropic_usage(const json_t *usage, Said *said)
{
    int64_t fresh = json_count(usage, "input_tokens", -1);
    if (fresh >= 0)
        said->tokens_in = fresh + json_count(usage, "cache_read_input_tokens", 0) +
                          json_count(usage, "cache_creation_input_tokens", 0);
    said->tokens_out = json_count(usage, "output_tokens", said->tokens_out);
}

static void anthropic_hear(const json_t *event, Said *said)
{
    hear_fault(event, said);
    const json_t *message = json_object_get(event, "message"),
                 *delta = json_object_get(event, "delta");
    const json_t *whole = json_is_object(message) ? message : event;
    hear_content(json_object_get(whole, "content"), said);
    hear_content(json_object_get(delta, "text"), said);
    if (json_object_get(delta, "thinking")) said->reasoned = true;
    set_if(&said->model, json_text(whole, "model", said->keep));
    set_if(&said->finish, json_text(whole, "stop_reason", said->keep));
    set_if(&said->finish, json_text(delta, "stop_reason", said->keep));
    anthropic_usage(json_object_get(whole, "usage"), said);
    anthropic_usage(json_object_get(event, "usage"), said);
    Str type = json_text(event, "type", said->keep);
    if (str_eq(type, S("message_stop")) || str_eq(type, S("message"))) said->ended = true;
}

static void ollama_hear(const json_t *event, Said *said)
{
    hear_fault(event, said);
    const json_t *message = json_object_get(event, "message");
    hear_content(json_object_get(message, "content"), said);
    if (json_string_length(json_object_get(message, "thinking"))) said->reasoned = true;
    if (json_array_size(json_object_get(message, "tool_calls"))) said->called_tool = true;
    set_if(&said->model, json_text(event, "model", said->keep));
    set_if(&said->finish, json_text(event, "done_reason", said->keep));
    said->tokens_in = json_count(event, "prompt_eval_count", said->tokens_in);
    said->tokens_out = json_count(event, "eval_count", said->tokens_out);
    if (json_is_true(json_object_get(event, "done"))) said->ended = true;
}

// One object after another: a whole reply, or one a line.
static bool hear_objects(const Wire *w, Str body, Said *said)
{
    bool any = false;
    for (;;) {
        json_error_t e;
        body = str_trim(body);
        if (!body.len) return any;
        json_t *v = json_loadb(body.s, (size_t)body.len, JSON_DISABLE_EOF_CHECK, &e);
        if (!v) return false;
        if (json_is_object(v)) w->hear(v, said);
        any = any || json_is_object(v);
        json_decref(v);
        body = str_sub(body, e.position, -1);
    }
}

// Server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html): "data:" lines, the
// rest is not ours.
static bool hear_events(const Wire *w, Str body, Said *said)
{
    bool any = false;
    for (Str line; str_cut(&body, S("\n"), &line);) {
        line = str_trim(line);
        if (!str_starts(line, S("data:"))) continue;
        Str data = str_trim(str_sub(line, 5, -1));
        if (str_eq(data, S("[DONE]"))) {
            said->ended = true;
            continue;
        }
        json_t *v = json_loadb(data.len ? data.s : "", (size_t)data.len, 0, NULL);
        if (!v) return false;
        if (json_is_object(v)) w->hear(v, said);
        any = true;
        json_decref(v);
    }
    return any;
}

bool said_read(const Wire *w, Str body, Said *said)
{
    Arena *keep = said->keep;
    *said = (Said){.keep = keep, .text = {.keep = keep}, .tokens_in = -1, .tokens_out = -1};
    body = str_trim(body);
    return str_starts(body, S("{")) ? hear_objects(w, body, said) : hear_events(w, body, said);
}

// The servers' words for why an answer ends.
static const struct { Str word; LlmOutcome outcome; Str what;
} ENDS[] = {
    {L("length"), LLM_TRUNCATED, L("the answer was cut at its token limit")},
    {L("max_tokens"), LLM_TRUNCATED, L("the answer was cut at its token limit")},
    {L("max_output_tokens"), LLM_TRUNCATED, L("the answer was cut at its token limit")},
    {L("model_context_window_exceeded"), LLM_TRUNCATED,
     L("the answer was cut at the model's context size")},
    {L("pause_turn"), LLM_TRUNCATED, L("the server paused before the answer was whole")},
    {L("content_filter"), LLM_REFUSED, L("the server's content filter stopped the answer")},
    {L("refusal"), LLM_REFUSED, L("the model refused")},
};

void said_reply(Said *said, LlmReply *out)
{
    out->model = said->model;
    out->tokens_in = said->tokens_in;
    out->tokens_out = said->tokens_out;
    out->outcome = LLM_ANSWERED;
    for (Size i = 0; i < countof(ENDS); i++)
        if (str_eq(said->finish, ENDS[i].word))
            out->outcome = ENDS[i].outcome, out->what = ENDS[i].what;
    if (said->refusal.len) out->outcome = LLM_REFUSED, out->what = said->refusal;
    Str text = buf_str(&said->text);
    if (out->outcome == LLM_ANSWERED && !str_trim(text).len) {
        out->outcome = LLM_EMPTY;
        out->what = said->called_tool ? S("the model called a tool instead of answering")
                    : said->reasoned  ? S("the answer holds reasoning only")
                                      : S("the answer is empty");
    }
    reply_finish(text, said->keep, out);
}

// ---- filling a request

static void add_message(json_t *list, const char *role, Str text)
{
    json_t *m = json_object();
    json_object_set_new(m, "role", json_string(role));
    json_object_set_new(m, "content", json_of_text(text));
    json_array_append_new(list, m);
}

static void chat_fill(const Llm *m, const LlmRequest *q, json_t *body)
{
    json_t *list = json_array(), *stream = json_object();
    (void)m;
    if (q->system.len) add_message(list, "system", q->system);
    add_message(list, "user", q->prompt);
    json_object_set_new(body, "messages", list);
    json_object_set_new(body, "stream", json_true());
    json_object_set_new(stream, "include_usage", json_true());
    json_object_set_new(body, "stream_options", stream);
}

static void responses_fill(const Llm *m, const LlmRequest *q, json_t *body)
{
    (void)m;
    if (q->system.len) json_object_set_new(body, "instructions", json_of_text(q->system));
    json_object_set_new(body, "input", json_of_text(q->prompt));
    json_object_set_new(body, "store", json_false());
}

static void anthropic_fill(const Llm *m, const LlmRequest *q, json_t *body)
{
    json_t *list = json_array();
    (void)m;
    if (q->system.len) json_object_set_new(body, "system", json_of_text(q->system));
    add_message(list, "user", q->prompt);
    json_object_set_new(body, "messages", list);
    json_object_set_new(body, "stream", json_true());
}

// Ollama takes its settings inside "options", and cuts a long prompt silently unless num_ctx is
// large enough.
static void ollama_set(json_t *body, const char *name, json_t *value)
{
    json_t *options = json_object_get(body, "options");
    if (!options) json_object_set_new(body, "options", options = json_object());
    bool top = !strcmp(name, "think") || !strcmp(name, "format") || !strcmp(name, "keep_alive");
    json_object_set_new(top ? body : options, name, value);
}

// As large as the question and its answer need, in steps, so that a model is not loaded anew for
// each question; never more than it takes.
static int64_t ollama_window(const Llm *m, const LlmRequest *q)
{
    enum { STEP = 8192, ANSWER = 4096 };
    const Net *net = m->state;
    if (m->opt.context > 0 && !net->sized) return m->opt.context;    // as the user says
    int64_t most = q->max_tokens > 0 ? q->max_tokens : m->opt.max_tokens;
    int64_t need = llm_estimate(q->system) + llm_estimate(q->prompt) + (most > 0 ? most : ANSWER);
    need = (need + STEP - 1) / STEP * STEP;
    return m->opt.context > 0 && m->opt.context < need ? m->opt.context : need;
}

static void ollama_fill(const Llm *m, const LlmRequest *q, json_t *body)
{
    json_t *list = json_array();
    if (q->system.len) add_message(list, "system", q->system);
    add_message(list, "user", q->prompt);
    json_object_set_new(body, "messages", list);
    json_object_set_new(body, "stream", json_true());
    ollama_set(body, "num_ctx", json_integer((json_int_t)ollama_window(m, q)));
}

static const char *const anthropic_headers[] = {"anthropic-version: 2023-06-01", NULL};

const Wire wire_chat = {
    .base = L("https://api.openai.com/v1"),
    .path = L("/chat/completions"),
    .url_var = "OPENAI_BASE_URL",
    .key_var = "OPENAI_API_KEY",
    .limit_name = L("max_completion_tokens"),
    .fill = chat_fill,
    .hear = chat_hear,
};
const Wire wire_responses = {
    .base = L("https://api.openai.com/v1"),
    .path = L("/responses"),
    .url_var = "OPENAI_BASE_URL",
    .key_var = "OPENAI_API_KEY",
    .limit_name = L("max_output_tokens"),
    .fill = responses_fill,
    .hear = responses_hear,
};
const Wire wire_anthropic = {
    .base = L("https://api.anthropic.com"),
    .path = L("/v1/messages"),
    .url_var = "ANTHROPIC_BASE_URL",
    .key_var = "ANTHROPIC_API_KEY",
    .key = KEY_X_API,
    .headers = anthropic_headers,
    .limit_name = L("max_tokens"),
    .limit_needed = 8192,
    .fill = anthropic_fill,
    .hear = anthropic_hear,
};
const Wire wire_ollama = {
    .base = L("http://127.0.0.1:11434"),
    .path = L("/api/chat"),
    .url_var = "OLLAMA_HOST",
    .key_var = "OLLAMA_API_KEY",
    .limit_name = L("num_predict"),
    .fill = ollama_fill,
    .hear = ollama_hear,
    .set = ollama_set,
};
