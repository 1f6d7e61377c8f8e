// agent/verdict: read a judge's answer. The JSON form that was asked for, wherever it stands in the
// answer; else a text: its yes or no, and the CWE numbers and lines that it names.
// SPDX-License-Identifier: MIT
#include "agent/review.h"
#include <jansson.h>
#include <stdlib.h>

enum { MOST_CLAIMS = 20, MOST_TRIES = 200, MOST_WHY = 400, MOST_CWE = 9999 };

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static Str lowered(Str s, Arena *keep)
{
    char *out = arena_raw(keep, 1, 1, s.len + 1);
    for (Size i = 0; i < s.len; i++)
        out[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] + 32) : s.s[i];
    return (Str){out, s.len};
}

// The first number in a text that may have words around it; 0: none.
static int number_in(Str s)
{
    int n = 0;
    Size i = 0;
    while (i < s.len && !is_digit(s.s[i])) i++;
    for (; i < s.len && is_digit(s.s[i]) && n < 100000000; i++) n = n * 10 + (s.s[i] - '0');
    return n;
}

static Str one_line(Str s, Arena *keep)
{
    Buf b = {.keep = keep};
    s = str_trim(s);
    for (Size i = 0; i < s.len && b.n < MOST_WHY; i++) {
        unsigned char c = (unsigned char)s.s[i];
        buf_char(&b, c < ' ' || c == 0x7f ? ' ' : (char)c);
    }
    // never half a character: its later bytes are 10xxxxxx
    while (s.len > MOST_WHY && b.n && ((unsigned char)b.v[b.n - 1] & 0x80)) b.n--;
    return buf_str(&b);
}

// ---- the form

static Str text_of(const json_t *v)
{
    return json_is_string(v) ? (Str){json_string_value(v), (Size)json_string_length(v)} : (Str){0};
}

static int int_of(const json_t *v, int most)
{
    json_int_t n = json_is_integer(v) ? json_integer_value(v)
                   : json_is_real(v) && json_real_value(v) >= 0 && json_real_value(v) <= most
                       ? (json_int_t)json_real_value(v)
                       : number_in(text_of(v));
    return n > 0 && n <= most ? (int)n : 0;
}

static const json_t *member(const json_t *o, const char *const *names)
{
    for (; *names; names++) {
        const json_t *v = json_object_get(o, *names);
        if (v && !json_is_null(v)) return v;
    }
    return NULL;
}

static const struct {
    Str word;
    Says says;
} WORDS[] = {
    {L("yes"), SAYS_VULNERABLE},
    {L("true"), SAYS_VULNERABLE},
    {L("vulnerable"), SAYS_VULNERABLE},
    {L("insecure"), SAYS_VULNERABLE},
    {L("unsafe"), SAYS_VULNERABLE},
    {L("no"), SAYS_SAFE},
    {L("false"), SAYS_SAFE},
    {L("safe"), SAYS_SAFE},
    {L("secure"), SAYS_SAFE},
    {L("not vulnerable"), SAYS_SAFE},
    {L("clean"), SAYS_SAFE},
    {L("none"), SAYS_SAFE},
};

static Says says_of(const json_t *v, Arena scratch)
{
    if (json_is_boolean(v)) return json_is_true(v) ? SAYS_VULNERABLE : SAYS_SAFE;
    if (json_is_integer(v)) return json_integer_value(v) ? SAYS_VULNERABLE : SAYS_SAFE;
    Str word = lowered(str_trim(text_of(v)), &scratch);
    for (Size i = 0; i < countof(WORDS); i++)
        if (str_eq(word, WORDS[i].word)) return WORDS[i].says;
    return SAYS_NOTHING;
}

static void add_claim(JudgeAnswer *out, Claim c, Arena *keep)
{
    if (out->claims.n < MOST_CLAIMS) *push(keep, &out->claims) = c;
}

static void claim_read(const json_t *o, JudgeAnswer *out, Arena *keep)
{
    static const char *const CWES[] = {"cwe", "CWE", "cwe_id", "id", NULL};
    static const char *const LINES[] = {"line", "line_number", "lineno", "start_line", NULL};
    static const char *const WHYS[] = {"why",         "reason",      "message",
                                       "description", "explanation", NULL};
    if (json_is_string(o) || json_is_integer(o)) {
        add_claim(out, (Claim){int_of(o, MOST_CWE), 0, one_line(text_of(o), keep)}, keep);
        return;
    }
    if (!json_is_object(o)) return;
    Claim c = {int_of(member(o, CWES), MOST_CWE), int_of(member(o, LINES), 1 << 28),
               one_line(text_of(member(o, WHYS)), keep)};
    add_claim(out, c, keep);
}

