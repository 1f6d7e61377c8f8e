// py/from_notebook: the code cells of a Jupyter notebook as one Python text, with a map back.
// Reads the JSON itself, because a position in a string must lead back to its byte in the file.
// IPython's own lines (%magic, !command, name?) become `pass`, so that a block which holds only one
// stays a block.
// SPDX-License-Identifier: MIT
#include "py/py.h"

typedef struct { Str s; Size at; bool bad; } Json;

// Decoded text with the offset in the file of every byte.
typedef struct { char *v; uint32_t *at; Size n, cap; } Text;
typedef struct { Buf out; PyPieces *map; Arena *keep; const Json *j; bool found, literal; } Extract;

// --- JSON

static int peek(Json *j)
{
    while (j->at < j->s.len && strchr(" \t\n\r", j->s.s[j->at]) && j->s.s[j->at]) j->at++;
    return j->at < j->s.len ? (uint8_t)j->s.s[j->at] : -1;
}

static bool take(Json *j, int c)
{
    if (peek(j) != c) return false;
    j->at++;
    return true;
}

static void skip_string(Json *j)
{
    if (!take(j, '"')) j->bad = true;
    while (j->at < j->s.len && j->s.s[j->at] != '"') j->at += j->s.s[j->at] == '\\' ? 2 : 1;
    if (j->at++ >= j->s.len) j->bad = true;
}

static Str get_key(Json *j)
{
    Size from = j->at + 1;
    skip_string(j);
    Str key = str_sub(j->s, from, j->at - 1);
    if (!take(j, ':')) j->bad = true;
    return key;
}

static void skip_scalar(Json *j)
{
    Size from = j->at;
    while (j->at < j->s.len && !strchr(",]}: \t\r\n\"{[", j->s.s[j->at])) j->at++;
    if (j->at == from) j->at++;                    // a ',' or ':' between the parts of a skipped
                                                   // value
}

static void skip_value(Json *j)
{
    int depth = 0;
    do {
        int c = peek(j);
        if (c < 0) j->bad = true;
        else if (c == '"') skip_string(j);
        else if (c == '{' || c == '[') depth++, j->at++;
        else if (c == '}' || c == ']') depth--, j->at++;
        else skip_scalar(j);
    } while (depth > 0 && !j->bad);
    if (depth < 0) j->bad = true;
}

// Calls `each` at the value of every key of the object here; `each` must read the value.
static void each_key(Json *j, void (*each)(void *self, Json *j, Str key), void *self)
{
    if (!take(j, '{')) {
        skip_value(j);
        return;
    }
    while (peek(j) == '"' && !j->bad) {
        Str key = get_key(j);
        if (!j->bad) each(self, j, key);
        if (!take(j, ',')) break;
    }
    if (!take(j, '}')) j->bad = true;
}

// --- the text of a cell

static void put_byte(Arena *keep, Text *t, int c, Size at)
{
    if (t->n == t->cap) {
        Size cap = t->cap;
        t->v = vec_room(keep, t->v, t->n, &cap, 1);
        cap = t->cap;
        t->at = vec_room(keep, t->at, t->n, &cap, sizeof *t->at);
        t->cap = cap;
    }
    t->v[t->n] = (char)c;
    t->at[t->n++] = (uint32_t)at;
}

static uint32_t hex4(const Json *j, Size at)
{
    uint32_t c = 0;
    for (Size i = 0; i < 4; i++) {
        int d = at + i < j->s.len ? (uint8_t)j->s.s[at + i] : 0;
        int low = d | 0x20;
        c = c << 4 | (uint32_t)(d >= '0' && d <= '9'       ? d - '0'
                                : low >= 'a' && low <= 'f' ? low - 'a' + 10
                                                           : 0);
    }
    return c;
}

