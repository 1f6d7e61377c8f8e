// model/words: the table of words, made once from the tree of names.
// SPDX-License-Identifier: MIT
#include "model/words.h"
#include "model/model_int.h"

// Members of one lower case word (`get`, `name`) are common; these are not, for hardly anything else is called so.
static const Str telling[] = {
    L("callproc"), L("chmod"), L("cookies"), L("eval"), L("executemany"), L("executescript"), L("execute"),
    L("fetchall"), L("fetchmany"), L("fetchone"), L("recv"), L("recvfrom"), L("recvmsg"), L("sendall"),
    L("system"), L("xpath"), {0}};

// Who has so many givers is taken to be given.
enum { ROOTS_MOST = 5000, GIVERS_MOST = 300 };

// By class: the words that give an object of it.
typedef struct { uint32_t *v; Size n, cap; } Givers;

struct ModelWords {
    Arena *keep;
    Map words, handlers, named;          // word -> ModelWord; names of methods, of functions
    Sieve sieve;                         // of `words`
    Map listing;                         // of lists of such methods: list_display
    struct { Str *v; Size n, cap; } begins;      // of such methods
    Map roots;                           // a library's name -> its number
    uint32_t nroots; Size row;
    Kinds times;                         // what must not say how often a text or a list is repeated
    uint64_t *also;                      // by number, `row` words each: the libraries whose objects it hands out
    Givers *givers;
};

// What literals are: no name has to give one.
static const Str literals[] = {L("str"), L("bytes"), L("list"), L("tuple"), L("dict"), L("set"), {0}};

// While it is made. root, boxed, operators, gives: by ModelId. boxed: it is below list[A] or the like. gives:
// classes whose objects one has who has one of this class: its bases, what its operators give.
typedef struct { struct { ModelId *v; Size n, cap; } to; } Gives;
typedef struct {
    ModelWords *w; const Models *m;
    uint32_t *root; bool *boxed; WordUse *operators; Gives *gives;
} Making;

static void use_line(WordUse *use, const ModelLine *l)
{
    if (l->kind == M_SOURCE) use->source |= l->kinds & KINDS_NATURE;
    if (l->kind == M_SINK) use->sink |= l->kinds;
    use->mark |= l->kind == M_MARK;
    use->entry |= l->kind == M_ENTRY;
}

void use_join(WordUse *to, const WordUse *more)
{
    to->source |= more->source, to->sink |= more->sink;
    to->mark |= more->mark, to->entry |= more->entry;
}

bool use_is_any(const WordUse *use) { return use->source || use->sink || use->mark || use->entry; }

// Python's own types are classes that belong to no library.
static void number_roots(Making *k)
{
    for (ModelId id = 1; id < (ModelId)k->m->nodes.n; id++) {
        const NameNode *n = &k->m->nodes.v[id];
        k->boxed[id] = k->boxed[n->parent] || str_ends(n->part, S("]"));
        if (n->parent) k->root[id] = k->root[n->parent];
        else if ((n->has_children || n->alias) && !n->is_class && n->part.s[0] != '?' &&
                 id != k->m->builtins) {
            k->root[id] = ++k->w->nroots;
            *map_at(k->w->keep, &k->w->roots, n->part) = (void *)(uintptr_t)k->root[id];
        }
    }
}

static bool is_literal(const Models *m, ModelId cls)
{
    return !m->nodes.v[cls].parent && str_in(models_name(m, cls), literals);
}

// `text * n` says no word at all: the operator itself does.
static void note_operators(Making *k)
{
    for (ModelId id = 1; id < (ModelId)k->m->nodes.n; id++) {
        const NameNode *n = &k->m->nodes.v[id];
        if (!str_starts(n->part, S("__"))) continue;
        bool times = str_eq(n->part, S("__mul__")) && is_literal(k->m, n->parent);
        for (const ModelLine *l = n->first; l; l = l->next)
            if (times && l->kind == M_SINK) k->w->times |= l->kinds;
            else use_line(&k->operators[n->parent], l);
    }
}

// session[k] = v says no word of its sink: the names that give such an object say it.
static void use_operators(const Making *k, WordUse *use, ModelId cls, int *visits)
{
    use_join(use, &k->operators[cls]);
    for (const ModelLine *l = k->m->nodes.v[cls].first; l; l = l->next)
        if (l->kind == M_BASE && --*visits >= 0)
            use_operators(k, use, models_target(k->m, l), visits);
}

static bool is_common(Str word)
{
    for (Size i = 0; i < word.len; i++)
        if (word.s[i] < 'a' || word.s[i] > 'z') return false;
    return !str_in(word, telling);
}

static ModelWord *word_at(ModelWords *w, Str text)
{
    void **at = map_at(w->keep, &w->words, text);
    if (*at) return *at;
    ModelWord *word = new(w->keep, ModelWord, 1);
    sieve_put(&w->sieve, text);
    *word = (ModelWord){.number = (uint32_t)w->words.items.n, .common = is_common(text)};
    return *at = word;
}

