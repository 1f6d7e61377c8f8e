// llm: the table of providers, and the questions that any of them answers.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"
#include "base/os.h"

static const Provider PROVIDERS[] = {
    {L("openai"), &wire_chat, net_open, net_ask, net_close, true},
    {L("responses"), &wire_responses, net_open, net_ask, net_close, true},
    {L("anthropic"), &wire_anthropic, net_open, net_ask, net_close, true},
    {L("ollama"), &wire_ollama, net_open, net_ask, net_close, true},
    {L("command"), NULL, command_open, command_ask, NULL, true},
    {L("replay"), NULL, replay_open, replay_ask, local_close, false},
    {L("script"), NULL, script_open, script_ask, local_close, false},
};

static Str provider_names(Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < countof(PROVIDERS); i++)
        buf_fmt(&b, "%s%.*s:", i ? " " : "", STR_ARG(PROVIDERS[i].name));
    return buf_str(&b);
}

// The commonest mistake: a model's name alone. Whose it is shows in how such names begin.
static Err no_provider(Str name, Arena *keep)
{
    static const struct { Str start, provider; const char *key; } known[] = {
        {L("gpt"), L("openai"), " (key: OPENAI_API_KEY)"},
        {L("o1"), L("openai"), " (key: OPENAI_API_KEY)"},
        {L("o3"), L("openai"), " (key: OPENAI_API_KEY)"},
        {L("o4"), L("openai"), " (key: OPENAI_API_KEY)"},
        {L("claude"), L("anthropic"), " (key: ANTHROPIC_API_KEY)"},
        {L(""), L("ollama"), " (on this machine)"},
    };
    for (Size i = 0;; i++)
        if (str_starts(name, known[i].start))
            return err_new(keep, ERR_CONFIG, "No provider in '%.*s'. Try --model %.*s:%.*s%s.",
                           STR_ARG(name), STR_ARG(known[i].provider), STR_ARG(name), known[i].key);
}

Llm *llm_open(const LlmOptions *opt, Arena *keep, Err *err)
{
    Llm *m = new(keep, Llm, 1);
    Str rest = opt->spec, provider = {0};
    m->opt = *opt;
    if (rest.len && str_find(rest, S(":")) < 0) {
        *err = no_provider(rest, keep);
        return NULL;
    }
    if (!rest.len || !str_cut(&rest, S(":"), &provider) || !rest.len) {
        *err = err_new(
            keep, ERR_CONFIG,
            "a model is written PROVIDER:NAME, such as openai:gpt-4o or ollama:qwen2.5-coder "
            "(not \"%.*s\"); providers: %.*s",
            STR_ARG(opt->spec), STR_ARG(provider_names(keep)));
        return NULL;
    }
    m->model = rest;
    for (Size i = 0; i < countof(PROVIDERS); i++)
        if (str_eq(PROVIDERS[i].name, provider)) m->how = &PROVIDERS[i];
    if (!m->how) {
        *err = err_new(keep, ERR_CONFIG, "no provider is called \"%.*s\"; there are: %.*s",
                       STR_ARG(provider), STR_ARG(provider_names(keep)));
        return NULL;
    }
    *err = m->how->open(m, keep);
    return err->kind ? NULL : m;
}

void llm_close(Llm *m)
{
    if (m && m->how->close) m->how->close(m);
}

double time_left(const LlmRequest *q, double most)
{
    double left = q->until > 0 ? q->until - os_now() : most;
    return left < most ? left : most;
}

Err llm_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out)
{
    *out = (LlmReply){.tokens_in = -1, .tokens_out = -1};
    return m->how->ask(m, q, keep, out);
}

Str  llm_name(const Llm *m) { return m->opt.spec; }
Str  llm_host(const Llm *m) { return m->loopback ? (Str){0} : m->host; }
bool llm_is_paid(const Llm *m) { return m->how->paid; }
const LlmOptions *llm_options(const Llm *m) { return &m->opt; }
int64_t llm_estimate(Str text) { return text.len / 3 + 1; }

static void add_settings(json_t *o, const LlmSetting *v, Size n, Arena scratch)
{
    for (Size i = 0; i < n; i++)
        json_object_set_new(o, str_z(&scratch, v[i].name), setting_value(v[i].value));
}

Str llm_settings(const Llm *m, const LlmRequest *q, Arena *keep)
{
    json_t *o = json_object();
    int64_t most = q->max_tokens > 0 ? q->max_tokens : m->opt.max_tokens;
    add_settings(o, m->opt.settings, m->opt.nsettings, *keep);
    add_settings(o, q->settings, q->nsettings, *keep);
    if (most > 0) json_object_set_new(o, "max_tokens", json_integer((json_int_t)most));
    if (m->opt.context > 0)
        json_object_set_new(o, "context", json_integer((json_int_t)m->opt.context));
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    check(text);
    Str out = str_keep(keep, str_of(text));
    free(text);
    json_decref(o);
    return out;
}

Str llm_key(const Llm *m, const LlmRequest *q, Arena *keep)
{
    Str settings = llm_settings(m, q, keep);
    Str who = m->how->wire || m->how->paid
                  ? str_fmt(keep, "%.*s %.*s", STR_ARG(m->opt.spec), STR_ARG(m->url))
                  : S("");
    Buf all = {.keep = keep};
    // with --adapt a setting may not have been sent: such an answer serves no run without it
    buf_fmt(&all, "%.*s\n%.*s%s\n%d\n%td\n", STR_ARG(who), STR_ARG(settings),
            m->opt.adapt ? " adapted" : "", q->sample, q->system.len);
    buf_add(&all, q->system);
    buf_add(&all, q->prompt);
    uint64_t one = str_hash(buf_str(&all));
    buf_add(&all, S("suture"));
    return str_fmt(keep, "%016llx%016llx", (unsigned long long)one,
                   (unsigned long long)str_hash(buf_str(&all)));
}