// \uXXXX at j->at, with the other half of a pair when there is one.
static uint32_t unicode_escape(Json *j)
{
    uint32_t c = hex4(j, j->at + 2), low;
    j->at += 6;
    if (c - 0xD800 >= 0x400 || j->at + 6 > j->s.len || j->s.s[j->at] != '\\' ||
        j->s.s[j->at + 1] != 'u')
        return c;
    low = hex4(j, j->at + 2);
    if (low - 0xDC00 >= 0x400) return c;
    j->at += 6;
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

static void put_char(Arena *keep, Text *t, uint32_t c, Size at)
{
    if (c - 0xD800 < 0x800) c = 0xFFFD;
    if (c < 0x80) {
        put_byte(keep, t, (int)c, at);
        return;
    }
    static const int lead[] = {0, 0xC0, 0xE0, 0xF0};
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    put_byte(keep, t, (int)(c >> 6 * more) | lead[more], at);
    while (more-- > 0) put_byte(keep, t, (int)(0x80 | (c >> 6 * more & 63)), at);
}

static void get_string(Arena *keep, Json *j, Text *t)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    if (!take(j, '"')) j->bad = true;
    while (!j->bad && j->at < j->s.len && j->s.s[j->at] != '"') {
        Size at = j->at;
        if (j->s.s[at] != '\\') {
            put_byte(keep, t, j->s.s[at], at);
            j->at++;
        } else if (at + 1 < j->s.len && j->s.s[at + 1] == 'u') {
            put_char(keep, t, unicode_escape(j), at);
        } else {
            int c = at + 1 < j->s.len ? j->s.s[at + 1] : 0;
            const char *hit = c ? strchr(from, c) : NULL;
            put_byte(keep, t, hit ? to[hit - from] : c, at);
            j->at += 2;
        }
    }
    if (j->at++ >= j->s.len) j->bad = true;
}

// A source is a string, or a list of strings.
static void get_source(Arena *keep, Json *j, Text *t)
{
    if (peek(j) == '"') {
        get_string(keep, j, t);
    } else if (take(j, '[')) {
        while (peek(j) == '"' && !j->bad) {
            get_string(keep, j, t);
            if (!take(j, ',')) break;
        }
        if (!take(j, ']')) j->bad = true;
    } else {
        skip_value(j);
    }
}

// --- IPython's lines

typedef struct { int nest; char quote; } LineState;   // quote: inside of three of these

// Where a line leaves brackets and long strings open.
static void follow(LineState *st, Str line)
{
    for (Size i = 0; i < line.len; i++) {
        char c = line.s[i];
        bool three = i + 2 < line.len && line.s[i + 1] == c && line.s[i + 2] == c;
        if (st->quote) {
            if (c == '\\') i++;
            else if (c == st->quote && three) st->quote = 0, i += 2;
        } else if ((c == '"' || c == '\'') && three) {
            st->quote = c, i += 2;
        } else if (c == '"' || c == '\'') {
            for (i++; i < line.len && line.s[i] != c; i++) i += line.s[i] == '\\';
        } else if (c == '#') {
            return;
        } else {
            st->nest += strchr("([{", c) && c ? 1 : strchr(")]}", c) && c ? -1 : 0;
        }
    }
    if (st->nest < 0) st->nest = 0;
}

// `x = %magic` and `x = !command`: where the command begins, or -1.
static Size assigned_magic(Str line)
{
    Size i = 0;
    while (i < line.len && (((line.s[i] | 0x20) >= 'a' && (line.s[i] | 0x20) <= 'z') ||
                            strchr("_., \t0123456789", line.s[i])))
        i++;
    if (i == 0 || i >= line.len || line.s[i] != '=') return -1;
    for (i++; i < line.len && (line.s[i] == ' ' || line.s[i] == '\t');) i++;
    return i < line.len && (line.s[i] == '!' ||
                            (line.s[i] == '%' && i + 1 < line.len && line.s[i + 1] != '='))
               ? i
               : -1;
}

static bool is_magic(Str line)
{
    line = str_trim(line);
    return line.len &&
           (*line.s == '%' || *line.s == '!' || *line.s == '?' || line.s[line.len - 1] == '?');
}

// Cell magics whose body is Python still; any other makes the cell something else.
static bool body_is_python(Str line)
{
    static const Str names[] = {L("time"),   L("timeit"),  L("capture"), L("prun"),
                                L("python"), L("python3"), L("mprun"),   L("memit")};
    Size n = 2;
    while (n < line.len && line.s[n] > ' ') n++;
    for (Size i = 0; i < countof(names); i++)
        if (str_eq(str_sub(line, 2, n), names[i])) return true;
    return false;
}

// --- putting together

// A byte that an escape stands for is a piece of its own, so that a piece's bytes are those of the
// file.
static void put_bytes(Extract *x, const Text *t, Size from, Size to)
{
    for (Size i = from; i < to; i++) {
        PyPiece *last = x->map->n ? &x->map->v[x->map->n - 1] : NULL;
        uint32_t here = (uint32_t)x->out.n;
        bool literal = x->j->s.s[t->at[i]] == t->v[i], joins = literal && x->literal;
        x->literal = literal;
        if (joins && last && last->from + last->len == here && last->to + last->len == t->at[i])
            last->len++;
        else *push(x->keep, x->map) = (PyPiece){here, t->at[i], 1};
        buf_char(&x->out, t->v[i]);
    }
}

