// model/words: what the names that end in a word may be, for code that is judged by its words alone: a function
// that holds none of them neither reads from outside nor reaches a sink. What a word may be is taken rather too
// wide than too narrow.
// SPDX-License-Identifier: MIT
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H
#include "model/model.h"

// root: the library's number; 0: Python's own, or of an unknown receiver. cls: of a member, its class. source:
// natures (KINDS_NATURE) that reading or calling it may give; sink: kinds that must not get into it.
typedef struct { uint32_t root; ModelId cls; bool mark, entry; Kinds source, sink; } WordUse;
// common: objects of many kinds have such a member.
typedef struct { WordUse *v; Size n, cap; uint32_t number; bool common; } ModelWord;
typedef struct ModelWords ModelWords;
void use_join(WordUse *to, const WordUse *more);                 // what both may be
bool use_is_any(const WordUse *use);                             // may it be anything at all?

// Of all that was read; later texts are not in it. Read-only: threads may ask at the same time. NULL: of more
// than 5,000 libraries.
ModelWords *models_words(const Models *m, Arena *keep);
const ModelWord *models_word(const ModelWords *w, Str word);     // NULL: none
Kinds models_times(const ModelWords *w);                         // that must not get into the n of `text * n`
bool models_is_listing(const ModelWords *w, Str attr);          // or a class's list of such methods?
bool models_is_named(const ModelWords *w, Str function);         // or a function that is called for its name
bool models_is_library(const ModelWords *w, Str root);           // is anything known below this name?

// What a file says: the libraries that it imports, and its words, as sets by number.
typedef struct { uint64_t *libraries, *words; } WordsSaid;
// Is it a method that a library calls on subclasses of its own (`entry … base`), `near`: one that the file imports?
bool models_is_handler(const ModelWords *w, Str method, const WordsSaid *s);
WordsSaid models_said(const ModelWords *w, Arena *keep);         // nothing yet
void said_word(WordsSaid *s, const ModelWord *word);
// The library of this name and those whose objects it hands out (flask: werkzeug), if anything is known of it.
void said_import(const ModelWords *w, WordsSaid *s, Str root);
void said_all(const ModelWords *w, WordsSaid *s);                // it may import any
// May the name be this use, in such a file? A member may be met wherever an object gets to, but a common one only
// where the library is imported and something is said that gives such an object.
bool word_counts(const ModelWords *w, const ModelWord *word, const WordUse *use, const WordsSaid *s);
// And where it is taken from what was imported under this root? 0: it is not known from what.
bool word_is_of(const ModelWords *w, const WordUse *use, uint32_t root);
uint32_t models_root(const ModelWords *w, Str root);             // a library's number; 0: none that is known
#endif
