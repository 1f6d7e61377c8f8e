// mend/sql_names: what stands in a query by its name (a table, a column, a direction) and takes no placeholder: it must
// be on the program's own list of such, else be a name at all.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

// ASC or DESC, by the name of what holds it
static bool is_direction(const Mend *m, Str text)
{
    static const char *const words[] = {"direction",  "dir", "sort_dir", "order_dir", "ordering",
                                        "sort_order", "asc", "desc",     "order",    "way", NULL};
    Str low = mend_lower(m, text);
    return mend_is_one(low, words) || str_ends(low, S("_direction")) || str_ends(low, S("_dir"));
}

// order = SORT_KEYS.get(sort, sort): what is in the query is a value of the table, not a key.
static bool is_value_of(const Mend *m, const Piece *h, Str list)
{
    NodeId stmt, v = py_kind(m->tree, h->node) == PY_Name ? mend_assigned(m, h->node, &stmt) : 0;
    return v && str_starts(py_text(m->tree, v), str_fmt(m->keep, "%.*s.get(", STR_ARG(list)));
}

// SORT_KEYS.get(sort, sort) or "name": without the key itself as the default, what is unknown is
// "name", as it is where nothing is given.
static bool table_only(const Mend *m, Change *c, const Piece *h)
{
    NodeId stmt, v = mend_assigned(m, h->node, &stmt);
    NodeList parts =
        v && py_kind(m->tree, v) == PY_BoolOp ? py_list(m->tree, v, BoolOp_values) : (NodeList){0};
    NodeId call = parts.n == 2 && py_at(m->tree, v)->op == OP_OR && mend_string(m, parts.v[1]).len
                      ? parts.v[0]
                      : 0;
    NodeList args = call && py_kind(m->tree, call) == PY_Call ? py_list(m->tree, call, Call_args)
                                                              : (NodeList){0};
    if (args.n != 2 || !str_eq(py_text(m->tree, args.v[0]), py_text(m->tree, args.v[1])))
        return false;
    mend_replace(m, c, call,
                 str_fmt(m->keep, "%.*s(%.*s)",
                         STR_ARG(py_text(m->tree, py_node(m->tree, call, Call_func))),
                         STR_ARG(py_text(m->tree, args.v[0]))));
    return true;
}

// A text that the function builds is no name, though a variable holds it.
static bool is_built_text(const Mend *m, const Piece *h)
{
    NodeId def = mend_function(m, h->node);
    if (py_kind(m->tree, h->node) != PY_Name || !def) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_AugAssign, def, n));)
        if (str_eq(py_text(m->tree, py_node(m->tree, n, AugAssign_target)), h->text)) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        NodeId v = py_node(m->tree, n, Assign_value);
        if (mend_binds(m, py_list(m->tree, n, Assign_targets).v[0], h->text) &&
            (mend_is_built(m, v) || str_eq(mend_called(m, v), S("join")) ||
             str_find(mend_string(m, v), S(" ")) >= 0))
            return true;
    }
    return false;
}

// "id"; x or "id"; x if x else "id"; d.get("by", "id"): the text that such a value may be by itself.
static Str own_text(const Mend *m, NodeId v)
{
    int kind = v ? py_kind(m->tree, v) : 0;
    if (kind == PY_Call && str_eq(mend_called(m, v), S("get"))) v = mend_arg(m, v, 1, S("default"));
    if (kind == PY_BoolOp && py_at(m->tree, v)->op == OP_OR) v = py_last(py_list(m->tree, v, BoolOp_values));
    if (kind == PY_IfExp)
        v = mend_string(m, py_node(m->tree, v, IfExp_orelse)).s ? py_node(m->tree, v, IfExp_orelse)
                                                                : py_node(m->tree, v, IfExp_body);
    return mend_string(m, v);
}

// What a name's own text is where nobody gives another: a parameter's default, or what the function gives it itself.
// Empty: nothing says.
static Str fallback_of(const Mend *m, const Piece *h)
{
    NodeId def = mend_function(m, h->node);
    if (py_kind(m->tree, h->node) != PY_Name || !def) return (Str){0};
    Str given = mend_string(m, mend_own_default(m, h->node));
    for (NodeId n = 0; !given.s && (n = mend_next(m, PY_Assign, def, n));)
        if (str_eq(py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]), h->text))
            given = own_text(m, py_node(m->tree, n, Assign_value));
    return given;
}

// {"name": "name", "created": "created_at"}, and the query takes what was asked for as it is: what works is a value.
static bool maps_elsewhere(const Mend *m, const MendList *list)
{
    if (!list->mapping || !list->value) return false;
    NodeList keys = py_list(m->tree, list->value, Dict_keys),
             values = py_list(m->tree, list->value, Dict_values);
    bool other = false;
    for (uint32_t i = 0; i < keys.n; i++) {
        Str to = mend_string(m, values.v[i]);
        if (!to.len) return false;
        other |= !str_eq(to, mend_string(m, keys.v[i]));
    }
    return other;
}

static bool has_text(const Mend *m, const MendList *list, bool values, Str text)
{
    NodeId v = list->value;
    if (v && py_kind(m->tree, v) == PY_Call) v = py_list(m->tree, v, Call_args).v[0];
    int field = !list->mapping ? 0 : values ? (int)Dict_values : (int)Dict_keys;
    NodeList items = v ? py_list(m->tree, v, field) : (NodeList){0};
    for (uint32_t i = 0; i < items.n; i++)
        if (str_eq(mend_string(m, items.v[i]), text)) return true;
    return !v;
}

