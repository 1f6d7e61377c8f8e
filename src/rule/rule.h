// rule: what counts as a weakness. One rule, one file; adding one edits nothing else.
// Reads facts about a program (flow/), adds Findings, proposes Changes. Never prints, applies or
// fails.
// SPDX-License-Identifier: MIT
#ifndef RULE_RULE_H
#define RULE_RULE_H
#include "flow/query.h"
#include "mend/mend.h"

// 3.0 5.5 8.0 9.5
typedef enum { SEV_NONE, SEV_LOW, SEV_MEDIUM, SEV_HIGH, SEV_CRITICAL } Severity;
typedef struct Rule Rule;

// One weakness at one place. Texts live as long as the arena they were kept in.
typedef struct {
    Str rule;                            // rule id; a peer's own id for a peer's finding
    Str engine;                          // "suture", "bandit", …
    Str path;                            // as shown
    Str function;                        // qualname of the function around, "" at module level
    Str title, message;                  // message: this case in one sentence
    int cwe, also[2];
    Severity severity; Confidence confidence;
    Span at; int line, col, end_line, end_col;      // line from 1, col from 0 in bytes
    Str snippet;                         // the first line of the place, as in the file
    FlowPath *paths; Size npaths;        // best first; empty for a finding without flow
    Str *notes; Size nnotes;             // guards seen that did not clear, limits met
    Fix fix;                             // TRUST_NONE: no built-in fix
    uint64_t fingerprint;                // survives line moves: rule, function, normalised
                                         // statement, nth
    Str suppressed;                      // reason, when a comment or the baseline hides it; else
                                         // empty
    bool hidden;                         // suppressed or in the baseline
    bool baselined;                      // hidden by the baseline, not by a comment
} Finding;
typedef struct { Finding *v; Size n, cap; } Findings;

// What a rule counts in a file, and what it left unasked for that.
typedef struct { int64_t patterns; struct { FlowNote *v; Size n, cap; } notes; } RuleLimits;

// What a rule's code works with: one walked file, and the place to report to.
typedef struct RuleRun RuleRun;
typedef struct RulePlaces RulePlaces;
struct RuleRun {
    const FlowFile *file; const Tree *tree; const Module *module; const Models *models;
    const Rule *rule;                    // the one being asked
    const Query *query;                  // an index of the file, for at_file and the judges; NULL for `speaks`
    MendNames *names;                    // for mend/
    const struct RuleWords *words;
    const struct RuleBits *says;         // which rules have a word among the file's identifiers
    const NodeId *links;                 // py_kind_links
    bool walked;                         // was any of its functions?
    bool packaged;                       // rule_in_package
    struct RuleTold *told;               // secrets_told
    Arena *keep; Arena *scratch;
    Findings *out;
    bool want_fixes;
    Confidence least;                    // what is less sure is not shown: nobody need look for it
    Size first;                          // this file's findings begin here in `out`
    RulePlaces *places;                  // and where each is
    RuleLimits *limits;
    struct { NodeId *v; Size n, cap; bool made; } checks;       // calls of what lies in no file in view
    Confidence most;                     // while at_file is asked: its `surest` here; else high
};

bool rule_says(const RuleRun *run, Str name);              // is it one of the file's identifiers?
// One of the rule's `words`, but for these, which any program has; texts: also a constant that is one.
bool rule_has_word(const RuleRun *run, const Str *common, bool texts);
// For asking a fix about a node of this function.
Mend rule_mend(const RuleRun *run, uint32_t func);

