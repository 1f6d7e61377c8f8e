// agent/place: put a model's answer where it belongs: the fence that parses and defines what was
// asked for, its indentation, its new imports and helpers, decorators that it left out.
// SPDX-License-Identifier: MIT
#include "agent/several.h"

enum { MOST_TRIES = 300, MOST_PIECES = 64 };

typedef struct { Str *v; Size n, cap; } Codes;

// ---- which text of the answer is the code

static bool is_other_language(Str info)
{
    static const Str OTHERS[] = {L("bash"), L("sh"),         L("shell"), L("console"),
                                 L("json"), L("diff"),       L("yaml"),  L("toml"),
                                 L("sql"),  L("html"),       L("ini"),   L("text"),
                                 L("txt"),  L("javascript"), L("js"),    L("xml")};
    Str word, rest = info;
    if (!str_cut(&rest, S(" "), &word)) return false;
    for (Size i = 0; i < countof(OTHERS); i++)
        if (str_eq(word, OTHERS[i])) return true;
    return false;
}

static bool starts_code(Str line)
{
    static const Str STARTS[] = {L("import "),    L("from "), L("def "), L("class "),
                                 L("async def "), L("@"),     L("#"),    L("\"\"\"")};
    for (Size i = 0; i < countof(STARTS); i++)
        if (str_starts(line, STARTS[i])) return true;
    return false;
}

static bool does_something(const Tree *t)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(t, body.v[i]);
        if (kind != PY_Expr && kind != PY_Pass && kind != PY_AnnAssign) return true;
        if (kind == PY_Expr && py_kind(t, py_node(t, body.v[i], Expr_value)) == PY_Call)
            return true;
    }
    return false;
}

static bool parses(Str text, Arena scratch)
{
    Tree *t = py_parse(text, (PyOptions){0}, &scratch);
    return t->parses && does_something(t);
}

static Str without_indent(Str text, Arena *keep)
{
    Size least = -1;
    Buf b = {.keep = keep};
    for (Str rest = text, line; str_cut(&rest, S("\n"), &line);) {
        Size n = 0;
        if (!str_trim(line).len) continue;
        while (n < line.len && line.s[n] == ' ') n++;
        if (least < 0 || n < least) least = n;
    }
    for (Str rest = text, line; least > 0 && str_cut(&rest, S("\n"), &line);) {
        buf_add(&b, str_sub(line, line.len < least ? line.len : least, -1));
        if (rest.s) buf_char(&b, '\n');
    }
    return least > 0 ? buf_str(&b) : text;
}

// Prose above and below unfenced code: the longest run of lines that parses, begun where code may
// begin.
static Str code_in_prose(Str text, Arena scratch)
{
    int tries = 0;
    for (Size at = 0; at < text.len && tries < MOST_TRIES;) {
        Str from = str_sub(text, at, -1);
        Size end = str_find(from, S("\n"));
        Str line = end < 0 ? from : str_sub(from, 0, end);
        for (Size stop = from.len; starts_code(line) && stop > 0 && tries < MOST_TRIES; tries++) {
            if (parses(str_sub(from, 0, stop), scratch)) return str_sub(from, 0, stop);
            stop = str_rfind(str_sub(from, 0, stop - 1), '\n');
        }
        if (end < 0) break;
        at += end + 1;
    }
    return (Str){0};
}

static void add_piece(Codes *out, Str text, Arena *keep)
{
    Arena *scratch = keep;
    if (out->n >= MOST_PIECES) return;
    if (!parses(text, *scratch)) {
        Str dedented = without_indent(text, keep);
        if (dedented.s == text.s || !parses(dedented, *scratch)) return;
        text = dedented;
    }
    *push(keep, out) = text;
}

// Every text of an answer that parses: fences first, in order; without any, the answer itself.
static void pieces_of(Str answer, Arena *keep, Arena scratch, Codes *out)
{
    LlmFences fences = {0};
    llm_fences(answer, keep, &fences);
    for (Size i = 0; i < fences.n; i++)
        if (!is_other_language(fences.v[i].info)) add_piece(out, fences.v[i].text, keep);
    if (out->n) return;
    Str plain = llm_plain(answer, keep);
    add_piece(out, plain, keep);
    if (out->n) return;
    Str found = code_in_prose(plain, scratch);
    if (found.len) *push(keep, out) = found;
}

