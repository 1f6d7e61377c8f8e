// rule/caller: is who calls asked before a handler is called?
// SPDX-License-Identifier: MIT
#ifndef RULE_CALLER_H
#define RULE_CALLER_H
#include "rule/rule.h"

extern const Str caller_checks[];        // words in names of what asks
extern const Str caller_words[]; // the same in parameters, where a session is the database's
// A piece of a dependency that shows what it is for: it reads a token, it refuses with 401 or 403.
bool caller_shown(const Tree *t, NodeId n);
// Does a hook, middleware or class tell who calls, and turn others away?
bool caller_turns_away(const FlowFile *f, NodeId n);
// Does a check's body raise, or abort, with a refusal: raise Forbidden(), abort(403)?
bool caller_is_refused(const Tree *t, NodeId n);
// By what stands before all routes of this app, blueprint or router (its text here), in this file
// or another; also true where nobody is shown a hint.
bool caller_asked(const RuleRun *run, Str owner);
// Before any method of the class: by itself, by a base, by what it is registered with, by the whole
// program.
bool caller_asked_of_class(const RuleRun *run, uint32_t owner);
// The same of a view that is a function: what wraps it where its address is given, the program's middleware.
bool caller_asked_of_view(const RuleRun *run, Str name);
// The call that makes an app, blueprint or router of this name; 0: it is not made here. And the prefix of
// its routes; "": none.
NodeId caller_maker(const Query *q, Str owner);
Str caller_prefix(const Query *q, Str owner);
#endif
