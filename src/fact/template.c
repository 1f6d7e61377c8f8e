// fact/template: a template's text in one pass, and in it those that it names: what its statements
// say, what it prints.
// SPDX-License-Identifier: MIT
#include "fact/template_int.h"

// OPEN: files, blocks and macros in one another. UNCLOSED: what looking for an end that is not
// there costs. HEAD: where a template says what it extends.
enum {
    NESTED = 16,
    ALIASES = 128,
    BLOCKS = 256,
    MACROS = 128,
    OPEN = 12,
    PATH_MOST = 200,
    UNCLOSED = 32,
    HEAD = 8 << 10
};

typedef struct {
    Str name, of[NAMES];
    int n;
    bool marked;
} Alias; // n 0: of nothing that is known
typedef struct {
    Str name;
    const TemplateFile *in;
    Size beg, end;
} Block;
typedef struct {
    Str called, own, params;
    const TemplateFile *in;
    Size beg, end;
} Macro;

typedef struct {
    const TemplateFile *in;
    Size at, end;
    Page page;
    bool escapes[NESTED];
    int depth; // autoescape blocks
    Size scope[NESTED];
    int scopes; // aliases that were there where a loop or `with` began
    struct {
        Alias *v;
        Size n, cap;
    } aliases;
    struct {
        Block *v;
        Size n, cap;
    } blocks;         // of those that extend others, the outermost first
    Size first_block; // of those that lead to the present one
    struct {
        Macro *v;
        Size n, cap;
    } macros;
    int open;
    bool silent; // only what is set and defined counts
    Size left;   // bytes that may still be looked at
    const TemplateWorld *world;
    TemplatePrints *out;
    Arena *keep;
} Reading;

static void read_file(Reading *r, const TemplateFile *file);
static void read_span(Reading *r, const TemplateFile *in, Size beg, Size end);

static const TemplateFile *load(Reading *r, Str name)
{
    return name.len && r->world->load ? r->world->load(r->world->self, name) : NULL;
}

static Str text_of(const TemplateFile *f) { return str_sub(f->text, 0, TEMPLATE_MOST); }

// ---- tags

typedef struct {
    Str word, rest;
    Size from, after;
} Tag;

// From "{{" to the "}}" after it, texts in quotes taken whole. -1: there is none.
static Size end_of(Str s, Size at, Str end)
{
    s = str_sub(s, 0, at + LONGEST);
    while (at < s.len && s.s[at] != '\n' &&
           (s.s[at] != end.s[0] || !str_starts(str_sub(s, at, -1), end)))
        at = s.s[at] == '"' || s.s[at] == '\'' ? skip_one(s, at) : at + 1;
    return at < s.len && s.s[at] != '\n' ? at : -1;
}

static Tag tag_of(Str inner, Size from, Size after)
{
    Size i = 0;
    while (inner.len && (inner.s[0] == '-' || inner.s[0] == '+'))
        inner = str_trim(str_sub(inner, 1, -1));
    if (str_ends(inner, S("-"))) inner = str_trim(str_sub(inner, 0, inner.len - 1));
    Str word = take_name(inner, &i);
    return (Tag){word, str_trim(str_sub(inner, i, -1)), from, after};
}

// The next {% … %} at or after the place.
static bool next_tag(Reading *r, Str text, Size at, Tag *out)
{
    Size began = at;
    for (Size end = -1; at < text.len && r->left > 0; at++) {
        const char *p = memchr(text.s + at, '{', (size_t)(text.len - at));
        at = p ? p - text.s : text.len;
        if (!p || at + 1 >= text.len || text.s[at + 1] != '%') continue;
        if ((end = end_of(text, at + 2, S("%}"))) < 0) {
            r->left -= UNCLOSED;
            continue;
        }
        *out = tag_of(str_trim(str_sub(text, at + 2, end)), at, end + 2);
        r->left -= end - began;
        return true;
    }
    r->left -= at - began;
    return false;
}

static bool opens_for_tornado(Str word)
{
    static const Str all[] = {L("if"), L("for"), L("while"), L("try"), L("block"), L("apply"), {0}};
    return str_in(word, all);
}

