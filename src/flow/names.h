// flow/names: what a name means where it is read.
// SPDX-License-Identifier: MIT
#ifndef FLOW_NAMES_H
#define FLOW_NAMES_H
#include "flow/walk.h"

const Av *named_global(Frame *fr, uint32_t name);               // of the frame's module, or of Python
const Av *named_type(Frame *fr, uint32_t name);                 // the same as annotations mean it
const Av *import_alone(World *w, Mod *m, uint32_t name);        // alone.c; NULL: no import binds it
// v; what is a source by itself, of a library, is read where it is used, not where it was imported.
const Av *global_read(Frame *fr, const Av *v);
// How often the file binds the name, in functions that declare it global too.
Size times_bound(const World *w, const Mod *m, Str name);    // alone.c
// What the star imports of m, which binds no such name, bring; NULL: nothing that is known. *open is set where one
// is of no module of the project, and may have any name that is not Python's own.
const Av *star_brought(World *w, Mod *m, uint32_t name, bool *open);
void set_global(Frame *fr, uint32_t name, const Av *v);
const Av *mod_value(World *w, Size mod);
const Av *import_name(Frame *fr, const Instr *in);              // import a.b, import a.b as c
const Av *import_from(Frame *fr, const Instr *in, Val at);
const Av *import_followed(World *w, const Av *v);               // v without AT_IMPORT
#endif
