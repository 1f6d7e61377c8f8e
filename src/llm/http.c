// llm/http: many HTTPS requests at once on one thread, through libcurl, which is loaded only here
// and only when used.
// No redirects, no cookies, no netrc. Counts decoded bytes as they come, so that an endless answer
// ends.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"
#include "base/os.h"
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>

// The functions of libcurl in use: name, result, arguments.
#define CURL_FUNCTIONS(F) \
    F(global_init, CURLcode, (long)) \
    F(easy_init, CURL *, (void)) \
    F(easy_cleanup, void, (CURL *)) \
    F(easy_setopt, CURLcode, (CURL *, CURLoption, ...)) \
    F(easy_getinfo, CURLcode, (CURL *, CURLINFO, ...)) \
    F(easy_strerror, const char *, (CURLcode)) \
    F(slist_append, struct curl_slist *, (struct curl_slist *, const char *)) \
    F(slist_free_all, void, (struct curl_slist *)) \
    F(getdate, time_t, (const char *, const time_t *)) \
    F(multi_init, CURLM *, (void)) \
    F(multi_cleanup, CURLMcode, (CURLM *)) \
    F(multi_add_handle, CURLMcode, (CURLM *, CURL *)) \
    F(multi_remove_handle, CURLMcode, (CURLM *, CURL *)) \
    F(multi_perform, CURLMcode, (CURLM *, int *)) \
    F(multi_poll, CURLMcode, (CURLM *, struct curl_waitfd *, unsigned int, int, int *)) \
    F(multi_wakeup, CURLMcode, (CURLM *)) \
    F(multi_info_read, CURLMsg *, (CURLM *, int *))

typedef struct {
#define F(name, result, args) result (*name) args;
    CURL_FUNCTIONS(F)
#undef F
} Curl;

// A request under way. Lives on its asker's stack; the loop's thread owns it from `next` until
// `done`.
typedef struct Job Job;
struct Job {
    const HttpAsk *ask; Http *http; Job *next;
    CURL *easy; struct curl_slist *headers;
    Pool pool; Buf body;
    bool started, done, too_long;
    pthread_cond_t ended;                // its own: of 64 askers only this one is woken
    CURLcode code; long status;
    double wait, reset, began; char fault[CURL_ERROR_SIZE], type[128];
};

struct Http {
    Curl c;
    CURLM *multi;
    pthread_t thread; pthread_mutex_t lock;
    Job *waiting, *running;
    int most, limit, active, good;       // limit: at once now; good: answers since it last changed
    double slowed;                       // when it was last halved
    bool closing, started;
};

enum { POLL_MS = 200, GOOD_BEFORE_MORE = 8 };

