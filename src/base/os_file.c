// base/os_file: files and folders. Every error is a sentence with the path in it.
// SPDX-License-Identifier: MIT
#include "base/os.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static Err trouble(Arena *keep, const char *verb, Str path, int code)
{
    char why[128];
    const char *text = strerror_r(code, why, sizeof why);
    return err_new(keep, ERR_IO, "cannot %s %.*s: %s", verb, STR_ARG(path), text);
}

static OsKind kind_of(mode_t mode)
{
    return S_ISREG(mode) ? OS_FILE : S_ISDIR(mode) ? OS_FOLDER : S_ISLNK(mode) ? OS_LINK : OS_OTHER;
}

OsStat os_stat(Str path, bool follow, Arena scratch)
{
    struct stat st;
    const char *z = str_z(&scratch, path);
    if ((follow ? stat(z, &st) : lstat(z, &st)) != 0)
        return (OsStat){.unseen = errno != ENOENT && errno != ENOTDIR};
    return (OsStat){.kind = kind_of(st.st_mode),
                    .size = (Size)st.st_size,
                    .inode = (uint64_t)st.st_ino,
                    .device = (uint64_t)st.st_dev,
                    .mode = (int)(st.st_mode & 07777),
                    .uid = st.st_uid,
                    .mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec};
}

// Grows by doubling inside the arena: the stream's length is not known, or not to be believed.
static Err read_all(int fd, Str path, Size hint, Size most, Arena *keep, Str *out)
{
    Size cap = hint > 0 && hint <= most ? hint + 1 : 1 << 16, n = 0;
    char *text = arena_raw(keep, 1, 16, cap);
    for (;;) {
        if (n == cap) {
            char *bigger = arena_raw(keep, 1, 16, cap * 2);
            text = memcpy(bigger, text, (size_t)n);
            cap *= 2;
        }
        ssize_t got = read(fd, text + n, (size_t)(cap - n));
        if (got < 0 && errno == EINTR && !os_stopped()) continue;
        if (got < 0) return trouble(keep, "read", path, errno);
        if (got == 0) break;
        n += got;
        if (n > most)
            return err_new(keep, ERR_LIMIT, "%.*s is larger than the limit of %td bytes",
                           STR_ARG(path), most);
        if (n == hint) break;                                   // one more was asked for, and is not there
    }
    *out = (Str){text, n};
    return (Err){0};
}

