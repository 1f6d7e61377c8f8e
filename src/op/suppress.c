// op/suppress: `suture fix --suppress RULE --reason TEXT`: puts our comment to the statements where
// the rule fires, and believes nothing: the text with its comments is scanned again before it is
// shown or written.
// SPDX-License-Identifier: MIT
#include "op/diff.h"
#include "op/judge.h"
#include "edit/edit.h"

enum { WIDEST = 100, CONTEXT = 3 };
static const Str BOM = L("\xef\xbb\xbf");

typedef struct {
    int first, last;
    Str rules;
} Place;
typedef struct {
    Place *v;
    Size n, cap;
} Places;
typedef struct {
    Str path, before, now;
    Size places;
} File;
typedef struct {
    File *v;
    Size n, cap;
} Files;

// ---- where comments go

// The logical line around a line.
static Place statement_of(const Tree *t, const PyToks *toks, int line)
{
    int first = 0;
    for (Size i = 0; i < toks->n; i++) {
        const PyTok *k = &toks->v[i];
        bool quiet = k->kind == TOK_NL || k->kind == TOK_COMMENT || k->kind == TOK_INDENT ||
                     k->kind == TOK_DEDENT;
        if (k->kind == TOK_NEWLINE || k->kind == TOK_EOF) {
            int last = py_pos(t, k->beg).line;
            if (first && first <= line && line <= last)
                return (Place){.first = first, .last = last};
            first = 0;
        } else if (!quiet && !first) {
            first = py_pos(t, k->beg).line;
        }
    }
    return (Place){.first = line, .last = line};
}

static bool holds(Str rules, Str rule)
{
    for (Str one; str_cut(&rules, S(", "), &one);)
        if (str_eq(one, rule)) return true;
    return false;
}

static void add_place(Places *all, Place p, Str rule, Arena *keep)
{
    Place *last = all->n ? &all->v[all->n - 1] : NULL;
    if (!last || last->first != p.first) {
        p.rules = rule;
        *push(keep, all) = p;
    } else if (!holds(last->rules, rule)) {
        last->rules = str_fmt(keep, "%.*s, %.*s", STR_ARG(last->rules), STR_ARG(rule));
    }
}

static Str line_end(Str text)
{
    Size nl = str_find(text, S("\n"));
    return nl > 0 && text.s[nl - 1] == '\r' ? S("\r\n") : S("\n");
}

// At the statement's end; alone before it when the line would be too long.
static Edit comment(const Tree *t, const Place *p, Str reason, Arena *keep)
{
    Str text = str_trim(
        str_fmt(keep, "# suture: ignore[%.*s] %.*s", STR_ARG(p->rules), STR_ARG(reason)));
    Span line = py_line(t, p->last), top = py_line(t, p->first);
    uint32_t end = line.end;
    while (end > line.beg && strchr(" \t\r", t->src.s[end - 1])) end--;
    if ((Size)(end - line.beg) + 2 + text.len <= WIDEST)
        return (Edit){{end, end}, str_fmt(keep, "  %.*s", STR_ARG(text))};
    uint32_t indent = top.beg;
    while (indent < top.end && (t->src.s[indent] == ' ' || t->src.s[indent] == '\t')) indent++;
    Str blanks = str_sub(t->src, top.beg, indent), nl = line_end(t->src);
    return (Edit){{top.beg, top.beg},
                  str_fmt(keep, "%.*s%.*s%.*s", STR_ARG(blanks), STR_ARG(text), STR_ARG(nl))};
}

Str suppress_text(Str text, const Finding *f, Size n, Str reason, Arena *keep, Size *places)
{
    Buf b = {.keep = keep};
    Places all = {0};
    PyToks toks = {0};
    uint32_t done = 0;
    Tree *t = py_parse(text, (PyOptions){.no_symbols = true}, keep);
    if (!str_eq(t->src, text)) return text;
    py_tokens(t->src, keep, &toks);
    for (Size i = 0; i < n; i++)
        if (!f[i].hidden) add_place(&all, statement_of(t, &toks, f[i].line), f[i].rule, keep);
    for (Size i = 0; i < all.n; i++) {
        Edit e = comment(t, &all.v[i], reason, keep);
        if (e.where.beg < done) continue; // the one before took the same line
        buf_add(&b, str_sub(text, done, e.where.beg));
        buf_add(&b, e.with);
        done = e.where.beg;
    }
    buf_add(&b, str_sub(text, done, -1));
    *places = all.n;
    return buf_str(&b);
}

// ---- files

static bool is_other(Str path)
{
    return str_ends(path, S(".ipynb")) || str_ends(path, S(".md")) ||
           str_ends(path, S(".markdown"));
}

static Str judged_text(const ScanResult *r, Str path)
{
    for (Size i = 0; i < r->ntexts; i++)
        if (str_eq(r->texts[i].path, path)) return r->texts[i].text;
    return (Str){0};
}

static void one_file(const OpCall *c, const ScanResult *r, Size from, Size n, Files *out)
{
    const Finding *f = &r->findings.v[from];
    File file = {.path = f->path};
    Str seen = judged_text(r, f->path), bytes, bom = {"", 0};
    Err e = os_read(f->path, (Size)256 << 20, c->keep, &bytes);
    if (str_starts(bytes, BOM)) bom = BOM;
    if (str_starts(seen, BOM)) seen = str_sub(seen, BOM.len, -1);
    if (e.kind || is_other(f->path) || !str_eq(seen, str_sub(bytes, bom.len, -1))) {
        op_say(c, "%.*s: left as it is: %s", STR_ARG(f->path),
               is_other(f->path) ? "suture changes Python files only"
                                 : "it is not UTF-8, or changed meanwhile");
        return;
    }
    Str now = suppress_text(seen, f, n, conf_text(c->conf, "reason"), c->keep, &file.places);
    file.before = bytes;
    file.now = str_fmt(c->keep, "%.*s%.*s", STR_ARG(bom), STR_ARG(now));
    *push(c->keep, out) = file;
}

