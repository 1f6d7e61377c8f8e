// flow/transfer: what each instruction of the lowered form does to values and to the heap.
// SPDX-License-Identifier: MIT
#include "flow/part.h"
#include "flow/callback.h"
#include "flow/filed.h"
#include "flow/guard.h"
#include "flow/names.h"
#include "flow/annotated.h"

enum { TEXT_PIECES = 8 };                        // of a text that is cut again: cut_at_piece

// ---- operands, with the facts that hold here

// What may be an attribute or a method of something that carries taint: where a guard has looked at
// it, it is the attribute.
static const Av *without_methods(World *w, const Av *v)
{
    int methods = 0;
    for (int i = 0; i < v->n; i++) methods += v->atom[i].kind == AT_METHOD;
    if (!methods || (methods == v->n && !v->flags)) return v;
    const Av *r = av_rest(w, v);
    for (int i = 0; i < v->n; i++)
        if (v->atom[i].kind != AT_METHOD) r = av_join(w, r, av_atom(w, v->atom[i]));
    return av_with(w, r, v->taint);       // last: what is nothing yet may lose it when it is joined
}

const Av *use_in(Frame *fr, State *st, Val v)
{
    const Av *x = v && fr->val[v] ? fr->val[v] : &av_bottom;
    if (fr->filed.n && v) x = with_filed(fr, v, x);
    if (x->n && fr->f->kind == FUNC_MODULE && av_find(x, AT_IMPORT))
        fr->val[v] = x = global_read(fr, import_followed(fr->w, x));
    const Fact *f = st->facts ? fact_of(fr, st, v) : NULL;
    if (!f) return x;
    World *w = fr->w;
    if (f->is) {
        if (!x->taint) return f->is;
        x = av_with(w, f->is, x->taint);
    }
    if (f->clear) x = av_clear(w, without_methods(w, x), f->clear);
    unsigned lacks = (f->bits & FACT_NO_SINGLE ? LACKS_SINGLE : 0u) |
                     (f->bits & FACT_NO_DOUBLE ? LACKS_DOUBLE : 0u) |
                     (f->bits & FACT_NO_BACKSLASH ? LACKS_BACKSLASH : 0u) |
                     (f->bits & (FACT_NO_UP | FACT_NO_DOTS) ? LACKS_UP : 0u);
    return lacks && x->taint ? av_with(w, x, taint_lacks(w, x->taint, lacks, ~0u)) : x;
}

// A dictionary whose keys were tested or written here, whatever stands under them.
bool keys_are_own(Frame *fr, const Av *v)
{
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[i].obj) : NULL;
        if (!o || o->kind != OB_DICT || (!o->exact && !o->keys && o->rest)) return false;
        if (o->keys && taint_kinds(o->keys->taint) & KIND(MASS)) return false;
    }
    return v->n && !v->flags && !v->taint;
}

const Av *use(Frame *fr, Val v) { return use_in(fr, &fr->st, v); }

void collect_args(Frame *fr, const Instr *in, Val v, Args *out)
{
    World *w = fr->w;
    Size npos = 0, nnamed = 0;
    for (uint32_t i = 0; i < in->nargs; i++) {
        IrArgKind k = fr->f->argk.v[in->args + i];
        uint32_t id;
        const Obj *o = k.kind == ARG_STAR || k.kind == ARG_DSTAR
                           ? only_obj(fr, use(fr, fr->f->args.v[in->args + i]), &id)
                           : NULL;
        *(k.kind == ARG_POS || k.kind == ARG_STAR ? &npos : &nnamed) += o ? o->n : 1;
    }
    const Av **pos = new(&w->a, const Av *, npos + 1), **named = NULL;
    Val *pv = new(&w->a, Val, npos + 1), *nv = NULL;
    uint32_t *names = NULL;
    if (nnamed) {                                               // most calls have none
        named = new(&w->a, const Av *, nnamed);
        nv = new(&w->a, Val, nnamed);
        names = new(&w->a, uint32_t, nnamed);
    }
    *out = (Args){.pos = pos,
                  .pos_val = pv,
                  .names = names,
                  .named = named,
                  .named_val = nv,
                  .call = v,
                  .node = in->node};
    for (uint32_t i = 0; i < in->nargs; i++) {
        Val a = fr->f->args.v[in->args + i];
        IrArgKind k = fr->f->argk.v[in->args + i];
        const Av *x = use(fr, a);
        uint32_t id;
        const Obj *o = k.kind == ARG_STAR || k.kind == ARG_DSTAR ? only_obj(fr, x, &id) : NULL;
        if (k.kind == ARG_POS && !out->star) pv[out->npos] = a, pos[out->npos++] = x;
        else if (k.kind == ARG_POS) out->star = av_join(w, out->star, x);
        else if (k.kind == ARG_KEYWORD)
            nv[out->nnamed] = a, names[out->nnamed] = unit_sym(fr, k.name),
            named[out->nnamed++] = x;
        else if (k.kind == ARG_STAR && o && o->exact && o->kind <= OB_TUPLE && !out->star)
            for (uint32_t c = 0; c < o->n; c++)
                pos[out->npos++] = av_add_taint(w, o->cell[c].v, x->taint);
        else if (k.kind == ARG_STAR) {
            const Av *e = elements(fr, x, v);
            out->star = out->star ? av_join(w, out->star, e) : e;
        } else take_named(fr, x, out, names, named);
    }
}

