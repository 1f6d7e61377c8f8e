// base/os_tty: a conversation with the person at the terminal: a line typed, a program that takes
// the terminal over for a while.
// SPDX-License-Identifier: MIT
#ifndef BASE_OS_TTY_H
#define BASE_OS_TTY_H
#include "base/base.h"

// One line without its end, as it is typed; false at the end of the stream. Longer than `most`
// bytes: cut there.
bool os_read_line(int fd, Size most, Arena *keep, Str *line);
// Run a program on our own standard streams (an editor); its exit code, -1 when it can't be run.
int os_run_here(const Str *argv, Size argc, Arena scratch);
#endif
