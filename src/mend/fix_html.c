// mend/fix_html: markup that a function builds by hand and gives back: its parameters are escaped
// where they become text of it.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// A parameter by such a name holds markup already.
static bool is_markup(Str name)
{
    static const char *const words[] = {"html", "body", "content", "markup",   "inner",  "child",
                                        "rows", "svg",  "xml",     "tag",      "script", "style",
                                        "css",  "safe", "escaped", "template", "attrs"};
    for (Size i = 0; i < countof(words); i++)
        if (str_find(name, str_of(words[i])) >= 0) return true;
    return false;
}

static bool is_parameter(const Mend *m, NodeId def, NodeId hole)
{
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    if (py_kind(m->tree, hole) != PY_Name) return false;
    Sym sym = py_sym(m->tree, hole, Name_id);
    Str name = py_name(m->tree, sym);
    for (uint32_t i = 0; i < list.n; i++) {
        if (py_sym(m->tree, list.v[i], arg_arg) != sym) continue;
        NodeId note = py_node(m->tree, list.v[i], arg_annotation);
        Str type = note ? py_text(m->tree, note) : (Str){0};
        bool number = str_eq(type, S("int")) || str_eq(type, S("float")) || str_eq(type, S("bool"));
        return !number && !is_markup(name) && !mend_binds(m, def, name);
    }
    return false;
}

// button("More &raquo;", "/", ' target="_blank"'): some caller of this file hands it markup, as it is.
static bool is_handed_markup(const Mend *m, NodeId def, NodeId hole)
{
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    NodeList list = py_list(m->tree, args, arguments_args);
    Str name = py_text(m->tree, hole);
    int at = -1, first = list.n && str_eq(py_name(m->tree, py_sym(m->tree, list.v[0], arg_arg)), S("self"));
    for (uint32_t i = 0; i < list.n; i++)
        if (str_eq(py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg)), name)) at = (int)i - first;
    for (NodeId n = 0; at >= 0 && (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!str_eq(mend_called(m, n), mend_def_name(m, def))) continue;
        Str given = mend_string(m, mend_arg(m, n, at, name));
        for (Size k = 0; k < given.len; k++)
            if (strchr("<&\"", given.s[k])) return true;
    }
    return false;
}

// self.title where __init__ keeps a parameter of that name.
static bool is_field(const Mend *m, NodeId hole)
{
    if (py_kind(m->tree, hole) != PY_Attribute ||
        !str_eq(py_text(m->tree, py_node(m->tree, hole, Attribute_value)), S("self")))
        return false;
    Str name = py_name(m->tree, py_sym(m->tree, hole, Attribute_attr));
    Str kept = str_fmt(m->keep, "self.%.*s = %.*s\n", STR_ARG(name), STR_ARG(name));
    return str_find(m->tree->src, kept) >= 0 &&
           (!is_markup(name) || str_eq(name, S("body")) || str_eq(name, S("content")));
}

static bool has_tag(const Pieces *p)
{
    for (Size i = 0; i < p->n; i++) {
        Str s = p->v[i].text;
        for (Size k = 0; p->v[i].kind == PIECE_TEXT && k + 1 < s.len; k++)
            if (s.s[k] == '<' && ((s.s[k + 1] | 32) >= 'a' && (s.s[k + 1] | 32) <= 'z'))
                return true;
    }
    return false;
}

static bool first_is_markup(const Pieces *p)
{
    return p->n > 1 && p->v[0].kind == PIECE_TEXT && str_starts(str_trim(p->v[0].text), S("<"));
}

// body = text.replace("\n", "<br>"): the text is escaped before it gets markup of its own. 0: it is not
// made so.
static NodeId with_breaks(const Mend *m, NodeId hole)
{
    NodeId stmt, e = py_kind(m->tree, hole) == PY_Name ? mend_assigned(m, hole, &stmt) : hole;
    bool markup = false;
    while (e && py_kind(m->tree, e) == PY_Call && str_eq(mend_called(m, e), S("replace"))) {
        markup |= str_starts(mend_string(m, mend_arg(m, e, 1, (Str){0})), S("<br"));
        e = py_node(m->tree, py_node(m->tree, e, Call_func), Attribute_value);
    }
    return markup && e && mend_is_given(m, e) ? e : 0;
}

