// fact/format: see format.h
// SPDX-License-Identifier: MIT
#include "fact/format.h"
#include <string.h>

static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static bool broken(Str text, FormatField *out)
{
    out->broken = true;
    out->end = text.len;
    return true;
}

bool format_percent(Str text, Size at, FormatField *out)
{
    while (at < text.len && text.s[at] != '%') at++;
    *out = (FormatField){.beg = at};
    if (at++ >= text.len) return false;
    if (at < text.len && text.s[at] == '(') {
        Size close = str_find(str_sub(text, at, -1), S(")"));
        if (close < 0) return broken(text, out);
        out->name = str_sub(text, at + 1, at + close);
        at += close + 1;
    }
    Size spec = at;
    while (at < text.len && memchr("#0- +123456789.*lhL", text.s[at], 19)) at++;
    if (at >= text.len || (!is_letter(text.s[at]) && text.s[at] != '%')) return broken(text, out);
    out->spec = str_sub(text, spec, at);
    out->has_spec = out->spec.len > 0;
    out->type = text.s[at];
    out->doubled = out->type == '%';
    out->end = at + 1;
    return true;
}

// Of "{…}": one of its own may stand in its spec.
static Size closing(Str text, Size at)
{
    Size open = 0;
    for (; at < text.len; at++) {
        open += (text.s[at] == '{') - (text.s[at] == '}');
        if (!open) return at;
    }
    return -1;
}

char format_type(Str spec)
{
    char last = spec.len ? spec.s[spec.len - 1] : 0;
    return last == '%' || is_letter(last) ? last : 0;
}

static void read_spec(Str spec, FormatField *out)
{
    out->spec = spec;
    out->has_spec = true;
    out->type = format_type(spec);
}

bool format_braces(Str text, Size at, FormatField *out)
{
    while (at < text.len && text.s[at] != '{' && text.s[at] != '}') at++;
    *out = (FormatField){.beg = at, .end = at + 2};
    if (at >= text.len) return false;
    out->doubled = at + 1 < text.len && text.s[at + 1] == text.s[at];
    if (out->doubled) return true;
    Size close = text.s[at] == '{' ? closing(text, at) : -1;
    if (close < 0) return broken(text, out);
    Str inner = str_sub(text, at + 1, close);
    Size colon = str_find(inner, S(":"));
    if (colon >= 0) read_spec(str_sub(inner, colon + 1, -1), out);
    if (colon >= 0) inner = str_sub(inner, 0, colon);
    Size bang = str_find(inner, S("!"));
    if (bang >= 0 && bang + 1 < inner.len) out->how = inner.s[bang + 1];
    out->name = bang >= 0 ? str_sub(inner, 0, bang) : inner;
    out->end = close + 1;
    return true;
}

static bool is_counted(const FormatField *f)
{
    return !f->broken && !f->name.len && str_find(f->spec, S("*")) < 0 &&
           str_find(f->spec, S("{")) < 0;
}

static bool nth_of(bool (*next)(Str, Size, FormatField *), Str text, Size nth, FormatField *out)
{
    for (Size at = 0; next(text, at, out); at = out->end) {
        if (out->doubled) continue;
        if (!is_counted(out)) return false;
        if (nth-- == 0) return true;
    }
    return false;
}

bool format_percent_nth(Str text, Size nth, FormatField *out)
{
    return nth_of(format_percent, text, nth, out);
}

bool format_braces_nth(Str text, Size nth, FormatField *out)
{
    return nth_of(format_braces, text, nth, out);
}
