// mend/sql_place: what the hole of a query stands beside, by the query's own text.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

bool sql_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool sql_is_word(Str text)
{
    for (Size i = 0; i < text.len; i++)
        if (!sql_word_char(text.s[i])) return false;
    return text.len > 0;
}

bool sql_last_word(Str text, Str word)
{
    if (text.len < word.len) return false;
    Str tail = str_sub(text, text.len - word.len, -1);
    for (Size i = 0; i < word.len; i++)
        if ((tail.s[i] | 32) != word.s[i]) return false;
    return text.len == word.len || !sql_word_char(text.s[text.len - word.len - 1]);
}

// Behind the last such word; -1: it is nowhere.
static Size behind_last(Str text, Str word)
{
    for (Size i = text.len; i >= word.len; i--)
        if ((i == text.len || !sql_word_char(text.s[i])) && sql_last_word(str_sub(text, 0, i), word)) return i;
    return -1;
}

bool sql_says(Str text, Str word) { return behind_last(text, word) >= 0; }

static bool ends_in_one(Str head, const Str *words)
{
    for (; words->len; words++)
        if (sql_last_word(head, *words)) return true;
    return false;
}

// The call or list that the text stands in, unclosed: the place of its bracket; -1: none.
static Size open_bracket(Str text)
{
    int depth = 0;
    for (Size i = text.len; i-- > 0;) {
        if (text.s[i] == ')') depth++;
        if (text.s[i] == '(' && depth-- == 0) return i;
    }
    return -1;
}

// Is an open bracket's list one of values: VALUES (…, IN (…, or a function's arguments?
static bool in_value_list(Str text)
{
    Size at = open_bracket(text);
    if (at < 0) return false;
    Str head = str_trim(str_sub(text, 0, at));
    return sql_last_word(head, S("values")) || sql_last_word(head, S("in")) ||
           (str_ends(head, S(",")) && str_find(head, S("(")) >= 0) ||
           (at > 0 && sql_word_char(text.s[at - 1]) && str_find(head, S("insert")) < 0 &&
            str_find(head, S("INSERT")) < 0);
}

// price * {factor}: not SELECT * {clause}, t.* or count(*
static bool is_product(Str head)
{
    static const Str lists[] = {L("select"), L("distinct"), L("all"), L("returning"), {0}};
    Str left = str_trim(str_sub(head, 0, head.len - 1));
    char last = left.len ? left.s[left.len - 1] : 0;
    if (ends_in_one(left, lists)) return false;
    return sql_word_char(last) || last == ')' || last == '"' || last == '`';
}

// PRAGMA table_info({table})
static bool asks_of_table(Str head)
{
    static const Str asks[] = {L("table_info"), L("table_xinfo"), L("index_list"),
                               L("foreign_key_list"), {0}};
    return str_ends(head, S("(")) && ends_in_one(str_sub(head, 0, head.len - 1), asks);
}

bool sql_wants_value(Str before)
{
    static const Str words[] = {L("like"),    L("ilike"),  L("limit"), L("offset"),
                                L("between"), L("regexp"), L("match"), L("when"),
                                L("then"),    L("else"),   L("top"),   L("glob"), {0}};
    Str head = str_trim(before);
    if (!head.len) return false;
    char c = head.s[head.len - 1];
    if (c == '=' || c == '<' || c == '>' || c == '+' || c == '-' || c == '|' || c == '/')
        return true;
    if (asks_of_table(head)) return false;
    if (c == '*') return is_product(head);
    if (c == ',' || c == '(') return in_value_list(head);
    if (ends_in_one(head, words)) return true;
    if (!sql_last_word(head, S("and"))) return false;
    Size between = -1; // BETWEEN a AND b
    for (Size i = 0; i + 7 <= head.len; i++)
        if (sql_last_word(str_sub(head, 0, i + 7), S("between"))) between = i;
    return between >= 0 && str_find(str_sub(head, between + 7, head.len - 3), S("AND")) < 0 &&
           str_find(str_sub(head, between + 7, head.len - 3), S("and")) < 0;
}

bool sql_xpath_value(Str before)
{
    Str head = str_trim(before);
    char c = head.len ? head.s[head.len - 1] : 0;
    if (c == '=' || c == '<' || c == '>') return true;
    return (c == ',' || c == '(') && in_value_list(head);
}

// ---- where sqlite compares a value as it is

// The last word, and what is before it.
static Str take_word(Str *head)
{
    Str text = str_trim(*head);
    Size at = text.len;
    while (at > 0 &&
           (sql_word_char(text.s[at - 1]) || (at > 1 && strchr(".\"`[]", text.s[at - 1]))))
        at--;
    *head = str_trim(str_sub(text, 0, at));
    return str_sub(text, at, -1);
}

static bool is_operator(char c) { return c == '=' || c == '<' || c == '>' || c == '!'; }

