// study/data: data sets into tasks: lists of prompts in the forms of SecurityEval and LLMSecEval,
// folders of prompts, and folders of tasks with tests.
// SPDX-License-Identifier: MIT
#include "conf/toml.h"
#include "study/study_int.h"
#include "study/plan.h"
#include <jansson.h>

enum { MOST_LIST = 256 << 20, MOST_FILE = 4 << 20, SECONDS = 20 };

typedef struct {
    Arena *keep;
    StudyTasks *out;
    Str path;
    Err err;
} Loading;

static Str inside(Loading *l, Str folder, Str name)
{
    return str_fmt(l->keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

// "CWE-020_author_1.py", "SQL (CWE-89)" -> the number; 0: none.
static int cwe_in(Str text)
{
    Size at = str_find(text, S("CWE"));
    if (at < 0) at = str_find(text, S("cwe"));
    if (at < 0) return 0;
    int64_t n = 0;
    for (at += 3; at < text.len && (text.s[at] == '-' || text.s[at] == '_' || text.s[at] == ' ');)
        at++;
    for (; at < text.len && text.s[at] >= '0' && text.s[at] <= '9' && n < 100000; at++)
        n = n * 10 + (text.s[at] - '0');
    return (int)n;
}

// "CWE-020_author_1.py" -> "author": tasks of one author are no independent draws.
static Str author_of(Str id)
{
    Size from = str_find(id, S("_"));
    if (!str_starts(id, S("CWE")) || from < 0) return (Str){"", 0};
    Str rest = str_sub(id, from + 1, -1), author;
    return str_cut(&rest, S("_"), &author) && rest.len ? author : (Str){"", 0};
}

static void add_task(Loading *l, Str id, Str prompt, Str cwe, int line)
{
    if (!str_trim(prompt).len) {
        if (!l->err.kind)
            l->err = err_new(l->keep, ERR_CONFIG, "%.*s:%d: no prompt", STR_ARG(l->path), line);
        return;
    }
    if (!id.len) id = str_fmt(l->keep, "prompt_%d", line);
    int n = cwe_in(cwe.len ? cwe : id);
    for (Size i = 0; i < l->out->n; i++)
        if (str_eq(l->out->v[i].id, id)) {
            l->err = err_new(l->keep, ERR_CONFIG, "%.*s:%d: the id %.*s was there before",
                             STR_ARG(l->path), line, STR_ARG(id));
            return;
        }
    *push(l->keep, l->out) =
        (StudyTask){.id = id, .prompt = prompt, .cwe = n, .author = author_of(id)};
}

// ---- lists

static const char *const IDS[] = {"ID", "id", "Prompt ID", "task_id", "name", NULL};
static const char *const PROMPTS[] = {
    "Prompt", "Manually-fixed NL Prompt", "NL Prompt", "prompt", "instruction", NULL};
static const char *const CWES[] = {"CWE", "cwe", "CWE Name", "CWE ID", "cwe_id", NULL};
static const char *const LANGUAGES[] = {"Language", "language", NULL};

static Str member(Loading *l, const json_t *o, const char *const *names)
{
    for (; *names; names++) {
        const json_t *v = json_object_get(o, *names);
        if (json_is_string(v) && json_string_length(v))
            return str_keep(l->keep, (Str){json_string_value(v), (Size)json_string_length(v)});
        if (json_is_integer(v))
            return str_fmt(l->keep, "CWE-%lld", (long long)json_integer_value(v));
    }
    return (Str){"", 0};
}

static bool other_language(Str language)
{
    return language.len && !str_eq(language, S("Python")) && !str_eq(language, S("python"));
}

static void add_object(Loading *l, const json_t *o, int line)
{
    if (!json_is_object(o))
        l->err = err_new(l->keep, ERR_CONFIG, "%.*s:%d: not a JSON object", STR_ARG(l->path), line);
    else if (!other_language(member(l, o, LANGUAGES)))
        add_task(l, member(l, o, IDS), member(l, o, PROMPTS), member(l, o, CWES), line);
}

static void read_json_lines(Loading *l, Str text)
{
    int line = 0;
    for (Str row; str_cut(&text, S("\n"), &row) && !l->err.kind;) {
        line++;
        if (!str_trim(row).len) continue;
        json_t *o = json_loadb(row.s, (size_t)row.len, 0, NULL);
        add_object(l, o, line);
        json_decref(o);
    }
}

static void read_json(Loading *l, Str text)
{
    json_error_t where;
    json_t *list = json_loadb(text.s, (size_t)text.len, 0, &where);
    if (!json_is_array(list))
        l->err = err_new(l->keep, ERR_CONFIG, "%.*s:%d: not a JSON array of prompts",
                         STR_ARG(l->path), where.line > 0 ? where.line : 1);
    for (size_t i = 0; i < json_array_size(list) && !l->err.kind; i++)
        add_object(l, json_array_get(list, i), (int)i + 1);
    json_decref(list);
}

static Size column(const Strs *head, const char *const *names)
{
    for (; *names; names++)
        for (Size i = 0; i < head->n; i++)
            if (str_eq(head->v[i], str_of(*names))) return i;
    return -1;
}

static Str cell(const Strs *row, Size at)
{
    return at >= 0 && at < row->n ? row->v[at] : (Str){"", 0};
}

static void read_csv(Loading *l, Str text)
{
    Strs head = {0};
    int line = 1;
    (void)study_csv_record(&text, l->keep, &head);
    Size id = column(&head, IDS), prompt = column(&head, PROMPTS), cwe = column(&head, CWES),
         language = column(&head, LANGUAGES);
    if (prompt < 0)
        l->err = err_new(l->keep, ERR_CONFIG, "%.*s:1: no column named Prompt", STR_ARG(l->path));
    while (!l->err.kind) {
        Strs row = {0};
        if (!study_csv_record(&text, l->keep, &row)) break;
        line++;
        if (row.n > 1 && !other_language(cell(&row, language)))
            add_task(l, cell(&row, id), cell(&row, prompt), cell(&row, cwe), line);
    }
}

// ---- tasks with tests

static Str text_at(Loading *l, Str folder, const char *name)
{
    Str text = {0}, path = inside(l, folder, str_of(name));
    if (os_stat(path, true, *l->keep).kind != OS_FILE) return (Str){0};
    return os_read(path, MOST_FILE, l->keep, &text).kind ? (Str){0} : text;
}

static void task_setting(Loading *l, StudyTask *t, const TomlLeaf *f)
{
    Str key = f->path[f->npath - 1];
    if (str_eq(key, S("id"))) t->id = f->text;
    else if (str_eq(key, S("cwe"))) t->cwe = cwe_in(str_fmt(l->keep, "CWE-%.*s", STR_ARG(f->text)));
    else if (str_eq(key, S("entry"))) t->entry = f->text;
    else if (str_starts(key, S("time"))) {
        int64_t n = 0;
        Str whole = f->text, head;
        (void)str_cut(&whole, S("."), &head);
        if (str_int(head, &n) && n > 0) t->seconds = (double)n;
    }
    if (str_eq(key, S("cwe")) && !t->cwe) t->cwe = cwe_in(f->text);
}

static void read_task(Loading *l, Str folder, Str name)
{
    TomlLeaves leaves = {0};
    StudyTask t = {.id = name, .folder = folder, .seconds = SECONDS, .entry = S("solution.py")};
    Err err = toml_read(text_at(l, folder, "task.toml"), l->keep, &leaves);
    if (err.kind) {
        l->err = err_new(l->keep, ERR_CONFIG, "%.*s/task.toml: %.*s", STR_ARG(folder),
                         STR_ARG(err.what));
        return;
    }
    for (Size i = 0; i < leaves.n; i++) task_setting(l, &t, &leaves.v[i]);
    if (!str_ends(t.entry, S(".py"))) t.entry = str_fmt(l->keep, "%.*s.py", STR_ARG(t.entry));
    static const char *const names[] = {"prompt", "prompt.txt", "prompt.md", "prompt.py"};
    for (Size i = 0; i < countof(names) && !t.prompt.len; i++)
        t.prompt = text_at(l, folder, names[i]);
    t.works = text_at(l, folder, "test_works.py");
    t.secure = text_at(l, folder, "test_secure.py");
    t.solution = text_at(l, folder, "solution.py");
    t.insecure = text_at(l, folder, "insecure.py");
    t.author = author_of(t.id);
    if (str_find(t.entry, S("..")) >= 0 || str_starts(t.entry, S("/")))
        t.invalid = S("its entry leads out of its folder");
    else if (!t.prompt.len) t.invalid = S("it has no prompt");
    else if (!t.works.len || !t.secure.len)
        t.invalid = S("it lacks test_works.py or test_secure.py");
    *push(l->keep, l->out) = t;
}

bool study_has_tests(const StudyTask *t) { return t->works.len && t->secure.len; }

static void read_folder(Loading *l)
{
    Strs names = {0};
    l->err = os_list(l->path, l->keep, &names);
    for (Size i = 0; i < names.n && !l->err.kind; i++) {
        Str path = inside(l, l->path, names.v[i]), text = {0};
        if (os_stat(inside(l, path, S("task.toml")), true, *l->keep).kind == OS_FILE) {
            read_task(l, path, names.v[i]);
            continue;
        }
        bool prompt =
            str_ends(path, S(".txt")) || str_ends(path, S(".md")) || str_ends(path, S(".py"));
        if (!prompt || os_stat(path, true, *l->keep).kind != OS_FILE) continue;
        l->err = os_read(path, MOST_FILE, l->keep, &text);
        if (!l->err.kind) add_task(l, names.v[i], text, (Str){0}, 1);
    }
}

Err study_tasks(Str path, Arena *keep, StudyTasks *out)
{
    Str text = {0};
    Loading l = {.keep = keep, .out = out, .path = path};
    *out = (StudyTasks){0};
    if (os_stat(path, true, *keep).kind == OS_FOLDER) {
        read_folder(&l);
    } else {
        l.err = os_read(path, MOST_LIST, keep, &text);
        if (!l.err.kind && str_ends(path, S(".csv"))) read_csv(&l, text);
        else if (!l.err.kind && str_starts(str_trim(text), S("["))) read_json(&l, text);
        else if (!l.err.kind) read_json_lines(&l, text);
    }
    if (!l.err.kind && !out->n)
        l.err = err_new(keep, ERR_CONFIG, "%.*s holds no task", STR_ARG(path));
    return l.err;
}

// ---- what a CWE is

static const struct {
    const char *name, *text;
} TEXTS[] = {
#define EMBED(name, text) {name, text},
#include "study.inc"
#undef EMBED
};

static bool cwe_line(int cwe, Str *name, Str *meaning)
{
    Str text = {0}, line, number;
    for (Size i = 0; i < countof(TEXTS); i++)
        if (str_eq(str_of(TEXTS[i].name), S("cwe.txt"))) text = str_of(TEXTS[i].text);
    while (str_cut(&text, S("\n"), &line)) {
        int64_t n;
        if (!str_cut(&line, S("|"), &number) || !str_int(number, &n) || n != cwe) continue;
        if (!str_cut(&line, S("|"), name)) return false;
        *meaning = line;
        return true;
    }
    return false;
}

Str study_cwe_name(int cwe)
{
    Str name = {"", 0}, meaning;
    return cwe_line(cwe, &name, &meaning) ? name : (Str){"", 0};
}

Str study_cwe_meaning(int cwe)
{
    Str name, meaning = {"", 0};
    return cwe_line(cwe, &name, &meaning) ? meaning : (Str){"", 0};
}
