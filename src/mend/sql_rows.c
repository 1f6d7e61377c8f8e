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
