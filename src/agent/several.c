// agent/several: answers of several files, by the path that goes with each fence: in its opening line,
// in the code's first comment, or in a line of its own above it.
// SPDX-License-Identifier: MIT
#include "agent/several.h"

enum { MOST_OTHERS = 16, MOST_LABEL = 400 };

// ---- labels

static bool is_path(Str s)
{
    static const Str ENDS[] = {L(".py"), L(".pyi"), L(".pyw")};
    bool ends = false;
    for (Size i = 0; i < countof(ENDS); i++)
        ends = ends || (str_ends(s, ENDS[i]) && s.len > ENDS[i].len);
    for (Size i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c <= ' ' || c == 0x7f || strchr("`'\"<>|*?(){}=,;", c)) return false;
    }
    return ends && s.len <= MOST_LABEL && str_find(s, S("://")) < 0;
}

static Str unwrapped(Str s)
{
    static const char WRAPS[] = "`'\"*_{}[]()#:,.";
    for (;;) {
        s = str_trim(s);
        if (s.len && strchr("`'\"*{}[]()#:", s.s[0])) s = str_sub(s, 1, -1);
        else if (s.len && strchr(WRAPS, s.s[s.len - 1])) s = str_sub(s, 0, s.len - 1);
        else return s;
    }
}

// "python a/b.py", "python title="a.py"", "python:a.py", "{.python file=a.py}"
static Str label_of_info(Str info)
{
    Str rest = info, word;
    while (str_cut(&rest, S(" "), &word)) {
        Str value = word, head;
        for (Str more = word; str_cut(&more, S("="), &head) && more.s;) value = more;
        value = unwrapped(value);
        Size colon = str_rfind(value, ':');
        if (colon >= 0 && str_starts(value, S("py"))) value = str_sub(value, colon + 1, -1);
        if (is_path(value)) return value;
    }
    return (Str){0};
}

static const Str WORDS[] = {L("file:"),     L("File:"), L("filename:"), L("Filename:"),
                            L("path:"),     L("Path:"), L("file"),      L("File"),
                            L("filepath:"), L("In")};

// "### a/b.py", "**`a/b.py`**", "File: a/b.py"
static Str label_of_line(Str line)
{
    Str s = unwrapped(line);
    for (Size i = 0; i < countof(WORDS); i++)
        if (str_starts(s, WORDS[i])) {
            s = unwrapped(str_sub(s, WORDS[i].len, -1));
            break;
        }
    return is_path(s) ? s : (Str){0};
}

// "# file: a/b.py", "# a/b.py": the comment is no part of the code.
static Str label_of_comment(Str *text)
{
    Str rest = *text, line;
    if (!str_cut(&rest, S("\n"), &line) || !str_starts(str_trim(line), S("#"))) return (Str){0};
    Str label = label_of_line(line);
    if (label.len) *text = rest.s ? rest : S("");
    return label;
}

static Str label_of(LlmFence *f)
{
    Str by_info = label_of_info(f->info), by_comment = label_of_comment(&f->text);
    if (by_info.len) return by_info;
    return by_comment.len ? by_comment : label_of_line(f->before);
}

// ---- whose file it is

static Str without_dot(Str path)
{
    while (str_starts(path, S("./"))) path = str_sub(path, 2, -1);
    return path;
}

static bool escapes(Str path)
{
    for (Str rest = path, part; str_cut(&rest, S("/"), &part);)
        if (str_eq(part, S(".."))) return true;
    return str_starts(path, S("/")) || str_starts(path, S("~")) || str_find(path, S("\\")) >= 0 ||
           str_find(path, S(":")) >= 0;
}

// A scanned file by its own path, else the only one that ends in what was given.
static Str file_named(const FixJob *job, Str given)
{
    Str found = {0};
    Size ends = 0;
    given = without_dot(given);
    for (Size i = 0; i < job->first.files.n; i++) {
        Str path = job->first.files.v[i], plain = without_dot(path);
        if (str_eq(plain, given)) return path;
        bool tail = !escapes(given) && str_ends(plain, given) && plain.len > given.len &&
                    plain.s[plain.len - given.len - 1] == '/';
        if (tail) found = path, ends++;
    }
    return ends == 1 ? found : (Str){0};
}

