// flow/world: one unit of work: a file's functions walked from their entries, with the modules they
// need. The walker is an abstract interpreter: calls into the project are walked with what is known
// of their arguments.
// SPDX-License-Identifier: MIT
#ifndef FLOW_WORLD_H
#define FLOW_WORLD_H
#include "flow/root.h"

typedef struct {
    const Av **val; bool *reached;       // join of all walks, for the rules' questions
    const bool *read;                    // by value: something uses it; NULL: not asked yet
    const Entry *entry;                  // NULL: nobody outside calls it
    const struct Rendered *rendered;     // a decorator makes a page of what it gives: printed_file.c; or NULL
    uint32_t obj; const Trie *heap;      // function object and heap of its making, for roots that
                                         // are nested
    bool entered, made, used, queued, named;
} FuncInfo;

// What a body says, whoever walks it: of each value how often it is used, whether an attribute of
// it is set; and a module's, by name of the file, the value that it binds, and how often.
typedef struct {
    uint8_t *uses; bool *patched;
    Val *bound; uint32_t *times;
    uint32_t *said;                      // by name: 1 + how often the index says that it is bound; 0: not asked yet
    bool *set;                           // by name: a function sets it; NULL: not asked yet
} Uses;
// A body that was not walked, and what was made of it so far.
typedef struct { Uses *of; Frame *frame; bool roughly; } Slices;  // roughly: whatever the rest of the body does with it

typedef struct {
    Module *m; const ModuleIndex *ix;
    Str src;
    bool tried; Size index;
    uint32_t obj;                        // of its names; 0: not asked for yet
    uint8_t init;                        // module body: 0 not walked, 1 being walked, 2 walked
    Frame *walking;                      // while it is
    bool hides, asked_hides;             // FlowRun.hides; whether it was asked
    uint32_t *syms;                      // name of the file -> name of the unit
    NodeId *alias;                       // name of the file -> what it is a type alias for; NULL: not read yet
    uint32_t *class_obj;                 // class objects made by the module's walk
    FuncInfo *info; const struct Routes *routes;         // route.c; NULL: not asked for yet
    Slices *slices; const Trie *alone;   // names that were made by themselves
    const Trie *by_star;                 // and that star imports bring
    const Trie *reached;                 // and that were asked for in what other files do
    bool asked_touched, touched;         // do other files write to or call something of it?
    const Av **library;                  // by instruction of its body: what it imports of a library,
                                         // or the project's module that has it, once it was read
    uint32_t *inner, *next_inner;        // by function: the first made in it, the next in the same;
                                         // when asked for
    uint32_t *first_def;                 // by name: the first function of it; when asked for
    struct { uint32_t *v; Size n, cap; } from_imports;
    uint64_t *spot;                      // by node: 1 + Func, and its instruction; when asked for
} Mod;

// A fact about a parameter, learnt by a call that returned (always) or returned something true or
// false. Or about an object that was handed over: where it still is `was`, it is `now`.
typedef struct ParamFact ParamFact;
struct ParamFact {
    uint32_t param; Fact fact; uint32_t obj; const Obj *was, *now; const ParamFact *next;
    const struct TaughtPart *part;       // of a part of it, or of what both know (taught.h)
};
typedef struct {
    bool known;
    const ParamFact *always, *yes, *no;
    const ParamFact *first_yes, *first_no;       // where the first item of the result is true, untrue
    Kinds rest_yes, rest_no;             // and what the second is clean of there
    const ParamFact *tested;             // where the result was found harmless
    bool never_yes, never_no;
} Implied;
typedef struct { Val call; Implied imp; } CallFacts;

typedef struct { State yes, no, caught; bool seen, yes_live, no_live, caught_live; } BlockOut;

// When a call teaches of its parameters: always, when what it gave is true, untrue, when the first
// item of what it gave is.
// And of what its parameters are clean when its caller finds what it gave harmless.
enum { LEARNT_ALWAYS, LEARNT_YES, LEARNT_NO, LEARNT_TESTED, LEARNT_FIRST_YES, LEARNT_FIRST_NO, LEARNT };

// What a generator surely gives first, by the yield that gives it.
typedef struct { Val at; uint32_t part; const Av *v; } FirstYield;
enum { FIRST_YIELDS = 4 };

