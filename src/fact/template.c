// fact/template: a template's text in one pass: where in the page it is, what its statements say, what it prints.
// SPDX-License-Identifier: MIT
#include "fact/template.h"
#include <ctype.h>

// LONGEST: of a {{ … }} or a tag, so that many that nobody closes cost little.
enum { NESTED = 16, ALIASES = 32, NAMES = 8, LONGEST = 400 };

// Where in the page the text is: outside of tags, in one, in the text of an attribute, in a script.
typedef struct {
    enum { IN_TEXT, IN_TAG, IN_SCRIPT } in;
    bool script, foreign;                // the tag is <script, and of a type that no browser runs
    bool event;                          // the attribute is one like onclick
    char quote;                          // of an attribute, or of a text in a script; '/' and '*': a comment
} Page;

typedef struct {
    Str text; Size at;
    Page page;
    bool escapes[NESTED]; int depth;     // autoescape blocks
    struct { Str name, of; } alias[ALIASES]; int aliases;
    TemplatePrints *out; Arena *keep;
} Reading;

// ---- where in the page

static bool starts_here(Str s, Str word)
{
    if (s.len < word.len) return false;
    for (Size i = 0; i < word.len; i++)
        if (tolower((unsigned char)s.s[i]) != word.s[i]) return false;
    return true;
}

static bool is_name_char(char c) { return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 128; }

// <script type="application/json"> is data.
static bool is_foreign(Str s)
{
    Str tag = str_first(str_sub(s, 0, LONGEST), S(">"));
    return str_find(tag, S("type=")) >= 0 && str_find(tag, S("javascript")) < 0 && str_find(tag, S("module")) < 0;
}

static void open_tag(Page *p, Str rest)
{
    if (rest.len < 2 || !isalpha((unsigned char)rest.s[1])) return;
    *p = (Page){.in = IN_TAG, .script = starts_here(rest, S("<script"))};
    p->foreign = p->script && is_foreign(rest);
}

// The attribute's name stands before its "=".
static bool is_event(Str text, Size at)
{
    while (at > 0 && (text.s[at - 1] == '=' || text.s[at - 1] == ' ')) at--;
    Size end = at;
    while (at > 0 && is_name_char(text.s[at - 1])) at--;
    return end - at > 2 && starts_here(str_sub(text, at, end), S("on"));
}

static void step_in_tag(Page *p, Str text, Size at)
{
    char c = text.s[at];
    if (p->quote) {
        if (c == p->quote) p->quote = 0, p->event = false;
    } else if (c == '"' || c == '\'') {
        p->quote = c;
        p->event = is_event(text, at);
    } else if (c == '>') p->in = p->script && !p->foreign ? IN_SCRIPT : IN_TEXT;
}

static void step_in_script(Page *p, Str rest)
{
    char c = *rest.s, next = rest.len > 1 ? rest.s[1] : 0;
    if (c == '<' && starts_here(rest, S("</script"))) *p = (Page){.in = IN_TAG};
    else if (p->quote == '*') p->quote = c == '*' && next == '/' ? 0 : '*';
    else if (p->quote) {
        if (c == p->quote || (c == '\n' && p->quote != '`')) p->quote = 0;
    } else if (c == '/' && (next == '/' || next == '*')) p->quote = next;
    else if (c == '"' || c == '\'' || c == '`') p->quote = c;
}

static void step(Reading *r)
{
    Str rest = str_sub(r->text, r->at, -1);
    Page *p = &r->page;
    bool in_string = p->in == IN_SCRIPT && p->quote && p->quote != '/' && p->quote != '*';
    if (in_string && *rest.s == '\\' && rest.len > 1) r->at++;
    else if (p->in == IN_SCRIPT) step_in_script(p, rest);
    else if (p->in == IN_TAG) step_in_tag(p, r->text, r->at);
    else if (*rest.s == '<') open_tag(p, rest);
    r->at++;
}

// Is what is printed here read as code, although it was escaped?
static bool is_code_here(const Reading *r)
{
    const Page *p = &r->page;
    if (p->in == IN_SCRIPT) return !p->quote || p->quote == '`';
    if (p->in != IN_TAG) return false;
    return p->quote ? p->event : r->at > 0 && r->text.s[r->at - 1] == '=';
}

// ---- expressions

// The place after a text in quotes, a bracket with all in it, or one character.
static Size skip_one(Str s, Size i)
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

static Str take_name(Str s, Size *i)
{
    Size from = *i;
    while (*i < s.len && is_name_char(s.s[*i])) ++*i;
    return str_sub(s, from, *i);
}

static const Str words[] = {L("if"), L("else"), L("or"), L("and"), L("not"), L("in"), L("is"), {0}};

