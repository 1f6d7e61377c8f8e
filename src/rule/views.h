// rule/views: of the views of a module that change what is stored, one asks for no login and those beside it do.
// SPDX-License-Identifier: MIT
#ifndef RULE_VIEWS_H
#define RULE_VIEWS_H
#include "rule/rule.h"

// Django's functions and classes, Django REST framework's classes, tornado's handlers: reported where they stand.
void views_beside(RuleRun *run);
#endif
