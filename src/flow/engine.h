// flow/engine: what the files of one run share: the project, the lowered modules, the workers. Only
// for src/flow.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ENGINE_H
#define FLOW_ENGINE_H
#include "flow/walk.h"

typedef struct { Size from, to; } Import;
typedef struct { Size to; FlowHit hit; } Outgoing;

// A thread and its memory. In a small project every module is lowered once and shared; in a large
// one each worker lowers what it asks for and drops it when that grows too large.
typedef struct {
    struct Engine *engine;
    Pool code, unit, kept;               // lowered modules; files being walked; what outlives them
    Names names;
    Map patterns;                        // judged regular expressions
    Module **loaded; bool *tried;        // large projects: this worker's own
    Mod **mods;                          // of the world that is open
} Worker;

typedef struct Engine {
    const FlowRun *run; FlowFiles files; Arena *keep;
    Project *project;
    Module **module; bool *tried;        // lowered once for all; small projects
    ModuleIndex **index;
    bool large;
    struct { Import *v; Size n, cap; } imports;   // sorted by the module imported
    uint32_t *used_in;                   // project-wide name -> number of modules that use it
    struct Unit {
        World *world;                    // kept from the walk to the report, when there is room
        Outgoing *out; Size nout;        // sinks that its data reached in other files
        FlowHit *late; Size nlate;       // and what others' data reached here
    } *unit;
    Worker *worker; int nworkers;
    bool failed;
} Engine;

void link_imports(Engine *e, Arena scratch);
void count_words(Engine *e);
Size *importers_of(const Engine *e, Size module, Arena *keep, Size *n);
void walk_unit(World *w);
#endif
