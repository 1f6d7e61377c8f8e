// op/cache: where scans are kept for the next one, how much of it there is, and to be rid of it.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "scan/cache.h"

static Str bytes_text(Size n, Arena *keep)
{
    if (n < 1 << 20) return str_fmt(keep, "%.1f kB", (double)n / 1024);
    return str_fmt(keep, "%.1f MB", (double)n / (1 << 20));
}

int op_cache(const OpCall *c)
{
    Str folder = cache_folder(c->keep);
    bool clean = c->nwords && str_eq(c->words[0], S("clean"));
    if (c->nwords && !clean) {
        op_say(c, "suture cache: '%.*s' is neither nothing nor clean", STR_ARG(c->words[0]));
        return EXIT_USAGE;
    }
    if (!folder.len) {
        op_data(c, S("no cache: neither XDG_CACHE_HOME nor HOME is set\n"));
        return EXIT_CLEAN;
    }
    CacheSize s = clean ? cache_clean(0, 0, *c->keep) : cache_size(*c->keep);
    op_data(c, str_fmt(c->keep, "%.*s: %td %s, %.*s%s\n", STR_ARG(folder), s.files,
                       s.files == 1 ? "project" : "projects", STR_ARG(bytes_text(s.bytes, c->keep)),
                       clean ? " removed" : ""));
    return EXIT_CLEAN;
}