struct Frame {
    World *w; Mod *m; uint32_t mod; const Func *f; uint32_t func;
    Frame *up; int depth; uint64_t id; uint32_t env, fobj;
    const Av **arg; const Val *from;     // what is handed over, and `up`'s values that it is (0: none)
    const Av **val;
    uint64_t *vn;
    BlockOut *out; State st; Block block; Val at;
    uint32_t class_obj, env_up;          // the class whose body this is; the enclosing environment
    const Av **turn;                     // iterators being unrolled: the present item
    uint32_t salt;                       // tells objects made at one place apart (a defaultdict's
                                         // keys)
    const Av *ret, *yield; State ret_state; bool returned; struct Raised *raised;
    FirstYield first[FIRST_YIELDS]; uint32_t nfirst; bool first_over;
    const Entry *entry;                  // a root that the outside calls
    Val *param_val; Fact *learnt[LEARNT]; bool has_learnt[LEARNT];   // about parameters: always, when true,
                                                           // when false
    bool untupled;                       // it returned something else than a tuple, too
    Kinds rest[2]; bool has_rest[2];     // what the second item of a tuple is clean of where the first
                                         // is true, untrue
    const Obj **learnt_obj[LEARNT];           // the same of the objects that parameters are; NULL: nothing
    struct { CallFacts *v; Size n, cap; } calls;
    struct { struct Filed *v; Size n, cap; } filed;      // paths of files that outside data went to
    struct {
        struct TaughtPart **v;
        Size n, cap;
    } parts;                             // of parameters, of which it knew something
    bool in_kept;                        // a list of what was kept is being asked what it left out
    int refining, rests_on;              // rests_on: depth of the outermost frame whose recursion
                                         // it assumes
    uint32_t born, serial;               // objects older than it that it looked at
    struct { uint32_t *v; Size n, cap; } reads;
    const Av *assumed; bool recursed;    // recursion: what inner calls were told
    Kinds met, made;                     // kinds of all sinks that it has, and of the outside data
                                         // that it reads, in functions that lie in it too
    Kinds met_below, made_below;         // the same of its other callees
    bool harms;                          // one of all these alone may do what is worth a report
    bool chosen;                         // a line's condition asks for what may be handed over
    bool guessed;                        // a call in it was taken for an earlier one that differs
};

typedef struct {
    const Av **pos; const Val *pos_val; Size npos;
    const uint32_t *names; const Av **named; const Val *named_val; Size nnamed;    // unit names
    const Av *star, *dstar, *dkeys;      // unknown further ones; the names of the last, or NULL
    Val call; NodeId node;
} Args;

// What was met, until the file is reported.
typedef struct {
    uint32_t mod, func; Val call, value; NodeId node; const ModelLine *line; Str callee; bool shy;
    Kinds kinds; const Taint *taint; TextShape shape;
} Hit;
typedef struct {
    uint32_t mod, func;
    Val call;
    NodeId node;
    const ModelLine *line;
    Str callee;
    bool shy;
    const Taint *way;                    // from who decided it to here, as of data of no kind; NULL: nobody
} MarkSeen;
typedef struct HitBox {
    struct { Hit *v; Size n, cap; } hits;
    struct { MarkSeen *v; Size n, cap; } marks;
    struct { FlowNote *v; Size n, cap; } notes;
} HitBox;

typedef struct { uint64_t place; uint32_t id; } IdSlot;
typedef struct { IdSlot *v; Size cap; } ObjIds;

// Of an object: where it was made, in what depth of calls; and while two calls are compared, which
// object of the one is which of the other (rename.c).
typedef struct { uint64_t place; int depth; uint32_t to, to_at, from, from_at; } Made;

// What the models said of a name below another, and what a library's name below another means: asked
// for anew by every read of an attribute.
typedef struct { uint64_t key; ModelId id; } NameAsked;
typedef struct { uint32_t idx, attr; ModelId id; bool shy; const Av *v; } ChildAsked;

typedef struct { const Trie *heap; uint32_t id; const Obj *o; } Looked;
enum { LOOKED = 256 };