static bool defines(const Request *r, Str code, Arena scratch)
{
    Defs defs = {0};
    Tree *t = py_parse(code, (PyOptions){0}, &scratch);
    if (r->unit.kind != UNIT_FUNCTION && r->unit.kind != UNIT_CLASS) return false;
    outline(t, &scratch, &defs);
    for (Size i = 1; i < defs.n; i++)
        if (str_eq(defs.v[i].name, r->unit.name)) return true;
    return false;
}

typedef struct {
    const FixJob *job; const Request *r; Several *out; Buf own; Arena *keep; Arena scratch;
    bool has_own;
    Str strange;                         // a label that is no file of the request
    Str strange_code;
} Split;

static void add_own(Split *s, const LlmFence *f)
{
    static const char RAIL[] = "~~~~~~~~~~~~~~~~~~~~~~~~";
    Str info = f->info;
    if (label_of_info(info).len) info = S("python");
    buf_fmt(&s->own, "%s%.*s\n%.*s%s%s\n\n", RAIL, STR_ARG(info), STR_ARG(f->text),
            f->text.len && !str_ends(f->text, S("\n")) ? "\n" : "", RAIL);
    s->has_own = s->has_own || defines(s->r, f->text, s->scratch);
}

static void add_other(Split *s, Str path, Str code)
{
    Several *out = s->out;
    for (Size i = 0; i < out->others.n; i++)
        if (str_eq(out->others.v[i].path, path)) {
            out->others.v[i].code =
                str_fmt(s->keep, "%.*s\n%.*s", STR_ARG(out->others.v[i].code), STR_ARG(code));
            return;
        }
    *push(s->keep, &out->others) = (OtherFile){path, code, {0}};
}

static void add_fence(Split *s, LlmFence f)
{
    LlmFence plain = f;
    Str label = label_of(&f), path = label.len ? file_named(s->job, label) : (Str){0};
    if (!label.len) {
        add_own(s, &plain);
    } else if (path.len && str_eq(path, s->r->file->path)) {
        add_own(s, &f);
        s->out->named = str_fmt(s->keep, "%.*s%.*s\n", STR_ARG(s->out->named), STR_ARG(f.text));
    } else if (path.len) {
        add_other(s, path, f.text);
    } else {
        if (!s->strange.len) s->strange = label, s->strange_code = f.text;
        else s->strange_code = (Str){0};
    }
}

// A single piece under a name that is no file of ours, which defines what was asked for: models
// invent names. Anything else under such a name is not ours to write.
static void judge_strange(Split *s)
{
    bool invented = !s->has_own && !s->out->others.n && s->strange_code.len &&
                    (defines(s->r, s->strange_code, s->scratch) ||
                     (s->r->unit.kind != UNIT_FUNCTION && s->r->unit.kind != UNIT_CLASS));
    if (!s->strange.len) return;
    if (invented) {
        add_own(s, &(LlmFence){.info = S("python"), .text = s->strange_code, .closed = true});
        return;
    }
    s->out->refused =
        escapes(s->strange)
            ? str_fmt(s->keep, "the answer names a file outside the project: %.*s",
                      STR_ARG(prompt_path(s->strange, s->keep)))
            : str_fmt(s->keep, "the answer changes %.*s, which is not part of this request",
                      STR_ARG(prompt_path(s->strange, s->keep)));
}

void several_split(const FixJob *job, const Request *r, Str answer, Arena *keep, Arena scratch,
                   Several *out)
{
    LlmFences fences = {0};
    Split s = {.job = job, .r = r, .out = out, .own = {.keep = keep}, .keep = keep,
               .scratch = scratch};
    bool labelled = false;
    *out = (Several){.own = answer};
    llm_fences(answer, keep, &fences);
    for (Size i = 0; i < fences.n; i++) {
        LlmFence copy = fences.v[i];
        labelled = labelled || label_of(&copy).len;
    }
    if (!labelled) return;
    for (Size i = 0; i < fences.n; i++) add_fence(&s, fences.v[i]);
    judge_strange(&s);
    if (out->others.n > MOST_OTHERS)
        out->refused = S("the answer changes more files than one request may");
    out->own = s.own.n ? buf_str(&s.own) : S("");
}

// ---- definitions into another file

typedef struct {
    const Tree *file, *piece;
    Defs there, given;
    Change change;
    Buf constants, tail;
    Arena *keep;
    Str why;
} Merge;

static void put(Merge *m, Span at, Str text)
{
    *push(m->keep, &m->change.edits) =
        (Edit){at, place_line_ends(m->file->src, text, m->keep)};
}

