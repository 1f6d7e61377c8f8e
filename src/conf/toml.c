// conf/toml: TOML text into leaves with their paths. One cursor, one pass, no recursion beyond
// MOST_DEPTH.
// SPDX-License-Identifier: MIT
#include "conf/toml.h"

enum { MOST_DEPTH = 64 };

typedef struct { Str *v; Size n, cap; } Path;
typedef struct { TomlItem *v; Size n, cap; } Items;
typedef struct {
    Str text; Size at; int line;
    Arena *keep;
    TomlLeaves *out;
    Path table;                        // where a key = value lands
    Map seen;                          // joined paths: of leaves, and of headers, to refuse doubles
    Err err;
} Reader;

static bool fail(Reader *r, const char *what)
{
    if (!r->err.kind) r->err = err_new(r->keep, ERR_CONFIG, "line %d: %s", r->line, what);
    return false;
}

static int peek(const Reader *r)
{
    return r->at < r->text.len ? (unsigned char)r->text.s[r->at] : -1;
}
static int peek_at(const Reader *r, Size ahead)
{
    return r->at + ahead < r->text.len ? (unsigned char)r->text.s[r->at + ahead] : -1;
}

static bool take(Reader *r, char c)
{
    if (peek(r) != c) return false;
    r->at++;
    return true;
}

static void skip_blanks(Reader *r)
{
    while (peek(r) == ' ' || peek(r) == '\t') r->at++;
}

static bool at_line_end(const Reader *r)
{
    return peek(r) == '\n' || (peek(r) == '\r' && peek_at(r, 1) == '\n');
}

static bool take_line_end(Reader *r)
{
    if (!at_line_end(r)) return false;
    r->at += peek(r) == '\r' ? 2 : 1;
    r->line++;
    return true;
}

static void skip_comment(Reader *r)
{
    if (peek(r) != '#') return;
    while (peek(r) >= 0 && peek(r) != '\n') r->at++;
}

// Blanks, comments and line ends, as between the items of an array.
static void skip_space(Reader *r)
{
    do {
        skip_blanks(r);
        skip_comment(r);
    } while (take_line_end(r));
}

