// op/ask: the questions of `suture fix --interactive`, in the manner of `git add -p`. Speaks on
// standard error and reads answers from standard input; the end of the input is "q".
// SPDX-License-Identifier: MIT
#include "op/ask.h"
#include "op/diff.h"
#include "report/report.h"
#include "base/os_tty.h"

enum { MOST_ANSWER = 1000, MOST_EDITED = 64 << 20 };

static const char help[] =
    "y - take this fix\n"
    "n - leave this finding as it is\n"
    "a - take this fix and all later ones of the same rule\n"
    "d - leave this and all later findings of this file\n"
    "e - edit the proposed file (each of them, in turn) in $EDITOR, then try it\n"
    "q - quit: leave this and all later findings\n"
    "? - this help\n";

static void write_text(Str s) { (void)os_write_fd(2, s); }

// All files that it changes.
static void show(const AskState *a, const Finding *what, const FixTry *tries, Size n)
{
    Arena scratch = *a->call->keep;
    Pool pool = {0};
    if (!pool_open(&pool, (Size)16 << 30)) return;
    for (Size i = 0; i < n; i++) {
        const FixFile *f = tries[i].file;
        Str diff = edit_diff(f->path, os_real(S("."), &scratch), f->now, tries[i].text, 3, &scratch,
                             pool.arena);
        write_text(diff_shown(diff, a->color, &scratch));
    }
    Buf b = {.keep = &scratch};
    buf_add(&b, a->color ? S("\x1b[1m") : S(""));
    report_clean(&b, what->path);
    buf_fmt(&b, ":%d  %.*s%s  (%s) ", what->line, STR_ARG(what->rule), a->color ? "\x1b[m" : "",
            what->fix.trust == TRUST_SAFE ? "safe" : "holds a decision");
    report_clean(&b, what->fix.says);
    buf_char(&b, '\n');
    write_text(buf_str(&b));
    pool_close(&pool);
}

// The proposed file in the person's editor; false: it could not be run or the file not be read.
static bool edit_text(const AskState *a, Str *text)
{
    Arena *keep = a->call->keep;
    Str folder, editor = os_env("VISUAL"), edited;
    Strs argv = {0};
    if (!editor.len) editor = os_env("EDITOR");
    if (!editor.len) editor = S("vi");
    Err e = os_temp_folder(keep, &folder);
    if (e.kind) return false;
    Str path = str_fmt(keep, "%.*s/proposed.py", STR_ARG(folder));
    e = os_write_quick(path, *text, keep);
    for (Str word; str_cut(&editor, S(" "), &word);)        // "code --wait"
        if (word.len) *push(keep, &argv) = word;
    *push(keep, &argv) = path;
    bool done = !e.kind && os_run_here(argv.v, argv.n, *keep) == 0;
    if (done) {
        e = os_read(path, MOST_EDITED, keep, &edited);
        done = !e.kind;
    }
    os_remove_all(folder);
    if (!done) write_text(S("the editor gave nothing back; nothing is changed\n"));
    else *text = edited;
    return done;
}

static bool takes_all(const AskState *a, Str rule)
{
    for (Size i = 0; i < a->all.n; i++)
        if (str_eq(a->all.v[i], rule)) return true;
    return false;
}

static bool edit_texts(const AskState *a, FixTry *tries, Size n)
{
    for (Size i = 0; i < n; i++)
        if (!edit_text(a, &tries[i].text)) return false;
    return true;
}

FixAnswer ask_fix(void *self, const Finding *what, FixTry *tries, Size n)
{
    AskState *a = self;
    Arena *keep = a->call->keep;
    if (takes_all(a, what->rule)) return FIX_YES;
    a->call->out->progress(a->call->out, (Str){0});           // or the diff would begin behind it
    show(a, what, tries, n);
    for (;;) {
        Str line;
        write_text(a->color ? S("\x1b[1;34mTake this fix [y,n,a,d,e,q,?]? \x1b[m")
                            : S("Take this fix [y,n,a,d,e,q,?]? "));
        if (!os_read_line(0, MOST_ANSWER, keep, &line) || os_stopped()) {
            write_text(S("\n"));
            return FIX_QUIT;
        }
        line = str_trim(line);
        switch (line.len == 1 ? line.s[0] | 32 : 0) {
        case 'y': return FIX_YES;
        case 'n': return FIX_NO;
        case 'd': return FIX_SKIP_FILE;
        case 'q': return FIX_QUIT;
        case 'a': *push(keep, &a->all) = str_keep(keep, what->rule); return FIX_YES;
        case 'e':
            if (edit_texts(a, tries, n)) return FIX_YES;
            break;
        default: write_text(str_of(help)); break;
        }
    }
}
