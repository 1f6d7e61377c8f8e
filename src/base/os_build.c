// base/os_build: what tells one build of this program from another, and numbers nobody can guess.
// SPDX-License-Identifier: MIT
#include "base/os.h"
#include <elf.h>
#include <link.h>
#include <sys/random.h>

typedef struct { Arena *keep; Str id; } Search;

// The linker's note in the program itself, which is the first object that the loader names.
static int look(struct dl_phdr_info *info, size_t size, void *self)
{
    Search *s = self;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_NOTE) continue;
        Str rest = {(const char *)(info->dlpi_addr + part->p_vaddr), (Size)part->p_memsz};
        while (rest.len >= (Size)sizeof(ElfW(Nhdr))) {
            ElfW(Nhdr) note;
            memcpy(&note, rest.s, sizeof note);
            Size name = ((Size)note.n_namesz + 3) & ~(Size)3, text = note.n_descsz;
            Size all = (Size)sizeof note + name + ((text + 3) & ~(Size)3);
            if (all > rest.len) break;
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4)
                s->id = str_keep(s->keep, (Str){rest.s + sizeof note + name, text});
            rest = str_sub(rest, all, -1);
        }
    }
    return 1;
}

Str os_build_id(Arena *keep)
{
    Search s = {.keep = keep};
    dl_iterate_phdr(look, &s);
    if (s.id.len) return s.id;
    Str path = os_self(keep);
    OsStat st = os_stat(path, true, *keep);
    return str_fmt(keep, "%.*s %td %lld %llu", STR_ARG(path), st.size, (long long)st.mtime_ns,
                   (unsigned long long)st.inode);
}

uint64_t os_random(void)
{
    uint64_t n = 0;
    if (getrandom(&n, sizeof n, GRND_NONBLOCK) != (ssize_t)sizeof n)
        n = (uint64_t)os_time() * 0x9e3779b97f4a7c15u ^ (uint64_t)(uintptr_t)&n;
    return n;
}
