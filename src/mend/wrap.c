// mend/wrap: put a cleaning call round each dangerous hole of a built text.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool is_text(const Mend *m, NodeId expr)
{
    const PyConst *c = py_kind(m->tree, expr) == PY_Constant ? py_const(m->tree, expr) : NULL;
    return (c && c->kind == CONST_STR) || py_kind(m->tree, expr) == PY_JoinedStr;
}

static bool wrapped_by(const Mend *m, NodeId expr, Str name)
{
    if (py_kind(m->tree, expr) != PY_Call) return false;
    Str callee = py_text(m->tree, py_node(m->tree, expr, Call_func));
    return str_ends(callee, name);
}

// An expression that binds looser than a call's argument may need no parentheses: arguments never
// do, but a bare generator or a walrus would change meaning, so they are left alone.
static bool can_be_argument(const Mend *m, NodeId expr)
{
    int kind = py_kind(m->tree, expr);
    return kind != PY_NamedExpr && kind != PY_GeneratorExp && kind != PY_Yield &&
           kind != PY_YieldFrom && kind != PY_Starred;
}

typedef struct {
    const Mend *m;
    Change *c;
    Kinds kind;
    Str before, after, name;
    MendText str;
} Wrap;

// What a name was given, without the strip() round it; opts = opts.strip() is followed so far.
static NodeId unstripped(const Mend *m, NodeId e)
{
    enum { STEPS = 4 };
    NodeId stmt;
    for (int i = 0; e && i < STEPS; i++) {
        if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
        bool strips = e && py_kind(m->tree, e) == PY_Call && str_eq(mend_called(m, e), S("strip"));
        if (!strips || !mend_object(m, e).len) return e;
        e = py_node(m->tree, py_node(m->tree, e, Call_func), Attribute_value);
    }
    return 0;
}

// def copy(src, to="~/x"): the default of a parameter that nothing else binds; 0: none.
static NodeId default_of_parameter(const Mend *m, NodeId e)
{
    NodeId other = mend_own_default(m, e);
    return mend_string(m, other).len && !mend_binds(m, mend_function(m, e), py_text(m->tree, e)) ? other : 0;
}

// What the program itself gives where outside gives nothing: d.get("k", "x"), or its "x". 0: none.
static NodeId default_of(const Mend *m, NodeId given)
{
    NodeId param = default_of_parameter(m, given);
    if (param) return param;
    static const char *const gets[] = {"get", "pop", "getenv", "get_argument", NULL};
    NodeId e = unstripped(m, given), other = 0;
    int kind = e ? py_kind(m->tree, e) : 0;
    if (kind == PY_BoolOp && py_at(m->tree, e)->op == OP_OR) {
        NodeList parts = py_list(m->tree, e, BoolOp_values);
        other = py_last(parts);
    } else if (kind == PY_Call && mend_is_one(mend_called(m, e), gets))
        other = mend_arg(m, e, 1, S("default"));
    const PyConst *c =
        other && py_kind(m->tree, other) == PY_Constant ? py_const(m->tree, other) : NULL;
    return c && c->kind == CONST_STR ? other : 0;
}

static bool any_of(Str text, const char *chars)
{
    for (Size i = 0; i < text.len; i++)
        if (strchr(chars, text.s[i])) return true;
    return false;
}

// The escape would take syntax of that default away.
static bool spoils(Kinds kind, Str text)
{
    if (kind & KIND(HTML)) return any_of(text, "<&");
    if (kind & KIND(REGEX)) return any_of(text, "*+?^$[(|\\");
    if (kind & KIND(LDAP)) return any_of(text, "*()");
    return kind & KIND(SHELL) ? any_of(text, "*?[~$`|;&<>\"'\\") : false;
}

// flags, extra_args: by the name it is as many words as somebody gives
static bool names_words(const Mend *m, NodeId e)
{
    static const char *const words[] = {"flags", "options", "opts", "args", "arguments", "switches", NULL};
    Str name = py_last_name(m->tree, e);
    return mend_is_one(str_sub(name, str_rfind(name, '_') + 1, -1), words);
}

