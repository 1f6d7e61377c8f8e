// mend/fix_redos: a repetition of a repetition over the same characters loses one of the two: the
// same texts match, in one way.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

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

// The characters of an atom: those below 128, and of all others the letters and digits, the blanks,
// the rest. False: not told.
enum { OTHER_WORD = 128, OTHER_BLANK, OTHER_REST, CHARS };
typedef struct { bool has[CHARS]; } Chars;

static void add_char(unsigned char c, Chars *out)
{
    if (c < 128) out->has[c] = true;
    else out->has[OTHER_WORD] = out->has[OTHER_BLANK] = out->has[OTHER_REST] = true;
}

static bool add_escape(char c, Chars *out)
{
    bool upper = c == 'D' || c == 'W' || c == 'S';
    char low = (char)(c | 32);
    if (low != 'd' && low != 'w' && low != 's') {
        if (((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9')) {
            if (c != 'n' && c != 't' && c != 'r') return false;
            out->has[c == 'n' ? '\n' : c == 't' ? '\t' : '\r'] = true;
        } else out->has[(unsigned char)c & 127] = true;
        return true;
    }
    for (int i = 0; i < 128; i++) {
        bool digit = i >= '0' && i <= '9',
             letter = ((i | 32) >= 'a' && (i | 32) <= 'z') || i == '_';
        bool in = low == 'd'   ? digit
                  : low == 'w' ? digit || letter
                               : (i >= 9 && i <= 13) || i == ' ';
        out->has[i] |= in != upper;
    }
    out->has[OTHER_WORD] |= low == 's' ? upper : !upper || low == 'd';
    out->has[OTHER_BLANK] |= low == 's' ? !upper : upper;
    out->has[OTHER_REST] |= upper;
    return true;
}

static bool chars_of(Str a, Chars *out)
{
    *out = (Chars){{false}};
    if (a.len == 2 && a.s[0] == '\\') return add_escape(a.s[1], out);
    if (a.len == 1 && a.s[0] != '.') {
        add_char((unsigned char)a.s[0], out);
        return true;
    }
    if (a.len < 3 || a.s[0] != '[' || a.s[1] == '^') return false;
    for (Size i = 1; i + 1 < a.len; i++) {
        if (a.s[i] == '\\') {
            if (!add_escape(a.s[++i], out)) return false;
        } else if (i + 3 < a.len && a.s[i + 1] == '-' && a.s[i + 2] != '\\') {
            for (int c = (unsigned char)a.s[i]; c <= (unsigned char)a.s[i + 2]; c++)
                add_char((unsigned char)c, out);
            i += 2;
        } else add_char((unsigned char)a.s[i], out);
    }
    return true;
}

// Can no character be in both?
static bool apart(Str a, Str b)
{
    Chars x, y;
    if (!chars_of(a, &x) || !chars_of(b, &y)) return false;
    for (int i = 0; i < CHARS; i++) {
        int other = i < 128 && ((i | 32) >= 'a' && (i | 32) <= 'z')
                        ? i ^ 32
                        : i; // for a pattern without case
        if (x.has[i] && (y.has[i] || y.has[other])) return false;
    }
    return true;
}

// "A*B?A*" at `at`, which takes a text of A alone in many ways: "A*(?:BA*)?". Empty: another shape.
static Str split_once(const Mend *m, Str s, Size at, Size *end)
{
    Size a = atom_end(s, at), b = a > 0 && a < s.len && s.s[a] == '*' ? atom_end(s, a + 1) : -1;
    if (b < 0 || b >= s.len || s.s[b] != '?') return (Str){0};
    Size c = atom_end(s, b + 1);
    if (c < 0 || c >= s.len || s.s[c] != '*') return (Str){0};
    Str first = str_sub(s, at, a), mid = str_sub(s, a + 1, b), last = str_sub(s, b + 1, c);
    *end = c + 1;
    if (!str_eq(first, last) || !apart(first, mid)) return (Str){0};
    if (*end < s.len && (s.s[*end] == '?' || s.s[*end] == '+')) return (Str){0};
    return str_fmt(m->keep, "%.*s*(?:%.*s%.*s*)?", STR_ARG(first), STR_ARG(mid), STR_ARG(first));
}

// "(A+)+", "(A+B?)*" … at `at`: what stands for it, and its end. Empty: another shape.
static Str rewritten(const Mend *m, Str s, Size at, bool groups_free, Size *end)
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
    // (A+)+ and (A+): the group holds the same; of others it held the last round
    if (!bare && !groups_free && (b.len || inner == '*')) return (Str){0};
    if (!b.len && !bare && inner == '+' && outer == '*')
        return str_fmt(m->keep, "(%.*s+)?", STR_ARG(a));
    if (!b.len)
        return str_fmt(m->keep, "%.*s%.*s%c)", STR_ARG(open), STR_ARG(a), empty ? '*' : '+');
    if (inner != '+' || !apart(a, b)) return (Str){0};
    return str_fmt(m->keep, "%.*s%.*s+(?:%.*s%.*s+)*%.*s?)%s", STR_ARG(open), STR_ARG(a),
                   STR_ARG(b), STR_ARG(a), STR_ARG(b), outer == '*' ? "?" : "");
}

// Does nobody ask what a group took? A pattern of the module that nothing in it uses is for others,
// who may.
static bool no_group_is_asked(const Mend *m, NodeId call)
{
    static const char *const asks[] = {"group",   "findall",    "finditer", "split", "sub",  "subn",
                                       "expand",  "start",      "end",      "span",  "groups",
                                       "groupdict", "scanner",  NULL};
    Str src = m->tree->src;
    NodeId stmt = mend_parent(m, call), to = 0;
    if (str_find(src, S(".group")) >= 0 || str_find(src, S(".lastindex")) >= 0 ||
        str_find(src, S(".expand(")) >= 0 || str_find(src, S("[1]")) >= 0)
        return false;
    if (mend_is_one(mend_called(m, call), asks)) return false;
    if (!str_eq(mend_called(m, call), S("compile"))) return true;
    if (py_kind(m->tree, stmt) == PY_Assign) to = py_list(m->tree, stmt, Assign_targets).v[0];
    if (!to || py_kind(m->tree, to) != PY_Name) return false;
    bool used = false;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, m->tree->root, n));) {
        if (n == to || !str_eq(py_text(m->tree, n), py_text(m->tree, to))) continue;
        NodeId up = mend_parent(m, n), by = up ? mend_parent(m, up) : 0;
        if (py_kind(m->tree, up) != PY_Attribute || !by || py_kind(m->tree, by) != PY_Call ||
            mend_is_one(mend_called(m, by), asks))
            return false;
        used = true;
    }
    return used;
}

