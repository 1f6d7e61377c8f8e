// edit, inside: what apply.c asks of import.c.
// SPDX-License-Identifier: MIT
#ifndef EDIT_INT_H
#define EDIT_INT_H
#include "edit/edit.h"

// false: it is there
bool edit_import(const Tree *t, Import want, Edit *out, Arena *keep);
void edit_drop_idle(const Tree *t, const Imports *drop, Edits *out, Arena *keep);
#endif
