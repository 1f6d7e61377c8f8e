// fact/regex_read: the syntax of Python's `re` (https://docs.python.org/3/library/re.html) into a
// small tree.
// SPDX-License-Identifier: MIT
#include "fact/regex_int.h"

enum { RX_DEPTH = 200 };
typedef struct { Str p; Size at; int flags, depth; bool bad; Arena *keep; RxTexts *never; } Reader;

static RxNode *alternatives(Reader *r);

static RxNode *node(Reader *r, RxOp op, Size beg)
{
    RxNode *n = new(r->keep, RxNode, 1);
    n->op = op;
    n->at = (Span){(uint32_t)beg, (uint32_t)r->at};
    return n;
}

static RxNode *pair(Reader *r, RxOp op, RxNode *a, RxNode *b)
{
    if (!a) return b;
    RxNode *n = node(r, op, a->at.beg);
    n->a = a, n->b = b;
    return n;
}

static bool more(const Reader *r) { return r->at < r->p.len; }
static int peek(const Reader *r) { return more(r) ? (unsigned char)r->p.s[r->at] : -1; }
static bool take(Reader *r, char c) { return peek(r) == (unsigned char)c && ++r->at; }
static bool looking(const Reader *r, Str s) { return str_starts(str_sub(r->p, r->at, -1), s); }
static bool takes(Reader *r, Str s)
{
    bool yes = looking(r, s);
    if (yes) r->at += s.len;
    return yes;
}

static void add_range(RxSet *s, int from, int to)
{
    for (int c = from; c <= to && c < RX_WIDE; c++) rx_add(s, c);
    if (to >= RX_WIDE) rx_add(s, RX_WIDE_REST);
}

static RxSet inverted(RxSet s) { return (RxSet){~s.lo, ~s.hi, (uint8_t)(~s.wide & RX_ALL_WIDE)}; }

// The set of \d \w \s and their opposites. False: c names no class.
static bool class_of(int c, bool ascii, RxSet *out)
{
    RxSet s = {0};
    switch (c | 0x20) {
    case 'd': add_range(&s, '0', '9'), rx_add(&s, RX_WIDE_DIGIT); break;
    case 'w':
        add_range(&s, '0', '9'), add_range(&s, 'a', 'z'), add_range(&s, 'A', 'Z'), rx_add(&s, '_');
        rx_add(&s, RX_WIDE), rx_add(&s, RX_WIDE_DIGIT);
        break;
    case 's': add_range(&s, 9, 13), add_range(&s, 28, 32), rx_add(&s, RX_WIDE_BLANK); break;
    default: return false;
    }
    if (ascii) s.wide = 0;
    *out = c & 0x20 ? s : inverted(s);
    return true;
}

static int hex(Reader *r, int digits)
{
    int v = 0;
    for (int i = 0; i < digits; i++) {
        int c = peek(r), d = c >= '0' && c <= '9'                 ? c - '0'
                             : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                                  : -1;
        if (d < 0) return r->bad = true, 0;
        v = v < RX_WIDE ? v * 16 + d : RX_WIDE;
        r->at++;
    }
    return v < RX_WIDE ? v : RX_WIDE_REST;
}

// The character that an escape stands for, the backslash and c being read.
static int escaped(Reader *r, int c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'f': return '\f';
    case 'v': return '\v';
    case 'a': return 7;
    case '0': return 0;
    case 'x': return hex(r, 2);
    case 'u': return hex(r, 4);
    case 'U': return hex(r, 8);
    case 'N': while (more(r) && !take(r, '}')) r->at++; return RX_WIDE_REST;
    default: return c;
    }
}

// One character of the pattern: a byte, or a whole UTF-8 sequence as RX_WIDE_REST.
static int character(Reader *r)
{
    int c = (unsigned char)r->p.s[r->at++];
    if (c < 0x80) return c;
    while ((peek(r) & 0xC0) == 0x80 && more(r)) r->at++;
    return RX_WIDE_REST;
}

static void fold_case(const Reader *r, RxSet *s)
{
    if (!(r->flags & REGEX_IGNORECASE)) return;
    for (int c = 'a'; c <= 'z'; c++) {
        if (rx_has(s, c)) rx_add(s, c - 32);
        else if (rx_has(s, c - 32)) rx_add(s, c);
    }
}

static RxNode *chars(Reader *r, RxSet s, Size beg)
{
    RxNode *n = node(r, RX_CHARS, beg);
    fold_case(r, &s);
    n->set = s;
    return n;
}

// One end of a range in [ ]: a class into *s (returns -1) or the character.
static int set_item(Reader *r, RxSet *s)
{
    RxSet cls;
    if (!take(r, '\\')) return character(r);
    if (!more(r)) return r->bad = true, -1;
    int c = character(r);
    if (c < RX_WIDE && class_of(c, r->flags & REGEX_ASCII, &cls)) {
        s->lo |= cls.lo, s->hi |= cls.hi, s->wide = (uint8_t)(s->wide | cls.wide);
        return -1;
    }
    return c == 'b' ? 8 : escaped(r, c);
}

