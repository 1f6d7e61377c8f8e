// op/scan: find weaknesses and report them. Its settings-to-options half serves every operation
// that judges.
// SPDX-License-Identifier: MIT
#include "op/changes.h"
#include "op/judge.h"
#include "report/report.h"
#include "scan/baseline.h"
#include <stdio.h>
#include <string.h>

// ---- settings -> ScanOptions

static void list_of(const Conf *c, const char *name, const Str **v, Size *n)
{
    const ConfValue *value = conf_value(c, name);
    *v = value->v;
    *n = value->n;
}

// Of a rule: its name, its CWE, how its name begins. Of a peer: its own id, and what no rule of ours
// begins with or looks for where peers are asked too.
static bool word_known(const Conf *c, Str word)
{
    for (Size i = 0; i < all_rules_n; i++) {
        const Rule *r = all_rules[i];
        const Finding f = {.rule = r->id, .cwe = r->cwe, .also = {r->also[0], r->also[1]}};
        if (rule_word_matches(word, &f)) return true;
    }
    if (word_is_of_comments(word)) return true;
    bool is_open =
        str_ends(word, S("*")) || str_starts(word, S("CWE-")) || str_starts(word, S("cwe-"));
    bool peers =
        conf_value(c, "engine")->n || conf_value(c, "sarif-in")->n || conf_text(c, "sarif-cmd").len;
    return (is_open && peers) || (word.len > 1 && *word.s == 'B');
}

static Err check_word(const OpCall *c, Str word, Str origin)
{
    if (word_known(c->conf, word)) return (Err){0};
    Str near = rule_nearest(word, *c->keep);
    return err_new(c->keep, ERR_CONFIG, "%.*s: there is no rule '%.*s'%s%.*s%s", STR_ARG(origin),
                   STR_ARG(word), near.len ? "; did you mean '" : "; see `suture rules`",
                   STR_ARG(near), near.len ? "'?" : "");
}

// The folders of a pattern that are named in full: "a/b" of "a/b/*.py".
static Str named_in_full(Str pattern)
{
    for (Size i = 0; i < pattern.len; i++)
        if (strchr("*?[\\", pattern.s[i])) return path_folder(str_sub(pattern, 0, i));
    return pattern;
}

// "../a" from the folder `below` the project's.
static Str led_up(Str at, Str below, Str pattern, Arena *keep)
{
    for (; below.len && str_starts(at, S("../")); at = str_sub(at, 3, -1))
        below = path_folder(below);
    if (str_starts(at, S("../"))) return pattern;
    return str_fmt(keep, "/%.*s%s%.*s", STR_ARG(below), below.len ? "/" : "", STR_ARG(at));
}

// A pattern is written from the project's folder. One that was written from the working folder
// instead, as a shell completes it and as it had to be once, is told by where it leads: up, or
// through the project's own folder and to what is not in the project by that path.
static Str from_project(const ScanOptions *o, Str pattern, Arena *keep)
{
    Str below = path_below(o->cwd, o->root), above = path_below(o->root, o->cwd), at = pattern;
    if (str_starts(at, S("./"))) at = str_sub(at, 2, -1);
    if (str_starts(at, S("../")) && below.len) return led_up(at, below, pattern, keep);
    Str inside = above.len ? path_below(at, above) : (Str){0};
    if (!inside.len) return pattern;
    Str own = str_fmt(keep, "%.*s/%.*s", STR_ARG(o->root), STR_ARG(named_in_full(at)));
    if (os_stat(own, true, *keep).kind != OS_NONE) return pattern;
    return str_fmt(keep, "/%.*s", STR_ARG(inside));
}

static Err file_ignores(const OpCall *call, ScanOptions *o)
{
    const Conf *c = call->conf;
    Arena *keep = call->keep;
    Err err = {0};
    struct { FileIgnore *v; Size n, cap; } all = {0};
    for (Size i = 0; i < c->entries.n; i++) {
        const ConfEntry *e = &c->entries.v[i];
        if (!str_eq(e->table, S("per-file-ignores"))) continue;
        for (Size k = 0; k < e->value.n && !err.kind; k++)
            err = check_word(call, e->value.v[k], e->value.origin);
        *push(keep, &all) = (FileIgnore){from_project(o, e->key, keep), e->value.v, e->value.n};
    }
    o->file_ignores = all.v;
    o->nfile_ignores = all.n;
    return err;
}

