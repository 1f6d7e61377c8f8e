// mend/sql: values leave the text of a query and become parameters in the driver's own style (PEP
// 249 paramstyle).
// SPDX-License-Identifier: MIT
#include "mend/mend.h"

// A value hole with what surrounds it inside one pair of quotes: '%{x}%' is a LIKE pattern built
// round x.
typedef struct { const Piece *hole; Str before, after; } Value;
typedef struct { Value *v; Size n, cap; } Values;
typedef struct {
    const Mend *m;
    Pieces p;
    SqlStyle style;
    Buf text;
    Values values;
    char quote;
} Sql;

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool last_word_is(Str text, Str word)
{
    if (text.len < word.len) return false;
    Str tail = str_sub(text, text.len - word.len, -1);
    for (Size i = 0; i < word.len; i++)
        if ((tail.s[i] | 32) != word.s[i]) return false;
    return text.len == word.len || !word_char(text.s[text.len - word.len - 1]);
}

// Is an open bracket's list one of values: VALUES (…, IN (…, or a function's arguments?
static bool in_value_list(Str text)
{
    int depth = 0;
    for (Size i = text.len; i-- > 0;) {
        if (text.s[i] == ')') depth++;
        if (text.s[i] == '(' && depth-- == 0) {
            Str head = str_trim(str_sub(text, 0, i));
            return last_word_is(head, S("values")) || last_word_is(head, S("in")) ||
                   (str_ends(head, S(",")) && str_find(head, S("(")) >= 0) ||
                   (i > 0 && word_char(text.s[i - 1]) && str_find(head, S("insert")) < 0 &&
                    str_find(head, S("INSERT")) < 0);
        }
    }
    return false;
}

// Does the text before a hole ask for a value there, and not for a name or a keyword?
static bool wants_value(Str before)
{
    static const Str words[] = {L("like"),    L("ilike"),  L("limit"), L("offset"),
                                L("between"), L("regexp"), L("match"), L("when"),
                                L("then"),    L("else"),   L("top"),   L("glob")};
    Str head = str_trim(before);
    if (!head.len) return false;
    char c = head.s[head.len - 1];
    if (c == '=' || c == '<' || c == '>' || c == '+' || c == '-' || c == '|' || c == '/')
        return true;
    if (c == ',' || c == '(') return in_value_list(head);
    for (Size i = 0; i < countof(words); i++)
        if (last_word_is(head, words[i])) return true;
    if (!last_word_is(head, S("and"))) return false;
    Size between = -1;                                    // BETWEEN a AND b
    for (Size i = 0; i + 7 <= head.len; i++)
        if (last_word_is(str_sub(head, 0, i + 7), S("between"))) between = i;
    return between >= 0 && str_find(str_sub(head, between + 7, head.len - 3), S("AND")) < 0 &&
           str_find(str_sub(head, between + 7, head.len - 3), S("and")) < 0;
}

static void add_placeholder(Sql *q)
{
    Size nth = q->values.n;
    switch (q->style) {
    case STYLE_QMARK: buf_char(&q->text, '?'); break;
    case STYLE_FORMAT: buf_add(&q->text, S("%s")); break;
    case STYLE_NUMERIC: buf_fmt(&q->text, ":%td", nth); break;
    case STYLE_DOLLAR: buf_fmt(&q->text, "$%td", nth); break;
    case STYLE_NAMED: buf_fmt(&q->text, ":p%td", nth); break;
    case STYLE_VARIABLE: buf_fmt(&q->text, "$p%td", nth); break;
    case STYLE_NONE: break;
    }
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
        if (q->style == STYLE_FORMAT && text.s[i] == '%') buf_char(&q->text, '%');
        buf_char(&q->text, text.s[i]);
    }
}

static bool starts_name(Str after)                         // …{x}_suffix, …{x}.column, …{x} = 1
                                                           // would be a name
{
    if (!after.len) return false;
    if (word_char(after.s[0]) || after.s[0] == '.') return true;
    Str rest = str_trim(after);
    return rest.len > 0 && rest.s[0] == '=' && after.s[0] != ')' ;
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
    if (open < 0 || close < 0) return false;
    q->text.n = open;
    *push(q->m->keep, &q->values) = (Value){&q->p.v[*i], before, str_sub(next, 0, close)};
    add_placeholder(q);
    q->quote = 0;
    *carry = str_sub(next, close + 1, -1);
    ++*i;
    return true;
}

