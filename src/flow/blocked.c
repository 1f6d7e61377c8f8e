// flow/blocked: guards and sanitizers that stand on the way of what was found, and why they did not
// stop it. Looks only at what is reported, after the walk, and changes nothing.
// SPDX-License-Identifier: MIT
#include "flow/blocked.h"

enum { SAID_MOST = 5, LOOKS_MOST = 64, DEPTH = 5, TEXT_MOST = 60 };

// ---- instructions by node

Spot spot_of(World *w, Mod *m, NodeId node)
{
    const Module *mod = m->m;
    if (!m->spot) {
        m->spot = new(&w->a, uint64_t, mod->tree->nodes.n + 1);
        for (Size k = 0; k < mod->funcs.n; k++) {
            const Func *f = &mod->funcs.v[k];
            for (Size v = 1; v < f->code.n; v++) {
                const Instr *in = &f->code.v[v];
                if (in->node && in->op != IR_PHI && in->op != IR_NOP)
                    m->spot[in->node] = (uint64_t)(k + 1) << 32 | (uint64_t)v;
            }
        }
    }
    uint64_t at = node < (NodeId)mod->tree->nodes.n ? m->spot[node] : 0;
    if (!at) return (Spot){0};
    return (Spot){m, &mod->funcs.v[(at >> 32) - 1], (uint32_t)(at >> 32) - 1, (Val)at};
}

const Av *spot_value(const Mod *m, uint32_t func, Val v)
{
    const FuncInfo *i = &m->info[func];
    return v && i->val && i->val[v] ? i->val[v] : &av_bottom;
}

Str source_words(const Tree *t, NodeId node)
{
    Str text = node ? py_text(t, node) : (Str){0};
    return str_most(str_first(text, S("\n")), TEXT_MOST);
}

// "`x.isalnum()` (line 9)", with its file when that is another one than `home`.
Str named_place(World *w, const Mod *m, NodeId node, Size home)
{
    const Tree *t = m->m->tree;
    Str text = source_words(t, node);
    int line = py_pos(t, py_at(t, node)->beg).line;
    bool cut = text.len < py_text(t, node).len, here = m->index == home;
    return str_fmt(&w->a, "`%.*s%s` (%.*s%s%d)", STR_ARG(text), cut ? "…" : "",
                   STR_ARG(here ? S("line ") : m->m->path), here ? "" : ":", line);
}

// ---- which branches speak of a value

static bool about(const Taint *t, const Subject *s)
{
    for (; t; t = t->next)
        if ((s->site && t->step->site == s->site) || (!s->site && t->kinds & s->kinds)) return true;
    return false;
}

bool tests_subject(const Mod *m, uint32_t func, Val v, const Subject *s, int depth)
{
    const Func *f = &m->m->funcs.v[func];
    if (!v || depth > DEPTH) return false;
    const Instr *in = &f->code.v[v];
    if (in->op == IR_CONST || in->op == IR_PHI) return about(spot_value(m, func, v)->taint, s);
    if (in->op != IR_CALL && about(spot_value(m, func, v)->taint, s)) return true;
    uint8_t uses = ir_uses[in->op];
    if (uses & 1 && tests_subject(m, func, in->a, s, depth + 1)) return true;
    if (uses & 2 && tests_subject(m, func, in->b, s, depth + 1)) return true;
    for (uint32_t i = 0; i < in->nargs; i++)
        if (tests_subject(m, func, f->args.v[in->args + i], s, depth + 1)) return true;
    return false;
}

// Can control come from block `from` to `to` without passing `without`?
static bool leads(const Func *f, Block from, Block to, Block without, Arena scratch)
{
    bool *seen = new(&scratch, bool, f->blocks.n);
    Block *todo = new(&scratch, Block, f->blocks.n * 3 + 1);
    Size n = 0;
    todo[n++] = from;
    while (n) {
        Block b = todo[--n];
        if (b == without || (Size)b >= f->blocks.n || seen[b]) continue;
        if (b == to) return true;
        seen[b] = true;
        const BasicBlock *x = &f->blocks.v[b];
        if (x->how == END_JUMP || x->how == END_BRANCH) todo[n++] = x->yes;
        if (x->how == END_BRANCH) todo[n++] = x->no;
        if (x->how == END_RAISE && x->handler) todo[n++] = x->handler;
    }
    return false;
}

Side side_of(World *w, const Func *f, Block branch, Block to)
{
    const BasicBlock *b = &f->blocks.v[branch];
    if (b->how != END_BRANCH || branch == to) return SIDE_NONE;
    const Instr *in = &f->code.v[b->value];
    if (in->op == IR_TEST && in->aux == TEST_MORE) return SIDE_NONE;
    bool yes = leads(f, b->yes, to, branch, w->a), no = leads(f, b->no, to, branch, w->a);
    return yes && no ? SIDE_BOTH : yes ? SIDE_YES : no ? SIDE_NO : SIDE_NONE;
}

