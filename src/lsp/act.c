// lsp/act: what an editor may do about a finding: built-in fixes, each behind the gates of `suture fix`, and
// the comment that hides it, each believed only after another scan. The worker makes texts, the other half
// the edits that lead there.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"
#include "base/os.h"

enum { MOST_FINDINGS = 16 };
static const Str BOM = L("\xef\xbb\xbf");

void acts_forget(Root *p)
{
    if (p->job) fix_close(p->job);
    p->job = NULL;
    p->job_bad = false;
    p->acts.v = NULL;
    p->acts.n = p->acts.cap = 0;
    if (p->loose) root_rest(p);
    if (p->fixing.block) pool_reset(&p->fixing);
}

// ---- the worker's half

static void open_job(Work *w)
{
    Root *p = w->project;
    Arena *keep = &p->fixing.arena;
    if (p->job || p->job_bad) return;
    Overlay *over = new(keep, Overlay, w->nover);
    for (Size i = 0; i < w->nover; i++)
        over[i] = (Overlay){str_keep(keep, w->over[i].path), str_keep(keep, w->over[i].text)};
    FixOptions o = {.scan = p->options,
                    .paths = &p->path,
                    .npaths = 1,
                    .over = over,
                    .nover = w->nover,
                    .review = true};
    p->job = new(keep, FixJob, 1);
    p->job_bad = fix_open(&o, keep, p->job).kind != ERR_NONE;
    if (!p->job_bad && !p->job->stopped && !os_stopped()) return;
    fix_close(p->job);
    p->job = NULL;
}

static const Finding *finding_of(const ScanResult *r, const Act *a)
{
    char id[20];
    for (Size i = 0; i < r->findings.n; i++) {
        const Finding *f = &r->findings.v[i];
        if (!str_eq(f->rule, a->rule) || !str_eq(f->path, a->path)) continue;
        (void)snprintf(id, sizeof id, "%016llx", (unsigned long long)f->fingerprint);
        if (str_eq(a->id, str_of(id))) return f;
    }
    return NULL;
}

static void make_fix(Work *w, Act *a)
{
    open_job(w);
    FixJob *job = w->project->job;
    const Finding *f = job && a->kind == ACT_FIX ? finding_of(&job->first, a) : NULL;
    if (!job || (a->kind == ACT_FIX && !f)) return;
    a->texts = fix_alone(job, a->path, f);
    a->trust = f ? f->fix.trust : TRUST_SAFE;
    a->says = f ? f->fix.says : S("");
}

static const Doc *doc_of(const Work *w, Str path)
{
    for (Size i = 0; i < w->ndocs; i++)
        if (str_eq(w->docs[i].path, path)) return &w->docs[i];
    return NULL;
}

static bool still_missing(const ScanResult *r, Str path)
{
    for (Size i = 0; i < r->missing.n; i++)
        if (str_eq(r->missing.v[i].path, path)) return true;
    return false;
}

// With this text in its place nothing of it is found any more, and the file is still read in full.
static bool hides(Work *w, const Act *a, Str now)
{
    Root *p = w->project;
    Arena *keep = &w->pool.arena;
    ScanResult r;
    Overlay *over = new(keep, Overlay, w->nover + 1);
    over[0] = (Overlay){a->path, now};
    for (Size i = 0; i < w->nover; i++) over[i + 1] = w->over[i];
    Err e = scan_paths(p->session, &p->path, 1, over, w->nover + 1, keep, &r);
    return !e.kind && !r.stopped && !finding_of(&r, a) && !still_missing(&r, a->path);
}

static void make_comment(Work *w, Act *a)
{
    Arena *keep = &w->project->fixing.arena;
    const Doc *doc = doc_of(w, a->path);
    Finding f = {.rule = a->rule, .line = a->line};
    Size places;
    if (!doc || !w->project->session) return;
    Str text = docs_overlay(doc->text, keep), mark = str_starts(text, BOM) ? BOM : S("");
    text = str_sub(text, mark.len, -1);
    Str now = suppress_text(text, &f, 1, S(""), keep, &places);
    if (str_eq(now, text) || !hides(w, a, now)) return;
    *push(keep, &a->texts) = (FixText){a->path, text, now};
}

