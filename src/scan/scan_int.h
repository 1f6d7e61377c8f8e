// scan, inside: discovery, ignore files, globs, suppression and filters, as session.c puts them
// together.
// SPDX-License-Identifier: MIT
#ifndef SCAN_INT_H
#define SCAN_INT_H
#include "scan/scan.h"
#include "base/os.h"
#include "base/pack.h"

// ---- glob.c: * ? [a-z] within a part, ** over parts.
bool glob_match(Str pattern, Str path);
// As users mean it: without a slash it matches any one part of the path; with one, the path from
// its start or from any part; a folder's match covers what lies below.
bool glob_covers(Str pattern, Str path);
// The same of a path as it was given, wherever the run was started: the pattern is written from the project's folder,
// where one that begins with a slash begins too. Folders above the project are nobody's.
bool glob_names(const ScanOptions *o, Str pattern, Str path);

// ---- ignore.c: .gitignore files by folder.
typedef struct { Str pattern; bool negated, folder_only, anchored; } IgnoreLine;
typedef struct IgnoreFile IgnoreFile;
struct IgnoreFile {
    Str folder;
    struct {
        IgnoreLine *v;
        Size n, cap;
    } lines;
    const IgnoreFile *above;
};
IgnoreFile *ignore_read(Str folder, Str text, const IgnoreFile *above, Arena *keep);
const IgnoreFile *ignore_above(Str folder, Arena *keep);      // those of the repository around a
                                                              // folder
bool ignore_hides(const IgnoreFile *i, Str path, bool is_folder);   // path written like the folders

// ---- discover.c
// What a look at a file's bytes says of it. `read`: they could be read, and text is their hash.
typedef enum { LOOK_GOOD, LOOK_EMPTY, LOOK_GENERATED, LOOK_BAD } Verdict;
typedef struct { Verdict verdict; bool read; Str why; Size bytes, lines; Hash text; } Look;
typedef struct {
    Str path, root, text;                                     // text: an overlay's
    bool has_text;
    OsStat stat; Look look;
    const struct CacheRow *was;                               // what the cache knows of it
    bool same, unread;                                        // its bytes are as they were; known
                                                              // without a look at them
} Source;
typedef struct { Source *v; Size n, cap; } Sources;
typedef struct { Size vendored, generated, ignored, excluded, links, folders, empty, bare, scripts; } Skipped;
typedef struct {
    const ScanOptions *opt;
    Arena *keep;
    ScanResult *out;
    Sources sources;
    Skipped skipped;
    Size started;                                             // paths given that exist
} Discovery;
void discover(Discovery *d, const Str *paths, Size n, const Overlay *over, Size nover);
void discover_notes(const Discovery *d);
Str  path_joined(Str folder, Str name, Arena *keep);          // folder "" or ".": the name alone

// ---- admit.c: which bytes are worth an analysis. "" when they are; else the reason.
Str admit_bytes(Str bytes);
// What the system says of a path that can't be read, for a line that begins with the path.
Str why_unread(Str why, Str path, Arena *keep);
bool looks_generated(Str path, Str bytes);

// ---- package.c: the modules' names, one a source in their order, and which are of a package of many
// (doc/decision/0015). most_bytes: of a file that is looked into.
Size source_at(const Sources *s, Str path);                   // -1: it is not among them
ModuleId *package_ids(const Sources *s, Size most_bytes, Arena scratch, Arena *keep);

// ---- outer.c: notebooks and Markdown.
// The Python in such a file, with a map back. Why not, in a sentence; "" when it can be had (and is
// perhaps empty).
Str  outer_python(Str path, Str raw, Arena *keep, Str *src, PyPieces *map);
// Findings in that Python get the file's own places.
void outer_back(Str path, Str raw, const PyPieces *map, Finding *f, Size n, Arena *keep,
                Arena scratch);

// ---- suppress.c: comments that hide findings [from, f->n) of one file. `judge_unused`: all rules
// were asked, so that a comment which hides nothing is a finding of its own.
void suppress(const Tree *t, Str path, Findings *f, Size from, bool judge_unused, Arena *keep,
              Arena scratch);
bool all_asked(const ScanOptions *o);     // no rule and no engine was left out or added
bool suppresses(const Tree *t);          // has it a comment of ours, which is judged by what it hides?

// ---- filter.c
bool filter_shows(const ScanOptions *o, const Finding *f);
void filter_weigh(const ScanOptions *o, Finding *f);         // the project's own severity
int  finding_order(const void *a, const void *b);
void missing_add(ScanResult *out, Arena *keep, Str path, int line, Str engine, Str why);
#endif
