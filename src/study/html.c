// study/html: the report as one self-contained page: figures, tables, threats. No script, nothing
// loaded from elsewhere; readable at any width, in the dark and on paper.
// SPDX-License-Identifier: MIT
#include "study/draw.h"

static const char HEAD[] =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n";

static const char STYLE[] =
    "<style>\n"
    ":root{--ink:#1d232b;--soft:#5a6472;--line:#dfe3e8;--paper:#fff;--shade:#f6f7f9;--heat:#b3341f;"
    "--accent:#0b5cad;--own:#111;--c0:#0b5cad;--c1:#c2500a;--c2:#087f5b;--c3:#a63a86;--c4:#8a6a00;"
    "--c5:#3b6ea5}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e4e8ee;--soft:#9aa6b4;--line:#343c47;"
    "--paper:#14181d;--shade:#1c2229;--heat:#ff7a5c;--accent:#7ab8ff;--own:#fff;--c0:#6db3ff;"
    "--c1:#ff9a55;--c2:#4fd1a5;--c3:#f09bd2;--c4:#e3c04b;--c5:#9cc3ee}.on{fill:#14181d!important}}"
    "\n"
    "*{box-sizing:border-box}html{scroll-behavior:auto}\n"
    "body{font:16px/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif;color:var(--ink);"
    "background:var(--paper);margin:0 auto;max-width:74rem;padding:1.5rem 1rem 4rem}\n"
    "h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0 .6rem;text-wrap:balance}"
    "h2{font-size:1.3rem;margin:3rem 0 .4rem;padding-top:.6rem;border-top:2px solid var(--ink)}"
    "h3{font-size:1.02rem;margin:2rem 0 .2rem}\n"
    "p{max-width:46rem}.soft{color:var(--soft);font-size:.92rem}\n"
    "a{color:var(--accent)}a:focus-visible,.wide:focus-visible{outline:3px solid var(--accent);"
    "outline-offset:2px}\n"
    "nav ul{list-style:none;padding:0;margin:1rem 0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem}\n"
    ".wide{overflow-x:auto;margin:.6rem 0 1rem}\n"
    "table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}"
    "th,td{padding:.28rem .65rem;text-align:right;border-bottom:1px solid var(--line);"
    "vertical-align:top;white-space:nowrap}"
    "thead th{color:var(--soft);font-weight:600;white-space:normal;vertical-align:bottom;"
    "border-bottom:2px solid var(--line)}thead th.tall{min-width:7.5rem}\n"
    "tbody th,th:first-child,.left{text-align:left}tbody th{font-weight:400}"
    "td.words{text-align:left;white-space:normal;min-width:11rem}tbody "
    "tr:nth-child(even){background:var(--shade)}"
    "tbody th{position:sticky;left:0;background:var(--paper)}"
    "tbody tr:nth-child(even) th{background:var(--shade)}\n"
    "figure{margin:1rem 0 1.5rem;max-width:34rem}figure:has(.blocks){max-width:none}"
    ".blocks{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));"
    "gap:1.2rem;align-items:start}.blocks "
    "svg{max-width:27rem}svg{display:block;width:100%;height:auto}\n"
    "figcaption{color:var(--soft);font-size:.88rem;margin-top:.4rem}figcaption ol{margin:.3rem "
    "0;padding-left:1.6rem}\n"
    ".figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));"
    "gap:0 2.5rem;align-items:start}\n"
    "text{font:11px system-ui,sans-serif;fill:var(--ink)}.name{font-size:10.5px}.tick{font-size:"
    "10px;fill:var(--soft)}.in{font-size:10.5px}.on{fill:#fff}.mark{font-size:9.5px;"
    "fill:var(--paper);font-weight:700}.end{font-size:9.5px;font-weight:600}\n"
    ".tile{fill:var(--heat)}.good "
    ".tile{fill:var(--c2)}.bar{fill:var(--accent)}.own{fill:none;stroke:var(--own);stroke-width:"
    "2.5}.grid{stroke:var(--line);fill:none}.guess{stroke:var(--soft);stroke-dasharray:4 4}\n"
    ".c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}"
    ".c4{fill:var(--c4)}.c5{fill:var(--c5)}.band{fill-opacity:.13}\n"
    ".line{fill:none;stroke-width:2}.line.c0{stroke:var(--c0)}.line.c1{stroke:var(--c1);"
    "stroke-dasharray:7 3}.line.c2{stroke:var(--c2);stroke-dasharray:2 3}.line.c3{stroke:var(--c3);"
    "stroke-dasharray:9 3 2 3}.line.c4{stroke:var(--c4);stroke-dasharray:4 2}"
    ".line.c5{stroke:var(--c5)}\n"
    ".threats li{margin:.35rem 0;max-width:46rem}.flag{background:var(--shade);border-left:4px "
    "solid "
    "var(--heat);padding:.5rem .9rem;max-width:46rem}\n"
    "@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--shade:#f3f3f3;"
    "--heat:#b3341f;--accent:#000;--own:#000;--c0:#0b5cad;--c1:#c2500a;--c2:#087f5b;--c3:#a63a86;"
    "--c4:#8a6a00;--c5:#3b6ea5}body{max-width:none;padding:0;font-size:10pt}nav{display:none}"
    ".wide{overflow:visible}table{font-size:7.5pt}th,td{padding:.15rem .35rem;white-space:normal}"
    ".blocks{grid-template-columns:repeat(3,1fr)}thead th.tall{min-width:0}"
    "tr,svg,figure,li{break-inside:avoid}figure:has(.blocks){break-inside:auto}h2,h3{break-after:"
    "avoid}thead{display:table-header-group}"
    ".on{fill:#fff!important}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n"
    "</style>\n";

