// op/changes: git's diff with no context lines, read into line ranges; the index's texts as
// overlays.
// SPDX-License-Identifier: MIT
#include "op/changes.h"

enum { SECONDS = 120, MOST = 512 << 20 };

// A user's own settings of git change what a diff looks like: a path without "b/" would name no file of ours, and no
// file would seem changed. As settings, not as options: an older git ignores what it does not know.
static const Str plain_diff[] = {
    L("core.quotePath=false"),  L("diff.noprefix=false"),  L("diff.mnemonicPrefix=false"), L("diff.srcPrefix=a/"),
    L("diff.dstPrefix=b/"),     L("diff.relative=false"),  L("diff.submodule=short"),     L("diff.interHunkContext=0")};

static Err git(const OpCall *c, const Str *args, Size n, Str *out)
{
    struct { Str *v; Size n, cap; } argv = {0};
    *push(c->keep, &argv) = S("git");
    for (Size i = 0; i < countof(plain_diff); i++) {
        *push(c->keep, &argv) = S("-c");
        *push(c->keep, &argv) = plain_diff[i];
    }
    for (Size i = 0; i < n; i++) *push(c->keep, &argv) = args[i];
    OsDone done = {0};
    OsRun run = {.argv = argv.v, .argc = argv.n, .timeout = SECONDS, .most = MOST};
    Err e = os_run(&run, c->keep, &done);
    *out = done.out;
    if (e.kind)
        return err_new(c->keep, ERR_CONFIG, "git does not start; --diff and --staged need it");
    if (done.code == 0 && !done.cut && !done.timed_out) return (Err){0};
    Str line, rest = str_trim(done.err);
    (void)str_cut(&rest, S("\n"), &line);
    return err_new(c->keep, ERR_CONFIG, "git %.*s: %.*s", STR_ARG(args[0]), STR_ARG(line));
}
#define GIT(c, out, ...) \
    git((c), (const Str[]){__VA_ARGS__}, countof(((const Str[]){__VA_ARGS__})), (out))

static int octal(Str s, Size i)
{
    int n = 0;
    for (Size k = i; k < i + 3 && k < s.len && s.s[k] >= '0' && s.s[k] <= '7'; k++)
        n = n * 8 + (s.s[k] - '0');
    return n;
}

// A name as git prints it: in C's quotes when it holds something odd.
static Str unquoted(Str s, Arena *keep)
{
    static const char from[] = "abfnrtv\"\\", to[] = "\a\b\f\n\r\t\v\"\\";
    if (s.len < 2 || s.s[0] != '"') return s;
    Buf b = {.keep = keep};
    for (Size i = 1; i + 1 < s.len; i++) {
        const char *hit = s.s[i] == '\\' ? strchr(from, s.s[i + 1]) : NULL;
        if (s.s[i] != '\\') buf_char(&b, s.s[i]);
        else if (hit && *hit) buf_char(&b, to[hit - from]), i++;
        else buf_char(&b, (char)octal(s, i + 1)), i += 3;
    }
    return buf_str(&b);
}

static Str below(Str top, Str path, Arena *keep)
{
    return str_fmt(keep, "%.*s/%.*s", STR_ARG(top), STR_ARG(path));
}

static ChangedFile *file_of(Changes *all, Str path, Arena *keep)
{
    for (Size i = 0; i < all->n; i++)
        if (str_eq(all->v[i].path, path)) return &all->v[i];
    ChangedFile *f = push(keep, all);
    *f = (ChangedFile){.path = path};
    return f;
}

// "@@ -3,2 +4,5 @@": lines 4 to 8 are new. A pure deletion touches the line before it.
static bool read_hunk(Str line, ChangedLines *out)
{
    Size plus = str_find(line, S(" +"));
    Str rest = str_sub(line, plus + 2, -1), range, first;
    int64_t at, n = 1;
    if (plus < 0 || !str_cut(&rest, S(" "), &range) || !str_cut(&range, S(","), &first) ||
        !str_int(first, &at))
        return false;
    if (range.s && !str_int(range, &n)) return false;
    if (at > INT32_MAX - 1 || n > INT32_MAX / 2) return false;
    *out = (ChangedLines){(int)at, (int)(at + (n > 0 ? n - 1 : 0))};
    return true;
}

