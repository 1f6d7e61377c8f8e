// scan/filter: which findings are shown, and in what order.
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"

static const Str profiles[] = {L("strict"), L("default"), L("audit")};

bool profile_named(Str word, Profile *out)
{
    for (int i = 0; i < (int)countof(profiles); i++)
        if (str_eq(word, profiles[i])) return *out = (Profile)i, true;
    return false;
}

bool profile_shows(Profile p, Confidence c)
{
    return p == PROFILE_AUDIT || c >= (p == PROFILE_STRICT ? CONF_HIGH : CONF_MEDIUM);
}

static bool cwe_matches(Str word, const Finding *f)
{
    int64_t n;
    if (!str_alike(str_sub(word, 0, 4), S("cwe-")) || !str_int(str_sub(word, 4, -1), &n))
        return false;
    return n == f->cwe || (n && (n == f->also[0] || n == f->also[1]));
}

bool rule_word_matches(Str word, const Finding *f)
{
    if (str_ends(word, S("*"))) return str_starts(f->rule, str_sub(word, 0, word.len - 1));
    return str_alike(word, f->rule) || cwe_matches(word, f);
}

static bool listed(const Str *words, Size n, const Finding *f)
{
    for (Size i = 0; i < n; i++)
        if (rule_word_matches(words[i], f)) return true;
    return false;
}

static bool ignored_in_file(const ScanOptions *o, const Finding *f)
{
    for (Size i = 0; i < o->nfile_ignores; i++) {
        const FileIgnore *ign = &o->file_ignores[i];
        if (glob_names(o, ign->glob, f->path) && listed(ign->rules, ign->nrules, f)) return true;
    }
    return false;
}

void filter_weigh(const ScanOptions *o, Finding *f)
{
    for (Size i = 0; i < o->nweights; i++)
        if (rule_word_matches(o->weights[i].rule, f)) f->severity = o->weights[i].severity;
}

static bool is_whole(const ScanOptions *o, Str path)
{
    Size lo = 0, hi = o->nwhole;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        int c = str_cmp(o->whole[mid], path);
        if (!c) return true;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return false;
}

bool filter_shows(const ScanOptions *o, const Finding *f)
{
    if (o->nselect && !listed(o->select, o->nselect, f)) return false;
    if (listed(o->ignore, o->nignore, f) || ignored_in_file(o, f)) return false;
    if (f->severity < o->min_severity || f->confidence < o->min_confidence) return false;
    return profile_shows(o->profile, f->confidence) || is_whole(o, f->path);
}

int finding_order(const void *a, const void *b)
{
    const Finding *x = a, *y = b;
    int c = str_cmp(x->path, y->path);
    if (c) return c;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->col != y->col) return x->col < y->col ? -1 : 1;
    return (c = str_cmp(x->rule, y->rule)) ? c : str_cmp(x->engine, y->engine);
}

void missing_add(ScanResult *out, Arena *keep, Str path, int line, Str engine, Str why)
{
    *push(keep, &out->missing) = (NotAnalysed){path, line, engine, why};
}

bool scan_complete(const ScanResult *r) { return r->missing.n == 0 && !r->stopped; }
