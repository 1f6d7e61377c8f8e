// base/pack: values to bytes and back. One function a type both writes and reads, so that the two
// cannot drift apart. Reading never believes the bytes: what does not fit sets `bad` and gives
// zeros.
// SPDX-License-Identifier: MIT
#ifndef BASE_PACK_H
#define BASE_PACK_H
#include "base/base.h"

typedef struct Pack {
    bool reading, bad;
    Buf out;                                       // writing: what was written
    Str in;                                        // reading: what is left
    Arena *keep;                                   // reading: where arrays are made
} Pack;

Pack pack_writer(Arena *keep);
Pack pack_reader(Str bytes, Arena *keep);
bool pack_done(const Pack *p);                     // read to the end, and nothing was bad

void pack_uint(Pack *p, uint64_t *v);              // short when small
void pack_str(Pack *p, Str *s);                    // read: a view of the bytes
// A count of items that take at least one byte each; what cannot be there is 0 and bad.
Size pack_count(Pack *p, Size n);

// A whole number, short when near 0: written as it is and given back, or read.
int64_t pack_int(Pack *p, int64_t n);
// Any whole number, enum or bool.
#define pack(p, x) ((x) = (__typeof__(x))pack_int((p), (int64_t)(x)))
// An array held as pointer and count, whose items are then packed one by one.
#define pack_array(p, v, n) \
    ((n) = (__typeof__(n))pack_count((p), (Size)(n)), \
     (v) = (p)->reading ? arena_get((p)->keep, (Size)sizeof *(v), (Size)_Alignof(max_align_t), \
                                    (Size)(n)) : (v))

// 128 bits of a text, keyed: who does not know the seed cannot make two texts of one hash.
typedef struct { uint64_t a, b; } Hash;
Hash hash_text(Str s, Hash seed);
bool hash_eq(Hash a, Hash b);
void pack_hash(Pack *p, Hash *h);
#endif
