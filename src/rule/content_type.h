// rule/content_type: what an answer says that it is, where another line than the one at hand says so.
// SPDX-License-Identifier: MIT
#ifndef RULE_CONTENT_TYPE_H
#define RULE_CONTENT_TYPE_H
#include "rule/rule.h"

// unknown: some type is set, nobody sees which
typedef enum { TYPE_UNSAID, TYPE_UNKNOWN, TYPE_PLAIN, TYPE_PAGE } ContentType;

ContentType content_type_of(Str type);   // "text/plain" is no page: a browser runs nothing in it
bool content_type_names(Str name);       // of arguments and attributes that are one
// Of the answer that is made or written at the hit's place.
ContentType content_type_said(const RuleRun *run, const FlowHit *hit);
#endif