const Av *arg_at(const Args *a, int position, World *w, Str keyword)
{
    if (keyword.len) {
        uint32_t k = name_find(&w->names, keyword);
        for (Size i = 0; k && i < a->nnamed; i++)
            if (a->names[i] == k) return a->named[i];
    }
    if (position >= 0 && position < a->npos) return a->pos[position];
    if (position >= a->npos && a->star) return a->star;
    if (a->dstar && keyword.len) return a->dstar;
    return NULL;
}

// ---- shared variables of nested functions

uint32_t env_at(Frame *fr, int hops)
{
    World *w = fr->w;
    uint32_t id = hops ? fr->env_up : frame_env(fr);
    for (int i = 1; i < hops && id; i++) {
        const Obj *o = obj_at(w, &fr->st, id);
        id = o ? o->up : 0;
    }
    return id;
}

static const Av *read_cell(Frame *fr, uint32_t name, int hops)
{
    uint32_t id = env_at(fr, hops);
    const Obj *o = id ? obj_at(fr->w, &fr->st, id) : NULL;
    const Av *v = o ? obj_cell(o, KEY_SYM(name)) : NULL;
    return v ? v : &av_quiet;
}

static void write_cell(Frame *fr, uint32_t name, int hops, const Av *v)
{
    uint32_t id = env_at(fr, hops);
    const Obj *o = id ? obj_at(fr->w, &fr->st, id) : NULL;
    if (o) obj_put(fr, id, obj_set(fr->w, o, KEY_SYM(name), v, false));
}

// ---- making containers

static const Av *sequence(Frame *fr, Val at, ObKind kind)
{
    World *w = fr->w;
    const Instr *in = &fr->f->code.v[at];
    Args args;
    collect_args(fr, in, at, &args);
    IrArgKind end = in->nargs ? fr->f->argk.v[in->args + in->nargs - 1] : (IrArgKind){0};
    if (kind != OB_SET) {
        const Av *made = list_of(fr, at, kind, args.pos, args.npos, args.star);
        bool known = args.star && in->nargs && end.kind == ARG_POS;     // [*some, "last"]
        return known ? ends_in(fr, made, use(fr, fr->f->args.v[in->args + in->nargs - 1])) : made;
    }
    const Av *r = list_of(fr, at, kind, args.pos, args.npos, args.star);
    (void)w;
    return r;
}

static const Av *dictionary(Frame *fr, Val at)
{
    World *w = fr->w;
    const Instr *in = &fr->f->code.v[at];
    Obj *first = new(&w->a, Obj, 1);
    *first = (Obj){.kind = OB_DICT, .exact = true};
    const Obj *o = first;
    for (uint32_t i = 0; i + 1 < in->nargs; i += 2) {
        Val k = fr->f->args.v[in->args + i];
        const Av *v = use(fr, fr->f->args.v[in->args + i + 1]);
        Key key;
        if (!k) o = dict_update(fr, o, v);
        else if (key_of(w, use(fr, k), &key) && o->n < INST_CELLS_MAX)
            o = obj_set(w, o, key, v, false);
        else o = dict_write(w, o, use(fr, k), v);
    }
    Obj made = *o;
    return obj_make(fr, at, OB_DICT, &made);
}

