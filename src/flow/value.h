// flow/value: what is known of one value, of the heap and of a path through the program. Values, heap
// objects and states are immutable and live in the unit's arena; equal pointers mean equal knowledge.
// SPDX-License-Identifier: MIT
#ifndef FLOW_VALUE_H
#define FLOW_VALUE_H
#include "flow/flow.h"

typedef struct World World;
typedef struct Frame Frame;
typedef struct Av Av;

// One thing that a value may be.
typedef enum {
    AT_CONST,        // p: PyConst
    AT_NAME,         // a library's name: idx dotted Sym, id its ModelId (0: unknown to the models)
    AT_INST,         // instance of a library class: idx, id; obj: its heap object or 0
    AT_METHOD,       // method idx (dotted, or bare when p's type is unknown) of receiver p
    AT_FUNC,         // project function: mod, idx; obj: function object (defaults, environment)
    AT_BOUND,        // the same with receiver p
    AT_CLASS,        // project class: mod, idx; obj: class object
    AT_MODULE,       // project module: mod
    AT_PARTIAL,      // p: Partial
    AT_OBJ,          // heap object obj
    AT_SUPER,        // super(): class mod, idx; p: the object
    AT_IMPORT,       // in a module's names only: what its body's instruction idx imports, found when read
} AtomKind;
typedef struct {
    uint8_t kind, shy;                   // shy: a guess (fragment, shape): one confidence lower
    uint32_t mod, idx, obj; ModelId id;
    const void *p;
} Atom;

// Where taint came from; steps are linked back to the source.
// beside: a place in a file that is no Python, a template; then node is 0.
typedef struct Step Step;
struct Step { const Step *prev; uint32_t mod, len; NodeId node; Str what; uint64_t site; const FlowStep *beside; };
typedef struct Taint Taint;
struct Taint {
    Kinds kinds;                         // dangerous for, and what it is
    Kinds quoted;                        // cleared by quoting: comes back inside quotes; with
                                         // QUOTES_ONLY: SQL, comes back outside of quotes
    Kinds held;                          // of a path (CONTENT): what its file's content is dangerous for
    const Step *step; const Taint *next;
    uint8_t lower;                       // confidence steps lost on the way
    uint16_t lacks;                      // LACKS_…: what the text surely does not hold
    bool shaped;
};
// what a number may still do harm as
#define KINDS_OF_NUMBER (KIND(SIZE) | KIND(SESSION) | KIND(MASS) | KIND(KEY) | KIND(SEED))
#define QUOTES_ONLY KIND(NUMBER)
// with SQL cleared by doubling quotes: \' still ends a literal of MySQL
#define BACKSLASH_ENDS KIND(SEED)
// with HTML cleared by escaping < and >, not quotes: comes back in an attribute
#define BETWEEN_TAGS KIND(UPLOAD)
enum {
    LACKS_SINGLE = 1,
    LACKS_DOUBLE = 2,
    LACKS_UP = 4,
    LACKS_BACKSLASH = 8,
    LACKS_END = 16,                      // it is JSON: nothing in it ends one of its texts
    // each " (or `) in it is doubled: between such signs SQL reads it as one name
    DOUBLES_DOUBLE = 32,
    DOUBLES_TICK = 64,
    SHELL_QUOTED = 128,                  // it is as a whole what shlex.quote gave
    LACKS_FIRST = 256,                   // it begins with neither a slash nor a backslash
    DOUBLES_SINGLE = 512,                // each ' in it is doubled
    REOPENS_SINGLE = 1024,               // each ' in it is '\'', as a shell reads one between such signs
    BEGINS_SLASH = 2048                  // a request's path: it begins with a slash
};
enum { AV_OTHER = 1, AV_SOMECONST = 2, AV_QUIET = 4, AV_TEXT = 8, AV_UNBOUND = 16 };
enum { ATOMS_MAX = 8, TAINTS_MAX = 5 };
struct Av {
    const Atom *atom; uint8_t n, flags;
    const Taint *taint;
    Str prefix, suffix;                  // AV_TEXT: constant start and end
};
typedef struct {
    const Av *fn;
    const Av **pos;
    Size npos;
    const uint32_t *names;
    const Av **named;
    Size nnamed;
    Str role;
} Partial;

