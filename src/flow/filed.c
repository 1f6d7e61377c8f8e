// flow/filed: where a path was written to is noted in the frame, by the number of the expression, and told of each
// use of it from then on.
// SPDX-License-Identifier: MIT
#include "flow/filed.h"
#include "flow/guard.h"
#include "flow/names.h"

// OPENED: steps from a stream to the call that opened it (`async with await open(…)`), and from a path to what it was
// made of. FILED_MOST: paths of a function.
enum { OPENED = 4, FILED_MOST = 24 };

// What is left of a number is no file's content; what was cleaned in another way counts as it came.
static const Taint *taint_filed(Frame *fr, const Taint *t, NodeId node)
{
    World *w = fr->w;
    const Taint *r = NULL;
    for (; t; t = t->next) {
        if (!(t->kinds & KINDS_REACH) || !(t->kinds & KIND(OBJECT))) continue;
        const Taint *written = taint_step(fr, taint_alone(w, t), node, S("is written to a file"));
        Taint *one = taint_alone(w, written);
        one->kinds = (t->kinds & KINDS_NATURE) | KIND(CONTENT);
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
        one->kinds = (t->kinds & KINDS_NATURE) | KINDS_TEXT;
        r = taint_join(w, r, one);
    }
    return r;
}

const Taint *taint_by_file(Frame *fr, const ModelLine *l, const Taint *t, NodeId node)
{
    if (models_has_tag(l, S("content"))) return taint_read(fr->w, t);
    return models_has_tag(l, S("file")) ? taint_filed(fr, t, node) : t;
}

const Av *as_read(World *w, const Av *v)
{
    const Taint *t = taint_read(w, v->taint);
    return t ? av_add_taint(w, v, taint_mask(w, t, KIND(PATH) | KIND(URL), false)) : v;
}

const Av *with_filed(Frame *fr, Val v, const Av *x)
{
    uint64_t number = value_number(fr, v);
    for (Size i = 0; i < fr->filed.n; i++)
        if (fr->filed.v[i].number == number) x = av_add_taint(fr->w, x, fr->filed.v[i].t);
    return x;
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
    if (o && o->kind == OB_INST) obj_put(fr, id, obj_set(w, o, KEY_SYM(unit_sym(fr, in->sym)), v, false));
}

static void note_filed(Frame *fr, Val path, const Taint *t)
{
    World *w = fr->w;
    uint64_t number = value_number(fr, path);
    keep_filed(fr, path, t);
    for (Size i = 0; i < fr->filed.n; i++)
        if (fr->filed.v[i].number == number) {
            fr->filed.v[i].t = taint_join(w, fr->filed.v[i].t, t);
            return;
        }
    if (fr->filed.n < FILED_MOST) *push(&w->a, &fr->filed) = (Filed){number, t};
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
    for (int i = 0; i < OPENED && (in->op == IR_ENTER || in->op == IR_AWAIT); i++) in = def(fr, in->a);
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
    static const char *const same[] = {"str", "pathlib.Path", "os.fspath", "os.path.abspath", "os.path.realpath"};
    static const char *const beneath[] = {"with_suffix", "resolve", "absolute", "as_posix", "__str__"};
    const Instr *in = def(fr, v);
    if (in->op != IR_CALL) return 0;
    Str name = callee_name(fr, in);
    if (is_one_of(name, same, countof(same))) return call_arg(fr, in, 0);
    return is_one_of(last_part(name), beneath, countof(beneath)) ? receiver(fr, in) : 0;
}

void files_handed_back(Frame *fr, Frame *callee, const Val *from)
{
    const BasicBlock *first = &callee->f->blocks.v[0];
    if (!callee->filed.n) return;
    for (Val v = first->beg; v < first->end; v++) {
        const Instr *in = &callee->f->code.v[v];
        if (in->op != IR_PARAM || in->aux >= callee->f->params.n || !from[in->aux]) continue;
        const Taint *t = with_filed(callee, v, &av_quiet)->taint;
        if (t) note_filed(fr, from[in->aux], t);
    }
}

void file_takes(Frame *fr, const ModelLine *l, Val to, const Taint *t, NodeId node)
{
    if (models_has_tag(l, S("content"))) t = taint_read(fr->w, t);
    const Taint *filed = to ? taint_filed(fr, t, node) : NULL;
    if (!filed) return;
    Val v = opened_by(fr, to);
    for (int i = 0; v && i < OPENED; i++, v = named_by(fr, v)) note_filed(fr, v, filed);
}