Str code_of_answer(Str answer, Str wanted, Arena *keep, Arena scratch)
{
    Codes p = {0};
    Str best = {0};
    pieces_of(answer, keep, scratch, &p);
    for (Size i = 0; i < p.n; i++) {
        bool named = wanted.len && str_find(p.v[i], wanted) >= 0,
             was = wanted.len && str_find(best, wanted) >= 0;
        if (named != was ? named : p.v[i].len > best.len) best = p.v[i];
    }
    return best;
}

// Lines from within a function may return, go on or await, which by themselves no Python takes.
static bool parses_within(Str text, Arena scratch)
{
    Buf b = {.keep = &scratch};
    buf_add(&b, S("async def f():\n while True:\n"));
    for (Str rest = text, line; str_cut(&rest, S("\n"), &line);)
        buf_fmt(&b, "  %.*s\n", STR_ARG(line));
    Str whole = buf_str(&b);
    return str_trim(text).len && py_parse(whole, (PyOptions){0}, &scratch)->parses;
}

Str part_of_answer(Str answer, Arena *keep, Arena scratch)
{
    LlmFences fences = {0};
    llm_fences(answer, keep, &fences);
    for (Size i = fences.n; i-- > 0;) {
        Str text = without_indent(fences.v[i].text, keep);
        if (!is_other_language(fences.v[i].info) && parses_within(text, scratch)) return text;
    }
    Str plain = fences.n ? (Str){0} : without_indent(llm_plain(answer, keep), keep);
    return plain.len && parses_within(plain, scratch) ? plain : (Str){0};
}

// ---- what of it is asked for

typedef struct {
    Tree *file, *piece;
    const Unit *unit;
    const Def *def;                      // in the piece
    Defs defs;
    Arena *keep; Arena scratch;
    Change change;
} Place;

// The asked definition in a piece: by its full name, else at the top, else the only one of that
// name.
static const Def *def_asked(const Defs *defs, const Unit *u)
{
    const Def *found = NULL;
    bool is_class = u->kind == UNIT_CLASS;
    for (Size i = 1; i < defs->n; i++) {
        const Def *d = &defs->v[i];
        if (d->is_class != is_class || !str_eq(d->name, u->name)) continue;
        if (str_eq(d->qual, u->qual)) return d;
        if (!found || str_eq(d->qual, u->name)) found = d;
    }
    return found;
}

// From its first decorator to the end of its last line, with a comment that stands there.
Span place_span(const Tree *t, const Def *d, bool decorators)
{
    NodeList list = def_decorators(t, d);
    Span at = {py_at(t, d->node)->beg, py_at(t, d->node)->end};
    for (uint32_t i = 0; decorators && i < list.n; i++)
        if (py_at(t, list.v[i])->beg < at.beg) at.beg = py_at(t, list.v[i])->beg;
    at.beg = (uint32_t)(str_rfind(str_sub(t->src, 0, at.beg), '\n') + 1);
    Size end = str_find(str_sub(t->src, at.end, -1), S("\n"));
    at.end = (uint32_t)(end < 0 ? t->src.len : (Size)at.end + end);
    return at;
}

static bool in_literal(const Tree *t, uint32_t at)
{
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        int kind = py_kind(t, n);
        bool text = kind == PY_Constant || kind == PY_JoinedStr || kind == PY_TemplateStr;
        if (text && py_at(t, n)->beg < at && at < py_at(t, n)->end) return true;
    }
    return false;
}

// Lines of `at` moved from their own indentation to another; lines inside literals stay.
void place_lines(Buf *b, const Tree *t, Span at, Str indent)
{
    Str text = str_sub(t->src, at.beg, at.end);
    Size own = 0;
    while (own < text.len && (text.s[own] == ' ' || text.s[own] == '\t')) own++;
    Str own_indent = str_sub(text, 0, own), line;
    uint32_t where = at.beg;
    while (str_cut(&text, S("\n"), &line)) {
        uint32_t next = where + (uint32_t)line.len + 1;
        if (line.len && line.s[line.len - 1] == '\r') line.len--;
        bool literal = where > at.beg && in_literal(t, where);
        if (!literal && str_trim(line).len) buf_add(b, indent);
        if (!literal && !str_trim(line).len) line.len = 0;
        buf_add(b, !literal && str_starts(line, own_indent) ? str_sub(line, own, -1) : line);
        buf_char(b, '\n');
        where = next;
    }
}