// ---- unpacking

// One of several lists or tuples: what a function returns in one place or another.
static bool are_sequences(Frame *fr, const Av *v)
{
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[i].obj) : NULL;
        if (!o || (o->kind != OB_LIST && o->kind != OB_TUPLE)) return false;
    }
    return v->n > 0 && !(v->flags & AV_OTHER);
}

static const Av *unpack(Frame *fr, const Instr *in, Val at)
{
    World *w = fr->w;
    const Av *v = use(fr, in->a);
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    bool exact = o && o->exact && (o->kind == OB_LIST || o->kind == OB_TUPLE);
    if (in->c == 3) return field_at(fr, v, in->aux, at);
    if (in->c == 1) {                                           // the star: a list of the middle
        uint32_t after = in->aux2 - in->b - 1;
        if (exact && o->n >= in->b + after) {
            Size n = (Size)(o->n - in->b - after);
            const Av **item = new(&w->a, const Av *, n + 1);
            for (Size i = 0; i < n; i++) item[i] = o->cell[in->b + (uint32_t)i].v;
            return av_add_taint(w, list_of(fr, at, OB_LIST, item, n, NULL), v->taint);
        }
        return list_of(fr, at, OB_LIST, NULL, 0, elements(fr, v, at));
    }
    if (in->c == 2) {
        int64_t i = (int64_t)in->aux - (int64_t)in->aux2;       // from the end
        if (exact || (o && i == -1)) return read_index(fr, v, av_int(w, i), at);
        return elements(fr, v, at);
    }
    const Atom *inst = v->n == 1 ? &v->atom[0] : NULL;
    if (inst && inst->kind == AT_INST && inst->id) {            // tuple[A, B]: members "0", "1"
        Str pos = str_fmt(&w->a, "%d", in->aux);
        ModelId m = models_member_id(w->models, inst->id, pos);
        if (m)
            return read_name(fr, av_with(w, &av_unknown, v->taint), models_lines(w->models, m),
                             false, NULL, v);
    }
    bool record = o && (o->kind == OB_INST || o->kind == OB_GEN) && obj_cell(o, KEY_INT(in->aux));
    if (record && o->kind == OB_GEN)
        return av_add_taint(w, obj_cell(o, KEY_INT(in->aux)), v->taint);
    if (o && o->kind == OB_INST && o->up && !record) {          // __iter__ of a class of the program
        const Args none = {.call = at, .node = in->node};
        const Av *all = call_method(fr, v, "__iter__", &none);
        const Obj *from = all ? only_obj(fr, all, &id) : NULL;
        if (from && from->kind == OB_GEN && obj_cell(from, KEY_INT(in->aux)))
            return obj_cell(from, KEY_INT(in->aux));
        if (from && (from->kind == OB_LIST || from->kind == OB_TUPLE || from->kind == OB_ITER))
            return read_index(fr, all, av_int(w, in->aux), at);
        if (!all && class_is(w, &fr->st, o->up, S("typing.NamedTuple"), 0))
            return field_at(fr, v, in->aux, at);
    }
    if ((o && (o->kind == OB_LIST || o->kind == OB_TUPLE || record)) || are_sequences(fr, v))
        return read_index(fr, v, av_int(w, in->aux), at);
    return elements(fr, v, at);
}

// ---- the rest

// x.rfind("/"), x.split("/"): is it one of these methods of a text, asked for a slash?
static bool asks_slash(Frame *fr, Val v, const Str *methods)
{
    const Instr *call = v ? &fr->f->code.v[v] : NULL;
    const Av *asked =
        call && call->op == IR_CALL && call->nargs ? fr->val[fr->f->args.v[call->args]] : NULL;
    const Av *callee = asked ? fr->val[call->a] : NULL;
    Str s;
    bool one = false;
    for (int i = 0; callee && i < callee->n; i++)
        one |= callee->atom[i].kind == AT_METHOD &&
               str_in(last_part(unit_str(fr->w, callee->atom[i].idx)), methods);
    return one && av_only_str(asked, &s) && str_eq(s, S("/"));
}

// x[x.rfind("/") + 1:]: the name of the file
static bool after_last_slash(Frame *fr, Val from)
{
    static const Str finds[] = {L("rfind"), L("rindex"), {0}};
    const Instr *sum = from ? &fr->f->code.v[from] : NULL;
    return sum && sum->op == IR_BINARY && sum->aux == OP_ADD && asks_slash(fr, sum->a, finds);
}

