// peer/pysa: runs Pysa (pyre-check; https://pyre-check.org/docs/pysa-running) with its own taint
// models over a copy of the files, and reads its list of issues.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"
#include <stdlib.h>

// Pysa's rules by number, as its own taint.config and tutorials describe them.
static const struct {
    int code, cwe;
} ABOUT[] = {
    {5001, 94},  {5002, 79},  {5004, 470}, {5005, 89},   {5006, 918}, {5007, 601}, {5008, 79},
    {5009, 502}, {5010, 611}, {5011, 22},  {5012, 918},  {5013, 470}, {5014, 117}, {5015, 601},
    {5016, 78},  {5017, 532}, {5018, 22},  {5019, 1333}, {5020, 643}, {5021, 90},  {5022, 1336},
};

static int cwe_of(int code, Str name)
{
    static const struct {
        const char *word;
        int cwe;
    } WORDS[] = {
        {"SQL", 89},  {"remote code", 94}, {"RCE", 94},   {"shell", 78},     {"command", 78},
        {"XSS", 79},  {"ssrf", 918},       {"SSRF", 918}, {"redirect", 601}, {"deserial", 502},
        {"XML", 611}, {"template", 1336},  {"LDAP", 90},  {"XPath", 643},    {"ReDoS", 1333},
        {"file", 22}, {"path", 22},        {"log", 117},
    };
    for (Size i = 0; i < countof(WORDS); i++)
        if (str_find(name, str_of(WORDS[i].word)) >= 0) return WORDS[i].cwe;
    for (Size i = 0; i < countof(ABOUT); i++)
        if (ABOUT[i].code == code) return ABOUT[i].cwe;
    return 0;
}

static void read_issue(Reading *r, const json_t *o)
{
    Size i = peer_file(r, peer_text(o, "path", r->keep));
    int code = peer_int(o, "code");
    if (i < 0) return;
    Finding f = {
        .rule = str_fmt(r->keep, "%d", code),
        .engine = S("pysa"),
        .path = r->files[i].path,
        .title = peer_text(o, "name", r->keep),
        .message = peer_text(o, "description", r->keep),
        .severity = SEV_HIGH,
        .confidence = CONF_MEDIUM,
        .line = peer_int(o, "line"),
        .col = peer_int(o, "column"),
        .end_line = peer_int(o, "stop_line"),
        .end_col = peer_int(o, "stop_column"),
    };
    f.cwe = cwe_of(code, f.title);
    if (!f.message.len) f.message = f.title;
    if (f.line < 1) f.line = 1;
    if (f.end_line < f.line) f.end_line = f.line;
    f.fingerprint = str_hash(f.rule) ^ ((uint64_t)f.line * 31);
    *push(r->keep, &r->out->findings) = f;
}

// Where pip puts the models: beside the program's own folder.
static Str models_of(const Reading *r, Str program)
{
    Arena *keep = r->keep;
    Str path = os_env("PATH"), dir;
    if (r->argument.len) return os_real(r->argument, keep);
    while (str_cut(&path, S(":"), &dir)) {
        Str own = os_real(str_fmt(keep, "%.*s/%.*s", STR_ARG(dir), STR_ARG(program)), keep);
        Str bin = path_folder(own);
        Str place =
            str_fmt(keep, "%.*s/lib/pyre_check", STR_ARG(path_folder(bin)));
        if (os_stat(place, true, *keep).kind == OS_FOLDER) return place;
    }
    return (Str){0};
}

static Err configure(const Reading *r, Str models, Str source)
{
    json_t *o = json_object(), *roots = json_array(), *paths = json_array();
    Str sub = str_fmt(r->keep, "%.*s/taint", STR_ARG(models));
    Str third = str_fmt(r->keep, "%.*s/third_party_taint", STR_ARG(models));
    bool folders = os_stat(sub, true, *r->keep).kind == OS_FOLDER;
    json_array_append_new(roots, json_string("."));
    Str first = folders ? sub : models;
    json_array_append_new(paths, json_stringn(first.s, (size_t)first.len));
    if (os_stat(third, true, *r->keep).kind == OS_FOLDER)
        json_array_append_new(paths, json_stringn(third.s, (size_t)third.len));
    json_object_set_new(o, "source_directories", roots);
    json_object_set_new(o, "taint_models_path", paths);
    json_object_set_new(o, "site_package_search_strategy", json_string("none"));
    char *text = json_dumps(o, JSON_INDENT(1));
    check(text);
    Err e = os_write_atomic(str_fmt(r->keep, "%.*s/.pyre_configuration", STR_ARG(source)),
                            str_of(text), r->keep);
    free(text);
    json_decref(o);
    return e;
}

static void analyse(Reading *r, const Peer *p, Str folder)
{
    Arena *keep = r->keep;
    OsDone done;
    size_t i;
    json_t *o;
    Str source = str_fmt(keep, "%.*s/source", STR_ARG(folder)), *where = new (keep, Str, r->n);
    Str models = models_of(r, p->program);
    Err e = os_make_dirs(source, 0700, keep);
    if (!e.kind) e = peer_tree(r, source, where);
    if (!e.kind && !models.len)
        e = err_new(keep, ERR_CONFIG, "pysa's taint models were not found: --engine pysa:FOLDER");
    if (!e.kind) e = configure(r, models, source);
    if (e.kind) {
        peer_miss(r->out, keep, (Str){0}, e.what);
        return;
    }
    r->where = where;
    r->root = source;
    const Str argv[] = {p->program, S("--noninteractive"), S("analyze"), S("--no-verify")};
    if (!peer_exec(r, argv, countof(argv), source, &done)) return;
    json_t *doc = peer_json(r, &done);
    if (doc && !json_is_array(doc))
        peer_miss(r->out, keep, (Str){0}, S("pysa printed no list of issues"));
    json_array_foreach(doc, i, o) read_issue(r, o);
    json_decref(doc);
}

void pysa_run(Reading *r, const Peer *p)
{
    Str folder;
    Err e = os_temp_folder(r->keep, &folder);
    if (e.kind) peer_miss(r->out, r->keep, (Str){0}, e.what);
    else analyse(r, p, folder);
    if (!e.kind) os_remove_all(folder);
}
