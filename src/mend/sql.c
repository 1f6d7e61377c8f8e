// mend/sql: values leave the text of a query and become parameters in the driver's own style (PEP
// 249 paramstyle).
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

// A value hole with what surrounds it inside one pair of quotes: '%{x}%' is a LIKE pattern built
// round x.
// all: the hole stands for a whole list of values, written *all among the parameters.
// call: what is called round it, so that the driver gets what the text held.
typedef struct {
    const Piece *hole;                   // NULL: one of the parameters that are given already
    Str before, after, all, call;
    bool own;                            // all: made for conditions that were joined
} Value;
typedef struct {
    Value *v;
    Size n, cap;
} Values;
typedef struct {
    const Mend *m;
    Pieces p;
    SqlStyle style;
    Buf text;
    Values values;
    Change *c;
    Holes *names;
    struct {
        Str *v;
        Size n, cap;
    } kept; // holes that stay: names, and rows of placeholders
    char quote, letter;                  // letter: that its names begin with, 0: p
    NodeId given;                        // parameters that the call has already; 0: none
    bool spread, late;                   // given as a name: all of its placeholders go first
    Size placeholders, numbered;         // numbered: $1 …, :p1 … that are there
    NodeId call, has;                    // that runs it, 0: a part that joins no conditions; its list of values
    SqlConditions conditions;            // of the one list that is joined into it
    bool whole;                          // a hole of it is no part of an f-string
    bool bound, loose;                   // text(…).bindparams(p1=x): beside the text; run(query, x, y)
    bool part, keys;                     // names in it are checked where they stand; keys: each
} Sql;

enum { KEPT = '\x01' }; // in `text`: a hole that stays, then its letter

static char letter(const Sql *q) { return q->letter ? q->letter : 'p'; }

static void add_placeholder(Sql *q)
{
    Size nth = q->values.n;
    switch (q->style) {
    case STYLE_QMARK: buf_char(&q->text, '?'); break;
    case STYLE_FORMAT: buf_add(&q->text, S("%s")); break;
    case STYLE_NUMERIC: buf_fmt(&q->text, ":%td", nth); break;
    case STYLE_DOLLAR: buf_fmt(&q->text, "$%td", nth + q->numbered); break;
    case STYLE_NAMED: buf_fmt(&q->text, ":%c%td", letter(q), nth + q->numbered); break;
    case STYLE_VARIABLE: buf_fmt(&q->text, "$p%td", nth); break;
    case STYLE_NONE: break;
    }
}

// A placeholder of the query as it was: it keeps its value, in the order of the new ones.
static void keep_placeholder(Sql *q)
{
    if (!q->spread) {
        NodeList given = py_list(q->m->tree, q->given, 0);
        Size n = q->placeholders;
        if (n < given.n)
            *push(q->m->keep, &q->values) = (Value){.all = py_text(q->m->tree, given.v[n])};
    } else q->late |= q->values.n > 1;
    q->placeholders++;
}

// A text that reaches the driver beside parameters: %-styles read a lone % as the start of a
// placeholder.
static void add_constant(Sql *q, Str text)
{
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '\'' || text.s[i] == '"') {
            if (!q->quote) q->quote = text.s[i];
            else if (q->quote == text.s[i]) q->quote = 0;
        }
        if (q->given && !q->quote && text.s[i] == '?') keep_placeholder(q);
        if (q->style == STYLE_FORMAT && text.s[i] == '%') buf_char(&q->text, '%');
        if (text.s[i] != KEPT) buf_char(&q->text, text.s[i]);
    }
}

static bool starts_name(Str after) // …{x}_suffix, …{x}.column, …{x} = 1
                                   // would be a name
{
    if (!after.len) return false;
    if (sql_word_char(after.s[0]) || after.s[0] == '.') return true;
    Str rest = str_trim(after);
    return rest.len > 0 && rest.s[0] == '=' && after.s[0] != ')';
}

static Str undoubled(const Sql *q, Str text)
{
    Buf b = {.keep = q->m->keep};
    for (Size i = 0; i < text.len; i++) {
        buf_char(&b, text.s[i]);
        if (q->style == STYLE_FORMAT && text.s[i] == '%') i++;
    }
    return buf_str(&b);
}

// x'{k}', E'{k}', DATE '{d}': what stands before the quote says how the text is read.
static bool is_typed(Str before)
{
    static const Str types[] = {L("date"), L("time"), L("timestamp"), L("timestamptz"),
                                L("interval")};
    if (before.len && sql_word_char(before.s[before.len - 1])) return true;
    for (Size i = 0; i < countof(types); i++)
        if (sql_last_word(str_trim(before), types[i])) return true;
    return false;
}

// "x" is a name there, and never a text.
static bool is_postgres(const Sql *q)
{
    static const char *const drivers[] = {"psycopg", "asyncpg",  "pg8000",
                                          "aiopg",   "postgres", NULL};
    return q->style == STYLE_DOLLAR || mend_has_one(q->m->tree->src, drivers);
}

// '{vals}', where vals = "', '".join(…): several values, with the quotes between them.
static bool joins_quoted(const Sql *q, NodeId e)
{
    NodeId stmt;
    if (py_kind(q->m->tree, e) == PY_Name) e = mend_assigned(q->m, e, &stmt);
    NodeId f = e && py_kind(q->m->tree, e) == PY_Call ? py_node(q->m->tree, e, Call_func) : 0;
    NodeId of = f && py_kind(q->m->tree, f) == PY_Attribute
        ? py_node(q->m->tree, f, Attribute_value) : 0;
    return of && str_find(mend_string(q->m, of), (Str){&q->quote, 1}) >= 0;
}

