// flow/filed: where a path was written to is noted in the frame, by the number of the expression, and told of each
// use of it from then on.
// SPDX-License-Identifier: MIT
#include "flow/filed.h"
#include "flow/condition.h"
#include "flow/guard.h"
#include "flow/names.h"

// OPENED: steps from a stream to the call that opened it (`async with await open(…)`), and from a path to what it was
// made of. FILED_MOST: paths of a function.
enum { OPENED = 4, FILED_MOST = 24 };

// What is left of a number is no file's content. Text that is harmless for a page when it is written is so when it is
// read.
static const Taint *taint_filed(Frame *fr, const Taint *t, NodeId node)
{
    World *w = fr->w;
    const Taint *r = NULL;
    for (; t; t = t->next) {
        if (!(t->kinds & KINDS_REACH) || !(t->kinds & KIND(OBJECT))) continue;
        const Taint *written = taint_step(fr, taint_alone(w, t), node, S("is written to a file"));
        Taint *one = taint_alone(w, written);
        one->kinds = (t->kinds & KINDS_NATURE) | KIND(CONTENT);
        one->held = t->kinds & KINDS_TEXT;
        one->quoted = 0, one->lacks = 0;
        r = taint_join(w, r, one);
    }
    return r;
}

static const Taint *taint_read(World *w, const Taint *t)
{
    const Taint *r = NULL;
    for (; t; t = t->next) {
        if (!(t->kinds & KIND(CONTENT))) continue;
        Taint *one = taint_alone(w, t);
        one->kinds = (t->kinds & KINDS_NATURE) | t->held;
        one->held = 0;
        r = taint_join(w, r, one);
    }
    return r;
}

const Av *as_read(World *w, const Av *v)
{
    const Taint *t = taint_read(w, v->taint);
    return t ? av_add_taint(w, v, taint_mask(w, t, KIND(PATH) | KIND(URL), false)) : v;
}

// A path that is known word by word is the same wherever it is written.
static uint64_t file_number(Frame *fr, Val v)
{
    Str s;
    bool known = fr->val[v] && av_only_str(fr->val[v], &s) && s.len > 1;
    return known ? str_key(s) | 1ull << 41 : value_number(fr, v);
}

static Filed *filed_as(Frame *fr, uint64_t number)
{
    for (Size i = 0; i < fr->filed.n; i++)
        if (fr->filed.v[i].number == number) return &fr->filed.v[i];
    return NULL;
}

const Av *with_filed(Frame *fr, Val v, const Av *x)
{
    World *w = fr->w;
    const Filed *f = filed_as(fr, file_number(fr, v));
    if (!f) return x;
    if (f->own_since && dominates(fr->f, f->own, fr->block, 0)) x = av_clear(w, x, KIND(CONTENT));
    else x = av_add_taint(w, x, f->before);
    return av_add_taint(w, x, f->t);
}

// The same, added; NULL: there are too many.
static Filed *filed_at(Frame *fr, uint64_t number)
{
    Filed *f = filed_as(fr, number);
    if (!f && fr->filed.n < FILED_MOST)
        *(f = push(&fr->w->a, &fr->filed)) = (Filed){.number = number};
    return f;
}

// self.path, PATH: whoever reads that elsewhere names the same file.
static void keep_filed(Frame *fr, Val path, const Taint *t)
{
    World *w = fr->w;
    const Instr *in = def(fr, path);
    const Av *v = fr->val[path];
    if (!v || av_is_bottom(v)) return;
    v = av_add_taint(w, v, t);
    if (in->op == IR_GLOBAL && fr->f->kind != FUNC_MODULE) set_global(fr, unit_sym(fr, in->sym), v);
    uint32_t id;
    const Obj *o = in->op == IR_ATTR ? only_obj(fr, use(fr, in->a), &id) : NULL;
    if (o && o->kind == OB_INST)
        obj_put(fr, id, obj_set(w, o, KEY_SYM(unit_sym(fr, in->sym)), v, false));
}

static void note_filed(Frame *fr, Val path, const Taint *t)
{
    World *w = fr->w;
    uint64_t number = file_number(fr, path);
    keep_filed(fr, path, t);
    Filed *f = filed_at(fr, number);
    if (f) f->t = taint_join(w, f->t, t);
}

// fd, path = tempfile.mkstemp(): the path beside the descriptor; 0: it is none.
static Val beside(const Frame *fr, Val fd)
{
    const Instr *in = &fr->f->code.v[fd];
    if (in->op != IR_UNPACK || in->aux) return 0;
    for (Size v = 1; v < fr->f->code.n; v++) {
        const Instr *x = &fr->f->code.v[v];
        if (x->op == IR_UNPACK && x->a == in->a && x->aux == 1) return (Val)v;
    }
    return 0;
}

