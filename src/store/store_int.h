// store_int: what the files of store/ share: the connection, and statements with their values.
// SPDX-License-Identifier: MIT
#ifndef STORE_STORE_INT_H
#define STORE_STORE_INT_H
#include "store/store.h"
#include <pthread.h>
#include <sqlite3.h>

enum { STORE_KEPT = 32 };                // statements that are kept prepared
typedef struct { const char *sql; sqlite3_stmt *q; } StoreKept;

struct Store {
    sqlite3 *db;
    StoreKept kept[STORE_KEPT]; int nkept;
    Str path;
    pthread_mutex_t lock;                // one connection, one user of it at a time
    Pool faults;                         // sentences of faults; theirs alone, so that any thread
                                         // may fail
};

void store_lock(Store *s);
void store_unlock(Store *s);
// One statement, with values by letter: s Str, i int64_t, d double. *id (may be NULL): the new row.
Err  store_exec(Store *s, int64_t *id, const char *sql, const char *letters, ...);
// A statement to step through; the caller holds the lock, and lets go of it by store_over. NULL on
// a fault. `sql` is a literal: it is kept prepared under its address.
sqlite3_stmt *store_query(Store *s, const char *sql, const char *letters, ...);
void store_over(Store *s, sqlite3_stmt *q);
Err  store_fault(Store *s);              // of what just failed
Str  store_text(sqlite3_stmt *q, int column, Arena *keep);
#endif
