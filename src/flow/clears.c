// flow/clears: what a test on the characters of a text says of its dangers: patterns, character
// sets, replacements.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"
#include "fact/regex.h"

// A text without any of these bytes is harmless for the kind.
static const struct { Kinds kind; const char *bytes;
} harm[] = {
    {KIND(SHELL), " \t\n\r;|&$`<>()\\\"'*?{}~!#[]"},
    {KIND(SQL) | KIND(SQL_NAME), " \t\n'\"`;()-,/*=<>\\#+%"},
    {KIND(CODE), "()[]{}=\n;'\""},
    {KIND(HTML) | KIND(XML) | KIND(SCRIPT), "<>\"'&"},
    {KIND(PATH), "/\\"},
    {KIND(HEADER) | KIND(LOG) | KIND(MAIL), "\r\n"},
    {KIND(COOKIE), "\r\n;,"},
    {KIND(TEMPLATE) | KIND(FORMAT), "{}%"},
    {KIND(LDAP), "*()\\"},
    {KIND(LDAP_DN), ",=+<>#;\"\\"},
    {KIND(XPATH), "'\"[]()/ =|"},
    {KIND(REGEX), "*+{}()?[]|"},
    {KIND(NOSQL), "${}\"':"},
    {KIND(CSV), "=+-@"},
    {KIND(URL) | KIND(REDIRECT), ":/\\@?#"},
    {KIND(IMPORT) | KIND(ATTRIBUTE), "_."},
};

static Str without(Str s, char c, Arena *keep)
{
    char *to = new(keep, char, s.len + 1);
    Size n = 0;
    for (Size i = 0; i < s.len; i++)
        if (s.s[i] != c) to[n++] = s.s[i];
    return (Str){to, n};
}

// "/(?![/\\\\])…": a path of this site, whose second character is no slash of either kind. What the
// reader of patterns cannot follow is read from the pattern itself.
static bool is_one_slash(Str p, RegexUse how)
{
    if (str_starts(p, S("^"))) p = str_sub(p, 1, -1);
    else if (str_starts(p, S("\\A"))) p = str_sub(p, 2, -1);
    else if (how == REGEX_SEARCH) return false;
    if (!str_starts(p, S("/(?!"))) return false;
    Str inner = str_sub(p, 4, str_find(p, S(")")));
    return str_find(inner, S("/")) >= 0 && str_find(inner, S("\\\\")) >= 0;
}

// Names, numbers and comparisons, but nothing that calls, quotes, takes an item, an attribute or another line:
// "=" sets no more than a name.
static bool only_compares(const Regex *r, RegexUse how, bool dollar, Arena scratch)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    if (regex_passes_any(r, how, dollar ? S("()[]{};'\":@") : S("()[]{};'\":@\n"), scratch))
        return false;
    if (!regex_passes_any(r, how, S("."), scratch)) return true;
    for (Size i = 0; letters[i]; i++)
        if (regex_passes_with(r, how, (Str){(char[]){'.', letters[i]}, 2}, scratch)) return false;
    return true;
}

// Sums: digits, operators and parentheses call and name nothing.
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NO_NAMES "_[]{}'\"`\\;:@#$"
#define NO_SUM LETTERS NO_NAMES

// [x0-9+*/() -]: of two letters no name is made that does harm, where no dot stands before one.
static bool only_sums(const Regex *r, RegexUse how, bool dollar, Arena scratch)
{
    enum { NAMES_MOST = 2 };
    static const char letters[] = LETTERS;
    int n = 0;
    if (regex_passes_any(r, how, dollar ? S(NO_NAMES) : S(NO_NAMES "\n"), scratch)) return false;
    for (Size i = 0; letters[i] && n <= NAMES_MOST; i++) {
        if (!regex_passes_any(r, how, (Str){letters + i, 1}, scratch)) continue;
        n++;
        if (regex_passes_with(r, how, (Str){(char[]){'.', letters[i]}, 2}, scratch)) return false;
    }
    return n <= NAMES_MOST;
}

static Kinds pattern_clears(World *w, Str pattern, int flags, int use)
{
    Arena scratch = w->a;
    Regex *r = regex_read(pattern, flags, &scratch);
    Kinds k = 0;
    if (!r) return 0;
    RegexUse how = use == 0 ? REGEX_FULL : use == 1 ? REGEX_MATCH : REGEX_SEARCH;
    // `$` also matches before a last line end, which ends no word of these
    bool dollar = how != REGEX_FULL && str_ends(pattern, S("$")) && !(flags & REGEX_MULTILINE);
    Kinds inert = dollar ? KIND(SHELL) | KIND(SQL) | KIND(SQL_NAME) | KIND(CODE) : 0;
    for (Size i = 0; i < countof(harm); i++) {
        Str bytes = str_of(harm[i].bytes);
        if (harm[i].kind & inert) bytes = without(bytes, '\n', &scratch);
        if (!regex_passes_any(r, how, bytes, scratch)) k |= harm[i].kind;
    }
    if (!regex_passes_with(r, how, S(".."), scratch) &&
        !regex_passes_start(r, how, S("/"), scratch))
        k |= KIND(PATH);
    if (!regex_passes_start(r, how, S("-"), scratch)) k |= KIND(ARGV);
    if (!(k & KIND(CODE)) && only_compares(r, how, inert != 0, scratch)) k |= KIND(CODE);
    if (!(k & KIND(CODE)) && only_sums(r, how, inert != 0, scratch)) k |= KIND(CODE);
    if (is_one_slash(pattern, how)) k |= KIND(URL) | KIND(REDIRECT);
    if (regex_pins_host(r, how, scratch)) k |= KIND(URL) | KIND(REDIRECT);
    return k;
}

