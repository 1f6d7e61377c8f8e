// lsp/show: what was found, as the editor's diagnostics: what came, what went, and what an analysis that
// could not be finished leaves as it was known before.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"
#include "report/report.h"

enum { MOST_STEPS = 20, STEP_MOST = 200 };
enum { ERROR = 1, WARNING, INFORMATION };
static const Str BOM = L("\xef\xbb\xbf");
static const Str NOT_ANALYSED = L("not-analysed");

typedef struct {
    Lsp *l;
    Root *p;
    const ScanResult *r;
    Arena *keep;
    Map lines;    // of each file that is spoken of
    Arena *shown; // what stays
    ShownAll now;
} Show;

// ---- texts

static Str judged_text(const ScanResult *r, Str path)
{
    Size lo = 0, hi = r->ntexts;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (str_cmp(r->texts[mid].path, path) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo < r->ntexts && str_eq(r->texts[lo].path, path) ? r->texts[lo].text : (Str){0};
}

// As the editor has it, or would have it.
static Str text_of(const Show *s, Str path)
{
    const Doc *doc = docs_at(&s->l->docs, path);
    Str text = doc ? doc->text : judged_text(s->r, path);
    if (!text.s && os_read(path, SCAN_MOST_BYTES, s->keep, &text).kind) text = S("");
    return !doc && str_starts(text, BOM) ? str_sub(text, BOM.len, -1) : text;
}

static const Lines *lines_at(Show *s, Str path)
{
    void **at = map_at(s->keep, &s->lines, path);
    if (!*at) {
        Lines *l = new(s->keep, Lines, 1);
        *l = lines_of(text_of(s, path), s->keep);
        *at = l;
    }
    return *at;
}

// Columns are counted without a byte order mark.
static Size own_col(const Lines *l, int line, int col)
{ return line <= 1 && str_starts(l->text, BOM) ? col + BOM.len : col; }

static json_t *range_json(const Show *s, const Lines *l, int line, int col, int end_line,
                          int end_col)
{
    Units u = s->l->units;
    return json_pack("{s:o, s:o}", "start", place_json(l, line - 1, own_col(l, line, col), u),
                     "end", place_json(l, end_line - 1, own_col(l, end_line, end_col), u));
}

static Str uri_at(const Show *s, Str path)
{
    const Doc *doc = docs_at(&s->l->docs, path);
    return doc ? doc->uri : uri_of(path, s->keep);
}

static json_t *text_json(const Show *s, Str text) { return wire_text(text, *s->keep); }

// ---- one finding

static json_t *step_json(Show *s, const FlowStep *step)
{
    const Lines *l = lines_at(s, step->path);
    Size line = step->line > 0 ? step->line - 1 : 0;
    Size from = line < l->at.n ? l->at.v[line] + own_col(l, step->line, step->col) : l->text.len;
    Size end = from + (Size)(step->at.end - step->at.beg);
    if (end > l->text.len) end = l->text.len;
    json_t *range = json_pack("{s:o, s:o}", "start", place_at(l, from, s->l->units), "end",
                              place_at(l, end, s->l->units));
    Str said = step->what.len ? step->what : str_most(step->text, STEP_MOST);
    return json_pack("{s:{s:o, s:o}, s:o}", "location", "uri", text_json(s, uri_at(s, step->path)),
                     "range", range, "message", text_json(s, said));
}

// The best way step by step; of the others where they begin.
static json_t *related(Show *s, const Finding *f)
{
    json_t *all = json_array();
    for (Size i = 0; i < f->npaths; i++)
        for (Size k = 0; k < f->paths[i].n && (!i || !k); k++)
            if (json_array_size(all) < MOST_STEPS)
                json_array_append_new(all, step_json(s, &f->paths[i].v[k]));
    return all;
}

// Files, other than its own, that it rests on.
static json_t *via(const Show *s, const Finding *f)
{
    json_t *all = json_object();
    for (Size i = 0; i < f->npaths; i++)
        for (Size k = 0; k < f->paths[i].n; k++) {
            Str path = f->paths[i].v[k].path;
            if (!str_eq(path, f->path)) json_object_set_new(all, str_z(s->keep, path), json_true());
        }
    return all;
}

static int level(Severity s)
{ return s >= SEV_HIGH ? ERROR : s == SEV_MEDIUM ? WARNING : INFORMATION; }

// Paths below the project's folder are said as from there.
static Str from_root(const Show *s, Str text)
{
    Buf b = {.keep = s->keep};
    Str root = str_fmt(s->keep, "%.*s/", STR_ARG(s->p->path));
    for (Size at; !s->p->loose && (at = str_find(text, root)) >= 0;
         text = str_sub(text, at + root.len, -1))
        buf_add(&b, str_sub(text, 0, at));
    buf_add(&b, text);
    return buf_str(&b);
}

static json_t *tags(const Finding *f)
{
    enum { UNNECESSARY = 1, DEPRECATED = 2, OBSOLETE_FUNCTION = 477 };
    json_t *all = json_array();
    if (word_is_of_comments(f->rule)) json_array_append_new(all, json_integer(UNNECESSARY));
    if (f->cwe == OBSOLETE_FUNCTION) json_array_append_new(all, json_integer(DEPRECATED));
    return all;
}

static json_t *diag_new(const Show *s, json_t *range, int severity, Str code, Str message)
{
    return json_pack("{s:o, s:i, s:o, s:s, s:o}", "range", range, "severity", severity, "code",
                     text_json(s, code), "source", "suture", "message", text_json(s, message));
}

static const char *fix_word(const Finding *f)
{ return f->fix.trust == TRUST_SAFE ? "safe" : f->fix.trust == TRUST_REVIEW ? "review" : ""; }

static json_t *finding_json(Show *s, const Finding *f)
{
    const Lines *l = lines_at(s, f->path);
    json_t *d =
        diag_new(s, range_json(s, l, f->line, f->col, f->end_line, f->end_col), level(f->severity),
                 f->rule, from_root(s, f->message.len ? f->message : f->title));
    Str id = str_fmt(s->keep, "%016llx", (unsigned long long)f->fingerprint),
        page = rule_page(f, s->keep);
    if (s->l->links && page.len)
        json_object_set_new(d, "codeDescription", json_pack("{s:o}", "href", text_json(s, page)));
    if (s->l->related && f->npaths) json_object_set_new(d, "relatedInformation", related(s, f));
    json_t *marks = tags(f);
    if (s->l->tags && json_array_size(marks)) json_object_set(d, "tags", marks);
    json_decref(marks);
    json_object_set_new(d, "data",
                        json_pack("{s:o, s:s, s:o, s:o, s:i, s:o, s:o}", "id", text_json(s, id),
                                  "fix", fix_word(f), "severity",
                                  text_json(s, severity_name(f->severity)), "confidence",
                                  text_json(s, confidence_name(f->confidence)), "cwe", f->cwe,
                                  "title", text_json(s, f->title), "via", via(s, f)));
    return d;
}

// ---- what was not analysed

static json_t *missing_json(Show *s, const NotAnalysed *m)
{
    const Lines *l = lines_at(s, m->path);
    int line = m->line > 0 ? m->line : 1;
    Size end = lines_row(l, line - 1).len;
    Str why = str_fmt(s->keep, "not analysed: %.*s; that nothing is reported here means nothing",
                      STR_ARG(m->why));
    json_t *range = json_pack("{s:o, s:o}", "start", place_json(l, line - 1, 0, s->l->units), "end",
                              place_json(l, line - 1, end, s->l->units));
    json_t *d = diag_new(s, range, WARNING, NOT_ANALYSED, why);
    json_object_set_new(d, "data", json_object());
    return d;
}

static bool is_missing(const ScanResult *r, Str path)
{
    for (Size i = 0; i < r->missing.n; i++)
        if (str_eq(r->missing.v[i].path, path)) return true;
    return false;
}

// ---- by file

static Shown *among(const ShownAll *all, Str path)
{
    intptr_t at = (intptr_t)map_get(&all->at, path);
    return at ? &all->v[at - 1] : NULL;
}

const Shown *shown_at(const Root *p, Str path) { return among(&p->shown, path); }

static Shown *slot(Show *s, Str path)
{
    Shown *f = among(&s->now, path);
    if (f) return f;
    f = push(s->shown, &s->now);
    *f = (Shown){.path = str_keep(s->shown, path), .diags = json_array(), .version = -1};
    *map_at(s->shown, &s->now.at, f->path) = (void *)(intptr_t)s->now.n;
    return f;
}

// A project inside the project has its own word on its files.
static bool is_ours(const Show *s, Str path)
{
    for (Size i = 0; i < s->l->projects.n && !s->p->loose; i++) {
        const Root *o = s->l->projects.v[i];
        if (!o->loose && !o->gone && o->path.len > s->p->path.len && path_below(path, o->path).s)
            return false;
    }
    return true;
}

static void add_found(Show *s)
{
    Shown *f = NULL;
    for (Size i = 0; i < s->r->findings.n; i++) {
        const Finding *one = &s->r->findings.v[i];
        if (one->hidden || !is_ours(s, one->path)) continue;
        if (!f || !str_eq(f->path, one->path)) f = slot(s, one->path);
        json_array_append_new(f->diags, finding_json(s, one));
    }
}

static void add_missing(Show *s)
{
    for (Size i = 0; i < s->r->missing.n; i++) {
        const NotAnalysed *m = &s->r->missing.v[i];
        bool folder = !s->p->loose && str_eq(m->path, s->p->path);
        if (m->path.len && !folder && is_ours(s, m->path))
            json_array_append_new(slot(s, m->path)->diags, missing_json(s, m));
    }
}

// ---- what is held on to

Str diag_word(json_t *diag, const char *name)
{ return str_of(json_string_value(json_object_get(json_object_get(diag, "data"), name))); }

static Str code_of(json_t *diag)
{ return str_of(json_string_value(json_object_get(diag, "code"))); }

// Among the first n.
static bool is_there(json_t *diags, size_t n, json_t *like)
{
    Str code = code_of(like), id = diag_word(like, "id");
    for (size_t i = 0; i < n; i++) {
        json_t *one = json_array_get(diags, i);
        if (str_eq(code_of(one), code) && str_eq(diag_word(one, "id"), id)) return true;
    }
    return false;
}

// Neither its file nor one that it rests on was read in full: its going means nothing.
static bool is_unsettled(const Show *s, Str path, json_t *diag)
{
    const char *other;
    json_t *v;
    if (is_missing(s->r, path)) return true;
    json_object_foreach(json_object_get(json_object_get(diag, "data"), "via"), other,
                        v) if (is_missing(s->r, str_of(other))) return true;
    return false;
}

// A line of the text in which it was found, in the text of now: within what changed, as near as can be.
static json_int_t moved(json_int_t line, Str was, const Edits *changes)
{
    json_int_t now = line, at = 0;
    uint32_t done = 0;
    for (Size i = 0; i < changes->n; i++) {
        const Edit *e = &changes->v[i];
        json_int_t gone = str_count(str_sub(was, e->where.beg, e->where.end), '\n'),
                   came = str_count(e->with, '\n');
        at += str_count(str_sub(was, done, e->where.beg), '\n');
        if (line < at) break;
        if (line < at + gone)
            return now - (line - at) + (line - at < came ? line - at : came ? came - 1 : 0);
        now += came - gone;
        at += gone;
        done = e->where.end;
    }
    return now;
}

static void move_end(json_t *position, Str was, const Edits *changes)
{
    json_int_t line = json_integer_value(json_object_get(position, "line"));
    json_object_set_new(position, "line", json_integer(moved(line, was, changes)));
}

static json_t *held_json(json_t *diag, Str was, const Edits *changes)
{
    json_t *d = json_deep_copy(diag), *range = json_object_get(d, "range"),
           *data = json_object_get(d, "data");
    const char *said = json_string_value(json_object_get(d, "message"));
    move_end(json_object_get(range, "start"), was, changes);
    move_end(json_object_get(range, "end"), was, changes);
    if (json_object_get(data, "held")) return d;
    json_object_set_new(data, "held", json_true());
    json_object_set_new(data, "fix", json_string(""));
    json_object_set_new(d, "message",
                        json_sprintf("%s (found before; not looked at since)", said ? said : ""));
    return d;
}

static void hold_on(Show *s, const Shown *old)
{
    size_t i, found;
    json_t *one;
    Edits changes = {0};
    bool known = false;
    if (!is_ours(s, old->path)) return;
    const Shown *now = among(&s->now, old->path);
    found = now ? json_array_size(now->diags) : 0;                  // those that are held differ by themselves
    json_array_foreach(old->diags, i, one)
    {
        if (str_eq(code_of(one), NOT_ANALYSED) || !is_unsettled(s, old->path, one)) continue;
        Shown *f = slot(s, old->path);
        if (is_there(f->diags, found, one)) continue;
        if (!known)
            changes =
                edit_lines(old->text, lines_at(s, old->path)->text, s->keep, s->l->scratch.arena);
        known = true;
        json_array_append_new(f->diags, held_json(one, old->text, &changes));
    }
}

// ---- telling

static bool is_public(const Lsp *l, Str path) { return !l->open_only || docs_at(&l->docs, path); }

static void publish(const Lsp *l, Str path, json_t *diags, Arena scratch)
{
    const Doc *doc = docs_at(&l->docs, path);
    Str uri = doc ? doc->uri : uri_of(path, &scratch);
    json_t *params = json_pack("{s:o, s:o}", "uri", wire_text(uri, scratch), "diagnostics",
                               diags ? json_incref(diags) : json_array());
    if (doc) json_object_set_new(params, "version", json_integer(doc->version));
    wire_notify(l->call, "textDocument/publishDiagnostics", params);
}

static void tell(const Show *s, Shown *f, const Shown *old)
{
    const Doc *doc = docs_at(&s->l->docs, f->path);
    bool same = old && old->told && json_equal(old->diags, f->diags);
    f->version = doc ? doc->version : -1;
    f->told = is_public(s->l, f->path);
    if (f->told && (!same || (doc && old->version != f->version)))
        publish(s->l, f->path, f->diags, *s->keep);
    if (!f->told && old && old->told && json_array_size(old->diags))
        publish(s->l, f->path, NULL, *s->keep);
}

static bool was_judged(const ScanResult *r, Str path)
{
    Size lo = 0, hi = r->files.n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (str_cmp(r->files.v[mid], path) < 0) lo = mid + 1;
        else hi = mid;
    }
    return (lo < r->files.n && str_eq(r->files.v[lo], path)) || is_missing(r, path);
}

