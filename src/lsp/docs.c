// lsp/docs: the texts that are open in the editor, as its messages change them.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"

enum { ROOM = 64 << 20 }; // left behind before anything is moved

bool docs_open(Docs *d)
{
    *d = (Docs){0};
    return pool_open(&d->pools[0], (Size)64 << 30) && pool_open(&d->pools[1], (Size)64 << 30);
}

void docs_close(Docs *d)
{
    pool_close(&d->pools[0]);
    pool_close(&d->pools[1]);
}

static Arena *room(Docs *d) { return &d->pools[d->turn].arena; }

Doc *docs_find(const Docs *d, Str uri)
{
    Doc *doc = map_get(&d->by_uri, uri);
    return doc && doc->open ? doc : NULL;
}

Doc *docs_at(const Docs *d, Str path)
{
    Doc *doc = map_get(&d->by_path, path);
    return doc && doc->open ? doc : NULL;
}

Doc *docs_add(Docs *d, Str uri, Str path, Str text)
{
    Arena *keep = room(d);
    Doc *doc = new(keep, Doc, 1);
    *doc = (Doc){.uri = str_keep(keep, uri),
                 .path = str_keep(keep, path),
                 .text = str_keep(keep, text),
                 .open = true};
    *map_at(keep, &d->by_uri, doc->uri) = doc;
    *map_at(keep, &d->by_path, doc->path) = doc;
    d->n++;
    d->live += text.len;
    return doc;
}

void docs_drop(Docs *d, Doc *doc)
{
    doc->open = false;
    d->n--;
    d->live -= doc->text.len;
}

// ---- changes

static bool splice(Buf *b, Size from, Size to, Str with)
{
    if (from > to) from = to;
    Size n = b->n - (to - from) + with.len;
    if (n > LSP_MOST_BODY) return false;
    if (n > b->cap || !b->v) {
        Size cap = n + n / 4 + 1;
        char *bigger = arena_raw(b->keep, 1, 1, cap);
        if (b->n) memcpy(bigger, b->v, (size_t)b->n);
        b->v = bigger;
        b->cap = cap;
    }
    memmove(b->v + from + with.len, b->v + to, (size_t)(b->n - to));
    if (with.len) memcpy(b->v + from, with.s, (size_t)with.len);
    b->n = n;
    return true;
}

static bool one_change(Buf *b, json_t *change, Units u)
{
    json_t *text = json_object_get(change, "text"), *range = json_object_get(change, "range");
    Str with = {json_string_value(text), (Size)json_string_length(text)};
    if (!json_is_string(text)) return false;
    if (!json_is_object(range)) return splice(b, 0, b->n, with);
    Size from = place_offset(buf_str(b), json_object_get(range, "start"), u);
    Size to = place_offset(buf_str(b), json_object_get(range, "end"), u);
    return splice(b, from, to, with);
}

bool docs_change(Docs *d, Doc *doc, json_t *changes, Units u)
{
    Buf b = {.keep = room(d)};
    size_t i;
    json_t *one;
    if (!json_is_array(changes) || !splice(&b, 0, 0, doc->text)) return false;
    json_array_foreach(changes, i, one) if (!one_change(&b, one, u)) return false;
    d->live += b.n - doc->text.len;
    doc->text = buf_str(&b);
    return true;
}

void docs_tidy(Docs *d)
{
    Size used = pool_used(&d->pools[d->turn]);
    if (used < ROOM || used < 4 * d->live) return;
    Map old = d->by_uri;
    d->turn = !d->turn;
    d->by_uri = d->by_path = (Map){0};
    d->n = d->live = 0;
    for (Size i = 0; i < old.items.n; i++) {
        const Doc *was = old.items.v[i].value;
        if (!was->open) continue;
        Doc *doc = docs_add(d, was->uri, was->path, was->text);
        doc->version = was->version;
        doc->python = was->python;
    }
    pool_reset(&d->pools[!d->turn]);
}

// ---- beside what lies on disk

static const Str BOM = L("\xef\xbb\xbf");

static Str bare(Str text) { return str_starts(text, BOM) ? str_sub(text, BOM.len, -1) : text; }

bool docs_is_on_disk(const Doc *doc, Arena scratch)
{
    Str bytes;
    if (!str_starts(doc->path, S("/")) || os_stat(doc->path, true, scratch).kind != OS_FILE)
        return false;
    if (os_read(doc->path, LSP_MOST_BODY, &scratch, &bytes).kind) return false;
    return str_eq(bare(bytes), bare(doc->text));
}

// A comment line's cookie (PEP 263) out of force; the line stays as long as it was.
static void uncode(char *line, Size n)
{
    static const Str word = L("coding");
    Size at = 0, from = 0;
    while (at < n && strchr(" \t\f", line[at])) at++;
    if (at == n || line[at] != '#') return;                // code has words like "encoding=" too
    for (; (at = str_find((Str){line + from, n - from}, word)) >= 0; from += at + word.len) {
        Size next = from + at + word.len;
        if (next < n && (line[next] == ':' || line[next] == '=')) line[from + at] = 'k';
    }
}

// Of what an editor gives us the encoding is known: a cookie in its first two lines would have it decoded
// once more.
Str docs_overlay(Str text, Arena *keep)
{
    Size mark = text.len - bare(text).len, end = mark;
    char *to = NULL;
    for (int line = 0; line < 2 && end < text.len; line++) {
        Size beg = end;
        while (end < text.len && text.s[end] != '\n' && text.s[end] != '\r') end++;
        if (str_find(str_sub(text, beg, end), S("coding")) >= 0) {
            if (!to) to = (char *)(intptr_t)str_keep(keep, text).s;
            uncode(to + beg, end - beg);
        }
        if (str_starts(str_sub(text, end, -1), S("\r\n"))) end++;
        if (end < text.len) end++;
    }
    return to ? (Str){to, text.len} : text;
}
