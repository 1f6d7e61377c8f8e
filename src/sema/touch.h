// sema/touch: what a module does to things of other modules.
// SPDX-License-Identifier: MIT
#ifndef SEMA_TOUCH_H
#define SEMA_TOUCH_H
#include "sema/sema.h"

// Sorted, each once, in scratch, by names of the tree; of what is called or written by a root that `imports` takes,
// and of what is set on a request. keys: gets those of requests that are no names of the tree.
Touch *sema_touches(const Tree *t, Names *keys, bool (*imports)(void *self, Sym root), void *self,
                    Size *n, Arena *scratch);
// request.state.user = …, self.request.user, g.user, request["user"]
bool touch_on_request(const Names *names, Touch t);
#endif
