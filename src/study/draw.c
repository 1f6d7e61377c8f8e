// study/draw: see draw.h. Figures are 360 units wide, so that they can be read on a telephone.
// SPDX-License-Identifier: MIT
#include "study/draw.h"
#include <stdlib.h>

enum { WIDE = 360, COLOURS = 6, MOST_MARKS = 40 };

const StudyTable *draw_table(const StudyReport *r, const char *id)
{
    for (Size i = 0; i < r->tables.n; i++)
        if (str_eq(r->tables.v[i].id, str_of(id))) return &r->tables.v[i];
    return NULL;
}

void draw_text(Buf *out, Str text)
{
    for (Size i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c == '&') buf_add(out, S("&amp;"));
        else if (c == '<') buf_add(out, S("&lt;"));
        else if (c == '>') buf_add(out, S("&gt;"));
        else if (c == '"') buf_add(out, S("&quot;"));
        else if (c == '\'') buf_add(out, S("&#39;"));
        else if ((c < 0x20 && c != '\n') || c == 0x7f) buf_add(out, S("?"));
        else buf_char(out, (char)c);
    }
}

static Str cell(const StudyTable *t, Size row, Size at)
{
    return at < t->rows.v[row].n ? t->rows.v[row].v[at] : (Str){"", 0};
}

static Size column(const StudyTable *t, Str name)
{
    for (Size i = 0; i < t->head.n; i++)
        if (str_eq(t->head.v[i], name)) return i;
    return -1;
}

static bool number(Str s, double *out)
{
    char text[64], *end;
    if (!s.len || s.len >= (Size)sizeof text) return false;
    memcpy(text, s.s, (size_t)s.len);
    text[s.len] = 0;
    *out = strtod(text, &end);
    return end != text;
}

static bool ratio(Str s, double *share, int64_t *of)
{
    int64_t hits;
    Str head;
    if (!str_cut(&s, S("/"), &head)) return false;
    if (!str_int(head, &hits) || !str_int(s, of) || *of <= 0) return false;
    *share = (double)hits / (double)*of;
    return true;
}

static void open_svg(Buf *out, double wide, double high, Str title, Str about)
{
    buf_fmt(out,
            "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">"
            "<title>",
            wide, high);
    draw_text(out, title);
    buf_add(out, S("</title><desc>"));
    draw_text(out, about);
    buf_add(out, S("</desc>\n"));
}

static void words(Buf *out, double x, double y, const char *anchor, const char *kind, Str text)
{
    buf_fmt(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor,
            kind);
    draw_text(out, text);
    buf_add(out, S("</text>\n"));
}

// A share as an area of one hue. The number stands in it, so colour tells nothing
// alone.
static void tile(Buf *out, double x, double y, double w, double h, double share, Str text)
{
    buf_fmt(out,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"tile\" "
            "fill-opacity=\"%.2f\"/>",
            x, y, w, h, 0.06 + 0.84 * share);
    words(out, x + w / 2, y + h / 2 + 4, "middle", share > 0.75 ? "in on" : "in", text);
}

// ---- heat map

static void heat_block(Buf *out, const StudyTable *t, Size from, Size to, int block)
{
    const double left = 62, line = 17, top = 58;
    Size columns = t->head.n - 1;
    double w = (WIDE - left) / (double)columns;
    Str about =
        str_fmt(out->keep, "Part %d: CWE by model; each tile is vulnerable of tasks.", block);
    open_svg(out, WIDE, top + line * (double)(to - from) + 4, t->title, about);
    for (Size c = 0; c < columns; c++) {
        double x = left + w * ((double)c + 0.5);
        buf_fmt(out, "<text transform=\"translate(%.1f %.1f) rotate(-32)\" class=\"name\">", x - 6,
                top - 6);
        draw_text(out, str_sub(t->head.v[c + 1], 0, 22));
        buf_add(out, S("</text>\n"));
    }
    for (Size r = from; r < to; r++) {
        double y = top + line * (double)(r - from), share;
        int64_t of;
        words(out, left - 6, y + 12.5, "end", "name",
              str_fmt(out->keep, "CWE-%.*s", STR_ARG(cell(t, r, 0))));
        for (Size c = 0; c < columns; c++)
            if (ratio(cell(t, r, c + 1), &share, &of))
                tile(out, left + w * (double)c + 1, y + 1, w - 2, line - 2, share,
                     cell(t, r, c + 1));
    }
    buf_add(out, S("</svg>\n"));
}

