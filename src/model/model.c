// model/model: read whole texts into the tree of names. What a text says is kept all or not at all.
// SPDX-License-Identifier: MIT
#include "model/model_int.h"

// Longest text and line: far above any real one, small enough that offsets and counts fit.
enum { MAX_TEXT = 16 << 20, MAX_LINE = 4000 };

static Err read_said(Str file, Str text, Arena *keep, Saids *out)
{
    Reader r = {.file = file, .keep = keep};
    for (Str row; !r.err.kind && str_cut(&text, S("\n"), &row);) {
        r.line++;
        if (row.len > MAX_LINE) read_fail(&r, "a line is longer than %d bytes", MAX_LINE);
        else read_line(&r, row, out);
    }
    return r.err;
}

static void put(Models *m, Str subject, const ModelLine *said);

static void put_said(Models *m, const Said *said)
{
    for (Size i = 0; i < said->names.n; i++) put(m, said->names.v[i], &said->line);
}

static void put_text(Models *m, const ModelLine *from, const char *fmt, Str cls, Str item)
{
    Reader r = {.file = from->file, .line = from->line, .keep = m->keep};
    Saids said = {0};
    Str text = str_fmt(m->keep, fmt, STR_ARG(cls), STR_ARG(item));
    for (Str row; str_cut(&text, S("\n"), &row);) read_line(&r, row, &said);
    for (Size i = 0; i < said.n; i++) put_said(m, &said.v[i]);
}

// tuple[A,B]: its items by number. Others, like list[A] and dict[A]: what indexing gives.
static void put_container(Models *m, const ModelLine *from, Str cls)
{
    Size open = str_find(cls, S("["));
    Str items = str_sub(cls, open + 1, cls.len - 1), base = str_sub(cls, 0, open), none = {0};
    put_text(m, from, "class %.*s %.*s", cls, base);
    if (str_eq(base, S("tuple"))) {
        Size from_at = 0;
        int depth = 0, index = 0;
        for (Size i = 0; i <= items.len; i++) {
            if (i < items.len) depth += items.s[i] == '[' ? 1 : items.s[i] == ']' ? -1 : 0;
            if (i < items.len && (items.s[i] != ',' || depth)) continue;
            Str member = str_fmt(m->keep, "%.*s.%d", STR_ARG(cls), index++);
            put_text(m, from, "type %.*s %.*s", member, str_sub(items, from_at, i));
            from_at = i + 1;
        }
    } else if (str_eq(base, S("dict"))) {
        put_text(m, from, "type %.*s.{__getitem__,get,pop,setdefault}() %.*s", cls, items);
        put_text(m, from, "type %.*s.values() list[%.*s]", cls, items);
        put_text(m, from, "type %.*s.items() list[tuple[str,%.*s]]", cls, items);
        put_text(m, from, "pass %.*s.{__getitem__,get,pop,setdefault,values,items}(*)%.*s", cls,
                 none);
    } else {
        put_text(m, from, "type %.*s.{__getitem__,__iter__,pop,popleft,get}() %.*s", cls, items);
        put_text(m, from, "pass %.*s.{__getitem__,__iter__,pop,popleft,get}(self)%.*s", cls, none);
    }
}

static bool is_container(Str name) { return str_ends(name, S("]")) && str_find(name, S("[")) > 0; }

static void put(Models *m, Str subject, const ModelLine *said)
{
    ModelId at = names_add(m, subject);
    if (said->kind == M_ALIAS) {
        ModelId target = names_add(m, said->name);
        if (target != at) m->nodes.v[at].alias = target;
        return;
    }
    ModelLine *line = arena_raw(m->keep, (Size)sizeof *line, (Size)_Alignof(ModelLine), 1);
    *line = *said;
    line->serial = (uint32_t)m->lines.n;
    *push(m->keep, &m->lines) = line;
    if (!line->name.len && line->kind == M_TYPE) line->name = subject;
    if (line->kind == M_TYPE || line->kind == M_BASE) {
        line->target = names_add(m, line->name);
        if (line->kind == M_BASE) m->nodes.v[at].is_class = true;
        bool first = !m->nodes.v[line->target].is_class;
        m->nodes.v[line->target].is_class = true;
        if (first && is_container(line->name)) put_container(m, line, line->name);
    }
    names_put(m, at, line);
}

// a.B.c.d of class a.B, with nothing said of a.B.c: that is a class of its own, named by its path.
static void put_paths(Models *m)
{
    for (ModelId id = 1; id < (ModelId)m->nodes.n; id++) {
        NameNode *n = &m->nodes.v[id];
        if (n->first || n->alias || !n->has_children || !m->nodes.v[n->parent].is_class) continue;
        ModelLine line = {.kind = M_TYPE, .arg = MODEL_NONE, .to = MODEL_NONE, .name = n->full};
        put(m, n->full, &line);
    }
}

static Err read_text(Models *m, Str file, Str text, Arena *keep, Saids *said)
{
    if (text.len > MAX_TEXT)
        return err_new(keep, ERR_LIMIT, "%.*s: longer than %d bytes", STR_ARG(file), MAX_TEXT);
    return read_said(file, text, m->keep, said);
}

// Aliases first: what other lines say of an alias, in whichever text, is said of what it stands
// for.
static void put_all(Models *m, const Saids *said)
{
    for (int aliases = 1; aliases >= 0; aliases--)
        for (Size i = 0; i < said->n; i++)
            if ((said->v[i].line.kind == M_ALIAS) == (aliases == 1)) put_said(m, &said->v[i]);
    put_paths(m);
}

Err models_read(Models *m, Str file, Str text, Arena *keep)
{
    Saids said = {0};
    Err err = read_text(m, file, text, keep, &said);
    if (!err.kind) put_all(m, &said);
    return err;
}

typedef struct { Str name, text; } Embedded;
static const Embedded embedded[] = {
#define EMBED(name, text) {L(name), L(text)},
#include "models.inc"
#undef EMBED
};

Models *models_builtin(Arena *keep)
{
    Models *m = models_new(keep);
    Saids said = {0};
    for (Size i = 0; i < countof(embedded); i++) {
        Err err = read_text(m, embedded[i].name, embedded[i].text, keep, &said);
        if (err.kind) die("%.*s", STR_ARG(err.what));
    }
    put_all(m, &said);
    return m;
}
