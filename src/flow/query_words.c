// flow/query_words: which identifiers and texts of a file, or of a part of it, hold a word. Rules ask
// for hundreds of words in each file, of which few stand there: what three letters follow each other
// anywhere in it tells of nearly all of them at once that they do not.
// SPDX-License-Identifier: MIT
#include "flow/query_int.h"

// The threes of a set of texts, in lower case: a bit of each, by its hash.
typedef struct { uint64_t *bits; int shift; } Threes;

// The identifiers that hold a word.
typedef struct { Sym *v; Size n, cap; } Held;

// Each part is made when it is asked for: of most files nobody asks for all.
struct QueryWords {
    const Tree *tree;
    Arena *keep;
    Threes names;                        // of the identifiers; bits NULL: nobody has asked yet
    char *low;                           // these one after the other, in lower case, each with a line end
    uint32_t *beg;                       // of each Sym, where it begins there
    uint32_t *from;                      // of each Sym, where its nodes begin in `at`; NULL: nobody has asked yet
    NodeId *at;                          // nodes by identifier, then by number
    Map held;                            // by word
    Threes texts;                        // of the literals; bits NULL: they were not asked for often enough
    Size looked;                         // how many of them were looked through
};

// ---- threes

enum { THREE = 3, LEAST_BITS = 10, MOST_BITS = 21, SPARSE = 8 };

static Threes threes_new(Size letters, Arena *keep)
{
    int n = LEAST_BITS;
    while (n < MOST_BITS && (Size)1 << n < letters * SPARSE) n++;
    return (Threes){new(keep, uint64_t, (Size)1 << n >> 6), 32 - n};
}

static uint32_t three_bit(const Threes *t, uint32_t three)
{
    return (three & 0xffffff) * 2654435761u >> t->shift;      // Knuth, vol. 3, 6.4
}

