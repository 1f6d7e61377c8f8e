// flow/method: methods of texts, lists, sets and dictionaries, on what is known of them.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"
#include "flow/part.h"
#include <ctype.h>

typedef struct {
    Frame *fr;
    const Av *self;
    const Args *args;
    const Obj *o;
    uint32_t id;
    bool sure;
    Str name;
} On;
typedef const Av *Method(On *on);

static const Av *arg(On *on, int i) { return i < on->args->npos ? on->args->pos[i] : NULL; }

static void put(On *on, const Obj *o)
{
    if (!on->sure) o = obj_join(on->fr->w, on->o, o);
    obj_put(on->fr, on->id, o);
    on->o = o;
}

static Obj *fresh(On *on)
{
    Obj *r = new(&on->fr->w->a, Obj, 1);
    *r = *on->o;
    return r;
}

// The list with items [at, at+drop) replaced by n others; positions are known only in an exact
// list.
static const Obj *splice(On *on, Size at, Size drop, const Av **v, Size n)
{
    World *w = on->fr->w;
    const Obj *o = on->o;
    Size left = o->n - drop + n;
    if (!o->exact || o->many || left > CELLS_MAX) {
        const Obj *r = o;
        for (Size i = 0; i < n; i++) r = obj_spill(w, r, v[i]);
        if (at >= 0 && at < o->n) {                             // everything may have moved
            const Av *all = obj_all(w, r);
            Obj *m = new(&w->a, Obj, 1);
            *m = *o;
            m->n = 0;
            m->keys = NULL;
            m->exact = false;
            m->rest = av_is_bottom(all) ? NULL : all;
            r = m;
        }
        return r;
    }
    Cell *c = new(&w->a, Cell, left + 1);
    for (Size i = 0; i < at; i++) c[i] = o->cell[i];
    for (Size i = 0; i < n; i++) c[at + i] = (Cell){KEY_INT(at + i), v[i]};
    for (Size i = at + drop; i < o->n; i++)
        c[i - drop + n] = (Cell){KEY_INT(i - drop + n), o->cell[i].v};
    Obj *r = fresh(on);
    r->cell = c;
    r->index = NULL;
    r->n = (uint32_t)left;
    return r;
}

static const Av *l_append(On *on)
{
    const Av *v = arg(on, 0);
    if (!v) return NULL;
    put(on, splice(on, on->o->n, 0, &v, 1));
    if (on->sure && !str_starts(on->name, S("set"))) ends_in(on->fr, on->self, v);
    return av_none(on->fr->w);
}

static const Av *l_appendleft(On *on)
{
    const Av *v = arg(on, 0);
    if (!v) return NULL;
    put(on, splice(on, 0, 0, &v, 1));
    return av_none(on->fr->w);
}

static const Av *l_extend(On *on)
{
    World *w = on->fr->w;
    uint32_t id;
    const Av *v = arg(on, 0);
    if (!v) return NULL;
    const Obj *p = only_obj(on->fr, v, &id);
    if (p && p->exact && (p->kind == OB_LIST || p->kind == OB_TUPLE)) {
        const Av **item = new(&w->a, const Av *, p->n + 1);
        for (uint32_t i = 0; i < p->n; i++) item[i] = p->cell[i].v;
        put(on, splice(on, on->o->n, 0, item, p->n));
    } else put(on, obj_spill(w, on->o, elements(on->fr, v, on->args->call)));
    return av_none(w);
}

// One after the other to the front: nobody needs to know in which order they lie then.
static const Av *l_extendleft(On *on)
{
    World *w = on->fr->w;
    const Av *v = arg(on, 0);
    if (!v) return NULL;
    Obj *r = fresh(on);
    *r = (Obj){.kind = on->o->kind,
               .rest = av_join(w, obj_all(w, on->o), elements(on->fr, v, on->args->call))};
    put(on, r);
    return av_none(w);
}

