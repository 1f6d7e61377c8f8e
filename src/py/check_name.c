// py/check_name: what each scope knows of each name, and the rules on global, nonlocal and :=.
// The rules are those of CPython's Python/symtable.c, PEP 572 and PEP 3104.
// SPDX-License-Identifier: MIT
#include "py/check.h"

static uint64_t spread(uint64_t key)
{
    key *= 0x9E3779B97F4A7C15u;
    return key ^ (key >> 29);
}

static Symbol *slot_of(Symbol *slot, Size nslot, uint64_t key)
{
    uint64_t i = spread(key);
    for (;; i++) {
        Symbol *s = &slot[i & (uint64_t)(nslot - 1)];
        if (!s->key || s->key == key) return s;
    }
}

static void grow(Check *c)
{
    Size nslot = c->nslot ? c->nslot * 2 : 256;
    Symbol *slot = new(c->tmp, Symbol, nslot);
    for (Size i = 0; i < c->nslot; i++)
        if (c->slot[i].key) *slot_of(slot, nslot, c->slot[i].key) = c->slot[i];
    c->slot = slot;
    c->nslot = nslot;
}

Symbol *check_symbol(Check *c, uint32_t scope, Sym name)
{
    if (c->nsymbols * 2 >= c->nslot) grow(c);
    uint64_t key = (uint64_t)scope << 32 | name;
    Symbol *s = slot_of(c->slot, c->nslot, key);
    if (!s->key) {
        s->key = key;
        c->nsymbols++;
    }
    return s;
}

Scope *check_open(Check *c, ScopeKind kind)
{
    Scope *s = new(c->tmp, Scope, 1);
    *s = (Scope){.up = c->scope, .kind = kind, .id = ++c->scopes};
    if (s->up) {
        s->owner = s->up->owner;
        s->in_iterable = s->up->in_iterable;
    }
    c->scope = s;
    return s;
}

void check_close(Check *c) { c->scope = c->scope->up; }

// Private names in a class: __x is _Owner__x (language reference, "private name mangling").
Sym check_mangle(Check *c, Sym name)
{
    Str text = py_name(c->t, name), owner = c->scope->owner;
    if (!owner.len || !str_starts(text, S("__")) || str_ends(text, S("__"))) return name;
    if (str_find(text, S(".")) >= 0) return name;
    Str full = str_fmt(c->tmp, "_%.*s%.*s", STR_ARG(owner), STR_ARG(text));
    Sym known = name_find(&c->t->names, full);
    c->mangled.keep = c->tmp;
    return known ? known : (Sym)c->t->names.n + name_add(&c->mangled, full);
}

static void bind_in(Check *c, Scope *s, NodeId at, Sym name, int flag)
{
    Symbol *sym = check_symbol(c, s->id, name);
    if (flag & sym->flags & NAME_PARAM)
        check_refuse(c, at, V_ALL, "duplicate argument '%.*s' in function definition",
                     STR_ARG(py_text(c->t, at)));
    if (flag & sym->flags & NAME_TYPE_PARAM)
        check_refuse(c, at, V_ALL, "duplicate type parameter '%.*s'", STR_ARG(py_text(c->t, at)));
    sym->flags |= (uint8_t)flag;
    if (!s->binds_target) return;
    if (sym->flags & (NAME_GLOBAL | NAME_NONLOCAL))
        check_refuse(c, at, V_ALL,
                     "comprehension inner loop cannot rebind assignment expression target '%.*s'",
                     STR_ARG(py_text(c->t, at)));
    sym->flags |= NAME_ITERATES;
}

void check_bind(Check *c, NodeId at, Sym name, int flag)
{
    if (!name) return;
    if (c->tracks || flag & (NAME_PARAM | NAME_TYPE_PARAM))
        bind_in(c, c->scope, at, check_mangle(c, name), flag);
}

void check_use(Check *c, Sym name)
{
    if (!c->tracks || !name) return;
    check_symbol(c, c->scope->id, check_mangle(c, name))->used |= (Versions)~c->annotation & V_ALL;
    if (c->scope->kind == SCOPE_CLASS || c->scope->kind == SCOPE_MODULE) return;
    if (!str_eq(py_name(c->t, name), S("super"))) return;
    Sym cell = name_find(&c->t->names, S("__class__"));      // which that reads
    if (cell) check_symbol(c, c->scope->id, cell)->used = V_ALL;
}

static void declare(Check *c, NodeId n, Sym written, bool global)
{
    const char *kind = global ? "global" : "nonlocal";
    Str text = py_name(c->t, written);
    Sym name = check_mangle(c, written);
    Symbol *sym = check_symbol(c, c->scope->id, name);
    int other = global ? NAME_NONLOCAL : NAME_GLOBAL;
    if (sym->flags & NAME_PARAM)
        check_refuse(c, n, V_ALL, "name '%.*s' is parameter and %s", STR_ARG(text), kind);
    else if (sym->flags & NAME_ANNOTATED)
        check_refuse(c, n, V_ALL, "annotated name '%.*s' can't be %s", STR_ARG(text), kind);
    else if (sym->flags & NAME_LOCAL)
        check_refuse(c, n, V_ALL, "name '%.*s' is assigned to before %s declaration", STR_ARG(text),
                     kind);
    else if (sym->flags & other)
        check_refuse(c, n, V_ALL, "name '%.*s' is nonlocal and global", STR_ARG(text));
    else if (sym->used)
        check_refuse(c, n, sym->used, "name '%.*s' is used prior to %s declaration", STR_ARG(text),
                     kind);
    sym->flags |= (uint8_t)(global ? NAME_GLOBAL : NAME_NONLOCAL);
    if (!global)
        *push(c->tmp, &c->outers) =
            (Outer){c->scope, name, {py_at(c->t, n)->beg, py_at(c->t, n)->end}};
}

