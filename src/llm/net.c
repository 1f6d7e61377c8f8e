// llm/net: one question to a model on the network: address and key, the body, retries, and a clear
// sentence for each fault. The key goes into one header and nowhere else: no message, journal or
// error ever holds it.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"
#include "base/os.h"
#include <pthread.h>
#include <stdio.h>

enum { MOST_DROPPED = 8, MOST_WAIT = 120 };

typedef struct {
    Http *http;
    char *headers[8]; Size nheaders;
    Str key_var, ca_file;
    bool has_key;
    pthread_mutex_t lock;
    char dropped[MOST_DROPPED][64]; Size ndropped;   // body members this server refused (--adapt,
                                                     // or ours)
    char *renamed;                       // how it wants the largest answer called
    double next_at;                      // per_minute: when the next request may start
} Net;

// What a try came to: an answer, a fault that another try may mend, or a final one.
typedef enum { TRY_DONE, TRY_AGAIN, TRY_ADAPTED, TRY_FINAL } TryEnd;
typedef struct { TryEnd end; Err err; double wait; bool slower; } Try;

// ---- address

static bool is_number_host(Str host)
{
    Str rest = host, part;
    int parts = 0;
    for (int64_t n; str_cut(&rest, S("."), &part); parts++)
        if (part.len > 3 || !str_int(part, &n) || n < 0 || n > 255) return false;
    return parts == 4;
}

static bool is_loopback(Str host)
{
    return str_eq(host, S("localhost")) || str_eq(host, S("[::1]")) || str_eq(host, S("0.0.0.0")) ||
           (str_starts(host, S("127.")) && is_number_host(host));
}

static bool is_plain(Str url)
{
    for (Size i = 0; i < url.len; i++)
        if ((unsigned char)url.s[i] <= ' ' || url.s[i] == 0x7f) return false;
    return url.len > 0 && !memchr(url.s, '#', (size_t)url.len);
}

// scheme://host[:port][/path][?query], no user name in it.
static bool url_host(Str url, Str *host)
{
    Size at = str_find(url, S("://"));
    if (at < 0 || !is_plain(url)) return false;
    Str scheme = str_sub(url, 0, at), rest = str_sub(url, at + 3, -1);
    if (!str_eq(scheme, S("http")) && !str_eq(scheme, S("https"))) return false;
    Size end = 0;
    while (end < rest.len && !strchr("/?", rest.s[end])) end++;
    Str place = str_sub(rest, 0, end);
    if (memchr(place.s, '@', (size_t)place.len)) return false;
    Size close = str_find(place, S("]")), colon = str_rfind(place, ':');
    *host = colon > close ? str_sub(place, 0, colon) : place;
    return host->len > 0;
}

// base + path, before a query (Azure's "?api-version=…"); a version named in both is written once.
static Str url_join(Str base, Str path, Arena *keep)
{
    Size query = str_find(base, S("?"));
    Str tail = query < 0 ? (Str){0} : str_sub(base, query, -1);
    if (query >= 0) base = str_sub(base, 0, query);
    while (base.len && base.s[base.len - 1] == '/') base.len--;
    if (str_ends(base, path)) path = (Str){0};
    if (str_starts(path, S("/v1/")) && str_ends(base, S("/v1"))) path = str_sub(path, 3, -1);
    return str_fmt(keep, "%.*s%.*s%.*s", STR_ARG(base), STR_ARG(path), STR_ARG(tail));
}

static Err find_address(Llm *m, Arena *keep)
{
    const Wire *w = m->how->wire;
    Str base = m->opt.base_url.len ? m->opt.base_url : os_env(w->url_var);
    if (!base.len) base = w->base;
    if (str_find(base, S("://")) < 0) base = str_fmt(keep, "http://%.*s", STR_ARG(base));
    m->url = url_join(base, w->path, keep);
    if (!url_host(m->url, &m->host))
        return err_new(
            keep, ERR_CONFIG,
            "\"%.*s\" is not an address that a model can be asked at: write http://HOST… or "
            "https://HOST…, without a user name",
            STR_ARG(base));
    m->loopback = is_loopback(m->host);
    m->direct = m->loopback;
    return (Err){0};
}

// ---- key