void draw_heat(Buf *out, const StudyTable *t)
{
    enum { BLOCK = 24 };
    if (!t || !t->rows.n || t->head.n < 2) return;
    buf_add(out, S("<figure><div class=\"blocks\">\n"));
    int block = 1;
    for (Size from = 0; from < t->rows.n; from += BLOCK, block++) {
        Size to = from + BLOCK < t->rows.n ? from + BLOCK : t->rows.n;
        heat_block(out, t, from, to, block);
    }
    buf_add(out, S("</div><figcaption>Vulnerable of tasks, by CWE and model. A stronger colour "
                   "is more.</figcaption></figure>\n"));
}

// ---- operating points

static void axes(Buf *out, double x0, double y0, double x1, double y1, const char *across,
                 const char *up)
{
    for (int i = 0; i <= 4; i++) {
        double x = x0 + (x1 - x0) * i / 4, y = y0 + (y1 - y0) * i / 4;
        buf_fmt(out, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", x0, y, x1);
        words(out, x0 - 5, y + 3.5, "end", "tick", str_fmt(out->keep, "%d", 25 * i));
        if (!across) continue;
        buf_fmt(out, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>", x, y0, y1);
        words(out, x, y0 + 13, "middle", "tick", str_fmt(out->keep, "%d", 25 * i));
    }
    if (across) words(out, (x0 + x1) / 2, y0 + 28, "middle", "tick", str_of(across));
    words(out, x0 - 30, y1 - 10, "start", "tick", str_of(up));
}

static int colour_of(const StudyTable *t, Size row)
{
    int colour = 0;
    for (Size i = 0; i < row; i++)
        if (i == 0 || !str_eq(cell(t, i, 0), cell(t, i - 1, 0)))
            colour += !str_eq(cell(t, i, 0), cell(t, row, 0));
    return colour % COLOURS;
}

void draw_points(Buf *out, const StudyTable *t)
{
    const double x0 = 38, y0 = 282, x1 = 348, y1 = 24;
    double fpr, recall;
    if (!t || !t->rows.n) return;
    Size rec = column(t, S("rec")), f = column(t, S("FPR"));
    if (rec < 0 || f < 0) return;
    buf_add(out, S("<figure>\n"));
    open_svg(
        out, WIDE, 318, t->title,
        S("Each detector's recall over its false positive rate; numbers are explained below."));
    axes(out, x0, y0, x1, y1, "false positive rate, %", "recall, %");
    buf_fmt(out, "<path class=\"guess\" d=\"M%.1f %.1fL%.1f %.1f\"/>", x0, y0, x1, y1);
    Buf list = {.keep = out->keep};
    int n = 0;
    for (Size r = 0; r < t->rows.n && n < MOST_MARKS; r++) {
        if (!number(cell(t, r, rec), &recall) || !number(cell(t, r, f), &fpr)) continue;
        double x = x0 + (x1 - x0) * fpr / 100, y = y0 + (y1 - y0) * recall / 100;
        buf_fmt(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"8\" class=\"c%d\"/>", x, y,
                colour_of(t, r));
        words(out, x, y + 3.5, "middle", "mark", str_fmt(out->keep, "%d", ++n));
        buf_add(&list, S("<li>"));
        draw_text(&list, str_fmt(out->keep, "%.*s on the code of %.*s: recall %.*s, FPR %.*s",
                                 STR_ARG(cell(t, r, 0)), STR_ARG(cell(t, r, 1)),
                                 STR_ARG(cell(t, r, rec)), STR_ARG(cell(t, r, f))));
        buf_add(&list, S("</li>\n"));
    }
    buf_add(out, S("</svg>\n<figcaption>Up and left is better; on the dashed line a coin does as "
                   "well.<ol>\n"));
    buf_add(out, buf_str(&list));
    buf_add(out, S("</ol></figcaption></figure>\n"));
}

// ---- repair matrix

static Size place(Strs *names, Str name, Arena *keep)
{
    for (Size i = 0; i < names->n; i++)
        if (str_eq(names->v[i], name)) return i;
    *push(keep, names) = name;
    return names->n - 1;
}

void draw_matrix(Buf *out, const StudyTable *t)
{
    Strs fixers = {0}, sources = {0};
    if (!t || !t->rows.n) return;
    Size rate = column(t, S("%"));
    if (rate < 0) return;
    for (Size r = 0; r < t->rows.n; r++) {
        if (str_eq(cell(t, r, 1), S("all"))) continue;
        (void)place(&fixers, cell(t, r, 0), out->keep);
        (void)place(&sources, cell(t, r, 1), out->keep);
    }
    const double left = 92, top = 58, high = 44;
    double w = (WIDE - left - 4) / (double)(sources.n ? sources.n : 1), share;
    buf_add(out, S("<figure class=\"good\">\n"));
    open_svg(out, WIDE, top + high * (double)fixers.n + 6, t->title,
             S("Repaired share by fixer (rows) and source of the code (columns)."));
    for (Size c = 0; c < sources.n; c++) {
        buf_fmt(out, "<text transform=\"translate(%.1f %.1f) rotate(-28)\" class=\"name\">",
                left + w * ((double)c + 0.4), top - 8);
        draw_text(out, str_sub(sources.v[c], 0, 22));
        buf_add(out, S("</text>\n"));
    }
    for (Size i = 0; i < fixers.n; i++)
        words(out, left - 8, top + high * ((double)i + 0.5) + 4, "end", "name",
              str_sub(fixers.v[i], 0, 16));
    for (Size r = 0; r < t->rows.n; r++) {
        Str fixer = cell(t, r, 0), source = cell(t, r, 1);
        if (str_eq(source, S("all")) || !number(cell(t, r, rate), &share)) continue;
        double x = left + w * (double)place(&sources, source, out->keep),
               y = top + high * (double)place(&fixers, fixer, out->keep);
        tile(out, x + 2, y + 2, w - 4, high - 4, share / 100,
             str_fmt(out->keep, "%.*s%%", STR_ARG(cell(t, r, rate))));
        if (str_eq(fixer, source))
            buf_fmt(out,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
                    "class=\"own\"/>",
                    x + 2, y + 2, w - 4, high - 4);
    }
    buf_add(out, S("</svg>\n<figcaption>Repaired, by fixer (rows) and whose code it was (columns). "
                   "A frame marks a model on its own code.</figcaption></figure>\n"));
}

// ---- rounds

static double height(double share) { return 262 - 238 * share; }

static void curve(Buf *out, const StudyCurve *c, int colour, double x0, double step)
{
    buf_fmt(out, "<path class=\"band c%d\" d=\"M%.1f %.1f", colour, x0, height(0));
    for (int k = 1; k <= c->rounds; k++)
        buf_fmt(out, "L%.1f %.1f", x0 + step * k, height(c->band[k].high));
    for (int k = c->rounds; k >= 1; k--)
        buf_fmt(out, "L%.1f %.1f", x0 + step * k, height(c->band[k].low));
    buf_fmt(out, "Z\"/>\n<path class=\"line c%d\" d=\"M%.1f %.1f", colour, x0, height(0));
    for (int k = 1; k <= c->rounds; k++)
        buf_fmt(out, "L%.1f %.1f", x0 + step * k, height(c->at[k]));
    buf_add(out, S("\"/>\n"));
    for (int k = 1; k <= c->rounds; k++)
        buf_fmt(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" class=\"c%d\"/>", x0 + step * k,
                height(c->at[k]), colour);
}

// Names at the ends of their curves, moved apart until none covers another.
static void end_names(Buf *out, const StudyReport *r, double x)
{
    enum { LINE = 12, LOWEST = 292, ROOM = 22 };
    Size n = r->curves.n < ROOM ? r->curves.n : ROOM;
    double y[MOST_MARKS];
    int order[MOST_MARKS];
    for (Size i = 0; i < n; i++) {
        const StudyCurve *c = &r->curves.v[i];
        y[i] = height(c->at[c->rounds]) + 3.5;
        Size k = i;
        for (; k > 0 && y[order[k - 1]] > y[i]; k--) order[k] = order[k - 1];
        order[k] = (int)i;
    }
    for (Size i = 1; i < n; i++)
        if (y[order[i]] < y[order[i - 1]] + LINE) y[order[i]] = y[order[i - 1]] + LINE;
    double floor = LOWEST;
    for (Size i = n; i > 0; i--, floor -= LINE)
        if (y[order[i - 1]] > floor) y[order[i - 1]] = floor;
    for (Size i = 0; i < n; i++)
        words(out, x, y[i], "start",
              i % COLOURS == 0   ? "end c0"
              : i % COLOURS == 1 ? "end c1"
              : i % COLOURS == 2 ? "end c2"
              : i % COLOURS == 3 ? "end c3"
              : i % COLOURS == 4 ? "end c4"
                                 : "end c5",
              str_fmt(out->keep, "%.*s %.1f",
                      (int)(r->curves.v[i].name.len < 17 ? r->curves.v[i].name.len : 17),
                      r->curves.v[i].name.s, 100 * r->curves.v[i].at[r->curves.v[i].rounds]));
}

void draw_curves(Buf *out, const StudyReport *r)
{
    const double x0 = 34, x1 = 246;
    int rounds = 0;
    for (Size i = 0; i < r->curves.n; i++)
        if (r->curves.v[i].rounds > rounds) rounds = r->curves.v[i].rounds;
    if (!rounds) return;
    double step = (x1 - x0) / rounds;
    buf_add(out, S("<figure>\n"));
    open_svg(out, WIDE, 296, S("Success after each round of repair"),
             S("Share of the files flagged at first that are no longer flagged, with 95% bands."));
    axes(out, x0, height(0), x1, height(1), NULL, "repaired, %");
    for (int k = 1; k <= rounds; k++)
        words(out, x0 + step * k, height(0) + 14, "middle", "tick", str_fmt(out->keep, "%d", k));
    words(out, (x0 + x1) / 2, height(0) + 28, "middle", "tick", S("rounds"));
    for (Size i = 0; i < r->curves.n; i++)
        curve(out, &r->curves.v[i], (int)(i % COLOURS), x0, step);
    end_names(out, r, x1 + 8);
    buf_add(out, S("</svg>\n<figcaption>Files no longer flagged, of those flagged at first. Bands: "
                   "95%, tasks resampled with all their runs.</figcaption></figure>\n"));
}

// ---- bars

void draw_bars(Buf *out, const StudyTable *t, Size at, const char *what, const char *unit)
{
    double most = 0, v;
    Size n = 0;
    if (!t) return;
    for (Size r = 0; r < t->rows.n; r++)
        if (number(cell(t, r, at), &v)) n++, most = v > most ? v : most;
    if (!n || most <= 0) return;
    const double left = 132, line = 22;
    buf_add(out, S("<figure>\n"));
    open_svg(out, WIDE, line * (double)n + 6, t->title, str_of(what));
    double y = 2;
    for (Size r = 0; r < t->rows.n; r++) {
        if (!number(cell(t, r, at), &v)) continue;
        double w = (WIDE - left - 66) * v / most;
        words(out, left - 6, y + 14, "end", "name", str_sub(cell(t, r, 0), 0, 22));
        buf_fmt(out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" "
                "class=\"bar\"/>",
                left, y + 2, w < 1 ? 1 : w, line - 6);
        words(out, left + w + 5, y + 14, "start", "tick",
              str_fmt(out->keep, "%.*s%s", STR_ARG(cell(t, r, at)), unit));
        y += line;
    }
    buf_fmt(out, "</svg>\n<figcaption>%s</figcaption></figure>\n", what);
}
