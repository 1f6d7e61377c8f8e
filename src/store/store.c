// store: the database file, its tables, and statements with values. One connection behind a lock.
// SPDX-License-Identifier: MIT
#include "store/store_int.h"
#include "base/os.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// BUSY_MS: SQLite's waiters do not queue, and on a slow disk one of eight waited 10 seconds in vain.
enum { BUSY_MS = 30000, SCHEMA = 1, FAULT_BYTES = 1 << 20 };

static const char SCHEMA_SQL[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, operation TEXT, command TEXT, "
    "version TEXT, model TEXT,"
    " pid INTEGER, started INTEGER, ended INTEGER, outcome TEXT, exit_code INTEGER);"
    "CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, run INTEGER REFERENCES runs, path "
    "TEXT, before TEXT,"
    " after TEXT, outcome TEXT, rounds INTEGER);"
    "CREATE TABLE IF NOT EXISTS rounds (run INTEGER REFERENCES runs, number INTEGER, asked "
    "INTEGER, accepted INTEGER,"
    " left_open INTEGER, PRIMARY KEY (run, number));"
    "CREATE TABLE IF NOT EXISTS candidates (id INTEGER PRIMARY KEY, file INTEGER REFERENCES files, "
    "exchange INTEGER,"
    " round INTEGER, idx INTEGER, origin TEXT, function TEXT, text TEXT, accepted INTEGER, why "
    "TEXT);"
    "CREATE TABLE IF NOT EXISTS gates (candidate INTEGER REFERENCES candidates, name TEXT, state "
    "TEXT, evidence TEXT);"
    "CREATE TABLE IF NOT EXISTS verdicts (file INTEGER REFERENCES files, candidate INTEGER, engine "
    "TEXT, rule TEXT,"
    " cwe INTEGER, severity TEXT, confidence TEXT, line INTEGER, col INTEGER, function TEXT, "
    "fingerprint TEXT);"
    "CREATE TABLE IF NOT EXISTS exchanges (id INTEGER PRIMARY KEY, run INTEGER REFERENCES runs, "
    "file INTEGER,"
    " model TEXT, key TEXT, system TEXT, prompt TEXT, settings TEXT, sample INTEGER, state TEXT, "
    "outcome TEXT,"
    " text TEXT, what TEXT, served_by TEXT, tokens_in INTEGER, tokens_out INTEGER, cost REAL, "
    "seconds REAL,"
    " tries INTEGER, reserved_tokens INTEGER, reserved_cost REAL, planned INTEGER, sent INTEGER, "
    "answered INTEGER);"
    "CREATE INDEX IF NOT EXISTS exchange_key ON exchanges (key);"
    "CREATE INDEX IF NOT EXISTS exchange_run ON exchanges (run);"
    "CREATE INDEX IF NOT EXISTS file_run ON files (run);"
    "CREATE INDEX IF NOT EXISTS candidate_file ON candidates (file);"
    "CREATE INDEX IF NOT EXISTS gate_candidate ON gates (candidate);"
    "CREATE INDEX IF NOT EXISTS verdict_file ON verdicts (file);"
    "PRAGMA user_version = 1;"
    "COMMIT;";
_Static_assert(SCHEMA == 1, "SCHEMA_SQL writes the same number");

void store_lock(Store *s) { pthread_mutex_lock(&s->lock); }
void store_unlock(Store *s) { pthread_mutex_unlock(&s->lock); }

static const char *why(int code, const char *said)
{
    switch (code & 0xff) {
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_READONLY: return "it is read-only";
    case SQLITE_CANTOPEN: return "it can't be opened or made";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another suture has held it for too long";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return "it is damaged (move it away, and a new one is made)";
    case SQLITE_IOERR: return "writing to it failed (is the disk full?)";
    default: return said;
    }
}

Err store_fault(Store *s)
{
    if (pool_used(&s->faults) > FAULT_BYTES / 2)
        return (Err){ERR_IO, S("the record of runs failed again")};
    return err_new(&s->faults.arena, ERR_IO, "the record of runs, %.*s, failed: %s",
                   STR_ARG(s->path), why(sqlite3_extended_errcode(s->db), sqlite3_errmsg(s->db)));
}

static bool bind_values(sqlite3_stmt *q, const char *letters, va_list ap)
{
    int code = SQLITE_OK;
    for (int i = 1; *letters && code == SQLITE_OK; i++, letters++) {
        if (*letters == 's') {
            Str v = va_arg(ap, Str);
            code = sqlite3_bind_text64(q, i, v.len ? v.s : "", (sqlite3_uint64)v.len,
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
        } else if (*letters == 'd') {
            code = sqlite3_bind_double(q, i, va_arg(ap, double));
        } else {
            code = sqlite3_bind_int64(q, i, va_arg(ap, int64_t));
        }
    }
    return code == SQLITE_OK;
}

// Prepared once: the same few statements are run for each question and each candidate.
static sqlite3_stmt *prepared(Store *s, const char *sql)
{
    StoreKept *k = NULL;
    for (int i = 0; i < s->nkept; i++)
        if (s->kept[i].sql == sql) k = &s->kept[i];
    if (k && !sqlite3_stmt_busy(k->q)) return k->q;
    sqlite3_stmt *q = NULL;
    bool keep = !k && s->nkept < STORE_KEPT;
    if (sqlite3_prepare_v3(s->db, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, &q, NULL))
        return NULL;
    if (keep) s->kept[s->nkept++] = (StoreKept){sql, q};
    return q;
}

static sqlite3_stmt *query_with(Store *s, const char *sql, const char *letters, va_list ap)
{
    sqlite3_stmt *q = prepared(s, sql);
    if (!q || bind_values(q, letters, ap)) return q;
    store_over(s, q);
    return NULL;
}

sqlite3_stmt *store_query(Store *s, const char *sql, const char *letters, ...)
{
    va_list ap;
    va_start(ap, letters);
    sqlite3_stmt *q = query_with(s, sql, letters, ap);
    va_end(ap);
    return q;
}

void store_over(Store *s, sqlite3_stmt *q)
{
    if (!q) return;
    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    for (int i = 0; i < s->nkept; i++)
        if (s->kept[i].q == q) return;
    sqlite3_finalize(q);
}

Err store_exec(Store *s, int64_t *id, const char *sql, const char *letters, ...)
{
    va_list ap;
    Err err = {0};
    store_lock(s);
    va_start(ap, letters);
    sqlite3_stmt *q = query_with(s, sql, letters, ap);
    va_end(ap);
    int code = q ? sqlite3_step(q) : SQLITE_ERROR;
    if (code != SQLITE_DONE && code != SQLITE_ROW) err = store_fault(s);
    store_over(s, q);
    if (id) *id = err.kind ? 0 : (int64_t)sqlite3_last_insert_rowid(s->db);
    store_unlock(s);
    return err;
}

Err store_together(Store *s) { return store_exec(s, NULL, "BEGIN IMMEDIATE", ""); }
Err store_done(Store *s) { return store_exec(s, NULL, "COMMIT", ""); }

Str store_text(sqlite3_stmt *q, int column, Arena *keep)
{
    const char *text = (const char *)sqlite3_column_text(q, column);
    return str_keep(keep, (Str){text, text ? (Size)sqlite3_column_bytes(q, column) : 0});
}

static int schema_of(Store *s)
{
    sqlite3_stmt *q = store_query(s, "PRAGMA user_version", "");
    int version = q && sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int(q, 0) : -1;
    store_over(s, q);
    return version;
}

// A question that was sent by a process that is gone, and never answered: nobody knows whether it
// was paid for.
static Err mark_unknown(Store *s)
{
    Arena scratch;
    Pool pool = {0};
    Err err = {0};
    if (!pool_open(&pool, 1 << 20)) return err;
    struct { int64_t *v; Size n, cap; } dead = {0};
    store_lock(s);
    sqlite3_stmt *q = store_query(
        s,
        "SELECT DISTINCT r.id, r.pid, r.ended FROM runs r JOIN exchanges e ON e.run = r.id"
        " WHERE e.state = 'sent' LIMIT 1000",
        "");
    while (q && sqlite3_step(q) == SQLITE_ROW) {
        scratch = pool.arena;
        Str proc = str_fmt(&scratch, "/proc/%lld", (long long)sqlite3_column_int64(q, 1));
        bool gone = sqlite3_column_type(q, 2) != SQLITE_NULL ||
                    os_stat(proc, false, scratch).kind == OS_NONE;
        if (gone) *push(&pool.arena, &dead) = sqlite3_column_int64(q, 0);
    }
    store_over(s, q);
    store_unlock(s);
    for (Size i = 0; i < dead.n && !err.kind; i++)
        err = store_exec(s, NULL,
                         "UPDATE exchanges SET state = 'unknown' WHERE state = 'sent' AND run = ?",
                         "i", dead.v[i]);
    pool_close(&pool);
    return err;
}

// Of several that make one new file write ahead, each would wait for the others: SQLite lets none wait
// and says busy at once (https://sqlite.org/c3ref/busy_handler.html).
static int write_ahead(Store *s)
{
    const double until = os_now() + BUSY_MS / 1000.0;
    for (;;) {
        int code = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
                                NULL, NULL, NULL);
        if ((code & 0xff) != SQLITE_BUSY || os_now() > until) return code;
        nanosleep(&(struct timespec){0, 5000000}, NULL);
    }
}

static Err prepare(Store *s, bool read_only)
{
    sqlite3_busy_timeout(s->db, BUSY_MS);
    if (!read_only && write_ahead(s)) return store_fault(s);
    int version = schema_of(s);
    if (version < 0) return store_fault(s);
    if (version > SCHEMA)
        return err_new(&s->faults.arena, ERR_CONFIG,
                       "the record of runs, %.*s, was written by a newer suture", STR_ARG(s->path));
    if (read_only) return (Err){0};
    if (version < SCHEMA && sqlite3_exec(s->db, SCHEMA_SQL, NULL, NULL, NULL))
        return store_fault(s);
    return mark_unknown(s);
}

static Err open_file(Store *s, Str folder, bool read_only, Arena *keep)
{
    Err err = {0};
    s->path = str_fmt(keep, "%.*s/runs.db", STR_ARG(folder));
    if (read_only && os_stat(s->path, true, *keep).kind != OS_FILE)
        return err_new(keep, ERR_IO, "there is no record of runs yet (%.*s)", STR_ARG(s->path));
    if (!read_only) err = os_make_dirs(folder, 0700, keep);
    // so that it is made with mode 0600
    if (!err.kind && !read_only) err = os_append(s->path, S(""), keep);
    if (err.kind) return err_new(keep, ERR_IO, "runs can't be recorded: %.*s", STR_ARG(err.what));
    int flags = (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_NOFOLLOW;
    if (sqlite3_open_v2(str_z(keep, s->path), &s->db, flags, NULL) != SQLITE_OK)
        return store_fault(s);
    return prepare(s, read_only);
}

Store *store_open(Str folder, bool read_only, Arena *keep, Err *err)
{
    Store *s = new(keep, Store, 1);
    if (!folder.len) folder = os_state_folder(keep);
    if (!folder.len) {
        *err =
            err_new(keep, ERR_IO, "runs can't be recorded: neither XDG_STATE_HOME nor HOME is set");
        return NULL;
    }
    if (!pool_open(&s->faults, FAULT_BYTES)) {
        *err = err_new(keep, ERR_IO, "no memory");
        return NULL;
    }
    pthread_mutex_init(&s->lock, NULL);
    *err = open_file(s, os_real(folder, keep), read_only, keep);
    if (!err->kind) return s;
    err->what = str_keep(keep, err->what);
    store_close(s);
    return NULL;
}

void store_close(Store *s)
{
    if (!s) return;
    for (int i = 0; i < s->nkept; i++) sqlite3_finalize(s->kept[i].q);
    s->nkept = 0;
    sqlite3_close(s->db);
    pthread_mutex_destroy(&s->lock);
    pool_close(&s->faults);
}
