// lsp/place: offsets into UTF-8 on our side; lines and columns in the units that were agreed on, on the
// editor's. Lines end where Python's do. And addresses of files.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"

Lines lines_of(Str text, Arena *keep)
{
    Lines l = {.text = text};
    *push(keep, &l.at) = 0;
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        if (c == '\r' && i + 1 < text.len && text.s[i + 1] == '\n') continue;
        if (c == '\n' || c == '\r') *push(keep, &l.at) = i + 1;
    }
    return l;
}

Str lines_row(const Lines *l, Size line)
{
    if (line < 0 || line >= l->at.n) return S("");
    Size end = line + 1 < l->at.n ? l->at.v[line + 1] : l->text.len;
    Str row = str_sub(l->text, l->at.v[line], end);
    while (row.len && (row.s[row.len - 1] == '\n' || row.s[row.len - 1] == '\r')) row.len--;
    return row;
}

// Bytes of the letter that begins there, and its units.
static Size letter(Str row, Size at, Units u, Size *units)
{
    unsigned char c = (unsigned char)row.s[at];
    Size n = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (n > row.len - at) n = row.len - at;
    *units = u == UNITS_UTF8 ? n : u == UNITS_UTF16 && n == 4 ? 2 : 1;
    return n;
}

static Size units_of(Str row, Size col, Units u)
{
    Size n = 0, one;
    if (col > row.len) col = row.len;
    if (u == UNITS_UTF8) return col;
    for (Size at = 0; at < col; n += one) at += letter(row, at, u, &one);
    return n;
}

static Size bytes_of(Str row, int64_t units, Units u)
{
    Size at = 0, one;
    while (at < row.len && units > 0) {
        Size n = letter(row, at, u, &one);
        if ((int64_t)one > units) break; // within a letter: before it
        units -= one;
        at += n;
    }
    return at;
}

json_t *place_json(const Lines *l, Size line, Size col, Units u)
{
    if (line < 0) line = 0;
    return json_pack("{s:I, s:I}", "line", (json_int_t)line, "character",
                     (json_int_t)units_of(lines_row(l, line), col < 0 ? 0 : col, u));
}

json_t *place_at(const Lines *l, Size offset, Units u)
{
    Size lo = 0, hi = l->at.n;
    while (hi - lo > 1) {
        Size mid = lo + (hi - lo) / 2;
        if (l->at.v[mid] <= offset) lo = mid;
        else hi = mid;
    }
    return place_json(l, lo, offset - l->at.v[lo], u);
}

Spot spot_read(json_t *position)
{
    json_t *line = json_object_get(position, "line"), *col = json_object_get(position, "character");
    return (Spot){json_integer_value(line), json_integer_value(col)};
}

int spot_order(Spot a, Spot b)
{
    int line = (a.line > b.line) - (a.line < b.line);
    return line ? line : (a.col > b.col) - (a.col < b.col);
}

// The end of the line that `at` lies in. nl: the first line feed at or behind it, looked for once only.
static Size row_end(Str text, Size at, Size *nl)
{
    const char *c = NULL;
    if (*nl < at) {
        if (at < text.len) c = memchr(text.s + at, '\n', (size_t)(text.len - at));
        *nl = c ? c - text.s : text.len;
    }
    c = at < *nl ? memchr(text.s + at, '\r', (size_t)(*nl - at)) : NULL;
    return c ? c - text.s : *nl;
}

// A person may change thousands of places at once, each counted from the top: it is to be quick.
Size place_offset(Str text, json_t *position, Units u)
{
    Spot s = spot_read(position);
    Size at = 0, nl = -1, end = row_end(text, 0, &nl);
    if (s.line < 0) return 0;
    for (int64_t line = 0; line < s.line; line++) {
        if (end == text.len) return end;
        at = end + (text.s[end] == '\r' && nl == end + 1 && nl < text.len ? 2 : 1);
        end = row_end(text, at, &nl);
    }
    return at + bytes_of(str_sub(text, at, end), s.col, u);
}

// ---- addresses

int hex_digit(char c)
{
    char low = ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// False: it holds a zero byte, as no path does.
static bool unescape(Str s, Buf *out)
{
    for (Size i = 0; i < s.len; i++) {
        bool coded = s.s[i] == '%' && i + 2 < s.len && hex_digit(s.s[i + 1]) >= 0 &&
                     hex_digit(s.s[i + 2]) >= 0;
        char c = coded ? (char)(hex_digit(s.s[i + 1]) * 16 + hex_digit(s.s[i + 2])) : s.s[i];
        if (!c) return false;
        buf_char(out, c);
        if (coded) i += 2;
    }
    return true;
}

Str uri_path(Str uri, Arena *keep)
{
    Buf b = {.keep = keep};
    Str rest = str_sub(uri, 7, -1);
    if (!str_alike(str_sub(uri, 0, 7), S("file://"))) return str_keep(keep, uri);
    if (str_starts(rest, S("localhost/"))) rest = str_sub(rest, 9, -1);
    if (!str_starts(rest, S("/")) || !unescape(rest, &b)) return str_keep(keep, uri);
    return path_plain(buf_str(&b), keep);
}

Str uri_of(Str path, Arena *keep)
{
    static const Str plain = L("-._~/!$&'()*+,;=:@");
    Buf b = {.keep = keep};
    if (!str_starts(path, S("/"))) return path;
    buf_add(&b, S("file://"));
    for (Size i = 0; i < path.len; i++) {
        char c = path.s[i], low = (char)(c | 0x20);
        bool as_is = (c >= '0' && c <= '9') || (low >= 'a' && low <= 'z') ||
                     memchr(plain.s, c, (size_t)plain.len);
        if (as_is) buf_char(&b, c);
        else buf_fmt(&b, "%%%02X", (unsigned char)c);
    }
    return buf_str(&b);
}
