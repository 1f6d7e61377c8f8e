// llm/net: one question to a model on the network: address and key, the body, retries, and a clear
// sentence for each fault.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"
#include "base/os.h"
#include <stdio.h>

enum { MOST_WAIT = 120 };

// What a try came to: an answer, a fault that another try may mend, or a final one.
typedef enum { TRY_DONE, TRY_AGAIN, TRY_ADAPTED, TRY_FINAL } TryEnd;
typedef struct {
    TryEnd end;
    Err err;
    double wait;
} Try;

static double or_else(double v, double otherwise) { return v > 0 ? v : otherwise; }

Err net_open(Llm *m, Arena *keep)
{
    Net *net = new (keep, Net, 1);
    Err err = find_address(m, keep);
    if (!err.kind) err = find_key(m, net, keep);
    if (err.kind) return err;
    net->headers[net->nheaders++] = "Content-Type: application/json";
    net->headers[net->nheaders++] = "Expect:";
    for (const char *const *h = m->how->wire->headers; h && *h; h++) {
        check(net->nheaders < countof(net->headers));
        net->headers[net->nheaders++] = str_z(keep, str_of(*h));
    }
    net->ca_file = find_ca(m);
    m->opt.connect = or_else(m->opt.connect, 10);
    m->opt.stall = or_else(m->opt.stall, 120);
    m->opt.whole = or_else(m->opt.whole, 600);
    if (m->opt.most_answer <= 0) m->opt.most_answer = 8 << 20;
    if (m->opt.tries <= 0) m->opt.tries = 4;
    if (m->opt.jobs <= 0) m->opt.jobs = 8;
    pthread_mutex_init(&net->lock, NULL);
    m->state = net;
    return (Err){0};
}

void net_close(Llm *m)
{
    Net *net = m->state;
    if (net->http) http_close(net->http);
    pthread_mutex_destroy(&net->lock);
}

// libcurl is loaded, and its thread started, by the first question.
Err need_http(Llm *m, Net *net, Arena *keep)
{
    Err err = {0};
    pthread_mutex_lock(&net->lock);
    if (!net->http) net->http = http_open(m->opt.jobs, keep, &err);
    pthread_mutex_unlock(&net->lock);
    return err;
}

// ---- the body

static void put(const Wire *w, json_t *body, const char *name, json_t *value)
{
    if (w->set) w->set(body, name, value);
    else json_object_set_new(body, name, value);
}

static void put_settings(const Wire *w, json_t *body, const LlmSetting *v, Size n, Arena scratch)
{
    for (Size i = 0; i < n; i++)
        put(w, body, str_z(&scratch, v[i].name), setting_value(v[i].value));
}

static void put_limit(const Llm *m, const LlmRequest *q, Net *net, json_t *body, Arena scratch)
{
    const Wire *w = m->how->wire;
    int64_t most = q->max_tokens > 0       ? q->max_tokens
                   : m->opt.max_tokens > 0 ? m->opt.max_tokens
                                           : w->limit_needed;
    if (most <= 0) return;
    put(w, body, net->renamed ? net->renamed : str_z(&scratch, w->limit_name),
        json_integer((json_int_t)most));
}

// Members that the server refused go, or go under the name that it wants.
static void drop_refused(const Net *net, json_t *body)
{
    for (Size i = 0; i < net->nrefused; i++) {
        const Refused *r = &net->refused[i];
        json_t *value = json_object_get(body, r->name);
        if (value && r->to[0]) json_object_set(body, r->to, value);
        json_object_del(body, r->name);
        json_object_del(json_object_get(body, "options"), r->name);
    }
}

static Str body_make(const Llm *m, const LlmRequest *q, Net *net, Arena *keep)
{
    json_t *body = json_object();
    json_object_set_new(body, "model", json_of_text(m->model));
    m->how->wire->fill(m, q, body);
    put_settings(m->how->wire, body, m->opt.settings, m->opt.nsettings, *keep);
    put_settings(m->how->wire, body, q->settings, q->nsettings, *keep);
    pthread_mutex_lock(&net->lock);
    put_limit(m, q, net, body, *keep);
    drop_refused(net, body);
    pthread_mutex_unlock(&net->lock);
    char *text = json_dumps(body, JSON_COMPACT);
    check(text);
    Str out = str_keep(keep, str_of(text));
    free(text);
    json_decref(body);
    return out;
}

// ---- faults