static bool curl_load(Curl *c)
{
    static const char *const NAMES[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so",
                                        "libcurl.4.dylib"};
    void *lib = NULL;
    for (Size i = 0; i < countof(NAMES) && !lib; i++) lib = dlopen(NAMES[i], RTLD_NOW | RTLD_LOCAL);
    if (!lib) return false;
    bool all = true;
    void *f;
#define F(name, result, args) \
    f = dlsym(lib, "curl_" #name); \
    all = all && f; \
    memcpy(&c->name, &f, sizeof f);
    CURL_FUNCTIONS(F)
#undef F
    return all && c->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static size_t on_body(char *data, size_t size, size_t n, void *self)
{
    Job *j = self;
    Size len = (Size)(size * n);
    if (len > j->ask->most - j->body.n) {
        j->too_long = true;
        return 0;
    }
    buf_add(&j->body, (Str){data, len});
    return size * n;
}

// "20ms", "6m0s", "1.5s", or plain seconds.
static double duration(const char *s)
{
    double all = 0;
    for (char *end; *s; s = end) {
        double n = strtod(s, &end);
        if (end == s) return -1;
        if (!strncmp(end, "ms", 2)) all += n / 1000, end += 2;
        else if (*end == 'h') all += n * 3600, end++;
        else if (*end == 'm') all += n * 60, end++;
        else if (*end == 's' || !*end) all += n, end += *end == 's';
        else return -1;
    }
    return all;
}

// "2026-11-28T06:40:00Z" (RFC 3339), as a time from now.
static double until_date(const char *value)
{
    struct tm t = {0};
    const char *rest = strptime(value, "%Y-%m-%dT%H:%M:%S", &t);
    if (!rest || (*rest != 'Z' && *rest != '.' && *rest != '+')) return -1;
    double wait = (double)((int64_t)timegm(&t) - os_time());
    return wait > 0 ? wait : 0;
}

// When a limit is full again: of several limits the last to be, since it is not said which is met.
static double until_reset(const char *name, const char *value)
{
    bool openai = !strncasecmp(name, "x-ratelimit-reset", 17);
    bool anthropic = !strncasecmp(name, "anthropic-ratelimit-", 20) && strstr(name + 20, "-reset");
    if (!openai && !anthropic) return -1;
    double wait = duration(value);
    return wait < 0 ? until_date(value) : wait;
}

static void note_wait(Job *j, const char *name, const char *value)
{
    double wait = -1, reset = until_reset(name, value);
    if (!strcasecmp(name, "retry-after-ms")) wait = duration(value) / 1000;
    else if (!strcasecmp(name, "retry-after")) {
        wait = duration(value);
        time_t date = wait < 0 ? j->http->c.getdate(value, NULL) : -1;
        if (date >= 0) wait = (double)((int64_t)date - os_time());
        if (date >= 0 && wait < 0) wait = 0;
    }
    if (wait >= 0) j->wait = wait;
    if (reset > j->reset) j->reset = reset;
}

static size_t on_header(char *data, size_t size, size_t n, void *self)
{
    Job *j = self;
    char line[256];
    size_t len = size * n < sizeof line - 1 ? size * n : sizeof line - 1;
    memcpy(line, data, len);
    line[len] = 0;
    char *colon = strchr(line, ':');
    if (!colon) return size * n;
    *colon = 0;
    char *value = colon + 1 + strspn(colon + 1, " \t");
    value[strcspn(value, "\r\n")] = 0;
    if (!strcasecmp(line, "content-type")) snprintf(j->type, sizeof j->type, "%s", value);
    note_wait(j, line, value);
    return size * n;
}

static void set_safety(Curl *c, Job *j)
{
    c->easy_setopt(j->easy, CURLOPT_NOSIGNAL, 1L);
    c->easy_setopt(j->easy, CURLOPT_FOLLOWLOCATION, 0L);
#if LIBCURL_VERSION_NUM >= 0x075500
    c->easy_setopt(j->easy, CURLOPT_PROTOCOLS_STR, "http,https");
#endif
    if (j->ask->direct) c->easy_setopt(j->easy, CURLOPT_NOPROXY, "*");
    if (j->ask->ca_file.len)
        c->easy_setopt(j->easy, CURLOPT_CAINFO, str_z(&j->pool.arena, j->ask->ca_file));
}

static void set_limits(Curl *c, Job *j)
{
    c->easy_setopt(j->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(j->ask->connect * 1000));
    c->easy_setopt(j->easy, CURLOPT_TIMEOUT_MS, (long)(j->ask->whole * 1000));
    c->easy_setopt(j->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    c->easy_setopt(j->easy, CURLOPT_LOW_SPEED_TIME, (long)(j->ask->stall < 1 ? 1 : j->ask->stall));
}

static bool job_start(Http *h, Job *j)
{
    Curl *c = &h->c;
    j->easy = c->easy_init();
    if (!j->easy) return false;
    for (Size i = 0; i < j->ask->nheaders; i++) {
        struct curl_slist *more = c->slist_append(j->headers, j->ask->headers[i]);
        if (more) j->headers = more;
    }
    set_safety(c, j);
    set_limits(c, j);
    c->easy_setopt(j->easy, CURLOPT_URL, str_z(&j->pool.arena, j->ask->url));
    c->easy_setopt(j->easy, CURLOPT_HTTPHEADER, j->headers);
    c->easy_setopt(j->easy, j->ask->get ? CURLOPT_HTTPGET : CURLOPT_POST, 1L);
    if (!j->ask->get) {
        c->easy_setopt(j->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)j->ask->body.len);
        c->easy_setopt(j->easy, CURLOPT_POSTFIELDS, j->ask->body.s);
    }
    c->easy_setopt(j->easy, CURLOPT_WRITEFUNCTION, on_body);
    c->easy_setopt(j->easy, CURLOPT_WRITEDATA, j);
    c->easy_setopt(j->easy, CURLOPT_HEADERFUNCTION, on_header);
    c->easy_setopt(j->easy, CURLOPT_HEADERDATA, j);
    c->easy_setopt(j->easy, CURLOPT_ERRORBUFFER, j->fault);
    c->easy_setopt(j->easy, CURLOPT_PRIVATE, j);
    j->began = os_now();
    return c->multi_add_handle(h->multi, j->easy) == CURLM_OK;
}

// "Too many at once": half as many from here on, before a waiting job takes the place that is free.
static void go_slower(Http *h)
{
    // all that were under way are refused together: that is one refusal
    enum { ONE_REFUSAL = 1 };
    double now = os_now();
    if (h->limit > 1 && now - h->slowed >= ONE_REFUSAL) {
        h->limit /= 2;
        h->slowed = now;
    }
    h->good = 0;
}

static bool is_too_many(long status) { return status == 429 || status == 503 || status == 529; }

static void job_end(Http *h, Job *j, CURLcode code)
{
    if (j->easy) {
        h->c.easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &j->status);
        h->c.multi_remove_handle(h->multi, j->easy);
        h->c.easy_cleanup(j->easy);
    }
    h->c.slist_free_all(j->headers);
    for (Job **at = &h->running; *at; at = &(*at)->next)
        if (*at == j) {
            *at = j->next;
            break;
        }
    h->active--;
    j->code = code;
    j->done = true;
    if (code == CURLE_OK && is_too_many(j->status)) go_slower(h);
    if (code == CURLE_OK && j->status < 400 && ++h->good >= GOOD_BEFORE_MORE) {
        h->good = 0;
        if (h->limit < h->most) h->limit++;
    }
    pthread_cond_signal(&j->ended);
}

static void start_waiting(Http *h)
{
    while (h->waiting && h->active < h->limit) {
        Job *j = h->waiting;
        h->waiting = j->next;
        j->next = h->running;
        h->running = j;
        h->active++;
        if (!job_start(h, j)) job_end(h, j, CURLE_FAILED_INIT);
    }
}

static void stop_all(Http *h)
{
    while (h->running) job_end(h, h->running, CURLE_ABORTED_BY_CALLBACK);
    for (Job *j = h->waiting, *next; j; j = next) {
        next = j->next;                  // an asker that wakes takes its job with it
        j->code = CURLE_ABORTED_BY_CALLBACK;
        j->done = true;
        pthread_cond_signal(&j->ended);
    }
    h->waiting = NULL;
}

// One thread runs every transfer. The lock is not held while libcurl works or waits, but for ending
// a job.
static void *loop(void *self)
{
    Http *h = self;
    for (bool closing = false; !closing;) {
        int left;
        pthread_mutex_lock(&h->lock);
        if (os_stopped() || h->closing) stop_all(h);
        start_waiting(h);
        closing = h->closing;
        pthread_mutex_unlock(&h->lock);
        h->c.multi_perform(h->multi, &left);
        pthread_mutex_lock(&h->lock);
        for (CURLMsg *m; (m = h->c.multi_info_read(h->multi, &left));) {
            Job *j = NULL;
            CURLcode code = m->data.result;
            h->c.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &j);
            job_end(h, j, code);
        }
        bool more = h->waiting && h->active < h->limit;
        pthread_mutex_unlock(&h->lock);
        if (!closing && !more) h->c.multi_poll(h->multi, NULL, 0, POLL_MS, NULL);
    }
    return NULL;
}

