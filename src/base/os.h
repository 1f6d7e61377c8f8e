// base/os: the only door to the operating system: files, folders, processes, threads, clock.
// Every Err carries a sentence with the path in it. Never follows a symlink unless told to.
// SPDX-License-Identifier: MIT
#ifndef BASE_OS_H
#define BASE_OS_H
#include "base/base.h"

// Whole file as bytes. At most `most` bytes (else ERR_LIMIT); a folder, device or FIFO is ERR_IO.
MUST_USE Err os_read(Str path, Size most, Arena *keep, Str *out);
MUST_USE Err os_read_fd(int fd, Size most, Arena *keep, Str *out);   // to the end of the stream
bool os_write_fd(int fd, Str bytes);                                  // all of it, or false
bool os_unread(void);                    // the last os_write_fd failed since nobody reads the pipe

// Replace a file's content as one step: new file beside it, fsync, mode kept, rename. A symlink's
// target is replaced, not the link. On any error the old file is as it was and no scrap is left.
MUST_USE Err os_write_atomic(Str path, Str bytes, Arena *keep);
// Its two halves, for several files: the new content lies beside the file, on the disk; the file's
// name means it from now on. What is not to be committed is dropped.
typedef struct { Str path, bytes, real, scrap; } OsWrite;
MUST_USE Err os_write_prepare(OsWrite *w, Arena *keep);
MUST_USE Err os_write_commit(OsWrite *w, Arena *keep);
void os_write_drop(OsWrite *w);
// The same without waiting for the disk: after a crash it may be the old content, or broken.
MUST_USE Err os_write_quick(Str path, Str bytes, Arena *keep);
bool os_remove(Str path, Arena scratch);                             // a file; false: it is there still
MUST_USE Err os_append(Str path, Str bytes, Arena *keep);            // made with mode 0600
MUST_USE Err os_make_dirs(Str path, int mode, Arena *keep);          // like mkdir -p

// A file that says "somebody is at work"; held until this process lets it go or ends. -1: another's.
int  os_lock(Str path, Arena scratch);
void os_unlock(int lock);
Str  os_state_folder(Arena *keep);       // $XDG_STATE_HOME/suture, ~/.local/state/suture; "" when
                                         // neither can be told

typedef enum { OS_NONE, OS_FILE, OS_FOLDER, OS_LINK, OS_OTHER } OsKind;
typedef struct {
    OsKind kind;
    Size size;
    int64_t mtime_ns;
    uint64_t inode, device;
    int mode;
    unsigned uid;                                                    // the owner
    bool unseen;                          // OS_NONE, but only because we may not look, or the path is too long
} OsStat;
OsStat os_stat(Str path, bool follow, Arena scratch);                // kind OS_NONE when absent
typedef struct { Str *v; Size n, cap; } Strs;
MUST_USE Err os_list(Str folder, Arena *keep, Strs *names);          // sorted bytewise, no . and ..
// resolved; the path itself on failure
Str  os_real(Str path, Arena *keep);
Str  os_cwd(Arena *keep);
bool os_enter(Str folder, Arena scratch);                            // of the whole process
Str  os_env(const char *name);                                       // view; empty when unset
Str  os_self(Arena *keep);                                           // path of this program
Str  os_build_id(Arena *keep);                                       // differs between builds of it
uint64_t os_random(void);

// A folder of our own (0700) below TMPDIR; os_remove_all takes only such a folder, with all that is
// in it.
MUST_USE Err os_temp_folder(Arena *keep, Str *folder);
void os_remove_all(Str folder);

// Folders that are watched for changes. A folder that went is no error; ERR_LIMIT says what to raise.
MUST_USE Err os_watch_open(int *watch, Arena *keep);
MUST_USE Err os_watch_add(int watch, Str folder, Arena *keep);
// Until a wanted name (or a folder) changes: true; false when the time is over or Ctrl-C came.
bool os_watch_wait(int watch, double seconds, bool (*wanted)(Str name));
void os_watch_close(int watch);

// Run a program to its end. argv[0] is looked up in PATH. No shell. Output past `most` is dropped
// and `cut` set. env NULL means inherited. A timeout (seconds, 0 none) kills the process group.
// `before` runs in the child just before the program starts: async-signal-safe calls only; an errno
// other than 0 ends it. `watch` is asked about five times a second with the child's pid: false
// kills it.
typedef struct { const Str *argv; Size argc; Str input, cwd; const Str *env; Size nenv;
                 double timeout; Size most;
                 int (*before)(void *self); bool (*watch)(void *self, int pid); void *self; } OsRun;
typedef struct { int code, signal; bool timed_out, cut, watched_out; Str out, err; } OsDone;
MUST_USE Err os_run(const OsRun *run, Arena *keep, OsDone *done);
// Wait, at most five seconds, for children that were killed: one, or with -pid those of its group.
void os_reap(int pid);

double os_now(void);                                                 // monotonic seconds
int64_t os_time(void);                                               // unix seconds
double os_cpu(void);                                                 // CPU seconds of this process
int  os_cores(void);                                                 // usable, at least 1
int  os_threads(int wanted);              // 0: one a core; no more than a limit of address space has room for
bool os_is_tty(int fd);
int  os_columns(int fd);                                             // 80 when unknown

// Call work(self, i) for each i in [0, n) on up to `threads` threads (0: one a core); i is handed
// out in rising order. Returns when all are done. `work` is told its thread's index [0, threads).
void os_parallel(int threads, Size n, void (*work)(void *self, Size i, int thread), void *self);

// A thread of its own, for as long as `work` takes. False: the system gives none.
bool os_thread(void (*work)(void *self), void *self);

// Ctrl-C: after os_catch_stop() the first SIGINT, SIGTERM or SIGHUP sets the flag, a second one ends us
// (130).
void os_catch_stop(void);
bool os_stopped(void);
// What is under way has become pointless: os_stopped() says so until this is taken back.
void os_moot(bool is);
#endif
