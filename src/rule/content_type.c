// rule/content_type: the lines that set an answer's type: a header that is set, an attribute, a helper that does it,
// what runs before or after each handler.
// SPDX-License-Identifier: MIT
#include "rule/content_type.h"

ContentType content_type_of(Str type)
{
    static const Str pages[] = {L("html"),      L("xml"), L("svg"), L("javascript"),
                                L("multipart"), L("*"),   {0}};
    Size slash = str_find(type, S("/"));
    if (str_has(type, pages)) return TYPE_PAGE;
    return slash > 0 && slash + 1 < type.len ? TYPE_PLAIN : TYPE_UNKNOWN;
}

bool content_type_names(Str name)
{
    return str_eq(name, S("mimetype")) || str_eq(name, S("content_type")) ||
           str_eq(name, S("media_type"));
}

// ---- a line that says a type

// of: the answer; value: its type
typedef struct { NodeId of, value; } Saying;

static bool is_type_header(const Tree *t, NodeId n)
{
    const PyConst *c = py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    return c && c->kind == CONST_STR && str_alike(c->text, S("content-type"));
}

// r.headers is r's, self.wfile writes self's
static NodeId whose(const Tree *t, NodeId n)
{
    bool part = py_kind(t, n) == PY_Attribute && (str_eq(py_last_name(t, n), S("headers")) ||
                                                  str_eq(py_last_name(t, n), S("wfile")));
    return part ? py_node(t, n, Attribute_value) : n;
}

// r.mimetype = …, r["Content-Type"] = …, r.headers["Content-Type"] = …
static Saying said_by_assign(const Tree *t, NodeId n)
{
    NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
    if (py_kind(t, to) == PY_Subscript && is_type_header(t, py_node(t, to, Subscript_slice)))
        return (Saying){whose(t, py_node(t, to, Subscript_value)), value};
    if (py_kind(t, to) == PY_Attribute && content_type_names(py_last_name(t, to)))
        return (Saying){py_node(t, to, Attribute_value), value};
    return (Saying){0};
}

// r.headers.update({"Content-Type": …})
static Saying said_by_update(const Tree *t, NodeId func, NodeList args)
{
    NodeId of = py_node(t, func, Attribute_value);
    NodeId dict = args.n == 1 && py_kind(t, args.v[0]) == PY_Dict ? args.v[0] : 0;
    NodeList keys = dict ? py_list(t, dict, Dict_keys) : (NodeList){0};
    for (uint32_t i = 0; str_eq(py_last_name(t, of), S("headers")) && i < keys.n; i++)
        if (keys.v[i] && is_type_header(t, keys.v[i]))
            return (Saying){whose(t, of), py_list(t, dict, Dict_values).v[i]};
    return (Saying){0};
}

// self.send_header("Content-Type", …), r.headers.set("Content-Type", …)
static Saying said_by_call(const Tree *t, NodeId n)
{
    static const Str setters[] = {
        L("set_header"), L("send_header"), L("add_header"), L("append_header"),
        L("setHeader"),  L("addHeader"),   L("set"),        L("add"),           L("setdefault"), {0}};
    NodeId func = py_node(t, n, Call_func);
    NodeList args = py_list(t, n, Call_args);
    if (py_kind(t, func) == PY_Attribute && str_eq(py_last_name(t, func), S("update")))
        return said_by_update(t, func, args);
    if (py_kind(t, func) != PY_Attribute || args.n < 2 || !is_type_header(t, args.v[0]) ||
        !str_in(py_last_name(t, func), setters))
        return (Saying){0};
    return (Saying){whose(t, py_node(t, func, Attribute_value)), args.v[1]};
}

static Saying said_by(const Tree *t, NodeId n)
{
    int k = py_kind(t, n);
    return k == PY_Assign ? said_by_assign(t, n) : k == PY_Call ? said_by_call(t, n) : (Saying){0};
}

// ---- whether it speaks for the place

static bool leaves(const Query *q, NodeId st)
{
    int k = py_kind(q->tree, st);
    return k == PY_Continue || k == PY_Break || query_leaves(q, st);
}

// Between `from` and the block that lies in `to`, does a block end by leaving?
static bool left_before(const Query *q, NodeId from, NodeId to)
{
    for (NodeId n = from; n && q->parent[n] != to; n = q->parent[n]) {
        NodeList block = query_block(q, n);
        if (block.n && leaves(q, py_last(block))) return true;
    }
    return false;
}

typedef enum { NEVER, PERHAPS, SURELY } Holds;