static void add_use(ModelWords *w, Str text, WordUse use)
{
    ModelWord *word = word_at(w, text);
    for (Size i = 0; i < word->n && !use.cls; i++)              // a class has one member of a name
        if (word->v[i].root == use.root && !word->v[i].cls) {
            use_join(&word->v[i], &use);
            return;
        }
    *push(w->keep, word) = use;
}

// ---- who gives objects of a class

static void add_giver(Making *k, ModelId cls, uint32_t word, int depth)
{
    Givers *g = &k->w->givers[cls];
    if (g->n == GIVERS_MOST) return;
    for (Size i = 0; i < g->n; i++)
        if (g->v[i] == word) return;
    *push(k->w->keep, g) = word;
    for (Size i = 0; i < k->gives[cls].to.n && depth < BASE_VISITS; i++)
        add_giver(k, k->gives[cls].to.v[i], word, depth + 1);
}

static void add_gives(Making *k, ModelId from, ModelId to)
{
    if (from && to && from != to) *push(k->w->keep, &k->gives[from].to) = to;
}

// list[A], dict[A], tuple[A,B]: who has it has an A.
static void open_box(Making *k, ModelId box)
{
    Str name = models_name(k->m, box), part;
    if (!k->boxed[box]) return;
    Size open = str_find(name, S("["));
    for (Str rest = str_sub(name, open + 1, name.len - 1); str_cut(&rest, S(","), &part);) {
        Size inner = str_rfind(part, '[');
        Str cls = str_sub(part, inner + 1, -1);
        while (str_ends(cls, S("]"))) cls.len--;
        add_gives(k, box, models_id(k->m, cls));
    }
}

static void link_classes(Making *k)
{
    for (ModelId id = 1; id < (ModelId)k->m->nodes.n; id++) {
        const NameNode *n = &k->m->nodes.v[id];
        open_box(k, id);
        for (const ModelLine *l = n->first; l; l = l->next) {
            if (l->kind == M_BASE) add_gives(k, id, models_target(k->m, l));
            if (l->kind == M_TYPE && str_starts(n->part, S("__")))
                add_gives(k, n->parent, models_target(k->m, l));
        }
    }
}

// near: only where this library is imported, for a name that methods of many kinds have.
static void add_handler(ModelWords *w, Str name, uint32_t near)
{
    void **at = map_at(w->keep, &w->handlers, name);
    if (*at != w) *at = near ? (void *)(uintptr_t)near : (void *)w;
}

static void add_handlers(ModelWords *w, const ModelLine *l, uint32_t root)
{
    Str rest = l->tags, word;
    uint32_t near = models_has_tag(l, S("near")) ? root : 0;
    while (l->kind == M_ENTRY && str_eq(l->name, S("base")) && str_cut(&rest, S(" "), &word))
        if (str_starts(word, S("@"))) *map_at(w->keep, &w->listing, str_sub(word, 1, -1)) = w;
        else if (str_ends(word, S("*"))) *push(w->keep, &w->begins) = str_sub(word, 0, word.len - 1);   // do_*
        else if (word.len) add_handler(w, word, near);
}

// `entry ?lambda_handler named`
static void add_named(Making *k, const NameNode *n)
{
    for (const ModelLine *l = n->first; l; l = l->next)
        if (l->kind == M_ENTRY) *map_at(k->w->keep, &k->w->named, str_sub(n->part, 1, -1)) = k->w;
}

// What is said of the name itself, or of what it is another name for.
static void add_name(Making *k, ModelId id)
{
    const NameNode *n = &k->m->nodes.v[id];
    ModelId at = n->alias ? n->alias : id;
    const NameNode *said = &k->m->nodes.v[at];
    WordUse use = {.root = k->root[id], .cls = k->m->nodes.v[n->parent].is_class ? n->parent : 0};
    int visits = BASE_VISITS;
    if (n->part.s[0] == '?' && n->part.len > 1) add_named(k, n);
    if (n->part.s[0] == '?' || str_starts(n->part, S("__")) || k->boxed[id]) return;
    if (said->is_class) {
        use_operators(k, &use, at, &visits);
        add_giver(k, at, word_at(k->w, n->part)->number, 0);
    }
    for (const ModelLine *l = said->first; l; l = l->next) {
        use_line(&use, l);
        add_handlers(k->w, l, use.root);
        if (l->kind != M_TYPE) continue;
        use_operators(k, &use, models_target(k->m, l), &visits);
        add_giver(k, models_target(k->m, l), word_at(k->w, n->part)->number, 0);
    }
    if (use_is_any(&use)) add_use(k->w, n->part, use);
}

// ---- libraries

static uint64_t *also_of(const ModelWords *w, uint32_t root) { return w->also + w->row * root; }

static bool in_set(const uint64_t *set, uint32_t root) { return set[root >> 6] >> (root & 63) & 1; }