static const Av *l_insert(On *on)
{
    World *w = on->fr->w;
    int64_t i;
    const Av *v = arg(on, 1);
    if (!v) return NULL;
    if (!av_only_int(arg(on, 0), &i) || !on->o->exact)
        put(on, splice(on, on->o->exact ? 0 : 0, 0, &v, 1));
    else {
        if (i < 0) i += on->o->n;
        i = i < 0 ? 0 : i > on->o->n ? on->o->n : i;
        put(on, splice(on, (Size)i, 0, &v, 1));
    }
    return av_none(w);
}

static const Av *l_pop(On *on)
{
    World *w = on->fr->w;
    int64_t i = -1;
    const Obj *o = on->o;
    bool known = !arg(on, 0) || av_only_int(arg(on, 0), &i);
    if (known && i == -1 && on->sure && !o->exact && last_of(o)) {
        const Av *last = last_of(o);
        Obj *r = fresh(on);
        r->keys = NULL;
        put(on, r);
        return last;
    }
    if (!known || !o->exact || o->many || !o->n) return o->n || o->rest ? obj_all(w, o) : NULL;
    if (i < 0) i += o->n;
    if (i < 0 || i >= o->n) return &av_bottom;
    const Av *v = o->cell[i].v;
    put(on, splice(on, (Size)i, 1, NULL, 0));
    return v;
}

static const Av *l_popleft(On *on)
{
    const Obj *o = on->o;
    if (!o->exact || o->many || !o->n) return obj_all(on->fr->w, o);
    const Av *v = o->cell[0].v;
    put(on, splice(on, 0, 1, NULL, 0));
    return v;
}

static const Av *l_clear(On *on)
{
    Obj *r = fresh(on);
    r->n = 0;
    r->rest = r->keys = NULL;
    r->partial = r->hollow = false;
    r->exact = true;
    put(on, r);
    return av_none(on->fr->w);
}

// sort, reverse, remove: positions are lost
static const Av *l_mix(On *on)
{
    World *w = on->fr->w;
    const Av *all = obj_all(w, on->o);
    if (on->o->n < 2 && on->o->exact) return av_none(w);
    Obj *r = fresh(on);
    r->n = 0;
    r->keys = NULL;
    r->exact = false;
    r->rest = av_is_bottom(all) ? NULL : all;
    put(on, r);
    return av_none(w);
}

static const Av *l_index(On *on)
{
    list_looked_up(on->fr, on->self, on->args);
    return NULL;
}

static const Av *l_reverse(On *on)
{
    World *w = on->fr->w;
    if (!on->o->exact || on->o->many) return l_mix(on);
    const Obj *o = on->o;
    const Av **v = new(&w->a, const Av *, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++) v[i] = o->cell[o->n - 1 - i].v;
    put(on, splice(on, 0, o->n, v, o->n));
    return av_none(w);
}

static const Av *l_remove(On *on)
{
    World *w = on->fr->w;
    const PyConst *c = arg(on, 0) ? av_only_const(arg(on, 0)) : NULL;
    for (uint32_t i = 0; c && on->o->exact && !on->o->many && i < on->o->n; i++) {
        const PyConst *x = av_only_const(on->o->cell[i].v);
        if (x && const_equal(x, c)) { put(on, splice(on, i, 1, NULL, 0)); return av_none(w); }
        if (!x) break;
    }
    return l_mix(on);
}

static const Av *l_copy(On *on)
{
    Obj o = *on->o;
    o.many = false;
    if (o.kind == OB_INST) o.kind = OB_DICT, o.up = 0;          // of vars(x)
    return av_add_taint(on->fr->w, obj_make(on->fr, on->args->call, 0xc0b2, &o), on->self->taint);
}

static const Av *set_from(On *on, const Av *from)
{
    Frame *fr = on->fr;
    const Av *item = elements(fr, from, on->args->call);
    return list_of(fr, on->args->call, OB_SET, NULL, 0, av_is_bottom(item) ? NULL : item);
}

