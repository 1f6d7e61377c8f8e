// lsp/serve: the protocol's messages, what each of them changes, and what is to be done next.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"
#include "op/changes.h"
#include "base/os.h"

// Typing is a burst of changes: a scan waits until there was none for so long.
static const double TYPING = 0.1;

void lsp_log(const Lsp *l, int type, bool show, const char *fmt, ...)
{
    char text[2000];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    Size len = n < 0 ? 0 : n < (int)sizeof text ? n : (Size)sizeof text - 1;
    wire_notify(l->call, show ? "window/showMessage" : "window/logMessage",
                json_pack("{s:i, s:o}", "type", type, "message",
                          wire_text((Str){text, len}, l->scratch.arena)));
}

static Str word(json_t *o, const char *name)
{
    json_t *v = json_object_get(o, name);
    return (Str){json_string_value(v), (Size)json_string_length(v)};
}

static json_t *below(json_t *o, const char *const *names)
{
    for (; *names; names++) o = json_object_get(o, *names);
    return o;
}
#define AT(o, ...) below((o), (const char *const[]){__VA_ARGS__, NULL})

// ---- projects

static bool is_at_work(const Lsp *l, const Root *p) { return l->busy && l->work.project == p; }

static void mark_dirty(Lsp *l, Root *p, double wait)
{
    p->dirty = true;
    p->due = os_now() + wait;
    if (!is_at_work(l, p)) {
        acts_forget(p);
        return;
    }
    l->moot = true;
    os_moot(true);
}

// A file changed on disk: what is at work goes on and a scan follows. Something that always writes files
// would let none come to its end.
static void mark_stale(Lsp *l, Root *p)
{
    if (p->dirty) return;
    if (!is_at_work(l, p)) mark_dirty(l, p, TYPING);
    p->dirty = true;
    p->due = os_now() + TYPING;
}

static Root *root_new(Lsp *l, Str root, bool loose)
{
    Root *p = new(l->call->keep, Root, 1);
    *p = (Root){.path = str_keep(l->call->keep, root), .loose = loose};
    *push(l->call->keep, &l->projects) = p;
    mark_dirty(l, p, TYPING);
    return p;
}

static Root *root_at(const Lsp *l, Str root, bool loose)
{
    for (Size i = 0; i < l->projects.n; i++) {
        Root *p = l->projects.v[i];
        if (!p->gone && p->loose == loose && str_eq(p->path, root)) return p;
    }
    return NULL;
}

// The innermost folder that holds the file.
static Root *root_around(const Lsp *l, Str path)
{
    Root *best = NULL;
    for (Size i = 0; i < l->projects.n; i++) {
        Root *p = l->projects.v[i];
        if (p->loose || p->gone || !path_below(path, p->path).s) continue;
        if (!best || p->path.len > best->path.len) best = p;
    }
    return best;
}

// NULL: it is no Python, and no scan would take it.
static Root *root_of(const Lsp *l, const Doc *doc)
{
    Root *p = changes_judged(doc->path) ? root_around(l, doc->path) : NULL;
    return p ? p : root_at(l, doc->path, true);
}

static void root_drop(Lsp *l, Root *p)
{
    show_nothing(l, p);
    p->gone = true;
    if (is_at_work(l, p)) mark_dirty(l, p, 0);
    else root_end(p);
}

// Those that went are passed over by all; now and then their places are given back.
static void forget_gone(Lsp *l)
{
    Size n = 0;
    for (Size i = 0; i < l->projects.n; i++)
        if (!l->projects.v[i]->gone) l->projects.v[n++] = l->projects.v[i];
    l->projects.n = n;
}

// Some editors open all of a home, or of a disk, for a file that lies in no project.
static bool is_everything(Str path, Arena scratch)
{
    Str home = path_plain(os_env("HOME"), &scratch);
    if (str_eq(path, S("/"))) return true;
    return str_starts(home, S("/")) && (str_eq(path, home) || path_below(home, path).s);
}

