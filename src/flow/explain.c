// flow/explain: what was known at a line: its function and who calls it, the values on it, and for
// each call that could be dangerous what reached it and what made it harmless.
// SPDX-License-Identifier: MIT
#include "flow/blocked.h"

enum { VALUES_MOST = 40, SINKS_MOST = 20, BACK_MOST = 8 };

typedef struct {
    World *w; Mod *m;
    const FlowFile *file; const Tree *t;
    int line; uint32_t func; const Func *f;
    Arena *keep;
    FlowKnown *out;
} Asking;

static int line_of(const Asking *a, NodeId node)
{
    return node ? py_pos(a->t, py_at(a->t, node)->beg).line : 0;
}

static const Av *value_in(const Asking *a, Val v) { return spot_value(a->m, a->func, v); }

static const Taint *all_taint(const Asking *a, const Av *v)
{
    Frame scope = {.w = a->w};
    return deep_taint(&scope, v);
}

// ---- the function

// The innermost function of the line: the one with an instruction there, else the smallest around.
static uint32_t function_at(const Asking *a)
{
    uint32_t best = 0;
    Size least = PTRDIFF_MAX;
    for (uint32_t k = 0; k < a->file->module->funcs.n; k++) {
        const Func *f = &a->file->module->funcs.v[k];
        const PyNode *n = f->node && f->kind != FUNC_MODULE ? py_at(a->t, f->node) : NULL;
        if (!n) continue;
        bool around = py_pos(a->t, n->beg).line <= a->line &&
                      a->line <= py_pos(a->t, n->end ? n->end - 1 : 0).line;
        Size size = (Size)n->end - (Size)n->beg;
        if (around && size <= least) least = size, best = k;
    }
    return best;
}

static const Root *root_of(const Asking *a)
{
    for (Size i = 0; i < a->w->roots.n; i++) {
        const Root *r = &a->w->roots.v[i];
        if (r->mod == (uint32_t)a->m->index && r->func == a->func) return r;
    }
    return NULL;
}

static Str caller_words(const Asking *a)
{
    const FuncInfo *i = &a->m->info[a->func];
    const Root *r = root_of(a);
    if (a->f->kind == FUNC_MODULE) return S("runs when the module is imported");
    if (i->entry && i->entry->kinds)
        return str_fmt(a->keep, "called from outside (%.*s) by %.*s",
                       STR_ARG(kinds_text(i->entry->kinds & KINDS_REACH, &a->w->a)),
                       STR_ARG(i->entry->how.len ? i->entry->how : S("its framework")));
    if (a->file->is_test) return S("test code: nobody outside calls it");
    if (r && r->parameter && !a->f->params.n) return S("nobody in the project calls it");
    if (r && r->parameter)
        return S("nobody in the project calls it: its parameters may be anything");
    if (i->used) return S("called by the project, with what its callers hand over");
    return r ? S("handed on or called elsewhere: its parameters are taken for harmless")
             : S("nobody was seen to call it");
}

// ---- values

static Str type_words(const Asking *a, Val v)
{
    const Av *x = value_in(a, v);
    Str s;
    int64_t n;
    bool yes;
    if (av_is_bottom(x)) return S("never computed");
    if (av_only_str(x, &s))
        return str_fmt(a->keep, "the constant '%.*s%s'", (int)(s.len < 60 ? s.len : 60), s.s,
                       s.len > 60 ? "…" : "");
    if (av_only_int(x, &n)) return str_fmt(a->keep, "the number %lld", (long long)n);
    if (flow_is_none(a->file, a->func, v)) return S("None");
    if (flow_const_bool(a->file, a->func, v, &yes)) return yes ? S("True") : S("False");
    Str name = flow_name(a->file, a->func, v), type = flow_type(a->file, a->func, v, 0);
    if (name.len) return str_keep(a->keep, name);
    if (av_all_const(x)) return S("one of the program's own constants");
    TextShape shape = flow_shape(a->file, a->func, v);
    if (shape.prefix.len || shape.suffix.len)
        return str_fmt(a->keep, "a text that begins '%.*s' and ends '%.*s'",
                       (int)(shape.prefix.len < 40 ? shape.prefix.len : 40), shape.prefix.s,
                       (int)(shape.suffix.len < 20 ? shape.suffix.len : 20), shape.suffix.s);
    if (type.len) return str_fmt(a->keep, "a value of type %.*s", STR_ARG(type));
    return S("a value of unknown type");
}