// The next piece of an expression that has its own filters: a ~ b|safe, a if b else c.
static Str next_piece(Str *rest)
{
    Str s = *rest;
    Size i = 0;
    while (i < s.len && s.s[i] != '~' && s.s[i] != '+') {
        Size from = i;
        if (!is_name_char(s.s[i])) { i = skip_one(s, i); continue; }
        if (str_in(take_name(s, &i), words) && from > 0 && s.s[from - 1] == ' ') { i = from; break; }
    }
    Str piece = str_sub(s, 0, i);
    if (i < s.len && is_name_char(s.s[i])) (void)take_name(s, &i);
    else i++;
    *rest = str_sub(s, i, -1);
    return piece;
}

// What a filter makes of the text.
typedef enum { KEEPS, ESCAPES, FORCES, MARKS, PLAIN, CODES } Filter;
static Filter filter_named(Str name)
{
    static const Str keeps[] = {
        L("upper"), L("lower"), L("title"), L("capitalize"), L("capfirst"), L("trim"), L("strip"), L("replace"), L("default"),
        L("d"), L("default_if_none"), L("first"), L("last"), L("join"), L("string"), L("reverse"), L("center"),
        L("indent"), L("wordwrap"), L("truncate"), L("truncatechars"), L("truncatewords"), L("truncatechars_html"),
        L("truncatewords_html"), L("format"), L("list"), L("sort"), L("add"), L("cut"), L("ljust"), L("rjust"),
        L("stringformat"), L("striptags"), L("markdown"), L("md"), L("random"), {0}};
    if (str_eq(name, S("safe")) || str_eq(name, S("safeseq"))) return MARKS;
    if (str_eq(name, S("e")) || str_eq(name, S("escape"))) return ESCAPES;
    if (str_eq(name, S("forceescape")) || str_eq(name, S("force_escape"))) return FORCES;
    if (str_eq(name, S("tojson"))) return CODES;
    return str_in(name, keeps) ? KEEPS : PLAIN;      // of any other it is believed that it takes care
}

typedef struct { bool markup, script; } Danger;
static Danger filtered(Str filters, bool escapes)
{
    Danger d = {true, true};
    bool marked = false;
    for (Size i = 0; i < filters.len;) {
        if (filters.s[i] != '|') { i = skip_one(filters, i); continue; }
        for (i++; i < filters.len && filters.s[i] == ' ';) i++;
        Filter f = filter_named(take_name(filters, &i));
        if (f == FORCES || (f == ESCAPES && !marked)) d.markup = false, marked = true;
        if (f == MARKS) marked = true;
        if (f == PLAIN || f == CODES) return (Danger){false, false};
    }
    d.markup &= marked || !escapes;
    return d;
}

// Names whose text the operand has: t, t.x, t["x"], t.get("x"), (a ~ b); of f(t) nothing is known.
static int operand_names(Str s, Str *names)
{
    int n = 0;
    bool inside = false;                 // in brackets each name counts
    for (Size i = 0; i < s.len && n < NAMES;) {
        char c = s.s[i];
        if (c == '(' && !n) inside = true;
        if (!isalpha((unsigned char)c) && c != '_') {
            i = c == '"' || c == '\'' || c == '[' ? skip_one(s, i) : i + 1;
            continue;
        }
        bool member = i > 0 && (s.s[i - 1] == '.' || isdigit((unsigned char)s.s[i - 1]));
        Str name = take_name(s, &i);
        bool called = i < s.len && s.s[i] == '(';
        if (called) i = str_eq(name, S("Markup")) && !member ? i : skip_one(s, i);
        if (!member && !called && !str_in(name, words)) names[n++] = name;
        if (n && !inside) break;
        if (called && !member && !inside && !str_eq(name, S("Markup"))) break;
    }
    return n;
}

static Str aliased(const Reading *r, Str name)
{
    for (int turn = 0; turn < NAMES; turn++) {
        int i = r->aliases - 1;
        while (i >= 0 && !str_eq(r->alias[i].name, name)) i--;
        if (i < 0 || str_eq(r->alias[i].of, name)) return name;
        name = r->alias[i].of;
    }
    return name;
}

static void print_piece(Reading *r, Str piece, Str as, bool escapes)
{
    Str names[NAMES];
    Size bar = 0;
    while (bar < piece.len && piece.s[bar] != '|') bar = skip_one(piece, bar);
    Str operand = str_trim(str_sub(piece, 0, bar));
    Danger d = filtered(str_sub(piece, bar, -1), escapes && !str_starts(operand, S("Markup(")));
    d.script &= is_code_here(r);
    if (!d.markup && !d.script) return;
    int n = operand_names(operand, names);
    for (int i = 0; i < n && r->out->n < TEMPLATE_PRINTS; i++)
        *push(r->keep, r->out) = (TemplatePrint){aliased(r, names[i]), as, d.markup, d.script};
}

static void print(Reading *r, Str expr, Str as)
{
    bool escapes = r->escapes[r->depth];
    if (str_starts(expr, S("!"))) expr = str_sub(expr, 1, -1), escapes = false;      // Bottle
    if (str_starts(expr, S("-"))) expr = str_sub(expr, 1, -1);
    for (int pieces = 0; expr.len && pieces < NAMES; pieces++) print_piece(r, next_piece(&expr), as, escapes);
}