Http *http_open(int jobs, Arena *keep, Err *err)
{
    Http *h = calloc(1, sizeof *h);      // outlives the question that starts it
    check(h);
    *err = (Err){0};
    h->most = h->limit = jobs;
    if (!curl_load(&h->c) || !(h->multi = h->c.multi_init())) {
        free(h);
        *err = err_new(keep, ERR_CONFIG,
                       "libcurl was not found, and a model on the network needs it: "
                       "install it (Debian, Ubuntu: apt install libcurl4), or use command:PROGRAM");
        return NULL;
    }
    pthread_mutex_init(&h->lock, NULL);
    if (pthread_create(&h->thread, NULL, loop, h)) {
        h->c.multi_cleanup(h->multi);
        free(h);
        *err = err_new(keep, ERR_IO, "the system refuses another thread, so no model can be asked");
        return NULL;
    }
    return h;
}

void http_close(Http *h)
{
    pthread_mutex_lock(&h->lock);
    h->closing = true;
    pthread_mutex_unlock(&h->lock);
    h->c.multi_wakeup(h->multi);
    pthread_join(h->thread, NULL);
    h->c.multi_cleanup(h->multi);
    pthread_mutex_destroy(&h->lock);
    free(h);
}

static HttpFault fault_of(const Job *j)
{
    const double ROUNDING = 0.1;               // libcurl counts milliseconds from its own start
    double took = os_now() - j->began;
    switch (j->code) {
    case CURLE_OK: return HTTP_OK;
    case CURLE_COULDNT_CONNECT: return HTTP_REFUSED;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return HTTP_NO_HOST;
    case CURLE_OPERATION_TIMEDOUT:
        if (took >= j->ask->whole - ROUNDING) return HTTP_WHOLE_TIME;
        return strstr(j->fault, "onnect") && !j->status ? HTTP_CONNECT_TIME : HTTP_STALLED;
    case CURLE_WRITE_ERROR: return j->too_long ? HTTP_TOO_LONG : HTTP_OTHER;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return HTTP_BROKEN;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return HTTP_TLS;
    case CURLE_ABORTED_BY_CALLBACK: return HTTP_STOPPED;
    default: return HTTP_OTHER;
    }
}

