// peer: other analysers, run beside our own engine and read into the same Finding. One row an
// analyser.
// A peer that is absent, fails or skips a file says so for exactly those files: that is never a
// clean verdict.
// Peers run without the project's own configuration. Nothing here judges or prints.
// SPDX-License-Identifier: MIT
#ifndef PEER_PEER_H
#define PEER_PEER_H
#include "rule/rule.h"
#include "base/os.h"

// text: judged in the place of what lies on disk
typedef struct { Str path, text; bool has_text; } PeerFile;
typedef struct { Str path; Str why; } PeerMissing;              // path empty: the whole run
typedef struct {
    Findings findings;
    struct { PeerMissing *v; Size n, cap; } missing;
    struct { Str *v; Size n, cap; } notes;
    Str version, name;                   // name: as the report calls its tool, for SARIF
} PeerResult;

typedef struct Peer Peer;
struct Reading;
struct Peer {
    // install: the command that brings it; argument: what stands after the colon of NAME:ARGUMENT
    Str name, program, install, argument;
    bool needs_argument;
    void (*run)(struct Reading *r, const Peer *p);
};
extern const Peer all_peers[];
extern const Size all_peers_n;
const Peer *peer_find(Str name);         // "bandit", "semgrep:rules.yml"

// Run over all files at once. Paths in the result are those of `files`. asked: NAME or NAME:ARGUMENT.
void peer_ask(Str asked, const PeerFile *files, Size n, Arena *keep, PeerResult *out);
void peer_run(const Peer *p, const PeerFile *files, Size n, Arena *keep, PeerResult *out);
// What some tool wrote as SARIF. With a command (TOOL … {out}) it is run anew over the files, laid
// out under their own paths; without, what it says of a file holds only while the file is as it lies
// on disk.
void peer_sarif(Str file, Str command, const PeerFile *files, Size n, Arena *keep, PeerResult *out);
// The installed version; "" when the program is absent.
Str peer_version(const Peer *p, Arena *keep);

// Two CWEs that name one weakness, for telling whether two engines mean the same.
bool cwe_same_family(int a, int b);
bool findings_agree(const Finding *ours, const Finding *theirs);   // one place, one family
#endif
