// py/bytes: words of the source, for what looks at several bytes at once. Only for src/py.
// SPDX-License-Identifier: MIT
#ifndef PY_BYTES_H
#define PY_BYTES_H
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

// A word as it lies in memory, the first byte lowest.
static inline uint64_t little(uint64_t w)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

enum { BLOCK = 64 };

// Which of so many bytes are c: a bit for each, the first one lowest.
static inline uint64_t equal_in_block(const char *s, char c)
{
    uint64_t all = 0;
#ifdef __SSE2__
    const __m128i want = _mm_set1_epi8(c);
    for (int i = 0; i < BLOCK; i += 16) {
        __m128i same = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)(s + i)), want);
        all |= (uint64_t)(unsigned)_mm_movemask_epi8(same) << i;
    }
#else
    const uint64_t ones = 0x0101010101010101u, low = ones * 0x7F;
    for (int i = 0; i < BLOCK; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, sizeof w);
        w = little(w) ^ ones * (uint8_t)c;                      // 0 where it is one
        w = ~(((w & low) + low) | w | low) >> 7;
        all |= (w * 0x0102040810204080u >> 56) << i;            // each byte's bit, side by side
    }
#endif
    return all;
}
#endif