extern const Av av_bottom, av_unknown, av_quiet, av_someconst;
bool av_is_bottom(const Av *v);
const Av *av_atom(World *w, Atom a);
const Av *av_const(World *w, const PyConst *c);
const Av *av_str(World *w, Str s);
const Av *av_int(World *w, int64_t i);
const Av *av_bool(World *w, bool b);
const Av *av_none(World *w);
// instance of a named library class, no object
const Av *av_inst(World *w, Str cls);
const Av *av_join(World *w, const Av *a, const Av *b);
// join, and numbers and texts give up
const Av *av_widen(World *w, const Av *old, const Av *now);
bool av_equal(const Av *a, const Av *b);
bool taint_equal(const Taint *a, const Taint *b);
const Av *av_with(World *w, const Av *v, const Taint *t);       // v, its taint replaced
const Av *av_rest(World *w, const Av *v);                       // what it may be beyond its atoms
const Av *av_add_taint(World *w, const Av *v, const Taint *t);  // v and t joined
const Av *av_clear(World *w, const Av *v, Kinds k);             // taint without k
// the constant it surely is, or NULL
const PyConst *av_only_const(const Av *v);
bool av_only_str(const Av *v, Str *s);
bool av_only_int(const Av *v, int64_t *i);
// constants of the source only, perhaps unknown which
bool av_all_const(const Av *v);
const Atom *av_find(const Av *v, AtomKind kind);                // first atom of that kind
typedef enum { TRUTH_NO, TRUTH_YES, TRUTH_MAYBE } Truth;
Truth const_truth(const PyConst *c);
bool const_equal(const PyConst *a, const PyConst *b);

const Taint *taint_join(World *w, const Taint *a, const Taint *b);
Taint *taint_alone(World *w, const Taint *t);                   // its first source, to be changed
const Taint *taint_mask(World *w, const Taint *t, Kinds clear, bool quoting);
const Taint *taint_lower(World *w, const Taint *t);
// t, where each source lacks `more` and of what it lacked only `keep`
const Taint *taint_lacks(World *w, const Taint *t, unsigned more, unsigned keep);
// what writes a text in another way, as repr and JSON do, clears of it; a secret stays one, with no line break, too
const Taint *taint_clean(World *w, const Taint *t, Kinds clear, bool quoting);
const Taint *taint_one_line(World *w, const Taint *t);
// its SQL was cleared by doubling quotes, or (not doubled) by a driver that knows its own literals
const Taint *taint_quotes_only(World *w, const Taint *t, bool doubled);
// what is HTML still is about to be cleared only so; yes false: all of it for good
const Taint *taint_between_tags(World *w, const Taint *t, bool yes);
const Taint *taint_new(World *w, Kinds kinds, const Step *step, bool shaped);
// What escaping had cleared of these kinds is back, of sources that lack this (0: of all)
const Taint *taint_returned(World *w, const Taint *t, Kinds back, unsigned of);
#define taint_unquoted(w, t) taint_returned(w, t, KIND(SHELL), SHELL_QUOTED)
Kinds taint_kinds(const Taint *t);
int  reach_rank(Kinds k);                                       // of a source, 0 the worst: remote

// ---- text shape
TextShape av_shape(World *w, const Av *v);

// ---- a persistent map: 64-bit key -> pointer
typedef struct Trie Trie;
const void *trie_get(const Trie *h, uint64_t key);
// value NULL removes
const Trie *trie_set(Arena *keep, const Trie *h, uint64_t key, const void *value);
// One of many that are set in turn: nodes made since the arena stood at `own` are changed in place.
const Trie *trie_set_own(Arena *keep, const Trie *h, uint64_t key, const void *value,
                         const char *own);
typedef const void *TrieJoin(void *self, uint64_t key, const void *a, const void *b);
// Joins the common keys by `join`; keys of one side only are kept when `both` is false.
const Trie *trie_merge(Arena *keep, const Trie *a, const Trie *b, bool both, TrieJoin *join,
                       void *self);
// What b holds that a does not, or holds otherwise.
void trie_diff(const Trie *a, const Trie *b,
               void (*see)(void *self, uint64_t key, const void *value), void *self);
void trie_each(const Trie *h, void (*see)(void *self, uint64_t key, const void *value), void *self);