// parts.append(x), parts[-1] = x, f(parts): anything but a look at one of its items or its length.
static bool is_changed(Frame *fr, Val list)
{
    static const Str looks[] = {L("len"), L("join"), {0}};
    for (Size i = 1; i < fr->f->code.n; i++) {
        const Instr *in = &fr->f->code.v[i];
        if (in->op == IR_SET_INDEX && in->a == list) return true;
        if (in->op != IR_CALL) continue;
        bool given = receiver(fr, in) == list;
        for (uint32_t k = 0; k < in->nargs; k++) given |= fr->f->args.v[in->args + k] == list;
        if (given && !str_in(last_part(callee_name(fr, in)), looks)) return true;
    }
    return false;
}

// x.split("/")[-1], x.rpartition("/")[2]: the same. The list is another once something is put into it.
static bool is_last_piece(Frame *fr, const Instr *index)
{
    static const Str all[] = {L("split"), L("rsplit"), L("rpartition"), {0}},
                     from_end[] = {L("rsplit"), L("rpartition"), {0}}, three[] = {L("rpartition"), {0}};
    const Instr *call = &fr->f->code.v[index->a];
    const Av *key = fr->val[index->b];
    int64_t place, most = 0;
    if (call->op != IR_CALL || !key || !av_only_int(key, &place)) return false;
    // x.split("/", 1)[-1] holds the other slashes, x.rsplit("/", 1)[-1] none
    bool limited = call->nargs > 1;
    if (limited) {
        const Av *limit = fr->val[call_arg(fr, call, 1)];
        if (!limit || !av_only_int(limit, &most) || most < 1) return false;
    }
    const Str *makers = place == -1 ? (limited ? from_end : all) : place == 2 ? three : NULL;
    return makers && asks_slash(fr, index->a, makers) && !is_changed(fr, index->a);
}

static const Av *slice(Frame *fr, const Av *v, const Instr *s, Val at)
{
    World *w = fr->w;
    int64_t from = 0, to = INT64_MAX, step = 1;
    Val part[3];
    for (int i = 0; i < 3; i++)
        part[i] = (uint32_t)i < s->nargs ? fr->f->args.v[s->args + (uint32_t)i] : 0;
    bool known = (!part[0] || av_only_int(use(fr, part[0]), &from)) &&
                 (!part[1] || av_only_int(use(fr, part[1]), &to)) &&
                 (!part[2] || av_only_int(use(fr, part[2]), &step)) && step == 1;
    Str text;
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    if (known && av_only_str(v, &text)) {
        if (from < 0) from += text.len;
        if (to < 0) to += text.len;
        return av_str(w, str_sub(text, from < 0 ? 0 : (Size)from,
                                 to < 0          ? 0
                                 : to > text.len ? text.len
                                                 : (Size)to));
    }
    if (o && (o->kind == OB_LIST || o->kind == OB_TUPLE)) {
        if (!known || !o->exact) return list_of(fr, at, (ObKind)o->kind, NULL, 0, obj_all(w, o));
        if (from < 0) from = from + o->n < 0 ? 0 : from + o->n;
        if (to < 0) to += o->n;
        if (to > o->n) to = o->n;
        Size n = to > from ? (Size)(to - from) : 0;
        const Av **item = new(&w->a, const Av *, n + 1);
        for (Size i = 0; i < n; i++) item[i] = o->cell[from + i].v;
        return list_of(fr, at, (ObKind)o->kind, item, n, NULL);
    }
    if (v->taint) v = av_with(w, v, taint_unquoted(w, v->taint));
    int64_t most;
    bool short_text = part[1] && av_only_int(use(fr, part[1]), &most) && most >= 0;
    if (!part[1] && !part[2] && after_last_slash(fr, part[0])) v = av_clear(w, v, KIND(PATH));
    if (short_text) v = av_clear(w, v, KIND(SLOW));
    if (v->flags & AV_TEXT && known && from >= 0 && to >= 0 && to <= v->prefix.len)
        return av_str(w, from < to ? str_sub(v->prefix, (Size)from, (Size)to) : S(""));
    if (v->flags & AV_TEXT) {
        Av *r = new(&w->a, Av, 1);
        *r = *v;
        if (part[0] || part[2]) r->prefix = (Str){0};
        r->suffix = (Str){0};
        return r;
    }
    if (av_all_const(v)) return &av_someconst;
    return v;
}

