// fact/format: the fields of a text that `%` or `.format()` fills in, one after the other.
// Source: Python's library reference, "printf-style String Formatting", "Format String Syntax".
// SPDX-License-Identifier: MIT
#ifndef FACT_FORMAT_H
#define FACT_FORMAT_H
#include "base/base.h"

// A view into the text that was read. "%%", "{{" and "}}" are fields, too, that take no value.
typedef struct {
    Size beg, end;           // where it stands
    bool doubled;            // one of those three: it stands for its own first character
    bool broken;             // it has no end, or is a brace that closes nothing: Python raises
    Str  name;               // %(name)s, {name}, {0}, {a.b[c]}; empty: the next value
    Str  spec;               // flags, width and precision of "%5.1f"; what stands behind ":" of a {}
    bool has_spec;           // also of "{:}"
    char how;                // "r" of {!r}; 0: none
    char type;               // "f" of "%5.1f" and "{:5.1f}"; 0: none is said
} FormatField;

// The next field at or behind `at`. False: there is none.
bool format_percent(Str text, Size at, FormatField *out);
bool format_braces(Str text, Size at, FormatField *out);
// The nth (from 0) of the values that a text takes in their order. False: it takes fewer, or is broken,
// or a field before it or itself has a name or takes its width from a value, so that they can't be counted.
bool format_percent_nth(Str text, Size nth, FormatField *out);
bool format_braces_nth(Str text, Size nth, FormatField *out);
char format_type(Str spec);  // "d" of ">10d", in an f-string too; 0: none is said
#endif
