// flow/printed: values that a template prints as they are, and what a thing keeps of its making.
// SPDX-License-Identifier: MIT
#ifndef FLOW_PRINTED_H
#define FLOW_PRINTED_H
#include "flow/walk.h"

#define KEPT_FIRST KEY_HASH(9)           // of a thing made by a line "as keeps", its first argument
// The line is a sink for what the text of `template`, or of the thing made of it, prints of the other arguments.
void check_printed(Frame *fr, const Args *args, const ModelLine *line, const Av *template, Str callee, bool shy);
#endif
