// edit/import: under which name a thing can be written, where a new import goes, which one has
// become idle.
// SPDX-License-Identifier: MIT
#include "edit/edit_int.h"
#include "sema/sema.h"

// PEP 8's groups, in order.
typedef enum { GROUP_FUTURE, GROUP_STDLIB, GROUP_THIRD, GROUP_LOCAL } Group;

static Group group_of(Str module)
{
    if (str_starts(module, S("."))) return GROUP_LOCAL;
    if (str_eq(module, S("__future__"))) return GROUP_FUTURE;
    return sema_is_stdlib(str_first(module, S("."))) ? GROUP_STDLIB : GROUP_THIRD;
}

// ---- the names that are in force

static Str imported(const Tree *t, NodeId a) { return py_name(t, py_sym(t, a, alias_name)); }
static Str bound_as(const Tree *t, NodeId a) { return py_name(t, py_sym(t, a, alias_asname)); }

// How `module.name` is spelled through this import statement; empty when it does not give it.
static Str spelled(const Tree *t, NodeId stmt, Str module, Str name, Arena *keep)
{
    bool from = py_kind(t, stmt) == PY_ImportFrom;
    NodeList names = py_list(t, stmt, from ? ImportFrom_names : Import_names);
    Str base = from ? py_name(t, py_sym(t, stmt, ImportFrom_module)) : S("");
    if (from && py_raw(t, stmt, ImportFrom_level)) return (Str){0};
    for (uint32_t i = 0; i < names.n; i++) {
        Str n = imported(t, names.v[i]), as = bound_as(t, names.v[i]), bound = as.len ? as : n;
        Str whole = from ? str_join(keep, base, S("."), n) : n;
        if (from && name.len && str_eq(base, module) && str_eq(n, name)) return bound;
        if (!str_eq(whole, module)) continue;
        return name.len ? str_join(keep, bound, S("."), name) : bound;
    }
    return (Str){0};
}

static bool binds(const Tree *t, NodeId n, Str word)
{
    int kind = py_kind(t, n);
    Sym s = 0;
    if (kind == PY_Name && py_at(t, n)->op != CTX_LOAD) s = py_sym(t, n, Name_id);
    else if (kind == PY_arg) s = py_sym(t, n, arg_arg);
    else if (kind == PY_FunctionDef || kind == PY_AsyncFunctionDef || kind == PY_ClassDef)
        s = py_sym(t, n, 0);
    else if (kind == PY_ExceptHandler) s = py_sym(t, n, ExceptHandler_name);
    return s && str_eq(py_name(t, s), word);
}

static bool is_scope(int kind)
{
    return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef || kind == PY_Lambda ||
           kind == PY_ClassDef;
}

// Does a node below `n` bind the word, nested scopes left out?
static bool bound_in(const Tree *t, NodeId n, Str word)
{
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(t, n, &it));)
        if (binds(t, c, word) || (!is_scope(py_kind(t, c)) && bound_in(t, c, word))) return true;
    return false;
}

typedef struct { NodeId v[PY_MAX_DEPTH]; Size n; } Chain;

// The module and the functions around a byte, outermost first.
static void scopes_at(const Tree *t, uint32_t at, Chain *out)
{
    NodeId n = t->root;
    out->v[0] = n;
    out->n = 1;
    for (bool deeper = true; deeper && out->n < countof(out->v);) {
        deeper = false;
        uint32_t it = 0;
        for (NodeId c; (c = py_next_child(t, n, &it));) {
            if (at < py_at(t, c)->beg || at >= py_at(t, c)->end) continue;
            if (is_scope(py_kind(t, c)) && py_kind(t, c) != PY_ClassDef) out->v[out->n++] = c;
            n = c;
            deeper = true;
            break;
        }
    }
}

static bool shadowed(const Tree *t, const Chain *scopes, Size inside, Str spelling)
{
    Str root = str_first(spelling, S("."));
    for (Size i = inside; i < scopes->n; i++)
        if (bound_in(t, scopes->v[i], root)) return true;
    return false;
}

static NodeList body_of(const Tree *t, NodeId scope)
{
    int kind = py_kind(t, scope);
    if (kind == PY_Module) return py_list(t, scope, Module_body);
    if (kind == PY_FunctionDef || kind == PY_AsyncFunctionDef)
        return py_list(t, scope, FunctionDef_body);
    return (NodeList){0};
}

static bool is_import(int kind) { return kind == PY_Import || kind == PY_ImportFrom; }

static Str found_in(const Tree *t, const Chain *scopes, Size i, uint32_t at, Str module, Str name,
                    Arena *keep)
{
    NodeList body = body_of(t, scopes->v[i]);
    for (uint32_t j = 0; j < body.n; j++) {
        if (!is_import(py_kind(t, body.v[j])) || (i > 0 && py_at(t, body.v[j])->beg > at)) continue;
        Str s = spelled(t, body.v[j], module, name, keep);
        if (s.len && !shadowed(t, scopes, i, s)) return s;
    }
    return (Str){0};
}