static void add_utf8(Buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_char(b, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    buf_char(b, (char)(lead[more] | (c >> (6 * more))));
    while (more--) buf_char(b, (char)(0x80 | ((c >> (6 * more)) & 0x3f)));
}

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool take_unicode(Reader *r, int digits, Buf *b)
{
    uint32_t c = 0;
    for (int i = 0; i < digits; i++) {
        int d = hex_digit(peek(r));
        if (d < 0) return fail(r, "a \\u escape needs hexadecimal digits");
        c = c * 16 + (uint32_t)d;
        r->at++;
    }
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return fail(r, "the escape is no Unicode character");
    add_utf8(b, c);
    return true;
}

// After the backslash. A line end swallows the blanks that follow, in multi-line strings.
static bool take_escape(Reader *r, bool multi, Buf *b)
{
    static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\x1b\"\\";
    Size start = r->at;
    if (multi) {
        skip_blanks(r);
        if (at_line_end(r)) {
            while (take_line_end(r)) skip_blanks(r);
            return true;
        }
        r->at = start;
    }
    int c = peek(r);
    const char *hit = c > 0 ? strchr(from, c) : NULL;
    r->at++;
    if (hit) {
        buf_char(b, to[hit - from]);
        return true;
    }
    if (c == 'u' || c == 'U') return take_unicode(r, c == 'u' ? 4 : 8, b);
    return fail(r, "no such escape in a string");
}

static bool at_three(const Reader *r, char q)
{
    return peek(r) == q && peek_at(r, 1) == q && peek_at(r, 2) == q;
}

static bool take_long_string(Reader *r, char quote, Str *out)
{
    Buf b = {.keep = r->keep};
    r->at += 3;
    take_line_end(r);
    while (!at_three(r, quote) || peek_at(r, 3) == quote) {
        if (peek(r) < 0) return fail(r, "a string is not closed");
        if (at_line_end(r)) {
            take_line_end(r);
            buf_char(&b, '\n');
        } else if (quote == '"' && take(r, '\\')) {
            if (!take_escape(r, true, &b)) return false;
        } else {
            buf_char(&b, r->text.s[r->at++]);
        }
    }
    r->at += 3;
    *out = buf_str(&b);
    return true;
}

static bool take_string(Reader *r, bool may_be_long, Str *out)
{
    Buf b = {.keep = r->keep};
    char quote = (char)peek(r);
    if (may_be_long && at_three(r, quote)) return take_long_string(r, quote, out);
    r->at++;
    while (!take(r, quote)) {
        if (peek(r) < 0 || at_line_end(r)) return fail(r, "a string is not closed");
        if (quote == '"' && take(r, '\\')) {
            if (!take_escape(r, false, &b)) return false;
        } else {
            buf_char(&b, r->text.s[r->at++]);
        }
    }
    *out = buf_str(&b);
    return true;
}

static bool is_key_char(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static bool take_key_part(Reader *r, Str *out)
{
    if (peek(r) == '"' || peek(r) == '\'') return take_string(r, false, out);
    Size beg = r->at;
    while (is_key_char(peek(r))) r->at++;
    *out = (Str){r->text.s + beg, r->at - beg};
    return out->len || fail(r, "a key was expected");
}

// a.b."c d" added to `path`.
static bool take_key(Reader *r, Path *path)
{
    do {
        Str part;
        skip_blanks(r);
        if (!take_key_part(r, &part)) return false;
        if (path->n >= MOST_DEPTH) return fail(r, "tables are nested too deeply");
        *push(r->keep, path) = part;
        skip_blanks(r);
    } while (take(r, '.'));
    return true;
}

static Path copy_path(Reader *r, const Path *p)
{
    Path copy = {0};
    for (Size i = 0; i < p->n; i++) *push(r->keep, &copy) = p->v[i];
    return copy;
}

static Str join(Reader *r, const Path *p, char what)
{
    Buf b = {.keep = r->keep};
    buf_char(&b, what);
    for (Size i = 0; i < p->n; i++) {
        buf_fmt(&b, "%td:", p->v[i].len);
        buf_add(&b, p->v[i]);
    }
    return buf_str(&b);
}

static bool first_time(Reader *r, const Path *p, char what)
{
    void **slot = map_at(r->keep, &r->seen, join(r, p, what));
    if (*slot) return fail(r, what == '=' ? "the key is given twice" : "the table is given twice");
    *slot = r;
    return true;
}

static bool take_value(Reader *r, const Path *path, int depth);
static bool take_item(Reader *r, TomlItem *item, int depth);

static bool is_word_char(int c) { return is_key_char(c) || c == '+' || c == '.' || c == ':'; }

static bool all_digits(Str s, const char *extra)
{
    bool digit = false;
    for (Size i = 0; i < s.len; i++) {
        if (s.s[i] >= '0' && s.s[i] <= '9') digit = true;
        else if (!strchr(extra, s.s[i])) return false;
    }
    return digit;
}

// true, 12, -3.5e6, 0x1f, 1979-05-27: by the shape of the word.
static bool take_word(Reader *r, TomlItem *item)
{
    Buf b = {.keep = r->keep};
    Size beg = r->at;
    while (is_word_char(peek(r))) r->at++;
    Str word = {r->text.s + beg, r->at - beg};
    for (Size i = 0; i < word.len; i++)
        if (word.s[i] != '_') buf_char(&b, word.s[i]);
    item->text = buf_str(&b);
    Str t = item->text;
    if (str_eq(word, S("true")) || str_eq(word, S("false"))) item->kind = TOML_BOOL;
    else if (all_digits(str_sub(t, t.len && (*t.s == '+' || *t.s == '-'), -1), ""))
        item->kind = TOML_INT;
    else if (str_starts(t, S("0x")) || str_starts(t, S("0o")) || str_starts(t, S("0b")))
        item->kind = TOML_INT;
    else if (t.len >= 8 && all_digits(t, "-:.TZ+") && (t.s[4] == '-' || t.s[2] == ':'))
        item->kind = TOML_DATE;
    else if (all_digits(t, "+-.eE") || str_ends(t, S("inf")) || str_ends(t, S("nan")))
        item->kind = TOML_FLOAT;
    else
        return fail(r, word.len ? "a value was expected; does a text lack its quotes?"
                                : "a value was expected");
    return true;
}

static bool take_array(Reader *r, Items *items, int depth)
{
    if (depth >= MOST_DEPTH) return fail(r, "arrays are nested too deeply");
    r->at++;
    for (;;) {
        skip_space(r);
        if (take(r, ']')) return true;
        TomlItem item = {0};
        if (!take_item(r, &item, depth + 1)) return false;
        *push(r->keep, items) = item;
        skip_space(r);
        if (peek(r) != ']' && !take(r, ','))
            return fail(r, "a comma or ] was expected in an array");
    }
}

static bool take_inline_table(Reader *r, const Path *path, int depth)
{
    if (depth >= MOST_DEPTH) return fail(r, "tables are nested too deeply");
    r->at++;
    skip_space(r);
    while (!take(r, '}')) {
        Path inner = copy_path(r, path);
        if (!take_key(r, &inner)) return false;
        if (!take(r, '=')) return fail(r, "an = was expected after a key");
        skip_blanks(r);
        if (!take_value(r, &inner, depth + 1)) return false;
        skip_space(r);
        if (peek(r) != '}' && !take(r, ','))
            return fail(r, "a comma or } was expected in an inline table");
        skip_space(r);
    }
    return true;
}

// An array's item. Of nested arrays and tables only the kind is kept: configuration uses neither.
static bool take_item(Reader *r, TomlItem *item, int depth)
{
    int c = peek(r);
    if (c == '[') {
        Items inner = {0};
        item->kind = TOML_ARRAY;
        return take_array(r, &inner, depth);
    }
    if (c == '{') {
        TomlLeaves aside = {0}, *out = r->out;
        Map seen = r->seen;
        r->out = &aside;
        r->seen = (Map){0};
        item->kind = TOML_TABLE;
        bool ok = take_inline_table(r, &(Path){0}, depth);
        r->out = out;
        r->seen = seen;
        return ok;
    }
    if (c != '"' && c != '\'') return take_word(r, item);
    item->kind = TOML_STRING;
    return take_string(r, true, &item->text);
}

static bool take_value(Reader *r, const Path *path, int depth)
{
    int line = r->line;
    if (!first_time(r, path, '=')) return false;
    if (peek(r) == '{') return take_inline_table(r, path, depth);
    TomlLeaf leaf = {.line = line};
    if (peek(r) == '[') {
        Items items = {0};
        if (!take_array(r, &items, depth)) return false;
        leaf.kind = TOML_ARRAY;
        leaf.items = items.v;
        leaf.nitems = items.n;
    } else {
        TomlItem item = {0};
        if (!take_item(r, &item, depth)) return false;
        leaf.kind = item.kind;
        leaf.text = item.text;
    }
    Path own = copy_path(r, path);
    leaf.path = own.v;
    leaf.npath = own.n;
    *push(r->keep, r->out) = leaf;
    return true;
}

// [a.b] or [[a.b]]; an item of an array of tables gets its number as a further part.
static bool take_header(Reader *r)
{
    r->at++;
    bool many = take(r, '[');
    Path path = {0};
    if (!take_key(r, &path)) return false;
    if (!take(r, ']') || (many && !take(r, ']')))
        return fail(r, "a table's name is not closed by ]");
    if (many) {
        intptr_t *count = (intptr_t *)map_at(r->keep, &r->seen, join(r, &path, '#'));
        *push(r->keep, &path) = str_fmt(r->keep, "%ld", (long)(*count)++);
    } else if (!first_time(r, &path, '[')) {
        return false;
    }
    r->table = path;
    return true;
}

static bool take_line(Reader *r)
{
    if (peek(r) == '[') return take_header(r);
    Path path = copy_path(r, &r->table);
    if (!take_key(r, &path)) return false;
    if (!take(r, '=')) return fail(r, "an = was expected after a key");
    skip_blanks(r);
    return take_value(r, &path, 0);
}

Err toml_read(Str text, Arena *keep, TomlLeaves *out)
{
    Reader r = {.text = text, .line = 1, .keep = keep, .out = out};
    if (str_starts(text, S("\xef\xbb\xbf"))) r.at = 3;
    for (skip_space(&r); peek(&r) >= 0; skip_space(&r)) {
        if (!take_line(&r)) break;
        skip_blanks(&r);
        skip_comment(&r);
        if (peek(&r) >= 0 && !at_line_end(&r)) {
            fail(&r, "something stands after the value");
            break;
        }
    }
    return r.err;
}