void work_fixes(Work *w)
{
    Root *p = w->project;
    if (!p->session && work_session(w).kind) p->job_bad = true;
    work_overlays(w);
    for (Size i = 0; i < p->acts.n && !os_stopped(); i++) {
        Act *a = &p->acts.v[i];
        if (a->done) continue;
        if (a->kind == ACT_IGNORE) make_comment(w, a);
        else make_fix(w, a);
        a->done = !os_stopped();
    }
}

// ---- which actions

typedef struct {
    Lsp *l;
    Root *p;
    const Shown *file;
    json_t *out;
    Arena *keep;
    bool waits;
} Acting;

static Act *act_at(Acting *x, ActKind kind, json_t *diag)
{
    Str rule = str_of(json_string_value(json_object_get(diag, "code"))), id = diag_word(diag, "id");
    Arena *keep = &x->p->fixing.arena;
    for (Size i = 0; i < x->p->acts.n; i++) {
        Act *a = &x->p->acts.v[i];
        if (a->kind == kind && str_eq(a->path, x->file->path) && str_eq(a->rule, rule) &&
            str_eq(a->id, id))
            return a;
    }
    Act *a = push(keep, &x->p->acts);
    json_t *start = json_object_get(json_object_get(diag, "range"), "start");
    *a = (Act){.kind = kind,
               .path = str_keep(keep, x->file->path),
               .rule = str_keep(keep, rule),
               .id = str_keep(keep, id),
               .line = (int)spot_read(start).line + 1};
    return a;
}

// ---- the edits

static Str bare(Str text) { return str_starts(text, BOM) ? str_sub(text, BOM.len, -1) : text; }

// NULL: the editor's text is another one.
static json_t *edits_json(Acting *x, const FixText *t, const Doc *doc)
{
    Str before = bare(t->before), now = bare(t->now), text = doc ? doc->text : before;
    Size skip = text.len - bare(text).len;
    Lines l = lines_of(text, x->keep);
    if (doc && !str_eq(bare(docs_overlay(text, x->keep)), before) && !str_eq(bare(text), before))
        return NULL;
    Edits e = edit_lines(before, now, x->keep, x->l->work.pool.arena);     // nobody is at work
    json_t *all = json_array();
    for (Size i = 0; i < e.n; i++) {
        json_t *range =
            json_pack("{s:o, s:o}", "start", place_at(&l, skip + e.v[i].where.beg, x->l->units),
                      "end", place_at(&l, skip + e.v[i].where.end, x->l->units));
        json_array_append_new(all, json_pack("{s:o, s:o}", "range", range, "newText",
                                             wire_text(e.v[i].with, *x->keep)));
    }
    return all;
}

static void add_edits(Acting *x, json_t *changes, Str uri, const Doc *doc, json_t *edits)
{
    if (!x->l->versioned) {
        json_object_set_new(changes, str_z(x->keep, uri), edits);
        return;
    }
    json_t *file = json_pack("{s:o}", "uri", wire_text(uri, *x->keep));
    json_object_set_new(file, "version", doc ? json_integer(doc->version) : json_null());
    json_array_append_new(changes, json_pack("{s:o, s:o}", "textDocument", file, "edits", edits));
}

static json_t *workspace_edit(Acting *x, const Act *a)
{
    json_t *changes = x->l->versioned ? json_array() : json_object();
    for (Size i = 0; i < a->texts.n; i++) {
        const FixText *t = &a->texts.v[i];
        const Doc *doc = docs_at(&x->l->docs, t->path);
        json_t *edits = edits_json(x, t, doc);
        if (!edits) {
            json_decref(changes);
            return NULL;
        }
        add_edits(x, changes, doc ? doc->uri : uri_of(t->path, x->keep), doc, edits);
    }
    return json_pack("{s:o}", x->l->versioned ? "documentChanges" : "changes", changes);
}

