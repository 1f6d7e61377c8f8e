// A change of several files that is cut short while it is written: what the next run does with it.
#include "fix/job.h"
#include "base/os.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct { Pool pool; Str folder; FixFile file[2]; FixFile *both[2]; int said; Str what; } Place;

static Str in_folder(Place *p, const char *name)
{
    return str_fmt(&p->pool.arena, "%.*s/%s", STR_ARG(p->folder), name);
}

static void put(Place *p, const char *name, Str text)
{
    Err err = os_write_atomic(in_folder(p, name), text, &p->pool.arena);
    assert_int_equal(err.kind, ERR_NONE);
}

static int open_place(void **state)
{
    Place *p = calloc(1, sizeof *p);
    if (!pool_open(&p->pool, (Size)1 << 30) || os_temp_folder(&p->pool.arena, &p->folder).kind) return -1;
    setenv("XDG_STATE_HOME", str_z(&p->pool.arena, in_folder(p, "state")), 1);
    p->file[0] = (FixFile){.path = in_folder(p, "a.py"), .before = S("a = 1\n"), .now = S("a = 2\n")};
    p->file[1] = (FixFile){.path = in_folder(p, "b.py"), .before = S("b = 1\n"), .now = S("b = 2\n"), .bom = true};
    p->both[0] = &p->file[0], p->both[1] = &p->file[1];
    put(p, "a.py", S("a = 1\n"));
    put(p, "b.py", S("\xef\xbb\xbf" "b = 1\n"));
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    Place *p = *state;
    os_remove_all(p->folder);
    pool_close(&p->pool);
    free(p);
    return 0;
}

// Another process begins, replaces the first file and dies there.
static void die_halfway(Place *p)
{
    pid_t pid = fork();
    if (pid == 0) {
        Unfinished *u = unfinished_begin(p->both, 2, &p->pool.arena);
        Err err = os_write_atomic(p->file[0].path, p->file[0].now, &p->pool.arena);
        _exit(u && !err.kind ? 0 : 1);
    }
    int status = -1;
    assert_true(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void hear(void *self, Str what)
{
    Place *p = self;
    p->said++;
    p->what = str_keep(&p->pool.arena, what);
}

static void assert_text(Place *p, const char *name, Str text)
{
    Str got;
    assert_int_equal(os_read(in_folder(p, name), 1 << 20, &p->pool.arena, &got).kind, ERR_NONE);
    assert_true(str_eq(got, text));
}

static void recover(Place *p, bool look) { fix_recover(look, &p->pool.arena, hear, p); }

static void test_put_back(void **state)
{
    Place *p = *state;
    die_halfway(p);
    recover(p, true);                                    // a look changes nothing, and may be repeated
    assert_int_equal(p->said, 1);
    assert_text(p, "a.py", S("a = 2\n"));
    recover(p, false);
    assert_int_equal(p->said, 2);
    assert_text(p, "a.py", S("a = 1\n"));
    assert_text(p, "b.py", S("\xef\xbb\xbf" "b = 1\n"));
    recover(p, false);                                   // and is forgotten
    assert_int_equal(p->said, 2);
}

static void test_somebody_went_on(void **state)
{
    Place *p = *state;
    die_halfway(p);
    put(p, "b.py", S("b = 'mine'\n"));
    recover(p, false);
    assert_int_equal(p->said, 1);
    assert_true(str_find(p->what, S("none is touched")) >= 0);
    assert_text(p, "a.py", S("a = 2\n"));
    assert_text(p, "b.py", S("b = 'mine'\n"));
}

static void test_all_were_written(void **state)
{
    Place *p = *state;
    die_halfway(p);
    put(p, "b.py", S("\xef\xbb\xbf" "b = 2\n"));
    recover(p, false);
    assert_int_equal(p->said, 0);
    assert_text(p, "a.py", S("a = 2\n"));
}

static void test_somebody_is_at_work(void **state)
{
    Place *p = *state;
    int ready[2], over[2];
    char c;
    assert_true(pipe(ready) == 0 && pipe(over) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        Unfinished *u = unfinished_begin(p->both, 2, &p->pool.arena);
        Err err = os_write_atomic(p->file[0].path, p->file[0].now, &p->pool.arena);
        bool told = write(ready[1], "x", 1) == 1 && read(over[0], &c, 1) == 1;
        unfinished_end(u, p->pool.arena);
        _exit(told && u && !err.kind ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &c, 1), 1);
    recover(p, false);
    assert_int_equal(p->said, 0);
    assert_text(p, "a.py", S("a = 2\n"));
    int status = -1;
    assert_int_equal(write(over[1], "x", 1), 1);
    assert_true(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    put(p, "a.py", S("a = 2\n"));
    recover(p, false);                                   // it ended well: nothing to put back
    assert_int_equal(p->said, 0);
    for (int i = 0; i < 2; i++) close(ready[i]), close(over[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_put_back, open_place, close_place),
        cmocka_unit_test_setup_teardown(test_somebody_went_on, open_place, close_place),
        cmocka_unit_test_setup_teardown(test_all_were_written, open_place, close_place),
        cmocka_unit_test_setup_teardown(test_somebody_is_at_work, open_place, close_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