// What stands in a `with`, or in a `try` that catches nothing, runs wherever that does.
static NodeId outermost(const Query *q, NodeId st)
{
    const Tree *t = q->tree;
    for (NodeId up; (up = q->parent[st]) != 0; st = up) {
        int k = py_kind(t, up);
        bool runs =
            k == PY_With || k == PY_AsyncWith || (k == PY_Try && !py_list(t, up, Try_handlers).n);
        if (!runs) break;
    }
    return st;
}

// Has the statement run where the place runs, or does it run after it, before the answer goes?
static Holds holds_at(const Query *q, NodeId st, NodeId place)
{
    NodeId around = st, mine = st, other = query_statement(q, place), place_st = other;
    while (around && !query_within(q, place, around)) mine = around, around = q->parent[around];
    if (!around || around == st) return SURELY;
    while (other && q->parent[other] != around) other = q->parent[other];
    NodeList block = query_block(q, mine);
    bool same = block.n && block.v[0] <= other && other <= py_last(block);
    int k = py_kind(q->tree, around);
    if (!same && (k == PY_If || k == PY_Match || py_kind(q->tree, mine) == PY_ExceptHandler))
        return NEVER;
    bool before = mine < other;
    if (before ? left_before(q, st, around) : left_before(q, place_st, around) || leaves(q, other))
        return NEVER;
    same |= k == PY_Try && py_kind(q->tree, other) != PY_ExceptHandler;
    return same && outermost(q, st) == outermost(q, mine) ? SURELY : PERHAPS;
}

// ---- all that a function says

// hit: whose answer it is; call: that of a helper; helpers: that were followed
typedef struct { const Query *q; const FlowHit *hit; Str answer; NodeId call; int helpers; } Answer;
enum { HELPERS_MOST = 8, SAYINGS_MOST = 100, NAMES_MOST = 2 };

// of two that it may be
static ContentType worse(ContentType a, ContentType b)
{
    if (a == TYPE_UNSAID || b == TYPE_UNSAID || a == b) return a == TYPE_UNSAID ? b : a;
    return a == TYPE_PAGE || b == TYPE_PAGE ? TYPE_PAGE : TYPE_UNKNOWN;
}

// names: that were followed to a choice; a choice may name another, and that one the first.
static ContentType type_by(const Query *q, NodeId value, int names)
{
    Str type;
    NodeId made = names < NAMES_MOST ? query_peel(q, value) : value;
    if (py_kind(q->tree, made) == PY_IfExp && made != value) return type_by(q, made, names + 1);
    if (py_kind(q->tree, value) == PY_IfExp)
        return worse(type_by(q, py_node(q->tree, value, IfExp_body), names),
                     type_by(q, py_node(q->tree, value, IfExp_orelse), names));
    return query_str(q, value, &type) || (type = query_prefix(q, value)).len ? content_type_of(type)
                                                                             : TYPE_UNKNOWN;
}

static ContentType type_said(const Query *q, NodeId value) { return type_by(q, value, 0); }

// What a call gives for a parameter, or its default.
static ContentType type_by_call(const Query *q, NodeId call, const Func *f, Size param)
{
    NodeId given =
        query_arg(q, call, (int)param - (f->owner != 0), py_name(q->tree, f->params.v[param].name));
    if (!given) given = f->params.v[param].fallback;
    return given ? type_said(q, given) : TYPE_UNKNOWN;
}

// The call of this function by which the data came there, on a path of the hit; 0: none of this file.
static NodeId call_on(const Query *q, const FlowPath *p, const Func *f)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!str_eq(query_method(q, n), py_name(q->tree, f->name))) continue;
        const PyNode *node = py_at(q->tree, n);
        for (Size i = 0; i < p->n; i++) {
            uint32_t at = p->v[i].at.beg;
            if (p->v[i].module == q->file->index && at >= node->beg && at < node->end) return n;
        }
    }
    return 0;
}

// self._send(200, text, "application/json"): the type is a parameter, too, and what those calls give counts that
// hand over the data.
static ContentType type_by_paths(Answer *a, const Func *f, Size param)
{
    ContentType type = TYPE_UNSAID;
    // of more ways than are kept nobody sees all
    if (!a->hit || a->hit->npaths >= FLOW_PATHS || a->helpers >= HELPERS_MOST) return TYPE_UNSAID;
    a->helpers += HELPERS_MOST / 2;      // each looks through all calls of the file
    for (Size i = 0; i < a->hit->npaths; i++) {
        NodeId call = call_on(a->q, &a->hit->paths[i], f);
        if (!call) return TYPE_UNSAID;
        type = worse(type, type_by_call(a->q, call, f, param));
    }
    return type;
}