static bool form_read(const json_t *o, JudgeAnswer *out, Arena *keep)
{
    static const char *const SAYS[] = {"vulnerable", "is_vulnerable", "verdict", "answer", NULL};
    static const char *const LISTS[] = {"weaknesses", "vulnerabilities", "findings", "issues",
                                        NULL};
    const json_t *list = member(o, LISTS);
    size_t i;
    json_t *one;
    out->says = says_of(member(o, SAYS), *keep);
    if (out->says == SAYS_NOTHING && !json_is_array(list)) return false;
    if (out->says == SAYS_NOTHING) out->says = json_array_size(list) ? SAYS_VULNERABLE : SAYS_SAFE;
    if (out->says == SAYS_SAFE) return true;
    json_array_foreach(list, i, one) claim_read(one, out, keep);
    if (!out->claims.n) claim_read(o, out, keep);
    return true;
}

// Every "{" may begin the object; the last one that reads as a verdict counts.
static bool form_in(Str text, JudgeAnswer *out, Arena *keep)
{
    bool any = false;
    int tries = 0;
    for (Size at = 0; at < text.len && tries < MOST_TRIES; at++) {
        if (text.s[at] != '{') continue;
        tries++;
        json_error_t e;
        Str rest = str_sub(text, at, -1);
        json_t *v = json_loadb(rest.s, (size_t)rest.len, JSON_DISABLE_EOF_CHECK, &e);
        if (!v) continue;
        JudgeAnswer one = {0};
        if (json_is_object(v) && form_read(v, &one, keep)) *out = one, any = true;
        json_decref(v);
        at += e.position > 0 ? (Size)e.position - 1 : 0;
    }
    return any;
}

// ---- a text

static Size word_at(Str low, Str word, Size from)
{
    for (Size at = from; at < low.len;) {
        Size next = str_find(str_sub(low, at, -1), word);
        if (next < 0) return -1;
        at += next;
        bool free_left = at == 0 || !is_letter(low.s[at - 1]);
        Size end = at + word.len;
        if (free_left && (end >= low.len || !is_letter(low.s[end]))) return at;
        at++;
    }
    return -1;
}

static bool any_word(Str low, const Str *words)
{
    for (; words->len; words++)
        if (word_at(low, *words, 0) >= 0) return true;
    return false;
}

static const Str SAFE_WORDS[] = {L("not vulnerable"),
                                 L("isn't vulnerable"),
                                 L("no vulnerabilities"),
                                 L("no vulnerability"),
                                 L("no security vulnerabilities"),
                                 L("no security issues"),
                                 L("no security issue"),
                                 L("no weakness"),
                                 L("no weaknesses"),
                                 L("no issues"),
                                 L("not contain any vulnerabilities"),
                                 L("is secure"),
                                 L("is safe"),
                                 L("appears secure"),
                                 L("appears safe"),
                                 {0}};
static const Str BAD_WORDS[] = {L("is vulnerable"),
                                L("vulnerable to"),
                                L("are vulnerable"),
                                L("is insecure"),
                                L("not secure"),
                                L("not safe"),
                                L("is unsafe"),
                                L("has a vulnerability"),
                                L("contains a vulnerability"),
                                L("vulnerabilities found"),
                                L("can be exploited"),
                                L("allows an attacker"),
                                {0}};

static Says text_says(Str low)
{
    Size i = 0;
    while (i < low.len && !is_letter(low.s[i])) i++;
    Str head = str_sub(low, i, -1);
    if (word_at(str_sub(head, 0, 4), S("yes"), 0) == 0) return SAYS_VULNERABLE;
    if (word_at(str_sub(head, 0, 3), S("no"), 0) == 0) return SAYS_SAFE;
    bool safe = any_word(low, SAFE_WORDS), bad = any_word(low, BAD_WORDS);
    if (safe != bad) return safe ? SAYS_SAFE : SAYS_VULNERABLE;
    return SAYS_NOTHING;
}

// "CWE-89", and the line that the same sentence names.
static void text_claims(Str text, Str low, JudgeAnswer *out, Arena *keep)
{
    for (Size at = 0; (at = word_at(low, S("cwe"), at)) >= 0; at += 3) {
        Size from = str_rfind(str_sub(low, 0, at), '\n') + 1;
        Size end = str_find(str_sub(low, at, -1), S("\n"));
        Str row = str_sub(low, from, end < 0 ? -1 : at + end);
        Size line = word_at(row, S("line"), 0);
        if (line < 0) line = word_at(row, S("lines"), 0);
        Claim c = {number_in(str_sub(low, at + 3, at + 9)),
                   line < 0 ? 0 : number_in(str_sub(row, line, line + 16)),
                   one_line(str_sub(text, from, end < 0 ? -1 : at + end), keep)};
        bool again = !c.cwe || c.cwe > MOST_CWE;
        for (Size i = 0; i < out->claims.n; i++) again = again || out->claims.v[i].cwe == c.cwe;
        if (!again) add_claim(out, c, keep);
    }
}

void judge_answer(Str answer, Arena *keep, JudgeAnswer *out)
{
    *out = (JudgeAnswer){0};
    if (form_in(answer, out, keep)) return;
    Str low = lowered(answer, keep);
    *out = (JudgeAnswer){.says = text_says(low), .from_text = true};
    if (out->says != SAYS_VULNERABLE) return;
    text_claims(answer, low, out, keep);
    if (!out->claims.n) add_claim(out, (Claim){0, 0, one_line(answer, keep)}, keep);
}
