// store/read: earlier answers, the list of runs, one run for people, and the journal.
// SPDX-License-Identifier: MIT
#include "store/store_int.h"
#include <jansson.h>
#include <stdlib.h>
#include <time.h>

bool store_recall(Store *s, const StoreQuestion *q, Arena *keep, StoreAnswer *out,
                  int64_t *exchange)
{
    store_lock(s);
    sqlite3_stmt *r = store_query(
        s,
        "SELECT id, outcome, text, what, served_by, tokens_in, tokens_out, tries, seconds"
        " FROM exchanges"
        " WHERE key = ? AND state = 'answered' AND (outcome = 'answered' OR ?) AND prompt = ?"
        " AND system = ? ORDER BY id LIMIT 1",
        "siss", q->key, (int64_t)q->any_outcome, q->prompt, q->system);
    bool found = r && sqlite3_step(r) == SQLITE_ROW;
    if (found) {
        *exchange = sqlite3_column_int64(r, 0);
        *out = (StoreAnswer){
            .outcome = store_text(r, 1, keep),
            .text = store_text(r, 2, keep),
            .what = store_text(r, 3, keep),
            .served_by = store_text(r, 4, keep),
            .tokens_in = sqlite3_column_int64(r, 5),
            .tokens_out = sqlite3_column_int64(r, 6),
            .tries = sqlite3_column_int(r, 7),
            .seconds = sqlite3_column_double(r, 8),
        };
    }
    store_over(s, r);
    store_unlock(s);
    return found;
}

// A question that was sent and has no answer costs what was set aside for it.
void store_spent(Store *s, int64_t *calls, int64_t *tokens, double *cost)
{
    store_lock(s);
    sqlite3_stmt *q = store_query(
        s,
        "SELECT count(*), sum(CASE WHEN state = 'answered' THEN max(tokens_in, 0) +"
        " max(tokens_out, 0) ELSE reserved_tokens END),"
        " sum(CASE WHEN state = 'answered' THEN cost ELSE reserved_cost END)"
        " FROM exchanges WHERE sent IS NOT NULL",
        "");
    *calls = *tokens = 0;
    *cost = 0;
    if (q && sqlite3_step(q) == SQLITE_ROW) {
        *calls = sqlite3_column_int64(q, 0);
        *tokens = sqlite3_column_int64(q, 1);
        *cost = sqlite3_column_double(q, 2);
    }
    store_over(s, q);
    store_unlock(s);
}

static int64_t one_number(Store *s, const char *sql, const char *letters, Str text, int64_t number)
{
    int64_t n = 0;
    store_lock(s);
    sqlite3_stmt *q =
        *letters == 's' ? store_query(s, sql, letters, text) : store_query(s, sql, letters, number);
    if (q && sqlite3_step(q) == SQLITE_ROW) n = sqlite3_column_int64(q, 0);
    store_over(s, q);
    store_unlock(s);
    return n;
}

Size store_unknown(Store *s, const StoreQuestion *q)
{
    return (Size)one_number(s, "SELECT count(*) FROM exchanges WHERE key = ? AND state = 'unknown'",
                            "s", q->key, 0);
}

static const char RUNS_SQL[] =
    "SELECT r.id, r.started, r.ended, r.operation, r.command, r.model, r.outcome, r.exit_code,"
    " (SELECT count(*) FROM files WHERE run = r.id),"
    " (SELECT count(*) FROM exchanges WHERE run = r.id),"
    " (SELECT count(*) FROM candidates c JOIN files f ON c.file = f.id WHERE f.run = r.id AND "
    "c.accepted),"
    " (SELECT total(max(tokens_in, 0)) FROM exchanges WHERE run = r.id),"
    " (SELECT total(max(tokens_out, 0)) FROM exchanges WHERE run = r.id),"
    " (SELECT total(CASE state WHEN 'unknown' THEN reserved_cost ELSE cost END) FROM exchanges "
    "WHERE run = r.id),"
    " (SELECT count(*) FROM exchanges WHERE run = r.id AND state = 'unknown')"
    " FROM runs r WHERE ? IN (0, r.id) ORDER BY r.id DESC LIMIT ?";

static void run_read(sqlite3_stmt *q, Arena *keep, StoreRunRow *out)
{
    *out = (StoreRunRow){
        .id = sqlite3_column_int64(q, 0),
        .started = sqlite3_column_int64(q, 1),
        .ended = sqlite3_column_int64(q, 2),
        .operation = store_text(q, 3, keep),
        .command = store_text(q, 4, keep),
        .model = store_text(q, 5, keep),
        .outcome = store_text(q, 6, keep),
        .exit_code = sqlite3_column_int(q, 7),
        .files = sqlite3_column_int(q, 8),
        .exchanges = sqlite3_column_int(q, 9),
        .accepted = sqlite3_column_int(q, 10),
        .tokens_in = sqlite3_column_int64(q, 11),
        .tokens_out = sqlite3_column_int64(q, 12),
        .cost = sqlite3_column_double(q, 13),
        .unknown = sqlite3_column_int(q, 14),
    };
}