bool mend_fix_redos(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId arg = py_kind(m->tree, at->node) == PY_Call ? mend_arg(m, at->node, 0, S("pattern")) : 0;
    NodeId stmt;
    if (arg && py_kind(m->tree, arg) == PY_Name) arg = mend_assigned(m, arg, &stmt);
    const PyConst *c = arg && py_kind(m->tree, arg) == PY_Constant ? py_const(m->tree, arg) : NULL;
    if (!c || c->kind != CONST_STR) return false;
    Str whole = py_text(m->tree, at->node); // blanks of such a pattern are none
    if (str_find(whole, S("VERBOSE")) >= 0 || str_find(whole, S("re.X")) >= 0) return false;
    // on the source text: a raw literal of one part is its own pattern
    Str text = py_text(m->tree, arg);
    bool raw = text.len > 3 && (text.s[0] == 'r' || text.s[0] == 'R');
    if (!raw && str_find(text, S("\\")) >= 0) return false;
    if (str_find(text, c->text) < 0) return false;
    Buf b = {.keep = m->keep};
    bool any = false, free = no_group_is_asked(m, at->node);
    for (Size i = 0; i < text.len; i++) {
        Size end;
        if (text.s[i] == '\\') {
            buf_add(&b, str_sub(text, i, i + 2));
            i++;
            continue;
        }
        Str new = text.s[i] == '(' ? rewritten(m, text, i, free, &end)
                  : i > 1          ? split_once(m, text, i, &end) // behind the quote
                                   : (Str){0};
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