// Of a diff's head: a submodule is at another commit than before, or new.
static bool is_module(Str line)
{
    return str_starts(line, S("new file mode 160000")) ||
           (str_starts(line, S("index ")) && str_ends(line, S(" 160000")));
}

// "Binary files a/x.py and b/x.py differ", as .gitattributes may call a program: which lines is not told.
static Str unread(Str line, Arena *keep)
{
    if (!str_starts(line, S("Binary files ")) || !str_ends(line, S(" differ"))) return (Str){0};
    Size plain = str_find(line, S(" and b/")), at = plain >= 0 ? plain : str_find(line, S(" and \"b/"));
    if (at < 0) return (Str){0};
    return str_sub(unquoted(str_sub(line, at + 5, line.len - 7), keep), 2, -1);
}

static void read_diff(Str diff, Str top, Changes *out, Arena *keep)
{
    ChangedFile *file = NULL;
    ChangedLines lines;
    bool header = false;
    for (Str line; str_cut(&diff, S("\n"), &line);) {
        if (str_starts(line, S("diff --git "))) header = true, file = NULL;
        out->modules += header && is_module(line);
        Str name = header ? unread(line, keep) : (Str){0};
        if (name.len) file_of(out, below(top, name, keep), keep)->whole = true;
        if (header && str_starts(line, S("+++ "))) {
            name = unquoted(str_sub(line, 4, -1), keep);
            if (str_ends(name, S("\t"))) name.len--;
            bool named = str_starts(name, S("b/"));
            file = named ? file_of(out, below(top, str_sub(name, 2, -1), keep), keep) : NULL;
            header = false;
        }
        if (file && str_starts(line, S("@@ ")) && read_hunk(line, &lines))
            *push(keep, &file->lines) = lines;
    }
}

static Err untracked(const OpCall *c, Str top, Changes *out)
{
    Str list, name;
    Err e = GIT(c, &list, S("ls-files"), S("--others"), S("--exclude-standard"), S("--full-name"),
                S("-z"), S("--"), S(":/"));                // of the whole, wherever this was started
    if (e.kind) return e;
    while (str_cut(&list, (Str){"", 1}, &name))
        if (name.len) file_of(out, below(top, name, c->keep), c->keep)->whole = true;
    return (Err){0};
}

// The shown path of a file of the repository: below the working folder as the scan will name it.
static Str shown(Str path, Str cwd)
{
    Str inside = path_below(path, cwd);
    return inside.s ? inside : path;
}

bool changes_judged(Str path)
{
    static const Str ends[] = {L(".py"), L(".pyw"), L(".ipynb"), L(".md"), L(".markdown")};
    for (Size k = 0; k < countof(ends); k++)
        if (str_ends(path, ends[k])) return true;
    return false;
}

// Also of files that are gone from the work tree: a commit would hold them.
static Err index_texts(const OpCall *c, Str top, JudgeInput *in)
{
    struct { Overlay *v; Size n, cap; } over = {0};
    Str list, name, cwd = os_real(S("."), c->keep);
    Err e = GIT(c, &list, S("diff"), S("--name-only"), S("--no-ext-diff"), S("-z"));
    for (Size i = 0; i < in->nover; i++) *push(c->keep, &over) = in->over[i];
    while (!e.kind && str_cut(&list, (Str){"", 1}, &name)) {
        Str text;
        if (!changes_judged(name)) continue;
        e = GIT(c, &text, S("show"), str_fmt(c->keep, ":%.*s", STR_ARG(name)));
        *push(c->keep, &over) = (Overlay){shown(below(top, name, c->keep), cwd), text};
    }
    in->over = over.v;
    in->nover = over.n;
    return e;
}