static bool key_is_plain(Str key)
{
    for (Size i = 0; i < key.len; i++)
        if (key.s[i] <= ' ' || key.s[i] == 0x7f) return false;
    return key.len > 0;
}

static Err find_key(Llm *m, Net *net, Arena *keep)
{
    const Wire *w = m->how->wire;
    net->key_var = m->opt.key_var.len ? m->opt.key_var : str_of(w->key_var);
    Str key = str_trim(os_env(str_z(keep, net->key_var)));
    bool own = str_starts(m->url, w->base) && !m->loopback;
    if (!key.len && !m->opt.dry && (own || m->opt.key_var.len))
        return err_new(keep, ERR_CONFIG,
                       "no key for %.*s: put it into the environment variable %.*s",
                       STR_ARG(m->host), STR_ARG(net->key_var));
    if (!key.len) return (Err){0};
    if (!key_is_plain(key))
        return err_new(keep, ERR_CONFIG,
                       "the key in %.*s holds a blank or a character that no key has",
                       STR_ARG(net->key_var));
    if (str_starts(m->url, S("http://")) && !m->loopback)
        return err_new(keep, ERR_CONFIG,
                       "%.*s is reached over plain http, where anyone on the way reads the key: "
                       "use https, or unset %.*s for a server that needs none",
                       STR_ARG(m->host), STR_ARG(net->key_var));
    bool azure = str_ends(m->host, S(".azure.com")) || str_ends(m->host, S(".azure.us"));
    const char *name = w->key == KEY_X_API ? "x-api-key: "
                       : azure             ? "api-key: "
                                           : "Authorization: Bearer ";
    net->headers[net->nheaders++] = str_z(keep, str_fmt(keep, "%s%.*s", name, STR_ARG(key)));
    net->has_key = true;
    return (Err){0};
}

static Str find_ca(const Llm *m)
{
    if (m->opt.ca_file.len) return m->opt.ca_file;
    Str file = os_env("SSL_CERT_FILE");
    return file.len ? file : os_env("CURL_CA_BUNDLE");
}

static double or_else(double v, double otherwise) { return v > 0 ? v : otherwise; }

