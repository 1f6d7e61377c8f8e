// bench/driver: times suture's parser over files held in memory.
// usage: driver tree|symbols LIST. For each line on stdin: one round over all files; prints its
// nanoseconds, bytes, files, files that don't parse, and arena bytes. `tree` leaves the symbol pass
// out, `symbols` times it alone.
// SPDX-License-Identifier: MIT
#include "py/py.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
    struct {
        Str *v;
        Size n, cap;
    } files;
    Size bytes, broken, used;
    int64_t ns;
} Bench;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static Str read_all(const char *name, Arena *keep)
{
    FILE *f = fopen(name, "rb");
    if (!f) return (Str){0};
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *bytes = arena_raw(keep, 1, 1, size + 1);
    size_t got = fread(bytes, 1, (size_t)size, f);
    fclose(f);
    return (Str){bytes, (Size)got};
}

static void load(Bench *b, const char *list, Arena *keep)
{
    char name[4096];
    FILE *f = fopen(list, "r");
    while (f && fgets(name, sizeof name, f)) {
        name[strcspn(name, "\n")] = 0;
        Str text = read_all(name, keep);
        *push(keep, &b->files) = text;
        b->bytes += text.len;
    }
    if (f) fclose(f);
}

static void round_of(Bench *b, Pool *pool, bool symbols)
{
    b->broken = b->used = 0;
    b->ns = 0;
    for (Size i = 0; i < b->files.n; i++) {
        pool_reset(pool);
        int64_t start = now();
        Tree *t = py_parse(b->files.v[i], (PyOptions){.no_symbols = true}, &pool->arena);
        int64_t parsed = now();
        b->used += pool_used(pool);
        if (symbols) py_check(t, (PyOptions){0}, &pool->arena, pool->arena);
        b->ns += symbols ? now() - parsed : parsed - start;
        b->broken += !t->parses;
    }
}

int main(int argc, char **argv)
{
    Bench b = {0};
    Pool texts, pool;
    if (argc != 3 || !pool_open(&texts, (Size)4 << 30) || !pool_open(&pool, (Size)4 << 30))
        return 2;
    load(&b, argv[2], &texts.arena);
    while (getchar() != EOF) {
        round_of(&b, &pool, argv[1][0] == 's');
        printf("%lld %td %td %td %td\n", (long long)b.ns, b.bytes, b.files.n, b.broken, b.used);
        fflush(stdout);
    }
    return 0;
}
