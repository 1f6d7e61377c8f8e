// fact/regex_pass: what the texts that a pattern lets through may hold. The automaton is walked
// together with an observer, a small machine that reads the same text and says when it has seen
// what was asked for.
// SPDX-License-Identifier: MIT
#include "fact/regex_int.h"

enum { MOST_STEPS = 20000000, MOST_OBSERVER = 512, MOST_NEXT = 4 };
typedef enum { ANY_TIME, AT_END } SeenWhen;
// step: the states after reading symbol c in `state`, at most MOST_NEXT; `wild`: other symbols
// would do as well.
typedef struct Observer Observer;
struct Observer {
    int states;
    int (*step)(const Observer *o, int state, int c, bool wild, int *next);
    bool (*seen)(const Observer *o, int state, bool at_end);
    Str text;
    bool folds;
    int first;                                             // the state to start in
};

// Where the walk is in the text: nothing is asked of what follows; it must be the end, or one line
// break.
typedef enum { FREE, LAST_LINE, ENDED, PHASES } Phase;
typedef struct { Size pos; Phase phase; int state; } Place;
typedef struct {
    const Regex *r; RegexUse use; const Observer *o;
    uint8_t *been;
    struct { Place *v; Size n, cap; } todo;
    Arena *scratch;
    int64_t steps;
    bool found;
} Walk;

// Positions 1 … n; BEFORE: text that search skips; AFTER: text behind the match.
static Size before(const Walk *w) { return w->r->n + 1; }
static Size after(const Walk *w) { return w->r->n + 2; }

static void reach(Walk *w, Size pos, Phase phase, int state)
{
    Size key = (pos * PHASES + (Size)phase) * w->o->states + state;
    if (w->been[key]) return;
    w->been[key] = 1;
    *push(w->scratch, &w->todo) = (Place){pos, phase, state};
}

static const RxSet all_symbols = {~(uint64_t)0, ~(uint64_t)0, RX_ALL_WIDE};

// More than one character, both cases of a letter being one.
static bool leaves_choice(const RxSet *s)
{
    uint64_t hi = (s->hi & ~(uint64_t)0xFFFFFFFF) | s->hi << 32;
    return (s->lo & (s->lo - 1)) || (hi & (hi - 1)) || (s->lo && hi) || s->wide;
}

static void read_one(Walk *w, Size pos, Phase phase, int state, int c, bool wild)
{
    int next[MOST_NEXT], n = w->o->step(w->o, state, c, wild, next);
    for (int i = 0; i < n; i++) reach(w, pos, phase == LAST_LINE ? ENDED : phase, next[i]);
    w->steps++;
}

static void read_set(Walk *w, Size pos, Phase phase, int state, const RxSet *set)
{
    bool wild = leaves_choice(set);
    if (phase == ENDED || (phase == LAST_LINE && !rx_has(set, '\n'))) return;
    if (phase == LAST_LINE) {
        read_one(w, pos, phase, state, '\n', wild);
        return;
    }
    for (uint64_t left = set->lo; left; left &= left - 1)
        read_one(w, pos, phase, state, __builtin_ctzll(left), wild);
    for (uint64_t left = set->hi; left; left &= left - 1)
        read_one(w, pos, phase, state, 64 + __builtin_ctzll(left), wild);
    for (unsigned left = set->wide; left; left &= left - 1)
        read_one(w, pos, phase, state, RX_WIDE + __builtin_ctz(left), wild);
}

static void enter(Walk *w, Size pos, Place at, bool started)
{
    const RxPos *p = &w->r->pos[pos];
    switch (p->op) {
    case RX_CHARS: read_set(w, pos, at.phase, at.state, &p->set); break;
    case RX_START: if (!started) reach(w, pos, at.phase, at.state); break;
    case RX_END: reach(w, pos, ENDED, at.state); break;
    case RX_LAST_LINE: reach(w, pos, at.phase == ENDED ? ENDED : LAST_LINE, at.state); break;
    default: reach(w, pos, at.phase, at.state);
    }
}

static void accept(Walk *w, Place at)
{
    if (w->o->seen(w->o, at.state, true)) w->found = true;
    if (w->use != REGEX_FULL) read_set(w, after(w), at.phase, at.state, &all_symbols);
}

static void visit(Walk *w, Place at)
{
    const Regex *r = w->r;
    if (at.pos == after(w)) {
        accept(w, at);
        return;
    }
    bool skipping = at.pos == before(w);
    Size from = skipping ? 0 : at.pos;
    bool started = skipping || (from && r->pos[from].op == RX_CHARS);
    if (r->last[from]) accept(w, at);
    for (Size j = 1; j <= r->n; j++)
        if (rx_ways(r, from, j)) enter(w, j, at, started);
    if (w->use == REGEX_SEARCH && (from == 0))
        read_set(w, before(w), at.phase, at.state, &all_symbols);
}

