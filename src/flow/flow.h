// flow: what values are and where outside data goes: constants, types, text shape, guards and taint
// over the lowered form, summaries to a fixpoint over a whole project. Reports flows with their
// path as evidence.
// Knows no rule: it records what reached which sink, which calls were marked, and answers questions
// on values.
// Cannot fail: limits are counted steps, and each leaves a note in FlowFile.notes.
// SPDX-License-Identifier: MIT
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H
#include "sema/sema.h"
#include "model/model.h"

typedef enum { CONF_NONE, CONF_LOW, CONF_MEDIUM, CONF_HIGH } Confidence;

// A place in a file of the project, and what happens there, for people ("read from the request").
// beside: the file is no Python: a template; it has no module.
typedef struct { Size module; Str path; Span at; int line, col; Str text; Str what; bool beside; } FlowStep;
// from source to sink
typedef struct { FlowStep *v; Size n; Kinds source; bool shaped; } FlowPath;
int flow_file_steps(const FlowPath *p);  // how often it goes from file to file of Python

// Constant start and end of a built text ("SELECT … '", "'"); whole: it is constant throughout.
typedef struct { Str prefix, suffix; bool whole; } TextShape;

// Outside data that reached a sink argument. One a sink place and kind set; at most FLOW_PATHS
// sources.
enum { FLOW_PATHS = 5 };
typedef struct {
    uint32_t func; Val call, value;      // the sink's instruction and the dangerous operand, in the
                                         // module
    NodeId node;                         // the sink call's node
    const ModelLine *sink;
    Kinds reach;                         // what it may be: REMOTE … of the best path
    Kinds kinds;                         // sink kinds it is dangerous for
    Confidence guess;                    // HIGH when resolved; one lower for a shape match or
                                         // fragment guess
    Str callee;                          // resolved name, "" when only the shape matched
    FlowPath paths[FLOW_PATHS]; Size npaths;
    TextShape shape;                     // of the dangerous operand, as it came here
    const struct Blocked *blocked;       // guards and sanitizers that were seen and why they did
                                         // not clear
} FlowHit;
typedef struct Blocked { Span at; Str why; const struct Blocked *next; } Blocked;
#define FLOW_TOO_COSTLY "too costly: "   // begins a note of what was analysed, but not all of it
static inline bool flow_in_part(Str note) { return str_starts(note, S(FLOW_TOO_COSTLY)); }
extern const Str flow_either_way;        // why: of a test that changes nothing

// A call or read that a model line marks (M_MARK), its conditions met.
typedef struct {
    uint32_t func;
    Val call;
    NodeId node;
    const ModelLine *mark;
    Confidence guess;
    Str callee;
    FlowPath ways[FLOW_PATHS]; Size nways;    // from callers whose constants decided it; none: it is so itself
} FlowMark;

typedef struct { Span at; Str text; } FlowNote;

// All that is known of one file after the walk. Valid until the file's arena is reset: rules run
// inside.
typedef struct FlowFile FlowFile;
struct FlowFile {
    const Module *module;
    Size index;                          // in the project
    bool is_test, is_fragment;           // fragment: no resolvable project context
    bool whole;                          // everything in it is worth a report
    struct { FlowHit *v; Size n, cap; } hits;
    struct { FlowMark *v; Size n, cap; } marks;
    struct { FlowNote *v; Size n, cap; } notes;
    void *state;
};