// A pattern is judged once a run; so is what it takes out.
static Kinds kept_answer(World *w, Str key, Kinds k)
{
    Kinds *keep = new(w->keep, Kinds, 1);
    *map_at(w->keep, w->patterns, str_keep(w->keep, key)) = keep;
    return *keep = k;
}

Kinds regex_clears(World *w, Str pattern, int flags, int use)
{
    Str key = str_fmt(&w->a, "%d %d %.*s", flags, use, STR_ARG(pattern));
    const Kinds *known = map_get(w->patterns, key);
    return known ? *known : kept_answer(w, key, pattern_clears(w, pattern, flags, use));
}

// FACT_NO_…: signs that no text has which it lets through.
uint32_t regex_lacks(World *w, Str pattern, int flags, int use)
{
    static const struct { const char *sign; uint32_t bit;
    } signs[] = {{"'", FACT_NO_SINGLE}, {"\"", FACT_NO_DOUBLE}, {"\\", FACT_NO_BACKSLASH}};
    Str key = str_fmt(&w->a, "lacks %d %d %.*s", flags, use, STR_ARG(pattern));
    const Kinds *known = map_get(w->patterns, key);
    if (known) return (uint32_t)*known;
    Arena scratch = w->a;
    Regex *r = regex_read(pattern, flags, &scratch);
    RegexUse how = use == 0 ? REGEX_FULL : use == 1 ? REGEX_MATCH : REGEX_SEARCH;
    uint32_t bits = 0;
    for (Size i = 0; r && i < countof(signs); i++)
        if (!regex_passes_any(r, how, str_of(signs[i].sign), scratch)) bits |= signs[i].bit;
    return (uint32_t)kept_answer(w, key, bits);
}

Kinds chars_clear(World *w, const Av *texts)
{
    Kinds k = 0;
    (void)w;
    if (!av_all_const(texts) || texts->flags) return 0;
    for (Size i = 0; i < countof(harm); i++) {
        bool has = false;
        for (int a = 0; a < texts->n; a++) {
            const PyConst *c = texts->atom[a].p;
            for (Size b = 0; c->kind == CONST_STR && b < c->text.len; b++)
                has |= strchr(harm[i].bytes, c->text.s[b]) != NULL;
        }
        if (!has) k |= harm[i].kind;
    }
    bool sums = true;
    for (int a = 0; a < texts->n; a++) {
        const PyConst *c = texts->atom[a].p;
        for (Size b = 0; c->kind == CONST_STR && b < c->text.len; b++)
            sums &= (unsigned char)c->text.s[b] < 128 && !strchr(NO_SUM "\n", c->text.s[b]);
    }
    return sums ? k | KIND(CODE) : k;
}

// What a text without any of these bytes is harmless for.
Kinds bytes_clear(Str gone)
{
    Kinds k = 0;
    for (Size i = 0; i < countof(harm); i++) {
        bool all = true;
        for (const char *b = harm[i].bytes; *b && all; b++)
            all = gone.len && memchr(gone.s, *b, (size_t)gone.len);
        if (all) k |= harm[i].kind;
    }
    return k;
}

// What one more character that is let through may do.
Kinds byte_harms(char c)
{
    Kinds k = c == '.' || c == '/' ? KIND(PATH) : c == '-' ? KIND(ARGV) : 0;
    for (Size i = 0; i < countof(harm); i++)
        if (strchr(harm[i].bytes, c)) k |= harm[i].kind;
    return k;
}

// Does what it matches depend on what stands around it?
static bool looks_around(Str p)
{
    for (Size i = 0; i < p.len; i++) {
        bool next = i + 1 < p.len;
        if (p.s[i] == '\\') {
            if (next && strchr("AZzbB123456789", p.s[i + 1])) return true;
            i++;
        } else if (p.s[i] == '$' || (p.s[i] == '^' && (!i || p.s[i - 1] != '['))) return true;
        else if (p.s[i] == '(' && next && p.s[i + 1] == '?' &&
                      !str_starts(str_sub(p, i, -1), S("(?:")))
            return true;
    }
    return false;
}

