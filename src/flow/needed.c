// flow/needed: which functions of a package need a walk of their own, told by the words in them.
// SPDX-License-Identifier: MIT
#include "flow/needed.h"
#include "flow/follow.h"

// ROUNDS: calls within the file that are followed by name. DEEP: operands of a value that is bound to a name.
// BASES: classes of the file in turn, each the base of the next. NESTED: functions in one another. VALUES:
// operands looked at in all.
enum { ROUNDS = 4, DEEP = 4, BASES = 4, NESTED = 100, VALUES = 1 << 20 };

// What a function may read and where it may get to. own: in its own text.
typedef struct { Kinds source, sink, own_source, own_sink; bool mark, entry; } Reach;

// What is known of a name of the file.
typedef struct {
    const ModelWord *word;
    WordUse bare, behind, member;        // as it stands, behind a dot, and behind a dot of what is no module
    WordUse bound;                       // what the values are that the file gives it
    Reach called, method;                // of all functions that are called so, and so behind a dot
    Str root;                            // the library that an import binds it from; "": none, or unknown
    uint32_t first, class_of;            // the first function of that name; 1 + the last class
    bool imported;                       // an import binds it
} Name;

// In this function stands the name of others of the file, bare or behind a dot.
typedef struct { uint32_t func; Sym name; bool behind; } Link;

typedef struct {
    const ModelWords *words; const FlowWorth *worth; const Module *m; const Tree *t;
    Arena *tmp;
    WordsSaid said;
    bool star;                           // an import may bind any name
    uint32_t *slot;                      // by Sym, its place in `names`; those at 0 are like all of which nothing
    struct { Name *v; Size n, cap; } names;     // is known
    Sym getter;                          // getattr
    bool looks;                          // os.__dict__["system"], vars(os)[…], sys.modules["os"]
    Reach *func;                         // by function
    uint32_t *next;                      // by function, the next of its name
    bool *walked, hands;                 // by function, its words need it or the outside calls it; hands: the
                                         // file hands functions on that the outside calls
    bool *open;                          // by class: it may have a base that calls its methods
    struct { Link *v; Size n, cap; } links;
    Size left;                           // values that may still be looked at; below 0: not all were
} Needing;

static const Name *known(const Needing *x, Sym s) { return &x->names.v[x->slot[s]]; }

// Good until the next name is asked for.
static Name *name_at(Needing *x, Sym s)
{
    if (!x->slot[s]) {
        x->slot[s] = (uint32_t)x->names.n;
        *push(x->tmp, &x->names) = (Name){0};
    }
    return &x->names.v[x->slot[s]];
}

// ---- what the file imports

// from .compat import requests: what is called as a library is one.
static void read_import(Needing *x, NodeId n, bool from)
{
    bool near = from && py_raw(x->t, n, ImportFrom_level);
    Str module =
        from ? str_first(py_name(x->t, py_sym(x->t, n, ImportFrom_module)), S(".")) : S("");
    NodeList names = py_list(x->t, n, from ? ImportFrom_names : Import_names);
    if (from && !near) said_import(x->words, &x->said, module);
    for (uint32_t i = 0; i < names.n; i++) {
        NodeId a = names.v[i];
        if (!a || py_kind(x->t, a) != PY_alias) continue;
        Sym name = py_sym(x->t, a, alias_name), as = py_sym(x->t, a, alias_asname);
        Str first = str_first(py_name(x->t, name), S("."));
        Sym bound = as ? as : from ? name : name_find(&x->t->names, first);
        if (from && str_eq(first, S("*"))) said_all(x->words, &x->said), x->star = true;
        said_import(x->words, &x->said, first);
        if (!bound) continue;
        Name *to = name_at(x, bound);
        to->imported = true;
        to->root = from ? near ? S("") : module : first;
    }
}