// Where what `word` opened before this place ends, and the place after that.
static Size close_of(Reading *r, Str text, Size at, Str word, Size *after)
{
    bool tornado = r->world->kind == TEMPLATE_TORNADO;
    int depth = 1;
    for (Tag t; next_tag(r, text, at, &t); at = t.after) {
        bool end =
            str_starts(t.word, S("end")) && (tornado || str_eq(str_sub(t.word, 3, -1), word));
        if (tornado ? opens_for_tornado(t.word) : str_eq(t.word, word)) depth++;
        if (!end || --depth) continue;
        *after = t.after;
        return t.from;
    }
    return *after = text.len;
}

// ---- variables

// What a variable or a part of it stands for, by what is set: paths into what the template is
// handed. marked: it is markup already.
static int stands_for(const Reading *r, Str path, Str *of, bool *marked)
{
    Str name = str_first(path, S("."));
    Size i = r->aliases.n - 1;
    while (i >= 0 && !str_eq(r->aliases.v[i].name, name)) i--;
    *of = path;
    if (i < 0) return 1;
    const Alias *a = &r->aliases.v[i];
    for (int k = 0; k < a->n; k++) {
        of[k] = a->of[k];
        if (path.len > name.len && path.len + of[k].len < PATH_MOST)
            of[k] =
                str_fmt(r->keep, "%.*s%.*s", STR_ARG(of[k]), STR_ARG(str_sub(path, name.len, -1)));
    }
    *marked |= a->marked;
    return a->n;
}

// What the name stands for from now on; each: for what the expression holds.
static Alias alias_of(Reading *r, Str name, Str expr, const char *each)
{
    Alias a = {.name = str_trim(name)};
    expr = str_trim(expr);
    Size bar = bar_of(expr);
    Danger d = filters_leave(str_sub(expr, bar, -1), false, r->world->kind);
    a.marked = d.marked;
    Str names[NAMES], of[NAMES];
    int n = d.markup ? operand_names(str_sub(expr, 0, bar), names, r->keep) : 0;
    for (int i = 0; i < n; i++) {
        int m = stands_for(r, names[i], of, &a.marked);
        for (int k = 0; k < m && a.n < NAMES; k++)
            a.of[a.n++] = *each ? str_fmt(r->keep, "%.*s%s", STR_ARG(of[k]), each) : of[k];
    }
    return a;
}

static void add_alias(Reading *r, Alias a)
{
    if (a.name.len && r->aliases.n < ALIASES) *push(r->keep, &r->aliases) = a;
}

static void bind(Reading *r, Str name, Str expr) { add_alias(r, alias_of(r, name, expr, "")); }

// for x in t, for k, v in t.items()
static void bind_each(Reading *r, Str targets, Str expr)
{
    expr = str_trim(expr);
    bool items = str_ends(expr, S(".items")) || str_find(expr, S("items()")) >= 0, first = true;
    if (str_ends(expr, S(".items"))) expr = str_sub(expr, 0, expr.len - 6);
    bool several = str_find(targets, S(",")) >= 0;
    for (Str one; str_cut(&targets, S(","), &one); first = false)
        add_alias(r, alias_of(r, one, expr,
                              !several ? ".*"
                              : !items ? ".*.*"
                              : first  ? ".@"
                                       : ".*"));
}

// {% set x = t %}, {% with x=t y=u %}, {% with t as x %}
static void bind_all(Reading *r, Str rest, bool one)
{
    Size as = str_find(rest, S(" as "));
    if (as >= 0) {
        bind(r, str_sub(rest, as + 4, -1), str_sub(rest, 0, as));
        return;
    }
    for (Size eq; (eq = str_find(rest, S("="))) > 0 && r->aliases.n < ALIASES;) {
        Size end = eq + 1;
        while (end < rest.len && rest.s[end] == ' ') end++;
        while (end < rest.len && (one || (rest.s[end] != ' ' && rest.s[end] != ',')))
            end = skip_one(rest, end);
        bind(r, str_sub(rest, 0, eq), str_sub(rest, eq + 1, end));
        rest = str_sub(rest, end + 1, -1);
    }
}

static void open_scope(Reading *r)
{
    if (r->scopes < NESTED) r->scope[r->scopes++] = r->aliases.n;
}

