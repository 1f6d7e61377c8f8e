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
static bool is_page(Frame *fr, const Av *headers)
{
    const Av *type = member(fr, headers, "Content-Type");
    if (!type) type = member(fr, headers, "content-type");
    Str s;
    return type && av_only_str(type, &s) && str_find(s, S("html")) >= 0;
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
    if (!e || !e->returns || in->op != IR_CALL || !is_returned(fr->f, call)) return NULL;
    if (fr->f->code.v[in->a].op == IR_INDEX) return e;           // return ROUTES[path](event)
    if (!e->original) return NULL;
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

// The value is a sink of these kinds, as a line of the entry's own.
static void check_answer(Frame *fr, const Av *v, Val value, NodeId node, Kinds kinds)
{
    const Entry *e = fr->entry;
    ModelLine *line = NULL;
    if (!kinds) return;
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

// {"statusCode": 302, "headers": {"Location": …}}, one of those that v may be: says whether it was a page.
static bool check_gateway(Frame *fr, const Av *v, Val value, NodeId node)
{
    bool page = false;
    for (int i = 0; i < v->n; i++) {
        const Av *one = v->n == 1 ? v : av_atom(fr->w, v->atom[i]);
        const Av *headers = member(fr, one, "statusCode") ? member(fr, one, "headers") : NULL;
        const Av *body = headers && is_page(fr, headers) ? member(fr, one, "body") : NULL;
        const Av *to = headers ? member(fr, headers, "Location") : NULL;
        if (headers && !to) to = member(fr, headers, "location");
        if (body) check_answer(fr, body, value, node, KIND(HTML));
        if (to) check_answer(fr, to, value, node, KIND(REDIRECT));
        page |= body != NULL;
    }
    return page;
}

// (body, 302, {"Location": …})
static void check_headers(Frame *fr, const Av *v, Val value, NodeId node)
{
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    for (uint32_t i = 1; o && o->kind == OB_TUPLE && i < o->n; i++) {
        const Av *to = member(fr, o->cell[i].v, "Location");
        if (to) check_answer(fr, to, value, node, KIND(REDIRECT));
    }
}

void check_reply(Frame *fr, const Av *v, const BasicBlock *bb)
{
    const Entry *e = fr->entry;
    Val value = bb->value;
    NodeId node = value ? fr->f->code.v[value].node : 0;
    if (!node) node = bb->node;                            // where branches meet
    if (value && fr->m->info[fr->func].rendered) check_rendered(fr, v, value, node);
    if (!e || !e->returns || !value || answers_itself(fr, call_awaited(fr->f, value))) return;
    if (check_gateway(fr, v, value, node) && v->n == 1) return;
    Kinds plain = says_plain(fr, v) ? KIND(HTML) : 0;
    check_headers(fr, v, value, node);
    v = body_of(fr, v);
    // WSGI: [text.encode()], what is sent piece by piece
    if (models_has_tag(e->line, S("chunks"))) v = elements(fr, v, value);
    check_answer(fr, v, value, node, kinds_of_reply(fr, v, e->returns) & ~plain);
}