// Is some text that passes one that the observer has been looking for? In doubt: yes.
static bool some_text(const Regex *r, RegexUse use, const Observer *o, Arena scratch)
{
    Walk w = {.r = r, .use = use, .o = o, .scratch = &scratch};
    w.been = new(&scratch, uint8_t, (r->n + 3) * PHASES * o->states);
    reach(&w, 0, FREE, o->first);
    while (w.todo.n && !w.found && w.steps < MOST_STEPS) visit(&w, w.todo.v[--w.todo.n]);
    return w.found || w.todo.n;
}

// ---- observers of a constant text

static int step_part(const Observer *o, int state, int c, bool wild, int *next)
{
    (void)wild;
    Size len = o->text.len, n = state;
    if (n == len) return next[0] = state, 1;               // seen: stays so
    // The longest start of the text that what was read ends with: state characters of it, then c.
    for (Size k = n + 1; k > 0; k--) {
        if ((unsigned char)o->text.s[k - 1] != c) continue;
        if (!memcmp(o->text.s, o->text.s + (n - (k - 1)), (size_t)(k - 1)))
            return next[0] = (int)k, 1;
    }
    return next[0] = 0, 1;
}
static bool whole_seen(const Observer *o, int state, bool at_end)
{
    return at_end && state == o->text.len;
}

static int step_end(const Observer *o, int state, int c, bool wild, int *next)
{
    Size len = o->text.len, n = state;
    (void)wild;
    for (Size k = n == len ? len : n + 1; k > 0; k--) {
        if ((unsigned char)o->text.s[k - 1] != c) continue;
        if (!memcmp(o->text.s, o->text.s + (n - (k - 1)), (size_t)(k - 1)))
            return next[0] = (int)k, 1;
    }
    return next[0] = 0, 1;
}

static int step_start(const Observer *o, int state, int c, bool wild, int *next)
{
    (void)wild;
    if (state < o->text.len && (unsigned char)o->text.s[state] != c) return 0;
    next[0] = state < o->text.len ? state + 1 : state;
    return 1;
}

static int step_whole(const Observer *o, int state, int c, bool wild, int *next)
{
    return state < o->text.len && step_start(o, state, c, wild, next);
}

static int step_any(const Observer *o, int state, int c, bool wild, int *next)
{
    (void)wild;
    next[0] = state || (c < RX_WIDE && memchr(o->text.s, c, (size_t)o->text.len));
    return 1;
}
static bool one_seen(const Observer *o, int state, bool at_end)
{
    (void)o;
    return at_end && state == 1;
}

static int step_none(const Observer *o, int state, int c, bool wild, int *next)
{
    (void)o, (void)state, (void)c, (void)wild, (void)next;
    return 0;
}

static bool forbidden(const Regex *r, Str part)
{
    for (Size i = 0; i < r->nnever; i++)
        if (str_find(part, r->never[i]) >= 0) return true;
    return false;
}

static bool ask(const Regex *r, RegexUse use, Observer o, Arena scratch)
{
    if (o.text.len >= MOST_OBSERVER) return true;
    if (!o.states) o.states = (int)o.text.len + 1;
    return some_text(r, use, &o, scratch);
}

bool regex_passes_with(const Regex *r, RegexUse use, Str part, Arena scratch)
{
    if (forbidden(r, part)) return false;
    return ask(r, use, (Observer){.step = step_part, .seen = whole_seen, .text = part}, scratch);
}

bool regex_passes_start(const Regex *r, RegexUse use, Str start, Arena scratch)
{
    if (forbidden(r, start)) return false;
    return ask(r, use, (Observer){.step = step_start, .seen = whole_seen, .text = start}, scratch);
}

bool regex_passes_end(const Regex *r, RegexUse use, Str end, Arena scratch)
{
    if (forbidden(r, end)) return false;
    return ask(r, use, (Observer){.step = step_end, .seen = whole_seen, .text = end}, scratch);
}

bool regex_passes_text(const Regex *r, RegexUse use, Str text, Arena scratch)
{
    if (forbidden(r, text)) return false;
    return ask(r, use, (Observer){.step = step_whole, .seen = whole_seen, .text = text}, scratch);
}

bool regex_passes_any(const Regex *r, RegexUse use, Str bytes, Arena scratch)
{
    return ask(r, use, (Observer){.step = step_any, .seen = one_seen, .text = bytes, .states = 2},
               scratch);
}

bool regex_passes_empty(const Regex *r, RegexUse use, Arena scratch)
{
    return ask(r, use,
               (Observer){.step = step_none, .seen = whole_seen, .text = S(""), .states = 1},
               scratch);
}

// The only character that may come next behind each of the positions in `at`, or -1.
static int only_next(const Regex *r, const uint8_t *at, uint8_t *next)
{
    int only = -1;
    for (Size i = 0; i <= r->n; i++) {
        if (!at[i]) continue;
        if (r->last[i]) return -1;
        for (Size j = 1; j <= r->n; j++) {
            if (!rx_ways(r, i, j)) continue;
            if (r->pos[j].op != RX_CHARS) {
                next[j] = 2;
                continue;
            }
            for (int c = 0; c < RX_SYMBOLS; c++)
                if (rx_has(&r->pos[j].set, c)) {
                    if ((only >= 0 && only != c) || c >= RX_WIDE) return -1;
                    only = c;
                }
            next[j] = 1;
        }
    }
    return only;
}

