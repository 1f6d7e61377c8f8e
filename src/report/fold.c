// report/fold: long lines become several, at blanks, as wide as the terminal and a little further in.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

enum { NARROWEST = 40, FURTHER = 2, LEAST_COLUMN = 24 };

// Bytes of the letter at i: with the colours before it, which take no room.
static Size letter_at(Str s, Size i)
{
    Size n = i;
    while (n + 1 < s.len && s.s[n] == '\x1b' && s.s[n + 1] == '[') {
        while (n < s.len && s.s[n] != 'm') n++;
        if (n < s.len) n++;
    }
    if (n < s.len) n++;
    while (n < s.len && ((unsigned char)s.s[n] & 0xc0) == 0x80) n++;
    return n - i;
}

// How many bytes fit; rest begins after the blanks where it was broken.
static Size fitting(Str line, int columns, Size *rest)
{
    Size at = 0, broken = 0;
    int shown = 0;
    bool word = false;                                     // what is broken before holds one
    *rest = line.len;
    for (Size n; at < line.len; at += n, shown++) {
        n = letter_at(line, at);
        bool blank = line.s[at + n - 1] == ' ';
        if (shown >= columns && broken) break;
        if (blank && word) broken = at, *rest = at + n;
        word |= !blank;
    }
    if (at >= line.len && shown <= columns) return *rest = line.len;
    if (!broken) return *rest = line.len;
    while (*rest < line.len && line.s[*rest] == ' ') ++*rest;
    return broken;
}

static Size indent(Str line, Size most)
{
    Size n = 0;
    for (Size at = 0, one; n < most && at < line.len; at += one, n++) {
        one = letter_at(line, at);
        if (line.s[at + one - 1] != ' ') break;
    }
    return n;
}

void report_fold(Buf *out, Size from, int columns, int hang)
{
    if (columns < NARROWEST) return;
    Str text = str_keep(out->keep, (Str){out->v + from, out->n - from});
    out->n = from;
    for (Str line; str_cut(&text, S("\n"), &line);) {
        Size rest, n = fitting(line, columns, &rest);
        Size inner = hang && columns >= hang + LEAST_COLUMN ? hang : indent(line, columns / 2) + FURTHER;
        buf_add(out, str_sub(line, 0, n));
        while (rest < line.len) {
            line = str_sub(line, rest, -1);
            buf_fmt(out, "\n%*s", (int)inner, "");
            n = fitting(line, columns - (int)inner, &rest);
            buf_add(out, str_sub(line, 0, n));
        }
        if (text.s) buf_char(out, '\n');
    }
}
