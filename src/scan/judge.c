// scan/judge: what rules make of each file that the engine walked, on the thread that walked it; and the
// texts of files with findings, which reports quote. Of a large project not all texts are held while it
// is walked: those are read again at the end, and must be what they were.
// SPDX-License-Identifier: MIT
#include "scan/session.h"

enum { TEXTS_HELD = 16 << 20 };
static const Hash TEXT_SEED = {1, 2};

Err read_module(void *self, Size i, Arena *keep, Str *text)
{
    Running *r = self;
    if (os_stopped()) return (Err){ERR_STOPPED, S("interrupted")};
    const Source *src = &r->sources->v[i];
    Err e = source_text(r->s, src, keep, text);
    if (!e.kind && r->found && !hash_eq(hash_text(*text, r->s->cache.seed), src->look.text))
        atomic_store(&r->torn, true);
    PyPieces map;
    if (!e.kind && py_is_document(src->path))
        (void)outer_python(src->path, *text, keep, text, &map);
    return e;
}

FlowTemplate find_template(void *self, Size i, Str name, Str folder)
{
    Running *r = self;
    return beside_ask(&r->beside, i, name, folder).is;
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

static void note_limit(Running *r, const Tree *t, Str path, FlowNote note)
{
    int line = py_pos(t, note.at.beg).line;
    missing_add(r->out, r->keep, path, line, S("suture"), str_keep(r->keep, note.text));
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

bool keep_shown(Running *r, Size from, Str path)
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

void note_done(Running *r, Size done, Size found)
{
    if (r->s->opt.progress) r->s->opt.progress(r->s->opt.self, done, r->sources->n, found);
}

// Of what is less sure nothing becomes known.
static Confidence least_shown(const Session *s, const FlowFile *f)
{
    Confidence c = CONF_LOW;
    while (c < CONF_HIGH && !profile_shows(s->opt.profile, c)) c++;
    return s->opt.everything || f->whole ? CONF_LOW : c;
}

// Its findings and diagnostics, packed; and its text, as they mean it.
static Str judge_one(Running *r, const FlowFile *f, Str *text)
{
    const Tree *t = f->module->tree;
    Str path = r->sources->v[f->index].path;
    Arena *scratch = &r->scratch->arena;
    pool_reset(r->scratch);
    RuleLimits limits = {0};
    rules_run(f, r->s->models, r->s->opt.want_fixes, least_shown(r->s, f), r->s->words, r->keep,
              scratch, &r->out->findings, &limits);
    suppress(t, path, &r->out->findings, 0, all_asked(&r->s->opt), r->keep, *scratch);
    *text = r->out->findings.n ? place_back(r, f, 0, scratch) : t->src;
    note_unparsed(r, t, path);
    for (Size i = 0; i < f->notes.n; i++) note_limit(r, t, path, f->notes.v[i]);
    for (Size i = 0; i < limits.notes.n; i++) note_limit(r, t, path, limits.notes.v[i]);
    return found_pack(&r->out->findings, 0, r->out, 0, r->keep);
}

static void more_room(const Running *all, Judging *j)
{
    pthread_mutex_lock(all->lock);
    char *beg = arena_raw(all->keep, 1, (Size)_Alignof(max_align_t), j->block);
    pthread_mutex_unlock(all->lock);
    j->keep = (Arena){beg, beg + j->block, &j->full};
}

// A text that is shown is kept, up to a sum of all; of the others the hash.
static void keep_text(const Running *own, Judged *j, ScanResult *out, Str path, Str text,
                      Arena *keep)
{
    size_t held = atomic_fetch_add(own->held, (size_t)text.len);
    out->texts = arena_get(keep, (Size)sizeof *out->texts, (Size)_Alignof(Str), 1);
    out->texts[out->ntexts++].path = path;
    j->later = held + (size_t)text.len > TEXTS_HELD;
    if (j->later) j->meant = hash_text(text, TEXT_SEED);
    else out->texts[0].text = str_keep(keep, text);
}

// What stays of a file: what the cache keeps, and what is shown of it, in room of its own.
static const ScanResult *keep_file(const Running *own, const FlowFile *f, Str packed, Str shown,
                                   Str text, Arena *keep)
{
    static const ScanResult nothing;
    const ScanOptions *o = &own->s->opt;
    Judged *j = &own->judged[f->index];
    Str path = own->sources->v[f->index].path;
    bool explain = str_eq(path, o->explain_path);
    j->later = false;
    if (own->found) own->found[f->index] = packed = str_keep(keep, packed);
    if (!shown.len && !explain && !own->out->hidden) return &nothing;
    ScanResult *out = new(keep, ScanResult, 1);
    out->hidden = own->out->hidden;
    bool all = own->found && str_eq(packed, shown);
    check(found_unpack(all ? packed : str_keep(keep, shown), path, out, keep));
    if (out->findings.n) keep_text(own, j, out, path, text, keep);
    if (explain) flow_explain(f, o->explain_line, keep, &out->known);
    out->explained = explain;
    return out;
}

// From any thread, in any order: what is found in a file waits for its turn.
bool judge_file(void *self, const FlowFile *f, int thread)
{
    Running *all = self;
    Judging *j = &all->judging[thread];
    Pool *looked = &all->s->looked[thread];
    if (os_stopped()) return false;
    pool_reset(looked);
    ScanResult first = {0};
    Running own = {.s = all->s,
                   .sources = all->sources,
                   .out = &first,
                   .keep = &looked->arena,
                   .scratch = &all->s->scratch[thread],
                   .judged = all->judged,
                   .held = all->held,
                   .found = all->found};
    Str text, packed = judge_one(&own, f, &text), shown = packed;
    Size found = first.findings.n;
    (void)keep_shown(&own, 0, all->sources->v[f->index].path);
    if (first.findings.n || found) shown = found_pack(&first.findings, 0, &first, 0, own.keep);
    if (setjmp(j->full)) {
        j->block *= 2;
        more_room(all, j);
    } else if (!j->keep.beg) more_room(all, j);
    const ScanResult *out = keep_file(&own, f, packed, shown, text, &j->keep);
    j->block = JUDGING_BLOCK;
    pool_reset(looked);                                       // not to lie beside the next walk
    pool_reset(own.scratch);
    size_t again = all->judged[f->index].out != NULL, n = (size_t)out->findings.n;
    all->judged[f->index].out = out;
    size_t met = atomic_fetch_add(all->met, n) + n;
    size_t done = atomic_fetch_add(all->done, 1 - again) + 1 - again;
    if (thread == 0) note_done(all, (Size)done, (Size)met);
    return found > 0;
}

static void room_for_all(Running *r)
{
    Findings *all = &r->out->findings;
    for (Size i = 0; i < r->sources->n; i++)
        if (r->judged[i].out) all->cap += r->judged[i].out->findings.n;
    all->v = arena_raw(r->keep, (Size)sizeof *all->v, (Size)_Alignof(Finding), all->cap);
}

// What was found in a file goes behind what was found in those before it.
void add_file(void *self, Size i)
{
    Running *r = self;
    const ScanResult *one = r->judged[i].out;
    ScanResult *out = r->out;
    if (!one) return;
    if (!out->findings.v) room_for_all(r);
    for (Size k = 0; k < one->findings.n; k++)
        *push(r->keep, &out->findings) = one->findings.v[k];
    for (Size k = 0; k < one->missing.n; k++) *push(r->keep, &out->missing) = one->missing.v[k];
    if (one->ntexts) out->texts[out->ntexts++] = one->texts[0];
    out->hidden += one->hidden;
    if (one->explained) out->explained = true, out->known = one->known;
    *push(r->keep, &out->files) = r->sources->v[i].path;
}

// ---- texts that were not kept

bool text_again(Running *r, const Source *src, const Hash *meant, Str *text)
{
    Arena *scratch = &r->scratch->arena;
    Err e = source_text(r->s, src, scratch, text);
    bool same = !e.kind && (meant || hash_eq(hash_text(*text, r->s->cache.seed), src->look.text));
    PyOptions opt = {.target = r->s->opt.target_version, .no_symbols = true};
    if (same && !py_is_document(src->path)) *text = py_parse(*text, opt, scratch)->src;
    if (same && meant) same = hash_eq(hash_text(*text, TEXT_SEED), *meant);
    if (same) {
        *text = str_keep(r->keep, *text);
        return true;
    }
    atomic_store(&r->torn, true);
    missing_add(r->out, r->keep, src->path, 0, S("suture"),
                S("changed while it was being looked at"));
    return false;
}

void read_later(Running *r)
{
    ScanResult *out = r->out;
    Size n = 0, i = 0;
    for (Size k = 0; k < out->ntexts; k++, i++) {
        Str path = out->texts[k].path, text = out->texts[k].text;
        while (!str_eq(r->sources->v[i].path, path)) i++;             // both are sorted
        const Judged *j = &r->judged[i];
        pool_reset(r->scratch);
        if (j->later && !text_again(r, &r->sources->v[i], &j->meant, &text)) continue;
        out->texts[n].path = path;
        out->texts[n++].text = text;
    }
    out->ntexts = n;
}
