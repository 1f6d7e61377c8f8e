// op: what suture can do, said once. The command line (and later other doors) fill in an OpCall and
// show what comes out. Help, completions and the man page are printed from all_ops and conf's
// all_options.
// An operation never reads argv and never exits: it returns one of the exit codes.
// SPDX-License-Identifier: MIT
#ifndef OP_OP_H
#define OP_OP_H
#include "conf/conf.h"
#include "base/os.h"

#define SUTURE_VERSION "0.1.0"

// The exit codes of every command; nothing else is ever returned.
enum {
    EXIT_CLEAN = 0,          // nothing at or above --fail-on
    EXIT_FOUND = 1,          // something is, even when incomplete
    EXIT_USAGE = 2,          // nothing could start: usage, configuration, world
    EXIT_INCOMPLETE = 3,     // nothing is, but something was not analysed: silence means nothing
    EXIT_STOPPED = 130,      // interrupted
};

// Where an operation's words go. `data` is the result, `say` a line for people (standard error),
// `progress` a passing state that the next one replaces; empty clears it.
typedef struct OpOut OpOut;
struct OpOut {
    void (*data)(OpOut *o, Str bytes);
    void (*say)(OpOut *o, Str line);
    void (*progress)(OpOut *o, Str line);
    bool color, progress_shown;          // the data may hold colours; someone watches the progress
    int columns;                         // of the terminal that shows the progress
    int data_columns;                    // of the one that shows the data; 0: it goes elsewhere
    bool failed;                         // the data could not be written (full disk, closed pipe)
    bool unread;                         // failed since nobody reads the pipe any more
    bool say_color;                      // lines for people may hold colours (op_say_painted)
};

typedef struct {
    const struct Op *op;
    Conf *conf;
    const Str *words; Size nwords;       // what was given beside options
    OpOut *out;
    Arena *keep;
} OpCall;

typedef struct Op Op;
struct Op {
    Str name;
    Str words;                           // "PATH…", "[ID]": how help writes what it takes
    int least, most;                     // how many words; most -1: any number
    unsigned bit;                        // FOR(SCAN): which options it takes
    Str help;                            // one line
    Str more;                            // paragraphs for `suture help NAME`, with examples
    int (*run)(const OpCall *call);
};
extern const Op all_ops[];
extern const Size all_ops_n;
const Op *op_find(Str name);
Str op_nearest(Str typed, Arena scratch);

// One line to people, with printf's words.
void op_say(const OpCall *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void op_data(const OpCall *c, Str bytes);
int  op_fail(const OpCall *c, Err e);                       // says it; EXIT_USAGE
// A file's text, or standard input's for "-". Sentences are ready to be shown.
MUST_USE Err op_read(Str path, Size most, Arena *keep, Str *out);

// For a terminal of so many columns; 0: for none.
Str op_usage(int columns, Arena *keep);                     // `suture help`
Str op_help(const Op *op, int columns, Arena *keep);        // `suture help scan`
MUST_USE Err op_form(const OpCall *c, bool *json);          // what fix and generate print
void op_progress(void *call, Str what, Size done, Size all);   // "what: 1 of 2", where somebody watches
void op_say_table(const OpCall *c, Str text);               // for people, folded to their terminal
void op_say_painted(const OpCall *c, Str text);             // the same in colours

void op_json_text(Buf *out, Str text);                      // quoted

int op_scan(const OpCall *c);
int op_fix(const OpCall *c);
int op_generate(const OpCall *c);
int op_review(const OpCall *c);
int op_trust(const OpCall *c);
int op_runs(const OpCall *c);
int op_explain(const OpCall *c);
int op_rules(const OpCall *c);
int op_config(const OpCall *c);
int op_init(const OpCall *c);
int op_hook(const OpCall *c);
int op_doctor(const OpCall *c);
int op_mcp(const OpCall *c);
int op_lsp(const OpCall *c);                                // in lsp/, which knows op; op knows nothing of it
int op_completions(const OpCall *c);
int op_man(const OpCall *c);
int op_ast(const OpCall *c);
int op_version(const OpCall *c);
int op_study(const OpCall *c);
int op_cache(const OpCall *c);
int op_show_help(const OpCall *c);
#endif
