// mend/sql_rows: rows of a table whose columns are said by what is put in:
// INSERT INTO t ({", ".join(row)}) VALUES (…).
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

bool sql_in_values(Str before)
{
    Str head = str_trim(before);
    return str_ends(head, S("(")) &&
           sql_last_word(str_trim(str_sub(head, 0, head.len - 1)), S("values"));
}

// Right behind INSERT INTO t ( — the name before the parenthesis, and INTO before that.
static bool in_columns(Str before)
{
    Str head = str_trim(before);
    if (!str_ends(head, S("("))) return false;
    head = str_trim(str_sub(head, 0, head.len - 1));
    Size at = str_rfind(head, ' ');
    return at > 0 && sql_last_word(str_trim(str_sub(head, 0, at)), S("into"));
}

// row, row.keys(), list(row): what is joined is a name each.
static bool is_row_of_names(const Mend *m, NodeId e)
{
    if (py_kind(m->tree, e) == PY_Name) return true;
    if (py_kind(m->tree, e) != PY_Call) return false;
    Str f = py_text(m->tree, py_node(m->tree, e, Call_func));
    NodeList args = py_list(m->tree, e, Call_args);
    bool made = (str_eq(f, S("list")) || str_eq(f, S("sorted"))) && args.n == 1;
    return (made && is_row_of_names(m, args.v[0])) || (!args.n && str_ends(f, S(".keys")));
}

NodeId sql_joined_columns(const Mend *m, NodeId hole, Str before)
{
    NodeId stmt, e = py_kind(m->tree, hole) == PY_Name ? mend_assigned(m, hole, &stmt) : 0;
    if (!e || !in_columns(before) || !str_eq(mend_called(m, e), S("join"))) return 0;
    NodeId row = mend_arg(m, e, 0, (Str){0});
    return row && is_row_of_names(m, row) ? row : 0;
}

// columns = ['"order"', "note"], to which nothing is added: however they are written, they are the
// program's own.
bool sql_is_own_row(const Mend *m, NodeId row)
{
    MendList list;
    NodeId stmt, def = mend_function(m, row), made = py_kind(m->tree, row) == PY_Name
        ? mend_assigned(m, row, &stmt) : 0;
    if (!def || !made || !mend_is_list(m, made, &list) || list.mapping || !list.strings)
        return false;
    return str_find(py_text(m->tree, def),
                    str_fmt(m->keep, "%.*s.", STR_ARG(py_text(m->tree, row)))) < 0;
}

bool sql_is_row_of_marks(const Mend *m, NodeId hole)
{
    NodeId stmt, e = py_kind(m->tree, hole) == PY_Name ? mend_assigned(m, hole, &stmt) : hole;
    NodeId of = e && str_eq(mend_called(m, e), S("join")) ? mend_arg(m, e, 0, (Str){0}) : 0;
    int kind = of ? py_kind(m->tree, of) : 0;
    if (kind == PY_GeneratorExp || kind == PY_ListComp)
        return mend_string(m, py_node(m->tree, of, GeneratorExp_elt)).len > 0;
    return kind == PY_BinOp || kind == PY_Constant;             // ["?"] * n
}

// ---- whole rows: VALUES ('a', 1), ('b', 2)

// What may stand between two holes of a row, or before the first and behind the last: a quote, if the hole
// has one, and `is`.
static bool stands(Str text, Str is, bool *quote, bool before)
{
    char keep[8];
    bool closes = *quote, opens = false;
    Size n = 0;
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == ' ') continue;
        if (text.s[i] == '\'') {
            if (closes && !n) closes = false;
            else if (!before && i + 1 == text.len) opens = true;
            else return false;
        } else if (n < (Size)sizeof keep) keep[n++] = text.s[i];
        else return false;
    }
    if (closes) return false;
    *quote = opens;
    return str_eq((Str){keep, n}, is);
}