// set: '[' '^'? item ('-' item)? … ']'
static RxNode *set(Reader *r, Size beg)
{
    RxSet s = {0};
    bool not = take(r, '^'), first = true;
    for (; more(r) && (first || peek(r) != ']'); first = false) {
        int from = set_item(r, &s), to = from;
        if (from >= 0 && peek(r) == '-' && r->at + 1 < r->p.len && r->p.s[r->at + 1] != ']') {
            r->at++;
            to = set_item(r, &s);
        }
        if (from >= 0 && to >= 0) add_range(&s, from, to);
    }
    if (!take(r, ']')) r->bad = true;
    if (!not) return chars(r, s, beg);
    fold_case(r, &s);
    return chars(r, inverted(s), beg);
}

static RxNode *anything(Reader *r, Size beg)             // any run of text: stands for a back
                                                         // reference
{
    RxNode *n = node(r, RX_REPEAT, beg);
    n->a = chars(r, inverted((RxSet){0}), beg);
    n->max = -1;
    return n;
}

static RxNode *escape(Reader *r, Size beg)
{
    RxSet s = {0};
    if (!more(r)) return r->bad = true, NULL;
    int c = character(r);
    if (c < RX_WIDE && class_of(c, r->flags & REGEX_ASCII, &s)) return chars(r, s, beg);
    if (c == 'A') return node(r, RX_START, beg);
    if (c == 'Z' || c == 'z') return node(r, RX_END, beg);
    if (c == 'b' || c == 'B') return node(r, c == 'b' ? RX_EDGE : RX_TRUE, beg);
    if (c >= '1' && c <= '9') {
        while (peek(r) >= '0' && peek(r) <= '9') r->at++;
        return anything(r, beg);
    }
    rx_add(&s, escaped(r, c));
    return chars(r, s, beg);
}

static int flag_of(int c)
{
    switch (c) {
    case 'i': return REGEX_IGNORECASE;
    case 'm': return REGEX_MULTILINE;
    case 's': return REGEX_DOTALL;
    case 'x': return REGEX_VERBOSE;
    case 'a': return REGEX_ASCII;
    default: return 0;
    }
}

// flags: letters ['-' letters], read up to ')' or ':'
static int flags_group(Reader *r, int flags)
{
    bool off = false;
    for (; more(r) && peek(r) != ')' && peek(r) != ':'; r->at++) {
        int f = flag_of(peek(r));
        if (peek(r) == '-') off = true;
        else flags = off ? flags & ~f : flags | f;
    }
    return flags;
}

static RxNode *closed(Reader *r, RxNode *inside)
{
    if (!take(r, ')')) r->bad = true;
    return inside;
}

// A leading (?!.*text) says that no text that passes holds `text`: kept, when text is constant.
static void remember_never(Reader *r, const RxNode *look, Size beg)
{
    const RxNode *any = look && look->op == RX_CAT ? look->a : NULL;
    if (beg > 1 || !any) return;
    Buf text = {.keep = r->keep};
    const RxNode *n = look;
    char back[64];
    Size len = 0;
    for (; n->op == RX_CAT; n = n->a) {
        int c = 0;
        if (n->b->op != RX_CHARS || len == countof(back)) return;
        while (c < RX_SYMBOLS && !rx_has(&n->b->set, c)) c++;
        RxSet one = {0};
        rx_add(&one, c);
        if (c >= RX_WIDE || one.lo != n->b->set.lo || one.hi != n->b->set.hi) return;
        back[len++] = (char)c;
    }
    if (n->op != RX_REPEAT || n->max >= 0 || n->a->op != RX_CHARS || n->a->set.wide != RX_ALL_WIDE)
        return;
    while (len) buf_char(&text, back[--len]);
    *push(r->keep, r->never) = buf_str(&text);
}

// look: '(?=' '(?!' '(?<=' '(?<!': read for its syntax, then taken for true.
static RxNode *look(Reader *r, Size beg, bool ahead_not)
{
    RxNode *inside = closed(r, alternatives(r));
    RxNode *out = node(r, RX_TRUE, beg);
    if (!ahead_not || r->bad) return out;
    remember_never(r, inside, beg);
    if (inside->op == RX_CHARS) out->set = inside->set;    // (?!x): taken from the next character,
                                                           // in sequence()
    return out;
}

static void name(Reader *r, char end)
{
    while (more(r) && !take(r, end)) r->at++;
}

static RxNode *atomic(Reader *r, RxNode *n)
{
    if (n) n->atomic = true;
    (void)r;
    return n;
}

static RxNode *flagged(Reader *r)
{
    int before = r->flags, with = flags_group(r, before);
    r->flags = with;
    if (take(r, ')')) return NULL;                         // (?i): for the rest
    r->at++;
    RxNode *n = closed(r, alternatives(r));
    r->flags = before;
    return n;
}