void place_imports(const Tree *t, Change *out, Arena *keep)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(t, body.v[i]);
        NodeList names = {0};
        Str module = {0};
        if (kind == PY_Import) names = py_list(t, body.v[i], Import_names);
        if (kind == PY_ImportFrom) {
            static const char DOTS[] = "................";
            uint32_t level = py_raw(t, body.v[i], ImportFrom_level);
            names = py_list(t, body.v[i], ImportFrom_names);
            Str name = py_name(t, py_sym(t, body.v[i], ImportFrom_module));
            module =
                str_fmt(keep, "%.*s%.*s", (int)(level < 16 ? level : 16), DOTS, STR_ARG(name));
        }
        for (uint32_t k = 0; k < names.n; k++) {
            Str name = py_name(t, py_sym(t, names.v[k], alias_name)),
                as = py_name(t, py_sym(t, names.v[k], alias_asname));
            if (str_eq(name, S("*")) || str_eq(module, S("__future__"))) continue;
            *push(keep, &out->add) =
                module.len ? (Import){module, name, as} : (Import){name, S(""), as};
        }
    }
}

bool place_binds(const Tree *t, NodeId n, Str *name)
{
    int kind = py_kind(t, n);
    NodeId target = 0;
    if (kind == PY_Assign && py_list(t, n, Assign_targets).n == 1)
        target = py_list(t, n, Assign_targets).v[0];
    if (kind == PY_AnnAssign) target = py_node(t, n, AnnAssign_target);
    if (!target || py_kind(t, target) != PY_Name) return false;
    *name = py_name(t, py_sym(t, target, Name_id));
    return true;
}

static bool file_binds(const Tree *t, Str name, const Defs *defs)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (Size i = 1; i < defs->n; i++)
        if (str_eq(defs->v[i].qual, name)) return true;
    for (uint32_t i = 0; i < body.n; i++) {
        Str bound;
        if (place_binds(t, body.v[i], &bound) && str_eq(bound, name)) return true;
    }
    return false;
}

static bool holds(const Tree *t, NodeId outer, NodeId inner)
{
    return py_at(t, outer)->beg <= py_at(t, inner)->beg &&
           py_at(t, inner)->end <= py_at(t, outer)->end;
}

// New functions, classes and constants of the answer, in its order.
static Str helpers_of(Place *p)
{
    Buf b = {.keep = p->keep};
    Defs there = {0};
    const Tree *t = p->piece;
    NodeList body = py_list(t, t->root, Module_body);
    bool after_constant = false;
    outline(p->file, p->keep, &there);
    for (uint32_t i = 0; i < body.n; i++) {
        Str name = {0};
        Def d = {.node = body.v[i], .is_class = py_kind(t, body.v[i]) == PY_ClassDef};
        bool def = d.is_class || kind_is_function(py_kind(t, body.v[i]));
        if (def)
            name = py_name(
                t, py_sym(t, body.v[i], d.is_class ? (int)ClassDef_name : (int)FunctionDef_name));
        else if (!place_binds(t, body.v[i], &name)) continue;
        if (holds(t, body.v[i], p->def->node) || file_binds(p->file, name, &there)) continue;
        Span at = def ? place_span(t, &d, true)
                      : (Span){py_at(t, body.v[i])->beg, py_at(t, body.v[i])->end};
        if (def && after_constant) buf_add(&b, S("\n\n"));
        place_lines(&b, t, at, S(""));
        if (def) buf_add(&b, S("\n\n"));
        after_constant = !def;
    }
    if (after_constant) buf_add(&b, S("\n\n"));
    return buf_str(&b);
}