static void read_imports(Needing *x)
{
    const Tree *t = x->t;
    NodeId plain = py_next_of(t, t->links, PY_Import, 0),
           from = py_next_of(t, t->links, PY_ImportFrom, 0);
    while (plain || from) {                                     // in the order of the text: the last one binds
        bool first = !from || (plain && plain < from);
        read_import(x, first ? plain : from, !first);
        if (first) plain = py_next_of(t, t->links, PY_Import, plain);
        else from = py_next_of(t, t->links, PY_ImportFrom, from);
    }
}

// __import__("os"), import_module("os"): whatever text may be a library's name.
static const Str importers[] = {L("__import__"), L("import_module"), {0}};

static void read_texts(Needing *x)
{
    bool imports = false;
    for (const Str *name = importers; name->len; name++)
        imports |= name_find(&x->t->names, *name) != 0;
    imports |= name_find(&x->t->names, S("sys")) && name_find(&x->t->names, S("modules"));
    if (!imports) return;
    for (Size i = 0; i < x->t->consts.n; i++)
        if (x->t->consts.v[i].kind == CONST_STR)
            said_import(x->words, &x->said, str_first(x->t->consts.v[i].text, S(".")));
}

// ---- what its words may be

static void count_uses(const Needing *x, Name *n)
{
    for (Size i = 0; n->word && i < n->word->n; i++) {
        const WordUse *use = &n->word->v[i];
        if (!word_counts(x->words, n->word, use, &x->said)) continue;
        if (!use->cls && (!use->root || n->imported || x->star)) use_join(&n->bare, use);
        if (use->cls || !use->root) use_join(&n->member, use);
        use_join(&n->behind, use);
    }
}

static void read_words(Needing *x)
{
    for (Sym s = PY_RESERVED; s < (Sym)x->t->names.n; s++) {
        const ModelWord *word = models_word(x->words, py_name(x->t, s));
        if (!word) continue;
        said_word(&x->said, word);
        name_at(x, s)->word = word;
    }
    for (Size i = 1; i < x->names.n; i++) count_uses(x, &x->names.v[i]);
}

// Of the library that the file has it from: json.loads is not pickle's. root "": it is not known from which.
static WordUse uses_from(const Needing *x, const ModelWord *word, Str root, bool bare)
{
    WordUse out = {0};
    uint32_t of = word ? models_root(x->words, root) : 0;
    for (Size i = 0; word && i < word->n; i++) {
        const WordUse *use = &word->v[i];
        bool fits = !(bare && use->cls) && word_is_of(x->words, use, of);
        if (fits && word_counts(x->words, word, use, &x->said)) use_join(&out, use);
    }
    return out;
}

// What stands before a dot, and before the dots before it.
static const Instr *first_of(const Func *f, const Instr *in)
{
    while (in->op == IR_ATTR) in = &f->code.v[in->a];
    return in;
}

static bool calls_importer(const Needing *x, const Func *f, const Instr *call)
{
    const Instr *callee = &f->code.v[call->a];
    bool named = callee->op == IR_GLOBAL || callee->op == IR_ATTR || callee->op == IR_IMPORT_FROM;
    return named && str_in(py_name(x->t, callee->sym), importers);
}

static Str text_of(const Needing *x, const Func *f, Val v)
{
    const Instr *in = v ? &f->code.v[v] : NULL;
    const PyConst *c = in && in->op == IR_CONST && in->node ? py_const(x->t, in->node) : NULL;
    return c && c->kind == CONST_STR ? c->text : S("");
}

// getattr(os, "system")
static WordUse use_got(const Needing *x, const Func *f, const Instr *call)
{
    const Instr *callee = &f->code.v[call->a];
    bool gets = x->getter && callee->op == IR_GLOBAL && callee->sym == x->getter && call->nargs > 1;
    Str name = gets ? text_of(x, f, f->args.v[call->args + 1]) : S("");
    return uses_from(x, name.len ? models_word(x->words, name) : NULL, S(""), false);
}

static WordUse use_item(const Needing *x, const Func *f, const Instr *in)
{
    Str name = x->looks ? text_of(x, f, in->b) : S("");
    return uses_from(x, name.len ? models_word(x->words, name) : NULL, S(""), false);
}