// _known(address): a function of this file that gives back what it escaped.
bool mend_gives_escaped(const Mend *m, NodeId hole)
{
    if (py_kind(m->tree, hole) != PY_Call) return false;
    Str name = mend_called(m, hole);
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++) {
        if (!mend_is_def(m->tree->nodes.v[n].kind) || !str_eq(mend_def_name(m, n), name)) continue;
        for (NodeId r = 0; (r = mend_next(m, PY_Return, n, r));) {
            NodeId v = py_node(m->tree, r, Return_value);
            if (v && (str_find(py_text(m->tree, v), S("escape(")) >= 0 ||
                      str_find(py_text(m->tree, v), S("dumps(")) >= 0))
                return true;
        }
    }
    return false;
}

// "-", "": no markup of the program's own, which escaping would show
static bool is_plain(const Mend *m, NodeId e)
{
    const PyConst *c = py_kind(m->tree, e) == PY_Constant ? py_const(m->tree, e) : NULL;
    return c && c->kind == CONST_STR && str_find(c->text, S("<")) < 0 && str_find(c->text, S("&")) < 0;
}

// step.log, step.log or "-"
static bool is_given(const Mend *m, NodeId e)
{
    if (py_kind(m->tree, e) != PY_BoolOp) return mend_is_given(m, e);
    NodeList parts = py_list(m->tree, e, BoolOp_values);
    for (uint32_t i = 0; i < parts.n; i++)
        if (i + 1 == parts.n ? !is_plain(m, parts.v[i]) : !mend_is_given(m, parts.v[i])) return false;
    return true;
}

static bool escape_hole(const Mend *m, Change *c, NodeId def, const Piece *h, Str name)
{
    if (h->kind != PIECE_HOLE || h->conversion || h->spec || mend_gives_escaped(m, h->node))
        return false;
    NodeId inner = with_breaks(m, h->node);
    MendLeaves leaves;
    bool plain = is_given(m, h->node) && !is_markup(mend_lower(m, h->text));
    // badge(step.ok): what it gives is markup, and is made inside it
    if (plain && !inner && (!mend_leaves(m, h->node, KIND(HTML), &leaves) || leaves.own)) return false;
    if (!inner && !plain && !is_parameter(m, def, h->node) && !is_field(m, h->node)) return false;
    if (py_kind(m->tree, h->node) == PY_Name && mend_parameter(m, def, h->text) &&
        is_handed_markup(m, def, h->node))
        return false;
    NodeId where = inner ? inner : h->node;
    mend_replace(
        m, c, where,
        str_fmt(m->keep, "%.*s(str(%.*s))", STR_ARG(name), STR_ARG(py_text(m->tree, where))));
    return true;
}

// return f"<p>{name}</p>", parts.append("<li>" + author + "</li>")
bool mend_fix_markup(const Mend *m, const MendSite *at, Fix *out)
{
    Pieces p;
    NodeId def = mend_function(m, at->node), value = at->node;
    bool returned = py_kind(m->tree, at->node) == PY_Return;
    if (returned) value = py_node(m->tree, at->node, Return_value);
    else if (!mend_is_built(m, at->node)) return false;
    if (!def || !value || !mend_pieces(m, value, &p) || !first_is_markup(&p) || !has_tag(&p) ||
        (p.via && !returned) || mend_is_pattern(m, &p))
        return false;
    Str name = mend_name(m, &out->change, value, S("html"), S("escape"));
    Size done = 0;
    for (Size i = 0; name.len && i < p.n; i++)
        done += escape_hole(m, &out->change, def, &p.v[i], name);
    return done && mend_done(out, TRUST_REVIEW,
                             "The parameter is escaped, so a browser shows it instead of running "
                             "it. Decide which of them hold markup on purpose.");
}

// "<item>" + name + "</item>": html.escape makes of quotes what XML reads too.
bool mend_fix_xml_text(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId text = at->arg ? at->arg : at->node;
    bool steps = mend_in_steps(m, text, KIND(XML));
    return mend_wrap(m, &out->change, text, KIND(XML), S("html"), S("escape"), TEXT_ALWAYS) &&
           mend_done(out, steps ? TRUST_REVIEW : TRUST_SAFE,
                     "Outside text is escaped, quotes too, so it stays the text of its element or "
                     "attribute.");
}
