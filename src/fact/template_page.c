// fact/template_page: where in an HTML page a template's text is, step by step.
// SPDX-License-Identifier: MIT
#include "fact/template_int.h"
#include <ctype.h>

static bool starts_here(Str s, Str word)
{
    return str_alike(str_sub(s, 0, word.len), word);
}

// <script type="application/json"> is data.
static bool is_foreign(Str s)
{
    Str tag = str_first(str_sub(s, 0, LONGEST), S(">"));
    return str_find(tag, S("type=")) >= 0 && str_find(tag, S("javascript")) < 0 &&
           str_find(tag, S("module")) < 0;
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

Size page_step(Page *p, Str text, Size at)
{
    Str rest = str_sub(text, at, -1);
    bool in_string = p->in == IN_SCRIPT && p->quote && p->quote != '/' && p->quote != '*';
    if (in_string && *rest.s == '\\' && rest.len > 1) return at + 2;
    if (p->in == IN_SCRIPT) step_in_script(p, rest);
    else if (p->in == IN_TAG) step_in_tag(p, text, at);
    else if (*rest.s == '<') open_tag(p, rest);
    return at + 1;
}

bool page_is_code(const Page *p, Str text, Size at)
{
    if (p->in == IN_SCRIPT) return !p->quote || p->quote == '`';
    if (p->in != IN_TAG) return false;
    return p->quote ? p->event : at > 0 && text.s[at - 1] == '=';
}
