// scan/suppress: comments by which people say that a finding is known. Ours, and those of Bandit
// (nosec), Ruff and flake8 (noqa: S…) and Semgrep (nosemgrep), on any line of the statement; ours
// and Semgrep's also alone on the line before it. Ours that hide nothing, or whose day has passed,
// are findings.
// SPDX-License-Identifier: MIT
#include "scan/scan_int.h"

typedef enum { BY_SUTURE, BY_NOSEC, BY_NOQA, BY_NOSEMGREP } Maker;
typedef struct {
    Maker maker;
    Span at; int line;
    bool alone;                            // nothing but the comment on its line
    Str ids, reason;                       // ids as written; empty: all
    int64_t until;                         // last day it holds, in days since 1970; 0: for good
    bool used, expired, undated;           // undated: no calendar has its day
} Directive;
typedef struct { Directive *v; Size n, cap; } Directives;

typedef struct { int first, last; } Lines;                   // of one logical line
typedef struct { Lines *v; Size n, cap; } Statements;

// ---- reading a comment

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static bool eat(Str *s, Str word)
{
    if (!str_starts(*s, word)) return false;
    *s = str_sub(*s, word.len, -1);
    return true;
}

static void eat_blanks(Str *s)
{
    while (s->len && is_blank(*s->s)) *s = str_sub(*s, 1, -1);
}

static Str eat_word(Str *s)
{
    Size n = 0;
    while (n < s->len && !is_blank(s->s[n])) n++;
    Str word = str_sub(*s, 0, n);
    *s = str_sub(*s, n, -1);
    eat_blanks(s);
    return word;
}

