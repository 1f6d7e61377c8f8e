// box, inside: the sandbox's user, and the child's own restrictions.
// SPDX-License-Identifier: MIT
#ifndef BOX_INT_H
#define BOX_INT_H
#include "box/box.h"

// As root RLIMIT_NPROC stops nothing, so the child becomes a user of no account, no file and no other
// process. It counts by user, so each copy has a user of its own: two runs at once would else starve
// each other. The range lies inside the one that systemd gives to services with dynamic users.
enum { BOX_UID_FIRST = 61200, BOX_UIDS = 4300 };
bool box_has_procs(unsigned uid);                    // a process of this user runs or waits to be reaped

// Everything the child needs to restrict itself between fork and exec, made ready beforehand.
enum { BOX_MOST_PATHS = 64 };
typedef struct {
    bool restrict_self;                              // Landlock and seccomp, beside the limits
    const char *readable[BOX_MOST_PATHS]; int nreadable;
    const char *writable;
    unsigned uid;                                    // when started by root: the copy's owner
    Size memory, disk; int processes; double timeout;
} BoxChild;
int box_child(void *self);                           // OsRun.before: 0 or an errno
// inner: the first process below the one that was started (of a pid namespace: its init); 0: none yet
typedef struct { BoxChild child; int processes, inner; Str why; } BoxWatch;
bool box_watch(void *self, int top);                 // OsRun.watch: false when a limit is passed,
                                                     // said in `why`
bool box_can_restrict(void);                         // Landlock is there
#endif
