// model: what library calls mean, whichever library they come from. A loader and the knowledge
// (*.model, embedded at build time; users' own by the same loader). Owns kinds and meanings.
// Says nothing about which flow is bad: that is rule/. The text format is documented in
// doc/model.md.
// SPDX-License-Identifier: MIT
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H
#include "base/base.h"

// Kinds of taint: 64 bits. The low bits say what a text is still dangerous for (a sanitizer clears
// bits, not taint); the high bits say what it is. A source sets bits of both; a sink asks for low
// bits.
#define MODEL_KINDS(X) \
    X(SHELL, "shell") \
    X(ARGV, "argv") X(SQL, "sql") X(SQL_NAME, "sql-name") X(NOSQL, "nosql") X(CODE, "code") \
        X(OBJECT, "object") X(TEMPLATE, "template") X(LDAP, "ldap") X(LDAP_DN, "ldap-dn") \
            X(XPATH, "xpath") X(XML, "xml") X(XSLT, "xslt") X(PATH, "path") X(URL, "url") \
                X(REDIRECT, "redirect") X(HTML, "html") X(HEADER, "header") X(LOG, "log") \
                    X(REGEX, "regex") X(FORMAT, "format") X(CSV, "csv") X(MAIL, "mail") \
                        X(IMPORT, "import") X(ATTRIBUTE, "attribute") X(SIZE, "size") \
                            X(SESSION, "session") X(PROMPT, "prompt") X(COOKIE, "cookie") \
                                X(ARCHIVE, "archive") X(MASS, "mass") X(SCRIPT, "script") \
                                    X(REPLY, "reply") X(STORE, "store") X(DIGEST, "digest") \
                                        X(KEY, "key") X(SEED, "seed") X(QUERY, "query") X(SLOW, "slow") \
                                            X(REMOTE, "remote") X(LOCAL, "local") \
                                                X(PARAMETER, "parameter") X(UNKNOWN, "unknown") \
                                                    X(SECRET, "secret") X(PERSONAL, "personal") \
                                                        X(WEAK_RANDOM, "weak-random") \
                                                            X(EXCEPTION, "exception") X(ANSWER, \
                                                                                        "answer") \
                                                                X(CREDENTIAL, "credential") \
                                                                    X(UPLOAD, "upload") \
                                                                        X(STORED, "stored") \
                                                                            X(NUMBER, "number") \
                                                                                X(CONTENT, "content")
typedef enum {
#define X(name, text) KIND_BIT_##name,
    MODEL_KINDS(X)
#undef X
    KIND_COUNT
} KindBit;
typedef uint64_t Kinds;
#define KIND(name) ((Kinds)1 << KIND_BIT_##name)
#define KINDS_REACH (KIND(REMOTE) | KIND(LOCAL) | KIND(PARAMETER) | KIND(UNKNOWN))
#define KINDS_NATURE \
    (KINDS_REACH | KIND(SECRET) | KIND(PERSONAL) | KIND(WEAK_RANDOM) | KIND(EXCEPTION) | \
     KIND(ANSWER) | KIND(CREDENTIAL) | KIND(UPLOAD) | KIND(STORED))
#define KINDS_TEXT (((Kinds)1 << KIND_BIT_REMOTE) - 1)     // every "dangerous for" bit
Str   kinds_text(Kinds k, Arena *keep);                    // "shell sql", for people
Kinds kind_named(Str word);                                // "text" means KINDS_TEXT; 0 when
                                                           // unknown

// One line of knowledge about a dotted name. Several lines may speak of one name. A call with any
// of SOURCE SINK CLEAN PASS BLOCK TYPE GUARD CHECK LOAD STORE said of it passes to its result only
// what PASS and CLEAN lines say; a call of which nothing of these is said passes receiver and
// arguments.
typedef enum {
    M_SOURCE, // reading or calling gives `kinds` (text kinds are filled in already, see
              // doc/model.md)
    M_SINK,   // argument `arg` must not carry `kinds`
    M_CLEAN,  // argument `arg` (ANY: each) flows to the result without `kinds`
    M_PASS,   // argument `arg` (ANY: each) flows to `to`: RESULT, RECEIVER or an argument; outside
              // data gains `kinds` (a parsed text may be a query document)
    M_BLOCK,  // nothing flows through
    M_TYPE,   // reading or calling gives an instance of class `name` (models_id(name) is a
              // class)
    M_ALIAS,  // another name for `name`; lookups follow it, so its lines are those of `name`
    M_BASE,   // class has base `name`
    M_GUARD,  // a true result clears `kinds` from `arg` (`negate`: a false one does)
    M_CHECK,  // returns only if `arg` is clean of `kinds`; raises otherwise
    M_MARK,   // a call (or a read, or an assignment) worth a rule's look, by the word `name`
    M_ENTRY,  // who calls from outside; `name` says how: "decorator", "argument" (function `arg` of
              // the call), "base" (methods named in tags of subclasses), "named" (a def of that
              // name); parameters get `with`, their outside text is `kinds`; `returns`: result
              // is a sink
    M_CALLS, // calls its argument `arg` with `to` (an argument, MODEL_REST, MODEL_NONE) as arguments;
             // tags: "returns" (its result is ours), "each" (elements of `to`), "spread" (*to)
    M_STORE,  // keyed store: writes argument `arg` under the first `to` arguments
    M_LOAD,   // keyed store: reads what M_STORE wrote under the first `to` arguments
    M_RAISES, // never returns
    M_KIND_COUNT
} ModelKind;