// Of each open file too, of which there is nothing to say: that it was looked at, or that it was not.
static void add_open(Show *s, const Work *w)
{
    for (Size i = 0; i < w->ndocs; i++) {
        Str path = w->docs[i].path;
        if (!is_ours(s, path)) continue;
        Shown *f = slot(s, path);
        const Shown *old = shown_at(s->p, path);
        f->out = !was_judged(s->r, path);
        if (f->out && !(old && old->out))
            lsp_log(s->l, LOG_INFO, false,
                    "%.*s is not judged: the settings, .gitignore or the folder that it lies in leave it out",
                    STR_ARG(path));
    }
}

static void tell_all(Show *s)
{
    const ShownAll *old = &s->p->shown;
    for (Size i = 0; i < s->now.n; i++) {
        Shown *f = &s->now.v[i];
        f->text = str_keep(s->shown, lines_at(s, f->path)->text);
        tell(s, f, among(old, f->path));
    }
    for (Size i = 0; i < old->n; i++) {
        const Shown *f = &old->v[i];
        if (f->told && json_array_size(f->diags) && !among(&s->now, f->path) && is_ours(s, f->path))
            publish(s->l, f->path, NULL, *s->keep);
    }
}

void show_result(Lsp *l, Root *p, const ScanResult *r, Arena *keep)
{
    Pool *pool = &p->shown_pools[p->turn = !p->turn];
    if (!pool->block && !pool_open(pool, (Size)1 << 30)) return;
    pool_reset(pool);
    Show s = {.l = l, .p = p, .r = r, .keep = keep, .shown = &pool->arena};
    add_found(&s);
    add_missing(&s);
    for (Size i = 0; i < p->shown.n; i++) hold_on(&s, &p->shown.v[i]);
    add_open(&s, &l->work);
    tell_all(&s);
    for (Size i = 0; i < p->shown.n; i++) json_decref(p->shown.v[i].diags);
    p->shown = s.now;
}