static Err runs_read(Store *s, int64_t id, Size most, Arena *keep, StoreRuns *out)
{
    Err err = {0};
    int code = SQLITE_ERROR;
    store_lock(s);
    sqlite3_stmt *q = store_query(s, RUNS_SQL, "ii", id, (int64_t)most);
    while (q && (code = sqlite3_step(q)) == SQLITE_ROW) run_read(q, keep, push(keep, out));
    if (code != SQLITE_DONE) err = store_fault(s);
    store_over(s, q);
    store_unlock(s);
    return err;
}

Err store_runs(Store *s, Size most, Arena *keep, StoreRuns *out)
{
    return runs_read(s, 0, most, keep, out);
}

static Err find_run(Store *s, int64_t run, Arena *keep, StoreRunRow *out)
{
    StoreRuns one = {0};
    Err err = runs_read(s, run, 1, keep, &one);
    if (!err.kind && !one.n)
        return run ? err_new(keep, ERR_CONFIG, "there is no run %lld; `suture runs` lists them",
                             (long long)run)
                   : err_new(keep, ERR_CONFIG, "no run is recorded yet");
    if (!err.kind) *out = one.v[0];
    return err;
}

static Str when_text(int64_t at, Arena *keep)
{
    struct tm t;
    time_t clock = (time_t)at;
    char text[32];
    if (!at || !localtime_r(&clock, &t) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &t))
        return S("-");
    return str_keep(keep, str_of(text));
}

// Each part of a run for people: a query whose columns are printed, as `form` says, one line a row.
static const struct { const char *head, *sql;
} PARTS[] = {
    {"files", "SELECT path || '  ' || coalesce(outcome, 'not finished') || '  rounds ' || "
              "coalesce(rounds, 0)"
              " FROM files WHERE run = ? ORDER BY path, id"},
    {"rounds",
     "SELECT number || ': asked ' || asked || ', accepted ' || accepted || ', left ' || left_open"
     " FROM rounds WHERE run = ? ORDER BY number"},
    {"candidates",
     "SELECT f.path || ' round ' || c.round || ' ' || c.origin || CASE c.function WHEN '' THEN '' "
     "ELSE"
     " ' ' || c.function END || ': ' || CASE WHEN c.accepted THEN 'accepted' ELSE 'refused: ' || "
     "c.why END"
     " FROM candidates c JOIN files f ON c.file = f.id WHERE f.run = ? ORDER BY c.id"},
    {"exchanges", "SELECT model || ' sample ' || sample || ': ' || state || CASE WHEN outcome IS "
                  "NULL OR outcome = state"
                  " THEN '' ELSE ', ' || outcome END || CASE coalesce(what, '') WHEN '' THEN '' "
                  "ELSE ' (' || what || ')' END"
                  " FROM exchanges WHERE run = ? ORDER BY id"},
};

// Control characters never reach a terminal.
static void add_plain(Buf *b, Str text)
{
    for (Size i = 0; i < text.len; i++)
        buf_char(b, (unsigned char)text.s[i] < ' ' || text.s[i] == 0x7f ? ' ' : text.s[i]);
}

static Err add_part(Store *s, int64_t run, Size part, Buf *out)
{
    Err err = {0};
    int code = SQLITE_ERROR, rows = 0;
    store_lock(s);
    sqlite3_stmt *q = store_query(s, PARTS[part].sql, "i", run);
    while (q && (code = sqlite3_step(q)) == SQLITE_ROW) {
        if (!rows++) buf_fmt(out, "%s:\n", PARTS[part].head);
        buf_add(out, S("  "));
        add_plain(out, store_text(q, 0, out->keep));
        buf_char(out, '\n');
    }
    if (code != SQLITE_DONE) err = store_fault(s);
    store_over(s, q);
    store_unlock(s);
    return err;
}

Err store_show(Store *s, int64_t run, Arena *keep, Str *text)
{
    StoreRunRow r;
    Buf b = {.keep = keep};
    Err err = find_run(s, run, keep, &r);
    if (err.kind) return err;
    buf_fmt(&b, "run %lld: %.*s, %.*s to %.*s UTC, ", (long long)r.id, STR_ARG(r.operation),
            STR_ARG(when_text(r.started, keep)), STR_ARG(when_text(r.ended, keep)));
    buf_fmt(&b, "%.*s", STR_ARG(r.ended ? r.outcome : S("not finished")));
    if (r.ended) buf_fmt(&b, " (exit %d)", r.exit_code);
    buf_add(&b, S("\ncommand: "));
    add_plain(&b, r.command);
    buf_fmt(&b, "\nmodel: %.*s\n%td question%s", STR_ARG(r.model.len ? r.model : S("none")), r.exchanges,
            r.exchanges == 1 ? "" : "s");
    if (r.tokens_in || r.tokens_out)
        buf_fmt(&b, ", %lld tokens in, %lld out", (long long)r.tokens_in, (long long)r.tokens_out);
    else if (r.exchanges) buf_add(&b, S(", tokens not told by the model's server"));
    if (r.cost > 0) buf_fmt(&b, ", cost %.4f", r.cost);
    buf_add(&b, r.unknown ? S(", some sent and never answered\n") : S("\n"));
    for (Size i = 0; i < countof(PARTS) && !err.kind; i++) err = add_part(s, r.id, i, &b);
    *text = buf_str(&b);
    return err;
}