static void put_in(uint64_t *set, uint32_t root) { set[root >> 6] |= (uint64_t)1 << (root & 63); }

static void join_sets(uint64_t *to, const uint64_t *from, Size row)
{
    for (Size i = 0; i < row; i++) to[i] |= from[i];
}

static void link_roots(Making *k)
{
    ModelWords *w = k->w;
    w->row = (Size)(w->nroots >> 6) + 1;
    w->also = new(w->keep, uint64_t, w->row * (w->nroots + 1));
    for (ModelId id = 1; id < (ModelId)k->m->nodes.n; id++) {
        const NameNode *n = &k->m->nodes.v[id];
        uint64_t *set = also_of(w, k->root[id]);
        put_in(set, k->root[id]);
        if (n->alias) put_in(set, k->root[n->alias]);
        for (const ModelLine *l = n->first; l; l = l->next)
            if (l->kind == M_TYPE || l->kind == M_BASE)
                put_in(set, k->root[models_target(k->m, l)]);
    }
    memset(w->also, 0, (size_t)w->row * sizeof *w->also);
    // what one hands out of another, it hands out of all that this one does (Warshall 1962)
    for (uint32_t by = 1; by <= w->nroots; by++)
        for (uint32_t i = 1; i <= w->nroots; i++)
            if (i != by && in_set(also_of(w, i), by))
                join_sets(also_of(w, i), also_of(w, by), w->row);
}

static void give_literals(Making *k)
{
    for (const Str *name = literals; name->len; name++) k->w->givers[models_id(k->m, *name)].n = GIVERS_MOST;
}

Kinds models_times(const ModelWords *w) { return w->times; }

ModelWords *models_words(const Models *m, Arena *keep)
{
    ModelWords *w = new(keep, ModelWords, 1);
    w->keep = keep;
    w->givers = new(keep, Givers, m->nodes.n);
    Making k = {w, m, new(keep, uint32_t, m->nodes.n), new(keep, bool, m->nodes.n),
                new(keep, WordUse, m->nodes.n), new(keep, Gives, m->nodes.n)};
    number_roots(&k);
    if (w->nroots > ROOTS_MOST) return NULL;
    note_operators(&k);
    link_classes(&k);
    for (ModelId id = 1; id < (ModelId)m->nodes.n; id++) add_name(&k, id);
    link_roots(&k);
    give_literals(&k);
    return w;
}

const ModelWord *models_word(const ModelWords *w, Str word)
{
    return sieve_may(&w->sieve, word) ? map_get(&w->words, word) : NULL;
}

bool models_is_handler(const ModelWords *w, Str method, const WordsSaid *s)
{
    const void *of = map_get(&w->handlers, method);
    if (of && (of == w || in_set(s->libraries, (uint32_t)(uintptr_t)of))) return true;
    for (Size i = 0; method.len && i < w->begins.n; i++)
        if (method.s[0] == w->begins.v[i].s[0] && str_starts(method, w->begins.v[i])) return true;
    return false;
}

bool models_is_listing(const ModelWords *w, Str attr) { return map_get(&w->listing, attr) != NULL; }

bool models_is_named(const ModelWords *w, Str function)
{
    return function.len && map_get(&w->named, function);
}

bool models_is_library(const ModelWords *w, Str root) { return map_get(&w->roots, root) != NULL; }

// ---- what a file says

WordsSaid models_said(const ModelWords *w, Arena *keep)
{
    return (WordsSaid){new (keep, uint64_t, w->row),
                       new (keep, uint64_t, (w->words.items.n >> 6) + 1)};
}

void said_word(WordsSaid *s, const ModelWord *word) { put_in(s->words, word->number); }

void said_import(const ModelWords *w, WordsSaid *s, Str root)
{
    uint32_t number = (uint32_t)(uintptr_t)map_get(&w->roots, root);
    if (number) join_sets(s->libraries, also_of(w, number), w->row);
}

void said_all(const ModelWords *w, WordsSaid *s)
{
    for (Size i = 0; i < w->row; i++) s->libraries[i] = ~(uint64_t)0;
}

bool word_counts(const ModelWords *w, const ModelWord *word, const WordUse *use, const WordsSaid *s)
{
    if (use->cls ? !word->common : !use->root) return true;
    if (use->root && !in_set(s->libraries, use->root)) return false;
    const Givers *g = &w->givers[use->cls];
    bool given = !g->n || g->n == GIVERS_MOST;
    for (Size i = 0; i < g->n && !given; i++) given = in_set(s->words, g->v[i]);
    return given;
}

uint32_t models_root(const ModelWords *w, Str root)
{
    return root.len ? (uint32_t)(uintptr_t)map_get(&w->roots, root) : 0;
}

bool word_is_of(const ModelWords *w, const WordUse *use, uint32_t number)
{
    return !use->root || !number || in_set(also_of(w, number), use->root);
}