static WordUse use_behind(const Needing *x, const Func *f, const Instr *in)
{
    const Name *name = known(x, in->sym), *first;
    const Instr *base = first_of(f, &f->code.v[in->a]);
    switch (base->op) {
    case IR_GLOBAL: case IR_CELL:
        first = known(x, base->sym);
        if (first->root.len) return uses_from(x, name->word, first->root, false);
        if (first->imported || x->star || models_is_library(x->words, py_name(x->t, base->sym)))
            return name->behind;
        return name->member;
    case IR_IMPORT:
        return uses_from(x, name->word, str_first(py_name(x->t, base->sym), S(".")), false);
    case IR_IMPORT_FROM: case IR_PHI: case IR_UNDEF: return name->behind;
    case IR_CALL: return calls_importer(x, f, base) ? name->behind : name->member;
    case IR_INDEX: return x->looks ? name->behind : name->member;
    default: return name->member;
    }
}

// Of most instructions nothing is known by the name, and nothing else can make them anything.
static bool is_nothing(const Needing *x, const Instr *in)
{
    return !x->slot[in->sym] && !(in->op == IR_CALL && x->getter) && !(in->op == IR_INDEX && x->looks);
}

static WordUse use_of(const Needing *x, const Func *f, const Instr *in)
{
    const Name *name = known(x, in->sym);
    WordUse out = {0};
    if (is_nothing(x, in)) return out;
    switch (in->op) {
    case IR_GLOBAL: case IR_CELL:
        if (use_is_any(&name->bare))
            out = name->root.len ? uses_from(x, name->word, name->root, true) : name->bare;
        break;
    case IR_ATTR: case IR_SET_ATTR:
        if (use_is_any(&name->behind)) out = use_behind(x, f, in);
        break;
    case IR_IMPORT_FROM: return name->behind;
    case IR_CALL: return use_got(x, f, in);
    case IR_INDEX: return use_item(x, f, in);
    default: return out;
    }
    use_join(&out, &name->bound);
    return out;
}

// part: what it is made of, whose data it may hold, but which it is not itself.
static void value_use(Needing *x, const Func *f, Val v, int deep, bool part, WordUse *out)
{
    const Instr *in = &f->code.v[v];
    if (!v || --x->left < 0) return;
    WordUse use = use_of(x, f, in);
    if (part) use = (WordUse){.source = use.source};
    use_join(out, &use);
    if (deep == DEEP || in->op == IR_PHI) return;
    if (ir_uses[in->op] & 1) value_use(x, f, in->a, deep + 1, true, out);
    for (uint32_t i = 0; i < in->nargs; i++)
        value_use(x, f, f->args.v[in->args + i], deep + 1, part, out);
}

// run = os.system, {"run": os.system}, self.run = os.system: a name may be what its values may be.
static void read_bound(Needing *x)
{
    for (Size k = 0; k < x->m->funcs.n; k++) {
        const Func *f = &x->m->funcs.v[k];
        for (Size i = 1; i < f->code.n; i++) {
            const Instr *in = &f->code.v[i];
            bool cell = in->op == IR_SET_GLOBAL || in->op == IR_SET_CELL || in->op == IR_SET_MEMBER;
            if (!cell && in->op != IR_SET_ATTR) continue;
            WordUse use = {0};
            value_use(x, f, cell ? in->a : in->b, 0, false, &use);
            if (use_is_any(&use)) use_join(&name_at(x, in->sym)->bound, &use);
        }
    }
}

// ---- what its functions may

static void join_reach(Reach *to, const Reach *from)
{
    to->source |= from->source, to->sink |= from->sink;
}

// A function that stands in another one is a part of it; one of the module is only made by it.
static void inner_reach(Reach *outer, const Reach *inner, bool part)
{
    join_reach(outer, inner);
    outer->mark |= inner->mark;
    if (part) outer->own_source |= inner->own_source, outer->own_sink |= inner->own_sink;
}

static bool names_function(const Instr *in)
{
    return in->op == IR_GLOBAL || in->op == IR_CELL || in->op == IR_ATTR;
}

