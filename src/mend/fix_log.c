// mend/fix_log: outside text in a log's line becomes text of one line, in the same words: who reads the log finds what
// they found before. What is escaped or no text already is left, and so is a text that is meant to be of several lines.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"
#include "fact/format.h"

// The address of the other side, as the connection has it: no text of theirs.
static bool says_peer(Str text)
{
    return str_find(text, S("REMOTE_ADDR")) >= 0 || str_find(text, S("remote_addr")) >= 0;
}

bool mend_prints_text(char type) { return !type || !strchr("raAdiouxXeEfFgGcbn%", type); }

// pformat(x), traceback.format_exc(), "\n".join(lines): whoever reads the log wants these lines.
static bool is_many_lines(const Mend *m, NodeId e)
{
    static const char *const makers[] = {
        "pformat",     "format_exc",   "format_exception", "format_stack", "format_tb",
        "format_list", "getsource",    "dedent",           "indent",       "fill",
        "prettify",    "toprettyxml",  "tabulate",         "to_string",    "format_help",
        "print_exc",   "format_usage", "unified_diff",     "ndiff",        NULL};
    static const char *const outputs[] = {"stdout", "stderr", "output", "traceback", NULL};
    NodeId stmt, value = py_kind(m->tree, e) == PY_Name ? mend_assigned(m, e, &stmt) : 0;
    Pieces p;
    if (value) e = value;
    if (py_kind(m->tree, e) == PY_Attribute)
        return mend_is_one(py_name(m->tree, py_sym(m->tree, e, Attribute_attr)), outputs);
    if (py_kind(m->tree, e) == PY_Call) {
        Str name = mend_called(m, e), object = mend_object(m, e);
        if (mend_is_one(name, makers)) return true;
        if (str_eq(name, S("dumps"))) return mend_keyword(m, e, S("indent")) != 0;
        if (str_eq(name, S("join")) &&
            (str_find(object, S("\\n")) >= 0 || str_find(object, S("linesep")) >= 0))
            return true;
    }
    if (!mend_is_built(m, e) || !mend_pieces(m, e, &p)) return false;
    for (Size i = 0; i < p.n; i++) // "SELECT …\n  FROM …": between its own lines
        if (p.v[i].kind == PIECE_TEXT && str_find(str_trim(p.v[i].text), S("\n")) >= 0) return true;
    return false;
}

static bool has_spec(Str text)
{
    FormatField f;
    for (Size at = 0; format_braces(text, at, &f); at = f.end)
        if (f.has_spec) return true;
    return false;
}

// ---- the whole line

// trust: what of it is a decision; taken: some value was made one line of
typedef struct { const Mend *m; Change *c; Trust trust; bool taken; } Line;

static bool is_outside(const Line *l, NodeId e)
{
    return (mend_taint(l->m, e) & KIND(LOG)) != 0 && !says_peer(py_text(l->m->tree, e));
}

static bool is_repr(const Mend *m, NodeId e)
{
    Str called = py_kind(m->tree, e) == PY_Call ? mend_called(m, e) : (Str){0};
    return str_eq(called, S("repr")) || str_eq(called, S("ascii"));
}

static bool take(Line *l, NodeId e)
{
    int kind = py_kind(l->m->tree, e);
    if (kind == PY_NamedExpr || kind == PY_GeneratorExp || kind == PY_Starred ||
        kind == PY_Yield || is_many_lines(l->m, e))
        return false;
    l->taken = true;
    return true;
}

// " ".join(str(x).splitlines()): what has no line break stays as it is.
static bool put_line(Line *l, NodeId e, char quote)
{
    Str text = py_text(l->m->tree, e);
    bool str = str_starts(text, S("str(")) && str_find(text, S(")")) == text.len - 1;
    if (is_repr(l->m, e)) return true;
    if (!take(l, e)) return false;
    mend_replace(l->m, l->c, e,
                 str_fmt(l->m->keep, "%c %c.join(%s%.*s%s.splitlines())", quote, quote,
                         str ? "" : "str(", STR_ARG(text), str ? "" : ")"));
    return true;
}

static bool put(Line *l, NodeId e) { return put_line(l, e, edit_quote(l->m->tree)); }

