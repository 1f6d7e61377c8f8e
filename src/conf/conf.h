// conf: the one table of options, the small TOML reader, and the value of each option with its
// origin.
// Command line, then SUTURE_*, then the nearest project file, then the user's file, then the
// default.
// Knows no operation's meaning. Never prints. A project's file can't set a trusted option.
// SPDX-License-Identifier: MIT
#ifndef CONF_CONF_H
#define CONF_CONF_H
#include "base/base.h"

// Which operations take an option: a bit each, so that an option is one row for all of them.
#define CONF_OPS(X) \
    X(SCAN) \
    X(FIX) X(GENERATE) X(REVIEW) X(RUNS) X(AST) X(RULES) X(EXPLAIN) X(CONFIG) X(INIT) X(DOCTOR) \
        X(VERSION) X(HELP) X(TRUST) X(STUDY) X(HOOK) X(MAN) X(COMPLETIONS) X(MCP) X(LSP) X(CACHE)
enum {
#define X(name) FOR_BIT_##name,
    CONF_OPS(X)
#undef X
    FOR_BITS
};
#define FOR(name) (1u << FOR_BIT_##name)

// FLAG: --x and --no-x. LIST: may be repeated, and each value split at commas unless `whole`.
typedef enum { OPT_FLAG, OPT_TEXT, OPT_INT, OPT_NUMBER, OPT_CHOICE, OPT_LIST, OPT_VERSION } OptType;
typedef enum {
    IN_REPAIR, IN_FINDINGS, IN_FILES, IN_MODELS, IN_BUDGET, IN_TOOLS, IN_MORE, IN_GROUPS
} OptGroup;
typedef struct {
    Str name;                // --name, SUTURE_NAME and `name =` in a file
    OptType type;
    unsigned ops;            // FOR(SCAN) | …
    const char *flags;       // "t" trusted origins only; "w" list kept whole; "c" command line only
    Str meta;                // how help writes its value: "N", "FILE"; of a CHOICE:
                             // "low|medium|high"
    Str fallback;            // default as text; empty: unset
    Str help;
    char letter;             // -f, or 0
    OptGroup group;          // under which words help lists it
} Option;
extern const Option all_options[];
extern const Size all_options_n;
const Option *option_find(Str name);
bool option_has(const Option *o, char flag);

typedef enum { FROM_DEFAULT, FROM_USER, FROM_PROJECT, FROM_ENV, FROM_COMMAND } ConfRank;
typedef struct { ConfRank rank; Str origin; Str text; Str *v; Size n, cap; bool set; } ConfValue;
// A key of one of the known tables: per-file-ignores."tests/*", llm.local.url.
typedef struct { Str table, key; ConfValue value; } ConfEntry;
typedef struct {
    ConfValue *values;       // beside all_options
    struct { ConfEntry *v; Size n, cap; } entries;
    Str near;                // folder from which project files were looked for
    Str root;                // folder of the project file, else the working folder
    Str project_file;        // "" when there is none
    Str passed_over;         // a project's file that is for a part of the given paths only, so that it does not count
    bool project_trusted;    // it may set what else only the user may
    Arena *keep;
} Conf;

Conf *conf_new(Arena *keep);
// One value from an origin. A stronger origin replaces, an equal one adds to a LIST or replaces.
// ERR_CONFIG with a sentence when the value does not fit the option's type.
MUST_USE Err conf_set(Conf *c, const Option *o, ConfRank rank, Str origin, Str text);
MUST_USE Err conf_load_env(Conf *c);                          // SUTURE_*; an unknown name is an
                                                              // error
// The nearest project file from the folder around all paths (none, or "-": the working one) up, and the user's.
MUST_USE Err conf_load_files(Conf *c, const Str *paths, Size n);
MUST_USE Err conf_load_text(Conf *c, Str path, Str text, bool pyproject, ConfRank rank);

Str conf_project_file(Str near, bool *pyproject, Arena *keep);     // "" when there is none
// What the nearest folder with a list of dependencies (from `folder` up) asks for, a clause a word:
// "lxml==5.1.0 python>=3.9"; the pins of lock files first. "" when nothing is known.
Str conf_requires(Str folder, Arena *keep);
// What one text says, by the name of its file ("setup.cfg"); nothing else is read.
Str conf_requires_of(Str name, Str text, Arena *keep);
// A project's file is trusted byte for byte, by a record in the user's own configuration.
bool conf_trusts(Str path, Str text, Arena scratch);
MUST_USE Err conf_trust(Str path, Str text, bool revoke, Arena *keep);

// The option must exist: a wrong name is our bug.
Str     conf_text(const Conf *c, const char *name);           // "" when unset
bool    conf_flag(const Conf *c, const char *name);
int64_t conf_int(const Conf *c, const char *name);            // 0 when unset
double  conf_number(const Conf *c, const char *name);
const ConfValue *conf_value(const Conf *c, const char *name);
uint16_t conf_version(const Conf *c, const char *name);       // "3.12" is 312; 0 when unset
const ConfValue *conf_entry(const Conf *c, Str table, Str key);   // NULL when absent

// The word of `words` nearest to a mistyped one, or "" when none is near.
Str conf_nearest(Str typed, const Str *words, Size n, Arena scratch);
Str conf_nearest_option(Str typed, unsigned ops, Arena scratch);
Str conf_user_file(Arena *keep);                              // where the user's own file would be
#endif