static Span statement_lines(const Tree *t, NodeId n)
{
    Str src = t->src;
    Size end = str_find(str_sub(src, py_at(t, n)->end, -1), S("\n"));
    return (Span){(uint32_t)(str_rfind(str_sub(src, 0, py_at(t, n)->beg), '\n') + 1),
                  (uint32_t)(end < 0 ? src.len : (Size)py_at(t, n)->end + end + 1)};
}

static Str indent_of(const Tree *t, Span at)
{
    Size n = 0;
    Str text = str_sub(t->src, at.beg, at.end);
    while (n < text.len && (text.s[n] == ' ' || text.s[n] == '\t')) n++;
    return str_sub(text, 0, n);
}

// Its lines in the file, decorators apart when the answer brings none.
static void replace_def(Merge *m, const Def *old, const Def *d)
{
    Buf b = {.keep = m->keep};
    bool decorators = def_decorators(m->piece, d).n > 0;
    Span at = place_span(m->file, old, decorators);
    place_lines(&b, m->piece, place_span(m->piece, d, true), indent_of(m->file, at));
    bool whole_line = (Size)at.end < m->file->src.len;
    if (b.n && whole_line) b.n--;        // the line end stays
    put(m, at, buf_str(&b));
}

static bool is_below(Str qual, Str outer)
{
    return str_starts(qual, outer) && qual.len > outer.len && qual.s[outer.len] == '.';
}

// The answer shows every method that the file's class has.
static bool class_is_whole(const Merge *m, const Def *old)
{
    for (Size i = 1; i < m->there.n; i++) {
        const Def *d = &m->there.v[i];
        if (is_below(d->qual, old->qual) && !def_find(&m->given, d->qual, d->is_class))
            return false;
    }
    return true;
}

static void merge_class(Merge *m, const Def *old)
{
    Buf added = {.keep = m->keep};
    Span last = place_span(m->file, old, false);
    Str indent = {0};
    for (Size i = 1; i < m->there.n; i++)
        if (is_below(m->there.v[i].qual, old->qual) && !indent.len)
            indent = indent_of(m->file, place_span(m->file, &m->there.v[i], true));
    for (Size i = 1; i < m->given.n; i++) {
        const Def *d = &m->given.v[i];
        bool direct = is_below(d->qual, old->qual) &&
                      d->qual.len == old->qual.len + 1 + d->name.len;
        const Def *then = direct ? def_find(&m->there, d->qual, d->is_class) : NULL;
        if (!direct) continue;
        if (then) {
            replace_def(m, then, d);
            continue;
        }
        buf_char(&added, '\n');
        place_lines(&added, m->piece, place_span(m->piece, d, true), indent);
    }
    bool at_line = (Size)last.end < m->file->src.len;
    Span end = {last.end + at_line, last.end + at_line};
    if (added.n) put(m, end, buf_str(&added));
}

static void merge_def(Merge *m, const Def *d)
{
    const Def *old = def_find(&m->there, d->qual, d->is_class);
    if (old && d->is_class && !class_is_whole(m, old)) {
        merge_class(m, old);
    } else if (old) {
        replace_def(m, old, d);
    } else {
        buf_add(&m->tail, S("\n\n"));
        place_lines(&m->tail, m->piece, place_span(m->piece, d, true), S(""));
    }
}

static NodeId binding_of(const Tree *t, Str name)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        Str bound;
        if (place_binds(t, body.v[i], &bound) && str_eq(bound, name)) return body.v[i];
    }
    return 0;
}

static const Def *def_of_node(const Defs *defs, NodeId n)
{
    for (Size i = 1; i < defs->n; i++)
        if (defs->v[i].node == n) return &defs->v[i];
    return NULL;
}

static void merge_statement(Merge *m, NodeId n)
{
    Str name, text = py_text(m->piece, n);
    int kind = py_kind(m->piece, n);
    const Def *d = def_of_node(&m->given, n);
    bool binds = place_binds(m->piece, n, &name);
    NodeId old = binds ? binding_of(m->file, name) : 0;
    if (d) {
        merge_def(m, d);
    } else if (old) {
        if (str_eq(py_text(m->file, old), text)) return;
        put(m, (Span){py_at(m->file, old)->beg, py_at(m->file, old)->end}, text);
    } else if (binds) {
        place_lines(&m->constants, m->piece,
                    (Span){py_at(m->piece, n)->beg, py_at(m->piece, n)->end}, S(""));
    } else if (kind != PY_Import && kind != PY_ImportFrom && str_find(m->file->src, text) < 0) {
        if (!m->why.len)
            m->why = str_fmt(m->keep, "`%.*s` has no place in a file that is not given as a whole",
                             STR_ARG(str_sub(text, 0, 60)));
    }
}