// (x + tail), f"{x}{tail}": what a text is put together from, in order. 0: that is not seen, or it is too much.
static int pieces_of(Frame *fr, Val text, Val piece[static TEXT_PIECES])
{
    const Instr *in = def(fr, text);
    int n = 0;
    if (in->op == IR_FSTRING) {
        if (in->nargs > TEXT_PIECES) return 0;
        for (uint32_t i = 0; i < in->nargs; i++) {
            Val v = fr->f->args.v[in->args + i];
            const Instr *f = &fr->f->code.v[v];
            bool plain = f->op == IR_FORMAT && !f->b && (!f->aux || f->aux == 's');
            piece[n++] = plain ? f->a : v;
        }
        return n;
    }
    Val right[TEXT_PIECES];
    Val v = text;
    for (; in->op == IR_BINARY && in->aux == OP_ADD; v = in->a, in = def(fr, v)) {
        if (n == TEXT_PIECES - 1) return 0;
        right[n++] = in->b;
    }
    piece[0] = v;
    for (int i = 0; i < n; i++) piece[1 + i] = right[n - 1 - i];
    return n ? n + 1 : 0;
}

// len(x) of this very x
static bool is_length_of(Frame *fr, Val n, Val x)
{
    Val of = counted_by(fr, n);
    return of && value_number(fr, of) == value_number(fr, x);
}

// (x + tail)[len(x):] is the tail, [:len(x)] is x again; NULL: it is neither.
static const Av *cut_at_piece(Frame *fr, Val text, const Instr *slice, Val at)
{
    Val piece[TEXT_PIECES], from = slice->nargs ? fr->f->args.v[slice->args] : 0,
        to = slice->nargs > 1 ? fr->f->args.v[slice->args + 1] : 0;
    if (slice->nargs > 2 && fr->f->args.v[slice->args + 2]) return NULL;
    int n = !from == !to ? 0 : pieces_of(fr, text, piece);
    if (!n || !is_length_of(fr, from ? from : to, piece[0])) return NULL;
    if (to) return use(fr, piece[0]);
    const Av **rest = new(&fr->w->a, const Av *, n);
    for (int i = 1; i < n; i++) rest[i - 1] = use(fr, piece[i]);
    return n == 2 ? rest[0] : text_concat(fr, rest, n - 1, at);
}

// os.__dict__["system"], sys.modules["os"]: a library's part, or a library, by its name;
// __builtins__["eval"]: a module in the one that is run, its mapping in all others.
static const Av *library_part(Frame *fr, const Av *base, const Av *key)
{
    Str part;
    const Atom *a = base->n == 1 && !base->flags ? av_find(base, AT_NAME) : NULL;
    Str name = a ? unit_str(fr->w, a->idx) : (Str){0};
    bool modules = str_eq(name, S("sys.modules"));
    Str of = str_eq(name, S("builtins")) ? name
        : str_ends(name, S(".__dict__")) ? str_sub(name, 0, name.len - S(".__dict__").len)
                                         : (Str){0};
    if ((!modules && !of.len) || !av_only_str(key, &part)) return NULL;
    return name_value(fr->w,
                      modules ? part : str_fmt(&fr->w->a, "%.*s.%.*s", STR_ARG(of), STR_ARG(part)),
                      false);
}

static const Av *index_value(Frame *fr, const Instr *in, Val at)
{
    const Av *base = use(fr, in->a);
    const Av *part = base->n == 1 ? library_part(fr, base, use(fr, in->b)) : NULL;
    if (part) return part;
    const Instr *key = &fr->f->code.v[in->b];
    bool whole = key->op == IR_SLICE, first = false;            // of a part another sign is the first
    const Av *cut = whole ? cut_at_piece(fr, in->a, key, at) : NULL;
    if (cut) return cut;
    const Av *r = whole ? slice(fr, base, key, at) : read_index(fr, base, use(fr, in->b), at);
    if (!whole) key_looked_up(fr, base, in->b);
    if (!whole && r->taint && is_last_piece(fr, in)) r = av_clear(fr->w, r, KIND(PATH));
    const unsigned begins = LACKS_FIRST | BEGINS_SLASH;
    for (const Taint *t = r->taint; t; t = t->next) first |= (t->lacks & begins) != 0;
    return first ? av_with(fr->w, r, taint_lacks(fr->w, r->taint, 0, ~begins)) : r;
}