// Inside quotes: the whole quoted text becomes one parameter, its constant parts kept round the
// hole.
static bool quoted(Sql *q, Size *i, Str *carry)
{
    Str made = buf_str(&q->text);
    Size open = str_rfind(made, q->quote);
    Str before = undoubled(q, str_sub(made, open + 1, -1));
    Str next =
        *i + 1 < q->p.n && q->p.v[*i + 1].kind == PIECE_TEXT ? q->p.v[*i + 1].text : (Str){0};
    Size close = str_find(next, (Str){&q->quote, 1});
    if (open < 0 || close < 0 || is_typed(str_sub(made, 0, open))) return false;
    if (q->quote == '"' && (is_postgres(q) || !sql_wants_value(str_sub(made, 0, open))))
        return false;
    SqlHolds holds = sql_holds(q->m, q->p.v[*i].node);
    if (holds.doubled || (holds.joined && joins_quoted(q, q->p.v[*i].node))) return false;
    bool str = q->p.v[*i].formatted && !sql_is_text(&holds);
    q->text.n = open;
    *push(q->m->keep, &q->values) = (Value){.hole = &q->p.v[*i],
                                            .before = before,
                                            .after = str_sub(next, 0, close),
                                            .call = str ? S("str") : (Str){0}};
    add_placeholder(q);
    q->quote = 0;
    *carry = str_sub(next, close + 1, -1);
    ++*i;
    return true;
}

static bool keep_hole(Sql *q, Str text)
{
    if (q->kept.n >= 26) return false;
    buf_char(&q->text, KEPT);
    buf_char(&q->text, (char)('A' + q->kept.n));
    *push(q->m->keep, &q->kept) = text;
    return true;
}

// The list behind `", ".join(str(i) for i in ids)`: "ids"; its items as they are. Empty: not told.
static Str joined_list(const Mend *m, NodeId arg)
{
    int kind = py_kind(m->tree, arg);
    if (kind == PY_Name) return py_text(m->tree, arg);
    if (kind == PY_Call && str_eq(py_text(m->tree, py_node(m->tree, arg, Call_func)), S("map"))) {
        NodeList args = py_list(m->tree, arg, Call_args);
        bool str = args.n == 2 && (str_eq(py_text(m->tree, args.v[0]), S("str")) ||
                                   str_eq(py_text(m->tree, args.v[0]), S("repr")));
        return str ? py_text(m->tree, args.v[1]) : (Str){0};
    }
    if (kind != PY_GeneratorExp && kind != PY_ListComp) return (Str){0};
    NodeList gens = py_list(m->tree, arg, GeneratorExp_generators);
    if (gens.n != 1 || py_list(m->tree, gens.v[0], comprehension_ifs).n) return (Str){0};
    Str target = py_text(m->tree, py_node(m->tree, gens.v[0], comprehension_target)),
        iter = py_text(m->tree, py_node(m->tree, gens.v[0], comprehension_iter)),
        elt = py_text(m->tree, py_node(m->tree, arg, GeneratorExp_elt));
    static const char *const same[] = {
        "%.*s",      "str(%.*s)",   "repr(%.*s)",           "f\"'{%.*s}'\"",    "f'\"{%.*s}\"'",
        "f'{%.*s}'", "f\"{%.*s}\"", "\"'\" + %.*s + \"'\"", "\"'%%s'\" %% %.*s",
        "\"'\" + str(%.*s) + \"'\"", "\"'{}'\".format(%.*s)"};
    for (Size i = 0; i < countof(same); i++) {
        const char *hole = strstr(same[i], "%.*s");
        Size at = hole - same[i];
        Buf b = {.keep = m->keep};
        for (const char *p = same[i]; *p; p++) {
            if (p == same[i] + at) {
                buf_add(&b, target);
                p += 3;
                continue;
            }
            buf_char(&b, *p);
            if (p[0] == '%' && p[1] == '%') p++;
        }
        if (str_eq(buf_str(&b), elt)) return iter;
    }
    return (Str){0};
}

// ", ".join(repr(v) for v in row): each gets its quotes there. What is joined as it is brings its
// own, or is SQL: values = ["NULL", f"'{note}'"].
static bool joins_raw(const Mend *m, NodeId arg)
{
    Str elt = py_kind(m->tree, arg) == PY_GeneratorExp || py_kind(m->tree, arg) == PY_ListComp
                  ? py_text(m->tree, py_node(m->tree, arg, GeneratorExp_elt))
                  : py_text(m->tree, arg);
    return str_find(elt, S("repr")) < 0 && str_find(elt, S("'")) < 0;
}

// IN ({", ".join(…)}): a row of placeholders as long as the list, and its items as parameters.
static bool take_list(Sql *q, const Piece *h)
{
    const Mend *m = q->m;
    NodeId e = h->node, stmt = 0;
    if (!sql_in_list(buf_str(&q->text)) && !sql_in_values(buf_str(&q->text))) return false;
    if (q->style != STYLE_QMARK && q->style != STYLE_FORMAT) return false;
    if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    if (!e || py_kind(m->tree, e) != PY_Call) return false;
    NodeId f = py_node(m->tree, e, Call_func), arg = mend_arg(m, e, 0, (Str){0});
    if (py_kind(m->tree, f) != PY_Attribute || !arg ||
        !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("join")))
        return false;
    Str list = joined_list(m, arg);
    if (!list.len || (sql_in_values(buf_str(&q->text)) && joins_raw(m, arg))) return false;
    uint32_t from = stmt ? py_at(m->tree, stmt)->end : 0;
    uint32_t to = py_at(m->tree, q->call ? q->call : h->node)->beg;
    if (stmt && !sql_stays(m, h->node, list, from, to)) return false;
    char quote = edit_quote(m->tree);
    if (!stmt) quote = quote == '"' ? '\'' : '"'; // it stands inside the query's quotes
    Str row = str_fmt(m->keep, "%c, %c.join(%c%s%c for _ in %.*s)", quote, quote, quote,
                      q->style == STYLE_QMARK ? "?" : "%s", quote, STR_ARG(list));
    if (stmt) mend_replace(m, q->c, e, row);
    *push(m->keep, &q->values) = (Value){.hole = h, .all = list};
    return keep_hole(q, stmt ? h->text : row);
}