// Where new constants go: after the imports; and new definitions: at the end, or before what runs.
static bool is_docstring(const Tree *t, NodeId n)
{
    return py_kind(t, n) == PY_Expr && py_kind(t, py_node(t, n, Expr_value)) == PY_Constant;
}

static uint32_t after_imports(const Tree *t)
{
    uint32_t at = 0;
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(t, body.v[i]);
        bool doc = i == 0 && is_docstring(t, body.v[i]);
        if (doc || kind == PY_Import || kind == PY_ImportFrom)
            at = statement_lines(t, body.v[i]).end;
    }
    return at;
}

static uint32_t before_main(const Tree *t)
{
    NodeList body = py_list(t, t->root, Module_body);
    NodeId last = py_last(body);
    bool main = last && py_kind(t, last) == PY_If &&
                str_find(py_text(t, py_node(t, last, If_test)), S("__name__")) >= 0;
    return main ? statement_lines(t, last).beg : (uint32_t)t->src.len;
}

static void put_new(Merge *m)
{
    uint32_t at = before_main(m->file);
    bool end = (Size)at == m->file->src.len, open = end && at && !str_ends(m->file->src, S("\n"));
    if (m->constants.n) {
        uint32_t top = after_imports(m->file);
        put(m, (Span){top, top}, str_fmt(m->keep, "\n%.*s", STR_ARG(buf_str(&m->constants))));
    }
    if (!m->tail.n) return;
    Str tail = buf_str(&m->tail);
    if (!end) tail = str_fmt(m->keep, "%.*s\n\n", STR_ARG(str_sub(tail, 2, -1)));
    put(m, (Span){at, at}, open ? str_fmt(m->keep, "\n%.*s", STR_ARG(tail)) : tail);
}

// All that the file defines, names and imports is there again.
static bool is_whole(const Merge *m)
{
    NodeList body = py_list(m->file, m->file->root, Module_body);
    bool imports = false, brings = false;
    for (Size i = 1; i < m->there.n; i++)
        if (!def_find(&m->given, m->there.v[i].qual, m->there.v[i].is_class)) return false;
    for (uint32_t i = 0; i < body.n; i++) {
        Str name;
        int kind = py_kind(m->file, body.v[i]);
        imports = imports || kind == PY_Import || kind == PY_ImportFrom;
        if (place_binds(m->file, body.v[i], &name) && !binding_of(m->piece, name)) return false;
    }
    body = py_list(m->piece, m->piece->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->piece, body.v[i]);
        brings = brings || kind == PY_Import || kind == PY_ImportFrom;
    }
    return (brings || !imports) && (m->there.n > 1 || body.n > 0);
}

Str several_text(Str file, Str code, Arena *keep, Arena scratch, Str *why)
{
    bool taken = false;
    Merge m = {.keep = keep, .constants = {.keep = keep}, .tail = {.keep = keep}};
    m.file = py_parse(file, (PyOptions){0}, keep);
    m.piece = py_parse(code, (PyOptions){0}, keep);
    *why = m.piece->parses ? (Str){0} : S("its code does not parse");
    if (!m.piece->parses) return (Str){0};
    outline(m.file, keep, &m.there);
    outline(m.piece, keep, &m.given);
    NodeList body = py_list(m.piece, m.piece->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        bool doc = i == 0 && is_docstring(m.piece, body.v[i]);
        if (!doc) merge_statement(&m, body.v[i]);
    }
    if (m.why.len && is_whole(&m)) {
        Str end = str_ends(code, S("\n")) ? S("") : S("\n");
        return place_line_ends(file, str_fmt(keep, "%.*s%.*s", STR_ARG(code), STR_ARG(end)), keep);
    }
    *why = m.why;
    if (m.why.len) return (Str){0};
    put_new(&m);
    place_imports(m.piece, &m.change, keep);
    Str text = edit_apply(m.file, &m.change, 1, &taken, keep, scratch);
    if (!taken) *why = S("its pieces overlap");
    return taken ? text : (Str){0};
}