Err judge_rule_words(const OpCall *c, const char *option)
{
    const ConfValue *v = conf_value(c->conf, option);
    Err e = {0};
    for (Size i = 0; i < v->n && !e.kind; i++) e = check_word(c, v->v[i], v->origin);
    return e;
}

// [severity]: rule = "medium". The project's file is read before the user's, which has less to say.
static Err weights_of(const OpCall *c, ScanOptions *o)
{
    struct { Weight *v; Size n, cap; } all = {0};
    Err e = {0};
    for (Size i = c->conf->entries.n; i-- > 0 && !e.kind;) {
        const ConfEntry *entry = &c->conf->entries.v[i];
        Weight w = {.rule = entry->key};
        if (!str_eq(entry->table, S("severity"))) continue;
        e = check_word(c, w.rule, entry->value.origin);
        if (!e.kind && !severity_named(entry->value.text, &w.severity))
            e = err_new(c->keep, ERR_CONFIG,
                        "%.*s: '%.*s' is no severity; it is one of low, medium, high, critical",
                        STR_ARG(entry->value.origin), STR_ARG(entry->value.text));
        *push(c->keep, &all) = w;
    }
    o->weights = all.v;
    o->nweights = all.n;
    return e;
}

Str rule_nearest(Str typed, Arena scratch)
{
    Str *words = new(&scratch, Str, all_rules_n);
    for (Size i = 0; i < all_rules_n; i++) words[i] = all_rules[i]->id;
    return conf_nearest(typed, words, all_rules_n, scratch);
}

// Other threads take from c->keep meanwhile, so the line is made elsewhere.
static void show_progress(void *self, Size done, Size all, Size findings)
{
    const OpCall *c = self;
    char text[100];
    if (!c->out->progress_shown) return;
    int n = snprintf(text, sizeof text, "%td of %td file%s, %td finding%s", done, all, all == 1 ? "" : "s",
                     findings, findings == 1 ? "" : "s");
    c->out->progress(c->out, (Str){text, n});
}

Err judge_options(const OpCall *c, ScanOptions *o)
{
    const Conf *conf = c->conf;
    *o = (ScanOptions){
        .threads = (int)conf_int(conf, "threads"),
        .target_version = conf_version(conf, "target-version"),
        .requires = conf_requires(conf->near, c->keep),
        .most_bytes = (Size)conf_int(conf, "max-size"),
        .all_files = conf_flag(conf, "all-files"),
        .notebooks = conf_flag(conf, "notebooks"),
        .markdown = conf_flag(conf, "markdown"),
        .no_cache = conf_flag(conf, "no-cache"),
        .allow_unparsable = conf_flag(conf, "allow-unparsable"),
        .progress = show_progress,
        .self = (void *)(intptr_t)c,
    };
    o->root = os_real(conf->root.len ? conf->root : S("."), c->keep);
    o->cwd = os_real(S("."), c->keep);
    (void)profile_named(conf_text(conf, "profile"), &o->profile);
    (void)severity_named(conf_text(conf, "min-severity"), &o->min_severity);
    (void)confidence_named(conf_text(conf, "min-confidence"), &o->min_confidence);
    list_of(conf, "select", &o->select, &o->nselect);
    list_of(conf, "ignore", &o->ignore, &o->nignore);
    const ConfValue *exclude = conf_value(conf, "exclude");
    Str *globs = new(c->keep, Str, exclude->n);
    for (Size i = 0; i < exclude->n; i++) globs[i] = from_project(o, exclude->v[i], c->keep);
    o->exclude = globs;
    o->nexclude = exclude->n;
    list_of(conf, "knowledge", &o->knowledge, &o->nknowledge);
    list_of(conf, "engine", &o->engines, &o->nengines);
    list_of(conf, "sarif-in", &o->sarif, &o->nsarif);
    o->sarif_command = conf_text(conf, "sarif-cmd");
    Err e = file_ignores(c, o);
    if (!e.kind) e = judge_rule_words(c, "select");
    if (!e.kind) e = judge_rule_words(c, "ignore");
    return e.kind ? e : weights_of(c, o);
}

Severity judge_fail_on(const Conf *c)
{
    Severity s = SEV_LOW;
    (void)severity_named(conf_text(c, "fail-on"), &s);
    return s;
}