static void add_value(Asking *a, Val v, NodeId node)
{
    Str code = source_words(a->t, node);
    Kinds k = taint_kinds(all_taint(a, value_in(a, v)));
    if (a->out->values.n >= VALUES_MOST || !code.len || str_eq(code, type_words(a, v))) return;
    for (Size i = 0; i < a->out->values.n; i++)
        if (str_eq(a->out->values.v[i].code, code)) return;
    KnownValue *known = push(a->keep, &a->out->values);
    *known = (KnownValue){.code = str_keep(a->keep, code), .is = type_words(a, v)};
    if (k & KINDS_TEXT) known->carries = k;
    else known->safe = k;
}

// A name that is only read has no instruction of its own: it is an operand of what it is part of.
static void add_name(Asking *a, Val v, NodeId node)
{
    if (v && node && py_kind(a->t, node) == PY_Name && line_of(a, node) == a->line)
        add_value(a, v, node);
}

static void add_names(Asking *a, const Instr *in)
{
    const Tree *t = a->t;
    NodeId n = in->node;
    switch (py_kind(t, n)) {
    case PY_Call: {
        NodeList args = py_list(t, n, Call_args);
        bool plain = in->op == IR_CALL;
        for (uint32_t i = 0; i < args.n && i < in->nargs && plain; i++) {
            plain = a->f->argk.v[in->args + i].kind == ARG_POS;
            if (plain) add_name(a, a->f->args.v[in->args + i], args.v[i]);
        }
        break;
    }
    case PY_BinOp:
        if (in->op != IR_BINARY) break;
        add_name(a, in->a, py_node(t, n, BinOp_left));
        add_name(a, in->b, py_node(t, n, BinOp_right));
        break;
    case PY_Compare:
        if (in->op == IR_COMPARE) add_name(a, in->a, py_node(t, n, Compare_left));
        break;
    case PY_Attribute:
        if (in->op == IR_ATTR) add_name(a, in->a, py_node(t, n, Attribute_value));
        break;
    case PY_Subscript:
        if (in->op == IR_INDEX) add_name(a, in->a, py_node(t, n, Subscript_value));
        if (in->op == IR_INDEX) add_name(a, in->b, py_node(t, n, Subscript_slice));
        break;
    case PY_FormattedValue:
        if (in->op == IR_FORMAT) add_name(a, in->a, py_node(t, n, FormattedValue_value));
        break;
    default: break;
    }
}

// ---- calls that could be dangerous

// What took these kinds from v on its way here: the instruction, or 0.
static Val cleaned_by(const Asking *a, Val v, Kinds kinds, int depth)
{
    const Instr *in = &a->f->code.v[v];
    if (!v || depth > BACK_MOST || taint_kinds(all_taint(a, value_in(a, v))) & kinds) return 0;
    Val part[8];
    int n = 0;
    uint8_t uses = ir_uses[in->op];
    if (uses & 1) part[n++] = in->a;
    if (uses & 2) part[n++] = in->b;
    for (uint32_t i = 0; i < in->nargs && n < (int)countof(part); i++)
        part[n++] = a->f->args.v[in->args + i];
    for (int i = 0; i < n; i++)
        if (taint_kinds(all_taint(a, value_in(a, part[i]))) & kinds) return v;
    for (int i = 0; i < n; i++) {
        Val by = cleaned_by(a, part[i], kinds, depth + 1);
        if (by) return by;
    }
    return 0;
}