static bool says(Str text, const char *word)
{
    Str w = str_of(word);
    for (Size i = 0; i + w.len <= text.len; i++) {
        Size k = 0;
        while (k < w.len && (text.s[i + k] | 0x20) == (w.s[k] | 0x20)) k++;
        if (k == w.len) return true;
    }
    return false;
}

// A value of the address's query whose name says that it opens something: ?api-key=…
static bool is_key_name(Str name)
{
    static const char *const words[] = {"key", "token", "sig", "secret", "pass", "code"};
    for (Size i = 0; i < countof(words); i++)
        if (says(name, words[i])) return true;
    return false;
}

// How much of the text at i is a key that we sent.
static Size key_at(Str text, Size i, Str key, Str url)
{
    Str name, pair, rest = str_sub(text, i, -1), query = url;
    if (key.len && str_starts(rest, key)) return key.len;
    if (!str_cut(&query, S("?"), &name)) return 0;
    while (str_cut(&query, S("&"), &pair))
        if (str_cut(&pair, S("="), &name) && pair.len && is_key_name(name) && str_starts(rest, pair)) return pair.len;
    return 0;
}

// One printable line of a server's words, at most 300 bytes; a key that a server echoes is cut out.
static Str quote_server(Str text, const Llm *m, const Net *net, Arena *keep)
{
    Buf b = {.keep = keep};
    text = str_trim(text);
    Str key = net->has_key ? str_of(strchr(net->headers[0], ':') + 2) : (Str){0};
    if (str_starts(key, S("Bearer "))) key = str_sub(key, 7, -1);
    for (Size i = 0; i < text.len && b.n < 300; i++) {
        unsigned char c = (unsigned char)text.s[i];
        Size secret = key_at(text, i, key, m->url);
        if (secret) {
            buf_add(&b, S("[key]"));
            i += secret - 1;
        } else {
            buf_char(&b, c < ' ' || c == 0x7f ? ' ' : (char)c);
        }
    }
    return buf_str(&b);
}

#define FAULT(end_, kind_, ...) \
    ((Try){.end = (end_), .err = err_new(keep, (kind_), __VA_ARGS__), .wait = -1})

static Try transport_fault(const Llm *m, const HttpDone *d, Arena *keep)
{
    Str h = m->host;
    switch (d->fault) {
    case HTTP_REFUSED:
        return FAULT(TRY_FINAL, ERR_NET, "%.*s refused the connection%s", STR_ARG(url_shown(m->url, keep)),
                     m->loopback ? ": is Ollama (or your model server) running?"
                                 : ": is the address right, and the server up?");
    case HTTP_NO_HOST:
        return FAULT(TRY_FINAL, ERR_NET,
                     "no host named %.*s was found: is the address right, and the network up?",
                     STR_ARG(h));
    case HTTP_CONNECT_TIME:
        return FAULT(TRY_AGAIN, ERR_NET, "%.*s did not take a connection within %.0f seconds",
                     STR_ARG(h), m->opt.connect);
    case HTTP_STALLED:
        return FAULT(TRY_AGAIN, ERR_NET, "%.*s sent nothing for %.0f seconds", STR_ARG(h),
                     m->opt.stall);
    case HTTP_WHOLE_TIME:
        return FAULT(TRY_FINAL, ERR_NET, "%.*s did not finish its answer within %.0f seconds",
                     STR_ARG(h), m->opt.whole);
    case HTTP_BROKEN:
        return FAULT(TRY_AGAIN, ERR_NET, "the connection to %.*s broke before the answer was whole",
                     STR_ARG(h));
    case HTTP_TLS:
        if (says(d->detail, "wrong version number"))
            return FAULT(TRY_FINAL, ERR_NET, "%.*s speaks no https at that port: does its address begin with http://?",
                         STR_ARG(h));
        return FAULT(TRY_FINAL, ERR_NET,
                     "no trusted connection to %.*s: %.*s (an own certificate authority goes into "
                     "--ca-file)",
                     STR_ARG(h), STR_ARG(d->detail));
    case HTTP_TOO_LONG:
        return FAULT(TRY_FINAL, ERR_LIMIT,
                     "the answer of %.*s is longer than %lld bytes and was cut off", STR_ARG(h),
                     (long long)m->opt.most_answer);
    case HTTP_STOPPED: return FAULT(TRY_FINAL, ERR_STOPPED, "stopped");
    default:
        return FAULT(TRY_AGAIN, ERR_NET, "asking %.*s failed: %.*s", STR_ARG(h),
                     STR_ARG(d->detail));
    }
}