// ---- the journal. A column named v_x goes into the object "volatile" as x; NULL is left out; a
// column that ends in _json holds JSON.
static const struct { const char *type, *sql;
} LINES[] = {
    {"run", "SELECT operation, version, outcome, exit_code, id AS v_id, command AS v_command, "
            "model AS v_model,"
            " started AS v_started, ended AS v_ended FROM runs WHERE id = ?"},
    {"file",
     "SELECT path, before, after, outcome, rounds FROM files WHERE run = ? ORDER BY path, id"},
    {"verdict", "SELECT f.path, CASE v.candidate WHEN 0 THEN NULL ELSE 1 END AS of_candidate, "
                "v.engine, v.rule, v.cwe,"
                " v.severity, v.confidence, v.line, v.col, v.function, v.fingerprint, v.candidate "
                "AS v_candidate"
                " FROM verdicts v JOIN files f ON v.file = f.id WHERE f.run = ? ORDER BY v.rowid"},
    {"round",
     "SELECT number, asked, accepted, left_open AS left FROM rounds WHERE run = ? ORDER BY number"},
    {"exchange",
     "SELECT sample, system, prompt, settings AS settings_json, coalesce(outcome, state) AS "
     "outcome,"
     " coalesce(text, '') AS text, coalesce(what, '') AS what, coalesce(served_by, '') AS "
     "served_by, tokens_in,"
     " tokens_out, id AS v_id, model AS v_model, key AS v_key, state AS v_state, cost AS v_cost,"
     " seconds AS v_seconds, tries AS v_tries, sent AS v_sent, answered AS v_answered"
     " FROM exchanges WHERE run = ? ORDER BY id"},
    {"candidate",
     "SELECT f.path, c.round, c.idx AS 'index', c.origin, c.function, c.text, c.accepted, c.why,"
     " (SELECT json_group_object(name, json_object('state', state, 'evidence', evidence)) FROM "
     "gates"
     " WHERE candidate = c.id) AS gates_json, c.id AS v_id, c.exchange AS v_exchange"
     " FROM candidates c JOIN files f ON c.file = f.id WHERE f.run = ? ORDER BY c.id"},
};

static json_t *column_json(sqlite3_stmt *q, int i, Str name)
{
    const char *text;
    switch (sqlite3_column_type(q, i)) {
    case SQLITE_NULL: return NULL;
    case SQLITE_INTEGER: return json_integer(sqlite3_column_int64(q, i));
    case SQLITE_FLOAT: return json_real(sqlite3_column_double(q, i));
    default:
        text = (const char *)sqlite3_column_text(q, i);
        if (str_ends(name, S("_json")))
            return json_loads(text ? text : "null", JSON_DECODE_ANY, NULL);
        json_t *v = json_stringn(text ? text : "", text ? (size_t)sqlite3_column_bytes(q, i) : 0);
        return v ? v : json_string("(not UTF-8)");
    }
}

static void add_line(Buf *out, const char *type, sqlite3_stmt *q)
{
    json_t *line = json_object(), *changing = json_object();
    json_object_set_new(line, "type", json_string(type));
    for (int i = 0; i < sqlite3_column_count(q); i++) {
        Str name = str_of(sqlite3_column_name(q, i));
        json_t *v = column_json(q, i, name);
        bool is_volatile = str_starts(name, S("v_"));
        if (!v) continue;
        if (str_ends(name, S("_json"))) name.len -= 5;
        Arena scratch = *out->keep;
        json_object_set_new(is_volatile ? changing : line,
                            str_z(&scratch, str_sub(name, is_volatile ? 2 : 0, -1)), v);
    }
    if (json_object_size(changing)) json_object_set(line, "volatile", changing);
    json_decref(changing);
    char *text = json_dumps(line, JSON_COMPACT);
    check(text);
    buf_add(out, str_of(text));
    buf_char(out, '\n');
    free(text);
    json_decref(line);
}

Err store_export(Store *s, int64_t run, Arena *keep, Str *jsonl)
{
    StoreRunRow r;
    Buf b = {.keep = keep};
    Err err = find_run(s, run, keep, &r);
    for (Size i = 0; i < countof(LINES) && !err.kind; i++) {
        int code = SQLITE_ERROR;
        store_lock(s);
        sqlite3_stmt *q = store_query(s, LINES[i].sql, "i", r.id);
        while (q && (code = sqlite3_step(q)) == SQLITE_ROW) add_line(&b, LINES[i].type, q);
        if (code != SQLITE_DONE) err = store_fault(s);
        store_over(s, q);
        store_unlock(s);
    }
    *jsonl = buf_str(&b);
    return err;
}
