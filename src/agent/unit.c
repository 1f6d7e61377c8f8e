// agent/unit: which piece of a file a model is asked to rewrite: the function around a finding,
// else a block of module code, else the whole of a small file. Dedented for the model, with its
// place remembered.
// SPDX-License-Identifier: MIT
#include "agent/agent_int.h"

enum { SMALL_FILE = 3000 };

static uint32_t line_start(Str src, uint32_t at)
{
    return (uint32_t)(str_rfind(str_sub(src, 0, (Size)at), '\n') + 1);
}

static uint32_t line_end(Str src, uint32_t at)
{
    Size end = str_find(str_sub(src, (Size)at, -1), S("\n"));
    return (uint32_t)(end < 0 ? src.len : (Size)at + end + 1);
}

static Span def_span(const Tree *t, const Def *d)
{
    NodeList decorators = def_decorators(t, d);
    uint32_t beg = py_at(t, d->node)->beg;
    for (uint32_t i = 0; i < decorators.n; i++)
        if (py_at(t, decorators.v[i])->beg < beg) beg = py_at(t, decorators.v[i])->beg;
    return (Span){line_start(t->src, beg), line_end(t->src, py_at(t, d->node)->end)};
}

static Str indent_at(Str src, uint32_t at)
{
    Size n = 0;
    Str line = str_sub(src, (Size)at, -1);
    while (n < line.len && (line.s[n] == ' ' || line.s[n] == '\t')) n++;
    return str_sub(line, 0, n);
}

Unit unit_of(const Tree *t, const Def *d)
{
    Span at = def_span(t, d);
    return (Unit){d->is_class ? UNIT_CLASS : UNIT_FUNCTION, d->name, d->qual, at,
                  indent_at(t->src, at.beg)};
}

// The outermost function around a line.
const Def *def_around_line(const Tree *t, const Defs *defs, int line)
{
    for (Size i = 1; i < defs->n; i++) {
        const Def *d = &defs->v[i];
        if (d->is_class) continue;
        Unit u = unit_of(t, d);
        uint32_t end = u.at.end ? u.at.end - 1 : 0;
        if (py_pos(t, u.at.beg).line <= line && line <= py_pos(t, end).line) return d;
    }
    return NULL;
}

static bool is_inside(Span at, uint32_t where) { return at.beg <= where && where < at.end; }

// The outermost function around a place that is no longer than `most`; inner ones when it is.
static const Def *function_around(const Tree *t, const Defs *defs, uint32_t where, Size most)
{
    const Def *smallest = NULL;
    for (Size i = 1; i < defs->n; i++) {
        const Def *d = &defs->v[i];
        Span at = d->is_class ? (Span){0, 0} : def_span(t, d);
        if (d->is_class || !is_inside(at, where)) continue;
        smallest = d;
        if ((Size)(at.end - at.beg) <= most) return d;
    }
    return smallest;
}

static const Def *class_around(const Tree *t, const Defs *defs, uint32_t where, Size most)
{
    for (Size i = 1; i < defs->n; i++) {
        Span at = def_span(t, &defs->v[i]);
        if (defs->v[i].is_class && is_inside(at, where) && (Size)(at.end - at.beg) <= most)
            return &defs->v[i];
    }
    return NULL;
}

static bool is_def(const Tree *t, NodeId n)
{
    return py_kind(t, n) == PY_ClassDef || kind_is_function(py_kind(t, n));
}

// ---- a part of a function that is longer than a model takes

static bool is_statement(const Tree *t, NodeId n)
{
    int kind = py_kind(t, n);
    return kind >= PY_FunctionDef && kind <= PY_Continue;
}

static Span lines_of(const Tree *t, NodeId n)
{
    return (Span){line_start(t->src, py_at(t, n)->beg), line_end(t->src, py_at(t, n)->end)};
}

// The statement right below `n` that holds a place; 0: none.
static NodeId statement_in(const Tree *t, NodeId n, uint32_t where)
{
    NodeId child;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));) {
        if (!is_inside((Span){py_at(t, child)->beg, py_at(t, child)->end}, where)) continue;
        return is_statement(t, child) ? child : statement_in(t, child, where);
    }
    return 0;
}

// Only blanks and comments lie between two neighbours of one block; "else:" does not.
static bool only_blank(Str text)
{
    for (Str line; str_cut(&text, S("\n"), &line);)
        if (str_trim(line).len && !str_starts(str_trim(line), S("#"))) return false;
    return true;
}

// As many of the statements before and after in the same block as there is room for.
static Span with_neighbours(const Tree *t, NodeId parent, Span at, Str indent, Size most)
{
    NodeId child;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t it = 0; (child = py_next_child(t, parent, &it));) {
            Span own = is_statement(t, child) ? lines_of(t, child) : (Span){0, 0};
            bool before =
                own.end && own.end <= at.beg && only_blank(str_sub(t->src, own.end, at.beg));
            bool after =
                own.beg >= at.end && own.end && only_blank(str_sub(t->src, at.end, own.beg));
            Span both = {before ? own.beg : at.beg, after ? own.end : at.end};
            bool fits = (Size)(both.end - both.beg) <= most;
            if (!(before || after) || !fits || !str_eq(indent_at(t->src, own.beg), indent))
                continue;
            at = both;
            more = true;
        }
    }
    return at;
}

