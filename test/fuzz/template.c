// fuzz/template: any bytes as a template's text, that of all kinds, which names itself and no other.
// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include "fact/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const TemplateFile *itself(void *self, Str name)
{
    return name.len % 2 ? self : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Pool pool;
    if (!pool.block && !pool_open(&pool, (Size)1 << 30)) return 0;
    pool_reset(&pool);
    char *text = (char *)malloc(size + 1);           // of its own, so that a byte too far is seen
    memcpy(text, data, size);
    TemplateFile file = {.text = {text, (Size)size}, .escapes = size % 2};
    for (int kind = TEMPLATE_ANY; kind <= TEMPLATE_MAKO; kind++) {
        TemplateWorld world = {(TemplateKind)kind, size % 3 ? itself : NULL, &file};
        TemplatePrints all = template_prints(&file, &world, &pool.arena);
        check(all.n <= TEMPLATE_PRINTS);
        for (Size i = 0; i < all.n; i++)
            check(all.v[i].as.len > 0 && all.v[i].as.s >= text && all.v[i].as.s < text + size);
    }
    free(text);
    return 0;
}