// VALUES {", ".join(f"('{n}')" for n in names)}: as many rows of placeholders, and all their values.
static bool take_rows(Sql *q, const Piece *h)
{
    const Mend *m = q->m;
    NodeId e = h->node, stmt = 0, items;
    Str marks, values;
    if (!sql_last_word(str_trim(buf_str(&q->text)), S("values"))) return false;
    if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    if (!e || py_kind(m->tree, e) != PY_Call || !str_eq(mend_called(m, e), S("join"))) return false;
    items = mend_arg(m, e, 0, (Str){0});
    if (!items || !sql_joined_rows(m, items, q->style, &marks, &values)) return false;
    uint32_t from = stmt ? py_at(m->tree, stmt)->end : 0,
             to = py_at(m->tree, q->call ? q->call : h->node)->beg;
    NodeList gens = py_list(m->tree, items, GeneratorExp_generators);
    Str iter = py_text(m->tree, py_node(m->tree, gens.v[0], comprehension_iter));
    if (stmt && !sql_stays(m, h->node, iter, from, to)) return false;
    char quote = edit_quote(m->tree);
    if (!stmt) quote = quote == '"' ? '\'' : '"';
    Str row = str_fmt(m->keep, "%c, %c.join(%c%.*s%c for _ in %.*s)", quote, quote, quote, STR_ARG(marks), quote,
                      STR_ARG(iter));
    if (stmt) mend_replace(m, q->c, e, row);
    *push(m->keep, &q->values) = (Value){.hole = h, .all = values};
    return keep_hole(q, stmt ? h->text : row);
}

// str(x) and int(x) round a value that stands alone say nothing more to the driver.
static Piece *unwrapped(Sql *q, const Piece *h)
{
    const Tree *t = q->m->tree;
    Piece *copy = new (q->m->keep, Piece, 1);
    *copy = *h;
    NodeList args = py_kind(t, h->node) == PY_Call ? py_list(t, h->node, Call_args) : (NodeList){0};
    if (args.n == 1 && str_eq(py_text(t, py_node(t, h->node, Call_func)), S("str"))) {
        copy->node = args.v[0];
        copy->text = py_text(t, args.v[0]);
    }
    return copy;
}

// A plain name in a place for a name: it stays, and the fix must guard it.
static bool is_plain(const Mend *m, const Piece *h)
{
    int kind = py_kind(m->tree, h->node);
    return kind == PY_Name ||
           (kind == PY_Attribute &&
            py_kind(m->tree, py_node(m->tree, h->node, Attribute_value)) == PY_Name);
}

// Is a name of a table or column there? A text at the beginning, or right behind WHERE and with no
// operator after it, is a query or a condition.
static bool is_name_place(Str before, Str after)
{
    static const Str words[] = {L("where"), L("and"), L("or"), L("having"), L("on"), L("not")};
    static const Str operators[] = {L("like"), L("in"),    L("is"),  L("between"),
                                    L("not"),  L("ilike"), L("glob")};
    Str head = str_trim(before), tail = str_trim(after);
    bool condition = false, operated = tail.len && memchr("=<>!.~", tail.s[0], 6);
    if (!head.len) return false;
    for (Size i = 0; i < countof(words); i++) condition |= sql_last_word(head, words[i]);
    for (Size i = 0; i < countof(operators); i++)
        operated |= tail.len > operators[i].len &&
                    sql_last_word(str_sub(tail, 0, operators[i].len), operators[i]);
    return !condition || operated;
}

// All the text of the query, as far as it is constant.
static Str whole_text(const Sql *q)
{
    Buf b = {.keep = q->m->keep};
    for (Size i = 0; i < q->p.n; i++)
        buf_add(&b, q->p.v[i].kind == PIECE_TEXT ? q->p.v[i].text : S(" "));
    return buf_str(&b);
}

static bool is_sqlite(const Sql *q)
{
    Str src = q->m->tree->src;
    return q->style == STYLE_QMARK && str_find(src, S("pyodbc")) < 0 &&
           str_find(src, S("duckdb")) < 0;
}

// What no outside text is in may stay, if it can stand in an f-string.
static bool keep_clean(Sql *q, const Piece *h)
{
    bool quotes = str_find(h->text, S("\"")) >= 0 || str_find(h->text, S("'")) >= 0 ||
                  str_find(h->text, S("\\")) >= 0;
    return !(mend_taint(q->m, h->node) & KIND(SQL)) && !quotes && keep_hole(q, h->text);
}

// A hole without quotes: a number, or a text that the database reads as one. What is SQL already, or
// several values, is none: it stays where the program made it.
static bool take_value(Sql *q, const Piece *h, Str after)
{
    const Mend *m = q->m;
    SqlHolds holds = sql_holds(m, h->node);
    Str made = buf_str(&q->text), call = {0};
    bool number = sql_is_number(&holds), sqlite = is_sqlite(q), none = q->style == STYLE_VARIABLE;
    bool alone = sql_in_list(made) && str_starts(str_trim(after), S(")"));
    if (holds.joined && sql_in_values(made) && !sql_is_row_of_marks(m, h->node)) return false;
    if (!none && (holds.joined || holds.sql || (alone && !number))) return keep_clean(q, h);
    if (holds.list) return false;
    if (q->style == STYLE_DOLLAR && !number) return false;    // takes no text for a number
    // text(): the database is not known, and none takes count(*) > '5' for what count(*) > 5 says
    bool text = q->style == STYLE_NAMED && !holds.boolean && !holds.unknown && !holds.decimal;
    bool cast = (sqlite && holds.decimal) ||
                ((sqlite || text) && !number && sql_keeps_type(made, whole_text(q)));
    if (sqlite && holds.decimal) call = S("str");
    if (q->style == STYLE_FORMAT && sql_is_text(&holds) &&
        (sql_last_word(str_trim(made), S("limit")) || sql_last_word(str_trim(made), S("offset"))))
        call = S("int");                                  // MySQL takes no text there
    if (cast) buf_add(&q->text, S("CAST("));
    *push(m->keep, &q->values) = (Value){.hole = call.len ? h : unwrapped(q, h), .call = call};
    add_placeholder(q);
    // MySQL knows no NUMERIC there, and rounds a DECIMAL without places
    if (cast) buf_add(&q->text, q->style == STYLE_NAMED ? S(" AS DECIMAL(30, 10))") : S(" AS NUMERIC)"));
    return true;
}

