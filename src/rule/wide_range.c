// rule wide-range: a range of characters in a pattern takes more than was meant.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include <ctype.h>

enum { FEW = 3 };

static int kind_of(unsigned char c)
{
    return isdigit(c) ? 'd' : isupper(c) ? 'u' : islower(c) ? 'l' : ispunct(c) ? 'p' : 0;
}

// [0-?], [@-_]: a whole column of the table, as in escape sequences of terminals. [@-Z], [/-9]: all letters of a case
// or all digits, and the one sign beside them (base64 has [+/-9A-Za-z]). Who wrote that knows the table.
static bool is_of_table(unsigned char from, unsigned char to)
{
    bool column = (from & 15) == 0 && (to & 15) == 15;
    bool before = (from == '@' && to == 'Z') || (from == '`' && to == 'z') || (from == '/' && to == '9');
    bool behind = (from == 'A' && to == '[') || (from == 'a' && to == '{') || (from == '0' && to == ':');
    return column || before || behind;
}

// A-z and 0-z run over what stands between in ASCII; +-Z was meant as three characters. !-~ and " "-~ are all that is
// printed, 0-F and the like a slip of another kind, which takes what lies between as well.
static bool is_wide(unsigned char from, unsigned char to)
{
    int a = kind_of(from), b = kind_of(to);
    if (!a || !b || from >= to || to - from < FEW) return false;
    if ((a == 'p' && b == 'p') || is_of_table(from, to)) return false; // !-/, :-@, !-~: made by who knows the table
    return a != b;
}

// The end of the class that begins at i (after "["); *wide: the range in it, three characters, else NULL.
static Size walk_class(Str p, Size i, const char **wide)
{
    if (i < p.len && p.s[i] == '^') i++;
    for (Size first = i; i < p.len && (p.s[i] != ']' || i == first); i++) {
        if (p.s[i] == '\\') {
            i++;
            if (i + 1 < p.len && p.s[i + 1] == '-') i++;
            continue;
        }
        bool range = i + 2 < p.len && p.s[i + 1] == '-' && p.s[i + 2] != ']';
        if (!range) continue;
        if (p.s[i + 2] == '\\' || p.s[i + 2] == '[') {
            i += 2;
            continue;
        }
        if (is_wide((unsigned char)p.s[i], (unsigned char)p.s[i + 2]) && !*wide) *wide = p.s + i;
        i += 2;
    }
    return i;
}

static const char *wide_range(Str p)
{
    const char *wide = NULL;
    for (Size i = 0; i < p.len && !wide; i++) {
        if (p.s[i] == '\\') i++;
        else if (p.s[i] == '[') i = walk_class(p, i + 1, &wide);
    }
    return wide;
}

static void look(RuleRun *run)
{
    static const Str users[] = {L("re.compile"),
                                L("re.match"),
                                L("re.fullmatch"),
                                L("re.search"),
                                L("re.sub"),
                                L("re.subn"),
                                L("re.split"),
                                L("re.findall"),
                                L("re.finditer"),
                                L("regex.compile"),
                                L("regex.match"),
                                L("regex.fullmatch"),
                                L("regex.search"),
                                L("regex.sub"),
                                L("django.core.validators.RegexValidator"),
                                {0}};
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId pattern = query_calls(q, n, users) ? query_arg(q, n, 0, S("pattern")) : 0;
        Str text;
        if (!pattern && query_calls(q, n, users)) pattern = query_arg(q, n, 0, S("regex"));
        const char *wide = pattern && query_str(q, pattern, &text) ? wide_range(text) : NULL;
        if (wide)
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "`%.3s` takes every character between, other kinds among them", wide);
    }
}

const Rule rule_wide_range = {
    .id = L("wide-range"),
    .cwe = 625,
    .also = {20},
    .severity = SEV_LOW,
    .title = L("a range of characters in a pattern takes more than was meant"),
    .why = L("Between `Z` and `a` lie `[ \\\\ ] ^ _` and the backquote; a dash between two signs "
             "makes a range, too. A "
             "pattern that should let letters through lets these through as well, and what comes "
             "after relies on it."),
    .instead = L("Write each range by itself (`A-Za-z`), and put a dash that stands for itself "
                 "last or after a backslash."),
    .bad = L("import re\n"
             "NAME = re.compile(r\"^[A-z0-9]+$\")\n"),
    .good = L("import re\n"
              "NAME = re.compile(r\"^[A-Za-z0-9_.-]+$\")\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/625.html"),
                    L("https://docs.python.org/3/library/re.html#regular-expression-syntax")),
    .peers = LIST(L("codeql:py/overly-large-range")),
    .at_file = look,
    .words = LIST(L("re"), L("regex"), L("RegexValidator")),
};
