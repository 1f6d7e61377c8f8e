// fix/verify: the user's own tests on a private copy of the project, in a sandbox. What failed
// before does not count against a repair; tests that never run the changed code prove nothing,
// which a canary finds out.
// SPDX-License-Identifier: MIT
#include "fix/verify.h"
#include "box/box.h"
#include "fix/outline.h"

enum { MOST_PROJECT = 512 << 20, MOST_TIME = 300, MOST_OUTPUT = 1 << 20 };

struct Verify {
    Str project, command;
    BoxLevel level;
    bool ran_before, broken_before; Str before, end;     // how it ended on the project as it is
    Strs readable, env;
};

typedef struct { bool ran, passed; Str said, end; } Ran;      // end: of all that it printed

// ---- one run

static Str last_words(const OsDone *d, Arena *keep)
{
    Str text = str_trim(d->out.len ? d->out : d->err);
    Str line = str_sub(text, str_rfind(text, '\n') + 1, -1);
    return line.len ? str_keep(keep, str_sub(line, 0, 160))
                    : str_fmt(keep, "exit code %d", d->code);
}

static Str last_part(const OsDone *d, Arena *keep)
{
    enum { MOST_PART = 3000 };
    Str text = str_trim(d->out.len ? d->out : d->err);
    if (text.len > MOST_PART) text = str_sub(text, text.len - MOST_PART, -1);
    return str_keep(keep, text);
}

// A file that is not there yet has no real path: it will lie below the working folder.
static Str path_in(const Verify *v, Str path, Arena *keep)
{
    Str real = os_real(path, keep);
    if (str_starts(real, S("/"))) return real;
    while (str_starts(real, S("./"))) real = str_sub(real, 2, -1);
    return str_fmt(keep, "%.*s/%.*s", STR_ARG(v->project), STR_ARG(real));
}

static Err put_texts(const Verify *v, Str copy, const Overlay *over, Size n, Arena *keep)
{
    Err err = {0};
    for (Size i = 0; i < n && !err.kind; i++) {
        Str real = path_in(v, over[i].path, keep);
        if (!str_starts(real, v->project) || str_find(real, S("/../")) >= 0)
            return err_new(keep, ERR_IO, "%.*s lies outside the project", STR_ARG(over[i].path));
        Str inside =
            str_fmt(keep, "%.*s%.*s", STR_ARG(copy), STR_ARG(str_sub(real, v->project.len, -1)));
        err = os_make_dirs(path_folder(inside), 0755, keep);
        if (!err.kind) err = os_write_atomic(inside, over[i].text, keep);
    }
    return err;
}

static Ran run(const Verify *v, const Overlay *over, Size n, Arena *keep)
{
    Str copy, argv[] = {S("/bin/sh"), S("-c"), v->command};
    BoxDone done;
    Err err = box_copy(v->project, MOST_PROJECT, keep, &copy);
    if (err.kind) return (Ran){.said = err.what};
    err = put_texts(v, copy, over, n, keep);
    BoxRun how = {.argv = argv,
                  .argc = 3,
                  .project = v->project,
                  .copy = copy,
                  .readable = v->readable.v,
                  .nreadable = v->readable.n,
                  .env = v->env.v,
                  .nenv = v->env.n,
                  .timeout = MOST_TIME,
                  .output = MOST_OUTPUT};
    if (!err.kind) err = box_run(v->level, &how, keep, &done);
    box_drop(copy, *keep);
    if (err.kind) return (Ran){.said = err.what};
    bool passed = !done.why.len && !done.run.timed_out && !done.run.signal && done.run.code == 0;
    Str said = done.why.len         ? done.why
               : done.run.timed_out ? S("it took too long")
                                    : last_words(&done.run, keep);
    // sh: 126 a program that can't be run, 127 one that is not there
    bool ran = done.run.code != 126 && done.run.code != 127;
    return (Ran){ran, passed, said, last_part(&done.run, keep)};
}

// ---- the canary: the changed code made to fail

static void raise_in(const Tree *t, const Def *d, Edits *out, Arena *keep)
{
    NodeList body = def_body(t, d);
    Size first = 0;
    while (first + 1 < (Size)body.n && py_kind(t, body.v[first]) == PY_Expr) first++;
    if (!body.n) return;
    uint32_t at = py_at(t, body.v[first])->beg;
    Str indent = edit_indent(t, at, keep);
    *push(keep, out) = (Edit){
        {at, at}, str_fmt(keep, "raise SystemError('suture: canary')\n%.*s", STR_ARG(indent))};
}

static Str text_of(const Tree *t, const Def *d)
{
    return str_sub(t->src, py_at(t, d->node)->beg, py_at(t, d->node)->end);
}

// No target lies in a function of this file (module code, or the function that feeds them was
// changed): each changed function, else the first changed statement of the module.
static void raise_in_changed(const FixTry *t, const Tree *is, const Defs *defs, Edits *out,
                             Arena *keep, Arena scratch)
{
    Defs old = {0};
    Tree *was = py_parse(t->file->now, (PyOptions){0}, &scratch);
    outline(was, &scratch, &old);
    for (Size i = 1; i < defs->n; i++) {
        const Def *d = &defs->v[i], *then = d->is_class ? NULL : def_find(&old, d->qual, false);
        if (then && !str_eq(text_of(was, then), text_of(is, d))) raise_in(is, d, out, keep);
    }
    NodeList body = py_list(is, is->root, Module_body);
    for (uint32_t i = 0; i < body.n && !out->n; i++) {
        int kind = py_kind(is, body.v[i]);
        uint32_t at = py_at(is, body.v[i])->beg;
        bool first = kind == PY_ImportFrom || kind == PY_Expr;   // __future__, a docstring
        if (first || kind_is_function(kind) || kind == PY_ClassDef) continue;
        if (str_find(was->src, py_text(is, body.v[i])) < 0)
            *push(keep, out) = (Edit){{at, at}, S("raise SystemError('suture: canary')\n")};
    }
}

