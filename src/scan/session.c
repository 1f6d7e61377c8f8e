// scan/session: one scan from paths to findings: discovery, a first look at each file's bytes, the
// engine's run with all rules, suppression, peers, filters and order.
// SPDX-License-Identifier: MIT
#include "scan/peers.h"
#include "peer/peer.h"
#include "scan/cache.h"
#include <pthread.h>
#include <stdatomic.h>

static const Size POOL_MOST = (Size)64 << 30, SCRATCH_MOST = (Size)8 << 30;
enum { KNOWLEDGE_MOST = 4 << 20, JUDGE_BLOCK = 1 << 20, THREADS_MOST = 64 };

struct Session {
    ScanOptions opt;
    Models *models;
    Pool project;                          // the engine's, reset by each scan
    Pool scratch[THREADS_MOST];            // of each thread, one file's
    Pool looked[THREADS_MOST];             // the same: what rules make of it on the way
    int64_t began;                         // the scan that runs, unix seconds
    bool alone;                            // it was given one file
    Hash settings;                         // of what decides a result beside paths and files
    Cache cache;
};

// ---- a session

static Err read_knowledge(const ScanOptions *o, Models *m, Pack *settings, Arena *keep)
{
    Err e = {0};
    for (Size i = 0; i < o->nknowledge && !e.kind; i++) {
        Str text, name = o->knowledge[i];
        e = os_read(name, KNOWLEDGE_MOST, keep, &text);
        if (!e.kind) e = models_read(m, name, text, keep);
        if (e.kind) break;
        pack_str(settings, &name);
        pack_str(settings, &text);
    }
    if (e.kind) e.kind = ERR_CONFIG;
    return e;
}

// A comment that hides nothing is a finding only when all rules were asked.
static bool all_asked(const ScanOptions *o)
{
    return !o->nselect && !o->nignore && !o->nengines && !o->nsarif && o->profile != PROFILE_STRICT;
}

// Kinds of sinks where the data of a function's callers would be shown at all.
static Kinds shown_kinds(const ScanOptions *o)
{
    Kinds k = 0;
    for (Size i = 0; i < all_rules_n; i++)
        if (profile_shows(o->profile, rule_at_best(all_rules[i], KIND(PARAMETER))))
            k |= all_rules[i]->into;
    return k ? k : KIND(NUMBER);
}

// What else decides what is found, before filters: of two that differ, neither's cache is the
// other's.
static void pack_settings(Pack *p, const ScanOptions *given, Arena scratch)
{
    ScanOptions o = *given;
    Hash program = cache_program(scratch);
    bool all = all_asked(&o);
    Kinds shown = shown_kinds(&o);
    pack_hash(p, &program);
    pack_uint(p, &shown);
    pack(p, o.target_version);
    pack(p, o.most_bytes);
    pack(p, o.want_fixes);
    pack(p, o.everything);
    pack(p, o.all_files);
    pack(p, o.allow_unparsable);
    pack(p, all);
}

