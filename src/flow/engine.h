// flow/engine: what the files of one run share: the project, the lowered modules, the workers. Only
// for src/flow.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ENGINE_H
#define FLOW_ENGINE_H
#include "flow/needed.h"
#include "flow/walk.h"
#include "base/pack.h"
#include <pthread.h>
#include <stdatomic.h>

typedef struct { uint32_t from, to; } Import;
// What module `from` writes or calls by its own name `root`, in its top level or in a function: name `name` of
// module `to` (ANY_REQUEST: a field of a request). fills: it sets something there, or calls a method that does.
// member: it sets the module's own name, from outside.
typedef struct { uint32_t to; Sym name; uint32_t from; Sym root; bool set, top, member, fills; } Touched;
#define ANY_REQUEST UINT32_MAX
// A sink that data of one file reached in another, as bytes; their texts are numbers of `texts`.
typedef struct { Size to; Str hit; } Outgoing;
typedef struct { Str hit; Names *texts; } Late;

// A question on the project as a whole that a walk asked, and its answer: when the answer changes,
// so may the walk. FIND: the module that an import in `from` means; USED: does another module than
// `from` use the name? IMPORTERS: who imports `from`, as one number. SAYERS: those of them that use
// the name. TOUCHED: who writes to or calls what of `from`; CARRIED: who sets such a field of a
// request. USERS: who in the project uses the name.
typedef enum {
    ASK_FIND,
    ASK_USED,
    ASK_IMPORTERS,
    ASK_SAYERS,
    ASK_TOUCHED,
    ASK_CARRIED,
    ASK_USERS
} AskKind;
typedef struct { AskKind kind; Size from; Str text; int level; Size answer; } Asked;
// slot: 1 + the number in the list, open addressing.
typedef struct { struct { Asked *v; Size n, cap; } list; uint32_t *slot; Size nslot; } Questions;

// What find_module said before.
typedef struct { Size from, answer; Str text; int level; } Found;
typedef struct { Found *v; Size n, cap; } FoundAll;

// Of the importers of one module those that say one name.
typedef struct { const uint32_t *v; Size n; } Sayers;

// A thread and its memory. In a small project every module is lowered once and shared; in one whose
// code would take too much each worker lowers what it asks for and drops it when that grows too large.
typedef struct {
    struct Engine *engine;
    Pool code, unit, kept;               // lowered modules; files being walked; what outlives them
    Pool answers, words;                 // of find_module; names, until they are the project's, and
                                         // each module's words, until they are counted
    Names names, texts;                  // texts: of hits for other files
    Map patterns;                        // judged regular expressions
    Module **loaded; bool *tried;        // large projects: this worker's own, beside what all share
    Uses **uses;                         // by module, of its body; in `code`
    Size shared;                         // bytes of `code` that it left for all
    Mod **mods;                          // of the world that is open
    Questions asked;                     // when the run is to be kept
    FoundAll found;
    bool alone;                          // it holds Engine.large_walk
} Worker;

// LARGE: of so many files that the index alone is large; walks take less memory there. SMALL: so few that each
// may take more steps.
typedef enum { PROJECT_SMALL, PROJECT_MIDDLE, PROJECT_LARGE } ProjectSize;
static inline ProjectSize project_size(Size files)
{
    enum { SMALL = 1500, LARGE = 4000 };
    return files > LARGE ? PROJECT_LARGE : files > SMALL ? PROJECT_MIDDLE : PROJECT_SMALL;
}

