// scan/session: one scan from paths to findings: discovery, a first look at each file's bytes, the
// engine's run with all rules, suppression, peers, filters and order.
// SPDX-License-Identifier: MIT
#include "scan/peers.h"
#include "peer/peer.h"
#include "scan/session.h"

enum { KNOWLEDGE_MOST = 4 << 20, SCRATCH_WARM = 16 << 20 };

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

// Kinds of sinks at which data of each nature would be shown at all.
static void shown_kinds(const ScanOptions *o, FlowWorth out[WORTHS])
{
    for (int row = 0; row < WORTHS; row++) {
        bool package = row & WORTH_PACKAGE, test = row & WORTH_TEST;
        out[row] = (FlowWorth){.far = rule_far(package)};
        for (int nature = KIND_BIT_REMOTE; nature < KIND_COUNT; nature++)
            for (Size i = 0; i < all_rules_n; i++) {
                const Rule *r = all_rules[i];
                Confidence here = rule_at_best(r, (Kinds)1 << nature, package, test, false),
                           apart = rule_at_best(r, (Kinds)1 << nature, package, test, true);
                if (here && profile_shows(o->profile, here)) out[row].of[nature] |= r->into;
                if (apart && profile_shows(o->profile, apart)) out[row].apart[nature] |= r->into;
            }
    }
}

// What else decides what is found, before filters: of two that differ, neither's cache is the
// other's.
static void pack_settings(Pack *p, const ScanOptions *given, Arena scratch)
{
    ScanOptions o = *given;
    Hash program = cache_program(scratch);
    bool all = all_asked(&o);
    FlowWorth shown[WORTHS];
    shown_kinds(&o, shown);
    pack_hash(p, &program);
    for (int row = 0; row < WORTHS; row++)
        for (int k = 0; k < KIND_COUNT; k++) {
            pack_uint(p, &shown[row].of[k]);
            pack_uint(p, &shown[row].apart[k]);
        }
    pack(p, o.target_version);
    pack(p, o.most_bytes);
    pack(p, o.want_fixes);
    pack(p, o.everything);
    pack(p, o.all_files);
    pack(p, o.allow_unparsable);
    pack(p, all);
    pack_count(p, o.nwhole);
    for (Size i = 0; i < o.nwhole; i++) {
        Str path = o.whole[i];
        pack_str(p, &path);
    }
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
    s->opt.threads = os_threads(s->opt.threads);
    if (s->opt.threads > THREADS_MOST) s->opt.threads = THREADS_MOST;
    bool ok = pool_open(&s->project, POOL_MOST) && pool_open(&s->beside, SCRATCH_MOST);
    for (int i = 0; i < s->opt.threads && ok; i++)
        ok = pool_open(&s->scratch[i], SCRATCH_MOST) && pool_open(&s->looked[i], SCRATCH_MOST);
    s->words = rule_words_new(keep);
    if (ok) return s;
    *err = err_new(keep, ERR_LIMIT, "the system gives no address space (does `ulimit -v` limit it?)");
    session_end(s);
    return NULL;
}

void session_end(Session *s)
{
    if (!s) return;
    pool_close(&s->project);
    pool_close(&s->beside);
    for (int i = 0; i < THREADS_MOST; i++) pool_close(&s->scratch[i]), pool_close(&s->looked[i]);
    cache_close(&s->cache);
}

// ---- the engine's run

static FlowFiles module_ids(const Session *session, const Sources *s, Arena scratch, Arena *keep)
{
    return (FlowFiles){package_ids(s, session->opt.most_bytes, scratch, keep), s->n};
}

static const bool *whole_ones(const Session *s, const Sources *sources, Arena *keep)
{
    if (!s->opt.nwhole) return NULL;
    bool *whole = new(keep, bool, sources->n);
    for (Size i = 0; i < s->opt.nwhole; i++) {
        Size at = source_at(sources, s->opt.whole[i]);
        if (at >= 0) whole[at] = true;
    }
    return whole;
}

