// fact/shell: what a line of a POSIX shell does with the word that comes next.
// SPDX-License-Identifier: MIT
#ifndef FACT_SHELL_H
#define FACT_SHELL_H
#include "base/base.h"

// Is the word that follows this text read once more as commands or as a program's code, so that
// quoting it once protects nothing? `eval W`, `sh -c W`, `python3 -c W`, `ssh host W`, the body of a
// here-document, between backquotes. What is not known of the text stands in it as \1.
bool shell_reads_again(Str before);
#endif
