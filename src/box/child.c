// box/child: what the child does to itself before the program starts: another user, limits,
// Landlock (https://docs.kernel.org/userspace-api/landlock.html), seccomp (man 2 seccomp).
// Async-signal-safe throughout.
// SPDX-License-Identifier: MIT
#include "box/box_int.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#else
#define OUR_ARCH 0
#endif

#define READS \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITES \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

// Later versions of Landlock, by number, since older headers lack the names: with 2 (Linux 5.19)
// files may move between folders of the copy, 3 (6.2) guards truncation, 4 (6.7) TCP, 5 (6.10)
// devices' ioctl, 6 (6.12) signals and abstract sockets. A right that the kernel does not know
// makes it refuse the whole set.
#define RIGHT_REFER ((uint64_t)1 << 13)
#define RIGHT_TRUNCATE ((uint64_t)1 << 14)
#define RIGHT_IOCTL_DEV ((uint64_t)1 << 15)
enum { NET_BIND_AND_CONNECT = 3, SCOPE_ABSTRACT_AND_SIGNAL = 3 };
typedef struct { uint64_t fs, net, scoped; } Rights;

static int limit(int what, Size most)
{
    struct rlimit r = {(rlim_t)most, (rlim_t)most};
    return setrlimit((__rlimit_resource_t)what, &r) == 0 ? 0 : errno;
}

static int limits(const BoxChild *c)
{
    int code = limit(RLIMIT_CORE, 0);
    if (!code) code = limit(RLIMIT_AS, c->memory * 2);   // address space; the watcher counts what
                                                         // is resident
    if (!code) code = limit(RLIMIT_FSIZE, c->disk);
    if (!code) code = limit(RLIMIT_NOFILE, 256);
    if (!code) code = limit(RLIMIT_CPU, (Size)c->timeout * 2 + 1);
    if (!code) code = limit(RLIMIT_NPROC, c->processes);
    return code;
}

static int other_user(const BoxChild *c)
{
    if (geteuid() != 0) return 0;
    if (!c->uid) return EPERM;                            // never as root
    if (setgroups(0, NULL) != 0 || setgid(c->uid) != 0 || setuid(c->uid) != 0) return errno;
    return 0;
}

static int allow(int rules, const char *path, uint64_t access)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? 0 : errno;
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = fd};
    long done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    int code = done == 0 ? 0 : errno;
    if (code == EINVAL) {                                 // a file, not a folder: fewer rights
                                                          // exist for it
        rule.allowed_access = access & (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                                        LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE);
        code = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0
                   ? 0
                   : errno;
    }
    close(fd);
    return code;
}

static int landlock_version(void)
{
    long v = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return v < 0 ? 0 : (int)v;
}

bool box_can_restrict(void) { return OUR_ARCH != 0 && landlock_version() >= 1; }

static Rights rights_of(int version, size_t *size)
{
    Rights r = {.fs = READS | WRITES};
    if (version >= 2) r.fs |= RIGHT_REFER;
    if (version >= 3) r.fs |= RIGHT_TRUNCATE;
    if (version >= 4) r.net = NET_BIND_AND_CONNECT;
    if (version >= 5) r.fs |= RIGHT_IOCTL_DEV;
    if (version >= 6) r.scoped = SCOPE_ABSTRACT_AND_SIGNAL;
    *size = version >= 6 ? sizeof r : version >= 4 ? 2 * sizeof r.fs : sizeof r.fs;
    return r;
}

static int landlock(const BoxChild *c)
{
    size_t size;
    Rights r = rights_of(landlock_version(), &size);
    uint64_t writes = r.fs & (READS | WRITES | RIGHT_REFER | RIGHT_TRUNCATE);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
    if (rules < 0) return errno;
    int code = allow(rules, c->writable, writes);
    for (int i = 0; !code && i < c->nreadable; i++) code = allow(rules, c->readable[i], READS);
    if (!code)
        code = allow(
            rules, "/dev/null",
            (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE) & r.fs);
    if (!code && syscall(SYS_landlock_restrict_self, rules, 0) != 0) code = errno;
    close(rules);
    return code;
}

// Refused: sockets (internet, packets, and unix ones: the path of a service such as Docker's would
// be a way out that Landlock does not guard; pairs of connected sockets stay), io_uring (its own way
// round filters), ptrace and reading other processes, new namespaces, kernel keys, bpf. Another
// architecture's calls end the process. Leaving the process group is answered with success and not
// done: all that is started stays where one signal ends it.
static int filter(bool truncates)
{
#define REFUSE(nr)                                        \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 1), \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define PRETEND(nr)                                       \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 1), \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO)
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), // x32
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        REFUSE(SYS_io_uring_setup),
        REFUSE(SYS_io_uring_enter),
        REFUSE(SYS_io_uring_register),
        REFUSE(SYS_ptrace),
        REFUSE(SYS_process_vm_readv),
        REFUSE(SYS_process_vm_writev),
        REFUSE(SYS_unshare),
        REFUSE(SYS_setns),
        REFUSE(SYS_bpf),
        REFUSE(SYS_keyctl),
        REFUSE(SYS_add_key),
        REFUSE(SYS_request_key),
        REFUSE(SYS_mount),
        REFUSE(SYS_pidfd_getfd),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        PRETEND(SYS_setsid),
        PRETEND(SYS_setpgid),
        // without a right for it (Linux before 6.2) files anywhere could be emptied by their path
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_truncate, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, truncates ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
#undef REFUSE
#undef PRETEND
    struct sock_fprog prog = {(unsigned short)countof(code), code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0 ? 0 : errno;
}

int box_child(void *self)
{
    const BoxChild *c = self;
    int code = limits(c);
    if (!code) code = other_user(c);
    prctl(PR_SET_PDEATHSIG, 9);                           // does not outlive suture; after the user
                                                          // changed: that clears it
    if (!code && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) code = errno;
    if (!code && c->restrict_self) code = landlock(c);
    if (!code && c->restrict_self) code = filter(landlock_version() >= 3);
    return code;
}