// x or "", x if x else "": quoted, nothing would be an empty word
static bool is_nothing_else(const Mend *m, NodeId e)
{
    int kind = py_kind(m->tree, e);
    NodeId other = kind == PY_IfExp                                          ? py_node(m->tree, e, IfExp_orelse)
                   : kind == PY_BoolOp && py_at(m->tree, e)->op == OP_OR ? py_last(py_list(m->tree, e, BoolOp_values))
                                                                             : 0;
    const PyConst *c = other && py_kind(m->tree, other) == PY_Constant ? py_const(m->tree, other) : NULL;
    return c && c->kind == CONST_STR && !c->text.len;
}

// ls {opts} data, where opts is "-l -a" or "" by itself: several words, or none. One that ends the
// command is one that it needs, unless it is known to do without.
static bool takes_words(const Wrap *w, const Piece *last, const Piece *next, NodeId e)
{
    bool quoted = last && last->kind == PIECE_TEXT && (str_ends(last->text, S("'")) || str_ends(last->text, S("\"")));
    if (w->kind & KIND(SHELL) && !quoted && (names_words(w->m, e) || is_nothing_else(w->m, e))) return true;
    NodeId other = w->kind & KIND(SHELL) ? default_of(w->m, e) : 0;
    if (!other) return false;
    Str text = str_trim(mend_string(w->m, other));
    if (text.len) return str_find(text, S(" ")) >= 0;
    return next && next->kind == PIECE_TEXT && str_starts(next->text, S(" ")) &&
           str_trim(next->text).len && (str_trim(next->text).s[0] | 32) >= 'a';
}

// str: str() is put round it; formatted: which it gets where it stands anyway.
static bool wrap_one(const Wrap *w, NodeId expr, bool str, bool formatted)
{
    const Mend *m = w->m;
    if (str && !formatted && mend_may_be_bytes(m, expr)) return false;
    if (w->kind & (KIND(HTML) | KIND(XML)) && mend_is_said_escaped(m, expr)) return false;
    NodeId other = default_of(m, expr);
    if (!can_be_argument(m, expr) || (other && spoils(w->kind, mend_string(m, other))))
        return false;
    Str text = py_text(m->tree, expr);
    if (str && !is_text(m, expr)) text = str_fmt(m->keep, "str(%.*s)", STR_ARG(text));
    mend_replace(
        m, w->c, expr,
        str_fmt(m->keep, "%.*s%.*s%.*s", STR_ARG(w->before), STR_ARG(text), STR_ARG(w->after)));
    return true;
}

static bool is_primary(const Mend *m, NodeId e)
{
    int kind = py_kind(m->tree, e);
    return kind == PY_Name || kind == PY_Call || kind == PY_Attribute || kind == PY_Subscript;
}

// opts -> shlex.join(shlex.split(opts)): as many words as the shell reads, none of them more
static bool wrap_words(const Wrap *w, NodeId expr, bool str)
{
    const Mend *m = w->m;
    Str oldest = flow_python(m->file), text = py_text(m->tree, expr);
    if (!is_primary(m, expr) || (oldest.len && models_earlier(oldest, S("3.8")))) return false;
    if (spoils(w->kind, mend_string(m, default_of(m, expr)))) return false;
    Str join = mend_name(m, w->c, expr, S("shlex"), S("join")),
        split = mend_name(m, w->c, expr, S("shlex"), S("split"));
    mend_replace(m, w->c, expr,
                 str_fmt(m->keep, "%.*s(%.*s(%s%.*s%s))", STR_ARG(join), STR_ARG(split), str ? "str(" : "",
                         STR_ARG(text), str ? ")" : ""));
    return join.len && split.len;
}

// x or "<i>none</i>" -> escape(x or "") or "<i>none</i>": nothing stays nothing
static bool wrap_or(const Wrap *w, const MendLeaf *l)
{
    const Mend *m = w->m;
    Str other = py_text(m->tree, l->other), text = py_text(m->tree, l->node);
    char quote = other.len ? other.s[0] : 0;
    if (w->kind & KIND(SHELL) || !is_primary(m, l->node) || (quote != '"' && quote != '\'') ||
        default_of(m, l->node))
        return false;
    mend_replace(m, w->c, l->node,
                 str_fmt(m->keep, "%.*s%.*s or %c%c%.*s", STR_ARG(w->before), STR_ARG(text), quote,
                         quote, STR_ARG(w->after)));
    return true;
}

