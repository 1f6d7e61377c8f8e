// edit/apply: several changes and the imports they need, composed into one new text.
// SPDX-License-Identifier: MIT
#include "edit/edit_int.h"

uint32_t edit_beg(const Tree *t, NodeId stmt)
{
    int kind = py_kind(t, stmt);
    NodeList d = {0};
    if (kind == PY_FunctionDef || kind == PY_AsyncFunctionDef)
        d = py_list(t, stmt, FunctionDef_decorator_list);
    if (kind == PY_ClassDef) d = py_list(t, stmt, ClassDef_decorator_list);
    uint32_t at = d.n ? py_at(t, d.v[0])->beg : py_at(t, stmt)->beg;
    if (d.n)
        while (at > 0 && t->src.s[at] != '@') at--;
    return at;
}

static bool same(Edit a, Edit b)
{
    return a.where.beg == b.where.beg && a.where.end == b.where.end && str_eq(a.with, b.with);
}

// Two insertions at one byte do not clash; an insertion inside a replaced range does.
static bool clash(Edit a, Edit b)
{
    bool a_in = a.where.beg == a.where.end, b_in = b.where.beg == b.where.end;
    if (a_in && b_in) return false;
    if (a_in) return b.where.beg < a.where.beg && a.where.beg < b.where.end;
    if (b_in) return a.where.beg < b.where.beg && b.where.beg < a.where.end;
    return a.where.beg < b.where.end && b.where.beg < a.where.end;
}

static Str bound_by(Import i)
{
    return i.as.len ? i.as : i.name.len ? i.name : str_first(i.module, S("."));
}

// Two imports that give one name to different things: the change that came later waits until the
// first one's import is in the text, where it sees that the name is taken.
static bool names_clash(const Imports *have, const Imports *more)
{
    for (Size i = 0; i < more->n; i++)
        for (Size j = 0; j < have->n; j++) {
            Import a = have->v[j], b = more->v[i];
            bool same = str_eq(a.name, b.name) && (!b.name.len || str_eq(a.module, b.module));
            if (str_eq(bound_by(a), bound_by(b)) && !same) return true;
        }
    return false;
}

static int by_place(const void *a, const void *b)
{
    const Edit *x = a, *y = b;
    if (x->where.beg != y->where.beg) return x->where.beg < y->where.beg ? -1 : 1;
    return (x->where.end > y->where.end) - (x->where.end < y->where.end);
}

// A value that stands twice in a built text is one place to edit. An insertion is no such thing:
// two nested wraps may end at the same byte with the same bracket.
static bool again(Edit a, Edit b) { return a.where.beg < a.where.end && same(a, b); }

static bool settled(Edits *e)
{
    Size n = 0;
    for (Size i = 0; i < e->n; i++) {
        bool twice = false;
        for (Size k = 0; k < n && !twice; k++) {
            twice = again(e->v[i], e->v[k]);
            if (!twice && clash(e->v[i], e->v[k])) return false;
        }
        if (!twice) e->v[n++] = e->v[i];
    }
    e->n = n;
    return true;
}

