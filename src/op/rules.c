// op/rules: the rules as people and programs want to read them.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "op/judge.h"
#include "report/report.h"
#include "rule/rule.h"
#include "scan/scan.h"

void op_json_text(Buf *out, Str s)
{
    buf_char(out, '"');
    for (Size i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c == '"' || c == '\\') buf_fmt(out, "\\%c", c);
        else if (c == '\n') buf_add(out, S("\\n"));
        else if (c < ' ' || c == 0x7f) buf_fmt(out, "\\u%04x", c);
        else buf_char(out, (char)c);
    }
    buf_char(out, '"');
}

static void add_paragraph(Buf *b, const char *title, Str text, int columns)
{
    Size from = b->n;
    if (text.len) buf_fmt(b, "%s\n  %.*s\n\n", title, STR_ARG(text));
    report_fold(b, from, columns, 2);
}

static void add_code(Buf *b, const char *title, Str code)
{
    Str line;
    if (!code.len) return;
    buf_fmt(b, "%s\n", title);
    while (str_cut(&code, S("\n"), &line))
        if (line.len || code.len) buf_fmt(b, "    %.*s\n", STR_ARG(line));
    buf_char(b, '\n');
}

static void add_list(Buf *b, const char *title, const Str *v)
{
    if (!v || !v->len) return;
    buf_fmt(b, "%s\n", title);
    for (; v->len; v++) buf_fmt(b, "  %.*s\n", STR_ARG(*v));
    buf_char(b, '\n');
}

Str rule_text(const Rule *r, int columns, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_fmt(&b, "%.*s: %.*s\nCWE-%d, severity %.*s%s\n\n", STR_ARG(r->id), STR_ARG(r->title),
            r->cwe, STR_ARG(severity_name(r->severity)), r->fix ? ", has a built-in fix" : "");
    add_paragraph(&b, "Why", r->why, columns);
    add_paragraph(&b, "Instead", r->instead, columns);
    add_code(&b, "Flagged", r->bad);
    add_code(&b, "Accepted", r->good);
    add_list(&b, "The same in other tools", r->peers);
    add_list(&b, "Sources", r->sources);
    buf_fmt(&b, "To hide one finding:  # suture: ignore[%.*s] the reason\n", STR_ARG(r->id));
    return buf_str(&b);
}

static void json_list(Buf *b, const char *name, const Str *v)
{
    buf_fmt(b, ", \"%s\": [", name);
    for (Size i = 0; v && v[i].len; i++) {
        if (i) buf_add(b, S(", "));
        op_json_text(b, v[i]);
    }
    buf_char(b, ']');
}

static void json_member(Buf *b, const char *name, Str text)
{
    buf_fmt(b, ", \"%s\": ", name);
    op_json_text(b, text);
}

static void add_json(Buf *b, const Rule *r)
{
    buf_add(b, S("{\"id\": "));
    op_json_text(b, r->id);
    buf_fmt(b, ", \"cwe\": %d, \"severity\": \"%.*s\", \"fix\": %s", r->cwe,
            STR_ARG(severity_name(r->severity)), r->fix ? "true" : "false");
    buf_add(b, S(", \"also\": ["));
    for (Size i = 0; i < 2 && r->also[i]; i++)
        buf_fmt(b, "%s%d", i ? ", " : "", r->also[i]);
    buf_char(b, ']');
    json_member(b, "title", r->title);
    json_member(b, "why", r->why);
    json_member(b, "instead", r->instead);
    json_member(b, "bad", r->bad);
    json_member(b, "good", r->good);
    json_list(b, "peers", r->peers);
    json_list(b, "sources", r->sources);
    buf_char(b, '}');
}

