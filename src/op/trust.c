// op/trust: let a project's configuration, as it is now, set what else only the user may set.
// SPDX-License-Identifier: MIT
#include "op/op.h"

enum { MOST_BYTES = 1 << 20 };

// What the file sets that runs programs, sends data or weakens checks.
static Str powers_of(const Conf *c, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Size i = 0; i < all_options_n; i++)
        if (c->values[i].set && option_has(&all_options[i], 't'))
            buf_fmt(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(all_options[i].name));
    for (Size i = 0; i < c->entries.n; i++)
        if (str_starts(c->entries.v[i].table, S("llm")))
            buf_fmt(&b, "%s%.*s.%.*s", b.n ? ", " : "", STR_ARG(c->entries.v[i].table),
                    STR_ARG(c->entries.v[i].key));
    return buf_str(&b);
}

int op_trust(const OpCall *c)
{
    bool pyproject, revoke = conf_flag(c->conf, "revoke");
    Str text, path = conf_project_file(c->words[0], &pyproject, c->keep);
    Conf *read = conf_new(c->keep);
    if (!path.len)
        return op_fail(c, err_new(c->keep, ERR_CONFIG,
                                  "no suture.toml or [tool.suture] was found from %.*s upwards",
                                  STR_ARG(c->words[0])));
    Err e = op_read(path, MOST_BYTES, c->keep, &text);
    if (!e.kind) e = conf_load_text(read, path, text, pyproject, FROM_USER);
    if (!e.kind) e = conf_trust(path, text, revoke, c->keep);
    if (e.kind) return op_fail(c, e);
    Str powers = powers_of(read, c->keep);
    if (revoke) op_say(c, "%.*s is no longer trusted.", STR_ARG(path));
    else
        op_say(c, "%.*s is trusted as it is now; a changed file is not. It sets %.*s.",
               STR_ARG(path), STR_ARG(powers.len ? powers : S("nothing that needs trust")));
    return EXIT_CLEAN;
}