static Str title(Acting *x, const Act *a)
{
    if (a->kind == ACT_ALL) return S("suture: apply all safe fixes");
    if (a->kind == ACT_IGNORE) return str_fmt(x->keep, "Ignore %.*s here", STR_ARG(a->rule));
    return str_fmt(x->keep, "Fix %.*s%s: %.*s", STR_ARG(a->rule),
                   a->trust == TRUST_SAFE ? "" : " (to be reviewed)", STR_ARG(a->says));
}

// One action, as soon as its texts are known.
static void offer(Acting *x, ActKind kind, json_t *diag)
{
    const Act *a = act_at(x, kind, diag);
    if (!a->done) x->waits = true;
    json_t *edit = a->done && a->texts.n ? workspace_edit(x, a) : NULL;
    if (!edit) return;
    Str name = title(x, a);
    json_t *action = json_pack("{s:o, s:s, s:o}", "title", wire_text(name, *x->keep), "kind",
                               kind == ACT_ALL ? "source.fixAll.suture" : "quickfix", "edit", edit);
    if (diag) json_object_set_new(action, "diagnostics", json_pack("[O]", diag));
    if (kind == ACT_FIX && a->trust == TRUST_SAFE)
        json_object_set_new(action, "isPreferred", json_true());
    json_array_append_new(x->out, action);
}

// "source" asks for "source.fixAll.suture" too.
static bool wants(json_t *only, const char *kind)
{
    size_t i;
    json_t *one;
    json_array_foreach(only, i, one)
    {
        Str asked = str_of(json_string_value(one)), rest = str_of(kind);
        if (!asked.len || str_eq(asked, rest)) return true;
        if (str_starts(rest, asked) && rest.s[asked.len] == '.') return true;
    }
    return !json_is_array(only);
}

static bool is_fixable(json_t *diag) { return diag_word(diag, "fix").len > 0; }

// What lies in the range; and what the editor means beside it: some ask at the cursor, about the line.
static bool is_meant(json_t *params, json_t *diag)
{
    json_t *range = json_object_get(params, "range"), *one;
    Spot from = spot_read(json_object_get(range, "start")),
         to = spot_read(json_object_get(range, "end"));
    size_t i;
    if (diag_covers(diag, from, to)) return true;
    json_array_foreach(
        json_object_get(json_object_get(params, "context"), "diagnostics"), i,
        one) if (json_equal(json_object_get(one, "code"), json_object_get(diag, "code")) &&
                 json_equal(json_object_get(one, "range"),
                            json_object_get(diag, "range"))) return true;
    return false;
}

static void offer_quick(Acting *x, json_t *params, bool (*may)(json_t *diag), ActKind kind)
{
    json_t *d;
    size_t i;
    int n = 0;
    json_array_foreach(x->file->diags, i, d) if (n < MOST_FINDINGS && may(d) && is_meant(params, d))
        n++,
        offer(x, kind, d);
}

static bool is_open(json_t *diag)
{ return diag_word(diag, "id").len && !json_object_get(json_object_get(diag, "data"), "held"); }

static void offer_all(Acting *x)
{
    json_t *d;
    size_t i;
    json_array_foreach(x->file->diags, i, d) if (str_eq(diag_word(d, "fix"), S("safe")))
    {
        offer(x, ACT_ALL, NULL);
        return;
    }
}

bool actions(Lsp *l, Root *p, json_t *params, Arena *keep, json_t **out)
{
    json_t *only = json_object_get(json_object_get(params, "context"), "only");
    Str uri =
        str_of(json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri")));
    const Doc *doc = docs_find(&l->docs, uri);
    Acting x = {.l = l,
                .p = p,
                .keep = keep,
                .out = json_array(),
                .file = doc ? shown_at(p, doc->path) : NULL};
    *out = x.out;
    if (!x.file || (!p->fixing.block && !pool_open(&p->fixing, (Size)16 << 30))) return true;
    bool quick = wants(only, "quickfix");
    if (quick) offer_quick(&x, params, is_fixable, ACT_FIX);
    if (quick) offer_quick(&x, params, is_open, ACT_IGNORE);
    if (wants(only, "source.fixAll.suture")) offer_all(&x);
    if (!x.waits) return true;
    json_decref(x.out);
    *out = NULL;
    return false;
}