// SELECT SUM(x) AS total: an expression's name
static bool is_made(Str all, Str word)
{
    for (Size i = 0; i + word.len <= all.len; i++) {
        bool ends = i + word.len == all.len || !sql_word_char(all.s[i + word.len]);
        if (ends && str_alike(str_sub(all, i, i + word.len), word) &&
            sql_last_word(str_trim(str_sub(all, 0, i)), S("as")))
            return true;
    }
    return false;
}

// Is what is compared a column alone, as it was declared?
static bool is_column(Str left, Str all)
{
    static const Str made[] = {L("having"), L("case"), L("then"), L("else"), L("end"), L("when")};
    Str head = left, word = take_word(&head);
    if (!word.len || is_made(all, word)) return false;
    for (Size i = 0; i < countof(made); i++)
        if (str_alike(word, made[i])) return false;
    if (head.len && strchr("+-*/|%)", head.s[head.len - 1])) return false;
    return !sql_says(head, S("having"));                  // in its HAVING, all may be made
}

// IN ({x}, …), VALUES ({x}, …); else a function's arguments
static bool keeps_in_list(Str head, Str all)
{
    Size at = open_bracket(head);
    Str list = str_trim(str_sub(head, 0, at < 0 ? 0 : at)), rest = list;
    if (at < 0 || sql_last_word(list, S("values")) || str_ends(list, S(","))) return false;
    if (!str_alike(take_word(&rest), S("in"))) return true;
    if (sql_last_word(rest, S("not"))) take_word(&rest);
    return !is_column(rest, all);
}

bool sql_keeps_type(Str before, Str all)
{
    static const Str words[] = {L("when"), L("then"), L("else")};
    Str head = str_trim(before);
    if (!head.len) return false;
    char c = head.s[head.len - 1];
    if (c == ',' || c == '(') return keeps_in_list(head, all);
    if (is_operator(c)) {
        while (head.len && is_operator(head.s[head.len - 1])) head.len--;
        return !is_column(head, all);
    }
    for (Size i = 0; i < countof(words); i++)
        if (sql_last_word(head, words[i])) return true;
    if (sql_last_word(head, S("and")))                    // BETWEEN a AND b
        while (head.len && !sql_last_word(head, S("between"))) head.len--;
    if (!sql_last_word(head, S("between"))) return false;
    head.len -= 7;
    Str rest = head;
    return !is_column(str_alike(take_word(&rest), S("not")) ? rest : head, all);
}

bool sql_in_list(Str before)
{
    Str head = str_trim(before);
    return str_ends(head, S("(")) &&
           sql_last_word(str_trim(str_sub(head, 0, head.len - 1)), S("in"));
}

// ORDER BY a, b: the clause that the text ends in, with nothing else begun or closed behind it
static bool in_order(Str text)
{
    static const Str others[] = {L("collate"), L("nulls"), L("limit"), L("offset"), L("fetch"), L("when"),
                                 L("then"),    L("else"),  L("as"),    L("rows"),   L("range"), L("union"),
                                 L("for"),     {0}};
    Size at = behind_last(text, S("order")), depth = 0;
    Str clause = at >= 0 ? str_trim(str_sub(text, at, -1)) : (Str){0};
    if (!str_alike(str_sub(clause, 0, 2), S("by"))) return false;
    for (Size i = 0; i < clause.len; i++) {
        depth += (clause.s[i] == '(') - (clause.s[i] == ')');
        if (depth < 0 || clause.s[i] == ';') return false;
    }
    for (const Str *w = others; w->len; w++)
        if (sql_says(clause, *w)) return false;
    return true;
}

// FROM a, {b}: a list of tables
static bool in_tables(Str text)
{
    static const Str others[] = {L("select"), L("by"), L("set"), L("where"), L("on"), L("returning"), L("into"),
                                 L("values"), {0}};
    Size from = behind_last(text, S("from"));
    for (const Str *w = others; from >= 0 && w->len; w++)
        if (behind_last(text, *w) > from) from = -1;
    return from >= 0 && open_bracket(str_sub(text, from, -1)) < 0;
}

SqlSlot sql_slot(Str before)
{
    static const Str tables[] = {L("from"),  L("join"),   L("into"),     L("update"), L("table"),
                                 L("exists"), L("truncate"), {0}},
                     fields[] = {L("where"), L("and"), L("or"), L("on"), L("set"), L("not"), L("having"), L("when"),
                                 L("case"), L("distinct"), L("column"), {0}};
    Str head = str_trim(before);
    while (head.len && strchr("\"`[]", head.s[head.len - 1])) head.len--;
    head = str_trim(head);
    char last = head.len ? head.s[head.len - 1] : 0;
    bool by = sql_last_word(head, S("by"));
    if (ends_in_one(head, tables) || asks_of_table(head) || (last == ',' && in_tables(head))) return SLOT_TABLE;
    if (!by && (sql_word_char(last) || last == ')') && in_order(head)) return SLOT_DIRECTION;
    if (by || last == ',' || sql_last_word(head, S("select"))) return SLOT_COLUMN;
    return !last || strchr("(._=<>+-/|", last) || ends_in_one(head, fields) ? SLOT_FIELD : SLOT_NONE;
}
