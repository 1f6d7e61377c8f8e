// base/pack: values to bytes and back, and the keyed hash that tells texts apart.
// SPDX-License-Identifier: MIT
#include "base/pack.h"

Pack pack_writer(Arena *keep) { return (Pack){.out = {.keep = keep}, .keep = keep}; }
Pack pack_reader(Str bytes, Arena *keep)
{
    return (Pack){.reading = true, .in = bytes, .keep = keep};
}

bool pack_done(const Pack *p) { return !p->bad && !p->in.len; }

// Seven bits a byte, the lowest first; the high bit says that more follow.
void pack_uint(Pack *p, uint64_t *v)
{
    if (!p->reading) {
        uint64_t left = *v;
        for (; left >= 0x80; left >>= 7) buf_char(&p->out, (char)(left | 0x80));
        buf_char(&p->out, (char)left);
        return;
    }
    *v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (!p->in.len) break;
        unsigned char c = (unsigned char)*p->in.s;
        p->in = (Str){p->in.s + 1, p->in.len - 1};
        *v |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80) return;
    }
    *v = 0;
    p->bad = true;
}

int64_t pack_int(Pack *p, int64_t n)
{
    uint64_t folded = (uint64_t)n << 1 ^ (uint64_t)(n >> 63);
    pack_uint(p, &folded);
    return p->reading ? (int64_t)(folded >> 1 ^ (0 - (folded & 1))) : n;
}

Size pack_count(Pack *p, Size n)
{
    uint64_t count = (uint64_t)n;
    pack_uint(p, &count);
    if (p->reading && count > (uint64_t)p->in.len) {
        p->bad = true;
        return 0;
    }
    return (Size)count;
}

void pack_str(Pack *p, Str *s)
{
    Size n = pack_count(p, s->len);
    if (!p->reading) {
        buf_add(&p->out, *s);
        return;
    }
    *s = (Str){p->in.s, n};
    p->in = (Str){p->in.s + n, p->in.len - n};
}

// ---- the hash: two lanes of 64 x 64 -> 128 bit products, folded

static uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 Wide;
    Wide p = (Wide)a * b;
    return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static uint64_t word(const char *s)
{
    uint64_t w;
    memcpy(&w, s, sizeof w);
    return w;
}

Hash hash_text(Str s, Hash seed)
{
    const uint64_t one = 0x9e3779b97f4a7c15u, two = 0xd6e8feb86659fd93u,
                   three = 0xa0761d6478bd642fu;
    uint64_t a = seed.a ^ one, b = seed.b ^ two;
    const char *p = s.s;
    Size n = s.len;
    for (; n >= 16; n -= 16, p += 16) {
        uint64_t x = word(p), y = word(p + 8);
        a = fold(x ^ a ^ two, y ^ seed.a ^ three) + b;
        b = fold(y ^ b ^ one, x ^ seed.b ^ two) ^ (a << 23 | a >> 41);
    }
    char tail[16] = {0};
    if (n) memcpy(tail, p, (size_t)n);
    uint64_t x = word(tail), y = word(tail + 8), len = (uint64_t)s.len;
    a = fold(x ^ a ^ two, y ^ seed.a ^ three) + b;
    b = fold(y ^ b ^ one, x ^ seed.b ^ len) ^ a;
    return (Hash){fold(a ^ len, b ^ three) ^ seed.b, fold(b ^ one, a ^ seed.a ^ two)};
}

bool hash_eq(Hash a, Hash b) { return a.a == b.a && a.b == b.b; }

void pack_hash(Pack *p, Hash *h)
{
    pack_uint(p, &h->a);
    pack_uint(p, &h->b);
}
