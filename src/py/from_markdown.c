// py/from_markdown: the Python fences of a Markdown text as one Python text, with a map back.
// Fences without a language count only when none says that it is Python. Of a fence that shows a
// session (">>> x"), only what was typed.
// SPDX-License-Identifier: MIT
#include "py/py.h"

typedef struct { Size indent; char mark; Size n; Str info; } Fence;

// A line that opens or closes a fence: three or more ` or ~ after any indentation.
static bool is_fence(Str line, Fence *f)
{
    Size i = 0, n = 0;
    while (i < line.len && (line.s[i] == ' ' || line.s[i] == '\t')) i++;
    if (i == line.len || (line.s[i] != '`' && line.s[i] != '~')) return false;
    while (i + n < line.len && line.s[i + n] == line.s[i]) n++;
    *f = (Fence){i, line.s[i], n, str_trim(str_sub(line, i + n, -1))};
    return n >= 3 &&
           !(f->mark == '`' && f->info.len && memchr(f->info.s, '`', (size_t)f->info.len));
}

static bool word_is(Str word, Str name)
{
    for (Size i = 0; i < name.len; i++)
        if (i >= word.len || (word.s[i] | 0x20) != name.s[i]) return false;
    return word.len == name.len;
}

// The first word of a fence's info: python, py3, {python, {.python …
static bool says_python(Str info)
{
    static const Str names[] = {L("python"),  L("py"),       L("python3"), L("py3"),
                                L("ipython"), L("ipython3"), L("pycon"),   L("doctest")};
    while (info.len && strchr("{. ", *info.s) && *info.s) info.s++, info.len--;
    Size n = 0;
    while (n < info.len && info.s[n] > ' ' && !strchr("},;:=", info.s[n])) n++;
    for (Size i = 0; i < countof(names); i++)
        if (word_is(str_sub(info, 0, n), names[i])) return true;
    return false;
}

typedef struct { Buf out; PyPieces *map; Arena *keep; Str text; bool found; } Extract;

static Str without_blanks(Str line, Size most)
{
    Size i = 0;
    while (i < most && i < line.len && (line.s[i] == ' ' || line.s[i] == '\t')) i++;
    return str_sub(line, i, -1);
}

static bool is_prompt(Str line) { return str_starts(str_trim(line), S(">>>")); }

// What follows the prompt; nothing of a line that the interpreter printed.
static Str typed(Str line)
{
    Str rest = without_blanks(line, line.len);
    if (!str_starts(rest, S(">>>")) && !str_starts(rest, S("..."))) return (Str){rest.s, 0};
    return without_blanks(str_sub(rest, 3, -1), 1);
}

static void put_line(Extract *x, Str line)
{
    if (!line.len) return;
    uint32_t from = (uint32_t)x->out.n, to = (uint32_t)(line.s - x->text.s);
    PyPiece *last = x->map->n ? &x->map->v[x->map->n - 1] : NULL;
    if (last && last->from + last->len == from && last->to + last->len == to)
        last->len += (uint32_t)line.len;
    else *push(x->keep, x->map) = (PyPiece){from, to, (uint32_t)line.len};
    buf_add(&x->out, line);
}

static bool cut_line(Str *rest, Str *line)
{
    if (!rest->len) return false;
    const char *end = memchr(rest->s, '\n', (size_t)rest->len);
    Size n = end ? end - rest->s + 1 : rest->len;
    *line = (Str){rest->s, n};
    *rest = (Str){rest->s + n, rest->len - n};
    return true;
}

static void put_fence(Extract *x, Str *rest, const Fence *open, bool take)
{
    Fence f;
    bool first = true, session = false;
    for (Str line; cut_line(rest, &line);) {
        if (is_fence(str_trim(line), &f) && f.mark == open->mark && f.n >= open->n && !f.info.len)
            break;
        if (first && str_trim(line).len) session = is_prompt(line), first = false;
        if (take) put_line(x, session ? typed(line) : without_blanks(line, open->indent));
    }
    if (take && x->out.n && x->out.v[x->out.n - 1] != '\n') buf_char(&x->out, '\n');
}

static void put_fences(Extract *x, bool untagged)
{
    Fence f;
    Str rest = x->text;
    for (Str line; cut_line(&rest, &line);) {
        if (!is_fence(line, &f)) continue;
        bool take = untagged ? !f.info.len : says_python(f.info);
        x->found |= take;
        put_fence(x, &rest, &f, take);
    }
}

bool py_from_markdown(Str text, Arena *keep, Str *src, PyPieces *map)
{
    Extract x = {.out = {.keep = keep}, .map = map, .keep = keep, .text = text};
    *map = (PyPieces){0};
    *src = (Str){"", 0};
    put_fences(&x, false);
    if (!x.found) put_fences(&x, true);
    *src = buf_str(&x.out);
    return x.found;
}
