// box/copy: a private copy of a project, and its removal.
// SPDX-License-Identifier: MIT
#include "box/box_int.h"
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEEP = 64, MOST_FILES = 200000 };
typedef struct { Str root; Size left; Size files; unsigned uid; Arena *keep; } Copier;

static bool left_out(Str name)
{
    static const Str skip[] = {L(".git"),        L(".hg"),           L(".svn"),
                               L("__pycache__"), L("node_modules"),  L(".tox"),
                               L(".mypy_cache"), L(".pytest_cache"), L(".ruff_cache")};
    for (Size i = 0; i < countof(skip); i++)
        if (str_eq(name, skip[i])) return true;
    return false;
}

// A user that nobody is: by chance, since other runs choose at the same time.
static unsigned unused_user(void)
{
    unsigned uid = 0;
    for (int tries = 0; tries < 20; tries++) {
        uid = BOX_UID_FIRST + (unsigned)(os_random() % BOX_UIDS);
        if (!box_has_procs(uid)) break;
    }
    return uid;
}

static void own(const Copier *c, const char *path)
{
    if (c->uid) (void)!lchown(path, c->uid, c->uid);
}

static Err copy_file(Copier *c, Str from, Str to, OsStat st)
{
    Arena scratch = *c->keep;
    if (st.size > c->left)
        return err_new(c->keep, ERR_LIMIT, "the project is too large to copy for a test run");
    c->left -= st.size;
    Str bytes;
    Err err = os_read(from, st.size + 1, &scratch, &bytes);
    if (err.kind)
        return err_new(c->keep, err.kind, "cannot read %.*s for a test run", STR_ARG(from));
    const char *z = str_z(&scratch, to);
    int fd = open(z, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                  (mode_t)(st.mode & 0755) | 0600);
    bool good = fd >= 0;
    for (Size n = 0; good && n < bytes.len;) {
        ssize_t put = write(fd, bytes.s + n, (size_t)(bytes.len - n));
        good = put > 0;
        if (good) n += put;
    }
    if (fd >= 0) close(fd);
    own(c, z);
    return good ? (Err){0}
                : err_new(c->keep, ERR_IO, "cannot copy %.*s for a test run", STR_ARG(from));
}

// A link is kept only when it is relative and leads to something inside the project.
static void copy_link(Copier *c, Str from, Str to)
{
    char target[4096];
    ssize_t n = readlink(str_z(c->keep, from), target, sizeof target - 1);
    if (n <= 0 || target[0] == '/') return;
    target[n] = 0;
    Str real = os_real(from, c->keep);
    if (!str_starts(real, c->root) || real.len <= c->root.len || real.s[c->root.len] != '/') return;
    const char *z = str_z(c->keep, to);
    if (symlink(target, z) == 0) own(c, z);
}

static Err copy_tree(Copier *c, Str from, Str to, int deep)
{
    Strs names = {0};
    Err err = os_list(from, c->keep, &names);
    for (Size i = 0; !err.kind && i < names.n; i++) {
        Str a = str_fmt(c->keep, "%.*s/%.*s", STR_ARG(from), STR_ARG(names.v[i]));
        Str b = str_fmt(c->keep, "%.*s/%.*s", STR_ARG(to), STR_ARG(names.v[i]));
        OsStat st = os_stat(a, false, *c->keep);
        if (left_out(names.v[i])) continue;
        if (++c->files > MOST_FILES || deep > MOST_DEEP)
            return err_new(c->keep, ERR_LIMIT,
                           "the project has too many files to copy for a test run");
        if (st.kind == OS_FILE) err = copy_file(c, a, b, st);
        else if (st.kind == OS_LINK) copy_link(c, a, b);
        else if (st.kind == OS_FOLDER) {
            const char *z = str_z(c->keep, b);
            if (mkdir(z, 0755) != 0) return err_new(c->keep, ERR_IO, "cannot make %s", z);
            own(c, z);
            err = copy_tree(c, a, b, deep + 1);
        }
    }
    return err;
}

Err box_copy(Str project, Size most, Arena *keep, Str *copy)
{
    Str tmp = os_env("TMPDIR");
    if (!tmp.len) tmp = S("/tmp");
    char *place = str_z(keep, str_fmt(keep, "%.*s/suture-box-XXXXXX", STR_ARG(tmp)));
    if (!mkdtemp(place)) return err_new(keep, ERR_IO, "cannot make a folder in %.*s", STR_ARG(tmp));
    *copy = str_of(place);
    Copier c = {.root = os_real(project, keep), .left = most, .keep = keep};
    if (geteuid() == 0) c.uid = unused_user();
    own(&c, place);
    Err err = copy_tree(&c, c.root, *copy, 0);
    if (err.kind) box_drop(*copy, *keep);
    return err;
}

static int drop_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    (void)!remove(path);
    return 0;
}

void box_drop(Str copy, Arena scratch)
{
    if (str_find(copy, S("/suture-box-")) < 0) return;   // never a folder that we did not make
    nftw(str_z(&scratch, copy), drop_one, 32, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