static void close_scope(Reading *r)
{
    if (r->scopes > 0 && r->scope[--r->scopes] < r->aliases.n) r->aliases.n = r->scope[r->scopes];
}

// ---- macros

static void add_macro(Reading *r, const TemplateFile *in, const Tag *t, Str called, Size *after)
{
    Size i = 0;
    Str own = take_name(t->rest, &i), params = {0};
    if (i < t->rest.len) params = str_sub(t->rest, i, skip_one(t->rest, i));
    Size end = close_of(r, text_of(in), t->after, S("macro"), after);
    if (!own.len || params.len < 2 || r->macros.n == MACROS) return;
    *push(r->keep, &r->macros) =
        (Macro){called, own, str_sub(params, 1, params.len - 1), in, t->after, end};
}

// "a, b as c": what the macro is called here; empty: it is not among them.
static Str imported_as(Str list, Str own)
{
    for (Str one; str_cut(&list, S(","), &one);) {
        Size i = 0;
        one = str_trim(one);
        if (!str_eq(take_name(one, &i), own)) continue;
        Size as = str_find(one, S(" as "));
        if (as < 0) return own;
        one = str_trim(str_sub(one, as + 4, -1)), i = 0;
        return take_name(one, &i);
    }
    return (Str){0};
}

// {% import "f" as m %}, {% from "f" import a, b as c %}
static void import(Reading *r, Str rest)
{
    const TemplateFile *f = load(r, quoted_in(rest));
    Size as = str_find(rest, S(" as ")), list = str_find(rest, S(" import ")), i = 0;
    Str names = list < 0 ? (Str){0} : str_sub(rest, list + 8, -1),
        prefix = str_trim(str_sub(rest, as + 4, -1));
    prefix = take_name(prefix, &i);
    if (!f || (list < 0 && as < 0)) return;
    Size at = 0;
    for (Tag t; r->macros.n < MACROS && next_tag(r, text_of(f), at, &t);) {
        at = t.after;
        if (!str_eq(t.word, S("macro"))) continue;
        Str own = take_name(t.rest, &(Size){0});
        Str called = list >= 0 ? imported_as(names, own)
                               : str_fmt(r->keep, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(own));
        add_macro(r, f, &t, called, &at);
    }
}

static const Macro *macro_of(const Reading *r, Str path)
{
    for (Size i = r->macros.n; i-- > 0;) {
        const Macro *m = &r->macros.v[i];
        if (str_eq(m->called, path) || (m->in == r->in && str_eq(m->own, path))) return m;
    }
    return NULL;
}

static Str argument_for(Str args, Str param, int at)
{
    int i = 0;
    for (Str name, value; next_argument(&args, &name, &value);) {
        if (name.len ? str_eq(name, param) : i == at) return value;
        i += !name.len;
    }
    return (Str){0};
}

static void call_macro(Reading *r, const Macro *m, Str args)
{
    Alias given[NAMES];
    Size was = r->aliases.n;
    int n = 0;
    Str params = m->params;
    for (Str name, value; n < NAMES && next_argument(&params, &name, &value); n++) {
        if (!name.len) name = value;
        given[n] = alias_of(r, name, argument_for(args, name, n), "");
    }
    for (int i = 0; i < n; i++) add_alias(r, given[i]);
    read_span(r, m->in, m->beg, m->end);
    r->aliases.n = was;
}

// f(x), forms.f(x): a macro writes here.
static bool calls_macro(Reading *r, Str operand)
{
    Size i = 0;
    Str path = take_path(operand, &i);
    const Macro *m = i < operand.len && operand.s[i] == '(' ? macro_of(r, path) : NULL;
    if (!m) return false;
    Size after = skip_one(operand, i);
    r->out->unread |= after < operand.len;                      // Mako: ${m(1) + x}
    call_macro(r, m, str_sub(operand, i + 1, after - 1));
    return true;
}

// ---- printing

// <{{ x }}>, <p {{ x }}>: it needs no character that is escaped.
static bool names_a_tag(const Reading *r)
{
    if (r->page.in == IN_TAG && !r->page.quote) return true;
    return r->at > 0 && r->in->text.s[r->at - 1] == '<';
}

