// base/os_watch: told by the kernel when something in a folder changes (Linux's inotify).
// SPDX-License-Identifier: MIT
#include "base/os.h"
#include <errno.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

// What a save, a rename or a removal looks like; reading is none.
static const uint32_t CHANGES = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

Err os_watch_open(int *watch, Arena *keep)
{
    *watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (*watch >= 0) return (Err){0};
    return err_new(keep, ERR_LIMIT, "the system lets nothing more be watched (error %d)", errno);
}

Err os_watch_add(int watch, Str folder, Arena *keep)
{
    Arena scratch = *keep;
    if (inotify_add_watch(watch, str_z(&scratch, folder), CHANGES) >= 0) return (Err){0};
    if (errno == ENOENT || errno == ENOTDIR || errno == EACCES) return (Err){0}; // it went
    return err_new(keep, ERR_LIMIT,
                   "%.*s can't be watched: the system watches no more folders "
                   "(fs.inotify.max_user_watches)",
                   STR_ARG(folder));
}

// Reads all that has happened; whether some of it was wanted.
static bool drain(int watch, bool (*wanted)(Str name))
{
    char room[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool any = false;
    for (ssize_t n; (n = read(watch, room, sizeof room)) > 0;) {
        for (char *p = room; p < room + n;) {
            const struct inotify_event *e = (const struct inotify_event *)p;
            bool folder = (e->mask & (IN_ISDIR | IN_DELETE_SELF | IN_MOVE_SELF | IN_Q_OVERFLOW));
            Str name = e->len ? str_of(e->name) : (Str){"", 0};
            any |= folder || (!(e->mask & IN_CREATE) && wanted(name));
            p += sizeof *e + e->len;
        }
    }
    return any;
}

bool os_watch_wait(int watch, double seconds, bool (*wanted)(Str name))
{
    double until = os_now() + seconds;
    while (!os_stopped()) {
        double left = until - os_now();
        if (left <= 0) return false;
        struct pollfd p = {.fd = watch, .events = POLLIN};
        int ms = left > 1 ? 1000 : (int)(left * 1000) + 1;
        if (poll(&p, 1, ms) > 0 && drain(watch, wanted)) return true;
    }
    return false;
}

void os_watch_close(int watch)
{
    if (watch >= 0) close(watch);
}