// Of v and what it is made of, the first that carries these kinds; 0: none.
static Val dangerous_part(const Asking *a, Val v, Kinds kinds, int depth)
{
    if (!v || depth > BACK_MOST) return 0;
    if (taint_kinds(all_taint(a, value_in(a, v))) & kinds) return v;
    const Instr *in = &a->f->code.v[v];
    uint8_t uses = ir_uses[in->op];
    if (in->op == IR_CALL) return 0;
    Val r = uses & 1 ? dangerous_part(a, in->a, kinds, depth + 1) : 0;
    if (!r && uses & 2) r = dangerous_part(a, in->b, kinds, depth + 1);
    for (uint32_t i = 0; i < in->nargs && !r; i++)
        r = dangerous_part(a, a->f->args.v[in->args + i], kinds, depth + 1);
    return r;
}

// A test of v that only one of its outcomes lets through to `to`.
static NodeId guarded_by(const Asking *a, Val v, Kinds kinds, Block to)
{
    Val part = dangerous_part(a, v, kinds, 0);
    const Taint *t = part ? all_taint(a, value_in(a, part)) : NULL;
    if (!t) return 0;
    const Subject subject = {t->step->site, kinds};
    for (Block b = (Block)a->f->blocks.n; b-- > 0;) {             // the last one held it back
        const BasicBlock *x = &a->f->blocks.v[b];
        if (x->how != END_BRANCH || !tests_subject(a->m, a->func, x->value, &subject, 0)) continue;
        Side side = side_of(a->w, a->f, b, to);
        NodeId node = a->f->code.v[x->value].node;
        if (node && (side == SIDE_YES || side == SIDE_NO)) return node;
    }
    return 0;
}

static Str reach_words(const Asking *a, Kinds k)
{
    Str s = kinds_text(k & KINDS_NATURE, &a->w->a);
    return s.len ? s : S("of unknown origin");
}

static Str silent_words(const Asking *a, const Instr *call, Val v, Kinds kinds)
{
    const Av *x = value_in(a, v);
    Kinds k = taint_kinds(all_taint(a, x));
    Str for_ = kinds_text(kinds & KINDS_TEXT, &a->w->a), s;
    if (av_is_bottom(x)) return S("silent: this is never reached");
    if (av_only_str(x, &s)) return S("silent: only that constant reaches it");
    NodeId guard = guarded_by(a, v, kinds, call->block);
    if (av_all_const(x) && !guard) return S("silent: only the program's own constants reach it");
    if (k & kinds) {
        if (guard)
            return str_fmt(a->keep, "silent: data that is %.*s, held back by the test %.*s",
                           STR_ARG(reach_words(a, k)),
                           STR_ARG(named_place(a->w, a->m, guard, a->m->index)));
        return str_fmt(a->keep, "silent: data that is %.*s is in reach, but not in a form that is "
                                "dangerous here", STR_ARG(reach_words(a, k)));
    }
    Val by = guard ? 0 : cleaned_by(a, v, kinds, 0);
    if (by)
        return str_fmt(a->keep, "silent: what comes from outside was made safe for %.*s by %.*s",
                       STR_ARG(for_),
                       STR_ARG(named_place(a->w, a->m, a->f->code.v[by].node, a->m->index)));
    if (guard)
        return str_fmt(a->keep, "silent: outside data is held back by the test %.*s",
                       STR_ARG(named_place(a->w, a->m, guard, a->m->index)));
    if (k & KINDS_NATURE)
        return str_fmt(a->keep, "silent: data that is %.*s, but no longer dangerous for %.*s",
                       STR_ARG(reach_words(a, k)), STR_ARG(for_));
    return S("silent: no outside data reaches it");
}

static bool is_hit(const Asking *a, NodeId node, const ModelLine *line)
{
    for (Size i = 0; i < a->file->hits.n; i++)
        if (a->file->hits.v[i].node == node && a->file->hits.v[i].sink->serial == line->serial)
            return true;
    return false;
}