// ALLOWED.intersection(x): what is in both is what the side without outside data holds.
static const Av *s_common(On *on)
{
    if (!arg(on, 0)) return NULL;
    bool theirs = deep_taint(on->fr, on->self) && !deep_taint(on->fr, arg(on, 0));
    return set_from(on, theirs ? arg(on, 0) : on->self);
}

static const Av *s_less(On *on) { return set_from(on, on->self); }

static const Av *s_add(On *on)
{
    const Av *v = arg(on, 0);
    if (!v) return NULL;
    put(on, splice(on, on->o->n, 0, &v, 1));
    return av_none(on->fr->w);
}

static const Av *s_update(On *on) { return l_extend(on); }

// ---- dictionaries

static const Av *d_get(On *on)
{
    World *w = on->fr->w;
    Key k;
    const Obj *o = on->o;
    const Av *d = arg(on, 1) ? arg(on, 1) : av_none(w);
    if (!arg(on, 0)) return NULL;
    if (key_of(w, arg(on, 0), &k)) {
        const Av *v = obj_cell(o, k);
        if (v && o->many && o->rest) return av_join(w, v, o->rest);
        if (v && o->partial) v = av_join(w, v, d);
        if (v) return av_add_taint(w, v, on->self->taint);
        if (!o->rest) return o->exact ? d : av_join(w, d, &av_unknown);
        return av_join(w, o->rest, d);
    }
    d = char_mapped(on->fr, on->self, on->args, d);
    return av_add_taint(w, av_join(w, obj_all(w, o), d), on->self->taint);
}

static const Av *d_setdefault(On *on)
{
    World *w = on->fr->w;
    Key k;
    const Av *d = arg(on, 1) ? arg(on, 1) : av_none(w);
    if (!arg(on, 0)) return NULL;
    const Av *v = key_of(w, arg(on, 0), &k) ? obj_cell(on->o, k) : NULL;
    if (v) return v;
    if (on->o->rest) d = av_join(w, d, on->o->rest);            // what may be there stays
    write_index(on->fr, on->self, arg(on, 0), d, !on->sure);
    return d;
}

static const Av *d_pop(On *on)
{
    Key k;
    const Av *v = d_get(on);
    if (v && arg(on, 0) && key_of(on->fr->w, arg(on, 0), &k))
        put(on, obj_drop(on->fr->w, on->o, k));
    return v;
}

static const Av *d_update(On *on)
{
    World *w = on->fr->w;
    const Obj *o = on->o;
    for (Size i = 0; i < on->args->npos; i++) o = dict_update(on->fr, o, on->args->pos[i]);
    for (Size i = 0; i < on->args->nnamed; i++)
        o = obj_set(w, o, KEY_SYM(on->args->names[i]), on->args->named[i], false);
    if (on->args->dstar) o = obj_overlay(w, o, on->args->dstar);
    put(on, o);
    return av_none(w);
}

static const Av *d_keys(On *on)
{
    World *w = on->fr->w;
    const Obj *o = on->o;
    const Av **v = new(&w->a, const Av *, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++) v[i] = key_value(w, o->cell[i].key);
    const Av *rest = o->exact ? NULL : o->keys ? o->keys : o->rest ? &av_unknown : NULL;
    return list_of(on->fr, on->args->call, OB_LIST, v, o->n, rest);
}

static const Av *d_values(On *on)
{
    World *w = on->fr->w;
    const Obj *o = on->o;
    const Av **v = new(&w->a, const Av *, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++) v[i] = o->cell[i].v;
    return av_add_taint(w, list_of(on->fr, on->args->call, OB_LIST, v, o->n, o->rest),
                        on->self->taint);
}

