// fix/gates: judge a candidate text. First what needs no scan, then what the engine says of it.
// SPDX-License-Identifier: MIT
#include "fix/hidden.h"
#include "fix/job.h"
#include <stdio.h>

#define HIDDEN_MOST ((Size)1 << 30)

static const struct {
    Str name;
} GATES[GATE_COUNT] = {
    [GATE_CHANGED] = {L("changed")},
    [GATE_PARSES] = {L("parses")},
    [GATE_INTERFACE] = {L("interface kept")},
    [GATE_WHOLE] = {L("not hollowed out")},
    [GATE_SUPPRESSION] = {L("no suppression")},
    [GATE_IMPORTS] = {L("imports resolve")},
    [GATE_GONE] = {L("finding gone")},
    [GATE_NOTHING_NEW] = {L("nothing new")},
    [GATE_ANALYSIS] = {L("analysed")},
    [GATE_PEERS] = {L("other engines agree")},
    [GATE_VERIFY] = {L("tests pass")},
};
static const Str STATES[] = {L("not run"), L("passed"), L("failed"), L("not available")};

Str gate_name(GateId g) { return GATES[g].name; }
Str gate_state_name(GateState s) { return STATES[s]; }

Gate gate_pass(const char *evidence) { return (Gate){GATE_PASSED, str_of(evidence)}; }

static Gate gate_say(GateState state, Arena *keep, const char *fmt, va_list ap)
{
    char text[512];
    int n = vsnprintf(text, sizeof text, fmt, ap);
    check(n >= 0);
    Size len = n < (int)sizeof text ? n : (int)sizeof text - 1;
    return (Gate){state, str_keep(keep, (Str){text, len})};
}

Gate gate_fail(Arena *keep, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Gate g = gate_say(GATE_FAILED, keep, fmt, ap);
    va_end(ap);
    return g;
}

Gate gate_unknown(Arena *keep, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Gate g = gate_say(GATE_NOT_AVAILABLE, keep, fmt, ap);
    va_end(ap);
    return g;
}

bool target_within(const Judge *j, uint32_t beg, uint32_t end)
{
    for (Size i = 0; i < j->c->ntargets; i++) {
        const Finding *f = j->c->targets[i];
        bool here = !f->path.len || str_eq(f->path, j->c->path);
        if (here && f->at.beg >= beg && f->at.beg < end) return true;
    }
    return false;
}

// ---- changed: something other than blanks and comments

static bool counts(TokKind k) { return k != TOK_COMMENT && k != TOK_NL && k != TOK_EOF; }

static Str tok_text(Str src, PyTok t)
{
    bool layout = t.kind == TOK_NEWLINE || t.kind == TOK_INDENT || t.kind == TOK_DEDENT;
    return layout ? (Str){0} : str_sub(src, t.beg, t.end);
}

static bool same_code(Str a, Str b, Arena scratch)
{
    PyToks x = {0}, y = {0};
    Size i = 0, k = 0;
    py_tokens(a, &scratch, &x);
    py_tokens(b, &scratch, &y);
    for (;; i++, k++) {
        while (i < x.n && !counts(x.v[i].kind)) i++;
        while (k < y.n && !counts(y.v[k].kind)) k++;
        if (i == x.n || k == y.n) return i == x.n && k == y.n;
        if (x.v[i].kind != y.v[k].kind || !str_eq(tok_text(a, x.v[i]), tok_text(b, y.v[k])))
            return false;
    }
}

static Gate judge_changed(const GateCase *c, Arena *keep, Arena scratch)
{
    if (str_eq(c->before, c->after)) return gate_fail(keep, "the text is the same");
    if (same_code(c->before, c->after, scratch))
        return gate_fail(keep, "only blanks and comments differ");
    return gate_pass("the code differs");
}

// ---- parses

