// flow/match: what a match of a pattern gives: a text that the pattern, or a group of it, takes
// whole.
// SPDX-License-Identifier: MIT
#include "flow/part.h"
#include "flow/printed.h"

enum { GROUPS_MOST = 12 };

typedef struct { Str text, name; } Group;

// Where the group that opens at `at` ends: one after its bracket; -1: nowhere.
static Size group_end(Str p, Size at)
{
    int depth = 0;
    bool class = false;
    for (Size i = at; i < p.len; i++) {
        char c = p.s[i];
        if (c == '\\') i++;
        else if (class) class = c != ']';
        else if (c == '[') class = true, i += i + 1 < p.len && p.s[i + 1] == ']';
        else if (c == '(') depth++;
        else if (c == ')' && --depth == 0) return i + 1;
    }
    return -1;
}

// The groups of a pattern that capture, in order; -1: it is not understood.
static int groups_of(Str p, Group *g)
{
    bool class = false;
    int n = 0;
    for (Size i = 0; i < p.len; i++) {
        char c = p.s[i];
        if (c == '\\') i++;
        else if (class) class = c != ']';
        else if (c == '[') class = true, i += i + 1 < p.len && p.s[i + 1] == ']';
        else if (c == '(') {
            bool named = str_starts(str_sub(p, i, -1), S("(?P<"));
            Size end = group_end(p, i), from = i + 1;
            if (end < 0 || n == GROUPS_MOST) return -1;
            if (named) from = i + str_find(str_sub(p, i, -1), S(">")) + 1;
            else if (i + 1 < p.len && p.s[i + 1] == '?') continue;
            g[n++] = (Group){str_sub(p, from, end - 1),
                             named ? str_sub(p, i + 4, from - 1) : (Str){0}};
        }
    }
    return n;
}

static bool pattern_of(const Obj *o, Str *p, int *flags)
{
    const Av *text = o ? obj_cell(o, KEPT_FIRST) : NULL;
    const Av *bits = o ? obj_cell(o, KEPT_FLAGS) : NULL;
    int64_t i = 0;
    if (!text || !av_only_str(text, p) || str_find(*p, S("(?s")) >= 0) return false;
    if (bits && !av_only_int(bits, &i)) return false;
    *flags = (int)i;
    return true;
}

// What a call of re's, or of a compiled pattern's, matches by; NULL: nobody knows.
static const Av *regex_of(Frame *fr, const Args *args, const Av *self, Str name, const Av **flags)
{
    bool compiled = str_starts(name, S("re.Pattern."));
    const Obj *o = compiled ? made_thing(fr, self) : NULL;
    *flags = !compiled ? arg_at(args, 2, fr->w, S("flags"))
             : o       ? obj_cell(o, KEPT_FLAGS)
                       : NULL;
    return !compiled ? arg_at(args, 0, fr->w, S("pattern"))
           : o       ? obj_cell(o, KEPT_FIRST)
                     : NULL;
}

Obj regex_kept(World *w, const Av *pattern, const Av *flags)
{
    Cell *c = new(&w->a, Cell, 2);
    c[0] = (Cell){KEPT_FIRST, pattern};
    if (flags) c[1] = (Cell){KEPT_FLAGS, flags};
    return (Obj){.kind = OB_EXT, .cell = c, .n = flags ? 2 : 1};
}

// The match remembers its pattern: re.match(pattern, …), re.compile(pattern).match(…).
void match_keeps(Frame *fr, const Av *match, const Args *args, const Av *self, Str name)
{
    World *w = fr->w;
    const Atom *a = match ? av_find(match, AT_INST) : NULL;
    if (!a || !a->obj || !str_eq(unit_str(w, a->idx), S("re.Match"))) return;
    const Av *flags, *p = regex_of(fr, args, self, name, &flags);
    if (!p) return;
    Obj *kept = new(&w->a, Obj, 1);
    *kept = regex_kept(w, p, flags);
    obj_put(fr, a->obj, kept);
}

static Kinds all_clear(World *w, const Group *g, int n, int flags)
{
    Kinds k = n ? ~(Kinds)0 : 0;
    for (int i = 0; i < n; i++) k &= regex_clears(w, g[i].text, flags, 0);
    return k;
}

// m.group(1), m["name"], m.groups(): which == NULL: the whole for group(), else any of the groups.
const Taint *matched(Frame *fr, const Taint *t, const Av *match, const Av *which, bool all)
{
    World *w = fr->w;
    Group g[GROUPS_MOST];
    Str pattern, name;
    int flags;
    int64_t i = 0;
    if (!t || !pattern_of(made_thing(fr, match), &pattern, &flags)) return t;
    if (!all && (!which || (av_only_int(which, &i) && i == 0)))
        return taint_mask(w, t, regex_clears(w, pattern, flags, 0), false);
    int n = groups_of(pattern, g);
    if (n <= 0) return t;
    bool known = !all && which;
    if (known && av_only_int(which, &i)) {
        if (i < 1 || i > n) return t;
        return taint_mask(w, t, all_clear(w, g + i - 1, 1, flags), false);
    }
    for (int k = 0; known && av_only_str(which, &name) && k < n; k++)
        if (str_eq(g[k].name, name)) return taint_mask(w, t, all_clear(w, g + k, 1, flags), false);
    return taint_mask(w, t, all_clear(w, g, n, flags), false);
}

