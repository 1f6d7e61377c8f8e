// test/fuzz/lsp: what an editor may send: frames, JSON, and what becomes of the server's texts. Each message
// is answered as it comes and work is done at once, in the order of the three threads (lsp/run.c).
// Behind a first byte of 'F' the bytes are frames; else each line is a message, which stays one when its
// length changes. Two bytes, '#' and a number, are a message of ours, so that mutations soon get past the
// handshake.
// SPDX-License-Identifier: MIT
#include "lsp/lsp.h"
#include "base/os.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 200, MOST_INPUT = 100000 };

typedef struct { Str rest; } Bytes;

static Size from_bytes(void *self, char *to, Size n)
{
    Bytes *b = self;
    if (n > b->rest.len) n = b->rest.len;
    if (n) memcpy(to, b->rest.s, (size_t)n);
    b->rest = str_sub(b->rest, n, -1);
    return n;
}

static Frame next(FrameSource *in, bool frames, Arena *keep, Str *body)
{
    Bytes *b = in->self;
    if (frames) return frame_read(in, keep, body);
    return str_cut(&b->rest, S("\n"), body) ? FRAME_GOOD : FRAME_END;
}

static void judged(OpOut *o, Str bytes)
{
    Size at = str_find(bytes, S("\r\n\r\n"));
    (void)o;
    check(str_starts(bytes, S("Content-Length: ")) && at > 0);
    json_t *m = json_loadb(bytes.s + at + 4, (size_t)(bytes.len - at - 4), 0, NULL);
    check(m && str_eq(str_of(json_string_value(json_object_get(m, "jsonrpc"))), S("2.0")));
    json_decref(m);
}

static void ignored(OpOut *o, Str line) { (void)o, (void)line; }

static const Str OURS[] = {
    L("{\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"workspace\":{\"workspaceEdit\":"
      "{\"documentChanges\":true}}},\"initializationOptions\":{\"no-cache\":true}}}"),
    L("{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"untitled:a\",\"languageId\":"
      "\"python\",\"version\":1,\"text\":\"import os, sys\\nos.system('ls ' + sys.argv[1])\\n\"}}}"),
    L("{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"untitled:a\",\"version\":2},"
      "\"contentChanges\":[{\"range\":{\"start\":{\"line\":0,\"character\":3},\"end\":{\"line\":1,\"character\":2}},"
      "\"text\":\"\\ud83d\\ude00 x\"}]}}"),
    L("{\"id\":2,\"method\":\"textDocument/codeAction\",\"params\":{\"textDocument\":{\"uri\":\"untitled:a\"},\"range\":"
      "{\"start\":{\"line\":1,\"character\":0},\"end\":{\"line\":1,\"character\":9}},\"context\":{}}}"),
    L("{\"id\":3,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\"untitled:a\"},\"position\":"
      "{\"line\":1,\"character\":1}}}"),
    L("{\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"untitled:a\"}}}"),
};

static void work(Lsp *l)
{
    for (int i = 0; i < 4; i++) {
        lsp_next(l, os_now() + 10);
        if (!l->busy) return;
        work_do(&l->work);
        lsp_finish(l);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Pool keep;
    Lsp l;
    OpOut out = {.data = judged, .say = ignored, .progress = ignored, .columns = 80};
    bool frames = size && *data == 'F';
    Bytes all = {{(const char *)data + (size > 0), (Size)size - (size > 0)}};
    FrameSource in = {from_bytes, &all};
    if (size > MOST_INPUT || !pool_open(&keep, (Size)1 << 30)) return 0;
    OpCall call = {op_find(S("lsp")), NULL, NULL, 0, &out, &keep.arena};
    check(lsp_open(&l, &call));
    for (int i = 0; i < MOST && l.state != LSP_GONE; i++) {
        Str body;
        Frame f = next(&in, frames, &keep.arena, &body);
        if (f == FRAME_END) break;
        bool ours = f == FRAME_GOOD && body.len == 2 && body.s[0] == '#';
        if (ours) lsp_take(&l, OURS[(unsigned char)body.s[1] % countof(OURS)]);
        else if (f == FRAME_GOOD) lsp_take(&l, body);
        work(&l);
    }
    l.state = LSP_READY;
    work(&l);
    lsp_close(&l);
    pool_close(&keep);
    return 0;
}