// ---- statements

// {% for x in t %}, {% set x = t %}, {% with x=t %}, {% with t as x %}
static void bind(Reading *r, Str name, Str expr)
{
    Str names[NAMES];
    name = str_trim(name), expr = str_trim(expr);
    if (!name.len || r->aliases == ALIASES) return;
    Size bar = str_find(expr, S("|"));
    bool known = filtered(bar < 0 ? S("") : str_sub(expr, bar, -1), false).markup && operand_names(expr, names) > 0;
    r->alias[r->aliases].name = name;
    r->alias[r->aliases++].of = known ? names[0] : S("");
}

static void bind_each(Reading *r, Str targets, Str expr)
{
    for (Str one; str_cut(&targets, S(","), &one);) bind(r, one, expr);
}

static void bind_all(Reading *r, Str rest)
{
    Size as = str_find(rest, S(" as "));
    if (as >= 0) { bind(r, str_sub(rest, as + 4, -1), str_sub(rest, 0, as)); return; }
    for (Size eq; (eq = str_find(rest, S("="))) > 0 && r->aliases < ALIASES;) {
        Size end = eq + 1;
        while (end < rest.len && rest.s[end] == ' ') end++;
        while (end < rest.len && rest.s[end] != ' ' && rest.s[end] != ',') end = skip_one(rest, end);
        bind(r, str_sub(rest, 0, eq), str_sub(rest, eq + 1, end));
        rest = str_sub(rest, end + 1, -1);
    }
}

// The rest of {% raw %} … {% endraw %}, of which nothing is a statement.
static void skip_to_end(Reading *r, Str word)
{
    Str end = str_fmt(r->keep, "end%.*s", STR_ARG(word)), rest = str_sub(r->text, r->at, -1);
    Size to = str_find(rest, end);
    r->at = to < 0 ? r->text.len : r->at + to;
}

static void autoescape(Reading *r, Str rest)
{
    static const Str off[] = {L("off"), L("false"), L("False"), L("None"), {0}};
    if (r->depth + 1 < NESTED) r->depth++;
    r->escapes[r->depth] = !str_in(rest, off);
}

static void statement(Reading *r, Str text, Str as)
{
    Size i = 0;
    while (text.len && (text.s[0] == '-' || text.s[0] == '+')) text = str_trim(str_sub(text, 1, -1));
    if (str_ends(text, S("-"))) text = str_trim(str_sub(text, 0, text.len - 1));
    Str word = take_name(text, &i), rest = str_trim(str_sub(text, i, -1));
    Size in = str_find(rest, S(" in "));
    if (str_eq(word, S("autoescape"))) autoescape(r, rest);
    else if (str_eq(word, S("endautoescape"))) r->depth -= r->depth > 0;
    else if (str_eq(word, S("for")) && in > 0) bind_each(r, str_sub(rest, 0, in), str_sub(rest, in + 4, -1));
    else if (str_eq(word, S("set")) || str_eq(word, S("with"))) bind_all(r, rest);
    else if (str_eq(word, S("raw")) && rest.len) print_piece(r, rest, as, false);    // Tornado
    else if (str_eq(word, S("raw")) || str_eq(word, S("verbatim")) || str_eq(word, S("comment"))) skip_to_end(r, word);
}

// From "{{" to the "}}" after it, texts in quotes taken whole. -1: there is none.
static Size end_of(Str s, Size at, Str end)
{
    s = str_sub(s, 0, at + LONGEST);
    while (at < s.len && s.s[at] != '\n' && (s.s[at] != end.s[0] || !str_starts(str_sub(s, at, -1), end)))
        at = s.s[at] == '"' || s.s[at] == '\'' ? skip_one(s, at) : at + 1;
    return at < s.len && s.s[at] != '\n' ? at : -1;
}

// One of {{ … }}, {% … %}, {# … #} that begins here. False: none does.
static bool read_mark(Reading *r)
{
    Str rest = str_sub(r->text, r->at, r->at + 2);
    bool prints = str_eq(rest, S("{{")), says = str_eq(rest, S("{%"));
    if (!prints && !says && !str_eq(rest, S("{#"))) return false;
    Size from = r->at, end = end_of(r->text, from + 2, prints ? S("}}") : says ? S("%}") : S("#}"));
    if (end < 0) return false;
    Str inner = str_trim(str_sub(r->text, from + 2, end)), as = str_sub(r->text, from, end + 2);
    if (prints) print(r, inner, as);
    r->at = end + 2;
    if (says) statement(r, inner, as);
    return true;
}

TemplatePrints template_prints(Str text, bool escapes, Arena *keep)
{
    TemplatePrints out = {0};
    Reading r = {.text = str_sub(text, 0, TEMPLATE_MOST), .out = &out, .keep = keep};
    r.escapes[0] = escapes;
    while (r.at < r.text.len && out.n < TEMPLATE_PRINTS)
        if (r.text.s[r.at] != '{' || !read_mark(&r)) step(&r);
    return out;
}
