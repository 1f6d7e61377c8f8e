// mend/call: a call's arguments and its callee, changed in place.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

bool mend_has_python(const Mend *m, Str version)
{
    Str oldest = flow_python(m->file);
    return oldest.len && !models_earlier(oldest, version);
}

NodeId mend_keyword(const Mend *m, NodeId call, Str keyword)
{
    NodeList kw = py_list(m->tree, call, Call_keywords);
    for (uint32_t i = 0; i < kw.n; i++)
        if (str_eq(py_name(m->tree, py_sym(m->tree, kw.v[i], keyword_arg)), keyword))
            return kw.v[i];
    return 0;
}

NodeId mend_arg(const Mend *m, NodeId call, int position, Str keyword)
{
    NodeId k = keyword.len ? mend_keyword(m, call, keyword) : 0;
    if (k) return py_node(m->tree, k, keyword_value);
    NodeList args = py_list(m->tree, call, Call_args);
    if (position < 0 || (uint32_t)position >= args.n) return 0;
    for (int i = 0; i <= position; i++)
        if (py_kind(m->tree, args.v[i]) == PY_Starred) return 0;
    return args.v[position];
}

void mend_replace(const Mend *m, Change *c, NodeId node, Str with)
{
    const PyNode *p = py_at(m->tree, node);
    *push(m->keep, &c->edits) = (Edit){{p->beg, p->end}, with};
}

static bool open_ended(const Mend *m, NodeId call)        // f(**kw) may hold any keyword
{
    NodeList kw = py_list(m->tree, call, Call_keywords);
    for (uint32_t i = 0; i < kw.n; i++)
        if (!py_sym(m->tree, kw.v[i], keyword_arg)) return true;
    return false;
}

// The last argument in the source, positional or keyword.
static NodeId last_arg(const Mend *m, NodeId call)
{
    NodeList args = py_list(m->tree, call, Call_args), kw = py_list(m->tree, call, Call_keywords);
    NodeId a = py_last(args), k = py_last(kw);
    if (!a || !k) return a ? a : k;
    return py_at(m->tree, a)->beg > py_at(m->tree, k)->beg ? a : k;
}

// After the last argument and what closes round it (a parenthesised one), before a trailing comma
// or comment.
static uint32_t end_of_args(const Mend *m, NodeId call, NodeId last)
{
    Str src = m->tree->src;
    uint32_t end = py_at(m->tree, call)->end - 1, at = py_at(m->tree, last)->end, after = at;
    for (; at < end; at++) {
        char c = src.s[at];
        if (c == '#') while (at < end && src.s[at] != '\n') at++;
        else if (c == ')') after = at + 1;
        else if (c == ',') break;
    }
    return after;
}

static void add_keyword(const Mend *m, Change *c, NodeId call, Str keyword, Str value)
{
    NodeId last = last_arg(m, call);
    const PyNode *p = py_at(m->tree, call);
    if (!last) {
        bool more = c->edits.n && c->edits.v[c->edits.n - 1].where.beg == p->end - 1;
        Str text =
            str_fmt(m->keep, "%s%.*s=%.*s", more ? ", " : "", STR_ARG(keyword), STR_ARG(value));
        *push(m->keep, &c->edits) = (Edit){{p->end - 1, p->end - 1}, text};
        return;
    }
    uint32_t at = end_of_args(m, call, last);
    Span line = py_line(m->tree, py_pos(m->tree, py_at(m->tree, last)->beg).line);
    Str lead = str_sub(m->tree->src, line.beg, py_at(m->tree, last)->beg);
    bool own_line = !str_trim(lead).len && py_pos(m->tree, p->beg).line != py_pos(m->tree, at).line;
    Str text = own_line ? str_fmt(m->keep, ",\n%.*s%.*s=%.*s", STR_ARG(lead), STR_ARG(keyword),
                                  STR_ARG(value))
                        : str_fmt(m->keep, ", %.*s=%.*s", STR_ARG(keyword), STR_ARG(value));
    *push(m->keep, &c->edits) = (Edit){{at, at}, text};
}

bool mend_set(const Mend *m, Change *c, NodeId call, int position, Str keyword, Str value)
{
    NodeId have = mend_arg(m, call, position, keyword);
    if (!have && open_ended(m, call)) return false;
    if (have) mend_replace(m, c, have, value);
    else add_keyword(m, c, call, keyword, value);
    return true;
}

