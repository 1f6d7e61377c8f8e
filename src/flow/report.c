// flow/report: steps of a path, sinks that were reached, marks, notes: what the walk records for
// rules.
// SPDX-License-Identifier: MIT
#include "flow/handed.h"

// What a number can be dangerous for.
#define NUMBERS_TOO (KIND(SIZE) | KIND(SESSION) | KIND(KEY) | KIND(SEED))


const Step *step_add(Frame *fr, const Step *prev, NodeId node, Str what)
{
    Step *s = new(&fr->w->a, Step, 1);
    *s = (Step){
        .prev = prev, .mod = fr->mod, .node = node, .what = what, .len = prev ? prev->len + 1 : 1};
    s->site = prev ? prev->site : (uint64_t)fr->mod << 32 | node;
    return s;
}

static bool same_line(Frame *fr, const Step *s, NodeId node)
{
    if (s->mod != fr->mod || !s->node) return false;
    const Tree *t = fr->m->m->tree;
    uint32_t a = py_at(t, s->node)->beg, b = py_at(t, node)->beg;
    if (a == b) return true;
    uint32_t first = a < b ? a : b, last = a < b ? b : a;
    if (memchr(t->src.s + first, '\n', last - first)) return false;      // mostly, and soon
    return py_pos(t, a).line == py_pos(t, b).line;
}

// Each source's path with one step more; a step on the same line says nothing new.
const Taint *taint_step(Frame *fr, const Taint *t, NodeId node, Str what)
{
    if (!t) return NULL;
    Taint *r = new(&fr->w->a, Taint, 1);
    *r = *t;
    if (node && t->step->len < STEPS_MOST && t->step->node != node && !same_line(fr, t->step, node))
        r->step = step_add(fr, t->step, node, what);
    r->next = taint_step(fr, t->next, node, what);
    return r;
}

// ---- sinks

// Not by the line's address: what a map takes, and so where a bound on memory is met, must not depend
// on where the models lie in memory.
static uint64_t place_key(uint32_t mod, NodeId node, const ModelLine *line)
{
    uint64_t what =
        (uint64_t)line->serial << 40 ^ (uint64_t)line->kinds ^ (uint64_t)line->kind << 32;
    return ((uint64_t)mod << 32 | node) ^ what * 0x9e3779b97f4a7c15u;
}

static const Taint *dangerous(World *w, const Taint *t, Kinds kinds)
{
    const Taint *r = NULL;
    for (; t; t = t->next)
        if (t->kinds & kinds) r = taint_join(w, r, taint_alone(w, t));
    return r;
}

// {Shelf.name: text}: the program names the fields, and outside data only fills them.
static const Taint *named_taint(Frame *fr, const Av *arg)
{
    uint32_t id;
    const Obj *o = only_obj(fr, arg, &id);
    if (!o || o->kind != OB_DICT || (o->rest && !o->keys) || (!o->n && !o->rest))
        return deep_taint(fr, arg);
    return o->keys && o->keys->taint ? deep_taint(fr, arg) : arg->taint;
}

static bool is_dashes(const Av *v)
{
    Str s;
    return av_only_str(v, &s) && (str_eq(s, S("--")) || str_eq(s, S("--end-of-options")));
}

// Words of a command line that a program could take for options: before "--", and with no beginning
// of their own.
static const Taint *option_taint(Frame *fr, const Args *args, const Av *arg)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, arg, &id);
    const Taint *t = NULL;
    for (Size i = 0; i < args->npos && args->pos[i] != arg; i++)
        if (is_dashes(args->pos[i])) return NULL;
    if (!o || (o->kind != OB_LIST && o->kind != OB_TUPLE))
        return av_shape(w, arg).prefix.len ? NULL : deep_taint(fr, arg);
    uint32_t i = 0;
    for (; i < o->n && !is_dashes(o->cell[i].v); i++)
        if (!av_shape(w, o->cell[i].v).prefix.len)
            t = taint_join(w, t, deep_taint(fr, o->cell[i].v));
    if (o->rest && i == o->n) t = taint_join(w, t, deep_taint(fr, o->rest));
    return t;
}

// Of a command's words the shape is the program's: which one it is decides what an option can do.
static TextShape program_shape(Frame *fr, Kinds kinds, const Av *arg)
{
    uint32_t id;
    const Obj *o = kinds == KIND(ARGV) ? only_obj(fr, arg, &id) : NULL;
    bool words = o && (o->kind == OB_LIST || o->kind == OB_TUPLE) && o->n;
    return av_shape(fr->w, words ? o->cell[0].v : arg);
}

static bool is_mysql(Str callee)
{
    static const char *const part[] = {"mysql", "MySQL", "mariadb", "asyncmy"};
    for (Size i = 0; i < countof(part); i++)
        if (str_find(callee, str_of(part[i])) >= 0) return true;
    return false;
}