enum { WITHIN_MOST = 48 };               // models and serializers within one that are looked into
struct World {
    Map *patterns;                       // regular expressions judged: "flags use pattern" -> Kinds
    ReplyLine *replies;
    Module *(*load)(World *w, Size i);
    struct Engine *engine; int thread;
    const FlowRun *run; const Models *models; ModelId unknown; const Project *project; Size nmods;
    const ModuleId *ids;
    Arena a;                             // the unit's arena; everything below lives here
    const char *calls_end, *roots_end;   // where `a` stands there, no calls are followed, no
                                         // functions walked any more
    const char *alone_at;                // where `a` stands there, no other walk may be as large
    Arena *keep;                         // outlives the unit
    Names names;
    Mod **mods;                          // by number; NULL: not asked for yet
    struct { Mod **v; Size n, cap; } touched;
    bool given_up;
    const Av *yes, *no, *none;
    const Obj **base;                    // by object: heap that roots start from: modules, classes,
                                         // shared state
    uint32_t *put, era;                  // by object: the last root in whose heaps it was put
    Looked looked[LOOKED];               // what lookups in heaps gave last (heap_at)
    const Trie *pending;                 // what the present root wrote into shared objects
    struct { uint32_t *v; Size n, cap; } reads;        // shared objects it read
    const Trie *grown, *opened;          // those that now hold more; where a field decides no more
    uint32_t next_obj;
    ObjIds obj_ids;                      // place of making -> object id
    uint32_t *seen, *read;               // by object: the last frame, the last root that looked at
                                         // it
    Made *made; uint32_t renaming;       // by object; the last comparison
    uint32_t serial, root_serial;
    Size unit; bool of_few;              // the file in question; its project is a small one
    bool early, asked;                   // other files are not known yet; one was asked for, or the body's names
    Frame *top;
    int64_t steps, root_steps, root_most, most_steps, careful_steps; bool out_of_steps;
    Size root;                           // that is being walked; -1: the module's body
    bool passed_over;                    // its walk left out a branch of this file
    Size cut; Span cut_at; bool body_cut;    // calls that were not followed; the first of this file
    struct { Root *v; Size n, cap; } roots;
    struct { Root *v; Size n, cap; } others;   // that bodies of other files registered
    const Trie *instances;               // root_instance -> its Entry, of the roots that are some of several
    const Trie *held, *carried;          // objects of other modules that others write to; fields of requests
    struct { Root *v; Size n, cap; } called;   // by the body of this file, and read what others may write
    const Trie *builtins, *memo, *makers;
    const Map *natives;                  // by name: what call_builtin knows
    const Trie *promised;                // class object -> Promise (class.c)
    const Trie *blank;                   // class object -> what an instance begins as (param.c)
    const Av *class_made;                // whose metaclass is being called
    NameAsked *names_asked; ChildAsked *children_asked;
    int making, filling, member_depth, nest; bool probing; int aliases, alias_steps;
    int calls_open, calls_deep;          // calls in one another, and how many were made far inside
    int within;                          // models and serializers in the one that is being made
    int64_t routes_asked; Size cleanings;   // of fields of forms, by their methods (declared.c)
    Size templates; Map pages[4];        // bytes of templates that were read; what they print (printed.c)
    uint32_t star_era, star_eras;        // the lookup of a name in star imports that goes on, and how many were
    uint32_t *star_asked;                // by module: the lookup that last asked it; NULL: none did yet
    struct { Size *v; Size n, cap; } listed;     // modules of which only the index was asked
    bool found;                          // judged, and something was
    const FlowWorth *worth;              // one of FlowRun.worth; NULL: everything is
    Kinds made_always;                   // outside data that bodies read, or that roots left in shared
                                         // objects
    bool plain;                          // calls that hand over nothing from outside may be taken for
                                         // earlier ones
    bool rough;                          // and are not followed far
    bool fragment;
    Size *importers; Size nimporters;
    uint8_t *imports_this;               // by module, a bit each: it is among the importers
    const Trie *hits, *marks;
    struct HitBox *box;
    int quiet;                           // >0: nothing is reported (looking ahead)
};
// MEMBER_DEPTH: from-imports of from-imports. STEPS_MOST: of a way; what follows is not written
// down.
enum { DEPTH_MAX = 100, MEMBER_DEPTH = 40, STEPS_MOST = 64 };
#endif
