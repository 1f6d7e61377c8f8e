// fix/verify: the gate that runs the user's own tests on a candidate, in a sandbox.
// SPDX-License-Identifier: MIT
#ifndef FIX_VERIFY_H
#define FIX_VERIFY_H
#include "fix/fix.h"

typedef struct Verify Verify;
// Runs the command once on the project as it is (the working folder), with some texts in place.
// ERR_CONFIG: no sandbox works here.
MUST_USE Err verify_open(Str command, bool no_sandbox, const Overlay *over, Size n, Arena *keep,
                         Verify **out);
// How that first run ended; said: the end of what the command printed. ran: it could be started.
bool verify_first(const Verify *v, bool *ran, Str *said);
// Each accepted try alone on the state so far: passed, failed, or not available with the reason.
void verify_tries(const Verify *v, FixTry *tries, Size n, const Overlay *now, Size nnow,
                  Arena *keep, Arena scratch);
#endif