// {" AND ".join(conditions)}: it stays, and its values are a list.
static bool take_conditions(Sql *q, const Piece *h, NodeId list)
{
    const Mend *m = q->m;
    if (!q->call || q->conditions.params.len) return false;
    if (!sql_conditions(m, q->c, q->call, list, q->has, q->style, q->names, &q->conditions))
        return false;
    *push(m->keep, &q->values) = (Value){.hole = h, .all = q->conditions.params, .own = true};
    Str text = h->text;
    if (str_find(text, S("\"")) >= 0 || str_find(text, S("'")) >= 0) {     // within the query's quotes
        NodeId f = py_kind(m->tree, h->node) == PY_Call ? py_node(m->tree, h->node, Call_func) : 0;
        char quote = edit_quote(m->tree) == '"' ? '\'' : '"';
        Str sep = f && py_kind(m->tree, f) == PY_Attribute
                      ? mend_string(m, py_node(m->tree, f, Attribute_value))
                      : (Str){0};
        q->whole |= !sep.len;
        text = str_fmt(m->keep, "%c%.*s%c.join(%.*s)", quote, STR_ARG(sep), quote,
                       STR_ARG(py_text(m->tree, list)));
    }
    return keep_hole(q, text);
}

static bool rebuild(Sql *q);
static Str  literal(const Sql *q, Str text);

// {", ".join(f"{k} = '{v}'" for k, v in fields.items())}: the names stay, the values are a list.
static bool take_pairs(Sql *q, const Piece *h, const SqlPairs *pairs)
{
    const Mend *m = q->m;
    Sql e = {.m = m, .style = q->style, .text = {.keep = m->keep}, .c = q->c, .names = q->names,
             .part = true, .keys = true};
    if (!q->call || (q->style != STYLE_QMARK && q->style != STYLE_FORMAT)) return false;
    if (!mend_pieces(m, pairs->element, &e.p) || e.p.via || !rebuild(&e)) return false;
    const Value *v = e.values.n == 1 ? &e.values.v[0] : NULL;
    if (!v || !v->hole || py_kind(m->tree, v->hole->node) != PY_Name || v->before.len || v->after.len ||
        py_sym(m->tree, v->hole->node, Name_id) != pairs->value)
        return false;
    Str box = py_text(m->tree, pairs->box);
    mend_replace(m, q->c, e.p.whole, literal(&e, buf_str(&e.text)));
    Str all = str_fmt(m->keep, "%.*s.values()", STR_ARG(box));
    if (v->call.len) all = str_fmt(m->keep, "map(%.*s, %.*s)", STR_ARG(v->call), STR_ARG(all));
    *push(m->keep, &q->values) = (Value){.hole = h, .all = all};
    return keep_hole(q, h->text);
}

// A name from outside, checked where it stands: SET {k} = …
static bool check_name(Sql *q, const Piece *h)
{
    if (!q->keys && !(mend_taint(q->m, h->node) & (KIND(SQL) | KIND(SQL_NAME))))
        return keep_hole(q, h->text);
    q->names->checked = true;
    return keep_hole(q, str_fmt(q->m->keep, "checked_name(%.*s)", STR_ARG(h->text)));
}

// id = %d: a whole number, whatever it was made of.
static bool take_integer(Sql *q, const Piece *h)
{
    const Mend *m = q->m;
    static const char *const makers[] = {"int", "len", NULL};
    bool name = py_kind(m->tree, h->node) == PY_Name, call = py_kind(m->tree, h->node) == PY_Call;
    NodeId def = name ? mend_function(m, h->node) : 0;
    NodeId param = def && !mend_binds(m, def, h->text) ? mend_parameter(m, def, h->text) : 0;
    NodeId note = param ? py_node(m->tree, param, arg_annotation) : 0;
    bool whole =
        (call && mend_is_one(py_text(m->tree, py_node(m->tree, h->node, Call_func)), makers)) ||
        (note && str_eq(py_text(m->tree, note), S("int")));
    if (q->quote || !sql_wants_value(buf_str(&q->text))) return false;
    *push(m->keep, &q->values) = (Value){.hole = h, .call = whole ? (Str){0} : S("int")};
    add_placeholder(q);
    return true;
}

// INSERT INTO t ({columns}): each of the names is checked where they are joined.
static bool take_columns(Sql *q, const Piece *h)
{
    NodeId row = q->names && !q->part ? sql_joined_columns(q->m, h->node, buf_str(&q->text)) : 0;
    if (!row || !keep_hole(q, h->text)) return false;
    if (sql_is_own_row(q->m, row)) return true;
    mend_replace(q->m, q->c, row,
                 str_fmt(q->m->keep, "checked_name(name) for name in %.*s",
                         STR_ARG(py_text(q->m->tree, row))));
    return q->names->checked = true;
}