typedef struct Engine {
    const FlowRun *run; FlowFiles files; Arena *keep;
    Project *project;
    const ModelWords *words;             // NULL: every function is walked
    Map natives;                         // what call_builtin knows
    Module **module; bool *tried;        // lowered once for all; small projects
    ModuleIndex **index;
    Names texts;                         // of hits that an earlier run left
    atomic_bool large;                   // its modules are not all kept
    struct { Import *v; Size n, cap; } imports;   // sorted by the module imported
    uint32_t *imports_of;                         // of each module, where those that import it begin; the end behind
    struct { Touched *v; Size n, cap; } touched;  // sorted by what is touched
    pthread_mutex_t linking;             // for the three that follow
    Pool links; const Trie *said;        // by module and name who says it
    const Sayers **_Atomic *sayers;      // by module, once asked for
    uint32_t *users, *used_by;           // modules by the name that they use: name s has users
                                         // used_by[s] up to used_by[s + 1], rising
    struct Unit {
        Outgoing *out; Size nout;        // sinks that its data reached in other files
        Names *texts;                    // of `out`
        Late *late; Size nlate;          // and what others' data reached here
        bool judged;                     // by rules, in this run
        bool accepted;                   // it was read, and py_check had nothing against it
        bool bare;                       // its functions were not lowered
        atomic_schar hides;              // what FlowRun.hides says of it: 1, -1; 0: not asked yet
        bool indexed, valid;             // kept: its index is; its walk is
        bool keepable;                   // its walk may stand for the next run's
        Size *touched; Size ntouched;    // modules that its walk read
        Hash came;                       // of `late`
        const Needed *needed;            // NULL: not asked yet
    } *unit;
    Worker *worker; int nworkers;
    bool delivered; Size *again;         // late hits are known; whose files are walked again
    pthread_mutex_t large_walk;          // very large projects: one walk at a time takes much memory
    bool failed;
    Size *now; Size nthen;               // kept: number then -> number now, -1: gone
    Questions asked;                     // kept: still to the point, answered as of now
} Engine;

void link_imports(Engine *e, Arena scratch);
void link_touches(Engine *e, Arena scratch);   // elsewhere.c
Size touched_print(const Engine *e, Size module), carried_print(const Engine *e, Str field);
void count_words(Engine *e);             // the modules' own lists of words are not needed after it
void words_again(Engine *e);             // until they are wanted again
// bits: room for one of each module, all 0; those of the importers are set.
Size *importers_of(Engine *e, Size module, Arena *keep, uint8_t *bits, Size *n);
Size importers_print(const Engine *e, const Size *importers, Size n);
// bits: of each module whether it is among them
typedef struct { const Size *v; Size n; const uint8_t *bits; } Importers;
bool used_by_importers(const Engine *e, Str name, Importers by);
Size *sayers_among(const Engine *e, Str name, Importers by, Arena *keep, Size *n);
// All modules but tests that use the name.
Size *users_of(const Engine *e, Str name, Arena *keep, Size *n);
void walk_unit(World *w);
// what of the unit needs a walk; NULL: all of it
const Needed *unit_needed(World *w, const Mod *m);
bool unit_hides(Engine *e, Size i, const Tree *t);     // do its comments hide findings, as FlowRun.hides has it?
// does a module that imports this unit, directly or through others, use the name?
bool used_outside(World *w, Str name);
Size *importers_saying(World *w, Str name, Size *n);   // and which do; none while they are not known yet

// ---- kept.c, leave.c: what the run before left, and what this one leaves
void kept_open(Engine *e);               // before indexing: what is the same need not be read
void kept_check(Engine *e);              // after linking: whose walk still holds
Hash kept_hash(const Engine *e, const struct Unit *u, Arena scratch);   // of what is late
void kept_leave(Engine *e);
void pack_index(Pack *p, ModuleIndex *ix, const Sym *number, Arena *words);
void note_asked(Questions *q, Asked a, Arena *keep);

// ---- hits.c: in the cache's form; in a run's form, and back
void hit_pack(Pack *p, const Engine *e, FlowHit *h);
Str  hit_bytes(const Engine *e, FlowHit *h, Names *texts, Arena *scratch, Arena *keep);
FlowHit hit_read(const Engine *e, Late late, Arena *keep);
#endif
