// lsp/root: a folder that is open in the editor, or one file, scanned as `suture scan` there would, with
// the editor's texts in the place of the files'. The worker's half: nothing here speaks.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"
#include "base/os.h"

// ---- settings

// Ours: of which files the editor is told.
static Err take_show(Str value, Arena *keep)
{
    if (str_eq(value, S("open")) || str_eq(value, S("all"))) return (Err){0};
    return err_new(keep, ERR_CONFIG, "show: '%.*s' is no value for show; it is one of open, all",
                   STR_ARG(value));
}

static Err take_settings(Conf *conf, json_t *given, Arena *keep)
{
    const Op *scan = op_find(S("scan"));
    const char *name;
    json_t *v;
    Err e = {0};
    json_object_foreach(given, name, v)
    {
        const Option *o = option_find(str_of(name));
        // null: the editor has the name and no value
        if (e.kind || json_is_null(v)) continue;
        if (strcmp(name, "show") == 0) e = take_show(offer_text(v, keep), keep);
        else if (o && offer_takes(scan, o)) e = offer_set(conf, scan, o->name, v, keep);
        else
            e = err_new(keep, ERR_CONFIG, "the editor's settings: a scan takes no '%s' here", name);
    }
    return e;
}

// Where settings are looked for: an address that is no file lies in the first folder.
static Str near_of(const Work *w)
{ return str_starts(w->project->path, S("/")) ? w->project->path : w->near; }

static Err load(const Work *w, Arena *keep, Conf **out)
{
    Str near = near_of(w);
    Conf *conf = *out = conf_new(keep);
    Err e = conf_load_env(conf);
    if (!e.kind && !w->no_files) e = conf_load_files(conf, &near, 1);
    if (!e.kind) e = take_settings(conf, w->settings, keep);
    offer_still(conf);
    return e;
}

static void add_value(Buf *b, const ConfValue *v)
{
    buf_fmt(b, "%d %.*s", v->rank, STR_ARG(v->text));
    for (Size i = 0; i < v->n; i++) buf_fmt(b, "\n%.*s", STR_ARG(v->v[i]));
    buf_char(b, '\0');
}

// Of all that a session is made from: while it is the same, the session may stay.
static uint64_t settings_print(const Conf *conf, Arena scratch)
{
    Buf b = {.keep = &scratch};
    const ConfValue *models = conf_value(conf, "knowledge");
    for (Size i = 0; i < all_options_n; i++) add_value(&b, &conf->values[i]);
    for (Size i = 0; i < conf->entries.n; i++) {
        const ConfEntry *e = &conf->entries.v[i];
        buf_fmt(&b, "%.*s.%.*s=", STR_ARG(e->table), STR_ARG(e->key));
        add_value(&b, &e->value);
    }
    for (Size i = 0; i < models->n; i++) {
        OsStat s = os_stat(models->v[i], true, scratch);
        buf_fmt(&b, "%td %lld %llu ", s.size, (long long)s.mtime_ns, (unsigned long long)s.inode);
    }
    buf_add(&b, conf_requires(conf->near, &scratch));
    return str_hash(buf_str(&b));
}

static void no_data(OpOut *o, Str bytes) { (void)o, (void)bytes; }

static OpOut silence(void)
{ return (OpOut){.data = no_data, .say = no_data, .progress = no_data, .columns = 100}; }

Err work_session(Work *w)
{
    Root *p = w->project;
    Conf *now;
    Err e = load(w, &w->pool.arena, &now);
    if (e.kind) return e;
    uint64_t print = settings_print(now, w->pool.arena);
    if (p->session && print == p->settings) return e;
    root_rest(p);
    if (!pool_open(&p->room, (Size)16 << 30))
        return err_new(&w->pool.arena, ERR_LIMIT, "the system gives no memory");
    e = load(w, &p->room.arena, &p->conf);
    OpOut out = silence();
    OpCall call = {op_find(S("scan")), p->conf, &p->path, 1, &out, &p->room.arena};
    if (!e.kind) e = judge_options(&call, &p->options);
    p->options.progress = NULL;
    p->options.want_fixes = true;
    p->options.held = !p->loose;
    if (!e.kind) p->session = session_new(&p->options, &p->room.arena, &e);
    if (!e.kind) p->settings = print;
    e.what = str_keep(&w->pool.arena, e.what);
    return e;
}

void root_rest(Root *p)
{
    session_end(p->session);
    if (p->room.block) pool_close(&p->room);
    p->session = NULL;
    p->conf = NULL;
    p->room = (Pool){0};
}

void root_end(Root *p)
{
    acts_forget(p);
    if (p->fixing.block) pool_close(&p->fixing);
    root_rest(p);
    for (Size i = 0; i < p->shown.n; i++) json_decref(p->shown.v[i].diags);
    p->shown = (ShownAll){0};
    for (int i = 0; i < 2; i++)
        if (p->shown_pools[i].block) pool_close(&p->shown_pools[i]);
}

// ---- a scan

// What is as the file is needs no stand-in, and an earlier scan may speak for it.
void work_overlays(Work *w)
{
    w->over = new(&w->pool.arena, Overlay, w->ndocs);
    w->nover = 0;
    for (Size i = 0; i < w->ndocs; i++)
        if (!docs_is_on_disk(&w->docs[i], w->pool.arena))
            w->over[w->nover++] =
                (Overlay){w->docs[i].path, docs_overlay(w->docs[i].text, &w->pool.arena)};
}

static void scan(Work *w)
{
    Root *p = w->project;
    OpOut out = silence();
    JudgeInput in = {0};
    w->result = (ScanResult){0};
    w->trouble = work_session(w);
    if (w->trouble.kind) return;
    work_overlays(w);
    OpCall call = {op_find(S("scan")), p->conf, &p->path, 1, &out, &w->pool.arena};
    *push(&w->pool.arena, &in.paths) = p->path;
    in.over = w->over;
    in.nover = w->nover;
    w->trouble = scan_with(&call, p->session, &in, &w->result);
}

// As `suture` there: settings name files from the folder in which it runs. Nobody else here uses that.
void work_do(Work *w)
{
    Str near = near_of(w),
        folder = w->project->loose && near.s == w->project->path.s ? path_folder(near) : near;
    if (str_starts(folder, S("/"))) (void)os_enter(folder, w->pool.arena);
    if (w->fixes) work_fixes(w);
    else scan(w);
}