static void all_files(const OpCall *c, const ScanResult *r, Files *out)
{
    for (Size i = 0, n; i < r->findings.n; i += n) {
        n = 1;
        while (i + n < r->findings.n && str_eq(r->findings.v[i + n].path, r->findings.v[i].path))
            n++;
        one_file(c, r, i, n, out);
    }
}

static Size left_in(const ScanResult *r, Str path)
{
    Size n = 0;
    for (Size i = 0; i < r->findings.n; i++)
        n += !r->findings.v[i].hidden && str_eq(r->findings.v[i].path, path);
    return n;
}

static bool still_reads(const ScanResult *before, const ScanResult *after, Str path)
{
    Size was = 0, is = 0;
    for (Size i = 0; i < before->missing.n; i++) was += str_eq(before->missing.v[i].path, path);
    for (Size i = 0; i < after->missing.n; i++) is += str_eq(after->missing.v[i].path, path);
    return is <= was;
}

// ---- the whole

static Err options(const OpCall *c, ScanOptions *o, JudgeInput *in)
{
    const ConfValue *rules = conf_value(c->conf, "suppress");
    Str reason = conf_text(c->conf, "reason");
    Err e = judge_options(c, o);
    if (!e.kind) e = judge_rule_words(c, "suppress");
    if (!e.kind) e = judge_input(c, in);
    if (e.kind) return e;
    if (!reason.len)
        return err_new(c->keep, ERR_CONFIG,
                       "--suppress needs --reason TEXT: why it is no danger here");
    for (Size i = 0; i < reason.len; i++)
        if ((unsigned char)reason.s[i] < ' ' || reason.s[i] == '#')
            return err_new(c->keep, ERR_CONFIG, "--reason is one line, without #");
    if (in->nover)
        return err_new(c->keep, ERR_CONFIG, "--suppress works on files, not on standard input");
    o->select = rules->v;
    o->nselect = rules->n;
    return e;
}

// The scans took a while: what somebody saved meanwhile is not overwritten.
static Err write_unless_changed(const File *f, Arena *keep)
{
    Str now;
    Err e = os_read(f->path, (Size)256 << 20, keep, &now);
    if (!e.kind && !str_eq(now, f->before))
        e = err_new(keep, ERR_IO, "%.*s was changed by someone else meanwhile: not written", STR_ARG(f->path));
    return e.kind ? e : os_write_atomic(f->path, f->now, keep);
}

static int give(const OpCall *c, const Files *files, const ScanResult *first,
                const ScanResult *then)
{
    Pool scratch;
    Size places = 0, refused = 0, done = 0;
    bool write = conf_flag(c->conf, "write"), failed = !pool_open(&scratch, (Size)16 << 30);
    Str *paths = new (c->keep, Str, files->n);
    for (Size i = 0; i < files->n; i++) paths[i] = files->v[i].path;
    Str base = edit_base(paths, files->n, c->keep);
    Buf diff = {.keep = c->keep};
    for (Size i = 0; i < files->n && !failed; i++) {
        const File *f = &files->v[i];
        if (left_in(then, f->path) || !still_reads(first, then, f->path)) {
            op_say(c, "%.*s: a comment did not hide what it should; left as it is",
                   STR_ARG(f->path));
            refused++;
            continue;
        }
        Err e = {0};
        if (!write)
            buf_add(&diff, edit_diff(f->path, base, f->before, f->now, CONTEXT, c->keep,
                                     scratch.arena));
        else e = write_unless_changed(f, c->keep);
        if (e.kind) failed = true, (void)op_fail(c, e);
        else places += f->places, done++;
    }
    pool_close(&scratch);
    if (!write) diff_print(c, buf_str(&diff), base);
    op_say(c, "%td statement%s in %td file%s %s a comment%s", places, places == 1 ? "" : "s",
           done, done == 1 ? "" : "s", write ? "got" : "would get",
           write ? "" : "; --write puts them there");
    return failed ? EXIT_USAGE : refused ? EXIT_FOUND : EXIT_CLEAN;
}

int suppress_files(const OpCall *c)
{
    ScanOptions o;
    JudgeInput in;
    ScanResult first, then;
    Files files = {0};
    Err e = options(c, &o, &in);
    Session *s = e.kind ? NULL : session_new(&o, c->keep, &e);
    if (!s) return op_fail(c, e);
    os_catch_stop();
    e = scan_paths(s, in.paths.v, in.paths.n, NULL, 0, c->keep, &first);
    if (!e.kind) {
        all_files(c, &first, &files);
        Overlay *over = new (c->keep, Overlay, files.n);
        for (Size i = 0; i < files.n; i++) over[i] = (Overlay){files.v[i].path, files.v[i].now};
        e = scan_paths(s, in.paths.v, in.paths.n, over, files.n, c->keep, &then);
    }
    session_end(s);
    if (e.kind) return op_fail(c, e);
    if (first.stopped || then.stopped) return EXIT_STOPPED;
    return give(c, &files, &first, &then);
}