// Does this file take names from modules (`from m import n`) more often than whole modules?
static bool prefers_names(const Tree *t, Str module)
{
    NodeList body = py_list(t, t->root, Module_body);
    int whole = 0, parts = 0;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) == PY_Import) whole++;
        else if (py_kind(t, body.v[i]) == PY_ImportFrom) {
            parts++;
            if (str_eq(py_name(t, py_sym(t, body.v[i], ImportFrom_module)), module)) return true;
        }
    }
    return parts > 0 && whole == 0;
}

// Does an import of something else, wherever it stands, give this word? Two of one name: the later
// one wins, for all that use it.
static bool given_otherwise(const Tree *t, Str word, Str module, Str name)
{
    for (Size i = 1; i < t->nodes.n; i++) {
        NodeId stmt = (NodeId)i;
        if (!is_import(py_kind(t, stmt))) continue;
        bool from = py_kind(t, stmt) == PY_ImportFrom;
        NodeList names = py_list(t, stmt, from ? (int)ImportFrom_names : (int)Import_names);
        Str base = from ? py_name(t, py_sym(t, stmt, ImportFrom_module)) : S("");
        for (uint32_t j = 0; j < names.n; j++) {
            Str n = imported(t, names.v[j]), as = bound_as(t, names.v[j]);
            Str bound = as.len ? as : from ? n : str_first(n, S("."));
            bool same = name.len ? from && str_eq(base, module) && str_eq(n, name)
                                 : !from && (!as.len || str_eq(n, module));
            if (str_eq(bound, word) && !same) return true;
        }
    }
    return false;
}

bool edit_name(const Tree *t, uint32_t at, Str module, Str name, Import *need, Str *text,
               Arena *keep)
{
    Chain *scopes = new(keep, Chain, 1);
    scopes_at(t, at, scopes);
    *need = (Import){0};
    for (Size i = scopes->n; i-- > 0;) {
        *text = found_in(t, scopes, i, at, module, name, keep);
        if (text->len) return true;
    }
    bool dotted = str_find(module, S(".")) >= 0;
    if (name.len && (dotted || prefers_names(t, module)) && !shadowed(t, scopes, 0, name) &&
        !given_otherwise(t, name, module, name)) {
        *need = (Import){module, name, {0}};
        *text = name;
        return true;
    }
    if (!shadowed(t, scopes, 0, module) &&
        !given_otherwise(t, str_first(module, S(".")), module, (Str){0})) {
        *need = (Import){module, {0}, {0}};
        *text = name.len ? str_join(keep, module, S("."), name) : module;
        return true;
    }
    Str as = str_fmt(keep, "_%.*s", STR_ARG(name.len ? name : str_first(module, S("."))));
    if (shadowed(t, scopes, 0, as) || given_otherwise(t, as, module, name)) return false;
    *need = (Import){module, name, as};
    *text = as;
    return true;
}

// ---- new imports

// Does this statement bind exactly what is wanted, under exactly that name?
static bool same_import(const Tree *t, NodeId stmt, Import want)
{
    bool from = py_kind(t, stmt) == PY_ImportFrom;
    if (from != (want.name.len > 0) || (from && py_raw(t, stmt, ImportFrom_level))) return false;
    if (from && !str_eq(py_name(t, py_sym(t, stmt, ImportFrom_module)), want.module)) return false;
    NodeList names = py_list(t, stmt, from ? (int)ImportFrom_names : (int)Import_names);
    for (uint32_t i = 0; i < names.n; i++)
        if (str_eq(imported(t, names.v[i]), from ? want.name : want.module) &&
            str_eq(bound_as(t, names.v[i]), want.as))
            return true;
    return false;
}

static Str stmt_module(const Tree *t, NodeId stmt, Arena *keep)
{
    if (py_kind(t, stmt) == PY_Import) {
        NodeList names = py_list(t, stmt, Import_names);
        return names.n ? imported(t, names.v[0]) : (Str){0};
    }
    static const char dots[] = "................";
    uint32_t level = py_raw(t, stmt, ImportFrom_level);
    Str m = py_name(t, py_sym(t, stmt, ImportFrom_module));
    return level ? str_fmt(keep, "%.*s%.*s", (int)(level < 16 ? level : 16), dots, STR_ARG(m)) : m;
}

static Str import_line(Import i, Arena *keep)
{
    Str as = i.as.len ? str_fmt(keep, " as %.*s", STR_ARG(i.as)) : (Str){0};
    if (i.name.len)
        return str_fmt(keep, "from %.*s import %.*s%.*s", STR_ARG(i.module), STR_ARG(i.name),
                       STR_ARG(as));
    return str_fmt(keep, "import %.*s%.*s", STR_ARG(i.module), STR_ARG(as));
}

