// base: the vocabulary every other folder speaks: views, arenas, arrays, maps, names, errors.
// Includes nothing of ours. Never prints (but for die and bug), never opens a file: that is
// base/os.h.
// SPDX-License-Identifier: MIT
#ifndef BASE_BASE_H
#define BASE_BASE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef ptrdiff_t Size;                            // signed: a - b is never a surprise

// Str: a view of bytes, usually UTF-8. Owns nothing, may hold NULs, is not terminated.
typedef struct { const char *s; Size len; } Str;
#define L(lit) {(lit), (Size)sizeof(lit) - 1}      // in a table
#define S(lit) ((Str)L(lit))                       // in an expression
#define STR_ARG(x) (int)(x).len, (x).s             // for "%.*s"
#define countof(a) ((Size)(sizeof(a) / sizeof *(a)))

// Span: bytes [beg, end) of one source text.
typedef struct { uint32_t beg, end; } Span;

// Arena: a bump allocator over one block, freed as a whole, never piecemeal.
// Take `Arena *` when the result must outlive the call. Take `Arena` by value for scratch:
// the caller's copy has not moved, so everything is given back on return.
// A full arena jumps to *full when that is set, else the program ends (die).
typedef struct { char *beg, *end; jmp_buf *full; } Arena;

// A pool owns the block behind an arena. Reserves `most` bytes of address space; pages are
// taken from the system only when touched. Where the system refuses so much it is less, down to 64 MB; then it
// fails (beg == NULL).
// warm: what stays resident when it is reset.
typedef struct { char *block; Size most, warm; Arena arena; } Pool;
bool pool_open(Pool *p, Size most);
void pool_reset(Pool *p);                          // forget all, keep the address space
void pool_back(Pool *p, Size used);                // forget what was handed out after so many bytes
void pool_close(Pool *p);
Size pool_used(const Pool *p);                     // bytes handed out since the last reset

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_WATCHED 1
#endif
#endif
void *arena_get(Arena *a, Size size, Size align, Size n);   // n objects, zeroed, never NULL
void *arena_more(Arena *a, Size size, Size align, Size n);  // arena_raw, whatever the numbers
// The same, not zeroed. Where there is room, and nobody watches what is used of it: here, so that sizes are known.
static inline void *arena_raw(Arena *a, Size size, Size align, Size n)
{
#ifndef ARENA_WATCHED
    enum { FEW = 1 << 16 };                                // of small things: nothing can overflow
    Size pad = (Size)(-(uintptr_t)a->beg & (uintptr_t)(align - 1));
    if ((size_t)n <= FEW && (size_t)size <= FEW && a->end - a->beg - pad >= size * n) {
        char *p = a->beg + pad;
        a->beg = p + size * n;
        return p;
    }
#endif
    return arena_more(a, size, align, n);
}
#define new(a, T, n) \
    ((T *)(__builtin_constant_p(n) && (n) == 1 ? arena_single((a), (Size)sizeof(T), (Size)_Alignof(T)) \
                                               : arena_get((a), (Size)sizeof(T), (Size)_Alignof(T), (n))))
static inline void *arena_single(Arena *a, Size size, Size align)
{
#ifndef ARENA_WATCHED
    Size pad = (Size)(-(uintptr_t)a->beg & (uintptr_t)(align - 1));
    if (a->end - a->beg - pad >= size) {
        char *p = a->beg + pad;
        a->beg = p + size;
        return memset(p, 0, (size_t)size);
    }
#endif
    return arena_get(a, size, align, 1);
}

// A growing array is any struct { T *v; Size n, cap; }. push() returns the new slot's address.
#define push(a, x) \
    ((x)->n < (x)->cap ? (void)0 : (void)((x)->v = vec_room((a), (x)->v, (x)->n, &(x)->cap, (Size)sizeof *(x)->v)), \
     &(x)->v[(x)->n++])
void *vec_room(Arena *a, void *v, Size n, Size *cap, Size size);

