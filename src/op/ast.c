// op/ast: a file's tree as JSON, and whether it parses. A notebook's code cells and a Markdown file's
// Python blocks are read as one module, with the positions of the file itself.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "py/py.h"

enum { MOST_BYTES = 256 << 20, MOST_SAID = 20 };

static void say_diag(const OpCall *c, Str path, const Tree *t, const PyDiag *d)
{
    PyPos at = py_origin(t, d->at.beg);
    op_say(c, "%.*s:%d:%d: %.*s", STR_ARG(path), at.line, at.col + 1, STR_ARG(d->what));
}

int op_ast(const OpCall *c)
{
    Str text, path = c->words[0];
    uint16_t target = conf_version(c->conf, "target-version");
    Err e = op_read(path, MOST_BYTES, c->keep, &text);
    if (e.kind) return op_fail(c, e);
    Tree *t = py_parse_file(path, text, (PyOptions){.target = target}, c->keep);
    Buf out = {.keep = c->keep};
    py_dump(t, &out);
    buf_char(&out, '\n');
    op_data(c, buf_str(&out));
    bool taken = t->parses && (!target || (t->min_version <= target && target <= t->max_version));
    for (Size i = 0; !taken && i < t->diags.n && i < MOST_SAID; i++)
        say_diag(c, path, t, &t->diags.v[i]);
    return taken ? EXIT_CLEAN : EXIT_FOUND;
}
