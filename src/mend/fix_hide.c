// mend/fix_hide: a secret in a line of a log: the words round it stay, it does not.
// SPDX-License-Identifier: MIT
#include "fact/format.h"
#include "fact/secret.h"
#include "mend/mend_int.h"

static const char hidden[] = "[hidden]";

// The call that writes the line.
static NodeId line_around(const Mend *m, NodeId n)
{
    static const char *const writes[] = {"debug",    "info",      "warning", "warn",  "error",
                                         "critical", "exception", "log",     "print", NULL};
    for (; n && !py_is_statement(py_kind(m->tree, n)); n = mend_parent(m, n))
        if (py_kind(m->tree, n) == PY_Call && mend_is_one(mend_called(m, n), writes)) return n;
    return 0;
}

// credentials, ignored_passwords: what holds several, or says which there are
static bool is_several(Str name) { return str_ends(name, S("s")) && !str_ends(name, S("pass")); }

// What holds the secret's text and nothing else: the value, or what writes it out again.
static NodeId whole_value(const Mend *m, NodeId n)
{
    static const char *const ways[] = {"str", "repr", "ascii", "strip", "decode", "splitlines", "join", NULL};
    for (NodeId up; (up = mend_parent(m, n)); n = up) {
        int kind = py_kind(m->tree, up);
        NodeId f = kind == PY_Call ? py_node(m->tree, up, Call_func) : 0;
        bool again = f && mend_is_one(mend_called(m, up), ways) &&
                     (f != n || py_kind(m->tree, f) == PY_Attribute);
        if (!again && !(kind == PY_Attribute && mend_is_one(py_last_name(m->tree, up), ways))) return n;
    }
    return n;
}

static bool takes(char type) { return mend_prints_text(type) || type == 'r' || type == 'a'; }

// The value is written as a text by the format that it is handed to: not by "%d", "{:.2f}" or "{0[1]}".
static bool is_printed(const Mend *m, NodeId whole, NodeId value)
{
    Pieces p;
    if (!mend_pieces(m, whole, &p)) return false;
    for (Size i = 0; i < p.n; i++)
        if (p.v[i].kind == PIECE_HOLE && p.v[i].node == value)
            return takes(p.v[i].type) && p.v[i].conversion != 'd' && (!p.v[i].spec || p.v[i].type == 's');
    return false;
}

// log.info("%s came with %s", name, password): what it is in the format. The level of a line is none of it.
static bool is_argument(const Mend *m, NodeId line, NodeId value, Str key)
{
    NodeList args = py_list(m->tree, line, Call_args);
    uint32_t format = str_eq(mend_called(m, line), S("log")), at = 0;
    FormatField f;
    while (at < args.n && args.v[at] != value)
        if (py_kind(m->tree, args.v[at++]) == PY_Starred) return false;
    if (at < format || at >= args.n) return false;
    if (str_eq(mend_called(m, line), S("print")) || (at == format && !key.len)) return true;
    NodeId held = mend_constant(m, args.v[format]);
    Str text = mend_string(m, held ? held : args.v[format]);
    for (Size from = 0; key.len && format_percent(text, from, &f); from = f.end)
        if (str_eq(f.name, key) && !takes(f.type)) return false;
    if (key.len) return true;
    if (format_percent_nth(text, at - format - 1, &f)) return takes(f.type);
    return str_find(text, S("%")) < 0 && format_braces_nth(text, at - format - 1, &f) && !f.spec.len;
}

static bool has_text(const Mend *m, NodeId e)
{
    int kind = py_kind(m->tree, e);
    if (kind != PY_BinOp) return kind == PY_JoinedStr || mend_string(m, e).len;
    return has_text(m, py_node(m->tree, e, BinOp_left)) ||
           (py_at(m->tree, e)->op == OP_ADD && has_text(m, py_node(m->tree, e, BinOp_right)));
}

// "…" + password, and no sum; "…" % password
static bool is_operand(const Mend *m, NodeId sum, NodeId value)
{
    if (py_at(m->tree, sum)->op == OP_MOD)
        return py_node(m->tree, sum, BinOp_right) == value && is_printed(m, sum, value);
    if (py_at(m->tree, sum)->op != OP_ADD) return false;
    for (NodeId up; (up = mend_parent(m, sum)) && py_kind(m->tree, up) == PY_BinOp && py_at(m->tree, up)->op == OP_ADD;)
        sum = up;
    return has_text(m, sum);
}

