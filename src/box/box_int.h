// box, inside: the sandbox's user, and the child's own restrictions.
// SPDX-License-Identifier: MIT
#ifndef BOX_INT_H
#define BOX_INT_H
#include "box/box.h"

// As root RLIMIT_NPROC stops nothing, so the child becomes this user: of no account, no file, no
// other process.
enum { BOX_UID = 64973 };

// Everything the child needs to restrict itself between fork and exec, made ready beforehand.
enum { BOX_MOST_PATHS = 64 };
typedef struct {
    bool restrict_self;                              // Landlock and seccomp, beside the limits
    const char *readable[BOX_MOST_PATHS]; int nreadable;
    const char *writable;
    Size memory, disk; int processes; double timeout;
} BoxChild;
int box_child(void *self);                           // OsRun.before: 0 or an errno
typedef struct { BoxChild child; int processes; Str why; } BoxWatch;
bool box_watch(void *self, int top);                 // OsRun.watch: false when a limit is passed,
                                                     // said in `why`
bool box_can_restrict(void);                         // Landlock is there
#endif
