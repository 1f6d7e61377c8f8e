// peer, inside: each analyser's own file gives one function.
// SPDX-License-Identifier: MIT
#ifndef PEER_INT_H
#define PEER_INT_H
#include "peer/peer.h"

void peer_miss(PeerResult *out, Arena *keep, Str path, Str why);   // path empty: the whole run
void bandit_run(const Peer *p, const PeerFile *files, const Str *where, Size n, Arena *keep,
                PeerResult *out);
#endif
