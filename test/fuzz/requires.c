// fuzz/requires: any bytes as a list of dependencies or a lock file.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Pool pool;
    static const char *const names[] = {"uv.lock",   "Pipfile.lock", ".python-version",
                                        "Pipfile",   "pyproject.toml", "setup.cfg",
                                        "setup.py",  "requirements/base.txt"};
    if (!pool.block && !pool_open(&pool, (Size)1 << 30)) return 0;
    for (Size i = 0; i < countof(names); i++) {
        pool_reset(&pool);
        (void)conf_requires_of(str_of(names[i]), (Str){(const char *)data, (Size)size}, &pool.arena);
    }
    return 0;
}