static void own_reach(Needing *x, Size k)
{
    const Func *f = &x->m->funcs.v[k];
    Reach *out = &x->func[k];
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (in->op == IR_EXCEPTION) out->own_source |= KIND(EXCEPTION);
        if (in->op == IR_BINARY && in->aux == OP_MULT) out->own_sink |= models_times(x->words);
        if (is_nothing(x, in)) continue;
        if (names_function(in) && known(x, in->sym)->first)
            *push(x->tmp, &x->links) = (Link){(uint32_t)k, in->sym, in->op == IR_ATTR};
        WordUse use = use_of(x, f, in);
        out->own_source |= use.source, out->own_sink |= use.sink;
        out->mark |= use.mark, out->entry |= use.entry;
    }
    out->source |= out->own_source, out->sink |= out->own_sink;
}

// Under the names by which it is called: a constructor by its class's.
static void note_called(Needing *x, Size k)
{
    const Func *f = &x->m->funcs.v[k];
    if (f->kind != FUNC_DEF) return;
    Name *name = name_at(x, f->name);
    join_reach(f->owner ? &name->method : &name->called, &x->func[k]);
    bool makes = f->owner && str_eq(py_name(x->t, f->name), S("__init__"));
    if (makes) join_reach(&name_at(x, x->m->classes.v[f->owner - 1].name)->called, &x->func[k]);
}

// Calls within the file, by name: whichever function is called so.
static bool called_reach(Needing *x)
{
    bool more = false;
    for (Size i = x->links.n; i-- > 0;) {                       // the last function first
        const Link *l = &x->links.v[i];
        Reach *r = &x->func[l->func], was = *r;
        const Name *name = known(x, l->name);
        join_reach(r, l->behind ? &name->method : &name->called);
        if (was.source == r->source && was.sink == r->sink) continue;
        more = true;
        for (uint32_t k = l->func, n = 0; n < NESTED; n++) {
            const Func *f = &x->m->funcs.v[k];
            note_called(x, k);
            if (f->kind == FUNC_MODULE || f->owner) break;
            join_reach(&x->func[f->parent], &x->func[k]);
            k = f->parent;
        }
    }
    return more;
}

// By name, each function of that name, and under its class's name each class.
static void list_functions(Needing *x)
{
    for (Size k = x->m->funcs.n; k-- > 1;) {
        if (!x->m->funcs.v[k].name) continue;
        Name *name = name_at(x, x->m->funcs.v[k].name);
        x->next[k] = name->first, name->first = (uint32_t)k;
    }
}

static void read_functions(Needing *x)
{
    list_functions(x);
    for (Size k = x->m->funcs.n; k-- > 0;) {
        const Func *f = &x->m->funcs.v[k];
        own_reach(x, k);
        bool part = f->kind == FUNC_LAMBDA || f->kind == FUNC_CLASS || f->parent;
        if (f->kind != FUNC_MODULE && !f->owner)
            inner_reach(&x->func[f->parent], &x->func[k], part);
        note_called(x, k);
    }
    for (int round = 1; round < ROUNDS && called_reach(x); round++) {}
}

// ---- whom the outside may call

static bool takes(const Module *m, const Func *f, const Str *names)
{
    Size self = f->owner != 0, n = 0;
    while (names[n].len) n++;
    if (f->params.n != n + self) return false;
    for (Size i = 0; i < n; i++)
        if (!str_eq(py_name(m->tree, f->params.v[self + i].name), names[i])) return false;
    return true;
}

// Whom runtimes call, by what they hand over; lambda_handler: only a function of the module.
static const struct { Str takes[4], name; } runtimes[] = {
    {{L("environ"), L("start_response"), {0}}, L("application")},
    {{L("scope"), L("receive"), L("send"), {0}}, L("asgi_application")},
    {{L("event"), L("context"), {0}}, L("lambda_handler")},
};