// Texts whose quotes were doubled and whose backslashes were left.
static const Taint *ended_by_backslash(World *w, const Taint *t)
{
    if (!t) return NULL;
    const Taint *next = ended_by_backslash(w, t->next);
    if (!(t->quoted & BACKSLASH_ENDS)) return next;
    Taint *r = new(&w->a, Taint, 1);
    *r = *t;
    r->kinds |= KIND(SQL);
    r->next = next;
    return r;
}

// ZipFile(BytesIO(data)): a file in memory names none, and is no address.
static bool is_in_memory(World *w, const Av *v)
{
    static const Str streams[] = {
        L("io.BytesIO"), L("io.StringIO"), L("tempfile.SpooledTemporaryFile"), {0}};
    bool is = v->n > 0 && !(v->flags & AV_OTHER);
    for (int i = 0; i < v->n && is; i++)
        is = v->atom[i].kind == AT_INST && str_in(unit_str(w, v->atom[i].idx), streams);
    return is;
}

// db.execute("SELECT …" + name): the text itself says what it is. What a parameter is given, other files may say.
static bool tells_itself(const Frame *fr, Kinds kinds, const Taint *t)
{
    const Kinds known = KIND(REMOTE) | KIND(LOCAL) | KIND(PARAMETER);
    while (t && !(t->kinds & known)) t = t->next;
    return t && kinds & KIND(SQL) && fr->m->m->is_sole;
}

// A vector of words, or a line that is split into words: in that one any place may begin an option.
static bool is_words(const ModelLine *line)
{
    return line->kinds == KIND(ARGV) && !models_has_tag(line, S("line"));
}

void check_sink(Frame *fr, const Args *args, const ModelLine *line, const Av *arg, Val value,
                Str callee, bool shy)
{
    World *w = fr->w;
    Kinds kinds = line->kinds;
    if (kinds & (KIND(PATH) | KIND(URL)) && is_in_memory(w, arg))
        kinds &= ~(KIND(PATH) | KIND(URL));
    if (!kinds || w->quiet || !args || (is_number(w, arg) && !(kinds & NUMBERS_TOO))) return;
    const Taint *open =
        kinds & KIND(SQL) && is_mysql(callee) ? ended_by_backslash(w, deep_taint(fr, arg)) : NULL;
    const Taint *t = open                 ? open
                     : is_words(line)      ? dangerous(w, option_taint(fr, args, arg), kinds)
                     : kinds == KIND(MASS) ? dangerous(w, named_taint(fr, arg), kinds)
                     : kinds == KIND(LOG)  ? dangerous(w, printed_taint(fr, arg, args->call), kinds)
                                           : dangerous(w, deep_taint(fr, arg), kinds);
    if (!t) return;
    if (tells_itself(fr, kinds, t)) shy = false;
    uint64_t key = place_key(fr->mod, args->node, line);
    Hit *h = NULL;
    if (!trie_get(w->hits, key)) {
        h = push(&w->a, &w->box->hits);
        *h = (Hit){.mod = fr->mod,
                   .func = fr->func,
                   .call = args->call,
                   .value = value,
                   .node = args->node,
                   .line = line,
                   .callee = callee,
                   .shy = shy,
                   .shape = program_shape(fr, kinds, arg)};
        w->hits = trie_set(&w->a, w->hits, key, (const void *)(uintptr_t)w->box->hits.n);
    } else h = &w->box->hits.v[(uintptr_t)trie_get(w->hits, key) - 1];
    h->taint = taint_join(w, h->taint, t);
    for (; t; t = t->next) h->kinds |= t->kinds & kinds;
    h->shy &= shy;
}

// Of another file's function only what this file decides is news there: it waits as a hit does.
static void add_theirs(Frame *fr, const MarkSeen *m, const Taint *way, uint64_t key)
{
    World *w = fr->w;
    if (!way || !handed_by_unit(fr, way)) return;
    Hit *h = push(&w->a, &w->box->hits);
    *h = (Hit){.mod = m->mod, .func = m->func, .call = m->call, .node = m->node, .line = m->line,
               .callee = m->callee, .shy = m->shy, .taint = way};
    w->hits = trie_set(&w->a, w->hits, key, (const void *)(uintptr_t)w->box->hits.n);
}

// What nobody decided and then somebody did is the latter's.
void add_mark(Frame *fr, MarkSeen mark, const AskedOf *of, Size n)
{
    World *w = fr->w;
    if (w->quiet) return;
    uint64_t key = place_key(mark.mod, mark.node, mark.line);
    bool own = (Size)mark.mod == w->unit;
    uintptr_t at = (uintptr_t)trie_get(own ? w->marks : w->hits, key);
    MarkSeen *seen = own && at ? &w->box->marks.v[at - 1] : NULL;
    if (at && (!own || seen->way)) return;
    const Taint *way = handed_way(fr, of, n);
    if (seen) seen->way = way;
    else if (!own) add_theirs(fr, &mark, way, key);
    else {
        mark.way = way;
        *push(&w->a, &w->box->marks) = mark;
        w->marks = trie_set(&w->a, w->marks, key, (const void *)(uintptr_t)w->box->marks.n);
    }
}
