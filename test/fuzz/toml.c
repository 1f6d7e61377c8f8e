// fuzz/toml: any bytes as a configuration file.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Pool pool;
    if (!pool.block && !pool_open(&pool, (Size)1 << 30)) return 0;
    pool_reset(&pool);
    Conf *c = conf_new(&pool.arena);
    Str text = {(const char *)data, (Size)size};
    (void)!conf_load_text(c, S("suture.toml"), text, false, FROM_PROJECT).kind;
    (void)!conf_load_text(c, S("pyproject.toml"), text, true, FROM_USER).kind;
    return 0;
}
