// test/fix/driver: judge pairs of texts with the gates that need no scan. One JSON object a line
// in: before, after, path; one out: each gate's state and evidence.
// SPDX-License-Identifier: MIT
#include "fix/fix.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static Str member(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    return json_is_string(v) ? (Str){json_string_value(v), (Size)json_string_length(v)} : (Str){0};
}

static void put(json_t *o, Str name, Str v, Arena scratch)
{
    json_object_set_new(o, str_z(&scratch, name), json_stringn(v.len ? v.s : "", (size_t)v.len));
}

static void judge(const json_t *pair, Arena keep, Arena scratch)
{
    Verdict v;
    GateCase c = {.path = member(pair, "path"),
                  .before = member(pair, "before"),
                  .after = member(pair, "after")};
    Finding at = {.rule = S("r"), .engine = S("suture"), .cwe = 1};
    const Finding *targets[] = {&at};
    const json_t *line = json_object_get(pair, "target");
    at.at.beg = (uint32_t)json_integer_value(line);
    c.targets = targets;
    c.ntargets = json_is_integer(line) ? 1 : 0;
    if (!c.path.len) c.path = S("/nonexistent/a.py");
    gates_text(&c, &keep, scratch, &v);
    gates_close(&v);
    json_t *out = json_object();
    json_object_set_new(out, "accepted", json_boolean(v.accepted));
    for (GateId g = 0; g < GATE_COUNT; g++) {
        json_t *one = json_object();
        put(one, S("state"), gate_state_name(v.gate[g].state), scratch);
        put(one, S("evidence"), v.gate[g].evidence, scratch);
        if (v.gate[g].state) json_object_set_new(out, str_z(&scratch, gate_name(g)), one);
        else json_decref(one);
    }
    json_dumpf(out, stdout, JSON_COMPACT | JSON_ENCODE_ANY);
    putchar('\n');
    fflush(stdout);
    json_decref(out);
}

int main(void)
{
    Pool keep, scratch;
    char *line = NULL;
    size_t cap = 0;
    if (!pool_open(&keep, (Size)1 << 30) || !pool_open(&scratch, (Size)1 << 32)) return 2;
    while (getline(&line, &cap, stdin) > 0) {
        json_t *pair = json_loads(line, JSON_ALLOW_NUL, NULL);
        if (pair) judge(pair, keep.arena, scratch.arena);
        json_decref(pair);
    }
    free(line);
    return 0;
}