static const struct {
    const char *prefix, *title;
} SECTIONS[] = {
    {"rq1", "RQ1: how much generated code is vulnerable"},
    {"rq2", "RQ2: can a model tell"},
    {"rq3", "RQ3: one round of repair"},
    {"rq4", "RQ4: repair in rounds"},
    {"judges", "Other judges"},
    {"", "Comparisons and what else was measured"},
};

static Size section_of(const StudyTable *t)
{
    Size i = 0;
    while (!str_starts(t->id, str_of(SECTIONS[i].prefix))) i++;
    return i;
}

static bool is_words(Str s)
{
    Size letters = 0;
    for (Size i = 0; i < s.len; i++) letters += (s.s[i] | 32) >= 'a' && (s.s[i] | 32) <= 'z';
    return letters > 24;
}

// A column of words stands at the left, one of numbers at the right.
static bool left_column(const StudyTable *t, Size at)
{
    Size words = 0, n = 0;
    for (Size i = 0; i < t->rows.n; i++) {
        if (at >= t->rows.v[i].n || !t->rows.v[i].v[at].len) continue;
        char c = (char)(t->rows.v[i].v[at].s[0] | 32);
        words += (c >= 'a' && c <= 'z') || is_words(t->rows.v[i].v[at]);
        n++;
    }
    return words * 2 > n;
}

static void add_row(Buf *out, const StudyRow *row, const bool *left)
{
    buf_add(out, S("<tr>"));
    for (Size c = 0; c < row->n; c++) {
        bool text = is_words(row->v[c]);
        buf_add(out, !c        ? S("<th scope=\"row\">")
                     : text    ? S("<td class=\"words\">")
                     : left[c] ? S("<td class=\"left\">")
                               : S("<td>"));
        draw_text(out, row->v[c]);
        buf_add(out, c ? S("</td>") : S("</th>"));
    }
    buf_add(out, S("</tr>\n"));
}

static void add_rows(Buf *out, const StudyTable *t)
{
    Size most = t->head.n;
    for (Size i = 0; i < t->rows.n; i++) most = t->rows.v[i].n > most ? t->rows.v[i].n : most;
    bool *left = new (out->keep, bool, most + 1);
    for (Size c = 0; c < most; c++) left[c] = left_column(t, c);
    buf_add(out, S("<table><thead><tr>"));
    for (Size c = 0; c < t->head.n; c++) {
        bool tall = t->head.v[c].len > 12;           // would stand in many short lines
        buf_fmt(out, "<th scope=\"col\" class=\"%s%s\">", left[c] ? "left" : "",
                tall ? " tall" : "");
        draw_text(out, t->head.v[c]);
        buf_add(out, S("</th>"));
    }
    buf_add(out, S("</tr></thead><tbody>\n"));
    for (Size i = 0; i < t->rows.n; i++) add_row(out, &t->rows.v[i], left);
    buf_add(out, S("</tbody></table>"));
}

static void add_table(Buf *out, const StudyTable *t)
{
    buf_add(out, S("<h3 id=\"t-"));
    draw_text(out, t->id);
    buf_add(out, S("\">"));
    draw_text(out, t->title);
    buf_add(out, S("</h3>\n"));
    if (t->note.len) {
        buf_add(out, S("<p class=\"soft\">"));
        draw_text(out, t->note);
        buf_add(out, S("</p>\n"));
    }
    if (!t->rows.n) return;
    bool folded = str_ends(t->id, S("-cwe")); // one row a CWE: its figure says it on paper
    if (folded) buf_add(out, S("<details><summary>By CWE, as a table</summary>\n"));
    buf_add(out, S("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t-"));
    draw_text(out, t->id);
    buf_add(out, S("\">"));
    add_rows(out, t);
    buf_add(out, S("</div>\n"));
    if (folded) buf_add(out, S("</details>\n"));
}