static void add_root(Lsp *l, Str uri)
{
    Str path = uri_path(uri, &l->scratch.arena);
    if (!str_starts(path, S("/")))
        lsp_log(l, LOG_WARNING, false, "%.*s is no folder of this machine", STR_ARG(uri));
    else if (is_everything(path, l->scratch.arena))
        lsp_log(l, LOG_WARNING, false,
                "%.*s is not scanned as a whole: its files are judged alone", STR_ARG(path));
    else if (!root_at(l, path, false)) (void)root_new(l, path, false);
}

// A file in no open folder is judged alone.
static void settle_in(Lsp *l, const Doc *doc)
{
    Root *alone = root_at(l, doc->path, true);
    bool judged = changes_judged(doc->path), inside = judged && root_around(l, doc->path);
    if (alone && inside) root_drop(l, alone);
    else if (!alone && !inside && (judged || doc->python)) (void)root_new(l, doc->path, true);
}

// Inner and outer folders share files: each sees them, one speaks of them.
static void mark_around(Lsp *l, const Doc *doc, double wait)
{
    Root *own = root_of(l, doc);
    if (own) mark_dirty(l, own, wait);
    for (Size i = 0; i < l->projects.n; i++) {
        Root *p = l->projects.v[i];
        if (p != own && !p->loose && !p->gone && path_below(doc->path, p->path).s)
            mark_dirty(l, p, wait);
    }
}

// ---- beginning and end

static void learn_client(Lsp *l, json_t *can)
{
    json_t *units = AT(can, "general", "positionEncodings"), *one;
    size_t i;
    json_array_foreach(units, i, one) if (str_eq(str_of(json_string_value(one)), S("utf-8")))
        l->units = UNITS_UTF8;
    json_t *diag = AT(can, "textDocument", "publishDiagnostics");
    l->related = json_is_true(json_object_get(diag, "relatedInformation"));
    l->links = json_is_true(json_object_get(diag, "codeDescriptionSupport"));
    l->tags = json_object_get(diag, "tagSupport") != NULL;
    l->versioned = json_is_true(AT(can, "workspace", "workspaceEdit", "documentChanges"));
    l->watches = json_is_true(AT(can, "workspace", "didChangeWatchedFiles", "dynamicRegistration"));
    l->progress = json_is_true(AT(can, "window", "workDoneProgress"));
    json_t *forms = AT(can, "textDocument", "hover", "contentFormat");
    json_array_foreach(forms, i, one) if (str_eq(str_of(json_string_value(one)), S("markdown")))
        l->markdown = true;
}

static void take_settings(Lsp *l, json_t *settings)
{
    json_decref(l->settings);
    l->settings = json_is_object(settings) ? json_incref(settings) : NULL;
    l->open_only = str_eq(word(settings, "show"), S("open"));
}

static json_t *abilities(const Lsp *l)
{
    return json_pack("{s:s, s:{s:b, s:i, s:{s:b}}, s:b, s:{s:[s, s]}, s:{s:{s:b, s:b}}}",
                     "positionEncoding", l->units == UNITS_UTF8 ? "utf-8" : "utf-16",
                     "textDocumentSync", "openClose", 1, "change", 2, "save", "includeText", 0,
                     "hoverProvider", 1, "codeActionProvider", "codeActionKinds", "quickfix",
                     "source.fixAll.suture", "workspace", "workspaceFolders", "supported", 1,
                     "changeNotifications", 1);
}

static void on_initialize(Lsp *l, json_t *id, json_t *params)
{
    json_t *folders = json_object_get(params, "workspaceFolders"), *one;
    size_t i;
    if (l->state != LSP_NEW) {
        wire_fault(l->call, id, LSP_BAD_REQUEST, "initialize came twice");
        return;
    }
    l->state = LSP_READY;
    learn_client(l, json_object_get(params, "capabilities"));
    take_settings(l, json_object_get(params, "initializationOptions"));
    wire_reply(l->call, id,
               json_pack("{s:o, s:{s:s, s:s}}", "capabilities", abilities(l), "serverInfo", "name",
                         "suture", "version", SUTURE_VERSION));
    json_array_foreach(folders, i, one) add_root(l, word(one, "uri"));
    if (json_array_size(folders)) return;
    Str uri = word(params, "rootUri"), path = word(params, "rootPath");
    if (uri.len) add_root(l, uri);
    else if (path.len) add_root(l, uri_of(path, &l->scratch.arena));
}