void mend_drop(const Mend *m, Change *c, NodeId call, Str keyword)
{
    NodeId k = mend_keyword(m, call, keyword);
    if (!k) return;
    Str src = m->tree->src;
    uint32_t beg = py_at(m->tree, k)->beg, end = py_at(m->tree, k)->end, at = beg;
    while (at > 0 && (src.s[at - 1] == ' ' || src.s[at - 1] == '\t' || src.s[at - 1] == '\n' ||
                      src.s[at - 1] == '\r'))
        at--;
    if (at > 0 && src.s[at - 1] == ',') beg = at - 1;      // ", k=v" goes
    else {                                                 // the first argument: "k=v, " goes
        uint32_t to = end;
        while (to < (uint32_t)src.len && src.s[to] == ' ') to++;
        if (to < (uint32_t)src.len && src.s[to] == ',') {
            for (end = to + 1; end < (uint32_t)src.len && src.s[end] == ' ';) end++;
        }
    }
    *push(m->keep, &c->edits) = (Edit){{beg, end}, S("")};
}

Str mend_name(const Mend *m, Change *c, NodeId node, Str module, Str name)
{
    Import need;
    Str text;
    if (!edit_name(m->tree, py_at(m->tree, node)->beg, module, name, &need, &text, m->keep))
        return (Str){0};
    if (need.module.len) *push(m->keep, &c->add) = need;
    return text;
}

// The import that gave the callee its name may become idle: `import m`, `import m as x`, `from m
// import n`.
static void forget(const Mend *m, Change *c, NodeId func)
{
    Str text = py_text(m->tree, func),
        bound = str_sub(text, 0, str_find(text, S(".")) < 0 ? text.len : str_rfind(text, '.'));
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        if (kind != PY_Import && kind != PY_ImportFrom) continue;
        NodeList names = py_list(m->tree, body.v[i],
                                 kind == PY_Import ? (int)Import_names : (int)ImportFrom_names);
        Str from = kind == PY_Import
                       ? (Str){0}
                       : py_name(m->tree, py_sym(m->tree, body.v[i], ImportFrom_module));
        for (uint32_t j = 0; j < names.n; j++) {
            Str n = py_name(m->tree, py_sym(m->tree, names.v[j], alias_name)),
                as = py_name(m->tree, py_sym(m->tree, names.v[j], alias_asname));
            if (!str_eq(as.len ? as : n, bound)) continue;
            *push(m->keep, &c->drop_if_unused) =
                kind == PY_Import ? (Import){n, {0}, {0}} : (Import){from, n, {0}};
        }
    }
}

bool mend_callee(const Mend *m, Change *c, NodeId call, Str module, Str name)
{
    NodeId func = py_node(m->tree, call, Call_func);
    Str text = mend_name(m, c, call, module, name);
    if (!text.len) return false;
    mend_replace(m, c, func, text);
    forget(m, c, func);
    return true;
}

static bool is_function(int kind) { return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef; }

// The innermost node of a kind around `node` or, where nodes begin at one byte, down to it.
static NodeId around(const Mend *m, NodeId node, bool (*wanted)(int kind), bool stop_at_node)
{
    uint32_t at = py_at(m->tree, node)->beg;
    NodeId best = 0, n = m->tree->root;
    for (NodeId up = node; m->parent && up; up = m->parent[up])
        if (wanted(py_kind(m->tree, up))) return up;
    if (m->parent) return 0;
    for (bool deeper = true; deeper;) {
        deeper = false;
        uint32_t it = 0;
        for (NodeId c; (c = py_next_child(m->tree, n, &it));) {
            const PyNode *p = py_at(m->tree, c);
            if (at < p->beg || at >= p->end) continue;
            if (wanted(p->kind)) best = c;
            if (stop_at_node && c == node) return best;
            n = c;
            deeper = true;
            break;
        }
    }
    return best;
}

NodeId mend_statement(const Mend *m, NodeId node) { return around(m, node, py_is_statement, true); }

NodeId mend_function(const Mend *m, NodeId inside) { return around(m, inside, is_function, false); }

bool mend_done(Fix *out, Trust trust, const char *says)
{
    out->trust = trust;
    out->says = str_of(says);
    return true;
}

