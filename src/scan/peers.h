// scan/peers: runs the engines that were asked for beside our own, over the files that were
// analysed.
// SPDX-License-Identifier: MIT
#ifndef SCAN_PEERS_H
#define SCAN_PEERS_H
#include "scan/scan_int.h"

void scan_peers(const ScanOptions *o, const Sources *files, ScanResult *out, Arena *keep);
#endif