static const Av *const_value(Frame *fr, const Instr *in)
{
    World *w = fr->w;
    int kind = in->node ? py_kind(fr->m->m->tree, in->node) : 0;
    if (kind == PY_Constant || kind == PY_MatchSingleton) {
        const PyConst *c = py_const(fr->m->m->tree, in->node);
        if (c) return av_const(w, c);
    }
    PyConst *c = new(&w->a, PyConst, 1);
    *c = (PyConst){.kind = (ConstKind)in->aux, .i = in->aux2};
    return av_const(w, c);
}

static const Av *enter(Frame *fr, const Av *v, Val at, NodeId node)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    const Args none = {.call = at, .node = node};
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        const Av *self = av_with(w, av_atom(w, *a), v->taint);
        const Obj *o = a->kind == AT_OBJ ? obj_at(w, &fr->st, a->obj) : NULL;
        const Av *x = NULL;
        if (o && o->kind == OB_GEN) x = o->rest ? o->rest : &av_quiet;
        else if (o && o->kind == OB_INST) {
            x = call_method(fr, self, "__enter__", &none);
            if (!x) x = call_method(fr, self, "__aenter__", &none);
        } else if (a->kind == AT_INST) {
            ModelId m = models_member_id(w->models, a->id, S("__enter__"));
            if (!m) m = models_member_id(w->models, a->id, S("__aenter__"));
            const ModelLine *l = models_lines(w->models, m);
            if (l) x = read_name(fr, self, l, true, &none, self);
        }
        r = av_join(w, r, x ? x : self);
    }
    if (v->flags || !v->n)
        r = av_join(w, r, av_with(w, v->flags & AV_QUIET ? &av_quiet : &av_unknown, v->taint));
    return r;
}

static const Av *exception_value(Frame *fr, const Instr *in)
{
    World *w = fr->w;
    const Av *cls = in->a ? use(fr, in->a) : NULL;
    const Atom *a = cls ? av_find(cls, AT_NAME) : NULL;
    Atom inst = {.kind = AT_INST, .idx = a ? a->idx : name_add(&w->names, S("Exception"))};
    inst.id = a && a->id ? a->id : models_id(w->models, S("Exception"));
    inst.obj = raised_fields(fr, cls);
    const Step *s = step_add(fr, NULL, in->node, S("an exception is caught"));
    // what anything may raise tells more than what one call says of its argument
    Str name = a ? unit_str(w, a->idx) : S("Exception");
    bool any = str_eq(name, S("Exception")) || str_eq(name, S("BaseException")) ||
               str_ends(name, S(".Error")) || str_ends(name, S("SQLAlchemyError"));
    const Taint *t = taint_new(w, KIND(EXCEPTION) | KIND(HTML) | (any ? KIND(REPLY) : 0), s, false);
    return av_with(w, av_atom(w, inst), taint_join(w, t, raised_taint(fr, cls)));
}

static const Av *next_item(Frame *fr, const Instr *in, Val at)
{
    if (fr->turn && fr->turn[in->a]) return fr->turn[in->a];
    return elements(fr, use(fr, in->a), at);
}

static const Av *test_value(Frame *fr, const Instr *in)
{
    World *w = fr->w;
    const Av *v = use(fr, in->a);
    uint32_t id;
    if (in->aux == TEST_MORE) {
        const Obj *o = only_obj(fr, v, &id);
        bool none = o && o->exact && !o->n && (o->kind <= OB_DICT);
        if (fr->turn && fr->turn[in->a]) return av_bool(w, true);
        return none && !o->many ? av_bool(w, false) : &av_quiet;
    }
    if (in->aux == TEST_CLASS && in->nargs)
        return isinstance_value(fr, v, use(fr, fr->f->args.v[in->args]));
    return &av_quiet;
}

