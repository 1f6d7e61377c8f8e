// sql_int: what the files of mend that make parameters of a query's holes share.
// SPDX-License-Identifier: MIT
#ifndef MEND_SQL_INT_H
#define MEND_SQL_INT_H
#include "mend/mend_int.h"

// What a hole may hold, by all that its function gives it (sql_value.c). A driver takes texts and
// numbers; what else a text took by str() it refuses, or reads as something else.
typedef struct {
    bool text, number, boolean, decimal, list;
    bool unknown;
    bool sql;                            // words, quotes or commas of the program's own are in it
    bool doubled;                        // its quotes are doubled, as a text of the query needs them
    bool joined;                         // a text of several values
} SqlHolds;
SqlHolds sql_holds(const Mend *m, NodeId hole);
bool sql_is_number(const SqlHolds *h);   // surely
bool sql_is_text(const SqlHolds *h);     // surely, or None

// ---- what a hole stands beside, by the query's text before it (sql_place.c)
bool sql_word_char(char c);               // of a name
bool sql_is_word(Str text);               // of such letters alone, and no empty one
bool sql_last_word(Str text, Str word);
bool sql_says(Str text, Str word);       // anywhere, in whichever case; word: small letters
// Does it ask for a value there, and not for a name or a keyword?
bool sql_wants_value(Str before);
// The same of an XPath expression, where "/" comes before a node's name.
bool sql_xpath_value(Str before);
// Does sqlite compare what stands there as it is, so that '5' is no 5? It turns a text into a number
// only for a column that was declared one. all: the whole query.
bool sql_keeps_type(Str before, Str all);
bool sql_in_list(Str before);            // right behind IN (
bool sql_in_values(Str before);          // right behind VALUES ( (sql_rows.c)
// ", ".join(f"('{n}', {k})" for n, k in rows): each row's placeholders, and all their values.
bool sql_joined_rows(const Mend *m, NodeId items, SqlStyle style, Str *marks, Str *values);
// Nothing that the program gives it is no name (sql_uses.c).
bool sql_may_be_name(const Mend *m, NodeId hole);
// ", ".join("?" for _ in row): no values of its own
bool sql_is_row_of_marks(const Mend *m, NodeId hole);
// columns = ", ".join(row), of INSERT INTO t ({columns}): the row of names. 0: something else.
NodeId sql_joined_columns(const Mend *m, NodeId hole, Str before);
// columns that the function itself writes down
bool sql_is_own_row(const Mend *m, NodeId row);
SqlSlot sql_slot(Str before);            // what the name at a hole is of
// Names that stay in the query are guarded before it. own: all are on lists of the program's own. (sql_names.c)
bool sql_guard_names(const Mend *m, const MendSite *at, const Holes *names, Fix *out, bool *guarded, bool *own);

typedef struct { NodeId *v; Size n, cap; } SqlCalls;
// ---- a part of a query (sql.c)
// a value; many: a whole list of them; key: its name
typedef struct { Str text, key; bool many; } SqlGiven;
typedef struct { SqlGiven *v; Size n, cap; } SqlValues;
// ---- conditions in a list: " AND ".join(conditions) (sql_lists.c)
NodeId sql_joined(const Mend *m, NodeId hole);           // a use of the list that it joins; 0: none
// The conditions get placeholders, their values a list of their own. calls: those that run what was
// joined, and must be given it.
typedef struct { Str params; SqlCalls calls; } SqlConditions;
// A part's holes become placeholders; their values join those of `out`. call: that runs the query, 0: no
// conditions are joined in it. False: a hole stands for something else.
// letter, numbered: what its named placeholders begin with, and how many other parts have.
typedef struct { SqlValues values; SqlConditions conditions; char letter; Size numbered; } SqlPart;
bool sql_part(const Mend *m, Change *c, NodeId call, NodeId given, NodeId expr, SqlStyle style,
              Holes *names, SqlPart *out);
// given: the call has a list of values, which they join; 0: it has none.
bool sql_conditions(const Mend *m, Change *c, NodeId call, NodeId list, NodeId given, SqlStyle style,
                    Holes *names, SqlConditions *out);
// ---- a list of values that grows with the query (sql_given.c)
typedef struct { NodeId expr, stmt; } SqlAdded;          // a part, and the statement that adds it
typedef struct { SqlAdded *v; Size n, cap; NodeId first; } SqlParts;
bool sql_in_step(const Mend *m, NodeId given, const SqlParts *parts, SqlStyle style);
// The list that an assignment gives a name, alone or among others. 0: something else.
NodeId sql_display(const Mend *m, NodeId name, NodeId *stmt);
// ", ".join(f"{k} = '{v}'" for k, v in fields.items()): where the keys and values come from.
typedef struct { NodeId element, box; Sym key, value; } SqlPairs;
bool sql_pairs(const Mend *m, NodeId hole, SqlPairs *out);
// params.append(x)
Str  sql_add_values(const Mend *m, Str list, const SqlGiven *v, Size n);

// What the names of a text()'s parameters begin with, no other's of its function. 0: it takes none.
char sql_free_letter(const Mend *m, NodeId text);
// ---- the variable that carries a query to its use (sql_uses.c)
// query + " LIMIT 5": the variable in it, which holds all its values; else the query itself.
// _inside: one that is assigned once.
NodeId sql_name_in(const Mend *m, NodeId query);
NodeId sql_inside(const Mend *m, NodeId query);
// The other calls that do the same with it. False: something else reads the variable, too.
bool sql_uses(const Mend *m, NodeId call, NodeId name, SqlCalls *out);
// The same of a query that grows, where tests what is in it so far may stand between.
bool sql_uses_grown(const Mend *m, NodeId call, NodeId name, SqlCalls *out);
// Does the expression `text` of the node's function mean the same at `to` as at `from` (offsets)? Not
// when what lies between gives its name another value, or puts something into what it names.
bool sql_stays(const Mend *m, NodeId at, Str text, uint32_t from, uint32_t to);
#endif