static const Av *d_items(On *on)
{
    World *w = on->fr->w;
    Frame *fr = on->fr;
    const Obj *o = on->o;
    const Av **v = new(&w->a, const Av *, o->n + 1), *rest = NULL;
    uint32_t was = fr->salt;
    for (uint32_t i = 0; i < o->n; i++) {
        fr->salt = was * 31 + i * 7 + 1;
        v[i] = list_of(fr, on->args->call, OB_TUPLE,
                       (const Av *[]){key_value(w, o->cell[i].key), o->cell[i].v}, 2, NULL);
    }
    fr->salt = was * 31 + 5;
    if (o->rest)
        rest = list_of(fr, on->args->call, OB_TUPLE,
                       (const Av *[]){o->keys ? o->keys : &av_unknown, o->rest}, 2, NULL);
    fr->salt = was;
    return av_add_taint(w, list_of(fr, on->args->call, OB_LIST, v, o->n, rest), on->self->taint);
}

static const struct { const char *name; Method *run;
} methods[] = {
    {"list.append", l_append},
    {"list.appendleft", l_appendleft},
    {"list.extend", l_extend},
    {"list.extendleft", l_extendleft},
    {"list.insert", l_insert},
    {"list.pop", l_pop},
    {"list.popleft", l_popleft},
    {"list.clear", l_clear},
    {"list.sort", l_mix},
    {"list.reverse", l_reverse},
    {"list.remove", l_remove},
    {"list.copy", l_copy},
    {"list.index", l_index},
    {"set.intersection", s_common},
    {"set.difference", s_less},
    {"set.add", s_add},
    {"set.update", s_update},
    {"set.discard", l_remove},
    {"set.remove", l_remove},
    {"set.clear", l_clear},
    {"set.copy", l_copy},
    {"dict.get", d_get},
    {"dict.setdefault", d_setdefault},
    {"dict.pop", d_pop},
    {"dict.update", d_update},
    {"dict.keys", d_keys},
    {"dict.values", d_values},
    {"dict.items", d_items},
    {"dict.clear", l_clear},
    {"dict.copy", l_copy},
    {"dict.__getitem__", d_get},
};

// ---- texts

static const Av *each_const(Frame *fr, const Av *self, Str (*change)(World *w, Str s))
{
    World *w = fr->w;
    if (!av_all_const(self) || self->flags) return NULL;
    const Av *r = &av_bottom;
    for (int i = 0; i < self->n; i++) {
        const PyConst *c = self->atom[i].p;
        if (c->kind != CONST_STR) return NULL;
        r = av_join(w, r, av_str(w, change(w, c->text)));
    }
    return r;
}

static Str lowered(World *w, Str s)
{
    Str r = str_keep(&w->a, s);
    for (Size i = 0; i < r.len; i++)
        ((char *)(uintptr_t)r.s)[i] = (char)tolower((unsigned char)r.s[i]);
    return r;
}

static Str uppered(World *w, Str s)
{
    Str r = str_keep(&w->a, s);
    for (Size i = 0; i < r.len; i++)
        ((char *)(uintptr_t)r.s)[i] = (char)toupper((unsigned char)r.s[i]);
    return r;
}

static Str trimmed(World *w, Str s) { (void)w; return str_trim(s); }

static const Av *t_join(Frame *fr, const Av *self, const Args *args)
{
    World *w = fr->w;
    uint32_t id;
    if (!args->npos) return NULL;
    const Obj *o = only_obj(fr, args->pos[0], &id);
    if (o && o->exact && (o->kind == OB_LIST || o->kind == OB_TUPLE) && o->n < 64) {
        const Av **piece = new(&w->a, const Av *, 2 * o->n + 1);
        Size n = 0;
        for (uint32_t i = 0; i < o->n; i++) {
            if (i) piece[n++] = self;
            piece[n++] = o->cell[i].v;
        }
        return n ? text_concat(fr, piece, n, args->call) : av_str(w, S(""));
    }
    const Av *e = elements(fr, args->pos[0], args->call);
    if (av_is_bottom(e)) return av_str(w, S(""));
    const Av *piece[3] = {e, self, e};
    if (av_all_const(e)) return &av_someconst;
    const Av *r = text_concat(fr, piece, 3, args->call);
    return r;
}