static Str server_words(const Llm *m, const HttpDone *d, const Net *net, Arena *keep, Str *type)
{
    Said said = {.keep = keep};
    json_t *whole = json_loadb(d->body.len ? d->body.s : "", (size_t)d->body.len, 0, NULL);
    if (json_is_object(whole)) m->how->wire->hear(whole, &said);
    if (!said.fault.len) said.fault = json_text(whole, "message", keep);
    if (!said.fault.len) said.fault = json_text(whole, "detail", keep);
    json_decref(whole);
    *type = said.fault_type;
    return said.fault.len ? quote_server(said.fault, m, net, keep) : S("no reason given");
}

// A member of the body that a refusal names, asked for by the user or added by us.
static const char *refused_setting(const Llm *m, const LlmRequest *q, Str words, bool *ours,
                                   Arena *keep)
{
    static const char *const OURS[] = {"stream_options", "stream", "store"};
    *ours = false;
    for (int list = 0; list < 2; list++) {
        const LlmSetting *v = list ? m->opt.settings : q->settings;
        for (Size i = 0, n = list ? m->opt.nsettings : q->nsettings; i < n; i++) {
            char *name = str_z(keep, v[i].name);
            if (says(words, name)) return name;
        }
    }
    *ours = true;
    for (Size i = 0; i < countof(OURS); i++)
        if (says(words, OURS[i])) return OURS[i];
    return NULL;
}

// A server that knows only one of the two names for the largest answer says so.
static bool rename_limit(const Llm *m, Net *net, Str words)
{
    if (net->renamed || !says(words, "max_completion_tokens") || m->how->wire != &wire_chat)
        return false;
    net->renamed = "max_tokens";
    return true;
}

// The two names for the largest answer: a refusal of one may name the other.
static const char *other_name(const char *name, Str words)
{
    static const char *const PAIR[] = {"max_tokens", "max_completion_tokens"};
    for (int i = 0; i < 2; i++)
        if (!strcmp(name, PAIR[i]) && says(words, PAIR[1 - i])) return PAIR[1 - i];
    return "";
}

// Under the lock. False: it was refused before, so dropping it once more mends nothing.
static bool refuse_member(Net *net, const char *name, Str words)
{
    for (Size i = 0; i < net->nrefused; i++)
        if (!strcmp(net->refused[i].name, name)) return false;
    if (net->nrefused == MOST_DROPPED) return false;
    Refused *r = &net->refused[net->nrefused++];
    snprintf(r->name, sizeof r->name, "%s", name);
    snprintf(r->to, sizeof r->to, "%s", other_name(name, words));
    return true;
}

static Try bad_request(Llm *m, const LlmRequest *q, Net *net, long status, Str words, Arena *keep)
{
    bool ours, adapted = false;
    const char *name = refused_setting(m, q, words, &ours, keep);
    pthread_mutex_lock(&net->lock);
    adapted = (!name || ours) && rename_limit(m, net, words);
    if (!adapted && name && (ours || m->opt.adapt)) adapted = refuse_member(net, name, words);
    pthread_mutex_unlock(&net->lock);
    if (adapted) return (Try){.end = TRY_ADAPTED, .wait = 0};
    if (name && !ours)
        return FAULT(TRY_FINAL, ERR_CONFIG,
                     "%.*s refuses the setting %s: %.*s (leave it out, or pass --adapt)",
                     STR_ARG(m->host), name, STR_ARG(words));
    return FAULT(TRY_FINAL, ERR_NET, "%.*s refuses the question (%ld): %.*s", STR_ARG(m->host),
                 status, STR_ARG(words));
}

static Try denied(const Llm *m, const Net *net, long status, Str words, Arena *keep)
{
    const char *what = net->has_key ? "does not accept the key in" : "wants a key: put it into";
    return FAULT(TRY_FINAL, ERR_CONFIG, "%.*s %s %.*s (%ld: %.*s)", STR_ARG(m->host), what,
                 STR_ARG(net->key_var), status, STR_ARG(words));
}

static Try rate_limited(const Llm *m, const HttpDone *d, Str type, Str words, Arena *keep)
{
    if (says(type, "insufficient_quota") || says(words, "exceeded your current quota"))
        return FAULT(TRY_FINAL, ERR_LIMIT, "the account's quota at %.*s is spent: %.*s",
                     STR_ARG(m->host), STR_ARG(words));
    if (d->wait > MOST_WAIT)
        return FAULT(TRY_FINAL, ERR_LIMIT,
                     "%.*s asks to wait %.0f seconds before the next question (429)",
                     STR_ARG(m->host), d->wait);
    Try t = FAULT(TRY_AGAIN, ERR_NET, "%.*s limits how often it is asked (429): %.*s",
                  STR_ARG(m->host), STR_ARG(words));
    t.wait = d->wait;
    return t;
}

