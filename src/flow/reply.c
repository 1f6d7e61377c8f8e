// flow/reply: what a function that the outside calls gives back is sent to the client: its result
// is a sink.
// SPDX-License-Identifier: MIT
#include "flow/entry.h"
#include "flow/printed.h"

// The kinds that an answer of this form can be dangerous for: a dictionary or list becomes JSON,
// never HTML.
static Kinds kinds_of_reply(Frame *fr, const Av *v, Kinds kinds)
{
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        const Obj *o = a->obj ? obj_at(fr->w, &fr->st, a->obj) : NULL;
        Str name = a->kind == AT_INST ? unit_str(fr->w, a->idx) : (Str){0};
        bool text = a->kind == AT_CONST || str_eq(name, S("str")) || str_eq(name, S("bytes")) ||
                    taint_kinds(v->taint) & KIND(EXCEPTION);
        if (o && o->kind <= OB_DICT) kinds &= ~KIND(HTML);
        // a reply of its own, looked at where it was made
        else if (a->kind == AT_INST && !text) return 0;
    }
    return kinds;
}

// (body, status, headers) stands for its body.
static const Av *body_of(Frame *fr, const Av *v)
{
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    return o && o->kind == OB_TUPLE && o->n > 1 ? o->cell[0].v : v;
}

static const Av *member(Frame *fr, const Av *v, const char *key)
{
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    if (!o || o->kind != OB_DICT) return NULL;
    return obj_cell(o, KEY_SYM(name_add(&fr->w->names, str_of(key))));
}

// {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": …}: what a gateway makes a
// page of.
static const Av *page_of(Frame *fr, const Av *v)
{
    const Av *body = member(fr, v, "body"), *headers = member(fr, v, "headers");
    if (!body || !headers || !member(fr, v, "statusCode")) return NULL;
    const Av *type = member(fr, headers, "Content-Type");
    if (!type) type = member(fr, headers, "content-type");
    Str s;
    return type && av_only_str(type, &s) && str_find(s, S("html")) >= 0 ? body : NULL;
}

// (body, 200, {"Content-Type": "text/plain"}): no page
static bool says_plain(Frame *fr, const Av *v)
{
    uint32_t id;
    Str s;
    const Obj *o = only_obj(fr, v, &id);
    for (uint32_t i = 1; o && o->kind == OB_TUPLE && i < o->n; i++) {
        const Av *type = member(fr, o->cell[i].v, "Content-Type");
        if (!type) type = member(fr, o->cell[i].v, "content-type");
        if (type && av_only_str(type, &s) && str_find(s, S("html")) < 0 &&
            str_find(s, S("xml")) < 0 && str_find(s, S("svg")) < 0)
            return true;
    }
    return false;
}

static Val call_awaited(const Func *f, Val v)
{
    while (f->code.v[v].op == IR_AWAIT) v = f->code.v[v].a;
    return v;
}

static bool is_returned(const Func *f, Val call)
{
    for (Size b = 0; b < f->blocks.n; b++) {
        const BasicBlock *bb = &f->blocks.v[b];
        if (bb->how == END_RETURN && bb->value && call_awaited(f, bb->value) == call) return true;
    }
    return false;
}

// return fn(*args, **kwargs): what an entry is for the function that it stands for, whose result it gives as it is.
// The answer is looked at there, in the handler, and not in the wrapper of many. NULL: it is something else.
const Entry *handed_entry(Frame *fr, const Atom *f, Val call)
{
    const Entry *e = fr->entry;
    const Instr *in = &fr->f->code.v[call];
    if (!e || !e->returns || !e->original || in->op != IR_CALL || !is_returned(fr->f, call)) return NULL;
    const Av *callee = fr->val[in->a];
    if (!callee || callee->n != 1 || callee->flags & AV_OTHER) return NULL;
    if (f->mod != e->original_mod || f->idx != e->original) f = wrapped_func(fr->w, &fr->st, f);
    return f && f->mod == e->original_mod && f->idx == e->original ? e : NULL;
}

static bool is_walked(const Frame *fr, Val call)
{
    for (Size i = 0; i < fr->calls.n; i++)
        if (fr->calls.v[i].call == call) return true;
    return false;
}

static bool answers_itself(Frame *fr, Val call)
{
    const Av *callee = fr->f->code.v[call].op == IR_CALL ? fr->val[fr->f->code.v[call].a] : NULL;
    const Atom *f = callee ? av_find(callee, AT_FUNC) : NULL;
    return f && is_walked(fr, call) && handed_entry(fr, f, call);
}

void check_reply(Frame *fr, const Av *v, const BasicBlock *bb)
{
    const Entry *e = fr->entry;
    Val value = bb->value;
    NodeId node = value ? fr->f->code.v[value].node : 0;
    if (!node) node = bb->node;                            // where branches meet
    if (value && fr->m->info[fr->func].rendered) check_rendered(fr, v, value, node);
    if (!e || !e->returns || !value || answers_itself(fr, call_awaited(fr->f, value))) return;
    const Av *page = page_of(fr, v);
    Kinds plain = says_plain(fr, v) ? KIND(HTML) : 0;
    v = page ? page : body_of(fr, v);
    // WSGI: [text.encode()], what is sent piece by piece
    if (models_has_tag(e->line, S("chunks"))) v = elements(fr, v, value);
    Kinds kinds = page ? KIND(HTML) : kinds_of_reply(fr, v, e->returns) & ~plain;
    if (!kinds) return;
    ModelLine *line = NULL;
    for (ReplyLine *r = fr->w->replies; r; r = r->next)
        if (r->entry == e->line && r->line.kinds == kinds) line = &r->line;
    if (!line) {
        ReplyLine *r = new(&fr->w->a, ReplyLine, 1);
        *r = (ReplyLine){.line = *e->line, .entry = e->line, .next = fr->w->replies};
        r->line.kind = M_SINK;
        r->line.kinds = kinds;
        r->line.next = NULL;
        fr->w->replies = r;
        line = &r->line;
    }
    const Args args = {.call = value, .node = node};
    check_sink(fr, &args, line, v, value, str_fmt(&fr->w->a, "the reply of %.*s", STR_ARG(e->how)),
               e->shy);
}