// "&lt;", as escaping writes it
static bool begins_tag(Str s)
{
    static const char *const lt[] = {"&lt;", "&#60;", "&#x3c;", "&#x3C;"};
    return is_one_of(s, lt, countof(lt));
}

static const Taint *replaced(World *w, const Taint *t, Str from, Str to)
{
    bool gone = str_find(to, from) < 0;
    unsigned more = gone && str_eq(from, S("'"))                  ? LACKS_SINGLE
                    : gone && str_eq(from, S("\""))               ? LACKS_DOUBLE
                    : str_eq(from, S("\\")) && (gone || str_eq(to, S("\\\\"))) ? LACKS_BACKSLASH
                    : str_eq(from, S("\"")) && str_eq(to, S("\"\"")) ? DOUBLES_DOUBLE
                    : str_eq(from, S("'")) && str_eq(to, S("''"))     ? DOUBLES_SINGLE
                    : str_eq(from, S("'")) && (str_eq(to, S("'\\''")) || str_eq(to, S("'\"'\"'"))) ? REOPENS_SINGLE
                    : str_eq(from, S("`")) && str_eq(to, S("``"))     ? DOUBLES_TICK
                    : str_eq(from, S("..")) && str_find(to, S(".")) < 0 ? LACKS_UP
                                                                 : 0;
    unsigned back = (str_find(to, S("'")) >= 0 ? LACKS_SINGLE : 0u) |
                    (str_find(to, S("\"")) >= 0 ? LACKS_DOUBLE : 0u) |
                    (str_find(to, S("\\")) >= 0 && !str_eq(to, S("\\\\")) ? LACKS_BACKSLASH : 0u) |
                    (str_find(to, S(".")) >= 0 || !to.len ? LACKS_UP : 0u) |
                    (!from.len || *from.s == '/' ? BEGINS_SLASH : 0u);
    // JSON without tags cannot end the script around it
    bool tag = str_eq(from, S("<")) || str_eq(from, S("</"));
    bool json = t != NULL;
    for (const Taint *x = t; x; x = x->next) json &= (x->lacks & LACKS_END) != 0;
    if (gone && tag && json) t = taint_mask(w, t, KIND(HTML) | KIND(SCRIPT), false);
    Kinds clear = replace_clears(from, to);
    if (clear & KIND(HTML)) t = taint_between_tags(w, t, true);
    t = taint_mask(w, t, clear, true);
    if (str_find(from, S("'")) >= 0 && str_find(to, S("'")) < 0) t = taint_unquoted(w, t);
    if (begins_tag(from) && str_find(to, S("<")) >= 0)
        t = taint_returned(w, t, KIND(HTML) | KIND(XML), 0);
    if (clear & KIND(SQL)) t = taint_quotes_only(w, t, true);
    return taint_lacks(w, t, more, ~back);
}

static const Av *t_replace(Frame *fr, const Av *self, const Args *args)
{
    World *w = fr->w;
    Str s, from = {0}, to = {0};   // not known: empty, found at once
    if (args->npos < 2) return NULL;
    if (!av_only_str(self, &s) || !av_only_str(args->pos[0], &from) ||
        !av_only_str(args->pos[1], &to) || !from.len) {
        const Av *r = av_inst(w, S("str"));
        const Taint *t = self->taint;
        if (av_all_const(self) && av_all_const(args->pos[1])) return &av_someconst;
        if (av_only_str(args->pos[0], &from) && av_only_str(args->pos[1], &to))
            t = replaced(w, t, from, to);
        else t = taint_lacks(w, t, 0, ~(unsigned)BEGINS_SLASH);        // the slash may be what goes
        t = taint_join(w, t, args->pos[1]->taint);
        if (!self->taint && !args->pos[1]->taint && !(self->flags & AV_TEXT)) return NULL;
        Av *x = new(&w->a, Av, 1);
        *x = *r;
        x->flags = AV_TEXT;
        x->taint = t ? taint_step(fr, t, args->node, S("passes through replace")) : NULL;
        TextShape shape = av_shape(w, self);
        x->prefix = str_find(shape.prefix, from) < 0
                        ? shape.prefix
                        : str_sub(shape.prefix, 0, str_find(shape.prefix, from));
        return x;
    }
    Buf b = {.keep = &w->a};
    for (Size at; (at = str_find(s, from)) >= 0 && b.n < 1 << 16;
         s = str_sub(s, at + from.len, -1)) {
        buf_add(&b, str_sub(s, 0, at));
        buf_add(&b, to);
        if (at + from.len >= s.len) { s = (Str){0}; break; }
    }
    buf_add(&b, s);
    return av_str(w, buf_str(&b));
}