Str runtime_calls(const Module *m, const Func *f)
{
    for (Size i = 0; i < countof(runtimes); i++)
        if (takes(m, f, runtimes[i].takes)) return runtimes[i].name;
    return S("");
}

// def on_get(self, req, resp, …): what Falcon calls of a resource, wherever that is given a route.
static bool is_responder(const Module *m, const Func *f)
{
    static const Str asked[] = {L("req"), L("request"), {0}},
                     reply[] = {L("resp"), L("response"), L("res"), L("ws"), {0}};
    const Tree *t = m->tree;
    return f->owner && f->params.n > 2 && str_starts(py_name(t, f->name), S("on_")) &&
           str_in(py_name(t, f->params.v[1].name), asked) &&
           str_in(py_name(t, f->params.v[2].name), reply);
}

Str needed_by_name(const Module *m, const Func *f)
{
    bool inner = f->parent != 0 || f->owner;
    Str by = runtime_calls(m, f);
    if (by.len && !(inner && str_eq(by, runtimes[countof(runtimes) - 1].name))) return by;
    return inner && !is_responder(m, f) ? S("") : py_name(m->tree, f->name);
}

// @app.route("/x"), whoever app is
static bool is_called_outside(const Needing *x, NodeId decorator)
{
    NodeId call = py_kind(x->t, decorator) == PY_Call ? decorator : 0, name = decorator;
    if (call) {
        NodeList args = py_list(x->t, call, Call_args);
        const PyConst *c =
            args.n && py_kind(x->t, args.v[0]) == PY_Constant ? py_const(x->t, args.v[0]) : NULL;
        if (c && c->kind == CONST_STR && str_starts(c->text, S("/"))) return true;
        name = py_node(x->t, call, Call_func);
    }
    int kind = py_kind(x->t, name);
    Sym last = kind == PY_Attribute ? py_sym(x->t, name, Attribute_attr)
                                    : kind == PY_Name ? py_sym(x->t, name, Name_id) : 0;
    const Name *called = known(x, last);
    for (Size i = 0; called->word && i < called->word->n; i++)
        if (called->word->v[i].entry) return true;
    return kind == PY_Name && called->bound.entry;
}

static NodeId first_name(const Tree *t, NodeId n)
{
    while (n && py_kind(t, n) != PY_Name) {
        int kind = py_kind(t, n);
        if (kind == PY_Attribute) n = py_node(t, n, Attribute_value);
        else if (kind == PY_Subscript) n = py_node(t, n, Subscript_value);
        else return 0;
    }
    return n;
}

// May this base, or one of its own, be a library's class that calls methods of its subclasses? Python's own
// that do have an entry said of them; of another file nothing is known here.
static bool is_open_base(const Needing *x, NodeId base)
{
    NodeId n = first_name(x->t, base);
    Sym name = n ? py_sym(x->t, n, Name_id) : 0;
    Sym last = py_kind(x->t, base) == PY_Attribute ? py_sym(x->t, base, Attribute_attr) : name;
    const Name *first = known(x, name);
    if (!name || known(x, last)->behind.entry || first->bare.entry || first->bound.entry)
        return true;
    if (first->class_of) return x->open[first->class_of - 1];
    if (first->root.len) return !sema_is_stdlib(first->root);
    return !sema_is_builtin(py_name(x->t, name));
}

static void read_bases(Needing *x)
{
    for (Size k = 0; k < x->m->classes.n; k++)
        name_at(x, x->m->classes.v[k].name)->class_of = (uint32_t)k + 1;
    for (int round = 0; round < BASES; round++)
        for (Size k = 0; k < x->m->classes.n; k++) {
            const ClassInfo *c = &x->m->classes.v[k];
            for (Size i = 0; i < c->bases.n && !x->open[k]; i++)
                x->open[k] = is_open_base(x, c->bases.v[i]);
        }
}

// list_display = ("shown",): the library calls what the class lists
static bool lists_methods(const Needing *x, const ClassInfo *c)
{
    for (Size i = 0; i < c->nattrs; i++)
        if (models_is_listing(x->words, py_name(x->t, c->attrs[i].name))) return true;
    return false;
}

