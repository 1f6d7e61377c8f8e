// llm_int: what the files of llm/ share: providers, wire forms, one HTTP exchange.
// SPDX-License-Identifier: MIT
#ifndef LLM_LLM_INT_H
#define LLM_LLM_INT_H
#include "llm/llm.h"
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

// What a server said so far: a whole reply, or the events of a stream added up.
typedef struct {
    Arena *keep;
    Buf text;
    Str finish, refusal, model, fault, fault_type;
    int64_t tokens_in, tokens_out;
    bool reasoned, called_tool, ended;   // ended: the server said that this is all
} Said;

// One way of speaking to a server over HTTP.
typedef enum { KEY_BEARER, KEY_X_API } KeyStyle;
typedef struct {
    Str base, path;                      // the provider's own address, and what is added to any
                                         // base
    const char *url_var, *key_var;
    KeyStyle key;
    const char *const *headers;          // sent with each request, NULL-terminated
    Str limit_name;                      // the body's name for the largest answer
    int64_t limit_needed;                // sent when the user gave none; 0: optional
    void (*fill)(const Llm *m, const LlmRequest *q, json_t *body);
    void (*hear)(const json_t *event, Said *said);
    void (*set)(json_t *body, const char *name, json_t *value);   // NULL: a top-level member
} Wire;

typedef struct {
    Str name;
    const Wire *wire;                    // NULL: not over HTTP
    Err (*open)(Llm *m, Arena *keep);
    Err (*ask)(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out);
    void (*close)(Llm *m);
    bool paid;
} Provider;

// What is left of `most` seconds before nobody waits for the question any more; at most 0: nothing.
double time_left(const LlmRequest *q, double most);

struct Llm {
    LlmOptions opt;
    const Provider *how;
    Str model, host, url;
    bool loopback, direct;
    void *state;
};

typedef struct {
    Str url, body, ca_file;
    const char *const *headers; Size nheaders;
    double connect, stall, whole;
    Size most;
    bool direct;                         // never through a proxy
    bool get;                            // no body
} HttpAsk;
typedef enum {
    HTTP_OK,
    HTTP_REFUSED,
    HTTP_NO_HOST,
    HTTP_CONNECT_TIME,
    HTTP_STALLED,
    HTTP_WHOLE_TIME,
    HTTP_BROKEN,
    HTTP_TLS,
    HTTP_TOO_LONG,
    HTTP_STOPPED,
    HTTP_OTHER
} HttpFault;
// wait: -1 unknown
typedef struct { HttpFault fault; Str detail; long status; Str body, type; double wait; } HttpDone;

typedef struct Http Http;
// At most `jobs` transfers at once; half as many after each 429, 503 or 529, one more as answers come.
Http *http_open(int jobs, Arena *keep, Err *err);        // loads libcurl; `keep` holds the error's
                                                         // sentence
void http_close(Http *h);
void http_send(Http *h, const HttpAsk *ask, Arena *keep, HttpDone *out);
void http_pause(double seconds);                         // sleeps; ends early on Ctrl-C

typedef struct { Str *v; Size n, cap; } Words;
// Words at blanks; '…' and "…" hold blanks. No shell, no expansion.
bool split_words(Str line, Arena *keep, Words *out);

// A body member that a server refused: not sent again, or sent under another name.
enum { MOST_DROPPED = 8 };
typedef struct { char name[64], to[64]; } Refused;
// What is known of a server on the network.
typedef struct {
    Http *http;
    char *headers[8]; Size nheaders;
    Str key_var, ca_file;
    bool has_key;
    pthread_mutex_t lock;
    Refused refused[MOST_DROPPED]; Size nrefused;
    char *renamed;                       // how it wants the largest answer called
    double next_at, tokens_at;           // limits of ours: when the next request may start
    bool sized;                          // it was asked for the model's context size
} Net;
Err find_address(Llm *m, Arena *keep);
Str url_shown(Str url, Arena *keep);                       // for people and records
Err find_key(Llm *m, Net *net, Arena *keep);
Str find_ca(const Llm *m);
Err need_http(Llm *m, Net *net, Arena *keep);   // loads libcurl by the first question
int64_t net_context(Llm *m, Arena *keep);       // 0: the server does not tell

extern const Wire wire_chat, wire_responses, wire_anthropic, wire_ollama;
Err net_open(Llm *m, Arena *keep);
Err net_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out);
void net_close(Llm *m);
Err command_open(Llm *m, Arena *keep);
Err command_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out);
Err replay_open(Llm *m, Arena *keep);
Err replay_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out);
Err script_open(Llm *m, Arena *keep);
Err script_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out);
void local_close(Llm *m);

// Read a body (one object, lines of objects, or server-sent events) into what was said. False: none
// of these.
bool said_read(const Wire *w, Str body, Said *said);
void said_reply(Said *said, LlmReply *out);              // outcome from finish, refusal and text
Str  json_text(const json_t *object, const char *name, Arena *keep);
json_t *json_of_text(Str s);                             // invalid UTF-8 becomes U+FFFD
json_t *setting_value(Str value);                        // the JSON it reads as, else text
void reply_finish(Str text, Arena *keep, LlmReply *out); // thinking out, blanks off, refusal seen
#endif