static ContentType type_given(Answer *a, uint32_t func, NodeId value)
{
    const Func *f = &a->q->module->funcs.v[func];
    for (Size i = 0; py_kind(a->q->tree, value) == PY_Name && i < f->params.n; i++) {
        if (f->params.v[i].name != py_sym(a->q->tree, value, Name_id)) continue;
        if (a->call) return type_by_call(a->q, a->call, f, i);
        ContentType type = type_by_paths(a, f, i);
        if (type) return type;
    }
    return type_said(a->q, value);
}

static ContentType said_in(Answer *a, uint32_t func, NodeId place);

// self._headers(): a method of this file that sets them
static ContentType said_by_helper(Answer *a, NodeId call)
{
    const Query *q = a->q;
    NodeId func = py_node(q->tree, call, Call_func);
    if (a->call || a->helpers >= HELPERS_MOST || py_kind(q->tree, func) != PY_Attribute ||
        !str_eq(py_last_name(q->tree, py_node(q->tree, func, Attribute_value)), a->answer))
        return TYPE_UNSAID;
    Sym name = py_sym(q->tree, func, Attribute_attr);
    for (Size i = 1; i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        if (f->name == name && f->owner && f->kind == FUNC_DEF && f->params.n) {
            Answer inside = {q, NULL, py_name(q->tree, f->params.v[0].name), call, 0};
            a->helpers++;
            return said_in(&inside, (uint32_t)i, 0);
        }
    }
    return TYPE_UNSAID;
}

// place 0: the end of the function
static ContentType said_in(Answer *a, uint32_t func, NodeId place)
{
    static const int kinds[] = {PY_Assign, PY_Call};
    const Query *q = a->q;
    ContentType type = TYPE_UNSAID;
    NodeId last = 0, def = query_def(q, func);
    int sayings = 0;
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = query_next_in(q, kinds[k], def, n));) {
            if (q->inside[n] != func) continue;
            Saying s = said_by(q->tree, n);
            ContentType now = TYPE_UNSAID;
            if (s.of && str_eq(py_last_name(q->tree, s.of), a->answer))
                now = type_given(a, func, s.value);
            else if (kinds[k] == PY_Call && !s.of) now = said_by_helper(a, n);
            if (now == TYPE_UNSAID) continue;
            if (sayings++ >= SAYINGS_MOST) return TYPE_UNKNOWN;
            NodeId st = query_statement(q, n);
            Holds h = place                                ? holds_at(q, st, place)
                      : q->parent[outermost(q, st)] == def ? SURELY
                                                           : PERHAPS;
            if (h == NEVER || (h == PERHAPS && now == TYPE_PLAIN)) continue;
            if (n > last) type = now, last = n;          // of several the last counts
        }
    return type;
}

// ---- what speaks for every answer

// Tornado calls these before each handler: said of `self`, by a constant, in a module that may be another.
static ContentType said_before(const Module *m, const ClassInfo *c)
{
    static const Str hooks[] = {L("set_default_headers"), L("prepare"), {0}};
    const Tree *t = m->tree;
    for (Size i = 0; i < c->methods.n; i++) {
        if (!str_in(py_name(t, c->methods.name[i]), hooks)) continue;
        NodeId def = m->funcs.v[c->methods.func[i]].node;
        NodeList body = py_body(t, def);
        for (uint32_t k = 0; k < body.n; k++) {
            NodeId call = py_kind(t, body.v[k]) == PY_Expr ? py_node(t, body.v[k], Expr_value) : 0;
            Saying s = call ? said_by(t, call) : (Saying){0};
            const PyConst *type =
                s.of && py_kind(t, s.value) == PY_Constant ? py_const(t, s.value) : NULL;
            if (type && type->kind == CONST_STR) return content_type_of(type->text);
        }
    }
    return TYPE_UNSAID;
}

static const ClassInfo *class_named(const Module *m, Str name)
{
    for (Size i = 0; i < m->classes.n; i++)
        if (str_eq(py_name(m->tree, m->classes.v[i].name), name)) return &m->classes.v[i];
    return NULL;
}