static bool take_hole(Sql *q, Size *i, Str *carry)
{
    const Piece *h = &q->p.v[*i];
    if (h->conversion == 'd') return take_integer(q, h);
    if (h->conversion || h->spec) return false;
    if (q->quote) return quoted(q, i, carry);
    if (take_columns(q, h) || take_rows(q, h)) return true;
    NodeId list = sql_joined(q->m, h->node);
    SqlPairs pairs;
    if (sql_pairs(q->m, h->node, &pairs)) return take_pairs(q, h, &pairs);
    bool row = sql_in_values(buf_str(&q->text));
    if (row && take_list(q, h)) return true;
    if (list && !sql_in_list(buf_str(&q->text)) && (!row || !sql_is_row_of_marks(q->m, h->node)))
        return take_conditions(q, h, list);
    if (!row && take_list(q, h)) return true;
    Str after =
        *i + 1 < q->p.n && q->p.v[*i + 1].kind == PIECE_TEXT ? q->p.v[*i + 1].text : (Str){0};
    bool doubled = *i + 1 < q->p.n && q->p.v[*i + 1].kind == PIECE_HOLE;
    bool wants = q->style == STYLE_VARIABLE ? sql_xpath_value(buf_str(&q->text))
                                             : sql_wants_value(buf_str(&q->text));
    if (!wants || starts_name(after) || doubled) {
        bool begins = q->part && !q->text.n && str_starts(str_trim(after), S("="));
        if (!q->names || !is_plain(q->m, h) || !sql_may_be_name(q->m, h->node) ||
            !(begins || is_name_place(buf_str(&q->text), after)))
            return false;
        if (q->part) return check_name(q, h);
        Piece *name = push(q->m->keep, q->names);
        *name = *h;
        name->slot = sql_slot(buf_str(&q->text));
        return keep_hole(q, h->text);
    }
    return take_value(q, h, after);
}

static bool rebuild(Sql *q)
{
    for (Size i = 0; i < q->p.n; i++) {
        Str carry = {0};
        if (q->p.v[i].kind == PIECE_TEXT) add_constant(q, q->p.v[i].text);
        else if (!take_hole(q, &i, &carry)) return false;
        add_constant(q, carry);
    }
    return !q->quote;
}

static char quote_at_call(const Sql *q)
{
    return mend_quote(q->m, q->call ? q->call : q->p.whole);
}

static Str value_text(const Sql *q, const Value *v)
{
    char quote = quote_at_call(q);
    if (!v->hole) return v->all;
    if (v->all.len) return str_fmt(q->m->keep, "*%.*s", STR_ARG(v->all));
    if (!v->before.len && !v->after.len && v->call.len)
        return str_fmt(q->m->keep, "%.*s(%.*s)", STR_ARG(v->call), STR_ARG(v->hole->text));
    if (!v->before.len && !v->after.len) return v->hole->text;
    Buf b = {.keep = q->m->keep};
    if (v->before.len) {
        buf_add(&b, edit_literal(v->before, quote, q->m->keep));
        buf_add(&b, S(" + "));
    }
    buf_fmt(&b, "str(%.*s)", STR_ARG(v->hole->text));
    if (v->after.len) {
        buf_add(&b, S(" + "));
        buf_add(&b, edit_literal(v->after, quote, q->m->keep));
    }
    return buf_str(&b);
}

static Str parameters(const Sql *q)
{
    Buf b = {.keep = q->m->keep};
    bool named = q->style == STYLE_NAMED && !q->bound,
         word = q->style == STYLE_VARIABLE || q->bound,
         loose = q->style == STYLE_DOLLAR || q->loose || word;
    if (q->values.n == 1 && q->values.v[0].own && !loose) return q->values.v[0].all;
    if (!loose) buf_char(&b, named ? '{' : '(');
    for (Size i = 0; i < q->values.n; i++) {
        if (i) buf_add(&b, S(", "));
        if (named) buf_fmt(&b, "%cp%td%c: ", quote_at_call(q), i + 1, quote_at_call(q));
        if (word) buf_fmt(&b, "%c%td=", letter(q), i + 1);
        buf_add(&b, value_text(q, &q->values.v[i]));
    }
    if (!loose) buf_add(&b, named ? S("}") : q->values.n == 1 ? S(",)") : S(")"));
    return buf_str(&b);
}

// The literal as an f-string when holes stay in it: their texts back, other braces doubled.
static Str with_kept(const Sql *q, Str literal)
{
    Buf b = {.keep = q->m->keep};
    if (!q->kept.n) return literal;
    buf_char(&b, 'f');
    for (Size i = 0; i < literal.len; i++) {
        char c = literal.s[i];
        bool escaped = str_starts(str_sub(literal, i, -1), S("\\x01"));
        if (escaped) i += 3;
        if ((c == KEPT || escaped) && i + 1 < literal.len) {
            Size n = literal.s[++i] - 'A';
            check(n >= 0 && n < q->kept.n);
            buf_fmt(&b, "{%.*s}", STR_ARG(q->kept.v[n]));
            continue;
        }
        if (c == '{' || c == '}') buf_char(&b, c);
        buf_char(&b, c);
    }
    return buf_str(&b);
}

// As it was written: a triple-quoted text stays one, its lines as they are.
Str mend_literal_as(const Mend *m, NodeId whole, Str text)
{
    Str was = py_text(m->tree, whole);
    bool triple = str_find(was, S("\"\"\"")) >= 0 || str_find(was, S("'''")) >= 0;
    bool plain =
        str_find(text, S("\"\"\"")) < 0 && str_find(text, S("\\")) < 0 && !str_ends(text, S("\""));
    if (triple && plain && str_find(text, S("\n")) >= 0)
        return str_fmt(m->keep, "\"\"\"%.*s\"\"\"", STR_ARG(text));
    char quote = mend_quote(m, whole);
    char other = quote == '"' ? '\'' : '"';
    bool free = quote == edit_quote(m->tree);            // else an f-string may hold it
    if (free && str_find(text, (Str){&quote, 1}) >= 0 && str_find(text, (Str){&other, 1}) < 0)
        quote = other;
    return edit_literal(text, quote, m->keep);
}

static Str literal(const Sql *q, Str text)
{
    NodeId was = q->p.constant ? q->p.constant : q->p.whole;
    return with_kept(q, mend_literal_as(q->m, was, text));
}

