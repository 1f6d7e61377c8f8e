// flow/handed: who decided that a marked call is as it is: a caller, by a constant that it hands over or
// leaves out, or by the object that it made; for the call's own argument, or for the branch it lies in.
// SPDX-License-Identifier: MIT
#include "flow/handed.h"
#include "flow/blocked.h"

enum { TRACED_MOST = 48, BRANCHES_MOST = 24 };

// The file that a constant stands in, of those that were read; and where, if that is one place only (False is one
// constant, however often it stands there).
typedef struct { bool known; uint32_t mod; NodeId node; } Written;

static Written written_at(const World *w, const PyConst *c)
{
    Written at = {0};
    Size i = 0;
    const Tree *t = NULL;
    for (; c && i < w->touched.n && !at.known; i++) {
        t = w->touched.v[i]->m ? w->touched.v[i]->m->tree : NULL;
        at.known = t && c >= t->consts.v && c < t->consts.v + t->consts.n;
        at.mod = (uint32_t)w->touched.v[i]->index;
    }
    for (NodeId n = 1; at.known && n < (NodeId)t->nodes.n; n++) {
        if (py_kind(t, n) != PY_Constant || py_const(t, n) != c) continue;
        if (at.node) return at.node = 0, at;
        at.node = n;
    }
    return at;
}

static bool is_fallback(const Module *m, const PyConst *c)
{
    for (Size k = 1; k < m->funcs.n; k++)
        for (Size i = 0; i < m->funcs.v[k].params.n; i++) {
            NodeId d = m->funcs.v[k].params.v[i].fallback;
            if (d && py_const(m->tree, d) == c) return true;
        }
    return false;
}

// ---- an operand followed to the frame that chose it

// absent: that frame calls without it. part: it is a part of what was chosen there.
typedef struct { const Frame *fr; Val v; bool absent, part; } Chosen;
typedef struct { int left; bool part; } Trace;

static Chosen trace(const Frame *fr, Val v, Trace *t);

// What a method was called of, or the call that makes an instance and so its receiver.
static Chosen trace_receiver(const Frame *up, Trace *t)
{
    const Instr *call = &up->f->code.v[up->at];
    const Instr *of = call->op == IR_CALL ? &up->f->code.v[call->a] : NULL;
    bool made = !of || of->op != IR_ATTR;
    return made ? (Chosen){up, up->at, false, t->part} : trace(up, of->a, t);
}

static Chosen trace_param(const Frame *fr, const Instr *in, Val v, Trace *t)
{
    const Param *p = &fr->f->params.v[in->aux];
    Val arg = fr->up && fr->from ? fr->from[in->aux] : 0;
    if (!fr->up) return (Chosen){fr, v, false, t->part};
    if (arg) return trace(fr->up, arg, t);
    if (!in->aux && fr->f->owner) return trace_receiver(fr->up, t);
    bool named = p->kind != PARAM_VARARG && p->kind != PARAM_KWARG;
    return (Chosen){fr->up, fr->up->at, named, t->part};
}

// bool(verify), options.get("verify", True): the value that is asked for; 0: another one is made
static Val asked_for(const Frame *fr, const Instr *call)
{
    static const Str keeps[] = {L("bool"), L("str"), L("int"), L("getattr"), L("dict"), {0}};
    const Instr *of = &fr->f->code.v[call->a];
    if (of->op == IR_ATTR) return of->a;
    bool kept =
        of->op == IR_GLOBAL && call->nargs && str_in(py_name(fr->m->m->tree, of->sym), keeps);
    if (!kept) return 0;
    const Val *arg = &fr->f->args.v[call->args];
    bool computed = call->nargs > 1 && fr->f->code.v[arg[1]].op != IR_CONST;        // getattr(hashlib, name)
    return arg[computed];
}

static Chosen trace(const Frame *fr, Val v, Trace *t)
{
    const Instr *in = &fr->f->code.v[v];
    const Chosen here = {fr, v, false, t->part};
    if (!v || t->left-- <= 0) return here;
    switch (in->op) {
    case IR_PARAM: return trace_param(fr, in, v, t);
    case IR_ATTR: case IR_INDEX: t->part = true; return trace(fr, in->a, t);
    case IR_NOT: case IR_UNARY: case IR_AWAIT: return trace(fr, in->a, t);
    case IR_COMPARE: return trace(fr, fr->f->code.v[in->a].op == IR_CONST ? in->b : in->a, t);
    case IR_CALL: {
        Val of = asked_for(fr, in);
        if (!of) return here;
        t->part = true;
        return trace(fr, of, t);
    }
    case IR_PHI: case IR_DICT: case IR_TUPLE: case IR_LIST:
        for (uint32_t i = 0; i < in->nargs; i++) {
            Chosen c = trace(fr, fr->f->args.v[in->args + i], t);
            if (c.fr != fr) return c;
        }
        return here;
    default: return here;
    }
}