static void add_sink(Asking *a, const Instr *call, Val at, const ModelLine *l, Str name)
{
    const Instr *callee = &a->f->code.v[call->a];
    Val v = l->arg == MODEL_RECEIVER && callee->op == IR_ATTR ? callee->a
            : flow_arg(a->file, a->func, at, l->arg == MODEL_ANY ? 0 : l->arg, l->keyword);
    bool reported = is_hit(a, call->node, l);
    if ((!v && !reported) || a->out->sinks.n >= SINKS_MOST) return;
    Str code = v ? source_words(a->t, a->f->code.v[v].node) : (Str){0};
    bool prints = models_has_tag(l, S("prints"));
    Str says = reported ? S("outside data reaches it")
               : prints
                   ? S("silent: no outside data is known to be printed as it is by this template")
                   : silent_words(a, call, v, l->kinds);
    for (Size i = 0; i < a->out->sinks.n; i++) {
        KnownSink *s = &a->out->sinks.v[i];
        if (!str_eq(s->argument, code) || !str_eq(s->says, says)) continue;
        s->kinds |= l->kinds;
        return;
    }
    *push(a->keep, &a->out->sinks) = (KnownSink){.code = str_keep(a->keep, name),
                                                 .argument = str_keep(a->keep, code),
                                                 .says = str_keep(a->keep, says),
                                                 .kinds = l->kinds,
                                                 .reported = reported};
}

static void add_sinks(Asking *a, Val v)
{
    const Instr *in = &a->f->code.v[v];
    const Av *callee = in->op == IR_CALL ? value_in(a, in->a) : &av_bottom;
    for (int i = 0; i < callee->n; i++) {
        const Atom *at = &callee->atom[i];
        if (at->kind != AT_NAME && at->kind != AT_METHOD) continue;
        for (const ModelLine *l = models_lines(a->w->models, at->id); l; l = l->next)
            if (l->kind == M_SINK) add_sink(a, in, v, l, unit_str(a->w, at->idx));
    }
}

// ---- the line

static bool shown(const Instr *in)
{
    switch (in->op) {
    case IR_CALL: case IR_ATTR: case IR_INDEX: case IR_BINARY: case IR_FSTRING: case IR_GLOBAL:
    case IR_PARAM: case IR_AWAIT: case IR_COMPARE: case IR_SLICE: case IR_FORMAT: case IR_CELL:
        return true;
    default: return false;
    }
}

static void look_at(Asking *a)
{
    const FuncInfo *info = &a->m->info[a->func];
    Size here = 0, dead = 0;
    for (Val v = 1; v < (Val)a->f->code.n; v++) {
        const Instr *in = &a->f->code.v[v];
        if (line_of(a, in->node) != a->line) continue;
        here++;
        if (info->reached && !info->reached[in->block]) { dead++; continue; }
        if (shown(in)) add_names(a, in), add_value(a, v, in->node);
        add_sinks(a, v);
    }
    if (!here) a->out->why = S("no code that computes anything stands here");
    else if (dead == here)
        a->out->why = S("never reached: the conditions before it are constant, or it ends earlier");
}

void flow_explain(const FlowFile *f, int line, Arena *keep, FlowKnown *out)
{
    World *w = f->state;
    Mod *m = w->mods[f->index];
    *out = (FlowKnown){0};
    if (!m || !m->m) return;
    Asking a = {.w = w, .m = m, .file = f, .t = f->module->tree, .line = line, .keep = keep,
                .out = out};
    a.func = function_at(&a);
    a.f = &m->m->funcs.v[a.func];
    out->function = str_keep(keep, a.f->qualname);
    out->called = caller_words(&a);
    // a line of a def's head is its parent's, of a class's body the class's
    if (!m->info[a.func].entered && a.f->kind != FUNC_CLASS && a.f->kind != FUNC_MODULE) {
        out->why = S("not walked: nothing that was walked calls it, or a limit was met before");
        return;
    }
    look_at(&a);
    for (uint32_t k = 0; k < m->m->funcs.n && !out->values.n; k++) {
        if (k == a.func) continue;
        a.func = k;
        a.f = &m->m->funcs.v[k];
        for (Size v = 1; v < a.f->code.n; v++)
            if (line_of(&a, a.f->code.v[v].node) == line) {
                out->why = (Str){0};
                look_at(&a);
                break;
            }
    }
}
