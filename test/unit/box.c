// The sandbox's promises, each tried at every level that works here: a level that does not work
// skips, saying so.
#include "box/box.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct { Pool pool; Str project, secret; BoxLevel best; } Place;

static int open_place(void **state)
{
    Place *p = calloc(1, sizeof *p);
    if (!pool_open(&p->pool, (Size)1 << 30)) return -1;
    Arena *a = &p->pool.arena;
    p->project = str_fmt(a, "/tmp/suture-unit-%ld/project", (long)getpid());
    p->secret = str_fmt(a, "/tmp/suture-unit-%ld/secret", (long)getpid());
    Err err = os_make_dirs(p->project, 0755, a);
    if (!err.kind) err = os_write_atomic(p->secret, S("key=1"), a);
    if (!err.kind)
        err = os_write_atomic(str_fmt(a, "%.*s/data.txt", STR_ARG(p->project)), S("original"), a);
    chmod(str_z(a, p->secret), 0600);
    Str why;
    p->best = box_level(a, &why);
    printf("# strongest level here: %.*s %.*s\n", STR_ARG(box_name(p->best)), STR_ARG(why));
    *state = p;
    return err.kind ? -1 : 0;
}

static int close_place(void **state)
{
    Place *p = *state;
    Arena *a = &p->pool.arena;
    unlink(str_z(a, p->secret));
    unlink(str_z(a, str_fmt(a, "%.*s/data.txt", STR_ARG(p->project))));
    rmdir(str_z(a, p->project));
    rmdir(str_z(a, str_sub(p->project, 0, str_rfind(p->project, '/'))));
    pool_close(&p->pool);
    free(p);
    return 0;
}

static BoxDone in_box(Place *p, BoxLevel level, Str script)
{
    Arena *a = &p->pool.arena;
    Str copy, argv[] = {S("/bin/sh"), S("-c"), script},
              env[] = {S("PATH=/usr/bin:/bin"), S("SHOWN=1")};
    BoxDone done;
    assert_int_equal(box_copy(p->project, 1 << 20, a, &copy).kind, ERR_NONE);
    BoxRun run = {.argv = argv,
                  .argc = 3,
                  .project = p->project,
                  .copy = copy,
                  .env = env,
                  .nenv = 2,
                  .timeout = 4,
                  .memory = 256 << 20,
                  .disk = 8 << 20,
                  .processes = 20};
    assert_int_equal(box_run(level, &run, a, &done).kind, ERR_NONE);
    box_drop(copy, *a);
    assert_int_equal(os_stat(copy, false, *a).kind, OS_NONE);
    return done;
}

static bool try_level(Place *p, BoxLevel level)
{
    Arena *a = &p->pool.arena;
    if (level > p->best) return false;
    BoxDone d = in_box(p, level, S("echo ok"));
    (void)a;
    return d.run.code == 0 && str_starts(d.run.out, S("ok"));
}

// Each script prints "escaped" when the promise is broken and "held" when it is kept.
static void holds(void **state, const char *script)
{
    Place *p = *state;
    int tried = 0;
    for (BoxLevel level = BOX_REDUCED; level <= BOX_FULL; level++) {
        if (!try_level(p, level)) continue;
        tried++;
        BoxDone d = in_box(p, level, str_of(script));
        if (str_find(d.run.out, S("held")) < 0 || str_find(d.run.out, S("escaped")) >= 0)
            fail_msg("level %s: %.*s%.*s", box_name(level).s, STR_ARG(d.run.out),
                     STR_ARG(d.run.err));
    }
    printf("# levels tried: %d\n", tried);
    if (!tried) skip();
}

static void sees_its_copy(void **state)
{
    holds(state,
          "grep -q original data.txt && echo new > data.txt && grep -q new data.txt && echo held");
    Place *p = *state;
    Str text;
    assert_int_equal(os_read(str_fmt(&p->pool.arena, "%.*s/data.txt", STR_ARG(p->project)), 100,
                             &p->pool.arena, &text)
                         .kind,
                     0);
    assert_true(str_eq(text, S("original")));
}

static void full_stands_at_the_projects_path(void **state)
{
    Place *p = *state;
    if (p->best < BOX_FULL) skip();
    BoxDone d = in_box(p, BOX_FULL, S("pwd"));
    assert_true(str_eq(str_trim(d.run.out), p->project));
}