static Str first_fault(const Tree *t, Arena *keep)
{
    for (Size i = 0; i < t->diags.n; i++) {
        const PyDiag *d = &t->diags.v[i];
        if (d->kind != DIAG_VERSION || !t->parses)
            return str_fmt(keep, "line %d: %.*s", py_pos(t, d->at.beg).line, STR_ARG(d->what));
    }
    return S("no Python takes it");
}

static bool takes(const Tree *t, uint16_t target)
{
    return t->parses && (!target || (t->min_version <= target && target <= t->max_version));
}

static Gate judge_parses(const GateCase *c, const Tree *was, const Tree *is, Arena *keep)
{
    if (!is->parses) return gate_fail(keep, "%.*s", STR_ARG(first_fault(is, keep)));
    if (c->target && !takes(is, c->target))
        return gate_fail(keep, "Python %d.%d does not take it", c->target / 100, c->target % 100);
    if (c->target || !was->parses) return gate_pass("it parses");
    if (is->min_version > was->min_version)
        return gate_fail(keep, "it needs Python %d.%d, where %d.%d was enough",
                         is->min_version / 100, is->min_version % 100, was->min_version / 100,
                         was->min_version % 100);
    if (is->max_version < was->max_version)
        return gate_fail(keep, "Python %d.%d no longer takes it", was->max_version / 100,
                         was->max_version % 100);
    return gate_pass("it parses in every version that took the original");
}

// ---- suppressions

static const char *const HIDES[] = {
    "suture: ignore",  "suture:ignore",  "nosec",       "noqa",
    "nosemgrep",       "nosemgrep:",     "lgtm",        "codeql[",
    "pylint: disable", "pylint:disable", "pyre-ignore", "pyre-fixme",
    "sonar",           "noinspection",   "skipcq",      "checkov:skip",
    "type: ignore",    "ruff:"};

static bool says_word(Str text, const char *word)
{
    Str w = str_of(word);
    for (Size i = 0; i + w.len <= text.len; i++) {
        Size k = 0;
        while (k < w.len && (text.s[i + k] == w.s[k] || (text.s[i + k] | 0x20) == w.s[k])) k++;
        if (k == w.len) return true;
    }
    return false;
}

static bool hides(Str comment)
{
    for (Size k = 0; k < countof(HIDES); k++)
        if (says_word(comment, HIDES[k])) return true;
    return false;
}

// By their very words: one that went does not pay for another one that came.
static void hiding_comments(const Tree *t, Arena *keep, Bag *out)
{
    for (Size i = 0; i < t->comments.n; i++) {
        Str text = str_trim(str_sub(t->src, t->comments.v[i].beg, t->comments.v[i].end));
        if (hides(text)) bag_add(out, text, 1, keep);
    }
}

Gate judge_suppression(Judge *j)
{
    Bag had = {0}, has = {0};
    hiding_comments(j->was, j->keep, &had);
    hiding_comments(j->is, j->keep, &has);
    for (Size i = 0; i < has.n; i++)
        if (has.v[i].n > bag_count(&had, has.v[i].text))
            return gate_fail(j->keep, "a comment that hides findings was added (%.*s)",
                             STR_ARG(str_sub(has.v[i].text, 0, 60)));
    return gate_pass("no comment that hides findings was added");
}

// ---- what needs no scan

static void judge_tree(const GateCase *c, const Tree *was, const Tree *is, Arena *keep,
                       Arena scratch, Verdict *out)
{
    Judge j = {.c = c, .was = was, .is = is, .keep = keep, .scratch = scratch};
    outline(was, keep, &j.old);
    outline(is, keep, &j.new);
    out->gate[GATE_INTERFACE] = judge_interface(&j);
    out->gate[GATE_WHOLE] = judge_whole(&j);
    out->gate[GATE_SUPPRESSION] = judge_suppression(&j);
    out->gate[GATE_IMPORTS] = judge_imports(&j);
    Gate names = judge_names(&j);
    if (names.state == GATE_FAILED) out->gate[GATE_IMPORTS] = names;
    Gate powers = c->all_must_go ? gate_pass("") : judge_powers(&j);
    if (powers.state == GATE_FAILED) out->gate[GATE_NOTHING_NEW] = powers;
}