// Days since 1970-01-01 of a date in the Gregorian calendar (Howard Hinnant's days_from_civil).
static int64_t days_of(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    int64_t era = y / 400, yoe = y - era * 400,
            doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static int64_t days_in(int64_t y, int64_t m)
{
    return m == 12 ? 31 : days_of(y, m + 1, 1) - days_of(y, m, 1);
}

static bool read_date(Str s, int64_t *days)
{
    int64_t y, m, d;
    if (s.len != 10 || s.s[4] != '-' || s.s[7] != '-') return false;
    if (!str_int(str_sub(s, 0, 4), &y) || !str_int(str_sub(s, 5, 7), &m) ||
        !str_int(str_sub(s, 8, 10), &d))
        return false;
    if (y < 1970 || m < 1 || m > 12 || d < 1 || d > days_in(y, m)) return false;
    *days = days_of(y, m, d);
    return true;
}

// ignore[a, b] until 2027-01-31 because …
static bool read_ours(Str s, Directive *d)
{
    d->maker = BY_SUTURE;
    if (!eat(&s, S("suture:"))) return false;
    eat_blanks(&s);
    if (!eat(&s, S("ignore"))) return false;
    if (s.len && *s.s == '[') {
        Size close = str_find(s, S("]"));
        if (close < 0) return false;
        d->ids = str_sub(s, 1, close);
        s = str_sub(s, close + 1, -1);
    } else if (s.len && !is_blank(*s.s)) {
        return false;
    }
    eat_blanks(&s);
    Str rest = s;
    if (eat(&rest, S("until ")) || eat(&rest, S("expires "))) {
        eat_blanks(&rest);
        Str day = eat_word(&rest);
        if (read_date(day, &d->until)) s = rest;
        else d->undated = day.len && *day.s >= '0' && *day.s <= '9';      // else words: until we have moved
    }
    d->reason = str_trim(s);
    return true;
}

static bool is_code(Str word, char letter, Size least)
{
    if (word.len < least || word.s[0] != letter) return false;
    for (Size i = 1; i < word.len; i++)
        if (word.s[i] < '0' || word.s[i] > '9') return false;
    return true;
}

// The codes that a list begins with; what follows them is the reason.
static Str read_codes(Str s, char letter, Str *reason)
{
    Size end = 0;
    for (Size i = 0; i < s.len;) {
        Size beg = i;
        while (i < s.len && !is_blank(s.s[i]) && s.s[i] != ',') i++;
        if (!is_code(str_sub(s, beg, i), letter, 2)) break;
        end = i;
        while (i < s.len && (is_blank(s.s[i]) || s.s[i] == ',')) i++;
    }
    *reason = str_trim(str_sub(s, end, -1));
    return str_sub(s, 0, end);
}

static bool read_nosec(Str s, Directive *d)
{
    d->maker = BY_NOSEC;
    if (!eat(&s, S("nosec")) || (s.len && !is_blank(*s.s) && *s.s != ':')) return false;
    (void)eat(&s, S(":"));
    eat_blanks(&s);
    d->ids = read_codes(s, 'B', &d->reason);
    return true;
}

// A bare noqa silences style checkers; only one that names security codes speaks of security.
static bool read_noqa(Str s, Directive *d)
{
    d->maker = BY_NOQA;
    if (!eat(&s, S("noqa:")) && !eat(&s, S("NOQA:"))) return false;
    eat_blanks(&s);
    Size from = 0;
    while (from < s.len && s.s[from] != 'S') from++;
    d->ids = read_codes(str_sub(s, from, -1), 'S', &d->reason);
    return d->ids.len > 0;
}

static bool read_nosemgrep(Str s, Directive *d)
{
    d->maker = BY_NOSEMGREP;
    if (!eat(&s, S("nosemgrep")) || (s.len && !is_blank(*s.s) && *s.s != ':')) return false;
    if (eat(&s, S(":"))) d->ids = str_trim(s);
    return true;
}

static bool read_part(Str s, Directive *d)
{
    static bool (*const readers[])(Str, Directive *) = {read_ours, read_nosec, read_noqa,
                                                        read_nosemgrep};
    for (Size i = 0; i < countof(readers); i++) {
        Directive fresh = *d;
        if (!readers[i](s, &fresh)) continue;
        *d = fresh;
        return true;
    }
    return false;
}

// The next part of a comment that begins as one of ours or of theirs does: the others are not looked at.
static bool next_part(Str *rest, Str *part)
{
    while (rest->len) {
        const char *sign = memchr(rest->s, '#', (size_t)rest->len);
        Size n = sign ? sign - rest->s : rest->len;
        *part = str_trim(str_sub(*rest, 0, n));
        *rest = str_sub(*rest, n + 1, -1);
        if (part->len && strchr("snN", *part->s)) return true;
    }
    return false;
}

bool suppresses(const Tree *t)
{
    for (Size i = 0; i < t->comments.n; i++) {
        Str text = str_sub(t->src, t->comments.v[i].beg, t->comments.v[i].end);
        for (Str part; next_part(&text, &part);) {
            Directive d = {0};
            if (read_ours(part, &d)) return true;
        }
    }
    return false;
}

static bool is_alone(const Tree *t, Span at)
{
    for (uint32_t i = at.beg; i > 0 && t->src.s[i - 1] != '\n'; i--)
        if (!is_blank(t->src.s[i - 1])) return false;
    return true;
}

static void read_comments(const Tree *t, int64_t today, Directives *out, Arena *keep)
{
    for (Size i = 0; i < t->comments.n; i++) {
        Span at = t->comments.v[i];
        Str text = str_sub(t->src, at.beg, at.end);
        for (Str part; next_part(&text, &part);) {
            Directive d = {.at = at};
            if (!read_part(part, &d)) continue;
            d.line = py_pos(t, at.beg).line;
            d.alone = is_alone(t, at);
            d.expired = d.undated || (d.until && d.until < today);
            *push(keep, out) = d;
        }
    }
}

// ---- statements as logical lines

static void read_statements(const Tree *t, Statements *out, Arena *keep)
{
    PyToks toks = {0};
    int first = 0;
    py_tokens(t->src, keep, &toks);
    for (Size i = 0; i < toks.n; i++) {
        const PyTok *k = &toks.v[i];
        bool quiet = k->kind == TOK_NL || k->kind == TOK_COMMENT || k->kind == TOK_INDENT ||
                     k->kind == TOK_DEDENT;
        if (k->kind == TOK_NEWLINE || k->kind == TOK_EOF) {
            if (first) *push(keep, out) = (Lines){first, py_pos(t, k->beg).line};
            first = 0;
        } else if (!quiet && !first) {
            first = py_pos(t, k->beg).line;
        }
    }
}

static Lines statement_at(const Statements *s, int line)
{
    Size lo = 0, hi = s->n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (s->v[mid].last < line) lo = mid + 1;
        else hi = mid;
    }
    return lo < s->n && s->v[lo].first <= line ? s->v[lo] : (Lines){line, line};
}

