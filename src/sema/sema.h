// sema: scopes, imports, classes, a project's modules, and the lowering of each function (sema/ir.h).
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
    Str name;                                       // dotted; "" for standard input and fragments
    bool is_package, is_test, is_main_guarded;
    Tree *tree;
    struct { Func *v; Size n, cap; } funcs;         // funcs.v[0] is the module's body
    struct { ClassInfo *v; Size n, cap; } classes;
    struct { Sym *v; Size n, cap; } exports;        // __all__, when it is a constant list
    bool has_exports;
} Module;

// Lower every function of the tree (or only the module body and class bodies when `skeleton`).
// Cannot fail: Error nodes become IR_UNDEF. Linear but for SSA repair; functions above
// SEMA_MAX_BLOCKS blocks are left empty with a diagnostic in tree->diags.
#define SEMA_MAX_BLOCKS 60000
Module *sema_lower(Str path, Str name, Tree *tree, bool skeleton, Arena *keep, Arena scratch);

// What the rest of the project needs to know of a module without its tree: pass 1's result.
// Names are interned in the project's table.
typedef enum { BIND_FUNC, BIND_CLASS, BIND_IMPORT, BIND_IMPORT_FROM, BIND_VALUE } BindKind;
typedef struct {
    BindKind kind;
    Sym name;                                       // project-wide Sym
    Sym target;                                     // imports: dotted absolute module (level resolved); or class/func qualname
    Sym member;                                     // BIND_IMPORT_FROM: the name taken from it (0: star)
    uint32_t index;                                 // Func or ClassInfo index in the module
} Binding;
typedef struct {
    Sym name; Str path; bool is_package, is_test;
    Binding *binds; Size nbinds;                    // in source order; conditional ones all kept
    Sym *words; Size nwords;                        // every identifier used, sorted: a cheap filter
    Sym *all; Size nall; bool has_all;
} ModuleIndex;

typedef struct { Str path, name; bool is_package, is_test; } ModuleId;
// A file's dotted name from its path and the folders that hold an __init__.py; namespace packages by root.
ModuleId sema_module_id(Str path, Str root, bool (*is_file)(void *self, Str path), void *self, Arena *keep);
ModuleIndex *sema_index(const Module *m, Names *project, Arena *keep);

// All modules by name. An import resolves nearest first, through every ancestor folder of the importer.
typedef struct Project Project;
Project *project_new(Arena *keep);
void project_add(Project *p, ModuleIndex *m);       // call in sorted path order for stable output
Size project_count(const Project *p);
Names *project_names(Project *p);
// Index of the module that `dotted` (with `level` leading dots) means for an import in `from`, or -1.
Size project_find(const Project *p, Size from, Str dotted, int level);
const ModuleIndex *project_module(const Project *p, Size i);
// Follow re-exports and star imports from name `member` of module i to its definition, at most 32 steps.
// kind BIND_VALUE with target set: the name lies outside the project; target is its dotted name.
typedef struct { bool found; Size module; Binding bind; } Resolved;
Resolved project_resolve(const Project *p, Size module, Sym member);
#endif