Str regex_prefix(const Regex *r, RegexUse use, Arena *keep)
{
    Buf out = {.keep = keep};
    uint8_t *at = new(keep, uint8_t, r->n + 1), *next = new(keep, uint8_t, r->n + 1);
    bool anchored = use != REGEX_SEARCH;
    at[0] = 1;
    if (!anchored) {                                       // search: only when it starts with ^ or
                                                           // \A
        for (Size j = 1; j <= r->n; j++)
            if (rx_ways(r, 0, j)) {
                if (r->pos[j].op != RX_START) return S("");
                at[j] = 1;
            }
        at[0] = 0;
    }
    while (out.n < 256) {
        memset(next, 0, (size_t)r->n + 1);
        int c = only_next(r, at, next);
        bool zero = memchr(next, 2, (size_t)r->n + 1), chars = memchr(next, 1, (size_t)r->n + 1);
        if (zero == chars || (chars && c < 0)) break;
        if (chars) buf_char(&out, (char)c);
        uint8_t *old = at;
        at = next, next = old;
    }
    return buf_str(&out);
}

// ---- the host of a URL

// States of the observer: reading the scheme (0 none, 1 ":", 2 ":/"), the host, what stands before
// '@'.
// In the tail (the host's last two labels) `dots` and whether a character was free to be another
// are kept.
enum {
    SCHEME,
    COLON,
    SLASH,
    HOST_FRESH,
    HOST_IN,
    HOST_USER,
    TAIL,
    TAIL_WILD,
    TAIL_DOT,
    TAIL_DOT_WILD,
    OURS,
    EVIL,
    HOST_STATES
};

static bool ends_host(int c) { return c <= ' ' || c == '/' || c == '?' || c == '#' || c == '\\'; }

static int step_tail(int state, int c, bool wild, int *next)
{
    bool bad = state == TAIL_WILD || state == TAIL_DOT_WILD, dot = state >= TAIL_DOT;
    if (ends_host(c) || c == ':') {
        next[0] = bad ? EVIL : OURS;
        return 1;
    }
    if (c == '@') return next[0] = HOST_FRESH, 1;
    if (c == '.') {
        if (dot) return 0;                                 // three labels: the tail began too early
        return next[0] = bad ? TAIL_DOT_WILD : TAIL_DOT, 1;
    }
    bad |= wild;
    next[0] = dot ? (bad ? TAIL_DOT_WILD : TAIL_DOT) : (bad ? TAIL_WILD : TAIL);
    return 1;
}

static int step_host(int state, int c, bool wild, int *next)
{
    int n = 0;
    if (state == HOST_FRESH) {                             // the tail may begin here
        n = step_tail(TAIL, c, wild, next);
        if (n && next[0] == OURS) next[0] = EVIL;          // no host at all: https:///x
    }
    if (c == '@') next[n++] = HOST_FRESH;
    else if (c == '.') next[n++] = HOST_FRESH;
    else if (c == ':') next[n++] = HOST_USER;
    else if (!ends_host(c)) next[n++] = HOST_IN;
    return n;
}

static int step_url(const Observer *o, int state, int c, bool wild, int *next)
{
    (void)o;
    switch (state) {
    case SCHEME: next[0] = c == ':' ? COLON : SCHEME; return 1;
    case COLON: next[0] = c == '/' ? SLASH : SCHEME; return 1;
    case SLASH: next[0] = c == '/' ? HOST_FRESH : SCHEME; return 1;
    case HOST_FRESH: case HOST_IN: return step_host(state, c, wild, next);
    case HOST_USER:
        if (ends_host(c)) return 0;
        next[0] = c == '@' ? HOST_FRESH : HOST_USER;
        return 1;
    case OURS: return 0;
    case EVIL: next[0] = EVIL; return 1;
    default: return step_tail(state, c, wild, next);
    }
}

static bool evil_seen(const Observer *o, int state, bool at_end)
{
    (void)o;
    return at_end &&
           (state == EVIL || state == TAIL_WILD || state == TAIL_DOT_WILD || state == HOST_FRESH);
}

bool regex_pins_host(const Regex *r, RegexUse use, Arena scratch)
{
    bool url = regex_passes_with(r, use, S("://"), scratch);
    if (regex_passes_start(r, use, S("//"), scratch)) return false;
    if (!url && regex_passes_start(r, use, S("/"), scratch)) return true;     // paths only
    Observer o = {.states = HOST_STATES, .step = step_url, .seen = evil_seen, .text = S(""),
                  .first = url ? SCHEME : HOST_FRESH};
    return !some_text(r, use, &o, scratch);
}
