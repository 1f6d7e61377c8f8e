// sema/driver: lowers files and says what came of it.
//   driver print FILE…   the lowered form as text
//   driver check FILE…   what ir_check holds against it; exit 1 when anything
//   driver time FILE…    seconds of parsing and lowering
//   driver index FILE…   what each module binds, and the cost of indexing
// SPDX-License-Identifier: MIT
#include "base/os.h"
#include "sema/sema.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    double parse, lower;
    Size files, bytes, funcs, instrs, blocks, large, wrong, index;
} Sums;

static void look(const char *mode, const Module *m, Arena scratch, Sums *sums)
{
    for (Size i = 0; i < m->funcs.n; i++) {
        const Func *f = &m->funcs.v[i];
        Arena tmp = scratch;
        Buf text = {.keep = &tmp};
        sums->funcs++;
        sums->instrs += f->code.n;
        sums->blocks += f->blocks.n;
        sums->large += f->too_large;
        if (!strcmp(mode, "print")) ir_print(m->tree, f, &text);
        else if (!strcmp(mode, "check") && !ir_check(f, scratch, &text)) sums->wrong++;
        if (!text.n) continue;
        if (strcmp(mode, "print")) printf("%.*s: ", STR_ARG(m->path));
        fwrite(text.v, 1, (size_t)text.n, stdout);
    }
}

static void put_index(const ModuleIndex *m, const Names *names)
{
    static const char *const kinds[] = {"func", "class", "import", "from", "value"};
    for (Size i = 0; i < m->nbinds; i++) {
        const Binding *b = &m->binds[i];
        printf("%s %.*s %.*s %.*s %u\n", kinds[b->kind], STR_ARG(name_str(names, b->name)),
               STR_ARG(name_str(names, b->target)), STR_ARG(name_str(names, b->member)),
               (unsigned)b->index);
    }
}

// Names and indexes stay from file to file, as in a scan.
static void index_one(Str path, Tree *t, Names *names, Arena *stay, Arena *keep, Arena scratch,
                      Sums *sums)
{
    double begun = os_cpu();
    const char *from = stay->beg;
    const Module *m = sema_lower(path, S(""), t, SEMA_SKELETON, keep, scratch);
    const ModuleIndex *index = sema_index(m, names, stay, stay, scratch);
    sums->lower += os_cpu() - begun;
    sums->index += stay->beg - from;
    if (getenv("SHOW")) put_index(index, names);
}

static void one(const char *mode, Str path, Names *names, Arena *stay, Arena keep, Arena scratch,
                Sums *sums)
{
    Str src;
    Err err = os_read(path, (Size)1 << 30, &keep, &src);
    if (err.kind) {
        fprintf(stderr, "%.*s\n", STR_ARG(err.what));
        return;
    }
    double begun = os_cpu();
    Tree *t = py_parse(src, (PyOptions){.no_symbols = true}, &keep);
    double parsed = os_cpu();
    sums->parse += parsed - begun;
    sums->files++;
    sums->bytes += src.len;
    if (!strcmp(mode, "index")) {
        index_one(path, t, names, stay, &keep, scratch, sums);
        return;
    }
    const Module *m = sema_lower(path, S(""), t, SEMA_WHOLE, &keep, scratch);
    sums->lower += os_cpu() - parsed;
    look(mode, m, scratch, sums);
}

int main(int argc, char **argv)
{
    Pool keep, scratch, stay;
    Sums sums = {0};
    Names names = {0};
    if (argc < 2 || !pool_open(&keep, (Size)16 << 30) || !pool_open(&scratch, (Size)16 << 30))
        return 2;
    if (!pool_open(&stay, (Size)16 << 30)) return 2;
    names.keep = &stay.arena;
    for (int i = 2; i < argc; i++) {
        one(argv[1], str_of(argv[i]), &names, &stay.arena, keep.arena, scratch.arena, &sums);
        pool_reset(&keep);
        pool_reset(&scratch);
    }
    if (strcmp(argv[1], "print"))
        printf("%td files, %td bytes, %td functions, %td instructions, %td blocks, %td too large, "
               "%td wrong, %td of index; "
               "parse %.3f s, lower %.3f s\n",
               sums.files, sums.bytes, sums.funcs, sums.instrs, sums.blocks, sums.large, sums.wrong,
               sums.index, sums.parse, sums.lower);
    return sums.wrong != 0;
}
