// edit/text: how a file is written: its indentation, quotes and line ends, and the statement around
// a byte.
// SPDX-License-Identifier: MIT
#include "edit/edit.h"

static Str line_blanks(Str src, uint32_t at)
{
    Size beg = at, end;
    while (beg > 0 && src.s[beg - 1] != '\n' && src.s[beg - 1] != '\r') beg--;
    for (end = beg;
         end < src.len && (src.s[end] == ' ' || src.s[end] == '\t' || src.s[end] == '\f');)
        end++;
    return str_sub(src, beg, end);
}

// The innermost statement whose bytes hold `at`; decorators belong to what they decorate.
static NodeId innermost(const Tree *t, uint32_t at)
{
    NodeId best = 0, n = t->root;
    for (bool deeper = true; deeper;) {
        deeper = false;
        uint32_t it = 0;
        for (NodeId c; (c = py_next_child(t, n, &it));) {
            const PyNode *p = py_at(t, c);
            if (at < p->beg || at >= p->end) continue;
            if (py_is_statement(p->kind)) best = c;
            n = c;
            deeper = true;
            break;
        }
    }
    return best;
}

Str edit_indent(const Tree *t, uint32_t at, Arena *keep)
{
    NodeId n = innermost(t, at);
    return str_keep(keep, line_blanks(t->src, n ? py_at(t, n)->beg : at));
}

// The first indented statement shows the unit.
Str edit_indent_unit(const Tree *t)
{
    for (Size i = 1; i < t->nodes.n; i++) {
        const PyNode *p = &t->nodes.v[i];
        if (!py_is_statement(p->kind) || p->kind == PY_Error) continue;
        Str blanks = line_blanks(t->src, p->beg);
        if (blanks.len && blanks.s + blanks.len == t->src.s + p->beg && blanks.len <= 8)
            return blanks.s[0] == '\t'                  ? S("\t")
                   : blanks.len == 2 || blanks.len == 6 ? S("  ")
                                                        : S("    ");
    }
    return S("    ");
}

char edit_quote(const Tree *t)
{
    Size single = 0, twice = 0;
    for (Size i = 1; i < t->nodes.n; i++) {
        const PyNode *p = &t->nodes.v[i];
        if (p->kind != PY_Constant || p->end - p->beg < 2) continue;
        char c = t->src.s[p->beg], next = t->src.s[p->beg + 1];
        if (c == '"' && next != '"') twice++;
        if (c == '\'' && next != '\'') single++;
    }
    return single > twice ? '\'' : '"';
}

Str edit_literal(Str text, char quote, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_char(&b, quote);
    for (Size i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c == (unsigned char)quote || c == '\\') buf_fmt(&b, "\\%c", c);
        else if (c == '\n') buf_add(&b, S("\\n"));
        else if (c == '\r') buf_add(&b, S("\\r"));
        else if (c == '\t') buf_add(&b, S("\\t"));
        else if (c < 32 || c == 127) buf_fmt(&b, "\\x%02x", c);
        else buf_char(&b, (char)c);
    }
    buf_char(&b, quote);
    return buf_str(&b);
}

Span edit_statement(const Tree *t, uint32_t at)
{
    NodeId n = innermost(t, at);
    if (!n) return py_line(t, py_pos(t, at).line);
    Span s = {py_at(t, n)->beg, py_at(t, n)->end};
    while (s.end < (uint32_t)t->src.len && (t->src.s[s.end] == ' ' || t->src.s[s.end] == '\t'))
        s.end++;
    if (s.end < (uint32_t)t->src.len && t->src.s[s.end] == '\r') s.end++;
    if (s.end < (uint32_t)t->src.len && t->src.s[s.end] == '\n') s.end++;
    return s;
}
