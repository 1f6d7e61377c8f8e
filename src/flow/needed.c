// flow/needed: which functions of a package need a walk of their own, told by the words in them.
// SPDX-License-Identifier: MIT
#include "flow/needed.h"
#include "flow/follow.h"

// ROUNDS: calls within the file that are followed by name. DEEP: operands of a value that is bound to a name.
// BASES: classes of the file in turn, each the base of the next. VALUES: operands looked at in all.
enum { ROUNDS = 4, DEEP = 4, BASES = 4, NESTED = 100, VALUES = 1 << 20 };

// What a function may read and where it may get to. own: in its own text.
typedef struct { Kinds source, sink, own_source, own_sink; bool mark, entry, raises; } Reach;

// In this function stands the name of others of the file, bare or behind a dot.
typedef struct { uint32_t func; Sym name; bool behind; } Link;

typedef struct {
    const ModelWords *words; const FlowWorth *worth; const Module *m; const Tree *t;
    Arena *tmp;
    WordsSaid said;
    Str *root;                           // by name: the library that an import binds it from; "": none, or unknown
    bool *imported, star;                // by name: an import binds it; star: an import may bind any
    WordUse *bare, *behind, *member;     // by name: as it stands, behind a dot, and behind a dot of what is no module
    WordUse *bound;                      // by name: what the values are that the file gives it
    Reach *func, *called, *method;       // by function; by name, of all that are called so, and so behind a dot
    uint32_t *first, *next;              // by name, the first function of it; by function, the next of its name
    uint32_t *class_of;                  // by name: 1 + the last class of that name
    bool *open;                          // by class: it may have a base that calls its methods
    struct { Link *v; Size n, cap; } links;  // who calls whom by name, within the file
    Size left;                           // values that may still be looked at; below 0: not all were
} Needing;

// ---- what the file imports

static Str first_part(Str dotted)
{
    Str root = dotted;
    (void)str_cut(&dotted, S("."), &root);
    return root;
}

// from .compat import requests: what is called as a library is one.
static void read_import(Needing *x, NodeId n, bool from)
{
    bool near = from && py_raw(x->t, n, ImportFrom_level);
    Str module = from ? first_part(py_name(x->t, py_sym(x->t, n, ImportFrom_module))) : S("");
    NodeList names = py_list(x->t, n, from ? ImportFrom_names : Import_names);
    if (from && !near) said_import(x->words, &x->said, module);
    for (uint32_t i = 0; i < names.n; i++) {
        NodeId a = names.v[i];
        if (!a || py_kind(x->t, a) != PY_alias) continue;
        Sym name = py_sym(x->t, a, alias_name), as = py_sym(x->t, a, alias_asname);
        Str first = first_part(py_name(x->t, name));
        Sym bound = as ? as : from ? name : name_find(&x->t->names, first);
        if (from && str_eq(first, S("*"))) said_all(x->words, &x->said), x->star = true;
        said_import(x->words, &x->said, first);
        if (bound) x->imported[bound] = true;
        if (bound) x->root[bound] = from ? near ? S("") : module : first;
    }
}

static void read_imports(Needing *x)
{
    for (NodeId n = 1; (Size)n < x->t->nodes.n; n++) {
        int kind = py_kind(x->t, n);
        if (kind == PY_Import || kind == PY_ImportFrom) read_import(x, n, kind == PY_ImportFrom);
    }
}

// ---- what its words may be

static void join_use(WordUse *to, const WordUse *from)
{
    to->source |= from->source, to->sink |= from->sink;
    to->mark |= from->mark, to->entry |= from->entry;
}

static void read_words(Needing *x)
{
    const ModelWord **word = new(x->tmp, const ModelWord *, x->t->names.n);
    for (Sym s = 1; s < (Sym)x->t->names.n; s++) {
        word[s] = models_word(x->words, py_name(x->t, s));
        if (word[s]) said_word(&x->said, word[s]);
    }
    for (Sym s = 1; s < (Sym)x->t->names.n; s++)
        for (Size i = 0; word[s] && i < word[s]->n; i++) {
            const WordUse *use = &word[s]->v[i];
            if (!word_counts(x->words, word[s], use, &x->said)) continue;
            if (!use->cls && (!use->root || x->imported[s] || x->star)) join_use(&x->bare[s], use);
            if (use->cls || !use->root) join_use(&x->member[s], use);
            join_use(&x->behind[s], use);
        }
}

