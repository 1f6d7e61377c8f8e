// peer/again: another tool's SARIF, as it was given, or made anew by the user's command over the
// texts that are judged. Without a command nothing is known of a text that no longer lies on disk.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"

static Str command_of(Str command, Str report, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Str head; str_cut(&command, S("{out}"), &head);) {
        buf_add(&b, head);
        if (command.s) buf_add(&b, str_quoted(report, keep));
    }
    return buf_str(&b);
}

// A tool's exit code says what it likes (findings are often 1): the report decides.
static void make_anew(Reading *r, Str command, Str folder)
{
    Arena *keep = r->keep;
    Str source = str_fmt(keep, "%.*s/source", STR_ARG(folder));
    Str report = str_fmt(keep, "%.*s/report.sarif", STR_ARG(folder)), text;
    Str *where = new (keep, Str, r->n);
    Str argv[] = {S("/bin/sh"), S("-c"), command_of(command, report, keep)};
    OsDone done;
    Err e = os_make_dirs(source, 0700, keep);
    if (!e.kind) e = peer_tree(r, source, where);
    if (e.kind) {
        peer_miss(r->out, keep, (Str){0}, e.what);
        return;
    }
    if (!peer_exec(r, argv, countof(argv), source, &done)) return;
    e = os_read(report, PEER_MOST_OUTPUT, keep, &text);
    if (e.kind) {
        peer_miss(r->out, keep, (Str){0},
                  str_fmt(keep, "--sarif-cmd wrote no report (exit %d)", done.code));
        return;
    }
    r->root = source;
    r->where = where;
    sarif_into(r, text);
}

// The line in a changed text that a finding's line became: the nearest one with the same words.
static int same_line(Str text, const Finding *f)
{
    int line = 0, best = 0;
    for (Str row; str_cut(&text, S("\n"), &row);) {
        line++;
        if (!str_eq(str_trim(row), f->snippet) || !f->snippet.len) continue;
        int far = line < f->line ? f->line - line : line - f->line;
        int was = best < f->line ? f->line - best : best - f->line;
        if (!best || far < was) best = line;
    }
    return best;
}

static Size index_of(const Reading *r, Str path)
{
    for (Size i = 0; i < r->n; i++)
        if (str_eq(r->files[i].path, path)) return i;
    return -1;
}

// A finding whose line still stands in a changed text is still one; of the others nobody knows.
static void carry_over(Reading *r)
{
    Findings kept = {0};
    bool *lost = new (r->keep, bool, r->n);
    for (Size i = 0; i < r->out->findings.n; i++) {
        Finding f = r->out->findings.v[i];
        Size at = index_of(r, f.path);
        int line = f.line;
        if (at >= 0 && r->files[at].has_text) line = same_line(r->files[at].text, &f);
        if (line) {
            f.end_line += line - f.line;
            f.line = line;
            *push(r->keep, &kept) = f;
        } else if (at >= 0) lost[at] = true;
    }
    r->out->findings = kept;
    for (Size i = 0; i < r->n; i++)
        if (lost[i])
            peer_miss(r->out, r->keep, r->files[i].path,
                      S("what it says of the changed text is not known without --sarif-cmd"));
}

static void as_given(Reading *r, Str file)
{
    Str text;
    Err e = os_read(file, PEER_MOST_OUTPUT, r->keep, &text);
    if (e.kind) {
        peer_miss(r->out, r->keep, (Str){0}, e.what);
        return;
    }
    r->from_disk = true;
    sarif_into(r, text);
    carry_over(r);
}

void peer_sarif(Str file, Str command, const PeerFile *files, Size n, Arena *keep, PeerResult *out)
{
    Str *where = new (keep, Str, n), folder;
    bool changed = false;
    *out = (PeerResult){0};
    for (Size i = 0; i < n; i++) {
        where[i] = files[i].path;
        changed = changed || files[i].has_text;
    }
    Reading r = {.files = files, .where = where, .n = n, .keep = keep, .out = out};
    if (!command.len || !changed) {
        as_given(&r, file);
    } else {
        Err e = os_temp_folder(keep, &folder);
        if (e.kind) peer_miss(out, keep, (Str){0}, e.what);
        else make_anew(&r, command, folder);
        if (!e.kind) os_remove_all(folder);
    }
    out->name = r.engine.len ? r.engine : S("sarif");
}