static void print_piece(Reading *r, Str piece, Str as, bool escapes)
{
    Str names[NAMES], of[NAMES];
    Size bar = bar_of(piece);
    Str operand = str_trim(str_sub(piece, 0, bar));
    if (r->silent || calls_macro(r, operand)) return;
    bool code = page_is_code(&r->page, r->in->text, r->at);
    if (str_starts(operand, S("Markup("))) escapes = false;
    int n = operand_names(operand, names, r->keep);
    bool literal = is_literal(operand), told = n > 0;
    bool sure = escapes || filters_escape(str_sub(piece, bar, -1), r->world->kind);
    for (int i = 0; i < n; i++) {
        bool marked = false;
        int m = stands_for(r, names[i], of, &marked);
        Danger d = filters_leave(str_sub(piece, bar, -1), escapes && !marked, r->world->kind);
        told &= m > 0 && d.markup;
        d.script &= code;
        for (int k = 0; k < m && (d.markup || d.script) && r->out->n < TEMPLATE_PRINTS; k++)
            *push(r->keep, r->out) = (TemplatePrint){of[k], as, d.markup, d.script, r->in, r->at};
    }
    r->out->escapes |= sure && !literal;
    r->out->unread |= !literal && ((!sure && !told) || names_a_tag(r));
}

static void print(Reading *r, Str expr, Str as)
{
    bool escapes = r->escapes[r->depth];
    if (r->world->kind == TEMPLATE_TORNADO && str_starts(expr, S("!")))
        return; // the braces themselves
    if (str_starts(expr, S("!"))) expr = str_sub(expr, 1, -1), escapes = false; // Bottle
    if (str_starts(expr, S("-"))) expr = str_sub(expr, 1, -1);
    for (int pieces = 0; expr.len && pieces < NAMES; pieces++)
        print_piece(r, next_piece(&expr), as, escapes);
    r->out->unread |= expr.len > 0;
}

// ---- statements

static void push_escapes(Reading *r, bool on)
{
    if (r->depth + 1 < NESTED) r->depth++;
    r->escapes[r->depth] = on;
}

static void autoescape(Reading *r, Str rest)
{
    static const Str off[] = {L("off"), L("false"), L("False"), L("None"), {0}};
    if (r->world->kind == TEMPLATE_TORNADO)
        r->escapes[r->depth] = !str_in(rest, off); // to the file's end
    else push_escapes(r, !str_in(rest, off));
}

// {% raw %} … {% endraw %}, of which nothing is a statement.
static void skip_to_end(Reading *r, Str word)
{
    Str end = str_fmt(r->keep, "end%.*s", STR_ARG(word)),
        rest = str_sub(r->in->text, r->at, r->end);
    Size to = str_find(rest, end);
    r->left -= to < 0 ? rest.len : to;
    r->at = to < 0 ? r->end : r->at + to;
}

// {% include "x" %}, {% include "x" with a=b only %}; include("x", a=b)
static void include(Reading *r, Str rest)
{
    const TemplateFile *f = r->silent ? NULL : load(r, quoted_in(rest));
    Size with = str_find(rest, S(" with ")), was = r->aliases.n, first = r->first_block;
    if (!f) {
        r->out->unread |= !r->silent;
        return;
    }
    if (with >= 0) bind_all(r, str_sub(rest, with + 6, -1), false);
    r->first_block = r->blocks.n;
    read_file(r, f);
    r->blocks.n = r->first_block;
    r->first_block = first;
    r->aliases.n = was;
}

static const Block *block_of(const Reading *r, Str name)
{
    for (Size i = r->first_block; i < r->blocks.n; i++)
        if (str_eq(r->blocks.v[i].name, name)) return &r->blocks.v[i];
    return NULL;
}

// What stands in its place in a template that extends this one, in the page as it is here.
static void block(Reading *r, Str name)
{
    Str text = text_of(r->in);
    const Block *b = block_of(r, name);
    Size after;
    if (r->silent) {
        (void)close_of(r, text, r->at, S("block"), &r->at);
        return;
    }
    if (!b || (b->in == r->in && b->beg == r->at)) return;
    Size was = r->aliases.n;
    bool super = str_find(str_sub(b->in->text, b->beg, b->end), S("super")) >= 0;
    if (b->in->escapes != r->in->escapes) push_escapes(r, b->in->escapes);
    read_span(r, b->in, b->beg, b->end);
    if (b->in->escapes != r->in->escapes) r->depth -= r->depth > 0;
    r->aliases.n = was;
    (void)close_of(r, text, r->at, S("block"), &after);
    if (!super) r->at = after;
}

