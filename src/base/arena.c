// base/arena: bump allocation over reserved address space, growing arrays, stable sort, and the two
// ways to end.
// SPDX-License-Identifier: MIT
#include "base/base.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef ARENA_WATCHED
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 16 };                            // bytes poisoned after each object

// Clean shadow for a whole block. Written byte by byte a block's worth of address space would cost
// gigabytes: its shadow pages are given back instead, and come again as zeros.
static void clean_shadow(char *block, Size most)
{
    enum { EDGE = 1 << 16 };
    size_t scale, offset;
    __asan_get_shadow_mapping(&scale, &offset);
    uintptr_t beg = (((uintptr_t)block >> scale) + offset + 4095) & ~(uintptr_t)4095;
    uintptr_t end = ((((uintptr_t)block + (uintptr_t)most) >> scale) + offset) & ~(uintptr_t)4095;
    if (end > beg) madvise((void *)beg, end - beg, MADV_DONTNEED);
    Size edge = most < EDGE ? most : EDGE;
    ASAN_UNPOISON_MEMORY_REGION(block, (size_t)edge);
    ASAN_UNPOISON_MEMORY_REGION(block + most - edge, (size_t)edge);
}
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { RED_ZONE = 0 };
static void clean_shadow(char *block, Size most) { (void)block, (void)most; }
#endif

// A block that lies in a caller's frame gets no red zones: they would outlive the frame.
static bool in_a_frame(const char *p)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0), at = (uintptr_t)p;
    return RED_ZONE && at > here && at - here < 1 << 20;
}

void *arena_more(Arena *a, Size size, Size align, Size n)
{
    Size pad = (Size)(-(uintptr_t)a->beg & (uintptr_t)(align - 1));
    Size room = a->end - a->beg - RED_ZONE;
    check(n >= 0 && size > 0);
    // most are single: without a division
    if (n == 1 ? room - pad < size : room < pad || n > (room - pad) / size) {
        if (a->full) longjmp(*a->full, 1);
        die("out of memory");
    }
    char *p = a->beg + pad;
    ASAN_UNPOISON_MEMORY_REGION(p, (size_t)(size * n));
    if (!in_a_frame(p)) ASAN_POISON_MEMORY_REGION(p + size * n, (size_t)RED_ZONE);
    a->beg = p + size * n + RED_ZONE;
    return p;
}

void *arena_get(Arena *a, Size size, Size align, Size n)
{
    uint64_t *p = arena_raw(a, size, align, n);
    Size bytes = size * n;
    enum { SHORT = 64 };                                        // cleared faster than memset begins
    if (bytes > SHORT || bytes & 7 || align < (Size) _Alignof(uint64_t))
        return memset(p, 0, (size_t)bytes);
    for (Size i = 0; i < bytes >> 3; i++) p[i] = 0;
    return p;
}

void *vec_room(Arena *a, void *v, Size n, Size *cap, Size size)
{
    if (n < *cap) return v;
    check(*cap <= PTRDIFF_MAX / 4);
    Size more = *cap ? *cap * 2 : 8;
    void *bigger = arena_raw(a, size, (Size)_Alignof(max_align_t), more);
    if (n) memcpy(bigger, v, (size_t)(n * size));
    if (n && !in_a_frame(v)) ASAN_POISON_MEMORY_REGION(v, (size_t)(n * size));   // for who still holds a place in it
    *cap = more;
    return bigger;
}

enum { WARM = 32 << 20, LEAST = 64 << 20, POOLS = 64 };

static void *reserve(Size size)
{
    return mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

// Where address space is limited, all pools of a run share it: smaller ones do for most programs.
static Size share(Size most)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_AS, &r) != 0 || r.rlim_cur == RLIM_INFINITY || r.rlim_cur > PTRDIFF_MAX) return most;
    Size one = (Size)r.rlim_cur / POOLS;
    if (one < LEAST) one = LEAST;
    return one < most ? one : most;
}

bool pool_open(Pool *p, Size most)
{
    *p = (Pool){0};
    most = share(most);
    void *m = reserve(most);
    while (m == MAP_FAILED && most / 4 >= LEAST) m = reserve(most /= 4);
    if (m == MAP_FAILED) return false;
    *p = (Pool){m, most, WARM, {m, (char *)m + most, NULL}};
    return true;
}

Size pool_used(const Pool *p) { return p->arena.beg - p->block; }

// Pages past `warm` go back to the system, so that one huge file does not stay resident; what most files
// take stays, since each page that comes back has to be cleared again.
void pool_back(Pool *p, Size to)
{
    enum { PAGE = 4096 };
    Size used = pool_used(p), warm = (to + p->warm + PAGE - 1) & ~(Size)(PAGE - 1);
    if (used > warm) madvise(p->block + warm, (size_t)(used - warm), MADV_DONTNEED);
    ASAN_POISON_MEMORY_REGION(p->block + to, (size_t)(used - to));
    p->arena.beg = p->block + to;
    p->arena.full = NULL;
}

void pool_reset(Pool *p) { pool_back(p, 0); }

void pool_close(Pool *p)
{
    if (!p->block) return;
    clean_shadow(p->block, p->most);
    munmap(p->block, (size_t)p->most);
    *p = (Pool){0};
}

Err err_new(Arena *keep, ErrKind kind, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    check(n >= 0);
    char *text = arena_raw(keep, 1, 1, n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return (Err){kind, {text, n}};
}

// Merge sort, bottom up: stable, no recursion, one scratch copy.
void sort_items(void *v, Size n, Size size, int (*cmp)(const void *, const void *), Arena scratch)
{
    if (n < 2) return;
    char *from = v, *to = arena_raw(&scratch, size, (Size)_Alignof(max_align_t), n);
    for (Size run = 1; run < n; run *= 2) {
        for (Size lo = 0; lo < n; lo += 2 * run) {
            Size mid = lo + run < n ? lo + run : n, hi = lo + 2 * run < n ? lo + 2 * run : n;
            Size i = lo, j = mid;
            for (Size k = lo; k < hi; k++) {
                bool left = i < mid && (j >= hi || cmp(from + i * size, from + j * size) <= 0);
                memcpy(to + k * size, from + (left ? i++ : j++) * size, (size_t)size);
            }
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != v) memcpy(v, from, (size_t)(n * size));
}

void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fflush(stdout);
    fputs("suture: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(2);
}

void bug(const char *file, int line, const char *cond)
{
    fprintf(stderr, "suture: bug at %s:%d: %s\n", file, line, cond);
    abort();
}