// {"password": password}: for "%(password)s", or kept beside the line
static bool is_item(const Mend *m, NodeId line, NodeId dict, NodeId value)
{
    NodeId up = mend_parent(m, dict);
    NodeList keys = py_list(m->tree, dict, Dict_keys), values = py_list(m->tree, dict, Dict_values);
    for (uint32_t i = 0; i < values.n; i++) {
        if (values.v[i] != value) continue;
        if (py_kind(m->tree, up) == PY_BinOp) return is_printed(m, up, value);
        return up != line || (keys.v[i] && is_argument(m, line, dict, mend_string(m, keys.v[i])));
    }
    return false;
}

// Does the place take a text, as it takes the secret?
static bool takes_text(const Mend *m, NodeId line, NodeId value)
{
    static const char *const other[] = {"file", "flush", "exc_info", "stack_info", "stacklevel", "extra", NULL};
    NodeId up = mend_parent(m, value), over = mend_parent(m, up);
    switch (py_kind(m->tree, up)) {
    case PY_Tuple: return over == line ? is_argument(m, line, up, (Str){0})
                                       : py_kind(m->tree, over) == PY_BinOp && is_printed(m, over, value);
    case PY_Dict: return is_item(m, line, up, value);
    case PY_BinOp: return is_operand(m, up, value);
    case PY_Call: return up == line ? is_argument(m, line, value, (Str){0})
                                    : str_eq(mend_called(m, up), S("format")) && is_printed(m, up, value);
    case PY_keyword:
        return over == line ? !mend_is_one(py_name(m->tree, py_sym(m->tree, up, keyword_arg)), other)
                            : str_eq(mend_called(m, over), S("format")) && is_printed(m, over, value);
    default: return false;
    }
}

// Its place in the line becomes the word. False: it is no part of a text or a value of one.
static bool hide(const Mend *m, Change *c, NodeId line, NodeId secret)
{
    NodeId value = whole_value(m, secret), up = mend_parent(m, value);
    if (up && py_kind(m->tree, up) == PY_FormattedValue) {
        Str src = m->tree->src;
        uint32_t beg = py_at(m->tree, value)->beg, end = py_at(m->tree, value)->end;
        NodeId over = mend_parent(m, mend_parent(m, up));   // {name:>{width}}
        if (src.s[beg - 1] != '{' || end >= src.len || src.s[end] != '}' ||
            (over && py_kind(m->tree, over) == PY_FormattedValue))
            return false;
        *push(m->keep, &c->edits) = (Edit){{beg - 1, end + 1}, str_of(hidden)};
        return true;
    }
    if (!up || !takes_text(m, line, value)) return false;
    mend_replace(m, c, value, edit_literal(str_of(hidden), mend_quote(m, value), m->keep));
    return true;
}

bool mend_fix_hide_secret(const Mend *m, const MendSite *at, Fix *out)
{
    static const int kinds[] = {PY_Name, PY_Attribute};
    NodeId line = line_around(m, at->arg ? at->arg : at->node);
    Size done = 0;
    if (!line) return false;
    bool keyword = false, logger = !str_eq(mend_called(m, line), S("print"));
    for (NameKind least = NAME_PASSWORD; !done && least >= NAME_SECRET; least--)
        for (Size k = 0; k < countof(kinds); k++)
            for (NodeId n = 0; (n = mend_next(m, kinds[k], line, n));) {
                Str name = py_last_name(m->tree, n);
                if (secret_name(name) < least || is_several(name) ||
                    mend_within(m, n, py_node(m->tree, line, Call_func)))
                    continue;
                if (!hide(m, &out->change, line, n)) return false;
                keyword |= py_kind(m->tree, mend_parent(m, n)) == PY_keyword;
                done++;
            }
    return done && mend_done(out, logger && !keyword ? TRUST_SAFE : TRUST_REVIEW,
                             logger && !keyword
                                 ? "The line says the same, without the secret."
                                 : "The line says the same, without the secret. Decide that nobody was "
                                   "meant to read it there.");
}
