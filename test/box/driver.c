// Runs a program in the sandbox on a copy of a folder, for Python tests: driver FOLDER SECONDS
// PROGRAM ARG…; its output and exit code are ours. 77: no sandbox works here, said on standard
// error.
#include "box/box.h"
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    Pool pool;
    if (argc < 4 || !pool_open(&pool, (Size)1 << 30)) return 2;
    Arena *a = &pool.arena;
    Str why = {0}, copy, project = os_real(str_of(argv[1]), a), words[64];
    BoxLevel level = box_level(a, &why);
    if (level == BOX_NONE) {
        fprintf(stderr, "no sandbox works here: %.*s\n", STR_ARG(why));
        return 77;
    }
    Err err = box_copy(project, (Size)64 << 20, a, &copy);
    if (err.kind) return fprintf(stderr, "%.*s\n", STR_ARG(err.what)), 2;
    Size n = 0;
    for (int i = 3; i < argc && n < 64; i++) words[n++] = str_of(argv[i]);
    Str env[] = {S("PATH=/usr/local/bin:/usr/bin:/bin"), S("PYTHONDONTWRITEBYTECODE=1")};
    BoxRun run = {.argv = words,
                  .argc = n,
                  .project = project,
                  .copy = copy,
                  .env = env,
                  .nenv = 2,
                  .timeout = (double)atoi(argv[2]),
                  .output = (Size)16 << 20};
    BoxDone done;
    err = box_run(level, &run, a, &done);
    box_drop(copy, *a);
    if (err.kind) return fprintf(stderr, "%.*s\n", STR_ARG(err.what)), 2;
    fwrite(done.run.out.s, 1, (size_t)done.run.out.len, stdout);
    fwrite(done.run.err.s, 1, (size_t)done.run.err.len, stderr);
    if (done.why.len) fprintf(stderr, "%.*s\n", STR_ARG(done.why));
    return done.run.code;
}
