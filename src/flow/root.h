// flow/root: functions that are walked on their own, and how the outside calls them.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ROOT_H
#define FLOW_ROOT_H
#include "flow/value.h"

// How a function is called from outside.
typedef struct {
    Kinds kinds, returns;
    Str how, route;
    const ModelLine *line;
    uint32_t original, original_mod;     // what a wrapper that is called instead stands for
    const Av *handles;                   // classes of exceptions that it is called with, the class of its rows, or NULL
    uint32_t files;                      // by place, a bit each: a file that the framework laid down is handed over
    bool shy;
} Entry;

// What entries of one line are sinks for, as a line of its own.
typedef struct ReplyLine ReplyLine;
struct ReplyLine { ModelLine line; const ModelLine *entry; ReplyLine *next; };

// A function to be walked on its own. cls: the class object whose instance self is; parameter:
// anyone may call.
typedef struct {
    uint32_t mod, func, fobj, cls; const Av *self; Entry entry; bool parameter;
    const Trie *heap;                    // where it was registered, if it is one of several of its code
    const Av **given;                    // its arguments, where the body called it; NULL: it did not
    uint32_t from, to;                   // objects that were made in that call
    const uint32_t *reads; Size nreads;  // shared objects that the last walk read
    Kinds met, made;                     // of sinks on its way, whatever reached them; of what it
                                         // read from outside
    bool walked, elsewhere;              // elsewhere: of another file, for what it leaves; it reports nothing
    bool harms;                          // one function on its way may, alone
    bool wrote;                          // into shared objects
    bool passed_over;                    // a branch of this file, for what a value was
    bool doubtful;                       // a parameter's data, of a method that may override an outside one
    bool rough;                          // walked once, with calls taken for earlier ones
    bool cut;                            // its calls were not all followed
} Root;

// A call on the way of the body of the unit's file, perhaps by a thread that waits: what it read others may fill.
void note_body_call(Frame *fr, const Frame *callee);
#endif
