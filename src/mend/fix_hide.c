// mend/fix_hide: a secret in a line of a log: the words round it stay, it does not.
// SPDX-License-Identifier: MIT
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

static Str last_word(const Mend *m, NodeId n)
{
    int kind = py_kind(m->tree, n);
    return kind == PY_Name        ? py_text(m->tree, n)
           : kind == PY_Attribute ? py_name(m->tree, py_sym(m->tree, n, Attribute_attr))
                                  : (Str){0};
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
        if (!again && !(kind == PY_Attribute && mend_is_one(last_word(m, up), ways))) return n;
    }
    return n;
}

// Its place in the line becomes the word. False: it is no part of a text or a value of one.
static bool hide(const Mend *m, Change *c, NodeId line, NodeId secret)
{
    NodeId value = whole_value(m, secret), up = mend_parent(m, value);
    int kind = up ? py_kind(m->tree, up) : 0;
    if (kind == PY_FormattedValue) {
        Str src = m->tree->src;
        uint32_t beg = py_at(m->tree, value)->beg, end = py_at(m->tree, value)->end;
        if (src.s[beg - 1] != '{' || end >= src.len || src.s[end] != '}') return false;
        *push(m->keep, &c->edits) = (Edit){{beg - 1, end + 1}, str_of(hidden)};
        return true;
    }
    bool part = kind == PY_Tuple || kind == PY_keyword || kind == PY_Call || kind == PY_Dict ||
                (kind == PY_BinOp && (py_at(m->tree, up)->op == OP_MOD || py_at(m->tree, up)->op == OP_ADD));
    if (!part || (kind == PY_Call && up != line && !str_eq(mend_called(m, up), S("format")))) return false;
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
                if (secret_name(last_word(m, n)) < least || is_several(last_word(m, n)) ||
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