static void add_figures(Buf *out, const StudyReport *r, Size section)
{
    buf_add(out, S("<div class=\"figures\">\n"));
    if (section == 1) draw_points(out, draw_table(r, "rq2"));
    if (section == 2) draw_matrix(out, draw_table(r, "rq3"));
    if (section == 3) draw_curves(out, r);
    if (section == 3)
        draw_bars(out, draw_table(r, "rq4-gates"), 1, "Answers that each gate refused", "");
    if (section == 5) draw_bars(out, draw_table(r, "cost"), 6, "Money for each secure file", "");
    if (section == 5)
        draw_bars(out, draw_table(r, "cost"), 7, "Seconds for each secure file", " s");
    buf_add(out, S("</div>\n"));
    if (section == 0) draw_heat(out, draw_table(r, "rq1-cwe"));
}

static void add_section(Buf *out, const StudyReport *r, Size section)
{
    bool any = false;
    for (Size i = 0; i < r->tables.n; i++) {
        if (section_of(&r->tables.v[i]) != section) continue;
        if (!any) {
            buf_fmt(out, "<section>\n<h2 id=\"s%td\">%s</h2>\n", section, SECTIONS[section].title);
            add_figures(out, r, section);
        }
        any = true;
        add_table(out, &r->tables.v[i]);
    }
    if (any) buf_add(out, S("</section>\n"));
}

static void add_list(Buf *out, const char *id, const char *title, const Str *v, Size n)
{
    if (!n) return;
    buf_fmt(out, "<section>\n<h2 id=\"%s\">%s</h2>\n<ul class=\"threats\">\n", id, title);
    for (Size i = 0; i < n; i++) {
        buf_add(out, S("<li>"));
        draw_text(out, v[i]);
        buf_add(out, S("</li>\n"));
    }
    buf_add(out, S("</ul>\n</section>\n"));
}

static void add_contents(Buf *out, const StudyReport *r)
{
    buf_add(out, S("<nav aria-label=\"Contents\"><ul>\n"));
    for (Size s = 0; s < countof(SECTIONS); s++) {
        bool any = false;
        for (Size i = 0; i < r->tables.n; i++) any |= section_of(&r->tables.v[i]) == s;
        if (any) buf_fmt(out, "<li><a href=\"#s%td\">%s</a></li>\n", s, SECTIONS[s].title);
    }
    if (r->threats.n) buf_add(out, S("<li><a href=\"#threats\">Threats to validity</a></li>\n"));
    if (r->pkg.missing.n) buf_add(out, S("<li><a href=\"#missing\">What is missing</a></li>\n"));
    if (r->pkg.trouble.n) buf_add(out, S("<li><a href=\"#trouble\">Odd or left out</a></li>\n"));
    buf_add(out, S("</ul></nav>\n"));
}

Str study_html(const StudyReport *r, Arena *keep)
{
    Buf out = {.keep = keep};
    buf_add(&out, S("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"));
    buf_add(&out, str_of(HEAD));
    buf_add(&out, S("<title>"));
    draw_text(&out, r->title);
    buf_add(&out, S("</title>\n"));
    buf_add(&out, str_of(STYLE));
    buf_add(&out, S("</head><body>\n<header><h1>"));
    draw_text(&out, r->title);
    buf_add(&out, S("</h1>\n<p>"));
    draw_text(&out, r->about);
    buf_add(&out, S("</p>\n"));
    if (r->warning.len) {
        buf_add(&out, S("<p class=\"flag\">"));
        draw_text(&out, r->warning);
        buf_add(&out, S("</p>\n"));
    }
    add_contents(&out, r);
    buf_add(&out, S("</header>\n<main>\n"));
    for (Size s = 0; s < countof(SECTIONS); s++) add_section(&out, r, s);
    add_list(&out, "threats", "Threats to validity", r->threats.v, r->threats.n);
    add_list(&out, "missing", "What is missing", r->pkg.missing.v, r->pkg.missing.n);
    add_list(&out, "trouble", "Odd or left out", r->pkg.trouble.v, r->pkg.trouble.n);
    buf_add(&out, S("</main>\n</body></html>\n"));
    return buf_str(&out);
}