// group: '(' … ')', '('  being read. NULL: nothing to match, as (?i) or a comment.
static RxNode *group(Reader *r, Size beg)
{
    if (!take(r, '?')) return closed(r, alternatives(r));
    if (takes(r, S("P<"))) return name(r, '>'), closed(r, alternatives(r));
    if (takes(r, S("P="))) return name(r, ')'), anything(r, beg);
    if (take(r, '#')) return name(r, ')'), NULL;
    if (take(r, ':')) return closed(r, alternatives(r));
    if (take(r, '>')) return atomic(r, closed(r, alternatives(r)));
    if (take(r, '=')) return look(r, beg, false);
    if (take(r, '!')) return look(r, beg, true);
    if (takes(r, S("<=")) || takes(r, S("<!"))) return look(r, beg, false);
    if (take(r, '(')) return name(r, ')'), closed(r, alternatives(r));
    return flagged(r);
}

static RxNode *atom(Reader *r)
{
    Size beg = r->at;
    RxSet s = {0};
    int c = character(r);
    switch (c) {
    case '(': {
        if (++r->depth > RX_DEPTH) return r->bad = true, NULL;
        RxNode *n = group(r, beg);
        r->depth--;
        if (!n) return NULL;
        if (n->op != RX_CHARS) n->at = (Span){(uint32_t)beg, (uint32_t)r->at};
        return n;
    }
    case '[': return set(r, beg);
    case '\\': return escape(r, beg);
    case '^': return node(r, r->flags & REGEX_MULTILINE ? RX_LINE_START : RX_START, beg);
    case '$': return node(r, r->flags & REGEX_MULTILINE ? RX_LINE_END : RX_LAST_LINE, beg);
    case '.':
        s = inverted(s);
        if (!(r->flags & REGEX_DOTALL)) s.lo &= ~((uint64_t)1 << '\n');
        return chars(r, s, beg);
    default:
        rx_add(&s, c);
        return chars(r, s, beg);
    }
}

static int number(Reader *r, int fallback)
{
    int v = 0;
    Size beg = r->at;
    for (; peek(r) >= '0' && peek(r) <= '9'; r->at++) v = v < 100000 ? v * 10 + peek(r) - '0' : v;
    return r->at > beg ? v : fallback;
}

// counts: '{' m ',' n '}' ; anything else after '{' is an ordinary character.
static bool counts(Reader *r, int *min, int *max)
{
    Size beg = r->at;
    if (!take(r, '{')) return false;
    *min = number(r, -1);
    *max = take(r, ',') ? number(r, -2) : *min;
    if (!take(r, '}') || (*min < 0 && *max == *min)) return r->at = beg, false;
    if (*max == -2) *max = -1;
    if (*min < 0) *min = 0;
    return true;
}

static bool quantifier(Reader *r, int *min, int *max)
{
    if (take(r, '*')) return *min = 0, *max = -1, true;
    if (take(r, '+')) return *min = 1, *max = -1, true;
    if (take(r, '?')) return *min = 0, *max = 1, true;
    return counts(r, min, max);
}

// repeat: atom ('*' | '+' | '?' | '{m,n}') ('?' | '+')?
static RxNode *repeat(Reader *r)
{
    Size beg = r->at;
    RxNode *n = atom(r);
    int min, max;
    while (n && !r->bad && quantifier(r, &min, &max)) {
        RxNode *loop = node(r, RX_REPEAT, beg);
        loop->a = n, loop->min = min, loop->max = max;
        if (!take(r, '?')) loop->atomic = take(r, '+');
        loop->at.end = (uint32_t)r->at;
        n = loop;
    }
    return n;
}

static bool skip_blank(Reader *r)
{
    if (!(r->flags & REGEX_VERBOSE)) return false;
    if (take(r, '#')) {
        while (more(r) && !take(r, '\n')) r->at++;
        return true;
    }
    return take(r, ' ') || take(r, '\n') || take(r, '\t') || take(r, '\r') || take(r, '\f') ||
           take(r, '\v');
}

static void take_away(RxSet *s, const RxSet *not)
{
    s->lo &= ~not->lo, s->hi &= ~not->hi;
    s->wide = (uint8_t)(s->wide & ~not->wide);
}

static RxNode *sequence(Reader *r)
{
    RxNode *all = NULL, *before = NULL;
    while (more(r) && peek(r) != '|' && peek(r) != ')' && !r->bad) {
        if (skip_blank(r)) continue;
        RxNode *n = repeat(r);
        if (n && n->op == RX_CHARS && before && before->op == RX_TRUE)
            take_away(&n->set, &before->set);
        if (n) all = pair(r, RX_CAT, all, n);
        before = n;
    }
    return all ? all : node(r, RX_EMPTY, r->at);
}

// alternatives: sequence ('|' sequence)*
static RxNode *alternatives(Reader *r)
{
    RxNode *all = sequence(r);
    while (!r->bad && take(r, '|')) all = pair(r, RX_ALT, all, sequence(r));
    return all;
}

RxNode *rx_parse(Str pattern, int flags, Arena *keep, RxTexts *never)
{
    Reader r = {.p = pattern, .flags = flags, .keep = keep, .never = never};
    RxNode *n = alternatives(&r);
    return r.bad || more(&r) ? NULL : n;
}
