// conf/toml: a reader of the part of TOML that configuration uses: tables, dotted and quoted keys,
// strings, integers, floats, booleans, arrays, inline tables. Dates are kept as text. Cannot crash
// on any bytes.
// Written from the specification: https://toml.io/en/v1.0.0
// SPDX-License-Identifier: MIT
#ifndef CONF_TOML_H
#define CONF_TOML_H
#include "base/base.h"

typedef enum {
    TOML_STRING,
    TOML_INT,
    TOML_FLOAT,
    TOML_BOOL,
    TOML_DATE,
    TOML_ARRAY,
    TOML_TABLE
} TomlKind;
// One leaf. `path` is the key's parts from the root; an array of tables adds its index as a part
// ("0").
// An array's items are values in text form in `items`; an array of anything but scalars has items
// of kind ARRAY.
typedef struct { TomlKind kind; Str text; } TomlItem;
typedef struct {
    Str *path; Size npath;
    TomlKind kind;
    Str text;                      // decoded; numbers without underscores; "true"/"false"
    TomlItem *items; Size nitems;
    int line;
} TomlLeaf;
typedef struct { TomlLeaf *v; Size n, cap; } TomlLeaves;

// ERR_CONFIG with "line N: …" when the text is not TOML. Leaves come in the order of the text.
MUST_USE Err toml_read(Str text, Arena *keep, TomlLeaves *out);
#endif