// Each group is what its own part of the pattern takes, by its place or by its name.
static const Av *groups_apart(Frame *fr, const Taint *t, const Group *g, int n, int flags,
                              bool named, Val at)
{
    World *w = fr->w;
    Cell *c = new(&w->a, Cell, n);
    Obj o = {.kind = named ? OB_DICT : OB_TUPLE, .exact = true, .cell = c};
    for (int i = 0; i < n; i++) {
        const Taint *part = taint_mask(w, t, all_clear(w, g + i, 1, flags), false);
        Key k = named ? KEY_SYM(name_add(&w->names, g[i].name)) : KEY_INT(i);
        if (!named || g[i].name.len) c[o.n++] = (Cell){k, av_with(w, av_inst(w, S("str")), part)};
    }
    return obj_make(fr, at, 0x940b, &o);
}

// m.groups(), m.groupdict(). NULL: the groups are not known.
const Av *native_groups(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    Group g[GROUPS_MOST];
    Str pattern;
    int flags, n;
    bool named = str_ends(name, S("groupdict"));
    if (!self || !self->taint || args->npos || args->nnamed || args->star || args->dstar)
        return NULL;
    if (!pattern_of(made_thing(fr, self), &pattern, &flags) || (n = groups_of(pattern, g)) <= 0)
        return NULL;
    const Taint *t = taint_step(fr, self->taint, args->node,
                                str_fmt(&w->a, "passes through %.*s", STR_ARG(name)));
    return groups_apart(fr, t, g, n, flags, named, args->call);
}

static const Av *match_of(Frame *fr, const Taint *t, const Av *pattern, const Av *flags, Val at)
{
    World *w = fr->w;
    Obj o = regex_kept(w, pattern, flags);
    Atom match = av_inst(w, S("re.Match"))->atom[0];
    match.obj = obj_make(fr, at, 0x5b5, &o)->atom[0].obj;
    return av_with(w, av_atom(w, match), t);
}

// re.finditer(pattern, x): matches; re.findall(pattern, x) of several groups: tuples of them. NULL: as one.
const Av *native_matches(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    bool compiled = str_starts(name, S("re.Pattern."));
    const Av *flags, *pattern = regex_of(fr, args, self, name, &flags);
    const Av *text = arg_at(args, compiled ? 0 : 1, w, S("string"));
    const Taint *t = text ? deep_taint(fr, text) : NULL;
    Group g[GROUPS_MOST];
    Str p;
    int64_t bits = 0;
    if (!t || !pattern || !av_only_str(pattern, &p) || (flags && !av_only_int(flags, &bits)))
        return NULL;
    t = taint_step(fr, t, args->node, str_fmt(&w->a, "passes through %.*s", STR_ARG(name)));
    if (str_ends(name, S("finditer")))
        return list_of(fr, args->call, OB_ITER, NULL, 0,
                       match_of(fr, t, pattern, flags, args->call));
    int n = str_find(p, S("(?s")) < 0 ? groups_of(p, g) : 0;
    if (n < 2) return NULL;
    return list_of(fr, args->call, OB_LIST, NULL, 0,
                   groups_apart(fr, t, g, n, (int)bits, false, args->call));
}

// What each of the texts that a function gives for a match takes away, and what a match loses where it
// gives something else of it.
static Kinds given_clears(World *w, Str pattern, const Av *given)
{
    Kinds k = ~(Kinds)0;
    if (!av_all_const(given) || given->flags)
        return sub_clears(w, pattern, (Str){0}) & ~taint_kinds(given->taint);
    for (int i = 0; i < given->n; i++) {
        const PyConst *c = given->atom[i].p;
        bool text = c->kind == CONST_STR || c->kind == CONST_BYTES;
        k &= text || c->kind == CONST_NONE ? sub_clears(w, pattern, text ? c->text : (Str){0}) : 0;
    }
    return k;
}

// re.sub(pattern, lambda m: …, x): what the function makes of a match stands in its place. *k: what is gone.
const Taint *replaced_by(Frame *fr, const Taint *t, const Av *pattern, const Av *by,
                         const Args *args, Kinds *k)
{
    World *w = fr->w;
    Str p;
    *k = 0;
    if (!av_find(by, AT_FUNC) && !av_find(by, AT_BOUND) && !av_find(by, AT_PARTIAL)) return t;
    const Av *v = match_of(fr, t, pattern, NULL, args->call);
    const Args one = {.pos = &v, .npos = 1, .call = args->call, .node = args->node};
    State before = fr->st;
    const Av *given = call_value(fr, by, &one);
    if (fr->st.dead) fr->st = before;
    if (av_only_str(pattern, &p)) *k = given_clears(w, p, given);
    return taint_join(w, t, given->taint);
}

// "".join(re.findall(r"\w+", x)): made of what the pattern takes, in any order.
const Taint *found_all(Frame *fr, const Taint *t, const Args *args, const Av *self, Str name)
{
    World *w = fr->w;
    Group g[GROUPS_MOST];
    bool compiled = str_starts(name, S("re.Pattern."));
    const Obj *o = compiled ? made_thing(fr, self) : NULL;
    Str pattern;
    int flags = 0;
    if (compiled ? !pattern_of(o, &pattern, &flags)
                 : !args->npos || args->npos > 2 || !av_only_str(args->pos[0], &pattern))
        return t;
    int n = groups_of(pattern, g);
    Kinds k = n < 0 ? 0 : n ? all_clear(w, g, n, flags) : regex_clears(w, pattern, flags, 0);
    // what any number of matches, one after the other, may be
    if (!n && !str_starts(pattern, S("(?")))
        return taint_mask(
            w, t, regex_clears(w, str_fmt(&w->a, "(?:%.*s)*", STR_ARG(pattern)), flags, 0), false);
    Kinds by_place = KIND(ARGV) | KIND(URL) | KIND(REDIRECT) | KIND(PATH) | KIND(CSV);
    return taint_mask(w, t, k & ~by_place, false);
}
