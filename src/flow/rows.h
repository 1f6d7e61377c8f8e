// flow/rows: a row of a database, by the class that describes it: its columns, and the rows that it points to.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ROWS_H
#define FLOW_ROWS_H
#include "flow/walk.h"

// A manager, a query and a library's row carry the class of the project whose rows they give: the object
// of that class stands in Atom.mod. The first that v carries; 0: none is known.
uint32_t rows_of(Frame *fr, const Av *v);
// v, where each manager or query of it gives rows of this class.
const Av *rows_from(Frame *fr, const Av *v, uint32_t cls);
// row.count of such a row; NULL: its class says nothing of it.
const Av *row_attr(Frame *fr, const Atom *row, const Av *self, uint32_t attr);
// row.owner_id of an object of the project that came from the database, which its class does not bind.
const Av *key_of_row(Frame *fr, uint32_t cls, const Av *self, uint32_t attr);
// row.body of an object of the project, where `body = Column(Text)` stands in the class `home` of it (cls: its own)
// and the row came from the database: what was stored there, not the column. NULL: no column, or no such row.
const Av *in_column(Frame *fr, const Atom *a, uint32_t cls, const Atom *home, uint32_t attr,
                    const Av *member, const Av *self, Val at);
#endif
