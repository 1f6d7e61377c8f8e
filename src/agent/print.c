// agent/print: what a run with a model came to, for people and for programs, and as an exit code.
// SPDX-License-Identifier: MIT
#include "agent/agent.h"
#include <jansson.h>
#include <stdlib.h>

// Counted outcomes, each under the name that people and programs read.
static const struct { const char *name; size_t at;
} COUNTS[] = {
    {"asked", offsetof(AgentResult, asked)},
    {"answered", offsetof(AgentResult, answered)},
    {"recalled", offsetof(AgentResult, recalled)},
    {"failed", offsetof(AgentResult, failed)},
    {"refused", offsetof(AgentResult, refused)},
    {"truncated", offsetof(AgentResult, truncated)},
    {"empty", offsetof(AgentResult, empty)},
    {"without code", offsetof(AgentResult, no_code)},
    {"same text again", offsetof(AgentResult, same_text)},
    {"accepted", offsetof(AgentResult, accepted)},
    {"turned down", offsetof(AgentResult, turned_down)},
    {"too large", offsetof(AgentResult, too_large)},
    {"without a file", offsetof(AgentResult, left_out)},
    {"never answered before", offsetof(AgentResult, unknown)},
    {"secrets masked", offsetof(AgentResult, secrets_masked)},
};

static Size count_at(const AgentResult *r, size_t at)
{
    Size n;
    memcpy(&n, (const char *)r + at, sizeof n);
    return n;
}

Str agent_summary(const AgentResult *r, Arena *keep)
{
    Buf b = {.keep = keep};
    if (r->estimated)
        return str_fmt(keep,
                       "a first round would ask %td question%s of about %lld tokens in all; "
                       "nothing was sent\n",
                       r->asked, r->asked == 1 ? "" : "s", (long long)r->tokens_in);
    buf_add(&b, S("model: "));
    for (Size i = 0, shown = 0; i < countof(COUNTS); i++) {
        Size n = count_at(r, COUNTS[i].at);
        bool one_secret = n == 1 && COUNTS[i].at == offsetof(AgentResult, secrets_masked);
        if (n || i == 0)
            buf_fmt(&b, "%s%td %s", shown++ ? ", " : "", n,
                    one_secret ? "secret masked" : COUNTS[i].name);
    }
    buf_fmt(&b, "; %s%lld tokens in, %lld out", r->guessed ? "about " : "", (long long)r->tokens_in,
            (long long)r->tokens_out);
    if (r->cost_known) buf_fmt(&b, ", cost %.4f", r->cost);
    if (r->run)
        buf_fmt(&b, "; run %lld (suture runs show %lld)", (long long)r->run, (long long)r->run);
    buf_char(&b, '\n');
    for (Size i = 0; i < r->faults.n; i++) buf_fmt(&b, "%.*s\n", STR_ARG(r->faults.v[i]));
    bool told = false;
    for (Size i = 0; i < r->faults.n; i++) told = told || str_eq(r->faults.v[i], r->stopped_by);
    if (r->stopped_by.len && !told) buf_fmt(&b, "stopped: %.*s\n", STR_ARG(r->stopped_by));
    return buf_str(&b);
}

static json_t *text(Str s)
{
    json_t *v = json_stringn(s.len ? s.s : "", (size_t)s.len);
    return v ? v : json_string("(not UTF-8)");
}

Str agent_json(const AgentResult *r, Arena *keep)
{
    json_t *o = json_object(), *changing = json_object(), *faults = json_array();
    for (Size i = 0; i < countof(COUNTS); i++) {
        bool cached = COUNTS[i].at == offsetof(AgentResult, recalled) ||
                      COUNTS[i].at == offsetof(AgentResult, asked) ||
                      COUNTS[i].at == offsetof(AgentResult, answered);
        json_object_set_new(cached ? changing : o, COUNTS[i].name,
                            json_integer(count_at(r, COUNTS[i].at)));
    }
    for (Size i = 0; i < r->faults.n; i++) json_array_append_new(faults, text(r->faults.v[i]));
    json_object_set_new(o, "faults", faults);
    json_object_set_new(o, "stopped_by", text(r->stopped_by));
    json_object_set_new(changing, "tokens_in", json_integer((json_int_t)r->tokens_in));
    json_object_set_new(changing, "tokens_out", json_integer((json_int_t)r->tokens_out));
    json_object_set_new(changing, "cost", r->cost_known ? json_real(r->cost) : json_null());
    json_object_set_new(changing, "run", json_integer((json_int_t)r->run));
    json_object_set_new(o, "volatile", changing);
    char *dumped = json_dumps(o, JSON_INDENT(2));
    check(dumped);
    Str out = str_fmt(keep, "%s\n", dumped);
    free(dumped);
    json_decref(o);
    return out;
}

// A question without an answer means that not all was tried: what looks clean is only what was
// judged.
int agent_exit(const FixJob *job, const AgentResult *r, Severity fail_on)
{
    int code = fix_exit(job, fail_on);
    Size left = 0;
    for (Size i = 0; i < job->n; i++) left += fix_open_rows(&job->files[i]);
    // a question that failed is no loss where another one's answer repaired all
    bool unasked = left && (r->stopped_by.len || r->failed);
    return code == 0 && (unasked || r->left_out) ? 3 : code;
}
