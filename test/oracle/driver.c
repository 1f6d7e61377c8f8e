// oracle/driver: parses texts that a test sends and answers with the tree. One request: a line
// "tree target length\n", then the bytes. One answer: a JSON line (parses, min, max, diagnostics,
// length), then the dumped tree when `tree` is 1. The test closes the pipe to end it.
// SPDX-License-Identifier: MIT
#include "py/py.h"
#include <stdio.h>

static void put_text(Str s)
{
    putchar('"');
    for (Size i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c < ' ' || c == '"' || c == '\\') printf("\\u%04x", c);
        else putchar(c);
    }
    putchar('"');
}

static void put_diags(const Tree *t)
{
    static const char *const kinds[] = {"syntax", "version", "symbol", "limit", "encoding"};
    for (Size i = 0; i < t->diags.n; i++) {
        const PyDiag *d = &t->diags.v[i];
        PyPos at = py_pos(t, d->at.beg);
        printf("%s{\"kind\":\"%s\",\"line\":%d,\"col\":%d,\"beg\":%u,\"end\":%u,\"since\":%d,"
               "\"until\":%d,"
               "\"what\":",
               i ? "," : "", kinds[d->kind], at.line, at.col, d->at.beg, d->at.end, d->since,
               d->until);
        put_text(d->what);
        putchar('}');
    }
}

static void answer(Str src, int target, bool tree, Arena keep)
{
    Buf out = {.keep = &keep};
    Tree *t = py_parse(src, (PyOptions){.target = (uint16_t)target}, &keep);
    if (tree) py_dump(t, &out);
    printf("{\"parses\":%s,\"min\":%d,\"max\":%d,\"nodes\":%td,\"diags\":[",
           t->parses ? "true" : "false", t->min_version, t->max_version, t->nodes.n);
    put_diags(t);
    printf("],\"length\":%td}\n", out.n);
    if (out.n) fwrite(out.v, 1, (size_t)out.n, stdout);
    fflush(stdout);
}

int main(void)
{
    Pool pool;
    int tree, target;
    long length;
    if (!pool_open(&pool, (Size)8 << 30)) return 2;
    while (scanf("%d %d %ld", &tree, &target, &length) == 3 && getchar() == '\n' && length >= 0) {
        pool_reset(&pool);
        char *bytes = arena_raw(&pool.arena, 1, 1, length + 1);
        if (fread(bytes, 1, (size_t)length, stdin) != (size_t)length) return 2;
        answer((Str){bytes, length}, target, tree == 1, pool.arena);
    }
    pool_close(&pool);
    return 0;
}