static void on_initialized(Lsp *l, json_t *id, json_t *params)
{
    static const char *const globs[] = {
        "**/*.{py,pyw,ipynb,md,html,htm,xhtml,xml,j2,jinja,jinja2,mako,model}",
        "**/{*.toml,*.cfg,*.lock,Pipfile,.python-version,.gitignore}",
        "**/requirements*.{txt,in}", "**/requirements/*.{txt,in}"};
    (void)id, (void)params;
    if (!l->watches) return;
    json_t *watchers = json_array();
    for (Size i = 0; i < countof(globs); i++)
        json_array_append_new(watchers, json_pack("{s:s}", "globPattern", globs[i]));
    json_t *what =
        json_pack("{s:s, s:s, s:{s:o}}", "id", "suture-files", "method",
                  "workspace/didChangeWatchedFiles", "registerOptions", "watchers", watchers);
    wire_send(l->call, json_pack("{s:s, s:s, s:{s:[o]}}", "id", "suture-watch", "method",
                                 "client/registerCapability", "params", "registrations", what));
}

static void on_shutdown(Lsp *l, json_t *id, json_t *params)
{
    (void)params;
    l->state = LSP_SHUT;
    wire_reply(l->call, id, json_null());
}

static void on_end(Lsp *l, json_t *id, json_t *params)
{
    (void)id, (void)params;
    l->code = l->state == LSP_SHUT ? EXIT_CLEAN : EXIT_FOUND;
    l->state = LSP_GONE;
}

static void on_nothing(Lsp *l, json_t *id, json_t *params) { (void)l, (void)id, (void)params; }

// ---- texts

static Doc *doc_of(const Lsp *l, json_t *params, const char *what)
{
    Str uri = word(json_object_get(params, "textDocument"), "uri");
    Doc *doc = docs_find(&l->docs, uri);
    if (!doc)
        lsp_log(l, LOG_WARNING, false, "%s of a document that is not open: %.*s", what,
                STR_ARG(str_sub(uri, 0, 500)));
    return doc;
}

static void let_go(Lsp *l, Size i, int code, const char *why)
{
    Asked a = l->asked.v[i];
    if (code) wire_fault(l->call, a.id, code, why);
    json_decref(a.id);
    json_decref(a.params);
    for (; i + 1 < l->asked.n; i++) l->asked.v[i] = l->asked.v[i + 1];
    l->asked.n--;
}

// What was asked of a text that has changed since.
static void refuse_asked(Lsp *l, const Doc *doc)
{
    for (Size i = l->asked.n; i-- > 0;)
        if (str_eq(word(json_object_get(l->asked.v[i].params, "textDocument"), "uri"), doc->uri))
            let_go(l, i, LSP_MODIFIED, "the document changed meanwhile");
}

static void close_doc(Lsp *l, Doc *doc)
{
    Root *p = root_of(l, doc);
    bool same = docs_is_on_disk(doc, l->scratch.arena);
    refuse_asked(l, doc);
    if (!same) mark_around(l, doc, TYPING);
    docs_drop(&l->docs, doc);
    if (p && p->loose) root_drop(l, p);
    else if (p && same) show_known(l, p, doc->path);
}

static void on_open(Lsp *l, json_t *id, json_t *params)
{
    json_t *item = json_object_get(params, "textDocument");
    Str uri = word(item, "uri"), text = word(item, "text"), path;
    Doc *old = docs_find(&l->docs, uri);
    (void)id;
    if (!uri.len || !json_is_string(json_object_get(item, "text"))) {
        lsp_log(l, LOG_WARNING, false, "textDocument/didOpen without an address and a text");
        return;
    }
    if (old) close_doc(l, old);
    if (l->docs.n >= LSP_MOST_DOCS) {
        lsp_log(l, LOG_ERROR, false,
                "more than %d open documents: %.*s is judged as it lies on disk", LSP_MOST_DOCS,
                STR_ARG(str_sub(uri, 0, 500)));
        return;
    }
    path = uri_path(uri, &l->scratch.arena);
    Doc *doc = docs_add(&l->docs, uri, path, text);
    doc->version = json_integer_value(json_object_get(item, "version"));
    doc->python = str_eq(word(item, "languageId"), S("python"));
    settle_in(l, doc);
    Root *p = root_of(l, doc);
    if (!docs_is_on_disk(doc, l->scratch.arena)) mark_around(l, doc, 0);
    else if (p && p->scanned && !p->dirty && shown_at(p, path)) show_known(l, p, path);
    else if (p && !is_at_work(l, p)) mark_dirty(l, p, 0);
}