void gates_text(const GateCase *c, Arena *keep, Arena scratch, Verdict *out)
{
    *out = (Verdict){0};
    Tree *was = py_parse(c->before, (PyOptions){0}, &scratch);
    Tree *is = py_parse(c->after, (PyOptions){0}, &scratch);
    out->gate[GATE_CHANGED] = judge_changed(c, keep, scratch);
    out->gate[GATE_PARSES] = judge_parses(c, was, is, keep);
    if (!is->parses) return;
    if (was->parses) judge_tree(c, was, is, keep, scratch, out);
    else
        for (GateId g = GATE_INTERFACE; g <= GATE_IMPORTS; g++)
            out->gate[g] = gate_unknown(keep, "the original does not parse");
}

// ---- what the engine says

// Same weakness: the same rule, or CWEs that are equal or listed as parent or child of each other.
static bool same_family(const Finding *a, const Finding *b)
{
    if (str_eq(a->rule, b->rule)) return true;
    if (!a->cwe || !b->cwe) return false;
    if (a->cwe == b->cwe) return true;
    for (int i = 0; i < 2; i++)
        if (a->also[i] == b->cwe || b->also[i] == a->cwe) return true;
    return false;
}

// A finding that several engines see names all of them, ours first.
static bool is_ours(const Finding *f)
{
    return !f->engine.len || str_starts(f->engine, S("suture"));
}

static bool is_by(const Finding *f, bool ours)
{
    return ours ? is_ours(f) : !str_eq(f->engine, S("suture"));
}

// Another rule of the family that found it before with less confidence than the target's is another
// question: the folder that a caller names, beside the members of the archive.
static bool is_asked(const Finding *f, const Finding *like)
{
    bool same_rule = str_eq(f->rule, like->rule) && is_ours(f) == is_ours(like);
    return same_family(f, like) && (same_rule || !is_ours(f) || f->confidence >= like->confidence);
}

static bool is_beside(const Finding *f, const Finding *like)
{
    return str_eq(f->function, like->function) && str_eq(f->path, like->path);
}

// The findings of a judgment, by the function that they lie in: a target is compared with its
// neighbours, and what it asks is counted once for all targets that ask the same.
typedef struct { const Finding **v; Size n, cap; } Group;
// own: of the target's rule alone, without the rest of its family.
typedef struct { Size had, has, all_had, all_has, asked, own_had, own_has, own_asked; bool seen; } Tally;
typedef struct {
    const GateCase *c;
    Arena *keep;
    Map had, has, targets;               // place -> Group
    Map asked, whole;                    // what a target asks, with and without its place -> Tally
} Census;

static Str place_key(const Finding *f, Arena *keep)
{
    return str_fmt(keep, "%.*s\n%.*s", STR_ARG(f->path), STR_ARG(f->function));
}

static void group_add(Map *groups, const Finding *f, Arena *keep)
{
    void **at = map_at(keep, groups, place_key(f, keep));
    if (!*at) *at = new (keep, Group, 1);
    *push(keep, (Group *)*at) = f;
}

static const Group *group_of(const Map *groups, const Finding *like, Arena *keep)
{
    static const Group NONE = {0};
    const Group *g = map_get(groups, place_key(like, keep));
    return g ? g : &NONE;
}

static void census(const GateCase *c, Arena *keep, Census *out)
{
    *out = (Census){.c = c, .keep = keep};
    for (Size i = 0; i < c->had.n; i++) group_add(&out->had, &c->had.v[i], keep);
    for (Size i = 0; i < c->has.n; i++) group_add(&out->has, &c->has.v[i], keep);
    for (Size i = 0; i < c->ntargets; i++) group_add(&out->targets, c->targets[i], keep);
}

