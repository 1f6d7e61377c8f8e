// study/code: the code that the package keeps beside its labels: which parses, which does not, and
// why; and the raw results of the runs that kept them.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"
#include "py/py.h"

enum { MOST_CODE = 16 << 20, MOST_RAW = 64 << 20 };

static Str path_of(Str folder, Str name, Arena *keep)
{
    return str_fmt(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

static bool is_folder(Str path, Arena scratch)
{
    return os_stat(path, true, scratch).kind == OS_FOLDER;
}

static Strs names_in(Str folder, Arena *keep)
{
    Strs names = {0};
    if (os_list(folder, keep, &names).kind) names.n = 0;
    return names;
}

// "CWE-020/author_1.py" and "CWE-020-author_1.py" -> 20; 0 when it is no such name.
int study_cwe(Str id)
{
    int64_t n = 0;
    Size end = 4;
    if (!str_starts(id, S("CWE-"))) return 0;
    while (end < id.len && id.s[end] >= '0' && id.s[end] <= '9') end++;
    return str_int(str_sub(id, 4, end), &n) && end < id.len && n < 100000 ? (int)n : 0;
}

const StudyCode *study_code(const StudyCodes *c, Str id)
{
    for (Size i = 0; i < c->n; i++)
        if (str_eq(c->v[i].id, id)) return &c->v[i];
    return NULL;
}

static bool parses(Str text, Arena scratch)
{
    return py_parse(text, (PyOptions){0}, &scratch)->parses;
}

// The blanks before the first line of code, off every line that has them.
static Str without_indent(Str text, Arena *keep)
{
    Buf b = {.keep = keep};
    Size first = 0, indent = 0;
    while (first < text.len && strchr(" \t\r\n", text.s[first])) first++;
    for (Size i = first; i > 0 && (text.s[i - 1] == ' ' || text.s[i - 1] == '\t'); i--) indent++;
    Str rest = str_sub(text, first - indent, -1);
    for (Str line; str_cut(&rest, S("\n"), &line);) {
        Size n = 0;
        while (n < indent && n < line.len && (line.s[n] == ' ' || line.s[n] == '\t')) n++;
        buf_add(&b, str_sub(line, n, -1));
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

static void add_code(StudyCodes *out, Str id, Str path, Arena *keep)
{
    StudyCode c = {.id = str_keep(keep, id), .cwe = study_cwe(id)};
    if (os_read(path, MOST_CODE, keep, &c.text).kind) return;
    c.blank = !str_trim(c.text).len;
    c.parses = !c.blank && parses(c.text, *keep);
    if (!c.blank && !c.parses) {
        Arena scratch = *keep;
        c.indented = parses(without_indent(c.text, &scratch), scratch);
    }
    *push(keep, out) = c;
}

static StudyCodes flat_folder(Str folder, Arena *keep)
{
    StudyCodes out = {0};
    Strs names = names_in(folder, keep);
    for (Size i = 0; i < names.n; i++)
        if (str_ends(names.v[i], S(".py")))
            add_code(&out, names.v[i], path_of(folder, names.v[i], keep), keep);
    return out;
}

// "CWE-020/author_1.py" below a folder.
static StudyCodes deep_folder(Str folder, Arena *keep)
{
    StudyCodes out = {0};
    Strs outer = names_in(folder, keep);
    for (Size i = 0; i < outer.n; i++) {
        Str inner = path_of(folder, outer.v[i], keep);
        if (!str_starts(outer.v[i], S("CWE-")) || !is_folder(inner, *keep)) continue;
        Strs names = names_in(inner, keep);
        for (Size k = 0; k < names.n; k++)
            if (str_ends(names.v[k], S(".py")))
                add_code(&out, path_of(outer.v[i], names.v[k], keep),
                         path_of(inner, names.v[k], keep), keep);
    }
    return out;
}

// Folders spell some models otherwise than the labels' files do.
static StudyCodes model_folder(Str parent, Str head, Str model, Arena *keep)
{
    static const struct {
        const char *before, *after;
    } spellings[] = {{"", ""}, {"code", ""}, {"", "2"}};
    for (Size i = 0; i < countof(spellings); i++) {
        Str folder = str_fmt(keep, "%.*s/%.*s%s%.*s%s", STR_ARG(parent), STR_ARG(head),
                             spellings[i].before, STR_ARG(model), spellings[i].after);
        if (is_folder(folder, *keep)) return deep_folder(folder, keep);
    }
    return (StudyCodes){0};
}

void study_review_code(StudyReview *r, Str rq1, Arena *keep)
{
    Str model = r->model, head = S("generatedCode_");
    if (str_ends(model, S(", second time"))) model = S("gpt4_2");
    if (str_ends(model, S(", third time"))) model = S("gpt4_3");
    r->code = model_folder(rq1, head, model, keep);
    if (r->code.n || str_eq(model, r->model)) return;
    r->code = model_folder(path_of(rq1, S("discussionStudy_gpt4"), keep), head, model, keep);
}

void study_verify_code(StudyVerify *v, Str rq3, Arena *keep)
{
    Str head = str_fmt(keep, "fixedCodes_%.*s_for_", STR_ARG(v->fixer));
    v->code = model_folder(rq3, head, v->source, keep);
}

// ---- RQ4

// A prompt of the data set ends in the comment or docstring that asks for the rest; code hardly
// ever does.
static bool ends_in_words(Str text)
{
    Str t = str_trim(text), last = str_trim(str_sub(t, str_rfind(t, '\n') + 1, -1));
    return str_starts(last, S("#")) || str_ends(last, S("\"\"\"")) || str_ends(last, S("'''"));
}

bool study_csv_record(Str *rest, Arena *keep, Strs *cells)
{
    Size i = 0;
    Buf b = {.keep = keep};
    cells->n = 0;
    if (!rest->len) return false;
    for (bool quoted = false; i < rest->len; i++) {
        char c = rest->s[i];
        if (c == '"' && quoted && i + 1 < rest->len && rest->s[i + 1] == '"') {
            buf_char(&b, rest->s[i++]);
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == ',' || c == '\n')) {
            *push(keep, cells) = str_trim(buf_str(&b));
            b = (Buf){.keep = keep};
            if (c == '\n') break;
        } else {
            buf_char(&b, c);
        }
    }
    if (i == rest->len) *push(keep, cells) = str_trim(buf_str(&b));
    *rest = str_sub(*rest, i + 1, -1);
    return true;
}

static Str base_name(Str path)
{
    Size slash = str_rfind(path, '/'), back = str_rfind(path, '\\');
    return str_sub(path, (slash > back ? slash : back) + 1, -1);
}

static bool is_flagged(const StudyRun *run, int k, Str file)
{
    for (Size i = 0; i < run->flagged[k].n; i++)
        if (str_eq(run->flagged[k].v[i], file)) return true;
    return false;
}

// Files of scan k that are flagged for Bandit's findings of low severity alone.
static void read_raw(StudyRun *run, int k, Str folder, Arena *keep)
{
    Map heavy = {0}, light = {0};
    Strs cells = {0};
    Str ql, bandit;
    enum { BANDIT_COLUMNS = 13, SEVERITY = 3, QL_COLUMNS = 9, QL_FILE = 4 };
    if (os_read(path_of(folder, S("ql_analysis.csv"), keep), MOST_RAW, keep, &ql).kind ||
        os_read(path_of(folder, S("bandit_analysis.csv"), keep), MOST_RAW, keep, &bandit).kind)
        return;
    while (study_csv_record(&ql, keep, &cells))
        if (cells.n >= QL_COLUMNS) *map_at(keep, &heavy, base_name(cells.v[QL_FILE])) = run;
    while (study_csv_record(&bandit, keep, &cells)) {
        if (cells.n < BANDIT_COLUMNS || str_eq(cells.v[0], S("filename"))) continue;
        bool low = str_eq(cells.v[SEVERITY], S("LOW"));
        *map_at(keep, low ? &light : &heavy, base_name(cells.v[0])) = run;
    }
    run->has_raw[k] = true;
    for (Size i = 0; i < light.items.n; i++)
        run->low[k] +=
            is_flagged(run, k, light.items.v[i].key) && !map_get(&heavy, light.items.v[i].key);
}

void study_run_code(StudyPackage *p, StudyRun *run, Str folder, Arena *keep)
{
    Size prompts = 0;
    StudyCodes code = flat_folder(path_of(folder, S("generated"), keep), keep);
    for (Size i = 0; i < code.n; i++) prompts += ends_in_words(code.v[i].text);
    run->has_code = code.n && prompts * 2 <= code.n;
    if (run->has_code) run->code = code;
    else
        *push(keep, &p->missing) = str_fmt(keep, "RQ4/%.*s/generated%s", STR_ARG(run->run),
                                           code.n ? ": it holds prompts, not code" : "");
    for (int k = 0; k < STUDY_SCANS; k++) {
        Str inner = k ? str_fmt(keep, "%.*s/codeSpace/fixed%d", STR_ARG(folder), k)
                      : path_of(folder, S("codeSpace/patched"), keep);
        if (!is_folder(inner, *keep)) continue;
        run->each[k] = flat_folder(inner, keep);
        read_raw(run, k, inner, keep);
    }
}
