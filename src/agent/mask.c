// agent/mask: comments and docstrings blanked byte for byte. Code that is judged must not argue,
// and every line and column must stay where it is.
// SPDX-License-Identifier: MIT
#include "agent/review.h"

static void blank(char *text, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++) {
        bool end_of_line = text[i] == '\n' || text[i] == '\r';
        // A backslash before a line end keeps a one-line literal whole.
        bool joins = text[i] == '\\' && i + 1 < end && (text[i + 1] == '\n' || text[i + 1] == '\r');
        if (!end_of_line && !joins) text[i] = ' ';
    }
}

// A text literal that is a statement of its own: a docstring, or one used as a comment.
static bool is_lone_text(const Tree *t, NodeId n)
{
    if (py_kind(t, n) != PY_Expr) return false;
    NodeId value = py_node(t, n, Expr_value);
    const PyConst *c = py_kind(t, value) == PY_Constant ? py_const(t, value) : NULL;
    return c && (c->kind == CONST_STR || c->kind == CONST_BYTES);
}

static void blank_literal(char *text, const PyTok *tok)
{
    uint32_t beg = tok->beg, end = tok->end, quote = 1;
    while (beg < end && text[beg] != '\'' && text[beg] != '"') beg++;
    if (beg + 2 < end && text[beg + 1] == text[beg] && text[beg + 2] == text[beg]) quote = 3;
    if (end - beg >= 2 * quote) blank(text, beg + quote, end - quote);
}

Str code_mask(const Tree *t, Arena *keep)
{
    char *text = arena_raw(keep, 1, 1, t->src.len + 1);
    PyToks toks = {0};
    struct {
        Span *v;
        Size n, cap;
    } lone = {0};
    if (t->src.len) memcpy(text, t->src.s, (size_t)t->src.len);
    for (Size i = 0; i < t->comments.n; i++)
        blank(text, t->comments.v[i].beg, t->comments.v[i].end);
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++)
        if (is_lone_text(t, n)) *push(keep, &lone) = (Span){py_at(t, n)->beg, py_at(t, n)->end};
    if (lone.n) py_tokens(t->src, keep, &toks);
    for (Size i = 0, from = 0; i < lone.n; i++) {
        // nodes come in no order of place: begin anew when one lies before the last
        if (from && toks.v[from - 1].beg > lone.v[i].beg) from = 0;
        while (from < toks.n && toks.v[from].end <= lone.v[i].beg) from++;
        for (Size k = from; k < toks.n && toks.v[k].beg < lone.v[i].end; k++)
            if (toks.v[k].kind == TOK_STRING) blank_literal(text, &toks.v[k]);
    }
    return (Str){text, t->src.len};
}
