// lsp/hover: what `suture explain` says of a finding, over its place.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"

bool diag_covers(json_t *diag, Spot from, Spot to)
{
    json_t *range = json_object_get(diag, "range");
    Spot beg = spot_read(json_object_get(range, "start")),
         end = spot_read(json_object_get(range, "end"));
    return spot_order(beg, to) <= 0 && spot_order(from, end) <= 0;
}

// A person's code is no markup: what Markdown or HTML would read is escaped, and lines are joined.
static void add(const Lsp *l, Buf *b, Str text)
{
    static const Str marks = L("\\`*_{}[]()<>#+!|~&");
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        if (l->markdown && memchr(marks.s, c, (size_t)marks.len)) buf_char(b, '\\');
        buf_char(b, c == '\n' || c == '\r' ? ' ' : c);
    }
}

static void add_word(const Lsp *l, Buf *b, const char *word)
{ buf_fmt(b, l->markdown ? "**%s**" : "%s", word); }

static Str word(json_t *o, const char *name)
{ return str_of(json_string_value(json_object_get(o, name))); }

static void add_steps(const Lsp *l, Buf *b, json_t *steps)
{
    size_t i;
    json_t *step;
    json_array_foreach(steps, i, step)
    {
        json_t *where = json_object_get(step, "location");
        Str path = path_last(uri_path(word(where, "uri"), b->keep));
        Spot at = spot_read(json_object_get(json_object_get(where, "range"), "start"));
        buf_fmt(b, "%zu. ", i + 1);
        add(l, b, path);
        buf_fmt(b, ":%lld: ", (long long)at.line + 1);
        add(l, b, word(step, "message"));
        buf_char(b, '\n');
    }
    if (json_array_size(steps)) buf_char(b, '\n');
}

static void add_part(const Lsp *l, Buf *b, const char *name, Str text)
{
    add_word(l, b, name);
    buf_add(b, S("  "));
    add(l, b, text);
    buf_add(b, S("\n\n"));
}

static void add_diag(const Lsp *l, Buf *b, json_t *d)
{
    Str id = word(d, "code"), fix = diag_word(d, "fix"),
        page = word(json_object_get(d, "codeDescription"), "href");
    const Rule *rule = rule_find(id);
    json_int_t cwe = json_integer_value(json_object_get(json_object_get(d, "data"), "cwe"));
    if (b->n) buf_add(b, l->markdown ? S("---\n\n") : S("\n"));
    add_word(l, b, "suture");
    buf_add(b, S("  "));
    add(l, b, id);
    if (cwe) buf_fmt(b, ", CWE-%lld", (long long)cwe);
    if (diag_word(d, "severity").len)
        buf_fmt(b, ", severity %.*s, confidence %.*s", STR_ARG(diag_word(d, "severity")),
                STR_ARG(diag_word(d, "confidence")));
    buf_add(b, S("\n\n"));
    add(l, b, word(d, "message"));
    buf_add(b, S("\n\n"));
    add_steps(l, b, json_object_get(d, "relatedInformation"));
    if (rule) add_part(l, b, "Why", rule->why);
    if (rule) add_part(l, b, "Instead", rule->instead);
    if (fix.len)
        add_part(l, b, "Fix",
                 str_eq(fix, S("safe")) ? S("one is built in")
                                        : S("one is built in that holds a decision: look at it"));
    if (page.len && l->markdown) buf_fmt(b, "<%.*s>\n\n", STR_ARG(page));
    else if (page.len) buf_fmt(b, "%.*s\n", STR_ARG(page));
}

json_t *hover(const Lsp *l, const Root *p, Str path, Spot at)
{
    const Shown *f = shown_at(p, path);
    Arena scratch = l->scratch.arena;
    Buf b = {.keep = &scratch};
    json_t *d, *range = NULL;
    size_t i;
    json_array_foreach(f ? f->diags : NULL, i, d)
    {
        if (!diag_covers(d, at, at)) continue;
        range = json_object_get(d, "range");
        add_diag(l, &b, d);
    }
    if (!b.n) return json_null();
    Str text = str_trim(buf_str(&b));
    return json_pack("{s:{s:s, s:o}, s:O}", "contents", "kind",
                     l->markdown ? "markdown" : "plaintext", "value", wire_text(text, scratch),
                     "range", range);
}
