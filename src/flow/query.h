// flow/query: questions on the tree that need flow's answers: what a call calls, what an argument
// is, which function a node lies in. For rules that look for a situation; keeps no state beyond an
// index of one file.
// SPDX-License-Identifier: MIT
#ifndef FLOW_QUERY_H
#define FLOW_QUERY_H
#include "flow/flow.h"

// What of a file's texts holds which word, found when it is asked (query_words.c).
typedef struct QueryWords QueryWords;
// How a file's identifiers begin and end, and how long they are: a bit of each, so that few are looked for.
enum { QUERY_ENDS_BITS = 12, QUERY_ENDS = 1 << QUERY_ENDS_BITS };
typedef struct { const Tree *tree; uint64_t ends[QUERY_ENDS / 64]; } QueryNames;
QueryNames query_names_of(const Tree *t);
bool names_hold(const QueryNames *all, Str name);          // is it an identifier of the file?

typedef struct {
    const FlowFile *file; const Tree *tree; const Module *module;
    NodeId *parent;                      // of each node; 0 for the root and for nodes outside the
                                         // tree
    NodeId *first;                       // of each node's tree below it: all from here to the node
    const NodeId *links;                 // py_kind_links
    uint32_t *func; Val *val;            // the instruction that a node became; val 0: none
    uint32_t *inside;                    // the innermost Func around each node
    struct Import { Sym name; Str dotted; } *imports; Size nimports;
    uint32_t *import_of;                 // of each Sym, 1 + its last import; 0: none
    struct { struct Assigned { NodeId value; uint32_t func, next; } *v; Size n, cap; } assigned;
    uint32_t *last_of;                   // of each Sym, 1 + its last assignment; 0: none
    Size *follows;                       // names that query_assigned still follows: lists of names that
                                         // are such lists multiply with every turn
    uint32_t *dotted, *callee;           // by node, 1 + the answer given before; 0: not asked yet
    struct QueryAnswers { Str *v; Size n, cap; } *answers;
    const QueryNames *said;
    QueryWords *words;
    Arena *keep;
} Query;

Query *query_new(const FlowFile *file, const QueryNames *said, const NodeId *links, Arena *keep);     // links or NULL
// The next node of a kind after `at` (0: from the beginning), in the order of the tree's array; 0:
// no more.
static inline NodeId query_next(const Query *q, int kind, NodeId at)
{
    if (!at) return q->links[q->tree->nodes.n + kind];
    return py_kind(q->tree, at) == kind ? q->links[at] : py_next_of(q->tree, q->links, kind, at);
}
// is node in outer, or outer itself?
static inline bool query_within(const Query *q, NodeId node, NodeId outer)
{
    return node && node <= outer && node >= q->first[outer];
}
// The next of those that stand in outer.
static inline NodeId query_next_in(const Query *q, int kind, NodeId outer, NodeId at)
{
    if (!outer || !query_next(q, kind, 0)) return 0;
    if (at) at = q->links[at];
    else for (at = q->first[outer]; at <= outer && py_kind(q->tree, at) != kind; at++) {}
    return at <= outer ? at : 0;
}
NodeId query_statement(const Query *q, NodeId node);                 // the statement around it
// The statements that it stands among: a body, an arm, a handler. Empty: it is none of a block.
NodeList query_block(const Query *q, NodeId statement);
bool query_leaves(const Query *q, NodeId statement);    // return, raise, abort(…): the function ends there

// Dotted name of an expression, as written with the file's imports followed ("flask.request.args");
// "" when it isn't a chain of names. A name that nothing binds stands for itself.
Str query_dotted(const Query *q, NodeId expr);
// What a call calls: flow's resolved name, else as written. query_method: its last part
// ("execute").
Str query_callee(const Query *q, NodeId call);
Str query_method(const Query *q, NodeId call);
extern const Str query_subprocess[];     // subprocess.run and its kin, by their whole names
bool query_calls(const Query *q, NodeId call, const Str *names);     // one of these dotted names?
NodeId query_arg(const Query *q, NodeId call, int position, Str keyword);     // 0: not given
// value under a constant key; 0: none
NodeId query_item(const Query *q, NodeId dict, Str key);

// what a line of its own puts there, in the name's function: OPTIONS["https_only"] = True; 0: none
NodeId query_set_later(const Query *q, NodeId name, Str key);

// Constants, by flow where it walked, else the literal itself.
bool query_str(const Query *q, NodeId expr, Str *out);
// that text, or a list, tuple or set that holds it, also where another file wrote it down
bool query_holds_str(const Query *q, NodeId expr, Str text);
// what a dictionary holds under a name, also where another file wrote it down
FlowItem query_says(const Query *q, NodeId dict, Str key);
bool query_int(const Query *q, NodeId expr, int64_t *out);
bool query_is_true(const Query *q, NodeId expr);
bool query_is_false(const Query *q, NodeId expr);
bool query_is_none(const Query *q, NodeId expr);
// surely True or False, and it can be either, as far as flow knows
bool query_is_yes_or_no(const Query *q, NodeId expr);
// The constant beginning of a built text: a literal, the start of an f-string, a sum, a %, a join.
Str  query_prefix(const Query *q, NodeId expr);
Kinds query_taint(const Query *q, NodeId expr);                      // 0 where flow knows nothing
Str  query_type(const Query *q, NodeId expr);

// The name that an expression is known by here: x, self.x, d["x"], f(…).x give "x"; "" otherwise.
Str query_called(const Query *q, NodeId expr);
// The one expression that is assigned to this name in its function (or, from there, at module
// level); 0 when there are several or none, or the name stands in it. Two names may be assigned
// from each other: who follows names again and again must count. query_peel: that of a name, else
// the expression itself.
NodeId query_assigned(const Query *q, NodeId name);
NodeId query_peel(const Query *q, NodeId expr);
// called from outside, by flow or its look
bool query_is_handler(const Query *q, uint32_t func);
// FunctionDef or Lambda node; 0: module, class
NodeId query_def(const Query *q, uint32_t func);
// Of a def or async def, its arguments; 0 of anything else.
NodeId query_args(const Query *q, NodeId def);
// A name that is a parameter of the function it stands in.
bool query_is_parameter(const Query *q, NodeId name);
// What such a parameter is where nobody gives it; 0: none, or no parameter.
NodeId query_fallback(const Query *q, NodeId name);
// The function of this module that a name calls; 0: none of it.
NodeId query_own_function(const Query *q, NodeId name);
// does a node of this kind stand in it?
bool query_holds(const Query *q, NodeId in, int kind);
// An async def of this module that a call in a condition only makes a coroutine of: always true.
// 0: awaited, or none.
NodeId query_dropped_coroutine(const Query *q, NodeId call);
// is this an identifier anywhere in the file?
bool query_names(const Query *q, Str name);
bool query_imports(const Query *q, Str from);            // a module or name whose dotted name begins so
bool query_imports_any(const Query *q, const Str *from); // with one of these
// does a Name or attribute of that name occur?
bool query_uses(const Query *q, NodeId in, Str name);
// does an identifier contain one of these?
bool query_mentions(const Query *q, NodeId in, const Str *parts);
// does a name contain one of these (in lower case), whatever its own case?
bool query_named(Str name, const Str *parts);
// the same of its string literals
bool query_mentions_text(const Query *q, NodeId in, const Str *parts);
// does a decorator's name contain one?
bool query_decorated(const Query *q, NodeId def, const Str *parts);
#endif
