// lsp: a server for editors, over the Language Server Protocol 3.17: what `scan`, `fix` and `explain` say,
// of the texts as they stand in the editor. One thread speaks and holds all that is known; another reads
// what comes in; a third scans and repairs, one piece of work at a time.
// It writes no file of the project, runs none of its code and opens no socket.
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
// SPDX-License-Identifier: MIT
#ifndef LSP_LSP_H
#define LSP_LSP_H
#include "edit/edit.h"
#include "fix/fix.h"
#include "op/judge.h"
#include "op/offer.h"

enum { LSP_MOST_BODY = 64 << 20, LSP_MOST_DOCS = 10000 };

// ---- wire.c: messages and their frames
typedef struct { Size (*read)(void *self, char *to, Size n); void *self; } FrameSource;   // less than n: it ended
typedef enum { FRAME_GOOD, FRAME_BAD, FRAME_END } Frame;
// The next message; of a bad one what is wrong with it, and the next call goes on behind it.
Frame frame_read(FrameSource *in, Arena *keep, Str *body);
json_t *wire_parse(Str body, Arena scratch);           // NULL: it is no JSON
enum { LSP_BAD_JSON = -32700, LSP_BAD_REQUEST = -32600, LSP_NO_METHOD = -32601, LSP_BAD_PARAMS = -32602,
       LSP_TOO_EARLY = -32002, LSP_CANCELLED = -32800, LSP_MODIFIED = -32801 };
json_t *wire_text(Str text, Arena scratch);            // what is no UTF-8 in it becomes a mark
void wire_send(const OpCall *c, json_t *message);      // takes it over, as all of these do
void wire_reply(const OpCall *c, json_t *id, json_t *result);
void wire_fault(const OpCall *c, json_t *id, int code, const char *what);
void wire_notify(const OpCall *c, const char *method, json_t *params);

// ---- place.c: lines and columns as the two sides count them, and addresses
typedef enum { UNITS_UTF16, UNITS_UTF8, UNITS_UTF32 } Units;
typedef struct { Str text; struct { Size *v; Size n, cap; } at; } Lines;    // where each line begins
Lines lines_of(Str text, Arena *keep);
Str   lines_row(const Lines *l, Size line);            // without its end; "" where there is none
json_t *place_json(const Lines *l, Size line, Size col, Units u);           // col: bytes of the line
json_t *place_at(const Lines *l, Size offset, Units u);
Size  place_offset(Str text, json_t *position, Units u);   // the nearest that there is
typedef struct { int64_t line, col; } Spot;            // a client's own
Spot  spot_read(json_t *position);
int   spot_order(Spot a, Spot b);
int   hex_digit(char c);                               // -1: it is none
Str   uri_path(Str uri, Arena *keep);                  // of a file; of what is none: the address itself
Str   uri_of(Str path, Arena *keep);

// ---- docs.c: the texts that are open in the editor
typedef struct {
    Str uri, path, text;
    int64_t version;
    bool python;                                       // the editor says so
    bool open;
} Doc;
// Texts lie in one of two pools; what nobody needs any more is left behind now and then.
typedef struct { Pool pools[2]; int turn; Map by_uri, by_path; Size n, live; } Docs;
bool docs_open(Docs *d);
void docs_close(Docs *d);
Doc *docs_find(const Docs *d, Str uri);                // NULL: it is not open
Doc *docs_at(const Docs *d, Str path);
Doc *docs_add(Docs *d, Str uri, Str path, Str text);
void docs_drop(Docs *d, Doc *doc);
// The changes of one message. False: the text is out of step with the editor's.
bool docs_change(Docs *d, Doc *doc, json_t *changes, Units u);
void docs_tidy(Docs *d);                               // texts may move: nobody may hold one
bool docs_is_on_disk(const Doc *doc, Arena scratch);   // the file holds the same text
Str  docs_overlay(Str text, Arena *keep);              // as a file in UTF-8 would be