// Of the library that the file has it from: json.loads is not pickle's.
static WordUse use_from(const Needing *x, Sym name, Str root, bool bare)
{
    WordUse out = {0};
    const ModelWord *word = models_word(x->words, py_name(x->t, name));
    for (Size i = 0; word && i < word->n; i++) {
        const WordUse *use = &word->v[i];
        bool fits = !(bare && use->cls) && word_is_of(x->words, use, root);
        if (fits && word_counts(x->words, word, use, &x->said)) join_use(&out, use);
    }
    return out;
}

static bool is_use(const WordUse *u) { return u->source || u->sink || u->mark || u->entry; }

// What stands before a dot, and before the dots before it.
static const Instr *first_of(const Func *f, const Instr *in)
{
    while (in->op == IR_ATTR) in = &f->code.v[in->a];
    return in;
}

static WordUse use_behind(const Needing *x, const Func *f, const Instr *in)
{
    const Instr *base = first_of(f, &f->code.v[in->a]);
    switch (base->op) {
    case IR_GLOBAL: case IR_CELL:
        if (x->root[base->sym].len) return use_from(x, in->sym, x->root[base->sym], false);
        if (x->imported[base->sym] || x->star || models_is_library(x->words, py_name(x->t, base->sym))) break;
        return x->member[in->sym];
    case IR_IMPORT: return use_from(x, in->sym, first_part(py_name(x->t, base->sym)), false);
    case IR_IMPORT_FROM: case IR_PHI: case IR_UNDEF: break;
    default: return x->member[in->sym];
    }
    return x->behind[in->sym];
}

static WordUse use_of(const Needing *x, const Func *f, const Instr *in)
{
    WordUse out = {0};
    bool bare = in->op == IR_GLOBAL || in->op == IR_CELL, attr = in->op == IR_ATTR || in->op == IR_SET_ATTR;
    if (in->op == IR_IMPORT_FROM) return x->behind[in->sym];
    if (!bare && !attr) return out;
    if (attr && is_use(&x->behind[in->sym])) out = use_behind(x, f, in);
    if (bare && is_use(&x->bare[in->sym]))
        out = x->root[in->sym].len ? use_from(x, in->sym, x->root[in->sym], true) : x->bare[in->sym];
    join_use(&out, &x->bound[in->sym]);
    return out;
}

// part: what it is made of, whose data it may hold, but which it is not itself.
static void value_use(Needing *x, const Func *f, Val v, int deep, bool part, WordUse *out)
{
    const Instr *in = &f->code.v[v];
    if (!v || --x->left < 0) return;
    WordUse use = use_of(x, f, in);
    if (part) use = (WordUse){.source = use.source};
    join_use(out, &use);
    if (deep == DEEP || in->op == IR_PHI) return;
    if (ir_uses[in->op] & 1) value_use(x, f, in->a, deep + 1, true, out);
    for (uint32_t i = 0; i < in->nargs; i++) value_use(x, f, f->args.v[in->args + i], deep + 1, part, out);
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
            join_use(&x->bound[in->sym], &use);
        }
    }
}

// ---- what its functions may

static void join_reach(Reach *to, const Reach *from)
{
    to->source |= from->source, to->sink |= from->sink;
    to->raises |= from->raises;
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
        if (names_function(in) && x->first[in->sym])
            *push(x->tmp, &x->links) = (Link){(uint32_t)k, in->sym, in->op == IR_ATTR};
        WordUse use = use_of(x, f, in);
        out->own_source |= use.source, out->own_sink |= use.sink;
        out->mark |= use.mark, out->entry |= use.entry;
        if (in->op == IR_EXCEPTION) out->own_source |= KIND(EXCEPTION);
    }
    out->source |= out->own_source, out->sink |= out->own_sink;
}