// ---- which directive hides which finding

static bool peer_listed(const Finding *f, const char *prefix, Str id, Arena scratch)
{
    const Rule *r = rule_find(f->rule);
    Str full = str_fmt(&scratch, "%s:%.*s", prefix, STR_ARG(id));
    for (const Str *p = r ? r->peers : NULL; p && p->len; p++)
        if (str_eq(*p, full)) return true;
    return false;
}

// B608 and S608 are one test under two names.
static bool same_number(Str code, Str rule)
{
    return code.len > 1 && rule.len > 1 && (*rule.s == 'B' || *rule.s == 'S') &&
           str_eq(str_sub(code, 1, -1), str_sub(rule, 1, -1));
}

static bool code_hides(Str code, const Finding *f, Arena scratch)
{
    if (same_number(code, f->rule)) return true;
    Str number = str_sub(code, 1, -1);
    return peer_listed(f, "bandit", str_fmt(&scratch, "B%.*s", STR_ARG(number)), scratch) ||
           peer_listed(f, "ruff", str_fmt(&scratch, "S%.*s", STR_ARG(number)), scratch);
}

static bool id_hides(const Directive *d, Str id, const Finding *f, Arena scratch)
{
    if (d->maker == BY_SUTURE) return rule_word_matches(id, f);
    if (d->maker == BY_NOSEMGREP)
        return peer_listed(f, "semgrep", str_sub(id, str_rfind(id, '.') + 1, -1), scratch);
    return code_hides(id, f, scratch);
}

static bool ids_hide(const Directive *d, const Finding *f, Arena scratch)
{
    Str ids = d->ids;
    if (!ids.len) return true;
    for (Size i = 0; i < ids.len;) {
        Size beg = i;
        while (i < ids.len && ids.s[i] != ',' && !is_blank(ids.s[i])) i++;
        if (i > beg && id_hides(d, str_sub(ids, beg, i), f, scratch)) return true;
        while (i < ids.len && (ids.s[i] == ',' || is_blank(ids.s[i]))) i++;
    }
    return false;
}

static bool speaks_of(const Directive *d, Lines where)
{
    if (d->line >= where.first && d->line <= where.last) return true;
    bool may_precede = d->maker == BY_SUTURE || d->maker == BY_NOSEMGREP;
    return may_precede && d->alone && d->line == where.first - 1;
}

static Str reason_of(const Directive *d, Arena *keep)
{
    static const char *const names[] = {"suture: ignore", "nosec", "noqa", "nosemgrep"};
    if (d->reason.len) return str_keep(keep, d->reason);
    return str_fmt(keep, "%s comment on line %d", names[d->maker], d->line);
}

static void hide(Directives *all, const Statements *s, Finding *f, Arena *keep, Arena scratch)
{
    Lines where = statement_at(s, f->line);
    for (Size i = 0; i < all->n; i++) {
        Directive *d = &all->v[i];
        if (!speaks_of(d, where) || !ids_hide(d, f, scratch)) continue;
        d->used = true;
        if (d->expired || f->hidden) continue;
        f->hidden = true;
        f->suppressed = reason_of(d, keep);
    }
}