static Try status_fault(Llm *m, const LlmRequest *q, Net *net, const HttpDone *d, Arena *keep)
{
    Str type, words = server_words(m, d, net, keep, &type), h = m->host;
    long s = d->status;
    if (s == 401 || s == 403) return denied(m, net, s, words, keep);
    if (s == 429) return rate_limited(m, d, type, words, keep);
    if (s == 404)
        return FAULT(
            TRY_FINAL, ERR_CONFIG,
            "%.*s knows no such model or address (404): is \"%.*s\" right, and --base-url? "
            "(%.*s)",
            STR_ARG(h), STR_ARG(m->model), STR_ARG(words));
    if (s == 413)
        return FAULT(TRY_FINAL, ERR_NET, "the question is too long for %.*s (413)", STR_ARG(h));
    if (s == 400 || s == 422) return bad_request(m, q, net, s, words, keep);
    if (s >= 300 && s < 400)
        return FAULT(
            TRY_FINAL, ERR_CONFIG,
            "%.*s sends us elsewhere (%ld), and suture follows no redirect: give the final "
            "address as --base-url",
            STR_ARG(h), s);
    bool again = s == 408 || s == 409 || s == 425 || s >= 500;
    Try t = FAULT(again ? TRY_AGAIN : TRY_FINAL, ERR_NET, "%.*s failed (%ld): %.*s", STR_ARG(h), s,
                  STR_ARG(words));
    t.wait = d->wait <= MOST_WAIT ? d->wait : -1;
    return t;
}

static bool is_page(const HttpDone *d)
{
    return says(d->type, "html") || str_starts(str_trim(d->body), S("<"));
}

// A server that cuts a long question says nothing, but counts what it read. No tokenizer takes ten
// bytes of code at once; servers that count only what they had not read before count few, not many.
static bool was_cut(const Llm *m, const LlmRequest *q, const LlmReply *r)
{
    enum { MOST_BYTES_A_TOKEN = 10, LEAST_READ = 1000 };
    return m->how->wire == &wire_ollama && r->tokens_in >= LEAST_READ &&
           q->system.len + q->prompt.len > r->tokens_in * MOST_BYTES_A_TOKEN;
}

static Try read_answer(const Llm *m, const LlmRequest *q, const Net *net, const HttpDone *d,
                       Arena *keep, LlmReply *out)
{
    Said said = {.keep = keep};
    Str h = m->host;
    if (is_page(d))
        return FAULT(TRY_FINAL, ERR_CONFIG,
                     "%.*s answered with a web page instead of JSON: is --base-url right (often it "
                     "ends in /v1)?",
                     STR_ARG(h));
    if (!said_read(m->how->wire, d->body, &said))
        return FAULT(TRY_AGAIN, ERR_NET, "the answer of %.*s is not whole JSON", STR_ARG(h));
    if (said.fault.len) {
        bool busy = says(said.fault_type, "overloaded") || says(said.fault_type, "rate_limit") ||
                    says(said.fault_type, "server_error") || says(said.fault_type, "api_error");
        Str words = quote_server(said.fault, m, net, keep);
        return FAULT(busy ? TRY_AGAIN : TRY_FINAL, ERR_NET, "%.*s failed: %.*s", STR_ARG(h),
                     STR_ARG(words));
    }
    if (!said.ended) {
        if (!said.finish.len && !said.text.n)
            return FAULT(
                TRY_FINAL, ERR_NET,
                "%.*s answered with JSON that holds no answer: is --base-url right, and the "
                "provider?",
                STR_ARG(h));
        return FAULT(TRY_AGAIN, ERR_NET, "the answer of %.*s broke off", STR_ARG(h));
    }
    said_reply(&said, out);
    if (was_cut(m, q, out))
        return FAULT(TRY_FINAL, ERR_LIMIT,
                     "%.*s read only %lld tokens of a question of %td bytes: it cut the rest off; "
                     "give its context size in [llm.NAME]",
                     STR_ARG(h), (long long)out->tokens_in, q->system.len + q->prompt.len);
    return (Try){.end = TRY_DONE};
}

