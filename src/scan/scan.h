// scan: files -> findings: discovery, the engine's run, suppression, baseline, order, peers, cache.
// A Session serves many scans (the repair loop judges each candidate with it). Prints nothing.
// SPDX-License-Identifier: MIT
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H
#include "rule/rule.h"

// shows high | medium up | all
typedef enum { PROFILE_STRICT, PROFILE_DEFAULT, PROFILE_AUDIT } Profile;

// these rules are not asked in such files
typedef struct { Str glob; const Str *rules; Size nrules; } FileIgnore;

// A project's own weight of a rule: an id, CWE-89, or a prefix ending in *.
typedef struct { Str rule; Severity severity; } Weight;

typedef struct {
    Profile profile;
    Severity min_severity; Confidence min_confidence;    // beside the profile; NONE: no further
                                                         // limit
    const Str *select, *ignore; Size nselect, nignore;   // rule ids, CWE-89, prefixes ending in *
    const Str *exclude; Size nexclude;                   // globs of paths left out
    Str root, cwd;                                       // absolute: the folder that globs are written from, and the
                                                         // one that paths are; "": the same
    const Str *knowledge; Size nknowledge;               // users' own *.model files
    const Str *engines; Size nengines;                   // peers to run beside: "bandit"
    const Str *sarif; Size nsarif; Str sarif_command;    // other tools' reports; how to make them
                                                         // anew ("TOOL … {out}")
    int threads;                                         // 0: one a core
    uint16_t target_version;                             // 0: any of 3.8 to 3.14
    Str requires;                                        // the project's versions (conf_requires)
    Size most_bytes;                                     // largest file read; 0: SCAN_MOST_BYTES
    bool want_fixes, show_hidden, everything;
    bool no_cache;                                       // read nothing and leave nothing of it
    bool held;                                           // each scan of the session leaves what it found to the next
                                                         // in memory, with texts replaced and without a cache too
    const Str *whole; Size nwhole;                       // sorted: files in which all is judged and shown that the
                                                         // audit profile shows, whatever the profile
    bool all_files;                                      // vendored, generated and git-ignored ones
                                                         // too
    bool notebooks, markdown;                            // found in folders too; a named one always
    bool allow_unparsable;                               // a file that does not parse leaves the
                                                         // result complete
    const FileIgnore *file_ignores; Size nfile_ignores;
    const Weight *weights; Size nweights;                // the last that fits counts
    Str explain_path; int explain_line;                  // put into ScanResult.explanation what is
                                                         // known of that line
    void (*progress)(void *self, Size done, Size all, Size findings); void *self;
} ScanOptions;
enum { SCAN_MOST_BYTES = 16 << 20 };

// What was not analysed, and why, in a sentence: makes a result incomplete, never clean.
typedef struct { Str path; int line; Str engine, why; } NotAnalysed;

typedef struct {
    Findings findings;                                   // sorted by path, line, column, rule
    struct { NotAnalysed *v; Size n, cap; } missing;
    struct { Str *v; Size n, cap; } notes;               // for people: skipped folders with counts,
                                                         // limits met
    struct { Str *v; Size n, cap; } files;               // read and analysed, sorted
    struct { Str *v; Size n, cap; } folders;             // looked into for files, or for templates
    struct { Str path, text; } *texts; Size ntexts;      // files with findings, as parsed (UTF-8),
                                                         // sorted by path
    struct { struct { Str name, version; } *v; Size n, cap; } engines;    // peers that ran
    FlowKnown known; bool explained; Str known_json;     // what was asked for by explain_path
    Size hidden, bytes, lines, reused; double seconds;   // reused: files that an earlier scan
                                                         // speaks for
    bool stopped;                                        // Ctrl-C
} ScanResult;

// A file as it would be: judged in the place of what lies on disk. "-" is standard input.
typedef struct { Str path, text; } Overlay;

typedef struct Session Session;
// reads models; ERR_CONFIG when one is bad
Session *session_new(const ScanOptions *opt, Arena *keep, Err *err);
void session_end(Session *s);                                          // frees its pools
// Scan files and folders, with some texts replaced. Everything in the result lives in `keep`.
// ERR_IO only when nothing could start: no path exists.
MUST_USE Err scan_paths(Session *s, const Str *paths, Size n, const Overlay *over, Size nover,
                        Arena *keep, ScanResult *out);
bool scan_complete(const ScanResult *r);                 // nothing is missing, nobody stopped it
// as results spell it: without "./", "//" and "/." parts
Str path_plain(Str path, Arena *keep);
bool profile_shows(Profile p, Confidence c);
bool profile_named(Str word, Profile *out);
bool rule_word_matches(Str word, const Finding *f);      // an id, CWE-89, a beginning and *
// Does it name what no rule finds: a comment of ours that hides nothing, or no longer?
bool word_is_of_comments(Str word);
#endif