static bool is_entry(const Needing *x, Size k)
{
    const Func *f = &x->m->funcs.v[k];
    if (f->kind != FUNC_DEF) return false;
    for (Size i = 0; i < f->decorators.n; i++)
        if (is_called_outside(x, f->decorators.v[i])) return true;
    if (models_is_named(x->words, needed_by_name(x->m, f))) return true;
    return f->owner && x->open[f->owner - 1] &&
           (models_is_handler(x->words, py_name(x->t, f->name), &x->said) ||
            lists_methods(x, &x->m->classes.v[f->owner - 1]));
}

// ---- all together

static bool is_worth_walk(const Needing *x, const Reach *r)
{
    Kinds all = r->source | x->func[0].own_source;
    return r->mark || is_worth(worth_here(x->worth), r->own_source, r->own_sink) ||
           is_worth(worth_apart(x->worth), all, r->sink);
}

// It needs a walk, and what it stands in makes it.
static void need(const Needing *x, Needed *out, Size k)
{
    out->func[k] = out->func[x->m->funcs.v[k].parent] = true;
}

// Functions whose words say that they need it, and those around them.
static void mark_worth(Needing *x, Needed *out)
{
    for (Size k = x->m->funcs.n; k-- > 0;) {
        const Reach *r = &x->func[k];
        out->sinks[k] = r->sink;
        if (out->func[k] || x->left < 0 || is_worth_walk(x, r)) need(x, out, k);
        bool called = is_entry(x, k);
        x->walked[k] = called || out->func[k];
        x->hands |= r->entry;
        out->file |= r->entry || x->walked[k];
    }
}

typedef struct { bool *read; struct { uint32_t *v; Size n, cap; } ahead; bool *seen; } Reading;

static void read_one(const Needing *x, Reading *r, const Func *f)
{
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (!names_function(in) || r->read[in->sym]) continue;
        r->read[in->sym] = true;
        for (uint32_t k = known(x, in->sym)->first; k; k = x->next[k])
            if (!r->seen[k]) r->seen[k] = true, *push(x->tmp, &r->ahead) = k;
    }
}

// Names that functions which are walked read, and functions that are called so.
static bool *names_read(const Needing *x)
{
    Size n = x->m->funcs.n, names = x->t->names.n + 1;
    Reading r = {.read = new(x->tmp, bool, names), .seen = new(x->tmp, bool, n)};
    for (Size k = 0; k < n; k++)
        if (x->hands || x->walked[k] || k == 0)
            r.seen[k] = true, *push(x->tmp, &r.ahead) = (uint32_t)k;
    while (r.ahead.n) read_one(x, &r, &x->m->funcs.v[r.ahead.v[--r.ahead.n]]);
    return r.read;
}

static bool writes(const Func *f, const bool *read)
{
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        bool write = in->op == IR_SET_ATTR || in->op == IR_SET_GLOBAL || in->op == IR_SET_CELL;
        if (write && read[in->sym]) return true;
    }
    return false;
}

// Who writes what these read: what is None at the beginning would else be None for ever.
static void mark_writers(const Needing *x, Needed *out)
{
    const bool *read = names_read(x);
    for (Size k = x->m->funcs.n; k-- > 1;)
        if (out->func[k] || writes(&x->m->funcs.v[k], read)) need(x, out, k);
}

static Needed *gather(Needing *x, Arena *keep)
{
    Size n = x->m->funcs.n;
    Needed *out = new(keep, Needed, 1);
    *out = (Needed){.func = new(keep, bool, n), .sinks = new(keep, Kinds, n)};
    mark_worth(x, out);
    if (out->file) mark_writers(x, out);
    return out;
}

// ---- by the words alone

static bool multiplies_by(const Tree *t, int kind)
{
    for (NodeId n = 0; (n = py_next_of(t, t->links, kind, n));)
        if (py_at(t, n)->op == OP_MULT) return true;
    return false;
}