// The first edit taken so far that ends at or after `at`: all before it lie apart from what begins
// there. Those taken are in order and do not overlap.
static Size first_at(const Edits *have, uint32_t at)
{
    Size lo = 0, hi = have->n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (have->v[mid].where.end < at) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static bool fits(const Tree *t, const Edits *have, const Imports *add, const Change *c)
{
    if (names_clash(add, &c->add)) return false;
    for (Size i = 0; i < c->edits.n; i++) {
        Edit e = c->edits.v[i];
        if (e.where.beg > e.where.end || e.where.end > (uint32_t)t->src.len) return false;
        for (Size j = first_at(have, e.where.beg);
             j < have->n && have->v[j].where.beg <= e.where.end; j++)
            if (!same(e, have->v[j]) && clash(e, have->v[j])) return false;
    }
    return true;
}

static bool is_taken(const Edits *have, Edit e)
{
    for (Size j = first_at(have, e.where.beg); j < have->n && have->v[j].where.beg <= e.where.beg;
         j++)
        if (same(e, have->v[j])) return true;
    return false;
}

// In order, so that the next change is compared with its neighbours only.
static void put(Edits *have, Edit e, Arena *keep)
{
    *push(keep, have) = e;
    Size i = have->n - 1;
    for (; i > 0 && by_place(&have->v[i - 1], &e) > 0; i--) have->v[i] = have->v[i - 1];
    have->v[i] = e;
}

static void take(Edits *have, const Change *c, Arena *keep)
{
    Edits new = {0};
    for (Size i = 0; i < c->edits.n; i++)
        if (!is_taken(have, c->edits.v[i])) *push(keep, &new) = c->edits.v[i];
    for (Size i = 0; i < new.n; i++) put(have, new.v[i], keep);
}

// CRLF files get CRLF: an edit's own line ends are written as the file writes them.
static void add_as_file(Buf *out, Str text, bool crlf)
{
    for (Size i = 0; i < text.len; i++) {
        if (crlf && text.s[i] == '\n' && (i == 0 || text.s[i - 1] != '\r')) buf_char(out, '\r');
        buf_char(out, text.s[i]);
    }
}

static Str rewrite(Str src, Edits edits, Arena *keep, Arena scratch)
{
    Buf out = {.keep = keep};
    Size nl = str_find(src, S("\n")), at = 0;
    bool crlf = nl > 0 && src.s[nl - 1] == '\r';
    sort_items(edits.v, edits.n, sizeof *edits.v, by_place, scratch);
    for (Size i = 0; i < edits.n; i++) {
        Edit e = edits.v[i];
        check(e.where.beg >= (uint32_t)at);
        buf_add(&out, str_sub(src, at, e.where.beg));
        add_as_file(&out, e.with, crlf);
        at = e.where.end;
    }
    buf_add(&out, str_sub(src, at, -1));
    return buf_str(&out);
}

// One at a time, each placed in the text that the one before it left: groups and order stay right.
static Str add_imports(Str text, const Imports *add, Arena *keep, Arena scratch)
{
    for (Size i = 0; i < add->n; i++) {
        Edit e;
        Edits one = {&e, 1, 1};
        const Tree *t = py_parse(text, (PyOptions){.no_symbols = true}, &scratch);
        if (edit_import(t, add->v[i], &e, &scratch))
            text = rewrite(t->src, one, keep, scratch);
    }
    return text;
}

static Str drop_imports(Str text, const Imports *drop, Arena *keep, Arena scratch)
{
    if (!drop->n) return text;
    Edits gone = {0};
    const Tree *t = py_parse(text, (PyOptions){.no_symbols = true}, &scratch);
    edit_drop_idle(t, drop, &gone, &scratch);
    return gone.n ? rewrite(t->src, gone, keep, scratch) : text;
}

uint64_t edit_print(Str text) { return str_hash(text); }

bool edit_is_empty(const Change *c)
{
    return !c->edits.n && !c->add.n && !c->others.n;
}

bool edit_settle(Change *c)
{
    bool fine = settled(&c->edits);
    for (Size i = 0; i < c->others.n && fine; i++) fine = settled(&c->others.v[i].change.edits);
    return fine;
}

static Edits copied(const Edits *from, Arena *keep)
{
    Edits out = {0};
    for (Size i = 0; i < from->n; i++) *push(keep, &out) = from->v[i];
    return out;
}

// Hundreds of findings need the same few imports; each one listed is looked for in the whole text.
static void add_once(Imports *have, const Imports *more, Arena *keep)
{
    for (Size i = 0; i < more->n; i++) {
        bool known = false;
        for (Size k = 0; k < have->n && !known; k++)
            known = str_eq(have->v[k].module, more->v[i].module) &&
                    str_eq(have->v[k].name, more->v[i].name) &&
                    str_eq(have->v[k].as, more->v[i].as);
        if (!known) *push(keep, have) = more->v[i];
    }
}

Str edit_apply(const Tree *t, const Change *changes, Size n, bool *taken, Arena *keep,
               Arena scratch)
{
    Edits edits = {0};
    Imports add = {0}, drop = {0};
    for (Size i = 0; i < n; i++) {
        Change c = changes[i];
        c.edits = copied(&changes[i].edits, &scratch);
        taken[i] = settled(&c.edits) && fits(t, &edits, &add, &c);
        if (!taken[i]) continue;
        take(&edits, &c, &scratch);
        add_once(&add, &c.add, &scratch);
        add_once(&drop, &c.drop_if_unused, &scratch);
    }
    Str text = rewrite(t->src, edits, keep, scratch);
    text = add_imports(text, &add, keep, scratch);
    return drop_imports(text, &drop, keep, scratch);
}