static bool wrap_holes(const Wrap *w, NodeId expr);

// The one item that is no constant; 0: none, or several.
static NodeId only_one(const Mend *m, NodeList items)
{
    NodeId found = 0;
    for (uint32_t i = 0; i < items.n; i++) {
        if (py_kind(m->tree, items.v[i]) == PY_Constant) continue;
        if (found) return 0;
        found = items.v[i];
    }
    return found;
}

// A container's own dangerous items, one by one; the container itself is no text.
static bool wrap_items(const Wrap *w, NodeId box)
{
    const Tree *t = w->m->tree;
    int kind = py_kind(t, box);
    NodeList items = py_list(t, box, kind == PY_Dict ? (int)Dict_values : 0);
    bool any = false;
    for (uint32_t i = 0; i < items.n; i++)
        if (mend_taint(w->m, items.v[i]) & w->kind) {
            if (!wrap_holes(w, items.v[i])) return false;
            any = true;
        }
    return any || (only_one(w->m, items) && wrap_holes(w, only_one(w->m, items)));
}

static bool is_container(int kind)
{
    return kind == PY_Dict || kind == PY_List || kind == PY_Tuple || kind == PY_Set ||
           kind == PY_ListComp || kind == PY_DictComp || kind == PY_SetComp || kind == PY_Lambda;
}

// What a leaf may carry; a bare name in no operation is asked by what it was given.
static Kinds leaf_taint(const Mend *m, NodeId n)
{
    NodeId stmt, value = 0;
    Kinds k = mend_taint(m, n);
    if (!k && py_kind(m->tree, n) == PY_Name) value = mend_assigned(m, n, &stmt);
    return value ? mend_taint(m, value) : k;
}

// sep.join(items) -> sep.join(map(quote, items)); " ".join(items) -> shlex.join(items)
static bool wrap_each(const Wrap *w, NodeId items)
{
    const Mend *m = w->m;
    Str items_text = py_text(m->tree, items), oldest = flow_python(m->file);
    NodeId call = mend_parent(m, items);
    if (!str_ends(w->before, S("(")) || !str_eq(w->after, S(")")) || !can_be_argument(m, items))
        return false;
    Str sep = mend_object(m, call), quote = S("shlex.quote(");
    bool old = oldest.len && models_earlier(oldest, S("3.8"));
    if (str_eq(w->before, quote) && sep.len == 3 && sep.s[1] == ' ' && !old) {
        mend_replace(m, w->c, call, str_fmt(m->keep, "shlex.join(%.*s)", STR_ARG(items_text)));
        return true;
    }
    mend_replace(m, w->c, items,
                 str_fmt(m->keep, "map(%.*s, %.*s)", (int)w->before.len - 1, w->before.s,
                         STR_ARG(items_text)));
    return true;
}

static bool is_choice_of_constants(const Mend *m, NodeId e)
{
    if (py_kind(m->tree, e) == PY_IfExp)
        return is_choice_of_constants(m, py_node(m->tree, e, IfExp_body)) &&
               is_choice_of_constants(m, py_node(m->tree, e, IfExp_orelse));
    return py_kind(m->tree, e) == PY_Constant;
}

// mark = " selected" if x == y else "": a local that is given constants alone.
static bool holds_constants(const Mend *m, NodeId name)
{
    NodeId stmt, value = py_kind(m->tree, name) == PY_Name ? mend_assigned(m, name, &stmt) : 0;
    return value && is_choice_of_constants(m, value);
}

