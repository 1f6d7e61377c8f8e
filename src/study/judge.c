// study/judge: asks our own engine through scan/, others through peer/; each text is a file of its
// own in one run.
// SPDX-License-Identifier: MIT
#include "study/judge.h"
#include "peer/peer.h"
#include "py/py.h"
#include "scan/scan.h"

static const Str OURS = L("suture"), OURS_DEFAULT = L("suture-default");

bool judge_known(Str engine)
{
    return str_eq(engine, OURS) || str_eq(engine, OURS_DEFAULT) || peer_find(engine);
}

bool judge_is_python(Str text, Arena scratch)
{
    return str_trim(text).len && py_parse(text, (PyOptions){0}, &scratch)->parses;
}

// A name that tells nothing of tests or vendored code, and from which the case is found again.
static Str path_of(Size i, Arena *keep) { return str_fmt(keep, "c%06td/code.py", i); }

static Size case_of(Str path, Size n)
{
    int64_t i;
    Size at = str_find(path, S("/code.py"));
    if (at < 7 || !str_int(str_sub(path, at - 6, at), &i)) return -1;
    return i < n ? (Size)i : -1;
}

static void take(const JudgeCase *cases, Size n, const Findings *found, Arena *keep,
                 JudgeSaid *said)
{
    for (Size i = 0; i < found->n; i++) {
        const Finding *f = &found->v[i];
        Size at = case_of(f->path, n);
        if (at < 0) continue;
        said[at].any = true;
        *push(keep, &said[at].found) = f;
        said[at].scenario |= cwe_same_family(f->cwe, cases[at].cwe) ||
                             (f->also[0] && cwe_same_family(f->also[0], cases[at].cwe)) ||
                             (f->also[1] && cwe_same_family(f->also[1], cases[at].cwe));
    }
}

static void miss(JudgeSaid *said, Size n, Str path, Str why)
{
    Size at = path.len ? case_of(path, n) : -1;
    for (Size i = at < 0 ? 0 : at; i < (at < 0 ? n : at + 1); i++) {
        said[i].judged = false;
        said[i].why = why;
    }
}

static Err ask_ours(bool audit, const JudgeCase *cases, Size n, Arena *keep, JudgeSaid *said)
{
    Err err = {0};
    ScanResult r = {0};
    // A comment in model-written code must not hide what the code does.
    ScanOptions opt = {
        .profile = audit ? PROFILE_AUDIT : PROFILE_DEFAULT, .show_hidden = true, .all_files = true};
    Overlay *over = new (keep, Overlay, n + 1);
    Str *paths = new (keep, Str, n + 1);
    for (Size i = 0; i < n; i++) {
        paths[i] = path_of(i, keep);
        over[i] = (Overlay){paths[i], cases[i].text};
    }
    Session *s = session_new(&opt, keep, &err);
    if (err.kind) return err;
    if (n) err = scan_paths(s, paths, n, over, n, keep, &r);
    session_end(s);
    if (err.kind) return err;
    take(cases, n, &r.findings, keep, said);
    for (Size i = 0; i < r.missing.n; i++) miss(said, n, r.missing.v[i].path, r.missing.v[i].why);
    if (r.stopped) miss(said, n, (Str){0}, S("interrupted"));
    return err;
}

static void ask_peer(const Peer *p, const JudgeCase *cases, Size n, Arena *keep, JudgeSaid *said,
                     Str *version)
{
    PeerResult r = {0};
    PeerFile *files = new (keep, PeerFile, n + 1);
    for (Size i = 0; i < n; i++) files[i] = (PeerFile){path_of(i, keep), cases[i].text, true};
    peer_run(p, files, n, keep, &r);
    *version = r.version;
    take(cases, n, &r.findings, keep, said);
    for (Size i = 0; i < r.missing.n; i++) miss(said, n, r.missing.v[i].path, r.missing.v[i].why);
}

Err judge_codes(Str engine, const JudgeCase *cases, Size n, Arena *keep, JudgeSaid *said,
                Str *version)
{
    Err err = {0};
    const Peer *p = peer_find(engine);
    for (Size i = 0; i < n; i++) said[i] = (JudgeSaid){.judged = true};
    if (p) ask_peer(p, cases, n, keep, said, version);
    else {
        *version = S("built in");
        err = ask_ours(!str_eq(engine, OURS_DEFAULT), cases, n, keep, said);
    }
    for (Size i = 0; i < n; i++)
        if (!judge_is_python(cases[i].text, *keep)) {
            said[i].judged = false;
            said[i].why = S("no Python");
        }
    return err;
}
