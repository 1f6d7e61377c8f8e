// mend/fix_record: one record a line, in a file or to a peer: a value with a line break makes two of
// it. Texts of logs and journals lose their breaks; headers and commands are refused.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static const char one_line[] =
    "def one_line(value):\n"
    "    \"\"\"The value as text of one line: control characters become spaces.\"\"\"\n"
    "    return \"\".join(\n"
    "        \" \" if ord(c) < 32 or c in \"\\x7f\\x85\\u2028\\u2029\" else c for c in str(value)\n"
    "    )\n"
    "\n"
    "\n";

// What the function, its class or their documentation call it.
static bool speaks_of(const Mend *m, NodeId def, const char *const *words)
{
    NodeId cls = mend_class(m, def);
    if (mend_has_one(mend_lower(m, mend_def_name(m, def)), words) ||
        mend_has_one(mend_lower(m, mend_docstring(m, def)), words))
        return true;
    if (cls && (mend_has_one(mend_lower(m, mend_docstring(m, cls)), words) ||
                mend_has_one(mend_lower(m, py_name(m->tree, py_sym(m->tree, cls, ClassDef_name))),
                             words)))
        return true;
    return mend_has_one(mend_lower(m, mend_docstring(m, m->tree->root)), words);
}

static bool looks_at_breaks(const Mend *m, NodeId def, Str value)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        Str text = py_text(m->tree, n);
        if (str_find(text, S("\\n")) >= 0 || str_find(text, S("\\r")) >= 0) return true;
    }
    return str_find(py_text(m->tree, def), S("splitlines(")) >= 0 ||
           str_find(py_text(m->tree, def), S("isprintable(")) >= 0 ||
           (value.len &&
            str_find(py_text(m->tree, def),
                     str_fmt(m->keep, "%.*s.replace(", STR_ARG(value))) >= 0);
}

// The text that is written: x of f.write(x), s.sendall(x.encode()), log.append(x).
static NodeId text_of(const Mend *m, NodeId call)
{
    NodeId arg = mend_arg(m, call, 0, (Str){0});
    if (arg && py_kind(m->tree, arg) == PY_Call && str_eq(mend_called(m, arg), S("encode"))) {
        NodeId f = py_node(m->tree, arg, Call_func);
        arg = py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
    }
    return arg;
}

// verb + (" " + argument if argument else "") + "\r\n": every hole that a caller gives, its parts too.
static void given_holes(const Mend *m, const Pieces *p, Holes *out)
{
    for (Size i = 0; i < p->n; i++) {
        const Piece *h = &p->v[i];
        if (h->kind != PIECE_HOLE || h->conversion == 'r') continue;
        if (py_kind(m->tree, h->node) == PY_IfExp) {
            NodeId test = py_node(m->tree, h->node, IfExp_test);
            if (mend_is_given(m, test)) {
                Piece one = *h;
                one.node = test, one.text = py_text(m->tree, test);
                *push(m->keep, out) = one;
            }
        } else if (mend_is_given(m, h->node) && !str_starts(h->text, S("one_line(")))
            *push(m->keep, out) = *h;
    }
}

static bool ends_line(const Pieces *p, bool *crlf)
{
    const Piece *last = &p->v[p->n - 1];
    *crlf = last->kind == PIECE_TEXT && str_ends(last->text, S("\r\n"));
    return last->kind == PIECE_TEXT && str_ends(last->text, S("\n"));
}

static Str break_test(const Mend *m, const Holes *holes)
{
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < holes->n; i++)
        buf_fmt(&b, "%s\"\\r\" in str(%.*s) or \"\\n\" in str(%.*s)", i ? " or " : "",
                STR_ARG(holes->v[i].text), STR_ARG(holes->v[i].text));
    return buf_str(&b);
}