// Inside, a path may look writable: what counts is that nothing of it is there outside.
static void cannot_write_outside(void **state)
{
    Place *p = *state;
    static const char *const places[] = {"/usr/suture-escape", "/etc/suture-escape",
                                         "/var/tmp/suture-escape", "/tmp/suture-escape"};
    holds(state, "for d in /usr /etc /var/tmp /tmp; do (echo x > $d/suture-escape) 2>/dev/null; "
                 "done; echo held");
    for (Size i = 0; i < countof(places); i++)
        assert_int_equal(os_stat(str_of(places[i]), false, p->pool.arena).kind, OS_NONE);
}

static void cannot_read_a_secret(void **state)
{
    Place *p = *state;
    char script[400];
    snprintf(script, sizeof script,
             "cat %.*s /root/.bashrc /etc/shadow 2>/dev/null | grep . && echo escaped; echo held",
             STR_ARG(p->secret));
    holds(state, script);
}

static void cannot_connect(void **state)
{
    holds(state,
          "python3 -c 'import socket; s=socket.socket(); s.settimeout(2); "
          "s.connect((\"127.0.0.1\", 22)); "
          "print(\"escaped\")' 2>&1 | grep -q -i -E 'refused|denied|unreach|not permitted' ; "
          "python3 -c 'import socket; socket.create_server((\"0.0.0.0\", 0)); "
          "print(\"listening\")' 2>/dev/null | "
          "grep -q listening && test -n \"$OUTSIDE\" && echo escaped; echo held");
}

// Files are moved between folders of the copy, or where that can't be (Linux before 5.19) copied.
static void moves_in_its_copy(void **state)
{
    holds(state, "mkdir -p one two && echo x > one/a && mv one/a two/a && test -f two/a && echo held");
}

// A file that others may write is emptied neither by its path nor by opening it.
static void cannot_empty_a_file(void **state)
{
    Place *p = *state;
    char script[600];
    Str there = str_fmt(&p->pool.arena, "%.*s-open", STR_ARG(p->secret));
    assert_int_equal(os_write_atomic(there, S("precious"), &p->pool.arena).kind, 0);
    assert_int_equal(chmod(str_z(&p->pool.arena, there), 0666), 0);
    snprintf(script, sizeof script,
             "python3 -c 'import os\ntry: os.truncate(\"%.*s\", 0)\nexcept OSError: pass'; "
             "(: > %.*s) 2>/dev/null; echo held",
             STR_ARG(there), STR_ARG(there));
    holds(state, script);
    Str text;
    assert_int_equal(os_read(there, 100, &p->pool.arena, &text).kind, 0);
    assert_true(str_eq(text, S("precious")));
    unlink(str_z(&p->pool.arena, there));
}

