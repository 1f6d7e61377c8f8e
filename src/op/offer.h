// op/offer: what a caller over JSON may set of a command (MCP's tools, an editor's settings): its options,
// but for those that start programs, send data or name files.
// SPDX-License-Identifier: MIT
#ifndef OP_OFFER_H
#define OP_OFFER_H
#include "op/op.h"
#include <jansson.h>

bool offer_takes(const Op *op, const Option *o);
Str  offer_text(json_t *v, Arena *keep);           // of a text, number or truth value; else ""
MUST_USE Err offer_set(Conf *conf, const Op *op, Str name, json_t *v, Arena *keep);
// Nothing that the user's own settings would start or write: no model, no tests, no report in a file.
void offer_still(Conf *conf);
#endif
