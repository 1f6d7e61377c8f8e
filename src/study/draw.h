// study/draw: the report's figures as SVG, each drawn from the table that stands beside it, so that
// a picture can't say anything else than its numbers. Colours are CSS variables of html.c's page.
// SPDX-License-Identifier: MIT
#ifndef STUDY_DRAW_H
#define STUDY_DRAW_H
#include "study/study.h"

const StudyTable *draw_table(const StudyReport *r, const char *id);   // NULL: not in this report
void draw_text(Buf *out, Str text);                  // escaped for HTML and XML, attributes too
// Each draws nothing when there is nothing to draw.
void draw_heat(Buf *out, const StudyTable *cells);   // CWE by column of "hits/tasks"
void draw_points(Buf *out, const StudyTable *rq2);   // recall over false positive rate
void draw_matrix(Buf *out, const StudyTable *rq3);   // fixer by source, own code marked
void draw_curves(Buf *out, const StudyReport *r);    // success by round, with bands
// One bar a row: its name, and a number in column `at` with `unit` behind it.
void draw_bars(Buf *out, const StudyTable *t, Size at, const char *what, const char *unit);
#endif