bool mend_drop_lines(const Mend *m, Change *c, NodeId node)
{
    Str src = m->tree->src;
    uint32_t beg = py_at(m->tree, node)->beg, end = py_at(m->tree, node)->end;
    if (end >= src.len || src.s[end] != '\n') return false;
    while (beg && src.s[beg - 1] != '\n') beg--;
    *push(m->keep, &c->edits) = (Edit){{beg, end + 1}, (Str){0}};
    return true;
}

// A statement that begins its own line and is no `elif`: lines can stand before it.
static bool stands_alone(const Mend *m, uint32_t at)
{
    Span line = py_line(m->tree, py_pos(m->tree, at).line);
    return !str_trim(str_sub(m->tree->src, line.beg, at)).len &&
           !str_starts(str_sub(m->tree->src, at, -1), S("elif"));
}

static Str indented(const Mend *m, uint32_t at, Str lines, bool first)
{
    Str indent = edit_indent(m->tree, at, m->keep);
    Buf out = {.keep = m->keep};
    for (Str line; str_cut(&lines, S("\n"), &line);) {
        if (first) buf_add(&out, indent);
        buf_add(&out, line);
        buf_char(&out, '\n');
        if (!first) buf_add(&out, indent);
    }
    return buf_str(&out);
}

static bool in_list(NodeList list, NodeId n, uint32_t from)
{
    for (uint32_t i = from; i < list.n; i++)
        if (list.v[i] == n) return true;
    return false;
}

// Is a part of `up` done each time that `up` is, and once, with the names that are there before it?
static bool is_done_once(const Mend *m, NodeId up, NodeId part)
{
    const Tree *t = m->tree;
    NodeList first;
    switch (py_kind(t, up)) {
    case PY_Lambda: return part != py_node(t, up, Lambda_body);
    case PY_IfExp: return part == py_node(t, up, IfExp_test);
    case PY_BoolOp: return part == py_list(t, up, BoolOp_values).v[0];
    case PY_While: return part != py_node(t, up, While_test);
    case PY_Assert: return part != py_node(t, up, Assert_msg);
    case PY_DictComp: first = py_list(t, up, DictComp_generators); break;
    case PY_ListComp:
    case PY_SetComp:
    case PY_GeneratorExp: first = py_list(t, up, ListComp_generators); break;
    case PY_comprehension: return part == py_node(t, up, comprehension_iter);
    case PY_match_case: return false;
    case PY_With:
    case PY_AsyncWith: return !in_list(py_list(t, up, With_items), part, 1);
    default: return true;
    }
    return first.n && part == first.v[0];
}

// What stands in a lambda, the body of a comprehension, a branch of an expression or the test of a
// loop is done not at all, later, or many times, with names of its own: a line before the statement
// would say something else.
static bool is_done_at_first(const Mend *m, NodeId stmt, NodeId node)
{
    for (NodeId n = node, up; n && n != stmt; n = up) {
        up = mend_parent(m, n);
        if (up && !is_done_once(m, up, n)) return false;
    }
    NodeId walrus = mend_next(m, PY_NamedExpr, stmt, 0);      // (p := …) and what uses p
    return !walrus || py_at(m->tree, walrus)->beg >= py_at(m->tree, node)->beg;
}

bool mend_before(const Mend *m, Change *c, NodeId node, Str lines)
{
    NodeId stmt = mend_statement(m, node);
    uint32_t at = stmt ? py_at(m->tree, stmt)->beg : 0;
    if (!stmt || !stands_alone(m, at) || !is_done_at_first(m, stmt, node)) return false;
    *push(m->keep, &c->edits) = (Edit){{at, at}, indented(m, at, lines, false)};
    return true;
}

bool mend_after(const Mend *m, Change *c, NodeId stmt, Str lines)
{
    uint32_t beg = py_at(m->tree, stmt)->beg, end = py_at(m->tree, stmt)->end;
    Str src = m->tree->src;
    while (end < (uint32_t)src.len && src.s[end] != '\n' && src.s[end] != ';') end++;
    if (!stands_alone(m, beg) || (end < (uint32_t)src.len && src.s[end] == ';')) return false;
    bool open = end == (uint32_t)src.len;
    Str text = indented(m, beg, lines, true);
    if (open) text = str_fmt(m->keep, "\n%.*s", STR_ARG(text));
    if (!open) end++;
    *push(m->keep, &c->edits) = (Edit){{end, end}, text};
    return true;
}