// Each place in a value made in steps where outside text comes in. Where the engine knows of none of
// them (the function is another file's helper), all that no constant of the program's is.
static bool wrap_leaves(const Wrap *w, const MendLeaves *leaves)
{
    Size done = 0;
    bool known = false;
    for (Size i = 0; i < leaves->n; i++)
        known |= (leaf_taint(w->m, leaves->v[i].node) & w->kind) != 0;
    for (Size i = 0; i < leaves->n; i++) {
        const MendLeaf *l = &leaves->v[i];
        if (leaves->n > 1 && (known ? !(leaf_taint(w->m, l->node) & w->kind)
                                    : holds_constants(w->m, l->node)))
            continue;
        done++;
        if (wrapped_by(w->m, l->node, w->name)) continue;
        bool str = w->str == TEXT_ALWAYS || (w->str == TEXT_FORMATTED && l->formatted);
        if (l->each    ? !wrap_each(w, l->node)
            : l->other ? !wrap_or(w, l)
                       : !wrap_one(w, l->node, str, l->formatted))
            return false;
    }
    return done > 0;
}

bool mend_in_steps(const Mend *m, NodeId expr, Kinds kind)
{
    Pieces p;
    MendLeaves leaves;
    if (!mend_pieces(m, expr, &p)) return !mend_leaves(m, expr, kind, &leaves) || leaves.own;
    bool alone = p.n == 1 && !mend_taint(m, expr);          // a join, of another file's helper
    for (Size i = 0; i < p.n; i++)
        if (p.v[i].kind == PIECE_HOLE && (alone || mend_taint(m, p.v[i].node) & kind) &&
            (!mend_leaves(m, p.v[i].node, kind, &leaves) || leaves.own))
            return true;
    return false;
}

static bool wrap_holes(const Wrap *w, NodeId expr)
{
    Pieces p;
    MendLeaves leaves;
    const Mend *m = w->m;
    int kind = py_kind(m->tree, expr);
    if (kind == PY_Dict || kind == PY_List || kind == PY_Tuple) return wrap_items(w, expr);
    if (is_container(kind) || kind <= PY_Error) return false;      // a statement is no value
    if (!mend_pieces(m, expr, &p)) {
        if (!mend_leaves(m, expr, w->kind, &leaves)) return false;
        if (leaves.own) return wrap_leaves(w, &leaves);
        return !wrapped_by(m, expr, w->name) && wrap_one(w, expr, w->str == TEXT_ALWAYS, false);
    }
    bool known = false;
    for (Size i = 0; i < p.n; i++)
        if (p.v[i].kind == PIECE_HOLE && (mend_taint(m, p.v[i].node) & w->kind)) known = true;
    Size done = 0;
    for (Size i = 0; i < p.n; i++) {
        const Piece *h = &p.v[i];
        if (h->kind != PIECE_HOLE || wrapped_by(m, h->node, w->name)) continue;
        if (known && !(mend_taint(m, h->node) & w->kind)) continue;
        if (h->conversion == 'r' || h->conversion == 'a') return false;
        if (h->conversion == 'd' || (h->type && strchr("diouxXeEfFgGbcn", h->type))) continue;  // a number, or nothing
        if (!mend_leaves(m, h->node, w->kind, &leaves)) return false;
        bool str = w->str == TEXT_ALWAYS || (w->str == TEXT_FORMATTED && h->formatted);
        const Piece *next = i + 1 < p.n ? &p.v[i + 1] : NULL;
        if (leaves.own                        ? !wrap_leaves(w, &leaves)
            : takes_words(w, i ? &p.v[i - 1] : NULL, next, h->node) ? !wrap_words(w, h->node, str)
                                            : !wrap_one(w, h->node, str, h->formatted))
            return false;
        done++;
    }
    return done > 0;
}

bool mend_wrap(const Mend *m, Change *c, NodeId expr, Kinds kind, Str module, Str name,
               MendText str)
{
    Str call = module.len ? mend_name(m, c, expr, module, name) : name;
    if (!call.len) return false;
    Str before = str_fmt(m->keep, "%.*s(", STR_ARG(call));
    return wrap_holes(&(Wrap){m, c, kind, before, S(")"), name, str}, expr);
}

bool mend_around(const Mend *m, Change *c, NodeId expr, Kinds kind, Str before, Str after,
                 MendText str)
{
    return wrap_holes(&(Wrap){m, c, kind, before, after, S(" "), str}, expr);
}