// Is the named text read here alone, in this file and in those that import it?
static bool is_read_once(const Mend *m, NodeId named)
{
    const Tree *t = m->tree;
    bool attribute = py_kind(t, named) == PY_Attribute;
    Sym name = attribute ? py_sym(t, named, Attribute_attr) : py_sym(t, named, Name_id);
    Size reads = mend_reads(m, t->root, name), n = 0;
    for (NodeId i = 0; (i = mend_next(m, PY_Attribute, t->root, i));)
        reads += py_sym(t, i, Attribute_attr) == name;
    for (NodeId i = 0; (i = mend_next(m, PY_Constant, t->root, i));)
        reads += str_eq(mend_string(m, i), py_name(t, name));          // __all__, getattr()
    Size *from = flow_importers(m->file, m->keep, &n);
    for (Size i = 0; i < n && reads == 1; i++) {
        const Mend *other = mend_other(m, from[i]);
        reads += !other || name_find(&other->tree->names, py_name(t, name));
    }
    return reads == 1;
}

// The new text in place of what built it: where a name of it is filled in nowhere else, it is the
// name's, and the name stands for it.
static void put_text(Sql *q, NodeId at)
{
    const Mend *m = q->m;
    Str text = literal(q, buf_str(&q->text));
    bool here = q->p.constant && !q->kept.n && is_read_once(m, q->p.named);
    mend_replace(m, q->c, at, here ? py_text(m->tree, q->p.named) : text);
    if (here) mend_replace(m, q->c, q->p.constant, text);
}

// The holes' names must still mean the same where the parameters now stand.
static bool moves(const Mend *m, const Piece *hole, uint32_t from, uint32_t to)
{
    return sql_stays(m, hole->node, hole->text, from, to);
}

// request.args.get("page", "1"): the same again, wherever it is asked for.
static bool is_asked_again(const Mend *m, NodeId call)
{
    if (!str_eq(mend_called(m, call), S("get")) || py_list(m->tree, call, Call_keywords).n) return false;
    Str object = mend_object(m, call);
    NodeList args = py_list(m->tree, call, Call_args);
    for (uint32_t i = 0; i < args.n; i++)
        if (py_kind(m->tree, args.v[i]) != PY_Constant) return false;
    return str_starts(object, S("request.")) || str_starts(object, S("self.request."));
}

static bool has_effects(const Mend *m, NodeId hole)
{
    return py_kind(m->tree, hole) == PY_Call && !is_asked_again(m, hole);
}

static bool movable(const Sql *q, NodeId call)
{
    if (!q->p.via) return true;
    const Mend *m = q->m;
    uint32_t from = py_at(m->tree, q->p.via)->end, to = py_at(m->tree, call)->beg;
    for (Size i = 0; i < q->values.n; i++) {
        const Value *v = &q->values.v[i];
        if (!v->hole) continue;
        // evaluated once, at its own place
        if (!v->all.len && has_effects(m, v->hole->node)) return false;
        if (!moves(m, v->hole, from, to)) return false;
    }
    return true;
}

// The whole text, holes that stay in it too, at the call itself.
static bool movable_text(const Sql *q, NodeId call)
{
    const Mend *m = q->m;
    uint32_t from = py_at(m->tree, q->p.via)->end, to = py_at(m->tree, call)->beg;
    for (Size i = 0; i < q->p.n; i++)
        if (q->p.v[i].kind == PIECE_HOLE &&
            (has_effects(m, q->p.v[i].node) || !moves(m, &q->p.v[i], from, to)))
            return false;
    return true;
}

static uint32_t behind_arguments(const Mend *m, NodeId call)
{
    uint32_t end = 0;
    int fields[] = {Call_args, Call_keywords};
    for (Size f = 0; f < countof(fields); f++) {
        NodeList list = py_list(m->tree, call, fields[f]);
        for (uint32_t i = 0; i < list.n; i++)
            if (py_at(m->tree, list.v[i])->end > end) end = py_at(m->tree, list.v[i])->end;
    }
    return end;
}