// Under the names by which it is called: a constructor by its class's.
static void note_called(Needing *x, Size k)
{
    const Func *f = &x->m->funcs.v[k];
    if (f->kind != FUNC_DEF) return;
    join_reach(f->owner ? &x->method[f->name] : &x->called[f->name], &x->func[k]);
    bool makes = f->owner && str_eq(py_name(x->t, f->name), S("__init__"));
    if (makes) join_reach(&x->called[x->m->classes.v[f->owner - 1].name], &x->func[k]);
}

// Calls within the file, by name: whichever function is called so.
static bool called_reach(Needing *x)
{
    bool more = false;
    for (Size i = x->links.n; i-- > 0;) {                       // the last function first
        const Link *l = &x->links.v[i];
        Reach *r = &x->func[l->func], was = *r;
        join_reach(r, l->behind ? &x->method[l->name] : &x->called[l->name]);
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
        Sym name = x->m->funcs.v[k].name;
        x->next[k] = x->first[name], x->first[name] = (uint32_t)k;
    }
}

static void read_functions(Needing *x)
{
    list_functions(x);
    for (Size k = x->m->funcs.n; k-- > 0;) {
        const Func *f = &x->m->funcs.v[k];
        own_reach(x, k);
        bool part = f->kind == FUNC_LAMBDA || f->kind == FUNC_CLASS || f->parent;
        if (f->kind != FUNC_MODULE && !f->owner) inner_reach(&x->func[f->parent], &x->func[k], part);
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

Str needed_by_name(const Module *m, const Func *f)
{
    static const Str event[] = {L("event"), L("context"), {0}}, wsgi[] = {L("environ"), L("start_response"), {0}},
                     asgi[] = {L("scope"), L("receive"), L("send"), {0}};
    if (takes(m, f, wsgi)) return S("application");
    if (takes(m, f, asgi)) return S("asgi_application");
    if (f->parent != 0 || f->owner) return S("");
    // def anything(event, context): what Amazon's runtime calls
    return takes(m, f, event) ? S("lambda_handler") : py_name(m->tree, f->name);
}

// @app.route("/x"), whoever app is
static bool is_called_outside(const Needing *x, NodeId decorator)
{
    NodeId call = py_kind(x->t, decorator) == PY_Call ? decorator : 0, name = decorator;
    if (call) {
        NodeList args = py_list(x->t, call, Call_args);
        const PyConst *c = args.n && py_kind(x->t, args.v[0]) == PY_Constant ? py_const(x->t, args.v[0]) : NULL;
        if (c && c->kind == CONST_STR && str_starts(c->text, S("/"))) return true;
        name = py_node(x->t, call, Call_func);
    }
    int kind = py_kind(x->t, name);
    Sym last = kind == PY_Attribute ? py_sym(x->t, name, Attribute_attr) : kind == PY_Name ? py_sym(x->t, name, Name_id) : 0;
    const ModelWord *word = last ? models_word(x->words, py_name(x->t, last)) : NULL;
    for (Size i = 0; word && i < word->n; i++)
        if (word->v[i].entry) return true;
    return kind == PY_Name && x->bound[last].entry;
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
    if (!name || x->behind[last].entry || x->bare[name].entry || x->bound[name].entry) return true;
    if (x->class_of[name]) return x->open[x->class_of[name] - 1];
    if (x->root[name].len) return !sema_is_stdlib(x->root[name]);
    return !sema_is_builtin(py_name(x->t, name));
}

static void read_bases(Needing *x)
{
    for (Size k = 0; k < x->m->classes.n; k++) x->class_of[x->m->classes.v[k].name] = (uint32_t)k + 1;
    for (int round = 0; round < BASES; round++)
        for (Size k = 0; k < x->m->classes.n; k++) {
            const ClassInfo *c = &x->m->classes.v[k];
            for (Size i = 0; i < c->bases.n && !x->open[k]; i++)
                x->open[k] = is_open_base(x, c->bases.v[i]);
        }
}

static bool is_entry(const Needing *x, Size k)
{
    const Func *f = &x->m->funcs.v[k];
    if (f->kind != FUNC_DEF) return false;
    for (Size i = 0; i < f->decorators.n; i++)
        if (is_called_outside(x, f->decorators.v[i])) return true;
    if (models_is_named(x->words, needed_by_name(x->m, f))) return true;
    return f->owner && x->open[f->owner - 1] && models_is_handler(x->words, py_name(x->t, f->name));
}

// ---- all together

static bool is_worth_walk(const Needing *x, const Reach *r)
{
    Kinds all = r->source | x->func[0].own_source;
    return r->mark || is_worth(worth_here(x->worth), r->own_source, r->own_sink) ||
           is_worth(worth_apart(x->worth), all, r->sink);
}

// Functions whose words say that they need it, and those around them.
static void mark_worth(const Needing *x, Needed *out)
{
    for (Size k = x->m->funcs.n; k-- > 0;) {
        const Reach *r = &x->func[k];
        out->sinks[k] = r->sink;
        out->func[k] |= x->left < 0 || is_worth_walk(x, r);
        out->file |= out->func[k] || r->entry || is_entry(x, k);
        if (out->func[k]) out->func[x->m->funcs.v[k].parent] = true;
    }
}

typedef struct { bool *read; struct { uint32_t *v; Size n, cap; } ahead; bool *seen; } Reading;

static void read_one(const Needing *x, Reading *r, const Func *f)
{
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (!names_function(in) || r->read[in->sym]) continue;
        r->read[in->sym] = true;
        for (uint32_t k = x->first[in->sym]; k; k = x->next[k])
            if (!r->seen[k]) r->seen[k] = true, *push(x->tmp, &r->ahead) = k;
    }
}

// Names that functions which need a walk read, and functions that are called so.
static bool *names_read(const Needing *x, const Needed *needed)
{
    Size n = x->m->funcs.n, names = x->t->names.n + 1;
    Reading r = {.read = new(x->tmp, bool, names), .seen = new(x->tmp, bool, n)};
    for (Size k = 0; k < n; k++)
        if (needed->func[k] || k == 0) r.seen[k] = true, *push(x->tmp, &r.ahead) = (uint32_t)k;
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
    const bool *read = names_read(x, out);
    for (Size k = x->m->funcs.n; k-- > 1;) {
        out->func[k] |= writes(&x->m->funcs.v[k], read);
        if (out->func[k]) out->func[x->m->funcs.v[k].parent] = true;
    }
}

static Needed *gather(const Needing *x, Arena *keep)
{
    Size n = x->m->funcs.n;
    Needed *out = new(keep, Needed, 1);
    *out = (Needed){.func = new(keep, bool, n), .sinks = new(keep, Kinds, n)};
    mark_worth(x, out);
    if (out->file) mark_writers(x, out);
    return out;
}

const Needed *needed_in(const ModelWords *words, const FlowWorth *worth, const Module *m, Arena *keep, Arena scratch)
{
    Size names = m->tree->names.n + 1;
    Needing x = {.left = VALUES, .words = words, .worth = worth, .m = m, .t = m->tree, .tmp = &scratch};
    x.said = models_said(words, &scratch);
    x.root = new(&scratch, Str, names);
    x.bare = new(&scratch, WordUse, names);
    x.behind = new(&scratch, WordUse, names);
    x.member = new(&scratch, WordUse, names);
    x.bound = new(&scratch, WordUse, names);
    x.imported = new(&scratch, bool, names);
    x.func = new(&scratch, Reach, m->funcs.n);
    x.called = new(&scratch, Reach, names);
    x.method = new(&scratch, Reach, names);
    x.class_of = new(&scratch, uint32_t, names);
    x.first = new(&scratch, uint32_t, names);
    x.next = new(&scratch, uint32_t, m->funcs.n);
    x.open = new(&scratch, bool, m->classes.n + 1);
    read_imports(&x);
    read_words(&x);
    read_bound(&x);
    read_functions(&x);
    read_bases(&x);
    return gather(&x, keep);
}