// re.sub(r"[^a-z]", "", x), re.sub(r"\r?\n", " ", x): a character that alone is a match is taken out or
// written as others wherever it stands.
static Kinds sub_of(World *w, Str pattern, Str to)
{
    char gone[128];
    Size n = 0;
    Arena scratch = w->a;
    Kinds k = 0;
    Regex *r = looks_around(pattern) ? NULL : regex_read(pattern, 0, &scratch);
    if (!r) return 0;
    for (int c = 1; c < 127; c++) {
        char b = (char)c;
        if (!regex_passes_text(r, REGEX_FULL, (Str){&b, 1}, scratch)) continue;
        k |= replace_clears((Str){&b, 1}, to) & ~KIND(SQL);
        if (!to.len || !memchr(to.s, c, (size_t)to.len)) gone[n++] = b;
    }
    k |= bytes_clear((Str){gone, n});
    return n && memchr(gone, '<', (size_t)n) ? k | KIND(HTML) : k;
}

Kinds sub_clears(World *w, Str pattern, Str to)
{
    Str key = str_fmt(&w->a, "sub %td %.*s %.*s", to.len, STR_ARG(to), STR_ARG(pattern));
    const Kinds *known = map_get(w->patterns, key);
    return known ? *known : kept_answer(w, key, sub_of(w, pattern, to));
}

Kinds replace_clears(Str from, Str to)
{
    if (from.len != 1) return 0;
    char c = from.s[0];
    bool gone = !memchr(to.s ? to.s : "", c, (size_t)to.len);
    // smtplib makes a line end of a lone \r
    if (c == '\n' && gone) return KIND(LOG) | KIND(HEADER);
    if (c == '\r' && gone) return KIND(LOG) | KIND(HEADER) | KIND(MAIL);
    if ((c == '/' ) && gone) return KIND(PATH);
    if (c == '<' && gone) return KIND(HTML) | KIND(XML);
    if (c == '\'' && str_eq(to, S("''"))) return KIND(SQL);
    return 0;
}

static const void *both(void *self, uint64_t key, const void *x, const void *y)
{
    const Fact *a = x, *b = y;
    World *w = self;
    (void)key;
    if ((a->clear & b->clear) == b->clear && (a->bits & b->bits) == b->bits && (a->is || !b->is))
        return a;
    Fact *f = new(&w->a, Fact, 1);
    *f = *a;
    f->clear |= b->clear;
    f->bits |= b->bits;
    if (!f->is) f->is = b->is;
    if (!f->why.len) f->why = b->why;
    return f;
}

void merge_facts(Frame *fr, State *st, State more)
{
    World *w = fr->w;
    st->facts = trie_merge(&w->a, st->facts, more.facts, false, both, w);
}

// A walk of the function with this one argument, to learn what it says of it; NULL: not possible.
Frame *probe_call(Frame *fr, const Atom *a, const Av *item, Val call)
{
    World *w = fr->w;
    Mod *m = a ? mod_load(w, a->mod) : NULL;
    if (!m || fr->depth > 60 || w->probing || w->out_of_steps) return NULL;     // one in another multiplies
    const Func *fn = &m->m->funcs.v[a->idx];
    Frame *probe = frame_new(w, fr, a->mod, a->idx, fr->id * 31 + call);
    const Obj *o = obj_at(w, &fr->st, a->obj);
    probe->fobj = a->obj;
    probe->env_up = o ? o->up : 0;
    probe->arg = new(&w->a, const Av *, fn->params.n + 1);
    for (Size i = 0; i < fn->params.n; i++) probe->arg[i] = i ? &av_quiet : item;
    probe->st = (State){fr->st.heap, NULL, false};
    w->probing = true;
    walk_body(probe);
    w->probing = false;
    return fn->params.n ? probe : NULL;
}

// filter(f, items): items for which f may be true, with what a true answer teaches.
const Av *filtered(Frame *fr, const Av *f, const Av *item, const Args *args)
{
    World *w = fr->w;
    Frame *probe = probe_call(fr, av_find(f, AT_FUNC), item, args->call);
    if (!probe || !probe->has_learnt[1]) return item;
    const Fact *fact = &probe->learnt[1][0];
    if (fact->is && !item->taint) return fact->is;
    return av_clear(w, item, fact->clear);
}

// Member of the library classes that a project object's class descends from.
ModelId outer_member(Frame *fr, const Atom *a, uint32_t attr)
{
    World *w = fr->w;
    const Obj *o = obj_at(w, &fr->st, a->obj);
    Mro m;
    if (!o || o->kind != OB_INST || !o->up) return 0;
    class_mro(w, &fr->st, o->up, &m);
    for (int i = 0; i < m.next; i++) {
        ModelId id = member_id(w, m.ext[i], attr);
        if (id) return id;
    }
    return 0;
}