// execute("… owner = ? AND id IN (%s)" % …, (owner,)): a literal, or a name whose placeholders all
// stand before what is new.
static bool take_given(Sql *q, NodeId given)
{
    int kind = py_kind(q->m->tree, given);
    q->given = given;
    q->spread = kind == PY_Name;
    if (q->style != STYLE_QMARK || (!q->spread && kind != PY_Tuple && kind != PY_List))
        return false;
    NodeList items = q->spread ? (NodeList){0} : py_list(q->m->tree, given, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (py_kind(q->m->tree, items.v[i]) == PY_Starred) return false;
    if (q->spread)
        *push(q->m->keep, &q->values) =
            (Value){.all = str_fmt(q->m->keep, "*%.*s", STR_ARG(py_text(q->m->tree, given)))};
    return true;
}

static bool all_given_taken(const Sql *q)
{
    if (!q->given) return true;
    Size here = q->spread ? q->placeholders : py_list(q->m->tree, q->given, 0).n;
    return !q->late && here == q->placeholders && q->placeholders;
}

// Comments between the parts of a query that becomes one text: they go before its statement.
static bool keep_comments(const Mend *m, Change *c, NodeId whole)
{
    const Tree *t = m->tree;
    Buf lines = {.keep = m->keep};
    for (Size i = 0; i < t->comments.n; i++) {
        Span s = t->comments.v[i];
        if (s.beg < py_at(t, whole)->beg || s.end > py_at(t, whole)->end) continue;
        buf_fmt(&lines, "%s%.*s", lines.n ? "\n" : "",
                STR_ARG(str_trim(str_sub(t->src, s.beg, s.end))));
    }
    return !lines.n || mend_before(m, c, whole, buf_str(&lines));
}

// A view, a default of a column, a pragma: what the database keeps or is told takes no parameters.
static bool takes_parameters(const Sql *q)
{
    static const Str words[] = {L("pragma"), L("alter"), L("create"), L("grant"), L("drop")};
    if (q->style == STYLE_FORMAT || q->style == STYLE_VARIABLE) return true;
    Str text = str_trim(whole_text(q));
    Size end = 0;
    while (end < text.len && sql_word_char(text.s[end])) end++;
    Str first = str_sub(text, 0, end);
    for (Size i = 0; i < countof(words); i++)
        if (str_alike(first, words[i]))
            return str_eq(words[i], S("create")) && sql_says(text, S("select")) &&
                   !sql_says(text, S("view"));
    return true;
}

// The values go by keyword behind all, else behind the last argument by place.
static void give(const Sql *q, NodeId call, Str keyword)
{
    const Mend *m = q->m;
    if (q->bound) {
        mend_insert(m, q->c, py_at(m->tree, call)->end,
                    str_fmt(m->keep, ".bindparams(%.*s)", STR_ARG(parameters(q))));
        return;
    }
    NodeList args = py_list(m->tree, call, Call_args);
    NodeId last = py_last(args);
    uint32_t at = keyword.len || !last ? behind_arguments(m, call) : py_at(m->tree, last)->end;
    mend_insert(m, q->c, at,
                str_fmt(m->keep, ", %.*s%s%.*s", STR_ARG(keyword), keyword.len ? "=" : "",
                        STR_ARG(parameters(q))));
}

static bool has_percent(const Pieces *p)
{
    for (Size i = 0; i < p->n; i++)
        if (p->v[i].kind == PIECE_TEXT && str_find(p->v[i].text, S("%")) >= 0) return true;
    return false;
}

// All that is new in the text are placeholders of the conditions: it stays as it is.
static bool give_conditions(const Sql *q, Str keyword)
{
    if (q->style == STYLE_FORMAT && has_percent(&q->p)) return false;
    // beside parameters a lone % of another query of them begins a placeholder, too
    for (Size i = 0; q->style == STYLE_FORMAT && i < q->conditions.calls.n; i++) {
        NodeId query = mend_arg(q->m, q->conditions.calls.v[i], 0, (Str){0});
        bool told = q->conditions.calls.n == 1 || py_kind(q->m->tree, query) != PY_Name;
        if (!told || str_find(py_text(q->m->tree, query), S("%")) >= 0) return false;
    }
    for (Size i = 0; i < q->conditions.calls.n; i++) give(q, q->conditions.calls.v[i], keyword);
    return true;
}

static bool all_movable(const Sql *q, const SqlCalls *others)
{
    for (Size i = 0; i < others->n; i++)
        if (!movable(q, others->v[i])) return false;
    return true;
}

// The text and its values, where they stand. A variable that others read as a text keeps it, and the
// call gets a text of its own.
static bool put(Sql *q, NodeId call, NodeId query, Str keyword)
{
    const Mend *m = q->m;
    SqlCalls others = {0};
    bool via = q->p.via != 0;
    bool all = !via || (sql_uses(m, call, query, &others) && (!q->given || !others.n) &&
                        all_movable(q, &others));
    if (!all &&
        (py_kind(m->tree, mend_parent(m, query)) == PY_FormattedValue || !movable_text(q, call)))
        return false;
    NodeId at = all ? q->p.whole : query;
    if (all && !keep_comments(m, q->c, q->p.whole)) return false;
    put_text(q, at);
    if (q->given) mend_replace(m, q->c, q->given, parameters(q));
    else give(q, call, keyword);
    for (Size i = 0; all && i < others.n; i++) give(q, others.v[i], keyword);
    return true;
}

static bool rewrite(Sql *q, NodeId call, NodeId query, NodeId given, Str keyword);

// fetch("… WHERE id = $1 AND " + …, id): what is new is numbered behind what is there.
static bool take_numbered(Sql *q, NodeId query)
{
    Pieces p;
    NodeList args = py_list(q->m->tree, q->call, Call_args);
    Size most = 0, given = args.n - 1;
    if (q->style != STYLE_DOLLAR || str_eq(mend_called(q->m, q->call), S("executemany")) ||
        !mend_pieces(q->m, query, &p))
        return false;
    for (uint32_t i = 0; i < args.n; i++)
        if (py_kind(q->m->tree, args.v[i]) == PY_Starred) return false;
    for (Size i = 0; i < p.n; i++)
        for (Size k = 0; p.v[i].kind == PIECE_TEXT && k + 1 < p.v[i].text.len; k++) {
            if (p.v[i].text.s[k] != '$') continue;
            Size n = p.v[i].text.s[k + 1] - '0';
            if (n < 1 || n > 9) return false;
            most = n > most ? n : most;
        }
    q->numbered = given;
    return most == given;
}

// execute("… WHERE " + " AND ".join(where), params): the values join the list that grows beside.
static bool conditions_join(const Sql *of, NodeId call, NodeId query, NodeId given)
{
    const Mend *m = of->m;
    Change change = {0};
    Sql q = {.m = m, .style = of->style, .text = {.keep = m->keep}, .c = &change, .names = of->names,
             .call = call, .has = given};
    Size own = 0;
    if (!mend_pieces(m, query, &q.p) || !rebuild(&q)) return false;
    for (Size i = 0; i < q.values.n; i++) own += q.values.v[i].own;
    bool placed = false;                                  // its own placeholders would be in another order
    for (Size i = 0; i < q.p.n; i++)
        placed |= q.p.v[i].kind == PIECE_TEXT && str_find(q.p.v[i].text, S("?")) >= 0;
    if (own != 1 || q.values.n != 1 || placed) return false;
    if (q.style == STYLE_FORMAT && has_percent(&q.p)) return false;
    mend_add_part(m, of->c, m, &change);
    return true;
}

static bool to_parameters(const Mend *m, Change *c, NodeId call, NodeId query, int position,
                          Str keyword, SqlStyle style, Holes *names)
{
    bool loose = str_eq(keyword, S("*"));
    Sql q = {.m = m, .style = style, .text = {.keep = m->keep}, .c = c, .names = names, .call = call,
             .loose = loose};
    if (loose) {
        if (py_list(m->tree, call, Call_keywords).n) return false;
        keyword = (Str){0};
    }
    NodeId given = mend_arg(m, call, position, keyword);
    if (loose && given && style != STYLE_DOLLAR) return false;
    if (given && style == STYLE_DOLLAR) {
        if (!take_numbered(&q, query)) return false;
        given = 0, loose = true;
    }
    if (given && py_kind(m->tree, given) == PY_Name && conditions_join(&q, call, query, given)) return true;
    bool more = !given && !keyword.len && !loose && (int)py_list(m->tree, call, Call_args).n > position;
    if (style == STYLE_NONE || more) return false;
    if (given && !take_given(&q, given)) {                // names alone: the values stay as they are given
        Values none = {0};
        q.given = 0, q.values = none, q.spread = false;
        return names && rewrite(&q, call, query, given, keyword) && !q.values.n;
    }
    return rewrite(&q, call, query, given, keyword);
}

// [text(f"a = '{x}'") for x in xs], def at(x): return text(…): several of one text, which may be joined to one query,
// where a name has one value.
static bool is_repeated(const Mend *m, NodeId call)
{
    static const char *const runs[] = {"execute", "scalars", "scalar", "exec", NULL};
    if (py_kind(m->tree, mend_parent(m, call)) == PY_Return) return true;
    bool run = false;
    for (NodeId up = mend_parent(m, call); up && !mend_is_def(py_kind(m->tree, up)); up = mend_parent(m, up)) {
        int kind = py_kind(m->tree, up);
        run |= kind == PY_Call && mend_is_one(mend_called(m, up), runs);
        if (!run && (kind == PY_ListComp || kind == PY_SetComp || kind == PY_GeneratorExp || kind == PY_DictComp ||
                     kind == PY_For || kind == PY_AsyncFor || kind == PY_While))
            return true;
    }
    return false;
}

bool mend_sql_bound(const Mend *m, Change *c, NodeId call, NodeId query)
{
    if (is_repeated(m, call)) return false;
    Sql q = {.m = m, .style = STYLE_NAMED, .text = {.keep = m->keep}, .c = c, .bound = true,
             .letter = sql_free_letter(m, call)};
    return q.letter && rewrite(&q, call, query, 0, (Str){0});
}

static bool rewrite(Sql *q, NodeId call, NodeId query, NodeId given, Str keyword)
{
    const Mend *m = q->m;
    NodeId inner = query;
    Size before = q->values.n;
    if (py_kind(m->tree, query) == PY_Call && q->style == STYLE_NAMED && str_ends(mend_called(m, query), S("text")))
        inner = mend_arg(m, query, 0, S("text"));
    if (inner) inner = sql_inside(m, inner);
    if (!inner || !mend_pieces(m, inner, &q->p) || !rebuild(q) || !movable(q, call) ||
        !all_given_taken(q))
        return false;
    Size fresh = 0;
    for (Size i = before; i < q->values.n; i++) fresh += q->values.v[i].hole != NULL;
    // names only: the text stays as it is
    if (given ? !fresh : !q->values.n) return q->kept.n > 0;
    if (!takes_parameters(q)) return false;
    if (q->conditions.params.len) {
        if (given) return false;
        if (fresh == 1) return give_conditions(q, keyword);
        if (q->style == STYLE_NAMED) return false;
        if (q->whole || q->conditions.calls.n != 1) return false;
    }
    return put(q, call, inner, keyword);
}

bool mend_sql_names(const Mend *m, Change *c, NodeId call, NodeId query, int position,
                    SqlStyle style, Holes *names)
{
    return to_parameters(m, c, call, query, position, (Str){0}, style, names);
}

bool mend_sql_by(const Mend *m, Change *c, NodeId call, NodeId query, int position, Str keyword,
                 SqlStyle style)
{
    return to_parameters(m, c, call, query, position, keyword, style, NULL);
}

bool mend_sql(const Mend *m, Change *c, NodeId call, NodeId query, int position, SqlStyle style)
{
    return mend_sql_names(m, c, call, query, position, style, NULL);
}

// ---- a part of a query

// The values as texts; all of them are conditions' own?
static bool take_values(const Sql *q, SqlValues *out)
{
    bool own = q->values.n > 0;
    for (Size i = 0; i < q->values.n; i++) {
        const Value *v = &q->values.v[i];
        own &= v->own;
        *push(q->m->keep, out) = (SqlGiven){v->all.len ? v->all : value_text(q, v), {0},
                                            v->all.len > 0};
    }
    return own;
}

// The text as a literal with its placeholders, where it has changed.
static bool put_part(Sql *q, bool own)
{
    bool percent = q->style == STYLE_FORMAT && has_percent(&q->p);
    bool same = (own || !q->values.n) && !(q->names && q->names->checked && q->kept.n > q->values.n);
    if (same && percent && q->kept.n) return false;
    if (q->whole && !same) return false;
    if (!same || percent) put_text(q, q->p.whole);
    return true;
}

// A text that another statement makes, of the program's own: a lone % of it would begin a placeholder.
static bool is_own_text(const Mend *m, NodeId expr, SqlStyle style)
{
    NodeId value = style == STYLE_FORMAT ? mend_constant(m, expr) : 0;
    if (mend_taint(m, expr) & KIND(SQL)) return false;
    return style != STYLE_FORMAT ||
           (mend_string(m, value).len && str_find(mend_string(m, value), S("%")) < 0);
}

bool sql_part(const Mend *m, Change *c, NodeId call, NodeId given, NodeId expr, SqlStyle style,
              Holes *names, SqlPart *out)
{
    Sql q = {.m = m, .style = style, .text = {.keep = m->keep}, .c = c, .call = call, .has = given,
             .names = names, .part = true, .letter = out->letter, .numbered = out->numbered};
    if (!mend_pieces(m, expr, &q.p) || q.p.via) return is_own_text(m, expr, style);
    if (!rebuild(&q) || !put_part(&q, take_values(&q, &out->values))) return false;
    out->conditions = q.conditions;
    return true;
}