// ---- comments of ours that are no use any more

static const Str unused = L("unused-suppression"), expired = L("expired-suppression");

bool word_is_of_comments(Str word)
{
    return rule_word_matches(word, &(Finding){.rule = unused, .cwe = -1}) ||
           rule_word_matches(word, &(Finding){.rule = expired, .cwe = -1});
}

// A comment that hides nothing is a finding only when all rules were asked, or it is asked for.
bool all_asked(const ScanOptions *o)
{
    bool all = !o->nengines && !o->nsarif && o->profile != PROFILE_STRICT, named = !o->nselect;
    for (Size i = 0; i < o->nselect; i++)
        named |= rule_word_matches(o->select[i], &(Finding){.rule = unused, .cwe = -1});
    for (Size i = 0; i < o->nignore; i++) all &= word_is_of_comments(o->ignore[i]);
    return all && named;
}

static void report(const Tree *t, Str path, const Directive *d, Str rule, const char *title,
                   Findings *f, Arena *keep)
{
    PyPos beg = py_pos(t, d->at.beg), end = py_pos(t, d->at.end);
    Span line = py_line(t, beg.line);
    Str text = str_sub(t->src, line.beg, line.end);
    *push(keep, f) = (Finding){
        .rule = rule,
        .engine = S("suture"),
        .path = path,
        .title = str_of(title),
        .message = str_of(title),
        .severity = SEV_LOW,
        .confidence = CONF_HIGH,
        .at = d->at,
        .line = beg.line,
        .col = beg.col,
        .end_line = end.line,
        .end_col = end.col,
        .snippet = str_keep(keep, text),
        .fingerprint = str_hash(str_trim(text)) ^ str_hash(rule),
    };
}

// A word of our own comment that no rule ever went by. Those of other tools begin otherwise ("B608", "S608").
static Str unknown_word(const Directive *d)
{
    for (Str one, rest = d->ids; str_cut(&rest, S(","), &one);) {
        bool known = word_is_of_comments(one = str_trim(one));
        for (Size i = 0; i < all_rules_n && !known; i++) {
            const Rule *r = all_rules[i];
            const Finding f = {.rule = r->id, .cwe = r->cwe, .also = {r->also[0], r->also[1]}};
            known = rule_word_matches(one, &f);
        }
        if (!known && one.len && *one.s >= 'a' && *one.s <= 'z') return one;
    }
    return (Str){0};
}

static void report_unused(const Tree *t, Str path, const Directive *d, Findings *f, Arena *keep)
{
    Str word = unknown_word(d);
    report(t, path, d, unused, "this suppression hides nothing", f, keep);
    if (word.len)
        f->v[f->n - 1].message =
            str_fmt(keep, "this suppression hides nothing: there is no rule '%.*s'", STR_ARG(word));
}

static void report_stale(const Tree *t, Str path, const Directive *d, bool judge_unused,
                         Findings *f, Arena *keep)
{
    if (d->maker != BY_SUTURE) return;
    if (d->expired)
        report(t, path, d, expired,
               d->undated ? "this suppression's day is no date such as 2030-01-31, so it hides nothing"
                          : "this suppression's day has passed, so it hides nothing",
               f, keep);
    else if (!d->used && judge_unused)
        report_unused(t, path, d, f, keep);
}

void suppress(const Tree *t, Str path, Findings *f, Size from, bool judge_unused, Arena *keep,
              Arena scratch)
{
    Directives all = {0};
    Statements statements = {0};
    Size n = f->n;
    if (!t->comments.n) return;
    read_comments(t, os_time() / 86400, &all, &scratch);
    if (!all.n) return;
    if (n > from) read_statements(t, &statements, &scratch);
    for (Size i = from; i < n; i++) hide(&all, &statements, &f->v[i], keep, scratch);
    for (Size i = 0; i < all.n; i++) report_stale(t, path, &all.v[i], judge_unused, f, keep);
}
