// rule check-then-open: a file is looked at by name and then opened by name.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str looks[] = {L("os.path.exists"), L("os.path.isfile"), L("os.path.lexists"), {0}};
static const Str decides[] = {
    L("os.access"), L("os.lstat"), L("os.stat"), L("os.path.islink"), {0}};
static const Str owner_words[] = {L("st_uid"), L("pw_uid"), L("st_gid"), L("getuid"), {0}};

// A folder that other users may write into, by the beginning of the path.
static bool in_shared_folder(const Query *q, NodeId path)
{
    static const Str shared[] = {L("/tmp"), L("/var/tmp"), L("/var/spool"), L("/var/lock"),
                                 L("/dev/shm"), L("/run/lock"), {0}};
    NodeId value = query_peel(q, path);
    NodeId first = value && py_kind(q->tree, value) == PY_Call ? query_arg(q, value, 0, S("")) : 0;
    Str text = query_prefix(q, value);
    if (!text.len && first && !query_str(q, first, &text)) text = query_prefix(q, first);
    for (const Str *s = shared; s->len; s++)
        if (str_starts(text, *s)) return true;
    return value && query_mentions(q, value, (const Str[]){L("gettempdir"), {0}});
}

// open(path, "w"), os.open(path, O_CREAT | …)
static bool may_write(const Query *q, NodeId open)
{
    Str mode;
    NodeId how = query_arg(q, open, 1, S("mode"));
    if (how && query_str(q, how, &mode)) return mode.len && (mode.s[0] == 'w' || mode.s[0] == 'a');
    return how &&
           query_mentions(q, query_peel(q, how), (const Str[]){L("O_CREAT"), L("O_TRUNC"), {0}});
}

// if lexists(path): raise; open(path, "w"): the test is there because others may put a link.
static bool creates_unsafely(const Query *q, NodeId check, NodeId open, NodeId path)
{
    static const Str links[] = {L("os.path.lexists"), {0}};
    bool writes = may_write(q, open);
    return writes && (query_calls(q, check, links) || in_shared_folder(q, path));
}

static NodeId opened_after(const Query *q, NodeId check, NodeId path)
{
    const Tree *t = q->tree;
    Str text = py_text(t, path);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (q->inside[n] != q->inside[check] || py_at(t, n)->beg < py_at(t, check)->end) continue;
        Str m = query_method(q, n);
        bool opens = str_eq(m, S("open")) || str_eq(m, S("remove")) || str_eq(m, S("unlink"));
        NodeId first = opens ? query_arg(q, n, 0, S("file")) : 0;
        Str mode;
        NodeId how = opens ? query_arg(q, n, 1, S("mode")) : 0;
        if (how && query_str(q, how, &mode) && str_starts(mode, S("x"))) continue;
        if (how && query_mentions(q, query_peel(q, how), (const Str[]){L("O_EXCL"), {0}})) continue;
        if (first && str_eq(py_text(t, first), text)) return n;
    }
    return 0;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool decision = query_calls(q, n, decides);
        NodeId path = decision || query_calls(q, n, looks) ? query_arg(q, n, 0, S("path")) : 0;
        NodeId open = path && q->inside[n] ? opened_after(q, n, path) : 0;
        if (!open) continue;
        bool access = str_eq(query_callee(q, n), S("os.access"));
        // The owner or kind is asked, here or in a function that the result is given to.
        bool owner =
            decision && (query_mentions(q, query_def(q, q->inside[n]), owner_words) || access);
        enum { LIBRARY = 60000 };                          // a library in one file
        if (access && (rule_in_package(run) || q->tree->src.len > LIBRARY)) owner = false;
        owner |= creates_unsafely(q, n, open, path);
        rule_report(run, q->inside[n], open, owner ? CONF_MEDIUM : CONF_LOW,
                    "`%.*s` may be another file than the one that was looked at",
                    STR_ARG(py_text(q->tree, path)));
    }
}

const Rule rule_check_then_open = {
    .id       = L("check-then-open"),
    .cwe      = 367, .severity = SEV_LOW,
    .title    = L("a file is looked at by name and then opened by name"),
    .why      = L("Between the two another user exchanges the file, or puts a link there: what "
                  "is opened is not what was checked."),
    .instead  = L("Open first and ask the open file (os.fstat(f.fileno())), with O_NOFOLLOW "
                  "where links matter; or try, and handle the error."),
    .bad      = L("import os\n"
                  "def load(path):\n"
                  "    if os.access(path, os.R_OK):\n"
                  "        with open(path) as f:\n"
                  "            return f.read()\n"),
    .good     = L("def load(path):\n"
                  "    try:\n"
                  "        with open(path) as f:\n"
                  "            return f.read()\n"
                  "    except OSError:\n"
                  "        return None\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/367.html"),
                     L("https://docs.python.org/3/library/os.html#os.access")),
    .at_file  = look,
    .words    = LIST(L("exists"), L("lexists"), L("access"), L("isfile"), L("lstat"), L("stat"), L("is_file"),
                     L("islink")),
    .fix = mend_fix_exclusive,
    .weak_in_package = true,
};
