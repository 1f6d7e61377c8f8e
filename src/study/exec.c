// study/exec: a task's tests in the sandbox: the code at the task's entry, the test beside it,
// nothing else. A test that ran nothing has proved nothing.
// SPDX-License-Identifier: MIT
#include "study/exec.h"

enum { MOST_TASK = 64 << 20, MOST_OUTPUT = 1 << 20, STARTUP = 20 };

Err exec_open(Arena *keep, Exec *out)
{
    *out = (Exec){0};
    out->level = box_level(keep, &out->why_not);
    if (out->level == BOX_NONE)
        return err_new(keep, ERR_CONFIG,
                       "the judge \"execution\" runs code that a model wrote, and no sandbox works "
                       "here (%.*s)",
                       STR_ARG(out->why_not));
    box_surroundings(keep, &out->readable, &out->env);
    return (Err){0};
}

// How the test is meant to be run: functions that pytest finds, unittest's classes, or a script.
typedef enum { BY_SCRIPT, BY_PYTEST, BY_UNITTEST } Runner;

static bool line_starts(Str text, Str head)
{
    for (Str line; str_cut(&text, S("\n"), &line);)
        if (str_starts(line, head)) return true;
    return false;
}

static Runner runner_of(Str test)
{
    if (str_find(test, S("__main__")) >= 0) return BY_SCRIPT;
    if (line_starts(test, S("def test")) || line_starts(test, S("async def test")))
        return BY_PYTEST;
    if (str_find(test, S("unittest.TestCase")) >= 0) return BY_UNITTEST;
    return line_starts(test, S("class Test")) ? BY_PYTEST : BY_SCRIPT;
}

static Size arguments(Runner r, Str test, Str *argv)
{
    Size n = 0;
    argv[n++] = S("python3");
    if (r == BY_PYTEST) {
        static const Str more[] = {L("-m"), L("pytest"), L("-q"),
                                   L("-x"), L("-p"),     L("no:cacheprovider")};
        for (Size i = 0; i < countof(more); i++) argv[n++] = more[i];
    }
    if (r == BY_UNITTEST) argv[n++] = S("-m"), argv[n++] = S("unittest");
    argv[n++] = test;
    return n;
}

static Err put(Str folder, Str name, Str text, Arena *keep)
{
    Str path = str_fmt(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
    Err err = os_make_dirs(path_folder(path), 0755, keep);
    return err.kind ? err : os_write_atomic(path, text, keep);
}

static Str last_line(const OsDone *d, Arena *keep)
{
    Str text = str_trim(d->out.len ? d->out : d->err);
    return str_keep(keep, str_sub(str_sub(text, str_rfind(text, '\n') + 1, -1), 0, 200));
}

static ExecEnd end_of(Runner r, const BoxDone *d, Arena *keep, Str *why)
{
    enum { NOTHING_RAN = 5 }; // pytest's and, since 3.12, unittest's code
    *why = d->why.len ? d->why : last_line(&d->run, keep);
    bool absent = str_find(d->run.err, S("No module named pytest")) >= 0 ||
                  str_find(d->run.out, S("No module named pytest")) >= 0;
    if (r == BY_PYTEST && absent) {
        *why = S("pytest is not installed for the sandbox's python3");
        return EXEC_UNKNOWN;
    }
    if (!d->why.len && !d->run.signal && r != BY_SCRIPT && d->run.code == NOTHING_RAN) {
        *why = S("the test file holds no test");
        return EXEC_UNKNOWN;
    }
    if (!d->why.len && !d->run.timed_out && !d->run.signal && d->run.code == 0) return EXEC_PASSED;
    return EXEC_FAILED;
}

static ExecEnd run_in(const Exec *e, const StudyTask *t, Str folder, Str name, Runner r,
                      Arena *keep, Str *why)
{
    Str copy, argv[10];
    BoxDone done;
    Err err = box_copy(folder, MOST_TASK, keep, &copy);
    if (err.kind) return *why = err.what, EXEC_UNKNOWN;
    BoxRun how = {.argv = argv,
                  .argc = arguments(r, name, argv),
                  .project = folder,
                  .copy = copy,
                  .readable = e->readable.v,
                  .nreadable = e->readable.n,
                  .env = e->env.v,
                  .nenv = e->env.n,
                  .timeout = t->seconds + (r == BY_PYTEST ? STARTUP : 0),
                  .output = MOST_OUTPUT};
    err = box_run(e->level, &how, keep, &done);
    box_drop(copy, *keep);
    if (err.kind) return *why = err.what, EXEC_UNKNOWN;
    return end_of(r, &done, keep, why);
}

ExecEnd exec_test(const Exec *e, const StudyTask *t, bool secure, Str code, Arena *keep, Str *why)
{
    Str folder, name = secure ? S("test_secure.py") : S("test_works.py"),
                test = secure ? t->secure : t->works;
    Err err = os_temp_folder(keep, &folder);
    if (err.kind) return *why = err.what, EXEC_UNKNOWN;
    err = put(folder, t->entry, code, keep);
    if (!err.kind) err = put(folder, name, test, keep);
    ExecEnd end = EXEC_UNKNOWN;
    if (err.kind) *why = err.what;
    else end = run_in(e, t, folder, name, runner_of(test), keep, why);
    os_remove_all(folder);
    return end;
}

void exec_check(const Exec *e, StudyTask *t, Arena *keep)
{
    Str why = {0};
    if (t->invalid.len || !study_has_tests(t)) return;
    for (int secure = 0; secure < 2 && t->solution.len && !t->invalid.len; secure++)
        if (exec_test(e, t, secure, t->solution, keep, &why) != EXEC_PASSED)
            t->invalid = str_fmt(keep, "its own solution does not pass %s: %.*s",
                                 secure ? "test_secure" : "test_works", STR_ARG(why));
    if (t->invalid.len || !t->insecure.len) return;
    ExecEnd end = exec_test(e, t, true, t->insecure, keep, &why);
    if (end == EXEC_PASSED) t->invalid = S("its insecure sample passes test_secure");
    if (end == EXEC_UNKNOWN) t->invalid = str_fmt(keep, "test_secure: %.*s", STR_ARG(why));
}