// A prompt that the server's filter refuses comes back as a 400; it is a refusal like any other.
static bool filtered(const Llm *m, const Net *net, const HttpDone *d, Arena *keep, LlmReply *out)
{
    Str type, words = d->status == 400 ? server_words(m, d, net, keep, &type) : (Str){0};
    if (d->status != 400 ||
        !(says(type, "content_filter") || says(words, "content management policy")))
        return false;
    *out = (LlmReply){.outcome = LLM_REFUSED, .what = words, .tokens_in = -1, .tokens_out = -1};
    return true;
}

static Try try_once(Llm *m, const LlmRequest *q, Net *net, Arena *keep, LlmReply *out)
{
    HttpDone d;
    HttpAsk ask = {.url = m->url,
                   .body = body_make(m, q, net, keep),
                   .ca_file = net->ca_file,
                   .headers = (const char *const *)net->headers,
                   .nheaders = net->nheaders,
                   .connect = m->opt.connect,
                   .stall = m->opt.stall,
                   .whole = time_left(q, m->opt.whole),
                   .most = m->opt.most_answer,
                   .direct = m->direct};
    http_send(net->http, &ask, keep, &d);
    if (d.fault != HTTP_OK) return transport_fault(m, &d, keep);
    if (filtered(m, net, &d, keep, out)) return (Try){.end = TRY_DONE};
    if (d.status != 200) return status_fault(m, q, net, &d, keep);
    return read_answer(m, q, net, &d, keep, out);
}

// Half to one and a half times 0.5, 1, 2, 4 … seconds: many askers must not come back together.
static double backoff(int tries, uint64_t salt)
{
    double base = 0.5 * (double)(1 << (tries < 6 ? tries : 6));
    return base * (0.5 + (double)(salt % 1000) / 1000);
}

// The later of two queues: one for requests, one for tokens.
static void wait_turn(const Llm *m, const LlmRequest *q, Net *net)
{
    double tokens = (double)(llm_estimate(q->system) + llm_estimate(q->prompt));
    if (m->opt.per_minute <= 0 && m->opt.tokens_per_minute <= 0) return;
    pthread_mutex_lock(&net->lock);
    double now = os_now(), at = now;
    if (m->opt.per_minute > 0 && net->next_at > at) at = net->next_at;
    if (m->opt.tokens_per_minute > 0 && net->tokens_at > at) at = net->tokens_at;
    if (m->opt.per_minute > 0) net->next_at = at + 60 / m->opt.per_minute;
    if (m->opt.tokens_per_minute > 0) net->tokens_at = at + tokens * 60 / m->opt.tokens_per_minute;
    pthread_mutex_unlock(&net->lock);
    http_pause(time_left(q, at - now));
}

static Str not_sent(Net *net, Str what, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_add(&b, what);
    pthread_mutex_lock(&net->lock);
    for (Size i = 0; i < net->nrefused; i++) {
        const Refused *r = &net->refused[i];
        buf_fmt(&b, "%s%s was not sent: the server refuses it", b.n ? "; " : "", r->name);
        if (r->to[0]) buf_fmt(&b, " (sent as %s)", r->to);
    }
    pthread_mutex_unlock(&net->lock);
    return buf_str(&b);
}

Err net_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out)
{
    Net *net = m->state;
    Err err = need_http(m, net, keep);
    double began = os_now();
    if (err.kind) return err;
    for (int tries = 1, adapted = 0;; tries++) {
        wait_turn(m, q, net);
        if (os_stopped()) return err_new(keep, ERR_STOPPED, "stopped");
        if (time_left(q, 1) <= 0) return err_new(keep, ERR_STOPPED, "its time is over");
        if (tries == 1 && q->sending) q->sending(q->self);
        Try t = try_once(m, q, net, keep, out);
        out->tries = tries;
        out->seconds = os_now() - began;
        if (t.end == TRY_DONE) {
            out->what = not_sent(net, out->what, keep);
            return (Err){0};
        }
        if (t.end == TRY_ADAPTED && adapted++ < MOST_DROPPED) continue;
        if (t.end != TRY_AGAIN || tries >= m->opt.tries) return t.err;
        uint64_t salt =
            str_hash(q->prompt) ^ (uint64_t)(os_now() * 1e6) ^ (uint64_t)q->sample * 7919;
        double wait = t.wait >= 0 ? t.wait + 0.05 * (double)(salt % 10) : backoff(tries - 1, salt);
        if (time_left(q, wait) < wait) return t.err;             // it would come too late
        http_pause(wait);
    }
}
