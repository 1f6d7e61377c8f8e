// base/os_tty: a line read byte by byte, so that what follows it is left for the next reader; a
// program started without pipes.
// SPDX-License-Identifier: MIT
#include "base/os_tty.h"
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

bool os_read_line(int fd, Size most, Arena *keep, Str *line)
{
    Buf b = {.keep = keep};
    for (;;) {
        char c;
        ssize_t n = read(fd, &c, 1);
        if (n < 0 && errno == EINTR) {
            *line = buf_str(&b);
            return false;
        }
        if (n <= 0 || c == '\n') {
            *line = buf_str(&b);
            return n > 0 || b.n > 0;
        }
        if (b.n < most) buf_char(&b, c);
    }
}

int os_run_here(const Str *argv, Size argc, Arena scratch)
{
    char **v = new(&scratch, char *, argc + 1);
    for (Size i = 0; i < argc; i++)
        v[i] = (char *)str_fmt(&scratch, "%.*s%c", STR_ARG(argv[i]), 0).s;
    pid_t pid = fork();
    if (pid < 0) return -1;
    if (pid == 0) {
        signal(SIGINT, SIG_DFL);
        execvp(v[0], v);
        _exit(127);
    }
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return -1;
    return WIFEXITED(status) && WEXITSTATUS(status) != 127 ? WEXITSTATUS(status) : -1;
}