static bool is_counted(const Finding *f, const Finding *like, bool ours)
{
    return is_by(f, ours) && is_asked(f, like) && (is_environments(like) || !is_environments(f));
}

static Size count_beside(const Group *g, const Finding *like, bool ours)
{
    Size n = 0;
    for (Size i = 0; i < g->n; i++) n += is_counted(g->v[i], like, ours);
    return n;
}

static Size count_family(const Findings *list, const Finding *like, bool ours)
{
    Size n = 0;
    for (Size i = 0; i < list->n; i++) n += is_counted(&list->v[i], like, ours);
    return n;
}

// How many of the targets are of this one's family and function: so many must go.
static Size asked_of(const Group *targets, const Finding *like)
{
    Size n = 0;
    for (Size i = 0; i < targets->n; i++) n += is_asked(targets->v[i], like);
    return n;
}

static Size count_own(const Group *g, const Finding *like)
{
    Size n = 0;
    for (Size i = 0; i < g->n; i++)
        n += str_eq(g->v[i]->rule, like->rule) && is_counted(g->v[i], like, is_ours(like));
    return n;
}

static Tally *tally_at(Census *s, Map *m, Str key)
{
    void **at = map_at(s->keep, m, key);
    if (!*at) *at = new (s->keep, Tally, 1);
    return *at;
}

static const Tally *tally_of(Census *s, const Finding *t)
{
    bool ours = is_ours(t);
    Str what = str_fmt(s->keep, "%.*s %d %d %d %d %d %d", STR_ARG(t->rule), t->cwe, t->also[0],
                       t->also[1], t->confidence, ours, is_environments(t));
    Str key = str_fmt(s->keep, "%.*s\n%.*s", STR_ARG(what), STR_ARG(place_key(t, s->keep)));
    Tally *n = tally_at(s, &s->asked, key), *all = tally_at(s, &s->whole, what);
    if (!all->seen)
        *all = (Tally){.seen = true,
                       .all_had = count_family(&s->c->had, t, ours),
                       .all_has = count_family(&s->c->has, t, ours)};
    if (!n->seen)
        *n = (Tally){.seen = true,
                     .all_had = all->all_had,
                     .all_has = all->all_has,
                     .had = count_beside(group_of(&s->had, t, s->keep), t, ours),
                     .has = count_beside(group_of(&s->has, t, s->keep), t, ours),
                     .asked = asked_of(group_of(&s->targets, t, s->keep), t),
                     .own_had = count_own(group_of(&s->had, t, s->keep), t),
                     .own_has = count_own(group_of(&s->has, t, s->keep), t),
                     .own_asked = count_own(group_of(&s->targets, t, s->keep), t)};
    return n;
}

// A target that only another tool saw, and that tool was not run again: nobody knows.
static bool is_unknown(const GateCase *c)
{
    for (Size i = 0; i < c->ntargets; i++)
        if (is_ours(c->targets[i])) return false;
    return c->ntargets && c->peer_missing.len;
}

// Where in the new text it is, and which of its checks were seen and not enough: that is what the
// next try needs.
static Gate still_there(const GateCase *c, const Finding *t, Arena *keep)
{
    const Finding *left = NULL;
    Buf b = {.keep = keep};
    for (Size i = 0; i < c->has.n && !left; i++)
        if (is_by(&c->has.v[i], is_ours(t)) && is_asked(&c->has.v[i], t) &&
            is_beside(&c->has.v[i], t))
            left = &c->has.v[i];
    buf_fmt(&b, "%.*s is still found in %.*s", STR_ARG(t->rule),
            STR_ARG(t->function.len ? t->function : S("the module")));
    if (left && left->snippet.len)
        buf_fmt(&b, ", at `%.*s`", STR_ARG(str_sub(str_trim(left->snippet), 0, 160)));
    for (Size i = 0; left && i < left->nnotes && i < 2; i++)
        buf_fmt(&b, "; %.*s", STR_ARG(str_sub(left->notes[i], 0, 160)));
    return gate_fail(keep, "%.*s", STR_ARG(buf_str(&b)));
}