// The commonest reason in CI for a commit that is not there: its checkout fetched the last one alone.
static Err why_no_diff(const OpCall *c, Err e)
{
    Str shallow;
    if (GIT(c, &shallow, S("rev-parse"), S("--is-shallow-repository")).kind) return e;
    if (!str_eq(str_trim(shallow), S("true"))) return e;
    return err_new(c->keep, e.kind, "%.*s (this clone is shallow: fetch that commit too, in CI by fetch-depth: 0)",
                   STR_ARG(e.what));
}

// Of a branch that went on since this one left it: where it left, or what was changed over there would count as
// changed here. Of a commit that this one comes from: that commit.
static Str parting(const OpCall *c, Str ref)
{
    Str base;
    if (GIT(c, &base, S("merge-base"), ref, S("HEAD")).kind) return ref;
    base = str_trim(base);
    return base.len ? base : ref;
}

Err changes_read(const OpCall *c, Str ref, JudgeInput *in, Changes *out)
{
    Str top, diff;
    *out = (Changes){0};
    if (str_starts(ref, S("-")))
        return err_new(c->keep, ERR_CONFIG, "--diff: '%.*s' is no name of a commit", STR_ARG(ref));
    Err e = GIT(c, &top, S("rev-parse"), S("--show-toplevel"));
    if (e.kind)
        return err_new(c->keep, e.kind, "%.*s (--diff and --staged work in a git repository)",
                       STR_ARG(e.what));
    top = str_trim(top);
    if (ref.len)
        e = GIT(c, &diff, S("diff"), S("-U0"), S("--no-color"), S("--no-ext-diff"),
                S("--no-textconv"), parting(c, ref), S("--"));
    else
        e = GIT(c, &diff, S("diff"), S("-U0"), S("--cached"), S("--no-color"), S("--no-ext-diff"),
                S("--no-textconv"));
    if (e.kind) return why_no_diff(c, e);
    read_diff(diff, top, out, c->keep);
    return ref.len ? untracked(c, top, out) : index_texts(c, top, in);
}

// ---- what stays

bool changes_matter(const Changes *changes)
{
    for (Size i = 0; i < changes->n; i++)
        if (changes_judged(changes->v[i].path)) return true;
    return false;
}

// A shown path's file, looked up once: a flow has many steps in few files.
typedef struct { const Changes *changes; Map known; Arena *keep; } Finder;

static const ChangedFile *find(Finder *f, Str path)
{
    void **slot = map_at(f->keep, &f->known, path);
    if (*slot) return *slot == f ? NULL : *slot;
    Str real = os_real(path, f->keep);
    if (!str_starts(real, S("/"))) real = below(os_real(S("."), f->keep), real, f->keep);   // a file that is gone
    *slot = f;                                             // none
    for (Size i = 0; i < f->changes->n; i++)
        if (str_eq(f->changes->v[i].path, real)) *slot = &f->changes->v[i];
    return *slot == f ? NULL : *slot;
}

static bool touches(const ChangedFile *f, int first, int last)
{
    if (!f) return false;
    for (Size i = 0; i < f->lines.n && !f->whole; i++)
        if (f->lines.v[i].first <= last && first <= f->lines.v[i].last) return true;
    return f->whole;
}

static bool flow_touches(Finder *all, const Finding *f)
{
    for (Size i = 0; i < f->npaths; i++)
        for (Size k = 0; k < f->paths[i].n; k++) {
            const FlowStep *s = &f->paths[i].v[k];
            if (touches(find(all, s->path), s->line, s->line)) return true;
        }
    return false;
}

void changes_keep(const Changes *changes, ScanResult *r, Arena *keep)
{
    Size n = 0;
    Finder all = {.changes = changes, .keep = keep};
    for (Size i = 0; i < r->findings.n; i++) {
        const Finding *f = &r->findings.v[i];
        bool here = touches(find(&all, f->path), f->line, f->end_line);
        if (here || flow_touches(&all, f)) r->findings.v[n++] = *f;
    }
    r->findings.n = n;
    n = 0;
    for (Size i = 0; i < r->missing.n; i++)
        if (!r->missing.v[i].path.len || find(&all, r->missing.v[i].path))
            r->missing.v[n++] = r->missing.v[i];
    r->missing.n = n;
}
