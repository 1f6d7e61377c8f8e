// model: what library calls mean, whichever library they come from. A loader and the knowledge
// (*.model, embedded at build time; users' own by the same loader). Owns kinds and meanings.
// Says nothing about which flow is bad: that is rule/. The text format is documented in doc/model.md.
// SPDX-License-Identifier: MIT
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H
#include "base/base.h"

// Kinds of taint: 64 bits. The low bits say what a text is still dangerous for (a sanitizer clears bits, not
// taint); the high bits say what it is. A source sets bits of both; a sink asks for one low bit.
#define MODEL_KINDS(X) \
    X(SHELL, "shell") X(ARGV, "argv") X(SQL, "sql") X(SQL_NAME, "sql-name") X(NOSQL, "nosql") X(CODE, "code") \
    X(OBJECT, "object") X(TEMPLATE, "template") X(LDAP, "ldap") X(LDAP_DN, "ldap-dn") X(XPATH, "xpath") \
    X(XML, "xml") X(XSLT, "xslt") X(PATH, "path") X(URL, "url") X(REDIRECT, "redirect") X(HTML, "html") \
    X(HEADER, "header") X(LOG, "log") X(REGEX, "regex") X(FORMAT, "format") X(CSV, "csv") X(MAIL, "mail") \
    X(IMPORT, "import") X(ATTRIBUTE, "attribute") X(SIZE, "size") X(SESSION, "session") X(PROMPT, "prompt") \
    X(COOKIE, "cookie") X(ARCHIVE, "archive") X(MASS, "mass") X(SCRIPT, "script") \
    X(REMOTE, "remote") X(LOCAL, "local") X(PARAMETER, "parameter") X(UNKNOWN, "unknown") \
    X(SECRET, "secret") X(PERSONAL, "personal") X(WEAK_RANDOM, "weak-random") X(EXCEPTION, "exception") \
    X(ANSWER, "answer") X(CREDENTIAL, "credential") X(UPLOAD, "upload") X(STORED, "stored") X(NUMBER, "number")
typedef enum {
#define X(name, text) KIND_BIT_##name,
    MODEL_KINDS(X)
#undef X
    KIND_COUNT
} KindBit;
typedef uint64_t Kinds;
#define KIND(name) ((Kinds)1 << KIND_BIT_##name)
#define KINDS_REACH (KIND(REMOTE) | KIND(LOCAL) | KIND(PARAMETER) | KIND(UNKNOWN))
#define KINDS_NATURE (KINDS_REACH | KIND(SECRET) | KIND(PERSONAL) | KIND(WEAK_RANDOM) | KIND(EXCEPTION) | \
                      KIND(ANSWER) | KIND(CREDENTIAL) | KIND(UPLOAD) | KIND(STORED))
#define KINDS_TEXT (((Kinds)1 << KIND_BIT_REMOTE) - 1)     // every "dangerous for" bit
Str   kinds_text(Kinds k, Arena *keep);                    // "shell sql", for people
Kinds kind_named(Str word);                                // "text" means KINDS_TEXT; 0 when unknown

// One line of knowledge about a dotted name. Several lines may speak of one name.
typedef enum {
    M_SOURCE,    // reading or calling gives `kinds` (nature; dangerous for all text kinds unless listed)
    M_SINK,      // argument `arg` must not carry `kinds`
    M_CLEAN,     // result no longer carries `kinds` of its arguments
    M_PASS,      // arguments (arg, or all) flow to the result, or to argument/receiver `to`
    M_BLOCK,     // nothing flows through
    M_TYPE,      // reading or calling gives an instance of class `name`
    M_ALIAS,     // another name for `name`
    M_BASE,      // class has base `name`
    M_GUARD,     // a true result clears `kinds` from `arg` (`negate`: a false one does)
    M_CHECK,     // returns only if `arg` is clean of `kinds`; raises otherwise
    M_MARK,      // a call (or a read) worth a rule's look, by the word `name`
    M_ENTRY,     // decorator, base class or registrar: what it takes is called from outside with `kinds`
    M_CALLS,     // calls its argument `arg` (with argument `to` as that one's argument)
    M_STORE,     // keyed store: writes argument `arg` under the key argument
    M_LOAD,      // keyed store: reads what M_STORE wrote
    M_RAISES,    // never returns
} ModelKind;

// Arguments: 0.. by position; MODEL_RECEIVER the object before the dot; MODEL_ANY each of them;
// `keyword` names the same argument when passed by name.
enum { MODEL_RECEIVER = -1, MODEL_ANY = -2, MODEL_RESULT = -3, MODEL_NONE = -4 };

// Condition on a call's constant arguments. A value that is not constant satisfies neither IS nor IS_NOT
// unless `or_unknown`. All conditions of a line must hold.
typedef enum { COND_IS, COND_IS_NOT, COND_ABSENT, COND_PRESENT, COND_LESS, COND_MATCHES, COND_TAINTED, COND_CONST } CondKind;
typedef struct { CondKind kind; int arg; Str keyword, value; bool or_unknown; } ModelCond;

typedef struct ModelLine ModelLine;
struct ModelLine {
    ModelKind kind;
    bool on_call;                   // subject written with (): else reading the name
    int arg, to; Str keyword;
    Kinds kinds;
    Str name;                       // type, alias target, mark word, entry detail
    Str tags;                       // the rest of the line, free words for rules ("weak", "sqlite3 qmark")
    const ModelCond *conds; Size nconds;
    Str since, until;               // "lxml 5.0"; empty: always
    Str file; int line;             // where it was said
    const ModelLine *next;          // further lines about the same name, in file order
};

typedef struct Models Models;
// Read one text. Errors carry file:line and a sentence; nothing of a bad text is kept.
MUST_USE Err models_read(Models *m, Str file, Str text, Arena *keep);
Models *models_builtin(Arena *keep);                      // all embedded texts; our own text is checked by a test
// Lines about a dotted name ("flask.request.args"), following aliases; NULL when nothing is known.
const ModelLine *models_find(const Models *m, Str dotted);
// The last parts of all subject names ("execute", "system"): code that holds none of these words needs no look.
bool models_word(const Models *m, Str word);
// Is anything known under this module name (its root)? For fragments that import nothing.
bool models_knows_root(const Models *m, Str root);
// Name of `dotted`'s member found on a base: ("myapp.V" is no business of ours; "flask.views.MethodView.get").
const ModelLine *models_member(const Models *m, Str type, Str member);
#endif