static Gate judge_gone(const GateCase *c, Census *s, Arena *keep)
{
    Size better = 0;
    for (Size i = 0; i < c->ntargets; i++) {
        const Finding *t = c->targets[i];
        const Tally *n = tally_of(s, t);
        if (n->has > n->had || n->all_has > n->all_had)
            return gate_fail(keep, "%.*s: %td before, %td after", STR_ARG(t->rule), n->all_had,
                             n->all_has);
        if (n->has < n->had && n->all_has < n->all_had) better++;
        if (c->all_must_go && n->has + n->asked > n->had)
            return gate_fail(keep, "%.*s is still found: %td before, %td after", STR_ARG(t->rule),
                             n->had, n->has);
        // a neighbour of its family that went instead is not what it was for
        if (c->all_must_go && n->own_has + n->own_asked > n->own_had)
            return gate_fail(keep, "%.*s is still found, another rule's finding went",
                             STR_ARG(t->rule));
    }
    if (!better && c->ntargets) return still_there(c, c->targets[0], keep);
    if (is_unknown(c)) return gate_unknown(keep, "%.*s", STR_ARG(c->peer_missing));
    if (better == c->ntargets) return (Gate){GATE_PASSED, S("what it was for is no longer found")};
    return (Gate){GATE_PASSED,
                  str_fmt(keep, "%td of %td are no longer found", better, c->ntargets)};
}

static Size *count_at(Map *known, const Finding *f, Arena *keep)
{
    Str key = str_fmt(keep, "%.*s\n%.*s", STR_ARG(f->rule), STR_ARG(place_key(f, keep)));
    void **at = map_at(keep, known, key);
    if (!*at) *at = new (keep, Size, 1);
    return *at;
}

static bool is_of_target_family(const GateCase *c, const Finding *f)
{
    for (Size i = 0; i < c->ntargets; i++)
        if (is_asked(f, c->targets[i])) return true;
    return false;
}

static bool weighs(const GateCase *c, const Finding *f)
{
    return f->severity >= SEV_MEDIUM && (f->confidence >= CONF_MEDIUM || is_of_target_family(c, f));
}

// What a multiset of (rule, function) does not hold any more, or did not hold before, of some engines.
static Map balance(const GateCase *c, bool ours, Arena *keep)
{
    Map known = {0};
    for (Size i = 0; i < c->had.n; i++)
        if (is_by(&c->had.v[i], ours))
            ++*count_at(&known, &c->had.v[i], keep);
    for (Size i = 0; i < c->has.n; i++)
        if (is_by(&c->has.v[i], ours))
            --*count_at(&known, &c->has.v[i], keep);
    return known;
}

// The first that the change brought.
static const Finding *newcomer(const GateCase *c, bool ours, Map *known, Arena *keep)
{
    for (Size i = 0; i < c->has.n; i++) {
        const Finding *f = &c->has.v[i];
        if (is_ours(f) == ours && weighs(c, f) && *count_at(known, f, keep) < 0) return f;
    }
    return NULL;
}

static bool was_found(const GateCase *c, const Finding *f)
{
    for (Size i = 0; i < c->had.n; i++) {
        const Finding *one = &c->had.v[i];
        if (one->fingerprint == f->fingerprint && str_eq(one->rule, f->rule) && is_beside(one, f))
            return true;
    }
    return false;
}