// Copies what the job gathered to the asker's arena and gives the pool back.
static void job_report(Http *h, Job *j, Arena *keep, HttpDone *out)
{
    const char *detail = j->fault[0] ? j->fault : h->c.easy_strerror(j->code);
    out->fault = fault_of(j);
    out->status = j->status;
    out->wait = j->wait >= 0 ? j->wait : j->reset;
    out->detail = str_keep(keep, str_of(detail));
    out->type = str_keep(keep, str_of(j->type));
    out->body = str_keep(keep, buf_str(&j->body));
    pool_close(&j->pool);
}

void http_send(Http *h, const HttpAsk *ask, Arena *keep, HttpDone *out)
{
    Job j = {.ask = ask, .http = h, .wait = -1, .reset = -1};
    *out = (HttpDone){.wait = -1};
    if (!pool_open(&j.pool, ask->most * 4 + (1 << 20))) {
        *out = (HttpDone){HTTP_OTHER, S("no memory for an answer"), 0, {0}, {0}, -1};
        return;
    }
    j.body.keep = &j.pool.arena;
    pthread_cond_init(&j.ended, NULL);
    pthread_mutex_lock(&h->lock);
    Job **last = &h->waiting;
    while (*last) last = &(*last)->next;
    *last = &j;
    pthread_mutex_unlock(&h->lock);
    h->c.multi_wakeup(h->multi);
    pthread_mutex_lock(&h->lock);
    while (!j.done) pthread_cond_wait(&j.ended, &h->lock);
    pthread_mutex_unlock(&h->lock);
    pthread_cond_destroy(&j.ended);
    job_report(h, &j, keep, out);
}

void http_pause(double seconds)
{
    for (double end = os_now() + seconds; !os_stopped() && os_now() < end;) {
        double left = end - os_now();
        struct timespec t = {0, (long)((left < 0.1 ? (left > 0 ? left : 0) : 0.1) * 1e9)};
        nanosleep(&t, NULL);
    }
}