// The format as a literal: in its place, by gettext or by a name.
static NodeId literal_of(const Mend *m, NodeId format)
{
    static const char *const translate[] = {"_", "gettext", "ugettext", "lazy_gettext", "_t", "N_",
                                            "gettext_lazy", NULL};
    NodeId stmt;
    if (py_kind(m->tree, format) == PY_Call && mend_is_one(mend_called(m, format), translate))
        format = mend_arg(m, format, 0, (Str){0});
    else if (py_kind(m->tree, format) == PY_Name) {
        NodeId top = mend_top(m, py_text(m->tree, format)), here = mend_assigned(m, format, &stmt);
        format = here                                        ? here
                 : top && py_kind(m->tree, top) == PY_Assign ? py_node(m->tree, top, Assign_value)
                                                             : 0;
    }
    const PyConst *k =
        format && py_kind(m->tree, format) == PY_Constant ? py_const(m->tree, format) : NULL;
    return k && k->kind == CONST_STR ? format : 0;
}

// What a spec says is of the value as it is.
static bool is_brace(Str text, Size nth, FormatField *f)
{
    return format_braces_nth(text, nth, f) && !f->spec.len;
}

// The nth value of a format.
static bool take_value(Line *l, NodeId literal, NodeId value, Size nth)
{
    Str text = py_const(l->m->tree, literal)->text;
    FormatField f;
    if (format_percent_nth(text, nth, &f)) return !mend_prints_text(f.type) || put(l, value);
    if (str_find(text, S("%")) >= 0 || !is_brace(text, nth, &f)) return false;
    return !mend_prints_text(f.how) || put(l, value);
}

static bool take_values(Line *l, NodeId format, const NodeId *values, Size n)
{
    bool any = false;
    NodeId literal = literal_of(l->m, format);
    for (Size i = 0; i < n; i++) any |= is_outside(l, values[i]);
    if (!any) return true;
    if (!literal) return false;
    for (Size i = 0; i < n; i++)
        if (is_outside(l, values[i]) && !take_value(l, literal, values[i], i)) return false;
    return true;
}

static bool take_text(Line *l, NodeId e, int depth);

static bool take_fstring(Line *l, NodeId e)
{
    const Mend *m = l->m;
    const Tree *t = m->tree;
    Pieces p;
    if (!mend_pieces(m, e, &p)) return false;
    for (Size i = 0; i < p.n; i++) {
        const Piece *h = &p.v[i];
        if (h->kind != PIECE_HOLE || !is_outside(l, h->node) || !mend_prints_text(h->type) ||
            h->conversion == 'r' || h->conversion == 'a')
            continue;
        if (h->conversion || h->spec || t->src.s[py_at(t, h->node)->end] != '}' ||
            !put_line(l, h->node, mend_other_quote(m, p.whole)))
            return false;
    }
    return true;
}

// "… {} …".format(a, b), template.format(user=a)
static bool take_format(Line *l, NodeId call)
{
    const Mend *m = l->m;
    NodeId format = py_node(m->tree, py_node(m->tree, call, Call_func), Attribute_value);
    NodeList args = py_list(m->tree, call, Call_args), keys = py_list(m->tree, call, Call_keywords);
    FormatField first;
    Pieces p;
    NodeId literal = literal_of(m, format);
    bool counted = literal && args.n && !keys.n &&
                   is_brace(py_const(m->tree, literal)->text, 0, &first);
    if (is_outside(l, format)) return false;
    if (counted) return take_values(l, format, args.v, args.n);
    if (literal && literal == format) { // {name}: it may stand there again
        if (!mend_pieces(m, call, &p)) return false;
        for (Size i = 0; i < p.n; i++) {
            const Piece *h = &p.v[i];
            if (h->kind != PIECE_HOLE || !is_outside(l, h->node)) continue;
            if (h->conversion || h->spec || !put(l, h->node)) return false;
        }
        return true;
    }
    if (literal && has_spec(py_const(m->tree, literal)->text)) return false;
    l->trust = TRUST_REVIEW; // a format that nobody sees may ask for {user.name}
    for (uint32_t i = 0; i < args.n; i++)
        if (is_outside(l, args.v[i]) && !put(l, args.v[i])) return false;
    for (uint32_t i = 0; i < keys.n; i++) {
        NodeId value = py_node(m->tree, keys.v[i], keyword_value);
        if (is_outside(l, value) && !put(l, value)) return false;
    }
    return true;
}