// Methods that the answer adds to the class around the asked one.
static Str new_methods_of(Place *p)
{
    Buf b = {.keep = p->keep};
    Defs there = {0};
    Size dot = str_rfind(p->unit->qual, '.');
    if (dot < 0 || str_rfind(p->def->qual, '.') < 0) return (Str){0};
    Str prefix = str_sub(p->def->qual, 0, str_rfind(p->def->qual, '.') + 1);
    outline(p->file, p->keep, &there);
    for (Size i = 1; i < p->defs.n; i++) {
        const Def *d = &p->defs.v[i];
        bool sibling =
            str_starts(d->qual, prefix) && d->qual.len == prefix.len + d->name.len && d != p->def;
        Str qual = str_fmt(p->keep, "%.*s%.*s", STR_ARG(str_sub(p->unit->qual, 0, dot + 1)),
                           STR_ARG(d->name));
        if (!sibling || d->is_class || def_find(&there, qual, false)) continue;
        place_lines(&b, p->piece, place_span(p->piece, d, true), p->unit->indent);
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

static void add_edit(Place *p, uint32_t beg, uint32_t end, Str with)
{
    if (with.len || beg != end) *push(p->keep, &p->change.edits) = (Edit){{beg, end}, with};
}

// Decorators of the file's own definition stay when the answer brings none.
static Str decorators_there(const Place *p)
{
    Str text = str_sub(p->file->src, p->unit->at.beg, p->unit->at.end);
    Defs defs = {0};
    Arena scratch = p->scratch;
    outline(p->file, &scratch, &defs);
    const Def *old = NULL;
    for (Size i = 1; i < defs.n; i++)
        if (str_eq(defs.v[i].qual, p->unit->qual) &&
            py_at(p->file, defs.v[i].node)->beg < p->unit->at.end &&
            py_at(p->file, defs.v[i].node)->beg >= p->unit->at.beg)
            old = &defs.v[i];
    if (!old || def_decorators(p->piece, p->def).n) return (Str){0};
    uint32_t head = place_span(p->file, old, false).beg;
    return str_sub(text, 0, (Size)head - (Size)p->unit->at.beg);
}

static uint32_t top_statement(const Tree *t, const Unit *u)
{
    NodeList body = py_list(t, t->root, Module_body);
    uint32_t at = u->at.beg;
    for (uint32_t i = 0; i < body.n; i++) {
        const PyNode *n = py_at(t, body.v[i]);
        if (n->beg >= u->at.end || n->end <= u->at.beg) continue;
        Def d = {.node = body.v[i], .is_class = py_kind(t, body.v[i]) == PY_ClassDef};
        bool def = d.is_class || kind_is_function(py_kind(t, body.v[i]));
        uint32_t beg = def ? place_span(t, &d, true).beg
                           : (uint32_t)(str_rfind(str_sub(t->src, 0, n->beg), '\n') + 1);
        if (beg < at) at = beg;
        break;
    }
    return at;
}

static bool uses_name(const Place *p, Str name)
{
    const PyNode *d = py_at(p->piece, p->def->node);
    for (NodeId n = 1; n < (NodeId)p->piece->nodes.n; n++) {
        const PyNode *at = py_at(p->piece, n);
        if (py_kind(p->piece, n) == PY_Name && at->beg >= d->beg && at->end <= d->end &&
            str_eq(py_name(p->piece, py_sym(p->piece, n, Name_id)), name))
            return true;
    }
    return false;
}

// A constant of the module that the answer gives anew, for the definition that uses it.
static void replace_constants(Place *p)
{
    const Tree *t = p->piece, *file = p->file;
    NodeList given = py_list(t, t->root, Module_body),
             there = py_list(file, file->root, Module_body);
    for (uint32_t i = 0; i < given.n; i++) {
        Str name, old;
        if (!place_binds(t, given.v[i], &name) || !uses_name(p, name)) continue;
        NodeId found = 0;
        Size times = 0;
        for (uint32_t k = 0; k < there.n; k++)
            if (place_binds(file, there.v[k], &old) && str_eq(old, name))
                found = there.v[k], times++;
        if (times != 1 || str_eq(py_text(file, found), py_text(t, given.v[i]))) continue;
        add_edit(p, py_at(file, found)->beg, py_at(file, found)->end, py_text(t, given.v[i]));
    }
}

static void place_definition(Place *p)
{
    Buf b = {.keep = p->keep};
    Str helpers = helpers_of(p);
    uint32_t top = top_statement(p->file, p->unit);
    bool apart = helpers.len && top < p->unit->at.beg;
    if (apart) add_edit(p, top, top, helpers);
    else buf_add(&b, helpers);
    buf_add(&b, new_methods_of(p));
    buf_add(&b, decorators_there(p));
    place_lines(&b, p->piece, place_span(p->piece, p->def, true), p->unit->indent);
    add_edit(p, p->unit->at.beg, p->unit->at.end, buf_str(&b));
    replace_constants(p);
    place_imports(p->piece, &p->change, p->keep);
}

Str place_line_ends(Str like, Str text, Arena *keep)
{
    Buf b = {.keep = keep};
    if (str_find(like, S("\r\n")) < 0) return text;
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '\n' && (i == 0 || text.s[i - 1] != '\r')) buf_char(&b, '\r');
        buf_char(&b, text.s[i]);
    }
    return buf_str(&b);
}