static int list(const OpCall *c)
{
    Buf b = {.keep = c->keep};
    bool json = conf_flag(c->conf, "json");
    if (json) buf_char(&b, '[');
    for (Size i = 0; i < all_rules_n; i++) {
        const Rule *r = all_rules[i];
        if (json) {
            buf_add(&b, i ? S(",\n") : S("\n"));
            add_json(&b, r);
        } else {
            Size from = b.n;
            buf_fmt(&b, "%-26.*s CWE-%-5d %-9.*s%s %.*s\n", STR_ARG(r->id), r->cwe,
                    STR_ARG(severity_name(r->severity)), r->fix ? "fix" : "   ", STR_ARG(r->title));
            report_fold(&b, from, c->out->data_columns, 50);
        }
    }
    if (json) buf_add(&b, S("\n]\n"));
    op_data(c, buf_str(&b));
    return EXIT_CLEAN;
}

// "CWE-89", and "B608" of another tool: how people who come from there call it.
static bool goes_by(const Rule *r, Str word)
{
    int64_t cwe;
    if (str_alike(str_sub(word, 0, 4), S("cwe-")) && str_int(str_sub(word, 4, -1), &cwe))
        return cwe && (cwe == r->cwe || cwe == r->also[0] || cwe == r->also[1]);
    for (const Str *p = r->peers; p && p->len; p++)
        if (str_alike(*p, word) || str_alike(str_sub(*p, str_find(*p, S(":")) + 1, -1), word)) return true;
    return false;
}

const Rule *rule_called(Str word)
{
    const Rule *own = rule_find(word), *other = NULL;
    for (Size i = 0; i < all_rules_n && !own && word.len; i++) {
        if (!goes_by(all_rules[i], word)) continue;
        if (other) return NULL;
        other = all_rules[i];
    }
    return own ? own : other;
}

static bool say_others(const OpCall *c, Str word)
{
    Buf b = {.keep = c->keep};
    for (Size i = 0; i < all_rules_n && word.len; i++)
        if (goes_by(all_rules[i], word)) buf_fmt(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(all_rules[i]->id));
    if (b.n) op_say(c, "suture: '%.*s' is found by: %.*s", STR_ARG(word), STR_ARG(buf_str(&b)));
    return b.n > 0;
}

int op_no_rule(const OpCall *c, Str id)
{
    if (say_others(c, id)) return EXIT_USAGE;
    Str near = rule_nearest(id, *c->keep);
    if (word_is_of_comments(id)) {
        op_say(c, "suture: '%.*s' is found by no rule: a `# suture: ignore` comment hides nothing, or its day "
                  "has passed; take the comment away", STR_ARG(id));
        return EXIT_USAGE;
    }
    if (!near.len && os_stat(id, true, *c->keep).kind == OS_FILE) {
        op_say(c, "suture: %.*s is a file: `suture explain %.*s:LINE` says what is known of a line",
               STR_ARG(id), STR_ARG(id));
        return EXIT_USAGE;
    }
    op_say(c, "suture: there is no rule '%.*s'%s%.*s%s", STR_ARG(id),
           near.len ? "; did you mean '" : "; see `suture rules`", STR_ARG(near),
           near.len ? "'?" : "");
    return EXIT_USAGE;
}

int op_rules(const OpCall *c)
{
    bool shows = c->nwords && str_eq(c->words[0], S("show"));
    if (c->nwords == 0 || (c->nwords == 1 && str_eq(c->words[0], S("list")))) return list(c);
    if (c->nwords != 1 + shows) {
        op_say(c, "suture: `suture rules` takes nothing, or: show RULE");
        return EXIT_USAGE;
    }
    Str word = c->words[c->nwords - 1];
    const Rule *r = rule_called(word);
    if (!r) return op_no_rule(c, word);
    Buf b = {.keep = c->keep};
    if (conf_flag(c->conf, "json")) {
        add_json(&b, r);
        buf_char(&b, '\n');
        op_data(c, buf_str(&b));
    } else {
        op_data(c, rule_text(r, c->out->data_columns, c->keep));
    }
    return EXIT_CLEAN;
}