static Str canary_text(const FixTry *t, Arena *keep, Arena scratch)
{
    Change change = {0};
    Defs defs = {0};
    bool taken;
    Tree *tree = py_parse(t->text, (PyOptions){0}, &scratch);
    outline(tree, keep, &defs);
    for (Size i = 0; i < t->ntargets; i++) {
        bool again = false;
        for (Size k = 0; k < i; k++)
            again = again || str_eq(t->targets[k]->function, t->targets[i]->function);
        const Def *d =
            t->targets[i]->function.len ? def_find(&defs, t->targets[i]->function, false) : NULL;
        bool here = str_eq(t->targets[i]->path, t->file->path);
        if (d && here && !again) raise_in(tree, d, &change.edits, keep);
    }
    if (!change.edits.n) raise_in_changed(t, tree, &defs, &change.edits, keep, scratch);
    return change.edits.n ? edit_apply(tree, &change, 1, &taken, keep, scratch) : (Str){0};
}

static Gate executed(const Verify *v, const FixTry *t, Overlay *over, Size n, Str passed,
                     Arena *keep, Arena scratch)
{
    Str text = t->file->plain ? (Str){0} : canary_text(t, keep, scratch);
    if (!text.len)
        return (Gate){GATE_PASSED, str_fmt(keep, "sandbox %.*s: %.*s", STR_ARG(box_name(v->level)),
                                           STR_ARG(passed))};
    for (Size i = 0; i < n; i++)
        if (str_eq(over[i].path, t->file->path)) over[i].text = text;
    Ran canary = run(v, over, n, keep);
    for (Size i = 0; i < n; i++)
        if (str_eq(over[i].path, t->file->path)) over[i].text = t->text;
    if (canary.ran && canary.passed)
        return (Gate){GATE_NOT_AVAILABLE, S("the tests pass, but never run the changed code")};
    return (Gate){GATE_PASSED, str_fmt(keep, "sandbox %.*s: %.*s", STR_ARG(box_name(v->level)),
                                       STR_ARG(passed))};
}

// ---- the gate

Err verify_open(Str command, bool no_sandbox, const Overlay *over, Size n, Arena *keep,
                Verify **out)
{
    Str why;
    Verify *v = new(keep, Verify, 1);
    v->project = os_real(os_cwd(keep), keep);
    v->command = command;
    v->level = box_level(keep, &why);
    if (v->level == BOX_NONE && !no_sandbox)
        return err_new(keep, ERR_CONFIG,
                       "--verify-cmd needs a sandbox, and none works here (%.*s); --no-sandbox "
                       "runs the command "
                       "without",
                       STR_ARG(why));
    box_surroundings(keep, &v->readable, &v->env);
    Ran before = run(v, over, n, keep);
    v->broken_before = !before.passed;
    v->ran_before = before.ran;
    v->before = before.said;
    v->end = before.end.len ? before.end : before.said;
    *out = v;
    return (Err){0};
}

bool verify_first(const Verify *v, bool *ran, Str *said)
{
    *said = v->end;
    *ran = v->ran_before;
    return !v->broken_before;
}

static Gate verify_one(const Verify *v, const FixTry *t, const Overlay *state, Size n, bool *passed,
                       Arena *keep, Arena scratch)
{
    Overlay *over = new(keep, Overlay, n + 1);
    for (Size i = 0; i < n; i++) over[i] = state[i];
    if (str_eq(t->file->path, S("-")))
        return (Gate){GATE_NOT_AVAILABLE, S("standard input is no file of the project")};
    Ran after = run(v, over, n, keep);
    *passed = after.ran && after.passed;
    if (!after.ran) return (Gate){GATE_NOT_AVAILABLE, after.said};
    if (after.passed) return executed(v, t, over, n, after.said, keep, scratch);
    if (v->broken_before)
        return (Gate){
            GATE_NOT_AVAILABLE,
            str_fmt(keep, "the command fails without the change too: %.*s", STR_ARG(v->before))};
    return (Gate){GATE_FAILED, after.said};
}

static bool is_of_group(const FixTry *tries, Size n, const FixTry *t, Str path)
{
    for (Size i = 0; i < n; i++) {
        bool with = &tries[i] == t || (t->group && tries[i].group == t->group);
        if (with && str_eq(tries[i].file->path, path)) return true;
    }
    return false;
}

void verify_tries(const Verify *v, FixTry *tries, Size n, const Overlay *now, Size nnow,
                  Arena *keep, Arena scratch)
{
    for (Size i = 0; i < n; i++) {
        FixTry *t = &tries[i];
        if (!t->verdict.accepted) continue;
        Overlay *state = new(keep, Overlay, nnow + n + 1);
        Size count = 0;
        for (Size k = 0; k < nnow; k++)
            if (!is_of_group(tries, n, t, now[k].path)) state[count++] = now[k];
        for (Size k = 0; k < n; k++)
            if (&tries[k] == t || (t->group && tries[k].group == t->group))
                state[count++] = (Overlay){tries[k].file->path, tries[k].text};
        bool passed = false;
        t->verdict.gate[GATE_VERIFY] = verify_one(v, t, state, count, &passed, keep, scratch);
        t->verdict.untested = !passed && t->verdict.gate[GATE_VERIFY].state == GATE_NOT_AVAILABLE;
        gates_close(&t->verdict);
    }
}