// Of any other statement nobody knows what it writes: {% print(x) %}, {% filter f %},
// {% extends "x" %}.
static bool prints_nothing(Str word)
{
    static const Str all[] = {L("if"),    L("elif"),     L("else"), L("for"),   L("break"),
                              L("trans"), L("continue"), L("do"),   L("empty"), {0}};
    return str_starts(word, S("end")) || str_in(word, all);
}

static void statement(Reading *r, const Tag *t, Str as)
{
    bool tornado = r->world->kind == TEMPLATE_TORNADO;
    Str word = t->word, rest = t->rest;
    Size in = str_find(rest, S(" in "));
    if (str_eq(word, S("autoescape"))) autoescape(r, rest);
    else if (str_eq(word, S("endautoescape"))) r->depth -= r->depth > 0;
    else if (str_eq(word, S("for")) && in > 0) {
        open_scope(r);
        bind_each(r, str_sub(rest, 0, in), str_sub(rest, in + 4, -1));
    } else if (str_eq(word, S("endfor")) || str_eq(word, S("endwith")) || str_eq(word, S("end")))
        close_scope(r);
    else if (str_eq(word, S("set"))) bind_all(r, rest, true);
    else if (str_eq(word, S("with"))) open_scope(r), bind_all(r, rest, false);
    else if (str_eq(word, S("block"))) {
        if (tornado) open_scope(r);
        block(r, take_name(rest, &(Size){0}));
    } else if (str_eq(word, S("include"))) include(r, rest);
    else if (str_eq(word, S("macro"))) add_macro(r, r->in, t, (Str){0}, &r->at);
    else if (str_eq(word, S("call"))) r->out->unread |= !r->silent && !calls_macro(r, rest);
    else if (!tornado && (str_eq(word, S("import")) || str_eq(word, S("from")))) import(r, rest);
    else if (str_eq(word, S("raw")) && rest.len) print_piece(r, rest, as, false); // Tornado
    else if (tornado && opens_for_tornado(word)) open_scope(r);
    else if (str_eq(word, S("raw")) || str_eq(word, S("verbatim")) ||
             (str_eq(word, S("comment")) && !tornado))
        skip_to_end(r, word);
    else r->out->unread |= !prints_nothing(word);
}

// One of {{ … }}, {% … %}, {# … #} that begins here. False: none does.
static bool read_mark(Reading *r)
{
    Str text = r->in->text, rest = str_sub(text, r->at, r->at + 2);
    bool prints = str_eq(rest, S("{{")), says = str_eq(rest, S("{%"));
    if (!prints && !says && !str_eq(rest, S("{#"))) return false;
    Size from = r->at, end = end_of(text, from + 2, prints ? S("}}") : says ? S("%}") : S("#}"));
    if (end < 0) {
        r->out->unread |= prints || says;                       // it goes on in the next line
        r->left -= UNCLOSED;
        return false;
    }
    Str inner = str_trim(str_sub(text, from + 2, end)), as = str_sub(text, from, end + 2);
    r->left -= as.len;
    if (prints) print(r, inner, as);
    r->at = end + 2;
    Tag t = tag_of(inner, from, end + 2);
    if (says) statement(r, &t, as);
    return true;
}

// ---- lines and tags that hold Python: Bottle and Mako

// What opens a block: `end` closes it in Bottle, endfor and the like in Mako.
static bool opens_for_python(Str word)
{
    static const Str all[] = {L("if"),  L("for"), L("while"), L("try"),
                              L("with"), L("def"), L("class"), {0}};
    return str_in(word, all);
}

