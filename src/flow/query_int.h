// flow/query_int: what the files of flow/query share.
// SPDX-License-Identifier: MIT
#ifndef FLOW_QUERY_INT_H
#define FLOW_QUERY_INT_H
#include "flow/query.h"

QueryWords *query_words_new(const Tree *t, Arena *keep);
#endif
