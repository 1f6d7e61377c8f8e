// llm/answer: read a model's answer: its thinking, its fences, its refusal. Sees text, never
// Python.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"

enum { MOST_FENCES = 256 };

typedef struct { char mark; Size ticks, indent; Str info; } Rail;

static Str next_line(Str *rest)
{
    Str line;
    if (!str_cut(rest, S("\n"), &line)) return (Str){0};
    if (line.len && line.s[line.len - 1] == '\r') line.len--;
    return line;
}

static Size leading_blanks(Str line)
{
    Size i = 0;
    while (i < line.len && (line.s[i] == ' ' || line.s[i] == '\t')) i++;
    return i;
}

// A line that opens or closes a fence: three or more of one mark after blanks.
static bool rail_read(Str line, Rail *out)
{
    Size at = leading_blanks(line), n = 0;
    if (at == line.len || (line.s[at] != '`' && line.s[at] != '~')) return false;
    while (at + n < line.len && line.s[at + n] == line.s[at]) n++;
    if (n < 3) return false;
    Str info = str_trim(str_sub(line, at + n, -1));
    if (line.s[at] == '`' && info.len && memchr(info.s, '`', (size_t)info.len)) return false;
    *out = (Rail){line.s[at], n, at, info};
    return true;
}

static bool rail_closes(const Rail *open, const Rail *seen)
{
    return seen->mark == open->mark && seen->ticks >= open->ticks && seen->info.len == 0;
}

static void add_line(Buf *b, Str line, Size indent)
{
    Size cut = leading_blanks(line);
    buf_add(b, str_sub(line, cut < indent ? cut : indent, -1));
    buf_char(b, '\n');
}

static bool is_session(Str text)
{
    for (Str line; str_cut(&text, S("\n"), &line);) {
        if (!str_trim(line).len) continue;
        return str_starts(line, S(">>>"));
    }
    return false;
}