void show_known(Lsp *l, Root *p, Str path)
{
    Shown *f = among(&p->shown, path);
    const Doc *doc = docs_at(&l->docs, path);
    if (!f) return;
    bool is = is_public(l, path);
    f->version = doc ? doc->version : -1;
    if (is || f->told) publish(l, path, is ? f->diags : NULL, l->scratch.arena);
    f->told = is;
}

void show_nothing(Lsp *l, Root *p)
{
    for (Size i = 0; i < p->shown.n; i++)
        if (p->shown.v[i].told && json_array_size(p->shown.v[i].diags))
            publish(l, p->shown.v[i].path, NULL, l->scratch.arena);
}

void show_begin(Lsp *l, const Root *p)
{
    Arena scratch = l->scratch.arena;
    if (!l->progress || p->scanned || p->loose) return;
    Str token = str_fmt(&scratch, "suture-%d", ++l->scans);
    wire_send(l->call, json_pack("{s:o, s:s, s:{s:o}}", "id", wire_text(token, scratch), "method",
                                 "window/workDoneProgress/create", "params", "token",
                                 wire_text(token, scratch)));
    json_t *value = json_pack("{s:s, s:s, s:o}", "kind", "begin", "title", "suture", "message",
                              wire_text(path_last(p->path), scratch));
    wire_notify(l->call, "$/progress",
                json_pack("{s:o, s:o}", "token", wire_text(token, scratch), "value", value));
    l->shows = true;
}

void show_end(Lsp *l)
{
    Arena scratch = l->scratch.arena;
    if (!l->shows) return;
    Str token = str_fmt(&scratch, "suture-%d", l->scans);
    wire_notify(l->call, "$/progress",
                json_pack("{s:o, s:{s:s}}", "token", wire_text(token, scratch), "value", "kind",
                          "end"));
    l->shows = false;
}
