// unasked_int: what the files of mend that look for guards nobody asks share: a constant, the
// function that it is for.
// SPDX-License-Identifier: MIT
#ifndef MEND_UNASKED_INT_H
#define MEND_UNASKED_INT_H
#include "mend/mend_int.h"

// A constant of the module, or of a class: name: as it is written in the function looked at.
typedef struct {
    Str name, bare, low;
    NodeId value, cls;
    bool mapping, strings, number;
    bool told;                             // the function's own documentation speaks of it
    Str first;
} Constant;

// The parameter of a function that a guard is for. found: how many there are.
typedef struct { NodeId def, param; Str name; int found; } Subject;

bool unasked_shares_word(Str list, Str name);
void unasked_parameters(const Mend *m, NodeId def, bool (*fits)(const Mend *, Str, const void *),
                        const void *self, Subject *out);
NodeId unasked_first(const Mend *m, NodeId def);           // where a guard on a parameter stands
// The same of one that a loop of the function gives new values: at the loop's beginning.
NodeId unasked_place(const Mend *m, NodeId def, Str name);
bool unasked_guarded(const Mend *m, const Subject *s, Str test, Str sentence, Fix *out);
bool unasked_read_in(const Mend *m, NodeId def, Str name);
// The parameter that the sentence of the documentation which names the constant speaks of, too.
bool unasked_told_parameter(const Mend *m, NodeId def, const Constant *c, Subject *out);
bool unasked_is_read(const Mend *m, Str name);             // anywhere, or a text of that name
bool unasked_is_asked(const Mend *m, Str name);            // by more than a page that shows it
bool unasked_told(const Mend *m, NodeId def, Str name);    // the documentation speaks of it
bool unasked_limit(const Mend *m, NodeId def, const Constant *c, Fix *out);
// Its ways that are no guard on a parameter: what is unpacked, grows, or calls itself.
bool unasked_limit_inflate(const Mend *m, NodeId def, const Constant *c, Fix *out);
bool unasked_limit_growth(const Mend *m, NodeId def, const Constant *c, Fix *out);
bool unasked_limit_depth(const Mend *m, NodeId def, const Constant *c, Fix *out);
bool unasked_is_key(const Mend *m, Str word);             // of a dictionary of the module
// A lock on too many tries, in a method that counts none.
bool unasked_is_lock(const Mend *m, NodeId call, NodeId def);
// A call of a function of this module or class that answers yes or no, or refuses, and no more.
bool unasked_is_predicate(const Mend *m, NodeId call);
MendFix mend_fix_unread_owner, mend_fix_sibling_decorator;
MendFix mend_fix_unasked_check, mend_fix_unasked_sibling, mend_fix_bypass, mend_fix_unasked_same;
// The text with each word `was` written as `now`, in m->keep.
Str unasked_renamed(const Mend *m, Str text, Str was, Str now);
#endif
