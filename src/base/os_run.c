// base/os_run: running programs, threads, clock, terminal and Ctrl-C.
// SPDX-License-Identifier: MIT
#include "base/os.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Str os_env(const char *name) { return str_of(getenv(name)); }

static double clock_of(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double os_now(void) { return clock_of(CLOCK_MONOTONIC); }
double os_cpu(void) { return clock_of(CLOCK_PROCESS_CPUTIME_ID); }
int64_t os_time(void) { return (int64_t)time(NULL); }

int os_cores(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > 0 ? n : 1;
}

int os_threads(int wanted)
{
    enum { EACH = 1 << 30, MOST = 8 };                          // of a thread's pools; pools share the limit
    struct rlimit r;
    int n = wanted > 0 ? wanted : os_cores();
    if (getrlimit(RLIMIT_AS, &r) != 0 || r.rlim_cur == RLIM_INFINITY) return n;
    rlim_t room = r.rlim_cur / EACH;
    if (room > MOST) room = MOST;
    return n <= (int)room ? n : room ? (int)room : 1;
}

bool os_is_tty(int fd) { return isatty(fd) == 1; }

int os_columns(int fd)
{
    struct winsize w;
    return ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ? w.ws_col : 80;
}

static atomic_int stop_seen;                       // written by the signal handler alone

static void on_stop(int sig)
{
    (void)sig;
    if (atomic_fetch_add(&stop_seen, 1) > 0) _exit(130);
}

void os_catch_stop(void)
{
    struct sigaction act = {.sa_handler = on_stop};
    sigemptyset(&act.sa_mask);
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    struct sigaction gone;                                // the terminal closed; nohup's wish is kept
    if (sigaction(SIGHUP, NULL, &gone) == 0 && gone.sa_handler != SIG_IGN) sigaction(SIGHUP, &act, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static atomic_bool is_moot;

void os_moot(bool is) { atomic_store(&is_moot, is); }

bool os_stopped(void) { return atomic_load(&stop_seen) > 0 || atomic_load(&is_moot); }

// ---- threads

enum { STACK_BYTES = 16 << 20 };                   // the parser's and lowering's depth limits fit
                                                   // several times over
typedef struct { atomic_llong next; Size n; void (*work)(void *, Size, int); void *self; } Crew;
typedef struct { Crew *crew; int index; } Hand;

static void *labour(void *arg)
{
    Hand *hand = arg;
    for (;;) {
        long long i = atomic_fetch_add(&hand->crew->next, 1);
        if (i >= hand->crew->n) return NULL;
        hand->crew->work(hand->crew->self, (Size)i, hand->index);
    }
}

void os_parallel(int threads, Size n, void (*work)(void *self, Size i, int thread), void *self)
{
    enum { MOST = 256 };
    pthread_t id[MOST];
    Hand hand[MOST];
    Crew crew = {.n = n, .work = work, .self = self};
    if (threads <= 0) threads = os_cores();
    if (threads > MOST) threads = MOST;
    if (threads > n) threads = n > 0 ? (int)n : 1;
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    int started = 0;
    for (; started < threads; started++) {
        hand[started] = (Hand){&crew, started};
        if (pthread_create(&id[started], &attr, labour, &hand[started]) != 0) break;
    }
    pthread_attr_destroy(&attr);
    if (!started) labour(&(Hand){&crew, 0});       // no thread to be had: do it here
    for (int i = 0; i < started; i++) pthread_join(id[i], NULL);
}

typedef struct { void (*work)(void *); void *self; } Alone;

static void *run_alone(void *arg)
{
    Alone own = *(Alone *)arg;
    free(arg);
    own.work(own.self);
    return NULL;
}

bool os_thread(void (*work)(void *self), void *self)
{
    pthread_t id;
    pthread_attr_t attr;
    Alone *own = malloc(sizeof *own);
    if (!own) return false;
    *own = (Alone){work, self};
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    bool ok = pthread_create(&id, &attr, run_alone, own) == 0;
    pthread_attr_destroy(&attr);
    if (!ok) free(own);
    return ok;
}

// ---- programs

typedef struct { char *v; Size n, cap; } Grow;

static bool take(int fd, Grow *g, Size most, bool *cut)
{
    char piece[1 << 15];
    ssize_t got = read(fd, piece, sizeof piece);
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    if (got == 0) return false;
    Size keep = got < most - g->n ? got : most - g->n;
    if (keep < got) *cut = true;
    if (g->n + keep > g->cap) {
        Size cap = (g->n + keep) * 2;
        char *bigger = realloc(g->v, (size_t)cap);
        if (!bigger) return false;
        g->v = bigger;
        g->cap = cap;
    }
    if (keep > 0) memcpy(g->v + g->n, piece, (size_t)keep);
    g->n += keep;
    return true;
}

typedef struct { int in[2], out[2], err[2], bad[2]; } Pipes;

static void shut(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void shut_all(Pipes *p)
{
    int *all[] = {&p->in[0],  &p->in[1],  &p->out[0], &p->out[1],
                  &p->err[0], &p->err[1], &p->bad[0], &p->bad[1]};
    for (Size i = 0; i < countof(all); i++) shut(all[i]);
}

static bool pipes_open(Pipes *p)
{
    *p = (Pipes){{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    return pipe2(p->in, O_CLOEXEC) == 0 && pipe2(p->out, O_CLOEXEC) == 0 &&
           pipe2(p->err, O_CLOEXEC) == 0 && pipe2(p->bad, O_CLOEXEC) == 0;
}

// In the child. Only async-signal-safe calls; a failure's errno goes back through the pipe `bad`.
static void become(const Pipes *p, const OsRun *run, char *const *argv, char *const *env,
                   const char *cwd)
{
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    int code = 0;
    if (dup2(p->in[0], 0) < 0 || dup2(p->out[1], 1) < 0 || dup2(p->err[1], 2) < 0 ||
        (cwd && chdir(cwd) != 0))
        code = errno;
    if (!code && run->before) code = run->before(run->self);
    if (!code) {
        if (env) execvpe(argv[0], argv, env);
        else execvp(argv[0], argv);
        code = errno;
    }
    (void)!write(p->bad[1], &code, sizeof code);
    _exit(127);
}

static char **strings(const Str *v, Size n, Arena *keep)
{
    char **z = new(keep, char *, n + 1);
    for (Size i = 0; i < n; i++) z[i] = str_z(keep, v[i]);
    return z;
}

static void feed(int *fd, Str *left)
{
    ssize_t put = left->len ? write(*fd, left->s, (size_t)left->len) : -1;
    if (put > 0) *left = str_sub(*left, put, -1);
    else if (put < 0 && left->len && (errno == EAGAIN || errno == EINTR)) return;
    else left->len = 0;
    if (!left->len) shut(fd);
}

// Pass input and output until both outputs end, the time is up or the user stops us.
static void converse(Pipes *p, const OsRun *run, pid_t pid, double until, OsDone *done, Grow *out,
                     Grow *err)
{
    double asked = 0;
    Str left = run->input;
    Size most = run->most > 0 ? run->most : 64 << 20;
    if (!left.len) shut(&p->in[1]);
    else fcntl(p->in[1], F_SETFL, O_NONBLOCK);
    while (p->out[0] >= 0 || p->err[0] >= 0) {
        double now = os_now();
        if ((until > 0 && now >= until) || os_stopped()) {
            done->timed_out = !os_stopped();
            return;
        }
        if (run->watch && now - asked > 0.2) {
            done->watched_out = !run->watch(run->self, pid);
            asked = os_now();
            if (done->watched_out) return;
        }
        struct pollfd fds[3] = {
            {p->out[0], POLLIN, 0}, {p->err[0], POLLIN, 0}, {p->in[1], POLLOUT, 0}};
        double wait = until > 0 && until - now < 0.2 ? until - now : 0.2;
        if (poll(fds, 3, (int)(wait * 1000) + 1) <= 0) continue;
        if (fds[0].revents && !take(p->out[0], out, most, &done->cut)) shut(&p->out[0]);
        if (fds[1].revents && !take(p->err[0], err, most, &done->cut)) shut(&p->err[0]);
        if (p->in[1] >= 0 && fds[2].revents) feed(&p->in[1], &left);
    }
}

void os_reap(int pid)
{
    for (double until = os_now() + 5; os_now() < until;) {
        pid_t got = waitpid(pid, NULL, WNOHANG);
        if (got < 0 && errno != EINTR) return;     // none is left
        if (got == pid) return;
        if (got == 0) nanosleep(&(struct timespec){0, 2000000}, NULL);
    }
}

// The outputs may close before the program ends: wait for it, still within the time.
static int reap(pid_t pid, double until, OsDone *done)
{
    int status = 0;
    bool killed = done->timed_out || done->watched_out || os_stopped();
    if (killed) kill(-pid, SIGKILL);
    for (;;) {
        pid_t got = waitpid(pid, &status, killed || until <= 0 ? 0 : WNOHANG);
        if (got == pid) break;
        if (got < 0 && errno != EINTR) return 0;
        if (!killed && ((until > 0 && os_now() >= until) || os_stopped())) {
            done->timed_out = !os_stopped();
            killed = true;
            kill(-pid, SIGKILL);
        }
        if (!killed) nanosleep(&(struct timespec){0, 5000000}, NULL);
    }
    kill(-pid, SIGKILL);                           // what it left behind in its group
    os_reap(-pid);                                 // ours only where we adopt orphans
    return status;
}

Err os_run(const OsRun *run, Arena *keep, OsDone *done)
{
    *done = (OsDone){0};
    check(run->argc > 0);
    char **argv = strings(run->argv, run->argc, keep),
         **env = run->env ? strings(run->env, run->nenv, keep) : NULL;
    const char *cwd = run->cwd.len ? str_z(keep, run->cwd) : NULL;
    Pipes p;
    pid_t pid = pipes_open(&p) ? fork() : -1;
    if (pid == 0) become(&p, run, argv, env, cwd);
    if (pid < 0) {
        shut_all(&p);
        return err_new(keep, ERR_IO, "cannot start %s: no process to be had", argv[0]);
    }
    shut(&p.in[0]), shut(&p.out[1]), shut(&p.err[1]), shut(&p.bad[1]);
    int code = 0;
    ssize_t failed = read(p.bad[0], &code, sizeof code);
    double until = run->timeout > 0 ? os_now() + run->timeout : 0;
    Grow out = {0}, err = {0};
    if (failed <= 0) converse(&p, run, pid, until, done, &out, &err);
    shut_all(&p);
    int status = reap(pid, until, done);
    done->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    done->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    done->out = str_keep(keep, (Str){out.v, out.n});
    done->err = str_keep(keep, (Str){err.v, err.n});
    free(out.v);
    free(err.v);
    if (failed <= 0) return (Err){0};
    return err_new(keep, ERR_IO, "cannot run %s: %s", argv[0],
                   code == ENOENT   ? "it is not installed"
                   : code == EACCES ? "not executable"
                                    : "it does not start");
}