// ---- who decided

// node 0: nobody but the function itself. fr: of the module, NULL where no frame on the way is.
typedef struct { const Frame *fr; uint32_t mod; NodeId node; Str what; } Decided;

static const Frame *caller_in(const Frame *fr, uint32_t mod)
{
    for (fr = fr->up; fr && fr->mod != mod; fr = fr->up) { }
    return fr;
}

static Str handed_words(World *w, const Tree *t, NodeId node)
{
    const PyConst *c = py_const(t, node);
    if (c && c->kind >= CONST_STR) return S("this text is handed on");       // it may be a secret
    return str_fmt(&w->a, "%.*s is handed on", STR_ARG(py_text(t, node)));
}

// make(False)(url): what a function keeps of the call that made it is another file's where its constant is.
static Decided by_closure(const Frame *fr, Written at)
{
    const Frame *up = at.known && at.mod != fr->mod ? caller_in(fr, at.mod) : NULL;
    if (!up) return (Decided){0};
    NodeId node = at.node ? at.node : up->f->code.v[up->at].node;
    return (Decided){up, at.mod, node, S("chosen in this file")};
}

static Decided by_value(const Frame *fr, const Av *v, Val from)
{
    World *w = fr->w;
    Trace t = {TRACED_MOST, false};
    Chosen by = trace(fr, from, &t);
    bool kept = by.fr->f->code.v[by.v].op == IR_CELL;
    if (by.fr == fr && !kept) return (Decided){0};
    const PyConst *c = v ? av_only_const(v) : NULL;
    Written at = written_at(w, c);
    if (kept) return by_closure(fr, at);
    bool own = at.known && at.mod == fr->mod, fallback = own && is_fallback(fr->m->m, c);
    if (own && by.part && !fallback) return (Decided){0};       // the class's own, whoever makes one
    const Instr *in = &by.fr->f->code.v[by.v];
    const Tree *tree = by.fr->m->m->tree;
    if (in->op == IR_CONST && in->node)
        return (Decided){by.fr, by.fr->mod, in->node, handed_words(w, tree, in->node)};
    if (at.node && !fallback)
        return (Decided){caller_in(fr, at.mod), at.mod, at.node,
                         handed_words(w, w->mods[at.mod]->m->tree, at.node)};
    bool left_out = own && (by.absent || fallback);
    return (Decided){by.fr, by.fr->mod, in->node,
                     left_out ? S("called with the default") : S("chosen here")};
}

// insecure = True, and the block lies where only that leads
static Decided by_branch(const Frame *fr)
{
    const Func *f = fr->f;
    int left = BRANCHES_MOST;
    for (Block b = 0; b < (Block)f->blocks.n && left; b++) {
        const BasicBlock *bb = &f->blocks.v[b];
        const BlockOut *out = &fr->out[b];
        if (bb->how != END_BRANCH || !out->seen || out->yes_live == out->no_live) continue;
        left--;
        if (side_of(fr->w, f, b, fr->block) != (out->yes_live ? SIDE_YES : SIDE_NO)) continue;
        Val v = bb->value;
        while (f->code.v[v].op == IR_NOT) v = f->code.v[v].a;
        Decided d = by_value(fr, fr->val[v], v);
        if (d.node) return d;
    }
    return (Decided){0};
}

// What `**options` or `*args` of the call it is at hands over.
static Val starred(const Frame *fr)
{
    const Instr *in = &fr->f->code.v[fr->at];
    for (uint32_t i = 0; in->op == IR_CALL && i < in->nargs; i++) {
        uint8_t k = fr->f->argk.v[in->args + i].kind;
        if (k == ARG_DSTAR || k == ARG_STAR) return fr->f->args.v[in->args + i];
    }
    return 0;
}

// getattr(hashlib, name)(data), hasher(data): of a line that asks for nothing, what is called.
static Decided by_callee(const Frame *fr)
{
    const Instr *in = &fr->f->code.v[fr->at];
    const Instr *of = in->op == IR_CALL ? &fr->f->code.v[in->a] : NULL;
    return of && (of->op == IR_PARAM || of->op == IR_CALL) ? by_value(fr, fr->val[in->a], in->a)
                                                           : (Decided){0};
}

