// scan/baseline: findings known when a project began to be watched, by fingerprint. A ratchet: it
// shrinks by itself and grows only when told to. A move, a rename or a reformatting keeps a finding
// known.
// SPDX-License-Identifier: MIT
#ifndef SCAN_BASELINE_H
#define SCAN_BASELINE_H
#include "scan/scan.h"

typedef struct { uint64_t id; Str rule, path; bool seen; } Known;
typedef struct { Known *v; Size n, cap; } Baseline;

// ERR_CONFIG with a sentence when the text is no baseline.
MUST_USE Err baseline_read(Str text, Arena *keep, Baseline *out);
// Hide what is known (dropped unless `show`); counts in r->hidden. Returns how many known ones were
// not seen.
Size baseline_apply(Baseline *b, Str file, bool show, ScanResult *r, Arena *keep);
// The baseline's next text, after baseline_apply. Without `grow` only what was known and was seen
// again; of what was not analysed all that was known stays. With `grow` what is new becomes known,
// and hidden, too.
Str  baseline_text(const Baseline *b, Str file, bool grow, bool show, ScanResult *r, Arena *keep);
#endif
