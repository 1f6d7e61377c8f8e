// flow/filed: files that hold outside data: upload.save(path), open(path, "wb").write(body). From there on the path
// carries that (kind `content`, which is dangerous for nothing) wherever it is handed, and who reads the file of that
// name has the data again.
// SPDX-License-Identifier: MIT
#ifndef FLOW_FILED_H
#define FLOW_FILED_H
#include "flow/walk.h"

// A path, by its value_number or its text, and what went there. own: the block where the program began the file anew
// (own_since: it did); behind that what was there before is gone.
typedef struct Filed { uint64_t number; const Taint *t, *before; Block own; bool own_since; } Filed;

// A line `… as file`: the call writes t into a file. to: the operand that says which, by its path or as a stream that
// was opened by it; 0: nobody knows. With the tag `content` t is the path of what is copied there.
void file_takes(Frame *fr, const ModelLine *l, const Args *args, Val to, const Taint *t);
// The callee has returned: what it wrote into files that its parameters name. from: its parameters, as fr's values.
void files_handed_back(Frame *fr, Frame *callee, const Val *from);
// x, which v was made, with what the file of that name holds by now.
const Av *with_filed(Frame *fr, Val v, const Av *x);
// What a line passes to its result: of `as content` what reading the file gives that t is the path of (NULL: nothing
// from outside was seen to go there), of `as file` t as what such a path carries; else t.
const Taint *taint_by_file(Frame *fr, const ModelLine *l, const Args *args, const Av *self,
                           const Taint *t, NodeId node);
// The argument of a sink that reads the file that it names: with what that holds, which is no path any more.
const Av *as_read(World *w, const Av *v);
#endif