// ---- why a test says too little

static const Instr *peeled(const Func *f, Val v)
{
    const Instr *in = &f->code.v[v];
    while (in->op == IR_NOT || in->op == IR_AWAIT) in = &f->code.v[in->a];
    return in;
}

static Str callee_text(World *w, const Mod *m, uint32_t func, const Instr *in)
{
    const Instr *callee = &m->m->funcs.v[func].code.v[in->a];
    const Av *v = spot_value(m, func, in->a);
    const Atom *a = av_find(v, AT_NAME);
    if (a) return unit_str(w, a->idx);
    Sym s = callee->op == IR_ATTR || callee->op == IR_GLOBAL ? callee->sym : 0;
    return s ? py_name(m->m->tree, s) : (Str){0};
}

static bool one_of(Str s, const char *const *list)
{
    s = str_sub(s, str_rfind(s, '.') + 1, -1);
    for (; *list; list++)
        if (str_eq(s, str_of(*list))) return true;
    return false;
}

static Str call_says(World *w, const Mod *m, uint32_t func, const Instr *in, Str kinds)
{
    static const char *const patterns[] = {"match", "fullmatch", "search", "findall", NULL};
    static const char *const types[] = {"isinstance", "issubclass", "callable", "hasattr", NULL};
    static const char *const there[] = {"exists", "isfile", "isdir", "is_file", "is_dir",
                                        "islink", "lexists", "access", NULL};
    static const char *const ends[] = {"endswith", "startswith", "removeprefix", NULL};
    Str name = callee_text(w, m, func, in);
    if (one_of(name, patterns))
        return str_fmt(&w->a, "its pattern lets texts through that are dangerous for %.*s",
                       STR_ARG(kinds));
    if (one_of(name, types)) return S("it says what type it is, not what it holds");
    if (one_of(name, there)) return S("that it is there does not say where it lies");
    if (one_of(name, ends)) return S("one end of the text says nothing of the rest of it");
    if (str_eq(name, S("len"))) return S("a limit of the length says nothing of what it holds");
    const Atom *a = av_find(spot_value(m, func, in->a), AT_NAME);
    for (const ModelLine *l = a ? models_lines(w->models, a->id) : NULL; l; l = l->next)
        if (l->kind == M_GUARD || l->kind == M_CHECK)
            return str_fmt(&w->a, "it makes sure of %.*s, not of %.*s",
                           STR_ARG(kinds_text(l->kinds & KINDS_TEXT, &w->a)), STR_ARG(kinds));
    return str_fmt(&w->a, "it does not rule out what is dangerous for %.*s", STR_ARG(kinds));
}

static Str compare_says(World *w, const Mod *m, uint32_t func, const Instr *in, const Subject *s,
                        Str kinds)
{
    const Func *f = &m->m->funcs.v[func];
    const Instr *left = &f->code.v[in->a];
    if (left->op == IR_CALL && str_eq(callee_text(w, m, func, left), S("len")))
        return S("a limit of the length says nothing of what it holds");
    switch (in->aux) {
    case OP_IN: case OP_NOTIN:
        if (av_all_const(spot_value(m, func, in->a)))
            return S("one text that it must or must not hold says nothing of the rest");
        if (about(spot_value(m, func, in->b)->taint, s))
            return S("what it is looked up in comes from outside too");
        return S("what it is looked up in is not known to hold the program's own constants only");
    case OP_LT: case OP_LTE: case OP_GT: case OP_GTE:
        return S("a limit of its size says nothing of what it holds");
    case OP_IS: case OP_ISNOT: return S("it only tells whether there is a value");
    default: break;
    }
    return str_fmt(&w->a,
                   "on this way it need not be one of the program's own values, so it may be "
                   "dangerous for %.*s",
                   STR_ARG(kinds));
}

// urlparse(x).netloc, asked whether there is one
static bool is_host_part(const Mod *m, uint32_t func, const Instr *in)
{
    static const char *const parts[] = {"netloc", "hostname", NULL};
    const Instr *part = in->op == IR_COMPARE ? &m->m->funcs.v[func].code.v[in->a] : in;
    return part->op == IR_ATTR && one_of(py_name(m->m->tree, part->sym), parts);
}

Str test_says(World *w, const Mod *m, uint32_t func, Val cond, const Subject *s)
{
    const Instr *in = peeled(&m->m->funcs.v[func], cond);
    if (s->kinds & KIND(REDIRECT) && is_host_part(m, func, in))
        return S("what names no host may lead to another all the same: \"///evil.example\"");
    Str kinds = kinds_text(s->kinds & KINDS_TEXT, &w->a);
    if (in->op == IR_CALL) return call_says(w, m, func, in, kinds);
    if (in->op == IR_COMPARE) return compare_says(w, m, func, in, s, kinds);
    if (in->op == IR_TEST) return S("the shape of a value says nothing of its text");
    return S("it only tells that it is not empty");
}