static bool part_around(const Tree *t, const Def *d, uint32_t where, Size most, Arena *keep,
                        Unit *out)
{
    NodeId parent = d->node, n = statement_in(t, parent, where);
    while (n && (Size)(lines_of(t, n).end - lines_of(t, n).beg) > most) {
        parent = n;
        n = statement_in(t, n, where);
    }
    Span at = n ? lines_of(t, n) : (Span){0, 0};
    Str indent = indent_at(t->src, at.beg);
    // a statement that shares its line with another can't be cut out
    if (!n || (Size)(py_at(t, n)->beg - at.beg) != indent.len) return false;
    at = with_neighbours(t, parent, at, indent, most);
    *out = (Unit){UNIT_PART, str_fmt(keep, "%.*s", STR_ARG(d->qual)), S(""), at, indent};
    return true;
}

// The run of module statements around a place, between definitions.
static Unit block_around(const Tree *t, uint32_t where)
{
    NodeList body = py_list(t, t->root, Module_body);
    Span at = {0, (uint32_t)t->src.len};
    bool begun = false;
    for (uint32_t i = 0; i < body.n; i++) {
        const PyNode *n = py_at(t, body.v[i]);
        bool def = is_def(t, body.v[i]);
        if (def && n->end <= where) begun = false;
        else if (def && n->beg > where) break;
        else if (!begun) at.beg = line_start(t->src, n->beg), begun = true;
        at.end = line_end(t->src, n->end);
    }
    return (Unit){UNIT_BLOCK, S("the module's code"), S(""), at, S("")};
}

Unit unit_around(const Tree *t, const Finding *f, Size most, Arena *keep)
{
    Defs defs = {0};
    outline(t, keep, &defs);
    const Def *d = function_around(t, &defs, f->at.beg, most);
    Unit part;
    bool long_one = d && (Size)(def_span(t, d).end - def_span(t, d).beg) > most;
    if (long_one && part_around(t, d, f->at.beg, most, keep, &part)) return part;
    if (!d) d = class_around(t, &defs, f->at.beg, most);
    if (d) return unit_of(t, d);
    if (t->src.len <= SMALL_FILE)
        return (Unit){UNIT_FILE, S("the file"), S(""), {0, (uint32_t)t->src.len}, S("")};
    return block_around(t, f->at.beg);
}

static Size ordinal(const Tree *t, const Defs *defs, const Unit *u)
{
    Size n = 0;
    for (Size i = 1; i < defs->n; i++)
        n += str_eq(defs->v[i].qual, u->qual) && def_span(t, &defs->v[i]).beg < u->at.beg;
    return n;
}

bool unit_again(const Tree *t, const Unit *was, Str text_then, Arena *keep, Unit *now)
{
    *now = *was;
    if (str_eq(t->src, text_then)) return true;
    if (was->kind == UNIT_FILE) {
        now->at = (Span){0, (uint32_t)t->src.len};
        return true;
    }
    if (was->kind == UNIT_BLOCK || was->kind == UNIT_PART) {
        Str block = str_sub(text_then, was->at.beg, was->at.end);
        Size at = str_find(t->src, block);
        now->at = (Span){(uint32_t)(at < 0 ? 0 : at), (uint32_t)(at < 0 ? 0 : at + block.len)};
        return at >= 0;
    }
    Defs then = {0}, defs = {0};
    outline(py_parse(text_then, (PyOptions){.no_symbols = true}, keep), keep, &then);
    outline(t, keep, &defs);
    Size nth = ordinal(py_parse(text_then, (PyOptions){.no_symbols = true}, keep), &then, was);
    for (Size i = 1; i < defs.n; i++) {
        if (!str_eq(defs.v[i].qual, was->qual) || defs.v[i].is_class != (was->kind == UNIT_CLASS) ||
            nth-- > 0)
            continue;
        *now = unit_of(t, &defs.v[i]);
        return true;
    }
    return false;
}

// ---- texts for the prompt

// Lines that begin inside a literal keep their blanks: they are data.
static bool starts_in_text(const Tree *t, uint32_t at)
{
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        int kind = py_kind(t, n);
        bool text = kind == PY_Constant || kind == PY_JoinedStr || kind == PY_TemplateStr;
        if (text && py_at(t, n)->beg < at && at < py_at(t, n)->end) return true;
    }
    return false;
}

Str unit_code(const Tree *t, const Unit *u, Arena *keep)
{
    Buf b = {.keep = keep};
    for (uint32_t at = u->at.beg; at < u->at.end;) {
        uint32_t end = line_end(t->src, at);
        Str line = str_sub(t->src, at, end);
        bool cut = str_starts(line, u->indent) && !(u->indent.len && starts_in_text(t, at));
        buf_add(&b, cut ? str_sub(line, u->indent.len, -1) : line);
        at = end;
    }
    if (!b.n || b.v[b.n - 1] != '\n') buf_char(&b, '\n');
    return buf_str(&b);
}

static const Def *def_at(const Tree *t, const Defs *defs, const Unit *u)
{
    for (Size i = 1; i < defs->n; i++)
        if (def_span(t, &defs->v[i]).beg == u->at.beg && str_eq(defs->v[i].qual, u->qual))
            return &defs->v[i];
    return NULL;
}

// "def f(a, b=1):", from the keyword to the colon before the body.
Str unit_signature(const Tree *t, const Unit *u, Arena *keep)
{
    Defs defs = {0};
    outline(t, keep, &defs);
    const Def *d = u->kind == UNIT_FUNCTION ? def_at(t, &defs, u) : NULL;
    NodeList body = d ? def_body(t, d) : (NodeList){0};
    if (!body.n) return (Str){0};
    Str head = str_trim(str_sub(t->src, py_at(t, d->node)->beg, py_at(t, body.v[0])->beg));
    Size colon = str_rfind(head, ':');
    Size line = str_find(head, S("\n"));
    if (line >= 0 && str_find(str_sub(head, line, -1), S("#")) >= 0)
        head = str_trim(str_sub(head, 0, line));
    else if (colon >= 0) head = str_sub(head, 0, colon + 1);
    return head;
}
