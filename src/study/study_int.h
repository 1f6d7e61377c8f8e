// study, inside: what the table makers share.
// SPDX-License-Identifier: MIT
#ifndef STUDY_INT_H
#define STUDY_INT_H
#include "study/study.h"
#include <stdio.h>

typedef struct { const StudyPackage *p; StudyReport *out; Arena *keep; } StudyMaker;
Str study_plain(Str s, Arena *keep);                     // a copy, '?' for all but ASCII
void study_cell(StudyMaker *m, StudyRow *row, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
StudyTable *study_table(StudyMaker *m, const char *id, const char *title, const char *head,
                        const char *note);
StudyRow *study_row(StudyMaker *m, StudyTable *t);       // valid until the next row
// A model's name as the paper writes it.
const char *study_shown(Str model, char *text, size_t most);
#define SHOWN(model) study_shown((model), (char[64]){0}, 64)
double study_percent(Size a, Size b);
void study_rate(StudyMaker *m, StudyRow *row, Size a, Size b);   // in percent; "-" of nothing
// Answers to a yes-or-no question, yes being positive. The row: who, whose code, the counts, the rates.
typedef struct { Size tp, fp, tn, fn; } StudyCounts;
StudyRow *study_counts(StudyMaker *m, StudyTable *t, Str who, Str whose, StudyCounts c);
const StudyLabel *study_find(const StudyLabels *rows, Str id);
const StudyReview *study_review(const StudyPackage *p, Str model);

// ---- code.c: the code beside the labels, into what was read of them
int study_cwe(Str id);                                   // of a task's name; 0: it is no such name
void study_review_code(StudyReview *r, Str rq1, Arena *keep);
void study_verify_code(StudyVerify *v, Str rq3, Arena *keep);
void study_run_code(StudyPackage *p, StudyRun *run, Str folder, Arena *keep);
// The next record of a CSV text with quotes; false at its end.
bool study_csv_record(Str *rest, Arena *keep, Strs *cells);
const StudyCode *study_code(const StudyCodes *c, Str id);
// ---- codeql.c
bool study_is_codeql(Str what);
bool study_codeql_means(Str what, int cwe);              // its query's tags name this CWE

bool study_again(const StudyReview *r);                  // a repeat: in no sum

void study_first_three(StudyMaker *m, bool corrected);                   // RQ1 to RQ3
// Two on the same cases. first, second: cases in which only the one has it.
typedef struct { Str a, b, of; Size n, first, second; double p, holm; } StudyPair;
typedef struct { StudyPair *v; Size n, cap; } StudyPairs;
void study_pair(StudyMaker *m, StudyPairs *out, StudyPair p);
StudyTable *study_pairs_table(StudyMaker *m, double margin);       // margin in points; 0: none
void study_pairs_show(StudyMaker *m, StudyTable *t, const char *what, StudyPairs *family,
                      double margin);
void study_paired(StudyMaker *m);                        // RQ1 and RQ2: McNemar
void study_differences(StudyMaker *m);                   // recomputed cells that differ from the
                                                         // published ones
void study_rounds(StudyMaker *m, bool corrected);        // RQ4
void study_again_table(StudyMaker *m);
void study_repairs(StudyMaker *m);                       // RQ3 corrected
void study_faults(StudyMaker *m);                        // what else the data is wrong about
#endif