// ---- heap objects
typedef enum {
    OB_LIST,
    OB_TUPLE,
    OB_SET,
    OB_DICT,
    OB_INST,
    OB_EXT,
    OB_ENV,
    OB_FUNC,
    OB_MODULE,
    OB_CLASS,
    OB_ITER,
    OB_GEN
} ObKind;
typedef uint64_t Key;                    // of a cell
#define KEY_SYM(s) ((Key)1 << 56 | (Key)(s))
#define KEY_INT(i) ((Key)2 << 56 | ((Key)(i) & 0xffffffffffffff))
#define KEY_HASH(h) ((Key)3 << 56 | ((Key)(h) & 0xffffffffffffff))
typedef struct { Key key; const Av *v; } Cell;
enum { CELLS_MAX = 64, INST_CELLS_MAX = 200 };
typedef struct {
    uint8_t kind; bool many;             // many: stands for several objects, so writes only add
    bool exact;                          // cells are all there is (lists: in order from 0)
    bool partial, hollow;                // OB_DICT: filled on some ways only, so that cells may be missing, all of
                                         // them
    bool promised, told;                 // OB_CLASS: its body was not walked yet. OB_INST: only an annotation says so
    uint32_t mod, cls;                   // OB_INST, OB_CLASS, OB_FUNC, OB_ENV: whose; OB_INST class
                                         // object in `up`
    uint32_t up;                         // OB_ENV, OB_FUNC: enclosing environment; OB_INST: class
                                         // object
    const Cell *cell; uint32_t n;
    struct CellIndex *index;             // of many cells: where each key lies; NULL: few
    const Av *rest;                      // any further element or field; NULL: none
    const Av *keys;                      // dictionaries: further keys
} Obj;
const Obj *obj_join(World *w, const Obj *a, const Obj *b);
bool obj_equal(const Obj *a, const Obj *b);
const Av *obj_cell(const Obj *o, Key k);                        // NULL: no such cell
// add: join with what is there
const Obj *obj_set(World *w, const Obj *o, Key k, const Av *v, bool add);
const Obj *obj_like(World *w, const Obj *o, uint32_t up, const Av *rest, const Av *keys, Cell *cell);
const Obj *obj_drop(World *w, const Obj *o, Key k);
const Obj *obj_spill(World *w, const Obj *o, const Av *v);      // v may be at any key
const Obj *dict_write(World *w, const Obj *o, const Av *key, const Av *value);   // under one nobody knows
const Obj *obj_overlay(World *w, const Obj *o, const Av *v);    // also at each that is known
const Av *obj_all(World *w, const Obj *o);                      // all contents joined; bottom when empty
bool obj_holds(const Obj *o);            // it surely is not empty

// ---- a state: heap and facts at one point
typedef struct { const Trie *heap, *facts; bool dead; } State;
typedef struct {
    Kinds clear;                         // the value no longer carries these
    const Av *is;                        // and is one of these; NULL: as before
    uint32_t bits;                       // FACT_…
    Span at; Str why;                    // for people
} Fact;
enum {
    FACT_TRUTHY = 1,
    FACT_NO_DOTS = 2,
    FACT_NO_SLASH = 4,
    FACT_SLASH_START = 8,
    FACT_NO_SLASHES = 16,
    FACT_NOT_NONE = 32,
    FACT_NO_BACKSLASH = 64,
    FACT_NO_HOST = 128,                  // or one that the program knows
    FACT_NO_SCHEME = 256,
    FACT_NO_LINES = 512,
    FACT_NO_ABS = 1024,
    FACT_NO_SINGLE = 2048,
    FACT_NO_DOUBLE = 4096,
    FACT_NO_UP = 8192,
    FACT_QUOTE_STARTS = 16384,           // the whole is a Python text in quotes: its first,
    FACT_QUOTE_ENDS = 32768,             // its last,
    FACT_QUOTE_INSIDE = 65536,           // and none between
    FACT_FALSY = 524288,
    FACT_NO_RETURNS = 262144,            // no "\r": smtplib makes a line end of a lone one
    FACT_PATH_SLASH = 1048576,           // of an address: its path begins with a slash
    FACT_IN_FOLDER = 131072              // it begins with a folder's whole name: no ".." is left
                                         // where it was made absolute before
};
State state_join(World *w, State a, State b);
bool state_same(State a, State b);
#endif
