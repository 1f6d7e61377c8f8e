// store/write: rows of a run as it goes: files, rounds, candidates with their gates, verdicts,
// exchanges.
// SPDX-License-Identifier: MIT
#include "store/store_int.h"
#include "base/os.h"
#include <unistd.h>

Err store_run_begin(Store *s, const StoreRun *run, int64_t *id)
{
    return store_exec(s, id,
                      "INSERT INTO runs (operation, command, version, model, pid, started)"
                      " VALUES (?, ?, ?, ?, ?, ?)",
                      "ssssii", run->operation, run->command, run->version, run->model,
                      (int64_t)getpid(), os_time());
}

Err store_run_end(Store *s, int64_t run, Str outcome, int exit_code)
{
    return store_exec(s, NULL, "UPDATE runs SET ended = ?, outcome = ?, exit_code = ? WHERE id = ?",
                      "isii", os_time(), outcome, (int64_t)exit_code, run);
}

static Str hash_text(Str text, char out[17])
{
    static const char HEX[] = "0123456789abcdef";
    uint64_t h = str_hash(text);
    for (int i = 0; i < 16; i++) out[i] = HEX[h >> (60 - 4 * i) & 15];
    return (Str){out, 16};
}

Err store_file_begin(Store *s, int64_t run, Str path, Str before, int64_t *id)
{
    char hex[17];
    return store_exec(s, id, "INSERT INTO files (run, path, before) VALUES (?, ?, ?)", "iss", run,
                      path, hash_text(before, hex));
}

Err store_file_end(Store *s, int64_t file, Str outcome, Str after, int rounds)
{
    char hex[17];
    return store_exec(s, NULL, "UPDATE files SET outcome = ?, after = ?, rounds = ? WHERE id = ?",
                      "ssii", outcome, hash_text(after, hex), (int64_t)rounds, file);
}

Err store_round(Store *s, int64_t run, int number, Size asked, Size accepted, Size left)
{
    return store_exec(s, NULL,
                      "INSERT OR REPLACE INTO rounds (run, number, asked, accepted, left_open)"
                      " VALUES (?, ?, ?, ?, ?)",
                      "iiiii", run, (int64_t)number, (int64_t)asked, (int64_t)accepted,
                      (int64_t)left);
}

static Err verdict(Store *s, int64_t file, int64_t candidate, const Finding *f)
{
    char hex[17];
    static const char HEX[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) hex[i] = HEX[f->fingerprint >> (60 - 4 * i) & 15];
    return store_exec(
        s, NULL,
        "INSERT INTO verdicts (file, candidate, engine, rule, cwe, severity, confidence, line, col,"
        " function, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "iississiiss", file, candidate, f->engine, f->rule, (int64_t)f->cwe,
        severity_name(f->severity), confidence_name(f->confidence), (int64_t)f->line,
        (int64_t)f->col, f->function, (Str){hex, 16});
}

Err store_verdicts(Store *s, int64_t file, int64_t candidate, const Findings *f)
{
    Err err = store_exec(s, NULL, "SAVEPOINT verdicts", "");
    for (Size i = 0; i < f->n && !err.kind; i++) err = verdict(s, file, candidate, &f->v[i]);
    Err end = store_exec(s, NULL, err.kind ? "ROLLBACK TO verdicts" : "RELEASE verdicts", "");
    if (err.kind && !end.kind) end = store_exec(s, NULL, "RELEASE verdicts", "");
    return err.kind ? err : end;
}

Err store_candidate(Store *s, const StoreCandidate *c, const StoreGate *gates, Size ngates,
                    int64_t *id)
{
    Err err = store_exec(
        s, id,
        "INSERT INTO candidates (file, exchange, round, idx, origin, function, text, accepted, why)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "iiiisssis", c->file, c->exchange, (int64_t)c->round, (int64_t)c->index, c->origin,
        c->function, c->text, (int64_t)c->accepted, c->why);
    for (Size i = 0; i < ngates && !err.kind; i++)
        err = store_exec(s, NULL,
                         "INSERT INTO gates (candidate, name, state, evidence) VALUES (?, ?, ?, ?)",
                         "isss", *id, gates[i].name, gates[i].state, gates[i].evidence);
    return err;
}

Err store_plan(Store *s, const StoreQuestion *q, int64_t *id)
{
    return store_exec(
        s, id,
        "INSERT INTO exchanges (run, file, model, key, system, prompt, settings, sample, state,"
        " reserved_tokens, reserved_cost, planned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, "
        "?, ?)",
        "iisssssiidi", q->run, q->file, q->model, q->key, q->system, q->prompt, q->settings,
        (int64_t)q->sample, q->reserved_tokens, q->reserved_cost, os_time());
}

Err store_sent(Store *s, int64_t exchange)
{
    return store_exec(s, NULL, "UPDATE exchanges SET state = 'sent', sent = ? WHERE id = ?", "ii",
                      os_time(), exchange);
}

Err store_answered(Store *s, int64_t exchange, const StoreAnswer *a)
{
    return store_exec(
        s, NULL,
        "UPDATE exchanges SET state = 'answered', outcome = ?, text = ?, what = ?, served_by = ?,"
        " tokens_in = ?, tokens_out = ?, cost = ?, seconds = ?, tries = ?, answered = ?"
        " WHERE id = ?",
        "ssssiiddiii", a->outcome, a->text, a->what, a->served_by, a->tokens_in, a->tokens_out,
        a->cost, a->seconds, (int64_t)a->tries, os_time(), exchange);
}

Err store_failed(Store *s, int64_t exchange, Str outcome, Str why)
{
    return store_exec(
        s, NULL,
        "UPDATE exchanges SET state = 'failed', outcome = ?, what = ?, answered = ? WHERE id = ?",
        "ssii", outcome, why, os_time(), exchange);
}
