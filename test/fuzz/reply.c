// test/fuzz/reply: the body of a server's reply in each dialect, whole, in lines and in events.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Pool pool;
    static const Wire *const WIRES[] = {&wire_chat, &wire_responses, &wire_anthropic, &wire_ollama};
    if (!size || size > 100000) return 0;
    if (!pool.block && !pool_open(&pool, (Size)1 << 30)) return 0;
    pool_reset(&pool);
    Said said = {.keep = &pool.arena};
    LlmReply reply = {0};
    Str body = {(const char *)data + 1, (Size)size - 1};
    if (!said_read(WIRES[data[0] % 4], body, &said)) return 0;
    said_reply(&said, &reply);
    check(reply.outcome != LLM_ANSWERED || str_trim(reply.text).len > 0);
    return 0;
}
