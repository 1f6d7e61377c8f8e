// fact/regex: Python's `re` syntax, read from a constant pattern, and two questions about it: can
// matching take very long, and what does a text that passed it still contain. Never runs a pattern.
// Answers are about the language: an assertion that it cannot follow counts as true, so it says
// "may" too often, never too seldom.
// SPDX-License-Identifier: MIT
#ifndef FACT_REGEX_H
#define FACT_REGEX_H
#include "base/base.h"

typedef struct Regex Regex;
// fullmatch | match | search, sub, split …
typedef enum { REGEX_FULL, REGEX_MATCH, REGEX_SEARCH } RegexUse;
enum { REGEX_IGNORECASE = 2, REGEX_MULTILINE = 8, REGEX_DOTALL = 16, REGEX_VERBOSE = 64,
       REGEX_ASCII = 256 };                                        // re's own values

// Read a pattern. NULL: not valid, or larger than REGEX_MOST_STATES once its counts are written
// out.
enum { REGEX_MOST_STATES = 2000 };
Regex *regex_read(Str pattern, int flags, Arena *keep);

// ---- what passes: the texts for which fullmatch/match/search gives a match
// some contain `part`
bool regex_passes_with(const Regex *r, RegexUse use, Str part, Arena scratch);
// some start with it
bool regex_passes_start(const Regex *r, RegexUse use, Str start, Arena scratch);
// it is one itself
bool regex_passes_text(const Regex *r, RegexUse use, Str text, Arena scratch);
// some end with it
bool regex_passes_end(const Regex *r, RegexUse use, Str end, Arena scratch);
// some contain one of these
bool regex_passes_any(const Regex *r, RegexUse use, Str bytes, Arena scratch);
bool regex_passes_empty(const Regex *r, RegexUse use, Arena scratch);
// Every text that passes starts with this constant ("https://cdn.example.com/"); "" when there is
// none.
Str  regex_prefix(const Regex *r, RegexUse use, Arena *keep);
// Every text that passes is a URL of one host, or of hosts under one domain: no other server can be
// named.
// False for an unescaped dot, a missing end of the host, a host that "user@" may precede.
bool regex_pins_host(const Regex *r, RegexUse use, Arena scratch);

// ---- how long it may take, in a backtracking matcher
typedef enum { REGEX_LINEAR, REGEX_POLYNOMIAL, REGEX_EXPONENTIAL } RegexCost;
// degree: the time grows with the text's length to this power (1: linear; 0: exponential).
// part: the piece of the pattern that repeats. work: what it took to know, in counted steps.
typedef struct { RegexCost cost; int degree; Str part; int64_t work; } RegexSlow;
// powers: whether a power of the length is looked for as well, or exponential time only.
RegexSlow regex_slow(const Regex *r, RegexUse use, bool powers, Arena scratch);
#endif