static const Av *yielded(Frame *fr, const Instr *in, bool each, Val at)
{
    World *w = fr->w;
    const Av *v = in->a ? use(fr, in->a) : av_none(w);
    const Av *from = v;
    note_yield(fr, at, v, each);
    if (each) v = elements(fr, v, at);
    fr->yield = av_join(w, fr->yield, v);
    uint32_t id;
    const Obj *o = each ? only_obj(fr, from, &id) : NULL;
    if (o && o->kind == OB_GEN && o->keys) return o->keys;      // order = yield from header(x)
    return &av_quiet;
}

static const Av *concatenated(Frame *fr, const Instr *in, Val at)
{
    World *w = fr->w;
    Size n = in->nargs;
    const Av **piece = new(&w->a, const Av *, n + 1);
    bool own = n > 1 && begins_own_site(fr, fr->f->args.v[in->args]);
    for (uint32_t i = 0; i < n; i++) {
        piece[i] = use(fr, fr->f->args.v[in->args + i]);
        if (own) piece[i] = av_clear(w, piece[i], KIND(REDIRECT));
    }
    return text_concat(fr, piece, n, at);
}

static const Av *not_value(Frame *fr, const Av *v)
{
    Truth t = av_truth(fr, v);
    return t == TRUTH_MAYBE ? &av_quiet : av_bool(fr->w, t == TRUTH_NO);
}

// What a module's name is bound to: an import stays one.
static const Av *assigned(Frame *fr, Val v)
{
    return fr->f->code.v[v].op == IR_IMPORT_FROM && fr->val[v] ? fr->val[v] : use(fr, v);
}

// del words[0] is words.pop(0): what stood behind it moves up. Of one that nobody knows the place, as remove() does.
static void list_item_goes(Frame *fr, const Av *list, const Av *key, Val at)
{
    int64_t i;
    const NodeId node = fr->f->code.v[at].node;
    const Args args = {.pos = (const Av *[]){key}, .npos = 1, .call = at, .node = node};
    const Atom pop = {.kind = AT_METHOD, .p = list};
    call_container(fr, &pop, av_only_int(key, &i) ? S("list.pop") : S("list.remove"), &args);
}

static const Av *effect(Frame *fr, const Instr *in, Val at)
{
    switch ((IrOp)in->op) {
    case IR_SET_GLOBAL: set_global(fr, unit_sym(fr, in->sym), assigned(fr, in->a)); break;
    case IR_SET_MEMBER: {
        const Obj *o = obj_at(fr->w, &fr->st, fr->class_obj);
        if (o)
            obj_put(fr, fr->class_obj,
                    obj_set(fr->w, o, KEY_SYM(unit_sym(fr, in->sym)), use(fr, in->a), false));
        break;
    }
    case IR_SET_CELL:
        write_cell(fr, unit_sym(fr, in->sym), in->aux, use(fr, in->a));
        forget_cell(fr, unit_sym(fr, in->sym), in->aux);
        break;
    case IR_SET_ATTR: set_attr(fr, in, at); break;
    case IR_SET_INDEX: set_index(fr, in, at); break;
    case IR_DEL_INDEX: {
        uint32_t id;
        Key k;
        const Obj *o = only_obj(fr, use(fr, in->a), &id);
        if (o && o->kind == OB_DICT && key_of(fr->w, use(fr, in->b), &k))
            obj_put(fr, id, obj_drop(fr->w, o, k));
        if (o && o->kind == OB_LIST && fr->f->code.v[in->b].op != IR_SLICE)
            list_item_goes(fr, use(fr, in->a), use(fr, in->b), at);
        break;
    }
    default: break;
    }
    return &av_quiet;
}

static void forget_call(Frame *fr, Val at)
{
    for (Size i = 0; i < fr->calls.n; i++)
        if (fr->calls.v[i].call == at) fr->calls.v[i] = fr->calls.v[--fr->calls.n];
}

// x in registry: an object of ours answers itself.
static const Av *contained(Frame *fr, const Instr *in, Val at)
{
    const Av *x = use(fr, in->a), *box = use(fr, in->b);
    const Args args = {.pos = &x, .pos_val = &in->a, .npos = 1, .call = at, .node = in->node};
    uint32_t id;
    const Obj *o = only_obj(fr, box, &id);
    forget_call(fr, at);
    return o && o->kind == OB_INST ? call_method(fr, box, "__contains__", &args) : NULL;
}