// for x in t:, with t as x:, x = t, include("f", a=b), rebase("f"), end
static void python_line(Reading *r, Str line)
{
    Size i = 0, in = str_find(line, S(" in "));
    Str word = take_name(line, &i), rest = str_trim(str_sub(line, i, -1));
    Str closed = str_starts(word, S("end")) ? str_sub(word, 3, -1) : (Str){0};
    if (str_ends(line, S(":"))) line = str_sub(line, 0, line.len - 1);
    if (str_eq(word, S("end")) || opens_for_python(closed)) close_scope(r);
    else if (opens_for_python(word)) {
        open_scope(r);
        if (str_eq(word, S("for")) && in > 0)
            bind_each(r, str_sub(line, 4, in), str_sub(line, in + 4, -1));
        if (str_eq(word, S("with")) && str_find(line, S(" as ")) >= 0)
            bind_all(r, str_sub(line, 5, -1), false);
    } else if (str_eq(word, S("include")) || str_eq(word, S("rebase"))) include(r, rest);
    else if (rest.len > 1 && *rest.s == '=' && rest.s[1] != '=')
        bind(r, word, str_sub(rest, 1, -1));
}

// The value of an attribute in a tag's text.
static Str value_of(Str tag, Str name)
{
    Size at = str_find(tag, name);
    return at < 0 ? (Str){0} : quoted_in(str_sub(tag, at + name.len, -1));
}

// <% context.write(x) %>, <%inherit file="f"/>: of other tags nobody knows what they write.
static bool prints_no_more(Str tag, bool python)
{
    static const char *const all[] = {"<%page", "<%text", "<%doc", "<%def", "<%block", "<%include"};
    bool known = python && tag.s[2] == '!';
    for (Size i = 0; i < countof(all); i++) known |= str_starts(tag, str_of(all[i]));
    return known;
}

// <%include file="f"/>, <%page expression_filter="h"/>, <%def name="f(a)">, <%text>, <% x = t %>
static void mako_tag(Reading *r)
{
    Str text = text_of(r->in), rest = str_sub(text, r->at, r->end);
    bool python = rest.len > 2 && (rest.s[2] == ' ' || rest.s[2] == '!' || rest.s[2] == '\n');
    Size end = str_find(str_sub(rest, 0, python ? rest.len : LONGEST), python ? S("%>") : S(">"));
    Str tag = str_sub(rest, 0, end);
    r->left -= end < 0 ? rest.len : end;
    r->out->unread |= end < 0 || !prints_no_more(tag, python);
    if (end < 0) {
        r->at += 2;
        return;
    }
    r->at += end + (python ? 2 : 1);
    Str body = str_sub(tag, 2, -1);
    int scopes = r->scopes;                     // its blocks end by their indentation: what they set stays
    for (Str line; python && tag.s[2] != '!' && str_cut(&body, S("\n"), &line);)
        python_line(r, str_trim(line));
    r->scopes = scopes;
    if (str_starts(tag, S("<%include"))) include(r, value_of(tag, S("file=")));
    if (str_starts(tag, S("<%page")) && str_eq(value_of(tag, S("expression_filter=")), S("h")))
        r->escapes[r->depth] = true;
    bool text_only = str_starts(tag, S("<%text")) || str_starts(tag, S("<%doc")),
         def = str_starts(tag, S("<%def"));
    Size close = text_only || def
                     ? str_find(str_sub(text, r->at, r->end), text_only ? S("</%") : S("</%def"))
                     : -1;
    if (def && close >= 0 && r->macros.n < MACROS) {
        Str name = value_of(tag, S("name=")), own = str_first(name, S("("));
        Size open = own.len < name.len ? own.len + 1 : name.len;
        *push(r->keep, &r->macros) =
            (Macro){own, own, str_sub(name, open, name.len - 1), r->in, r->at, r->at + close};
    }
    if (close >= 0) r->at += close;
}

static bool is_line_start(Str text, Size at)
{
    while (at > 0 && (text.s[at - 1] == ' ' || text.s[at - 1] == '\t')) at--;
    return !at || text.s[at - 1] == '\n';
}

