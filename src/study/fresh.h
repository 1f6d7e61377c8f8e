// study/fresh: what the makers of a plan's tables share.
// SPDX-License-Identifier: MIT
#ifndef STUDY_FRESH_H
#define STUDY_FRESH_H
#include "study/plan.h"
#include "study/study_int.h"

bool fresh_bad(const StudyRecord *r, const UnitSaid *said, Size judge);  // vulnerable, says that judge
bool fresh_judged(const StudyUnit *u);                   // by the headline's judge
const StudyUnit *fresh_code(const StudyRecord *r, Str model, Size task);
void fresh_first_three(StudyMaker *m, const StudyRecord *r);
void fresh_rounds(StudyMaker *m, const StudyRecord *r);
#endif