static Decided decided(const Frame *fr, const AskedOf *of, Size n)
{
    Decided d = n ? (Decided){0} : by_callee(fr);
    for (Size i = 0; i < n && !d.node; i++)
        if (of[i].asked) d = by_value(fr, of[i].asked, of[i].from ? of[i].from : starred(fr));
    for (const Frame *at = fr; at->up && at->mod == fr->mod && !d.node; at = at->up)
        d = by_branch(at);
    return d;
}

static const Taint *way_down(Frame *fr, const Frame *from, const Taint *t)
{
    Frame *up = fr->up;
    if (!up || fr == from) return t;
    return taint_step(up, way_down(up, from, t), up->f->code.v[up->at].node, S("passed on"));
}

const Taint *handed_way(Frame *fr, const AskedOf *of, Size n)
{
    if (!fr->up) return NULL;
    Decided d = decided(fr, of, n);
    if (!d.node) return NULL;
    Frame at = {.w = fr->w, .mod = d.mod};
    return way_down(fr, d.fr, taint_new(fr->w, 0, step_add(&at, NULL, d.node, d.what), false));
}

bool handed_by_unit(const Frame *fr, const Taint *way)
{
    const Frame *root = fr;
    while (root->up) root = root->up;
    const World *w = fr->w;
    return (Size)root->mod == w->unit && !w->mods[w->unit]->m->is_test &&
           (uint32_t)(way->step->site >> 32) != fr->mod;
}

// ---- what it is where nobody says anything

static const PyConst *only_const(const Frame *fr, Val v)
{
    return v && fr->val[v] ? av_only_const(fr->val[v]) : NULL;
}

// def digest(data, name="md5"), public, and nobody in the project calls it
static const PyConst *own_default(const Frame *fr, uint32_t param)
{
    const World *w = fr->w;
    NodeId d = fr->f->params.v[param].fallback;
    bool asked = !fr->up && w->root >= 0 && w->roots.v[w->root].parameter;
    return d && asked ? py_const(fr->m->m->tree, d) : NULL;
}

// options.get("verify", False), os.getenv("HASH", "md5"), getattr(settings, "MODE", 0): the last argument
static const PyConst *given_default(const Frame *fr, const Instr *call, Str name)
{
    static const Str asks[] = {L("get"), L("pop"), L("setdefault"), L("getenv"), L("getattr"), {0}};
    bool two = str_in(name, asks) && call->nargs > 1 &&
               fr->f->argk.v[call->args + call->nargs - 1].kind != ARG_STAR;
    return two ? only_const(fr, fr->f->args.v[call->args + call->nargs - 1]) : NULL;
}

// if key is None: key = "…": one way of two, and the branch asks the other.
static const PyConst *asked_default(const Frame *fr, const Instr *phi)
{
    const Func *f = fr->f;
    const BasicBlock *branch = &f->blocks.v[f->blocks.v[phi->block].idom];
    const Val *way = &f->args.v[phi->args];
    if (phi->nargs != 2 || branch->how != END_BRANCH) return NULL;
    bool second = f->code.v[way[1]].op == IR_CONST;
    Val written = way[second], other = way[!second], cond = branch->value;
    while (f->code.v[cond].op == IR_NOT) cond = f->code.v[cond].a;
    const Instr *test = &f->code.v[cond];
    bool asks = cond == other || (test->op == IR_COMPARE && (test->a == other || test->b == other));
    bool one = f->code.v[written].op == IR_CONST && f->code.v[other].op != IR_CONST;
    return asks && one ? only_const(fr, written) : NULL;
}

const PyConst *fallback_of(const Frame *fr, Val v)
{
    enum { PEELED_MOST = 6 };
    static const Str keeps[] = {L("lower"), L("upper"), L("strip"), L("bool"),
                                L("str"),   L("int"),   {0}};
    const Tree *t = fr->m->m->tree;
    for (int left = PEELED_MOST; v && left--;) {
        const Instr *in = &fr->f->code.v[v], *of = in->op == IR_CALL ? &fr->f->code.v[in->a] : NULL;
        if (in->op == IR_PARAM) return own_default(fr, in->aux);
        if (in->op == IR_PHI && in->nargs == 2 && in->node && py_kind(t, in->node) == PY_BoolOp) {
            bool or = py_at(t, in->node)->op == OP_OR;                // name or "md5"
            return or ? only_const(fr, fr->f->args.v[in->args + 1]) : NULL;
        }
        if (in->op == IR_PHI) return asked_default(fr, in);
        if (!of || (of->op != IR_ATTR && of->op != IR_GLOBAL)) return NULL;
        Str name = py_name(t, of->sym);
        if (!str_in(name, keeps)) return given_default(fr, in, name);
        v = of->op == IR_ATTR ? of->a : in->nargs ? fr->f->args.v[in->args] : 0;
    }
    return NULL;
}
