// test/llm/driver: ask one model a question, from the command line, and print what came as JSON.
// usage: driver KEY=VALUE… ; keys: spec base-url key-var ca-file connect stall whole most tries
// prompt system
//        set.NAME adapt max-tokens context times jobs key-command per-minute tokens-per-minute
//        size (ask for the context size instead)
// SPDX-License-Identifier: MIT
#include "llm/llm.h"
#include "base/os.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct { LlmOptions opt; LlmRequest q; LlmSetting set[16]; int times; bool size; } Asked;
typedef struct { Llm *m; const LlmRequest *q; Pool *pools; } Many;

static void number(double *to, Str v, Arena scratch) { *to = strtod(str_z(&scratch, v), NULL); }

static void take(Asked *a, Str key, Str v, Arena *keep)
{
    double n = 0;
    number(&n, v, *keep);
    if (str_eq(key, S("spec"))) a->opt.spec = v;
    if (str_eq(key, S("base-url"))) a->opt.base_url = v;
    if (str_eq(key, S("key-var"))) a->opt.key_var = v;
    if (str_eq(key, S("ca-file"))) a->opt.ca_file = v;
    if (str_eq(key, S("key-command"))) a->opt.key_command = v;
    if (str_eq(key, S("per-minute"))) a->opt.per_minute = n;
    if (str_eq(key, S("tokens-per-minute"))) a->opt.tokens_per_minute = n;
    if (str_eq(key, S("size"))) a->size = n > 0;
    if (str_eq(key, S("connect"))) a->opt.connect = n;
    if (str_eq(key, S("stall"))) a->opt.stall = n;
    if (str_eq(key, S("whole"))) a->opt.whole = n;
    if (str_eq(key, S("most"))) a->opt.most_answer = (Size)n;
    if (str_eq(key, S("tries"))) a->opt.tries = (int)n;
    if (str_eq(key, S("jobs"))) a->opt.jobs = (int)n;
    if (str_eq(key, S("times"))) a->times = (int)n;
    if (str_eq(key, S("adapt"))) a->opt.adapt = n > 0;
    if (str_eq(key, S("max-tokens"))) a->opt.max_tokens = (int64_t)n;
    if (str_eq(key, S("context"))) a->opt.context = (int64_t)n;
    if (str_eq(key, S("prompt"))) a->q.prompt = v;
    if (str_eq(key, S("system"))) a->q.system = v;
    if (str_starts(key, S("set.")) && a->opt.nsettings < countof(a->set)) {
        a->set[a->opt.nsettings++] = (LlmSetting){str_sub(key, 4, -1), v};
        a->opt.settings = a->set;
    }
}

static void put(json_t *o, const char *name, Str v)
{
    json_object_set_new(o, name, json_stringn(v.len ? v.s : "", (size_t)v.len));
}

static void print_reply(Err err, const LlmReply *r, double seconds)
{
    static const char *const OUTCOMES[] = {"answered", "truncated", "refused", "empty"};
    static const char *const KINDS[] = {"none", "io", "net", "limit", "config", "stopped"};
    json_t *o = json_object();
    json_object_set_new(o, "error", json_string(KINDS[err.kind]));
    put(o, "what", err.kind ? err.what : r->what);
    json_object_set_new(o, "outcome", json_string(err.kind ? "failed" : OUTCOMES[r->outcome]));
    put(o, "text", r->text);
    put(o, "model", r->model);
    json_object_set_new(o, "tokens",
                        json_pack("[II]", (json_int_t)r->tokens_in, (json_int_t)r->tokens_out));
    json_object_set_new(o, "tries", json_integer(r->tries));
    json_object_set_new(o, "seconds", json_real(seconds));
    json_dumpf(o, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(o);
}

static void ask_one(void *self, Size i, int thread)
{
    Many *many = self;
    LlmReply r = {0};
    LlmRequest q = *many->q;
    (void)thread;
    q.sample = (int)i;
    double began = os_now();
    Err err = llm_ask(many->m, &q, &many->pools[i].arena, &r);
    flockfile(stdout);
    print_reply(err, &r, os_now() - began);
    funlockfile(stdout);
}

int main(int argc, char **argv)
{
    Pool pool;
    Err err = {0};
    Asked a = {.times = 1};
    if (!pool_open(&pool, (Size)1 << 34)) return 2;
    os_catch_stop();
    for (int i = 1; i < argc; i++) {
        Str rest = str_of(argv[i]), key;
        if (str_cut(&rest, S("="), &key)) take(&a, key, rest, &pool.arena);
    }
    Llm *m = llm_open(&a.opt, &pool.arena, &err);
    if (!m) {
        print_reply(err, &(LlmReply){0}, 0);
        return 1;
    }
    if (a.size) {
        Str told;
        int64_t n = llm_context(m, true, &pool.arena, &told);
        printf("{\"size\": %lld, \"told\": \"%.*s\"}\n", (long long)n, STR_ARG(told));
        llm_close(m);
        return 0;
    }
    Many many = {m, &a.q, new(&pool.arena, Pool, a.times)};
    for (int i = 0; i < a.times; i++)
        if (!pool_open(&many.pools[i], 1 << 28)) return 2;
    os_parallel(a.times, a.times, ask_one, &many);
    llm_close(m);
    return 0;
}