typedef struct {
    MendList list;
    bool listed, looked;
} NameList;
typedef struct {
    const Mend *m;
    const MendSite *at;
    Fix *out;
    NameList of[SLOT_FIELD + 1];         // by slot: of tables, of columns, of columns that are not sorted by
    bool own;                            // all are on the program's own lists
    bool listed;                         // one is on a list at all
} Guards;

// The program's own list for what stands at a hole: one of tables says nothing of columns.
static const NameList *list_for(Guards *g, SqlSlot slot)
{
    static const Str columns[] = {L("column"), L("sort"), L("order"), L("field"), {0}},
                     tables[] = {L("table"), {0}}, fields[] = {L("column"), L("field"), {0}};
    static const char *const sorts[] = {"sort", "order_by", "orderable", "ordering", NULL};
    const Str *words = slot == SLOT_TABLE ? tables : slot == SLOT_COLUMN ? columns : fields;
    NameList *l = &g->of[slot];
    if (!l->looked && slot != SLOT_NONE)            // t {kind} JOIN, ADD COLUMN c {type}: on no list of names
        l->listed = mend_list_near(g->m, &g->out->change, g->at->node, words, &l->list) &&
                    (words != fields || !mend_has_one(mend_lower(g->m, l->list.bare), sorts));
    l->looked = true;
    return l;
}

static Str test_of_direction(Guards *g, const Piece *h)
{
    Str most = fallback_of(g->m, h), low = mend_lower(g->m, most);
    bool none = most.s && !most.len;                      // the database's own order
    if (most.len && !str_eq(low, S("asc")) && !str_eq(low, S("desc"))) return (Str){0};
    g->own &= most.len || is_direction(g->m, h->text);
    return str_fmt(g->m->keep, "%.*s not in (%s\"asc\", \"desc\", \"ASC\", \"DESC\")", STR_ARG(h->text),
                   none ? "\"\", " : "");
}

static bool is_a_name(Str text)
{
    return sql_is_word(text) && (text.s[0] < '0' || text.s[0] > '9');
}

// def page(by=1): the number of a column, on no list of names
static bool is_number_by_itself(const Mend *m, const Piece *h)
{
    NodeId v = mend_own_default(m, h->node);
    const PyConst *c = v && py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
    return c && c->kind == CONST_INT;
}

// col = COLUMNS.get(sort, sort): of a table of the module, which is on no other list of it
static bool is_of_table(const Mend *m, const Piece *h)
{
    NodeId stmt, v = py_kind(m->tree, h->node) == PY_Name ? mend_assigned(m, h->node, &stmt) : 0;
    for (NodeId n = 0; v && (n = mend_next(m, PY_Name, v, n));) {
        NodeId top = py_at(m->tree, n)->op == CTX_LOAD ? mend_top(m, py_text(m->tree, n)) : 0;
        if (top && py_kind(m->tree, top) == PY_Assign &&
            py_kind(m->tree, py_node(m->tree, top, Assign_value)) == PY_Dict)
            return true;
    }
    return false;
}

// Empty: none is needed. No text at all: no test is right.
static Str test_of_name(Guards *g, const Piece *h)
{
    const Mend *m = g->m;
    if (h->slot == SLOT_DIRECTION) return test_of_direction(g, h);
    if (h->slot == SLOT_NONE && is_direction(m, h->text)) return (Str){0};          // FROM t {order}: all of a clause
    if (is_number_by_itself(m, h)) return (Str){0};
    const NameList *l = list_for(g, h->slot);
    Str first = fallback_of(m, h);
    bool none = first.s && !first.len;                    // SELECT {distinct} a: by itself it is nothing
    bool value = l->listed && l->list.mapping && is_value_of(m, h, l->list.name);
    if (value && table_only(m, &g->out->change, h)) {
        g->listed = true;
        g->own &= l->list.sure;
        return S("");
    }
    if (!value && l->listed && is_of_table(m, h)) return (Str){0};
    bool maps = !value && l->listed && maps_elsewhere(m, &l->list);
    if (l->listed && (!first.s || value || has_text(m, &l->list, maps, first))) {
        g->listed = true;
        g->own &= l->list.sure && !maps;
        return str_fmt(m->keep, "%.*s not in %.*s%s", STR_ARG(h->text), STR_ARG(l->list.name),
                       value || maps ? ".values()" : "");
    }
    if (none || (first.len && !is_a_name(first))) return (Str){0};
    g->own = false;
    Str full = mend_name(m, &g->out->change, g->at->node, S("re"), S("fullmatch"));
    return str_fmt(m->keep, "not %.*s(r\"[A-Za-z_][A-Za-z0-9_]*\", %.*s)", STR_ARG(full), STR_ARG(h->text));
}

// A name of a table or column: on the module's list, else of letters, digits and _ alone.
bool sql_guard_names(const Mend *m, const MendSite *at, const Holes *names, Fix *out,
                     bool *guarded, bool *own)
{
    Buf lines = {.keep = m->keep};
    Guards g = {.m = m, .at = at, .out = out, .own = true};
    NodeId place = names->n ? names->v[0].node : at->node;     // the text is made there, and run later
    for (Size i = 0; i < names->n; i++) {
        const Piece *h = &names->v[i];
        if (!(mend_taint(m, h->node) & (KIND(SQL) | KIND(SQL_NAME)))) continue;
        if (is_built_text(m, h)) return false;
        *guarded = true;
        Str test = test_of_name(&g, h);
        if (!test.s) return false;
        if (!test.len) continue;
        if (lines.n) buf_char(&lines, '\n');
        buf_add(&lines,
                mend_guard(m, &out->change, place, test, S("this value is not allowed")));
    }
    *own &= g.own && g.listed;
    return !lines.n || mend_before(m, &out->change, place, buf_str(&lines));
}
