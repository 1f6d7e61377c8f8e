// lsp/wire: JSON-RPC messages with their headers, one after another on a stream; what is no message is
// told of and passed over.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"

enum { MOST_LINE = 1024, MOST_HEADERS = 64 };

// ---- in

typedef struct {
    Str text;
    bool ended, cut;
} Row; // one header line, in `room`

static Row read_row(FrameSource *in, char *room)
{
    Row r = {{room, 0}, false, false};
    for (char c;;) {
        if (in->read(in->self, &c, 1) != 1) {
            r.ended = true;
            break;
        }
        if (c == '\n') break;
        if (r.text.len < MOST_LINE) room[r.text.len++] = c;
        else r.cut = true;
    }
    if (str_ends(r.text, S("\r"))) r.text.len--;
    return r;
}

static bool pass_over(FrameSource *in, int64_t n)
{
    char piece[4096];
    while (n > 0) {
        Size want = n < (int64_t)sizeof piece ? (Size)n : (Size)sizeof piece;
        if (in->read(in->self, piece, want) != want) return false;
        n -= want;
    }
    return true;
}

static Frame read_body(FrameSource *in, int64_t n, Arena *keep, Str *body)
{
    if (n > LSP_MOST_BODY) {
        if (!pass_over(in, n)) return FRAME_END;
        *body =
            str_fmt(keep, "a message of %lld bytes is too large and was not read", (long long)n);
        return FRAME_BAD;
    }
    char *to = arena_raw(keep, 1, 1, (Size)n);
    *body = (Str){to, (Size)n};
    return in->read(in->self, to, (Size)n) == (Size)n ? FRAME_GOOD : FRAME_END;
}

Frame frame_read(FrameSource *in, Arena *keep, Str *body)
{
    char room[MOST_LINE];
    int64_t n = -1;
    int rows = 0;
    for (;;) {
        Row r = read_row(in, room);
        Str name, value = r.text;
        if (r.ended) return FRAME_END;
        if (!r.text.len && !r.cut && rows) break;
        if (!r.text.len && !r.cut) continue;
        // garbage without an empty line is told of all the same
        if (++rows > MOST_HEADERS) break;
        bool pair = str_cut(&value, S(":"), &name);
        if (!pair || r.cut || !str_alike(str_trim(name), S("content-length"))) continue;
        if (!str_int(str_trim(value), &n) || n < 0) n = -1;
    }
    if (n >= 0) return read_body(in, n, keep, body);
    *body = S("headers without a Content-Length were passed over");
    return FRAME_BAD;
}

// The code unit of \uXXXX there, or -1.
static int unit_at(Str s, Size i)
{
    int n = 0;
    if (i + 6 > s.len || s.s[i] != '\\' || s.s[i + 1] != 'u') return -1;
    for (Size k = i + 2; k < i + 6; k++) {
        int d = hex_digit(s.s[k]);
        if (d < 0) return -1;
        n = n * 16 + d;
    }
    return n;
}

// An editor's text may hold half a surrogate pair, which is no text: a replacement mark of as many units.
static Str mend_halves(Str body, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < body.len;) {
        int unit = unit_at(body, i);
        int next = unit >= 0xD800 && unit < 0xDC00 ? unit_at(body, i + 6) : -1;
        bool pair = next >= 0xDC00 && next < 0xE000;
        Size n = pair ? 12 : unit >= 0 ? 6 : body.s[i] == '\\' && i + 1 < body.len ? 2 : 1;
        if (unit >= 0xD800 && unit < 0xE000 && !pair) buf_add(&b, S("\\ufffd"));
        else buf_add(&b, str_sub(body, i, i + n));
        i += n;
    }
    return buf_str(&b);
}

json_t *wire_parse(Str body, Arena scratch)
{
    enum { HOW = JSON_ALLOW_NUL | JSON_DECODE_ANY };
    json_t *m = json_loadb(body.s, (size_t)body.len, HOW, NULL);
    if (m || str_find(body, S("\\u")) < 0) return m;
    Str mended = mend_halves(body, &scratch);
    return json_loadb(mended.s, (size_t)mended.len, HOW, NULL);
}

// ---- out

// Bytes of the letter that begins there; 0: none does.
static Size letter_at(Str s, Size i)
{
    for (Size n = 1; n <= 4 && i + n <= s.len; n++) {
        json_t *one = json_stringn(s.s + i, (size_t)n);
        json_decref(one);
        if (one) return n;
    }
    return 0;
}

// Paths and code may be no UTF-8.
json_t *wire_text(Str text, Arena scratch)
{
    Buf b = {.keep = &scratch};
    json_t *whole = json_stringn(text.len ? text.s : "", (size_t)text.len);
    if (whole) return whole;
    for (Size i = 0; i < text.len;) {
        Size n = letter_at(text, i);
        buf_add(&b, n ? str_sub(text, i, i + n) : S("\xef\xbf\xbd"));
        i += n ? n : 1;
    }
    return json_stringn(b.v, (size_t)b.n);
}

void wire_send(const OpCall *c, json_t *message)
{
    check(message);
    json_object_set_new(message, "jsonrpc", json_string("2.0"));
    char *text = json_dumps(message, JSON_COMPACT);
    check(text);
    Arena scratch = *c->keep;
    Str body = str_of(text);
    op_data(c, str_fmt(&scratch, "Content-Length: %td\r\n\r\n%.*s", body.len, STR_ARG(body)));
    json_free_t freeing;
    json_get_alloc_funcs(NULL, &freeing);
    freeing(text);
    json_decref(message);
}

void wire_reply(const OpCall *c, json_t *id, json_t *result)
{ wire_send(c, json_pack("{s:O, s:o}", "id", id, "result", result)); }

void wire_fault(const OpCall *c, json_t *id, int code, const char *what)
{
    wire_send(c,
              json_pack("{s:O, s:{s:i, s:s}}", "id", id, "error", "code", code, "message", what));
}

void wire_notify(const OpCall *c, const char *method, json_t *params)
{ wire_send(c, json_pack("{s:s, s:o}", "method", method, "params", params)); }
