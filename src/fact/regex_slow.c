// fact/regex_slow: can a backtracking matcher take exponential or polynomial time? Decided on the
// ambiguity of the position automaton (Weber and Seidl 1991): a state that one text leads back to
// in two ways is exponential; two states p, q with one text leading p to p, p to q and q to q are
// polynomial.
// SPDX-License-Identifier: MIT
#include "fact/regex_int.h"

enum { MOST_PAIRED = 400, MOST_TRIPLED = 90, MOST_WORK = 6000000 };

// The automaton without its zero-width positions; 0 is the text that search skips before a match
// begins.
typedef struct {
    const Regex *r;
    Size n;
    Size *pos;                                             // of each state the position; pos[0] is
                                                           // 0
    const uint8_t *far;                                    // n²: j can be reached from i in one step
                                                           // or more
    RxSet *set;                                            // of each state
    uint8_t *ways;                                         // n²
    uint16_t *next; uint32_t *from;                        // the states that may follow state i: next
                                                           // from from[i] to from[i + 1]
    uint16_t *been, round;                                 // been[x] == round: seen in this walk
    uint8_t *done;                                         // the match may end here, asking nothing
                                                           // more, or whatever follows ends it
    bool skips;
    bool by_line;                                          // a match begins where a line does
    int64_t work;
} Slow;

static uint8_t *way(const Slow *s, Size i, Size j) { return &s->ways[i * s->n + j]; }
static bool is_char(const Regex *r, Size i) { return r->pos[i].op == RX_CHARS; }

// What was looked through on the way: nothing, \b, ^ of a line, another assertion.
enum { ASKED_EDGE = 1, ASKED_LINE = 2, ASKED_MORE = 4 };
// sure[j]: reached with nothing asked. ends: at the text's end the match does, whatever stands there.
// open: not every way goes by ^ of a line.
typedef struct { const Regex *r; uint8_t *been, *total, *sure; Size from; bool done, ends, open; } Closure;

static bool within(const RxSet *s, RxSet all)
{
    return !(s->lo & ~all.lo) && !(s->hi & ~all.hi) && !(s->wide & ~all.wide);
}

// Is there never an edge of a word between what these two read?
static bool is_one_word(const Regex *r, Size i, Size j)
{
    static const RxSet word = {0x03ff000000000000, 0x07fffffe87fffffe, 3};
    RxSet other = {~word.lo, ~word.hi, (uint8_t)(~word.wide & RX_ALL_WIDE)};
    const RxSet *a = &r->pos[i].set, *b = &r->pos[j].set;
    return i && ((within(a, word) && within(b, word)) || (within(a, other) && within(b, other)));
}

static int asked_by(RxOp op)
{
    return op == RX_EDGE ? ASKED_EDGE : op == RX_LINE_START ? ASKED_LINE : ASKED_MORE;
}

// What may follow position i, looking through zero-width positions.
static void close_over(Closure *c, Size i, int asked)
{
    const Regex *r = c->r;
    if (r->last[i]) c->done = true, c->ends |= !asked;
    for (Size j = 1; j <= r->n; j++) {
        uint8_t w = rx_ways(r, i, j);
        if (!w || (i == 0 && r->pos[j].op == RX_START)) continue;
        if (is_char(r, j)) {
            if (asked & ASKED_EDGE && is_one_word(r, c->from, j)) continue;
            if (c->total[j] + w < 3) c->total[j] = (uint8_t)(c->total[j] + w);
            c->sure[j] |= !asked, c->open |= !(asked & ASKED_LINE);
            continue;
        }
        RxOp op = r->pos[j].op;
        bool asks = op == RX_END || op == RX_LAST_LINE || op == RX_LINE_END;
        if (asks) c->ends |= r->last[j] && !asked;
        if (c->been[j] || asks) continue;
        c->been[j] = 1;
        close_over(c, j, asked | asked_by(op));
    }
}

// .* of any character, with nothing but the text's end behind it, cannot fail: nor can what stands before it.
static void end_by_rest(Slow *s, const uint8_t *sure, const uint8_t *ends)
{
    static const RxSet all = {~(uint64_t)0, ~(uint64_t)0, RX_ALL_WIDE};
    for (Size u = 1; u < s->n; u++) {
        const RxSet *set = &s->r->pos[s->pos[u]].set;
        if (!ends[u] || !sure[u * s->n + u] || !within(&all, *set)) continue;
        for (Size k = 1; k < s->n; k++)
            if (ends[k] && sure[k * s->n + u]) s->done[k] = 1;
    }
}