// Keep what was typed at ">>> " and "... "; drop what the interpreter printed.
static Str session_typed(Str text, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Str line; str_cut(&text, S("\n"), &line);) {
        if (!str_starts(line, S(">>>")) && !str_starts(line, S("..."))) continue;
        buf_add(&b, str_sub(line, line.len > 3 && line.s[3] == ' ' ? 4 : 3, -1));
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

static void fence_add(LlmFences *out, LlmFence f, Arena *keep)
{
    if (out->n >= MOST_FENCES) return;
    if (is_session(f.text)) f.text = session_typed(f.text, keep);
    *push(keep, out) = f;
}

// Ticks right after the last line of code, as in "return x```"; not `"```"`, not "```x```".
static bool is_glued(Str line, const Rail *open, Str *code)
{
    Size n = 0, runs = 0;
    while (n < line.len && line.s[line.len - n - 1] == open->mark) n++;
    for (Size i = 0; i + 2 < line.len; i++)
        runs += line.s[i] == open->mark && line.s[i + 1] == open->mark &&
                line.s[i + 2] == open->mark && (i == 0 || line.s[i - 1] != open->mark);
    *code = str_sub(line, 0, line.len - n);
    return n >= open->ticks && runs == 1 && str_trim(*code).len;
}

// Of a fence that does not end as it should: up to the line that its ticks are glued to.
static bool glued_end(Str *rest, const Rail *open, Str *text, Arena *keep)
{
    Buf body = {.keep = keep};
    for (Str from = *rest, code; from.s;) {
        Str line = next_line(&from);
        bool ends = is_glued(line, open, &code);
        add_line(&body, ends ? code : line, open->indent);
        if (!ends) continue;
        *rest = from;
        *text = buf_str(&body);
        return true;
    }
    return false;
}

void llm_fences(Str answer, Arena *keep, LlmFences *out)
{
    Rail open = {0}, seen;
    Buf body = {.keep = keep};
    Str said = {0}, begun = {0}, text;
    bool odd = false;                    // another fence seems to open inside this one
    while ((answer.s || open.ticks) && out->n < MOST_FENCES) {
        bool over = !answer.s;
        Str line = over ? (Str){0} : next_line(&answer);
        bool rail = !over && rail_read(line, &seen);
        if (!open.ticks && rail) {
            open = seen;
            begun = answer;
            odd = false;
            body = (Buf){.keep = keep};
        } else if (!open.ticks) {
            if (str_trim(line).len) said = str_trim(line);
        } else if (over || (rail && rail_closes(&open, &seen))) {
            bool glued = (over || odd) && glued_end(&begun, &open, &text, keep);
            fence_add(out,
                      (LlmFence){open.info, glued ? text : buf_str(&body), said, glued || !over},
                      keep);
            if (glued) answer = begun;
            said = (Str){0};
            open = (Rail){0};
        } else {
            odd = odd || (rail && seen.info.len);
            add_line(&body, line, open.indent);
        }
    }
}

// Leading lines without a letter (blank ones) go, the first code line's own indentation too when
// all share it.
static Str without_leading_blanks(Str s)
{
    for (;;) {
        Size end = str_find(s, S("\n"));
        if (end < 0 || str_trim(str_sub(s, 0, end)).len) return s;
        s = str_sub(s, end + 1, -1);
    }
}

Str llm_plain(Str answer, Arena *keep)
{
    Buf b = {.keep = keep};
    Rail seen;
    while (answer.s) {
        Str line = next_line(&answer);
        if (!rail_read(line, &seen)) add_line(&b, line, 0);
    }
    Str text = without_leading_blanks(buf_str(&b));
    return is_session(text) ? session_typed(text, keep) : text;
}

// Models write their reasoning between these, whole or only with the closing one (the opening one
// was in the prompt).
static const struct { Str open, close;
} THOUGHTS[] = {
    {L("<think>"), L("</think>")},
    {L("<thinking>"), L("</thinking>")},
    {L("<reasoning>"), L("</reasoning>")},
    {L("<|channel|>analysis"), L("<|channel|>final<|message|>")},
};

static bool in_fence(Str text)
{
    Rail open = {0}, seen;
    while (text.s) {
        bool rail = rail_read(next_line(&text), &seen);
        if (rail && !open.ticks) open = seen;
        else if (rail && rail_closes(&open, &seen)) open = (Rail){0};
    }
    return open.ticks != 0;
}

Str llm_without_thinking(Str answer, Arena *keep, bool *unfinished)
{
    *unfinished = false;
    for (Size i = 0; i < countof(THOUGHTS); i++) {
        Str rest = answer;
        Size from = str_find(rest, THOUGHTS[i].open), close = str_find(rest, THOUGHTS[i].close);
        if (from < 0 && close < 0) continue;
        if (from >= 0 && in_fence(str_sub(rest, 0, from))) continue;
        Buf b = {.keep = keep};
        while (from >= 0 || close >= 0) {
            if (from >= 0 && (close < 0 || from < close)) buf_add(&b, str_sub(rest, 0, from));
            if (close < 0) {
                *unfinished = true;
                return buf_str(&b);
            }
            rest = str_sub(rest, close + THOUGHTS[i].close.len, -1);
            from = str_find(rest, THOUGHTS[i].open);
            close = from < 0 ? -1 : str_find(rest, THOUGHTS[i].close);
        }
        buf_add(&b, rest);
        answer = buf_str(&b);
    }
    return answer;
}

static const Str REFUSALS[] = {
    L("i'm sorry"),
    L("i am sorry"),
    L("sorry,"),
    L("i can't help"),
    L("i cannot help"),
    L("i can't assist"),
    L("i cannot assist"),
    L("i won't"),
    L("i will not"),
    L("i'm unable"),
    L("i am unable"),
    L("i cannot provide"),
    L("i can't provide"),
    L("i must decline"),
    L("i cannot comply"),
    L("i can't comply"),
    L("as an ai"),
    L("i'm not able to"),
    L("i am not able to"),
    L("i cannot fulfill"),
    L("i can't fulfill"),
    L("unfortunately, i can"),
    L("i cannot generate"),
    L("i can't generate"),
    L("i cannot create"),
    L("i can't create"),
    L("i apologize"),
};

static bool starts_like(Str s, Str lower)
{
    if (s.len < lower.len) return false;
    for (Size i = 0; i < lower.len; i++) {
        char c = s.s[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c != lower.s[i]) return false;
    }
    return true;
}

// U+2019 reads as an apostrophe here.
static Str plain_quotes(Str s, char *out, Size most)
{
    Size n = 0;
    for (Size i = 0; i < s.len && n < most; i++) {
        bool curly = i + 2 < s.len && memcmp(s.s + i, "\xe2\x80\x99", 3) == 0;
        out[n++] = curly ? '\'' : s.s[i];
        if (curly) i += 2;
    }
    return (Str){out, n};
}

bool llm_refuses(Str answer)
{
    char head[64];
    if (str_find(answer, S("```")) >= 0 || str_find(answer, S("~~~")) >= 0) return false;
    Str start = plain_quotes(str_trim(answer), head, (Size)sizeof head);
    for (Size i = 0; i < countof(REFUSALS); i++)
        if (starts_like(start, REFUSALS[i])) return true;
    return false;
}

void reply_finish(Str text, Arena *keep, LlmReply *out)
{
    bool unfinished;
    Str left = llm_without_thinking(text, keep, &unfinished);
    out->text = without_leading_blanks(left);
    if (unfinished && out->outcome == LLM_ANSWERED) {
        out->outcome = LLM_TRUNCATED;
        out->what = S("the model's thinking took the whole answer");
    }
    if (out->outcome != LLM_ANSWERED) return;
    if (!str_trim(out->text).len) {
        out->outcome = LLM_EMPTY;
        out->what = S("the answer is empty");
    } else if (llm_refuses(out->text)) {
        out->outcome = LLM_REFUSED;
        out->what = str_keep(keep, str_sub(str_trim(out->text), 0, 200));
    }
}