static inline bool str_eq(Str a, Str b)
{
    return a.len == b.len &&
           (a.len == 0 || (a.s[0] == b.s[0] && memcmp(a.s, b.s, (size_t)a.len) == 0));
}
int  str_cmp(Str a, Str b);                        // bytewise; a prefix sorts first
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
Size str_find(Str s, Str part);                    // offset of the first part, or -1
bool str_in(Str s, const Str *list);               // one of these? a list ends with an empty Str
bool str_has(Str s, const Str *parts);             // does one of these stand in it?
Size str_rfind(Str s, char c);                     // offset of the last c, or -1
Size str_count(Str s, char c);                     // how often it stands there
Str  str_sub(Str s, Size from, Size to);           // clamped; to < 0 means the end
Str  str_first(Str s, Str sep);                    // before the first sep; all of it when there is none
Str  str_trim(Str s);                              // ASCII blanks off both ends
bool str_cut(Str *rest, Str sep, Str *head);       // split at sep; false once rest is spent
Str  str_of(const char *z);                        // view of a C string; NULL gives empty
Str  str_keep(Arena *keep, Str s);                 // copy
char *str_z(Arena *keep, Str s);                   // NUL-terminated copy (cut at a NUL inside)
Str  str_join(Arena *keep, Str a, Str between, Str b);  // the three as one, with a NUL after it
Str  str_fmt(Arena *keep, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str  str_quoted(Str s, Arena *keep);           // as one word of a POSIX shell
bool str_int(Str s, int64_t *out);                 // whole decimal number, no overflow
uint64_t str_hash(Str s);                          // same on every machine and run
uint64_t str_key(Str s);                           // quicker, for tables that nobody keeps
static inline char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
bool str_begins(Str s, const Str *list);            // with one of these? a list ends with an empty Str
bool str_closes(Str s, const Str *list);            // ends it with one of these?
bool str_alike(Str a, Str b);                      // the same, ASCII case aside
bool str_ends_alike(Str s, Str end);               // str_ends, ASCII case aside
Str  str_most(Str s, Size most);                    // so many bytes of it, or the few less that are whole letters
Str  path_folder(Str path);                        // "a/b" of "a/b/c", "" of "c": a view
Str  path_last(Str path);                          // "c" of both
Str  path_below(Str path, Str folder);             // "b/c" of "a/b/c" and "a"; s NULL: it lies elsewhere, or is it

// Buf: text being built in an arena.
typedef struct { char *v; Size n, cap; Arena *keep; } Buf;
void buf_add(Buf *b, Str s);
void buf_char(Buf *b, char c);
void buf_fmt(Buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str  buf_str(const Buf *b);

// Map: Str -> pointer-sized value; insertion order is kept in `items`. Keys are not copied.
typedef struct { Str key; void *value; } MapItem;
typedef struct { struct { MapItem *v; Size n, cap; } items; uint64_t *slot; Size nslot; } Map;
void **map_at(Arena *keep, Map *m, Str key);       // the value's place, added (NULL) if missing
void  *map_get(const Map *m, Str key);             // NULL if missing

// Sieve: what surely is none of some words, told by their length and three letters.
typedef struct { uint64_t bits[1024]; } Sieve;
static inline uint32_t sieve_at(Str s)
{
    uint32_t a = (uint8_t)s.s[0], b = (uint8_t)s.s[s.len / 2], c = (uint8_t)s.s[s.len - 1];
    return ((a * 31 + b) * 31 + c + (uint32_t)s.len * 7919) & 0xFFFF;
}
static inline void sieve_put(Sieve *v, Str word)
{
    if (word.len) v->bits[sieve_at(word) >> 6] |= (uint64_t)1 << (sieve_at(word) & 63);
}
static inline bool sieve_may(const Sieve *v, Str s)
{
    return s.len && v->bits[sieve_at(s) >> 6] >> (sieve_at(s) & 63) & 1;
}

// Names: interned strings; equal text has an equal number. 0 is the empty string.
// tag: of each what its text is found by in any table; NULL: not kept.
typedef uint32_t Sym;
typedef struct {
    Str *v; Size n, cap;
    uint32_t *tag; Size ntag;
    uint64_t *slot; Size nslot;
    Arena *keep;
} Names;
void names_room(Names *t, Size n);                  // of none yet: about so many will come
void names_index(Names *t);                         // for names put into v, each once; keeps tags
void names_keep_tags(Names *t);                     // of none yet
Sym  name_add(Names *t, Str s);                    // copies the text on first sight
// Another table's name, without hashing it if that keeps tags; from one on all, sooner than one by one.
Sym  name_take(Names *t, const Names *from, Sym s);
void name_take_all(Names *t, const Names *from, Sym first, Sym *out);
Sym  name_find(const Names *t, Str s);             // 0 if never added
static inline Str name_str(const Names *t, Sym id)
{
    return id < (Sym)t->n ? t->v[id] : (Str){"", 0};
}

// Bits set among sixteen. (__builtin_popcount is a library call where the target has no such instruction.)
extern const uint8_t bits_of[256];
static inline int bits_in(unsigned x) { return bits_of[x & 255] + bits_of[x >> 8 & 255]; }

// Err: a failure of the world (file, network, process). kind 0 means none; `what` is a sentence.
typedef enum { ERR_NONE, ERR_IO, ERR_NET, ERR_LIMIT, ERR_CONFIG, ERR_STOPPED } ErrKind;
typedef struct { ErrKind kind; Str what; } Err;
#define MUST_USE __attribute__((warn_unused_result))
Err err_new(Arena *keep, ErrKind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

// Sort n items of `size` bytes; stable, so that equal items keep their order.
void sort_items(void *v, Size n, Size size, int (*cmp)(const void *, const void *), Arena scratch);

// exit 2; door/, main.c
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void bug(const char *file, int line, const char *cond);
#define check(c) ((c) ? (void)0 : bug(__FILE__, __LINE__, #c))   // stays on in release
#endif