// A name of what can be run through twice: a list by its type, or by what the function gives it. A reader of
// lines, a generator and map() give nothing the second time.
static bool runs_twice(const Mend *m, NodeId e)
{
    static const char *const makers[] = {"list",  "sorted", "tuple", "getlist",  "split", "splitlines", "get",
                                         "loads", "json",   "pop",   "fetchall", "all",   "set",
                                         "get_json", NULL};
    static const char *const types[] = {"list", "sequence", "tuple", "set[", "collection", NULL};
    if (py_kind(m->tree, e) != PY_Name) return false;
    NodeId stmt, def = mend_function(m, e), param = def ? mend_parameter(m, def, py_text(m->tree, e)) : 0;
    if (param && !mend_binds(m, def, py_text(m->tree, e))) {
        NodeId note = py_node(m->tree, param, arg_annotation);
        return note && mend_has_one(mend_lower(m, py_text(m->tree, note)), types);
    }
    NodeId value = mend_assigned(m, e, &stmt);
    if (value && py_kind(m->tree, value) == PY_Await) value = py_node(m->tree, value, Await_value);
    int kind = value ? py_kind(m->tree, value) : 0;
    if (kind == PY_Call) return mend_is_one(mend_called(m, value), makers);
    return kind == PY_List || kind == PY_Tuple || kind == PY_ListComp || kind == PY_Subscript;
}

// A cell that the database reads as a value: in quotes whatever it is, without them what the row itself gives.
static bool is_cell(const Mend *m, const Piece *h, bool quoted, Str target)
{
    NodeId root = h->node;
    SqlHolds holds = sql_holds(m, h->node);
    if (holds.doubled || mend_says_word(h->text, S("value"))) return false;  // the name of the loop below
    if (quoted) return true;
    while (py_kind(m->tree, root) == PY_Attribute || py_kind(m->tree, root) == PY_Subscript)
        root = py_kind(m->tree, root) == PY_Attribute ? py_node(m->tree, root, Attribute_value)
                                                      : py_node(m->tree, root, Subscript_value);
    return py_kind(m->tree, root) == PY_Name && mend_says_word(target, py_text(m->tree, root));
}

bool sql_joined_rows(const Mend *m, NodeId items, SqlStyle style, Str *marks, Str *values)
{
    const Tree *t = m->tree;
    int kind = py_kind(t, items);
    Pieces p;
    if ((kind != PY_GeneratorExp && kind != PY_ListComp) || (style != STYLE_QMARK && style != STYLE_FORMAT))
        return false;
    NodeList gens = py_list(t, items, GeneratorExp_generators);
    if (gens.n != 1 || py_list(t, gens.v[0], comprehension_ifs).n ||
        !runs_twice(m, py_node(t, gens.v[0], comprehension_iter)) ||
        !mend_pieces(m, py_node(t, items, GeneratorExp_elt), &p) || p.via)
        return false;
    Str target = py_text(t, py_node(t, gens.v[0], comprehension_target)),
        iter = py_text(t, py_node(t, gens.v[0], comprehension_iter));
    Buf row = {.keep = m->keep}, cells = {.keep = m->keep};
    bool quote = false;
    Size n = 0;
    for (Size i = 0; i < p.n; i++) {
        const Piece *h = &p.v[i];
        if (h->kind == PIECE_TEXT) {
            Str is = !i ? S("(") : i + 1 == p.n ? S(")") : S(",");
            if (!stands(h->text, is, &quote, i + 1 == p.n)) return false;
            continue;
        }
        if (h->conversion || h->spec || !i || i + 1 == p.n || p.v[i - 1].kind != PIECE_TEXT ||
            str_find(h->text, S("join(")) >= 0 || !is_cell(m, h, quote, target))
            return false;
        buf_fmt(&row, "%s%s", n ? ", " : "", style == STYLE_QMARK ? "?" : "%s");
        buf_fmt(&cells, "%s%.*s", n++ ? ", " : "", STR_ARG(h->text));
    }
    if (!n || quote || mend_says_word(target, S("value"))) return false;
    *marks = str_fmt(m->keep, "(%.*s)", STR_ARG(buf_str(&row)));
    *values = n == 1 && str_eq(buf_str(&cells), target)
                  ? iter
                  : str_fmt(m->keep, "[value for %.*s in %.*s for value in (%.*s%s)]", STR_ARG(target),
                            STR_ARG(iter), STR_ARG(buf_str(&cells)), n == 1 ? "," : "");
    return true;
}
