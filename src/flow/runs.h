// flow/runs: what an argument list makes of one of its items: a line for a shell, a program's text.
// SPDX-License-Identifier: MIT
#ifndef FLOW_RUNS_H
#define FLOW_RUNS_H
#include "flow/walk.h"

typedef enum { RUN_NONE, RUN_SHELL, RUN_CODE } Run;

Run runs_item(Frame *fr, const Av *list, uint32_t *item);
const Av *run_item(Frame *fr, const Av *list, uint32_t item);     // the whole list when it isn't known
#endif
