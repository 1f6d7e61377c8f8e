// scan/cache: what the last scan of the same files with the same program, models and options found,
// in one file of $XDG_CACHE_HOME/suture. Written as a whole beside the old one, so that several
// processes never see a half; a file that does not fit its checksum is no cache.
// A file of the project goes unread when its size, time and inode are as they were, and its time is
// older than the scan that read it.
// SPDX-License-Identifier: MIT
#ifndef SCAN_CACHE_H
#define SCAN_CACHE_H
#include "scan/scan_int.h"

// A file as it was. `found`: its findings and diagnostics, packed; of a file that was analysed.
typedef struct CacheRow {
    Str path; OsStat stat; Look look;
    ModuleId id; Str found;
    Size number;                         // among those analysed; -1: it was not
} CacheRow;

// A template that a file's walk asked for, and the print of what was found.
typedef struct { Str from, name, folder; Hash print; } CacheBeside;

typedef struct {
    bool on, told;                       // told: that none can be written
    bool apart;                          // what this process holds, and nothing of a disk
    Pool pool; Str bytes;                // what was read or written last
    Str file; OsStat stat;               // where they lie, and what lay there
    Hash key, seed;                      // of the program, models, options and paths; of the texts
    int64_t began;                       // when the scan that wrote them began, in ns
    struct { CacheRow *v; Size n, cap; } rows;     // sorted by path
    struct { CacheBeside *v; Size n; } beside;
    Size analysed; Str flow;             // how many were; what flow left
} Cache;

// Of these paths: what lies there, or nothing. The key is that of what else decides a result.
// Rows live in `keep`, their texts until the next open or close.
void cache_open(Cache *c, const Str *paths, Size n, Hash settings, Arena *keep);
void cache_close(Cache *c);
const CacheRow *cache_row(const Cache *c, Str path);
bool cache_trusts(const Cache *c, const CacheRow *row, const OsStat *now);
// Replaces what lies there. The sentence says why that can't be done.
MUST_USE Err cache_write(Cache *c, CacheRow *rows, Size n, Str flow, int64_t began, Arena *keep);

Str  cache_folder(Arena *keep);                            // "" when no folder can be told
typedef struct { Size files, bytes; } CacheSize;
CacheSize cache_size(Arena scratch);
CacheSize cache_clean(Size most_files, Size most_bytes, Arena scratch);   // the oldest go; what went
Hash cache_program(Arena scratch);                         // this build of suture

// ---- found.c: findings [from, n) and diagnostics [first, n) of one file as bytes, and back; texts of
// what is read are views of them.
Str  found_pack(const Findings *f, Size from, const ScanResult *out, Size first, Arena *keep);
bool found_unpack(Str bytes, Str path, ScanResult *out, Arena *keep);
#endif