// A small file given alone is walked as soon as a cache is written, and there may be thousands of
// such scans: an editor's, a hook's.
static bool is_worth(const Session *s, double seconds) { return !s->alone || seconds > 0.05; }

// Who waits for a change must look there too.
static void note_template_folders(const Beside *b, ScanResult *out, Arena *keep)
{
    Map known = {0};
    if (!b->asked.n) return;
    for (Size i = 0; i < out->folders.n; i++) *map_at(keep, &known, out->folders.v[i]) = out;
    for (Size i = 0; i < b->asked.n; i++) {
        Str path = b->asked.v[i].is.path, folder = path_folder(path);
        if (!path.len) continue;
        if (!folder.len) folder = S(".");
        void **at = map_at(keep, &known, folder);
        if (!*at) *push(keep, &out->folders) = folder;
        *at = out;
    }
}

static void run_engine(Session *s, const Sources *all, Sources *sources, bool keeps, Arena *keep,
                       ScanResult *out)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    atomic_size_t done = 0, met = 0, held = 0;
    Running r = {.s = s,
                 .sources = sources,
                 .out = out,
                 .keep = keep,
                 .scratch = &s->scratch[0],
                 .judging = new(keep, Judging, s->opt.threads),
                 .judged = new(keep, Judged, sources->n),
                 .lock = &lock,
                 .done = &done,
                 .met = &met,
                 .held = &held,
                 .began = s->began};
    for (int i = 0; i < s->opt.threads; i++) r.judging[i].block = JUDGING_BLOCK;
    out->texts = arena_get(keep, (Size)sizeof *out->texts, (Size)_Alignof(Str), sources->n);
    pool_reset(&s->project);
    pool_reset(&s->beside);
    pool_reset(&s->scratch[0]);
    beside_open(&r.beside, sources, s->cache.seed, &s->beside.arena);
    FlowKept kept = {0};
    for (int i = 0; i < s->opt.threads; i++)
        s->scratch[i].warm = s->looked[i].warm = SCRATCH_WARM / s->opt.threads;
    FlowWorth worth[WORTHS];
    shown_kinds(&s->opt, worth);
    FlowRun run = {
        .models = s->models,
        .threads = s->opt.threads,
        .read = read_module,
        .template = find_template,
        .judge = judge_file,
        .file = add_file,
        .self = &r,
        .everything = s->opt.everything,
        .target_version = s->opt.target_version,
        .requires = s->opt.requires,
        .worth = s->opt.profile == PROFILE_AUDIT ? NULL : worth,
        .hides = suppresses,
        .whole = whole_ones(s, sources, keep),
        .kept = s->cache.on ? &kept : NULL,
    };
    FlowFiles ids = module_ids(s, sources, s->scratch[0].arena, keep);
    if (s->cache.on) r.found = new(keep, Str, sources->n);
    double began = os_now();
    bool whole = s->cache.on && reuse_all(s, &r, ids, &kept);
    kept.wanted = keeps;
    if (whole)
        for (Size i = 0; i < sources->n && !os_stopped(); i++) reuse_file(&r, i);
    else flow_run(&run, ids, &s->project.arena);
    read_later(&r);
    note_template_folders(&r.beside, out, keep);
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
    if (n && !d.started) return nothing_there(out, n, keep);
    const Sources all = d.sources;
    s->began = os_time();
    s->alone = n == 1 && d.sources.n == 1 && str_eq(d.sources.v[0].path, paths[0]);
    s->cache.apart |= s->opt.no_cache || (s->opt.held && nover);
    if (!s->opt.no_cache || s->opt.held) cache_open(&s->cache, paths, n, s->settings, keep);
    else s->cache.on = false;
    look_at_all(s, &d);
    run_engine(s, &all, &d.sources, !nover || s->opt.held, keep, out);
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