// ---- questions about a value in a walked function, for rules and fixes
typedef enum { FV_UNKNOWN, FV_CONST, FV_TUPLE, FV_OTHER } FlowValueKind;
bool  flow_walked(const FlowFile *f, uint32_t func);
bool  flow_const_str(const FlowFile *f, uint32_t func, Val v, Str *out);   // str or bytes constant
bool  flow_const_int(const FlowFile *f, uint32_t func, Val v, int64_t *out);
bool  flow_const_bool(const FlowFile *f, uint32_t func, Val v, bool *out); // True/False
// surely True or False, and it can be either
bool  flow_is_yes_or_no(const FlowFile *f, uint32_t func, Val v);
// is it that text, or a list, tuple or set of the program's that holds it, wherever it was written?
bool  flow_holds_str(const FlowFile *f, uint32_t func, Val v, Str text);
// What a dictionary of the program's holds under a name, wherever it was written.
typedef enum { ITEM_UNKNOWN, ITEM_ABSENT, ITEM_OFF, ITEM_ON } FlowItem;
FlowItem flow_item(const FlowFile *f, uint32_t func, Val v, Str key);
bool  flow_is_none(const FlowFile *f, uint32_t func, Val v);
Kinds flow_taint(const FlowFile *f, uint32_t func, Val v);                 // all kinds it may carry
TextShape flow_shape(const FlowFile *f, uint32_t func, Val v);
// Dotted name of what a value is ("subprocess.run", "flask.Request.args"), "" when unknown; and the
// class it is an instance of. Known project functions and classes give their own dotted name.
Str   flow_name(const FlowFile *f, uint32_t func, Val v);
// i-th possible class, "" at the end
Str   flow_type(const FlowFile *f, uint32_t func, Val v, int i);
// by class hierarchy, models' bases too
bool  flow_is_a(const FlowFile *f, uint32_t func, Val v, Str cls);
// 0 when absent
Val   flow_arg(const FlowFile *f, uint32_t func, Val call, int position, Str keyword);
bool flow_reached(const FlowFile *f, uint32_t func, Block b); // not cut off by a constant condition
// Does the class that the module knows by this name, here or elsewhere in the project, or one that
// it belongs to by a foreign key, hold one of these words? False when no such class is found.
bool flow_class_says(const FlowFile *f, Str name, const Str *words);
// Does a module that imports this one use the name?
bool flow_used_outside(const FlowFile *f, Str name);
// Is one of FastAPI's dependencies below the node, or one that it has in turn, here or elsewhere in
// the project, a function or class that holds a node of which `says` is true?
typedef bool FlowSays(const Tree *t, NodeId n);
bool flow_depends(const FlowFile *f, NodeId in, FlowSays *says);
// Is who calls asked before a route of this app, blueprint or router is called ("": of any of the
// program's), here or elsewhere: by a hook, middleware, a dependency that it was made or included
// with? `by` is asked of the function or class, or of the expression that names none of the
// project's, or that depends on something.
typedef bool FlowAsks(const FlowFile *f, NodeId what);
bool flow_asked_before(const FlowFile *f, Str owner, FlowAsks *by);
// The same of the texts of a setting of the project's (of what it holds under a key), or of the
// classes they name.
bool flow_setting_asks(const FlowFile *f, Str setting, Str key, FlowAsks *by);
// Is there one of whom `by` is true among the classes that this one is made of, in this file or
// others?
bool flow_base_asks(const FlowFile *f, const ClassInfo *cls, FlowAsks *by);
// How a function is called from outside: KIND(REMOTE) for a route, view, handler, task; 0: not
// known to be.
// how: "flask.Flask.route"
Kinds flow_entry(const FlowFile *f, uint32_t func, Str *how);

// ---- the rest of the project, for fixes that reach further than their file (others.c)
// What a dotted name of this file's top level means: the module that defines it, and its name there
// ("": the module itself). False: it is not the project's.
bool flow_definition(const FlowFile *f, Str dotted, Size *module, Str *name);
// Another module, read but not walked as this file is. False: it can't be read.
bool flow_other(const FlowFile *f, Size module, FlowFile *out);
Str flow_python(const FlowFile *f);      // the oldest Python it must run on, "3.9"; "": nothing says
Size flow_imported(const FlowFile *f, Str dotted, int level);       // by an import here; -1: none
Size *flow_importers(const FlowFile *f, Arena *keep, Size *n);      // by way of others too
bool flow_importer(const FlowFile *f, Str path, FlowFile *out);     // the one of that path