// low: room for the text in lower case, if that is wanted.
static void threes_add(Threes *t, Str text, char *low)
{
    uint32_t three = 0;
    for (Size i = 0; i < text.len; i++) {
        char c = ascii_lower(text.s[i]);
        if (low) low[i] = c;
        three = three << 8 | (uint8_t)c;
        if (i < THREE - 1) continue;
        uint32_t bit = three_bit(t, three);
        t->bits[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}

// May one of the texts hold this? False: none does.
static bool threes_may(const Threes *t, Str word)
{
    uint32_t three = 0;
    for (Size i = 0; i < word.len; i++) {
        three = three << 8 | (uint8_t)ascii_lower(word.s[i]);
        uint32_t bit = i < THREE - 1 ? 0 : three_bit(t, three);
        if (i >= THREE - 1 && !(t->bits[bit / 64] >> bit % 64 & 1)) return false;
    }
    return true;
}

// ---- identifiers

// Of each kind, 1 + the field that holds an identifier: asked of every node of the file.
static const uint8_t holder[PY_KIND_COUNT] = {[PY_Name] = Name_id + 1,
                                              [PY_Attribute] = Attribute_attr + 1,
                                              [PY_keyword] = keyword_arg + 1,
                                              [PY_arg] = arg_arg + 1};

static Sym identifier(const PyNode *n)                     // these kinds have few fields: none is packed
{
    int field = holder[n->kind];
    return field ? n->f[field - 1] : 0;
}

// By counting: how many nodes each name has, then each node into the place of its name.
static void index_nodes(QueryWords *w)
{
    const Tree *t = w->tree;
    w->from = new(w->keep, uint32_t, t->names.n + 2);
    for (Size i = 1; i < t->nodes.n; i++) w->from[identifier(&t->nodes.v[i]) + 1]++;
    w->from[1] = 0;
    for (Size s = 1; s <= t->names.n; s++) w->from[s + 1] += w->from[s];
    w->at = arena_raw(w->keep, (Size)sizeof *w->at, (Size)_Alignof(NodeId), w->from[t->names.n + 1]);
    for (Size i = 1; i < t->nodes.n; i++) {
        Sym name = identifier(&t->nodes.v[i]);
        if (name) w->at[w->from[name]++] = (NodeId)i;
    }
    for (Size s = t->names.n; s > 0; s--) w->from[s] = w->from[s - 1];
}

static uint32_t ends_of(Str name)
{
    if (!name.len) return 0;
    uint32_t first = (uint8_t)name.s[0], last = (uint8_t)name.s[name.len - 1],
             mid = (uint8_t)name.s[name.len / 2];
    return (first | last << 8 | mid << 16 | (uint32_t)name.len << 24) * 2654435761u >>
           (32 - QUERY_ENDS_BITS);
}

QueryNames query_names_of(const Tree *t)
{
    QueryNames all = {.tree = t};
    for (Size i = 0; i < t->names.n; i++) {
        uint32_t ends = ends_of(t->names.v[i]);
        all.ends[ends / 64] |= (uint64_t)1 << ends % 64;
    }
    return all;
}

bool names_hold(const QueryNames *all, Str name)
{
    uint32_t ends = ends_of(name);
    return all->ends[ends / 64] >> ends % 64 & 1 && name_find(&all->tree->names, name);
}

static void index_names(QueryWords *w)
{
    const Tree *t = w->tree;
    Size letters = 0;
    for (Size i = 0; i < t->names.n; i++) letters += t->names.v[i].len + 1;
    w->names = threes_new(letters, w->keep);
    w->low = arena_raw(w->keep, 1, 1, letters + 1);
    w->beg = arena_raw(w->keep, (Size)sizeof *w->beg, (Size)_Alignof(uint32_t), t->names.n + 1);
    Size at = 0;
    for (Size i = 0; i < t->names.n; i++) {
        Str name = t->names.v[i];
        threes_add(&w->names, name, w->low + at);
        w->beg[i] = (uint32_t)at;
        at += name.len;
        w->low[at++] = '\n';
    }
    w->beg[t->names.n] = (uint32_t)at;
}

// May an identifier hold this? False: none does.
static bool may_name(QueryWords *w, Str word)
{
    if (!w->names.bits) index_names(w);
    return threes_may(&w->names, word);
}

QueryWords *query_words_new(const Tree *t, Arena *keep)
{
    QueryWords *w = new(keep, QueryWords, 1);
    *w = (QueryWords){.tree = t, .keep = keep};
    return w;
}

static Sym sym_at(const QueryWords *w, uint32_t at)
{
    Size lo = 0, hi = w->tree->names.n;
    while (hi - lo > 1) {
        Size mid = lo + (hi - lo) / 2;
        if (w->beg[mid] <= at) lo = mid;
        else hi = mid;
    }
    return (Sym)lo;
}

// The names that hold a word, in the order of their numbers.
static const Held *held_by(QueryWords *w, Str word)
{
    void *known = map_get(&w->held, word);
    if (known) return known;
    Held *h = new(w->keep, Held, 1);
    char *low = arena_raw(w->keep, 1, 1, word.len);
    for (Size i = 0; i < word.len; i++) low[i] = ascii_lower(word.s[i]);
    uint32_t end = w->beg[w->tree->names.n];
    for (const char *hit = w->low, *stop = w->low + end; hit < stop;) {
        hit = memmem(hit, (size_t)(stop - hit), low, (size_t)word.len);
        if (!hit) break;
        Sym name = sym_at(w, (uint32_t)(hit - w->low));
        const char *next = w->low + w->beg[name + 1];
        if (hit + word.len < next) *push(w->keep, h) = name;       // and not over a line's end
        hit = next;
    }
    *map_at(w->keep, &w->held, str_keep(w->keep, word)) = h;
    return h;
}

// Does an identifier of this name stand among these nodes?
static bool stands_in(QueryWords *w, Sym name, NodeId first, NodeId last)
{
    if (!w->from) index_nodes(w);
    Size lo = w->from[name], hi = w->from[name + 1], end = hi;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (w->at[mid] < first) lo = mid + 1;
        else hi = mid;
    }
    return lo < end && w->at[lo] <= last;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool alike_at(const char *text, Str part)
{
    Size k = 0;
    while (k < part.len && ascii_lower(text[k]) == ascii_lower(part.s[k])) k++;
    return k == part.len;
}

// The first place from which on it may stand: sixteen at once, by its first and its last letter. Of what is shorter
// nothing is told.
static Size may_stand_from(Str text, Str part)
{
    typedef uint8_t Bytes __attribute__((vector_size(16)));
    enum { WIDE = sizeof(Bytes), LOW = 0x20 };
    const uint8_t first = (uint8_t)part.s[0] | LOW, last = (uint8_t)part.s[part.len - 1] | LOW;
    Size at = 0;
    for (Bytes a, b; at + part.len - 1 + WIDE <= text.len; at += WIDE) {
        memcpy(&a, text.s + at, WIDE);
        memcpy(&b, text.s + at + part.len - 1, WIDE);
        uint64_t both[2];
        Bytes may = (Bytes)(((a | LOW) == first) & ((b | LOW) == last));
        memcpy(both, &may, WIDE);
        if (both[0] | both[1]) break;
    }
    return at;
}

static bool contains(Str text, Str part)                   // case does not matter
{
    enum { WIDE = 16 };
    for (Size i = 0; i + part.len <= text.len;) {
        Str rest = {text.s + i, text.len - i};
        if (rest.len >= WIDE + part.len) i += may_stand_from(rest, part);
        for (Size end = i + WIDE; i < end && i + part.len <= text.len; i++) {
            if (!is_letter(part.s[0]) && text.s[i] != part.s[0]) continue;
            if (alike_at(text.s + i, part)) return true;
        }
    }
    return false;
}

// Which letters stand in it, whatever their case: a bit of each, shared by few other signs.
static uint32_t letters_in(Str text)
{
    uint32_t bits = 0;
    for (Size i = 0; i < text.len; i++) bits |= 1u << (text.s[i] & 31);
    return bits;
}

// Do three of the part's letters stand among those?
static bool may_be_among(uint32_t letters, Str part)
{
    return letters >> (part.s[0] & 31) & letters >> (part.s[part.len / 2] & 31) &
           letters >> (part.s[part.len - 1] & 31) & 1;
}

bool query_named(Str name, const Str *parts)
{
    uint32_t have = letters_in(name);
    for (; parts->len; parts++)
        if (may_be_among(have, *parts) && contains(name, *parts)) return true;
    return false;
}

// Asked for hundreds of names in each file.
bool query_names(const Query *q, Str name) { return names_hold(q->said, name); }

bool query_uses(const Query *q, NodeId in, Str name)
{
    Sym sym = in && may_name(q->words, name) ? name_find(&q->tree->names, name) : 0;
    return sym && stands_in(q->words, sym, q->first[in], in);
}

// Of a few nodes the names are read: that is less than to look up who holds a word.
static bool few_mention(const Query *q, NodeId in, const Str *parts)
{
    for (NodeId n = q->first[in]; n <= in; n++) {
        Sym name = identifier(py_at(q->tree, n));
        if (name && query_named(py_name(q->tree, name), parts)) return true;
    }
    return false;
}

bool query_mentions(const Query *q, NodeId in, const Str *parts)
{
    enum { FEW = 6 };
    if (in && in - q->first[in] < FEW) return few_mention(q, in, parts);
    for (; in && parts->len; parts++) {
        if (!may_name(q->words, *parts)) continue;
        const Held *h = held_by(q->words, *parts);
        for (Size i = 0; i < h->n; i++)
            if (stands_in(q->words, h->v[i], q->first[in], in)) return true;
    }
    return false;
}

// ---- literals

static Str text_of(const PyConst *c)
{
    return c->kind == CONST_STR || c->kind == CONST_BYTES ? c->text : (Str){0};
}

static void index_texts(QueryWords *w)
{
    const Tree *t = w->tree;
    Size letters = 0;
    for (Size i = 0; i < t->consts.n; i++) letters += text_of(&t->consts.v[i]).len;
    w->texts = threes_new(letters, w->keep);
    for (Size i = 0; i < t->consts.n; i++) threes_add(&w->texts, text_of(&t->consts.v[i]), NULL);
}

// Where it is asked again and again, what three letters follow each other tells more quickly.
static bool may_text(QueryWords *w, const Str *parts)
{
    enum { OFTEN = 24, SOME = 1000 };
    if (!w->texts.bits && w->looked > OFTEN * w->tree->consts.n + SOME) index_texts(w);
    while (w->texts.bits && parts->len >= THREE && !threes_may(&w->texts, *parts)) parts++;
    return parts->len > 0;
}

static bool holds_one(Str text, const Str *parts)
{
    for (; parts->len; parts++)
        if (text.len >= parts->len && contains(text, *parts)) return true;
    return false;
}

bool query_mentions_text(const Query *q, NodeId in, const Str *parts)
{
    const Tree *t = q->tree;
    if (!in || !may_text(q->words, parts)) return false;
    for (NodeId n = 0; (n = query_next_in(q, PY_Constant, in, n)); q->words->looked++)
        if (holds_one(text_of(py_const(t, n)), parts)) return true;
    return false;
}