static Err check_engines(const ScanOptions *o, Arena *keep)
{
    for (Size i = 0; i < o->nengines; i++)
        if (!peer_find(o->engines[i]))
            return err_new(keep, ERR_CONFIG,
                           "there is no engine '%.*s'; suture can run: bandit, ruff, "
                           "semgrep:RULES, pysa, codeql",
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
    Pack settings = pack_writer(keep);
    pack_settings(&settings, &s->opt, *keep);
    *err = read_knowledge(opt, s->models, &settings, keep);
    if (err->kind) return NULL;
    s->opt.requires = models_wanted_versions(s->models, opt->requires, keep);
    pack_str(&settings, &s->opt.requires);
    s->settings = hash_text(buf_str(&settings.out), (Hash){1, 2});
    if (s->opt.threads <= 0) s->opt.threads = os_cores();
    if (s->opt.threads > THREADS_MOST) s->opt.threads = THREADS_MOST;
    bool ok = pool_open(&s->project, POOL_MOST);
    for (int i = 0; i < s->opt.threads && ok; i++)
        ok = pool_open(&s->scratch[i], SCRATCH_MOST) && pool_open(&s->looked[i], SCRATCH_MOST);
    if (ok) return s;
    *err = err_new(keep, ERR_LIMIT, "the system gives no address space");
    session_end(s);
    return NULL;
}

void session_end(Session *s)
{
    if (!s) return;
    pool_close(&s->project);
    for (int i = 0; i < THREADS_MOST; i++) pool_close(&s->scratch[i]), pool_close(&s->looked[i]);
    cache_close(&s->cache);
}

// ---- a first look at the bytes, on all cores: what can't be analysed never reaches the engine

typedef struct {
    const Session *s;
    const Sources *sources;
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
    const Session *s = l->s;
    Source *src = &l->sources->v[i];
    Look *look = &src->look;
    Arena scratch = l->pools[thread].arena;
    Arena *why = &l->pools[thread].arena;
    Str text;
    if (os_stopped()) return;
    src->was = s->cache.on ? cache_row(&s->cache, src->path) : NULL;
    src->unread = src->was && !src->has_text && cache_trusts(&s->cache, src->was, &src->stat);
    src->same = src->unread;
    if (src->unread) {
        *look = src->was->look;
        return;
    }
    Err e = source_text(s, src, &scratch, &text);
    if (e.kind) {
        *look = (Look){.verdict = LOOK_BAD, .why = e.what};
        *why = scratch;                                       // the sentence stays
        return;
    }
    *look = (Look){
        .why = admit_bytes(text), .bytes = text.len, .lines = count_lines(text), .read = true};
    if (s->cache.on) look->text = hash_text(text, s->cache.seed);
    src->same = src->was && hash_eq(look->text, src->was->look.text);
    if (py_is_document(src->path) && !look->why.len) {
        PyPieces map;
        look->why = outer_python(src->path, text, &scratch, &text, &map);
    }
    if (look->why.len) look->verdict = LOOK_BAD;
    else if (!str_trim(text).len) look->verdict = LOOK_EMPTY;
    else if (!s->opt.all_files && !src->has_text && looks_generated(src->path, text))
        look->verdict = LOOK_GENERATED;
}

static Str without_path(Str why, Str path)
{
    Size at = path.len ? str_find(why, path) : -1;
    if (at < 0) return why;
    Str rest = str_trim(str_sub(why, at + path.len, -1));
    return str_starts(rest, S(":")) ? str_trim(str_sub(rest, 1, -1)) : rest.len ? rest : why;
}

static void sort_out(Discovery *d)
{
    Sources good = {new (d->keep, Source, d->sources.n), 0, d->sources.n};
    for (Size i = 0; i < d->sources.n; i++) {
        const Source *s = &d->sources.v[i];
        const Look *l = &s->look;
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
    Looking l = {s, &d->sources, new (d->keep, Pool, threads), threads};
    for (int i = 0; i < threads; i++) check(pool_open(&l.pools[i], POOL_MOST));
    os_parallel(threads, d->sources.n, look_at, &l);
    sort_out(d);
    for (int i = 0; i < threads; i++) pool_close(&l.pools[i]);
}

// ---- the engine's run

// A thread that judges files takes room from the result's arena block by block.
typedef struct { Arena keep; jmp_buf full; Size block; } Judging;

typedef struct {
    Session *s;
    const Sources *sources;
    ScanResult *out;                       // of all files; of one while a thread judges it
    Arena *keep;
    Pool *scratch;
    Judging *judging;                      // of each thread
    const ScanResult **judged;             // of each file
    pthread_mutex_t *lock;                 // for `keep`
    atomic_size_t *done, *met;             // files judged, findings in them
    Str *found;                            // of each file, for the cache
    int64_t began;
    atomic_bool torn;                      // a file's bytes are no longer those that were looked at
} Running;

static Err read_module(void *self, Size i, Arena *keep, Str *text)
{
    Running *r = self;
    if (os_stopped()) return (Err){ERR_STOPPED, S("interrupted")};
    const Source *src = &r->sources->v[i];
    Err e = source_text(r->s, src, keep, text);
    if (!e.kind && r->found && !hash_eq(hash_text(*text, r->s->cache.seed), src->look.text))
        atomic_store(&r->torn, true);
    PyPieces map;
    if (!e.kind && py_is_document(src->path)) (void)outer_python(src->path, *text, keep, text, &map);
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
    if (!py_is_document(src->path) || source_text(r->s, src, scratch, &raw).kind) return text;
    (void)outer_python(src->path, raw, scratch, &python, &map);
    if (!str_eq(python, text)) return text;               // it changed while it was read
    outer_back(src->path, raw, &map, r->out->findings.v + from, r->out->findings.n - from, r->keep,
               *scratch);
    return raw;
}

// True: some of them are shown.
static bool keep_shown(Running *r, Size from, Str path)
{
    Findings *all = &r->out->findings;
    Size n = from;
    for (Size i = from; i < all->n; i++) {
        all->v[i].path = path;
        filter_weigh(&r->s->opt, &all->v[i]);
        if (!filter_shows(&r->s->opt, &all->v[i])) continue;
        if (all->v[i].hidden) r->out->hidden++;
        if (all->v[i].hidden && !r->s->opt.show_hidden) continue;
        all->v[n++] = all->v[i];
    }
    all->n = n;
    return n > from;
}

static void keep_text(Running *r, Str path, Str text)
{
    r->out->texts[r->out->ntexts].path = path;
    r->out->texts[r->out->ntexts++].text = str_keep(r->keep, text);
}

static void note_done(Running *r, Size done, Size found)
{
    if (r->s->opt.progress) r->s->opt.progress(r->s->opt.self, done, r->sources->n, found);
}

// Its findings and diagnostics, packed; and its text, as they mean it.
static Str judge_one(Running *r, const FlowFile *f, Str *text)
{
    const Tree *t = f->module->tree;
    Str path = r->sources->v[f->index].path;
    Arena *scratch = &r->scratch->arena;
    pool_reset(r->scratch);
    rules_run(f, r->s->models, r->s->opt.want_fixes, r->keep, scratch, &r->out->findings);
    suppress(t, path, &r->out->findings, 0, all_asked(&r->s->opt), r->keep, *scratch);
    *text = r->out->findings.n ? place_back(r, f, 0, scratch) : t->src;
    note_unparsed(r, t, path);
    note_limits(r, f, path);
    return found_pack(&r->out->findings, 0, r->out, 0, r->keep);
}

static void more_room(const Running *all, Judging *j)
{
    pthread_mutex_lock(all->lock);
    char *beg = arena_raw(all->keep, 1, (Size)_Alignof(max_align_t), j->block);
    pthread_mutex_unlock(all->lock);
    j->keep = (Arena){beg, beg + j->block, &j->full};
}

// What stays of a file: what is shown of it, in room of its own, and what the cache keeps.
static const ScanResult *keep_file(const Running *own, const FlowFile *f, Str packed, Str text,
                                   Arena *keep)
{
    static const ScanResult nothing;
    const ScanOptions *o = &own->s->opt;
    Str path = own->sources->v[f->index].path;
    bool explain = str_eq(path, o->explain_path);
    if (!packed.len && !explain) return &nothing;
    ScanResult *out = new(keep, ScanResult, 1);
    Running r = *own;
    r.out = out, r.keep = keep;
    out->texts = arena_get(keep, (Size)sizeof *out->texts, (Size)_Alignof(Str), 1);
    if (r.found) r.found[f->index] = str_keep(keep, packed);
    check(found_unpack(packed, path, out, keep));
    if (keep_shown(&r, 0, path)) keep_text(&r, path, text);
    if (explain) flow_explain(f, o->explain_line, keep, &out->known);
    out->explained = explain;
    return out;
}

// From any thread, in any order: what is found in a file waits for its turn.
static void judge_file(void *self, const FlowFile *f, int thread)
{
    Running *all = self;
    Judging *j = &all->judging[thread];
    Pool *looked = &all->s->looked[thread];
    if (os_stopped()) return;
    pool_reset(looked);
    ScanResult first = {0};
    Running own = {.s = all->s,
                   .sources = all->sources,
                   .out = &first,
                   .keep = &looked->arena,
                   .scratch = &all->s->scratch[thread],
                   .found = all->found};
    Str text, packed = judge_one(&own, f, &text);
    if (setjmp(j->full)) {
        j->block *= 2;
        more_room(all, j);
    } else if (!j->keep.beg) more_room(all, j);
    const ScanResult *out = keep_file(&own, f, packed, text, &j->keep);
    j->block = JUDGE_BLOCK;
    size_t again = all->judged[f->index] != NULL, n = (size_t)out->findings.n;
    all->judged[f->index] = out;
    size_t met = atomic_fetch_add(all->met, n) + n;
    size_t done = atomic_fetch_add(all->done, 1 - again) + 1 - again;
    if (thread == 0) note_done(all, (Size)done, (Size)met);
}

// What was found in a file goes behind what was found in those before it.
static void add_file(void *self, Size i)
{
    Running *r = self;
    const ScanResult *one = r->judged[i];
    ScanResult *out = r->out;
    if (!one) return;
    for (Size k = 0; k < one->findings.n; k++)
        *push(r->keep, &out->findings) = one->findings.v[k];
    for (Size k = 0; k < one->missing.n; k++) *push(r->keep, &out->missing) = one->missing.v[k];
    if (one->ntexts) out->texts[out->ntexts++] = one->texts[0];
    out->hidden += one->hidden;
    if (one->explained) out->explained = true, out->known = one->known;
    *push(r->keep, &out->files) = r->sources->v[i].path;
}

// ---- what an earlier scan found

// The text of a file with findings, as a parse gives it.
static void text_again(Running *r, const Source *src)
{
    Str text;
    Arena *scratch = &r->scratch->arena;
    Err e = source_text(r->s, src, scratch, &text);
    if (e.kind || !hash_eq(hash_text(text, r->s->cache.seed), src->look.text)) {
        atomic_store(&r->torn, true);
        missing_add(r->out, r->keep, src->path, 0, S("suture"),
                    S("changed while it was being looked at"));
        return;
    }
    PyOptions opt = {.target = r->s->opt.target_version, .no_symbols = true};
    if (!py_is_document(src->path)) text = py_parse(text, opt, scratch)->src;
    keep_text(r, src->path, text);
}

static void reuse_file(void *self, Size i)
{
    Running *r = self;
    const Source *src = &r->sources->v[i];
    Size from = r->out->findings.n;
    pool_reset(r->scratch);
    r->found[i] = src->was->found;
    if (!found_unpack(src->was->found, src->path, r->out, r->keep)) {
        atomic_store(&r->torn, true);
        missing_add(r->out, r->keep, src->path, 0, S("suture"),
                    S("what the cache has of it cannot be read; try --no-cache"));
    }
    r->out->reused++;
    if (keep_shown(r, from, src->path)) text_again(r, src);
    *push(r->keep, &r->out->files) = src->path;
    size_t done = atomic_fetch_add(r->done, 1) + 1;
    note_done(r, (Size)done, r->out->findings.n);
}

static FlowFiles module_ids(const Session *session, const Sources *s, Arena scratch, Arena *keep)
{
    return (FlowFiles){package_ids(s, session->opt.most_bytes, scratch, keep), s->n};
}

static bool same_id(const ModuleId *a, const ModuleId *b)
{
    return str_eq(a->name, b->name) && a->is_package == b->is_package && a->is_test == b->is_test &&
           a->of_many == b->of_many;
}

// What of an earlier scan still holds by its bytes alone. True: everything.
static bool compare(Session *s, const Sources *sources, FlowFiles ids, FlowKept *kept, Arena *keep)
{
    int32_t *was = new(keep, int32_t, sources->n);
    bool *same = new(keep, bool, sources->n), all = sources->n == s->cache.analysed;
    Size again = -1;
    for (Size i = 0; i < sources->n; i++) {
        const CacheRow *row = sources->v[i].was;
        if (str_eq(sources->v[i].path, s->opt.explain_path)) again = i;
        was[i] = row ? (int32_t)row->number : -1;
        same[i] = sources->v[i].same && was[i] >= 0 && same_id(&ids.v[i], &row->id);
        all &= same[i];
    }
    *kept = (FlowKept){.bytes = s->cache.flow,
                       .nfiles = s->cache.analysed,
                       .was = was,
                       .same = same,
                       .again = again,
                       .reuse = reuse_file};
    return all && again < 0;
}

// What the next scan may use.
static void leave(Session *s, Running *r, const Sources *all, FlowFiles ids, Str flow)
{
    CacheRow *rows = new(r->keep, CacheRow, all->n);
    Size n = 0, k = 0;
    for (Size i = 0; i < all->n; i++) {
        const Source *src = &all->v[i];
        bool analysed = k < r->sources->n && str_eq(src->path, r->sources->v[k].path);
        if (src->look.read)
            rows[n] = (CacheRow){.path = src->path, .stat = src->stat, .look = src->look};
        if (src->look.read && analysed) rows[n].id = ids.v[k], rows[n].found = r->found[k];
        n += src->look.read;
        k += analysed;
    }
    Err e = cache_write(&s->cache, rows, n, flow, (int64_t)r->began * 1000000000, r->keep);
    if (e.kind && !s->cache.told)
        *push(r->keep, &r->out->notes) =
            str_fmt(r->keep, "no cache is kept: %.*s", STR_ARG(e.what));
    s->cache.told |= e.kind != ERR_NONE;
}

// Of those that had to be read, some need not be the next time.
static bool may_go_unread(const Running *r, const Sources *all)
{
    for (Size i = 0; i < all->n; i++)
        if (!all->v[i].unread && all->v[i].look.read &&
            all->v[i].stat.mtime_ns < (int64_t)(r->began - 3) * 1000000000)
            return true;
    return false;
}

// A small file given alone is walked as soon as a cache is written, and there may be thousands of
// such scans: an editor's, a hook's.
static bool is_worth(const Session *s, double seconds) { return !s->alone || seconds > 0.05; }

static void run_engine(Session *s, const Sources *all, Sources *sources, bool keeps, Arena *keep,
                       ScanResult *out)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    atomic_size_t done = 0, met = 0;
    Running r = {.s = s,
                 .sources = sources,
                 .out = out,
                 .keep = keep,
                 .scratch = &s->scratch[0],
                 .judging = new(keep, Judging, s->opt.threads),
                 .judged = new(keep, const ScanResult *, sources->n),
                 .lock = &lock,
                 .done = &done,
                 .met = &met,
                 .began = s->began};
    for (int i = 0; i < s->opt.threads; i++) r.judging[i].block = JUDGE_BLOCK;
    out->texts = arena_get(keep, (Size)sizeof *out->texts, (Size)_Alignof(Str), sources->n);
    pool_reset(&s->project);
    pool_reset(&s->scratch[0]);
    FlowKept kept = {0};
    FlowRun run = {
        .models = s->models,
        .threads = s->opt.threads,
        .read = read_module,
        .judge = judge_file,
        .file = add_file,
        .self = &r,
        .everything = s->opt.everything,
        .target_version = s->opt.target_version,
        .requires = s->opt.requires,
        .parameter_kinds = shown_kinds(&s->opt),
        .kept = s->cache.on ? &kept : NULL,
    };
    FlowFiles ids = module_ids(s, sources, s->scratch[0].arena, keep);
    if (s->cache.on) r.found = new(keep, Str, sources->n);
    double began = os_now();
    bool whole = s->cache.on && compare(s, sources, ids, &kept, keep);
    kept.wanted = keeps;
    if (whole)
        for (Size i = 0; i < sources->n && !os_stopped(); i++) reuse_file(&r, i);
    else flow_run(&run, ids, &s->project.arena);
    keeps &= s->cache.on && !os_stopped() && !atomic_load(&r.torn);
    keeps &= is_worth(s, os_now() - began);
    if (keeps && whole && may_go_unread(&r, all)) leave(s, &r, all, ids, s->cache.flow);
    if (keeps && !whole && kept.left.len) leave(s, &r, all, ids, kept.left);
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
    const Sources all = d.sources;
    s->began = os_time();
    s->alone = n == 1 && d.sources.n == 1 && str_eq(d.sources.v[0].path, paths[0]);
    if (!s->opt.no_cache) cache_open(&s->cache, paths, n, s->settings, keep);
    else s->cache.on = false;
    look_at_all(s, &d);
    run_engine(s, &all, &d.sources, !nover, keep, out);
    out->stopped = os_stopped();
    note_unseen(&d.sources, out, keep);
    if (s->opt.nengines || s->opt.nsarif) scan_peers(&s->opt, &d.sources, out, keep);
    sort_items(out->findings.v, out->findings.n, sizeof *out->findings.v, finding_order, *keep);
    sort_items(out->missing.v, out->missing.n, sizeof *out->missing.v, missing_order, *keep);
    discover_notes(&d);
    out->stopped = os_stopped();
    out->seconds = os_now() - began;
    return (Err){0};
}