// ---- the walk

// What a run leaves for the next one over the same files, with the same program, models and
// options. The bytes are flow's own; who keeps them says which files are still the same.
typedef struct {
    Str bytes;                           // as an earlier run left them; empty: none
    Size nfiles;                         // that it had
    const int32_t *was;                  // of each file: its number then; -1: it was not there
    const bool *same;                    // of each file: bytes and ModuleId are as they were
    Size again;                          // this one is walked in any case; -1: none
    void (*reuse)(void *self, Size i);   // in the place of `file`: what was found in file i holds
    const bool *moved;                   // of each file: a template that it asked for is not as it was; or NULL
    bool wanted;                         // fill `left`
    Str left;                            // out, in the run's keep; empty: nothing to be kept
} FlowKept;

// By nature of the data (KIND_BIT_REMOTE …): the kinds of sinks at which it would be reported at
// all, and those at which it would be when its way lies in more than one function. far: steps from
// file to file by which no way is reported any more; 0: any number may be. One each for a package of
// many modules, test code, both, neither (0).
enum { WORTH_PACKAGE = 1, WORTH_TEST = 2, WORTHS = 4 };
typedef struct { Kinds of[KIND_COUNT], apart[KIND_COUNT]; int far; } FlowWorth;

// A template: its text; why it can't be had, in a sentence; nothing (path empty): there is none of that name.
typedef struct { Str path, text, why; } FlowTemplate;

typedef struct {
    const Models *models;
    int threads;                         // 0: one a core
    // Source bytes of module i, into `keep`; called from any thread, at most a few times a module.
    Err (*read)(void *self, Size i, Arena *keep, Str *src);
    // The template that module i means by that name; folder: where it says that they are, or "". Called from any
    // thread; the same question has the same answer in all of a run. NULL: nobody can look.
    FlowTemplate (*template)(void *self, Size i, Str name, Str folder);
    // A walked file, for rules to judge. Called from any thread; again for a file that others' data
    // turns out to reach: the last time counts. True: something was found.
    bool (*judge)(void *self, const FlowFile *f, int thread);
    // Called once a module, in module order, on the calling thread, when all are judged.
    void (*file)(void *self, Size i);
    void *self;
    bool everything;                     // walk all bodies, not only those that may matter
                                         // (explain, tests)
    FlowKept *kept;                      // NULL: every file is walked
    const FlowWorth *worth;              // WORTHS: what is worth a report; NULL: everything
    bool (*hides)(const Tree *t);        // are its comments judged by what they hide? Then all in it is worth
                                         // a report; NULL: none are
    const bool *whole;                   // of each module: all in it is worth a report; NULL: of none
    uint16_t target_version;             // 0: unknown
    Str requires;                        // "lxml>=5.0 python>=3.9 …": versions, for since/until
} FlowRun;
// Index, link, summarise and report over all modules of `ids`. Output does not depend on threads or
// order.
typedef struct { const ModuleId *v; Size n; } FlowFiles;
void flow_run(const FlowRun *run, FlowFiles files, Arena *keep);

// A path as bytes and back (base/pack.h); its steps' module numbers are not kept.
struct Pack;
void flow_pack_path(struct Pack *p, FlowPath *path);

// What was known at a line: `suture explain`. Sentences are for people.
typedef struct { Str code, is; Kinds carries, safe; } KnownValue;    // safe: natures that carry
                                                                     // nothing dangerous any more
typedef struct { Str code, argument, says; Kinds kinds; bool reported; } KnownSink;
typedef struct {
    Str function, called, why;           // who calls it; why nothing more is known
    struct { KnownValue *v; Size n, cap; } values;
    struct { KnownSink *v; Size n, cap; } sinks;
} FlowKnown;
void flow_explain(const FlowFile *f, int line, Arena *keep, FlowKnown *out);
#endif