int judge_exit(const ScanResult *r, Severity fail_on)
{
    if (r->stopped) return EXIT_STOPPED;
    for (Size i = 0; i < r->findings.n; i++)
        if (!r->findings.v[i].hidden && r->findings.v[i].severity >= fail_on) return EXIT_FOUND;
    return scan_complete(r) ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

// ---- what is to be scanned

enum { STDIN_MOST = 256 << 20, LIST_MOST = 64 << 20 };

// One a line, or as `git ls-files -z` and `find -print0` give them: each ended by a zero byte, and then whatever
// else it holds is part of a name.
static Err paths_from(const OpCall *c, Str file, JudgeInput *in)
{
    static const Str zero = {"", 1};
    Str text, line;
    Err e = op_read(file, LIST_MOST, c->keep, &text);
    if (e.kind) return e;
    if (str_starts(text, S("\xef\xbb\xbf"))) text = str_sub(text, 3, -1);
    bool zeros = str_find(text, zero) >= 0;
    while (str_cut(&text, zeros ? zero : S("\n"), &line)) {
        Str path = zeros ? line : str_trim(line);
        if (path.len) *push(c->keep, &in->paths) = path;
    }
    return (Err){0};
}

Err judge_input(const OpCall *c, JudgeInput *in)
{
    *in = (JudgeInput){0};
    Str list = conf_text(c->conf, "files-from");
    bool reads_list = str_eq(list, S("-"));
    Err e = {0};
    for (Size i = 0; i < c->nwords && !e.kind; i++) {
        bool is_stdin = str_eq(c->words[i], S("-"));
        if (!c->words[i].len)
            return err_new(c->keep, ERR_CONFIG,
                           "an empty path names nothing; the working folder is .");
        *push(c->keep, &in->paths) = c->words[i];
        if (!is_stdin || in->nover) continue;
        if (reads_list)
            return err_new(c->keep, ERR_CONFIG,
                           "standard input can't be both a file and the list of files");
        in->over = new(c->keep, Overlay, 1);
        in->over->path = S("-");
        in->nover = 1;
        e = op_read(S("-"), STDIN_MOST, c->keep, &in->over->text);
    }
    if (!e.kind && list.len) e = paths_from(c, list, in);
    // an empty list is no path at all, not the working folder: `fix --write` would change files that nobody named
    if (!e.kind && !in->paths.n && !list.len) *push(c->keep, &in->paths) = S(".");
    return e;
}

// ---- reporting

typedef struct {
    const ScanResult *result;
    const JudgeInput *in;
    Arena *keep;
    Map texts;
    Size most;
} Texts;

static Str text_of(void *self, Str path)
{
    Texts *t = self;
    void **slot = map_at(t->keep, &t->texts, path);
    if (!*slot) {
        Str *text = new(t->keep, Str, 1);
        *slot = text;
        if (os_read(path, t->most, t->keep, text).kind) *text = (Str){"", 0};
        if (str_starts(*text, S("\xef\xbb\xbf"))) *text = str_sub(*text, 3, -1);
    }
    return *(Str *)*slot;
}

static void know_texts(Texts *t)
{
    for (Size i = 0; i < t->result->ntexts; i++)
        *map_at(t->keep, &t->texts, t->result->texts[i].path) = &t->result->texts[i].text;
    for (Size i = 0; i < t->in->nover; i++) {
        void **slot = map_at(t->keep, &t->texts, t->in->over[i].path);
        if (!*slot) *slot = &t->in->over[i].text;
    }
}

// The folder around the working one that holds .git: what CI's readers count paths from.
static Str repository(Str cwd, Arena *keep)
{
    for (Str at = cwd; at.len > 1; at = path_folder(at))
        if (os_stat(str_fmt(keep, "%.*s/.git", STR_ARG(at)), true, *keep).kind != OS_NONE)
            return at;
    return (Str){"", 0};
}

static int by_file(const void *a, const void *b)
{
    const ReportMissing *x = a, *y = b;
    int c = str_cmp(x->path, y->path);
    return c ? c : (x->line > y->line) - (x->line < y->line);
}

static Report report_of(const OpCall *c, const ScanResult *s, int code)
{
    Report r = {
        .version = S(SUTURE_VERSION),
        .findings = s->findings.v,
        .n = s->findings.n,
        .nmissing = s->missing.n,
        .notes = s->notes.v,
        .nnotes = s->notes.n,
        .files = s->files.n,
        .lines = s->lines,
        .bytes = s->bytes,
        .hidden = s->hidden,
        .seconds = s->seconds,
        .reused = s->reused,
        .known = s->known_json,
        .stopped = s->stopped,
        .exit_code = code,
        .color = c->out->color,
        .rule_help = conf_flag(c->conf, "rule-help"),
        .brief = conf_flag(c->conf, "brief"),
        .columns = c->out->data_columns,
        .said = new(c->keep, ReportSaid, 1),
        .cwd = os_real(S("."), c->keep),
    };
    r.root = repository(r.cwd, c->keep);
    ReportMissing *m = new(c->keep, ReportMissing, s->missing.n);
    for (Size i = 0; i < s->missing.n; i++) {
        const NotAnalysed *a = &s->missing.v[i];
        m[i] = (ReportMissing){a->path, a->line, a->engine, a->why};
    }
    sort_items(m, s->missing.n, sizeof *m, by_file, *c->keep);     // a model's are in no order
    r.missing = m;
    ReportEngine *e = new(c->keep, ReportEngine, s->engines.n + 1);
    e[0] = (ReportEngine){S("suture"), S(SUTURE_VERSION)};
    for (Size i = 0; i < s->engines.n; i++)
        e[i + 1] = (ReportEngine){s->engines.v[i].name, s->engines.v[i].version};
    r.engines = e;
    r.nengines = s->engines.n + 1;
    return r;
}

// "sarif" or "sarif=out.sarif".
static Err one_format(const OpCall *c, Str word, const ReportFormat **format, Str *file)
{
    Str name;
    *file = word;
    (void)str_cut(file, S("="), &name);
    *format = report_format(name);
    if (*format && (!file->s || file->len)) return (Err){0};
    if (*format)
        return err_new(c->keep, ERR_CONFIG,
                       "--format %.*s: what file? None stands after the =", STR_ARG(word));
    Buf b = {.keep = c->keep};
    for (Size i = 0; i < all_formats_n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(all_formats[i].name));
    return err_new(c->keep, ERR_CONFIG,
                   "there is no format '%.*s'; there are %.*s, each with =FILE if wanted",
                   STR_ARG(name), STR_ARG(buf_str(&b)));
}

// A report takes a file's place: never a program's (a slip such as --format json=app.py), nor another report's.
static Err check_target(const OpCall *c, const ConfValue *v, Size i, Str file)
{
    static const Str code[] = {L(".py"), L(".pyw"), L(".pyi"), L(".ipynb"), L(".toml"), L(".model")};
    Str real = os_real(file, c->keep);
    if (!real.len) real = file;
    for (Size k = 0; k < countof(code); k++)
        if (str_ends_alike(real, code[k]))
            return err_new(c->keep, ERR_CONFIG, "--format %.*s: a report does not take the place of a %.*s file",
                           STR_ARG(v->v[i]), STR_ARG(code[k]));
    OsStat there = os_stat(file, true, *c->keep);
    if (there.kind == OS_FILE && there.mode & 0111)
        return err_new(c->keep, ERR_CONFIG, "--format %.*s: a report does not take the place of a program",
                       STR_ARG(v->v[i]));
    for (Size k = 0; k < i; k++)
        if (str_ends(v->v[k], str_fmt(c->keep, "=%.*s", STR_ARG(file))))
            return err_new(c->keep, ERR_CONFIG, "--format %.*s: another report goes into that file", STR_ARG(v->v[i]));
    return (Err){0};
}

Err judge_formats(const OpCall *c)
{
    const ConfValue *v = conf_value(c->conf, "format");
    Size to_stdout = 0;
    Err e = {0};
    for (Size i = 0; i < v->n && !e.kind; i++) {
        const ReportFormat *format;
        Str file;
        e = one_format(c, v->v[i], &format, &file);
        if (!e.kind && file.len) e = check_target(c, v, i, file);
        to_stdout += !file.len;
    }
    if (!e.kind && to_stdout > 1)
        return err_new(c->keep, ERR_CONFIG,
                       "only one format can go to standard output; give the others a file: "
                       "--format sarif=FILE");
    return e;
}

static int print_all(const OpCall *c, Report *r, int code)
{
    const ConfValue *v = conf_value(c->conf, "format");
    bool color = r->color;
    for (Size i = 0; i < v->n; i++) {
        const ReportFormat *format;
        Str file;
        Buf out = {.keep = c->keep};
        (void)!one_format(c, v->v[i], &format, &file).kind;
        r->color = color && !file.len;
        r->columns = file.len ? 0 : c->out->data_columns;
        format->print(r, &out);
        if (!file.len) {
            op_data(c, buf_str(&out));
            continue;
        }
        bool device = os_stat(file, true, *c->keep).kind == OS_OTHER;
        Err e = device ? os_append(file, buf_str(&out), c->keep)
                       : os_write_atomic(file, buf_str(&out), c->keep);
        if (e.kind) code = op_fail(c, e);
    }
    return code;
}

static bool text_on_stdout(const Conf *c)
{
    const ConfValue *v = conf_value(c, "format");
    for (Size i = 0; i < v->n; i++)
        if (str_eq(v->v[i], S("text"))) return true;
    return false;
}

// What to do next, when something of it is done already.
static void say_fixes(const OpCall *c, const Report *r)
{
    Size safe = 0, review = 0;
    for (Size i = 0; i < r->n; i++) {
        const Finding *f = &r->findings[i];
        safe += !f->hidden && f->fix.trust == TRUST_SAFE;
        review += !f->hidden && f->fix.trust == TRUST_REVIEW;
    }
    if (c->op->bit != FOR(SCAN) || conf_flag(c->conf, "watch") || !(safe + review)) return;
    const char *has = safe == 1 ? "s" : "ve", *more = review == 1 ? "s" : "ve";
    // a profile that was typed has to be typed there, too, or fix sees less than was shown
    bool typed = conf_value(c->conf, "profile")->rank == FROM_COMMAND;
    Str profile = conf_text(c->conf, "profile"), fix = S("suture fix");
    if (typed) fix = str_fmt(c->keep, "suture fix --profile %.*s", STR_ARG(profile));
    Str said =
        !safe     ? str_fmt(c->keep, "%td ha%s a built-in fix to be reviewed: %.*s --review", review,
                            more, STR_ARG(fix))
        : !review ? str_fmt(c->keep, "%td ha%s a built-in fix: %.*s", safe, has, STR_ARG(fix))
                  : str_fmt(c->keep, "%td ha%s a built-in fix: %.*s; %td more ha%s one to be "
                            "reviewed: %.*s --review", safe, has, STR_ARG(fix), review, more,
                            STR_ARG(fix));
    op_say_table(c, str_fmt(c->keep, "%.*s\n", STR_ARG(said)));
}

// What people should hear beside the report: skipped things; and the summary when the report is for
// a program.
static void say_notes(const OpCall *c, const ScanResult *s, const Report *r)
{
    if (conf_flag(c->conf, "quiet")) return;
    for (Size i = 0; i < s->notes.n; i++) op_say(c, "%.*s", STR_ARG(s->notes.v[i]));
    for (Size i = 0; i < r->said->n; i++) op_say(c, "%.*s", STR_ARG(r->said->v[i]));
    if (!text_on_stdout(c->conf)) op_say(c, "%.*s", STR_ARG(report_summary(r, c->keep)));
    else say_fixes(c, r);
    if (s->stopped)
        op_say(
            c,
            "interrupted: what was found so far is reported; run the same command again to go on");
}

int judge_report(const OpCall *c, const ScanResult *s, const JudgeInput *in, int code)
{
    Report r = report_of(c, s, code);
    Size most = (Size)conf_int(c->conf, "max-size");
    Texts texts = {
        .result = s, .in = in, .keep = c->keep, .most = most > 0 ? most : SCAN_MOST_BYTES};
    know_texts(&texts);
    ReportMemo memo = {.keep = c->keep};
    r.source = text_of;
    r.self = &texts;
    r.memo = &memo;
    c->out->progress(c->out, (Str){0});
    code = print_all(c, &r, code);
    say_notes(c, s, &r);
    return code;
}

// ---- the baseline

static bool only_changes(const Conf *c)
{
    return conf_flag(c, "staged") || conf_text(c, "diff").len;
}

static Err with_baseline(const OpCall *c, ScanResult *r)
{
    Str file = conf_text(c->conf, "baseline"), text;
    bool update = conf_flag(c->conf, "update-baseline"), exists;
    Baseline known = {0};
    if (conf_flag(c->conf, "grow") && !update)
        return err_new(c->keep, ERR_CONFIG, "--grow goes with --update-baseline");
    if (!file.len)
        return update ? err_new(c->keep, ERR_CONFIG, "--update-baseline needs --baseline FILE")
                      : (Err){0};
    if (update && only_changes(c->conf))
        return err_new(c->keep, ERR_CONFIG,
                       "--update-baseline needs the whole: it does not go with --diff or --staged");
    exists = os_stat(file, true, *c->keep).kind != OS_NONE;
    if (!exists && !update)
        return err_new(c->keep, ERR_CONFIG,
                       "there is no baseline %.*s; --update-baseline makes one", STR_ARG(file));
    if (exists) {
        Err e = os_read(file, STDIN_MOST, c->keep, &text);
        if (!e.kind) e = baseline_read(text, c->keep, &known);
        if (e.kind) return err_new(c->keep, e.kind, "%.*s: %.*s", STR_ARG(file), STR_ARG(e.what));
    }
    bool show = conf_flag(c->conf, "show-suppressed"), grow = !exists || conf_flag(c->conf, "grow");
    Size gone = baseline_apply(&known, file, show, r, c->keep);
    if (gone && !update && !only_changes(c->conf))
        *push(c->keep, &r->notes) = str_fmt(
            c->keep, "%td of the baseline's findings %s gone; --update-baseline forgets them", gone,
            gone == 1 ? "is" : "are");
    if (!update) return (Err){0};
    return os_write_atomic(file, baseline_text(&known, file, grow, show, r, c->keep), c->keep);
}

// No need to read the project for that.
static Err nothing_changed(const OpCall *c, ScanResult *result)
{
    *result = (ScanResult){0};
    *push(c->keep, &result->notes) =
        conf_flag(c->conf, "staged") ? S("no Python is staged, so nothing was judged")
                                     : S("no Python file changed, so nothing was judged");
    return (Err){0};
}

// What a submodule brought is in another repository's diff.
static void note_modules(const OpCall *c, const Changes *changes, ScanResult *result)
{
    Size n = changes->modules;
    if (n)
        *push(c->keep, &result->notes) =
            str_fmt(c->keep, "%td submodule%s changed: what came with %s was not judged; scan %s without --diff", n,
                    n == 1 ? "" : "s", n == 1 ? "it" : "them", n == 1 ? "its folder" : "their folders");
}

Err scan_with(const OpCall *c, Session *s, JudgeInput *in, ScanResult *result)
{
    Changes changes;
    Err e = {0};
    if (only_changes(c->conf)) e = changes_read(c, conf_text(c->conf, "diff"), in, &changes);
    if (e.kind) return e;
    bool matters = !only_changes(c->conf) || changes_matter(&changes);
    e = matters ? scan_paths(s, in->paths.v, in->paths.n, in->over, in->nover, c->keep, result)
                : nothing_changed(c, result);
    if (!e.kind && only_changes(c->conf)) note_modules(c, &changes, result);
    if (e.kind || !matters) return e;
    if (only_changes(c->conf)) changes_keep(&changes, result, c->keep);
    return with_baseline(c, result);
}

static Err scan_all(const OpCall *c, const ScanOptions *o, JudgeInput *in, ScanResult *result)
{
    Err e = {0};
    if (conf_flag(c->conf, "staged") && conf_text(c->conf, "diff").len)
        return err_new(c->keep, ERR_CONFIG, "--diff and --staged are two questions; ask one");
    Session *s = session_new(o, c->keep, &e);
    if (!s) return e;
    os_catch_stop();
    e = scan_with(c, s, in, result);
    session_end(s);
    return e;
}

int op_scan(const OpCall *c)
{
    ScanOptions o;
    JudgeInput in;
    ScanResult result;
    Err e = judge_formats(c);
    if (!e.kind) e = judge_options(c, &o);
    if (!e.kind) e = judge_input(c, &in);
    o.want_fixes = true;
    o.show_hidden = conf_flag(c->conf, "show-suppressed");
    if (!e.kind && conf_flag(c->conf, "watch")) return watch_scan(c, &o, &in);
    if (!e.kind) e = scan_all(c, &o, &in, &result);
    if (e.kind) return op_fail(c, e);
    return judge_report(c, &result, &in, judge_exit(&result, judge_fail_on(c->conf)));
}
