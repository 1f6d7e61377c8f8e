// scan/session: one scan from paths to findings: discovery, a first look at each file's bytes, the
// engine's run with all rules, suppression, peers, filters and order.
// SPDX-License-Identifier: MIT
#include "scan/peers.h"
#include "peer/peer.h"

static const Size POOL_MOST = (Size)64 << 30;
enum { KNOWLEDGE_MOST = 4 << 20 };

struct Session {
    ScanOptions opt;
    Models *models;
    Pool project;                          // the engine's, reset by each scan
    Pool scratch;                          // one file's
};

// ---- a session

static Err read_knowledge(const ScanOptions *o, Models *m, Arena *keep)
{
    Err e = {0};
    for (Size i = 0; i < o->nknowledge && !e.kind; i++) {
        Str text;
        e = os_read(o->knowledge[i], KNOWLEDGE_MOST, keep, &text);
        if (!e.kind) e = models_read(m, o->knowledge[i], text, keep);
    }
    if (e.kind) e.kind = ERR_CONFIG;
    return e;
}

static Err check_engines(const ScanOptions *o, Arena *keep)
{
    for (Size i = 0; i < o->nengines; i++)
        if (!peer_find(o->engines[i]))
            return err_new(keep, ERR_CONFIG, "there is no engine '%.*s'; suture can run: bandit",
                           STR_ARG(o->engines[i]));
    return (Err){0};
}

Session *session_new(const ScanOptions *opt, Arena *keep, Err *err)
{
    Session *s = new(keep, Session, 1);
    *s = (Session){.opt = *opt};
    if (s->opt.most_bytes <= 0) s->opt.most_bytes = SCAN_MOST_BYTES;
    *err = check_engines(opt, keep);
    if (err->kind) return NULL;
    s->models = models_builtin(keep);
    *err = read_knowledge(opt, s->models, keep);
    if (err->kind) return NULL;
    if (pool_open(&s->project, POOL_MOST) && pool_open(&s->scratch, POOL_MOST)) return s;
    *err = err_new(keep, ERR_LIMIT, "the system gives no address space");
    session_end(s);
    return NULL;
}

void session_end(Session *s)
{
    if (!s) return;
    pool_close(&s->project);
    pool_close(&s->scratch);
}

// ---- a first look at the bytes, on all cores: what can't be analysed never reaches the engine

typedef enum { LOOK_GOOD, LOOK_EMPTY, LOOK_GENERATED, LOOK_BAD } Verdict;
typedef struct { Verdict verdict; Str why; Size bytes, lines; } Look;
typedef struct {
    const Session *s;
    const Sources *sources;
    Look *looks;
    Pool *pools;
    int threads;
} Looking;