static bool take_hole(Sql *q, Size *i, Str *carry)
{
    const Piece *h = &q->p.v[*i];
    if (h->conversion || h->spec) return false;
    if (q->quote) return quoted(q, i, carry);
    Str after =
        *i + 1 < q->p.n && q->p.v[*i + 1].kind == PIECE_TEXT ? q->p.v[*i + 1].text : (Str){0};
    if (!wants_value(buf_str(&q->text)) || starts_name(after)) return false;
    if (*i + 1 < q->p.n && q->p.v[*i + 1].kind == PIECE_HOLE) return false;
    *push(q->m->keep, &q->values) = (Value){h, {0}, {0}};
    add_placeholder(q);
    return true;
}

static bool rebuild(Sql *q)
{
    for (Size i = 0; i < q->p.n; i++) {
        Str carry = {0};
        if (q->p.v[i].kind == PIECE_TEXT) add_constant(q, q->p.v[i].text);
        else if (!take_hole(q, &i, &carry)) return false;
        add_constant(q, carry);
    }
    return !q->quote && q->values.n > 0;
}

static Str value_text(const Sql *q, const Value *v)
{
    char quote = edit_quote(q->m->tree);
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
    bool named = q->style == STYLE_NAMED, word = q->style == STYLE_VARIABLE,
         loose = q->style == STYLE_DOLLAR || word;
    if (!loose) buf_char(&b, named ? '{' : '(');
    for (Size i = 0; i < q->values.n; i++) {
        if (i) buf_add(&b, S(", "));
        if (named) buf_fmt(&b, "%cp%td%c: ", edit_quote(q->m->tree), i + 1, edit_quote(q->m->tree));
        if (word) buf_fmt(&b, "p%td=", i + 1);
        buf_add(&b, value_text(q, &q->values.v[i]));
    }
    if (!loose) buf_add(&b, named ? S("}") : q->values.n == 1 ? S(",)") : S(")"));
    return buf_str(&b);
}

// As it was written: a triple-quoted text stays one, its lines as they are.
static Str literal(const Sql *q, Str text)
{
    Str was = py_text(q->m->tree, q->p.whole);
    bool triple = str_find(was, S("\"\"\"")) >= 0 || str_find(was, S("'''")) >= 0;
    bool plain =
        str_find(text, S("\"\"\"")) < 0 && str_find(text, S("\\")) < 0 && !str_ends(text, S("\""));
    if (triple && plain && str_find(text, S("\n")) >= 0)
        return str_fmt(q->m->keep, "\"\"\"%.*s\"\"\"", STR_ARG(text));
    char quote = edit_quote(q->m->tree);
    char other = quote == '"' ? '\'' : '"';
    if (str_find(text, (Str){&quote, 1}) >= 0 && str_find(text, (Str){&other, 1}) < 0)
        quote = other;
    return edit_literal(text, quote, q->m->keep);
}

// The holes' names must still mean the same where the parameters now stand.
static bool rebound_between(const Mend *m, NodeId n, uint32_t from, uint32_t to, Str name)
{
    const PyNode *p = py_at(m->tree, n);
    if (p->kind == PY_Name && p->op != CTX_LOAD && p->beg > from && p->beg < to &&
        str_eq(py_name(m->tree, py_sym(m->tree, n, Name_id)), name))
        return true;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));)
        if (rebound_between(m, c, from, to, name)) return true;
    return false;
}

static bool movable(const Sql *q, NodeId call)
{
    if (!q->p.via) return true;
    const Mend *m = q->m;
    NodeId scope = mend_function(m, call);
    uint32_t from = py_at(m->tree, q->p.via)->end, to = py_at(m->tree, call)->beg;
    for (Size i = 0; i < q->values.n; i++) {
        NodeId hole = q->values.v[i].hole->node;
        // evaluated once, at its own place
        if (py_kind(m->tree, hole) == PY_Call) return false;
        Str root = q->values.v[i].hole->text;
        Size end = 0;
        while (end < root.len && word_char(root.s[end])) end++;
        if (rebound_between(m, scope ? scope : m->tree->root, from, to, str_sub(root, 0, end)))
            return false;
    }
    return true;
}

bool mend_sql(const Mend *m, Change *c, NodeId call, NodeId query, int position, SqlStyle style)
{
    Sql q = {.m = m, .style = style, .text = {.keep = m->keep}};
    NodeId inner = query;
    if (style == STYLE_NONE || mend_arg(m, call, position, (Str){0})) return false;
    if (py_kind(m->tree, query) == PY_Call && style == STYLE_NAMED)
        inner = mend_arg(m, query, 0, S("text"));
    if (!inner || !mend_pieces(m, inner, &q.p) || !rebuild(&q) || !movable(&q, call)) return false;
    mend_replace(m, c, q.p.whole, literal(&q, buf_str(&q.text)));
    uint32_t at = py_at(m->tree, query)->end;
    *push(m->keep, &c->edits) =
        (Edit){{at, at}, str_fmt(m->keep, ", %.*s", STR_ARG(parameters(&q)))};
    return true;
}
