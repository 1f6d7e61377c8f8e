// report/escape: text made harmless for each kind of reader.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

static bool continues(Str s, Size i, Size n)
{
    if (i + n >= s.len) return false;
    for (Size k = 1; k <= n; k++)
        if (((unsigned char)s.s[i + k] & 0xc0) != 0x80) return false;
    return true;
}

Size utf8_step(Str s, Size i, uint32_t *c)
{
    uint32_t b = (unsigned char)s.s[i];
    Size more = b < 0x80                ? 0
                : b >= 0xc2 && b < 0xe0 ? 1
                : b >= 0xe0 && b < 0xf0 ? 2
                : b >= 0xf0 && b < 0xf5 ? 3
                                        : -1;
    if (more < 0 || (more && !continues(s, i, more))) return 0;
    *c = more == 0 ? b : b & (0x3fu >> more);
    for (Size k = 1; k <= more; k++) *c = *c << 6 | ((unsigned char)s.s[i + k] & 0x3f);
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (*c < least[more] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000)) return 0;
    return more + 1;
}

// Characters that draw nothing but change how what follows is drawn.
static bool is_hiding(uint32_t c)
{
    if (c < ' ' || (c >= 0x7f && c < 0xa0)) return c != '\t';
    return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
           (c >= 0xe0000 && c <= 0xe007f);
}

void report_clean(Buf *out, Str s)
{
    for (Size i = 0, n; i < s.len; i += n) {
        uint32_t c;
        n = utf8_step(s, i, &c);
        if (!n) {
            n = 1;
            buf_fmt(out, "\\x%02x", (unsigned)(unsigned char)s.s[i]);
        } else if (is_hiding(c)) {
            buf_fmt(out, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
        } else {
            buf_add(out, str_sub(s, i, i + n));
        }
    }
}

static void add_json_char(Buf *out, uint32_t c, Str bytes)
{
    if (c == '"' || c == '\\') buf_fmt(out, "\\%c", (int)c);
    else if (c == '\n') buf_add(out, S("\\n"));
    else if (c == '\t') buf_add(out, S("\\t"));
    else if (is_hiding(c) && c < 0x10000) buf_fmt(out, "\\u%04x", (unsigned)c);
    else buf_add(out, bytes);
}

void add_json(Buf *out, Str s)
{
    buf_char(out, '"');
    for (Size i = 0, n; i < s.len; i += n) {
        uint32_t c;
        n = utf8_step(s, i, &c);
        if (n) add_json_char(out, c, str_sub(s, i, i + n));
        else buf_add(out, S("\\ufffd"));
        if (!n) n = 1;
    }
    buf_char(out, '"');
}

void add_xml(Buf *out, Str s)
{
    Buf clean = {.keep = out->keep};
    for (Str line, rest = s; str_cut(&rest, S("\n"), &line);) {
        report_clean(&clean, line);
        if (rest.s) buf_char(&clean, '\n');
    }
    for (Size i = 0; i < clean.n; i++) {
        char c = clean.v[i];
        if (c == '<') buf_add(out, S("&lt;"));
        else if (c == '>') buf_add(out, S("&gt;"));
        else if (c == '&') buf_add(out, S("&amp;"));
        else if (c == '"') buf_add(out, S("&quot;"));
        else if (c == '\'') buf_add(out, S("&#39;"));
        else buf_char(out, c);
    }
}

void add_markdown(Buf *out, Str s)
{
    Buf clean = {.keep = out->keep};
    report_clean(&clean, s);
    for (Size i = 0; i < clean.n; i++) {
        char c = clean.v[i];
        if (c == '<') buf_add(out, S("&lt;"));
        else if (c == '>') buf_add(out, S("&gt;"));
        else if (c == '&') buf_add(out, S("&amp;"));
        else if (c == '@') buf_add(out, S("&#64;"));       // or somebody is mentioned
        else if (strchr("\\`*_{}[]()#+-!|~:", c)) buf_fmt(out, "\\%c", c);
        else buf_char(out, c);
    }
}

void add_uri(Buf *out, Str s)
{
    for (Size i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("-._~/", c));
        if (plain) buf_char(out, (char)c);
        else buf_fmt(out, "%%%02X", (unsigned)c);
    }
}