static bool is_docstring(const Tree *t, NodeId stmt)
{
    if (py_kind(t, stmt) != PY_Expr) return false;
    const PyConst *c = py_const(t, py_node(t, stmt, Expr_value));
    return c && c->kind == CONST_STR;
}

// The run of imports at the head of the module: statements [beg, end).
static void head_run(const Tree *t, uint32_t *beg, uint32_t *end)
{
    NodeList body = py_list(t, t->root, Module_body);
    *beg = body.n && is_docstring(t, body.v[0]) ? 1 : 0;
    for (*end = *beg; *end < body.n && is_import(py_kind(t, body.v[*end]));) ++*end;
}

static bool joins_line(const Tree *t, NodeId stmt)         // shares its line with another statement
                                                           // (`;`)
{
    Span s = edit_statement(t, py_at(t, stmt)->beg);
    for (Size i = (Size)s.end - 1; i > 0 && t->src.s[i] != '\n'; i--)
        if (t->src.s[i] == ';') return true;
    return s.end < (uint32_t)t->src.len && t->src.s[s.end - 1] != '\n' && t->src.s[s.end] == ';';
}

// `from m import a` that can take one more name: not a star, not sharing its line.
static NodeId open_statement(const Tree *t, Import want)
{
    uint32_t beg, end;
    NodeList body = py_list(t, t->root, Module_body);
    head_run(t, &beg, &end);
    for (uint32_t i = beg; want.name.len && i < end; i++) {
        NodeId s = body.v[i];
        if (py_kind(t, s) != PY_ImportFrom || py_raw(t, s, ImportFrom_level)) continue;
        NodeList names = py_list(t, s, ImportFrom_names);
        bool star = names.n == 1 && str_eq(imported(t, names.v[0]), S("*"));
        if (!star && names.n && str_eq(py_name(t, py_sym(t, s, ImportFrom_module)), want.module))
            return s;
    }
    return 0;
}

// One more name after the last one, on a line of its own when the names stand so.
static Edit extend(const Tree *t, NodeId stmt, Import want, Arena *keep)
{
    NodeList names = py_list(t, stmt, ImportFrom_names);
    NodeId last = py_last(names);
    uint32_t at = py_at(t, last)->end;
    bool own_line = py_pos(t, py_at(t, last)->beg).line > py_pos(t, py_at(t, stmt)->beg).line;
    Str as = want.as.len ? str_fmt(keep, " as %.*s", STR_ARG(want.as)) : (Str){0};
    Str lead = S(", ");
    if (own_line) {
        Span line = py_line(t, py_pos(t, py_at(t, last)->beg).line);
        Str blanks = str_sub(t->src, line.beg, py_at(t, py_last(names))->beg);
        if (!str_trim(blanks).len) lead = str_fmt(keep, ",\n%.*s", STR_ARG(blanks));
    }
    return (Edit){{at, at},
                  str_fmt(keep, "%.*s%.*s%.*s", STR_ARG(lead), STR_ARG(want.name), STR_ARG(as))};
}

// Does `a` belong before the statement `b` within one group? Whole modules first, then by name.
static bool before(const Tree *t, Import a, NodeId b, Arena *keep)
{
    bool a_from = a.name.len > 0, b_from = py_kind(t, b) == PY_ImportFrom;
    if (a_from != b_from) return b_from;
    return str_cmp(a.module, stmt_module(t, b, keep)) < 0;
}

// The start of the line that a top-level statement begins on (comments above it stay above).
static uint32_t line_start(const Tree *t, uint32_t at)
{
    return py_line(t, py_pos(t, at).line).beg;
}

// After a statement's whole line, its trailing comment included.
static uint32_t after_line(const Tree *t, NodeId stmt)
{
    uint32_t at = py_at(t, stmt)->end;
    while (at < (uint32_t)t->src.len && t->src.s[at] != '\n') at++;
    return at < (uint32_t)t->src.len ? at + 1 : at;
}

static Edit line_at(const Tree *t, uint32_t at, Str line, bool gap_before, bool gap_after,
                    Arena *keep)
{
    // the file's last line lacks its end
    bool open = at > 0 && t->src.s[at - 1] != '\n';
    return (Edit){{at, at}, str_fmt(keep, "%s%s%.*s\n%s", open ? "\n" : "", gap_before ? "\n" : "",
                                    STR_ARG(line), gap_after ? "\n" : "")};
}

