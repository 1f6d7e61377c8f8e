// peer/read: what reading each analyser's report takes: JSON members, paths, failures in a sentence.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"

void peer_miss(PeerResult *out, Arena *keep, Str path, Str why)
{
    *push(keep, &out->missing) = (PeerMissing){path, why};
}

void peer_note(PeerResult *out, Arena *keep, Str note) { *push(keep, &out->notes) = note; }

Str peer_text(const json_t *o, const char *key, Arena *keep)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v)
               ? str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)})
               : (Str){"", 0};
}

int peer_int(const json_t *o, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(o, key));
    return n < 0 || n > INT32_MAX ? 0 : (int)n;
}

static Str plain(Str path) // some put "./" before a relative name
{
    while (str_starts(path, S("./"))) path = str_sub(path, 2, -1);
    return path;
}

Size peer_file(const Reading *r, Str name)
{
    Arena own = *r->keep;
    if (r->root.len && !str_starts(name, S("/")))
        name = str_fmt(&own, "%.*s/%.*s", STR_ARG(r->root), STR_ARG(plain(name)));
    for (Size i = 0; i < r->n; i++)
        if (str_eq(plain(r->where[i]), plain(name))) return i;
    if (!str_starts(name, S("/"))) return -1;
    for (Size i = 0; i < r->n; i++) {
        Arena scratch = own;
        if (str_eq(os_real(r->where[i], &scratch), name)) return i;
    }
    return -1;
}

int peer_cwe(Str text)
{
    for (Size i = 0; i + 4 < text.len; i++) {
        const char *s = text.s + i;
        bool starts = (s[0] | 0x20) == 'c' && (s[1] | 0x20) == 'w' && (s[2] | 0x20) == 'e';
        if (!starts || (s[3] != '-' && s[3] != '_' && s[3] != ':')) continue;
        int n = 0;
        for (Size k = i + 4; k < text.len && n < 100000 && text.s[k] >= '0' && text.s[k] <= '9';
             k++)
            n = n * 10 + (text.s[k] - '0');
        if (n > 0 && n < 10000) return n;
    }
    return 0;
}

extern char **environ;

// Ours and theirs: no analyser tells anybody of its run, or asks for a newer version of itself.
void peer_environment(Arena *keep, const Str **env, Size *n)
{
    static const Str QUIET[] = {L("SEMGREP_ENABLE_VERSION_CHECK=0"), L("SEMGREP_SEND_METRICS=off"),
                                L("PIP_DISABLE_PIP_VERSION_CHECK=1"), L("DO_NOT_TRACK=1")};
    struct {
        Str *v;
        Size n, cap;
    } all = {0};
    for (char **v = environ; v && *v; v++)
        if (!str_starts(str_of(*v), S("SEMGREP_"))) *push(keep, &all) = str_of(*v);
    for (Size i = 0; i < countof(QUIET); i++) *push(keep, &all) = QUIET[i];
    *env = all.v;
    *n = all.n;
}

bool peer_exec(Reading *r, const Str *argv, Size argc, Str cwd, OsDone *done)
{
    OsRun run = {
        .argv = argv, .argc = argc, .cwd = cwd, .timeout = PEER_SECONDS, .most = PEER_MOST_OUTPUT};
    peer_environment(r->keep, &run.env, &run.nenv);
    *done = (OsDone){0};
    Err e = os_run(&run, r->keep, done);
    Str why = {0};
    if (e.kind) why = e.what;
    else if (done->timed_out)
        why =
            str_fmt(r->keep, "%.*s took longer than %d seconds", STR_ARG(r->engine), PEER_SECONDS);
    else if (done->cut)
        why = str_fmt(r->keep, "%.*s said more than %d MB", STR_ARG(r->engine),
                      PEER_MOST_OUTPUT >> 20);
    else if (done->signal)
        why = str_fmt(r->keep, "%.*s was killed by signal %d", STR_ARG(r->engine), done->signal);
    if (why.len) peer_miss(r->out, r->keep, (Str){0}, why);
    return !why.len;
}

json_t *peer_json(Reading *r, const OsDone *done)
{
    json_t *doc = json_loadb(done->out.len ? done->out.s : "", (size_t)done->out.len, 0, NULL);
    if (doc) return doc;
    Str said = str_trim(done->err), line = {0};
    // its last line says what went wrong
    while (str_cut(&said, S("\n"), &line) && said.s) continue;
    peer_miss(r->out, r->keep, (Str){0},
              str_fmt(r->keep, "%.*s failed (exit %d): %.*s", STR_ARG(r->engine), done->code,
                      STR_ARG(line)));
    return NULL;
}

Err peer_tree(const Reading *r, Str folder, Str *where)
{
    Err e = {0};
    for (Size i = 0; i < r->n && !e.kind; i++) {
        Str path = r->files[i].path, text = r->files[i].text;
        bool inside = !str_starts(path, S("/")) && !str_starts(path, S("..")) &&
                      str_find(path, S("/../")) < 0 && !str_eq(path, S("-"));
        where[i] = inside ? str_fmt(r->keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(plain(path)))
                          : str_fmt(r->keep, "%.*s/outside/%td.py", STR_ARG(folder), i);
        e = os_make_dirs(path_folder(where[i]), 0700, r->keep);
        Arena scratch = *r->keep; // after all that is kept: it overwrites what comes
        if (!e.kind && !r->files[i].has_text) e = os_read(path, PEER_MOST_OUTPUT, &scratch, &text);
        if (!e.kind) e = os_write_atomic(where[i], text, &scratch);
        if (e.kind) return err_new(r->keep, e.kind, "%.*s can't be laid out", STR_ARG(path));
    }
    return e;
}
