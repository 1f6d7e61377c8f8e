// fact/shell: what a line of a POSIX shell does with the word that comes next. Reads one line as far
// as it is known; cannot fail.
// SPDX-License-Identifier: MIT
#include "fact/shell.h"
#include <string.h>

enum { MOST_WORDS = 32 };

// The simple command that the text ends in: its words, the last of them perhaps unfinished.
typedef struct { Str word[MOST_WORDS]; Size n; bool open, ticks; } Command;

static void word_end(Command *c, Str text, Size *from, Size to)
{
    if (*from < 0) return;
    Str w = str_sub(text, *from, to);
    // of a longer line the beginning and the latest words decide
    if (c->n == MOST_WORDS) {
        memmove(c->word + 1, c->word + 2, (MOST_WORDS - 2) * sizeof *c->word);
        c->n--;
    }
    c->word[c->n++] = w;
    *from = -1;
}

static void read_command(Str text, Command *c)
{
    Size from = -1;
    char quote = 0;
    for (Size i = 0; i < text.len; i++) {
        char ch = text.s[i];
        bool escape = ch == '\\' && quote != '\'';
        bool ends = !quote && memchr(" \t;|&\n()", ch, 8) != NULL;
        if (ch == '`' && quote != '\'') c->ticks = !c->ticks;
        if (ends) word_end(c, text, &from, i);
        if (ends && ch != ' ' && ch != '\t') c->n = 0;
        else if (!ends && from < 0) from = i;
        if (escape) i++;
        else if (quote ? ch == quote : ch == '\'' || ch == '"') quote = quote ? 0 : ch;
    }
    c->open = from >= 0;
    word_end(c, text, &from, text.len);
}

static Str bare(Str word)
{
    while (word.len && (*word.s == '\'' || *word.s == '"')) word = str_sub(word, 1, -1);
    while (word.len && (word.s[word.len - 1] == '\'' || word.s[word.len - 1] == '"')) word.len--;
    return path_last(word);
}

static bool is_interpreter(Str word)
{
    static const Str shells[] = {L("sh"), L("bash"), L("dash"), L("zsh"), L("ksh"), L("ash"),
                                 L("fish"), L("su"), L("perl"), L("ruby"), L("node"), L("php"),
                                 L("lua"), L("Rscript"), L("pwsh"), L("powershell"),
                                 L("osascript"), L("runuser"), {0}};
    if (str_starts(word, S("python")) || str_starts(word, S("pypy"))) return true;
    return str_in(word, shells);
}

// -c, -lc, -e, --eval, -Command
static bool asks_code(Str word)
{
    static const Str whole[] = {L("--eval"), L("--command"), L("-Command"), L("-command"),
                                L("--print"), L("-r"), {0}};
    if (str_in(word, whole)) return true;
    if (word.len < 2 || word.s[0] != '-' || word.s[1] == '-' || word.len > 4) return false;
    char last = word.s[word.len - 1];
    return last == 'c' || last == 'e';
}

// The place of the word that an interpreter takes as code; -1: none.
static Size code_at(const Command *c)
{
    for (Size i = 0; i < c->n; i++) {
        if (!is_interpreter(bare(c->word[i]))) continue;
        Size k = i + 1;
        while (k < c->n && c->word[k].s[0] == '-' && !asks_code(c->word[k])) k++;
        bool code = k < c->n && asks_code(c->word[k]);
        if (code && !(c->open && k == c->n - 1)) return k + 1;
    }
    return -1;
}

// ssh host W: the shell over there reads what is left as one line.
static Size remote_at(const Command *c)
{
    static const Str valued[] = {L("-p"), L("-i"), L("-l"), L("-o"), L("-F"), L("-J"), L("-L"),
                                 L("-R"), L("-D"), {0}};
    Size i = 0;
    while (i < c->n && !str_eq(bare(c->word[i]), S("ssh"))) i++;
    if (i >= c->n) return -1;
    for (i++; i < c->n && c->word[i].s[0] == '-'; i++)
        if (str_in(c->word[i], valued)) i++;
    return i + 1;
}

// cat <<EOF: the lines up to EOF are read as between double quotes, where a single one is a letter.
static bool in_document(Str text)
{
    for (Size at = 0;;) {
        Size next = str_find(str_sub(text, at, -1), S("<<"));
        if (next < 0) return false;
        at += next + 2;
        Size run = at;
        while (run < text.len && text.s[run] == '<') run++;
        if (run > at) {                                         // <<<: one word
            at = run;
            continue;
        }
        while (at < text.len && (text.s[at] == '-' || text.s[at] == ' ')) at++;
        Size end = at;
        while (end < text.len && !memchr(" \t\n;|&<>", text.s[end], 8)) end++;
        Str mark = str_sub(text, at, end);
        while (mark.len && memchr("'\"\\", *mark.s, 3)) mark = str_sub(mark, 1, -1);
        while (mark.len && memchr("'\"", mark.s[mark.len - 1], 2)) mark.len--;
        Size body = str_find(str_sub(text, end, -1), S("\n"));
        if (!mark.len || body < 0) continue;
        Str rest = str_sub(text, end + body, -1), line;
        bool closed = false;
        while (!closed && str_cut(&rest, S("\n"), &line)) closed = str_eq(str_trim(line), mark);
        if (!closed) return true;
    }
}

bool shell_reads_again(Str before)
{
    Command c = {0};
    if (in_document(before)) return true;
    read_command(before, &c);
    if (c.ticks) return true;
    Size here = c.open ? c.n - 1 : c.n, code = code_at(&c), far = remote_at(&c);
    // watch W: by sh -c; awk W: a program, which has system()
    static const Str evaluates[] = {L("eval"), L("watch"), {0}},
                     programs[] = {L("awk"), L("gawk"), L("mawk"), {0}};
    bool evaluated = c.n > 0 && here > 0 && str_in(bare(c.word[0]), evaluates);
    evaluated |= here > 0 && here <= c.n && str_in(bare(c.word[here - 1]), programs);
    return evaluated || here == code || (far >= 0 && here >= far);
}