// % for x in t:, and of Mako ${ … } and tags
static bool read_python(Reading *r)
{
    Str text = r->in->text, rest = str_sub(text, r->at, r->end);
    bool mako = r->world->kind == TEMPLATE_MAKO;
    bool comment = mako && str_starts(rest, S("##"));
    if ((comment || (*rest.s == '%' && (rest.len < 2 || rest.s[1] != '%'))) &&
        is_line_start(text, r->at)) {
        Str line = str_first(str_sub(rest, 0, LONGEST), S("\n"));
        r->at += line.len, r->left -= line.len;
        if (!comment) python_line(r, str_trim(str_sub(line, 1, -1)));
        return true;
    }
    if (mako && str_starts(rest, S("<%"))) {
        mako_tag(r);
        return true;
    }
    if (!mako || !str_starts(rest, S("${"))) return !mako && read_mark(r);
    Size end = skip_one(str_sub(rest, 0, LONGEST), 1);
    r->left -= end;
    if (rest.s[end - 1] != '}') {
        r->out->unread = true;
        return false;
    }
    Str expr = str_trim(str_sub(rest, 2, end - 1));
    print_piece(r, expr, str_sub(rest, 0, end), r->escapes[r->depth]);
    r->at += end;
    return true;
}

// ---- files

static void read_span(Reading *r, const TemplateFile *in, Size beg, Size end)
{
    const TemplateFile *was = r->in;
    Size was_at = r->at, was_end = r->end;
    int scopes = r->scopes, depth = r->depth;
    r->out->unread |= r->open >= OPEN;
    if (r->open >= OPEN) return;
    r->open++;
    r->in = in, r->at = beg, r->end = end;
    bool python = r->world->kind == TEMPLATE_BOTTLE || r->world->kind == TEMPLATE_MAKO;
    while (r->at < r->end && r->left > 0 && r->out->n < TEMPLATE_PRINTS) {
        char c = in->text.s[r->at];
        bool marks = c == '{' || (python && (c == '%' || c == '$' || c == '<' || c == '#'));
        if (marks && (python ? read_python(r) : read_mark(r))) continue;
        r->at = page_step(&r->page, in->text, r->at);
        r->left--;
    }
    r->open--;
    r->in = was, r->at = was_at, r->end = was_end;
    r->scopes = scopes, r->depth = depth;
}

static void note_blocks(Reading *r, const TemplateFile *file)
{
    Str text = text_of(file);
    Size at = 0;
    for (Tag t; r->blocks.n < BLOCKS && next_tag(r, text, at, &t); at = t.after) {
        if (!str_eq(t.word, S("block"))) continue;
        Size after, end = close_of(r, text, t.after, S("block"), &after);
        *push(r->keep, &r->blocks) = (Block){take_name(t.rest, &(Size){0}), file, t.after, end};
    }
}

// The template that this one extends.
static const TemplateFile *base_of(Reading *r, const TemplateFile *file)
{
    Str text = str_sub(file->text, 0, HEAD);
    Size at = 0;
    if (r->world->kind == TEMPLATE_MAKO) {
        Size from = str_find(text, S("<%inherit"));
        return from < 0 ? NULL : load(r, value_of(str_sub(text, from, from + LONGEST), S("file=")));
    }
    for (Tag t; next_tag(r, text, at, &t); at = t.after)
        if (str_eq(t.word, S("extends"))) return load(r, quoted_in(t.rest));
    return NULL;
}

static void read_file(Reading *r, const TemplateFile *file)
{
    r->out->unread |= r->open >= OPEN;
    if (r->open >= OPEN) return;
    const TemplateFile *base = r->world->load ? base_of(r, file) : NULL;
    int depth = r->depth;
    push_escapes(r, file->escapes);
    r->open++;
    if (!base || r->world->kind == TEMPLATE_MAKO) read_span(r, file, 0, text_of(file).len);
    else {
        Page page = r->page;
        bool silent = r->silent;
        note_blocks(r, file);
        r->silent = true;
        read_span(r, file, 0, text_of(file).len);
        r->silent = silent;
        r->page = page;
    }
    if (base) read_file(r, base);
    r->open--;
    r->depth = depth;
}

TemplatePrints template_prints(const TemplateFile *file, const TemplateWorld *world, Arena *keep)
{
    TemplatePrints out = {0};
    Reading r = {.left = TEMPLATE_ALL, .world = world, .out = &out, .keep = keep};
    read_file(&r, file);
    out.cut = r.left <= 0;
    return out;
}