static Str apply(Place *p)
{
    bool taken = false;
    for (Size i = 0; i < p->change.edits.n; i++)
        p->change.edits.v[i].with =
            place_line_ends(p->file->src, p->change.edits.v[i].with, p->keep);
    return edit_apply(p->file, &p->change, 1, &taken, p->keep, p->scratch);
}

// Of several pieces that would do the last one: what comes first is often the code as it was.
static Placing choose(Place *p, const Codes *pieces, Str *code)
{
    Str was = unit_code(p->file, p->unit, p->keep);
    for (Size i = pieces->n; i-- > 0;) {
        Tree *t = py_parse(pieces->v[i], (PyOptions){0}, p->keep);
        Defs defs = {0};
        outline(t, p->keep, &defs);
        bool whole = p->unit->kind == UNIT_FILE || p->unit->kind == UNIT_BLOCK;
        const Def *d = whole ? &defs.v[0] : def_asked(&defs, p->unit);
        if (!d || (code->len && str_eq(str_trim(pieces->v[i]), str_trim(was)))) continue;
        if (code->len && !str_eq(str_trim(*code), str_trim(was))) continue;
        p->piece = t;
        p->defs = defs;
        p->def = d;
        *code = pieces->v[i];
    }
    return code->len ? PLACED : pieces->n ? PLACE_NOT_IT : PLACE_NO_CODE;
}

static Placing place_part(Place *p, Str answer, Str *text, Str *code)
{
    Buf b = {.keep = p->keep};
    *code = part_of_answer(answer, p->keep, p->scratch);
    if (!code->len) return PLACE_NO_CODE;
    Tree *t = py_parse(*code, (PyOptions){.no_symbols = true}, p->keep);
    Span all = {0, (uint32_t)(t->src.len - str_ends(t->src, S("\n")))};
    place_lines(&b, t, all, p->unit->indent);
    add_edit(p, p->unit->at.beg, p->unit->at.end, buf_str(&b));
    *text = apply(p);
    return PLACED;
}

Placing place_answer(Str file, const Unit *u, Str answer, Arena *keep, Arena scratch, Str *text,
                     Str *code)
{
    Codes pieces = {0};
    Place p = {.unit = u, .keep = keep, .scratch = scratch};
    *code = *text = (Str){0};
    p.file = py_parse(file, (PyOptions){0}, keep);
    if (u->kind == UNIT_PART) return place_part(&p, answer, text, code);
    pieces_of(answer, keep, scratch, &pieces);
    Placing got = choose(&p, &pieces, code);
    if (got != PLACED) return got;
    if (u->kind == UNIT_FUNCTION || u->kind == UNIT_CLASS) {
        place_definition(&p);
    } else {
        Str body = str_ends(*code, S("\n")) ? *code : str_fmt(keep, "%.*s\n", STR_ARG(*code));
        add_edit(&p, u->at.beg, u->at.end, body);
    }
    *text = apply(&p);
    return PLACED;
}
