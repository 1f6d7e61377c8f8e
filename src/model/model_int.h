// model_int: what the files of model/ share: the tree of names, a line as read, and the small
// readers.
// SPDX-License-Identifier: MIT
#ifndef MODEL_MODEL_INT_H
#define MODEL_MODEL_INT_H
#include "model/model.h"

typedef struct {
    Str part, full;                     // the last part; the whole dotted name
    ModelId parent, alias;              // alias: the place meant instead, or 0
    bool is_class, has_children;
    ModelLine *first, *last;
} NameNode;

struct Models {
    Arena *keep;
    struct { NameNode *v; Size n, cap; } nodes;      // nodes.v[0] is the root
    uint32_t *slot; Size nslot;                      // (parent, part) -> node; 0 is free
    struct { const ModelLine **v; Size n, cap; } lines;      // by serial
    ModelId builtins;
};

// Most classes that a walk through bases visits: a text may say that a class is its own base.
enum { BASE_VISITS = 200 };

ModelId names_add(Models *m, Str dotted);            // aliases followed but at the last part
void    names_put(Models *m, ModelId at, ModelLine *line);
bool    names_part(Str *rest, Str *part);            // split at a dot outside brackets


// One text being read. The first error stops it.
typedef struct { Str file; int line; Arena *keep; Err err; } Reader;
void read_fail(Reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str  near_word(Str word, const Str *known, Size n);  // nearest known word, or empty when none is
                                                     // near

// Words of one line, in order.
typedef struct { Str *v; Size n, cap; } Words;

// A line as read: what is said, and of which names. A type line without a name makes each name a
// class.
typedef struct { Words names; ModelLine line; } Said;
typedef struct { Said *v; Size n, cap; } Saids;
bool read_arg(Str text, int *arg, Str *keyword);     // "0|sql" "sql" "self" "*" ""
bool read_number(Str text, int64_t *out);            // 12, 0o777, 0x10
// Condition words from w.v[*i] on ("shell=True", "2 absent"); `unless` turns it round.
bool read_cond(Reader *r, const Words *w, Size *i, bool unless, ModelCond *out);
// Kinds from w.v[*i] on, to the first word that is none. Fails on a misspelt one.
Kinds read_kinds(Reader *r, const Words *w, Size *i);
void read_line(Reader *r, Str text, Saids *out);
bool is_clause(Str word);                            // if unless since until to with as …
#endif