static void on_change(Lsp *l, json_t *id, json_t *params)
{
    Doc *doc = doc_of(l, params, "a change");
    json_t *changes = json_object_get(params, "contentChanges");
    (void)id;
    if (!doc) return;
    refuse_asked(l, doc);
    doc->version = json_integer_value(AT(params, "textDocument", "version"));
    if (!docs_change(&l->docs, doc, changes, l->units)) {
        lsp_log(l, LOG_ERROR, true,
                "%.*s can't be followed any more (a change without a text, or too large): close "
                "and open it",
                STR_ARG(str_sub(doc->uri, 0, 500)));
        close_doc(l, doc);
        return;
    }
    mark_around(l, doc, TYPING);
}

static void on_save(Lsp *l, json_t *id, json_t *params)
{
    Doc *doc = doc_of(l, params, "a save");
    (void)id;
    if (doc) mark_around(l, doc, 0);
}

static void on_close(Lsp *l, json_t *id, json_t *params)
{
    Doc *doc = doc_of(l, params, "a close");
    (void)id;
    if (doc) close_doc(l, doc);
}

// ---- the world

static void on_files(Lsp *l, json_t *id, json_t *params)
{
    json_t *one;
    size_t i;
    (void)id;
    json_array_foreach(json_object_get(params, "changes"), i, one)
    {
        Arena scratch = l->scratch.arena;
        Str path = uri_path(word(one, "uri"), &scratch);
        for (Size k = 0; k < l->projects.n; k++) {
            Root *p = l->projects.v[k];
            if (!p->loose && !p->gone && path_below(path, p->path).s) mark_stale(l, p);
        }
    }
}

static void all_dirty(Lsp *l)
{
    for (Size i = 0; i < l->projects.n; i++)
        if (!l->projects.v[i]->gone) mark_dirty(l, l->projects.v[i], TYPING);
}

static void on_settings(Lsp *l, json_t *id, json_t *params)
{
    json_t *own = AT(params, "settings", "suture");
    (void)id;
    if (json_is_object(own)) take_settings(l, own);
    all_dirty(l);
}

static void on_folders(Lsp *l, json_t *id, json_t *params)
{
    json_t *one;
    size_t i;
    (void)id;
    json_array_foreach(AT(params, "event", "removed"), i, one)
    {
        Arena scratch = l->scratch.arena;
        Root *p = root_at(l, uri_path(word(one, "uri"), &scratch), false);
        if (p) root_drop(l, p);
    }
    json_array_foreach(AT(params, "event", "added"), i, one) add_root(l, word(one, "uri"));
    for (Size k = 0; k < l->docs.by_path.items.n; k++) {
        const Doc *doc = l->docs.by_path.items.v[k].value;
        if (doc->open) settle_in(l, doc);
    }
    all_dirty(l);
}

// ---- questions

static void on_hover(Lsp *l, json_t *id, json_t *params)
{
    json_t *at = json_object_get(params, "position");
    const Doc *doc = docs_find(&l->docs, word(json_object_get(params, "textDocument"), "uri"));
    const Root *p = doc ? root_of(l, doc) : NULL;
    if (!json_is_object(at)) wire_fault(l->call, id, LSP_BAD_PARAMS, "a position is needed");
    else wire_reply(l->call, id, p ? hover(l, p, doc->path, spot_read(at)) : json_null());
}

