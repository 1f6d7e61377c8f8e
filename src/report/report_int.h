// report, inside: what the formats share: escapes, places in the reader's units, a fix as plain
// edits.
// SPDX-License-Identifier: MIT
#ifndef REPORT_INT_H
#define REPORT_INT_H
#include "report/report.h"

// ---- escape.c
void add_json(Buf *out, Str text);                 // quoted; bad UTF-8 becomes U+FFFD
void add_xml(Buf *out, Str text);                  // for HTML and XML, attributes too
void add_markdown(Buf *out, Str text);             // on one line; nothing in it is markup
void add_uri(Buf *out, Str path);                  // percent-encoded
Size utf8_step(Str s, Size i, uint32_t *c);        // bytes of the character at i; 0: not UTF-8

// ---- places.c: columns in Finding are bytes from 0.
Str source_of(const Report *r, Str path);
Str source_line(const Report *r, Str path, int line);   // without its end; "" when unknown
// What of a line is shown: all of it, or as many bytes around the column; *cut: bytes that are left out before it.
// LINE_CONTEXT: of these at most half stand before the column. LINE_QUOTED: for files that others read.
enum { LINE_CONTEXT = 40, LINE_QUOTED = 1000 };
Str line_part(Str line, int col, Size most, int *cut);
Str line_quoted(Str line, int col);
int column_chars(Str line, int col);               // from 0, in characters
int column_utf16(Str line, int col);               // from 0, in UTF-16 units
typedef struct { Str path; int line, col, end_line, end_col; } Place;
Place place_of(const Finding *f);
Place place_of_span(const Report *r, Str path, Span at);

// The path below the repository's root, or absolute when it lies elsewhere; as shown when there is
// no repository.
Str path_in_root(const Report *r, Str path, Arena *keep);

// One replacement of a fix, in a file as it is; those of one file stand together.
typedef struct { Place at; Span span; Str with; } FixEdit;
typedef struct { FixEdit *v; Size n, cap; } FixEdits;
FixEdits fix_edits(const Report *r, const Finding *f, Arena *keep);    // empty: no built-in fix

// ---- words.c
void left_out(const Report *r, Arena *keep, const char *fmt, ...)      // for standard error
    __attribute__((format(printf, 3, 4)));
bool code_within(Str s, Size *from, Size *to);     // backticks around the first code in a sentence
bool missing_in_part(const ReportMissing *m);      // analysed, but something in it cost too much
Size count_shown(const Report *r);                 // findings that are not hidden
Str plural(Size n, const char *one, const char *many, Arena *keep);    // "1 file", "3 files"
Size engine_names(const Finding *f, Str out[8]);   // "suture, bandit" as a list
Str cwe_url(int cwe, Arena *keep);

void print_text(const Report *r, Buf *out);
void print_json(const Report *r, Buf *out);
void print_sarif(const Report *r, Buf *out);
void print_html(const Report *r, Buf *out);
void print_md(const Report *r, Buf *out);
void print_csv(const Report *r, Buf *out);
void print_junit(const Report *r, Buf *out);
void print_github(const Report *r, Buf *out);
void print_gitlab(const Report *r, Buf *out);
void print_rdjson(const Report *r, Buf *out);
#endif
