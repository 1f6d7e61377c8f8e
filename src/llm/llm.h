// llm: ask a language model one question: over HTTP, a command, a recording played back, or a
// script.
// Every fault of the world is one clear sentence. Knows no Python, keeps no journal, spends no
// money by itself: budgets, cache and records belong to agent/. Opens no socket before the first
// llm_ask of a network model.
// SPDX-License-Identifier: MIT
#ifndef LLM_LLM_H
#define LLM_LLM_H
#include "base/base.h"

// A named setting as the user gave it ("temperature" = "0.2"). Unset is not sent; set is on the
// wire.
// The value is sent as the JSON it reads as (number, true, [..]), else as text.
typedef struct { Str name, value; } LlmSetting;

typedef struct {
    Str spec;                            // PROVIDER:NAME, split at the first colon
    Str base_url;                        // empty: OPENAI_BASE_URL and its like, else the provider's
                                         // own
    Str key_var;                         // variable that holds the key; empty: the provider's
                                         // (OPENAI_API_KEY …)
    Str key_command;                     // a program that prints the key; wins over the variable
    Str ca_file;                         // empty: SSL_CERT_FILE, CURL_CA_BUNDLE, else the system's
    const LlmSetting *settings; Size nsettings;
    bool dry;                            // nothing will be asked: needs no key
    bool adapt;                          // a refused setting is dropped once and told, instead of
                                         // an error
    double connect, stall, whole;        // seconds; 0: 10, 120, 600. stall: nothing arrives for so
                                         // long
    Size most_answer;                    // decoded bytes; 0: 8 MiB
    int tries;                           // requests for one question at most; 0: 4
    int jobs;                            // questions under way at once; 0: 8
    double per_minute, tokens_per_minute;   // 0: no limit of ours
    double price_in, price_out;          // money per million tokens; has_price tells 0 from unknown
    bool has_price;
    int64_t context, max_tokens;         // context size and largest answer in tokens; 0: not said
} LlmOptions;

typedef struct {
    Str system, prompt;
    const LlmSetting *settings; Size nsettings;   // for this question alone; wins over the model's
                                                  // own
    int64_t max_tokens;                  // 0: the model's own setting
    int sample;                          // repeat, round and candidate folded into one number
    double until;                        // os_now() after which nobody waits for it any more; 0: as long as it takes
    void (*sending)(void *self); void *self;   // called once, before the first byte leaves
} LlmRequest;

// What came back. Only LLM_ANSWERED carries a whole answer; TRUNCATED carries what there is of one.
typedef enum { LLM_ANSWERED, LLM_TRUNCATED, LLM_REFUSED, LLM_EMPTY } LlmOutcome;
typedef struct {
    LlmOutcome outcome;
    Str text;                            // reasoning taken out, leading blanks stripped
    Str what;                            // why it is not ANSWERED; settings that were not sent
    Str model;                           // as the server names it
    int64_t tokens_in, tokens_out;       // -1: not told
    int tries; double seconds;
} LlmReply;

typedef struct Llm Llm;
// ERR_CONFIG: unknown provider, no key, bad address, a recording that does not read.
Llm *llm_open(const LlmOptions *opt, Arena *keep, Err *err);
void llm_close(Llm *m);
// Ask and wait. Safe from several threads. ERR_NET: this question has no answer (sentence says what
// to check); ERR_CONFIG: no question to this model can succeed (key, model name, refused setting);
// ERR_STOPPED: Ctrl-C.
// ERR_LIMIT: the account's quota is spent, or the answer was over its limit.
MUST_USE Err llm_ask(Llm *m, const LlmRequest *q, Arena *keep, LlmReply *out);

Str  llm_name(const Llm *m);             // the spec, for people and journals
Str  llm_host(const Llm *m);             // where data goes: "api.example.com"; empty when nothing
                                         // leaves the machine
bool llm_is_paid(const Llm *m);          // a network model: asking may cost money
const LlmOptions *llm_options(const Llm *m);
// All that decides an answer but the server's mood, as one line: equal keys may share an answer. A
// recording or script gives the key of the question alone.
Str  llm_key(const Llm *m, const LlmRequest *q, Arena *keep);
// The settings that go with a question (the model's and its own), as one JSON object with sorted
// keys.
Str  llm_settings(const Llm *m, const LlmRequest *q, Arena *keep);
// The model's context size in tokens: configured, else (when `ask`) as its server says, asked once,
// else 8,192. told: a sentence for people when this call found it out.
int64_t llm_context(Llm *m, bool ask, Arena *keep, Str *told);
int64_t llm_estimate(Str text);          // tokens, at 3 bytes each

// ---- reading an answer (no Python known here: agent/ picks the piece that parses)
// info: the words after the ticks; before: the line of text above the fence
typedef struct { Str info, text, before; bool closed; } LlmFence;
typedef struct { LlmFence *v; Size n, cap; } LlmFences;
// Fences of ``` or ~~~, of any length from three, half-open ones too, indented ones re-aligned.
// CRLF becomes LF. Ticks glued to the last line of code close it too.
// A ">>> " session is unwrapped when every piece of code in it is one.
void llm_fences(Str answer, Arena *keep, LlmFences *out);
Str  llm_plain(Str answer, Arena *keep);         // the answer without fence lines, for unfenced
                                                 // code
// <think>…</think> taken out
Str  llm_without_thinking(Str answer, Arena *keep, bool *unfinished);
bool llm_refuses(Str answer);                    // words of refusal and no code
#endif