static void on_actions(Lsp *l, json_t *id, json_t *params)
{
    const Doc *doc = docs_find(&l->docs, word(json_object_get(params, "textDocument"), "uri"));
    Root *p = doc ? root_of(l, doc) : NULL;
    if (!json_is_object(json_object_get(params, "range")))
        wire_fault(l->call, id, LSP_BAD_PARAMS, "a range is needed");
    else if (!p) wire_reply(l->call, id, json_array());
    else *push(l->call->keep, &l->asked) = (Asked){json_incref(id), json_incref(params), p};
}

static void on_cancel(Lsp *l, json_t *id, json_t *params)
{
    json_t *which = json_object_get(params, "id");
    (void)id;
    for (Size i = l->asked.n; i-- > 0;)
        if (json_equal(l->asked.v[i].id, which)) let_go(l, i, LSP_CANCELLED, "cancelled");
}

// ---- messages

typedef struct {
    Str name;
    void (*on)(Lsp *l, json_t *id, json_t *params);
    bool asks;
} Method;
static const Method methods[] = {
    {L("initialize"), on_initialize, true},
    {L("initialized"), on_initialized, false},
    {L("shutdown"), on_shutdown, true},
    {L("exit"), on_end, false},
    {L("$/cancelRequest"), on_cancel, false},
    {L("$/setTrace"), on_nothing, false},
    {L("textDocument/didOpen"), on_open, false},
    {L("textDocument/didChange"), on_change, false},
    {L("textDocument/didSave"), on_save, false},
    {L("textDocument/didClose"), on_close, false},
    {L("textDocument/hover"), on_hover, true},
    {L("textDocument/codeAction"), on_actions, true},
    {L("workspace/didChangeWatchedFiles"), on_files, false},
    {L("workspace/didChangeConfiguration"), on_settings, false},
    {L("workspace/didChangeWorkspaceFolders"), on_folders, false},
};

static const Method *method_of(Str name)
{
    for (Size i = 0; i < countof(methods); i++)
        if (str_eq(methods[i].name, name)) return &methods[i];
    return NULL;
}

static void asked(Lsp *l, json_t *id, const Method *m, json_t *params)
{
    bool first = m && m->on == on_initialize;
    if (l->state == LSP_NEW && !first)
        wire_fault(l->call, id, LSP_TOO_EARLY, "initialize comes first");
    else if (l->state == LSP_SHUT)
        wire_fault(l->call, id, LSP_BAD_REQUEST, "the server was shut down");
    else if (!m || !m->asks) wire_fault(l->call, id, LSP_NO_METHOD, "no such method");
    else m->on(l, id, params);
}

static void take_message(Lsp *l, json_t *message)
{
    json_t *id = json_object_get(message, "id"), *params = json_object_get(message, "params"),
           *none = json_null();
    Str name = word(message, "method");
    const Method *m = method_of(name);
    bool answer =
        !name.s && (json_object_get(message, "result") || json_object_get(message, "error"));
    if (answer) return;
    if (!name.s || (id && !json_is_integer(id) && !json_is_string(id)))
        wire_fault(l->call, none, LSP_BAD_REQUEST, "not a request");
    else if (id) asked(l, id, m, params);
    else if (m && !m->asks && (l->state == LSP_READY || m->on == on_end)) m->on(l, NULL, params);
}

void lsp_take(Lsp *l, Str body)
{
    pool_reset(&l->scratch);
    json_t *message = wire_parse(body, l->scratch.arena);
    if (message) take_message(l, message);
    else wire_fault(l->call, json_null(), LSP_BAD_JSON, "not JSON");
    json_decref(message);
    pool_reset(&l->scratch);
}

// ---- what is next

double lsp_due(const Lsp *l)
{
    double due = 0;
    bool works = !l->busy && l->state == LSP_READY;
    for (Size i = 0; i < l->projects.n && works; i++) {
        const Root *p = l->projects.v[i];
        if (p->dirty && !p->gone && (due <= 0 || p->due < due)) due = p->due;
    }
    return due;
}