static const Av *t_split(Frame *fr, const Av *self, const Args *args)
{
    World *w = fr->w;
    Str s, sep = {0}, head;
    if (!av_only_str(self, &s) || args->npos > 1 ||
        (args->npos && !av_only_str(args->pos[0], &sep)) || !s.len) {
        if (av_all_const(self)) return list_of(fr, args->call, OB_LIST, NULL, 0, &av_someconst);
        // blanks are gone, line ends too
        const Taint *left = args->npos ? self->taint : taint_one_line(w, self->taint);
        if (self->taint || self->flags & AV_TEXT)
            return list_of(fr, args->call, OB_LIST, NULL, 0, av_with(w, av_inst(w, S("str")), left));
        return NULL;
    }
    const Av *v[CELLS_MAX];
    Size n = 0;
    bool blanks = !sep.len;
    if (blanks) sep = S(" ");
    while (n < CELLS_MAX && str_cut(&s, sep, &head))
        if (!blanks || (head = str_trim(head)).len) v[n++] = av_str(w, head);
    return list_of(fr, args->call, OB_LIST, v, n, NULL);
}

static const Av *t_partition(Frame *fr, const Av *self, const Args *args)
{
    World *w = fr->w;
    const Av *part =
        av_all_const(self) ? &av_someconst : av_with(w, av_inst(w, S("str")), self->taint);
    if (!args->npos) return NULL;
    const Av *v[3] = {part, args->pos[0], part};
    return list_of(fr, args->call, OB_TUPLE, v, 3, NULL);
}

static const Av *t_starts(Frame *fr, const Av *self, const Args *args, bool end)
{
    Str s, x;
    if (!args->npos || !av_only_str(self, &s) || !av_only_str(args->pos[0], &x)) return NULL;
    return av_bool(fr->w, end ? str_ends(s, x) : str_starts(s, x));
}

static const Av *t_keep(Frame *fr, const Av *self)
{
    (void)fr;
    return self->flags & AV_TEXT || av_all_const(self) ? self : NULL;
}

