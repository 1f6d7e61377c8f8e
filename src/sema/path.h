// sema/path: a path's two parts, by which modules are named and the folders of a project told apart.
// SPDX-License-Identifier: MIT
#ifndef SEMA_PATH_H
#define SEMA_PATH_H
#include "base/base.h"

// "a/b" of "a/b/c", "" of "c": views of the path.
static inline Str parent_of(Str path)
{
    Size slash = str_rfind(path, '/');
    return slash < 0 ? (Str){path.s, 0} : str_sub(path, 0, slash);
}

static inline Str last_of(Str path) { return str_sub(path, str_rfind(path, '/') + 1, -1); }
#endif