static bool multiplies(const Tree *t)
{
    return multiplies_by(t, PY_BinOp) || multiplies_by(t, PY_AugAssign);
}

// All that its names may be, its texts too where a name is made of one.
static Reach all_words(Needing *x)
{
    Reach all = {.source = KIND(EXCEPTION)};
    WordUse use = {0};
    for (Size i = 1; i < x->names.n; i++)
        use_join(&use, &x->names.v[i].bare), use_join(&use, &x->names.v[i].behind);
    for (Size i = 0; (x->getter || x->looks) && i < x->t->consts.n; i++) {
        const PyConst *c = &x->t->consts.v[i];
        WordUse got = c->kind == CONST_STR
                          ? uses_from(x, models_word(x->words, c->text), S(""), false)
                          : (WordUse){0};
        use_join(&use, &got);
    }
    if (multiplies(x->t)) use.sink |= models_times(x->words);
    all.source |= use.source, all.sink |= use.sink;
    all.mark |= use.mark, all.entry |= use.entry;
    return all;
}

static bool has_names(const Tree *t, const Str *names)
{
    while (names->len && name_find(&t->names, *names)) names++;
    return !names->len;
}

// May the outside call it, by its name or by a decorator?
static bool may_be_entry(const Needing *x, NodeId def)
{
    NodeList by = py_list(x->t, def, FunctionDef_decorator_list);
    Str name = py_name(x->t, py_sym(x->t, def, FunctionDef_name));
    if (models_is_named(x->words, name) || models_is_handler(x->words, name, &x->said)) return true;
    for (uint32_t i = 0; i < by.n; i++)
        if (is_called_outside(x, by.v[i])) return true;
    return false;
}

static bool has_entry(const Needing *x)
{
    for (Size i = 0; i < countof(runtimes); i++)
        if (has_names(x->t, runtimes[i].takes)) return true;
    for (int kind = PY_FunctionDef; kind <= PY_AsyncFunctionDef; kind++)
        for (NodeId n = 0; (n = py_next_of(x->t, x->t->links, kind, n));)
            if (may_be_entry(x, n)) return true;
    return false;
}

static void open_words(Needing *x, Arena *tmp)
{
    x->tmp = tmp;
    x->said = models_said(x->words, tmp);
    x->slot = new(tmp, uint32_t, x->t->names.n + 1);
    x->names.cap = x->t->names.n + 1;
    x->names.v = arena_raw(tmp, (Size)sizeof *x->names.v, (Size)_Alignof(Name), x->names.cap);
    *push(tmp, &x->names) = (Name){0};
    x->getter = name_find(&x->t->names, S("getattr"));
    x->looks = name_find(&x->t->names, S("__dict__")) || name_find(&x->t->names, S("vars")) ||
               name_find(&x->t->names, S("__builtins__")) ||
               (name_find(&x->t->names, S("sys")) && name_find(&x->t->names, S("modules")));
    read_imports(x);
    read_texts(x);
    read_words(x);
}

bool needed_nothing(const ModelWords *words, const FlowWorth *worth, const Tree *t, Arena scratch)
{
    Needing x = {.words = words, .worth = worth, .t = t};
    open_words(&x, &scratch);
    Reach all = all_words(&x);
    return !all.mark && !all.entry && !is_worth(worth_here(worth), all.source, all.sink) &&
           !is_worth(worth_apart(worth), all.source, all.sink) && !has_entry(&x);
}

const Needed *needed_in(const ModelWords *words, const FlowWorth *worth, const Module *m,
                        Arena *keep, Arena scratch)
{
    Needing x = {.left = VALUES, .words = words, .worth = worth, .m = m, .t = m->tree};
    open_words(&x, &scratch);
    x.func = new(&scratch, Reach, m->funcs.n);
    x.next = new(&scratch, uint32_t, m->funcs.n);
    x.walked = new(&scratch, bool, m->funcs.n);
    x.open = new(&scratch, bool, m->classes.n + 1);
    read_bound(&x);
    read_functions(&x);
    read_bases(&x);
    return gather(&x, keep);
}
