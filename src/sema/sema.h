// sema: scopes, imports, classes, a project's modules, and the lowering of each function
// (sema/ir.h).
// Knows names and structure, not what library calls mean and not what flows where.
// SPDX-License-Identifier: MIT
#ifndef SEMA_SEMA_H
#define SEMA_SEMA_H
#include "sema/ir.h"

typedef struct {
    Sym name;
    Str qualname;
    NodeId node;
    uint32_t body;                                  // its FUNC_CLASS Func
    uint32_t parent;                                // enclosing Func
    struct { NodeId *v; Size n, cap; } bases;       // expressions, in order
    struct { Sym *name; uint32_t *func; Size n, cap; } methods;   // last definition of a name wins
    struct { Sym name; NodeId value, annotation; } *attrs;        // assigned in the class body
    Size nattrs;
    struct { NodeId *v; Size n, cap; } decorators;
} ClassInfo;

// One module, lowered. Everything lives in the arena given to sema_lower; dropped as a whole.
typedef struct {
    Str path;                                       // as shown to people
    Str within;                                     // ModuleId's
    Str name;                                       // dotted; "" for standard input and fragments
    bool is_package, is_test, is_main_guarded, of_many, is_sole;
    uint32_t of_project;                            // ModuleId's
    Tree *tree;
    struct { Func *v; Size n, cap; } funcs;         // funcs.v[0] is the module's body
    struct { ClassInfo *v; Size n, cap; } classes;
    struct { Sym *v; Size n, cap; } exports;        // __all__, when it is a constant list
    bool has_exports;
} Module;

// What is lowered: every function; the module's body and those of classes, but all functions are listed; or these
// bodies alone, without what lies in functions.
typedef enum { SEMA_WHOLE, SEMA_OUTLINE, SEMA_SKELETON } SemaDepth;
// Lower the tree as far as `depth`.
// Cannot fail: Error nodes become IR_UNDEF. Linear but for SSA repair; functions above
// SEMA_MAX_BLOCKS blocks are left empty with a diagnostic in tree->diags.
// Adds names to the tree, in `keep`: the tree is not to be used once `keep` is given back.
#define SEMA_MAX_BLOCKS 60000
Module *sema_lower(Str path, Str name, Tree *tree, SemaDepth depth, Arena *keep, Arena scratch);

// What the rest of the project needs to know of a module without its tree: pass 1's result.
// Names are interned in the project's table.
typedef enum { BIND_FUNC, BIND_CLASS, BIND_IMPORT, BIND_IMPORT_FROM, BIND_VALUE } BindKind;
typedef struct {
    BindKind kind;
    Sym name;                                       // project-wide Sym
    Sym target;                                     // imports: dotted module as written, leading
                                                    // dots for its level
    Sym member;                                     // BIND_IMPORT_FROM: the name taken from it (0:
                                                    // star)
    uint32_t index;                                 // Func or ClassInfo index in the module
} Binding;
// What a module writes to (set) or calls: root.first…last, in its top level or in a function.
// `last` is 0 where nothing follows the root, or a key that is no text; keyed: while it is told,
// `last` is the project's name.
typedef struct { Sym root, first, last; bool set, top, keyed; } Touch;
typedef struct {
    Sym name; Str path; bool is_package, is_test;
    Binding *binds; Size nbinds;                    // in source order; conditional ones all kept
    uint32_t *by_name;                              // positions in binds, by name, then position
    Sym *words; Size nwords;                        // every identifier used, once each
    Sym *all; Size nall; bool has_all;
    Touch *touches; Size ntouches;                  // of imported names and of requests; not of a module of a package
} ModuleIndex;

// of_many: one of dozens of modules of one package, whose callers are in view; or of a handful of a
// published one, whose callers are other programs. within: the end of the path that says what the
// file is to its project, not where somebody keeps the project. of_project: 1 + how much of `path` names the
// folder that says of itself what it is and needs (pyproject.toml, setup.py); 0: none does. is_sole: no
// other file is in view, so its callers are not.
typedef struct {
    Str path, within, name;
    bool is_package, is_test, of_many, is_sole;
    uint32_t of_project;
} ModuleId;
// A file's dotted name from its path and the folders that hold an __init__.py; namespace packages
// by root.
ModuleId sema_module_id(Str path, Str root, bool (*is_file)(void *self, Str path), void *self,
                        Arena *keep);
// Of a skeleton or a whole module. `project` may be one thread's own names: sema_index_move brings
// the index to the project's.
// Its words lie in an arena of their own: they are wanted until all modules are counted.
ModuleIndex *sema_index(const Module *m, Names *project, Arena *keep, Arena *words, Arena scratch);
// known: of each name of `from` its number in `to`, 0 where nobody has asked; or NULL.
void sema_index_move(ModuleIndex *m, const Names *from, Names *to, Sym *known);
// How many bindings there are of the name, from by_name[*first] on.
Size sema_index_binds(const ModuleIndex *m, Sym name, Size *first);
const Binding *sema_index_star(const ModuleIndex *m, Size i);      // its star imports, from 0 on; NULL: no more
int sema_level(Str *dotted);                         // the dots before a relative module, taken off and counted
bool sema_is_test(Str path);                         // by its name or folder: test_x.py,
                                                     // conftest.py, tests/…
bool sema_is_stdlib(Str root);                       // "os": the standard library's, of any version
                                                     // 3.8 to 3.14
bool sema_is_builtin(Str name);

// All modules by name. An import resolves nearest first, through every ancestor folder of the
// importer; folders that are packages come after the others, and never give what the standard
// library is called. Read-only once all are
// added: threads may ask at the same time.
typedef struct Project Project;
Project *project_new(Arena *keep);
void project_add(Project *p, ModuleIndex *m);       // call in sorted path order for stable output
Size project_count(const Project *p);
Names *project_names(Project *p);
// Index of the module that `dotted` (with `level` leading dots) means for an import in `from`, or
// -1.
Size project_find(const Project *p, Size from, Str dotted, int level);
const ModuleIndex *project_module(const Project *p, Size i);
bool project_gives_out(const Project *p, const ModuleIndex *m, Sym name);    // to `from m import *`
// Follow re-exports and star imports from name `member` of module i to its definition, at most 32
// steps.
// outside: the name lies outside the project (star: perhaps, since only a star import explains it),
// dotted is its name, in `keep`. whole: the name is module `module` itself. Otherwise bind is its
// definition there.
typedef struct {
    bool found, outside, whole, star;
    Size module;
    Binding bind;
    Str dotted;
} Resolved;
Resolved project_resolve(const Project *p, Size module, Sym member, Arena *keep);
#endif
