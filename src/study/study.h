// study: the four questions of "How Well Do Large Language Models Serve as End-to-End Secure Code
// Agents for Python?" (arXiv 2408.10495v2), recomputed from its replication package, beside what
// was published, and corrected.
// Reads files and computes tables; asks no model and judges no code of its own here.
// SPDX-License-Identifier: MIT
#ifndef STUDY_STUDY_H
#define STUDY_STUDY_H
#include "base/os.h"

// ---- the package (github jianian0318/LLMSecureCode), or a part of it

// One file of code that a model wrote. id as the labels write it: "CWE-020/author_1.py".
typedef struct {
    Str id, text;
    int cwe;                                         // of the task
    bool parses, blank, indented;                    // indented: parses once its indent is taken off
} StudyCode;
typedef struct { StudyCode *v; Size n, cap; } StudyCodes;
// id: "CWE-020/author_1.py"
typedef struct { Str id; int cwe; double label; int line; } StudyLabel;
typedef struct { StudyLabel *v; Size n, cap; } StudyLabels;
// RQ1: label 1, 0.5, 0
typedef struct { Str model; StudyLabels rows; Str file; StudyCodes code; } StudyReview;
// RQ2: 1 said vulnerable
typedef struct { Str detector, source; StudyLabels rows; Str file; } StudyDetect;
// RQ3: 0 repaired, -1 no verdict
typedef struct { Str fixer, source; StudyLabels rows; Str file; StudyCodes code; } StudyVerify;

enum { STUDY_SCANS = 6 };                            // before round 1 … before round 5, after it
typedef struct { Str file, what; int cwe; bool codeql; } StudyEntry;         // one logged finding
typedef struct {
    Str pair, run;                                   // "4_for_4", "4_for_4_1"
    // names, each once, sorted
    struct { Str *v; Size n, cap; } files[STUDY_SCANS], flagged[STUDY_SCANS];
    struct { StudyEntry *v; Size n, cap; } entries;
    Size codeql, bandit;                             // entries by engine
    Size first_entries;                              // of the first scan: they come first
    bool has_scan[STUDY_SCANS], has_code;
    StudyCodes code;                                 // last versions, when has_code
    // Where each scan's code and raw results were kept: the code, and the flagged files whose only
    // findings are Bandit's of low severity.
    StudyCodes each[STUDY_SCANS]; Size low[STUDY_SCANS]; bool has_raw[STUDY_SCANS];
} StudyRun;

typedef struct {
    Str folder;
    struct { StudyReview *v; Size n, cap; } rq1;
    struct { StudyDetect *v; Size n, cap; } rq2;
    struct { StudyVerify *v; Size n, cap; } rq3;
    struct { StudyRun *v; Size n, cap; } rq4;
    struct { Str *v; Size n, cap; } missing, trouble;        // named parts that are not there;
                                                             // file:line sentences
    Size lost;                                               // sentences of rows left out
} StudyPackage;
// ERR_CONFIG when the folder holds none of RQ1 to RQ4.
MUST_USE Err study_read(Str folder, Arena *keep, StudyPackage *out);

// ---- tables, printed by one printer in each format

typedef struct { Str *v; Size n, cap; } StudyRow;
typedef struct {
    Str id, title, note;                             // note: one sentence, or empty
    StudyRow head;
    struct { StudyRow *v; Size n, cap; } rows;
} StudyTable;
typedef struct { double low, high; } Interval;
enum { STUDY_MOST_ROUNDS = 10 };
typedef struct {                                     // success after 1, 2, … rounds, as shares
    Str name; int rounds;
    double at[STUDY_MOST_ROUNDS + 1]; Interval band[STUDY_MOST_ROUNDS + 1];
} StudyCurve;
typedef struct {
    Str title, about, warning;                       // about: one paragraph; warning: in its own box
    struct { StudyTable *v; Size n, cap; } tables;
    struct { StudyCurve *v; Size n, cap; } curves;
    struct { Str *v; Size n, cap; } threats;         // sentences
    StudyPackage pkg;
} StudyReport;
// Recorded figures; with `corrected` the correction columns of RQ4 as well.
void study_tables(const StudyPackage *p, bool corrected, Arena *keep, StudyReport *out);
Str  study_text(const StudyReport *r, Arena *keep);
Str  study_markdown(const StudyReport *r, Arena *keep);
Str  study_csv(const StudyReport *r, Arena *keep);
Str  study_json(const StudyReport *r, Arena *keep);
Str  study_html(const StudyReport *r, Arena *keep);
// The recorded code as other judges see it ("suture", "bandit"), as further tables. ERR_CONFIG: no
// such judge. One that did not run is named among the troubles.
MUST_USE Err study_judged(const StudyPackage *p, const Str *judges, Size n, Arena *keep,
                          StudyReport *out);

// ---- statistics

// Wilson's score interval at 95% (Wilson 1927), for n independent tries.
Interval stat_wilson(Size hits, Size n);
// Exact McNemar: two-sided binomial on the b and c discordant pairs.
double stat_mcnemar(Size b, Size c);
// Difference of two shares of the same n cases, b and c of them discordant, at the normal quantile z.
Interval stat_paired(Size b, Size c, Size n, double z);
double stat_mean(const double *v, Size n);
double stat_sd(const double *v, Size n);             // of a sample, n - 1; 0 below two values
// Ratio of sums, resampled by unit (all its rows together), with a fixed seed: 95% percentile
// interval.
typedef struct { double *num, *den; Size units; } Resample;
Interval stat_bootstrap(const Resample *r, int draws, uint64_t seed, Arena scratch);
// Cohen's kappa of two raters' yes/no on the same cases.
double stat_kappa(Size both, Size first, Size second, Size neither);
#endif