static Slow build(const Regex *r, RegexUse use, Arena *scratch)
{
    Slow s = {.r = r, .n = 1, .skips = use == REGEX_SEARCH};
    Size *state = new(scratch, Size, r->n + 1);
    s.pos = new(scratch, Size, r->n + 1);
    for (Size i = 1; i <= r->n; i++)
        if (is_char(r, i)) s.pos[state[i] = s.n++] = i;
    s.ways = new(scratch, uint8_t, s.n * s.n);
    s.done = new(scratch, uint8_t, s.n);
    uint8_t *sure = new(scratch, uint8_t, s.n * s.n), *ends = new(scratch, uint8_t, s.n);
    for (Size k = 0; k < s.n; k++) {
        Closure c = {.r = r, .from = s.pos[k]};
        c.been = new(scratch, uint8_t, r->n + 1);
        c.total = new(scratch, uint8_t, r->n + 1);
        c.sure = new(scratch, uint8_t, r->n + 1);
        close_over(&c, s.pos[k], 0);
        s.done[k] = c.done && use != REGEX_FULL;
        ends[k] = c.ends;
        if (!k) s.by_line = !c.open;
        for (Size j = 1; j <= r->n; j++)
            if (c.total[j]) {
                *way(&s, k, state[j]) = c.total[j] > 1 ? 2 : 1;
                sure[k * s.n + state[j]] = c.sure[j];
            }
    }
    end_by_rest(&s, sure, ends);
    if (s.skips) *way(&s, 0, 0) = 1;
    return s;
}

static uint8_t *reachable(const Slow *s, Arena *scratch)
{
    uint8_t *far = new(scratch, uint8_t, s->n * s->n);
    memcpy(far, s->ways, (size_t)(s->n * s->n));
    for (Size k = 0; k < s->n; k++)
        for (Size i = 0; i < s->n; i++)
            if (far[i * s->n + k])
                for (Size j = 0; j < s->n; j++) far[i * s->n + j] |= far[k * s->n + j];
    return far;
}

// Can the walk that is in state i still come to q?
static bool leads_to(const Slow *s, Size i, Size q) { return i == q || s->far[i * s->n + q]; }

// What a walk over pairs or triples of states needs: lists of what follows, and a place to note what was seen.
static void prepare(Slow *s, Arena *scratch)
{
    Size edges = 0, most = s->n > MOST_TRIPLED ? s->n * 2 : s->n > 2 ? s->n * s->n : 4;
    for (Size i = 0; i < s->n * s->n; i++) edges += s->ways[i] != 0;
    s->next = new(scratch, uint16_t, edges);
    s->from = new(scratch, uint32_t, s->n + 1);
    s->set = new(scratch, RxSet, s->n);
    s->been = new(scratch, uint16_t, s->n * most);
    for (Size i = 0, at = 0; i < s->n; i++) {
        for (Size j = 0; j < s->n; j++)
            if (*way(s, i, j)) s->next[at++] = (uint16_t)j;
        s->from[i + 1] = (uint32_t)at;
        if (i) s->set[i] = s->r->pos[s->pos[i]].set;
    }
    s->far = reachable(s, scratch);
}

static bool meet(const Slow *s, Size a, Size b) { return !a || !b || rx_meet(&s->set[a], &s->set[b]); }

static RxSet common(const Slow *s, Size a, Size b)
{
    const RxSet *x = &s->set[a], *y = &s->set[b];
    return (RxSet){x->lo & y->lo, x->hi & y->hi, (uint8_t)(x->wide & y->wide)};
}

static bool meet3(const Slow *s, Size a, Size b, Size c)
{
    if (!a) return meet(s, b, c);
    if (!b) return meet(s, a, c);
    if (!c) return meet(s, a, b);
    RxSet both = common(s, a, b);
    return rx_meet(&both, &s->set[c]);
}

// Can no third state meet these two?
static bool apart(const Slow *s, Size a, Size b)
{
    RxSet both = common(s, a, b);
    return a && b && !both.lo && !both.hi && !both.wide;
}

typedef struct { Size a, b, c; bool split; } Node;
typedef struct { Node *v; Size n, cap; } Nodes;

// Is it new to this walk?
static bool is_new(Slow *s, Size key)
{
    if (s->been[key] == s->round) return false;
    s->been[key] = s->round;
    return true;
}

static void step_pair(Slow *s, Node at, Size q, Nodes *ahead, Arena *scratch)
{
    for (uint32_t x = s->from[at.a]; x < s->from[at.a + 1]; x++)
        for (uint32_t y = s->from[at.b]; y < s->from[at.b + 1]; y++) {
            Size i = s->next[x], j = s->next[y];
            s->work++;
            if (!i || !j || !leads_to(s, i, q) || !leads_to(s, j, q) || !meet(s, i, j)) continue;
            // where the match may end, it does, before the other ways are tried
            if (s->done[i] || s->done[j]) continue;
            bool split = at.split || i != j || (at.a == at.b && *way(s, at.a, i) > 1);
            if (is_new(s, (i * s->n + j) * 2 + split))
                *push(scratch, ahead) = (Node){i, j, 0, split};
        }
}

// Does some text lead from q back to q in two ways?
static bool is_exponential(Slow *s, Size q, Arena scratch)
{
    Nodes ahead = {0};
    s->round++;
    *push(&scratch, &ahead) = (Node){q, q, 0, false};
    while (ahead.n && s->work < MOST_WORK) {
        step_pair(s, ahead.v[--ahead.n], q, &ahead, &scratch);
        if (s->been[(q * s->n + q) * 2 + 1] == s->round) return true;
    }
    return false;
}

