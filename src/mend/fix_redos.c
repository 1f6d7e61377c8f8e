// mend/fix_redos: a repetition of a repetition over the same characters loses one of the two: the
// same texts match, in one way.
// SPDX-License-Identifier: MIT
#include "mend/mend.h"

typedef struct {
    Str s;
    Size at;
} Scan;

// One atom without groups: a class, an escape, a plain character or the dot. Its end, or -1.
static Size atom_end(Str s, Size at)
{
    if (at >= s.len) return -1;
    char c = s.s[at];
    if (c == '\\') return at + 2 <= s.len ? at + 2 : -1;
    if (c == '[') {
        Size i = at + 1;
        if (i < s.len && s.s[i] == '^') i++;
        if (i < s.len && s.s[i] == ']') i++;
        for (; i < s.len && s.s[i] != ']'; i++)
            if (s.s[i] == '\\') i++;
        return i < s.len ? i + 1 : -1;
    }
    return memchr("()|*+?{}^$", c, 10) ? -1 : at + 1;
}

static bool is_class(Str a, const char *const *names, Size n)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(a, str_of(names[i]))) return true;
    return false;
}

// Can no character be in both? Only what is plain to see counts.
static bool apart(Str a, Str b)
{
    static const char *const word[] = {"\\w",      "\\d",      "[a-z]",       "[A-Z]",
                                       "[a-zA-Z]", "[0-9]",    "[a-zA-Z0-9]", "[A-Za-z0-9]",
                                       "[A-Za-z]", "[a-z0-9]", "[a-zA-Z0-9_]"};
    static const char *const mark[] = {"\\s",    " ",    "\\.", "-",      ",",      ";",
                                       ":",      "/",    "@",   "\\-",    "[ ]",    "[.]",
                                       "[-.]",   "[.-]", "\\t", "[,\\s]", "[\\s,]", "[\\s-]",
                                       "[-\\s]", "\\/",  "'",   "&",      "="};
    return (is_class(a, word, countof(word)) && is_class(b, mark, countof(mark))) ||
           (is_class(b, word, countof(word)) && is_class(a, mark, countof(mark)));
}

// "(A+)+", "(A+B?)*" … at `at`: what stands for it, and its end. Empty: another shape.
static Str rewritten(const Mend *m, Str s, Size at, Size *end)
{
    Size i = at + 1;
    bool bare = str_starts(str_sub(s, i, -1), S("?:"));
    Str open = bare ? S("(?:") : S("(");
    if (bare) i += 2;
    Size a_end = atom_end(s, i);
    if (a_end < 0 || a_end >= s.len) return (Str){0};
    Str a = str_sub(s, i, a_end);
    char inner = s.s[a_end];
    if (inner != '+' && inner != '*') return (Str){0};
    Size next = a_end + 1, b_end = atom_end(s, next);
    Str b = {0};
    if (b_end > 0 && b_end < s.len && (s.s[b_end] == '?' || s.s[b_end] == '*')) {
        b = str_sub(s, next, b_end);
        if (s.s[b_end] != '?') return (Str){0};
        next = b_end + 1;
    }
    if (next + 1 >= s.len || s.s[next] != ')') return (Str){0};
    char outer = s.s[next + 1];
    if (outer != '+' && outer != '*') return (Str){0};
    *end = next + 2;
    if (*end < s.len && (s.s[*end] == '?' || s.s[*end] == '+')) return (Str){0};
    bool empty = outer == '*' || inner == '*';
    if (!b.len)
        return str_fmt(m->keep, "%.*s%.*s%c)", STR_ARG(open), STR_ARG(a), empty ? '*' : '+');
    if (inner != '+' || !apart(a, b)) return (Str){0};
    return str_fmt(m->keep, "%.*s%.*s+(?:%.*s%.*s+)*%.*s?)%s", STR_ARG(open), STR_ARG(a),
                   STR_ARG(b), STR_ARG(a), STR_ARG(b), outer == '*' ? "?" : "");
}

bool mend_fix_redos(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId arg = py_kind(m->tree, at->node) == PY_Call ? mend_arg(m, at->node, 0, S("pattern")) : 0;
    NodeId stmt;
    if (arg && py_kind(m->tree, arg) == PY_Name) arg = mend_assigned(m, arg, &stmt);
    const PyConst *c = arg && py_kind(m->tree, arg) == PY_Constant ? py_const(m->tree, arg) : NULL;
    if (!c || c->kind != CONST_STR) return false;
    // on the source text: a raw literal of one part is its own pattern
    Str text = py_text(m->tree, arg);
    bool raw = text.len > 3 && (text.s[0] == 'r' || text.s[0] == 'R');
    if (!raw && str_find(text, S("\\")) >= 0) return false;
    if (str_find(text, c->text) < 0) return false;
    Buf b = {.keep = m->keep};
    bool any = false;
    for (Size i = 0; i < text.len; i++) {
        Size end;
        if (text.s[i] == '\\') {
            buf_add(&b, str_sub(text, i, i + 2));
            i++;
            continue;
        }
        Str new = text.s[i] == '(' ? rewritten(m, text, i, &end) : (Str){0};
        if (new.len) {
            buf_add(&b, new);
            i = end - 1;
            any = true;
        } else buf_char(&b, text.s[i]);
    }
    if (!any) return false;
    mend_replace(m, &out->change, arg, buf_str(&b));
    return mend_done(out, TRUST_SAFE,
                     "The pattern takes the same texts, each in one way, so the matcher has "
                     "nothing to try again.");
}