// Arguments: 0.. by position; MODEL_RECEIVER the object before the dot; MODEL_ANY the receiver and
// each argument; MODEL_REST those not named; MODEL_NONE: none, or only by `keyword`. `keyword`:
// passed by name; MODEL_STARS: what ** unpacks. M_SOURCE with an argument: what it fills
// (recv_into); else the result.
enum { MODEL_RECEIVER = -1, MODEL_ANY = -2, MODEL_RESULT = -3, MODEL_NONE = -4, MODEL_REST = -5,
       MODEL_STARS = -6 };

// A condition on a call's arguments; all of a line's must hold. Flow gathers what it knows of the
// argument into a CondFact, models_cond decides. An absent argument satisfies IS_NOT and ABSENT
// only.
// Present but not constant satisfies neither IS nor IS_NOT, unless `or_unknown`.
typedef enum {
    COND_IS, COND_IS_NOT, COND_ABSENT, COND_PRESENT, COND_LESS, COND_MORE, COND_BITS, COND_MATCHES,
    COND_MATCHES_NOT, COND_TAINTED, COND_NOT_TAINTED, COND_CONST, COND_NOT_CONST, COND_READS,
    COND_READS_NOT
} CondKind;
typedef struct {
    CondKind kind; bool or_unknown;
    int arg; Str keyword;           // which argument (MODEL_RECEIVER: "self"); MODEL_NONE: keyword
                                    // only
    Str item;                       // of the argument what it holds under this key, in any case;
                                    // empty: the argument itself
    Str value;                      // as written, alternatives joined by ','
    const Str *values; Size nvalues;
    int64_t number;                 // LESS, MORE, BITS
} ModelCond;
typedef struct {
    bool present, constant, tainted;
    Str text;                       // constant: True, None, 12 (decimal), or the characters of a
                                    // str or bytes
    Str prefix;                     // known beginning of a text that is not constant as a whole
    Str name;                       // resolved dotted name of the value, or of its class when it
                                    // has one
    Str reads;                      // what its constant parts read as: "sql", "html", "shell",
                                    // "url", ""
} CondFact;
bool models_cond(const ModelCond *c, const CondFact *f);

// Names form a tree; an id is a place in it, 0 is "unknown". Ids never change once given, and
// lookups only read: threads may share a Models after loading. "?.m" is method m of a receiver of
// unknown type; "?x" a free name x in a fragment (its line is an alias, or an entry).
typedef uint32_t ModelId;
typedef struct ModelLine ModelLine;
struct ModelLine {
    ModelKind kind;
    bool on_call, on_set;           // subject written with () or =: a call, an assignment; else
                                    // reading
    bool negate;                    // M_GUARD
    int arg, to; Str keyword;
    Kinds kinds, returns;
    Str name;                       // type, alias target, base, mark word, how of an entry
    ModelId target;                 // of `name`, for TYPE ALIAS BASE: see models_target
    Str tags;                       // free words for rules and flow ("weak", "qmark"), see
                                    // doc/model.md
    const ModelCond *conds; Size nconds;
    const Str *with; Size nwith;    // M_ENTRY: each parameter: a class, "*" (it and all after are
                                    // outside text), "-" (nothing). Empty: all are outside text
    const Str *under; Size nunder;  // M_SINK: only what it holds under one of these keys, at any
                                    // depth
    Str since, until;               // "lxml 5.0": known only from / only before that version;
                                    // empty: always
    Str file; int line;             // where it was said
    uint32_t serial;                // its number among all lines, see models_line
    const ModelLine *next;          // further lines about the same name, in file order
};
bool models_has_tag(const ModelLine *line, Str word); // a tag do_* stands for all that begins so
// Do the line's versions fit? `requires`: "lxml>=5.0 python>=3.9"; a package that is not named
// there is taken to be as old as may be.
bool models_in_versions(const ModelLine *line, Str requires);
// The lowest version of a package that is asked for, "3.9.2"; empty: nothing says it. And a before b?
Str  models_lowest(Str requires, Str package);
bool models_earlier(Str a, Str b);

typedef struct Models Models;
// Of `requires`, the words about packages that some line's versions name.
Str models_wanted_versions(const Models *m, Str requires, Arena *keep);
Models *models_new(Arena *keep);                           // knows nothing
Models *models_builtin(Arena *keep);                       // all embedded texts; a test checks them
// Read one text. Errors carry file:line and a sentence; nothing of a bad text is kept.
MUST_USE Err models_read(Models *m, Str file, Str text, Arena *keep);

ModelId models_id(const Models *m, Str dotted);            // aliases followed at every part
// child, aliases followed; at 0: a root
ModelId models_step(const Models *m, ModelId at, Str part);
Str     models_name(const Models *m, ModelId id);          // canonical dotted name, "" for 0
const ModelLine *models_lines(const Models *m, ModelId id);    // what is said of it; NULL: nothing
// The line of a serial; NULL when there is none. The same texts in the same order give the same
// numbers.
const ModelLine *models_line(const Models *m, uint32_t serial);
// the class or name that a line names
ModelId models_target(const Models *m, const ModelLine *line);
bool    models_is_class(const Models *m, ModelId id);
// Member of a class, its bases searched in order; 0 when nothing is known. Operators are members:
// __getitem__(key) __setitem__(key, value) __iter__() (the element) __enter__() __call__()
// __contains__(); "0" "1" … the items of a tuple[A,B].
ModelId models_member_id(const Models *m, ModelId cls, Str member);
bool    models_is_a(const Models *m, ModelId cls, ModelId base);
// The same by name.
const ModelLine *models_find(const Models *m, Str dotted);
const ModelLine *models_member(const Models *m, Str type, Str member);
bool models_knows_root(const Models *m, Str root);         // is anything known under this module
                                                           // name?
#endif