Err net_open(Llm *m, Arena *keep)
{
    Net *net = new(keep, Net, 1);
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
static Err need_http(Llm *m, Net *net, Arena *keep)
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

static Str body_make(const Llm *m, const LlmRequest *q, Net *net, Arena *keep)
{
    json_t *body = json_object();
    json_object_set_new(body, "model", json_of_text(m->model));
    m->how->wire->fill(m, q, body);
    put_settings(m->how->wire, body, m->opt.settings, m->opt.nsettings, *keep);
    put_settings(m->how->wire, body, q->settings, q->nsettings, *keep);
    pthread_mutex_lock(&net->lock);
    put_limit(m, q, net, body, *keep);
    for (Size i = 0; i < net->ndropped; i++) {
        json_object_del(body, net->dropped[i]);
        json_object_del(json_object_get(body, "options"), net->dropped[i]);
    }
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

// One printable line of a server's words, at most 300 bytes; a key that a server echoes is cut out.
static Str quote_server(Str text, const Net *net, Arena *keep)
{
    Buf b = {.keep = keep};
    text = str_trim(text);
    Str key = net->has_key ? str_of(strchr(net->headers[0], ':') + 2) : (Str){0};
    if (str_starts(key, S("Bearer "))) key = str_sub(key, 7, -1);
    for (Size i = 0; i < text.len && b.n < 300; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (key.len && str_starts(str_sub(text, i, -1), key)) {
            buf_add(&b, S("[key]"));
            i += key.len - 1;
        } else {
            buf_char(&b, c < ' ' || c == 0x7f ? ' ' : (char)c);
        }
    }
    return buf_str(&b);
}

#define FAULT(end_, kind_, ...) ((Try){.end = (end_), .err = err_new(keep, (kind_), __VA_ARGS__), .wait = -1})

static Try transport_fault(const Llm *m, const HttpDone *d, Arena *keep)
{
    Str h = m->host;
    switch (d->fault) {
    case HTTP_REFUSED:
        return FAULT(TRY_FINAL, ERR_NET, "%.*s refused the connection%s", STR_ARG(m->url),
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
        return FAULT(TRY_FINAL, ERR_NET,
                     "no trusted connection to %.*s: %.*s (an own certificate authority goes into "
                     "--ca-file)",
                     STR_ARG(h), STR_ARG(d->detail));
    case HTTP_TOO_LONG:
        return FAULT(TRY_FINAL, ERR_LIMIT,
                     "the answer of %.*s is longer than %lld bytes and was cut off", STR_ARG(h),
                     (long long)m->opt.most_answer);
    case HTTP_STOPPED:
        return FAULT(TRY_FINAL, ERR_STOPPED, "stopped");
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
    return said.fault.len ? quote_server(said.fault, net, keep) : S("no reason given");
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

static Try bad_request(Llm *m, const LlmRequest *q, Net *net, long status, Str words, Arena *keep)
{
    bool ours, adapted = false;
    const char *name = refused_setting(m, q, words, &ours, keep);
    pthread_mutex_lock(&net->lock);
    adapted = rename_limit(m, net, words);
    if (!adapted && name && (ours || m->opt.adapt) && net->ndropped < MOST_DROPPED) {
        bool known = false;
        for (Size i = 0; i < net->ndropped; i++) known = known || !strcmp(net->dropped[i], name);
        if (!known) snprintf(net->dropped[net->ndropped++], sizeof net->dropped[0], "%s", name);
        adapted = !known;
    }
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
    t.slower = true;
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
    t.slower = s == 503 || s == 529;
    return t;
}

static bool is_page(const HttpDone *d)
{
    return says(d->type, "html") || str_starts(str_trim(d->body), S("<"));
}

static Try read_answer(const Llm *m, const Net *net, const HttpDone *d, Arena *keep, LlmReply *out)
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
        Str words = quote_server(said.fault, net, keep);
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
    HttpAsk ask = {m->url,
                   body_make(m, q, net, keep),
                   net->ca_file,
                   (const char *const *)net->headers,
                   net->nheaders,
                   m->opt.connect,
                   m->opt.stall,
                   m->opt.whole,
                   m->opt.most_answer,
                   m->direct};
    http_send(net->http, &ask, keep, &d);
    if (d.fault != HTTP_OK) return transport_fault(m, &d, keep);
    if (filtered(m, net, &d, keep, out)) return (Try){.end = TRY_DONE};
    if (d.status != 200) return status_fault(m, q, net, &d, keep);
    return read_answer(m, net, &d, keep, out);
}

// Half to one and a half times 0.5, 1, 2, 4 … seconds: many askers must not come back together.
static double backoff(int tries, uint64_t salt)
{
    double base = 0.5 * (double)(1 << (tries < 6 ? tries : 6));
    return base * (0.5 + (double)(salt % 1000) / 1000);
}

static void wait_turn(const Llm *m, Net *net)
{
    if (m->opt.per_minute <= 0) return;
    pthread_mutex_lock(&net->lock);
    double now = os_now(), at = net->next_at > now ? net->next_at : now;
    net->next_at = at + 60 / m->opt.per_minute;
    pthread_mutex_unlock(&net->lock);
    http_pause(at - now);
}

static Str not_sent(Net *net, Str what, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_add(&b, what);
    pthread_mutex_lock(&net->lock);
    for (Size i = 0; i < net->ndropped; i++)
        buf_fmt(&b, "%s%s was not sent: the server refuses it", b.n ? "; " : "", net->dropped[i]);
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
        wait_turn(m, net);
        if (os_stopped()) return err_new(keep, ERR_STOPPED, "stopped");
        if (tries == 1 && q->sending) q->sending(q->self);
        Try t = try_once(m, q, net, keep, out);
        out->tries = tries;
        out->seconds = os_now() - began;
        if (t.end == TRY_DONE) {
            out->what = not_sent(net, out->what, keep);
            return (Err){0};
        }
        if (t.slower) http_slower(net->http);
        if (t.end == TRY_ADAPTED && adapted++ < MOST_DROPPED) continue;
        if (t.end != TRY_AGAIN || tries >= m->opt.tries) return t.err;
        uint64_t salt =
            str_hash(q->prompt) ^ (uint64_t)(os_now() * 1e6) ^ (uint64_t)q->sample * 7919;
        http_pause(t.wait >= 0 ? t.wait + 0.05 * (double)(salt % 10) : backoff(tries - 1, salt));
    }
}