static void put_line(Extract *x, const Text *t, Size from, Size to, LineState *st)
{
    Str line = {t->v + from, to - from}, body = line;
    bool open = st->nest || st->quote;
    Size blanks = 0, magic = open ? -1 : assigned_magic(line), end = to;
    if (body.len && body.s[body.len - 1] == '\n') body.len--, end--;
    while (blanks < body.len && (body.s[blanks] == ' ' || body.s[blanks] == '\t')) blanks++;
    if (magic >= 0) {
        put_bytes(x, t, from, from + magic);
        buf_add(&x->out, S("None"));
        put_bytes(x, t, end, to);
    } else if (!open && is_magic(body)) {
        put_bytes(x, t, from, from + blanks);
        buf_add(&x->out, S("pass"));
        put_bytes(x, t, end, to);
    } else {
        put_bytes(x, t, from, to);
        follow(st, line);
    }
}

static void put_cell(Extract *x, const Text *t)
{
    LineState st = {0};
    Str all = {t->v, t->n};
    x->found = true;
    if (str_starts(str_trim(all), S("%%")) && !body_is_python(str_trim(all))) return;
    for (Size from = 0, to; from < t->n; from = to) {
        const char *e = memchr(t->v + from, '\n', (size_t)(t->n - from));
        to = e ? e - t->v + 1 : t->n;
        put_line(x, t, from, to, &st);
    }
    if (x->out.n && x->out.v[x->out.n - 1] != '\n') buf_char(&x->out, '\n');
}

typedef struct { Extract *x; Text text; bool code; Str language; } Cell;

static void cell_key(void *self, Json *j, Str key)
{
    Cell *c = self;
    if (str_eq(key, S("source")) || str_eq(key, S("input"))) {
        get_source(c->x->keep, j, &c->text);
    } else if (str_eq(key, S("cell_type"))) {
        Size from = peek(j) == '"' ? j->at + 1 : j->at;
        skip_value(j);
        c->code = str_starts(str_sub(j->s, from, j->at), S("code\""));
    } else {
        skip_value(j);
    }
}

static void cells(Extract *x, Json *j)
{
    if (!take(j, '[')) {
        skip_value(j);
        return;
    }
    while (peek(j) == '{' && !j->bad) {
        Cell c = {.x = x};
        each_key(j, cell_key, &c);
        if (c.code) put_cell(x, &c.text);
        if (!take(j, ',')) break;
    }
    if (!take(j, ']')) j->bad = true;
}

// metadata.language_info.name or metadata.kernelspec.language, when it names another language
typedef struct { int depth; bool other; } Language;

static void language_key(void *self, Json *j, Str key)
{
    Language *l = self;
    bool group = str_eq(key, S("language_info")) || str_eq(key, S("kernelspec"));
    bool name =
        l->depth == 1 && (str_eq(key, S("language")) || (str_eq(key, S("name")) && !l->other));
    Size from = peek(j) >= 0 ? j->at + 1 : j->at;
    if (l->depth == 0 && group) {
        Language inner = {1, str_eq(key, S("kernelspec"))};
        each_key(j, language_key, &inner);
        if (inner.depth > 1) l->other = true;
        return;
    }
    skip_value(j);
    if (!name) return;
    Str value = str_sub(j->s, from, j->at - 1);
    if (!str_starts(value, S("python")) && !str_starts(value, S("ipython"))) l->depth = 2;
}

typedef struct { Extract *x; Language language; } Book;

static void book_key(void *self, Json *j, Str key)
{
    Book *b = self;
    if (str_eq(key, S("cells"))) cells(b->x, j);
    else if (str_eq(key, S("metadata"))) each_key(j, language_key, &b->language);
    else skip_value(j);
}

bool py_from_notebook(Str json, Arena *keep, Str *src, PyPieces *map)
{
    Json j = {.s = json};
    Extract x = {.out = {.keep = keep}, .map = map, .keep = keep, .j = &j};
    Book b = {.x = &x};
    *map = (PyPieces){0};
    *src = (Str){"", 0};
    if (peek(&j) == '{') each_key(&j, book_key, &b);
    if (b.language.other || !x.found) {
        *map = (PyPieces){0};
        return false;
    }
    *src = buf_str(&x.out);
    return true;
}