static bool take_percent(Line *l, NodeId e)
{
    const Tree *t = l->m->tree;
    NodeId right = py_node(t, e, BinOp_right);
    if (py_kind(t, right) == PY_Dict) {
        NodeList values = py_list(t, right, Dict_values);
        for (uint32_t i = 0; i < values.n; i++)
            if (is_outside(l, values.v[i]) && !put(l, values.v[i])) return false;
        return true;
    }
    NodeList items = py_kind(t, right) == PY_Tuple ? py_list(t, right, Tuple_elts)
                                                   : (NodeList){&right, 1};
    return take_values(l, py_node(t, e, BinOp_left), items.v, items.n);
}

static bool is_read_once(const Mend *m, NodeId name)
{
    NodeId def = mend_function(m, name), scope = def ? def : m->tree->root;
    return mend_reads(m, scope, py_sym(m->tree, name, Name_id)) == 1;
}

enum { TEXT_DEEP = 12 };

// Every outside value of a text, wherever it was put together.
static bool take_text(Line *l, NodeId e, int depth)
{
    const Mend *m = l->m;
    const Tree *t = m->tree;
    Pieces p;
    if (depth > TEXT_DEEP || !e) return false;
    if (!is_outside(l, e) || is_repr(m, e)) return true;
    int kind = py_kind(t, e), op = py_at(t, e)->op;
    if (kind == PY_JoinedStr) return take_fstring(l, e);
    if (kind == PY_IfExp)
        return take_text(l, py_node(t, e, IfExp_body), depth + 1) &&
               take_text(l, py_node(t, e, IfExp_orelse), depth + 1);
    if (kind == PY_BinOp && op == OP_ADD)
        return take_text(l, py_node(t, e, BinOp_left), depth + 1) &&
               take_text(l, py_node(t, e, BinOp_right), depth + 1);
    if (kind == PY_BinOp && op == OP_MOD) return take_percent(l, e);
    if (kind == PY_Call && str_eq(mend_called(m, e), S("format")) && mend_object(m, e).len)
        return take_format(l, e);
    // msg = f"…": it is made for this line alone
    if (kind == PY_Name && is_read_once(m, e) && mend_pieces(m, e, &p) && p.via)
        return take_text(l, p.whole, depth + 1);
    if (kind == PY_Dict || kind == PY_List || kind == PY_Tuple) return false;
    return put(l, e);
}

// Which of a call's arguments is the format: logger.log(level, "…", x), syslog(priority, text).
static uint32_t format_at(const Mend *m, NodeId call, NodeList args)
{
    Str name = mend_called(m, call);
    bool level = str_eq(name, S("log")) || str_eq(name, S("syslog"));
    return level && args.n > 1 ? 1 : 0;
}

static bool take_line(Line *l, const MendSite *at)
{
    const Mend *m = l->m;
    if (py_kind(m->tree, at->node) != PY_Call) return at->arg && take_text(l, at->arg, 0);
    NodeList args = py_list(m->tree, at->node, Call_args);
    NodeList keys = py_list(m->tree, at->node, Call_keywords);
    uint32_t first = format_at(m, at->node, args);
    for (uint32_t i = 0; i < keys.n; i++)
        if (py_node(m->tree, keys.v[i], keyword_value) == at->arg) return take_text(l, at->arg, 0);
    if (first >= args.n) return false;
    if (is_outside(l, args.v[first]) && !take_text(l, args.v[first], 0)) return false;
    return take_values(l, args.v[first], args.v + first + 1, args.n - first - 1);
}

bool mend_fix_log(const Mend *m, const MendSite *at, Fix *out)
{
    Line l = {m, &out->change, TRUST_SAFE, false};
    if (!take_line(&l, at) || !l.taken) return false;
    return mend_done(out, l.trust,
                     l.trust == TRUST_SAFE
                         ? "Line breaks of outside text become blanks, so one event stays one line."
                         : "Line breaks of outside text become blanks, so one event stays one line. Decide "
                           "that the format takes them as text.");
}
