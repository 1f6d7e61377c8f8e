// mend_int: small questions on the tree that several files of mend ask.
// SPDX-License-Identifier: MIT
#ifndef MEND_MEND_INT_H
#define MEND_MEND_INT_H
#include "mend/mend.h"

// Does the project say that it runs on this Python or newer ones alone? Where nothing says, on 3.8 too.
bool mend_has_python(const Mend *m, Str version);
bool mend_is_def(int kind);                                // def or async def
bool mend_within(const Mend *m, NodeId node, NodeId outer);
Str  mend_lower(const Mend *m, Str text);
Str  mend_def_name(const Mend *m, NodeId def);
Str  mend_called(const Mend *m, NodeId call);              // last word of the callee: "get"
Str  mend_object(const Mend *m, NodeId call);              // x of x.method(…), as it is written
Str  mend_string(const Mend *m, NodeId n);                 // of a text constant, else empty
Str  mend_docstring(const Mend *m, NodeId def);
NodeId mend_class(const Mend *m, NodeId def);              // the class around a method; 0: none
bool mend_says_word(Str text, Str word);                   // as a whole identifier
bool mend_has_one(Str low, const char *const *words);      // any of them, as a part
bool mend_is_one(Str s, const char *const *words);
// The next call (or other kind) below `outer` after node `from`; 0: none.
NodeId mend_next(const Mend *m, int kind, NodeId outer, NodeId from);
Size mend_reads(const Mend *m, NodeId outer, Sym name);    // how often a name is read below `outer`
// An end of text at a node: `with` is put there.
void mend_insert(const Mend *m, Change *c, uint32_t at, Str with);
NodeId mend_body(const Mend *m, NodeId e);           // of `return text, 500` the text
// In a task of a queue: its callers are the program's own, and a list that is made up would refuse them.
bool mend_is_task(const Mend *m, NodeId node);
// What a name, or self.NAME, always stands for: its one value in the function, module or class. 0: not told.
NodeId mend_constant(const Mend *m, NodeId e);
// The same file, at another node of it: what the engine knows of values is by function.
Mend mend_in(const Mend *m, NodeId node);
// The calls of a function in this file and those that import it; of a method those that outside data came by.
typedef void MendCaller(void *self, const Mend *m, NodeId call);
void mend_callers(const Mend *m, NodeId def, const FlowHit *hit, MendCaller *each, void *self);
// sign(data), self.sign(data): what the function of this file gives back, by its one return. 0: not told.
NodeId mend_given_back(const Mend *m, NodeId call);
// The fix is made where callers build what this function is handed as `at->arg`.
bool mend_at_callers(const Mend *m, const MendSite *at, Kinds kind, MendFix *fix, Fix *out);
// Is a value of the program's own handed to the parameter `e` by a caller, beside what comes from
// outside?
bool mend_hands_own(const Mend *m, NodeId e, const FlowHit *hit);
// Does a caller hand the parameter a text of the program's own that is not on the list?
bool mend_hands_off_list(const Mend *m, NodeId def, Str name, NodeId list);
// A parameter of `def` by its name; 0: none.
NodeId mend_parameter(const Mend *m, NodeId def, Str name);
NodeId mend_default(const Mend *m, NodeId def, NodeId param);    // what it is where nobody gives it; 0: none
NodeId mend_own_default(const Mend *m, NodeId e);    // of a name that is a parameter where it stands; 0: none
// Does the value come from a parameter, or from records that are kept: a name, an item or attribute
// of one, a text made of it by its own methods? By the tree alone.
bool mend_is_given(const Mend *m, NodeId e);
bool mend_of_library(const Mend *m, const MendSite *at, const char *root);
// A call of a function of this file that gives back what it escaped, or JSON.
bool mend_gives_escaped(const Mend *m, NodeId hole);
// The function around is one of several in a table: {"s1": _sha1, "p2": _pbkdf2}.
bool mend_is_one_scheme(const Mend *m, NodeId node);
// The test whether an address leaves this site: it begins with no slash, or goes on with a second
// one. Browsers read "\\" as "/" and leave tabs and line ends out.
Str  mend_off_site(const Mend *m, Str address);
// A text in place of another, with the other's kind of quotes.
Str  mend_literal_as(const Mend *m, NodeId whole, Str text);
bool mend_is_built(const Mend *m, NodeId e);               // outermost f-string, %, + or .format()
// Where outside text may come into a value that was made in steps (inside.c). own: syntax of the
// program's own stands beside it, which an escape round the whole would take away. each: the items of
// what is joined. other: what is had instead where the text is empty. False: it cannot be told.
typedef struct { NodeId node, other; bool each, formatted; } MendLeaf;
typedef struct { MendLeaf *v; Size n, cap; bool own; } MendLeaves;
bool mend_leaves(const Mend *m, NodeId hole, Kinds kind, MendLeaves *out);
// Is a dangerous hole of the text (or all of it) such a value, or one that cannot be told?
bool mend_in_steps(const Mend *m, NodeId expr, Kinds kind);
// Is a part of the text a raw literal? That is how patterns are written, not pages or queries.
bool mend_is_pattern(const Mend *m, const Pieces *p);
// scrypt_hash(password) and scrypt_check(password, stored), put into the module once.
bool mend_scrypt_helpers(const Mend *m, Change *c);
// A quote that the expression does not stand in: those of an f-string come first in it.
char mend_other_quote(const Mend *m, NodeId expr);
// For a literal that is put there: the file's own, in an f-string one that does not end it.
char mend_quote(const Mend *m, NodeId at);
Str mend_empty_join(const Mend *m, NodeId expr);     // "".join( with such quotes
// Is it one of the classes that the engine knows the expression may be of?
bool mend_may_be(const Mend *m, NodeId expr, Str type);
// Bytes, as far as can be told: str() of them is "b'…'".
bool mend_may_be_bytes(const Mend *m, NodeId expr);
// Made of what a function that lies elsewhere is said, by its name, to have escaped.
bool mend_is_said_escaped(const Mend *m, NodeId expr);
// A value whose own '<' and '>' the function looks for: it is markup, and no text.
bool mend_is_searched_markup(const Mend *m, NodeId expr);
// Does a field of that type write what a text holds as it is: none of %r, %d, {:.2f}?
bool mend_prints_text(char type);
bool mend_has_tag(Str text);                         // "<b>", "</b>": no other text of a program has it
#endif
