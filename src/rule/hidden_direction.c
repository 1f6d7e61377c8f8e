// rule hidden-direction: invisible marks make the source read differently than it runs.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// U+202A to U+202E and U+2066 to U+2069 in UTF-8.
static bool is_mark(const unsigned char *s)
{
    if (s[0] != 0xE2) return false;
    return (s[1] == 0x80 && s[2] >= 0xAA && s[2] <= 0xAE) ||
           (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9);
}

// The innermost statement around a byte, else the next one (a comment belongs to what follows it).
static NodeId place_of(const Query *q, uint32_t at)
{
    const Tree *t = q->tree;
    NodeId around = 0, next = 0;
    for (NodeId n = 1; (Size)n < t->nodes.n; n++) {
        if (!q->parent[n] || py_kind(t, n) > PY_Error || py_kind(t, n) == PY_Module) continue;
        uint32_t beg = py_at(t, n)->beg, end = py_at(t, n)->end;
        if (beg <= at && at < end && (!around || beg >= py_at(t, around)->beg)) around = n;
        if (beg > at && (!next || beg < py_at(t, next)->beg)) next = n;
    }
    return around ? around : next;
}

// Where the next mark stands, or -1.
static Size next_mark(Str s, Size from)
{
    for (Size i = from; i + 2 < s.len; i++) {
        const char *next = memchr(s.s + i, 0xE2, (size_t)(s.len - i - 2));
        if (!next) break;
        i = next - s.s;
        if (is_mark((const unsigned char *)next)) return i;
    }
    return -1;
}

static bool speaks(const RuleRun *run) { return next_mark(run->tree->src, 0) >= 0; }

static void look(RuleRun *run)
{
    const Query *q = run->query;
    Str s = q->tree->src;
    for (Size i = 0; (i = next_mark(s, i)) >= 0; i++) {
        NodeId at = place_of(q, (uint32_t)i);
        if (at)
            rule_report(run, q->inside[at], at, CONF_HIGH,
                        "line %d holds an invisible mark that turns the reading direction",
                        py_pos(q->tree, (uint32_t)i).line);
        while (i + 1 < s.len && s.s[i + 1] != '\n') i++;   // once a line
    }
}


const Rule rule_hidden_direction = {
    .id       = L("hidden-direction"),
    .cwe      = 1007, .also = {838}, .severity = SEV_MEDIUM,
    .title    = L("invisible marks make the source read differently than it runs"),
    .why      = L("Marks for right-to-left writing reorder what an editor and a review page show: "
                  "an early return looks like part of a comment, a comparison with one text like "
                  "one with another. Who sends such a patch wants the reviewer to approve what is "
                  "not there (CVE-2021-42574)."),
    .instead  = L("Delete the marks; where a text needs them, write the escape: \"\\u202e\"."),
    .bad      = L("def may(role):\n"
                  "    return role != \"user\xE2\x80\xAE \xE2\x81\xA6\"\n"),
    .good     = L("def may(role):\n"
                  "    return role != \"user\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/1007.html"),
                     L("https://nvd.nist.gov/vuln/detail/CVE-2021-42574"),
                     L("https://trojansource.codes/")),
    .peers    = LIST(L("bandit:B613")),
    .at_file  = look,
    .surest   = {.most = CONF_HIGH},
    .speaks = speaks,
};
