// model/read: one line of text to what it says. Knows the verbs and their clauses.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include "model/model_int.h"

// Most names that one line's braces may stand for, and most words of a line.
enum { MAX_NAMES = 2000, MAX_WORDS = 200 };

void read_fail(Reader *r, const char *fmt, ...)
{
    if (r->err.kind) return;
    char text[400];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    r->err = err_new(r->keep, ERR_CONFIG, "%.*s:%d: %s", STR_ARG(r->file), r->line, text);
}

// ---- words

static const Str clauses[] = {L("if"),   L("unless"),  L("since"), L("until"), L("to"),
                              L("with"), L("returns"), L("keys"),  L("false"), L("methods"),
                              L("as"),   L("under"),   L("adds")};

bool is_clause(Str word)
{
    for (Size i = 0; i < countof(clauses); i++)
        if (str_eq(word, clauses[i])) return true;
    return false;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Words are parted by blanks outside quotes; a word that starts with # ends the line.
static Words split(Reader *r, Str text)
{
    Words w = {0};
    for (Size i = 0; i < text.len;) {
        if (is_blank(text.s[i])) {
            i++;
            continue;
        }
        if (text.s[i] == '#') break;
        Size from = i;
        bool quoted = false;
        for (; i < text.len && (quoted || !is_blank(text.s[i])); i++)
            if (text.s[i] == '"') quoted = !quoted;
        if (quoted) read_fail(r, "a quotation mark is not closed");
        if (w.n >= MAX_WORDS) read_fail(r, "more than %d words in a line", MAX_WORDS);
        if (r->err.kind) break;
        *push(r->keep, &w) = str_sub(text, from, i);
    }
    return w;
}

static int least(int a, int b) { return a < b ? a : b; }

// Edits from a to b, two swapped letters counting as one.
static int distance(Str a, Str b)
{
    enum { LONGEST = 24 };
    if (a.len > LONGEST || b.len > LONGEST) return LONGEST;
    int d[LONGEST + 1][LONGEST + 1];
    for (Size i = 0; i <= a.len; i++)
        for (Size j = 0; j <= b.len; j++) {
            if (!i || !j) {
                d[i][j] = (int)(i + j);
                continue;
            }
            bool same = a.s[i - 1] == b.s[j - 1];
            d[i][j] = least(d[i - 1][j - 1] + !same, least(d[i - 1][j], d[i][j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1];
            if (swapped) d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.len][b.len];
}

Str near_word(Str word, const Str *known, Size n)
{
    Str best = {0};
    int nearest = word.len <= 4 ? 2 : 3;             // nearer than this
    for (Size i = 0; i < n; i++) {
        int d = distance(word, known[i]);
        if (d < nearest) {
            nearest = d;
            best = known[i];
        }
    }
    return best;
}

// ---- names and arguments

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 128;
}

static bool is_name(Str s)
{
    for (Size i = 0; i < s.len; i++)
        if (!name_char(s.s[i])) return false;
    return s.len > 0;
}

// A dotted name; brackets may hold further ones: list[a.B], tuple[a.B,c].
static bool is_dotted(Str s)
{
    int depth = 0;
    char before = '.';
    for (Size i = 0; i < s.len; i++) {
        char c = s.s[i];
        bool after_break = before == '.' || before == '[' || before == ',';
        if (c == '[') depth++;
        if (c == ']') depth--;
        bool fits = name_char(c) || (c == '?' && i == 0) ||
                    (c == '.' && (!after_break || (i == 1 && s.s[0] == '?'))) ||
                    (c == '[' && !after_break) || (c == ']' && !after_break) ||
                    (c == ',' && depth > 0 && !after_break);
        if (!fits || depth < 0) return false;
        before = c;
    }
    return s.len > 0 && depth == 0 && before != '.';
}

bool read_arg(Str text, int *arg, Str *keyword)
{
    Str first = text, rest = {0};
    Size bar = str_find(text, S("|"));
    if (bar >= 0) {
        first = str_sub(text, 0, bar);
        rest = str_sub(text, bar + 1, -1);
        if (!is_name(rest)) return false;
    }
    int64_t n;
    *keyword = rest;
    if (str_eq(first, S("*"))) *arg = MODEL_ANY;
    else if (str_eq(first, S("**"))) *arg = MODEL_STARS;
    else if (str_eq(first, S("self"))) *arg = MODEL_RECEIVER;
    else if (str_eq(first, S("rest"))) *arg = MODEL_REST;
    else if (str_eq(first, S("result"))) *arg = MODEL_RESULT;
    else if (str_int(first, &n) && n >= 0 && n < 100) *arg = (int)n;
    else if (bar < 0 && is_name(first)) *arg = MODEL_NONE, *keyword = first;
    else return false;
    return true;
}

static Str both(Reader *r, Str a, Str b)
{
    Buf joined = {.keep = r->keep};
    buf_add(&joined, a);
    buf_add(&joined, b);
    return a.len ? buf_str(&joined) : b;
}

// a.{b,c}.d: calls itself on each choice of the first braces; a name without any is added.
static void expand(Reader *r, Str before, Str text, Words *out)
{
    Size open = str_find(text, S("{"));
    if (open < 0) {
        if (out->n >= MAX_NAMES) read_fail(r, "one line stands for more than %d names", MAX_NAMES);
        else *push(r->keep, out) = both(r, before, text);
        return;
    }
    Size close = str_find(text, S("}"));
    if (close < open) {
        read_fail(r, "'%.*s' opens a brace that is not closed", STR_ARG(text));
        return;
    }
    Str choices = str_sub(text, open + 1, close), tail = str_sub(text, close + 1, -1);
    for (Str one; str_cut(&choices, S(","), &one) && !r->err.kind;) {
        expand(r, both(r, both(r, before, str_sub(text, 0, open)), one), tail, out);
    }
}

// ---- one line

typedef struct {
    Str word; ModelKind kind; int arg;  // arg: what () means
    enum { TAKES_KINDS, TAKES_NAME, TAKES_WORD, TAKES_NOTHING, TAKES_BASES } takes;
    bool called;                        // subject must be a call
} Verb;

static const Verb verbs[] = {
    {L("source"), M_SOURCE, MODEL_NONE, TAKES_KINDS, false},
    {L("sink"), M_SINK, MODEL_NONE, TAKES_KINDS, false},
    {L("clean"), M_CLEAN, MODEL_ANY, TAKES_KINDS, false},
    {L("pass"), M_PASS, MODEL_ANY, TAKES_NOTHING, false},
    {L("block"), M_BLOCK, MODEL_NONE, TAKES_NOTHING, false},
    {L("type"), M_TYPE, MODEL_NONE, TAKES_NAME, false},
    {L("alias"), M_ALIAS, MODEL_NONE, TAKES_NAME, false},
    {L("class"), M_BASE, MODEL_NONE, TAKES_BASES, false},
    {L("guard"), M_GUARD, MODEL_RECEIVER, TAKES_KINDS, true},
    {L("check"), M_CHECK, MODEL_ANY, TAKES_KINDS, true},
    {L("mark"), M_MARK, MODEL_NONE, TAKES_WORD, false},
    {L("entry"), M_ENTRY, MODEL_NONE, TAKES_WORD, false},
    {L("calls"), M_CALLS, MODEL_NONE, TAKES_NOTHING, true},
    {L("store"), M_STORE, MODEL_NONE, TAKES_NOTHING, true},
    {L("load"), M_LOAD, MODEL_NONE, TAKES_NOTHING, true},
    {L("raises"), M_RAISES, MODEL_NONE, TAKES_NOTHING, true},
};

static const Verb *verb_of(Reader *r, Str word)
{
    Str known[countof(verbs)];
    for (Size i = 0; i < countof(verbs); i++) {
        if (str_eq(verbs[i].word, word)) return &verbs[i];
        known[i] = verbs[i].word;
    }
    Str near = near_word(word, known, countof(verbs));
    if (near.len)
        read_fail(r, "unknown word '%.*s'; did you mean '%.*s'?", STR_ARG(word), STR_ARG(near));
    else
        read_fail(r,
                  "unknown word '%.*s'; a line starts with source, sink, clean, pass, type, mark "
                  "or another word of doc/model.md",
                  STR_ARG(word));
    return NULL;
}

// The one value after a clause word.
static Str clause_value(Reader *r, const Words *w, Size *i, const char *clause)
{
    if (*i >= w->n) {
        read_fail(r, "a word is missing after '%s'", clause);
        return (Str){0};
    }
    return w->v[(*i)++];
}

static Str read_version(Reader *r, const Words *w, Size *i, const char *clause)
{
    Str package = clause_value(r, w, i, clause), version = clause_value(r, w, i, clause);
    if (!r->err.kind && !(version.s[0] >= '0' && version.s[0] <= '9'))
        read_fail(r, "'%.*s' is not a version; write '%s %.*s 1.2'", STR_ARG(version), clause,
                  STR_ARG(package));
    return str_fmt(r->keep, "%.*s %.*s", STR_ARG(package), STR_ARG(version));
}

static void read_with(Reader *r, const Words *w, Size *i, ModelLine *line)
{
    if (line->kind == M_CALLS) {
        Str keyword, word = clause_value(r, w, i, "with");
        if (!r->err.kind && !read_arg(word, &line->to, &keyword))
            read_fail(r, "'%.*s' names no argument", STR_ARG(word));
        return;
    }
    struct { Str *v; Size n, cap; } with = {0};
    for (; *i < w->n && !is_clause(w->v[*i]) && !r->err.kind; ++*i) {
        Str word = w->v[*i];
        if (!str_eq(word, S("*")) && !str_eq(word, S("-")) && !is_dotted(word))
            read_fail(r, "'with' takes a class, * or - for each parameter, not '%.*s'",
                      STR_ARG(word));
        *push(r->keep, &with) = word;
    }
    if (!with.n) read_fail(r, "a word is missing after 'with'");
    line->with = with.v;
    line->nwith = with.n;
}

static void add_tag(Reader *r, Str word, ModelLine *line)
{
    Str before = line->tags;
    line->tags = before.len ? str_fmt(r->keep, "%.*s %.*s", STR_ARG(before), STR_ARG(word)) : word;
}

static void read_tags(Reader *r, const Words *w, Size *i, ModelLine *line)
{
    for (; *i < w->n && !is_clause(w->v[*i]); ++*i) add_tag(r, w->v[*i], line);
}

static void read_under(Reader *r, const Words *w, Size *i, ModelLine *line)
{
    struct { Str *v; Size n, cap; } keys = {0};
    for (; *i < w->n && !is_clause(w->v[*i]); ++*i) *push(r->keep, &keys) = w->v[*i];
    if (!keys.n) read_fail(r, "a key is missing after 'under'");
    line->under = keys.v;
    line->nunder = keys.n;
}

static void read_to(Reader *r, const Words *w, Size *i, ModelLine *line)
{
    Str keyword, word = clause_value(r, w, i, "to");
    if (!r->err.kind && !read_arg(word, &line->to, &keyword))
        read_fail(r, "'%.*s' names no argument; write self, result or a number", STR_ARG(word));
}

static void read_keys(Reader *r, const Words *w, Size *i, ModelLine *line)
{
    int64_t n = 0;
    Str word = clause_value(r, w, i, "keys");
    if (r->err.kind) return;
    if (!str_int(word, &n) || n < 0 || n > 4)
        read_fail(r, "'keys' takes a number from 0 to 4, not '%.*s'", STR_ARG(word));
    line->to = (int)n;
}

typedef struct { ModelCond *v; Size n, cap; } Conds;

static void read_clause(Reader *r, const Words *w, Size *i, ModelLine *line, Conds *conds)
{
    Str word = w->v[(*i)++];
    if (str_eq(word, S("if")) || str_eq(word, S("unless"))) {
        ModelCond c;
        if (read_cond(r, w, i, str_eq(word, S("unless")), &c)) *push(r->keep, conds) = c;
    } else if (str_eq(word, S("since"))) line->since = read_version(r, w, i, "since");
    else if (str_eq(word, S("until"))) line->until = read_version(r, w, i, "until");
    else if (str_eq(word, S("to"))) read_to(r, w, i, line);
    else if (str_eq(word, S("adds"))) line->kinds = read_kinds(r, w, i);
    else if (str_eq(word, S("with"))) read_with(r, w, i, line);
    else if (str_eq(word, S("under"))) read_under(r, w, i, line);
    else if (str_eq(word, S("returns"))) {
        if (line->kind == M_CALLS) add_tag(r, word, line);
        else line->returns = read_kinds(r, w, i);
    } else if (str_eq(word, S("keys"))) read_keys(r, w, i, line);
    else if (str_eq(word, S("false"))) line->negate = true;
    else if (str_eq(word, S("methods")) || str_eq(word, S("as"))) read_tags(r, w, i, line);
    else read_fail(r, "'%.*s' does not fit here", STR_ARG(word));
}

// What a source is dangerous for when its line does not list it: text from outside for everything,
// a secret or a weak number for where such a thing must not go.
static Kinds source_kinds(Kinds k)
{
    Kinds outside = KINDS_REACH | KIND(ANSWER) | KIND(UPLOAD) | KIND(STORED);
    if (k & KINDS_TEXT) return k;
    if ((k & outside) && !(k & KIND(NUMBER))) return k | KINDS_TEXT;
    if (k & (KIND(SECRET) | KIND(PERSONAL)))
        k |= KIND(LOG) | KIND(REPLY) | KIND(STORE) | KIND(DIGEST) | KIND(URL) | KIND(COOKIE);
    if (k & KIND(EXCEPTION)) k |= KIND(REPLY) | KIND(HTML) | KIND(LOG);
    if (k & (KIND(WEAK_RANDOM) | KIND(CREDENTIAL))) k |= KIND(KEY) | KIND(SEED);
    return k;
}

static const Str entry_hows[] = {L("decorator"), L("argument"), L("base"), L("named")};

static void read_entry(Reader *r, const Words *w, Size *i, ModelLine *line)
{
    bool known = false;
    for (Size k = 0; k < countof(entry_hows); k++)
        known = known || str_eq(line->name, entry_hows[k]);
    if (!known)
        read_fail(r, "an entry is a decorator, argument, base or named, not '%.*s'",
                  STR_ARG(line->name));
    line->kinds = source_kinds(read_kinds(r, w, i));
}

static void read_object(Reader *r, const Verb *v, const Words *w, Size *i, ModelLine *line)
{
    if (v->takes == TAKES_KINDS) {
        line->kinds = read_kinds(r, w, i);
        if (!line->kinds) read_fail(r, "'%.*s' needs at least one kind", STR_ARG(v->word));
        if (v->kind == M_SOURCE) line->kinds = source_kinds(line->kinds);
    }
    if (v->takes == TAKES_NAME || v->takes == TAKES_WORD) {
        if (*i >= w->n || is_clause(w->v[*i])) {
            read_fail(r, "'%.*s' needs a word after the name", STR_ARG(v->word));
            return;
        }
        line->name = w->v[(*i)++];
        if (v->takes == TAKES_NAME && !is_dotted(line->name))
            read_fail(r, "'%.*s' is not a dotted name", STR_ARG(line->name));
        if (v->kind == M_ENTRY) read_entry(r, w, i, line);
    }
    if (v->kind == M_MARK || v->kind == M_CALLS) read_tags(r, w, i, line);
}

static ModelLine read_rest(Reader *r, const Verb *v, const Words *w, Size i)
{
    ModelLine line = {.kind = v->kind, .file = r->file, .line = r->line,
                      .to = v->kind == M_PASS || v->kind == M_CLEAN ? MODEL_RESULT : MODEL_NONE};
    Conds conds = {0};
    read_object(r, v, w, &i, &line);
    while (i < w->n && !r->err.kind) {
        if (is_clause(w->v[i])) read_clause(r, w, &i, &line, &conds);
        else if (v->kind == M_CALLS) read_tags(r, w, &i, &line);
        else read_fail(r, "'%.*s' does not fit after '%.*s'", STR_ARG(w->v[i]),
                       STR_ARG(w->v[i - 1]));
    }
    line.conds = conds.v;
    line.nconds = conds.n;
    return line;
}

static void read_class(Reader *r, const Words *names, const Words *w, Saids *out)
{
    ModelLine line = {.kind = M_TYPE, .file = r->file, .line = r->line, .on_call = true,
                      .arg = MODEL_NONE, .to = MODEL_NONE};
    *push(r->keep, out) = (Said){*names, line};
    for (Size i = 2; i < w->n; i++) {
        if (!is_dotted(w->v[i])) read_fail(r, "'%.*s' is not a dotted name", STR_ARG(w->v[i]));
        line.kind = M_BASE, line.on_call = false, line.name = w->v[i];
        *push(r->keep, out) = (Said){*names, line};
    }
}

// One line of knowledge for each argument of the subject.
static void add_said(Reader *r, const Verb *v, const Words *names, Str args, ModelLine line,
                     Saids *out)
{
    do {
        Str one = {0};
        str_cut(&args, S(","), &one);
        line.arg = v->arg;
        line.keyword = (Str){0};
        if (one.len && !read_arg(one, &line.arg, &line.keyword)) {
            read_fail(r, "'%.*s' names no argument; write 0, 0|name, name, self or *",
                      STR_ARG(one));
            return;
        }
        bool needs = v->kind == M_SINK ? line.on_call : v->kind == M_CALLS || v->kind == M_STORE;
        if (!one.len && needs) {
            read_fail(r, "'%.*s' needs an argument: write (0), (0|name), (name), (self) or (*)",
                      STR_ARG(v->word));
            return;
        }
        *push(r->keep, out) = (Said){*names, line};
    } while (args.len);
}

static bool read_subject(Reader *r, const Verb *v, Str subject, Words *names, Str *args,
                         ModelLine *line)
{
    Size open = str_find(subject, S("("));
    Str dotted = open < 0 ? subject : str_sub(subject, 0, open);
    if (open >= 0) {
        if (!str_ends(subject, S(")"))) {
            read_fail(r, "'%.*s' opens a bracket that is not closed", STR_ARG(subject));
            return false;
        }
        line->on_call = true;
        *args = str_sub(subject, open + 1, subject.len - 1);
    } else if (str_ends(dotted, S("="))) {
        line->on_set = true;
        dotted = str_sub(dotted, 0, dotted.len - 1);
    }
    if (v->called && !line->on_call)
        read_fail(r, "'%.*s' is said of a call: write %.*s()", STR_ARG(v->word), STR_ARG(dotted));
    expand(r, (Str){0}, dotted, names);
    for (Size k = 0; k < names->n && !r->err.kind; k++)
        if (!is_dotted(names->v[k]))
            read_fail(r, "'%.*s' is not a dotted name", STR_ARG(names->v[k]));
    return !r->err.kind;
}

void read_line(Reader *r, Str text, Saids *out)
{
    Words w = split(r, text), names = {0};
    if (!w.n || r->err.kind) return;
    const Verb *v = verb_of(r, w.v[0]);
    if (!v) return;
    if (w.n < 2) {
        read_fail(r, "'%.*s' needs a dotted name", STR_ARG(v->word));
        return;
    }
    ModelLine head = {0};
    Str args = {0};
    if (!read_subject(r, v, w.v[1], &names, &args, &head)) return;
    if (v->takes == TAKES_BASES) {
        read_class(r, &names, &w, out);
        return;
    }
    ModelLine line = read_rest(r, v, &w, 2);
    line.on_call = head.on_call;
    line.on_set = head.on_set;
    if (!r->err.kind) add_said(r, v, &names, args, line, out);
}
