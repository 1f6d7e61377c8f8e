// lsp/run: `suture lsp`: the three threads and what they hand to each other. Input is read while a scan
// runs, so that a newer text makes the scan of an older one moot.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"
#include "base/os.h"
#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum { MOST_WAITING = 256 << 20 }; // bytes that came and were not taken yet

typedef struct {
    Frame frame;
    Str body;
} Message;

typedef struct {
    Lsp *l;
    pthread_mutex_t lock;
    pthread_cond_t come, work, room;
    Pool pools[2];
    int turn; // messages that wait; those that are being taken
    struct {
        Message *v;
        Size n, cap;
    } waiting;
    Size bytes;
    bool work_given, work_done;
} Threads;

// ---- what comes in

static Size from_stdin(void *self, char *to, Size n)
{
    (void)self;
    return (Size)fread(to, 1, (size_t)n, stdin);
}

static void read_on(void *self)
{
    Threads *t = self;
    Pool own;
    FrameSource in = {from_stdin, NULL};
    Message m = {FRAME_GOOD, {0}};
    bool open = pool_open(&own, (Size)1 << 30);
    while (m.frame != FRAME_END) {
        if (open) pool_reset(&own);
        m.frame = open ? frame_read(&in, &own.arena, &m.body) : FRAME_END;
        pthread_mutex_lock(&t->lock);
        while (t->bytes > MOST_WAITING) pthread_cond_wait(&t->room, &t->lock);
        Arena *keep = &t->pools[t->turn].arena;
        Str body = m.frame == FRAME_END ? (Str){0} : str_keep(keep, m.body);
        *push(keep, &t->waiting) = (Message){m.frame, body};
        t->bytes += body.len;
        pthread_cond_signal(&t->come);
        pthread_mutex_unlock(&t->lock);
    }
}

// ---- what is to be done

static void work_on(void *self)
{
    Threads *t = self;
    pthread_mutex_lock(&t->lock);
    for (;;) {
        while (!t->work_given) pthread_cond_wait(&t->work, &t->lock);
        t->work_given = false;
        pthread_mutex_unlock(&t->lock);
        work_do(&t->l->work);
        pthread_mutex_lock(&t->lock);
        t->work_done = true;
        pthread_cond_signal(&t->come);
    }
}

// ---- who speaks

static void wait_until(Threads *t, double due)
{
    double now = os_now(), wait = due - now;
    struct timespec at;
    if (due <= 0) {
        pthread_cond_wait(&t->come, &t->lock);
        return;
    }
    if (wait <= 0) return;
    clock_gettime(CLOCK_MONOTONIC, &at);
    double until = (double)at.tv_sec + (double)at.tv_nsec / 1e9 + wait;
    at.tv_sec = (time_t)until;
    at.tv_nsec = (long)((until - (double)at.tv_sec) * 1e9);
    (void)pthread_cond_timedwait(&t->come, &t->lock, &at);
}

// What came meanwhile; the reader goes on in the other pool.
static Size take_waiting(Threads *t, Message **out, bool *done)
{
    Size n = t->waiting.n;
    *out = t->waiting.v;
    *done = t->work_done;
    t->work_done = false;
    if (!n) return 0;
    t->turn = !t->turn;
    pool_reset(&t->pools[t->turn]);
    t->waiting.v = NULL;
    t->waiting.n = t->waiting.cap = 0;
    t->bytes = 0;
    pthread_cond_signal(&t->room);
    return n;
}

static void take(Lsp *l, const Message *m)
{
    if (m->frame == FRAME_GOOD) lsp_take(l, m->body);
    else if (m->frame == FRAME_BAD) lsp_log(l, LOG_ERROR, false, "%.*s", STR_ARG(m->body));
    else l->state = LSP_GONE; // nobody is there any more
}

static bool is_over(const Lsp *l) { return l->state == LSP_GONE || l->call->out->failed; }

static void speak(Threads *t)
{
    Lsp *l = t->l;
    while (!is_over(l)) {
        Message *m;
        bool done;
        pthread_mutex_lock(&t->lock);
        double due = lsp_due(l);
        while (!t->waiting.n && !t->work_done && (due <= 0 || os_now() < due)) wait_until(t, due);
        Size n = take_waiting(t, &m, &done);
        pthread_mutex_unlock(&t->lock);
        for (Size i = 0; i < n && !is_over(l); i++) take(l, &m[i]);
        if (done) lsp_finish(l);
        if (is_over(l) || l->busy) continue;
        lsp_next(l, os_now());
        if (!l->busy) continue;
        pthread_mutex_lock(&t->lock);
        t->work_given = true;
        pthread_cond_signal(&t->work);
        pthread_mutex_unlock(&t->lock);
    }
}

// Whoever is at work is told to stop, and waited for.
static void settle(Threads *t)
{
    os_moot(true);
    pthread_mutex_lock(&t->lock);
    while (t->l->busy && !t->work_done) pthread_cond_wait(&t->come, &t->lock);
    pthread_mutex_unlock(&t->lock);
}

static bool begin(Threads *t)
{
    pthread_condattr_t clock;
    bool ok = pool_open(&t->pools[0], (Size)4 << 30) && pool_open(&t->pools[1], (Size)4 << 30);
    pthread_mutex_init(&t->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&t->come, &clock);
    pthread_cond_init(&t->work, NULL);
    pthread_cond_init(&t->room, NULL);
    pthread_condattr_destroy(&clock);
    return ok && os_thread(work_on, t) && os_thread(read_on, t);
}

// The reader may wait on its input for good: what it and the worker hold stays until the process ends.
int op_lsp(const OpCall *c)
{
    Pool stays;
    Err none = err_new(c->keep, ERR_LIMIT,
                       "the system gives no address space (does `ulimit -v` limit it?)");
    if (!pool_open(&stays, 1 << 20)) return op_fail(c, none);
    Lsp *l = new(&stays.arena, Lsp, 1);
    Threads *t = new(&stays.arena, Threads, 1);
    *t = (Threads){.l = l};
    if (!lsp_open(l, c) || !begin(t)) return op_fail(c, none);
    speak(t);
    settle(t);
    lsp_close(l);
    return l->code;
}
