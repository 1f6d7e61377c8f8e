// box/watch: the supervisor: total resident memory and number of processes below the sandboxed one.
// SPDX-License-Identifier: MIT
#include "box/box_int.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct { int pid, parent; long pages; unsigned uid; } Proc;
enum { MOST_PROCS = 8192 };

static bool read_proc(int pid, Proc *out)
{
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    if (!f) return false;
    size_t n = fread(line, 1, sizeof line - 1, f);
    fclose(f);
    line[n] = 0;
    char *p = strrchr(line, ')'), *save = NULL;       // the name may hold anything
    if (!p) return false;
    *out = (Proc){.pid = pid};
    struct stat st;
    snprintf(path, sizeof path, "/proc/%d", pid);
    if (stat(path, &st) == 0) out->uid = st.st_uid;   // its effective user
    int field = 3;
    for (char *w = strtok_r(p + 1, " ", &save); w; w = strtok_r(NULL, " ", &save), field++) {
        if (field == 4) out->parent = (int)strtol(w, NULL, 10);
        if (field == 24) out->pages = strtol(w, NULL, 10);
    }
    return true;
}

static int all_procs(Proc *v, int most)
{
    DIR *dir = opendir("/proc");
    int n = 0;
    for (struct dirent *e; dir && (e = readdir(dir)) && n < most;) {
        char *end;
        long pid = strtol(e->d_name, &end, 10);
        if (!*end && pid > 0 && read_proc((int)pid, &v[n])) n++;
    }
    if (dir) closedir(dir);
    return n;
}

static bool is_below(const Proc *v, int n, int pid, int top)
{
    for (int hops = 0; hops < 64 && pid > 1; hops++) {
        if (pid == top) return true;
        int parent = 0;
        for (int i = 0; i < n; i++)
            if (v[i].pid == pid) parent = v[i].parent;
        pid = parent;
    }
    return false;
}

bool box_has_procs(unsigned uid)
{
    Proc *v = malloc(MOST_PROCS * sizeof *v);
    bool found = false;
    for (int i = 0, n = v ? all_procs(v, MOST_PROCS) : 0; i < n; i++) found |= v[i].uid == uid;
    free(v);
    return found;
}

bool box_watch(void *self, int top)
{
    BoxWatch *w = self;
    Proc *v = malloc(MOST_PROCS * sizeof *v);
    if (!v) return true;
    int n = all_procs(v, MOST_PROCS), count = 0;
    Size bytes = 0, page = sysconf(_SC_PAGESIZE);
    for (int i = 0; i < n; i++) {
        if (!is_below(v, n, v[i].pid, top)) continue;
        count++;
        if (v[i].parent == top && !w->inner) w->inner = v[i].pid;
        bytes += v[i].pages * page;
    }
    free(v);
    if (bytes > w->child.memory) w->why = S("it used more memory than allowed");
    if (count > w->processes) w->why = S("it started more processes than allowed");
    return !w->why.len;
}