// ---- what is known of a folder, or of a file outside of all folders
typedef struct { Str path, text; json_t *diags; int64_t version; bool told, out; } Shown;
// version -1: it is not open; out: no scan takes it
typedef struct { Shown *v; Size n, cap; Map at; } ShownAll;                 // at: by path, 1 is the first
typedef enum { ACT_FIX, ACT_IGNORE, ACT_ALL } ActKind;
// What an action would change, worked out at most once for a state of the texts.
typedef struct {
    ActKind kind; Str path, rule, id; int line;        // of one finding; ACT_ALL: of a file
    bool done;
    Trust trust; Str says;
    FixTexts texts;                                    // none: nothing got through the gates
} Act;
typedef struct {
    Str path;
    bool loose;                                        // one file alone
    bool dirty, scanned, gone;
    double due;
    Str trouble;                                       // why it could not be scanned, as was said
    Pool room; Conf *conf; Session *session; ScanOptions options; uint64_t settings;
    Pool shown_pools[2]; int turn; ShownAll shown;
    Pool fixing; FixJob *job; bool job_bad;
    struct { Act *v; Size n, cap; } acts;
} Root;

// A piece of work: a scan, or what actions would change.
typedef struct {
    Root *project;
    bool fixes;
    Pool pool;
    Doc *docs; Size ndocs;                             // of the project, as they are when it begins
    Overlay *over; Size nover;                         // those whose text is not the file's
    json_t *settings;                                  // the editor's
    bool no_files;                                     // no settings file is read
    Str near;                                          // where an address that is no file looks for settings
    Err trouble;
    ScanResult result;
} Work;

// root.c: the worker's half
void work_overlays(Work *w);
void work_do(Work *w);
MUST_USE Err work_session(Work *w);                    // settings are read again; the same: it stays
void root_end(Root *p);
void root_rest(Root *p);                         // gives back what the next scan can make anew
// act.c: the worker's half
void work_fixes(Work *w);
void acts_forget(Root *p);                          // the texts changed

// ---- the server
typedef struct { json_t *id, *params; Root *project; } Asked;
typedef struct {
    const OpCall *call;
    enum { LSP_NEW, LSP_READY, LSP_SHUT, LSP_GONE } state;
    int code;                                          // what the process ends with
    Units units;
    bool versioned, related, links, tags, markdown, watches, progress, open_only;
    int scans; bool shows;                             // that the editor shows, by number; one is shown
    json_t *settings;                                  // initializationOptions, or settings that came later
    Docs docs;
    struct { Root **v; Size n, cap; } projects;
    struct { Asked *v; Size n, cap; } asked;           // of actions, until the project is scanned
    Work work; bool busy, moot;
    Pool scratch;                                      // one message's
} Lsp;
bool lsp_open(Lsp *l, const OpCall *call);
void lsp_close(Lsp *l);
void lsp_take(Lsp *l, Str body);                       // one message
void lsp_next(Lsp *l, double now);                     // start what is due
double lsp_due(const Lsp *l);                          // when that will be; 0: nothing waits
void lsp_finish(Lsp *l);                               // what was at work is done
void lsp_log(const Lsp *l, int type, bool show, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
enum { LOG_ERROR = 1, LOG_WARNING, LOG_INFO, LOG_LOG };

// show.c: what the editor is told
void show_result(Lsp *l, Root *p, const ScanResult *r, Arena *keep);
void show_known(Lsp *l, Root *p, Str path);            // of a file that was opened or closed
void show_nothing(Lsp *l, Root *p);                    // the project is gone
void show_begin(Lsp *l, const Root *p);                // a scan starts; the first may take long
void show_end(Lsp *l);
const Shown *shown_at(const Root *p, Str path);
Str  diag_word(json_t *diag, const char *name);        // of its data: id, fix, confidence, severity
// hover.c
bool diag_covers(json_t *diag, Spot from, Spot to);
json_t *hover(const Lsp *l, const Root *p, Str path, Spot at);
// act.c: the editor's half. False: some work is to be done first.
bool actions(Lsp *l, Root *p, json_t *params, Arena *keep, json_t **out);
#endif