// A service's socket is no way out: a path that anybody may connect to.
static void cannot_reach_a_service(void **state)
{
    char script[700];
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(at.sun_path, sizeof at.sun_path, "/tmp/suture-box-%d.sock", (int)getpid());
    assert_int_equal(bind(s, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(chmod(at.sun_path, 0777), 0);
    assert_int_equal(listen(s, 4), 0);
    snprintf(script, sizeof script,
             "python3 -c 'import socket\ntry:\n socket.socket(socket.AF_UNIX).connect(\"%s\")\n "
             "print(\"escaped\")\nexcept OSError: print(\"held\")'",
             at.sun_path);
    holds(state, script);
    close(s);
    unlink(at.sun_path);
}

// Processes outside are not signalled: by another user, another namespace, or Landlock (Linux 6.12).
static void cannot_signal_others(void **state)
{
    char script[100];
    struct utsname u;
    int major = 0, minor = 0;
    if (uname(&u) != 0 || sscanf(u.release, "%d.%d", &major, &minor) != 2) skip();
    if (getuid() != 0 && (major < 6 || (major == 6 && minor < 12))) skip();
    pid_t other = fork();
    if (!other) {
        pause();
        _exit(0);
    }
    snprintf(script, sizeof script, "kill -9 %d 2>/dev/null; echo held", (int)other);
    holds(state, script);
    assert_int_equal(waitpid(other, NULL, WNOHANG), 0);
    kill(other, SIGKILL);
    waitpid(other, NULL, 0);
}

static void sees_no_environment(void **state)
{
    setenv("SUTURE_TEST_KEY", "k3y", 1);
    holds(state, "env | grep -q k3y && echo escaped; test \"$SHOWN\" = 1 && echo held");
}

static void fork_bomb_ends(void **state)
{
    Place *p = *state;
    for (BoxLevel level = BOX_REDUCED; level <= BOX_FULL; level++) {
        if (!try_level(p, level)) continue;
        double began = os_now();
        BoxDone d = in_box(p, level, S("f() { f | f & }; f; sleep 30"));
        assert_true(os_now() - began < 20);
        assert_true(d.why.len > 0 || d.run.code != 0);
    }
}

static void disk_has_an_end(void **state)
{
    holds(state, "dd if=/dev/zero of=big bs=1M count=64 2>/dev/null; test $(stat -c %s big) -gt "
                 "10000000 && echo escaped; "
                 "echo held");
}

static void memory_has_an_end(void **state)
{
    holds(state, "python3 -c 'x = bytearray(900 << 20); x[::4096] = b\"1\" * len(x[::4096]); "
                 "print(\"escaped\")' 2>/dev/null; echo held");
}

static void time_has_an_end(void **state)
{
    Place *p = *state;
    if (p->best < BOX_REDUCED) skip();
    double began = os_now();
    BoxDone d = in_box(p, p->best, S("sleep 60"));
    assert_true(os_now() - began < 15);
    assert_true(d.run.timed_out);
}

static void leaves_nothing_running(void **state)
{
    Place *p = *state;
    Arena *a = &p->pool.arena;
    for (BoxLevel level = BOX_REDUCED; level <= BOX_FULL; level++) {
        if (!try_level(p, level)) continue;
        Str late = str_fmt(a, "sleep 3; echo %ld > late", (long)getpid());
        in_box(p, level, str_fmt(a, "(setsid sh -c '%.*s' >/dev/null 2>&1 &) ; sleep 0.3; echo done",
                                 STR_ARG(late)));
        Str argv[] = {S("pgrep"), S("-f"), late};
        OsDone d;
        assert_int_equal(os_run(&(OsRun){.argv = argv, .argc = 3}, a, &d).kind, 0);
        assert_int_equal(str_trim(d.out).len, 0);
    }
}

// One that starts all the processes it may leaves those of another run alone.
static void one_does_not_starve_another(void **state)
{
    Place *p = *state;
    for (BoxLevel level = BOX_REDUCED; level <= BOX_FULL; level++) {
        if (!try_level(p, level)) continue;
        pid_t other = fork();
        if (!other) {
            in_box(p, level, S("i=0; while [ $i -lt 30 ]; do sleep 2 & i=$((i+1)); done; wait"));
            _exit(0);
        }
        nanosleep(&(struct timespec){0, 500000000}, NULL);
        BoxDone d = in_box(p, level, S("for i in 1 2 3 4 5; do /bin/true & done; wait; echo held"));
        kill(other, SIGKILL);
        waitpid(other, NULL, 0);
        assert_true(str_find(d.run.out, S("held")) >= 0);
        assert_int_equal(str_find(d.run.err, S("ork")), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sees_its_copy),
        cmocka_unit_test(full_stands_at_the_projects_path),
        cmocka_unit_test(cannot_write_outside),
        cmocka_unit_test(cannot_read_a_secret),
        cmocka_unit_test(cannot_connect),
        cmocka_unit_test(moves_in_its_copy),
        cmocka_unit_test(cannot_empty_a_file),
        cmocka_unit_test(cannot_reach_a_service),
        cmocka_unit_test(cannot_signal_others),
        cmocka_unit_test(sees_no_environment),
        cmocka_unit_test(fork_bomb_ends),
        cmocka_unit_test(disk_has_an_end),
        cmocka_unit_test(memory_has_an_end),
        cmocka_unit_test(time_has_an_end),
        cmocka_unit_test(leaves_nothing_running),
        cmocka_unit_test(one_does_not_starve_another),
    };
    return cmocka_run_group_tests(tests, open_place, close_place);
}