static Size count_lines(Str text)
{
    Size n = 0;
    for (const char *p = text.s, *end = text.s + text.len;
         p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n + (text.len && text.s[text.len - 1] != '\n');
}

static Err source_text(const Session *s, const Source *src, Arena *keep, Str *text)
{
    if (!src->has_text) return os_read(src->path, s->opt.most_bytes, keep, text);
    *text = src->text;
    if (text->len <= s->opt.most_bytes) return (Err){0};
    return err_new(keep, ERR_LIMIT, "is larger than %td bytes", s->opt.most_bytes);
}

static void look_at(void *self, Size i, int thread)
{
    Looking *l = self;
    const Source *src = &l->sources->v[i];
    Look *look = &l->looks[i];
    Arena scratch = l->pools[thread].arena;
    Arena *why = &l->pools[thread].arena;
    Str text;
    if (os_stopped()) return;
    Err e = source_text(l->s, src, &scratch, &text);
    if (e.kind) {
        *look = (Look){.verdict = LOOK_BAD, .why = e.what};
        *why = scratch;                                       // the sentence stays
        return;
    }
    *look = (Look){.why = admit_bytes(text), .bytes = text.len, .lines = count_lines(text)};
    if (outer_is(src->path) && !look->why.len) {
        PyPieces map;
        look->why = outer_python(src->path, text, &scratch, &text, &map);
    }
    if (look->why.len) look->verdict = LOOK_BAD;
    else if (!str_trim(text).len) look->verdict = LOOK_EMPTY;
    else if (!l->s->opt.all_files && !src->has_text && looks_generated(src->path, text))
        look->verdict = LOOK_GENERATED;
}

static Str without_path(Str why, Str path)
{
    Size at = path.len ? str_find(why, path) : -1;
    if (at < 0) return why;
    Str rest = str_trim(str_sub(why, at + path.len, -1));
    return str_starts(rest, S(":")) ? str_trim(str_sub(rest, 1, -1)) : rest.len ? rest : why;
}

static void sort_out(Discovery *d, const Look *looks)
{
    Sources good = {0};
    for (Size i = 0; i < d->sources.n; i++) {
        const Source *s = &d->sources.v[i];
        const Look *l = &looks[i];
        if (l->verdict == LOOK_BAD) {
            Str why = str_keep(d->keep, without_path(l->why, s->path));
            missing_add(d->out, d->keep, s->path, 0, S("suture"), why);
            continue;
        }
        if (l->verdict == LOOK_GENERATED) {
            d->skipped.generated++;
            continue;
        }
        d->skipped.empty += l->verdict == LOOK_EMPTY;
        d->out->bytes += l->bytes;
        d->out->lines += l->lines;
        *push(d->keep, &good) = *s;
    }
    d->sources = good;
}

static void look_at_all(Session *s, Discovery *d)
{
    int threads = s->opt.threads > 0 ? s->opt.threads : os_cores();
    Looking l = {s, &d->sources, new (d->keep, Look, d->sources.n), new (d->keep, Pool, threads),
                 threads};
    for (int i = 0; i < threads; i++) check(pool_open(&l.pools[i], POOL_MOST));
    os_parallel(threads, d->sources.n, look_at, &l);
    sort_out(d, l.looks);
    for (int i = 0; i < threads; i++) pool_close(&l.pools[i]);
}

// ---- the engine's run

typedef struct {
    Session *s;
    const Sources *sources;
    ScanResult *out;
    Arena *keep;

    Size done;
} Running;

static Err read_module(void *self, Size i, Arena *keep, Str *text)
{
    Running *r = self;
    if (os_stopped()) return (Err){ERR_STOPPED, S("interrupted")};
    Str path = r->sources->v[i].path;
    PyPieces map;
    Err e = source_text(r->s, &r->sources->v[i], keep, text);
    if (!e.kind && outer_is(path)) (void)outer_python(path, *text, keep, text, &map);
    return e;
}

static const PyDiag *first_error(const Tree *t)
{
    const PyDiag *best = NULL;
    for (Size i = 0; i < t->diags.n; i++)
        if (!best || t->diags.v[i].at.beg < best->at.beg) best = &t->diags.v[i];
    return best;
}

// "the match statement came with Python 3.10"
static Str diag_text(const PyDiag *d, Arena *keep)
{
    if (!d) return S("no Python takes it");
    if (d->kind != DIAG_VERSION) return str_keep(keep, d->what);
    if (d->since)
        return str_fmt(keep, "%.*s came with Python 3.%d", STR_ARG(d->what), d->since - 300);
    return d->until ? str_fmt(keep, "%.*s ended with Python 3.%d", STR_ARG(d->what), d->until - 300)
                    : str_keep(keep, d->what);
}

// Whether the file can be trusted to have been read in full; if not, why, in a sentence.
static void note_unparsed(Running *r, const Tree *t, Str path)
{
    uint16_t target = r->s->opt.target_version;
    bool taken = t->parses && (!target || (t->min_version <= target && target <= t->max_version));
    if (taken || r->s->opt.allow_unparsable) return;
    const PyDiag *d = first_error(t);
    Str what = diag_text(d, r->keep);
    int line = d ? py_pos(t, d->at.beg).line : 0;
    bool by_version = target && (t->parses || (d && d->kind == DIAG_VERSION));
    Str why = by_version ? str_fmt(r->keep, "does not parse as Python 3.%d: %.*s", target - 300,
                                   STR_ARG(what))
                         : str_fmt(r->keep, "does not parse: %.*s", STR_ARG(what));
    missing_add(r->out, r->keep, path, line, S("suture"), why);
}

static void note_limits(Running *r, const FlowFile *f, Str path)
{
    for (Size i = 0; i < f->notes.n; i++) {
        int line = py_pos(f->module->tree, f->notes.v[i].at.beg).line;
        missing_add(r->out, r->keep, path, line, S("suture"),
                    str_keep(r->keep, f->notes.v[i].text));
    }
}

// What was judged is only the Python in the file: its findings get the file's own places, and
// reports its own text.
static Str place_back(Running *r, const FlowFile *f, Size from, Arena *scratch)
{
    const Source *src = &r->sources->v[f->index];
    Str raw, python, text = f->module->tree->src;
    PyPieces map;
    if (!outer_is(src->path) || source_text(r->s, src, scratch, &raw).kind) return text;
    (void)outer_python(src->path, raw, scratch, &python, &map);
    if (!str_eq(python, text)) return text;               // it changed while it was read
    outer_back(src->path, raw, &map, r->out->findings.v + from, r->out->findings.n - from, r->keep,
               *scratch);
    return raw;
}

static void keep_shown(Running *r, Size from, Str text, Str path)
{
    Findings *all = &r->out->findings;
    Size n = from;
    for (Size i = from; i < all->n; i++) {
        all->v[i].path = path;
        if (!filter_shows(&r->s->opt, &all->v[i])) continue;
        if (all->v[i].hidden) r->out->hidden++;
        if (all->v[i].hidden && !r->s->opt.show_hidden) continue;
        all->v[n++] = all->v[i];
    }
    all->n = n;
    if (n == from) return;
    r->out->texts[r->out->ntexts].path = path;
    r->out->texts[r->out->ntexts++].text = str_keep(r->keep, text);
}

static void judge_file(void *self, const FlowFile *f, int thread)
{
    Running *r = self;
    Size from = r->out->findings.n;
    const Tree *t = f->module->tree;
    Str path = r->sources->v[f->index].path;
    (void)thread;
    if (os_stopped()) return;
    pool_reset(&r->s->scratch);
    rules_run(f, r->s->models, r->s->opt.want_fixes, r->keep, &r->s->scratch.arena,
              &r->out->findings);
    bool all_asked = !r->s->opt.nselect && !r->s->opt.nignore && !r->s->opt.nengines &&
                     r->s->opt.profile != PROFILE_STRICT;
    suppress(t, path, &r->out->findings, from, all_asked, r->keep, r->s->scratch.arena);
    Str text = r->out->findings.n > from ? place_back(r, f, from, &r->s->scratch.arena) : t->src;
    keep_shown(r, from, text, path);
    note_unparsed(r, t, path);
    note_limits(r, f, path);
    if (str_eq(path, r->s->opt.explain_path))
        r->out->explanation = flow_explain(f, r->s->opt.explain_line, r->keep);
    *push(r->keep, &r->out->files) = path;
    if (r->s->opt.progress)
        r->s->opt.progress(r->s->opt.self, ++r->done, r->sources->n, r->out->findings.n);
}

typedef struct { const Sources *sources; Arena scratch; } Files;

static bool is_file(void *self, Str path)
{
    const Files *f = self;
    const Sources *s = f->sources;
    for (Size lo = 0, hi = s->n; lo < hi;) {
        Size mid = lo + (hi - lo) / 2;
        int c = str_cmp(s->v[mid].path, path);
        if (!c) return true;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return os_stat(path, true, f->scratch).kind == OS_FILE;
}

static FlowFiles module_ids(const Sources *s, Arena scratch, Arena *keep)
{
    Files f = {s, scratch};
    ModuleId *ids = new(keep, ModuleId, s->n);
    for (Size i = 0; i < s->n; i++)
        ids[i] = sema_module_id(s->v[i].path, s->v[i].root, is_file, &f, keep);
    return (FlowFiles){ids, s->n};
}

static void run_engine(Session *s, Sources *sources, Arena *keep, ScanResult *out)
{
    Running r = {.s = s, .sources = sources, .out = out, .keep = keep};
    out->texts = arena_get(keep, (Size)sizeof *out->texts, (Size)_Alignof(Str), sources->n);
    pool_reset(&s->project);
    pool_reset(&s->scratch);
    FlowRun run = {
        .models = s->models,
        .threads = s->opt.threads,
        .read = read_module,
        .file = judge_file,
        .self = &r,
        .everything = s->opt.everything,
        .target_version = s->opt.target_version,
    };
    flow_run(&run, module_ids(sources, s->scratch.arena, keep), &s->project.arena);
}

// A module that the engine could not read: it changed or went while we worked.
static void note_unseen(const Sources *sources, ScanResult *out, Arena *keep)
{
    Size k = 0;
    for (Size i = 0; i < sources->n && !out->stopped; i++) {
        if (k < out->files.n && str_eq(out->files.v[k], sources->v[i].path)) k++;
        else
            missing_add(out, keep, sources->v[i].path, 0, S("suture"),
                        S("could not be read a second time"));
    }
}

static int missing_order(const void *a, const void *b)
{
    const NotAnalysed *x = a, *y = b;
    int c = str_cmp(x->path, y->path);
    return c ? c : (x->line > y->line) - (x->line < y->line);
}

static Err nothing_there(const ScanResult *out, Size n, Arena *keep)
{
    if (n == 1 && out->missing.n)
        return err_new(keep, ERR_IO, "%.*s: %.*s", STR_ARG(out->missing.v[0].path),
                       STR_ARG(out->missing.v[0].why));
    return err_new(keep, ERR_IO, "none of the %td paths exists", n);
}

Err scan_paths(Session *s, const Str *paths, Size n, const Overlay *over, Size nover, Arena *keep,
               ScanResult *out)
{
    double began = os_now();
    *out = (ScanResult){0};
    Discovery d = {.opt = &s->opt, .keep = keep, .out = out};
    discover(&d, paths, n, over, nover);
    if (!d.started) return nothing_there(out, n, keep);
    look_at_all(s, &d);
    run_engine(s, &d.sources, keep, out);
    out->stopped = os_stopped();
    note_unseen(&d.sources, out, keep);
    if (s->opt.nengines) scan_peers(&s->opt, &d.sources, out, keep);
    sort_items(out->findings.v, out->findings.n, sizeof *out->findings.v, finding_order, *keep);
    sort_items(out->missing.v, out->missing.n, sizeof *out->missing.v, missing_order, *keep);
    discover_notes(&d);
    out->stopped = os_stopped();
    out->seconds = os_now() - began;
    return (Err){0};
}