// Report a finding of run->rule at a node (confidence and message chosen by the rule). Returns it,
// for more detail.
Finding *rule_report(RuleRun *run, uint32_t func, NodeId node, Confidence c, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

// One of dozens of modules of a package, or of a published one: its callers are in view, or are programs that it knows
// nothing of, and what is plain in a script or a small program needs evidence. In a project that says what it is
// so do the rules of which most was wrong without (proven_in_project), and flows from nobody outside.
bool rule_in_package(const RuleRun *run);
// does a function of this module, that makes the text, refuse declarations of entities?
bool rule_looks_for_entities(const Query *q, NodeId text);
extern const Str rule_stand_ins[];      // words in names of what stands for a secret and is none
// How sure neighbours make one: `asking` of them ask, `silent` do not. In a package of many modules
// what half of a module does is its way, and only the odd one out is a slip.
Confidence rule_odd_one(const RuleRun *run, Size asking, Size silent);
// A module of a large package that names addresses of others: keys and digests in it are what these
// prescribe, and what everybody has who has the package.
bool rule_is_client(const RuleRun *run);
// The same of a module that implements a protocol or cites the standard of one: its algorithms are
// not the program's to choose.
bool rule_is_prescribed(const RuleRun *run);
// What a framework begins with before anybody's settings: a module of defaults in a large package.
bool rule_is_defaults(const RuleRun *run);
// A file of settings for development, or of a benchmark or example, by its name or folder.
bool rule_is_development(const RuleRun *run);
// Settings for production take these over (`from .base import *`), and have a value of their own.
bool rule_is_overridden(const RuleRun *run, Str setting);
// Does the text at the sink, or one that it was built of on the way, begin with something else
// than outside data of this kind?
bool rule_begins_own(const RuleRun *run, const FlowHit *hit, NodeId target, Kinds kind);
// In a branch that asks whether to verify, somebody chooses it: a library's option, not a mistake of
// this line, until a caller takes it.
bool rule_tls_is_chosen(const RuleRun *run, const FlowMark *mark);
// A function that opens a connection for a look at the certificate, and says nothing over it.
bool rule_tls_is_shown(const Query *q, uint32_t func);
// In a large or published package: does a function of the program's own (of this file or another)
// that was given the value before, here or where this function is called, ask where it leads?
typedef enum { ASKED_PATH, ASKED_FOLDER, ASKED_HOST } RuleAsked;    // folder: where a path lies, not how it is spelt
bool rule_is_asked(const RuleRun *run, const FlowHit *hit, RuleAsked what);
// file = Files.get(id); … file.path: a part of a record that goes by what came from outside.
bool rule_is_of_row(const RuleRun *run, const FlowHit *hit);
// Does a log line hold text of the request, as the client wrote it: a named value of its query, form, path or
// body that no lookup, kind or number has settled?
bool rule_logs_text(const RuleRun *run, const FlowHit *hit);
bool rule_logs_found(const RuleRun *run, const FlowHit *hit);      // only keys of records that were found by them
// The same of an argument of another sink: it is such text as a whole, or (whole false) has such a part.
bool rule_takes_text(const RuleRun *run, const FlowHit *hit, bool whole);
// The client's own, in a function that others than administrators reach and whose body holds no name with one of
// `asks` in it; handed: in one step from such a handler, which asked nothing by such a name before.
bool rule_is_clients(const RuleRun *run, const FlowHit *hit, const Str *asks);
bool rule_is_handed(const RuleRun *run, const FlowHit *hit, const Str *asks);
// Does it come of what a model asks for, in a class (or a file's functions) whose tools run commands or code anyway?
bool rule_model_may_anyway(const RuleRun *run, const FlowHit *hit);
// Only administrators come to this function: by a dependency, a decorator, a base, a router or its first question.
bool rule_is_admins(const RuleRun *run, uint32_t func);
// The whole way lies in the function of the sink; and, evident, no step of it is a guess: an unknown call, a record.
bool rule_is_direct(const RuleRun *run, const FlowHit *hit);
bool rule_is_evident(const RuleRun *run, const FlowHit *hit);
int rule_distance(const FlowPath *p);    // steps from file to file, and twice those that are guesses
bool rule_way_says(const FlowPath *p, const Str *parts);    // does one of these stand in the text of a step?
bool rule_jumps(const RuleRun *run, const FlowHit *hit, const FlowPath *p);       // came by an object's field
// Does an identifier with one of these words stand near: in this function or class, one that it calls,
// that calls it or that is called beside it, or (top) outside all of them? In a package, and of a place
// outside them, anywhere in the module.
bool rule_near_mentions(const RuleRun *run, NodeId place, const Str *words, bool top);
// The node by whose text the object is known that a call makes, or else is made on; the call that
// makes it where nothing else can reach it; 0: not known.
NodeId rule_object(const Query *q, NodeId call);
// The names that it goes by in that node; none: not known.
typedef struct { Str v[6]; int n; } RuleNames;
RuleNames rule_object_names(const Query *q, NodeId in, NodeId call);
bool rule_is_named(const RuleNames *names, Str text);
// query_mentions, but for what is done there to other objects than the one that the call makes or
// is made on.
bool rule_object_mentions(const Query *q, NodeId in, NodeId call, const Str *words);
// headers.c: each that the file writes; at: where. key, value: 0 where there is none.
typedef void RuleHeader(RuleRun *run, NodeId at, NodeId key, NodeId value);
void rule_each_header(RuleRun *run, RuleHeader *see);
void rule_each_header_set(RuleRun *run, RuleHeader *see);       // but for the items of dictionaries
// What is only a hint, medium in a program and low in a package.
Confidence rule_hint(const RuleRun *run);
// Every node of a kind for which this fix fits is a finding, where the rule has said nothing yet.
void rule_by_shape(RuleRun *run, int kind, MendFix *fits, Confidence c, const char *message);
// The same of calls, where the fix fits only calls that are written with one of these names.
void rule_by_call(RuleRun *run, const Str *methods, MendFix *fits, Confidence c,
                  const char *message);

// Texts of a rule's sources, peers and words: LIST(L("one"), L("two")), ended by an empty Str.
#define LIST(...) ((const Str[]){__VA_ARGS__, {0}})

struct Rule {
    Str id;                              // stable and public: "sql-injection"
    int cwe; int also[2];                // its own CWE, and at most two parents or children of it
    Severity severity;
    Str title;                           // one line, in every report
    Str why;                             // what an attacker does, why such a line lets them:
                                         // `explain`, hover, prompt
    Str instead;                         // what to do instead
    Str bad, good;                       // smallest pair; the test runner checks that bad fires and
                                         // good is silent
    const Str *sources;                  // at least two outside references (CWE page, CVE, docs),
                                         // then an empty Str
    const Str *peers;                    // ids of peers' rules that this one covers ("bandit:B608",
                                         // "ruff:S608"), then empty

    // A flow rule is these words: a hit whose sink has one of `into`, from data that has one of
    // `from` (0: any reach).
    Kinds into, from, unless;
    bool class_b;                        // sink class B of DESIGN.md's confidence table (path,
                                         // SSRF, HTML …)
    Kinds surer_of, surer_apart;         // judge_hit may be surer than that table of these natures;
                                         // and where the way leaves the function of the sink
    bool surer_in_program;               // and of any, in what is no package of many modules
    const Str *handed;                   // of class B and medium in a package all the same: rule_is_handed, and names
                                         // of what asks before it; NULL: low
    bool proven_in_project;              // it asks for evidence in a project as in a package (doc/decision/0020)
    bool weak_in_package; // what it sees is a hint: in a large package no more than low
    Confidence at_most; // never more confident than this (NONE: no ceiling): log, regex
    // A mark rule: fires on calls and reads that a model line marks with this word.
    Str mark; Confidence mark_confidence;
    // Decide a hit or mark further: return CONF_NONE to drop, else the confidence; may set
    // *message.
    Confidence (*judge_hit)(RuleRun *run, const FlowHit *hit, Confidence c, Str *message);
    Confidence (*judge_mark)(RuleRun *run, const FlowMark *mark, Confidence c, Str *message);
    // A situational rule: look at the whole file (its functions, classes, marks), rule_report what
    // is wrong.
    void (*at_file)(RuleRun *run);
    const Str *words; // at_file runs only in files that use one of these identifiers; NULL: always
    // at_file is no surer than this: anywhere (NONE: medium); in a package of many modules, and in a file of which
    // nothing was walked (NONE: the same). It is not asked where all of that would be hidden.
    struct { Confidence most, in_package, unwalked; } surest;
    // May at_file say anything of this file? Asked of its tree alone, before there is a query. NULL: it may.
    bool (*speaks)(const RuleRun *run);
    // A built-in fix for a finding of this rule (mend/): false where no edit is surely right.
    MendFix *fix;
};

// What words say to rules, made once for all files.
typedef struct RuleWords RuleWords;
RuleWords *rule_words_new(Arena *keep);

extern const Rule *const all_rules[];
extern const Size all_rules_n;
const Rule *rule_find(Str id);

// Ask every rule about one walked file; findings (unsorted, with fixes if wanted) are added to
// `out` in `keep`, and what was too dear to be asked to `limits`.
// Findings less sure than `least` may be left out.
void rules_run(const FlowFile *file, const Models *models, bool want_fixes, Confidence least,
               const RuleWords *words, Arena *keep, Arena *scratch, Findings *out, RuleLimits *limits);

// How sure the rule can be at most of data of this nature (one bit), in a package of many modules or
// not, in test code or not; apart: where not all of the way lies in the function of the sink.
Confidence rule_at_best(const Rule *r, Kinds nature, bool in_package, bool in_test, bool apart);
// Steps from file to file by which a flow in a package is low at best; 0 elsewhere: any number.
int rule_far(bool in_package);

Str severity_name(Severity s);           // "low" "medium" "high" "critical"
Str confidence_name(Confidence c);
const char *severity_score(Severity s);  // "3.0" "5.5" "8.0" "9.5"
bool severity_named(Str word, Severity *out);
bool confidence_named(Str word, Confidence *out);
#endif