// Those that are new because a worse one hid them are set down, and are no newcomers any more.
static void set_down_hidden(const GateCase *c, Map *known, Arena *keep, Arena *scratch,
                            Verdict *out)
{
    Hidden h = {.j = {.c = c, .keep = scratch}};
    Pool room = {0};
    if (!pool_open(&room, HIDDEN_MOST)) return;
    h.j.scratch = room.arena;
    for (Size i = 0; i < c->has.n; i++) {
        const Finding *f = &c->has.v[i], *by = NULL;
        bool new =
            is_ours(f) && weighs(c, f) && *count_at(known, f, scratch) < 0 && !was_found(c, f);
        if (new) by = hidden_by(&h, f);
        if (!by) continue;
        ++*count_at(known, f, scratch);
        *push(keep, &out->uncovered) = (Uncovered){f, by};
    }
    pool_close(&room);
}

static Gate judge_nothing_new(const GateCase *c, Arena *keep, Arena scratch, Verdict *out)
{
    Map known = balance(c, true, &scratch);
    if (newcomer(c, true, &known, &scratch)) set_down_hidden(c, &known, keep, &scratch, out);
    const Finding *f = newcomer(c, true, &known, &scratch);
    if (!f && !out->uncovered.n) return gate_pass("no new finding of medium severity or above");
    if (!f) {
        const Uncovered *u = &out->uncovered.v[0];
        return (Gate){GATE_PASSED,
                      str_fmt(keep,
                              "%.*s at line %d was there before, hidden by %.*s, which is worse",
                              STR_ARG(u->finding->rule), u->finding->line, STR_ARG(u->by->rule))};
    }
    out->uncovered.n = 0;
    Str line = str_sub(str_trim(f->snippet), 0, 160);
    return gate_fail(keep, "new: %.*s at line %d (%.*s)%s%.*s%s", STR_ARG(f->rule), f->line,
                     STR_ARG(f->title), line.len ? ": `" : "", STR_ARG(line), line.len ? "`" : "");
}

static Gate judge_analysis(const GateCase *c, Arena *keep)
{
    if (c->analysed_after) return gate_pass("the whole file was analysed");
    if (!c->analysed_before)
        return gate_unknown(keep, "not analysed, as before: %.*s", STR_ARG(c->why_not_analysed));
    return gate_fail(keep, "the analysis gave up: %.*s", STR_ARG(c->why_not_analysed));
}

static Gate judge_peers(const GateCase *c, Census *s, Arena *keep)
{
    Map known = balance(c, false, s->keep);
    const Finding *f = newcomer(c, false, &known, s->keep);
    if (c->peer_missing.len) return gate_unknown(keep, "%.*s", STR_ARG(c->peer_missing));
    if (f)
        return gate_fail(keep, "new for %.*s: %.*s at line %d", STR_ARG(f->engine),
                         STR_ARG(f->rule), f->line);
    for (Size i = 0; i < c->ntargets; i++) {
        const Finding *t = c->targets[i];
        Size had = count_beside(group_of(&s->had, t, s->keep), t, false),
             has = count_beside(group_of(&s->has, t, s->keep), t, false);
        if (has && has >= had)
            return gate_fail(keep, "another engine still finds %.*s", STR_ARG(t->rule));
    }
    return gate_pass("no finding of theirs where it was, none new");
}

void gates_findings(const GateCase *c, Arena *keep, Arena scratch, Verdict *out)
{
    Census s;
    census(c, &scratch, &s);
    out->gate[GATE_GONE] = judge_gone(c, &s, keep);
    if (out->gate[GATE_NOTHING_NEW].state != GATE_FAILED)
        out->gate[GATE_NOTHING_NEW] = judge_nothing_new(c, keep, *s.keep, out);
    out->gate[GATE_ANALYSIS] = judge_analysis(c, keep);
    if (c->has_peers) out->gate[GATE_PEERS] = judge_peers(c, &s, keep);
}

void gates_close(Verdict *v)
{
    v->accepted = true;
    for (GateId g = 0; g < GATE_COUNT && v->accepted; g++) {
        if (v->gate[g].state != GATE_FAILED) continue;
        v->accepted = false;
        v->refused_by = g;
    }
}