// ---- all that was seen on the way of one hit

typedef struct {
    World *w; Arena *keep; Size home;
    Subject subject;
    const Blocked *first; Blocked *last;
    int said, looks;
} Seeing;

static void say(Seeing *s, const Mod *m, NodeId node, Str why)
{
    Str text = str_fmt(s->keep, "%.*s: %.*s", STR_ARG(named_place(s->w, m, node, s->home)),
                       STR_ARG(why));
    const PyNode *n = py_at(m->m->tree, node);
    for (const Blocked *b = s->first; b; b = b->next)
        if (str_eq(b->why, text)) return;
    if (s->said++ >= SAID_MOST) return;
    Blocked *b = new(s->keep, Blocked, 1);
    *b = (Blocked){.at = {n->beg, n->end}, .why = text};
    if (s->last) s->last->next = b;
    else s->first = b;
    s->last = b;
}

const Str flow_either_way = L("both its outcomes lead on to here");

static void see_branches(Seeing *s, Spot to)
{
    const Block end = to.f->code.v[to.v].block;
    for (Block b = 0; b < (Block)to.f->blocks.n && s->said < SAID_MOST; b++) {
        const BasicBlock *x = &to.f->blocks.v[b];
        const FuncInfo *info = &to.m->info[to.func];
        if (x->how != END_BRANCH || (info->reached && !info->reached[b])) continue;
        if (!tests_subject(to.m, to.func, x->value, &s->subject, 0)) continue;
        if (s->looks++ >= LOOKS_MOST) return;
        Side side = side_of(s->w, to.f, b, end);
        const Instr *test = &to.f->code.v[x->value];
        NodeId node = test->op == IR_PARAM ? 0 : test->node;    // a bare name has no place here
        bool handler = test->op == IR_TEST && to.f->code.v[test->a].op == IR_EXCEPTION;   // except E: is no check
        if (side == SIDE_NONE || !node || handler) continue;
        say(s, to.m, node,
            side == SIDE_BOTH ? flow_either_way
                              : test_says(s->w, to.m, to.func, x->value, &s->subject));
    }
}

static void see_cleaner(Seeing *s, Spot at)
{
    const Instr *in = &at.f->code.v[at.v];
    if (in->op != IR_CALL) return;
    const Av *callee = spot_value(at.m, at.func, in->a);
    Kinds wanted = s->subject.kinds & KINDS_TEXT;
    for (int i = 0; i < callee->n; i++) {
        const Atom *a = &callee->atom[i];
        ModelId id = a->kind == AT_NAME || a->kind == AT_METHOD ? a->id : 0;
        for (const ModelLine *l = models_lines(s->w->models, id); l; l = l->next) {
            if (l->kind != M_CLEAN) continue;
            Kinds cleared = l->kinds & KINDS_TEXT;
            Str did = cleared == KINDS_TEXT ? S("everything") : kinds_text(cleared, &s->w->a);
            say(s, at.m, in->node,
                cleared & wanted ? S("what it makes safe is used where that does not hold, such as "
                                     "inside quotes")
                                 : str_fmt(&s->w->a, "it makes a text safe for %.*s, not for %.*s",
                                           STR_ARG(did), STR_ARG(kinds_text(wanted, &s->w->a))));
            return;
        }
    }
}

// The places of the path in order: each call is asked what it cleans; where a function is left or
// the sink is met, what stood before it is asked.
const Blocked *blocked_on(World *w, const Hit *h, const Taint *t, Arena *keep)
{
    Seeing s = {.w = w, .keep = keep, .home = h->mod,
                .subject = {t->step->site, h->kinds ? h->kinds : h->line->kinds}};
    NodeId node[STEPS_SHOWN + 1];
    uint32_t mod[STEPS_SHOWN + 1];
    Size n = 0;
    node[n] = h->node;
    mod[n++] = h->mod;
    for (const Step *step = t->step; step && n <= STEPS_SHOWN; step = step->prev) {
        if (step->beside) continue;
        node[n] = step->node;
        mod[n++] = step->mod;
    }
    for (Size i = n; i-- > 0;) {
        Mod *m = w->mods[mod[i]];
        Spot at = m && m->m && node[i] ? spot_of(w, m, node[i]) : (Spot){0};
        if (!at.m) continue;
        Mod *next = i && w->mods[mod[i - 1]] ? w->mods[mod[i - 1]] : NULL;
        Spot then = next && next->m ? spot_of(w, next, node[i - 1]) : (Spot){0};
        if (i && i + 1 < n) see_cleaner(&s, at);
        if (!i || then.m != at.m || then.func != at.func) see_branches(&s, at);
    }
    return s.first;
}