static void step_triple(Slow *s, Node at, Size p, Size q, Nodes *ahead, Arena *scratch)
{
    for (uint32_t x = s->from[at.a]; x < s->from[at.a + 1]; x++) {
        Size i = s->next[x];
        for (uint32_t y = s->from[at.b]; leads_to(s, i, p) && y < s->from[at.b + 1]; y++) {
            Size j = s->next[y];
            s->work++;
            if (!leads_to(s, j, q) || apart(s, i, j)) continue;
            for (uint32_t z = s->from[at.c]; z < s->from[at.c + 1]; z++) {
                Size k = s->next[z];
                s->work++;
                if (leads_to(s, k, q) && meet3(s, i, j, k) && is_new(s, (i * s->n + j) * s->n + k))
                    *push(scratch, ahead) = (Node){i, j, k, false};
            }
        }
    }
}

// Does one text lead p to p, p to q, and q to q?
static bool is_polynomial(Slow *s, Size p, Size q, Arena scratch)
{
    Nodes ahead = {0};
    if (!meet(s, p, q)) return false;
    s->round++;
    *push(&scratch, &ahead) = (Node){p, p, q, false};
    while (ahead.n && s->work < MOST_WORK) {
        step_triple(s, ahead.v[--ahead.n], p, q, &ahead, &scratch);
        if (s->been[(p * s->n + q) * s->n + q] == s->round) return true;
    }
    return false;
}

static Str loop_text(const Slow *s, Size q)
{
    Span at = s->r->pos[s->pos[q]].loop;
    return str_sub(s->r->pattern, at.beg, at.end);
}

// \1, (?P=name): stands here for any text, and takes one.
static bool is_reference(const Slow *s, Size q)
{
    Str text = q ? loop_text(s, q) : S("");
    return str_starts(text, S("(?P=")) ||
           (text.len > 1 && text.s[0] == '\\' && text.s[1] >= '1' && text.s[1] <= '9');
}

// A match that can end at q, or soon as well as q is reached, never has to try the other ways.
static bool can_fail(const Slow *s, Size q) { return !s->done[q] && !s->r->pos[s->pos[q]].atomic; }

// ((?!-->)[\s\S])*: what may not follow is taken for true here, and is there to leave one way.
static bool looks_ahead(Str loop)
{
    return str_find(loop, S("(?!")) >= 0 || str_find(loop, S("(?=")) >= 0;
}

// ^x* of every line: a match begins after a line's end, and only a loop that reads those is begun in it.
static bool begins_in(const Slow *s, Size q)
{
    for (Size x = 1; s->by_line && x < s->n; x++)
        if ((x == q || (s->far[q * s->n + x] && s->far[x * s->n + q])) && rx_has(&s->set[x], '\n'))
            return true;
    return !s->by_line;
}

// A text of length n can be matched up to q in n^d ways: d is one more than of a loop p from which
// one text leads on both to p and to q, or that of any state before (Weber and Seidl 1991, where
// such pairs follow each other). known[q]: d + 1. It ends, for p and q lie in no common circle.
static int ambiguity(Slow *s, Size q, int *known, Arena scratch)
{
    int most = 0;
    const uint8_t *far = s->far;
    for (Size p = s->skips ? 0 : 1; !known[q] && p < s->n; p++) {
        if (p == q || !far[p * s->n + q] || far[q * s->n + p]) continue;
        int before = ambiguity(s, p, known, scratch);
        bool both = before >= most && far[p * s->n + p] && far[q * s->n + q] &&
                    !is_reference(s, p) && !is_reference(s, q) && s->work < MOST_WORK &&
                    (p || begins_in(s, q)) &&
                    is_polynomial(s, p, q, scratch);
        most = before + both > most ? before + both : most;
    }
    return (known[q] ? known[q] : (known[q] = most + 1)) - 1;
}

RegexSlow regex_slow(const Regex *r, RegexUse use, bool powers, Arena scratch)
{
    RegexSlow slow = {REGEX_LINEAR, 1, S(""), 0};
    Slow s = build(r, use, &scratch);
    if (s.n > MOST_PAIRED) return slow;
    prepare(&s, &scratch);
    for (Size q = 1; q < s.n; q++)
        if (s.far[q * s.n + q] && can_fail(&s, q) && is_exponential(&s, q, scratch) &&
            !looks_ahead(loop_text(&s, q)))
            return (RegexSlow){REGEX_EXPONENTIAL, 0, loop_text(&s, q), s.work};
    int *known = new(&scratch, int, s.n);
    for (Size q = 1; powers && s.n <= MOST_TRIPLED && q < s.n; q++) {
        if (!s.far[q * s.n + q] || !can_fail(&s, q)) continue;
        int degree = ambiguity(&s, q, known, scratch) + 1;
        if (degree > slow.degree) slow = (RegexSlow){REGEX_POLYNOMIAL, degree, loop_text(&s, q), 0};
    }
    slow.work = s.work;
    return slow;
}