static ContentType said_for_class(const RuleRun *run, const FlowFile *file, const ClassInfo *c,
                                  int depth)
{
    enum { BASES_DEEP = 4 };
    const Module *m = file->module;
    ContentType type = said_before(m, c);
    for (Size i = 0; !type && depth < BASES_DEEP && i < c->bases.n; i++) {
        Size module = -1;
        Str name = {0};
        FlowFile other = {0};
        Str base = py_text(m->tree, c->bases.v[i]);
        if (!base.len || !flow_definition(file, base, &module, &name) || !name.len) continue;
        bool here = module == file->index;
        if (!here && !flow_other(run->file, module, &other)) continue;
        const ClassInfo *up = class_named(here ? m : other.module, name);
        if (up && up != c) type = said_for_class(run, here ? file : &other, up, depth + 1);
    }
    return type;
}

// @tools.response_headers(headers=[("Content-Type", "text/plain")])
static ContentType said_by_decorator(const Query *q, const Func *f)
{
    for (Size i = 0; i < f->decorators.n; i++)
        for (NodeId n = 0; (n = query_next_in(q, PY_Tuple, f->decorators.v[i], n));) {
            NodeList pair = py_list(q->tree, n, Tuple_elts);
            if (pair.n == 2 && is_type_header(q->tree, pair.v[0])) return type_said(q, pair.v[1]);
        }
    return TYPE_UNSAID;
}

// @app.after_request def plain(r): r.headers["Content-Type"] = …
static ContentType said_after(const Query *q)
{
    enum { HOOKS_MOST = 20 };
    const Str hook[] = {L("after_request"), {0}};
    int hooks = 0;
    if (!query_names(q, hook[0])) return TYPE_UNSAID;
    for (Size i = 1; i < q->module->funcs.n && hooks < HOOKS_MOST; i++) {
        const Func *f = &q->module->funcs.v[i];
        if (f->kind != FUNC_DEF || !f->params.n ||
            !query_decorated(q, query_def(q, (uint32_t)i), hook))
            continue;
        hooks++;
        Answer a = {q, NULL, py_name(q->tree, f->params.v[0].name), 0, 0};
        ContentType type = said_in(&a, (uint32_t)i, 0);
        if (type) return type;
    }
    return TYPE_UNSAID;
}

// ---- of one answer

// The answer: `self` of self.wfile.write(x), `r` of r.write(x), of r.text = x and of r = Response(x); 0: none.
static NodeId answer_at(const Query *q, const FlowHit *hit)
{
    const Tree *t = q->tree;
    NodeId st = query_statement(q, hit->node), to = hit->node;
    bool assigned = st && py_kind(t, st) == PY_Assign;
    NodeId target = assigned ? py_list(t, st, Assign_targets).v[0] : 0;
    Str attribute = target && py_kind(t, target) == PY_Attribute ? py_last_name(t, target) : S("");
    if (attribute.len && str_ends(hit->callee, attribute)) to = target;
    else if (assigned) return target;
    else if (py_kind(t, to) == PY_Call) to = py_node(t, to, Call_func);
    return py_kind(t, to) == PY_Attribute ? whose(t, py_node(t, to, Attribute_value)) : 0;
}

static ContentType made_as(const Query *q, NodeId name)
{
    NodeId made = py_kind(q->tree, name) == PY_Name ? query_assigned(q, name) : 0;
    NodeId type = 0;
    if (!made || py_kind(q->tree, made) != PY_Call) return TYPE_UNSAID;
    static const Str keywords[] = {L("content_type"), L("mimetype"), L("media_type"), {0}};
    for (const Str *w = keywords; !type && w->len; w++) type = query_arg(q, made, -1, *w);
    return type ? type_said(q, type) : TYPE_UNSAID;
}

ContentType content_type_said(const RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    const Func *f = &q->module->funcs.v[hit->func];
    NodeId answer = answer_at(q, hit);
    ContentType type = TYPE_UNSAID;
    if (str_starts(hit->callee, S("the reply of "))) {
        // bottle's, CherryPy's and Pyramid's own, which answers with what the function gives
        Answer a = {q, hit, S("response"), 0, 0};
        type = said_in(&a, hit->func, hit->node);
        a.answer = py_last_name(q->tree, answer ? answer : hit->node);     // return r, r = self.answer(x)
        if (!type && a.answer.len) type = said_in(&a, hit->func, hit->node);
        if (!type) type = said_by_decorator(q, f);
    } else if (answer) {
        Answer a = {q, hit, py_last_name(q->tree, answer), 0, 0};
        if (a.answer.len) type = said_in(&a, hit->func, hit->node);
        if (!type) type = made_as(q, answer);
        if (!type && f->owner && str_eq(a.answer, S("self")))
            type = said_for_class(run, run->file, &q->module->classes.v[f->owner - 1], 0);
    }
    return type ? type : said_after(q);
}