void check_global(Check *c, NodeId n)
{
    bool global = py_kind(c->t, n) == PY_Global;
    SymList names = py_syms(c->t, n, 0);
    if (!global && c->scope->kind == SCOPE_MODULE) {
        check_refuse(c, n, V_ALL, "nonlocal declaration not allowed at module level");
        return;
    }
    for (uint32_t i = 0; i < names.n; i++) declare(c, n, names.v[i], global);
}

static void refuse_walrus_in(Check *c, NodeId target, const Scope *s)
{
    const char *where = s->kind == SCOPE_CLASS     ? "a class body"
                        : s->kind == SCOPE_ALIAS   ? "a type alias"
                        : s->kind == SCOPE_GENERIC ? "the definition of a generic"
                                                   : "a TypeVar bound";
    check_refuse(c, target, V_ALL,
                 "assignment expression within a comprehension cannot be used in %s", where);
}

// The target of := inside comprehensions belongs to the function or module around them.
void check_walrus_target(Check *c, NodeId target)
{
    Sym name = check_mangle(c, py_sym(c->t, target, Name_id));
    Scope *inner = c->scope, *s = inner;
    for (; s->kind == SCOPE_COMP || s->kind == SCOPE_GENERATOR; s = s->up) {
        if (!(check_symbol(c, s->id, name)->flags & NAME_ITERATES)) continue;
        check_refuse(c, target, V_ALL,
                     "assignment expression cannot rebind comprehension iteration variable '%.*s'",
                     STR_ARG(py_text(c->t, target)));
        return;
    }
    if (s->kind == SCOPE_CLASS || s->kind >= SCOPE_GENERIC) {
        refuse_walrus_in(c, target, s);
        return;
    }
    bool global = s->kind == SCOPE_MODULE || check_symbol(c, s->id, name)->flags & NAME_GLOBAL;
    bind_in(c, inner, target, name, global ? NAME_GLOBAL : NAME_NONLOCAL);
    bind_in(c, s, target, name, s->kind == SCOPE_MODULE ? NAME_GLOBAL : NAME_LOCAL);
}

static bool is_function(const Scope *s)
{
    return s->kind == SCOPE_FUNCTION || s->kind == SCOPE_ASYNC || s->kind == SCOPE_LAMBDA ||
           s->kind >= SCOPE_GENERIC;
}

// Cells that a class makes for its methods.
static Versions class_cell(Check *c, Sym name)
{
    Str text = name <= (Sym)c->t->names.n ? py_name(c->t, name) : (Str){0};
    if (str_eq(text, S("__class__"))) return V_ALL;
    if (str_eq(text, S("__classdict__"))) return V_SINCE(312);
    return str_eq(text, S("__conditional_annotations__")) ? V_SINCE(314) : 0;
}

static void find_outer(Check *c, const Outer *o)
{
    Versions open = V_ALL;
    for (const Scope *s = o->scope->up; s && open; s = s->up) {
        if (s->kind == SCOPE_CLASS) open &= (Versions)~class_cell(c, o->name);
        if (!is_function(s)) continue;
        int flags = check_symbol(c, s->id, o->name)->flags;
        if (flags & NAME_GLOBAL) break;
        if (flags & NAME_TYPE_PARAM) {
            Refusal r = {o->at, V_ALL, S("nonlocal binding not allowed for a type parameter")};
            *push(c->tmp, &c->refusals) = r;
            return;
        }
        if (flags & (NAME_PARAM | NAME_LOCAL | NAME_IMPORTED)) return;
    }
    if (!open) return;
    Str text = o->name <= (Sym)c->t->names.n ? py_name(c->t, o->name) : S("a private name");
    Str what = str_fmt(c->tmp, "no binding for nonlocal '%.*s' found", STR_ARG(text));
    *push(c->tmp, &c->refusals) = (Refusal){o->at, open, what};
}

void check_outers(Check *c)
{
    for (Size i = 0; i < c->outers.n; i++) find_outer(c, &c->outers.v[i]);
}

void check_store(Check *c, NodeId at, Sym name, PyCtx ctx)
{
    if (!c->debug || name != c->debug || ctx == CTX_LOAD) return;
    bool attribute = py_kind(c->t, at) == PY_Attribute;
    Versions deletes = attribute ? V_SINCE(314) : V_SINCE(310);
    if (ctx == CTX_DEL) check_refuse(c, at, deletes, "cannot delete __debug__");
    else check_refuse(c, at, V_ALL, "cannot assign to __debug__");
}

// Reports the first name that an earlier one equals; a table is used so that a million names cost a
// million steps.
void check_repeats(Check *c, NodeId at, const Sym *v, uint32_t n, Versions by, const char *fmt)
{
    uint32_t set = ++c->scopes;
    if (n < 2) return;
    for (uint32_t i = 0; i < n; i++) {
        if (!v[i]) continue;
        Symbol *s = check_symbol(c, set, v[i]);
        if (s->flags) {
            check_refuse(c, at, by, "%s: %.*s", fmt, STR_ARG(py_name(c->t, v[i])));
            return;
        }
        s->flags = 1;
    }
}
