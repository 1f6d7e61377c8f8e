// peer, inside: each analyser's own file gives one function; reading JSON and paths is shared.
// SPDX-License-Identifier: MIT
#ifndef PEER_INT_H
#define PEER_INT_H
#include "peer/peer.h"
#include <jansson.h>

enum { PEER_SECONDS = 600, PEER_MOST_OUTPUT = 256 << 20 };

typedef struct Reading {
    const PeerFile *files;
    const Str *where;                    // where the analyser saw each of them
    Size n;
    Str root;                            // relative names are below it; empty: the working folder
    bool from_disk;                      // the report speaks of the files as they lie on disk
    Str engine, argument;
    Arena *keep;
    PeerResult *out;
} Reading;

void peer_miss(PeerResult *out, Arena *keep, Str path, Str why);   // path empty: the whole run
void peer_note(PeerResult *out, Arena *keep, Str note);
Str  peer_text(const json_t *o, const char *key, Arena *keep);     // "" when it is no text
int  peer_int(const json_t *o, const char *key);                   // 0 when it is none
Size peer_file(const Reading *r, Str name);                        // index; -1: not one of them
// The first number after "CWE-" in a text; 0: none.
int  peer_cwe(Str text);
// Runs argv over the files of `r`; false: it failed, and the reading says so.
bool peer_exec(Reading *r, const Str *argv, Size argc, Str cwd, OsDone *done);
void peer_environment(Arena *keep, const Str **env, Size *n);
json_t *peer_json(Reading *r, const OsDone *done);                 // NULL: no JSON, told

void bandit_run(Reading *r, const Peer *p);
void ruff_run(Reading *r, const Peer *p);
void semgrep_run(Reading *r, const Peer *p);
void codeql_run(Reading *r, const Peer *p);
void pysa_run(Reading *r, const Peer *p);
// SARIF of any tool; what it says of other files than those of `r` is counted in a note.
void sarif_into(Reading *r, Str text);
// All files under their own paths in one folder, for analysers that look at a whole tree.
MUST_USE Err peer_tree(const Reading *r, Str folder, Str *where);
int bandit_cwe(Str test, int own);       // what Bandit's test is about; own: 0 unknown
#endif
