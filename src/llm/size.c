// llm/size: how many tokens a model takes. As the user says, else as the server says when it is
// asked once, else a careful guess. Each kind of server has its own word for it.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"

enum { ASSUMED_CONTEXT = 8192, SECONDS = 10, MOST_LIST = 8 << 20, LEAST = 512 };
static const int64_t MOST = (int64_t)1 << 32;

static int64_t count_of(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    int64_t n = json_is_integer(v) ? (int64_t)json_integer_value(v) : 0;
    return n >= LEAST && n <= MOST ? n : 0;
}

// vLLM, OpenRouter, LM Studio, llama.cpp, Anthropic: what each calls it in its list of models.
static int64_t listed_size(const json_t *model)
{
    static const char *const NAMES[] = {
        "max_model_len",      "loaded_context_length", "context_length", "context_window",
        "max_context_length", "max_input_tokens",      "n_ctx",          "n_ctx_train"};
    const json_t *meta = json_object_get(model, "meta");
    for (Size i = 0; i < countof(NAMES); i++) {
        int64_t n = count_of(model, NAMES[i]);
        if (!n) n = count_of(meta, NAMES[i]);
        if (n) return n;
    }
    return 0;
}

static int64_t size_in_list(const Llm *m, const json_t *all)
{
    size_t i;
    json_t *one;
    const json_t *list = json_object_get(all, "data");
    json_array_foreach(list, i, one)
    {
        const char *id = json_string_value(json_object_get(one, "id"));
        if (id && str_eq(str_of(id), m->model)) return listed_size(one);
    }
    // a server of one model calls it what it likes
    return json_array_size(list) == 1 ? listed_size(json_array_get(list, 0)) : 0;
}

// "llama.context_length": the architecture's name stands before it.
static int64_t size_in_show(const json_t *all)
{
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(all, "model_info"), key, value)
    {
        if (str_ends(str_of(key), S(".context_length")))
            return count_of(json_object_get(all, "model_info"), key);
    }
    return 0;
}

static Str model_body(const Llm *m, Arena *keep)
{
    json_t *o = json_object();
    json_object_set_new(o, "model", json_of_text(m->model));
    char *text = json_dumps(o, JSON_COMPACT);
    check(text);
    Str out = str_keep(keep, str_of(text));
    free(text);
    json_decref(o);
    return out;
}

// The address beside the one for questions: ".../v1/models", ".../api/show".
static Str beside(const Llm *m, Str path, Arena *keep)
{
    Str url = m->url, tail = m->how->wire->path;
    Size query = str_find(url, S("?"));
    if (query >= 0) url = str_sub(url, 0, query);
    if (str_starts(tail, S("/v1")) || str_starts(tail, S("/api"))) {
        Size cut = str_find(str_sub(tail, 1, -1), S("/")) + 1;
        tail = str_sub(tail, cut, -1);
    }
    if (!str_ends(url, tail)) return (Str){0};
    return str_fmt(keep, "%.*s%.*s", STR_ARG(str_sub(url, 0, url.len - tail.len)), STR_ARG(path));
}

int64_t net_context(Llm *m, Arena *keep)
{
    Net *net = m->state;
    HttpDone d;
    bool shows = m->how->wire == &wire_ollama;
    HttpAsk ask = {.url = beside(m, shows ? S("/show") : S("/models"), keep),
                   .body = shows ? model_body(m, keep) : S(""),
                   .get = !shows,
                   .ca_file = net->ca_file,
                   .headers = (const char *const *)net->headers,
                   .nheaders = net->nheaders,
                   .connect = SECONDS,
                   .stall = SECONDS,
                   .whole = SECONDS,
                   .most = MOST_LIST,
                   .direct = m->direct};
    if (!ask.url.len || need_http(m, net, keep).kind) return 0;
    http_send(net->http, &ask, keep, &d);
    if (d.fault != HTTP_OK || d.status != 200) return 0;
    json_t *all = json_loadb(d.body.len ? d.body.s : "", (size_t)d.body.len, 0, NULL);
    int64_t n = shows ? size_in_show(all) : size_in_list(m, all);
    json_decref(all);
    return n;
}

int64_t llm_context(Llm *m, bool ask, Arena *keep, Str *told)
{
    Net *net = m->how->wire ? m->state : NULL;
    *told = (Str){0};
    if (m->opt.context > 0) return m->opt.context;
    if (!ask) return ASSUMED_CONTEXT;
    if (net && !net->sized && !m->opt.dry) {
        net->sized = true;
        m->opt.context = net_context(m, keep);
    }
    if (m->opt.context > 0) {
        *told = str_fmt(keep, "%.*s says that %.*s takes %lld tokens", STR_ARG(m->host),
                        STR_ARG(m->model), (long long)m->opt.context);
        return m->opt.context;
    }
    m->opt.context = ASSUMED_CONTEXT;
    *told =
        str_fmt(keep,
                "how many tokens %.*s takes is not known: %d are assumed (--context, or context "
                "in [llm.NAME], says otherwise)",
                STR_ARG(m->opt.spec), ASSUMED_CONTEXT);
    return ASSUMED_CONTEXT;
}