// os.sep == "\\": which system it is, nobody knows
static bool is_of_system(Frame *fr, Val v)
{
    static const Str signs[] = {L("sep"), L("altsep"), L("pathsep"), L("pardir"), L("curdir"), L("extsep"), {0}};
    const Instr *in = def(fr, v);
    return (in->op == IR_ATTR || in->op == IR_GLOBAL) && str_in(unit_str(fr->w, unit_sym(fr, in->sym)), signs);
}

static const Av *compared(Frame *fr, const Instr *in, Val at)
{
    const Av *r = in->aux == OP_IN || in->aux == OP_NOTIN ? contained(fr, in, at) : NULL;
    Truth t = r ? av_truth(fr, r) : compare(fr, in->aux, use(fr, in->a), use(fr, in->b));
    if (!r && t != TRUTH_MAYBE && (is_of_system(fr, in->a) || is_of_system(fr, in->b))) return &av_quiet;
    if (t == TRUTH_MAYBE && (in->aux == OP_IS || in->aux == OP_ISNOT)) {
        const PyConst *c = av_only_const(use(fr, in->b));
        const Fact *f = c && c->kind == CONST_NONE ? fact_of(fr, &fr->st, in->a) : NULL;
        if (f && f->bits & FACT_NOT_NONE) t = in->aux == OP_ISNOT ? TRUTH_YES : TRUTH_NO;
    }
    if (r && in->aux == OP_NOTIN && t != TRUTH_MAYBE) t = t == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
    return t == TRUTH_MAYBE ? &av_quiet : av_bool(fr->w, t == TRUTH_YES);
}

// x: T = make(): where that says nothing, the annotation does.
static const Av *bound_as(Frame *fr, const Instr *in, const Av *v)
{
    return in->aux2 ? annotated_as(fr, fr, in->aux2, in->node, v) : v;
}

const Av *eval(Frame *fr, Val v)
{
    const Instr *in = &fr->f->code.v[v];
    switch ((IrOp)in->op) {
    case IR_CONST: return const_value(fr, in);
    case IR_PARAM: return fr->arg && in->aux < fr->f->params.n ? fr->arg[in->aux] : &av_quiet;
    case IR_UNDEF: return &av_bottom;
    case IR_GLOBAL: return global_read(fr, named_global(fr, unit_sym(fr, in->sym)));
    case IR_CELL: return read_cell(fr, unit_sym(fr, in->sym), in->aux);
    case IR_IMPORT: return import_name(fr, in);
    case IR_IMPORT_FROM: return import_from(fr, in, v);
    case IR_ATTR:
        forget_call(fr, v);
        return bound_as(fr, in, read_attr(fr, use(fr, in->a), unit_sym(fr, in->sym), v));
    case IR_INDEX: return bound_as(fr, in, index_value(fr, in, v));
    case IR_BINARY: return binary(fr, in, v);
    case IR_UNARY: return unary(fr, in, v);
    case IR_COMPARE: return compared(fr, in, v);
    case IR_CALL: return bound_as(fr, in, call_instr(fr, in, v));
    case IR_TUPLE: return sequence(fr, v, OB_TUPLE);
    case IR_LIST: return sequence(fr, v, OB_LIST);
    case IR_SET: return sequence(fr, v, OB_SET);
    case IR_DICT: return dictionary(fr, v);
    case IR_FSTRING: return concatenated(fr, in, v);
    case IR_FORMAT: return format_value(fr, in, v);
    case IR_ITER: return iterator(fr, use(fr, in->a), v);
    case IR_NEXT: return next_item(fr, in, v);
    case IR_UNPACK: return unpack(fr, in, v);
    case IR_AWAIT: return bound_as(fr, in, awaited(fr, use(fr, in->a), v));
    case IR_YIELD: return yielded(fr, in, false, v);
    case IR_YIELD_FROM: return yielded(fr, in, true, v);
    case IR_ENTER: return enter(fr, use(fr, in->a), v, in->node);
    case IR_EXCEPTION: return exception_value(fr, in);
    case IR_LAMBDA: return make_function(fr, v);
    case IR_CLASS: return make_class(fr, v);
    case IR_DECORATE: return decorate(fr, v, in);
    case IR_NOT: return not_value(fr, use(fr, in->a));
    case IR_TEST: return test_value(fr, in);
    default: return effect(fr, in, v);
    }
}