Err os_read(Str path, Size most, Arena *keep, Str *out)
{
    *out = (Str){0};
    int fd = open(str_z(keep, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return trouble(keep, "read", path, errno);
    struct stat st;
    Err err = {0};
    if (fstat(fd, &st) != 0) err = trouble(keep, "read", path, errno);
    else if (!S_ISREG(st.st_mode))
        err = err_new(keep, ERR_IO, "%.*s is not a regular file", STR_ARG(path));
    else if (st.st_size > most)
        err = err_new(keep, ERR_LIMIT, "%.*s is larger than the limit of %td bytes", STR_ARG(path),
                      most);
    else err = read_all(fd, path, (Size)st.st_size, most, keep, out);
    close(fd);
    return err;
}

Err os_read_fd(int fd, Size most, Arena *keep, Str *out)
{
    *out = (Str){0};
    return read_all(fd, S("standard input"), 0, most, keep, out);
}

static Err write_all(int fd, Str path, Str bytes, Arena *keep)
{
    for (Size n = 0; n < bytes.len;) {
        ssize_t put = write(fd, bytes.s + n, (size_t)(bytes.len - n));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return trouble(keep, "write", path, errno);
        n += put;
    }
    return (Err){0};
}

bool os_write_fd(int fd, Str bytes)
{
    for (Size n = 0; n < bytes.len;) {
        ssize_t put = write(fd, bytes.s + n, (size_t)(bytes.len - n));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        n += put;
    }
    return true;
}

bool os_unread(void) { return errno == EPIPE; }

// The parent folder's entry is synced too, or a crash could bring the old name back.
static void sync_folder(Str path, Arena scratch)
{
    Size slash = str_rfind(path, '/');
    Str folder = slash > 0 ? str_sub(path, 0, slash) : slash == 0 ? S("/") : S(".");
    int fd = open(str_z(&scratch, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    (void)!fsync(fd);
    close(fd);
}

static Err write_beside(Str path, const char *scrap, Str bytes, const struct stat *old, bool sync,
                        Arena *keep)
{
    int fd = open(scrap, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == ENOENT)
        return err_new(keep, ERR_IO, "cannot write %.*s: its folder does not exist", STR_ARG(path));
    if (fd < 0) return trouble(keep, "write beside", path, errno);
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = old ? old->st_mode & 07777 : 0666 & ~mask;
    Err err = write_all(fd, path, bytes, keep);
    if (!err.kind && old && (old->st_uid != geteuid() || old->st_gid != getegid()))
        (void)!fchown(fd, old->st_uid, old->st_gid);
    if (!err.kind && fchmod(fd, mode) != 0) err = trouble(keep, "keep the mode of", path, errno);
    if (!err.kind && sync && fsync(fd) != 0) err = trouble(keep, "write", path, errno);
    if (close(fd) != 0 && !err.kind) err = trouble(keep, "write", path, errno);
    return err;
}

static Err prepare(OsWrite *w, bool sync, Arena *keep)
{
    struct stat old;
    w->real = os_real(w->path, keep);
    w->scrap = str_fmt(keep, "%.*s.suture-%ld", STR_ARG(w->real), (long)getpid());
    const char *to = str_z(keep, w->real);
    bool had = stat(to, &old) == 0;
    if (had && !S_ISREG(old.st_mode))
        return err_new(keep, ERR_IO, "%s is not a regular file: not written", to);
    Err err = write_beside(w->real, w->scrap.s, w->bytes, had ? &old : NULL, sync, keep);
    if (err.kind) os_write_drop(w);
    return err;
}

static Err commit(OsWrite *w, bool sync, Arena *keep)
{
    Err err = {0};
    if (rename(w->scrap.s, str_z(keep, w->real)) != 0)
        err = trouble(keep, "replace", w->real, errno);
    if (err.kind) os_write_drop(w);
    else if (sync) sync_folder(w->real, *keep);
    return err;
}

void os_write_drop(OsWrite *w) { unlink(w->scrap.s); }
Err os_write_prepare(OsWrite *w, Arena *keep) { return prepare(w, true, keep); }
Err os_write_commit(OsWrite *w, Arena *keep) { return commit(w, true, keep); }

static Err replace(Str path, Str bytes, bool sync, Arena *keep)
{
    OsWrite w = {.path = path, .bytes = bytes};
    Err err = prepare(&w, sync, keep);
    return err.kind ? err : commit(&w, sync, keep);
}

Err os_write_atomic(Str path, Str bytes, Arena *keep) { return replace(path, bytes, true, keep); }
Err os_write_quick(Str path, Str bytes, Arena *keep) { return replace(path, bytes, false, keep); }

int os_lock(Str path, Arena scratch)
{
    int fd = open(str_z(&scratch, path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

void os_unlock(int lock) { close(lock); }

Str os_state_folder(Arena *keep)
{
    Str state = os_env("XDG_STATE_HOME"), home = os_env("HOME");
    if (state.len && *state.s == '/') return str_fmt(keep, "%.*s/suture", STR_ARG(state));
    if (home.len) return str_fmt(keep, "%.*s/.local/state/suture", STR_ARG(home));
    return (Str){0};
}

bool os_remove(Str path, Arena scratch) { return unlink(str_z(&scratch, path)) == 0; }

Err os_append(Str path, Str bytes, Arena *keep)
{
    int fd = open(str_z(keep, path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return trouble(keep, "write to", path, errno);
    Err err = write_all(fd, path, bytes, keep);
    if (close(fd) != 0 && !err.kind) err = trouble(keep, "write to", path, errno);
    return err;
}

Err os_make_dirs(Str path, int mode, Arena *keep)
{
    char *z = str_z(keep, path);
    for (char *p = z + (*z != 0);; p++) {
        if (*p && *p != '/') continue;
        char was = *p;
        *p = 0;
        if (mkdir(z, (mode_t)mode) != 0 && errno != EEXIST)
            return trouble(keep, "make folder", path, errno);
        *p = was;
        if (!was) return (Err){0};
    }
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

Err os_list(Str folder, Arena *keep, Strs *names)
{
    DIR *dir = opendir(str_z(keep, folder));
    if (!dir) return trouble(keep, "list", folder, errno);
    errno = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        Str name = str_of(e->d_name);
        if (!str_eq(name, S(".")) && !str_eq(name, S("..")))
            *push(keep, names) = str_keep(keep, name);
    }
    int code = errno;
    closedir(dir);
    if (code) return trouble(keep, "list", folder, code);
    sort_items(names->v, names->n, sizeof *names->v, by_name, *keep);
    return (Err){0};
}

Str os_real(Str path, Arena *keep)
{
    char *real = realpath(str_z(keep, path), NULL);
    Str s = real ? str_keep(keep, str_of(real)) : path;
    free(real);
    return s;
}

bool os_enter(Str folder, Arena scratch) { return chdir(str_z(&scratch, folder)) == 0; }

Str os_cwd(Arena *keep)
{
    char *z = getcwd(NULL, 0);
    Str s = z ? str_keep(keep, str_of(z)) : S(".");
    free(z);
    return s;
}

Str os_self(Arena *keep)
{
    char z[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", z, sizeof z);
    return n > 0 ? str_keep(keep, (Str){z, n}) : (Str){0};
}