// Where a module without imports at its head begins: after a #! line, comments, the docstring.
static Edit at_top(const Tree *t, Str line, Arena *keep)
{
    NodeList body = py_list(t, t->root, Module_body);
    if (body.n && is_docstring(t, body.v[0]))
        return line_at(t, after_line(t, body.v[0]), line, true, body.n > 1, keep);
    if (!body.n) return line_at(t, (uint32_t)t->src.len, line, false, false, keep);
    NodeId first = body.v[0];
    uint32_t at = line_start(t, edit_beg(t, first));
    return line_at(t, at, line, false, !is_import(py_kind(t, first)), keep);
}

static Edit fresh_line(const Tree *t, Import want, Arena *keep)
{
    uint32_t beg, end;
    NodeList body = py_list(t, t->root, Module_body);
    Str line = import_line(want, keep);
    Group mine = group_of(want.module);
    head_run(t, &beg, &end);
    if (beg == end) return at_top(t, line, keep);
    NodeId last_of_mine = 0, last_below = 0;
    for (uint32_t i = beg; i < end; i++) {
        Group g = group_of(stmt_module(t, body.v[i], keep));
        if (g == mine && !joins_line(t, body.v[i])) {
            if (before(t, want, body.v[i], keep))
                return line_at(t, line_start(t, py_at(t, body.v[i])->beg), line, false, false,
                               keep);
            last_of_mine = body.v[i];
        }
        if (g < mine) last_below = body.v[i];
    }
    if (last_of_mine) return line_at(t, after_line(t, last_of_mine), line, false, false, keep);
    if (last_below) return line_at(t, after_line(t, last_below), line, true, false, keep);
    return line_at(t, line_start(t, py_at(t, body.v[beg])->beg), line, false, true, keep);
}

static bool have(const Tree *t, Import want)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (is_import(py_kind(t, body.v[i])) && same_import(t, body.v[i], want)) return true;
    return false;
}

bool edit_import(const Tree *t, Import want, Edit *out, Arena *keep)
{
    if (have(t, want)) return false;
    NodeId open = open_statement(t, want);
    *out = open ? extend(t, open, want, keep) : fresh_line(t, want, keep);
    return true;
}

// ---- imports that lost their last use

static bool used(const Tree *t, Str word)
{
    for (Size i = 1; i < t->nodes.n; i++) {
        const PyNode *p = &t->nodes.v[i];
        NodeId n = (NodeId)i;
        if (p->kind == PY_Name && str_eq(py_name(t, py_sym(t, n, Name_id)), word)) return true;
        if (p->kind == PY_Constant) {                             // __all__, string annotations
            const PyConst *c = py_const(t, n);
            if (c && c->kind == CONST_STR && str_eq(c->text, word)) return true;
        }
    }
    return false;
}

static uint32_t after_blank(Str src, uint32_t at)
{
    uint32_t end = at;
    if (end < (uint32_t)src.len && src.s[end] == '\r') end++;
    return end < (uint32_t)src.len && src.s[end] == '\n' ? end + 1 : at;
}

// The line, and with it the blank line behind when one stands before it too: the group is gone.
static Edit without_line(const Tree *t, NodeId stmt)
{
    uint32_t beg = line_start(t, py_at(t, stmt)->beg), end = after_line(t, stmt);
    Str before = str_sub(t->src, 0, beg);
    bool alone = !beg || str_ends(before, S("\n\n")) || str_ends(before, S("\n\r\n"));
    return (Edit){{beg, alone ? after_blank(t->src, end) : end}, S("")};
}

// Cut one alias out of a statement, or the whole line when it was the only one.
static Edit without(const Tree *t, NodeId stmt, NodeList names, uint32_t i)
{
    if (names.n == 1) return without_line(t, stmt);
    if (i + 1 < names.n)
        return (Edit){{py_at(t, names.v[i])->beg, py_at(t, names.v[i + 1])->beg}, S("")};
    return (Edit){{py_at(t, names.v[i - 1])->end, py_at(t, names.v[i])->end}, S("")};
}

void edit_drop_idle(const Tree *t, const Imports *drop, Edits *out, Arena *keep)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId s = body.v[i];
        if (!is_import(py_kind(t, s)) || joins_line(t, s)) continue;
        bool from = py_kind(t, s) == PY_ImportFrom;
        NodeList names = py_list(t, s, from ? (int)ImportFrom_names : (int)Import_names);
        Str base = from ? py_name(t, py_sym(t, s, ImportFrom_module)) : S("");
        for (uint32_t j = 0; j < names.n; j++) {
            Str n = imported(t, names.v[j]), as = bound_as(t, names.v[j]);
            bool listed = false;
            for (Size k = 0; k < drop->n; k++)
                listed |= from ? str_eq(drop->v[k].module, base) && str_eq(drop->v[k].name, n)
                               : !drop->v[k].name.len && str_eq(drop->v[k].module, n);
            if (!listed || used(t, as.len ? as : str_first(n, S(".")))) continue;
            *push(keep, out) = without(t, s, names, j);
            // one alias a statement: edits stay apart
            break;
        }
    }
}