static const Av *text_method(Frame *fr, const Av *self, Str m, const Args *args)
{
    if (str_eq(m, S("format"))) return text_format(fr, self, args, args->call);
    if (str_eq(m, S("format_map")) && args->npos) {
        Args a = *args;
        a.npos = 0;
        uint32_t id;
        const Obj *o = only_obj(fr, args->pos[0], &id);
        uint32_t *names = new(&fr->w->a, uint32_t, o ? o->n + 1 : 1);
        const Av **named = new(&fr->w->a, const Av *, o ? o->n + 1 : 1);
        for (uint32_t i = 0; o && i < o->n; i++)
            if (o->cell[i].key >> 56 == 1)
                names[a.nnamed] = (uint32_t)o->cell[i].key, named[a.nnamed++] = o->cell[i].v;
        a.names = names;
        a.named = named;
        if (!o || !o->exact)
            a.dstar =
                o && o->rest ? o->rest : read_index(fr, args->pos[0], &av_someconst, args->call);
        return text_format(fr, self, &a, args->call);
    }
    if (str_eq(m, S("join"))) return t_join(fr, self, args);
    if (str_eq(m, S("replace"))) return t_replace(fr, self, args);
    if (str_eq(m, S("split")) || str_eq(m, S("rsplit"))) return t_split(fr, self, args);
    if (str_eq(m, S("partition")) || str_eq(m, S("rpartition"))) return t_partition(fr, self, args);
    if (str_eq(m, S("startswith"))) return t_starts(fr, self, args, false);
    if (str_eq(m, S("endswith"))) return t_starts(fr, self, args, true);
    if (str_eq(m, S("lower")) || str_eq(m, S("casefold")))
        return each_const(fr, self, lowered) ? each_const(fr, self, lowered) : t_keep(fr, self);
    if (str_eq(m, S("upper")))
        return each_const(fr, self, uppered) ? each_const(fr, self, uppered) : t_keep(fr, self);
    if (str_eq(m, S("strip")) && !args->npos)
        return each_const(fr, self, trimmed) ? each_const(fr, self, trimmed) : t_keep(fr, self);
    Str gone;
    if (str_ends(m, S("strip")) && args->npos && self->taint &&
        !(av_only_str(args->pos[0], &gone) && str_find(gone, S("'")) < 0)) {
        const Taint *t = taint_unquoted(fr->w, self->taint);
        if (t != self->taint)
            return av_with(fr->w, av_inst(fr->w, S("str")),
                           taint_step(fr, t, args->node, S("loses its quotes")));
    }
    if (str_eq(m, S("encode")) || str_eq(m, S("decode"))) return t_keep(fr, self);
    return NULL;
}

// a pydantic model's fields
static bool is_dump(Str name)
{
    return str_eq(name, S("pydantic.BaseModel.model_dump")) ||
           str_eq(name, S("pydantic.BaseModel.dict"));
}

const Av *call_container(Frame *fr, const Atom *callee, Str name, const Args *args)
{
    World *w = fr->w;
    // str.lower as a function, list.append likewise
    if (callee->kind == AT_NAME) {
        Size dot = str_find(name, S("."));
        Str cls = str_sub(name, 0, dot < 0 ? 0 : dot);
        if (!args->npos ||
            !(str_eq(cls, S("str")) || str_eq(cls, S("dict")) || str_eq(cls, S("list"))))
            return NULL;
        Args rest = *args;
        rest.pos++;
        rest.npos--;
        if (rest.pos_val) rest.pos_val++;
        Atom m = {.kind = AT_METHOD, .idx = callee->idx, .id = callee->id, .p = args->pos[0]};
        return call_container(fr, &m, name, &rest);
    }
    if (callee->kind != AT_METHOD || !callee->p) return NULL;
    const Av *self = callee->p;
    if (str_starts(name, S("str."))) return text_method(fr, self, str_sub(name, 4, -1), args);
    if (callee->shy && (str_eq(name, S("format")) || str_eq(name, S("join")) ||
                        (str_eq(name, S("replace")) && self->taint && args->npos >= 2)))
        return text_method(fr, self, name, args);
    On on = {.fr = fr, .self = self, .args = args, .name = name};
    const Atom *a = av_find(self, AT_OBJ);
    if (!a) return NULL;
    on.id = a->obj;
    on.o = obj_at(w, &fr->st, a->obj);
    on.sure = self->n == 1 && !(self->flags & AV_OTHER);
    if (on.o && on.o->kind == OB_INST && str_ends(name, S("_replace")))
        return record_replace(fr, self, args);
    if (on.o && on.o->kind == OB_INST && (str_ends(name, S("_asdict")) || is_dump(name)))
        return record_dict(fr, self, args);
    if (!on.o || (on.o->kind > OB_DICT && !a->idx)) return NULL;
    for (Size i = 0; i < countof(methods); i++)
        if (name.len && name.s[0] == methods[i].name[0] && str_eq(str_of(methods[i].name), name))
            return methods[i].run(&on);
    return NULL;
}
