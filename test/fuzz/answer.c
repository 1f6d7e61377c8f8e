// test/fuzz/answer: a model's answer, as hostile as it likes: its fences, its refusals, its place
// in a file.
// The first byte chooses which piece of the file is asked for. What is placed must differ only
// there, and never crash.
// SPDX-License-Identifier: MIT
#include "agent/several.h"

static const char FILE_TEXT[] =
    "import os\nfrom flask import request\n\n\n@app.route('/a')\ndef view():\n    \"\"\"Doc\n  "
    "deep\n    \"\"\"\n"
    "    return eval(request.args['a'])\n\n\nclass C:\n    @staticmethod\n    def m(x, *, y=1):\n  "
    "      return os.system(x)\n\n"
    "    def n(self):\n        def inner():\n            return eval(self)\n        return "
    "inner()\n\n\nvalue = eval(input())\n";

static uint32_t find(const char *part)
{
    return (uint32_t)str_find(str_of(FILE_TEXT), str_of(part));
}

// The same answer as one of several files: nothing is taken for a path that leads out, and what is
// placed parses when the file and the code did.
static void several(Str file, const Unit *u, Str answer, Arena *keep, Arena scratch)
{
    Str paths[] = {S("app.py"), S("pkg/b.py")}, why;
    FixFile own = {.path = paths[0], .now = file};
    FixJob job = {.keep = keep, .files = &own, .n = 1, .first = {.files = {paths, 2, 2}}};
    Request r = {.file = &own, .unit = *u};
    Several s;
    several_split(&job, &r, answer, keep, scratch, &s);
    for (Size i = 0; i < s.others.n; i++) {
        check(str_eq(s.others.v[i].path, paths[1]));
        Str text = several_text(file, s.others.v[i].code, keep, scratch, &why);
        check(text.len || why.len || !file.len);
    }
    if (s.named.len) (void)several_text(file, s.named, keep, scratch, &why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Pool keep, scratch;
    static const char *const PLACES[] = {"eval(request", "os.system", "eval(self", "eval(input"};
    Str text, code, back;
    if (!size || size > 20000) return 0;
    if (!keep.block && (!pool_open(&keep, (Size)1 << 30) || !pool_open(&scratch, (Size)1 << 30)))
        return 0;
    pool_reset(&keep);
    pool_reset(&scratch);
    Str answer = {(const char *)data + 1, (Size)size - 1}, file = str_of(FILE_TEXT);
    Tree *t = py_parse(file, (PyOptions){0}, &keep.arena);
    Finding f = {.at = {find(PLACES[data[0] % 4]), 0}};
    f.at.end = f.at.beg + 4;
    Unit u = unit_around(t, &f, 4000, &keep.arena);
    (void)llm_refuses(answer);
    several(file, &u, answer, &keep.arena, scratch.arena);
    (void)code_of_answer(answer, u.name, &keep.arena, scratch.arena);
    if (place_answer(file, &u, answer, &keep.arena, scratch.arena, &text, &code) == PLACED) {
        Masks masks = {0};
        secrets_find(py_parse(text, (PyOptions){0}, &scratch.arena), &(Findings){0}, &keep.arena,
                     &masks);
        Size hidden = 0;
        Str sent = secrets_hide(&masks, text, &keep.arena, &hidden);
        if (str_find(text, S("SUTURE_SECRET_")) < 0 &&
            secrets_back(&masks, sent, sent, &keep.arena, &back))
            check(str_eq(back, text));
    }
    return 0;
}