static void set_docs(Lsp *l, Work *w)
{
    const Map *all = &l->docs.by_path;
    w->docs = new(&w->pool.arena, Doc, all->items.n);
    for (Size i = 0; i < all->items.n; i++) {
        const Doc *doc = all->items.v[i].value;
        bool own = w->project->loose ? str_eq(doc->path, w->project->path)
                                     : path_below(doc->path, w->project->path).s != NULL;
        if (doc->open && own && (w->project->loose || changes_judged(doc->path)))
            w->docs[w->ndocs++] = *doc;
    }
}

static void start(Lsp *l, Root *p, bool fixes)
{
    Pool pool = l->work.pool;
    pool_reset(&pool);
    l->work =
        (Work){.project = p, .fixes = fixes, .pool = pool, .settings = json_incref(l->settings),
               .near = S("-")};
    for (Size i = l->projects.n; i-- > 0;)
        if (!l->projects.v[i]->loose && !l->projects.v[i]->gone)
            l->work.near = l->projects.v[i]->path;
    l->work.no_files = l->call->conf && conf_flag(l->call->conf, "no-config");
    set_docs(l, &l->work);
    if (!fixes) p->dirty = false;
    if (!fixes) show_begin(l, p);
    l->busy = true;
    l->moot = false;
    os_moot(false);
}

// Of what is asked and can be answered; else the project that work is needed for.
static Root *answer_asked(Lsp *l)
{
    Root *needs = NULL;
    for (Size i = 0; i < l->asked.n;) {
        Root *p = l->asked.v[i].project;
        json_t *result = NULL;
        bool ready = !p->gone && !p->dirty && p->scanned;
        if (p->gone) {
            let_go(l, i, LSP_MODIFIED, "its folder is closed");
        } else if (ready && actions(l, p, l->asked.v[i].params, &l->scratch.arena, &result)) {
            wire_reply(l->call, l->asked.v[i].id, result);
            let_go(l, i, 0, NULL);
        } else {
            if (ready && !needs) needs = p;
            i++;
        }
        pool_reset(&l->scratch);
    }
    return needs;
}

void lsp_next(Lsp *l, double now)
{
    Root *p = NULL;
    if (l->busy || l->state != LSP_READY) return;
    forget_gone(l);
    docs_tidy(&l->docs);
    Root *needs = answer_asked(l);
    for (Size i = 0; i < l->projects.n; i++) {
        Root *one = l->projects.v[i];
        if (one->dirty && one->due <= now && (!p || one->due < p->due)) p = one;
    }
    if (p) start(l, p, false);
    else if (needs) start(l, needs, true);
}

static void say_trouble(Lsp *l, Root *p, Str what)
{
    if (str_eq(p->trouble, what)) return;
    p->trouble = str_keep(l->call->keep, what);
    if (what.len) lsp_log(l, LOG_ERROR, true, "suture: %.*s", STR_ARG(what));
}

void lsp_finish(Lsp *l)
{
    Work *w = &l->work;
    Root *p = w->project;
    l->busy = false;
    os_moot(false);
    json_decref(w->settings);
    show_end(l);
    if (p->gone) root_end(p);
    else if (!l->moot && !w->fixes) {
        p->scanned = true;
        say_trouble(l, p, w->trouble.what);
        if (!w->trouble.kind) show_result(l, p, &w->result, &w->pool.arena);
        if (p->loose) root_rest(p);
    }
    if (!p->gone && (l->moot || p->dirty)) acts_forget(p);
}

bool lsp_open(Lsp *l, const OpCall *call)
{
    *l = (Lsp){.call = call, .code = EXIT_FOUND};
    return docs_open(&l->docs) && pool_open(&l->work.pool, (Size)16 << 30) &&
           pool_open(&l->scratch, (Size)4 << 30);
}

void lsp_close(Lsp *l)
{
    while (l->asked.n) let_go(l, l->asked.n - 1, 0, NULL);
    for (Size i = 0; i < l->projects.n; i++)
        if (!l->projects.v[i]->gone) root_end(l->projects.v[i]);
    if (l->busy) json_decref(l->work.settings);
    json_decref(l->settings);
    docs_close(&l->docs);
    pool_close(&l->work.pool);
    pool_close(&l->scratch);
}