// What names the file that this stream was opened by: open(path), path.open(), os.fdopen(fd); else the thing itself.
static Val opened_by(Frame *fr, Val stream)
{
    static const char *const opens[] = {"open", "open_file", "FileIO"};
    const Instr *in = def(fr, stream);
    for (int i = 0; i < OPENED && (in->op == IR_ENTER || in->op == IR_AWAIT); i++)
        in = def(fr, in->a);
    if (in->op != IR_CALL) return stream;
    Str name = callee_name(fr, in), last = last_part(name);
    Val path = str_eq(last, S("fdopen"))              ? beside(fr, call_arg(fr, in, 0))
               : str_ends(name, S("Path.open"))       ? receiver(fr, in)
               : is_one_of(last, opens, countof(opens)) ? call_arg(fr, in, 0)
                                                      : 0;
    return path ? path : stream;
}

// Path(text), str(path), path.with_suffix(".dat"): that is named, too. 0: nothing is.
static Val named_by(Frame *fr, Val v)
{
    static const char *const same[] = {"str", "pathlib.Path", "os.fspath", "os.path.abspath",
                                       "os.path.realpath"};
    static const char *const beneath[] = {"with_suffix", "resolve", "absolute", "as_posix",
                                          "__str__"};
    const Instr *in = def(fr, v);
    if (in->op != IR_CALL) return 0;
    Str name = callee_name(fr, in);
    if (is_one_of(name, same, countof(same))) return call_arg(fr, in, 0);
    return is_one_of(last_part(name), beneath, countof(beneath)) ? receiver(fr, in) : 0;
}

static bool holds_content(const Taint *t)
{
    while (t && !(t->kinds & KIND(CONTENT))) t = t->next;
    return t != NULL;
}

// The program begins the file anew: what follows is in it alone.
static void begun_anew(Frame *fr, Val v)
{
    for (int i = 0; v && i < OPENED; i++, v = named_by(fr, v)) {
        uint64_t number = file_number(fr, v);
        Filed *f = filed_as(fr, number);
        if (!f && holds_content(use(fr, v)->taint)) f = filed_at(fr, number);
        if (!f) continue;
        f->before = taint_join(fr->w, f->before, f->t), f->t = NULL;
        f->own = fr->block, f->own_since = true;
    }
}

// open(path, "w"): what was in it is gone.
static bool begins_file(Frame *fr, const ModelLine *l, const Args *args, const Av *self)
{
    bool method = l->arg == MODEL_RECEIVER;
    Val path, at;
    if (!args || !args->call) return false;
    const Av *mode = line_arg(fr->w, method ? 0 : 1, S("mode"), args, self, &at);
    const PyConst *c = mode ? av_only_const(mode) : NULL;
    if (!c || c->kind != CONST_STR || !c->text.len || !strchr("wx", c->text.s[0])) return false;
    if (method) path = receiver(fr, &fr->f->code.v[args->call]);
    else line_arg(fr->w, l->arg, l->keyword, args, self, &path);
    begun_anew(fr, path);
    return true;
}

const Taint *taint_by_file(Frame *fr, const ModelLine *l, const Args *args, const Av *self,
                           const Taint *t, NodeId node)
{
    if (models_has_tag(l, S("content")))
        return begins_file(fr, l, args, self) ? NULL : taint_read(fr->w, t);
    return models_has_tag(l, S("file")) ? taint_filed(fr, t, node) : t;
}

// Whoever returns has begun the file anew.
static bool always_begins(const Frame *fr, const Filed *f)
{
    bool always = f->own_since;
    for (Size b = 0; b < fr->f->blocks.n && always; b++) {
        int how = fr->f->blocks.v[b].how;
        always = (how != END_RETURN && how != END_NONE) || dominates(fr->f, f->own, (Block)b, 0);
    }
    return always;
}

void files_handed_back(Frame *fr, Frame *callee, const Val *from)
{
    const BasicBlock *first = &callee->f->blocks.v[0];
    if (!callee->filed.n) return;
    for (Val v = first->beg; v < first->end; v++) {
        const Instr *in = &callee->f->code.v[v];
        if (in->op != IR_PARAM || in->aux >= callee->f->params.n || !from[in->aux]) continue;
        const Filed *f = filed_as(callee, file_number(callee, v));
        bool anew = f && always_begins(callee, f);
        if (anew) begun_anew(fr, from[in->aux]);
        const Taint *t = !f ? NULL : anew ? f->t : taint_join(fr->w, f->t, f->before);
        if (t) note_filed(fr, from[in->aux], t);
    }
}

void file_takes(Frame *fr, const ModelLine *l, const Args *args, Val to, const Taint *t)
{
    if (l->to == MODEL_RECEIVER && args->call) to = receiver(fr, &fr->f->code.v[args->call]);
    if (models_has_tag(l, S("content"))) t = taint_read(fr->w, t);
    if (to && models_has_tag(l, S("whole"))) begun_anew(fr, to);
    const Taint *filed = to ? taint_filed(fr, t, args->node) : NULL;
    if (!filed) return;
    Val v = opened_by(fr, to);
    for (int i = 0; v && i < OPENED; i++, v = named_by(fr, v)) note_filed(fr, v, filed);
}