// A journal's line: f.write("%d %s %s\n" % (now, user, action)); a command: sock.sendall(line).
bool mend_fix_record(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const puts[] = {"write", "sendall", "send", NULL};
    static const char *const journals[] = {"log",   "audit",  "trail", "journal",  "history",
                                           "event", "record", "line",  "protocol", "command",
                                           "smtp",  "spool",  "queue", NULL};
    Pieces p;
    Holes holes = {0};
    bool crlf = false;
    if (py_kind(m->tree, at->node) != PY_Call || !mend_is_one(mend_called(m, at->node), puts))
        return false;
    NodeId def = mend_function(m, at->node);
    if (!def || !speaks_of(m, def, journals)) return false;
    NodeId text = text_of(m, at->node);
    if (!text || looks_at_breaks(m, def, (Str){0}) || !mend_pieces(m, text, &p) || p.n < 2 ||
        !ends_line(&p, &crlf))
        return false;
    for (Size i = 0; i + 1 < p.n; i++) // lines of its own, and what is no record
        if (p.v[i].kind == PIECE_TEXT && str_find(p.v[i].text, S("\n")) >= 0) return false;
    given_holes(m, &p, &holes);
    if (!holes.n) return false;
    bool file = !crlf && str_eq(mend_called(m, at->node), S("write"));
    if (file) {
        for (Size i = 0; i < holes.n; i++)
            mend_replace(m, &out->change, holes.v[i].node,
                         str_fmt(m->keep, "one_line(%.*s)", STR_ARG(holes.v[i].text)));
        return mend_helper(m, &out->change, S("one_line"), one_line) &&
               mend_done(out, TRUST_SAFE,
                         "A value takes one line at most, so it cannot begin a record of its own; "
                         "a record with a line break could not be read back before.");
    }
    NodeId place = p.via ? p.via : at->node;
    return mend_before(m, &out->change, place,
                       mend_guard(m, &out->change, place, break_test(m, &holes),
                                  S("a line break is not accepted here"))) &&
           mend_done(out, TRUST_SAFE,
                     "A value with a line break is refused: the rest of it would be a line of its "
                     "own to the other side.");
}

// ---- self.headers.append((name, value)), self.headers[name] = value, of lines joined by "\r\n"

static Str plain_given(const Mend *m, NodeId v)
{
    if (py_kind(m->tree, v) == PY_Call && str_eq(mend_called(m, v), S("str")))
        v = mend_arg(m, v, 0, (Str){0});
    bool name = v && py_kind(m->tree, v) == PY_Name && mend_is_given(m, v);
    return name ? py_text(m->tree, v) : (Str){0};
}

static bool is_headers(const Mend *m, Str box)
{
    return str_ends(mend_lower(m, box), S("headers"));
}

bool mend_fix_header_store(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId first = 0, second = 0;
    if (py_kind(m->tree, at->node) == PY_Call) {
        NodeId pair = mend_arg(m, at->node, 0, (Str){0});
        if (!str_eq(mend_called(m, at->node), S("append")) ||
            !is_headers(m, mend_object(m, at->node)) || !pair ||
            py_kind(m->tree, pair) != PY_Tuple || py_list(m->tree, pair, Tuple_elts).n != 2)
            return false;
        first = py_list(m->tree, pair, Tuple_elts).v[0];
        second = py_list(m->tree, pair, Tuple_elts).v[1];
    } else if (py_kind(m->tree, at->node) == PY_Assign) {
        NodeId to = py_list(m->tree, at->node, Assign_targets).v[0];
        if (py_kind(m->tree, to) != PY_Subscript ||
            !is_headers(m, py_text(m->tree, py_node(m->tree, to, Subscript_value))))
            return false;
        first = py_node(m->tree, to, Subscript_slice);
        second = py_node(m->tree, at->node, Assign_value);
    } else
        return false;
    // last of all the whole text is asked, which each call of the file would have read anew
    NodeId def = mend_function(m, at->node);
    if (!def || (str_find(m->tree->src, S("\\r\\n")) < 0 &&
                 str_find(m->tree->src, S("start_response")) < 0))
        return false;
    Str value = plain_given(m, second), name = plain_given(m, first);
    if (!value.len || !mend_parameter(m, def, value) ||
        str_find(py_text(m->tree, def), S("\\r")) >= 0 || looks_at_breaks(m, def, value))
        return false;
    bool both = name.len && mend_parameter(m, def, name);
    Str test = both
                   ? str_fmt(m->keep, "any(c in str(%.*s) + str(%.*s) for c in \"\\r\\n\\0\")",
                             STR_ARG(name), STR_ARG(value))
                   : str_fmt(m->keep, "any(c in str(%.*s) for c in \"\\r\\n\\0\")", STR_ARG(value));
    return mend_before(m, &out->change, at->node,
                       mend_guard(m, &out->change, at->node, test,
                                  S("a header is one line"))) &&
           mend_done(out, TRUST_SAFE,
                     "A header with a line break is refused: the rest of it would be a header, or "
                     "a body, of somebody else's making.");
}
