// base/os_temp: a private folder for a while.
// SPDX-License-Identifier: MIT
#include "base/os.h"
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

Err os_temp_folder(Arena *keep, Str *folder)
{
    Str base = os_env("TMPDIR");
    if (!base.len) base = S("/tmp");
    char *path = str_z(keep, str_fmt(keep, "%.*s/suture-XXXXXX", STR_ARG(base)));
    if (!mkdtemp(path))
        return err_new(keep, ERR_IO, "cannot make a folder in %.*s (error %d)", STR_ARG(base),
                       errno);
    *folder = str_of(path);
    return (Err){0};
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path) ? 0 : 0;                          // the next one may still go
}

void os_remove_all(Str folder)
{
    char path[4096];
    if (folder.len < 8 || folder.len >= (Size)sizeof path || str_find(folder, S("suture-")) < 0)
        return;
    memcpy(path, folder.s, (size_t)folder.len);
    path[folder.len] = 0;
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
