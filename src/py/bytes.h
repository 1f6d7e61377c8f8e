// py/bytes: words of the source, for what looks at several bytes at once. Only for src/py.
// SPDX-License-Identifier: MIT
#ifndef PY_BYTES_H
#define PY_BYTES_H
#include <stdint.h>

// A word as it lies in memory, the first byte lowest.
static inline uint64_t little(uint64_t w)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}
#endif
