// fact/template_expr: a template's expressions: their pieces, filters and the variables whose text
// they have.
// SPDX-License-Identifier: MIT
#include "fact/template_int.h"
#include <ctype.h>

bool is_name_char(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 128;
}

Size skip_one(Str s, Size i)
{
    int depth = 0;
    char quote = 0;
    do {
        char c = s.s[i++];
        if (quote) {
            if (c == '\\') i++;
            else if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') quote = c;
        else if (c == '(' || c == '[' || c == '{') depth++;
        else if (depth && (c == ')' || c == ']' || c == '}')) depth--;
    } while (i < s.len && (depth || quote));
    return i < s.len ? i : s.len;
}

Str take_name(Str s, Size *i)
{
    Size from = *i;
    while (*i < s.len && is_name_char(s.s[*i])) ++*i;
    return str_sub(s, from, *i);
}

Str take_path(Str s, Size *i)
{
    Size from = *i;
    while (*i < s.len && (is_name_char(s.s[*i]) || s.s[*i] == '.')) ++*i;
    return str_sub(s, from, *i);
}

static const Str words[] = {L("if"), L("else"), L("or"), L("and"), L("not"), L("in"), L("is"), {0}};

Str next_piece(Str *rest)
{
    Str s = *rest;
    Size i = 0;
    while (i < s.len && s.s[i] != '~' && s.s[i] != '+') {
        Size from = i;
        if (!is_name_char(s.s[i])) {
            i = skip_one(s, i);
            continue;
        }
        if (str_in(take_name(s, &i), words) && from > 0 && s.s[from - 1] == ' ') {
            i = from;
            break;
        }
    }
    Str piece = str_sub(s, 0, i);
    if (i < s.len && is_name_char(s.s[i])) (void)take_name(s, &i);
    else i++;
    *rest = str_sub(s, i, -1);
    return piece;
}

Size bar_of(Str piece)
{
    Size bar = 0;
    while (bar < piece.len && piece.s[bar] != '|') bar = skip_one(piece, bar);
    return bar;
}

// ---- filters

// What a filter makes of the text.
typedef enum { KEEPS, ESCAPES, FORCES, MARKS, PLAIN, CODES } Filter;
static Filter filter_named(Str name)
{
    static const Str keeps[] = {L("upper"),
                                L("lower"),
                                L("title"),
                                L("capitalize"),
                                L("capfirst"),
                                L("trim"),
                                L("strip"),
                                L("replace"),
                                L("default"),
                                L("d"),
                                L("default_if_none"),
                                L("first"),
                                L("last"),
                                L("join"),
                                L("string"),
                                L("reverse"),
                                L("center"),
                                L("indent"),
                                L("wordwrap"),
                                L("truncate"),
                                L("truncatechars"),
                                L("truncatewords"),
                                L("truncatechars_html"),
                                L("truncatewords_html"),
                                L("format"),
                                L("list"),
                                L("sort"),
                                L("add"),
                                L("cut"),
                                L("ljust"),
                                L("rjust"),
                                L("stringformat"),
                                L("striptags"),
                                L("markdown"),
                                L("md"),
                                L("random"),
                                {0}};
    if (str_eq(name, S("safe")) || str_eq(name, S("safeseq"))) return MARKS;
    if (str_eq(name, S("e")) || str_eq(name, S("escape"))) return ESCAPES;
    if (str_eq(name, S("forceescape")) || str_eq(name, S("force_escape"))) return FORCES;
    if (str_eq(name, S("tojson"))) return CODES;
    return str_in(name, keeps) ? KEEPS : PLAIN; // of any other it is believed that it takes care
}

static Filter mako_filter(Str name)
{
    static const Str keeps[] = {L("trim"), L("str"), L("unicode"), {0}};
    if (str_eq(name, S("n"))) return MARKS;
    if (str_eq(name, S("h"))) return FORCES;
    return str_in(name, keeps) ? KEEPS : PLAIN;
}

Danger filters_leave(Str filters, bool escapes, TemplateKind kind)
{
    Danger d = {.markup = true, .script = true};
    for (Size i = 0; i < filters.len;) {
        char c = filters.s[i];
        if (c != '|' && (c != ',' || kind != TEMPLATE_MAKO)) {
            i = skip_one(filters, i);
            continue;
        }
        for (i++; i < filters.len && filters.s[i] == ' ';) i++;
        Str name = take_path(filters, &i);
        Filter f = kind == TEMPLATE_MAKO ? mako_filter(name) : filter_named(name);
        if (f == FORCES || (f == ESCAPES && !d.marked)) d.markup = false, d.marked = true;
        if (f == MARKS) d.marked = true;
        if (f == PLAIN || f == CODES) return (Danger){0};
    }
    d.markup &= d.marked || !escapes;
    return d;
}

bool filters_escape(Str filters, TemplateKind kind)
{
    static const Str harmless[] = {L("e"),   L("escape"), L("forceescape"), L("force_escape"),
                                   L("h"),   L("u"),      L("urlencode"),   L("tojson"),
                                   L("int"), L("float"),  L("count"),       L("length"),
                                   {0}};
    static const Str keeps[] = {L("trim"),   L("str"),  L("unicode"),
                                L("string"), L("safe"), L("n"),       {0}};
    bool escaped = false;
    for (Size i = 0; i < filters.len;) {
        char c = filters.s[i++];
        if (c == ' ') continue;
        if (c != '|' && (c != ',' || kind != TEMPLATE_MAKO)) return false;
        while (i < filters.len && filters.s[i] == ' ') i++;
        Str name = take_path(filters, &i);
        escaped = str_in(name, harmless) || (escaped && str_in(name, keeps));
        if (i < filters.len && filters.s[i] == '(') i = skip_one(filters, i);
    }
    return escaped;
}

// ---- operands

bool is_literal(Str s)
{
    Size digits = 0;
    while (digits < s.len && isdigit((unsigned char)s.s[digits])) digits++;
    return !s.len || digits == s.len || ((*s.s == '"' || *s.s == '\'') && skip_one(s, 0) == s.len);
}

Str quoted_in(Str s)
{
    s = str_trim(s);
    while (s.len && (*s.s == '[' || *s.s == '(')) s = str_trim(str_sub(s, 1, -1));
    if (!s.len || (*s.s != '"' && *s.s != '\'')) return (Str){0};
    Size end = skip_one(s, 0);
    return end >= 2 && s.s[end - 1] == *s.s ? str_sub(s, 1, end - 1) : (Str){0};
}

bool next_argument(Str *rest, Str *name, Str *value)
{
    Str s = str_trim(*rest);
    Size i = 0, eq = 0;
    for (; i < s.len && s.s[i] != ','; i = skip_one(s, i))
        if (s.s[i] == '=' && !eq && i > 0 && (i + 1 == s.len || s.s[i + 1] != '=')) eq = i;
    *name = str_trim(str_sub(s, 0, eq));
    *value = str_trim(str_sub(s, eq ? eq + 1 : 0, i));
    *rest = str_sub(s, i + 1, -1);
    return value->len > 0;
}

// Methods that give of a text the text, and of a container what it holds.
static bool keeps_text(Str method)
{
    static const Str keeps[] = {L("upper"),        L("lower"),        L("title"),   L("strip"),
                                L("lstrip"),       L("rstrip"),       L("replace"), L("format"),
                                L("join"),         L("capitalize"),   L("decode"),  L("split"),
                                L("splitlines"),   L("center"),       L("ljust"),   L("rjust"),
                                L("removeprefix"), L("removesuffix"), L("all"),     {0}};
    return str_in(method, keeps);
}

static void add_part(Buf *path, Str part)
{
    buf_char(path, '.');
    buf_add(path, part);
}

// .x, ["x"], [0], .get("x"), .items() behind a name, as parts of its path; the place after them.
// False: of what is called there nothing is known.
static bool take_parts(Str s, Size *i, Buf *path)
{
    for (int parts = 0; *i < s.len && parts < NAMES; parts++) {
        bool dot = s.s[*i] == '.', index = s.s[*i] == '[';
        if (!dot && !index) return true;
        Size from = *i, end = index ? skip_one(s, from) : from + 1;
        Str key = index ? quoted_in(str_sub(s, from, end)) : take_name(s, &end);
        *i = end;
        if (!dot || end >= s.len || s.s[end] != '(') {
            bool number = dot && key.len && isdigit((unsigned char)*key.s);
            add_part(path, key.len && !number ? key : S("*"));
            continue;
        }
        Str first = quoted_in(str_sub(s, end, -1));
        *i = skip_one(s, end);
        if (str_eq(key, S("get"))) add_part(path, first.len ? first : S("*"));
        else if (str_eq(key, S("keys"))) add_part(path, S("@"));
        else if (!str_eq(key, S("items")) && !str_eq(key, S("values")) && !keeps_text(key))
            return false;
    }
    return true;
}

int operand_names(Str s, Str *names, Arena *keep)
{
    int n = 0;
    bool inside = false; // in brackets each name counts
    for (Size i = 0; i < s.len && n < NAMES;) {
        char c = s.s[i];
        if (c == '(' && !n) inside = true;
        if (!isalpha((unsigned char)c) && c != '_') {
            i = c == '"' || c == '\'' || c == '[' ? skip_one(s, i) : i + 1;
            continue;
        }
        bool member = i > 0 && (s.s[i - 1] == '.' || isdigit((unsigned char)s.s[i - 1]));
        Str name = take_name(s, &i);
        bool called = i < s.len && s.s[i] == '(', markup = str_eq(name, S("Markup")) && !member;
        if (called) i = markup ? i : skip_one(s, i);
        if (!member && !called && !str_in(name, words)) {
            Buf path = {.keep = keep};
            buf_add(&path, name);
            if (take_parts(s, &i, &path)) names[n++] = buf_str(&path);
            else if (!inside) break;
        }
        if (n && !inside) break;
        if (called && !member && !inside && !markup) break;
    }
    return n;
}
