// rule/views: of the views of a module that change what is stored, one asks for no login and those beside it do.
// SPDX-License-Identifier: MIT
#ifndef RULE_VIEWS_H
#define RULE_VIEWS_H
#include "rule/rule.h"

// Django's functions and classes, Django REST framework's classes, tornado's handlers: reported where they stand.
void views_beside(RuleRun *run);

// class Page(BaseView), where BaseView is the program's own and its module uses no framework whose classes call by
// name: it calls what it likes.
bool views_have_own_base(const RuleRun *run, const ClassInfo *c);
#endif
